//! Which claims may be paired at all, and which of those pairs are the best.
//!
//! In: two lists of claims about one text. Out: pairs by index, none twice, whose similarities have
//! the greatest sum.

use std::{cmp::Ordering, collections::HashMap};

use crate::{
    model::{Claim, Content, Expected, Source, compare},
    text::words,
};

use super::{
    Pair, Similarity, Threshold,
    assign::{Edge, Weight, assign},
    words::{Cover, Holders, WordIndex},
};

/// A claim as the assignment sees it.
pub(super) struct Item<'a> {
    claim: &'a Claim,
    required: bool,
    /// Whether it has a place in the article, or claims to; it is then compared by place with
    /// others that have.
    located: bool,
    /// The words it covers, its own content first, then the alternatives. None where the article
    /// does not bear it out.
    covers: Vec<Cover>,
    /// The ways to word it, for comparison with a claim that has no place.
    pub(super) bags: Vec<Vec<u32>>,
}

impl Item<'_> {
    /// The words of the claim's own content.
    pub(super) fn cover(&self) -> &Cover {
        &self.covers[0]
    }

    fn similarity(&self, other: &Self) -> Similarity {
        let none = Similarity {
            common: 0,
            total: 0,
        };
        if self.located && other.located {
            let each = |mine: &Cover| {
                other
                    .covers
                    .iter()
                    .map(|theirs| mine.similarity(theirs))
                    .max()
            };
            return self.covers.iter().filter_map(each).max().unwrap_or(none);
        }
        let each = |mine: &Vec<u32>| {
            other
                .bags
                .iter()
                .map(|theirs| bag_similarity(mine, theirs))
                .max()
        };
        self.bags.iter().filter_map(each).max().unwrap_or(none)
    }
}

/// Makes items of claims about one text.
pub(super) struct Items<'t> {
    index: &'t WordIndex<'t>,
    /// Numbers for case-folded words.
    numbers: HashMap<String, u32>,
    /// Whether any claim has no place, so that words have to be compared.
    by_words: bool,
}

impl<'t> Items<'t> {
    pub(super) fn new<'a>(
        index: &'t WordIndex<'t>,
        mut claims: impl Iterator<Item = &'a Claim>,
    ) -> Self {
        let by_words = claims.any(|claim| matches!(claim.content, Content::Words(_)));
        Self {
            index,
            numbers: HashMap::new(),
            by_words,
        }
    }

    pub(super) fn of_claim<'a>(&mut self, claim: &'a Claim) -> Item<'a> {
        let mut item = Item {
            claim,
            required: true,
            located: !matches!(claim.content, Content::Words(_)),
            covers: vec![self.index.covered(claim.content.spans())],
            bags: Vec::new(),
        };
        // What the article does not bear out is like nothing.
        if self.by_words && !matches!(claim.content, Content::Ungrounded(_)) {
            item.bags
                .push(self.bag(&claim.content.pieces(self.index.text).join(" ")));
            item.bags
                .extend(claim.text.as_deref().map(|text| self.bag(text)));
        }
        item
    }

    pub(super) fn of_expected<'a>(&mut self, expected: &'a Expected) -> Item<'a> {
        let mut item = self.of_claim(&expected.claim);
        item.required = expected.is_required();
        for content in &expected.alternatives {
            item.covers.push(self.index.covered(content.spans()));
            if self.by_words {
                item.bags
                    .push(self.bag(&content.pieces(self.index.text).join(" ")));
            }
        }
        item
    }

    /// The words of `text` as sorted numbers, repeats included.
    fn bag(&mut self, text: &str) -> Vec<u32> {
        let mut bag = Vec::new();
        for word in words(text) {
            let next = self.numbers.len() as u32;
            bag.push(
                *self
                    .numbers
                    .entry(word.of(text).to_lowercase())
                    .or_insert(next),
            );
        }
        bag.sort_unstable();
        bag
    }
}

