//! A folder of articles and annotations, read into a [`Corpus`].
//!
//! In: `corpus/<topic>/<slug>.txt` with `<slug>.json` beside it, and `taxonomy.json`. Out: cases
//! sorted by id, every quote resolved to its place; or every fault of every file. Nothing is
//! written and nothing is extracted.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{self, Write},
    path::{Component, Path, PathBuf},
    sync::Arc,
};

use rayon::prelude::*;
use serde_json::Value;

use crate::{
    error::{Error, Fault},
    model::{Article, Case, CaseId, Corpus, Taxonomy},
};

pub mod anchor;
pub mod annotation;
pub mod check;
pub mod file;
pub mod fix;
pub mod lint;

use annotation::{Resolver, Step, place_fault, range_at};
use check::File;
use file::{CaseFile, TaxonomyFile};

/// The categories of a corpus that has no `taxonomy.json`.
pub(crate) const DEFAULT_TAXONOMY: &str = include_str!("../corpus/taxonomy.json");

/// Reads the corpus below `root`.
///
/// # Errors
/// As [`load_where`].
pub fn load(root: &Path) -> Result<Corpus, Error> {
    load_where(root, &|_| true)
}

/// The ids of the cases below `root`, sorted; no case is read.
///
/// # Errors
/// Where there is no such folder, it cannot be read, or holds no case.
pub fn ids(root: &Path) -> Result<Vec<CaseId>, Error> {
    let cases = find(root)?.cases;
    if cases.is_empty() {
        Err(empty(root))
    } else {
        Ok(cases.into_keys().collect())
    }
}

/// Reads those cases of the corpus below `root` that `keep` chooses by id, and the taxonomy.
///
/// # Errors
/// [`Error::Faults`] with every fault of every file, [`Error::Unusable`] where there is no case,
/// [`Error::Io`] where a folder cannot be read.
pub fn load_where(root: &Path, keep: &(dyn Fn(&CaseId) -> bool + Sync)) -> Result<Corpus, Error> {
    let mut files = find(root)?;
    if files.cases.is_empty() && files.faults.is_empty() {
        return Err(empty(root));
    }
    files.cases.retain(|id, _| keep(id));
    read(root, files)
}

fn read(root: &Path, files: Files) -> Result<Corpus, Error> {
    let (taxonomy, read) = read_files(root, files)?;
    let mut fingerprint = blake3::Hasher::new();
    let mut cases = Vec::with_capacity(read.len());
    for read in read {
        let hash = blake3::hash(read.annotations.text.as_bytes());
        fingerprint
            .update(read.case.id().as_bytes())
            .update(blake3::hash(read.article.text.as_bytes()).as_bytes());
        fingerprint.update(hash.as_bytes());
        cases.push(read.case);
    }
    let fingerprint = fingerprint.finalize().to_hex()[..12].to_owned();
    Ok(Corpus {
        cases,
        taxonomy,
        fingerprint,
    })
}

/// Reads the corpus below `root` with its files, to say more about them.
///
/// # Errors
/// As [`load_where`].
pub fn load_files(root: &Path) -> Result<(Taxonomy, Vec<ReadCase>), Error> {
    read_files(root, find(root)?)
}

fn read_files(root: &Path, files: Files) -> Result<(Taxonomy, Vec<ReadCase>), Error> {
    if files.cases.is_empty() && files.faults.is_empty() && files.taxonomy.is_none() {
        return Err(empty(root));
    }
    let mut faults = files.faults;
    let taxonomy = match files.taxonomy {
        Some(path) => read_taxonomy(&path).unwrap_or_else(|found| {
            faults.extend(found);
            default_taxonomy()
        }),
        None => default_taxonomy(),
    };
    let [(_, schema), _] = file::schemas();
    let read: Vec<Result<ReadCase, Vec<Fault>>> = files
        .cases
        .par_iter()
        .map(|(id, paths)| read_case(id, paths, schema.as_value(), &taxonomy))
        .collect();
    let mut cases = Vec::with_capacity(read.len());
    for case in read {
        match case {
            Ok(case) => cases.push(case),
            Err(found) => faults.extend(found),
        }
    }
    if !faults.is_empty() {
        faults.sort_by(|a, b| (&a.path, a.range.start).cmp(&(&b.path, b.range.start)));
        return Err(Error::Faults(faults));
    }
    Ok((taxonomy, cases))
}

