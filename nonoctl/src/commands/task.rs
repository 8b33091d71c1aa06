//! `nonoctl task`: what users plan.

mod add;
mod backfill;
mod bulk;
mod catch_up;
mod changes;
mod copy;
mod edit;
mod explain;
mod follow;
mod form;
mod get;
mod history;
mod list;
mod load;
mod next;
pub(crate) mod pause;
pub(crate) mod resume;
pub(crate) mod rm;
mod rollback;
mod run;
mod update;
pub(crate) mod wait;

use clap::Subcommand;

use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;

/// The verbs of tasks.
#[derive(Debug, Subcommand)]
pub(crate) enum TaskCommand {
    Add(Box<add::Args>),
    Update(Box<update::Args>),
    Edit(edit::Args),
    Copy(Box<copy::Args>),
    #[command(visible_alias = "delete")]
    Rm(rm::Args),
    #[command(visible_alias = "show")]
    Get(get::Args),
    #[command(visible_alias = "ls")]
    List(list::Args),
    Pause(pause::Args),
    Resume(resume::Args),
    Run(run::Args),
    Backfill(backfill::Args),
    History(history::Args),
    Rollback(rollback::Args),
    Explain(explain::Args),
    Next(next::Args),
}

impl TaskCommand {
    /// Does it.
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        match self {
            Self::Add(args) => invocation.block_on(add::run(args, invocation)),
            Self::Update(args) => invocation.block_on(update::run(args, invocation)),
            Self::Edit(args) => edit::run(args, invocation),
            Self::Copy(args) => invocation.block_on(copy::run(args, invocation)),
            Self::Rm(args) => invocation.block_on(rm::run(args, invocation)),
            Self::Get(args) => invocation.block_on(get::run(args, invocation)),
            Self::List(args) => invocation.block_on(list::run(args, invocation)),
            Self::Pause(args) => invocation.block_on(pause::run(args, invocation)),
            Self::Resume(args) => invocation.block_on(resume::run(args, invocation)),
            Self::Run(args) => invocation.block_on(run::run(args, invocation)),
            Self::Backfill(args) => invocation.block_on(backfill::run(args, invocation)),
            Self::History(args) => invocation.block_on(history::run(args, invocation)),
            Self::Explain(args) => invocation.block_on(explain::run(args, invocation)),
            Self::Rollback(args) => invocation.block_on(rollback::run(args, invocation)),
            Self::Next(args) => invocation.block_on(next::run(args, invocation)),
        }
    }
}
