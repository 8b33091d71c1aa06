//! `nonoctl task resume`.

use nono_core::name::TaskName;
use nono_core::store::admin::Kept;
use nono_core::task::StoredTask;
use nono_core::task::edit::{self, Previous};
use nono_core::time::Utc;

use super::bulk::{Applied, apply};
use super::catch_up;
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::tasks::edit::{ChangeFlags, Targets, author, chosen, confirm_many, invalid};

/// End the pause of tasks: they are due again from their next instant on
///
/// What was paused is not made up for, unless --catch-up asks for it: the instants that passed during the pause then run, each
/// once, as those of `task backfill` do. It says first how many they are.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  nonoctl task resume billing.nightly\n  nonoctl task resume -l team=web --yes\n  \
    nonoctl task resume --filter 'state:paused billing'\n  \
    nonoctl task resume etl.orders --catch-up")]
pub(crate) struct Args {
    #[command(flatten)]
    pub(super) targets: Targets,
    /// Run the instants that passed during the pause, too
    #[arg(long)]
    catch_up: bool,
    #[command(flatten)]
    pub(super) change: ChangeFlags,
}

pub(crate) async fn run(args: &Args, invocation: &Invocation) -> Result<Exit, CommandError> {
    let cluster = invocation.cluster().await?;
    let (tasks, failures) = chosen(&cluster, invocation, &args.targets).await?;
    if args.catch_up {
        return catch_up::run(args, invocation, &cluster, tasks, failures).await;
    }
    let names: Vec<TaskName> = tasks.iter().map(|task| task.value.task.name.clone()).collect();
    if !args.change.dry_run {
        confirm_many(invocation, &cluster, &args.targets, "resume", &names)?;
    }
    let now = invocation.now();
    let make = |base: &Kept<StoredTask>| resumed(base, now);
    let author = author(invocation, "task resume", &args.change);
    let applied = Applied { action: "resumed", undo: Some("pause"), dry_run: args.change.dry_run, terse: true };
    apply(&cluster, invocation, &author, tasks, failures, &make, applied).await
}

/// The task, no longer paused; `None` when it is not.
pub(crate) fn resumed(base: &Kept<StoredTask>, now: Utc) -> Result<Option<StoredTask>, CommandError> {
    let previous = Previous { stored: &base.value, mtime: base.stat.mtime(), now };
    edit::resume(previous).map_err(|problems| invalid(&base.value.task.name, &problems))
}
