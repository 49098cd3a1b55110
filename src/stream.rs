//! Scoring predictions against gold, article by article, without holding either file.
//!
//! In: a file of annotated articles and a file of predictions, one JSON object a line, in any order;
//! or a corpus and a file of predictions. Out: the sum of the articles' tallies. As long as both
//! files are in the same order nothing is kept; of lines that are not, their places.
//!
//! A line of gold is `{"id","text","claims":[...]}` with claims as in a case file, where `spans` may
//! stand beside or instead of `quote` and a category is not required; other keys of the article are
//! its metadata and left alone. A line of predictions is an extractor's answer.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    path::Path,
};

use rayon::prelude::*;

use crate::{
    align::Threshold,
    error::{Error, Fault},
    model::{Case, Corpus, Split},
    score::{SweepRow, Tally},
};

mod article;
mod lines;

pub(crate) use lines::{Line, Lines, file_of};

use article::{Paired, Row, case, pair, read_answer, row_of, score_pair};
use lines::{BATCH, Place};

/// What to score by, and what to keep.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// From which similarity on two claims may match.
    pub threshold: Threshold,
    /// Keep the counts of each article.
    pub rows: bool,
    /// Count at every confidence.
    pub sweep: bool,
    /// Count the articles of this part of the corpus alone.
    pub split: Option<Split>,
}

/// Faults shown before the rest is left out.
const MOST_FAULTS: usize = 50;

/// What came of scoring.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scored {
    /// The sum of all articles.
    pub tally: Tally,
    /// The sums by part of the corpus, where the gold says.
    pub splits: BTreeMap<Split, Tally>,
    /// Articles of the gold without a prediction; everything expected of them is missing.
    pub without_prediction: Vec<String>,
    /// Predictions for articles that the gold does not have; left out.
    pub without_gold: u64,
    /// The counts by confidence, where they were asked for.
    pub sweep: Vec<SweepRow>,
    /// The row of each article in the gold's order, where rows were asked for.
    pub rows: Vec<(String, Tally)>,
}

/// The annotated articles of `gold`, a file of JSON Lines.
///
/// # Errors
/// Where the file cannot be read, and with the faults of all lines that are wrong.
pub fn read_cases(gold: &Path) -> Result<Vec<Case>, Error> {
    let mut lines = Lines::open(gold)?;
    let mut faults = Vec::new();
    let mut cases = Vec::new();
    loop {
        let batch = lines.batch()?;
        if batch.is_empty() || faults.len() >= MOST_FAULTS {
            break;
        }
        let read: Vec<_> = batch.par_iter().map(|line| case(gold, line)).collect();
        for read in read {
            match read {
                Ok(case) => cases.push(case),
                Err(found) => faults.extend(found),
            }
        }
    }
    if faults.is_empty() {
        Ok(cases)
    } else {
        Err(Error::Faults(faults))
    }
}

/// Scores `predictions` against `gold`, two files of JSON Lines.
///
/// # Errors
/// Where a file cannot be read, and with the faults of all lines that are wrong.
pub fn score_files(gold: &Path, predictions: &Path, options: Options) -> Result<Scored, Error> {
    let (mut gold_lines, mut given_lines) = (Lines::open(gold)?, Lines::open(predictions)?);
    let mut sum = Sum::new(options);
    // What had no partner in its place, by a hash of its id.
    let mut waiting: Vec<(u64, Place)> = Vec::new();
    let mut offered: HashMap<u64, Place> = HashMap::new();
    let (mut wanted, mut given) = (gold_lines.batch()?, given_lines.batch()?);
    while !(wanted.is_empty() && given.is_empty()) {
        let longest = wanted.len().max(given.len());
        let pair_at = |at| pair(wanted.get(at), given.get(at), gold, predictions, options);
        // The next lines are read while these are scored.
        let (paired, next) = rayon::join(
            || {
                (0..longest)
                    .into_par_iter()
                    .map(pair_at)
                    .collect::<Vec<Paired>>()
            },
            || Ok((gold_lines.batch()?, given_lines.batch()?)),
        );
        for (at, paired) in paired.into_iter().enumerate() {
            match paired {
                Paired::Scored { key, row } => {
                    sum.note(key, gold, &wanted[at])?;
                    sum.add(wanted[at].place, *row);
                }
                Paired::Apart {
                    gold: id,
                    prediction,
                } => {
                    if let Some(key) = id {
                        sum.note(key, gold, &wanted[at])?;
                        waiting.push((key, wanted[at].place));
                    }
                    if let Some(key) = prediction
                        && offered.insert(key, given[at].place).is_some()
                    {
                        return Err(twice(predictions, &given[at]));
                    }
                }
                Paired::Wrong(found) => sum.faults.extend(found),
            }
        }
        if sum.faults.len() >= MOST_FAULTS {
            break;
        }
        (wanted, given) = next?;
    }
    for some in waiting.chunks(BATCH) {
        if sum.faults.len() >= MOST_FAULTS {
            break;
        }
        let mut lines = Vec::with_capacity(some.len());
        for (key, place) in some {
            let given = offered.remove(key);
            let given = given.map(|place| given_lines.line_at(place)).transpose()?;
            lines.push((gold_lines.line_at(*place)?, given));
        }
        let score = |(wanted, given): &(Line, Option<Line>)| {
            score_pair(wanted, given.as_ref(), gold, predictions, options)
        };
        let scored: Vec<_> = lines.par_iter().map(score).collect();
        for ((_, place), scored) in some.iter().zip(scored) {
            match scored {
                Ok(row) => sum.add(*place, row),
                Err(found) => sum.faults.extend(found),
            }
        }
    }
    if !sum.faults.is_empty() {
        return Err(Error::Faults(sum.faults));
    }
    // What is left over of an article that is in the gold is its second prediction.
    let again = offered.iter().filter(|(key, _)| sum.seen.contains(key));
    if let Some(place) = again
        .map(|(_, place)| *place)
        .min_by_key(|place| place.number)
    {
        let line = given_lines.line_at(place)?;
        return Err(twice(predictions, &line));
    }
    sum.finish(offered.len() as u64)
}

