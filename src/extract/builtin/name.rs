//! Who a source is.
//!
//! In: a reading and the sources mentioned in it, in order. Out: for each its kind and its full name: a
//! short name is resolved to the longer one last used, a pronoun to the last source it fits.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use super::{
    candidate::Candidate,
    lexicon,
    phrase::noun_phrase_before,
    reading::Reading,
    tag::Pos,
    token::{Gap, Kind},
};
use crate::model::SourceKind;

mod gender;
mod kind;
mod office;
mod organisation;
mod run;
mod speaker;
mod written;

use gender::{Gender, first_name_gender, title_gender};
use kind::kind;
use run::{name_run, without_titles};
use written::{is_in_capitals, within_a_sentence, without_additions};

/// What is known of a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Identity {
    /// The full name.
    pub(super) name: Option<String>,
    /// What it is.
    pub(super) kind: Option<SourceKind>,
}

/// The identities of the candidates' sources, in the candidates' order; nothing where there is no source.
pub(super) fn identities(reading: &Reading<'_>, candidates: &[Candidate]) -> Vec<Option<Identity>> {
    let source = |candidate: &Candidate| candidate.source.clone();
    let mut mentions: Vec<Range<usize>> = candidates.iter().filter_map(source).collect();
    // "I" is whoever speaks, even where nothing that they say is a claim.
    let labels = reading
        .sentences
        .iter()
        .filter_map(|one| one.speaker.clone());
    let labels: BTreeSet<(usize, usize)> = labels.map(|label| (label.start, label.end)).collect();
    mentions.extend(labels.iter().map(|(start, end)| *start..*end));
    mentions.sort_by_key(|mention| (mention.start, mention.end));
    mentions.dedup();
    let identities = of_mentions(reading, &mentions, &labels);
    let of_source = |mention: &Range<usize>| {
        let at = mentions.binary_search_by_key(&(mention.start, mention.end), |mention| {
            (mention.start, mention.end)
        });
        at.ok().map(|at| identities[at].clone())
    };
    let sources = candidates.iter().map(|candidate| candidate.source.as_ref());
    sources.map(|source| source.and_then(of_source)).collect()
}

/// The identities of `mentions`, ranges of tokens in the order of the text, some of them labels.
fn of_mentions(
    reading: &Reading<'_>,
    mentions: &[Range<usize>],
    labels: &BTreeSet<(usize, usize)>,
) -> Vec<Identity> {
    let mut names = Names::default();
    let mut read_to = 0;
    let mut found = Vec::with_capacity(mentions.len());
    for mention in mentions {
        names.read(reading, &mut read_to, mention.start);
        if labels.contains(&(mention.start, mention.end)) {
            found.push(names.speaker(reading, mention));
            // What is in capitals is no name to be told.
            if is_in_capitals(reading.span(mention).of(reading.text)) {
                read_to = read_to.max(mention.end);
            }
        } else {
            found.push(names.identity(reading, mention));
        }
        names.read(reading, &mut read_to, mention.end);
    }
    found
}

/// The names used so far.
#[derive(Default)]
struct Names<'a> {
    /// Full names by their last word.
    full: BTreeMap<&'a str, &'a str>,
    /// Full names by their first word.
    first: BTreeMap<&'a str, &'a str>,
    /// The persons named last, the latest at the end.
    persons: Vec<Person>,
    /// Organisations with a name, by the noun that says what they are.
    organisations: BTreeMap<String, &'a str>,
    /// Full names of persons, by the noun of their office.
    offices: BTreeMap<String, &'a str>,
    /// The full names of those who have spoken in a transcript, by their last word, and whoever speaks now.
    speakers: BTreeMap<String, String>,
    speaks: Option<String>,
    /// The organisation and the group that spoke last.
    organisation: Option<String>,
    group: Option<String>,
}

/// A person who may be meant by "he" or "she".
struct Person {
    name: String,
    /// Known from a title or from a pronoun that was taken for this person.
    gender: Option<Gender>,
}

/// So many persons are kept in mind.
const PERSONS: usize = 6;

