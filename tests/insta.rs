//! The real insta and the real cargo-insta on files that claimsnap wrote.
//!
//! cargo-insta is looked for on `PATH` and under the target folder. Where it is missing, the tests that
//! need it say so and do nothing, unless `CLAIMSNAP_INSTALL_TOOLS=1` lets them install it.

use std::{
    collections::BTreeMap,
    env,
    error::Error,
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::OnceLock,
    thread,
};

use claimsnap::{
    model::CaseId,
    snapshot::{
        Entry, Header, State,
        policy::{Policy, Update},
        render,
        store::Store,
    },
};
use tempfile::TempDir;

type Tested = Result<(), Box<dyn Error>>;

/// The cargo-insta that goes with the insta in Cargo.toml.
const CARGO_INSTA: &str = "1.49.0";

const ODD_TITLES: &[&str] = &[
    "",
    "He said: \"no\"",
    "# 'one' {two} [three] \\ four",
    "two\nlines\r\n---\n...",
    "\u{0}\u{7}\u{1b}[31m\u{7f}\u{85}\u{2028}\u{feff}",
    "😀 – “Größe” 中文 \u{202e}",
    "- true",
    "null",
    " 1e3 ",
    "<<<<<<< HEAD",
];

const ONE: &str = "[\n  {\n    \"quote\": \"one\"\n  }\n]";

#[test]
fn insta_reads_what_we_write() -> Tested {
    let project = Project::new()?;
    for (at, title) in ODD_TITLES.iter().enumerate() {
        let entry = case(&format!("odd/{at}"))?;
        let header = Header {
            source: format!("corpus/odd/{at}.json"),
            description: Some((*title).to_owned()),
            info: BTreeMap::from([("title".to_owned(), (*title).to_owned())]),
            input_file: Some((*title).to_owned()),
        };
        for (update, state, body) in [
            (Update::Always, State::Accepted, "[]"),
            (Update::New, State::Proposed, ONE),
        ] {
            let policy = policy(update);
            project.store.settle(&entry, &header, body, policy)?;
            let snapshot = insta::Snapshot::from_file(&project.path(&entry, state))?;
            let metadata = snapshot.metadata();
            assert_eq!(metadata.source(), Some(header.source.as_str()));
            assert_eq!(metadata.description().unwrap_or_default(), *title);
            assert_eq!(metadata.input_file(), Some(*title));
            let text = snapshot.as_text().ok_or("not a text")?;
            assert_eq!(text.to_string(), body);
        }
    }
    Ok(())
}

/// Every policy, done by us and by insta itself in a process of its own, comes to the same.
#[test]
fn insta_decides_as_we_do() {
    let updates = [
        None,
        Some(""),
        Some("auto"),
        Some("new"),
        Some("always"),
        Some("1"),
        Some("no"),
        Some("unseen"),
        Some("force"),
        Some("Force"),
    ];
    thread::scope(|scope| {
        for update in updates {
            scope.spawn(move || compare_decisions(update).expect("both come to a decision"));
        }
    });
}

fn compare_decisions(update: Option<&str>) -> Tested {
    let machines: [&[(&str, &str)]; 8] = [
        &[],
        &[("CI", "true")],
        &[("CI", "")],
        &[("TF_BUILD", "")],
        &[("CI", "0"), ("TF_BUILD", "True")],
        &[("INSTA_FORCE_PASS", "1")],
        &[("INSTA_FORCE_PASS", "0"), ("CI", "1")],
        &[("INSTA_FORCE_UPDATE", "1"), ("CI", "1")],
    ];
    for machine in machines {
        let mut variables = machine.to_vec();
        variables.extend(update.map(|update| ("INSTA_UPDATE", update)));
        for accepted in [None, Some(ONE), Some("[]")] {
            let ours = after(accepted, |project| settle_as_told(project, &variables))?;
            let theirs = after(accepted, |project| assert_as_told(project, &variables))?;
            assert_eq!(ours, theirs, "{variables:?} on {accepted:?}");
        }
    }
    Ok(())
}

