//! Which extracted claim is which expected claim.
//!
//! In: a case and the claims extracted from its article. Out: an [`Alignment`], as indices: what
//! each extracted claim stands for and what became of each expected one. Text is looked up only
//! when an alignment is shown.
//!
//! Two claims may be paired where their similarity reaches a threshold, and the pairs are those
//! whose similarities have the greatest sum ([`assign`]). Everything is counted in words and
//! compared as integers, so the result is the same on every machine and for any order of either
//! side.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, HashMap},
};

use crate::{
    model::{Case, Claim, Content, Expected, Source},
    text::{Span, words},
    wire,
};

pub mod assign;

use assign::{Edge, Weight, assign};

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

/// Aligns the claims extracted from the article of `case` with those expected of it.
pub fn align(case: &Case, extracted: &[Claim], threshold: Threshold) -> Alignment {
    let index = WordIndex::new(&case.article.text);
    let mut bags = Bags::default();
    let rows: Vec<Item<'_>> = case
        .expected
        .iter()
        .map(|expected| Item::of_expected(expected, &index, &mut bags))
        .collect();
    let columns: Vec<Item<'_>> = extracted
        .iter()
        .map(|claim| Item::of_claim(claim, &index, &mut bags))
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
    text: &str,
    before: &[&Claim],
    after: &[&Claim],
    threshold: Threshold,
) -> Vec<Pair> {
    let index = WordIndex::new(text);
    let mut bags = Bags::default();
    let rows: Vec<Item<'_>> = before
        .iter()
        .map(|claim| Item::of_claim(claim, &index, &mut bags))
        .collect();
    let columns: Vec<Item<'_>> = after
        .iter()
        .map(|claim| Item::of_claim(claim, &index, &mut bags))
        .collect();
    pair(&rows, &columns, threshold)
}

/// How alike two contents of the same text are.
pub fn similarity(text: &str, a: &Content, b: &Content) -> Similarity {
    let index = WordIndex::new(text);
    let mut bags = Bags::default();
    let [a, b] = [a, b].map(|content| Form::new(content, None, &index, &mut bags));
    a.similarity(&b)
}

