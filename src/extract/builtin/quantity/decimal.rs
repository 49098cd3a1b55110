//! Exact decimal numbers.
//!
//! In: digits as an article writes them, with whatever its country puts between them. Out: a [`Decimal`] that
//! prints as a plain decimal string. Nothing is rounded but fractions, and what does not fit is no number.

use std::fmt;

/// A number: its digits, and how many of them stand behind the point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decimal {
    digits: u128,
    places: u32,
}

/// What may stand between the digits of a number. The last is the narrow space of French and of the SI.
pub(super) const SEPARATORS: [char; 5] = [',', '.', '\'', '’', '\u{202f}'];

/// More digits than this are a code or a prank, and leave room to multiply by a trillion.
const LONGEST: usize = 24;

/// Fractions are given to this many places.
const FRACTION_PLACES: u32 = 4;

impl Decimal {
    /// A whole number.
    pub(super) const fn whole(digits: u128) -> Self {
        Self { digits, places: 0 }
    }

    /// The number that `written` means: "1,204", "1.234,5", "12,50", "18'500". A single point is the point of
    /// English ("1.234" is above one); a single comma before three digits is not.
    pub(super) fn parse(written: &str) -> Option<Self> {
        let is_separator = |c: char| SEPARATORS.contains(&c);
        if !written.starts_with(|c: char| c.is_ascii_digit())
            || written.bytes().filter(u8::is_ascii_digit).count() > LONGEST
        {
            return None;
        }
        let point = point(written)?;
        let (whole, behind) = match point {
            Some(at) => (&written[..at], &written[at + 1..]),
            None => (written, ""),
        };
        let mut groups = whole.split(is_separator);
        let first = groups.next()?;
        let grouped = groups.clone().next().is_some();
        if grouped && !(first.len() <= 3 && groups.all(|group| group.len() == 3)) {
            return None;
        }
        let digits = whole
            .chars()
            .chain(behind.chars())
            .filter(|c| !is_separator(*c))
            .try_fold(0_u128, |digits, c| {
                Some(digits * 10 + u128::from(c.to_digit(10)?))
            })?;
        Some(Self {
            digits,
            places: u32::try_from(behind.len()).ok()?,
        })
    }

    /// `part` of `whole` equal parts; `None` of none.
    pub(super) fn fraction(part: u128, whole: u128) -> Option<Self> {
        let scaled = part.checked_mul(10_u128.pow(FRACTION_PLACES))?;
        let rounded = scaled.checked_add(whole / 2)?.checked_div(whole)?;
        let places = FRACTION_PLACES;
        Some(
            Self {
                digits: rounded,
                places,
            }
            .shortened(),
        )
    }

    /// The product; "2.50 million" has no need of its zero any more.
    pub(super) fn times(self, factor: u128) -> Option<Self> {
        let digits = self.digits.checked_mul(factor)?;
        Some(Self { digits, ..self }.shortened())
    }

    /// The sum.
    pub(super) fn plus(self, other: Self) -> Option<Self> {
        let places = self.places.max(other.places);
        let aligned = |one: Self| {
            let shift = 10_u128.checked_pow(places - one.places)?;
            one.digits.checked_mul(shift)
        };
        let digits = aligned(self)?.checked_add(aligned(other)?)?;
        Some(Self { digits, places })
    }

    /// So many cents, in the currency they are cents of.
    pub(super) const fn hundredths(self) -> Self {
        Self {
            digits: self.digits,
            places: self.places + 2,
        }
    }

    /// Its value where it has no decimal places.
    pub(super) fn as_whole(self) -> Option<u128> {
        (self.places == 0).then_some(self.digits)
    }

    fn shortened(mut self) -> Self {
        while self.places > 0 && self.digits.is_multiple_of(10) {
            self.digits /= 10;
            self.places -= 1;
        }
        self
    }
}

/// Where the decimal point of `written` is, if it has one; `None` where its marks make no sense together.
fn point(written: &str) -> Option<Option<usize>> {
    let is_mark = |c: char| matches!(c, ',' | '.');
    let Some(last) = written.rfind(is_mark) else {
        return Some(None);
    };
    let mark = &written[last..=last];
    let behind = written.len() - last - 1;
    let once = written.matches(mark).count() == 1;
    let has_other = written.matches(is_mark).count() > written.matches(mark).count();
    match (once, has_other) {
        // "1.234,5", "1,234.5"
        (true, true) => Some(Some(last)),
        (true, false) if mark == "." => Some(Some(last)),
        (true, false) if behind != 3 || written.starts_with('0') => Some(Some(last)),
        (_, false) if behind == 3 => Some(None),
        _ => None,
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = self.places as usize;
        let digits = format!("{:0>width$}", self.digits, width = places + 1);
        let (whole, behind) = digits.split_at(digits.len() - places);
        f.write_str(whole)?;
        if places > 0 {
            write!(f, ".{behind}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(written: &str, expected: Option<&str>) {
        let found = Decimal::parse(written).map(|number| number.to_string());
        assert_eq!(found.as_deref(), expected, "{written}");
    }

    #[test]
    fn english() {
        check("1,204", Some("1204"));
        check("4.50", Some("4.50"));
        check("1,234,567.8", Some("1234567.8"));
    }

    #[test]
    fn foreign() {
        check("12,50", Some("12.50"));
        check("1.234,5", Some("1234.5"));
        check("1.234.567", Some("1234567"));
        check("18’500", Some("18500"));
    }

    #[test]
    fn nonsense() {
        check("12.05.2025", None);
        check("1,2,3", None);
        check(&"9".repeat(10_000), None);
    }

    #[test]
    fn fractions_are_short_where_they_can_be() {
        assert_eq!(Decimal::fraction(2, 3).unwrap().to_string(), "0.6667");
        assert_eq!(Decimal::fraction(4, 5).unwrap().to_string(), "0.8");
        assert_eq!(Decimal::fraction(1, 0), None);
    }

    #[test]
    fn products_are_exact() {
        let product = |written| Decimal::parse(written).unwrap().times(1_000_000).unwrap();
        assert_eq!(product("6.2").to_string(), "6200000");
        assert_eq!(product("0.0000015").to_string(), "1.5");
    }

    proptest! {
        #[test]
        fn a_plain_number_prints_as_it_is_read(whole in 0..u64::MAX, behind in "[0-9]{1,4}") {
            let written = format!("{whole}.{behind}");
            prop_assert_eq!(Decimal::parse(&written).map(|number| number.to_string()), Some(written));
        }

        #[test]
        fn any_marks_are_read_without_a_fault(written in "[0-9,.'’]{0,40}") {
            let _ = Decimal::parse(&written).and_then(|number| number.times(1_000_000_000_000));
        }
    }
}
