//! A small project in a temporary folder, and what claimsnap does in it.

use std::{
    collections::BTreeMap,
    env, fmt, fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::LazyLock,
};

use serde_json::{Value, json};
use tempfile::TempDir;

/// Two cases, `news/flood` and `news/talks`, and whatever a test adds.
pub(crate) struct Project {
    folder: TempDir,
    /// Set for every command.
    variables: Vec<(String, String)>,
}

/// What a command did: its exit code and what it said, with the temporary folder left out.
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// A program that gives the answers that stand in `answers.json`.
const CANNED: &str = r#"
import json, sys

answers = json.load(open("answers.json", encoding="utf-8"))
for line in sys.stdin:
    id = json.loads(line)["id"]
    answer = answers.get(id, [])
    answer = {"error": answer} if isinstance(answer, str) else {"claims": answer}
    print(json.dumps({"id": id} | answer), flush=True)
"#;

impl Project {
    /// Without a configuration: the built-in extractor.
    pub(crate) fn new() -> Self {
        let project = Self::empty();
        project.case(
            "news/flood",
            "The flood damaged 40 houses. The mayor promised new dams.\n",
            &json!({"title": "After the flood", "claims": [
                {"quote": "The flood damaged 40 houses", "category": "event"},
                {"quote": "The mayor promised new dams", "category": "position"},
            ]}),
        );
        project.case(
            "news/talks",
            "Talks begin on Monday, said Ana Ruiz.\nThe ferry sank near Lomna.\n",
            &json!({"title": "Talks", "claims": [
                {
                    "quote": "Talks begin on Monday", "category": "prediction",
                    "source": {"quote": "Ana Ruiz"}, "cue": {"quote": "said"},
                },
                {"quote": "The ferry sank near Lomna", "category": "event"},
            ]}),
        );
        project
    }

