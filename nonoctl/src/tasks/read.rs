//! Reads tasks with everything that says how they are.
//!
//! A run moves from claims to its record to the state; reading in that order misses none. However many tasks there
//! are, requests are batched, and a record that cannot be read costs the others nothing.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use futures::future;
use futures::stream::{self, StreamExt};
use nono_core::name::{MemberId, Partition, RunId, TaskName, TaskUid};
use nono_core::node::{Cause, Folder, Listing, Node, Read, Record, Stat};
use nono_core::run::TaskState;
use nono_core::task::StoredTask;
use nono_core::time::Utc;
use tokio::task::{JoinError, JoinSet};

use super::open::OpenWork;
use super::selector::{self, Selector};
use super::view::{ClusterPauses, TaskView};
use crate::connect::{Cluster, unreadable};
use crate::error::CommandError;
use crate::filter::Filter;
use crate::filter::subject::TaskSubject;
use crate::invocation::Invocation;

/// A task that is there and cannot be understood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct BrokenTask {
    /// Its name.
    pub(crate) name: TaskName,
    /// What is wrong, in one line.
    pub(crate) why: String,
}

/// All tasks of a cluster, or of some of its partitions; by name, but for what comes in parts.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Census {
    /// Those that can be understood.
    pub(crate) tasks: Vec<TaskView>,
    /// Those that cannot.
    pub(crate) broken: Vec<BrokenTask>,
}

impl Census {
    /// The tasks that are meant; a label key that no task has is a warning.
    pub(crate) fn select(self, selector: Option<&Selector>, invocation: &Invocation) -> Self {
        let unknown = selector.map(|selector| selector.unknown_keys(&self.label_keys())).unwrap_or_default();
        unknown.into_iter().for_each(|line| invocation.warn(line));
        self.selected(selector)
    }

    /// The tasks that are meant.
    pub(crate) fn selected(self, selector: Option<&Selector>) -> Self {
        let Some(selector) = selector else { return self };
        let tasks = self.tasks.into_iter().filter(|task| selector.matches(task.labels())).collect();
        Self { tasks, broken: Vec::new() }
    }

    /// The tasks that a filter means. Of one that cannot be read only its name is known, and that.
    pub(crate) fn filter(mut self, filter: &Filter, now: Utc) -> Self {
        self.tasks.retain(|task| filter.matches(&TaskSubject::new(task, now)));
        self.broken.retain(|broken| filter.matches(broken));
        self
    }

    /// Warns of labels that a filter asks for and no task has.
    pub(crate) fn warn_of_labels(&self, filter: &Filter, invocation: &Invocation) {
        let unknown = selector::unknown_keys(filter.label_keys(), &self.label_keys());
        unknown.into_iter().for_each(|line| invocation.warn(line));
    }

    /// The names of all of them, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        let readable = self.tasks.iter().map(|task| task.name().to_string());
        let mut names: Vec<String> = readable.chain(self.broken.iter().map(|broken| broken.name.to_string())).collect();
        names.sort_unstable();
        names
    }

    /// The keys of all labels.
    pub(crate) fn label_keys(&self) -> BTreeSet<&str> {
        self.tasks.iter().flat_map(|task| task.labels().keys().map(String::as_str)).collect()
    }
}

/// A task as its znode holds it.
pub(crate) type Plain = (Box<StoredTask>, Stat);

/// The same, and where it stands.
type Found = (Partition, TaskName, Box<StoredTask>, Stat);

/// Who owns partitions, what is open in them, and when the whole cluster was paused.
type Open = (BTreeMap<Partition, MemberId>, OpenWork, ClusterPauses);

/// The names of all tasks, sorted.
pub(crate) async fn names(cluster: &Cluster) -> Result<Vec<TaskName>, CommandError> {
    let listings = cluster.list(cluster.partitions().map(Folder::Tasks).collect()).await?;
    let mut names: Vec<TaskName> = listings.iter().flat_map(valid_names).collect();
    names.sort();
    Ok(names)
}

/// The znode of one task; exit 3 with a guess when there is none.
pub(crate) async fn plain(cluster: &Cluster, name: &TaskName) -> Result<Plain, CommandError> {
    match existing(cluster, name).await? {
        Some(plain) => Ok(plain),
        None => Err(not_found(cluster, name).await),
    }
}

