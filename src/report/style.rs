//! The few styles of everything claimsnap prints. What has no colour is written the same, without.

use anstyle::{AnsiColor, Style};

use crate::change::{Effect, Verdict};

/// The styles of `--help`.
pub const STYLES: clap::builder::Styles = clap::builder::Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

pub(super) const BOLD: Style = Style::new().bold();
pub(super) const DIM: Style = Style::new().dimmed();
pub(super) const GOOD: Style = AnsiColor::Green.on_default();
pub(super) const BAD: Style = AnsiColor::Red.on_default();
pub(super) const NEW: Style = AnsiColor::Cyan.on_default();
pub(super) const WARN: Style = AnsiColor::Yellow.on_default();

pub(super) fn of_effect(effect: Effect) -> Style {
    match effect {
        Effect::Fixed => GOOD,
        Effect::Broken => BAD,
        Effect::Neutral | Effect::Ungraded => WARN,
    }
}

pub(super) fn of_verdict(verdict: Verdict) -> Style {
    match verdict {
        Verdict::Failed | Verdict::Regressed | Verdict::Dangling => BAD,
        Verdict::Mixed | Verdict::Shifted => WARN,
        Verdict::New => NEW,
        Verdict::Improved => GOOD,
        Verdict::Unchanged => DIM,
    }
}

/// A rate as printed: three places, a dash where it is undefined.
pub fn rate(rate: Option<f64>) -> String {
    rate.map_or_else(|| "-".to_owned(), |rate| format!("{rate:.3}"))
}

/// A difference of rates as printed: signed, `=` where it is nothing, a dash where undefined.
pub(super) fn signed(difference: Option<f64>) -> String {
    match difference {
        None => "-".to_owned(),
        Some(difference) if difference.abs() < 0.0005 => "=".to_owned(),
        Some(difference) => format!("{difference:+.3}"),
    }
}

/// The style of a difference where more is better.
pub(super) fn of_difference(difference: Option<f64>) -> Style {
    match difference {
        Some(difference) if difference >= 0.0005 => GOOD,
        Some(difference) if difference <= -0.0005 => BAD,
        _ => DIM,
    }
}

/// `count` of something, in the singular or plural.
pub fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
