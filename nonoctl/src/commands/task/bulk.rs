//! The same change of each of some tasks, and what is said of it: pausing, resuming, updating many.

use nono_core::store::admin::{Author, Kept};
use nono_core::task::StoredTask;

use crate::connect::Cluster;
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::output::Change;
use crate::tally::Tally;
use crate::tasks::edit::{Make, Outcome, change_each, differences};

/// How the change is told.
#[derive(Clone, Copy)]
pub(super) struct Applied {
    /// What was done.
    pub(super) action: &'static str,
    /// The verb that takes it back, if one does.
    pub(super) undo: Option<&'static str>,
    /// Whether nothing is written.
    pub(super) dry_run: bool,
    /// Whether people are not told which fields differ: the action says it.
    pub(super) terse: bool,
}

/// Makes the change of each task and reports it.
pub(super) async fn apply(
    cluster: &Cluster,
    invocation: &Invocation,
    author: &Author,
    tasks: Vec<Kept<StoredTask>>,
    failures: Vec<CommandError>,
    make: Make<'_>,
    applied: Applied,
) -> Result<Exit, CommandError> {
    if tasks.is_empty() && failures.is_empty() {
        invocation.note("No tasks match.");
    }
    let single = tasks.len() == 1;
    let mut outcome = Outcome { changes: Vec::new(), failures };
    if applied.dry_run {
        for base in &tasks {
            match make(base) {
                Ok(made) => outcome.changes.push(change(base, made.as_ref(), None, applied)),
                Err(error) => outcome.failures.push(error),
            }
        }
        return outcome.report(invocation);
    }
    let text = format!("{} tasks", applied.action);
    let tally = Tally::new(&cluster.admin, applied.action, tasks.len());
    invocation.on_signal_count(&tally);
    let work = change_each(cluster, author, tasks, make, Some(&tally));
    for (base, result) in invocation.progress().during(&text, work).await {
        match result {
            Ok(Some((task, edited))) => {
                edited.warning.iter().for_each(|warning| invocation.warn(warning));
                let version = edited.version.map(|version| i64::from(version) + 1);
                let mut change = change(&base, Some(&task), version, applied);
                if let Some(undo) = applied.undo.filter(|_| single) {
                    change.notes.push(format!("undo: nonoctl task {undo} {}", change.name));
                }
                outcome.changes.push(change);
            }
            Ok(None) => outcome.changes.push(change(&base, None, None, applied)),
            Err(error) => outcome.failures.push(error),
        }
    }
    outcome.report(invocation)
}

/// What is said of one task.
pub(super) fn change(
    base: &Kept<StoredTask>,
    made: Option<&StoredTask>,
    version: Option<i64>,
    applied: Applied,
) -> Change {
    let action = if made.is_some() { applied.action } else { "unchanged" };
    let mut change = Change::new("task", base.value.task.name.as_str(), action);
    let current = i64::from(base.stat.version) + 1;
    change.version = version.or(Some(if made.is_some() { current + 1 } else { current }));
    change.changes = made.map(|task| differences(&base.value, task)).unwrap_or_default();
    change.terse = applied.terse;
    change.dry_run = applied.dry_run;
    change
}
