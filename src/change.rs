//! What differs between the accepted claims of a case and today's, and whether that is good.
//!
//! In: a case, its accepted claims and today's. Out: a [`Comparison`]: the [`Change`]s by index,
//! each with its [`Effect`] on what the annotations say, and the two alignments with them.
//!
//! A claim that is the same on both sides is no change. Of the others, two that stand for the same
//! expected claim belong together, then those that overlap; the rest was added or removed. The
//! changes' differences in counts add up to the difference of the two tallies.

use crate::{
    align::{Alignment, Threshold, WordIndex, align},
    model::{Case, Claim, words},
    score::Attribute,
};

mod judge;
mod link;

use judge::Judge;
use link::link;

words! {
    /// What a change means to the annotations.
    Effect {
        /// Something wrong became right.
        Fixed = "fixed",
        /// Something right became wrong.
        Broken = "broken",
        /// As right or wrong as before.
        Neutral = "neutral",
        /// The annotations say nothing about what changed.
        Ungraded = "ungraded",
    }
}

words! {
    /// What happened to a claim.
    Kind {
        /// It was not there before.
        Added = "added",
        /// It is no longer there.
        Removed = "removed",
        /// It says something else.
        Altered = "altered",
    }
}

words! {
    /// What a case has come to since its snapshot was accepted.
    Verdict {
        /// The extraction failed.
        Failed = "failed",
        /// At least one change is broken, and none fixed.
        Regressed = "regressed",
        /// Some changes are fixed and some broken.
        Mixed = "mixed",
        /// Nothing has been accepted yet.
        New = "new",
        /// All changes are neutral or ungraded.
        Shifted = "shifted",
        /// At least one change is fixed, and none broken.
        Improved = "improved",
        /// There is a snapshot but no case.
        Dangling = "dangling",
        /// No change.
        Unchanged = "unchanged",
    }
}

/// One difference between the accepted claims and today's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Index of the accepted claim, unless it was added.
    pub before: Option<usize>,
    /// Index of today's claim, unless it was removed.
    pub after: Option<usize>,
    /// What it means to the annotations.
    pub effect: Effect,
    /// Index of the expected claim that it concerns.
    pub expected: Option<usize>,
    /// What it adds to the claims matched.
    pub matched: i64,
    /// What it adds to the claims that count as extracted.
    pub extracted: i64,
    /// What differs besides the content, where the claim was altered.
    pub attributes: Vec<Attribute>,
}

impl Change {
    /// What happened to the claim.
    pub const fn kind(&self) -> Kind {
        match (self.before, self.after) {
            (None, _) => Kind::Added,
            (_, None) => Kind::Removed,
            _ => Kind::Altered,
        }
    }
}

/// The accepted claims of a case against today's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Sorted by effect, broken ones first, then by position.
    pub changes: Vec<Change>,
    /// The accepted claims against the annotations.
    pub before: Alignment,
    /// Today's claims against the annotations.
    pub after: Alignment,
}

impl Comparison {
    /// What the case has come to.
    pub fn verdict(&self) -> Verdict {
        let any = |effect| self.changes.iter().any(|change| change.effect == effect);
        match (any(Effect::Fixed), any(Effect::Broken)) {
            _ if self.changes.is_empty() => Verdict::Unchanged,
            (true, true) => Verdict::Mixed,
            (true, false) => Verdict::Improved,
            (false, true) => Verdict::Regressed,
            (false, false) => Verdict::Shifted,
        }
    }
}

