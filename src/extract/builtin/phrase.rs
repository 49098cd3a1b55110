//! Noun phrases and verb groups.
//!
//! In: a reading and a token to start from. Out: the range of tokens of the phrase before or after it.
//! Every walk is bounded, so that a text without structure costs no more than one with it.

use std::ops::Range;

use super::{reading::Reading, tag::Pos};

/// No phrase is longer than this many steps.
const LONGEST: usize = 40;

/// A verb with its auxiliaries and adverbs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct VerbGroup {
    /// Its tokens, up to and with the verb.
    pub(super) tokens: Range<usize>,
    /// Whether it is passive: "was reported".
    pub(super) passive: bool,
    /// Whether it has tense or an auxiliary.
    pub(super) finite: bool,
    /// Whether it stands behind "to".
    pub(super) infinitive: bool,
}

/// The verb group that ends with the verb at `verb`, not before `start`.
pub(super) fn verb_group(reading: &Reading<'_>, verb: usize, start: usize) -> VerbGroup {
    let mut first = verb;
    let mut finite = reading.tags[verb].finite;
    let mut be = false;
    let mut infinitive = false;
    while first > start && verb - first < LONGEST {
        match reading.pos(first - 1) {
            Pos::Adverb | Pos::Negation => {}
            Pos::Modal | Pos::Be | Pos::Have | Pos::Do => {
                be |= reading.pos(first - 1) == Pos::Be;
                finite |= reading.tags[first - 1].finite;
            }
            Pos::To if reading.pos(verb) == Pos::Base || be => {
                infinitive = true;
                break;
            }
            _ => break,
        }
        first -= 1;
    }
    // "Recently, he": an adverb that begins the clause is no part of the verb.
    if first == start {
        while first < verb && reading.pos(first) == Pos::Adverb {
            first += 1;
        }
    }
    VerbGroup {
        tokens: first..verb + 1,
        passive: be && reading.pos(verb) == Pos::Participle,
        finite,
        infinitive,
    }
}

/// Whether a token may stand inside a noun phrase without closing it.
fn is_nominal(pos: Pos) -> bool {
    matches!(
        pos,
        Pos::Nominal | Pos::Proper | Pos::Number | Pos::Possessive
    )
}

/// The subject that ends right before `end`, not before `start`: a noun phrase with its
/// appositions, or a pronoun.
pub(super) fn subject_before(
    reading: &Reading<'_>,
    start: usize,
    end: usize,
) -> Option<Range<usize>> {
    let last = end.checked_sub(1).filter(|last| *last >= start)?;
    match reading.pos(last) {
        Pos::Pronoun | Pos::Wh => Some(last..end),
        Pos::That => (last > start && is_nominal(reading.pos(last - 1))).then_some(last..end),
        Pos::Determiner => {
            let whole = noun_phrase_before(reading, start, end);
            whole.or(Some(last..end))
        }
        Pos::Mark if reading.quotation(last).is_none() => match () {
            () if reading.is(last, ',') || reading.is(last, '—') => {
                apposition_before(reading, start, last)
            }
            () if reading.is(last, ')') => {
                let open = bracket_before(reading, start, last)?;
                let head = noun_phrase_before(reading, start, open)?;
                Some(head.start..end)
            }
            () => noun_phrase_before(reading, start, end),
        },
        _ => noun_phrase_before(reading, start, end),
    }
}

/// The opening bracket for the closing one at `close`.
fn bracket_before(reading: &Reading<'_>, start: usize, close: usize) -> Option<usize> {
    (start..close)
        .rev()
        .take(12)
        .find(|at| reading.is(*at, '('))
}

/// "Ann Lee, a farmer of Vale, Ohio," before a verb: the noun phrase with all that stands between
/// the commas.
fn apposition_before(reading: &Reading<'_>, start: usize, comma: usize) -> Option<Range<usize>> {
    let mark = if reading.is(comma, ',') { ',' } else { '—' };
    let mut best = None;
    let mut at = comma;
    let mut seen = 0;
    for _ in 0..LONGEST {
        let Some(before) = reading.previous(at).filter(|before| *before >= start) else {
            break;
        };
        at = before;
        if reading.is(at, ';') || reading.is(at, ':') {
            break;
        }
        if !reading.is(at, mark) || reading.quotation(at).is_some() {
            continue;
        }
        seen += 1;
        if seen > 3 || !may_be_apposition(reading, at + 1, comma) {
            break;
        }
        let head = match at.checked_sub(1) {
            Some(last) if reading.is(last, ')') => bracket_before(reading, start, last),
            _ => Some(at),
        }
        .and_then(|end| noun_phrase_before(reading, start, end));
        let Some(head) = head else { continue };
        let at_clause_start = head.start == start
            || matches!(
                reading.pos(head.start - 1),
                Pos::Conjunction | Pos::That | Pos::Subordinator | Pos::Mark | Pos::Time
            ) && !reading.is(head.start - 1, mark)
            || reading.is(head.start - 1, mark);
        if at_clause_start {
            // "Lee, too,": an adverb is no apposition.
            let adverb = (at + 1..comma).all(|at| reading.pos(at) == Pos::Adverb);
            best = Some(head.start..if adverb { at } else { comma + 1 });
            if head.start == start || !reading.is(head.start - 1, mark) {
                break;
            }
        }
    }
    best
}

