//! Ages.
//!
//! In: a figure. Out: whether it is how old somebody is, which the words around it tell, because "years" is not
//! said.

use super::{
    super::{reading::Reading, tag::Pos},
    figure::{Figure, Form},
    unit,
};

/// Whether `figure` is somebody's age without a unit: "Ann Lee, 68,", "aged 68", "she is nine".
pub(super) fn is_age(reading: &Reading<'_>, figure: &Figure, limit: usize) -> bool {
    let Some(age) = figure
        .value
        .as_whole()
        .filter(|age| (1..=119).contains(age))
    else {
        return false;
    };
    if figure.unit.is_some() || !matches!(figure.form, Form::Digits | Form::Words) {
        return false;
    }
    let (at, end) = (figure.tokens.start, figure.tokens.end);
    let Some(before) = at.checked_sub(1) else {
        return false;
    };
    let is = |at: Option<usize>, words: &[&str]| {
        at.is_some_and(|at| words.iter().any(|word| reading.is_word(at, word)))
    };
    let back = |steps: usize| at.checked_sub(steps);
    if is(Some(before), &["aged", "age"]) || is(Some(before), &["of"]) && is(back(2), &["age"]) {
        return true;
    }
    let closes = end >= limit
        || end >= reading.tokens.len()
        || matches!(reading.pos(end), Pos::Mark if !reading.is(end, '%') && !reading.is(end, '-'));
    if reading.is(before, ',') {
        return closes
            && !reading.is(end, ':')
            && figure.form == Form::Digits
            && age > 3
            && back(2).is_some_and(|name| reading.pos(name) == Pos::Proper);
    }
    if unit::noun(reading, end, limit, false).is_some() {
        return false;
    }
    let person = |at: Option<usize>| {
        is(at, &["he", "she", "i", "who", "him", "her"])
            || at.is_some_and(|at| reading.pos(at) == Pos::Proper)
    };
    if is(
        Some(before),
        &["is", "was", "'s", "’s", "turned", "turns", "am", "were"],
    ) {
        let subject = back(2);
        let named = subject.is_some_and(|at| reading.is(at, ','));
        return closes && (person(subject) || named);
    }
    if is(Some(before), &["at"]) {
        return age > 12
            && figure.form == Form::Digits
            && !is(back(2), &["down", "number", "total", "put", "stood"])
            || !closes && figure.form == Form::Words;
    }
    if is(Some(before), &["over", "under"]) {
        return is(
            back(2),
            &[
                "people",
                "children",
                "anybody",
                "everybody",
                "anyone",
                "everyone",
                "those",
                "men",
                "women",
                "adults",
                "pupils",
                "patients",
                "residents",
            ],
        );
    }
    false
}
