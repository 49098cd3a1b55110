//! `extract` against the quotations of the npm package compromise, as whole processes on one core.
//!
//! In: the folder that `benches/peers/run` fills, with the release binary `claimsnap`, `compromise.mjs`
//! and its package. Out: a table. The binary of the bench itself is not used, as the development
//! dependencies may add features to what it is made of.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use crate::{Outcome, Run, SEED, fastest, generate::news};

/// Starts are short, so more of them are made than of the long runs.
const STARTS: usize = 10;

pub(crate) fn compare(tools: &Path) -> Outcome<()> {
    let tools = tools
        .canonicalize()
        .map_err(|error| format!("{}: {error}; type benches/peers/run", tools.display()))?;
    let ours = format!("claimsnap {}", env!("CARGO_PKG_VERSION"));
    let theirs = format!("compromise {}", version(&tools)?);
    let temporary = tempfile::tempdir()?;
    let folder = temporary.path();
    let many = Text::write(folder, "many", 20_000_000, 30)?;
    // The beginning of the same text: compromise would take minutes for all of it.
    let few = Text::write(folder, "few", 1_000_000, 30)?;
    let long = Text::write(folder, "long", 1, 93_500)?;
    let short = Text::write(folder, "short", 1, 10)?;

    let pinned = can_pin();
    let command = |program: [&Path; 2], text: &Text| {
        let mut command = Command::new(if pinned {
            "taskset".as_ref()
        } else {
            program[0]
        });
        if pinned {
            command.args(["-c", "0"]).arg(program[0]);
        }
        // No configuration is found there, so that the extractor is the built-in one.
        command
            .current_dir(folder)
            .arg(program[1])
            .args(&text.files);
        command
    };
    let (binary, script) = (tools.join("claimsnap"), tools.join("compromise.mjs"));
    let extract = [&*binary, "extract".as_ref()];
    let quotations = ["node".as_ref(), &*script];
    let run = |name: String, program, text| Run::new(name, command(program, text));

    let texts = [&many, &few, &long, &few];
    let mut runs = [
        run(ours.clone(), extract, &many),
        run(format!("{ours}, compromise's text"), extract, &few),
        run(format!("{ours}, one article"), extract, &long),
        run(theirs.clone(), quotations, &few),
    ];
    let printed = folder.join("printed");
    runs[3].command.stdout(File::create(&printed)?);
    fastest(&mut runs, &[0])?;
    let printed = fs::read_to_string(printed)?;
    let found: u64 = printed.lines().next().unwrap_or_default().parse()?;
    if found == 0 {
        return Err(format!("{theirs} found no quotation, so its time says nothing").into());
    }

    println!(
        "{:<36} {:>8} {:>8} {:>8} {:>8} {:>7} {:>9} {:>8}",
        "", "text MB", "wall s", "cpu s", "MB/s", "ratio", "cpu ratio", "peak MB"
    );
    let measured = [0, 1, 2, 3].map(|at: usize| runs[at].best.expect("it ran"));
    let rate = |at: usize| texts[at].megabytes() / measured[at].wall.as_secs_f64();
    let cpu_rate = |at: usize| Some(texts[at].megabytes() / measured[at].cpu?.as_secs_f64());
    for (at, run) in runs.iter().enumerate() {
        let cpu_ratio = cpu_rate(at)
            .zip(cpu_rate(3))
            .map(|(ours, theirs)| format!("{:.1}", ours / theirs));
        let cpu = measured[at]
            .cpu
            .map(|cpu| format!("{:.2}", cpu.as_secs_f64()));
        let peak = measured[at]
            .peak_kib
            .map(|kib| format!("{:.1}", kib as f64 / 1024.0));
        println!(
            "{:<36} {:>8.2} {:>8.2} {:>8} {:>8.3} {:>7.1} {:>9} {:>8}",
            run.name,
            texts[at].megabytes(),
            measured[at].wall.as_secs_f64(),
            cpu.as_deref().unwrap_or("-"),
            rate(at),
            rate(at) / rate(3),
            cpu_ratio.as_deref().unwrap_or("-"),
            peak.as_deref().unwrap_or("-"),
        );
    }
    for (name, program) in [(&ours, extract), (&theirs, quotations)] {
        println!(
            "{name}: start-up and one article of {:.1} kB in {:.1} ms",
            short.megabytes() * 1e3,
            start(&mut command(program, &short))?.as_secs_f64() * 1e3
        );
    }
    let core = if pinned {
        "on one core (taskset -c 0)"
    } else {
        "NOT on one core (`taskset -c 0` does not work here)"
    };
    println!(
        "
Each got another amount of text: {ours} {:.1} MB in {} articles, {theirs}
the first {:.1} MB, in {} articles, where it found {found} quotations.
Whole processes, start-up included, {core}; the fastest of three runs,
of {STARTS} for the start-up. The ratios are to {theirs}: of MB/s, which is by wall time,
and the same by cpu time. Where wall time is far above cpu time, the machine had other work.",
        many.megabytes(),
        many.files.len(),
        few.megabytes(),
        few.files.len(),
    );
    Ok(())
}

/// Articles in files of their own.
struct Text {
    files: Vec<PathBuf>,
    bytes: usize,
}

impl Text {
    /// As many articles of so many sentences as make `bytes` or just more; the same ones each time.
    fn write(folder: &Path, name: &str, bytes: usize, sentences: usize) -> Outcome<Self> {
        let mut text = Self {
            files: Vec::new(),
            bytes: 0,
        };
        while text.bytes < bytes {
            let number = text.files.len();
            let file = PathBuf::from(format!("{name}-{number:06}.txt"));
            let article = news(SEED, number, sentences).text;
            fs::write(folder.join(&file), &article)?;
            text.bytes += article.len();
            text.files.push(file);
        }
        Ok(text)
    }

    fn megabytes(&self) -> f64 {
        self.bytes as f64 / 1e6
    }
}

/// The version of compromise that was installed.
fn version(tools: &Path) -> Outcome<String> {
    let package = fs::read_to_string(tools.join("node_modules/compromise/package.json"))?;
    let package: serde_json::Value = serde_json::from_str(&package)?;
    let version = package["version"].as_str();
    Ok(version.ok_or("its package names no version")?.to_owned())
}

/// Whether programs can be held to the first core.
fn can_pin() -> bool {
    let mut command = Command::new("taskset");
    command.args(["-c", "0", "true"]).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// The shortest time of a whole run. Memory is not looked at: that would take as long as the run.
fn start(command: &mut Command) -> Outcome<Duration> {
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut best = Duration::MAX;
    for _ in 0..STARTS {
        let start = Instant::now();
        let status = command.status()?;
        best = best.min(start.elapsed());
        if !status.success() {
            return Err(format!("{command:?} ended with {status}").into());
        }
    }
    Ok(best)
}
