//! Which accepted claim is which of today's.

use crate::{
    align::{Alignment, Fate, Threshold, WordIndex, align_claims},
    model::{Claim, compare},
};

/// Which accepted claim is which of today's: those that are the same, and those that differ.
pub(super) struct Links {
    pub(super) same: Vec<(usize, usize)>,
    pub(super) different: Vec<(Option<usize>, Option<usize>)>,
}

/// Links claims that are the same, then those that stand for the same expected claim, then those
/// that overlap; the rest is left alone.
pub(super) fn link(
    index: &WordIndex<'_>,
    before: &[Claim],
    after: &[Claim],
    aligned_before: &Alignment,
    aligned_after: &Alignment,
    threshold: Threshold,
) -> Links {
    let mut free_before: Vec<bool> = vec![true; before.len()];
    let mut free_after: Vec<bool> = vec![true; after.len()];
    let mut same = Vec::new();
    let mut different = Vec::new();
    for (at, claim) in before.iter().enumerate() {
        // Both lists are in stored order, so equal claims stand near one another.
        let from = after.partition_point(|other| compare(other, claim).is_lt());
        let equal = (from..after.len()).take_while(|other| after[*other] == *claim);
        if let Some(other) = equal.into_iter().find(|other| free_after[*other]) {
            (free_before[at], free_after[other]) = (false, false);
            same.push((at, other));
        }
    }
    for (was, is) in aligned_before.expected.iter().zip(&aligned_after.expected) {
        let (Fate::Found(was), Fate::Found(is)) = (was, is) else {
            continue;
        };
        if free_before[was.extracted] && free_after[is.extracted] {
            (free_before[was.extracted], free_after[is.extracted]) = (false, false);
            different.push((Some(was.extracted), Some(is.extracted)));
        }
    }
    let left = |free: &[bool]| -> Vec<usize> { (0..free.len()).filter(|at| free[*at]).collect() };
    let (rows, columns) = (left(&free_before), left(&free_after));
    let row_claims: Vec<&Claim> = rows.iter().map(|at| &before[*at]).collect();
    let column_claims: Vec<&Claim> = columns.iter().map(|at| &after[*at]).collect();
    for pair in align_claims(index, &row_claims, &column_claims, threshold) {
        let (was, is) = (rows[pair.expected], columns[pair.extracted]);
        (free_before[was], free_after[is]) = (false, false);
        different.push((Some(was), Some(is)));
    }
    different.extend(left(&free_before).into_iter().map(|at| (Some(at), None)));
    different.extend(left(&free_after).into_iter().map(|at| (None, Some(at))));
    Links { same, different }
}
