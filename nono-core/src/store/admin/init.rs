//! Making a cluster: every node of the layout, `/cluster` last.
//!
//! Idempotent and safe to run by several at once. Schedulers wait for `/cluster`, so they never meet half a layout.
//! Where `/cluster` exists no lease is made: a missing one is the schedulers' to make anew (protocol.md, Owning 10).

use serde_json::Map;

use crate::cluster::{Assignment, ClusterInfo, Events, Intents, Lease, Plan};
use crate::name::{Epoch, Partition};
use crate::node::{Answer, Holder, Node, Op, Read, Record, Refusal, Request};
use crate::run::{Claims, FORMAT};
use crate::store::admin::{AdminError, Kept, TRIES, in_words, read, read_one, sync};
use crate::store::{Store, path};

/// Nodes made in one transaction.
const BATCH: usize = 200;

/// What [`init`] did.
#[derive(Clone, PartialEq, Debug)]
pub struct Initialised {
    /// What `/cluster` says now.
    pub cluster: ClusterInfo,
    /// How many nodes were made.
    pub made: usize,
    /// Whether this call made `/cluster`.
    pub new: bool,
}

/// Makes what is missing of a cluster. `id` is random; it is used only if the cluster is new. `partitions`: `None`
/// takes what the cluster has, or 256.
///
/// # Errors
/// [`AdminError::Partitions`] if the cluster has another number; the rest as for any request. Can be repeated.
pub async fn init(store: &dyn Store, partitions: Option<u16>, id: &str) -> Result<Initialised, AdminError> {
    let (before, wanted) = what_is_wanted(store, partitions).await?;
    let mut made = 0;
    for layer in layout(wanted, before.is_none()) {
        made += make(store, layer).await?;
    }
    let info = ClusterInfo { format: FORMAT, id: id.to_owned(), partitions: wanted, extra: Map::new() };
    made += make(store, vec![(Node::Cluster, Record::Cluster(info))]).await?;
    let cluster = existing(store).await?.ok_or(AdminError::NotInitialised)?;
    if cluster.partitions != wanted {
        return Err(AdminError::Partitions { have: cluster.partitions, wanted });
    }
    let new = before.is_none() && cluster.id == id;
    Ok(Initialised { cluster, made, new })
}

/// What [`init`] would do; nothing is written. The id of a new cluster is empty: it is drawn when it is made.
///
/// # Errors
/// As for [`init`].
pub async fn rehearse_init(store: &dyn Store, partitions: Option<u16>) -> Result<Initialised, AdminError> {
    let (before, wanted) = what_is_wanted(store, partitions).await?;
    let mut made = usize::from(before.is_none());
    for layer in layout(wanted, before.is_none()) {
        for batch in layer.chunks(BATCH) {
            made += missing(store, batch).await?.len();
        }
    }
    let new = before.is_none();
    let info = || ClusterInfo { format: FORMAT, id: String::new(), partitions: wanted, extra: Map::new() };
    Ok(Initialised { cluster: before.unwrap_or_else(info), made, new })
}

/// The cluster that is there, and how many partitions it is to have.
async fn what_is_wanted(store: &dyn Store, partitions: Option<u16>) -> Result<(Option<ClusterInfo>, u16), AdminError> {
    let before = existing(store).await?;
    let wanted = partitions.or_else(|| before.as_ref().map(|it| it.partitions)).unwrap_or(256);
    if let Some(have) = before.as_ref().map(|it| it.partitions).filter(|&have| have != wanted) {
        return Err(AdminError::Partitions { have, wanted });
    }
    if !(1..=999).contains(&wanted) {
        return Err(AdminError::Refused { why: format!("a cluster has 1 to 999 partitions, not {wanted}") });
    }
    Ok((before, wanted))
}

async fn existing(store: &dyn Store) -> Result<Option<ClusterInfo>, AdminError> {
    match read_one(store, Node::Cluster).await? {
        Some(Kept { value: Record::Cluster(cluster), .. }) => Ok(Some(cluster)),
        _ => Ok(None),
    }
}

type Layer = Vec<(Node, Record)>;

/// Parents before children.
fn layout(partitions: u16, leases: bool) -> [Layer; 2] {
    let holders = [
        Holder::Tasks,
        Holder::States,
        Holder::Leases,
        Holder::Claims,
        Holder::Runs,
        Holder::Commands,
        Holder::Members,
        Holder::Stats,
        Holder::Changes,
        Holder::Candidates,
    ];
    let mut top: Layer = holders.into_iter().map(|holder| (Node::Holder(holder), Record::Empty)).collect();
    top.push((Node::Intents, Record::Intents(Intents { format: FORMAT, ..Intents::default() })));
    top.push((Node::Assignment, Record::Assignment(Assignment { format: FORMAT, ..Assignment::default() })));
    top.push((Node::Events, Record::Events(Box::new(Events { format: FORMAT, ..Events::default() }))));
    (top, Partition::all(partitions).flat_map(|partition| of_partition(partition, leases)).collect()).into()
}

fn of_partition(partition: Partition, lease: bool) -> Layer {
    let mut nodes = vec![
        (Node::Plan(partition), Record::Plan(Plan::of(Vec::new()))),
        (Node::Holder(Holder::StatesOf(partition)), Record::Empty),
        (Node::Claims(partition), Record::Claims(Claims::default())),
        (Node::Holder(Holder::RunsOf(partition)), Record::Empty),
        (Node::Commands(partition), Record::Empty),
        (Node::Holder(Holder::ChangesOf(partition)), Record::Empty),
    ];
    if lease {
        nodes.push((Node::Lease(partition), Record::Lease(Lease::free(Epoch(0)))));
    }
    nodes
}

/// Makes those that are missing; returns how many.
async fn make(store: &dyn Store, layer: Layer) -> Result<usize, AdminError> {
    let mut made = 0;
    for batch in layer.chunks(BATCH) {
        made += make_batch(store, batch).await?;
    }
    Ok(made)
}

async fn make_batch(store: &dyn Store, batch: &[(Node, Record)]) -> Result<usize, AdminError> {
    let mut why = String::new();
    for _ in 0..TRIES {
        let missing = missing(store, batch).await?;
        if missing.is_empty() {
            return Ok(0);
        }
        let count = missing.len();
        let places: Vec<String> = missing.iter().map(|op| path::of_node(op.node())).collect();
        match store.request(Request::Commit(missing)).await {
            Answer::Committed(_) => return Ok(count),
            Answer::Refused { why: Refusal::Exists, .. } => "others make the same nodes".clone_into(&mut why),
            Answer::Refused { index, why: Refusal::Denied } => {
                return Err(AdminError::Denied { place: places.get(index).cloned().unwrap_or_default() });
            }
            Answer::Refused { why: Refusal::Missing, .. } => {
                return Err(AdminError::Incomplete { place: "the chroot of the connect string".to_owned() });
            }
            Answer::Failed(why) => return Err(AdminError::Refused { why }),
            other => {
                why = in_words(&other);
                sync(store).await?;
            }
        }
    }
    Err(AdminError::Unavailable { why })
}

async fn missing(store: &dyn Store, batch: &[(Node, Record)]) -> Result<Vec<Op>, AdminError> {
    let reads = read(store, batch.iter().map(|(node, _)| node.clone()).collect()).await?;
    let pairs = batch.iter().zip(reads).filter(|(_, read)| matches!(read, Read::Missing));
    Ok(pairs.map(|((node, record), _)| Op::Create(node.clone(), record.clone())).collect())
}
