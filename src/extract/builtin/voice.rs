//! Claims in the article's own voice, or in a transcript in that of the speaker.
//!
//! In: a reading and what is attributed in it. Out: the main clauses that nobody else is said to have
//! said, as ranges of tokens, each with the number of its sentence. Questions, fragments and
//! boilerplate are left out.

use std::ops::Range;

use super::{
    attribution::Attributed,
    lexicon,
    phrase::{clause_begins, long_clause_begins},
    reading::Reading,
    rule::Rule,
    tag::Pos,
    token::Kind,
};

/// The own-voice clauses of the text; `attributed` is in order of sentences.
pub(super) fn own_voice(
    reading: &Reading<'_>,
    attributed: &[Attributed],
) -> Vec<(usize, Range<usize>)> {
    let mut found = Vec::new();
    let mut from = 0;
    for (number, sentence) in reading.sentences.iter().enumerate() {
        let to = from + attributed[from..].partition_point(|one| one.sentence <= number);
        let here = &attributed[from..to];
        from = to;
        if reading.is(sentence.tokens.end - 1, '?')
            || is_boilerplate(reading.span(&sentence.tokens).of(reading.text))
        {
            continue;
        }
        let body = sentence.tokens.start..reading.body_end(&sentence.tokens);
        for clause in clauses(reading, &body) {
            let others = |one: &Attributed| {
                touches(one, &clause)
                    && !is_subordinate(reading, one, &clause)
                    && !is_in_subject(reading, one, &clause)
            };
            if is_claim(reading, &clause, sentence.headline) && !here.iter().any(others) {
                found.push((number, clause));
            }
        }
    }
    found
}

/// The main clauses of a sentence: joined by ";" or ":", or by "and", "but" before a subject and a verb. A label
/// before a colon ("Analysis:") and a conjunction at the beginning are no part of them.
fn clauses(reading: &Reading<'_>, body: &Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let opens = matches!(reading.pos(body.start), Pos::Conjunction) && body.start + 1 < body.end;
    let mut start = body.start + usize::from(opens);
    let mut at = start;
    while at < body.end {
        if reading.quotation(at).is_some() {
            at = reading.next(at);
            continue;
        }
        let joint = match reading.pos(at) {
            Pos::Mark if reading.is(at, ';') => Some(at..at + 1),
            Pos::Mark if reading.is(at, ':') && long_clause_begins(reading, at + 1, body.end) => {
                if !reading.has_finite(&(start..at)) && reading.words(&(start..at)) <= LABEL {
                    start = at + 1;
                    None
                } else {
                    Some(at..at + 1)
                }
            }
            Pos::Conjunction if at > start && joins_clauses(reading, start, at, body.end) => {
                let comma = reading.is(at - 1, ',');
                Some(at - usize::from(comma)..at + 1)
            }
            _ => None,
        };
        if let Some(joint) = joint {
            if start < joint.start {
                found.push(start..joint.start);
            }
            start = joint.end;
        }
        at += 1;
    }
    if start < body.end {
        found.push(start..body.end);
    }
    found
}

/// Whether the conjunction at `at` joins two main clauses.
fn joins_clauses(reading: &Reading<'_>, start: usize, at: usize, limit: usize) -> bool {
    let comma = reading.is(at - 1, ',');
    // Without a comma only a pronoun is clear enough a sign of a new subject.
    let clear = comma || at + 1 < limit && reading.pos(at + 1) == Pos::Pronoun;
    let subordinate = reading.pos(start) == Pos::Subordinator;
    clear
        && !subordinate
        && reading.has_finite(&(start..at))
        && (clause_begins(reading, at + 1, limit)
            || comma && long_clause_begins(reading, at + 1, limit))
}

/// So many words may be a label before a colon.
const LABEL: usize = 5;

fn touches(one: &Attributed, clause: &Range<usize>) -> bool {
    let overlaps = |range: &Range<usize>| range.start < clause.end && clause.start < range.end;
    one.content.iter().any(overlaps) || one.cue.as_ref().is_some_and(overlaps)
}

/// Whether an attribution stands in a subordinate clause: "the drink may be sold only if two studies support
/// its safety". Then the clause as a whole is still the article's.
fn is_subordinate(reading: &Reading<'_>, one: &Attributed, clause: &Range<usize>) -> bool {
    let cue = one.cue.as_ref().map_or(usize::MAX, |cue| cue.start);
    let source = one.source.as_ref().map_or(cue, |source| source.start);
    let content = one.content.first().map_or(usize::MAX, |piece| piece.start);
    let start = cue.min(source.max(clause.start)).min(content);
    if start <= clause.start || start >= clause.end {
        return false;
    }
    // "If the house agrees to the bill, ..."
    if reading.pos(clause.start) == Pos::Subordinator
        && !(clause.start..start).any(|at| reading.is(at, ','))
    {
        return true;
    }
    let verb = (clause.start..start)
        .find(|at| reading.tags[*at].finite && reading.quotation(*at).is_none());
    verb.is_some_and(|verb| {
        (verb..=start).any(|at| {
            matches!(reading.pos(at), Pos::Subordinator | Pos::Wh) && !reading.is_word(at, "what")
        })
    })
}

