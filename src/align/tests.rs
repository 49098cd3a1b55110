use proptest::prelude::*;

use super::{assign::Weight, *};
use crate::{
    model::{Article, Expected, Presence, Source},
    text::words,
};

const TEXT: &str = "one two three four five six seven eight nine ten";

/// A claim over the words from number `from` up to and without `to`.
fn over(from: usize, to: usize) -> Claim {
    let all = words(TEXT);
    Claim::new(Article::new("a", TEXT).slice(all[from].start..all[to - 1].end))
}

fn case(expected: Vec<Claim>) -> Case {
    let mut case = Case::new(Article::new("a", TEXT));
    case.expected = expected
        .into_iter()
        .enumerate()
        .map(|(at, claim)| Expected::new(format!("c{at}"), claim))
        .collect();
    case
}

/// Expected and extracted claims as ranges of words; the alignment in a few letters.
fn check(expected: &[(usize, usize)], extracted: &[(usize, usize)]) -> String {
    let case = case(expected.iter().map(|&(from, to)| over(from, to)).collect());
    let extracted: Vec<_> = extracted.iter().map(|&(from, to)| over(from, to)).collect();
    shown(&align(&case, &extracted, Threshold::OVERLAP))
}

fn align(case: &Case, extracted: &[Claim], threshold: Threshold) -> Alignment {
    super::align(case, &WordIndex::new(TEXT), extracted, threshold)
}

fn shown(alignment: &Alignment) -> String {
    let fates = alignment.expected.iter().map(|fate| match fate {
        Fate::Found(pair) => format!("{}~{}", pair.extracted, pair.similarity.value()),
        Fate::Missing => "missing".to_owned(),
        Fate::Merged(at) => format!("merged in {at}"),
    });
    let standings = alignment.extracted.iter().map(|standing| match standing {
        Standing::Matched(pair) => format!("{}", pair.expected),
        Standing::Optional(pair) => format!("optional {}", pair.expected),
        Standing::Ignored => "ignored".to_owned(),
        Standing::Forbidden(pair) => format!("forbidden {}", pair.expected),
        Standing::Spurious(Spurious::Unexpected) => "spurious".to_owned(),
        Standing::Spurious(Spurious::Ungrounded) => "ungrounded".to_owned(),
        Standing::Spurious(Spurious::Duplicate(at)) => format!("duplicate of {at}"),
        Standing::Spurious(Spurious::Fragment(at)) => format!("fragment of {at}"),
    });
    let list = |all: Vec<String>| all.join(", ");
    format!("{} | {}", list(fates.collect()), list(standings.collect()))
}

#[test]
fn the_same_words_match() {
    assert_eq!(
        check(&[(0, 3), (5, 9)], &[(5, 9), (0, 3)]),
        "1~1, 0~1 | 1, 0"
    );
}

#[test]
fn below_the_threshold_is_no_match() {
    assert_eq!(check(&[(0, 4)], &[(3, 8)]), "missing | spurious");
}

#[test]
fn the_sum_decides_and_not_the_nearest() {
    // Greedily, the extracted 0..5 would take the expected 0..5 and leave the other to go without.
    assert_eq!(
        check(&[(0, 5), (0, 4)], &[(0, 5), (2, 7)]),
        "1~0.6, 0~0.8888888888888888 | 1, 0"
    );
}

#[test]
fn pieces_of_a_found_claim_are_fragments() {
    assert_eq!(
        check(&[(0, 6)], &[(0, 4), (4, 6)]),
        "0~0.8 | 0, fragment of 0"
    );
}

#[test]
fn claims_swallowed_by_another_are_merged() {
    assert_eq!(
        check(&[(0, 4), (4, 6)], &[(0, 6)]),
        "0~0.8, merged in 0 | 0"
    );
}

#[test]
fn repeats_are_duplicates() {
    assert_eq!(
        check(&[(0, 4)], &[(0, 4), (0, 4)]),
        "0~1 | 0, duplicate of 0"
    );
    assert_eq!(check(&[], &[(0, 4), (0, 4)]), " | spurious, duplicate of 0");
}

#[test]
fn what_counts_for_nothing() {
    let mut case = case(vec![over(0, 4), over(5, 8)]);
    case.expected[0].presence = Presence::Optional;
    case.expected[1].presence = Presence::Forbidden;
    case.ignore = over(8, 10).content.spans().to_vec();
    let alignment = align(
        &case,
        &[over(0, 4), over(5, 8), over(8, 10)],
        Threshold::OVERLAP,
    );
    assert_eq!(
        shown(&alignment),
        "0~1, 1~1 | optional 0, forbidden 1, ignored"
    );
}

#[test]
fn an_alternative_counts() {
    let mut case = case(vec![over(0, 2)]);
    case.expected[0].alternatives.push(over(4, 8).content);
    assert_eq!(
        shown(&align(&case, &[over(4, 8)], Threshold::OVERLAP)),
        "0~1 | 0"
    );
}

