//! From verbatim words to their place in the article, and what to say where there is none.
//!
//! In: the words of an annotation and what chooses among their occurrences. Out: a [`Content`], or a
//! [`Misfit`] that names the nearest passage.

use std::{collections::HashMap, ops::Range};

use similar::{Algorithm, DiffOp, TextDiff, capture_diff_slices};

use crate::{
    model::{Content, content_at, follow},
    text::{CodePoints, Span, line_column, occurrences, words},
    wire::{agreed, nearest},
};

use super::file::ClaimEntry;

/// Why words have no single place in an article.
#[derive(Debug, PartialEq, Eq)]
pub struct Misfit {
    /// What is wrong, in one line.
    pub message: String,
    /// What stands at the words.
    pub label: String,
    /// How to mend it, one item a line.
    pub help: Vec<String>,
    /// The piece at fault, of a discontinuous quote.
    pub piece: usize,
    /// What `claimsnap lint --fix` makes of it, where it stands in a case file.
    pub fix: Option<String>,
}

/// The one place in `text` that `entry` means.
pub fn anchor(
    path: &str,
    text: &str,
    points: &CodePoints<'_>,
    entry: &ClaimEntry,
) -> Result<Content, Misfit> {
    let pieces = match (&entry.quote, &entry.spans) {
        (Some(quote), None) => quote.0.as_slice(),
        (Some(quote), Some(spans)) => {
            return located(agreed(text, points, &quote.0, spans));
        }
        (None, Some(spans)) => return located(content_at(points, spans)),
        (None, None) => match &entry.text {
            Some(words) => return Ok(Content::Words(words.clone())),
            None => {
                let mut misfit = misfit("the claim has neither `quote` nor `text`", "this claim");
                misfit
                    .help
                    .push("add `quote` with the article's words, verbatim".to_owned());
                return Err(misfit);
            }
        },
    };
    let fits = fits(text, pieces);
    if fits.is_empty() {
        return Err(missing(path, text, pieces));
    }
    let before = |fit: &Vec<Span>| before(text, fit, entry.prefix.as_deref());
    let after = |fit: &Vec<Span>| after(text, fit, entry.suffix.as_deref());
    let chosen: Vec<&Vec<Span>> = fits
        .iter()
        .filter(|fit| before(fit) && after(fit))
        .collect();
    match (chosen.as_slice(), entry.occurrence) {
        ([], _) => {
            let mut misfit = misfit(
                "no occurrence of the quote has this `prefix` and `suffix` around it",
                "this quote",
            );
            misfit.help = fits
                .iter()
                .map(|fit| shown_around(path, text, fit))
                .collect();
            Err(misfit)
        }
        (chosen, Some(number)) => match chosen.get(number.wrapping_sub(1)) {
            Some(fit) => Ok(Content::Located((*fit).clone())),
            None => {
                let message = format!(
                    "occurrence {number} was asked for, and the quote stands in the article {}",
                    times(chosen.len())
                );
                let mut misfit = misfit(&message, "this quote");
                let shown = chosen.iter().take(5);
                misfit.help = shown.map(|fit| shown_around(path, text, fit)).collect();
                Err(misfit)
            }
        },
        ([fit], None) => Ok(Content::Located((*fit).clone())),
        (chosen, None) => {
            let mut misfit = misfit(
                &format!("the quote stands in the article {}", times(chosen.len())),
                "which of them is meant?",
            );
            misfit.help =
                vec!["say which with `prefix`, `suffix` or `occurrence` (from 1):".to_owned()];
            misfit.help.extend(
                chosen
                    .iter()
                    .take(5)
                    .map(|fit| shown_around(path, text, fit)),
            );
            Err(misfit)
        }
    }
}

/// The place of `pieces` nearest to the claim at `near`.
pub fn anchor_near(
    path: &str,
    text: &str,
    pieces: &[String],
    near: &[Span],
) -> Result<Content, Misfit> {
    match nearest(text, pieces.to_vec(), near) {
        content @ Content::Located(_) => Ok(content),
        _ => Err(missing(path, text, pieces)),
    }
}

/// Every place of `pieces`.
pub fn anchor_all(path: &str, text: &str, pieces: &[String]) -> Result<Vec<Span>, Misfit> {
    let fits = fits(text, pieces);
    if fits.is_empty() {
        Err(missing(path, text, pieces))
    } else {
        Ok(fits.concat())
    }
}

/// Which occurrence of `pieces`, from 1, stands at `spans`; `None` where there is but one, or none there.
pub fn occurrence(text: &str, pieces: &[String], spans: &[Span]) -> Option<usize> {
    let fits = fits(text, pieces);
    let at = fits.iter().position(|fit| fit == spans)?;
    (fits.len() > 1).then_some(at + 1)
}

