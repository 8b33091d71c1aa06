//! Adding, changing and removing tasks, one or many.
//!
//! Each edit is a compare-and-set on its task's version, in one transaction with the plan version of its partition
//! (which makes it exact, G6) and the task's history. Many edits go partition by partition, as many in a transaction
//! as fit; one that is refused is left out and the others are tried again without it.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::Ordering;

use futures::stream::{self, StreamExt};

use crate::cluster::Event;
use crate::name::{Partition, TaskName, Version};
use crate::node::{Answer, Node, Read, Refusal, Request, Stat};
use crate::store::admin::batch::{
    Batch, Fate, Item, Outcome, both_nodes, conflict, done, fate_of, fill, moved_on, ring_node, same, stat_of, unknown,
};
use crate::store::admin::change::Ring;
use crate::store::admin::{Admin, AdminError, Kept, TRIES, found, in_words};
use crate::store::path;
use crate::task::StoredTask;
use crate::time::Utc;

/// How many partitions are edited at once.
const AT_ONCE: usize = 8;
/// How often an edit without an expected version is tried anew on what others made of the task.
const MOST_CONFLICTS: usize = 20;

/// Who edits, and how.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Author {
    /// As `user@host`.
    pub by: String,
    /// As whom ZooKeeper knows them, such as `digest:alice`, if they authenticated.
    pub identity: Option<String>,
    /// Such as `task update`.
    pub command: String,
    /// In the user's words.
    pub reason: Option<String>,
    /// By the admin's clock; for people only.
    pub at: Utc,
}

impl Author {
    /// The event of a change of the cluster by this person; its `kind` is the last word of the command.
    #[must_use]
    pub fn event(&self, object: Option<String>, message: String) -> Event {
        Event {
            number: 0,
            at: self.at,
            kind: self.command.rsplit(' ').next().unwrap_or_default().to_owned(),
            object,
            message,
            by: self.by.clone(),
            identity: self.identity.clone(),
            reason: self.reason.clone(),
            extra: serde_json::Map::new(),
        }
    }
}

/// One edit of one task, made for the version that was read.
#[derive(Clone, PartialEq, Debug)]
pub enum Edit {
    /// A task that must not exist. Its uid is random.
    Add(Box<StoredTask>),
    /// Another record in the place of the one that was read.
    Replace {
        /// What was read.
        base: Box<Kept<StoredTask>>,
        /// What is to stand there; of the same name and uid.
        task: Box<StoredTask>,
    },
    /// None in the place of the one that was read; it need not have been readable.
    Remove {
        /// Which.
        name: TaskName,
        /// Of the node as it was read.
        stat: Stat,
    },
}

impl Edit {
    /// The task it is about.
    #[must_use]
    pub fn name(&self) -> &TaskName {
        match self {
            Self::Add(task) | Self::Replace { task, .. } => &task.task.name,
            Self::Remove { name, .. } => name,
        }
    }
}

/// An edit that is durable.
#[derive(Clone, PartialEq, Debug)]
pub struct Edited {
    /// Which task.
    pub name: TaskName,
    /// The version it has now; `None` if it is removed.
    pub version: Option<Version>,
    /// Something to tell the user, such as a history that could not be written.
    pub warning: Option<String>,
}

impl Admin {
    /// Adds a task.
    ///
    /// # Errors
    /// [`AdminError::Exists`], and as for [`Admin::edit_all`].
    pub async fn add(&self, task: StoredTask, author: &Author) -> Result<Edited, AdminError> {
        self.edit(Edit::Add(Box::new(task)), author).await
    }

