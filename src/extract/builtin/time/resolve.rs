//! Where on the calendar the point lies that words name.
//!
//! In: a [`Point`], the tense of its clause, the date of publication. Out: a [`Period`], or nothing
//! where the point is relative and the date unknown or not exact enough.

use jiff::civil::{Date, Weekday};

use super::{
    moment::{Moment, Period, add},
    word::{Feast, Season, Unit},
};

/// What words say of a point in time, before it is known when they were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Point {
    /// What is named.
    pub(super) when: When,
    /// Which of those with the name.
    pub(super) which: Which,
    /// Whether only its last day is meant: "the end of March".
    pub(super) end: bool,
}

/// What is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// "2 March 2024", "2019"
    Fixed(Period),
    /// "2 March", and "22 to 23 March" as first and last day
    Days(i8, i8, i8),
    /// "March"
    Month(i8),
    /// "Monday"
    Weekday(Weekday),
    /// "the weekend"
    Weekend,
    /// "the summer"
    Season(Season),
    /// "Christmas"
    Feast(Feast),
    /// "the first quarter"
    Quarter(i8),
    /// "the first half"
    Half(i8),
    /// "last year", "three years ago"
    Away(Unit, i32),
}

/// Which of those with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// The nearest in the direction of the tense.
    Nearest,
    /// "this"
    This,
    /// "last"
    Last,
    /// "next"
    Next,
    /// "March last year", in years from that of publication
    Year(i32),
}

/// The direction in which a clause looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    /// Back from the day of publication.
    Past,
    /// Forward from it.
    Future,
}

/// The period that `point` names in an article of the day, month or year `published`.
pub(super) fn resolve(point: Point, tense: Tense, published: Option<Moment>) -> Option<Period> {
    let period = if let When::Fixed(period) = point.when {
        period
    } else {
        relative(point, tense, published?)?
    };
    Some(if point.end { period.end() } else { period })
}

fn relative(point: Point, tense: Tense, published: Moment) -> Option<Period> {
    let by_year =
        |of_year: &dyn Fn(i16) -> Option<Period>| nearest_year(point, tense, published, of_year);
    match point.when {
        When::Fixed(period) => Some(period),
        When::Away(unit, offset) => Period::unit(published, unit, offset),
        When::Weekday(day) => nearest_week(point.which, tense, published.day()?, &|date| {
            let into = i32::from(day.since(date.weekday()));
            Some(Period::of(Moment::Day(add(date, Unit::Day, into)?)))
        }),
        When::Weekend => nearest_week(point.which, tense, published.day()?, &Period::weekend),
        When::Days(month, first, last) => by_year(&|year| {
            let day = |day| Moment::new(year, Some(month), Some(day));
            Period::between(day(first)?, day(last)?)
        }),
        When::Month(month) => {
            by_year(&|year| Some(Period::of(Moment::new(year, Some(month), None)?)))
        }
        When::Season(season) => by_year(&|year| Period::season(year, season)),
        When::Feast(feast) => by_year(&|year| Period::feast(year, feast)),
        When::Quarter(number) => by_year(&|year| Period::quarter_of(year, number)),
        When::Half(number) => by_year(&|year| Period::half_of(year, number)),
    }
}

/// Leap days are up to eight years apart.
const YEARS: i16 = 8;

/// Of the periods that come once a year, the one that is meant.
fn nearest_year(
    point: Point,
    tense: Tense,
    published: Moment,
    of_year: &dyn Fn(i16) -> Option<Period>,
) -> Option<Period> {
    let year = published.first().year();
    if let Which::Year(offset) = point.which {
        return of_year(year.checked_add(i16::try_from(offset).ok()?)?);
    }
    let month = published.month()?;
    let today = (published.first(), published.last());
    // A winter has the year it begins in.
    let current = of_year(year - 1).filter(|period| period.to.last() >= month);
    if point.which == Which::This {
        return current.or_else(|| of_year(year));
    }
    // What is reported of a quarter or a half is reported when it is over.
    let over = matches!(point.when, When::Quarter(_) | When::Half(_));
    let (backward, passes) = direction(point.which, tense, over);
    (0..=YEARS + 1)
        .filter_map(|step| {
            of_year(if backward {
                year + 1 - step
            } else {
                year - 1 + step
            })
        })
        .find(|period| passes(*period, today))
}

/// Of the periods that come once a week, the one that is meant.
fn nearest_week(
    which: Which,
    tense: Tense,
    published: Date,
    of_week: &dyn Fn(Date) -> Option<Period>,
) -> Option<Period> {
    let (backward, passes) = match which {
        Which::Year(_) => return None,
        Which::This => direction(Which::Nearest, tense, false),
        which => direction(which, tense, false),
    };
    (-2..=2)
        .filter_map(|step| {
            of_week(add(
                published,
                Unit::Week,
                if backward { -step } else { step },
            )?)
        })
        .find(|period| passes(*period, (published, published)))
}

/// Whether a period will do, given the first and the last day of publication.
type Passes = fn(Period, (Date, Date)) -> bool;

/// Whether to look from later to earlier, and what to take.
fn direction(which: Which, tense: Tense, over: bool) -> (bool, Passes) {
    let has_ended: Passes = |period, today| period.to.last() < today.0;
    match (which, tense) {
        (Which::Last, _) => (true, has_ended),
        (Which::Next, _) => (false, |period, today| period.from.first() > today.1),
        (_, Tense::Past) if over => (true, has_ended),
        (_, Tense::Past) => (true, |period, today| period.from.first() <= today.1),
        (_, Tense::Future) => (false, |period, today| period.to.last() >= today.0),
    }
}
