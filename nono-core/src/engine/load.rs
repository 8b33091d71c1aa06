//! Reading an acquired partition, and settling what its last owner left. Once per acquisition: afterwards memory decides.
//!
//! The plan version is read first, tasks after it, so that tasks are never older than the version says. A record wins over
//! an entry, a stored outcome over both; of what is left, an entry of this epoch was never sent, an older one is in doubt.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use super::dispatch::at_most_once;
use super::mutant;
use super::orphan::Orphan;
use super::owned::{Asked, Owned};
use super::run::{Run, Stage};
use super::session::SECOND;
use super::standing::id_of;
use super::task::{Slot, State};
use super::tenure::{Former, Joining};
use super::timer::Timer;
use super::{Engine, Note, Waiting};
use crate::name::{Epoch, MemberId, Partition, RunId, RunKey, TaskName, Version};
use crate::node::{Answer, Folder, Listing, Node, Read, Record, Request, Stat};
use crate::run::{Entry, Outcome, Phase, RunEntry, RunRecord, Trigger};
use crate::time::{Boot, Utc};

/// How long after its deadline an attempt of another executor is still waited for: what clocks may differ by.
pub(super) const CLOCK_TOLERANCE: Duration = Duration::from_secs(5);
/// A loading that got no answer is tried again after this.
const AGAIN: Duration = Duration::from_millis(200);

/// A partition being read.
#[derive(Debug)]
pub(super) struct Loading {
    owned: Option<Owned>,
    /// The reading it is at: answers to earlier ones are stale.
    round: u64,
    /// When that reading was begun.
    begun: Boot,
    plan: Option<Stat>,
    listings: Option<Vec<Listing>>,
    nodes: Vec<Node>,
    reads: Vec<Read>,
}

/// What a reading answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Step {
    Plan,
    Listings,
    Records,
    Executors,
}

impl Loading {
    pub(super) fn new(owned: Owned) -> Self {
        Self {
            owned: Some(owned),
            round: 0,
            begun: Boot(0),
            plan: None,
            listings: None,
            nodes: Vec::new(),
            reads: Vec::new(),
        }
    }

    pub(super) const fn owned_mut(&mut self) -> Option<&mut Owned> {
        self.owned.as_mut()
    }

    pub(super) fn lease_version(&self) -> Option<Version> {
        self.owned.as_ref().map(|owned| owned.lease_version)
    }

    fn executors(&self, me: &MemberId) -> Vec<MemberId> {
        let sent = self.reads.iter().filter_map(|read| match read {
            Read::Found(Record::Run(record), _) if record.phase == Phase::Sent && record.executor != *me => {
                Some(record.executor.clone())
            }
            _ => None,
        });
        sent.collect::<BTreeSet<_>>().into_iter().collect()
    }
}

impl Engine {
    /// Begins to read a partition, or begins again.
    pub(super) fn load(&mut self, partition: Partition) {
        let now = self.now;
        let Some(Joining::Loading(loading)) = self.joining.get_mut(&partition) else { return };
        loading.round += 1;
        loading.begun = now;
        loading.plan = None;
        loading.listings = None;
        let round = loading.round;
        self.request(Request::Read(vec![Node::Plan(partition)]), Waiting::Load(partition, round, Step::Plan));
        let folders = vec![
            Folder::Tasks(partition),
            Folder::States(partition),
            Folder::Runs(partition),
            Folder::Commands(partition),
        ];
        self.request(Request::List(folders), Waiting::Load(partition, round, Step::Listings));
    }

