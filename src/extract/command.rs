//! A program that speaks JSON Lines.
//!
//! In: the program's command line, and articles. Out: claims, or a [`Failure`] for each article
//! that the program could not do. The program is started once and kept running; it reads
//! [`Request`]s from standard input and writes answers to standard output, one JSON object a line:
//!
//! ```text
//! {"id":"a","title":null,"text":"Talks begin.","published":null,"language":"en"}
//! {"id":"a","claims":[{"quote":"Talks begin","category":"event"}]}
//! ```
//!
//! Whatever the program does wrong costs one article, and the next one gets a fresh process:
//! crashes, hangs, lines that are no answers. A line that is no answer but has the `id` of an
//! article that is waited for costs that article and not the process. With more than one article
//! in flight, the one to blame is not always known; then all in flight fail, and say so. After
//! three processes in a row without one good answer, the remaining articles fail at once.
//!
//! What is not done here: nothing is retried, and no answer is mended.

use std::{
    fmt,
    path::PathBuf,
    sync::{Arc, atomic::AtomicBool},
    time::Duration,
};

use self::session::Session;
use super::{Extractor, Failure};
use crate::{
    error::Error,
    model::{Article, Claim},
    wire::{self, Request},
};

mod end;
mod lines;
mod listener;
mod pending;
mod process;
mod session;
mod state;

/// What to run, and how long to wait for it.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The program and its arguments. A bare name is sought in `PATH`, a path from `directory`.
    pub command: Vec<String>,
    /// Where the program runs.
    pub directory: PathBuf,
    /// How long one article may take, from the moment its request is given to the process, which
    /// may still be busy with others where `in_flight` is more than one.
    pub timeout: Duration,
    /// How much longer the articles may take that a process gets before its first answer, because
    /// models load.
    pub startup: Duration,
    /// How many articles the process is given at once; 0 means 1. A program that does one article
    /// after the other gains nothing from more than one.
    pub in_flight: usize,
    /// The longest answer, in bytes.
    pub answer_limit: usize,
}

impl Default for Settings {
    /// No command, in this directory; 30 s, 60 s, one in flight, 16 MiB.
    fn default() -> Self {
        Self {
            command: Vec::new(),
            directory: PathBuf::from("."),
            timeout: Duration::from_secs(30),
            startup: Duration::from_secs(60),
            in_flight: 1,
            answer_limit: 16 * 1024 * 1024,
        }
    }
}

/// An extractor that is a program of the user's, in any language.
///
/// Dropping it kills the program with all its descendants. On Unix these are its process group, on
/// Windows its job; a descendant that leaves its group on purpose (a daemon) survives.
pub struct Program {
    session: Arc<Session>,
}

impl Program {
    /// Starts the program.
    ///
    /// Once `interrupted` is set, the articles under way and all further ones fail within a tenth
    /// of a second, and the program is killed.
    ///
    /// # Errors
    /// [`Error::Unusable`] where the program cannot be started. That it ends right away is noticed
    /// by its first article.
    pub fn start(settings: Settings, interrupted: Arc<AtomicBool>) -> Result<Self, Error> {
        if settings.command.is_empty() {
            return Err(Error::unusable(
                "the command of the extractor is empty",
                "name the program and its arguments: `command = [\"python3\", \"extract.py\"]`",
            ));
        }
        if !settings.directory.is_dir() {
            return Err(Error::unusable(
                format!(
                    "there is no folder {} to run the extractor in",
                    settings.directory.display()
                ),
                "create it, or run claimsnap with another configuration",
            ));
        }
        match Session::start(settings.clone(), interrupted) {
            Ok(session) => Ok(Self { session }),
            Err(error) => Err(unstartable(&settings, &error)),
        }
    }
}

impl Extractor for Program {
    fn extract(&self, article: &Article) -> Result<Vec<Claim>, Failure> {
        let request = serde_json::to_vec(&Request::from(article))
            .map_err(|error| Failure::refused(format!("cannot write the request: {error}")))?;
        let records = self.session.ask(&article.id, request)?;
        Ok(wire::resolve(article, records))
    }

    /// Closes the program's standard input and waits for it to end, at most the time of an article.
    ///
    /// Returned are the articles that it answered twice, sorted by id, and at last what was wrong
    /// with its end, under the id of the article that was asked last.
    fn finish(&self) -> Vec<(String, Failure)> {
        self.session.finish()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.session.stop();
    }
}

impl fmt::Debug for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Program").finish_non_exhaustive()
    }
}

fn unstartable(settings: &Settings, error: &std::io::Error) -> Error {
    let program = settings.command.first().map_or("", String::as_str);
    let help = match error.kind() {
        std::io::ErrorKind::NotFound if program.contains(['/', '\\']) => format!(
            "a relative path starts from {}; is `{program}` there, and the interpreter of its \
             first line installed?",
            settings.directory.display()
        ),
        std::io::ErrorKind::NotFound => {
            format!("install `{program}`, or write its path instead of its name")
        }
        std::io::ErrorKind::PermissionDenied => format!(
            "make it executable (`chmod +x {program}`), or put its interpreter first: \
             `command = [\"python3\", \"{program}\"]`"
        ),
        std::io::ErrorKind::InvalidInput => "`command` may not contain NUL".to_owned(),
        _ => format!(
            "run `{}` by hand to see what is wrong",
            settings.command.join(" ")
        ),
    };
    Error::unusable(
        format!(
            "cannot run the extractor `{}`: {error}",
            settings.command.join(" ")
        ),
        help,
    )
}
