//! Money.
//!
//! In: the sign before a number or the word behind it. Out: the ISO 4217 code, where it is clear which currency is
//! meant; crowns and francs belong to several countries and keep their name.

use super::super::{reading::Reading, token::Gap};

/// The currency whose sign or code stands before the number at `at`.
pub(super) fn before(reading: &Reading<'_>, at: usize) -> Option<&'static str> {
    let sign = at.checked_sub(1)?;
    let word = reading.word(sign);
    if reading.tokens[at].gap == Gap::Space && word.len() == 3 {
        return code(word);
    }
    let country = || {
        let country = sign.checked_sub(1)?;
        (reading.tokens[sign].gap == Gap::None).then(|| reading.word(country))
    };
    match word {
        "$" => Some(match country() {
            Some("A" | "AU") => "AUD",
            Some("C" | "CA") => "CAD",
            Some("NZ") => "NZD",
            Some("HK") => "HKD",
            Some("S") => "SGD",
            _ => "USD",
        }),
        _ => sign_code(word),
    }
}

fn sign_code(sign: &str) -> Option<&'static str> {
    Some(match sign {
        "$" => "USD",
        "£" => "GBP",
        "€" => "EUR",
        "¥" => "JPY",
        "₹" => "INR",
        "₽" => "RUB",
        "₩" => "KRW",
        "₺" => "TRY",
        "₴" => "UAH",
        _ => return None,
    })
}

fn code(word: &str) -> Option<&'static str> {
    const CODES: &str = "USD EUR GBP JPY CHF AUD CAD NZD CNY SEK NOK DKK INR RUB BRL ZAR PLN CZK HUF TRY UAH KRW MXN SGD HKD";
    CODES.split(' ').find(|code| *code == word)
}

/// The currency that a word or a sign behind a number names.
pub(super) fn behind(word: &str) -> Option<&'static str> {
    let is = |name: &str| word.eq_ignore_ascii_case(name);
    let named = match () {
        () if is("dollars") || is("dollar") => "USD",
        () if is("euros") || is("euro") => "EUR",
        () if is("pounds") || is("pound") => "GBP",
        () if is("yen") => "JPY",
        () if is("yuan") || is("renminbi") => "CNY",
        () if is("rupees") => "INR",
        () if is("roubles") || is("rubles") => "RUB",
        () if is("hryvnia") || is("hryvnias") => "UAH",
        () if is("zloty") || is("zlotys") => "PLN",
        () => return sign_code(word).or_else(|| code(word)),
    };
    Some(named)
}

/// The currency of which `word` is the hundredth part.
pub(super) fn of_hundredths(word: &str) -> Option<&'static str> {
    match word {
        "cents" | "cent" => Some("USD"),
        "pence" | "penny" => Some("GBP"),
        _ => None,
    }
}
