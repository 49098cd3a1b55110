//! The architecture as rules: who may import whom, who may touch the world, and how long a file may be.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// Every module and the modules it may import. A module imports what stands above it.
const IMPORTS: &[(&str, &[&str])] = &[
    ("atomic", &[]),
    ("text", &[]),
    ("model", &["text"]),
    ("error", &["text"]),
    ("wire", &["model", "text"]),
    ("extract", &["error", "model", "text", "wire"]),
    ("align", &["model", "text"]),
    ("corpus", &["align", "error", "model", "text", "wire"]),
    ("score", &["align", "model", "text"]),
    ("agreement", &["align", "model", "score"]),
    ("change", &["align", "model", "score"]),
    ("snapshot", &["atomic", "error", "model", "wire"]),
    ("gate", &["model", "score"]),
    (
        "report",
        &[
            "agreement",
            "change",
            "extract",
            "gate",
            "model",
            "score",
            "text",
            "wire",
        ],
    ),
    (
        "stream",
        &["align", "corpus", "error", "model", "score", "wire"],
    ),
    ("config", &["align", "corpus", "error", "extract", "gate"]),
    (
        "run",
        &[
            "align", "change", "error", "extract", "gate", "model", "report", "score", "snapshot",
            "text", "wire",
        ],
    ),
    (
        "harness",
        &[
            "config", "corpus", "error", "extract", "model", "report", "run", "snapshot",
        ],
    ),
    ("train", &["align", "extract", "model"]),
    (
        "cli",
        &[
            "agreement",
            "align",
            "atomic",
            "change",
            "config",
            "corpus",
            "error",
            "extract",
            "gate",
            "harness",
            "model",
            "report",
            "run",
            "score",
            "snapshot",
            "stream",
            "text",
            "train",
            "wire",
        ],
    ),
];

/// Where files, processes, the environment, the clock and the terminal may be touched.
const WORLD: &[&str] = &[
    "atomic.rs",
    "cli.rs",
    "cli/",
    "config.rs",
    "corpus/read.rs",
    "corpus.rs",
    "extract/command.rs",
    "extract/command/",
    "extract.rs", // the clock, for how long an extraction took
    "harness.rs",
    "snapshot/folder.rs",
    "snapshot/policy.rs",
    "snapshot/store.rs",
    "stream/lines.rs",
];

/// What touches the world.
const TOUCHES: &[&str] = &[
    "fs::",
    "env::",
    "process::",
    "io::stdin",
    "io::stdout",
    "io::stderr",
    "anstream::stdout",
    "anstream::stderr",
    "Instant::now",
    "SystemTime",
    "thread::sleep",
    "thread::spawn",
    "TcpStream",
    "File::open",
];

/// Lines of a file before its tests.
const LONGEST: usize = 400;

/// Each file below `src`, relative to it, with the text before its tests and without comments.
fn sources() -> BTreeMap<String, String> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    walk(&root, &mut found);
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let code = text
            .split("\n#[cfg(test)]\nmod ")
            .next()
            .unwrap()
            .to_owned();
        let name = path
            .strip_prefix(&root)
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        (!name.ends_with("tests.rs")).then_some((name, code))
    };
    found.into_iter().filter_map(read).collect()
}

fn without_comments(code: &str) -> String {
    code.lines()
        .map(|line| line.split("//").next().unwrap())
        .collect::<Vec<_>>()
        .join("\n")
}

/// The modules that `code` names after `crate::`, also in a list in braces.
fn imports(code: &str) -> BTreeSet<String> {
    let word = |text: &str| {
        text.chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect::<String>()
    };
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let Some(list) = rest.strip_prefix('{') else {
            found.insert(word(rest));
            continue;
        };
        let (mut depth, mut begins) = (0, true);
        for (at, character) in list.char_indices() {
            match character {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => begins = true,
                character if begins && character.is_alphabetic() => {
                    found.insert(word(&list[at..]));
                    begins = false;
                }
                _ => {}
            }
        }
    }
    found
}

#[test]
fn modules_import_what_the_table_allows() {
    let table: BTreeMap<&str, &[&str]> = IMPORTS.iter().copied().collect();
    let mut wrong = Vec::new();
    let mut used: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (file, code) in sources() {
        let module = file
            .split('/')
            .next()
            .unwrap()
            .trim_end_matches(".rs")
            .to_owned();
        if matches!(module.as_str(), "lib" | "main") {
            continue;
        }
        let Some((module, allowed)) = table.get_key_value(module.as_str()) else {
            wrong.push(format!("{file}: the module {module} is not in the table"));
            continue;
        };
        for import in imports(&without_comments(&code)) {
            if import != *module && !allowed.contains(&import.as_str()) {
                wrong.push(format!("{file}: {module} may not import {import}"));
            }
            used.entry(module).or_default().insert(import);
        }
    }
    for (module, allowed) in IMPORTS {
        for unused in allowed
            .iter()
            .filter(|name| !used.get(module).is_some_and(|used| used.contains(**name)))
        {
            wrong.push(format!(
                "the table lets {module} import {unused}, which it does not"
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "change the code, or table and design together:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn the_table_has_no_circle() {
    let position = |name: &str| {
        IMPORTS
            .iter()
            .position(|(module, _)| *module == name)
            .unwrap()
    };
    for (module, allowed) in IMPORTS {
        for import in *allowed {
            assert!(
                position(import) < position(module),
                "{module} imports {import}, which stands below it"
            );
        }
    }
}

#[test]
fn only_the_rim_touches_the_world() {
    let mut wrong = Vec::new();
    for (file, code) in sources() {
        if file == "main.rs"
            || WORLD
                .iter()
                .any(|place| file == *place || place.ends_with('/') && file.starts_with(place))
        {
            continue;
        }
        let code = without_comments(&code);
        for touch in TOUCHES.iter().filter(|touch| code.contains(**touch)) {
            wrong.push(format!("{file}: {touch}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "these belong at the rim:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn files_are_short() {
    let long: Vec<_> = sources()
        .into_iter()
        .map(|(file, code)| (file, code.lines().count()))
        .filter(|(file, lines)| *lines > if file == "main.rs" { 39 } else { LONGEST })
        .collect();
    assert!(long.is_empty(), "split these by idea: {long:?}");
}

#[test]
fn lints_are_expected_with_a_reason() {
    for (file, code) in sources() {
        assert!(
            !code.contains("#[allow(") && !code.contains("#![allow("),
            "{file}: expect with a reason instead of allow"
        );
    }
}

#[test]
fn the_rules_see_what_they_are_about() {
    let code = "use crate::{\n    align::{self, Pair},\n    model::Case,\n};\nfn f() { crate::text::trim() }";
    assert_eq!(
        imports(code).into_iter().collect::<Vec<_>>(),
        ["align", "model", "text"]
    );
    assert!(sources().len() > 40);
}
