//! `claimsnap annotate`: suggestions for a human to confirm.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use clap::Args;

use crate::{
    align::{WordIndex, align_claims},
    cli::{Context, Shared, Status, context::interruption, output},
    corpus::{
        self,
        anchor::occurrence,
        file::{CaseFile, ClaimEntry},
    },
    error::Error,
    extract,
    model::{Article, Category, Claim, Content, Status as Confirmation, Taxonomy},
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
    let root = &context.config.corpus;
    let taxonomy = taxonomy(root)?;
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
        let place = place(root, file);
        if case.claims.is_empty() && !sidecar.exists() {
            case.schema = place.as_deref().map(schema);
        }
        let article = Article {
            id: place.unwrap_or_else(|| file.with_extension("").display().to_string()),
            title: case.title.clone(),
            text,
            published: case.published.clone(),
            language: case.language.clone(),
        };
        let found = extract::extract(&*extractor, &article)
            .outcome
            .map_err(|failure| {
                Error::unusable(
                    format!("{}: {failure}", file.display()),
                    "nothing was written for this file",
                )
            })?;
        let (found, ungrounded) = grounded(found);
        let new = lacking(&article, &present, found);
        let added = new.len();
        suggest(&mut case, &article, &new, &taxonomy);
        if added > 0 || !sidecar.exists() {
            output::annotations(&sidecar, &case)?;
        }
        // Said at once: the extractor may fail on a later file.
        output::write(None, |out| {
            let added = counted(added as u64, "claim", "claims");
            let (sidecar, present) = (sidecar.display(), present.len());
            write!(out, "{sidecar}: {added} suggested, {present} there already")?;
            if ungrounded > 0 {
                write!(out, ", {ungrounded} left out: not in the article")?;
            }
            writeln!(out)
        })?;
    }
    Ok(Status::Fine)
}

/// The categories of the corpus; the default ones where there is none yet.
fn taxonomy(root: &Path) -> Result<Taxonomy, Error> {
    match corpus::load_where(root, &|_| false) {
        Ok(corpus) => Ok(corpus.taxonomy),
        Err(Error::Unusable { .. }) => Ok(corpus::default_taxonomy()),
        Err(error) => Err(error),
    }
}

/// The id of the case in the corpus below `root`; `None` where it is not there.
fn place(root: &Path, file: &Path) -> Option<String> {
    let (root, file) = (root.canonicalize().ok()?, file.canonicalize().ok()?);
    let id = file.strip_prefix(root).ok()?.with_extension("");
    Some(id.to_str()?.replace(std::path::MAIN_SEPARATOR, "/"))
}

/// Where the JSON Schema stands, as seen from the case.
fn schema(id: &str) -> String {
    "../".repeat(id.matches('/').count()) + "schema/case.schema.json"
}

/// The claims that an annotation can hold, and how many are none. A source or cue that is not in the
/// article is left out.
fn grounded(found: Vec<Claim>) -> (Vec<Claim>, usize) {
    let is_grounded = |content: &Content| !matches!(content, Content::Ungrounded(_));
    let all = found.len();
    let mut kept = found;
    kept.retain(|claim| is_grounded(&claim.content));
    for claim in &mut kept {
        claim.cue = claim.cue.take().filter(is_grounded);
        if let Some(source) = &mut claim.source {
            source.mention = source.mention.take().filter(is_grounded);
        }
        claim.source = claim
            .source
            .take()
            .filter(|source| source.mention.is_some() || source.name.is_some());
    }
    let ungrounded = all - kept.len();
    (kept, ungrounded)
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
        .filter(|line| !line.is_empty() && !line.ends_with('.'))
        .map(str::to_owned);
    Ok((
        CaseFile {
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

fn suggest(case: &mut CaseFile, article: &Article, claims: &[Claim], taxonomy: &Taxonomy) {
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
        let (category, note) = category(record.category, taxonomy);
        case.claims.push(ClaimEntry {
            id: free.next(),
            quote: record.quote,
            occurrence,
            text: record.text,
            category: Some(category),
            attribution: record.attribution,
            source: record.source,
            cue: record.cue,
            polarity: record.polarity,
            certainty: record.certainty,
            check_worthy: record.check_worthy,
            time: record.time,
            quantities: record.quantities,
            status: Some(Confirmation::Suggested),
            note,
            ..ClaimEntry::default()
        });
    }
}

/// A category of the taxonomy, and what to note where the extractor named another one.
fn category(named: Option<Category>, taxonomy: &Taxonomy) -> (Category, Option<String>) {
    let other = Category::from("other");
    let names = || taxonomy.names();
    let rest = if taxonomy.contains(&other) {
        other
    } else {
        names().last().cloned().unwrap_or(other)
    };
    match named {
        Some(named) if taxonomy.contains(&named) => (named, None),
        Some(named) => (rest, Some(format!("the extractor named it {named}"))),
        None => (rest, None),
    }
}
