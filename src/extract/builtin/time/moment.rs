//! Days, months and years, and stretches of them.
//!
//! In: numbers and dates. Out: [`Moment`] and [`Period`], written as ISO 8601. All arithmetic is
//! checked: what leaves the calendar is `None`.

use std::fmt;

use jiff::{
    Span,
    civil::{Date, Weekday},
};

use super::word::{Feast, Season, Unit};

/// A day, a month or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    /// One day.
    Day(Date),
    /// A month, by its first day.
    Month(Date),
    /// A year, by its first day.
    Year(Date),
}

impl Moment {
    /// This year, month or day; `None` where the calendar has none.
    pub(super) fn new(year: i16, month: Option<i8>, day: Option<i8>) -> Option<Self> {
        let date = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok();
        let date = date.filter(|date| date.year() >= 0)?;
        Some(match (month, day) {
            (_, Some(_)) => Self::Day(date),
            (Some(_), None) => Self::Month(date),
            (None, None) => Self::Year(date),
        })
    }

    /// Its first day.
    pub(super) const fn first(self) -> Date {
        match self {
            Self::Day(date) | Self::Month(date) | Self::Year(date) => date,
        }
    }

    /// Its last day.
    pub(super) fn last(self) -> Date {
        match self {
            Self::Day(date) => date,
            Self::Month(date) => date.last_of_month(),
            Self::Year(date) => date.last_of_year(),
        }
    }

    /// The day, where it is one.
    pub(super) const fn day(self) -> Option<Date> {
        match self {
            Self::Day(date) => Some(date),
            Self::Month(_) | Self::Year(_) => None,
        }
    }

    /// The first day of the month, where it is a month or a day.
    pub(super) fn month(self) -> Option<Date> {
        match self {
            Self::Day(date) | Self::Month(date) => Some(date.first_of_month()),
            Self::Year(_) => None,
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(date) => write!(f, "{date}"),
            Self::Month(date) => write!(f, "{:04}-{:02}", date.year(), date.month()),
            Self::Year(date) => write!(f, "{:04}", date.year()),
        }
    }
}

/// From the beginning of one moment to the end of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Period {
    /// The moment it begins with.
    pub(super) from: Moment,
    /// The moment it ends with.
    pub(super) to: Moment,
}

impl Period {
    /// A single moment.
    pub(super) const fn of(moment: Moment) -> Self {
        Self {
            from: moment,
            to: moment,
        }
    }

    /// From `from` to `to`, where they are in this order.
    pub(super) fn between(from: Moment, to: Moment) -> Option<Self> {
        (from.first() <= to.last()).then_some(Self { from, to })
    }

    /// Its last day.
    pub(super) fn end(self) -> Self {
        Self::of(Moment::Day(self.to.last()))
    }

    /// The month of `date` and the two behind it.
    fn quarter(date: Date) -> Option<Self> {
        let from = date.first_of_month();
        let to = add(from, Unit::Month, 2)?;
        Self::between(Moment::Month(from), Moment::Month(to))
    }

    /// The season that begins in `year`.
    pub(super) fn season(year: i16, season: Season) -> Option<Self> {
        let month = match season {
            Season::Spring => 3,
            Season::Summer => 6,
            Season::Autumn => 9,
            Season::Winter => 12,
        };
        Self::quarter(Moment::new(year, Some(month), None)?.first())
    }

    /// The `number`th quarter of `year`.
    pub(super) fn quarter_of(year: i16, number: i8) -> Option<Self> {
        let month = number.checked_mul(3)?.checked_sub(2)?;
        Self::quarter(Moment::new(year, Some(month), None)?.first())
    }

    /// The `number`th half of `year`.
    pub(super) fn half_of(year: i16, number: i8) -> Option<Self> {
        let from = number.checked_mul(6)?.checked_sub(5)?;
        let first = Moment::new(year, Some(from), None)?;
        Self::between(first, Moment::Month(add(first.first(), Unit::Month, 5)?))
    }

