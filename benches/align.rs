//! One article with thousands of claims, aligned optimally; in claims of both sides a second.
//!
//! Each shape is hard in its own way: many candidates for each claim, long chains along which a
//! better assignment is found, nothing but ties, or simply a great many claims.

use claimsnap::{
    Article, Claim,
    align::{Threshold, WordIndex, align},
    model::{Case, Expected},
};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

use generate::{Random, words};

mod generate;

const WORDS: usize = 20_000;

/// Half-open ranges of words, and a category.
type Shape = Vec<(usize, usize, &'static str)>;

fn intervals(count: usize, mut next: impl FnMut(usize) -> (usize, usize, &'static str)) -> Shape {
    (0..count).map(&mut next).collect()
}

/// As long as a claim is in the news.
fn random(count: usize, words: usize, seed: u64) -> Shape {
    let mut random = Random::new(seed);
    intervals(count, |_| {
        let length = 5 + random.below(30);
        let start = random.below(words - length);
        (start, start + length, random.pick(&["event", "opinion"]))
    })
}

/// Of any length.
fn long(count: usize, seed: u64) -> Shape {
    let mut random = Random::new(seed);
    intervals(count, |_| {
        let (a, b) = (random.below(WORDS), random.below(WORDS));
        (a.min(b), a.max(b) + 1, "event")
    })
}

/// One in another.
fn nested(count: usize, shift: usize) -> Shape {
    intervals(count, |at| {
        (2 * at + shift, WORDS - 2 * at - shift, "event")
    })
}

/// Each over the next ones.
fn chain(count: usize, shift: usize, length: usize) -> Shape {
    intervals(count, |at| {
        (4 * at + shift, 4 * at + shift + length, "event")
    })
}

/// All the same, in categories by turns.
fn equal(count: usize, categories: &[&'static str]) -> Shape {
    intervals(count, |at| (100, 120, categories[at % categories.len()]))
}

/// Few places, each for many claims.
fn ties(count: usize, shift: usize) -> Shape {
    intervals(count, |at| {
        (10 * (at % 40) + shift, 10 * (at % 40) + shift + 40, "event")
    })
}

fn aligned(criterion: &mut Criterion) {
    let text = words(WORDS);
    let starts: Vec<usize> = text
        .match_indices('w')
        .map(|(at, _)| at)
        .chain([text.len()])
        .collect();
    let article = Article::new("a", text.as_str());
    let claims = |shape: &Shape| -> Vec<Claim> {
        let claim = |&(from, to, category): &(usize, usize, &str)| Claim {
            category: Some(category.into()),
            ..Claim::new(article.slice(starts[from]..starts[to] - 1))
        };
        shape.iter().map(claim).collect()
    };
    let mut group = criterion.benchmark_group("align");
    group.sample_size(10);
    for (name, expected, extracted) in [
        (
            "4000 random",
            random(4000, WORDS, 1),
            random(4000, WORDS, 2),
        ),
        (
            "4000 random, crowded",
            random(4000, 2000, 1),
            random(4000, 2000, 2),
        ),
        ("4000 of any length", long(4000, 1), long(4000, 2)),
        ("4000 nested", nested(4000, 0), nested(4000, 1)),
        ("4000 in a chain", chain(4000, 0, 40), chain(4000, 2, 40)),
        (
            "4000 in a chain, each over a hundred",
            chain(4000, 0, 400),
            chain(4000, 2, 400),
        ),
        (
            "4000 equal",
            equal(4000, &["event"]),
            equal(4000, &["event"]),
        ),
        (
            "4000 equal but for the category",
            equal(4000, &["event", "rule"]),
            equal(4000, &["rule", "other", "event"]),
        ),
        ("4000 with ties everywhere", ties(4000, 0), ties(4000, 3)),
        (
            "20000 random",
            random(20_000, WORDS, 1),
            random(20_000, WORDS, 2),
        ),
        (
            "30 of an article of 500 words",
            random(30, 500, 1),
            random(30, 500, 2),
        ),
    ] {
        let mut case = Case::new(article.clone());
        let expected = claims(&expected).into_iter().enumerate();
        case.expected = expected
            .map(|(at, claim)| Expected::new(format!("c{at}"), claim))
            .collect();
        let extracted = claims(&extracted);
        let index = WordIndex::new(&article.text);
        group.throughput(Throughput::Elements(
            (case.expected.len() + extracted.len()) as u64,
        ));
        group.bench_function(name, |bencher| {
            bencher.iter(|| align(&case, &index, &extracted, Threshold::OVERLAP));
        });
    }
    group.finish();
}

criterion_group!(benches, aligned);
criterion_main!(benches);
