//! Everything a renderer needs, as plain data.
//!
//! A [`Report`] is made by the run and serialises as the documented JSON (version [`VERSION`]). It
//! holds counts and what follows from them, nothing volatile: no times, no paths of the machine.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    agreement::Agreement,
    change::{Effect, Kind, Verdict},
    extract::{Failure, FailureKind},
    gate::GateOutcome,
    model::{Category, Split},
    score::{Attribute, Counts, SweepRow, Tally},
    wire::ClaimRecord,
};

pub mod accuracy;
pub mod cases;
pub mod json;
mod next;
mod style;
mod tables;
pub mod text;

pub use style::{STYLES, counted, rate};
pub use text::render_score as score_text;

/// The version of the JSON. It changes when something in it changes its meaning or goes away.
pub const VERSION: u32 = 1;

/// What came of a run over cases.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "claimsnap report")]
pub struct Report {
    /// [`VERSION`].
    pub version: u32,
    /// All that shaped the figures.
    pub signature: Signature,
    /// Whether nothing needs anybody's attention; exit code 0.
    pub passed: bool,
    /// Today's accuracy.
    pub accuracy: Accuracy,
    /// What has changed since the accepted snapshots, where there are any.
    pub since_accepted: Option<SinceAccepted>,
    /// How far two annotators agree about the corpus, where it has a second annotation: what an
    /// extractor can be expected to reach.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annotators: Option<Annotators>,
    /// The gates and what they were held against.
    pub gates: Vec<GateOutcome>,
    /// Every case, sorted by id; one row each, of which the tally is the sum.
    pub cases: Vec<CaseReport>,
    /// Cases left out, because an earlier one failed and the run was to end there.
    pub not_run: u64,
    /// Snapshots without a case, by id.
    pub dangling: Vec<String>,
    /// Whether the counts differ from those in the accepted `accuracy.snap`.
    pub accuracy_changed: bool,
    /// What was done with that difference.
    pub accuracy_written: Written,
}

/// What came of scoring predictions in a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "claimsnap score report")]
pub struct ScoreReport {
    /// [`VERSION`].
    pub version: u32,
    /// All that shaped the figures.
    pub signature: Signature,
    /// Whether every gate is open; exit code 0.
    pub passed: bool,
    /// The accuracy of the predictions.
    pub accuracy: Accuracy,
    /// The gates and what they were held against.
    pub gates: Vec<GateOutcome>,
    /// Articles without a prediction; everything expected of them is missing.
    pub without_prediction: u64,
    /// Predictions for articles that the gold does not have; left out.
    pub without_gold: u64,
    /// The counts by confidence, where they were asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sweep: Vec<SweepRow>,
    /// The counts of each article, where they were asked for; the tally is their sum.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub articles: BTreeMap<String, Tally>,
}

/// How far two annotators agree.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Annotators {
    /// Articles that both annotated.
    pub articles: u64,
    /// F1 of the one's claims against the other's.
    pub f1: Option<f64>,
    /// F1 where only claims with the same words count.
    pub exact_f1: Option<f64>,
    /// F1 of the characters covered.
    pub character_f1: Option<f64>,
    /// Krippendorff's alpha for the category of matched claims.
    pub category_alpha: Option<f64>,
}

impl From<&Agreement> for Annotators {
    fn from(agreement: &Agreement) -> Self {
        Self {
            articles: agreement.articles,
            f1: agreement.claims.f1(),
            exact_f1: Counts {
                matched: agreement.exact,
                ..agreement.claims
            }
            .f1(),
            character_f1: agreement.characters.f1(),
            category_alpha: agreement.category_alpha,
        }
    }
}

/// Counts and the rates derived from them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Accuracy {
    /// The counts.
    pub tally: Tally,
    /// The rates.
    pub rates: Rates,
    /// The counts by part of the corpus, where the cases say.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub splits: BTreeMap<Split, Tally>,
    /// The categories in the taxonomy's order, then those that only the extractor knows.
    pub categories: Vec<Category>,
}

impl Accuracy {
    /// `known` are the categories of the taxonomy.
    pub fn new(tally: Tally, splits: BTreeMap<Split, Tally>, known: &[Category]) -> Self {
        let mut categories = known.to_vec();
        categories.extend(
            tally
                .categories
                .keys()
                .filter(|category| !known.contains(category))
                .cloned(),
        );
        Self {
            rates: Rates::from(&tally),
            splits,
            categories,
            tally,
        }
    }
}

