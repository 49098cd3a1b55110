//! The words of a text in the form in which features tell them.

use std::{ops::Range, sync::LazyLock};

use super::{
    super::{
        lexicon::{Classes, Meaning, meaning},
        reading::Reading,
    },
    told::Told,
};

/// So many tokens before and behind the beginning of a content are told at most.
const REACH: usize = 1000;

/// So many tokens behind those are read at once.
const AHEAD: usize = 8 * REACH;

/// The words around the beginning of a content, as features tell them: in lower case, figures as `#`, years
/// as `#Y`. What lies farther away is nothing; so the memory does not grow with the text.
pub(in super::super) struct Words<'r> {
    pub(super) reading: &'r Reading<'r>,
    /// Where the content begins.
    centre: usize,
    /// The tokens that are known.
    range: Range<usize>,
    lower: String,
    known: Vec<Known>,
}

/// What is known of a token.
struct Known {
    /// Where its word ends in `lower`.
    end: usize,
    hash: u64,
    meaning: Option<Meaning>,
}

impl<'r> Words<'r> {
    /// The words of `reading`, around its beginning.
    pub(in super::super) fn new(reading: &'r Reading<'r>) -> Self {
        Self {
            reading,
            centre: 0,
            range: 0..0,
            lower: String::new(),
            known: Vec::new(),
        }
    }

    /// Goes to a content that begins with token `at`.
    pub(super) fn go_to(&mut self, at: usize) {
        self.centre = at;
        let tokens = self.reading.tokens.len();
        let within = at.saturating_sub(REACH)..tokens.min(at + REACH + 1);
        if self.range.start <= within.start && within.end <= self.range.end {
            return;
        }
        self.range = within.start..tokens.min(within.end + AHEAD);
        self.lower.clear();
        self.known.clear();
        for token in &self.reading.tokens[self.range.clone()] {
            let start = self.lower.len();
            let word = token.span.of(self.reading.text);
            if word.starts_with(|c: char| c.is_ascii_digit()) {
                self.lower.push_str(if is_year(word) { "#Y" } else { "#" });
            } else if word.is_ascii() {
                let lower = word.chars().map(|c| c.to_ascii_lowercase());
                self.lower.extend(lower);
            } else {
                let plain = |c: char| if c == '’' { '\'' } else { c };
                let lower = word.chars().map(plain).flat_map(char::to_lowercase);
                self.lower.extend(lower);
            }
            let word = &self.lower[start..];
            self.known.push(Known {
                end: self.lower.len(),
                hash: Told::new(word).hash(),
                meaning: token.is_word().then(|| meaning(word)).flatten(),
            });
        }
    }

    /// The place of token `at` among those that are known, if it is near enough.
    fn place(&self, at: usize) -> Option<usize> {
        (at.abs_diff(self.centre) <= REACH).then(|| at - self.range.start)
    }

    /// Token `at`.
    pub(super) fn get(&self, at: usize) -> Told<'_> {
        let Some(place) = self.place(at) else {
            return Told::NOTHING;
        };
        let start = place
            .checked_sub(1)
            .map_or(0, |before| self.known[before].end);
        let Known { end, hash, .. } = self.known[place];
        Told::with_hash(&self.lower[start..end], hash)
    }

    fn meaning(&self, at: usize) -> Option<Meaning> {
        self.place(at).and_then(|place| self.known[place].meaning)
    }

    /// The base form of token `at`; the token itself where it is not known.
    pub(super) fn base(&self, at: usize) -> Told<'_> {
        static BASES: LazyLock<Vec<Told<'static>>> =
            LazyLock::new(|| Meaning::bases().map(Told::new).collect());
        match self.meaning(at) {
            Some(meaning) => BASES[meaning.place()],
            None => self.get(at),
        }
    }

    /// The classes of meaning of token `at`.
    pub(super) fn classes(&self, at: usize) -> Classes {
        self.meaning(at).map(Meaning::classes).unwrap_or_default()
    }

    /// Whether token `at` is a word.
    pub(super) fn is_word(&self, at: usize) -> bool {
        self.reading.tokens[at].is_word()
    }
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && ["18", "19", "20"]
            .iter()
            .any(|century| word.starts_with(century))
        && word.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_far_away_is_nothing() {
        let text = "Rain fell. ".repeat(20 * REACH);
        let reading = Reading::new(&text);
        let mut words = Words::new(&reading);
        for centre in [0, 3, 30 * REACH, 27 * REACH, 60 * REACH - 3, 3] {
            words.go_to(centre);
            assert_eq!(words.get(centre).text(), "rain");
            assert_eq!(words.base(centre + 1).text(), "fall");
            let far = match centre > REACH {
                true => centre - REACH,
                false => centre + REACH,
            };
            assert_ne!(words.get(far), Told::NOTHING);
            let farther = match centre > REACH {
                true => far - 1,
                false => far + 1,
            };
            assert_eq!(words.get(farther), Told::NOTHING);
        }
    }
}
