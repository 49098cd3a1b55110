//! The shipped corpus against the built-in extractor: one test for each case.

use std::process::ExitCode;

use claimsnap::{extract::builtin::Builtin, harness};

fn main() -> ExitCode {
    harness::main("builtin", Builtin::default())
}
