//! `nonoctl task run`.

use futures::stream::{self, StreamExt};
use nono_core::name::{RunId, TaskName, Token};
use nono_core::store::admin::Kept;
use nono_core::task::StoredTask;
use serde_json::json;

use super::wait::{self, Ended, WaitFlags};
use crate::connect::Cluster;
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::output::{Change, Format, Report};
use crate::tasks::edit::{ChangeFlags, Outcome, Targets, chosen, confirm_many};

/// How many runs are followed beside each other; each is looked up four times a second.
const FOLLOWED: usize = 32;

/// Run tasks now, whatever their schedules and pauses say
///
/// Prints the id of each run. With --wait it waits for the end: exit code 0 if the runs succeeded, 10 if one did not, 7 if the
/// deadline passed before. Ctrl-C leaves the runs going. --follow waits, too, and writes a line for each change of a run on
/// standard error: claimed, sent, an attempt that failed and when the next one is due, ended; as JSON with -o jsonl.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    nonoctl task run billing.nightly\n  \
    nonoctl task run billing.nightly --wait --deadline 10m\n  \
    nonoctl task run billing.nightly --follow\n  \
    nonoctl task run --filter state:failing --reason OPS-4121\n  \
    nonoctl run get \"$(nonoctl task run billing.nightly)\"")]
pub(crate) struct Args {
    #[command(flatten)]
    targets: Targets,
    #[command(flatten)]
    wait: WaitFlags,
    /// Wait, and say each change of the runs on standard error
    #[arg(long, group = "waits")]
    follow: bool,
    #[command(flatten)]
    change: ChangeFlags,
}

pub(crate) async fn run(args: &Args, invocation: &Invocation) -> Result<Exit, CommandError> {
    let cluster = invocation.cluster().await?;
    let (tasks, failures) = chosen(&cluster, invocation, &args.targets).await?;
    if tasks.is_empty() && failures.is_empty() {
        invocation.note("No tasks match.");
    }
    if args.change.dry_run {
        let changes = tasks.iter().map(rehearsed).collect();
        return Outcome { changes, failures }.report(invocation);
    }
    let names: Vec<TaskName> = tasks.iter().map(|task| task.value.task.name.clone()).collect();
    confirm_many(invocation, &cluster, &args.targets, "run", &names)?;
    let is_paused = crate::commands::run::warn_of_pause(&cluster, invocation).await;
    let (asked, failures) = ask(args, invocation, &cluster, tasks, failures).await?;
    invocation.on_signal_say(match (asked.as_slice(), is_paused) {
        ([only], false) => format!("left the run going. See: nonoctl run get {}", only.run),
        ([only], true) => {
            format!("the run waits until nonoctl cluster resume. Take it back: nonoctl run cancel {}", only.run)
        }
        (_, false) => "left the runs going. See: nonoctl run list --state running".to_owned(),
        (_, true) => "the runs wait until nonoctl cluster resume. See: nonoctl run list --state asked".to_owned(),
    });
    finish(args, invocation, &cluster, asked, failures).await
}

fn rehearsed(task: &Kept<StoredTask>) -> Change {
    let mut change = Change::new("task", task.value.task.name.as_str(), "triggered");
    change.dry_run = true;
    change
}

/// A task, and the run of it that was asked for.
struct Asked {
    task: Kept<StoredTask>,
    run: RunId,
}

/// Asks for a run of each; the ids are printed as they come.
async fn ask(
    args: &Args,
    invocation: &Invocation,
    cluster: &Cluster,
    tasks: Vec<Kept<StoredTask>>,
    mut failures: Vec<CommandError>,
) -> Result<(Vec<Asked>, Vec<CommandError>), CommandError> {
    let mut asked = Vec::with_capacity(tasks.len());
    for task in tasks {
        let token: Token = crate::random::text(16)?.parse().expect("sixteen letters and digits are a token");
        let name = &task.value.task.name;
        match cluster.admin.trigger(name, token, &invocation.person, args.change.reason.clone()).await {
            Ok(triggered) => {
                if in_lines(invocation) {
                    invocation.print(&Report::Text(format!("{}\n", triggered.run)))?;
                }
                asked.push(Asked { task, run: triggered.run });
            }
            Err(error) => failures.push(cluster.admin_error(error)),
        }
    }
    Ok((asked, failures))
}

/// Waits if that is wanted, and says what came of each.
async fn finish(
    args: &Args,
    invocation: &Invocation,
    cluster: &Cluster,
    asked: Vec<Asked>,
    mut failures: Vec<CommandError>,
) -> Result<Exit, CommandError> {
    let all = asked.len() + failures.len();
    let mut changes = Vec::with_capacity(asked.len());
    let mut exit = Exit::Ok;
    // Those that are followed are watched beside each other, or what happens to the others meanwhile would be missed.
    let at_once = if args.follow { FOLLOWED } else { 1 };
    let waits = asked.into_iter().map(|asked| async {
        let how = (args.wait.deadline, args.follow);
        let end = match args.wait.wait || args.follow {
            true => Some(wait::ended(cluster, invocation, &asked.task.value.task, &asked.run, how).await),
            false => None,
        };
        (asked, end)
    });
    let mut waits = std::pin::pin!(stream::iter(waits).buffered(at_once));
    while let Some((Asked { task, run }, end)) = waits.next().await {
        let mut ended = None;
        if let Some(end) = end {
            match end {
                Ok(end) if in_lines(invocation) => {
                    invocation.print_plain(&format!("{}\n", end.line(invocation.now())))?;
                    ended = Some(end);
                }
                Ok(end) => ended = Some(end),
                Err(error) if all == 1 => return Err(error),
                Err(error) => failures.push(error),
            }
        }
        if ended.as_ref().is_some_and(|end| !end.succeeded()) {
            exit = Exit::Unhealthy;
        }
        changes.push(change(invocation, &task, &run, ended.as_ref()));
    }
    let changes = if in_lines(invocation) { Vec::new() } else { changes };
    Outcome { changes, failures }.report_of(invocation, (all, "task"))?;
    Ok(exit)
}

/// For people the ids are the output: `run get "$(task run NAME)"`.
fn in_lines(invocation: &Invocation) -> bool {
    invocation.format.is_none_or(|format| matches!(format, Format::Table | Format::Wide))
}

fn change(invocation: &Invocation, task: &Kept<StoredTask>, run: &RunId, ended: Option<&Ended>) -> Change {
    let mut change = match invocation.format {
        Some(Format::Name) => Change::new("run", run.as_str(), "triggered"),
        _ => Change::new("task", task.value.task.name.as_str(), "triggered"),
    };
    change.more.insert("run".to_owned(), json!(run));
    if let Some(Ended(view)) = ended {
        change.more.insert("result".to_owned(), view.document(invocation.now()));
    }
    change
}
