//! The thread that listens to a process.
//!
//! In: its standard output. Out: each answer, to the article that waits for it; and the reason for
//! which there is nothing more to hear, which ends the process.

use std::{io::BufReader, process::ChildStdout};

use super::{
    end::Reason,
    lines::{Line, Lines},
    pending::{self, Match, Nonsense, Said},
    session::Session,
    state::{Phase, State},
};
use crate::extract::{Failure, FailureKind};

impl Session {
    /// Reads what a process says until it ends or says what is no answer.
    pub(super) fn listen(&self, generation: u64, stdout: ChildStdout) {
        let limit = self.settings.answer_limit;
        let mut lines = Lines::new(BufReader::with_capacity(64 * 1024, stdout), limit);
        let reason = loop {
            let heard = match lines.read() {
                Ok(Line::Whole(line)) => pending::parse(line).map_or_else(
                    |why| Err(Reason::Protocol(why)),
                    |said| self.hear(generation, said),
                ),
                // A last line may go without its newline, as long as it is all there.
                Ok(Line::Rest(line)) => match pending::parse(line) {
                    Ok(said) => self.hear(generation, said),
                    Err(_) => Err(Reason::Closed {
                        rest: Some(pending::start(line)),
                    }),
                },
                Ok(Line::TooLong(line)) => Err(Reason::Protocol(Nonsense {
                    what: format!(
                        "a line of more than {limit} bytes, which was not read further: {}",
                        pending::start(line)
                    ),
                    help: "is a newline missing? print one JSON object a line",
                })),
                Ok(Line::End) => Err(Reason::Closed { rest: None }),
                Err(error) => Err(Reason::Protocol(Nonsense {
                    what: format!("what could not be read: {error}"),
                    help: "run claimsnap again",
                })),
            };
            if let Err(reason) = heard {
                break reason;
            }
        };
        self.end(generation, reason);
    }

    /// Takes what a process said to whoever waits for it.
    fn hear(&self, generation: u64, said: Option<Said>) -> Result<(), Reason> {
        let Some(Said { id, outcome }) = said else {
            return Ok(());
        };
        let mut state = self.lock();
        let State { phase, late, .. } = &mut *state;
        let running = match phase {
            Phase::Running(running) if running.generation == generation => running,
            _ => return Err(Reason::Stopped),
        };
        match running.pending.answer(&id) {
            Match::Asked(taker) => {
                running.answered = true;
                // A refusal follows the protocol too.
                running.fruitful |= !matches!(
                    &outcome,
                    Err(failure) if failure.kind == FailureKind::Protocol
                );
                if running.fruitful {
                    state.fruitless = 0;
                }
                drop(state);
                // Whoever was interrupted waits no longer.
                let _gone = taker.outcome.send(outcome);
                Ok(())
            }
            Match::Twice => {
                late.entry(id).or_insert_with(|| {
                    Failure::new(
                        FailureKind::Protocol,
                        "answered twice; the second answer was dropped\nhelp: write one answer for \
                         each request",
                    )
                });
                Ok(())
            }
            Match::Unasked => Err(Reason::Protocol(Nonsense {
                what: format!(
                    "an answer for {}, which it was not asked for",
                    pending::start(id.as_bytes())
                ),
                help: "repeat the `id` of the request, character by character",
            })),
        }
    }
}
