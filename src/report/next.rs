//! Whether a run has passed, and what to type next.

use std::io::{self, Write};

use crate::{
    change::Verdict,
    report::{
        Report, Written,
        style::{BAD, DIM, GOOD},
    },
    text::printable,
};

/// Passed or not, and what to type next.
pub(super) fn conclusion(report: &Report, flags: &str, out: &mut dyn Write) -> io::Result<()> {
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
    let wide = 28.max("claimsnap accept ".len() + flags.chars().count());
    let mut next = |what: &str, command: &str| {
        let command = printable(command) + flags;
        writeln!(out, "  {command:<wide$} {DIM}{what}{DIM:#}")
    };
    let failed = report
        .cases
        .iter()
        .find(|case| case.verdict == Verdict::Failed);
    if let Some(case) = failed {
        let show = format!("claimsnap show {}", printable(&case.id));
        next("what went wrong, in this case as an example", &show)?;
    }
    let pending = report
        .cases
        .iter()
        .any(|case| case.written == Written::Proposal);
    let judged = [
        Verdict::Regressed,
        Verdict::Mixed,
        Verdict::Improved,
        Verdict::Shifted,
    ];
    if pending && any(&judged) {
        next("what changed, judged", "claimsnap diff")?;
    }
    if pending || report.accuracy_written == Written::Proposal {
        next(
            "take today's claims as the new baseline",
            "claimsnap accept",
        )?;
        next("keep the accepted ones", "claimsnap reject")?;
    } else if any(&[
        Verdict::New,
        Verdict::Regressed,
        Verdict::Mixed,
        Verdict::Improved,
        Verdict::Shifted,
    ]) || report.accuracy_changed
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
    if report.gates.iter().any(|outcome| !outcome.passed) {
        next(
            "look at the cases behind a closed gate",
            "claimsnap show CASE",
        )?;
    }
    Ok(())
}
