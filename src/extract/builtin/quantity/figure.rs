//! Numbers as they are written.
//!
//! In: a reading and a token. Out: the [`Figure`] that begins there: its value, with multipliers worked out, and the
//! unit that is glued to it ("£", "12cwt"). What is counted behind it is not looked for here.

use std::ops::Range;

use super::{
    super::{
        reading::Reading,
        tag::Pos,
        token::{Gap, Kind},
    },
    currency,
    decimal::{Decimal, SEPARATORS},
    noun::PERIODS,
    numeral::{Numeral, abbreviated_scale, exponent_digit, numeral, vulgar_fraction},
    one_of,
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
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return digits(reading, at, end);
    }
    if let Some((part, whole)) = vulgar_fraction(word) {
        return Some(Figure {
            tokens: at..at + 1,
            value: Decimal::fraction(part, whole)?,
            form: Form::Fraction,
            unit: currency::before(reading, at),
        });
    }
    words(reading, at, end)
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
    while end < limit && is_group(end) {
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
fn scaled(
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

fn words(reading: &Reading<'_>, at: usize, limit: usize) -> Option<Figure> {
    let first = numeral(reading.word(at))?;
    let before = at.checked_sub(1);
    let behind = |word: &str| before.is_some_and(|before| reading.is_word(before, word));
    let figure = |end, value, form| Figure {
        tokens: at..end,
        value,
        form,
        unit: currency::before(reading, at),
    };
    let article = behind("a") || behind("an");
    let of = at + 1 < limit && reading.is_word(at + 1, "of");
    match first {
        Numeral::Half => return half(reading, at, limit),
        Numeral::Part(_) => return None,
        Numeral::Quarter | Numeral::Ordinal(_) if article && (of || by_article(reading, at)) => {
            let whole = if let Numeral::Ordinal(whole) = first {
                whole
            } else {
                4
            };
            return Some(figure(at + 1, Decimal::fraction(1, whole)?, Form::Fraction));
        }
        Numeral::Quarter => return None,
        Numeral::Ordinal(value) => {
            return Some(figure(at + 1, Decimal::whole(value), Form::Ordinal));
        }
        Numeral::Scale(_) if !article => return None,
        Numeral::Unit(_) | Numeral::Ten(_) | Numeral::Scale(_) => {}
    }
    // "several hundred" is vague and "single-handed" no number; so is what "a few dozen" leaves.
    let (value, mut end) = cardinal(reading, at, limit)?;
    let joined = usize::from(reading.is(end, '-'));
    if end + joined < limit
        && let Some(part) = numeral(reading.word(end + joined))
    {
        let whole = match part {
            Numeral::Part(whole) => Some(whole),
            Numeral::Ordinal(whole) if value == 1 => Some(whole),
            Numeral::Quarter if value == 1 => Some(4),
            _ => None,
        };
        if let Some(whole) = whole {
            let end = end + joined + 1;
            return Some(figure(
                end,
                Decimal::fraction(value, whole)?,
                Form::Fraction,
            ));
        }
    }
    if let Some((whole, end)) = share_end(reading, end, limit).filter(|(whole, _)| *whole > value) {
        return Some(figure(
            end,
            Decimal::fraction(value, whole)?,
            Form::Fraction,
        ));
    }
    let mut value = Decimal::whole(value);
    (value, end) = scaled(reading, end, limit, value)?;
    Some(figure(end, value, Form::Words))
}

/// The whole that "out of five" or "in every five" at `at` names, and where it ends.
fn share_end(reading: &Reading<'_>, at: usize, limit: usize) -> Option<(u128, usize)> {
    let is = |at: usize, word: &str| at < limit && reading.is_word(at, word);
    let whole = match () {
        () if is(at, "out") && is(at + 1, "of") => at + 2,
        () if is(at, "in") && is(at + 1, "every") => at + 2,
        () if is(at, "in") => at + 1,
        () => return None,
    };
    let (whole, end) = cardinal(reading, whole, limit)?;
    // "one in five minutes" is no share.
    let counts = end < limit && reading.pos(end) == Pos::Nominal && !one_of(reading, end, PERIODS);
    counts.then_some((whole, end))
}

/// Whether "a third" at `at` is an amount without "of": "fell by a third", "by about a third".
fn by_article(reading: &Reading<'_>, at: usize) -> bool {
    let by = |back: usize| {
        at.checked_sub(back)
            .is_some_and(|at| reading.is_word(at, "by"))
    };
    // "by an eighth month": what goes on with a noun is an ordinal.
    let ordinal = reading
        .tags
        .get(at + 1)
        .is_some_and(|tag| tag.pos == Pos::Nominal);
    !ordinal && (by(2) || by(3))
}

/// "half of the", "half the", "half a century", "half a million".
fn half(reading: &Reading<'_>, at: usize, limit: usize) -> Option<Figure> {
    let next = |word: &str| at + 2 < limit && reading.is_word(at + 1, word);
    let figure = |end, value, form| {
        Some(Figure {
            tokens: at..end,
            value,
            form,
            unit: None,
        })
    };
    let a_half = Decimal::fraction(1, 2)?;
    if next("of") || next("the") {
        return figure(at + 1, a_half, Form::Fraction);
    }
    if next("a") || next("an") {
        return match numeral(reading.word(at + 2)) {
            Some(Numeral::Scale(scale)) => figure(at + 3, Decimal::whole(scale / 2), Form::Words),
            // The article stands for the unit's "one": what follows is half of it.
            _ => figure(at + 2, a_half, Form::Words),
        };
    }
    None
}

/// The whole number in words that begins at `at`, and where it ends.
fn cardinal(reading: &Reading<'_>, at: usize, limit: usize) -> Option<(u128, usize)> {
    let mut total = 0_u128;
    let mut current = 0_u128;
    let mut least = u128::MAX;
    let mut end = at;
    let mut next = at;
    while next < limit {
        // What "a" stands for.
        let leading = u128::from(end == at);
        match numeral(reading.word(next)) {
            Some(Numeral::Unit(unit)) => {
                let after_ten =
                    current % 100 >= 20 && current.is_multiple_of(10) && (1..10).contains(&unit);
                if !(after_ten
                    || current.is_multiple_of(100) && (end == at || current > 0 || total > 0))
                {
                    break;
                }
                current += unit;
            }
            Some(Numeral::Ten(ten)) if current.is_multiple_of(100) => current += ten,
            Some(Numeral::Scale(scale @ (12 | 100)))
                if current < 100 && (current > 0 || leading == 1) =>
            {
                current = current.max(leading) * scale;
            }
            Some(Numeral::Scale(scale)) if scale < least && (current > 0 || leading == 1) => {
                total += current.max(leading) * scale;
                least = scale;
                current = 0;
            }
            _ => break,
        }
        end = next + 1;
        next = end;
        if reading.is(next, '-') && reading.tokens[next].gap == Gap::None {
            if current % 100 < 20 {
                break;
            }
            next += 1;
        } else if reading.is_word(next, "and")
            && (total > 0 || current >= 100)
            && current.is_multiple_of(100)
        {
            next += 1;
        }
    }
    (end > at).then_some((total + current, end))
}
