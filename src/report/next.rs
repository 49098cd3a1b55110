//! The end of a report for people: passed or not, and what to type next.

use std::io::{self, Write};

use crate::{
    change::Verdict,
    report::{
        Report, Written,
        style::{BAD, DIM, GOOD},
    },
    text::printable,
};

/// Writes whether the report passed, and the commands to type next, each followed by `flags`.
///
/// # Errors
/// Where `out` cannot be written to.
pub(super) fn render(report: &Report, flags: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out)?;
    if report.passed {
        return writeln!(out, "{GOOD}passed{GOOD:#}");
    }
    writeln!(out, "{BAD}not passed{BAD:#}")?;
    let any = |verdicts: &[Verdict]| {
        report
            .cases
            .iter()
            .any(|case| !case.passed && verdicts.contains(&case.verdict))
    };
    let mut next = |what: &str, command: &str| {
        let command = match command.split_once(" CASE") {
            Some((command, _)) => format!("{command}{flags} CASE"),
            None => format!("{command}{flags}"),
        };
        writeln!(
            out,
            "  {:<wide$} {DIM}{what}{DIM:#}",
            printable(&command),
            wide = 28.max("claimsnap show CASE ".len() + flags.chars().count())
        )
    };
    if any(&[Verdict::Failed]) {
        next("what went wrong in a failed case", "claimsnap show CASE")?;
    }
    if any(&[
        Verdict::Regressed,
        Verdict::Mixed,
        Verdict::Improved,
        Verdict::Shifted,
    ]) {
        next("what changed, judged", "claimsnap diff")?;
    }
    let pending = report.accuracy_written == Written::Proposal
        || report
            .cases
            .iter()
            .any(|case| case.written == Written::Proposal);
    if pending {
        next(
            "take today's claims as the new baseline",
            "claimsnap accept",
        )?;
        next("keep the accepted ones", "claimsnap reject")?;
    } else if report.accuracy_changed
        || any(&[
            Verdict::New,
            Verdict::Regressed,
            Verdict::Mixed,
            Verdict::Improved,
            Verdict::Shifted,
        ])
    {
        next(
            "run where snapshots may be written (CI or INSTA_UPDATE forbids it here)",
            "claimsnap test",
        )?;
    }
    if !report.dangling.is_empty() {
        next(
            "remove the snapshots without a case",
            "claimsnap reject --dangling",
        )?;
    }
    if report.gates.iter().any(|outcome| !outcome.passed) && !any(&[Verdict::Failed]) {
        next(
            "look at the cases behind a closed gate",
            "claimsnap show CASE",
        )?;
    }
    Ok(())
}
