//! Claims as JSON: the one form of the extractor protocol, predictions and snapshots.
//!
//! ```json
//! {"id":"a","claims":[{"quote":"talks will begin","spans":[[9,25]],"category":"event",
//!   "source":{"quote":"she"},"cue":{"quote":"said"}}]}
//! ```
//!
//! In: records as a program wrote them. Out: [`Claim`]s resolved against their article, and back.
//! Nothing is mended: where a record's quote and spans disagree, or the article has neither, the
//! claim is ungrounded.

use std::collections::BTreeMap;

use crate::{
    model::{Article, Claim, Content, Source, Ungrounded, content_at, follow},
    text::{CodePoints, Span, occurrences},
};

mod record;

pub use record::{Answer, ClaimRecord, MentionRecord, Pieces, Request, SourceRecord};

/// The claims that `records` mean in `article`, in their order.
///
/// A quote without spans is its first occurrence that no earlier, equal quote of the same answer
/// has taken; a source's or cue's is the occurrence nearest to its claim.
pub fn resolve(article: &Article, records: Vec<ClaimRecord>) -> Vec<Claim> {
    let points = CodePoints::new(&article.text);
    let mut taken = Taken::new();
    records
        .into_iter()
        .map(|record| resolve_claim(&article.text, &points, record, &mut taken))
        .collect()
}

/// How often each quote has been resolved already.
type Taken = BTreeMap<Vec<String>, Uses>;

/// How often one quote has been resolved, and from the second time on all its places, so that a
/// quote that is given a thousand times is sought once.
#[derive(Default)]
struct Uses {
    count: usize,
    places: Vec<Vec<Span>>,
}

impl Uses {
    /// The place of the quote when it is given once more; `None` where the article does not have it.
    fn next(&mut self, text: &str, quote: &[String]) -> Option<Vec<Span>> {
        let mut fits =
            occurrences(text, quote.first()?).filter_map(|start| follow(text, quote, start));
        if self.count == 0 {
            return fits.next();
        }
        if self.places.is_empty() {
            self.places = fits.collect();
        }
        // A quote given more often than it occurs repeats its last occurrence: an exact duplicate.
        self.places.get(self.count).or(self.places.last()).cloned()
    }
}

fn resolve_claim(
    text: &str,
    points: &CodePoints<'_>,
    record: ClaimRecord,
    taken: &mut Taken,
) -> Claim {
    let content = match (record.quote, record.spans) {
        (None, None) => Content::Words(record.text.clone().unwrap_or_default()),
        (None, Some(spans)) => content_at(points, &spans),
        (Some(Pieces(quote)), Some(spans)) => agreed(text, points, &quote, &spans),
        (Some(Pieces(quote)), None) => next_occurrence(text, quote, taken),
    };
    let near = content.spans();
    let mention = |quote: Option<Pieces>, spans: Option<Vec<[usize; 2]>>| match (quote, spans) {
        (None, None) => None,
        (None, Some(spans)) => Some(content_at(points, &spans)),
        (Some(Pieces(quote)), Some(spans)) => Some(agreed(text, points, &quote, &spans)),
        (Some(Pieces(quote)), None) => Some(nearest(text, quote, near)),
    };
    Claim {
        text: record.text,
        category: record.category,
        attribution: record.attribution,
        source: record.source.map(|source| Source {
            mention: mention(source.quote, source.spans),
            name: source.name,
            kind: source.kind,
        }),
        cue: record.cue.and_then(|cue| mention(cue.quote, cue.spans)),
        polarity: record.polarity,
        certainty: record.certainty,
        check_worthy: record.check_worthy,
        check_worthy_score: record.check_worthy_score,
        time: record.time,
        quantities: record.quantities,
        confidence: record.confidence,
        content,
    }
}

/// The content at `spans` where its words are `quote`; ungrounded, with both, where they are not.
pub fn agreed(
    text: &str,
    points: &CodePoints<'_>,
    quote: &[String],
    spans: &[[usize; 2]],
) -> Content {
    let content = content_at(points, spans);
    // Pieces may be cut differently as long as the words are the same.
    let without_space = |pieces: &[&str]| -> String {
        let words = pieces.iter().flat_map(|piece| piece.split_whitespace());
        words.collect()
    };
    let same = match (content.spans(), quote) {
        ([], _) => false,
        ([span], [quote]) => span.of(text) == quote,
        _ => {
            let given: Vec<&str> = quote.iter().map(String::as_str).collect();
            without_space(&content.pieces(text)) == without_space(&given)
        }
    };
    if same {
        return content;
    }
    let found = content.spans().iter().map(|span| span.of(text).to_owned());
    Content::Ungrounded(Ungrounded {
        quote: quote.to_vec(),
        spans: spans.to_vec(),
        found: found.collect(),
    })
}

