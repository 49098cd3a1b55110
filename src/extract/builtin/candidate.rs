//! What the rules take for a claim.
//!
//! In: a reading. Out: its candidates in the order of the text: attributed contents, and the clauses that
//! nobody is quoted with: the article's own, or in a transcript those of the speaker. Whether a candidate is
//! kept, and what it asserts, is for the model to say.

use std::ops::Range;

use super::{attribution, reading::Reading, rule::Rule, speech, voice};

/// A stretch of tokens that a rule takes for a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    /// The pieces of the content, in order: at least one, none empty.
    pub(super) content: Vec<Range<usize>>,
    /// The words that name the source.
    pub(super) source: Option<Range<usize>>,
    /// The words that signal the attribution.
    pub(super) cue: Option<Range<usize>>,
    /// The rule that found it.
    pub(super) rule: Rule,
    /// The number of its sentence.
    pub(super) sentence: usize,
}

/// The candidates of a text, by where they begin and then by where they end.
pub(super) fn candidates(reading: &Reading<'_>) -> Vec<Candidate> {
    let in_sentences = (0..reading.sentences.len())
        .flat_map(|number| attribution::attributions(reading, number))
        .collect();
    let attributed = speech::with_free_speech(reading, in_sentences);
    let own = voice::own_voice(reading, &attributed);
    let attributed = attributed.into_iter().map(|one| Candidate {
        content: without_full_stop(reading, one.content),
        source: one.source,
        cue: one.cue,
        rule: one.rule,
        sentence: one.sentence,
    });
    let own = own.into_iter().map(|(sentence, clause)| {
        let speaker = reading.sentences[sentence].speaker.clone();
        Candidate {
            content: std::iter::once(clause).collect(),
            cue: None,
            rule: match speaker {
                Some(_) => Rule::SpeakerLabel,
                None => Rule::MainClause,
            },
            source: speaker,
            sentence,
        }
    });
    let mut candidates: Vec<Candidate> = attributed.chain(own).collect();
    candidates.sort_by_key(|one| (one.content[0].start, one.content[one.content.len() - 1].end));
    candidates
}

/// Leaves out the final full stop of a paragraph whose quotation goes on in the next.
fn without_full_stop(reading: &Reading<'_>, mut content: Vec<Range<usize>>) -> Vec<Range<usize>> {
    if let Some(last) = content.last_mut() {
        let at = last.end - 1;
        let goes_on = reading
            .quotation(at)
            .is_some_and(|quotation| quotation.continues);
        last.end -= usize::from(goes_on && reading.is(at, '.') && at > last.start);
    }
    content
}
