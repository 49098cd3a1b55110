//! Classes of meaning: "rise" goes up, "bylaw" is a law, "grief" an emotion.
//!
//! In: a word in lower case, in whatever form. Out: its base form and its classes, as far as
//! `classes.txt` beside this file has them. The list is ours; forms are undone by rule, and the
//! irregular ones by the list of verbs.

use std::sync::LazyLock;

use rustc_hash::FxHashMap as HashMap;

use super::verbs;

const LIST: &str = include_str!("classes.txt");

/// A set of classes of meaning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Classes(u64);

impl Classes {
    /// The names of the classes, in the order of the list.
    pub(in super::super) fn names(self) -> impl Iterator<Item = &'static str> {
        let set = (0..64).filter(move |at| self.0 >> at & 1 == 1);
        set.filter_map(|at| MEANINGS.names.get(at).copied())
    }

    /// Whether there is none.
    pub(in super::super) const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

struct Meanings {
    names: Vec<&'static str>,
    classes: HashMap<&'static str, Classes>,
    /// The base form of each irregular form.
    irregular: HashMap<&'static str, &'static str>,
}

static MEANINGS: LazyLock<Meanings> = LazyLock::new(build);

/// The classes of `word`, in lower case, and the form under which the list has it; the word itself
/// where it does not.
pub(in super::super) fn meaning(word: &str) -> (&str, Classes) {
    let known = |base: &str| MEANINGS.classes.get_key_value(base);
    if let Some((base, classes)) = known(word) {
        return (base, *classes);
    }
    if let Some(base) = MEANINGS.irregular.get(word) {
        return (
            base,
            known(base).map(|(_, classes)| *classes).unwrap_or_default(),
        );
    }
    if !word.is_ascii() {
        return (word, Classes::default());
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
            if let Some((base, classes)) = found {
                return (base, *classes);
            }
        }
    }
    (word, Classes::default())
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
    let mut classes: HashMap<&'static str, Classes> = HashMap::default();
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
    let mut irregular = HashMap::default();
    for line in verbs::IRREGULAR.split('|') {
        let mut forms = line.split_whitespace();
        if let Some(base) = forms.next() {
            irregular.extend(forms.map(|form| (form, base)));
        }
    }
    Meanings {
        names,
        classes,
        irregular,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Asserts the base form of `word`, and that `class` is one of its classes.
    fn check(word: &str, base: &str, class: &str) {
        let (found, classes) = meaning(word);
        assert_eq!(found, base);
        assert!(classes.names().any(|name| name == class), "{word}: {class}");
    }

    #[test]
    fn forms_are_undone() {
        check("rise", "rise", "rise");
        check("rising", "rise", "rise");
        check("built", "build", "act");
        check("slapped", "slap", "act");
        check("bylaws", "bylaw", "law");
        check("angrily", "angry", "emotional");
    }

    #[test]
    fn unknown_words_stay_as_they_are() {
        assert_eq!(meaning("zyzzyva"), ("zyzzyva", Classes::default()));
        assert_eq!(meaning("ß"), ("ß", Classes::default()));
        assert_eq!(meaning(""), ("", Classes::default()));
        assert_eq!(
            meaning("antidisestablishmentarianisms").1,
            Classes::default()
        );
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
