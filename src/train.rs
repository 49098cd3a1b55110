//! Training the built-in extractor's model.
//!
//! In: annotated cases. Out: a [`ModelFile`]. The rules of the built-in extractor find candidates in each
//! article; the alignment with the annotations says which are claims and which attributes they should have;
//! a logistic regression for each head learns that from the candidates' features. What optional claims and
//! ignored stretches match teaches nothing, and stands only beside others.
//!
//! A candidate's features are its own and what its neighbours are: so the category is learnt twice, first
//! from each candidate by itself, then all heads with the categories that the first round gave the
//! neighbours unseen (stacking; Wolpert 1992, "Stacked generalization"). The model that is written judges in
//! both rounds: without the neighbours' features, which only the second has, it is hardly another.
//!
//! The confidence is calibrated on candidates that the model has not seen: the cases are divided into folds,
//! each is judged by a model trained on the others, and Platt's method (Platt 1999, "Probabilistic outputs
//! for support vector machines") turns the weights into probabilities.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use crate::{
    align::{Standing, Threshold, WordIndex, align},
    extract::builtin::{
        Calibration, Example, Head, ModelFile, NO_YES, ONE, examples, names_beside,
    },
    model::{Case, Claim, Split},
};

mod calibration;
mod logistic;
mod unseen;

use calibration::calibration;
use unseen::{FOLDS, Labelled, best, fold, learnt};

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
    /// One more fold has been judged by the others.
    Fold {
        /// How many have been by now.
        number: usize,
        /// Of how many, both rounds together.
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

/// So many features at most, because a model has to be read before anything is extracted. Twice as many judged
/// no better.
const MOST: usize = 50_000;

/// A candidate and what it teaches.
struct Graded {
    example: Example,
    /// Whether the annotations say if it is a claim.
    teaches: bool,
    /// The expected claim that it is; none where it is no claim.
    claim: Option<Claim>,
}

/// Trains a model on `cases`.
///
/// A head is left out where the annotations give fewer than two labels for it.
pub fn train(
    cases: &[Case],
    options: Options,
    report: &mut (dyn FnMut(Progress) + Send),
) -> ModelFile {
    let found: Vec<Vec<Graded>> = cases
        .par_iter()
        .map(|case| graded(case, options.threshold))
        .collect();
    let mut names = frequent(&found);
    let heads = labels_of(&found);
    let numbers: HashMap<&str, u32> = (0..)
        .zip(&names)
        .map(|(at, name)| (name.as_str(), at))
        .collect();
    let with_case = found.iter().enumerate();
    let with_case = with_case.flat_map(|(case, found)| found.iter().map(move |one| (case, one)));
    let mut labelled: Vec<Labelled> = with_case
        .map(|(case, one)| Labelled {
            case,
            features: one
                .example
                .features
                .iter()
                .filter_map(|name| numbers.get(name.as_str()).copied())
                .collect(),
            labels: labels(&heads, one),
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
    let of = if heads.contains_key(&Head::Category) {
        2 * FOLDS
    } else {
        FOLDS
    };
    let mut number = 0;
    let mut judged = || {
        number += 1;
        report(Progress::Fold { number, of });
    };
    if let Some((head, categories)) = heads.get_key_value(&Head::Category) {
        let category = BTreeMap::from([(*head, categories.clone())]);
        let first = unseen::scores(&labelled, &category, &folds, names.len(), &mut judged);
        tell_neighbours(&mut labelled, &mut names, categories, &first);
    }
    let unseen = unseen::scores(&labelled, &heads, &folds, names.len(), &mut judged);
    let all: BTreeMap<Head, Vec<f64>> = heads
        .par_iter()
        .map(|(head, labels)| {
            let weights = learnt(&labelled, *head, labels.len(), names.len(), |_| true);
            (*head, weights)
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
            Some((scores[1] - scores[0], *one.labels.get(&Head::Claim)? == 1))
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

/// The candidates of a case in the order of the text.
fn graded(case: &Case, threshold: Threshold) -> Vec<Graded> {
    let examples = examples(&case.article);
    let claims: Vec<Claim> = examples
        .iter()
        .map(|example| example.claim.clone())
        .collect();
    let index = WordIndex::new(&case.article.text);
    let alignment = align(case, &index, &claims, threshold);
    let graded = examples.into_iter().zip(alignment.extracted);
    graded
        .map(|(example, standing)| {
            let (teaches, claim) = match standing {
                Standing::Matched(pair) => (true, Some(case.expected[pair.expected].claim.clone())),
                Standing::Optional(_) | Standing::Ignored => (false, None),
                Standing::Forbidden(_) | Standing::Spurious(_) => (true, None),
            };
            Graded {
                example,
                teaches,
                claim,
            }
        })
        .collect()
}

/// The names of the features that enough candidates have, sorted: two, or as many more as it takes to have at
/// most [`MOST`] of them.
fn frequent(found: &[Vec<Graded>]) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for one in found.iter().flatten().filter(|one| one.teaches) {
        for name in &one.example.features {
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
fn word_for(head: Head, one: &Graded) -> Option<String> {
    let claim = one.claim.as_ref();
    let yes_no = |yes: bool| NO_YES[usize::from(yes)].to_owned();
    match head {
        Head::Claim => one.teaches.then(|| yes_no(claim.is_some())),
        Head::Category => Some(claim?.category.as_ref()?.0.clone()),
        Head::Polarity => Some(claim?.polarity?.to_string()),
        Head::Certainty => Some(claim?.certainty?.to_string()),
        Head::CheckWorthy => claim?.check_worthy.map(yes_no),
    }
}

/// The labels that the annotations have for each head, sorted; heads with fewer than two are left out.
fn labels_of(found: &[Vec<Graded>]) -> BTreeMap<Head, Vec<String>> {
    let all = Head::ALL.iter().map(|head| {
        let words = found.iter().flatten();
        let words = words.filter_map(|one| word_for(*head, one));
        let words: BTreeSet<String> = words.collect();
        (*head, words.into_iter().collect::<Vec<_>>())
    });
    all.filter(|(_, labels)| labels.len() > 1).collect()
}

fn labels(heads: &BTreeMap<Head, Vec<String>>, one: &Graded) -> BTreeMap<Head, usize> {
    let labels = heads.iter().filter_map(|(head, labels)| {
        let word = word_for(*head, one)?;
        Some((*head, labels.binary_search(&word).ok()?))
    });
    labels.collect()
}

/// Gives each candidate the features that its neighbours tell of it, by the categories with the highest scores.
fn tell_neighbours(
    labelled: &mut [Labelled],
    names: &mut Vec<String>,
    categories: &[String],
    scores: &[BTreeMap<Head, Vec<f64>>],
) {
    let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
    let mut scores = scores.iter();
    for case in labelled.chunk_by_mut(|a, b| a.case == b.case) {
        let scores = scores.by_ref().take(case.len());
        let category = |scores: &BTreeMap<Head, Vec<f64>>| best(&scores[&Head::Category]);
        let of_each: Vec<&str> = scores
            .map(|one| categories[category(one)].as_str())
            .collect();
        for (at, one) in case.iter_mut().enumerate() {
            let before = at.checked_sub(1).map(|before| of_each[before]);
            let told = names_beside(before, of_each.get(at + 1).copied());
            one.features.extend(told.map(|name| {
                *numbers.entry(name).or_insert_with_key(|name| {
                    names.push(name.clone());
                    (names.len() - 1) as u32
                })
            }));
        }
    }
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
