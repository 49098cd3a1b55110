//! What is allowed in a corpus but hardly meant: warnings, each with a code.
//!
//! In: cases that have no fault, with their files. Out: a [`Warning`] for each place that somebody
//! should look at. A claim whose tags name a code is excused from it; a whole corpus is with
//! `--allow`.

use std::{collections::BTreeMap, ops::Range};

use crate::{
    align::WordIndex,
    corpus::{
        ReadCase,
        annotation::{Step, locate},
    },
    error::Fault,
    model::{Attribution, Case, Content, Expected, Presence, Status, words},
    text::{Span, words as words_of},
};

mod whole;

use whole::{near_duplicates, rare_categories};

words! {
    /// What a warning is about.
    Code {
        /// Two articles share most of their wording.
        NearDuplicate = "near-duplicate",
        /// A piece of a claim runs over the end of a paragraph.
        CrossesParagraph = "crosses-paragraph",
        /// A quote begins or ends inside a word.
        InsideWord = "inside-word",
        /// A content ends with the sentence's full stop.
        FullStop = "full-stop",
        /// No word of a source's name stands in the article.
        SourceNowhere = "source-nowhere",
        /// A category is used by few claims.
        RareCategory = "rare-category",
        /// Two claims of a case have the same words.
        SameWords = "same-words",
        /// An attributed claim has no cue.
        NoCue = "no-cue",
        /// A quotation mark in a quote has no partner there.
        UnbalancedMarks = "unbalanced-marks",
        /// A direct attribution whose quote has no quotation mark.
        DirectWithoutMarks = "direct-without-marks",
        /// Words in quotation marks that no annotation covers.
        UnannotatedQuotation = "unannotated-quotation",
        /// A claim that a program suggested and nobody has confirmed.
        Suggested = "suggested",
    }
}

/// Something that somebody should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// What it is about.
    pub code: Code,
    /// Where it is and what to do.
    pub fault: Fault,
}

/// Quotations of fewer words are labels or emphasis rather than speech.
const SPEECH: usize = 4;

/// Everything that somebody should look at; a category that fewer than `rare` claims use is rare.
pub fn warnings(cases: &[ReadCase], rare: usize) -> Vec<Warning> {
    let mut warnings: Vec<Warning> = cases.iter().flat_map(of_case).collect();
    warnings.extend(near_duplicates(cases));
    warnings.extend(rare_categories(cases, rare));
    warnings.sort_by(|a, b| {
        (&a.fault.path, a.fault.range.start, a.code).cmp(&(
            &b.fault.path,
            b.fault.range.start,
            b.code,
        ))
    });
    warnings
}

/// Gathers the warnings of one case.
struct Linter<'a> {
    read: &'a ReadCase,
    warnings: Vec<Warning>,
}

impl Linter<'_> {
    /// Warns about the claim at `at`, unless its tags excuse it.
    fn claim(&mut self, at: usize, key: &str, code: Code, message: &str, help: &str) {
        if self.read.case.expected[at]
            .tags
            .iter()
            .any(|tag| tag == code.word())
        {
            return;
        }
        let steps = [Step::Key("claims"), Step::Index(at), Step::Key(key)];
        let range = locate(&self.read.annotations, &steps);
        let fault = self.read.annotations.fault(range, message, code.word());
        self.push(code, fault, help);
    }

    fn text(&mut self, range: Range<usize>, code: Code, message: &str, help: &str) {
        let fault = self.read.article.fault(range, message, code.word());
        self.push(code, fault, help);
    }

    fn push(&mut self, code: Code, mut fault: Fault, help: &str) {
        fault.help.push(help.to_owned());
        self.warnings.push(Warning { code, fault });
    }
}

fn of_case(read: &ReadCase) -> Vec<Warning> {
    let mut linter = Linter {
        read,
        warnings: Vec::new(),
    };
    let text = &read.case.article.text;
    for (at, expected) in read.case.expected.iter().enumerate() {
        of_content(&mut linter, at, expected, text);
        of_attribution(&mut linter, at, expected, text);
        if expected.status == Status::Suggested {
            let help = "read it, mend it, and remove `status`";
            linter.claim(
                at,
                "status",
                Code::Suggested,
                "nobody has confirmed this suggestion",
                help,
            );
        }
    }
    same_words(&mut linter);
    unannotated(&mut linter, &read.case);
    linter.warnings
}

