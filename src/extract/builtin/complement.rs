//! Where the words announced by a cue begin.
//!
//! In: a reading, the first token behind a cue, the frames the cue takes. Out: the token at which the
//! content begins, and of which frame it is; nothing where the content does not follow the cue. Adverbs,
//! times, places and the addressee are passed over.

use super::{
    lexicon::Frames,
    phrase::{clause_begins, noun_phrase_end},
    reading::Reading,
    tag::Pos,
};

/// The beginning of a content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Complement {
    /// Its first token; the end of the sentence where the content follows in the next paragraph.
    pub(super) start: usize,
    /// The frame it fills.
    pub(super) frame: Frames,
}

/// The content that follows at `from`, before `limit`.
pub(super) fn complement(
    reading: &Reading<'_>,
    from: usize,
    limit: usize,
    frames: Frames,
) -> Option<Complement> {
    if let Some(found) = immediate(reading, from, limit, frames, true) {
        return Some(found);
    }
    let mut at = from;
    if frames.has(Frames::ADDRESSEE) || frames.has(Frames::OBJECT_TO) {
        let end = noun_phrase_end(reading, from, limit, false);
        if end > from {
            let told = if frames.has(Frames::OBJECT_TO) {
                Frames::TO
            } else {
                Frames::default()
            };
            let told = frames.with(told).with(if frames.has(Frames::ADDRESSEE) {
                Frames::SAY.with(Frames::WHETHER)
            } else {
                Frames::default()
            });
            if let Some(found) = after_adjuncts(reading, end, limit, told) {
                return Some(found);
            }
            at = end;
        }
    }
    if let Some(found) = after_adjuncts(reading, at, limit, frames) {
        return Some(found);
    }
    // "proposed Sunday direct talks"
    let from = if from + 1 < limit && reading.pos(from) == Pos::Time {
        from + 1
    } else {
        from
    };
    if !frames.has(Frames::NOUN) || from >= limit {
        return None;
    }
    let starts_phrase = matches!(
        reading.pos(from),
        Pos::Nominal
            | Pos::Proper
            | Pos::Number
            | Pos::Determiner
            | Pos::Pronoun
            | Pos::Gerund
            | Pos::Wh
    ) || reading.opens(from)
        || reading.is(from, '$')
        || reading.is_one_of(from, &["further", "more", "only", "almost", "about"]);
    starts_phrase.then_some(Complement {
        start: from,
        frame: Frames::NOUN,
    })
}

/// Adverbs, times, and phrases like "in a statement on Monday", then the content.
fn after_adjuncts(
    reading: &Reading<'_>,
    from: usize,
    limit: usize,
    frames: Frames,
) -> Option<Complement> {
    let mut at = from;
    for _ in 0..5 {
        if let Some(found) = immediate(reading, at, limit, frames, at == from) {
            return Some(found);
        }
        if at >= limit {
            return None;
        }
        at = match reading.pos(at) {
            Pos::Adverb | Pos::Time => at + 1,
            Pos::Preposition | Pos::To => {
                let end = noun_phrase_end(reading, at + 1, limit, false);
                // "in a statement Tuesday", "on Jan. 5"
                if end > at + 1 {
                    end
                } else if at + 1 < limit && reading.pos(at + 1) == Pos::Time {
                    skip_date(reading, at + 2, limit)
                } else {
                    return None;
                }
            }
            // "allowed, however, that"
            Pos::Mark
                if reading.is(at, ',')
                    && at + 2 < limit
                    && reading.pos(at + 1) == Pos::Adverb
                    && reading.is(at + 2, ',') =>
            {
                at + 3
            }
            // "last week", "this morning"
            Pos::Nominal | Pos::Determiner if is_time_phrase(reading, at, limit) => at + 2,
            _ => return None,
        };
    }
    None
}

/// "Jan. 5, 2020" behind the month.
fn skip_date(reading: &Reading<'_>, from: usize, limit: usize) -> usize {
    let mut at = from;
    while at < limit && at < from + 4 && (reading.pos(at) == Pos::Number || reading.is(at, '.')) {
        at += 1;
    }
    at
}

/// "last week", "this morning"
pub(super) fn is_time_phrase(reading: &Reading<'_>, at: usize, limit: usize) -> bool {
    const UNITS: &[&str] = &[
        "week",
        "month",
        "year",
        "morning",
        "afternoon",
        "evening",
        "night",
        "spring",
        "summer",
        "fall",
        "winter",
    ];
    at + 1 < limit
        && reading.is_one_of(at, &["last", "this", "next"])
        && (reading.is_one_of(at + 1, UNITS) || reading.pos(at + 1) == Pos::Time)
}

