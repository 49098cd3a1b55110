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
    insta::assert_snapshot!(program("\"claimsnap-no-such-program\""), @"
    error: cannot run the extractor `claimsnap-no-such-program`: No such file or directory (os error 2)
    help: install `claimsnap-no-such-program`, or write its path instead of its name
    [exit code 2]
    ");
    insta::assert_snapshot!(program("\"./extract.sh\", \"--fast\""), @"
    error: cannot run the extractor `./extract.sh --fast`: No such file or directory (os error 2)
    help: a relative path starts from [project]; is `./extract.sh` there, and the interpreter of its first line installed?
    [exit code 2]
    ");
    #[cfg(unix)]
    {
        project.write("extract.sh", "echo");
        insta::assert_snapshot!(program("\"./extract.sh\""), @r#"
        error: cannot run the extractor `./extract.sh`: Permission denied (os error 13)
        help: make it executable (`chmod +x ./extract.sh`), or put its interpreter first: `command = ["python3", "./extract.sh"]`
        [exit code 2]
        "#);
    }
}

#[test]
fn crashes_on_one_case() {
    let project = Project::misbehaving("crash");
    insta::assert_snapshot!(project.run("test --jobs 1"), @"
    category    expected extracted   matched       P       R      F1
    all                4         0         0       -   0.000   0.000
    event              2         0         0       -   0.000   0.000
    prediction         1         0         0       -   0.000   0.000
    position           1         0         0       -   0.000   0.000

    F1 close 0.000, exact 0.000, characters 0.000; mean over categories (macro) 0.000

    attributed  expected extracted  exact F1 IoU >= .5  characters
    content            1         0     0.000     0.000       0.000
    source             1         0     0.000     0.000       0.000
    cue                1         0     0.000     0.000       0.000

    4 missing, 0 spurious

    3 cases: 1 failed, 2 new
      failed    bad         crashed: the program ended (exit status 3) before it answered
          its last words on standard error:
              no rule for bad
          help: run the program by hand, with the article's request as its standard input
      new       news/flood  P - R 0.000 F1 0.000
      new       news/talks  P - R 0.000 F1 0.000
    claimsnap [version] extractor mine corpus 3b2d448757b8 cases 3 threshold 0.500

    not passed
      claimsnap show bad           what went wrong, in this case as an example
      claimsnap accept             take today's claims as the new baseline
      claimsnap reject             keep the accepted ones
    [exit code 1]
    ");
    insta::assert_snapshot!(project.run("show bad"), @"
    bad

       1  Nobody knows.

    expected (0)

    no snapshot has been accepted yet

    extracted today: crashed: the program ended (exit status 3) before it answered
      its last words on standard error:
          no rule for bad
      help: run the program by hand, with the article's request as its standard input
    [exit code 1]
    ");
    insta::assert_snapshot!(project.run("diff"), @"
    new news/flood
      no snapshot has been accepted yet; 0 claims extracted

    new news/talks
      no snapshot has been accepted yet; 0 claims extracted

    2 cases to accept: 2 new cases
    accepted as they are, over all cases:
      F1               - -> 0.000        -
      F1 exact         - -> 0.000        -
      F1 of characters - -> 0.000        -
      F1 macro         - -> 0.000        -
      matched 0 -> 0, missing 0 -> 4, spurious 0 -> 0
    `claimsnap accept` takes this as the new baseline, `claimsnap reject` keeps the old one
    [exit code 1]
    ");
}

#[test]
fn prints_garbage() {
    insta::assert_snapshot!(only_bad_fails(&Project::misbehaving("garbage")), @"
    failed    bad         protocol: the program wrote a line that is not an answer: expected value at line 1 column 1: `loading <U+001B>[1mmodel`
    claimsnap show bad           what went wrong, in this case as an example
    ");
}

#[test]
fn dies_after_half_a_line() {
    insta::assert_snapshot!(only_bad_fails(&Project::misbehaving("half-line")), @r#"
    failed    bad         crashed: the program ended (exit status 0) in the middle of a line: `{"id":"bad","cla`
    claimsnap show bad           what went wrong, in this case as an example
    "#);
}

#[test]
fn answers_without_end() {
    insta::assert_snapshot!(only_bad_fails(&Project::misbehaving("huge")), @r#"
    failed    bad         protocol: the program wrote a line of more than 16777216 bytes, which was not read further: `{"id":"bad","claims":[{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{` …
    claimsnap show bad           what went wrong, in this case as an example
    "#);
}

#[test]
fn says_what_is_wrong() {
    insta::assert_snapshot!(only_bad_fails(&Project::misbehaving("error")), @"
    failed    bad         refused: too <U+001B>[31mlong
    claimsnap show bad           what went wrong, in this case as an example
    ");
}

#[test]
fn never_answers() {
    let project = Project::misbehaving("never-reads");
    project.program(
        &["misbehave.py", "never-reads"],
        "timeout = \"150ms\"\nstartup = \"50ms\"\n",
    );
    insta::assert_snapshot!(project.run("test --filter bad"), @"
    category    expected extracted   matched       P       R      F1
    all                0         0         0       -       -       -

    F1 close -, exact -, characters -; mean over categories (macro) -
    0 missing, 0 spurious

    1 case: 1 failed
      failed    bad  timeout: no answer within 200ms, and the program was killed
          help: flush standard output after each line; if the article needs longer, raise `timeout`, or `startup` for the first answer, in [extractors.NAME] of claimsnap.toml
    claimsnap [version] extractor mine corpus 3b2d448757b8 cases 1 threshold 0.500 filter bad

    not passed
      claimsnap show bad           what went wrong, in this case as an example
    [exit code 1]
    ");
    assert_eq!(project.names("snapshots"), "");
}

#[test]
fn answers_twice() {
    let project = Project::misbehaving("twice");
    let ran = project.run("test --jobs 1");
    assert_eq!(ran.code, Some(1));
    insta::assert_snapshot!(ran.lines_with("twice"), @"
    failed    bad         protocol: answered twice; the second answer was dropped
    failed    news/flood  protocol: answered twice; the second answer was dropped
    failed    news/talks  protocol: answered twice; the second answer was dropped
    ");
    assert_eq!(project.names("snapshots"), "");
}

#[test]
fn crashes_at_once() {
    let project = Project::misbehaving("crash-at-start");
    insta::assert_snapshot!(project.run("test --jobs 1"), @"
    category    expected extracted   matched       P       R      F1
    all                4         0         0       -   0.000   0.000
    event              2         0         0       -   0.000   0.000
    prediction         1         0         0       -   0.000   0.000
    position           1         0         0       -   0.000   0.000

    F1 close 0.000, exact 0.000, characters 0.000; mean over categories (macro) 0.000

    attributed  expected extracted  exact F1 IoU >= .5  characters
    content            1         0     0.000     0.000       0.000
    source             1         0     0.000     0.000       0.000
    cue                1         0     0.000     0.000       0.000

    4 missing, 0 spurious

    3 cases: 3 failed
      failed    bad         crashed: the program ended (exit status 1) before it answered
          its last words on standard error:
              no module named model
          help: run the program by hand, with the article's request as its standard input
      failed    news/flood  crashed: the program ended (exit status 1) before it answered
      failed    news/talks  crashed: the program ended (exit status 1) before it answered
    claimsnap [version] extractor mine corpus 3b2d448757b8 cases 3 threshold 0.500

    not passed
      claimsnap show bad           what went wrong, in this case as an example
    [exit code 1]
    ");
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
    insta::assert_snapshot!(project.run("test"), @"
    category    expected extracted   matched       P       R      F1   change
    all                4         2         2   1.000   0.500   0.667   -0.333
    event              2         1         1   1.000   0.500   0.667   -0.333
    prediction         1         0         0       -   0.000   0.000   -1.000
    position           1         1         1   1.000   1.000   1.000        =

    F1 close 0.667, exact 0.667, characters 0.701; mean over categories (macro) 0.556

    attributed  expected extracted  exact F1 IoU >= .5  characters
    content            1         0     0.000     0.000       0.000
    source             1         0     0.000     0.000       0.000
    cue                1         0     0.000     0.000       0.000

    right on matched claims: category 2 of 2
    2 missing, 0 spurious

    2 cases: 1 failed, 1 unchanged
      failed    news/talks  refused: no model for this language
    claimsnap [version] extractor mine corpus 0939ce66586f cases 2 threshold 0.500

    not passed
      claimsnap show news/talks    what went wrong, in this case as an example
    [exit code 1]
    ");
    insta::assert_snapshot!(project.run("show news/talks"), @"
    news/talks

       1  Talks begin on Monday, said Ana Ruiz.
       2  The ferry sank near Lomna.

    expected (2)
      c1 [not looked for] 1:1 prediction Talks begin on Monday
        source Ana Ruiz, cue said
      c2 [not looked for] 2:1 event The ferry sank near Lomna

    accepted (2)
      [is c1] 1:1 prediction Talks begin on Monday
        source Ana Ruiz, cue said
      [is c2] 2:1 event The ferry sank near Lomna

    extracted today: refused: no model for this language
    [exit code 1]
    ");
    insta::assert_snapshot!(project.run("extract corpus/news/talks.txt"), @r#"
    {"id":"news/talks","error":"refused: no model for this language"}
    [exit code 1]
    "#);
}

#[test]
fn quotes_that_are_not_in_the_article() {
    let mut answers = right();
    answers["news/talks"][1] = json!({"quote": "The ferry sunk near Lomna", "category": "event"});
    let project = Project::answering(&answers);
    let ran = project.run("test");
    insta::assert_snapshot!(ran.lines_with("spurious"), @"1 missing, 1 spurious (1 ungrounded)");
    project.run("accept");
    assert!(
        project
            .read("snapshots/mine/news/talks.snap")
            .contains("sunk")
    );
    insta::assert_snapshot!(project.run("show news/talks --no-extract"), @"
    news/talks

       1  Talks begin on Monday, said Ana Ruiz.
       2  The ferry sank near Lomna.

    expected (2)
      c1 [found, similarity 1.00] 1:1 prediction Talks begin on Monday
        source Ana Ruiz, cue said
      c2 [missing] 2:1 event The ferry sank near Lomna

    accepted (2)
      [is c1] 1:1 prediction Talks begin on Monday
        source Ana Ruiz, cue said
      [spurious, not in the article as given] event The ferry sunk near Lomna

    [exit code 0]
    ");
    assert_eq!(project.run("test").code, Some(0));
}

#[test]
fn spans_and_quote_that_disagree() {
    let mut answers = right();
    answers["news/talks"][1]["spans"] = json!([[0, 5]]);
    let project = Project::answering(&answers);
    insta::assert_snapshot!(project.run("show news/talks").lines_with("ferry"), @"
     2  The ferry sank near Lomna.
    c2 [missing] 2:1 event The ferry sank near Lomna
    [spurious, not in the article as given] event The ferry sank near Lomna
    ");
}

#[test]
fn a_category_that_no_taxonomy_knows() {
    let mut answers = right();
    answers["news/talks"][1]["category"] = json!("shipwreck");
    let project = Project::answering(&answers);
    let ran = project.run("test");
    assert_eq!(ran.code, Some(1));
    insta::assert_snapshot!(ran.lines_with("shipwreck"), @"
    shipwreck          0         1         0   0.000       -   0.000
    category mistaken: event as shipwreck 1
    ");
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
    insta::assert_snapshot!(said(json!({"quote": 7})), @r#"
    : protocol: its answer does not follow the protocol: invalid type: integer `7`, expected a string or a list of strings at line 1 column 164: `{"id": "news/talks", "claims": [{"category": "prediction", "cue": {"quote": "said"}, "quote": "Talks begin on Monday", "source": {"quote": "Ana Ruiz"}}, {"quote": 7}]}`
      help: use the keys of the extractor protocol and no others (README, "The extractor protocol")
    "#);
    insta::assert_snapshot!(said(json!({"quote": "The ferry", "spans": [[5, 2]]})), @"
    (2)
     [is c1] 1:1 prediction Talks begin on Monday
       source Ana Ruiz, cue said
     [spurious, not in the article as given] - The ferry
    ");
    insta::assert_snapshot!(said(json!({"spans": [[0, 900]]})), @"
    (2)
     [is c1] 1:1 prediction Talks begin on Monday
       source Ana Ruiz, cue said
     [spurious, not in the article as given] - spans [[0, 900]]
    ");
    insta::assert_snapshot!(said(json!({"quote": "The ferry", "polarity": "up"})), @r#"
    : protocol: its answer does not follow the protocol: unknown variant `up`, expected `positive` or `negative` at line 1 column 170: `{"id": "news/talks", "claims": [{"category": "prediction", "cue": {"quote": "said"}, "quote": "Talks begin on Monday", "source": {"quote": "Ana Ruiz"}}, {"polarity": "up", "quote": "The ferry"}]}`
      help: use the keys of the extractor protocol and no others (README, "The extractor protocol")
    "#);
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
        insta::assert_snapshot!(interrupt(&project, &["test", "--jobs", "1", "--output", "report"]), @"
        error: interrupted before all was done
        [exit code 130]
        ");
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