impl<'a> Names<'a> {
    /// `name` is the person talked of now.
    fn talks_of(&mut self, name: &str, gender: Option<Gender>) {
        let known = self.persons.iter().position(|person| person.name == name);
        let mut person = match known {
            Some(at) => self.persons.remove(at),
            None => Person {
                name: name.to_owned(),
                gender: first_name_gender(name),
            },
        };
        person.gender = gender.or(person.gender);
        if self.persons.len() >= PERSONS {
            self.persons.remove(0);
        }
        self.persons.push(person);
    }

    /// Whom a pronoun of this gender means: the latest person it may mean.
    fn meant_by(&mut self, gender: Gender) -> Option<String> {
        let person = self
            .persons
            .iter_mut()
            .rev()
            .find(|person| person.gender.is_none_or(|known| known == gender))?;
        person.gender = Some(gender);
        Some(person.name.clone())
    }

    /// Takes note of the names of two and more words up to token `to`.
    fn read(&mut self, reading: &Reading<'a>, from: &mut usize, to: usize) {
        while *from < to {
            let start = *from;
            if !is_name_word(reading, start) {
                *from += 1;
                continue;
            }
            let mut end = start + 1;
            while end < to.max(start + 1)
                && end < reading.tokens.len()
                && end < start + 6
                && goes_on(reading, end)
            {
                end += 1;
            }
            let bare = without_titles(reading, start..end);
            let short = reading.span(&bare).of(reading.text);
            let known = self.longer(reading, &bare, short);
            if parts(reading, &bare) > 1 && known.is_none() {
                self.full.insert(reading.word(end - 1), short);
                self.first.insert(reading.word(bare.start), short);
            }
            let full = known.or((parts(reading, &bare) > 1).then_some(short));
            if let Some(full) = full
                && kind(reading, &bare) == Some(SourceKind::Person)
            {
                if is_topic(reading, start, end) {
                    self.talks_of(full, title_gender(reading, start));
                }
                self.read_offices(reading, &(start..end), &bare, full);
            }
            self.read_organisation(reading, start, end);
            *from = end;
        }
    }

