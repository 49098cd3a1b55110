//! Snapshots on disk: what is written when, what is refused, and what accept and reject do.

use std::{fs, thread};

use serde_json::{Value, json};

use crate::project::{Project, right};

const TALKS: &str = "snapshots/mine/news/talks.snap";

/// The right answers without the second claim of each case.
fn half() -> Value {
    let mut answers = right();
    for claims in answers.as_object_mut().unwrap().values_mut() {
        claims.as_array_mut().unwrap().pop();
    }
    answers
}

#[test]
fn the_first_run_proposes_and_the_second_passes_once_accepted() {
    let project = Project::answering(&right());
    insta::assert_snapshot!(project.run("test"), @"");
    insta::assert_snapshot!(project.run("accept"), @"");
    insta::assert_snapshot!(project.run("test"), @"");
    insta::assert_snapshot!(project.read(TALKS), @"");
    insta::assert_snapshot!(project.read("snapshots/mine/accuracy.snap"), @"");
}

#[test]
fn what_is_unchanged_is_not_rewritten() {
    let project = Project::accepted();
    let times = || {
        let names = project.files("snapshots").into_keys();
        let time = |name: String| {
            let path = project.path("snapshots").join(&name);
            (name, fs::metadata(path).unwrap().modified().unwrap())
        };
        names.map(time).collect::<Vec<_>>()
    };
    let before = times();
    for update in ["auto", "new", "no", "unseen", "always", "1"] {
        let ran = project
            .claimsnap()
            .arg("test")
            .env("INSTA_UPDATE", update)
            .output()
            .unwrap();
        assert!(ran.status.success(), "{update}");
        assert_eq!(times(), before, "{update}");
    }
}

#[test]
fn damaged() {
    let project = Project::accepted();
    project.replace(TALKS, "\"category\": \"event\"", "\"category\": event");
    insta::assert_snapshot!(project.run("test"), @"");
    project.write(TALKS, "");
    insta::assert_snapshot!(project.run("test"), @"");
    project.write(
        TALKS,
        "---\nsource: x\n---\n[\n  {\n    \"quote\": \"Talks\",\n    \"colour\": 1\n  }\n]\n",
    );
    project.write(
        "snapshots/mine/news/flood.snap",
        "---\nsource: x\n---\n[\n  {\n    \"quo",
    );
    insta::assert_snapshot!(project.run("test"), @"");
}

#[test]
fn merge_conflicts() {
    let project = Project::accepted();
    let text = project.read(TALKS);
    project.write(
        TALKS,
        text.replace(
            "    \"category\": \"event\"\n",
            "<<<<<<< HEAD\n    \"category\": \"event\"\n=======\n    \"category\": \"other\"\n>>>>>>> theirs\n",
        ),
    );
    for command in ["test", "diff", "show news/talks --no-extract"] {
        let ran = project.run(command);
        assert_eq!(ran.code, Some(2), "{command}: {ran}");
    }
    insta::assert_snapshot!(project.run("test"), @"");
}

#[test]
fn a_damaged_proposal() {
    let project = Project::accepted();
    project.write("snapshots/mine/news/talks.snap.new", "half");
    insta::assert_snapshot!(project.run("diff"), @"");
    insta::assert_snapshot!(project.run("accept"), @"");
    insta::assert_snapshot!(project.run("reject news/talks"), @"");
    assert_eq!(project.run("test").code, Some(0));
}

#[test]
fn a_folder_in_the_place_of_a_snapshot() {
    let project = Project::accepted();
    fs::remove_file(project.path(TALKS)).unwrap();
    fs::create_dir(project.path(TALKS)).unwrap();
    insta::assert_snapshot!(project.run("test"), @"");
}