fn next_occurrence(text: &str, quote: Vec<String>, taken: &mut Taken) -> Content {
    let mut uses = taken.remove(&quote).unwrap_or_default();
    match uses.next(text, &quote) {
        Some(spans) => {
            uses.count += 1;
            taken.insert(quote, uses);
            Content::Located(spans)
        }
        None => Content::Ungrounded(Ungrounded {
            quote,
            ..Ungrounded::default()
        }),
    }
}

/// The occurrence of `quote` nearest to the claim at `near`, those outside its pieces first;
/// ungrounded where there is none.
pub fn nearest(text: &str, quote: Vec<String>, near: &[Span]) -> Content {
    let starts = quote.first().into_iter();
    let found = starts
        .flat_map(|first| occurrences(text, first))
        .filter_map(|start| follow(text, &quote, start))
        .min_by_key(|spans| distance(spans, near));
    match found {
        Some(spans) => Content::Located(spans),
        None => Content::Ungrounded(Ungrounded {
            quote,
            ..Ungrounded::default()
        }),
    }
}

/// Whether `spans` touch the claim, whether they lie outside its gaps, the bytes between them and
/// its nearest piece, and where they begin.
fn distance(spans: &[Span], near: &[Span]) -> (bool, bool, usize, usize) {
    let (start, end) = (spans[0].start, spans[spans.len() - 1].end);
    let touches = near
        .iter()
        .any(|piece| spans.iter().any(|span| span.overlaps(*piece)));
    let in_gap = near
        .windows(2)
        .any(|pair| pair[0].end <= start && end <= pair[1].start);
    let gap = |piece: &Span| {
        piece
            .start
            .saturating_sub(end)
            .max(start.saturating_sub(piece.end))
    };
    (
        touches,
        !in_gap,
        near.iter().map(gap).min().unwrap_or(0),
        start,
    )
}

/// How much a record says of where its words stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Quotes and spans, and the confidence.
    Full,
    /// Quotes, and spans only where the quote alone would be found elsewhere; nothing volatile.
    /// Unchanged by edits elsewhere in the article.
    Stable,
}

/// The records of `claims`, in their order: the inverse of [`resolve`].
pub fn records(article: &Article, claims: &[Claim], detail: Detail) -> Vec<ClaimRecord> {
    let text = &article.text;
    let points = CodePoints::new(text);
    let mut taken = Taken::new();
    let mut records = Vec::with_capacity(claims.len());
    for claim in claims {
        let mut spans_needed = true;
        if let (Content::Located(spans), Detail::Stable) = (&claim.content, detail) {
            let quote = owned_pieces(&claim.content, text);
            let uses = taken.entry(quote.clone()).or_default();
            if uses.next(text, &quote).as_ref() == Some(spans) {
                spans_needed = false;
                uses.count += 1;
            }
        }
        let (quote, spans) = place(&claim.content, text, &points, spans_needed);
        let mention = |content: &Content| {
            let alone = detail == Detail::Stable
                && nearest(text, owned_pieces(content, text), claim.content.spans()) == *content;
            place(content, text, &points, !alone)
        };
        records.push(ClaimRecord {
            quote,
            spans,
            text: claim.text.clone().or_else(|| match &claim.content {
                Content::Words(words) => Some(words.clone()),
                Content::Located(_) | Content::Ungrounded(_) => None,
            }),
            category: claim.category.clone(),
            attribution: claim.attribution,
            source: claim.source.as_ref().map(|source| {
                let (quote, spans) = source.mention.as_ref().map(mention).unwrap_or_default();
                SourceRecord {
                    quote,
                    spans,
                    name: source.name.clone(),
                    kind: source.kind,
                }
            }),
            cue: claim.cue.as_ref().map(|cue| {
                let (quote, spans) = mention(cue);
                MentionRecord { quote, spans }
            }),
            polarity: claim.polarity,
            certainty: claim.certainty,
            check_worthy: claim.check_worthy,
            check_worthy_score: claim.check_worthy_score.filter(|_| detail == Detail::Full),
            time: claim.time.clone(),
            quantities: claim.quantities.clone(),
            confidence: claim.confidence.filter(|_| detail == Detail::Full),
        });
    }
    records
}

fn owned_pieces(content: &Content, text: &str) -> Vec<String> {
    content
        .pieces(text)
        .into_iter()
        .map(str::to_owned)
        .collect()
}

/// Quote and spans of a content as a record gives them.
type Place = (Option<Pieces>, Option<Vec<[usize; 2]>>);

