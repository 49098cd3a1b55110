//! What claimsnap says to type next, and that it helps.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{fs, path::PathBuf, process::Command};

use tempfile::TempDir;

/// A folder that `claimsnap init` has filled, with a program that only says why it cannot go on.
struct Project(TempDir);

impl Project {
    fn new() -> Self {
        let project = Self(TempDir::new().unwrap());
        project.said("init");
        let broken = "[extractors.broken]\nkind = \"command\"\ncommand = [\"sh\", \"-c\", \"read line; echo no model >&2; exit 3\"]\n";
        fs::write(project.path("claimsnap.toml"), broken).unwrap();
        project
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The exit code and, of what was said on both streams, the part from the list of cases on; the
    /// line with the hash over the corpus is left out.
    fn said(&self, words: &str) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_claimsnap"));
        command.args(words.split(' ')).current_dir(&self.0);
        for variable in ["INSTA_FORCE_PASS", "INSTA_UPDATE", "TF_BUILD"] {
            command.env_remove(variable);
        }
        command.env("CI", "");
        let output = command.output().unwrap();
        let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        let text = text.find("1 case:").map_or(&*text, |at| &text[at..]);
        let lines = text.lines().filter(|line| !line.starts_with("claimsnap "));
        let lines: Vec<&str> = lines.map(str::trim_end).collect();
        format!(
            "{}\nexit code {}",
            lines.join("\n"),
            output.status.code().unwrap()
        )
    }
}

#[test]
fn a_new_case_may_be_accepted() {
    let project = Project::new();
    insta::assert_snapshot!(project.said("test"), @"
    1 case: 1 new
      new       news/harbour-bridge  P 1.000 R 1.000 F1 1.000

    not passed
      claimsnap accept             take today's claims as the new baseline
      claimsnap reject             keep the accepted ones
    exit code 1
    ");
    insta::assert_snapshot!(project.said("accept"), @"
    accepted news/harbour-bridge
    accepted accuracy
    exit code 0
    ");
    insta::assert_snapshot!(project.said("test"), @"
    1 case: 1 unchanged

    passed
    exit code 0
    ");
}

#[test]
fn the_next_command_is_about_the_same_extractor() {
    let project = Project::new();
    insta::assert_snapshot!(project.said("test --extractor builtin --snapshots kept"), @"
    1 case: 1 new
      new       news/harbour-bridge  P 1.000 R 1.000 F1 1.000

    not passed
      claimsnap accept --snapshots kept --extractor builtin  take today's claims as the new baseline
      claimsnap reject --snapshots kept --extractor builtin  keep the accepted ones
    exit code 1
    ");
}

#[test]
fn a_failure_is_told_in_full() {
    let project = Project::new();
    let said = project.said("test --extractor broken");
    let (told, _next) = said.split_once("\n\nnot passed").unwrap();
    insta::assert_snapshot!(told, @"
    1 case: 1 failed
      failed    news/harbour-bridge  crashed: the program ended (exit status 3) before it answered
          its last words on standard error:
              no model
          help: run the program by hand, with the article's request as its standard input
    ");
}
