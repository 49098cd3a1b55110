//! Made-up news: articles with the claims in them, predictions that are nearly right, and intervals.
//!
//! Everything is assembled from the word lists below and follows from a seed, so that every run on
//! every machine measures the same. The sentences have what the built-in extractor looks for:
//! quotations, sources, cues, subordinate clauses, numbers, names with accents.

#![allow(
    dead_code,
    reason = "each bench is a crate of its own and uses a part of this"
)]

use std::ops::Range;

use claimsnap::text::CodePoints;
use serde_json::{Value, json};

/// A seeded source of numbers: SplitMix64 (Steele, Lea and Flood 2014).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, which is greater than 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// Whether this one time in `times` has come.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub(crate) fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }

    pub(crate) fn shuffle<T>(&mut self, all: &mut [T]) {
        for at in (1..all.len()).rev() {
            all.swap(at, self.below(at + 1));
        }
    }
}

/// An article and what is said in it.
pub(crate) struct News {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) claims: Vec<Said>,
}

/// One claim of an article, in bytes of its text.
#[derive(Clone)]
pub(crate) struct Said {
    pub(crate) content: Range<usize>,
    pub(crate) source: Option<Range<usize>>,
    pub(crate) cue: Option<Range<usize>>,
    pub(crate) category: &'static str,
    pub(crate) attribution: &'static str,
}

const PEOPLE: &[&str] = &[
    "Łukasz Wrona",
    "Maria Keller",
    "José Ibarra",
    "Ada Osei",
    "the mayor",
    "the minister",
    "a spokeswoman",
    "residents",
    "Tomáš Novák",
    "the central bank",
    "officials",
    "Ingrid Søndergaard",
    "the union",
    "he",
    "she",
    "Henry Abbott",
    "the company",
    "researchers",
    "the governor",
    "Amina Diallo",
];
const SAYING: &[&str] = &[
    "said",
    "warned",
    "added",
    "claimed",
    "announced",
    "argued",
    "told reporters",
    "insisted",
    "predicted",
    "stressed",
];
const SUBJECTS: &[&str] = &[
    "the harbour authority",
    "the northern district",
    "the government",
    "the new rail line",
    "the hospital",
    "the dairy industry",
    "a majority of voters",
    "the river",
    "the parliament",
    "the regional airline",
    "the school board",
    "the committee’s report",
    "the price of bread",
    "the ferry operator",
    "the opposition",
    "the power station",
];
const VERBS: &[&str] = &[
    "will close",
    "has rejected",
    "would have to repay",
    "has doubled",
    "is expected to sell",
    "lost",
    "approved",
    "cannot afford",
    "may postpone",
    "had promised",
    "caused",
    "has not published",
    "must reduce",
    "wants to build",
    "employs",
    "fell short of",
];
const OBJECTS: &[&str] = &[
    "the budget for the coming year",
    "three of its older bridges",
    "more than 4,500 jobs",
    "the loan of €12m",
    "an agreement with its neighbours",
    "the timetable",
    "a quarter of the harvest",
    "its plan for cheaper tickets",
    "the delays of last winter",
    "a safer crossing",
    "the second phase of the reform",
    "37 per cent of the seats",
    "the damage near the old market",
    "new rules for landlords",
];
const ENDINGS: &[&str] = &[
    "by the end of March",
    "after weeks of talks",
    "because costs rose sharply",
    "despite protests in the capital",
    "on Thursday",
    "for the first time since 2019",
    "in spite of a warning from the auditors",
    "without asking the council",
    "next year",
    "during the storm",
    "at a meeting in Gdańsk",
    "within 30 days",
];
const CATEGORIES: &[&str] = &[
    "quantity",
    "event",
    "property",
    "causal",
    "rule",
    "prediction",
    "position",
    "opinion",
];

