//! Whether a snapshot may be written, decided exactly as insta 1.49 decides it.
//!
//! In: the variables that insta heeds, and how today's extraction compares with the accepted
//! snapshot. Out: what is to be done with the files, and whether the case passes.
//!
//! | `INSTA_UPDATE` | no snapshot yet | unchanged | changed |
//! |---|---|---|---|
//! | `auto`, or unset | propose, fail | leave, pass | propose, fail |
//! | `auto` under CI | leave, fail | leave, pass | leave, fail |
//! | `new` | propose, fail | leave, pass | propose, fail |
//! | `no` | leave, fail | leave, pass | leave, fail |
//! | `unseen` | overwrite, pass | leave, pass | propose, fail |
//! | `always`, or `1` | overwrite, pass | leave, pass | overwrite, pass |
//! | `force` | overwrite, pass | overwrite, pass | overwrite, pass |
//!
//! - `INSTA_FORCE_PASS=1` turns every fail into a pass and nothing else.
//! - It is CI where `CI` is set to anything but `false`, `0` and nothing, or where `CI` is unset and
//!   `TF_BUILD` is set.
//! - `INSTA_FORCE_UPDATE=1` and `INSTA_FORCE_UPDATE_SNAPSHOTS=1`, which cargo-insta used to set,
//!   stand for `INSTA_UPDATE=force`.
//!
//! insta's configuration file is not read: only the environment counts.

use std::env;

use crate::{error::Error, model::words};

words! {
    /// A value of `INSTA_UPDATE`: which differences are written, and where to.
    Update {
        /// As `no` under CI, otherwise as `new`.
        Auto = "auto",
        /// Propose whatever differs.
        New = "new",
        /// Accept whatever differs.
        Always = "always",
        /// Write nothing.
        No = "no",
        /// Accept what has no snapshot yet, propose what has changed.
        Unseen = "unseen",
        /// Accept everything, so that unchanged snapshots get today's header.
        Force = "force",
    }
}

/// How snapshots are to be updated in this run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Which differences are written.
    pub update: Update,
    /// Whether this is a CI machine.
    pub ci: bool,
    /// Whether a difference passes.
    pub force_pass: bool,
}

/// How today's extraction compares with the accepted snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared {
    /// There is none yet.
    Absent,
    /// The two are the same.
    Unchanged,
    /// They differ.
    Changed,
}

/// What is done with the files of a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Nothing is written.
    Leave,
    /// `.snap.new` is written.
    Propose,
    /// `.snap` is written.
    Overwrite,
}

/// What follows from a [`Policy`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What is done with the files.
    pub action: Action,
    /// Whether the snapshot test passes.
    pub passes: bool,
}

impl Policy {
    /// The policy that the process's environment sets.
    ///
    /// # Errors
    /// As [`Policy::new`].
    pub fn from_environment() -> Result<Self, Error> {
        Self::new(&|name| env::var(name).ok())
    }

    /// The policy that these variables set.
    ///
    /// # Errors
    /// Where `INSTA_UPDATE` or `INSTA_FORCE_PASS` has a value that insta would refuse.
    pub fn new(variable: &dyn Fn(&str) -> Option<String>) -> Result<Self, Error> {
        let is_one = |name| variable(name).as_deref() == Some("1");
        let update = if is_one("INSTA_FORCE_UPDATE") || is_one("INSTA_FORCE_UPDATE_SNAPSHOTS") {
            Update::Force
        } else {
            update(&variable("INSTA_UPDATE").unwrap_or_default())?
        };
        let ci = match variable("CI").as_deref() {
            Some("" | "0" | "false") => false,
            Some(_) => true,
            None => variable("TF_BUILD").is_some(),
        };
        let force_pass = match variable("INSTA_FORCE_PASS").as_deref() {
            None | Some("" | "0") => false,
            Some("1") => true,
            Some(other) => return Err(unknown("INSTA_FORCE_PASS", other, "0 or 1")),
        };
        Ok(Self {
            update,
            ci,
            force_pass,
        })
    }

    /// What is to be done: the table above.
    pub const fn decide(self, compared: Compared) -> Decision {
        use Compared::{Absent, Changed, Unchanged};
        let action = match (self.update, compared) {
            (Update::Force, _) => Action::Overwrite,
            (_, Unchanged) | (Update::No, _) => Action::Leave,
            (Update::Auto, Absent | Changed) if self.ci => Action::Leave,
            (Update::Auto | Update::New, Absent | Changed) => Action::Propose,
            (Update::Unseen, Absent) | (Update::Always, Absent | Changed) => Action::Overwrite,
            (Update::Unseen, Changed) => Action::Propose,
        };
        let same = matches!(compared, Unchanged) || matches!(action, Action::Overwrite);
        Decision {
            action,
            passes: same || self.force_pass,
        }
    }
}

