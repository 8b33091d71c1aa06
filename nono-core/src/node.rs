//! Which record is meant, and what is asked of it, without saying where it is kept.
//!
//! The engine asks in these words and the store answers in them; only the store knows paths and bytes. One
//! [`Request`] of the engine is one request of the store (a long read may be split, a transaction never).

use std::collections::BTreeMap;

use crate::cluster::{Assignment, Changes, ClusterInfo, Events, Intent, Intents, Lease, Member, Plan, Stats};
use crate::name::{CandidateName, CommandName, MemberId, Partition, RunId, SchedulerName, TaskName, Token, Version};
use crate::run::{Claims, RunRecord, TaskState, UserCommand};
use crate::task::StoredTask;
use crate::time::Utc;

/// A record's place.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Node {
    /// `/cluster`
    Cluster,
    /// `/tasks/PPP`
    Plan(Partition),
    /// `/tasks/PPP/NAME`
    Task(Partition, TaskName),
    /// `/states/PPP/NAME`
    State(Partition, TaskName),
    /// `/leases/PPP`
    Lease(Partition),
    /// `/claims/PPP`
    Claims(Partition),
    /// `/runs/PPP/RUN`; the partition is part of the id
    Run(RunId),
    /// `/commands/PPP`: holds nothing; its Stat tells whether children came or went
    Commands(Partition),
    /// `/commands/PPP/TOKEN-SEQ`
    Command(Partition, CommandName),
    /// `/schedulers/ID`, ephemeral
    Member(MemberId),
    /// `/stats/ID`, ephemeral
    Stats(MemberId),
    /// `/intents`
    Intents,
    /// `/intents/NAME`
    Intent(SchedulerName),
    /// `/changes/PPP/NAME`
    Changes(Partition, TaskName),
    /// `/assignment`
    Assignment,
    /// `/events`
    Events,
    /// `/leader/ID-SEQ`, ephemeral
    Candidate(CandidateName),
    /// A node that only holds others; `init` makes it.
    Holder(Holder),
}

/// A node of the layout that has children and no record of its own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Holder {
    /// `/tasks`
    Tasks,
    /// `/states`
    States,
    /// `/states/PPP`
    StatesOf(Partition),
    /// `/leases`
    Leases,
    /// `/claims`
    Claims,
    /// `/runs`
    Runs,
    /// `/runs/PPP`
    RunsOf(Partition),
    /// `/commands`
    Commands,
    /// `/schedulers`
    Members,
    /// `/stats`
    Stats,
    /// `/changes`
    Changes,
    /// `/changes/PPP`
    ChangesOf(Partition),
    /// `/leader`
    Candidates,
}

/// A place whose children can be listed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Folder {
    /// Names of tasks, below `/tasks/PPP`.
    Tasks(Partition),
    /// Names of tasks, below `/states/PPP`.
    States(Partition),
    /// Run ids, below `/runs/PPP`.
    Runs(Partition),
    /// Command names, below `/commands/PPP`.
    Commands(Partition),
    /// Member ids, below `/schedulers`.
    Members,
    /// Member ids, below `/stats`.
    Stats,
    /// Scheduler names, below `/intents`.
    Intents,
    /// Candidate names, below `/leader`.
    Candidates,
    /// Whatever stands below a node that only holds others.
    Held(Holder),
}

/// What can be watched.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Watch {
    /// The data of a node, and whether it is there.
    Data(Node),
    /// The children of a folder.
    Children(Folder),
}

/// What a record holds, read.
#[derive(Clone, PartialEq, Debug)]
pub enum Record {
    /// Of [`Node::Cluster`].
    Cluster(ClusterInfo),
    /// Of [`Node::Plan`].
    Plan(Plan),
    /// Of [`Node::Task`].
    Task(Box<StoredTask>),
    /// Of [`Node::State`].
    State(std::sync::Arc<TaskState>),
    /// Of [`Node::Lease`].
    Lease(Lease),
    /// Of [`Node::Claims`].
    Claims(Claims),
    /// Of [`Node::Run`].
    Run(Box<RunRecord>),
    /// Of [`Node::Command`].
    Command(Box<UserCommand>),
    /// Of [`Node::Member`].
    Member(Box<Member>),
    /// Of [`Node::Stats`].
    Stats(Box<Stats>),
    /// Of [`Node::Intents`].
    Intents(Intents),
    /// Of [`Node::Intent`].
    Intent(Intent),
    /// Of [`Node::Changes`].
    Changes(Box<Changes>),
    /// Of [`Node::Assignment`].
    Assignment(Assignment),
    /// Of [`Node::Events`].
    Events(Box<Events>),
    /// Of a node that holds nothing ([`Node::Candidate`], [`Node::Commands`], [`Node::Holder`]).
    Empty,
}

