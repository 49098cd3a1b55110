//! Ages.
//!
//! In: a figure. Out: whether it is how old somebody is, which only the words around it tell, because "years" is
//! left out.

use super::{
    super::{reading::Reading, tag::Pos},
    figure::{Figure, Form},
    noun::noun,
    one_of,
};

/// Nobody is older.
const OLDEST: u128 = 119;

/// Younger people are seldom told of by a bare number, and then with "aged".
const YOUNGEST: u128 = 3;

/// Whether `figure` is somebody's age without a unit: "Ann Lee, 68,", "aged 68", "she is nine".
pub(super) fn is_age(reading: &Reading<'_>, figure: &Figure, limit: usize) -> bool {
    let Some(age) = figure.value.as_whole().filter(|age| *age <= OLDEST) else {
        return false;
    };
    let (at, end) = (figure.tokens.start, figure.tokens.end);
    let written = matches!(figure.form, Form::Digits | Form::Words);
    let Some(before) = at
        .checked_sub(1)
        .filter(|_| figure.unit.is_none() && written)
    else {
        return false;
    };
    let back = |steps: usize, words: &str| {
        at.checked_sub(steps)
            .is_some_and(|at| one_of(reading, at, words))
    };
    if back(1, "aged age") || back(1, "of") && back(2, "age") {
        return true;
    }
    if age < YOUNGEST {
        return false;
    }
    let closes = end >= limit
        || reading.pos(end) == Pos::Mark && !reading.is(end, '%') && !reading.is(end, '-');
    let capital = |steps: usize| {
        at.checked_sub(steps)
            .is_some_and(|at| reading.tags[at].capital)
    };
    if reading.is(before, ',') {
        return closes && figure.form == Form::Digits && capital(2);
    }
    if noun(reading, end, limit, false).is_some() {
        return false;
    }
    let adult = figure.form == Form::Digits && age > 12;
    // "a retired nurse of 71 who"
    if adult && back(1, "of") && end < limit && one_of(reading, end, "who whose") {
        return true;
    }
    if back(1, "turned turns") {
        return true;
    }
    if back(1, "is was 's ’s am were") {
        let person = back(2, "he she i who") || capital(2);
        let apposed = at >= 3 && reading.is(at - 2, ',') && capital(3);
        return closes && (person || apposed);
    }
    if back(1, "at") {
        return adult && !back(2, "down number total put stood")
            || !closes && figure.form == Form::Words;
    }
    back(1, "over under")
        && back(
            2,
            "people children anybody everybody anyone everyone those men women adults pupils patients residents",
        )
}
