//! The whole program on many articles, against programs that only read the same files.
//!
//! `cargo bench --bench whole [-- ARTICLES]` makes files in a temporary directory, runs the real binary
//! and its peers on them by turns, and prints a table of the fastest of three runs: wall time, time on
//! all cores together, MB of input a second of wall time, the ratio to the peer that parses the same
//! two files into typed structs, and the greatest memory used. The peers are this program again, with
//! `parse-typed` or `parse-value` as its first argument. Times and memory come from /proc, and are a
//! dash elsewhere. Nothing here fails for being slow.
//!
//! With `-- peers FOLDER` it compares `extract` with another program instead; `benches/peers/run` fills
//! the folder and calls it.

#![expect(clippy::print_stdout, reason = "the table is what it is for")]

use std::{
    env,
    error::Error,
    fs::{self, File},
    hint::black_box,
    io::{BufRead, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde::Deserialize;

use generate::{Places, Random, case_file, gold_line, news, prediction_line};

mod generate;
mod peers;

type Outcome<T> = Result<T, Box<dyn Error>>;

const SEED: u64 = 2026;
const CLAIMSNAP: &str = env!("CARGO_BIN_EXE_claimsnap");

fn main() -> Outcome<()> {
    // Cargo adds `--bench`.
    let arguments: Vec<String> = env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["parse-typed", gold, predictions] => {
            each_line(gold, parse::<Gold>)?;
            each_line(predictions, parse::<Prediction>)
        }
        ["parse-value", gold, predictions] => {
            each_line(gold, parse::<serde_json::Value>)?;
            each_line(predictions, parse::<serde_json::Value>)
        }
        ["peers", tools] => peers::compare(Path::new(tools)),
        [] => measure(10_000),
        [articles] => measure(articles.parse()?),
        _ => Err("usage: cargo bench --bench whole [-- ARTICLES]".into()),
    }
}

fn measure(articles: usize) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    println!(
        "{:<44} {:>8} {:>8} {:>8} {:>7} {:>8}",
        "", "wall s", "cpu s", "MB/s", "ratio", "peak MB"
    );
    score_of(folder.path(), articles, Places::Spans, "")?;
    score_of(folder.path(), articles, Places::Quotes, ", quotes only")?;
    score_of(folder.path(), articles * 10, Places::Spans, "")?;
    test_of(folder.path(), articles)
}

/// `score` in file order and shuffled, and its peers.
fn score_of(folder: &Path, articles: usize, places: Places, note: &str) -> Outcome<()> {
    let files =
        ["gold", "predictions", "shuffled"].map(|name| folder.join(format!("{name}.jsonl")));
    let [gold, predictions, shuffled] = &files;
    let mut gold_file = BufWriter::new(File::create(gold)?);
    let mut predictions_file = BufWriter::new(File::create(predictions)?);
    for number in 0..articles {
        let news = news(SEED, number, 30);
        writeln!(gold_file, "{}", gold_line(&news, places))?;
        writeln!(predictions_file, "{}", prediction_line(&news, SEED, places))?;
    }
    gold_file.flush()?;
    predictions_file.flush()?;
    shuffle_lines(predictions, shuffled)?;
    let bytes = gold.metadata()?.len() + predictions.metadata()?.len();
    let peer = |mode: &str| -> Outcome<Command> {
        let mut command = Command::new(env::current_exe()?);
        command.args([mode.as_ref(), gold.as_os_str(), predictions.as_os_str()]);
        Ok(command)
    };
    let score = |predictions: &Path| {
        let mut command = Command::new(CLAIMSNAP);
        command
            .current_dir(folder)
            .arg("score")
            .args([gold, predictions]);
        command
    };
    let mut runs = [
        ("parse into structs", peer("parse-typed")?),
        ("parse into values", peer("parse-value")?),
        ("score", score(predictions)),
        ("score, shuffled", score(shuffled)),
    ]
    .map(|(name, command)| Run::new(format!("{name}, {articles} articles{note}"), command));
    fastest(&mut runs, &[0])?;
    let typed = runs[0].best.expect("it ran").wall;
    for run in &runs {
        run.print(bytes, Some(typed));
    }
    for file in &files {
        fs::remove_file(file)?;
    }
    Ok(())
}

