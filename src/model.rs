//! The vocabulary: what an article, a claim and a case are.
//!
//! Plain values without behaviour beyond their own meaning. The enums and small records serve as
//! file format too, so that a word is the same in code and in JSON.

use std::{cmp::Ordering, fmt};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::text::{CodePoints, Span, occurrences};

mod case;
mod kinds;

pub use case::{Case, CaseId, CategoryEntry, Corpus, Expected, Taxonomy};
pub(crate) use kinds::words;
pub use kinds::{Attribution, Certainty, Polarity, Presence, SourceKind, Split, Status};

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
    /// How worth checking it is, from 0 to 1. Never part of a snapshot.
    pub check_worthy_score: Option<f64>,
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
            check_worthy_score: None,
            time: None,
            quantities: Vec::new(),
            confidence: None,
        }
    }
}

/// The order in which claims are stored and shown: by position in the article, those without one
/// last. Whatever a record can say takes part, so that only equal claims are equal.
pub fn compare(a: &Claim, b: &Claim) -> Ordering {
    fn rank(claim: &Claim) -> (bool, &Content, Option<&Category>, Option<Attribution>) {
        let unlocated = claim.content.spans().is_empty();
        (
            unlocated,
            &claim.content,
            claim.category.as_ref(),
            claim.attribution,
        )
    }
    fn signals(claim: &Claim) -> impl Ord {
        (
            claim.source.as_ref(),
            claim.cue.as_ref(),
            claim.polarity,
            claim.certainty,
        )
    }
    fn rest(claim: &Claim) -> impl Ord {
        let scores =
            [claim.confidence, claim.check_worthy_score].map(|score| score.map(f64::to_bits));
        (
            claim.check_worthy,
            claim.time.as_ref(),
            &claim.quantities,
            claim.text.as_ref(),
            scores,
        )
    }
    rank(a)
        .cmp(&rank(b))
        .then_with(|| signals(a).cmp(&signals(b)))
        .then_with(|| rest(a).cmp(&rest(b)))
}

/// Puts claims into the order of [`compare`].
pub fn sort(claims: &mut [Claim]) {
    claims.sort_by(compare);
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
