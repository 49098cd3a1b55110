//! Organisations by the noun that says what they are.

use std::ops::Range;

use super::{
    super::{lexicon, reading::Reading, tag::Pos, token::Gap},
    Names,
};

impl<'a> Names<'a> {
    /// Takes note of "the Residents' Alliance" and "Dunmore County health department", under their last word.
    pub(super) fn read_organisation(&mut self, reading: &Reading<'a>, start: usize, end: usize) {
        let sets = lexicon::sets();
        let is_organisation = |at: usize| {
            let lower = reading.word(at).to_lowercase();
            sets.organisations.contains(lower.as_str()).then_some(lower)
        };
        // The noun is part of the name, or one of the next two words.
        let inside = (start + 1..end).rev().take(1);
        let behind = (end..reading.tokens.len().min(end + 2)).take_while(|at| {
            reading.pos(*at) == Pos::Nominal && reading.tokens[*at].gap == Gap::Space
        });
        let noun = inside
            .chain(behind)
            .find_map(|at| Some((at, is_organisation(at)?)));
        if let Some((at, noun)) = noun {
            let name = reading.span(&(start..at + 1)).of(reading.text);
            self.organisations.insert(noun, name);
        }
    }

    /// The organisation that "the club" or "the Alliance" means.
    pub(super) fn organisation_of(
        &self,
        reading: &Reading<'a>,
        mention: &Range<usize>,
    ) -> Option<&'a str> {
        if mention.len() != 2 || !reading.is_word(mention.start, "the") {
            return None;
        }
        let noun = reading.word(mention.end - 1).to_lowercase();
        self.organisations.get(noun.as_str()).copied()
    }
}