#[test]
fn a_file_in_the_place_of_the_folder() {
    let project = Project::answering(&right());
    project.write("snapshots", "");
    insta::assert_snapshot!(project.run("test"), @"");
    let project = Project::answering(&right());
    project.write("snapshots/mine", "");
    insta::assert_snapshot!(project.run("test"), @"");
    let project = Project::answering(&right());
    project.write("snapshots/mine/news", "");
    insta::assert_snapshot!(project.run("test"), @"");
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written() {
    use std::{
        io::{self, Write},
        os::unix::{fs::PermissionsExt, process::CommandExt},
    };

    let project = Project::new();
    let mode = |name: &str, mode| {
        fs::set_permissions(project.path(name), fs::Permissions::from_mode(mode)).unwrap();
    };
    fs::create_dir(project.path("snapshots")).unwrap();
    mode("snapshots", 0o555);
    mode("", 0o755);
    let mut claimsnap = project.claimsnap();
    if fs::write(project.path("snapshots/probe"), "").is_ok() {
        // Modes mean nothing to the superuser, so be somebody else.
        fs::remove_file(project.path("snapshots/probe")).unwrap();
        claimsnap.uid(65534).gid(65534);
    }
    match claimsnap.arg("test").output() {
        Ok(output) => {
            let ran = project.ran(&output);
            assert_eq!(ran.stdout, "");
            insta::assert_snapshot!(ran, @"");
        }
        Err(error) => {
            let said =
                "NOT TESTED: a read-only folder of snapshots; the superuser runs the tests and";
            writeln!(
                io::stderr(),
                "{said} cannot run claimsnap as somebody else: {error}"
            )
            .unwrap();
        }
    }
    mode("snapshots", 0o755);
}

#[test]
fn without_a_case() {
    let project = Project::accepted();
    for name in ["corpus/news/talks.txt", "corpus/news/talks.json"] {
        fs::remove_file(project.path(name)).unwrap();
    }
    insta::assert_snapshot!(project.run("test"), @"");
    insta::assert_snapshot!(project.run("reject --dangling"), @"");
    insta::assert_snapshot!(project.run("reject --dangling"), @"");
    assert_eq!(
        project.names("snapshots/mine"),
        "accuracy.snap accuracy.snap.new news/flood.snap"
    );
}

#[test]
fn edited_by_hand() {
    let project = Project::accepted();
    let text = project.read(TALKS);
    project.write(TALKS, text.replace("    \"", "        \""));
    insta::assert_snapshot!(project.run("test"), @"");
    insta::assert_snapshot!(project.run("diff"), @"");
}

#[test]
fn a_header_edited_by_hand_is_no_change() {
    let project = Project::accepted();
    project.replace(TALKS, "description: Talks", "description: \"Other words\"");
    assert_eq!(project.run("test").code, Some(0));
}

/// What one run does to a new case, a changed one, and the accuracy: exit code and files.
fn update(variables: &[(&str, &str)]) -> String {
    let mut project = Project::accepted();
    fs::remove_file(project.path("snapshots/mine/news/flood.snap")).unwrap();
    let before = project.files("snapshots/mine");
    project.answers(&half());
    for (name, value) in variables {
        project = project.set(name, value);
    }
    let code = project.run("test").code.unwrap();
    let after = project.files("snapshots/mine");
    let changed = after
        .iter()
        .filter(|(name, says)| before.get(*name) != Some(*says));
    let names: Vec<&str> = changed.map(|(name, _)| name.as_str()).collect();
    format!("{code}: {}", names.join(" "))
}

#[test]
fn insta_decides_what_is_written() {
    let proposed = "accuracy.snap.new news/flood.snap.new news/talks.snap.new";
    let overwritten = "accuracy.snap news/flood.snap news/talks.snap";
    for (variables, expected) in [
        (&[][..], format!("1: {proposed}")),
        (&[("INSTA_UPDATE", "auto")], format!("1: {proposed}")),
        (&[("INSTA_UPDATE", "new")], format!("1: {proposed}")),
        (&[("INSTA_UPDATE", "no")], "1: ".to_owned()),
        (&[("INSTA_UPDATE", "always")], format!("0: {overwritten}")),
        (&[("INSTA_UPDATE", "force")], format!("0: {overwritten}")),
        (
            &[("INSTA_UPDATE", "unseen")],
            "1: accuracy.snap.new news/flood.snap news/talks.snap.new".to_owned(),
        ),
        (&[("CI", "true")], "1: ".to_owned()),
        (&[("TF_BUILD", "True")], "1: ".to_owned()),
        (&[("CI", "false")], format!("1: {proposed}")),
        (
            &[("CI", "1"), ("INSTA_UPDATE", "new")],
            format!("1: {proposed}"),
        ),
        (&[("INSTA_FORCE_PASS", "1")], format!("0: {proposed}")),
        (
            &[("INSTA_FORCE_PASS", "1"), ("INSTA_UPDATE", "no")],
            "0: ".to_owned(),
        ),
    ] {
        assert_eq!(update(variables), expected, "{variables:?}");
    }
}

#[test]
fn an_unknown_update_is_refused() {
    let project = Project::new().set("INSTA_UPDATE", "sometimes");
    insta::assert_snapshot!(project.run("test"), @"");
}

#[test]
fn under_ci_the_next_step_is_not_to_accept() {
    let project = Project::accepted().set("CI", "true");
    project.answers(&half());
    insta::assert_snapshot!(project.run("test"), @"");
}

#[test]
fn only_the_accuracy_has_changed() {
    let project = Project::accepted();
    project.replace("corpus/news/talks.json", "prediction", "event");
    insta::assert_snapshot!(project.run("test"), @"");
    insta::assert_snapshot!(project.run("diff"), @"");
    insta::assert_snapshot!(project.run("accept"), @"");
    assert_eq!(project.run("test").code, Some(0));
    project.replace(
        "corpus/news/talks.json",
        "\"event\",\n      \"cue\"",
        "\"other\",\n      \"cue\"",
    );
    let ci = project.set("CI", "true");
    insta::assert_snapshot!(ci.run("test"), @"");
}

#[test]
fn two_runs_at_once() {
    let project = Project::answering(&right());
    let run = || project.run("test");
    thread::scope(|scope| {
        let runs = [scope.spawn(run), scope.spawn(run), scope.spawn(run)];
        for run in runs {
            let ran = run.join().unwrap();
            assert_eq!((ran.code, ran.stderr.as_str()), (Some(1), ""));
        }
    });
    assert_eq!(
        project.names("snapshots"),
        "mine/accuracy.snap.new mine/news/flood.snap.new mine/news/talks.snap.new"
    );
    let accept = || project.run("accept");
    thread::scope(|scope| {
        for run in [scope.spawn(accept), scope.spawn(accept)] {
            assert_eq!(run.join().unwrap().code, Some(0));
        }
    });
    assert_eq!(
        project.names("snapshots"),
        "mine/accuracy.snap mine/news/flood.snap mine/news/talks.snap"
    );
    assert_eq!(project.run("test").code, Some(0));
}

#[test]
fn one_case_is_accepted_and_the_other_rejected() {
    let project = Project::accepted();
    project.answers(&half());
    project.run("test");
    insta::assert_snapshot!(project.run("accept news/flood"), @"");
    insta::assert_snapshot!(project.run("reject news/t*"), @"");
    insta::assert_snapshot!(project.run("reject"), @"");
    insta::assert_snapshot!(project.run("accept"), @"");
}

#[test]
fn only_what_is_fixed_is_accepted() {
    let project = Project::answering(&half());
    project.run("test");
    project.run("accept");
    let mut answers = right();
    answers["news/talks"] = json!([]);
    project.answers(&answers);
    project.run("test");
    insta::assert_snapshot!(project.run("accept --only fixed"), @"");
    insta::assert_snapshot!(project.run("accept --only fixed"), @"");
    insta::assert_snapshot!(project.run("accept --only wrong"), @"");
    assert!(
        project
            .read("snapshots/mine/news/flood.snap")
            .contains("dams")
    );
    assert!(project.read(TALKS).contains("Talks"));
}

#[test]
fn no_case_leads_out_of_the_folder() {
    let project = Project::accepted();
    project.write("snapshots/x.snap.new", "---\nsource: x\n---\n[]\n");
    let before = project.files("");
    for command in [
        "accept ../x",
        "reject ../x",
        "show ../x",
        "accept /etc/passwd",
        "diff ../x",
    ] {
        let ran = project.run(command);
        assert_eq!(ran.code, Some(2), "{command}: {ran}");
    }
    insta::assert_snapshot!(project.run("accept ../x"), @"");
    insta::assert_snapshot!(project.run("show ../x"), @"");
    assert_eq!(project.files(""), before);
    insta::assert_snapshot!(project.run("accept --extractor ../mine"), @"");
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_left_alone() {
    use std::os::unix::fs::symlink;

    let project = Project::accepted();
    project.write("precious", "mine");
    fs::remove_file(project.path(TALKS)).unwrap();
    symlink(project.path("precious"), project.path(TALKS)).unwrap();
    insta::assert_snapshot!(project.run("test"), @"");
    assert_eq!(project.read("precious"), "mine");
}
