//! A folder of files that are there whole or not at all, and none of which is outside.
//!
//! In: names relative to the folder, with `/`, and texts. Out: what the files say, or an [`Error`]
//! with the path as users know it and what to do next. What the files mean is not known here.

use std::{
    collections::BTreeSet,
    env, error, fmt, fs,
    io::{self, ErrorKind, Write},
    path::PathBuf,
};

use crate::{atomic::replace, error::Error};

/// A folder, which need not be there yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Folder {
    path: PathBuf,
    /// As users know it, with `/`.
    shown: String,
}

/// What is at a path.
enum Found {
    Nothing,
    Folder,
    File,
    /// A device, a socket ...
    Other,
}

impl Folder {
    /// Users know the folder relative to the one they are in, where it is inside.
    pub(super) fn new(path: PathBuf) -> Self {
        let here = env::current_dir().ok();
        let relative = here.and_then(|here| path.strip_prefix(here).ok());
        let parts = relative.unwrap_or(&path).to_string_lossy();
        let shown = parts.replace(std::path::MAIN_SEPARATOR, "/");
        Self { path, shown }
    }

    /// A file of the folder.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// A file of the folder as users know it, with `/`.
    pub(super) fn shown(&self, name: &str) -> String {
        format!("{}/{name}", self.shown)
    }

    /// What a file says; `None` where there is none.
    pub(super) fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        if !self.has(name)? {
            return Ok(None);
        }
        match fs::read(self.path(name)) {
            Ok(bytes) => Ok(Some(bytes)),
            // Another run has taken it away in the meantime.
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(explained("read", &self.shown(name), error)),
        }
    }

    /// Replaces or makes a file, whole or not at all; leaves one alone that says the same already.
    pub(super) fn write(&self, name: &str, text: &str) -> Result<(), Error> {
        if self.read(name)?.as_deref() == Some(text.as_bytes()) {
            return Ok(());
        }
        replace(&self.path(name), |file| file.write_all(text.as_bytes()))
            .map_err(|error| explained("write", &self.shown(name), error))
    }

    /// Puts one file in the place of another; `false` where there is none to put.
    pub(super) fn rename(&self, from: &str, to: &str) -> Result<bool, Error> {
        self.has(to)?;
        if !self.has(from)? {
            return Ok(false);
        }
        match fs::rename(self.path(from), self.path(to)) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(explained("rename", &self.shown(from), error)),
        }
    }

    /// Removes a file; `false` where there is none.
    pub(super) fn delete(&self, name: &str) -> Result<bool, Error> {
        if !self.has(name)? {
            return Ok(false);
        }
        match fs::remove_file(self.path(name)) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(explained("remove", &self.shown(name), error)),
        }
    }

    /// The files whose own names are `wanted`, sorted, relative to the folder.
    pub(super) fn list(&self, wanted: impl Fn(&str) -> bool) -> Result<BTreeSet<PathBuf>, Error> {
        let mut files = BTreeSet::new();
        let mut folders = Vec::new();
        if self.exists()? {
            folders.push(PathBuf::new());
        }
        while let Some(folder) = folders.pop() {
            let cannot = |error| explained("list", &self.shown(&folder.to_string_lossy()), error);
            let entries = match fs::read_dir(self.path.join(&folder)) {
                Ok(entries) => entries,
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                Err(error) => return Err(cannot(error)),
            };
            for entry in entries {
                let entry = entry.map_err(cannot)?;
                let name = entry.file_name();
                // A link is no folder here, so that the walk stays inside and ends.
                if entry.file_type().map_err(cannot)?.is_dir() {
                    folders.push(folder.join(name));
                } else if wanted(&name.to_string_lossy()) {
                    files.insert(folder.join(name));
                }
            }
        }
        Ok(files)
    }

    /// Whether there is the folder itself. It may be a link: whoever set it up knows where it leads.
    fn exists(&self) -> Result<bool, Error> {
        let itself = found(fs::metadata(&self.path));
        let itself = itself.map_err(|error| explained("read", &self.shown, error))?;
        is_folder(&itself, &self.shown)
    }

    /// Whether there is such a file. Fails where something else is in its place or on the way to
    /// it, and where a link leads out of the folder.
    fn has(&self, name: &str) -> Result<bool, Error> {
        if !self.exists()? {
            return Ok(false);
        }
        for (at, _) in name.match_indices('/') {
            let part = &name[..at];
            if !is_folder(&self.look(part)?, &self.shown(part))? {
                return Ok(false);
            }
        }
        match self.look(name)? {
            Found::Nothing => Ok(false),
            Found::File => Ok(true),
            Found::Folder => {
                let what = "a folder where a file should be";
                Err(in_the_way(&self.shown(name), what))
            }
            Found::Other => Err(in_the_way(&self.shown(name), "not an ordinary file")),
        }
    }

    /// What is at a name, behind links that stay inside.
    fn look(&self, name: &str) -> Result<Found, Error> {
        let path = self.path(name);
        let cannot = |error| explained("read", &self.shown(name), error);
        let is_link = match fs::symlink_metadata(&path) {
            Ok(metadata) => metadata.is_symlink(),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Nothing),
            Err(error) => return Err(cannot(error)),
        };
        if is_link {
            let folder = self.path.canonicalize().map_err(cannot)?;
            if !path
                .canonicalize()
                .is_ok_and(|target| target.starts_with(folder))
            {
                return Err(Error::unusable(
                    format!(
                        "`{}` is a symbolic link that leads nowhere or out of `{}`",
                        self.shown(name),
                        self.shown
                    ),
                    "delete the link, or put a copy of what it leads to in its place",
                ));
            }
        }
        found(fs::metadata(path)).map_err(cannot)
    }
}