fn bag_similarity(mine: &[u32], theirs: &[u32]) -> Similarity {
    let (mut a, mut b, mut common) = (0, 0, 0);
    while let (Some(x), Some(y)) = (mine.get(a), theirs.get(b)) {
        match x.cmp(y) {
            Ordering::Less => a += 1,
            Ordering::Greater => b += 1,
            Ordering::Equal => (a, b, common) = (a + 1, b + 1, common + 1),
        }
    }
    Similarity {
        common,
        total: (mine.len() + theirs.len()) as u32,
    }
}

/// The best pairs of two lists, sorted by row.
pub(super) fn pair(rows: &[Item<'_>], columns: &[Item<'_>], threshold: Threshold) -> Vec<Pair> {
    // Any order of either side has to give the same pairs, so both are put into the order of
    // their contents first.
    let sorted = |items: &[Item<'_>]| {
        let mut order: Vec<usize> = (0..items.len()).collect();
        order.sort_by(|a, b| compare(items[*a].claim, items[*b].claim).then(a.cmp(b)));
        order
    };
    let (row_order, column_order) = (sorted(rows), sorted(columns));
    let edges = candidates(rows, columns, &row_order, &column_order, threshold);
    let assigned = assign(rows.len(), columns.len(), &edges);
    let chosen = row_order.iter().zip(assigned);
    let mut pairs: Vec<Pair> = chosen
        .filter_map(|(expected, column)| {
            let (expected, extracted) = (*expected, column_order[column?]);
            Some(Pair {
                expected,
                extracted,
                similarity: rows[expected].similarity(&columns[extracted]),
            })
        })
        .collect();
    pairs.sort_by_key(|pair| pair.expected);
    pairs
}

/// The pairs that reach the threshold, as positions in the two orders, sorted by row and column.
fn candidates(
    rows: &[Item<'_>],
    columns: &[Item<'_>],
    row_order: &[usize],
    column_order: &[usize],
    threshold: Threshold,
) -> Vec<Edge> {
    let numbered = || {
        column_order
            .iter()
            .enumerate()
            .map(|(column, at)| (column, &columns[*at]))
    };
    let covers =
        numbered().flat_map(|(column, item)| item.covers.iter().map(move |cover| (column, cover)));
    let places = Holders::new(covers);
    let worded: Vec<usize> = numbered()
        .filter(|(_, item)| !item.located)
        .map(|(column, _)| column)
        .collect();
    let mut found = Vec::new();
    let mut near = Vec::new();
    for (row, item) in row_order.iter().map(|at| &rows[*at]).enumerate() {
        near.clear();
        near.extend(worded.iter().copied());
        for cover in item.covers.iter().filter(|cover| cover.count > 0) {
            let touching = places
                .around(cover)
                .filter(|(_, other)| cover.may_touch(other));
            near.extend(touching.map(|(column, _)| *column));
        }
        if !item.located {
            near.extend(0..columns.len());
        }
        near.sort_unstable();
        near.dedup();
        for column in near.iter().copied() {
            let other = &columns[column_order[column]];
            let similarity = item.similarity(other);
            if similarity.reaches(threshold) {
                found.push(Edge {
                    row,
                    column,
                    weight: weight(similarity, item, other),
                });
            }
        }
    }
    found
}

/// Similarity first; then a required claim, the same category, the same source.
fn weight(similarity: Similarity, row: &Item<'_>, column: &Item<'_>) -> Weight {
    // Each part has room for the sum of more pairs than fit into memory.
    const ROOM: u32 = 28;
    let parts = [
        row.required,
        row.claim.category.is_some() && row.claim.category == column.claim.category,
        same_source(row.claim.source.as_ref(), column.claim.source.as_ref()),
    ];
    let common = u64::from(2 * similarity.common) << 32;
    let exact = Weight::from(common / u64::from(similarity.total.max(1)));
    parts
        .into_iter()
        .fold(exact, |weight, part| (weight << ROOM) + Weight::from(part))
}

fn same_source(a: Option<&Source>, b: Option<&Source>) -> bool {
    let (Some(a), Some(b)) = (a, b) else {
        return false;
    };
    (a.mention.is_some() && a.mention == b.mention) || (a.name.is_some() && a.name == b.name)
}
