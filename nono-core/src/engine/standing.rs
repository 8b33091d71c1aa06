//! The claims of a partition as they stand in ZooKeeper, and which of them still count.
//!
//! An entry is spent once its outcome is stored, its run has a record, or its task is gone; it leaves with the next write
//! of claims. Many runs end each second, so nothing here looks at all entries for one of them.

use std::borrow::Cow;
use std::sync::Arc;

use super::compose::entry_bytes;
use super::map::HashMap;
use crate::name::{Partition, RunId, RunKey, TaskName};
use crate::run::Entry;

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Standing {
    entries: Vec<Arc<Entry>>,
    /// Entries that are not spent, and what each takes in the record, in bytes: an upper estimate.
    live: HashMap<RunId, usize>,
    live_bytes: usize,
    /// Those that are, by task.
    spent: HashMap<TaskName, Vec<RunId>>,
}

impl Standing {
    /// What was written, or read, takes the place of all before; nothing of it is spent.
    pub(super) fn replace(&mut self, partition: Partition, entries: Vec<Arc<Entry>>) {
        self.live.clear();
        self.entries.clear();
        self.spent.clear();
        self.live_bytes = 0;
        for entry in entries {
            self.push(partition, entry);
        }
    }

    /// One more was found. False: its run has one already, and that one counts.
    pub(super) fn push(&mut self, partition: Partition, entry: Arc<Entry>) -> bool {
        let (id, bytes) = (id_of(&entry, partition).into_owned(), entry_bytes(&entry));
        let is_new = !self.live.contains_key(&id);
        if is_new {
            self.live.insert(id, bytes);
            self.live_bytes += bytes;
            self.entries.push(entry);
        }
        is_new
    }

    /// Every entry, spent or not, in the order they were claimed.
    pub(super) fn all(&self) -> &[Arc<Entry>] {
        &self.entries
    }

    /// Those that are not spent.
    pub(super) fn live(&self, partition: Partition) -> impl Iterator<Item = &Arc<Entry>> {
        self.entries.iter().filter(move |entry| self.is_live(&id_of(entry, partition)))
    }

    /// Whether a run's entry stands in claims and still counts.
    pub(super) fn is_live(&self, id: &RunId) -> bool {
        self.live.contains_key(id)
    }

    /// How many still count.
    pub(super) fn count(&self) -> usize {
        self.live.len()
    }

    /// What those that still count take in the record, in bytes.
    pub(super) const fn bytes(&self) -> usize {
        self.live_bytes
    }

    /// The run's entry, if there is one, counts no longer.
    pub(super) fn spend(&mut self, id: &RunId, task: &TaskName) {
        if let Some(bytes) = self.live.remove(id) {
            self.live_bytes -= bytes;
            self.spent.entry(task.clone()).or_default().push(id.clone());
        }
    }

    /// Runs of a task whose entries count no longer and still stand in the record.
    pub(super) fn spent_of(&self, task: &TaskName) -> impl Iterator<Item = &RunId> {
        self.spent.get(task).into_iter().flatten()
    }
}

/// The id under which an entry is known: of a range of missed instants, that of its first.
pub(super) fn id_of(entry: &Entry, partition: Partition) -> Cow<'_, RunId> {
    match entry {
        Entry::Run(run) => Cow::Borrowed(&run.run),
        Entry::Missed(missed) => Cow::Owned(RunId::new(partition, &missed.uid, RunKey::Instant(missed.missed_from))),
    }
}
