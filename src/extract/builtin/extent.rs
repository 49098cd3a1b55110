//! Which words the content of a cue covers.
//!
//! In: a reading and the placed cues of a sentence. Out: the contents of one cue, as ranges of tokens: most
//! cues have one, "that ..., and that ..." are two. A content ends where the next attribution, or
//! the article's own voice, begins.

use std::ops::Range;

use super::{
    complement::Complement,
    cue::CueKind,
    lexicon::Frames,
    phrase::{clause_begins, long_clause_begins},
    placement::{Place, Placed},
    reading::Reading,
    tag::Pos,
    token::{Gap, Kind},
};

/// The contents of the cue at `index`, each a list of pieces; none where it announces nothing here.
pub(super) fn contents(
    reading: &Reading<'_>,
    placed: &[Placed],
    index: usize,
    body: &Range<usize>,
) -> Vec<Vec<Range<usize>>> {
    let one = &placed[index];
    let pieces = match &one.place {
        Place::Forward(complement) => forward(reading, placed, index, *complement, body),
        Place::Aside(aside) => around(reading, placed, index, aside, body),
        Place::Passive { subject, rest } => {
            let end = content_end(reading, placed, index, *rest, body.end, Frames::TO);
            vec![subject.clone(), *rest..end]
        }
    };
    let pieces: Vec<_> = pieces
        .into_iter()
        .filter_map(|piece| trimmed(reading, piece))
        .collect();
    if pieces.is_empty() || is_slight(reading, one, &pieces) {
        return Vec::new();
    }
    if !matches!(one.place, Place::Forward(_)) {
        return separate(reading, pieces);
    }
    let joined = joined_contents(reading, &pieces);
    let first = match (pieces.first(), joined.first()) {
        (Some(first), Some(next)) => trimmed(reading, first.start..next.start - 1)
            .into_iter()
            .collect(),
        _ => pieces,
    };
    std::iter::once(first)
        .chain(
            joined
                .into_iter()
                .map(|piece| std::iter::once(piece).collect()),
        )
        .filter(|pieces: &Vec<_>| !pieces.is_empty())
        .collect()
}

/// "It will rain; it may snow, she said": two contents of one cue.
fn separate(reading: &Reading<'_>, pieces: Vec<Range<usize>>) -> Vec<Vec<Range<usize>>> {
    let [whole] = pieces.as_slice() else {
        return vec![pieces];
    };
    let joint = whole
        .clone()
        .find(|at| reading.is(*at, ';') && reading.quotation(*at).is_none());
    match joint {
        Some(joint)
            if reading.has_finite(&(whole.start..joint))
                && reading.has_finite(&(joint + 1..whole.end)) =>
        {
            vec![vec![whole.start..joint], vec![joint + 1..whole.end]]
        }
        _ => vec![pieces],
    }
}

fn forward(
    reading: &Reading<'_>,
    placed: &[Placed],
    index: usize,
    complement: Complement,
    body: &Range<usize>,
) -> Vec<Range<usize>> {
    let start = complement.start;
    if start >= body.end {
        return Vec::new();
    }
    // A quotation right behind the cue is the content, unless the sentence goes on in it.
    let mut end = content_end(reading, placed, index, start, body.end, complement.frame);
    let cue = &placed[index].cue;
    if cue.kind == CueKind::Noun && !reading.has_finite(&(body.start..cue.tokens.start)) {
        end = main_verb(reading, start, end, complement.frame);
    }
    std::iter::once(start..end).collect()
}

/// Where the content of a noun that is itself the subject ends: before the verb of the sentence. "His claim
/// that it rains is wrong."
fn main_verb(reading: &Reading<'_>, start: usize, limit: usize, frame: Frames) -> usize {
    let mut inner = usize::from(frame == Frames::THAT);
    let mut at = start + usize::from(frame == Frames::THAT);
    while at < limit {
        if reading.quotation(at).is_some() {
            at = reading.next(at);
            continue;
        }
        match reading.pos(at) {
            Pos::Wh | Pos::That | Pos::Subordinator => inner += 1,
            _ if !reading.tags[at].finite => {}
            _ if inner == 0 => {
                let loose = |at: usize| {
                    matches!(reading.pos(at), Pos::Adverb | Pos::Negation) || reading.is(at, ',')
                };
                let mut end = at;
                while end > start + 1 && loose(end - 1) {
                    end -= 1;
                }
                return end;
            }
            _ => inner -= 1,
        }
        at += 1;
    }
    limit
}

