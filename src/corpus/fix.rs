//! What can be mended in annotations without a human: their form, and quotes whose article changed.
//!
//! In: an article's text and its annotations as they are written. Out: the mended annotations and
//! what was done, one line each. A quote that is no longer in the article is anchored again where
//! one passage alone is at least nine tenths alike and differs in no number or negation; any other is
//! left for a human.

use similar::{ChangeTag, TextDiff};

use crate::{
    corpus::{anchor::nearest_passage, file::CaseFile},
    text::{Span, occurrences},
    wire::Pieces,
};

/// From which likeness on, in thousandths, a quote is anchored again.
const ALIKE: u32 = 900;

/// Mends `case` against its article's text, and says what was done.
pub fn fix(case: &mut CaseFile, text: &str) -> Vec<String> {
    let mut done = Vec::new();
    for (number, claim) in case.claims.iter_mut().enumerate() {
        let id = claim
            .id
            .clone()
            .unwrap_or_else(|| format!("c{}", number + 1));
        let source = claim
            .source
            .as_mut()
            .and_then(|source| source.quote.as_mut());
        let cue = claim.cue.as_mut().and_then(|cue| cue.quote.as_mut());
        // A full stop is part of a name, but not of a claim.
        let parts = [
            ("quote", claim.quote.as_mut(), true),
            ("source", source, false),
            ("cue", cue, false),
        ];
        let alternatives = claim
            .alternatives
            .iter_mut()
            .map(|quote| ("alternative", Some(quote), true));
        for (what, quote, is_claim) in parts.into_iter().chain(alternatives) {
            let Some(quote) = quote else { continue };
            for line in fix_quote(quote, text, is_claim) {
                done.push(format!("{id} {what}: {line}"));
            }
        }
    }
    for region in &mut case.ignore {
        for line in fix_quote(&mut region.quote, text, false) {
            done.push(format!("ignore: {line}"));
        }
    }
    done
}

fn fix_quote(quote: &mut Pieces, text: &str, is_claim: bool) -> Vec<String> {
    let mut done = Vec::new();
    let last = quote.0.len().saturating_sub(1);
    for (at, piece) in quote.0.iter_mut().enumerate() {
        let trimmed = piece.trim();
        if trimmed.len() < piece.len() {
            done.push(format!("spaces removed around \"{trimmed}\""));
            *piece = trimmed.to_owned();
        }
        if is_claim && at == last && ends_a_sentence(piece, text) {
            piece.pop();
            done.push(format!("full stop removed from \"{piece}\""));
        }
        if occurrences(text, piece).next().is_none()
            && let Some(found) = alike(text, piece)
        {
            done.push(format!("\"{piece}\" is now \"{found}\""));
            *piece = found;
        }
    }
    done
}

/// Whether the piece ends with a full stop behind a plain word, where the article's sentence ends.
fn ends_a_sentence(piece: &str, text: &str) -> bool {
    let Some(words) = piece.strip_suffix('.') else {
        return false;
    };
    let last = words.rsplit(char::is_whitespace).next().unwrap_or_default();
    let plain = last.chars().count() > 2 && last.chars().all(char::is_alphanumeric);
    let ends = |at: &usize| {
        text[at + piece.len()..]
            .trim_start()
            .chars()
            .next()
            .is_none_or(|next| !next.is_lowercase())
    };
    plain && occurrences(text, piece).any(|at| ends(&at))
}

/// The one passage that is at least nine tenths alike.
fn alike(text: &str, piece: &str) -> Option<String> {
    let ratio = |passage: &str| (TextDiff::from_chars(piece, passage).ratio() * 1000.0) as u32;
    let best = nearest_passage(text, piece)?;
    if ratio(best.of(text)) < ALIKE {
        return None;
    }
    // Another passage as good, before or behind the best, makes it a question for a human.
    let rest = [Span::new(0, best.start), Span::new(best.end, text.len())];
    let rival = rest.iter().filter_map(|rest| {
        let part = rest.of(text);
        nearest_passage(part, piece).map(|span| ratio(span.of(part)))
    });
    let found = best.of(text);
    (rival.max().unwrap_or(0) < ALIKE && !changes_the_claim(piece, found)).then(|| found.to_owned())
}

/// Whether the wordings differ in a number or a negation, so that what was annotated may no longer
/// hold and a human has to look.
fn changes_the_claim(before: &str, after: &str) -> bool {
    let heavy = |word: &str| {
        let word = word.to_lowercase();
        word.contains(|c: char| c.is_numeric())
            || word.ends_with("n't")
            || word.ends_with("n’t")
            || [
                "no", "not", "never", "none", "nobody", "nothing", "neither", "nor", "without",
                "cannot",
            ]
            .contains(&word.as_str())
    };
    let diff = TextDiff::from_unicode_words(before, after);
    diff.iter_all_changes()
        .any(|change| change.tag() != ChangeTag::Equal && heavy(change.value()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(quote: &str, text: &str) -> (String, Vec<String>) {
        let mut case: CaseFile = serde_json::from_value(
            serde_json::json!({"claims": [{"quote": quote, "category": "event"}]}),
        )
        .unwrap();
        let done = fix(&mut case, text);
        (case.claims[0].quote.clone().unwrap().0.concat(), done)
    }

    #[test]
    fn spaces_and_full_stops_go() {
        assert_eq!(
            check(" Rain fell. ", "Rain fell. Snow fell.").0,
            "Rain fell"
        );
        assert_eq!(
            check("It began in the U.S.", "It began in the U.S. today").0,
            "It began in the U.S."
        );
    }

    #[test]
    fn a_changed_quote_is_anchored_again() {
        let text =
            "The council voted to close four of its eleven libraries by September. Nobody spoke.";
        let (quote, done) = check(
            "The council voted to close four of its ten libraries by September",
            text,
        );
        assert_eq!(
            quote,
            "The council voted to close four of its eleven libraries by September"
        );
        assert_eq!(done.len(), 1);
    }

    #[test]
    fn an_added_word_is_part_of_the_passage() {
        let text = "Nobody spoke. The ministry will now publish all of the reports for every home in the country.";
        let (quote, _) = check(
            "The ministry will publish all of the reports for every home in the country",
            text,
        );
        assert_eq!(
            quote,
            "The ministry will now publish all of the reports for every home in the country"
        );
    }

    #[test]
    fn a_changed_number_or_negation_is_for_a_human() {
        for text in [
            "The ministry will not publish all of the reports for the 240 homes in the country.",
            "The ministry will publish all of the reports for the 245 homes in the country.",
        ] {
            let quote =
                "The ministry will publish all of the reports for the 240 homes in the country";
            assert_eq!(check(quote, text), (quote.to_owned(), Vec::new()));
        }
    }

    #[test]
    fn two_passages_alike_are_a_question() {
        let text = "The council voted to close four libraries in May. The council voted to close four libraries in Mai.";
        let quote = "The council voted to close four libraries in Maj";
        assert_eq!(check(quote, text), (quote.to_owned(), Vec::new()));
    }

    #[test]
    fn what_is_gone_stays_for_a_human() {
        assert!(
            check("Nothing of the kind was said", "Rain fell. Snow fell.")
                .1
                .is_empty()
        );
    }
}
