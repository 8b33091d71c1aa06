//! What admins look at: tasks, states, members, leases, intents, open runs.
//!
//! Always names first and records after, in batches that are sent at once: ten thousand tasks cost a few round trips.
//! One record that cannot be read costs the others nothing; it is reported beside them.

use std::collections::{BTreeMap, HashSet};

use crate::cluster::{Assignment, Change, Event, Intent, Lease, Member, Stats};
use crate::name::{MemberId, Partition, RunId, SchedulerName, TaskName};
use crate::node::{Folder, Node, Read, Record};
use crate::run::{RunEntry, RunRecord, TaskState};
use crate::store::admin::{Admin, AdminError, Kept};
use crate::task::StoredTask;

/// So many names of a partition are worth reading its list, which has some twenty bytes for each of its tasks.
const MANY_NAMES: usize = 32;

/// Many tasks, in the order of their names.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Tasks {
    /// Those that can be read.
    pub found: Vec<Kept<StoredTask>>,
    /// The names of those that cannot, and why.
    pub unreadable: BTreeMap<String, String>,
}

/// A run that is claimed and has no outcome yet.
#[derive(Clone, PartialEq, Debug)]
pub enum OpenRun {
    /// An entry of the partition's claims.
    Claimed(Box<RunEntry>),
    /// It has a record.
    Recorded(Box<RunRecord>),
}

impl OpenRun {
    /// What was claimed.
    #[must_use]
    pub const fn entry(&self) -> &RunEntry {
        match self {
            Self::Claimed(entry) => entry,
            Self::Recorded(record) => &record.entry,
        }
    }
}

macro_rules! only {
    ($kind:ident) => {
        |kept: Kept<Record>| match kept.value {
            Record::$kind(value) => Some(Kept { value, stat: kept.stat }),
            _ => None,
        }
    };
}

impl Admin {
    /// One task.
    ///
    /// # Errors
    /// [`AdminError::NotFound`], [`AdminError::Unreadable`], [`AdminError::Denied`], [`AdminError::Unavailable`].
    pub async fn task(&self, name: &TaskName) -> Result<Kept<StoredTask>, AdminError> {
        let read = self.read_one(Node::Task(self.partition_of(name), name.clone())).await?;
        let task = read.and_then(only!(Task)).ok_or_else(|| AdminError::no_task(name))?;
        Ok(Kept { value: *task.value, stat: task.stat })
    }

    /// Some tasks; those that are missing are left out.
    ///
    /// # Errors
    /// When no answer came.
    pub async fn tasks(&self, names: &[TaskName]) -> Result<Tasks, AdminError> {
        let nodes: Vec<Node> = names.iter().map(|name| Node::Task(self.partition_of(name), name.clone())).collect();
        let mut tasks = Tasks::default();
        for (name, read) in names.iter().zip(self.read(nodes).await?) {
            match read {
                Read::Found(Record::Task(task), stat) => tasks.found.push(Kept { value: *task, stat }),
                Read::Unreadable { why, .. } => {
                    tasks.unreadable.insert(name.to_string(), why);
                }
                Read::Found(..) | Read::Missing => {}
            }
        }
        tasks.found.sort_by(|a, b| a.value.task.name.cmp(&b.value.task.name));
        Ok(tasks)
    }

    /// As [`tasks`](Self::tasks), of tasks that may be new. To ask for a znode that is missing costs ZooKeeper as much as
    /// for one that is there: of partitions with 32 of them or more, only what stands in their lists is read,
    /// where they may be listed.
    ///
    /// # Errors
    /// When no answer came.
    pub async fn tasks_if_there(&self, names: &[TaskName]) -> Result<Tasks, AdminError> {
        let mut of_partition: BTreeMap<Partition, Vec<&TaskName>> = BTreeMap::new();
        for name in names {
            of_partition.entry(self.partition_of(name)).or_default().push(name);
        }
        let many = |(partition, names): (&Partition, &Vec<_>)| (names.len() >= MANY_NAMES).then_some(*partition);
        let listed: Vec<Partition> = of_partition.iter().filter_map(many).collect();
        let listings = match self.list(listed.iter().copied().map(Folder::Tasks).collect()).await {
            Ok(listings) => listings,
            Err(AdminError::Denied { .. }) => return self.tasks(names).await,
            Err(error) => return Err(error),
        };
        for (partition, listing) in listed.iter().zip(&listings) {
            let there: HashSet<&str> = listing.names.iter().map(String::as_str).collect();
            of_partition.entry(*partition).and_modify(|names| names.retain(|name| there.contains(name.as_str())));
        }
        let wanted: Vec<TaskName> = of_partition.into_values().flatten().cloned().collect();
        self.tasks(&wanted).await
    }

