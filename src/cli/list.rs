//! `claimsnap list`: the cases.

use clap::Args;
use serde::Serialize;

use crate::{
    cli::{Context, Format, Output, Shared, Status, context::select, output},
    error::Error,
    model::{Case, Split},
    text::{printable, words},
};

/// Which cases, and how to list them.
#[derive(Clone, Debug, Default, Args)]
#[command(after_help = "Example: claimsnap list --filter 'court/*'")]
pub struct ListArguments {
    /// Only the cases that fit: an id, or a glob in which `*` also stands for `/`. May be repeated.
    #[arg(long, value_name = "GLOB")]
    pub filter: Vec<String>,
    /// Where the list goes.
    #[command(flatten)]
    pub output: Output,
}

/// One case of the list as JSON.
#[derive(Serialize)]
struct Listed<'a> {
    id: &'a str,
    title: Option<&'a str>,
    split: Option<Split>,
    words: usize,
    required: usize,
    optional: usize,
    forbidden: usize,
}

/// Lists the cases with what is expected of them.
///
/// # Errors
/// Where the corpus cannot be read.
pub(super) fn list(shared: &Shared, arguments: &ListArguments) -> Result<Status, Error> {
    let context = Context::open(shared)?;
    let corpus = context.corpus()?;
    let cases: Vec<Listed<'_>> = select(&corpus, &arguments.filter)?
        .into_iter()
        .map(listed)
        .collect();
    output::write(arguments.output.output.as_deref(), |out| {
        match arguments.output.format {
            Format::Json => {
                serde_json::to_writer_pretty(&mut *out, &cases)?;
                writeln!(out)
            }
            Format::Text => {
                let wide = cases
                    .iter()
                    .map(|case| printable(case.id).chars().count())
                    .max()
                    .unwrap_or(0)
                    .max(4);
                writeln!(
                    out,
                    "{:<wide$} {:<5} {:>6} {:>8} {:>8} {:>9}",
                    "case", "split", "words", "required", "optional", "forbidden"
                )?;
                for case in &cases {
                    let split = case.split.map_or("-", Split::word);
                    let counts = (case.words, case.required, case.optional, case.forbidden);
                    let (words, required, optional, forbidden) = counts;
                    writeln!(
                        out,
                        "{:<wide$} {split:<5} {words:>6} {required:>8} {optional:>8} {forbidden:>9}",
                        printable(case.id)
                    )?;
                }
                Ok(())
            }
        }
    })?;
    Ok(Status::Fine)
}

fn listed(case: &Case) -> Listed<'_> {
    Listed {
        id: case.id(),
        title: case.article.title.as_deref(),
        split: case.split,
        words: words(&case.article.text).len(),
        required: case
            .expected
            .iter()
            .filter(|expected| expected.is_required())
            .count(),
        optional: case
            .expected
            .iter()
            .filter(|expected| expected.is_neutral())
            .count(),
        forbidden: case
            .expected
            .iter()
            .filter(|expected| expected.is_forbidden())
            .count(),
    }
}
