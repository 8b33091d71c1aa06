//! `nonoctl scheduler undrain`

use clap::Args;
use nono_core::name::SchedulerName;

use super::intent::{self, Undrained};
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::output::{Change, Report};
use crate::tasks::edit::who;

/// Let a drained scheduler own tasks again
///
/// The leader gives its processes their share within seconds. Also cancels a drain that is under way.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  nonoctl scheduler undrain sched-a1")]
pub(crate) struct UndrainArgs {
    /// The scheduler's name
    name: SchedulerName,
    /// Why, for the events of the cluster
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
}

impl UndrainArgs {
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        let change = invocation.block_on(async {
            let cluster = invocation.cluster().await?;
            let undrained = if self.dry_run {
                intent::would_undrain(&cluster, &self.name).await?
            } else {
                intent::undrain(&cluster, &self.name, &who(invocation, "scheduler undrain", self.reason.clone()))
                    .await?
            };
            self.told(undrained).map_err(|error| cluster.named(error))
        })?;
        invocation.print(&Report::Changes(vec![change]))?;
        Ok(Exit::Ok)
    }

    fn told(&self, undrained: Undrained) -> Result<Change, CommandError> {
        let action = match undrained {
            Undrained::Done => "undrained",
            Undrained::WasNotDrained => "unchanged",
            Undrained::NotHere { known } => {
                let known = known.iter().map(String::as_str);
                return Err(
                    CommandError::not_found("scheduler", self.name.as_str(), known).with_hint("nonoctl scheduler list")
                );
            }
        };
        let mut change = Change::new("scheduler", self.name.as_str(), action);
        change.dry_run = self.dry_run;
        if action == "undrained" && !self.dry_run {
            change.notes.push(format!("undo: nonoctl scheduler drain {}", self.name));
        }
        Ok(change)
    }
}
