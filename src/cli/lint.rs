//! `claimsnap lint`: every fault of the corpus.

use clap::Args;

use crate::{
    cli::{Context, Shared, Status, output},
    error::Error,
    report::counted,
};

/// Nothing to choose yet.
#[derive(Clone, Debug, Default, Args)]
#[command(after_help = "\
Every fault of every file is shown with its place and how to mend it. Exit code 2 where there is one.

Example: claimsnap lint --corpus corpus")]
pub struct LintArguments {}

/// Reads the corpus and says what is in it.
///
/// # Errors
/// [`Error::Faults`] with every fault.
pub(super) fn lint(shared: &Shared, _: &LintArguments) -> Result<Status, Error> {
    let context = Context::open(shared)?;
    let corpus = context.corpus()?;
    let claims: usize = corpus.cases.iter().map(|case| case.expected.len()).sum();
    output::write(None, |out| {
        let cases = counted(corpus.cases.len() as u64, "case", "cases");
        let claims = counted(claims as u64, "claim", "claims");
        writeln!(out, "no faults: {cases}, {claims}")
    })?;
    Ok(Status::Fine)
}
