//! Where each cue of a sentence stands to its source and its content.
//!
//! In: a reading, a sentence and its cues. Out: the cues that have a place: whose words they announce, and
//! whether the content follows the cue, stands before it, or on both sides. Where exactly the content
//! ends is not decided here.

use std::ops::Range;

use super::{
    complement::{Complement, complement, is_time_phrase},
    cue::{Cue, CueKind, cues},
    lexicon::Frames,
    phrase::noun_phrase_end,
    reading::Reading,
    subject::{inverted_source, subject_before},
    tag::Pos,
    token::Kind,
};

mod noun;

use noun::{noun, voiced, voiced_by};

/// A cue with its place in the sentence.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    /// The cue itself.
    pub(super) cue: Cue,
    /// The words that name the source.
    pub(super) source: Option<Range<usize>>,
    /// Where the clause of the cue begins: its subject, or the cue itself.
    pub(super) start: usize,
    /// Where the content is to be sought.
    pub(super) place: Place,
}

/// Where the content of a cue is to be sought.
#[derive(Clone, Debug)]
pub(super) enum Place {
    /// The content follows.
    Forward(Complement),
    /// The content stands before, and perhaps behind, this stretch.
    Aside(Range<usize>),
    /// "The vote is alleged to fail": the subject and what follows the cue.
    Passive {
        /// The subject.
        subject: Range<usize>,
        /// Where the rest begins.
        rest: usize,
    },
}

/// No sentence has more attributions, further cues are passed over: each may announce all that follows it,
/// and what claims say together would grow with the square of their number.
const MOST_PLACED: usize = 8;

/// The cues of a sentence with their places; `body` is the sentence without its final punctuation.
pub(super) fn placements(
    reading: &Reading<'_>,
    sentence: &Range<usize>,
    body: &Range<usize>,
) -> Vec<Placed> {
    let mut placed: Vec<Placed> = Vec::new();
    for cue in cues(reading, sentence) {
        if placed.len() == MOST_PLACED {
            break;
        }
        if cue.kind == CueKind::Noun
            && let Some(source) = voiced_by(reading, &placed, &cue)
        {
            // The verb only lends its subject.
            placed.pop();
            placed.push(voiced(reading, cue, body, source));
            continue;
        }
        let inherited = placed
            .iter()
            .rev()
            .find(|earlier| matches!(earlier.cue.kind, CueKind::Verb(_)))
            .and_then(|earlier| earlier.source.clone());
        let from = placed.last().map_or(body.start, |last| last.cue.tokens.end);
        placed.extend(place(reading, cue, body, from, inherited));
    }
    placed
}

fn place(
    reading: &Reading<'_>,
    cue: Cue,
    body: &Range<usize>,
    from: usize,
    inherited: Option<Range<usize>>,
) -> Option<Placed> {
    match cue.kind.clone() {
        CueKind::According => according(reading, cue, body),
        CueKind::Noun => noun(reading, cue, body),
        CueKind::Verb(group) if group.passive => passive(reading, cue, body, from),
        CueKind::Verb(group) => {
            let first = cue.tokens.start;
            let complement = cleft(reading, &cue, body)
                .or_else(|| complement(reading, cue.tokens.end, body.end, cue.frames));
            let after_comma = first > body.start
                && (reading.closed_before(first)
                    || matches!(reading.tokens[first - 1].kind, Kind::Mark(',' | '—'))
                        && reading.quotation(first - 1).is_none());
            // "…, said the minister"
            let behind_quotation = reading.closed_before(first)
                || first > body.start + 1 && reading.closed_before(first - 1);
            let own_before = if behind_quotation {
                None
            } else {
                subject_before(reading, from, first)
            };
            if after_comma
                && own_before.is_none()
                && group.finite
                && cue.frames.has(Frames::QUOTE)
                && complement.is_none_or(|found| found.frame == Frames::NOUN)
                && let Some(source) = inverted_source(reading, cue.tokens.end, body.end)
            {
                let aside = first..source.end;
                return Some(Placed {
                    source: Some(source),
                    start: first,
                    place: Place::Aside(aside),
                    cue,
                });
            }
            let is_gerund = !group.finite;
            let own = if is_gerund && after_comma {
                None
            } else {
                subject_before(reading, from, first)
            };
            let start = own.as_ref().map_or(first, |own| own.start);
            let source = match own {
                Some(own) => Some(own),
                None if is_gerund || joined_to_earlier(reading, body, first) => {
                    inherited.or_else(|| {
                        is_gerund
                            .then(|| first_subject(reading, body, first))
                            .flatten()
                    })
                }
                None => None,
            };
            // "“…,” she said, “…”": what follows is the second half.
            let interrupts = complement.is_some_and(|found| {
                found.frame == Frames::QUOTE && !reading.is(found.start - 1, ':')
            }) && (is_behind_quotation(reading, body, start)
                || is_behind_fragment(reading, from.max(body.start), start));
            let complement = complement.map(|found| quotation_behind(reading, found, body.end));
            if let Some(found) = complement.filter(|_| !interrupts) {
                if source.is_none() && !matches!(found.frame, Frames::THAT | Frames::QUOTE) {
                    return None;
                }
                return Some(Placed {
                    source,
                    start,
                    place: Place::Forward(found),
                    cue,
                });
            }
            if is_gerund || !(cue.frames.has(Frames::BARE) || cue.frames.has(Frames::QUOTE)) {
                return None;
            }
            aside(reading, cue, body, source, start)
        }
    }
}