/// The body of a file and whether its header is still the one of old.
type Written = Option<(String, bool)>;

/// What became of the case `a`, of which `accepted` had been accepted: whether `test` passed, and
/// the files.
fn after(
    accepted: Option<&str>,
    test: impl FnOnce(&Project) -> Result<bool, Box<dyn Error>>,
) -> Result<(bool, Vec<Written>), Box<dyn Error>> {
    let project = Project::new()?;
    let entry = case("a")?;
    if let Some(body) = accepted {
        let path = project.path(&entry, State::Accepted);
        fs::create_dir_all(path.parent().ok_or("no folder")?)?;
        fs::write(path, render(&header("old"), body))?;
    }
    let passed = test(&project)?;
    let written = |state| -> Result<Written, Box<dyn Error>> {
        let path = project.path(&entry, state);
        if !path.exists() {
            return Ok(None);
        }
        let snapshot = insta::Snapshot::from_file(&path)?;
        let body = snapshot.as_text().ok_or("not a text")?.to_string();
        Ok(Some((body, snapshot.metadata().source() == Some("old"))))
    };
    let files = [State::Accepted, State::Proposed].map(written);
    Ok((passed, files.into_iter().collect::<Result<_, _>>()?))
}

fn settle_as_told(project: &Project, variables: &[(&str, &str)]) -> Result<bool, Box<dyn Error>> {
    let variable = |name: &str| {
        let set = variables.iter().find(|(key, _)| *key == name);
        set.map(|(_, value)| (*value).to_owned())
    };
    // insta panics over a value that it does not know: the test fails, and nothing is written.
    let Ok(policy) = Policy::new(&variable) else {
        return Ok(false);
    };
    let settled = project
        .store
        .settle(&case("a")?, &header("new"), ONE, policy)?;
    Ok(settled.decision.passes)
}

fn assert_as_told(project: &Project, variables: &[(&str, &str)]) -> Result<bool, Box<dyn Error>> {
    let mut probe = Command::new(env::current_exe()?);
    probe.args(["--ignored", "--exact", "probe_asserts"]);
    let output = quiet(&mut probe)
        .env("INSTA_WORKSPACE_ROOT", project.folder.path())
        .env("PROBE", project.folder.path().join("snapshots/mine"))
        // Most probes panic, and nobody looks.
        .env("RUST_BACKTRACE", "0")
        .envs(variables.iter().copied())
        .output()?;
    assert!(String::from_utf8_lossy(&output.stdout).contains("running 1 test"));
    Ok(output.status.success())
}

#[test]
#[ignore = "run by insta_decides_as_we_do, in a process of its own"]
fn probe_asserts() {
    let Ok(folder) = env::var("PROBE") else {
        return;
    };
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder);
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!("a", ONE));
}

#[test]
fn cargo_insta_lists_accepts_and_rejects() -> Tested {
    let Some(tool) = cargo_insta()? else {
        return Ok(());
    };
    let project = Project::new()?;
    let (new, changed, other) = (case("a/new")?, case("a/changed")?, case("b.c/changed")?);
    for entry in [&changed, &other, &Entry::Accuracy] {
        project.settle(entry, "[]", Update::Always)?;
    }
    for entry in [&new, &changed, &other, &Entry::Accuracy] {
        project.settle(entry, ONE, Update::New)?;
    }
    let listed = project.run(&tool, &["pending-snapshots"])?;
    for name in ["a/new", "a/changed", "b.c/changed", "accuracy"] {
        let path = format!("{name}.snap").replace('/', std::path::MAIN_SEPARATOR_STR);
        assert!(listed.contains(&path), "{name}: {listed}");
    }
    for (operation, entry) in [
        ("reject", &other),
        ("reject", &Entry::Accuracy),
        ("accept", &new),
        ("accept", &changed),
    ] {
        let path = project.path(entry, State::Accepted);
        let path = path.to_str().ok_or("an odd temporary folder")?;
        project.run(&tool, &[operation, "--snapshot", path])?;
    }
    assert_eq!(project.store.pending()?, []);
    for (entry, body) in [
        (&new, ONE),
        (&changed, ONE),
        (&other, "[]"),
        (&Entry::Accuracy, "[]"),
    ] {
        let found = project.store.read_body(entry, State::Accepted)?;
        assert_eq!(found.as_deref(), Some(body), "{entry}");
    }
    Ok(())
}

