//! Words that name a time.
//!
//! In: a word. Out: what it says of time, if anything. Every word of every content is looked up, so
//! those that cannot name a time are refused by their first letter and length before the table is asked.

use std::sync::LazyLock;

use rustc_hash::FxHashMap as HashMap;

use jiff::civil::Weekday;

/// What a word says of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// "Monday"
    Weekday(Weekday),
    /// "March", as a number from 1
    Month(i8),
    /// "Mar", which needs a day beside it: "Jan" and "Dec" are people too
    ShortMonth(i8),
    /// "yesterday", in days from publication
    Day(i32),
    /// "morning"
    PartOfDay,
    /// "year"
    Unit(Unit),
    /// "years"
    Units(Unit),
    /// "summer"
    Season(Season),
    /// "weekend"
    Weekend,
    /// "half" of a year
    Half,
    /// "Christmas"
    Feast(Feast),
    /// "ago"
    Ago,
}

/// A stretch of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    /// From midnight to midnight.
    Day,
    /// From Monday to Sunday.
    Week,
    /// Of a year.
    Month,
    /// Three months.
    Quarter,
    /// From January to December.
    Year,
    /// Ten years.
    Decade,
}

/// Three months, as meteorologists count them in the north.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Season {
    /// From March.
    Spring,
    /// From June.
    Summer,
    /// From September.
    Autumn,
    /// From December.
    Winter,
}

/// A day with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Feast {
    /// The same month and day each year.
    Fixed(i8, i8),
    /// This many days after Easter Sunday.
    Easter(i32),
    /// The nth such weekday of a month, from its end where n is negative.
    Nth(i8, i8, Weekday),
}

/// The words, and by first letter which lengths they have: most words of a text are refused by these.
struct Table {
    words: HashMap<&'static str, Word>,
    lengths: [u16; 26],
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let words = words();
    let mut lengths = [0; 26];
    for (word, _) in &words {
        lengths[usize::from(word.as_bytes()[0] - b'a')] |= 1 << word.len();
    }
    Table {
        words: words.into_iter().collect(),
        lengths,
    }
});

fn words() -> Vec<(&'static str, Word)> {
    let months = [
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
    ];
    let short = [
        ("jan", 1),
        ("feb", 2),
        ("mar", 3),
        ("apr", 4),
        ("jun", 6),
        ("jul", 7),
        ("aug", 8),
        ("sep", 9),
        ("sept", 9),
        ("oct", 10),
        ("nov", 11),
        ("dec", 12),
    ];
    let weekdays = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let others = [
        ("today", Word::Day(0)),
        ("tonight", Word::Day(0)),
        ("yesterday", Word::Day(-1)),
        ("tomorrow", Word::Day(1)),
        ("morning", Word::PartOfDay),
        ("afternoon", Word::PartOfDay),
        ("evening", Word::PartOfDay),
        ("night", Word::PartOfDay),
        ("week", Word::Unit(Unit::Week)),
        ("month", Word::Unit(Unit::Month)),
        ("quarter", Word::Unit(Unit::Quarter)),
        ("year", Word::Unit(Unit::Year)),
        ("decade", Word::Unit(Unit::Decade)),
        ("day", Word::Unit(Unit::Day)),
        ("days", Word::Units(Unit::Day)),
        ("weeks", Word::Units(Unit::Week)),
        ("months", Word::Units(Unit::Month)),
        ("years", Word::Units(Unit::Year)),
        ("decades", Word::Units(Unit::Decade)),
        ("spring", Word::Season(Season::Spring)),
        ("summer", Word::Season(Season::Summer)),
        ("summers", Word::Season(Season::Summer)),
        ("autumn", Word::Season(Season::Autumn)),
        ("fall", Word::Season(Season::Autumn)),
        ("winter", Word::Season(Season::Winter)),
        ("winters", Word::Season(Season::Winter)),
        ("weekend", Word::Weekend),
        ("half", Word::Half),
        ("christmas", Word::Feast(Feast::Fixed(12, 25))),
        ("halloween", Word::Feast(Feast::Fixed(10, 31))),
        ("easter", Word::Feast(Feast::Easter(0))),
        (
            "thanksgiving",
            Word::Feast(Feast::Nth(11, 4, Weekday::Thursday)),
        ),
        ("ago", Word::Ago),
    ];
    let number = |index: usize| i8::try_from(index + 1).unwrap_or(i8::MAX);
    let mut words = others.to_vec();
    words.extend(short.map(|(word, month)| (word, Word::ShortMonth(month))));
    for (index, word) in months.into_iter().enumerate() {
        words.push((word, Word::Month(number(index))));
    }
    for (index, word) in weekdays.into_iter().enumerate() {
        if let Ok(weekday) = Weekday::from_monday_one_offset(number(index)) {
            words.push((word, Word::Weekday(weekday)));
        }
    }
    words
}

