//! What is counted.
//!
//! In: the tokens behind a number. Out: its unit as the article writes it: a sign, or the counted noun with what
//! tells its kind ("trial pits") and without what merely describes it ("remaining branches").

use super::{
    super::{
        reading::Reading,
        tag::Pos,
        token::{Gap, Kind},
    },
    currency,
    figure::{Figure, Form, figure_at},
};

/// A unit, and where its phrase ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    /// Its name.
    pub(super) name: String,
    /// One past its last token.
    pub(super) end: usize,
    /// Whether the number is so many hundredths of it.
    pub(super) hundredths: bool,
}

impl Unit {
    fn new(name: impl Into<String>, end: usize) -> Self {
        Self {
            name: name.into(),
            end,
            hundredths: false,
        }
    }
}

/// How many words a unit may have.
const LONGEST: usize = 6;

/// Spans of time, singular and plural: what a rate is by, and what a hyphen joins to a number.
const PERIODS: &[&str] = &[
    "second",
    "seconds",
    "minute",
    "minutes",
    "hour",
    "hours",
    "day",
    "days",
    "night",
    "nights",
    "week",
    "weeks",
    "month",
    "months",
    "year",
    "years",
    "decade",
    "decades",
    "century",
    "centuries",
    "season",
    "seasons",
    "term",
    "terms",
    "summer",
    "summers",
    "winter",
    "winters",
    "quarter",
    "head",
    "person",
];

/// Describes without telling the kind.
const DESCRIPTIONS: &[&str] = &[
    "other",
    "more",
    "further",
    "fewer",
    "less",
    "extra",
    "additional",
    "remaining",
    "last",
    "next",
    "past",
    "previous",
    "former",
    "new",
    "old",
    "recent",
    "current",
    "main",
    "major",
    "big",
    "large",
    "little",
    "young",
    "local",
    "rural",
    "urban",
    "coastal",
    "foreign",
    "national",
    "international",
    "whole",
    "full",
    "entire",
    "separate",
    "different",
    "similar",
    "independent",
    "illegal",
    "public",
    "private",
    "consecutive",
    "straight",
    "good",
    "bad",
    "long",
    "short",
    "great",
    "key",
    "average",
    "own",
    "typical",
    "such",
    "these",
    "those",
    "single",
    "only",
    "entire",
    "many",
    "successive",
    "unused",
    "empty",
    "free",
    "lost",
];

/// Nouns that count several without an "s".
const PLURALS: &[&str] = &[
    "people",
    "men",
    "women",
    "children",
    "staff",
    "police",
    "sheep",
    "cattle",
    "fish",
    "feet",
    "teeth",
    "geese",
    "mice",
    "aircraft",
    "crew",
    "personnel",
    "data",
    "criteria",
    "clergy",
    "percent",
    "stone",
    "km",
    "kg",
    "cm",
    "mm",
    "mph",
    "kph",
    "kW",
    "MW",
    "GW",
    "kWh",
    "MWh",
    "GWh",
    "GB",
    "MB",
    "TB",
    "ft",
    "lb",
    "oz",
    "ml",
    "ha",
    "hectare",
    "acre",
    "µg",
    "mg",
    "dB",
    "m",
    "firemen",
    "policemen",
    "fishermen",
    "crewmen",
    "servicemen",
    "horsepower",
    "hertz",
    "celsius",
    "salmon",
    "deer",
    "offspring",
    "spacecraft",
    "grandchildren",
    "schoolchildren",
    "councilmen",
    "craftsmen",
    "seamen",
    "salespeople",
    "townspeople",
];

fn one_of(reading: &Reading<'_>, at: usize, words: &[&str]) -> bool {
    words.iter().any(|word| reading.is_word(at, word))
}

/// Whether what begins at `at` is certainly counted by a number before it, be that as good as a year.
pub(super) fn measures(reading: &Reading<'_>, at: usize, limit: usize) -> bool {
    at < limit
        && (reading.is(at, '%')
            || one_of(reading, at, PERIODS)
            || one_of(reading, at, PLURALS)
            || one_of(
                reading,
                at,
                &[
                    "per", "percent", "metres", "meters", "miles", "tonnes", "tons", "litres",
                    "liters", "times", "feet", "votes", "crowns",
                ],
            )
            || currency::behind(reading.word(at)).is_some())
}

/// The unit of `figure`, in what follows it up to `limit`.
pub(super) fn unit(reading: &Reading<'_>, figure: &Figure, limit: usize) -> Option<Unit> {
    let at = figure.tokens.end;
    if let Some(name) = figure.unit {
        return Some(with_rate(reading, Unit::new(name, at), limit, true));
    }
    if at >= limit {
        return None;
    }
    if figure.form == Form::Fraction && reading.is_word(at, "of") {
        return of_whole(reading, at, limit);
    }
    if figure.form == Form::Fraction && reading.is_word(at, "the") {
        let name = format!("of {}", phrase_from(reading, at, limit)?.name);
        return Some(Unit::new(name, limit.min(at + 2)));
    }
    let sign = sign(reading, at, limit);
    if let Some(sign) = sign {
        return Some(with_rate(reading, sign, limit, true));
    }
    if reading.is(at, '-') && reading.tokens[at].gap == Gap::None {
        return hyphenated(reading, at + 1, limit);
    }
    if reading.tokens[at].gap > Gap::Space {
        return None;
    }
    let one = figure.value.as_whole() == Some(1)
        || figure.form == Form::Ordinal
        || is_half(reading, figure);
    let noun = noun(reading, at, limit, one)?;
    Some(with_rate(reading, noun, limit, false))
}

