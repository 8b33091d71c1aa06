//! Open runs: claimed, and no outcome stored yet.
//!
//! What is known of one is an entry of the partition's claims, or a record of its own; a record wins over an entry and a
//! stored outcome over both, as when a partition is taken over.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use nono_core::name::{RunId, TaskUid};
use nono_core::run::{Claims, Entry, MissedEntry, Phase, RunEntry, RunRecord, TaskState};
use nono_core::schedule::Schedule;
use nono_core::task::Overlap;
use nono_core::time::Utc;

/// A claimed entry is sent on time, or gets a record within a second or two; older ones were not sent.
const SETTLES: Duration = Duration::from_secs(2);

/// A run that is open.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct OpenRun {
    /// What was claimed.
    pub(crate) entry: RunEntry,
    /// Its record, when it has one.
    pub(crate) record: Option<Box<RunRecord>>,
}

/// How far an open run is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Progress {
    /// Nothing was sent; it is to be at this moment.
    Unsent(Utc),
    /// An attempt was sent, or is to follow.
    Sent,
    /// It waits for its next attempt until then.
    Retrying(Utc),
}

impl OpenRun {
    /// When it is to be sent.
    pub(crate) fn send_time(&self, schedule: &Schedule) -> Utc {
        let due = self.entry.scheduled_at.utc();
        match self.entry.trigger.is_of_schedule() {
            true => due + schedule.jitter_of(&self.entry.run),
            false => due,
        }
    }

    /// How far it is.
    pub(crate) fn progress(&self, schedule: &Schedule, now: Utc) -> Progress {
        self.progress_at(self.send_time(schedule), now)
    }

    /// How far it is, its task being gone.
    pub(crate) fn progress_without_plan(&self, now: Utc) -> Progress {
        self.progress_at(self.entry.scheduled_at.utc(), now)
    }

    fn progress_at(&self, send: Utc, now: Utc) -> Progress {
        match self.record.as_deref().map(|record| &record.phase) {
            Some(Phase::Waiting) => Progress::Unsent(send),
            Some(Phase::Sent | Phase::Ended(_)) => Progress::Sent,
            Some(Phase::RetryWait { next_at }) => Progress::Retrying(*next_at),
            None if send <= now && now.since(send) <= SETTLES => Progress::Sent,
            // Of an instant long past: it went at once, or has a record soon.
            None if self.entry.trigger.is_of_the_past() => Progress::Sent,
            None => Progress::Unsent(send),
        }
    }

    /// Whether it is known to stand in line behind another of its task's `open` runs, which its overlap policy lets none run
    /// beside: runs of missed instants, of a backfill and replays go one after another, in the order of their instants.
    pub(crate) fn is_in_line(&self, open: &[Self], overlap: Overlap) -> bool {
        let trigger = self.entry.trigger;
        if overlap == Overlap::Allow || self.record.is_some() || !trigger.stands_in_line() {
            return false;
        }
        let place = |open: &Self| (open.entry.scheduled_at, open.entry.run.clone());
        let others = open.iter().filter(|other| other.entry.run != self.entry.run);
        others.into_iter().any(|other| {
            let is_before = other.entry.trigger == trigger && place(other) < place(self);
            is_before || (trigger.is_of_the_past() && other.is_on_its_way())
        })
    }

    /// Whether its record says that it was sent, or will be again.
    fn is_on_its_way(&self) -> bool {
        let phase = self.record.as_deref().map(|record| &record.phase);
        matches!(phase, Some(Phase::Sent | Phase::RetryWait { .. }))
    }

    /// First byte of the first attempt, as far as it was written down.
    pub(crate) fn started_at(&self) -> Option<Utc> {
        self.record.as_deref().and_then(|record| record.started_at)
    }
}

/// The open work of one partition, by task.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct OpenWork {
    runs: BTreeMap<TaskUid, BTreeMap<RunId, OpenRun>>,
    missed: BTreeMap<TaskUid, Vec<MissedEntry>>,
}

impl OpenWork {
    /// Adds the entries of a partition's claims.
    pub(crate) fn add_claims(&mut self, claims: Claims) {
        for entry in claims.entries {
            match std::sync::Arc::unwrap_or_clone(entry) {
                Entry::Run(entry) => {
                    let run = entry.run.clone();
                    self.runs.entry(run.uid()).or_default().entry(run).or_insert(OpenRun { entry, record: None });
                }
                Entry::Missed(range) => self.missed.entry(range.uid.clone()).or_default().push(range),
            }
        }
    }

    /// Adds a record; it wins over the entry of the same run.
    pub(crate) fn add_record(&mut self, record: RunRecord) {
        let entry = record.entry.clone();
        let open = OpenRun { entry: entry.clone(), record: Some(Box::new(record)) };
        self.runs.entry(entry.run.uid()).or_default().insert(entry.run, open);
    }

    /// Takes out the open runs of a task, oldest first: those without an outcome in its state.
    pub(crate) fn take_runs(&mut self, uid: &TaskUid, state: Option<&TaskState>) -> Vec<OpenRun> {
        let ended: BTreeSet<&RunId> =
            state.into_iter().flat_map(|state| state.outcomes.iter().map(|outcome| &outcome.run)).collect();
        let runs = self.runs.remove(uid).unwrap_or_default();
        let mut open: Vec<OpenRun> = runs.into_values().filter(|open| !ended.contains(&open.entry.run)).collect();
        open.sort_by_key(|open| open.entry.scheduled_at);
        open
    }

    /// Takes out the ranges of a task that are about to be recorded as missed.
    pub(crate) fn take_missed(&mut self, uid: &TaskUid) -> Vec<MissedEntry> {
        self.missed.remove(uid).unwrap_or_default()
    }
}
