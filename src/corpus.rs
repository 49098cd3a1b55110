//! A folder of articles and annotations, read into a [`Corpus`].
//!
//! In: `corpus/<topic>/<slug>.txt` with `<slug>.json` beside it, and `taxonomy.json`. Out: cases
//! sorted by id, every quote resolved to its place; or every fault of every file. Nothing is
//! written and nothing is extracted.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::{
    error::{Error, Fault},
    model::{CaseId, Corpus, Taxonomy},
};

pub mod anchor;
pub mod annotation;
pub mod check;
pub mod file;
mod find;
pub mod fix;
pub mod lint;
mod read;

pub use read::{ReadCase, read_article, read_pair, write_case};
pub(crate) use read::{decode, read_text};

use file::TaxonomyFile;
use find::{Files, find};
use read::{read_case, read_taxonomy};

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
    read(files)
}

fn read(files: Files) -> Result<Corpus, Error> {
    // Of each case only what is needed is kept, because a corpus may be large.
    let (taxonomy, read) = read_files(files, |read| {
        let texts =
            [&read.article, &read.annotations].map(|file| blake3::hash(file.text.as_bytes()));
        (read.case, texts)
    })?;
    let mut fingerprint = blake3::Hasher::new();
    let mut cases = Vec::with_capacity(read.len());
    for (case, [article, annotations]) in read {
        fingerprint.update(case.id().as_bytes());
        fingerprint
            .update(article.as_bytes())
            .update(annotations.as_bytes());
        cases.push(case);
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
    let files = find(root)?;
    if files.cases.is_empty() && files.faults.is_empty() {
        return Err(empty(root));
    }
    read_files(files, |read| read)
}

/// The taxonomy, and what `keep` keeps of each case, in order.
fn read_files<T: Send>(
    files: Files,
    keep: impl Fn(ReadCase) -> T + Sync,
) -> Result<(Taxonomy, Vec<T>), Error> {
    let mut faults = files.faults;
    let taxonomy = match files.taxonomy {
        Some(path) => read_taxonomy(&path).unwrap_or_else(|found| {
            faults.extend(found);
            default_taxonomy()
        }),
        None => default_taxonomy(),
    };
    let [(_, schema), _] = file::schemas();
    let read: Vec<Result<T, Vec<Fault>>> = files
        .cases
        .par_iter()
        .map(|(id, paths)| read_case(id, paths, schema.as_value(), &taxonomy).map(&keep))
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

/// The folders of a corpus in which two independent annotations of its cases stand, as they were
/// before their differences were settled. They are no cases.
pub const PASSES: [&str; 2] = ["first", "second"];

/// Reads annotations below `root` of the articles of the corpus below `articles`; where `root` has
/// an article of its own, that one counts.
///
/// # Errors
/// As [`load_where`].
pub fn load_pass(root: &Path, articles: &Path) -> Result<Corpus, Error> {
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
    read(files)
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
