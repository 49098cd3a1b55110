//! `claimsnap init`: a working corpus, configuration and CI workflow in a folder.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use clap::Args;

use crate::{
    atomic::replace,
    cli::{Status, output},
    corpus::{DEFAULT_TAXONOMY, file::schemas},
    error::Error,
};

/// Where to begin.
#[derive(Clone, Debug, Default, Args)]
#[command(after_help = "\
Files that are there already are left as they are.

Example: claimsnap init my-claims && cd my-claims && claimsnap test")]
pub struct InitArguments {
    /// The folder; it is made where there is none.
    #[arg(value_name = "DIR", default_value = ".")]
    pub folder: PathBuf,
}

/// What is made, besides the schemas.
const FILES: [(&str, &str); 7] = [
    ("claimsnap.toml", include_str!("init/claimsnap.toml")),
    ("corpus/taxonomy.json", DEFAULT_TAXONOMY),
    (
        "corpus/news/harbour-bridge.txt",
        include_str!("init/harbour-bridge.txt"),
    ),
    (
        "corpus/news/harbour-bridge.json",
        include_str!("init/harbour-bridge.json"),
    ),
    (
        "extract.py",
        include_str!("../../tests/programs/extractor.py"),
    ),
    (
        ".github/workflows/claims.yml",
        include_str!("init/workflow.yml"),
    ),
    (".gitignore", "*.snap.new\n"),
];

/// Makes the files that are not there, and says which.
///
/// # Errors
/// Where a file cannot be written.
pub(super) fn init(arguments: &InitArguments) -> Result<Status, Error> {
    let folder = &arguments.folder;
    let mut lines = Vec::new();
    for (name, text) in FILES {
        lines.push(make(folder, name, text)?);
    }
    for (name, schema) in schemas() {
        let text = serde_json::to_string_pretty(&schema).expect("a schema has string keys");
        lines.push(make(
            folder,
            &format!("corpus/schema/{name}"),
            &format!("{text}\n"),
        )?);
    }
    output::write(None, |out| {
        for line in &lines {
            writeln!(out, "{line}")?;
        }
        writeln!(out)?;
        if folder != Path::new(".") {
            writeln!(out, "cd {}", folder.display())?;
        }
        writeln!(
            out,
            "claimsnap test      # extracts, and proposes the first snapshot"
        )?;
        writeln!(out, "claimsnap accept    # makes it the baseline")
    })?;
    Ok(Status::Fine)
}

fn make(folder: &Path, name: &str, text: &str) -> Result<String, Error> {
    let path = if folder == Path::new(".") {
        PathBuf::from(name)
    } else {
        folder.join(name)
    };
    if fs::symlink_metadata(&path).is_ok() {
        return Ok(format!("kept  {}", path.display()));
    }
    replace(&path, |file| file.write_all(text.as_bytes())).map_err(Error::io("write", &path))?;
    Ok(format!("made  {}", path.display()))
}
