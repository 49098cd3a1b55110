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
    fs::File as DiskFile,
    hash::{DefaultHasher, Hash, Hasher},
    io::{BufRead, BufReader, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
};

use rayon::prelude::*;
use serde::Deserialize;

use crate::{
    align::{Threshold, WordIndex, align},
    corpus::{
        annotation::{Resolver, Step, place_in_line},
        check::File,
        file::{ClaimEntry, RegionEntry},
    },
    error::{Error, Fault},
    model::{Article, Case, Corpus, Split},
    score::{Tally, tally, tally_failure},
    wire::{Answer, resolve},
};

/// Lines read before they are scored in parallel.
const BATCH: usize = 64;

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
    /// The row of each article in the gold's order, where rows were asked for.
    pub rows: Vec<(String, Tally)>,
}

/// A line of gold.
#[derive(Debug, Deserialize)]
#[serde(expecting = "an annotated article")]
struct GoldLine {
    id: String,
    #[serde(default)]
    title: Option<String>,
    text: String,
    #[serde(default)]
    published: Option<String>,
    #[serde(default)]
    language: Option<String>,
    claims: Vec<ClaimEntry>,
    #[serde(default)]
    ignore: Vec<RegionEntry>,
    #[serde(default)]
    split: Option<Split>,
    #[serde(default)]
    tags: Vec<String>,
}

/// Scores `predictions` against `gold`, two files of JSON Lines.
///
/// # Errors
/// Where a file cannot be read, and with the faults of all lines that are wrong.
pub fn score_files(
    gold: &Path,
    predictions: &Path,
    threshold: Threshold,
    rows: bool,
) -> Result<Scored, Error> {
    let (mut gold_lines, mut given_lines) = (Lines::open(gold)?, Lines::open(predictions)?);
    let mut sum = Sum::new(rows);
    // What had no partner in its place, by a hash of its id.
    let mut waiting: Vec<(u64, Place)> = Vec::new();
    let mut offered: HashMap<u64, Place> = HashMap::new();
    let (mut wanted, mut given) = (gold_lines.batch()?, given_lines.batch()?);
    while !(wanted.is_empty() && given.is_empty()) {
        let longest = wanted.len().max(given.len());
        let pair_at = |at| pair(wanted.get(at), given.get(at), gold, predictions, threshold);
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
                    sum.add(wanted[at].place, row);
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
            score_pair(wanted, given.as_ref(), gold, predictions, threshold)
        };
        let scored: Vec<_> = lines.par_iter().map(score).collect();
        for ((_, place), scored) in some.iter().zip(scored) {
            match scored {
                Ok(row) => sum.add(*place, row),
                Err(found) => sum.faults.extend(found),
            }
        }
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
    threshold: Threshold,
    rows: bool,
) -> Result<Scored, Error> {
    let mut predictions = Lines::open(predictions)?;
    let mut sum = Sum::new(rows);
    let mut answered: Vec<Option<Row>> = vec![None; corpus.cases.len()];
    let mut without_gold = 0;
    loop {
        let given = predictions.batch()?;
        if given.is_empty() {
            break;
        }
        let path = &predictions.path;
        let scored: Vec<Result<Option<(usize, Row)>, Vec<Fault>>> = given
            .par_iter()
            .map(|line| {
                let answer = read_answer(path, line)?;
                let Ok(at) = corpus
                    .cases
                    .binary_search_by(|case| case.id().cmp(&answer.id))
                else {
                    return Ok(None);
                };
                Ok(Some((
                    at,
                    row_of(&corpus.cases[at], Some(answer), threshold),
                )))
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
        sum.add(place, row.unwrap_or_else(|| row_of(case, None, threshold)));
    }
    sum.finish(without_gold)
}

/// Where a line begins, its bytes up to the next one, and its number from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    offset: u64,
    length: usize,
    number: usize,
}

/// One line, without what ends it.
pub(crate) struct Line {
    place: Place,
    pub(crate) text: String,
}

/// A file of lines, read from front to back and, where need be, at a place.
pub(crate) struct Lines {
    path: PathBuf,
    reader: BufReader<DiskFile>,
    next: Place,
}

impl Lines {
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let file = DiskFile::open(path).map_err(Error::io("read", path))?;
        Ok(Self {
            path: path.to_owned(),
            reader: BufReader::with_capacity(1 << 20, file),
            next: Place {
                offset: 0,
                length: 0,
                number: 1,
            },
        })
    }

    /// The next lines that are not blank; none at the end.
    fn batch(&mut self) -> Result<Vec<Line>, Error> {
        let mut lines = Vec::with_capacity(BATCH);
        while lines.len() < BATCH {
            let Some(line) = self.line()? else { break };
            if !line.text.trim().is_empty() {
                lines.push(line);
            }
        }
        Ok(lines)
    }

    /// The next line, blank or not; `None` at the end.
    pub(crate) fn line(&mut self) -> Result<Option<Line>, Error> {
        let mut bytes = Vec::with_capacity(self.next.length);
        let length = self
            .reader
            .read_until(b'\n', &mut bytes)
            .map_err(Error::io("read", &self.path))?;
        if length == 0 {
            return Ok(None);
        }
        let place = Place {
            length,
            ..self.next
        };
        self.next = Place {
            offset: place.offset + length as u64,
            length,
            number: place.number + 1,
        };
        self.decoded(place, bytes).map(Some)
    }

    /// The line that was read from `place` before.
    fn line_at(&self, place: Place) -> Result<Line, Error> {
        // Past the buffer, most of which would be read for nothing.
        let mut file = self.reader.get_ref();
        let mut bytes = vec![0; place.length];
        file.seek(SeekFrom::Start(place.offset))
            .map_err(Error::io("read", &self.path))?;
        file.read_exact(&mut bytes).map_err(|_| {
            Error::unusable(
                format!("{} changed while it was read", shown(&self.path)),
                "run it again",
            )
        })?;
        self.decoded(place, bytes)
    }

    fn decoded(&self, place: Place, mut bytes: Vec<u8>) -> Result<Line, Error> {
        while matches!(bytes.last(), Some(b'\n' | b'\r')) {
            bytes.pop();
        }
        if place.number == 1 && bytes.starts_with("\u{FEFF}".as_bytes()) {
            bytes.drain(..'\u{FEFF}'.len_utf8());
        }
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Line { place, text }),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                let file = file_of(&self.path, &Line { place, text });
                let mut fault = file.fault(
                    at..at + '\u{FFFD}'.len_utf8(),
                    "the line is not UTF-8",
                    "no character",
                );
                fault.help.push("save the file as UTF-8".to_owned());
                Err(Error::Faults(vec![fault]))
            }
        }
    }
}

