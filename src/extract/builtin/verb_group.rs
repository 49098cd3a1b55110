//! Verb groups.
//!
//! In: a reading and a verb. Out: the verb with its auxiliaries and adverbs, and whether it is passive, has tense, or
//! stands behind "to".

use std::ops::Range;

use super::{phrase::LONGEST, reading::Reading, tag::Pos};

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
