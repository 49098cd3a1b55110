//! Tables that stand by themselves: attributed claims by characters, and counts by confidence.

use std::io::{self, Write};

use super::style::{BOLD, rate};
use crate::score::{Attributions, Counts, SweepRow, best, ratio};

/// F1 of the attributed claims by the characters that they cover, where there are any.
pub(super) fn attributions(attributions: &Attributions, out: &mut dyn Write) -> io::Result<()> {
    let Counts {
        expected,
        extracted,
        ..
    } = attributions.content.exact;
    if expected == 0 && extracted == 0 {
        return Ok(());
    }
    writeln!(out)?;
    writeln!(
        out,
        "{BOLD}{:<10} {:>9} {:>9} {:>9} {:>9} {:>11}{BOLD:#}",
        "attributed", "expected", "extracted", "exact F1", "IoU >= .5", "characters"
    )?;
    for (name, coverage) in [
        ("content", attributions.content),
        ("source", attributions.source),
        ("cue", attributions.cue),
    ] {
        writeln!(
            out,
            "{name:<10} {:>9} {:>9} {:>9} {:>9} {:>11}",
            coverage.exact.expected,
            coverage.exact.extracted,
            rate(coverage.exact.f1()),
            rate(coverage.at_half().f1()),
            rate(coverage.characters.f1())
        )?;
    }
    writeln!(out)
}

/// What dropping less confident claims would do; nothing where it was not asked for.
pub(super) fn sweep(rows: &[SweepRow], out: &mut dyn Write) -> io::Result<()> {
    let Some(best) = best(rows) else {
        return Ok(());
    };
    writeln!(out)?;
    writeln!(
        out,
        "{BOLD}{:<10} {:>9} {:>9} {:>7} {:>7} {:>7} {:>12} {:>7}{BOLD:#}",
        "confidence", "extracted", "matched", "P", "R", "F1", "to the next", "right"
    )?;
    for row in rows {
        let Counts {
            extracted, matched, ..
        } = row.claims;
        writeln!(
            out,
            "{:<10} {extracted:>9} {matched:>9} {:>7} {:>7} {:>7} {:>12} {:>7}",
            format!("from {:.2}", f64::from(row.confidence) / 1000.0),
            rate(row.claims.precision()),
            rate(row.claims.recall()),
            rate(row.claims.f1()),
            row.between,
            rate(ratio(row.right, row.between)),
        )?;
    }
    writeln!(
        out,
        "best F1 {} from confidence {:.2} on",
        rate(best.claims.f1()),
        f64::from(best.confidence) / 1000.0
    )?;
    writeln!(out)
}
