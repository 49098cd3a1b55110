//! The values that a claim names.
//!
//! In: a reading and the tokens of a content. Out: each figure asserted there, as a plain decimal number with its
//! unit, in the order of the text: "£6.2m" is 6200000 GBP, "two dozen eggs" 24 eggs. Dates, times of day and vague
//! numbers ("thousands") are none.
//!
//! ```text
//! token -> numeral, decimal, currency -> figure -> not calendar -> age or unit -> quantity
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
mod noun;
mod numeral;
mod unit;

use decimal::Decimal;
use figure::{Figure, Form, figure_at};
use noun::{PERIODS, glued};
use unit::{Size, Unit};

/// How far before a claim the noun of its bare numbers may stand, in tokens.
const REMEMBERED: usize = 60;

/// What stands between "of" and a known set.
const POSSESSORS: &str = "the its his her their our";

/// A figure with what it counts, as far as its own words tell.
#[derive(Debug)]
struct Counted {
    value: Decimal,
    unit: Option<Unit>,
    /// Whether it may count what another number counts; a share of something is never of the same thing.
    borrows: bool,
    /// Whether other numbers may count what it counts: ages and shares are of one thing each.
    lends: bool,
    /// Whether it counts what the next figure counts: "two of its three filters".
    leans_on_next: bool,
}

/// The quantities of the claim with these pieces.
pub(super) fn quantities(reading: &Reading<'_>, content: &[Range<usize>]) -> Vec<Quantity> {
    let found = all(reading, content);
    let mut last = None;
    if found
        .iter()
        .any(|counted| counted.unit.is_none() && counted.borrows)
    {
        last = if is_about_votes(reading, content) {
            Some("votes".to_owned())
        } else {
            named_before(reading, content)
        };
    }
    let mut quantities: Vec<Quantity> = Vec::with_capacity(found.len());
    for counted in found {
        let unit = match counted.unit {
            Some(unit) => {
                if counted.lends {
                    last = Some(unit.lent(counted.value));
                }
                Some(unit.name)
            }
            None => last.clone().filter(|_| counted.borrows),
        };
        // "46.2 per cent, five points up": of shares, points are counted in per cent too.
        let after_share = quantities
            .last()
            .is_some_and(|last| last.unit.as_deref() == Some("%"));
        let unit = match unit {
            Some(name) if after_share && name == "points" => Some("percentage points".to_owned()),
            unit => unit,
        };
        quantities.push(Quantity {
            value: counted.value.to_string(),
            unit,
        });
    }
    quantities
}

/// Whether `at` is one of these words, which are in lower case and parted by spaces.
fn one_of(reading: &Reading<'_>, at: usize, words: &str) -> bool {
    words.split(' ').any(|word| reading.is_word(at, word))
}

/// All that is counted in these pieces.
fn all(reading: &Reading<'_>, pieces: &[Range<usize>]) -> Vec<Counted> {
    let mut found = Vec::new();
    for piece in pieces {
        let mut at = piece.start;
        while at < piece.end {
            let Some(figure) = figure_at(reading, at, piece.end) else {
                found.extend(without_figure(reading, at, piece.end));
                at += 1;
                continue;
            };
            at = figure.tokens.end;
            if !is_vague(reading, &figure) && !calendar::counts_nothing(reading, &figure, piece.end)
            {
                found.extend(counted(reading, &figure, piece.end));
            }
        }
    }
    for at in (1..found.len()).rev() {
        let (before, after) = found.split_at_mut(at);
        let (one, next): (&mut Counted, &Counted) = (&mut before[at - 1], &after[0]);
        if one.unit.is_none() && one.leans_on_next {
            one.unit.clone_from(&next.unit);
            one.lends = next.lends;
        }
    }
    found
}

/// What the last number before the claim counts.
fn named_before(reading: &Reading<'_>, content: &[Range<usize>]) -> Option<String> {
    let end = content.first()?.start;
    let before = end.saturating_sub(REMEMBERED)..end;
    let last = all(reading, &[before])
        .into_iter()
        .rev()
        .find(|counted| counted.lends)?;
    Some(last.unit?.lent(last.value))
}

/// In the report of a vote, a bare number is so many votes.
fn is_about_votes(reading: &Reading<'_>, content: &[Range<usize>]) -> bool {
    content
        .iter()
        .cloned()
        .flatten()
        .any(|at| one_of(reading, at, "vote votes voted polled ballots"))
}

/// "several hundred"
fn is_vague(reading: &Reading<'_>, figure: &Figure) -> bool {
    let back = |steps: usize, words: &str| {
        figure
            .tokens
            .start
            .checked_sub(steps)
            .is_some_and(|at| one_of(reading, at, words))
    };
    back(1, "several few many") || back(2, "several few many") && back(1, "a")
}

