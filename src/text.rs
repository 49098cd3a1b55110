//! Offsets and words of a text.
//!
//! In: any UTF-8 text. Out: byte spans on character boundaries, and their translation to and from
//! Unicode code points. Inside the program every offset is a byte; in every file and on every wire
//! it is a code point, because that is what the languages of our users count.

use std::fmt;

use memchr::memmem;
use unicode_segmentation::UnicodeSegmentation;

/// A half-open stretch of a text, in bytes, on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The stretch from `start` up to and without `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Bytes covered.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether nothing is covered.
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// The covered text.
    ///
    /// # Panics
    /// Where the span does not lie on character boundaries of `text`.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// Whether the two have a byte in common.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether `other` lies inside this span.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// Translates between byte offsets and code points of one text.
///
/// Costs nothing for ASCII and one number for every 32 bytes otherwise.
#[derive(Debug)]
pub struct CodePoints<'a> {
    text: &'a str,
    /// Code points before byte `i * STRIDE`; empty for ASCII, where both are the same.
    marks: Vec<usize>,
}

const STRIDE: usize = 32;

impl<'a> CodePoints<'a> {
    /// Reads `text` once.
    pub fn new(text: &'a str) -> Self {
        let mut marks = Vec::new();
        if !text.is_ascii() {
            let mut points = 0;
            for chunk in text.as_bytes().chunks(STRIDE) {
                marks.push(points);
                points += chunk.iter().filter(|byte| starts_point(**byte)).count();
            }
        }
        Self { text, marks }
    }

    /// The code points before byte `at`, which lies on a character boundary.
    pub fn at_byte(&self, at: usize) -> usize {
        if self.marks.is_empty() {
            return at;
        }
        let mark = (at / STRIDE).min(self.marks.len() - 1);
        let from = mark * STRIDE;
        let bytes = &self.text.as_bytes()[from..at];
        self.marks[mark] + bytes.iter().filter(|byte| starts_point(**byte)).count()
    }

    /// The byte at which code point `point` begins, the text's length for the one past the last;
    /// `None` past that.
    pub fn to_byte(&self, point: usize) -> Option<usize> {
        if self.marks.is_empty() {
            return (point <= self.text.len()).then_some(point);
        }
        let mark = self.mark_before(point);
        let mut left = point - self.marks[mark];
        let from = mark * STRIDE;
        if self.marks.get(mark + 1) == Some(&(self.marks[mark] + STRIDE)) {
            return Some(from + left);
        }
        for (at, byte) in self.text.as_bytes()[from..].iter().enumerate() {
            if starts_point(*byte) {
                if left == 0 {
                    return Some(from + at);
                }
                left -= 1;
            }
        }
        (left == 0).then_some(self.text.len())
    }

    /// The last mark with at most `point` code points before it.
    fn mark_before(&self, point: usize) -> usize {
        // A code point has at least one byte, and seldom more.
        let least = (point / STRIDE).min(self.marks.len() - 1);
        let mut width = 1;
        let later = &self.marks[least..];
        while later.get(width).is_some_and(|points| *points <= point) {
            width *= 2;
        }
        let later = &later[..width.min(later.len())];
        least + later.partition_point(|points| *points <= point) - 1
    }

    /// A span as `[start, end)` in code points.
    pub fn of_span(&self, span: Span) -> [usize; 2] {
        [self.at_byte(span.start), self.at_byte(span.end)]
    }

    /// `[start, end)` in code points as a span; `None` where it is empty, reversed or out of the text.
    pub fn to_span(&self, [start, end]: [usize; 2]) -> Option<Span> {
        if start >= end {
            return None;
        }
        Some(Span::new(self.to_byte(start)?, self.to_byte(end)?))
    }

    /// The code points that `span` covers.
    pub fn count(&self, span: Span) -> usize {
        self.at_byte(span.end) - self.at_byte(span.start)
    }
}

