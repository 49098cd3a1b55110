//! `claimsnap annotate`: suggestions for a human to confirm.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use clap::Args;

use crate::{
    align::{WordIndex, align_claims},
    atomic::replace,
    cli::{Context, Shared, Status, context::interruption, output},
    corpus::{
        self,
        anchor::occurrence,
        file::{CaseFile, ClaimEntry},
        write_case,
    },
    error::Error,
    extract,
    model::{Article, Claim, Status as Confirmation},
    report::counted,
    wire::{Detail, records},
};

/// Which articles.
#[derive(Clone, Debug, Default, Args)]
#[command(after_help = "\
Writes FILE's annotations beside it, as a case of the corpus has them. Every suggestion has the
status `suggested`: it is not scored until a human removes that or writes `confirmed`. Annotations
that are there already stay as they are; only what they lack is added.

Example: claimsnap annotate corpus/politics/budget-vote.txt")]
pub struct AnnotateArguments {
    /// Articles, as text files.
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
}

/// Adds suggestions to the annotations of each file.
///
/// # Errors
/// Where a file cannot be read or written, its annotations are faulty, or the extractor fails.
pub(super) fn annotate(shared: &Shared, arguments: &AnnotateArguments) -> Result<Status, Error> {
    let context = Context::open(shared)?;
    let interrupted = interruption()?;
    let extractor = context.extractor(&interrupted)?;
    let mut lines = Vec::new();
    for file in &arguments.files {
        let sidecar = file.with_extension("json");
        if sidecar == *file {
            return Err(Error::unusable(
                format!("{} is not an article's text", file.display()),
                "name the .txt file; its annotations are written beside it",
            ));
        }
        let text = corpus::read_article(file)?;
        let (mut case, present) = present(file, &sidecar, &text)?;
        let article = Article {
            title: case.title.clone(),
            published: case.published.clone(),
            ..Article::new(id(file), text)
        };
        let found = extract::extract(&*extractor, &article)
            .outcome
            .map_err(|failure| {
                Error::unusable(
                    format!("{}: {failure}", file.display()),
                    "nothing was written for this file",
                )
            })?;
        let new = lacking(&article, &present, found);
        let added = new.len();
        suggest(&mut case, &article, &new);
        if added > 0 || !sidecar.exists() {
            replace(&sidecar, |out| write_case(&case, out))
                .map_err(Error::io("write", &sidecar))?;
        }
        lines.push(format!(
            "{}: {} suggested, {} there already",
            sidecar.display(),
            counted(added as u64, "claim", "claims"),
            present.len()
        ));
    }
    output::write(None, |out| {
        lines.iter().try_for_each(|line| writeln!(out, "{line}"))
    })?;
    Ok(Status::Fine)
}

fn id(file: &Path) -> String {
    file.with_extension("").display().to_string()
}

/// The annotations that are there, as they are written and as claims.
fn present(file: &Path, sidecar: &Path, text: &str) -> Result<(CaseFile, Vec<Claim>), Error> {
    if sidecar.exists() {
        let read = corpus::read_pair(file, sidecar)?;
        return Ok((
            read.written,
            read.case
                .expected
                .into_iter()
                .map(|expected| expected.claim)
                .collect(),
        ));
    }
    let title = text
        .lines()
        .next()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(str::to_owned);
    let schema = Some("../schema/case.schema.json".to_owned());
    Ok((
        CaseFile {
            schema,
            title,
            ..CaseFile::default()
        },
        Vec::new(),
    ))
}

/// The found claims that none of those present is.
fn lacking(article: &Article, present: &[Claim], found: Vec<Claim>) -> Vec<Claim> {
    let index = WordIndex::new(&article.text);
    let (mine, theirs): (Vec<&Claim>, Vec<&Claim>) =
        (present.iter().collect(), found.iter().collect());
    let pairs = align_claims(&index, &mine, &theirs, crate::align::Threshold::OVERLAP);
    let known: BTreeSet<usize> = pairs.iter().map(|pair| pair.extracted).collect();
    found
        .into_iter()
        .enumerate()
        .filter(|(at, _)| !known.contains(at))
        .map(|(_, claim)| claim)
        .collect()
}

fn suggest(case: &mut CaseFile, article: &Article, claims: &[Claim]) {
    let taken: BTreeSet<String> = case
        .claims
        .iter()
        .filter_map(|entry| entry.id.clone())
        .collect();
    let mut free = (1..)
        .map(|number| format!("s{number}"))
        .filter(|id| !taken.contains(id));
    for (claim, record) in claims.iter().zip(records(article, claims, Detail::Stable)) {
        let occurrence = record
            .quote
            .as_ref()
            .and_then(|quote| occurrence(&article.text, &quote.0, claim.content.spans()));
        case.claims.push(ClaimEntry {
            id: free.next(),
            quote: record.quote,
            occurrence,
            text: record.text,
            category: record.category.or_else(|| Some("other".into())),
            attribution: record.attribution,
            source: record.source,
            cue: record.cue,
            polarity: record.polarity,
            certainty: record.certainty,
            check_worthy: record.check_worthy,
            time: record.time,
            quantities: record.quantities,
            status: Some(Confirmation::Suggested),
            ..ClaimEntry::default()
        });
    }
}