/// Compares the accepted claims of `case` with today's, both in stored order; `index` is of its
/// article's text.
pub fn compare(
    case: &Case,
    index: &WordIndex<'_>,
    before: &[Claim],
    after: &[Claim],
    threshold: Threshold,
) -> Comparison {
    let aligned_before = align(case, index, before, threshold);
    let aligned_after = align(case, index, after, threshold);
    let links = link(
        index,
        before,
        after,
        &aligned_before,
        &aligned_after,
        threshold,
    );
    let judge = Judge {
        case,
        index,
        before,
        after,
        aligned_before: &aligned_before,
        aligned_after: &aligned_after,
    };
    let changes = judge.changes(&links);
    Comparison {
        changes,
        before: aligned_before,
        after: aligned_after,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        align::WordIndex,
        model::{Article, Expected, Presence},
        score::tally,
    };
    use proptest::prelude::*;

    const TEXT: &str = "one two three four five six seven eight nine ten";

    fn over(from: usize, to: usize) -> Claim {
        let all = crate::text::words(TEXT);
        let content = Article::new("a", TEXT).slice(all[from].start..all[to - 1].end);
        Claim {
            category: Some("event".into()),
            ..Claim::new(content)
        }
    }

    fn case(expected: &[(usize, usize)]) -> Case {
        let mut case = Case::new(Article::new("a", TEXT));
        let expect = |(at, range): (usize, &(usize, usize))| {
            Expected::new(format!("c{at}"), over(range.0, range.1))
        };
        case.expected = expected.iter().enumerate().map(expect).collect();
        case
    }

    fn compared(case: &Case, before: &[Claim], after: &[Claim]) -> Comparison {
        compare(
            case,
            &WordIndex::new(TEXT),
            before,
            after,
            Threshold::OVERLAP,
        )
    }

    /// Claims as ranges of words; the changes and the verdict in a few words.
    fn check(case: &Case, before: &[Claim], after: &[Claim]) -> String {
        let comparison = compared(case, before, after);
        let mut lines: Vec<String> = comparison
            .changes
            .iter()
            .map(|change| {
                format!(
                    "{} {} {:+} {:+}",
                    change.kind(),
                    change.effect,
                    change.matched,
                    change.extracted
                )
            })
            .collect();
        lines.push(comparison.verdict().to_string());
        lines.join(", ")
    }

    #[test]
    fn the_same_claims_are_no_change() {
        assert_eq!(
            check(
                &case(&[(0, 3)]),
                &[over(0, 3), over(5, 6)],
                &[over(0, 3), over(5, 6)]
            ),
            "unchanged"
        );
    }

    #[test]
    fn a_right_claim_comes_or_goes() {
        assert_eq!(
            check(&case(&[(0, 3)]), &[], &[over(0, 3)]),
            "added fixed +1 +1, improved"
        );
        assert_eq!(
            check(&case(&[(0, 3)]), &[over(0, 3)], &[]),
            "removed broken -1 -1, regressed"
        );
    }

    #[test]
    fn a_wrong_claim_comes_or_goes() {
        assert_eq!(
            check(&case(&[(0, 3)]), &[], &[over(5, 8)]),
            "added broken +0 +1, regressed"
        );
        assert_eq!(
            check(&case(&[(0, 3)]), &[over(5, 8)], &[]),
            "removed fixed +0 -1, improved"
        );
    }

    #[test]
    fn a_match_becomes_better_or_worse() {
        let case = case(&[(0, 5)]);
        assert_eq!(
            check(&case, &[over(0, 4)], &[over(0, 5)]),
            "altered fixed +0 +0, improved"
        );
        assert_eq!(
            check(&case, &[over(0, 5)], &[over(0, 3)]),
            "altered broken +0 +0, regressed"
        );
        let other = Claim {
            category: Some("rule".into()),
            ..over(0, 5)
        };
        assert_eq!(
            check(&case, &[over(0, 4)], std::slice::from_ref(&other)),
            "altered broken +0 +0, regressed"
        );
        let sure = Claim {
            check_worthy: Some(true),
            ..over(0, 5)
        };
        assert_eq!(
            check(&case, &[over(0, 5)], &[sure]),
            "altered ungraded +0 +0, shifted"
        );
    }

    #[test]
    fn wrong_stays_wrong() {
        assert_eq!(
            check(&case(&[]), &[over(0, 4)], &[over(0, 5)]),
            "altered neutral +0 +0, shifted"
        );
    }

    #[test]
    fn optional_claims_are_neutral() {
        let mut case = case(&[(0, 3)]);
        case.expected[0].presence = Presence::Optional;
        assert_eq!(
            check(&case, &[], &[over(0, 3)]),
            "added neutral +0 +0, shifted"
        );
    }

    #[test]
    fn fixed_and_broken_are_mixed() {
        let case = case(&[(0, 3), (5, 8)]);
        assert_eq!(
            check(&case, &[over(0, 3)], &[over(5, 8)]),
            "removed broken -1 -1, added fixed +1 +1, mixed"
        );
    }

    #[test]
    fn claims_for_the_same_expected_claim_belong_together() {
        // The better of two rivals goes, the other takes its place: one change for the worse in
        // words, one spurious claim less.
        let case = case(&[(0, 5)]);
        assert_eq!(
            check(&case, &[over(0, 4), over(0, 5)], &[over(0, 4)]),
            "removed fixed +0 -1, improved"
        );
    }

    #[test]
    fn a_second_match_of_the_same_claim_is_one_too_many() {
        let case = case(&[(0, 5)]);
        assert_eq!(
            check(&case, &[over(0, 4)], &[over(0, 4), over(0, 5)]),
            "added broken +0 +1, regressed"
        );
    }

    fn ranges() -> impl Strategy<Value = Vec<(usize, usize)>> {
        prop::collection::vec(
            (0usize..9, 1usize..6).prop_map(|(from, len)| (from, (from + len).min(10))),
            0..6,
        )
    }

    proptest! {
        #[test]
        fn changes_add_up_to_the_difference_of_the_tallies(
            expected in ranges(), before in ranges(), after in ranges(),
        ) {
            let case = case(&expected);
            let claims = |ranges: &[(usize, usize)]| {
                let mut claims: Vec<_> = ranges.iter().map(|range| over(range.0, range.1)).collect();
                crate::model::sort(&mut claims);
                claims
            };
            let (before, after) = (claims(&before), claims(&after));
            let comparison = compared(&case, &before, &after);
            let index = WordIndex::new(TEXT);
            let old = tally(&case, &index, &before, &comparison.before).claims;
            let new = tally(&case, &index, &after, &comparison.after).claims;
            let sum = |count: fn(&Change) -> i64| comparison.changes.iter().map(count).sum::<i64>();
            prop_assert_eq!(sum(|change| change.extracted), new.extracted as i64 - old.extracted as i64);
            prop_assert_eq!(sum(|change| change.matched), new.matched as i64 - old.matched as i64);
        }

        #[test]
        fn nothing_changes_against_itself(expected in ranges(), claims in ranges()) {
            let mut claims: Vec<_> = claims.iter().map(|range| over(range.0, range.1)).collect();
            crate::model::sort(&mut claims);
            prop_assert_eq!(compared(&case(&expected), &claims, &claims).verdict(), Verdict::Unchanged);
        }
    }
}
