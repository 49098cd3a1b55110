//! Whether a source is a person, an organisation, a group or a document.

use std::ops::Range;

use super::super::{
    lexicon::{self, Meaning},
    reading::Reading,
    tag::Pos,
};
use crate::model::SourceKind;

/// What a mention is, by its head: the last word before a preposition, comma or relative clause.
pub(super) fn kind(reading: &Reading<'_>, mention: &Range<usize>) -> Option<SourceKind> {
    let sets = lexicon::sets();
    let end = (mention.start + 1..mention.end)
        .find(|at| {
            matches!(reading.pos(*at), Pos::Preposition | Pos::To | Pos::Wh)
                || reading.is(*at, ',')
                || reading.is(*at, '(')
        })
        .unwrap_or(mention.end);
    let head = (mention.start..end)
        .rev()
        .find(|at| reading.tokens[*at].is_word())?;
    let lower = reading.word(head).to_lowercase();
    let lower = lower.as_str();
    let proper = reading.tags[head].capital;
    if sets.documents.contains(lower) && !proper {
        return Some(SourceKind::Document);
    }
    if sets.groups.contains(lower) {
        return Some(SourceKind::Group);
    }
    if sets.organisations.contains(lower) {
        return Some(SourceKind::Organisation);
    }
    if sets.people.contains(lower) {
        return Some(SourceKind::Person);
    }
    if sets.documents.contains(lower) {
        return Some(SourceKind::Document);
    }
    if proper {
        // "The Alliance", "NATO": an article, or capitals only.
        let the = reading.is_word(mention.start, "the")
            && mention.len() <= 4
            && (mention.start + 1..=head)
                .all(|at| reading.tags[at].capital || !reading.tokens[at].is_word());
        let acronym =
            reading.word(head).len() > 2 && reading.word(head).chars().all(char::is_uppercase);
        return Some(if the || acronym {
            SourceKind::Organisation
        } else {
            SourceKind::Person
        });
    }
    if !proper {
        let meaning = lexicon::meaning(lower);
        let classes = meaning.map(Meaning::classes).unwrap_or_default();
        let plural = meaning.is_some_and(|one| one.base() != lower) && lower.ends_with('s');
        for (class, kind) in [
            ("rolenoun", SourceKind::Person),
            ("kin", SourceKind::Person),
            ("document", SourceKind::Document),
            ("organisation", SourceKind::Organisation),
        ] {
            if classes.names().any(|name| name == class) {
                let several = plural && kind == SourceKind::Person;
                return Some(if several { SourceKind::Group } else { kind });
            }
        }
    }
    // "her successor, Ann Lee", "One deckhand, Ásta": whoever has a name is a person.
    let named = (end + 1..mention.end.min(end + 4)).any(|at| reading.pos(at) == Pos::Proper);
    if end < mention.end && reading.is(end, ',') && named {
        return Some(SourceKind::Person);
    }
    if lower.ends_with('s') && !lower.ends_with("ss") && reading.pos(head) == Pos::Nominal {
        return Some(SourceKind::Group);
    }
    Some(SourceKind::Other)
}