/// Article `number` of a collection, of `sentences` sentences (17 words each, more or less) with a
/// claim in each.
pub(crate) fn news(seed: u64, number: usize, sentences: usize) -> News {
    let mut random = Random::new(seed ^ (number as u64).wrapping_mul(0xA24B_AED4_963E_E407));
    let mut news = News {
        id: format!("desk-{}/article-{number:06}", number % 50),
        title: format!("{} {}", capital(random.pick(SUBJECTS)), random.pick(VERBS)),
        text: String::new(),
        claims: Vec::new(),
    };
    for sentence in 0..sentences {
        if sentence > 0 {
            news.text
                .push_str(if sentence % 4 == 0 { "\n\n" } else { " " });
        }
        let said = sentence_into(&mut news.text, &mut random);
        news.claims.push(said);
    }
    news.text.push('\n');
    news
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

fn clause(random: &mut Random) -> String {
    let mut words = [
        random.pick(SUBJECTS),
        random.pick(VERBS),
        random.pick(OBJECTS),
        random.pick(ENDINGS),
    ]
    .join(" ");
    if random.once_in(4) {
        words = format!("{words}, {}", random.pick(ENDINGS));
    }
    words
}

fn sentence_into(text: &mut String, random: &mut Random) -> Said {
    let push = |text: &mut String, words: &str| {
        let start = text.len();
        text.push_str(words);
        start..text.len()
    };
    let person = random.pick(PEOPLE);
    let verb = random.pick(SAYING);
    let clause = clause(random);
    let (content, source, cue, attribution);
    match random.below(5) {
        0 => {
            content = push(text, &format!("“{},”", capital(&clause)));
            text.push(' ');
            source = Some(push(text, person));
            text.push(' ');
            cue = Some(push(text, verb));
            attribution = "direct";
        }
        1 => {
            cue = Some(push(text, "According to"));
            text.push(' ');
            source = Some(push(text, person));
            text.push_str(", ");
            content = push(text, &clause);
            attribution = "indirect";
        }
        2 => {
            content = push(text, &capital(&clause));
            (source, cue, attribution) = (None, None, "none");
        }
        _ => {
            source = Some(push(text, &capital(person)));
            text.push(' ');
            cue = Some(push(text, verb));
            text.push(' ');
            content = push(text, &format!("that {clause}"));
            attribution = "indirect";
        }
    }
    text.push('.');
    Said {
        content,
        source,
        cue,
        category: random.pick(CATEGORIES),
        attribution,
    }
}

/// Where a record says that its words stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Places {
    /// In code points, beside the words.
    Spans,
    /// Nowhere: the words have to be found, with `occurrence` where the gold has them twice.
    Quotes,
}

/// The line of gold for an article.
pub(crate) fn gold_line(news: &News, places: Places) -> String {
    let claims = records(news, &news.claims, places, true);
    json!({"id": news.id, "title": news.title, "text": news.text, "claims": claims}).to_string()
}

/// The annotations of an article as a file of a corpus.
pub(crate) fn case_file(news: &News) -> String {
    let claims = records(news, &news.claims, Places::Quotes, true);
    json!({"title": news.title, "claims": claims}).to_string()
}

/// An extractor's answer to an article: most claims right, some cut short, some in another
/// category, some instead of others.
pub(crate) fn prediction_line(news: &News, seed: u64, places: Places) -> String {
    json!({"id": news.id, "claims": records(news, &predicted(news, seed), places, false)})
        .to_string()
}

fn predicted(news: &News, seed: u64) -> Vec<Said> {
    let mut random = Random::new(seed ^ news.text.len() as u64);
    let mut claims = news.claims.clone();
    for at in 0..claims.len() {
        let words = &news.text[claims[at].content.clone()];
        match random.below(10) {
            // Without its last words.
            0 | 1 => claims[at].content.end -= words.len() - cut(words, 2 + random.below(4)),
            // Far too short.
            2 => claims[at].content.end -= words.len() - cut(words, 8),
            3 => claims[at].category = random.pick(CATEGORIES),
            // The one before once more.
            4 if at > 0 => claims[at] = claims[at - 1].clone(),
            _ => {}
        }
    }
    claims
}

/// Where the last `count` words of `words` begin, the space before them included; at least one
/// word is left.
fn cut(words: &str, count: usize) -> usize {
    let spaces: Vec<usize> = words.match_indices(' ').map(|(at, _)| at).collect();
    spaces[spaces.len().saturating_sub(count).min(spaces.len() - 1)]
}

fn records(news: &News, claims: &[Said], places: Places, gold: bool) -> Vec<Value> {
    let points = CodePoints::new(&news.text);
    let mention = |range: &Range<usize>| {
        let words = &news.text[range.clone()];
        match places {
            Places::Quotes => json!({"quote": words}),
            Places::Spans => {
                json!({"quote": words, "spans": [[points.at_byte(range.start), points.at_byte(range.end)]]})
            }
        }
    };
    let record = |said: &Said| {
        let mut record = mention(&said.content);
        record["category"] = said.category.into();
        record["attribution"] = said.attribution.into();
        if let Some(source) = &said.source {
            record["source"] = mention(source);
        }
        if let Some(cue) = &said.cue {
            record["cue"] = mention(cue);
        }
        let words = &news.text[said.content.clone()];
        let before = news.text[..said.content.start].matches(words).count();
        if gold && places == Places::Quotes && news.text.matches(words).count() > 1 {
            record["occurrence"] = (before + 1).into();
        }
        if !gold {
            record["confidence"] = 0.75.into();
        }
        record
    };
    claims.iter().map(record).collect()
}

/// A text of so many different words.
pub(crate) fn words(count: usize) -> String {
    (0..count).map(|word| format!("w{word} ")).collect()
}