/// `test` with the built-in extractor: the first run, which proposes every snapshot, and runs in
/// which nothing changes.
fn test_of(folder: &Path, articles: usize) -> Outcome<()> {
    let corpus = folder.join("corpus");
    let mut bytes = 0;
    for number in 0..articles {
        let news = news(SEED, number, 30);
        let path = corpus.join(&news.id);
        fs::create_dir_all(path.parent().expect("ids have a desk"))?;
        bytes += news.text.len() as u64;
        fs::write(path.with_extension("txt"), &news.text)?;
        fs::write(path.with_extension("json"), case_file(&news))?;
    }
    let test = |arguments: &[&str]| {
        let mut command = Command::new(CLAIMSNAP);
        command
            .current_dir(folder)
            .env_remove("CI")
            .env_remove("INSTA_UPDATE")
            .args(arguments);
        command
    };
    let name = |what: &str| format!("test, {articles} articles, {what}");
    let mut first = [Run::new(name("all new"), test(&["test"]))];
    // What is new does not pass.
    first[0].once(&[1])?;
    first[0].print(bytes, None);
    let accepted = test(&["accept"]).stdout(Stdio::null()).status()?;
    if !accepted.success() {
        return Err("the snapshots were not accepted".into());
    }
    let before = written(&folder.join("snapshots"))?;
    let mut runs = [
        Run::new(name("unchanged"), test(&["test"])),
        Run::new(name("unchanged, 1 job"), test(&["test", "--jobs", "1"])),
        Run::new(name("no snapshots"), test(&["test", "--no-snapshots"])),
    ];
    fastest(&mut runs, &[0])?;
    for run in &runs {
        run.print(bytes, None);
    }
    if written(&folder.join("snapshots"))? != before {
        return Err("unchanged snapshots were written".into());
    }
    Ok(())
}

/// When each file below `folder` was last written, sorted.
fn written(folder: &Path) -> Outcome<Vec<(PathBuf, std::time::SystemTime)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            files.extend(written(&entry.path())?);
        } else {
            files.push((entry.path(), entry.metadata()?.modified()?));
        }
    }
    files.sort();
    Ok(files)
}

fn shuffle_lines(from: &Path, to: &Path) -> Outcome<()> {
    let text = fs::read_to_string(from)?;
    let mut lines: Vec<&str> = text.lines().collect();
    Random::new(SEED).shuffle(&mut lines);
    let mut file = BufWriter::new(File::create(to)?);
    for line in lines {
        writeln!(file, "{line}")?;
    }
    Ok(file.flush()?)
}

/// A command, and the fastest of its runs.
struct Run {
    name: String,
    command: Command,
    best: Option<Measured>,
}

#[derive(Clone, Copy)]
struct Measured {
    wall: Duration,
    cpu: Option<Duration>,
    peak_kib: Option<u64>,
}

impl Run {
    fn new(name: String, mut command: Command) -> Self {
        command.stdout(Stdio::null()).stderr(Stdio::null());
        Self {
            name,
            command,
            best: None,
        }
    }

    /// Runs once, which has to end with one of these codes.
    fn once(&mut self, codes: &[i32]) -> Outcome<()> {
        let start = Instant::now();
        let mut child = self.command.spawn()?;
        let (cpu, peak_kib) = watch(&child);
        let status = child.wait()?;
        let wall = start.elapsed();
        if status.code().is_none_or(|code| !codes.contains(&code)) {
            return Err(format!("{} ended with {status}", self.name).into());
        }
        if self.best.is_none_or(|best| wall < best.wall) {
            self.best = Some(Measured {
                wall,
                cpu,
                peak_kib,
            });
        }
        Ok(())
    }

