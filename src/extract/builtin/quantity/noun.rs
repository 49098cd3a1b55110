//! The noun that a number counts.
//!
//! In: the tokens behind a number. Out: the counted noun as the article has it, with what tells its kind ("trial
//! pits") and without what merely describes it ("remaining branches").

use super::{
    super::{
        lexicon,
        reading::Reading,
        tag::Pos,
        token::{Gap, Kind},
    },
    figure::figure_at,
    one_of,
};

/// A noun with some of the words before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Phrase {
    /// Its words.
    pub(super) name: String,
    /// One past its last token.
    pub(super) end: usize,
}

/// How many tokens are looked through for the noun.
const LONGEST: usize = 6;

/// Spans of time, singular and plural.
pub(super) const PERIODS: &str = "second seconds minute minutes hour hours day days night nights week weeks month months \
    year years decade decades century centuries season seasons term terms summer summers winter winters quarter";

/// Describes without telling the kind.
const DESCRIPTIONS: &str = "other more further fewer less extra additional remaining last next past previous former new old \
    recent current main major big large little young local rural urban coastal foreign national international whole full entire \
    separate different similar independent illegal public private consecutive straight good bad long short great key average own \
    typical such these those only many successive unused empty free lost";

/// Nouns and symbols that count several without an "s".
const PLURALS: &str = "people men women children staff police sheep cattle fish feet teeth geese mice aircraft crew personnel \
    clergy deer salmon offspring spacecraft grandchildren schoolchildren firemen policemen fishermen crewmen km kg cm mm m mph \
    kph kW MW GW kWh MWh GWh GB MB TB ft lb oz ml ha µg mg dB horsepower hertz";

/// The counted noun that begins at `at`. Of several things the first plural ends it ("miles long"); of `one` thing,
/// whatever is no noun any more.
pub(super) fn noun(reading: &Reading<'_>, at: usize, limit: usize, one: bool) -> Option<Phrase> {
    let (mut first, mut head) = (None, None);
    let mut next = at;
    for _ in 0..LONGEST {
        if next >= limit || next > at && reading.tokens[next].gap > Gap::Space {
            break;
        }
        // "electric-bike batteries": a compound describes what follows.
        if next + 2 < limit && glued(reading, next + 1, '-') && head.is_none() {
            first = None;
            next += 3;
            continue;
        }
        if figure_at(reading, next, limit).is_some() {
            break;
        }
        let is_word = reading.tokens[next].kind == Kind::Word;
        if is_word && !one && is_plural(reading, next) {
            let end = symbol_end(reading, next + 1, limit);
            return Some(Phrase {
                name: said(reading, first.unwrap_or(next), end),
                end,
            });
        }
        match reading.pos(next) {
            _ if head.is_none() && describes(reading, next) => first = None,
            Pos::Gerund if one && head.is_some() => break,
            Pos::Nominal | Pos::Gerund if is_word => {
                first = first.or(Some(next));
                head = Some(next);
            }
            // "two Marrowby primaries", "the 23 European and American cities"
            Pos::Proper if !one => first = None,
            Pos::Conjunction if !one && next > at => first = None,
            _ => break,
        }
        next += 1;
    }
    let (first, end) = (first?, head? + 1);
    let possessor = end < limit && reading.pos(end) == Pos::Possessive;
    (one && !possessor).then(|| Phrase {
        name: said(reading, first, end),
        end,
    })
}

/// The noun phrase that begins at `at`, with its article and possessor.
pub(super) fn phrase(reading: &Reading<'_>, at: usize, limit: usize) -> Option<Phrase> {
    let limit = limit.min(at + LONGEST);
    let determined = at < limit && reading.pos(at) == Pos::Determiner;
    let begin = at + usize::from(determined);
    let end = (begin..limit)
        .find(|at| {
            !matches!(
                reading.pos(*at),
                Pos::Nominal | Pos::Proper | Pos::Possessive
            )
        })
        .unwrap_or(limit);
    (end > begin).then(|| Phrase {
        name: said(reading, at, end),
        end,
    })
}

/// Whether `mark` stands at `at` without a space before it.
pub(super) fn glued(reading: &Reading<'_>, at: usize, mark: char) -> bool {
    reading.is(at, mark) && reading.tokens[at].gap == Gap::None
}

/// The plural of a regular noun.
pub(super) fn plural(noun: &str) -> String {
    match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ if noun.ends_with('s') => noun.to_owned(),
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
        && !["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    let noun = match reading.pos(at) {
        Pos::Nominal | Pos::Proper | Pos::Gerund => true,
        // The tagger takes "three votes" for "three people vote" now and then.
        Pos::Finite => lexicon::entry(&word.to_lowercase()).also_noun,
        _ => false,
    };
    // "crew members", "police officers": what follows says what they are.
    let irregular = one_of(reading, at, PLURALS)
        && !reading.tokens.get(at + 1).is_some_and(|next| {
            next.gap == Gap::Space
                && next.span.of(reading.text).ends_with('s')
                && reading.pos(at + 1) == Pos::Nominal
        });
    noun && (regular || irregular)
}

/// Whether a word before a noun tells how it is and not of what kind.
fn describes(reading: &Reading<'_>, at: usize) -> bool {
    let word = reading.word(at);
    one_of(reading, at, DESCRIPTIONS)
        || word.len() > 5 && (word.ends_with("est") || word.ends_with("ed"))
        || word.len() > 3 && matches!(reading.pos(at), Pos::Adverb | Pos::Participle)
}

/// The words `first..end` with single spaces.
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
fn symbol_end(reading: &Reading<'_>, at: usize, limit: usize) -> usize {
    let is_part = |at: usize| {
        reading.tokens[at].gap == Gap::None
            && (matches!(reading.word(at), "²" | "³")
                || reading.is(at, '/')
                || reading.is(at - 1, '/') && reading.tokens[at].kind == Kind::Word)
    };
    let limit = limit.min(at + LONGEST).max(at);
    (at..limit).find(|at| !is_part(*at)).unwrap_or(limit)
}
