//! The files of a corpus, as types: these are the format, and the JSON Schemas below
//! `corpus/schema/` are made from them.

use schemars::{JsonSchema, Schema, schema_for};
use serde::{Deserialize, Serialize};

use crate::{
    model::{
        Attribution, Category, CategoryEntry, Certainty, Polarity, Presence, Quantity, Split,
        Status,
    },
    wire::{MentionRecord, Pieces, SourceRecord},
};

/// The annotations of one article, in the `.json` file beside its `.txt`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "claimsnap case")]
pub struct CaseFile {
    /// The JSON Schema of this file, for editors.
    #[serde(default, rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The date of publication, ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// The language, BCP 47.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Who published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlet: Option<String>,
    /// The licence of text and annotations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// Where facts of the real world in it come from, as addresses or titles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// The part of the corpus that the case belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split: Option<Split>,
    /// Free labels, such as "wire".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The claims expected of the article.
    pub claims: Vec<ClaimEntry>,
    /// Stretches in which claims are neither right nor wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ignore: Vec<RegionEntry>,
}

/// A claim expected of an article. What is absent is not scored.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimEntry {
    /// Names the claim within its case; "c1", "c2" ... by order where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The verbatim words of the claim; a list where they are discontinuous.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<Pieces>,
    /// The words directly before the quote, where it stands in the article more than once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// The words directly after the quote, where it stands in the article more than once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suffix: Option<String>,
    /// Which occurrence of the quote is meant, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub occurrence: Option<usize>,
    /// Half-open, in code points; for annotations that a program makes. A quote survives edits of
    /// the article, spans do not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spans: Option<Vec<[usize; 2]>>,
    /// The claim in self-contained words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// A category of the taxonomy; required in a corpus.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// How the claim is attributed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribution: Option<Attribution>,
    /// Who asserts it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceRecord>,
    /// What signals the attribution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cue: Option<MentionRecord>,
    /// Whether it is asserted or denied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub polarity: Option<Polarity>,
    /// How sure it is made out to be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certainty: Option<Certainty>,
    /// Whether it is worth checking.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check_worthy: Option<bool>,
    /// When it holds: an ISO 8601 date, month, year or interval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// The values it names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quantities: Vec<Quantity>,
    /// The id of the claim that this one is nested in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// What finding or missing it means; "required" where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presence: Option<Presence>,
    /// Other quotes that count as right; sought nearest to the claim's own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Pieces>,
    /// Free labels, such as "pronoun-source".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Whether a human has confirmed it; "confirmed" where it is absent. Suggested claims are not scored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// A remark of the annotator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A stretch in which claims are neither right nor wrong. Every occurrence of the quote counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegionEntry {
    /// The verbatim words.
    pub quote: Pieces,
    /// Why nothing is expected there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// `taxonomy.json`: the categories of a corpus, in the order in which reports list them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "claimsnap taxonomy")]
pub struct TaxonomyFile {
    /// The JSON Schema of this file, for editors.
    #[serde(default, rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The categories.
    #[schemars(length(min = 1))]
    pub categories: Vec<CategoryEntry>,
}

/// The JSON Schemas of the corpus, by file name below `schema/`.
pub fn schemas() -> [(&'static str, Schema); 2] {
    [
        ("case.schema.json", schema_for!(CaseFile)),
        ("taxonomy.schema.json", schema_for!(TaxonomyFile)),
    ]
}
