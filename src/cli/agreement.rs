//! `claimsnap agreement`: two annotations of the same articles against one another.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::Args;

use crate::{
    agreement::{self, Agreement, in_common},
    align::Threshold,
    cli::{Context, Format, Output, Shared, Status, output},
    corpus::{self, PASSES},
    error::Error,
    model::{Case, Corpus},
    report::{counted, rate},
    text::printable,
};

/// Which annotations.
#[derive(Clone, Debug, Default, Args)]
#[command(after_help = "\
Each is a folder of case files. They need not have the articles: those are the corpus's.

Example: claimsnap agreement corpus/first corpus/second")]
pub struct AgreementArguments {
    /// The first annotation; unless said, the folder `first` of the corpus, or the corpus itself.
    #[arg(value_name = "A")]
    pub first: Option<PathBuf>,
    /// The second annotation; the folder `second` of the corpus unless said.
    #[arg(value_name = "B")]
    pub second: Option<PathBuf>,
    /// List every difference.
    #[arg(long)]
    pub differences: bool,
    /// Where the figures go.
    #[command(flatten)]
    pub output: Output,
}

/// The two annotations of a corpus: its two passes, or the corpus itself as the first where it has
/// no other.
pub(super) fn passes(corpus: &Path) -> [PathBuf; 2] {
    let [first, second] = PASSES.map(|pass| corpus.join(pass));
    [
        if first.is_dir() {
            first
        } else {
            corpus.to_owned()
        },
        second,
    ]
}

/// Compares the annotations of the articles that both have.
///
/// # Errors
/// Where either cannot be read, or they have no article in common.
pub(super) fn agreement(shared: &Shared, arguments: &AgreementArguments) -> Result<Status, Error> {
    let context = Context::open(shared)?;
    let corpus = &context.config.corpus;
    let [first, second] = passes(corpus);
    let first = arguments.first.clone().unwrap_or(first);
    let second = arguments.second.clone().unwrap_or(second);
    if !second.is_dir() {
        return Err(Error::unusable(
            format!("there is no second annotation at {}", second.display()),
            format!(
                "let a second person annotate some articles in case files of the same names there, \
                 as {} for {}; or name another folder with `claimsnap agreement A B`",
                second.join("news/flood.json").display(),
                corpus.join("news/flood.txt").display()
            ),
        ));
    }
    let (mine, theirs) = (
        corpus::load_pass(&first, corpus)?,
        corpus::load_pass(&second, corpus)?,
    );
    if in_common(&mine, &theirs).is_empty() {
        return Err(Error::unusable(
            format!(
                "{} and {} have no article in common",
                first.display(),
                second.display()
            ),
            "the case files of both have to have the same names",
        ));
    }
    let agreement = compared(&mine, &theirs, context.config.threshold)?;
    output::write(arguments.output.output.as_deref(), |out| {
        match arguments.output.format {
            Format::Json => {
                serde_json::to_writer_pretty(&mut *out, &agreement)?;
                writeln!(out)
            }
            Format::Text => text(&agreement, arguments.differences, out),
        }
    })?;
    Ok(Status::Fine)
}

/// How far two annotations agree.
///
/// # Errors
/// Where they are of different texts.
pub(super) fn compared(
    mine: &Corpus,
    theirs: &Corpus,
    threshold: Threshold,
) -> Result<Agreement, Error> {
    let pairs = in_common(mine, theirs);
    let differs = |(mine, theirs): &&(&Case, &Case)| mine.article.text != theirs.article.text;
    if let Some((case, _)) = pairs.iter().find(differs) {
        return Err(Error::unusable(
            format!(
                "the two annotations of {} are of different texts",
                case.id()
            ),
            "remove the second's .txt file, so that the first's counts, and run `claimsnap lint`",
        ));
    }
    Ok(agreement::agreement(pairs, threshold))
}

fn text(agreement: &Agreement, differences: bool, out: &mut dyn Write) -> io::Result<()> {
    let claims = agreement.claims;
    writeln!(
        out,
        "{}: {} claims of the first, {} of the second, {} of both",
        counted(agreement.articles, "article", "articles"),
        claims.expected,
        claims.extracted,
        claims.matched
    )?;
    let exact = crate::score::Counts {
        matched: agreement.exact,
        ..claims
    };
    writeln!(
        out,
        "F1 {}, exact {}, characters {}",
        rate(claims.f1()),
        rate(exact.f1()),
        rate(agreement.characters.f1())
    )?;
    writeln!(
        out,
        "Krippendorff's alpha: category {}, attribution {}",
        rate(agreement.category_alpha),
        rate(agreement.attribution_alpha)
    )?;
    table("category", &agreement.category_differs, out)?;
    table("attribution", &agreement.attribution_differs, out)?;
    let mut kinds: BTreeMap<&str, u64> = BTreeMap::new();
    for difference in &agreement.differences {
        *kinds.entry(&difference.what).or_default() += 1;
    }
    let kinds: Vec<String> = kinds
        .iter()
        .map(|(what, count)| format!("{count} {what}"))
        .collect();
    writeln!(
        out,
        "differences: {}",
        if kinds.is_empty() {
            "none".to_owned()
        } else {
            kinds.join(", ")
        }
    )?;
    if !differences {
        return Ok(());
    }
    for difference in &agreement.differences {
        writeln!(
            out,
            "\n{}: {}",
            printable(&difference.case),
            difference.what
        )?;
        for (who, words) in [
            ("first ", &difference.first),
            ("second", &difference.second),
        ] {
            if !words.is_empty() {
                writeln!(out, "  {who} {}", printable(words))?;
            }
        }
    }
    Ok(())
}

fn table(
    name: &str,
    differs: &BTreeMap<String, BTreeMap<String, u64>>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut rows: Vec<(u64, String)> = Vec::new();
    for (first, row) in differs {
        rows.extend(
            row.iter()
                .map(|(second, count)| (*count, format!("{first} / {second}"))),
        );
    }
    rows.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "{name}, first / second where they differ:")?;
    for (count, pair) in rows {
        writeln!(out, "  {count:>4} {}", printable(&pair))?;
    }
    Ok(())
}