    /// The names of all tasks, sorted; those that break a rule are in the second list.
    ///
    /// # Errors
    /// When no answer came, or a partition's list is denied.
    pub async fn task_names(&self) -> Result<(Vec<TaskName>, Vec<String>), AdminError> {
        let listings = self.list(self.partitions().into_iter().map(Folder::Tasks).collect()).await?;
        let (mut names, mut odd) = (Vec::new(), Vec::new());
        for name in listings.into_iter().flat_map(|listing| listing.names) {
            match name.parse() {
                Ok(name) => names.push(name),
                Err(_) => odd.push(name),
            }
        }
        names.sort();
        Ok((names, odd))
    }

    /// All tasks.
    ///
    /// # Errors
    /// When no answer came, or a partition's list is denied.
    pub async fn read_all_tasks(&self) -> Result<Tasks, AdminError> {
        let (names, odd) = self.task_names().await?;
        let mut tasks = self.tasks(&names).await?;
        tasks.unreadable.extend(odd.into_iter().map(|name| (name, "its name is not valid".to_owned())));
        Ok(tasks)
    }

    /// The states of some tasks, each where its task stands in `names`; `None` where there is none yet, or it cannot
    /// be read.
    ///
    /// # Errors
    /// When no answer came.
    pub async fn states(&self, names: &[TaskName]) -> Result<Vec<Option<Kept<TaskState>>>, AdminError> {
        let nodes: Vec<Node> = names.iter().map(|name| Node::State(self.partition_of(name), name.clone())).collect();
        let state = |read| match read {
            Read::Found(Record::State(state), stat) => {
                Some(Kept { value: std::sync::Arc::unwrap_or_clone(state), stat })
            }
            _ => None,
        };
        Ok(self.read(nodes).await?.into_iter().map(state).collect())
    }

    /// The state of one task; `None` until it has run.
    ///
    /// # Errors
    /// As for [`Admin::task`], but that a missing one is none.
    pub async fn state(&self, name: &TaskName) -> Result<Option<Kept<TaskState>>, AdminError> {
        let read = self.read_one(Node::State(self.partition_of(name), name.clone())).await?;
        Ok(read
            .and_then(only!(State))
            .map(|kept| Kept { value: std::sync::Arc::unwrap_or_clone(kept.value), stat: kept.stat }))
    }

    pub(super) async fn states_of(&self, partition: Partition) -> Result<Vec<(TaskName, TaskState)>, AdminError> {
        let listings = self.list(vec![Folder::States(partition)]).await?;
        let names: Vec<TaskName> =
            listings.into_iter().flat_map(|listing| listing.names).filter_map(|name| name.parse().ok()).collect();
        let states = self.states(&names).await?;
        Ok(names.into_iter().zip(states).filter_map(|(name, state)| Some((name, state?.value))).collect())
    }

    /// The members of the cluster, by id. Those that cannot be read are left out.
    ///
    /// # Errors
    /// When no answer came.
    pub async fn members(&self) -> Result<BTreeMap<MemberId, Kept<Member>>, AdminError> {
        let member = |kept: Kept<Record>| only!(Member)(kept).map(|it| Kept { value: *it.value, stat: it.stat });
        self.children(Folder::Members, Node::Member, member).await
    }

