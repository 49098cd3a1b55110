//! Numbers that count nothing.
//!
//! In: a figure. Out: whether it is part of a date, a year, a time of day, or the name of a thing ("Local 88",
//! "page 3").

use super::{
    super::{
        reading::Reading,
        tag::Pos,
        token::{Gap, Kind},
    },
    figure::{Figure, Form},
    unit,
};

const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
];

/// Whether `figure` says when something was, or which thing it was, rather than how much.
pub(super) fn counts_nothing(reading: &Reading<'_>, figure: &Figure, limit: usize) -> bool {
    if figure.unit.is_some() || figure.form == Form::Fraction {
        return false;
    }
    in_date(reading, figure)
        || is_year(reading, figure, limit)
        || is_clock_time(reading, figure, limit)
        || is_label(reading, figure)
}

fn one_of(reading: &Reading<'_>, at: usize, words: &[&str]) -> bool {
    words.iter().any(|word| reading.is_word(at, word))
}

/// Whether token `at` is the name of a month, which "may" is with a capital only.
fn is_month(reading: &Reading<'_>, at: usize) -> bool {
    reading.tags.get(at).is_some_and(|tag| tag.capital) && one_of(reading, at, MONTHS)
}

/// The token before `at`, past the full stop of an abbreviation.
fn before(reading: &Reading<'_>, at: usize) -> Option<usize> {
    let before = at.checked_sub(1)?;
    if reading.is(before, '.') && reading.tokens[before].gap == Gap::None {
        return before.checked_sub(1);
    }
    Some(before)
}

/// "3 June", "Nov. 22", "Nov. 22 and 23", "2025-09-16".
fn in_date(reading: &Reading<'_>, figure: &Figure) -> bool {
    let (at, end) = (figure.tokens.start, figure.tokens.end);
    if figure.value.as_whole().is_none_or(|day| day > 31) && !is_plain_year(reading, figure) {
        return false;
    }
    let after_month =
        |at: usize| before(reading, at).is_some_and(|before| is_month(reading, before));
    if is_month(reading, end) || after_month(at) {
        return true;
    }
    // The other end of a span of days: "22 and 23", "3-5 May".
    let joins = |at: usize| {
        reading.is(at, '-') || reading.is(at, '—') || one_of(reading, at, &["and", "to", "or"])
    };
    let is_number = |at: usize| {
        reading
            .tags
            .get(at)
            .is_some_and(|tag| tag.pos == Pos::Number)
    };
    if at >= 2 && joins(at - 1) && is_number(at - 2) && after_month(at - 2) {
        return true;
    }
    if joins(end) && is_number(end + 1) && is_month(reading, end + 2) {
        return true;
    }
    let hyphen = |at: usize| reading.is(at, '-') && reading.tokens[at].gap == Gap::None;
    let slash = |at: usize| reading.is(at, '/') && reading.tokens[at].gap == Gap::None;
    let behind_year = at >= 2
        && (hyphen(at - 1) || slash(at - 1))
        && is_number(at - 2)
        && figure.form == Form::Digits;
    behind_year && (reading.word(at - 2).len() == 4 || at >= 4 && hyphen(at - 3))
        || slash(end) && is_number(end + 1)
        || at >= 1 && slash(at - 1)
}

/// Four bare digits that a year may have.
fn is_plain_year(reading: &Reading<'_>, figure: &Figure) -> bool {
    let word = reading.word(figure.tokens.start);
    figure.tokens.len() == 1
        && figure.form == Form::Digits
        && word.len() == 4
        && matches!(
            word.as_bytes(),
            [b'1', b'1'..=b'9', ..] | [b'2', b'0' | b'1', ..]
        )
}

/// "in 1987", "a 2019 decree"; not "1500 metres".
fn is_year(reading: &Reading<'_>, figure: &Figure, limit: usize) -> bool {
    is_plain_year(reading, figure) && !unit::measures(reading, figure.tokens.end, limit)
}

/// "4pm", "5:52 a.m.", "at 11.40", "at six in the morning", "23 h 15".
fn is_clock_time(reading: &Reading<'_>, figure: &Figure, limit: usize) -> bool {
    let (at, end) = (figure.tokens.start, figure.tokens.end);
    let glued = |at: usize| {
        reading.is(at, ':')
            && reading.tokens[at].gap == Gap::None
            && reading
                .tokens
                .get(at + 1)
                .is_some_and(|next| next.gap == Gap::None)
    };
    let is_number = |at: usize| {
        reading
            .tags
            .get(at)
            .is_some_and(|tag| tag.pos == Pos::Number)
    };
    if glued(end) && is_number(end + 1) || at >= 2 && glued(at - 1) && is_number(at - 2) {
        return true;
    }
    if one_of(
        reading,
        end,
        &[
            "am",
            "pm",
            "a.m",
            "p.m",
            "o'clock",
            "o’clock",
            "h",
            "gmt",
            "noon",
        ],
    ) {
        return true;
    }
    if at >= 2 && one_of(reading, at - 1, &["h"]) && is_number(at - 2) {
        return true;
    }
    if one_of(reading, end, &["in"])
        && one_of(reading, end + 1, &["the"])
        && one_of(reading, end + 2, &["morning", "afternoon", "evening"])
    {
        return true;
    }
    let whole = figure.value.as_whole();
    let after_time = at.checked_sub(1).is_some_and(|before| {
        one_of(
            reading,
            before,
            &[
                "at", "before", "until", "till", "toward", "towards", "since", "after", "by",
                "from", "past",
            ],
        )
    });
    let written = reading.word(at);
    let has_minutes = written.len() >= 4
        && written.split_once('.').is_some_and(|(hour, minute)| {
            let below = |part: &str, top: u8| part.parse::<u8>().is_ok_and(|part| part < top);
            minute.len() == 2 && below(hour, 24) && below(minute, 60)
        });
    if unit::measures(reading, end, limit) {
        return false;
    }
    let at_hour = figure.form == Form::Words
        && whole.is_some_and(|hour| (1..=12).contains(&hour))
        && at.checked_sub(1).is_some_and(|before| one_of(reading, before, &["at", "toward", "towards", "until", "till"]))
        // Who "changed school at nine" had that age: an hour ends its phrase.
        && (reading.tokens.get(end).is_none_or(|next| !next.is_word()));
    after_time && has_minutes || at_hour
}

/// "Local 88", "Karlsau 04", "page 3", "rang 999".
fn is_label(reading: &Reading<'_>, figure: &Figure) -> bool {
    const NAMED: &[&str] = &[
        "page",
        "pages",
        "chapter",
        "section",
        "article",
        "clause",
        "paragraph",
        "line",
        "number",
        "no",
        "nos",
        "room",
        "route",
        "flight",
        "type",
        "grade",
        "level",
        "phase",
        "volume",
        "part",
        "platform",
        "gate",
        "question",
        "figure",
        "table",
        "channel",
        "group",
        "division",
        "highway",
        "motorway",
        "rang",
        "ring",
        "dial",
        "dialled",
        "call",
        "called",
        "psalm",
    ];
    let Some(before) = before(reading, figure.tokens.start) else {
        return false;
    };
    if reading.tokens[figure.tokens.start].gap > Gap::Space {
        return false;
    }
    if reading.is(before, '#') || reading.is(before, '№') {
        return true;
    }
    if reading.tokens[before].kind != Kind::Word {
        return false;
    }
    one_of(reading, before, NAMED) && before + 1 == figure.tokens.start
        || figure.form == Form::Digits && reading.pos(before) == Pos::Proper
}
