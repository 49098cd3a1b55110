//! Whom a speaker's label names.

use std::ops::Range;

use super::{
    super::{label::name_of, reading::Reading},
    Identity, Names,
    kind::kind,
    written,
};
use crate::model::SourceKind;

impl Names<'_> {
    /// Whom `label` names, who speaks from here on: the last name of somebody known is enough, and it may be
    /// written in capitals only.
    pub(super) fn speaker(&mut self, reading: &Reading<'_>, label: &Range<usize>) -> Identity {
        let name = name_of(&reading.tokens, label);
        let text = reading.span(&name).of(reading.text);
        let plain = written::plain(text);
        let last = name.clone().rev().find(|at| reading.tokens[*at].is_word());
        let last_word = last.map_or_else(String::new, |at| written::plain(reading.word(at)));
        let last_word = last_word.as_str();
        let is_it = |full: &&str| {
            let before = full.strip_suffix(plain.as_str());
            before.is_some_and(|before| before.is_empty() || before.ends_with(' '))
        };
        let spoke = self.speakers.get(last_word).map(String::as_str);
        let full = spoke.filter(is_it);
        let full = full.or_else(|| self.full.get(last_word).copied().filter(is_it));
        let full = full.unwrap_or(&plain).to_owned();
        // Capitals tell a label here, and no acronym.
        let kind = match kind(reading, &name) {
            Some(SourceKind::Organisation) if plain == text => SourceKind::Organisation,
            _ => SourceKind::Person,
        };
        if kind == SourceKind::Person {
            self.talks_of(&full, None);
        }
        self.speakers.insert(last_word.to_owned(), full.clone());
        self.speaks = Some(full.clone());
        Identity {
            name: Some(full),
            kind: Some(kind),
        }
    }
}
