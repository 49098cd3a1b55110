//! Files that are replaced as a whole or not at all.

use std::{
    fs,
    io::{self, ErrorKind},
    path::Path,
};

/// Puts what `write` writes in the place of the file at `path`, and makes its folder where there is
/// none. Whatever happens meanwhile, and however often this runs at once, the file is the old one or
/// a new one.
pub(crate) fn replace(
    path: &Path,
    write: impl FnOnce(&mut fs::File) -> io::Result<()>,
) -> io::Result<()> {
    let folder = path.parent().ok_or(ErrorKind::InvalidInput)?;
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".claimsnap-").suffix(".tmp");
    // Opened as any new file is: others read it too, and errors are the system's own.
    let open = |path: &Path| fs::File::options().write(true).create_new(true).open(path);
    let mut file = builder.make_in(folder, open)?;
    write(file.as_file_mut())?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
