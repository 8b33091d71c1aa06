//! Changes, made by the code of the commands.

use nono_core::name::{RunId, SchedulerName, TaskName};
use nono_core::store::admin::{Author, Edit, Edited, Kept};
use nono_core::task::edit::{PauseRule, Previous, replace_document};
use nono_core::task::{StoredTask, Unknown};

use crate::commands::run::{cancel, replay};
use crate::commands::scheduler::intent::{self, Undrained};
use crate::commands::task::{pause, resume, rm};
use crate::connect::Cluster;
use crate::editor::Draft;
use crate::error::{CommandError, ErrorKind};
use crate::invocation::Invocation;
use crate::tasks::edit::{Targets, change_each, chosen, invalid, refuse_own_address, who};
use crate::tasks::read;
use crate::top::data::{Deed, Report};
use crate::words;

/// Makes the change and says what became of it.
pub(super) async fn carry_out(cluster: &Cluster, invocation: &Invocation, deed: Deed) -> Report {
    let done = match deed {
        Deed::Pause { tasks, reason } => {
            let reason = some(&reason);
            let now = invocation.now();
            let author = by(invocation, "task pause", reason.clone());
            let make = |base: &Kept<StoredTask>| pause::paused(base, now, reason.as_deref(), None);
            each(cluster, invocation, &author, tasks, &make, ("paused", "resume")).await
        }
        Deed::Resume { tasks } => {
            let now = invocation.now();
            let author = by(invocation, "task resume", None);
            let make = |base: &Kept<StoredTask>| resume::resumed(base, now);
            each(cluster, invocation, &author, tasks, &make, ("resumed", "pause")).await
        }
        Deed::Run { tasks, reason } => run(cluster, invocation, &tasks, some(&reason)).await,
        Deed::Cancel { run, reason } => cancel_run(cluster, invocation, &run, some(&reason)).await,
        Deed::Replay { run, force, reason } => replay_run(cluster, invocation, (&run, force), some(&reason)).await,
        Deed::Delete { tasks, reason } => delete(cluster, invocation, tasks, some(&reason)).await,
        Deed::Drain { scheduler, reason } => drain(cluster, invocation, &scheduler, some(&reason)).await,
        Deed::Undrain { scheduler } => undrain(cluster, invocation, &scheduler).await,
        Deed::PauseCluster { reason } => pause_cluster(cluster, invocation, some(&reason)).await,
        Deed::ResumeCluster { reason } => resume_cluster(cluster, invocation, some(&reason)).await,
        Deed::Replace { task, yaml, version } => {
            let replaced = replace(cluster, invocation, &task, &yaml, version).await;
            replaced.map_err(|error| keeping(error, &task, &yaml))
        }
    };
    done.unwrap_or_else(|error| Report { text: told(&error), ok: Some(false), undo: None })
}

fn some(reason: &str) -> Option<String> {
    (!reason.is_empty()).then(|| reason.to_owned())
}

fn by(invocation: &Invocation, command: &str, reason: Option<String>) -> Author {
    who(invocation, command, reason)
}

/// The message, and the first cause under it.
fn told(error: &CommandError) -> String {
    match error.causes.first() {
        Some(cause) => format!("{}: {cause}", error.message),
        None => error.message.clone(),
    }
}

/// What was typed is not lost with the error.
fn keeping(mut error: CommandError, task: &TaskName, yaml: &str) -> CommandError {
    if let Ok(draft) = Draft::new(task.as_str(), yaml) {
        error = CommandError::failed(format!("{}; your text is kept in {}", told(&error), draft.keep().display()));
    }
    error
}

/// What became of a change of many: each that failed is no reason to leave out the others, and is not passed over in silence.
#[derive(Default)]
struct Tally {
    done: usize,
    failed: usize,
    first: Option<CommandError>,
}

impl Tally {
    fn of<T>(results: impl IntoIterator<Item = Result<T, CommandError>>) -> Self {
        let mut tally = Self::default();
        results.into_iter().for_each(|result| tally.add(result.map(drop)));
        tally
    }

    fn add(&mut self, result: Result<(), CommandError>) {
        match result {
            Ok(()) => self.done += 1,
            Err(error) => {
                self.failed += 1;
                self.first.get_or_insert(error);
            }
        }
    }

