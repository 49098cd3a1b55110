//! One case: its accepted claims against others, both held against the annotations.

use rayon::prelude::*;

use crate::{
    align::{Threshold, WordIndex, align},
    change::{Change, Comparison, Verdict, compare},
    error::Error,
    model::{Case, Claim, Content, Corpus},
    report::{CaseReport, ChangeReport, ExpectedReport, Written},
    score::tally,
    snapshot::{State, store::Store},
    text::line_column,
    wire::{ClaimRecord, Detail, records, resolve},
};

use super::case_id;

/// The claims of a case's snapshot, as they are found in its article today; `None` where there is
/// no snapshot.
pub(super) fn stored(
    case: &Case,
    store: &Store,
    state: State,
) -> Result<Option<Vec<Claim>>, Error> {
    let stored = store.read(&case_id(case), state)?;
    Ok(stored.map(|stored| {
        let mut claims = resolve(&case.article, stored.records);
        crate::model::sort(&mut claims);
        claims
    }))
}

/// Accepted claims against other ones, both held against the annotations.
pub(super) fn judged(
    case: &Case,
    accepted: Option<&[Claim]>,
    claims: &[Claim],
    threshold: Threshold,
) -> CaseReport {
    let index = WordIndex::new(&case.article.text);
    let comparison = match accepted {
        Some(accepted) => compare(case, &index, accepted, claims, threshold),
        None => Comparison {
            after: align(case, &index, claims, threshold),
            ..Comparison::default()
        },
    };
    CaseReport {
        id: case.id().to_owned(),
        verdict: if accepted.is_some() {
            comparison.verdict()
        } else {
            Verdict::New
        },
        passed: true,
        split: case.split,
        row: tally(case, &index, claims, &comparison.after),
        accepted: accepted.map(|accepted| tally(case, &index, accepted, &comparison.before)),
        failure: None,
        changes: shown_changes(
            case,
            accepted.unwrap_or_default(),
            claims,
            &comparison.changes,
        ),
        written: Written::Nothing,
    }
}

/// What accepting the proposals would change: every case with a snapshot or a proposal, one without
/// a proposal as unchanged. Nothing is extracted and nothing written.
///
/// # Errors
/// Where a snapshot or a proposal is damaged.
pub fn pending(
    corpus: &Corpus,
    store: &Store,
    threshold: Threshold,
) -> Result<Vec<CaseReport>, Error> {
    let report = |case: &Case| -> Result<Option<CaseReport>, Error> {
        let accepted = stored(case, store, State::Accepted)?;
        let proposed = stored(case, store, State::Proposed)?;
        let Some(claims) = proposed.as_ref().or(accepted.as_ref()) else {
            return Ok(None);
        };
        let mut report = judged(case, accepted.as_deref(), claims, threshold);
        if proposed.is_some() {
            report.passed = false;
            report.written = Written::Proposal;
            if report.verdict == Verdict::Unchanged {
                // As in a run: the same claims in other JSON.
                report.verdict = Verdict::Shifted;
            }
        }
        Ok(Some(report))
    };
    corpus
        .cases
        .par_iter()
        .map(report)
        .filter_map(Result::transpose)
        .collect()
}

/// The changes as a report has them: with the words that the indices stand for.
fn shown_changes(
    case: &Case,
    before: &[Claim],
    after: &[Claim],
    changes: &[Change],
) -> Vec<ChangeReport> {
    let text = &case.article.text;
    let record = |claims: &[Claim], at: usize| -> Option<ClaimRecord> {
        records(&case.article, &claims[at..=at], Detail::Stable).pop()
    };
    let shown = |change: &Change| {
        let claim = change
            .after
            .map(|at| &after[at])
            .or_else(|| change.before.map(|at| &before[at]));
        let start = claim.and_then(|claim| claim.content.spans().first());
        ChangeReport {
            effect: change.effect,
            kind: change.kind(),
            matched: change.matched,
            extracted: change.extracted,
            at: start.map(|span| {
                let (line, column) = line_column(text, span.start);
                [line, column]
            }),
            expected: change.expected.map(|at| {
                let expected = &case.expected[at];
                ExpectedReport {
                    id: expected.id.clone(),
                    quote: expected.claim.content.display(text).replace('\n', " "),
                    category: expected.claim.category.clone(),
                }
            }),
            ungrounded: change
                .after
                .is_some_and(|at| matches!(after[at].content, Content::Ungrounded(_))),
            before: change.before.and_then(|at| record(before, at)),
            after: change.after.and_then(|at| record(after, at)),
            attributes: change.attributes.clone(),
        }
    };
    changes.iter().map(shown).collect()
}
