//! What the model sees of a candidate.
//!
//! In: a reading and a candidate. Out: its features, each a kind and one or two words: the words of the
//! content and their classes of meaning, its first verb group with subject and predicate, its cue, its
//! source, the rule that found it, and what stands around it. Present or absent, never counted.

use std::ops::Range;

use super::{
    candidate::Candidate,
    judgement,
    lexicon::{Classes, meaning},
    reading::Reading,
    tag::Pos,
    token::Kind,
};

mod words;

pub(super) use words::Words;

/// One feature: "kind:first second".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Feature<'f> {
    /// What is told.
    kind: &'static str,
    /// The word that is told.
    first: &'f str,
    /// The second one; empty where there is none.
    second: &'f str,
}

impl Feature<'_> {
    /// Its name, as in a model.
    pub(super) fn name(&self) -> String {
        let gap = if self.second.is_empty() { "" } else { " " };
        format!("{}:{}{gap}{}", self.kind, self.first, self.second)
    }

    /// The key of its name, found without making the name.
    pub(super) fn key(&self) -> u64 {
        let key = extended(extended(BASIS, self.kind), ":");
        let key = extended(key, self.first);
        if self.second.is_empty() {
            return key;
        }
        extended(extended(key, " "), self.second)
    }
}

/// The key under which a model keeps the feature called `name`: its FNV-1a hash.
pub(super) fn key(name: &str) -> u64 {
    extended(BASIS, name)
}

const BASIS: u64 = 0xcbf2_9ce4_8422_2325;

fn extended(key: u64, text: &str) -> u64 {
    const PRIME: u64 = 0x0100_0000_01b3;
    text.bytes()
        .fold(key, |key, byte| (key ^ u64::from(byte)).wrapping_mul(PRIME))
}

/// Longer contents are judged by their beginning.
const LONGEST: usize = 60;

