//! `claimsnap score`: predictions in a file against annotations.

use std::{io::Write, path::PathBuf};

use clap::{Args, ValueEnum};

use crate::{
    cli::{Context, Format, Output, Shared, Status, output},
    corpus,
    error::Error,
    gate,
    model::{Category, Split},
    report::{Accuracy, ScoreReport, Signature, VERSION, score_text},
    stream::{Options, Scored, score_corpus, score_files},
    text::printable,
};

/// What to score.
#[derive(Clone, Debug, Default, Args)]
#[command(after_help = "\
GOLD is a corpus folder, or a file with one annotated article a line: {\"id\", \"text\", \"claims\"}.
PREDICTIONS has one answer a line in any order, as `claimsnap extract corpus/*/*.txt` writes them.
Exit code 1 where a gate of the configuration is closed.

Example: claimsnap score corpus predictions.jsonl")]
pub struct ScoreArguments {
    /// The annotations: a folder or a file.
    pub gold: PathBuf,
    /// The predictions.
    pub predictions: PathBuf,
    /// Put the counts of each article into the JSON.
    #[arg(long)]
    pub articles: bool,
    /// Count again at every confidence: precision and recall when less confident claims are dropped.
    #[arg(long)]
    pub threshold_sweep: bool,
    /// Count the articles of this part of the corpus alone.
    #[arg(long, value_name = "SPLIT")]
    pub split: Option<SplitName>,
    /// Where the report goes.
    #[command(flatten)]
    pub output: Output,
}

/// A part of the corpus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SplitName {
    /// What extractors may be tuned on.
    Dev,
    /// What is kept aside for measuring.
    Test,
}

impl From<SplitName> for Split {
    fn from(name: SplitName) -> Self {
        match name {
            SplitName::Dev => Self::Dev,
            SplitName::Test => Self::Test,
        }
    }
}

/// Scores the predictions and reports.
///
/// # Errors
/// Where a file cannot be read, and with every fault in it.
pub(super) fn score(shared: &Shared, arguments: &ScoreArguments) -> Result<Status, Error> {
    let context = Context::open(shared)?;
    let threshold = context.config.threshold;
    let options = Options {
        threshold,
        rows: arguments.articles,
        sweep: arguments.threshold_sweep,
        split: arguments.split.map(Into::into),
    };
    let (scored, taxonomy) = if arguments.gold.is_dir() {
        let corpus = corpus::load(&arguments.gold)?;
        let scored = score_corpus(&corpus, &arguments.predictions, options)?;
        (scored, corpus.taxonomy)
    } else {
        let scored = score_files(&arguments.gold, &arguments.predictions, options)?;
        (scored, corpus::default_taxonomy())
    };
    if scored.without_gold > 0 && scored.without_prediction.len() as u64 == scored.tally.articles {
        return Err(Error::unusable(
            "no prediction is for an article of the gold",
            "the `id` of each prediction has to be that of its article",
        ));
    }
    say_what_is_missing(&scored);
    let known: Vec<Category> = taxonomy.names().cloned().collect();
    let gates = gate::check(&context.config.gates, &scored.tally);
    let report = ScoreReport {
        version: VERSION,
        signature: Signature {
            claimsnap: env!("CARGO_PKG_VERSION").to_owned(),
            extractor: None,
            corpus: None,
            cases: scored.tally.articles,
            filter: arguments
                .split
                .map(|name| format!("split {}", Split::from(name)))
                .into_iter()
                .collect(),
            threshold: threshold.thousandths(),
        },
        passed: gates.iter().all(|outcome| outcome.passed),
        accuracy: Accuracy::new(scored.tally, scored.splits, &known),
        gates,
        without_prediction: scored.without_prediction.len() as u64,
        without_gold: scored.without_gold,
        sweep: scored.sweep,
        articles: scored.rows.into_iter().collect(),
    };
    output::write(arguments.output.output.as_deref(), |out| {
        match arguments.output.format {
            Format::Text => score_text(&report, out),
            Format::Json => {
                serde_json::to_writer_pretty(&mut *out, &report)?;
                writeln!(out)
            }
        }
    })?;
    Ok(if report.passed {
        Status::Fine
    } else {
        Status::NotPassed
    })
}

fn say_what_is_missing(scored: &Scored) {
    let mut stderr = anstream::stderr();
    if let Some(first) = scored.without_prediction.first() {
        let articles = match scored.without_prediction.len() {
            1 => "1 article has".to_owned(),
            count => format!("{count} articles have"),
        };
        let first = printable(first);
        writeln!(stderr, "warning: {articles} no prediction, first {first}: all claims expected there count as missing").ok();
    }
    if scored.without_gold > 0 {
        let predictions = match scored.without_gold {
            1 => "1 prediction is".to_owned(),
            count => format!("{count} predictions are"),
        };
        writeln!(
            stderr,
            "warning: {predictions} for articles that are not in the gold, and left out"
        )
        .ok();
    }
}
