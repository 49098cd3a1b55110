//! Speakers' labels: "Ashdown-Cole: We shall be at zero by April."
//!
//! In: tokens, tags and paragraphs. Out: for each paragraph of a transcript whose speech it is. A text is
//! one where at least three paragraphs begin with a label, of two speakers or more, one of whom speaks
//! twice, and where half of them talk to somebody. What has no label of its own between the first and the
//! last goes on with the speaker before.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use super::{
    tag::{Pos, Tag},
    token::{Gap, Kind, Token},
};

/// What stands before a colon again and again without being a speaker.
const NO_SPEAKERS: [&str; 20] = [
    "analysis",
    "audio",
    "breaking",
    "caption",
    "clarification",
    "comment",
    "correction",
    "explainer",
    "image",
    "note",
    "photo",
    "photograph",
    "picture",
    "related",
    "source",
    "sources",
    "update",
    "updated",
    "video",
    "watch",
];

/// The tokens of the label of each paragraph's speaker, without the colon.
pub(super) fn speakers(
    text: &str,
    tokens: &[Token],
    tags: &[Tag],
    paragraphs: &[Range<usize>],
) -> Vec<Option<Range<usize>>> {
    let last_word = |label: &Range<usize>| {
        let mut words = name_of(tokens, label).rev();
        let last = words.find(|at| tokens[*at].is_word());
        last.map_or_else(String::new, |at| tokens[at].span.of(text).to_lowercase())
    };
    let label = |paragraph| {
        label(text, tokens, tags, paragraph)
            .filter(|label| !NO_SPEAKERS.contains(&last_word(label).as_str()))
    };
    let mut labels: Vec<Option<Range<usize>>> = paragraphs.iter().map(label).collect();
    let mut turns: BTreeMap<String, usize> = BTreeMap::new();
    for label in labels.iter().flatten() {
        *turns.entry(last_word(label)).or_default() += 1;
    }
    // "Vale Mills: yearly results" is a headline.
    for (label, paragraph) in labels.iter_mut().zip(paragraphs) {
        let once = |label: &Range<usize>| turns.get(&last_word(label)) == Some(&1);
        if !tokens[paragraph.end - 1].stops() && label.as_ref().is_some_and(once) {
            *label = None;
        }
    }
    let found = labels.iter().flatten().count();
    let speakers: BTreeSet<String> = labels.iter().flatten().map(last_word).collect();
    let talk = labels.iter().zip(paragraphs).filter(|(label, paragraph)| {
        let label = label.as_ref();
        label.is_some_and(|label| talks(text, tokens, label.end..paragraph.end))
    });
    let is_transcript =
        found >= 3 && speakers.len() >= 2 && found > speakers.len() && talk.count() * 2 >= found;
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
    let mut office = label.clone().skip(1);
    let office = office.find(|at| tokens[*at].is(',') || tokens[*at].is('('));
    label.start..office.unwrap_or(label.end)
}