fn of_content(linter: &mut Linter<'_>, at: usize, expected: &Expected, text: &str) {
    let spans = expected.claim.content.spans();
    for span in spans {
        let words = span.of(text);
        if words.contains("\n\n") {
            let help = "annotate one claim a paragraph, or a list of pieces";
            linter.claim(
                at,
                "quote",
                Code::CrossesParagraph,
                "the quote runs over the end of a paragraph",
                help,
            );
        }
        let joins = |left: Option<char>, right: Option<char>| {
            left.is_some_and(char::is_alphanumeric) && right.is_some_and(char::is_alphanumeric)
        };
        let before = joins(text[..span.start].chars().next_back(), words.chars().next());
        let after = joins(words.chars().next_back(), text[span.end..].chars().next());
        if before || after {
            let help = "begin and end with whole words";
            linter.claim(
                at,
                "quote",
                Code::InsideWord,
                "the quote begins or ends inside a word",
                help,
            );
        }
    }
    let Some(last) = spans.last() else { return };
    if last.of(text).ends_with('.')
        && !is_abbreviated(last.of(text))
        && expected.presence != Presence::Forbidden
    {
        let help = "leave the sentence's full stop out; `claimsnap lint --fix` does";
        linter.claim(
            at,
            "quote",
            Code::FullStop,
            "the quote ends with a full stop",
            help,
        );
    }
    // A quotation over several paragraphs is opened in each and closed in the last.
    let runs_on = expected
        .tags
        .iter()
        .any(|tag| tag == "multi-paragraph-quotation");
    let quote: String = spans
        .iter()
        .map(|span| span.of(text))
        .collect::<Vec<_>>()
        .join(" ");
    if !runs_on && !balanced(&quote) {
        let help = "take both quotation marks into the quote, or neither";
        linter.claim(
            at,
            "quote",
            Code::UnbalancedMarks,
            "a quotation mark has no partner in the quote",
            help,
        );
    }
}

/// Whether the last full stop belongs to its word: "U.S.", "a.m.", "No.", "J."
fn is_abbreviated(quote: &str) -> bool {
    let last = quote
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or_default()
        .trim_end_matches('.');
    last.contains('.')
        || last.chars().count() == 1
        || matches!(last, "No" | "Inc" | "Ltd" | "Co" | "St" | "Jr" | "Sr")
}

/// Pairs of quotation marks that differ at their two ends.
const PAIRS: [(char, char); 3] = [('“', '”'), ('«', '»'), ('„', '“')];

fn balanced(quote: &str) -> bool {
    let count = |mark| quote.chars().filter(|c| *c == mark).count();
    let german = quote.contains('„');
    let even = count('"').is_multiple_of(2);
    let paired = PAIRS.iter().all(|(open, close)| {
        // The German closing mark is the English opening one.
        (german && *open == '“') || (!german && *open == '„') || count(*open) == count(*close)
    });
    even && paired
}

fn of_attribution(linter: &mut Linter<'_>, at: usize, expected: &Expected, text: &str) {
    if expected.presence == Presence::Forbidden {
        return;
    }
    let claim = &expected.claim;
    let attributed = claim
        .attribution
        .is_some_and(|attribution| attribution != Attribution::None);
    // Punctuation and an earlier sentence attribute without a cue.
    let silent = ["colon-attribution", "dash-attribution", "remote-source"];
    let excused = expected
        .tags
        .iter()
        .any(|tag| silent.contains(&tag.as_str()));
    if attributed && claim.cue.is_none() && !excused {
        let help = "add `cue`, or the tag `no-cue` where the article has none";
        linter.claim(
            at,
            "attribution",
            Code::NoCue,
            "the claim is attributed but has no cue",
            help,
        );
    }
    let marks = |c: char| "\"“”„«»‹›‘’'".contains(c);
    let quoted = claim
        .content
        .pieces(text)
        .iter()
        .any(|piece| piece.contains(marks));
    if claim.attribution == Some(Attribution::Direct) && !quoted {
        let help =
            "include the quotation marks, or the tag `direct-without-marks`, as for a transcript";
        let message = "a direct attribution without quotation marks";
        linter.claim(at, "quote", Code::DirectWithoutMarks, message, help);
    }
    if let Some(name) = claim
        .source
        .as_ref()
        .and_then(|source| source.name.as_ref())
    {
        let folded = |of: &str| -> Vec<String> {
            words_of(of)
                .iter()
                .map(|word| word.of(of).to_lowercase())
                .collect()
        };
        let known = folded(text);
        if !folded(name).iter().any(|word| known.contains(word)) {
            let help = "name the source as the article does";
            linter.claim(
                at,
                "source",
                Code::SourceNowhere,
                "no word of the source's name is in the article",
                help,
            );
        }
    }
}

fn same_words(linter: &mut Linter<'_>) {
    let mut seen: BTreeMap<&Content, usize> = BTreeMap::new();
    let expected = &linter.read.case.expected;
    let mut same = Vec::new();
    for (at, claim) in expected
        .iter()
        .enumerate()
        .filter(|(_, claim)| claim.presence != Presence::Forbidden)
    {
        match seen.get(&claim.claim.content) {
            Some(first) => same.push((at, expected[*first].id.clone())),
            None => drop(seen.insert(&claim.claim.content, at)),
        }
    }
    for (at, first) in same {
        let message = format!("the claim has the same words as `{first}`");
        linter.claim(at, "quote", Code::SameWords, &message, "keep one of them");
    }
}

