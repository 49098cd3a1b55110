//! From the weights of the claim head to a confidence that means something.
//!
//! In: the weights of candidates that the model has not seen, and which of them are claims. Out: the logistic
//! function that turns weights into probabilities, by Platt's method, and the confidence from which on
//! keeping candidates gives the greatest F1.

use crate::extract::builtin::{Calibration, ONE};

/// How weights become probabilities, and from which on a candidate is kept.
pub(super) fn calibration(judged: &[(f64, bool)], expected: u64) -> Calibration {
    if judged.is_empty() {
        return Calibration::default();
    }
    let (slope, shift) = platt(judged);
    let confidence = |weight: f64| 1.0 / (1.0 + libm::exp(-(slope * weight + shift)));
    let thousandths = |value: f64| (value * ONE).round() as i32;
    Calibration {
        slope: thousandths(slope),
        shift: thousandths(shift),
        keep: keep(
            judged
                .iter()
                .map(|(weight, yes)| (thousandths(confidence(*weight)), *yes)),
            expected,
        ),
    }
}

/// Slope and shift of the logistic function that fits best, by Newton's method. The counts are smoothed
/// as Platt does, so that nothing is ever certain.
fn platt(judged: &[(f64, bool)]) -> (f64, f64) {
    let yes = judged.iter().filter(|(_, yes)| *yes).count() as f64;
    let no = judged.len() as f64 - yes;
    let (high, low) = ((yes + 1.0) / (yes + 2.0), 1.0 / (no + 2.0));
    let (mut slope, mut shift) = (1.0, 0.0);
    for _ in 0..50 {
        // Gradient and curvature; the ridge keeps the step finite where all weights are the same.
        let (mut g, mut h) = ([0.0; 2], [1e-6, 0.0, 1e-6]);
        for (weight, yes) in judged {
            let p = 1.0 / (1.0 + libm::exp(-(slope * weight + shift)));
            let off = p - if *yes { high } else { low };
            let bend = p * (1.0 - p);
            g[0] += off * weight;
            g[1] += off;
            h[0] += bend * weight * weight;
            h[1] += bend * weight;
            h[2] += bend;
        }
        let determinant = h[0] * h[2] - h[1] * h[1];
        if !determinant.is_normal() {
            break;
        }
        let step = [
            (h[2] * g[0] - h[1] * g[1]) / determinant,
            (h[0] * g[1] - h[1] * g[0]) / determinant,
        ];
        slope -= step[0].clamp(-2.0, 2.0);
        shift -= step[1].clamp(-2.0, 2.0);
        if step.iter().all(|step| step.abs() < 1e-9) {
            break;
        }
    }
    (slope, shift)
}

/// The confidence, in thousandths, from which on keeping candidates gives the greatest F1; the lowest of
/// equals.
fn keep(judged: impl Iterator<Item = (i32, bool)>, expected: u64) -> i32 {
    let mut judged: Vec<(i32, bool)> = judged.collect();
    judged.sort_unstable_by(|a, b| b.cmp(a));
    let (mut kept, mut right) = (0_u64, 0_u64);
    let mut best = (0.0, 0);
    for (at, (confidence, yes)) in judged.iter().enumerate() {
        kept += 1;
        right += u64::from(*yes);
        let last = judged.get(at + 1).is_none_or(|next| next.0 < *confidence);
        let f1 = 2.0 * right as f64 / (kept + expected) as f64;
        if last && f1 >= best.0 {
            best = (f1, *confidence);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_of_claims_is_their_confidence() {
        // Of weight 1 three in four are claims, of weight -1 one in four.
        let mut judged = Vec::new();
        for at in 0..4000 {
            judged.push((1.0, at % 4 != 0));
            judged.push((-1.0, at % 4 == 0));
        }
        let (slope, shift) = platt(&judged);
        assert!((slope - f64::ln(3.0)).abs() < 0.01, "{slope}");
        assert!(shift.abs() < 0.01, "{shift}");
    }

    #[test]
    fn what_costs_more_than_it_earns_is_dropped() {
        let worth_it = [
            (900, true),
            (800, true),
            (300, false),
            (200, true),
            (100, false),
        ];
        assert_eq!(keep(worth_it.into_iter(), 3), 200);
        let not_worth_it = [
            (900, true),
            (400, false),
            (300, false),
            (200, false),
            (100, true),
        ];
        assert_eq!(keep(not_worth_it.into_iter(), 2), 900);
        assert_eq!(keep(std::iter::empty(), 0), 0);
    }

    #[test]
    fn one_weight_for_all_is_no_error() {
        let calibration = calibration(&[(0.0, true); 10], 10);
        assert!(calibration.keep <= 1000);
        assert_eq!(super::calibration(&[], 0), Calibration::default());
    }
}