fn is_half(reading: &Reading<'_>, figure: &Figure) -> bool {
    reading.is_word(figure.tokens.start, "half")
}

/// "%", "per cent", "°C", "euros", "cents".
fn sign(reading: &Reading<'_>, at: usize, limit: usize) -> Option<Unit> {
    let next =
        |offset: usize, word: &str| at + offset < limit && reading.is_word(at + offset, word);
    if reading.is(at, '%') {
        return Some(Unit::new("%", at + 1));
    }
    if next(0, "percent") || next(0, "pc") {
        return Some(Unit::new("%", at + 1));
    }
    if next(0, "per") && next(1, "cent") {
        return Some(Unit::new("%", at + 2));
    }
    if next(0, "times") {
        return Some(Unit::new("times", at + 1));
    }
    // Between percentages, the article drops the word: "five points up on 2022".
    let degree = reading.is(at, '°') || next(0, "degrees");
    if degree && (next(1, "C") || next(1, "Celsius")) {
        return Some(Unit::new("°C", at + 2));
    }
    if degree && (next(1, "F") || next(1, "Fahrenheit")) {
        return Some(Unit::new("°F", at + 2));
    }
    if reading.tokens[at].gap <= Gap::Space {
        let word = reading.word(at);
        if let Some(code) = currency::behind(word) {
            return Some(Unit::new(code, at + 1));
        }
        if let Some(code) = currency::of_hundredths(word) {
            return Some(Unit {
                hundredths: true,
                ..Unit::new(code, at + 1)
            });
        }
    }
    None
}

/// "-day truce", "-year-old", "-man": the noun stands in the singular, but is counted.
fn hyphenated(reading: &Reading<'_>, at: usize, limit: usize) -> Option<Unit> {
    const MEASURES: &[&str] = &[
        "metre",
        "meter",
        "mile",
        "kilometre",
        "kilometer",
        "foot",
        "point",
        "page",
        "seat",
        "bed",
        "storey",
        "room",
        "acre",
        "hectare",
        "tonne",
        "ton",
        "kilo",
        "litre",
        "liter",
        "gallon",
        "inch",
        "vote",
        "member",
        "game",
        "match",
        "minute",
    ];
    let noun = (at < limit && reading.tokens[at].gap == Gap::None).then(|| reading.word(at))?;
    if noun == "man" || noun == "men" {
        return Some(Unit::new("men", at + 1));
    }
    if noun == "foot" {
        return Some(Unit::new("feet", at + 1));
    }
    if let Some(code) = currency::behind(noun) {
        return Some(Unit::new(code, at + 1));
    }
    if noun == "percent" {
        return Some(Unit::new("%", at + 1));
    }
    let counted = one_of(reading, at, MEASURES) || one_of(reading, at, PERIODS);
    counted.then(|| Unit::new(plural(noun), at + 1))
}

/// The plural of a regular noun.
pub(super) fn plural(noun: &str) -> String {
    if noun.ends_with('s') {
        return noun.to_owned();
    }
    match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ if noun.ends_with("ch") || noun.ends_with("sh") || noun.ends_with('x') => {
            format!("{noun}es")
        }
        _ => format!("{noun}s"),
    }
}

/// Whether a word looks like several things.
fn is_plural(reading: &Reading<'_>, at: usize) -> bool {
    let word = reading.word(at);
    let regular = word.len() > 2
        && word.ends_with('s')
        && !word.ends_with("ss")
        && !word.ends_with("us")
        && !word.ends_with("is");
    (regular
        || PLURALS
            .iter()
            .any(|plural| word.eq_ignore_ascii_case(plural)))
        && !matches!(
            reading.pos(at),
            Pos::Be
                | Pos::Have
                | Pos::Do
                | Pos::Pronoun
                | Pos::Determiner
                | Pos::Time
                | Pos::Subordinator
                | Pos::Preposition
                | Pos::Adverb
        )
}

