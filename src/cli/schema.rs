//! `claimsnap schema`: the JSON Schema of a file format.

use clap::{Args, ValueEnum};
use schemars::{Schema, schema_for};

use crate::{
    cli::{Status, output},
    corpus::file::{CaseFile, TaxonomyFile},
    error::Error,
    report::{Report, ScoreReport},
    wire::{Answer, Request},
};

/// Which schema.
#[derive(Clone, Debug, Args)]
#[command(after_help = "Example: claimsnap schema case > corpus/schema/case.schema.json")]
pub struct SchemaArguments {
    /// The file format.
    #[arg(value_enum)]
    pub of: Format,
}

/// A file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// The annotations of an article.
    Case,
    /// The categories of a corpus.
    Taxonomy,
    /// What a program under test is asked.
    Request,
    /// What it answers; also a line of predictions.
    Answer,
    /// The JSON of `claimsnap test`.
    Report,
    /// The JSON of `claimsnap score`.
    Score,
}

/// Prints the schema.
///
/// # Errors
/// Where standard output cannot be written to.
pub(super) fn schema(arguments: &SchemaArguments) -> Result<Status, Error> {
    let schema = schema_of(arguments.of);
    output::write(None, |out| {
        serde_json::to_writer_pretty(&mut *out, &schema)?;
        writeln!(out)
    })?;
    Ok(Status::Fine)
}

fn schema_of(format: Format) -> Schema {
    match format {
        Format::Case => schema_for!(CaseFile),
        Format::Taxonomy => schema_for!(TaxonomyFile),
        Format::Request => schema_for!(Request),
        Format::Answer => schema_for!(Answer),
        Format::Report => schema_for!(Report),
        Format::Score => schema_for!(ScoreReport),
    }
}