/// Whether an attribution is part of the clause's subject: "his warning that it would rain was ignored".
fn is_in_subject(reading: &Reading<'_>, one: &Attributed, clause: &Range<usize>) -> bool {
    let (Rule::NounCue, Some(cue), Some(last)) = (one.rule, &one.cue, one.content.last()) else {
        return false;
    };
    clause.start <= cue.start
        && last.end < clause.end
        && !reading.has_finite(&(clause.start..cue.start))
        && reading.has_finite(&(last.end..clause.end))
}

/// A verb with tense outside of quotations, in headlines an infinitive too, and enough words to say something.
fn is_claim(reading: &Reading<'_>, clause: &Range<usize>, headline: bool) -> bool {
    let mut words = 0;
    let mut finite = false;
    let mut at = clause.start;
    while at < clause.end {
        if reading.quotation(at).is_some() {
            words += 1;
            at = reading.next(at);
            continue;
        }
        words += usize::from(reading.tokens[at].kind == Kind::Word);
        // "Vale to lose its bridge"
        let planned = headline
            && reading.pos(at) == Pos::Base
            && at > clause.start
            && reading.pos(at - 1) == Pos::To;
        finite |= reading.tags[at].finite || planned;
        at += 1;
    }
    // "Thank you all for coming"
    finite |= reading.is_one_of(clause.start, &["thank", "thanks"]);
    let finite = finite || !headline && words >= 4 && has_likely_verb(reading, clause);
    let dangling =
        matches!(reading.pos(clause.start), Pos::Wh) && !reading.is_word(clause.start, "what");
    words >= 3 && finite && !dangling
}

/// Whether one of the words may be a verb that stands behind its subject, whatever the tagger takes it for:
/// "A passage costs 12 euros."
fn has_likely_verb(reading: &Reading<'_>, clause: &Range<usize>) -> bool {
    let subject = |at: usize| matches!(reading.pos(at), Pos::Nominal | Pos::Proper | Pos::Pronoun);
    (clause.start + 1..clause.end).any(|at| {
        reading.quotation(at).is_none()
            && matches!(reading.pos(at), Pos::Nominal | Pos::Participle)
            && subject(at - 1)
            && {
                let forms = lexicon::entry(&reading.word(at).to_lowercase()).forms;
                forms.third || forms.past || forms.base
            }
    })
}

/// Newsletter boxes, credits and the like.
fn is_boilerplate(sentence: &str) -> bool {
    const SIGNS: &[&str] = &[
        "sign up",
        "newsletter",
        "subscribe",
        "all rights reserved",
        "©",
        "photograph:",
        "read more",
        "follow us",
        "click here",
        "getty images",
        "contributed to this report",
        "contributed reporting",
        "this article",
        "read the rest",
        "photo by",
        "image:",
        "for more information",
        "terms of use",
        "cookies",
    ];
    // Boilerplate is short; this also bounds the work.
    if sentence.len() > 300 {
        return false;
    }
    let lower = sentence.to_lowercase();
    SIGNS.iter().any(|sign| lower.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::{super::attribution::attributions, *};

    fn check(text: &str, expected: &[&str]) {
        let reading = Reading::new(text);
        let attributed: Vec<_> = (0..reading.sentences.len())
            .flat_map(|number| attributions(&reading, number))
            .collect();
        let found: Vec<_> = own_voice(&reading, &attributed)
            .iter()
            .map(|(_, clause)| reading.span(clause).of(text))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn main_clauses() {
        check(
            "The vote was close, and it was late.",
            &["The vote was close", "it was late"],
        );
        check("Ann left; Bo stayed at home.", &["Bo stayed at home"]);
    }

    #[test]
    fn clauses_behind_colons_and_long_subjects() {
        check(
            "The film was no help: the one camera that worked had frozen.",
            &[
                "The film was no help",
                "the one camera that worked had frozen",
            ],
        );
        check("Analysis: the sums are wrong.", &["the sums are wrong"]);
        check("But the vote was late.", &["the vote was late"]);
        check(
            "It was cold, and the snow that fell was wet.",
            &["It was cold", "the snow that fell was wet"],
        );
        check(
            "She bought boots, and a hat that was blue.",
            &["She bought boots, and a hat that was blue"],
        );
    }

    #[test]
    fn attributions_in_the_subject() {
        check(
            "His claim that it rains was ignored.",
            &["His claim that it rains was ignored"],
        );
    }

    #[test]
    fn verbs_that_might_be_nouns() {
        check("A passage costs 12 euros.", &["A passage costs 12 euros"]);
    }

    #[test]
    fn questions_and_fragments_are_none() {
        check("Is the vote over? No luck today.", &[]);
    }

    #[test]
    fn boilerplate_is_none() {
        check("Sign up to our newsletter: it has all the news.", &[]);
    }

    #[test]
    fn attributed_clauses_are_others() {
        check(
            "The vote was late, and Ann said it was close.",
            &["The vote was late"],
        );
    }
}
