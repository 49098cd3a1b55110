//! `claimsnap completions`: completion scripts for shells.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::{
    cli::{Arguments, Status, output},
    error::Error,
};

/// Which shell.
#[derive(Clone, Debug, Args)]
#[command(
    after_help = "Example: claimsnap completions bash > ~/.local/share/bash-completion/completions/claimsnap"
)]
pub struct CompletionsArguments {
    /// The shell.
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Prints the script.
///
/// # Errors
/// Where standard output cannot be written to.
pub(super) fn completions(arguments: &CompletionsArguments) -> Result<Status, Error> {
    let mut script = Vec::new();
    clap_complete::generate(
        arguments.shell,
        &mut Arguments::command(),
        "claimsnap",
        &mut script,
    );
    output::write(None, |out| out.write_all(&script))?;
    Ok(Status::Fine)
}