    pub(super) fn loaded(&mut self, partition: Partition, round: u64, step: Step, answer: Answer) {
        let me = self.last_id.clone();
        let Some(Joining::Loading(loading)) = self.joining.get_mut(&partition) else { return };
        if loading.round != round {
            return;
        }
        match (step, answer) {
            (Step::Plan, Answer::Read(reads)) => match reads.first() {
                Some(Read::Found(_, stat) | Read::Unreadable { stat, .. }) => {
                    loading.plan = Some(*stat);
                    self.read_records(partition);
                }
                _ => self.load_later(partition, "its node under /tasks is missing: run `nonoctl cluster init`"),
            },
            (Step::Listings, Answer::List(listings)) => {
                loading.listings = Some(listings);
                self.read_records(partition);
            }
            (Step::Records, Answer::Read(reads)) => {
                loading.reads = reads;
                let executors = loading.executors(&me);
                if executors.is_empty() {
                    self.settle(partition, &BTreeSet::new());
                } else {
                    let nodes: Vec<Node> = executors.into_iter().map(Node::Member).collect();
                    loading.nodes.extend(nodes.iter().cloned());
                    self.request(Request::Read(nodes), Waiting::Load(partition, round, Step::Executors));
                }
            }
            (Step::Executors, Answer::Read(reads)) => {
                let asked = loading.nodes.split_off(loading.nodes.len() - reads.len());
                let alive = asked.into_iter().zip(reads).filter_map(|(node, read)| match (node, read) {
                    (Node::Member(id), read) if read.shows_a_session() => Some(id),
                    _ => None,
                });
                let alive = alive.collect();
                self.settle(partition, &alive);
            }
            (_, answer) => self.load_later(partition, unanswered(&answer)),
        }
    }

    fn load_later(&mut self, partition: Partition, why: &str) {
        self.note(Note::Info(format!("partition {partition} cannot be loaded yet: {why}")));
        self.timers.set(self.now + AGAIN, Timer::Load(partition));
    }

    fn read_records(&mut self, partition: Partition) {
        let Some(Joining::Loading(loading)) = self.joining.get_mut(&partition) else { return };
        let (Some(_), Some(listings)) = (loading.plan, &loading.listings) else { return };
        let [tasks, states, runs, commands] = &listings[..] else { return };
        let partitions = self.session.as_ref().map_or(0, |session| session.partitions);
        let (at_home, strays) = tasks_at_home(tasks, partition, partitions);
        let mut nodes = vec![Node::Claims(partition)];
        nodes.extend(at_home.into_iter().map(|name| Node::Task(partition, name)));
        nodes.extend(states.names.iter().filter_map(|name| Some(Node::State(partition, name.parse().ok()?))));
        let runs = runs.names.iter().filter_map(|name| name.parse::<RunId>().ok());
        nodes.extend(runs.filter(|run| run.partition() == partition).map(Node::Run));
        nodes.extend(commands.names.iter().filter_map(|name| Some(Node::Command(partition, name.parse().ok()?))));
        loading.nodes.clone_from(&nodes);
        let round = loading.round;
        self.request(Request::Read(nodes), Waiting::Load(partition, round, Step::Records));
        strays.iter().for_each(|name| self.note_stray(partition, name));
    }

    /// A task below another partition than its name's would fire twice: it is left alone.
    pub(super) fn note_stray(&mut self, partition: Partition, name: &TaskName) {
        let why =
            format!("task {name} stands below partition {partition} and belongs to another: it is not run from there");
        self.note(Note::SetAside(why));
    }

