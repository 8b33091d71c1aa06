//! One transaction of edits: filling it, and telling afterwards what became of it.
//!
//! Pure: what was read is an argument. What is sent and in which order is [`super::edit`]'s.

use std::collections::VecDeque;

use crate::cluster::{Change, Plan};
use crate::name::{Partition, TaskName, Version};
use crate::node::{Node, Op, Read, Record, Stat};
use crate::store::admin::change::{Ring, signed};
use crate::store::admin::edit::{Author, Edit, Edited};
use crate::store::admin::{AdminError, Kept};
use crate::store::record;
use crate::task::StoredTask;

/// Edits in one transaction; its size bounds it too.
const MOST_EDITS: usize = 500;

/// An edit on its way, with its place in the caller's list.
pub(super) struct Item {
    pub(super) place: usize,
    pub(super) edit: Edit,
    pub(super) ring: Ring,
    pub(super) tries: usize,
}

pub(super) type Outcome = (usize, Result<Edited, AdminError>);

/// What a lost answer turned out to be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Applied,
    NotApplied,
    Unclear,
}

/// As many edits as fit into one transaction.
pub(super) struct Batch {
    pub(super) items: Vec<Item>,
    pub(super) ops: Vec<Op>,
    /// Of each operation the number of its item; the first operation belongs to all.
    pub(super) item_of: Vec<usize>,
}

pub(super) fn fill(
    partition: Partition,
    first: Item,
    waiting: &mut VecDeque<Item>,
    author: &Author,
    outcomes: &mut Vec<Outcome>,
) -> Batch {
    let mut batch = Batch { items: Vec::new(), ops: Vec::new(), item_of: vec![0] };
    // The plan's record is at most this large: 64 names of 128 bytes, quoted.
    let mut room = record::MOST_OF_A_TRANSACTION - 12 * 1024;
    let mut next = Some(first);
    while let Some(item) = next.take() {
        let ops = operations(partition, &item, author);
        match ops.iter().map(record::cost).sum::<Result<usize, _>>() {
            Err(cannot) => outcomes.push((item.place, Err(AdminError::TooLarge { why: cannot.to_string() }))),
            Ok(bytes) if bytes > room || batch.items.len() >= MOST_EDITS => {
                waiting.push_front(item);
                break;
            }
            Ok(bytes) => {
                room -= bytes;
                batch.item_of.extend(ops.iter().map(|_| batch.items.len()));
                batch.ops.extend(ops);
                batch.items.push(item);
            }
        }
        next = waiting.pop_front();
    }
    let names = batch.items.iter().map(|item| item.edit.name().clone()).collect();
    batch.ops.insert(0, Op::Set(Node::Plan(partition), Record::Plan(Plan::of(names)), None));
    batch
}

pub(super) fn operations(partition: Partition, item: &Item, author: &Author) -> Vec<Op> {
    let name = item.edit.name();
    let node = Node::Task(partition, name.clone());
    match &item.edit {
        Edit::Add(task) => vec![Op::Create(node, Record::Task(Box::new(signed(task, author))))],
        Edit::Replace { base, task } => {
            let set = Op::Set(node, Record::Task(task.clone()), Some(base.stat.version));
            let change = change_of(base, author);
            std::iter::once(set).chain(item.ring.pushed(partition, name, change)).collect()
        }
        Edit::Remove { stat, .. } => {
            let history = item.ring.is_there().then(|| Op::Delete(Node::Changes(partition, name.clone()), None));
            std::iter::once(Op::Delete(node, Some(stat.version))).chain(history).collect()
        }
    }
}

pub(super) fn change_of(base: &Kept<StoredTask>, author: &Author) -> Change {
    Change {
        version: base.stat.version + 1,
        at: author.at,
        by: author.by.clone(),
        identity: author.identity.clone(),
        command: author.command.clone(),
        reason: author.reason.clone(),
        before: serde_json::from_slice(&base.value.write()).unwrap_or_default(),
        extra: serde_json::Map::new(),
    }
}

pub(super) fn done(item: &Item) -> Edited {
    let (version, warning) = match &item.edit {
        Edit::Add(_) => (Some(0), None),
        Edit::Replace { base, .. } => (Some(base.stat.version + 1), item.ring.warning()),
        Edit::Remove { .. } => (None, None),
    };
    Edited { name: item.edit.name().clone(), version, warning }
}

pub(super) fn fate_of(item: &Item, task: &Read, ring: &Ring, author: &Author) -> Fate {
    let stat = stat_of(task);
    match &item.edit {
        Edit::Add(ours) => match task {
            Read::Found(Record::Task(theirs), _) if theirs.uid == ours.uid => Fate::Applied,
            _ => Fate::NotApplied,
        },
        Edit::Remove { stat: base, .. } => match stat {
            Some(now) if now.created_zxid == base.created_zxid => Fate::NotApplied,
            _ => Fate::Applied,
        },
        Edit::Replace { base, task: ours } => match stat {
            Some(now) if now.created_zxid != base.stat.created_zxid => Fate::Unclear,
            None => Fate::Unclear,
            Some(now) if now.version == base.stat.version => Fate::NotApplied,
            Some(now) if now.version == base.stat.version + 1 => match task {
                Read::Found(Record::Task(theirs), _) if theirs == ours => Fate::Applied,
                _ => Fate::NotApplied,
            },
            Some(_) => match ring.edit(base.stat.version + 1) {
                Some(change) if *change == change_of(base, author) => Fate::Applied,
                Some(_) => Fate::NotApplied,
                None => Fate::Unclear,
            },
        },
    }
}

pub(super) fn moved_on(name: TaskName, base: Stat, now: Option<Stat>, ring: &Ring) -> AdminError {
    match now {
        Some(now) if now.created_zxid == base.created_zxid => conflict(name, base.version, now, ring),
        _ => AdminError::no_task(&name),
    }
}

pub(super) fn conflict(name: TaskName, have: Version, now: Stat, ring: &Ring) -> AdminError {
    let last = ring.last().filter(|change| change.version == now.version);
    AdminError::Conflict { name, have, is: now.version, by: last.map(|change| change.by.clone()), at: now.mtime() }
}

pub(super) fn unknown(name: &TaskName, why: &str) -> AdminError {
    AdminError::UnknownOutcome { what: format!("the edit of task \"{name}\""), why: why.to_owned() }
}

pub(super) fn ring_node(partition: Partition, edit: &Edit) -> Option<Node> {
    match edit {
        Edit::Add(_) => None,
        edit => Some(Node::Changes(partition, edit.name().clone())),
    }
}

pub(super) fn both_nodes(partition: Partition, name: &TaskName) -> [Node; 2] {
    [Node::Task(partition, name.clone()), Node::Changes(partition, name.clone())]
}

pub(super) fn stat_of(read: &Read) -> Option<Stat> {
    match read {
        Read::Missing => None,
        Read::Found(_, stat) | Read::Unreadable { stat, .. } => Some(*stat),
    }
}

/// Whether a node is still as it was read.
pub(super) fn same(now: Option<Stat>, base: Stat) -> bool {
    now.is_some_and(|now| now.version == base.version && now.created_zxid == base.created_zxid)
}
