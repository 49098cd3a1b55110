//! Which files of a folder are cases, and which should not be there.

use std::{
    collections::BTreeMap,
    path::{Component, Path, PathBuf},
};

use crate::{
    error::{Error, Fault},
    model::CaseId,
};

use super::{PASSES, read::whole_file};

/// What stands below the root of a corpus.
#[derive(Default)]
pub(super) struct Files {
    pub(super) taxonomy: Option<PathBuf>,
    pub(super) cases: BTreeMap<CaseId, CasePaths>,
    pub(super) faults: Vec<Fault>,
}

#[derive(Default)]
pub(super) struct CasePaths {
    pub(super) text: Option<PathBuf>,
    pub(super) annotations: Option<PathBuf>,
}

/// What stands below `root`.
///
/// # Errors
/// Where there is no such folder, or it cannot be read.
pub(super) fn find(root: &Path) -> Result<Files, Error> {
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
            || PASSES.iter().any(|pass| inside.starts_with(pass))
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