    /// Changes a task. `change` gets it as it is now and says what it is to be; `None` leaves it alone (then this is
    /// `Ok(None)`). With `expected`, a task of another version is a conflict; without, `change` is asked again.
    ///
    /// # Errors
    /// Those of `change`; [`AdminError::NotFound`], [`AdminError::Conflict`], and as for [`Admin::edit_all`].
    pub async fn update<E: From<AdminError>>(
        &self,
        name: &TaskName,
        expected: Option<Version>,
        author: &Author,
        mut change: impl FnMut(&Kept<StoredTask>) -> Result<Option<StoredTask>, E> + Send,
    ) -> Result<Option<Edited>, E> {
        for _ in 0..MOST_CONFLICTS {
            let base = self.task(name).await?;
            if let Some(have) = expected.filter(|&have| have != base.stat.version) {
                return Err(self.conflict(name, have, base.stat).await.into());
            }
            let Some(task) = change(&base)? else { return Ok(None) };
            let edit = Edit::Replace { base: Box::new(base), task: Box::new(task) };
            match self.edit(edit, author).await {
                Err(AdminError::Conflict { .. }) if expected.is_none() => {}
                done => return done.map(Some).map_err(E::from),
            }
        }
        Err(AdminError::Contended { what: format!("task \"{name}\""), tries: MOST_CONFLICTS }.into())
    }

    /// Removes a task and its history, also one that cannot be read. Its owner drops its state, claims and open runs.
    ///
    /// # Errors
    /// [`AdminError::NotFound`]; [`AdminError::Conflict`] with `expected`; and as for [`Admin::edit_all`].
    pub async fn remove(
        &self,
        name: &TaskName,
        expected: Option<Version>,
        author: &Author,
    ) -> Result<Edited, AdminError> {
        for _ in 0..MOST_CONFLICTS {
            let node = Node::Task(self.partition_of(name), name.clone());
            let stat = match self.read(vec![node.clone()]).await?.pop() {
                Some(Read::Found(_, stat)) => stat,
                Some(Read::Unreadable { stat, .. }) if stat != Stat::default() => stat,
                Some(read) => return Err(found(&node, read).err().unwrap_or_else(|| AdminError::no_task(name))),
                None => return Err(AdminError::no_task(name)),
            };
            if let Some(have) = expected.filter(|&have| have != stat.version) {
                return Err(self.conflict(name, have, stat).await);
            }
            match self.edit(Edit::Remove { name: name.clone(), stat }, author).await {
                Err(AdminError::Conflict { .. }) if expected.is_none() => {}
                done => return done,
            }
        }
        Err(AdminError::Contended { what: format!("task \"{name}\""), tries: MOST_CONFLICTS })
    }

    /// One edit.
    ///
    /// # Errors
    /// As for [`Admin::edit_all`].
    pub async fn edit(&self, edit: Edit, author: &Author) -> Result<Edited, AdminError> {
        let lost = AdminError::UnknownOutcome { what: "the edit".to_owned(), why: "it has no result".to_owned() };
        self.edit_all(vec![edit], author).await.pop().unwrap_or(Err(lost))
    }

    /// Many edits, each by itself: the results stand in the order of the edits.
    ///
    /// Each is [`AdminError::Exists`], [`AdminError::NotFound`] or [`AdminError::Conflict`] where the task is not as
    /// it was read; [`AdminError::TooLarge`], [`AdminError::Denied`], [`AdminError::Incomplete`], or
    /// [`AdminError::Unavailable`], in which nothing changed; [`AdminError::UnknownOutcome`] if no answer came and it
    /// could not be read back.
    pub async fn edit_all(&self, edits: Vec<Edit>, author: &Author) -> Vec<Result<Edited, AdminError>> {
        let mut partitions: BTreeMap<Partition, VecDeque<Item>> = BTreeMap::new();
        let names: Vec<TaskName> = edits.iter().map(|edit| edit.name().clone()).collect();
        for (place, edit) in edits.into_iter().enumerate() {
            let item = Item { place, edit, ring: Ring::None, tries: 0 };
            partitions.entry(self.partition_of(item.edit.name())).or_default().push_back(item);
        }
        let each = partitions.into_iter().map(|(partition, items)| self.edit_partition(partition, items, author));
        let outcomes: Vec<Vec<Outcome>> = stream::iter(each).buffered(AT_ONCE).collect().await;
        let mut results: BTreeMap<usize, Result<Edited, AdminError>> = outcomes.into_iter().flatten().collect();
        let lost = |name: &TaskName| unknown(name, "it has no result");
        names
            .iter()
            .enumerate()
            .map(|(place, name)| results.remove(&place).unwrap_or_else(|| Err(lost(name))))
            .collect()
    }

