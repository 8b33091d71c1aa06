//! Records as bytes: JSON with a `format` number, bounded in size.
//!
//! A record that cannot be understood is [`Read::Unreadable`] with its path and the reason, never a panic and never a
//! failure of the others read with it (G8). What is too large is refused before it is sent: ZooKeeper closes the
//! connection at 1 MiB, and every request in flight would fail with it.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::name::{Partition, Token};
use crate::node::{Cause, Node, Op, Read, Record, Stat};
use crate::run::{Claims, Entry, FORMAT, UserCommand};
use crate::store::path;
use crate::task::{ReadError, StoredTask};

/// The most bytes of one transaction, paths and overhead included.
pub const MOST_OF_A_TRANSACTION: usize = 256 * 1024;

/// What fields of a newer release may take of a state or of a run's record, in bytes: the rest is for their growth.
const MOST_UNKNOWN: usize = 4 * 1024;

/// What one operation costs beside its path and data.
const OVERHEAD: usize = 64;

/// A record that is too large, or does not belong where it is to be put.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CannotWrite {
    /// Larger than its kind may be.
    #[error("{path} would hold {bytes} bytes, and at most {most} are allowed; nothing was written")]
    RecordTooLarge {
        /// Where it was to stand.
        path: String,
        /// Its size.
        bytes: usize,
        /// The cap of its kind.
        most: usize,
    },
    /// A transaction that is too large.
    #[error(
        "a transaction of {operations} operations has {bytes} bytes, and at most {MOST_OF_A_TRANSACTION} are allowed; nothing was written"
    )]
    TransactionTooLarge {
        /// How many operations.
        operations: usize,
        /// Their size.
        bytes: usize,
    },
    /// A record of one kind for a node of another.
    #[error("{path} cannot hold this kind of record; nothing was written")]
    Misplaced {
        /// The place.
        path: String,
    },
    /// A record that has no JSON.
    #[error("{path} cannot be written as JSON: {why}; nothing was written")]
    NoJson {
        /// The place.
        path: String,
        /// What serde says.
        why: String,
    },
}

/// The most bytes that a node of this kind may hold.
#[must_use]
pub const fn most_bytes(node: &Node) -> usize {
    match node {
        Node::State(..) | Node::Run(_) | Node::Stats(_) | Node::Plan(_) => 16 * 1024,
        Node::Commands(_) | Node::Candidate(_) | Node::Holder(_) => 0,
        _ => 64 * 1024,
    }
}

/// Whether a node vanishes with the session that made it.
#[must_use]
pub const fn is_ephemeral(node: &Node) -> bool {
    matches!(node, Node::Member(_) | Node::Stats(_) | Node::Candidate(_))
}

/// The bytes of a record that is to stand at `node`.
///
/// # Errors
/// When it is too large for its kind, or of another kind than `node` holds.
pub fn encode(node: &Node, record: &Record) -> Result<Vec<u8>, CannotWrite> {
    let place = || path::of_node(node);
    let bytes = match (node, record) {
        (Node::Cluster, Record::Cluster(it)) => json(node, it),
        (Node::Plan(_), Record::Plan(it)) => json(node, it),
        (Node::Task(..), Record::Task(it)) => Ok(it.write()),
        (Node::State(..), Record::State(it)) => Ok(it.write()),
        (Node::Lease(_), Record::Lease(it)) => json(node, it),
        (Node::Claims(_), Record::Claims(it)) => json(node, it),
        (Node::Run(_), Record::Run(it)) => json(node, it),
        (Node::Command(..), Record::Command(it)) => json(node, it),
        (Node::Member(_), Record::Member(it)) => json(node, it),
        (Node::Stats(_), Record::Stats(it)) => json(node, it),
        (Node::Intents, Record::Intents(it)) => json(node, it),
        (Node::Intent(_), Record::Intent(it)) => json(node, it),
        (Node::Changes(..), Record::Changes(it)) => json(node, it),
        (Node::Assignment, Record::Assignment(it)) => json(node, it),
        (Node::Events, Record::Events(it)) => json(node, it),
        (Node::Commands(_) | Node::Candidate(_) | Node::Holder(_), Record::Empty) => Ok(Vec::new()),
        _ => Err(CannotWrite::Misplaced { path: place() }),
    }?;
    let most = most_bytes(node);
    if bytes.len() > most {
        return Err(CannotWrite::RecordTooLarge { path: place(), bytes: bytes.len(), most });
    }
    Ok(bytes)
}

