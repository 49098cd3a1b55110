//! The changes of a case, one after the other, each with its effect first.
//!
//! In: a [`CaseReport`]. Out: text for people: what changed in which words (added ones in `{+ +}`,
//! removed ones in `[- -]` where there is no colour), what the annotations expect there, and what it
//! does to the counts.

use std::io::{self, Write};

use similar::{ChangeTag, TextDiff};

use crate::{
    change::{Effect, Kind, Verdict},
    report::{
        CaseReport, ChangeReport, Rates,
        style::{
            BAD, BOLD, DIM, GOOD, counted, of_difference, of_effect, of_verdict, rate, signed,
        },
    },
    score::{Attribute, Tally, difference},
    text::{one_line, printable},
    wire::{ClaimRecord, MentionRecord, Pieces},
};

/// What is said of a snapshot that differs although no claim does.
pub(super) const REWRITTEN: &str = "the same claims, written otherwise";

/// The cases that are not unchanged, the worst first: by verdict, then by how much is broken.
pub fn worst_first<'a>(cases: impl IntoIterator<Item = &'a CaseReport>) -> Vec<&'a CaseReport> {
    let changed = cases
        .into_iter()
        .filter(|case| case.verdict != Verdict::Unchanged);
    let mut changed: Vec<&CaseReport> = changed.collect();
    changed.sort_by_key(|case| {
        (
            case.verdict,
            std::cmp::Reverse(count(case, Effect::Broken)),
            &case.id,
        )
    });
    changed
}

/// How many of a case's changes have this effect.
pub fn count(case: &CaseReport, effect: Effect) -> usize {
    case.changes
        .iter()
        .filter(|change| change.effect == effect)
        .count()
}

/// Writes what taking `changed` over would do: changes by effect, and the counts and F1 of the
/// whole corpus before and after.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn totals(
    changed: &[&CaseReport],
    before: &Tally,
    after: &Tally,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut parts = Vec::new();
    for effect in Effect::ALL {
        let number: usize = changed.iter().map(|case| count(case, *effect)).sum();
        if number > 0 {
            let style = of_effect(*effect);
            parts.push(format!("{style}{number} {effect}{style:#}"));
        }
    }
    let new = changed
        .iter()
        .filter(|case| case.verdict == Verdict::New)
        .count();
    if new > 0 {
        parts.push(counted(new as u64, "new case", "new cases"));
    }
    let cases = counted(changed.len() as u64, "case", "cases");
    let colon = if parts.is_empty() { "" } else { ": " };
    let parts = parts.join(", ");
    writeln!(out, "{BOLD}{cases}{BOLD:#} to accept{colon}{parts}")?;
    let (was, is) = (Rates::from(before), Rates::from(after));
    writeln!(out, "accepted as they are, over all cases:")?;
    let rates = [
        ("F1", was.f1, is.f1),
        ("F1 exact", was.exact_f1, is.exact_f1),
        ("F1 of characters", was.character_f1, is.character_f1),
        ("F1 macro", was.macro_f1, is.macro_f1),
    ];
    for (name, was, is) in rates {
        let change = difference(was, is);
        let style = of_difference(change);
        writeln!(
            out,
            "  {name:<16} {} -> {} {style}{:>8}{style:#}",
            rate(was),
            rate(is),
            signed(change)
        )?;
    }
    let counts = [
        ("matched", before.claims.matched, after.claims.matched),
        ("missing", before.claims.missing(), after.claims.missing()),
        (
            "spurious",
            before.claims.spurious(),
            after.claims.spurious(),
        ),
    ];
    let counts = counts.map(|(name, was, is)| format!("{name} {was} -> {is}"));
    writeln!(out, "  {}", counts.join(", "))
}

/// Writes the changes of `case`, or why it failed.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn render(case: &CaseReport, out: &mut dyn Write) -> io::Result<()> {
    let style = of_verdict(case.verdict);
    write!(
        out,
        "{style}{}{style:#} {BOLD}{}{BOLD:#}",
        case.verdict,
        printable(&case.id)
    )?;
    if let Some(accepted) = &case.accepted {
        let (before, after) = (Rates::from(accepted), Rates::from(&case.row));
        write!(
            out,
            "  {DIM}F1 {} -> {}{DIM:#}",
            rate(before.f1),
            rate(after.f1)
        )?;
    }
    writeln!(out)?;
    if let Some(failure) = &case.failure {
        for line in format!("{}: {}", failure.kind, failure.message).lines() {
            writeln!(out, "  {}", printable(line))?;
        }
    }
    if case.verdict == Verdict::New {
        let found = counted(
            case.row.claims.extracted + case.row.kinds.uncounted,
            "claim",
            "claims",
        );
        writeln!(
            out,
            "  no snapshot has been accepted yet; {found} extracted"
        )?;
    }
    if case.verdict == Verdict::Shifted && case.changes.is_empty() {
        writeln!(out, "  {REWRITTEN}, as after an edit by hand")?;
    }
    for change in &case.changes {
        render_change(change, out)?;
    }
    Ok(())
}

/// Writes the lines that differ between the accepted accuracy, where there is one, and the proposed.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn render_accuracy(
    accepted: Option<&str>,
    proposed: &str,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Some(accepted) = accepted else {
        return writeln!(out, "{BOLD}accuracy{BOLD:#}  none has been accepted yet");
    };
    writeln!(out, "{BOLD}accuracy{BOLD:#}")?;
    for change in TextDiff::from_lines(accepted, proposed).iter_all_changes() {
        let line = printable(change.value().trim_end());
        match change.tag() {
            ChangeTag::Equal => {}
            ChangeTag::Delete => writeln!(out, "  {BAD}- {line}{BAD:#}")?,
            ChangeTag::Insert => writeln!(out, "  {GOOD}+ {line}{GOOD:#}")?,
        }
    }
    Ok(())
}

