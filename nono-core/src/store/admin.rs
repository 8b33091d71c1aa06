//! What admins do with a cluster: the sequences of reads and writes behind `nonoctl`.
//!
//! Every edit is compare-and-set, in one transaction with the plan version of its partition. What is reported as done
//! is durable, what is reported as failed changed nothing, and an answer that was lost is read back after a sync
//! (G7). No clock and no randomness: times, uids and tokens come from the caller. Schedulers never use this.

mod batch;
mod change;
mod command;
mod edit;
mod error;
mod event;
mod init;
mod query;
mod survey;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::cluster::ClusterInfo;
use crate::name::{Partition, TaskName};
use crate::node::{Answer, Cause, Folder, Listing, Node, Read, Record, Request, Stat};
use crate::store::{Store, path};

pub use change::creation_of;
pub use command::{Asker, FoundRun, MOST_COMMANDS, Triggered};
pub use edit::{Author, Edit, Edited};
pub use error::AdminError;
pub use init::{Initialised, init, rehearse_init};
pub use query::{OpenRun, Tasks};
pub use survey::{Frame, Part, Seen, Stray, frame, ward};

/// How often a request is made whose answers are lost.
const TRIES: usize = 5;

/// An admin's view of an initialised cluster.
#[derive(Clone)]
pub struct Admin {
    store: Arc<dyn Store>,
    cluster: ClusterInfo,
    /// Edits that were made.
    made: Arc<AtomicU64>,
}

impl std::fmt::Debug for Admin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Admin").field("cluster", &self.cluster).finish_non_exhaustive()
    }
}

/// A record and what ZooKeeper says of its node.
#[derive(Clone, PartialEq, Debug)]
pub struct Kept<T> {
    /// The record.
    pub value: T,
    /// Of its node.
    pub stat: Stat,
}

impl Admin {
    /// Reads `/cluster`.
    ///
    /// # Errors
    /// [`AdminError::NotInitialised`] where there is none.
    pub async fn open(store: Arc<dyn Store>) -> Result<Self, AdminError> {
        match read_one(&*store, Node::Cluster).await? {
            Some(Kept { value: Record::Cluster(cluster), .. }) => Ok(Self { store, cluster, made: Arc::default() }),
            _ => Err(AdminError::NotInitialised),
        }
    }

    /// How many edits of tasks are known to have been made through this one and its clones so far. While some are on their
    /// way more may have been.
    #[must_use]
    pub fn edits_made(&self) -> u64 {
        self.made.load(Ordering::Relaxed)
    }

    /// What `/cluster` says.
    #[must_use]
    pub const fn cluster(&self) -> &ClusterInfo {
        &self.cluster
    }

    /// The partition of a task.
    #[must_use]
    pub fn partition_of(&self, task: &TaskName) -> Partition {
        Partition::of(task, self.cluster.partitions)
    }

    /// Every partition of the cluster.
    #[must_use]
    pub fn partitions(&self) -> Vec<Partition> {
        Partition::all(self.cluster.partitions).collect()
    }

    async fn read(&self, nodes: Vec<Node>) -> Result<Vec<Read>, AdminError> {
        read(&*self.store, nodes).await
    }

    async fn list(&self, folders: Vec<Folder>) -> Result<Vec<Listing>, AdminError> {
        list(&*self.store, folders).await
    }

    async fn read_one(&self, node: Node) -> Result<Option<Kept<Record>>, AdminError> {
        read_one(&*self.store, node).await
    }

    /// After a lost answer: what was sent before has been applied by now, or never will be.
    async fn sync(&self) -> Result<(), AdminError> {
        sync(&*self.store).await
    }
}

async fn sync(store: &dyn Store) -> Result<(), AdminError> {
    let mut why = String::new();
    for _ in 0..TRIES {
        match store.request(Request::Sync).await {
            Answer::Synced => return Ok(()),
            other => why = in_words(&other),
        }
    }
    Err(AdminError::Unavailable { why })
}

/// Reads are asked again when no answer came: that changes nothing.
async fn read(store: &dyn Store, nodes: Vec<Node>) -> Result<Vec<Read>, AdminError> {
    if nodes.is_empty() {
        return Ok(Vec::new());
    }
    let mut why = String::new();
    for _ in 0..TRIES {
        match store.request(Request::Read(nodes.clone())).await {
            Answer::Read(reads) => return Ok(reads),
            Answer::Failed(why) => return Err(AdminError::Refused { why }),
            other => why = in_words(&other),
        }
    }
    Err(AdminError::Unavailable { why })
}

async fn list(store: &dyn Store, folders: Vec<Folder>) -> Result<Vec<Listing>, AdminError> {
    if folders.is_empty() {
        return Ok(Vec::new());
    }
    let mut why = String::new();
    for _ in 0..TRIES {
        match store.request(Request::List(folders.clone())).await {
            Answer::List(listings) => return Ok(listings),
            Answer::Refused { index, .. } => {
                let place = folders.get(index).map_or_else(String::new, |folder| path::of_folder(*folder));
                return Err(AdminError::Denied { place });
            }
            Answer::Failed(why) => return Err(AdminError::Refused { why }),
            other => why = in_words(&other),
        }
    }
    Err(AdminError::Unavailable { why })
}

async fn read_one(store: &dyn Store, node: Node) -> Result<Option<Kept<Record>>, AdminError> {
    let read = read(store, vec![node.clone()]).await?.pop();
    found(&node, read.unwrap_or(Read::Missing))
}

/// A record that is there and cannot be read is an error; one that is missing is not.
fn found(node: &Node, read: Read) -> Result<Option<Kept<Record>>, AdminError> {
    match read {
        Read::Missing => Ok(None),
        Read::Found(value, stat) => Ok(Some(Kept { value, stat })),
        Read::Unreadable { cause: Cause::Denied, .. } => Err(AdminError::Denied { place: path::of_node(node) }),
        Read::Unreadable { why, .. } => Err(AdminError::Unreadable { why }),
    }
}

fn in_words(answer: &Answer) -> String {
    match answer {
        Answer::Unknown(why) | Answer::Failed(why) => why.clone(),
        other => format!("the answer was {other:?}"),
    }
}
