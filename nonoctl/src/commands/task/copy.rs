//! `nonoctl task copy`.

use nono_core::name::TaskName;
use nono_core::store::admin::AdminError;
use nono_core::task::{StoredTask, Unknown, edit};
use nono_core::time::Utc;
use serde_json::{Map, Value, json};

use super::form::TaskFlags;
use crate::connect::Cluster;
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::output::{Change, Report};
use crate::tasks::edit::{ChangeFlags, author, invalid, refuse_if_over, refuse_own_address};
use crate::tasks::read;

/// Add a task that is like another one
///
/// The whole document is taken, but for what is named here; the history and the runs are not. A copy of a paused task is
/// paused.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    nonoctl task copy web.ping web.ping-us --url https://us.example.com/health\n  \
    nonoctl task copy billing.nightly billing.nightly-test --paused")]
pub(crate) struct Args {
    /// The task that is there
    #[arg(value_name = "NAME", value_parser = crate::tasks::task_name)]
    name: TaskName,
    /// The new task's name: 1 to 128 of a-z 0-9 . _ -
    #[arg(value_name = "NEW", value_parser = crate::tasks::task_name)]
    new: TaskName,
    /// Add it paused, whatever the other one is; `task resume` lets it begin
    #[arg(long)]
    paused: bool,
    #[command(flatten)]
    change: ChangeFlags,
    #[command(flatten)]
    flags: TaskFlags,
}

pub(crate) async fn run(args: &Args, invocation: &Invocation) -> Result<Exit, CommandError> {
    let body = args.flags.read_body()?;
    let cluster = invocation.cluster().await?;
    let (stored, stat) = read::plain(&cluster, &args.name).await?;
    let task = copied(args, body.as_ref(), &stored, stat.mtime(), invocation.now())?;
    refuse_own_address(&cluster, &task)?;
    write(args, invocation, &cluster, &task).await.map_err(|error| cluster.admin_error(error))?;
    let mut change = Change::new("task", args.new.as_str(), "created");
    change.version = Some(1);
    change.dry_run = args.change.dry_run;
    change.more.insert("uid".to_owned(), json!(task.uid));
    if !change.dry_run {
        let next = task.task.schedule.next_after(invocation.now().floor()).filter(|_| task.task.paused.is_none());
        let next = next.map(|at| format!("next: {}      ", task.task.schedule.local(at))).unwrap_or_default();
        change.notes.push(format!("{next}undo: nonoctl task rm {}", args.new));
    }
    invocation.print(&Report::Changes(vec![change]))?;
    Ok(Exit::Ok)
}

fn copied(
    args: &Args,
    body: Option<&Value>,
    stored: &StoredTask,
    mtime: Utc,
    now: Utc,
) -> Result<StoredTask, CommandError> {
    let mut document = stored.document.clone().into_map();
    document.insert("name".to_owned(), args.new.as_str().into());
    let over = stored.task.paused.as_ref().is_some_and(|pause| pause.is_over_at(now, mtime));
    if over {
        document.shift_remove("paused");
    }
    if args.paused {
        let reason = args.change.reason.as_ref().map(|reason| ("reason".to_owned(), Value::from(reason.as_str())));
        document.insert("paused".to_owned(), Value::Object(reason.into_iter().collect::<Map<_, _>>()));
    }
    args.flags.write(body, &mut document)?;
    let made = edit::create(crate::random::task_uid()?, document, Unknown::Keep);
    let task = made.map_err(|problems| invalid(&args.new, &problems))?;
    refuse_if_over(&task, now)?;
    Ok(task)
}

async fn write(args: &Args, invocation: &Invocation, cluster: &Cluster, task: &StoredTask) -> Result<(), AdminError> {
    if !args.change.dry_run {
        return cluster.admin.add(task.clone(), &author(invocation, "task copy", &args.change)).await.map(drop);
    }
    match cluster.admin.task(&args.new).await {
        Ok(_) => Err(AdminError::Exists { name: args.new.clone() }),
        Err(AdminError::NotFound { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}
