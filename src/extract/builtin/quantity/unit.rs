//! What a number is a number of.
//!
//! In: a figure and the tokens behind it. Out: its unit as the article writes it: a sign, a currency code, or the
//! counted noun, with what it is counted by ("USD a box", "hours a week").

use super::{
    super::{reading::Reading, tag::Pos, token::Gap},
    currency,
    decimal::Decimal,
    figure::{Figure, Form},
    noun::{PERIODS, Phrase, glued, noun, phrase, plural},
    one_of,
};

/// A unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    /// Its name, with what it is counted by.
    pub(super) name: String,
    /// How much of the name is the unit alone, in bytes.
    pub(super) bare: usize,
    /// How many of it what the article counts is.
    pub(super) size: Size,
}

/// How many of its unit a counted thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Size {
    /// One.
    One,
    /// So many: a century is given in years.
    Many(u128),
    /// The hundredth part: cents are given in dollars.
    Hundredth,
}

impl Unit {
    /// The name for another number, where `value` of it were counted: without the rate, and of several.
    pub(super) fn lent(&self, value: Decimal) -> String {
        let name = &self.name[..self.bare];
        let is_code = name.ends_with(|c: char| c.is_uppercase());
        if value.as_whole() == Some(1) && !is_code {
            plural(name)
        } else {
            name.to_owned()
        }
    }

    /// A unit as it is named.
    pub(super) fn new(name: impl Into<String>) -> Self {
        let name = name.into();
        Self {
            bare: name.len(),
            name,
            size: Size::One,
        }
    }
}

/// Whether what begins at `at` is certainly counted by a number before it, be that as good as a year.
pub(super) fn measures(reading: &Reading<'_>, at: usize, limit: usize) -> bool {
    const MEASURES: &str = "per percent people men women children km kg cm mm m mph metres meters miles kilometres kilometers \
        tonnes tons litres liters times feet votes crowns";
    at < limit
        && (reading.is(at, '%')
            || one_of(reading, at, PERIODS)
            || one_of(reading, at, MEASURES)
            || currency::behind(reading.word(at)).is_some())
}

/// The unit of `figure`, in what follows it up to `limit`.
pub(super) fn unit(reading: &Reading<'_>, figure: &Figure, limit: usize) -> Option<Unit> {
    let at = figure.tokens.end;
    if let Some(name) = figure.unit {
        return Some(by_rate(reading, Unit::new(name), at, limit, true));
    }
    if at >= limit {
        return None;
    }
    if figure.form == Form::Fraction {
        return of_whole(reading, at, limit);
    }
    if let Some((sign, end)) = sign(reading, at, limit) {
        return Some(by_rate(reading, sign, end, limit, true));
    }
    if glued(reading, at, '-') {
        return hyphenated(reading, at + 1, limit);
    }
    if reading.tokens[at].gap > Gap::Space {
        return None;
    }
    // "two of the councillors"; "four of its eleven libraries" is for the next number to say.
    if reading.is_word(at, "of") && at + 2 < limit && reading.pos(at + 1) == Pos::Determiner {
        return noun(reading, at + 2, limit, false).map(|noun| Unit::new(noun.name));
    }
    if one_of(reading, at, "others") {
        return Some(Unit::new("people"));
    }
    if reading.is_word(figure.tokens.start, "half")
        && let Some(years) = long_period(reading, at)
    {
        return Some(Unit {
            size: Size::Many(years),
            ..Unit::new("years")
        });
    }
    let one = figure.value.as_whole() == Some(1)
        || figure.form == Form::Ordinal
        || reading.is_word(figure.tokens.start, "half");
    let Phrase { name, end } = noun(reading, at, limit, one)?;
    Some(by_rate(reading, Unit::new(name), end, limit, false))
}

/// "half a century" is given in years.
fn long_period(reading: &Reading<'_>, at: usize) -> Option<u128> {
    match () {
        () if reading.is_word(at, "century") => Some(100),
        () if reading.is_word(at, "decade") => Some(10),
        () => None,
    }
}

