//! `nonoctl task resume --catch-up`: the instants that passed while tasks were paused, as a backfill of each.

use nono_core::name::TaskName;
use nono_core::store::admin::{Edited, Kept};
use nono_core::task::StoredTask;
use nono_core::time::Utc;

use super::backfill::{Meant, ask, tell};
use super::bulk::{Applied, change};
use super::resume::{Args, resumed};
use crate::confirm::{Danger, Question};
use crate::connect::Cluster;
use crate::error::{CommandError, Exit};
use crate::invocation::{Invocation, wall_clock};
use crate::output::Change;
use crate::tally::Tally;
use crate::tasks::edit::{Outcome, author, change_each, confirm_many};
use crate::words;

/// Resumes tasks, and asks for what their pauses held up.
pub(super) async fn run(
    args: &Args,
    invocation: &Invocation,
    cluster: &Cluster,
    tasks: Vec<Kept<StoredTask>>,
    mut failures: Vec<CommandError>,
) -> Result<Exit, CommandError> {
    if tasks.is_empty() && failures.is_empty() {
        invocation.note("No tasks match.");
    }
    refuse_if_none_is_paused(cluster, &tasks)?;
    let now = invocation.now();
    let mut planned = Vec::with_capacity(tasks.len());
    for base in tasks {
        match passed(&base, now) {
            Ok(meant) => planned.push((base, meant)),
            Err(error) => failures.push(cluster.named(error)),
        }
    }
    let applied = Applied { action: "resumed", undo: Some("pause"), dry_run: args.change.dry_run, terse: true };
    if args.change.dry_run {
        return rehearsed(&planned, failures, now, applied)?.report(invocation);
    }
    confirm(args, invocation, cluster, &planned)?;
    let tasks: Vec<_> = planned.into_iter().map(|(base, _)| base).collect();
    let make = |base: &Kept<StoredTask>| resumed(base, now);
    let author = author(invocation, "task resume", &args.change);
    let mut outcome = Outcome { changes: Vec::new(), failures };
    let mut asked = 0;
    let tally = Tally::new(&cluster.admin, applied.action, tasks.len());
    invocation.on_signal_count(&tally);
    let work = change_each(cluster, &author, tasks, &make, Some(&tally));
    for (base, result) in invocation.progress().during("resuming", work).await {
        match result {
            Ok(Some((task, edited))) => {
                edited.warning.iter().for_each(|warning| invocation.warn(warning));
                let mut change = change(&base, Some(&task), edited.version.map(|it| i64::from(it) + 1), applied);
                match catch_up(args, invocation, cluster, (&base, &edited), &mut change).await {
                    Ok(some) => asked += u64::from(some),
                    Err(error) => outcome.failures.push(error),
                }
                outcome.changes.push(change);
            }
            Ok(None) => outcome.changes.push(change(&base, None, None, applied)),
            Err(error) => outcome.failures.push(error),
        }
    }
    if asked > 0 {
        crate::commands::run::warn_of_pause(cluster, invocation).await;
    }
    outcome.report(invocation)
}

/// Exit 4: where no pause is, nothing was held up.
fn refuse_if_none_is_paused(cluster: &Cluster, tasks: &[Kept<StoredTask>]) -> Result<(), CommandError> {
    let Some(first) = tasks.first().filter(|_| tasks.iter().all(|base| base.value.task.paused.is_none())) else {
        return Ok(());
    };
    let name = &first.value.task.name;
    let error = match tasks.len() {
        1 => CommandError::conflict(format!("task \"{name}\" is not paused")).about("task", name.as_str()),
        more => CommandError::conflict(format!("none of {} is paused", words::counted(more as u64, "task"))),
    };
    let error = error.with_cause("there is no pause whose instants could be caught up with");
    Err(cluster.named(error.with_hint(format!("nonoctl task backfill {name} --from TIME --to TIME"))))
}

