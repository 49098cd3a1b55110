//! Speakers' labels: "Ashdown-Cole: We shall be at zero by April."
//!
//! In: tokens, tags and paragraphs. Out: for each paragraph of a transcript whose speech it is. A text is
//! one where at least three paragraphs begin with a label, of two speakers or more, one of whom speaks
//! twice. What has no label of its own between the first and the last goes on with the speaker before.

use std::{collections::BTreeMap, ops::Range};

use super::{
    tag::Tag,
    token::{Gap, Kind, Token},
};

/// The tokens of the label of each paragraph's speaker, without the colon.
pub(super) fn speakers(
    text: &str,
    tokens: &[Token],
    tags: &[Tag],
    paragraphs: &[Range<usize>],
) -> Vec<Option<Range<usize>>> {
    let mut labels: Vec<Option<Range<usize>>> = paragraphs
        .iter()
        .map(|paragraph| label(tokens, tags, paragraph))
        .collect();
    let mut turns: BTreeMap<String, usize> = BTreeMap::new();
    for label in labels.iter().flatten() {
        let name = name_of(tokens, label);
        let last = &tokens[name.end - 1];
        *turns.entry(last.span.of(text).to_lowercase()).or_default() += 1;
    }
    let is_transcript =
        turns.values().sum::<usize>() >= 3 && turns.len() >= 2 && turns.values().any(|n| *n >= 2);
    if !is_transcript {
        return vec![None; paragraphs.len()];
    }
    let last = labels.iter().rposition(Option::is_some).unwrap_or_default();
    let mut speaker = None;
    for label in &mut labels[..last] {
        speaker = label.take().or(speaker);
        label.clone_from(&speaker);
    }
    labels
}

/// The part of a label that is a name: "RHIANNON TÜZÜN, chief executive" without the office.
pub(super) fn name_of(tokens: &[Token], label: &Range<usize>) -> Range<usize> {
    let comma = label.clone().find(|at| tokens[*at].is(','));
    label.start..comma.unwrap_or(label.end)
}

/// The label that `paragraph` begins with: a name of a few words in capitals, perhaps with an office, and a
/// colon with speech behind it in the same line.
fn label(tokens: &[Token], tags: &[Tag], paragraph: &Range<usize>) -> Option<Range<usize>> {
    const LONGEST: usize = 14;
    const MOST_WORDS: usize = 4;
    let Range { start, end } = *paragraph;
    let colon = (start + 1..end.min(start + LONGEST)).find(|at| tokens[*at].is(':'))?;
    let label = start..colon;
    let name = name_of(tokens, &label);
    let mut words = 0;
    for at in name.clone() {
        match tokens[at].kind {
            Kind::Word if tags[at].capital => words += usize::from(tokens[at].gap > Gap::None),
            Kind::Mark('-' | '.' | '’' | '\'') => {}
            _ => return None,
        }
    }
    let speech = tokens.get(colon + 1)?;
    let one_line = label.clone().skip(1).all(|at| {
        tokens[at].gap <= Gap::Space && !matches!(tokens[at].kind, Kind::Mark('“' | '"'))
    });
    (!name.is_empty()
        && words <= MOST_WORDS
        && one_line
        && colon + 1 < end
        && speech.gap == Gap::Space)
        .then_some(label)
}

#[cfg(test)]
mod tests {
    use super::super::reading::Reading;

    /// Asserts whose speech each sentence of `text` is.
    fn check(text: &str, expected: &[&str]) {
        let reading = Reading::new(text);
        let speakers = reading.sentences.iter().map(|sentence| {
            let speaker = sentence.speaker.as_ref();
            speaker.map_or("-", |speaker| reading.span(speaker).of(text))
        });
        assert_eq!(speakers.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn speakers_of_a_transcript() {
        check(
            "We met Ann Lee in Vale.\n\nPost: Is it late?\n\nANN LEE, mayor: It is. It was.\n\nNobody knew.\n\n\
             Post: Why?\n\nLee: Rain.\n\nThe talk was cut.",
            &[
                "-",
                "Post",
                "ANN LEE, mayor",
                "ANN LEE, mayor",
                "ANN LEE, mayor",
                "Post",
                "Lee",
                "-",
            ],
        );
    }

    #[test]
    fn lists_have_no_speakers() {
        check(
            "Where: Vale.\n\nWhen: Monday.\n\nPrice: none at all.",
            &["-", "-", "-"],
        );
        check("Ann: It is late.\n\nBo: So it is.", &["-", "-"]);
    }
}
