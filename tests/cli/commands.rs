//! Each command and its arguments: what is shown, what is refused, and what to type instead.

use std::{collections::BTreeMap, fs, path::Path};

use serde_json::{Value, json};

use crate::project::{Project, right};

/// Without `init`.
const COMMANDS: [&str; 11] = [
    "test",
    "diff",
    "accept",
    "reject",
    "show",
    "score",
    "extract",
    "lint",
    "list",
    "schema",
    "completions",
];

#[test]
fn what_nobody_knows() {
    let project = Project::new();
    insta::assert_snapshot!(project.run("tset"), @"
    error: unrecognized subcommand 'tset'

      tip: a similar subcommand exists: 'test'

    Usage: claimsnap [OPTIONS] <COMMAND>

    For more information, try '--help'.
    [exit code 2]
    ");
    insta::assert_snapshot!(project.run("test --jbos 2"), @"
    error: unexpected argument '--jbos' found

      tip: a similar argument exists: '--jobs'

    Usage: claimsnap test --jobs <N>

    For more information, try '--help'.
    [exit code 2]
    ");
    insta::assert_snapshot!(project.run("test --jobs 0"), @"
    error: invalid value '0' for '--jobs <N>': a whole number from 1 was expected

    For more information, try '--help'.
    [exit code 2]
    ");
    insta::assert_snapshot!(project.run("test --format yaml"), @"
    error: invalid value 'yaml' for '--format <FORMAT>'
      [possible values: text, json]

    For more information, try '--help'.
    [exit code 2]
    ");
    insta::assert_snapshot!(project.run("list --extractor biultin"), @"
    error: there is no extractor `biultin`
    help: did you mean `builtin`? the extractors are: builtin; others come from tables [extractors.NAME] of claimsnap.toml, or from a Rust test once `cargo test` has run it
    [exit code 2]
    ");
    insta::assert_snapshot!(project.run("list --extractor zebra"), @"
    error: there is no extractor `zebra`
    help: the extractors are: builtin; others come from tables [extractors.NAME] of claimsnap.toml, or from a Rust test once `cargo test` has run it
    [exit code 2]
    ");
    insta::assert_snapshot!(project.run("show news/flod"), @"
    error: no case fits `news/flod`
    help: did you mean `news/flood`? `claimsnap list` names them all
    [exit code 2]
    ");
    insta::assert_snapshot!(project.run("test --filter zebra/*"), @"
    error: no case fits `zebra/*`
    help: `claimsnap list` names them all
    [exit code 2]
    ");
    insta::assert_snapshot!(project.run("test --filter news/["), @"
    error: `news/[` is no pattern: Pattern syntax error near position 5: invalid range pattern
    help: write it like `council/*`
    [exit code 2]
    ");
    insta::assert_snapshot!(project.run("show news/*"), @"
    error: 2 cases fit: news/flood, news/talks
    help: name one of them
    [exit code 2]
    ");
    insta::assert_snapshot!(project.run("list --config other.toml"), @"
    error: cannot read other.toml: No such file or directory (os error 2)
    help: check the path
    [exit code 2]
    ");
}

#[test]
fn nothing_at_all_is_an_offer_of_help() {
    let ran = Project::empty().run("");
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
    assert!(ran.stderr.contains("Usage: claimsnap"), "{ran}");
    assert!(ran.stderr.contains("claimsnap init"), "{ran}");
}

#[test]
fn every_help_has_an_example() {
    let project = Project::empty();
    for command in COMMANDS {
        for help in ["--help", "-h"] {
            let ran = project.run(&format!("{command} {help}"));
            assert_eq!(ran.code, Some(0), "{command}");
            let example = format!("Example: claimsnap {command}");
            assert!(ran.stdout.contains(&example), "{command} {help}: {ran}");
        }
    }
    let listed = project.run("--help").stdout;
    for command in COMMANDS {
        assert!(
            listed.contains(&format!("\n  {command} ")),
            "{command}: {listed}"
        );
    }
}

#[test]
fn the_examples_of_the_help_are_understood() {
    let project = Project::empty();
    for command in COMMANDS {
        let help = project.run(&format!("{command} --help")).stdout;
        let (_, example) = help.split_once("Example: claimsnap ").unwrap();
        let example = example
            .split(['\n', '>', '&'])
            .next()
            .unwrap()
            .replace('\'', "");
        let ran = project.run(&example);
        assert!(
            !ran.stderr.contains("Usage:"),
            "{command}: {example}: {ran}"
        );
    }
}

#[test]
fn completions_name_every_command() {
    let project = Project::empty();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = project.run(&format!("completions {shell}"));
        assert_eq!(ran.code, Some(0));
        for word in COMMANDS.iter().chain(&["no-snapshots", "extractor"]) {
            assert!(ran.stdout.contains(word), "{shell} has no {word}");
        }
    }
    insta::assert_snapshot!(project.run("completions tcsh"), @"
    error: invalid value 'tcsh' for '<SHELL>'
      [possible values: bash, elvish, fish, powershell, zsh]

      tip: a similar value exists: 'zsh'

    For more information, try '--help'.
    [exit code 2]
    ");
}

#[cfg(unix)]
#[test]
fn bash_understands_its_completions() {
    let project = Project::empty();
    project.write("completions", project.run("completions bash").stdout);
    match std::process::Command::new("bash")
        .arg("-n")
        .arg(project.path("completions"))
        .output()
    {
        Ok(output) => assert!(output.status.success(), "{}", project.ran(&output)),
        Err(error) => {
            use std::io::Write;
            writeln!(
                std::io::stderr(),
                "NOT TESTED: completions in bash: {error}"
            )
            .unwrap();
        }
    }
}

#[test]
fn schemas_are_json_schemas() {
    let project = Project::empty();
    for of in ["case", "taxonomy", "request", "answer", "report"] {
        let ran = project.run(&format!("schema {of}"));
        assert_eq!(ran.code, Some(0));
        let schema: Value = serde_json::from_str(&ran.stdout).unwrap();
        assert!(jsonschema::meta::is_valid(&schema), "{of}");
        assert!(schema["title"].is_string(), "{of}");
    }
}

fn shipped(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::read_to_string(path).unwrap()
}

#[test]
fn the_shipped_schemas_are_current() {
    let project = Project::empty();
    for of in ["case", "taxonomy"] {
        let name = format!("corpus/schema/{of}.schema.json");
        let current = project.run(&format!("schema {of}")).stdout;
        assert_eq!(
            shipped(&name).replace("\r\n", "\n"),
            current,
            "type `claimsnap schema {of} > {name}`"
        );
    }
}

#[test]
fn the_shipped_corpus_fits_the_shipped_schemas() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let validator = |name: &str| {
        let schema = serde_json::from_str(&shipped(&format!("corpus/schema/{name}"))).unwrap();
        jsonschema::validator_for(&schema).unwrap()
    };
    let (case, taxonomy) = (
        validator("case.schema.json"),
        validator("taxonomy.schema.json"),
    );
    let files = glob::glob(root.join("**/*.json").to_str().unwrap()).unwrap();
    let mut cases = 0;
    for path in files.map(Result::unwrap) {
        if path.starts_with(root.join("schema")) {
            continue;
        }
        let is_taxonomy = path == root.join("taxonomy.json");
        let validator = if is_taxonomy { &taxonomy } else { &case };
        let value: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let wrong: Vec<String> = validator
            .iter_errors(&value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert_eq!(wrong, [""; 0], "{}", path.display());
        cases += usize::from(!is_taxonomy);
    }
    assert!(cases >= 6, "only {cases} cases");
}

#[test]
fn lines_of_the_protocol_fit_their_schemas() {
    let project = Project::new();
    let schema: Value = serde_json::from_str(&project.run("schema answer").stdout).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for line in project
        .run("extract corpus/news/flood.txt corpus/news/talks.txt")
        .stdout
        .lines()
    {
        let answer = serde_json::from_str(line).unwrap();
        let wrong: Vec<String> = validator
            .iter_errors(&answer)
            .map(|e| e.to_string())
            .collect();
        assert_eq!(wrong, [""; 0], "{line}");
    }
}

#[test]
fn a_configuration_in_either_place() {
    for place in ["claimsnap.toml", ".config/claimsnap.toml"] {
        let project = Project::new();
        fs::rename(project.path("corpus"), project.path("articles")).unwrap();
        project.write(place, "corpus = \"articles\"\n");
        let ran = project.run("lint");
        assert_eq!(ran.code, Some(0), "{place}: {ran}");
        let elsewhere = project.run(&format!("lint --config {place}"));
        assert_eq!(elsewhere.code, Some(0), "{place}: {elsewhere}");
    }
    let project = Project::new();
    project.write("claimsnap.toml", "");
    project.write(".config/claimsnap.toml", "");
    insta::assert_snapshot!(project.run("lint"), @"
    error: [project] has both .config/claimsnap.toml and claimsnap.toml
    help: keep one of them
    [exit code 2]
    ");
}

#[test]
fn a_folder_below_the_project_will_do() {
    let project = Project::new();
    project.write("claimsnap.toml", "");
    let mut claimsnap = project.claimsnap();
    claimsnap
        .current_dir(project.path("corpus/news"))
        .arg("test");
    let ran = project.ran(&claimsnap.output().unwrap());
    assert_eq!(ran.code, Some(1), "{ran}");
    assert!(
        project
            .path("snapshots/builtin/news/talks.snap.new")
            .is_file()
    );
}

#[test]
fn a_wrong_configuration() {
    let project = Project::new();
    let said = |text: &str| {
        project.write("claimsnap.toml", text);
        project.run("lint").to_string()
    };
    insta::assert_snapshot!(said("[gates]\nf1 = 0.7\n"), @"
    error: invalid type: floating point `0.7`, expected a bound such as { min = 0.7 }
     --> claimsnap.toml:2:6
      |
    2 | f1 = 0.7
      |      ^^^ here

    1 fault in 1 file
    [exit code 2]
    ");
    insta::assert_snapshot!(said("[gates]\nf1 = { min = 70 }\n"), @"
    error: a rate lies between 0 and 1
     --> claimsnap.toml:2:14
      |
    2 | f1 = { min = 70 }
      |              ^^ this number
      |
      = help: write 70 % as 0.7

    1 fault in 1 file
    [exit code 2]
    ");
    insta::assert_snapshot!(said("[gates.category.evnet]\nf1 = { min = 0.7 }\n"), @"
    error: the gate [gates.category.evnet] is for a category that the taxonomy does not have
    help: did you mean `event`? the categories are: quantity, event, property, causal, rule, prediction, position, experience, opinion, other
    [exit code 2]
    ");
    insta::assert_snapshot!(said("[gates.categories.event]\nf1 = { min = 0.7 }\n"), @"
    error: unknown field `categories`, expected one of `precision`, `recall`, `f1`, `category`
     --> claimsnap.toml:1:8
      |
    1 | [gates.categories.event]
      |        ^^^^^^^^^^ here
      |
      = help: did you mean `category`?

    1 fault in 1 file
    [exit code 2]
    ");
    insta::assert_snapshot!(said("corpus = 7\n"), @"
    error: invalid type: integer `7`, expected path string
     --> claimsnap.toml:1:10
      |
    1 | corpus = 7
      |          ^ here

    1 fault in 1 file
    [exit code 2]
    ");
    insta::assert_snapshot!(said("extractor = \"mine\"\n[extractors.min]\nkind = \"command\"\ncommand = [\"x\"]\n"), @r#"
    error: there is no extractor `mine`
     --> claimsnap.toml:1:13
      |
    1 | extractor = "mine"
      |             ^^^^^^ this name
      |
      = help: did you mean `min`? the extractors are: min, builtin; others come from tables [extractors.NAME]

    1 fault in 1 file
    [exit code 2]
    "#);
    insta::assert_snapshot!(said("[extractors.mine]\ncommand = [\"x\"]\n"), @r#"
    error: missing field `kind`
     --> claimsnap.toml:1:13
      |
    1 | [extractors.mine]
      |             ^^^^ this table
      |
      = help: add `kind = "command"`

    1 fault in 1 file
    [exit code 2]
    "#);
    insta::assert_snapshot!(said("[extractors.mine]\nkind = \"http\"\ncommand = [\"x\"]\n"), @r#"
    error: unknown variant `http`, expected `command`
     --> claimsnap.toml:2:8
      |
    2 | kind = "http"
      |        ^^^^^^ here

    1 fault in 1 file
    [exit code 2]
    "#);
    insta::assert_snapshot!(said("[extractors.\"my rules\"]\nkind = \"command\"\ncommand = [\"x\"]\n"), @"
    no faults, 0 warnings: 2 cases, 4 claims
    [exit code 0]
    ");
    insta::assert_snapshot!(said("[extractors.mine]\nkind = \"command\"\ncommand = [\"x\"]\ntimeout = 30\n"), @r#"
    error: invalid type: integer `30`, expected a string
     --> claimsnap.toml:4:11
      |
    4 | timeout = 30
      |           ^^ here
      |
      = help: put it in quotes; a duration is written like "30s"

    1 fault in 1 file
    [exit code 2]
    "#);
    insta::assert_snapshot!(said("corpus = \"a\"\ncorpus = \"b\"\n"), @r#"
    error: duplicate key
     --> claimsnap.toml:2:1
      |
    2 | corpus = "b"
      | ^^^^^^ here

    1 fault in 1 file
    [exit code 2]
    "#);
    insta::assert_snapshot!(said("corpus = \"corpus\n"), @r#"
    error: invalid basic string, expected `"`
     --> claimsnap.toml:1:17
      |
    1 | corpus = "corpus
      |                 ^ here

    1 fault in 1 file
    [exit code 2]
    "#);
    project.write("claimsnap.toml", b"corpus = \"\xE9\"");
    insta::assert_snapshot!(project.run("lint"), @r#"
    error: the file is not UTF-8
     --> claimsnap.toml:1:11
      |
    1 | corpus = "�"
      |           ^ the byte 0xE9 begins no character
      |
      = help: save it as UTF-8, for instance with `iconv -f windows-1252 -t utf-8`

    1 fault in 1 file
    [exit code 2]
    "#);
}

#[test]
fn gates_open_and_closed() {
    let project = Project::accepted();
    let configuration = project.read("claimsnap.toml");
    let gates = "[gates]\nf1 = { min = 0.9 }\n[gates.category.event]\nrecall = { min = 1.0 }\n";
    project.write("claimsnap.toml", format!("{configuration}{gates}"));
    let ran = project.run("test");
    assert_eq!(ran.code, Some(0), "{ran}");
    insta::assert_snapshot!(ran.lines_with("gate"), @"
    gate open: f1 is 1.000, at least 0.900 asked for
    gate open: recall of event is 1.000, at least 1.000 asked for
    ");
    let mut answers = right();
    answers["news/talks"].as_array_mut().unwrap().pop();
    project.answers(&answers);
    project.run("test");
    project.run("accept");
    insta::assert_snapshot!(project.run("test"), @"
    category    expected extracted   matched       P       R      F1   change
    all                4         3         3   1.000   0.750   0.857        =
    event              2         1         1   1.000   0.500   0.667        =
    prediction         1         1         1   1.000   1.000   1.000        =
    position           1         1         1   1.000   1.000   1.000        =

    F1 close 0.857, exact 0.857, characters 0.857; mean over categories (macro) 0.889

    attributed  expected extracted  exact F1 IoU >= .5  characters
    content            1         1     1.000     1.000       1.000
    source             1         1     1.000     1.000       1.000
    cue                1         1     1.000     1.000       1.000

    right on matched claims: category 3 of 3, source 1 of 1, cue 1 of 1
    1 missing, 0 spurious

    2 cases: 2 unchanged
    gate closed: f1 is 0.857, at least 0.900 asked for
    gate closed: recall of event is 0.500, at least 1.000 asked for
    claimsnap [version] extractor mine corpus 0939ce66586f cases 2 threshold 0.500

    not passed
      claimsnap show CASE          look at the cases behind a closed gate
    [exit code 1]
    ");
    // Gates are about the whole corpus.
    assert_eq!(project.run("test --filter news/talks").code, Some(0));
    project.write(
        "claimsnap.toml",
        format!("{configuration}[gates.category.rule]\nf1 = {{ min = 0.1 }}\n"),
    );
    insta::assert_snapshot!(project.run("test").lines_with("gate"), @"
    gate closed: f1 of rule is -, at least 0.100 asked for
      claimsnap show CASE          look at the cases behind a closed gate
    ");
}

#[test]
fn one_case_only() {
    let project = Project::accepted();
    let ran = project.run("test --filter news/f*");
    assert_eq!(ran.code, Some(0), "{ran}");
    insta::assert_snapshot!(ran.lines_with("case"), @"
    1 case: 1 unchanged
    claimsnap [version] extractor mine corpus 0939ce66586f cases 1 threshold 0.500 filter news/f*
    ");
    insta::assert_snapshot!(project.run("list --filter news/f* --filter *talks"), @"
    case       split  words required optional forbidden
    news/flood -         10        2        0         0
    news/talks -         12        2        0         0
    [exit code 0]
    ");
}

#[test]
fn the_first_failure_ends_the_run() {
    let project = Project::answering(&right());
    let ran = project.run("test --fail-fast --jobs 1");
    assert_eq!(ran.code, Some(1));
    insta::assert_snapshot!(ran.lines_with("case"), @"
    1 case: 1 new
    1 case not run after the first failure
    claimsnap [version] extractor mine corpus 0939ce66586f cases 1 threshold 0.500
    ");
    assert_eq!(project.names("snapshots"), "mine/news/flood.snap.new");
}

#[test]
fn where_the_first_failure_is_does_not_hang_on_speed() {
    let project = Project::accepted();
    project.case("news/zebras", "Zebras graze.", &json!({"claims": []}));
    let run = |jobs: &str| project.run(&format!("test --fail-fast --format json --jobs {jobs}"));
    let alone = run("1").stdout;
    for jobs in ["2", "4", "1000000"] {
        assert_eq!(run(jobs).stdout, alone, "{jobs}");
    }
}

#[test]
fn without_snapshots() {
    let project = Project::answering(&right());
    project.write("snapshots/mine/news/talks.snap", "damaged");
    insta::assert_snapshot!(project.run("test --no-snapshots"), @"
    category    expected extracted   matched       P       R      F1
    all                4         4         4   1.000   1.000   1.000
    event              2         2         2   1.000   1.000   1.000
    prediction         1         1         1   1.000   1.000   1.000
    position           1         1         1   1.000   1.000   1.000

    F1 close 1.000, exact 1.000, characters 1.000; mean over categories (macro) 1.000

    attributed  expected extracted  exact F1 IoU >= .5  characters
    content            1         1     1.000     1.000       1.000
    source             1         1     1.000     1.000       1.000
    cue                1         1     1.000     1.000       1.000

    right on matched claims: category 4 of 4, source 1 of 1, cue 1 of 1
    0 missing, 0 spurious

    2 cases: 2 not compared with snapshots
    claimsnap [version] extractor mine corpus 0939ce66586f cases 2 threshold 0.500

    passed
    [exit code 0]
    ");
    assert_eq!(project.names("snapshots"), "mine/news/talks.snap");
}

/// With changes of every effect that wait to be accepted.
fn graded() -> Project {
    let project = Project::accepted();
    project.case(
        "news/talks",
        "Talks begin on Monday, said Ana Ruiz.\nThe ferry sank near Lomna.\nIt was old. Nobody was hurt.\n",
        &json!({"title": "Talks", "claims": [
            {"quote": "Talks begin on Monday", "category": "prediction", "source": {"quote": "Ana Ruiz"}},
            {"quote": "The ferry sank near Lomna", "category": "event", "presence": "optional"},
            {"quote": "Nobody was hurt", "category": "event"},
        ]}),
    );
    project.run("test");
    project.run("accept");
    let mut answers = right();
    answers["news/flood"][0]["quote"] = json!("40 houses");
    answers["news/flood"][1]["polarity"] = json!("positive");
    answers["news/talks"] = json!([
        {"quote": "Talks begin on Monday", "category": "event", "source": {"quote": "Ana"}, "polarity": "positive"},
        {"quote": "Nobody was hurt", "category": "event"},
        {"quote": "The ferry sank", "category": "event"},
        {"quote": "It was old", "category": "property"},
    ]);
    project.answers(&answers);
    project
}

#[test]
fn changes_are_judged() {
    let project = graded();
    insta::assert_snapshot!(project.run("test"), @"
    category    expected extracted   matched       P       R      F1   change
    all                4         5         4   0.800   1.000   0.889   +0.032
    event              2         3         2   0.667   1.000   0.800   +0.133
    property           0         1         0   0.000       -   0.000        -
    prediction         1         0         0       -   0.000   0.000   -1.000
    position           1         1         1   1.000   1.000   1.000        =

    F1 close 0.667, exact 0.667, characters 0.837; mean over categories (macro) 0.450

    attributed  expected extracted  exact F1 IoU >= .5  characters
    content            1         1     1.000     1.000       1.000
    source             1         1     0.000     0.000       0.545
    cue                0         0         -         -           -

    right on matched claims: category 3 of 4, source 1 of 1
    0 missing, 1 spurious; 1 not counted (optional, suggested or ignored)
    category mistaken: prediction as event 1

    2 cases: 1 regressed, 1 mixed
      regressed news/flood  1 broken, 1 ungraded  F1 1.000 -> 1.000
      mixed     news/talks  1 fixed, 2 broken, 1 neutral  F1 0.667 -> 0.800
    claimsnap [version] extractor mine corpus 487c52ade50b cases 2 threshold 0.500

    not passed
      claimsnap diff               what changed, judged
      claimsnap accept             take today's claims as the new baseline
      claimsnap reject             keep the accepted ones
    [exit code 1]
    ");
    insta::assert_snapshot!(project.run("diff"), @"
    regressed news/flood  F1 1.000 -> 1.000
      broken   altered at 1:19
          [-The flood damaged -]40 houses
          expected c1 event: The flood damaged 40 houses
      ungraded altered at 1:30
          The mayor promised new dams
          polarity: none -> positive
          expected c2 position: The mayor promised new dams

    mixed news/talks  F1 0.667 -> 0.800
      broken   altered at 1:1
          Talks begin on Monday
          category: prediction -> event
          source: Ana Ruiz -> Ana
          cue: said -> none
          polarity: none -> positive
          expected c1 prediction: Talks begin on Monday
      broken   added at 3:1  extracted +1
        + It was old  (property)
          no such claim is expected
      fixed    added at 3:13  matched +1, extracted +1
        + Nobody was hurt  (event)
          expected c3 event: Nobody was hurt
      neutral  altered at 2:1
          The ferry sank[- near Lomna-]
          expected c2 event: The ferry sank near Lomna

    2 cases to accept: 1 fixed, 3 broken, 1 neutral, 1 ungraded
    accepted as they are, over all cases:
      F1               0.857 -> 0.889   +0.032
      F1 exact         0.857 -> 0.667   -0.190
      F1 of characters 0.909 -> 0.837   -0.072
      F1 macro         0.889 -> 0.450   -0.439
      matched 3 -> 4, missing 1 -> 0, spurious 0 -> 1
    `claimsnap accept` takes this as the new baseline, `claimsnap reject` keeps the old one
    [exit code 1]
    ");
    insta::assert_snapshot!(project.run("diff news/flood"), @"
    regressed news/flood  F1 1.000 -> 1.000
      broken   altered at 1:19
          [-The flood damaged -]40 houses
          expected c1 event: The flood damaged 40 houses
      ungraded altered at 1:30
          The mayor promised new dams
          polarity: none -> positive
          expected c2 position: The mayor promised new dams

    1 case to accept: 1 broken, 1 ungraded
    accepted as they are, over all cases:
      F1               0.857 -> 0.857        =
      F1 exact         0.857 -> 0.571   -0.286
      F1 of characters 0.909 -> 0.776   -0.134
      F1 macro         0.889 -> 0.889        =
      matched 3 -> 3, missing 1 -> 1, spurious 0 -> 0
    `claimsnap accept` takes this as the new baseline, `claimsnap reject` keeps the old one
    [exit code 1]
    ");
    insta::assert_snapshot!(project.run("accept --only broken --only ungraded"), @"
    accepted news/flood
    1 case still waiting; see `claimsnap diff`
    [exit code 0]
    ");
}

#[test]
fn a_case_is_shown() {
    let project = graded();
    insta::assert_snapshot!(project.run("show news/talks"), @"
    news/talks

       1  Talks begin on Monday, said Ana Ruiz.
       2  The ferry sank near Lomna.
       3  It was old. Nobody was hurt.

    expected (3)
      c1 [found, similarity 1.00] 1:1 prediction Talks begin on Monday
        source Ana Ruiz
      c2 optional [found, similarity 0.75] 2:1 event The ferry sank near Lomna
      c3 [found, similarity 1.00] 3:13 event Nobody was hurt

    accepted (2)
      [is c1] 1:1 prediction Talks begin on Monday
        source Ana Ruiz, cue said
      [is c2, not counted] 2:1 event The ferry sank near Lomna

    extracted today (4)
      [is c1, wrong category] 1:1 event Talks begin on Monday
        source Ana
      [is c2, not counted] 2:1 event The ferry sank
      [spurious] 3:1 property It was old
      [is c3] 3:13 event Nobody was hurt

    [exit code 0]
    ");
    insta::assert_snapshot!(project.run("show news/flood --no-extract"), @"
    news/flood

       1  The flood damaged 40 houses. The mayor promised new dams.

    expected (2)
      c1 [found, similarity 1.00] 1:1 event The flood damaged 40 houses
      c2 [found, similarity 1.00] 1:30 position The mayor promised new dams

    accepted (2)
      [is c1] 1:1 event The flood damaged 40 houses
      [is c2] 1:30 position The mayor promised new dams

    [exit code 0]
    ");
}

#[test]
fn cases_are_listed() {
    let project = Project::new();
    insta::assert_snapshot!(project.run("list"), @"
    case       split  words required optional forbidden
    news/flood -         10        2        0         0
    news/talks -         12        2        0         0
    [exit code 0]
    ");
    let listed: Vec<BTreeMap<String, Value>> =
        serde_json::from_str(&project.run("list --format json").stdout).unwrap();
    assert_eq!((listed.len(), &listed[1]["id"]), (2, &json!("news/talks")));
}

#[test]
fn claims_of_any_text() {
    let project = Project::new();
    insta::assert_snapshot!(
        project.run_with_input("extract", "Łódź will wait, Ana Ruiz said.\r\n".as_bytes()), @r#"
    {"id":"-","claims":[{"quote":"Łódź will wait","spans":[[0,14]],"category":"prediction","attribution":"indirect","source":{"quote":"Ana Ruiz","spans":[[16,24]],"name":"Ana Ruiz","kind":"person"},"cue":{"quote":"said","spans":[[25,29]]},"polarity":"positive","certainty":"certain","check_worthy":false,"check_worthy_score":0.021,"confidence":0.955}]}
    [exit code 0]
    "#
    );
    insta::assert_snapshot!(
        project.run_with_input("extract - --format text", b"\xEF\xBB\xBFTalks begin on Monday, said Ana Ruiz."), @"
    1:1 prediction Talks begin on Monday
        indirect, source Ana Ruiz, cue said
    [exit code 0]
    "
    );
    insta::assert_snapshot!(project.run_with_input("extract", b""), @r#"
    {"id":"-","claims":[]}
    [exit code 0]
    "#);
    insta::assert_snapshot!(project.run_with_input("extract", b"caf\xE9"), @"
    error: the file is not UTF-8
     --> standard input:1:4
      |
    1 | caf�
      |    ^ the byte 0xE9 begins no character
      |
      = help: save it as UTF-8, for instance with `iconv -f windows-1252 -t utf-8`

    1 fault in 1 file
    [exit code 2]
    ");
    insta::assert_snapshot!(project.run("extract corpus/news/talks.txt --format text"), @"
    1:1 prediction Talks begin on Monday
        indirect, source Ana Ruiz, cue said
    2:1 event The ferry sank near Lomna
        none
    [exit code 0]
    ");
    insta::assert_snapshot!(
        project.run("extract corpus/news/talks.txt corpus/news/flood.txt --format text"), @"
    news/talks
    1:1 prediction Talks begin on Monday
        indirect, source Ana Ruiz, cue said
    2:1 event The ferry sank near Lomna
        none
    news/flood
    1:1 event The flood damaged 40 houses
        none
    1:49 position new dams
        indirect, source The mayor, cue promised
    [exit code 0]
    "
    );
    insta::assert_snapshot!(project.run("extract gone.txt"), @"
    error: the file cannot be read: No such file or directory (os error 2)
    --> gone.txt
     = help: check that it is a readable file

    1 fault in 1 file
    [exit code 2]
    ");
    insta::assert_snapshot!(project.run("extract corpus"), @"
    error: the file cannot be read: Is a directory (os error 21)
    --> corpus
     = help: check that it is a readable file

    1 fault in 1 file
    [exit code 2]
    ");
    project.write(
        "many.jsonl",
        "\u{FEFF}{\"id\": \"a\", \"text\": \"Talks begin, said Ana.\"}\r\n\n{\"id\": \"b\", \"text\": \"\"}\n",
    );
    insta::assert_snapshot!(project.run("extract many.jsonl"), @r#"
    {"id":"a","claims":[{"quote":"Talks begin","spans":[[0,11]],"category":"prediction","attribution":"indirect","source":{"quote":"Ana","spans":[[18,21]],"name":"Ana","kind":"person"},"cue":{"quote":"said","spans":[[13,17]]},"polarity":"positive","certainty":"certain","check_worthy":false,"check_worthy_score":0.077,"confidence":0.942}]}
    {"id":"b","claims":[]}
    [exit code 0]
    "#);
    project.write(
        "many.jsonl",
        "{\"id\": \"a\", \"text\": \"Talks begin.\"}\n{\"id\": \"b\", \"txt\": \"\"}\n",
    );
    insta::assert_snapshot!(project.run("extract many.jsonl"), @r#"
    {"id":"a","claims":[]}
    error: this is no article: missing field `text`
     --> many.jsonl:2:22
      |
    2 | {"id": "b", "txt": ""}
      |                      ^ here
      |
      = help: write one object a line: {"id": "a", "text": "..."}

    1 fault in 1 file
    [exit code 2]
    "#);
    project.write("many.jsonl", b"{\"id\": \"a\", \"text\": \"caf\xE9\"}\n");
    insta::assert_snapshot!(project.run("extract many.jsonl"), @r#"
    error: the line is not UTF-8
     --> many.jsonl:1:25
      |
    1 | {"id": "a", "text": "caf�"}
      |                         ^ no character
      |
      = help: save the file as UTF-8

    1 fault in 1 file
    [exit code 2]
    "#);
}

#[test]
fn the_version() {
    insta::assert_snapshot!(Project::empty().run("--version"), @"
    claimsnap [version]
    [exit code 0]
    ");
}
