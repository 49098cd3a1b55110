//! Who said what within one sentence.
//!
//! In: a reading and a sentence. Out: its [`Attributed`] contents, each with source and cue as ranges of
//! tokens. First every cue is placed: does the content follow it, stand before it, or on both
//! sides? Then the contents are cut where the next attribution begins.

use std::ops::Range;

use super::{
    complement::{Complement, complement},
    cue::{Cue, CueKind, cues},
    lexicon::Frames,
    phrase::{clause_begins, noun_phrase_end, subject_before},
    reading::Reading,
    tag::Pos,
    token::Kind,
};

/// A content with its source and cue, as ranges of tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Attributed {
    /// The pieces of the content, in order.
    pub(super) content: Vec<Range<usize>>,
    /// The words that name the source.
    pub(super) source: Option<Range<usize>>,
    /// The words that signal the attribution.
    pub(super) cue: Option<Range<usize>>,
    /// The complements that the cue takes; none where there is no cue.
    pub(super) frames: Frames,
    /// The number of its sentence.
    pub(super) sentence: usize,
    /// Whether the next quotation without a source belongs to the same speaker.
    pub(super) speaks: bool,
    /// Whether the content is still to come, in the next paragraph.
    pub(super) open: bool,
}

/// A cue with its place in the sentence.
struct Placed {
    cue: Cue,
    source: Option<Range<usize>>,
    /// Where the clause of the cue begins: its subject, or the cue itself.
    start: usize,
    place: Place,
}

enum Place {
    /// The content follows.
    Forward(Complement),
    /// The content stands before, and perhaps behind, this stretch.
    Aside(Range<usize>),
    /// "The vote is alleged to fail": the subject and what follows the cue.
    Passive { subject: Range<usize>, rest: usize },
}

/// The attributions of sentence `number`.
pub(super) fn attributions(reading: &Reading<'_>, number: usize) -> Vec<Attributed> {
    let sentence = &reading.sentences[number].tokens;
    let body = sentence.start..reading.body_end(sentence);
    let mut placed: Vec<Placed> = Vec::new();
    for mut cue in cues(reading, sentence) {
        if cue.kind == CueKind::Noun
            && let Some(voiced) = voiced_by(reading, &placed, &cue)
        {
            // "voicing a hope that": the verb only lends its subject.
            placed.pop();
            let start = voiced
                .clone()
                .map_or(cue.tokens.start, |source| source.start);
            let complement = Complement {
                start: cue.tokens.end,
                frame: cue.frames,
            };
            let article = cue.tokens.start > body.start
                && ["a", "an", "the"]
                    .iter()
                    .any(|word| reading.is_word(cue.tokens.start - 1, word));
            cue.tokens.start -= usize::from(article);
            placed.push(Placed {
                source: voiced,
                start,
                place: Place::Forward(complement),
                cue,
            });
            continue;
        }
        let inherited = placed
            .iter()
            .rev()
            .find(|earlier| matches!(earlier.cue.kind, CueKind::Verb(_)))
            .and_then(|earlier| earlier.source.clone());
        let from = placed.last().map_or(body.start, |last| last.cue.tokens.end);
        placed.extend(place(reading, cue, &body, from, inherited));
    }
    let mut found = Vec::new();
    for index in 0..placed.len() {
        let content = match &placed[index].place {
            Place::Forward(complement) => forward(reading, &placed, index, *complement, &body),
            Place::Aside(aside) => around(reading, &placed, index, aside, &body),
            Place::Passive { subject, rest } => {
                let end = content_end(reading, &placed, index, *rest, body.end, Frames::TO);
                vec![subject.clone(), *rest..end]
            }
        };
        let content: Vec<_> = content
            .into_iter()
            .filter_map(|piece| trimmed(reading, piece))
            .collect();
        let open =
            content.is_empty() && reading.is(sentence.end - 1, ':') && index + 1 == placed.len();
        if content.is_empty() && !open || is_slight(reading, &placed[index], &content) {
            continue;
        }
        let one = &placed[index];
        let joined = match &one.place {
            Place::Forward(_) => joined_contents(reading, &content),
            Place::Aside(_) | Place::Passive { .. } => Vec::new(),
        };
        let content = match joined.first() {
            Some(first) => vec![content[0].start..first.start - 1],
            None => content,
        };
        for piece in joined {
            found.push(Attributed {
                content: vec![piece],
                source: one
                    .source
                    .clone()
                    .and_then(|source| trimmed(reading, source)),
                cue: Some(signal(reading, &one.cue)),
                frames: one.cue.frames,
                sentence: number,
                speaks: false,
                open: false,
            });
        }
        let content: Vec<_> = content
            .into_iter()
            .filter_map(|piece| trimmed(reading, piece))
            .collect();
        if content.is_empty() && !open {
            continue;
        }
        found.push(Attributed {
            content,
            source: one
                .source
                .clone()
                .and_then(|source| trimmed(reading, source)),
            cue: Some(signal(reading, &one.cue)),
            frames: one.cue.frames,
            sentence: number,
            speaks: one.cue.frames.has(Frames::QUOTE),
            open,
        });
    }
    found
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
            let complement = complement(reading, cue.tokens.end, body.end, cue.frames);
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
            }) && own_start_is_behind_quotation(reading, body, start);
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

