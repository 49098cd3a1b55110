//! A report as text for people: the accuracy by category, what changed, worst first, and what to
//! type next.

use std::io::{self, Write};

use crate::{
    change::{Effect, Verdict},
    gate::GateOutcome,
    report::{
        Accuracy, CaseReport, Rates, Report, ScoreReport, Signature, SinceAccepted, Written,
        cases::{REWRITTEN, count, render as render_case, worst_first},
        style::{BAD, BOLD, DIM, GOOD, WARN, counted, of_difference, of_verdict, rate, signed},
        tables,
    },
    score::{Counts, Tally, difference},
    text::{one_line, printable},
};

/// How many changed cases are listed before the rest is only counted.
const LISTED: usize = 20;

/// Writes the whole report. `flags` are those that the commands to type next need, each with a
/// space before it.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn render(report: &Report, flags: &str, out: &mut dyn Write) -> io::Result<()> {
    accuracy(&report.accuracy, report.since_accepted.as_ref(), out)?;
    if let Some(annotators) = &report.annotators {
        writeln!(
            out,
            "two annotators of {} agree with F1 {}, exact {}, characters {}; category alpha {}",
            counted(annotators.articles, "article", "articles"),
            rate(annotators.f1),
            rate(annotators.exact_f1),
            rate(annotators.character_f1),
            rate(annotators.category_alpha)
        )?;
    }
    writeln!(out)?;
    cases(report, out)?;
    gates(&report.gates, out)?;
    signature(&report.signature, out)?;
    super::next::conclusion(report, flags, out)
}

/// Writes the report of scored files.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn render_score(report: &ScoreReport, out: &mut dyn Write) -> io::Result<()> {
    accuracy(&report.accuracy, None, out)?;
    tables::sweep(&report.sweep, out)?;
    gates(&report.gates, out)?;
    signature(&report.signature, out)
}

/// Writes the accuracy: by category, levels, attributes and kinds of error.
fn accuracy(
    accuracy: &Accuracy,
    since: Option<&SinceAccepted>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let wide = accuracy
        .categories
        .iter()
        .map(|category| one_line(&category.0).chars().count())
        .max()
        .unwrap_or(0)
        .max(10);
    let change = if since.is_some() { "   change" } else { "" };
    writeln!(
        out,
        "{BOLD}{:<wide$} {:>9} {:>9} {:>9} {:>7} {:>7} {:>7}{change}{BOLD:#}",
        "category", "expected", "extracted", "matched", "P", "R", "F1"
    )?;
    row(accuracy, since, out, "all", wide, |tally| tally.claims)?;
    for category in &accuracy.categories {
        let of = |tally: &Tally| tally.categories.get(category).copied().unwrap_or_default();
        let before = since.map(|since| of(&since.before)).unwrap_or_default();
        // A category that nobody uses tells nothing.
        if of(&accuracy.tally) != Counts::default() || before != Counts::default() {
            row(accuracy, since, out, &one_line(&category.0), wide, of)?;
        }
    }
    let tally = &accuracy.tally;
    let rates = &accuracy.rates;
    writeln!(out)?;
    writeln!(
        out,
        "F1 close {}, exact {}, characters {}; mean over categories (macro) {}",
        rate(rates.close_f1),
        rate(rates.exact_f1),
        rate(rates.character_f1),
        rate(rates.macro_f1)
    )?;
    tables::attributions(&tally.attributions, out)?;
    if !tally.attributes.is_empty() {
        let one = |(attribute, agreement): (_, &crate::score::Agreement)| {
            format!("{attribute} {} of {}", agreement.agreed, agreement.graded)
        };
        let all: Vec<String> = tally.attributes.iter().map(one).collect();
        writeln!(out, "right on matched claims: {}", all.join(", "))?;
    }
    for (split, tally) in &accuracy.splits {
        let rates = Rates::from(tally);
        let articles = counted(tally.articles, "article", "articles");
        writeln!(
            out,
            "{split}: {articles}, P {} R {} F1 {}",
            rate(rates.precision),
            rate(rates.recall),
            rate(rates.f1)
        )?;
    }
    kinds(tally, out)
}

