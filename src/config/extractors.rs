//! `[extractors.NAME]`: the programs that may be run, and the model of the built-in extractor.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use serde::Deserialize;
use toml::Spanned;

use super::with_help;
use crate::{corpus::check::File, error::Fault, extract::command::Settings};

/// `[extractors.NAME]`: `model` for the built-in one, all others for a program.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a table [extractors.NAME]")]
pub(super) struct ExtractorFile {
    model: Option<Spanned<PathBuf>>,
    /// Only "command" today; written out, so that others can come.
    kind: Option<Spanned<ProgramKind>>,
    command: Option<Spanned<Vec<String>>>,
    timeout: Option<Spanned<String>>,
    startup: Option<Spanned<String>>,
    in_flight: Option<Spanned<usize>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ProgramKind {
    Command,
}

/// The model that `[extractors.builtin]` names; it can say nothing else.
pub(super) fn own_model(
    file: &File,
    name: &Spanned<String>,
    table: ExtractorFile,
) -> Result<PathBuf, Box<Fault>> {
    let of_programs = [
        table.kind.as_ref().map(Spanned::span),
        table.command.as_ref().map(Spanned::span),
        table.timeout.as_ref().map(Spanned::span),
        table.startup.as_ref().map(Spanned::span),
        table.in_flight.as_ref().map(Spanned::span),
    ];
    if let Some(span) = of_programs.into_iter().flatten().next() {
        let fault = file.fault(
            span,
            "the built-in extractor is no program",
            "this is for programs",
        );
        return Err(with_help(
            fault,
            "choose another name for a program; `builtin` takes `model = \"FILE\"` alone",
        ));
    }
    match table.model {
        Some(model) => Ok(model.into_inner()),
        None => Err(with_help(
            file.fault(name.span(), "missing field `model`", "this table"),
            "add `model = \"FILE\"`, a file that `claimsnap train` has written",
        )),
    }
}

pub(super) fn settings(
    file: &File,
    root: &Path,
    name: &Spanned<String>,
    program: ExtractorFile,
) -> Result<Settings, Box<Fault>> {
    let defaults = Settings::default();
    if let Some(model) = program.model {
        let fault = file.fault(model.span(), "a program has no model", "this key");
        return Err(with_help(
            fault,
            "only the built-in extractor takes one, in a table [extractors.builtin]",
        ));
    }
    let missing = |key: &str, help: &str| {
        let fault = file.fault(name.span(), format!("missing field `{key}`"), "this table");
        with_help(fault, help)
    };
    if program.kind.is_none() {
        return Err(missing("kind", "add `kind = \"command\"`"));
    }
    let Some(command) = program.command else {
        return Err(missing(
            "command",
            "add `command = [\"python3\", \"extract.py\"]`",
        ));
    };
    if command.get_ref().is_empty() {
        let fault = file.fault(
            command.span(),
            "the command is empty",
            "a program was expected here",
        );
        return Err(with_help(
            fault,
            "name the program and its arguments: [\"python3\", \"extract.py\"]",
        ));
    }
    let duration = |value: Option<Spanned<String>>, default: Duration| match value {
        None => Ok(default),
        Some(value) => humantime::parse_duration(value.get_ref()).map_err(|error| {
            let fault = file.fault(
                value.span(),
                format!("this is no duration: {error}"),
                "this text",
            );
            with_help(fault, "write it like \"30s\", \"500ms\" or \"2m\"")
        }),
    };
    let in_flight = match program.in_flight {
        Some(number) if *number.get_ref() == 0 => {
            let fault = file.fault(
                number.span(),
                "at least one article has to be under way",
                "this number",
            );
            return Err(with_help(fault, "1 is the default"));
        }
        number => number.map_or(defaults.in_flight, Spanned::into_inner),
    };
    Ok(Settings {
        command: command.into_inner(),
        directory: root.to_owned(),
        timeout: duration(program.timeout, defaults.timeout)?,
        startup: duration(program.startup, defaults.startup)?,
        in_flight,
        answer_limit: defaults.answer_limit,
    })
}
