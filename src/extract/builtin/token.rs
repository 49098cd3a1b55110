//! Words and punctuation.
//!
//! In: a text. Out: its tokens in order: words as Unicode defines them, with clitics ("'s", "’ll")
//! split off, and every other visible character as a mark of its own. Nothing is said here about
//! what a word means.

use crate::text::{Span, words};

/// One word or one mark of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Where it stands.
    pub(super) span: Span,
    /// What it is.
    pub(super) kind: Kind,
    /// What separates it from the token before.
    pub(super) gap: Gap,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word or a number.
    Word,
    /// A clitic: "'s", "’ll", "'re".
    Clitic,
    /// Any other character; two straight apostrophes are one `"`, runs of hyphens one dash, and the rest
    /// of a long run of any mark is one with the last before it.
    Mark(char),
}

/// What separates a token from the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Nothing.
    None,
    /// Spaces.
    Space,
    /// One line break.
    Line,
    /// An empty line, or the beginning of the text.
    Blank,
}

impl Token {
    /// Whether it is this mark.
    pub(super) fn is(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }

    /// Whether a paragraph that ends with it is no headline.
    pub(super) fn stops(&self) -> bool {
        matches!(
            self.kind,
            Kind::Mark('.' | '!' | '?' | ':' | '”' | '"' | '»' | '’' | '\'' | '…' | ',' | ')')
        )
    }

    /// Whether it is a word or a clitic.
    pub(super) fn is_word(&self) -> bool {
        !matches!(self.kind, Kind::Mark(_))
    }
}

/// The tokens of `text`, in order.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let words = words(text);
    let mut tokens = Vec::with_capacity(words.len() + words.len() / 4);
    let mut gap = Gap::Blank;
    let mut at = 0;
    for word in words {
        marks(text, Span::new(at, word.start), &mut gap, &mut tokens);
        let (stem, clitic) = split_clitic(text, word);
        tokens.push(Token {
            span: stem,
            kind: Kind::Word,
            gap,
        });
        if let Some(span) = clitic {
            tokens.push(Token {
                span,
                kind: Kind::Clitic,
                gap: Gap::None,
            });
        }
        gap = Gap::None;
        at = word.end;
    }
    marks(text, Span::new(at, text.len()), &mut gap, &mut tokens);
    tokens
}

/// A longer run of one mark is a ruler, and the length of a ruler says nothing.
const LONGEST_RUN: usize = 8;

/// Whether the last tokens are a run of this mark as long as it may be.
fn ends_in_ruler(tokens: &[Token], kind: Kind) -> bool {
    let run = tokens.iter().rev().take(LONGEST_RUN);
    let goes_on = |token: &Token| token.gap == Gap::None;
    run.len() == LONGEST_RUN
        && run.clone().all(|token| token.kind == kind)
        && run.take(LONGEST_RUN - 1).all(goes_on)
}

/// Appends the marks between two words, and leaves in `gap` what separates the last of them from
/// what follows.
fn marks(text: &str, between: Span, gap: &mut Gap, tokens: &mut Vec<Token>) {
    for (at, character) in between.of(text).char_indices() {
        let start = between.start + at;
        let span = Span::new(start, start + character.len_utf8());
        if character == '\n' {
            *gap = if *gap >= Gap::Line {
                Gap::Blank
            } else {
                Gap::Line
            };
            continue;
        }
        if character.is_whitespace() || character.is_control() || character == '\u{feff}' {
            *gap = (*gap).max(Gap::Space);
            continue;
        }
        let kind = match character {
            '―' | '–' | '—' => Kind::Mark('—'),
            other => Kind::Mark(other),
        };
        if *gap == Gap::None
            && ends_in_ruler(tokens, kind)
            && let Some(last) = tokens.last_mut()
        {
            last.span.end = span.end;
            continue;
        }
        // Typewriter habits: '' and `` for a double quotation mark, -- for a dash.
        if let Some(last) = tokens.last_mut()
            && *gap == Gap::None
            && last.span.end == start
        {
            let joined = match (last.kind, character) {
                (Kind::Mark('\''), '\'') => Some('"'),
                (Kind::Mark('`'), '`') => Some('“'),
                (Kind::Mark('-' | '—'), '-') => Some('—'),
                _ => None,
            };
            if let Some(joined) = joined
                && last.span.len() < 3
            {
                last.kind = Kind::Mark(joined);
                last.span.end = span.end;
                continue;
            }
        }
        tokens.push(Token {
            span,
            kind,
            gap: *gap,
        });
        *gap = Gap::None;
    }
}

/// Splits "he’ll" into "he" and "’ll"; "n't" stays with its verb, which the lexicon lists.
fn split_clitic(text: &str, word: Span) -> (Span, Option<Span>) {
    let covered = word.of(text);
    if covered.len() < 3 || !covered.contains(['\'', '’']) {
        return (word, None);
    }
    let Some((at, _)) = covered
        .char_indices()
        .rev()
        .find(|(_, c)| matches!(c, '\'' | '’'))
    else {
        return (word, None);
    };
    let tail = covered[at..].trim_start_matches(['\'', '’']);
    let is_clitic = ["s", "S", "ll", "re", "ve", "d", "m"].contains(&tail);
    if at == 0 || !is_clitic {
        return (word, None);
    }
    let cut = word.start + at;
    (Span::new(word.start, cut), Some(Span::new(cut, word.end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> = tokens(text).iter().map(|t| t.span.of(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn clitics_are_tokens() {
        check(
            "He’ll see Ann's dog.",
            &["He", "’ll", "see", "Ann", "'s", "dog", "."],
        );
    }

    #[test]
    fn negations_stay_whole() {
        check("They don't.", &["They", "don't", "."]);
    }

    #[test]
    fn typewriter_marks_are_joined() {
        check("''No,'' -- he", &["''", "No", ",", "''", "--", "he"]);
    }

    #[test]
    fn gaps_tell_lines_from_paragraphs() {
        let gaps: Vec<_> = tokens("a b\nc\n\nd").iter().map(|t| t.gap).collect();
        assert_eq!(gaps, [Gap::Blank, Gap::Space, Gap::Line, Gap::Blank]);
    }

    #[test]
    fn rulers_are_short() {
        for mark in ["*", "“", "\"", "\u{301}"] {
            let text = mark.repeat(1000);
            let found = tokens(&text);
            assert_eq!(found.len(), LONGEST_RUN, "{mark}");
            assert_eq!(found[LONGEST_RUN - 1].span.end, text.len());
        }
        let text = "* ".repeat(100);
        assert_eq!(tokens(&text).len(), 100);
    }
}
