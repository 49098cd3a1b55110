//! Every way in which a program under test may misbehave costs one article, and says what to do.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{
    net::TcpStream,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Arc, Barrier, LazyLock,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use claimsnap::{
    error::Error,
    extract::{
        Extractor, Failure, FailureKind,
        command::{Program, Settings},
    },
    model::{Article, Claim, Content},
    text::Span,
};

/// A limit that a test only reaches where it fails.
const NEVER: Duration = Duration::from_secs(120);
/// A limit for programs that hang for good.
const SHORT: Duration = Duration::from_millis(300);

/// The interpreter itself: what stands in `PATH` may be a slow wrapper.
fn python() -> &'static str {
    static PYTHON: LazyLock<String> = LazyLock::new(|| {
        let name = if cfg!(windows) { "python" } else { "python3" };
        let found = Command::new(name)
            .args(["-c", "import sys; print(sys.executable)"])
            .output();
        match found {
            Ok(output) if output.status.success() => {
                String::from_utf8_lossy(&output.stdout).trim().to_owned()
            }
            other => panic!(
                "these tests run programs in Python: install Python 3 so that `{name}` starts it \
                 ({other:?})"
            ),
        }
    });
    &PYTHON
}

fn programs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs")
}

/// The settings that run `tests/programs/misbehave.py` in `mode`, in which nothing is too late.
fn misbehave(mode: &str) -> Settings {
    Settings {
        command: vec![python().into(), "misbehave.py".into(), mode.into()],
        directory: programs(),
        timeout: NEVER,
        startup: NEVER,
        ..Settings::default()
    }
}

fn start(settings: Settings) -> Program {
    Program::start(settings, Arc::default()).expect("the program starts")
}

fn ask(program: &Program, id: &str) -> Result<Vec<Claim>, Failure> {
    program.extract(&Article::new(id, "Talks begin."))
}

/// The failure of article "bad", where the one before and the one after it are done.
fn only_bad_fails(settings: Settings) -> Failure {
    let program = start(settings);
    assert_eq!(ask(&program, "before"), Ok(Vec::new()));
    let failure = ask(&program, "bad").expect_err("the program misbehaves");
    assert_eq!(ask(&program, "after"), Ok(Vec::new()));
    failure
}

fn hanging(mode: &str) -> Settings {
    Settings {
        timeout: SHORT,
        ..misbehave(mode)
    }
}

fn is_alive(port: u16) -> bool {
    TcpStream::connect(("127.0.0.1", port)).is_ok()
}

/// Whether the process that holds `port` is soon gone.
fn is_soon_gone(port: u16) -> bool {
    (0..100).any(|_| {
        thread::sleep(Duration::from_millis(20));
        !is_alive(port)
    })
}

#[test]
fn the_example_extracts_quotations() {
    let program = start(Settings {
        command: vec![python().into(), "extractor.py".into()],
        directory: programs(),
        ..Settings::default()
    });
    let text = "“We will wait,” Éva Long said. Bo said: no. \"It broke,\" warned Bo Li.";
    let article = Article::new("a", text);
    let claims = program.extract(&article).unwrap();
    let shown: Vec<String> = claims
        .iter()
        .map(|claim| {
            let source = claim.source.as_ref().unwrap();
            format!(
                "{} | {} | {} | {}",
                claim.content.display(text),
                source.mention.as_ref().unwrap().display(text),
                claim.cue.as_ref().unwrap().display(text),
                claim.category.as_ref().unwrap()
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            "It broke | Bo Li | warned | other",
            "We will wait | Éva Long | said | prediction",
        ]
    );
    assert_eq!(program.finish(), []);
}

#[test]
fn claims_are_resolved_against_their_article() {
    let program = start(misbehave("echo"));
    let claims = program.extract(&Article::new("a", "“Ça va.”")).unwrap();
    assert_eq!(claims[0].content, Content::Located(vec![Span::new(0, 13)]));
}

#[test]
fn a_program_that_cannot_be_started_is_unusable() {
    fn check(command: &[&str], directory: PathBuf, what: &str, help: &str) {
        let settings = Settings {
            command: command.iter().map(|&word| word.to_owned()).collect(),
            directory,
            ..Settings::default()
        };
        match Program::start(settings, Arc::default()) {
            Err(Error::Unusable { what: w, help: h }) => {
                assert!(w.contains(what), "{w}");
                assert!(h.contains(help), "{h}");
            }
            other => panic!("{command:?}: {other:?}"),
        }
    }
    check(&[], programs(), "is empty", "command = [");
    check(
        &["no-such-program", "x"],
        programs(),
        "cannot run the extractor `no-such-program x`",
        "install `no-such-program`",
    );
    check(
        &["./no-such-program"],
        programs(),
        "`./no-such-program`",
        "a relative path starts from",
    );
    if cfg!(unix) {
        check(
            &["./misbehave.py"],
            programs(),
            "`./misbehave.py`",
            "chmod +x ./misbehave.py",
        );
    }
    check(
        &[python()],
        programs().join("none"),
        "there is no folder",
        "create it",
    );
}

#[cfg(unix)]
#[test]
fn a_relative_program_starts_from_its_directory() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("run");
    let body = "#!/bin/sh\nread line\necho '{\"id\":\"a\",\"claims\":[]}'\nread line\n";
    std::fs::write(&script, body).unwrap();
    std::fs::set_permissions(&script, PermissionsExt::from_mode(0o755)).unwrap();
    let program = start(Settings {
        command: vec!["./run".into()],
        directory: folder.path().to_owned(),
        ..Settings::default()
    });
    assert_eq!(ask(&program, "a"), Ok(Vec::new()));
}