/// "What she wants is a key": what stands behind "is".
fn cleft(reading: &Reading<'_>, cue: &Cue, body: &Range<usize>) -> Option<Complement> {
    let start = cue.tokens.end + 1;
    if start >= body.end
        || reading.pos(start - 1) != Pos::Be
        || !reading.is_word(body.start, "what")
    {
        return None;
    }
    let frame = match reading.pos(start) {
        Pos::That => Frames::THAT,
        _ => Frames::NOUN,
    };
    Some(Complement { start, frame })
}

/// "offered two words: “No comment.”": the quotation and not what announces it.
fn quotation_behind(reading: &Reading<'_>, found: Complement, limit: usize) -> Complement {
    const NEAR: usize = 6;
    let mut near = found.start..limit.min(found.start + NEAR);
    let open = near.find(|at| reading.is(*at, ':')).map(|colon| colon + 1);
    match open {
        Some(open)
            if found.frame == Frames::NOUN
                && open < limit
                && reading.opens(open)
                && !reading.has_finite(&(found.start..open)) =>
        {
            Complement {
                start: open,
                frame: Frames::QUOTE,
            }
        }
        _ => found,
    }
}

/// Whether a subject without its predicate stands before the comma at `start`: "The mayors, she added, “love
/// a machine.”"
fn is_behind_fragment(reading: &Reading<'_>, from: usize, start: usize) -> bool {
    if start < from + 2 || !reading.is(start - 1, ',') {
        return false;
    }
    let before = from..start - 1;
    let begins = matches!(
        reading.pos(from),
        Pos::Determiner | Pos::Proper | Pos::Nominal | Pos::Pronoun | Pos::Number
    );
    let timed = before.clone().any(|at| reading.pos(at) == Pos::Time);
    let hanging = matches!(reading.pos(start - 2), Pos::Be | Pos::Have | Pos::Modal);
    begins
        && !timed
        && !is_time_phrase(reading, from, start)
        && (hanging || !reading.has_finite(&before))
}

/// Whether a quotation ends right before `start`.
fn is_behind_quotation(reading: &Reading<'_>, body: &Range<usize>, start: usize) -> bool {
    start > body.start
        && (reading.closed_before(start)
            || reading.is(start - 1, ',')
                && start - 1 > body.start
                && reading.closed_before(start - 1))
}

/// "…, he said": the content stands before, or on both sides.
fn aside(
    reading: &Reading<'_>,
    cue: Cue,
    body: &Range<usize>,
    source: Option<Range<usize>>,
    start: usize,
) -> Option<Placed> {
    source.as_ref()?;
    if start <= body.start {
        return None;
    }
    let apart = reading.closed_before(start)
        || matches!(
            reading.tokens[start - 1].kind,
            Kind::Mark(',' | '—' | '…' | '-')
        ) && reading.quotation(start - 1).is_none();
    if !apart {
        return None;
    }
    let end = aside_end(reading, cue.tokens.end, body.end);
    Some(Placed {
        source,
        start,
        place: Place::Aside(start..end),
        cue,
    })
}

