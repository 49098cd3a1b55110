//! Numbers as they are written.
//!
//! In: a reading and a token. Out: the [`Figure`] that begins there: its value, with multipliers worked out, and the
//! unit that is glued to it ("£", "12cwt"). What is counted behind it is not looked for here.

use std::ops::Range;

use super::{
    super::{
        reading::Reading,
        token::{Gap, Kind},
    },
    currency,
    decimal::{Decimal, SEPARATORS},
    numeral::{Numeral, abbreviated_scale, exponent_digit, numeral, vulgar_fraction},
    spelt::{share_end, spelt},
};

/// A number of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Figure {
    /// Its tokens, multiplier included, currency sign not.
    pub(super) tokens: Range<usize>,
    /// Its value.
    pub(super) value: Decimal,
    /// How it is written.
    pub(super) form: Form,
    /// The unit that its sign or its last letters are.
    pub(super) unit: Option<&'static str>,
}

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// "68", "1.9m"
    Digits,
    /// "sixty-eight", "a dozen"
    Words,
    /// "two thirds", "half"
    Fraction,
    /// "third", "81st"
    Ordinal,
}

/// The figure that begins at `at` and ends before `end`.
pub(super) fn figure_at(reading: &Reading<'_>, at: usize, end: usize) -> Option<Figure> {
    if reading.tokens[at].kind != Kind::Word {
        return None;
    }
    let word = reading.word(at);
    match word.as_bytes() {
        [b'0'..=b'9', ..] => digits(reading, at, end),
        [b'A'..=b'Z' | b'a'..=b'z', ..] => spelt(reading, at, end),
        _ => {
            let (part, whole) = vulgar_fraction(word)?;
            Some(Figure {
                tokens: at..at + 1,
                value: Decimal::fraction(part, whole)?,
                form: Form::Fraction,
                unit: currency::before(reading, at),
            })
        }
    }
}

