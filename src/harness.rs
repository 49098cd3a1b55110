//! One libtest trial for each case, so that `cargo test`, its filters, nextest and IDEs see a corpus
//! as they see any tests.
//!
//! In `tests/claims.rs`, with `harness = false` for that test in Cargo.toml:
//!
//! ```no_run
//! use claimsnap::{Article, Claim, harness};
//!
//! fn main() -> std::process::ExitCode {
//!     harness::main("mine", |article: &Article| Ok(vec![Claim::new(article.quote("talks will begin"))]))
//! }
//! ```
//!
//! The configuration is looked for from the crate's folder upwards. The extractor is made once a
//! process and asked once for each case that the filter chooses. A final trial, `accuracy`, asks for
//! all cases and holds the counts against the gates.

use std::{
    env,
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{Arc, OnceLock, atomic::AtomicBool},
};

use libtest_mimic::{Arguments, Failed, Trial};

use crate::{
    config::{self, Config},
    corpus,
    error::Error,
    extract::Extractor,
    model::{Case, Corpus},
    report::{CaseReport, Written, cases, text},
    run::Run,
    snapshot::{policy::Policy, store::Store},
};

/// The name of the trial over all cases.
const ACCURACY: &str = "accuracy";

/// Runs the trials that the command line asks for against `extractor`, whose snapshots stand below
/// `name`. The exit code is libtest's: 0 where all passed, 101 otherwise.
pub fn main(name: &str, extractor: impl Extractor + Send + 'static) -> ExitCode {
    let arguments = Arguments::from_args();
    match trials(name, Box::new(extractor), &arguments) {
        Ok((state, trials)) => {
            let conclusion = libtest_mimic::run(&arguments, trials);
            let late = state.extractor.finish();
            for (id, failure) in &late {
                say(&format!("{id}: {failure}"));
            }
            if late.is_empty() {
                conclusion.exit_code()
            } else {
                ExitCode::from(101)
            }
        }
        Err(error) => {
            say(&error.to_string());
            ExitCode::from(101)
        }
    }
}

fn say(message: &str) {
    // Where standard error is closed there is nobody to tell.
    writeln!(anstream::stderr(), "{message}").ok();
}

/// What all trials of a process share.
struct State {
    config: Config,
    corpus: Corpus,
    extractor: Box<dyn Extractor + Send>,
    name: String,
    store: Store,
    policy: Policy,
    /// By position in the corpus; made by whichever trial asks first.
    reports: Vec<OnceLock<Result<CaseReport, String>>>,
}

fn trials(
    name: &str,
    extractor: Box<dyn Extractor + Send>,
    arguments: &Arguments,
) -> Result<(Arc<State>, Vec<Trial>), Error> {
    let folder = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(env::current_dir, |folder| Ok(PathBuf::from(folder)));
    let config = config::find(&folder.map_err(Error::io("find", "."))?)?;
    let names: Vec<String> = corpus::ids(&config.corpus)?
        .iter()
        .map(ToString::to_string)
        .collect();
    // A runner that starts a process for each test asks for one name; only that case is read then.
    let only = arguments
        .filter
        .as_deref()
        .filter(|only| arguments.exact && *only != ACCURACY);
    let corpus = match only {
        _ if arguments.list => corpus::load_where(&config.corpus, &|_| false)?,
        Some(only) => corpus::load_where(&config.corpus, &|id| id.as_str() == only)?,
        None => corpus::load(&config.corpus)?,
    };
    let store = Store::new(config.snapshots.clone(), name)?;
    let reports = corpus.cases.iter().map(|_| OnceLock::new()).collect();
    let policy = Policy::from_environment()?;
    let name = name.to_owned();
    let state = Arc::new(State {
        config,
        corpus,
        extractor,
        name,
        store,
        policy,
        reports,
    });
    let mut trials = Vec::with_capacity(names.len() + 1);
    for name in names {
        let state = Arc::clone(&state);
        trials.push(Trial::test(name.clone(), move || state.trial(&name)));
    }
    let all = Arc::clone(&state);
    trials.push(Trial::test(ACCURACY, move || all.accuracy()));
    Ok((state, trials))
}

impl State {
    fn trial(&self, id: &str) -> Result<(), Failed> {
        let at = self.corpus.cases.binary_search_by(|case| case.id().cmp(id));
        let at = at.map_err(|_| Failed::from(format!("the case {id} has gone")))?;
        let report = self
            .report_of(at, &self.corpus.cases[at])
            .map_err(Failed::from)?;
        if report.passed {
            return Ok(());
        }
        let mut message = Vec::new();
        cases::render(report, &mut message)?;
        let flags = self.flags();
        // A failure says itself what to do.
        match report.written {
            _ if report.failure.is_some() => {}
            Written::Proposal => writeln!(
                message,
                "see `claimsnap diff{flags}`, then `claimsnap accept{flags}` or `claimsnap reject{flags}`, or `cargo insta review`"
            )?,
            Written::Nothing | Written::Snapshot => writeln!(
                message,
                "nothing was written, because CI or INSTA_UPDATE forbids it; run `cargo test` where snapshots may be written"
            )?,
        }
        Err(Failed::from(plain(&message)))
    }

    /// All cases: gates, dangling snapshots and `accuracy.snap`.
    fn accuracy(&self) -> Result<(), Failed> {
        let mut reports = Vec::with_capacity(self.reports.len());
        for (at, case) in self.corpus.cases.iter().enumerate() {
            reports.push(self.report_of(at, case).map_err(Failed::from)?.clone());
        }
        let interrupted = AtomicBool::new(false);
        let run = self.run(&interrupted);
        let mut report = run.report(reports, 0)?;
        // The cases have trials of their own; this one is about what they add up to.
        report.passed = report.cases.iter().all(|case| case.failure.is_none());
        run.judge_the_whole(&mut report)?;
        if report.passed {
            return Ok(());
        }
        let mut message = Vec::new();
        text::render(&report, &self.flags(), &mut message)?;
        Err(Failed::from(plain(&message)))
    }

    /// What `claimsnap` needs to be told to find this extractor's snapshots.
    fn flags(&self) -> String {
        if self.name == self.config.extractor {
            String::new()
        } else {
            format!(" --extractor {}", self.name)
        }
    }

    fn report_of(&self, at: usize, case: &Case) -> Result<&CaseReport, String> {
        let interrupted = AtomicBool::new(false);
        let made = self.reports[at].get_or_init(|| {
            self.run(&interrupted)
                .case(case)
                .map_err(|error| error.to_string())
        });
        made.as_ref().map_err(String::clone)
    }

    fn run<'a>(&'a self, interrupted: &'a AtomicBool) -> Run<'a> {
        Run {
            corpus: &self.corpus,
            corpus_name: corpus_name(&self.config.corpus),
            extractor: &*self.extractor,
            extractor_name: &self.name,
            snapshots: Some((&self.store, self.policy)),
            threshold: self.config.threshold,
            gates: &self.config.gates,
            filter: &[],
            fail_fast: false,
            jobs: 1,
            interrupted,
            progress: &(),
        }
    }
}

/// The name of the corpus's folder, as it stands in the headers of snapshots.
pub fn corpus_name(corpus: &Path) -> &str {
    corpus
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or("corpus")
}

fn plain(message: &[u8]) -> String {
    anstream::adapter::strip_str(&String::from_utf8_lossy(message)).to_string()
}