    /// Puts what was read into memory, and decides on every open run that the last owner left.
    fn settle(&mut self, partition: Partition, alive: &BTreeSet<MemberId>) {
        let Some(Joining::Loading(mut loading)) = self.joining.remove(&partition) else { return };
        let Some(mut owned) = loading.owned.take() else { return };
        owned.plan_version = loading.plan.map_or(-1, |stat| stat.version);
        owned.plan_children = loading.plan.map_or(-1, |stat| stat.children_version);
        owned.commands_version = loading.listings.as_ref().map_or(-1, |listings| listings[3].stat.children_version);
        // What was listed first may be old by now: nothing is sent by it.
        if self.now.since(loading.begun) > SECOND {
            (owned.plan_unsure, owned.commands_unsure) = (true, true);
            owned.plan_unsure_since = self.now;
        }
        let found = self.sort_out(&mut owned, std::mem::take(&mut loading.nodes), std::mem::take(&mut loading.reads));
        let epoch = owned.epoch;
        self.note(Note::Acquired(partition, epoch));
        let (unsure, commands_unsure) = (owned.plan_unsure, owned.commands_unsure);
        self.owned.insert(partition, owned);
        if unsure {
            self.plan_moved(partition);
        }
        if commands_unsure {
            self.commands_moved(partition);
        }
        let former = self.formers.remove(&partition).filter(|former| former.epoch.next() == epoch);
        let mut former = former.unwrap_or(Former { epoch, runs: Default::default(), tasks: Default::default() });
        for id in found.unreadable {
            self.set_run_aside(partition, id);
        }
        for (record, version) in found.records {
            self.settle_record(partition, record, version, alive, &mut former);
        }
        self.settle_entries(partition, &mut former);
        self.look_at_cancels(partition);
        self.forget_strays(partition);
        self.release_unassigned();
        self.flush_soon(Duration::ZERO);
    }

    /// Tasks and states by name, claims, records, commands.
    fn sort_out(&mut self, owned: &mut Owned, nodes: Vec<Node>, reads: Vec<Read>) -> Sorted {
        let mut sorted = Sorted::default();
        let mut states: BTreeMap<TaskName, State> = BTreeMap::new();
        // Memory that is had once is not had again and again as it grows: a start would spend half its time on that.
        let count = nodes.iter().filter(|node| matches!(node, Node::Task(..))).count();
        let mut tasks = Vec::with_capacity(count);
        owned.tasks.reserve(count);
        for (node, read) in nodes.into_iter().zip(reads) {
            if let Read::Unreadable { why, .. } = &read {
                self.note(Note::SetAside(why.clone()));
            }
            match (node, read) {
                (Node::Task(_, name), Read::Found(Record::Task(task), stat)) => tasks.push((name, task, stat)),
                (Node::Task(_, name), Read::Unreadable { .. }) => drop(owned.unreadable.insert(name)),
                (Node::State(_, name), Read::Found(Record::State(state), stat)) => {
                    states.insert(name, State::Known(state, stat.version));
                }
                (Node::State(_, name), Read::Unreadable { .. }) => drop(states.insert(name, State::Unreadable)),
                (Node::Claims(_), Read::Found(Record::Claims(claims), stat)) => {
                    owned.claims.replace(owned.partition, claims.entries);
                    owned.claims_extra = claims.extra;
                    owned.claims_version = Some(stat.version);
                }
                (Node::Claims(_), Read::Unreadable { .. }) => owned.claims_unreadable = true,
                (Node::Run(_), Read::Found(Record::Run(record), stat)) => sorted.records.push((*record, stat.version)),
                (Node::Run(id), Read::Unreadable { .. }) => sorted.unreadable.push(id),
                (Node::Command(_, name), Read::Found(Record::Command(command), stat)) => {
                    owned.put_command(Asked { name, version: stat.version, command: *command });
                }
                (Node::Command(_, name), Read::Unreadable { .. }) => drop(owned.commands_unreadable.insert(name)),
                _ => {}
            }
        }
        let (now, ahead) = (self.clock.utc(self.now), self.ahead_ms);
        for (name, task, stat) in tasks {
            let state = states.remove(&name).unwrap_or(State::None);
            let state = state_of(&task.uid, state);
            owned.put_task(name, Slot::new(*task, &stat, state, self.pauses.clone(), ahead, now));
        }
        for (name, state) in states {
            if let State::Known(_, version) = state
                && !owned.unreadable.contains(&name)
            {
                owned.stray_states.insert(name, version);
            }
        }
        sorted
    }

