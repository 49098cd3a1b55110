//! Warnings that only the corpus as a whole can give: repeated articles, rare categories.

use std::collections::{BTreeMap, HashMap};

use crate::{
    corpus::{
        ReadCase,
        annotation::{Step, locate},
    },
    model::{Category, Presence},
    text::words as words_of,
};

use super::{Code, Warning};

/// From which share of their word sequences on two articles are near duplicates.
const DUPLICATE: f64 = 0.5;

/// In more articles than these a sequence of words is boilerplate.
const BOILERPLATE: usize = 20;

/// Fewer claims than these are too few to call a category rare among them.
const SMALL: usize = 100;

/// Articles that share most of their sequences of five words.
pub(super) fn near_duplicates(cases: &[ReadCase]) -> Vec<Warning> {
    let sequences = |case: &ReadCase| -> Vec<String> {
        let text = &case.case.article.text;
        let words: Vec<String> = words_of(text)
            .iter()
            .map(|word| word.of(text).to_lowercase())
            .collect();
        words.windows(5).map(|window| window.join(" ")).collect()
    };
    let mut holders: HashMap<String, Vec<usize>> = HashMap::new();
    let mut counts = Vec::with_capacity(cases.len());
    let mut warnings = Vec::new();
    for (at, read) in cases.iter().enumerate() {
        let mut all = sequences(read);
        all.sort();
        all.dedup();
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for sequence in &all {
            // What many articles have is boilerplate and makes no two of them duplicates.
            if holders
                .get(sequence)
                .is_some_and(|holders| holders.len() > BOILERPLATE)
            {
                continue;
            }
            for other in holders.get(sequence).into_iter().flatten() {
                *shared.entry(*other).or_default() += 1;
            }
        }
        for (other, common) in shared {
            let least = all.len().min(counts[other]).max(1);
            if common as f64 >= DUPLICATE * least as f64 {
                let message = format!("the article repeats {}", cases[other].case.id());
                let mut fault = read
                    .article
                    .fault(0..0, message, Code::NearDuplicate.word());
                fault
                    .help
                    .push("keep one of them, or rewrite it".to_owned());
                warnings.push(Warning {
                    code: Code::NearDuplicate,
                    fault,
                });
            }
        }
        counts.push(all.len());
        for sequence in all {
            holders.entry(sequence).or_default().push(at);
        }
    }
    warnings
}

/// Categories that fewer than `rare` claims use.
pub(super) fn rare_categories(cases: &[ReadCase], rare: usize) -> Vec<Warning> {
    let mut uses: BTreeMap<&Category, Vec<(&ReadCase, usize)>> = BTreeMap::new();
    for read in cases {
        for (at, expected) in read.case.expected.iter().enumerate() {
            if let Some(category) = expected
                .claim
                .category
                .as_ref()
                .filter(|_| expected.presence != Presence::Forbidden)
            {
                uses.entry(category).or_default().push((read, at));
            }
        }
    }
    let mut warnings = Vec::new();
    // In a small corpus every category is rare.
    if uses.values().map(Vec::len).sum::<usize>() < SMALL {
        return warnings;
    }
    for (category, uses) in uses.iter().filter(|(_, uses)| uses.len() < rare) {
        let Some((read, at)) = uses.first() else {
            continue;
        };
        let range = locate(
            &read.annotations,
            &[Step::Key("claims"), Step::Index(*at), Step::Key("category")],
        );
        let message = format!(
            "the category `{category}` is used by {} claims, fewer than {rare}",
            uses.len()
        );
        let mut fault = read
            .annotations
            .fault(range, message, Code::RareCategory.word());
        fault
            .help
            .push("annotate more of them, or leave the category out of the taxonomy".to_owned());
        warnings.push(Warning {
            code: Code::RareCategory,
            fault,
        });
    }
    warnings
}
