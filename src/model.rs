//! The vocabulary: what an article, a claim and a case are.
//!
//! Plain values without behaviour beyond their own meaning. The enums and small records serve as
//! file format too, so that a word is the same in code and in JSON.

use std::{fmt, str::FromStr};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::text::{CodePoints, Span, occurrences};

/// One news article. Its text is never changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// Names the article within its corpus or file.
    pub id: String,
    /// The headline.
    pub title: Option<String>,
    /// The text; all offsets are offsets into it.
    pub text: String,
    /// The date of publication, ISO 8601.
    pub published: Option<String>,
    /// The language, BCP 47.
    pub language: Option<String>,
}

impl Article {
    /// An article of which only the text is known.
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            text: text.into(),
            ..Self::default()
        }
    }

    /// The content that covers these bytes; ungrounded where they are empty, out of the text or off
    /// a character boundary.
    pub fn slice(&self, bytes: std::ops::Range<usize>) -> Content {
        match self.text.get(bytes.clone()) {
            Some(words) if !words.is_empty() => {
                Content::Located(vec![Span::new(bytes.start, bytes.end)])
            }
            _ => Content::Ungrounded(Ungrounded {
                quote: Vec::new(),
                spans: vec![[bytes.start, bytes.end]],
                found: Vec::new(),
            }),
        }
    }

    /// The content that quotes these words: their first occurrence; ungrounded where there is none.
    pub fn quote(&self, words: &str) -> Content {
        self.locate(&[words])
    }

    /// The content that quotes these pieces: the first occurrence of the first, and of each
    /// further one the first behind the one before; ungrounded where a piece is not to be found.
    pub fn locate<S: AsRef<str>>(&self, pieces: &[S]) -> Content {
        let starts = pieces
            .first()
            .map(|piece| occurrences(&self.text, piece.as_ref()));
        match starts
            .into_iter()
            .flatten()
            .find_map(|start| follow(&self.text, pieces, start))
        {
            Some(spans) => Content::Located(spans),
            None => Content::Ungrounded(Ungrounded {
                quote: pieces
                    .iter()
                    .map(|piece| piece.as_ref().to_owned())
                    .collect(),
                spans: Vec::new(),
                found: Vec::new(),
            }),
        }
    }
}

/// The spans of `pieces` where the first stands at byte `start` and each further one at its first
/// occurrence behind the one before; `None` where one is missing.
pub fn follow<S: AsRef<str>>(text: &str, pieces: &[S], start: usize) -> Option<Vec<Span>> {
    let (first, rest) = pieces.split_first()?;
    let mut end = start + first.as_ref().len();
    let mut spans = vec![Span::new(start, end)];
    for piece in rest.iter().map(AsRef::as_ref) {
        let at = end + text[end..].find(piece).filter(|_| !piece.is_empty())?;
        end = at + piece.len();
        spans.push(Span::new(at, end));
    }
    Some(spans)
}

/// What a claim, a source's mention or a cue consists of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Content {
    /// These stretches of the article: at least one, none empty, in order, without overlap.
    Located(Vec<Span>),
    /// Words that are not offered as a quotation.
    Words(String),
    /// Offered as a quotation, but not in the article as given.
    Ungrounded(Ungrounded),
}

impl Content {
    /// The stretches of the article; none where the content is not located.
    pub fn spans(&self) -> &[Span] {
        match self {
            Self::Located(spans) => spans,
            Self::Words(_) | Self::Ungrounded(_) => &[],
        }
    }

    /// The words of the content, one string for each piece.
    pub fn pieces<'a>(&'a self, text: &'a str) -> Vec<&'a str> {
        match self {
            Self::Located(spans) => spans.iter().map(|span| span.of(text)).collect(),
            Self::Words(words) => vec![words],
            Self::Ungrounded(ungrounded) => ungrounded.quote.iter().map(String::as_str).collect(),
        }
    }

    /// The words of the content as one line, ` … ` between pieces.
    pub fn display(&self, text: &str) -> String {
        match self {
            Self::Ungrounded(ungrounded) if ungrounded.quote.is_empty() => {
                format!("spans {:?}", ungrounded.spans)
            }
            content => content.pieces(text).join(" … "),
        }
    }
}

/// A quotation that the article does not bear out: what was given, and what stands there.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ungrounded {
    /// The words given; empty where only spans were.
    pub quote: Vec<String>,
    /// The spans given, in code points; empty where only words were.
    pub spans: Vec<[usize; 2]>,
    /// What the article has at those spans; empty where they are out of the text.
    pub found: Vec<String>,
}

/// One thing asserted.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// What is asserted.
    pub content: Content,
    /// The claim in self-contained words.
    pub text: Option<String>,
    /// What kind of thing is asserted.
    pub category: Option<Category>,
    /// How it is attributed.
    pub attribution: Option<Attribution>,
    /// Who asserts it.
    pub source: Option<Source>,
    /// The words that signal the attribution, such as "said".
    pub cue: Option<Content>,
    /// Whether it is asserted or denied.
    pub polarity: Option<Polarity>,
    /// How sure it is made out to be.
    pub certainty: Option<Certainty>,
    /// Whether it is worth checking.
    pub check_worthy: Option<bool>,
    /// When it holds: an ISO 8601 date, month, year or interval.
    pub time: Option<String>,
    /// The values it names.
    pub quantities: Vec<Quantity>,
    /// How sure the extractor is, from 0 to 1. Never part of a snapshot.
    pub confidence: Option<f64>,
}