/// What ZooKeeper says of a node beside its data.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Stat {
    /// How often the data was set.
    pub version: Version,
    /// How often children came or went.
    pub children_version: i32,
    /// How many children there are.
    pub children: u32,
    /// How long the data is.
    pub bytes: u32,
    /// The transaction that made the node: another one means another node of the same name.
    pub created_zxid: i64,
    /// When the data was last set, by ZooKeeper's clock.
    pub modified: MTime,
    /// Whether it vanishes with its session.
    pub ephemeral: bool,
}

/// A time of ZooKeeper's clock. 0 in a [`Stat`] that was not read.
pub type MTime = i64;

impl Read {
    /// Whether this, read at the place of a member, shows one that lives. A record that cannot be used is there all the
    /// same; one that is not ephemeral was put there by hand, and no session stands for it.
    #[must_use]
    pub fn shows_a_session(&self) -> bool {
        match self {
            Self::Missing => false,
            Self::Found(_, stat) => stat.ephemeral,
            Self::Unreadable { cause, stat, .. } => stat.ephemeral || *cause == Cause::Denied,
        }
    }
}

impl Stat {
    /// `modified` as a moment.
    #[must_use]
    pub const fn mtime(&self) -> Utc {
        Utc(self.modified)
    }
}

/// One step of a transaction. A transaction applies whole or not at all.
#[derive(Clone, PartialEq, Debug)]
pub enum Op {
    /// Refused unless the node has this version.
    Check(Node, Version),
    /// Refused if the node exists or its parent does not.
    Create(Node, Record),
    /// Refused unless the node has this version. `None`: whatever it has.
    Set(Node, Record, Option<Version>),
    /// Refused unless the node has this version, or has children.
    Delete(Node, Option<Version>),
}

impl Op {
    /// The node it is about.
    #[must_use]
    pub const fn node(&self) -> &Node {
        match self {
            Self::Check(node, _) | Self::Create(node, _) | Self::Set(node, _, _) | Self::Delete(node, _) => node,
        }
    }
}

/// What reading one node found.
#[derive(Clone, PartialEq, Debug)]
pub enum Read {
    /// There is no such node.
    Missing,
    /// Its record and its Stat.
    Found(Record, Stat),
    /// It is there and cannot be understood: broken, of a newer format, or of another name than its place.
    Unreadable {
        /// What kind of trouble it is, for those who must act on it.
        cause: Cause,
        /// One line that says what is wrong and where.
        why: String,
        /// Its Stat; all zero when access to the node is denied.
        stat: Stat,
    },
}

/// Why a record cannot be used.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Cause {
    /// Its bytes are no record of its place. Whoever it belongs to may write it anew.
    Broken,
    /// A newer release wrote it: it is never written over.
    Newer,
    /// Access to it is denied.
    Denied,
}

/// The children of a [`Folder`]. A folder that is missing has none.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Listing {
    /// Their names, unordered, as they stand in the tree: not all need be valid.
    pub names: Vec<String>,
    /// The folder's Stat.
    pub stat: Stat,
}

/// Why a transaction was refused. Nothing of it was applied.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// The node has another version.
    Version,
    /// The node, or the parent of one to be created, is not there.
    Missing,
    /// The node to be created exists.
    Exists,
    /// The node to be deleted has children.
    NotEmpty,
    /// Access is denied.
    Denied,
}

/// Something asked of the store.
#[derive(Clone, PartialEq, Debug)]
pub enum Request {
    /// The records of these nodes, answered in this order.
    Read(Vec<Node>),
    /// The children of these folders, answered in this order.
    List(Vec<Folder>),
    /// All of this or nothing.
    Commit(Vec<Op>),
    /// Make a candidate node for this member (ephemeral, sequential).
    Stand(MemberId),
    /// Put a user's command behind the others of its partition; ZooKeeper numbers it.
    Submit(Partition, Token, Box<UserCommand>),
    /// Wait until this connection has seen every write that was acknowledged before.
    Sync,
}

/// What became of a [`Request`].
#[derive(Clone, PartialEq, Debug)]
pub enum Answer {
    /// Of [`Request::Read`].
    Read(Vec<Read>),
    /// Of [`Request::List`].
    List(Vec<Listing>),
    /// Of [`Request::Commit`]: applied. The Stat of each `Set`, by its index.
    Committed(BTreeMap<usize, Stat>),
    /// Of [`Request::Commit`]: nothing was applied, because of the operation at `index`. Of [`Request::List`]: the
    /// folder at `index` is denied. Of [`Request::Stand`] and [`Request::Submit`]: nothing was made, `index` is 0.
    Refused {
        /// The first operation, or folder, that could not be carried out.
        index: usize,
        /// Why.
        why: Refusal,
    },
    /// Of [`Request::Stand`].
    Standing(CandidateName),
    /// Of [`Request::Submit`].
    Submitted(CommandName),
    /// Of [`Request::Sync`].
    Synced,
    /// No answer came. A read failed; a write may have been applied, or may yet be. Never treated as an error.
    Unknown(String),
    /// Nothing was done, and asking again the same will not help (denied, too large).
    Failed(String),
}
