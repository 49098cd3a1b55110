//! `claimsnap extract`: the claims of any text.

use std::{
    io::{self, Read, Write},
    path::{Path, PathBuf},
    sync::atomic::Ordering,
};

use clap::{Args, ValueEnum};
use serde::Deserialize;

use crate::{
    cli::{Context, Shared, Status, context::interruption, output},
    config::BUILTIN,
    corpus::decode,
    error::Error,
    extract::{
        Extraction, Extractor,
        builtin::{Builtin, Explained},
        extract as extract_one,
    },
    model::{Article, Claim},
    stream::{Line, Lines, file_of},
    text::{line_column, one_line, printable},
    wire::{Answer, Detail, records},
};

mod explain;

use explain::write_explained;

/// From what to extract.
#[derive(Clone, Debug, Default, Args)]
#[command(after_help = "\
A file that ends in `.jsonl` holds one article a line: {\"id\", \"text\"} and, where known, title,
published and language; other keys are left alone, so that gold can be extracted from. Any other file
is one article, and so is standard input. An article of the corpus is known by its case id, so that
`claimsnap score` can score the output.

Exit code 1 where an article could not be done.

Example: claimsnap extract corpus/*/*.txt > predictions.jsonl")]
pub struct ExtractArguments {
    /// Files to read; standard input where there is none, or for `-`.
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// JSON Lines for programs, or text for people.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: ExtractFormat,
    /// For people, each claim of the built-in extractor with the stage and rule that found it, its
    /// confidence, and what weighed most in each decision; what was dropped too.
    #[arg(long, conflicts_with = "format")]
    pub explain: bool,
    /// A file to write to instead of standard output; it is replaced as a whole or not at all.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// The form of extracted claims.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ExtractFormat {
    /// One line an article, as in the extractor protocol.
    #[default]
    Json,
    /// For people.
    Text,
}

/// Extracts the claims of each article and writes them as they come.
///
/// # Errors
/// Where a file cannot be read, or the extractor not be started.
pub(super) fn extract(shared: &Shared, arguments: &ExtractArguments) -> Result<Status, Error> {
    let context = Context::open(shared)?;
    let interrupted = interruption()?;
    if arguments.explain && context.extractor != BUILTIN {
        return Err(Error::unusable(
            format!("`{}` cannot be explained", context.extractor),
            "--explain shows how the built-in extractor decides; add `--extractor builtin`",
        ));
    }
    let task = if arguments.explain {
        Task::Explain(context.builtin()?)
    } else {
        Task::Extract(context.extractor(&interrupted)?)
    };
    let text = arguments.explain || arguments.format == ExtractFormat::Text;
    let files = if arguments.files.is_empty() {
        vec![PathBuf::from("-")]
    } else {
        arguments.files.clone()
    };
    let lines = |file: &PathBuf| {
        file.extension()
            .is_some_and(|extension| extension == "jsonl")
    };
    let many = files.len() > 1 || files.iter().any(lines);
    let mut status = Status::Fine;
    let mut stopped = Ok(());
    let extract_all = |out: &mut dyn Write| {
        for file in &files {
            let each = articles(file, &context.config.corpus, |article| {
                let done = task.run(&article);
                if interrupted.load(Ordering::Relaxed) {
                    return Err(Error::Interrupted);
                }
                if matches!(&done, Done::Extracted(extraction) if extraction.outcome.is_err()) {
                    status = Status::NotPassed;
                }
                if text && many {
                    writeln!(out, "{}", printable(&article.id))
                        .map_err(Error::io("write to", "the output"))?;
                }
                match &done {
                    Done::Extracted(extraction) => {
                        write_one(&article, extraction, arguments.format, out)
                    }
                    Done::Explained(explained) => write_explained(&article, explained, out),
                }
                .map_err(Error::io("write to", "the output"))
            });
            if let Err(error) = each {
                // A broken pipe is for the writer to deal with.
                if let Error::Io { source, .. } = &error
                    && source.kind() == io::ErrorKind::BrokenPipe
                {
                    return Err(io::ErrorKind::BrokenPipe.into());
                }
                stopped = Err(error);
                // What standard output has got stays; a file is replaced as a whole or not at all.
                return match arguments.output {
                    None => Ok(()),
                    Some(_) => Err(io::ErrorKind::Interrupted.into()),
                };
            }
        }
        Ok(())
    };
    let target = arguments.output.as_deref();
    let written = match text {
        true => output::write(target, extract_all),
        false => output::write_as_is(target, extract_all),
    };
    stopped?;
    written?;
    if let Task::Extract(extractor) = task {
        for (id, failure) in extractor.finish() {
            status = Status::NotPassed;
            writeln!(anstream::stderr(), "{}: {failure}", printable(&id)).ok();
        }
    }
    Ok(status)
}

/// What is done with each article.
enum Task {
    Extract(Box<dyn Extractor>),
    Explain(Builtin),
}

/// What came of an article.
enum Done {
    Extracted(Extraction),
    Explained(Vec<Explained>),
}

impl Task {
    fn run(&self, article: &Article) -> Done {
        match self {
            Self::Extract(extractor) => Done::Extracted(extract_one(&**extractor, article)),
            Self::Explain(builtin) => Done::Explained(builtin.explain(article)),
        }
    }
}

/// Hands each article of a file on.
fn articles(
    file: &Path,
    corpus: &Path,
    mut each: impl FnMut(Article) -> Result<(), Error>,
) -> Result<(), Error> {
    if file
        .extension()
        .is_some_and(|extension| extension == "jsonl")
    {
        let mut lines = Lines::open(file)?;
        while let Some(line) = lines.line()? {
            if !line.text.trim().is_empty() {
                each(article_of(file, &line)?)?;
            }
        }
        return Ok(());
    }
    if file == Path::new("-") {
        return each(Article::new("-", standard_input()?));
    }
    let annotations = file.with_extension("json");
    let article = match case_id(file, corpus) {
        // What is known of an article of the corpus is asked along with it, as `claimsnap test` does.
        Some(id) if annotations.is_file() => Article {
            id,
            ..crate::corpus::read_pair(file, &annotations)?.case.article
        },
        id => {
            let path = || {
                file.display()
                    .to_string()
                    .replace(std::path::MAIN_SEPARATOR, "/")
            };
            Article::new(id.unwrap_or_else(path), crate::corpus::read_article(file)?)
        }
    };
    each(article)
}

/// Standard input as any file is read, so that offsets are the same.
fn standard_input() -> Result<String, Error> {
    let mut bytes = Vec::new();
    io::stdin()
        .read_to_end(&mut bytes)
        .map_err(Error::io("read", "standard input"))?;
    let file = decode("standard input", bytes).map_err(|fault| Error::Faults(vec![*fault]))?;
    Ok(file.text.to_string())
}

/// The case id of an article of the corpus.
fn case_id(file: &Path, corpus: &Path) -> Option<String> {
    let real = |path: &Path| path.canonicalize().ok();
    let (file, corpus) = (real(file)?, real(corpus)?);
    let inside = file.strip_prefix(corpus).ok()?.with_extension("");
    Some(
        inside
            .display()
            .to_string()
            .replace(std::path::MAIN_SEPARATOR, "/"),
    )
}

/// A line of a `.jsonl` file. Annotations and whatever else stands in it are left alone, so that gold can be
/// extracted from as it is.
#[derive(Deserialize)]
#[serde(expecting = "an article")]
struct ArticleLine {
    id: String,
    #[serde(default)]
    title: Option<String>,
    text: String,
    #[serde(default)]
    published: Option<String>,
    #[serde(default)]
    language: Option<String>,
}

fn article_of(file: &Path, source: &Line) -> Result<Article, Error> {
    let text = &source.text;
    let line: ArticleLine = serde_json::from_str(text).map_err(|error| {
        let at = text.floor_char_boundary(error.column().saturating_sub(1).min(text.len()));
        let file = file_of(file, source);
        let words = error.to_string();
        let words = words.split(" at line ").next().unwrap_or_default();
        let mut fault = file.fault(at..at, format!("this is no article: {words}"), "here");
        fault
            .help
            .push("write one object a line: {\"id\": \"a\", \"text\": \"...\"}".to_owned());
        Error::Faults(vec![fault])
    })?;
    Ok(Article {
        id: line.id,
        title: line.title,
        text: line.text,
        published: line.published,
        language: line.language,
    })
}

fn write_one(
    article: &Article,
    extraction: &Extraction,
    format: ExtractFormat,
    out: &mut dyn Write,
) -> io::Result<()> {
    match (format, &extraction.outcome) {
        (ExtractFormat::Json, outcome) => {
            let answer = Answer {
                id: article.id.clone(),
                claims: outcome
                    .as_ref()
                    .ok()
                    .map(|claims| records(article, claims, Detail::Full)),
                error: outcome.as_ref().err().map(ToString::to_string),
            };
            serde_json::to_writer(&mut *out, &answer)?;
            writeln!(out)
        }
        (ExtractFormat::Text, Ok(claims)) => {
            for claim in claims {
                write_claim(article, claim, out)?;
            }
            Ok(())
        }
        (ExtractFormat::Text, Err(failure)) => writeln!(
            out,
            "{}: {}",
            printable(&article.id),
            printable(&failure.to_string())
        ),
    }
}

/// One claim on two lines: where and what, then who says so.
pub(super) fn write_claim(article: &Article, claim: &Claim, out: &mut dyn Write) -> io::Result<()> {
    let text = &article.text;
    if let Some(span) = claim.content.spans().first() {
        let (line, column) = line_column(text, span.start);
        write!(out, "{line}:{column} ")?;
    }
    let category = claim
        .category
        .as_ref()
        .map_or("-", |category| category.0.as_str());
    writeln!(
        out,
        "{} {}",
        one_line(category),
        one_line(&claim.content.display(text).replace('\n', " "))
    )?;
    let mut who = Vec::new();
    if let Some(attribution) = claim.attribution {
        who.push(attribution.to_string());
    }
    if let Some(source) = &claim.source {
        let mention = source.mention.as_ref().map(|mention| mention.display(text));
        // "The mayor" at the beginning of a sentence is "the mayor".
        let is_mention = |name: &str| {
            mention
                .as_ref()
                .is_some_and(|one| one.to_lowercase() == name.to_lowercase())
        };
        let name = source.name.clone().filter(|name| !is_mention(name));
        let shown = match (mention, name) {
            (Some(mention), Some(name)) => format!("{mention} ({name})"),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => "unnamed".to_owned(),
        };
        who.push(format!("source {shown}"));
    }
    if let Some(cue) = &claim.cue {
        who.push(format!("cue {}", cue.display(text)));
    }
    if who.is_empty() {
        Ok(())
    } else {
        writeln!(out, "    {}", one_line(&who.join(", ")))
    }
}
