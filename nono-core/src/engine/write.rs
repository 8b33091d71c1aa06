//! One transaction's worth of changes to a partition: what is asked, and what becomes true when it is acknowledged.
//!
//! A part is composed from memory and changes nothing there until [`Engine::apply`]. So a part whose transaction was
//! refused, or found not applied, is simply forgotten and composed anew.

use std::sync::Arc;

use serde_json::Map;

use super::Engine;
use super::mutant;
use super::owned::{Asked, Owned};
use super::run::{Recorded, Run, Stage};
use super::task::{Due, State};
use crate::name::{Epoch, Partition, RunId, RunKey, TaskName, Version};
use crate::node::Op;
use crate::run::{Entry, MissedEntry, Outcome, RunEntry, TaskState, Trigger};
use crate::time::Utc;

/// See the module.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) partition: Partition,
    pub(super) epoch: Epoch,
    pub(super) ops: Vec<Op>,
    pub(super) bytes: usize,
    pub(super) effect: Effect,
}

/// What becomes true with the acknowledgement.
#[derive(Debug, Default)]
pub(super) struct Effect {
    pub(super) claims: Option<Vec<Arc<Entry>>>,
    pub(super) cursors: Vec<(TaskName, Due)>,
    pub(super) claimed: Vec<Arc<Entry>>,
    pub(super) commands: Vec<u64>,
    /// Backfills, with how far they are.
    pub(super) commands_set: Vec<Asked>,
    /// Whether some command is claimed, or passed over since its task is gone.
    pub(super) claims_commands: bool,
    pub(super) states: Vec<(TaskName, Arc<TaskState>, Version)>,
    /// Runs whose outcome is stored, or that are dropped.
    pub(super) over: Vec<RunId>,
    pub(super) records: Vec<(RunId, Option<Recorded>)>,
    pub(super) launch: Vec<RunId>,
    /// The first run that something is to be written for and that found no room: the next write begins with it.
    pub(super) left_out: Option<RunId>,
    pub(super) stray_states: Vec<TaskName>,
    pub(super) stray_records: Vec<RunId>,
    pub(super) releases: bool,
}

impl Effect {
    /// The records as they are after the write.
    pub(super) fn into_records(self) -> Vec<(RunId, Option<Recorded>)> {
        self.records
    }
}

impl Engine {
    /// Makes an acknowledged part true in memory, and carries on with its runs.
    pub(super) fn apply(&mut self, part: Part) {
        let Part { partition, mut effect, .. } = part;
        if effect.releases {
            self.released(partition, effect);
            return;
        }
        let Some(owned) = self.owned.get_mut(&partition) else { return };
        owned.writing = false;
        owned.refused = 0;
        owned.first_written = effect.left_out.take();
        let moved: Vec<RunId> = effect.records.iter().map(|(id, _)| id.clone()).collect();
        apply_claims(owned, &mut effect);
        for (name, state, version) in effect.states {
            let newest = state.outcomes.health();
            if owned.note_outcome(&name, newest) && newest.is_some() {
                self.outbox.health(&name, newest != Some(Outcome::Succeeded), self.now);
            }
            if let Some(slot) = owned.tasks.get_mut(&name) {
                slot.state = State::Known(state, version);
                owned.unreadable_states.remove(&name);
            } else if !owned.unreadable.contains(&name) {
                // Its task was deleted while this was on its way.
                owned.stray_states.insert(name, version);
            }
        }
        apply_records(owned, effect.records);
        for name in &effect.stray_states {
            owned.stray_states.remove(name);
        }
        for id in &effect.stray_records {
            owned.stray_records.remove(id);
        }
        for sequence in &effect.commands {
            owned.drop_command(*sequence);
        }
        effect.commands_set.into_iter().for_each(|asked| owned.put_command(asked));
        for id in effect.over {
            self.over(partition, &id);
        }
        for id in moved {
            self.due_again(partition, &id);
        }
        for entry in effect.claimed {
            self.begin(partition, Arc::unwrap_or_clone(entry));
        }
        for id in effect.launch {
            self.launch(partition, &id);
        }
        // A task that was read while this was on its way could not be asked then.
        self.ask_outdated(partition);
        self.look_at_cancels(partition);
    }

