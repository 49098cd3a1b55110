//! Counts, and the rates derived from them.
//!
//! In: a case, the claims extracted from its article, and their alignment. Out: a [`Tally`] of
//! integers. The tally of one article is a row, and the tally of many is their sum, in any order and
//! grouping. Rates are derived when they are shown: `None` where undefined, never 0 or 1 instead.

use std::{collections::BTreeMap, ops::AddAssign};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    align::{Alignment, Fate, Pair, Spurious, Standing, Threshold, WordIndex},
    model::{Case, Category, Claim},
    text::CodePoints,
};

mod attribute;
mod coverage;
mod sweep;

pub use attribute::Attribute;
pub use coverage::{Attributions, Coverage};
pub use sweep::{SweepRow, best, sweep};

/// Expected, extracted, and what is in both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// On the annotations' side.
    pub expected: u64,
    /// On the extractor's side.
    pub extracted: u64,
    /// In both.
    pub matched: u64,
}

impl Counts {
    /// Matched of extracted; undefined where nothing was extracted.
    pub fn precision(self) -> Option<f64> {
        ratio(self.matched, self.extracted)
    }

    /// Matched of expected; undefined where nothing was expected.
    pub fn recall(self) -> Option<f64> {
        ratio(self.matched, self.expected)
    }

    /// The harmonic mean of precision and recall, as `2 matched / (expected + extracted)`;
    /// undefined where nothing was expected and nothing extracted.
    pub fn f1(self) -> Option<f64> {
        ratio(2 * self.matched, self.expected + self.extracted)
    }

    /// Expected and not matched.
    pub const fn missing(self) -> u64 {
        self.expected - self.matched
    }

    /// Extracted and not matched.
    pub const fn spurious(self) -> u64 {
        self.extracted - self.matched
    }

    /// Whether nothing is missing and nothing spurious.
    pub const fn is_perfect(self) -> bool {
        self.missing() == 0 && self.spurious() == 0
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.expected += other.expected;
        self.extracted += other.extracted;
        self.matched += other.matched;
    }
}

/// `part` of `whole`; undefined of nothing.
pub fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// How often an attribute was right, of how often the annotation gives one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// Matched claims whose annotation gives the attribute.
    pub graded: u64,
    /// Those of them whose extracted claim has it right.
    pub agreed: u64,
}

impl Agreement {
    /// Agreed of graded; undefined where none was graded.
    pub fn accuracy(self) -> Option<f64> {
        ratio(self.agreed, self.graded)
    }
}

impl AddAssign for Agreement {
    fn add_assign(&mut self, other: Self) {
        self.graded += other.graded;
        self.agreed += other.agreed;
    }
}

/// Kinds of error among the spurious and missing claims, and what counted for nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Kinds {
    /// Spurious: the article has no such words.
    pub ungrounded: u64,
    /// Spurious: a forbidden claim.
    pub forbidden: u64,
    /// Spurious: the words of another extracted claim.
    pub duplicate: u64,
    /// Spurious: mostly inside an expected claim that was found.
    pub fragment: u64,
    /// Missing: mostly inside an extracted claim that is another expected one.
    pub merged: u64,
    /// Extracted, and counted for nothing: optional, merely suggested, or in a stretch to be ignored.
    pub uncounted: u64,
}

impl AddAssign for Kinds {
    fn add_assign(&mut self, other: Self) {
        self.ungrounded += other.ungrounded;
        self.forbidden += other.forbidden;
        self.duplicate += other.duplicate;
        self.fragment += other.fragment;
        self.merged += other.merged;
        self.uncounted += other.uncounted;
    }
}

