//! A partition that this member owns: its tasks, claims, open runs and commands, as ZooKeeper acknowledged them.
//!
//! Memory changes only when a write is acknowledged, and at most one transaction that writes the partition is on its way,
//! so a refused or unknown one is built anew from what stands here. It knows nothing of requests or timers.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Map, Value};

use super::map::HashMap;
use super::mutant;
use super::run::{Run, Stage};
use super::standing::Standing;
use super::task::{Pauses, Slot, State, look_ahead_ms};
use crate::name::{CommandName, Epoch, Partition, RunId, RunKey, TaskName, TaskUid, Version};
use crate::run::{Entry, Outcome, UserAction, UserCommand};
use crate::time::{Boot, Utc};

/// A successor needs about this long, on a busy machine, before it can send.
const CALM: Duration = Duration::from_millis(150);
/// A release waits no longer than this for a calm moment: less than claims are ahead of their instants, so that none is
/// late because claiming has stopped.
pub(super) const CALM_WITHIN: Duration = Duration::from_millis(300);

/// So many runs of a backfill are open at once; at half of that, more are claimed.
const MOST_BACKFILLED: u32 = 64;
/// And so many of all backfills of a partition: its schedules need the room that there is for open runs.
const MOST_BACKFILLED_IN_ALL: u32 = 512;

/// A user's command, as it stands in the tree.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) name: CommandName,
    pub(super) version: Version,
    pub(super) command: UserCommand,
}

/// See the module.
#[derive(Debug)]
pub(super) struct Owned {
    pub(super) partition: Partition,
    pub(super) epoch: Epoch,
    pub(super) lease_version: Version,
    /// The plan version that `tasks` shows.
    pub(super) plan_version: Version,
    /// How often children of the plan's node had come and gone then: tasks that came or went without an edit show by it.
    pub(super) plan_children: i32,
    /// The same of the reading that is on its way: its tasks are read after it.
    pub(super) plan_children_read: i32,
    /// Whether the plan has moved on and is being read again: nothing is claimed meanwhile.
    pub(super) plan_stale: bool,
    /// Whether a reading of the plan or its tasks is on its way,
    pub(super) plan_reading: bool,
    /// and whether the plan moved during it.
    pub(super) plan_moved_again: bool,
    /// Whether the right to send had lapsed, and the plan has not been read since: nothing is sent meanwhile.
    pub(super) plan_unsure: bool,
    /// The same of users' commands: one may ask for the end of a run.
    pub(super) commands_unsure: bool,
    /// When that was seen,
    pub(super) plan_unsure_since: Boot,
    /// and when the newest reading of the plan was asked for.
    pub(super) plan_asked_at: Boot,
    pub(super) tasks: HashMap<TaskName, Slot>,
    /// Tasks whose record cannot be read: set aside, not gone.
    pub(super) unreadable: BTreeSet<TaskName>,
    /// As in ZooKeeper, spent entries included until the next write.
    pub(super) claims: Standing,
    /// Fields of a newer release in the claims and in the lease: kept when they are written.
    pub(super) claims_extra: Map<String, Value>,
    pub(super) lease_extra: Map<String, Value>,
    /// `None`: there is no such node.
    pub(super) claims_version: Option<Version>,
    /// The claims cannot be read: the partition stands still until an admin deletes them.
    pub(super) claims_unreadable: bool,
    /// Open runs.
    pub(super) runs: HashMap<RunId, Run>,
    /// Open runs by task, for overlap; in the order of their ids. Nearly always it is one.
    pub(super) by_task: HashMap<TaskName, Vec<RunId>>,
    /// Users' commands that wait to be claimed, by sequence.
    pub(super) commands: BTreeMap<u64, Asked>,
    /// Those that ask for the end of a run.
    pub(super) cancels: BTreeMap<u64, Asked>,
    /// Open runs of each backfill, by the sequence of its command.
    backfilled: BTreeMap<u64, u32>,
    backfilled_in_all: u32,
    /// How often children of the commands' folder had come and gone when it was last read.
    pub(super) commands_version: i32,
    /// Commands that cannot be read, or not be removed: looked at again each second.
    pub(super) commands_unreadable: BTreeSet<CommandName>,
    /// Records of runs that cannot be read.
    pub(super) runs_unreadable: BTreeSet<RunId>,
    /// When the next instant of each task can be claimed.
    pub(super) agenda: BTreeSet<(Utc, TaskName)>,
    /// Runs that something is to be written for.
    pub(super) touched: BTreeSet<RunId>,
    /// The one that the next write begins with, if the last had no room for all of them.
    pub(super) first_written: Option<RunId>,
    /// States without a task, to be deleted.
    pub(super) stray_states: BTreeMap<TaskName, Version>,
    /// Records without a task, to be deleted.
    pub(super) stray_records: BTreeMap<RunId, Version>,
    /// Whether a transaction that writes this partition is on its way.
    pub(super) writing: bool,
    /// Whether the transaction on its way releases it: nothing is sent meanwhile.
    pub(super) handing_over: bool,
    /// Whether it is to be released.
    pub(super) releasing: bool,
    /// Until then the release waits for a calm moment.
    pub(super) release_by: Boot,
    /// Until then nothing is written there: access to what all its writes touch was denied.
    pub(super) denied_until: Boot,
    /// Refusals in a row that were not its own plan's: twice, and it writes alone.
    pub(super) refused: u8,
    /// Tasks whose newest telling outcome is not a success.
    pub(super) failing: BTreeSet<TaskName>,
    /// Until when this member may send for it: renewals give that right to the partitions whose leases they check, so that
    /// one which was on its way while the partition came to another says nothing about it.
    pub(super) checked_until: Boot,
    /// Runs that could go but for that.
    pub(super) unchecked: BTreeSet<RunId>,
    /// Runs that the newest version of their task did not want, some of them asked again since.
    pub(super) unwanted: BTreeSet<RunId>,
    /// Of a broken variant: the last write of claims was not answered.
    pub(super) in_the_dark: bool,
    /// Tasks with a pause, over or not,
    pub(super) paused: BTreeSet<TaskName>,
    /// and tasks whose state cannot be read: kept, since once a second is too often to look at every task.
    pub(super) unreadable_states: BTreeSet<TaskName>,
    /// Expected runs of all tasks, in billionths per second: whole numbers, so that sums do not drift.
    rate: u64,
}