fn shown(path: &Path) -> String {
    path.display()
        .to_string()
        .replace(std::path::MAIN_SEPARATOR, "/")
}

/// One line as a file of its own, to point into.
pub(crate) fn file_of(path: &Path, line: &Line) -> File {
    File {
        path: shown(path),
        text: line.text.as_str().into(),
        first_line: line.place.number,
    }
}

/// What came of the two lines that stand at the same place of their files.
enum Paired {
    Scored {
        key: u64,
        row: Row,
    },
    Apart {
        gold: Option<u64>,
        prediction: Option<u64>,
    },
    Wrong(Vec<Fault>),
}

/// The counts of one article.
#[derive(Clone, Debug)]
struct Row {
    id: String,
    split: Option<Split>,
    tally: Tally,
    predicted: bool,
}

fn key(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

fn pair(
    wanted: Option<&Line>,
    given: Option<&Line>,
    gold: &Path,
    predictions: &Path,
    threshold: Threshold,
) -> Paired {
    let answer = match given.map(|line| read_answer(predictions, line)).transpose() {
        Ok(answer) => answer,
        Err(faults) => return Paired::Wrong(faults),
    };
    let Some(wanted) = wanted else {
        return Paired::Apart {
            gold: None,
            prediction: answer.map(|answer| key(&answer.id)),
        };
    };
    let line = match read_gold(gold, wanted) {
        Ok(line) => line,
        Err(faults) => return Paired::Wrong(faults),
    };
    let id = key(&line.id);
    match answer {
        Some(answer) if answer.id == line.id => match case_of(gold, wanted, line) {
            Ok(case) => Paired::Scored {
                key: id,
                row: row_of(&case, Some(answer), threshold),
            },
            Err(faults) => Paired::Wrong(faults),
        },
        answer => Paired::Apart {
            gold: Some(id),
            prediction: answer.map(|answer| key(&answer.id)),
        },
    }
}

fn score_pair(
    wanted: &Line,
    given: Option<&Line>,
    gold: &Path,
    predictions: &Path,
    threshold: Threshold,
) -> Result<Row, Vec<Fault>> {
    let answer = given
        .map(|line| read_answer(predictions, line))
        .transpose()?;
    let case = case_of(gold, wanted, read_gold(gold, wanted)?)?;
    Ok(row_of(&case, answer, threshold))
}

fn row_of(case: &Case, answer: Option<Answer>, threshold: Threshold) -> Row {
    let row = |tally, predicted| Row {
        id: case.article.id.clone(),
        split: case.split,
        tally,
        predicted,
    };
    let predicted = answer.is_some();
    match answer.and_then(|answer| answer.claims) {
        Some(records) => {
            let index = WordIndex::new(&case.article.text);
            let claims = resolve(&case.article, records);
            row(
                tally(
                    case,
                    &index,
                    &claims,
                    &align(case, &index, &claims, threshold),
                ),
                predicted,
            )
        }
        None => row(tally_failure(case), predicted),
    }
}

fn read_answer(path: &Path, line: &Line) -> Result<Answer, Vec<Fault>> {
    let answer: Answer = serde_json::from_str(&line.text).map_err(|error| {
        vec![json_fault(
            path,
            line,
            &error,
            "an article's claims: {\"id\": \"a\", \"claims\": []}",
        )]
    })?;
    if answer.claims.is_some() == answer.error.is_some() {
        let mut fault = file_of(path, line).fault(
            0..1,
            "an answer has either `claims` or `error`",
            "this line",
        );
        fault
            .help
            .push("write {\"id\": \"a\", \"claims\": []} where there are none".to_owned());
        return Err(vec![fault]);
    }
    Ok(answer)
}

fn read_gold(path: &Path, line: &Line) -> Result<GoldLine, Vec<Fault>> {
    serde_json::from_str(&line.text).map_err(|error| {
        vec![json_fault(
            path,
            line,
            &error,
            "an annotated article: {\"id\": \"a\", \"text\": \"...\", \"claims\": []}",
        )]
    })
}

fn json_fault(path: &Path, line: &Line, error: &serde_json::Error, wanted: &str) -> Fault {
    let at = line
        .text
        .floor_char_boundary(error.column().saturating_sub(1).min(line.text.len()));
    let words = error.to_string();
    let words = words.split(" at line ").next().unwrap_or_default();
    let mut fault = file_of(path, line).fault(at..at, words, "here");
    fault.help.push(format!("each line is {wanted}"));
    fault
}

fn case_of(path: &Path, line: &Line, gold: GoldLine) -> Result<Case, Vec<Fault>> {
    let article = Article {
        id: gold.id,
        title: gold.title,
        text: gold.text,
        published: gold.published,
        language: gold.language,
    };
    let place = |steps: &[Step<'_>], misfit| place_in_line(&file_of(path, line), steps, misfit);
    let mut resolver = Resolver::new(&place, "the text", &article.text, None);
    let expected = resolver.claims(gold.claims);
    let ignore = resolver.regions(&gold.ignore);
    let faults = resolver.faults;
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(Case {
        article,
        expected,
        ignore,
        split: gold.split,
        tags: gold.tags,
    })
}

fn twice(path: &Path, line: &Line) -> Error {
    let message = "the file has another line about this article";
    let mut fault = file_of(path, line).fault(0..1, message, "one of them");
    fault.help.push("keep one line an article".to_owned());
    Error::Faults(vec![fault])
}

struct Sum {
    scored: Scored,
    keep_rows: bool,
    rows: Vec<(u64, String, Tally)>,
    without_prediction: Vec<(u64, String)>,
    seen: HashSet<u64>,
    faults: Vec<Fault>,
}

impl Sum {
    fn new(keep_rows: bool) -> Self {
        Self {
            scored: Scored::default(),
            keep_rows,
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
        self.scored.tally += &row.tally;
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