/// Whether `byte` is the first of a character in UTF-8.
const fn starts_point(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

/// The words of `text` in order, as Unicode defines them (UAX #29): numbers count, punctuation,
/// quotation marks and spaces do not.
pub fn words(text: &str) -> Vec<Span> {
    let mut words = Vec::with_capacity(text.len() / 6);
    let mut from = 0;
    while from < text.len() {
        let end = from + stretch(&text[from..]);
        let found = text[from..end].unicode_word_indices();
        words.extend(found.map(|(at, word)| Span::new(from + at, from + at + word.len())));
        from = end;
    }
    words
}

/// How far the words of `text` can be told without the rest: the ASCII in front, for which the
/// rules are few and fast, or else what is not ASCII up to where ASCII goes on.
///
/// No rule joins a space with an ASCII letter or digit behind it, or sees across the two.
fn stretch(text: &str) -> usize {
    let bytes = text.as_bytes();
    let splits = |pair: &[u8]| pair[0] == b' ' && pair[1].is_ascii_alphanumeric();
    let Some(odd) = bytes.iter().position(|byte| !byte.is_ascii()) else {
        return text.len();
    };
    let before = bytes[..odd].windows(2).rposition(splits);
    let after = || bytes[odd..].windows(2).position(splits);
    match before.or_else(|| after().map(|at| odd + at)) {
        Some(space) => space + 1,
        None => text.len(),
    }
}

/// `span` without the punctuation, quotation marks and spaces at its two ends; empty where it has
/// nothing else.
pub fn trim(text: &str, span: Span) -> Span {
    let covered = span.of(text);
    let left = covered.trim_start_matches(|c: char| !c.is_alphanumeric());
    let start = span.end - left.len();
    Span::new(
        start,
        start + left.trim_end_matches(|c: char| !c.is_alphanumeric()).len(),
    )
}

/// Where `needle` begins in `text` as whole words, in order; where it nowhere does, as in languages
/// written without spaces, where it begins at all.
pub fn occurrences<'a>(text: &'a str, needle: &'a str) -> impl Iterator<Item = usize> + use<'a> {
    let is_whole = |at: &usize| is_whole(text, needle, *at);
    let mut whole = every_occurrence(text, needle).filter(is_whole).peekable();
    let instead = whole
        .peek()
        .is_none()
        .then(|| every_occurrence(text, needle));
    whole.chain(instead.into_iter().flatten())
}

fn every_occurrence<'a>(text: &'a str, needle: &'a str) -> impl Iterator<Item = usize> + use<'a> {
    let first = needle.chars().next();
    let finder = memmem::Finder::new(needle);
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = from + finder.find(&text.as_bytes()[from..])?;
        from = at + first?.len_utf8();
        Some(at)
    })
}

/// Whether the occurrence of `needle` at byte `at` neither begins nor ends inside a word.
fn is_whole(text: &str, needle: &str, at: usize) -> bool {
    let joins = |left: Option<char>, right: Option<char>| {
        left.is_some_and(char::is_alphanumeric) && right.is_some_and(char::is_alphanumeric)
    };
    let end = at + needle.len();
    !joins(text[..at].chars().next_back(), needle.chars().next())
        && !joins(needle.chars().next_back(), text[end..].chars().next())
}

/// Line and column, both from 1, of byte `at`; the column counts code points.
pub fn line_column(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..text.floor_char_boundary(at)];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    (line, before[line_start..].chars().count() + 1)
}

/// `text` safe to print on a terminal: control characters other than newline and tab, and those
/// that turn the writing direction, become visible `<U+001B>`.
pub fn printable(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.chars().any(is_unprintable) {
        return text.into();
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if is_unprintable(character) {
            safe.push_str(&format!("<U+{:04X}>", u32::from(character)));
        } else {
            safe.push(character);
        }
    }
    safe.into()
}

/// As [`printable`], and in one line: what would break it is spelled out too.
pub fn one_line(text: &str) -> String {
    let text = printable(text);
    text.replace('\n', "<U+000A>").replace('\t', "<U+0009>")
}