    /// A folder with nothing in it.
    pub(crate) fn empty() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            variables: Vec::new(),
        }
    }

    /// With a program that gives these answers: claims, or the words of a failure, by case.
    pub(crate) fn answering(answers: &Value) -> Self {
        let project = Self::new();
        project.write("canned.py", CANNED);
        project.answers(answers);
        project.program(&["canned.py"], "");
        project
    }

    /// With answers that are right for both cases, and accepted.
    pub(crate) fn accepted() -> Self {
        let project = Self::answering(&right());
        project.run("test");
        assert_eq!(project.run("accept").code, Some(0));
        project
    }

    /// With `misbehave.py` in a mode, and a third case `bad` that it has it in for.
    pub(crate) fn misbehaving(mode: &str) -> Self {
        let project = Self::new();
        project.case("bad", "Nobody knows.\n", &json!({"claims": []}));
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs/misbehave.py");
        fs::copy(script, project.path("misbehave.py")).unwrap();
        project.program(&["misbehave.py", mode], "");
        project
    }

    pub(crate) fn answers(&self, answers: &Value) {
        self.write("answers.json", answers.to_string());
    }

    /// Configures a Python program as the extractor `mine`, with more lines of its table.
    pub(crate) fn program(&self, arguments: &[&str], more: &str) {
        let command: Vec<&str> = [python()].iter().chain(arguments).copied().collect();
        let command = serde_json::to_string(&command).unwrap();
        self.write(
            "claimsnap.toml",
            format!(
                "extractor = \"mine\"\n\n[extractors.mine]\nkind = \"command\"\ncommand = {command}\n{more}"
            ),
        );
    }

    pub(crate) fn case(&self, id: &str, text: &str, annotations: &Value) {
        self.write(&format!("corpus/{id}.txt"), text);
        let annotations = serde_json::to_string_pretty(annotations).unwrap();
        self.write(&format!("corpus/{id}.json"), &annotations);
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// Changes the words of a file.
    pub(crate) fn replace(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert!(text.contains(from), "{name} says `{from}` nowhere:\n{text}");
        self.write(name, text.replace(from, to));
    }

    /// Every file below a folder, relative to it, with what it says.
    pub(crate) fn files(&self, folder: &str) -> BTreeMap<String, String> {
        let root = self.path(folder);
        let all = glob::Pattern::escape(root.to_str().unwrap());
        let files = glob::glob(&format!("{all}/**/*")).unwrap();
        let mut found = BTreeMap::new();
        for path in files.map(Result::unwrap).filter(|path| path.is_file()) {
            let name = path.strip_prefix(&root).unwrap().to_str().unwrap();
            let says = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
            found.insert(name.replace('\\', "/"), says);
        }
        found
    }

    /// The names of the files below a folder, separated by spaces.
    pub(crate) fn names(&self, folder: &str) -> String {
        self.files(folder).into_keys().collect::<Vec<_>>().join(" ")
    }

    pub(crate) fn set(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// claimsnap in the project, with nothing in its environment that changes what it does.
    pub(crate) fn claimsnap(&self) -> Command {
        let mut command = Command::new(assert_cmd::cargo::cargo_bin!("claimsnap"));
        command.current_dir(self.folder.path()).stdin(Stdio::null());
        for (name, _) in env::vars_os() {
            let known = name.to_string_lossy();
            let heeded = [
                "CI",
                "TF_BUILD",
                "NO_COLOR",
                "FORCE_COLOR",
                "COLUMNS",
                "TERM",
            ];
            let families = ["INSTA_", "CLICOLOR", "RUST_", "CLAIMSNAP_"];
            if heeded.contains(&&*known) || families.iter().any(|family| known.starts_with(family))
            {
                command.env_remove(&name);
            }
        }
        command.env("PYTHONDONTWRITEBYTECODE", "1");
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs a command line, whose words are separated by spaces.
    pub(crate) fn run(&self, words: &str) -> Ran {
        self.run_words(&words.split_whitespace().collect::<Vec<_>>())
    }

    pub(crate) fn run_words(&self, words: &[&str]) -> Ran {
        let output = self.claimsnap().args(words).output().unwrap();
        self.ran(&output)
    }

    /// Runs a command line with text on standard input.
    pub(crate) fn run_with_input(&self, words: &str, input: &[u8]) -> Ran {
        self.write("input", input);
        let input = fs::File::open(self.path("input")).unwrap();
        let words = words.split_whitespace();
        let output = self.claimsnap().args(words).stdin(input).output().unwrap();
        self.ran(&output)
    }

    pub(crate) fn ran(&self, output: &Output) -> Ran {
        let said = |bytes: &[u8]| {
            let mut said = String::from_utf8(bytes.to_vec()).expect("what is said is UTF-8");
            let folder = self.folder.path();
            for folder in [folder.canonicalize().unwrap().as_path(), folder] {
                said = said.replace(folder.to_str().unwrap(), "[project]");
            }
            said.replace(python(), "[python]")
                .replace(env!("CARGO_PKG_VERSION"), "[version]")
        };
        Ran {
            code: output.status.code(),
            stdout: said(&output.stdout),
            stderr: said(&output.stderr),
        }
    }
}

/// Everything that is said, and the exit code last.
impl fmt::Display for Ran {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.stdout, self.stderr)?;
        match self.code {
            Some(code) => write!(f, "[exit code {code}]"),
            None => write!(f, "[killed]"),
        }
    }
}

impl Ran {
    /// The lines of standard output that contain a word.
    pub(crate) fn lines_with(&self, word: &str) -> String {
        let lines = self.stdout.lines().filter(|line| line.contains(word));
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// What an extractor that is always right says about the cases of [`Project::new`].
pub(crate) fn right() -> Value {
    json!({
        "news/flood": [
            {"quote": "The flood damaged 40 houses", "category": "event"},
            {"quote": "The mayor promised new dams", "category": "position"},
        ],
        "news/talks": [
            {
                "quote": "Talks begin on Monday", "category": "prediction",
                "source": {"quote": "Ana Ruiz"}, "cue": {"quote": "said"},
            },
            {"quote": "The ferry sank near Lomna", "category": "event"},
        ],
    })
}

/// The interpreter itself: what stands in `PATH` may be a slow wrapper.
pub(crate) fn python() -> &'static str {
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
