//! Composing what is to be written for a partition now, from memory, without changing it.
//!
//! Outcomes and records first, then claims of what is due, as far as it fits; or, when it is to be released, everything
//! at once. What the tree must still show for it to count stands at the head of the operations.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Map;

use super::history;
use super::map::HashSet;
use super::mutant;
use super::owned::{Asked, Owned};
use super::queue::Queue;
use super::run::{Run, Stage};
use super::standing::id_of;
use super::task::{Due, Slot, State};
use super::write::{Effect, Part};
use crate::cluster::Lease;
use crate::name::{Epoch, MemberId, RunId, RunKey, TaskName, Version};
use crate::node::{Node, Op, Record};
use crate::run::claim::is_ordinary;
use crate::run::{Backfill, Claims, Entry, FORMAT, MissedEntry, RunEntry, TaskState, Trigger, UserAction, UserCommand};
use crate::time::{Boot, Utc};

/// A claims record stays below this, in bytes.
const MOST_CLAIM_BYTES: usize = 60 * 1024;
/// And below this many entries.
const MOST_CLAIMS: usize = 640;
/// What one part may add to a transaction, in bytes,
const MOST_PART_BYTES: usize = 120 * 1024;
/// and what of that outcomes and records may take: claims find room beside a backlog of them.
pub(super) const MOST_OUTCOME_BYTES: usize = 96 * 1024;
/// What a round takes of one task: late instants and a range of misses.
const MOST_OF_TASK: usize = 101;
/// More records than this, and a partition's instants wait unclaimed.
const MOST_RECORDS: usize = 10_000;

/// By how much the clock of who asks for a backfill may be ahead.
const CLOCKS: Duration = Duration::from_secs(60);

/// Who writes, and when.
pub(super) struct Writer<'a> {
    pub(super) me: &'a MemberId,
    pub(super) now: Utc,
    pub(super) boot: Boot,
    pub(super) may_claim: bool,
    /// The cluster is: nothing is claimed, no instant from before the pause and no command.
    pub(super) is_paused: bool,
    pub(super) intents_version: Option<Version>,
    pub(super) queue: &'a Queue,
}

/// What a round of claims looked at in a partition, whether or not it could take it.
#[derive(Default)]
pub(super) struct Looked {
    /// Instants of tasks: those that are not taken are late from now on, and no misfires.
    pub(super) offered: Vec<(TaskName, Due)>,
    /// Tasks that were passed over, since their host is crowded.
    pub(super) passed: Vec<TaskName>,
    /// Tasks that were passed over before, and of which one instant is taken at a time.
    pub(super) partly: Vec<TaskName>,
}

struct Composer<'a> {
    owned: &'a Owned,
    writer: &'a Writer<'a>,
    ops: Vec<Op>,
    bytes: usize,
    effect: Effect,
    /// Entries that leave claims with this part.
    leaving: BTreeSet<RunId>,
    claims_change: bool,
    /// Whether what is written holds only for the plan version that memory shows.
    rests_on_plan: bool,
    states: BTreeMap<TaskName, TaskState>,
}

/// Composes what is to be written for a partition now; `None` when that is nothing.
pub(super) fn compose(owned: &Owned, writer: &Writer<'_>, looked: &mut Looked) -> Option<Part> {
    let mut composer = Composer {
        owned,
        writer,
        ops: Vec::new(),
        bytes: 0,
        effect: Effect::default(),
        leaving: BTreeSet::new(),
        claims_change: false,
        rests_on_plan: false,
        states: BTreeMap::new(),
    };
    let releases = owned.releases_at(writer.boot);
    if owned.claims_unreadable && !releases {
        composer.outcomes_and_records();
        composer.cancels();
    } else if releases {
        composer.release();
    } else {
        composer.outcomes_and_records();
        composer.cancels();
        composer.strays();
        // A partition that waits for a calm moment to be handed over is still ours to claim for.
        if writer.may_claim && !writer.is_paused && !owned.plan_stale {
            composer.claim(looked);
        }
    }
    composer.finish()
}