/// The znode of one task, if there is one.
pub(crate) async fn existing(cluster: &Cluster, name: &TaskName) -> Result<Option<Plain>, CommandError> {
    match cluster.read_one(Node::Task(cluster.partition_of(name), name.clone())).await? {
        Read::Found(Record::Task(stored), stat) => Ok(Some((stored, stat))),
        Read::Unreadable { why, .. } => Err(cluster.named(unreadable(&why).about("task", name.as_str()))),
        Read::Missing | Read::Found(..) => Ok(None),
    }
}

/// Exit 3, with the names that may have been meant.
pub(crate) async fn not_found(cluster: &Cluster, name: &TaskName) -> CommandError {
    let known = names(cluster).await.unwrap_or_default();
    let known = known.iter().map(TaskName::as_str);
    cluster.named(CommandError::not_found("task", name.as_str(), known).with_hint("nonoctl task list"))
}

/// One task with everything that says how it is.
pub(crate) async fn one(cluster: &Cluster, name: &TaskName) -> Result<TaskView, CommandError> {
    let (stored, stat) = plain(cluster, name).await?;
    let partition = cluster.partition_of(name);
    let found = vec![(partition, name.clone(), stored, stat)];
    let census = surroundings(cluster, &[partition], found).await?;
    Ok(census.into_iter().next().expect("one task in, one view out"))
}

/// All tasks with everything that says how they are.
pub(crate) async fn all(cluster: &Cluster) -> Result<Census, CommandError> {
    of_partitions(cluster, &cluster.partitions().collect::<Vec<_>>()).await
}

/// So many partitions are read at a time by [`in_parts`],
const PARTITIONS: usize = 4;
/// and so many such parts are on their way, so that neither ZooKeeper nor this side waits for the other.
const PARTS: usize = 8;

/// All tasks with everything that says how they are, some partitions at a time: a hundred thousand at once would take most
/// of a gigabyte. What comes of one part is in no order. It is made into what is wanted of it on all threads, and taken in
/// the order of the parts.
pub(crate) async fn in_parts<T: Send + 'static>(
    cluster: &Cluster,
    make: impl Fn(Census) -> T + Send + Sync + 'static,
    mut take: impl FnMut(T),
) -> Result<(), CommandError> {
    let (partitions, make) = (cluster.partitions().collect::<Vec<_>>(), Arc::new(make));
    let part = |some: &[Partition]| {
        let (cluster, some, make) = (cluster.clone(), some.to_vec(), Arc::clone(&make));
        // A set, since it ends with who waits for it: after an error nothing more is read.
        let mut task = JoinSet::new();
        task.spawn(async move { in_any_order(&cluster, &some).await.map(|census| make(census)) });
        async move { task.join_next().await }
    };
    // A part is spawned when it is its turn: the iterator is asked for no more than are on their way.
    let parts = partitions.chunks(PARTITIONS).map(part);
    let mut parts = stream::iter(parts).buffered(PARTS);
    while let Some(made) = parts.next().await {
        take(ended(made)?);
    }
    Ok(())
}

/// What came of a task, or the panic that ended it.
fn ended<T>(joined: Option<Result<Result<T, CommandError>, JoinError>>) -> Result<T, CommandError> {
    match joined.map(|joined| joined.map_err(JoinError::try_into_panic)) {
        Some(Ok(made)) => made,
        Some(Err(Ok(panic))) => std::panic::resume_unwind(panic),
        Some(Err(Err(_))) | None => Err(CommandError::failed("the reading was broken off".to_owned())),
    }
}

/// The tasks of these partitions with everything that says how they are.
pub(crate) async fn of_partitions(cluster: &Cluster, partitions: &[Partition]) -> Result<Census, CommandError> {
    let mut census = in_any_order(cluster, partitions).await?;
    census.tasks.sort_by(|a, b| a.name().cmp(b.name()));
    census.broken.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(census)
}

async fn in_any_order(cluster: &Cluster, partitions: &[Partition]) -> Result<Census, CommandError> {
    // Neither depends on the other, and each is several round trips.
    let (known, open) = future::try_join(plain_tasks(cluster, partitions), open_work(cluster, partitions)).await?;
    let (found, broken) = known;
    Ok(Census { tasks: with_states(cluster, partitions, found, open).await?, broken })
}

