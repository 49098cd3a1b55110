//! claimsnap is a regression test harness for programs that extract factual claims from news
//! articles.
//!
//! A corpus of articles, each with the claims expected of it, drives a runner. The runner extracts
//! claims with an extractor of any kind, compares them with what was accepted before, judges each
//! difference by the annotations, and reports the accuracy by category.
//!
//! ```text
//! corpus/    -> Corpus -> Case --+-> Extraction -+-> Alignment -> Tally ----+
//!                                |               |                          +-> Report -> text | json
//! snapshots/ -> Snapshot --------+---------------+-> Changes -> Verdict ----+
//!                                                                            \-> Gates -> exit code
//! ```
//!
//! Each stage is a function from plain values to a plain value. No stage holds a later one, and none
//! reads the command line. In reading order:
//!
//! 1. [`text`], [`model`], [`error`] and [`wire`]: offsets, the vocabulary, faults, claims as JSON;
//! 2. [`corpus`] reads cases, [`extract`] is the seam for what is tested;
//! 3. [`align`] says which claim is which, [`score`] counts, [`change`] judges differences,
//!    [`agreement`] holds two annotators against one another;
//! 4. [`snapshot`] is the one reader and writer of what was accepted;
//! 5. [`gate`] and [`report`]: what has to be reached, and what is shown;
//! 6. [`run`] composes them, for the command line ([`cli`]) and for [`harness`], which makes a test of
//!    each case; [`stream`] scores files without holding them;
//! 7. [`train`] makes the model of the built-in extractor.
//!
//! Only `atomic`, `corpus`, `extract::command`, `snapshot::store`, `config`, `stream`, `harness` and the
//! command line touch files, processes, the environment or the terminal.

#![cfg_attr(
    test,
    expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")
)]

mod atomic;
pub mod text;

pub mod model;

pub mod error;
pub mod wire;

pub mod corpus;
pub mod extract;

pub mod agreement;
pub mod align;
pub mod change;
pub mod score;

pub mod snapshot;

pub mod gate;
pub mod report;

pub mod cli;
pub mod config;
pub mod harness;
pub mod run;
pub mod stream;
pub mod train;

pub use extract::{Extractor, Failure};
pub use model::{Article, Claim};
