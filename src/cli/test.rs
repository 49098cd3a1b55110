//! `claimsnap test`: the main job.

use std::num::NonZero;

use clap::Args;

use crate::{
    cli::{
        Context, Format, Output, Shared, Status,
        agreement::{compared, passes},
        context::{interruption, select},
        output,
        progress::Bar,
    },
    corpus::load_pass,
    error::Error,
    harness::corpus_name,
    report::{Annotators, json, text},
    run::Run,
    snapshot::policy::Policy,
};

/// What to run, and how to report.
#[derive(Clone, Debug, Default, Args)]
#[command(after_help = "\
Exit codes: 0 all is as accepted and every gate open; 1 something changed, failed or is below a gate;
2 could not run; 130 interrupted.

INSTA_UPDATE decides what is written, as in insta: by default changes are proposed as `.snap.new`
files, and under CI nothing is written.

Example: claimsnap test --filter 'council/*' --format json --output report.json")]
pub struct TestArguments {
    /// Only the cases that fit: an id, or a glob in which `*` also stands for `/`. May be repeated.
    #[arg(long, value_name = "GLOB")]
    pub filter: Vec<String>,
    /// Cases at once; as many as there are cores unless said.
    #[arg(long, short, value_name = "N", value_parser = number_of_jobs)]
    pub jobs: Option<NonZero<usize>>,
    /// Only score: read and write no snapshots.
    #[arg(long)]
    pub no_snapshots: bool,
    /// End at the first case that needs attention.
    #[arg(long)]
    pub fail_fast: bool,
    /// Where the report goes.
    #[command(flatten)]
    pub output: Output,
}

fn number_of_jobs(text: &str) -> Result<NonZero<usize>, &'static str> {
    text.parse()
        .map_err(|_| "a whole number from 1 was expected")
}

/// Runs the extractor on the corpus and reports.
///
/// # Errors
/// Where the run could not be made.
pub(super) fn test(shared: &Shared, arguments: &TestArguments) -> Result<Status, Error> {
    let context = Context::open(shared)?;
    let corpus = context.corpus()?;
    let cases = select(&corpus, &arguments.filter)?;
    let store = context.store()?;
    let policy = Policy::from_environment()?;
    let annotators = annotators(&context)?;
    let interrupted = interruption()?;
    let extractor = context.extractor(&interrupted)?;
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let jobs = arguments
        .jobs
        .map_or(cores.max(context.in_flight()), NonZero::get)
        .min(cases.len());
    let bar = Bar::new(cases.len());
    let run = Run {
        corpus: &corpus,
        corpus_name: corpus_name(&context.config.corpus),
        extractor: &*extractor,
        extractor_name: &context.extractor,
        snapshots: (!arguments.no_snapshots).then_some((&store, policy)),
        threshold: context.config.threshold,
        gates: &context.config.gates,
        filter: &arguments.filter,
        fail_fast: arguments.fail_fast,
        jobs,
        interrupted: &interrupted,
        progress: &bar,
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs).build();
    let pool = pool.map_err(|error| {
        Error::unusable(
            format!("cannot start {jobs} threads: {error}"),
            "choose fewer with --jobs",
        )
    })?;
    let report = pool.install(|| run.cases(&cases));
    bar.clear();
    let mut report = report?;
    report.annotators = annotators;
    output::write(arguments.output.output.as_deref(), |out| {
        match arguments.output.format {
            Format::Text => text::render(&report, &shared.again(), out),
            Format::Json => json::render(&report, out),
        }
    })?;
    Ok(if report.passed {
        Status::Fine
    } else {
        Status::NotPassed
    })
}

/// How far the two passes of annotation agree, where the corpus has them.
fn annotators(context: &Context) -> Result<Option<Annotators>, Error> {
    let corpus = &context.config.corpus;
    let [first, second] = passes(corpus);
    if !second.is_dir() {
        return Ok(None);
    }
    let (first, second) = (load_pass(&first, corpus)?, load_pass(&second, corpus)?);
    Ok(Some(Annotators::from(&compared(
        &first,
        &second,
        context.config.threshold,
    )?)))
}
