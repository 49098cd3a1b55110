//! The built-in extractor: rules over words, and a small model that judges what they find; offline.
//!
//! In: an article in English. Out: its claims. Each stage is a function from plain values to plain values:
//!
//! ```text
//! text -> token -> quotation, tag -> label -> sentence            = reading
//! reading -> cue -> placement -> extent -> attribution -> speech  = who said what
//! reading, what is attributed -> voice                            = the article's own claims
//! both                                                            = candidate
//! candidate -> feature -> model                                   = confidence, category, manner
//! candidate -> name, judgement, time, quantity                    = claims
//! ```
//!
//! `phrase`, `subject`, `verb_group` and `complement` say where a phrase of the reading begins and ends;
//! `lexicon` says what a word may be and mean; `rule` names the rules.

use std::{
    collections::BTreeSet,
    sync::{Arc, LazyLock},
};

use crate::{
    extract::{Extractor, Failure},
    model::{Article, Certainty, Claim, Content, Polarity, Source, compare},
    text::Span,
};

mod attribution;
mod candidate;
mod complement;
mod cue;
mod extent;
mod feature;
mod judgement;
mod label;
mod lexicon;
mod model;
mod name;
mod phrase;
mod placement;
mod quantity;
mod quotation;
mod reading;
mod rule;
mod sentence;
mod speech;
mod subject;
mod tag;
mod time;
mod token;
mod verb_group;
mod voice;

pub use model::{Calibration, Head, ModelFault, ModelFile, NO_YES, ONE};
pub use rule::Rule;

use candidate::{Candidate, candidates};
use feature::{Feature, Words, beside, features};
use model::{Evidence, Model};
use name::Identity;
use reading::Reading;
use time::Published;

/// The built-in extractor: offline, and the same on every machine.
#[derive(Clone, Debug)]
pub struct Builtin {
    model: Arc<Model>,
}

/// The model in the crate, made by `claimsnap train`; the README names the command.
const SHIPPED: &str = include_str!("builtin/model/weights.jsonl");

static SHIPPED_MODEL: LazyLock<Arc<Model>> = LazyLock::new(|| {
    Arc::new(Model::parse(SHIPPED).expect("the model in the crate is one, as a test sees to"))
});

fn shipped() -> ModelFile {
    ModelFile::parse(SHIPPED).expect("the model in the crate is one, as a test sees to")
}

impl Default for Builtin {
    /// With the model in the crate.
    fn default() -> Self {
        Self {
            model: Arc::clone(&SHIPPED_MODEL),
        }
    }
}

impl Extractor for Builtin {
    fn extract(&self, article: &Article) -> Result<Vec<Claim>, Failure> {
        Ok(judge(article, &self.model, |judged| {
            judged.evidence.keeps().then_some(judged.claim)
        }))
    }
}

impl Builtin {
    /// With a model of the user's; what it does not decide, the model in the crate does.
    pub fn with_model(file: ModelFile) -> Self {
        let decides = |head| file.heads.contains_key(head);
        let file = match Head::ALL.iter().all(decides) {
            true => file,
            false => file.or(&shipped()),
        };
        Self {
            model: Arc::new(Model::new(&file)),
        }
    }

    /// The claims of `article` in stored order and how each was come by, those that were dropped included.
    pub fn explain(&self, article: &Article) -> Vec<Explained> {
        let mut explained = judge(article, &self.model, |judged| {
            let Judged {
                candidate,
                claim,
                evidence,
                ..
            } = judged;
            let mut names = feature_names(judged.words, candidate);
            names.extend(judged.beside.iter().map(Feature::name));
            let reasons = Head::ALL
                .iter()
                .map(|head| (*head, evidence.reasons(*head, &names)))
                .filter(|(_, reasons)| !reasons.is_empty());
            Some(Explained {
                kept: evidence.keeps(),
                stage: candidate.rule.stage(),
                rule: candidate.rule,
                reasons: reasons.collect(),
                claim,
            })
        });
        explained.sort_by(|a: &Explained, b| compare(&a.claim, &b.claim));
        explained
    }
}

