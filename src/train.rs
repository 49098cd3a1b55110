//! Training the built-in extractor's model.
//!
//! In: annotated cases. Out: a [`ModelFile`]. The rules of the built-in extractor find candidates in each
//! article; the alignment with the annotations says which are claims and which attributes they should have;
//! a logistic regression for each head learns that from the candidates' features. What optional claims and
//! ignored stretches match is left out.
//!
//! The confidence is calibrated on candidates that the model has not seen: the cases are divided into folds,
//! each is judged by a model trained on the others, and Platt's method (Platt 1999, "Probabilistic outputs
//! for support vector machines") turns the weights into probabilities.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use crate::{
    align::{Standing, Threshold, WordIndex, align},
    extract::builtin::{Calibration, Example, Head, ModelFile, NO_YES, ONE, examples},
    model::{Case, Claim, Split},
};

mod calibration;
mod logistic;

use calibration::calibration;
use logistic::{Row, add_up, fit};

/// What shapes a model besides the cases.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Divides the cases into folds; the same seed gives the same bytes.
    pub seed: u64,
    /// From which similarity on a candidate counts as an expected claim.
    pub threshold: Threshold,
}

/// What training has come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// So many cases have been read for candidates.
    Read {
        /// Candidates found.
        candidates: usize,
        /// Different features, without the rarest.
        features: usize,
    },
    /// A fold of so many has been judged by the others.
    Fold {
        /// Its number, from 1.
        number: usize,
        /// Of how many.
        of: usize,
    },
    /// A head has been trained.
    Head {
        /// Which one.
        head: Head,
        /// Candidates that were judged unseen, of the dev split where there is one.
        rows: usize,
        /// How many of them were judged right.
        right: usize,
    },
}

/// Folds for what is to be judged unseen.
const FOLDS: usize = 5;

/// The penalty of a feature that one row has: the best of 1/10, 1/6, 1/3, 1 and 3 by an unseen sixth of the
/// sentences in this repository.
const PENALTY: f64 = 1.0 / 3.0;

/// Features of which no weight reaches this are left out; with twice as much the folds did worse.
const LEAST: f64 = 0.05;

/// So many features at most, because a model has to be read before anything is extracted. Twice as many judged
/// no better.
const MOST: usize = 50_000;

/// A candidate with what the annotations say of it.
struct Labelled {
    case: usize,
    features: Vec<u32>,
    /// The label by head, where the annotations give one.
    labels: BTreeMap<Head, usize>,
}

/// Trains a model on `cases`.
///
/// A head is left out where the annotations give fewer than two labels for it.
pub fn train(cases: &[Case], options: Options, report: &mut dyn FnMut(Progress)) -> ModelFile {
    let found: Vec<Vec<(Example, Option<Claim>)>> = cases
        .par_iter()
        .map(|case| graded(case, options.threshold))
        .collect();
    let names = frequent(&found);
    let heads = labels_of(&found);
    let numbers: HashMap<&str, u32> = (0..)
        .zip(&names)
        .map(|(at, name)| (name.as_str(), at))
        .collect();
    let labelled: Vec<Labelled> = found
        .iter()
        .enumerate()
        .flat_map(|(case, found)| {
            found
                .iter()
                .map(move |(example, claim)| (case, example, claim))
        })
        .map(|(case, example, claim)| Labelled {
            case,
            features: example
                .features
                .iter()
                .filter_map(|name| numbers.get(name.as_str()).copied())
                .collect(),
            labels: labels(&heads, claim.as_ref()),
        })
        .collect();
    // The names of every candidate's features would be by far the most of the memory from here on.
    drop(found);
    report(Progress::Read {
        candidates: labelled.len(),
        features: names.len(),
    });
    let folds: Vec<usize> = cases
        .iter()
        .map(|case| fold(case.id(), options.seed))
        .collect();
    let unseen = judged_unseen(&labelled, &heads, &folds, names.len(), report);
    let all: BTreeMap<Head, Vec<f64>> = heads
        .par_iter()
        .map(|(head, labels)| {
            let rows = rows(&labelled, *head, |_| true);
            (*head, learn(&rows, names.len(), labels.len()))
        })
        .collect();
    let calibrates = calibrating(cases);
    for head in heads.keys() {
        let judged = labelled.iter().zip(&unseen);
        let judged = judged.filter(|(one, _)| calibrates[one.case]);
        let judged = judged.filter_map(|(one, scores)| {
            let label = *one.labels.get(head)?;
            Some(usize::from(best(&scores[head]) == label))
        });
        let judged: Vec<usize> = judged.collect();
        report(Progress::Head {
            head: *head,
            rows: judged.len(),
            right: judged.iter().sum(),
        });
    }
    let judged: Vec<(f64, bool)> = labelled
        .iter()
        .zip(&unseen)
        .filter(|(one, _)| calibrates[one.case])
        .filter_map(|(one, scores)| {
            let scores = scores.get(&Head::Claim)?;
            Some((scores[1] - scores[0], one.labels[&Head::Claim] == 1))
        })
        .collect();
    let expected = cases
        .iter()
        .zip(&calibrates)
        .filter(|(_, calibrates)| **calibrates)
        .flat_map(|(case, _)| &case.expected)
        .filter(|expected| expected.is_required())
        .count();
    let calibration = calibration(&judged, expected as u64);
    model_file(heads, &names, &all, calibration)
}