    async fn edit_partition(&self, partition: Partition, items: VecDeque<Item>, author: &Author) -> Vec<Outcome> {
        let mut outcomes = Vec::with_capacity(items.len());
        let (mut waiting, unread) = self.with_rings(partition, items).await;
        outcomes.extend(unread);
        while let Some(first) = waiting.pop_front() {
            let batch = fill(partition, first, &mut waiting, author, &mut outcomes);
            if batch.items.is_empty() {
                continue;
            }
            let again = self.commit(partition, batch, author, &mut outcomes).await;
            for item in again.into_iter().rev() {
                waiting.push_front(item);
            }
        }
        outcomes
    }

    /// Reads the histories that the edits need.
    async fn with_rings(&self, partition: Partition, items: VecDeque<Item>) -> (VecDeque<Item>, Vec<Outcome>) {
        let needed: Vec<Node> = items.iter().filter_map(|item| ring_node(partition, &item.edit)).collect();
        match self.read(needed).await {
            Ok(reads) => {
                let mut reads = reads.into_iter();
                let mut items = items;
                for item in items.iter_mut().filter(|item| ring_node(partition, &item.edit).is_some()) {
                    item.ring = Ring::of(reads.next().unwrap_or(Read::Missing));
                }
                (items, Vec::new())
            }
            Err(error) => (VecDeque::new(), items.into_iter().map(|item| (item.place, Err(error.clone()))).collect()),
        }
    }

    /// Commits a batch; returns what is to be tried again.
    async fn commit(
        &self,
        partition: Partition,
        mut batch: Batch,
        author: &Author,
        outcomes: &mut Vec<Outcome>,
    ) -> Vec<Item> {
        let nodes: Vec<Node> = batch.ops.iter().map(|op| op.node().clone()).collect();
        match self.store.request(Request::Commit(std::mem::take(&mut batch.ops))).await {
            Answer::Committed(_) => {
                self.made.fetch_add(batch.items.len() as u64, Ordering::Relaxed);
                outcomes.extend(batch.items.iter().map(|item| (item.place, Ok(done(item)))));
                Vec::new()
            }
            Answer::Refused { index: 0, why } => {
                let error = match why {
                    Refusal::Denied => AdminError::Denied { place: path::of_node(&Node::Plan(partition)) },
                    _ => AdminError::Incomplete { place: path::of_node(&Node::Plan(partition)) },
                };
                outcomes.extend(batch.items.iter().map(|item| (item.place, Err(error.clone()))));
                Vec::new()
            }
            Answer::Refused { index, why } => {
                self.refused(partition, batch, (index, nodes.get(index)), why, outcomes).await
            }
            Answer::Failed(why) => {
                let error = AdminError::Refused { why };
                outcomes.extend(batch.items.iter().map(|item| (item.place, Err(error.clone()))));
                Vec::new()
            }
            lost => self.settle(partition, batch.items, author, &in_words(&lost), outcomes).await,
        }
    }

    /// One operation was refused: its edit is decided, the others are tried again.
    async fn refused(
        &self,
        partition: Partition,
        batch: Batch,
        (index, node): (usize, Option<&Node>),
        why: Refusal,
        outcomes: &mut Vec<Outcome>,
    ) -> Vec<Item> {
        let culprit = batch.item_of.get(index).copied().unwrap_or(0);
        let mut again = Vec::with_capacity(batch.items.len());
        for (number, mut item) in batch.items.into_iter().enumerate() {
            if number != culprit {
                again.push(item);
                continue;
            }
            item.tries += 1;
            match self.why_refused(partition, &mut item, node, why).await {
                Some(error) => outcomes.push((item.place, Err(error))),
                None => again.push(item),
            }
        }
        again
    }

