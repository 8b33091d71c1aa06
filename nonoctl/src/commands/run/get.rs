//! `nonoctl run get`.

use nono_core::name::{CommandName, MemberId, RunId, TaskName};
use nono_core::node::{Node, Read, Record};
use nono_core::run::{Trigger, UserCommand};
use nono_core::store::admin::FoundRun;
use nono_core::task::SchedulerTask;
use nono_core::time::Utc;
use serde_json::json;

use super::{found, not_found};
use crate::connect::Cluster;
use crate::error::{CommandError, ErrorKind, Exit};
use crate::invocation::Invocation;
use crate::output::cell::Cell;
use crate::output::{Card, Report};
use crate::tasks::asked::{AskedRun, Hold};
use crate::tasks::open::OpenRun;
use crate::tasks::read;
use crate::tasks::runs::{RunView, Standing};
use crate::tasks::view::TaskView;
use crate::watch::WatchFlag;
use crate::words;

/// Show one run: when, where, how often it was tried, and what came of it
///
/// Its id names its partition, so this reads no more than that.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    nonoctl run get r-017-k3f9x2m4-20261124T010000Z\n  \
    nonoctl run get r-017-k3f9x2m4-m0000000012 -o json\n  \
    nonoctl run get r-017-k3f9x2m4-m0000000012 --watch")]
pub(crate) struct Args {
    /// The run's id
    #[arg(value_name = "RUN", value_parser = crate::tasks::run_id)]
    run: RunId,
    #[command(flatten)]
    watch: WatchFlag,
}

pub(crate) async fn run(args: &Args, invocation: &Invocation) -> Result<Exit, CommandError> {
    let look = async |invocation: &Invocation, cluster: &Cluster| look(&args.run, invocation, cluster).await;
    args.watch.print_paged(invocation, look).await?;
    Ok(Exit::Ok)
}

async fn look(run: &RunId, invocation: &Invocation, cluster: &Cluster) -> Result<Report, CommandError> {
    let card = match found(cluster, run).await? {
        Some(found) => card(cluster, invocation, run, found).await?,
        None => claimed_whole(cluster, run).await?.ok_or_else(|| not_found(cluster, run))?,
    };
    Ok(Report::Card(Box::new(card)))
}

async fn card(cluster: &Cluster, invocation: &Invocation, run: &RunId, found: FoundRun) -> Result<Card, CommandError> {
    let now = invocation.now();
    let (task, open) = match found {
        FoundRun::Commanded(name, command) => return commanded(cluster, run, &name, *command, now).await,
        FoundRun::Ended(task, outcome) => {
            let plan = plan(cluster, &task, run).await;
            return Ok(RunView::ended(&task, plan.as_ref(), &outcome).card(now));
        }
        FoundRun::Claimed(entry) if entry.trigger.stands_in_line() => {
            return in_line(cluster, OpenRun { entry: *entry, record: None }, now).await;
        }
        FoundRun::Claimed(entry) => (entry.task.clone(), OpenRun { entry: *entry, record: None }),
        FoundRun::Open(record) => {
            (record.entry.task.clone(), OpenRun { entry: record.entry.clone(), record: Some(record) })
        }
    };
    let plan = plan(cluster, &task, run).await;
    let owner = owner(cluster, run).await?;
    Ok(RunView::open(plan.as_ref(), owner.as_ref(), &open, now).card(now))
}

/// Asked for, and not claimed yet; or a backfill that is not wholly.
async fn commanded(
    cluster: &Cluster,
    run: &RunId,
    name: &CommandName,
    command: UserCommand,
    now: Utc,
) -> Result<Card, CommandError> {
    let node = Node::Command(run.partition(), name.clone());
    let at = match cluster.read_one(node).await? {
        Read::Found(_, stat) => stat.mtime(),
        Read::Unreadable { .. } | Read::Missing => now,
    };
    let hold = match view_of(cluster, &command.task, run).await? {
        Some(task) => Hold::of(&task),
        None => Hold::Owner,
    };
    let asked = AskedRun { run: run.clone(), command, at };
    Ok(RunView::asked(&asked, hold).card(now))
}

/// A run that goes after others: whether it was sent or stands in line, the other runs of its task tell.
async fn in_line(cluster: &Cluster, open: OpenRun, now: Utc) -> Result<Card, CommandError> {
    let run = open.entry.run.clone();
    let task = view_of(cluster, &open.entry.task, &run).await?;
    let seen = task.iter().find_map(|task| RunView::open_of(task, now).find(|seen| seen.run == run));
    let owner = owner(cluster, &run).await?;
    let view = seen.unwrap_or_else(|| {
        let plan = task.as_ref().map(|task| &task.stored.task);
        RunView::open(plan, owner.as_ref(), &open, now)
    });
    Ok(view.card(now))
}

/// The task of a run with everything around it, unless it is another one of the same name, or gone.
async fn view_of(cluster: &Cluster, task: &TaskName, run: &RunId) -> Result<Option<TaskView>, CommandError> {
    match read::one(cluster, task).await {
        Ok(view) => Ok(Some(view).filter(|view| view.stored.uid == run.uid())),
        Err(error) if error.kind == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The task as it is now, unless it is another one of the same name.
async fn plan(cluster: &Cluster, task: &TaskName, run: &RunId) -> Option<SchedulerTask> {
    let found = read::existing(cluster, task).await.ok().flatten();
    found.filter(|(stored, _)| stored.uid == run.uid()).map(|(stored, _)| stored.task)
}

async fn owner(cluster: &Cluster, run: &RunId) -> Result<Option<MemberId>, CommandError> {
    match cluster.read_one(Node::Lease(run.partition())).await? {
        Read::Found(Record::Lease(lease), _) => Ok(lease.owner),
        _ => Ok(None),
    }
}

/// A backfill that is claimed to the last instant, while runs of it are open.
async fn claimed_whole(cluster: &Cluster, whole: &RunId) -> Result<Option<Card>, CommandError> {
    if whole.partition().0 >= cluster.admin.cluster().partitions {
        return Ok(None);
    }
    let open = super::open_of(cluster, whole).await?;
    if open.is_empty() {
        return Ok(None);
    }
    let mark = Standing::Running.mark();
    let document = json!({"run": whole, "state": mark.word, "trigger": Trigger::Backfill, "openRuns": open});
    let mut card = Card::new("run", whole.as_str(), document);
    card.mark = Some(mark);
    card.field("trigger", Cell::Text("backfill".to_owned()));
    card.field("claimed", Cell::Text("all of it".to_owned()));
    card.field("open", Cell::Text(words::counted(open.len() as u64, "run")));
    card.footer.push(format!("end them: nonoctl run cancel {whole}"));
    Ok(Some(card))
}