/// The candidates of a case, each with the expected claim that it is: none where it is no claim.
fn graded(case: &Case, threshold: Threshold) -> Vec<(Example, Option<Claim>)> {
    let examples = examples(&case.article);
    let claims: Vec<Claim> = examples
        .iter()
        .map(|example| example.claim.clone())
        .collect();
    let index = WordIndex::new(&case.article.text);
    let alignment = align(case, &index, &claims, threshold);
    let graded = examples.into_iter().zip(alignment.extracted);
    graded
        .filter_map(|(example, standing)| match standing {
            Standing::Matched(pair) => {
                Some((example, Some(case.expected[pair.expected].claim.clone())))
            }
            Standing::Optional(_) | Standing::Ignored => None,
            Standing::Forbidden(_) | Standing::Spurious(_) => Some((example, None)),
        })
        .collect()
}

/// The names of the features that enough candidates have, sorted: two, or as many more as it takes to have at
/// most [`MOST`] of them.
fn frequent(found: &[Vec<(Example, Option<Claim>)>]) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (example, _) in found.iter().flatten() {
        for name in &example.features {
            *counts.entry(name).or_default() += 1;
        }
    }
    let mut ranked: Vec<usize> = counts.values().copied().collect();
    ranked.sort_unstable_by(|a, b| b.cmp(a));
    let enough = ranked.get(MOST).map_or(2, |left_out| left_out + 1).max(2);
    let frequent = counts.into_iter().filter(|(_, count)| *count >= enough);
    frequent.map(|(name, _)| name.to_owned()).collect()
}

/// What the annotation of a candidate says to a head; a candidate that is no claim says nothing but that.
fn word_for(head: Head, claim: Option<&Claim>) -> Option<String> {
    let yes_no = |yes: bool| NO_YES[usize::from(yes)].to_owned();
    match head {
        Head::Claim => Some(yes_no(claim.is_some())),
        Head::Category => Some(claim?.category.as_ref()?.0.clone()),
        Head::Polarity => Some(claim?.polarity?.to_string()),
        Head::Certainty => Some(claim?.certainty?.to_string()),
        Head::CheckWorthy => claim?.check_worthy.map(yes_no),
    }
}

/// The labels that the annotations have for each head, sorted; heads with fewer than two are left out.
fn labels_of(found: &[Vec<(Example, Option<Claim>)>]) -> BTreeMap<Head, Vec<String>> {
    let all = Head::ALL.iter().map(|head| {
        let words = found.iter().flatten();
        let words = words.filter_map(|(_, claim)| word_for(*head, claim.as_ref()));
        let words: BTreeSet<String> = words.collect();
        (*head, words.into_iter().collect::<Vec<_>>())
    });
    all.filter(|(_, labels)| labels.len() > 1).collect()
}

