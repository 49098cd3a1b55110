//! Noun phrases, and clauses that begin with one.
//!
//! In: a reading and a token to start from. Out: the range of tokens of the phrase before or after it.
//! Every walk is bounded, so that a text without structure costs no more than one with it.

use std::ops::Range;

use super::{reading::Reading, tag::Pos};

/// No phrase is longer than this many steps.
pub(super) const LONGEST: usize = 40;

/// Whether a token may stand inside a noun phrase without closing it.
pub(super) fn is_nominal(pos: Pos) -> bool {
    matches!(
        pos,
        Pos::Nominal | Pos::Proper | Pos::Number | Pos::Possessive
    )
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
            // "“Too late,” the mayor said": what ends in a comma is no part of a phrase.
            let set_off = first >= 2 && reading.is(first - 2, ',');
            if set_off || reading.words(&(before..first)) > 4 {
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
        super::token::Kind::Mark('.') => at < end && token.gap == super::token::Gap::None,
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

/// Whether a main clause begins at `at`, however much stands between its subject and its verb: there are more
/// verbs with tense than words that make a clause subordinate.
pub(super) fn long_clause_begins(reading: &Reading<'_>, at: usize, limit: usize) -> bool {
    let mut at = at;
    while at < limit && matches!(reading.pos(at), Pos::Adverb | Pos::Negation | Pos::Time) {
        at += 1;
    }
    let starts = at < limit
        && matches!(
            reading.pos(at),
            Pos::Determiner | Pos::Pronoun | Pos::Proper | Pos::Nominal | Pos::Number
        );
    if !starts {
        return false;
    }
    let mut verbs = 0_usize;
    let mut subordinate = 0_usize;
    while at < limit {
        if reading.quotation(at).is_some() {
            at = reading.next(at);
            continue;
        }
        let pos = reading.pos(at);
        if reading.is(at, ';') || reading.is(at, ':') {
            break;
        }
        if pos == Pos::Conjunction && reading.is(at - 1, ',') {
            break;
        }
        // "the men he knew"
        let bare = pos == Pos::Pronoun && matches!(reading.pos(at - 1), Pos::Nominal | Pos::Proper);
        verbs += usize::from(reading.tags[at].finite);
        subordinate += usize::from(bare || matches!(pos, Pos::That | Pos::Wh | Pos::Subordinator));
        at += 1;
    }
    verbs > subordinate
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

/// The opening bracket for the closing one at `close`.
pub(super) fn bracket_before(reading: &Reading<'_>, start: usize, close: usize) -> Option<usize> {
    (start..close)
        .rev()
        .take(12)
        .find(|at| reading.is(*at, '('))
}
