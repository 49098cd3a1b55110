//! Cases and the corpus that they make.

use std::{collections::BTreeMap, fmt, str::FromStr};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::text::Span;

use super::{Article, Category, Claim, Content, Presence, Split, Status};

/// A claim that an extractor is expected to find, or not to find.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    /// Names the claim within its case.
    pub id: String,
    /// The claim itself.
    pub claim: Claim,
    /// Other contents that count as right.
    pub alternatives: Vec<Content>,
    /// What finding or missing it means.
    pub presence: Presence,
    /// The claim that this one is nested in, by id.
    pub within: Option<String>,
    /// Whether a human has confirmed it.
    pub status: Status,
    /// Free labels, such as "pronoun-source".
    pub tags: Vec<String>,
    /// A remark of the annotator.
    pub note: Option<String>,
}

impl Expected {
    /// A required, confirmed claim.
    pub fn new(id: impl Into<String>, claim: Claim) -> Self {
        Self {
            id: id.into(),
            claim,
            alternatives: Vec::new(),
            presence: Presence::Required,
            within: None,
            status: Status::Confirmed,
            tags: Vec::new(),
            note: None,
        }
    }

    /// Whether finding and missing it both count for nothing.
    pub fn is_neutral(&self) -> bool {
        self.presence == Presence::Optional || self.status == Status::Suggested
    }

    /// Whether it counts as expected.
    pub fn is_required(&self) -> bool {
        self.presence == Presence::Required && self.status == Status::Confirmed
    }

    /// Whether finding it is an error.
    pub fn is_forbidden(&self) -> bool {
        self.presence == Presence::Forbidden && self.status == Status::Confirmed
    }
}

/// An article and the claims expected of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The article, whose id is the case's.
    pub article: Article,
    /// The claims expected of it, in the annotator's order.
    pub expected: Vec<Expected>,
    /// Stretches in which claims are neither right nor wrong.
    pub ignore: Vec<Span>,
    /// The part of the corpus it belongs to.
    pub split: Option<Split>,
    /// Free labels, such as "wire".
    pub tags: Vec<String>,
}

impl Case {
    /// A case without annotations.
    pub const fn new(article: Article) -> Self {
        Self {
            article,
            expected: Vec::new(),
            ignore: Vec::new(),
            split: None,
            tags: Vec::new(),
        }
    }

    /// The case's name, which is its article's.
    pub fn id(&self) -> &str {
        &self.article.id
    }
}

/// The name of a case that is a file: `/`-separated parts that cannot leave their folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseId(String);

impl CaseId {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for CaseId {
    type Err = String;

    fn from_str(id: &str) -> Result<Self, String> {
        let refuse = |why| Err(format!("`{}` is not a case id: {why}", id.escape_debug()));
        if id.split('/').any(|part| matches!(part, "" | "." | "..")) {
            return refuse("parts between `/` may not be empty, `.` or `..`");
        }
        if id.contains(['\\', ':']) || id.chars().any(char::is_control) {
            return refuse("it may not contain `\\`, `:` or control characters");
        }
        Ok(Self(id.to_owned()))
    }
}

/// The categories of a corpus.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taxonomy {
    /// In the order in which reports list them.
    pub categories: Vec<CategoryEntry>,
}

impl Taxonomy {
    /// Whether `category` is one of this taxonomy.
    pub fn contains(&self, category: &Category) -> bool {
        self.categories.iter().any(|entry| entry.name == *category)
    }

    /// The categories' names, in order.
    pub fn names(&self) -> impl Iterator<Item = &Category> {
        self.categories.iter().map(|entry| &entry.name)
    }
}

/// One category of a taxonomy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoryEntry {
    /// The word used in annotations and reports.
    pub name: Category,
    /// What a claim of this category asserts.
    pub asserts: String,
    /// The categories of other schemas that it corresponds to, by schema.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub mappings: BTreeMap<String, Vec<String>>,
}

/// All cases, sorted by id, and their categories.
#[derive(Clone, Debug, PartialEq)]
pub struct Corpus {
    /// Sorted by id.
    pub cases: Vec<Case>,
    /// The categories its annotations use.
    pub taxonomy: Taxonomy,
    /// A hash over its articles and annotations, in hexadecimal digits.
    pub fingerprint: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_id_stays_in_its_folder() {
        for bad in [
            "", "/a", "a/", "a//b", "../a", "a/../b", "./a", "a\\b", "c:a", "a\nb",
        ] {
            assert!(bad.parse::<CaseId>().is_err(), "{bad:?} was taken");
        }
        assert_eq!(
            "politik/wahl-märz".parse::<CaseId>().unwrap().as_str(),
            "politik/wahl-märz"
        );
    }
}