fn row(
    accuracy: &Accuracy,
    since: Option<&SinceAccepted>,
    out: &mut dyn Write,
    name: &str,
    wide: usize,
    of: impl Fn(&Tally) -> Counts,
) -> io::Result<()> {
    let counts = of(&accuracy.tally);
    write!(
        out,
        "{name:<wide$} {:>9} {:>9} {:>9} {:>7} {:>7} {:>7}",
        counts.expected,
        counts.extracted,
        counts.matched,
        rate(counts.precision()),
        rate(counts.recall()),
        rate(counts.f1())
    )?;
    if let Some(since) = since {
        let change = difference(of(&since.before).f1(), of(&since.after).f1());
        let style = of_difference(change);
        write!(out, " {style}{:>8}{style:#}", signed(change))?;
    }
    writeln!(out)
}

fn kinds(tally: &Tally, out: &mut dyn Write) -> io::Result<()> {
    let kinds = tally.kinds;
    let named = |pairs: &[(&str, u64)]| {
        let some = pairs.iter().filter(|(_, count)| *count > 0);
        let some: Vec<String> = some
            .map(|(name, count)| format!("{count} {name}"))
            .collect();
        if some.is_empty() {
            String::new()
        } else {
            format!(" ({})", some.join(", "))
        }
    };
    let missing = named(&[("merged", kinds.merged)]);
    let spurious = named(&[
        ("ungrounded", kinds.ungrounded),
        ("forbidden", kinds.forbidden),
        ("duplicate", kinds.duplicate),
        ("fragment", kinds.fragment),
    ]);
    write!(
        out,
        "{} missing{missing}, {} spurious{spurious}",
        tally.claims.missing(),
        tally.claims.spurious()
    )?;
    if kinds.uncounted > 0 {
        write!(
            out,
            "; {} not counted (optional, suggested or ignored)",
            kinds.uncounted
        )?;
    }
    writeln!(out)?;
    if !tally.confusion.is_empty() {
        confusion(tally, out)?;
    }
    Ok(())
}

/// The pairs of categories that are taken for one another, most often first.
fn confusion(tally: &Tally, out: &mut dyn Write) -> io::Result<()> {
    let mut pairs: Vec<(u64, String)> = Vec::new();
    for (expected, row) in &tally.confusion {
        for (extracted, count) in row.iter().filter(|(extracted, _)| *extracted != expected) {
            pairs.push((*count, format!("{expected} as {extracted} {count}")));
        }
    }
    pairs.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let shown: Vec<&str> = pairs
        .iter()
        .take(5)
        .map(|(_, pair)| pair.as_str())
        .collect();
    if shown.is_empty() {
        return Ok(());
    }
    let rest = pairs.len() - shown.len();
    let more = if rest > 0 {
        format!(", {rest} more pairs in the JSON")
    } else {
        String::new()
    };
    writeln!(
        out,
        "category mistaken: {}{more}",
        one_line(&shown.join(", "))
    )
}

