//! The values that a claim names.
//!
//! In: a reading and the tokens of a content. Out: each figure asserted there, as a plain decimal number with its
//! unit, in the order of the text: "£6.2m" is 6200000 GBP, "two dozen eggs" 24 eggs. Dates, times of day and vague
//! numbers ("thousands") are none.
//!
//! ```text
//! token -> numeral, decimal, currency -> spelt, figure -> not calendar -> age or unit -> quantity
//! ```
//!
//! A number without a noun of its own counts what a number near it counts: "31 votes to 14".

use std::ops::Range;

use super::{reading::Reading, tag::Pos, token::Gap};
use crate::model::Quantity;

mod age;
mod calendar;
mod currency;
mod decimal;
mod figure;
mod noun;
mod numeral;
mod spelt;
mod unit;

use decimal::Decimal;
use figure::{Figure, Form, figure_at};
use noun::{PERIODS, glued};
use unit::{Size, Unit};

/// How far before a claim the noun of its bare numbers may stand, in tokens.
const REMEMBERED: usize = 60;

/// What follows in a longer content is left out: it is a table, and several claims may have it in common.
const LONGEST: usize = 500;

/// What stands between "of" and a known set.
const POSSESSORS: &str = "the its his her their our";

/// A figure with what it counts, as far as its own words tell.
#[derive(Debug)]
struct Counted {
    value: Decimal,
    /// Whether it is below zero.
    negative: bool,
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
            value: format!(
                "{}{}",
                if counted.negative { "-" } else { "" },
                counted.value
            ),
            unit,
        });
    }
    quantities
}

/// Whether `at` is one of these words, which are in lower case and parted by spaces.
fn one_of(reading: &Reading<'_>, at: usize, words: &str) -> bool {
    let Some(token) = reading.tokens.get(at) else {
        return false;
    };
    let token = token.span.of(reading.text).as_bytes();
    // Byte by byte, because for such short words that is faster than a search.
    let mut words = words.as_bytes().split(|byte| *byte == b' ');
    words.any(|word| word.len() == token.len() && word.eq_ignore_ascii_case(token))
}