    /// The longer name that `short` stands for: one that ends with it, or whose first word it is.
    fn longer(&self, reading: &Reading<'a>, bare: &Range<usize>, short: &str) -> Option<&'a str> {
        let full = self
            .full
            .get(reading.word(bare.end - 1))
            .filter(|full| full.ends_with(short));
        let one = parts(reading, bare) == 1;
        let first = || one.then(|| self.first.get(short)).flatten();
        full.or_else(first).copied()
    }

    fn identity(&mut self, reading: &Reading<'a>, mention: &Range<usize>) -> Identity {
        let one_word = mention.len() == 1;
        let lower = reading.word(mention.start).to_lowercase();
        if one_word
            && matches!(
                reading.pos(mention.start),
                Pos::Pronoun | Pos::Determiner | Pos::Wh | Pos::That
            )
        {
            return self.pronoun(reading, mention.start, &lower);
        }
        let kind = kind(reading, mention);
        let name = self.name(reading, mention, kind);
        match kind {
            Some(SourceKind::Person) => {
                if let Some(name) = &name {
                    self.talks_of(name, title_gender(reading, mention.start));
                }
            }
            Some(SourceKind::Organisation | SourceKind::Document) => {
                self.organisation.clone_from(&name)
            }
            Some(SourceKind::Group) => self.group.clone_from(&name),
            Some(SourceKind::Other) | None => {}
        }
        Identity { name, kind }
    }

    fn pronoun(&mut self, reading: &Reading<'a>, at: usize, lower: &str) -> Identity {
        let person = |name: Option<String>| Identity {
            name,
            kind: Some(SourceKind::Person),
        };
        match lower {
            "he" | "his" => person(self.meant_by(Gender::Male)),
            "she" | "her" => person(self.meant_by(Gender::Female)),
            "i" | "my" => person(self.speaks.clone()),
            "you" => person(None),
            "it" | "its" => Identity {
                name: self.organisation.clone(),
                kind: Some(SourceKind::Organisation),
            },
            "they" | "their" => Identity {
                name: self.group.clone().or_else(|| self.organisation.clone()),
                kind: Some(SourceKind::Group),
            },
            "who" | "which" | "that" => {
                let end = if at > 0 && reading.is(at - 1, ',') {
                    at - 1
                } else {
                    at
                };
                let head = noun_phrase_before(reading, end.saturating_sub(30), end);
                head.map_or_else(Identity::default, |head| {
                    let kind = kind(reading, &head);
                    Identity {
                        name: self.name(reading, &head, kind),
                        kind,
                    }
                })
            }
            _ => Identity {
                name: None,
                kind: Some(SourceKind::Group),
            },
        }
    }

    /// The name in a mention: its names without titles, the longer form where one was used; for
    /// others than persons the mention itself.
    fn name(
        &self,
        reading: &Reading<'a>,
        mention: &Range<usize>,
        kind: Option<SourceKind>,
    ) -> Option<String> {
        let whole = reading.span(mention).of(reading.text);
        let whole = whole.trim_end_matches([',', ' ', '—']);
        if kind == Some(SourceKind::Organisation)
            && let Some(named) = self.organisation_of(reading, mention)
        {
            return Some(named.to_owned());
        }
        if kind == Some(SourceKind::Person) {
            let run = name_run(reading, mention);
            if let Some(run) = run {
                let bare = without_titles(reading, run.clone());
                let short = reading.span(&bare).of(reading.text);
                let short = short.trim_end_matches(" KC").trim_end_matches(" QC");
                return Some(
                    self.longer(reading, &bare, short)
                        .unwrap_or(short)
                        .to_owned(),
                );
            }
        }
        if kind == Some(SourceKind::Person)
            && let Some(holder) = self.holder(reading, mention)
        {
            return Some(holder.to_owned());
        }
        let described = without_additions(whole);
        // Other words that begin a sentence may be names: "Russian officials".
        let closed = matches!(
            reading.pos(mention.start),
            Pos::Determiner | Pos::Possessive | Pos::Pronoun | Pos::Number | Pos::Preposition
        );
        // "Critics"
        let plural = mention.len() == 1
            && reading.pos(mention.start) == Pos::Nominal
            && described.ends_with('s')
            && lexicon::meaning(&described.to_lowercase()).is_some();
        Some(match closed || plural {
            true => within_a_sentence(described),
            false => described.to_owned(),
        })
    }
}

fn is_name_word(reading: &Reading<'_>, at: usize) -> bool {
    reading.pos(at) == Pos::Proper
        || reading.tags[at].capital
            && reading.pos(at) == Pos::Nominal
            && reading.tokens[at].is_word()
}

/// Whether the name `start..end` is what its sentence is about: it begins the sentence, or an apposition
/// follows.
fn is_topic(reading: &Reading<'_>, start: usize, end: usize) -> bool {
    let begins = start == 0
        || matches!(
            reading.tokens[start - 1].kind,
            Kind::Mark('.' | '”' | '"' | '?' | '!')
        )
        || reading.tokens[start].gap >= Gap::Line;
    let described = reading.is(end, ',')
        && reading
            .tags
            .get(end + 1)
            .is_some_and(|next| matches!(next.pos, Pos::Determiner | Pos::Number | Pos::Wh));
    begins || described
}

/// How many words a name has; "Køhler-Dahl" is one.
fn parts(reading: &Reading<'_>, name: &Range<usize>) -> usize {
    let words = reading.tokens[name.clone()].iter().enumerate();
    words
        .filter(|(at, token)| *at == 0 || token.gap > Gap::None)
        .count()
}

/// Whether a name goes on at token `at`: "J.", "-", "van".
fn goes_on(reading: &Reading<'_>, at: usize) -> bool {
    if is_name_word(reading, at) && reading.tokens[at].gap <= Gap::Space {
        return true;
    }
    let before = reading.word(at - 1);
    // "St.", but not the end of a sentence.
    let abbreviated = || {
        before.chars().count() == 1
            || lexicon::sets()
                .abbreviations
                .contains(before.to_lowercase().as_str())
    };
    reading.tokens[at].gap == Gap::None
        && reading.tags.get(at + 1).is_some_and(|next| next.capital)
        && (reading.is(at, '-') || reading.is(at, '.') && abbreviated())
}

#[cfg(test)]
mod tests {
    use super::{super::candidate::candidates, *};