fn place(content: &Content, text: &str, points: &CodePoints<'_>, spans_needed: bool) -> Place {
    match content {
        Content::Located(spans) => {
            let spans =
                spans_needed.then(|| spans.iter().map(|span| points.of_span(*span)).collect());
            (Some(Pieces(owned_pieces(content, text))), spans)
        }
        Content::Words(_) => (None, None),
        // An empty list, because neither would read as words that are no quotation.
        Content::Ungrounded(Ungrounded { quote, spans, .. })
            if quote.is_empty() && spans.is_empty() =>
        {
            (Some(Pieces(Vec::new())), None)
        }
        Content::Ungrounded(Ungrounded { quote, spans, .. }) => {
            let given = |empty: bool| (!empty).then_some(());
            (
                given(quote.is_empty()).map(|()| Pieces(quote.clone())),
                given(spans.is_empty()).map(|()| spans.clone()),
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::sort;
    use proptest::prelude::*;

    fn claims(text: &str, json: &str) -> Vec<Claim> {
        resolve(
            &Article::new("a", text),
            serde_json::from_str(json).unwrap(),
        )
    }

    #[test]
    fn a_repeated_quote_takes_the_next_occurrence() {
        let found = claims("é no, no, no", r#"[{"quote":"no"},{"quote":"no"}]"#);
        assert_eq!(found[0].content, Content::Located(vec![Span::new(3, 5)]));
        assert_eq!(found[1].content, Content::Located(vec![Span::new(7, 9)]));
    }

    #[test]
    fn quote_and_spans_have_to_agree() {
        let found = claims(
            "é no, yes",
            r#"[{"quote":"no","spans":[[2,4]]},{"quote":"no","spans":[[6,9]]}]"#,
        );
        assert_eq!(found[0].content, Content::Located(vec![Span::new(3, 5)]));
        let Content::Ungrounded(ungrounded) = &found[1].content else {
            panic!("taken: {found:?}")
        };
        assert_eq!(
            (&ungrounded.quote[0][..], &ungrounded.found[0][..]),
            ("no", "yes")
        );
    }

    #[test]
    fn a_source_is_sought_nearest_to_its_claim() {
        let text = "He left. The talks will end, he said. He slept.";
        let found = claims(
            text,
            r#"[{"quote":"The talks will end","source":{"quote":"he"},"cue":{"quote":"said"}}]"#,
        );
        let source = found[0].source.clone().unwrap().mention.unwrap();
        assert_eq!(source, Content::Located(vec![Span::new(29, 31)]));
    }

    #[test]
    fn a_mention_in_the_gap_of_a_claim_is_nearest() {
        let text = "he “waits,” he said, “until he can.” he";
        let found = claims(
            text,
            r#"[{"quote":["“waits,”","“until he can.”"],"source":{"quote":"he"}}]"#,
        );
        let source = found[0].source.clone().unwrap().mention.unwrap();
        assert_eq!(source.spans()[0].start, text.find("he said").unwrap());
    }

    #[test]
    fn unknown_keys_are_refused() {
        let error = serde_json::from_str::<ClaimRecord>(r#"{"qoute":"x"}"#)
            .unwrap_err()
            .to_string();
        assert!(error.contains("unknown field `qoute`"), "{error}");
    }

    #[test]
    fn stable_records_name_spans_only_where_needed() {
        let article = Article::new("a", "no, no");
        let claims = [
            Claim::new(article.slice(4..6)),
            Claim::new(article.slice(0..2)),
        ];
        let json = serde_json::to_string(&records(&article, &claims, Detail::Stable)).unwrap();
        assert_eq!(json, r#"[{"quote":"no","spans":[[4,6]]},{"quote":"no"}]"#);
        let json = serde_json::to_string(&records(&article, &claims[1..], Detail::Stable)).unwrap();
        assert_eq!(json, r#"[{"quote":"no"}]"#);
    }

    proptest! {
        #[test]
        fn records_and_claims_are_inverses(
            text in "[ab é“,]{1,30}",
            cuts in prop::collection::vec((0usize..30, 1usize..6, 0usize..30, 1usize..4), 0..6),
            stable in any::<bool>(),
        ) {
            let article = Article::new("a", text);
            let points = CodePoints::new(&article.text);
            let at = |start: usize, len: usize| content_at(&points, &[[start, start + len]]);
            let mut wanted: Vec<_> = cuts
                .iter()
                .map(|&(start, len, source, source_len)| Claim {
                    source: Some(Source { mention: Some(at(source, source_len)), ..Source::default() }),
                    ..Claim::new(at(start, len))
                })
                .collect();
            sort(&mut wanted);
            let detail = if stable { Detail::Stable } else { Detail::Full };
            let json = serde_json::to_string(&records(&article, &wanted, detail)).unwrap();
            let read = resolve(&article, serde_json::from_str(&json).unwrap());
            prop_assert_eq!(read, wanted);
        }
    }
}
