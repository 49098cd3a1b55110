//! How far claims cover the same characters, without regard to words, thresholds or categories.
//!
//! In: a case, the claims extracted from its article, and their alignment. Out: the characters that both
//! cover, and for the attributed claims the measure by which attribution extractors are compared: content,
//! source and cue each as spans, trimmed of the punctuation and quotation marks at their ends, paired one
//! to one, the pair with the greatest intersection over union (IoU) first.

use std::{cmp::Ordering, collections::BTreeMap, ops::AddAssign};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Counts;
use crate::{
    align::{Alignment, Fate, Pair, Standing, WordIndex},
    model::{Attribution, Case, Claim, Content},
    text::{CodePoints, Span, trim},
};

/// The attributed claims, by the characters that their parts cover.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attributions {
    /// What is said.
    pub content: Coverage,
    /// The words that name who says it.
    pub source: Coverage,
    /// The words that signal it.
    pub cue: Coverage,
}

impl AddAssign for Attributions {
    fn add_assign(&mut self, other: Self) {
        self.content += other.content;
        self.source += other.source;
        self.cue += other.cue;
    }
}

/// How far expected and extracted stretches cover the same characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// Contents, sources or cues; matched where both cover the same characters.
    pub exact: Counts,
    /// Those paired with an IoU of at least one half.
    pub half: u64,
    /// Characters (code points).
    pub characters: Counts,
}

impl Coverage {
    /// The counts where an IoU of one half is enough.
    pub const fn at_half(self) -> Counts {
        Counts {
            matched: self.half,
            ..self.exact
        }
    }
}

impl AddAssign for Coverage {
    fn add_assign(&mut self, other: Self) {
        self.exact += other.exact;
        self.half += other.half;
        self.characters += other.characters;
    }
}

/// The attributed claims of both sides; optional and ignored ones count for nothing.
pub(super) fn attributions(
    case: &Case,
    points: &CodePoints<'_>,
    extracted: &[Claim],
    alignment: &Alignment,
) -> Attributions {
    let expected: Vec<&Claim> = case
        .expected
        .iter()
        .filter(|expected| expected.is_required())
        .map(|expected| &expected.claim)
        .filter(|claim| is_attributed(claim))
        .collect();
    let extracted: Vec<&Claim> = extracted
        .iter()
        .zip(&alignment.extracted)
        .filter(|(_, standing)| !matches!(standing, Standing::Optional(_) | Standing::Ignored))
        .map(|(claim, _)| claim)
        .filter(|claim| is_attributed(claim))
        .collect();
    if expected.is_empty() && extracted.is_empty() {
        return Attributions::default();
    }
    let compare = |part: fn(&Claim) -> Option<&Content>| {
        let stretches = |claims: &[&Claim]| -> Vec<Vec<Span>> {
            let contents = claims.iter().filter_map(|claim| part(claim));
            contents
                .map(|content| trimmed(&case.article.text, content))
                .filter(|spans| !spans.is_empty())
                .collect()
        };
        coverage(points, stretches(&expected), stretches(&extracted))
    };
    Attributions {
        content: compare(|claim| Some(&claim.content)),
        source: compare(|claim| claim.source.as_ref()?.mention.as_ref()),
        cue: compare(|claim| claim.cue.as_ref()),
    }
}

fn is_attributed(claim: &Claim) -> bool {
    match claim.attribution {
        Some(attribution) => attribution != Attribution::None,
        None => claim.source.is_some() || claim.cue.is_some(),
    }
}

fn trimmed(text: &str, content: &Content) -> Vec<Span> {
    let spans = content.spans().iter().map(|span| trim(text, *span));
    spans.filter(|span| !span.is_empty()).collect()
}

