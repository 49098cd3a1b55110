//! Each command and its arguments: what is shown, what is refused, and what to type instead.

use std::{collections::BTreeMap, fs, path::Path};

use serde_json::{Value, json};

use crate::project::{Project, right};

const COMMANDS: [&str; 12] = [
    "test",
    "diff",
    "accept",
    "reject",
    "show",
    "score",
    "extract",
    "lint",
    "list",
    "init",
    "schema",
    "completions",
];

#[test]
fn what_nobody_knows() {
    let project = Project::new();
    insta::assert_snapshot!(project.run("tset"), @"");
    insta::assert_snapshot!(project.run("test --jbos 2"), @"");
    insta::assert_snapshot!(project.run("test --jobs 0"), @"");
    insta::assert_snapshot!(project.run("test --format yaml"), @"");
    insta::assert_snapshot!(project.run("list --extractor biultin"), @"");
    insta::assert_snapshot!(project.run("list --extractor zebra"), @"");
    insta::assert_snapshot!(project.run("show news/flod"), @"");
    insta::assert_snapshot!(project.run("test --filter zebra/*"), @"");
    insta::assert_snapshot!(project.run("test --filter news/["), @"");
    insta::assert_snapshot!(project.run("show news/*"), @"");
    insta::assert_snapshot!(project.run("list --config other.toml"), @"");
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
        if command == "init" {
            continue;
        }
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
    insta::assert_snapshot!(project.run("completions tcsh"), @"");
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
    insta::assert_snapshot!(project.run("lint"), @"");
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
    insta::assert_snapshot!(said("[gates]\nf1 = 0.7\n"), @"");
    insta::assert_snapshot!(said("[gates]\nf1 = { min = 70 }\n"), @"");
    insta::assert_snapshot!(said("[gates.category.evnet]\nf1 = { min = 0.7 }\n"), @"");
    insta::assert_snapshot!(said("[gates.categories.event]\nf1 = { min = 0.7 }\n"), @"");
    insta::assert_snapshot!(said("corpus = 7\n"), @"");
    insta::assert_snapshot!(said("extractor = \"mine\"\n[extractors.min]\nkind = \"command\"\ncommand = [\"x\"]\n"), @"");
    insta::assert_snapshot!(said("[extractors.mine]\ncommand = [\"x\"]\n"), @"");
    insta::assert_snapshot!(said("[extractors.mine]\nkind = \"http\"\ncommand = [\"x\"]\n"), @"");
    insta::assert_snapshot!(said("[extractors.\"my rules\"]\nkind = \"command\"\ncommand = [\"x\"]\n"), @"");
    insta::assert_snapshot!(said("[extractors.mine]\nkind = \"command\"\ncommand = [\"x\"]\ntimeout = 30\n"), @"");
    insta::assert_snapshot!(said("corpus = \"a\"\ncorpus = \"b\"\n"), @"");
    insta::assert_snapshot!(said("corpus = \"corpus\n"), @"");
    project.write("claimsnap.toml", b"corpus = \"\xE9\"");
    insta::assert_snapshot!(project.run("lint"), @"");
}

#[test]
fn gates_open_and_closed() {
    let project = Project::accepted();
    let configuration = project.read("claimsnap.toml");
    let gates = "[gates]\nf1 = { min = 0.9 }\n[gates.category.event]\nrecall = { min = 1.0 }\n";
    project.write("claimsnap.toml", format!("{configuration}{gates}"));
    let ran = project.run("test");
    assert_eq!(ran.code, Some(0), "{ran}");
    insta::assert_snapshot!(ran.lines_with("gate"), @"");
    let mut answers = right();
    answers["news/talks"].as_array_mut().unwrap().pop();
    project.answers(&answers);
    project.run("test");
    project.run("accept");
    insta::assert_snapshot!(project.run("test"), @"");
    // Gates are about the whole corpus.
    assert_eq!(project.run("test --filter news/talks").code, Some(0));
    project.write(
        "claimsnap.toml",
        format!("{configuration}[gates.category.rule]\nf1 = {{ min = 0.1 }}\n"),
    );
    insta::assert_snapshot!(project.run("test").lines_with("gate"), @"");
}