/// The tasks of these partitions, and those that cannot be understood.
async fn plain_tasks(
    cluster: &Cluster,
    partitions: &[Partition],
) -> Result<(Vec<Found>, Vec<BrokenTask>), CommandError> {
    let listings = cluster.list(partitions.iter().map(|partition| Folder::Tasks(*partition)).collect()).await?;
    let named = partitions.iter().zip(&listings);
    let places: Vec<(Partition, TaskName)> =
        named.flat_map(|(partition, listing)| valid_names(listing).map(|name| (*partition, name))).collect();
    let nodes = places.iter().map(|(partition, name)| Node::Task(*partition, name.clone())).collect();
    let reads = cluster.read(nodes).await?;
    let mut found = Vec::with_capacity(places.len());
    let mut broken = Vec::new();
    for ((partition, name), read) in places.into_iter().zip(reads) {
        let home = cluster.partition_of(&name);
        match read {
            Read::Found(..) if home != partition => {
                let why =
                    format!("it stands below partition {partition} and belongs to {home}: it is not run from there");
                broken.push(BrokenTask { name, why });
            }
            Read::Found(Record::Task(stored), stat) => found.push((partition, name, stored, stat)),
            Read::Unreadable { why, .. } => broken.push(BrokenTask { name, why }),
            Read::Found(..) | Read::Missing => {}
        }
    }
    Ok((found, broken))
}

/// These tasks with everything that says how they are, and those that cannot be understood; those that are gone are left
/// out.
pub(crate) async fn of_names(cluster: &Cluster, names: &[TaskName]) -> Result<Census, CommandError> {
    let places: Vec<(Partition, TaskName)> =
        names.iter().map(|name| (cluster.partition_of(name), name.clone())).collect();
    let nodes = places.iter().map(|(partition, name)| Node::Task(*partition, name.clone())).collect();
    let reads = cluster.read(nodes).await?;
    let (mut found, mut broken) = (Vec::new(), Vec::new());
    for ((partition, name), read) in places.into_iter().zip(reads) {
        match read {
            Read::Found(Record::Task(stored), stat) => found.push((partition, name, stored, stat)),
            Read::Unreadable { why, .. } => broken.push(BrokenTask { name, why }),
            Read::Found(..) | Read::Missing => {}
        }
    }
    let partitions: BTreeSet<Partition> = found.iter().map(|(partition, ..)| *partition).collect();
    let tasks = surroundings(cluster, &partitions.into_iter().collect::<Vec<_>>(), found).await?;
    Ok(Census { tasks, broken })
}

pub(crate) fn valid_names(listing: &Listing) -> impl Iterator<Item = TaskName> {
    listing.names.iter().filter_map(|name| name.parse().ok())
}

/// Reads what lies around the tasks: leases, claims, records, states, in this order.
async fn surroundings(
    cluster: &Cluster,
    partitions: &[Partition],
    found: Vec<Found>,
) -> Result<Vec<TaskView>, CommandError> {
    let open = open_work(cluster, partitions).await?;
    with_states(cluster, partitions, found, open).await
}

/// Reads the states, after what is open was.
async fn with_states(
    cluster: &Cluster,
    partitions: &[Partition],
    found: Vec<Found>,
    (owners, mut work, pauses): Open,
) -> Result<Vec<TaskView>, CommandError> {
    let states = states(cluster, partitions, &found).await?;
    let views = found.into_iter().zip(states).map(|((partition, _, stored, stat), read)| {
        let (state, spoilt) = state_of(read, &stored.uid);
        let open = work.take_runs(&stored.uid, state.as_ref());
        let missed = work.take_missed(&stored.uid);
        let owner = owners.get(&partition).cloned();
        TaskView { stored, stat, partition, state, spoilt, open, missed, owner, pauses: pauses.clone() }
    });
    Ok(views.collect())
}

/// From so many tasks of a partition on it is worth a request to know which of them have a state.
const MANY: usize = 8;

