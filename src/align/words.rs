//! Words as numbers: what a claim covers, counted in words of its article.

use crate::{
    align::Similarity,
    model::Content,
    text::{Span, words},
};

/// A text and its words, to count in.
pub struct WordIndex<'t> {
    pub(super) text: &'t str,
    words: Vec<Span>,
}

impl<'t> WordIndex<'t> {
    /// Reads `text` once.
    pub fn new(text: &'t str) -> Self {
        Self {
            text,
            words: words(text),
        }
    }

    /// How alike two contents are, by the words that they cover; not at all where one has no place.
    pub fn similarity(&self, a: &Content, b: &Content) -> Similarity {
        self.covered(a.spans()).similarity(&self.covered(b.spans()))
    }

    /// How many words lie wholly in `spans`, which are in order.
    pub fn count(&self, spans: &[Span]) -> usize {
        self.covered(spans).count as usize
    }

    /// The words that lie wholly in `spans`.
    pub(super) fn covered(&self, spans: &[Span]) -> Cover {
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
pub(super) struct Cover {
    ranges: Vec<(u32, u32)>,
    pub(super) count: u32,
}

impl Cover {
    pub(super) fn start(&self) -> u32 {
        self.ranges.first().map_or(0, |range| range.0)
    }

    pub(super) fn end(&self) -> u32 {
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

    /// Whether the stretches from first to last word have a word in common.
    pub(super) fn may_touch(&self, other: &Self) -> bool {
        self.start() < other.end() && other.start() < self.end()
    }

    pub(super) fn similarity(&self, other: &Self) -> Similarity {
        Similarity {
            common: self.common(other),
            total: self.count + other.count,
        }
    }

    pub(super) fn lies_mostly_in(&self, other: &Self) -> bool {
        2 * self.common(other) > self.count
    }
}

/// Claims by where they begin, to find the one around another.
pub(super) struct Holders<'a> {
    by_start: Vec<(usize, &'a Cover)>,
    longest: u32,
}

impl<'a> Holders<'a> {
    pub(super) fn new(covers: impl Iterator<Item = (usize, &'a Cover)>) -> Self {
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
    pub(super) fn around(&self, cover: &Cover) -> impl Iterator<Item = &(usize, &'a Cover)> {
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
    pub(super) fn holder_of(&self, cover: &Cover) -> Option<usize> {
        self.around(cover)
            .find(|(_, held)| cover.lies_mostly_in(held))
            .map(|(at, _)| *at)
    }
}
