//! What manifests would change: each task as it is described against the task as it is.
//!
//! Meanings are compared, not spellings: what means the same is left alone. A manifest that says nothing of a pause
//! leaves one alone.

use std::collections::BTreeMap;

use nono_core::name::{TaskName, TaskUid, Version};
use nono_core::store::admin::{Admin, AdminError, Edit, Kept, Tasks};
use nono_core::task::edit::{PauseRule, Previous, create_from, replace_document};
use nono_core::task::meaning::document_diff;
use nono_core::task::{Problems, StoredTask, Unknown};
use nono_core::time::Utc;

use super::Item;
use crate::error::CommandError;
use crate::output::FieldChange;
use crate::random::TaskUids;
use crate::tasks::instants::NextChange;

/// What there is to do for one manifest.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// No task has this name.
    Create(Box<StoredTask>),
    /// The task means something else.
    Update { base: Box<Kept<StoredTask>>, task: Box<StoredTask>, changes: Vec<FieldChange> },
    /// The task means the same.
    Keep(Version),
}

impl Step {
    /// In the word of result lines.
    pub(crate) const fn action(&self) -> &'static str {
        match self {
            Self::Create(_) => "created",
            Self::Update { .. } => "updated",
            Self::Keep(_) => "unchanged",
        }
    }

    /// The edit that does it, if anything is to be done.
    pub(crate) fn into_edit(self) -> Option<Edit> {
        match self {
            Self::Create(task) => Some(Edit::Add(task)),
            Self::Update { base, task, .. } => Some(Edit::Replace { base, task }),
            Self::Keep(_) => None,
        }
    }

    /// The task as it will be, unless it stays as it is.
    pub(crate) fn task(&self) -> Option<&StoredTask> {
        match self {
            Self::Create(task) | Self::Update { task, .. } => Some(task),
            Self::Keep(_) => None,
        }
    }

    /// How the next instants change.
    pub(crate) fn next_change(&self, now: Utc) -> Option<NextChange> {
        match self {
            Self::Create(task) => Some(NextChange::of_new(task, now)),
            Self::Update { base, task, changes } => NextChange::of(base, task, changes, now),
            Self::Keep(_) => None,
        }
    }

    /// The version that people see afterwards.
    pub(crate) fn version(&self) -> i64 {
        match self {
            Self::Create(_) => 1,
            Self::Update { base, .. } => i64::from(base.stat.version) + 2,
            Self::Keep(version) => i64::from(*version) + 1,
        }
    }
}

/// Reads the tasks that `items` describe and says what there is to do for each, in the order of `items`.
///
/// # Errors
///
/// When the cluster does not answer; what is wrong with one task is that item's.
pub(crate) async fn plan(
    admin: &Admin,
    items: &[&Item],
    now: Utc,
) -> Result<Vec<Result<Step, CommandError>>, AdminError> {
    let names: Vec<TaskName> = items.iter().map(|item| item.task.name.clone()).collect();
    let Tasks { found, unreadable } = admin.tasks_if_there(&names).await?;
    let mut there: BTreeMap<TaskName, Kept<StoredTask>> =
        found.into_iter().map(|kept| (kept.value.task.name.clone(), kept)).collect();
    let mut uids = TaskUids::default();
    let step = |item: &&Item| match (there.remove(&item.task.name), unreadable.get(item.task.name.as_str())) {
        (Some(base), _) => update(item, base, now),
        (None, Some(why)) => Err(crate::connect::unreadable(why).about("task", item.task.name.as_str())),
        (None, None) => new(item, uids.next()?),
    };
    Ok(items.iter().map(step).collect())
}

fn new(item: &Item, uid: TaskUid) -> Result<Step, CommandError> {
    let created = create_from(uid, item.task.clone(), item.document.clone());
    created.map(|task| Step::Create(Box::new(task))).map_err(|problems| refused(item, &problems))
}

fn update(item: &Item, base: Kept<StoredTask>, now: Utc) -> Result<Step, CommandError> {
    let previous = Previous { stored: &base.value, mtime: base.stat.mtime(), now };
    let made =
        replace_document(previous, item.document.clone().into_map(), Unknown::Refuse, PauseRule::LeaveUnlessNamed);
    let task = made.map_err(|problems| refused(item, &problems))?;
    let changes: Vec<FieldChange> =
        document_diff(&base.value.document, &task.document).into_iter().map(in_words).collect();
    if changes.is_empty() {
        return Ok(Step::Keep(base.stat.version));
    }
    Ok(Step::Update { base: Box::new(base), task: Box::new(task), changes })
}

fn in_words(change: nono_core::task::meaning::FieldChange) -> FieldChange {
    let some = |value: serde_json::Value| Some(value).filter(|value| !value.is_null());
    FieldChange { field: change.field, from: some(change.from), to: some(change.to) }
}

/// What only shows against the task that is there, such as fields of a newer release that make it too large.
fn refused(item: &Item, problems: &Problems) -> CommandError {
    let lines: Vec<String> = problems.0.iter().map(ToString::to_string).collect();
    CommandError::usage(lines.join("; ")).about("task", item.task.name.as_str())
}