#[test]
fn a_refusal_is_shown_as_given() {
    insta::assert_snapshot!(only_bad_fails(misbehave("error")), @"refused: too <U+001B>[31mlong");
}

#[test]
fn a_crash_shows_status_and_last_words() {
    insta::assert_snapshot!(only_bad_fails(misbehave("crash")), @r"
    crashed: the program ended (exit status 3) before it answered
    its last words on standard error:
        no rule for bad
    help: run the program by hand, with the article's request as its standard input
    ");
    #[cfg(unix)]
    insta::assert_snapshot!(only_bad_fails(misbehave("killed")), @r"
    crashed: the program ended (signal 9 (SIGKILL)) before it answered
    help: the system may have run out of memory: look into its log
    ");
}

#[test]
fn a_line_cut_short_by_the_end_is_shown() {
    insta::assert_snapshot!(only_bad_fails(misbehave("half-line")), @r#"
    crashed: the program ended (exit status 0) in the middle of a line: `{"id":"bad","cla`
    help: write each answer in full, and end only when standard input ends
    "#);
}

#[test]
fn a_last_line_needs_no_newline() {
    let program = start(misbehave("unended-line"));
    assert_eq!(ask(&program, "bad"), Ok(Vec::new()));
}

#[test]
fn a_line_that_is_no_json_is_shown() {
    insta::assert_snapshot!(only_bad_fails(misbehave("garbage")), @r"
    protocol: the program wrote a line that is not an answer: expected value at line 1 column 1: `loading <U+001B>[1mmodel`
    help: print nothing but answers to standard output, one JSON object a line; print everything else to standard error
    ");
    let long = only_bad_fails(misbehave("long-garbage"));
    assert!(long.message.contains(&format!("`{}` …", "x".repeat(200))));
    insta::assert_snapshot!(only_bad_fails(misbehave("invalid-utf8")), @r#"
    protocol: the program wrote a line that is not UTF-8 from its byte 8 on: `{"id":"�","claims":[]}`
    help: write standard output as UTF-8, whatever the locale
    "#);
}

#[test]
fn an_answer_nobody_asked_for_is_shown() {
    insta::assert_snapshot!(only_bad_fails(misbehave("wrong-id")), @r"
    protocol: the program wrote an answer for `bad?`, which it was not asked for
    help: repeat the `id` of the request, character by character
    ");
}

#[test]
fn an_answer_that_breaks_the_protocol_costs_its_article() {
    insta::assert_snapshot!(only_bad_fails(misbehave("neither")), @r#"
    protocol: its answer has neither `claims` nor `error`
    help: write `"claims":[]` where there are none
    "#);
    insta::assert_snapshot!(only_bad_fails(misbehave("both")), @r"
    protocol: its answer has both `claims` and `error`
    help: write `error` only where the article could not be done
    ");
    insta::assert_snapshot!(only_bad_fails(misbehave("unknown-key")), @r#"
    protocol: its answer does not follow the protocol: unknown field `span`, expected one of `quote`, `spans`, `text`, `category`, `attribution`, `source`, `cue`, `polarity`, `certainty`, `check_worthy`, `check_worthy_score`, `time`, `quantities`, `confidence` at line 1 column 46: `{"id": "bad", "claims": [{"quote": "a", "span": [0, 1]}]}`
    help: use the keys of the extractor protocol and no others (README, "The extractor protocol")
    "#);
}

#[test]
fn blank_lines_mean_nothing() {
    let program = start(misbehave("blank-lines"));
    assert_eq!(ask(&program, "bad"), Ok(Vec::new()));
    assert_eq!(program.finish(), []);
}

#[test]
fn an_endless_line_is_not_read_to_its_end() {
    let settings = Settings {
        answer_limit: 100_000,
        ..misbehave("huge")
    };
    let failure = only_bad_fails(settings);
    assert_eq!(failure.kind, FailureKind::Protocol);
    assert!(
        failure.message.starts_with(
            "the program wrote a line of more than 100000 bytes, which was not read further: \
             `{\"id\":\"bad\",\"claims\":[{},{}"
        ),
        "{failure}"
    );
}

#[test]
fn a_hanging_program_is_killed() {
    insta::assert_snapshot!(only_bad_fails(hanging("hang")), @r"
    timeout: no answer within 300ms, and the program was killed
    its last words on standard error:
        thinking about bad
    help: flush standard output after each line; if the article needs longer, raise `timeout`, or `startup` for the first answer, in [extractors.NAME] of claimsnap.toml
    ");
}

#[test]
fn a_program_that_does_not_read_blocks_nobody() {
    let program = start(Settings {
        startup: Duration::ZERO,
        ..hanging("never-reads")
    });
    // More than any pipe takes.
    let long = Article::new("a", "x".repeat(4_000_000));
    let failure = program.extract(&long).unwrap_err();
    insta::assert_snapshot!(failure, @r"
    timeout: no answer within 300ms, and the program was killed; it had not read the whole request
    help: read standard input line by line, all the time, until it ends
    ");
}

#[test]
fn a_program_that_closes_its_output_is_killed() {
    insta::assert_snapshot!(only_bad_fails(misbehave("closed-output")), @r"
    crashed: the program closed its standard output before it answered; it ran on and was killed
    help: keep standard output open until standard input ends
    ");
}

#[test]
fn standard_error_never_blocks() {
    let program = start(misbehave("stderr-flood-and-answer"));
    assert_eq!(ask(&program, "bad"), Ok(Vec::new()));
    let failure = only_bad_fails(misbehave("stderr-flood"));
    let lines: Vec<&str> = failure.message.lines().collect();
    assert_eq!(lines.len(), 2 + 10 + 1);
    assert_eq!((lines[2], lines[11]), ("    line 19990", "    line 19999"));
}

/// A program, and the port that a child of it holds.
fn with_child(settings: Settings) -> (Program, u16) {
    let program = start(settings);
    let claims = ask(&program, "before").expect("the program names the port");
    let Content::Words(port) = &claims[0].content else {
        panic!("{claims:?}");
    };
    let port = port.parse().expect("the port is a number");
    assert!(is_alive(port));
    (program, port)
}

#[test]
fn descendants_are_killed_too() {
    let (program, port) = with_child(hanging("child-hang"));
    let failure = ask(&program, "bad").unwrap_err();
    assert_eq!(failure.kind, FailureKind::Timeout);
    assert!(is_soon_gone(port));

    let (program, port) = with_child(misbehave("child-crash"));
    let failure = ask(&program, "bad").unwrap_err();
    assert_eq!(failure.kind, FailureKind::Crashed);
    assert!(is_soon_gone(port));

    let (program, port) = with_child(misbehave("child"));
    drop(program);
    assert!(is_soon_gone(port));

    let (program, port) = with_child(misbehave("child"));
    assert_eq!(program.finish(), []);
    assert!(is_soon_gone(port));
}

#[cfg(unix)]
#[test]
fn a_child_that_keeps_the_output_open_is_told() {
    insta::assert_snapshot!(only_bad_fails(hanging("leave-child-with-output")), @r"
    timeout: no answer within 300ms; the program had ended (exit status 4), but a process that it left behind kept its output open
    help: run the extractor itself, not a program that starts it in the background
    ");
}

#[test]
fn a_second_answer_is_remembered() {
    let program = start(misbehave("twice"));
    for id in ["b", "a"] {
        assert_eq!(ask(&program, id), Ok(Vec::new()));
    }
    let late: Vec<(String, String)> = program
        .finish()
        .into_iter()
        .map(|(id, failure)| (id, failure.to_string()))
        .collect();
    let twice = "protocol: answered twice; the second answer was dropped\n\
                 help: write one answer for each request";
    assert_eq!(
        late,
        [("a".into(), twice.into()), ("b".into(), twice.into())]
    );
}

/// What [`Program::finish`] says of a program that did all articles well.
fn said_at_the_end(settings: Settings) -> Failure {
    let program = start(settings);
    for id in ["a", "z", "b"] {
        assert_eq!(ask(&program, id), Ok(Vec::new()));
    }
    let mut late = program.finish();
    assert_eq!(late.len(), 1, "{late:?}");
    let (id, late) = late.remove(0);
    assert_eq!(id, "b", "the article asked last");
    assert_eq!(program.finish(), []);
    let failure = ask(&program, "c").expect_err("the program is ended");
    assert!(failure.message.starts_with("not asked: "), "{failure}");
    late
}

#[test]
fn a_crash_at_the_end_is_told() {
    insta::assert_snapshot!(said_at_the_end(misbehave("crash-at-end")), @r"
    crashed: at the end, after all articles were answered: the program ended (exit status 5)
    its last words on standard error:
        cannot save the cache
    help: run the program by hand, with the article's request as its standard input
    ");
}

#[test]
fn garbage_at_the_end_is_told() {
    insta::assert_snapshot!(said_at_the_end(misbehave("garbage-at-end")), @r"
    protocol: at the end, after all articles were answered: the program wrote a line that is not an answer: expected value at line 1 column 1: `done`
    help: print nothing but answers to standard output, one JSON object a line; print everything else to standard error
    ");
}

#[test]
fn a_program_that_does_not_end_is_killed() {
    insta::assert_snapshot!(said_at_the_end(hanging("hang-at-end")), @r"
    timeout: at the end of the run, the program did not end within 300ms of its standard input, and was killed
    help: end the program when standard input ends
    ");
}

#[test]
fn the_next_article_answers_for_an_early_end() {
    // Whether the end is noticed before or after the next article is given makes no difference.
    for pause in [0, 300] {
        let program = start(misbehave("exit-early"));
        for _ in 0..2 {
            assert_eq!(ask(&program, "a"), Ok(Vec::new()));
            thread::sleep(Duration::from_millis(pause));
            let failure = ask(&program, "b").unwrap_err();
            insta::allow_duplicates!(insta::assert_snapshot!(failure, @r"
            crashed: the program ended (exit status 0) before it answered
            help: answer one article after the other, until standard input ends
            "));
        }
        assert_eq!(ask(&program, "c"), Ok(Vec::new()));
        assert_eq!(
            program.finish(),
            [],
            "an end after the last article is no failure"
        );
    }
}

#[test]
fn a_program_that_never_answers_is_given_up() {
    let program = start(misbehave("crash-at-start"));
    let failures: Vec<Failure> = (0..9)
        .map(|_| ask(&program, "a").expect_err("the program never answers"))
        .collect();
    insta::assert_snapshot!(failures[0], @r"
    crashed: the program ended (exit status 1) before it answered
    its last words on standard error:
        no module named model
    help: run the program by hand, with the article's request as its standard input
    ");
    insta::assert_snapshot!(failures[3], @r"
    crashed: not asked: the program was started 3 times and ended each time without one good answer; the last time: the program ended (exit status 1)
    its last words on standard error:
        no module named model
    help: run the program by hand, with the article's request as its standard input
    ");
    assert_eq!(failures[..3], vec![failures[0].clone(); 3]);
    assert_eq!(failures[3..], vec![failures[3].clone(); 6]);
    assert_eq!(program.finish(), []);
}

#[test]
fn a_slow_start_counts_separately() {
    let mut settings = misbehave("slow-start");
    settings.command.push("1".into());
    settings.timeout = SHORT;
    let program = start(settings);
    assert_eq!(ask(&program, "a"), Ok(Vec::new()));
}

#[test]
fn answers_may_come_in_any_order() {
    let program = start(Settings {
        in_flight: 2,
        ..misbehave("out-of-order")
    });
    thread::scope(|scope| {
        for id in 0..20 {
            let program = &program;
            scope.spawn(move || {
                let id = format!("article-{id}");
                let claims = ask(program, &id).unwrap();
                assert_eq!(claims[0].content, Content::Words(id));
            });
        }
    });
    assert_eq!(program.finish(), []);
}

#[test]
fn no_more_than_allowed_are_in_flight() {
    for in_flight in [1, 3] {
        let program = start(Settings {
            in_flight,
            ..misbehave("in-flight")
        });
        let most = thread::scope(|scope| {
            let program = &program;
            let asked: Vec<_> = (0..9)
                .map(|id| scope.spawn(move || ask(program, &id.to_string())))
                .collect();
            let most = asked.into_iter().map(|article| {
                let claims = article.join().unwrap().unwrap();
                claims[0].content.display("").parse::<usize>().unwrap()
            });
            most.max()
        });
        assert!(most <= Some(in_flight), "{most:?}");
    }
}

/// The failures of two articles that are in flight at once.
fn both_fail(program: &Program, first: &str, second: &str) -> (Failure, Failure) {
    let barrier = Barrier::new(2);
    let ask = |id: &str| {
        barrier.wait();
        ask(program, id).expect_err("the program misbehaves")
    };
    thread::scope(|scope| {
        let other = scope.spawn(|| ask(first));
        let second = ask(second);
        (other.join().expect("no panic"), second)
    })
}

#[test]
fn with_two_in_flight_both_fail() {
    let program = start(Settings {
        in_flight: 2,
        ..misbehave("pair-crash")
    });
    let (a, b) = both_fail(&program, "a", "b");
    assert_eq!(a, b);
    insta::assert_snapshot!(a, @r"
    crashed: the program ended (exit status 3) before it answered
    2 articles were in flight (a, b), and which of them is to blame is not known; `in_flight = 1` tells
    its last words on standard error:
        two are too many
    help: run the program by hand, with the article's request as its standard input
    ");

    let program = start(Settings {
        in_flight: 2,
        timeout: Duration::from_secs(1),
        ..misbehave("pair-hang")
    });
    assert_eq!(ask(&program, "before"), Ok(Vec::new()));
    let (a, b) = both_fail(&program, "a", "b");
    // Which of them runs out of time first is not known.
    let is_own = |failure: &Failure| failure.message.starts_with("no answer within 1s");
    let is_other = |failure: &Failure| failure.message.starts_with("not finished, because `");
    assert!(
        (is_own(&a) && is_other(&b)) || (is_own(&b) && is_other(&a)),
        "{a}\n{b}"
    );
}

#[test]
fn ctrl_c_ends_all_at_once() {
    let interrupted = Arc::new(AtomicBool::new(false));
    let settings = misbehave("hang");
    let program = Program::start(settings, Arc::clone(&interrupted)).unwrap();
    assert_eq!(ask(&program, "before"), Ok(Vec::new()));
    thread::scope(|scope| {
        // One is in flight, the others wait for their turn.
        let waiting: Vec<_> = (0..3)
            .map(|_| scope.spawn(|| ask(&program, "bad")))
            .collect();
        thread::sleep(Duration::from_millis(100));
        interrupted.store(true, Ordering::Relaxed);
        let start = Instant::now();
        for article in waiting {
            let failure = article.join().unwrap().unwrap_err();
            assert_eq!(
                failure.to_string(),
                "crashed: interrupted before it was answered"
            );
        }
        // A tenth of a second on a machine with nothing else to do.
        assert!(start.elapsed() < Duration::from_secs(2));
    });
    assert_eq!(program.finish(), []);
}

/// No zombie is left either: a process that was not reaped would still have an entry.
#[cfg(target_os = "linux")]
#[test]
fn dropping_it_kills_and_reaps() {
    fn pid(program: &Program) -> PathBuf {
        let claims = ask(program, "bad").expect("the program names its process id");
        match &claims[0].content {
            Content::Words(pid) => Path::new("/proc").join(pid),
            other => panic!("{other:?}"),
        }
    }
    let program = start(misbehave("pid"));
    let process = pid(&program);
    assert!(process.exists());
    drop(program);
    assert!(!process.exists());

    let program = start(misbehave("pid"));
    let process = pid(&program);
    assert_eq!(program.finish(), []);
    assert!(!process.exists());
}

/// `cargo test --release --test command -- --ignored --nocapture`, with nothing else running.
#[test]
#[ignore = "measures"]
fn throughput() {
    let settings = Settings {
        command: vec![
            "sed".into(),
            "-u".into(),
            r#"s/^{"id":"\([^"]*\)".*/{"id":"\1","claims":[]}/"#.into(),
        ],
        ..Settings::default()
    };
    for in_flight in [1, 4] {
        let program = start(Settings {
            in_flight,
            ..settings.clone()
        });
        let count = 20_000;
        let start = Instant::now();
        thread::scope(|scope| {
            for worker in 0..in_flight {
                let program = &program;
                scope.spawn(move || {
                    for article in 0..count / in_flight {
                        ask(program, &format!("{worker}-{article}")).expect("an answer");
                    }
                });
            }
        });
        let rate = count as f64 / start.elapsed().as_secs_f64();
        assert!(
            rate > 5_000.0,
            "{rate:.0} articles a second, {in_flight} in flight"
        );
        assert_eq!(program.finish(), []);
    }
}
