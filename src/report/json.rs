//! A report as JSON: the serde types are the format.

use std::io::{self, Write};

use crate::report::Report;

/// Writes `report` as pretty JSON with a final newline.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn render(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, report)?;
    writeln!(out)
}
