//! `nonoctl run list`.

use std::collections::BTreeSet;

use clap::ValueEnum;
use nono_core::name::{Partition, RunId, TaskName};
use nono_core::run::Outcome;
use nono_core::time::{Instant, Utc};

use crate::connect::Cluster;
use crate::error::{CommandError, Exit};
use crate::filter::subject::RunSubject;
use crate::filter::{Filter, Kind};
use crate::invocation::Invocation;
use crate::output::{List, Report};
use crate::tasks::asked::{self, AskedRun, Hold};
use crate::tasks::read;
use crate::tasks::runs::{Of, RunView, Standing};
use crate::tasks::selector::Selector;
use crate::tasks::view::TaskView;
use crate::watch::WatchFlag;
use crate::words::{self, Since};

/// List runs of all tasks: those on their way, then those that tasks still keep; of each the newest first
///
/// A run is asked (somebody asked for it, and no scheduler has claimed it yet, as while the cluster is paused), waiting
/// (claimed, and not sent yet), running, retrying (between two tries), or ended with an outcome. A narrow terminal has no room
/// for the runs' ids: -o wide and -o name have them.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    nonoctl run list\n  \
    nonoctl run list --state failed --state timed_out --since 24h\n  \
    nonoctl run list --state running --watch\n  \
    nonoctl run list -l team=billing --since 24h\n  \
    nonoctl run list --state running --scheduler sched-a1 -o json\n  \
    nonoctl run list --filter 'billing !state:succeeded'\n  \
    nonoctl run list --filter 'team=web (lag>1s or took>10m or tries>1)' --limit 0")]
pub(crate) struct Args {
    /// Only of these tasks (repeat for more)
    #[arg(long, value_name = "NAME", value_parser = crate::tasks::task_name)]
    task: Vec<TaskName>,
    /// Only of tasks with these labels: key=value, key!=value, key, !key, joined by commas
    #[arg(short = 'l', long, value_name = "SELECTOR")]
    selector: Option<Selector>,
    /// Only in this state: asked, waiting, running, retrying, or an outcome such as failed (repeat for more)
    #[arg(long, value_name = "STATE", hide_possible_values = true)]
    state: Vec<State>,
    /// Only of this scheduler, by name or id
    #[arg(long, value_name = "SCHEDULER")]
    scheduler: Option<String>,
    /// Only runs due since this moment, or since so long ago
    #[arg(long, value_name = "TIME|DURATION", value_parser = words::since)]
    since: Option<Since>,
    /// Only runs that this query means, such as state:failed,timed_out team=billing or lag>1s
    ///
    /// Terms: a part of the task's name, ~letters of it, name=/regex/, state:failed,timed_out, team=billing (a label of the
    /// task), owner:sched-c3, lag>1s, took>10m, tries>1. A space means and; or, ( ) and ! for not join them.
    #[arg(long, value_name = "QUERY")]
    filter: Option<String>,
    /// At most so many; 0 for all
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    #[command(flatten)]
    watch: WatchFlag,
}

/// What a run can be.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
#[value(rename_all = "snake_case")]
enum State {
    Asked,
    Waiting,
    Running,
    Retrying,
    Succeeded,
    Failed,
    TimedOut,
    Cancelled,
    Skipped,
    Missed,
    Unknown,
}

impl State {
    const fn standing(self) -> Standing {
        match self {
            Self::Asked => Standing::Asked,
            Self::Waiting => Standing::Waiting,
            Self::Running => Standing::Running,
            Self::Retrying => Standing::Retrying,
            Self::Succeeded => Standing::Ended(Outcome::Succeeded),
            Self::Failed => Standing::Ended(Outcome::Failed),
            Self::TimedOut => Standing::Ended(Outcome::TimedOut),
            Self::Cancelled => Standing::Ended(Outcome::Cancelled),
            Self::Skipped => Standing::Ended(Outcome::Skipped),
            Self::Missed => Standing::Ended(Outcome::Missed),
            Self::Unknown => Standing::Ended(Outcome::Unknown),
        }
    }
}

pub(crate) async fn run(args: &Args, invocation: &Invocation) -> Result<Exit, CommandError> {
    let filter = Filter::of_flag(args.filter.as_deref(), Kind::Run)?;
    let limit = words::at_most(args.limit);
    let look = async |invocation: &Invocation, cluster: &Cluster| look(args, &filter, invocation, cluster).await;
    args.watch.print(invocation, limit, look).await?;
    Ok(Exit::Ok)
}

