//! How a claim is made: denied or asserted, how surely, and in whose words.
//!
//! In: a reading and the tokens of a content. Out: polarity, certainty and attribution, by rules over
//! words; the first clause decides. The model takes polarity and certainty as advice.

use std::ops::Range;

use super::{candidate::Candidate, reading::Reading, rule::Rule, tag::Pos};
use crate::model::{Attribution, Certainty, Polarity};

/// Longer contents are judged by their beginning.
const LONGEST: usize = 60;

/// Whether the content is denied: by its own main verb, or by the cue ("denied that").
pub(super) fn polarity(
    reading: &Reading<'_>,
    content: &[Range<usize>],
    cue: Option<&Range<usize>>,
) -> Polarity {
    let denied = cue.is_some_and(|cue| {
        cue.clone().any(|at| {
            has_word(
                reading,
                at,
                &["denied", "denies", "deny", "denying", "denial"],
            )
        })
    });
    if denied || negated(reading, content) {
        Polarity::Negative
    } else {
        Polarity::Positive
    }
}

/// Whether the main clause has "not", "never", "no" or a word like them.
fn negated(reading: &Reading<'_>, content: &[Range<usize>]) -> bool {
    let mut verb_seen = false;
    let mut conditional = false;
    for (index, at) in content.iter().cloned().flatten().take(LONGEST).enumerate() {
        let pos = reading.pos(at);
        // "if the deal is not forged, ...": what stands behind the comma decides.
        conditional |= pos == Pos::Subordinator && index <= 1;
        if conditional {
            conditional = !reading.is(at, ',');
            continue;
        }
        if verb_seen && matches!(pos, Pos::That | Pos::Wh | Pos::Subordinator)
            || reading.is(at, ';')
            || verb_seen && reading.is(at, '.')
        {
            return false;
        }
        if pos == Pos::Negation && !has_word(reading, at + 1, &["only"]) {
            return true;
        }
        let word = reading.word(at);
        if word.ends_with("n't")
            || word.ends_with("n’t")
            || has_word(reading, at, &["none", "neither", "cannot", "nor"])
        {
            return true;
        }
        // "There is no bridge", "No votes were lost"; but not "no later than".
        if has_word(reading, at, &["no"])
            && !has_word(reading, at + 1, &["later", "doubt", "longer"])
        {
            return true;
        }
        verb_seen |= matches!(pos, Pos::Finite | Pos::Be | Pos::Participle | Pos::Base);
    }
    false
}

/// How sure the content is made out to be, by its hedges and its cue's.
pub(super) fn certainty(
    reading: &Reading<'_>,
    content: &[Range<usize>],
    cue: Option<&Range<usize>>,
) -> Certainty {
    const POSSIBLE: &[&str] = &[
        "may",
        "might",
        "could",
        "perhaps",
        "maybe",
        "possibly",
        "potentially",
        "allegedly",
    ];
    const PROBABLE: &[&str] = &[
        "probably",
        "likely",
        "presumably",
        "apparently",
        "seems",
        "seem",
        "appears",
        "appear",
        "appeared",
        "seemed",
        "reportedly",
        "expected",
    ];
    let mut found = Certainty::Certain;
    let words = cue
        .cloned()
        .into_iter()
        .flatten()
        .chain(content.iter().cloned().flatten().take(LONGEST));
    let mut verb_seen = false;
    let from = content.first().map_or(0, |piece| piece.start);
    for at in words {
        // Only the first clause counts.
        let pos = reading.pos(at);
        if at > from
            && (reading.is(at, '.')
                || reading.is(at, ';')
                || verb_seen && matches!(pos, Pos::That | Pos::Wh))
        {
            break;
        }
        verb_seen |= at >= from && matches!(pos, Pos::Finite | Pos::Base | Pos::Participle);
        // "May 5" is no hedge: the tagger tells.
        if has_word(reading, at, POSSIBLE)
            && reading.pos(at) != Pos::Proper
            && !is_past_ability(reading, at)
        {
            return Certainty::Possible;
        }
        if has_word(reading, at, PROBABLE) {
            found = Certainty::Probable;
        }
    }
    found
}

/// "could not": an inability, not a possibility.
fn is_past_ability(reading: &Reading<'_>, at: usize) -> bool {
    has_word(reading, at, &["could"]) && has_word(reading, at + 1, &["not"])
}

/// Whose words a candidate is: nobody else's where it is a clause of the article's own.
pub(super) fn attribution_of(reading: &Reading<'_>, candidate: &Candidate) -> Attribution {
    match candidate.rule {
        Rule::MainClause => Attribution::None,
        _ => attribution(reading, &candidate.content),
    }
}

/// Whose words: wholly inside quotation marks, partly, or not at all.
pub(super) fn attribution(reading: &Reading<'_>, content: &[Range<usize>]) -> Attribution {
    let (mut inside, mut outside) = (false, false);
    for piece in content {
        let mut at = piece.start;
        while at < piece.end {
            if reading.quotation(at).is_some() {
                // One or two words are a scare quote, not somebody's words.
                let end = reading.next(at).max(at + 1);
                let scare = outside && reading.words(&(at..end.min(piece.end))) <= 2;
                inside |= !scare;
                at = end;
            } else {
                outside |= reading.tokens[at].is_word();
                at += 1;
            }
        }
    }
    match (inside, outside) {
        (true, false) => Attribution::Direct,
        (true, true) => Attribution::Mixed,
        (false, _) => Attribution::Indirect,
    }
}

fn has_word(reading: &Reading<'_>, at: usize, words: &[&str]) -> bool {
    let Some(token) = reading.tokens.get(at) else {
        return false;
    };
    let token = token.span.of(reading.text);
    words.iter().any(|word| token.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let reading = Reading::new(text);
        let content: Vec<_> = std::iter::once(0..reading.tokens.len()).collect();
        let found = format!(
            "{} {} {}",
            polarity(&reading, &content, None),
            certainty(&reading, &content, None),
            attribution(&reading, &content)
        );
        assert_eq!(found, expected);
    }

    #[test]
    fn plain() {
        check("The sea is blue.", "positive certain indirect");
    }

    #[test]
    fn denied() {
        check("The sea is not blue.", "negative certain indirect");
        check("None of them knows.", "negative certain indirect");
        check("She says that it is not so.", "positive certain indirect");
    }

    #[test]
    fn hedged() {
        check("It may rain.", "positive possible indirect");
        check("It will probably rain.", "positive probable indirect");
    }

    #[test]
    fn quoted() {
        check("“It rains.”", "positive certain direct");
        check("It “rains a lot” now.", "positive certain mixed");
        check("It “rains” now.", "positive certain indirect");
    }
}
