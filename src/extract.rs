//! The seam for the program under test.
//!
//! In: an [`Article`]. Out: an [`Extraction`]: its claims, or why there are none. An extractor is a
//! closure, a type of your own, the built-in one, or any program that speaks JSON Lines.

use std::{
    any::Any,
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, Instant},
};

use crate::model::{Article, Claim, words};

pub mod builtin;
pub mod command;

/// What is tested: a program that finds claims in an article.
///
/// Called from several threads at once, once for each article.
pub trait Extractor: Sync {
    /// The claims of `article`, in any order.
    ///
    /// # Errors
    /// Where the article could not be done. That fails its case and no other.
    fn extract(&self, article: &Article) -> Result<Vec<Claim>, Failure>;

    /// Ends the extractor once all articles are done, and says what was noticed too late to fail
    /// the case it belongs to, by article id.
    fn finish(&self) -> Vec<(String, Failure)> {
        Vec::new()
    }
}

impl<F> Extractor for F
where
    F: Fn(&Article) -> Result<Vec<Claim>, Failure> + Sync,
{
    fn extract(&self, article: &Article) -> Result<Vec<Claim>, Failure> {
        self(article)
    }
}

/// What an extractor said about one article, and how long it took.
#[derive(Clone, Debug, PartialEq)]
pub struct Extraction {
    /// The claims in stored order, or why there are none.
    pub outcome: Result<Vec<Claim>, Failure>,
    /// How long it took. Never stored.
    pub elapsed: Duration,
}

words! {
    /// The way in which an extraction failed.
    FailureKind {
        /// The extractor said that it could not do the article.
        Refused = "refused",
        /// It panicked, crashed or ended early.
        Crashed = "crashed",
        /// It gave no answer in time.
        Timeout = "timeout",
        /// Its answer was not one.
        Protocol = "protocol",
    }
}

/// Why an extraction has no claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The way in which it failed.
    pub kind: FailureKind,
    /// What happened, in words that help to mend it; may have several lines.
    pub message: String,
}

impl Failure {
    /// A failure of this kind.
    pub fn new(kind: FailureKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
        }
    }

    /// The extractor says why it could not do the article.
    pub fn refused(message: impl Into<String>) -> Self {
        Self::new(FailureKind::Refused, message)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind, self.message)
    }
}

impl std::error::Error for Failure {}

/// Extracts the claims of one article; a panic of the extractor is a failure like any other.
pub fn extract(extractor: &dyn Extractor, article: &Article) -> Extraction {
    let start = Instant::now();
    let outcome = catch_unwind(AssertUnwindSafe(|| extractor.extract(article)))
        .unwrap_or_else(|panic| Err(Failure::new(FailureKind::Crashed, panic_message(&*panic))))
        .map(|mut claims| {
            crate::model::sort(&mut claims);
            claims
        });
    Extraction {
        outcome,
        elapsed: start.elapsed(),
    }
}

fn panic_message(panic: &(dyn Any + Send)) -> String {
    let message = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message");
    format!("the extractor panicked: {message}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closure_is_an_extractor() {
        let first_word = |article: &Article| Ok(vec![Claim::new(article.slice(0..5))]);
        let article = Article::new("a", "Talks begin.");
        let found = extract(&first_word, &article).outcome.unwrap();
        assert_eq!(found[0].content.display(&article.text), "Talks");
    }

    #[test]
    fn a_panic_is_a_failure() {
        let broken = |article: &Article| -> Result<Vec<Claim>, Failure> {
            panic!("no rule for {}", article.id)
        };
        let failure = extract(&broken, &Article::new("a", ""))
            .outcome
            .unwrap_err();
        assert_eq!(
            failure.to_string(),
            "crashed: the extractor panicked: no rule for a"
        );
    }
}
