//! `nonoctl task backfill`.

use std::time::{Duration, Instant as Moment};

use nono_core::name::{RunId, TaskName};
use nono_core::run::{Backfill, Outcome as End, UserAction};
use nono_core::store::admin::FoundRun;
use nono_core::task::SchedulerTask;
use nono_core::time::{Instant, Utc};
use serde_json::json;

use super::wait::{self, WaitFlags};
use crate::commands::run::{asker, is_of, open_of};
use crate::confirm::{Danger, Question};
use crate::connect::Cluster;
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::output::{Change, Report};
use crate::tasks::read;
use crate::words::{self, Since};

/// Beyond this it is a mistake, or to be done in parts.
const MOST: u64 = 100_000;
/// How often it is asked how far it is.
const PACE: Duration = Duration::from_millis(500);

/// Run all instants of a span of time that is past
///
/// Every instant of the task's schedule in the span becomes a run (Nono-Trigger: backfill, Nono-Scheduled-At: its instant),
/// whether or not it ran then, also of a paused task. At most 64 are open at once; where the task's overlap policy lets no
/// run beside another they go one after another, in order. Says first how many they are. What --wait tells of their ends is
/// told of those whose outcomes the task keeps.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    nonoctl task backfill etl.orders --from 2026-11-01T00:00:00Z --to 2026-11-02T00:00:00Z\n  \
    nonoctl task backfill etl.orders --from 24h --dry-run\n  \
    nonoctl task backfill etl.orders --from 3d --to 1d --reason OPS-4121 --yes --wait\n\n\
    All of it is ended with nonoctl run cancel and the id that is printed.")]
pub(crate) struct Args {
    /// The task
    #[arg(value_name = "NAME", value_parser = crate::tasks::task_name)]
    name: TaskName,
    /// From this moment on, or from so long ago on
    #[arg(long, value_name = "TIME|DURATION", value_parser = words::since)]
    from: Since,
    /// Up to this moment, or so long ago, both included [default: now]
    #[arg(long, value_name = "TIME|DURATION", value_parser = words::since)]
    to: Option<Since>,
    #[command(flatten)]
    wait: WaitFlags,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
}

/// The instants that are meant.
pub(super) struct Meant {
    from: Instant,
    to: Instant,
    first: Instant,
    last: Instant,
    /// How many.
    pub(super) count: u64,
}

impl Meant {
    /// Those of a task from the first whole second that is not before `from` to `to`, both included.
    ///
    /// # Errors
    /// When they are too many for one backfill.
    pub(super) fn of(task: &SchedulerTask, from: Utc, to: Instant) -> Result<Option<Self>, CommandError> {
        let from = Instant(from.0.saturating_add(999).div_euclid(1000));
        let first = task.schedule.next_after(Instant(from.0 - 1)).filter(|first| *first <= to);
        let Some((first, last)) = first.zip(task.schedule.previous_before(Instant(to.0 + 1))) else { return Ok(None) };
        let count = task.schedule.count_between(first, last);
        if count > MOST {
            let message = format!(
                "{} instants from {from} to {to} are too many at once; at most {} are allowed",
                words::count(count),
                words::count(MOST)
            );
            return Err(CommandError::usage(message).with_hint("choose a shorter span"));
        }
        Ok(Some(Self { from, to, first, last, count }))
    }

    /// The first and the last one, in the zone of the schedule.
    pub(super) fn ends(&self, task: &SchedulerTask) -> (String, String) {
        (task.schedule.local(self.first), task.schedule.local(self.last))
    }

    /// The command that asks for them.
    pub(super) fn as_typed(&self, name: &TaskName) -> String {
        format!("nonoctl task backfill {name} --from {} --to {}", self.from, self.to)
    }
}