    /// What a task's own owner-written state says that is already over, its claims or records need not be run.
    fn is_stored(&self, partition: Partition, task: &TaskName, id: &RunId) -> bool {
        let slot = self.owned.get(&partition).and_then(|owned| owned.slot(task, &id.uid()));
        slot.is_some_and(|slot| match &slot.state {
            State::Known(state, _) => state.outcomes.holds(id),
            State::None | State::Unreadable => false,
        })
    }

    pub(super) fn settle_record(
        &mut self,
        partition: Partition,
        record: RunRecord,
        version: Version,
        alive: &BTreeSet<MemberId>,
        former: &mut Former,
    ) {
        let id = record.entry.run.clone();
        let task = record.entry.task.clone();
        self.advance_cursor(partition, &record.entry);
        let Some(owned) = self.owned.get_mut(&partition) else { return };
        let known = owned.slot(&task, &id.uid()).is_some() || owned.unreadable.contains(&task);
        let stored = self.is_stored(partition, &task, &id);
        let Some(owned) = self.owned.get_mut(&partition) else { return };
        if !known || stored || mutant::on!(RUNS_CLEARED) {
            owned.stray_records.insert(id, version);
            return;
        }
        let run = match self.adopt(&record, version, former) {
            Some(run) => Run { stale_record: true, ..run },
            None => self.run_of_record(&record, alive),
        };
        self.install(partition, Run { record: Some((Box::new(record), version)), ..run });
    }

    /// The run as this process itself knows it: it sent it, and no other owner came between.
    fn adopt(&mut self, record: &RunRecord, version: Version, former: &mut Former) -> Option<Run> {
        let id = &record.entry.run;
        // What another process sent is its to tell: its record may have been written meanwhile.
        let own = former.runs.remove(id).filter(|run| run.stage != Stage::Foreign);
        own.or_else(|| {
            let orphan: Orphan = self.orphans.remove(id)?;
            // Another owner may have sent a later attempt meanwhile: then the record decides.
            let same = orphan.version == version
                || orphan.record.executor == record.executor && orphan.record.entry.attempt == record.entry.attempt;
            same.then(|| orphan.into_run())
        })
    }

    pub(super) fn run_of_record(&self, record: &RunRecord, alive: &BTreeSet<MemberId>) -> Run {
        let (now, utc) = (self.now, self.clock.utc(self.now));
        let send_at = self.send_at_of(&record.entry);
        let mut run = Run::new(record.entry.clone(), send_at, now, now);
        run.aged = true;
        run.started = record.started_at;
        run.deadline = record.deadline;
        match &record.phase {
            Phase::Waiting => run.due = self.clock.boot_at(send_at, now),
            Phase::Ended(outcome) => run.stage = Stage::Done(outcome.clone()),
            Phase::RetryWait { next_at } => {
                run.stage = Stage::Backoff(*next_at);
                run.due = self.clock.boot_at(*next_at, now);
                run.stale_record = true;
            }
            Phase::Sent => {
                let waits = record.deadline.is_some_and(|deadline| utc < deadline + CLOCK_TOLERANCE);
                let waits = waits || mutant::on!(FOREIGN_NO_DEADLINE);
                if waits && alive.contains(&record.executor) {
                    run.stage = Stage::Foreign;
                } else {
                    put_in_doubt(&mut run, record.entry.attempt.saturating_add(1));
                }
            }
        }
        run
    }

    fn settle_entries(&mut self, partition: Partition, former: &mut Former) {
        let Some(owned) = self.owned.get(&partition) else { return };
        let entries = owned.claims.all().to_vec();
        for entry in entries {
            self.settle_entry(partition, Arc::unwrap_or_clone(entry), former);
        }
    }