/// Letters right behind digits.
enum Suffix {
    None,
    Scale(u128),
    Million,
    Unit(&'static str),
    Ordinal,
}

fn suffix(letters: &str) -> Option<Suffix> {
    const UNITS: &str = "km kg g cm mm cwt qr ft lb lbs oz mg ml kph mph kW MW GW TW kWh MWh GWh TWh kB MB GB TB Hz kHz MHz GHz dB ha min cl hp";
    Some(match letters {
        "" => Suffix::None,
        "m" => Suffix::Million,
        "C" => Suffix::Unit("°C"),
        "F" => Suffix::Unit("°F"),
        "p" => Suffix::Unit("p"),
        "x" => Suffix::Unit("times"),
        "pc" => Suffix::Unit("%"),
        "st" | "nd" | "rd" | "th" => Suffix::Ordinal,
        _ => match abbreviated_scale(letters) {
            Some(scale) => Suffix::Scale(scale),
            None => Suffix::Unit(UNITS.split(' ').find(|unit| *unit == letters)?),
        },
    })
}

fn digits(reading: &Reading<'_>, at: usize, limit: usize) -> Option<Figure> {
    let word = reading.word(at);
    let letters = word
        .find(|c: char| !c.is_ascii_digit() && !SEPARATORS.contains(&c))
        .unwrap_or(word.len());
    let (number, letters) = word.split_at(letters);
    let suffix = suffix(letters)?;
    let mut end = at + 1;
    let mut value = if letters.is_empty() {
        let grouped = grouped_end(reading, at, limit);
        if grouped > end {
            end = grouped;
            let joined: String = (at..end).map(|at| reading.word(at)).collect();
            Decimal::parse(&joined)?
        } else {
            Decimal::parse(number)?
        }
    } else {
        Decimal::parse(number)?
    };
    if end < limit
        && reading.tokens[end].gap <= Gap::Space
        && let Some((part, whole)) = vulgar_fraction(reading.word(end))
    {
        value = value.plus(Decimal::fraction(part, whole)?)?;
        end += 1;
    }
    let mut unit = currency::before(reading, at);
    let mut form = Form::Digits;
    match suffix {
        Suffix::None => {}
        Suffix::Scale(scale) => value = value.times(scale)?,
        // "40m crowns" and "£40m" are millions, "a 40m crane" is not.
        Suffix::Million if unit.is_some() || counts_on(reading, end, limit) => {
            value = value.times(1_000_000)?;
        }
        Suffix::Million => unit = Some("m"),
        Suffix::Unit("p") => {
            unit = Some("GBP");
            value = value.hundredths();
        }
        Suffix::Unit(name) => unit = Some(name),
        Suffix::Ordinal => form = Form::Ordinal,
    }
    // "1 in 10 patients"; "4 in 12 attacks" may be so many in all.
    if let (Form::Digits, Some(part), None) = (form, value.as_whole(), unit)
        && (part == 1 || !reading.is_word(end, "in"))
        && let Some((whole, share)) =
            share_end(reading, end, limit).filter(|(whole, _)| *whole > part)
    {
        (value, end, form) = (Decimal::fraction(part, whole)?, share, Form::Fraction);
    }
    if form == Form::Digits {
        (value, end) = power(reading, end, limit, value)?;
        (value, end) = scaled(reading, end, limit, value)?;
    }
    Some(Figure {
        tokens: at..end,
        value,
        form,
        unit,
    })
}

/// More groups are a table that lost its lines, which must not be read again from each of its numbers.
const MOST_GROUPS: usize = 6;

/// Where "30 000" ends: groups of three digits behind spaces.
fn grouped_end(reading: &Reading<'_>, at: usize, limit: usize) -> usize {
    let all_digits = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let first = reading.word(at);
    if first.len() > 3 || !all_digits(first) || first.starts_with('0') {
        return at + 1;
    }
    let is_group = |at: usize| {
        let word = reading.word(at);
        reading.tokens[at].gap == Gap::Space && word.len() == 3 && all_digits(word)
    };
    let mut end = at + 1;
    while end < limit && end <= at + MOST_GROUPS && is_group(end) {
        end += 1;
    }
    end
}

/// Whether what stands at `at` goes on with a count, as behind "40m": "crowns", "people", "to".
fn counts_on(reading: &Reading<'_>, at: usize, limit: usize) -> bool {
    at < limit
        && reading.tokens[at].kind == Kind::Word
        && reading.tokens[at].gap == Gap::Space
        && (reading.is_word(at, "to")
            || reading.word(at).ends_with('s')
            || reading.is_word(at, "people"))
}

/// `value` with a power of ten behind it: "2 × 10¹⁵".
fn power(
    reading: &Reading<'_>,
    at: usize,
    limit: usize,
    value: Decimal,
) -> Option<(Decimal, usize)> {
    if at + 2 >= limit || !reading.is(at, '×') || reading.word(at + 1) != "10" {
        return Some((value, at));
    }
    let mut exponent = 0_u32;
    let mut end = at + 2;
    while end < limit
        && let Some(digit) = exponent_digit(reading.word(end))
    {
        exponent = exponent.checked_mul(10)?.checked_add(digit)?;
        end += 1;
    }
    Some((value.times(10_u128.checked_pow(exponent)?)?, end))
}

/// `value` with "million" or "and a half" behind it.
pub(super) fn scaled(
    reading: &Reading<'_>,
    at: usize,
    limit: usize,
    value: Decimal,
) -> Option<(Decimal, usize)> {
    let mut end = at;
    let mut value = value;
    if end + 3 <= limit
        && reading.is_word(end, "and")
        && reading.is_word(end + 1, "a")
        && reading.is_word(end + 2, "half")
    {
        value = value.plus(Decimal::fraction(1, 2)?)?;
        end += 3;
    }
    // "$3-million"
    let hyphen = usize::from(reading.is(end, '-') && end + 1 < limit);
    let at = end + hyphen;
    if at < limit && reading.tokens[at].gap <= Gap::Space {
        let word = reading.word(at);
        let scale = match numeral(word) {
            Some(Numeral::Scale(scale)) => Some(scale),
            _ => abbreviated_scale(word).filter(|_| word.len() > 1),
        };
        if let Some(scale) = scale {
            return Some((value.times(scale)?, at + 1));
        }
    }
    Some((value, end))
}