/// "%", "per cent", "°C", "euros", "cents": the unit, and where it ends.
fn sign(reading: &Reading<'_>, at: usize, limit: usize) -> Option<(Unit, usize)> {
    let is = |at: usize, word: &str| at < limit && reading.is_word(at, word);
    let unit = |name: &'static str, length: usize| Some((Unit::new(name), at + length));
    if reading.is(at, '%') || is(at, "percent") || is(at, "pc") {
        return unit("%", 1);
    }
    if is(at, "per") && is(at + 1, "cent") {
        return unit("%", 2);
    }
    if reading.tokens[at].gap > Gap::Space {
        return None;
    }
    if is(at, "times") {
        return unit("times", 1);
    }
    if reading.is(at, '°') || is(at, "degrees") {
        if is(at + 1, "C") || is(at + 1, "Celsius") {
            return unit("°C", 2);
        }
        if is(at + 1, "F") || is(at + 1, "Fahrenheit") {
            return unit("°F", 2);
        }
    }
    let word = reading.word(at);
    if let Some(code) = currency::behind(word) {
        return unit(code, 1);
    }
    let code = currency::of_hundredths(word)?;
    let cents = Unit {
        size: Size::Hundredth,
        ..Unit::new(code)
    };
    Some((cents, at + 1))
}

/// "-day truce", "-year-old", "-man side": the noun is in the singular, but counted. What else a hyphen joins
/// ("two-footed", "seven-segment") only describes.
fn hyphenated(reading: &Reading<'_>, at: usize, limit: usize) -> Option<Unit> {
    const MEASURES: &str = "metre meter mile kilometre kilometer point page seat bed storey room acre hectare tonne ton kilo \
        litre liter gallon vote member game match";
    if at >= limit || reading.tokens[at].gap > Gap::None {
        return None;
    }
    let noun = reading.word(at);
    match noun {
        "man" | "men" => Some(Unit::new("men")),
        "foot" => Some(Unit::new("feet")),
        "percent" => Some(Unit::new("%")),
        _ => match currency::behind(noun) {
            Some(code) => Some(Unit::new(code)),
            None if one_of(reading, at, MEASURES) || one_of(reading, at, PERIODS) => {
                Some(Unit::new(plural(noun)))
            }
            None => None,
        },
    }
}

/// `unit`, which ends before `at`, with "a week" or "per square metre" behind it; of money by any noun ("a share").
fn by_rate(reading: &Reading<'_>, unit: Unit, at: usize, limit: usize, by_anything: bool) -> Unit {
    let mut at = at;
    // "tonnes of cod a year", "14 minutes longer a night"
    if at + 2 < limit && reading.is_word(at, "of") && reading.pos(at + 1) == Pos::Nominal {
        at += 2;
    } else if one_of(reading, at, "longer more less fewer") {
        at += 1;
    }
    if at + 1 >= limit || matches!(&*unit.name, "%" | "times") {
        return unit;
    }
    let each = one_of(reading, at, "a an") && (by_anything || one_of(reading, at + 1, PERIODS));
    // "a profit of 27 cents a year earlier", "1,800 yen a dozen"
    if !(each || reading.is_word(at, "per"))
        || one_of(reading, at + 2, "earlier later ago before after")
    {
        return unit;
    }
    let Some(noun) = noun(reading, at + 1, limit, true) else {
        return unit;
    };
    Unit {
        name: format!("{} {} {}", unit.name, reading.word(at), noun.name),
        ..unit
    }
}

/// What a fraction before `at` is taken of: "of the rafts".
fn of_whole(reading: &Reading<'_>, at: usize, limit: usize) -> Option<Unit> {
    let whole = match () {
        () if reading.is_word(at, "the") => at,
        () if reading.is_word(at, "of") => at + 1,
        // "four out of five complaints"
        () => {
            let noun = noun(reading, at, limit, false)?;
            return Some(Unit::new(format!("of the {}", noun.name)));
        }
    };
    if whole + 1 < limit && one_of(reading, whole, "a an") {
        if reading.is_word(whole + 1, "point") {
            return Some(Unit::new("percentage points"));
        }
        if one_of(reading, whole + 1, PERIODS) {
            return Some(Unit::new(plural(reading.word(whole + 1))));
        }
    }
    phrase(reading, whole, limit).map(|whole| Unit::new(format!("of {}", whole.name)))
}
