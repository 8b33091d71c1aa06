//! `nonoctl scheduler list`

use clap::Args;

use super::{census::Census, show};
use crate::connect::Cluster;
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::watch::WatchFlag;

/// List the schedulers of the cluster
///
/// PARTS counts the partitions that a scheduler owns by their leases, LATE p99 is the lateness of the last minute's first
/// attempts, HEARTBEAT when it last renewed its right to send (once a second, by ZooKeeper's clock).
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  nonoctl scheduler list\n  nonoctl scheduler list -o wide\n  nonoctl scheduler list --watch"
)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    watch: WatchFlag,
}

impl ListArgs {
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        let look = async |invocation: &Invocation, cluster: &Cluster| {
            let census = Census::watch(cluster).await?;
            census.unreadable.iter().for_each(|why| invocation.warn(why));
            Ok(show::list(&census))
        };
        invocation.block_on(self.watch.print(invocation, None, look))?;
        Ok(Exit::Ok)
    }
}
