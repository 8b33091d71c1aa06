//! `nonoctl run cancel`.

use std::collections::BTreeSet;
use std::time::Duration;

use nono_core::name::{RunId, RunKey, TaskName};
use nono_core::run::{Outcome as End, RunOutcome};
use nono_core::store::admin::FoundRun;
use serde_json::json;

use super::{asker, found, list, not_found, open_of};
use crate::commands::task::wait;
use crate::confirm::{Danger, Question};
use crate::connect::Cluster;
use crate::error::{CommandError, ErrorKind, Exit};
use crate::filter::{Filter, Kind};
use crate::invocation::Invocation;
use crate::output::Change;
use crate::tasks::edit::Outcome;
use crate::tasks::runs::RunView;
use crate::words;

/// End runs that are open: waiting, on their way, or between two tries
///
/// What was not sent never is. What is on its way is given up: the connection to its worker is closed, and the run ends as
/// cancelled unless the worker answered first. One that no scheduler has claimed yet is taken back; of a backfill all that is
/// not claimed yet is, and its open runs are ended. Waits until each has ended.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    nonoctl run cancel r-017-k3f9x2m4-20261124T010000Z --reason OPS-4121\n  \
    nonoctl run list --state retrying -o name | xargs -r nonoctl run cancel --yes\n  \
    nonoctl run cancel --filter 'state:running team=billing' --dry-run\n  \
    nonoctl run cancel r-017-k3f9x2m4-m0000000012 --detach")]
#[command(group = clap::ArgGroup::new("which").required(true).args(["runs", "filter"]))]
pub(crate) struct Args {
    /// Runs, by id
    #[arg(value_name = "RUN", value_parser = crate::tasks::run_id)]
    runs: Vec<RunId>,
    /// Open runs that this query means, such as state:retrying team=billing; see run list --filter
    #[arg(long, value_name = "QUERY")]
    filter: Option<String>,
    /// Do not wait until they have ended
    #[arg(long, conflicts_with = "deadline")]
    detach: bool,
    /// Wait no longer than this for each (exit 7)
    #[arg(long, value_name = "DURATION", value_parser = words::duration, default_value = "30s")]
    deadline: Duration,
    /// Why, kept with the outcome
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
}

pub(crate) async fn run(args: &Args, invocation: &Invocation) -> Result<Exit, CommandError> {
    let cluster = invocation.cluster().await?;
    let runs = match &args.filter {
        Some(filter) => meant(filter, invocation, &cluster).await?,
        None => with_those_of_backfills(&cluster, &args.runs).await?,
    };
    if !args.dry_run && !runs.is_empty() {
        let danger = if runs.len() > 1 || args.filter.is_some() { Danger::Moderate } else { Danger::Mild };
        let what = format!("cancel {} in {}", words::counted(runs.len() as u64, "run"), cluster.place);
        invocation.confirm(danger, &Question { what, items: runs.iter().map(ToString::to_string).collect() })?;
    }
    invocation.on_signal_say("what was asked for goes on. See: nonoctl run list".to_owned());
    let mut outcome = Outcome { changes: Vec::new(), failures: Vec::new() };
    let mut asked = Vec::new();
    for run in runs {
        match ask(invocation, &cluster, &run, args.reason.clone(), args.dry_run).await {
            Ok(Asked::Withdrawn(others)) => outcome.changes.push(done(args, &run, "withdrawn", others)),
            Ok(Asked::Waits(_)) if args.dry_run => outcome.changes.push(done(args, &run, "cancelled", None)),
            Ok(Asked::Waits(task)) => asked.push((run, task)),
            Err(error) => outcome.failures.push(error),
        }
    }
    for (run, task) in asked {
        match finish(args, invocation, &cluster, &run, &task).await {
            Ok(change) => outcome.changes.push(change),
            Err(error) => outcome.failures.push(error),
        }
    }
    let all = outcome.changes.len() + outcome.failures.len();
    outcome.report_of(invocation, (all, "run"))
}

/// The open runs that the query means.
async fn meant(filter: &str, invocation: &Invocation, cluster: &Cluster) -> Result<Vec<RunId>, CommandError> {
    let filter = Filter::of_flag(Some(filter), Kind::Run)?;
    let work = list::open_meant(&filter, cluster, invocation);
    let views = invocation.progress().during("reading runs", work).await?;
    if views.is_empty() {
        invocation.note("No runs match that are open.");
    }
    Ok(views.into_iter().map(|view| view.run).collect::<BTreeSet<_>>().into_iter().collect())
}

/// These runs; of a backfill, its open ones too, and itself only while some of it is not claimed.
async fn with_those_of_backfills(cluster: &Cluster, named: &[RunId]) -> Result<Vec<RunId>, CommandError> {
    let mut runs: BTreeSet<RunId> = named.iter().cloned().collect();
    for whole in named.iter().filter(|run| matches!(run.key(), RunKey::Command(_))) {
        if whole.partition().0 >= cluster.admin.cluster().partitions {
            continue;
        }
        let open = open_of(cluster, whole).await?;
        if !open.is_empty() && found(cluster, whole).await?.is_none() {
            runs.remove(whole);
        }
        runs.extend(open);
    }
    Ok(runs.into_iter().collect())
}