/// The text and annotation files of every case below `root`, by id; either may be missing.
///
/// # Errors
/// Where a folder cannot be read.
pub fn paths(root: &Path) -> Result<Vec<(PathBuf, PathBuf)>, Error> {
    let cases = find(root)?.cases.into_values();
    Ok(cases
        .filter_map(|paths| Some((paths.text?, paths.annotations?)))
        .collect())
}

/// The folder of a corpus in which the second annotation of its cases stands.
pub const SECOND: &str = "second";

/// Reads annotations below `root` of the articles of the corpus below `articles`; where `root` has
/// an article of its own, that one counts.
///
/// # Errors
/// As [`load_where`].
pub fn load_second(root: &Path, articles: &Path) -> Result<Corpus, Error> {
    let mut files = find(root)?;
    for (id, paths) in &mut files.cases {
        let text = articles.join(format!("{id}.txt"));
        if paths.text.is_none() && text.is_file() {
            paths.text = Some(text);
        }
    }
    if files.taxonomy.is_none() {
        files.taxonomy = Some(articles.join("taxonomy.json")).filter(|path| path.is_file());
    }
    read(root, files)
}

fn empty(root: &Path) -> Error {
    Error::unusable(
        format!("{} holds no case", root.display()),
        "put an article at <topic>/<slug>.txt and its annotations at <topic>/<slug>.json, or type `claimsnap init`",
    )
}

/// The categories of a corpus that defines none.
pub fn default_taxonomy() -> Taxonomy {
    let file: TaxonomyFile =
        serde_json::from_str(DEFAULT_TAXONOMY).expect("the shipped taxonomy is one");
    Taxonomy {
        categories: file.categories,
    }
}

/// What stands below the root of a corpus.
#[derive(Default)]
struct Files {
    taxonomy: Option<PathBuf>,
    cases: BTreeMap<CaseId, CasePaths>,
    faults: Vec<Fault>,
}

#[derive(Default)]
struct CasePaths {
    text: Option<PathBuf>,
    annotations: Option<PathBuf>,
}

fn find(root: &Path) -> Result<Files, Error> {
    if !root.is_dir() {
        return Err(Error::unusable(
            format!("there is no corpus at {}", root.display()),
            "name its folder with --corpus or in claimsnap.toml, or make a new one with `claimsnap init`",
        ));
    }
    // As glob writes it, so that what stands below it begins with it.
    let parts = root.components();
    let root: PathBuf = parts.filter(|part| *part != Component::CurDir).collect();
    let root = match root.as_os_str().is_empty() {
        true => Path::new("."),
        false => root.as_path(),
    };
    let real_root = root.canonicalize().map_err(Error::io("read", root))?;
    let escaped = glob::Pattern::escape(&root.to_string_lossy());
    let paths = glob::glob(&format!("{escaped}/**/*")).map_err(|error| {
        Error::unusable(format!("{}: {error}", root.display()), "rename the folder")
    })?;
    let mut files = Files::default();
    for path in paths {
        let path = path.map_err(|error| {
            let path = error.path().to_owned();
            Error::Io {
                action: "read",
                path,
                source: error.into(),
            }
        })?;
        files.sort_in(root, &real_root, path);
    }
    Ok(files)
}

