//! The optimal assignment between two sides of which few pairs are possible.
//!
//! In: candidate pairs with positive weights. Out: the pairs, each row and column used at most once,
//! whose weights have the greatest sum. Nothing has to be matched.
//!
//! Shortest augmenting paths with dual variables (Jonker and Volgenant 1987, on a sparse graph),
//! computed on integers, one connected component at a time. Leaving a row unmatched is a column of
//! its own, of weight 0. Among equally good assignments the result depends on the order of rows and
//! columns alone, so whoever calls puts both into an order of their own.

use std::{cmp::Reverse, collections::BinaryHeap};

/// A sum of weights is one number; the parts of a weight are packed into it by significance.
pub(super) type Weight = i128;

/// One possible pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edge {
    /// Index on the one side.
    pub(super) row: usize,
    /// Index on the other side.
    pub(super) column: usize,
    /// Greater than zero.
    pub(super) weight: Weight,
}

/// The column of each row, of the assignment with the greatest sum of weights.
///
/// `edges` are sorted by row and hold each pair once.
///
/// Where there are a great many, a few of each row and column are solved first. The duals of that
/// solution tell which of the others could make it better; those are added until none can.
pub(super) fn assign(rows: usize, columns: usize, edges: &[Edge]) -> Vec<Option<usize>> {
    if edges.len() <= 4 * FEW * (rows + columns) {
        return solve(rows, columns, edges).column_of;
    }
    let mut taken = vec![false; edges.len()];
    // Both sides are in the order of their contents: of equal weights those near the diagonal are
    // likely partners, and each row has others.
    let off = |edge: &Edge| (edge.row * columns).abs_diff(edge.column * rows);
    take_heaviest(rows, |edge| edge.row, edges, off, &mut taken);
    take_heaviest(columns, |edge| edge.column, edges, off, &mut taken);
    loop {
        let some = edges.iter().zip(&taken).filter(|(_, taken)| **taken);
        let some: Vec<Edge> = some.map(|(edge, _)| *edge).collect();
        let solver = solve(rows, columns, &some);
        if !take_wanting(&solver, edges, off, &mut taken) {
            return solver.column_of;
        }
    }
}

/// Edges of a row or a column to begin with, of a great many, and to add at a time.
const FEW: usize = 16;

/// Takes the heaviest edges of each of `count` rows or columns, whichever `side` says.
fn take_heaviest(
    count: usize,
    side: impl Fn(&Edge) -> usize,
    edges: &[Edge],
    off: impl Fn(&Edge) -> usize,
    taken: &mut [bool],
) {
    let mut heaviest: Vec<Vec<_>> = vec![Vec::new(); count];
    // The least weight that can still be among the heaviest.
    let mut least = vec![0; count];
    for (at, edge) in edges.iter().enumerate() {
        let side = side(edge);
        if edge.weight < least[side] {
            continue;
        }
        let own = &mut heaviest[side];
        own.push((Reverse(edge.weight), off(edge), at));
        if own.len() == 4 * FEW {
            own.select_nth_unstable(FEW - 1);
            own.truncate(FEW);
            least[side] = own[FEW - 1].0.0;
        }
    }
    for own in &mut heaviest {
        for (.., at) in first(own) {
            taken[*at] = true;
        }
    }
}

/// Takes, of each row, the edges whose weights exceed their prices most; whether there were any.
fn take_wanting(
    solver: &Solver<'_>,
    edges: &[Edge],
    off: impl Fn(&Edge) -> usize,
    taken: &mut [bool],
) -> bool {
    let excess =
        |edge: &Edge| edge.weight - solver.row_price[edge.row] - solver.column_price[edge.column];
    let mut any = false;
    let mut wanting = Vec::new();
    let mut start = 0;
    for own in edges.chunk_by(|a, b| a.row == b.row) {
        wanting.clear();
        for (at, edge) in (start..).zip(own) {
            let excess = excess(edge);
            if excess > 0 {
                wanting.push((Reverse(excess), off(edge), at));
            }
        }
        start += own.len();
        for (.., at) in first(&mut wanting) {
            taken[*at] = true;
            any = true;
        }
    }
    any
}

/// The first few of `all`, in any order.
fn first<T: Ord>(all: &mut [T]) -> &[T] {
    if all.len() > FEW {
        all.select_nth_unstable(FEW - 1);
    }
    &all[..all.len().min(FEW)]
}

fn solve(rows: usize, columns: usize, edges: &[Edge]) -> Solver<'_> {
    let mut solver = Solver::new(rows, columns, edges);
    for row in 0..rows {
        solver.take_if_free(row);
    }
    for row in 0..rows {
        if !solver.settled[row] {
            solver.augment(row);
        }
    }
    solver
}

