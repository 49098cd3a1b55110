//! A text as the later stages read it.
//!
//! In: a text. Out: its [`Reading`]: tokens, tags, quotations and sentences, and the steps from token to
//! token that pass over a quotation at once.

use std::ops::Range;

use super::{
    label::speakers,
    quotation::{Quotation, quotations},
    sentence::{Sentence, paragraphs, sentences},
    tag::{Pos, Tag, tags},
    token::{Kind, Token, tokens},
};
use crate::text::Span;

/// A text with all that is known of its tokens.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    /// The text itself.
    pub(super) text: &'a str,
    /// Its tokens.
    pub(super) tokens: Vec<Token>,
    /// A tag for each token.
    pub(super) tags: Vec<Tag>,
    /// Its quotations.
    pub(super) quotations: Vec<Quotation>,
    /// Its sentences.
    pub(super) sentences: Vec<Sentence>,
    /// For each token of an outermost quotation, which one; `NONE` elsewhere.
    quoted: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl<'a> Reading<'a> {
    /// Reads `text`.
    pub(super) fn new(text: &'a str) -> Self {
        let tokens = tokens(text);
        let paragraphs = paragraphs(&tokens);
        let quotations = quotations(text, &tokens, &paragraphs);
        let tags = tags(text, &tokens, &paragraphs);
        let speakers = speakers(text, &tokens, &tags, &paragraphs);
        let sentences = sentences(text, &tokens, &tags, &quotations, &paragraphs, &speakers);
        let mut quoted = vec![NONE; tokens.len()];
        for (index, quotation) in quotations.iter().enumerate() {
            if quotation.depth == 0 {
                let index = u32::try_from(index).unwrap_or(NONE);
                quoted[quotation.tokens.clone()].fill(index);
            }
        }
        Self {
            text,
            tokens,
            tags,
            quotations,
            sentences,
            quoted,
        }
    }

    /// The part of speech of token `at`.
    pub(super) fn pos(&self, at: usize) -> Pos {
        self.tags[at].pos
    }

    /// Whether token `at` is this mark.
    pub(super) fn is(&self, at: usize, mark: char) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(mark))
    }

    /// The words of token `at`.
    pub(super) fn word(&self, at: usize) -> &'a str {
        self.tokens[at].span.of(self.text)
    }

    /// Whether token `at` is `word`, in lower case, in whatever case it stands.
    pub(super) fn is_word(&self, at: usize, word: &str) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|token| token.span.of(self.text).eq_ignore_ascii_case(word))
    }

    /// Whether token `at` is one of these words.
    pub(super) fn is_one_of(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.is_word(at, word))
    }

    /// The outermost quotation that token `at` belongs to.
    pub(super) fn quotation(&self, at: usize) -> Option<&Quotation> {
        let index = *self.quoted.get(at)?;
        self.quotations.get(usize::try_from(index).ok()?)
    }

    /// Whether a quotation begins at token `at`.
    pub(super) fn opens(&self, at: usize) -> bool {
        self.quotation(at)
            .is_some_and(|quotation| quotation.tokens.start == at)
    }

    /// Whether a quotation ends right before token `at`.
    pub(super) fn closed_before(&self, at: usize) -> bool {
        at > 0
            && self
                .quotation(at - 1)
                .is_some_and(|quotation| quotation.tokens.end == at)
    }

    /// The token after `at`, past the quotation that `at` stands in.
    pub(super) fn next(&self, at: usize) -> usize {
        self.quotation(at)
            .map_or(at + 1, |quotation| quotation.tokens.end)
    }

    /// The token before `at`, at the beginning of the quotation where that is the end of one.
    pub(super) fn previous(&self, at: usize) -> Option<usize> {
        let before = at.checked_sub(1)?;
        Some(
            self.quotation(before)
                .map_or(before, |quotation| quotation.tokens.start),
        )
    }

    /// The bytes of a range of tokens, which is not empty.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        Span::new(
            self.tokens[range.start].span.start,
            self.tokens[range.end - 1].span.end,
        )
    }

    /// How many words a range of tokens has.
    pub(super) fn words(&self, range: &Range<usize>) -> usize {
        self.tokens[range.clone()]
            .iter()
            .filter(|token| token.kind == Kind::Word)
            .count()
    }

    /// Whether a range of tokens has a verb or an auxiliary with tense.
    pub(super) fn has_finite(&self, range: &Range<usize>) -> bool {
        self.tags[range.clone()].iter().any(|tag| tag.finite)
    }

    /// Where `sentence` ends without its final punctuation; what a quotation encloses stays.
    pub(super) fn body_end(&self, sentence: &Range<usize>) -> usize {
        let mut end = sentence.end;
        while end > sentence.start
            && self.quotation(end - 1).is_none()
            && matches!(
                self.tokens[end - 1].kind,
                Kind::Mark('.' | '!' | '?' | '…' | ':' | ';' | ',' | '—')
            )
        {
            // The full stop of "U.S." is part of the word only where more follows; it goes too.
            end -= 1;
        }
        end
    }
}
