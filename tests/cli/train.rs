//! `claimsnap train`, the model in the configuration, `extract --explain` and `score --threshold-sweep`.

use serde_json::json;

use crate::project::Project;

/// Gold in which every claim is of the category "fact" or "wish", which only a model of one's own knows.
fn gold() -> String {
    let lines = (0..60).map(|at| {
        let text = format!(
            "The bridge number {at} closed on Monday. Ana Ruiz called for new dams by the river."
        );
        let split = text.find(". ").unwrap();
        json!({
            "id": format!("a{at}"),
            "text": text,
            "claims": [
                {"quote": &text[..split], "category": "fact"},
                {"quote": "new dams by the river", "category": "wish"},
            ],
        })
    });
    lines.map(|line| format!("{line}\n")).collect()
}

const ARTICLE: &str =
    "The tunnel number 7 closed on Monday. Bo Day called for new roads by the sea.";

#[test]
fn a_model_of_ones_own_is_used() {
    let project = Project::empty();
    project.write("gold.jsonl", gold());
    insta::assert_snapshot!(project.run("train gold.jsonl -o mine.jsonl"), @"
    60 articles: 120 candidates, 93 features
    fold 1 of 10 judged
    fold 2 of 10 judged
    fold 3 of 10 judged
    fold 4 of 10 judged
    fold 5 of 10 judged
    fold 6 of 10 judged
    fold 7 of 10 judged
    fold 8 of 10 judged
    fold 9 of 10 judged
    fold 10 of 10 judged
    category: 120 of 120 right where the article was not seen
    mine.jsonl: 85 features
    [exit code 0]
    ");
    project.write(
        "claimsnap.toml",
        "[extractors.builtin]\nmodel = \"mine.jsonl\"\n",
    );
    project.write("article.txt", ARTICLE);
    insta::assert_snapshot!(project.run("extract --format text article.txt"), @"
    1:1 fact The tunnel number 7 closed on Monday
        none
    1:57 wish new roads by the sea
        indirect, source Bo Day, cue called for
    [exit code 0]
    ");
}

#[test]
fn the_same_annotations_give_the_same_bytes() {
    let project = Project::empty();
    project.write("gold.jsonl", gold());
    let model = |name: &str| {
        let ran = project.run(&format!("train gold.jsonl --seed 5 -o {name}"));
        assert_eq!(ran.code, Some(0), "{ran}");
        project.read(name)
    };
    assert_eq!(model("one.jsonl"), model("two.jsonl"));
}

#[test]
fn the_split_test_is_not_learnt_from() {
    let project = Project::empty();
    project.write(
        "corpus/taxonomy.json",
        r#"{"categories":[{"name":"fact","asserts":"a fact"}]}"#,
    );
    project.write("corpus/a.txt", "The bridge closed.");
    project.write(
        "corpus/a.json",
        r#"{"split":"test","claims":[{"id":"c1","quote":"The bridge closed","category":"fact"}]}"#,
    );
    insta::assert_snapshot!(project.run("train corpus -o mine.jsonl"), @"
    corpus: 1 case of the split test left out
    error: there is nothing to learn from these annotations
    help: a model needs articles in which the extractor finds claims that are annotated, and others that are not or are of another category
    [exit code 2]
    ");
}

#[test]
fn what_is_no_model_is_shown_with_its_place() {
    let project = Project::empty();
    project.write(
        "claimsnap.toml",
        "[extractors.builtin]\nmodel = \"mine.jsonl\"\n",
    );
    project.write("article.txt", ARTICLE);
    insta::assert_snapshot!(project.run("extract article.txt"), @"
    error: cannot read mine.jsonl: No such file or directory (os error 2)
    help: check the path
    [exit code 2]
    ");
    project.write(
        "mine.jsonl",
        "{\"format\":\"claimsnap model 1\",\"heads\":{\"category\":[\"fact\"]},\"keep\":0,\"slope\":1000,\"shift\":0}\n[\"word:a\",[1,2]]\n",
    );
    insta::assert_snapshot!(project.run("extract article.txt"), @r#"
    error: this is no model: 2 weights for 1 labels
     --> mine.jsonl:2:1
      |
    2 | ["word:a",[1,2]]
      | ^ here
      |
      = help: `claimsnap train CORPUS -o MODEL` writes one

    1 fault in 1 file
    [exit code 2]
    "#);
}

#[test]
fn a_program_has_no_model() {
    let project = Project::empty();
    project.write(
        "claimsnap.toml",
        "[extractors.mine]\nkind = \"command\"\ncommand = [\"cat\"]\nmodel = \"mine.jsonl\"\n",
    );
    insta::assert_snapshot!(project.run("list"), @r#"
    error: a program has no model
     --> claimsnap.toml:4:9
      |
    4 | model = "mine.jsonl"
      |         ^^^^^^^^^^^^ this key
      |
      = help: only the built-in extractor takes one, in a table [extractors.builtin]

    1 fault in 1 file
    [exit code 2]
    "#);
}

#[test]
fn a_claim_is_explained() {
    let project = Project::empty();
    project.write("article.txt", ARTICLE);
    let ran = project.run("extract --explain article.txt");
    assert_eq!(ran.code, Some(0), "{ran}");
    for words in [
        "found by voice, rule \"main clause\"; kept with confidence ",
        "found by attribution, rule \"noun phrase\"",
        "    category position: ",
        "    check_worthy ",
    ] {
        assert!(ran.stdout.contains(words), "{words}: {ran}");
    }
}

#[test]
fn only_the_built_in_extractor_explains_itself() {
    let project = Project::empty();
    project.write(
        "claimsnap.toml",
        "extractor = \"mine\"\n[extractors.mine]\nkind = \"command\"\ncommand = [\"cat\"]\n",
    );
    insta::assert_snapshot!(project.run("extract --explain article.txt"), @"
    error: `mine` cannot be explained
    help: --explain shows how the built-in extractor decides; add `--extractor builtin`
    [exit code 2]
    ");
}

#[test]
fn precision_and_recall_are_swept_by_confidence() {
    let project = Project::empty();
    project.write(
        "gold.jsonl",
        r#"{"id":"a","text":"It rains. It snows. It hails.","claims":[{"quote":"It rains"},{"quote":"It snows"}]}"#,
    );
    project.write(
        "predictions.jsonl",
        r#"{"id":"a","claims":[{"quote":"It rains","confidence":0.9},{"quote":"It snows","confidence":0.42},{"quote":"It hails","confidence":0.2}]}"#,
    );
    insta::assert_snapshot!(project.run("score gold.jsonl predictions.jsonl --threshold-sweep"), @"
    category    expected extracted   matched       P       R      F1
    all                2         3         2   0.667   1.000   0.800

    F1 close 0.800, exact 0.800, characters 0.800; mean over categories (macro) -
    0 missing, 1 spurious

    confidence extracted   matched       P       R      F1  to the next   right
    from 0.00          3         2   0.667   1.000   0.800            0       -
    from 0.05          3         2   0.667   1.000   0.800            0       -
    from 0.10          3         2   0.667   1.000   0.800            0       -
    from 0.15          3         2   0.667   1.000   0.800            0       -
    from 0.20          3         2   0.667   1.000   0.800            1   0.000
    from 0.25          2         2   1.000   1.000   1.000            0       -
    from 0.30          2         2   1.000   1.000   1.000            0       -
    from 0.35          2         2   1.000   1.000   1.000            0       -
    from 0.40          2         2   1.000   1.000   1.000            1   1.000
    from 0.45          1         1   1.000   0.500   0.667            0       -
    from 0.50          1         1   1.000   0.500   0.667            0       -
    from 0.55          1         1   1.000   0.500   0.667            0       -
    from 0.60          1         1   1.000   0.500   0.667            0       -
    from 0.65          1         1   1.000   0.500   0.667            0       -
    from 0.70          1         1   1.000   0.500   0.667            0       -
    from 0.75          1         1   1.000   0.500   0.667            0       -
    from 0.80          1         1   1.000   0.500   0.667            0       -
    from 0.85          1         1   1.000   0.500   0.667            0       -
    from 0.90          1         1   1.000   0.500   0.667            1   1.000
    from 0.95          0         0       -   0.000   0.000            0       -
    best F1 1.000 from confidence 0.25 on

    claimsnap [version] cases 1 threshold 0.500
    [exit code 0]
    ");
}