    /// A run's outcome is stored, or there is nothing to store it in.
    fn over(&mut self, partition: Partition, id: &RunId) {
        let Some(owned) = self.owned.get_mut(&partition) else { return };
        let Some(run) = owned.remove_run(id) else { return };
        owned.claims.spend(id, &run.entry.task);
        if let Stage::Done(outcome) = run.stage
            && owned.slot(&run.entry.task, &id.uid()).is_some()
        {
            self.finished(&run.entry.task, *outcome, run.sent);
        }
        self.wake_siblings(partition, &run.entry.task);
    }

    /// A fresh claim enters the timers.
    pub(super) fn begin(&mut self, partition: Partition, entry: Entry) {
        let now = self.now;
        match entry {
            Entry::Missed(missed) => self.begin_missed(partition, &missed),
            Entry::Run(entry) => {
                let send_at = self.send_time(partition, &entry);
                let due = self.clock.boot_at(send_at, now);
                self.watch_over(Run::new(entry, send_at, due, now), partition);
            }
        }
    }

    fn begin_missed(&mut self, partition: Partition, missed: &MissedEntry) {
        let (now, utc) = (self.now, self.clock.utc(self.now));
        let id = RunId::new(partition, &missed.uid, RunKey::Instant(missed.missed_from));
        let entry = RunEntry {
            run: id.clone(),
            task: missed.task.clone(),
            trigger: Trigger::Misfire,
            scheduled_at: missed.missed_from,
            version: 0,
            delivery: crate::run::Delivery::AtMostOnce,
            attempt: 1,
            failed: 0,
            epoch: missed.epoch,
            token: None,
            extra: Map::new(),
        };
        let mut run = Run::new(entry, missed.missed_from.utc(), now, now);
        let Some(owned) = self.owned.get_mut(&partition) else { return };
        let Some(me) = self.session.as_ref().map(|session| session.id.clone()) else { return };
        let mut outcome = run.ended(crate::run::Outcome::Missed, utc, (&me, owned.epoch));
        outcome.missed_to = Some(missed.missed_to);
        outcome.missed_count = Some(missed.count);
        run.stage = Stage::Done(Box::new(outcome));
        owned.add_run(run);
        self.touch(partition, id);
    }

    /// Adds a run and sets the timers it needs.
    pub(super) fn watch_over(&mut self, run: Run, partition: Partition) {
        let id = run.entry.run.clone();
        let aged = self.aged_at(&run);
        // One that is due before that is looked at then.
        if run.stage != Stage::Timed || run.due > aged {
            self.timers.set(aged, super::timer::Timer::Aged(partition, id.clone()));
        }
        self.timers.set(run.due, super::timer::Timer::Due(partition, id));
        if let Some(owned) = self.owned.get_mut(&partition) {
            owned.add_run(run);
        }
    }

    fn send_time(&self, partition: Partition, entry: &RunEntry) -> Utc {
        let slot = self.owned.get(&partition).and_then(|owned| owned.tasks.get(&entry.task));
        match slot {
            Some(slot) if entry.trigger.is_of_schedule() => {
                entry.scheduled_at.utc() + slot.task.schedule.jitter_of(&entry.run)
            }
            _ if entry.trigger.is_of_schedule() => entry.scheduled_at.utc(),
            _ => self.clock.utc(self.now),
        }
    }
}

fn apply_claims(owned: &mut Owned, effect: &mut Effect) {
    if let Some(entries) = effect.claims.take() {
        owned.claims.replace(owned.partition, entries);
        owned.claims_version = Some(owned.claims_version.map_or(0, |version| version.wrapping_add(1)));
    }
    for (name, due) in &effect.cursors {
        owned.change_task(name, |slot| slot.cursor = slot.cursor.max(due.last()));
    }
    if mutant::on!(ONE_CURSOR) {
        owned.share_cursor();
    }
}

fn apply_records(owned: &mut Owned, records: Vec<(RunId, Option<Recorded>)>) {
    for (id, record) in records {
        if let Some(run) = owned.runs.get_mut(&id) {
            run.record = record;
            run.moving = false;
            run.stale_record = false;
            if !run.needs_write() {
                owned.touched.remove(&id);
            }
        }
    }
}
