//! The built-in extractor: rules over words, offline, without a model.
//!
//! In: an article in English. Out: its claims. Each stage is a function from plain values to plain values:
//!
//! ```text
//! text -> token -> quotation, tag -> sentence                     = reading
//! reading -> cue -> placement -> extent -> attribution -> speech  = who said what
//! reading, what is attributed -> voice                            = the article's own claims
//! both -> name, category, judgement, time                         = claims
//! ```
//!
//! `phrase`, `subject`, `verb_group` and `complement` say where a phrase of the reading begins and ends;
//! `lexicon` says what a word may be.

use std::ops::Range;

use crate::{
    extract::{Extractor, Failure},
    model::{Article, Attribution, Claim, Content, Source},
    text::Span,
};

mod attribution;
mod category;
mod complement;
mod cue;
mod extent;
mod judgement;
mod lexicon;
mod name;
mod phrase;
mod placement;
mod quotation;
mod reading;
mod sentence;
mod speech;
mod subject;
mod tag;
mod time;
mod token;
mod verb_group;
mod voice;

use attribution::Attributed;
use lexicon::Frames;
use reading::Reading;
use time::Published;

/// The built-in extractor: rules, offline, no model.
#[derive(Clone, Copy, Debug, Default)]
pub struct Builtin;

impl Extractor for Builtin {
    fn extract(&self, article: &Article) -> Result<Vec<Claim>, Failure> {
        let published = article.published.as_deref().and_then(Published::new);
        Ok(claims(&article.text, published))
    }
}

fn claims(text: &str, published: Option<Published>) -> Vec<Claim> {
    let reading = Reading::new(text);
    let in_sentences = (0..reading.sentences.len())
        .flat_map(|number| attribution::attributions(&reading, number))
        .collect();
    let attributed = speech::with_free_speech(&reading, in_sentences);
    let own = voice::own_voice(&reading, &attributed);
    let mut claims = attributed_claims(&reading, &attributed, published);
    claims.extend(
        own.into_iter()
            .map(|(_, clause)| own_claim(&reading, clause, published)),
    );
    claims
}

fn attributed_claims(
    reading: &Reading<'_>,
    attributed: &[Attributed],
    published: Option<Published>,
) -> Vec<Claim> {
    let mut mentions: Vec<_> = attributed
        .iter()
        .filter_map(|one| one.source.clone())
        .collect();
    mentions.sort_by_key(|mention| (mention.start, mention.end));
    mentions.dedup();
    let identities = name::identities(reading, &mentions);
    attributed
        .iter()
        .map(|one| {
            let source = one.source.as_ref().map(|mention| {
                let known = mentions
                    .binary_search_by_key(&(mention.start, mention.end), |mention| {
                        (mention.start, mention.end)
                    });
                let identity = known.map(|at| identities[at].clone()).unwrap_or_default();
                Source {
                    mention: Some(Content::Located(vec![reading.span(mention)])),
                    name: identity.name,
                    kind: identity.kind,
                }
            });
            Claim {
                attribution: Some(judgement::attribution(reading, &one.content)),
                source,
                cue: one
                    .cue
                    .as_ref()
                    .map(|cue| Content::Located(vec![reading.span(cue)])),
                ..judged(
                    reading,
                    &one.content,
                    one.frames,
                    one.cue.as_ref(),
                    published,
                )
            }
        })
        .collect()
}

fn own_claim(reading: &Reading<'_>, clause: Range<usize>, published: Option<Published>) -> Claim {
    Claim {
        attribution: Some(Attribution::None),
        ..judged(reading, &[clause], Frames::default(), None, published)
    }
}