/// Scores `predictions`, a file of JSON Lines, against the cases of a corpus.
///
/// # Errors
/// Where the file cannot be read, and with the faults of all lines that are wrong.
pub fn score_corpus(
    corpus: &Corpus,
    predictions: &Path,
    options: Options,
) -> Result<Scored, Error> {
    let mut predictions = Lines::open(predictions)?;
    let mut sum = Sum::new(options);
    let mut answered: Vec<Option<Row>> = vec![None; corpus.cases.len()];
    let mut without_gold = 0;
    loop {
        let given = predictions.batch()?;
        if given.is_empty() {
            break;
        }
        let path = &predictions.path;
        // The position of the case, and its counts; nothing for an article that is not a case.
        type Counted = Option<(usize, Row)>;
        let scored: Vec<Result<Counted, Vec<Fault>>> = given
            .par_iter()
            .map(|line| {
                let answer = read_answer(path, line)?;
                let Ok(at) = corpus
                    .cases
                    .binary_search_by(|case| case.id().cmp(&answer.id))
                else {
                    return Ok(None);
                };
                Ok(Some((at, row_of(&corpus.cases[at], Some(answer), options))))
            })
            .collect();
        for (line, scored) in given.iter().zip(scored) {
            match scored {
                Ok(Some((at, row))) if answered[at].is_none() => answered[at] = Some(row),
                Ok(Some(_)) => return Err(twice(&predictions.path, line)),
                Ok(None) => without_gold += 1,
                Err(found) => sum.faults.extend(found),
            }
        }
        if sum.faults.len() >= MOST_FAULTS {
            break;
        }
    }
    for (at, (case, row)) in corpus.cases.iter().zip(answered).enumerate() {
        let place = Place {
            offset: at as u64,
            length: 0,
            number: at + 1,
        };
        sum.add(place, row.unwrap_or_else(|| row_of(case, None, options)));
    }
    sum.finish(without_gold)
}

fn twice(path: &Path, line: &Line) -> Error {
    let message = "the file has another line about this article";
    let mut fault = file_of(path, line).fault(0..1, message, "one of them");
    fault.help.push("keep one line an article".to_owned());
    Error::Faults(vec![fault])
}

struct Sum {
    scored: Scored,
    split: Option<Split>,
    keep_rows: bool,
    rows: Vec<(u64, String, Tally)>,
    without_prediction: Vec<(u64, String)>,
    seen: HashSet<u64>,
    faults: Vec<Fault>,
}

impl Sum {
    fn new(options: Options) -> Self {
        Self {
            scored: Scored::default(),
            split: options.split,
            keep_rows: options.rows,
            rows: Vec::new(),
            without_prediction: Vec::new(),
            seen: HashSet::new(),
            faults: Vec::new(),
        }
    }

    /// Notes an article of the gold; each may come once.
    fn note(&mut self, key: u64, path: &Path, line: &Line) -> Result<(), Error> {
        if self.seen.insert(key) {
            Ok(())
        } else {
            Err(twice(path, line))
        }
    }

    fn add(&mut self, place: Place, row: Row) {
        if self.split.is_some() && row.split != self.split {
            return;
        }
        self.scored.tally += &row.tally;
        let sweep = &mut self.scored.sweep;
        sweep.resize(sweep.len().max(row.sweep.len()), SweepRow::default());
        for (sum, row) in sweep.iter_mut().zip(&row.sweep) {
            *sum += row;
        }
        if let Some(split) = row.split {
            *self.scored.splits.entry(split).or_default() += &row.tally;
        }
        if !row.predicted {
            self.without_prediction.push((place.offset, row.id.clone()));
        }
        if self.keep_rows {
            self.rows.push((place.offset, row.id, row.tally));
        }
    }

    fn finish(mut self, without_gold: u64) -> Result<Scored, Error> {
        if !self.faults.is_empty() {
            return Err(Error::Faults(self.faults));
        }
        self.rows.sort_by_key(|(offset, ..)| *offset);
        self.without_prediction.sort();
        self.scored.rows = self
            .rows
            .into_iter()
            .map(|(_, id, tally)| (id, tally))
            .collect();
        self.scored.without_prediction = self
            .without_prediction
            .into_iter()
            .map(|(_, id)| id)
            .collect();
        self.scored.without_gold = without_gold;
        Ok(self.scored)
    }
}
