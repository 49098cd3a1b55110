//! `claimsnap accept` and `claimsnap reject`: what becomes of proposals.

use std::collections::BTreeSet;

use clap::{Args, ValueEnum};

use crate::{
    change::Effect,
    cli::{Context, Shared, Status, context::select, output},
    error::Error,
    model::{Case, CaseId, Corpus},
    report::{CaseReport, Written, cases::count, counted},
    run,
    snapshot::{Entry, store::Store},
};

/// Which proposals to accept.
#[derive(Clone, Debug, Default, Args)]
#[command(after_help = "\
The accuracy is accepted along with the last case that waits.

Example: claimsnap accept --only fixed")]
pub struct AcceptArguments {
    /// Only these cases: ids, or globs in which `*` also stands for `/`.
    #[arg(value_name = "CASE")]
    pub cases: Vec<String>,
    /// Only cases all of whose changes have this effect. May be repeated.
    #[arg(long, value_enum, value_name = "EFFECT")]
    pub only: Vec<OnlyEffect>,
}

/// Which proposals to reject.
#[derive(Clone, Debug, Default, Args)]
#[command(after_help = "Example: claimsnap reject 'court/*'")]
pub struct RejectArguments {
    /// Only these cases: ids, or globs in which `*` also stands for `/`.
    #[arg(value_name = "CASE")]
    pub cases: Vec<String>,
    /// Remove the snapshots that have no case, instead of proposals.
    #[arg(long, conflicts_with = "cases")]
    pub dangling: bool,
}

/// [`Effect`] on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OnlyEffect {
    /// Something wrong became right.
    Fixed,
    /// Something right became wrong.
    Broken,
    /// As right or wrong as before.
    Neutral,
    /// The annotations say nothing about what changed.
    Ungraded,
}

impl From<OnlyEffect> for Effect {
    fn from(only: OnlyEffect) -> Self {
        match only {
            OnlyEffect::Fixed => Self::Fixed,
            OnlyEffect::Broken => Self::Broken,
            OnlyEffect::Neutral => Self::Neutral,
            OnlyEffect::Ungraded => Self::Ungraded,
        }
    }
}

/// Makes proposed snapshots the accepted ones.
///
/// # Errors
/// Where the corpus or a snapshot cannot be read, or a file cannot be replaced.
pub(super) fn accept(shared: &Shared, arguments: &AcceptArguments) -> Result<Status, Error> {
    let context = Context::open(shared)?;
    let store = context.store()?;
    let ids = ids(&context)?;
    let chosen = if arguments.only.is_empty() && arguments.cases.is_empty() {
        known(&store, &ids)?
    } else {
        let corpus = context.corpus()?;
        let reports = run::pending(&corpus, &store, context.config.threshold)?;
        let (cases, accuracy) = named(&corpus, &arguments.cases)?;
        let fits = |report: &&CaseReport| {
            report.written == Written::Proposal
                && cases.iter().any(|case| case.id() == report.id)
                && has_only(report, &arguments.only)
        };
        let chosen = reports
            .iter()
            .filter(fits)
            .filter_map(|report| report.id.parse::<CaseId>().ok());
        let accuracy = (accuracy && arguments.only.is_empty()).then_some(Entry::Accuracy);
        chosen.map(Entry::Case).chain(accuracy).collect()
    };
    settle(&store, &ids, &chosen, "accepted", |entry| {
        store.accept(entry)
    })
}

fn ids(context: &Context) -> Result<BTreeSet<CaseId>, Error> {
    Ok(crate::corpus::ids(&context.config.corpus)?
        .into_iter()
        .collect())
}

/// What is proposed, but for cases that are gone: accepted it would only be dangling.
fn known(store: &Store, ids: &BTreeSet<CaseId>) -> Result<Vec<Entry>, Error> {
    let mut pending = store.pending()?;
    pending.retain(|entry| match entry {
        Entry::Case(id) => ids.contains(id),
        Entry::Accuracy => true,
    });
    Ok(pending)
}

/// The cases that `patterns` name, and whether they name the accuracy, as its faults do.
fn named<'c>(corpus: &'c Corpus, patterns: &[String]) -> Result<(Vec<&'c Case>, bool), Error> {
    let accuracy = Entry::Accuracy.to_string();
    let (accuracies, others): (Vec<_>, Vec<_>) =
        patterns.iter().cloned().partition(|name| *name == accuracy);
    let cases = if others.is_empty() && !accuracies.is_empty() {
        Vec::new()
    } else {
        select(corpus, &others)?
    };
    Ok((cases, !accuracies.is_empty()))
}

fn has_only(report: &CaseReport, only: &[OnlyEffect]) -> bool {
    let allowed: usize = only
        .iter()
        .map(|effect| count(report, (*effect).into()))
        .sum();
    only.is_empty() || (!report.changes.is_empty() && allowed == report.changes.len())
}

/// Removes proposed snapshots, or snapshots without a case.
///
/// # Errors
/// Where the corpus or a snapshot cannot be read, or a file cannot be removed.
pub(super) fn reject(shared: &Shared, arguments: &RejectArguments) -> Result<Status, Error> {
    let context = Context::open(shared)?;
    let store = context.store()?;
    let ids = ids(&context)?;
    if arguments.dangling {
        let dangling: Vec<Entry> = store.dangling(&ids)?.into_iter().map(Entry::Case).collect();
        return settle(&store, &ids, &dangling, "removed", |entry| match entry {
            Entry::Case(_) => store.remove(entry),
            // It has lost a case and is still there to be compared with.
            Entry::Accuracy => Ok(false),
        });
    }
    let mut chosen = store.pending()?;
    if !arguments.cases.is_empty() {
        let corpus = context.corpus()?;
        let (cases, accuracy) = named(&corpus, &arguments.cases)?;
        chosen.retain(|entry| match entry {
            Entry::Case(id) => cases.iter().any(|case| case.id() == id.as_str()),
            Entry::Accuracy => accuracy,
        });
    }
    settle(&store, &ids, &chosen, "rejected", |entry| {
        store.reject(entry)
    })
}

/// Does `settle` to each entry, and to the accuracy along with the last case, and says so.
fn settle(
    store: &Store,
    ids: &BTreeSet<CaseId>,
    chosen: &[Entry],
    done: &str,
    settle: impl Fn(&Entry) -> Result<bool, Error>,
) -> Result<Status, Error> {
    let mut settled: Vec<&Entry> = Vec::new();
    let mut stopped = Ok(());
    for entry in chosen {
        match settle(entry) {
            Ok(true) => settled.push(entry),
            Ok(false) => {}
            Err(error) => {
                // What has been done by now is said all the same.
                stopped = Err(error);
                break;
            }
        }
    }
    let left = known(store, ids)?;
    let all_settled = stopped.is_ok() && !settled.is_empty();
    if all_settled && left == [Entry::Accuracy] && settle(&Entry::Accuracy)? {
        settled.push(&Entry::Accuracy);
    }
    output::write(None, |out| {
        for entry in &settled {
            writeln!(out, "{done} {entry}")?;
        }
        if settled.is_empty() && stopped.is_ok() {
            writeln!(out, "nothing to be {done}")?;
        }
        // The accuracy goes along with the last case.
        let case = |entry: &&Entry| matches!(entry, Entry::Case(_)) && !settled.contains(entry);
        let waiting = left.iter().filter(case).count();
        if waiting > 0 {
            let cases = counted(waiting as u64, "case", "cases");
            writeln!(out, "{cases} still waiting; see `claimsnap diff`")?;
        }
        Ok(())
    })?;
    stopped.map(|()| Status::Fine)
}