impl Claim {
    /// A claim of which only the content is known.
    pub const fn new(content: Content) -> Self {
        Self {
            content,
            text: None,
            category: None,
            attribution: None,
            source: None,
            cue: None,
            polarity: None,
            certainty: None,
            check_worthy: None,
            time: None,
            quantities: Vec::new(),
            confidence: None,
        }
    }
}

/// Who asserts a claim.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// The words of the article that name the source here, such as "he".
    pub mention: Option<Content>,
    /// The full name.
    pub name: Option<String>,
    /// What the source is.
    pub kind: Option<SourceKind>,
}

/// A category of the taxonomy, by name.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct Category(pub String);

impl From<&str> for Category {
    fn from(name: &str) -> Self {
        Self(name.to_owned())
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Declares an enum whose values are lowercase words, the same in JSON and in print.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$value_doc:meta])* $value:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
            ::serde::Serialize, ::serde::Deserialize, ::schemars::JsonSchema,
        )]
        pub enum $name { $($(#[$value_doc])* #[serde(rename = $word)] $value),+ }

        impl $name {
            /// Every value, in order.
            pub const ALL: &[Self] = &[$(Self::$value),+];

            /// The word that stands for it in files and in print.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$value => $word),+ }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.word())
            }
        }
    };
}
pub(crate) use words;

words! {
    /// How a claim is attributed.
    Attribution {
        /// The article's own voice.
        None = "none",
        /// In quotation marks as a whole.
        Direct = "direct",
        /// Reported without quotation marks.
        Indirect = "indirect",
        /// Partly in quotation marks.
        Mixed = "mixed",
    }
}

words! {
    /// Whether something is asserted or denied.
    Polarity {
        /// Asserted.
        Positive = "positive",
        /// Denied.
        Negative = "negative",
    }
}

words! {
    /// How sure a claim is made out to be.
    Certainty {
        /// Stated as fact.
        Certain = "certain",
        /// Made out to be likely.
        Probable = "probable",
        /// Made out to be possible.
        Possible = "possible",
    }
}

words! {
    /// What a source is.
    SourceKind {
        /// One person.
        Person = "person",
        /// A company, authority, party, outlet ...
        Organisation = "organisation",
        /// People without a common organisation, such as "residents".
        Group = "group",
        /// A report, study, letter, law ...
        Document = "document",
        /// None of these.
        Other = "other",
    }
}

words! {
    /// What finding or missing an expected claim means.
    Presence {
        /// Missing it is an error.
        Required = "required",
        /// Missing it costs nothing, finding it earns nothing.
        Optional = "optional",
        /// Finding it is an error.
        Forbidden = "forbidden",
    }
}

words! {
    /// Whether a human has confirmed an annotation.
    Status {
        /// Confirmed, and scored.
        Confirmed = "confirmed",
        /// Suggested by a program, and not scored.
        Suggested = "suggested",
    }
}

words! {
    /// The part of the corpus that a case belongs to.
    Split {
        /// Extractors may be tuned on it.
        Dev = "dev",
        /// Kept aside for measuring.
        Test = "test",
    }
}

/// A value with its unit, as strings, so that nothing is lost in reading numbers.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct Quantity {
    /// The value, as a decimal number.
    pub value: String,
    /// The unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

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
    #[serde(default, skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub mappings: std::collections::BTreeMap<String, Vec<String>>,
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

/// The content at `spans`, in code points, of `text`; ungrounded where they are empty, overlap, are
/// out of order or out of the text.
pub fn content_at(points: &CodePoints<'_>, spans: &[[usize; 2]]) -> Content {
    let located: Option<Vec<Span>> = spans.iter().map(|span| points.to_span(*span)).collect();
    match located {
        Some(located)
            if !located.is_empty()
                && located.windows(2).all(|pair| pair[0].end <= pair[1].start) =>
        {
            Content::Located(located)
        }
        _ => Content::Ungrounded(Ungrounded {
            quote: Vec::new(),
            spans: spans.to_vec(),
            found: Vec::new(),
        }),
    }
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

    #[test]
    fn pieces_are_found_in_order() {
        let article = Article::new("a", "no wait, no end, wait");
        assert_eq!(
            article.locate(&["no", "end"]),
            Content::Located(vec![Span::new(0, 2), Span::new(12, 15)])
        );
        assert!(matches!(
            article.locate(&["end", "no"]),
            Content::Ungrounded(_)
        ));
        assert!(matches!(
            article.locate::<&str>(&[]),
            Content::Ungrounded(_)
        ));
        assert!(matches!(article.quote(""), Content::Ungrounded(_)));
    }

    #[test]
    fn a_slice_off_a_boundary_is_ungrounded() {
        let article = Article::new("a", "é!");
        assert_eq!(article.slice(0..2), Content::Located(vec![Span::new(0, 2)]));
        assert!(matches!(article.slice(1..2), Content::Ungrounded(_)));
        assert!(matches!(article.slice(3..9), Content::Ungrounded(_)));
    }

    #[test]
    fn spans_have_to_be_in_order() {
        let points = CodePoints::new("éa bc");
        assert_eq!(
            content_at(&points, &[[0, 2], [3, 5]]),
            Content::Located(vec![Span::new(0, 3), Span::new(4, 6)])
        );
        for bad in [&[[3, 5], [0, 2]][..], &[[0, 0]], &[[0, 9]], &[]] {
            assert!(
                matches!(content_at(&points, bad), Content::Ungrounded(_)),
                "{bad:?} was taken"
            );
        }
    }
}
