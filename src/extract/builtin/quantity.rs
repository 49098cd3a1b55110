//! The values that a claim names.
//!
//! In: a reading and the tokens of a content. Out: each figure asserted there, as a plain decimal number with its
//! unit, in the order of the text: "£6.2m" is 6200000 GBP, "two dozen eggs" 24 eggs. Dates, times of day and vague
//! numbers ("thousands") are none.
//!
//! ```text
//! token -> numeral, decimal, currency -> figure -> not calendar -> unit = quantity
//! ```
//!
//! A number without a noun of its own counts what a number near it counts: "31 votes to 14".

use std::ops::Range;

use super::{reading::Reading, tag::Pos};
use crate::model::Quantity;

mod age;
mod calendar;
mod currency;
mod decimal;
mod figure;
mod numeral;
mod unit;

use decimal::Decimal;
use figure::{Figure, Form, figure_at};

/// How far before a claim the noun of its bare numbers may stand, in tokens.
const REMEMBERED: usize = 60;

/// A figure with what it counts, as far as that is known yet.
#[derive(Debug)]
struct Counted {
    value: Decimal,
    unit: Option<String>,
    /// Whether another number may count the same without saying so; ages and shares are of one thing each.
    shared: bool,
    /// Whether what the next figure counts is what this one counts: "two of its three filters".
    leans_on_next: bool,
}

/// The quantities of the claim with these pieces.
pub(super) fn quantities(reading: &Reading<'_>, content: &[Range<usize>]) -> Vec<Quantity> {
    let mut found = Vec::new();
    for piece in content {
        collect(reading, piece, &mut found);
    }
    lean_on_next(&mut found);
    let mut last = None;
    if found.iter().any(|counted| counted.unit.is_none()) {
        last = named_before(reading, content);
    }
    found
        .into_iter()
        .map(|counted| {
            if counted.unit.is_some() && counted.shared {
                last.clone_from(&counted.unit);
            }
            Quantity {
                value: counted.value.to_string(),
                unit: counted.unit.or_else(|| last.clone()),
            }
        })
        .collect()
}

/// What the last number before the claim counts.
fn named_before(reading: &Reading<'_>, content: &[Range<usize>]) -> Option<String> {
    let end = content.first()?.start;
    let mut found = Vec::new();
    collect(reading, &(end.saturating_sub(REMEMBERED)..end), &mut found);
    lean_on_next(&mut found);
    let last = found.into_iter().rev().find(|counted| counted.shared);
    last.and_then(|counted| counted.unit)
}

/// Gives numbers that lean on the next its unit, from the last to the first.
fn lean_on_next(found: &mut [Counted]) {
    for at in (1..found.len()).rev() {
        let (before, after) = found.split_at_mut(at);
        let (one, next) = (&mut before[at - 1], &after[0]);
        if one.unit.is_none() && one.leans_on_next {
            one.unit.clone_from(&next.unit);
            one.shared = next.shared;
        }
    }
}

/// Appends the figures of one piece.
fn collect(reading: &Reading<'_>, piece: &Range<usize>, found: &mut Vec<Counted>) {
    let mut at = piece.start;
    while at < piece.end {
        let Some(figure) = figure_at(reading, at, piece.end) else {
            found.extend(without_figure(reading, at, piece.end));
            at += 1;
            continue;
        };
        at = figure.tokens.end;
        if !is_vague(reading, &figure) && !calendar::counts_nothing(reading, &figure, piece.end) {
            found.extend(counted(reading, &figure, piece.end));
        }
    }
}

/// "several hundred"
fn is_vague(reading: &Reading<'_>, figure: &Figure) -> bool {
    let before = figure.tokens.start.checked_sub(1);
    let before = match before {
        Some(at) if reading.is_word(at, "a") => at.checked_sub(1),
        other => other,
    };
    before.is_some_and(|at| {
        ["several", "few", "many"]
            .iter()
            .any(|word| reading.is_word(at, word))
    })
}

fn counted(reading: &Reading<'_>, figure: &Figure, limit: usize) -> Option<Counted> {
    let one = |unit: &str| {
        Some(Counted {
            value: figure.value,
            unit: Some(unit.to_owned()),
            shared: false,
            leans_on_next: false,
        })
    };
    if age::is_age(reading, figure, limit) {
        return one("years");
    }
    let unit = unit::unit(reading, figure, limit);
    let bare = unit.is_none();
    let end = figure.tokens.end;
    let is = |at: usize, word: &str| at < limit && reading.is_word(at, word);
    if figure.form == Form::Ordinal && bare {
        return None;
    }
    if bare
        && reading.is(end, '-')
        && reading
            .tokens
            .get(end + 1)
            .is_some_and(|next| next.is_word())
        && figure_at(
            reading,
            end + 1,
            limit.max(end + 2).min(reading.tokens.len()),
        )
        .is_none()
    {
        return None;
    }
    if bare && figure.form == Form::Words && figure.value.as_whole() == Some(1) {
        return None;
    }
    let mut value = figure.value;
    let mut name = None;
    if let Some(unit) = unit {
        if unit.hundredths {
            value = value.hundredths();
        }
        name = Some(unit.name);
    }
    let range = reading.is(end, '-')
        || reading.is(end, '—')
        || is(end, "to")
        || is(end, "or")
        || is(end, "and")
        || is(end, "of");
    Some(Counted {
        value,
        shared: name
            .as_deref()
            .is_some_and(|name| name != "%" && name != "times")
            && figure.form != Form::Fraction,
        unit: name,
        leans_on_next: range,
    })
}

/// What words other than numbers count: "twice", "for a week", "none of the frames".
fn without_figure(reading: &Reading<'_>, at: usize, limit: usize) -> Option<Counted> {
    let times = |value| Counted {
        value: Decimal::whole(value),
        unit: Some("times".to_owned()),
        shared: false,
        leans_on_next: false,
    };
    match reading.pos(at) {
        Pos::Adverb if reading.is_word(at, "twice") => Some(times(2)),
        _ => {
            let _ = limit;
            None
        }
    }
}
