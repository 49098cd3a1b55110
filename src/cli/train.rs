//! `claimsnap train`: a model for the built-in extractor.

use std::{io::Write, path::PathBuf};

use clap::Args;

use crate::{
    cli::{Context, Shared, Status, output},
    corpus,
    error::Error,
    extract::builtin::ModelFile,
    model::{Case, Split},
    report::counted,
    stream::read_cases,
    train::{Options, Progress, train as train_on},
};

/// On what to train.
#[derive(Clone, Debug, Default, Args)]
#[command(after_help = "\
Each CORPUS is a corpus folder, of which the split `test` is left out, or a file with one annotated
article a line: {\"id\", \"text\", \"claims\"}. The rules of the built-in extractor find candidates; the
model learns from the annotations which of them are claims and, where the annotations say, their
category, polarity, certainty and whether they are worth checking. What the annotations do not say
is decided by the model in the crate.

To use the model, name it in claimsnap.toml:

    [extractors.builtin]
    model = \"MODEL\"

Example: claimsnap train corpus -o mine.jsonl")]
pub struct TrainArguments {
    /// Annotated articles: folders and files.
    #[arg(required = true, value_name = "CORPUS")]
    pub corpora: Vec<PathBuf>,
    /// The file to write the model to; it is replaced as a whole or not at all.
    #[arg(long, short, value_name = "MODEL")]
    pub output: PathBuf,
    /// Divides the articles into folds for calibration; the same seed gives the same model.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

/// Trains a model and writes it.
///
/// # Errors
/// Where the annotations are wrong or too few, or the model cannot be written.
pub(super) fn train(shared: &Shared, arguments: &TrainArguments) -> Result<Status, Error> {
    let context = Context::open(shared)?;
    let mut stderr = anstream::stderr();
    let mut cases: Vec<Case> = Vec::new();
    for path in &arguments.corpora {
        if !path.is_dir() {
            cases.extend(read_cases(path)?);
            continue;
        }
        let all = corpus::load(path)?.cases;
        let before = all.len();
        let kept: Vec<Case> = all
            .into_iter()
            .filter(|case| case.split != Some(Split::Test))
            .collect();
        if kept.len() < before {
            let left = counted((before - kept.len()) as u64, "case", "cases");
            writeln!(
                stderr,
                "{}: {left} of the split test left out",
                path.display()
            )
            .ok();
        }
        cases.extend(kept);
    }
    let options = Options {
        seed: arguments.seed,
        threshold: context.config.threshold,
    };
    let nothing = || {
        Error::unusable(
            "there is nothing to learn from these annotations",
            "a model needs articles in which the extractor finds claims that are annotated, and others that are not or are of another category",
        )
    };
    let count = cases.len() as u64;
    if cases.is_empty() {
        return Err(nothing());
    }
    let model = train_on(&cases, options, &mut |progress| {
        match progress {
            Progress::Read {
                candidates,
                features,
            } => writeln!(
                stderr,
                "{}: {candidates} candidates, {features} features",
                counted(count, "article", "articles")
            ),
            Progress::Fold { number, of } => writeln!(stderr, "fold {number} of {of} judged"),
            Progress::Head { head, rows, right } => writeln!(
                stderr,
                "{head}: {right} of {rows} right where the article was not seen"
            ),
        }
        .ok();
    });
    if model.heads.is_empty() {
        return Err(nothing());
    }
    write_model(&model, arguments)?;
    Ok(Status::Fine)
}

fn write_model(model: &ModelFile, arguments: &TrainArguments) -> Result<(), Error> {
    output::write_as_is(Some(&arguments.output), |out| {
        out.write_all(model.render().as_bytes())
    })?;
    writeln!(
        anstream::stderr(),
        "{}: {} features",
        arguments.output.display(),
        model.weights.len()
    )
    .ok();
    Ok(())
}