    /// `3 of 5 tasks paused; 2 failed: no such task`; of one alone the error itself.
    fn refusal(self, action: &str) -> Option<CommandError> {
        let (all, first) = (self.done + self.failed, self.first?);
        if all == 1 {
            return Some(first);
        }
        let (done, of) = (self.done, words::counted(all as u64, "task"));
        Some(CommandError::failed(format!("{done} of {of} {action}; {} failed: {}", self.failed, told(&first))))
    }
}

fn good(text: String, undo: Option<String>) -> Report {
    Report { text, ok: Some(true), undo }
}

async fn each(
    cluster: &Cluster,
    invocation: &Invocation,
    author: &Author,
    names: Vec<TaskName>,
    make: crate::tasks::edit::Make<'_>,
    (action, undo): (&str, &str),
) -> Result<Report, CommandError> {
    let (tasks, failures) = chosen(cluster, invocation, &Targets::named(names.clone())).await?;
    let results: Vec<Result<Option<(StoredTask, Edited)>, CommandError>> =
        change_each(cluster, author, tasks, make, None).await.into_iter().map(|(_, result)| result).collect();
    let changed = results.iter().filter(|result| matches!(result, Ok(Some(_)))).count();
    let tally = Tally::of(results.into_iter().chain(failures.into_iter().map(Err)));
    if let Some(error) = tally.refusal(action) {
        return Err(error);
    }
    let text = match names.as_slice() {
        [one] if changed == 1 => format!("task {one} {action}"),
        [one] => format!("task {one} was {action} already"),
        many => format!("{} {action}, {} already were", words::counted(changed as u64, "task"), many.len() - changed),
    };
    let names: Vec<&str> = names.iter().map(nono_core::name::TaskName::as_str).collect();
    Ok(good(text, (names.len() < 4).then(|| format!("task {undo} {}", names.join(" ")))))
}

async fn run(
    cluster: &Cluster,
    invocation: &Invocation,
    tasks: &[TaskName],
    reason: Option<String>,
) -> Result<Report, CommandError> {
    let (mut last, mut tally) = (None, Tally::default());
    for task in tasks {
        let token = crate::random::text(16)?.parse().expect("sixteen letters and digits are a token");
        let asked = cluster.admin.trigger(task, token, &invocation.person, reason.clone()).await;
        let asked = asked.map_err(|error| cluster.admin_error(error));
        let is_cut_off = asked.as_ref().is_err_and(|error| error.kind == ErrorKind::Unavailable);
        tally.add(asked.map(|asked| last = Some(asked.run)));
        if is_cut_off {
            // Each of the others would wait as long, and for nothing.
            tally.failed = tasks.len() - tally.done;
            break;
        }
    }
    if let Some(error) = tally.refusal("run now") {
        return Err(error);
    }
    let text = match (tasks, last) {
        ([one], Some(run)) => format!("task {one} runs as {run}"),
        (many, _) => format!("{} run now", words::counted(many.len() as u64, "task")),
    };
    Ok(good(text, None))
}

/// Its end is seen in the task's runs: it is not waited for.
async fn cancel_run(
    cluster: &Cluster,
    invocation: &Invocation,
    run: &RunId,
    reason: Option<String>,
) -> Result<Report, CommandError> {
    let text = match cancel::ask(invocation, cluster, run, reason, false).await? {
        cancel::Asked::Withdrawn(None) => format!("run {run} is taken back"),
        cancel::Asked::Withdrawn(Some(others)) => format!("run {run} is taken back; {others}"),
        cancel::Asked::Waits(task) => format!("run {run} of task {task} is to end"),
    };
    Ok(good(text, None))
}

async fn replay_run(
    cluster: &Cluster,
    invocation: &Invocation,
    (run, force): (&RunId, bool),
    reason: Option<String>,
) -> Result<Report, CommandError> {
    let past = replay::past(cluster, run, force).await?;
    let asked = replay::ask(invocation, cluster, &past, reason).await?;
    Ok(good(format!("run {run} runs once more as {asked}"), Some(format!("run cancel {asked}"))))
}

async fn delete(
    cluster: &Cluster,
    invocation: &Invocation,
    names: Vec<TaskName>,
    reason: Option<String>,
) -> Result<Report, CommandError> {
    let stats = read::stats(cluster, &names).await?;
    let mut tally = Tally::default();
    let mut doomed = Vec::new();
    for (name, stat) in names.into_iter().zip(stats) {
        match stat {
            Some(stat) => doomed.push((name, stat)),
            None => tally.add(Err(CommandError::not_found("task", name.as_str(), std::iter::empty::<&str>()))),
        }
    }
    let author = by(invocation, "task rm", reason);
    let (results, unnoted) = rm::remove_all(cluster, &author, doomed).await;
    results.into_iter().for_each(|(_, result)| tally.add(result));
    let text = format!("{} deleted", words::counted(tally.done as u64, "task"));
    match tally.refusal("deleted") {
        Some(error) => Err(error),
        None => Ok(good(unnoted.map_or(text.clone(), |why| format!("{text}; {why}")), None)),
    }
}

