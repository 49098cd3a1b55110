//! What a process has been asked and what it said.
//!
//! In: ids as they are asked, lines as they come. Out: whose answer a line is. Nothing here knows
//! of processes or time.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::Deserialize;

use crate::{
    extract::{Failure, FailureKind},
    text::printable,
    wire::{Answer, ClaimRecord},
};

/// The articles that a process has been asked for, each with a `T` that takes its answer.
#[derive(Debug)]
pub(super) struct Pending<T> {
    waiting: BTreeMap<String, VecDeque<T>>,
    answered: BTreeSet<String>,
}

/// Whose answer an id is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Match<T> {
    /// It answers this one.
    Asked(T),
    /// The article was answered before.
    Twice,
    /// The process was never asked for it.
    Unasked,
}

impl<T> Pending<T> {
    /// Nothing asked yet.
    pub(super) const fn new() -> Self {
        Self {
            waiting: BTreeMap::new(),
            answered: BTreeSet::new(),
        }
    }

    /// Notes that article `id` was asked for.
    pub(super) fn ask(&mut self, id: &str, taker: T) {
        // An id may be asked for again once it is answered; then it is owed an answer again.
        self.answered.remove(id);
        self.waiting
            .entry(id.to_owned())
            .or_default()
            .push_back(taker);
    }

    /// Notes that article `id` was answered; where it is asked several times at once, the first.
    pub(super) fn answer(&mut self, id: &str) -> Match<T> {
        let Some(takers) = self.waiting.get_mut(id) else {
            return if self.answered.contains(id) {
                Match::Twice
            } else {
                Match::Unasked
            };
        };
        let taker = takers.pop_front();
        if takers.is_empty() {
            self.waiting.remove(id);
            self.answered.insert(id.to_owned());
        }
        taker.map_or(Match::Unasked, Match::Asked)
    }

    /// Whether nothing is waited for.
    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// What is waited for, sorted by id.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.waiting
            .iter()
            .flat_map(|(id, takers)| takers.iter().map(move |taker| (id.as_str(), taker)))
    }
}

