//! Why a process ended, in words that help to mend it.
//!
//! In: the reason and what is left of the process. Out: a [`Failure`] for each article that it
//! leaves behind. The words are the same on every run that goes the same way.

use std::time::Duration;

use super::process::{Exit, Remains};
use crate::extract::{Failure, FailureKind};

/// Why a process was ended, or ended.
#[derive(Clone, Debug)]
pub(super) enum Reason {
    /// It closed its standard output, most often by ending; the start of the line it was in.
    Closed {
        /// The start of an unfinished line.
        rest: Option<String>,
    },
    /// It wrote something that is no answer; what, with a help line.
    Protocol(String),
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
        let Remains { exit, stderr } = &self.remains;
        let (what, help) = match &self.reason {
            Reason::Closed { rest } => self.closed(rest.as_deref(), in_flight.len()),
            Reason::Protocol(what) => match what.split_once("\nhelp: ") {
                Some((what, help)) => (format!("the program wrote {what}"), help.to_owned()),
                None => (format!("the program wrote {what}"), String::new()),
            },
            Reason::Timeout {
                id: late,
                limit,
                unread,
            } => {
                let limit = humantime::format_duration(*limit);
                let mut what = if late == id {
                    format!("no answer within {limit}, and the program was killed")
                } else {
                    format!(
                        "the program was killed because `{late}`, in flight at the same time, had \
                         no answer within {limit}"
                    )
                };
                if *unread {
                    what += "; it had not read the whole request";
                }
                if let Some(exit) = exit {
                    what += &format!(
                        "; it had ended itself ({}), but left a process behind that kept its \
                         output open",
                        exit.words
                    );
                }
                let help = if *unread {
                    "read standard input line by line until it ends"
                } else {
                    "flush standard output after each line; if the article needs longer, raise \
                     `timeout` in [extractor.NAME] of claimsnap.toml"
                };
                (what, help.to_owned())
            }
            Reason::Lingering(limit) => (
                format!(
                    "at the end of the run, the program did not end within {} of its standard \
                     input, and was killed",
                    humantime::format_duration(*limit)
                ),
                "end the program when standard input ends".to_owned(),
            ),
            Reason::Unstartable(why) => (
                format!("the program could not be started again: {why}"),
                "leave it in place while claimsnap runs".to_owned(),
            ),
            Reason::Stopped => (
                "interrupted before it was answered".to_owned(),
                String::new(),
            ),
        };
        let mut message = what;
        if in_flight.len() > 1 && !matches!(self.reason, Reason::Timeout { .. } | Reason::Stopped) {
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
        if !help.is_empty() {
            message += "\nhelp: ";
            message += &help;
        }
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

    fn closed(&self, rest: Option<&str>, in_flight: usize) -> (String, String) {
        let how = match &self.remains.exit {
            Some(exit) => format!("ended ({})", exit.words),
            None => "closed its standard output, ran on and was killed".to_owned(),
        };
        let place = rest.map_or_else(String::new, |rest| {
            format!(" in the middle of a line: {rest}")
        });
        let help = match &self.remains.exit {
            Some(Exit { success: true, .. }) => {
                "answer one article after the other, until standard input ends"
            }
            Some(exit) if exit.words.contains("SIGKILL") => {
                "the system may have run out of memory: look into its log"
            }
            Some(_) => "run the program by hand with the article's request as its standard input",
            None => "keep standard output open until standard input ends",
        };
        let before = if rest.is_none() && in_flight > 0 {
            " before it answered"
        } else {
            ""
        };
        (format!("the program {how}{before}{place}"), help.to_owned())
    }
}
