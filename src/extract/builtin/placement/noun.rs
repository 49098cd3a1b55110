//! Where nouns that report stand: "his claim that ...".

use std::ops::Range;

use super::{
    super::{
        complement::Complement, cue::Cue, lexicon::Frames, phrase::noun_phrase_before,
        reading::Reading, subject::subject_before, tag::Pos,
    },
    Place, Placed,
};

/// The source of the verb that voices the noun cue: "voicing a hope that", "made the claim that"; nothing
/// where no such verb stands before the noun.
pub(super) fn voiced_by(
    reading: &Reading<'_>,
    placed: &[Placed],
    noun: &Cue,
) -> Option<Option<Range<usize>>> {
    const VOICING: &[&str] = &[
        "voicing",
        "voiced",
        "voices",
        "voice",
        "expressed",
        "expresses",
        "expressing",
        "express",
        "repeated",
        "repeating",
        "repeats",
    ];
    let last = placed.last()?;
    let verb = last.cue.tokens.end - 1;
    let close = noun.tokens.start <= last.cue.tokens.end + 3;
    (close && reading.is_one_of(verb, VOICING)).then(|| last.source.clone())
}

/// "voicing a hope that": the noun with its article, and the source of the verb.
pub(super) fn voiced(
    reading: &Reading<'_>,
    mut cue: Cue,
    body: &Range<usize>,
    source: Option<Range<usize>>,
) -> Placed {
    let start = source
        .as_ref()
        .map_or(cue.tokens.start, |source| source.start);
    let complement = Complement {
        start: behind_noun(reading, &cue),
        frame: cue.frames,
    };
    let before = cue.tokens.start.saturating_sub(1);
    let article = cue.tokens.start > body.start && reading.is_one_of(before, &["a", "an", "the"]);
    cue.tokens.start -= usize::from(article);
    Placed {
        source,
        start,
        place: Place::Forward(complement),
        cue,
    }
}

/// "his claim that ...", "a pledge by Ann to ..."
pub(super) fn noun(reading: &Reading<'_>, cue: Cue, body: &Range<usize>) -> Option<Placed> {
    let first = cue.tokens.start;
    let phrase = noun_phrase_before(reading, body.start, cue.tokens.end)?;
    let owner = (phrase.start..first)
        .rev()
        .find(|at| reading.pos(*at) == Pos::Possessive);
    let source = match owner {
        Some(owner) => Some(phrase.start..owner),
        None => (phrase.start..first)
            .find(|at| reading.is_one_of(*at, &["his", "her", "their", "its", "our", "my", "your"]))
            .map(|at| at..at + 1)
            .or_else(|| evidence_giver(reading, &cue, body)),
    };
    let frame = cue.frames;
    let start = behind_noun(reading, &cue);
    if source.is_none() && frame != Frames::THAT {
        return None;
    }
    Some(Placed {
        source,
        start: first,
        place: Place::Forward(Complement { start, frame }),
        cue,
    })
}

/// Where the clause of a noun begins: "his view that", "his view is that".
fn behind_noun(reading: &Reading<'_>, cue: &Cue) -> usize {
    let end = cue.tokens.end;
    let be = reading.tags.get(end).is_some_and(|tag| tag.pos == Pos::Be);
    end + usize::from(be)
}

/// "Ann gave evidence that ..."
fn evidence_giver(reading: &Reading<'_>, cue: &Cue, body: &Range<usize>) -> Option<Range<usize>> {
    let verb = cue
        .tokens
        .start
        .checked_sub(1)
        .filter(|verb| *verb > body.start)?;
    let given = reading.is_word(cue.tokens.start, "evidence") && reading.tags[verb].finite;
    given
        .then(|| subject_before(reading, body.start, verb))
        .flatten()
}
