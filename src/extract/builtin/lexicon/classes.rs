//! Classes of meaning: "rise" goes up, "bylaw" is a law, "grief" an emotion.
//!
//! In: a word in lower case, in whatever form. Out: its base form and its classes, as far as
//! `classes.txt` beside this file has them. The list is ours; forms are undone by rule, and the
//! irregular ones by the list of verbs.

use std::{collections::BTreeMap, sync::LazyLock};

use rustc_hash::FxHashMap as HashMap;

use super::verbs;

const LIST: &str = include_str!("classes.txt");

/// A set of classes of meaning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Classes(u64);

impl Classes {
    /// The names of all classes, in the order of the list.
    pub(in super::super) fn all() -> &'static [&'static str] {
        &MEANINGS.names
    }

    /// The places of the classes in [`Self::all`], from the first.
    pub(in super::super) fn places(self) -> impl Iterator<Item = usize> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let at = left.trailing_zeros();
            left &= left.wrapping_sub(1);
            (at < u64::BITS).then_some(at as usize)
        })
    }

    /// The names of the classes, in the order of the list.
    pub(in super::super) fn names(self) -> impl Iterator<Item = &'static str> {
        self.places().map(|at| MEANINGS.names[at])
    }
}

/// What is known of a word: its base form and its classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Meaning(u16);

impl Meaning {
    /// The base forms of all meanings, in the order of [`Self::place`].
    pub(in super::super) fn bases() -> impl Iterator<Item = &'static str> {
        MEANINGS.known.iter().map(|(base, _)| *base)
    }

    /// Its place among all meanings.
    pub(in super::super) fn place(self) -> usize {
        self.0.into()
    }

    /// The base form.
    pub(in super::super) fn base(self) -> &'static str {
        MEANINGS.known[self.place()].0
    }

    /// The classes.
    pub(in super::super) fn classes(self) -> Classes {
        MEANINGS.known[self.place()].1
    }
}

struct Meanings {
    names: Vec<&'static str>,
    /// Base form and classes of each meaning.
    known: Vec<(&'static str, Classes)>,
    /// The meaning of the words of the list, and of irregular forms.
    of: HashMap<&'static str, Meaning>,
}

static MEANINGS: LazyLock<Meanings> = LazyLock::new(build);

/// What is known of `word`, in lower case, if anything is.
pub(in super::super) fn meaning(word: &str) -> Option<Meaning> {
    let known = |word: &str| MEANINGS.of.get(word).copied();
    if let Some(meaning) = known(word) {
        return Some(meaning);
    }
    if !word.is_ascii() {
        return None;
    }
    // The base has at least two letters; 24 are enough for any word of the list.
    let mut buffer = [0_u8; 24];
    for (ending, instead) in ENDINGS {
        let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() >= 2) else {
            continue;
        };
        let doubled = stem.as_bytes()[stem.len() - 1] == stem.as_bytes()[stem.len() - 2];
        let single = (instead.is_empty() && doubled).then(|| &stem[..stem.len() - 1]);
        for (stem, instead) in [(Some(stem), *instead), (single, "")] {
            let Some(stem) = stem else { continue };
            let length = stem.len() + instead.len();
            let Some(room) = buffer.get_mut(..length) else {
                continue;
            };
            room[..stem.len()].copy_from_slice(stem.as_bytes());
            room[stem.len()..].copy_from_slice(instead.as_bytes());
            let found = std::str::from_utf8(room).ok().and_then(known);
            if found.is_some() {
                return found;
            }
        }
    }
    None
}

/// Endings of inflected forms, and what the base has instead.
const ENDINGS: &[(&str, &str)] = &[
    ("ies", "y"),
    ("es", ""),
    ("s", ""),
    ("ied", "y"),
    ("ed", "e"),
    ("ed", ""),
    ("ing", "e"),
    ("ing", ""),
    ("ier", "y"),
    ("iest", "y"),
    ("er", "e"),
    ("er", ""),
    ("est", "e"),
    ("est", ""),
    ("ily", "y"),
    ("ly", ""),
];

fn build() -> Meanings {
    let mut names: Vec<&'static str> = Vec::new();
    let mut classes: BTreeMap<&'static str, Classes> = BTreeMap::new();
    for line in LIST.lines() {
        let Some((name, words)) = line.split_once(':') else {
            continue;
        };
        let at = names.iter().position(|known| *known == name);
        let at = at.unwrap_or_else(|| {
            names.push(name);
            names.len() - 1
        });
        for word in words.split_whitespace() {
            classes.entry(word).or_default().0 |= 1 << (at % 64);
        }
    }
    let mut known = Vec::new();
    let mut of = HashMap::default();
    let mut take = |word, base, classes| {
        let number = u16::try_from(known.len()).expect("the list is shorter");
        known.push((base, classes));
        of.insert(word, Meaning(number));
    };
    for (word, classes) in &classes {
        take(*word, *word, *classes);
    }
    for line in verbs::IRREGULAR.split('|') {
        let mut forms = line.split_whitespace();
        let Some(base) = forms.next() else { continue };
        let of = |word| classes.get(word).copied().unwrap_or_default();
        for form in forms {
            // "rose" is a flower too, but news has it as a form of "rise".
            take(form, base, Classes(of(form).0 | of(base).0));
        }
    }
    Meanings { names, known, of }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Asserts the base form of `word`, and that `class` is one of its classes.
    fn check(word: &str, base: &str, class: &str) {
        let found = meaning(word).expect("it is known");
        assert_eq!(found.base(), base);
        assert!(
            found.classes().names().any(|name| name == class),
            "{word}: {class}"
        );
    }

    #[test]
    fn forms_are_undone() {
        check("rise", "rise", "rise");
        check("rising", "rise", "rise");
        check("built", "build", "act");
        check("rose", "rise", "rise");
        check("rose", "rise", "artefact");
        check("slapped", "slap", "act");
        check("bylaws", "bylaw", "law");
        check("angrily", "angry", "emotional");
    }

    #[test]
    fn unknown_words_mean_nothing() {
        for word in ["zyzzyva", "ß", "", "antidisestablishmentarianisms"] {
            assert_eq!(meaning(word), None, "{word}");
        }
    }

    #[test]
    fn every_line_names_a_class() {
        let names: std::collections::BTreeSet<_> = LIST
            .lines()
            .filter_map(|line| line.split_once(':'))
            .map(|(name, _)| name)
            .collect();
        assert!(names.len() <= 64, "a set has room for 64");
        assert!(LIST.lines().all(|line| line.contains(": ")));
    }
}
