//! The files of a corpus, read: text, taxonomy and cases.

use std::{
    collections::BTreeSet,
    fs,
    io::{self, Write},
    path::Path,
    sync::Arc,
};

use serde_json::Value;

use crate::{
    error::{Error, Fault},
    model::{Article, Case, CaseId, Taxonomy},
};

use super::{
    annotation::{Resolver, Step, is_instant, place_fault, range_at},
    check::{self, File},
    file::{self, CaseFile, TaxonomyFile},
    find::CasePaths,
};

/// A path as users know it, with `/`.
pub(super) fn shown(path: &Path) -> String {
    path.display()
        .to_string()
        .replace(std::path::MAIN_SEPARATOR, "/")
}

/// A fault that concerns a file as a whole.
pub(super) fn whole_file(
    path: &Path,
    message: impl Into<String>,
    help: impl Into<String>,
) -> Fault {
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

/// The categories in a file.
///
/// # Errors
/// Every fault.
pub(super) fn read_taxonomy(path: &Path) -> Result<Taxonomy, Vec<Fault>> {
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

/// One case, from its two files.
///
/// # Errors
/// Every fault.
pub(super) fn read_case(
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
    let mut faults = resolver.faults;
    if let Some(published) = written
        .published
        .as_deref()
        .filter(|published| !is_instant(published))
    {
        let range = range_at(&node, &[Step::Key("published")]);
        let mut fault = file.fault(
            range,
            format!("`{published}` is no ISO 8601 date"),
            "this date",
        );
        fault.help.push("write it like 2025-05-11".to_owned());
        faults.push(fault);
    }
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
