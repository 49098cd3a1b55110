//! Where output goes: standard output, coloured where that is wanted, or a file.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

use crate::{
    atomic::replace,
    cli::Colour,
    corpus::{file::CaseFile, write_case},
    error::Error,
};

/// Sets for the process whether output is coloured.
pub(super) fn colour(colour: Colour) {
    match colour {
        Colour::Auto => {}
        Colour::Always => anstream::ColorChoice::Always.write_global(),
        Colour::Never => anstream::ColorChoice::Never.write_global(),
    }
}

/// Whether standard output is coloured.
pub(super) fn is_coloured() -> bool {
    anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
}

/// Gives `render` somewhere to write text for people to: the file, which is replaced as a whole once all is
/// written, or standard output. Colour is left out where it is not wanted. A reader who leaves early is no
/// error.
pub(super) fn write(
    file: Option<&Path>,
    render: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Error> {
    match file {
        Some(path) => to_file(path, |file| {
            buffered(anstream::StripStream::new(file.try_clone()?), render)
        })
        .map_err(Error::io("write", path)),
        None => to_standard_output(anstream::AutoStream::auto(io::stdout().lock()), render),
    }
}

/// As [`write`], for programs: each byte as it is.
pub(super) fn write_as_is(
    file: Option<&Path>,
    render: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Error> {
    match file {
        Some(path) => {
            to_file(path, |file| buffered(file, render)).map_err(Error::io("write", path))
        }
        None => to_standard_output(io::stdout().lock(), render),
    }
}

/// Puts annotations in the place of the file at `path`, or makes it; one that is protected against
/// writing stays.
pub(super) fn annotations(path: &Path, case: &CaseFile) -> Result<(), Error> {
    if fs::metadata(path).is_ok_and(|found| found.permissions().readonly()) {
        return Err(Error::unusable(
            format!("cannot write {}: it is read-only", path.display()),
            "make it writable, as with `chmod u+w`, and run this again",
        ));
    }
    to_file(path, |file| {
        let mut out = io::BufWriter::new(file);
        write_case(case, &mut out)?;
        out.flush()
    })
    .map_err(Error::io("write", path))
}

/// What is no file to be replaced, such as `/dev/stdout` or a pipe, is written to as it is; a link
/// stays, and the file that it leads to is replaced.
fn to_file(path: &Path, write: impl FnOnce(&mut fs::File) -> io::Result<()>) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(found) if found.is_file() => replace(&path.canonicalize()?, write),
        Ok(found) if !found.is_dir() => write(&mut fs::File::options().write(true).open(path)?),
        _ => replace(path, write),
    }
}

fn to_standard_output(
    stream: impl Write,
    render: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Error> {
    match buffered(stream, render) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(Error::io("write to", "standard output")),
    }
}

fn buffered(
    stream: impl Write,
    render: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut out = io::BufWriter::new(stream);
    render(&mut out)?;
    out.flush()
}