struct Solver<'a> {
    edges: &'a [Edge],
    /// The edges of row `i` are `edges[first[i]..first[i + 1]]`.
    first: Vec<usize>,
    /// Duals: `row_price[i] + column_price[j] >= weight(i, j)`, with equality for matched pairs,
    /// `row_price[i] >= 0` with equality for rows left unmatched, and 0 for free columns.
    row_price: Vec<Weight>,
    column_price: Vec<Weight>,
    column_of: Vec<Option<usize>>,
    row_of: Vec<Option<usize>>,
    /// Rows that are matched, or unmatched for good unless a path frees their column of rest.
    settled: Vec<bool>,
    /// Of the search under way: length of the shortest path to each column, and the row before it.
    reached: Vec<Option<(Weight, usize)>>,
    touched: Vec<usize>,
}

impl<'a> Solver<'a> {
    fn new(rows: usize, columns: usize, edges: &'a [Edge]) -> Self {
        let mut first = vec![0; rows + 1];
        for edge in edges {
            first[edge.row + 1] += 1;
        }
        for row in 0..rows {
            first[row + 1] += first[row];
        }
        let best = |row: usize| {
            let own: &[Edge] = &edges[first[row]..first[row + 1]];
            own.iter().map(|edge| edge.weight).max().unwrap_or(0)
        };
        let row_price = (0..rows).map(best).collect();
        Self {
            edges,
            first,
            row_price,
            column_price: vec![0; columns],
            column_of: vec![None; rows],
            row_of: vec![None; columns],
            settled: vec![false; rows],
            reached: vec![None; columns],
            touched: Vec::new(),
        }
    }

