//! `nonoctl run`: what becomes of tasks.

pub(crate) mod cancel;
mod get;
mod list;
pub(crate) mod replay;

use std::collections::BTreeSet;

use clap::Subcommand;
use nono_core::name::{RunId, RunKey, TaskName, Token};
use nono_core::store::admin::{Asker, FoundRun};

use crate::connect::Cluster;
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;

/// The verbs of runs.
#[derive(Debug, Subcommand)]
pub(crate) enum RunCommand {
    #[command(visible_alias = "ls")]
    List(list::Args),
    #[command(visible_alias = "show")]
    Get(get::Args),
    Cancel(cancel::Args),
    Replay(replay::Args),
}

impl RunCommand {
    /// Does it.
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        match self {
            Self::List(args) => invocation.block_on(list::run(args, invocation)),
            Self::Get(args) => invocation.block_on(get::run(args, invocation)),
            Self::Cancel(args) => invocation.block_on(cancel::run(args, invocation)),
            Self::Replay(args) => invocation.block_on(replay::run(args, invocation)),
        }
    }
}

/// Who asks now, under a new token.
pub(crate) fn asker(invocation: &Invocation, reason: Option<String>) -> Result<Asker, CommandError> {
    let token: Token = crate::random::text(16)?.parse().expect("sixteen letters and digits are a token");
    Ok(Asker { token, by: invocation.person.clone(), reason })
}

/// Whether a run is one of those of a backfill.
pub(crate) fn is_of(run: &RunId, whole: &RunId) -> bool {
    let RunKey::Command(wanted) = whole.key() else { return false };
    matches!(run.key(), RunKey::Backfill(sequence, _) if sequence == wanted) && run.uid() == whole.uid()
}

/// The open runs of a backfill, by the id of the whole. An entry of claims may outlive its run until its partition's next
/// claim: what has an outcome is not open.
pub(crate) async fn open_of(cluster: &Cluster, whole: &RunId) -> Result<Vec<RunId>, CommandError> {
    let error = |error| cluster.admin_error(error);
    let mut open = cluster.admin.open_runs(whole.partition()).await.map_err(error)?;
    open.retain(|run, _| is_of(run, whole));
    let tasks: BTreeSet<TaskName> = open.values().map(|run| run.entry().task.clone()).collect();
    for task in tasks {
        let state = cluster.admin.state(&task).await.map_err(error)?;
        for ended in state.map(|state| state.value.outcomes).unwrap_or_default() {
            open.remove(&ended.run);
        }
    }
    Ok(open.into_keys().collect())
}

/// Whether the whole cluster is paused; then says that what was asked for waits.
pub(crate) async fn warn_of_pause(cluster: &Cluster, invocation: &Invocation) -> bool {
    let is_paused = cluster.is_paused().await;
    if is_paused {
        invocation.warn("the whole cluster is paused: what is asked for waits until nonoctl cluster resume");
    }
    is_paused
}

/// Where a run is; of a partition that the cluster does not have, nowhere.
async fn found(cluster: &Cluster, run: &RunId) -> Result<Option<FoundRun>, CommandError> {
    if run.partition().0 >= cluster.admin.cluster().partitions {
        return Ok(None);
    }
    cluster.admin.find_run(run, None).await.map_err(|error| cluster.admin_error(error))
}

fn not_found(cluster: &Cluster, run: &RunId) -> CommandError {
    let error = CommandError::not_found("run", run.as_str(), []);
    cluster.named(
        error.with_cause("it may never have been, or its outcome may no longer be kept").with_hint("nonoctl run list"),
    )
}
