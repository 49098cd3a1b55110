//! Names within a mention.

use std::ops::Range;

use super::{
    super::{lexicon, reading::Reading, tag::Pos},
    goes_on, is_name_word,
};

/// The first run of names in a mention that is the person's own, appositions included: "the leader, Ann Lee".
pub(super) fn name_run(reading: &Reading<'_>, mention: &Range<usize>) -> Option<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut at = mention.start;
    while at < mention.end {
        if !is_name_word(reading, at) {
            at += 1;
            continue;
        }
        let start = at;
        at += 1;
        while at < mention.end && goes_on(reading, at) {
            at += 1;
        }
        runs.push(start..at);
    }
    // "of the House"
    let behind_the = |run: &Range<usize>| {
        reading.pos(run.start - 1) == Pos::Determiner
            && run.start - 1 > mention.start
            && reading.pos(run.start - 2) == Pos::Preposition
    };
    // "Ann Lee, mayor of Vale" and "a mayor, Ann Lee": what no preposition stands before.
    let free = |run: &Range<usize>| {
        run.start == mention.start
            || !matches!(reading.pos(run.start - 1), Pos::Preposition | Pos::To) && !behind_the(run)
    };
    // "the Russian president": an adjective, no name.
    let is_adjective = |run: &Range<usize>| {
        run.end < mention.end
            && reading.pos(run.end) == Pos::Nominal
            && !reading.tags[run.end].capital
    };
    let is_possessor = |run: &Range<usize>| {
        reading
            .tags
            .get(run.end)
            .is_some_and(|next| next.pos == Pos::Possessive)
            && run.end < mention.end
    };
    runs.into_iter().find(|run| {
        free(run)
            && !is_possessor(run)
            && !is_adjective(run)
            && !without_titles(reading, run.clone()).is_empty()
    })
}

/// A run of names without "President", "Ms" and the like in front.
pub(super) fn without_titles(reading: &Reading<'_>, run: Range<usize>) -> Range<usize> {
    let sets = lexicon::sets();
    let mut start = run.start;
    while start + 1 < run.end {
        let lower = reading.word(start).to_lowercase();
        let nation = ["ian", "ish", "ean", "can", "ench", "ese"]
            .iter()
            .any(|end| lower.ends_with(end))
            && start + 2 < run.end
            && sets
                .people
                .contains(reading.word(start + 1).to_lowercase().as_str());
        // "County Commissioner Ana Ruiz": words before a title are no names.
        let office = start + 3 < run.end
            && sets
                .people
                .contains(reading.word(start + 1).to_lowercase().as_str());
        let title = office
            || sets.people.contains(lower.as_str())
            || sets.abbreviations.contains(lower.as_str())
            || lower == "the";
        if !(title || nation || reading.is(start, '.') || reading.is(start, '-')) {
            break;
        }
        start += 1;
    }
    start..run.end
}
