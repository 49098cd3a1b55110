//! `.config/claimsnap.toml`, or `claimsnap.toml`: where things are and what is run.
//!
//! In: a folder to look from, upwards. Out: a [`Config`] with every path resolved against the
//! project's folder, or the fault of the file. Without a file the defaults serve.
//!
//! ```toml
//! extractor = "mine"
//!
//! [extractors.builtin]
//! model = "mine.jsonl"
//!
//! [extractors.mine]
//! kind = "command"
//! command = ["python3", "extract.py"]
//! timeout = "30s"
//!
//! [gates]
//! f1 = { min = 0.70 }
//! ```

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use serde::Deserialize;
use toml::Spanned;

use crate::{
    align::Threshold,
    corpus::{
        check::{File, nearest_word},
        decode,
    },
    error::{Error, Fault},
    extract::command::Settings,
    gate::{Gate, Rate},
};

mod extractors;

use extractors::{ExtractorFile, own_model, settings};

/// The name of the built-in extractor.
pub const BUILTIN: &str = "builtin";

/// Where things are and what is run.
#[derive(Clone, Debug)]
pub struct Config {
    /// The project's folder.
    pub root: PathBuf,
    /// The file that says so, as the user knows it; `None` where there is none.
    pub file: Option<PathBuf>,
    /// The corpus.
    pub corpus: PathBuf,
    /// The snapshots of all extractors.
    pub snapshots: PathBuf,
    /// The extractor that is run unless another is named.
    pub extractor: String,
    /// From which similarity on two claims may match.
    pub threshold: Threshold,
    /// The model of the built-in extractor, where it is not the one in the crate.
    pub model: Option<PathBuf>,
    /// The programs that may be run as extractors, by name.
    pub programs: BTreeMap<String, Settings>,
    /// What the accuracy has to reach.
    pub gates: Vec<Gate>,
}

impl Config {
    /// What holds in `root` without a file.
    pub fn defaults(root: &Path) -> Self {
        Self {
            corpus: root.join("corpus"),
            snapshots: root.join("snapshots"),
            root: root.to_owned(),
            file: None,
            extractor: BUILTIN.to_owned(),
            threshold: Threshold::OVERLAP,
            model: None,
            programs: BTreeMap::new(),
            gates: Vec::new(),
        }
    }

    /// The names of all extractors, sorted.
    pub fn extractors(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.programs.keys().map(String::as_str).collect();
        names.push(BUILTIN);
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// The two places of the file, relative to the project's folder.
const PLACES: [&str; 2] = [".config/claimsnap.toml", "claimsnap.toml"];

/// Reads the nearest configuration in `from` or a folder above it.
///
/// # Errors
/// [`Error::Faults`] where the file is wrong, [`Error::Unusable`] where a folder has two.
pub fn find(from: &Path) -> Result<Config, Error> {
    for folder in from.ancestors() {
        let files: Vec<PathBuf> = PLACES
            .iter()
            .map(|place| folder.join(place))
            .filter(|file| file.is_file())
            .collect();
        match files.as_slice() {
            [] => {}
            [file] => {
                // Below the folder it is known as the user would type it.
                let shown = file.strip_prefix(from).unwrap_or(file);
                return read_as(shown, file, folder);
            }
            _ => {
                return Err(Error::unusable(
                    format!(
                        "{} has both {} and {}",
                        folder.display(),
                        PLACES[0],
                        PLACES[1]
                    ),
                    "keep one of them",
                ));
            }
        }
    }
    Ok(Config::defaults(from))
}

/// Reads the configuration in `file`, whose paths are relative to `root`.
///
/// # Errors
/// As [`find`].
pub fn read(file: &Path, root: &Path) -> Result<Config, Error> {
    read_as(file, file, root)
}

fn read_as(shown: &Path, file: &Path, root: &Path) -> Result<Config, Error> {
    let bytes = fs::read(file).map_err(Error::io("read", file))?;
    let shown = shown
        .display()
        .to_string()
        .replace(std::path::MAIN_SEPARATOR, "/");
    let config = decode(&shown, bytes).and_then(|file| parse(&file, root));
    let mut config = config.map_err(|fault| Error::Faults(vec![*fault]))?;
    config.file = Some(file.to_owned());
    Ok(config)
}

/// The file's format.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConfigFile {
    corpus: Option<PathBuf>,
    snapshots: Option<PathBuf>,
    extractor: Option<Spanned<String>>,
    #[serde(default)]
    extractors: BTreeMap<Spanned<String>, ExtractorFile>,
    #[serde(default)]
    align: AlignFile,
    #[serde(default)]
    gates: GatesFile,
}

/// `[align]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table [align]")]
struct AlignFile {
    threshold: Option<Spanned<f64>>,
}

/// `[gates]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table [gates]")]
struct GatesFile {
    precision: Option<Bound>,
    recall: Option<Bound>,
    f1: Option<Bound>,
    #[serde(default)]
    category: BTreeMap<String, RatesFile>,
}

/// `[gates.category.NAME]`
#[derive(Debug, Default, Deserialize)]
#[serde(
    deny_unknown_fields,
    expecting = "a table such as { f1 = { min = 0.7 } }"
)]
struct RatesFile {
    precision: Option<Bound>,
    recall: Option<Bound>,
    f1: Option<Bound>,
}

