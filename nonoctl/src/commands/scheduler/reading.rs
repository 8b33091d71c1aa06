//! Reads what a census is made of: three listings and one batch of records, however many schedulers there are.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::time::Duration;

use nono_core::name::{CandidateName, MemberId, SchedulerName};
use nono_core::node::{Folder, Listing, Node, Read, Record};

use super::census::{Census, Found, SILENT};
use crate::connect::Cluster;
use crate::error::CommandError;
use crate::invocation::wall_clock;

/// In this time a scheduler that moves writes its figures anew.
pub(crate) const AGAIN: Duration = Duration::from_millis(1_500);

impl Census {
    /// The members, their figures and leases, the plan and the intents, as they are now. What vanished between listing
    /// and reading is left out; what cannot be read is named in [`Census::unreadable`].
    pub(crate) async fn read(cluster: &Cluster) -> Result<Self, CommandError> {
        Ok(Self::of(Found::read(cluster, true).await?))
    }

    /// The same, and looked at twice where nobody seems to write figures: then either the clock of this machine is ahead,
    /// or all are silent, and only a second look tells.
    pub(crate) async fn watch(cluster: &Cluster) -> Result<Self, CommandError> {
        let mut found = Found::read(cluster, true).await?;
        let newest = found.newest();
        if newest.is_some_and(|newest| wall_clock().since(newest) > SILENT) {
            tokio::time::sleep(AGAIN).await;
            found.read_figures(cluster).await?;
            found.now = Some(wall_clock()).filter(|_| found.newest() == newest);
        }
        Ok(Self::of(found))
    }
}

impl Found {
    /// The same, before it is judged; the leases only if they are wanted.
    pub(crate) async fn read(cluster: &Cluster, leases: bool) -> Result<Self, CommandError> {
        let folders = vec![Folder::Members, Folder::Intents, Folder::Candidates];
        let listings = cluster.list(folders).await?;
        let [members, intents, candidates] = listings.as_slice() else {
            return Err(CommandError::failed("ZooKeeper answered for another number of folders than asked"));
        };
        let mut found = Self::default();
        let members: Vec<MemberId> = valid(members, &mut found.unreadable);
        let intents: Vec<SchedulerName> = valid(intents, &mut found.unreadable);
        found.candidates = valid::<CandidateName>(candidates, &mut found.unreadable);
        let mut nodes = vec![Node::Assignment, Node::Intents];
        nodes.extend(members.iter().flat_map(|id| [Node::Member(id.clone()), Node::Stats(id.clone())]));
        nodes.extend(intents.into_iter().map(Node::Intent));
        if leases {
            nodes.extend(found.ask_leases(cluster));
        }
        found.take(cluster, nodes).await?;
        Ok(found)
    }

    /// Reads who owns what, again.
    pub(crate) async fn read_leases(&mut self, cluster: &Cluster) -> Result<(), CommandError> {
        let nodes = self.ask_leases(cluster);
        self.take(cluster, nodes).await
    }

    fn ask_leases(&mut self, cluster: &Cluster) -> Vec<Node> {
        self.owners = cluster.partitions().map(|partition| (partition, None)).collect::<BTreeMap<_, _>>();
        cluster.partitions().map(Node::Lease).collect()
    }

    /// Reads the figures of the members that are known, again.
    pub(crate) async fn read_figures(&mut self, cluster: &Cluster) -> Result<(), CommandError> {
        self.stats.clear();
        let nodes = self.members.keys().map(|id| Node::Stats(id.clone())).collect();
        self.take(cluster, nodes).await
    }

    async fn take(&mut self, cluster: &Cluster, nodes: Vec<Node>) -> Result<(), CommandError> {
        let reads = cluster.read(nodes.clone()).await?;
        for (node, read) in nodes.into_iter().zip(reads) {
            self.add(node, read);
        }
        Ok(())
    }
}

fn valid<T: FromStr>(listing: &Listing, unreadable: &mut Vec<String>) -> Vec<T>
where
    T::Err: std::fmt::Display,
{
    let parsed = listing.names.iter().map(|name| name.parse::<T>());
    parsed.filter_map(|name| name.map_err(|error| unreadable.push(error.to_string())).ok()).collect()
}

impl Found {
    fn add(&mut self, node: Node, read: Read) {
        match (node, read) {
            (_, Read::Missing) => {}
            (_, Read::Unreadable { why, .. }) => self.unreadable.push(why),
            (Node::Member(id), Read::Found(Record::Member(member), _)) => {
                self.members.insert(id, *member);
            }
            (Node::Stats(id), Read::Found(Record::Stats(stats), stat)) => {
                self.stats.insert(id, (*stats, stat.mtime()));
            }
            (Node::Intents, Read::Found(Record::Intents(intents), stat)) => {
                self.paused = intents.lasting(stat.mtime());
            }
            (Node::Intent(name), Read::Found(Record::Intent(intent), stat)) => {
                self.wanted_since.insert(name.clone(), stat.mtime());
                self.intents.insert(name, intent);
            }
            (Node::Lease(partition), Read::Found(Record::Lease(lease), _)) => {
                self.owners.insert(partition, lease.owner);
            }
            (Node::Assignment, Read::Found(Record::Assignment(plan), _)) => self.assignment = Some(plan),
            (node, Read::Found(..)) => self.unreadable.push(format!("{node:?} holds another kind of record")),
        }
    }
}