#[test]
fn one_case_only() {
    let project = Project::accepted();
    let ran = project.run("test --filter news/f*");
    assert_eq!(ran.code, Some(0), "{ran}");
    insta::assert_snapshot!(ran.lines_with("case"), @"");
    insta::assert_snapshot!(project.run("list --filter news/f* --filter *talks"), @"");
}

#[test]
fn the_first_failure_ends_the_run() {
    let project = Project::answering(&right());
    let ran = project.run("test --fail-fast --jobs 1");
    assert_eq!(ran.code, Some(1));
    insta::assert_snapshot!(ran.lines_with("case"), @"");
    assert_eq!(project.names("snapshots"), "mine/news/flood.snap.new");
}

#[test]
fn without_snapshots() {
    let project = Project::answering(&right());
    project.write("snapshots/mine/news/talks.snap", "damaged");
    insta::assert_snapshot!(project.run("test --no-snapshots"), @"");
    assert_eq!(project.names("snapshots"), "mine/news/talks.snap");
}

/// Six claims, one of each kind of change.
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
    insta::assert_snapshot!(project.run("test"), @"");
    insta::assert_snapshot!(project.run("diff"), @"");
    insta::assert_snapshot!(project.run("diff news/flood"), @"");
    insta::assert_snapshot!(project.run("accept --only broken"), @"");
}

#[test]
fn a_case_is_shown() {
    let project = graded();
    insta::assert_snapshot!(project.run("show news/talks"), @"");
    insta::assert_snapshot!(project.run("show news/flood --no-extract"), @"");
}

#[test]
fn cases_are_listed() {
    let project = Project::new();
    insta::assert_snapshot!(project.run("list"), @"");
    let listed: Vec<BTreeMap<String, Value>> =
        serde_json::from_str(&project.run("list --format json").stdout).unwrap();
    assert_eq!((listed.len(), &listed[1]["id"]), (2, &json!("news/talks")));
}

#[test]
fn claims_of_any_text() {
    let project = Project::new();
    insta::assert_snapshot!(
        project.run_with_input("extract", "Łódź will wait, Ana Ruiz said.\r\n".as_bytes()), @""
    );
    insta::assert_snapshot!(
        project.run_with_input("extract - --format text", b"\xEF\xBB\xBFTalks begin on Monday, said Ana Ruiz."), @""
    );
    insta::assert_snapshot!(project.run_with_input("extract", b""), @"");
    insta::assert_snapshot!(project.run_with_input("extract", b"caf\xE9"), @"");
    insta::assert_snapshot!(project.run("extract corpus/news/talks.txt --format text"), @"");
    insta::assert_snapshot!(project.run("extract gone.txt"), @"");
    insta::assert_snapshot!(project.run("extract corpus"), @"");
    project.write(
        "many.jsonl",
        "\u{FEFF}{\"id\": \"a\", \"text\": \"Talks begin, said Ana.\"}\r\n\n{\"id\": \"b\", \"text\": \"\"}\n",
    );
    insta::assert_snapshot!(project.run("extract many.jsonl"), @"");
    project.write(
        "many.jsonl",
        "{\"id\": \"a\", \"text\": \"Talks begin.\"}\n{\"id\": \"b\", \"txt\": \"\"}\n",
    );
    insta::assert_snapshot!(project.run("extract many.jsonl"), @"");
    project.write("many.jsonl", b"{\"id\": \"a\", \"text\": \"caf\xE9\"}\n");
    insta::assert_snapshot!(project.run("extract many.jsonl"), @"");
}

#[test]
fn the_version() {
    insta::assert_snapshot!(Project::empty().run("--version"), @"");
}
