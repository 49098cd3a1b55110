//! What the model sees of a candidate.
//!
//! In: a reading and a candidate. Out: its features, each a kind and one or two words: the words of the
//! content and their classes of meaning, alone and beside each other, its first verb group with subject and
//! predicate, its cue, its source, the rule that found it, and what stands around it. Present or absent,
//! never counted.

use std::{ops::Range, sync::LazyLock};

use super::{
    candidate::Candidate, judgement, lexicon::Classes, tag::Pos, token::Kind as TokenKind,
};

mod told;
mod words;

pub(super) use told::{Feature, key};
pub(super) use words::Words;

use told::{Kind, Told, known};

/// Longer contents are judged by their beginning.
const LONGEST: usize = 60;

/// Told in place of a word where the text begins or ends.
const AT_THE_EDGE: Told<'static> = Told::new("^");

/// Hands the features of `candidate` to `emit`, some of them more than once.
pub(super) fn features(
    words: &mut Words<'_>,
    candidate: &Candidate,
    emit: &mut impl FnMut(Feature<'_>),
) {
    words.go_to(candidate.content[0].start);
    let tokens = candidate.content.iter().cloned().flatten();
    let tokens: Vec<usize> = tokens.take(LONGEST).collect();
    let mut teller = Teller { words, emit };
    teller.signals(candidate);
    teller.content(&tokens);
    teller.clause(&tokens);
    teller.surroundings(candidate);
}

/// What the neighbours of a candidate tell of it: the categories that each of them by itself was first judged
/// to be of, none at the edges of the article.
pub(super) fn beside<'c>(before: Option<&'c str>, behind: Option<&'c str>) -> [Feature<'c>; 2] {
    let places = [
        (known!(Kind, "claim before"), before),
        (known!(Kind, "claim behind"), behind),
    ];
    places.map(|(kind, category)| Feature {
        kind,
        first: category.map_or(AT_THE_EDGE, Told::new),
        second: Told::NOTHING,
    })
}

/// Tells of one candidate.
struct Teller<'w, 'e, E> {
    words: &'w Words<'w>,
    emit: &'e mut E,
}

