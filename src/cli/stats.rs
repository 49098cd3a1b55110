//! `claimsnap stats`: what is in the corpus.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use clap::Args;
use serde::Serialize;

use crate::{
    cli::{Context, Format, Output, Shared, Status, context::select, output},
    error::Error,
    model::{Case, Presence, Status as Confirmation},
    report::counted,
    text::{printable, words},
};

/// Which cases, and how to show the numbers.
#[derive(Clone, Debug, Default, Args)]
#[command(after_help = "Example: claimsnap stats --format json")]
pub struct StatsArguments {
    /// Only the cases that fit: an id, or a glob in which `*` also stands for `/`. May be repeated.
    #[arg(long, value_name = "GLOB")]
    pub filter: Vec<String>,
    /// Where the numbers go.
    #[command(flatten)]
    pub output: Output,
}

/// What is in a corpus. Forbidden claims count as claims only where presence is counted.
#[derive(Debug, Default, Serialize)]
struct Stats {
    articles: usize,
    words: usize,
    claims: usize,
    claims_per_100_words: f64,
    by_presence: BTreeMap<String, usize>,
    by_status: BTreeMap<String, usize>,
    by_category: BTreeMap<String, Spread>,
    by_attribution: BTreeMap<String, Spread>,
    by_split: BTreeMap<String, Spread>,
    by_topic: BTreeMap<String, Spread>,
    by_tag: BTreeMap<String, Spread>,
}

/// How many claims, in how many articles.
#[derive(Debug, Default, Serialize)]
struct Spread {
    claims: usize,
    articles: usize,
    #[serde(skip)]
    last: Option<usize>,
}

impl Spread {
    /// Counts one more claim, of the article with this number.
    fn add(&mut self, article: usize) {
        self.claims += 1;
        self.see(article);
    }

    /// Counts the article with this number, which may have no claim.
    fn see(&mut self, article: usize) {
        if self.last != Some(article) {
            self.last = Some(article);
            self.articles += 1;
        }
    }
}

/// Counts what is in the corpus.
///
/// # Errors
/// Where the corpus cannot be read.
pub(super) fn stats(shared: &Shared, arguments: &StatsArguments) -> Result<Status, Error> {
    let context = Context::open(shared)?;
    let corpus = context.corpus()?;
    let stats = count(&select(&corpus, &arguments.filter)?);
    output::write(arguments.output.output.as_deref(), |out| {
        match arguments.output.format {
            Format::Json => {
                serde_json::to_writer_pretty(&mut *out, &stats)?;
                writeln!(out)
            }
            Format::Text => text(&stats, out),
        }
    })?;
    Ok(Status::Fine)
}

fn count(cases: &[&Case]) -> Stats {
    let mut stats = Stats {
        articles: cases.len(),
        ..Stats::default()
    };
    for (number, case) in cases.iter().enumerate() {
        stats.words += words(&case.article.text).len();
        let topic = case.id().rsplit_once('/').map_or("", |(topic, _)| topic);
        let split = case.split.map_or("none", |split| split.word());
        stats
            .by_topic
            .entry(topic.to_owned())
            .or_default()
            .see(number);
        stats
            .by_split
            .entry(split.to_owned())
            .or_default()
            .see(number);
        for expected in &case.expected {
            *stats
                .by_presence
                .entry(expected.presence.to_string())
                .or_default() += 1;
            *stats
                .by_status
                .entry(expected.status.to_string())
                .or_default() += 1;
            for tag in &expected.tags {
                stats.by_tag.entry(tag.clone()).or_default().add(number);
            }
            if expected.presence == Presence::Forbidden
                || expected.status == Confirmation::Suggested
            {
                continue;
            }
            stats.claims += 1;
            let add = |map: &mut BTreeMap<String, Spread>, key: &str| {
                map.entry(key.to_owned()).or_default().add(number)
            };
            if let Some(category) = &expected.claim.category {
                add(&mut stats.by_category, &category.0);
            }
            if let Some(attribution) = expected.claim.attribution {
                add(&mut stats.by_attribution, attribution.word());
            }
            add(&mut stats.by_split, split);
            add(&mut stats.by_topic, topic);
        }
    }
    if stats.words > 0 {
        stats.claims_per_100_words = 100.0 * stats.claims as f64 / stats.words as f64;
    }
    stats
}

fn text(stats: &Stats, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "{}, {}, {}, {:.1} claims a hundred words",
        counted(stats.articles as u64, "article", "articles"),
        counted(stats.words as u64, "word", "words"),
        counted(stats.claims as u64, "claim", "claims"),
        stats.claims_per_100_words
    )?;
    let listed = |counts: &BTreeMap<String, usize>| {
        counts
            .iter()
            .map(|(name, count)| format!("{count} {name}"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    // Without a claim there is nothing to list.
    if stats.by_presence.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "annotations: {}; {}",
        listed(&stats.by_presence),
        listed(&stats.by_status)
    )?;
    let tables = [
        ("category", &stats.by_category),
        ("attribution", &stats.by_attribution),
        ("split", &stats.by_split),
        ("topic", &stats.by_topic),
        ("tag", &stats.by_tag),
    ];
    for (name, table) in tables.into_iter().filter(|(_, table)| !table.is_empty()) {
        let wide = table
            .keys()
            .map(|key| key.chars().count())
            .max()
            .unwrap_or(0)
            .max(name.len());
        writeln!(out, "\n{name:<wide$} {:>7} {:>9}", "claims", "articles")?;
        for (key, spread) in table {
            writeln!(
                out,
                "{:<wide$} {:>7} {:>9}",
                if key.is_empty() {
                    "-".into()
                } else {
                    printable(key)
                },
                spread.claims,
                spread.articles
            )?;
        }
    }
    Ok(())
}
