//! `nonoctl cluster pause` and `nonoctl cluster resume`.

use clap::Args;
use nono_core::cluster::{ClusterPause, Event};
use nono_core::time::Utc;
use serde_json::json;

use crate::confirm::{Danger, Question};
use crate::connect::Cluster;
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::output::{Change, Report};
use crate::tasks::edit::who;

/// Stop all claiming, everywhere, at once
///
/// No schedule fires and no command is taken up until nonoctl cluster resume. What comes due meanwhile is not due: it does
/// not run later. Runs that are claimed already go on.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  nonoctl cluster pause --reason 'database move, OPS-4121'")]
pub(crate) struct PauseArgs {
    #[command(flatten)]
    flags: Flags,
}

/// Start claiming again after nonoctl cluster pause
///
/// What came due before the pause and was not claimed is a misfire, which each task's policy decides on.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  nonoctl cluster resume")]
pub(crate) struct ResumeArgs {
    #[command(flatten)]
    flags: Flags,
}

#[derive(Debug, Args)]
struct Flags {
    /// Why, for those who look at the cluster meanwhile, and its events
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
}

impl PauseArgs {
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        invocation.block_on(async {
            let cluster = invocation.cluster().await?;
            let lasting = lasting(&cluster).await?;
            // A pause that lasts takes another reason, without a question: nothing else comes of it.
            let is_new = is_new(lasting.as_ref().map(|(paused, _)| paused), self.flags.reason.as_deref());
            if self.flags.dry_run || !is_new {
                return told(&cluster, invocation, &self.flags, ("paused", is_new));
            }
            let what = format!("pause the whole cluster {}", cluster.place);
            let items = vec!["nothing fires, and nobody's runs are taken up, until nonoctl cluster resume".to_owned()];
            if lasting.is_none() {
                invocation.confirm(Danger::Moderate, &Question { what, items })?;
            }
            let event = event(invocation, "cluster pause", &self.flags);
            let paused = cluster.admin.pause_cluster(event).await.map_err(|error| cluster.admin_error(error))?;
            told(&cluster, invocation, &self.flags, ("paused", paused))
        })
    }
}

impl ResumeArgs {
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        invocation.block_on(async {
            let cluster = invocation.cluster().await?;
            let is_paused = lasting(&cluster).await?.is_some();
            if self.flags.dry_run || !is_paused {
                return told(&cluster, invocation, &self.flags, ("resumed", is_paused));
            }
            let event = event(invocation, "cluster resume", &self.flags);
            let resumed = cluster.admin.resume_cluster(event).await.map_err(|error| cluster.admin_error(error))?;
            told(&cluster, invocation, &self.flags, ("resumed", resumed))
        })
    }
}

/// The pause of the whole cluster that lasts, and since when.
async fn lasting(cluster: &Cluster) -> Result<Option<(ClusterPause, Utc)>, CommandError> {
    let intents = cluster.admin.cluster_intents().await.map_err(|error| cluster.admin_error(error))?;
    Ok(intents.value.lasting(intents.stat.mtime()))
}

/// Whether a pause for this reason changes anything.
fn is_new(lasting: Option<&ClusterPause>, reason: Option<&str>) -> bool {
    lasting.is_none_or(|paused| reason.is_some() && paused.reason.as_deref() != reason)
}

fn event(invocation: &Invocation, command: &str, flags: &Flags) -> Event {
    who(invocation, command, flags.reason.clone()).event(Some("cluster".to_owned()), String::new())
}

fn told(
    cluster: &Cluster,
    invocation: &Invocation,
    flags: &Flags,
    (action, is_done): (&'static str, bool),
) -> Result<Exit, CommandError> {
    let mut change = Change::new("cluster", cluster.place.name(), if is_done { action } else { "unchanged" });
    change.dry_run = flags.dry_run;
    change.more.insert("reason".to_owned(), json!(flags.reason));
    if is_done && action == "paused" && !flags.dry_run {
        change.notes.push("undo: nonoctl cluster resume".to_owned());
    }
    invocation.print(&Report::Changes(vec![change]))?;
    Ok(Exit::Ok)
}
