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
    insta::assert_snapshot!(project.run("test"), @"
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

    2 cases: 2 new
      new       news/flood  P 1.000 R 1.000 F1 1.000
      new       news/talks  P 1.000 R 1.000 F1 1.000
    claimsnap [version] extractor mine corpus 0939ce66586f cases 2 threshold 0.500

    not passed
      claimsnap accept             take today's claims as the new baseline
      claimsnap reject             keep the accepted ones
    [exit code 1]
    ");
    insta::assert_snapshot!(project.run("accept"), @"
    accepted news/flood
    accepted news/talks
    accepted accuracy
    [exit code 0]
    ");
    insta::assert_snapshot!(project.run("test"), @"
    category    expected extracted   matched       P       R      F1   change
    all                4         4         4   1.000   1.000   1.000        =
    event              2         2         2   1.000   1.000   1.000        =
    prediction         1         1         1   1.000   1.000   1.000        =
    position           1         1         1   1.000   1.000   1.000        =

    F1 close 1.000, exact 1.000, characters 1.000; mean over categories (macro) 1.000

    attributed  expected extracted  exact F1 IoU >= .5  characters
    content            1         1     1.000     1.000       1.000
    source             1         1     1.000     1.000       1.000
    cue                1         1     1.000     1.000       1.000

    right on matched claims: category 4 of 4, source 1 of 1, cue 1 of 1
    0 missing, 0 spurious

    2 cases: 2 unchanged
    claimsnap [version] extractor mine corpus 0939ce66586f cases 2 threshold 0.500

    passed
    [exit code 0]
    ");
    insta::assert_snapshot!(project.read(TALKS), @r#"
    ---
    source: corpus/news/talks.json
    description: Talks
    info:
      extractor: mine
    input_file: corpus/news/talks.txt
    ---
    [
      {
        "quote": "Talks begin on Monday",
        "category": "prediction",
        "source": {
          "quote": "Ana Ruiz"
        },
        "cue": {
          "quote": "said"
        }
      },
      {
        "quote": "The ferry sank near Lomna",
        "category": "event"
      }
    ]
    "#);
    insta::assert_snapshot!(project.read("snapshots/mine/accuracy.snap"), @r#"
    ---
    source: corpus
    description: "Accuracy of the extractor mine"
    ---
    category    expected extracted   matched
    all                4         4         4
    quantity           0         0         0
    event              2         2         2
    property           0         0         0
    causal             0         0         0
    rule               0         0         0
    prediction         1         1         1
    position           1         1         1
    experience         0         0         0
    opinion            0         0         0
    other              0         0         0
    close              4         4         4
    exact              4         4         4
    characters       100       100       100

    attribute       graded    agreed
    category             4         4
    source               1         1
    cue                  1         1

    attributed    expected extracted     exact      half
    content              1         1         1         1
    source               1         1         1         1
    cue                  1         1         1         1

    ungrounded           0
    forbidden            0
    duplicate            0
    fragment             0
    merged               0
    uncounted            0
    "#);
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
    insta::assert_snapshot!(project.run("test"), @r#"
    error: the body of the snapshot is not JSON
      --> snapshots/mine/news/talks.snap:21:17
       |
    21 |     "category": event
       |                 ^ expected value
       |
       = help: delete `snapshots/mine/news/talks.snap`, run `claimsnap test`, then `claimsnap accept news/talks`

    1 fault in 1 file
    [exit code 2]
    "#);
    project.write(TALKS, "");
    insta::assert_snapshot!(project.run("test"), @"
    error: this is not a snapshot
    --> snapshots/mine/news/talks.snap
     = help: delete `snapshots/mine/news/talks.snap`, run `claimsnap test`, then `claimsnap accept news/talks`

    1 fault in 1 file
    [exit code 2]
    ");
    project.write(
        TALKS,
        "---\nsource: x\n---\n[\n  {\n    \"quote\": \"Talks\",\n    \"colour\": 1\n  }\n]\n",
    );
    project.write(
        "snapshots/mine/news/flood.snap",
        "---\nsource: x\n---\n[\n  {\n    \"quo",
    );
    insta::assert_snapshot!(project.run("test"), @r#"
    error: the snapshot is cut short
     --> snapshots/mine/news/flood.snap:6:8
      |
    6 |     "quo
      |        ^ EOF while parsing a string
      |
      = help: delete `snapshots/mine/news/flood.snap`, run `claimsnap test`, then `claimsnap accept news/flood`

    error: unknown field `colour`
     --> snapshots/mine/news/talks.snap:7:5
      |
    7 |     "colour": 1
      |     ^^^^^^^^ expected one of `quote`, `spans`, `text`, `category`, `attribution`, `source`, `cue`, `polarity`, `certainty`, `check_worthy`, `check_worthy_score`, `time`, `quantities`, `confidence`
      |
      = help: delete `snapshots/mine/news/talks.snap`, run `claimsnap test`, then `claimsnap accept news/talks`

    2 faults in 2 files
    [exit code 2]
    "#);
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
    insta::assert_snapshot!(project.run("test"), @"
    error: the snapshot has merge conflicts
      --> snapshots/mine/news/talks.snap:21:1
       |
    21 | <<<<<<< HEAD
       | ^^^^^^^^^^^^ a marker that git leaves where both sides changed
       |
       = help: between `<<<<<<<` and `>>>>>>>` keep one side of `=======` and delete the markers
       = help: or delete `snapshots/mine/news/talks.snap`, run `claimsnap test`, then `claimsnap accept news/talks`

    1 fault in 1 file
    [exit code 2]
    ");
}

#[test]
fn a_damaged_accuracy_is_found_before_anything_is_extracted() {
    let project = Project::accepted();
    project.replace("snapshots/mine/accuracy.snap", "all ", "<<<<<<< HEAD\nall ");
    project.answers(&half());
    insta::assert_snapshot!(project.run("test"), @"
    error: the snapshot has merge conflicts
     --> snapshots/mine/accuracy.snap:6:1
      |
    6 | <<<<<<< HEAD
      | ^^^^^^^^^^^^ a marker that git leaves where both sides changed
      |
      = help: between `<<<<<<<` and `>>>>>>>` keep one side of `=======` and delete the markers
      = help: or delete `snapshots/mine/accuracy.snap`, run `claimsnap test`, then `claimsnap accept accuracy`

    1 fault in 1 file
    [exit code 2]
    ");
    assert!(!project.names("snapshots").contains(".new"));
    assert_eq!(project.run("test --filter news/talks").code, Some(1));
    fs::remove_file(project.path("snapshots/mine/accuracy.snap")).unwrap();
    project.run("test");
    insta::assert_snapshot!(project.run("accept accuracy"), @"
    accepted accuracy
    2 cases still waiting; see `claimsnap diff`
    [exit code 0]
    ");
    project.write("snapshots/mine/accuracy.snap.new", "damaged");
    assert!(
        project
            .run("diff")
            .stderr
            .contains("claimsnap reject accuracy")
    );
    assert_eq!(
        project.run("reject accuracy").stdout.lines().next(),
        Some("rejected accuracy")
    );
}

#[test]
fn what_is_proposed_for_a_case_that_is_gone_is_not_accepted() {
    let project = Project::accepted();
    project.write(
        "snapshots/mine/news/gone.snap.new",
        "---\nsource: x\n---\n[]\n",
    );
    insta::assert_snapshot!(project.run("accept"), @"
    nothing to be accepted
    [exit code 0]
    ");
    insta::assert_snapshot!(project.run("reject --dangling"), @"
    removed news/gone
    [exit code 0]
    ");
    assert_eq!(project.run("test").code, Some(0));
}

#[test]
fn a_damaged_proposal() {
    let project = Project::accepted();
    project.write("snapshots/mine/news/talks.snap.new", "half");
    insta::assert_snapshot!(project.run("diff"), @"
    error: this is not a snapshot
     --> snapshots/mine/news/talks.snap.new:1:1
      |
    1 | half
      | ^^^^ expected `---` as the first line
      |
      = help: run `claimsnap reject news/talks`, then `claimsnap test` to propose it anew

    1 fault in 1 file
    [exit code 2]
    ");
    insta::assert_snapshot!(project.run("accept"), @"
    1 case still waiting; see `claimsnap diff`
    error: this is not a snapshot
     --> snapshots/mine/news/talks.snap.new:1:1
      |
    1 | half
      | ^^^^ expected `---` as the first line
      |
      = help: run `claimsnap reject news/talks`, then `claimsnap test` to propose it anew

    1 fault in 1 file
    [exit code 2]
    ");
    project.answers(&half());
    project.run("test --filter news/flood");
    insta::assert_snapshot!(project.run("accept"), @"
    accepted news/flood
    1 case still waiting; see `claimsnap diff`
    error: this is not a snapshot
     --> snapshots/mine/news/talks.snap.new:1:1
      |
    1 | half
      | ^^^^ expected `---` as the first line
      |
      = help: run `claimsnap reject news/talks`, then `claimsnap test` to propose it anew

    1 fault in 1 file
    [exit code 2]
    ");
    assert!(
        !project
            .read("snapshots/mine/news/flood.snap")
            .contains("dams")
    );
    project.answers(&right());
    project.run("test --filter news/flood");
    insta::assert_snapshot!(project.run("reject news/talks"), @"
    rejected news/talks
    1 case still waiting; see `claimsnap diff`
    [exit code 0]
    ");
    assert!(!project.names("snapshots").contains("talks.snap.new"));
}

#[test]
fn a_folder_in_the_place_of_a_snapshot() {
    let project = Project::accepted();
    fs::remove_file(project.path(TALKS)).unwrap();
    fs::create_dir(project.path(TALKS)).unwrap();
    insta::assert_snapshot!(project.run("test"), @"
    error: `snapshots/mine/news/talks.snap` is a folder where a file should be
    help: move `snapshots/mine/news/talks.snap` away or delete it, then run claimsnap again
    [exit code 2]
    ");
}

#[test]
fn a_file_in_the_place_of_the_folder() {
    let project = Project::answering(&right());
    project.write("snapshots", "");
    insta::assert_snapshot!(project.run("test"), @"
    error: cannot read snapshots/mine: Not a directory (os error 20)
    help: a file and a folder want the same place: move away the one that is no snapshot
    [exit code 2]
    ");
    let project = Project::answering(&right());
    project.write("snapshots/mine", "");
    insta::assert_snapshot!(project.run("test"), @"
    error: `snapshots/mine` is a file where a folder should be
    help: move `snapshots/mine` away or delete it, then run claimsnap again
    [exit code 2]
    ");
    let project = Project::answering(&right());
    project.write("snapshots/mine/news", "");
    insta::assert_snapshot!(project.run("test"), @"
    error: `snapshots/mine/news` is a file where a folder should be
    help: move `snapshots/mine/news` away or delete it, then run claimsnap again
    [exit code 2]
    ");
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
    match claimsnap.args(["test", "--filter", "news/talks"]).output() {
        Ok(output) => {
            let ran = project.ran(&output);
            assert_eq!(ran.stdout, "");
            insta::assert_snapshot!(ran, @"
            error: cannot write snapshots/builtin/news/talks.snap.new: Permission denied (os error 13)
            help: allow writing to its folder, choose another one with `--snapshots`, or set `INSTA_UPDATE=no` to write nothing
            [exit code 2]
            ");
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
    insta::assert_snapshot!(project.run("test"), @"
    category    expected extracted   matched       P       R      F1   change
    all                2         2         2   1.000   1.000   1.000        =
    event              1         1         1   1.000   1.000   1.000        =
    position           1         1         1   1.000   1.000   1.000        =

    F1 close 1.000, exact 1.000, characters 1.000; mean over categories (macro) 1.000
    right on matched claims: category 2 of 2
    0 missing, 0 spurious

    1 case: 1 dangling, 1 unchanged
      dangling  news/talks: a snapshot without a case
      accuracy  the counts are not those in the accepted accuracy.snap
    claimsnap [version] extractor mine corpus 9af9c9c91e5e cases 1 threshold 0.500

    not passed
      claimsnap accept             take today's claims as the new baseline
      claimsnap reject             keep the accepted ones
      claimsnap reject --dangling  remove the snapshots without a case
    [exit code 1]
    ");
    insta::assert_snapshot!(project.run("reject --dangling"), @"
    removed news/talks
    [exit code 0]
    ");
    insta::assert_snapshot!(project.run("reject --dangling"), @"
    nothing to be removed
    [exit code 0]
    ");
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
    insta::assert_snapshot!(project.run("test"), @"
    category    expected extracted   matched       P       R      F1   change
    all                4         4         4   1.000   1.000   1.000        =
    event              2         2         2   1.000   1.000   1.000        =
    prediction         1         1         1   1.000   1.000   1.000        =
    position           1         1         1   1.000   1.000   1.000        =

    F1 close 1.000, exact 1.000, characters 1.000; mean over categories (macro) 1.000

    attributed  expected extracted  exact F1 IoU >= .5  characters
    content            1         1     1.000     1.000       1.000
    source             1         1     1.000     1.000       1.000
    cue                1         1     1.000     1.000       1.000

    right on matched claims: category 4 of 4, source 1 of 1, cue 1 of 1
    0 missing, 0 spurious

    2 cases: 1 shifted, 1 unchanged
      shifted   news/talks  the same claims, written otherwise  F1 1.000 -> 1.000
    claimsnap [version] extractor mine corpus 0939ce66586f cases 2 threshold 0.500

    not passed
      claimsnap diff               what changed, judged
      claimsnap accept             take today's claims as the new baseline
      claimsnap reject             keep the accepted ones
    [exit code 1]
    ");
    insta::assert_snapshot!(project.run("diff"), @"
    shifted news/talks  F1 1.000 -> 1.000
      the same claims, written otherwise, as after an edit by hand

    1 case to accept
    accepted as they are, over all cases:
      F1               1.000 -> 1.000        =
      F1 exact         1.000 -> 1.000        =
      F1 of characters 1.000 -> 1.000        =
      F1 macro         1.000 -> 1.000        =
      matched 4 -> 4, missing 0 -> 0, spurious 0 -> 0
    `claimsnap accept` takes this as the new baseline, `claimsnap reject` keeps the old one
    [exit code 1]
    ");
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
    insta::assert_snapshot!(project.run("test"), @"
    error: INSTA_UPDATE is `sometimes`, which insta does not know
    help: set it to auto, new, always, no, unseen or force, or type `unset INSTA_UPDATE`
    [exit code 2]
    ");
}

#[test]
fn under_ci_the_next_step_is_not_to_accept() {
    let project = Project::accepted().set("CI", "true");
    project.answers(&half());
    insta::assert_snapshot!(project.run("test"), @"
    category    expected extracted   matched       P       R      F1   change
    all                4         2         2   1.000   0.500   0.667   -0.333
    event              2         1         1   1.000   0.500   0.667   -0.333
    prediction         1         1         1   1.000   1.000   1.000        =
    position           1         0         0       -   0.000   0.000   -1.000

    F1 close 0.667, exact 0.667, characters 0.649; mean over categories (macro) 0.556

    attributed  expected extracted  exact F1 IoU >= .5  characters
    content            1         1     1.000     1.000       1.000
    source             1         1     1.000     1.000       1.000
    cue                1         1     1.000     1.000       1.000

    right on matched claims: category 2 of 2, source 1 of 1, cue 1 of 1
    2 missing, 0 spurious

    2 cases: 2 regressed
      regressed news/flood  1 broken  F1 1.000 -> 0.667
      regressed news/talks  1 broken  F1 1.000 -> 0.667

    regressed news/flood  F1 1.000 -> 0.667
      broken   removed at 1:30  matched -1, extracted -1
        - The mayor promised new dams  (position)
          expected c2 position: The mayor promised new dams

    regressed news/talks  F1 1.000 -> 0.667
      broken   removed at 2:1  matched -1, extracted -1
        - The ferry sank near Lomna  (event)
          expected c2 event: The ferry sank near Lomna
    claimsnap [version] extractor mine corpus 0939ce66586f cases 2 threshold 0.500

    not passed
      claimsnap test               run where snapshots may be written (CI or INSTA_UPDATE forbids it here)
    [exit code 1]
    ");
}

#[test]
fn only_the_accuracy_has_changed() {
    let project = Project::accepted();
    project.replace("corpus/news/talks.json", "prediction", "event");
    insta::assert_snapshot!(project.run("test"), @"
    category    expected extracted   matched       P       R      F1   change
    all                4         4         4   1.000   1.000   1.000        =
    event              3         2         2   1.000   0.667   0.800        =
    prediction         0         1         0   0.000       -   0.000        =
    position           1         1         1   1.000   1.000   1.000        =

    F1 close 1.000, exact 1.000, characters 1.000; mean over categories (macro) 0.600

    attributed  expected extracted  exact F1 IoU >= .5  characters
    content            1         1     1.000     1.000       1.000
    source             1         1     1.000     1.000       1.000
    cue                1         1     1.000     1.000       1.000

    right on matched claims: category 3 of 4, source 1 of 1, cue 1 of 1
    0 missing, 0 spurious
    category mistaken: event as prediction 1

    2 cases: 2 unchanged
      accuracy  the counts are not those in the accepted accuracy.snap
    claimsnap [version] extractor mine corpus f2db01b88c4f cases 2 threshold 0.500

    not passed
      claimsnap accept             take today's claims as the new baseline
      claimsnap reject             keep the accepted ones
    [exit code 1]
    ");
    insta::assert_snapshot!(project.run("diff"), @"
    accuracy
      - event              2         2         2
      + event              3         2         2
      - prediction         1         1         1
      + prediction         0         1         0
      - category             4         4
      + category             4         3

    `claimsnap accept` takes this as the new baseline, `claimsnap reject` keeps the old one
    [exit code 1]
    ");
    insta::assert_snapshot!(project.run("accept"), @"
    accepted accuracy
    [exit code 0]
    ");
    assert_eq!(project.run("test").code, Some(0));
    project.replace(
        "corpus/news/talks.json",
        "\"event\",\n      \"cue\"",
        "\"other\",\n      \"cue\"",
    );
    let ci = project.set("CI", "true");
    insta::assert_snapshot!(ci.run("test"), @"
    category    expected extracted   matched       P       R      F1   change
    all                4         4         4   1.000   1.000   1.000        =
    event              2         2         2   1.000   1.000   1.000        =
    prediction         0         1         0   0.000       -   0.000        =
    position           1         1         1   1.000   1.000   1.000        =
    other              1         0         0       -   0.000   0.000        =

    F1 close 1.000, exact 1.000, characters 1.000; mean over categories (macro) 0.500

    attributed  expected extracted  exact F1 IoU >= .5  characters
    content            1         1     1.000     1.000       1.000
    source             1         1     1.000     1.000       1.000
    cue                1         1     1.000     1.000       1.000

    right on matched claims: category 3 of 4, source 1 of 1, cue 1 of 1
    0 missing, 0 spurious
    category mistaken: other as prediction 1

    2 cases: 2 unchanged
      accuracy  the counts are not those in the accepted accuracy.snap
    claimsnap [version] extractor mine corpus ca85e626d1c1 cases 2 threshold 0.500

    not passed
      claimsnap test               run where snapshots may be written (CI or INSTA_UPDATE forbids it here)
    [exit code 1]
    ");
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
    insta::assert_snapshot!(project.run("accept news/flood"), @"
    accepted news/flood
    1 case still waiting; see `claimsnap diff`
    [exit code 0]
    ");
    insta::assert_snapshot!(project.run("reject news/t*"), @"
    rejected news/talks
    rejected accuracy
    [exit code 0]
    ");
    insta::assert_snapshot!(project.run("reject"), @"
    nothing to be rejected
    [exit code 0]
    ");
    insta::assert_snapshot!(project.run("accept"), @"
    nothing to be accepted
    [exit code 0]
    ");
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
    insta::assert_snapshot!(project.run("accept --only fixed"), @"
    accepted news/flood
    1 case still waiting; see `claimsnap diff`
    [exit code 0]
    ");
    insta::assert_snapshot!(project.run("accept --only fixed"), @"
    nothing to be accepted
    1 case still waiting; see `claimsnap diff`
    [exit code 0]
    ");
    insta::assert_snapshot!(project.run("accept --only wrong"), @"
    error: invalid value 'wrong' for '--only <EFFECT>'
      [possible values: fixed, broken, neutral, ungraded]

      tip: a similar value exists: 'broken'

    For more information, try '--help'.
    [exit code 2]
    ");
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
    insta::assert_snapshot!(project.run("accept ../x"), @"
    error: no case fits `../x`
    help: `claimsnap list` names them all
    [exit code 2]
    ");
    insta::assert_snapshot!(project.run("show ../x"), @"
    error: no case fits `../x`
    help: `claimsnap list` names them all
    [exit code 2]
    ");
    assert_eq!(project.files(""), before);
    insta::assert_snapshot!(project.run("accept --extractor ../mine"), @"
    error: there is no extractor `../mine`
    help: did you mean `mine`? the extractors are: builtin, mine; others come from tables [extractors.NAME] of claimsnap.toml, or from a Rust test once `cargo test` has run it
    [exit code 2]
    ");
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_left_alone() {
    use std::os::unix::fs::symlink;

    let project = Project::accepted();
    project.write("precious", "mine");
    fs::remove_file(project.path(TALKS)).unwrap();
    symlink(project.path("precious"), project.path(TALKS)).unwrap();
    insta::assert_snapshot!(project.run("test"), @"
    error: `snapshots/mine/news/talks.snap` is a symbolic link that leads nowhere or out of `snapshots/mine`
    help: delete the link, or put a copy of what it leads to in its place
    [exit code 2]
    ");
    assert_eq!(project.read("precious"), "mine");
}