/// All that shaped the figures of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// The version of claimsnap.
    pub claimsnap: String,
    /// The extractor's name; absent where files were scored.
    pub extractor: Option<String>,
    /// A hash over the articles and annotations; absent where files were scored.
    pub corpus: Option<String>,
    /// Cases in the report.
    pub cases: u64,
    /// The patterns, or the split, by which they were chosen; all of the corpus where there is none.
    pub filter: Vec<String>,
    /// From which similarity on claims may match, in thousandths.
    pub threshold: u32,
}

/// Rates derived from a tally; `null` where undefined.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rates {
    /// Matched of extracted.
    pub precision: Option<f64>,
    /// Matched of expected.
    pub recall: Option<f64>,
    /// The harmonic mean of both.
    pub f1: Option<f64>,
    /// F1 where only matches with a similarity of at least 0.8 count.
    pub close_f1: Option<f64>,
    /// F1 where only matches with the same words count.
    pub exact_f1: Option<f64>,
    /// F1 of the characters covered.
    pub character_f1: Option<f64>,
    /// The mean of the categories' F1.
    pub macro_f1: Option<f64>,
}

impl From<&Tally> for Rates {
    fn from(tally: &Tally) -> Self {
        Self {
            precision: tally.claims.precision(),
            recall: tally.claims.recall(),
            f1: tally.claims.f1(),
            close_f1: tally.at_level(tally.close).f1(),
            exact_f1: tally.at_level(tally.exact).f1(),
            character_f1: tally.characters.f1(),
            macro_f1: tally.macro_f1(),
        }
    }
}

/// The accepted snapshots against today's extraction, over the cases that have a snapshot, both
/// scored against today's annotations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SinceAccepted {
    /// The counts of the accepted snapshots.
    pub before: Tally,
    /// Today's counts of the same cases.
    pub after: Tally,
}

/// What came of one case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseReport {
    /// The case.
    pub id: String,
    /// What it has come to.
    pub verdict: Verdict,
    /// Whether it needs nobody's attention.
    pub passed: bool,
    /// The part of the corpus that it belongs to.
    pub split: Option<Split>,
    /// Today's counts.
    pub row: Tally,
    /// The counts of the accepted snapshot; absent where there is none.
    pub accepted: Option<Tally>,
    /// Why there are no claims.
    pub failure: Option<FailureReport>,
    /// What has changed since the snapshot was accepted, broken things first.
    pub changes: Vec<ChangeReport>,
    /// What was done with the difference.
    pub written: Written,
}

crate::model::words! {
    /// What was done with the difference between a snapshot and today's extraction.
    Written {
        /// Nothing.
        Nothing = "nothing",
        /// A proposal waits to be accepted or rejected.
        Proposal = "proposal",
        /// The snapshot was overwritten.
        Snapshot = "snapshot",
    }
}

/// Why an extraction has no claims.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FailureReport {
    /// The way in which it failed.
    pub kind: FailureKind,
    /// What happened.
    pub message: String,
}

impl From<&Failure> for FailureReport {
    fn from(failure: &Failure) -> Self {
        Self {
            kind: failure.kind,
            message: failure.message.clone(),
        }
    }
}

/// One change of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeReport {
    /// What it means to the annotations.
    pub effect: Effect,
    /// What happened to the claim.
    pub kind: Kind,
    /// What it adds to the claims matched.
    pub matched: i64,
    /// What it adds to the claims that count as extracted.
    pub extracted: i64,
    /// Line and column of the claim in the article, from 1; absent where it has no place.
    pub at: Option<[usize; 2]>,
    /// The expected claim that it concerns.
    pub expected: Option<ExpectedReport>,
    /// Whether today's claim has words that are not in the article as given.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ungrounded: bool,
    /// The accepted claim, unless the claim was added.
    pub before: Option<ClaimRecord>,
    /// Today's claim, unless the claim was removed.
    pub after: Option<ClaimRecord>,
    /// What differs besides the content, where the claim was altered.
    pub attributes: Vec<Attribute>,
}

/// An expected claim, as far as a change needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpectedReport {
    /// Its id within the case.
    pub id: String,
    /// Its words, ` … ` between pieces.
    pub quote: String,
    /// Its category.
    pub category: Option<Category>,
}
