//! The command line: arguments as plain structs, and one function for each subcommand.
//!
//! In: what the user typed. Out: text on standard output, messages on standard error, and an exit
//! code: 0 fine; 1 a regression, a pending snapshot, a failed case or a closed gate; 2 could not run;
//! 130 interrupted by Ctrl-C.

use std::{
    ffi::OsString,
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::{error::Error, report::STYLES, text::printable};

mod accept;
mod agreement;
mod annotate;
mod completions;
mod context;
mod diff;
mod extract;
mod init;
mod lint;
mod list;
mod output;
mod progress;
mod schema;
mod score;
mod show;
mod stats;
mod test;
mod train;

pub use context::Context;

/// A regression test harness for programs that extract factual claims from news articles.
#[derive(Clone, Debug, Parser)]
#[command(name = "claimsnap", version, styles = STYLES, max_term_width = 100)]
#[command(after_help = "Begin with `claimsnap init` in an empty folder, then `claimsnap test`.")]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// What holds for every command.
    #[command(flatten)]
    pub shared: Shared,
}

/// What holds for every command. Flags win over the configuration.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Shared options")]
pub struct Shared {
    /// The folder with the articles and annotations.
    #[arg(long, global = true, value_name = "DIR")]
    pub corpus: Option<PathBuf>,
    /// The folder with the accepted snapshots.
    #[arg(long, global = true, value_name = "DIR")]
    pub snapshots: Option<PathBuf>,
    /// The configuration; otherwise `.config/claimsnap.toml` or `claimsnap.toml` here or above.
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The extractor to run: `builtin`, or a name from the configuration.
    #[arg(long, global = true, value_name = "NAME")]
    pub extractor: Option<String>,
    /// Whether to colour the output.
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub color: Colour,
}

impl Shared {
    /// The flags that lead another command to the same snapshots, each with a space before it.
    fn again(&self) -> String {
        let path = |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string());
        let flags = [
            ("corpus", path(&self.corpus)),
            ("snapshots", path(&self.snapshots)),
            ("config", path(&self.config)),
            ("extractor", self.extractor.clone()),
        ];
        let given = flags.into_iter().filter_map(|(name, value)| {
            let value = value?;
            let plain = |c: char| c.is_alphanumeric() || "/._-".contains(c);
            Some(if value.chars().all(plain) {
                format!(" --{name} {value}")
            } else {
                format!(" --{name} '{value}'")
            })
        });
        given.collect()
    }
}

/// When to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal that wants it.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The form of an output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

/// Where an output goes, and in which form.
#[derive(Clone, Debug, Default, Args)]
pub struct Output {
    /// The form of the output.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Format,
    /// A file to write to instead of standard output; it is replaced as a whole or not at all.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// What to do.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Run the extractor on the corpus, compare with the snapshots, score, hold against the gates.
    Test(test::TestArguments),
    /// Show what has changed and waits to be accepted, judged by the annotations.
    Diff(diff::DiffArguments),
    /// Make proposed snapshots the accepted ones.
    Accept(accept::AcceptArguments),
    /// Remove proposed snapshots.
    Reject(accept::RejectArguments),
    /// Show one case: its text, and what is expected, accepted and extracted.
    Show(show::ShowArguments),
    /// Score predictions in a file against annotations, without extractor and snapshots.
    Score(score::ScoreArguments),
    /// Extract the claims of any text.
    Extract(extract::ExtractArguments),
    /// Report every fault of the corpus.
    Lint(lint::LintArguments),
    /// List the cases.
    List(list::ListArguments),
    /// Count what is in the corpus: articles, words, claims by category, tag, split ...
    Stats(stats::StatsArguments),
    /// Suggest annotations for articles, for a human to confirm.
    Annotate(annotate::AnnotateArguments),
    /// Report how far two annotations of the same articles agree.
    Agreement(agreement::AgreementArguments),
    /// Train the model of the built-in extractor on annotated articles.
    Train(train::TrainArguments),
    /// Make a working corpus, configuration and CI workflow in a folder.
    Init(init::InitArguments),
    /// Print the JSON Schema of a file format.
    Schema(schema::SchemaArguments),
    /// Print a completion script for a shell.
    Completions(completions::CompletionsArguments),
}

/// Whether what was asked for holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Exit code 0.
    Fine,
    /// Exit code 1: something needs attention.
    NotPassed,
}

/// Runs the process's command line.
pub fn main() -> ExitCode {
    run(std::env::args_os())
}

/// Runs a command line, whose first word is the program's name, and says what went wrong.
pub fn run(words: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(words) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version come this way too, and are no error.
            let code = if error.use_stderr() { 2 } else { 0 };
            error.print().ok();
            return ExitCode::from(code);
        }
    };
    output::colour(arguments.shared.color);
    match dispatch(&arguments) {
        Ok(Status::Fine) => ExitCode::SUCCESS,
        Ok(Status::NotPassed) => ExitCode::from(1),
        // Whoever read the output has seen enough.
        Err(Error::Io { source, .. }) if source.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(error) => {
            say(&error);
            ExitCode::from(if matches!(error, Error::Interrupted) {
                130
            } else {
                2
            })
        }
    }
}

fn dispatch(arguments: &Arguments) -> Result<Status, Error> {
    let shared = &arguments.shared;
    match &arguments.command {
        Command::Test(arguments) => test::test(shared, arguments),
        Command::Diff(arguments) => diff::diff(shared, arguments),
        Command::Accept(arguments) => accept::accept(shared, arguments),
        Command::Reject(arguments) => accept::reject(shared, arguments),
        Command::Show(arguments) => show::show(shared, arguments),
        Command::Score(arguments) => score::score(shared, arguments),
        Command::Extract(arguments) => extract::extract(shared, arguments),
        Command::Lint(arguments) => lint::lint(shared, arguments),
        Command::List(arguments) => list::list(shared, arguments),
        Command::Stats(arguments) => stats::stats(shared, arguments),
        Command::Annotate(arguments) => annotate::annotate(shared, arguments),
        Command::Agreement(arguments) => agreement::agreement(shared, arguments),
        Command::Train(arguments) => train::train(shared, arguments),
        Command::Init(arguments) => init::init(arguments),
        Command::Schema(arguments) => schema::schema(arguments),
        Command::Completions(arguments) => completions::completions(arguments),
    }
}

/// Says what went wrong on standard error; where that is closed there is nobody to tell.
fn say(error: &Error) {
    let mut stderr = anstream::stderr();
    match error {
        Error::Faults(faults) => {
            let colour =
                anstream::AutoStream::choice(&io::stderr()) != anstream::ColorChoice::Never;
            for fault in faults {
                writeln!(stderr, "{}\n", fault.render(colour)).ok();
            }
            let summary = error.to_string();
            writeln!(stderr, "{}", summary.lines().last().unwrap_or_default()).ok();
        }
        error => {
            writeln!(
                stderr,
                "{}error{:#}: {}",
                anstyle::AnsiColor::Red.on_default().bold(),
                anstyle::Style::new(),
                printable(&error.to_string())
            )
            .ok();
        }
    }
}