/// Hands the features of `candidate` to `emit`, some of them more than once.
pub(super) fn features(
    words: &Words<'_>,
    candidate: &Candidate,
    emit: &mut impl FnMut(Feature<'_>),
) {
    let mut tell = |kind, first: &str, second: &str| {
        emit(Feature {
            kind,
            first,
            second,
        });
    };
    let attribution = judgement::attribution_of(words.reading, candidate).word();
    signals(words, candidate, attribution, &mut tell);
    let tokens: Vec<usize> = candidate
        .content
        .iter()
        .cloned()
        .flatten()
        .take(LONGEST)
        .collect();
    content(words, &tokens, &mut tell);
    clause(words, &tokens, attribution, &mut tell);
    surroundings(words, candidate, &mut tell);
}

/// Cue, source, rule, and what the rules about manner say.
fn signals(
    words: &Words<'_>,
    candidate: &Candidate,
    attribution: &str,
    tell: &mut impl FnMut(&'static str, &str, &str),
) {
    let reading = words.reading;
    let Candidate { content, cue, .. } = candidate;
    tell("always", "", "");
    tell("rule", candidate.rule.word(), "");
    tell("in", attribution, "");
    tell("rule in", candidate.rule.word(), attribution);
    tell(
        "polarity",
        judgement::polarity(reading, content, cue.as_ref()).word(),
        "",
    );
    tell(
        "certainty",
        judgement::certainty(reading, content, cue.as_ref()).word(),
        "",
    );
    for at in cue.clone().into_iter().flatten() {
        let word = words.get(at);
        let (base, classes) = meaning(word);
        tell("cue", word, "");
        tell("cue base", base, "");
        each_class(classes, |class| tell("cue class", class, ""));
    }
    match &candidate.source {
        None => tell("source", "none", ""),
        Some(source) if source.len() == 1 && reading.pos(source.start) == Pos::Pronoun => {
            tell("source", words.get(source.start), "");
        }
        Some(source) => {
            let capital = source.clone().any(|at| reading.pos(at) == Pos::Proper);
            tell("source", if capital { "name" } else { "description" }, "");
        }
    }
}

/// The words of the content, by themselves, in pairs, and by meaning.
fn content(words: &Words<'_>, tokens: &[usize], tell: &mut impl FnMut(&'static str, &str, &str)) {
    let reading = words.reading;
    let mut before = "^";
    let mut figures = 0;
    let mut count = 0_usize;
    let mut last = "";
    for at in tokens.iter().copied() {
        let word = words.get(at);
        tell("pair", before, word);
        before = word;
        figures += usize::from(word == "#");
        if !words.is_word(at) {
            if "?!%£$€".contains(word) {
                tell("word", word, "");
            }
            continue;
        }
        tell("word", word, "");
        let (base, classes) = meaning(word);
        if base != word {
            tell("word", base, "");
        }
        each_class(classes, |class| tell("class", class, ""));
        if count < PLACES.len() {
            tell(PLACES[count].0, word, "");
            tell(PLACES[count].1, part_of_speech(reading, at), "");
        }
        count += 1;
        last = word;
    }
    tell("last", last, "");
    tell("figures", ["0", "1", "2", "3"][figures.min(3)], "");
    tell(
        "length",
        ["0", "4", "8", "12", "16", "20", "24"][(count / 4).min(6)],
        "",
    );
    let mut first = tokens.iter().copied().filter(|at| words.is_word(*at));
    if let (Some(one), Some(two)) = (first.next(), first.next()) {
        tell(
            "parts",
            part_of_speech(reading, one),
            part_of_speech(reading, two),
        );
    }
}

/// The kinds that tell the first three words, and their parts of speech.
const PLACES: [(&str, &str); 3] = [
    ("first", "first part"),
    ("second", "second part"),
    ("third", "third part"),
];

/// The first verb group, what stands before it, and what behind.
fn clause(
    words: &Words<'_>,
    tokens: &[usize],
    attribution: &str,
    tell: &mut impl FnMut(&'static str, &str, &str),
) {
    let reading = words.reading;
    let is_finite = |at: usize| {
        reading.tags[at].finite
            || matches!(
                reading.pos(at),
                Pos::Finite | Pos::Modal | Pos::Be | Pos::Have | Pos::Do
            )
    };
    let Some(verb) = tokens.iter().position(|at| is_finite(*at)) else {
        tell("verb", "none", "");
        return;
    };
    let mut shape = String::new();
    let mut end = verb;
    let mut head = verb;
    while end < tokens.len() && end < verb + 5 {
        let pos = reading.pos(tokens[end]);
        let auxiliary = matches!(
            pos,
            Pos::Modal | Pos::Be | Pos::Have | Pos::Do | Pos::Negation | Pos::Adverb | Pos::To
        );
        let full = matches!(pos, Pos::Finite | Pos::Base | Pos::Participle | Pos::Gerund);
        if !auxiliary && !full {
            break;
        }
        let word = words.get(tokens[end]);
        let named = matches!(pos, Pos::Modal | Pos::Be | Pos::Have);
        shape.push_str(if named {
            word
        } else {
            part_of_speech(reading, tokens[end])
        });
        shape.push(' ');
        if pos != Pos::Adverb && pos != Pos::Negation {
            head = end;
        }
        end += 1;
        if full {
            break;
        }
    }
    tell("group", shape.trim_end(), "");
    let word = words.get(tokens[head]);
    let (base, classes) = meaning(word);
    tell("verb", word, "");
    tell("verb base", base, "");
    tell(
        "verb form",
        word.get(word.len().saturating_sub(2)..).unwrap_or(""),
        "",
    );
    each_class(classes, |class| {
        tell("verb class", class, "");
        tell("verb class in", class, attribution);
        tell("verb class group", class, shape.trim_end());
    });
    if let Some(behind) = tokens.get(end) {
        tell("behind", words.get(*behind), "");
        tell("behind part", part_of_speech(reading, *behind), "");
    }
    if reading.pos(tokens[head]) == Pos::Be {
        predicate(words, &tokens[end..], attribution, tell);
    }
    let subject = tokens[..verb].iter().rev().find(|at| words.is_word(**at));
    match subject {
        None => tell("subject", "none", ""),
        Some(at) => {
            let word = words.get(*at);
            tell("subject", word, "");
            let part = part_of_speech(reading, *at);
            tell("subject part", part, "");
            let told = if reading.pos(*at) == Pos::Pronoun {
                word
            } else {
                part
            };
            each_class(classes, |class| tell("subject verb class", told, class));
            tell("subject verb", told, base);
            each_class(meaning(word).1, |subject| {
                tell("subject class", subject, "");
                each_class(classes, |class| {
                    tell("subject class verb class", subject, class)
                });
            });
        }
    }
}

/// What a form of "be" says of its subject: the first word that is no article or adverb.
fn predicate(
    words: &Words<'_>,
    tokens: &[usize],
    attribution: &str,
    tell: &mut impl FnMut(&'static str, &str, &str),
) {
    let reading = words.reading;
    let told = tokens.iter().copied().find(|at| {
        !matches!(
            reading.pos(*at),
            Pos::Determiner | Pos::Adverb | Pos::Negation | Pos::Mark
        )
    });
    if let Some(at) = told {
        let word = words.get(at);
        tell("predicate", word, "");
        tell("predicate part", part_of_speech(reading, at), "");
        each_class(meaning(word).1, |class| {
            tell("predicate class", class, "");
            tell("predicate class in", class, attribution);
        });
    }
}

/// The words around the content, and where in the article it stands.
fn surroundings(
    words: &Words<'_>,
    candidate: &Candidate,
    tell: &mut impl FnMut(&'static str, &str, &str),
) {
    let reading = words.reading;
    let Range { start, .. } = candidate.content[0];
    let end = candidate.content[candidate.content.len() - 1].end;
    let around = [
        ("before", start.checked_sub(1)),
        ("two before", start.checked_sub(2)),
        ("after", Some(end)),
        ("two after", Some(end + 1)),
    ];
    for (kind, at) in around {
        match at.filter(|at| *at < reading.tokens.len()) {
            Some(at) => tell(kind, words.get(at), ""),
            None => tell(kind, "^", ""),
        }
    }
    let sentence = &reading.sentences[candidate.sentence];
    if sentence.headline {
        tell("headline", "", "");
    }
    if candidate.sentence < 2 {
        tell("opening", "", "");
    }
    let whole = start == sentence.tokens.start && end >= reading.body_end(&sentence.tokens);
    tell("whole sentence", if whole { "yes" } else { "no" }, "");
    let final_mark = reading.tokens.get(end).map(|token| token.kind);
    if let Some(Kind::Mark(mark)) = final_mark {
        tell("ends in", mark.encode_utf8(&mut [0; 4]), "");
    }
}

fn each_class(classes: Classes, mut each: impl FnMut(&'static str)) {
    if !classes.is_empty() {
        classes.names().for_each(&mut each);
    }
}

/// The part of speech of token `at`, in one word.
fn part_of_speech(reading: &Reading<'_>, at: usize) -> &'static str {
    match reading.pos(at) {
        Pos::Mark => "mark",
        Pos::Nominal => "nominal",
        Pos::Proper => "proper",
        Pos::Number => "number",
        Pos::Pronoun => "pronoun",
        Pos::Determiner => "determiner",
        Pos::Possessive => "possessive",
        Pos::Preposition => "preposition",
        Pos::To => "to",
        Pos::That => "that",
        Pos::Wh => "wh",
        Pos::Subordinator => "subordinator",
        Pos::Conjunction => "conjunction",
        Pos::Be => "be",
        Pos::Have => "have",
        Pos::Do => "do",
        Pos::Modal => "modal",
        Pos::Negation => "negation",
        Pos::Adverb => "adverb",
        Pos::Time => "time",
        Pos::Finite => "finite",
        Pos::Base => "base",
        Pos::Participle => "participle",
        Pos::Gerund => "gerund",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::builtin::candidate::candidates;

    /// The names of the features of the first candidate of `text`.
    fn names(text: &str) -> Vec<String> {
        let reading = Reading::new(text);
        let words = Words::new(&reading);
        let mut names = Vec::new();
        features(&words, &candidates(&reading)[0], &mut |feature| {
            assert_eq!(feature.key(), key(&feature.name()));
            names.push(feature.name());
        });
        names
    }

    /// Asserts that the first candidate of `text` has these features.
    fn check(text: &str, expected: &[&str]) {
        let names = names(text);
        for name in expected {
            assert!(names.iter().any(|one| one == name), "{name}: {names:?}");
        }
    }

    #[test]
    fn words_and_what_they_mean() {
        check(
            "Rents rose by 9% in 2024.",
            &[
                "word:rents",
                "word:#",
                "word:%",
                "word:#Y",
                "class:measure",
                "pair:rents rose",
            ],
        );
    }

    #[test]
    fn the_first_clause() {
        check(
            "The old bridge was repaired.",
            &["subject:bridge", "verb:repaired", "group:was participle"],
        );
        check(
            "The plan is a disgrace.",
            &["predicate:disgrace", "predicate class:verdict"],
        );
        check("No trains tonight, Ann said.", &["verb:none"]);
    }

    #[test]
    fn who_says_so_and_how() {
        check(
            "She said that it may rain.",
            &[
                "rule:that-clause",
                "cue:said",
                "source:she",
                "certainty:possible",
                "in:indirect",
            ],
        );
    }
}