/// The longest word of the table.
const LONGEST: usize = "thanksgiving".len();

/// What `word` says of time; months, weekdays and feasts only where they begin with a capital.
pub(super) fn word(word: &str) -> Option<Word> {
    let bytes = word.as_bytes();
    let first = bytes.first()?.to_ascii_lowercase();
    let lengths = TABLE.lengths.get(usize::from(first.wrapping_sub(b'a')))?;
    if bytes.len() > LONGEST || lengths & (1 << bytes.len()) == 0 {
        return None;
    }
    let mut lower = [0; LONGEST];
    let lower = &mut lower[..bytes.len()];
    lower.copy_from_slice(bytes);
    lower.make_ascii_lowercase();
    let found = *TABLE.words.get(std::str::from_utf8(lower).ok()?)?;
    let named = matches!(
        found,
        Word::Weekday(_) | Word::Month(_) | Word::ShortMonth(_) | Word::Feast(_)
    );
    (!named || bytes[0].is_ascii_uppercase()).then_some(found)
}

/// The feast that is named after another: "Christmas Eve", "Easter Monday".
pub(super) fn feast_of(first: &str, second: &str) -> Option<Feast> {
    let is = |a: &str, b: &str| first.eq_ignore_ascii_case(a) && second.eq_ignore_ascii_case(b);
    Some(match () {
        () if is("christmas", "eve") => Feast::Fixed(12, 24),
        () if is("christmas", "day") => Feast::Fixed(12, 25),
        () if is("boxing", "day") => Feast::Fixed(12, 26),
        () if is("good", "friday") => Feast::Easter(-2),
        () if is("easter", "sunday") => Feast::Easter(0),
        () if is("easter", "monday") => Feast::Easter(1),
        () if is("labor", "day") => Feast::Nth(9, 1, Weekday::Monday),
        () if is("memorial", "day") => Feast::Nth(5, -1, Weekday::Monday),
        () if is("independence", "day") => Feast::Fixed(7, 4),
        _ => return None,
    })
}

/// The number that a word is: "3", "three", "a".
pub(super) fn number(word: &str) -> Option<i32> {
    const WORDS: [&str; 13] = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    const TENS: [(&str, i32); 6] = [
        ("fifteen", 15),
        ("twenty", 20),
        ("thirty", 30),
        ("forty", 40),
        ("fifty", 50),
        ("sixty", 60),
    ];
    if word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit()) {
        return word.parse().ok();
    }
    if word.eq_ignore_ascii_case("a") || word.eq_ignore_ascii_case("an") {
        return Some(1);
    }
    let named = WORDS
        .iter()
        .position(|name| word.eq_ignore_ascii_case(name));
    named.and_then(|at| i32::try_from(at).ok()).or_else(|| {
        let ten = TENS
            .iter()
            .find(|(name, _)| word.eq_ignore_ascii_case(name));
        ten.map(|(_, value)| *value)
    })
}

/// Which of the year's quarters or halves an ordinal names.
pub(super) fn ordinal(word: &str) -> Option<i8> {
    let names = ["first", "second", "third", "fourth"];
    let at = names
        .iter()
        .position(|name| word.eq_ignore_ascii_case(name))?;
    i8::try_from(at + 1).ok()
}
