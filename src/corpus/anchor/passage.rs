//! The passages of an article that are most like words that do not stand in it.
//!
//! In: the article's text and the words of an annotation. Out: the nearest passage, to show; or what
//! has become of the words where an edit changed them, to take over.

use std::{collections::HashMap, ops::Range};

use similar::{Algorithm, ChangeTag, DiffOp, TextDiff, capture_diff_slices};

use crate::text::{Span, words};

/// The passage of `text` most like `quote`; `None` where not even a third of its words are near
/// one another.
pub(super) fn nearest_passage(text: &str, quote: &str) -> Option<Span> {
    let fold = |span: &Span, of: &str| span.of(of).to_lowercase();
    let wanted: Vec<String> = words(quote).iter().map(|word| fold(word, quote)).collect();
    let found = words(text);
    let width = wanted.len().min(found.len());
    if width == 0 {
        return None;
    }
    // A window as wide as the quote slides over the article; `shared` is the size of the two bags'
    // intersection, kept up to date word by word.
    let mut left: HashMap<String, isize> = HashMap::new();
    for word in &wanted {
        *left.entry(word.clone()).or_default() += 1;
    }
    let folded: Vec<String> = found.iter().map(|word| fold(word, text)).collect();
    let mut shared = 0_usize;
    let mut windows = Vec::with_capacity(folded.len());
    for (at, word) in folded.iter().enumerate() {
        if let Some(count) = left.get_mut(word) {
            shared += usize::from(*count > 0);
            *count -= 1;
        }
        if let Some(gone) = at.checked_sub(width).map(|gone| &folded[gone])
            && let Some(count) = left.get_mut(gone)
        {
            *count += 1;
            shared -= usize::from(*count > 0);
        }
        if at + 1 >= width {
            windows.push((shared, at + 1 - width));
        }
    }
    let most = windows.iter().map(|(shared, _)| *shared).max()?;
    if most * 3 < wanted.len() {
        return None;
    }
    // Among the best windows, each also without the strange words at its ends, letters decide.
    let span = |words: Range<usize>| Span::new(found[words.start].start, found[words.end - 1].end);
    let narrowed = |start: usize| {
        let shared = |at: &usize| wanted.contains(&folded[*at]);
        let first = (start..start + width).find(shared).unwrap_or(start);
        let last = (first..start + width).rfind(shared).unwrap_or(first);
        span(first..last + 1)
    };
    let best = windows
        .iter()
        .filter(|(shared, _)| *shared == most)
        .take(16)
        .flat_map(|(_, start)| [span(*start..*start + width), narrowed(*start)]);
    let best = best.max_by_key(|span| {
        (
            likeness(quote, span.of(text)),
            std::cmp::Reverse(span.start),
        )
    })?;
    Some(with_marks(text, best, quote))
}

/// How many of the characters of both stand in both, in the same order, in thousandths.
pub(super) fn likeness(quote: &str, passage: &str) -> u32 {
    (TextDiff::from_chars(quote, passage).ratio() * 1000.0) as u32
}

/// What has become of words that an edited article no longer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Successor {
    /// This passage alone is like them, and how much so, in thousandths.
    One(Span, u32),
    /// This passage alone is like them, but differs in a number or a negation, so that what was
    /// annotated may no longer hold: a question for a human.
    Changed(Span, u32),
    /// More than one passage is like them: a question for a human.
    Several,
    /// No passage is like them.
    None,
}

/// From which likeness on, in thousandths, a passage is taken for the words themselves, edited.
const ALIKE: u32 = 900;

/// How many words may have been added or removed for a passage to be found at its full width.
const SLACK: usize = 3;

/// What it is worth, in thousandths of likeness, that a passage begins or ends with the same word:
/// more than a short word that was added next to it costs.
const END: u32 = 30;

/// What has become of `quote`, which does not stand in `text`.
pub fn successor(text: &str, quote: &str) -> Successor {
    let Some((best, alike)) = edited(text, quote) else {
        return Successor::None;
    };
    let rest = [Span::new(0, best.start), Span::new(best.end, text.len())];
    match rest
        .iter()
        .any(|rest| edited(rest.of(text), quote).is_some())
    {
        true => Successor::Several,
        false if changes_the_claim(quote, best.of(text)) => Successor::Changed(best, alike),
        false => Successor::One(best, alike),
    }
}

/// Whether the wordings differ in a number or a negation.
fn changes_the_claim(before: &str, after: &str) -> bool {
    const NEGATIONS: [&str; 10] = [
        "no", "not", "never", "none", "nobody", "nothing", "neither", "nor", "without", "cannot",
    ];
    let heavy = |word: &str| {
        let word = word.to_lowercase();
        word.contains(char::is_numeric)
            || word.ends_with("n't")
            || word.ends_with("n’t")
            || NEGATIONS.contains(&word.as_str())
    };
    let diff = TextDiff::from_unicode_words(before, after);
    diff.iter_all_changes()
        .any(|change| change.tag() != ChangeTag::Equal && heavy(change.value()))
}