    fn edges_of(&self, row: usize) -> &'a [Edge] {
        &self.edges[self.first[row]..self.first[row + 1]]
    }

    /// Matches `row` with its heaviest column where nobody has that column yet.
    fn take_if_free(&mut self, row: usize) {
        let price = self.row_price[row];
        let free = self
            .edges_of(row)
            .iter()
            .find(|edge| edge.weight == price && self.row_of[edge.column].is_none());
        if let Some(edge) = free {
            self.column_of[row] = Some(edge.column);
            self.row_of[edge.column] = Some(row);
            self.settled[row] = true;
        } else if price == 0 {
            self.settled[row] = true;
        }
    }

    /// Matches `start`, or leaves it or a row on the way unmatched, along the shortest path.
    fn augment(&mut self, start: usize) {
        let mut queue = BinaryHeap::new();
        // The best way to end so far: its length, and the row that goes without a column.
        let mut rest = (self.row_price[start], start);
        let mut scanned: Vec<(Weight, usize)> = vec![(0, start)];
        self.relax(start, 0, &mut queue);
        let end = loop {
            let Some(Reverse((length, column))) = queue.pop() else {
                break Err(rest);
            };
            if length > rest.0 {
                break Err(rest);
            }
            if self.reached[column].is_none_or(|(best, _)| length > best) {
                continue;
            }
            let Some(row) = self.row_of[column] else {
                break Ok((length, column));
            };
            scanned.push((length, row));
            if length + self.row_price[row] < rest.0 {
                rest = (length + self.row_price[row], row);
            }
            self.relax(row, length, &mut queue);
        };
        let length = match end {
            Ok((length, _)) | Err((length, _)) => length,
        };
        for (at, row) in scanned {
            self.row_price[row] -= length - at;
            if let Some(column) = self.column_of[row] {
                self.column_price[column] += length - at;
            }
        }
        self.flip(start, end);
        for column in self.touched.drain(..) {
            self.reached[column] = None;
        }
        self.settled[start] = true;
    }

    fn relax(
        &mut self,
        row: usize,
        length: Weight,
        queue: &mut BinaryHeap<Reverse<(Weight, usize)>>,
    ) {
        let own = self.column_of[row];
        for edge in self.edges_of(row) {
            if Some(edge.column) == own {
                continue;
            }
            let slack = self.row_price[row] + self.column_price[edge.column] - edge.weight;
            let through = length + slack;
            let known = &mut self.reached[edge.column];
            if known.is_none() {
                self.touched.push(edge.column);
            }
            if known.is_none_or(|(best, _)| through < best) {
                *known = Some((through, row));
                queue.push(Reverse((through, edge.column)));
            }
        }
    }

    /// Walks the path back from its end, giving each row on it the next column.
    fn flip(&mut self, start: usize, end: Result<(Weight, usize), (Weight, usize)>) {
        let mut column = match end {
            Ok((_, column)) => column,
            Err((_, row)) => match self.column_of[row].take() {
                Some(column) => column,
                None => return,
            },
        };
        while let Some((_, row)) = self.reached[column] {
            let before = self.column_of[row].replace(column);
            self.row_of[column] = Some(row);
            match before {
                Some(before) if row != start => column = before,
                _ => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edges(triples: &[(usize, usize, Weight)]) -> Vec<Edge> {
        let mut edges: Vec<_> = triples
            .iter()
            .map(|&(row, column, weight)| Edge {
                row,
                column,
                weight,
            })
            .collect();
        edges.sort_by_key(|edge| (edge.row, edge.column));
        edges.dedup_by_key(|edge| (edge.row, edge.column));
        edges
    }

    fn sum(edges: &[Edge], assignment: &[Option<usize>]) -> Weight {
        let weight = |(row, column): (usize, &Option<usize>)| {
            let column = (*column)?;
            let edge = edges
                .iter()
                .find(|edge| (edge.row, edge.column) == (row, column));
            Some(edge.expect("only candidate pairs are assigned").weight)
        };
        assignment.iter().enumerate().filter_map(weight).sum()
    }

    /// The greatest sum, by trying everything.
    fn brute_force(edges: &[Edge], row: usize, rows: usize, used: u32) -> Weight {
        if row == rows {
            return 0;
        }
        let without = brute_force(edges, row + 1, rows, used);
        let own = edges
            .iter()
            .filter(|edge| edge.row == row && used & (1 << edge.column) == 0);
        own.map(|edge| edge.weight + brute_force(edges, row + 1, rows, used | 1 << edge.column))
            .fold(without, Weight::max)
    }

    #[test]
    fn greedy_would_lose() {
        let edges = edges(&[(0, 0, 10), (0, 1, 9), (1, 0, 9)]);
        assert_eq!(assign(2, 2, &edges), [Some(1), Some(0)]);
    }

    #[test]
    fn a_row_gives_up_its_column_for_a_heavier_one() {
        let edges = edges(&[(0, 0, 3), (1, 0, 10)]);
        assert_eq!(assign(2, 1, &edges), [None, Some(0)]);
    }

    #[test]
    fn nothing_to_assign() {
        assert_eq!(assign(2, 0, &[]), [None, None]);
        assert!(assign(0, 3, &[]).is_empty());
    }

    fn candidates() -> impl Strategy<Value = (usize, usize, Vec<Edge>)> {
        (1usize..7, 1usize..7).prop_flat_map(|(rows, columns)| {
            prop::collection::vec((0..rows, 0..columns, 1i128..12), 0..24)
                .prop_map(move |triples| (rows, columns, edges(&triples)))
        })
    }

    proptest! {
        #[test]
        fn the_sum_is_the_greatest((rows, columns, edges) in candidates()) {
            let assignment = assign(rows, columns, &edges);
            let mut taken: Vec<_> = assignment.iter().flatten().collect();
            taken.sort();
            prop_assert!(taken.windows(2).all(|pair| pair[0] != pair[1]), "a column was given twice");
            prop_assert_eq!(sum(&edges, &assignment), brute_force(&edges, 0, rows, 0));
        }

        #[test]
        fn starting_with_a_few_edges_changes_nothing(
            (rows, columns) in (150usize..220, 150usize..220), most in 1i128..40, seed in any::<u64>(),
        ) {
            let mut state = seed | 1;
            let mut edges = Vec::new();
            for (row, column) in (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column))) {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                if state % 8 != 0 {
                    edges.push(Edge { row, column, weight: 1 + i128::from(state >> 8) % most });
                }
            }
            prop_assert!(edges.len() > 4 * FEW * (rows + columns));
            let whole = solve(rows, columns, &edges).column_of;
            prop_assert_eq!(sum(&edges, &assign(rows, columns, &edges)), sum(&edges, &whole));
        }

        #[test]
        fn it_agrees_with_kuhn_munkres(weights in prop::collection::vec(prop::collection::vec(1i64..1000, 25), 25)) {
            let edges: Vec<_> = weights.iter().enumerate().flat_map(|(row, weights)| {
                let edge = move |(column, weight): (usize, &i64)| Edge { row, column, weight: (*weight).into() };
                weights.iter().enumerate().map(edge)
            }).collect();
            let matrix = pathfinding::matrix::Matrix::from_rows(weights).unwrap();
            let (theirs, _) = pathfinding::kuhn_munkres::kuhn_munkres(&matrix);
            prop_assert_eq!(sum(&edges, &assign(25, 25, &edges)), Weight::from(theirs));
        }
    }
}
