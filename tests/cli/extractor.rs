//! Extractors that misbehave: it costs the case and nothing else, and the message says what to do.

use std::fs;

use serde_json::json;

use crate::project::{Project, right};

/// What is said of the case `bad` by `test` and by `show`, with the other cases done.
fn only_bad_fails(project: &Project) -> String {
    let ran = project.run("test");
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(1), ""), "{ran}");
    assert_eq!(
        project.names("snapshots"),
        "mine/news/flood.snap.new mine/news/talks.snap.new",
        "{ran}"
    );
    ran.lines_with(" bad ")
}

#[test]
fn does_not_exist() {
    let project = Project::new();
    let program = |command: &str| {
        project.write(
            "claimsnap.toml",
            format!("extractor = \"mine\"\n[extractors.mine]\nkind = \"command\"\ncommand = [{command}]\n"),
        );
        project.run("test").to_string()
    };
    insta::assert_snapshot!(program("\"claimsnap-no-such-program\""), @"");
    insta::assert_snapshot!(program("\"./extract.sh\", \"--fast\""), @"");
    #[cfg(unix)]
    {
        project.write("extract.sh", "echo");
        insta::assert_snapshot!(program("\"./extract.sh\""), @"");
    }
}

#[test]
fn crashes_on_one_case() {
    let project = Project::misbehaving("crash");
    insta::assert_snapshot!(project.run("test --jobs 1"), @"");
    insta::assert_snapshot!(project.run("show bad"), @"");
    insta::assert_snapshot!(project.run("diff"), @"");
}

#[test]
fn prints_garbage() {
    insta::assert_snapshot!(only_bad_fails(&Project::misbehaving("garbage")), @"");
}

#[test]
fn dies_after_half_a_line() {
    insta::assert_snapshot!(only_bad_fails(&Project::misbehaving("half-line")), @"");
}

#[test]
fn answers_without_end() {
    insta::assert_snapshot!(only_bad_fails(&Project::misbehaving("huge")), @"");
}

#[test]
fn says_what_is_wrong() {
    insta::assert_snapshot!(only_bad_fails(&Project::misbehaving("error")), @"");
}

#[test]
fn never_answers() {
    let project = Project::misbehaving("never-reads");
    project.program(
        &["misbehave.py", "never-reads"],
        "timeout = \"150ms\"\nstartup = \"50ms\"\n",
    );
    insta::assert_snapshot!(project.run("test --filter bad"), @"");
    assert_eq!(project.names("snapshots"), "");
}

#[test]
fn answers_twice() {
    let project = Project::misbehaving("twice");
    let ran = project.run("test --jobs 1");
    assert_eq!(ran.code, Some(1));
    insta::assert_snapshot!(ran.lines_with("twice"), @"");
    assert_eq!(project.names("snapshots"), "");
}

#[test]
fn crashes_at_once() {
    let project = Project::misbehaving("crash-at-start");
    insta::assert_snapshot!(project.run("test --jobs 1"), @"");
    assert_eq!(project.names("snapshots"), "");
}

#[test]
fn a_failed_case_never_becomes_a_proposal() {
    let project = Project::accepted();
    let mut answers = right();
    answers["news/talks"] = json!("no model for this language");
    project.answers(&answers);
    let before = project.files("snapshots");
    for update in ["auto", "always", "force"] {
        let ran = project
            .claimsnap()
            .arg("test")
            .env("INSTA_UPDATE", update)
            .output()
            .unwrap();
        assert_eq!(ran.status.code(), Some(1), "{update}");
        let talks = "mine/news/talks.snap";
        assert_eq!(project.files("snapshots")[talks], before[talks], "{update}");
    }
    assert_eq!(
        project.names("snapshots"),
        "mine/accuracy.snap mine/news/flood.snap mine/news/talks.snap"
    );
    insta::assert_snapshot!(project.run("test"), @"");
    insta::assert_snapshot!(project.run("show news/talks"), @"");
    insta::assert_snapshot!(project.run("extract corpus/news/talks.txt"), @"");
}

#[test]
fn quotes_that_are_not_in_the_article() {
    let mut answers = right();
    answers["news/talks"][1] = json!({"quote": "The ferry sunk near Lomna", "category": "event"});
    let project = Project::answering(&answers);
    let ran = project.run("test");
    insta::assert_snapshot!(ran.lines_with("spurious"), @"");
    project.run("accept");
    assert!(
        project
            .read("snapshots/mine/news/talks.snap")
            .contains("sunk")
    );
    insta::assert_snapshot!(project.run("show news/talks --no-extract"), @"");
    assert_eq!(project.run("test").code, Some(0));
}