/// cargo-insta writes the header anew when it accepts. That loses nothing and is no difference.
#[test]
fn what_cargo_insta_accepts_is_unchanged() -> Tested {
    let Some(tool) = cargo_insta()? else {
        return Ok(());
    };
    let project = Project::new()?;
    for (at, title) in ODD_TITLES.iter().enumerate() {
        let header = Header {
            description: Some((*title).to_owned()),
            ..header("corpus/a.json")
        };
        let entry = case(&format!("odd/{at}"))?;
        let new = policy(Update::New);
        project.store.settle(&entry, &header, ONE, new)?;
    }
    project.run(&tool, &["accept"])?;
    assert_eq!(project.store.pending()?, []);
    for (at, title) in ODD_TITLES.iter().enumerate() {
        let entry = case(&format!("odd/{at}"))?;
        let snapshot = insta::Snapshot::from_file(&project.path(&entry, State::Accepted))?;
        let description = snapshot.metadata().description();
        assert_eq!(description.unwrap_or_default(), *title);
        assert!(project.settle(&entry, ONE, Update::New)?, "{title:?}");
    }
    Ok(())
}

#[test]
fn cargo_insta_keeps_what_a_run_looked_at() -> Tested {
    let Some(tool) = cargo_insta()? else {
        return Ok(());
    };
    let project = Project::new()?;
    let (kept, unreferenced) = (case("a/kept")?, case("a/unreferenced")?);
    for entry in [&kept, &unreferenced, &Entry::Accuracy] {
        project.settle(entry, "[]", Update::Always)?;
    }
    let output = project
        .command(&tool, &["test", "--unreferenced=delete"])
        .env("PROBE", env::current_exe()?)
        .env("PROBE_FOLDER", project.folder.path())
        .output()?;
    said(output)?;
    let exists = |entry| project.path(entry, State::Accepted).exists();
    assert!(exists(&kept) && exists(&Entry::Accuracy));
    assert!(!exists(&unreferenced));
    Ok(())
}

#[test]
#[ignore = "run by cargo_insta_keeps_what_a_run_looked_at, in a test of its project"]
fn probe_refers() -> Tested {
    let Ok(folder) = env::var("PROBE_FOLDER") else {
        return Ok(());
    };
    let store = Store::new(Path::new(&folder).join("snapshots"), "mine")?;
    store.append_references(&[case("a/kept")?, Entry::Accuracy])?;
    Ok(())
}

/// A Cargo package in a temporary folder, with a store for the extractor `mine`.
struct Project {
    folder: TempDir,
    store: Store,
}

impl Project {
    fn new() -> Result<Self, Box<dyn Error>> {
        let folder = tempfile::tempdir()?;
        let manifest = "[package]\nname = \"project\"\nedition = \"2024\"\n[workspace]\n";
        fs::write(folder.path().join("Cargo.toml"), manifest)?;
        fs::create_dir(folder.path().join("src"))?;
        // As in a repository that keeps proposals out of its commits.
        fs::create_dir(folder.path().join(".git"))?;
        fs::write(folder.path().join(".gitignore"), "*.snap.new\n")?;
        let test = r#"
            #[test]
            fn refers() {
                let probe = std::process::Command::new(std::env::var_os("PROBE").unwrap())
                    .args(["--ignored", "--exact", "probe_refers"])
                    .status();
                assert!(probe.unwrap().success());
            }
        "#;
        fs::write(folder.path().join("src/lib.rs"), test)?;
        let store = Store::new(folder.path().join("snapshots"), "mine")?;
        Ok(Self { folder, store })
    }