fn render_change(change: &ChangeReport, out: &mut dyn Write) -> io::Result<()> {
    let style = of_effect(change.effect);
    write!(
        out,
        "  {style}{:<8}{style:#} {}",
        change.effect, change.kind
    )?;
    if let Some([line, column]) = change.at {
        write!(out, " at {line}:{column}")?;
    }
    let counts = [("matched", change.matched), ("extracted", change.extracted)];
    let moved: Vec<String> = counts
        .iter()
        .filter(|(_, by)| *by != 0)
        .map(|(name, by)| format!("{name} {by:+}"))
        .collect();
    if !moved.is_empty() {
        write!(out, "  {DIM}{}{DIM:#}", moved.join(", "))?;
    }
    writeln!(out)?;
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => {
            if words(before) == words(after) {
                writeln!(out, "      {}", printable(&words(before)))?;
            } else {
                writeln!(out, "      {}", word_diff(&words(before), &words(after)))?;
            }
            for attribute in &change.attributes {
                let (was, is) = (shown(*attribute, before), shown(*attribute, after));
                writeln!(
                    out,
                    "      {attribute}: {BAD}{}{BAD:#} -> {GOOD}{}{GOOD:#}",
                    one_line(&was),
                    one_line(&is)
                )?;
            }
        }
        (before, after) => {
            let (mark, style) = if change.kind == Kind::Added {
                ('+', GOOD)
            } else {
                ('-', BAD)
            };
            if let Some(claim) = before.as_ref().or(after.as_ref()) {
                let category = claim
                    .category
                    .as_ref()
                    .map(|category| format!("  ({category})"))
                    .unwrap_or_default();
                let words = words(claim);
                writeln!(
                    out,
                    "    {style}{mark} {}{style:#}{}",
                    printable(&words),
                    one_line(&category)
                )?;
            }
        }
    }
    if let Some(expected) = &change.expected {
        let category = expected
            .category
            .as_ref()
            .map(|category| format!(" {category}"))
            .unwrap_or_default();
        let label = format!("expected {}{category}:", expected.id);
        writeln!(
            out,
            "      {DIM}{} {}{DIM:#}",
            one_line(&label),
            printable(&expected.quote)
        )?;
    } else if change.ungrounded {
        let why = "ungrounded: the article does not have these words as given";
        writeln!(out, "      {DIM}{why}{DIM:#}")?;
    } else if change.effect != Effect::Neutral || change.kind == Kind::Added {
        writeln!(out, "      {DIM}no such claim is expected{DIM:#}")?;
    }
    Ok(())
}

/// The words of a record's content in one line.
fn words(record: &ClaimRecord) -> String {
    match (&record.quote, &record.text, &record.spans) {
        (Some(quote), _, _) => joined(quote),
        (None, Some(text), _) => text.clone(),
        (None, None, Some(spans)) => format!("spans {spans:?}"),
        (None, None, None) => String::new(),
    }
    .replace('\n', " ")
}

fn joined(pieces: &Pieces) -> String {
    pieces.0.join(" … ")
}

/// The value of an attribute as one word or phrase, `none` where there is none.
fn shown(attribute: Attribute, record: &ClaimRecord) -> String {
    fn word<T: ToString>(value: Option<T>) -> Option<String> {
        value.map(|value| value.to_string())
    }
    let mention = |cue: &MentionRecord| cue.quote.as_ref().map(joined);
    let value = match attribute {
        Attribute::Category => word(record.category.as_ref()),
        Attribute::Attribution => word(record.attribution),
        Attribute::Source => {
            let source = record.source.as_ref();
            source.and_then(|source| source.quote.as_ref()).map(joined)
        }
        Attribute::SourceName => {
            let source = record.source.as_ref();
            source.and_then(|source| source.name.clone())
        }
        Attribute::SourceKind => word(record.source.as_ref().and_then(|source| source.kind)),
        Attribute::Cue => record.cue.as_ref().and_then(mention),
        Attribute::Polarity => word(record.polarity),
        Attribute::Certainty => word(record.certainty),
        Attribute::CheckWorthy => word(record.check_worthy),
        Attribute::Time => record.time.clone(),
        Attribute::Quantities => {
            let one = |quantity: &crate::model::Quantity| match &quantity.unit {
                Some(unit) => format!("{} {unit}", quantity.value),
                None => quantity.value.clone(),
            };
            let all: Vec<String> = record.quantities.iter().map(one).collect();
            (!all.is_empty()).then(|| all.join(", "))
        }
    };
    value.unwrap_or_else(|| "none".to_owned())
}

/// Both wordings in one line, what was removed and what was added marked.
fn word_diff(before: &str, after: &str) -> String {
    let diff = TextDiff::from_unicode_words(before, after);
    let mut line = String::new();
    for change in diff.iter_all_changes() {
        let words = printable(change.value());
        match change.tag() {
            ChangeTag::Equal => line.push_str(&words),
            ChangeTag::Delete => line.push_str(&format!("{BAD}[-{words}-]{BAD:#}")),
            ChangeTag::Insert => line.push_str(&format!("{GOOD}{{+{words}+}}{GOOD:#}")),
        }
    }
    // Neighbouring words of one kind read as one stretch.
    let close_removed = format!("-]{BAD:#}{BAD}[-");
    let close_added = format!("+}}{GOOD:#}{GOOD}{{+");
    line.replace(&close_removed, "").replace(&close_added, "")
}
