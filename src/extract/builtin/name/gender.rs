//! What a name says of its bearer's pronoun.

use super::super::{lexicon, reading::Reading};

/// "he" or "she".
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Gender {
    Male,
    Female,
}

/// What a first name says, where it is a common one.
pub(super) fn first_name_gender(name: &str) -> Option<Gender> {
    let sets = lexicon::sets();
    let first = name.split([' ', '-']).next()?.to_lowercase();
    match (
        sets.male_names.contains(first.as_str()),
        sets.female_names.contains(first.as_str()),
    ) {
        (true, false) => Some(Gender::Male),
        (false, true) => Some(Gender::Female),
        _ => None,
    }
}

/// What a title says: "Ms Lee", "Mr. Lee".
pub(super) fn title_gender(reading: &Reading<'_>, start: usize) -> Option<Gender> {
    match reading.word(start) {
        "Mr" | "Sir" | "Lord" | "King" => Some(Gender::Male),
        "Ms" | "Mrs" | "Miss" | "Lady" | "Queen" | "Dame" => Some(Gender::Female),
        _ => None,
    }
}
