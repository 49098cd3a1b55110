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
    insta::assert_snapshot!(score(&gold, &predictions, ""), @"");
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
    insta::assert_snapshot!(ran.stderr, @"");
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
    insta::assert_snapshot!(said(&[&a, &b, &a], &[&x, &y]), @"");
    for predictions in [
        &[&x, &x, &y][..],
        &[&x, &y, &y],
        &[&x, &y, &x],
        &[&y, &y, &x],
    ] {
        let ran = said(&[&a, &b], predictions);
        assert!(ran.contains("[exit code 2]"), "{predictions:?}: {ran}");
    }
    insta::assert_snapshot!(said(&[&a, &b], &[&x, &y, &x]), @"");
    insta::assert_snapshot!(said(&[&a, &b], &[&y, &y, &x]), @"");
}

#[test]
fn a_line_that_is_not_json() {
    let wanted = lines(&[gold("a", "Talks begin"), gold("b", "Nobody came")]);
    let given = format!(
        "{}\n\n{{\"id\": \"b\", claims: []}}\n",
        prediction("a", "Talks begin")
    );
    insta::assert_snapshot!(score(&wanted, &given, ""), @"");
    let given = lines(&[
        prediction("b", "Nobody came"),
        json!({"id": "a", "claim": []}),
    ]);
    insta::assert_snapshot!(score(&wanted, &given, ""), @"");
    insta::assert_snapshot!(score(&wanted, "[1, 2]\n{\"id\": \"a\"}\n", ""), @"");
    insta::assert_snapshot!(score("\nnull\n", &given, ""), @"");
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
    insta::assert_snapshot!(score(&wanted, &given, ""), @"");
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
    insta::assert_snapshot!(score(&wanted, &given, ""), @"");
}

#[test]
fn empty_files() {
    insta::assert_snapshot!(score("", "", ""), @"");
    insta::assert_snapshot!(score("", &lines(&[prediction("a", "x")]), "").stderr, @"");
    insta::assert_snapshot!(score(&lines(&[gold("a", "Talks begin")]), "", "").stderr, @"");
}

#[test]
fn against_a_corpus() {
    let project = Project::new();
    let predictions = project.run("extract corpus/news/flood.txt corpus/news/talks.txt");
    assert_eq!(predictions.code, Some(0));
    project.write("predictions.jsonl", &predictions.stdout);
    insta::assert_snapshot!(project.run("score corpus predictions.jsonl"), @"");
    project.write(
        "predictions.jsonl",
        predictions.stdout.lines().next().unwrap().repeat(1),
    );
    insta::assert_snapshot!(project.run("score corpus predictions.jsonl").stderr, @"");
    project.write(
        "predictions.jsonl",
        format!("{0}\n{0}\n", predictions.stdout.lines().next().unwrap()),
    );
    insta::assert_snapshot!(project.run("score corpus predictions.jsonl"), @"");
    project.write("predictions.jsonl", "");
    insta::assert_snapshot!(project.run("score corpus predictions.jsonl").stderr, @"");
}

#[test]
fn files_that_are_not_there() {
    let project = Project::new();
    project.write("predictions.jsonl", "");
    insta::assert_snapshot!(project.run("score gold.jsonl predictions.jsonl"), @"");
    insta::assert_snapshot!(project.run("score corpus answers.jsonl"), @"");
    insta::assert_snapshot!(project.run("score corpus corpus"), @"");
    insta::assert_snapshot!(project.run("score corpus"), @"");
}

#[test]
fn not_utf_8() {
    let project = Project::new();
    project.write(
        "predictions.jsonl",
        b"{\"id\": \"a\", \"claims\": []}\n{\"id\": \"\xE9\"}\n",
    );
    insta::assert_snapshot!(project.run("score corpus predictions.jsonl"), @"");
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
    insta::assert_snapshot!(ran.lines_with("gate"), @"");
    assert!(!report(&project.run("score gold.jsonl predictions.jsonl --format json")).passed);
}