    pub(super) fn settle_entry(&mut self, partition: Partition, entry: Entry, former: &mut Former) {
        let id = id_of(&entry, partition).into_owned();
        let task = match &entry {
            Entry::Run(run) => run.task.clone(),
            Entry::Missed(missed) => missed.task.clone(),
        };
        self.advance_past(partition, &entry);
        let stored = self.is_stored(partition, &task, &id);
        let Some(owned) = self.owned.get_mut(&partition) else { return };
        if owned.stands_still(&task) {
            return;
        }
        let known = owned.slot(&task, &id.uid()).is_some();
        let open = owned.runs.get(&id);
        if !known || stored || open.is_some_and(|run| run.record.is_some()) {
            owned.claims.spend(&id, &task);
            return;
        }
        // Somebody wrote the entry twice: the first counts, and is all that speaks of the run.
        if open.is_some() {
            return;
        }
        let epoch = owned.epoch;
        match entry {
            Entry::Missed(_) => self.begin(partition, entry),
            Entry::Run(run) => match former.runs.remove(&id) {
                Some(known) => self.install(partition, Run { record: None, ..known }),
                // Of this process's own last tenure, and not in its memory: the claim was acknowledged to nobody.
                None if run.epoch == epoch || run.epoch == former.epoch => self.begin(partition, Entry::Run(run)),
                None => self.in_doubt(partition, run, epoch),
            },
        }
    }

    fn in_doubt(&mut self, partition: Partition, entry: RunEntry, epoch: Epoch) {
        let send_at = self.send_at_of(&entry);
        // Jitter can put its send time after the take-over: it is not sent before that, whoever sends it.
        let due = self.clock.boot_at(send_at, self.now);
        let mut run = Run::new(entry.clone(), send_at, due, self.now);
        let epochs = u32::try_from(epoch.0.saturating_sub(entry.epoch.0)).unwrap_or(u32::MAX);
        let later = if mutant::on!(NO_EPOCH_ATTEMPTS) { 1 } else { epochs };
        put_in_doubt(&mut run, entry.attempt.saturating_add(later));
        self.install(partition, run);
    }

    /// Puts a settled run into memory, and where its stage says into the timers.
    pub(super) fn install(&mut self, partition: Partition, run: Run) {
        let id = run.entry.run.clone();
        let mut delivery = run.entry.delivery;
        if mutant::on!(TASK_DELIVERY) {
            let slot = self.owned.get(&partition).and_then(|owned| owned.slot(&run.entry.task, &id.uid()));
            delivery = slot.map_or(delivery, |slot| slot.task.policy.delivery);
        }
        let unknown = run.redelivery && at_most_once(delivery) && run.stage == Stage::Timed;
        let unknown = unknown && !mutant::on!(AT_MOST_ONCE_AGAIN);
        let touched = run.needs_write();
        let flying = matches!(run.stage, Stage::Flying(_));
        debug_assert!(
            !matches!(run.stage, Stage::Flying(attempt) if !self.flights.contains_key(&attempt)),
            "what is on its way has a request that will end"
        );
        // What the plan of then did not want is asked again of the plan of now.
        // And what was being prepared when its session ended has no room any more: it asks for some again.
        let held = matches!(run.stage, Stage::Queued | Stage::Preparing) || run.ended_by_plan;
        let stage = if held { Stage::Timed } else { run.stage.clone() };
        // A write that moved it ended with its session.
        let run = Run { moving: false, ended_by_plan: false, stage, ..run };
        if let Stage::Flying(attempt) = run.stage
            && let Some(flight) = self.flights.get_mut(&attempt)
        {
            flight.partition = partition;
        }
        self.watch_over(run, partition);
        if unknown {
            let cause = "its scheduler was lost while it may have been on its way, and it is delivered at most once";
            self.end(partition, &id, Outcome::Unknown, Some(cause.to_owned()));
        }
        if touched || flying {
            self.touch(partition, id);
        }
    }

