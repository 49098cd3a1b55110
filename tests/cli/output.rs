//! What comes out: for people harmless and quiet at its end, for programs exact and always the same.

use std::{fs, process::Stdio};

use claimsnap::report::{CaseReport, Report, ScoreReport};
use serde_json::{Value, json};

use crate::project::{Project, Ran, right};

/// A project whose extractor does worse than was accepted.
fn changed() -> Project {
    let project = Project::accepted();
    let mut answers = right();
    answers["news/talks"] = json!([{"quote": "Lomna", "category": "event"}]);
    project.answers(&answers);
    project
}

/// Runs a command whose output nobody reads.
fn unread(project: &Project, words: &[&str]) -> Ran {
    let mut claimsnap = project.claimsnap();
    claimsnap
        .args(words)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut running = claimsnap.spawn().unwrap();
    drop(running.stdout.take());
    project.ran(&running.wait_with_output().unwrap())
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let project = changed();
    let many: Vec<String> = (0..2000)
        .map(|at| json!({"id": at.to_string(), "text": "Talks begin, said Ana Ruiz."}).to_string())
        .collect();
    project.write("many.jsonl", many.join("\n"));
    for (words, code) in [
        (&["test"][..], 1),
        (&["test", "--format", "json"], 1),
        (&["diff"], 1),
        (&["show", "news/talks"], 0),
        (&["list"], 0),
        (&["lint"], 0),
        (&["extract", "many.jsonl", "--extractor", "builtin"], 0),
        (
            &[
                "extract",
                "many.jsonl",
                "--extractor",
                "builtin",
                "--format",
                "text",
            ],
            0,
        ),
        (&["completions", "bash"], 0),
        (&["schema", "report"], 0),
        (&["--help"], 0),
    ] {
        let ran = unread(&project, words);
        assert_eq!(
            (ran.code, ran.stderr.as_str()),
            (Some(code), ""),
            "{words:?}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let project = Project::new();
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let output = project
        .claimsnap()
        .arg("list")
        .stdout(full)
        .output()
        .unwrap();
    insta::assert_snapshot!(project.ran(&output), @"
    error: cannot write to standard output: No space left on device (os error 28)
    [exit code 2]
    ");
}

/// A terminal that shows this may be made to show anything.
fn assert_harmless(ran: &Ran) {
    let harmful = |c: &char| {
        (c.is_control() && *c != '\n')
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    for said in [&ran.stdout, &ran.stderr] {
        if let Some(found) = said.chars().find(harmful) {
            panic!("U+{:04X} in {said}", u32::from(found));
        }
    }
}

const EVIL: &str = "a\u{1b}[31m\u{9b}2J\u{202e}b\u{7}\u{8}\r\u{2066}c\u{61c}\u{2028}";

#[test]
fn what_a_terminal_would_obey_is_shown_harmless() {
    let id = "news/\u{202e}\u{2066}evil";
    let mut answers = right();
    answers[id] = json!([
        {
            "quote": EVIL, "category": EVIL, "attribution": "direct", "time": EVIL,
            "source": {"quote": "Ana", "name": EVIL}, "cue": {"quote": EVIL},
            "quantities": [{"value": EVIL, "unit": EVIL}],
        },
        {"quote": "not there\u{1b}[2J", "category": "event"},
    ]);
    let project = Project::answering(&answers);
    let text = format!("Ana says {EVIL}.\nIt is so.\n");
    let annotations = |claim: Value| json!({"title": EVIL, "tags": [EVIL], "claims": [claim]});
    let claim = json!({
        "id": EVIL, "quote": EVIL, "category": "event", "time": "2025", "note": EVIL,
        "source": {"quote": "Ana", "name": EVIL},
    });
    project.case(id, &text, &annotations(claim));
    let evil = format!("show {id}");
    for command in [
        "lint",
        "list",
        "test",
        "diff",
        evil.as_str(),
        "extract --format text corpus",
    ] {
        assert_harmless(&project.run(command));
    }
    let ran = project.run(&evil);
    assert!(ran.stdout.contains("<U+001B>[31m"), "{ran}");
    project.run("accept");
    answers[id] = json!([{"quote": "It is so", "category": format!("{EVIL}2")}]);
    project.answers(&answers);
    for command in ["test", "diff", &evil] {
        assert_harmless(&project.run(command));
    }
    answers[id] = json!(format!("failed: {EVIL}\npassed"));
    project.answers(&answers);
    for command in ["test", "diff", &evil] {
        assert_harmless(&project.run(command));
    }
    // Words forged to look like claimsnap's own are still within their line.
    answers[id] = json!([{"quote": "It is so", "category": "event\n\npassed\n"}]);
    project.answers(&answers);
    for command in ["test", "diff", &evil] {
        let ran = project.run(command);
        assert!(
            ran.stdout.lines().all(|line| line != "passed"),
            "{command}: {ran}"
        );
    }
}

#[test]
fn faults_are_shown_harmless() {
    let project = Project::new();
    let id = "news/\u{202e}evil";
    project.case(
        id,
        &format!("Ana says {EVIL} and {EVIL}, no more."),
        &json!({EVIL: 1, "claims": [{"quote": "x", "category": EVIL, EVIL: 2}]}),
    );
    project.case(
        "news/more",
        &format!("Ana says {EVIL} and {EVIL}, no more."),
        &json!({"claims": [
            {"id": EVIL, "quote": EVIL, "category": EVIL},
            {"id": EVIL, "quote": format!("{EVIL} and  more"), "category": "event", "within": EVIL},
            {"quote": "Ana says more", "category": "event", "within": format!("{EVIL}x")},
            {"quote": "Ana", "spans": [[0, 15]], "category": "event", "polarity": EVIL},
        ]}),
    );
    project.write(
        "corpus/news/raw.json",
        format!("{{\"claims\": [], {EVIL}}}"),
    );
    project.write("corpus/news/raw.txt", "");
    project.write("corpus/news/latin.json", b"{\"\x1b[31m\xe9\"}");
    project.write("corpus/news/latin.txt", "");
    let ran = project.run("lint");
    assert_eq!(ran.code, Some(2));
    assert_harmless(&ran);
    project.write(
        "gold.jsonl",
        json!({"id": EVIL, "text": EVIL, "claims": [{"quote": format!("{EVIL}?")}]}).to_string(),
    );
    project.write(
        "predictions.jsonl",
        json!({"id": format!("{EVIL}2"), "claims": []}).to_string(),
    );
    assert_harmless(&project.run("score gold.jsonl predictions.jsonl"));
    project.write(
        "gold.jsonl",
        json!({"id": EVIL, "text": EVIL, "claims": []}).to_string(),
    );
    assert_harmless(&project.run("score gold.jsonl predictions.jsonl"));
    assert_harmless(&project.run("score corpus/news/gone predictions.jsonl"));
    project.write(
        "claimsnap.toml",
        format!("extractor = {:?}\n", "a\u{202e}b"),
    );
    assert_harmless(&project.run("list"));
    for words in [
        ["show", EVIL],
        ["accept", EVIL],
        ["extract", EVIL],
        ["diff", EVIL],
    ] {
        std::fs::remove_file(project.path("claimsnap.toml")).ok();
        assert_harmless(&project.run_words(&words));
    }
}

/// A report that reads back strictly and is then written as it was.
fn read_strictly<T>(text: &str) -> T
where
    T: serde::Serialize + serde::de::DeserializeOwned,
{
    let report: T = serde_json::from_str(text).unwrap();
    let again = serde_json::to_string_pretty(&report).unwrap();
    assert_eq!(text.trim_end(), again);
    report
}

#[test]
fn the_report_reads_back_strictly() {
    let project = changed();
    let ran = project.run("test --format json");
    let report: Report = read_strictly(&ran.stdout);
    assert_eq!(
        (ran.code, report.passed, report.cases.len()),
        (Some(1), false, 2)
    );
    let ran = project.run("diff --format json");
    let waiting: Vec<CaseReport> = read_strictly(&ran.stdout);
    assert_eq!((ran.code, waiting.len()), (Some(1), 1));
    project.run("extract corpus/news/flood.txt corpus/news/talks.txt --output predictions.jsonl");
    let ran = project.run("score corpus predictions.jsonl --format json --articles");
    let report: ScoreReport = read_strictly(&ran.stdout);
    assert_eq!((ran.code, report.articles.len()), (Some(0), 2));
    let fails = Project::misbehaving("crash");
    let report: Report = read_strictly(&fails.run("test --format json").stdout);
    assert!(report.cases[0].failure.is_some());
}

#[test]
fn the_report_fits_its_schema() {
    let project = changed();
    let schema: Value = serde_json::from_str(&project.run("schema report").stdout).unwrap();
    let report: Value = serde_json::from_str(&project.run("test --format json").stdout).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let wrong: Vec<String> = validator
        .iter_errors(&report)
        .map(|error| error.to_string())
        .collect();
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn the_report_is_the_same_byte_for_byte() {
    let project = changed();
    for id in 0..20 {
        let text = format!("Talks {id} begin, said Ana Ruiz. Bo Li denied it.\n");
        project.case(&format!("more/{id}"), &text, &json!({"claims": []}));
    }
    let first = project.run("test --extractor builtin --format json").stdout;
    for more in ["", "--jobs 1", "--jobs 4"] {
        let command = format!("test --extractor builtin --format json {more}");
        assert_eq!(project.run(&command).stdout, first, "{more}");
    }
    let text = project.run("test --jobs 1").stdout;
    assert_eq!(project.run("test --jobs 4").stdout, text);
}

#[test]
fn a_file_is_replaced_as_a_whole() {
    let project = changed();
    project.write("out/report.json", "old ".repeat(100_000));
    let ran = project.run("test --format json --output out/report.json");
    assert_eq!(
        (ran.code, ran.to_string().as_str()),
        (Some(1), "[exit code 1]")
    );
    read_strictly::<Report>(&project.read("out/report.json"));
    assert_eq!(project.names("out"), "report.json");
    project.write("corpus/news/talks.json", "{}");
    assert_eq!(project.run("test --output out/report.json").code, Some(2));
    read_strictly::<Report>(&project.read("out/report.json"));
}

#[test]
fn an_extraction_that_cannot_be_ended_leaves_the_file_alone() {
    let project = Project::new();
    project.write("claims.jsonl", "as before\n");
    let ran = project.run("extract corpus/news/talks.txt gone.txt --output claims.jsonl");
    insta::assert_snapshot!(ran, @"
    error: the file cannot be read: No such file or directory (os error 2)
    --> gone.txt
     = help: check that it is a readable file

    1 fault in 1 file
    [exit code 2]
    ");
    assert_eq!(project.read("claims.jsonl"), "as before\n");
}

#[test]
fn output_to_odd_places() {
    let project = Project::new();
    insta::assert_snapshot!(project.run("list --output new/folder/list.txt"), @"[exit code 0]");
    assert!(project.path("new/folder/list.txt").is_file());
    insta::assert_snapshot!(project.run("list --output corpus"), @"
    error: cannot write corpus: Is a directory (os error 21)
    help: name a file, not a folder
    [exit code 2]
    ");
    insta::assert_snapshot!(project.run("list --output corpus/news/talks.txt/list"), @"
    error: cannot write corpus/news/talks.txt/list: File exists (os error 17)
    help: a file stands where a folder is wanted
    [exit code 2]
    ");
    insta::assert_snapshot!(project.run_words(&["list", "--output", ""]), @"
    error: a value is required for '--output <FILE>' but none was supplied

    For more information, try '--help'.
    [exit code 2]
    ");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_written_to_and_not_replaced() {
    use std::{
        io::Read,
        os::unix::fs::{FileTypeExt, symlink},
        process::Command,
    };

    let project = Project::new();
    let pipe = project.path("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("mkfifo makes the pipe").success());
    // Open for both, so that neither side waits for the other.
    let mut reader = fs::File::options()
        .read(true)
        .write(true)
        .open(&pipe)
        .unwrap();
    assert_eq!(project.run("list --output pipe").code, Some(0));
    assert!(fs::symlink_metadata(&pipe).unwrap().file_type().is_fifo());
    let mut said = [0; 4];
    reader.read_exact(&mut said).unwrap();
    assert_eq!(&said, b"case");
    project.write("reports/today", "old");
    symlink("reports/today", project.path("latest")).unwrap();
    assert_eq!(project.run("list --output latest").code, Some(0));
    assert!(project.path("latest").is_symlink());
    assert!(project.read("reports/today").starts_with("case"));
}

#[test]
fn colour_where_it_is_wanted() {
    let project = changed();
    let coloured = |ran: &Ran| ran.stdout.contains("\u{1b}[");
    assert!(!coloured(&project.run("test")));
    assert!(!coloured(&project.run("test --color never")));
    let ran = project.run("test --color always");
    assert!(coloured(&ran));
    let plain = anstream_free(&ran.stdout);
    assert_eq!(plain, project.run("test").stdout);
    project.run("test --color always --output report.txt");
    assert!(!project.read("report.txt").contains('\u{1b}'));
    let ran = project.run("show nothing --color always");
    assert!(ran.stderr.contains("\u{1b}["), "{ran}");
    let ran = project.run("show nothing --color never");
    assert!(!ran.stderr.contains('\u{1b}'), "{ran}");
    project.write("corpus/news/talks.json", "{}");
    assert!(
        project
            .run("lint --color always")
            .stderr
            .contains("\u{1b}[")
    );
    assert!(!project.run("lint").stderr.contains('\u{1b}'));
    assert!(!project.run("lint --color never").stderr.contains('\u{1b}'));
}

#[test]
fn the_variables_for_colour_are_heeded() {
    let forced = changed().set("CLICOLOR_FORCE", "1");
    assert!(forced.run("test").stdout.contains("\u{1b}["));
    assert!(!forced.run("test --color never").stdout.contains('\u{1b}'));
    let plain = forced.set("NO_COLOR", "1");
    assert!(!plain.run("test").stdout.contains('\u{1b}'));
}

/// Without the sequences that colour.
fn anstream_free(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str(part.split_once('m').unwrap_or_default().1);
    }
    plain
}

#[test]
fn a_report_is_readable_by_others() {
    let project = Project::new();
    project.run("list --output list.txt");
    assert!(
        !fs::metadata(project.path("list.txt"))
            .unwrap()
            .permissions()
            .readonly()
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(project.path("list.txt"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o400, 0o400);
    }
}