/// The content that begins right at `at`.
fn immediate(
    reading: &Reading<'_>,
    at: usize,
    limit: usize,
    frames: Frames,
    close: bool,
) -> Option<Complement> {
    let found = |start, frame| Some(Complement { start, frame });
    let speaks = frames.has(Frames::QUOTE);
    if at >= limit {
        return (speaks && reading.is(at, ':')).then_some(Complement {
            start: at + 1,
            frame: Frames::QUOTE,
        });
    }
    if reading.is(at, ':')
        && reading.quotation(at).is_none()
        && (speaks || frames.has(Frames::THAT))
    {
        return found(at + 1, Frames::QUOTE);
    }
    if reading.opens(at) {
        let takes = speaks || frames.has(Frames::NOUN);
        return if takes {
            found(at, Frames::QUOTE)
        } else {
            None
        };
    }
    if reading.is(at, ',') && reading.opens(at + 1) && at + 1 < limit {
        return if speaks {
            found(at + 1, Frames::QUOTE)
        } else {
            None
        };
    }
    match reading.pos(at) {
        Pos::Preposition if frames.has(Frames::FOR) && reading.is_word(at, "for") => {
            found(at, Frames::NOUN)
        }
        Pos::That if frames.has(Frames::THAT) => found(at, Frames::THAT),
        Pos::To
            if frames.has(Frames::TO)
                && at + 1 < limit
                && matches!(
                    reading.pos(at + 1),
                    Pos::Base
                        | Pos::Be
                        | Pos::Have
                        | Pos::Do
                        | Pos::Nominal
                        | Pos::Adverb
                        | Pos::Negation
                ) =>
        {
            found(at, Frames::TO)
        }
        // "directed them not to read"
        Pos::Negation
            if frames.has(Frames::TO) && at + 1 < limit && reading.pos(at + 1) == Pos::To =>
        {
            found(at, Frames::TO)
        }
        Pos::Wh if frames.has(Frames::WHETHER) || frames.has(Frames::THAT) => {
            found(at, Frames::WHETHER)
        }
        Pos::Subordinator
            if (frames.has(Frames::WHETHER) || frames.has(Frames::THAT))
                && (reading.is_word(at, "whether")
                    || reading.is_word(at, "if") && frames.has(Frames::WHETHER)) =>
        {
            found(at, Frames::WHETHER)
        }
        Pos::Gerund if frames.has(Frames::GERUND) && close => found(at, Frames::GERUND),
        Pos::Have if frames.has(Frames::GERUND) && reading.is_word(at, "having") => {
            found(at, Frames::GERUND)
        }
        Pos::Mark | Pos::Preposition | Pos::Conjunction => None,
        _ if frames.has(Frames::BARE) && clause_begins(reading, at, limit) => {
            found(at, Frames::BARE)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{super::cue::cues, *};

    /// Asserts where the content of the first cue of `text` begins.
    fn check(text: &str, expected: &str) {
        let reading = Reading::new(text);
        let sentence = &reading.sentences[0].tokens;
        let cue = &cues(&reading, sentence)[0];
        let end = reading.body_end(sentence);
        let found = complement(&reading, cue.tokens.end, end, cue.frames);
        let start = found.map(|found| &text[reading.tokens[found.start].span.start..]);
        assert_eq!(start.unwrap_or_default(), expected);
    }

    #[test]
    fn clauses() {
        check("He said that it rains.", "that it rains.");
        check("He said it rains.", "it rains.");
        check("He said the small dog had left.", "the small dog had left.");
    }

    #[test]
    fn adjuncts() {
        check(
            "He said on Monday in a letter that it rains.",
            "that it rains.",
        );
        check("He said last week that it rains.", "that it rains.");
    }

    #[test]
    fn addressees() {
        check("He told the old farmers that it rains.", "that it rains.");
        check("He urged Ann Lee to go home.", "to go home.");
    }

    #[test]
    fn quotations() {
        check("He said, “It rains.”", "“It rains.”");
        check("He told Reuters: “It rains.”", "“It rains.”");
    }

    #[test]
    fn nothing() {
        check("It rains, he said.", "");
    }
}
