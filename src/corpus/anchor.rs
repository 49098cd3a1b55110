//! From verbatim words to their place in the article, and what to say where there is none.
//!
//! In: the words of an annotation and what chooses among their occurrences. Out: a [`Content`], or a
//! [`Misfit`] that names the nearest passage.

use crate::{
    model::{Content, content_at, follow},
    text::{CodePoints, Span, line_column, occurrences},
    wire::{agreed, nearest},
};

use super::file::ClaimEntry;

mod passage;

pub use passage::{Successor, successor};
use passage::{likeness, nearest_passage};

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

/// A content that has its place, or what is wrong with its spans.
pub(super) fn located(content: Content) -> Result<Content, Misfit> {
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
        Successor::One(span, _) | Successor::Changed(span, _) => Some(span),
        Successor::Several | Successor::None => nearest_passage(text, quote),
    };
    misfit.fix = match (successor, nearest) {
        (Successor::One(_, alike), _) => Some(format!(
            "changed: {} % alike; `claimsnap lint --fix` takes it over",
            alike / 10
        )),
        (Successor::Changed(_, alike), _) => Some(format!(
            "changed in a number or a negation ({} % alike), so `claimsnap lint --fix` leaves it to you",
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
    fn pieces_of_an_ignore_region_count_everywhere() {
        let pieces = Pieces(vec!["will wait".into()]);
        assert_eq!(anchor_all("a.txt", TEXT, &pieces.0).unwrap().len(), 2);
    }
}
