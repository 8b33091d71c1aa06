//! `nonoctl context`: clusters by name.

mod add;
mod list;
mod rename;
mod rm;
mod select;
mod show;

use clap::Subcommand;

use crate::contexts::{self, ContextFile};
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;

/// Give clusters names, and say which one is meant
#[derive(Debug, Subcommand)]
pub(crate) enum ContextCommand {
    #[command(visible_alias = "ls")]
    List(list::ListArgs),
    Use(select::UseArgs),
    #[command(visible_alias = "get")]
    Show(show::ShowArgs),
    Add(add::AddArgs),
    #[command(visible_alias = "delete")]
    Rm(rm::RmArgs),
    Rename(rename::RenameArgs),
}

impl ContextCommand {
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        match self {
            Self::List(args) => args.execute(invocation),
            Self::Use(args) => args.execute(invocation),
            Self::Show(args) => args.execute(invocation),
            Self::Add(args) => args.execute(invocation),
            Self::Rm(args) => args.execute(invocation),
            Self::Rename(args) => args.execute(invocation),
        }
    }
}

/// The file as it is; to change it, one that is not there yet will do.
fn file(invocation: &Invocation, changes: bool) -> Result<ContextFile, CommandError> {
    let (path, named) = invocation.context_file()?;
    let file = contexts::read(&path, named && !changes)?;
    file.slips.iter().for_each(|slip| invocation.warn(slip));
    Ok(file)
}