/// Where a content that begins at `start` ends: with the sentence, or where somebody else's words,
/// or words about the saying, begin.
fn content_end(
    reading: &Reading<'_>,
    placed: &[Placed],
    index: usize,
    start: usize,
    limit: usize,
    frame: Frames,
) -> usize {
    let mut end = limit;
    for other in &placed[index + 1..] {
        if other.start <= start || other.start >= end {
            continue;
        }
        if let Some(boundary) = boundary_before(reading, other, start) {
            end = boundary;
            break;
        }
    }
    // Noun phrases and infinitives end before what only adds to the sentence.
    let light = matches!(frame, Frames::NOUN | Frames::GERUND | Frames::TO);
    let mut at = start;
    while at < end {
        if reading.quotation(at).is_some() {
            let next = reading.next(at);
            // "said “…” and left": what follows a whole quotation is the article's again.
            at = next;
            continue;
        }
        let apart =
            light && reading.is(at, '—') && reading.tokens[at].gap > Gap::None && at > start;
        let explained = light && reading.is(at, ':') && at > start;
        if reading.is(at, ';') || apart || explained {
            return at;
        }
        if reading.is(at, ',') && at + 1 < end && ends_content(reading, at + 1, end, light) {
            return at;
        }
        at += 1;
    }
    end
}

/// Whether what begins at `at`, behind a comma, is no part of a content.
fn ends_content(reading: &Reading<'_>, at: usize, limit: usize, light: bool) -> bool {
    match reading.pos(at) {
        Pos::Conjunction if reading.is_word(at, "but") || light => {
            clause_begins(reading, at + 1, limit)
                || light && long_clause_begins(reading, at + 1, limit)
        }
        Pos::Gerund | Pos::Subordinator | Pos::Finite | Pos::Be | Pos::Have | Pos::Modal => light,
        Pos::Determiner => light && at + 1 < limit && reading.tags[at + 1].reporting_noun,
        _ => false,
    }
}

/// Where the clause of another cue cuts off the content before it.
fn boundary_before(reading: &Reading<'_>, other: &Placed, start: usize) -> Option<usize> {
    let at = other.start;
    if let Place::Aside(_) = other.place {
        return Some(if reading.is(at - 1, ',') || reading.is(at - 1, '—') {
            at - 1
        } else {
            at
        });
    }
    let comma =
        |at: usize| at > start && reading.is(at - 1, ',') && reading.quotation(at - 1).is_none();
    let group_gerund = matches!(&other.cue.kind, CueKind::Verb(group) if !group.finite);
    if group_gerund {
        return comma(at).then(|| at - 1);
    }
    if !matches!(other.cue.kind, CueKind::Verb(_)) {
        return None;
    }
    let before = at.checked_sub(1).filter(|before| *before > start)?;
    match reading.pos(before) {
        Pos::Conjunction | Pos::Subordinator => {
            let joins = reading.pos(before) == Pos::Conjunction || comma(before);
            joins.then(|| if comma(before) { before - 1 } else { before })
        }
        Pos::Mark if reading.is(before, ';') || reading.is(before, '—') => Some(before),
        _ => None,
    }
}

/// A noun phrase of one word, or one that only points back, says nothing: "supports it", "proposed the
/// talks".
fn is_slight(reading: &Reading<'_>, placed: &Placed, content: &[Range<usize>]) -> bool {
    let Place::Forward(complement) = &placed.place else {
        return false;
    };
    complement.frame == Frames::NOUN
        && !placed.cue.frames.has(Frames::ONE_WORD)
        && content.iter().all(|piece| {
            let points_back =
                reading.is_one_of(piece.start, &["the", "this", "that", "these", "those"]);
            reading.words(piece) < 2 + usize::from(points_back) && !reading.opens(piece.start)
        })
}