    /// This feast in `year`.
    pub(super) fn feast(year: i16, feast: Feast) -> Option<Self> {
        let date = match feast {
            Feast::Fixed(month, day) => Date::new(year, month, day).ok()?,
            Feast::Easter(days) => add(easter(year)?, Unit::Day, days)?,
            Feast::Nth(month, nth, weekday) => Date::new(year, month, 1)
                .ok()?
                .nth_weekday_of_month(nth, weekday)
                .ok()?,
        };
        Some(Self::of(Moment::Day(date)))
    }

    /// Saturday and Sunday of the week of `date`.
    pub(super) fn weekend(date: Date) -> Option<Self> {
        let saturday = add(monday(date)?, Unit::Day, 5)?;
        let sunday = add(saturday, Unit::Day, 1)?;
        Self::between(Moment::Day(saturday), Moment::Day(sunday))
    }

    /// The `unit` that lies `offset` units from the one of `moment`; `None` where `moment` is not
    /// exact enough to tell.
    pub(super) fn unit(moment: Moment, unit: Unit, offset: i32) -> Option<Self> {
        match unit {
            Unit::Day => Some(Self::of(Moment::Day(add(moment.day()?, unit, offset)?))),
            Unit::Week => {
                let from = add(monday(moment.day()?)?, unit, offset)?;
                Self::between(Moment::Day(from), Moment::Day(add(from, Unit::Day, 6)?))
            }
            Unit::Month => Some(Self::of(Moment::Month(add(moment.month()?, unit, offset)?))),
            Unit::Quarter => {
                let month = moment.month()?;
                let into = i32::from((month.month() - 1) % 3);
                Self::quarter(add(
                    month,
                    Unit::Month,
                    offset.checked_mul(3)?.checked_sub(into)?,
                )?)
            }
            Unit::Year | Unit::Decade => {
                let year = moment.first().first_of_year();
                Some(Self::of(Moment::Year(add(year, unit, offset)?)))
            }
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.from == self.to {
            return write!(f, "{}", self.from);
        }
        write!(f, "{}/{}", self.from, self.to)
    }
}

/// `date` and so many units; `None` beyond the years 0 to 9999.
pub(super) fn add(date: Date, unit: Unit, count: i32) -> Option<Date> {
    let span = match unit {
        Unit::Day => Span::new().try_days(count),
        Unit::Week => Span::new().try_weeks(count),
        Unit::Month => Span::new().try_months(count),
        Unit::Quarter => Span::new().try_months(count.checked_mul(3)?),
        Unit::Year => Span::new().try_years(count),
        Unit::Decade => Span::new().try_years(count.checked_mul(10)?),
    };
    let sum = date.checked_add(span.ok()?).ok()?;
    (sum.year() >= 0).then_some(sum)
}

fn monday(date: Date) -> Option<Date> {
    let into = i32::from(date.weekday().since(Weekday::Monday));
    add(date, Unit::Day, -into)
}

/// Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8).
fn easter(year: i16) -> Option<Date> {
    let year = i32::from(year);
    let a = year % 19;
    let (b, c) = (year / 100, year % 100);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - b / 4 - g + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let sum = h + l - 7 * m + 114;
    let month = i8::try_from(sum / 31).ok()?;
    let day = i8::try_from(sum % 31 + 1).ok()?;
    Date::new(i16::try_from(year).ok()?, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(year: i16, feast: Feast, expected: &str) {
        assert_eq!(Period::feast(year, feast).unwrap().to_string(), expected);
    }

    #[test]
    fn movable_feasts() {
        check(2026, Feast::Easter(0), "2026-04-05");
        check(2024, Feast::Easter(-2), "2024-03-29");
        check(2025, Feast::Nth(11, 4, Weekday::Thursday), "2025-11-27");
        check(2025, Feast::Nth(5, -1, Weekday::Monday), "2025-05-26");
    }

    #[test]
    fn the_calendar_ends() {
        assert_eq!(Moment::new(2025, Some(2), Some(31)), None);
        assert_eq!(Period::season(9999, Season::Winter), None);
        let last = Moment::new(9999, Some(12), Some(31)).unwrap();
        for unit in [
            Unit::Day,
            Unit::Week,
            Unit::Month,
            Unit::Quarter,
            Unit::Year,
            Unit::Decade,
        ] {
            assert_eq!(Period::unit(last, unit, 1), None);
            assert_eq!(Period::unit(last, unit, i32::MIN), None);
        }
    }
}