/// `{ min = 0.7 }`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a bound such as { min = 0.7 }")]
struct Bound {
    min: Spanned<f64>,
}

fn parse(file: &File, root: &Path) -> Result<Config, Box<Fault>> {
    let read: ConfigFile = toml::from_str(&file.text).map_err(|error| {
        let range = error.span().unwrap_or(0..0);
        let message = error.message().replace('\n', ", ");
        let mut fault = file.fault(range, &message, "here");
        fault.help.extend(mend(&message));
        Box::new(fault)
    })?;
    let defaults = Config::defaults(root);
    let mut programs = BTreeMap::new();
    let mut model = None;
    for (name, program) in read.extractors {
        if name.get_ref() == BUILTIN {
            model = Some(root.join(own_model(file, &name, program)?));
        } else {
            let settings = settings(file, root, &name, program)?;
            programs.insert(name.into_inner(), settings);
        }
    }
    let threshold = match read.align.threshold {
        None => Threshold::OVERLAP,
        Some(value) => Threshold::new(*value.get_ref()).ok_or_else(|| {
            let fault = file.fault(
                value.span(),
                "the threshold has to lie between 0.001 and 1",
                "this number",
            );
            with_help(fault, "0.5 is the usual one")
        })?,
    };
    let extractor = match read.extractor {
        None => defaults.extractor.clone(),
        Some(name) if name.get_ref() == BUILTIN || programs.contains_key(name.get_ref()) => {
            name.into_inner()
        }
        Some(name) => {
            let fault = file.fault(
                name.span(),
                format!("there is no extractor `{}`", name.get_ref()),
                "this name",
            );
            let known: Vec<&str> = programs
                .keys()
                .map(String::as_str)
                .chain([BUILTIN])
                .collect();
            let nearest =
                nearest_word(name.get_ref(), &known).map(|name| format!("did you mean `{name}`? "));
            let help = format!(
                "{}the extractors are: {}; others come from tables [extractors.NAME]",
                nearest.unwrap_or_default(),
                known.join(", ")
            );
            return Err(with_help(fault, help));
        }
    };
    Ok(Config {
        corpus: read.corpus.map_or(defaults.corpus, |path| root.join(path)),
        snapshots: read
            .snapshots
            .map_or(defaults.snapshots, |path| root.join(path)),
        root: defaults.root,
        file: None,
        extractor,
        threshold,
        model,
        programs,
        gates: gates(file, &read.gates)?,
    })
}

/// What to write instead, where the parser's words tell.
fn mend(message: &str) -> Option<String> {
    if message.contains("expected a sequence") {
        return Some("write a list: [\"python3\", \"extract.py\"]".to_owned());
    }
    if message.contains("dotted key") {
        return Some("the tables of extractors are called [extractors.NAME]".to_owned());
    }
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let (found, known) = quoted.split_first()?;
    if message.starts_with("missing field") {
        return Some(match *found {
            "kind" => "add `kind = \"command\"`".to_owned(),
            key => format!("add `{key} = ...`"),
        });
    }
    if message.ends_with("expected a string") {
        return Some("put it in quotes; a duration is written like \"30s\"".to_owned());
    }
    if message.starts_with("unknown") {
        let nearest = nearest_word(found, known)?;
        return Some(format!("did you mean `{nearest}`?"));
    }
    None
}

fn with_help(mut fault: Fault, help: impl Into<String>) -> Box<Fault> {
    fault.help.push(help.into());
    Box::new(fault)
}

