//! placeholder
use crate::{cli::Status, error::Error};
use clap::Args;
/// x
#[derive(Clone, Debug, Default, Args)]
pub struct InitArguments {}
/// x
pub(super) fn init(_: &InitArguments) -> Result<Status, Error> {
    Ok(Status::Fine)
}
