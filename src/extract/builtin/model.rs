//! The statistical part: linear models over named features.
//!
//! In: the features of a candidate. Out: what each [`Head`] decides, and how surely. A model is a file
//! that people can read and compare: JSON Lines, first what it decides, then one line a feature. All
//! weights are thousandths as integers, so that every machine decides the same.
//!
//! ```text
//! {"format":"claimsnap model 1","heads":{"category":["event","rule"]},"keep":250,"slope":1000,"shift":0}
//! ["word:bylaw",{"category":[-210,930]}]
//! ```

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::feature::{Feature, key};
use crate::model::words;

words! {
    /// What a model decides about a candidate.
    Head {
        /// Whether it is a claim: "no" or "yes".
        Claim = "claim",
        /// The category.
        Category = "category",
        /// The polarity.
        Polarity = "polarity",
        /// The certainty.
        Certainty = "certainty",
        /// Whether it is worth checking: "no" or "yes".
        CheckWorthy = "check_worthy",
    }
}

/// The labels of the heads that decide yes or no.
pub const NO_YES: [&str; 2] = ["no", "yes"];

/// The first line of a model file.
const FORMAT: &str = "claimsnap model 1";

/// A weight of one, in the units of a model.
pub const ONE: f64 = 1000.0;

/// A model as it is written: for each head its labels, and for each feature the weights by head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ModelFile {
    /// The labels of each head, in the order of their weights.
    pub heads: BTreeMap<Head, Vec<String>>,
    /// By feature and head one weight a label, in thousandths.
    pub weights: BTreeMap<String, BTreeMap<Head, Vec<i32>>>,
    /// How the claim head's weight becomes a probability.
    pub calibration: Calibration,
}

/// How the weight for "yes" over "no" of the claim head becomes the confidence: the logistic function of
/// `slope * weight + shift`. Thousandths all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calibration {
    /// The confidence below which a candidate is dropped.
    pub keep: i32,
    /// What the weight is multiplied by.
    pub slope: i32,
    /// What is added.
    pub shift: i32,
}

impl Default for Calibration {
    fn default() -> Self {
        Self {
            keep: 0,
            slope: 1000,
            shift: 0,
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    format: String,
    heads: BTreeMap<Head, Vec<String>>,
    keep: i32,
    slope: i32,
    shift: i32,
}

/// What is wrong with a model file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelFault {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}

impl ModelFile {
    /// Reads a model.
    ///
    /// # Errors
    /// With the first line that is none of a model.
    pub fn parse(text: &str) -> Result<Self, ModelFault> {
        let fault = |line: usize, column: usize, message: String| ModelFault {
            line,
            column,
            message,
        };
        let unread = |line: usize, error: &serde_json::Error| {
            let words = error.to_string();
            let words = words.split(" at line ").next().unwrap_or_default();
            fault(line, error.column().max(1), words.to_owned())
        };
        let mut lines = text.lines().enumerate();
        let (_, first) = lines
            .next()
            .ok_or_else(|| fault(1, 1, "the file is empty".to_owned()))?;
        let header: Header = serde_json::from_str(first).map_err(|error| unread(1, &error))?;
        if header.format != FORMAT {
            let message = format!("this is `{}`, not `{FORMAT}`", header.format);
            return Err(fault(1, 1, message));
        }
        let mut weights = BTreeMap::new();
        for (at, line) in lines {
            type Row = (String, BTreeMap<Head, Vec<i32>>);
            let (name, row): Row =
                serde_json::from_str(line).map_err(|error| unread(at + 1, &error))?;
            for (head, weights) in &row {
                let labels = header.heads.get(head).map_or(0, Vec::len);
                if weights.len() != labels {
                    let message =
                        format!("{head} has {labels} labels and {} weights", weights.len());
                    return Err(fault(at + 1, 1, message));
                }
            }
            if weights.insert(name, row).is_some() {
                return Err(fault(at + 1, 1, "this feature has another line".to_owned()));
            }
        }
        Ok(Self {
            heads: header.heads,
            weights,
            calibration: Calibration {
                keep: header.keep,
                slope: header.slope,
                shift: header.shift,
            },
        })
    }

    /// The model as a file.
    pub fn render(&self) -> String {
        let header = Header {
            format: FORMAT.to_owned(),
            heads: self.heads.clone(),
            keep: self.calibration.keep,
            slope: self.calibration.slope,
            shift: self.calibration.shift,
        };
        let line = |value: Result<String, serde_json::Error>| {
            value.expect("strings and integers are always JSON") + "\n"
        };
        let mut file = line(serde_json::to_string(&header));
        for row in &self.weights {
            file.push_str(&line(serde_json::to_string(&row)));
        }
        file
    }

    /// The model with the heads of `other` that it has none of its own for.
    pub fn or(mut self, other: &Self) -> Self {
        if !self.heads.contains_key(&Head::Claim) {
            self.calibration = other.calibration;
        }
        let missing: Vec<Head> = other
            .heads
            .keys()
            .filter(|head| !self.heads.contains_key(head))
            .copied()
            .collect();
        for (name, row) in &other.weights {
            for head in &missing {
                if let Some(weights) = row.get(head) {
                    let mine = self.weights.entry(name.clone()).or_default();
                    mine.insert(*head, weights.clone());
                }
            }
        }
        for head in missing {
            self.heads.insert(head, other.heads[&head].clone());
        }
        self
    }
}

/// A model as it is used: one row of weights a feature, all heads side by side.
#[derive(Clone, Debug, Default)]
pub(super) struct Model {
    heads: BTreeMap<Head, (usize, Vec<String>)>,
    rows: HashMap<u64, usize>,
    weights: Vec<i32>,
    width: usize,
    calibration: Calibration,
}

impl Model {
    /// The model of a file.
    pub(super) fn new(file: &ModelFile) -> Self {
        let mut heads = BTreeMap::new();
        let mut width = 0;
        for (head, labels) in &file.heads {
            heads.insert(*head, (width, labels.clone()));
            width += labels.len();
        }
        let mut rows = HashMap::with_capacity(file.weights.len());
        let mut weights = Vec::with_capacity(file.weights.len() * width);
        for (name, by_head) in &file.weights {
            rows.insert(key(name), weights.len());
            for (head, (_, labels)) in &heads {
                match by_head.get(head) {
                    Some(row) => weights.extend(row),
                    None => weights.extend(std::iter::repeat_n(0, labels.len())),
                }
            }
        }
        Self {
            heads,
            rows,
            weights,
            width,
            calibration: file.calibration,
        }
    }

    /// No evidence yet.
    pub(super) fn evidence(&self) -> Evidence<'_> {
        Evidence {
            model: self,
            sums: vec![0; self.width],
            seen: Vec::new(),
        }
    }
}

/// What the features of one candidate add up to.
#[derive(Clone, Debug)]
pub(super) struct Evidence<'m> {
    model: &'m Model,
    sums: Vec<i32>,
    seen: Vec<u64>,
}

