//! The statistical part: linear models over named features.
//!
//! In: the features of a candidate. Out: what each [`Head`] decides, and how surely. A model is a file
//! that people can read and compare: JSON Lines, first what it decides, then one line a feature. All
//! weights are thousandths as integers, so that every machine decides the same.
//!
//! ```text
//! {"format":"claimsnap model 1","heads":{"category":["event","rule"]},"keep":250,"slope":1000,"shift":0}
//! ["word:bylaw",[-210,930]]
//! ```
//!
//! The weights of a line are those of the heads' labels, head after head in the order of [`Head`].

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::feature::key;
use crate::model::words;

mod file;

pub use file::{ModelFault, ModelFile};

use file::read;

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

/// A weight of one, in the units of a model.
pub const ONE: f64 = 1000.0;

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

/// A model as it is used: one row of weights a feature, all heads side by side.
#[derive(Clone, Debug, Default)]
pub(super) struct Model {
    heads: BTreeMap<Head, (usize, Vec<String>)>,
    /// The number of each row, by the key of its feature.
    rows: FxHashMap<u64, u32>,
    /// Row after row. Narrow, because fetching them is what takes the time.
    weights: Vec<i16>,
    width: usize,
    calibration: Calibration,
}

impl Model {
    /// The model of a file.
    pub(super) fn new(file: &ModelFile) -> Self {
        let mut model = Self::default();
        for (name, row) in &file.weights {
            model.take(name, row);
        }
        model.with_heads(&file.heads, file.calibration)
    }

    /// The model that `text` is, read without keeping its names.
    ///
    /// # Errors
    /// As [`ModelFile::parse`].
    pub(super) fn parse(text: &str) -> Result<Self, ModelFault> {
        let mut model = Self::default();
        let header = read(text, |name, row| model.take(name, row))?;
        Ok(model.with_heads(&header.heads, header.calibration()))
    }

    fn take(&mut self, name: &str, row: &[i32]) {
        let number = self.weights.len() / row.len().max(1);
        let number = u32::try_from(number).expect("no model has so many features");
        self.rows.insert(key(name), number);
        let narrow = |weight: &i32| {
            let narrow = (*weight).clamp(i16::MIN.into(), i16::MAX.into());
            i16::try_from(narrow).unwrap_or_default()
        };
        self.weights.extend(row.iter().map(narrow));
    }

    fn with_heads(self, heads: &BTreeMap<Head, Vec<String>>, calibration: Calibration) -> Self {
        let mut width = 0;
        let heads = heads.iter().map(|(head, labels)| {
            width += labels.len();
            (*head, (width - labels.len(), labels.clone()))
        });
        Self {
            heads: heads.collect(),
            width,
            calibration,
            ..self
        }
    }

    /// The row of the feature with this key.
    fn row(&self, key: u64) -> Option<usize> {
        self.rows.get(&key).map(|row| *row as usize)
    }

    fn weights_of(&self, row: usize) -> &[i16] {
        &self.weights[row * self.width..(row + 1) * self.width]
    }

    /// A tally of nothing yet.
    pub(super) fn tally(&self) -> Tally<'_> {
        Tally {
            noted: vec![0; self.weights.len() / self.width.max(1)],
            round: 1,
            evidence: self.evidence(),
        }
    }

    fn evidence(&self) -> Evidence<'_> {
        Evidence {
            model: self,
            sums: vec![0; self.width],
        }
    }
}

/// Adds up the features of one candidate after the other.
#[derive(Clone, Debug)]
pub(super) struct Tally<'m> {
    /// For each row the round in which it was last noted.
    noted: Vec<u32>,
    round: u32,
    evidence: Evidence<'m>,
}

impl<'m> Tally<'m> {
    /// Adds the feature of this key; what comes twice counts once.
    pub(super) fn add(&mut self, key: u64) {
        let Some(row) = self.evidence.model.row(key) else {
            return;
        };
        let noted = &mut self.noted[row];
        if *noted != self.round {
            *noted = self.round;
            self.evidence.add_row(row);
        }
    }

    /// The evidence for this candidate; the next begins without any.
    pub(super) fn take(&mut self) -> Evidence<'m> {
        self.round += 1;
        let empty = self.evidence.model.evidence();
        std::mem::replace(&mut self.evidence, empty)
    }
}

/// What the features of one candidate add up to.
#[derive(Clone, Debug)]
pub(super) struct Evidence<'m> {
    model: &'m Model,
    sums: Vec<i32>,
}

impl<'m> Evidence<'m> {
    /// Adds the feature of this key, which has not been added before.
    pub(super) fn add(&mut self, key: u64) {
        if let Some(row) = self.model.row(key) {
            self.add_row(row);
        }
    }

    fn add_row(&mut self, row: usize) {
        for (sum, weight) in self.sums.iter_mut().zip(self.model.weights_of(row)) {
            *sum += i32::from(*weight);
        }
    }

    /// The labels of a head with their sums; nothing where the model does not have it.
    fn of(&self, head: Head) -> Option<(&'m [String], &[i32])> {
        let (start, labels) = self.model.heads.get(&head)?;
        Some((labels, &self.sums[*start..*start + labels.len()]))
    }