pub(crate) async fn run(args: &Args, invocation: &Invocation) -> Result<Exit, CommandError> {
    let cluster = invocation.cluster().await?;
    let (stored, _) = read::plain(&cluster, &args.name).await?;
    let Some(meant) = meant(args, invocation, &stored.task).map_err(|error| cluster.named(error))? else {
        let schedule = stored.task.schedule.describe();
        invocation.note(format_args!("Task {} has no instant in that span: it is due {schedule}.", args.name));
        invocation.print(&Report::Changes(Vec::new()))?;
        return Ok(Exit::Ok);
    };
    let instants = words::counted(meant.count, "instant");
    if !args.dry_run {
        let (first, last) = meant.ends(&stored.task);
        let what = format!("run {instants} of task \"{}\" in {}", args.name, cluster.place);
        let items = match meant.count {
            1 => vec![first],
            _ => vec![format!("the first: {first}"), format!("the last:  {last}")],
        };
        invocation.confirm(Danger::Moderate, &Question { what, items })?;
    }
    let is_paused = crate::commands::run::warn_of_pause(&cluster, invocation).await;
    let run =
        if args.dry_run { None } else { Some(ask((&args.name, &args.reason), invocation, &cluster, &meant).await?) };
    let mut change = change(args, &meant, run.as_ref());
    let mut exit = Exit::Ok;
    if let Some(run) = &run {
        let cancel = format!("nonoctl run cancel {run}");
        invocation.on_signal_say(match is_paused {
            false => format!("left the backfill going. See: nonoctl run get {run}   End it: {cancel}"),
            true => format!("the backfill waits until nonoctl cluster resume. Take it back: {cancel}"),
        });
        if args.wait.wait {
            let failed = all_ended(args, invocation, &cluster, (run, &meant)).await?;
            exit = if failed > 0 { Exit::Unhealthy } else { Exit::Ok };
            change.details.push(ended(failed, &args.name));
        } else {
            change.notes.push(format!("see: nonoctl run get {run}      end it: {cancel}"));
        }
    }
    invocation.print(&Report::Changes(vec![change]))?;
    Ok(exit)
}

fn ended(failed: u64, task: &TaskName) -> String {
    match failed {
        0 => "all have ended, and of those whose outcome is kept none failed".to_owned(),
        failed => {
            format!(
                "all have ended; {} did not succeed: nonoctl task history {task} --failed",
                words::counted(failed, "run")
            )
        }
    }
}

fn meant(args: &Args, invocation: &Invocation, task: &SchedulerTask) -> Result<Option<Meant>, CommandError> {
    let now = invocation.now();
    let from = args.from.moment(now);
    let to = args.to.map_or(now, |to| to.moment(now)).floor();
    if to > now.floor() {
        let error = CommandError::usage(format!("--to {to} is to come: what is to come is the schedule's"));
        return Err(error.with_hint(format!("nonoctl task next {}", args.name)));
    }
    // The first whole second that is not before it.
    let first = Instant(from.0.saturating_add(999).div_euclid(1000));
    if first > to {
        return Err(CommandError::usage(format!("--from {first} comes after --to {to}")));
    }
    Meant::of(task, from, to)
}

/// Asks for them; the id of the whole.
pub(super) async fn ask(
    (name, reason): (&TaskName, &Option<String>),
    invocation: &Invocation,
    cluster: &Cluster,
    meant: &Meant,
) -> Result<RunId, CommandError> {
    let span = Backfill { from: meant.from, to: meant.to, after: None, claimed: 0 };
    let asker = asker(invocation, reason.clone())?;
    let asked = cluster.admin.ask(name, UserAction::Backfill(span), asker).await;
    asked.map(|asked| asked.run).map_err(|error| cluster.admin_error(error))
}

fn change(args: &Args, meant: &Meant, run: Option<&RunId>) -> Change {
    let mut change = Change::new("task", args.name.as_str(), "backfilled");
    change.dry_run = run.is_none();
    tell(&mut change, meant, run);
    change
}

/// Says of a change which instants run, and as which runs once they are asked for.
pub(super) fn tell(change: &mut Change, meant: &Meant, run: Option<&RunId>) {
    let span = if meant.count == 1 { format!("{}", meant.first) } else { format!("{} to {}", meant.first, meant.last) };
    change.details.push(format!("{}: {span}", words::counted(meant.count, "instant")));
    if let Some(run) = run {
        change.details.push(format!("as {run}-1 to {run}-{}", meant.count));
        change.more.insert("run".to_owned(), json!(run));
    }
    change.more.insert("from".to_owned(), json!(meant.from));
    change.more.insert("to".to_owned(), json!(meant.to));
    change.more.insert("instants".to_owned(), json!(meant.count));
}

