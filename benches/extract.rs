//! The built-in extractor, in bytes of text a second on one core.

use claimsnap::{Article, Extractor, extract::builtin::Builtin};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};

use generate::news;

mod generate;

fn extract(criterion: &mut Criterion) {
    let articles: Vec<Article> = (0..64)
        .map(|number| news(1, number, 30))
        .map(|news| Article::new(news.id, news.text))
        .collect();
    let builtin = Builtin::default();
    let bytes: usize = articles.iter().map(|article| article.text.len()).sum();
    let mut group = criterion.benchmark_group("extract");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.sample_size(10);
    group.bench_function("64 articles of 500 words", |bencher| {
        bencher.iter_batched(
            || &articles,
            |articles| {
                articles
                    .iter()
                    .map(|article| builtin.extract(article))
                    .collect::<Vec<_>>()
            },
            BatchSize::LargeInput,
        );
    });
    group.finish();
}

criterion_group!(benches, extract);
criterion_main!(benches);
