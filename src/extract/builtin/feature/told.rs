//! What features are made of.
//!
//! The name of a feature is "kind:word word"; a model knows it by its key. Keys are sums, so that they are
//! made of the hashes of words that are known already, and not of their letters again and again.

/// What a feature tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kind {
    name: &'static str,
    hash: u64,
}

impl Kind {
    /// The kind of this name, which has no colon.
    pub(super) const fn new(name: &'static str) -> Self {
        Self {
            name,
            hash: fnv(name),
        }
    }
}

/// A word that is told, or several with a space between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Told<'f> {
    text: &'f str,
    hash: u64,
}

impl<'f> Told<'f> {
    /// No word at all.
    pub(super) const NOTHING: Self = Self::new("");

    /// These words.
    pub(super) const fn new(text: &'f str) -> Self {
        Self {
            text,
            hash: sum(text),
        }
    }

    /// The words.
    pub(super) const fn text(self) -> &'f str {
        self.text
    }

    /// The hash that [`Told::new`] gives them.
    pub(super) const fn hash(self) -> u64 {
        self.hash
    }

    /// Words whose hash is known.
    pub(super) const fn with_hash(text: &'f str, hash: u64) -> Self {
        Self { text, hash }
    }
}

/// A kind or a word whose hash is made when the program is.
macro_rules! known {
    ($type:ident, $text:literal) => {
        const { $type::new($text) }
    };
}
pub(super) use known;

/// One feature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Feature<'f> {
    pub(super) kind: Kind,
    /// One word, or several where there is no second.
    pub(super) first: Told<'f>,
    pub(super) second: Told<'f>,
}

impl Feature<'_> {
    /// Its name, as in a model.
    pub(in super::super) fn name(&self) -> String {
        let gap = if self.second.text.is_empty() { "" } else { " " };
        format!(
            "{}:{}{gap}{}",
            self.kind.name, self.first.text, self.second.text
        )
    }

    /// The key of its name.
    pub(in super::super) const fn key(&self) -> u64 {
        let words = self
            .first
            .hash
            .wrapping_add(self.second.hash.wrapping_mul(NEXT));
        self.kind.hash.wrapping_add(words.wrapping_mul(NEXT))
    }
}

/// The key under which a model keeps the feature called `name`.
pub(in super::super) fn key(name: &str) -> u64 {
    let (kind, words) = name.split_once(':').unwrap_or((name, ""));
    fnv(kind).wrapping_add(sum(words).wrapping_mul(NEXT))
}

/// What the hash of a word is multiplied by once more for each place.
const NEXT: u64 = 0x9e37_79b9_7f4a_7c15;

/// The hashes of words, each by its place; nothing for an empty one.
const fn sum(words: &str) -> u64 {
    let bytes = words.as_bytes();
    let (mut sum, mut factor, mut start, mut at) = (0_u64, 1_u64, 0, 0);
    while at <= bytes.len() {
        if at == bytes.len() || bytes[at] == b' ' {
            if at > start {
                sum = sum.wrapping_add(hash(bytes, start, at).wrapping_mul(factor));
            }
            factor = factor.wrapping_mul(NEXT);
            start = at + 1;
        }
        at += 1;
    }
    sum
}

const fn fnv(text: &str) -> u64 {
    hash(text.as_bytes(), 0, text.len())
}

/// FNV-1a of some bytes.
const fn hash(bytes: &[u8], start: usize, end: usize) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut at = start;
    while at < end {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_is_that_of_the_name() {
        for (first, second) in [
            ("", ""),
            ("rents", ""),
            ("rents", "rose"),
            ("was participle", ""),
            (":", "é"),
        ] {
            let feature = Feature {
                kind: Kind::new("verb base"),
                first: Told::new(first),
                second: Told::new(second),
            };
            assert_eq!(feature.key(), key(&feature.name()), "{}", feature.name());
        }
    }

    #[test]
    fn other_names_have_other_keys() {
        let names = [
            "pair:a b",
            "pair:b a",
            "pair:a",
            "pair:a b c",
            "word:a",
            "word:",
            "word",
        ];
        let keys: std::collections::BTreeSet<u64> = names.iter().map(|name| key(name)).collect();
        assert_eq!(keys.len(), names.len() - 1, "an empty word is none");
    }
}
