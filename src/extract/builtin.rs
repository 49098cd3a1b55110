//! The built-in extractor: rules over words, offline, without a model.
//!
//! In: an article in English. Out: its claims. Each stage is a function from plain values to plain values:
//!
//! ```text
//! text -> token -> quotation, tag -> sentence      = reading
//! reading -> cue -> complement -> attribution      = who said what
//! ```

use crate::{
    extract::{Extractor, Failure},
    model::{Article, Attribution, Claim, Content, Source},
    text::Span,
};

mod attribution;
mod complement;
mod cue;
mod lexicon;
mod phrase;
mod quotation;
mod reading;
mod sentence;
mod tag;
mod token;

use attribution::Attributed;
use reading::Reading;

/// The built-in extractor: rules, offline, no model.
#[derive(Clone, Copy, Debug, Default)]
pub struct Builtin;

impl Extractor for Builtin {
    fn extract(&self, article: &Article) -> Result<Vec<Claim>, Failure> {
        let reading = Reading::new(&article.text);
        let attributed: Vec<_> = (0..reading.sentences.len())
            .flat_map(|number| attribution::attributions(&reading, number))
            .filter(|one| !one.content.is_empty())
            .collect();
        Ok(attributed.iter().map(|one| claim(&reading, one)).collect())
    }
}

fn claim(reading: &Reading<'_>, one: &Attributed) -> Claim {
    let spans: Vec<Span> = one
        .content
        .iter()
        .map(|piece| reading.span(piece))
        .collect();
    Claim {
        attribution: Some(Attribution::Indirect),
        source: one.source.as_ref().map(|source| Source {
            mention: Some(Content::Located(vec![reading.span(source)])),
            ..Source::default()
        }),
        cue: one
            .cue
            .as_ref()
            .map(|cue| Content::Located(vec![reading.span(cue)])),
        ..Claim::new(Content::Located(spans))
    }
}
