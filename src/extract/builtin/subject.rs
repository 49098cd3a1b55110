//! The subject of a verb.
//!
//! In: a reading and the token at which a verb group begins. Out: the range of tokens of its subject: a pronoun,
//! or a noun phrase with its appositions.

use std::ops::Range;

use super::{
    phrase::{LONGEST, bracket_before, is_nominal, noun_phrase_before, noun_phrase_end},
    reading::Reading,
    tag::Pos,
};

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

/// The source behind an inverted verb, with its appositions.
pub(super) fn inverted_source(
    reading: &Reading<'_>,
    from: usize,
    limit: usize,
) -> Option<Range<usize>> {
    let mut end = noun_phrase_end(reading, from, limit, true);
    if end == from {
        return None;
    }
    if reading.pos(from) == Pos::Pronoun {
        return Some(from..end);
    }
    for _ in 0..4 {
        if end >= limit || !reading.is(end, ',') || reading.opens(end + 1) || end + 1 >= limit {
            break;
        }
        let next = (end + 1..limit)
            .find(|at| reading.is(*at, ',') || reading.opens(*at))
            .unwrap_or(limit);
        let apposition = matches!(
            reading.pos(end + 1),
            Pos::Determiner | Pos::Nominal | Pos::Proper | Pos::Number | Pos::Wh | Pos::Preposition
        ) && (reading.pos(end + 1) == Pos::Wh
            || !reading.has_finite(&(end + 1..next)));
        if !apposition || next < limit && reading.opens(next) {
            break;
        }
        end = next;
    }
    Some(from..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Asserts the subject of the first verb with tense in `text`, counted from the end.
    fn check(text: &str, expected: &str) {
        let reading = Reading::new(text);
        let verb = (0..reading.tokens.len())
            .rev()
            .find(|at| reading.tags[*at].finite);
        let found = verb.and_then(|verb| subject_before(&reading, 0, verb));
        assert_eq!(
            found.map_or("", |range| reading.span(&range).of(text)),
            expected
        );
    }

    #[test]
    fn pronouns() {
        check("Then she said no.", "she");
    }

    #[test]
    fn phrases() {
        check(
            "Officials at the old mill said no.",
            "Officials at the old mill",
        );
        check("Ann Lee and Bo Day said no.", "Ann Lee and Bo Day");
        check("It was late and the mayor said no.", "the mayor");
    }

    #[test]
    fn appositions() {
        check(
            "On Friday, Ann Lee, a farmer of Vale, said no.",
            "Ann Lee, a farmer of Vale,",
        );
        check("Rep. Ann Lee (R-Vale) said no.", "Rep. Ann Lee (R-Vale)");
    }
}
