//! What a model says of candidates that it has not seen.
//!
//! In: candidates with their labels, and the fold of each case. Out: for each candidate and head the scores by
//! a model that was trained on the other folds.

use std::{collections::BTreeMap, sync::Mutex};

use rayon::prelude::*;

use super::logistic::{Row, add_up, fit};
use crate::extract::builtin::Head;

/// How many folds.
pub(super) const FOLDS: usize = 5;

/// The penalty of a feature that one row has: the best of 1/10, 1/6, 1/3, 1 and 3 by an unseen sixth of the
/// sentences in this repository.
const PENALTY: f64 = 1.0 / 3.0;

/// Features of which no weight reaches this are left out; with twice as much the folds did worse.
const LEAST: f64 = 0.05;

/// A candidate with what the annotations say of it.
pub(super) struct Labelled {
    pub(super) case: usize,
    pub(super) features: Vec<u32>,
    /// The label by head, where the annotations give one.
    pub(super) labels: BTreeMap<Head, usize>,
}

/// The fold of a case, by its id, so that adding a case moves no other.
pub(super) fn fold(id: &str, seed: u64) -> usize {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&seed.to_le_bytes()).update(id.as_bytes());
    usize::from(hasher.finalize().as_bytes()[0]) % FOLDS
}

/// The weights of a head by the wanted cases; features that hardly weigh anything weigh nothing.
pub(super) fn learnt(
    labelled: &[Labelled],
    head: Head,
    labels: usize,
    features: usize,
    wanted: impl Fn(usize) -> bool,
) -> Vec<f64> {
    let rows = labelled.iter().filter(|one| wanted(one.case));
    let rows = rows.filter_map(|one| {
        Some(Row {
            features: &one.features,
            label: *one.labels.get(&head)?,
        })
    });
    let rows: Vec<Row<'_>> = rows.collect();
    let mut weights = fit(&rows, features, labels, PENALTY);
    for row in weights.chunks_mut(labels) {
        if row.iter().all(|weight| weight.abs() < LEAST) {
            row.fill(0.0);
        }
    }
    weights
}

/// For each candidate and head the scores by a model that has not seen its case. `folds` has the fold of each
/// case; `judged` is called after each fold.
pub(super) fn scores(
    labelled: &[Labelled],
    heads: &BTreeMap<Head, Vec<String>>,
    folds: &[usize],
    features: usize,
    judged: &mut (dyn FnMut() + Send),
) -> Vec<BTreeMap<Head, Vec<f64>>> {
    let judged = Mutex::new(judged);
    let of_fold = |number: usize| -> BTreeMap<Head, Vec<f64>> {
        let of_head = |(head, labels): (&Head, &Vec<String>)| {
            let wanted = |case: usize| folds[case] != number;
            let learnt = learnt(labelled, *head, labels.len(), features, wanted);
            (*head, learnt)
        };
        let learnt = heads.par_iter().map(of_head).collect();
        judged.lock().expect("whoever is told does not panic")();
        learnt
    };
    let learnt: Vec<_> = (0..FOLDS).into_par_iter().map(of_fold).collect();
    let scores = labelled.par_iter().map(|one| {
        let of_head = |(head, labels): (&Head, &Vec<String>)| {
            let mut sums = vec![0.0; labels.len()];
            add_up(&learnt[folds[one.case]][head], &one.features, &mut sums);
            (*head, sums)
        };
        heads.iter().map(of_head).collect()
    });
    scores.collect()
}

/// The label with the highest score, the first of equals.
pub(super) fn best(scores: &[f64]) -> usize {
    let ranked = scores.iter().enumerate().rev();
    ranked
        .max_by(|a, b| a.1.total_cmp(b.1))
        .map_or(0, |(at, _)| at)
}