    /// The members' live figures, by id. Those that cannot be read are left out.
    ///
    /// # Errors
    /// When no answer came.
    pub async fn stats(&self) -> Result<BTreeMap<MemberId, Kept<Stats>>, AdminError> {
        let stats = |kept: Kept<Record>| only!(Stats)(kept).map(|it| Kept { value: *it.value, stat: it.stat });
        self.children(Folder::Stats, Node::Stats, stats).await
    }

    /// What operators want of schedulers, by name.
    ///
    /// # Errors
    /// When no answer came.
    pub async fn intents(&self) -> Result<BTreeMap<SchedulerName, Kept<Intent>>, AdminError> {
        self.children(Folder::Intents, Node::Intent, only!(Intent)).await
    }

    async fn children<K, T>(
        &self,
        folder: Folder,
        node: impl Fn(K) -> Node + Send,
        take: impl Fn(Kept<Record>) -> Option<Kept<T>> + Send,
    ) -> Result<BTreeMap<K, Kept<T>>, AdminError>
    where
        K: std::str::FromStr + Clone + Ord + Send,
        T: Send,
    {
        let listings = self.list(vec![folder]).await?;
        let keys: Vec<K> =
            listings.into_iter().flat_map(|listing| listing.names).filter_map(|name| name.parse().ok()).collect();
        let reads = self.read(keys.iter().cloned().map(&node).collect()).await?;
        let value = |(key, read): (K, Read)| match read {
            Read::Found(value, stat) => take(Kept { value, stat }).map(|kept| (key, kept)),
            _ => None,
        };
        Ok(keys.into_iter().zip(reads).filter_map(value).collect())
    }

    /// The lease of every partition; `None` where it is missing or cannot be read.
    ///
    /// # Errors
    /// When no answer came.
    pub async fn leases(&self) -> Result<BTreeMap<Partition, Option<Kept<Lease>>>, AdminError> {
        let partitions = self.partitions();
        let reads = self.read(partitions.iter().copied().map(Node::Lease).collect()).await?;
        let lease = |read| match read {
            Read::Found(Record::Lease(value), stat) => Some(Kept { value, stat }),
            _ => None,
        };
        Ok(partitions.into_iter().zip(reads.into_iter().map(lease)).collect())
    }

    /// The leader's plan; `None` before the first.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn assignment(&self) -> Result<Option<Kept<Assignment>>, AdminError> {
        Ok(self.read_one(Node::Assignment).await?.and_then(only!(Assignment)))
    }

    /// The last edits of a task, oldest first; none before the first edit.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn changes(&self, name: &TaskName) -> Result<Vec<Change>, AdminError> {
        let read = self.read_one(Node::Changes(self.partition_of(name), name.clone())).await?;
        Ok(read.and_then(only!(Changes)).map(|kept| kept.value.entries).unwrap_or_default())
    }

    /// What happened to the cluster, oldest first.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn events(&self) -> Result<Vec<Event>, AdminError> {
        let read = self.read_one(Node::Events).await?;
        Ok(read.and_then(only!(Events)).map(|kept| kept.value.entries).unwrap_or_default())
    }

    /// The open runs of a partition, by id. Entries are read before records, so that a run that gets its record in
    /// between is not overlooked; a record wins over its entry.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn open_runs(&self, partition: Partition) -> Result<BTreeMap<RunId, OpenRun>, AdminError> {
        let entries = self.entries(partition).await?;
        let records = self.records(partition).await?;
        let claimed = entries.into_iter().map(|entry| (entry.run.clone(), OpenRun::Claimed(Box::new(entry))));
        let recorded =
            records.into_iter().map(|record| (record.entry.run.clone(), OpenRun::Recorded(Box::new(record))));
        Ok(claimed.chain(recorded).collect())
    }

    /// The open runs of a task, by id.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn open_runs_of(&self, task: &TaskName) -> Result<BTreeMap<RunId, OpenRun>, AdminError> {
        let all = self.open_runs(self.partition_of(task)).await?;
        Ok(all.into_iter().filter(|(_, run)| run.entry().task == *task).collect())
    }
}
