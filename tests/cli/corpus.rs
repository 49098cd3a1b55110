//! Faults of the corpus: each shown with its place and how to mend it, exit code 2, and nothing is
//! extracted.

use serde_json::{Value, json};

use crate::project::Project;

/// One case `a` with these annotations.
fn annotated(text: &str, annotations: &Value) -> Project {
    let project = Project::empty();
    project.case("a", text, annotations);
    project
}

/// What `lint` says of the text "Talks begin. Talks begin again. Nobody came." with one claim.
fn claim(claim: &Value) -> String {
    let project = annotated(
        "Talks begin. Talks begin again.\nNobody came.\n",
        &json!({"claims": [claim]}),
    );
    project.run("lint").to_string()
}

#[test]
fn a_sound_corpus() {
    let project = Project::new();
    insta::assert_snapshot!(project.run("lint"), @"");
}

#[test]
fn missing() {
    insta::assert_snapshot!(Project::empty().run("test"), @"");
    insta::assert_snapshot!(Project::empty().run("lint --corpus news"), @"");
}

#[test]
fn empty() {
    let project = Project::empty();
    project.write("corpus/README.md", "Nothing yet.");
    insta::assert_snapshot!(project.run("test"), @"");
}

#[test]
fn a_file_in_the_place_of_the_folder() {
    let project = Project::empty();
    project.write("corpus", "");
    insta::assert_snapshot!(project.run("lint"), @"");
}

#[test]
fn half_a_case() {
    let project = Project::new();
    project.write("corpus/news/alone.txt", "Talks begin.");
    project.write("corpus/news/orphan.json", r#"{"claims": []}"#);
    insta::assert_snapshot!(project.run("lint"), @"");
}

#[test]
fn not_utf_8() {
    let project = Project::new();
    project.write(
        "corpus/news/talks.txt",
        b"Talks begin.\nThe caf\xE9 is shut.\n",
    );
    project.write(
        "corpus/news/flood.json",
        b"{\"claims\": [], \"title\": \"\xFF\"}",
    );
    insta::assert_snapshot!(project.run("lint"), @"");
}

#[test]
fn carriage_returns_and_a_byte_order_mark_change_nothing() {
    let project = Project::new();
    let text = "Talks begin on Monday, said Ana Ruiz.\n\nThe ferry sank near Lomna.\n";
    project.write("corpus/news/talks.txt", text);
    project.run("test");
    project.run("accept");
    let accepted = project.files("snapshots");
    project.write(
        "corpus/news/talks.txt",
        format!("\u{FEFF}{}", text.replace('\n', "\r\n")),
    );
    let annotations = project.read("corpus/news/talks.json");
    project.write(
        "corpus/news/talks.json",
        format!("\u{FEFF}{}", annotations.replace('\n', "\r\n")),
    );
    assert_eq!(project.run("test").code, Some(0));
    assert_eq!(project.files("snapshots"), accepted);
    let extracted = project.run("extract corpus/news/talks.txt").stdout;
    project.write("corpus/news/talks.txt", text);
    assert_eq!(
        project.run("extract corpus/news/talks.txt").stdout,
        extracted
    );
}

#[test]
fn every_fault_of_every_file_at_once() {
    let project = Project::new();
    project.write(
        "corpus/news/talks.json",
        r#"{
  "titel": "Talks",
  "claims": [
    { "quote": "Talks begin on Monday", "catgory": "prediction" },
    { "quote": 7, "category": "event" }
  ]
}
"#,
    );
    project.replace("corpus/news/flood.json", "40 houses", "14 houses");
    project.replace("corpus/news/flood.json", "position", "positon");
    project.write("corpus/news/alone.txt", "Alone.");
    insta::assert_snapshot!(project.run("test"), @"");
    assert_eq!(project.names("snapshots"), "");
}

#[test]
fn no_quote_at_all() {
    insta::assert_snapshot!(claim(&json!({"category": "event"})), @"");
    insta::assert_snapshot!(claim(&json!({"quote": "Nobody came"})), @"");
}

#[test]
fn a_quote_that_is_not_there() {
    insta::assert_snapshot!(claim(&json!({"quote": "Nobody ever came", "category": "event"})), @"");
    insta::assert_snapshot!(claim(&json!({"quote": "Zebras graze", "category": "event"})), @"");
}

#[test]
fn a_quote_that_is_there_twice() {
    insta::assert_snapshot!(claim(&json!({"quote": "Talks begin", "category": "event"})), @"");
    insta::assert_snapshot!(
        claim(&json!({"quote": "Talks begin", "category": "event", "occurrence": 3})), @""
    );
    insta::assert_snapshot!(
        claim(&json!({"quote": "Talks begin", "category": "event", "suffix": "tomorrow"})), @""
    );
}

#[test]
fn pieces_that_overlap_or_stand_in_another_order() {
    insta::assert_snapshot!(
        claim(&json!({"quote": ["Nobody came", "came."], "category": "event"})), @""
    );
    insta::assert_snapshot!(
        claim(&json!({"quote": ["came", "Nobody"], "category": "event"})), @""
    );
}

