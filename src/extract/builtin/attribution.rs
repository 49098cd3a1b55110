//! Who said what within one sentence.
//!
//! In: a reading and a sentence. Out: its [`Attributed`] contents, each with source and cue as ranges of
//! tokens.

use std::ops::Range;

use super::{
    cue::{Cue, CueKind},
    extent::{contents, trimmed},
    lexicon::Frames,
    placement::{Place, Placed, placements},
    reading::Reading,
    rule::Rule,
    tag::Pos,
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
    /// The rule that found it.
    pub(super) rule: Rule,
    /// The number of its sentence.
    pub(super) sentence: usize,
    /// Whether the next quotation without a source belongs to the same speaker.
    pub(super) speaks: bool,
    /// Whether the content is still to come, in the next paragraph.
    pub(super) open: bool,
}

/// The attributions of sentence `number`.
pub(super) fn attributions(reading: &Reading<'_>, number: usize) -> Vec<Attributed> {
    let sentence = &reading.sentences[number].tokens;
    let body = sentence.start..reading.body_end(sentence);
    let placed = placements(reading, sentence, &body);
    let mut found = Vec::new();
    for (index, one) in placed.iter().enumerate() {
        if is_own(reading, one) {
            continue;
        }
        let mut contents = contents(reading, &placed, index, &body);
        let last = index + 1 == placed.len();
        let open = contents.is_empty() && last && reading.is(sentence.end - 1, ':');
        if open {
            contents.push(Vec::new());
        }
        let source = one
            .source
            .clone()
            .and_then(|source| trimmed(reading, source));
        for content in contents {
            found.push(Attributed {
                content,
                source: source.clone(),
                cue: Some(signal(reading, &one.cue)),
                frames: one.cue.frames,
                rule: rule(one),
                sentence: number,
                speaks: one.cue.frames.has(Frames::QUOTE) || one.cue.frames.has(Frames::THAT),
                open,
            });
        }
    }
    found
}

/// Whether a cue says what its sentence says and no more: "we regret the error", "Vale did not admit guilt".
fn is_own(reading: &Reading<'_>, one: &Placed) -> bool {
    let (CueKind::Verb(group), Place::Forward(found)) = (&one.cue.kind, &one.place) else {
        return false;
    };
    let thing = matches!(found.frame, Frames::NOUN | Frames::GERUND);
    let first_person = one
        .source
        .as_ref()
        .is_some_and(|source| source.len() == 1 && reading.is_one_of(source.start, &["i", "we"]));
    let mut words = group.tokens.clone();
    let negated = words.any(|at| reading.pos(at) == Pos::Negation);
    // "Members may ask to be heard" is a rule, nobody's words.
    let allowed = reading.is_one_of(group.tokens.start, &["may", "can", "must", "should"]);
    let ruled_out = reading.is_word(one.cue.tokens.end - 1, "out");
    let act = thing || matches!(found.frame, Frames::TO | Frames::OBJECT_TO);
    !ruled_out && (act && (first_person || allowed) || thing && negated)
}

/// The rule by which the content of a placed cue is found.
const fn rule(placed: &Placed) -> Rule {
    match (&placed.cue.kind, &placed.place) {
        (CueKind::According, _) => Rule::According,
        (CueKind::Noun, _) => Rule::NounCue,
        (CueKind::Verb(_), Place::Forward(complement)) => Rule::of_frame(complement.frame),
        (CueKind::Verb(_), Place::Aside(_)) => Rule::Aside,
        (CueKind::Verb(_), Place::Passive { .. }) => Rule::Passive,
    }
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
            &["His | claim | that it rains"],
        );
    }

    #[test]
    fn nouns_with_a_form_of_be() {
        check(
            "Her view is that it rains.",
            &["Her | view | that it rains"],
        );
        check(
            "Ann Lee gave evidence that it rains.",
            &["Ann Lee | evidence | that it rains"],
        );
        check("There is no evidence that it rains.", &[]);
    }

    #[test]
    fn phrases_like_according_to() {
        check(
            "It rains, in the view of Ann Lee.",
            &["Ann Lee | in the view of | It rains"],
        );
    }

    #[test]
    fn objects() {
        check(
            "Hoteliers predicted ruin.",
            &["Hoteliers | predicted | ruin"],
        );
        check("Ann supports it.", &[]);
        check(
            "She apologised to staff for the delay.",
            &["She | apologised | for the delay"],
        );
        check(
            "Blodwen puts it down to beer.",
            &["Blodwen | puts | it down to beer"],
        );
        check("She puts the cup on the table.", &[]);
        check(
            "What she wants is a key of her own.",
            &["she | wants | a key of her own"],
        );
        check(
            "He ruled out a fault: two others had seen it.",
            &["He | ruled out | a fault"],
        );
        check(
            "He offered two words: “No comment.”",
            &["He | offered | “No comment.”"],
        );
    }

    #[test]
    fn what_a_sentence_says_itself() {
        check("We regret the errors.", &[]);
        check("Vale did not admit guilt.", &[]);
        check("Members may ask to be heard.", &[]);
        check(
            "Vale could not rule out guilt.",
            &["Vale | could not rule out | guilt"],
        );
    }

    #[test]
    fn figures_show() {
        check(
            "Rents rose, police figures show.",
            &["police figures | show | Rents rose"],
        );
        check(
            "The fault was “a scandal,” the union said.",
            &["the union | said | The fault was “a scandal,”"],
        );
    }

    #[test]
    fn fragments_before_the_cue() {
        check(
            "The mayors, she added, “love a machine.”",
            &["she | added | The mayors … “love a machine.”"],
        );
        check(
            "On Monday, she said, “it rained.”",
            &["she | said | “it rained.”"],
        );
    }

    #[test]
    fn semicolons() {
        check(
            "It rains; it snows, she hinted.",
            &["she | hinted | It rains", "she | hinted | it snows"],
        );
    }

    #[test]
    fn those_who_are_told() {
        check(
            "Guests were asked to bring boots.",
            &["- | asked | to bring boots"],
        );
    }

    #[test]
    fn appositions() {
        check(
            "Ann Lee, a farmer, said it rains.",
            &["Ann Lee, a farmer | said | it rains"],
        );
    }

    #[test]
    fn many_in_one_sentence_are_cut_off() {
        let text = "Ann said that it rains and ".repeat(50);
        let reading = Reading::new(&text);
        for (number, sentence) in reading.sentences.iter().enumerate() {
            let found = attributions(&reading, number);
            assert!(found.len() <= 8, "{} in {sentence:?}", found.len());
        }
        assert_eq!(attributions(&reading, 0).len(), 8);
    }
}
