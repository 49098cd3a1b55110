//! The words that name a point in time.
//!
//! In: a token that may be the head of such words. Out: the [`Point`] and its tokens, with "last" and
//! the like; `date` reads dates. What stands before, such as "since", is left to `phrase`.

use std::ops::Range;

use super::{
    super::tag::Pos,
    date::{month, numeric},
    moment::{Moment, Period},
    resolve::{Point, When, Which},
    view::{View, YearNamed, is},
    word::{self, Feast, Season, Unit, Word},
};

/// A point in time and its tokens.
#[derive(Clone, Debug)]
pub(super) struct Named {
    /// What they name.
    pub(super) point: Point,
    /// Where they stand.
    pub(super) tokens: Range<usize>,
}

/// The point that has its head at `at`.
pub(super) fn point(view: View<'_>, at: usize) -> Option<Named> {
    if !matches!(
        view.reading.pos(at),
        Pos::Time
            | Pos::Proper
            | Pos::Nominal
            | Pos::Number
            | Pos::Adverb
            | Pos::Modal
            | Pos::Determiner
    ) {
        return None;
    }
    let text = view.word(at);
    if text.starts_with(|first: char| first.is_ascii_digit()) {
        return numeric(view, at);
    }
    match word::word(text)? {
        Word::Weekday(weekday) => {
            if let Some(feast) = word::feast_of(view.before(at, 1), text) {
                return named(When::Feast(feast), Which::Nearest, at - 1..at + 1);
            }
            if is(
                view.before(at, 1),
                &["a", "an", "each", "every", "most", "some", "any", "black"],
            ) {
                return None;
            }
            // "Friday, 2 May": the date tells more.
            let behind = if view.any(at + 1, &[","]) {
                at + 2
            } else {
                at + 1
            };
            let dated = (behind..behind + 2)
                .filter(|month| {
                    *month < view.end
                        && matches!(
                            word::word(view.word(*month)),
                            Some(Word::Month(_) | Word::ShortMonth(_))
                        )
                })
                .find_map(|month| point(view, month))
                .filter(|dated| {
                    dated.tokens.start == behind && !matches!(dated.point.when, When::Month(_))
                });
            if let Some(dated) = dated {
                return Some(Named {
                    tokens: at..dated.tokens.end,
                    ..dated
                });
            }
            chosen(view, When::Weekday(weekday), at..at + 1)
        }
        Word::Month(number) => month(view, at, number, false),
        Word::ShortMonth(number) => month(view, at, number, true),
        Word::Day(offset) => named(When::Away(Unit::Day, offset), Which::This, at..at + 1),
        Word::PartOfDay => {
            let offset = match view.before(at, 1) {
                before if is(before, &["this"]) => 0,
                before if is(before, &["last"]) => -1,
                _ => return None,
            };
            named(When::Away(Unit::Day, offset), Which::This, at - 1..at + 1)
        }
        Word::Unit(unit) => self::unit(view, at, unit),
        Word::Units(_) => None,
        Word::Season(season) => self::season(view, at, season),
        Word::Weekend => {
            let found = chosen(view, When::Weekend, at..at + 1)?;
            (found.tokens.start < at || is(view.before(at, 1), &["the"])).then_some(found)
        }
        Word::Half => part(view, at, When::Half),
        Word::Feast(feast) => {
            if let Some(feast) = word::feast_of(text, view.word(at + 1)) {
                return chosen(view, When::Feast(feast), at..at + 2);
            }
            let found = chosen(view, When::Feast(feast), at..at + 1)?;
            let placed = found.tokens.start < at || is(view.before(at, 1), PLACED);
            placed.then_some(found)
        }
        Word::Ago => ago(view, at),
    }
}

/// Words after which a name of a month or a feast is a time and not a person or a tree.
pub(super) const PLACED: &[&str] = &[
    "in", "since", "by", "until", "till", "before", "after", "from", "between", "through",
    "during", "of", "for", "early", "late", "mid", "around", "about", "at", "over", "to", "and",
    "-", "–", "on", "last", "this", "next",
];

pub(super) fn named(when: When, which: Which, tokens: Range<usize>) -> Option<Named> {
    let point = Point {
        when,
        which,
        end: false,
    };
    Some(Named { point, tokens })
}

pub(super) fn fixed(moment: Moment, tokens: Range<usize>) -> Option<Named> {
    named(When::Fixed(Period::of(moment)), Which::This, tokens)
}

/// With "last", "this" or "next" before it, if one stands there.
fn chosen(view: View<'_>, when: When, tokens: Range<usize>) -> Option<Named> {
    let which = match view.before(tokens.start, 1) {
        before if is(before, &["last", "past"]) => Which::Last,
        before if is(before, &["next"]) => Which::Next,
        before if is(before, &["this"]) => Which::This,
        _ => return named(when, Which::Nearest, tokens),
    };
    named(when, which, tokens.start - 1..tokens.end)
}

/// What the words behind it say of its year, else "last" and the like before it.
pub(super) fn of_a_year(
    view: View<'_>,
    when: When,
    of_year: &dyn Fn(i16) -> Option<Period>,
    tokens: Range<usize>,
) -> Option<Named> {
    match view.year_behind(tokens.end) {
        Some((YearNamed::Number(year), end)) => {
            named(When::Fixed(of_year(year)?), Which::This, tokens.start..end)
        }
        Some((YearNamed::Away(offset), end)) => named(when, Which::Year(offset), tokens.start..end),
        None => chosen(view, when, tokens),
    }
}