    fn print(&self, bytes: u64, peer: Option<Duration>) {
        let Some(Measured {
            wall,
            cpu,
            peak_kib,
        }) = self.best
        else {
            return;
        };
        let shown = |value: Option<f64>, digits: usize| {
            value.map_or_else(|| "-".to_owned(), |value| format!("{value:.digits$}"))
        };
        println!(
            "{:<44} {:>8.2} {:>8} {:>8.1} {:>7} {:>8}",
            self.name,
            wall.as_secs_f64(),
            shown(cpu.map(|cpu| cpu.as_secs_f64()), 2),
            bytes as f64 / 1e6 / wall.as_secs_f64(),
            shown(peer.map(|peer| wall.as_secs_f64() / peer.as_secs_f64()), 2),
            shown(peak_kib.map(|kib| kib as f64 / 1024.0), 1),
        );
    }
}

/// Three rounds of all, so that a busy moment of the machine does not fall on one alone.
fn fastest(runs: &mut [Run], codes: &[i32]) -> Outcome<()> {
    for _ in 0..3 {
        for run in &mut *runs {
            run.once(codes)?;
        }
    }
    Ok(())
}

/// Waits until the child has ended, and says how long it was on a core and how much memory it used
/// at most; at once and without an answer where there is no /proc.
fn watch(child: &Child) -> (Option<Duration>, Option<u64>) {
    let folder = PathBuf::from(format!("/proc/{}", child.id()));
    let mut peak_kib = None;
    loop {
        let Ok(stat) = fs::read_to_string(folder.join("stat")) else {
            return (None, peak_kib);
        };
        // Behind the name, which is in brackets: state, ten more, user and system time.
        let fields: Vec<&str> = stat
            .rsplit(')')
            .next()
            .unwrap_or_default()
            .split_whitespace()
            .collect();
        let status = fs::read_to_string(folder.join("status")).unwrap_or_default();
        let high = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = high.and_then(|rest| rest.trim().strip_suffix(" kB")?.parse().ok());
        peak_kib = peak_kib.max(kib);
        if fields.first() == Some(&"Z") {
            let ticks = |at: usize| fields.get(at)?.parse::<u64>().ok();
            // The kernel counts for programs in hundredths of a second.
            let cpu = ticks(11).zip(ticks(12)).map(|(user, system)| user + system);
            return (cpu.map(|ticks| Duration::from_millis(10 * ticks)), peak_kib);
        }
        thread::sleep(Duration::from_millis(2));
    }
}

fn each_line(path: &str, parse: impl Fn(&str) -> serde_json::Result<()>) -> Outcome<()> {
    let mut file = BufReader::with_capacity(1 << 20, File::open(path)?);
    let mut line = String::new();
    while file.read_line(&mut line)? > 0 {
        parse(&line)?;
        line.clear();
    }
    Ok(())
}

fn parse<T: for<'de> Deserialize<'de>>(line: &str) -> serde_json::Result<()> {
    serde_json::from_str::<T>(line).map(|parsed| drop(black_box(parsed)))
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "it is only parsed")]
struct Gold {
    id: String,
    title: String,
    text: String,
    claims: Vec<Claim>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "it is only parsed")]
struct Prediction {
    id: String,
    claims: Vec<Claim>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "it is only parsed")]
struct Claim {
    quote: String,
    spans: Option<Vec<[usize; 2]>>,
    occurrence: Option<usize>,
    category: String,
    attribution: String,
    source: Option<Mention>,
    cue: Option<Mention>,
    confidence: Option<f64>,
}

#[derive(Deserialize)]
#[expect(dead_code, reason = "it is only parsed")]
struct Mention {
    quote: String,
    spans: Option<Vec<[usize; 2]>>,
}