/// `text` with one character for each that [`printable`] would spell out, so that columns stay
/// where they are. Those of ASCII are left to annotate-snippets, which has pictures of them.
pub(crate) fn masked(text: &str) -> String {
    let mask = |character: char| {
        if is_unprintable(character) && !character.is_ascii() {
            char::REPLACEMENT_CHARACTER
        } else {
            character
        }
    };
    text.chars().map(mask).collect()
}

fn is_unprintable(character: char) -> bool {
    (character.is_control() && character != '\n' && character != '\t')
        || matches!(character, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_leave_out_punctuation() {
        let text = "“We’ll wait,” Łukasz said: 1.2m at 30-day terms.";
        let found: Vec<_> = words(text).into_iter().map(|word| word.of(text)).collect();
        assert_eq!(
            found,
            [
                "We’ll", "wait", "Łukasz", "said", "1.2m", "at", "30", "day", "terms"
            ]
        );
    }

    #[test]
    fn trim_strips_both_ends() {
        let text = "“Wait!” he said.";
        assert_eq!(
            trim(text, Span::new(0, text.find(" he").unwrap())).of(text),
            "Wait"
        );
        assert!(trim("“”", Span::new(0, 6)).is_empty());
    }

    #[test]
    fn occurrences_prefer_whole_words() {
        let found = |text, needle| occurrences(text, needle).collect::<Vec<_>>();
        assert_eq!(found("the she, he", "he"), [9]);
        assert_eq!(found("aaa ä aa", "aa"), [7]);
        assert_eq!(found("会議は会議", "会議"), [0, 9]);
        assert_eq!(found("aaa", "aa"), [0, 1]);
        assert_eq!(found("ééé", "éé"), [0, 2]);
        assert!(found("abc", "").is_empty());
    }

    #[test]
    fn columns_count_code_points() {
        assert_eq!(line_column("é\nüb", 5), (2, 2));
        assert_eq!(line_column("", 0), (1, 1));
    }

    #[test]
    fn escapes_become_visible() {
        assert_eq!(printable("a\u{1b}[31mb\u{202e}"), "a<U+001B>[31mb<U+202E>");
        assert_eq!(printable("plain\n\ttext"), "plain\n\ttext");
        assert_eq!(one_line("a\n\u{7}"), "a<U+000A><U+0007>");
        assert_eq!(masked("a\u{9b}\u{7}\u{202e}b"), "a\u{fffd}\u{7}\u{fffd}b");
    }

    /// Characters of every kind that the rules for words tell apart.
    fn odd_text() -> impl Strategy<Value = String> {
        let odd = "aZ9_ \u{20}\n\r\t.,:;'\"-“’é\u{301}\u{200d}\u{ad}ℹ☺©אかカ会ก🇩🇪👩\u{2003}\u{3000}\u{a0}٣ª";
        let one = prop_oneof![
            4 => Just(' '), 4 => prop::char::range('a', 'c'),
            8 => prop::sample::select(odd.chars().collect::<Vec<_>>()), 1 => any::<char>(),
        ];
        prop::collection::vec(one, 0..40).prop_map(String::from_iter)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn words_are_those_of_the_whole_text(text in odd_text()) {
            let whole = text.unicode_word_indices();
            let whole: Vec<_> = whole.map(|(at, word)| Span::new(at, at + word.len())).collect();
            prop_assert_eq!(words(&text), whole);
        }
    }

    proptest! {
        #[test]
        fn offsets_round_trip(text in "\\PC{0,400}") {
            let points = CodePoints::new(&text);
            for (point, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(points.at_byte(byte), point);
                prop_assert_eq!(points.to_byte(point), Some(byte));
            }
            let count = text.chars().count();
            prop_assert_eq!(points.at_byte(text.len()), count);
            prop_assert_eq!(points.to_byte(count), Some(text.len()));
            prop_assert_eq!(points.to_byte(count + 1), None);
        }
    }
}