/// The label that `paragraph` begins with: a name of a few words in capitals, perhaps with an office, and a
/// colon with speech behind it in the same line. "Mr Lee, who lives there, said:" is none.
fn label(
    text: &str,
    tokens: &[Token],
    tags: &[Tag],
    paragraph: &Range<usize>,
) -> Option<Range<usize>> {
    const LONGEST: usize = 14;
    const MOST_WORDS: usize = 6;
    const JOINTS: [&str; 12] = [
        "and", "da", "de", "der", "du", "for", "la", "of", "the", "van", "von", "y",
    ];
    let Range { start, end } = *paragraph;
    let colon = (start + 1..end.min(start + LONGEST)).find(|at| tokens[*at].is(':'))?;
    let label = start..colon;
    let name = name_of(tokens, &label);
    let within = |at: usize| tokens[at].gap == Gap::None && at > start;
    let names = |at: usize| match tokens[at].kind {
        Kind::Word | Kind::Clitic => {
            let function = matches!(
                tags[at].pos,
                Pos::Adverb
                    | Pos::Subordinator
                    | Pos::Conjunction
                    | Pos::Preposition
                    | Pos::Pronoun
                    | Pos::Wh
                    | Pos::To
            );
            // "The Minister for Roads"
            let small = at > start && JOINTS.contains(&tokens[at].span.of(text));
            tags[at].capital && !function || small || tokens[at].span.len() == 1 || within(at)
        }
        Kind::Mark(mark) => matches!(mark, '-' | '.' | '’' | '\'') && within(at),
    };
    let describes = |at: usize| {
        let clause = tags[at].finite
            || matches!(
                tags[at].pos,
                Pos::Finite | Pos::Participle | Pos::Gerund | Pos::Pronoun | Pos::Wh | Pos::Number
            );
        let allowed = match tokens[at].kind {
            Kind::Mark(mark) => matches!(mark, ',' | '-' | '.' | '&' | '(' | ')'),
            Kind::Word | Kind::Clitic => true,
        };
        !clause && allowed && tokens[at].gap <= Gap::Space
    };
    let words = name
        .clone()
        .filter(|at| tokens[*at].gap > Gap::None)
        .count();
    let speech = tokens.get(colon + 1)?;
    let is_label = tokens[start].is_word()
        && words <= MOST_WORDS
        && name.clone().all(names)
        && name.skip(1).all(|at| tokens[at].gap <= Gap::Space)
        && (name_of(tokens, &label).end..colon).all(describes)
        && colon + 1 < end
        && speech.gap == Gap::Space;
    is_label.then_some(label)
}

/// Whether what follows a label is said to somebody: it has a word like "I" or "you", or asks.
fn talks(text: &str, tokens: &[Token], speech: Range<usize>) -> bool {
    const WORDS: [&str; 10] = [
        "i", "me", "my", "we", "us", "our", "you", "your", "yes", "no",
    ];
    tokens[speech].iter().any(|token| {
        let word = token.span.of(text);
        token.is('?') || WORDS.iter().any(|one| word.eq_ignore_ascii_case(one))
    })
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
            "Vale: a talk with the mayor\n\nWe met Ann Lee in Vale.\n\nPost: Is it late?\n\nANN LEE, mayor: It is. It was.\n\nNobody knew.\n\n\
             Post: Why?\n\nLee: Rain.\n\nThe talk was cut.",
            &[
                "-",
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
    fn offices_are_labels() {
        check(
            "The Minister for Roads (Bo Day): We shall see.\n\nSir Ian Hale: Will it open?\n\n\
             The Minister for Roads: I have said so.",
            &[
                "The Minister for Roads (Bo Day)",
                "Sir Ian Hale",
                "The Minister for Roads",
            ],
        );
        check(
            "Will Mark: You did.\n\nMay Ray: I did.\n\nWill Mark: It is shut.",
            &["Will Mark", "May Ray", "Will Mark"],
        );
    }

    #[test]
    fn whoever_is_said_to_speak_is_no_label() {
        check(
            "Mr Lee, who lives nearby, said: “I saw it.”\n\nMs Day, 54, added: “We all did.”\n\n\
             Mr Lee, who was cold, said: “Did you?”\n\nHowever, he said: “I did.”",
            &["-", "-", "-", "-"],
        );
    }

    #[test]
    fn lists_have_no_speakers() {
        check(
            "Where: Vale.\n\nWhen: Monday.\n\nPrice: none at all.",
            &["-", "-", "-"],
        );
        check("Ann: It is late.\n\nBo: So it is.", &["-", "-"]);
        check(
            "Price: 40 euros.\n\nVerdict: Fair.\n\nPrice: 50 euros.\n\nVerdict: Dear.",
            &["-", "-", "-", "-"],
        );
        check(
            "Update: It is late.\n\nUpdate: It is later.\n\nNote: It was late.",
            &["-", "-", "-"],
        );
    }
}
