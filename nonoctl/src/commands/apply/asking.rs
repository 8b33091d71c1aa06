//! What is asked before manifests are applied.

use nono_core::name::TaskName;
use nono_core::store::admin::Kept;
use nono_core::task::StoredTask;

use super::{Applying, PORTION, portions};
use crate::confirm::{Danger, Question};
use crate::connect::Cluster;
use crate::error::CommandError;
use crate::invocation::Invocation;
use crate::manifest::Item;
use crate::manifest::plan::{Step, plan};
use crate::tasks::edit::question;
use crate::words;

impl Applying<'_> {
    /// Asks before tasks are deleted, and in a protected context before several that are there are changed.
    pub(super) async fn confirm(
        &self,
        cluster: &Cluster,
        invocation: &Invocation,
        items: &[Item],
        doomed: &[Kept<StoredTask>],
    ) -> Result<(), CommandError> {
        let is_protected = invocation.target()?.context.protected;
        let updated = if is_protected { updated(cluster, invocation, items).await? } else { Vec::new() };
        let doomed: Vec<TaskName> = doomed.iter().map(|task| task.value.task.name.clone()).collect();
        match (updated.len(), doomed.is_empty()) {
            (0 | 1, true) => Ok(()),
            (0, false) => {
                invocation.confirm(Danger::Moderate, &question(cluster, "apply the manifests, and delete", &doomed))
            }
            (_, true) => invocation.confirm(Danger::Moderate, &question(cluster, "update", &updated)),
            (_, false) => {
                let [to_change, to_go] = [&updated, &doomed].map(|names| words::counted(names.len() as u64, "task"));
                let what = format!("update {to_change} and delete {to_go} in {}", cluster.place);
                let items = doomed.iter().map(|name| format!("task/{name}  (delete)"));
                let items = items.chain(updated.iter().map(|name| format!("task/{name}"))).collect();
                invocation.confirm(Danger::Moderate, &Question { what, items })
            }
        }
    }
}

/// The tasks that are there and mean something else than their manifests.
async fn updated(cluster: &Cluster, invocation: &Invocation, items: &[Item]) -> Result<Vec<TaskName>, CommandError> {
    let mut progress = invocation.progress();
    let mut names = Vec::new();
    for (number, portion) in portions(cluster, items).iter().enumerate() {
        progress.say(&format!(
            "read {} of {}",
            words::count((number * PORTION) as u64),
            words::counted(items.len() as u64, "task")
        ));
        let steps =
            plan(&cluster.admin, portion, invocation.now()).await.map_err(|error| cluster.admin_error(error))?;
        let changed = portion.iter().zip(steps).filter(|(_, step)| matches!(step, Ok(Step::Update { .. })));
        names.extend(changed.map(|(item, _)| item.task.name.clone()));
    }
    names.sort();
    Ok(names)
}
