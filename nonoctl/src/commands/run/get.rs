//! `nonoctl run get`.

use nono_core::name::{MemberId, RunId};
use nono_core::node::{Node, Read, Record};
use nono_core::run::{Trigger, UserAction, UserCommand};
use nono_core::store::admin::FoundRun;
use nono_core::task::SchedulerTask;
use serde_json::json;

use super::{found, not_found};
use crate::connect::Cluster;
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::output::cell::Cell;
use crate::output::{Card, Report};
use crate::tasks::open::OpenRun;
use crate::tasks::read;
use crate::tasks::runs::{RunView, Standing};
use crate::words;

/// Show one run: when, where, how often it was tried, and what came of it
///
/// Its id names its partition, so this reads no more than that.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    nonoctl run get r-017-k3f9x2m4-20261124T010000Z\n  \
    nonoctl run get r-017-k3f9x2m4-m0000000012 -o json")]
pub(crate) struct Args {
    /// The run's id
    #[arg(value_name = "RUN", value_parser = crate::tasks::run_id)]
    run: RunId,
}

pub(crate) async fn run(args: &Args, invocation: &Invocation) -> Result<Exit, CommandError> {
    let cluster = invocation.cluster().await?;
    let Some(found) = found(&cluster, &args.run).await? else {
        let Some(card) = claimed_whole(&cluster, &args.run).await? else { return Err(not_found(&cluster, &args.run)) };
        invocation.print_paged(&Report::Card(Box::new(card)))?;
        return Ok(Exit::Ok);
    };
    let card = card(&cluster, invocation, &args.run, found).await?;
    invocation.print_paged(&Report::Card(Box::new(card)))?;
    Ok(Exit::Ok)
}

async fn card(cluster: &Cluster, invocation: &Invocation, run: &RunId, found: FoundRun) -> Result<Card, CommandError> {
    let now = invocation.now();
    let (task, open) = match found {
        FoundRun::Commanded(_, command) => return Ok(commanded(run, &command)),
        FoundRun::Ended(task, outcome) => {
            let plan = plan(cluster, &task, run).await;
            return Ok(RunView::ended(&task, plan.as_ref(), &outcome).card(now));
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

/// The task as it is now, unless it is another one of the same name.
async fn plan(cluster: &Cluster, task: &nono_core::name::TaskName, run: &RunId) -> Option<SchedulerTask> {
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

/// Asked for, and not claimed yet; or a backfill that is not wholly.
fn commanded(run: &RunId, command: &UserCommand) -> Card {
    let mark = Standing::Waiting.mark();
    let (trigger, scheduled_at) = match &command.action {
        UserAction::Trigger | UserAction::Cancel { .. } => (Trigger::Manual, None),
        UserAction::Replay { scheduled_at, .. } => (Trigger::Replay, Some(*scheduled_at)),
        UserAction::Backfill(_) => (Trigger::Backfill, None),
    };
    let mut document = json!({
        "run": run, "task": command.task, "state": mark.word, "outcome": null, "trigger": trigger, "by": command.by,
        "reason": command.reason,
    });
    if let Some(at) = scheduled_at {
        document["scheduledAt"] = json!(at);
    }
    let mut card = Card::new("run", run.as_str(), document);
    card.mark = Some(mark);
    card.field("task", Cell::Text(command.task.to_string()));
    card.field("trigger", Cell::Text(trigger.as_str().to_owned()));
    card.field("asked by", Cell::Text(command.by.clone()));
    card.field("reason", Cell::maybe(command.reason.as_ref()));
    match &command.action {
        UserAction::Backfill(span) => {
            card.document["backfill"] = json!(span);
            card.field("instants", Cell::Text(format!("from {} to {}", span.from, span.to)));
            let far = span.after.map(|at| format!(", the last of {at}")).unwrap_or_default();
            card.field("claimed", Cell::Text(format!("{}{far}", words::count(u64::from(span.claimed)))));
            card.footer.push(format!("end it: nonoctl run cancel {run}"));
        }
        _ => card.footer.push("no scheduler has claimed it yet".to_owned()),
    }
    card
}
