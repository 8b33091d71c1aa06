//! `nonoctl scheduler`: the members of the cluster, and what operators want of them.

pub(crate) mod census;
mod drain;
mod get;
pub(crate) mod intent;
mod list;
mod live;
pub(crate) mod reading;
mod show;
mod undrain;

use clap::Subcommand;

use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;

/// See the schedulers, and take one out of service
#[derive(Debug, Subcommand)]
pub(crate) enum SchedulerCommand {
    #[command(visible_alias = "ls")]
    List(list::ListArgs),
    #[command(visible_alias = "show")]
    Get(get::GetArgs),
    Drain(drain::DrainArgs),
    Undrain(undrain::UndrainArgs),
}

impl SchedulerCommand {
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        match self {
            Self::List(args) => args.execute(invocation),
            Self::Get(args) => args.execute(invocation),
            Self::Drain(args) => args.execute(invocation),
            Self::Undrain(args) => args.execute(invocation),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
