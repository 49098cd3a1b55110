//! How far two annotators agree about the same articles.
//!
//! In: the same cases annotated twice. Out: an [`Agreement`]: how far they mark the same claims, as
//! F1 of an alignment and of characters; and on the claims that both marked, Krippendorff's alpha
//! for category and attribution (nominal data, two coders: K. Krippendorff, Computing
//! Krippendorff's Alpha-Reliability, 2011), with the pairs on which they differ.
//!
//! The second annotator's claims are held against the first's as an extractor's would be, so the
//! figures can stand beside an extractor's accuracy as what a human reaches.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    align::{Fate, Standing, Threshold, WordIndex, align},
    model::{Case, Claim, Corpus, Presence, Status},
    score::{Counts, Tally, tally},
};

/// How far two annotators agree.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// Articles that both annotated.
    pub articles: u64,
    /// Claims of the first, of the second, and of both.
    pub claims: Counts,
    /// Matched claims with the same words.
    pub exact: u64,
    /// Characters that the claims of the first, of the second, and of both cover.
    pub characters: Counts,
    /// Krippendorff's alpha for the category of matched claims; absent where undefined.
    pub category_alpha: Option<f64>,
    /// Krippendorff's alpha for the attribution of matched claims; absent where undefined.
    pub attribution_alpha: Option<f64>,
    /// Matched claims by the first's, then by the second's category, where they differ.
    pub category_differs: BTreeMap<String, BTreeMap<String, u64>>,
    /// Matched claims by the first's, then by the second's attribution, where they differ.
    pub attribution_differs: BTreeMap<String, BTreeMap<String, u64>>,
    /// What the two mark differently, by case.
    pub differences: Vec<Difference>,
}

/// One thing that two annotators mark differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Difference {
    /// The case.
    pub case: String,
    /// What differs: "only first", "only second", "words", "category" or "attribution".
    pub what: String,
    /// What the first has; empty where nothing.
    pub first: String,
    /// What the second has; empty where nothing.
    pub second: String,
}

/// The cases that both corpora have, with the annotations of each.
pub fn in_common<'a>(first: &'a Corpus, second: &'a Corpus) -> Vec<(&'a Case, &'a Case)> {
    let both = |case: &'a Case| {
        let at = second
            .cases
            .binary_search_by(|other| other.id().cmp(case.id()))
            .ok()?;
        Some((case, &second.cases[at]))
    };
    first.cases.iter().filter_map(both).collect()
}

/// Compares two annotations of the same articles, pair by pair. Optional claims of either side cost
/// nothing where the other lacks them; forbidden and suggested ones are left out.
pub fn agreement<'a>(
    pairs: impl IntoIterator<Item = (&'a Case, &'a Case)>,
    threshold: Threshold,
) -> Agreement {
    let mut agreement = Agreement::default();
    let mut sum = Tally::default();
    let (mut categories, mut attributions) = (Vec::new(), Vec::new());
    for (first, second) in pairs {
        let (row, matched) = one(first, second, threshold, &mut agreement.differences);
        sum += &row;
        for (first, second) in matched {
            if let (Some(first), Some(second)) = (&first.category, &second.category) {
                categories.push((first.to_string(), second.to_string()));
            }
            if let (Some(first), Some(second)) = (first.attribution, second.attribution) {
                attributions.push((first.to_string(), second.to_string()));
            }
        }
    }
    agreement.articles = sum.articles;
    agreement.claims = sum.claims;
    agreement.exact = sum.exact;
    agreement.characters = sum.characters;
    agreement.category_alpha = alpha(&categories);
    agreement.attribution_alpha = alpha(&attributions);
    agreement.category_differs = differing(&categories);
    agreement.attribution_differs = differing(&attributions);
    agreement
}