impl Owned {
    pub(super) fn new(partition: Partition, epoch: Epoch, lease_version: Version) -> Self {
        Self {
            partition,
            epoch,
            lease_version,
            plan_version: -1,
            plan_children: -1,
            plan_children_read: -1,
            plan_stale: false,
            plan_reading: false,
            plan_moved_again: false,
            plan_unsure: false,
            commands_unsure: false,
            plan_unsure_since: Boot(0),
            plan_asked_at: Boot(0),
            tasks: HashMap::default(),
            unreadable: BTreeSet::new(),
            claims: Standing::default(),
            claims_extra: Map::new(),
            lease_extra: Map::new(),
            claims_version: None,
            claims_unreadable: false,
            runs: HashMap::default(),
            by_task: HashMap::default(),
            commands: BTreeMap::new(),
            cancels: BTreeMap::new(),
            backfilled: BTreeMap::new(),
            backfilled_in_all: 0,
            commands_version: -1,
            commands_unreadable: BTreeSet::new(),
            runs_unreadable: BTreeSet::new(),
            agenda: BTreeSet::new(),
            touched: BTreeSet::new(),
            first_written: None,
            stray_states: BTreeMap::new(),
            stray_records: BTreeMap::new(),
            writing: false,
            handing_over: false,
            releasing: false,
            release_by: Boot(0),
            denied_until: Boot(0),
            refused: 0,
            failing: BTreeSet::new(),
            checked_until: Boot(0),
            unchecked: BTreeSet::new(),
            unwanted: BTreeSet::new(),
            in_the_dark: false,
            paused: BTreeSet::new(),
            unreadable_states: BTreeSet::new(),
            rate: 0,
        }
    }

