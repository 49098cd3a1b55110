//! `claimsnap lint`: every fault of the corpus, and what is hardly meant.

use std::path::Path;

use clap::{Args, builder::PossibleValuesParser};

use crate::{
    cli::{Context, Shared, Status, output},
    corpus::{
        self, PASSES, ReadCase,
        file::CaseFile,
        fix::fix,
        lint::{Code, Warning, warnings},
        write_case,
    },
    error::{Error, Fault},
    model::Taxonomy,
    report::counted,
};

/// How strict to be.
#[derive(Clone, Debug, Default, Args)]
#[command(after_help = "\
Every fault of every file is shown with its place and how to mend it; exit code 2 where there is one.
Warnings have a code. A denied one makes the exit code 1. A claim whose tags name a code is excused.

--fix removes spaces and full stops at the ends of quotes, anchors quotes again whose article was
edited (where one passage alone is nine tenths alike), puts keys into their order, and says what it
did.

Example: claimsnap lint --deny all --allow rare-category")]
pub struct LintArguments {
    /// Make this warning, or `all`, an error. May be repeated.
    #[arg(long, value_name = "CODE", value_parser = codes())]
    pub deny: Vec<String>,
    /// Leave this warning, or `all`, out; wins over --deny. May be repeated.
    #[arg(long, value_name = "CODE", value_parser = codes())]
    pub allow: Vec<String>,
    /// How many claims a category needs not to be rare, in a corpus of at least 100 claims.
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub rare: usize,
    /// Mend what is mechanical.
    #[arg(long)]
    pub fix: bool,
}

fn codes() -> PossibleValuesParser {
    PossibleValuesParser::new(
        ["all"]
            .into_iter()
            .chain(Code::ALL.iter().map(|code| code.word())),
    )
}

/// Reads the corpus and says what is wrong with it.
///
/// # Errors
/// [`Error::Faults`] with every fault.
pub(super) fn lint(shared: &Shared, arguments: &LintArguments) -> Result<Status, Error> {
    let context = Context::open(shared)?;
    if arguments.fix {
        mend(&context.config.corpus)?;
    }
    let (taxonomy, cases, twice) = read(&context.config.corpus)?;
    context.check_gates(&taxonomy)?;
    let named =
        |list: &[String], code: Code| list.iter().any(|name| name == "all" || name == code.word());
    let found: Vec<Warning> = warnings(&cases, arguments.rare)
        .into_iter()
        .filter(|warning| !named(&arguments.allow, warning.code))
        .collect();
    let denied = found
        .iter()
        .filter(|warning| named(&arguments.deny, warning.code))
        .count();
    let claims: usize = cases.iter().map(|read| read.case.expected.len()).sum();
    let colour = output::is_coloured();
    output::write(None, |out| {
        for warning in &found {
            let is_denied = named(&arguments.deny, warning.code);
            writeln!(out, "{}\n", warning.fault.render_as(!is_denied, colour))?;
        }
        let cases = counted(cases.len() as u64, "case", "cases");
        let claims = counted(claims as u64, "claim", "claims");
        let shown = counted(found.len() as u64, "warning", "warnings");
        let denied = if denied > 0 {
            format!(", {denied} of them denied")
        } else {
            String::new()
        };
        let twice = if twice > 0 {
            format!(", {twice} annotated twice")
        } else {
            String::new()
        };
        writeln!(out, "no faults, {shown}{denied}: {cases}{twice}, {claims}")
    })?;
    Ok(if denied > 0 {
        Status::NotPassed
    } else {
        Status::Fine
    })
}

/// The corpus and how many of its cases are annotated twice; or the faults of all annotations.
fn read(root: &Path) -> Result<(Taxonomy, Vec<ReadCase>, usize), Error> {
    let mut faults = Vec::new();
    let mut twice = 0;
    let cases = match corpus::load_files(root) {
        Ok(cases) => Some(cases),
        Err(Error::Faults(found)) => {
            faults.extend(found);
            None
        }
        Err(error) => return Err(error),
    };
    for pass in PASSES
        .map(|pass| root.join(pass))
        .iter()
        .filter(|pass| pass.is_dir())
    {
        match corpus::load_pass(pass, root) {
            Ok(pass) => twice = pass.cases.len(),
            // A fault of an article is found with each of its annotations.
            Err(Error::Faults(found)) => {
                let new: Vec<Fault> = found
                    .into_iter()
                    .filter(|fault| !faults.contains(fault))
                    .collect();
                faults.extend(new);
            }
            Err(error) => return Err(error),
        }
    }
    match cases {
        Some((taxonomy, cases)) if faults.is_empty() => Ok((taxonomy, cases, twice)),
        _ => Err(Error::Faults(faults)),
    }
}

/// Mends every file that can be, those of the two passes too, and says what was done.
fn mend(root: &Path) -> Result<(), Error> {
    let mut pairs = corpus::paths(root)?;
    for pass in PASSES
        .map(|pass| root.join(pass))
        .iter()
        .filter(|pass| pass.is_dir())
    {
        for id in corpus::ids(root)? {
            let [article, own] = [root, pass].map(|folder| folder.join(format!("{id}.txt")));
            let annotations = pass.join(format!("{id}.json"));
            if annotations.is_file() {
                pairs.push((if own.is_file() { own } else { article }, annotations));
            }
        }
    }
    for (text, annotations) in pairs {
        mend_one(&text, &annotations)?;
    }
    Ok(())
}

fn mend_one(text: &Path, annotations: &Path) -> Result<(), Error> {
    let (Ok(article), Ok(file)) = (corpus::read_text(text), corpus::read_text(annotations)) else {
        return Ok(());
    };
    // A file that is no case is for the faults to tell.
    let Ok(mut case) = serde_json::from_str::<CaseFile>(&file.text) else {
        return Ok(());
    };
    let done = fix(&mut case, &article.text);
    let mut normal = Vec::new();
    write_case(&case, &mut normal).map_err(Error::io("write", annotations))?;
    let in_order = without_layout(&String::from_utf8_lossy(&normal)) == without_layout(&file.text);
    if done.is_empty() && in_order {
        return Ok(());
    }
    output::annotations(annotations, &case)?;
    // Said at once: a later file may not be writable.
    output::write(None, |out| {
        let shown = annotations.display();
        if done.is_empty() {
            writeln!(out, "{shown}: keys put into their order")?;
        }
        done.iter()
            .try_for_each(|line| writeln!(out, "{shown}: {line}"))
    })
}

/// A JSON text without the spaces between its values, which are everybody's own.
fn without_layout(json: &str) -> String {
    let (mut kept, mut in_string, mut escaped) = (String::with_capacity(json.len()), false, false);
    for character in json.chars() {
        if in_string || !character.is_whitespace() {
            kept.push(character);
        }
        if character == '"' && !escaped {
            in_string = !in_string;
        }
        escaped = in_string && character == '\\' && !escaped;
    }
    kept
}
