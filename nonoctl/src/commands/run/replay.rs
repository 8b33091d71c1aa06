//! `nonoctl run replay`.

use std::collections::BTreeSet;

use nono_core::name::{RunId, TaskName};
use nono_core::run::{Outcome as End, RunOutcome, UserAction};
use nono_core::store::admin::FoundRun;
use nono_core::time::Instant;
use serde_json::json;

use super::{asker, found, list, not_found, warn_of_pause};
use crate::commands::task::wait::{self, Ended, WaitFlags};
use crate::confirm::{Danger, Question};
use crate::connect::Cluster;
use crate::error::{CommandError, ErrorKind, Exit};
use crate::filter::{Filter, Kind};
use crate::invocation::Invocation;
use crate::output::Change;
use crate::tasks::edit::Outcome;
use crate::tasks::runs::{RunView, Standing};
use crate::words::{self, Since};

/// Run the instants of runs that have ended once more
///
/// Each becomes a run of its own, with the plan of now and the instant of then (Nono-Scheduled-At, Nono-Trigger: replay). One
/// that succeeded is left alone without --force.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("which").required(true).args(["runs", "filter"]))]
#[command(after_help = "Examples:\n  \
    nonoctl run replay r-017-k3f9x2m4-20261124T010000Z --wait\n  \
    nonoctl run replay --filter 'billing state:failed,timed_out,unknown' --since 24h --reason OPS-4121\n  \
    nonoctl run replay r-017-k3f9x2m4-20261124T010000Z --force")]
pub(crate) struct Args {
    /// Runs, by id
    #[arg(value_name = "RUN", value_parser = crate::tasks::run_id)]
    runs: Vec<RunId>,
    /// Runs that this query means, such as state:failed team=billing; see run list --filter
    #[arg(long, value_name = "QUERY")]
    filter: Option<String>,
    /// With --filter: only runs due since this moment, or since so long ago
    #[arg(long, value_name = "TIME|DURATION", value_parser = words::since, requires = "filter")]
    since: Option<Since>,
    /// Also those that succeeded
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    wait: WaitFlags,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
}

/// A run that has ended.
pub(crate) struct Past {
    task: TaskName,
    run: RunId,
    scheduled_at: Instant,
}

pub(crate) async fn run(args: &Args, invocation: &Invocation) -> Result<Exit, CommandError> {
    let cluster = invocation.cluster().await?;
    let (past, failures) = match &args.filter {
        Some(_) => (meant(args, invocation, &cluster).await?, Vec::new()),
        None => named(args, &cluster).await?,
    };
    if !args.dry_run && !past.is_empty() {
        let danger = if past.len() > 1 || args.filter.is_some() { Danger::Moderate } else { Danger::Mild };
        let what = format!("replay {} in {}", words::counted(past.len() as u64, "run"), cluster.place);
        let items = past.iter().map(|past| format!("{} of task/{}", past.run, past.task)).collect();
        invocation.confirm(danger, &Question { what, items })?;
    }
    if !args.dry_run && !past.is_empty() {
        warn_of_pause(&cluster, invocation).await;
    }
    invocation.on_signal_say("the runs that were asked for go on. See: nonoctl run list".to_owned());
    let mut outcome = Outcome { changes: Vec::new(), failures };
    let mut exit = Exit::Ok;
    let mut asked = Vec::with_capacity(past.len());
    for past in past {
        if args.dry_run {
            asked.push((past, None));
            continue;
        }
        match ask(invocation, &cluster, &past, args.reason.clone()).await {
            Ok(run) => asked.push((past, Some(run))),
            Err(error) => outcome.failures.push(error),
        }
    }
    for (past, run) in asked {
        let mut change = change(&past, run.as_ref());
        if let (true, Some(run)) = (args.wait.wait, &run) {
            match wait::end_of(&cluster, invocation, (&past.task, None), run, args.wait.deadline).await {
                Ok(ended) => {
                    if ended.outcome != End::Succeeded {
                        exit = Exit::Unhealthy;
                    }
                    let ended = Ended(RunView::ended(&past.task, None, &ended));
                    change.details.push(ended.line(invocation.now()));
                    change.more.insert("result".to_owned(), ended.0.document(invocation.now()));
                }
                Err(error) => {
                    outcome.failures.push(error);
                    continue;
                }
            }
        }
        outcome.changes.push(change);
    }
    let all = outcome.changes.len() + outcome.failures.len();
    match outcome.report_of(invocation, (all, "run"))? {
        Exit::Ok => Ok(exit),
        other => Ok(other),
    }
}

/// Runs that the query means and that are not replayed.
#[derive(Clone, Copy, Default)]
struct LeftOut {
    succeeded: u64,
    open: u64,
    /// Each of many missed instants.
    spans: u64,
}

impl LeftOut {
    /// How many of each, and how to have them; none if there are none.
    fn words(self) -> Option<String> {
        let parts = [
            (self.succeeded, "run", "that succeeded (--force replays such, too)"),
            (self.open, "run", "not ended yet"),
            (self.spans, "span", "of missed instants (see nonoctl task backfill --help)"),
        ];
        let some = parts.into_iter().filter(|(count, ..)| *count > 0);
        let told: Vec<String> =
            some.map(|(count, one, what)| format!("{} {what}", words::counted(count, one))).collect();
        (!told.is_empty()).then(|| told.join(", "))
    }
}

