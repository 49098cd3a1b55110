//! The `claimsnap` command: see [`claimsnap::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    claimsnap::cli::main()
}