fn labels(heads: &BTreeMap<Head, Vec<String>>, claim: Option<&Claim>) -> BTreeMap<Head, usize> {
    let labels = heads.iter().filter_map(|(head, labels)| {
        let word = word_for(*head, claim)?;
        Some((*head, labels.binary_search(&word).ok()?))
    });
    labels.collect()
}

/// The fold of a case, by its id, so that adding a case moves no other.
fn fold(id: &str, seed: u64) -> usize {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&seed.to_le_bytes()).update(id.as_bytes());
    usize::from(hasher.finalize().as_bytes()[0]) % FOLDS
}

fn rows(labelled: &[Labelled], head: Head, wanted: impl Fn(usize) -> bool) -> Vec<Row<'_>> {
    let rows = labelled.iter().filter(|one| wanted(one.case));
    rows.filter_map(|one| {
        Some(Row {
            features: &one.features,
            label: *one.labels.get(&head)?,
        })
    })
    .collect()
}

/// The weights of a head; features that hardly weigh anything weigh nothing.
fn learn(rows: &[Row<'_>], features: usize, labels: usize) -> Vec<f64> {
    let mut weights = fit(rows, features, labels, PENALTY);
    for row in weights.chunks_mut(labels) {
        if row.iter().all(|weight| weight.abs() < LEAST) {
            row.fill(0.0);
        }
    }
    weights
}

/// For each candidate and head the scores by a model that has not seen its case.
fn judged_unseen(
    labelled: &[Labelled],
    heads: &BTreeMap<Head, Vec<String>>,
    folds: &[usize],
    features: usize,
    report: &mut dyn FnMut(Progress),
) -> Vec<BTreeMap<Head, Vec<f64>>> {
    let mut unseen = vec![BTreeMap::new(); labelled.len()];
    for number in 0..FOLDS {
        let weights: BTreeMap<Head, Vec<f64>> = heads
            .par_iter()
            .map(|(head, labels)| {
                let rows = rows(labelled, *head, |case| folds[case] != number);
                (*head, learn(&rows, features, labels.len()))
            })
            .collect();
        for (one, scores) in labelled.iter().zip(&mut unseen) {
            if folds[one.case] == number {
                let of_head = |(head, labels): (&Head, &Vec<String>)| {
                    let mut sums = vec![0.0; labels.len()];
                    add_up(&weights[head], &one.features, &mut sums);
                    (*head, sums)
                };
                *scores = heads.iter().map(of_head).collect();
            }
        }
        report(Progress::Fold {
            number: number + 1,
            of: FOLDS,
        });
    }
    unseen
}

fn best(scores: &[f64]) -> usize {
    let ranked = scores.iter().enumerate().rev();
    ranked
        .max_by(|a, b| a.1.total_cmp(b.1))
        .map_or(0, |(at, _)| at)
}

/// Which cases the confidence is calibrated on: those of the dev split, where there are any, because those
/// are what an extractor is tuned on.
fn calibrating(cases: &[Case]) -> Vec<bool> {
    let is_dev = |case: &Case| case.split == Some(Split::Dev);
    let only_dev = cases.iter().any(is_dev);
    cases.iter().map(|case| !only_dev || is_dev(case)).collect()
}

fn model_file(
    heads: BTreeMap<Head, Vec<String>>,
    names: &[String],
    weights: &BTreeMap<Head, Vec<f64>>,
    calibration: Calibration,
) -> ModelFile {
    let mut by_name = BTreeMap::new();
    for (at, name) in names.iter().enumerate() {
        let row = heads.iter().flat_map(|(head, labels)| {
            let of_head = &weights[head][at * labels.len()..(at + 1) * labels.len()];
            // What a model file can hold.
            let thousandths = |weight: &f64| (weight * ONE).round().clamp(-32768.0, 32767.0) as i32;
            of_head.iter().map(thousandths)
        });
        let row: Vec<i32> = row.collect();
        if row.iter().any(|weight| *weight != 0) {
            by_name.insert(name.clone(), row);
        }
    }
    ModelFile {
        heads,
        weights: by_name,
        calibration,
    }
}
