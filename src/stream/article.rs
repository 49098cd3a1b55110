//! One article: its line of gold, its line of predictions, and the counts that follow.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    path::Path,
};

use serde::Deserialize;

use crate::{
    align::{Alignment, WordIndex, align},
    corpus::{
        annotation::{Resolver, Step, place_in_line},
        file::{ClaimEntry, RegionEntry},
    },
    error::Fault,
    model::{Article, Case, Claim, Split},
    score::{SweepRow, Tally, sweep, tally, tally_failure},
    wire::{Answer, resolve},
};

use super::{
    Options,
    lines::{Line, file_of},
};

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

/// What came of the two lines that stand at the same place of their files.
pub(super) enum Paired {
    Scored {
        key: u64,
        row: Box<Row>,
    },
    Apart {
        gold: Option<u64>,
        prediction: Option<u64>,
    },
    Wrong(Vec<Fault>),
}

/// The counts of one article.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) id: String,
    pub(super) split: Option<Split>,
    pub(super) tally: Tally,
    pub(super) sweep: Vec<SweepRow>,
    pub(super) predicted: bool,
}

fn key(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

pub(super) fn pair(
    wanted: Option<&Line>,
    given: Option<&Line>,
    gold: &Path,
    predictions: &Path,
    options: Options,
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
                row: Box::new(row_of(&case, Some(answer), options)),
            },
            Err(faults) => Paired::Wrong(faults),
        },
        answer => Paired::Apart {
            gold: Some(id),
            prediction: answer.map(|answer| key(&answer.id)),
        },
    }
}

pub(super) fn score_pair(
    wanted: &Line,
    given: Option<&Line>,
    gold: &Path,
    predictions: &Path,
    options: Options,
) -> Result<Row, Vec<Fault>> {
    let answer = given
        .map(|line| read_answer(predictions, line))
        .transpose()?;
    let case = case(gold, wanted)?;
    Ok(row_of(&case, answer, options))
}

/// The case that a line of gold holds.
pub(super) fn case(path: &Path, line: &Line) -> Result<Case, Vec<Fault>> {
    case_of(path, line, read_gold(path, line)?)
}

pub(super) fn row_of(case: &Case, answer: Option<Answer>, options: Options) -> Row {
    let row = |tally, sweep, predicted| Row {
        id: case.article.id.clone(),
        split: case.split,
        tally,
        sweep,
        predicted,
    };
    let predicted = answer.is_some();
    let index = WordIndex::new(&case.article.text);
    let threshold = options.threshold;
    let swept = |claims: &[Claim], alignment: &Alignment, tally: &Tally| match options.sweep {
        true => sweep(case, &index, claims, alignment, tally.claims, threshold),
        false => Vec::new(),
    };
    match answer.and_then(|answer| answer.claims) {
        Some(records) => {
            let claims = resolve(&case.article, records);
            let alignment = align(case, &index, &claims, threshold);
            let tally = tally(case, &index, &claims, &alignment);
            let rows = swept(&claims, &alignment, &tally);
            row(tally, rows, predicted)
        }
        None => {
            let tally = tally_failure(case);
            let rows = swept(&[], &Alignment::default(), &tally);
            row(tally, rows, predicted)
        }
    }
}

pub(super) fn read_answer(path: &Path, line: &Line) -> Result<Answer, Vec<Fault>> {
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