fn found(metadata: io::Result<fs::Metadata>) -> io::Result<Found> {
    match metadata {
        Ok(metadata) if metadata.is_dir() => Ok(Found::Folder),
        Ok(metadata) if metadata.is_file() => Ok(Found::File),
        Ok(_) => Ok(Found::Other),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Found::Nothing),
        Err(error) => Err(error),
    }
}

/// Whether there is a folder; fails where something else is in its place.
fn is_folder(found: &Found, shown: &str) -> Result<bool, Error> {
    match found {
        Found::Nothing => Ok(false),
        Found::Folder => Ok(true),
        Found::File | Found::Other => Err(in_the_way(shown, "a file where a folder should be")),
    }
}

fn in_the_way(shown: &str, what: &str) -> Error {
    let help = format!("move `{shown}` away or delete it, then run claimsnap again");
    Error::unusable(format!("`{shown}` is {what}"), help)
}

/// An [`Error::Io`] about the file that users know as `shown`, with what to do about it.
fn explained(action: &'static str, shown: &str, source: io::Error) -> Error {
    let help = match source.kind() {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => match action {
            "read" | "list" => "allow reading it, or choose another folder with `--snapshots`",
            _ => {
                "allow writing to its folder, choose another one with `--snapshots`, or set \
                 `INSTA_UPDATE=no` to write nothing"
            }
        },
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "make room on the disk and run again: nothing has been left half written"
        }
        ErrorKind::NotADirectory | ErrorKind::IsADirectory | ErrorKind::AlreadyExists => {
            "a file and a folder want the same place: move away the one that is no snapshot"
        }
        ErrorKind::InvalidFilename => "shorten the name of the case",
        _ => return Error::io(action, shown)(source),
    };
    let kind = source.kind();
    Error::io(action, shown)(io::Error::new(kind, Explained { source, help }))
}

/// What the system said, and what to do about it.
#[derive(Debug)]
struct Explained {
    source: io::Error,
    help: &'static str,
}

impl fmt::Display for Explained {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\nhelp: {}", self.source, self.help)
    }
}

impl error::Error for Explained {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        Some(&self.source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_says_comes_with_a_mend() {
        let said = |action, kind| explained(action, "snapshots/x/a.snap", io::Error::from(kind));
        let full = said("write", ErrorKind::StorageFull);
        insta::assert_snapshot!(full, @"
        cannot write snapshots/x/a.snap: no storage space
        help: make room on the disk and run again: nothing has been left half written
        ");
        insta::assert_snapshot!(said("write", ErrorKind::ReadOnlyFilesystem), @"
        cannot write snapshots/x/a.snap: read-only filesystem or storage medium
        help: allow writing to its folder, choose another one with `--snapshots`, or set `INSTA_UPDATE=no` to write nothing
        ");
        insta::assert_snapshot!(said("read", ErrorKind::PermissionDenied), @"
        cannot read snapshots/x/a.snap: permission denied
        help: allow reading it, or choose another folder with `--snapshots`
        ");
        insta::assert_snapshot!(said("read", ErrorKind::TimedOut), @"cannot read snapshots/x/a.snap: timed out");
        let Error::Io { source, .. } = full else {
            panic!("no longer an I/O error: {full}")
        };
        assert_eq!(source.kind(), ErrorKind::StorageFull);
    }
}