fn fits(text: &str, pieces: &[String]) -> Vec<Vec<Span>> {
    let starts = pieces.first().into_iter();
    starts
        .flat_map(|first| occurrences(text, first))
        .filter_map(|start| follow(text, pieces, start))
        .collect()
}

fn misfit(message: &str, label: &str) -> Misfit {
    Misfit {
        message: message.to_owned(),
        label: label.to_owned(),
        help: Vec::new(),
        piece: 0,
        fix: None,
    }
}

fn located(content: Content) -> Result<Content, Misfit> {
    let Content::Ungrounded(ungrounded) = content else {
        return Ok(content);
    };
    let mut misfit = misfit("the spans do not fit the article", "these spans");
    misfit.help.push(
        match (ungrounded.found.as_slice(), ungrounded.quote.as_slice()) {
            ([], _) => "spans are half-open, count code points, and stand in order without overlap"
                .to_owned(),
            (found, _) => format!("the article has `{}` there", found.join(" … ")),
        },
    );
    Err(misfit)
}

fn before(text: &str, fit: &[Span], prefix: Option<&str>) -> bool {
    let left = text[..fit[0].start].trim_end();
    prefix.is_none_or(|prefix| left.ends_with(prefix.trim_end()))
}

fn after(text: &str, fit: &[Span], suffix: Option<&str>) -> bool {
    let right = text[fit[fit.len() - 1].end..].trim_start();
    suffix.is_none_or(|suffix| right.starts_with(suffix.trim_start()))
}

fn times(count: usize) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        count => format!("{count} times"),
    }
}

/// The place of a fit and some words around it.
fn shown_around(path: &str, text: &str, fit: &[Span]) -> String {
    let (start, end) = (fit[0].start, fit[fit.len() - 1].end);
    let from = text.floor_char_boundary(start.saturating_sub(24));
    let to = text.ceil_char_boundary((end + 24).min(text.len()));
    format!(
        "{}: …{}…",
        place(path, text, start),
        text[from..to].replace('\n', " ")
    )
}

fn place(path: &str, text: &str, at: usize) -> String {
    let (line, column) = line_column(text, at);
    format!("{path}:{line}:{column}")
}

/// What to say of `pieces` that do not all stand in the article in order.
fn missing(path: &str, text: &str, pieces: &[String]) -> Misfit {
    let piece = pieces
        .iter()
        .position(|piece| !text.contains(piece.as_str()));
    let Some(piece) = piece else {
        let mut misfit = misfit(
            "the pieces of the quote overlap or stand in another order",
            "these pieces",
        );
        misfit
            .help
            .push("list the pieces in the article's order, without overlap".to_owned());
        return misfit;
    };
    let quote = &pieces[piece];
    let mut misfit = misfit("the quote does not stand in the article", "these words");
    misfit.piece = piece;
    let successor = successor(text, quote);
    let nearest = match successor {
        Successor::One(span, _) => Some(span),
        Successor::Several | Successor::None => nearest_passage(text, quote),
    };
    misfit.fix = match (successor, nearest) {
        (Successor::One(_, alike), _) => Some(format!(
            "changed: {} % alike; `claimsnap lint --fix` takes it over",
            alike / 10
        )),
        (Successor::Several, _) => Some(
            "more than one passage is like it, so `claimsnap lint --fix` leaves it to you"
                .to_owned(),
        ),
        (Successor::None, Some(nearest)) => Some(format!(
            "only {} % alike, so `claimsnap lint --fix` leaves it to you",
            likeness(quote, nearest.of(text)) / 10
        )),
        (Successor::None, None) => None,
    };
    if let Some(nearest) = nearest {
        let there = place(path, text, nearest.start);
        misfit
            .help
            .push(format!("the nearest passage, at {there}, is"));
        misfit.help.push(nearest.of(text).replace('\n', " "));
    } else {
        misfit.help.push(format!(
            "nothing in {path} is like it: quote the article's words verbatim"
        ));
    }
    misfit
}

/// The passage of `text` most like `quote`; `None` where not even a third of its words are near
/// one another.
pub fn nearest_passage(text: &str, quote: &str) -> Option<Span> {
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
fn likeness(quote: &str, passage: &str) -> u32 {
    (TextDiff::from_chars(quote, passage).ratio() * 1000.0) as u32
}

/// What has become of words that an edited article no longer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Successor {
    /// This passage alone is like them, and how much so, in thousandths.
    One(Span, u32),
    /// More than one passage is like them: a question for a human.
    Several,
    /// No passage is like them.
    None,
}

/// From which likeness on, in thousandths, a passage is taken for the words themselves, edited.
const ALIKE: u32 = 900;

/// How many words may have been added or removed for a passage to be found at its full width.
const SLACK: usize = 3;

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
        false => Successor::One(best, alike),
    }
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
    let best = wider.max_by_key(|words| (likeness(span(words)), std::cmp::Reverse(words.start)))?;
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

