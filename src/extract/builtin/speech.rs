//! Quotations without a cue of their own.
//!
//! In: a reading and the attributions of its sentences. Out: the same with the quotations that stand
//! free: those that go on after "she said.", those announced by a colon, those that run over several
//! paragraphs, and those whose speaker spoke last; and the quotations within quotations.

use std::ops::Range;

use super::{
    attribution::Attributed, lexicon::Frames, reading::Reading, rule::Rule,
    subject::subject_before, tag::Pos, token::Kind,
};

/// Quotations of fewer words are scare quotes, names and titles unless they are a whole sentence.
const SHORTEST: usize = 4;

/// Adds the free-standing quotations to `attributed`, which is in order of sentences.
pub(super) fn with_free_speech(
    reading: &Reading<'_>,
    attributed: Vec<Attributed>,
) -> Vec<Attributed> {
    let mut found: Vec<Attributed> = Vec::with_capacity(attributed.len());
    // Where the one who spoke last stands in `found`.
    let mut last: Option<usize> = None;
    // Paragraphs of a quotation whose speaker is named in a later one, each with its sentence.
    let mut pending: Vec<(usize, Vec<Range<usize>>)> = Vec::new();
    let mut attributed = attributed.into_iter().peekable();
    for (number, sentence) in reading.sentences.iter().enumerate() {
        let first = found.len();
        while let Some(one) = attributed.next_if(|one| one.sentence == number) {
            found.push(one);
        }
        let tokens = &sentence.tokens;
        if let Some(pieces) = whole_quotation(reading, tokens) {
            if found.len() > first {
                continue;
            }
            if let Some(speaker) = &sentence.speaker {
                let speaker = Some(speaker.clone());
                found.push(without_cue(pieces, speaker, Rule::SpeakerLabel, number));
            } else if goes_on_from(reading, &found, last, number) {
                if let Some(at) = last {
                    last = Some(go_on(&mut found, at, pieces, number));
                }
            } else {
                let runs_on = pieces.iter().any(|piece| continues(reading, piece));
                let answers = |last: usize| in_one_paragraph(reading, found[last].sentence, number);
                if runs_on && !last.is_some_and(answers) {
                    pending.push((number, pieces));
                } else if let Some(one) = from_last_speaker(reading, &found, last, number, pieces) {
                    found.push(one);
                    if runs_on {
                        last = Some(found.len() - 1);
                    }
                }
            }
            continue;
        }
        let closes = found[first..].iter().find(|one| {
            let begins = |piece: &Range<usize>| piece.start == tokens.start;
            one.speaks && one.content.first().is_some_and(begins)
        });
        if let Some(speaker) = closes.filter(|_| !pending.is_empty()).cloned() {
            let paragraphs = std::mem::take(&mut pending).into_iter();
            found.extend(paragraphs.map(|(sentence, content)| Attributed {
                content,
                sentence,
                ..speaker.clone()
            }));
        }
        if found.len() == first {
            found.extend(announced(reading, number));
        } else if reading.opens(tokens.start) {
            found.extend(headline_quotation(reading, number, &found[first..]));
        }
        let speaker = (first..found.len()).rev().find(|at| {
            let one = &found[*at];
            one.source.is_some() && (one.speaks || one.open) && !is_reported(one, &found[first..])
        });
        last = speaker.or(last);
        pending.clear();
    }
    found.extend(quotations_within(reading));
    found.retain(|one| !one.content.is_empty());
    found.sort_by_key(|one| one.sentence);
    found
}

/// Quotations in quotations with a cue right before them: "“He told me, ‘Go home,’” she said."
fn quotations_within(reading: &Reading<'_>) -> Vec<Attributed> {
    let mut sentence = 0;
    let mut found = Vec::new();
    for inner in &reading.quotations {
        if inner.depth != 1 || !inner.closed {
            continue;
        }
        let start = inner.tokens.start;
        while reading
            .sentences
            .get(sentence)
            .is_some_and(|one| one.tokens.end <= start)
        {
            sentence += 1;
        }
        let Some(outer) = reading.quotation(start) else {
            continue;
        };
        let Some((cue, source)) = cue_before(reading, outer.tokens.start + 1, start) else {
            continue;
        };
        if sentence < reading.sentences.len() {
            found.push(Attributed {
                cue: Some(cue),
                ..without_cue(vec![inner.tokens.clone()], source, Rule::Inner, sentence)
            });
        }
    }
    found
}

