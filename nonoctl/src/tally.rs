//! How far a change of many tasks is, for who cuts it off or is cut off from ZooKeeper.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use nono_core::store::admin::Admin;

use crate::error::CommandError;
use crate::words;

/// A change of many tasks that is under way. Its clones count together.
#[derive(Clone, Debug)]
pub(crate) struct Tally {
    admin: Admin,
    /// What was made before it began.
    before: u64,
    /// Tasks that are as they are to be without an edit.
    settled: Arc<AtomicU64>,
    all: u64,
    verb: &'static str,
}

impl Tally {
    /// Begins to count; `verb` is what is done to each of `all` tasks, as `applied`.
    pub(crate) fn new(admin: &Admin, verb: &'static str, all: usize) -> Self {
        let before = admin.edits_made();
        Self { admin: admin.clone(), before, settled: Arc::default(), all: all as u64, verb }
    }

    /// Counts tasks that need no edit.
    pub(crate) fn settle(&self, tasks: usize) {
        self.settled.fetch_add(tasks as u64, Ordering::Relaxed);
    }

    /// How many tasks are known to be done.
    pub(crate) fn done(&self) -> u64 {
        let edits = self.admin.edits_made().saturating_sub(self.before);
        edits.saturating_add(self.settled.load(Ordering::Relaxed)).min(self.all)
    }

    /// `31,000 of 100,000 tasks were applied, the rest is unknown or untouched; …`
    fn told(&self, done: u64) -> String {
        let (all, verb) = (words::counted(self.all, "task"), self.verb);
        let were = if self.all == 1 { "was" } else { "were" };
        let done_of_all = format!("{} of {all} {were} {verb}", words::count(done));
        match done == self.all {
            true => done_of_all,
            false => format!(
                "{done_of_all}, the rest is unknown or untouched; the same command again continues where it stopped"
            ),
        }
    }

    /// The error of a signal that came meanwhile.
    pub(crate) fn interrupts(&self, error: CommandError) -> CommandError {
        let done = self.done();
        CommandError { message: format!("interrupted: {}", self.told(done)), ..error }.with_progress(done, self.all)
    }

    /// The error that ended it on its way.
    pub(crate) fn cuts(&self, error: CommandError) -> CommandError {
        let done = self.done();
        error.with_cause(self.told(done)).with_progress(done, self.all)
    }
}