async fn drain(
    cluster: &Cluster,
    invocation: &Invocation,
    name: &SchedulerName,
    reason: Option<String>,
) -> Result<Report, CommandError> {
    intent::drain(cluster, name, &by(invocation, "scheduler drain", reason)).await?;
    Ok(good(format!("scheduler {name} hands over"), Some(format!("scheduler undrain {name}"))))
}

async fn undrain(cluster: &Cluster, invocation: &Invocation, name: &SchedulerName) -> Result<Report, CommandError> {
    let text = match intent::undrain(cluster, name, &by(invocation, "scheduler undrain", None)).await? {
        Undrained::Done => format!("scheduler {name} gets its share again"),
        Undrained::WasNotDrained => format!("scheduler {name} was not drained"),
        Undrained::NotHere { .. } => format!("there is no scheduler {name}, and none was to be drained"),
    };
    Ok(good(text, None))
}

async fn pause_cluster(
    cluster: &Cluster,
    invocation: &Invocation,
    reason: Option<String>,
) -> Result<Report, CommandError> {
    let event = by(invocation, "cluster pause", reason).event(Some("cluster".to_owned()), String::new());
    let paused = cluster.admin.pause_cluster(event).await.map_err(|error| cluster.admin_error(error))?;
    let text = if paused { "the whole cluster is paused" } else { "the cluster was paused already" };
    Ok(good(text.to_owned(), Some("cluster resume".to_owned())))
}

async fn resume_cluster(
    cluster: &Cluster,
    invocation: &Invocation,
    reason: Option<String>,
) -> Result<Report, CommandError> {
    let event = by(invocation, "cluster resume", reason).event(Some("cluster".to_owned()), String::new());
    let resumed = cluster.admin.resume_cluster(event).await.map_err(|error| cluster.admin_error(error))?;
    let text = if resumed { "the cluster is resumed" } else { "the cluster was not paused" };
    Ok(good(text.to_owned(), resumed.then(|| "cluster pause".to_owned())))
}

/// Replaces a manifest by what was typed in an editor, unless somebody changed the task meanwhile.
async fn replace(
    cluster: &Cluster,
    invocation: &Invocation,
    name: &TaskName,
    yaml: &str,
    version: i64,
) -> Result<Report, CommandError> {
    let kept = cluster.admin.task(name).await.map_err(|error| cluster.admin_error(error))?;
    let is = i64::from(kept.stat.version) + 1;
    if is != version {
        return Err(CommandError::failed(format!(
            "task {name} was changed meanwhile: it is at version {is}, not {version}"
        )));
    }
    let document = crate::manifest::document_of(yaml)?;
    let previous = Previous { stored: &kept.value, mtime: kept.stat.mtime(), now: invocation.now() };
    let made = replace_document(previous, document, Unknown::Refuse, PauseRule::AsWritten);
    let task = made.map_err(|problems| invalid(name, &problems))?;
    refuse_own_address(cluster, &task)?;
    if task.document == kept.value.document {
        return Ok(good(format!("task {name} is unchanged"), None));
    }
    let edit = Edit::Replace { base: Box::new(kept), task: Box::new(task) };
    let author = by(invocation, "top edit", None);
    cluster.admin.edit(edit, &author).await.map_err(|error| cluster.admin_error(error))?;
    Ok(good(format!("task {name} changed: version {}", version + 1), None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_it_is_said_how_many_and_why_the_first_was_not() {
        let error = |why: &str| CommandError::failed(why).with_cause("the cause");
        let tally = |results: Vec<Result<(), CommandError>>| Tally::of(results);
        assert!(tally(vec![Ok(()), Ok(())]).refusal("paused").is_none());
        let some = tally(vec![Ok(()), Err(error("no room")), Ok(()), Err(error("gone")), Ok(())]);
        assert_eq!(some.refusal("deleted").unwrap().message, "3 of 5 tasks deleted; 2 failed: no room: the cause");
        let one = tally(vec![Err(error("gone"))]).refusal("paused").unwrap();
        assert_eq!((one.message.as_str(), one.causes.len()), ("gone", 1));
    }
}