/// The counts of one article, or of many.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tally {
    /// Articles.
    pub articles: u64,
    /// Articles that could not be extracted from; everything expected of them is missing.
    pub failed: u64,
    /// Claims, matched where the similarity reaches the threshold.
    pub claims: Counts,
    /// Matched claims with a similarity of at least 0.8.
    pub close: u64,
    /// Matched claims with the same words.
    pub exact: u64,
    /// Characters (code points) that expected and extracted claims cover, punctuation at the ends of
    /// each stretch left out.
    pub characters: Counts,
    /// The attributed claims alone, by the characters that content, source and cue cover.
    #[serde(default)]
    pub attributions: Attributions,
    /// By category: each side by its own, matched where both agree.
    pub categories: BTreeMap<Category, Counts>,
    /// Matched claims by expected, then by extracted category.
    pub confusion: BTreeMap<Category, BTreeMap<Category, u64>>,
    /// Attributes of matched claims.
    pub attributes: BTreeMap<Attribute, Agreement>,
    /// Expected claims by their tags: how many, and how many of them were found.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tags: BTreeMap<String, Found>,
    /// Kinds of error.
    pub kinds: Kinds,
}

/// Expected claims, and those of them that were found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Found {
    /// Expected.
    pub expected: u64,
    /// Found.
    pub matched: u64,
}

impl Tally {
    /// The counts at a level: claims that match at all, closely, or exactly.
    pub fn at_level(&self, matched: u64) -> Counts {
        Counts {
            matched,
            ..self.claims
        }
    }

    /// The mean of the categories' F1, each counting the same, over those where it is defined.
    pub fn macro_f1(&self) -> Option<f64> {
        let defined: Vec<f64> = self
            .categories
            .values()
            .filter_map(|counts| counts.f1())
            .collect();
        (!defined.is_empty()).then(|| defined.iter().sum::<f64>() / defined.len() as f64)
    }
}

impl AddAssign<&Self> for Tally {
    fn add_assign(&mut self, other: &Self) {
        self.articles += other.articles;
        self.failed += other.failed;
        self.claims += other.claims;
        self.close += other.close;
        self.exact += other.exact;
        self.characters += other.characters;
        self.attributions += other.attributions;
        for (category, counts) in &other.categories {
            *entry(&mut self.categories, category) += *counts;
        }
        for (expected, row) in &other.confusion {
            for (extracted, count) in row {
                *entry(entry(&mut self.confusion, expected), extracted) += count;
            }
        }
        for (attribute, agreement) in &other.attributes {
            *self.attributes.entry(*attribute).or_default() += *agreement;
        }
        for (tag, found) in &other.tags {
            let sum = self.tags.entry(tag.clone()).or_default();
            sum.expected += found.expected;
            sum.matched += found.matched;
        }
        self.kinds += other.kinds;
    }
}

/// The value of `key`, which is copied only where it is new.
fn entry<'a, V: Default>(map: &'a mut BTreeMap<Category, V>, key: &Category) -> &'a mut V {
    if !map.contains_key(key) {
        map.insert(key.clone(), V::default());
    }
    map.get_mut(key).expect("it was just made sure of")
}

/// The row of one article: the counts of `extracted` against what `case` expects.
pub fn tally(
    case: &Case,
    index: &WordIndex<'_>,
    extracted: &[Claim],
    alignment: &Alignment,
) -> Tally {
    let mut tally = Tally {
        articles: 1,
        ..Tally::default()
    };
    for (expected, fate) in case.expected.iter().zip(&alignment.expected) {
        if expected.is_required() {
            tally.claims.expected += 1;
            if let Some(category) = &expected.claim.category {
                entry(&mut tally.categories, category).expected += 1;
            }
            tally.kinds.merged += u64::from(matches!(fate, Fate::Merged(_)));
            for tag in &expected.tags {
                let found = tally.tags.entry(tag.clone()).or_default();
                found.expected += 1;
                found.matched += u64::from(matches!(fate, Fate::Found(_)));
            }
        }
    }
    for (claim, standing) in extracted.iter().zip(&alignment.extracted) {
        match standing {
            Standing::Optional(_) | Standing::Ignored => {
                tally.kinds.uncounted += 1;
                continue;
            }
            Standing::Matched(pair) => count_match(&mut tally, case, index, claim, *pair),
            Standing::Forbidden(_) => tally.kinds.forbidden += 1,
            Standing::Spurious(Spurious::Ungrounded) => tally.kinds.ungrounded += 1,
            Standing::Spurious(Spurious::Duplicate(_)) => tally.kinds.duplicate += 1,
            Standing::Spurious(Spurious::Fragment(_)) => tally.kinds.fragment += 1,
            Standing::Spurious(Spurious::Unexpected) => {}
        }
        tally.claims.extracted += 1;
        if let Some(category) = &claim.category {
            entry(&mut tally.categories, category).extracted += 1;
        }
    }
    let points = CodePoints::new(&case.article.text);
    tally.characters = coverage::characters(case, index, &points, extracted, alignment);
    tally.attributions = coverage::attributions(case, &points, extracted, alignment);
    tally
}