/// The passage of `text` most like `quote`, with all the words that have taken the place of its
/// own, and its likeness; `None` where that is too small.
fn edited(text: &str, quote: &str) -> Option<(Span, u32)> {
    let likeness = |span: Span| likeness(quote, span.of(text));
    let near = nearest_passage(text, quote)?;
    // Too far off for some words at the ends to make up for it.
    if likeness(near) < ALIKE / 2 {
        return None;
    }
    let found = words(text);
    let first = found.iter().position(|word| word.end > near.start)?;
    let last = found.iter().rposition(|word| word.start < near.end)?;
    let to = (last + SLACK).min(found.len() - 1);
    let wider = (first.saturating_sub(SLACK)..=last.min(first + SLACK)).flat_map(|start| {
        (start.max(last.saturating_sub(SLACK))..=to).map(move |end| start..end + 1)
    });
    let span = |words: &Range<usize>| {
        let span = Span::new(found[words.start].start, found[words.end - 1].end);
        with_marks(text, span, quote)
    };
    let ends = words(quote);
    let (head, tail) = (ends.first()?.of(quote), ends.last()?.of(quote));
    let is_same = |at: usize, word: &str| found[at].of(text).to_lowercase() == word.to_lowercase();
    let best = wider.max_by_key(|words| {
        let same_ends =
            u32::from(is_same(words.start, head)) + u32::from(is_same(words.end - 1, tail));
        let score = likeness(span(words)) + END * same_ends;
        (score, std::cmp::Reverse(words.start))
    })?;
    let best = span(&with_replaced_ends(text, &found, best, quote));
    let alike = likeness(best);
    (alike >= ALIKE).then_some((best, alike))
}

/// The words of a passage, widened by as many as the quote has at its ends without a counterpart:
/// they were replaced, one by one. A sentence's end is not crossed.
fn with_replaced_ends(
    text: &str,
    found: &[Span],
    passage: Range<usize>,
    quote: &str,
) -> Range<usize> {
    let fold = |span: &Span, of: &str| span.of(of).to_lowercase();
    let old: Vec<String> = words(quote).iter().map(|word| fold(word, quote)).collect();
    let new: Vec<String> = found[passage.clone()]
        .iter()
        .map(|word| fold(word, text))
        .collect();
    let same: Vec<(usize, usize, usize)> = capture_diff_slices(Algorithm::Myers, &old, &new)
        .into_iter()
        .filter_map(|op| match op {
            DiffOp::Equal {
                old_index,
                new_index,
                len,
            } => Some((old_index, new_index, len)),
            _ => None,
        })
        .collect();
    let (Some((old_start, new_start, _)), Some((old_last, new_last, len))) =
        (same.first(), same.last())
    else {
        return passage;
    };
    let within = |from: usize, to: usize| {
        !text[found[from].end..found[to].start].contains(['.', '!', '?', '\n'])
    };
    let mut start = passage.start + new_start;
    for _ in 0..*old_start {
        if start == 0 || !within(start - 1, start) {
            break;
        }
        start -= 1;
    }
    let mut end = passage.start + new_last + len;
    for _ in old_last + len..old.len() {
        if end == found.len() || !within(end - 1, end) {
            break;
        }
        end += 1;
    }
    start..end
}

/// `span` widened over the punctuation that `quote` too has at its ends, and the spaces between.
fn with_marks(text: &str, span: Span, quote: &str) -> Span {
    let is_mark = |c: &char| !c.is_alphanumeric();
    let leading = quote.chars().take_while(is_mark).count();
    let trailing = quote.chars().rev().take_while(is_mark).count();
    let before = text[..span.start].chars().rev();
    let before: usize = before
        .take(leading)
        .take_while(is_mark)
        .map(char::len_utf8)
        .sum();
    let after = text[span.end..].chars();
    let after: usize = after
        .take(trailing)
        .take_while(is_mark)
        .map(char::len_utf8)
        .sum();
    let (start, end) = (span.start - before, span.end + after);
    let spaces = |of: &str, trimmed: &str| of.len() - trimmed.len();
    let (head, tail) = (&text[start..span.start], &text[span.end..end]);
    Span::new(
        start + spaces(head, head.trim_start()),
        end - spaces(tail, tail.trim_end()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_passage_is_found_in_long_texts() {
        let text = format!(
            "{} the council cut its budget by a third {}",
            "the a by ".repeat(500),
            "a cut ".repeat(500)
        );
        let span = nearest_passage(&text, "council has cut its budgets by a third").unwrap();
        assert!(
            span.of(&text).contains("council cut its budget by a third"),
            "{}",
            span.of(&text)
        );
    }

    #[test]
    fn what_has_become_of_words() {
        let check = |quote: &str, text: &str| match successor(text, quote) {
            Successor::One(span, alike) => format!("{alike} {}", span.of(text)),
            other => format!("{other:?}"),
        };
        let quote = "The council voted to close four of its ten libraries by September";
        // A word added, removed or replaced, in the middle and at the ends.
        for now in [
            "The council has voted to close four of its ten libraries by September",
            "The council voted to close four of ten libraries by September",
            "The council voted to close four of its nine libraries by September",
            "The council voted to close four of its ten libraries by March",
            "A council voted to close four of its ten libraries by September",
            "The very council voted to close four of its ten libraries by September",
            "The council voted to close four of its ten libraries by next September",
        ] {
            let text = format!("It rained. {now}. Nobody spoke.");
            assert!(
                check(quote, &text).ends_with(now),
                "{}",
                check(quote, &text)
            );
        }
        assert_eq!(
            check(
                "« Nobody has asked any of us »",
                "He said: « Nobody asked any of us »."
            ),
            "928 « Nobody asked any of us »"
        );
        // The words behind the sentence's end are not the quote's.
        let text = "The council voted to close four of its ten libraries. Nobody spoke.";
        insta::assert_snapshot!(check("The council voted to close four of its ten libraries now", text), @"962 The council voted to close four of its ten libraries");
        let twice = format!("{quote}. {quote}.").replace("ten", "two");
        assert_eq!(check(quote, &twice), "Several");
        assert_eq!(check(quote, "Rain fell. Snow fell."), "None");
    }
}
