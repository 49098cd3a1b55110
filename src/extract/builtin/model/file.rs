//! A model as a file.
//!
//! In: the text of a model file. Out: a [`ModelFile`] and back, or the first line that is wrong.

use std::{borrow::Cow, collections::BTreeMap};

use serde::{Deserialize, Serialize};

use super::{Calibration, Head};

/// The first line of a model file.
const FORMAT: &str = "claimsnap model 1";

/// A model as it is written: for each head its labels, and for each feature the weights by head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ModelFile {
    /// The labels of each head, in the order of their weights.
    pub heads: BTreeMap<Head, Vec<String>>,
    /// By feature one weight for each label of each head, in thousandths.
    pub weights: BTreeMap<String, Vec<i32>>,
    /// How the claim head's weight becomes a probability.
    pub calibration: Calibration,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Header {
    format: String,
    pub(super) heads: BTreeMap<Head, Vec<String>>,
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

/// A line of a model file behind the first.
#[derive(Deserialize)]
struct Line<'a>(#[serde(borrow)] Cow<'a, str>, Vec<i32>);

/// Reads a model, handing each line on, and returns what its first line says.
pub(super) fn read(text: &str, mut each: impl FnMut(&str, &[i32])) -> Result<Header, ModelFault> {
    let unread = |line: usize, error: &serde_json::Error| {
        let words = error.to_string();
        ModelFault {
            line,
            column: error.column().max(1),
            message: words
                .split(" at line ")
                .next()
                .unwrap_or_default()
                .to_owned(),
        }
    };
    let fault = |line: usize, message: String| ModelFault {
        line,
        column: 1,
        message,
    };
    let mut lines = text.lines().enumerate();
    let (_, first) = lines
        .next()
        .ok_or_else(|| fault(1, "the file is empty".to_owned()))?;
    let header: Header = serde_json::from_str(first).map_err(|error| unread(1, &error))?;
    if header.format != FORMAT {
        let message = format!("this is `{}`, not `{FORMAT}`", header.format);
        return Err(fault(1, message));
    }
    let width: usize = header.heads.values().map(Vec::len).sum();
    let mut before = String::new();
    for (at, line) in lines {
        let Line(name, weights) =
            serde_json::from_str(line).map_err(|error| unread(at + 1, &error))?;
        if weights.len() != width {
            let message = format!("{} weights for {width} labels", weights.len());
            return Err(fault(at + 1, message));
        }
        if let Some(weight) = weights
            .iter()
            .find(|weight| i16::try_from(**weight).is_err())
        {
            let message = format!("a weight lies between -32768 and 32767, and {weight} does not");
            return Err(fault(at + 1, message));
        }
        if at > 1 && *name <= *before {
            let message = "the features are not sorted, or this one has another line";
            return Err(fault(at + 1, message.to_owned()));
        }
        before.clear();
        before.push_str(&name);
        each(&name, &weights);
    }
    Ok(header)
}

impl Header {
    pub(super) const fn calibration(&self) -> Calibration {
        Calibration {
            keep: self.keep,
            slope: self.slope,
            shift: self.shift,
        }
    }
}

impl ModelFile {
    /// Reads a model.
    ///
    /// # Errors
    /// With the first line that is none of a model.
    pub fn parse(text: &str) -> Result<Self, ModelFault> {
        let mut weights = BTreeMap::new();
        let header = read(text, |name, row| {
            weights.insert(name.to_owned(), row.to_vec());
        })?;
        Ok(Self {
            calibration: header.calibration(),
            heads: header.heads,
            weights,
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
    pub fn or(self, other: &Self) -> Self {
        let calibration = match self.heads.contains_key(&Head::Claim) {
            true => self.calibration,
            false => other.calibration,
        };
        let mut heads = other.heads.clone();
        heads.extend(self.heads.clone());
        let names = self.weights.keys().chain(other.weights.keys());
        let row = |name: &String| {
            let row = heads.iter().flat_map(|(head, labels)| {
                let owner = if self.heads.contains_key(head) {
                    &self
                } else {
                    other
                };
                match owner.row(name, *head) {
                    Some(weights) => weights.to_vec(),
                    None => vec![0; labels.len()],
                }
            });
            (name.clone(), row.collect())
        };
        Self {
            weights: names.map(row).collect(),
            calibration,
            heads,
        }
    }

    /// The weights of a feature for the labels of a head.
    pub(super) fn row(&self, name: &str, head: Head) -> Option<&[i32]> {
        let before = self.heads.range(..head).map(|(_, labels)| labels.len());
        let start: usize = before.sum();
        let labels = self.heads.get(&head)?.len();
        self.weights.get(name)?.get(start..start + labels)
    }
}
