//! Precision and recall by confidence.
//!
//! In: a case and the claims extracted from its article, with their confidence. Out: for each of twenty
//! thresholds the counts of what is left when less confident claims are dropped, and how often the claims
//! between it and the next were right. A claim without a confidence is never dropped.

use std::ops::AddAssign;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Counts, tally};
use crate::{
    align::{Alignment, Standing, Threshold, WordIndex, align},
    model::{Case, Claim},
};

/// The counts at one confidence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SweepRow {
    /// The confidence, in thousandths.
    pub confidence: u32,
    /// What is left from this confidence on.
    pub claims: Counts,
    /// Claims with a confidence from this on and below the next, without those that count for nothing.
    pub between: u64,
    /// Those of them that are matched.
    pub right: u64,
}

impl AddAssign<&Self> for SweepRow {
    fn add_assign(&mut self, other: &Self) {
        self.confidence = other.confidence;
        self.claims += other.claims;
        self.between += other.between;
        self.right += other.right;
    }
}

/// The step between two rows, in thousandths.
const STEP: u32 = 50;

/// The rows of one case, from confidence 0 on; `alignment` and `claims` are those of all claims.
pub fn sweep(
    case: &Case,
    index: &WordIndex<'_>,
    extracted: &[Claim],
    alignment: &Alignment,
    mut claims: Counts,
    threshold: Threshold,
) -> Vec<SweepRow> {
    let all = extracted.iter().zip(&alignment.extracted);
    let counted: Vec<(u32, bool)> = all
        .filter(|(_, standing)| !matches!(standing, Standing::Optional(_) | Standing::Ignored))
        .map(|(claim, standing)| (thousandths(claim), matches!(standing, Standing::Matched(_))))
        .collect();
    let mut rows: Vec<SweepRow> = Vec::new();
    let mut kept = extracted.len();
    for confidence in (0..1000).step_by(STEP as usize) {
        let confident = extracted
            .iter()
            .filter(|claim| thousandths(claim) >= confidence);
        let count = confident.clone().count();
        // Where nothing was dropped nothing has changed.
        if count < kept {
            let left: Vec<Claim> = confident.cloned().collect();
            claims = tally(case, index, &left, &align(case, index, &left, threshold)).claims;
            kept = count;
        }
        let last = confidence + STEP >= 1000;
        let between = counted
            .iter()
            .filter(|(of, _)| *of >= confidence && (last || *of < confidence + STEP));
        rows.push(SweepRow {
            confidence,
            claims,
            between: between.clone().count() as u64,
            right: between.filter(|(_, right)| *right).count() as u64,
        });
    }
    rows
}

/// The row with the greatest F1, the least confident of equals.
pub fn best(rows: &[SweepRow]) -> Option<&SweepRow> {
    let ranked = rows.iter().rev().filter(|row| row.claims.f1().is_some());
    ranked.max_by(|a, b| {
        a.claims
            .f1()
            .partial_cmp(&b.claims.f1())
            .unwrap_or(std::cmp::Ordering::Equal)
    })
}

fn thousandths(claim: &Claim) -> u32 {
    // A cast of a float saturates; what is no number counts as no confidence at all.
    claim
        .confidence
        .map_or(1000, |confidence| (confidence * 1000.0).round() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Article, Expected};

    fn rows(case: &Case, index: &WordIndex<'_>, claims: &[Claim]) -> Vec<SweepRow> {
        let alignment = align(case, index, claims, Threshold::OVERLAP);
        let all = tally(case, index, claims, &alignment).claims;
        sweep(case, index, claims, &alignment, all, Threshold::OVERLAP)
    }

    #[test]
    fn the_less_confident_go_first() {
        let article = Article::new("a", "It rains. It snows. It hails.");
        let claim = |quote: &str, confidence: f64| Claim {
            confidence: Some(confidence),
            ..Claim::new(article.quote(quote))
        };
        let mut case = Case::new(article.clone());
        case.expected = vec![
            Expected::new("c1", Claim::new(article.quote("It rains"))),
            Expected::new("c2", Claim::new(article.quote("It snows"))),
        ];
        let claims = [
            claim("It rains", 0.9),
            claim("It snows", 0.4),
            claim("It hails", 0.2),
        ];
        let index = WordIndex::new(&article.text);
        let rows = rows(&case, &index, &claims);
        let counts = |at: usize| (rows[at].claims.extracted, rows[at].claims.matched);
        assert_eq!((rows.len(), counts(0), counts(4)), (20, (3, 2), (3, 2)));
        assert_eq!((counts(5), counts(9), counts(19)), ((2, 2), (1, 1), (0, 0)));
        assert_eq!((rows[4].between, rows[4].right), (1, 0));
        assert_eq!((rows[18].between, rows[18].right), (1, 1));
        assert_eq!(best(&rows).map(|row| row.confidence), Some(250));
    }

    #[test]
    fn a_claim_without_confidence_is_never_dropped() {
        let article = Article::new("a", "It rains.");
        let case = Case::new(article.clone());
        let index = WordIndex::new(&article.text);
        let claims = [Claim::new(article.quote("It rains"))];
        let rows = rows(&case, &index, &claims);
        assert!(rows.iter().all(|row| row.claims.extracted == 1));
    }
}
