//! The lexicon: what a word may be.
//!
//! In: a word in lower case. Out: its [`Entry`]. Built once from the lists in the modules below, which
//! are ours; read by every stage that looks at words.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

mod classes;
mod inflection;
mod verbs;
mod words;

pub(super) use classes::{Classes, Meaning, meaning};

/// The class of a word whose class is known without context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Open: nouns, adjectives, names, verbs.
    Open,
    /// "to"
    To,
    /// "that"
    That,
    /// Forms of "be".
    Be,
    /// Forms of "have".
    Have,
    /// Forms of "do".
    Do,
    /// "will", "can't"
    Modal,
    /// "not", "never"
    Negation,
    /// "he", "everyone"
    Pronoun,
    /// "who", "how"
    Wh,
    /// "the", "their"
    Determiner,
    /// "and"
    Conjunction,
    /// "because"
    Subordinator,
    /// "of"
    Preposition,
    /// "Monday", "earlier"
    Time,
    /// "also"
    Adverb,
}

/// The complements that a reporting word takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Frames(u16);

impl Frames {
    /// "that ..."
    pub(super) const THAT: Self = Self(1);
    /// A clause without "that".
    pub(super) const BARE: Self = Self(1 << 1);
    /// A quotation.
    pub(super) const QUOTE: Self = Self(1 << 2);
    /// "to ..."
    pub(super) const TO: Self = Self(1 << 3);
    /// A noun phrase.
    pub(super) const NOUN: Self = Self(1 << 4);
    /// "... -ing".
    pub(super) const GERUND: Self = Self(1 << 5);
    /// Somebody "to ...".
    pub(super) const OBJECT_TO: Self = Self(1 << 6);
    /// Somebody first: "told reporters that".
    pub(super) const ADDRESSEE: Self = Self(1 << 7);
    /// A question: "whether ...".
    pub(super) const WHETHER: Self = Self(1 << 8);
    /// A noun phrase, even of a single word: "predicted ruin".
    pub(super) const ONE_WORD: Self = Self(1 << 9 | 1 << 4);
    /// "for ...": "apologised for the delay".
    pub(super) const FOR: Self = Self(1 << 10);
    /// What verbs of saying take.
    pub(super) const SAY: Self = Self::THAT.with(Self::BARE).with(Self::QUOTE);

    /// Both.
    pub(super) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of `other` are among these.
    pub(super) const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether there is none.
    pub(super) const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// Which forms of a verb a word may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct VerbForms {
    /// "say"
    pub(super) base: bool,
    /// "says"
    pub(super) third: bool,
    /// "said", "wrote"
    pub(super) past: bool,
    /// "said", "written"
    pub(super) participle: bool,
    /// "saying"
    pub(super) gerund: bool,
}

impl VerbForms {
    /// Whether it is a form of a verb at all.
    pub(super) const fn any(self) -> bool {
        self.base || self.third || self.past || self.participle || self.gerund
    }
}

/// What a word may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// Its class.
    pub(super) class: Class,
    /// As a verb, which forms.
    pub(super) forms: VerbForms,
    /// As a verb, what it reports.
    pub(super) frames: Frames,
    /// As a verb, which one: an index that is the same for all forms of a lemma.
    pub(super) lemma: Option<u16>,
    /// Whether its present tense is as often a noun.
    pub(super) also_noun: bool,
    /// Whether it is a noun that reports: "claim".
    pub(super) reporting_noun: bool,
}

impl Entry {
    /// A word that nothing is known of.
    pub(super) const UNKNOWN: Self = Self {
        class: Class::Open,
        forms: VerbForms {
            base: false,
            third: false,
            past: false,
            participle: false,
            gerund: false,
        },
        frames: Frames(0),
        lemma: None,
        also_noun: false,
        reporting_noun: false,
    };
}

/// A reporting verb with its particle: "point out".
#[derive(Clone, Copy, Debug)]
pub(super) struct WithParticle {
    /// The verb.
    pub(super) lemma: u16,
    /// The word that follows it.
    pub(super) particle: &'static str,
    /// What the two together take.
    pub(super) frames: Frames,
}

/// Sets of words by which later stages judge, each in lower case.
#[derive(Debug)]
pub(super) struct WordSets {
    /// Abbreviations after which a sentence goes on.
    pub(super) abbreviations: HashSet<&'static str>,
    /// Abbreviations after which it may end.
    pub(super) may_end: HashSet<&'static str>,
    /// Last words of organisations.
    pub(super) organisations: HashSet<&'static str>,
    /// Last words of documents.
    pub(super) documents: HashSet<&'static str>,
    /// Last words of groups.
    pub(super) groups: HashSet<&'static str>,
    /// Last words of persons.
    pub(super) people: HashSet<&'static str>,
    /// Common first names of men.
    pub(super) male_names: HashSet<&'static str>,
    /// Common first names of women.
    pub(super) female_names: HashSet<&'static str>,
}

static SETS: LazyLock<WordSets> = LazyLock::new(|| WordSets {
    abbreviations: set(words::ABBREVIATIONS),
    may_end: set(words::MAY_END),
    organisations: set(words::ORGANISATIONS),
    documents: set(words::DOCUMENTS),
    groups: set(words::GROUPS),
    people: set(words::PEOPLE),
    male_names: set(words::MALE_NAMES),
    female_names: set(words::FEMALE_NAMES),
});

