//! The built-in extractor holds its promises on any text.
//!
//! In: bytes, of which the first chooses the date of publication and the others are the text, as far as
//! they are UTF-8. Out: nothing, or a panic where a promise is broken.

#![no_main]

use std::fmt;

use claimsnap::{
    Article, Claim, Extractor,
    extract::builtin::{Builtin, Explained},
    model::{Content, sort},
};
use libfuzzer_sys::{Corpus, fuzz_target};

/// Dates of publication: of each precision, at the ends of months and of the calendar, and none at all.
const DATES: [&str; 12] = [
    "2024-02-29",
    "2025-05-12",
    "2023-12-31T23:59:60Z",
    "2019-01",
    "2020",
    "20250512",
    "0000-01-01",
    "0000",
    "9999-12-31",
    "9999",
    "-009999-01-01",
    "2025-13-32",
];

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Some((first, text)) = bytes.split_first() else {
        return Corpus::Reject;
    };
    let article = Article {
        published: DATES
            .get(usize::from(*first) % (DATES.len() + 1))
            .map(|date| (*date).to_owned()),
        ..Article::new("fuzzed", String::from_utf8_lossy(text))
    };
    let builtin = Builtin::default();
    let claims = claims(&builtin, &article);
    for claim in &claims {
        assert_sound(&article.text, claim);
    }
    assert_eq!(
        claims,
        self::claims(&builtin, &article),
        "another answer the second time"
    );

    let explained = builtin.explain(&article);
    for one in &explained {
        assert_sound(&article.text, &one.claim);
    }
    let kept = |one: Explained| one.kept.then_some(one.claim);
    let kept: Vec<Claim> = explained.into_iter().filter_map(kept).collect();
    assert_eq!(claims, kept, "explained otherwise than extracted");
    Corpus::Keep
});

/// The claims in stored order, as they are explained.
fn claims(builtin: &Builtin, article: &Article) -> Vec<Claim> {
    let mut claims = builtin
        .extract(article)
        .expect("the built-in extractor refuses nothing");
    sort(&mut claims);
    claims
}

/// Asserts what the types of a claim leave open.
fn assert_sound(text: &str, claim: &Claim) {
    assert_located(text, &claim.content, claim);
    let mention = claim
        .source
        .as_ref()
        .and_then(|source| source.mention.as_ref());
    for content in [mention, claim.cue.as_ref()].into_iter().flatten() {
        assert_located(text, content, claim);
    }
    for score in [claim.confidence, claim.check_worthy_score]
        .into_iter()
        .flatten()
    {
        assert!(
            (0.0..=1.0).contains(&score),
            "{score} is no share: {claim:?}"
        );
    }
}

/// Asserts that `content` is stretches of `text`: some, none empty, in order, without overlap.
fn assert_located(text: &str, content: &Content, claim: &dyn fmt::Debug) {
    let Content::Located(spans) = content else {
        panic!("not located: {claim:?}");
    };
    assert!(!spans.is_empty(), "without a span: {claim:?}");
    let mut end = 0;
    for span in spans {
        assert!(span.start >= end, "out of order: {claim:?}");
        assert!(!span.is_empty(), "an empty span: {claim:?}");
        assert!(
            text.get(span.start..span.end).is_some(),
            "off the text: {claim:?}"
        );
        end = span.end;
    }
}
