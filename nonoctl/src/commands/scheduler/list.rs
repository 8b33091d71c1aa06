//! `nonoctl scheduler list`

use clap::Args;

use super::{census::Census, show};
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;

/// List the schedulers of the cluster
///
/// PARTS counts the partitions that a scheduler owns by their leases, LATE p99 is the lateness of the last minute's first
/// attempts, HEARTBEAT when it last renewed its right to send (once a second, by ZooKeeper's clock).
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  nonoctl scheduler list\n  nonoctl scheduler list -o wide")]
pub(crate) struct ListArgs {}

impl ListArgs {
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        let census = invocation.block_on(async { Census::watch(&invocation.cluster().await?).await })?;
        census.unreadable.iter().for_each(|why| invocation.warn(why));
        invocation.print(&show::list(&census))?;
        Ok(Exit::Ok)
    }
}