/// What `figure` counts; `None` where it only describes ("two-footed", "the fourth floor", "one by one").
fn counted(reading: &Reading<'_>, figure: &Figure, limit: usize) -> Option<Counted> {
    let end = figure.tokens.end;
    let known = |unit: Unit, lends| {
        Some(Counted {
            value: match unit.size {
                Size::One => figure.value,
                Size::Many(count) => figure.value.times(count)?,
                Size::Hundredth => figure.value.hundredths(),
            },
            unit: Some(unit),
            borrows: false,
            lends,
            leans_on_next: false,
        })
    };
    if age::is_age(reading, figure, limit) {
        return known(Unit::new("years"), false);
    }
    let is_one = figure.form == Form::Words && figure.value.as_whole() == Some(1);
    if is_one && is_indefinite(reading, figure)
        || figure.form == Form::Ordinal && is_name(reading, figure)
    {
        return None;
    }
    if let Some(unit) = unit::unit(reading, figure, limit) {
        let lends =
            figure.form != Form::Fraction && !matches!(&*unit.name, "%" | "times" | "°C" | "°F");
        return known(unit, lends);
    }
    let leans_on_next = joins_next(reading, end, limit);
    let describes = glued(reading, end, '-') && !leans_on_next;
    let share = figure.form == Form::Fraction;
    let of_unnamed = share && one_of(reading, end, "of the");
    // "one of the four" is one of them, "one of those" hardly a number.
    let of_number =
        leans_on_next && one_of(reading, end, "of") && one_of(reading, end + 1, POSSESSORS);
    if is_one && !of_number || describes || of_unnamed || figure.form == Form::Ordinal {
        return None;
    }
    Some(Counted {
        value: figure.value,
        unit: None,
        borrows: !share,
        lends: false,
        leans_on_next,
    })
}

/// Whether the number that ends before `end` and a next one count the same: "5 to 6", "two of its three".
fn joins_next(reading: &Reading<'_>, end: usize, limit: usize) -> bool {
    let reach = match () {
        () if one_of(reading, end, "of") => 4,
        () if one_of(reading, end, "to or and") || reading.is(end, '-') || reading.is(end, '—') => {
            3
        }
        () => return false,
    };
    (end + 1..limit.min(end + reach)).any(|at| figure_at(reading, at, limit).is_some())
}

/// "one morning", "not one of them": these count nothing.
fn is_indefinite(reading: &Reading<'_>, figure: &Figure) -> bool {
    let before = figure.tokens.start.checked_sub(1);
    let after_preposition = before.is_some_and(|at| reading.pos(at) == Pos::Preposition);
    before.is_some_and(|at| one_of(reading, at, "not no any every each this that"))
        || !after_preposition
            && one_of(
                reading,
                figure.tokens.end,
                "day morning evening night afternoon thing way another person side hand",
            )
}

/// "the 17th century", "the fourth floor": which one it is, not how many there were.
fn is_name(reading: &Reading<'_>, figure: &Figure) -> bool {
    let end = figure.tokens.end;
    reading.is(end, '-')
        || one_of(
            reading,
            end,
            "century floor quarter half place party person time street avenue amendment",
        )
}

/// What words other than numbers count: "twice", "for a week", "none of the frames".
fn without_figure(reading: &Reading<'_>, at: usize, limit: usize) -> Option<Counted> {
    let is = |at: usize, words: &str| at < limit && one_of(reading, at, words);
    let counted = |value, unit: Option<Unit>| {
        Some(Counted {
            value: Decimal::whole(value),
            borrows: unit.is_none(),
            lends: false,
            unit,
            leans_on_next: false,
        })
    };
    match reading.pos(at) {
        Pos::Adverb if is(at, "twice") => counted(2, Some(Unit::new("times"))),
        // "the bill could double", "pay double": before a noun it is a kind of thing.
        Pos::Nominal | Pos::Base | Pos::Finite | Pos::Participle
            if is(at, "double doubled doubles") =>
        {
            let before = at.checked_sub(1).map(|before| reading.pos(before));
            let of_a_thing = matches!(before, Some(Pos::Determiner | Pos::Possessive))
                || at + 1 < limit && reading.pos(at + 1) == Pos::Nominal;
            counted(2, Some(Unit::new("times"))).filter(|_| !of_a_thing)
        }
        Pos::Preposition
            if is(at, "for within than")
                && is(at + 1, "a an")
                && is(at + 2, PERIODS)
                && !is(at + 2, "second") =>
        {
            counted(1, Some(Unit::new(reading.word(at + 2))))
        }
        Pos::Nominal | Pos::Pronoun if is(at, "none") => {
            if is(at + 1, "of") && is(at + 2, POSSESSORS) {
                let noun = noun::noun(reading, at + 3, limit, false)?;
                return counted(0, Some(Unit::new(noun.name)));
            }
            let asserts = at + 1 < limit && reading.tags[at + 1].finite;
            counted(0, None).filter(|_| asserts)
        }
        _ => None,
    }
}
