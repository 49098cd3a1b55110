//! Multinomial logistic regression over features that are there or not.
//!
//! In: rows of feature numbers, each with a label. Out: one weight for each feature and label
//! that minimises the summed loss plus half the squared weights times their penalty (ridge), found by L-BFGS.
//! The penalty grows with the square root of the number of rows that have the feature: rare ones may say more
//! for each row than frequent ones, as with dropout (Wager, Wang and Liang 2013, "Dropout training as
//! adaptive regularization"). `exp` and `ln` are those of `libm` and all sums run in one order, so that the
//! bits are the same everywhere.

use liblbfgs::lbfgs;

/// One row to learn from.
#[derive(Clone, Debug)]
pub(super) struct Row<'f> {
    /// The numbers of its features.
    pub(super) features: &'f [u32],
    /// Its label.
    pub(super) label: usize,
}

/// Rounds of the optimiser at most; it is near enough long before.
const ROUNDS: usize = 120;

/// The weights, `labels` for each of `features`. The penalty of a feature that `n` rows have is
/// `penalty * sqrt(n)`.
pub(super) fn fit(rows: &[Row<'_>], features: usize, labels: usize, penalty: f64) -> Vec<f64> {
    let mut weights = vec![0.0; features * labels];
    if rows.is_empty() || labels < 2 {
        return weights;
    }
    let scales = scales(rows, features);
    let mut scores = vec![0.0; labels];
    // The optimiser sees each weight divided by its feature's scale; so one penalty fits all.
    let evaluate = |scaled: &[f64], gradient: &mut [f64]| {
        let mut loss = 0.0;
        for (slope, weight) in gradient.iter_mut().zip(scaled) {
            *slope = penalty * weight;
            loss += 0.5 * penalty * weight * weight;
        }
        for row in rows {
            scores.fill(0.0);
            for feature in row.features {
                let (at, scale) = (*feature as usize * labels, scales[*feature as usize]);
                for (score, weight) in scores.iter_mut().zip(&scaled[at..]) {
                    *score += weight * scale;
                }
            }
            loss -= log_softmax(&mut scores, row.label);
            for (label, share) in scores.iter_mut().enumerate() {
                *share -= f64::from(u8::from(label == row.label));
            }
            for feature in row.features {
                let (at, scale) = (*feature as usize * labels, scales[*feature as usize]);
                for (slope, share) in gradient[at..at + labels].iter_mut().zip(&scores) {
                    *slope += share * scale;
                }
            }
        }
        Ok(loss)
    };
    // Where no step makes it better the weights are as good as they get.
    lbfgs()
        .with_max_iterations(ROUNDS)
        .with_epsilon(1e-3)
        .minimize(&mut weights, evaluate, |_| false)
        .ok();
    for (weights, scale) in weights.chunks_mut(labels).zip(&scales) {
        weights.iter_mut().for_each(|weight| *weight *= scale);
    }
    weights
}

/// The fourth root of one over the number of rows that have each feature.
fn scales(rows: &[Row<'_>], features: usize) -> Vec<f64> {
    let mut counts = vec![0_u32; features];
    for feature in rows.iter().flat_map(|row| row.features) {
        counts[*feature as usize] += 1;
    }
    let scale = |count: &u32| 1.0 / f64::from((*count).max(1)).sqrt().sqrt();
    counts.iter().map(scale).collect()
}

/// Puts the sum of the features' weights into `scores`, one a label.
pub(super) fn add_up(weights: &[f64], features: &[u32], scores: &mut [f64]) {
    scores.fill(0.0);
    for feature in features {
        let at = *feature as usize * scores.len();
        for (score, weight) in scores.iter_mut().zip(&weights[at..]) {
            *score += weight;
        }
    }
}

/// Turns scores into probabilities, and returns the logarithm of that of `label`.
fn log_softmax(scores: &mut [f64], label: usize) -> f64 {
    let greatest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let chosen = scores[label] - greatest;
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = libm::exp(*score - greatest);
        sum += *score;
    }
    for score in scores.iter_mut() {
        *score /= sum;
    }
    chosen - libm::log(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows<'f>(features: &'f [Vec<u32>], labels: &[usize]) -> Vec<Row<'f>> {
        let rows = features.iter().zip(labels);
        rows.map(|(features, label)| Row {
            features,
            label: *label,
        })
        .collect()
    }

    #[test]
    fn what_separates_the_labels_is_learnt() {
        let features = vec![vec![0, 1], vec![0, 2], vec![0, 1], vec![0, 2]];
        let weights = fit(&rows(&features, &[0, 1, 0, 1]), 3, 2, 0.1);
        let mut scores = [0.0; 2];
        add_up(&weights, &[0, 1], &mut scores);
        assert!(scores[0] > scores[1]);
        add_up(&weights, &[0, 2], &mut scores);
        assert!(scores[1] > scores[0]);
    }

    #[test]
    fn the_intercept_is_the_share() {
        // Three of four are of label 1: without a penalty the odds are 3 to 1.
        let features = vec![vec![0]; 4];
        let weights = fit(&rows(&features, &[1, 1, 1, 0]), 1, 2, 1e-9);
        assert!(
            (weights[1] - weights[0] - f64::ln(3.0)).abs() < 1e-3,
            "{weights:?}"
        );
    }

    #[test]
    fn nothing_to_learn_from_is_no_error() {
        assert_eq!(fit(&[], 2, 2, 1.0), [0.0; 4]);
        assert_eq!(fit(&rows(&[vec![0]], &[0]), 1, 1, 1.0), [0.0]);
    }

    #[test]
    fn the_same_rows_give_the_same_bits() {
        let features: Vec<Vec<u32>> = (0..50).map(|at| vec![0, 1 + at % 7, 8 + at % 5]).collect();
        let labels: Vec<usize> = (0..50).map(|at| at % 3).collect();
        let once = fit(&rows(&features, &labels), 13, 3, 0.5);
        assert_eq!(once, fit(&rows(&features, &labels), 13, 3, 0.5));
    }
}
