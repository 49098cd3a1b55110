//! The tokens of a content, as the grammar of time looks at them.
//!
//! In: a reading and a piece of a content. Out: what stands at a place, or at some distance from it;
//! outside of the piece there is nothing, so that no rule needs to look where the piece ends.

use super::super::reading::Reading;

/// The tokens of a piece of a content; outside of it is nothing.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'a> {
    /// The reading.
    pub(super) reading: &'a Reading<'a>,
    /// The first token.
    pub(super) start: usize,
    /// Past the last one.
    pub(super) end: usize,
}

impl<'a> View<'a> {
    /// The word or mark at `at`, empty outside.
    pub(super) fn word(&self, at: usize) -> &'a str {
        if (self.start..self.end).contains(&at) {
            self.reading.word(at)
        } else {
            ""
        }
    }

    /// The word or mark so many tokens before `at`, empty outside.
    pub(super) fn before(&self, at: usize, count: usize) -> &'a str {
        at.checked_sub(count).map_or("", |at| self.word(at))
    }

    /// Whether one of `words` stands at `at`.
    pub(super) fn any(&self, at: usize, words: &[&str]) -> bool {
        is(self.word(at), words)
    }

    /// Whether token `at` follows the one before without a space.
    pub(super) fn sticks(&self, at: usize) -> bool {
        at > self.start
            && at < self.end
            && self.reading.tokens[at - 1].span.end == self.reading.tokens[at].span.start
    }

    /// The year at `at`, of four digits.
    pub(super) fn year(&self, at: usize) -> Option<i16> {
        let word = self.word(at);
        let plain = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
        let year = plain.then(|| word.parse::<i16>().ok()).flatten()?;
        (1000..=2100).contains(&year).then_some(year)
    }

    /// The day of a month at `at`: "2", "2nd".
    pub(super) fn day(&self, at: usize) -> Option<i8> {
        let word = self.word(at);
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        if !(1..=2).contains(&digits) || !matches!(&word[digits..], "" | "st" | "nd" | "rd" | "th")
        {
            return None;
        }
        let day = word[..digits].parse().ok()?;
        (1..=31).contains(&day).then_some(day)
    }

    /// Which year "last year", "of this year" or "of 2019" from `at` on means, and its end.
    pub(super) fn year_behind(&self, at: usize) -> Option<(YearNamed, usize)> {
        let at = if self.any(at, &["of", "in", ","]) {
            at + 1
        } else {
            at
        };
        if let Some(year) = self.year(at) {
            return Some((YearNamed::Number(year), at + 1));
        }
        let offset = match self.word(at) {
            "last" => -1,
            "this" | "the" if self.any(at - 1, &["of"]) || self.any(at, &["this"]) => 0,
            "next" => 1,
            _ => return None,
        };
        (self.any(at + 1, &["year"])).then_some((YearNamed::Away(offset), at + 2))
    }
}

/// Whether `word` is one of `words`, in whatever case.
pub(super) fn is(word: &str, words: &[&str]) -> bool {
    words.iter().any(|one| word.eq_ignore_ascii_case(one))
}

/// A year that stands behind what lies in it.
#[derive(Clone, Copy, Debug)]
pub(super) enum YearNamed {
    /// "2019"
    Number(i16),
    /// "last year", in years from that of publication
    Away(i32),
}
