//! `nonoctl task`: what users plan.

mod list;

use clap::Subcommand;

use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;

/// The verbs of tasks.
#[derive(Debug, Subcommand)]
pub(crate) enum TaskCommand {
    #[command(visible_alias = "ls")]
    List(list::Args),
}

impl TaskCommand {
    /// Does it.
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        match self {
            Self::List(args) => invocation.block_on(list::run(args, invocation)),
        }
    }
}
