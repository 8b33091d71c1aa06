//! `nonoctl cluster status`

use std::time::{Duration, Instant as Moment};

use clap::Args;
use nono_core::name::TaskName;
use nono_core::node::{Folder, Node, Read, Record};
use nono_core::store::connect::Host;
use nono_core::task::StoredTask;
use nono_core::time::{Instant, Utc};

use super::outlook::{Gathering, Outlook, SPAN};
use super::screen::{Facts, Health};
use crate::commands::scheduler::census::Census;
use crate::connect::Cluster;
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::watch::WatchFlag;

/// A server that does not take a connection within this counts as down.
const ACCEPTS_WITHIN: Duration = Duration::from_secs(2);
/// So many tasks are read at a time.
const BATCH: usize = 1_000;

/// Show the whole cluster on one screen: ZooKeeper, schedulers, tasks, dispatch and the next hour
///
/// A line is fine (✓), to be looked at (▲) or wrong (✗). The cluster is degraded as soon as one of the first four is not
/// fine; what comes within the next hour is only told.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  nonoctl cluster status\n  nonoctl cluster status --watch\n  nonoctl cluster status --exit-code --quiet"
)]
pub(crate) struct StatusArgs {
    /// End with exit code 10 when the cluster is degraded
    #[arg(long, conflicts_with = "watch")]
    exit_code: bool,
    #[command(flatten)]
    watch: WatchFlag,
}

impl StatusArgs {
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        if self.watch.is_on() {
            let look = async |invocation: &Invocation, cluster: &Cluster| {
                Ok(gather(invocation, cluster).await?.report(&invocation.style()))
            };
            invocation.block_on(self.watch.print(invocation, None, look))?;
            return Ok(Exit::Ok);
        }
        let facts = invocation.block_on(async { gather(invocation, &invocation.cluster().await?).await })?;
        invocation.print(&facts.report(&invocation.style()))?;
        Ok(if self.exit_code && facts.health() != Health::Ok { Exit::Unhealthy } else { Exit::Ok })
    }
}

async fn gather(invocation: &Invocation, cluster: &Cluster) -> Result<Facts, CommandError> {
    let servers = check_all(cluster.connect.hosts());
    let (servers, census, round_trip) = tokio::join!(servers, Census::watch(cluster), round_trip(cluster));
    let reading = tasks(cluster, invocation.now());
    let (tasks, outlook) = invocation.progress().during("reading the tasks", reading).await?;
    let census = census?;
    let last_claim = if census.schedulers.is_empty() { last_claim(cluster).await? } else { None };
    Ok(Facts {
        place: cluster.place.name().to_owned(),
        info: cluster.admin.cluster().clone(),
        servers,
        round_trip: round_trip?,
        census,
        tasks,
        outlook,
        last_claim,
    })
}

/// When a scheduler last claimed a run, or cleared up after one.
async fn last_claim(cluster: &Cluster) -> Result<Option<Utc>, CommandError> {
    let reads = cluster.read(cluster.partitions().map(Node::Claims).collect()).await?;
    let written = |read| match read {
        // The first version is of `cluster init`.
        Read::Found(_, stat) if stat.version > 0 => Some(stat.mtime()),
        _ => None,
    };
    Ok(reads.into_iter().filter_map(written).max())
}

async fn round_trip(cluster: &Cluster) -> Result<Duration, CommandError> {
    let began = Moment::now();
    cluster.read_one(Node::Cluster).await?;
    Ok(began.elapsed())
}

pub(crate) async fn check_all(hosts: &[Host]) -> Vec<(String, Result<(), String>)> {
    futures::future::join_all(hosts.iter().map(|host| async move { (host.to_string(), check(host).await) })).await
}

async fn check(host: &Host) -> Result<(), String> {
    let connected = tokio::net::TcpStream::connect((host.name.as_str(), host.port));
    match tokio::time::timeout(ACCEPTS_WITHIN, connected).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) if error.kind() == std::io::ErrorKind::ConnectionRefused => Err("connection refused".to_owned()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err(format!("timed out after {ACCEPTS_WITHIN:?}")),
    }
}

/// How many tasks there are, and what those that are not paused do within the next hour.
async fn tasks(cluster: &Cluster, now: Utc) -> Result<(u64, Outlook), CommandError> {
    let partitions: Vec<_> = cluster.partitions().collect();
    let listings = cluster.list(partitions.iter().copied().map(Folder::Tasks).collect()).await?;
    let mut nodes = Vec::new();
    for (partition, listing) in partitions.into_iter().zip(listings) {
        let names = listing.names.iter().filter_map(|name| name.parse::<TaskName>().ok());
        nodes.extend(names.map(|name| Node::Task(partition, name)));
    }
    let count = nodes.len() as u64;
    let mut gathering = Gathering::default();
    for batch in nodes.chunks(BATCH) {
        for read in cluster.read(batch.to_vec()).await? {
            if let Read::Found(Record::Task(stored), stat) = read {
                add(&mut gathering, &stored, stat.mtime(), now);
            }
        }
    }
    Ok((count, gathering.count(now.floor())))
}

fn add(gathering: &mut Gathering, stored: &StoredTask, written: Utc, now: Utc) {
    let Some(from) = enabled_from(stored, written, now) else { return };
    let typed = stored.document.get("schedule").map(ToString::to_string).unwrap_or_default();
    gathering.add(&typed, &stored.task.schedule, from);
}

/// From when on its instants count, to the second, unless it stays paused for longer than the outlook reaches.
pub(crate) fn enabled_from(stored: &StoredTask, written: Utc, now: Utc) -> Option<Instant> {
    let Some(pause) = &stored.task.paused else { return Some(now.floor()) };
    let end = pause.ends_at(written)?;
    (end.0 <= (now + SPAN).0).then(|| end.floor().max(now.floor()))
}