/// The row of an article that could not be extracted from.
pub fn tally_failure(case: &Case) -> Tally {
    let index = WordIndex::new(&case.article.text);
    let missing = Alignment {
        expected: vec![Fate::Missing; case.expected.len()],
        extracted: Vec::new(),
    };
    Tally {
        failed: 1,
        ..tally(case, &index, &[], &missing)
    }
}

fn count_match(tally: &mut Tally, case: &Case, index: &WordIndex<'_>, claim: &Claim, pair: Pair) {
    let expected = &case.expected[pair.expected].claim;
    tally.claims.matched += 1;
    tally.close += u64::from(pair.similarity.reaches(Threshold::CLOSE));
    tally.exact += u64::from(pair.similarity.is_exact());
    if let (Some(category), Some(theirs)) = (&expected.category, &claim.category) {
        if category == theirs {
            entry(&mut tally.categories, category).matched += 1;
        }
        *entry(entry(&mut tally.confusion, category), theirs) += 1;
    }
    for attribute in Attribute::ALL {
        if let Some(agrees) = attribute.agrees(index, expected, claim) {
            let agreed = u64::from(agrees);
            *tally.attributes.entry(*attribute).or_default() += Agreement { graded: 1, agreed };
        }
    }
}

/// `after - before`, where both are defined.
pub fn difference(before: Option<f64>, after: Option<f64>) -> Option<f64> {
    Some(after? - before?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        align::align,
        model::{Article, Expected, Presence, Source},
    };
    use proptest::prelude::*;

    const TEXT: &str = "“Taxes will rise,” said Łukasz. The council met. Bread costs €3 now.";

    fn case() -> Case {
        let article = Article::new("a", TEXT);
        let claim = |quote: &str, category: &str| Claim {
            category: Some(category.into()),
            ..Claim::new(article.quote(quote))
        };
        let rise = Claim {
            source: Some(Source {
                mention: Some(article.quote("Łukasz")),
                ..Source::default()
            }),
            cue: Some(article.quote("said")),
            ..claim("“Taxes will rise,”", "prediction")
        };
        let mut case = Case::new(article.clone());
        case.expected = vec![
            Expected::new("c1", rise),
            Expected::new("c2", claim("The council met", "event")),
            Expected::new("c3", claim("Bread costs €3 now", "quantity")),
        ];
        case
    }

    fn oracle(case: &Case) -> Vec<Claim> {
        case.expected
            .iter()
            .map(|expected| expected.claim.clone())
            .collect()
    }

    fn score(case: &Case, extracted: &[Claim]) -> Tally {
        let index = WordIndex::new(&case.article.text);
        tally(
            case,
            &index,
            extracted,
            &align(case, &index, extracted, Threshold::OVERLAP),
        )
    }

    #[test]
    fn an_oracle_scores_one_everywhere() {
        let case = case();
        let tally = score(&case, &oracle(&case));
        let one = Some(1.0);
        assert_eq!(
            (
                tally.claims.precision(),
                tally.claims.recall(),
                tally.claims.f1()
            ),
            (one, one, one)
        );
        assert_eq!(
            (
                tally.close,
                tally.exact,
                tally.characters.f1(),
                tally.macro_f1()
            ),
            (3, 3, one, one)
        );
        assert!(
            tally
                .attributes
                .values()
                .all(|agreement| agreement.accuracy() == one)
        );
        assert_eq!(tally.kinds, Kinds::default());
    }

    #[test]
    fn nothing_extracted_has_no_precision() {
        let tally = score(&case(), &[]);
        assert_eq!(
            (
                tally.claims.precision(),
                tally.claims.recall(),
                tally.claims.f1()
            ),
            (None, Some(0.0), Some(0.0))
        );
    }

    #[test]
    fn nothing_expected_has_no_recall() {
        let case = Case::new(Article::new("a", TEXT));
        assert_eq!(score(&case, &[]).claims.f1(), None);
        let tally = score(&case, &[Claim::new(case.article.quote("The council met"))]);
        assert_eq!(
            (tally.claims.precision(), tally.claims.recall()),
            (Some(0.0), None)
        );
    }

    #[test]
    fn one_mistake_moves_one_count() {
        let case = case();
        let perfect = score(&case, &oracle(&case));
        let with = |spoil: fn(&mut Vec<Claim>)| {
            let mut claims = oracle(&case);
            spoil(&mut claims);
            score(&case, &claims)
        };
        let missing = with(|claims| drop(claims.remove(1)));
        assert_eq!(
            (missing.claims.missing(), missing.claims.spurious()),
            (1, 0)
        );
        let spurious =
            with(|claims| claims.push(Claim::new(Article::new("a", TEXT).quote("Łukasz"))));
        assert_eq!(
            (spurious.claims.missing(), spurious.claims.spurious()),
            (0, 1)
        );
        let mislabelled = with(|claims| claims[1].category = Some("rule".into()));
        assert_eq!(mislabelled.claims, perfect.claims);
        assert_eq!(
            mislabelled.categories[&"event".into()],
            Counts {
                expected: 1,
                extracted: 0,
                matched: 0
            }
        );
        assert_eq!(
            mislabelled.categories[&"rule".into()],
            Counts {
                expected: 0,
                extracted: 1,
                matched: 0
            }
        );
        assert_eq!(mislabelled.confusion[&"event".into()][&"rule".into()], 1);
        let sourceless = with(|claims| claims[0].source = None);
        assert_eq!(
            sourceless.attributes[&Attribute::Source],
            Agreement {
                graded: 1,
                agreed: 0
            }
        );
        assert_eq!(sourceless.claims, perfect.claims);
    }

    #[test]
    fn optional_and_ignored_claims_count_for_nothing() {
        let mut case = case();
        case.expected[1].presence = Presence::Optional;
        case.expected[2].presence = Presence::Forbidden;
        let found = score(&case, &oracle(&case));
        assert_eq!(
            found.claims,
            Counts {
                expected: 1,
                extracted: 2,
                matched: 1
            }
        );
        assert_eq!((found.kinds.uncounted, found.kinds.forbidden), (1, 1));
        let missed = score(&case, &oracle(&case)[..1]);
        assert!(missed.claims.is_perfect());
    }

    #[test]
    fn characters_are_code_points_without_marks_at_the_ends() {
        let case = case();
        let tally = score(&case, &[Claim::new(case.article.quote("Bread costs €3"))]);
        let counts = tally.characters;
        assert_eq!((counts.extracted, counts.matched), (14, 14));
        assert_eq!(counts.expected, 15 + 15 + 18);
    }

    #[test]
    fn a_failure_misses_everything() {
        let tally = tally_failure(&case());
        assert_eq!(
            (tally.failed, tally.claims),
            (
                1,
                Counts {
                    expected: 3,
                    extracted: 0,
                    matched: 0
                }
            )
        );
    }

    proptest! {
        #[test]
        fn a_tally_is_a_sum_in_any_grouping(picks in prop::collection::vec(prop::collection::vec(0usize..3, 0..4), 1..5)) {
            let case = case();
            let rows: Vec<_> = picks.iter().map(|picks| {
                let all = oracle(&case);
                score(&case, &picks.iter().map(|at| all[*at].clone()).collect::<Vec<_>>())
            }).collect();
            let sum = |rows: &mut dyn Iterator<Item = &Tally>| {
                let mut sum = Tally::default();
                rows.for_each(|row| sum += row);
                sum
            };
            let (left, right) = rows.split_at(rows.len() / 2);
            let mut halves = sum(&mut right.iter().rev());
            halves += &sum(&mut left.iter());
            prop_assert_eq!(halves, sum(&mut rows.iter()));
        }
    }
}
