//! `nonoctl task pause`.

use std::time::Duration;

use nono_core::name::TaskName;
use nono_core::store::admin::Kept;
use nono_core::task::edit::{self, Previous};
use nono_core::task::{PauseEnd, StoredTask};
use nono_core::time::Utc;

use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::tasks::edit::{ChangeFlags, Targets, author, chosen, confirm_many, invalid};

use super::bulk::{Applied, apply};

/// Pause tasks: their instants are not due until they are resumed
///
/// What has not been sent yet is cancelled; a run that is on its way goes on, with its retries. What was paused is not
/// made up for. `task run` works all the same. A task that is paused already keeps what is not given anew, its end too;
/// to pause it without one, resume it first.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    nonoctl task pause billing.nightly --reason OPS-4121\n  \
    nonoctl task pause -l team=web --for 2h --yes\n  \
    nonoctl task pause --filter 'state:failing fails>10'\n  \
    nonoctl task pause web.ping --until 2026-12-01T00:00:00Z")]
pub(crate) struct Args {
    #[command(flatten)]
    targets: Targets,
    /// End the pause by itself after this long, 1s to 3650d
    #[arg(long = "for", value_name = "DURATION", value_parser = crate::words::pause, conflicts_with = "until")]
    span: Option<Duration>,
    /// End the pause by itself at this moment
    #[arg(long, value_name = "TIME", value_parser = crate::words::moment)]
    until: Option<Utc>,
    #[command(flatten)]
    change: ChangeFlags,
}

pub(crate) async fn run(args: &Args, invocation: &Invocation) -> Result<Exit, CommandError> {
    let until = args.span.map(PauseEnd::After).or(args.until.map(PauseEnd::At));
    if args.until.is_some_and(|until| until <= invocation.now()) {
        return Err(CommandError::usage("--until is in the past"));
    }
    let cluster = invocation.cluster().await?;
    let (tasks, failures) = chosen(&cluster, invocation, &args.targets).await?;
    let names: Vec<TaskName> = tasks.iter().map(|task| task.value.task.name.clone()).collect();
    if !args.change.dry_run {
        confirm_many(invocation, &cluster, &args.targets, "pause", &names)?;
    }
    let now = invocation.now();
    let make = |base: &Kept<StoredTask>| paused(base, now, args.change.reason.as_deref(), until);
    let author = author(invocation, "task pause", &args.change);
    let applied = Applied { action: "paused", undo: Some("resume"), dry_run: args.change.dry_run, terse: true };
    apply(&cluster, invocation, &author, tasks, failures, &make, applied).await
}

/// Whether a pause that holds has the same reason and the same end; when it began is written down by the next change.
fn is_the_same(base: &Kept<StoredTask>, task: &StoredTask, now: Utc) -> bool {
    let (Some(old), Some(new)) = (&base.value.task.paused, &task.task.paused) else { return false };
    let holds = !old.is_over_at(now, base.stat.mtime());
    holds && (&old.reason, old.until) == (&new.reason, new.until)
}

/// The task, paused from `now` on; `None` when it is paused so already.
pub(crate) fn paused(
    base: &Kept<StoredTask>,
    now: Utc,
    reason: Option<&str>,
    until: Option<PauseEnd>,
) -> Result<Option<StoredTask>, CommandError> {
    let previous = Previous { stored: &base.value, mtime: base.stat.mtime(), now };
    let made = edit::pause(previous, reason, until);
    let task = made.map_err(|problems| invalid(&base.value.task.name, &problems))?;
    Ok((!is_the_same(base, &task, now)).then_some(task))
}