/// `span` widened over the punctuation that `quote` too has at its ends.
fn with_marks(text: &str, span: Span, quote: &str) -> Span {
    let is_mark = |c: &char| !c.is_alphanumeric() && !c.is_whitespace();
    let leading = quote.chars().take_while(is_mark).count();
    let trailing = quote.chars().rev().take_while(is_mark).count();
    let before: usize = text[..span.start]
        .chars()
        .rev()
        .take(leading)
        .take_while(is_mark)
        .map(char::len_utf8)
        .sum();
    let after: usize = text[span.end..]
        .chars()
        .take(trailing)
        .take_while(is_mark)
        .map(char::len_utf8)
        .sum();
    Span::new(span.start - before, span.end + after)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Pieces;

    const TEXT: &str = "He said “we will wait” and left.\nShe said they will wait until May.";

    fn check(entry: &str) -> String {
        let entry: ClaimEntry = serde_json::from_str(entry).unwrap();
        match anchor("a.txt", TEXT, &CodePoints::new(TEXT), &entry) {
            Ok(content) => format!("{:?}", content.spans()),
            Err(misfit) => format!(
                "{} [{}] {}",
                misfit.message,
                misfit.piece,
                misfit.help.join(" / ")
            ),
        }
    }

    #[test]
    fn what_chooses_among_occurrences() {
        let at = |start| format!("{:?}", [Span::new(start, start + 9)]);
        assert_eq!(
            check(r#"{"quote":"will wait","occurrence":2}"#),
            at(TEXT.rfind("will wait").unwrap())
        );
        assert_eq!(
            check(r#"{"quote":"will wait","prefix":"they "}"#),
            at(TEXT.rfind("will wait").unwrap())
        );
        assert_eq!(
            check(r#"{"quote":"will wait","suffix":"”"}"#),
            at(TEXT.find("will wait").unwrap())
        );
    }

    #[test]
    fn what_does_not_fit_is_explained() {
        insta::assert_snapshot!(check(r#"{"quote":"will wait"}"#), @"the quote stands in the article twice [0] say which with `prefix`, `suffix` or `occurrence` (from 1): / a.txt:1:13: …He said “we will wait” and left. She said t… / a.txt:2:15: …and left. She said they will wait until May.…");
        insta::assert_snapshot!(check(r#"{"quote":"will wait","occurrence":3}"#), @"occurrence 3 was asked for, and the quote stands in the article twice [0] a.txt:1:13: …He said “we will wait” and left. She said t… / a.txt:2:15: …and left. She said they will wait until May.…");
        insta::assert_snapshot!(check(r#"{"quote":"will wait","prefix":"nobody"}"#), @"no occurrence of the quote has this `prefix` and `suffix` around it [0] a.txt:1:13: …He said “we will wait” and left. She said t… / a.txt:2:15: …and left. She said they will wait until May.…");
        insta::assert_snapshot!(check(r#"{"quote":"“we shall wait”"}"#), @"the quote does not stand in the article [0] the nearest passage, at a.txt:1:9, is / “we will wait”");
        insta::assert_snapshot!(check(r#"{"quote":["until May","they will"]}"#), @"the pieces of the quote overlap or stand in another order [0] list the pieces in the article's order, without overlap");
        insta::assert_snapshot!(check(r#"{"quote":["they","until June"]}"#), @"the quote does not stand in the article [1] the nearest passage, at a.txt:2:25, is / until");
        insta::assert_snapshot!(check(r#"{"quote":"nothing of the kind"}"#), @"the quote does not stand in the article [0] nothing in a.txt is like it: quote the article's words verbatim");
        insta::assert_snapshot!(check(r#"{}"#), @"the claim has neither `quote` nor `text` [0] add `quote` with the article's words, verbatim");
        insta::assert_snapshot!(check(r#"{"spans":[[3,999]]}"#), @"the spans do not fit the article [0] spans are half-open, count code points, and stand in order without overlap");
        insta::assert_snapshot!(check(r#"{"quote":"He","spans":[[3,7]]}"#), @"the spans do not fit the article [0] the article has `said` there");
    }

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
        ] {
            let text = format!("It rained. {now}. Nobody spoke.");
            assert!(
                check(quote, &text).ends_with(now),
                "{}",
                check(quote, &text)
            );
        }
        // The words behind the sentence's end are not the quote's.
        let text = "The council voted to close four of its ten libraries. Nobody spoke.";
        insta::assert_snapshot!(check("The council voted to close four of its ten libraries now", text), @"");
        let twice = format!("{quote}. {quote}.").replace("ten", "two");
        assert_eq!(check(quote, &twice), "Several");
        assert_eq!(check(quote, "Rain fell. Snow fell."), "None");
    }

    #[test]
    fn pieces_of_an_ignore_region_count_everywhere() {
        let pieces = Pieces(vec!["will wait".into()]);
        assert_eq!(anchor_all("a.txt", TEXT, &pieces.0).unwrap().len(), 2);
    }
}