/// The sets of words.
pub(super) fn sets() -> &'static WordSets {
    &SETS
}

/// The words of a list.
pub(super) fn set(list: &'static str) -> HashSet<&'static str> {
    list.split_whitespace().collect()
}

struct Lexicon {
    entries: HashMap<String, Entry>,
    particles: Vec<WithParticle>,
    not_adverbs: HashSet<&'static str>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(build);

/// What `word`, in lower case, may be.
pub(super) fn entry(word: &str) -> Entry {
    if let Some(entry) = LEXICON.entries.get(word) {
        return *entry;
    }
    let mut unknown = Entry::UNKNOWN;
    if word.len() > 4 {
        if word.ends_with("ly") && !LEXICON.not_adverbs.contains(word) {
            unknown.class = Class::Adverb;
        } else if word.ends_with("ed") && !word.ends_with("eed") {
            unknown.forms.past = true;
            unknown.forms.participle = true;
        } else if word.ends_with("ing") {
            unknown.forms.gerund = true;
        }
    }
    unknown
}

/// The ways in which the verb `lemma` reports together with a particle.
pub(super) fn with_particles(lemma: u16) -> impl Iterator<Item = &'static WithParticle> {
    LEXICON
        .particles
        .iter()
        .filter(move |entry| entry.lemma == lemma)
}

fn build() -> Lexicon {
    let mut frames_of: Vec<(&'static str, Frames)> = Vec::new();
    let mut index_of: HashMap<&'static str, usize> = HashMap::default();
    let particles = verbs::WITH_PARTICLE
        .iter()
        .map(|(lemma, _, _)| (Frames::default(), *lemma));
    let others = std::iter::once((Frames::default(), verbs::OTHER));
    for (frames, lemmas) in verbs::REPORTING
        .iter()
        .copied()
        .chain(particles)
        .chain(others)
    {
        for lemma in lemmas.split_whitespace() {
            let index = *index_of.entry(lemma).or_insert_with(|| {
                frames_of.push((lemma, Frames::default()));
                frames_of.len() - 1
            });
            frames_of[index].1 = frames_of[index].1.with(frames);
        }
    }
    let irregular: HashMap<&str, (&str, &str)> = verbs::IRREGULAR
        .split('|')
        .filter_map(|line| {
            let mut forms = line.split_whitespace();
            Some((forms.next()?, (forms.next()?, forms.next()?)))
        })
        .collect();
    let also_nouns = set(verbs::ALSO_NOUNS);
    let mut entries: HashMap<String, Entry> = HashMap::default();
    for (index, (lemma, frames)) in frames_of.iter().enumerate() {
        let mut forms = inflection::regular(lemma);
        if let Some((past, participle)) = irregular.get(lemma) {
            forms.past = (*past).to_owned();
            forms.participle = (*participle).to_owned();
        }
        let mut put = |form: String, mark: fn(&mut VerbForms)| {
            let entry = entries.entry(form).or_insert(Entry::UNKNOWN);
            mark(&mut entry.forms);
            // The lemma that reports wins where two have a form in common: "found".
            if entry.lemma.is_none() || entry.frames.is_empty() {
                entry.frames = *frames;
                entry.lemma = u16::try_from(index).ok();
            }
            entry.also_noun |= also_nouns.contains(lemma);
        };
        put((*lemma).to_owned(), |forms| forms.base = true);
        put(forms.third, |forms| forms.third = true);
        put(forms.past, |forms| forms.past = true);
        put(forms.participle, |forms| forms.participle = true);
        put(forms.gerund, |forms| forms.gerund = true);
    }
    for (class, list) in words::CLOSED.iter().rev() {
        for word in list.split_whitespace() {
            let entry = Entry {
                class: *class,
                ..Entry::UNKNOWN
            };
            entries.insert(word.to_owned(), entry);
        }
    }
    for word in words::REPORTING_NOUNS.split_whitespace() {
        entries
            .entry(word.to_owned())
            .or_insert(Entry::UNKNOWN)
            .reporting_noun = true;
    }
    let particles = verbs::WITH_PARTICLE
        .iter()
        .filter_map(|(lemma, particle, frames)| {
            Some(WithParticle {
                lemma: u16::try_from(*index_of.get(lemma)?).ok()?,
                particle,
                frames: *frames,
            })
        })
        .collect();
    Lexicon {
        entries,
        particles,
        not_adverbs: set(words::NOT_ADVERBS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_share_their_lemma() {
        assert_eq!(entry("said").lemma, entry("saying").lemma);
        assert!(entry("denied").frames.has(Frames::THAT));
    }

    #[test]
    fn unknown_words_go_by_their_ending() {
        assert_eq!(entry("blithely").class, Class::Adverb);
        assert!(entry("zapped").forms.past);
        assert_eq!(entry("family").class, Class::Open);
    }

    #[test]
    fn particles_belong_to_their_verb() {
        let point = entry("pointed").lemma.expect("a verb");
        let found: Vec<_> = with_particles(point).map(|entry| entry.particle).collect();
        assert_eq!(found, ["out", "to"]);
    }
}
