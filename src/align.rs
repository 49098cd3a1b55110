//! Which extracted claim is which expected claim.
//!
//! In: a case and the claims extracted from its article. Out: an [`Alignment`], as indices: what
//! each extracted claim stands for and what became of each expected one. Text is looked up only
//! when an alignment is shown.
//!
//! Two claims may be paired where their similarity reaches a threshold, and the pairs are those
//! whose similarities have the greatest sum (by shortest augmenting paths, on integers). Everything is counted in words and
//! compared as integers, so the result is the same on every machine and for any order of either
//! side.

use std::{cmp::Ordering, collections::BTreeMap};

use crate::model::{Case, Claim, Content, compare};

mod assign;
mod pair;
mod words;

pub use words::WordIndex;

use pair::{Item, Items, pair};
use words::{Cover, Holders};

/// How alike two claims are: `2 * common / total`, the Dice coefficient of the words they cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Similarity {
    /// Words in common.
    pub common: u32,
    /// Words of the one and words of the other.
    pub total: u32,
}

impl Similarity {
    /// From 0 to 1.
    pub fn value(self) -> f64 {
        if self.total == 0 {
            0.0
        } else {
            2.0 * f64::from(self.common) / f64::from(self.total)
        }
    }

    /// Whether it reaches `threshold`.
    pub const fn reaches(self, threshold: Threshold) -> bool {
        self.common > 0 && 2000 * self.common as u64 >= threshold.0 as u64 * self.total as u64
    }

    /// Whether both cover the same words.
    pub const fn is_exact(self) -> bool {
        self.common > 0 && 2 * self.common == self.total
    }
}

impl Ord for Similarity {
    fn cmp(&self, other: &Self) -> Ordering {
        let cross = |a: Self, b: Self| u64::from(a.common) * u64::from(b.total.max(1));
        cross(*self, *other)
            .cmp(&cross(*other, *self))
            .then(other.total.cmp(&self.total))
    }
}

impl PartialOrd for Similarity {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A similarity that has to be reached, in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Threshold(u32);

impl Threshold {
    /// From which on a pair counts as a match, unless the configuration says otherwise.
    pub const OVERLAP: Self = Self(500);
    /// From which on a match counts as close.
    pub const CLOSE: Self = Self(800);

    /// From a number above 0 and up to 1; `None` for any other.
    pub fn new(value: f64) -> Option<Self> {
        let thousandths = (value * 1000.0).round();
        (1.0..=1000.0)
            .contains(&thousandths)
            .then_some(Self(thousandths as u32))
    }

    /// In thousandths.
    pub const fn thousandths(self) -> u32 {
        self.0
    }
}

/// An expected and an extracted claim that are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Index of the expected claim.
    pub expected: usize,
    /// Index of the extracted claim.
    pub extracted: usize,
    /// How alike they are.
    pub similarity: Similarity,
}

/// What an extracted claim stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is a required claim.
    Matched(Pair),
    /// It is an optional or merely suggested claim, and counts for nothing.
    Optional(Pair),
    /// It lies mostly in a stretch to be ignored, and counts for nothing.
    Ignored,
    /// It is a forbidden claim.
    Forbidden(Pair),
    /// It is no expected claim, for this reason.
    Spurious(Spurious),
}

/// Why an extracted claim is no expected claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spurious {
    /// Nothing like it is expected.
    Unexpected,
    /// Its words are not in the article as given.
    Ungrounded,
    /// It has the words of another extracted claim, of this index.
    Duplicate(usize),
    /// It lies mostly inside the expected claim of this index, which another claim has matched.
    Fragment(usize),
}

/// What became of an expected claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// An extracted claim is it.
    Found(Pair),
    /// No extracted claim is it.
    Missing,
    /// No extracted claim is it, and it lies mostly inside the extracted claim of this index,
    /// which is another expected claim.
    Merged(usize),
}

/// Which extracted claim is which expected claim.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Alignment {
    /// For each expected claim what became of it.
    pub expected: Vec<Fate>,
    /// For each extracted claim what it stands for.
    pub extracted: Vec<Standing>,
}

