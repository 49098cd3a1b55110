//! From what the user typed to what a subcommand needs: configuration, corpus, store, extractor.

use std::{
    collections::BTreeSet,
    env, fs,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use crate::{
    cli::Shared,
    config::{self, BUILTIN, Config},
    corpus::{self, check::nearest_word},
    error::Error,
    extract::{
        Extractor,
        builtin::{Builtin, ModelFile},
        command::Program,
    },
    model::{Case, Corpus, Taxonomy},
    snapshot::store::Store,
};

/// The configuration with the flags worked in.
pub struct Context {
    /// The configuration; flags have won over the file.
    pub config: Config,
    /// The extractor that is meant.
    pub extractor: String,
}

impl Context {
    /// Finds the configuration and works in the flags.
    ///
    /// # Errors
    /// Where the configuration is wrong, or the extractor unknown.
    pub fn open(shared: &Shared) -> Result<Self, Error> {
        let here = env::current_dir().map_err(Error::io("find", "."))?;
        let mut config = match &shared.config {
            Some(file) => config::read(file, project_of(file, &here))?,
            None => config::find(&here)?,
        };
        // Paths are shown as the user would type them.
        for path in [&mut config.corpus, &mut config.snapshots]
            .into_iter()
            .chain(&mut config.model)
        {
            if let Ok(inside) = path.strip_prefix(&here) {
                *path = if inside.as_os_str().is_empty() {
                    ".".into()
                } else {
                    inside.to_owned()
                };
            }
        }
        if let Some(corpus) = &shared.corpus {
            config.corpus.clone_from(corpus);
        }
        if let Some(snapshots) = &shared.snapshots {
            config.snapshots.clone_from(snapshots);
        }
        let extractor = shared
            .extractor
            .clone()
            .unwrap_or_else(|| config.extractor.clone());
        let context = Self { config, extractor };
        context.check_name()?;
        Ok(context)
    }

    /// Refuses a name that nothing is known of. An extractor in a Rust test has no program here, but
    /// once it has run it has snapshots, which can be shown, accepted and rejected.
    fn check_name(&self) -> Result<(), Error> {
        let mut known: BTreeSet<String> = self
            .config
            .extractors()
            .into_iter()
            .map(str::to_owned)
            .collect();
        known.extend(folders(&self.config.snapshots));
        if known.contains(&self.extractor) {
            return Ok(());
        }
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let nearest =
            nearest_word(&self.extractor, &known).map(|name| format!("did you mean `{name}`? "));
        Err(Error::unusable(
            format!("there is no extractor `{}`", self.extractor.escape_debug()),
            format!(
                "{}the extractors are: {}; others come from tables [extractors.NAME] of \
                 claimsnap.toml, or from a Rust test once `cargo test` has run it",
                nearest.unwrap_or_default(),
                known.join(", ")
            ),
        ))
    }

    /// Reads the corpus.
    ///
    /// # Errors
    /// As [`corpus::load`].
    pub fn corpus(&self) -> Result<Corpus, Error> {
        let corpus = corpus::load(&self.config.corpus)?;
        self.check_gates(&corpus.taxonomy)?;
        Ok(corpus)
    }

    /// A gate for a category that cannot be would be closed for ever.
    ///
    /// # Errors
    /// Where there is such a gate.
    pub fn check_gates(&self, taxonomy: &Taxonomy) -> Result<(), Error> {
        let names: Vec<&str> = taxonomy.names().map(|name| name.0.as_str()).collect();
        let mut gated = self
            .config
            .gates
            .iter()
            .filter_map(|gate| gate.category.as_ref());
        let Some(category) = gated.find(|category| !taxonomy.contains(category)) else {
            return Ok(());
        };
        let nearest = nearest_word(&category.0, &names)
            .map(|name| format!("did you mean `{name}`? "))
            .unwrap_or_default();
        Err(Error::unusable(
            format!(
                "the gate [gates.category.{category}] is for a category that the taxonomy does not have"
            ),
            format!("{nearest}the categories are: {}", names.join(", ")),
        ))
    }

    /// The extractor's snapshots.
    ///
    /// # Errors
    /// As [`Store::new`].
    pub fn store(&self) -> Result<Store, Error> {
        Store::new(self.config.snapshots.clone(), &self.extractor)
    }

    /// Starts the extractor.
    ///
    /// # Errors
    /// Where it has no program, as one in a Rust test, or the program cannot be started.
    pub fn extractor(&self, interrupted: &Arc<AtomicBool>) -> Result<Box<dyn Extractor>, Error> {
        match self.config.programs.get(&self.extractor) {
            _ if self.extractor == BUILTIN => Ok(Box::new(self.builtin()?)),
            Some(settings) => Ok(Box::new(Program::start(
                settings.clone(),
                Arc::clone(interrupted),
            )?)),
            None => Err(Error::unusable(
                format!(
                    "`{}` has snapshots but no program that could be run",
                    self.extractor
                ),
                format!(
                    "an extractor in a Rust test is run by `cargo test`, and `claimsnap show CASE \
                     --no-extract` shows what it said; for a program, add a table [extractors.{}] \
                     to claimsnap.toml",
                    self.extractor
                ),
            )),
        }
    }

    /// The built-in extractor, with the model that the configuration names.
    ///
    /// # Errors
    /// Where that cannot be read, or is none.
    pub fn builtin(&self) -> Result<Builtin, Error> {
        let Some(path) = &self.config.model else {
            return Ok(Builtin::default());
        };
        let bytes = fs::read(path).map_err(Error::io("read", path))?;
        let shown = path.display().to_string();
        let file = corpus::decode(&shown, bytes).map_err(|fault| Error::Faults(vec![*fault]))?;
        let model = ModelFile::parse(&file.text).map_err(|wrong| {
            let line_start = file
                .text
                .split_inclusive('\n')
                .take(wrong.line - 1)
                .map(str::len)
                .sum::<usize>();
            let at = (line_start + wrong.column - 1).min(file.text.len());
            let at = file.text.floor_char_boundary(at);
            let message = format!("this is no model: {}", wrong.message);
            let mut fault = file.fault(at..at, message, "here");
            fault
                .help
                .push("`claimsnap train CORPUS -o MODEL` writes one".to_owned());
            Error::Faults(vec![fault])
        })?;
        Ok(Builtin::with_model(model))
    }

    /// How many articles the extractor can do at once, where it is a program.
    pub fn in_flight(&self) -> usize {
        self.config
            .programs
            .get(&self.extractor)
            .map_or(1, |settings| settings.in_flight)
    }
}

/// The names of the folders in `root`; none where it cannot be read.
fn folders(root: &Path) -> Vec<String> {
    let folders = fs::read_dir(root).into_iter().flatten().flatten();
    folders
        .filter(|folder| folder.path().is_dir())
        .filter_map(|folder| folder.file_name().into_string().ok())
        .collect()
}

/// The folder that the paths in a configuration are relative to.
fn project_of<'a>(file: &'a Path, here: &'a Path) -> &'a Path {
    match file.parent() {
        Some(folder) if folder.file_name().is_some_and(|name| name == ".config") => folder
            .parent()
            .filter(|above| !above.as_os_str().is_empty())
            .unwrap_or(here),
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => here,
    }
}

/// The cases that any of `patterns` fits, all where there is none. A pattern is a case id or a glob,
/// in which `*` also stands for `/`.
///
/// # Errors
/// Where a pattern is no pattern, or fits no case.
pub(super) fn select<'c>(corpus: &'c Corpus, patterns: &[String]) -> Result<Vec<&'c Case>, Error> {
    if patterns.is_empty() {
        return Ok(corpus.cases.iter().collect());
    }
    let ids: Vec<&str> = corpus.cases.iter().map(Case::id).collect();
    let mut chosen = vec![false; ids.len()];
    for pattern in patterns {
        let glob = glob::Pattern::new(pattern).map_err(|error| {
            Error::unusable(
                format!("`{}` is no pattern: {error}", pattern.escape_debug()),
                "write it like `council/*`",
            )
        })?;
        let mut fits = false;
        for (at, id) in ids.iter().enumerate() {
            if *id == pattern || glob.matches(id) {
                (fits, chosen[at]) = (true, true);
            }
        }
        if !fits {
            let nearest = nearest_word(pattern, &ids).map(|id| format!("did you mean `{id}`? "));
            return Err(Error::unusable(
                format!("no case fits `{}`", pattern.escape_debug()),
                format!(
                    "{}`claimsnap list` names them all",
                    nearest.unwrap_or_default()
                ),
            ));
        }
    }
    Ok(corpus
        .cases
        .iter()
        .zip(chosen)
        .filter(|(_, chosen)| *chosen)
        .map(|(case, _)| case)
        .collect())
}

/// Is set by the first Ctrl-C; the second ends the process at once.
///
/// # Errors
/// Where the system does not let us know of Ctrl-C.
pub(super) fn interruption() -> Result<Arc<AtomicBool>, Error> {
    let interrupted = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&interrupted);
    let handler = move || {
        if flag.swap(true, Ordering::Relaxed) {
            #[expect(
                clippy::exit,
                reason = "whoever asks twice wants to get out, and files are replaced as a whole"
            )]
            std::process::exit(130);
        }
    };
    ctrlc::set_handler(handler).map_err(|error| {
        Error::unusable(format!("cannot watch for Ctrl-C: {error}"), "run it again")
    })?;
    Ok(interrupted)
}