/// The counted noun that begins at `at`, with the words that tell its kind; of several things the first plural ends
/// it ("miles long"), of one thing what is no noun any more.
pub(super) fn noun(reading: &Reading<'_>, at: usize, limit: usize, one: bool) -> Option<Unit> {
    let mut first = None;
    let mut at = at;
    let mut head = None;
    for step in 0..LONGEST {
        if at >= limit
            || step > 0 && reading.tokens[at].gap > Gap::Space
            || figure_at(reading, at, limit).is_some()
        {
            break;
        }
        let word = reading.word(at);
        if reading.tokens[at].kind == Kind::Word && !one && is_plural(reading, at) {
            let first = first.unwrap_or(at);
            return Some(Unit::new(
                said(reading, first, at + 1),
                symbols_end(reading, at + 1, limit),
            ))
            .map(|unit| with_symbols(reading, unit, at + 1));
        }
        // "electric-bike batteries": a compound describes what follows.
        if at + 2 < limit && reading.is(at + 1, '-') && reading.tokens[at + 1].gap == Gap::None {
            first = None;
            head = None;
            at += 3;
            continue;
        }
        let is_description = describes(reading, at);
        match reading.pos(at) {
            _ if is_description && head.is_none() => first = None,
            Pos::Nominal | Pos::Gerund if reading.tokens[at].kind == Kind::Word => {
                first = first.or(Some(at));
                head = Some(at);
            }
            Pos::Proper if !one && head.is_none() => first = None,
            Pos::Adverb | Pos::Participle if head.is_none() && word.len() > 3 => first = None,
            Pos::Conjunction if !one && step > 0 && head.is_none() => {}
            _ => break,
        }
        at += 1;
    }
    let (first, head) = (first?, head?);
    one.then(|| Unit::new(said(reading, first, head + 1), head + 1))
}

fn describes(reading: &Reading<'_>, at: usize) -> bool {
    let word = reading.word(at);
    one_of(reading, at, DESCRIPTIONS)
        || word.len() > 5
            && (word.ends_with("est") || word.ends_with("ed"))
            && reading.tokens[at].kind == Kind::Word
}

/// Words `first..end` as the article has them, with single spaces.
fn said(reading: &Reading<'_>, first: usize, end: usize) -> String {
    let mut said = String::new();
    for at in first..end {
        if at > first && reading.tokens[at].gap > Gap::None {
            said.push(' ');
        }
        said.push_str(reading.word(at));
    }
    said
}

/// Where "km²", "km/h" and "µg/m³" end, whose first word ends before `at`.
fn symbols_end(reading: &Reading<'_>, at: usize, limit: usize) -> usize {
    let mut end = at;
    while end < limit
        && reading.tokens[end].gap == Gap::None
        && (matches!(reading.word(end), "²" | "³")
            || reading.is(end, '/')
            || reading.is(end - 1, '/') && reading.tokens[end].kind == Kind::Word)
    {
        end += 1;
    }
    end
}

fn with_symbols(reading: &Reading<'_>, mut unit: Unit, at: usize) -> Unit {
    for at in at..unit.end {
        unit.name.push_str(reading.word(at));
    }
    unit
}

/// `unit` with "a week" or "per square metre" behind it; of money by any noun ("a share").
fn with_rate(reading: &Reading<'_>, unit: Unit, limit: usize, by_anything: bool) -> Unit {
    let mut at = unit.end;
    // "tonnes of cod a year", "14 minutes longer a night"
    if at + 2 < limit && reading.is_word(at, "of") && reading.pos(at + 1) == Pos::Nominal {
        at += 2;
    } else if one_of(reading, at, &["longer", "more", "less", "fewer"]) {
        at += 1;
    }
    if at + 1 >= limit || unit.name == "%" || unit.name == "times" {
        return unit;
    }
    let per = reading.is_word(at, "per");
    let each = reading.is_word(at, "a") || reading.is_word(at, "an");
    if !(per || each && (by_anything || one_of(reading, at + 1, PERIODS))) {
        return unit;
    }
    let Some(noun) = noun(reading, at + 1, limit, true) else {
        return unit;
    };
    let word = reading.word(at);
    Unit {
        name: format!("{} {word} {}", unit.name, noun.name),
        end: noun.end,
        ..unit
    }
}

/// "of the rafts", as the unit of a fraction: the whole it is taken of. At `at` stands "of".
fn of_whole(reading: &Reading<'_>, at: usize, limit: usize) -> Option<Unit> {
    if at + 2 < limit && one_of(reading, at + 1, &["a", "an"]) {
        if reading.is_word(at + 2, "point") {
            return Some(Unit::new("percentage points", at + 3));
        }
        if one_of(reading, at + 2, PERIODS) {
            return Some(Unit::new(plural(reading.word(at + 2)), at + 3));
        }
    }
    let whole = phrase_from(reading, at + 1, limit)?;
    Some(Unit::new(format!("of {}", whole.name), whole.end))
}

/// The noun phrase that begins at `at`, with its article and possessor.
pub(super) fn phrase_from(reading: &Reading<'_>, at: usize, limit: usize) -> Option<Unit> {
    let mut end = at;
    while end < limit && end < at + LONGEST {
        match reading.pos(end) {
            Pos::Determiner if end == at => {}
            Pos::Nominal | Pos::Proper | Pos::Possessive => {}
            _ => break,
        }
        end += 1;
    }
    (end > at
        + usize::from(
            reading
                .tags
                .get(at)
                .is_some_and(|tag| tag.pos == Pos::Determiner),
        ))
    .then(|| Unit::new(said(reading, at, end), end))
}
