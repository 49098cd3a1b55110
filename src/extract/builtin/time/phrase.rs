//! Phrases of time: a point, or two, with what stands before.
//!
//! In: a reading and a token. Out: the [`Phrase`] whose first point has its head there, and the
//! [`Period`] that the asserted thing takes by it.

use std::ops::Range;

use super::{
    moment::{Moment, Period},
    point::{Named, point},
    resolve::{Point, Tense, When, Which, resolve},
    view::{View, is},
};

/// Words that name when.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    /// How it lies to the point.
    pub(super) relation: Relation,
    /// The point.
    from: Point,
    /// The second one: "between 2019 and 2021".
    to: Option<Point>,
    /// Its tokens.
    pub(super) tokens: Range<usize>,
}

/// How something lies to a point in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    /// In it, on it, by it.
    At,
    /// From it on until now.
    Since,
    /// From now on until it comes.
    Before,
    /// When it is over.
    After,
    /// From now on, as long as it has not come.
    Until,
    /// "have until": no later than.
    Deadline,
    /// From it on.
    From,
    /// From one point to another.
    Between,
}

/// The phrase whose first point has its head at `at`.
pub(super) fn phrase(view: View<'_>, at: usize) -> Option<Phrase> {
    let Named {
        point: mut from,
        tokens,
    } = point(view, at)?;
    let Range { mut start, mut end } = tokens;
    // "in the early 1990s", "by the end of next year", "since at least 2019"
    loop {
        let before = view.before(start, 1);
        let back = match () {
            () if is(
                before,
                &["the", "early", "late", "mid", "-", "about", "around"],
            ) =>
            {
                1
            }
            () if is(before, &["least"]) && is(view.before(start, 2), &["at"]) => 2,
            () if is(before, &["of"]) && is(view.before(start, 2), &["end"]) => {
                from.end = true;
                2
            }
            () if is(before, &["of"])
                && is(
                    view.before(start, 2),
                    &["start", "beginning", "middle", "most", "hours"],
                ) =>
            {
                2
            }
            () => break,
        };
        start -= back;
    }
    // "the year to February", "June and July" behind something else: the half of a range.
    let joined = is(view.before(start, 1), &["to", "and"]);
    if joined && matches!(from.when, When::Month(_) | When::Fixed(_)) {
        return None;
    }
    let relation = match view.before(start, 1) {
        before if is(before, &["since"]) => Relation::Since,
        before if is(before, &["before"]) => Relation::Before,
        before if is(before, &["after"]) => Relation::After,
        before if is(before, &["until", "till"]) => {
            let due = is(view.before(start, 2), &["have", "has", "had"]);
            if due {
                Relation::Deadline
            } else {
                Relation::Until
            }
        }
        before if is(before, &["from"]) => Relation::From,
        before if is(before, &["between"]) => Relation::Between,
        before => {
            let placed = is(
                before,
                &[
                    "in",
                    "on",
                    "at",
                    "by",
                    "during",
                    "over",
                    "for",
                    "of",
                    "throughout",
                    "through",
                ],
            );
            start -= usize::from(placed);
            Relation::At
        }
    };
    if relation != Relation::At {
        start -= 1;
    }
    let second = second(view, relation, from, end);
    if let Some(second) = &second {
        end = second.tokens.end;
    }
    Some(Phrase {
        relation,
        from,
        to: second.map(|second| second.point),
        tokens: start..end,
    })
}

/// The point that the one ending at `end` is joined to.
fn second(view: View<'_>, relation: Relation, first: Point, end: usize) -> Option<Named> {
    let joint = view.word(end);
    let weekday = |point: Point| matches!(point.when, When::Weekday(_));
    let joined = match relation {
        Relation::Between => is(joint, &["and"]),
        Relation::From => is(joint, &["to", "until", "till", "through", "-", "–"]),
        Relation::At => {
            is(joint, &["to", "through", "-", "–"]) && !weekday(first)
                || is(joint, &["and"]) && weekday(first)
        }
        _ => false,
    };
    if !joined {
        return None;
    }
    let from = end + 1 + usize::from(view.any(end + 1, &["the"]));
    let found = (from..(from + 3).min(view.end)).find_map(|at| point(view, at))?;
    (found.tokens.start == from && (!weekday(first) || weekday(found.point))).then_some(found)
}

impl Phrase {
    /// The period of what is asserted in a clause of this tense; `negative` where it is not so.
    pub(super) fn period(
        &self,
        tense: Tense,
        negative: bool,
        published: Option<Moment>,
    ) -> Option<Period> {
        if let Some(to) = self.to {
            return between(self.from, to, tense, published);
        }
        let tense = match self.relation {
            Relation::Since => Tense::Past,
            Relation::Deadline => Tense::Future,
            _ => tense,
        };
        let period = resolve(self.from, tense, published)?;
        match self.relation {
            Relation::At | Relation::From | Relation::Between | Relation::Deadline => Some(period),
            Relation::Since => Period::between(period.from, published?),
            // Not before a date is that date.
            Relation::Before | Relation::Until if negative => Some(Period::of(period.from)),
            Relation::Before | Relation::Until => Period::between(
                published?,
                if self.from.end {
                    period.to
                } else {
                    period.from
                },
            ),
            Relation::After => {
                let published = published?;
                if period.to.last() >= published.first() {
                    return Period::of(Moment::Day(period.to.last().tomorrow().ok()?)).into();
                }
                Period::between(period.from, published)
            }
        }
    }
}

/// From one point to another; what the first does not say, the second does.
fn between(from: Point, to: Point, tense: Tense, published: Option<Moment>) -> Option<Period> {
    let open = |point: Point| point.which == Which::Nearest;
    let (from, to) = if open(to) && (tense == Tense::Future || !open(from)) {
        let from = resolve(from, tense, published)?;
        (from, resolve(to, Tense::Future, Some(from.from))?)
    } else {
        let to = resolve(to, tense, published)?;
        let from = if open(from) {
            resolve(from, Tense::Past, Some(to.to))?
        } else {
            resolve(from, tense, published)?
        };
        (from, to)
    };
    Period::between(from.from, to.to)
}
