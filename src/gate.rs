//! What the accuracy has to reach.
//!
//! In: the gates of the configuration and a tally. Out: each gate with the rate it was held against,
//! and whether that suffices. An undefined rate does not: nothing was there to be measured.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    model::{Category, words},
    score::{Counts, Tally},
};

words! {
    /// A rate that a gate may ask for.
    Rate {
        /// [`Counts::precision`].
        Precision = "precision",
        /// [`Counts::recall`].
        Recall = "recall",
        /// [`Counts::f1`].
        F1 = "f1",
    }
}

impl Rate {
    /// The rate of these counts.
    pub fn of(self, counts: Counts) -> Option<f64> {
        match self {
            Self::Precision => counts.precision(),
            Self::Recall => counts.recall(),
            Self::F1 => counts.f1(),
        }
    }
}

/// A rate that has to be reached, over all claims or those of one category.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    /// The category; all claims where it is absent.
    pub category: Option<Category>,
    /// The rate.
    pub rate: Rate,
    /// What it has to reach, from 0 to 1.
    pub min: f64,
}

/// A gate and what it was held against.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GateOutcome {
    /// The gate.
    pub gate: Gate,
    /// The rate that was measured; absent where it is undefined.
    pub measured: Option<f64>,
    /// Whether it suffices.
    pub passed: bool,
}

/// Holds `tally` against each of `gates`.
pub fn check(gates: &[Gate], tally: &Tally) -> Vec<GateOutcome> {
    let outcome = |gate: &Gate| {
        let counts = match &gate.category {
            Some(category) => tally.categories.get(category).copied().unwrap_or_default(),
            None => tally.claims,
        };
        let measured = gate.rate.of(counts);
        let passed = measured.is_some_and(|measured| measured >= gate.min);
        GateOutcome {
            gate: gate.clone(),
            measured,
            passed,
        }
    };
    gates.iter().map(outcome).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gate_holds_at_its_bound_and_not_when_undefined() {
        let mut tally = Tally {
            claims: Counts {
                expected: 4,
                extracted: 2,
                matched: 2,
            },
            ..Tally::default()
        };
        tally.categories.insert(
            "rule".into(),
            Counts {
                expected: 1,
                extracted: 0,
                matched: 0,
            },
        );
        let gate = |category: Option<&str>, rate, min| Gate {
            category: category.map(Category::from),
            rate,
            min,
        };
        let gates = [
            gate(None, Rate::Recall, 0.5),
            gate(None, Rate::F1, 0.67),
            gate(Some("rule"), Rate::Precision, 0.0),
            gate(Some("rule"), Rate::Recall, 0.0),
            gate(Some("event"), Rate::F1, 0.1),
        ];
        let passed: Vec<_> = check(&gates, &tally)
            .iter()
            .map(|outcome| outcome.passed)
            .collect();
        assert_eq!(passed, [true, false, false, true, false]);
    }
}