/// A claim and how it was come by.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    /// The claim.
    pub claim: Claim,
    /// Whether it is one of the extractor's claims: its confidence was high enough.
    pub kept: bool,
    /// The stage that found it, by its module.
    pub stage: &'static str,
    /// The rule of that stage.
    pub rule: Rule,
    /// For each head the features that spoke for what it decided, with their weights in thousandths,
    /// the strongest first.
    pub reasons: Vec<(Head, Vec<(String, i32)>)>,
}

/// A candidate to learn from: what the rules alone say, and the features that the model goes by.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// The claim without what a model would decide.
    pub claim: Claim,
    /// The names of its features, sorted; without those that a first judgement of its neighbours gives it.
    pub features: Vec<String>,
}

/// The candidates of `article` in the order of the text, to train a model on.
pub fn examples(article: &Article) -> Vec<Example> {
    judge(article, &Model::default(), |judged| {
        let names = feature_names(judged.words, judged.candidate);
        Some(Example {
            claim: judged.claim,
            features: names.into_iter().collect(),
        })
    })
}

/// The names of the features that a candidate has from its neighbours, given the categories that each of them
/// by itself was first judged to be of: none at the edges of the article.
pub fn names_beside(before: Option<&str>, behind: Option<&str>) -> [String; 2] {
    beside(before, behind).map(|feature| feature.name())
}

/// A candidate that the model has judged.
struct Judged<'j, 'w> {
    candidate: &'j Candidate,
    claim: Claim,
    evidence: &'j Evidence<'j>,
    /// What its neighbours tell of it.
    beside: &'j [Feature<'j>],
    words: &'j mut Words<'w>,
}

/// What `each` makes of each candidate.
fn judge<T>(
    article: &Article,
    model: &Model,
    mut each: impl FnMut(Judged<'_, '_>) -> Option<T>,
) -> Vec<T> {
    let reading = Reading::new(&article.text);
    let candidates = candidates(&reading);
    if candidates.is_empty() {
        return Vec::new();
    }
    let mut words = Words::new(&reading);
    let mut tally = model.tally();
    // The evidence for a candidate by itself, and the category that it speaks for.
    let mut by_itself = |words: &mut Words<'_>, candidate: Option<&Candidate>| {
        features(words, candidate?, &mut |feature| tally.add(feature.key()));
        let evidence = tally.take();
        let category = evidence.best(Head::Category);
        Some((evidence, category))
    };
    let identities = name::identities(&reading, &candidates);
    let published = article.published.as_deref().and_then(Published::new);
    let mut found = Vec::with_capacity(candidates.len());
    let mut here = by_itself(&mut words, candidates.first());
    let mut before = None;
    for (at, (candidate, identity)) in candidates.iter().zip(identities).enumerate() {
        let Some((mut evidence, category)) = here else {
            break;
        };
        here = by_itself(&mut words, candidates.get(at + 1));
        let behind = here.as_ref().and_then(|(_, category)| *category);
        let beside = category.map(|_| beside(before, behind));
        let beside = beside.as_ref().map_or(&[][..], |beside| beside);
        before = category;
        for feature in beside {
            evidence.add(feature.key());
        }
        let claim = Claim {
            time: time::time(&reading, &candidate.content, published),
            ..claim(&reading, candidate, identity, &evidence)
        };
        found.extend(each(Judged {
            candidate,
            claim,
            evidence: &evidence,
            beside,
            words: &mut words,
        }));
    }
    found
}

fn feature_names(words: &mut Words<'_>, candidate: &Candidate) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    features(words, candidate, &mut |feature| {
        names.insert(feature.name());
    });
    names
}