    /// Asserts name and kind of the last occurrence of `mention` in `text`, after `earlier`.
    fn check(text: &str, mentions: &[&str], expected: &str) {
        let reading = Reading::new(text);
        let ranges: Vec<_> = mentions
            .iter()
            .map(|mention| {
                let start = text.rfind(mention).expect("in the text");
                let first = reading
                    .tokens
                    .iter()
                    .position(|token| token.span.start == start)
                    .expect("whole tokens");
                let end = reading
                    .tokens
                    .iter()
                    .position(|token| token.span.end == start + mention.len())
                    .expect("whole tokens");
                first..end + 1
            })
            .collect();
        let last = of_mentions(&reading, &ranges, &BTreeSet::new())
            .pop()
            .expect("one for each");
        let kind = last.kind.map_or("-", SourceKind::word);
        assert_eq!(
            format!("{} {kind}", last.name.unwrap_or_default()),
            expected
        );
    }

    #[test]
    fn short_names() {
        check(
            "President Ann Lee left. Lee said no.",
            &["Lee"],
            "Ann Lee person",
        );
    }

    #[test]
    fn double_names() {
        let text = "Søren Køhler-Dahl left. Køhler-Dahl said no. Then he slept.";
        check(text, &["he"], "Søren Køhler-Dahl person");
    }

    #[test]
    fn organisations_by_their_noun() {
        check(
            "The Consumer Goods Board met. The board said no.",
            &["The board"],
            "Consumer Goods Board organisation",
        );
    }

    #[test]
    fn persons_by_their_office() {
        for text in [
            "Mayor Ana Ruiz left. The mayor said no.",
            "The mayor, Ana Ruiz, left. The mayor said no.",
            "Ana Ruiz, the mayor of Vale, left. The mayor said no.",
            "Council mayor Ana Ruiz left. The mayor said no.",
        ] {
            check(text, &["The mayor"], "Ana Ruiz person");
        }
        check(
            "Ana Ruiz met a mayor. The mayor said no.",
            &["The mayor"],
            "the mayor person",
        );
    }

    #[test]
    fn first_names_tell_the_pronoun() {
        check(
            "Ann Lee met Bob Day. Bob Day slept. Then she left.",
            &["she"],
            "Ann Lee person",
        );
    }

    #[test]
    fn pronouns() {
        check(
            "Ann Lee said no. Then she left.",
            &["Ann Lee", "she"],
            "Ann Lee person",
        );
        check(
            "The agency said no. It left.",
            &["The agency", "It"],
            "the agency organisation",
        );
    }

    #[test]
    fn kinds() {
        check(
            "Russian officials said no.",
            &["Russian officials"],
            "Russian officials group",
        );
        check("Critics said no.", &["Critics"], "critics group");
        check("The study said no.", &["The study"], "the study document");
        check(
            "Two officials said no.",
            &["Two officials"],
            "Two officials group",
        );
        check(
            "the council leader, Ann Lee, said",
            &["the council leader, Ann Lee"],
            "Ann Lee person",
        );
    }

    #[test]
    fn speakers_of_a_transcript() {
        let text = "We met Ana Ruiz-Lowe.\n\nPost: Is it late?\n\nRUIZ-LOWE: It is late. I said that it would be.\n\n\
            Post: The study says that it is not.";
        let reading = Reading::new(text);
        let candidates = candidates(&reading);
        let named = candidates.iter().zip(identities(&reading, &candidates));
        let named = named.map(|(candidate, identity)| {
            let source = candidate.source.as_ref();
            let mention = source.map_or("-", |source| reading.span(source).of(text));
            format!(
                "{mention} = {}",
                identity.and_then(|one| one.name).unwrap_or_default()
            )
        });
        assert_eq!(
            named.collect::<Vec<_>>(),
            [
                "- = ",
                "RUIZ-LOWE = Ana Ruiz-Lowe",
                "I = Ana Ruiz-Lowe",
                "The study = the study",
            ]
        );
    }
}
