//! What differs between the accepted claims of a case and today's, and whether that is good.
//!
//! In: a case, its accepted claims and today's. Out: a [`Comparison`]: the [`Change`]s by index,
//! each with its [`Effect`] on what the annotations say, and the two alignments with them.
//!
//! A claim that is the same on both sides is no change. Of the others, two that stand for the same
//! expected claim belong together, then those that overlap; the rest was added or removed. The
//! changes' differences in counts add up to the difference of the two tallies.

use std::collections::BTreeMap;

use crate::{
    align::{Alignment, Fate, Pair, Standing, Threshold, WordIndex, align, align_claims},
    model::{Case, Claim, words},
    score::Attribute,
};

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

/// Which accepted claim is which of today's: those that are the same, and those that differ.
struct Links {
    same: Vec<(usize, usize)>,
    different: Vec<(Option<usize>, Option<usize>)>,
}

fn link(
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
        let from = after.partition_point(|other| crate::wire::compare(other, claim).is_lt());
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

struct Judge<'a> {
    case: &'a Case,
    index: &'a WordIndex<'a>,
    before: &'a [Claim],
    after: &'a [Claim],
    aligned_before: &'a Alignment,
    aligned_after: &'a Alignment,
}

/// What a claim is worth to the score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Worth {
    matched: i64,
    extracted: i64,
}

impl Worth {
    fn of(standing: &Standing) -> Self {
        match standing {
            Standing::Matched(_) => Self {
                matched: 1,
                extracted: 1,
            },
            Standing::Optional(_) | Standing::Ignored => Self::default(),
            Standing::Forbidden(_) | Standing::Spurious(_) => Self {
                matched: 0,
                extracted: 1,
            },
        }
    }
}

impl Judge<'_> {
    fn changes(&self, links: &Links) -> Vec<Change> {
        let mut changes: Vec<Change> = links
            .different
            .iter()
            .map(|(was, is)| self.change(*was, *is))
            .collect();
        self.settle_kept(links, &mut changes);
        for change in &mut changes {
            change.effect = self.effect(change);
        }
        let position = |change: &Change| {
            let before = change
                .before
                .and_then(|at| self.before[at].content.spans().first().copied());
            let after = change
                .after
                .and_then(|at| self.after[at].content.spans().first().copied());
            (before.or(after).is_none(), before.or(after))
        };
        let rank = |effect| match effect {
            Effect::Broken => 0,
            Effect::Fixed => 1,
            Effect::Neutral => 2,
            Effect::Ungraded => 3,
        };
        changes.sort_by_key(|change| {
            (
                rank(change.effect),
                position(change),
                change.before,
                change.after,
            )
        });
        changes
    }

    fn change(&self, was: Option<usize>, is: Option<usize>) -> Change {
        let standing_before = was.map(|at| &self.aligned_before.extracted[at]);
        let standing_after = is.map(|at| &self.aligned_after.extracted[at]);
        let worth = |standing: Option<&Standing>| standing.map(Worth::of).unwrap_or_default();
        let (old, new) = (worth(standing_before), worth(standing_after));
        let expected = [standing_after, standing_before]
            .into_iter()
            .flatten()
            .find_map(pair_of);
        Change {
            before: was,
            after: is,
            effect: Effect::Neutral,
            expected: expected.map(|pair| pair.expected),
            matched: new.matched - old.matched,
            extracted: new.extracted - old.extracted,
            attributes: match (was, is) {
                (Some(was), Some(is)) => differing(&self.before[was], &self.after[is]),
                _ => Vec::new(),
            },
        }
    }

    /// A claim that stayed the same may have lost its expected claim to another, or taken one over,
    /// and that one in turn; the difference belongs to the change at the end of the chain.
    fn settle_kept(&self, links: &Links, changes: &mut [Change]) {
        let before = Side {
            standings: &self.aligned_before.extracted,
            holders: holders(&self.aligned_before.extracted),
            kept: links.same.iter().map(|(was, is)| (*is, *was)).collect(),
        };
        let after = Side {
            standings: &self.aligned_after.extracted,
            holders: holders(&self.aligned_after.extracted),
            kept: links.same.iter().copied().collect(),
        };
        for (was, is) in &links.same {
            let (old, new) = (
                Worth::of(&before.standings[*was]),
                Worth::of(&after.standings[*is]),
            );
            if old == new {
                continue;
            }
            // Whoever has now what the claim had, or had what the claim has now.
            let taker = chain(*was, &before, &after);
            let giver = chain(*is, &after, &before);
            let concerned = |change: &&mut Change| {
                taker.is_some() && change.after == taker
                    || giver.is_some() && change.before == giver
            };
            if let Some(change) = changes.iter_mut().find(concerned) {
                change.matched += new.matched - old.matched;
                change.extracted += new.extracted - old.extracted;
            }
        }
    }

    fn effect(&self, change: &Change) -> Effect {
        // A match is worth more than the claim it takes: one more right claim beats one more claim.
        let gain = 2 * change.matched - change.extracted;
        if gain != 0 {
            return if gain > 0 {
                Effect::Fixed
            } else {
                Effect::Broken
            };
        }
        let (Some(was), Some(is)) = (change.before, change.after) else {
            return Effect::Neutral;
        };
        let standings = (
            &self.aligned_before.extracted[was],
            &self.aligned_after.extracted[is],
        );
        match standings {
            (Standing::Matched(old), Standing::Matched(new)) => {
                self.effect_on_match(change, *old, *new)
            }
            (Standing::Forbidden(_), Standing::Spurious(_)) => Effect::Fixed,
            (Standing::Spurious(_), Standing::Forbidden(_)) => Effect::Broken,
            _ => Effect::Neutral,
        }
    }

    /// Both match: category first, then how well the words fit, then the other attributes.
    fn effect_on_match(&self, change: &Change, old: Pair, new: Pair) -> Effect {
        let (was, is) = (&self.before[old.extracted], &self.after[new.extracted]);
        let (wanted_before, wanted_after) = (
            &self.case.expected[old.expected].claim,
            &self.case.expected[new.expected].claim,
        );
        let right = |attribute: Attribute, wanted: &Claim, claim: &Claim| {
            attribute.agrees(self.index, wanted, claim)
        };
        let by = |difference: i64| match difference {
            0 => None,
            gain if gain > 0 => Some(Effect::Fixed),
            _ => Some(Effect::Broken),
        };
        let category =
            |wanted, claim| right(Attribute::Category, wanted, claim).map_or(0, i64::from);
        let level = |pair: Pair| match pair.similarity {
            similarity if similarity.is_exact() => 2,
            similarity if similarity.reaches(Threshold::CLOSE) => 1,
            _ => 0,
        };
        let agreed = |wanted: &Claim, claim: &Claim| -> i64 {
            Attribute::ALL
                .iter()
                .filter(|attribute| right(**attribute, wanted, claim) == Some(true))
                .count() as i64
        };
        let graded = |attribute: &Attribute| right(*attribute, wanted_after, is).is_some();
        by(category(wanted_after, is) - category(wanted_before, was))
            .or_else(|| by(level(new) - level(old)))
            .or_else(|| by(agreed(wanted_after, is) - agreed(wanted_before, was)))
            .unwrap_or_else(|| {
                let same_words = self.index.similarity(&was.content, &is.content).is_exact();
                if same_words
                    && !change.attributes.is_empty()
                    && !change.attributes.iter().any(graded)
                {
                    Effect::Ungraded
                } else {
                    Effect::Neutral
                }
            })
    }
}