    /// Whether something has not been read since the right to send had lapsed.
    pub(super) const fn is_unsure(&self) -> bool {
        self.plan_unsure || self.commands_unsure
    }

    /// The task, if it is still the one with this uid.
    pub(super) fn slot(&self, task: &TaskName, uid: &TaskUid) -> Option<&Slot> {
        self.tasks.get(task).filter(|slot| slot.uid == *uid)
    }

    /// Whether nothing may be done for a task because its record or its state cannot be read.
    pub(super) fn stands_still(&self, task: &TaskName) -> bool {
        let unreadable = |slot: &Slot| matches!(slot.state, State::Unreadable);
        self.unreadable.contains(task) || self.tasks.get(task).is_some_and(unreadable)
    }

    pub(super) fn add_run(&mut self, run: Run) {
        let id = run.entry.run.clone();
        let of_task = self.by_task.entry(run.entry.task.clone()).or_default();
        if let Err(place) = of_task.binary_search(&id) {
            of_task.insert(place, id.clone());
        }
        let key = id.key();
        if self.runs.insert(id, run).is_none()
            && let RunKey::Backfill(sequence, _) = key
        {
            *self.backfilled.entry(sequence).or_default() += 1;
            self.backfilled_in_all += 1;
        }
    }

    pub(super) fn put_command(&mut self, asked: Asked) {
        let of_its_kind = match asked.command.action {
            UserAction::Cancel { .. } => &mut self.cancels,
            UserAction::Trigger | UserAction::Replay { .. } | UserAction::Backfill(_) => &mut self.commands,
        };
        of_its_kind.insert(asked.name.sequence(), asked);
    }

    pub(super) fn knows_command(&self, sequence: u64) -> bool {
        self.commands.contains_key(&sequence) || self.cancels.contains_key(&sequence)
    }

    pub(super) fn drop_command(&mut self, sequence: u64) {
        self.commands.remove(&sequence);
        self.cancels.remove(&sequence);
    }

    /// Whether a run that a command names is open, or may be: there is something that cannot be read.
    pub(super) fn may_be_open(&self, run: &RunId, task: &TaskName) -> bool {
        let is_asked_for = match run.key() {
            RunKey::Command(sequence) => self.commands.contains_key(&sequence),
            RunKey::Backfill(..) | RunKey::Instant(_) => false,
        };
        let unread = self.runs_unreadable.contains(run) || self.stands_still(task) || self.claims_unreadable;
        self.runs.contains_key(run) || unread || is_asked_for
    }

    /// How many more runs of a backfill may be claimed now.
    pub(super) fn room_to_backfill(&self, sequence: u64) -> u32 {
        let open = self.backfilled.get(&sequence).copied().unwrap_or(0);
        let of_its_own = if open > MOST_BACKFILLED / 2 { 0 } else { MOST_BACKFILLED - open };
        of_its_own.min(MOST_BACKFILLED_IN_ALL.saturating_sub(self.backfilled_in_all))
    }

    /// Whether a round of claims can do something for a command.
    fn can_be_claimed(&self, sequence: u64, asked: &Asked) -> bool {
        let is_backfill = matches!(asked.command.action, UserAction::Backfill(_));
        let has_room = !is_backfill || self.room_to_backfill(sequence) > 0;
        has_room && !self.stands_still(&asked.command.task)
    }

    pub(super) fn remove_run(&mut self, id: &RunId) -> Option<Run> {
        let run = self.runs.remove(id)?;
        if let RunKey::Backfill(sequence, _) = id.key()
            && let Some(open) = self.backfilled.get_mut(&sequence)
        {
            *open -= 1;
            self.backfilled_in_all -= 1;
            if *open == 0 {
                self.backfilled.remove(&sequence);
            }
        }
        if let Some(runs) = self.by_task.get_mut(&run.entry.task) {
            if let Ok(place) = runs.binary_search(id) {
                runs.remove(place);
            }
            if runs.is_empty() {
                self.by_task.remove(&run.entry.task);
            }
        }
        self.touched.remove(id);
        Some(run)
    }