/// The claim that a candidate makes, as the evidence has it.
fn claim(
    reading: &Reading<'_>,
    candidate: &Candidate,
    identity: Option<Identity>,
    evidence: &Evidence<'_>,
) -> Claim {
    let Candidate { content, cue, .. } = candidate;
    let spans: Vec<Span> = content.iter().map(|piece| reading.span(piece)).collect();
    let located = |range: &std::ops::Range<usize>| Content::Located(vec![reading.span(range)]);
    let check = evidence.yes(Head::CheckWorthy);
    Claim {
        attribution: Some(judgement::attribution_of(reading, candidate)),
        source: candidate.source.as_ref().map(|mention| {
            let Identity { name, kind } = identity.unwrap_or_default();
            Source {
                mention: Some(located(mention)),
                name,
                kind,
            }
        }),
        cue: cue.as_ref().map(located),
        category: evidence.best(Head::Category).map(Into::into),
        polarity: evidence.best(Head::Polarity).and_then(Polarity::of_word),
        certainty: evidence.best(Head::Certainty).and_then(Certainty::of_word),
        check_worthy: check.map(|score| score >= 0.5),
        check_worthy_score: check,
        quantities: quantity::quantities(reading, content),
        confidence: evidence.yes(Head::Claim),
        ..Claim::new(Content::Located(spans))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Asserts that every content, source and cue lies in the text as the model demands.
    fn assert_sound(text: &str) {
        let found = claims(text);
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
        assert_eq!(found, claims(text));
    }

    fn claims(text: &str) -> Vec<Claim> {
        Builtin::default()
            .extract(&Article::new("a", text))
            .unwrap()
    }

    /// The claims of `text`, in stored order, two lines for each.
    fn shown(text: &str) -> String {
        let mut found = claims(text);
        crate::model::sort(&mut found);
        let lines = found.iter().map(|claim| {
            let source = claim.source.clone().unwrap_or_default();
            let word = |content: &Option<Content>| {
                content
                    .as_ref()
                    .map_or("-".to_owned(), |content| content.display(text))
            };
            format!(
                "{} {} {}: {} = {}, {}\n    {}\n",
                claim
                    .attribution
                    .map_or("-", crate::model::Attribution::word),
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
        none positive certain: - = -, -
            Vale to lose its only bridge
        indirect positive certain: the mayor, Ann Lee = Ann Lee, said
            The bridge at Vale will close in June
        direct negative certain: she = Ann Lee, said
            “It is not safe,” … “and nobody should pretend that it is.”
        indirect positive certain: the county = the county, according to
            A survey found 214 cracks
        indirect negative certain: Bo Day, who runs the ferry = Bo Day, denied
            that he had asked for the closure
        direct positive certain: Bo Day, who runs the ferry = Bo Day, -
            “I read it in the paper.”
        ");
    }

    #[test]
    fn neighbours_are_judged_by_themselves_first() {
        let model = concat!(
            r#"{"format":"claimsnap model 1","heads":{"category":["event","rule"]},"keep":0,"slope":1000,"shift":0}"#,
            "\n",
            r#"["claim before:rule",[0,500]]"#,
            "\n",
            r#"["claim behind:^",[0,400]]"#,
            "\n",
            r#"["word:must",[0,900]]"#,
            "\n",
            r#"["word:wait",[300,0]]"#,
            "\n",
        );
        let builtin = Builtin::with_model(ModelFile::parse(model).unwrap());
        let categories = |text: &str| {
            let found = builtin.extract(&Article::new("a", text)).unwrap();
            let categories = found.iter().map(|claim| claim.category.clone().unwrap().0);
            categories.collect::<Vec<_>>()
        };
        let text = "All boats must stop. The boats wait. The boats wait there. Some boats wait.";
        // The second is made a rule by the first; the third is not made one by that, and the last is by the edge.
        assert_eq!(categories(text), ["rule", "rule", "event", "rule"]);
    }

    #[test]
    fn empty_text_has_no_claims() {
        assert_eq!(claims(""), []);
        assert_eq!(claims(" \n\n\t"), []);
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
            "Lee", "according", "to", "claim", "was", "told", "by", "urged", "(", ")", "?", "\n", "\n\n", "\n\nANN LEE, mayor: I", "\n\nPost: You", "who", "What", "wants", "is", "view",
            "puts", "down", "at", "evidence", "gave", "thanked", "apologised", "for", "has", "since", "not", "If", "which",
            "\n\n10:20 a.m.", "\n\n•", "\n\n✅", "in", "of", "recalled", "claims", "show", "hinted", "may", "adding", "«", "»", "5", "%",
        ]), 0..80), spaced in any::<bool>()) {
            assert_sound(&words.join(if spaced { " " } else { "" }));
        }
    }
}
