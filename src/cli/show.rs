//! `claimsnap show`: one case with everything that is known of it.

use std::{
    io::{self, Write},
    sync::atomic::Ordering,
};

use clap::Args;

use crate::{
    align::{Fate, Spurious, Standing, WordIndex, align},
    cli::{
        Context, Shared, Status,
        context::{interruption, select},
        extract::write_claim,
        output,
    },
    error::Error,
    extract,
    model::{Case, Claim, Presence},
    run::case_id,
    score::Attribute,
    snapshot::State,
    text::{one_line, printable},
    wire,
};

/// Which case.
#[derive(Clone, Debug, Default, Args)]
#[command(after_help = "\
Exit code 1 where the extractor cannot do the article.

Example: claimsnap show court/ferry-tickets --no-extract")]
pub struct ShowArguments {
    /// The case, by id.
    #[arg(value_name = "CASE")]
    pub case: String,
    /// Do not run the extractor.
    #[arg(long)]
    pub no_extract: bool,
}

/// Shows the case: its text, the claims expected, the accepted ones, and today's.
///
/// # Errors
/// Where the corpus or the snapshot cannot be read, or the extractor not be started.
pub(super) fn show(shared: &Shared, arguments: &ShowArguments) -> Result<Status, Error> {
    let context = Context::open(shared)?;
    let corpus = context.corpus()?;
    let chosen = select(&corpus, std::slice::from_ref(&arguments.case))?;
    let [case] = chosen.as_slice() else {
        let ids: Vec<&str> = chosen.iter().map(|case| case.id()).collect();
        return Err(Error::unusable(
            format!("{} cases fit: {}", ids.len(), ids.join(", ")),
            "name one of them",
        ));
    };
    let accepted = context.store()?.read(&case_id(case), State::Accepted)?;
    let accepted = accepted.map(|stored| wire::resolve(&case.article, stored.records));
    let today = if arguments.no_extract {
        None
    } else {
        let interrupted = interruption()?;
        let extractor = context.extractor(&interrupted)?;
        let extraction = extract::extract(&*extractor, &case.article);
        if interrupted.load(Ordering::Relaxed) {
            return Err(Error::Interrupted);
        }
        Some(extraction.outcome)
    };
    output::write(None, |out| {
        text(case, out)?;
        let current = match &today {
            Some(outcome) => outcome.as_ref().ok(),
            None => accepted.as_ref(),
        };
        expected(case, current, &context, out)?;
        if let Some(accepted) = &accepted {
            list(case, "accepted", accepted, &context, out)?;
        } else {
            writeln!(out, "no snapshot has been accepted yet\n")?;
        }
        match &today {
            Some(Ok(claims)) => list(case, "extracted today", claims, &context, out),
            Some(Err(failure)) => {
                let failure = failure.to_string().replace('\n', "\n  ");
                writeln!(out, "extracted today: {}", printable(&failure))
            }
            None => Ok(()),
        }
    })?;
    Ok(if matches!(today, Some(Err(_))) {
        Status::NotPassed
    } else {
        Status::Fine
    })
}

fn text(case: &Case, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}\n", printable(case.id()))?;
    for (number, line) in (1..).zip(case.article.text.lines()) {
        writeln!(out, "{number:>4}  {}", printable(line))?;
    }
    writeln!(out)
}

fn expected(
    case: &Case,
    current: Option<&Vec<Claim>>,
    context: &Context,
    out: &mut dyn Write,
) -> io::Result<()> {
    let index = WordIndex::new(&case.article.text);
    let fates =
        current.map(|claims| align(case, &index, claims, context.config.threshold).expected);
    writeln!(out, "expected ({})", case.expected.len())?;
    for (at, expected) in case.expected.iter().enumerate() {
        let fate = match fates.as_ref().map(|fates| fates[at]) {
            Some(Fate::Found(pair)) => format!("found, similarity {:.2}", pair.similarity.value()),
            Some(Fate::Missing) if expected.is_required() => "missing".to_owned(),
            Some(Fate::Merged(_)) if expected.is_required() => {
                "missing, merged into another claim".to_owned()
            }
            Some(Fate::Missing | Fate::Merged(_)) => "not found".to_owned(),
            None => "not looked for".to_owned(),
        };
        let presence = match expected.presence {
            Presence::Required => String::new(),
            other => format!(" {other}"),
        };
        write!(out, "  {}{presence} [{fate}] ", one_line(&expected.id))?;
        write_claim(&case.article, &expected.claim, out)?;
    }
    writeln!(out)
}

fn list(
    case: &Case,
    what: &str,
    claims: &[Claim],
    context: &Context,
    out: &mut dyn Write,
) -> io::Result<()> {
    let index = WordIndex::new(&case.article.text);
    let alignment = align(case, &index, claims, context.config.threshold);
    let id = |at: usize| one_line(&case.expected[at].id);
    writeln!(out, "{what} ({})", claims.len())?;
    for (claim, standing) in claims.iter().zip(&alignment.extracted) {
        let standing = match standing {
            Standing::Matched(pair) => {
                let expected = &case.expected[pair.expected].claim;
                let is_wrong = |attribute: &&Attribute| {
                    attribute.agrees(&index, expected, claim) == Some(false)
                };
                let wrong: Vec<&str> = Attribute::ALL
                    .iter()
                    .filter(is_wrong)
                    .map(|attribute| attribute.word())
                    .collect();
                let wrong = if wrong.is_empty() {
                    String::new()
                } else {
                    format!(", wrong {}", wrong.join(", "))
                };
                format!("is {}{wrong}", id(pair.expected))
            }
            Standing::Optional(pair) => format!("is {}, not counted", id(pair.expected)),
            Standing::Forbidden(pair) => format!("is {}, forbidden", id(pair.expected)),
            Standing::Ignored => "in a stretch to be ignored".to_owned(),
            Standing::Spurious(Spurious::Unexpected) => "spurious".to_owned(),
            Standing::Spurious(Spurious::Ungrounded) => {
                "spurious, not in the article as given".to_owned()
            }
            Standing::Spurious(Spurious::Duplicate(_)) => "spurious, said already".to_owned(),
            Standing::Spurious(Spurious::Fragment(at)) => {
                format!("spurious, a fragment of {}", id(*at))
            }
        };
        write!(out, "  [{standing}] ")?;
        write_claim(&case.article, claim, out)?;
    }
    writeln!(out)
}