/// What a line says of one article.
#[derive(Debug, PartialEq)]
pub(super) struct Said {
    /// The article.
    pub(super) id: String,
    /// Its claims; or why there are none, be it that the line names the article but is no answer.
    pub(super) outcome: Result<Vec<ClaimRecord>, Failure>,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Nonsense {
    /// What it is, with its start.
    pub(super) what: String,
    /// What to do about it.
    pub(super) help: &'static str,
}

/// What `line` says; `None` where it is blank.
///
/// # Errors
/// Where it does not even name an article.
pub(super) fn parse(line: &[u8]) -> Result<Option<Said>, Nonsense> {
    let text = match str::from_utf8(line) {
        Ok(text) if text.trim().is_empty() => return Ok(None),
        Ok(text) => text,
        Err(error) => {
            return Err(Nonsense {
                what: format!(
                    "a line that is not UTF-8 from its byte {} on: {}",
                    error.valid_up_to() + 1,
                    start(line)
                ),
                help: "write standard output as UTF-8, whatever the locale",
            });
        }
    };
    let said = match serde_json::from_str::<Answer>(text) {
        Ok(answer) => Said {
            outcome: outcome(answer.claims, answer.error),
            id: answer.id,
        },
        Err(error) => match serde_json::from_str::<Named>(text) {
            // Whose answer it should have been is plain, and so is where the next line begins.
            Ok(Named { id }) => Said {
                id,
                outcome: Err(Failure::new(
                    FailureKind::Protocol,
                    format!(
                        "its answer does not follow the protocol: {}: {}\n\
                         help: use the keys of the extractor protocol and no others (README, \
                         \"The extractor protocol\")",
                        printable(&error.to_string()),
                        start(line)
                    ),
                )),
            },
            Err(_) => {
                return Err(Nonsense {
                    what: format!(
                        "a line that is not an answer: {}: {}",
                        printable(&error.to_string()),
                        start(line)
                    ),
                    help: "print nothing but answers to standard output, one JSON object a line; \
                           print everything else to standard error",
                });
            }
        },
    };
    Ok(Some(said))
}

/// An object that at least names its article.
#[derive(Deserialize)]
struct Named {
    id: String,
}

fn outcome(
    claims: Option<Vec<ClaimRecord>>,
    error: Option<String>,
) -> Result<Vec<ClaimRecord>, Failure> {
    let protocol = |why| Err(Failure::new(FailureKind::Protocol, why));
    match (claims, error) {
        (Some(claims), None) => Ok(claims),
        (None, Some(error)) => Err(Failure::refused(printable(&error))),
        (None, None) => protocol(
            "its answer has neither `claims` nor `error`\n\
             help: write `\"claims\":[]` where there are none",
        ),
        (Some(_), Some(_)) => protocol(
            "its answer has both `claims` and `error`\n\
             help: write `error` only where the article could not be done",
        ),
    }
}

/// The start of a line between backticks, as [`clip`] shows it.
pub(super) fn start(line: &[u8]) -> String {
    let clipped = clip(line);
    match clipped.strip_suffix(CUT) {
        Some(start) => format!("`{start}`{CUT}"),
        None => format!("`{clipped}`"),
    }
}

/// What [`clip`] puts where it cuts.
const CUT: &str = " …";

/// The first 200 characters of a line, safe to print.
pub(super) fn clip(line: &[u8]) -> String {
    const MOST: usize = 200;
    // Four bytes make the longest character.
    let head = String::from_utf8_lossy(&line[..line.len().min(4 * MOST)]);
    let text: String = head.chars().take(MOST).collect();
    let cut = text.len() < head.len() || line.len() > 4 * MOST;
    format!("{}{}", printable(&text), if cut { CUT } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_come_in_any_order() {
        let mut pending = Pending::new();
        pending.ask("a", 1);
        pending.ask("b", 2);
        assert_eq!(pending.answer("b"), Match::Asked(2));
        assert_eq!(pending.answer("b"), Match::Twice);
        assert_eq!(pending.answer("c"), Match::Unasked);
        assert_eq!(pending.iter().collect::<Vec<_>>(), [("a", &1)]);
        assert_eq!(pending.answer("a"), Match::Asked(1));
        assert!(pending.is_empty());
    }

    #[test]
    fn an_id_may_be_asked_again() {
        let mut pending = Pending::new();
        pending.ask("a", 1);
        pending.ask("a", 2);
        assert_eq!(pending.answer("a"), Match::Asked(1));
        assert_eq!(pending.answer("a"), Match::Asked(2));
        assert_eq!(pending.answer("a"), Match::Twice);
        pending.ask("a", 3);
        assert_eq!(pending.answer("a"), Match::Asked(3));
    }

    fn check_failure(line: &str, kind: FailureKind, start: &str) {
        let said = parse(line.as_bytes()).unwrap().unwrap();
        assert_eq!(said.id, "a");
        let failure = said.outcome.unwrap_err();
        assert_eq!(failure.kind, kind);
        assert!(failure.message.starts_with(start), "{failure}");
    }

    #[test]
    fn a_line_that_names_its_article_fails_that_article() {
        let protocol = FailureKind::Protocol;
        check_failure(
            r#"{"id":"a"}"#,
            protocol,
            "its answer has neither `claims` nor `error`\nhelp: ",
        );
        check_failure(
            r#"{"id":"a","claims":[],"error":"no"}"#,
            protocol,
            "its answer has both `claims` and `error`\nhelp: ",
        );
        check_failure(
            r#"{"id":"a","claim":[]}"#,
            protocol,
            "its answer does not follow the protocol: unknown field `claim`, expected one of \
             `id`, `claims`, `error` at line 1 column 17: `{",
        );
        check_failure(
            r#"{"id":"a","error":"too \u001b[31mlong"}"#,
            FailureKind::Refused,
            "too <U+001B>[31mlong",
        );
    }

    #[test]
    fn other_lines_say_what_is_wrong() {
        fn check(line: &[u8], what: &str) {
            assert_eq!(parse(line).unwrap_err().what, what);
        }
        check(
            b"loading \x1b[1mmodel",
            "a line that is not an answer: expected value at line 1 column 1: \
             `loading <U+001B>[1mmodel`",
        );
        check(
            b"{\"id\":\"\xff\"}",
            "a line that is not UTF-8 from its byte 8 on: `{\"id\":\"\u{fffd}\"}`",
        );
        assert!(parse(b"[]").is_err());
        assert!(parse(b"{}").is_err());
    }

    #[test]
    fn blank_lines_and_carriage_returns_mean_nothing() {
        assert_eq!(parse(b""), Ok(None));
        assert_eq!(parse(b" \r"), Ok(None));
        assert!(matches!(
            parse(b"{\"id\":\"a\",\"claims\":[]}\r"),
            Ok(Some(_))
        ));
    }

    #[test]
    fn the_start_of_a_line_is_short_and_printable() {
        assert_eq!(start(b"a\x07\xff"), "`a<U+0007>\u{fffd}`");
        let long = "é".repeat(1_000);
        assert_eq!(start(long.as_bytes()), format!("`{}` …", "é".repeat(200)));
        assert_eq!(
            start("é".repeat(200).as_bytes()),
            format!("`{}`", "é".repeat(200))
        );
    }
}
