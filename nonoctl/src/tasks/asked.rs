//! Runs that somebody asked for and no scheduler has claimed, or of a backfill not wholly.
//!
//! They stand in the folders of commands alone, so that is all that is read: one request for the names of many partitions,
//! and one for what they hold. A run moves on from there to claims, records and states; who reads them before those misses
//! none, and leaves out here what is found there too.

use std::collections::BTreeSet;

use nono_core::name::{CommandName, Partition, RunId, RunKey, TaskName};
use nono_core::node::{Folder, Node, Read, Record};
use nono_core::run::{Trigger, UserAction, UserCommand};
use nono_core::time::{Instant, Utc};

use super::view::TaskView;
use crate::connect::Cluster;
use crate::error::{CommandError, ErrorKind};
use crate::invocation::Invocation;
use crate::words;

/// A run that was asked for; or all of a backfill, while some of it is not claimed.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct AskedRun {
    /// The id that it has, or of a backfill that of the whole.
    pub(crate) run: RunId,
    /// What was asked, by whom, and why.
    pub(crate) command: UserCommand,
    /// When that was; of a backfill, when it was last claimed from.
    pub(crate) at: Utc,
}

impl AskedRun {
    /// None of a command that asks for the end of a run: that makes none.
    pub(crate) fn of(partition: Partition, name: &CommandName, command: UserCommand, at: Utc) -> Option<Self> {
        if matches!(command.action, UserAction::Cancel { .. }) {
            return None;
        }
        let run = RunId::new(partition, &command.uid, RunKey::Command(name.sequence()));
        Some(Self { run, command, at })
    }

    /// Why it will exist.
    pub(crate) const fn trigger(&self) -> Trigger {
        match self.command.action {
            UserAction::Trigger | UserAction::Cancel { .. } => Trigger::Manual,
            UserAction::Replay { .. } => Trigger::Replay,
            UserAction::Backfill(_) => Trigger::Backfill,
        }
    }

    /// The instant that it stands for, as far as it has one before it is claimed: of a backfill the next one's second.
    pub(crate) fn scheduled_at(&self) -> Option<Instant> {
        match &self.command.action {
            UserAction::Trigger | UserAction::Cancel { .. } => None,
            UserAction::Replay { scheduled_at, .. } => Some(*scheduled_at),
            UserAction::Backfill(span) => Some(span.after.unwrap_or(span.from)),
        }
    }

    /// How many of a backfill are claimed.
    pub(crate) const fn claimed(&self) -> u64 {
        match &self.command.action {
            UserAction::Backfill(span) => span.claimed as u64,
            UserAction::Trigger | UserAction::Replay { .. } | UserAction::Cancel { .. } => 0,
        }
    }
}

/// What a run waits for, in the order in which it is looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Hold {
    /// Nothing is claimed anywhere.
    ClusterPaused,
    /// What of its task ran cannot be read.
    StateUnreadable,
    /// Nobody owns its partition.
    NoOwner,
    /// The owner of its partition, who takes it up within a second.
    Owner,
}

impl Hold {
    /// Of what is asked of this task.
    pub(crate) fn of(task: &TaskView) -> Self {
        if task.is_cluster_paused() {
            Self::ClusterPaused
        } else if task.spoilt.is_some() {
            Self::StateUnreadable
        } else if task.owner.is_none() {
            Self::NoOwner
        } else {
            Self::Owner
        }
    }

    /// In JSON.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::ClusterPaused => "cluster-paused",
            Self::StateUnreadable => "state-unreadable",
            Self::NoOwner => "no-owner",
            Self::Owner => "owner",
        }
    }

    /// `waits until the cluster is resumed`
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::ClusterPaused => "waits until the paused cluster is resumed",
            Self::StateUnreadable => "waits until its task's state can be read",
            Self::NoOwner => "waits until a scheduler owns its partition",
            Self::Owner => "waits to be claimed",
        }
    }

    /// What ends it, where that does not come by itself.
    pub(crate) const fn remedy(self) -> Option<&'static str> {
        match self {
            Self::ClusterPaused => Some("nonoctl cluster resume"),
            Self::StateUnreadable => Some("nonoctl cluster doctor --check records"),
            Self::NoOwner => Some("nonoctl scheduler list"),
            Self::Owner => None,
        }
    }
}

/// What was asked of the tasks of these partitions, the oldest first. Who may not read commands is told so, and sees none.
pub(crate) async fn of_partitions(
    cluster: &Cluster,
    invocation: &Invocation,
    partitions: &[Partition],
) -> Result<Vec<AskedRun>, CommandError> {
    let listings = match cluster.list(partitions.iter().map(|partition| Folder::Commands(*partition)).collect()).await {
        Ok(listings) => listings,
        Err(error) if error.kind == ErrorKind::Denied => {
            invocation.warn("runs that wait to be claimed are not shown: who reads as you do may not read commands");
            return Ok(Vec::new());
        }
        Err(error) => return Err(error),
    };
    let names = |(partition, listing): (&Partition, &nono_core::node::Listing)| {
        let partition = *partition;
        let names = listing.names.iter().filter_map(|name| name.parse::<CommandName>().ok());
        names.map(|name| (partition, name)).collect::<Vec<_>>()
    };
    let places: Vec<(Partition, CommandName)> = partitions.iter().zip(&listings).flat_map(names).collect();
    let nodes = places.iter().map(|(partition, name)| Node::Command(*partition, name.clone())).collect();
    let reads = cluster.read(nodes).await?;
    let found = places.iter().zip(reads).filter_map(|((partition, name), read)| match read {
        Read::Found(Record::Command(command), stat) => AskedRun::of(*partition, name, *command, stat.mtime()),
        _ => None,
    });
    let mut asked: Vec<AskedRun> = found.collect();
    asked.sort_by(|a, b| (a.at, &a.run).cmp(&(b.at, &b.run)));
    Ok(asked)
}

/// What was asked of one task.
pub(crate) async fn of_task(
    cluster: &Cluster,
    invocation: &Invocation,
    name: &TaskName,
) -> Result<Vec<AskedRun>, CommandError> {
    let mut asked = of_partitions(cluster, invocation, &[cluster.partition_of(name)]).await?;
    asked.retain(|asked| asked.command.task == *name);
    Ok(asked)
}

/// Those of `asked` that are asked of this task as it is now, and of which nothing is found anywhere else.
pub(crate) fn still_asked<'a>(task: &TaskView, asked: &'a [AskedRun]) -> Vec<&'a AskedRun> {
    let of_task = |asked: &&AskedRun| asked.command.uid == task.stored.uid && asked.command.task == *task.name();
    let of_task: Vec<&AskedRun> = asked.iter().filter(of_task).collect();
    if of_task.is_empty() {
        return of_task;
    }
    let open = task.open.iter().map(|open| &open.entry.run);
    let seen: BTreeSet<&RunId> = open.chain(task.outcomes().map(|outcome| &outcome.run)).collect();
    of_task.into_iter().filter(|asked| !seen.contains(&asked.run)).collect()
}

/// `a run that carol@host asked for`, `3 runs that were asked for`
pub(crate) fn counted(asked: &[&AskedRun]) -> String {
    match asked {
        [one] if one.trigger() == Trigger::Backfill => {
            format!("a backfill that {} asked for", words::harmless(&one.command.by))
        }
        [one] => format!("a run that {} asked for", words::harmless(&one.command.by)),
        all => format!("{} that were asked for", words::counted(all.len() as u64, "run")),
    }
}
