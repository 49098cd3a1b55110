//! `claimsnap extract --explain`: which rule found a claim, and what spoke for what it is taken to be.

use std::io::{self, Write};

use super::write_claim;
use crate::{
    extract::builtin::{Explained, Head},
    model::Article,
    text::one_line,
};

/// How many reasons are shown for each decision.
const SHOWN: usize = 4;

/// Writes each claim with the stage and rule that found it, its confidence, and the features that weighed
/// most in each decision; candidates that were dropped too.
pub(super) fn write_explained(
    article: &Article,
    explained: &[Explained],
    out: &mut dyn Write,
) -> io::Result<()> {
    for one in explained {
        write_claim(article, &one.claim, out)?;
        write!(out, "    found by {}, rule \"{}\"", one.stage, one.rule)?;
        if let Some(confidence) = one.claim.confidence {
            let kept = if one.kept { "kept" } else { "DROPPED" };
            write!(out, "; {kept} with confidence {confidence:.2}")?;
        }
        writeln!(out)?;
        for (head, reasons) in &one.reasons {
            let decided = decision(*head, one);
            let shown = reasons.iter().take(SHOWN).filter(|(_, weight)| *weight > 0);
            let shown: Vec<String> = shown
                .map(|(feature, weight)| format!("{feature} +{:.2}", f64::from(*weight) / 1000.0))
                .collect();
            writeln!(out, "    {head} {decided}: {}", one_line(&shown.join(", ")))?;
        }
    }
    Ok(())
}

/// What a head has decided about a claim.
fn decision(head: Head, one: &Explained) -> String {
    let claim = &one.claim;
    let word = |word: Option<String>| word.unwrap_or_else(|| "-".to_owned());
    match head {
        Head::Claim => if one.claim.confidence >= Some(0.5) {
            "yes"
        } else {
            "no"
        }
        .to_owned(),
        Head::Category => word(claim.category.as_ref().map(ToString::to_string)),
        Head::Polarity => word(claim.polarity.map(|polarity| polarity.to_string())),
        Head::Certainty => word(claim.certainty.map(|certainty| certainty.to_string())),
        Head::CheckWorthy => match (claim.check_worthy, claim.check_worthy_score) {
            (Some(check), Some(score)) => {
                format!("{} ({score:.2})", if check { "yes" } else { "no" })
            }
            _ => "-".to_owned(),
        },
    }
}