fn update(value: &str) -> Result<Update, Error> {
    match value {
        "" => Ok(Update::Auto),
        "1" => Ok(Update::Always),
        word => {
            let known = Update::ALL.iter().find(|update| update.word() == word);
            known.copied().ok_or_else(|| {
                unknown(
                    "INSTA_UPDATE",
                    word,
                    "auto, new, always, no, unseen or force",
                )
            })
        }
    }
}

fn unknown(name: &str, value: &str, known: &str) -> Error {
    Error::unusable(
        format!(
            "{name} is `{}`, which insta does not know",
            value.escape_debug()
        ),
        format!("set it to {known}, or type `unset {name}`"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(variables: &[(&str, &str)]) -> Result<Policy, Error> {
        Policy::new(&|name| {
            let set = variables.iter().find(|(key, _)| *key == name);
            set.map(|(_, value)| (*value).to_owned())
        })
    }

    /// One line for each value of `INSTA_UPDATE`, with `more` variables set.
    fn table(more: &[(&str, &str)]) -> String {
        let values = ["auto", "new", "no", "unseen", "always", "1", "force", ""];
        let line = |value: &&str| {
            let policy = policy(&[&[("INSTA_UPDATE", *value)], more].concat()).unwrap();
            let cell = |compared| {
                let Decision { action, passes } = policy.decide(compared);
                format!("{action:?} {}", if passes { "pass" } else { "fail" })
            };
            let cells = [Compared::Absent, Compared::Unchanged, Compared::Changed].map(cell);
            format!("{value:6} | {}", cells.join(" | "))
        };
        values.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_table_is_instas() {
        insta::assert_snapshot!(table(&[]), @"
        auto   | Propose fail | Leave pass | Propose fail
        new    | Propose fail | Leave pass | Propose fail
        no     | Leave fail | Leave pass | Leave fail
        unseen | Overwrite pass | Leave pass | Propose fail
        always | Overwrite pass | Leave pass | Overwrite pass
        1      | Overwrite pass | Leave pass | Overwrite pass
        force  | Overwrite pass | Overwrite pass | Overwrite pass
               | Propose fail | Leave pass | Propose fail
        ");
        insta::assert_snapshot!(table(&[("CI", "true")]), @"
        auto   | Leave fail | Leave pass | Leave fail
        new    | Propose fail | Leave pass | Propose fail
        no     | Leave fail | Leave pass | Leave fail
        unseen | Overwrite pass | Leave pass | Propose fail
        always | Overwrite pass | Leave pass | Overwrite pass
        1      | Overwrite pass | Leave pass | Overwrite pass
        force  | Overwrite pass | Overwrite pass | Overwrite pass
               | Leave fail | Leave pass | Leave fail
        ");
        insta::assert_snapshot!(table(&[("INSTA_FORCE_PASS", "1")]), @"
        auto   | Propose pass | Leave pass | Propose pass
        new    | Propose pass | Leave pass | Propose pass
        no     | Leave pass | Leave pass | Leave pass
        unseen | Overwrite pass | Leave pass | Propose pass
        always | Overwrite pass | Leave pass | Overwrite pass
        1      | Overwrite pass | Leave pass | Overwrite pass
        force  | Overwrite pass | Overwrite pass | Overwrite pass
               | Propose pass | Leave pass | Propose pass
        ");
    }

    #[test]
    fn ci_is_what_insta_takes_for_it() {
        for (variables, ci) in [
            (&[][..], false),
            (&[("CI", "true")], true),
            (&[("CI", "1")], true),
            (&[("CI", "no")], true),
            (&[("CI", "")], false),
            (&[("CI", "0")], false),
            (&[("CI", "false")], false),
            (&[("TF_BUILD", "True")], true),
            (&[("TF_BUILD", "")], true),
            (&[("CI", "false"), ("TF_BUILD", "True")], false),
        ] {
            assert_eq!(policy(variables).unwrap().ci, ci, "{variables:?}");
        }
    }

    #[test]
    fn the_old_variables_force() {
        for old in ["INSTA_FORCE_UPDATE", "INSTA_FORCE_UPDATE_SNAPSHOTS"] {
            let set = policy(&[(old, "1"), ("INSTA_UPDATE", "no")]).unwrap();
            assert_eq!(set.update, Update::Force);
            assert_eq!(policy(&[(old, "true")]).unwrap().update, Update::Auto);
        }
    }

    #[test]
    fn an_unknown_value_is_refused() {
        let said = |variables: &[(&str, &str)]| policy(variables).unwrap_err().to_string();
        insta::assert_snapshot!(said(&[("INSTA_UPDATE", "Always")]), @"
        INSTA_UPDATE is `Always`, which insta does not know
        help: set it to auto, new, always, no, unseen or force, or type `unset INSTA_UPDATE`
        ");
        insta::assert_snapshot!(said(&[("INSTA_FORCE_PASS", "yes")]), @"
        INSTA_FORCE_PASS is `yes`, which insta does not know
        help: set it to 0 or 1, or type `unset INSTA_FORCE_PASS`
        ");
    }
}