impl Evidence<'_> {
    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.sums.fill(0);
        self.seen.clear();
    }

    /// Takes note of a feature.
    pub(super) fn note(&mut self, feature: Feature<'_>) {
        self.seen.push(feature.key());
    }

    /// Adds up what was noted; what was noted twice counts once.
    pub(super) fn add_up(&mut self) {
        self.seen.sort_unstable();
        self.seen.dedup();
        for key in &self.seen {
            if let Some(at) = self.model.rows.get(key) {
                let row = &self.model.weights[*at..*at + self.sums.len()];
                for (sum, weight) in self.sums.iter_mut().zip(row) {
                    *sum += weight;
                }
            }
        }
    }

    /// The labels of a head with their sums; nothing where the model does not have it.
    fn of(&self, head: Head) -> Option<(&[String], &[i32])> {
        let (start, labels) = self.model.heads.get(&head)?;
        Some((labels, &self.sums[*start..*start + labels.len()]))
    }

    /// What a head decides: the label with the greatest sum, the first of equals.
    pub(super) fn best(&self, head: Head) -> Option<&str> {
        let (labels, sums) = self.of(head)?;
        let best = (0..labels.len()).rev().max_by_key(|at| sums[*at])?;
        Some(&labels[best])
    }

    /// The probability of "yes" of a head that decides yes or no.
    pub(super) fn yes(&self, head: Head) -> Option<f64> {
        let (labels, sums) = self.of(head)?;
        let yes = labels.iter().position(|label| label == NO_YES[1])?;
        let no = labels.iter().position(|label| label == NO_YES[0])?;
        let weight = f64::from(sums[yes] - sums[no]) / ONE;
        let Calibration { slope, shift, .. } = self.model.calibration;
        Some(match head {
            Head::Claim => logistic(f64::from(slope) / ONE * weight + f64::from(shift) / ONE),
            _ => logistic(weight),
        })
    }

    /// Whether the candidate is to be kept.
    pub(super) fn keeps(&self) -> bool {
        let keep = f64::from(self.model.calibration.keep) / ONE;
        self.yes(Head::Claim)
            .is_none_or(|confidence| confidence >= keep)
    }

    /// The features that speak most for what a head decides, against the mean of its labels, in
    /// thousandths, the strongest first.
    pub(super) fn reasons(&self, head: Head, features: &[String]) -> Vec<(String, i32)> {
        let Some((start, labels)) = self.model.heads.get(&head) else {
            return Vec::new();
        };
        let best = self.best(head).unwrap_or_default();
        let Some(chosen) = labels.iter().position(|label| label == best) else {
            return Vec::new();
        };
        let mut reasons: Vec<(String, i32)> = Vec::new();
        for name in features {
            let Some(at) = self.model.rows.get(&key(name)) else {
                continue;
            };
            let row = &self.model.weights[at + start..at + start + labels.len()];
            let mean = row.iter().sum::<i32>() / i32::try_from(row.len()).unwrap_or(1);
            reasons.push((name.clone(), row[chosen] - mean));
        }
        reasons.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        reasons.dedup();
        reasons
    }
}

/// The logistic function, to two digits, the same on every machine.
fn logistic(weight: f64) -> f64 {
    let probability = 1.0 / (1.0 + libm::exp(-weight));
    (probability * 1000.0).round() / 1000.0
}