/// The bytes of a command that has no number yet.
///
/// # Errors
/// When it is too large.
pub fn submission(partition: Partition, token: &Token, command: &UserCommand) -> Result<Vec<u8>, CannotWrite> {
    let unnumbered = format!("{token}-0000000000").parse().expect("a token, a dash and ten digits");
    encode(&Node::Command(partition, unnumbered), &Record::Command(Box::new(command.clone())))
}

fn json(node: &Node, value: &impl Serialize) -> Result<Vec<u8>, CannotWrite> {
    let no_json = |why: serde_json::Error| CannotWrite::NoJson { path: path::of_node(node), why: why.to_string() };
    serde_json::to_vec(value).map_err(no_json)
}

/// What the bytes of a node mean.
#[must_use]
pub fn decode(node: &Node, bytes: &[u8], stat: Stat) -> Read {
    match parse(node, bytes) {
        Ok(record) => Read::Found(record, stat),
        Err((cause, why)) => Read::Unreadable { cause, why: format!("{}: {why}", path::of_node(node)), stat },
    }
}

/// What a node that may not be read is.
#[must_use]
pub fn denied(node: &Node) -> Read {
    let why = format!("{}: access is denied", path::of_node(node));
    Read::Unreadable { cause: Cause::Denied, why, stat: Stat::default() }
}

fn parse(node: &Node, bytes: &[u8]) -> Result<Record, (Cause, String)> {
    if matches!(node, Node::Commands(_) | Node::Candidate(_) | Node::Holder(_)) {
        return Ok(Record::Empty);
    }
    if let Node::Task(_, name) = node {
        let task = StoredTask::read(name, bytes).map_err(|error| match error {
            ReadError::Newer(_) => (Cause::Newer, error.to_string()),
            _ => (Cause::Broken, error.to_string()),
        })?;
        return Ok(Record::Task(Box::new(task)));
    }
    known_format(bytes)?;
    let most = most_bytes(node);
    if bytes.len() > most {
        return Err((Cause::Broken, format!("it has {} bytes, and at most {most} are allowed", bytes.len())));
    }
    of_kind(node, bytes).map_err(|why| (Cause::Broken, why))
}

fn of_kind(node: &Node, bytes: &[u8]) -> Result<Record, String> {
    match node {
        Node::Cluster => from_json(bytes).map(Record::Cluster),
        Node::Plan(_) => from_json(bytes).map(Record::Plan),
        Node::State(..) => state(bytes),
        Node::Lease(_) => from_json(bytes).map(Record::Lease),
        Node::Claims(partition) => claims(*partition, bytes),
        Node::Run(id) => run(id, bytes),
        Node::Command(..) => from_json(bytes).map(Record::Command),
        Node::Member(id) => member(id, bytes),
        Node::Stats(_) => from_json(bytes).map(Record::Stats),
        Node::Intents => from_json(bytes).map(Record::Intents),
        Node::Intent(_) => from_json(bytes).map(Record::Intent),
        Node::Changes(..) => from_json(bytes).map(Record::Changes),
        Node::Assignment => from_json(bytes).map(Record::Assignment),
        Node::Events => from_json(bytes).map(Record::Events),
        Node::Task(..) | Node::Commands(_) | Node::Candidate(_) | Node::Holder(_) => Ok(Record::Empty),
    }
}

fn run(id: &crate::name::RunId, bytes: &[u8]) -> Result<Record, String> {
    let record: Box<crate::run::RunRecord> = from_json(bytes)?;
    if record.entry.run != *id {
        return Err(format!("it is the record of {}", record.entry.run));
    }
    leaves_room(&record.entry.extra)?;
    Ok(Record::Run(record))
}

fn state(bytes: &[u8]) -> Result<Record, String> {
    let state: std::sync::Arc<crate::run::TaskState> = std::sync::Arc::new(from_json(bytes)?);
    leaves_room(&state.extra)?;
    Ok(Record::State(state))
}

