//! The composition: from a corpus and an extractor to a report.
//!
//! Everything the stages do stands in the other modules; here is only their order. Cases run in
//! parallel and stand in the report in theirs.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use rayon::prelude::*;

use crate::{
    align::Threshold,
    change::Verdict,
    error::Error,
    extract::{Extractor, Failure, extract},
    gate::{self, Gate},
    model::{Article, Case, CaseId, Category, Claim, Corpus, Split},
    report::{
        Accuracy, CaseReport, FailureReport, Report, Signature, SinceAccepted, VERSION, Written,
        accuracy,
    },
    score::{Tally, tally_failure},
    snapshot::{
        self, Entry, Header, State,
        policy::{Action, Compared, Decision, Policy},
        store::Store,
    },
    wire::{Detail, records, resolve},
};

mod judge;

pub use judge::pending;

use judge::{judged, stored};

/// What a run over cases needs.
#[derive(Clone, Copy)]
pub struct Run<'a> {
    /// The corpus that the cases are from.
    pub corpus: &'a Corpus,
    /// The name of the corpus's folder, for the headers of snapshots.
    pub corpus_name: &'a str,
    /// What is tested.
    pub extractor: &'a dyn Extractor,
    /// Its name.
    pub extractor_name: &'a str,
    /// Its snapshots and how they may be written; `None` to leave snapshots out.
    pub snapshots: Option<(&'a Store, Policy)>,
    /// From which similarity on claims may match.
    pub threshold: Threshold,
    /// What the accuracy has to reach; only asked for where all cases run.
    pub gates: &'a [Gate],
    /// The patterns by which the cases were chosen; all run where there is none.
    pub filter: &'a [String],
    /// Whether to end at the first case that does not pass.
    pub fail_fast: bool,
    /// Cases at once, with `fail_fast`.
    pub jobs: usize,
    /// Set to end the run early.
    pub interrupted: &'a AtomicBool,
    /// Is told which cases begin and end.
    pub progress: &'a dyn Progress,
}

/// Is told which cases begin and end, from several threads.
pub trait Progress: Sync {
    /// The case begins.
    fn begin(&self, id: &str);
    /// The case has come to this, after the extractor has taken so long.
    fn end(&self, id: &str, verdict: Verdict, elapsed: Duration);
}

/// Says nothing.
impl Progress for () {
    fn begin(&self, _: &str) {}
    fn end(&self, _: &str, _: Verdict, _: Duration) {}
}