    fn path(&self, entry: &Entry, state: State) -> PathBuf {
        let name = format!("{entry}{}", state.suffix());
        self.folder.path().join("snapshots").join("mine").join(name)
    }

    /// Whether the entry passes.
    fn settle(&self, entry: &Entry, body: &str, update: Update) -> Result<bool, Box<dyn Error>> {
        let (header, policy) = (header("corpus/a.json"), policy(update));
        let settled = self.store.settle(entry, &header, body, policy)?;
        Ok(settled.decision.passes)
    }

    /// What `tool` says, which has to succeed.
    fn run(&self, tool: &Path, arguments: &[&str]) -> Result<String, Box<dyn Error>> {
        said(self.command(tool, arguments).output()?)
    }

    fn command(&self, tool: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(tool);
        quiet(command.args(arguments).current_dir(self.folder.path()))
            .env("CARGO_TARGET_DIR", self.folder.path().join("target"))
            .env("CARGO_NET_OFFLINE", "true");
        command
    }
}

fn said(output: Output) -> Result<String, Box<dyn Error>> {
    let out = String::from_utf8(output.stdout)?;
    if output.status.success() {
        return Ok(out);
    }
    Err(format!("{out}{}", String::from_utf8_lossy(&output.stderr)).into())
}

/// Takes away what the environment says about insta and CI.
fn quiet(command: &mut Command) -> &mut Command {
    for (name, _) in env::vars_os() {
        let known = name.to_string_lossy();
        if known.starts_with("INSTA_") || known == "CI" || known == "TF_BUILD" {
            command.env_remove(&name);
        }
    }
    command
}

/// cargo-insta, where there is one or may be; says so where there is none.
fn cargo_insta() -> Result<Option<PathBuf>, Box<dyn Error>> {
    static FOUND: OnceLock<Result<Option<PathBuf>, String>> = OnceLock::new();
    let found = FOUND.get_or_init(|| find_cargo_insta().map_err(|error| error.to_string()));
    if matches!(found, Ok(None)) {
        // Not by a macro: what those print is captured, and this is meant to be seen.
        writeln!(
            io::stderr(),
            "NOT RUN: a test of tests/insta.rs, for want of cargo-insta: type `cargo install \
             cargo-insta --version {CARGO_INSTA} --locked`, or set CLAIMSNAP_INSTALL_TOOLS=1"
        )?;
    }
    Ok(found.clone()?)
}

fn find_cargo_insta() -> Result<Option<PathBuf>, Box<dyn Error>> {
    let name = format!("cargo-insta{}", env::consts::EXE_SUFFIX);
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent();
    let tools = target.ok_or("no target folder")?.join("tools");
    let path = env::var_os("PATH").unwrap_or_default();
    let mut tool = env::split_paths(&path)
        .chain([tools.join("bin")])
        .map(|folder| folder.join(&name));
    if let Some(tool) = tool.find(|tool| tool.is_file()) {
        return Ok(Some(tool));
    }
    if env::var("CLAIMSNAP_INSTALL_TOOLS").as_deref() != Ok("1") {
        return Ok(None);
    }
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["install", "cargo-insta", "--version", CARGO_INSTA])
        .args(["--locked", "--root"])
        .arg(&tools)
        .output()?;
    said(output)?;
    Ok(Some(tools.join("bin").join(name)))
}

fn case(id: &str) -> Result<Entry, String> {
    id.parse::<CaseId>().map(Entry::Case)
}

fn header(source: &str) -> Header {
    Header {
        source: source.to_owned(),
        ..Header::default()
    }
}

fn policy(update: Update) -> Policy {
    Policy {
        update,
        ci: false,
        force_pass: false,
    }
}
