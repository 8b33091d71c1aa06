//! Waits for the end of a run.
//!
//! Looks it up every quarter of a second, in the order in which it moves on: command, claim, record, outcome. Leaves
//! the run alone whatever happens here.

use std::time::{Duration, Instant};

use nono_core::name::{RunId, TaskName};
use nono_core::run::{Outcome, RunOutcome};
use nono_core::store::admin::FoundRun;
use nono_core::task::SchedulerTask;

use crate::connect::Cluster;
use crate::error::CommandError;
use crate::invocation::{Invocation, wall_clock};
use crate::tasks::open::OpenRun;
use crate::tasks::runs::{RunView, Standing};
use crate::words;

const PAUSE: Duration = Duration::from_millis(250);
/// A run that is nowhere in so many looks is gone: its task was deleted, or its outcome is no longer kept.
const LOOKS_IN_VAIN: u32 = 4;

/// A run that is over.
pub(super) struct Ended(pub(super) RunView);

impl Ended {
    /// Whether it went well.
    pub(super) fn succeeded(&self) -> bool {
        self.0.standing == Standing::Ended(Outcome::Succeeded)
    }
}

/// Waits until `run` has ended; exit 7 at the deadline.
pub(super) async fn ended(
    cluster: &Cluster,
    invocation: &Invocation,
    plan: &SchedulerTask,
    run: &RunId,
    deadline: Option<Duration>,
) -> Result<Ended, CommandError> {
    let outcome = end_of(cluster, invocation, (&plan.name, Some(plan)), run, deadline).await?;
    Ok(Ended(RunView::ended(&plan.name, Some(plan), &outcome)))
}

/// The same of a run whose task's plan need not be known.
pub(crate) async fn end_of(
    cluster: &Cluster,
    invocation: &Invocation,
    (task, plan): (&TaskName, Option<&SchedulerTask>),
    run: &RunId,
    deadline: Option<Duration>,
) -> Result<RunOutcome, CommandError> {
    let began = Instant::now();
    let mut progress = invocation.progress();
    let mut in_vain = 0;
    loop {
        let found = cluster.admin.find_run(run, Some(task)).await.map_err(|error| cluster.admin_error(error))?;
        let waited = began.elapsed();
        match found {
            Some(FoundRun::Ended(_, outcome)) => return Ok(*outcome),
            Some(open) => {
                in_vain = 0;
                progress.say(&format!("{task}  {}, {}", told(&open, plan), words::took(waited)));
            }
            None => in_vain += 1,
        }
        if in_vain >= LOOKS_IN_VAIN {
            return Err(gone(cluster, run));
        }
        if deadline.is_some_and(|deadline| waited >= deadline) {
            return Err(late(cluster, run, waited));
        }
        tokio::time::sleep(PAUSE).await;
    }
}

fn told(found: &FoundRun, plan: Option<&SchedulerTask>) -> String {
    let view = |open: OpenRun| RunView::open(plan, None, &open, wall_clock());
    let view = match found {
        FoundRun::Commanded(..) | FoundRun::Ended(..) => return "waiting for a scheduler".to_owned(),
        FoundRun::Claimed(entry) => view(OpenRun { entry: (**entry).clone(), record: None }),
        FoundRun::Open(record) => view(OpenRun { entry: record.entry.clone(), record: Some(record.clone()) }),
    };
    let at = view.scheduler.map(|scheduler| format!(" on {}", scheduler.name())).unwrap_or_default();
    format!("{}{at}", view.standing.mark().word)
}

fn gone(cluster: &Cluster, run: &RunId) -> CommandError {
    let message = format!("run \"{run}\" is gone: its task was deleted, or its outcome is no longer kept");
    cluster.named(CommandError::new(crate::error::ErrorKind::NotFound, message).about("run", run.as_str()))
}

fn late(cluster: &Cluster, run: &RunId, waited: Duration) -> CommandError {
    let error =
        CommandError::timeout(format!("run \"{run}\" has not ended within {}; it goes on", words::span(waited)));
    cluster.named(error.about("run", run.as_str()).with_hint(format!("nonoctl run get {run}")))
}