/// Waits until all have ended; how many of those whose outcomes are kept did not succeed.
async fn all_ended(
    args: &Args,
    invocation: &Invocation,
    cluster: &Cluster,
    (run, meant): (&RunId, &Meant),
) -> Result<u64, CommandError> {
    let began = Moment::now();
    let mut progress = invocation.progress();
    let error = |error| cluster.admin_error(error);
    let (mut seen, mut is_whole) = (0, false);
    loop {
        let command = cluster.admin.find_run(run, Some(&args.name)).await.map_err(error)?;
        let open = open_of(cluster, run).await?.len() as u64;
        match claimed(command.as_ref()) {
            Some(claimed) => seen = claimed,
            // Its command goes with the last instant; one that was taken back goes before that.
            None if !is_whole => is_whole = seen >= meant.count || last_is_there(cluster, args, (run, meant)).await?,
            None => {}
        }
        let is_over = claimed(command.as_ref()).is_none();
        if is_over && !is_whole {
            let message = format!("whether all of the backfill of task \"{}\" ran cannot be told", args.name);
            let cause = format!(
                "it was taken back, its task is gone, or its outcomes are no longer kept; {} of {} were claimed at least",
                words::count(seen),
                words::counted(meant.count, "instant")
            );
            let cut = CommandError::failed(message).with_cause(cause).about("run", run.as_str());
            return Err(cluster.named(cut.with_hint(format!("nonoctl task history {}", args.name))));
        }
        if is_over && open == 0 {
            return failed(cluster, args, run).await;
        }
        let waited = began.elapsed();
        if let Some(deadline) = args.wait.deadline.filter(|deadline| waited >= *deadline) {
            if seen == 0 && !is_over {
                return Err(wait::unclaimed(cluster, run, deadline).await);
            }
            let message =
                format!("the backfill of task \"{}\" has not ended within {}", args.name, words::took(deadline));
            let late = CommandError::timeout(format!("{message}; it goes on")).about("run", run.as_str());
            let late = late.with_hint(format!("nonoctl run get {run}"));
            return Err(cluster.named(late.with_hint(format!("nonoctl run cancel {run}          ends it"))));
        }
        let over = if is_over { meant.count } else { seen }.saturating_sub(open);
        progress.say(&format!(
            "{}  {} of {} have ended, {}",
            args.name,
            words::count(over),
            words::counted(meant.count, "run"),
            words::took(waited)
        ));
        tokio::time::sleep(PACE).await;
    }
}

/// How many instants are claimed, while some are not.
fn claimed(command: Option<&FoundRun>) -> Option<u64> {
    match command {
        Some(FoundRun::Commanded(_, command)) => match &command.action {
            UserAction::Backfill(span) => Some(u64::from(span.claimed)),
            _ => None,
        },
        _ => None,
    }
}

/// Whether the last run of it is open, or its outcome kept.
async fn last_is_there(cluster: &Cluster, args: &Args, (whole, meant): (&RunId, &Meant)) -> Result<bool, CommandError> {
    let Ok(last) = format!("{whole}-{}", meant.count).parse::<RunId>() else { return Ok(false) };
    let found = cluster.admin.find_run(&last, Some(&args.name)).await;
    Ok(found.map_err(|error| cluster.admin_error(error))?.is_some())
}

async fn failed(cluster: &Cluster, args: &Args, whole: &RunId) -> Result<u64, CommandError> {
    let state = cluster.admin.state(&args.name).await.map_err(|error| cluster.admin_error(error))?;
    let outcomes = state.map(|state| state.value.outcomes).unwrap_or_default();
    let failed = outcomes.iter().filter(|end| is_of(&end.run, whole) && end.outcome != End::Succeeded);
    Ok(failed.count() as u64)
}