fn cases(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let without =
        |case: &&CaseReport| case.verdict == Verdict::Unchanged && case.accepted.is_none();
    let not_compared = report.cases.iter().filter(without).count();
    let count = |verdict: &Verdict| {
        let cases = report
            .cases
            .iter()
            .filter(|case| case.verdict == *verdict)
            .count();
        match verdict {
            Verdict::Dangling => report.dangling.len(),
            Verdict::Unchanged => cases - not_compared,
            _ => cases,
        }
    };
    let mut parts = Vec::new();
    for verdict in Verdict::ALL {
        let count = count(verdict);
        if count > 0 {
            let style = of_verdict(*verdict);
            parts.push(format!("{style}{count} {verdict}{style:#}"));
        }
    }
    if not_compared > 0 {
        parts.push(format!("{not_compared} not compared with snapshots"));
    }
    let total = counted(report.cases.len() as u64, "case", "cases");
    writeln!(out, "{BOLD}{total}{BOLD:#}: {}", parts.join(", "))?;
    if report.not_run > 0 {
        writeln!(
            out,
            "{WARN}{} not run after the first failure{WARN:#}",
            counted(report.not_run, "case", "cases")
        )?;
    }
    let changed = worst_first(&report.cases);
    let wide = changed
        .iter()
        .take(LISTED)
        .map(|case| printable(&case.id).chars().count())
        .max()
        .unwrap_or(0);
    for (at, case) in changed.iter().take(LISTED).enumerate() {
        listed(case, wide, out)?;
        // Failures stand first and are most often of one kind, so the first is told in full.
        if let (0, Some(failure)) = (at, &case.failure) {
            for line in failure.message.lines().skip(1) {
                writeln!(out, "      {}", printable(line))?;
            }
        }
    }
    // Where nothing was written `claimsnap diff` has nothing to show, so it is shown here.
    let unseen = |case: &&&CaseReport| {
        !case.passed && case.written == Written::Nothing && !case.changes.is_empty()
    };
    let unseen: Vec<&&CaseReport> = changed.iter().filter(unseen).take(LISTED).collect();
    for case in unseen {
        writeln!(out)?;
        render_case(case, out)?;
    }
    if changed.len() > LISTED {
        writeln!(out, "  ... and {} more", changed.len() - LISTED)?;
    }
    for id in &report.dangling {
        let style = of_verdict(Verdict::Dangling);
        writeln!(
            out,
            "  {style}{:<9}{style:#} {}: a snapshot without a case",
            Verdict::Dangling,
            printable(id)
        )?;
    }
    if report.accuracy_changed && changed.is_empty() {
        writeln!(
            out,
            "  {WARN}accuracy{WARN:#}  the counts are not those in the accepted accuracy.snap"
        )?;
    }
    Ok(())
}

fn listed(case: &CaseReport, wide: usize, out: &mut dyn Write) -> io::Result<()> {
    let style = of_verdict(case.verdict);
    write!(
        out,
        "  {style}{:<9}{style:#} {:<wide$}",
        case.verdict,
        printable(&case.id)
    )?;
    let effects = Effect::ALL
        .iter()
        .filter(|effect| count(case, **effect) > 0);
    let effects: Vec<String> = effects
        .map(|effect| format!("{} {effect}", count(case, *effect)))
        .collect();
    if let Some(failure) = &case.failure {
        let first = failure.message.lines().next().unwrap_or_default();
        write!(out, "  {}: {}", failure.kind, printable(first))?;
    } else if let Some(accepted) = &case.accepted {
        let (before, after) = (Rates::from(accepted).f1, Rates::from(&case.row).f1);
        let changes = if case.changes.is_empty() {
            REWRITTEN.to_owned()
        } else {
            effects.join(", ")
        };
        write!(
            out,
            "  {changes}  {DIM}F1 {} -> {}{DIM:#}",
            rate(before),
            rate(after)
        )?;
    } else {
        let rates = Rates::from(&case.row);
        write!(
            out,
            "  {DIM}P {} R {} F1 {}{DIM:#}",
            rate(rates.precision),
            rate(rates.recall),
            rate(rates.f1)
        )?;
    }
    writeln!(out)
}

fn gates(outcomes: &[GateOutcome], out: &mut dyn Write) -> io::Result<()> {
    for outcome in outcomes {
        let (word, style) = if outcome.passed {
            ("open", GOOD)
        } else {
            ("closed", BAD)
        };
        let gate = &outcome.gate;
        let of = gate
            .category
            .as_ref()
            .map(|category| format!(" of {category}"))
            .unwrap_or_default();
        let measured = rate(outcome.measured);
        writeln!(
            out,
            "{style}gate {word}{style:#}: {}{} is {measured}, at least {:.3} asked for",
            gate.rate,
            one_line(&of),
            gate.min
        )?;
    }
    Ok(())
}

fn signature(signature: &Signature, out: &mut dyn Write) -> io::Result<()> {
    let filter = match signature.filter.as_slice() {
        [] => String::new(),
        patterns => format!(" filter {}", patterns.join(" ")),
    };
    let named =
        |what: &str, value: &Option<String>| value.as_ref().map(|value| format!(" {what} {value}"));
    let line = format!(
        "claimsnap {}{}{} cases {} threshold {:.3}{filter}",
        signature.claimsnap,
        named("extractor", &signature.extractor).unwrap_or_default(),
        named("corpus", &signature.corpus).unwrap_or_default(),
        signature.cases,
        f64::from(signature.threshold) / 1000.0
    );
    writeln!(out, "{DIM}{}{DIM:#}", printable(&line))
}
