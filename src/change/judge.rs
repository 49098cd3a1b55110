//! What each difference means to the annotations.

use std::collections::BTreeMap;

use crate::{
    align::{Alignment, Pair, Standing, Threshold, WordIndex},
    model::{Case, Claim},
    score::Attribute,
};

use super::{Change, Effect, link::Links};

/// Both sides of a comparison, with what the annotations say of each.
pub(super) struct Judge<'a> {
    pub(super) case: &'a Case,
    pub(super) index: &'a WordIndex<'a>,
    pub(super) before: &'a [Claim],
    pub(super) after: &'a [Claim],
    pub(super) aligned_before: &'a Alignment,
    pub(super) aligned_after: &'a Alignment,
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
    pub(super) fn changes(&self, links: &Links) -> Vec<Change> {
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
    let mention = |claim: &Claim| claim.source.as_ref()?.mention.clone();
    let name = |claim: &Claim| claim.source.as_ref()?.name.clone();
    let kind = |claim: &Claim| claim.source.as_ref()?.kind;
    let differs = |attribute: &Attribute| match attribute {
        Attribute::Category => was.category != is.category,
        Attribute::Attribution => was.attribution != is.attribution,
        Attribute::Source => mention(was) != mention(is),
        Attribute::SourceName => name(was) != name(is),
        Attribute::SourceKind => kind(was) != kind(is),
        Attribute::Cue => was.cue != is.cue,
        Attribute::Polarity => was.polarity != is.polarity,
        Attribute::Certainty => was.certainty != is.certainty,
        Attribute::CheckWorthy => was.check_worthy != is.check_worthy,
        Attribute::Time => was.time != is.time,
        Attribute::Quantities => was.quantities != is.quantities,
    };
    Attribute::ALL.iter().copied().filter(differs).collect()
}