impl Run<'_> {
    /// Runs `cases`, which are sorted by id.
    ///
    /// # Errors
    /// Where a snapshot is damaged (before anything is extracted) or cannot be written, and where
    /// the run was interrupted.
    pub fn cases(&self, cases: &[&Case]) -> Result<Report, Error> {
        self.check_snapshots(cases)?;
        let mut reports = if self.fail_fast {
            self.until_the_first_failure(cases)?
        } else {
            cases
                .par_iter()
                .map(|case| self.case(case))
                .collect::<Result<_, _>>()?
        };
        if self.interrupted.load(Ordering::Relaxed) {
            return Err(Error::Interrupted);
        }
        let not_run = cases.len() - reports.len();
        self.add_late_failures(&mut reports, self.extractor.finish())?;
        let mut report = self.report(reports, not_run as u64)?;
        if not_run == 0 && self.filter.is_empty() {
            self.judge_the_whole(&mut report)?;
        }
        Ok(report)
    }

    /// Runs one case: extracts, compares with the snapshot, judges the difference, proposes it.
    ///
    /// # Errors
    /// Where its snapshot is damaged or cannot be written.
    pub fn case(&self, case: &Case) -> Result<CaseReport, Error> {
        if self.interrupted.load(Ordering::Relaxed) {
            return Err(Error::Interrupted);
        }
        self.progress.begin(case.id());
        let extraction = extract(self.extractor, &case.article);
        let report = self.judge(case, extraction.outcome)?;
        self.progress
            .end(case.id(), report.verdict, extraction.elapsed);
        Ok(report)
    }

    fn judge(
        &self,
        case: &Case,
        outcome: Result<Vec<Claim>, Failure>,
    ) -> Result<CaseReport, Error> {
        let accepted = match self.snapshots {
            Some((store, _)) => stored(case, store, State::Accepted)?,
            None => None,
        };
        let claims = match outcome {
            Ok(claims) => as_stored(&case.article, &claims),
            Err(failure) => {
                let mut report = judged(case, accepted.as_deref(), &[], self.threshold);
                fail(&mut report, case, &failure);
                // A proposal of an earlier run would be taken for this one's.
                if let Some((store, policy)) = self.snapshots
                    && policy.decide(Compared::Changed).action != Action::Leave
                {
                    store.reject(&entry(case))?;
                }
                return Ok(report);
            }
        };
        let mut report = judged(case, accepted.as_deref(), &claims, self.threshold);
        let Some((store, policy)) = self.snapshots else {
            report.verdict = Verdict::Unchanged;
            return Ok(report);
        };
        let body = snapshot::body(&case.article, &claims);
        let settled = store.settle(&entry(case), &self.header(case), &body, policy)?;
        if settled.compared == Compared::Changed && report.verdict == Verdict::Unchanged {
            // The same claims in other JSON, as after an edit by hand.
            report.verdict = Verdict::Shifted;
        }
        report.passed = settled.decision.passes;
        report.written = written(settled.decision);
        Ok(report)
    }

    /// Damage is found before an extractor is paid for work that cannot be compared.
    fn check_snapshots(&self, cases: &[&Case]) -> Result<(), Error> {
        let Some((store, _)) = self.snapshots else {
            return Ok(());
        };
        let check = |case: &&Case| store.read(&case_id(case), State::Accepted).err();
        let mut errors: Vec<Error> = cases.par_iter().filter_map(check).collect();
        if self.filter.is_empty() {
            errors.extend(store.read_body(&Entry::Accuracy, State::Accepted).err());
        }
        let mut faults = Vec::new();
        for error in errors {
            match error {
                Error::Faults(found) => faults.extend(found),
                other => return Err(other),
            }
        }
        if faults.is_empty() {
            Ok(())
        } else {
            Err(Error::Faults(faults))
        }
    }

    fn until_the_first_failure(&self, cases: &[&Case]) -> Result<Vec<CaseReport>, Error> {
        let mut reports: Vec<CaseReport> = Vec::new();
        for some in cases.chunks(self.jobs.max(1)) {
            if self.interrupted.load(Ordering::Relaxed) {
                return Err(Error::Interrupted);
            }
            // Extracted together but judged in order, so that the run ends at the same case
            // however fast each is.
            let begin = |case: &&Case| {
                self.progress.begin(case.id());
                extract(self.extractor, &case.article)
            };
            let extractions: Vec<_> = some.par_iter().map(begin).collect();
            for (case, extraction) in some.iter().zip(extractions) {
                let report = self.judge(case, extraction.outcome)?;
                self.progress
                    .end(case.id(), report.verdict, extraction.elapsed);
                let ends = !report.passed;
                reports.push(report);
                if ends {
                    return Ok(reports);
                }
            }
        }
        Ok(reports)
    }

    /// Failures that were noticed after their case had been judged.
    fn add_late_failures(
        &self,
        reports: &mut [CaseReport],
        late: Vec<(String, Failure)>,
    ) -> Result<(), Error> {
        for (id, failure) in late {
            let Some(report) = reports.iter_mut().find(|report| report.id == id) else {
                continue;
            };
            let Some(case) = self.corpus.cases.iter().find(|case| case.id() == id) else {
                continue;
            };
            if let Some((store, _)) = self.snapshots
                && report.written == Written::Proposal
            {
                store.reject(&entry(case))?;
            }
            report.written = Written::Nothing;
            fail(report, case, &failure);
        }
        Ok(())
    }

    /// The report of cases that have run, without what only the whole corpus can tell.
    ///
    /// # Errors
    /// Where the references for `cargo insta` cannot be written.
    pub fn report(&self, cases: Vec<CaseReport>, not_run: u64) -> Result<Report, Error> {
        let mut sum = Tally::default();
        let mut splits: BTreeMap<Split, Tally> = BTreeMap::new();
        let mut since = SinceAccepted {
            before: Tally::default(),
            after: Tally::default(),
        };
        for case in &cases {
            sum += &case.row;
            if let Some(split) = case.split {
                *splits.entry(split).or_default() += &case.row;
            }
            if let Some(accepted) = &case.accepted {
                since.before += accepted;
                since.after += &case.row;
            }
        }
        if let Some((store, _)) = self.snapshots {
            let entries: Vec<Entry> = cases
                .iter()
                .filter_map(|case| case.id.parse().ok().map(Entry::Case))
                .collect();
            store.append_references(entries.iter().chain([&Entry::Accuracy]))?;
        }
        let known: Vec<Category> = self.corpus.taxonomy.names().cloned().collect();
        Ok(Report {
            version: VERSION,
            signature: Signature {
                claimsnap: env!("CARGO_PKG_VERSION").to_owned(),
                extractor: Some(self.extractor_name.to_owned()),
                corpus: Some(self.corpus.fingerprint.clone()),
                cases: cases.len() as u64,
                filter: self.filter.to_vec(),
                threshold: self.threshold.thousandths(),
            },
            passed: not_run == 0 && cases.iter().all(|case| case.passed),
            since_accepted: (since.before.articles > 0).then_some(since),
            accuracy: Accuracy::new(sum, splits, &known),
            annotators: None,
            gates: Vec::new(),
            cases,
            not_run,
            dangling: Vec::new(),
            accuracy_changed: false,
            accuracy_written: Written::Nothing,
        })
    }

    /// Adds what only a run over the whole corpus can tell: gates, dangling snapshots and
    /// `accuracy.snap`.
    ///
    /// # Errors
    /// Where snapshots cannot be read or written.
    pub fn judge_the_whole(&self, report: &mut Report) -> Result<(), Error> {
        report.gates = gate::check(self.gates, &report.accuracy.tally);
        report.passed &= report.gates.iter().all(|outcome| outcome.passed);
        let Some((store, policy)) = self.snapshots else {
            return Ok(());
        };
        let ids: BTreeSet<CaseId> = self.corpus.cases.iter().map(case_id).collect();
        report.dangling = store
            .dangling(&ids)?
            .iter()
            .map(ToString::to_string)
            .collect();
        report.passed &= report.dangling.is_empty();
        // A failed extraction never becomes a proposal, and counts with it in them are none.
        if report.accuracy.tally.failed == 0 {
            let header = Header {
                source: self.corpus_name.to_owned(),
                description: Some(format!("Accuracy of the extractor {}", self.extractor_name)),
                ..Header::default()
            };
            let settled =
                store.settle(&Entry::Accuracy, &header, &accuracy::body(report), policy)?;
            report.accuracy_changed = settled.compared != Compared::Unchanged
                && settled.decision.action != Action::Overwrite;
            report.accuracy_written = written(settled.decision);
            report.passed &= settled.decision.passes;
        }
        Ok(())
    }

    fn header(&self, case: &Case) -> Header {
        Header {
            source: format!("{}/{}.json", self.corpus_name, case.id()),
            description: case.article.title.clone(),
            info: BTreeMap::from([("extractor".to_owned(), self.extractor_name.to_owned())]),
            input_file: Some(format!("{}/{}.txt", self.corpus_name, case.id())),
        }
    }
}

/// The id of a case that was loaded from a corpus.
pub fn case_id(case: &Case) -> CaseId {
    case.id().parse().expect("the corpus takes no other ids")
}

fn entry(case: &Case) -> Entry {
    Entry::Case(case_id(case))
}

/// What a snapshot of `claims` would say when it is read again, so that nothing that is not stored
/// looks like a change.
fn as_stored(article: &Article, claims: &[Claim]) -> Vec<Claim> {
    let mut stored = resolve(article, records(article, claims, Detail::Stable));
    crate::model::sort(&mut stored);
    stored
}

fn fail(report: &mut CaseReport, case: &Case, failure: &Failure) {
    report.verdict = Verdict::Failed;
    report.passed = false;
    report.changes.clear();
    report.row = tally_failure(case);
    report.failure = Some(FailureReport::from(failure));
}

const fn written(decision: Decision) -> Written {
    match decision.action {
        Action::Leave => Written::Nothing,
        Action::Propose => Written::Proposal,
        Action::Overwrite => Written::Snapshot,
    }
}