#[test]
fn spans_outside_the_article() {
    insta::assert_snapshot!(claim(&json!({"spans": [[40, 99]], "category": "event"})), @"");
    insta::assert_snapshot!(
        claim(&json!({"quote": "Nobody", "spans": [[0, 5]], "category": "event"})), @""
    );
}

#[test]
fn a_source_that_is_not_there() {
    insta::assert_snapshot!(
        claim(&json!({"quote": "Nobody came", "category": "event", "source": {"quote": "Anna"}})),
        @""
    );
}

#[test]
fn ids_and_nesting() {
    let project = annotated(
        "Ana said Bo said talks begin.\n",
        &json!({"claims": [
            {"id": "a", "quote": "Bo said talks begin", "category": "event", "within": "b"},
            {"id": "b", "quote": "talks begin", "category": "event", "within": "a"},
            {"id": "b", "quote": "talks", "category": "event", "within": "outer"},
        ]}),
    );
    insta::assert_snapshot!(project.run("lint"), @"");
}

#[test]
fn wrong_types() {
    let project = annotated(
        "Talks begin.\n",
        &json!({"title": 7, "tags": "wire", "split": "devel", "claims": {"quote": "Talks"}}),
    );
    insta::assert_snapshot!(project.run("lint"), @"");
}

#[test]
fn not_json() {
    let project = Project::empty();
    for (name, text) in [
        ("comma", "{\n  \"claims\": [],\n}\n"),
        ("empty", ""),
        ("list", "[]"),
        ("open", "{\n  \"claims\": [\n"),
        ("yaml", "claims: []\n"),
    ] {
        project.write(&format!("corpus/{name}.txt"), "Talks begin.");
        project.write(&format!("corpus/{name}.json"), text);
    }
    insta::assert_snapshot!(project.run("lint"), @"");
}

#[test]
fn a_broken_taxonomy() {
    let project = Project::new();
    let taxonomy = |text: &str| {
        project.write("corpus/taxonomy.json", text);
        project.run("lint").to_string()
    };
    insta::assert_snapshot!(taxonomy("{}"), @"");
    insta::assert_snapshot!(
        taxonomy("{\"categories\": [\n  {\"name\": \"event\", \"asserts\": \"a\"},\n  {\"name\": \"event\", \"asserts\": \"b\"}\n]}"),
        @""
    );
    insta::assert_snapshot!(taxonomy("{\"categories\": [{\"name\": \"event\", \"assert\": 1}]}"), @"");
    insta::assert_snapshot!(taxonomy("categories = []"), @"");
}

#[test]
fn categories_of_its_own() {
    let project = Project::new();
    project.write(
        "corpus/taxonomy.json",
        r#"{"categories": [{"name": "happening", "asserts": "it happened"}]}"#,
    );
    insta::assert_snapshot!(project.run("lint"), @"");
}

#[test]
fn names_that_no_case_may_have() {
    let project = Project::new();
    project.write("corpus/accuracy.txt", "");
    project.write("corpus/a:b.txt", "");
    insta::assert_snapshot!(project.run("lint"), @"");
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_corpus() {
    use std::os::unix::fs::symlink;

    let project = Project::new();
    project.write("secret.txt", "The key is under the mat.");
    symlink(
        project.path("secret.txt"),
        project.path("corpus/news/leak.txt"),
    )
    .unwrap();
    project.write("corpus/news/leak.json", r#"{"claims": []}"#);
    symlink("nowhere", project.path("corpus/news/gone.txt")).unwrap();
    insta::assert_snapshot!(project.run("lint"), @"");
}

#[cfg(unix)]
#[test]
fn a_link_within_the_corpus_is_a_file() {
    use std::os::unix::fs::symlink;

    let project = Project::new();
    symlink("talks.txt", project.path("corpus/news/again.txt")).unwrap();
    symlink("talks.json", project.path("corpus/news/again.json")).unwrap();
    insta::assert_snapshot!(project.run("lint"), @"");
}

#[test]
fn a_fault_far_along_a_long_line() {
    let project = Project::new();
    let mut claims: Vec<Value> = (0..200)
        .map(|_| json!({"quote": "The ferry sank near Lomna", "category": "event"}))
        .collect();
    claims.push(json!({"quote": "The ferry sank near Bomna", "category": "event"}));
    project.write(
        "corpus/news/talks.json",
        json!({"claims": claims}).to_string(),
    );
    insta::assert_snapshot!(project.run("lint"), @"");
}

#[test]
fn more_faults_than_anyone_reads() {
    let project = Project::new();
    let claims: Vec<Value> = (0..300)
        .map(|at| json!({"quote": format!("no {at}")}))
        .collect();
    project.write(
        "corpus/news/talks.json",
        json!({"claims": claims}).to_string(),
    );
    let ran = project.run("lint");
    assert_eq!(ran.code, Some(2));
    insta::assert_snapshot!(ran.stderr.lines().last().unwrap_or_default(), @"");
}
