//! `claimsnap lint`: every fault of the corpus, and what is hardly meant.

use std::path::Path;

use clap::{Args, builder::PossibleValuesParser};

use crate::{
    cli::{Context, Shared, Status, output},
    corpus::{
        self, ReadCase, SECOND,
        file::CaseFile,
        fix::fix,
        lint::{Code, Warning, warnings},
        write_case,
    },
    error::{Error, Fault},
    model::{Corpus, Taxonomy},
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
    let (taxonomy, cases, second) = read(&context.config.corpus)?;
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
        let twice = match &second {
            Some(second) => format!(", {} annotated twice", second.cases.len()),
            None => String::new(),
        };
        writeln!(out, "no faults, {shown}{denied}: {cases}{twice}, {claims}")
    })?;
    Ok(if denied > 0 {
        Status::NotPassed
    } else {
        Status::Fine
    })
}

/// The corpus and, where there is one, its second annotation; or the faults of both.
fn read(root: &Path) -> Result<(Taxonomy, Vec<ReadCase>, Option<Corpus>), Error> {
    let first = corpus::load_files(root);
    let second = root.join(SECOND);
    let second = second.is_dir().then(|| corpus::load_second(&second, root));
    match (first, second.transpose()) {
        (Ok((taxonomy, cases)), Ok(second)) => Ok((taxonomy, cases, second)),
        (Err(Error::Faults(mut faults)), Err(Error::Faults(more))) => {
            // A fault of an article is found with either of its annotations.
            let more: Vec<Fault> = more
                .into_iter()
                .filter(|fault| !faults.contains(fault))
                .collect();
            faults.extend(more);
            Err(Error::Faults(faults))
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    }
}

/// Mends every file that can be, those of the second annotation too, and says what was done.
fn mend(root: &Path) -> Result<(), Error> {
    let mut pairs = corpus::paths(root)?;
    let second = root.join(SECOND);
    if second.is_dir() {
        for id in corpus::ids(root)? {
            let [article, own] = [root, &second].map(|folder| folder.join(format!("{id}.txt")));
            let annotations = second.join(format!("{id}.json"));
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
    if normal == file.text.as_bytes() {
        return Ok(());
    }
    output::annotations(annotations, &case)?;
    // Said at once: a later file may not be writable.
    output::write(None, |out| {
        let shown = annotations.display();
        if done.is_empty() {
            writeln!(out, "{shown}: put into its normal form")?;
        }
        done.iter()
            .try_for_each(|line| writeln!(out, "{shown}: {line}"))
    })
}
