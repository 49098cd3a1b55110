//! Why a process ended, in words that help to mend it.
//!
//! In: the reason and what is left of the process. Out: a [`Failure`] for each article that it
//! leaves behind. The words are the same on every run that goes the same way.

use std::time::Duration;

use super::{pending::Nonsense, process::Remains};
use crate::extract::{Failure, FailureKind};

/// Why a process was ended, or ended.
#[derive(Clone, Debug)]
pub(super) enum Reason {
    /// It closed its standard output, most often by ending; the start of the line it was in.
    Closed {
        /// The start of an unfinished line.
        rest: Option<String>,
    },
    /// It wrote something that is no answer.
    Protocol(Nonsense),
    /// It did not answer this article in time.
    Timeout {
        /// The article.
        id: String,
        /// The limit that applied.
        limit: Duration,
        /// Whether it left some of the request unread.
        unread: bool,
    },
    /// It did not end in time when its input did.
    Lingering(Duration),
    /// It could not be started again; what the system said.
    Unstartable(String),
    /// The run is over: Ctrl-C, or nobody is left to ask.
    Stopped,
}

/// A process that ended.
#[derive(Clone, Debug)]
pub(super) struct Ended {
    /// Why.
    pub(super) reason: Reason,
    /// What is left.
    pub(super) remains: Remains,
}

impl Ended {
    /// The failure of article `id`, one of those `in_flight` when the process ended.
    pub(super) fn failure(&self, id: &str, in_flight: &[String]) -> Failure {
        let stderr = &self.remains.stderr;
        let (what, help) = match &self.reason {
            Reason::Closed { rest } => self.closed(rest.as_deref(), in_flight.len()),
            Reason::Protocol(Nonsense { what, help }) => {
                (format!("the program wrote {what}"), *help)
            }
            Reason::Timeout {
                id: late,
                limit,
                unread,
            } => self.timeout(late == id, late, *limit, *unread),
            Reason::Lingering(limit) => (
                format!(
                    "at the end of the run, the program did not end within {} of its standard \
                     input, and was killed",
                    humantime::format_duration(*limit)
                ),
                "end the program when standard input ends",
            ),
            Reason::Unstartable(why) => (
                format!("the program could not be started again: {why}"),
                "leave it in place while claimsnap runs",
            ),
            // It is not the program's fault, so what it said does not matter.
            Reason::Stopped => {
                return Failure::new(self.kind(), "interrupted before it was answered");
            }
        };
        let mut message = what;
        if in_flight.len() > 1 && !matches!(self.reason, Reason::Timeout { .. }) {
            message += &format!(
                "\n{} articles were in flight ({}), and which of them is to blame is not known; \
                 `in_flight = 1` tells",
                in_flight.len(),
                in_flight.join(", ")
            );
        }
        if !stderr.is_empty() {
            message += "\nits last words on standard error:";
            for line in stderr {
                message += "\n    ";
                message += line;
            }
        }
        message += "\nhelp: ";
        message += help;
        Failure::new(self.kind(), message)
    }

    /// What is wrong with an end that no article has to answer for, once all are answered;
    /// `None` where nothing is.
    pub(super) fn at_the_end(&self, last: &str) -> Option<Failure> {
        match (&self.reason, &self.remains.exit) {
            (Reason::Stopped, _) => None,
            (Reason::Closed { rest: None }, Some(exit)) if exit.success => None,
            (Reason::Closed { .. } | Reason::Protocol(_), _) => {
                let mut failure = self.failure(last, &[]);
                failure.message = format!(
                    "at the end, after all articles were answered: {}",
                    failure.message
                );
                Some(failure)
            }
            _ => Some(self.failure(last, &[])),
        }
    }

    /// The failure of an article that is not even asked, because the last `times` processes ended
    /// without a good answer, this one last.
    pub(super) fn gave_up(&self, times: u32) -> Failure {
        let id = match &self.reason {
            Reason::Timeout { id, .. } => id,
            _ => "",
        };
        let last = self.failure(id, &[]);
        Failure::new(
            last.kind,
            format!(
                "not asked: the program was started {times} times and ended each time without one \
                 good answer; the last time: {}",
                last.message
            ),
        )
    }

    fn kind(&self) -> FailureKind {
        match self.reason {
            Reason::Timeout { .. } | Reason::Lingering(_) => FailureKind::Timeout,
            Reason::Protocol(_) => FailureKind::Protocol,
            Reason::Closed { .. } | Reason::Unstartable(_) | Reason::Stopped => {
                FailureKind::Crashed
            }
        }
    }

