//! `nonoctl task resume`.

use nono_core::name::TaskName;
use nono_core::store::admin::Kept;
use nono_core::task::StoredTask;
use nono_core::task::edit::{self, Previous};
use nono_core::time::Utc;

use super::pausing::{Applied, apply};
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::tasks::edit::{ChangeFlags, Targets, author, chosen, confirm_many, invalid};

/// End the pause of tasks: they are due again from their next instant on
///
/// What was paused is not made up for.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  nonoctl task resume billing.nightly\n  nonoctl task resume -l team=web --yes\n  \
    nonoctl task resume --filter 'state:paused billing'")]
pub(crate) struct Args {
    #[command(flatten)]
    targets: Targets,
    #[command(flatten)]
    change: ChangeFlags,
}

pub(crate) async fn run(args: &Args, invocation: &Invocation) -> Result<Exit, CommandError> {
    let cluster = invocation.cluster().await?;
    let (tasks, failures) = chosen(&cluster, invocation, &args.targets).await?;
    let names: Vec<TaskName> = tasks.iter().map(|task| task.value.task.name.clone()).collect();
    if !args.change.dry_run {
        confirm_many(invocation, &cluster, &args.targets, "resume", &names)?;
    }
    let now = invocation.now();
    let make = |base: &Kept<StoredTask>| resumed(base, now);
    let author = author(invocation, "task resume", &args.change);
    let applied = Applied { action: "resumed", undo: "pause", dry_run: args.change.dry_run };
    apply(&cluster, invocation, &author, tasks, failures, &make, applied).await
}

/// The task, no longer paused; `None` when it is not.
pub(crate) fn resumed(base: &Kept<StoredTask>, now: Utc) -> Result<Option<StoredTask>, CommandError> {
    let previous = Previous { stored: &base.value, mtime: base.stat.mtime(), now };
    edit::resume(previous).map_err(|problems| invalid(&base.value.task.name, &problems))
}
