//! `nonoctl task add`.

use nono_core::name::TaskName;
use nono_core::store::admin::AdminError;
use nono_core::task::{StoredTask, Unknown, edit};
use serde_json::{Map, Value, json};

use super::form::TaskFlags;
use crate::connect::Cluster;
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::output::{Change, Report};
use crate::tasks::edit::{ChangeFlags, author, invalid, refuse_if_over, refuse_own_address};
use crate::tasks::read;

/// Add a task
///
/// A task needs a URL and a schedule: --cron, --every or --at. It is due from its next instant on. Everything else has
/// a default.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    nonoctl task add web.ping --every 10s --url http://127.0.0.1:8080/ping\n  \
    nonoctl task add billing.nightly --cron '0 2 * * *' --tz Europe/Berlin --url http://billing/close\n  \
    nonoctl task add mail.xmas --at 2026-12-24T18:00:00+01:00 --url http://mail/send --body @mail.json")]
pub(crate) struct Args {
    /// The task's name: 1 to 128 of a-z 0-9 . _ -
    #[arg(value_name = "NAME", value_parser = crate::tasks::task_name)]
    name: TaskName,
    /// Leave a task of this name as it is, and call that success
    #[arg(long)]
    if_not_exists: bool,
    /// Add it paused; `task resume` lets it begin
    #[arg(long)]
    paused: bool,
    #[command(flatten)]
    change: ChangeFlags,
    #[command(flatten)]
    flags: TaskFlags,
}

pub(crate) async fn run(args: &Args, invocation: &Invocation) -> Result<Exit, CommandError> {
    let task = parsed(args, invocation)?;
    let cluster = invocation.cluster().await?;
    refuse_own_address(&cluster, &task)?;
    let change = match added(args, invocation, &cluster, &task).await {
        Ok(()) => created(args, invocation, &task),
        Err(AdminError::Exists { .. }) if args.if_not_exists => unchanged(args, &cluster).await?,
        Err(error) => return Err(cluster.admin_error(error)),
    };
    invocation.print(&Report::Changes(vec![change]))?;
    Ok(Exit::Ok)
}

fn parsed(args: &Args, invocation: &Invocation) -> Result<StoredTask, CommandError> {
    let mut document = Map::new();
    document.insert("name".to_owned(), args.name.as_str().into());
    args.flags.write(args.flags.read_body()?.as_ref(), &mut document)?;
    refuse_incomplete(&args.name, &document)?;
    if args.paused {
        let reason = args.change.reason.as_ref().map(|reason| ("reason".to_owned(), Value::from(reason.as_str())));
        document.insert("paused".to_owned(), Value::Object(reason.into_iter().collect()));
    }
    let task = edit::create(crate::random::task_uid()?, document, Unknown::Keep)
        .map_err(|problems| invalid(&args.name, &problems))?;
    refuse_if_over(&task, invocation.now())?;
    Ok(task)
}

/// Exit 2, in the words of flags, when a section is missing that every task needs.
pub(super) fn refuse_incomplete(name: &TaskName, document: &Map<String, Value>) -> Result<(), CommandError> {
    let needed = [("schedule", "no schedule (give --cron, --every or --at)"), ("target", "no URL (give --url)")];
    let missing: Vec<&str> =
        needed.into_iter().filter(|(section, _)| !document.contains_key(*section)).map(|(_, words)| words).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(CommandError::usage(format!("task \"{name}\" has {}", missing.join(", and "))).about("task", name.as_str()))
}

async fn added(args: &Args, invocation: &Invocation, cluster: &Cluster, task: &StoredTask) -> Result<(), AdminError> {
    if !args.change.dry_run {
        return cluster.admin.add(task.clone(), &author(invocation, "task add", &args.change)).await.map(drop);
    }
    match cluster.admin.task(&args.name).await {
        Ok(_) => Err(AdminError::Exists { name: args.name.clone() }),
        Err(AdminError::NotFound { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}

fn created(args: &Args, invocation: &Invocation, task: &StoredTask) -> Change {
    let mut change = Change::new("task", args.name.as_str(), "created");
    change.version = Some(1);
    change.dry_run = args.change.dry_run;
    change.more.insert("uid".to_owned(), json!(task.uid));
    if !change.dry_run {
        change.notes.push(note(args, invocation, task));
    }
    change
}

fn note(args: &Args, invocation: &Invocation, task: &StoredTask) -> String {
    let undo = format!("undo: nonoctl task rm {}", args.name);
    if args.paused {
        return format!("begin: nonoctl task resume {}      {undo}", args.name);
    }
    let now = invocation.now();
    let schedule = &task.task.schedule;
    match schedule.next_after(now.floor()) {
        Some(next) => {
            let span = crate::words::span(next.utc().since(now));
            format!("next: {}, in {span}      {undo}", schedule.local(next))
        }
        None => undo,
    }
}

async fn unchanged(args: &Args, cluster: &Cluster) -> Result<Change, CommandError> {
    let (_, stat) = read::plain(cluster, &args.name).await?;
    let mut change = Change::new("task", args.name.as_str(), "unchanged");
    change.version = Some(i64::from(stat.version) + 1);
    change.dry_run = args.change.dry_run;
    Ok(change)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_every_task_needs_is_asked_for_by_flag() {
        let name: TaskName = "h2".parse().unwrap();
        let said = |document: Value| {
            refuse_incomplete(&name, document.as_object().unwrap()).map_err(|error| format!("{error:?}"))
        };
        let both = said(json!({"name": "h2"})).unwrap_err();
        assert!(both.contains("--every") && both.contains("--url"), "{both}");
        let url = said(json!({"schedule": {"every": "5s"}})).unwrap_err();
        assert!(url.contains("--url") && !url.contains("--every"), "{url}");
        said(json!({"schedule": {}, "target": {}})).unwrap();
    }
}
