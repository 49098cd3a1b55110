//! The records themselves: these types are the format.

use std::{borrow::Cow, fmt};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::model::{Article, Attribution, Category, Certainty, Polarity, Quantity, SourceKind};

/// What a program under test is asked: one line of its standard input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Names the article; the answer repeats it.
    pub id: String,
    /// The headline.
    #[serde(default)]
    pub title: Option<String>,
    /// The text; spans count its code points.
    pub text: String,
    /// The date of publication, ISO 8601.
    #[serde(default)]
    pub published: Option<String>,
    /// The language, BCP 47.
    #[serde(default)]
    pub language: Option<String>,
}

impl From<&Article> for Request {
    fn from(article: &Article) -> Self {
        Self {
            id: article.id.clone(),
            title: article.title.clone(),
            text: article.text.clone(),
            published: article.published.clone(),
            language: article.language.clone(),
        }
    }
}

/// What a program says about one article: claims, or why there are none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The article's id.
    pub id: String,
    /// The claims; absent where there is an error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claims: Option<Vec<ClaimRecord>>,
    /// Why the article could not be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// One claim. Either `quote` or `spans` suffices; one with neither is `text` in its own words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimRecord {
    /// The verbatim words; a list where they are discontinuous.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<Pieces>,
    /// Where they stand: half-open, in code points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spans: Option<Vec<[usize; 2]>>,
    /// The claim in self-contained words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// A category of the taxonomy.
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
    /// How worth checking it is, from 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check_worthy_score: Option<f64>,
    /// When it holds: an ISO 8601 date, month, year or interval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// The values it names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quantities: Vec<Quantity>,
    /// How sure the extractor is, from 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
}

/// Who asserts a claim.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SourceRecord {
    /// The words that name the source here; sought nearest to the claim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<Pieces>,
    /// Where they stand: half-open, in code points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spans: Option<Vec<[usize; 2]>>,
    /// The full name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What the source is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<SourceKind>,
}

/// Words of the article near a claim.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MentionRecord {
    /// The verbatim words; sought nearest to the claim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<Pieces>,
    /// Where they stand: half-open, in code points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spans: Option<Vec<[usize; 2]>>,
}

/// Verbatim words: a string, or a list of strings where they are discontinuous.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pieces(pub Vec<String>);

impl Serialize for Pieces {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [one] => serializer.serialize_str(one),
            many => many.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Pieces {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Pieces;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string or a list of strings")
            }

            fn visit_str<E: de::Error>(self, piece: &str) -> Result<Pieces, E> {
                Ok(Pieces(vec![piece.to_owned()]))
            }

            fn visit_string<E: de::Error>(self, piece: String) -> Result<Pieces, E> {
                Ok(Pieces(vec![piece]))
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut pieces: A) -> Result<Pieces, A::Error> {
                let mut all = Vec::new();
                while let Some(piece) = pieces.next_element()? {
                    all.push(piece);
                }
                Ok(Pieces(all))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

impl JsonSchema for Pieces {
    fn schema_name() -> Cow<'static, str> {
        "Pieces".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Verbatim words: a string, or a list of strings where they are discontinuous.",
            "anyOf": [
                {"type": "string", "minLength": 1},
                {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1},
            ],
        })
    }
}
