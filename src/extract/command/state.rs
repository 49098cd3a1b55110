//! What a conversation has come to, as plain data.

use std::{
    collections::BTreeMap,
    sync::mpsc,
    time::{Duration, Instant},
};

use super::{end::Ended, pending::Pending, process::Process};
use crate::{extract::Failure, wire::ClaimRecord};

/// What comes of one request.
pub(super) type Outcome = Result<Vec<ClaimRecord>, Failure>;

/// What a conversation has come to.
#[derive(Default)]
pub(super) struct State {
    pub(super) phase: Phase,
    /// How many articles are under way; at most `in_flight`.
    pub(super) under_way: usize,
    /// The number given last to a request or a process; never given twice.
    pub(super) tickets: u64,
    /// The article asked last.
    pub(super) last_asked: Option<String>,
    /// How many processes in a row ended without a good answer.
    pub(super) fruitless: u32,
    /// The process that ended last.
    pub(super) last_ended: Option<Ended>,
    /// What was noticed too late, by article.
    pub(super) late: BTreeMap<String, Failure>,
    pub(super) finished: bool,
}

/// What the one process is doing.
#[derive(Default)]
pub(super) enum Phase {
    /// No process; the next article starts one.
    #[default]
    Idle,
    Running(Running),
    /// A thread is ending the process.
    Ending,
    /// The process ended while nothing was in flight. The next article answers for it, just as if
    /// it had been given to the process a moment earlier.
    Dead(Ended),
}

/// A process and what it has been asked.
pub(super) struct Running {
    pub(super) process: Process,
    /// Tells this process from others.
    pub(super) generation: u64,
    pub(super) pending: Pending<Taker>,
    /// Whether any answer came; until then the startup time counts.
    pub(super) answered: bool,
    /// Whether any answer followed the protocol.
    pub(super) fruitful: bool,
}

/// Takes an answer to the thread that waits for it.
pub(super) struct Taker {
    pub(super) ticket: u64,
    pub(super) outcome: mpsc::Sender<Outcome>,
}

/// A request under way.
pub(super) struct Asked {
    pub(super) ticket: u64,
    pub(super) generation: u64,
    pub(super) limit: Duration,
    pub(super) deadline: Instant,
    pub(super) outcome: mpsc::Receiver<Outcome>,
}