fn coverage(
    points: &CodePoints<'_>,
    mut expected: Vec<Vec<Span>>,
    mut extracted: Vec<Vec<Span>>,
) -> Coverage {
    expected.sort();
    extracted.sort();
    let count = |all: &[Vec<Span>]| all.len() as u64;
    let (wanted, found) = (union(expected.concat()), union(extracted.concat()));
    let mut coverage = Coverage {
        exact: Counts {
            expected: count(&expected),
            extracted: count(&extracted),
            matched: 0,
        },
        half: 0,
        characters: Counts {
            expected: length(points, &wanted),
            extracted: length(points, &found),
            matched: length(points, &intersection(&wanted, &found)),
        },
    };
    coverage.exact.matched = take_equal(&mut expected, &mut extracted);
    coverage.half = coverage.exact.matched + pairs(points, &expected, &extracted);
    coverage
}

/// Takes out of both sorted lists what they have in common, each as often as both have it, and says how
/// many that is: their IoU is the greatest there is.
fn take_equal(expected: &mut Vec<Vec<Span>>, extracted: &mut Vec<Vec<Span>>) -> u64 {
    let mut left: BTreeMap<Vec<Span>, u64> = BTreeMap::new();
    for spans in extracted.iter() {
        *left.entry(spans.clone()).or_default() += 1;
    }
    let before = expected.len();
    expected.retain(|spans| match left.get_mut(spans) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    });
    // What is left of a stretch is kept.
    extracted.retain(|spans| match left.get_mut(spans) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    });
    (before - expected.len()) as u64
}

/// A pair with its intersection and union, in code points.
struct Overlap {
    common: u64,
    union: u64,
    at: (usize, usize),
}

/// How many pairs there are with an IoU of at least one half, when each stretch is paired once and the
/// greatest IoU goes first.
fn pairs(points: &CodePoints<'_>, expected: &[Vec<Span>], extracted: &[Vec<Span>]) -> u64 {
    // The furthest end up to each: what ends before a stretch begins cannot meet it.
    let mut furthest = 0;
    let ends: Vec<usize> = extracted
        .iter()
        .map(|spans| {
            furthest = furthest.max(end_of(spans));
            furthest
        })
        .collect();
    let lengths: Vec<u64> = extracted
        .iter()
        .map(|spans| length(points, spans))
        .collect();
    let mut overlaps = Vec::new();
    for (wanted_at, wanted) in expected.iter().enumerate() {
        let size = length(points, wanted);
        let from = ends.partition_point(|end| *end <= wanted[0].start);
        let until = extracted.partition_point(|spans| spans[0].start < end_of(wanted));
        for found_at in from..until.max(from) {
            let other = lengths[found_at];
            // The shorter would have to cover half of the longer.
            if 2 * size < other || 2 * other < size {
                continue;
            }
            let common = length(points, &intersection(wanted, &extracted[found_at]));
            let union = size + other - common;
            if 2 * common >= union {
                overlaps.push(Overlap {
                    common,
                    union,
                    at: (wanted_at, found_at),
                });
            }
        }
    }
    overlaps.sort_by(|a, b| greater_iou_first(a, b).then_with(|| a.at.cmp(&b.at)));
    let mut taken = (vec![false; expected.len()], vec![false; extracted.len()]);
    let mut pairs = 0;
    for Overlap { at, .. } in overlaps {
        if !taken.0[at.0] && !taken.1[at.1] {
            (taken.0[at.0], taken.1[at.1]) = (true, true);
            pairs += 1;
        }
    }
    pairs
}

fn greater_iou_first(a: &Overlap, b: &Overlap) -> Ordering {
    let product = |x: u64, y: u64| u128::from(x) * u128::from(y);
    product(b.common, a.union).cmp(&product(a.common, b.union))
}

fn end_of(spans: &[Span]) -> usize {
    spans.last().map_or(0, |span| span.end)
}

fn length(points: &CodePoints<'_>, spans: &[Span]) -> u64 {
    spans.iter().map(|span| points.count(*span) as u64).sum()
}

