//! README.md is true: its commands are run and its files are used, and what they say is what it shows.
//!
//! A block of kind `console` is run in a temporary folder, one after the other, as one session. A line
//! that begins with `$ ` is a command, lines that begin with `>` go on with it, and what follows up to
//! the next command is its output, of both streams. A comment directly before a block says otherwise:
//!
//! - `<!-- not run -->`: the block is not run;
//! - `<!-- picture -->`: the block shows commands of the session and is not run a second time;
//! - `<!-- at the root -->`: the block is run in the root of this repository, and changes nothing there;
//! - `<!-- file: PATH -->`: the block is a file of a project, with which other tests work;
//! - `<!-- same as: PATH -->`: the block is a file of this repository;
//! - `<!-- request -->`, `<!-- answers -->`: each line is one of the extractor protocol.
//!
//! Where outputs have changed on purpose, `CLAIMSNAP_README=update cargo test --test readme` writes
//! today's into README.md; read the difference before it is committed.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use claimsnap::{
    corpus::lint::Code,
    wire::{Answer, Request},
};
use serde_json::Value;
use similar::TextDiff;
use tempfile::TempDir;

/// A fenced block.
struct Block {
    /// What the comment before it says; empty where there is none.
    mark: String,
    kind: String,
    /// The lines of README.md between the fences.
    lines: std::ops::Range<usize>,
    text: String,
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn readme() -> String {
    fs::read_to_string(repository().join("README.md")).unwrap()
}

fn blocks(readme: &str) -> Vec<Block> {
    let lines: Vec<&str> = readme.lines().collect();
    let mut blocks = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        if let Some(kind) = lines[at].strip_prefix("```") {
            let length = lines[at + 1..].iter().position(|line| *line == "```");
            let end = at + 1 + length.expect("every fence is closed");
            let before = at.checked_sub(1).map_or("", |before| lines[before]);
            let mark = before.strip_prefix("<!-- ").unwrap_or_default();
            blocks.push(Block {
                mark: mark.strip_suffix(" -->").unwrap_or_default().to_owned(),
                kind: kind.to_owned(),
                lines: at + 1..end,
                text: lines[at + 1..end]
                    .iter()
                    .map(|line| format!("{line}\n"))
                    .collect(),
            });
            at = end;
        }
        at += 1;
    }
    blocks
}

/// The files that the README shows, by path.
fn files() -> BTreeMap<String, String> {
    let all = blocks(&readme()).into_iter();
    all.filter_map(|block| Some((block.mark.strip_prefix("file: ")?.to_owned(), block.text)))
        .collect()
}

/// The commands of a block as they are typed, continuation lines included.
fn commands(block: &Block) -> Vec<String> {
    let mut commands: Vec<String> = Vec::new();
    for line in block.text.lines() {
        let goes_on = line.starts_with('>');
        match commands.last_mut() {
            Some(last) if goes_on => *last += &format!("{line}\n"),
            _ if line.starts_with("$ ") => commands.push(format!("{line}\n")),
            _ => {}
        }
    }
    commands
}

/// A program with an environment in which claimsnap does what it does on a user's machine.
fn program(name: &str) -> Command {
    let mut command = Command::new(name);
    for variable in [
        "CI",
        "CLICOLOR_FORCE",
        "INSTA_FORCE_PASS",
        "INSTA_FORCE_UPDATE",
        "INSTA_FORCE_UPDATE_SNAPSHOTS",
        "INSTA_SNAPSHOT_REFERENCES_FILE",
        "INSTA_UPDATE",
        "TF_BUILD",
    ] {
        command.env_remove(variable);
    }
    let binary = Path::new(env!("CARGO_BIN_EXE_claimsnap"));
    let others = env::var_os("PATH").unwrap_or_default();
    let folders = [binary.parent().unwrap().to_owned()]
        .into_iter()
        .chain(env::split_paths(&others));
    command.env("PATH", env::join_paths(folders).unwrap());
    command
}

fn need_python() {
    let found = program("python3").arg("--version").output();
    assert!(
        found.is_ok_and(|output| output.status.success()),
        "python3 is needed for this test: the README's tour runs an extractor in Python; install it"
    );
}

/// A shell that remembers the folder it is in.
struct Session {
    home: TempDir,
    here: PathBuf,
}

impl Session {
    fn new() -> Self {
        let home = TempDir::new().unwrap();
        let here = home.path().join("tour");
        fs::create_dir(&here).unwrap();
        Self { home, here }
    }

    /// A session that begins in the root of the repository.
    fn at_the_root() -> Self {
        let here = repository().to_owned();
        Self {
            here,
            ..Self::new()
        }
    }

