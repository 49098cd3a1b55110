//! A progress bar with the running cases, on a terminal, once a run takes longer than a second; then
//! how long it took, and which case the longest.

use std::{
    collections::BTreeSet,
    io::Write,
    sync::{
        Mutex,
        mpsc::{RecvTimeoutError, Sender, channel},
    },
    thread,
    time::Duration,
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::{change::Verdict, report::counted, run::Progress, text::printable};

/// Shorter runs need no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// A bar on standard error.
pub(super) struct Bar {
    bar: ProgressBar,
    state: Mutex<State>,
    /// Is dropped when the run has ended.
    _running: Sender<()>,
}

#[derive(Default)]
struct State {
    running: BTreeSet<String>,
    attention: u64,
    slowest: (Duration, String),
}

impl Bar {
    pub(super) fn new(cases: usize) -> Self {
        let bar = ProgressBar::with_draw_target(Some(cases as u64), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{bar:24} {pos}/{len} {elapsed} {wide_msg}");
        bar.set_style(style.expect("the template is right"));
        let (running, ended) = channel();
        let shown = bar.clone();
        // A thread of its own, because the first case may take long to end.
        thread::spawn(move || {
            if ended.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                shown.set_draw_target(ProgressDrawTarget::stderr());
                shown.enable_steady_tick(Duration::from_millis(250));
            }
        });
        Self {
            bar,
            state: Mutex::new(State::default()),
            _running: running,
        }
    }

    /// Leaves the terminal as it was, and says what took long where somebody has watched.
    pub(super) fn clear(self) {
        let watched = !self.bar.is_hidden();
        self.bar.finish_and_clear();
        let Ok(state) = self.state.lock() else { return };
        let (slowest, id) = &state.slowest;
        if watched && !id.is_empty() {
            let (all, id) = (self.bar.elapsed().as_secs_f64(), printable(id));
            let cases = counted(self.bar.position(), "case", "cases");
            let slowest = slowest.as_secs_f64();
            writeln!(
                anstream::stderr(),
                "{cases} in {all:.1} s; the slowest, {id}, took {slowest:.1} s"
            )
            .ok();
        }
    }

    fn update(&self, update: impl FnOnce(&mut State)) {
        let Ok(mut state) = self.state.lock() else {
            return;
        };
        update(&mut state);
        let running: Vec<&str> = state.running.iter().take(3).map(String::as_str).collect();
        let attention = match state.attention {
            0 => String::new(),
            count => format!("{count} changed or failed; "),
        };
        self.bar
            .set_message(printable(&format!("{attention}{}", running.join(", "))).into_owned());
    }
}

impl Progress for Bar {
    fn begin(&self, id: &str) {
        self.update(|state| {
            state.running.insert(id.to_owned());
        });
    }

    fn end(&self, id: &str, verdict: Verdict, elapsed: Duration) {
        self.update(|state| {
            if elapsed > state.slowest.0 {
                state.slowest = (elapsed, id.to_owned());
            }
            state.running.remove(id);
            state.attention += u64::from(verdict != Verdict::Unchanged);
        });
        self.bar.inc(1);
    }
}
