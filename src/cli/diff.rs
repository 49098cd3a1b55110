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
    snapshot::{Entry, State, store::Store},
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

const NEXT: &str =
    "`claimsnap accept` takes this as the new baseline, `claimsnap reject` keeps the old one";

/// Shows the changes of each case that has a proposal, worst first, then what accepting them all
/// would do to the accuracy.
///
/// # Errors
/// Where the corpus or a snapshot cannot be read.
pub(super) fn diff(shared: &Shared, arguments: &DiffArguments) -> Result<Status, Error> {
    let context = Context::open(shared)?;
    let corpus = context.corpus()?;
    let chosen = select(&corpus, &arguments.cases)?;
    let store = context.store()?;
    let all = run::pending(&corpus, &store, context.config.threshold)?;
    let accuracy = if arguments.cases.is_empty() {
        Accuracy::read(&store)?
    } else {
        None
    };
    let is_chosen = |report: &&CaseReport| chosen.iter().any(|case| case.id() == report.id);
    let waiting: Vec<&CaseReport> = all
        .iter()
        .filter(|report| report.written == Written::Proposal)
        .filter(is_chosen)
        .collect();
    output::write(arguments.output.output.as_deref(), |out| {
        match arguments.output.format {
            Format::Text => text(&all, &waiting, accuracy.as_ref(), out),
            Format::Json => {
                serde_json::to_writer_pretty(&mut *out, &waiting)?;
                writeln!(out)
            }
        }
    })?;
    Ok(if waiting.is_empty() && accuracy.is_none() {
        Status::Fine
    } else {
        Status::NotPassed
    })
}

/// A proposed accuracy, and the accepted one.
struct Accuracy {
    accepted: Option<String>,
    proposed: String,
}

impl Accuracy {
    fn read(store: &Store) -> Result<Option<Self>, Error> {
        let Some(proposed) = store.read_body(&Entry::Accuracy, State::Proposed)? else {
            return Ok(None);
        };
        let accepted = store.read_body(&Entry::Accuracy, State::Accepted)?;
        Ok(Some(Self { accepted, proposed }))
    }
}

fn text(
    all: &[CaseReport],
    waiting: &[&CaseReport],
    accuracy: Option<&Accuracy>,
    out: &mut dyn Write,
) -> io::Result<()> {
    match (waiting, accuracy) {
        ([], None) => {
            return writeln!(
                out,
                "nothing waits to be accepted; `claimsnap test` looks for changes"
            );
        }
        // Along with changed cases its lines would only say again what the totals say.
        ([], Some(accuracy)) => {
            cases::render_accuracy(accuracy.accepted.as_deref(), &accuracy.proposed, out)?;
            return writeln!(out, "\n{NEXT}");
        }
        _ => {}
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
    writeln!(out, "{NEXT}")
}