/// The reporting verb before the quotation at `end`, with whom it stands beside: "he told me,".
fn cue_before(
    reading: &Reading<'_>,
    start: usize,
    end: usize,
) -> Option<(Range<usize>, Option<Range<usize>>)> {
    const NEAR: usize = 4;
    let verb = (start..end).rev().take(NEAR).find(|at| {
        let tag = &reading.tags[*at];
        tag.finite && tag.frames.has(Frames::QUOTE)
    })?;
    let is_name = |at: usize| {
        matches!(
            reading.pos(at),
            Pos::Nominal | Pos::Proper | Pos::Determiner | Pos::Number
        )
    };
    let last = verb.checked_sub(1).filter(|last| *last >= start)?;
    let source = match reading.pos(last) {
        Pos::Pronoun | Pos::Wh => last..verb,
        _ => {
            let names = (start..verb).rev().take_while(|at| is_name(*at)).count();
            verb - names..verb
        }
    };
    Some((
        verb..verb + 1,
        Some(source).filter(|source| !source.is_empty()),
    ))
}

/// Adds to what the one at `at` has said, which went on or was still to come, and returns where it stands. Each
/// paragraph of a quotation is a claim of its own.
fn go_on(
    found: &mut Vec<Attributed>,
    at: usize,
    pieces: Vec<Range<usize>>,
    number: usize,
) -> usize {
    let one = &mut found[at];
    if one.open {
        one.content.extend(pieces);
        one.open = false;
        return at;
    }
    let one = Attributed {
        content: pieces,
        sentence: number,
        ..one.clone()
    };
    found.push(one);
    found.len() - 1
}

/// The quotations of a sentence that has no words outside of them.
fn whole_quotation(reading: &Reading<'_>, sentence: &Range<usize>) -> Option<Vec<Range<usize>>> {
    let mut pieces = Vec::new();
    let mut at = sentence.start;
    while at < sentence.end {
        if reading.opens(at) {
            let end = reading.next(at).min(sentence.end);
            pieces.push(at..end);
            at = end;
        } else if reading.tokens[at].is_word() {
            return None;
        } else {
            at += 1;
        }
    }
    (!pieces.is_empty()).then_some(pieces)
}

fn in_one_paragraph(reading: &Reading<'_>, one: usize, other: usize) -> bool {
    reading.sentences[one].paragraph == reading.sentences[other].paragraph
}

/// Whether somebody else of the same sentence is said to have said that `one` spoke.
fn is_reported(one: &Attributed, others: &[Attributed]) -> bool {
    let Some(cue) = &one.cue else { return false };
    others
        .iter()
        .flat_map(|other| &other.content)
        .any(|piece| piece.start <= cue.start && cue.end <= piece.end)
}

fn continues(reading: &Reading<'_>, piece: &Range<usize>) -> bool {
    reading
        .quotation(piece.start)
        .is_some_and(|quotation| quotation.continues)
}

/// Whether sentence `number` goes on with the content of the last speaker: announced by a colon,
/// or a quotation left open in the paragraph before.
fn goes_on_from(
    reading: &Reading<'_>,
    found: &[Attributed],
    last: Option<usize>,
    number: usize,
) -> bool {
    let Some(one) = last.map(|last| &found[last]) else {
        return false;
    };
    if one.open {
        return one.sentence + 1 == number || !one.content.is_empty();
    }
    one.content.last().is_some_and(|piece| {
        let last_token = piece.end - 1;
        let open = reading
            .quotation(last_token)
            .is_some_and(|quotation| quotation.continues);
        open && reading.sentences[number].paragraph <= paragraph_of(reading, last_token, number) + 1
    })
}

/// The paragraph of the sentence that holds `token`, at or before sentence `number`.
fn paragraph_of(reading: &Reading<'_>, token: usize, number: usize) -> usize {
    let at = reading.sentences[..=number].partition_point(|sentence| sentence.tokens.end <= token);
    reading
        .sentences
        .get(at)
        .map_or(0, |sentence| sentence.paragraph)
}

/// A quotation by itself, said by whoever spoke last, here or in the paragraph before.
fn from_last_speaker(
    reading: &Reading<'_>,
    found: &[Attributed],
    last: Option<usize>,
    number: usize,
    pieces: Vec<Range<usize>>,
) -> Option<Attributed> {
    let words: usize = pieces.iter().map(|piece| reading.words(piece)).sum();
    let speaker = last.map(|last| &found[last]).filter(|one| {
        reading.sentences[number].paragraph <= reading.sentences[one.sentence].paragraph + 1
    });
    let same_paragraph = speaker.is_some_and(|one| in_one_paragraph(reading, one.sentence, number));
    if words < SHORTEST && !same_paragraph {
        return None;
    }
    let source = speaker.and_then(|one| one.source.clone());
    let cue = speaker
        .filter(|one| same_paragraph && one.frames.has(Frames::QUOTE))
        .and_then(|one| one.cue.clone());
    Some(Attributed {
        cue,
        ..without_cue(pieces, source, Rule::FreeQuotation, number)
    })
}