async fn look(
    args: &Args,
    filter: &Filter,
    invocation: &Invocation,
    cluster: &Cluster,
) -> Result<Report, CommandError> {
    let now = invocation.now();
    let limit = words::at_most(args.limit);
    let work = newest(args, filter, invocation, cluster, invocation.keeps(limit));
    let (runs, all) = invocation.progress().during("reading runs", work).await?;
    let shown = runs.len().min(limit.unwrap_or(usize::MAX));
    let summary = format!("{} of {}.", words::count(shown as u64), words::counted(all, "run"));
    Ok(Report::List(List {
        kind: "run",
        columns: RunView::columns(Of::AllTasks),
        rows: runs.iter().map(|run| run.row(Of::AllTasks, now)).collect(),
        heading: None,
        summary: Some(summary),
        empty: "No runs match.".to_owned(),
    }))
}

/// So many partitions are read at a time: the states of ten thousand tasks can be 160 MB.
const PARTITIONS: usize = 32;

/// The runs that match, the open ones first and of each the newest, at most so many; and how many match in all.
async fn newest(
    args: &Args,
    filter: &Filter,
    invocation: &Invocation,
    cluster: &Cluster,
    most: usize,
) -> Result<(Vec<RunView>, u64), CommandError> {
    let now = invocation.now();
    let mut kept: Vec<RunView> = Vec::new();
    let mut all = 0;
    let mut labels: BTreeSet<String> = BTreeSet::new();
    for tasks in batches(args, cluster) {
        // Before the tasks: what is claimed meanwhile is among their runs.
        let asked = asked::of_partitions(cluster, invocation, &tasks.partitions(cluster)).await?;
        let tasks = tasks.read(cluster).await?;
        let selector = args.selector.as_ref();
        if selector.is_some() {
            labels.extend(tasks.iter().flat_map(|task| task.labels().keys().cloned()));
        }
        let selected = tasks.iter().filter(|task| selector.is_none_or(|selector| selector.matches(task.labels())));
        let runs = selected.flat_map(|task| {
            let is_meant = |run: &RunView| filter.matches(&RunSubject::new(run, Some(task.labels()), now));
            let waiting = asked_of(task, &asked);
            waiting.chain(runs_of(task, now)).filter(move |run| matches(args, run, now) && is_meant(run))
        });
        let before = kept.len();
        kept.extend(runs);
        all += (kept.len() - before) as u64;
        kept.sort_by(|a, b| place(b).cmp(&place(a)));
        kept.truncate(most);
    }
    let known: BTreeSet<&str> = labels.iter().map(String::as_str).collect();
    let unknown = args.selector.iter().flat_map(|selector| selector.unknown_keys(&known));
    unknown.for_each(|line| invocation.warn(line));
    Ok((kept, all))
}

/// Later in this order is further up.
fn place(run: &RunView) -> (bool, Instant, Option<Utc>, &RunId) {
    (run.is_open(), run.scheduled_at, run.started_at, &run.run)
}

fn asked_of(task: &TaskView, asked: &[AskedRun]) -> impl Iterator<Item = RunView> {
    let hold = Hold::of(task);
    asked::still_asked(task, asked).into_iter().map(move |asked| RunView::asked(asked, hold))
}

/// All runs of all tasks that a query means.
pub(super) async fn meant(
    filter: &Filter,
    since: Option<Since>,
    cluster: &Cluster,
    now: Utc,
) -> Result<Vec<RunView>, CommandError> {
    let partitions: Vec<_> = cluster.partitions().collect();
    let mut found = Vec::new();
    for chunk in partitions.chunks(PARTITIONS) {
        let tasks = Batch::Partitions(chunk.to_vec()).read(cluster).await?;
        found.extend(tasks.iter().flat_map(|task| {
            let is_meant = |run: &RunView| filter.matches(&RunSubject::new(run, Some(task.labels()), now));
            runs_of(task, now).filter(move |run| is_since(since, run, now) && is_meant(run))
        }));
    }
    Ok(found)
}