    fn timeout(
        &self,
        own: bool,
        late: &str,
        limit: Duration,
        unread: bool,
    ) -> (String, &'static str) {
        let limit = humantime::format_duration(limit);
        let mut what = if own {
            format!("no answer within {limit}")
        } else {
            format!(
                "not finished, because `{late}`, in flight at the same time, had no answer within \
                 {limit}"
            )
        };
        if let Some(exit) = &self.remains.exit {
            what += &format!(
                "; the program had ended ({}), but a process that it left behind kept its output \
                 open",
                exit.words
            );
            return (
                what,
                "run the extractor itself, not a program that starts it in the background",
            );
        }
        what += ", and the program was killed";
        if unread {
            what += "; it had not read the whole request";
            return (
                what,
                "read standard input line by line, all the time, until it ends",
            );
        }
        (
            what,
            "flush standard output after each line; if the article needs longer, raise \
             `timeout`, or `startup` for the first answer, in [extractors.NAME] of claimsnap.toml",
        )
    }

    fn closed(&self, rest: Option<&str>, in_flight: usize) -> (String, &'static str) {
        let before = match rest {
            Some(rest) => format!(" in the middle of a line: {rest}"),
            None if in_flight > 0 => " before it answered".to_owned(),
            None => String::new(),
        };
        let Some(exit) = &self.remains.exit else {
            return (
                format!("the program closed its standard output{before}; it ran on and was killed"),
                "keep standard output open until standard input ends",
            );
        };
        let help = if exit.success && rest.is_some() {
            "write each answer in full, and end only when standard input ends"
        } else if exit.success {
            "answer one article after the other, until standard input ends"
        } else if exit.words.contains("SIGKILL") {
            "the system may have run out of memory: look into its log"
        } else {
            "run the program by hand, with the article's request as its standard input"
        };
        (format!("the program ended ({}){before}", exit.words), help)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::process::Exit, *};

    fn ended(reason: Reason, exit: Option<(&str, bool)>) -> Ended {
        Ended {
            reason,
            remains: Remains {
                exit: exit.map(|(words, success)| Exit {
                    words: words.to_owned(),
                    success,
                }),
                stderr: vec!["last words".to_owned()],
            },
        }
    }

    #[test]
    fn those_in_flight_with_a_late_article_are_told_which() {
        let ended = ended(
            Reason::Timeout {
                id: "a".into(),
                limit: Duration::from_secs(30),
                unread: false,
            },
            None,
        );
        let in_flight = ["a".to_owned(), "b".to_owned()];
        insta::assert_snapshot!(ended.failure("a", &in_flight), @r"
        timeout: no answer within 30s, and the program was killed
        its last words on standard error:
            last words
        help: flush standard output after each line; if the article needs longer, raise `timeout`, or `startup` for the first answer, in [extractors.NAME] of claimsnap.toml
        ");
        insta::assert_snapshot!(ended.failure("b", &in_flight), @r"
        timeout: not finished, because `a`, in flight at the same time, had no answer within 30s, and the program was killed
        its last words on standard error:
            last words
        help: flush standard output after each line; if the article needs longer, raise `timeout`, or `startup` for the first answer, in [extractors.NAME] of claimsnap.toml
        ");
        assert!(
            ended
                .gave_up(3)
                .message
                .contains("the last time: no answer within 30s")
        );
    }

    #[test]
    fn only_a_success_is_a_good_end() {
        let closed = || Reason::Closed { rest: None };
        assert_eq!(
            ended(closed(), Some(("exit status 0", true))).at_the_end("a"),
            None
        );
        assert!(
            ended(closed(), Some(("exit status 1", false)))
                .at_the_end("a")
                .is_some()
        );
        assert!(ended(closed(), None).at_the_end("a").is_some());
        assert_eq!(ended(Reason::Stopped, None).at_the_end("a"), None);
        let half = Reason::Closed {
            rest: Some("`{`".into()),
        };
        insta::assert_snapshot!(
            ended(half, Some(("exit status 0", true))).at_the_end("a").unwrap(),
            @r"
        crashed: at the end, after all articles were answered: the program ended (exit status 0) in the middle of a line: `{`
        its last words on standard error:
            last words
        help: write each answer in full, and end only when standard input ends
        "
        );
    }
}
