//! Dates: what has a number in it, and months.
//!
//! In: the tokens of a content and the place of a month or of a number. Out: the point they name with
//! the words around them. Which years and days are possible is left to the calendar.

use super::{
    super::tag::Pos,
    moment::{Moment, Period},
    point::{Named, PLACED, fixed, named, of_a_year},
    resolve::{When, Which},
    view::{View, is},
    word,
};

/// "March", "2 March", "March 2-4, 2024", "the second of March"
pub(super) fn month(view: View<'_>, at: usize, month: i8, short: bool) -> Option<Named> {
    let dot = short && view.any(at + 1, &["."]);
    let mut tokens = at..at + 1 + usize::from(dot);
    let of = usize::from(is(view.before(at, 1), &["of"]));
    let day_at = at
        .checked_sub(1 + of)
        .filter(|day| view.day(*day).is_some());
    let mut days = None;
    if let Some(day_at) = day_at {
        let last = view.day(day_at)?;
        // "22 and 23 November", "5-6 May"
        let first = day_at
            .checked_sub(2)
            .filter(|_| joins(view, day_at - 1))
            .and_then(|at| view.day(at));
        tokens.start = if first.is_some() { day_at - 2 } else { day_at };
        days = Some((first.unwrap_or(last), last));
    } else if let Some(first) = view.day(tokens.end) {
        let last = view
            .day(tokens.end + 2)
            .filter(|_| joins(view, tokens.end + 1));
        // "March 2 and 3 April": the second day has a month of its own.
        let last = last.filter(|_| word::word(view.word(tokens.end + 3)).is_none());
        tokens.end += if last.is_some() { 3 } else { 1 };
        days = Some((first, last.unwrap_or(first)));
    }
    if let Some((first, last)) = days {
        return of_a_year(
            view,
            When::Days(month, first, last),
            &|year| {
                let day = |day| Moment::new(year, Some(month), Some(day));
                Period::between(day(first)?, day(last)?)
            },
            tokens,
        );
    }
    let whole = |year| Some(Period::of(Moment::new(year, Some(month), None)?));
    // "March, 2019" is a date, "In March, 2019 ..." is rare.
    let found = of_a_year(view, When::Month(month), &whole, tokens)?;
    let certain = matches!(found.point.when, When::Fixed(_)) || found.point.which != Which::Nearest;
    let placed = is(view.before(at, 1), PLACED) && (!short || dot);
    (certain || placed).then_some(found)
}

/// Whether the token at `at` joins two days.
fn joins(view: View<'_>, at: usize) -> bool {
    view.any(at, &["and", "to", "-", "–", "—"])
}

/// "2019", "2024-05-11", "31/12/2025", "the 1990s"
pub(super) fn numeric(view: View<'_>, at: usize) -> Option<Named> {
    if let Some(found) = written(view, at) {
        return Some(found);
    }
    let text = view.word(at);
    if text.len() == 5 && text.ends_with("0s") {
        let year: i16 = text[..4].parse().ok()?;
        let last = Moment::new(year.checked_add(9)?, None, None)?;
        let decade = Period::between(Moment::new(year, None, None)?, last)?;
        return (1000..=2100)
            .contains(&year)
            .then(|| named(When::Fixed(decade), Which::This, at..at + 1))
            .flatten();
    }
    let year = view.year(at)?;
    if view.any(at + 1, &["%", "-", "/"]) && view.sticks(at + 1) && view.year(at + 2).is_none() {
        return None;
    }
    let before = view.before(at, 1);
    let sure = &[
        "in", "since", "until", "till", "before", "after", "between", "during", "through", "early",
        "late", "mid",
    ];
    // "by 1950 votes", "of 2000 people"
    let counted = at + 1 < view.end
        && view.reading.pos(at + 1) == Pos::Nominal
        && view.word(at + 1).ends_with('s');
    let likely = &[
        "by", "from", "for", "to", "and", "around", "about", "-", "–", "—",
    ];
    // "the victory of 1945" dates the victory; "the end of 1945" is a time.
    let part =
        is(before, &["of"]) && is(view.before(at, 2), &["end", "start", "beginning", "middle"]);
    let recent = (1900..=2100).contains(&year) && !counted;
    (is(before, sure) || recent && (part || is(before, likely)))
        .then(|| fixed(Moment::new(year, None, None)?, at..at + 1))
        .flatten()
}

/// A date in figures alone.
fn written(view: View<'_>, at: usize) -> Option<Named> {
    let mark = view.word(at + 1);
    if !matches!(mark, "-" | "/" | ".")
        || view.word(at + 3) != mark
        || !(at + 1..at + 5).all(|at| view.sticks(at))
    {
        return None;
    }
    let number = |at: usize| view.word(at).parse::<i8>().ok();
    let (year, month, day) = if let Some(year) = view.year(at) {
        (year, number(at + 2)?, number(at + 4)?)
    } else {
        let (first, second) = (number(at)?, number(at + 2)?);
        let year = view.year(at + 4)?;
        match (first > 12, second > 12) {
            (_, true) => (year, first, second),
            (true, false) => (year, second, first),
            // The third of April or the fourth of March: nobody can tell.
            (false, false) if first != second => return None,
            (false, false) => (year, first, second),
        }
    };
    fixed(Moment::new(year, Some(month), Some(day))?, at..at + 5)
}