/// Where the words about the saying end: at the next comma, colon or quotation. A quotation close behind
/// the comma ends them: "she said in Vale, Ohio, “…”".
fn aside_end(reading: &Reading<'_>, from: usize, limit: usize) -> usize {
    const CLOSE: usize = 8;
    let is_break = |at: usize| matches!(reading.tokens[at].kind, Kind::Mark(',' | ':' | ';' | '—'));
    let first = (from..limit)
        .find(|at| reading.opens(*at) || is_break(*at))
        .unwrap_or(limit);
    if first == limit || reading.opens(first) {
        return first;
    }
    let quotation = (first + 1..limit.min(first + CLOSE)).find(|at| reading.opens(*at));
    match quotation {
        Some(open) if is_break(open - 1) && !reading.has_finite(&(first..open)) => open - 1,
        _ => first,
    }
}

/// Whether the cue at `first` goes on with the subject of an earlier one: "…, and added".
fn joined_to_earlier(reading: &Reading<'_>, body: &Range<usize>, first: usize) -> bool {
    first > body.start
        && (reading.pos(first - 1) == Pos::Conjunction || reading.is_word(first - 1, "then"))
}

/// The subject of the sentence's first clause.
fn first_subject(
    reading: &Reading<'_>,
    body: &Range<usize>,
    before: usize,
) -> Option<Range<usize>> {
    let verb = (body.start..before)
        .find(|at| reading.tags[*at].finite && reading.quotation(*at).is_none())?;
    subject_before(reading, body.start, verb)
}

fn according(reading: &Reading<'_>, cue: Cue, body: &Range<usize>) -> Option<Placed> {
    let start = cue.tokens.start;
    let source = if start == body.start {
        cue.tokens.end..noun_phrase_end(reading, cue.tokens.end, body.end, true)
    } else {
        inverted_source(reading, cue.tokens.end, body.end)?
    };
    let end = source.end;
    if source.is_empty() {
        return None;
    }
    Some(Placed {
        source: Some(source),
        start,
        place: Place::Aside(start..end),
        cue,
    })
}

/// "It was reported that ...", "Ann is expected to ..."
fn passive(reading: &Reading<'_>, cue: Cue, body: &Range<usize>, from: usize) -> Option<Placed> {
    let after = cue.tokens.end;
    let subject = subject_before(reading, from, cue.tokens.start)?;
    let agent = (after + 1 < body.end && reading.is_word(after, "by"))
        .then(|| after + 1..noun_phrase_end(reading, after + 1, body.end, true))
        .filter(|agent| !agent.is_empty());
    let rest = agent.as_ref().map_or(after, |agent| agent.end);
    let start = subject.start;
    let follows = |frames| complement(reading, rest, body.end, frames);
    if reading.is_word(subject.start, "it")
        && let Some(found) = follows(Frames::THAT)
    {
        return Some(Placed {
            source: agent,
            start,
            place: Place::Forward(found),
            cue,
        });
    }
    // "is expected to": a forecast of the article itself.
    let forecast = reading.is_word(after - 1, "expected");
    if let Some(found) = follows(Frames::TO).filter(|_| !forecast) {
        // "Guests were asked to wait": the subject is the addressee.
        if cue.frames.has(Frames::OBJECT_TO) {
            return Some(Placed {
                source: agent,
                start,
                place: Place::Forward(found),
                cue,
            });
        }
        return Some(Placed {
            source: agent,
            start,
            place: Place::Passive {
                subject,
                rest: found.start,
            },
            cue,
        });
    }
    // "…, the jury was told": nobody knows by whom.
    let apart = start > body.start && (reading.closed_before(start) || reading.is(start - 1, ','));
    if apart
        && rest >= body.end
        && (cue.frames.has(Frames::ADDRESSEE) || cue.frames.has(Frames::QUOTE))
    {
        return Some(Placed {
            source: agent,
            start,
            place: Place::Aside(start..rest),
            cue,
        });
    }
    // "They were told that ...": the subject is the addressee.
    if cue.frames.has(Frames::ADDRESSEE)
        && let Some(found) = follows(Frames::THAT)
    {
        return Some(Placed {
            source: agent,
            start,
            place: Place::Forward(found),
            cue,
        });
    }
    None
}
