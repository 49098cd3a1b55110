//! A user's own crate, exactly as the README's section on Rust shows it: its tests fail with a proposal,
//! pass once that is accepted, and are listed and filtered as any tests are.
//!
//! The code and the entries of Cargo.toml are taken from README.md; only the dependency is replaced by
//! the path of this repository. Nothing is fetched: this repository's Cargo.lock goes with the crate.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{
    env, fs,
    io::{self, Write as _},
    path::Path,
    process::Command,
};

use tempfile::TempDir;

/// What a program said on both streams, and its exit code.
struct Said {
    text: String,
    code: Option<i32>,
}

impl Said {
    #[track_caller]
    fn check(&self, code: i32, parts: &[&str]) {
        assert_eq!(self.code, Some(code), "{}", self.text);
        for part in parts {
            assert!(
                self.text.contains(part),
                "`{part}` is missing:\n{}",
                self.text
            );
        }
    }
}

/// The crate.
struct Project(TempDir);

impl Project {
    fn new() -> Self {
        let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
        let readme = fs::read_to_string(repository.join("README.md")).unwrap();
        let project = Self(TempDir::new().unwrap());
        project
            .claimsnap(&["init"])
            .check(0, &["made  claimsnap.toml"]);
        let (published, here) = (
            "claimsnap = \"0.1\"",
            format!(
                "claimsnap = {{ path = {:?} }}",
                repository.to_str().unwrap()
            ),
        );
        let entries = shown(&readme, "Cargo.toml");
        assert!(entries.contains(published), "{entries}");
        let package = "[package]\nname = \"my-claims\"\nedition = \"2024\"\n\n";
        for (path, text) in [
            (
                "Cargo.toml",
                &*format!("{package}{}", entries.replace(published, &here)),
            ),
            ("src/lib.rs", "//! An extractor.\n"),
            ("tests/claims.rs", &shown(&readme, "tests/claims.rs")),
        ] {
            let path = project.0.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let lock = "Cargo.lock";
        fs::copy(repository.join(lock), project.0.path().join(lock)).unwrap();
        project
    }

    fn claimsnap(&self, words: &[&str]) -> Said {
        self.run(env!("CARGO_BIN_EXE_claimsnap"), words)
    }

    fn cargo(&self, words: &[&str]) -> Said {
        let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        self.run(&cargo, words)
    }

    fn run(&self, program: &str, words: &[&str]) -> Said {
        let mut command = Command::new(program);
        for (name, _) in env::vars_os() {
            let name = name.to_string_lossy();
            if name.starts_with("INSTA_") || name.starts_with("NEXTEST") || name == "CI" {
                command.env_remove(&*name);
            }
        }
        // Built once for all runs of this test.
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("user-crate");
        let output = command
            .args(words)
            .current_dir(self.0.path())
            .env("CARGO_TARGET_DIR", target)
            .env("CARGO_TERM_COLOR", "never")
            .env_remove("TF_BUILD")
            .output()
            .unwrap();
        Said {
            text: String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned(),
            code: output.status.code(),
        }
    }
}

/// The file that the README shows under this path.
fn shown(readme: &str, path: &str) -> String {
    let after = readme.split(&format!("<!-- file: {path} -->\n```")).nth(1);
    let after = after.unwrap_or_else(|| panic!("the README has no file {path}"));
    let (_, text) = after.split_once('\n').unwrap();
    text.split("\n```\n").next().unwrap().to_owned() + "\n"
}

#[test]
fn a_crate_as_the_readme_shows_it() {
    let project = Project::new();
    let test = ["test", "--offline", "--test", "claims"];
    let test_with = |words: &[&'static str]| [&test[..], &["--"], words].concat();

    let proposal = "snapshots/sentences/news/harbour-bridge.snap.new";
    project.cargo(&test).check(
        101,
        &[
            "new news/harbour-bridge",
            "see `claimsnap diff --extractor sentences`",
            "test news/harbour-bridge ... FAILED",
        ],
    );
    assert!(project.0.path().join(proposal).is_file());

    let named = |words: &[&'static str]| [words, &["--extractor", "sentences"]].concat();
    project
        .claimsnap(&named(&["diff"]))
        .check(1, &["new news/harbour-bridge"]);
    project
        .claimsnap(&named(&["accept"]))
        .check(0, &["accepted news/harbour-bridge\naccepted accuracy\n"]);
    assert!(!project.0.path().join(proposal).exists());
    project
        .claimsnap(&named(&["show", "news/harbour-bridge", "--no-extract"]))
        .check(0, &["accepted ("]);
    let no_program = "`sentences` has snapshots but no program that could be run";
    project
        .claimsnap(&named(&["test"]))
        .check(2, &[no_program, "`cargo test`"]);
    let mistyped = ["diff", "--extractor", "sentence"];
    project
        .claimsnap(&mistyped)
        .check(2, &["did you mean `sentences`?"]);

    project.cargo(&test).check(0, &["2 passed; 0 failed"]);
    let list = "accuracy: test\nnews/harbour-bridge: test\n";
    let listed = project.cargo(&test_with(&["--list"]));
    listed.check(0, &[]);
    let mut lines: Vec<&str> = listed
        .text
        .lines()
        .filter(|line| line.ends_with(": test"))
        .collect();
    lines.sort_unstable();
    assert_eq!(lines.join("\n") + "\n", list);
    project.cargo(&test_with(&["bridge"])).check(
        0,
        &[
            "test news/harbour-bridge ... ok",
            "1 passed; 0 failed; 0 ignored; 0 measured; 1 filtered out",
        ],
    );

    if project.cargo(&["nextest", "--version"]).code == Some(0) {
        project
            .cargo(&["nextest", "run", "--offline", "--test", "claims"])
            .check(0, &["2 tests run: 2 passed"]);
    } else {
        // Past the test harness, which keeps what a passing test prints to itself.
        writeln!(io::stderr(), "NOT RUN: cargo-nextest is not installed").unwrap();
    }
}