/// Whether `from..to` may stand between commas behind a noun: a noun phrase, a relative clause or a
/// place, but no clause of its own.
fn may_be_apposition(reading: &Reading<'_>, from: usize, to: usize) -> bool {
    if from >= to {
        return false;
    }
    match reading.pos(from) {
        Pos::Wh => true,
        Pos::Determiner
        | Pos::Nominal
        | Pos::Proper
        | Pos::Number
        | Pos::Preposition
        | Pos::Adverb
        | Pos::Participle
        | Pos::Gerund
        | Pos::Possessive => {
            !reading.has_finite(&(from..to)) || (from..to).any(|at| reading.pos(at) == Pos::Wh)
        }
        Pos::Finite => true,
        _ => false,
    }
}

/// The noun phrase that ends right before `end`.
pub(super) fn noun_phrase_before(
    reading: &Reading<'_>,
    start: usize,
    end: usize,
) -> Option<Range<usize>> {
    let mut first = end;
    // Where the phrase begins if what was joined by "and" or a preposition turns out to be no part.
    let mut fallback = None;
    let mut determined = false;
    for _ in 0..LONGEST {
        let Some(before) = reading.previous(first).filter(|before| *before >= start) else {
            break;
        };
        if reading.quotation(before).is_some() {
            if reading.words(&(before..first)) > 4 {
                break;
            }
            first = before;
            continue;
        }
        match reading.pos(before) {
            pos if is_nominal(pos) && !determined => first = before,
            Pos::Possessive => {
                determined = false;
                first = before;
            }
            Pos::Determiner if !determined => {
                determined = true;
                first = before;
            }
            Pos::Determiner => first = before,
            Pos::Participle | Pos::Gerund
                if first < end
                    && !determined
                    && before > start
                    && reading.pos(before - 1) == Pos::Determiner =>
            {
                first = before;
            }
            Pos::Preposition | Pos::To if first < end && joins_nouns(reading, start, before) => {
                determined = false;
                first = before;
            }
            Pos::Conjunction
                if first < end
                    && before > start
                    && (is_nominal(reading.pos(before - 1)) || reading.is(before - 1, ')'))
                    && !reading.is_word(before, "but") =>
            {
                fallback.get_or_insert(first);
                determined = false;
                first = before;
            }
            Pos::Mark if is_inner_mark(reading, before, first, end) => first = before,
            Pos::Mark if reading.is(before, ')') && first < end => {
                match bracket_before(reading, start, before) {
                    Some(open) => first = open,
                    None => break,
                }
            }
            _ => break,
        }
    }
    // What stands before "X and Y": a verb or a preposition means that only Y is the phrase.
    if let Some(fallback) = fallback
        && first > start
        && matches!(
            reading.pos(first - 1),
            Pos::Finite
                | Pos::Base
                | Pos::Participle
                | Pos::Gerund
                | Pos::Preposition
                | Pos::To
                | Pos::Be
        )
    {
        first = fallback;
    }
    while first < end && !begins_phrase(reading, first) {
        first += 1;
    }
    (first < end).then_some(first..end)
}

fn begins_phrase(reading: &Reading<'_>, at: usize) -> bool {
    reading.opens(at)
        || matches!(
            reading.pos(at),
            Pos::Nominal
                | Pos::Proper
                | Pos::Number
                | Pos::Determiner
                | Pos::Participle
                | Pos::Gerund
        )
        || reading.is(at, '$')
        || reading.is(at, '@')
        || reading.is(at, '#')
}

/// Whether the preposition at `at` hangs on a noun before it.
fn joins_nouns(reading: &Reading<'_>, start: usize, at: usize) -> bool {
    at > start
        && (is_nominal(reading.pos(at - 1))
            || reading.is(at - 1, ')')
            || reading.pos(at - 1) == Pos::Determiner)
        && !reading.is_word(at, "than")
}