/// An entry of another partition would be sent by an owner whose fence does not cover it.
fn claims(partition: Partition, bytes: &[u8]) -> Result<Record, String> {
    let claims: Claims = from_json(bytes)?;
    let strayed = claims.entries.iter().find_map(|entry| match &**entry {
        Entry::Run(run) if run.run.partition() != partition => Some(&run.run),
        Entry::Run(_) | Entry::Missed(_) => None,
    });
    match strayed {
        Some(run) => Err(format!("it lists {run}, which is of another partition")),
        None => Ok(Record::Claims(claims)),
    }
}

/// A record that its owner could not add to any more would hold up its whole partition.
fn leaves_room(unknown: &serde_json::Map<String, serde_json::Value>) -> Result<(), String> {
    let bytes = if unknown.is_empty() { 0 } else { serde_json::to_vec(unknown).map_or(0, |json| json.len()) };
    match bytes {
        0..=MOST_UNKNOWN => Ok(()),
        _ => Err(format!("its unknown fields take {bytes} bytes, and at most {MOST_UNKNOWN} are allowed")),
    }
}

fn member(id: &crate::name::MemberId, bytes: &[u8]) -> Result<Record, String> {
    let record: Box<crate::cluster::Member> = from_json(bytes)?;
    if record.name == id.name() {
        Ok(Record::Member(record))
    } else {
        Err(format!("it is the record of {}", record.name))
    }
}

/// Refuses what is no JSON object, and a format that a newer release wrote.
fn known_format(bytes: &[u8]) -> Result<(), (Cause, String)> {
    #[derive(Deserialize)]
    struct Format {
        #[serde(default)]
        format: u64,
    }
    // Serde would read an array as a struct whose fields all have defaults.
    if bytes.trim_ascii_start().first().is_some_and(|&first| first != b'{') {
        return Err((Cause::Broken, "it is not a JSON object".to_owned()));
    }
    let Format { format } = from_json(bytes).map_err(|why| (Cause::Broken, why))?;
    if format > u64::from(FORMAT) {
        let why = format!("its format is {format}, and this release reads up to {FORMAT}; upgrade this program");
        return Err((Cause::Newer, why));
    }
    Ok(())
}

fn from_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    if bytes.is_empty() {
        return Err("it is empty".to_owned());
    }
    serde_json::from_slice(bytes).map_err(|error| error.to_string())
}

/// One operation of a transaction, ready to be sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RawOp {
    /// Path, version.
    Check(String, i32),
    /// Path, data, whether it is ephemeral.
    Create(String, Vec<u8>, bool),
    /// Path, data, version.
    Set(String, Vec<u8>, Option<i32>),
    /// Path, version.
    Delete(String, Option<i32>),
}

impl RawOp {
    fn bytes(&self) -> usize {
        OVERHEAD
            + match self {
                Self::Check(path, _) | Self::Delete(path, _) => path.len(),
                Self::Create(path, data, _) | Self::Set(path, data, _) => path.len() + data.len(),
            }
    }
}

/// How many bytes of a transaction an operation takes, without those of a chroot.
///
/// # Errors
/// When its record cannot be written at all.
pub fn cost(op: &Op) -> Result<usize, CannotWrite> {
    raw(op).map(|raw| raw.bytes())
}

/// A transaction as it is sent.
///
/// # Errors
/// When a record is too large or misplaced, or all of it is more than [`MOST_OF_A_TRANSACTION`].
pub fn transaction(ops: &[Op]) -> Result<Vec<RawOp>, CannotWrite> {
    let raws = ops.iter().map(raw).collect::<Result<Vec<_>, _>>()?;
    let bytes = raws.iter().map(RawOp::bytes).sum();
    if bytes > MOST_OF_A_TRANSACTION {
        return Err(CannotWrite::TransactionTooLarge { operations: ops.len(), bytes });
    }
    Ok(raws)
}

fn raw(op: &Op) -> Result<RawOp, CannotWrite> {
    Ok(match op {
        Op::Check(node, version) => RawOp::Check(path::of_node(node), *version),
        Op::Create(node, record) => RawOp::Create(path::of_node(node), encode(node, record)?, is_ephemeral(node)),
        Op::Set(node, record, version) => RawOp::Set(path::of_node(node), encode(node, record)?, *version),
        Op::Delete(node, version) => RawOp::Delete(path::of_node(node), *version),
    })
}
