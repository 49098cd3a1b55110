//! The words that signal an attribution.
//!
//! In: a reading and one sentence. Out: its cues in order: reporting verbs with their auxiliaries and
//! particles, reporting nouns, "according to". Whose words they announce, and which, is found later.

use std::ops::Range;

use super::{
    lexicon::{self, Frames},
    reading::Reading,
    tag::Pos,
    verb_group::{VerbGroup, verb_group},
};

/// A cue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cue {
    /// Its tokens.
    pub(super) tokens: Range<usize>,
    /// What kind it is.
    pub(super) kind: CueKind,
    /// The complements it takes.
    pub(super) frames: Frames,
}

/// The kinds of cue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum CueKind {
    /// "has said"
    Verb(VerbGroup),
    /// "claim", before "that"
    Noun,
    /// "according to"
    According,
}

/// The cues of the sentence with these tokens, outside of quotations.
pub(super) fn cues(reading: &Reading<'_>, sentence: &Range<usize>) -> Vec<Cue> {
    let mut found = Vec::new();
    let mut at = sentence.start;
    while at < sentence.end {
        if reading.quotation(at).is_some() {
            at = reading.next(at);
            continue;
        }
        let cue = match reading.pos(at) {
            Pos::Finite | Pos::Base | Pos::Participle | Pos::Gerund
                if reading.is_word(at, "according") =>
            {
                according(reading, at, sentence.end)
            }
            Pos::Finite | Pos::Base | Pos::Participle | Pos::Gerund => verb(reading, at, sentence),
            Pos::Nominal if reading.tags[at].reporting_noun => noun(reading, at, sentence.end),
            Pos::Preposition | Pos::Nominal | Pos::Adverb => according(reading, at, sentence.end),
            _ => None,
        };
        at = cue.as_ref().map_or(at + 1, |cue: &Cue| cue.tokens.end);
        found.extend(cue);
    }
    found
}

/// "according to", "in the view of"
fn according(reading: &Reading<'_>, at: usize, limit: usize) -> Option<Cue> {
    const NOUNS: &[&str] = &[
        "view",
        "opinion",
        "eyes",
        "words",
        "estimate",
        "estimation",
        "judgment",
        "judgement",
        "evidence",
        "account",
        "reckoning",
    ];
    let end = if reading.is_word(at, "according") && reading.is_word(at + 1, "to") {
        at + 2
    } else if reading.is_one_of(at, &["in", "on", "by"])
        && reading.is_word(at + 1, "the")
        && reading.is_word(at + 3, "of")
        && reading.is_one_of(at + 2, NOUNS)
    {
        at + 4
    } else {
        return None;
    };
    (end < limit).then_some(Cue {
        tokens: at..end,
        kind: CueKind::According,
        frames: Frames::SAY,
    })
}

fn verb(reading: &Reading<'_>, at: usize, sentence: &Range<usize>) -> Option<Cue> {
    let tag = &reading.tags[at];
    let mut frames = tag.frames;
    let mut end = at + 1;
    if let Some(lemma) = tag.lemma
        && end < sentence.end
        && reading.quotation(end).is_none()
        && let Some(joint) =
            lexicon::with_particles(lemma).find(|joint| reading.is_word(end, joint.particle))
    {
        frames = joint.frames;
        end += 1;
    }
    if reading.is_one_of(at, &["put", "puts"]) {
        frames = putting(reading, end, sentence.end);
    }
    if frames.is_empty() {
        return None;
    }
    let group = verb_group(reading, at, sentence.start);
    if group.infinitive || (reading.pos(at) == Pos::Base && !group.finite) {
        return None;
    }
    // A participle by itself is part of a noun phrase: "the plan proposed last week".
    if reading.pos(at) == Pos::Participle && !group.finite && !group.passive {
        return None;
    }
    Some(Cue {
        tokens: group.tokens.start..end,
        kind: CueKind::Verb(group),
        frames,
    })
}

/// "put it down to beer", "puts turnout at 71 per cent": what "put" takes where it reports.
fn putting(reading: &Reading<'_>, from: usize, limit: usize) -> Frames {
    const FAR: usize = 12;
    let near = from + 1..limit.min(from + FAR);
    let reports = near.take_while(|at| !reading.is(*at, ',')).any(|at| {
        reading.is_word(at, "down") && reading.is_word(at + 1, "to")
            || reading.is_word(at, "at")
                && at + 1 < limit
                && (reading.pos(at + 1) == Pos::Number
                    || reading.is(at + 1, '£')
                    || reading.is(at + 1, '$')
                    || reading.is(at + 1, '€'))
    });
    if reports {
        Frames::ONE_WORD
    } else {
        Frames::default()
    }
}

/// A noun of speech with the clause that says what was said.
fn noun(reading: &Reading<'_>, at: usize, limit: usize) -> Option<Cue> {
    // "his view is that"
    let be = at + 1 < limit && reading.pos(at + 1) == Pos::Be && reading.tags[at + 1].finite;
    let next = at + 1 + usize::from(be);
    if next >= limit || reading.quotation(next).is_some() {
        return None;
    }
    // There may be evidence that nobody gives.
    let given = |at: usize| reading.is_one_of(at, &["gave", "given", "gives", "giving", "give"]);
    if reading.is_word(at, "evidence") && !at.checked_sub(1).is_some_and(given) {
        return None;
    }
    let that = reading.pos(next) == Pos::That && next + 1 < limit && !reading.tags[next + 1].finite;
    let to = reading.pos(next) == Pos::To
        && next + 1 < limit
        && matches!(reading.pos(next + 1), Pos::Base | Pos::Be | Pos::Have);
    (that || to).then_some(Cue {
        tokens: at..at + 1,
        kind: CueKind::Noun,
        frames: if that { Frames::THAT } else { Frames::TO },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let reading = Reading::new(text);
        let found: Vec<_> = reading
            .sentences
            .iter()
            .flat_map(|sentence| cues(&reading, &sentence.tokens))
            .map(|cue| reading.span(&cue.tokens).of(text))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn verbs_with_auxiliaries() {
        check(
            "She has also said that it was reported.",
            &["has also said", "was reported"],
        );
    }

    #[test]
    fn particles() {
        check(
            "He pointed out that they called for calm.",
            &["pointed out", "called for"],
        );
    }

    #[test]
    fn nouns() {
        check(
            "His claim that Ann left is false; the claim is.",
            &["claim"],
        );
    }

    #[test]
    fn according_to() {
        check("According to Ann, it rains.", &["According to"]);
    }

    #[test]
    fn quoted_words_are_no_cues() {
        check("“I say no,” he said.", &["said"]);
    }
}
