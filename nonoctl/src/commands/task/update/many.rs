//! One update of many tasks.

use std::collections::HashMap;

use nono_core::name::TaskName;
use nono_core::store::admin::Kept;
use nono_core::task::StoredTask;

use super::{Args, Typed};
use crate::commands::task::bulk::{Applied, apply};
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::tasks::edit::{author, chosen, confirm_many};

pub(super) async fn run(args: &Args, edit: &Typed<'_>, invocation: &Invocation) -> Result<Exit, CommandError> {
    let cluster = invocation.cluster().await?;
    let (tasks, failures) = chosen(&cluster, invocation, &args.targets).await?;
    let names: Vec<TaskName> = tasks.iter().map(|task| task.value.task.name.clone()).collect();
    if !args.change.dry_run {
        confirm_many(invocation, &cluster, &args.targets, "update", &names)?;
    }
    // What others change meanwhile is seen by what each task was.
    let documents = tasks.iter().map(|task| task.value.document.clone());
    let first: HashMap<TaskName, _> = names.into_iter().zip(documents).collect();
    let now = invocation.now();
    let make = |base: &Kept<StoredTask>| {
        let document = first.get(&base.value.task.name).unwrap_or(&base.value.document);
        let task = edit.made(base, document, &cluster, now)?;
        Ok(args.differs(&base.value, &task).then_some(task))
    };
    let author = author(invocation, "task update", &args.change);
    let applied = Applied { action: "updated", undo: None, dry_run: args.change.dry_run, terse: false };
    apply(&cluster, invocation, &author, tasks, failures, &make, applied).await
}
