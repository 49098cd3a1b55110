//! Files of lines, read from front to back and, where need be, at a place.

use std::{
    fs::File as DiskFile,
    io::{BufRead, BufReader, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
};

use crate::{corpus::check::File, error::Error};

/// Lines read before they are scored in parallel.
pub(super) const BATCH: usize = 64;

/// Where a line begins, its bytes up to the next one, and its number from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(super) offset: u64,
    pub(super) length: usize,
    pub(super) number: usize,
}

/// One line, without what ends it.
pub(crate) struct Line {
    pub(super) place: Place,
    pub(crate) text: String,
}

/// A file of lines, read from front to back and, where need be, at a place.
pub(crate) struct Lines {
    pub(super) path: PathBuf,
    reader: BufReader<DiskFile>,
    next: Place,
}

impl Lines {
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let file = DiskFile::open(path).map_err(Error::io("read", path))?;
        Ok(Self {
            path: path.to_owned(),
            reader: BufReader::with_capacity(1 << 20, file),
            next: Place {
                offset: 0,
                length: 0,
                number: 1,
            },
        })
    }

    /// The next lines that are not blank; none at the end.
    pub(super) fn batch(&mut self) -> Result<Vec<Line>, Error> {
        let mut lines = Vec::with_capacity(BATCH);
        while lines.len() < BATCH {
            let Some(line) = self.line()? else { break };
            if !line.text.trim().is_empty() {
                lines.push(line);
            }
        }
        Ok(lines)
    }

    /// The next line, blank or not; `None` at the end.
    pub(crate) fn line(&mut self) -> Result<Option<Line>, Error> {
        let mut bytes = Vec::with_capacity(self.next.length);
        let length = self
            .reader
            .read_until(b'\n', &mut bytes)
            .map_err(Error::io("read", &self.path))?;
        if length == 0 {
            return Ok(None);
        }
        let place = Place {
            length,
            ..self.next
        };
        self.next = Place {
            offset: place.offset + length as u64,
            length,
            number: place.number + 1,
        };
        self.decoded(place, bytes).map(Some)
    }

    /// The line that was read from `place` before.
    pub(super) fn line_at(&self, place: Place) -> Result<Line, Error> {
        // Past the buffer, most of which would be read for nothing.
        let mut file = self.reader.get_ref();
        let mut bytes = vec![0; place.length];
        file.seek(SeekFrom::Start(place.offset))
            .map_err(Error::io("read", &self.path))?;
        file.read_exact(&mut bytes).map_err(|_| {
            Error::unusable(
                format!("{} changed while it was read", shown(&self.path)),
                "run it again",
            )
        })?;
        self.decoded(place, bytes)
    }

    fn decoded(&self, place: Place, mut bytes: Vec<u8>) -> Result<Line, Error> {
        while matches!(bytes.last(), Some(b'\n' | b'\r')) {
            bytes.pop();
        }
        if place.number == 1 && bytes.starts_with("\u{FEFF}".as_bytes()) {
            bytes.drain(..'\u{FEFF}'.len_utf8());
        }
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Line { place, text }),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                let file = file_of(&self.path, &Line { place, text });
                let mut fault = file.fault(
                    at..at + '\u{FFFD}'.len_utf8(),
                    "the line is not UTF-8",
                    "no character",
                );
                fault.help.push("save the file as UTF-8".to_owned());
                Err(Error::Faults(vec![fault]))
            }
        }
    }
}

pub(super) fn shown(path: &Path) -> String {
    path.display()
        .to_string()
        .replace(std::path::MAIN_SEPARATOR, "/")
}

/// One line as a file of its own, to point into.
pub(crate) fn file_of(path: &Path, line: &Line) -> File {
    File {
        path: shown(path),
        text: line.text.as_str().into(),
        first_line: line.place.number,
    }
}