    fn send_at_of(&self, entry: &RunEntry) -> Utc {
        let owned = self.owned.get(&entry.run.partition());
        match owned.and_then(|owned| owned.tasks.get(&entry.task)) {
            Some(slot) if entry.trigger.is_of_schedule() => {
                entry.scheduled_at.utc() + slot.task.schedule.jitter_of(&entry.run)
            }
            // Nobody waits for an instant long past: it is due since it is this owner's.
            _ if matches!(entry.trigger, Trigger::Backfill | Trigger::Replay) => self.clock.utc(self.now),
            _ => entry.scheduled_at.utc(),
        }
    }

    fn advance_cursor(&mut self, partition: Partition, entry: &RunEntry) {
        if entry.trigger.is_of_schedule() {
            self.advance(partition, &entry.task, &entry.run, entry.scheduled_at);
        }
    }

    /// A record that cannot be read is left alone until it can; by its name it still says which instant was claimed.
    pub(super) fn set_run_aside(&mut self, partition: Partition, id: RunId) {
        let Some(owned) = self.owned.get_mut(&partition) else { return };
        let task = owned.tasks.iter().find(|(_, slot)| slot.uid == id.uid()).map(|(name, _)| name.clone());
        if let (Some(task), RunKey::Instant(at)) = (task, id.key()) {
            self.advance(partition, &task, &id, at);
        }
        if let Some(owned) = self.owned.get_mut(&partition) {
            owned.runs_unreadable.insert(id);
        }
    }

    fn advance_past(&mut self, partition: Partition, entry: &Entry) {
        match entry {
            Entry::Run(run) => self.advance_cursor(partition, run),
            Entry::Missed(missed) => {
                let id = id_of(entry, partition);
                self.advance(partition, &missed.task, &id, missed.missed_to);
            }
        }
    }

    fn advance(&mut self, partition: Partition, task: &TaskName, run: &RunId, to: crate::time::Instant) {
        if mutant::on!(STATE_CURSOR) {
            return;
        }
        let hour_ahead = self.clock.utc(self.now).floor().0 + 3600;
        if to.0 > hour_ahead {
            self.warn(format!("task {task} has a run of {to}, more than an hour ahead: its clock was once wrong"));
        }
        let Some(owned) = self.owned.get_mut(&partition) else { return };
        if owned.slot(task, &run.uid()).is_some() {
            owned.change_task(task, |slot| slot.cursor = slot.cursor.max(to));
        }
    }

    fn forget_strays(&mut self, partition: Partition) {
        let Some(owned) = self.owned.get_mut(&partition) else { return };
        let Owned { tasks, stray_states, .. } = owned;
        stray_states.retain(|name, _| !tasks.contains_key(name));
    }
}

/// The names of tasks that belong below `partition`, and of those that stand there and do not.
pub(super) fn tasks_at_home(
    listing: &Listing,
    partition: Partition,
    partitions: u16,
) -> (Vec<TaskName>, Vec<TaskName>) {
    let names = listing.names.iter().filter_map(|name| name.parse::<TaskName>().ok());
    names.partition(|name| Partition::of(name, partitions) == partition)
}

#[derive(Default)]
struct Sorted {
    records: Vec<(RunRecord, Version)>,
    unreadable: Vec<RunId>,
}

/// The state, if it is this task's; of another uid it is that of a task long gone, and is written over.
pub(super) fn state_of(uid: &crate::name::TaskUid, state: State) -> State {
    match state {
        State::Known(known, version) if known.uid != *uid => {
            State::Known(Arc::new(crate::run::TaskState::new(uid.clone())), version)
        }
        other => other,
    }
}

fn put_in_doubt(run: &mut Run, attempt: u32) {
    run.stage = Stage::Timed;
    run.redelivery = true;
    run.entry.attempt = attempt;
    // The run's time begins anew: an outage that was longer than its limit must not keep it from being delivered.
    run.started = None;
}

fn unanswered(answer: &Answer) -> &str {
    match answer {
        Answer::Unknown(why) | Answer::Failed(why) => why,
        _ => "an answer of another kind",
    }
}
