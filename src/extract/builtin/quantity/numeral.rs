//! Number words.
//!
//! In: a word in any case. Out: what it contributes to a number, without an allocation, because every word of an
//! article is asked.

/// What a number word contributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numeral {
    /// "zero" to "nineteen"
    Unit(u128),
    /// "twenty" to "ninety"
    Ten(u128),
    /// "dozen", "hundred" and up
    Scale(u128),
    /// "third" and up. "First" and "second" mostly order a story rather than count in it.
    Ordinal(u128),
    /// "thirds": the plural is no ordinal.
    Part(u128),
    /// "quarter", which is no ordinal either, but may be a part of a year.
    Quarter,
    /// "half"
    Half,
}

/// What `word` contributes; `None` where it is no number word.
pub(super) fn numeral(word: &str) -> Option<Numeral> {
    let mut buffer = [0; 11];
    let lower = buffer.get_mut(..word.len())?;
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let numeral = match &*lower {
        b"zero" => Numeral::Unit(0),
        b"one" => Numeral::Unit(1),
        b"two" => Numeral::Unit(2),
        b"three" => Numeral::Unit(3),
        b"four" => Numeral::Unit(4),
        b"five" => Numeral::Unit(5),
        b"six" => Numeral::Unit(6),
        b"seven" => Numeral::Unit(7),
        b"eight" => Numeral::Unit(8),
        b"nine" => Numeral::Unit(9),
        b"ten" => Numeral::Unit(10),
        b"eleven" => Numeral::Unit(11),
        b"twelve" => Numeral::Unit(12),
        b"thirteen" => Numeral::Unit(13),
        b"fourteen" => Numeral::Unit(14),
        b"fifteen" => Numeral::Unit(15),
        b"sixteen" => Numeral::Unit(16),
        b"seventeen" => Numeral::Unit(17),
        b"eighteen" => Numeral::Unit(18),
        b"nineteen" => Numeral::Unit(19),
        b"twenty" => Numeral::Ten(20),
        b"thirty" => Numeral::Ten(30),
        b"forty" => Numeral::Ten(40),
        b"fifty" => Numeral::Ten(50),
        b"sixty" => Numeral::Ten(60),
        b"seventy" => Numeral::Ten(70),
        b"eighty" => Numeral::Ten(80),
        b"ninety" => Numeral::Ten(90),
        b"dozen" => Numeral::Scale(12),
        b"hundred" => Numeral::Scale(100),
        b"thousand" => Numeral::Scale(1_000),
        b"million" => Numeral::Scale(1_000_000),
        b"billion" => Numeral::Scale(1_000_000_000),
        b"trillion" => Numeral::Scale(1_000_000_000_000),
        b"third" => Numeral::Ordinal(3),
        b"fourth" => Numeral::Ordinal(4),
        b"fifth" => Numeral::Ordinal(5),
        b"sixth" => Numeral::Ordinal(6),
        b"seventh" => Numeral::Ordinal(7),
        b"eighth" => Numeral::Ordinal(8),
        b"ninth" => Numeral::Ordinal(9),
        b"tenth" => Numeral::Ordinal(10),
        b"eleventh" => Numeral::Ordinal(11),
        b"twelfth" => Numeral::Ordinal(12),
        b"twentieth" => Numeral::Ordinal(20),
        b"quarter" => Numeral::Quarter,
        b"thirds" => Numeral::Part(3),
        b"quarters" | b"fourths" => Numeral::Part(4),
        b"fifths" => Numeral::Part(5),
        b"sixths" => Numeral::Part(6),
        b"sevenths" => Numeral::Part(7),
        b"eighths" => Numeral::Part(8),
        b"ninths" => Numeral::Part(9),
        b"tenths" => Numeral::Part(10),
        b"half" => Numeral::Half,
        _ => return None,
    };
    Some(numeral)
}

/// The multiplier that an abbreviation behind a number means, "m" aside, which may be metres.
pub(super) fn abbreviated_scale(word: &str) -> Option<u128> {
    match word {
        "k" | "K" => Some(1_000),
        "mn" | "mln" | "M" => Some(1_000_000),
        "bn" | "B" => Some(1_000_000_000),
        "tn" | "trn" | "T" => Some(1_000_000_000_000),
        _ => None,
    }
}

/// A fraction that is one character, as its numerator and denominator.
pub(super) fn vulgar_fraction(word: &str) -> Option<(u128, u128)> {
    match word {
        "½" => Some((1, 2)),
        "⅓" => Some((1, 3)),
        "⅔" => Some((2, 3)),
        "¼" => Some((1, 4)),
        "¾" => Some((3, 4)),
        "⅕" => Some((1, 5)),
        "⅛" => Some((1, 8)),
        "⅜" => Some((3, 8)),
        "⅝" => Some((5, 8)),
        "⅞" => Some((7, 8)),
        _ => None,
    }
}

/// A digit written as an exponent.
pub(super) fn exponent_digit(word: &str) -> Option<u32> {
    let digit = "⁰¹²³⁴⁵⁶⁷⁸⁹"
        .chars()
        .position(|digit| word.chars().eq([digit]))?;
    u32::try_from(digit).ok()
}