    pub(super) fn runs_of<'a>(&'a self, task: &TaskName) -> impl Iterator<Item = &'a Run> {
        self.by_task.get(task).into_iter().flatten().filter_map(|id| self.runs.get(id))
    }

    /// Runs of a task that its last version did not want are decided again. Not while a write that says so is on its way.
    pub(super) fn ask_plan_again(&mut self, task: &TaskName) {
        for id in self.by_task.get(task).into_iter().flatten() {
            if let Some(run) = self.runs.get_mut(id) {
                run.ask_plan_again();
            }
        }
    }

    /// Ends that rest on another version of their task than the one known are no ends; the tasks that have some.
    pub(super) fn ask_outdated(&mut self) -> BTreeSet<TaskName> {
        let (tasks, runs) = (&self.tasks, &mut self.runs);
        let mut asked = BTreeSet::new();
        self.unwanted.retain(|id| {
            let Some(run) = runs.get_mut(id).filter(|run| run.ended_by_plan) else { return false };
            if tasks.get(&run.entry.task).is_some_and(|slot| run.is_outdated(slot)) {
                run.ask_plan_again();
                asked.insert(run.entry.task.clone());
            }
            run.ended_by_plan
        });
        asked
    }

    /// The cluster was paused: whatever came due meanwhile has another next instant than the agenda says.
    pub(super) fn set_pauses(&mut self, pauses: &Pauses, now: Utc) {
        self.tasks.values_mut().for_each(|slot| slot.pauses = pauses.clone());
        let ahead = Utc(now.0.saturating_add(look_ahead_ms()));
        let due = self.agenda.iter().take_while(|(at, _)| *at <= ahead).map(|(_, name)| name.clone());
        for name in due.collect::<Vec<_>>() {
            self.change_task(&name, |_| {});
        }
    }

    /// Puts a task in, or its newer version in its place, and on the agenda. The cursor never moves back.
    pub(super) fn put_task(&mut self, name: TaskName, mut slot: Slot) {
        self.unreadable.remove(&name);
        if let Some(old) = self.take_task(&name)
            && old.uid == slot.uid
        {
            slot.cursor = slot.cursor.max(old.cursor);
            slot.offered = old.offered;
            if slot.task.target.url.origin() == old.task.target.url.origin() {
                slot.passed_until = old.passed_until;
            }
        }
        let uid = slot.uid.clone();
        for run in self.runs_of(&name).filter(|run| run.entry.trigger.is_of_schedule() && run.entry.run.uid() == uid) {
            slot.cursor = slot.cursor.max(run.entry.scheduled_at);
        }
        self.note_health(&name, &slot);
        self.rate += billionths(slot.rate);
        if slot.pause.is_some() {
            self.paused.insert(name.clone());
        }
        self.tasks.insert(name.clone(), slot);
        self.schedule(&name);
        if mutant::on!(ONE_CURSOR) {
            self.share_cursor();
        }
    }

    /// Of a broken variant: every task at the cursor of the furthest.
    pub(super) fn share_cursor(&mut self) {
        let Some(furthest) = self.tasks.values().map(|slot| slot.cursor).max() else { return };
        let names: Vec<TaskName> = self.tasks.keys().cloned().collect();
        names.iter().for_each(|name| self.change_task(name, |slot| slot.cursor = furthest));
    }

    /// Takes a task out, off the agenda as well.
    pub(super) fn take_task(&mut self, name: &TaskName) -> Option<Slot> {
        let slot = self.tasks.remove(name)?;
        if let Some(at) = slot.on_agenda {
            self.agenda.remove(&(at, name.clone()));
        }
        self.rate -= billionths(slot.rate);
        self.failing.remove(name);
        self.paused.remove(name);
        self.unreadable_states.remove(name);
        Some(slot)
    }

    /// Changes a task in place, keeping the agenda true.
    pub(super) fn change_task(&mut self, name: &TaskName, change: impl FnOnce(&mut Slot)) {
        let Some(slot) = self.tasks.get_mut(name) else { return };
        if let Some(at) = slot.on_agenda.take() {
            self.agenda.remove(&(at, name.clone()));
        }
        change(slot);
        self.schedule(name);
    }

    fn schedule(&mut self, name: &TaskName) {
        let Some(slot) = self.tasks.get_mut(name) else { return };
        match slot.state {
            State::Unreadable => self.unreadable_states.insert(name.clone()),
            State::None | State::Known(..) => self.unreadable_states.remove(name),
        };
        slot.on_agenda = slot.claim_at();
        if let Some(at) = slot.on_agenda {
            self.agenda.insert((at, name.clone()));
        }
    }

    fn note_health(&mut self, name: &TaskName, slot: &Slot) {
        let newest = match &slot.state {
            State::Known(state, _) => state.outcomes.health(),
            State::None | State::Unreadable => None,
        };
        self.note_outcome(name, newest);
    }

    /// Keeps `failing` true after a stored outcome. Whether that changed it.
    pub(super) fn note_outcome(&mut self, name: &TaskName, outcome: Option<Outcome>) -> bool {
        match outcome {
            Some(Outcome::Succeeded) | None => self.failing.remove(name),
            Some(end) if end.tells_health() => self.failing.insert(name.clone()),
            Some(_) => false,
        }
    }

    /// Expected runs per second, each task counted a little for being there.
    pub(super) fn weight(&self) -> f64 {
        self.rate as f64 / 1e9 + self.tasks.len() as f64 * 0.0001
    }

    /// Whether to hand it over now: between two instants nothing is late, and nothing has to become a record, because
    /// of it. Where such a moment does not come, it goes all the same.
    pub(super) fn releases_at(&self, now: Boot) -> bool {
        let about_to_go = |run: &Run| match run.stage {
            Stage::Flying(_) | Stage::Preparing | Stage::Queued => true,
            Stage::Timed => run.due <= now + CALM,
            Stage::Backoff(_) | Stage::Foreign | Stage::Done(_) => false,
        };
        self.releasing && (now >= self.release_by || !self.runs.values().any(about_to_go))
    }

    /// When something can be claimed next. Nothing can while the cluster is paused.
    pub(super) fn next_claim(&self, is_paused: bool) -> Option<Utc> {
        if is_paused || self.writing || self.plan_stale || self.claims_unreadable {
            return None;
        }
        if self.commands.iter().any(|(sequence, asked)| self.can_be_claimed(*sequence, asked)) {
            return Some(Utc(i64::MIN));
        }
        self.agenda.first().map(|(at, _)| *at)
    }

    /// Whether something besides claims is to be written.
    pub(super) fn has_work(&self) -> bool {
        let strays = !self.stray_states.is_empty() || !self.stray_records.is_empty();
        !self.touched.is_empty() || strays || !self.cancels.is_empty() || self.releasing
    }

    /// The entries that stand in claims and are not spent.
    pub(super) fn live_claims(&self) -> impl Iterator<Item = &Arc<Entry>> {
        self.claims.live(self.partition)
    }

    /// Runs on their way that have no record yet.
    pub(super) fn flying_without_record(&self) -> Vec<RunId> {
        let bare = self.runs.values().filter(|run| run.record.is_none() && matches!(run.stage, Stage::Flying(_)));
        bare.map(|run| run.entry.run.clone()).collect()
    }
}

/// A rate as a whole number; `as` takes what no number can be to the nearest that can.
fn billionths(rate: f64) -> u64 {
    (rate * 1e9).round() as u64
}