/// The runs of all tasks that the query means; of those that are over, and of spans that were missed none.
async fn meant(args: &Args, invocation: &Invocation, cluster: &Cluster) -> Result<Vec<Past>, CommandError> {
    let filter = Filter::of_flag(args.filter.as_deref(), Kind::Run)?;
    let work = list::meant(&filter, args.since, cluster, invocation.now());
    let views = invocation.progress().during("reading runs", work).await?;
    let mut past = Vec::new();
    let mut left = LeftOut::default();
    for view in views {
        match view.standing {
            Standing::Ended(End::Succeeded) if !args.force => left.succeeded += 1,
            Standing::Ended(_) if view.missed.is_some() => left.spans += 1,
            Standing::Ended(_) => past.push(Past { task: view.task, run: view.run, scheduled_at: view.scheduled_at }),
            _ => left.open += 1,
        }
    }
    match left.words() {
        None if past.is_empty() => invocation.note("No runs match."),
        None => {}
        Some(left) if past.is_empty() => invocation.note(format_args!("No runs to replay. Left out: {left}.")),
        Some(left) => invocation.note(format_args!("Left out: {left}.")),
    }
    past.sort_by(|a, b| (a.scheduled_at, &a.task, &a.run).cmp(&(b.scheduled_at, &b.task, &b.run)));
    Ok(past)
}

async fn named(args: &Args, cluster: &Cluster) -> Result<(Vec<Past>, Vec<CommandError>), CommandError> {
    let (mut past, mut failures) = (Vec::new(), Vec::new());
    for run in args.runs.iter().cloned().collect::<BTreeSet<_>>() {
        let found = found(cluster, &run).await?;
        match repeatable(cluster, run, found, args.force) {
            Ok(run) => past.push(run),
            Err(error) => failures.push(error),
        }
    }
    Ok((past, failures))
}

/// The run of this id, if it has ended and may be repeated. `force`: also one that succeeded.
///
/// # Errors
/// There is no such run, it has not ended, it needs no repetition, or ZooKeeper does not answer.
pub(crate) async fn past(cluster: &Cluster, run: &RunId, force: bool) -> Result<Past, CommandError> {
    let found = found(cluster, run).await?;
    repeatable(cluster, run.clone(), found, force)
}

fn repeatable(cluster: &Cluster, run: RunId, found: Option<FoundRun>, force: bool) -> Result<Past, CommandError> {
    match found {
        Some(FoundRun::Ended(task, ended)) => match refused(force, cluster, &task, &ended) {
            Some(error) => Err(error),
            None => Ok(Past { task, run, scheduled_at: ended.scheduled_at }),
        },
        Some(_) => {
            let error = CommandError::new(ErrorKind::Conflict, format!("run \"{run}\" has not ended yet"));
            let error = error.about("run", run.as_str()).with_hint(format!("nonoctl run get {run}"));
            Err(cluster.named(error))
        }
        None => Err(not_found(cluster, &run)),
    }
}

fn refused(force: bool, cluster: &Cluster, task: &TaskName, ended: &RunOutcome) -> Option<CommandError> {
    let run = &ended.run;
    if let Some(to) = ended.missed_to {
        let message = format!("\"{run}\" is a span of missed instants, from {} to {to}", ended.scheduled_at);
        let backfill = format!("nonoctl task backfill {task} --from {} --to {to}", ended.scheduled_at);
        return Some(cluster.named(CommandError::usage(message).about("run", run.as_str()).with_hint(backfill)));
    }
    (ended.outcome == End::Succeeded && !force).then(|| {
        let error =
            CommandError::new(ErrorKind::Conflict, format!("run \"{run}\" succeeded; nothing is to be repeated"));
        cluster.named(error.about("run", run.as_str()).with_hint(format!("nonoctl run replay {run} --force")))
    })
}

/// Asks for it once more.
///
/// # Errors
/// The partition has no room for commands, or ZooKeeper does not answer or allow it.
pub(crate) async fn ask(
    invocation: &Invocation,
    cluster: &Cluster,
    past: &Past,
    reason: Option<String>,
) -> Result<RunId, CommandError> {
    let action = UserAction::Replay { of: past.run.clone(), scheduled_at: past.scheduled_at };
    let asker = asker(invocation, reason)?;
    let asked = cluster.admin.ask(&past.task, action, asker).await.map_err(|error| cluster.admin_error(error))?;
    Ok(asked.run)
}

fn change(past: &Past, run: Option<&RunId>) -> Change {
    let mut change = Change::new("run", past.run.as_str(), "replayed");
    change.dry_run = run.is_none();
    change.more.insert("task".to_owned(), json!(past.task));
    if let Some(run) = run {
        change.details.push(format!("as {run}"));
        change.more.insert("run".to_owned(), json!(run));
    }
    change
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_counted_and_how_to_have_it_is_said() {
        assert_eq!(LeftOut::default().words(), None);
        let succeeded = LeftOut { succeeded: 2, ..LeftOut::default() };
        assert_eq!(succeeded.words().as_deref(), Some("2 runs that succeeded (--force replays such, too)"));
        let all = LeftOut { succeeded: 1, open: 1, spans: 3 }.words().unwrap();
        assert!(all.ends_with(", 1 run not ended yet, 3 spans of missed instants (see nonoctl task backfill --help)"));
    }
}