/// Hyphens, full stops of abbreviations, currency signs and the like.
fn is_inner_mark(reading: &Reading<'_>, at: usize, first: usize, end: usize) -> bool {
    let token = &reading.tokens[at];
    match token.kind {
        super::token::Kind::Mark('.') => at + 1 <= end && token.gap == super::token::Gap::None,
        super::token::Kind::Mark(
            '-' | '/' | '&' | '$' | '€' | '£' | '%' | '@' | '#' | '\'' | '’' | '+',
        ) => first <= end,
        _ => false,
    }
}

/// Where the noun phrase that begins at `start` ends, at most at `limit`; `start` where there is
/// none. Takes "of" along, and other prepositions where `attached`.
pub(super) fn noun_phrase_end(
    reading: &Reading<'_>,
    start: usize,
    limit: usize,
    attached: bool,
) -> usize {
    let mut end = simple_noun_phrase_end(reading, start, limit, attached);
    for _ in 0..3 {
        let joined = end > start
            && end + 1 < limit
            && reading.is_word(end, "and")
            && matches!(
                reading.pos(end + 1),
                Pos::Nominal | Pos::Proper | Pos::Determiner
            )
            && !clause_begins(reading, end + 1, limit);
        if !joined {
            break;
        }
        end = simple_noun_phrase_end(reading, end + 1, limit, attached);
    }
    end
}

/// The same without "and".
fn simple_noun_phrase_end(
    reading: &Reading<'_>,
    start: usize,
    limit: usize,
    attached: bool,
) -> usize {
    let mut at = start;
    let mut has_noun = false;
    for _ in 0..LONGEST {
        if at >= limit {
            break;
        }
        if reading.opens(at) {
            let next = reading.next(at);
            if reading.words(&(at..next)) > 4 {
                break;
            }
            has_noun = true;
            at = next;
            continue;
        }
        match reading.pos(at) {
            Pos::Pronoun => {
                if !has_noun && at == start {
                    at += 1;
                }
                break;
            }
            Pos::Nominal | Pos::Proper | Pos::Number | Pos::Possessive => has_noun = true,
            Pos::Determiner if !has_noun => {}
            Pos::Participle | Pos::Gerund | Pos::Adverb if !has_noun && at > start => {}
            Pos::Preposition
                if has_noun
                    && at + 1 < limit
                    && (reading.is_word(at, "of") || attached)
                    && matches!(
                        reading.pos(at + 1),
                        Pos::Nominal | Pos::Proper | Pos::Number | Pos::Determiner
                    ) =>
            {
                has_noun = false;
            }
            Pos::Mark if is_inner_mark(reading, at, at, limit) => {}
            Pos::Mark if has_noun && reading.is(at, '(') => {
                let close = (at..limit.min(at + 12)).find(|at| reading.is(*at, ')'));
                let Some(close) = close else { break };
                at = close;
            }
            _ => break,
        }
        at += 1;
    }
    at
}

/// Whether a clause with its own subject begins at `at`: a noun phrase or pronoun, then a verb with
/// tense.
pub(super) fn clause_begins(reading: &Reading<'_>, at: usize, limit: usize) -> bool {
    verb_of_clause(reading, at, limit).is_some()
}

/// The first token of the verb group of the clause that begins at `at`.
pub(super) fn verb_of_clause(reading: &Reading<'_>, at: usize, limit: usize) -> Option<usize> {
    let mut at = at;
    while at < limit && matches!(reading.pos(at), Pos::Adverb | Pos::Time) {
        at += 1;
    }
    if at >= limit {
        return None;
    }
    let mut end = at;
    // "There", "this", "that" and "what" can be subjects by themselves.
    if matches!(reading.pos(at), Pos::That | Pos::Wh | Pos::Gerund) {
        end = at + 1;
    } else {
        for _ in 0..3 {
            let phrase = simple_noun_phrase_end(reading, end, limit, true);
            if phrase == end {
                break;
            }
            end = phrase;
            // "and" between nouns: the plain walk above does not look for verbs behind it.
            if end < limit && reading.is_word(end, "and") && !reading.tags[end].finite {
                end += 1;
            } else {
                break;
            }
        }
    }
    if end == at {
        return None;
    }
    while end < limit && matches!(reading.pos(end), Pos::Adverb | Pos::Negation) {
        end += 1;
    }
    (end < limit && reading.tags[end].finite).then_some(end)
}
