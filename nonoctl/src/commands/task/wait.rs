//! Waits for the end of a run.
//!
//! Looks it up every quarter of a second, in the order in which it moves on: command, claim, record, outcome. Leaves
//! the run alone whatever happens here.

use std::time::{Duration, Instant};

use nono_core::name::{RunId, TaskName};
use nono_core::run::{Outcome, RunOutcome};
use nono_core::store::admin::FoundRun;
use nono_core::task::SchedulerTask;
use nono_core::time::Utc;

use super::follow::Follower;
use crate::connect::Cluster;
use crate::error::CommandError;
use crate::invocation::{Invocation, wall_clock};
use crate::output::Format;
use crate::tasks::open::OpenRun;
use crate::tasks::runs::{RunView, Standing};
use crate::words;

const PAUSE: Duration = Duration::from_millis(250);
/// A run that is nowhere in so many looks is gone: its task was deleted, or its outcome is no longer kept.
const LOOKS_IN_VAIN: u32 = 4;

/// Whether to wait for the end of what was asked for, and how long.
#[derive(Clone, Copy, Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("waits").multiple(true).args(["wait"]))]
pub(crate) struct WaitFlags {
    /// Wait until what was asked for has ended: exit code 10 if a run did not succeed
    #[arg(long)]
    pub(crate) wait: bool,
    /// With --wait: no longer than this for each (exit 7)
    #[arg(long, value_name = "DURATION", value_parser = words::duration, requires = "waits")]
    pub(crate) deadline: Option<Duration>,
}

/// A run that is over.
pub(crate) struct Ended(pub(crate) RunView);

impl Ended {
    /// Whether it went well.
    pub(crate) fn succeeded(&self) -> bool {
        self.0.standing == Standing::Ended(Outcome::Succeeded)
    }

    /// `r-… succeeded after 5m58s`, `r-… failed after 12s: HTTP 503: no memory`
    pub(crate) fn line(&self, now: Utc) -> String {
        let run = &self.0;
        let took = run.duration(now).map(|span| format!(" after {}", words::took(span))).unwrap_or_default();
        let why = match self.succeeded() {
            true => String::new(),
            false => run.result().map(|result| format!(": {}", words::harmless(&result))).unwrap_or_default(),
        };
        format!("{} {}{took}{why}", run.run, run.standing.mark().word)
    }
}

/// Waits until `run` has ended; exit 7 at the deadline. With `follows` each change is said as it is seen, in place of
/// progress.
pub(super) async fn ended(
    cluster: &Cluster,
    invocation: &Invocation,
    plan: &SchedulerTask,
    run: &RunId,
    (deadline, follows): (Option<Duration>, bool),
) -> Result<Ended, CommandError> {
    let of = (&plan.name, Some(plan));
    let outcome = match follows {
        false => end_of(cluster, invocation, of, run, deadline).await?,
        true => {
            let mut follower = Follower::of(plan, run);
            let mut say = |found: &FoundRun| {
                let now = wall_clock();
                let is_json = invocation.format.is_some_and(Format::is_json);
                for step in follower.look(found, now) {
                    match is_json {
                        true => invocation.tell(follower.document(&step, now)),
                        false => invocation.tell(follower.line(&step, now)),
                    }
                }
            };
            looked_at(cluster, &invocation.silent(), of, run, deadline, &mut say).await?
        }
    };
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
    looked_at(cluster, invocation, (task, plan), run, deadline, &mut |_| {}).await
}

/// The same; `look` is given what each look finds.
async fn looked_at(
    cluster: &Cluster,
    invocation: &Invocation,
    (task, plan): (&TaskName, Option<&SchedulerTask>),
    run: &RunId,
    deadline: Option<Duration>,
    look: &mut dyn FnMut(&FoundRun),
) -> Result<RunOutcome, CommandError> {
    let began = Instant::now();
    let mut progress = invocation.progress();
    let mut in_vain = 0;
    loop {
        let found = cluster.admin.find_run(run, Some(task)).await.map_err(|error| cluster.admin_error(error))?;
        let waited = began.elapsed();
        found.iter().for_each(&mut *look);
        match found {
            Some(FoundRun::Ended(_, outcome)) => return Ok(*outcome),
            Some(ref open) => {
                in_vain = 0;
                progress.say(&format!("{task}  {}, {}", told(open, plan), words::took(waited)));
            }
            None => in_vain += 1,
        }
        if in_vain >= LOOKS_IN_VAIN {
            return Err(gone(cluster, run));
        }
        if let Some(deadline) = deadline.filter(|deadline| waited >= *deadline) {
            let is_asked = matches!(found, Some(FoundRun::Commanded(..)));
            return Err(if is_asked { unclaimed(cluster, run, deadline).await } else { late(cluster, run, deadline) });
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

fn late(cluster: &Cluster, run: &RunId, deadline: Duration) -> CommandError {
    let error =
        CommandError::timeout(format!("run \"{run}\" has not ended within {}; it goes on", words::took(deadline)));
    let error = error.about("run", run.as_str()).with_hint(format!("nonoctl run get {run}"));
    cluster.named(error.with_hint(format!("nonoctl run cancel {run}          ends it")))
}

/// Exit 7, of what nobody has claimed: it has not begun, and says what has to be for it to begin.
pub(super) async fn unclaimed(cluster: &Cluster, run: &RunId, deadline: Duration) -> CommandError {
    let within = words::took(deadline);
    let (why, remedy) = match cluster.is_paused().await {
        true => ("the whole cluster is paused; it runs once that is resumed", "nonoctl cluster resume"),
        false => ("it runs once one does", "nonoctl scheduler list"),
    };
    let message = format!("no scheduler has claimed run \"{run}\" within {within}: {why}");
    let error = CommandError::timeout(message).about("run", run.as_str()).with_hint(remedy);
    cluster.named(error.with_hint(format!("nonoctl run cancel {run}          takes it back")))
}