/// "She was blunt: “It is dead.”", and longer quotations in a sentence without a cue.
fn announced(reading: &Reading<'_>, number: usize) -> Option<Attributed> {
    let tokens = &reading.sentences[number].tokens;
    let open = (tokens.start..tokens.end)
        .find(|at| reading.opens(*at) && reading.words(&(*at..reading.next(*at))) >= SHORTEST)?;
    let end = reading.next(open).min(tokens.end);
    let after_colon = open > tokens.start && reading.is(open - 1, ':');
    let is_sentence = reading
        .quotation(open)
        .is_some_and(|quotation| reading.has_finite(&quotation.tokens));
    if !after_colon && !is_sentence {
        return None;
    }
    let verb = (tokens.start..open)
        .find(|at| reading.tags[*at].finite && reading.quotation(*at).is_none());
    let source = match verb {
        Some(verb) => subject_before(reading, tokens.start, verb),
        None => after_colon
            .then(|| subject_before(reading, tokens.start, open - 1))
            .flatten(),
    };
    let content = std::iter::once(open..end).collect();
    Some(Attributed {
        speaks: true,
        ..without_cue(content, source, Rule::Announced, number)
    })
}

/// A quotation in sentence `sentence` that no cue announces.
fn without_cue(
    content: Vec<Range<usize>>,
    source: Option<Range<usize>>,
    rule: Rule,
    sentence: usize,
) -> Attributed {
    Attributed {
        content,
        source,
        cue: None,
        frames: Frames::default(),
        rule,
        sentence,
        speaks: false,
        open: false,
    }
}

/// "“I will wait”: Lee asks for talks": the words before the colon are those of the subject behind it.
fn headline_quotation(
    reading: &Reading<'_>,
    number: usize,
    others: &[Attributed],
) -> Option<Attributed> {
    let tokens = &reading.sentences[number].tokens;
    let end = reading.next(tokens.start);
    if end >= tokens.end || !matches!(reading.tokens[end].kind, Kind::Mark(':')) {
        return None;
    }
    let quotation = tokens.start..end;
    if others
        .iter()
        .any(|one| one.content.iter().any(|piece| piece.start < end))
    {
        return None;
    }
    let verb =
        (end..tokens.end).find(|at| reading.tags[*at].finite || reading.pos(*at) == Pos::Finite)?;
    let source = subject_before(reading, end + 1, verb);
    Some(Attributed {
        speaks: true,
        ..without_cue(vec![quotation], source, Rule::HeadlineQuotation, number)
    })
}

#[cfg(test)]
mod tests {
    use super::{super::attribution::attributions, *};

    /// Asserts the attributions of `text`, one in a line: source | content.
    fn check(text: &str, expected: &[&str]) {
        let reading = Reading::new(text);
        let show = |range: &Range<usize>| reading.span(range).of(text).to_owned();
        let attributed = (0..reading.sentences.len())
            .flat_map(|number| attributions(&reading, number))
            .collect();
        let found: Vec<_> = with_free_speech(&reading, attributed)
            .iter()
            .map(|one| {
                let content: Vec<_> = one.content.iter().map(show).collect();
                format!(
                    "{} | {}",
                    one.source.as_ref().map_or("-".to_owned(), show),
                    content.join(" … ")
                )
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_speaker_goes_on() {
        check(
            "“It rains,” she said. “It pours.”",
            &["she | “It rains,”", "she | “It pours.”"],
        );
    }

    #[test]
    fn quotations_in_quotations() {
        check(
            "“He told me, ‘It rains,’” she said.",
            &["she | “He told me, ‘It rains,’”", "He | ‘It rains,’"],
        );
        check(
            "“The ‘smart’ bins leak,” she said.",
            &["she | “The ‘smart’ bins leak,”"],
        );
    }

    #[test]
    fn over_paragraphs() {
        check(
            "She said: “It rains.\n\n“It pours.”",
            &["She | “It rains.", "She | “It pours.”"],
        );
        check(
            "“It rains.\n\n“It pours,” she said.",
            &["she | “It rains.", "she | “It pours,”"],
        );
    }

    #[test]
    fn announced_in_the_paragraph_before() {
        check(
            "The Post reports:\n\n“It rains in Vale today.”",
            &["The Post | “It rains in Vale today.”"],
        );
    }

    #[test]
    fn announced_by_a_colon() {
        check(
            "Ann was blunt: “This plan is dead.”",
            &["Ann | “This plan is dead.”"],
        );
    }

    #[test]
    fn headlines() {
        check(
            "‘I Will Wait’: Lee Urges Day To Call Her",
            &["Lee | To Call Her", "Lee | ‘I Will Wait’"],
        );
    }
}