#[test]
fn claims_in_words_of_their_own_are_compared_by_words() {
    let own = |text: &str| Claim {
        text: Some(text.into()),
        ..Claim::new(Content::Words(text.into()))
    };
    let case = case(vec![
        own("Taxes will RISE next year"),
        Claim {
            text: Some("a cut".into()),
            ..over(0, 2)
        },
    ]);
    let extracted = [own("a cut"), own("taxes rise next year")];
    assert_eq!(
        shown(&align(&case, &extracted, Threshold::OVERLAP)),
        "1~0.8888888888888888, 0~1 | 1, 0"
    );
}

#[test]
fn what_the_article_does_not_bear_out_matches_nothing() {
    let made_up = Claim::new(Article::new("a", TEXT).quote("one two eleven"));
    assert_eq!(
        shown(&align(
            &case(vec![over(0, 2)]),
            &[made_up],
            Threshold::OVERLAP
        )),
        "missing | ungrounded"
    );
}

#[test]
fn category_then_source_break_ties() {
    let with = |category: &str, name: &str| Claim {
        category: Some(category.into()),
        source: Some(Source {
            name: Some(name.into()),
            ..Source::default()
        }),
        ..over(0, 4)
    };
    let case = case(vec![with("event", "A"), with("quantity", "B")]);
    let extracted = [with("quantity", "A"), with("event", "B")];
    assert_eq!(
        shown(&align(&case, &extracted, Threshold::OVERLAP)),
        "1~1, 0~1 | 1, 0"
    );
    let extracted = [with("rule", "B"), with("rule", "A")];
    assert_eq!(
        shown(&align(&case, &extracted, Threshold::OVERLAP)),
        "1~1, 0~1 | 1, 0"
    );
}

fn ranges() -> impl Strategy<Value = Vec<(usize, usize)>> {
    prop::collection::vec(
        (0usize..9, 1usize..6).prop_map(|(from, len)| (from, (from + len).min(10))),
        0..7,
    )
}

/// The greatest sum of similarities, by trying everything, in units of 2^-32.
fn brute_force(expected: &[(usize, usize)], extracted: &[(usize, usize)]) -> Weight {
    let Some((first, rest)) = expected.split_first() else {
        return 0;
    };
    let mut best = brute_force(rest, extracted);
    for at in 0..extracted.len() {
        let other = extracted[at];
        let common = first.1.min(other.1).saturating_sub(first.0.max(other.0));
        let total = first.1 - first.0 + other.1 - other.0;
        if 4 * common >= total {
            let mut left = extracted.to_vec();
            left.remove(at);
            best = best
                .max(((2 * common as Weight) << 32) / total as Weight + brute_force(rest, &left));
        }
    }
    best
}

proptest! {
    #[test]
    fn the_alignment_is_optimal(expected in ranges(), extracted in ranges()) {
        let case = case(expected.iter().map(|&(from, to)| over(from, to)).collect());
        let claims: Vec<_> = extracted.iter().map(|&(from, to)| over(from, to)).collect();
        let alignment = align(&case, &claims, Threshold::OVERLAP);
        let sum: Weight = alignment.expected.iter().map(|fate| match fate {
            Fate::Found(pair) => (Weight::from(2 * pair.similarity.common) << 32) / Weight::from(pair.similarity.total),
            Fate::Missing | Fate::Merged(_) => 0,
        }).sum();
        prop_assert_eq!(sum, brute_force(&expected, &extracted));
    }

    #[test]
    fn shuffling_changes_nothing(
        expected in ranges().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
        extracted in ranges().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
    ) {
        // Pairs as words, because that is what has to stay the same.
        let pairs = |expected: &[(usize, usize)], extracted: &[(usize, usize)]| {
            let case = case(expected.iter().map(|&(from, to)| over(from, to)).collect());
            let claims: Vec<_> = extracted.iter().map(|&(from, to)| over(from, to)).collect();
            let alignment = align(&case, &claims, Threshold::OVERLAP);
            let mut all: Vec<String> = alignment.expected.iter().enumerate().map(|(at, fate)| match fate {
                Fate::Found(pair) => format!("{:?} is {:?}", expected[at], extracted[pair.extracted]),
                Fate::Missing => format!("{:?} missing", expected[at]),
                Fate::Merged(_) => format!("{:?} merged", expected[at]),
            }).collect();
            all.extend(alignment.extracted.iter().enumerate().map(|(at, standing)| {
                format!("{:?} {}", extracted[at], std::mem::discriminant(standing) == std::mem::discriminant(&Standing::Ignored))
            }));
            all.sort();
            all
        };
        prop_assert_eq!(pairs(&expected.0, &extracted.0), pairs(&expected.1, &extracted.1));
    }

    #[test]
    fn a_list_aligned_with_itself_only_matches(all in ranges()) {
        let case = case(all.iter().map(|&(from, to)| over(from, to)).collect());
        let claims: Vec<_> = all.iter().map(|&(from, to)| over(from, to)).collect();
        let alignment = align(&case, &claims, Threshold::OVERLAP);
        prop_assert!(alignment.extracted.iter().all(|standing| matches!(standing, Standing::Matched(_))));
    }
}