    /// `None`: only its history moved on, and was read again.
    async fn why_refused(
        &self,
        partition: Partition,
        item: &mut Item,
        node: Option<&Node>,
        why: Refusal,
    ) -> Option<AdminError> {
        let name = item.edit.name().clone();
        let place = node.map_or_else(String::new, path::of_node);
        if why == Refusal::Denied {
            return Some(AdminError::Denied { place });
        }
        let (task, ring) = match self.task_and_ring(partition, &name).await {
            Ok(both) => both,
            Err(error) => return Some(error),
        };
        let stat = stat_of(&task);
        match &item.edit {
            Edit::Add(_) if why == Refusal::Missing => Some(AdminError::Incomplete { place }),
            Edit::Add(_) => Some(AdminError::Exists { name }),
            Edit::Replace { base: b, .. } if same(stat, b.stat) => retry_ring(item, ring, why, place),
            Edit::Remove { stat: s, .. } if same(stat, *s) => retry_ring(item, ring, why, place),
            Edit::Replace { base, .. } => Some(moved_on(name, base.stat, stat, &ring)),
            Edit::Remove { stat: base, .. } => Some(moved_on(name, *base, stat, &ring)),
        }
    }

    /// No answer came: sync, read back, decide for the whole transaction.
    async fn settle(
        &self,
        partition: Partition,
        items: Vec<Item>,
        author: &Author,
        why: &str,
        outcomes: &mut Vec<Outcome>,
    ) -> Vec<Item> {
        let fate = match self.fate(partition, &items, author).await {
            Ok(fate) => fate,
            Err(_) => Fate::Unclear,
        };
        let mut again = Vec::new();
        for mut item in items {
            item.tries += 1;
            match fate {
                Fate::Applied => {
                    self.made.fetch_add(1, Ordering::Relaxed);
                    outcomes.push((item.place, Ok(done(&item))));
                }
                Fate::NotApplied if item.tries <= TRIES => again.push(item),
                Fate::NotApplied => outcomes.push((item.place, Err(AdminError::Unavailable { why: why.to_owned() }))),
                Fate::Unclear => outcomes.push((item.place, Err(unknown(item.edit.name(), why)))),
            }
        }
        again
    }

    async fn fate(&self, partition: Partition, items: &[Item], author: &Author) -> Result<Fate, AdminError> {
        self.sync().await?;
        let mut fates = Vec::with_capacity(items.len());
        let nodes = items.iter().flat_map(|item| both_nodes(partition, item.edit.name())).collect();
        let mut reads = self.read(nodes).await?.into_iter();
        for item in items {
            let task = reads.next().unwrap_or(Read::Missing);
            let ring = Ring::of(reads.next().unwrap_or(Read::Missing));
            fates.push(fate_of(item, &task, &ring, author));
        }
        let decided = [Fate::Applied, Fate::NotApplied].into_iter().find(|fate| fates.contains(fate));
        Ok(decided.unwrap_or(Fate::Unclear))
    }

    async fn task_and_ring(&self, partition: Partition, name: &TaskName) -> Result<(Read, Ring), AdminError> {
        let mut reads = self.read(both_nodes(partition, name).to_vec()).await?.into_iter();
        let task = reads.next().unwrap_or(Read::Missing);
        Ok((task, Ring::of(reads.next().unwrap_or(Read::Missing))))
    }

    async fn conflict(&self, name: &TaskName, have: Version, stat: Stat) -> AdminError {
        let ring = match self.task_and_ring(self.partition_of(name), name).await {
            Ok((_, ring)) => ring,
            Err(_) => Ring::None,
        };
        conflict(name.clone(), have, stat, &ring)
    }
}

/// The task is as it was read: it was its history that moved on.
fn retry_ring(item: &mut Item, ring: Ring, why: Refusal, place: String) -> Option<AdminError> {
    if item.tries > TRIES {
        return Some(AdminError::Contended { what: place, tries: TRIES });
    }
    if why == Refusal::NotEmpty {
        return Some(AdminError::Refused { why: format!("{place} has children") });
    }
    item.ring = ring;
    None
}