/// What became of the wish that a run should end.
pub(crate) enum Asked {
    /// Nobody had claimed it, and nobody will; of a backfill, what is said of its runs that go on.
    Withdrawn(Option<String>),
    /// The owner of its task is to end it.
    Waits(TaskName),
}

fn done(args: &Args, run: &RunId, action: &'static str, note: Option<String>) -> Change {
    let mut change = Change::new("run", run.as_str(), action);
    change.dry_run = args.dry_run;
    change.notes.extend(note);
    change
}

/// Takes the run's command back, or asks its owner for the end of the run; in a rehearsal, says which of them it would be.
///
/// # Errors
/// There is no such run, it has ended, or ZooKeeper does not answer or allow it.
pub(crate) async fn ask(
    invocation: &Invocation,
    cluster: &Cluster,
    run: &RunId,
    reason: Option<String>,
    dry_run: bool,
) -> Result<Asked, CommandError> {
    let task = match found(cluster, run).await? {
        Some(FoundRun::Commanded(command, _)) => {
            if dry_run {
                return Ok(Asked::Withdrawn(None));
            }
            let withdrawn = cluster.admin.withdraw(run.partition(), &command).await;
            if withdrawn.map_err(|error| cluster.admin_error(error))? {
                return Ok(Asked::Withdrawn(others(&open_of(cluster, run).await?)));
            }
            // A scheduler was quicker.
            match found(cluster, run).await? {
                Some(FoundRun::Claimed(entry)) => entry.task.clone(),
                Some(FoundRun::Open(record)) => record.entry.task.clone(),
                Some(FoundRun::Ended(task, ended)) => return Err(over(cluster, &task, &ended)),
                Some(FoundRun::Commanded(..)) | None => return Err(not_found(cluster, run)),
            }
        }
        Some(FoundRun::Claimed(entry)) => entry.task.clone(),
        Some(FoundRun::Open(record)) => record.entry.task.clone(),
        Some(FoundRun::Ended(task, ended)) => return Err(over(cluster, &task, &ended)),
        None => return Err(nowhere(cluster, run).await?),
    };
    if dry_run {
        return Ok(Asked::Waits(task));
    }
    let asker = asker(invocation, reason)?;
    cluster.admin.cancel(&task, run, asker).await.map_err(|error| cluster.admin_error(error))?;
    Ok(Asked::Waits(task))
}

/// Of a backfill that is taken back, what is claimed goes on.
fn others(open: &[RunId]) -> Option<String> {
    let some: Vec<&str> = open.iter().take(3).map(RunId::as_str).collect();
    let dots = if open.len() > some.len() { " …" } else { "" };
    let count = words::counted(open.len() as u64, "run");
    (!open.is_empty())
        .then(|| format!("{count} of it are claimed and go on: nonoctl run cancel {}{dots}", some.join(" ")))
}

/// There is no such run; or it is a backfill that is claimed to the last instant.
async fn nowhere(cluster: &Cluster, run: &RunId) -> Result<CommandError, CommandError> {
    if run.partition().0 >= cluster.admin.cluster().partitions {
        return Ok(not_found(cluster, run));
    }
    let Some(others) = others(&open_of(cluster, run).await?) else { return Ok(not_found(cluster, run)) };
    let message = format!("the whole of backfill \"{run}\" is claimed already");
    let error = CommandError::new(ErrorKind::Conflict, message).about("run", run.as_str());
    Ok(cluster.named(error.with_cause(others)))
}

async fn finish(
    args: &Args,
    invocation: &Invocation,
    cluster: &Cluster,
    run: &RunId,
    task: &TaskName,
) -> Result<Change, CommandError> {
    if args.detach {
        let mut change = Change::new("run", run.as_str(), "cancelling");
        change.notes.push(format!("see: nonoctl run get {run}"));
        return Ok(change);
    }
    let ended = wait::end_of(cluster, invocation, (task, None), run, Some(args.deadline)).await?;
    let view = RunView::ended(task, None, &ended);
    let mut change = Change::new("run", run.as_str(), "cancelled");
    change.more.insert("result".to_owned(), json!(view.document(invocation.now())));
    match ended.outcome {
        End::Cancelled => {}
        End::Unknown => change.details.push("it may have been carried out before: its outcome is unknown".to_owned()),
        other => return Err(too_late(cluster, run, other)),
    }
    Ok(change)
}

fn over(cluster: &Cluster, task: &TaskName, ended: &RunOutcome) -> CommandError {
    let message = format!("run \"{}\" of task \"{task}\" has ended already: {}", ended.run, ended.outcome.as_str());
    let error = CommandError::new(ErrorKind::Conflict, message).about("run", ended.run.as_str());
    cluster.named(error.with_hint(format!("nonoctl run get {}", ended.run)))
}

fn too_late(cluster: &Cluster, run: &RunId, end: End) -> CommandError {
    let message = format!("run \"{run}\" ended before it could be cancelled: {}", end.as_str());
    let error = CommandError::new(ErrorKind::Conflict, message).about("run", run.as_str());
    cluster.named(error.with_hint(format!("nonoctl run get {run}")))
}