impl<E: FnMut(Feature<'_>)> Teller<'_, '_, E> {
    fn tell(&mut self, kind: Kind, first: Told<'_>) {
        self.tell_two(kind, first, Told::NOTHING);
    }

    fn tell_two(&mut self, kind: Kind, first: Told<'_>, second: Told<'_>) {
        (self.emit)(Feature {
            kind,
            first,
            second,
        });
    }

    fn tell_classes(&mut self, kind: Kind, classes: Classes) {
        for class in told(classes) {
            self.tell(kind, class);
        }
    }

    /// Cue, source, rule, and what the rules about manner say.
    fn signals(&mut self, candidate: &Candidate) {
        let words = self.words;
        let reading = words.reading;
        let Candidate {
            content, cue, rule, ..
        } = candidate;
        let rule = Told::new(rule.word());
        let attribution = Told::new(judgement::attribution_of(reading, candidate).word());
        let polarity = judgement::polarity(reading, content, cue.as_ref());
        let certainty = judgement::certainty(reading, content, cue.as_ref());
        self.tell(known!(Kind, "always"), Told::NOTHING);
        self.tell(known!(Kind, "rule"), rule);
        self.tell(known!(Kind, "in"), attribution);
        self.tell_two(known!(Kind, "in by rule"), attribution, rule);
        self.tell(known!(Kind, "polarity"), Told::new(polarity.word()));
        self.tell(known!(Kind, "certainty"), Told::new(certainty.word()));
        for at in cue.clone().into_iter().flatten() {
            self.tell(known!(Kind, "cue"), words.get(at));
            self.tell(known!(Kind, "cue base"), words.base(at));
            self.tell_classes(known!(Kind, "cue class"), words.classes(at));
        }
        let source = match &candidate.source {
            None => known!(Told, "none"),
            Some(source) if source.len() == 1 && reading.pos(source.start) == Pos::Pronoun => {
                words.get(source.start)
            }
            Some(source) if source.clone().any(|at| reading.pos(at) == Pos::Proper) => {
                known!(Told, "name")
            }
            Some(_) => known!(Told, "description"),
        };
        self.tell(known!(Kind, "source"), source);
    }

    /// The words of the content, by themselves, in pairs, and by meaning.
    fn content(&mut self, tokens: &[usize]) {
        const PLACES: [(Kind, Kind); 2] = [
            (Kind::new("first"), Kind::new("first part")),
            (Kind::new("second"), Kind::new("second part")),
        ];
        let words = self.words;
        let (mut before, mut kind_before) = (AT_THE_EDGE, AT_THE_EDGE);
        let mut classes_before = Classes::default();
        let (mut figures, mut count) = (0, 0_usize);
        let mut last = Told::NOTHING;
        for at in tokens.iter().copied() {
            let word = words.get(at);
            let classes = words.classes(at);
            let closed = is_closed(words.reading.pos(at));
            let part = self.part(at);
            self.tell_two(known!(Kind, "pair"), before, word);
            for class in told(classes) {
                self.tell_two(known!(Kind, "pair class"), kind_before, class);
            }
            for class in told(classes_before).filter(|_| closed) {
                self.tell_two(known!(Kind, "class pair"), class, word);
            }
            before = word;
            kind_before = if closed { word } else { part };
            classes_before = classes;
            figures += usize::from(word.text() == "#");
            if !words.is_word(at) {
                if matches!(word.text(), "?" | "!" | "%" | "£" | "$" | "€") {
                    self.tell(known!(Kind, "word"), word);
                }
                continue;
            }
            self.tell(known!(Kind, "word"), word);
            let base = words.base(at);
            if base.hash() != word.hash() {
                self.tell(known!(Kind, "word"), base);
            }
            self.tell_classes(known!(Kind, "class"), classes);
            if let Some((place, place_part)) = PLACES.get(count) {
                self.tell(*place, word);
                self.tell(*place_part, part);
            }
            count += 1;
            last = word;
        }
        self.tell(known!(Kind, "last"), last);
        let upto = |figures: usize| ["0", "1", "2", "3"][figures.min(3)];
        self.tell(known!(Kind, "figures"), Told::new(upto(figures)));
        let length = ["0", "4", "8", "12", "16", "20", "24"][(count / 4).min(6)];
        self.tell(known!(Kind, "length"), Told::new(length));
        let mut first = tokens.iter().copied().filter(|at| words.is_word(*at));
        if let (Some(one), Some(two)) = (first.next(), first.next()) {
            self.tell_two(known!(Kind, "parts"), self.part(one), self.part(two));
        }
    }

    /// The first verb group, what stands before it, and what behind.
    fn clause(&mut self, tokens: &[usize]) {
        let words = self.words;
        let reading = words.reading;
        let is_finite = |at: usize| {
            reading.tags[at].finite
                || matches!(
                    reading.pos(at),
                    Pos::Finite | Pos::Modal | Pos::Be | Pos::Have | Pos::Do
                )
        };
        let Some(verb) = tokens.iter().position(|at| is_finite(*at)) else {
            self.tell(known!(Kind, "verb"), known!(Told, "none"));
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
            let named = matches!(pos, Pos::Modal | Pos::Be | Pos::Have);
            let told = match named {
                true => words.get(tokens[end]),
                false => self.part(tokens[end]),
            };
            shape.push_str(told.text());
            shape.push(' ');
            if pos != Pos::Adverb && pos != Pos::Negation {
                head = end;
            }
            end += 1;
            if full {
                break;
            }
        }
        self.tell(known!(Kind, "group"), Told::new(shape.trim_end()));
        let head = tokens[head];
        let word = words.get(head);
        let classes = words.classes(head);
        self.tell(known!(Kind, "verb"), word);
        self.tell(known!(Kind, "verb base"), words.base(head));
        let form = word.text().len().saturating_sub(2);
        let form = word.text().get(form..).unwrap_or("");
        self.tell(known!(Kind, "verb form"), Told::new(form));
        self.tell_classes(known!(Kind, "verb class"), classes);
        if let Some(behind) = tokens.get(end).copied() {
            self.tell(known!(Kind, "behind"), words.get(behind));
            self.tell(known!(Kind, "behind part"), self.part(behind));
        }
        if reading.pos(head) == Pos::Be {
            self.predicate(&tokens[end..]);
        }
        let mut subject = tokens[..verb].iter().copied().rev();
        let Some(subject) = subject.find(|at| words.is_word(*at)) else {
            self.tell(known!(Kind, "subject"), known!(Told, "none"));
            return;
        };
        self.tell(known!(Kind, "subject"), words.get(subject));
        self.tell(known!(Kind, "subject part"), self.part(subject));
        for subject in told(words.classes(subject)) {
            self.tell(known!(Kind, "subject class"), subject);
            for class in told(classes) {
                self.tell_two(known!(Kind, "subject class verb class"), subject, class);
            }
        }
    }

    /// What a form of "be" says of its subject: the first word that is no article or adverb.
    fn predicate(&mut self, tokens: &[usize]) {
        let words = self.words;
        let says = |at: &usize| {
            !matches!(
                words.reading.pos(*at),
                Pos::Determiner | Pos::Adverb | Pos::Negation | Pos::Mark
            )
        };
        if let Some(at) = tokens.iter().copied().find(says) {
            self.tell(known!(Kind, "predicate"), words.get(at));
            self.tell(known!(Kind, "predicate part"), self.part(at));
            self.tell_classes(known!(Kind, "predicate class"), words.classes(at));
        }
    }

    /// The words around the content, and where in the article it stands.
    fn surroundings(&mut self, candidate: &Candidate) {
        let words = self.words;
        let reading = words.reading;
        let Range { start, .. } = candidate.content[0];
        let end = candidate.content[candidate.content.len() - 1].end;
        let before = start.checked_sub(1).map(|at| words.get(at));
        self.tell(known!(Kind, "before"), before.unwrap_or(AT_THE_EDGE));
        let after = (end < reading.tokens.len()).then(|| words.get(end));
        self.tell(known!(Kind, "after"), after.unwrap_or(AT_THE_EDGE));
        let sentence = &reading.sentences[candidate.sentence];
        if sentence.headline {
            self.tell(known!(Kind, "headline"), Told::NOTHING);
        }
        if candidate.sentence < 2 {
            self.tell(known!(Kind, "opening"), Told::NOTHING);
        }
        let whole = start == sentence.tokens.start && end >= reading.body_end(&sentence.tokens);
        let whole = if whole { "yes" } else { "no" };
        self.tell(known!(Kind, "whole sentence"), Told::new(whole));
        let final_mark = reading.tokens.get(end).map(|token| token.kind);
        if let Some(TokenKind::Mark(mark)) = final_mark {
            let mut buffer = [0; 4];
            let mark = Told::new(mark.encode_utf8(&mut buffer));
            self.tell(known!(Kind, "ends in"), mark);
        }
    }

    /// The part of speech of token `at`, in one word.
    fn part(&self, at: usize) -> Told<'static> {
        match self.words.reading.pos(at) {
            Pos::Mark => known!(Told, "mark"),
            Pos::Nominal => known!(Told, "nominal"),
            Pos::Proper => known!(Told, "proper"),
            Pos::Number => known!(Told, "number"),
            Pos::Pronoun => known!(Told, "pronoun"),
            Pos::Determiner => known!(Told, "determiner"),
            Pos::Possessive => known!(Told, "possessive"),
            Pos::Preposition => known!(Told, "preposition"),
            Pos::To => known!(Told, "to"),
            Pos::That => known!(Told, "that"),
            Pos::Wh => known!(Told, "wh"),
            Pos::Subordinator => known!(Told, "subordinator"),
            Pos::Conjunction => known!(Told, "conjunction"),
            Pos::Be => known!(Told, "be"),
            Pos::Have => known!(Told, "have"),
            Pos::Do => known!(Told, "do"),
            Pos::Modal => known!(Told, "modal"),
            Pos::Negation => known!(Told, "negation"),
            Pos::Adverb => known!(Told, "adverb"),
            Pos::Time => known!(Told, "time"),
            Pos::Finite => known!(Told, "finite"),
            Pos::Base => known!(Told, "base"),
            Pos::Participle => known!(Told, "participle"),
            Pos::Gerund => known!(Told, "gerund"),
        }
    }
}

/// The names of classes.
fn told(classes: Classes) -> impl Iterator<Item = Told<'static>> {
    static ALL: LazyLock<Vec<Told<'static>>> =
        LazyLock::new(|| Classes::all().iter().map(|name| Told::new(name)).collect());
    let all = &*ALL;
    classes.places().map(|at| all[at])
}

/// Whether a part of speech has so few words that each can be told by itself.
const fn is_closed(pos: Pos) -> bool {
    !matches!(
        pos,
        Pos::Nominal
            | Pos::Proper
            | Pos::Number
            | Pos::Adverb
            | Pos::Time
            | Pos::Finite
            | Pos::Base
            | Pos::Participle
            | Pos::Gerund
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::builtin::{candidate::candidates, reading::Reading};

    /// The names of the features of the first candidate of `text`.
    fn names(text: &str) -> Vec<String> {
        let reading = Reading::new(text);
        let mut words = Words::new(&reading);
        let mut names = Vec::new();
        features(&mut words, &candidates(&reading)[0], &mut |feature| {
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
                "pair class:nominal rise",
                "class pair:rise by",
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
