//! Numbers that count nothing.
//!
//! In: a figure. Out: whether it is part of a date, a year, a time of day, or of the name of a thing ("Local 88",
//! "page 3").

use super::{
    super::{
        reading::Reading,
        tag::Pos,
        token::{Gap, Kind},
    },
    figure::{Figure, Form},
    noun::{glued, noun},
    numeral::exponent_digit,
    one_of, unit,
};

/// Whether `figure` says when something was, or which thing it was, rather than how much.
pub(super) fn counts_nothing(reading: &Reading<'_>, figure: &Figure, limit: usize) -> bool {
    if figure.unit.is_some() || figure.form == Form::Fraction {
        return false;
    }
    let measures = unit::measures(reading, figure.tokens.end, limit);
    in_date(reading, figure)
        || in_digital_date(reading, figure)
        || !measures && is_plain_year(reading, figure)
        || in_clock_time(reading, figure)
        || !measures && is_hour(reading, figure, limit)
        || is_label(reading, figure)
}

fn is_number(reading: &Reading<'_>, at: usize) -> bool {
    reading
        .tags
        .get(at)
        .is_some_and(|tag| tag.pos == Pos::Number)
}

/// Whether token `at` is the name of a month, which "may" is with a capital only.
fn is_month(reading: &Reading<'_>, at: usize) -> bool {
    const MONTHS: &str = "january february march april may june july august september october november december jan feb mar \
        apr jun jul aug sep sept oct nov dec";
    reading.tags.get(at).is_some_and(|tag| tag.capital) && one_of(reading, at, MONTHS)
}

/// The token before `at`, past the full stop of an abbreviation.
fn before(reading: &Reading<'_>, at: usize) -> Option<usize> {
    let before = at.checked_sub(1)?;
    if glued(reading, before, '.') {
        return before.checked_sub(1);
    }
    Some(before)
}

/// "3 June", "Nov. 22", "Nov. 22 and 23", "3-5 May".
fn in_date(reading: &Reading<'_>, figure: &Figure) -> bool {
    let (at, end) = (figure.tokens.start, figure.tokens.end);
    let is_day = figure.value.as_whole().is_some_and(|day| day <= 31);
    if !is_day && !is_plain_year(reading, figure) {
        return false;
    }
    let after_month = |at: usize| before(reading, at).is_some_and(|at| is_month(reading, at));
    let joins =
        |at: usize| reading.is(at, '-') || reading.is(at, '—') || one_of(reading, at, "and to or");
    is_month(reading, end)
        || after_month(at)
        || at >= 2 && joins(at - 1) && is_number(reading, at - 2) && after_month(at - 2)
        || joins(end) && is_number(reading, end + 1) && is_month(reading, end + 2)
}

/// "2025-09-16", "16/9/2025", "2019-20".
fn in_digital_date(reading: &Reading<'_>, figure: &Figure) -> bool {
    let (at, end) = (figure.tokens.start, figure.tokens.end);
    let number = |at: Option<usize>| at.is_some_and(|at| is_number(reading, at));
    let joined = |mark| at >= 2 && glued(reading, at - 1, mark) && number(at.checked_sub(2));
    if glued(reading, end, '/') && is_number(reading, end + 1) || joined('/') {
        return true;
    }
    let third = at >= 4 && glued(reading, at - 3, '-');
    joined('-') && (third || is_year(reading.word(at - 2)))
}

fn is_year(word: &str) -> bool {
    matches!(
        word.as_bytes(),
        [b'1', b'1'..=b'9', b'0'..=b'9', b'0'..=b'9']
            | [b'2', b'0' | b'1', b'0'..=b'9', b'0'..=b'9']
    )
}

/// Four bare digits that a year may have.
fn is_plain_year(reading: &Reading<'_>, figure: &Figure) -> bool {
    figure.tokens.len() == 1 && is_year(reading.word(figure.tokens.start))
}

/// "4pm", "5:52 a.m.", "23 h 15", "six in the morning".
fn in_clock_time(reading: &Reading<'_>, figure: &Figure) -> bool {
    let (at, end) = (figure.tokens.start, figure.tokens.end);
    let colon = |at: usize| {
        glued(reading, at, ':')
            && reading
                .tokens
                .get(at + 1)
                .is_some_and(|next| next.gap == Gap::None)
    };
    let behind_number = at >= 2 && is_number(reading, at - 2);
    let day = one_of(reading, end, "in")
        && one_of(reading, end + 1, "the")
        && one_of(reading, end + 2, "morning afternoon evening");
    colon(end) && is_number(reading, end + 1)
        || behind_number && (colon(at - 1) || one_of(reading, at - 1, "h"))
        || one_of(reading, end, "am pm a.m p.m o'clock o’clock h gmt noon")
        || day
}

/// "at 11.40", "every Tuesday at six,": who "changed school at nine" had that age, because an hour ends its phrase.
fn is_hour(reading: &Reading<'_>, figure: &Figure, limit: usize) -> bool {
    let (at, end) = (figure.tokens.start, figure.tokens.end);
    let Some(before) = at.checked_sub(1) else {
        return false;
    };
    let below = |part: &str, top: u8| part.parse::<u8>().is_ok_and(|part| part < top);
    let has_minutes = reading
        .word(at)
        .split_once('.')
        .is_some_and(|(hour, minute)| minute.len() == 2 && below(hour, 24) && below(minute, 60));
    if has_minutes && one_of(reading, before, "at before until till since after") {
        return true;
    }
    let is_hour = figure
        .value
        .as_whole()
        .is_some_and(|hour| (1..=12).contains(&hour));
    let ends = reading.tokens.get(end).is_none_or(|next| !next.is_word());
    let toward = one_of(reading, before, "toward towards until till");
    figure.form == Form::Words
        && is_hour
        && (toward || ends && one_of(reading, before, "at"))
        && noun(reading, end, limit, false).is_none()
}

/// "Local 88", "Karlsau 04", "page 3", "rang 999".
fn is_label(reading: &Reading<'_>, figure: &Figure) -> bool {
    const NAMED: &str = "page pages chapter section article clause paragraph line number no nos room route flight type grade \
        level phase volume part platform gate question figure table channel group division highway motorway rang ring dial \
        dialled call called psalm";
    let at = figure.tokens.start;
    if figure.form == Form::Digits
        && reading.word(at).len() > 1
        && reading.word(at).starts_with('0')
        && !reading.word(at).contains(['.', ','])
    {
        return true;
    }
    let Some(before) = before(reading, at).filter(|_| reading.tokens[at].gap <= Gap::Space) else {
        return false;
    };
    match reading.tokens[before].kind {
        Kind::Mark('#' | '№') => true,
        // What is left of a power that is too large to write down.
        Kind::Mark('×') => reading
            .tokens
            .get(figure.tokens.end)
            .is_some_and(|next| exponent_digit(next.span.of(reading.text)).is_some()),
        Kind::Word => {
            one_of(reading, before, NAMED)
                || figure.form == Form::Digits
                    && before + 1 == at
                    && reading.pos(before) == Pos::Proper
        }
        _ => false,
    }
}
