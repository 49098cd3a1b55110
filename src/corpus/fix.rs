//! What can be mended in annotations without a human: their form, and quotes whose article changed.
//!
//! In: an article's text and its annotations as they are written. Out: the mended annotations and
//! what was done, one line each. A quote that is no longer in the article is anchored again where
//! one passage alone is at least nine tenths alike and differs in no number or negation; any other is
//! left for a human.

use crate::{
    corpus::{
        anchor::{Successor, anchor, occurrence, successor},
        file::{CaseFile, ClaimEntry},
        lint::Code,
    },
    model::{Content, Presence},
    text::{CodePoints, Span, occurrences},
    wire::Pieces,
};

/// Mends `case` against its article's text, and says what was done.
pub fn fix(case: &mut CaseFile, text: &str) -> Vec<String> {
    let mut done = Vec::new();
    let points = CodePoints::new(text);
    for (number, claim) in case.claims.iter_mut().enumerate() {
        let id = claim
            .id
            .clone()
            .unwrap_or_else(|| format!("c{}", number + 1));
        let mut say = |what: &str, lines: Vec<String>| {
            done.extend(lines.iter().map(|line| format!("{id} {what}: {line}")));
        };
        say("quote", fix_content(claim, text, &points));
        // A full stop is part of a name, but not of a claim.
        let source = claim
            .source
            .as_mut()
            .filter(|source| source.spans.is_none());
        if let Some(quote) = source.and_then(|source| source.quote.as_mut()) {
            say("source", fix_quote(quote, text, false));
        }
        let cue = claim.cue.as_mut().filter(|cue| cue.spans.is_none());
        if let Some(quote) = cue.and_then(|cue| cue.quote.as_mut()) {
            say("cue", fix_quote(quote, text, false));
        }
        for quote in &mut claim.alternatives {
            say("alternative", fix_quote(quote, text, true));
        }
    }
    for region in &mut case.ignore {
        for line in fix_quote(&mut region.quote, text, false) {
            done.push(format!("ignore: {line}"));
        }
    }
    done
}

/// Mends a claim's own quote. It stays where it was: shorter words may stand in the article more
/// often, and what chose among their places may no longer fit. Offsets are a program's to mend.
fn fix_content(claim: &mut ClaimEntry, text: &str, points: &CodePoints<'_>) -> Vec<String> {
    if claim.spans.is_some() {
        return Vec::new();
    }
    let old = claim.clone();
    let Some(quote) = &mut claim.quote else {
        return Vec::new();
    };
    // As lint, which leaves these be.
    let has_stop = old.presence == Some(Presence::Forbidden)
        || old.tags.iter().any(|tag| tag == Code::FullStop.word());
    let mut done = fix_quote(quote, text, !has_stop);
    if done.is_empty() {
        return done;
    }
    let now = anchor("", text, points, claim);
    let wanted = match (anchor("", text, points, &old), &old.quote, &claim.quote) {
        (Ok(Content::Located(spans)), Some(old), Some(new)) => {
            let pieces = spans.iter().zip(old.0.iter().zip(&new.0));
            let inside = |(span, (old, new)): (&Span, (&String, &String))| {
                let start = span.start + old.find(new.as_str()).unwrap_or(0);
                Span::new(start, start + new.len())
            };
            Some(Content::Located(pieces.map(inside).collect()))
        }
        _ => None,
    };
    let is_right = match (&now, &wanted) {
        (Ok(now), Some(wanted)) => now == wanted,
        (now, None) => now.is_ok(),
        (Err(_), Some(_)) => false,
    };
    let chooses =
        |claim: &ClaimEntry| (claim.prefix.clone(), claim.suffix.clone(), claim.occurrence);
    if !is_right {
        let spans = wanted.as_ref().map_or(&[][..], Content::spans);
        let pieces = claim.quote.as_ref().map_or(&[][..], |quote| &quote.0);
        (claim.prefix, claim.suffix, claim.occurrence) =
            (None, None, occurrence(text, pieces, spans));
        if chooses(claim) != chooses(&old) {
            done.push(match claim.occurrence {
                Some(number) => format!("occurrence {number} of these words is meant"),
                None => "`prefix`, `suffix` and `occurrence` removed".to_owned(),
            });
        }
    }
    done
}

fn fix_quote(quote: &mut Pieces, text: &str, is_claim: bool) -> Vec<String> {
    let mut done = Vec::new();
    let last = quote.0.len().saturating_sub(1);
    for (at, piece) in quote.0.iter_mut().enumerate() {
        let trimmed = piece.trim();
        if trimmed.len() < piece.len() && !trimmed.is_empty() {
            done.push(format!("spaces removed around \"{trimmed}\""));
            *piece = trimmed.to_owned();
        }
        if occurrences(text, piece).next().is_none()
            && let Successor::One(found, _) = successor(text, piece)
        {
            let found = found.of(text);
            done.push(format!("\"{piece}\" is now \"{found}\""));
            *piece = found.to_owned();
        }
        if is_claim && at == last && ends_a_sentence(piece, text) {
            piece.pop();
            done.push(format!("full stop removed from \"{piece}\""));
        }
    }
    done
}

/// Whether the piece ends with a full stop that is not its last word's, where the article's sentence
/// ends.
fn ends_a_sentence(piece: &str, text: &str) -> bool {
    let Some(words) = piece.strip_suffix('.') else {
        return false;
    };
    let last = words.rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_abbreviated = last.contains('.')
        || last.chars().count() == 1
        || ["No", "Inc", "Ltd", "Co", "St", "Jr", "Sr"].contains(&last);
    let ends = |at: &usize| {
        text[at + piece.len()..]
            .trim_start()
            .chars()
            .next()
            .is_none_or(|next| !next.is_lowercase())
    };
    !last.is_empty() && !is_abbreviated && occurrences(text, piece).any(|at| ends(&at))
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
    fn the_place_stays() {
        let text = "It fell far. Rain fell. Snow fell.";
        let fixed = |claim: serde_json::Value| {
            let mut case: CaseFile =
                serde_json::from_value(serde_json::json!({"claims": [claim]})).unwrap();
            let done = fix(&mut case, text);
            let claim = case.claims.remove(0);
            let points = CodePoints::new(text);
            let content = anchor("a.txt", text, &points, &claim).unwrap();
            (content.spans()[0].start, claim.occurrence, done.len())
        };
        let json = |json: &str| serde_json::from_str(json).unwrap();
        // Two of "fell." and three of "fell".
        assert_eq!(
            fixed(json(r#"{"quote":"fell.","occurrence":2}"#)),
            (text.rfind("fell").unwrap(), Some(3), 2)
        );
        assert_eq!(
            fixed(json(r#"{"quote":"fell.","suffix":"Snow"}"#)),
            (text.find("fell.").unwrap(), Some(2), 2)
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
