//! The conversation with one process after another.
//!
//! In: requests, from many threads. Out: the records of each answer, or a [`Failure`]. At most one
//! process runs at a time. Each has a thread that listens to it; whoever notices that it has to go
//! (the listener, an article out of time, Ctrl-C) ends it and tells the articles in flight.

use std::{
    io, mem,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::{Duration, Instant},
};

use super::{
    Settings,
    end::{Ended, Reason},
    pending::Pending,
    process::{Process, Remains, TICK, after},
    state::{Asked, Outcome, Phase, Running, State, Taker},
};
use crate::extract::{Failure, FailureKind};

/// After how many processes in a row without a good answer no further one is started.
const MOST_FRUITLESS: u32 = 3;

/// How long a process may run on after it closed its standard output or wrote what is no answer:
/// enough to say its last words, which makes messages the same on every run.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// What all threads share.
pub(super) struct Session {
    pub(super) settings: Settings,
    interrupted: Arc<AtomicBool>,
    state: Mutex<State>,
    /// A slot has become free, or the phase has changed.
    changed: Condvar,
}

/// One of the places for articles under way.
struct Slot<'a>(&'a Session);

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        self.0.lock().under_way -= 1;
        self.0.changed.notify_one();
    }
}

impl Session {
    /// Starts the first process.
    pub(super) fn start(settings: Settings, interrupted: Arc<AtomicBool>) -> io::Result<Arc<Self>> {
        let session = Arc::new(Self {
            settings,
            interrupted,
            state: Mutex::default(),
            changed: Condvar::new(),
        });
        let mut state = session.lock();
        state.phase = Phase::Running(session.launch(0)?);
        drop(state);
        Ok(session)
    }

    /// Asks for an article and waits for its answer. `request` is a line without its newline.
    pub(super) fn ask(self: &Arc<Self>, id: &str, mut request: Vec<u8>) -> Outcome {
        request.push(b'\n');
        let _slot = self.slot()?;
        let asked = self.give(id, request)?;
        loop {
            let left = asked.deadline.saturating_duration_since(Instant::now());
            // Once out of time, another thread may need a moment to end the process.
            let patience = if left.is_zero() { TICK } else { left.min(TICK) };
            match asked.outcome.recv_timeout(patience) {
                Ok(outcome) => return outcome,
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(Failure::new(
                        FailureKind::Crashed,
                        "the thread that listens to the program is gone\nhelp: report this as a \
                         bug of claimsnap",
                    ));
                }
                Err(RecvTimeoutError::Timeout) if self.is_interrupted() => {
                    self.end(asked.generation, Reason::Stopped);
                    return Err(stopped());
                }
                Err(RecvTimeoutError::Timeout) if Instant::now() >= asked.deadline => {
                    self.time_out(id, &asked);
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    /// Ends the conversation, and returns what was noticed too late. Further articles fail.
    pub(super) fn finish(&self) -> Vec<(String, Failure)> {
        let deadline = after(self.settings.timeout);
        let mut state = self.lock();
        state.finished = true;
        if let Phase::Running(running) = &mut state.phase {
            running.process.close_input();
        }
        while let Phase::Running(running) = &state.phase {
            let generation = running.generation;
            let reason = if self.is_interrupted() {
                Reason::Stopped
            } else if Instant::now() >= deadline {
                Reason::Lingering(self.settings.timeout)
            } else {
                state = self.wait(state);
                continue;
            };
            drop(state);
            self.end(generation, reason);
            state = self.lock();
        }
        while matches!(state.phase, Phase::Ending) {
            state = self.wait(state);
        }
        let mut late: Vec<(String, Failure)> = mem::take(&mut state.late).into_iter().collect();
        if let Phase::Dead(ended) = mem::replace(&mut state.phase, Phase::Idle)
            && let Some(last) = state.last_asked.take()
            && let Some(failure) = ended.at_the_end(&last)
        {
            late.push((last, failure));
        }
        late
    }

    /// Kills the process, and waits until it is gone. Further articles fail.
    pub(super) fn stop(&self) {
        self.kill();
        let mut state = self.lock();
        while matches!(state.phase, Phase::Ending) {
            state = self.wait(state);
        }
    }

    fn kill(&self) {
        let mut state = self.lock();
        state.finished = true;
        if let Phase::Running(running) = &state.phase {
            let generation = running.generation;
            drop(state);
            self.end(generation, Reason::Stopped);
        }
    }

    /// Waits for one of the places for articles under way.
    fn slot(&self) -> Result<Slot<'_>, Failure> {
        let mut state = self.lock();
        while state.under_way >= self.settings.in_flight.max(1) && !self.is_interrupted() {
            state = self.wait(state);
        }
        state.under_way += 1;
        Ok(Slot(self))
    }

    /// Gives the process a request, and starts it before where there is none.
    fn give(self: &Arc<Self>, id: &str, request: Vec<u8>) -> Result<Asked, Failure> {
        let mut state = self.lock();
        while matches!(state.phase, Phase::Ending) && !self.is_interrupted() {
            state = self.wait(state);
        }
        if self.is_interrupted() {
            drop(state);
            self.kill();
            return Err(stopped());
        }
        if state.finished {
            return Err(Failure::new(
                FailureKind::Crashed,
                "not asked: the program has been ended already\nhelp: extract all articles before \
                 `finish`",
            ));
        }
        state.last_asked = Some(id.to_owned());
        if let Phase::Dead(ended) = &state.phase {
            let failure = ended.failure(id, &[id.to_owned()]);
            state.phase = Phase::Idle;
            return Err(failure);
        }
        state.tickets += 1;
        let ticket = state.tickets;
        let running = self.running(&mut state)?;
        let startup = if running.answered {
            Duration::ZERO
        } else {
            self.settings.startup
        };
        let limit = self.settings.timeout.saturating_add(startup);
        let (sender, outcome) = mpsc::channel();
        running.pending.ask(
            id,
            Taker {
                ticket,
                outcome: sender,
            },
        );
        let deadline = after(limit);
        running.process.send(ticket, request);
        Ok(Asked {
            ticket,
            generation: running.generation,
            limit,
            deadline,
            outcome,
        })
    }

    /// The process; starts one where there is none.
    fn running<'a>(self: &Arc<Self>, state: &'a mut State) -> Result<&'a mut Running, Failure> {
        if matches!(state.phase, Phase::Idle) {
            if state.fruitless >= MOST_FRUITLESS
                && let Some(ended) = &state.last_ended
            {
                return Err(ended.gave_up(state.fruitless));
            }
            state.tickets += 1;
            match self.launch(state.tickets) {
                Ok(running) => state.phase = Phase::Running(running),
                Err(error) => {
                    let ended = Ended {
                        reason: Reason::Unstartable(error.to_string()),
                        remains: Remains::none(),
                    };
                    let failure = ended.failure("", &[]);
                    state.fruitless += 1;
                    state.last_ended = Some(ended);
                    return Err(failure);
                }
            }
        }
        match &mut state.phase {
            Phase::Running(running) => Ok(running),
            Phase::Idle | Phase::Ending | Phase::Dead(_) => {
                unreachable!("an ending process is waited for, and a dead one is taken away")
            }
        }
    }