/// What stands where the state of each task would. Which of many have one is asked after claims and records were read, so
/// that a run which ends meanwhile is in those.
async fn states(cluster: &Cluster, partitions: &[Partition], found: &[Found]) -> Result<Vec<Read>, CommandError> {
    let place = |(partition, name, ..): &Found| Node::State(*partition, name.clone());
    let folders = partitions.iter().map(|partition| Folder::States(*partition)).collect();
    let is_worth_it = found.len() >= partitions.len() * MANY;
    // A folder that may not be listed: each node says for itself what is wrong.
    let Some(listings) = (if is_worth_it { cluster.list(folders).await.ok() } else { None }) else {
        return cluster.read(found.iter().map(place).collect()).await;
    };
    let of_folder = |(partition, listing): (&Partition, &Listing)| {
        let partition = *partition;
        listing.names.iter().map(move |name| (partition, name.clone())).collect::<Vec<_>>()
    };
    let there: HashSet<(Partition, String)> = partitions.iter().zip(&listings).flat_map(of_folder).collect();
    let has_one: Vec<bool> =
        found.iter().map(|(partition, name, ..)| there.contains(&(*partition, name.to_string()))).collect();
    let nodes = found.iter().zip(&has_one).filter(|(_, has_one)| **has_one).map(|(task, _)| place(task)).collect();
    let mut reads = cluster.read(nodes).await?.into_iter();
    let read = |has_one: bool| if has_one { reads.next().unwrap_or(Read::Missing) } else { Read::Missing };
    Ok(has_one.into_iter().map(read).collect())
}

/// A state of another uid belongs to a task that is gone.
pub(crate) fn state_of(read: Read, uid: &TaskUid) -> (Option<TaskState>, Option<String>) {
    match read {
        Read::Found(Record::State(state), _) if state.uid == *uid => (Some(Arc::unwrap_or_clone(state)), None),
        Read::Unreadable { why, .. } => (None, Some(why)),
        Read::Found(..) | Read::Missing => (None, None),
    }
}

/// Who owns these partitions, what is open in them, and when the whole cluster was paused.
async fn open_work(cluster: &Cluster, partitions: &[Partition]) -> Result<Open, CommandError> {
    let leases = partitions.iter().map(|partition| Node::Lease(*partition));
    let claims = partitions.iter().map(|partition| Node::Claims(*partition));
    let reads = cluster.read(leases.chain(claims).chain([Node::Intents]).collect()).await?;
    let mut owners = BTreeMap::new();
    let mut work = OpenWork::default();
    let mut pauses = ClusterPauses::from([]);
    for (index, read) in reads.into_iter().enumerate() {
        match read {
            Read::Found(Record::Lease(lease), _) => {
                owners.extend(lease.owner.map(|owner| (partitions[index], owner)));
            }
            Read::Found(Record::Claims(claims), _) => work.add_claims(claims),
            Read::Found(Record::Intents(intents), stat) => pauses = intents.not_due(stat.mtime()).into(),
            _ => {}
        }
    }
    for read in cluster.read(open_records(cluster, partitions).await?).await? {
        if let Read::Found(Record::Run(record), _) = read {
            work.add_record(*record);
        }
    }
    Ok((owners, work, pauses))
}

async fn open_records(cluster: &Cluster, partitions: &[Partition]) -> Result<Vec<Node>, CommandError> {
    let listings = cluster.list(partitions.iter().map(|partition| Folder::Runs(*partition)).collect()).await?;
    let runs = listings.iter().flat_map(|listing| &listing.names).filter_map(|name| name.parse::<RunId>().ok());
    Ok(runs.map(Node::Run).collect())
}

/// What ZooKeeper says of the znodes of these tasks, readable or not; `None` where there is none.
pub(crate) async fn stats(cluster: &Cluster, names: &[TaskName]) -> Result<Vec<Option<Stat>>, CommandError> {
    let nodes: Vec<Node> = names.iter().map(|name| Node::Task(cluster.partition_of(name), name.clone())).collect();
    let stat = |read| match read {
        Read::Missing => Ok(None),
        Read::Unreadable { cause: Cause::Denied, why, .. } => Err(cluster.named(unreadable(&why))),
        Read::Found(_, stat) | Read::Unreadable { stat, .. } => Ok(Some(stat)),
    };
    cluster.read(nodes).await?.into_iter().map(stat).collect()
}
