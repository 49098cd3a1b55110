//! `claimsnap diff`: what waits to be accepted, judged.

use std::io::{self, Write};

use clap::Args;

use crate::{
    cli::{Context, Format, Output, Shared, Status, context::select, output},
    error::Error,
    report::{
        CaseReport, Written,
        cases::{self, worst_first},
    },
    run,
    score::Tally,
};

/// Which cases, and how to show them.
#[derive(Clone, Debug, Default, Args)]
#[command(after_help = "\
Compares the proposals that `claimsnap test` or `cargo test` left with the accepted snapshots.
Nothing is extracted and nothing is written. Exit code 1 where something waits.

Example: claimsnap diff 'court/*'")]
pub struct DiffArguments {
    /// Only these cases: ids, or globs in which `*` also stands for `/`.
    #[arg(value_name = "CASE")]
    pub cases: Vec<String>,
    /// Where the changes go.
    #[command(flatten)]
    pub output: Output,
}

/// Shows the changes of each case that has a proposal, worst first, then what accepting them all
/// would do to the accuracy.
///
/// # Errors
/// Where the corpus or a snapshot cannot be read.
pub(super) fn diff(shared: &Shared, arguments: &DiffArguments) -> Result<Status, Error> {
    let context = Context::open(shared)?;
    let corpus = context.corpus()?;
    let chosen = select(&corpus, &arguments.cases)?;
    let all = run::pending(&corpus, &context.store()?, context.config.threshold)?;
    let is_chosen = |report: &&CaseReport| chosen.iter().any(|case| case.id() == report.id);
    let waiting: Vec<&CaseReport> = all
        .iter()
        .filter(|report| report.written == Written::Proposal)
        .filter(is_chosen)
        .collect();
    output::write(arguments.output.output.as_deref(), |out| {
        match arguments.output.format {
            Format::Text => text(&all, &waiting, out),
            Format::Json => {
                serde_json::to_writer_pretty(&mut *out, &waiting)?;
                writeln!(out)
            }
        }
    })?;
    Ok(if waiting.is_empty() {
        Status::Fine
    } else {
        Status::NotPassed
    })
}

fn text(all: &[CaseReport], waiting: &[&CaseReport], out: &mut dyn Write) -> io::Result<()> {
    if waiting.is_empty() {
        return writeln!(
            out,
            "nothing waits to be accepted; `claimsnap test` looks for changes"
        );
    }
    for report in worst_first(waiting.iter().copied()) {
        cases::render(report, out)?;
        writeln!(out)?;
    }
    let (mut before, mut after) = (Tally::default(), Tally::default());
    for report in all {
        let taken = waiting.iter().any(|waiting| waiting.id == report.id);
        if let Some(accepted) = &report.accepted {
            before += accepted;
        }
        match &report.accepted {
            Some(accepted) if !taken => after += accepted,
            None if !taken => {}
            _ => after += &report.row,
        }
    }
    cases::totals(waiting, &before, &after, out)?;
    writeln!(
        out,
        "`claimsnap accept` takes them as the new baseline, `claimsnap reject` keeps the old one"
    )
}
