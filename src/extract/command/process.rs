//! One process: started, written to, killed with all its descendants, and reaped.
//!
//! In: what to start. Out: its standard output, and once it has ended, how and what it said on
//! standard error. What its output means is not looked at here.

use std::{
    io::{self, Read, Write},
    path::Path,
    process::{ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio},
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

#[cfg(windows)]
use process_wrap::std::JobObject;
#[cfg(unix)]
use process_wrap::std::ProcessGroup;
use process_wrap::std::{ChildWrapper, CommandWrap};

use super::{Settings, pending};

/// How often something that cannot be waited for is looked at.
pub(super) const TICK: Duration = Duration::from_millis(50);

/// How long standard error is read on after the process has ended. It ends with the process unless
/// a descendant that left the process group holds it open.
const STDERR_PATIENCE: Duration = Duration::from_millis(500);

/// How much of standard error is kept, in bytes, and shown, in lines.
const STDERR_KEPT: usize = 8 * 1024;
const STDERR_SHOWN: usize = 10;

/// A running process. Dropping it kills it, its descendants included, and reaps it.
pub(super) struct Process {
    child: Box<dyn ChildWrapper>,
    reaped: bool,
    /// Feeds the thread that writes; without it, standard input ends.
    requests: Option<mpsc::Sender<(u64, Vec<u8>)>>,
    written: Arc<AtomicU64>,
    stderr: Arc<Tail>,
}

/// What is left of a process.
#[derive(Clone, Debug)]
pub(super) struct Remains {
    /// How it ended by itself; `None` where it had to be killed.
    pub(super) exit: Option<Exit>,
    /// The last lines of its standard error, safe to print; may be empty.
    pub(super) stderr: Vec<String>,
}

impl Remains {
    /// Nothing, not even a process.
    pub(super) const fn none() -> Self {
        Self {
            exit: None,
            stderr: Vec::new(),
        }
    }
}

/// How a process ended by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Exit {
    /// In words, such as "exit status 1" or "signal 11 (SIGSEGV)".
    pub(super) words: String,
    /// Whether it reported success.
    pub(super) success: bool,
}

impl Process {
    /// Starts a process; its standard output is the caller's to read.
    pub(super) fn start(settings: &Settings) -> io::Result<(Self, ChildStdout)> {
        let (program, arguments) = settings
            .command
            .split_first()
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the command is empty"))?;
        let mut command = Command::new(located(program, &settings.directory)?);
        command
            .args(arguments)
            .current_dir(&settings.directory)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut command = CommandWrap::from(command);
        #[cfg(unix)]
        command.wrap(ProcessGroup::leader());
        #[cfg(windows)]
        command.wrap(JobObject);
        let mut child = command.spawn()?;
        let pipes = (
            child.stdin().take(),
            child.stdout().take(),
            child.stderr().take(),
        );
        let (sender, receiver) = mpsc::channel();
        let process = Self {
            child,
            reaped: false,
            requests: Some(sender),
            written: Arc::default(),
            stderr: Arc::default(),
        };
        let (Some(stdin), Some(stdout), Some(stderr)) = pipes else {
            return Err(io::Error::other("a standard stream is missing"));
        };
        let written = Arc::clone(&process.written);
        spawn("requests", move || write(stdin, &receiver, &written))?;
        let tail = Arc::clone(&process.stderr);
        spawn("stderr", move || tail.fill(stderr))?;
        Ok((process, stdout))
    }

    /// Gives the process a request, in its turn; never blocks. Tickets have to rise.
    pub(super) fn send(&self, ticket: u64, request: Vec<u8>) {
        if let Some(requests) = &self.requests {
            // Without a receiver the process has closed its input; that shows as a missing answer.
            let _closed = requests.send((ticket, request));
        }
    }

    /// Whether the request with this ticket has left us in full.
    pub(super) fn has_read(&self, ticket: u64) -> bool {
        self.written.load(Ordering::Acquire) >= ticket
    }

    /// Ends standard input once all requests are written.
    pub(super) fn close_input(&mut self) {
        self.requests = None;
    }

    /// Ends the process: closes its input, gives it time to end by itself, kills what is left of
    /// the process tree, and reaps it. Takes `grace` and half a second at most; `hurry` cuts
    /// that short.
    pub(super) fn end(mut self, grace: Duration, hurry: &AtomicBool) -> Remains {
        self.close_input();
        let exit = self.exited_within(grace, hurry);
        self.kill();
        if !hurry.load(Ordering::Relaxed) {
            self.stderr.closed_within(STDERR_PATIENCE);
        }
        Remains {
            exit: exit.map(Exit::from),
            stderr: self.stderr.last_lines(),
        }
    }

