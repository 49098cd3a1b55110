//! Persons by their office.
//!
//! "The mayor" is whoever the text has named as mayor: "Mayor Ana Ruiz", "the mayor, Ana Ruiz", "Ana Ruiz, the
//! mayor of Vale".

use std::ops::Range;

use super::{
    super::{lexicon, reading::Reading, tag::Pos},
    Names,
};

/// So many words stand at most between a name and the noun of its office.
const NEAR: usize = 6;

impl<'a> Names<'a> {
    /// Takes note of the offices beside the name at `run`, whose part without titles is `bare`.
    pub(super) fn read_offices(
        &mut self,
        reading: &Reading<'a>,
        run: &Range<usize>,
        bare: &Range<usize>,
        full: &'a str,
    ) {
        let titles = (run.start..bare.start).find_map(|at| office(reading, at));
        let before = || {
            let comma = usize::from(run.start > 0 && reading.is(run.start - 1, ','));
            let end = run.start - comma;
            let phrase = (end.saturating_sub(NEAR)..end).rev();
            let phrase = phrase.take_while(|at| in_phrase(reading, *at));
            // "the leader of the council": the first noun, which is the last one met.
            let found = phrase.filter_map(|at| office(reading, at)).last();
            found.filter(|_| comma > 0 || run.start > 0 && office(reading, run.start - 1).is_some())
        };
        let behind = || {
            let start = run.end + 1;
            let described = reading.is(run.end, ',') && start < reading.tokens.len();
            let end = reading.tokens.len().min(start + NEAR);
            let mut phrase = (start..end).take_while(|at| in_phrase(reading, *at));
            described.then(|| phrase.find_map(|at| office(reading, at)))?
        };
        if let Some(office) = titles.or_else(before).or_else(behind) {
            self.offices.insert(office, full);
        }
    }

    /// The person whom "the mayor" means.
    pub(super) fn holder(&self, reading: &Reading<'a>, mention: &Range<usize>) -> Option<&'a str> {
        if mention.len() != 2 || !reading.is_word(mention.start, "the") {
            return None;
        }
        let office = office(reading, mention.start + 1)?;
        self.offices.get(&office).copied()
    }
}

/// Whether token `at` may stand in a phrase that names an office.
fn in_phrase(reading: &Reading<'_>, at: usize) -> bool {
    reading.quotation(at).is_none()
        && matches!(
            reading.pos(at),
            Pos::Nominal
                | Pos::Proper
                | Pos::Determiner
                | Pos::Preposition
                | Pos::Possessive
                | Pos::Number
        )
}

/// The noun at token `at`, in lower case, if it says what somebody is.
fn office(reading: &Reading<'_>, at: usize) -> Option<String> {
    if !matches!(reading.pos(at), Pos::Nominal | Pos::Proper) {
        return None;
    }
    let lower = reading.word(at).to_lowercase();
    lexicon::sets()
        .people
        .contains(lower.as_str())
        .then_some(lower)
}