/// One side of a comparison, as chains of kept claims need it.
struct Side<'a> {
    standings: &'a [Standing],
    /// By expected claim the one that stands for it.
    holders: BTreeMap<usize, usize>,
    /// By claim of the other side the same claim on this one.
    kept: BTreeMap<usize, usize>,
}

fn holders(standings: &[Standing]) -> BTreeMap<usize, usize> {
    let held = |(at, standing): (usize, &Standing)| Some((pair_of(standing)?.expected, at));
    standings.iter().enumerate().filter_map(held).collect()
}

/// The claim on the `to` side, not kept, that has what claim `at` of the `from` side stood for,
/// directly or in exchange with kept ones.
fn chain(at: usize, from: &Side<'_>, to: &Side<'_>) -> Option<usize> {
    let mut at = at;
    // Each step is another expected claim, so there are no more steps than those.
    for _ in 0..=from.holders.len() {
        let expected = pair_of(&from.standings[at])?.expected;
        let holder = *to.holders.get(&expected)?;
        match from.kept.get(&holder) {
            Some(kept) => at = *kept,
            None => return Some(holder),
        }
    }
    None
}

fn pair_of(standing: &Standing) -> Option<Pair> {
    match standing {
        Standing::Matched(pair) | Standing::Optional(pair) | Standing::Forbidden(pair) => {
            Some(*pair)
        }
        Standing::Ignored | Standing::Spurious(_) => None,
    }
}

/// The attributes in which two claims differ.
fn differing(was: &Claim, is: &Claim) -> Vec<Attribute> {
    let differs = |attribute: &Attribute| match attribute {
        Attribute::Category => was.category != is.category,
        Attribute::Attribution => was.attribution != is.attribution,
        Attribute::Source => was.source != is.source,
        Attribute::Cue => was.cue != is.cue,
        Attribute::Polarity => was.polarity != is.polarity,
        Attribute::Certainty => was.certainty != is.certainty,
        Attribute::CheckWorthy => was.check_worthy != is.check_worthy,
        Attribute::Time => was.time != is.time,
        Attribute::Quantities => was.quantities != is.quantities,
    };
    Attribute::ALL.iter().copied().filter(differs).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        align::WordIndex,
        model::{Article, Expected, Presence},
        score::tally,
        wire,
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
                wire::sort(&mut claims);
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
            wire::sort(&mut claims);
            prop_assert_eq!(compared(&case(&expected), &claims, &claims).verdict(), Verdict::Unchanged);
        }
    }
}
