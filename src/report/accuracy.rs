//! `accuracy.snap`: the counts of an extractor on the whole corpus, then the imperfect cases.
//!
//! Integers only, so that the file is the same on every machine and a diff of it shows what a
//! change to the extractor or to the annotations has cost or earned.

use std::fmt::Write;

use crate::{
    report::{CaseReport, Report},
    score::{Counts, Tally},
    text::one_line,
};

/// The body of `accuracy.snap`.
pub fn body(report: &Report) -> String {
    let mut body = String::new();
    let tally = &report.accuracy.tally;
    let wide = report
        .accuracy
        .categories
        .iter()
        .map(|category| one_line(&category.0).chars().count())
        .max()
        .unwrap_or(0)
        .max(10);
    line(
        &mut body,
        &format!(
            "{:<wide$} {:>9} {:>9} {:>9}",
            "category", "expected", "extracted", "matched"
        ),
    );
    let mut row = |name: &str, counts: Counts| {
        let Counts {
            expected,
            extracted,
            matched,
        } = counts;
        line(
            &mut body,
            &format!("{name:<wide$} {expected:>9} {extracted:>9} {matched:>9}"),
        );
    };
    row("all", tally.claims);
    for category in &report.accuracy.categories {
        row(
            &one_line(&category.0),
            tally.categories.get(category).copied().unwrap_or_default(),
        );
    }
    row("close", tally.at_level(tally.close));
    row("exact", tally.at_level(tally.exact));
    row("characters", tally.characters);
    for (split, tally) in &report.accuracy.splits {
        row(split.word(), tally.claims);
    }
    line(&mut body, "");
    line(
        &mut body,
        &format!("{:<12} {:>9} {:>9}", "attribute", "graded", "agreed"),
    );
    for (attribute, agreement) in &tally.attributes {
        line(
            &mut body,
            &format!(
                "{attribute:<12} {:>9} {:>9}",
                agreement.graded, agreement.agreed
            ),
        );
    }
    line(&mut body, "");
    attributed(&mut body, tally);
    line(&mut body, "");
    kinds(&mut body, tally);
    if !tally.tags.is_empty() {
        line(&mut body, "");
        let wide = tally
            .tags
            .keys()
            .map(|tag| tag.chars().count())
            .max()
            .unwrap_or(0)
            .max(12);
        line(
            &mut body,
            &format!("{:<wide$} {:>9} {:>9}", "tag", "expected", "matched"),
        );
        for (tag, found) in &tally.tags {
            line(
                &mut body,
                &format!("{tag:<wide$} {:>9} {:>9}", found.expected, found.matched),
            );
        }
    }
    let imperfect: Vec<&CaseReport> = report
        .cases
        .iter()
        .filter(|case| !case.row.claims.is_perfect())
        .collect();
    if !imperfect.is_empty() {
        line(&mut body, "");
        let wide = imperfect
            .iter()
            .map(|case| case.id.chars().count())
            .max()
            .unwrap_or(0);
        line(
            &mut body,
            &format!("{:<wide$} {:>9} {:>9}", "case", "missing", "spurious"),
        );
        for case in imperfect {
            let counts = case.row.claims;
            line(
                &mut body,
                &format!(
                    "{:<wide$} {:>9} {:>9}",
                    case.id,
                    counts.missing(),
                    counts.spurious()
                ),
            );
        }
    }
    body
}

/// The attributed claims by the characters that they cover.
fn attributed(body: &mut String, tally: &Tally) {
    let all = &tally.attributions;
    line(
        body,
        &format!(
            "{:<12} {:>9} {:>9} {:>9} {:>9}",
            "attributed", "expected", "extracted", "exact", "half"
        ),
    );
    for (name, coverage) in [
        ("content", all.content),
        ("source", all.source),
        ("cue", all.cue),
    ] {
        let Counts {
            expected,
            extracted,
            matched,
        } = coverage.exact;
        line(
            body,
            &format!(
                "{name:<12} {expected:>9} {extracted:>9} {matched:>9} {:>9}",
                coverage.half
            ),
        );
    }
}

fn kinds(body: &mut String, tally: &Tally) {
    let kinds = tally.kinds;
    let counts = [
        ("ungrounded", kinds.ungrounded),
        ("forbidden", kinds.forbidden),
        ("duplicate", kinds.duplicate),
        ("fragment", kinds.fragment),
        ("merged", kinds.merged),
        ("uncounted", kinds.uncounted),
    ];
    for (name, count) in counts {
        line(body, &format!("{name:<12} {count:>9}"));
    }
}

fn line(body: &mut String, line: &str) {
    writeln!(body, "{}", line.trim_end()).expect("a string takes everything");
}