/// All that is counted in these pieces.
fn all(reading: &Reading<'_>, pieces: &[Range<usize>]) -> Vec<Counted> {
    let mut found = Vec::new();
    let mut left = LONGEST;
    for piece in pieces {
        let end = piece.end.min(piece.start + left);
        left -= end - piece.start;
        let mut at = piece.start;
        while at < end {
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
        .take(LONGEST)
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
    let negative = is_negative(reading, figure);
    let known = |unit: Unit, lends| {
        Some(Counted {
            value: match unit.size {
                Size::One => figure.value,
                Size::Many(count) => figure.value.times(count)?,
                Size::Hundredth => figure.value.hundredths(),
            },
            negative,
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
        negative,
        unit: None,
        borrows: !share,
        lends: false,
        leans_on_next,
    })
}

/// "minus 5", "−5"; the hyphen of "3-5" is no sign.
fn is_negative(reading: &Reading<'_>, figure: &Figure) -> bool {
    let at = figure.tokens.start;
    let Some(before) = at.checked_sub(1) else {
        return false;
    };
    let sign = (reading.is(before, '-') || reading.is(before, '−'))
        && reading.tokens[at].gap == Gap::None
        && reading.tokens[before].gap > Gap::None;
    sign || reading.is_word(before, "minus")
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
    // Every word of an article comes by here.
    if !matches!(
        reading.word(at).as_bytes(),
        [
            b'd' | b'D' | b'f' | b'F' | b'n' | b'N' | b't' | b'T' | b'w' | b'W',
            ..
        ]
    ) {
        return None;
    }
    let is = |at: usize, words: &str| at < limit && one_of(reading, at, words);
    let counted = |value, unit: Option<Unit>| {
        Some(Counted {
            value: Decimal::whole(value),
            negative: false,
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The quantities of `text` as one claim, each as "value unit".
    fn found(text: &str) -> Vec<String> {
        let reading = Reading::new(text);
        let content: Vec<_> = std::iter::once(0..reading.tokens.len()).collect();
        let shown = |quantity: Quantity| match quantity.unit {
            Some(unit) => format!("{} {unit}", quantity.value),
            None => quantity.value,
        };
        quantities(&reading, &content)
            .into_iter()
            .map(shown)
            .collect()
    }

    fn check(text: &str, expected: &str) {
        assert_eq!(found(text).join("; "), expected, "{text}");
    }

    #[test]
    fn multipliers() {
        check("The mill cost £6.2m.", "6200000 GBP");
        check("It made $2.18 billion.", "2180000000 USD");
        check("They sold 3½ million bricks.", "3500000 bricks");
        check(
            "A cloud of 2 × 10¹⁵ kilograms formed.",
            "2000000000000000 kilograms",
        );
        check("It is worth 30m crowns.", "30000000 crowns");
    }

    #[test]
    fn words() {
        check("She bought two dozen eggs.", "24 eggs");
        check("Forty-one people fell ill.", "41 people");
        check("Two hundred and five boats sank.", "205 boats");
        check("He owed half a million pounds.", "500000 GBP");
        check("It took two and a half hours.", "2.5 hours");
        check("It rained for half a century.", "50 years");
    }

    #[test]
    fn notations() {
        check("It weighs 12cwt 2qr.", "12 cwt; 2 qr");
        check("The track is 1.234,5 km long.", "1234.5 km");
        check("A seat costs 12,50 euros.", "12.50 EUR");
        check("It has 30 000 members.", "30000 members");
        check("It lost 312\u{202f}000 euros.", "312000 EUR");
        check("The air held 388 µg/m³ of soot.", "388 µg/m³");
    }

    #[test]
    fn money() {
        check("It fell to US$5.", "5 USD");
        check("A stamp costs 41 cents.", "0.41 USD");
        check("A bun was 50p.", "0.50 GBP");
        check("They pay $14 a box.", "14 USD a box");
        check("The rent is 300 CHF.", "300 CHF");
    }

    #[test]
    fn shares() {
        check("Rents rose by 4.9%.", "4.9 %");
        check("Rents rose by 1.5 per cent.", "1.5 %");
        check("Half of the rafts were lost.", "0.5 of the rafts");
        check(
            "Two thirds of the voters stayed away.",
            "0.6667 of the voters",
        );
        check("Four out of five homes leak.", "0.8 of the homes");
        check("1 in 10 patients waits.", "0.1 of the patients");
        check(
            "Turnout was 46 per cent, five points up.",
            "46 %; 5 percentage points",
        );
    }

    #[test]
    fn ranges() {
        check("It will cost $10,500-$11,000.", "10500 USD; 11000 USD");
        check("It takes five to six weeks.", "5 weeks; 6 weeks");
        check("Spending will be 5%-6% of sales.", "5 %; 6 %");
    }

    #[test]
    fn units_are_shared() {
        check("The motion passed by 31 votes to 14.", "31 votes; 14 votes");
        check(
            "Four of its eleven libraries closed.",
            "4 libraries; 11 libraries",
        );
        check("It won on a 3-2 vote.", "3 votes; 2 votes");
    }

    #[test]
    fn nouns_keep_their_kind_alone() {
        check("They dug eleven trial pits.", "11 trial pits");
        check("The seven remaining branches closed.", "7 branches");
        check("Six crew members drowned.", "6 crew members");
        check("The road is seven miles long.", "7 miles");
        check("It recalled 900 electric-bike batteries.", "900 batteries");
        check("They work ten hours a week.", "10 hours a week");
    }

    #[test]
    fn hyphens() {
        check("They agreed a 30-day truce.", "30 days");
        check("A six-year-old boy fell.", "6 years");
        check("It was a two-footed player.", "");
    }

    #[test]
    fn ages() {
        check("Ann Lee, 68, left.", "68 years");
        check("He died aged 68.", "68 years");
        check("Yesterday she was nine.", "9 years");
        check("At 16 she left.", "16 years");
    }

    #[test]
    fn ordinals() {
        check("The war is in its fourth year.", "4 year");
        check("He lives on the fourth floor.", "");
        check("They stole a 17th-century bell.", "");
    }

    #[test]
    fn times() {
        check("He was fined twice.", "2 times");
        check("The bill could double.", "2 times");
        check("It cost four times as much.", "4 times");
    }

    #[test]
    fn none_is_zero() {
        check("None of the frames broke.", "0 frames");
        check("Nobody came.", "");
    }

    #[test]
    fn dates_and_times_of_day_count_nothing() {
        check("It closed on 3 May 2019.", "");
        check("It closed on Nov. 22 and 23.", "");
        check("It closed in 1987 under a 1950 decree.", "");
        check("It sails at 23 h 15 or at 5:52 a.m.", "");
        check("The ferry left at 11.40.", "");
        check("It opens at six in the morning.", "");
        check("It was on 2025-09-16.", "");
    }

    #[test]
    fn names_and_vague_numbers_count_nothing() {
        check("They joined Local 88.", "");
        check("It is on page 3.", "");
        check("Thousands of fish and several hundred eels died.", "");
        check("One by one they left.", "");
    }

    #[test]
    fn below_zero() {
        check("It was minus 5°C.", "-5 °C");
        check("It was −5°C.", "-5 °C");
    }

    #[test]
    fn a_bare_number_counts_what_was_counted_before_the_claim() {
        let text = "The list won 94 seats. It needs 87.";
        let reading = Reading::new(text);
        let claim = 6..reading.tokens.len();
        let unit = quantities(&reading, &[claim])[0].unit.clone();
        assert_eq!(unit.as_deref(), Some("seats"));
    }

    #[test]
    fn what_does_not_fit_is_left_out() {
        check(&format!("It has {} members.", "9".repeat(10_000)), "");
        check("It has 2 × 10⁹⁹⁹⁹⁹ members.", "");
    }

    #[test]
    fn long_rows_of_numbers_take_linear_time() {
        for unit in ["300 ", "a hundred ", "2 of 3 ", "5 km/", "one in ", "10¹"] {
            found(&unit.repeat(4_000));
        }
    }

    #[test]
    fn tables_are_cut_off() {
        assert_eq!(found(&"1 km ".repeat(10_000)).len(), LONGEST / 2);
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_fault(text in "\\PC{0,200}") {
            found(&text);
        }

        #[test]
        fn any_figures_are_read_without_a_fault(words in prop::collection::vec(prop::sample::select(vec![
            "1", "999999999999999999999999", "0.5", "1,204", "3½", "½", "10", "×", "¹⁵", "2019", "two", "twenty", "hundred", "trillion",
            "dozen", "half", "third", "thirds", "a", "an", "and", "of", "the", "to", "in", "out", "every", "none", "twice", "double",
            "for", "week", "per", "cent", "%", "£", "$", "€", "US", "p", "m", "km", "/", "-", "—", ",", ".", ":", "°", "C", "aged",
            "at", "is", "Ann", "May", "minus", "−", "people", "votes", "crowns", "\n\n",
        ]), 0..60), spaced in any::<bool>()) {
            found(&words.join(if spaced { " " } else { "" }));
        }
    }
}