    fn exited_within(&mut self, grace: Duration, hurry: &AtomicBool) -> Option<ExitStatus> {
        let end = after(grace);
        if !grace.is_zero() {
            // A process that ends closes this, which spares us most of the looking.
            self.stderr.closed_within(grace.min(TICK));
        }
        loop {
            // The wrapper's own `try_wait` would wait for the whole group.
            if let Ok(Some(status)) = self.child.inner_mut().try_wait() {
                return Some(status);
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() || hurry.load(Ordering::Relaxed) {
                return None;
            }
            thread::sleep(left.min(TICK));
        }
    }

    fn kill(&mut self) {
        if !std::mem::replace(&mut self.reaped, true) {
            // Both fail only where nothing is left to kill or to reap, which is what we want.
            let _gone = self.child.start_kill();
            let _reaped = self.child.wait();
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

impl From<ExitStatus> for Exit {
    fn from(status: ExitStatus) -> Self {
        let words = status.code().map_or_else(
            || {
                let words = status.to_string().replacen("signal: ", "signal ", 1);
                // Whether the core was dumped depends on the machine.
                words.trim_end_matches(" (core dumped)").to_owned()
            },
            |code| format!("exit status {code}"),
        );
        Self {
            words,
            success: status.success(),
        }
    }
}

/// The moment `limit` from now; far away where the clock cannot tell.
pub(super) fn after(limit: Duration) -> Instant {
    const FAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);
    Instant::now() + limit.min(FAR)
}

/// The program as the system will find it, whatever the platform makes of a relative path together
/// with another working directory: a bare name is sought in `PATH`, a path from `directory`.
fn located(program: &str, directory: &Path) -> io::Result<std::path::PathBuf> {
    let path = Path::new(program);
    if path.components().count() > 1 && path.is_relative() {
        return Ok(std::path::absolute(directory)?.join(path));
    }
    Ok(path.to_path_buf())
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new().name(name.to_owned()).spawn(work)?;
    Ok(())
}

/// Writes requests until there are no more, or nobody reads them.
fn write(mut stdin: ChildStdin, requests: &mpsc::Receiver<(u64, Vec<u8>)>, written: &AtomicU64) {
    for (ticket, request) in requests {
        if stdin.write_all(&request).is_err() {
            return;
        }
        written.store(ticket, Ordering::Release);
    }
}

/// The end of what a process says on standard error.
#[derive(Default)]
struct Tail {
    state: Mutex<Kept>,
    closed: Condvar,
}

#[derive(Default)]
struct Kept {
    bytes: Vec<u8>,
    cut: bool,
    closed: bool,
}

impl Tail {
    fn fill(&self, mut stderr: ChildStderr) {
        let mut chunk = [0; STDERR_KEPT];
        loop {
            match stderr.read(&mut chunk) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Ok(0) | Err(_) => break,
                Ok(count) => self.lock().push(&chunk[..count]),
            }
        }
        self.lock().closed = true;
        self.closed.notify_all();
    }

    fn closed_within(&self, patience: Duration) {
        let state = self.lock();
        drop(
            self.closed
                .wait_timeout_while(state, patience, |kept| !kept.closed),
        );
    }

    fn last_lines(&self) -> Vec<String> {
        self.lock().last_lines()
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        if let Some(excess) = self.bytes.len().checked_sub(STDERR_KEPT)
            && excess > 0
        {
            self.bytes.drain(..excess);
            self.cut = true;
        }
    }

    fn last_lines(&self) -> Vec<String> {
        let mut lines: Vec<&[u8]> = self
            .bytes
            .trim_ascii_end()
            .split(|byte| *byte == b'\n')
            .collect();
        if self.cut && lines.len() > 1 {
            lines.remove(0);
        }
        let from = lines.len().saturating_sub(STDERR_SHOWN);
        lines[from..]
            .iter()
            .map(|line| pending::clip(line.trim_ascii_end()))
            .skip_while(String::is_empty)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pushed: &[&[u8]], expected: &[&str]) {
        let mut kept = Kept::default();
        for bytes in pushed {
            kept.push(bytes);
        }
        assert_eq!(kept.last_lines(), expected);
    }

    #[test]
    fn standard_error_is_shown_from_its_end() {
        check(&[], &[]);
        check(&[b"\n \n"], &[]);
        check(
            &[b"one\r\nt", b"wo\n\nthree \x1b[0m\n\n"],
            &["one", "two", "", "three <U+001B>[0m"],
        );
        let many: Vec<String> = (0..100).map(|line| format!("line {line}")).collect();
        let last: Vec<&str> = many[90..].iter().map(String::as_str).collect();
        check(&[many.join("\n").as_bytes()], &last);
    }

    #[test]
    fn a_flood_is_cut_at_a_line() {
        let mut kept = Kept::default();
        for _ in 0..10 {
            kept.push(&[b'x'; 5_000]);
        }
        kept.push(b"\nlast\n");
        assert_eq!(kept.bytes.len(), STDERR_KEPT);
        assert_eq!(kept.last_lines(), ["last"]);
    }

    #[test]
    fn a_far_limit_is_no_overflow() {
        assert!(after(Duration::MAX) > Instant::now());
    }
}
