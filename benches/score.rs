//! Scoring predictions against gold from two files, in bytes of both a second.

use std::{fs, io::Write};

use claimsnap::{
    align::Threshold,
    stream::{Options, score_files},
};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

use generate::{Places, Random, gold_line, news, prediction_line};

mod generate;

fn score(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("score");
    group.sample_size(10);
    for (name, places, shuffled) in [
        ("with spans, in the same order", Places::Spans, false),
        ("with spans, shuffled", Places::Spans, true),
        ("quotes only, in the same order", Places::Quotes, false),
    ] {
        let articles: Vec<_> = (0..500).map(|number| news(1, number, 30)).collect();
        let gold: Vec<String> = articles
            .iter()
            .map(|news| gold_line(news, places))
            .collect();
        let mut given: Vec<String> = articles
            .iter()
            .map(|news| prediction_line(news, 2, places))
            .collect();
        if shuffled {
            Random::new(3).shuffle(&mut given);
        }
        let (gold, given) = (file_of(&gold), file_of(&given));
        let bytes =
            [&gold, &given].map(|file| fs::metadata(file.path()).expect("it was written").len());
        group.throughput(Throughput::Bytes(bytes.iter().sum()));
        let options = Options {
            threshold: Threshold::OVERLAP,
            rows: false,
            sweep: false,
            split: None,
        };
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                score_files(gold.path(), given.path(), options)
                    .expect("the generated files have no faults")
            });
        });
    }
    group.finish();
}

fn file_of(lines: &[String]) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().expect("there is a temporary folder");
    file.write_all((lines.join("\n") + "\n").as_bytes())
        .expect("it can be written to");
    file
}

criterion_group!(benches, score);
criterion_main!(benches);