/// The further contents joined on by "and that": each a claim of its own.
fn joined_contents(reading: &Reading<'_>, content: &[Range<usize>]) -> Vec<Range<usize>> {
    let [whole] = content else { return Vec::new() };
    let mut starts: Vec<usize> = Vec::new();
    let mut at = whole.start + 1;
    while at + 1 < whole.end {
        if reading.quotation(at).is_some() {
            at = reading.next(at);
            continue;
        }
        if reading.pos(at) == Pos::That
            && reading.pos(at - 1) == Pos::Conjunction
            && clause_begins(reading, at + 1, whole.end)
        {
            starts.push(at);
        }
        at += 1;
    }
    let ends = starts
        .iter()
        .skip(1)
        .map(|start| start - 1)
        .chain([whole.end]);
    starts
        .iter()
        .copied()
        .zip(ends)
        .map(|(start, end)| start..end)
        .collect()
}

/// What stands before and behind an aside.
fn around(
    reading: &Reading<'_>,
    placed: &[Placed],
    index: usize,
    aside: &Range<usize>,
    body: &Range<usize>,
) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut left = body.start;
    for earlier in &placed[..index] {
        match &earlier.place {
            Place::Aside(other) if other.end <= aside.start => left = other.end,
            Place::Forward(_) | Place::Passive { .. } | Place::Aside(_) => {
                if let Some(cut) = clause_cut(reading, earlier.cue.tokens.end, aside.start) {
                    left = left.max(cut);
                }
            }
        }
    }
    let before = left..aside.start;
    let quoted = reading.closed_before(aside.start)
        || aside.start > 0
            && reading.is(aside.start - 1, ',')
            && reading.closed_before(aside.start - 1);
    let leads_in = !before.is_empty()
        && matches!(
            reading.pos(before.start),
            Pos::Preposition | Pos::Subordinator
        );
    let sentence_like = quoted || !leads_in && reading.has_finite(&before);
    if !before.is_empty() {
        pieces.push(before);
    }
    if aside.end >= body.end {
        return pieces;
    }
    let mut right = aside.end;
    while right < body.end
        && reading.quotation(right).is_none()
        && matches!(reading.tokens[right].kind, Kind::Mark(',' | ':' | '—'))
    {
        right += 1;
    }
    if right >= body.end {
        return pieces;
    }
    if reading.opens(right) {
        let limit = next_start(placed, index, body.end);
        let end = reading.next(right).min(limit.max(right + 1));
        pieces.push(right..end.max(reading.next(right)));
    } else if pieces.is_empty() || !quoted && goes_on(reading, right, sentence_like) {
        let end = content_end(reading, placed, index, right, body.end, Frames::THAT);
        pieces.push(right..end);
    }
    pieces
}

fn next_start(placed: &[Placed], index: usize, limit: usize) -> usize {
    placed.get(index + 1).map_or(limit, |next| next.start)
}

/// Whether a content that was interrupted goes on at `at`.
fn goes_on(reading: &Reading<'_>, at: usize, whole_before: bool) -> bool {
    match reading.pos(at) {
        Pos::Gerund | Pos::Wh => false,
        Pos::Conjunction => !whole_before,
        Pos::Determiner | Pos::Proper | Pos::Pronoun | Pos::Nominal => !whole_before,
        _ => true,
    }
}

/// The last place between `from` and `to` where a new clause is joined on: behind ", but" or ";".
fn clause_cut(reading: &Reading<'_>, from: usize, to: usize) -> Option<usize> {
    (from + 1..to.min(from + 200)).rev().find(|at| {
        reading.quotation(*at).is_none()
            && (reading.is(*at - 1, ';')
                || reading.is(*at - 1, ':')
                || reading.pos(*at - 1) == Pos::Conjunction
                    && *at >= 2
                    && reading.is(*at - 2, ',')
                    && clause_begins(reading, *at, to))
    })
}

/// A piece without commas, dashes and spaces at its ends, except what a quotation encloses; none where
/// nothing is left.
pub(super) fn trimmed(reading: &Reading<'_>, piece: Range<usize>) -> Option<Range<usize>> {
    let loose = |at: usize| {
        reading.quotation(at).is_none()
            && matches!(
                reading.tokens[at].kind,
                Kind::Mark(',' | ';' | ':' | '—' | '-' | '…')
            )
    };
    let (mut start, mut end) = (piece.start, piece.end);
    while start < end && loose(start) {
        start += 1;
    }
    while start < end && loose(end - 1) {
        end -= 1;
    }
    (start < end && (start..end).any(|at| reading.tokens[at].is_word())).then_some(start..end)
}