    /// What a command says, on both streams.
    fn run(&mut self, typed: &str) -> String {
        let (script, folder) = (
            self.home.path().join("script"),
            self.home.path().join("folder"),
        );
        let line = |line: &str| {
            let rest = line.strip_prefix("$ ").or(line.strip_prefix("> "));
            format!("{}\n", rest.or(line.strip_prefix('>')).unwrap_or(line))
        };
        fs::write(&script, typed.lines().map(line).collect::<String>()).unwrap();
        let output = program("sh")
            .args(["-c", "exec 2>&1; . \"$0\"; pwd > \"$1\""])
            .args([&script, &folder])
            .current_dir(&self.here)
            .output()
            .unwrap();
        self.here = fs::read_to_string(&folder).unwrap().trim_end().into();
        String::from_utf8(output.stdout).unwrap()
    }
}

#[test]
fn the_commands_say_what_the_readme_shows() {
    need_python();
    let old = readme();
    let mut session = Session::new();
    let mut said: BTreeMap<String, String> = BTreeMap::new();
    let blocks = blocks(&old);
    let mut now: BTreeMap<usize, String> = BTreeMap::new();
    let consoles = || {
        blocks
            .iter()
            .enumerate()
            .filter(|(_, block)| block.kind == "console")
    };
    for (at, block) in consoles().filter(|(_, block)| block.mark.is_empty()) {
        for command in commands(block) {
            let output = session.run(&command);
            *now.entry(at).or_default() += &format!("{command}{output}");
            // Where a command is run several times, the picture is of the first.
            said.entry(command).or_insert(output);
        }
    }
    for (at, block) in consoles().filter(|(_, block)| block.mark == "at the root") {
        let mut session = Session::at_the_root();
        for command in commands(block) {
            let output = session.run(&command);
            *now.entry(at).or_default() += &format!("{command}{output}");
        }
    }
    for (at, block) in consoles().filter(|(_, block)| block.mark == "picture") {
        for command in commands(block) {
            let output = said
                .get(&command)
                .expect("the session has the picture's commands");
            *now.entry(at).or_default() += &format!("{command}{output}");
        }
    }
    for (at, block) in blocks.iter().enumerate() {
        if let Some(path) = block.mark.strip_prefix("same as: ") {
            now.insert(at, fs::read_to_string(repository().join(path)).unwrap());
        }
    }
    assert!(now.len() > 3, "the README has lost its blocks");
    let mut lines: Vec<String> = old.lines().map(|line| format!("{line}\n")).collect();
    for (at, text) in now.into_iter().rev() {
        lines.splice(blocks[at].lines.clone(), [text]);
    }
    let new = lines.concat();
    if env::var("CLAIMSNAP_README").as_deref() == Ok("update") {
        fs::write(repository().join("README.md"), new).unwrap();
        return;
    }
    let diff = TextDiff::from_lines(old.as_str(), new.as_str());
    assert!(
        old == new,
        "README.md shows what is no longer said; \
         `CLAIMSNAP_README=update cargo test --test readme` mends it\n{}",
        diff.unified_diff().header("README.md", "today")
    );
}

/// Every console block has a mark that this test knows.
#[test]
fn the_marks_are_known() {
    for block in blocks(&readme()) {
        let (mark, at) = (block.mark.as_str(), block.lines.start);
        let known = match block.kind.as_str() {
            "console" => ["", "not run", "picture", "at the root"].contains(&mark),
            _ => {
                ["request", "answers"].contains(&mark)
                    || ["file: ", "same as: "]
                        .iter()
                        .any(|start| mark.starts_with(start))
            }
        };
        assert!(
            known,
            "README.md:{at}: the mark `{mark}` of this block is not known"
        );
    }
}

/// The corpus, the configuration and the extractor that the README shows work together.
#[test]
fn the_files_are_a_project() {
    need_python();
    let folder = TempDir::new().unwrap();
    for (path, text) in files() {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let run = |words: &[&str]| -> Output {
        let mut claimsnap = program(env!("CARGO_BIN_EXE_claimsnap"));
        claimsnap
            .args(words)
            .current_dir(folder.path())
            .output()
            .unwrap()
    };
    let lint = run(&["lint"]);
    assert!(
        lint.status.success(),
        "{}",
        String::from_utf8_lossy(&lint.stderr)
    );
    let test = run(&["test", "--no-snapshots", "--format", "json"]);
    let said = String::from_utf8_lossy(&test.stderr);
    assert!(
        test.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&test.stdout)
    );
    let report: Value = serde_json::from_slice(&test.stdout).unwrap();
    assert_eq!(report["signature"]["extractor"], "mine");
    assert_eq!(report["accuracy"]["tally"]["failed"], 0);
    assert_eq!(report["accuracy"]["tally"]["kinds"]["ungrounded"], 0);
}

