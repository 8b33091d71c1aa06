//! `nonoctl task history --changes`: who made each version of a task.

use nono_core::name::TaskName;
use nono_core::store::admin::{AdminError, Kept};
use nono_core::task::StoredTask;
use nono_core::time::Utc;

use crate::connect::Cluster;
use crate::error::CommandError;
use crate::output::cell::Cell;
use crate::output::{Column, FieldChange, List, Row};
use crate::tasks::read;
use crate::tasks::versions::{Version, versions};

/// A task and its versions, newest first.
pub(super) async fn read(
    cluster: &Cluster,
    name: &TaskName,
) -> Result<(Kept<StoredTask>, Vec<nono_core::cluster::Change>), CommandError> {
    let task = match cluster.admin.task(name).await {
        Ok(task) => task,
        Err(AdminError::NotFound { .. }) => return Err(read::not_found(cluster, name).await),
        Err(error) => return Err(cluster.admin_error(error)),
    };
    let changes = cluster.admin.changes(name).await.map_err(|error| cluster.admin_error(error))?;
    Ok((task, changes))
}

/// The versions that were made since a moment, at most so many.
pub(super) async fn list(
    cluster: &Cluster,
    name: &TaskName,
    since: Option<Utc>,
    limit: usize,
) -> Result<List, CommandError> {
    let (task, changes) = read(cluster, name).await?;
    let all = versions(&task, &changes);
    let wanted = all.into_iter().filter(|version| since.is_none_or(|since| version.at >= since));
    let rows: Vec<Row> = wanted.take(limit).map(|version| row(name, &version)).collect();
    let summary = rows.first().map(|_| format!("back to one of them: nonoctl task rollback {name} --to-version N"));
    let columns = ["VERSION", "WHEN", "WHO", "COMMAND", "CHANGES", "REASON"].map(Column::text);
    let columns = columns.into_iter().chain([Column::wide("IDENTITY")]).collect();
    let empty = format!("No change of task {name} is known.");
    Ok(List { kind: "version", columns, rows, heading: None, summary, empty })
}

fn row(name: &TaskName, version: &Version) -> Row {
    Row {
        name: format!("{name}@{}", version.number),
        cells: vec![
            Cell::Text(version.number.to_string()),
            Cell::Ago(version.at),
            Cell::Text(version.by.clone()),
            Cell::Text(version.command.clone()),
            Cell::Text(told(version)),
            Cell::maybe(version.reason.clone()),
            Cell::maybe(version.identity.clone()),
        ],
        document: version.document(),
        manifest: None,
    }
}

fn told(version: &Version) -> String {
    match &version.changes {
        _ if version.number == 1 => "created".to_owned(),
        None => "no longer kept".to_owned(),
        Some(changes) if changes.is_empty() => "nothing that counts".to_owned(),
        Some(changes) => changes.iter().map(FieldChange::line).collect::<Vec<_>>().join("; "),
    }
}