/// Aligns the claims extracted from the article of `case` with those expected of it; `index` is of
/// the article's text.
pub fn align(
    case: &Case,
    index: &WordIndex<'_>,
    extracted: &[Claim],
    threshold: Threshold,
) -> Alignment {
    let claims = case
        .expected
        .iter()
        .map(|expected| &expected.claim)
        .chain(extracted);
    let mut items = Items::new(index, claims);
    let rows: Vec<Item<'_>> = case
        .expected
        .iter()
        .map(|expected| items.of_expected(expected))
        .collect();
    let columns: Vec<Item<'_>> = extracted
        .iter()
        .map(|claim| items.of_claim(claim))
        .collect();
    let pairs = pair(&rows, &columns, threshold);
    let mut alignment = Alignment {
        expected: vec![Fate::Missing; rows.len()],
        extracted: vec![Standing::Spurious(Spurious::Unexpected); columns.len()],
    };
    for pair in pairs {
        let expected = &case.expected[pair.expected];
        alignment.expected[pair.expected] = Fate::Found(pair);
        alignment.extracted[pair.extracted] = if expected.is_required() {
            Standing::Matched(pair)
        } else if expected.is_forbidden() {
            Standing::Forbidden(pair)
        } else {
            Standing::Optional(pair)
        };
    }
    let ignore = index.covered(&case.ignore);
    name_spurious(&mut alignment, extracted, &rows, &columns, &ignore);
    name_merged(&mut alignment, &rows, &columns);
    alignment
}

/// The pairs of two lists of claims about the same text that are the same claim, by index; the
/// first list's claims stand as the expected ones.
pub fn align_claims(
    index: &WordIndex<'_>,
    before: &[&Claim],
    after: &[&Claim],
    threshold: Threshold,
) -> Vec<Pair> {
    let mut items = Items::new(index, before.iter().chain(after).copied());
    let rows: Vec<Item<'_>> = before.iter().map(|claim| items.of_claim(claim)).collect();
    let columns: Vec<Item<'_>> = after.iter().map(|claim| items.of_claim(claim)).collect();
    pair(&rows, &columns, threshold)
}

fn name_spurious(
    alignment: &mut Alignment,
    extracted: &[Claim],
    rows: &[Item<'_>],
    columns: &[Item<'_>],
    ignore: &Cover,
) {
    // The first claim with some words is the original; a matched one before any other.
    let mut originals: BTreeMap<(&Cover, &[Vec<u32>]), usize> = BTreeMap::new();
    let is_spurious = |standing: &Standing| matches!(standing, Standing::Spurious(_));
    let mut order: Vec<usize> = (0..columns.len()).collect();
    order.sort_by(|a, b| {
        let matched_last = |at: &usize| is_spurious(&alignment.extracted[*at]);
        matched_last(a)
            .cmp(&matched_last(b))
            .then_with(|| compare(&extracted[*a], &extracted[*b]))
    });
    let found = |(at, fate): (usize, &Fate)| matches!(fate, Fate::Found(_)).then_some(at);
    let matched: Vec<usize> = alignment
        .expected
        .iter()
        .enumerate()
        .filter_map(found)
        .collect();
    let matched = Holders::new(matched.iter().map(|at| (*at, rows[*at].cover())));
    for at in order {
        let (cover, bags) = (columns[at].cover(), columns[at].bags.as_slice());
        let wordless = cover.count == 0 && bags.is_empty();
        let original = if wordless {
            at
        } else {
            *originals.entry((cover, bags)).or_insert(at)
        };
        if !is_spurious(&alignment.extracted[at]) {
            continue;
        }
        alignment.extracted[at] = if matches!(extracted[at].content, Content::Ungrounded(_)) {
            Standing::Spurious(Spurious::Ungrounded)
        } else if cover.lies_mostly_in(ignore) {
            Standing::Ignored
        } else if original != at {
            Standing::Spurious(Spurious::Duplicate(original))
        } else if let Some(holder) = matched.holder_of(cover) {
            Standing::Spurious(Spurious::Fragment(holder))
        } else {
            Standing::Spurious(Spurious::Unexpected)
        };
    }
}

fn name_merged(alignment: &mut Alignment, rows: &[Item<'_>], columns: &[Item<'_>]) {
    let matched =
        |(at, standing): (usize, &Standing)| matches!(standing, Standing::Matched(_)).then_some(at);
    let matched: Vec<usize> = alignment
        .extracted
        .iter()
        .enumerate()
        .filter_map(matched)
        .collect();
    let matched = Holders::new(matched.iter().map(|at| (*at, columns[*at].cover())));
    for (at, fate) in alignment.expected.iter_mut().enumerate() {
        if *fate == Fate::Missing
            && let Some(holder) = matched.holder_of(rows[at].cover())
        {
            *fate = Fate::Merged(holder);
        }
    }
}

#[cfg(test)]
mod tests;