/// Whether a quotation ends right before `start`.
fn own_start_is_behind_quotation(reading: &Reading<'_>, body: &Range<usize>, start: usize) -> bool {
    start > body.start
        && (reading.closed_before(start)
            || reading.is(start - 1, ',')
                && start - 1 > body.start
                && reading.closed_before(start - 1))
}

/// The source of the verb that voices the noun cue: "voicing a hope that", "made the claim that"; nothing
/// where no such verb stands before the noun.
fn voiced_by(reading: &Reading<'_>, placed: &[Placed], noun: &Cue) -> Option<Option<Range<usize>>> {
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
    (close && VOICING.iter().any(|word| reading.is_word(verb, word))).then(|| last.source.clone())
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

/// Where the words about the saying end: at the next comma, colon or quotation.
fn aside_end(reading: &Reading<'_>, from: usize, limit: usize) -> usize {
    let mut at = from;
    while at < limit {
        if reading.opens(at) || matches!(reading.tokens[at].kind, Kind::Mark(',' | ':' | ';' | '—'))
        {
            break;
        }
        at = reading.next(at);
    }
    at.min(limit)
}

/// The source behind an inverted verb, with its appositions.
fn inverted_source(reading: &Reading<'_>, from: usize, limit: usize) -> Option<Range<usize>> {
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

/// "his claim that ...", "a pledge by Ann to ..."
fn noun(reading: &Reading<'_>, cue: Cue, body: &Range<usize>) -> Option<Placed> {
    let first = cue.tokens.start;
    let phrase = super::phrase::noun_phrase_before(reading, body.start, cue.tokens.end)?;
    let owner = (phrase.start..first)
        .rev()
        .find(|at| reading.pos(*at) == Pos::Possessive);
    let source = match owner {
        Some(owner) => Some(phrase.start..owner),
        None => (phrase.start..first)
            .find(|at| {
                ["his", "her", "their", "its", "our", "my", "your"]
                    .iter()
                    .any(|word| reading.is_word(*at, word))
            })
            .map(|at| at..at + 1),
    };
    let frame = cue.frames;
    let start = cue.tokens.end;
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
    let end = content_end(reading, placed, index, start, body.end, complement.frame);
    vec![start..end]
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
        if reading.is(at, ';') {
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
        && content.iter().all(|piece| {
            let points_back = ["the", "this", "that", "these", "those"]
                .iter()
                .any(|word| reading.is_word(piece.start, word));
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
                || reading.pos(*at - 1) == Pos::Conjunction
                    && *at >= 2
                    && reading.is(*at - 2, ',')
                    && clause_begins(reading, *at, to))
    })
}

/// The words of a cue that signal: auxiliaries and adverbs before the verb do not, except those that
/// turn its meaning ("could not rule out").
fn signal(reading: &Reading<'_>, cue: &Cue) -> Range<usize> {
    let CueKind::Verb(group) = &cue.kind else {
        return cue.tokens.clone();
    };
    let verb = group.tokens.end - 1;
    let mut start = cue.tokens.start;
    if (start..verb).any(|at| {
        reading.pos(at) == Pos::Negation
            || reading.pos(at) == Pos::Modal
            || reading.pos(at) == Pos::Do
    }) {
        return cue.tokens.clone();
    }
    while start < verb && matches!(reading.pos(start), Pos::Have | Pos::Be | Pos::Adverb) {
        start += 1;
    }
    start..cue.tokens.end
}

/// A piece without commas, dashes and spaces at its ends, except what a quotation encloses; none where
/// nothing is left.
fn trimmed(reading: &Reading<'_>, piece: Range<usize>) -> Option<Range<usize>> {
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Asserts the attributions of `text`, one in a line: source | cue | content.
    fn check(text: &str, expected: &[&str]) {
        let reading = Reading::new(text);
        let show = |range: &Range<usize>| reading.span(range).of(text).to_owned();
        let found: Vec<_> = (0..reading.sentences.len())
            .flat_map(|number| attributions(&reading, number))
            .map(|one| {
                let content: Vec<_> = one.content.iter().map(show).collect();
                let word =
                    |range: &Option<Range<usize>>| range.as_ref().map_or("-".to_owned(), show);
                format!(
                    "{} | {} | {}",
                    word(&one.source),
                    word(&one.cue),
                    content.join(" … ")
                )
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn before() {
        check(
            "The plan is dead, the mayor said.",
            &["the mayor | said | The plan is dead"],
        );
        check("“It is dead,” she said.", &["she | said | “It is dead,”"]);
    }

    #[test]
    fn after() {
        check(
            "Ann Lee said that it is dead.",
            &["Ann Lee | said | that it is dead"],
        );
    }

    #[test]
    fn inverted() {
        check(
            "“It is dead,” said Ann Lee, the mayor of Vale.",
            &["Ann Lee, the mayor of Vale | said | “It is dead,”"],
        );
    }

    #[test]
    fn interrupted() {
        check(
            "“It is,” she said, “dead.”",
            &["she | said | “It is,” … “dead.”"],
        );
        check(
            "The plan, she said, is dead.",
            &["she | said | The plan … is dead"],
        );
    }

    #[test]
    fn passive_voice() {
        check(
            "It was reported that he left.",
            &["- | reported | that he left"],
        );
        check(
            "The vote is alleged to fail.",
            &["- | alleged | The vote … to fail"],
        );
    }

    #[test]
    fn two_in_one_sentence() {
        check(
            "Ann said it rains, and Bo said it snows.",
            &["Ann | said | it rains", "Bo | said | it snows"],
        );
        check(
            "Ann said it rains, adding that it snows.",
            &["Ann | said | it rains", "Ann | adding | that it snows"],
        );
    }

    #[test]
    fn nested() {
        check(
            "The agency reported that he said it rains.",
            &[
                "The agency | reported | that he said it rains",
                "he | said | it rains",
            ],
        );
    }

    #[test]
    fn demands() {
        check(
            "Ann urged Bo Day to go home.",
            &["Ann | urged | to go home"],
        );
    }

    #[test]
    fn according_to() {
        check(
            "It rains, according to Ann.",
            &["Ann | according to | It rains"],
        );
        check(
            "According to Ann, it rains.",
            &["Ann | According to | it rains"],
        );
    }

    #[test]
    fn nouns() {
        check(
            "His claim that it rains is wrong.",
            &["His | claim | that it rains is wrong"],
        );
    }

    #[test]
    fn appositions() {
        check(
            "Ann Lee, a farmer, said it rains.",
            &["Ann Lee, a farmer | said | it rains"],
        );
    }
}