    /// What a head decides: the label with the greatest sum, the first of equals.
    pub(super) fn best(&self, head: Head) -> Option<&'m str> {
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
    pub(super) fn reasons(&self, head: Head, features: &BTreeSet<String>) -> Vec<(String, i32)> {
        let Some((start, labels)) = self.model.heads.get(&head) else {
            return Vec::new();
        };
        // As sure as it is, calibrated, which need not be what the sums say.
        let best = match self.yes(head) {
            Some(probability) => NO_YES[usize::from(probability >= 0.5)],
            None => self.best(head).unwrap_or_default(),
        };
        let Some(chosen) = labels.iter().position(|label| label == best) else {
            return Vec::new();
        };
        let mut reasons: Vec<(String, i32)> = Vec::new();
        for name in features {
            let Some(row) = self.model.row(key(name)) else {
                continue;
            };
            let row = &self.model.weights_of(row)[*start..*start + labels.len()];
            let sum: i32 = row.iter().map(|weight| i32::from(*weight)).sum();
            let mean = sum / i32::try_from(row.len()).unwrap_or(1);
            reasons.push((name.clone(), i32::from(row[chosen]) - mean));
        }
        reasons.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        reasons
    }
}

/// The logistic function, to three digits, the same on every machine.
fn logistic(weight: f64) -> f64 {
    let probability = 1.0 / (1.0 + libm::exp(-weight));
    (probability * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = concat!(
        r#"{"format":"claimsnap model 1","heads":{"claim":["no","yes"],"category":["event","rule"]},"keep":400,"slope":1000,"shift":0}"#,
        "\n",
        r#"["word:\"","#,
        "[0,0,10,0]]\n",
        r#"["word:bylaw","#,
        "[-1000,1000,-210,930]]\n",
    );

    #[test]
    fn a_file_reads_back() {
        let file = ModelFile::parse(FILE).unwrap();
        assert_eq!(file.render(), FILE);
        assert_eq!(
            file.row("word:bylaw", Head::Category),
            Some(&[-210, 930][..])
        );
    }

    #[test]
    fn features_add_up_once() {
        let model = Model::parse(FILE).unwrap();
        let mut tally = model.tally();
        for name in ["word:bylaw", "word:unheard", "word:bylaw"] {
            tally.add(key(name));
        }
        let mut evidence = tally.take();
        assert_eq!(evidence.best(Head::Category), Some("rule"));
        assert_eq!(evidence.yes(Head::Claim), Some(0.881));
        assert!(evidence.keeps());
        evidence.add(key("word:bylaw"));
        assert_eq!(evidence.yes(Head::Claim), Some(0.982));
        let evidence = tally.take();
        assert_eq!(
            evidence.best(Head::Category),
            Some("event"),
            "the first of equals"
        );
        assert_eq!(evidence.best(Head::Polarity), None);
        assert_eq!(evidence.yes(Head::Claim), Some(0.5));
    }

    #[test]
    fn names_of_one_key_are_no_harm() {
        let first = FILE.lines().next().unwrap();
        let file = format!("{first}\n[\"a\",[1,1,1,1]]\n[\"a:\",[0,9,0,9]]\n[\"b:\",[0,1,0,1]]");
        let model = Model::parse(&file).unwrap();
        let mut tally = model.tally();
        for name in ["a:", "a", "b:"] {
            tally.add(key(name));
        }
        assert_eq!(tally.take().sums, [0, 10, 0, 10]);
    }

    #[test]
    fn heads_of_ones_own_win() {
        let mine = r#"{"format":"claimsnap model 1","heads":{"category":["fact"]},"keep":0,"slope":1,"shift":1}"#;
        let mine = ModelFile::parse(mine).unwrap();
        let other = ModelFile::parse(FILE).unwrap();
        let both = mine.or(&other);
        assert_eq!(both.heads[&Head::Category], ["fact"]);
        assert_eq!(both.weights["word:bylaw"], [-1000, 1000, 0]);
        assert_eq!(both.calibration, other.calibration);
    }

    #[test]
    fn what_is_no_model_is_refused() {
        let refused = |text: &str| {
            let fault = ModelFile::parse(text).unwrap_err();
            format!("{}:{} {}", fault.line, fault.column, fault.message)
        };
        let first = FILE.lines().next().unwrap();
        assert_eq!(refused(""), "1:1 the file is empty");
        assert_eq!(
            refused(&first.replace("model 1", "model 9")),
            "1:1 this is `claimsnap model 9`, not `claimsnap model 1`"
        );
        assert_eq!(
            refused(&format!("{first}\n[\"a\",[1]]")),
            "2:1 1 weights for 4 labels"
        );
        assert_eq!(
            refused(&format!("{first}\n[\"a\",[1,40000,1,1]]")),
            "2:1 a weight lies between -32768 and 32767, and 40000 does not"
        );
        let twice = format!("{first}\n[\"a\",[1,1,1,1]]\n[\"a\",[1,1,1,1]]");
        assert_eq!(
            refused(&twice),
            "3:1 the features are not sorted, or this one has another line"
        );
        assert_eq!(
            refused(&format!("{first}\n{{")),
            "2:1 invalid type: map, expected tuple struct Line"
        );
    }

    #[test]
    fn the_model_in_the_crate_is_one() {
        let file = super::super::shipped();
        assert!(Head::ALL.iter().all(|head| file.heads.contains_key(head)));
    }
}