/// "last year", "this week", "the end of the month", "year-end", "New Year's Day"
fn unit(view: View<'_>, at: usize, unit: Unit) -> Option<Named> {
    if let Some(feast) = new_year(view, at) {
        return Some(feast);
    }
    if unit == Unit::Day {
        let feast = word::feast_of(view.before(at, 1), view.word(at))?;
        return named(When::Feast(feast), Which::Nearest, at - 1..at + 1);
    }
    if unit == Unit::Quarter
        && let Some(quarter) = part(view, at, When::Quarter)
    {
        return Some(quarter);
    }
    if view.any(at + 1, &["-"]) && view.any(at + 2, &["end"]) {
        let found = named(When::Away(unit, 0), Which::This, at..at + 3)?;
        return Some(Named {
            point: Point {
                end: true,
                ..found.point
            },
            ..found
        });
    }
    let offset = match view.before(at, 1) {
        before if is(before, &["this"]) => 0,
        before if is(before, &["last"]) => -1,
        before if is(before, &["next"]) => 1,
        // "the end of the year", "before the year is out"
        before if is(before, &["the"]) => {
            let whole = is(view.before(at, 2), &["of"]) && is(view.before(at, 3), &["end"]);
            let out = is(view.before(at, 2), &["before"]) && view.any(at + 1, &["is", "ends"]);
            if !whole && !out {
                return None;
            }
            let end = if out && view.any(at + 2, &["out", "over"]) {
                at + 3
            } else {
                at + 1
            };
            let found = named(When::Away(unit, 0), Which::This, at..end)?;
            return Some(Named {
                point: Point {
                    end: true,
                    ..found.point
                },
                ..found
            });
        }
        _ => return None,
    };
    // "the last year of the war", "its next month": somebody else's calendar.
    let foreign = offset != 0
        && is(
            view.before(at, 2),
            &["the", "'s", "’s", "his", "her", "its", "their", "our", "my"],
        );
    (!foreign)
        .then(|| named(When::Away(unit, offset), Which::This, at - 1..at + 1))
        .flatten()
}

fn new_year(view: View<'_>, at: usize) -> Option<Named> {
    if view.before(at, 1) != "New" || view.word(at) != "Year" {
        return None;
    }
    let owns = view.any(at + 1, &["'s", "’s"]);
    let (feast, end) = match view.word(at + 2) {
        "Eve" if owns => (Feast::Fixed(12, 31), at + 3),
        "Day" if owns => (Feast::Fixed(1, 1), at + 3),
        _ => (Feast::Fixed(1, 1), at + 1),
    };
    named(When::Feast(feast), Which::Nearest, at - 1..end)
}

/// "the first quarter", "the second half of 2024", "a first-half loss"
fn part(view: View<'_>, at: usize, when: fn(i8) -> When) -> Option<Named> {
    let hyphen = usize::from(view.before(at, 1) == "-");
    let start = at.checked_sub(1 + hyphen)?;
    let number = word::ordinal(view.word(start))?;
    let of_year: fn(i16, i8) -> Option<Period> = match when(number) {
        When::Half(1 | 2) => Period::half_of,
        When::Quarter(_) => Period::quarter_of,
        _ => return None,
    };
    let found = of_a_year(
        view,
        when(number),
        &|year| of_year(year, number),
        start..at + 1,
    )?;
    // Matches have halves and quarters too.
    let money = &[
        "loss", "losses", "profit", "profits", "revenue", "sales", "earnings", "results", "figures",
    ];
    let certain = found.tokens.end > at + 1
        || view.any(at + 1, money)
        || hyphen == 0
            && matches!(when(number), When::Quarter(_))
            && is(view.before(start, 1), &["the", "in"]);
    certain.then_some(found)
}

/// "last summer", "the spring of 2027", "all winter"
fn season(view: View<'_>, at: usize, season: Season) -> Option<Named> {
    let found = of_a_year(
        view,
        When::Season(season),
        &|year| Period::season(year, season),
        at..at + 1,
    )?;
    // "a fall", "to spring": English is short of words.
    let ambiguous = view.any(at, &["fall", "spring"]);
    let marked = found.point.which != Which::Nearest || matches!(found.point.when, When::Fixed(_));
    let placed = is(view.before(at, 1), &["all"])
        || is(view.before(at, 1), &["the"])
            && is(
                view.before(at, 2),
                &[
                    "in", "during", "over", "by", "since", "until", "before", "for",
                ],
            );
    // "the next spring": after what was told before.
    let told = is(view.before(found.tokens.start, 1), &["the"]) && found.point.which == Which::Next;
    ((marked || placed && !ambiguous) && !told).then_some(found)
}

/// "three years ago"
fn ago(view: View<'_>, at: usize) -> Option<Named> {
    let start = at.checked_sub(2)?;
    let count = word::number(view.word(start)).and_then(i32::checked_neg)?;
    // "more than ten years ago", "half a century ago" name no year.
    let vague = is(
        view.before(start, 1),
        &["than", "half", "over", "and", "under"],
    ) || is(view.before(start, 1), &["point", "-", "."]);
    if vague {
        return None;
    }
    let tokens = start..at + 1;
    match word::word(view.word(at - 1))? {
        Word::Unit(unit) | Word::Units(unit) => named(When::Away(unit, count), Which::This, tokens),
        Word::Season(season) => named(When::Season(season), Which::Year(count), tokens),
        _ => None,
    }
}
