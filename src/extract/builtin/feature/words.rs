//! The words of a text in the form in which features tell them.

use super::super::reading::Reading;

/// The words of a text as features tell them: in lower case, figures as `#`, years as `#Y`.
pub(in super::super) struct Words<'r> {
    pub(super) reading: &'r Reading<'r>,
    lower: String,
    ends: Vec<usize>,
}

impl<'r> Words<'r> {
    /// The words of `reading`.
    pub(in super::super) fn new(reading: &'r Reading<'r>) -> Self {
        let mut lower = String::with_capacity(reading.text.len());
        let mut ends = Vec::with_capacity(reading.tokens.len());
        for token in &reading.tokens {
            let word = token.span.of(reading.text);
            if word.starts_with(|c: char| c.is_ascii_digit()) {
                lower.push_str(if is_year(word) { "#Y" } else { "#" });
            } else if word.is_ascii() {
                lower.extend(word.chars().map(|c| c.to_ascii_lowercase()));
            } else {
                let plain = |c: char| if c == '’' { '\'' } else { c };
                lower.extend(word.chars().map(plain).flat_map(char::to_lowercase));
            }
            ends.push(lower.len());
        }
        Self {
            reading,
            lower,
            ends,
        }
    }

    /// Token `at`.
    pub(super) fn get(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.lower[start..self.ends[at]]
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