/// The characters that expected and extracted claims cover.
pub(super) fn characters(
    case: &Case,
    index: &WordIndex<'_>,
    points: &CodePoints<'_>,
    extracted: &[Claim],
    alignment: &Alignment,
) -> Counts {
    let text = &case.article.text;
    let mut wanted = Vec::new();
    for (expected, fate) in case
        .expected
        .iter()
        .zip(&alignment.expected)
        .filter(|(expected, _)| expected.is_required())
    {
        let mut content = &expected.claim.content;
        if let (Fate::Found(pair), false) = (fate, expected.alternatives.is_empty()) {
            let found = &extracted[pair.extracted].content;
            let forms = expected.alternatives.iter().rev().chain([content]);
            content = forms
                .max_by_key(|form| index.similarity(form, found))
                .unwrap_or(content);
        }
        wanted.extend(content.spans().iter().map(|span| trim(text, *span)));
    }
    // What is expected in words of its own covers no characters, so neither does what matches it.
    let covers = |pair: &Pair| {
        let expected = &case.expected[pair.expected];
        let forms = expected
            .alternatives
            .iter()
            .chain([&expected.claim.content]);
        forms.into_iter().any(|form| !form.spans().is_empty())
    };
    let counted = |standing: &Standing| match standing {
        Standing::Optional(_) | Standing::Ignored => false,
        Standing::Matched(pair) => covers(pair),
        Standing::Forbidden(_) | Standing::Spurious(_) => true,
    };
    let claims = extracted
        .iter()
        .zip(&alignment.extracted)
        .filter(|(_, standing)| counted(standing));
    let found = claims
        .flat_map(|(claim, _)| claim.content.spans())
        .map(|span| trim(text, *span))
        .collect();
    let (wanted, found) = (union(wanted), union(found));
    Counts {
        expected: length(points, &wanted),
        extracted: length(points, &found),
        matched: length(points, &intersection(&wanted, &found)),
    }
}

fn union(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut union: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans.into_iter().filter(|span| !span.is_empty()) {
        match union.last_mut() {
            Some(last) if last.end >= span.start => last.end = last.end.max(span.end),
            _ => union.push(span),
        }
    }
    union
}

fn intersection(a: &[Span], b: &[Span]) -> Vec<Span> {
    let (mut at, mut other, mut common) = (0, 0, Vec::new());
    while let (Some(x), Some(y)) = (a.get(at), b.get(other)) {
        if x.overlaps(*y) {
            common.push(Span::new(x.start.max(y.start), x.end.min(y.end)));
        }
        if x.end <= y.end { at += 1 } else { other += 1 }
    }
    common
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "“It rains,” said Łucja. Bo added that it would snow.";

    fn spans(quotes: &[&[&str]]) -> Vec<Vec<Span>> {
        let span = |quote: &&str| {
            let start = TEXT.find(quote).expect("the quote is in the text");
            trim(TEXT, Span::new(start, start + quote.len()))
        };
        let spans = |quotes: &&[&str]| quotes.iter().map(span).collect();
        quotes.iter().map(spans).collect()
    }

    /// Asserts exact and half matches, and the characters in both.
    fn check(expected: &[&[&str]], extracted: &[&[&str]], counts: (u64, u64, u64)) {
        let points = CodePoints::new(TEXT);
        let found = coverage(&points, spans(expected), spans(extracted));
        assert_eq!(
            (found.exact.matched, found.half, found.characters.matched),
            counts
        );
    }

    #[test]
    fn marks_at_the_ends_do_not_matter() {
        check(&[&["“It rains,”"]], &[&["It rains"]], (1, 1, 8));
    }

    #[test]
    fn half_is_enough_for_half() {
        check(&[&["it would snow"]], &[&["it would"]], (0, 1, 8));
        check(&[&["it would snow"]], &[&["it"]], (0, 0, 2));
        check(&[&["Łucja"]], &[&["Łuc"]], (0, 1, 3));
    }

    #[test]
    fn each_is_paired_once() {
        check(
            &[&["it would snow"]],
            &[&["it would"], &["would snow"]],
            (0, 1, 13),
        );
        check(
            &[&["it would snow"], &["it would snow"]],
            &[&["it would snow"]],
            (1, 1, 13),
        );
    }

    #[test]
    fn pieces_make_one_stretch() {
        check(
            &[&["It rains", "it would snow"]],
            &[&["It rains", "it would snow"]],
            (1, 1, 21),
        );
        check(
            &[&["It rains", "it would snow"]],
            &[&["it would snow"]],
            (0, 1, 13),
        );
    }
}