    fn launch(self: &Arc<Self>, generation: u64) -> io::Result<Running> {
        let (process, stdout) = Process::start(&self.settings)?;
        let session = Arc::clone(self);
        thread::Builder::new()
            .name("answers".to_owned())
            .spawn(move || session.listen(generation, stdout))?;
        Ok(Running {
            process,
            generation,
            pending: Pending::new(),
            answered: false,
            fruitful: false,
        })
    }

    fn time_out(&self, id: &str, asked: &Asked) {
        let state = self.lock();
        let reason = match &state.phase {
            // The answer may have come this very moment.
            Phase::Running(running)
                if running
                    .pending
                    .iter()
                    .any(|(_, taker)| taker.ticket == asked.ticket) =>
            {
                Reason::Timeout {
                    id: id.to_owned(),
                    limit: asked.limit,
                    unread: !running.process.has_read(asked.ticket),
                }
            }
            _ => return,
        };
        // Still locked: an answer that comes now is too late.
        self.end_from(state, asked.generation, reason);
    }

    /// Ends a process, unless another thread has, and fails the articles that it leaves behind.
    pub(super) fn end(&self, generation: u64, reason: Reason) {
        self.end_from(self.lock(), generation, reason);
    }

    fn end_from(&self, mut state: MutexGuard<'_, State>, generation: u64, reason: Reason) {
        let running = match mem::replace(&mut state.phase, Phase::Ending) {
            Phase::Running(running) if running.generation == generation => running,
            other => {
                state.phase = other;
                return;
            }
        };
        let grace = match &reason {
            Reason::Closed { .. } if state.finished => self.settings.timeout,
            Reason::Closed { .. } => LAST_WORDS,
            Reason::Protocol(_) => LAST_WORDS / 4,
            _ => Duration::ZERO,
        };
        drop(state);
        let ended = Ended {
            remains: running.process.end(grace, &self.interrupted),
            reason,
        };
        let in_flight: Vec<String> = running
            .pending
            .iter()
            .map(|(id, _)| id.to_owned())
            .collect();
        let mut state = self.lock();
        if !running.fruitful {
            state.fruitless += 1;
        }
        state.last_ended = Some(ended.clone());
        state.phase = if running.pending.is_empty() {
            Phase::Dead(ended.clone())
        } else {
            Phase::Idle
        };
        drop(state);
        self.changed.notify_all();
        for (id, taker) in running.pending.iter() {
            let _gone = taker.outcome.send(Err(ended.failure(id, &in_flight)));
        }
    }

    fn is_interrupted(&self) -> bool {
        self.interrupted.load(Ordering::Relaxed)
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        // No thread leaves the state half changed, so a panic elsewhere does not spoil it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a change, or for a tick: Ctrl-C changes nothing that could be waited for.
    fn wait<'a>(&self, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        self.changed
            .wait_timeout(state, TICK)
            .unwrap_or_else(PoisonError::into_inner)
            .0
    }
}

fn stopped() -> Failure {
    Ended {
        reason: Reason::Stopped,
        remains: Remains::none(),
    }
    .failure("", &[])
}