#[test]
fn spans_and_quote_that_disagree() {
    let mut answers = right();
    answers["news/talks"][1]["spans"] = json!([[0, 5]]);
    let project = Project::answering(&answers);
    insta::assert_snapshot!(project.run("show news/talks").lines_with("ferry"), @"");
}

#[test]
fn a_category_that_no_taxonomy_knows() {
    let mut answers = right();
    answers["news/talks"][1]["category"] = json!("shipwreck");
    let project = Project::answering(&answers);
    let ran = project.run("test");
    assert_eq!(ran.code, Some(1));
    insta::assert_snapshot!(ran.lines_with("shipwreck"), @"");
}

#[test]
fn answers_that_are_wrong_in_form() {
    let said = |claim: serde_json::Value| {
        let mut answers = right();
        answers["news/talks"][1] = claim;
        let project = Project::answering(&answers);
        let ran = project.run("show news/talks");
        ran.stdout
            .split("extracted today")
            .nth(1)
            .unwrap()
            .to_owned()
    };
    insta::assert_snapshot!(said(json!({"quote": 7})), @"");
    insta::assert_snapshot!(said(json!({"quote": "The ferry", "spans": [[5, 2]]})), @"");
    insta::assert_snapshot!(said(json!({"spans": [[0, 900]]})), @"");
    insta::assert_snapshot!(said(json!({"quote": "The ferry", "polarity": "up"})), @"");
}

#[cfg(unix)]
mod interrupted {
    use std::{
        net::TcpStream,
        process::{Command, Stdio},
        thread,
        time::{Duration, Instant},
    };

    use super::*;

    /// Answers its first article, then writes down the port that its child holds and hangs.
    const HANGS: &str = r#"
import json, os, subprocess, sys, time

child = """
import socket, time
with socket.create_server(("127.0.0.1", 0)) as server:
    print(server.getsockname()[1], flush=True)
    time.sleep(600)
"""
line = sys.stdin.readline()
print(json.dumps({"id": json.loads(line)["id"], "claims": []}), flush=True)
sys.stdin.readline()
held = subprocess.Popen([sys.executable, "-c", child], stdout=subprocess.PIPE)
port = held.stdout.readline().decode()
with open("port.part", "w") as file:
    file.write(port)
os.rename("port.part", "port")
time.sleep(600)
"#;

    /// Waits for what should come soon, even on a busy machine.
    fn soon<T>(what: &str, mut come: impl FnMut() -> Option<T>) -> T {
        let since = Instant::now();
        loop {
            if let Some(come) = come() {
                return come;
            }
            assert!(since.elapsed() < Duration::from_secs(60), "no {what}");
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Runs a command until the program hangs, sends SIGINT, and returns what claimsnap has said.
    fn interrupt(project: &Project, words: &[&str]) -> crate::project::Ran {
        project.write("hangs.py", HANGS);
        project.program(&["hangs.py"], "");
        let mut claimsnap = project.claimsnap();
        claimsnap
            .args(words)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let running = claimsnap.spawn().unwrap();
        let port: u16 = soon("port", || {
            fs::read_to_string(project.path("port"))
                .ok()?
                .trim()
                .parse()
                .ok()
        });
        let kill = format!("kill -INT {}", running.id());
        assert!(
            Command::new("sh")
                .args(["-c", &kill])
                .status()
                .unwrap()
                .success()
        );
        let output = running.wait_with_output().unwrap();
        soon("end of the program's child", || {
            TcpStream::connect(("127.0.0.1", port))
                .is_err()
                .then_some(())
        });
        project.ran(&output)
    }

    #[test]
    fn a_test_leaves_nothing_behind() {
        let project = Project::new();
        insta::assert_snapshot!(interrupt(&project, &["test", "--jobs", "1", "--output", "report"]), @"");
        for (name, says) in project.files("snapshots") {
            assert!(says.ends_with("---\n[]\n"), "{name}: {says}");
        }
        assert!(!project.path("report").exists());
        let hidden = glob::glob(project.path("**/.claimsnap*").to_str().unwrap()).unwrap();
        assert_eq!(hidden.count(), 0);
    }

    #[test]
    fn an_extraction_to_a_file_leaves_the_file_alone() {
        let project = Project::new();
        project.write("claims.jsonl", "as before\n");
        let words = [
            "extract",
            "corpus/news/flood.txt",
            "corpus/news/talks.txt",
            "--output",
            "claims.jsonl",
        ];
        let ran = interrupt(&project, &words);
        assert_eq!(ran.code, Some(130), "{ran}");
        assert_eq!(project.read("claims.jsonl"), "as before\n");
    }
}