fn gates(file: &File, read: &GatesFile) -> Result<Vec<Gate>, Box<Fault>> {
    let overall = [
        (Rate::Precision, &read.precision),
        (Rate::Recall, &read.recall),
        (Rate::F1, &read.f1),
    ];
    let overall = overall.into_iter().map(|(rate, bound)| (None, rate, bound));
    let by_category = read.category.iter().flat_map(|(name, rates)| {
        let rates = [
            (Rate::Precision, &rates.precision),
            (Rate::Recall, &rates.recall),
            (Rate::F1, &rates.f1),
        ];
        rates
            .into_iter()
            .map(move |(rate, bound)| (Some(name.as_str().into()), rate, bound))
    });
    let mut gates = Vec::new();
    for (category, rate, bound) in overall.chain(by_category) {
        let Some(Bound { min }) = bound else { continue };
        if !(0.0..=1.0).contains(min.get_ref()) {
            let fault = file.fault(min.span(), "a rate lies between 0 and 1", "this number");
            return Err(with_help(fault, "write 70 % as 0.7"));
        }
        gates.push(Gate {
            category,
            rate,
            min: *min.get_ref(),
        });
    }
    Ok(gates)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn check(text: &str) -> Result<Config, String> {
        let file = File::new("claimsnap.toml", text);
        parse(&file, Path::new("/project")).map_err(|fault| fault.to_string())
    }

    #[test]
    fn the_defaults() {
        let config = check("").unwrap();
        assert_eq!(
            (config.extractor.as_str(), config.corpus),
            ("builtin", PathBuf::from("/project/corpus"))
        );
        assert_eq!(config.threshold, Threshold::OVERLAP);
    }

    #[test]
    fn everything_that_may_be_said() {
        let config = check(
            "corpus = 'c'\nsnapshots = '/s'\nextractor = 'mine'\n[align]\nthreshold = 0.6\n\
             [extractors.mine]\nkind = 'command'\ncommand = ['x', 'y']\ntimeout = '1m'\nstartup = '2s'\nin_flight = 4\n\
             [gates]\nf1 = { min = 0.7 }\n[gates.category.rule]\nrecall = { min = 0.5 }\n",
        )
        .unwrap();
        assert_eq!(
            (config.corpus, config.snapshots),
            ("/project/c".into(), "/s".into())
        );
        assert_eq!(config.threshold.thousandths(), 600);
        assert_eq!(config.gates.len(), 2);
        let program = &config.programs["mine"];
        assert_eq!(
            (program.timeout, program.startup),
            (Duration::from_secs(60), Duration::from_secs(2))
        );
        assert_eq!(
            (program.in_flight, &program.directory),
            (4, &PathBuf::from("/project"))
        );
    }

    #[test]
    fn what_is_wrong_is_shown_with_its_place() {
        let refused = |text| check(text).unwrap_err();
        insta::assert_snapshot!(refused("corpsu = 'x'"), @"
        error: unknown field `corpsu`, expected one of `corpus`, `snapshots`, `extractor`, `extractors`, `align`, `gates`
         --> claimsnap.toml:1:1
          |
        1 | corpsu = 'x'
          | ^^^^^^ here
          |
          = help: did you mean `corpus`?
        ");
        insta::assert_snapshot!(refused("[align]\nthreshold = 7"), @"
        error: the threshold has to lie between 0.001 and 1
         --> claimsnap.toml:2:13
          |
        2 | threshold = 7
          |             ^ this number
          |
          = help: 0.5 is the usual one
        ");
        insta::assert_snapshot!(refused("extractor = 'mine'"), @"
        error: there is no extractor `mine`
         --> claimsnap.toml:1:13
          |
        1 | extractor = 'mine'
          |             ^^^^^^ this name
          |
          = help: the extractors are: builtin; others come from tables [extractors.NAME]
        ");
        insta::assert_snapshot!(refused("[extractors.a]\nkind = 'command'\ncommand = []"), @r#"
        error: the command is empty
         --> claimsnap.toml:3:11
          |
        3 | command = []
          |           ^^ a program was expected here
          |
          = help: name the program and its arguments: ["python3", "extract.py"]
        "#);
        insta::assert_snapshot!(refused("[extractors.a]\nkind = 'command'\ncommand = ['x']\ntimeout = 'soon'"), @r#"
        error: this is no duration: expected number at 0
         --> claimsnap.toml:4:11
          |
        4 | timeout = 'soon'
          |           ^^^^^^ this text
          |
          = help: write it like "30s", "500ms" or "2m"
        "#);
        insta::assert_snapshot!(refused("[extractors.builtin]\nkind = 'command'\ncommand = ['x']"), @r#"
        error: the built-in extractor is no program
         --> claimsnap.toml:2:8
          |
        2 | kind = 'command'
          |        ^^^^^^^^^ this is for programs
          |
          = help: choose another name for a program; `builtin` takes `model = "FILE"` alone
        "#);
        insta::assert_snapshot!(refused("[gates]\nf1 = { min = 70.0 }"), @"
        error: a rate lies between 0 and 1
         --> claimsnap.toml:2:14
          |
        2 | f1 = { min = 70.0 }
          |              ^^^^ this number
          |
          = help: write 70 % as 0.7
        ");
        insta::assert_snapshot!(refused("corpus = "), @"
        error: string values must be quoted, expected literal string
         --> claimsnap.toml:1:10
          |
        1 | corpus = 
          |          ^ here
        ");
    }
}
