//! Numbers in words.
//!
//! In: a reading and a number word. Out: the figure that begins there: "two hundred and five", "two thirds", "half a
//! million", "four out of five".

use super::{
    super::{reading::Reading, tag::Pos, token::Gap},
    currency,
    decimal::Decimal,
    figure::{Figure, Form, scaled},
    noun::PERIODS,
    numeral::{Numeral, numeral},
    one_of,
};

/// The figure in words that begins at `at`.
pub(super) fn spelt(reading: &Reading<'_>, at: usize, limit: usize) -> Option<Figure> {
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
pub(super) fn share_end(reading: &Reading<'_>, at: usize, limit: usize) -> Option<(u128, usize)> {
    let is = |at: usize, word: &str| at < limit && reading.is_word(at, word);
    let whole = match () {
        () if is(at, "out") && is(at + 1, "of") => at + 2,
        () if is(at, "in") && is(at + 1, "every") => at + 2,
        () if is(at, "in") => at + 1,
        () => return None,
    };
    // "one in 2019" is no share either, whatever follows.
    let in_digits = || {
        let number = (whole < limit).then(|| reading.word(whole))?;
        let number = number.parse().ok().filter(|_| number.len() <= 3)?;
        Some((number, whole + 1))
    };
    let (whole, end) = cardinal(reading, whole, limit).or_else(in_digits)?;
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
