//! What can go wrong, and how it is shown.
//!
//! An [`Error`] ends the run. A [`Fault`] is something wrong at a place in a file that a person
//! writes; all faults of all files are gathered before any is shown.

use std::{fmt, io, ops::Range, path::PathBuf, sync::Arc};

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use crate::text::{line_column, masked, printable};

/// Why claimsnap could not run.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// Faults in files that a person writes: the corpus, the configuration, predictions.
    Faults(Vec<Fault>),
    /// A file or folder could not be read or written.
    Io {
        /// What was attempted, such as "read".
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Something is missing, or fits nothing, and `help` says what to do.
    Unusable {
        /// What is wrong.
        what: String,
        /// What to type next.
        help: String,
    },
    /// The run was ended by Ctrl-C.
    Interrupted,
}

impl Error {
    /// An [`Error::Io`] for `path`; made to be used with `map_err`.
    pub fn io(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io {
            action,
            path,
            source,
        }
    }

    /// An [`Error::Unusable`].
    pub fn unusable(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Unusable {
            what: what.into(),
            help: help.into(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Faults(faults) => {
                for fault in faults {
                    writeln!(f, "{fault}\n")?;
                }
                let files: std::collections::BTreeSet<_> =
                    faults.iter().map(|fault| &fault.path).collect();
                let plural = |count, one: &str| {
                    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
                };
                write!(
                    f,
                    "{} in {}",
                    plural(faults.len(), "fault"),
                    plural(files.len(), "file")
                )
            }
            Self::Io {
                action,
                path,
                source,
            } => {
                write!(f, "cannot {action} {}: {source}", path.display())?;
                match (*action, source.kind()) {
                    // Whoever wrapped what the system says has said more already.
                    _ if source.get_ref().is_some() => Ok(()),
                    ("read", io::ErrorKind::NotFound) => write!(f, "\nhelp: check the path"),
                    (_, io::ErrorKind::IsADirectory) => {
                        write!(f, "\nhelp: name a file, not a folder")
                    }
                    (_, io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists) => {
                        write!(f, "\nhelp: a file stands where a folder is wanted")
                    }
                    _ => Ok(()),
                }
            }
            Self::Unusable { what, help } => write!(f, "{what}\nhelp: {help}"),
            Self::Interrupted => write!(f, "interrupted before all was done"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::Faults(_) | Self::Unusable { .. } | Self::Interrupted => None,
        }
    }
}

/// Something wrong at a place in a file, with what would be right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file, as the user knows it, with `/`.
    pub path: String,
    /// The whole file; empty where it could not be read as text.
    pub text: Arc<str>,
    /// The number of the first line of `text` within the file: 1 unless it is a line of JSON Lines.
    pub first_line: usize,
    /// The bytes of `text` that are at fault.
    pub range: Range<usize>,
    /// What is wrong, in one line.
    pub message: String,
    /// What stands at the place, or what was expected there.
    pub label: String,
    /// How to mend it, one item a line.
    pub help: Vec<String>,
}

impl Fault {
    /// Line and column of the place, both from 1; the column counts code points.
    pub fn position(&self) -> (usize, usize) {
        let (line, column) = line_column(&self.text, self.range.start);
        (line + self.first_line - 1, column)
    }

    /// The fault as rustc would show it, in colour or without.
    pub fn render(&self, colour: bool) -> String {
        self.render_as(false, colour)
    }

    /// The fault, or only a warning, as rustc would show it, in colour or without.
    pub fn render_as(&self, warning: bool, colour: bool) -> String {
        let renderer = if colour {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let level = if warning {
            Level::WARNING
        } else {
            Level::ERROR
        };
        let (line, column) = self.position();
        // Only the lines around the place: a file may be a single line of megabytes.
        let (from, excerpt, range) = self.excerpt();
        // What stands in the files may be meant for the terminal rather than for people.
        let (before, place) = (&excerpt[..range.start], &excerpt[range.clone()]);
        let (before, place) = (masked(before), masked(place));
        let after = masked(&excerpt[range.end..]);
        let range = before.len()..before.len() + place.len();
        let excerpt = before + &place + &after;
        let path = printable(&self.path);
        let label = printable(&self.label);
        let title = level.primary_title(printable(&self.message));
        let mut group = if self.text.is_empty() {
            title.element(Origin::path(path))
        } else {
            let place = AnnotationKind::Primary.span(range).label(label);
            let snippet = Snippet::source(excerpt).annotation(place);
            let snippet = snippet.line_start(line_column(&self.text, from).0 + self.first_line - 1);
            if from == 0 || self.text.as_bytes()[from - 1] == b'\n' {
                title.element(snippet.path(path))
            } else {
                // The renderer would count the column from where the excerpt begins.
                let origin = Origin::path(path).line(line);
                title.element(origin.char_column(column)).element(snippet)
            }
        };
        for help in &self.help {
            group = group.element(Level::HELP.message(printable(help)));
        }
        renderer.render(&[group])
    }

    /// The line of the place, shortened around it where it is long: where it begins in the text,
    /// the excerpt, and the place within it.
    fn excerpt(&self) -> (usize, &str, Range<usize>) {
        const MOST: usize = 240;
        let text = &self.text;
        let start = text.floor_char_boundary(self.range.start);
        let end = text.ceil_char_boundary(self.range.end.max(start));
        let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let line_end = text[start..]
            .find('\n')
            .map_or(text.len(), |newline| start + newline);
        let end = end.min(line_end);
        let from = text.floor_char_boundary(line_start.max(start.saturating_sub(MOST / 2)));
        let to = text.ceil_char_boundary(line_end.min(end.min(start + MOST) + MOST / 2));
        (from, &text[from..to], start - from..end.min(to) - from)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.render(false))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_shows_place_and_mend() {
        let fault = Fault {
            path: "corpus/a.json".into(),
            text: "{\n  \"catgory\": 1\n}".into(),
            first_line: 1,
            range: 4..13,
            message: "unknown key `catgory`".into(),
            label: "not a key of a claim".into(),
            help: vec!["write `category`".into()],
        };
        insta::assert_snapshot!(fault, @r#"
        error: unknown key `catgory`
         --> corpus/a.json:2:3
          |
        2 |   "catgory": 1
          |   ^^^^^^^^^ not a key of a claim
          |
          = help: write `category`
        "#);
    }

    #[test]
    fn a_long_line_is_shortened() {
        let text = format!("{}x{}", "é".repeat(10_000), "é".repeat(10_000));
        let at = text.find('x').unwrap();
        let fault = Fault {
            path: "a".into(),
            text: text.into(),
            first_line: 1,
            range: at..at + 1,
            message: "m".into(),
            label: "here".into(),
            help: Vec::new(),
        };
        assert!(fault.to_string().len() < 2_000);
        assert_eq!(fault.position(), (1, 10_001));
    }
}