impl Files {
    fn sort_in(&mut self, root: &Path, real_root: &Path, path: PathBuf) {
        let inside = path.strip_prefix(root).unwrap_or(&path);
        let hidden =
            |part: std::path::Component<'_>| part.as_os_str().to_string_lossy().starts_with('.');
        if inside.components().any(hidden)
            || inside.starts_with("schema")
            || inside.starts_with(SECOND)
        {
            return;
        }
        if path.is_symlink()
            && !path
                .canonicalize()
                .is_ok_and(|real| real.starts_with(real_root))
        {
            self.faults.push(whole_file(
                &path,
                "a symbolic link leads out of the corpus",
                "put the file itself there, or remove the link",
            ));
            return;
        }
        let extension = path
            .extension()
            .and_then(|extension| extension.to_str())
            .unwrap_or_default();
        if !matches!(extension, "txt" | "json") || path.is_dir() {
            return;
        }
        if inside == Path::new("taxonomy.json") {
            self.taxonomy = Some(path);
            return;
        }
        let named = inside
            .with_extension("")
            .to_str()
            .map(|id| id.replace(std::path::MAIN_SEPARATOR, "/"));
        let id = named
            .ok_or_else(|| "its name is not UTF-8".to_owned())
            .and_then(|id| match id.as_str() {
                "accuracy" => {
                    Err("the name `accuracy` is taken by the snapshot of the accuracy".to_owned())
                }
                id => id.parse::<CaseId>(),
            });
        match id {
            Ok(id) => {
                let paths = self.cases.entry(id).or_default();
                let place = if extension == "txt" {
                    &mut paths.text
                } else {
                    &mut paths.annotations
                };
                *place = Some(path);
            }
            Err(why) => self.faults.push(whole_file(&path, why, "rename the file")),
        }
    }
}

fn shown(path: &Path) -> String {
    path.display()
        .to_string()
        .replace(std::path::MAIN_SEPARATOR, "/")
}

/// A fault that concerns a file as a whole.
fn whole_file(path: &Path, message: impl Into<String>, help: impl Into<String>) -> Fault {
    let file = File::new(shown(path), "");
    let mut fault = file.fault(0..0, message, "");
    fault.help.push(help.into());
    fault
}

/// The text of one article's file, as a corpus would read it: UTF-8, a byte-order mark left out and
/// CRLF as LF.
///
/// # Errors
/// [`Error::Faults`] where it cannot be read or is not UTF-8.
pub fn read_article(path: &Path) -> Result<String, Error> {
    match read_text(path) {
        Ok(file) => Ok(file.text.to_string()),
        Err(fault) => Err(Error::Faults(vec![*fault])),
    }
}

/// Reads a text file: UTF-8, a byte-order mark left out and CRLF as LF, so that offsets are the
/// same on every machine.
pub(crate) fn read_text(path: &Path) -> Result<File, Box<Fault>> {
    let bytes = fs::read(path).map_err(|error| {
        Box::new(whole_file(
            path,
            format!("the file cannot be read: {error}"),
            "check that it is a readable file",
        ))
    })?;
    decode(&shown(path), bytes)
}

/// The text of a file that has been read: UTF-8, a byte-order mark left out and CRLF as LF.
pub(crate) fn decode(shown: &str, bytes: Vec<u8>) -> Result<File, Box<Fault>> {
    match String::from_utf8(bytes) {
        Ok(text) => {
            let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
            let text: Arc<str> = if text.contains('\r') {
                text.replace("\r\n", "\n").into()
            } else {
                text.into()
            };
            Ok(File::new(shown, text))
        }
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let byte = error.as_bytes()[at];
            let text: Arc<str> = String::from_utf8_lossy(error.as_bytes()).into();
            let file = File::new(shown, text);
            let label = format!("the byte 0x{byte:02X} begins no character");
            let mut fault = file.fault(
                at..at + '\u{FFFD}'.len_utf8(),
                "the file is not UTF-8",
                label,
            );
            fault.help.push(
                "save it as UTF-8, for instance with `iconv -f windows-1252 -t utf-8`".to_owned(),
            );
            Err(Box::new(fault))
        }
    }
}

fn read_taxonomy(path: &Path) -> Result<Taxonomy, Vec<Fault>> {
    let file = read_text(path).map_err(|fault| vec![*fault])?;
    let node = check::parse(&file).map_err(|fault| vec![*fault])?;
    let [_, (_, schema)] = file::schemas();
    let mut faults = check::check(&file, &node, schema.as_value());
    if !faults.is_empty() {
        return Err(faults);
    }
    let read: TaxonomyFile = from_json(&file)?;
    let mut seen = BTreeSet::new();
    for (at, entry) in read.categories.iter().enumerate() {
        if !seen.insert(&entry.name) {
            let range = range_at(
                &node,
                &[Step::Key("categories"), Step::Index(at), Step::Key("name")],
            );
            faults.push(file.fault(
                range,
                format!("the category `{}` stands here twice", entry.name),
                "the second",
            ));
        }
    }
    if faults.is_empty() {
        Ok(Taxonomy {
            categories: read.categories,
        })
    } else {
        Err(faults)
    }
}

