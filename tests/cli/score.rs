//! `claimsnap score`: predictions in a file against annotations in a file or a corpus.

use claimsnap::report::ScoreReport;
use serde_json::{Value, json};

use crate::project::{Project, Ran};

fn gold(id: &str, quote: &str) -> Value {
    json!({"id": id, "text": "Talks begin. Nobody came.", "claims": [{"quote": quote}]})
}

fn prediction(id: &str, quote: &str) -> Value {
    json!({"id": id, "claims": [{"quote": quote}]})
}

fn lines(values: &[Value]) -> String {
    let lines = values.iter().map(|value| format!("{value}\n"));
    lines.collect()
}

/// Scores a file of predictions against one of gold.
fn score(gold: &str, predictions: &str, more: &str) -> Ran {
    let project = Project::empty();
    project.write("gold.jsonl", gold);
    project.write("predictions.jsonl", predictions);
    project.run(&format!("score gold.jsonl predictions.jsonl {more}"))
}

fn report(ran: &Ran) -> ScoreReport {
    serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {ran}"))
}

#[test]
fn without_categories() {
    let gold = lines(&[gold("a", "Talks begin"), gold("b", "Nobody came")]);
    let predictions = lines(&[
        prediction("a", "Talks begin"),
        prediction("b", "Talks begin"),
    ]);
    insta::assert_snapshot!(score(&gold, &predictions, ""), @"
    category    expected extracted   matched       P       R      F1
    all                2         2         1   0.500   0.500   0.500

    F1 close 0.500, exact 0.500, characters 0.500; mean over categories (macro) -
    1 missing, 1 spurious
    claimsnap [version] cases 2 threshold 0.500
    [exit code 0]
    ");
}

#[test]
fn the_order_does_not_matter() {
    let ids = ["a", "b", "c", "d", "e"];
    let wanted: Vec<Value> = ids.iter().map(|id| gold(id, "Talks begin")).collect();
    let mut given: Vec<Value> = ids.iter().map(|id| prediction(id, "Talks begin")).collect();
    given[3] = prediction("d", "Nobody came");
    let first = score(&lines(&wanted), &lines(&given), "--format json --articles");
    assert_eq!(first.code, Some(0));
    assert_eq!(report(&first).accuracy.tally.claims.matched, 4);
    for turn in 1..ids.len() {
        given.rotate_left(turn);
        let turned = score(&lines(&wanted), &lines(&given), "--format json --articles");
        assert_eq!(turned.stdout, first.stdout);
    }
}

#[test]
fn one_too_few_and_one_too_many() {
    let wanted = lines(&[gold("a", "Talks begin"), gold("b", "Nobody came")]);
    let given = lines(&[
        prediction("a", "Talks begin"),
        prediction("z", "Talks begin"),
    ]);
    let ran = score(&wanted, &given, "--format json");
    insta::assert_snapshot!(ran.stderr, @"
    warning: 1 article has no prediction, first b: all claims expected there count as missing
    warning: 1 prediction is for articles that are not in the gold, and left out
    ");
    let report = report(&ran);
    assert_eq!(
        (ran.code, report.without_prediction, report.without_gold),
        (Some(0), 1, 1)
    );
    assert_eq!(report.accuracy.tally.claims.missing(), 1);
}

#[test]
fn the_same_article_twice() {
    let [a, b] = ["a", "b"].map(|id| gold(id, "Talks begin"));
    let [x, y] = ["a", "b"].map(|id| prediction(id, "Talks begin"));
    let said = |gold: &[&Value], predictions: &[&Value]| {
        let all = |values: &[&Value]| lines(&values.iter().copied().cloned().collect::<Vec<_>>());
        score(&all(gold), &all(predictions), "").to_string()
    };
    insta::assert_snapshot!(said(&[&a, &b, &a], &[&x, &y]), @r#"
    error: the file has another line about this article
     --> gold.jsonl:3:1
      |
    3 | {"claims":[{"quote":"Talks begin"}],"id":"a","text":"Talks begin. Nobody came."}
      | ^ one of them
      |
      = help: keep one line an article

    1 fault in 1 file
    [exit code 2]
    "#);
    for predictions in [
        &[&x, &x, &y][..],
        &[&x, &y, &y],
        &[&x, &y, &x],
        &[&y, &y, &x],
    ] {
        let ran = said(&[&a, &b], predictions);
        assert!(ran.contains("[exit code 2]"), "{predictions:?}: {ran}");
    }
    insta::assert_snapshot!(said(&[&a, &b], &[&x, &y, &x]), @r#"
    error: the file has another line about this article
     --> predictions.jsonl:3:1
      |
    3 | {"claims":[{"quote":"Talks begin"}],"id":"a"}
      | ^ one of them
      |
      = help: keep one line an article

    1 fault in 1 file
    [exit code 2]
    "#);
    insta::assert_snapshot!(said(&[&a, &b], &[&y, &y, &x]), @r#"
    error: the file has another line about this article
     --> predictions.jsonl:1:1
      |
    1 | {"claims":[{"quote":"Talks begin"}],"id":"b"}
      | ^ one of them
      |
      = help: keep one line an article

    1 fault in 1 file
    [exit code 2]
    "#);
}

#[test]
fn a_line_that_is_not_json() {
    let wanted = lines(&[gold("a", "Talks begin"), gold("b", "Nobody came")]);
    let given = format!(
        "{}\n\n{{\"id\": \"b\", claims: []}}\n",
        prediction("a", "Talks begin")
    );
    insta::assert_snapshot!(score(&wanted, &given, ""), @r#"
    error: key must be a string
     --> predictions.jsonl:3:13
      |
    3 | {"id": "b", claims: []}
      |             ^ here
      |
      = help: each line is an article's claims: {"id": "a", "claims": []}

    1 fault in 1 file
    [exit code 2]
    "#);
    let given = lines(&[
        prediction("b", "Nobody came"),
        json!({"id": "a", "claim": []}),
    ]);
    insta::assert_snapshot!(score(&wanted, &given, ""), @r#"
    error: unknown field `claim`, expected one of `id`, `claims`, `error`
     --> predictions.jsonl:2:8
      |
    2 | {"claim":[],"id":"a"}
      |        ^ here
      |
      = help: each line is an article's claims: {"id": "a", "claims": []}

    1 fault in 1 file
    [exit code 2]
    "#);
    insta::assert_snapshot!(score(&wanted, "[1, 2]\n{\"id\": \"a\"}\n", ""), @r#"
    error: invalid type: integer `1`, expected a string
     --> predictions.jsonl:1:2
      |
    1 | [1, 2]
      |  ^ here
      |
      = help: each line is an article's claims: {"id": "a", "claims": []}

    error: an answer has either `claims` or `error`
     --> predictions.jsonl:2:1
      |
    2 | {"id": "a"}
      | ^ this line
      |
      = help: write {"id": "a", "claims": []} where there are none

    2 faults in 1 file
    [exit code 2]
    "#);
    insta::assert_snapshot!(score("\nnull\n", &given, ""), @r#"
    error: invalid type: null, expected an annotated article
     --> gold.jsonl:2:4
      |
    2 | null
      |    ^ here
      |
      = help: each line is an annotated article: {"id": "a", "text": "...", "claims": []}

    error: unknown field `claim`, expected one of `id`, `claims`, `error`
     --> predictions.jsonl:2:8
      |
    2 | {"claim":[],"id":"a"}
      |        ^ here
      |
      = help: each line is an article's claims: {"id": "a", "claims": []}

    2 faults in 2 files
    [exit code 2]
    "#);
}

#[test]
fn several_faults_at_once() {
    let wanted = lines(&[
        gold("a", "Talks began"),
        gold("b", "Nobody came"),
        json!({"id": "c", "text": "Talks begin.", "claims": [{"quote": "x", "colour": 1}]}),
    ]);
    let given = lines(&[
        prediction("a", "x"),
        json!({"id": "b"}),
        prediction("c", "y"),
    ]);
    insta::assert_snapshot!(score(&wanted, &given, ""), @r#"
    error: the quote does not stand in the article
     --> gold.jsonl:1:21
      |
    1 | {"claims":[{"quote":"Talks began"}],"id":"a","text":"Talks begin. Nobody came."}
      |                     ^^^^^^^^^^^^^ these words
      |
      = help: the nearest passage, at the text:1:1, is
      = help: Talks begin

    error: an answer has either `claims` or `error`
     --> predictions.jsonl:2:1
      |
    2 | {"id":"b"}
      | ^ this line
      |
      = help: write {"id": "a", "claims": []} where there are none

    error: unknown field `colour`, expected one of `id`, `quote`, `prefix`, `suffix`, `occurrence`, `spans`, `text`, `category`, `attribution`, `source`, `cue`, `polarity`, `certainty`, `check_worthy`, `time`, `quantities`, `within`, `presence`, `alternatives`, `tags`, `status`, `note`
     --> gold.jsonl:3:20
      |
    3 | {"claims":[{"colour":1,"quote":"x"}],"id":"c","text":"Talks begin."}
      |                    ^ here
      |
      = help: each line is an annotated article: {"id": "a", "text": "...", "claims": []}

    3 faults in 2 files
    [exit code 2]
    "#);
}

#[test]
fn gold_with_spans_only() {
    let wanted =
        lines(&[json!({"id": "a", "text": "Łódź talks begin.", "claims": [{"spans": [[5, 16]]}]})]);
    let given = lines(&[prediction("a", "talks begin")]);
    let ran = score(&wanted, &given, "--format json");
    assert_eq!(report(&ran).accuracy.rates.exact_f1, Some(1.0));
    let wanted =
        lines(&[json!({"id": "a", "text": "Łódź talks begin.", "claims": [{"spans": [[5, 99]]}]})]);
    insta::assert_snapshot!(score(&wanted, &given, ""), @r#"
    error: the spans do not fit the article
     --> gold.jsonl:1:22
      |
    1 | {"claims":[{"spans":[[5,99]]}],"id":"a","text":"Łódź talks begin."}
      |                      ^^^^^^ these spans
      |
      = help: spans are half-open, count code points, and stand in order without overlap

    1 fault in 1 file
    [exit code 2]
    "#);
}

#[test]
fn empty_files() {
    insta::assert_snapshot!(score("", "", ""), @"
    category    expected extracted   matched       P       R      F1
    all                0         0         0       -       -       -

    F1 close -, exact -, characters -; mean over categories (macro) -
    0 missing, 0 spurious
    claimsnap [version] cases 0 threshold 0.500
    [exit code 0]
    ");
    insta::assert_snapshot!(score("", &lines(&[prediction("a", "x")]), "").stderr, @"
    error: no prediction is for an article of the gold
    help: the `id` of each prediction has to be that of its article
    ");
    insta::assert_snapshot!(score(&lines(&[gold("a", "Talks begin")]), "", "").stderr, @"warning: 1 article has no prediction, first a: all claims expected there count as missing");
}

#[test]
fn against_a_corpus() {
    let project = Project::new();
    let predictions = project.run("extract corpus/news/flood.txt corpus/news/talks.txt");
    assert_eq!(predictions.code, Some(0));
    project.write("predictions.jsonl", &predictions.stdout);
    insta::assert_snapshot!(project.run("score corpus predictions.jsonl"), @"
    category    expected extracted   matched       P       R      F1
    all                4         4         4   1.000   1.000   1.000
    event              2         2         2   1.000   1.000   1.000
    prediction         1         1         1   1.000   1.000   1.000
    position           1         1         1   1.000   1.000   1.000

    F1 close 0.750, exact 0.750, characters 0.895; mean over categories (macro) 1.000

    attributed  expected extracted  exact F1 IoU >= .5  characters
    content            1         2     0.667     0.667       0.840
    source             1         2     0.667     0.667       0.640
    cue                1         2     0.667     0.667       0.500

    right on matched claims: category 4 of 4, source 1 of 1, cue 1 of 1
    0 missing, 0 spurious
    claimsnap [version] cases 2 threshold 0.500
    [exit code 0]
    ");
    project.write(
        "predictions.jsonl",
        predictions.stdout.lines().next().unwrap(),
    );
    insta::assert_snapshot!(project.run("score corpus predictions.jsonl").stderr, @"warning: 1 article has no prediction, first news/talks: all claims expected there count as missing");
    project.write(
        "predictions.jsonl",
        format!("{0}\n{0}\n", predictions.stdout.lines().next().unwrap()),
    );
    insta::assert_snapshot!(project.run("score corpus predictions.jsonl"), @r#"
    error: the file has another line about this article
     --> predictions.jsonl:2:1
      |
    2 | {"id":"news/flood","claims":[{"quote":"The flood damaged 40 houses","spans":[[0,27]],"category":"event","attribution":"no
      | ^ one of them
      |
      = help: keep one line an article

    1 fault in 1 file
    [exit code 2]
    "#);
    project.write("predictions.jsonl", "");
    insta::assert_snapshot!(project.run("score corpus predictions.jsonl").stderr, @"warning: 2 articles have no prediction, first news/flood: all claims expected there count as missing");
}

#[test]
fn files_that_are_not_there() {
    let project = Project::new();
    project.write("predictions.jsonl", "");
    insta::assert_snapshot!(project.run("score gold.jsonl predictions.jsonl"), @"
    error: cannot read gold.jsonl: No such file or directory (os error 2)
    help: check the path
    [exit code 2]
    ");
    insta::assert_snapshot!(project.run("score corpus answers.jsonl"), @"
    error: cannot read answers.jsonl: No such file or directory (os error 2)
    help: check the path
    [exit code 2]
    ");
    insta::assert_snapshot!(project.run("score corpus corpus"), @"
    error: cannot read corpus: Is a directory (os error 21)
    help: name a file, not a folder
    [exit code 2]
    ");
    insta::assert_snapshot!(project.run("score corpus"), @"
    error: the following required arguments were not provided:
      <PREDICTIONS>

    Usage: claimsnap score <GOLD> <PREDICTIONS>

    For more information, try '--help'.
    [exit code 2]
    ");
}

#[test]
fn not_utf_8() {
    let project = Project::new();
    project.write(
        "predictions.jsonl",
        b"{\"id\": \"a\", \"claims\": []}\n{\"id\": \"\xE9\"}\n",
    );
    insta::assert_snapshot!(project.run("score corpus predictions.jsonl"), @r#"
    error: the line is not UTF-8
     --> predictions.jsonl:2:9
      |
    2 | {"id": "�"}
      |         ^ no character
      |
      = help: save the file as UTF-8

    1 fault in 1 file
    [exit code 2]
    "#);
}

#[test]
fn gates_are_held_against_it() {
    let project = Project::empty();
    project.write(
        "claimsnap.toml",
        "[gates]\nrecall = { min = 0.9 }\nf1 = { min = 0.5 }\n",
    );
    project.write(
        "gold.jsonl",
        lines(&[gold("a", "Talks begin"), gold("b", "Nobody came")]),
    );
    project.write(
        "predictions.jsonl",
        lines(&[prediction("a", "Talks begin")]),
    );
    let ran = project.run("score gold.jsonl predictions.jsonl");
    assert_eq!(ran.code, Some(1));
    insta::assert_snapshot!(ran.lines_with("gate"), @"
    gate closed: recall is 0.500, at least 0.900 asked for
    gate open: f1 is 0.667, at least 0.500 asked for
    ");
    assert!(!report(&project.run("score gold.jsonl predictions.jsonl --format json")).passed);
}