#[test]
fn the_protocol_lines_are_of_the_protocol() {
    let mut lines = 0;
    for block in blocks(&readme()) {
        for line in block.text.lines() {
            let read = match block.mark.as_str() {
                "request" => serde_json::from_str::<Request>(line).map(drop),
                "answers" => serde_json::from_str::<Answer>(line).map(drop),
                _ => continue,
            };
            lines += 1;
            assert!(read.is_ok(), "{line}: {read:?}");
        }
    }
    assert!(lines > 2, "the README has lost its protocol");
}

/// What claimsnap says, on both streams.
fn said(words: &[&str]) -> String {
    let output = program(env!("CARGO_BIN_EXE_claimsnap"))
        .args(words)
        .output()
        .unwrap();
    let both = [output.stdout, output.stderr].concat();
    String::from_utf8(both).unwrap()
}

/// Fails with those of `names` that do not stand in the README as code.
fn mentioned(what: &str, names: BTreeSet<String>) {
    assert!(!names.is_empty(), "{what}: nothing was found to look for");
    let readme = readme();
    let missing: Vec<&String> = names
        .iter()
        .filter(|name| !readme.contains(&format!("`{name}`")))
        .collect();
    assert!(
        missing.is_empty(),
        "{what} that the README does not mention: {missing:?}"
    );
}

/// The keys of a schema, wherever they stand in it.
fn keys(schema: &Value, found: &mut BTreeSet<String>) {
    match schema {
        Value::Object(object) => {
            if let Some(Value::Object(properties)) = object.get("properties") {
                found.extend(properties.keys().cloned());
            }
            for below in object.values() {
                keys(below, found);
            }
        }
        Value::Array(list) => list.iter().for_each(|below| keys(below, found)),
        _ => {}
    }
}

#[test]
fn every_key_of_the_formats_is_mentioned() {
    for format in ["case", "taxonomy", "request", "answer"] {
        let schema: Value = serde_json::from_str(&said(&["schema", format])).unwrap();
        let mut names = BTreeSet::new();
        keys(&schema, &mut names);
        mentioned(&format!("keys of the format {format}"), names);
    }
    let report: Value = serde_json::from_str(&said(&["schema", "report"])).unwrap();
    let names = report["properties"].as_object().unwrap().keys().cloned();
    mentioned("keys of the report", names.collect());
}

#[test]
fn every_warning_is_mentioned() {
    let codes = Code::ALL.iter().map(|code| code.word().to_owned());
    mentioned("codes of warnings", codes.collect());
}

#[test]
fn every_command_is_mentioned() {
    let help = said(&["--help"]);
    let list = help
        .split("\nCommands:\n")
        .nth(1)
        .unwrap()
        .split("\n\n")
        .next()
        .unwrap();
    let names = list.lines().filter_map(|line| {
        let line = line.strip_prefix("  ")?;
        (!line.starts_with(' ')).then(|| line.split(' ').next().unwrap().to_owned())
    });
    let names: BTreeSet<String> = names.collect();
    assert!(
        names.contains("test") && names.contains("completions"),
        "{names:?}"
    );
    let readme = readme();
    for name in names {
        assert!(
            readme.contains(&format!("| `claimsnap {name}")),
            "the README's table of commands lacks `claimsnap {name}`"
        );
    }
}

/// The configuration's own messages name the keys of each of its tables.
#[test]
fn every_key_of_the_configuration_is_mentioned() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("claimsnap.toml");
    let mut names = BTreeSet::new();
    for text in [
        "zz = 1",
        "[align]\nzz = 1",
        "[extractors.x]\nzz = 1",
        "[gates]\nzz = 1",
        "[gates.category.x]\nzz = 1",
        "[gates]\nf1 = { zz = 1 }",
    ] {
        fs::write(&file, text).unwrap();
        let message = said(&["list", "--config", file.to_str().unwrap()]);
        let expected = message.split("expected ").nth(1);
        let expected = expected.unwrap_or_else(|| panic!("{text}: {message}"));
        let line = expected.lines().next().unwrap();
        names.extend(line.split('`').skip(1).step_by(2).map(str::to_owned));
    }
    assert!(
        names.contains("min") && names.contains("startup"),
        "{names:?}"
    );
    mentioned("keys of the configuration", names);
}
