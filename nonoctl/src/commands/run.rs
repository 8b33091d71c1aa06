//! `nonoctl run`: what becomes of tasks.

mod get;
mod list;

use clap::Subcommand;

use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;

/// The verbs of runs.
#[derive(Debug, Subcommand)]
pub(crate) enum RunCommand {
    #[command(visible_alias = "ls")]
    List(list::Args),
    #[command(visible_alias = "show")]
    Get(get::Args),
}

impl RunCommand {
    /// Does it.
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        match self {
            Self::List(args) => invocation.block_on(list::run(args, invocation)),
            Self::Get(args) => invocation.block_on(get::run(args, invocation)),
        }
    }
}