/// The instants that the task's pause held up until `now`, or until it ended by itself.
fn passed(base: &Kept<StoredTask>, now: Utc) -> Result<Option<Meant>, CommandError> {
    let Some(pause) = &base.value.task.paused else { return Ok(None) };
    let mtime = base.stat.mtime();
    // A schedule is due at the moment of a pause's own end, and after that of its resumption.
    let last = match pause.ends_at(mtime) {
        Some(end) if end <= now => Utc(end.0 - 1).floor(),
        _ => now.floor(),
    };
    Meant::of(&base.value.task, pause.since_at(mtime), last).map_err(|error| {
        let name = &base.value.task.name;
        let message = format!("task \"{name}\": {}", error.message);
        let hint = format!("nonoctl task backfill {name} --from TIME --to TIME          in parts, once it is resumed");
        CommandError { message, hints: vec![hint], ..error }.about("task", name.as_str())
    })
}

fn rehearsed(
    planned: &[(Kept<StoredTask>, Option<Meant>)],
    mut failures: Vec<CommandError>,
    now: Utc,
    applied: Applied,
) -> Result<Outcome, CommandError> {
    let mut changes = Vec::with_capacity(planned.len());
    for (base, meant) in planned {
        match resumed(base, now) {
            Ok(made) => {
                let mut change = change(base, made.as_ref(), None, applied);
                match meant {
                    Some(meant) => tell(&mut change, meant, None),
                    None => say_none(&mut change, made.is_some()),
                }
                changes.push(change);
            }
            Err(error) => failures.push(error),
        }
    }
    Ok(Outcome { changes, failures })
}

fn say_none(change: &mut Change, was_paused: bool) {
    if was_paused {
        change.details.push("no instant passed during the pause".to_owned());
    }
}

fn confirm(
    args: &Args,
    invocation: &Invocation,
    cluster: &Cluster,
    planned: &[(Kept<StoredTask>, Option<Meant>)],
) -> Result<(), CommandError> {
    let some: Vec<(&StoredTask, &Meant)> =
        planned.iter().filter_map(|(base, meant)| Some((&base.value, meant.as_ref()?))).collect();
    if some.is_empty() {
        let names: Vec<TaskName> = planned.iter().map(|(base, _)| base.value.task.name.clone()).collect();
        return confirm_many(invocation, cluster, &args.targets, "resume", &names);
    }
    let all = some.iter().map(|(_, meant)| meant.count).sum();
    let (tasks, instants) = (words::counted(planned.len() as u64, "task"), words::counted(all, "instant"));
    let what = format!("resume {tasks} and run {instants} that passed meanwhile in {}", cluster.place);
    let item = |(stored, meant): (&StoredTask, &Meant)| {
        let (first, last) = meant.ends(&stored.task);
        let span = if meant.count == 1 { first } else { format!("{first} to {last}") };
        format!("task/{}: {}, {span}", stored.task.name, words::counted(meant.count, "instant"))
    };
    invocation.confirm(
        args.targets.danger(planned.len()).max(Danger::Moderate),
        &Question { what, items: some.into_iter().map(item).collect() },
    )
}

/// Asks for the instants up to the moment at which ZooKeeper took the resumption down: from then on they are due. Whether
/// there were any.
async fn catch_up(
    args: &Args,
    invocation: &Invocation,
    cluster: &Cluster,
    (base, edited): (&Kept<StoredTask>, &Edited),
    change: &mut Change,
) -> Result<bool, CommandError> {
    let name = &base.value.task.name;
    let now = cluster.admin.task(name).await.map_err(|error| cluster.admin_error(error))?;
    // A later version's moment would count instants twice.
    let is_ours = Some(now.stat.version) == edited.version;
    let until = if is_ours { now.stat.mtime() } else { wall_clock() };
    let Some(meant) = passed(base, until).map_err(|error| cluster.named(error))? else {
        say_none(change, true);
        return Ok(false);
    };
    let run = ask((name, &args.change.reason), invocation, cluster, &meant).await.map_err(|mut error| {
        error.message = format!("task \"{name}\" is resumed, and what passed was not asked for: {}", error.message);
        error.with_hint(meant.as_typed(name))
    })?;
    tell(change, &meant, Some(&run));
    change.notes.push(format!("see: nonoctl run get {run}      end it: nonoctl run cancel {run}"));
    Ok(true)
}