impl Composer<'_> {
    /// All of them, or as many as fit, beginning where the last write ended: from the first each time, those at the end
    /// would wait as long as there is more than fits.
    fn outcomes_and_records(&mut self) {
        let owned = self.owned;
        let first = owned.first_written.as_ref();
        let from = owned.touched.range((first.map_or(Bound::Unbounded, Bound::Included), Bound::Unbounded));
        let before = first.into_iter().flat_map(|first| owned.touched.range(..first));
        for id in from.chain(before) {
            if self.bytes > MOST_OUTCOME_BYTES {
                self.effect.left_out = Some(id.clone());
                return;
            }
            let Some(run) = owned.runs.get(id).filter(|run| !run.moving) else { continue };
            self.write_run(id, run);
        }
    }

    fn write_run(&mut self, id: &RunId, run: &Run) {
        if !run.needs_write() {
            return;
        }
        match &run.stage {
            Stage::Done(_) => self.end(id, run),
            Stage::Foreign => {}
            Stage::Timed | Stage::Queued | Stage::Flying(_) | Stage::Backoff(_) => self.put_record(id, run),
            Stage::Preparing => {
                self.put_record(id, run);
                self.effect.launch.push(id.clone());
            }
        }
    }

    /// Stores the outcome of a run that is over; without a task there is nothing to store it in.
    fn end(&mut self, id: &RunId, run: &Run) {
        let Stage::Done(outcome) = &run.stage else { return };
        if run.ended_by_plan && self.owned.plan_stale {
            return;
        }
        let Some(slot) = self.owned.slot(&run.entry.task, &run.entry.run.uid()) else {
            if !self.owned.unreadable.contains(&run.entry.task) {
                self.forget(id, run);
            }
            return;
        };
        if matches!(slot.state, State::Unreadable) || run.is_outdated(slot) {
            return;
        }
        let bytes = &mut self.bytes;
        let state = self.states.entry(run.entry.task.clone()).or_insert_with(|| {
            let state = match &slot.state {
                State::Known(state, _) if state.uid == slot.uid => (**state).clone(),
                _ => TaskState::new(slot.uid.clone()),
            };
            *bytes += 600 + state.outcomes.bytes();
            state
        });
        if !state.outcomes.holds(&outcome.run) {
            let before = state.outcomes.bytes();
            let mut outcome = Cow::Borrowed(&**outcome);
            if outcome.epoch != self.owned.epoch {
                outcome.to_mut().epoch = self.owned.epoch;
            }
            history::record(state, &outcome, slot.task.policy.history_limit);
            *bytes += state.outcomes.bytes().saturating_sub(before);
        }
        self.rests_on_plan |= run.ended_by_plan;
        self.forget(id, run);
    }

    fn forget(&mut self, id: &RunId, run: &Run) {
        if let Some((_, version)) = &run.record {
            self.ops.push(Op::Delete(Node::Run(id.clone()), Some(*version)));
            self.effect.records.push((id.clone(), None));
            self.bytes += 120;
        }
        self.effect.over.push(id.clone());
    }

    fn put_record(&mut self, id: &RunId, run: &Run) {
        let mut record = run.record_now(self.writer.me);
        record.entry.epoch = self.owned.epoch;
        let node = Node::Run(id.clone());
        let version = match &run.record {
            Some((_, version)) => {
                self.ops.push(Op::Set(node, Record::Run(Box::new(record.clone())), Some(*version)));
                version.wrapping_add(1)
            }
            None => {
                self.ops.push(Op::Create(node, Record::Run(Box::new(record.clone()))));
                0
            }
        };
        self.bytes += 700;
        self.effect.records.push((id.clone(), Some((Box::new(record), version))));
        if self.owned.claims.is_live(id) {
            self.leaving.insert(id.clone());
            self.claims_change = true;
        }
    }

    /// Commands that ask for the end of a run go with its outcome: a crash before that leaves both to the next owner.
    fn cancels(&mut self) {
        for (sequence, asked) in &self.owned.cancels {
            let UserAction::Cancel { run } = &asked.command.action else { continue };
            let over = mutant::on!(CANCEL_FORGOTTEN) || self.effect.over.contains(run);
            if self.bytes > MOST_PART_BYTES {
                return;
            }
            if over || !self.owned.may_be_open(run, &asked.command.task) {
                self.ops.push(Op::Delete(Node::Command(self.owned.partition, asked.name.clone()), None));
                self.effect.commands.push(*sequence);
                self.bytes += 120;
            }
        }
    }

    fn strays(&mut self) {
        for (task, version) in self.owned.stray_states.iter().take(200) {
            self.ops.push(Op::Delete(Node::State(self.owned.partition, task.clone()), Some(*version)));
            self.effect.stray_states.push(task.clone());
            self.bytes += 160;
        }
        for (run, version) in self.owned.stray_records.iter().take(200) {
            self.ops.push(Op::Delete(Node::Run(run.clone()), Some(*version)));
            self.effect.stray_records.push(run.clone());
            self.bytes += 120;
        }
    }

    fn has_most_records(&self) -> bool {
        let runs = &self.owned.runs;
        runs.len() >= MOST_RECORDS && runs.values().filter(|run| run.record.is_some()).count() >= MOST_RECORDS
    }

    /// Claims what is due, as far as it fits.
    fn claim(&mut self, looked: &mut Looked) {
        let taken = self.owned.claims.bytes();
        let mut room = MOST_CLAIM_BYTES.saturating_sub(taken + history::unknown_bytes(&self.owned.claims_extra));
        let mut places = MOST_CLAIMS.saturating_sub(self.owned.claims.count());
        if self.has_most_records() {
            places = 0;
        }
        self.claim_commands(&mut room, &mut places, false);
        for (at, name) in &self.owned.agenda {
            if *at > self.writer.now {
                break;
            }
            if self.is_crowded(name) {
                looked.passed.push(name.clone());
            } else {
                self.claim_task(name, &mut room, &mut places, looked);
            }
        }
        // The past has time.
        self.claim_commands(&mut room, &mut places, true);
    }

    /// What cannot go soon is not claimed: its instants cost nothing while they wait, and stay those of the newest plan.
    fn is_crowded(&self, name: &TaskName) -> bool {
        let queue = self.writer.queue;
        let crowded = |slot: &Slot| queue.is_crowded(slot.host());
        queue.has_crowd() && self.owned.tasks.get(name).is_some_and(crowded)
    }

    fn claim_task(&mut self, name: &TaskName, room: &mut usize, places: &mut usize, looked: &mut Looked) {
        let Some(slot) = self.owned.tasks.get(name) else { return };
        let was_passed = slot.was_passed_over(self.writer.now);
        if was_passed {
            looked.partly.push(name.clone());
        }
        let mut is_late = true;
        for due in slot.due(self.writer.now, if was_passed { 1 } else { MOST_OF_TASK }) {
            // What the misfire policy decides is decided anew where it cannot be claimed now.
            is_late &= matches!(due, Due::Run(_, Trigger::Schedule));
            if is_late {
                looked.offered.push((name.clone(), due.clone()));
            }
            let entry = self.entry_of(name, &due);
            let bytes = entry_bytes(&entry);
            if *places == 0 || bytes > *room || self.bytes > MOST_PART_BYTES {
                *places = 0;
                continue;
            }
            *room -= bytes;
            *places -= 1;
            self.bytes += bytes;
            self.effect.cursors.push((name.clone(), due));
            self.effect.claimed.push(Arc::new(entry));
        }
    }

    fn entry_of(&self, name: &TaskName, due: &Due) -> Entry {
        let slot = &self.owned.tasks[name];
        match due {
            Due::Missed { from, to, count } => Entry::Missed(MissedEntry {
                missed_from: *from,
                missed_to: *to,
                count: *count,
                task: name.clone(),
                uid: slot.uid.clone(),
                epoch: self.owned.epoch,
                extra: Map::new(),
            }),
            Due::Run(at, trigger) => Entry::Run(RunEntry {
                run: RunId::new(self.owned.partition, &slot.uid, self.key_of(*at)),
                task: name.clone(),
                trigger: *trigger,
                scheduled_at: *at,
                version: slot.version,
                delivery: slot.task.policy.delivery,
                attempt: 1,
                failed: 0,
                epoch: self.owned.epoch,
                token: None,
                extra: Map::new(),
            }),
        }
    }

    fn key_of(&self, at: crate::time::Instant) -> RunKey {
        if mutant::on!(UNKNOWN_NEW_ID) && self.owned.in_the_dark {
            return RunKey::Command(9_000_000_000 + u64::try_from(at.0 % 1_000_000_000).unwrap_or(0));
        }
        RunKey::Instant(at)
    }

    fn claim_commands(&mut self, room: &mut usize, places: &mut usize, backfills: bool) {
        let owned = self.owned;
        for (sequence, asked) in &owned.commands {
            if *places == 0 || *room < 1000 || self.bytes > MOST_PART_BYTES {
                return;
            }
            let command = &asked.command;
            let is_backfill = matches!(command.action, UserAction::Backfill(_));
            if owned.stands_still(&command.task) || is_backfill != backfills {
                continue;
            }
            let at = match &command.action {
                UserAction::Backfill(span) if owned.slot(&command.task, &command.uid).is_some() => {
                    self.backfill((*sequence, asked), span, room, places);
                    continue;
                }
                UserAction::Replay { scheduled_at, .. } => *scheduled_at,
                UserAction::Trigger | UserAction::Backfill(_) | UserAction::Cancel { .. } => self.writer.now.floor(),
            };
            self.consume(*sequence, asked);
            self.claim_asked(asked, RunKey::Command(*sequence), at, (room, places));
        }
    }

    fn consume(&mut self, sequence: u64, asked: &Asked) {
        self.ops.push(Op::Delete(Node::Command(self.owned.partition, asked.name.clone()), None));
        self.effect.commands.push(sequence);
        self.effect.claims_commands = true;
        self.bytes += 120;
    }

    /// A run that somebody asked for; none where its task is gone.
    fn claim_asked(
        &mut self,
        asked: &Asked,
        key: RunKey,
        at: crate::time::Instant,
        (room, places): (&mut usize, &mut usize),
    ) {
        let Some(slot) = self.owned.slot(&asked.command.task, &asked.command.uid) else { return };
        let entry = Entry::Run(RunEntry {
            run: RunId::new(self.owned.partition, &slot.uid, key),
            task: asked.command.task.clone(),
            trigger: match asked.command.action {
                UserAction::Backfill(_) => Trigger::Backfill,
                UserAction::Replay { .. } => Trigger::Replay,
                UserAction::Trigger | UserAction::Cancel { .. } => Trigger::Manual,
            },
            scheduled_at: at,
            version: slot.version,
            delivery: slot.task.policy.delivery,
            attempt: 1,
            failed: 0,
            epoch: self.owned.epoch,
            token: Some(asked.name.token()),
            extra: Map::new(),
        });
        *room -= entry_bytes(&entry).min(*room);
        *places -= 1;
        self.bytes += entry_bytes(&entry);
        self.effect.claimed.push(Arc::new(entry));
    }

    /// The next instants of a backfill, as many as there is room for. How far it is stands in its command, written with the
    /// claims; with the last of them the command goes.
    fn backfill(&mut self, (sequence, asked): (u64, &Asked), span: &Backfill, room: &mut usize, places: &mut usize) {
        let Some(slot) = self.owned.slot(&asked.command.task, &asked.command.uid) else { return };
        let mut far = span.clone();
        let mut more = self.owned.room_to_backfill(sequence);
        // Who asked may have a clock that is ahead.
        let last = span.to.min((self.writer.now + CLOCKS).floor());
        loop {
            let after = far.after.unwrap_or(crate::time::Instant(span.from.0.saturating_sub(1)));
            let Some(at) = slot.task.schedule.next_after(after).filter(|at| *at <= last) else {
                self.consume(sequence, asked);
                return;
            };
            if more == 0 || *places == 0 || *room < 1000 || self.bytes > MOST_PART_BYTES {
                break;
            }
            more -= 1;
            far.after = Some(at);
            far.claimed = far.claimed.saturating_add(1);
            self.claim_asked(asked, RunKey::Backfill(sequence, far.claimed), at, (room, places));
        }
        if far != *span {
            let command = UserCommand { action: UserAction::Backfill(far), ..asked.command.clone() };
            let next = Asked { version: asked.version.wrapping_add(1), command, name: asked.name.clone() };
            let node = Node::Command(self.owned.partition, asked.name.clone());
            if !mutant::on!(BACKFILL_UNWRITTEN) {
                self.ops.push(Op::Set(node, Record::Command(Box::new(next.command.clone())), Some(asked.version)));
            }
            let words = next.command.reason.as_ref().map_or(0, |reason| 2 * reason.len()) + next.command.by.len();
            self.bytes += 500 + words + history::unknown_bytes(&next.command.extra);
            self.effect.commands_set.push(next);
            self.effect.claims_commands = true;
        }
    }

    /// Everything that is open becomes records, outcomes or entries of the next epoch, and the lease nobody's. Where
    /// that does not fit one transaction, outcomes and records go first.
    fn release(&mut self) {
        self.outcomes_and_records();
        if self.bytes > MOST_OUTCOME_BYTES {
            return;
        }
        let written: BTreeSet<RunId> = self.effect.records.iter().map(|(id, _)| id.clone()).collect();
        let owned = self.owned;
        for id in owned.flying_without_record().iter().filter(|id| !written.contains(*id)) {
            if self.bytes > MOST_PART_BYTES {
                return;
            }
            self.put_record(id, &owned.runs[id]);
        }
        // An attempt that is being prepared goes first; the release follows once it is on its way.
        self.effect.releases = self.effect.launch.is_empty();
    }

    fn finish(mut self) -> Option<Part> {
        self.claims_change |= !self.effect.claimed.is_empty() || self.evicts_a_stored_entry();
        if self.effect.releases {
            self.claims_change = true;
        }
        if self.claims_change && !self.owned.claims_unreadable {
            self.set_claims();
        }
        self.set_states();
        if self.ops.is_empty() && !self.effect.releases {
            return None;
        }
        let mut ops = self.guards();
        ops.append(&mut self.ops);
        let (partition, epoch) = (self.owned.partition, self.owned.epoch);
        Some(Part { partition, epoch, ops, bytes: self.bytes + 200, effect: self.effect })
    }

    /// What must still be true for the part to count.
    fn guards(&self) -> Vec<Op> {
        let lease = Node::Lease(self.owned.partition);
        let plan = || Op::Check(Node::Plan(self.owned.partition), self.owned.plan_version);
        if self.effect.releases {
            let free = Lease { extra: self.owned.lease_extra.clone(), ..Lease::free(self.owned.epoch) };
            let mut guards = vec![Op::Set(lease, Record::Lease(free), Some(self.owned.lease_version))];
            guards.extend(self.rests_on_plan.then(plan));
            return guards;
        }
        let mut guards = Vec::new();
        if mutant::on!(EPHEMERAL_FENCE) {
            guards.push(Op::Check(Node::Member(self.writer.me.clone()), 0));
        } else if !self.is_left_unfenced() {
            guards.push(Op::Check(lease, self.owned.lease_version));
        }
        let claims = !self.effect.claimed.is_empty() || self.effect.claims_commands;
        if (claims || self.rests_on_plan) && !mutant::on!(NO_PLAN_CHECK) {
            guards.push(plan());
        }
        let intents = self.writer.intents_version.filter(|_| claims && !mutant::on!(PAUSE_UNCHECKED));
        guards.extend(intents.map(|version| Op::Check(Node::Intents, version)));
        guards
    }

    /// Of broken variants.
    fn is_left_unfenced(&self) -> bool {
        let claims = self.effect.claims.is_some();
        let outcomes = mutant::on!(OUTCOME_UNFENCED) && !self.effect.over.is_empty();
        let records = mutant::on!(RECORD_UNFENCED) && !self.effect.records.is_empty() && self.effect.over.is_empty();
        !claims && (outcomes || records)
    }

    /// An entry whose outcome is stored may stay in claims only while the state's ring shows that outcome.
    fn evicts_a_stored_entry(&self) -> bool {
        if mutant::on!(HISTORY_DROPPED) {
            return false;
        }
        let claims = &self.owned.claims;
        let spent = self.states.iter().any(|(task, state)| claims.spent_of(task).any(|id| !state.outcomes.holds(id)));
        let is_evicted = |id: &RunId| {
            let run = self.owned.runs.get(id).filter(|_| claims.is_live(id));
            run.and_then(|run| self.states.get(&run.entry.task)).is_some_and(|state| !state.outcomes.holds(id))
        };
        spent || self.effect.over.iter().any(is_evicted)
    }

    fn set_claims(&mut self) {
        let next = self.owned.epoch.next();
        let over: HashSet<&RunId> = self.effect.over.iter().collect();
        let stays = |entry: &Entry| {
            let id = id_of(entry, self.owned.partition);
            !self.leaving.contains(&*id) && !over.contains(&*id)
        };
        let mut entries: Vec<Arc<Entry>> = self.owned.live_claims().filter(|entry| stays(entry)).cloned().collect();
        let written = |entry: &&Arc<Entry>| !(mutant::on!(NO_MISSED_ENTRIES) && matches!(***entry, Entry::Missed(_)));
        entries.extend(self.effect.claimed.iter().filter(written).cloned());
        if self.effect.releases {
            entries.iter_mut().for_each(|entry| self.hand_over(Arc::make_mut(entry), next));
        }
        let extra = self.owned.claims_extra.clone();
        let record = Record::Claims(Claims { format: FORMAT, entries: entries.clone(), extra });
        let node = Node::Claims(self.owned.partition);
        self.ops.push(match self.owned.claims_version {
            Some(version) => Op::Set(node, record, Some(version)),
            None => Op::Create(node, record),
        });
        self.bytes += entries.iter().map(|entry| entry_bytes(entry)).sum::<usize>();
        self.effect.claims = Some(entries);
    }

    /// What was never sent passes on as the next owner's; what is in doubt stays so.
    fn hand_over(&self, entry: &mut Entry, next: Epoch) {
        match entry {
            Entry::Missed(missed) => missed.epoch = next,
            Entry::Run(run) => {
                let known = self.owned.runs.get(&run.run);
                if known.is_some_and(|run| !run.redelivery && run.is_unsent()) {
                    run.epoch = next;
                }
            }
        }
    }

    fn set_states(&mut self) {
        for (name, state) in std::mem::take(&mut self.states) {
            let node = Node::State(self.owned.partition, name.clone());
            let known = match self.owned.tasks.get(&name).map(|slot| &slot.state) {
                Some(State::Known(_, version)) => Some(*version),
                _ => None,
            };
            let state = Arc::new(state);
            let record = Record::State(Arc::clone(&state));
            self.ops.push(match known {
                Some(version) => Op::Set(node, record, Some(version)),
                None => Op::Create(node, record),
            });
            let version = known.map_or(0, |version| version.wrapping_add(1));
            self.effect.states.push((name, state, version));
        }
    }
}

/// What an entry takes in its record, in bytes: an upper estimate.
pub(super) fn entry_bytes(entry: &Entry) -> usize {
    match entry {
        Entry::Run(run) => {
            let token = if run.token.is_some() { 28 } else { 0 };
            let fixed = if is_ordinary(run) { 116 } else { 250 };
            fixed + run.task.as_str().len() + token + history::unknown_bytes(&run.extra)
        }
        Entry::Missed(missed) => 170 + missed.task.as_str().len() + history::unknown_bytes(&missed.extra),
    }
}