fn from_json<T: serde::de::DeserializeOwned>(file: &File) -> Result<T, Vec<Fault>> {
    serde_json::from_str(&file.text).map_err(|error| {
        // The schema has passed it, so this is something that a schema does not say, such as a
        // number that is too large.
        let lines = file
            .text
            .split_inclusive('\n')
            .take(error.line().saturating_sub(1));
        let at = (lines.map(str::len).sum::<usize>() + error.column().saturating_sub(1))
            .min(file.text.len());
        vec![file.fault(at..at, error.to_string(), "up to here")]
    })
}

fn read_case(
    id: &CaseId,
    paths: &CasePaths,
    schema: &Value,
    taxonomy: &Taxonomy,
) -> Result<ReadCase, Vec<Fault>> {
    let (text, annotations) = match (&paths.text, &paths.annotations) {
        (Some(text), Some(annotations)) => (text, annotations),
        (Some(text), None) => {
            let help = format!(
                "write {}, at least with {{\"claims\": []}}",
                shown(&text.with_extension("json"))
            );
            return Err(vec![whole_file(
                text,
                "the article has no annotations",
                help,
            )]);
        }
        (None, annotations) => {
            let annotations = annotations.clone().unwrap_or_default();
            let help = format!(
                "put the article at {}, or remove them",
                shown(&annotations.with_extension("txt"))
            );
            return Err(vec![whole_file(
                &annotations,
                "the annotations have no article",
                help,
            )]);
        }
    };
    let article = read_text(text);
    let annotations = read_text(annotations);
    let (article, file) = match (article, annotations) {
        (Ok(article), Ok(file)) => (article, file),
        (article, file) => {
            return Err([article.err(), file.err()]
                .into_iter()
                .flatten()
                .map(|fault| *fault)
                .collect());
        }
    };
    resolve(id.as_str(), article, file, schema, Some(taxonomy))
}

/// A case with the files that it was read from.
#[derive(Clone, Debug)]
pub struct ReadCase {
    /// The case.
    pub case: Case,
    /// The article's file.
    pub article: File,
    /// The file of its annotations.
    pub annotations: File,
    /// What stands there.
    pub written: CaseFile,
}

/// Reads one article and its annotations, which may have any category.
///
/// # Errors
/// [`Error::Faults`] with every fault.
pub fn read_pair(text: &Path, annotations: &Path) -> Result<ReadCase, Error> {
    let [(_, schema), _] = file::schemas();
    let read = || {
        let article = read_text(text).map_err(|fault| vec![*fault])?;
        let file = read_text(annotations).map_err(|fault| vec![*fault])?;
        resolve(
            &shown(&text.with_extension("")),
            article,
            file,
            schema.as_value(),
            None,
        )
    };
    read().map_err(Error::Faults)
}

fn resolve(
    id: &str,
    article_file: File,
    file: File,
    schema: &Value,
    taxonomy: Option<&Taxonomy>,
) -> Result<ReadCase, Vec<Fault>> {
    let node = check::parse(&file).map_err(|fault| vec![*fault])?;
    let faults = check::check(&file, &node, schema);
    if !faults.is_empty() {
        return Err(faults);
    }
    let written: CaseFile = from_json(&file)?;
    let place = |steps: &[Step<'_>], misfit| place_fault(&file, &node, steps, misfit);
    let mut resolver = Resolver::new(&place, &article_file.path, &article_file.text, taxonomy);
    let expected = resolver.claims(written.claims.clone());
    let ignore = resolver.regions(&written.ignore);
    let faults = resolver.faults;
    if !faults.is_empty() {
        return Err(faults);
    }
    let article = Article {
        id: id.to_owned(),
        title: written.title.clone(),
        text: article_file.text.to_string(),
        published: written.published.clone(),
        language: written.language.clone(),
    };
    let case = Case {
        article,
        expected,
        ignore,
        split: written.split,
        tags: written.tags.clone(),
    };
    drop(node);
    Ok(ReadCase {
        case,
        article: article_file,
        annotations: file,
        written,
    })
}

/// Writes annotations in their normal form: keys in the schema's order, two spaces of indentation.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn write_case(case: &CaseFile, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, case)?;
    writeln!(out)
}