fn name_spurious(
    alignment: &mut Alignment,
    extracted: &[Claim],
    rows: &[Item<'_>],
    columns: &[Item<'_>],
    ignore: &Cover,
) {
    // The first claim with some words is the original; a matched one before any other.
    let mut originals: BTreeMap<&Form, usize> = BTreeMap::new();
    let is_spurious = |standing: &Standing| matches!(standing, Standing::Spurious(_));
    let mut order: Vec<usize> = (0..columns.len()).collect();
    order.sort_by(|a, b| {
        let matched_last = |at: &usize| is_spurious(&alignment.extracted[*at]);
        matched_last(a)
            .cmp(&matched_last(b))
            .then_with(|| wire::compare(&extracted[*a], &extracted[*b]))
    });
    let found = |(at, fate): (usize, &Fate)| matches!(fate, Fate::Found(_)).then_some(at);
    let matched: Vec<usize> = alignment
        .expected
        .iter()
        .enumerate()
        .filter_map(found)
        .collect();
    let matched = Holders::new(matched.iter().map(|at| (*at, &rows[*at].forms[0].cover)));
    for at in order {
        let form = &columns[at].forms[0];
        let original = if form.is_empty() {
            at
        } else {
            *originals.entry(form).or_insert(at)
        };
        if !is_spurious(&alignment.extracted[at]) {
            continue;
        }
        alignment.extracted[at] = if matches!(extracted[at].content, Content::Ungrounded(_)) {
            Standing::Spurious(Spurious::Ungrounded)
        } else if form.cover.lies_mostly_in(ignore) {
            Standing::Ignored
        } else if original != at {
            Standing::Spurious(Spurious::Duplicate(original))
        } else if let Some(holder) = matched.holder_of(&form.cover) {
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
    let matched = Holders::new(matched.iter().map(|at| (*at, &columns[*at].forms[0].cover)));
    for (at, fate) in alignment.expected.iter_mut().enumerate() {
        if *fate == Fate::Missing
            && let Some(holder) = matched.holder_of(&rows[at].forms[0].cover)
        {
            *fate = Fate::Merged(holder);
        }
    }
}

/// The words of a text, to count in.
struct WordIndex {
    words: Vec<Span>,
}

impl WordIndex {
    fn new(text: &str) -> Self {
        Self { words: words(text) }
    }

    /// The words that lie wholly in `spans`.
    fn covered(&self, spans: &[Span]) -> Cover {
        let mut ranges: Vec<(u32, u32)> = Vec::with_capacity(spans.len());
        for span in spans {
            let from = self.words.partition_point(|word| word.start < span.start);
            let to = from + self.words[from..].partition_point(|word| word.end <= span.end);
            match ranges.last_mut() {
                Some(last) if last.1 >= from as u32 => last.1 = last.1.max(to as u32),
                _ if from < to => ranges.push((from as u32, to as u32)),
                _ => {}
            }
        }
        let count = ranges.iter().map(|(from, to)| to - from).sum();
        Cover { ranges, count }
    }
}

/// Words of the article by number: disjoint half-open ranges in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Cover {
    ranges: Vec<(u32, u32)>,
    count: u32,
}

impl Cover {
    fn start(&self) -> u32 {
        self.ranges.first().map_or(0, |range| range.0)
    }

    fn end(&self) -> u32 {
        self.ranges.last().map_or(0, |range| range.1)
    }

    fn common(&self, other: &Self) -> u32 {
        let (mut a, mut b, mut common) = (0, 0, 0);
        while let (Some(x), Some(y)) = (self.ranges.get(a), other.ranges.get(b)) {
            common += x.1.min(y.1).saturating_sub(x.0.max(y.0));
            if x.1 <= y.1 { a += 1 } else { b += 1 }
        }
        common
    }

    fn lies_mostly_in(&self, other: &Self) -> bool {
        2 * self.common(other) > self.count
    }
}

/// Claims by where they begin, to find the one around another.
struct Holders<'a> {
    by_start: Vec<(usize, &'a Cover)>,
    longest: u32,
}

impl<'a> Holders<'a> {
    fn new(covers: impl Iterator<Item = (usize, &'a Cover)>) -> Self {
        let mut by_start: Vec<_> = covers.filter(|(_, cover)| cover.count > 0).collect();
        by_start.sort_by_key(|(at, cover)| (cover.start(), *at));
        let longest = by_start
            .iter()
            .map(|(_, cover)| cover.end() - cover.start())
            .max()
            .unwrap_or(0);
        Self { by_start, longest }
    }

    /// Those that can have a word in common with `cover`.
    fn around(&self, cover: &Cover) -> impl Iterator<Item = &(usize, &'a Cover)> {
        let earliest = cover.start().saturating_sub(self.longest);
        let from = self
            .by_start
            .partition_point(|(_, held)| held.start() < earliest);
        let to = self
            .by_start
            .partition_point(|(_, held)| held.start() < cover.end());
        self.by_start[from..to.max(from)].iter()
    }

    /// The first one that `cover` lies mostly in.
    fn holder_of(&self, cover: &Cover) -> Option<usize> {
        self.around(cover)
            .find(|(_, held)| cover.lies_mostly_in(held))
            .map(|(at, _)| *at)
    }
}

/// Numbers for case-folded words, to compare claims that are not located.
#[derive(Default)]
struct Bags {
    numbers: HashMap<String, u32>,
}

impl Bags {
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

/// One way in which a claim may be worded: by place, or by its words where it has none.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Form {
    cover: Cover,
    bag: Vec<u32>,
}

impl Form {
    /// The form of `content`; `text` stands in for it where it is compared by words.
    fn new(content: &Content, text: Option<&str>, index: &WordIndex, bags: &mut Bags) -> Self {
        match content {
            Content::Located(spans) => Self {
                cover: index.covered(spans),
                bag: text.map(|text| bags.bag(text)).unwrap_or_default(),
            },
            Content::Words(words) => Self {
                cover: Cover::default(),
                bag: bags.bag(words),
            },
            // What the article does not bear out is like nothing.
            Content::Ungrounded(_) => Self::default(),
        }
    }

    fn is_empty(&self) -> bool {
        self.cover.count == 0 && self.bag.is_empty()
    }

    fn similarity(&self, other: &Self) -> Similarity {
        if self.cover.count > 0 && other.cover.count > 0 {
            let total = self.cover.count + other.cover.count;
            return Similarity {
                common: self.cover.common(&other.cover),
                total,
            };
        }
        let (mut a, mut b, mut common) = (0, 0, 0);
        while let (Some(x), Some(y)) = (self.bag.get(a), other.bag.get(b)) {
            match x.cmp(y) {
                Ordering::Less => a += 1,
                Ordering::Greater => b += 1,
                Ordering::Equal => (a, b, common) = (a + 1, b + 1, common + 1),
            }
        }
        Similarity {
            common,
            total: (self.bag.len() + other.bag.len()) as u32,
        }
    }
}

/// A claim as the assignment sees it.
struct Item<'a> {
    claim: &'a Claim,
    required: bool,
    forms: Vec<Form>,
    /// Whether it may have to be compared by words.
    located: bool,
}

impl<'a> Item<'a> {
    fn of_expected(expected: &'a Expected, index: &WordIndex, bags: &mut Bags) -> Self {
        let mut item = Self::of_claim(&expected.claim, index, bags);
        item.required = expected.is_required();
        item.forms.extend(
            expected
                .alternatives
                .iter()
                .map(|content| Form::new(content, None, index, bags)),
        );
        item
    }

    fn of_claim(claim: &'a Claim, index: &WordIndex, bags: &mut Bags) -> Self {
        let form = Form::new(&claim.content, claim.text.as_deref(), index, bags);
        let located = matches!(claim.content, Content::Located(_));
        Self {
            claim,
            required: true,
            forms: vec![form],
            located,
        }
    }

    fn similarity(&self, other: &Self) -> Similarity {
        let each = self
            .forms
            .iter()
            .flat_map(|form| other.forms.iter().map(|theirs| form.similarity(theirs)));
        each.max().unwrap_or(Similarity {
            common: 0,
            total: 0,
        })
    }
}

/// The best pairs of two lists, sorted by row.
fn pair(rows: &[Item<'_>], columns: &[Item<'_>], threshold: Threshold) -> Vec<Pair> {
    // Any order of either side has to give the same pairs, so both are put into the order of
    // their contents first.
    let sorted = |items: &[Item<'_>]| {
        let mut order: Vec<usize> = (0..items.len()).collect();
        order.sort_by(|a, b| wire::compare(items[*a].claim, items[*b].claim).then(a.cmp(b)));
        order
    };
    let (row_order, column_order) = (sorted(rows), sorted(columns));
    let candidates = candidates(rows, columns, &row_order, &column_order, threshold);
    let edges: Vec<Edge> = candidates
        .iter()
        .map(|candidate| {
            let (row, column) = (
                &rows[row_order[candidate.expected]],
                &columns[column_order[candidate.extracted]],
            );
            Edge {
                row: candidate.expected,
                column: candidate.extracted,
                weight: weight(candidate.similarity, row, column),
            }
        })
        .collect();
    let assigned = assign(rows.len(), columns.len(), &edges);
    let chosen = candidates
        .iter()
        .filter(|candidate| assigned[candidate.expected] == Some(candidate.extracted));
    let mut pairs: Vec<Pair> = chosen
        .map(|candidate| Pair {
            expected: row_order[candidate.expected],
            extracted: column_order[candidate.extracted],
            similarity: candidate.similarity,
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
) -> Vec<Pair> {
    let numbered = || {
        column_order
            .iter()
            .enumerate()
            .map(|(column, at)| (column, &columns[*at]))
    };
    let covers = numbered()
        .flat_map(|(column, item)| item.forms.iter().map(move |form| (column, &form.cover)));
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
        for form in item.forms.iter().filter(|form| form.cover.count > 0) {
            near.extend(
                places
                    .around(&form.cover)
                    .filter(|(_, cover)| may_reach(&form.cover, cover))
                    .map(|(at, _)| *at),
            );
        }
        if !item.located {
            near.extend(0..columns.len());
        }
        near.sort_unstable();
        near.dedup();
        for column in &near {
            let similarity = item.similarity(&columns[column_order[*column]]);
            if similarity.reaches(threshold) {
                found.push(Pair {
                    expected: row,
                    extracted: *column,
                    similarity,
                });
            }
        }
    }
    found
}

/// Whether two covers have a place in common, so that comparing them is worth while.
fn may_reach(a: &Cover, b: &Cover) -> bool {
    a.start() < b.end() && b.start() < a.end()
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
    let exact = (Weight::from(2 * similarity.common) << 32) / Weight::from(similarity.total.max(1));
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

#[cfg(test)]
mod tests;
