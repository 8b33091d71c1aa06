//! What ZooKeeper tells by itself, and so need not be asked again and again: watches, each with what it gives cause to look at.

use std::collections::BTreeSet;
use std::sync::Arc;

use futures::StreamExt;
use futures::stream::{BoxStream, SelectAll};
use nono_core::name::{MemberId, Partition};
use nono_core::node::{Folder, Node, Watch};
use nono_core::store::Watching;
use nono_core::store::zookeeper::ZooKeeper;

/// What something gives cause to look at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Hint {
    /// Names of tasks in this partition.
    Plan(Partition),
    /// Who there is.
    Cluster,
    /// The record of this member: it may be about to leave.
    Member(MemberId),
}

/// The watches of a session.
pub(super) struct Hints {
    zookeeper: Arc<ZooKeeper>,
    all: SelectAll<BoxStream<'static, Hint>>,
    members: BTreeSet<MemberId>,
}

impl Hints {
    /// A watch for each partition's plan, which whoever changes a task of it changes; and for what moves seldom and must be
    /// seen soon: a pause of the cluster, who comes and goes, who leads, what is planned.
    pub(super) fn over(zookeeper: Arc<ZooKeeper>, partitions: impl Iterator<Item = Partition>) -> Self {
        let mut hints = Self { zookeeper, all: SelectAll::new(), members: BTreeSet::new() };
        for partition in partitions {
            hints.watch(Watch::Data(Node::Plan(partition)), Hint::Plan(partition));
        }
        for watch in [
            Watch::Data(Node::Intents),
            Watch::Data(Node::Assignment),
            Watch::Children(Folder::Members),
            Watch::Children(Folder::Candidates),
        ] {
            hints.watch(watch, Hint::Cluster);
        }
        hints
    }

    fn watch(&mut self, watch: Watch, hint: Hint) {
        self.all.push(self.zookeeper.watch(watch).map(move |()| hint.clone()).boxed());
    }

    /// These are the members now: those that came are watched from now on.
    pub(super) fn follow(&mut self, members: BTreeSet<MemberId>) {
        let new: Vec<MemberId> = members.difference(&self.members).cloned().collect();
        for id in new {
            self.watch(Watch::Data(Node::Member(id.clone())), Hint::Member(id));
        }
        self.members = members;
    }

    /// The next one; none while there is none to come.
    pub(super) async fn next(&mut self) -> Option<Hint> {
        self.all.next().await
    }
}
