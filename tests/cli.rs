//! The real binary in temporary folders: what it does, what it says, and the exit code.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed, and says where"
)]

#[path = "cli/annotators.rs"]
mod annotators;
#[path = "cli/commands.rs"]
mod commands;
#[path = "cli/corpus.rs"]
mod corpus;
#[path = "cli/extractor.rs"]
mod extractor;
#[path = "cli/output.rs"]
mod output;
#[path = "cli/project.rs"]
mod project;
#[path = "cli/score.rs"]
mod score;
#[path = "cli/snapshots.rs"]
mod snapshots;
#[path = "cli/train.rs"]
mod train;