/// The counts of one article, and the claims that both marked.
fn one<'a>(
    first: &'a Case,
    second: &'a Case,
    threshold: Threshold,
    differences: &mut Vec<Difference>,
) -> (Tally, Vec<(&'a Claim, &'a Claim)>) {
    let text = &first.article.text;
    let index = WordIndex::new(text);
    let counted = |case: &'a Case| {
        let kept = |expected: &&crate::model::Expected| {
            expected.presence != Presence::Forbidden && expected.status == Status::Confirmed
        };
        case.expected.iter().filter(kept).collect::<Vec<_>>()
    };
    let (wanted, given) = (counted(first), counted(second));
    let mut case = first.clone();
    case.expected = wanted.iter().map(|expected| (*expected).clone()).collect();
    let claims: Vec<Claim> = given
        .iter()
        .map(|expected| expected.claim.clone())
        .collect();
    let mut alignment = align(&case, &index, &claims, threshold);
    for (expected, standing) in given.iter().zip(&mut alignment.extracted) {
        if expected.presence == Presence::Optional && matches!(standing, Standing::Spurious(_)) {
            *standing = Standing::Ignored;
        }
    }
    let mut note = |what: &str, first: String, second: String| {
        let (case, what) = (case.article.id.clone(), what.to_owned());
        differences.push(Difference {
            case,
            what,
            first: first.replace('\n', " "),
            second: second.replace('\n', " "),
        });
    };
    let shown = |claim: &Claim| claim.content.display(text);
    let mut matched = Vec::new();
    for (expected, fate) in wanted.iter().zip(&alignment.expected) {
        match fate {
            Fate::Found(pair) => {
                let (mine, theirs) = (&expected.claim, &given[pair.extracted].claim);
                matched.push((mine, theirs));
                if !pair.similarity.is_exact() {
                    note("words", shown(mine), shown(theirs));
                }
                if mine.category != theirs.category {
                    let name = |claim: &Claim| {
                        claim
                            .category
                            .as_ref()
                            .map_or("none", |category| &category.0)
                            .to_owned()
                    };
                    note(
                        "category",
                        format!("{} ({})", shown(mine), name(mine)),
                        name(theirs),
                    );
                }
                if mine.attribution != theirs.attribution {
                    let name = |claim: &Claim| {
                        claim
                            .attribution
                            .map_or("absent", |kind| kind.word())
                            .to_owned()
                    };
                    note(
                        "attribution",
                        format!("{} ({})", shown(mine), name(mine)),
                        name(theirs),
                    );
                }
            }
            Fate::Missing | Fate::Merged(_) if expected.is_required() => {
                note("only first", shown(&expected.claim), String::new());
            }
            Fate::Missing | Fate::Merged(_) => {}
        }
    }
    for (expected, standing) in given.iter().zip(&alignment.extracted) {
        if matches!(standing, Standing::Spurious(_)) {
            note("only second", String::new(), shown(&expected.claim));
        }
    }
    (tally(&case, &index, &claims, &alignment), matched)
}

fn differing(pairs: &[(String, String)]) -> BTreeMap<String, BTreeMap<String, u64>> {
    let mut table: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
    for (first, second) in pairs.iter().filter(|(first, second)| first != second) {
        *table
            .entry(first.clone())
            .or_default()
            .entry(second.clone())
            .or_default() += 1;
    }
    table
}

/// Krippendorff's alpha of two coders who gave each unit a value: 1 for full agreement, 0 for
/// what chance would give; undefined without units or where only one value was ever given.
pub fn alpha(pairs: &[(String, String)]) -> Option<f64> {
    let mut given: BTreeMap<&str, u64> = BTreeMap::new();
    for value in pairs.iter().flat_map(|(first, second)| [first, second]) {
        *given.entry(value).or_default() += 1;
    }
    let values = 2 * pairs.len() as u64;
    let observed = 2 * pairs
        .iter()
        .filter(|(first, second)| first != second)
        .count() as u64;
    // Pairs of values that differ, of all pairs that chance could form.
    let expected: u64 = given.values().map(|count| count * (values - count)).sum();
    (expected > 0).then(|| 1.0 - (values - 1) as f64 * observed as f64 / expected as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Article, Expected};

    fn pairs(first: &str, second: &str) -> Vec<(String, String)> {
        first
            .chars()
            .zip(second.chars())
            .map(|(first, second)| (first.to_string(), second.to_string()))
            .collect()
    }

    #[test]
    fn alpha_agrees_with_the_published_example() {
        // Krippendorff 2011, sections A (binary data) and B (nominal data), two observers each.
        let rounded =
            |pairs: &[(String, String)]| (alpha(pairs).unwrap() * 1000.0).round() / 1000.0;
        assert_eq!(rounded(&pairs("0100000010", "1110010000")), 0.095);
        assert_eq!(rounded(&pairs("aabbdcccedda", "babbbccceddd")), 0.692);
    }

    #[test]
    fn full_agreement_is_one_and_no_variety_is_undefined() {
        assert_eq!(alpha(&pairs("abc", "abc")), Some(1.0));
        assert_eq!(alpha(&pairs("aaa", "aaa")), None);
        assert_eq!(alpha(&[]), None);
    }

    #[test]
    fn what_differs_is_named() {
        let case = |claims: &[(&str, &str)]| {
            let article = Article::new("a", "Rain fell. Snow will fall. Nobody came.");
            let claim = |(quote, category): &(&str, &str)| {
                let claim = Claim {
                    category: Some((*category).into()),
                    ..Claim::new(article.quote(quote))
                };
                Expected::new(*quote, claim)
            };
            let expected = claims.iter().map(claim).collect();
            Case {
                expected,
                ..Case::new(article.clone())
            }
        };
        let first = case(&[("Rain fell", "event"), ("Snow will fall", "prediction")]);
        let second = case(&[("Rain fell", "property"), ("Nobody came", "event")]);
        let agreement = agreement([(&first, &second)], Threshold::OVERLAP);
        assert_eq!(
            agreement.claims,
            Counts {
                expected: 2,
                extracted: 2,
                matched: 1
            }
        );
        let what: Vec<_> = agreement
            .differences
            .iter()
            .map(|difference| difference.what.as_str())
            .collect();
        assert_eq!(what, ["category", "only first", "only second"]);
        assert_eq!(agreement.category_differs["event"]["property"], 1);
    }
}
