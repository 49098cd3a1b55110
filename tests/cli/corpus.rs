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
    insta::assert_snapshot!(project.run("lint"), @"
    no faults, 0 warnings: 2 cases, 4 claims
    [exit code 0]
    ");
}

#[test]
fn missing() {
    insta::assert_snapshot!(Project::empty().run("test"), @"
    error: there is no corpus at corpus
    help: name its folder with --corpus or in claimsnap.toml, or make a new one with `claimsnap init`
    [exit code 2]
    ");
    insta::assert_snapshot!(Project::empty().run("lint --corpus news"), @"
    error: there is no corpus at news
    help: name its folder with --corpus or in claimsnap.toml, or make a new one with `claimsnap init`
    [exit code 2]
    ");
}

#[test]
fn the_folder_may_be_named_in_any_way() {
    let project = Project::new();
    project.write("corpus/schema/case.schema.json", "{}");
    let listed = project.run("list").stdout;
    for name in [
        "corpus/",
        "./corpus",
        "././corpus//",
        "corpus/.",
        "corpus/../corpus",
    ] {
        assert_eq!(
            project.run(&format!("list --corpus {name}")).stdout,
            listed,
            "{name}"
        );
    }
    let absolute = project.path("corpus");
    let ran = project.run_words(&["list", "--corpus", absolute.to_str().unwrap()]);
    assert_eq!(ran.stdout, listed);
    let mut inside = project.claimsnap();
    inside.current_dir(absolute).args(["list", "--corpus", "."]);
    assert_eq!(project.ran(&inside.output().unwrap()).stdout, listed);
}

#[test]
fn empty() {
    let project = Project::empty();
    project.write("corpus/README.md", "Nothing yet.");
    insta::assert_snapshot!(project.run("test"), @"
    error: corpus holds no case
    help: put an article at <topic>/<slug>.txt and its annotations at <topic>/<slug>.json, or type `claimsnap init`
    [exit code 2]
    ");
}

#[test]
fn a_file_in_the_place_of_the_folder() {
    let project = Project::empty();
    project.write("corpus", "");
    insta::assert_snapshot!(project.run("lint"), @"
    error: there is no corpus at corpus
    help: name its folder with --corpus or in claimsnap.toml, or make a new one with `claimsnap init`
    [exit code 2]
    ");
}

#[test]
fn half_a_case() {
    let project = Project::new();
    project.write("corpus/news/alone.txt", "Talks begin.");
    project.write("corpus/news/orphan.json", r#"{"claims": []}"#);
    insta::assert_snapshot!(project.run("lint"), @r#"
    error: the article has no annotations
    --> corpus/news/alone.txt
     = help: write corpus/news/alone.json, at least with {"claims": []}

    error: the annotations have no article
    --> corpus/news/orphan.json
     = help: put the article at corpus/news/orphan.txt, or remove them

    2 faults in 2 files
    [exit code 2]
    "#);
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
    insta::assert_snapshot!(project.run("lint"), @r#"
    error: the file is not UTF-8
     --> corpus/news/flood.json:1:26
      |
    1 | {"claims": [], "title": "�"}
      |                          ^ the byte 0xFF begins no character
      |
      = help: save it as UTF-8, for instance with `iconv -f windows-1252 -t utf-8`

    error: the file is not UTF-8
     --> corpus/news/talks.txt:2:8
      |
    2 | The caf� is shut.
      |        ^ the byte 0xE9 begins no character
      |
      = help: save it as UTF-8, for instance with `iconv -f windows-1252 -t utf-8`

    2 faults in 2 files
    [exit code 2]
    "#);
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
    insta::assert_snapshot!(project.run("test"), @r#"
    error: the article has no annotations
    --> corpus/news/alone.txt
     = help: write corpus/news/alone.json, at least with {"claims": []}

    error: the quote does not stand in the article
     --> corpus/news/flood.json:5:16
      |
    5 |       "quote": "The flood damaged 14 houses"
      |                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ these words
      |
      = help: the nearest passage, at corpus/news/flood.txt:1:1, is
      = help: The flood damaged 40 houses
      = help: changed in a number or a negation (96 % alike), so `claimsnap lint --fix` leaves it to you

    error: unknown category `positon`
     --> corpus/news/flood.json:8:19
      |
    8 |       "category": "positon",
      |                   ^^^^^^^^^ not in the taxonomy
      |
      = help: did you mean `position`? the categories of taxonomy.json are: quantity, event, property, causal, rule, prediction, position, experience, opinion, other

    error: unknown key `titel`
     --> corpus/news/talks.json:2:3
      |
    2 |   "titel": "Talks",
      |   ^^^^^^^ not a key here
      |
      = help: did you mean `title`?
      = help: the keys are: $schema, claims, ignore, language, licence, outlet, published, sources, split, tags, title

    error: unknown key `catgory`
     --> corpus/news/talks.json:4:41
      |
    4 |     { "quote": "Talks begin on Monday", "catgory": "prediction" },
      |                                         ^^^^^^^^^ not a key here
      |
      = help: did you mean `category`?
      = help: the keys are: alternatives, attribution, category, certainty, check_worthy, cue, id, note, occurrence, polarity, prefix, presence, quantities, quote, source, spans, status, suffix, tags, text, time, within

    error: a string or a list was expected
     --> corpus/news/talks.json:5:16
      |
    5 |     { "quote": 7, "category": "event" }
      |                ^ this is a whole number

    6 faults in 3 files
    [exit code 2]
    "#);
    assert_eq!(project.names("snapshots"), "");
}

#[test]
fn no_quote_at_all() {
    insta::assert_snapshot!(claim(&json!({"category": "event"})), @"
    error: the claim has neither `quote` nor `text`
     --> corpus/a.json:3:5
      |
    3 |     {
      |     ^ this claim
      |
      = help: add `quote` with the article's words, verbatim

    1 fault in 1 file
    [exit code 2]
    ");
    insta::assert_snapshot!(claim(&json!({"quote": "Nobody came"})), @"
    error: the key `category` is missing
     --> corpus/a.json:3:5
      |
    3 |     {
      |     ^ in this claim
      |
      = help: the categories of taxonomy.json are: quantity, event, property, causal, rule, prediction, position, experience, opinion, other

    1 fault in 1 file
    [exit code 2]
    ");
}

#[test]
fn a_quote_that_is_not_there() {
    insta::assert_snapshot!(claim(&json!({"quote": "Nobody ever came", "category": "event"})), @r#"
    error: the quote does not stand in the article
     --> corpus/a.json:5:16
      |
    5 |       "quote": "Nobody ever came"
      |                ^^^^^^^^^^^^^^^^^^ these words
      |
      = help: the nearest passage, at corpus/a.txt:2:1, is
      = help: Nobody came
      = help: only 81 % alike, so `claimsnap lint --fix` leaves it to you

    1 fault in 1 file
    [exit code 2]
    "#);
    insta::assert_snapshot!(claim(&json!({"quote": "Zebras graze", "category": "event"})), @r#"
    error: the quote does not stand in the article
     --> corpus/a.json:5:16
      |
    5 |       "quote": "Zebras graze"
      |                ^^^^^^^^^^^^^^ these words
      |
      = help: nothing in corpus/a.txt is like it: quote the article's words verbatim

    1 fault in 1 file
    [exit code 2]
    "#);
}

#[test]
fn a_quote_that_is_there_twice() {
    insta::assert_snapshot!(claim(&json!({"quote": "Talks begin", "category": "event"})), @r#"
    error: the quote stands in the article twice
     --> corpus/a.json:5:16
      |
    5 |       "quote": "Talks begin"
      |                ^^^^^^^^^^^^^ which of them is meant?
      |
      = help: say which with `prefix`, `suffix` or `occurrence` (from 1):
      = help: corpus/a.txt:1:1: …Talks begin. Talks begin again. Nob…
      = help: corpus/a.txt:1:14: …Talks begin. Talks begin again. Nobody came. …

    1 fault in 1 file
    [exit code 2]
    "#);
    insta::assert_snapshot!(
        claim(&json!({"quote": "Talks begin", "category": "event", "occurrence": 3})), @r#"
    error: occurrence 3 was asked for, and the quote stands in the article twice
     --> corpus/a.json:6:16
      |
    6 |       "quote": "Talks begin"
      |                ^^^^^^^^^^^^^ this quote
      |
      = help: corpus/a.txt:1:1: …Talks begin. Talks begin again. Nob…
      = help: corpus/a.txt:1:14: …Talks begin. Talks begin again. Nobody came. …

    1 fault in 1 file
    [exit code 2]
    "#
    );
    insta::assert_snapshot!(
        claim(&json!({"quote": "Talks begin", "category": "event", "suffix": "tomorrow"})), @r#"
    error: no occurrence of the quote has this `prefix` and `suffix` around it
     --> corpus/a.json:5:16
      |
    5 |       "quote": "Talks begin",
      |                ^^^^^^^^^^^^^ this quote
      |
      = help: corpus/a.txt:1:1: …Talks begin. Talks begin again. Nob…
      = help: corpus/a.txt:1:14: …Talks begin. Talks begin again. Nobody came. …

    1 fault in 1 file
    [exit code 2]
    "#
    );
}

#[test]
fn pieces_that_overlap_or_stand_in_another_order() {
    insta::assert_snapshot!(
        claim(&json!({"quote": ["Nobody came", "came."], "category": "event"})), @r#"
    error: the pieces of the quote overlap or stand in another order
     --> corpus/a.json:6:9
      |
    6 |         "Nobody came",
      |         ^^^^^^^^^^^^^ these pieces
      |
      = help: list the pieces in the article's order, without overlap

    1 fault in 1 file
    [exit code 2]
    "#
    );
    insta::assert_snapshot!(
        claim(&json!({"quote": ["came", "Nobody"], "category": "event"})), @r#"
    error: the pieces of the quote overlap or stand in another order
     --> corpus/a.json:6:9
      |
    6 |         "came",
      |         ^^^^^^ these pieces
      |
      = help: list the pieces in the article's order, without overlap

    1 fault in 1 file
    [exit code 2]
    "#
    );
}

#[test]
fn spans_outside_the_article() {
    insta::assert_snapshot!(claim(&json!({"spans": [[40, 99]], "category": "event"})), @"
    error: the spans do not fit the article
     --> corpus/a.json:6:9
      |
    6 |         [
      |         ^ these spans
      |
      = help: spans are half-open, count code points, and stand in order without overlap

    1 fault in 1 file
    [exit code 2]
    ");
    insta::assert_snapshot!(
        claim(&json!({"quote": "Nobody", "spans": [[0, 5]], "category": "event"})), @"
    error: the spans do not fit the article
     --> corpus/a.json:7:9
      |
    7 |         [
      |         ^ these spans
      |
      = help: the article has `Talks` there

    1 fault in 1 file
    [exit code 2]
    "
    );
}

#[test]
fn a_source_that_is_not_there() {
    insta::assert_snapshot!(
        claim(&json!({"quote": "Nobody came", "category": "event", "source": {"quote": "Anna"}})),
        @r#"
    error: the quote does not stand in the article
     --> corpus/a.json:7:18
      |
    7 |         "quote": "Anna"
      |                  ^^^^^^ these words
      |
      = help: nothing in corpus/a.txt is like it: quote the article's words verbatim

    1 fault in 1 file
    [exit code 2]
    "#
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
    insta::assert_snapshot!(project.run("lint"), @r#"
    error: the claim `b` is nested in itself
      --> corpus/a.json:13:17
       |
    13 |       "within": "a"
       |                 ^^^ leads back to this claim
       |
       = help: leave `within` out at the outermost claim

    error: the id `b` stands here twice
      --> corpus/a.json:17:13
       |
    17 |       "id": "b",
       |             ^^^ the second
       |
       = help: choose another one; without `id` a claim is called c and its number

    error: no claim has the id `outer`
      --> corpus/a.json:19:17
       |
    19 |       "within": "outer"
       |                 ^^^^^^^ the claim around this one
       |
       = help: the claims are: a, b, b

    3 faults in 1 file
    [exit code 2]
    "#);
}

#[test]
fn wrong_types() {
    let project = annotated(
        "Talks begin.\n",
        &json!({"title": 7, "tags": "wire", "split": "devel", "claims": {"quote": "Talks"}}),
    );
    insta::assert_snapshot!(project.run("lint"), @r#"
    error: a list was expected
     --> corpus/a.json:2:13
      |
    2 |   "claims": {
      |             ^ this is an object

    error: unknown value `devel`
     --> corpus/a.json:5:12
      |
    5 |   "split": "devel",
      |            ^^^^^^^ not one of the words
      |
      = help: did you mean `dev`?
      = help: the words are: dev, test

    error: a list was expected
     --> corpus/a.json:6:11
      |
    6 |   "tags": "wire",
      |           ^^^^^^ this is a string

    error: a string was expected
     --> corpus/a.json:7:12
      |
    7 |   "title": 7
      |            ^ this is a whole number

    4 faults in 1 file
    [exit code 2]
    "#);
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
    insta::assert_snapshot!(project.run("lint"), @r#"
    error: this is not JSON: trailing commas are not allowed
     --> corpus/comma.json:2:15
      |
    2 |   "claims": [],
      |               ^ here

    error: the file is empty
    --> corpus/empty.json

    error: an object was expected
     --> corpus/list.json:1:1
      |
    1 | []
      | ^^ this is a list

    error: this is not JSON: unterminated array
     --> corpus/open.json:2:13
      |
    2 |   "claims": [
      |             ^ here

    error: this is not JSON: unexpected word
     --> corpus/yaml.json:1:1
      |
    1 | claims: []
      | ^^^^^^ here

    5 faults in 5 files
    [exit code 2]
    "#);
}

#[test]
fn a_broken_taxonomy() {
    let project = Project::new();
    let taxonomy = |text: &str| {
        project.write("corpus/taxonomy.json", text);
        project.run("lint").to_string()
    };
    insta::assert_snapshot!(taxonomy("{}"), @"
    error: the key `categories` is missing
     --> corpus/taxonomy.json:1:1
      |
    1 | {}
      | ^ in this object

    1 fault in 1 file
    [exit code 2]
    ");
    insta::assert_snapshot!(
        taxonomy("{\"categories\": [\n  {\"name\": \"event\", \"asserts\": \"a\"},\n  {\"name\": \"event\", \"asserts\": \"b\"}\n]}"),
        @r#"
    error: the category `event` stands here twice
     --> corpus/taxonomy.json:3:12
      |
    3 |   {"name": "event", "asserts": "b"}
      |            ^^^^^^^ the second

    1 fault in 1 file
    [exit code 2]
    "#
    );
    insta::assert_snapshot!(taxonomy("{\"categories\": [{\"name\": \"event\", \"assert\": 1}]}"), @r#"
    error: the key `asserts` is missing
     --> corpus/taxonomy.json:1:17
      |
    1 | {"categories": [{"name": "event", "assert": 1}]}
      |                 ^ in this object

    error: unknown key `assert`
     --> corpus/taxonomy.json:1:35
      |
    1 | {"categories": [{"name": "event", "assert": 1}]}
      |                                   ^^^^^^^^ not a key here
      |
      = help: did you mean `asserts`?
      = help: the keys are: asserts, mappings, name

    2 faults in 1 file
    [exit code 2]
    "#);
    insta::assert_snapshot!(taxonomy("categories = []"), @"
    error: this is not JSON: unexpected word
     --> corpus/taxonomy.json:1:1
      |
    1 | categories = []
      | ^^^^^^^^^^ here

    1 fault in 1 file
    [exit code 2]
    ");
}

#[test]
fn categories_of_its_own() {
    let project = Project::new();
    project.write(
        "corpus/taxonomy.json",
        r#"{"categories": [{"name": "happening", "asserts": "it happened"}]}"#,
    );
    insta::assert_snapshot!(project.run("lint"), @r#"
    error: unknown category `event`
     --> corpus/news/flood.json:4:19
      |
    4 |       "category": "event",
      |                   ^^^^^^^ not in the taxonomy
      |
      = help: the categories of taxonomy.json are: happening

    error: unknown category `position`
     --> corpus/news/flood.json:8:19
      |
    8 |       "category": "position",
      |                   ^^^^^^^^^^ not in the taxonomy
      |
      = help: the categories of taxonomy.json are: happening

    error: unknown category `prediction`
     --> corpus/news/talks.json:4:19
      |
    4 |       "category": "prediction",
      |                   ^^^^^^^^^^^^ not in the taxonomy
      |
      = help: the categories of taxonomy.json are: happening

    error: unknown category `event`
      --> corpus/news/talks.json:14:19
       |
    14 |       "category": "event",
       |                   ^^^^^^^ not in the taxonomy
       |
       = help: the categories of taxonomy.json are: happening

    4 faults in 2 files
    [exit code 2]
    "#);
}

#[test]
fn names_that_no_case_may_have() {
    let project = Project::new();
    project.write("corpus/accuracy.txt", "");
    project.write("corpus/a:b.txt", "");
    insta::assert_snapshot!(project.run("lint"), @r"
    error: `a:b` is not a case id: it may not contain `\`, `:` or control characters
    --> corpus/a:b.txt
     = help: rename the file

    error: the name `accuracy` is taken by the snapshot of the accuracy
    --> corpus/accuracy.txt
     = help: rename the file

    2 faults in 2 files
    [exit code 2]
    ");
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
    insta::assert_snapshot!(project.run("lint"), @"
    error: a symbolic link leads out of the corpus
    --> corpus/news/gone.txt
     = help: put the file itself there, or remove the link

    error: the annotations have no article
    --> corpus/news/leak.json
     = help: put the article at corpus/news/leak.txt, or remove them

    error: a symbolic link leads out of the corpus
    --> corpus/news/leak.txt
     = help: put the file itself there, or remove the link

    3 faults in 3 files
    [exit code 2]
    ");
}

#[cfg(unix)]
#[test]
fn a_link_within_the_corpus_is_a_file() {
    use std::os::unix::fs::symlink;

    let project = Project::new();
    symlink("talks.txt", project.path("corpus/news/again.txt")).unwrap();
    symlink("talks.json", project.path("corpus/news/again.json")).unwrap();
    insta::assert_snapshot!(project.run("lint"), @"
    warning: the article repeats news/again
     --> corpus/news/talks.txt:1:1
      |
    1 | Talks begin on Monday, said Ana Ruiz.
      | ^ near-duplicate
      |
      = help: keep one of them, or rewrite it

    no faults, 1 warning: 3 cases, 6 claims
    [exit code 0]
    ");
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
    insta::assert_snapshot!(project.run("lint"), @r#"
    error: the quote does not stand in the article
     --> corpus/news/talks.json:1:11440
      |
     ::: 
    1 | ...ank near Lomna"},{"category":"event","quote":"The ferry sank near Bomna"}]}
      |                                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^ these words
      |
      = help: the nearest passage, at corpus/news/talks.txt:2:1, is
      = help: The ferry sank near Lomna
      = help: changed: 96 % alike; `claimsnap lint --fix` takes it over

    1 fault in 1 file
    [exit code 2]
    "#);
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
    insta::assert_snapshot!(ran.stderr.lines().last().unwrap_or_default(), @"600 faults in 1 file");
}
