//! The ring of a task's last documents in `/changes`.
//!
//! Written in the edit's own transaction, so that it never tells of an edit that was not made. A ring that cannot be
//! read is left as it is: history must not stand in the way of an edit.

use crate::cluster::{Change, Changes};
use crate::name::{Partition, TaskName, Version};
use crate::node::{Node, Op, Read, Record};
use crate::run::FORMAT;
use crate::store::record;

/// The most entries.
const MOST: usize = 10;

/// A task's ring, as it was read.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Ring {
    /// No edit was made yet.
    None,
    /// With its version.
    At(Version, Box<Changes>),
    /// There, and not to be understood.
    Unreadable(String),
}

impl Ring {
    pub(super) fn of(read: Read) -> Self {
        match read {
            Read::Missing => Self::None,
            Read::Found(Record::Changes(changes), stat) => Self::At(stat.version, changes),
            Read::Found(..) => Self::Unreadable("it holds another record".to_owned()),
            Read::Unreadable { why, .. } => Self::Unreadable(why),
        }
    }

    pub(super) fn is_there(&self) -> bool {
        !matches!(self, Self::None)
    }

    pub(super) fn warning(&self) -> Option<String> {
        match self {
            Self::Unreadable(why) => Some(format!("the edit is not in the task's history: {why}")),
            _ => None,
        }
    }

    /// The edit that made `version`.
    pub(super) fn edit(&self, version: Version) -> Option<&Change> {
        match self {
            Self::At(_, changes) => changes.entries.iter().find(|entry| entry.version == version),
            _ => None,
        }
    }

    pub(super) fn last(&self) -> Option<&Change> {
        match self {
            Self::At(_, changes) => changes.entries.last(),
            _ => None,
        }
    }

    /// What adds `change`.
    pub(super) fn pushed(&self, partition: Partition, task: &TaskName, change: Change) -> Option<Op> {
        let node = Node::Changes(partition, task.clone());
        let (old, version) = match self {
            Self::None => (Changes::default(), None),
            Self::At(version, changes) => ((**changes).clone(), Some(*version)),
            Self::Unreadable(_) => return None,
        };
        let record = Record::Changes(Box::new(bounded(&node, old, change)));
        Some(match version {
            None => Op::Create(node, record),
            Some(version) => Op::Set(node, record, Some(version)),
        })
    }
}

fn bounded(node: &Node, mut changes: Changes, change: Change) -> Changes {
    changes.format = FORMAT;
    changes.entries.push(change);
    let surplus = changes.entries.len().saturating_sub(MOST);
    changes.entries.drain(..surplus);
    while changes.entries.len() > 1 && record::encode(node, &Record::Changes(Box::new(changes.clone()))).is_err() {
        changes.entries.remove(0);
    }
    changes
}