/// Speech in quotation marks of which no annotation covers most words.
fn unannotated(linter: &mut Linter<'_>, case: &Case) {
    let text = &case.article.text;
    let index = WordIndex::new(text);
    let mut covered: Vec<Span> = case.ignore.clone();
    for expected in &case.expected {
        covered.extend(expected.claim.content.spans());
        covered.extend(expected.alternatives.iter().flat_map(Content::spans));
    }
    for span in quotations(text) {
        let words = words_of(span.of(text)).len();
        if words < SPEECH {
            continue;
        }
        let most = covered.iter().map(|other| {
            let common = Span::new(span.start.max(other.start), span.end.min(other.end));
            if common.is_empty() {
                0
            } else {
                index.count(&[common])
            }
        });
        if 2 * most.sum::<usize>() < words {
            let help = "annotate it, as `forbidden` if it is no claim, or put it into `ignore`";
            linter.text(
                span.start..span.end,
                Code::UnannotatedQuotation,
                "no annotation covers this quotation",
                help,
            );
        }
    }
}

/// The stretches between a pair of double quotation marks within a paragraph.
fn quotations(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let mut open: Option<(usize, char)> = None;
        for (at, mark) in line.char_indices() {
            let close = match mark {
                '“' => Some('”'),
                '«' => Some('»'),
                '„' => Some('“'),
                '"' => Some('"'),
                _ => None,
            };
            match (open, close) {
                (Some((start, wanted)), _) if mark == wanted => {
                    found.push(Span::new(offset + start, offset + at + mark.len_utf8()));
                    open = None;
                }
                (None, Some(wanted)) => open = Some((at, wanted)),
                _ => {}
            }
        }
        offset += line.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::read_pair;

    fn check(text: &str, json: &str) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let [article, annotations] = ["a.txt", "a.json"].map(|name| folder.path().join(name));
        std::fs::write(&article, text).unwrap();
        std::fs::write(&annotations, json).unwrap();
        let read = read_pair(&article, &annotations).unwrap();
        let place = |warning: &Warning| {
            let (line, column) = warning.fault.position();
            format!("{} {line}:{column}", warning.code)
        };
        warnings(&[read], 1).iter().map(place).collect()
    }

    #[test]
    fn what_is_hardly_meant() {
        let text = "“We will go,” she said. Rain fell. Snow\n\nfell. “Nobody ever told us that.”";
        assert_eq!(
            check(
                text,
                r#"{"claims":[{"quote":"“We will go,”","category":"event","attribution":"direct"}]}"#
            ),
            ["no-cue 1:70", "unannotated-quotation 3:7"]
        );
        let ignored = r#""ignore":[{"quote":"“Nobody ever told us that.”"}]"#;
        let one = |claim: &str| check(text, &format!(r#"{{"claims":[{claim}],{ignored}}}"#));
        assert_eq!(
            one(r#"{"quote":"Rain fell.","category":"event"}"#),
            ["full-stop 1:21"]
        );
        assert_eq!(
            one(r#"{"quote":"ain fell","category":"event"}"#),
            ["inside-word 1:21"]
        );
        assert_eq!(
            one(r#"{"quote":"Snow\n\nfell","category":"event"}"#),
            ["crosses-paragraph 1:21"]
        );
        assert_eq!(
            one(r#"{"quote":"We will go,”","category":"event"}"#),
            ["unbalanced-marks 1:21"]
        );
        assert_eq!(
            one(r#"{"quote":"Rain fell","category":"event","source":{"name":"Ann"}}"#),
            ["source-nowhere 1:61"]
        );
        assert_eq!(
            one(r#"{"quote":"Rain fell","category":"event","status":"suggested"}"#),
            ["suggested 1:61"]
        );
        let direct = r#"{"quote":"Rain fell","category":"event","attribution":"direct","cue":{"quote":"said"}}"#;
        assert_eq!(one(direct), ["direct-without-marks 1:21"]);
        let twice =
            r#"{"quote":"Rain fell","category":"event"},{"quote":"Rain fell","category":"event"}"#;
        assert_eq!(one(twice), ["same-words 1:62"]);
    }

    #[test]
    fn a_tag_excuses() {
        let claim =
            r#"{"claims":[{"quote":"Rain fell.","category":"event","tags":["full-stop"]}]}"#;
        assert!(check("Rain fell. Snow fell.", claim).is_empty());
    }

    #[test]
    fn abbreviations_keep_their_full_stop() {
        assert!(
            check(
                "It began in the U.S. Then it ended.",
                r#"{"claims":[{"quote":"It began in the U.S.","category":"event"}]}"#
            )
            .is_empty()
        );
    }
}
