//! The ring of a task's last documents in `/changes`.
//!
//! Written in the edit's own transaction, so that it never tells of an edit that was not made. A ring that cannot be
//! read is left as it is: history must not stand in the way of an edit. Who made a task stands in the task's own record.

use crate::cluster::{Change, Changes, Creation};
use crate::name::{Partition, TaskName, Version};
use crate::node::{Node, Op, Read, Record};
use crate::run::FORMAT;
use crate::store::admin::Author;
use crate::store::record;
use crate::task::StoredTask;

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

/// The new task, and in it who makes it.
pub(super) fn signed(task: &StoredTask, author: &Author) -> StoredTask {
    let creation = Creation {
        at: author.at,
        by: author.by.clone(),
        identity: author.identity.clone(),
        command: author.command.clone(),
        reason: author.reason.clone(),
        extra: serde_json::Map::new(),
    };
    let mut task = task.clone();
    if let Ok(creation) = serde_json::to_value(creation) {
        task.extra.insert(Creation::FIELD.to_owned(), creation);
    }
    task
}

/// Who made a task. `None`: a release that did not write it down.
#[must_use]
pub fn creation_of(task: &StoredTask) -> Option<Creation> {
    task.extra.get(Creation::FIELD).and_then(|creation| serde_json::from_value(creation.clone()).ok())
}