/// A claim with all that its own words tell.
fn judged(
    reading: &Reading<'_>,
    content: &[Range<usize>],
    frames: Frames,
    cue: Option<&Range<usize>>,
    published: Option<Published>,
) -> Claim {
    let spans: Vec<Span> = content.iter().map(|piece| reading.span(piece)).collect();
    let category = category::category(reading, content, frames, cue);
    Claim {
        polarity: Some(judgement::polarity(reading, content, cue)),
        certainty: Some(judgement::certainty(reading, content, cue)),
        check_worthy: Some(judgement::check_worthy(reading, content, &category)),
        category: Some(category),
        time: time::time(reading, content, published),
        ..Claim::new(Content::Located(spans))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Asserts that every content, source and cue lies in the text as the model demands.
    fn assert_sound(text: &str) {
        let found = claims(text, None);
        for claim in &found {
            let mention = claim
                .source
                .as_ref()
                .and_then(|source| source.mention.as_ref());
            for content in [Some(&claim.content), mention, claim.cue.as_ref()]
                .into_iter()
                .flatten()
            {
                assert!(!content.spans().is_empty());
                let mut end = 0;
                for span in content.spans() {
                    assert!(span.start >= end && !span.is_empty(), "{content:?}");
                    assert!(text.get(span.start..span.end).is_some(), "{content:?}");
                    end = span.end;
                }
            }
        }
        assert_eq!(found, claims(text, None));
    }

    /// The claims of `text`, in stored order, two lines for each.
    fn shown(text: &str) -> String {
        let mut found = claims(text, None);
        crate::model::sort(&mut found);
        let lines = found.iter().map(|claim| {
            let source = claim.source.clone().unwrap_or_default();
            let word = |content: &Option<Content>| {
                content
                    .as_ref()
                    .map_or("-".to_owned(), |content| content.display(text))
            };
            format!(
                "{} {} {} {}: {} = {}, {}\n    {}\n",
                claim.category.as_ref().map_or("-", |category| &category.0),
                claim.attribution.map_or("-", Attribution::word),
                claim.polarity.map_or("-", crate::model::Polarity::word),
                claim.certainty.map_or("-", crate::model::Certainty::word),
                word(&source.mention),
                source.name.as_deref().unwrap_or("-"),
                word(&claim.cue),
                claim.content.display(text),
            )
        });
        lines.collect()
    }

    #[test]
    fn an_article() {
        let text = "Vale to lose its only bridge\n\n\
            The bridge at Vale will close in June, the mayor, Ann Lee, said on Monday. “It is not safe,” she said, “and \
            nobody should pretend that it is.” A survey found 214 cracks, according to the county.\n\n\
            Bo Day, who runs the ferry, denied that he had asked for the closure. “I read it in the paper.” Is it the end?\n\n\
            Sign up to our newsletter.";
        insta::assert_snapshot!(shown(text), @r"
        prediction none positive certain: - = -, -
            Vale to lose its only bridge
        prediction indirect positive certain: the mayor, Ann Lee = Ann Lee, said
            The bridge at Vale will close in June
        position direct negative certain: she = Ann Lee, said
            “It is not safe,” … “and nobody should pretend that it is.”
        event indirect positive certain: the county = the county, according to
            A survey found 214 cracks
        event indirect negative certain: Bo Day, who runs the ferry = Bo Day, denied
            that he had asked for the closure
        event direct positive certain: Bo Day, who runs the ferry = Bo Day, -
            “I read it in the paper.”
        ");
    }

    #[test]
    fn empty_text_has_no_claims() {
        assert_eq!(claims("", None), []);
        assert_eq!(claims(" \n\n\t", None), []);
    }

    #[test]
    fn long_lines_take_linear_time() {
        for unit in [
            "he said that ",
            "a, he said, ",
            "said dog and ",
            "\"",
            "“ a ",
            "(",
            ", and the dog, ",
            "‘a ",
        ] {
            assert_sound(&unit.repeat(4_000));
        }
    }

    proptest! {
        #[test]
        fn any_text_is_sound(text in "\\PC{0,300}") {
            assert_sound(&text);
        }

        #[test]
        fn any_words_are_sound(words in prop::collection::vec(prop::sample::select(vec![
            "he", "said", "that", "“", "”", "\"", "‘", "’", "'", ",", ".", ":", ";", "—", "and", "but", "the", "dog", "Ann",
            "Lee", "according", "to", "claim", "was", "told", "by", "urged", "(", ")", "?", "\n", "\n\n", "who", "adding", "«", "»", "5", "%",
        ]), 0..80), spaced in any::<bool>()) {
            assert_sound(&words.join(if spaced { " " } else { "" }));
        }
    }
}