/// All open runs of all tasks that a query means, those that nobody has claimed yet among them.
pub(super) async fn open_meant(
    filter: &Filter,
    cluster: &Cluster,
    invocation: &Invocation,
) -> Result<Vec<RunView>, CommandError> {
    let now = invocation.now();
    let partitions: Vec<_> = cluster.partitions().collect();
    let mut found = Vec::new();
    for chunk in partitions.chunks(PARTITIONS) {
        // Before the tasks: what is claimed meanwhile is among their runs.
        let asked = asked::of_partitions(cluster, invocation, chunk).await?;
        let tasks = Batch::Partitions(chunk.to_vec()).read(cluster).await?;
        found.extend(tasks.iter().flat_map(|task| {
            let is_meant = |run: &RunView| filter.matches(&RunSubject::new(run, Some(task.labels()), now));
            asked_of(task, &asked).chain(runs_of(task, now)).filter(move |run| run.is_open() && is_meant(run))
        }));
    }
    Ok(found)
}

fn is_since(since: Option<Since>, run: &RunView, now: Utc) -> bool {
    since.is_none_or(|since| run.scheduled_at.utc() >= since.moment(now))
}

/// What is read at a time.
enum Batch {
    Task(TaskName),
    Partitions(Vec<Partition>),
}

impl Batch {
    async fn read(self, cluster: &Cluster) -> Result<Vec<TaskView>, CommandError> {
        match self {
            Self::Task(name) => Ok(vec![read::one(cluster, &name).await?]),
            Self::Partitions(partitions) => Ok(read::of_partitions(cluster, &partitions).await?.tasks),
        }
    }

    fn partitions(&self, cluster: &Cluster) -> Vec<Partition> {
        match self {
            Self::Task(name) => vec![cluster.partition_of(name)],
            Self::Partitions(partitions) => partitions.clone(),
        }
    }
}

fn batches(args: &Args, cluster: &Cluster) -> Vec<Batch> {
    if !args.task.is_empty() {
        let names: BTreeSet<&TaskName> = args.task.iter().collect();
        return names.into_iter().cloned().map(Batch::Task).collect();
    }
    let partitions: Vec<_> = cluster.partitions().collect();
    partitions.chunks(PARTITIONS).map(|chunk| Batch::Partitions(chunk.to_vec())).collect()
}

fn runs_of(task: &TaskView, now: Utc) -> impl Iterator<Item = RunView> {
    let plan = Some(&task.stored.task);
    let open = RunView::open_of(task, now);
    open.chain(task.outcomes().map(move |outcome| RunView::ended(task.name(), plan, outcome)))
}

fn matches(args: &Args, run: &RunView, now: Utc) -> bool {
    let state = args.state.is_empty() || args.state.iter().any(|state| state.standing() == run.standing);
    let scheduler = args.scheduler.as_ref().is_none_or(|wanted| {
        run.scheduler.as_ref().is_some_and(|id| id.as_str() == wanted || id.name().as_str() == wanted)
    });
    state && scheduler && is_since(args.since, run, now)
}

#[cfg(test)]
mod tests {
    use nono_core::name::MemberId;
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_open_stands_before_what_has_ended_however_old_its_instant() {
        let run = |at: &str, outcome: Option<&str>| {
            let at: Instant = at.parse().unwrap();
            let scheduler: MemberId = "sched-a1-000001".parse().unwrap();
            let ended = json!({
                "run": format!("r-003-k3f9x2m4-{}", at.to_string().replace(['-', ':'], "")), "trigger": "backfill",
                "outcome": outcome.unwrap_or("succeeded"), "scheduledAt": at, "endedAt": at.utc(), "attempts": 1,
                "scheduler": scheduler, "epoch": 4,
            });
            let ended = serde_json::from_value(ended).unwrap();
            let mut view = RunView::ended(&"etl".parse().unwrap(), None, &ended);
            if outcome.is_none() {
                view.standing = Standing::Running;
            }
            view
        };
        let mut runs = [
            run("2026-11-24T12:00:00Z", Some("failed")),
            run("2026-11-01T00:00:00Z", None),
            run("2026-11-24T12:01:00Z", Some("succeeded")),
            run("2026-11-02T00:00:00Z", None),
        ];
        runs.sort_by(|a, b| place(b).cmp(&place(a)));
        let instants: Vec<String> = runs.iter().map(|run| run.scheduled_at.to_string()).collect();
        let days = ["2026-11-02T00:00:00Z", "2026-11-01T00:00:00Z", "2026-11-24T12:01:00Z", "2026-11-24T12:00:00Z"];
        assert_eq!(instants, days);
    }
}
