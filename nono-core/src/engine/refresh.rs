//! Keeping an owned partition's view true: plans that moved, users' commands, records that others changed.
//!
//! Watches only say when to look; the second's sweep finds what they missed. The version is read first, tasks after it.

use std::sync::Arc;

use super::commit::Tenure;
use super::load::{state_of, tasks_at_home};
use super::map::{HashMap, HashSet};
use super::mutant;
use super::owned::Asked;
use super::run::{Run, Stage};
use super::standing::id_of;
use super::task::{Slot, State};
use super::tenure::Former;
use super::{Engine, Note, Waiting};
use crate::name::{CommandName, Partition, RunId, TaskName, Version};
use crate::node::{Answer, Cause, Folder, Node, Read, Record, Request, Stat};
use crate::run::{Entry, Phase};
use crate::time::Boot;

impl Engine {
    pub(super) fn tenure(&self, partition: Partition) -> Option<Tenure> {
        self.owned.get(&partition).map(|owned| Tenure { partition, epoch: owned.epoch })
    }

    pub(super) fn holds(&self, tenure: Tenure) -> bool {
        self.owned.get(&tenure.partition).is_some_and(|owned| owned.epoch == tenure.epoch)
    }

    /// A plan is not the one that memory shows: nothing is claimed there until it is read again.
    pub(super) fn plan_moved(&mut self, partition: Partition) {
        let Some(owned) = self.owned.get_mut(&partition) else { return };
        owned.plan_stale = true;
        if std::mem::replace(&mut owned.plan_reading, true) {
            owned.plan_moved_again = true;
        } else {
            self.read_plan(partition);
        }
    }

    fn read_plan(&mut self, partition: Partition) {
        let now = self.now;
        if let Some(tenure) = self.tenure(partition) {
            if let Some(owned) = self.owned.get_mut(&partition) {
                owned.plan_asked_at = now;
            }
            self.request(Request::Read(vec![Node::Plan(partition)]), Waiting::Plan(tenure));
        }
    }

    pub(super) fn plan_read(&mut self, tenure: Tenure, answer: Answer) {
        let partition = tenure.partition;
        if !self.holds(tenure) {
            return;
        }
        let Some(owned) = self.owned.get_mut(&partition) else { return };
        let read = match answer {
            Answer::Read(mut reads) => reads.pop(),
            _ => None,
        };
        let (plan, stat) = match read {
            Some(Read::Found(Record::Plan(plan), stat)) => (Some(plan), stat),
            Some(Read::Unreadable { stat, .. }) => (None, stat),
            missing => {
                // Who deleted the node changed no task: what is open goes by what is known.
                owned.plan_unsure &= missing.is_none();
                self.plan_unread(tenure);
                self.call_unchecked(partition);
                return;
            }
        };
        let same_children = owned.plan_children == stat.children_version;
        owned.plan_children_read = stat.children_version;
        if stat.version == owned.plan_version && same_children {
            self.plan_known(partition);
            return;
        }
        // Children that came or went without an edit stand in no list of names.
        let next = stat.version == owned.plan_version.wrapping_add(1);
        match plan.filter(|plan| next && !plan.all) {
            Some(plan) => self.read_tasks(tenure, stat.version, plan.names),
            None => self.request(
                Request::List(vec![Folder::Tasks(partition), Folder::States(partition)]),
                Waiting::AllTasks(tenure, stat.version),
            ),
        }
    }

    pub(super) fn all_tasks_listed(&mut self, tenure: Tenure, version: Version, answer: Answer) {
        if !self.holds(tenure) {
            return;
        }
        let Answer::List(listings) = answer else {
            self.plan_unread(tenure);
            return;
        };
        let partitions = self.session.as_ref().map_or(0, |session| session.partitions);
        let listing = listings.into_iter().next().unwrap_or_default();
        let (mut names, strays) = tasks_at_home(&listing, tenure.partition, partitions);
        strays.iter().for_each(|name| self.note_stray(tenure.partition, name));
        let owned = &self.owned[&tenure.partition];
        names.extend(owned.tasks.keys().chain(&owned.unreadable).cloned());
        names.sort_unstable();
        names.dedup();
        self.read_tasks(tenure, version, names);
    }

    /// No answer, or no node: it stays stale, and the sweep asks again.
    fn plan_unread(&mut self, tenure: Tenure) {
        if let Some(owned) = self.owned.get_mut(&tenure.partition) {
            owned.plan_reading = false;
            owned.plan_moved_again = false;
        }
    }

    /// Memory shows a version of the plan; a hint that came while it was read asks for one more look.
    fn plan_known(&mut self, partition: Partition) {
        let Some(owned) = self.owned.get_mut(&partition) else { return };
        owned.plan_reading = false;
        owned.plan_stale = false;
        // What rests on the plan was left out of the writes until it is known.
        let waits = owned.has_work();
        // A hint that came meanwhile is what every send lives with; a reading from before the lapse is not.
        owned.plan_unsure &= owned.plan_asked_at < owned.plan_unsure_since;
        if std::mem::take(&mut owned.plan_moved_again) {
            owned.plan_reading = true;
            self.read_plan(partition);
        }
        self.call_unchecked(partition);
        if waits {
            self.flush_gathered();
        }
    }

    pub(super) fn read_tasks(&mut self, tenure: Tenure, version: Version, names: Vec<TaskName>) {
        let partition = tenure.partition;
        let owned = &self.owned[&partition];
        let mut nodes: Vec<Node> = names.iter().map(|name| Node::Task(partition, name.clone())).collect();
        let fresh = names.iter().filter(|name| !owned.tasks.contains_key(*name));
        nodes.extend(fresh.map(|name| Node::State(partition, name.clone())));
        self.request(Request::Read(nodes.clone()), Waiting::Tasks(tenure, version, nodes));
    }

    pub(super) fn tasks_read(&mut self, tenure: Tenure, version: Version, nodes: Vec<Node>, answer: Answer) {
        if !self.holds(tenure) {
            return;
        }
        let Answer::Read(reads) = answer else {
            self.plan_unread(tenure);
            return;
        };
        let mut tasks = Vec::new();
        let mut states = HashMap::default();
        for (node, read) in nodes.into_iter().zip(reads) {
            match node {
                Node::Task(_, name) => tasks.push((name, read)),
                Node::State(_, name) => drop(states.insert(name, read)),
                _ => {}
            }
        }
        for (name, read) in tasks {
            let state = states.remove(&name);
            self.take_in(tenure.partition, name, read, state);
        }
        if let Some(owned) = self.owned.get_mut(&tenure.partition) {
            owned.plan_version = version;
            owned.plan_children = owned.plan_children_read;
        }
        self.plan_known(tenure.partition);
    }

    /// One task as it is now.
    fn take_in(&mut self, partition: Partition, name: TaskName, read: Read, state: Option<Read>) {
        match read {
            Read::Found(Record::Task(task), stat) => self.take_in_task(partition, name, *task, &stat, state),
            Read::Unreadable { why, .. } => {
                let Some(owned) = self.owned.get_mut(&partition) else { return };
                owned.take_task(&name);
                if owned.unreadable.insert(name) {
                    self.note(Note::SetAside(why));
                }
            }
            Read::Missing | Read::Found(..) => self.take_out(partition, &name, state),
        }
    }

    fn take_in_task(
        &mut self,
        partition: Partition,
        name: TaskName,
        task: crate::task::StoredTask,
        stat: &Stat,
        read: Option<Read>,
    ) {
        let (now, ahead, pauses) = (self.clock.utc(self.now), self.ahead_ms, self.pauses.clone());
        let Some(owned) = self.owned.get_mut(&partition) else { return };
        let was_unreadable = owned.unreadable.contains(&name);
        let known = owned.tasks.get_mut(&name).map(|slot| std::mem::replace(&mut slot.state, State::None));
        let state = known.unwrap_or_else(|| match read {
            Some(Read::Found(Record::State(state), stat)) => State::Known(state, stat.version),
            Some(Read::Unreadable { .. }) => State::Unreadable,
            _ => State::None,
        });
        let gone = owned.tasks.get(&name).is_some_and(|slot| slot.uid != task.uid);
        let state = state_of(&task.uid, state);
        owned.stray_states.remove(&name);
        let slot = Slot::new(task, stat, state, pauses, ahead, now);
        let moves = owned.tasks.get(&name).is_some_and(|old| old.host() != slot.host());
        owned.put_task(name.clone(), slot);
        let writing = owned.writing;
        if !writing {
            owned.ask_plan_again(&name);
        }
        if moves {
            self.host_changed(partition, &name);
        }
        if !writing {
            self.wake_siblings(partition, &name);
        }
        if gone || was_unreadable {
            self.resettle(partition, &name);
        }
    }

    /// The task was deleted: its state goes, and its open runs are dropped when their turn comes.
    fn take_out(&mut self, partition: Partition, name: &TaskName, read: Option<Read>) {
        let Some(owned) = self.owned.get_mut(&partition) else { return };
        owned.unreadable.remove(name);
        let version = match (owned.take_task(name).map(|slot| slot.state), read) {
            (Some(State::Known(_, version)), _) => Some(version),
            // Of a task that could not be read memory has no state: it was read with the task.
            (None, Some(Read::Found(_, stat))) => Some(stat.version),
            _ => None,
        };
        if let Some(version) = version {
            owned.stray_states.insert(name.clone(), version);
        }
        self.resettle(partition, name);
        self.flush_gathered();
    }

    /// Open runs of a task that is gone are dropped; entries of one that can be read again are taken up.
    fn resettle(&mut self, partition: Partition, name: &TaskName) {
        let Some(owned) = self.owned.get(&partition) else { return };
        let dead: Vec<RunId> = owned
            .runs_of(name)
            .filter(|run| owned.slot(name, &run.entry.run.uid()).is_none())
            .filter(|run| !matches!(run.stage, Stage::Flying(_) | Stage::Done(_) | Stage::Preparing))
            .map(|run| run.entry.run.clone())
            .collect();
        let of_task = |entry: &Entry| match entry {
            Entry::Run(run) => run.task == *name,
            Entry::Missed(missed) => missed.task == *name,
        };
        let entries: Vec<Arc<Entry>> = owned.live_claims().filter(|entry| of_task(entry)).cloned().collect();
        for id in dead {
            let cause = Some("the task was deleted".to_owned());
            self.end(partition, &id, crate::run::Outcome::Cancelled, cause);
        }
        self.wake_siblings(partition, name);
        let Some(owned) = self.owned.get(&partition) else { return };
        let epoch = owned.epoch;
        let mut nothing = Former { epoch, runs: Default::default(), tasks: Default::default() };
        for entry in entries {
            let known =
                self.owned.get(&partition).is_some_and(|owned| owned.runs.contains_key(&*id_of(&entry, partition)));
            if !known {
                self.settle_entry(partition, Arc::unwrap_or_clone(entry), &mut nothing);
            }
        }
    }

    /// Commands came or went.
    pub(super) fn commands_moved(&mut self, partition: Partition) {
        if let Some(tenure) = self.tenure(partition) {
            let waiting = Waiting::CommandsListed(tenure, self.now);
            self.request(Request::List(vec![Folder::Commands(partition)]), waiting);
        }
    }

    pub(super) fn commands_listed(&mut self, tenure: Tenure, asked_at: Boot, answer: Answer) {
        let mut listings = match answer {
            Answer::List(listings) => listings,
            // Who may not be read asks for nothing.
            Answer::Refused { .. } => return self.commands_known(tenure, asked_at),
            // The sweep asks again.
            _ => return,
        };
        let (Some(owned), Some(listing)) = (self.owned.get_mut(&tenure.partition), listings.pop()) else { return };
        if owned.epoch != tenure.epoch {
            return;
        }
        owned.commands_version = listing.stat.children_version;
        owned.commands_unreadable.retain(|name| listing.names.contains(&name.to_string()));
        let parsed = listing.names.iter().filter_map(|name| name.parse::<CommandName>().ok());
        let fresh =
            parsed.filter(|name| !owned.knows_command(name.sequence()) && !owned.commands_unreadable.contains(name));
        let nodes: Vec<Node> = fresh.map(|name| Node::Command(tenure.partition, name)).collect();
        if nodes.is_empty() {
            self.commands_known(tenure, asked_at);
        } else {
            self.request(Request::Read(nodes.clone()), Waiting::CommandsRead(tenure, asked_at, nodes));
        }
    }

    /// Memory shows the commands as they were when it was asked.
    fn commands_known(&mut self, tenure: Tenure, asked_at: Boot) {
        let Some(owned) = self.owned.get_mut(&tenure.partition).filter(|owned| owned.epoch == tenure.epoch) else {
            return;
        };
        owned.commands_unsure &= asked_at < owned.plan_unsure_since;
        self.look_at_cancels(tenure.partition);
        // Who has to end does so before the others go.
        self.cancel_runs();
        self.call_unchecked(tenure.partition);
        if self.owned.get(&tenure.partition).is_some_and(|owned| !owned.cancels.is_empty()) {
            self.flush_gathered();
        }
    }

    pub(super) fn commands_read(&mut self, tenure: Tenure, asked_at: Boot, nodes: Vec<Node>, answer: Answer) {
        let Answer::Read(reads) = answer else {
            if let Some(owned) = self.owned.get_mut(&tenure.partition) {
                owned.commands_version = -1;
            }
            return;
        };
        for (node, read) in nodes.into_iter().zip(reads) {
            let Some(owned) = self.owned.get_mut(&tenure.partition) else { return };
            if owned.epoch != tenure.epoch {
                return;
            }
            match (node, read) {
                (Node::Command(_, name), Read::Found(Record::Command(command), stat)) => {
                    owned.put_command(Asked { name, version: stat.version, command: *command });
                }
                (Node::Command(_, name), Read::Unreadable { why, .. }) => {
                    owned.commands_unreadable.insert(name);
                    self.note(Note::SetAside(why));
                }
                _ => {}
            }
        }
        self.commands_known(tenure, asked_at);
    }

    /// A record of an owned partition is not as memory has it: someone else wrote it, or an admin did.
    pub(super) fn mend(&mut self, partition: Partition, node: Node) {
        if let Some(tenure) = self.tenure(partition) {
            self.request(Request::Read(vec![node.clone()]), Waiting::Mend(tenure, node));
        }
    }

    pub(super) fn mended(&mut self, tenure: Tenure, node: Node, answer: Answer) {
        let Answer::Read(mut reads) = answer else { return };
        let Some(read) = reads.pop() else { return };
        let Some(owned) = self.owned.get_mut(&tenure.partition) else { return };
        if owned.epoch != tenure.epoch {
            return;
        }
        match (&node, read) {
            (Node::Claims(_), Read::Missing) => owned.claims_version = None,
            (Node::Claims(_), Read::Found(Record::Claims(claims), stat)) => {
                owned.claims_version = Some(stat.version);
                owned.claims_extra = claims.extra;
            }
            (Node::Claims(_), Read::Unreadable { why, .. }) => {
                owned.claims_unreadable = true;
                self.note(Note::SetAside(why));
            }
            (Node::State(_, name), read) => mend_state(owned, name, read),
            (Node::Run(id), read) => self.mend_record(tenure.partition, id, read),
            (Node::Command(_, name), Read::Found(Record::Command(command), stat)) => {
                owned.put_command(Asked { name: name.clone(), version: stat.version, command: *command });
            }
            (Node::Command(_, name), Read::Unreadable { .. }) => {
                owned.drop_command(name.sequence());
                owned.commands_unreadable.insert(name.clone());
            }
            (Node::Command(_, name), Read::Missing) => owned.drop_command(name.sequence()),
            _ => {}
        }
        self.flush_gathered();
    }

    /// Missing claims are empty; what can be read again is settled, unless it is known since before.
    pub(super) fn saw_claims(&mut self, partition: Partition, read: Read) {
        let Some(owned) = self.owned.get_mut(&partition).filter(|owned| owned.claims_unreadable) else { return };
        let epoch = owned.epoch;
        let entries = match read {
            Read::Found(Record::Claims(claims), stat) => {
                owned.claims_version = Some(stat.version);
                owned.claims_extra = claims.extra;
                claims.entries
            }
            Read::Missing => {
                owned.claims_version = None;
                Vec::new()
            }
            Read::Unreadable { .. } | Read::Found(..) => return,
        };
        owned.claims_unreadable = false;
        let known: HashSet<RunId> =
            owned.claims.all().iter().map(|entry| id_of(entry, partition).into_owned()).collect();
        let mut nothing = Former { epoch, runs: Default::default(), tasks: Default::default() };
        for entry in entries.into_iter().filter(|entry| !known.contains(&*id_of(entry, partition))) {
            if let Some(owned) = self.owned.get_mut(&partition) {
                owned.claims.push(partition, entry.clone());
            }
            self.settle_entry(partition, Arc::unwrap_or_clone(entry), &mut nothing);
        }
        self.flush_gathered();
    }

    /// A state that could not be read: the task goes on where it is mended, or gone.
    pub(super) fn saw_state(&mut self, partition: Partition, name: &TaskName, read: Read) {
        let Some(owned) = self.owned.get_mut(&partition) else { return };
        let still = owned.tasks.get(name).is_some_and(|slot| matches!(slot.state, State::Unreadable));
        if !still || matches!(read, Read::Unreadable { .. }) {
            return;
        }
        mend_state(owned, name, read);
        self.resettle(partition, name);
        self.flush_gathered();
    }

    fn mend_record(&mut self, partition: Partition, id: &RunId, read: Read) {
        let me = self.last_id.clone();
        let Some(owned) = self.owned.get_mut(&partition) else { return };
        owned.stray_records.remove(id);
        let Some(run) = owned.runs.get_mut(id) else {
            if let Read::Found(_, stat) = read {
                owned.stray_records.insert(id.clone(), stat.version);
            }
            return;
        };
        match read {
            Read::Found(Record::Run(record), stat) => {
                let ended = matches!(record.phase, Phase::Ended(_) | Phase::RetryWait { .. });
                let held = matches!(run.stage, Stage::Timed | Stage::Queued | Stage::Preparing | Stage::Foreign);
                run.record = Some((record.clone(), stat.version));
                if let Phase::Ended(outcome) = &record.phase
                    && record.executor != me
                {
                    run.hear_of_end(outcome);
                }
                // How the attempt in doubt ended was written after all.
                if ended && held && run.redelivery && record.executor != me {
                    owned.remove_run(id);
                    let run = self.run_of_record(&record, &std::collections::BTreeSet::new());
                    self.install(partition, Run { record: Some((record, stat.version)), ..run });
                }
            }
            Read::Unreadable { cause: Cause::Newer | Cause::Denied, why, .. } => {
                let task = owned.remove_run(id).map(|run| run.entry.task);
                owned.runs_unreadable.insert(id.clone());
                self.note(Note::SetAside(why));
                if let Some(task) = task {
                    self.wake_siblings(partition, &task);
                }
            }
            // What is broken is written over: the owner's memory decides.
            Read::Unreadable { stat, .. } => run.record = Some((Box::new(run.record_now(&me)), stat.version)),
            Read::Missing | Read::Found(..) => run.record = None,
        }
    }

    /// Runs whose attempt another process sent, to be read with the second's sweep: each, and its executor.
    pub(super) fn foreign_nodes(&self) -> Vec<Node> {
        if mutant::on!(FOREIGN_ONCE) {
            return Vec::new();
        }
        let runs = self.owned.values().flat_map(|owned| owned.runs.values());
        let foreign = runs.filter(|run| run.stage == Stage::Foreign).filter_map(|run| {
            let executor = run.record.as_ref().map(|(record, _)| record.executor.clone())?;
            Some([Node::Run(run.entry.run.clone()), Node::Member(executor)])
        });
        foreign.flatten().collect()
    }

    /// What became of a foreign run: its record, and whether its executor lives.
    pub(super) fn foreign_seen(&mut self, id: &RunId, read: &Read, lives: bool) {
        let partition = id.partition();
        let utc = self.clock.utc(self.now);
        let Some(owned) = self.owned.get_mut(&partition) else { return };
        if owned.runs.get(id).is_none_or(|run| run.stage != Stage::Foreign) {
            return;
        }
        let (record, version) = match read {
            Read::Found(Record::Run(record), stat) => ((**record).clone(), stat.version),
            Read::Missing => {
                let cause = Some("its record was removed while it was running".to_owned());
                self.end(partition, id, crate::run::Outcome::Cancelled, cause);
                return;
            }
            _ => return,
        };
        let waits = record.deadline.is_some_and(|deadline| utc < deadline + super::load::CLOCK_TOLERANCE);
        let waits = waits || mutant::on!(FOREIGN_NO_DEADLINE);
        if record.phase == Phase::Sent && lives && waits {
            return;
        }
        owned.remove_run(id);
        let run = self.run_of_record(&record, &std::collections::BTreeSet::new());
        self.install(partition, Run { record: Some((Box::new(record), version)), ..run });
    }
}

fn mend_state(owned: &mut super::owned::Owned, name: &TaskName, read: Read) {
    owned.stray_states.remove(name);
    let Some(uid) = owned.tasks.get(name).map(|slot| slot.uid.clone()) else {
        if let Read::Found(_, stat) = read {
            owned.stray_states.insert(name.clone(), stat.version);
        }
        return;
    };
    let state = match read {
        Read::Found(Record::State(state), stat) => state_of(&uid, State::Known(state, stat.version)),
        Read::Unreadable { .. } => State::Unreadable,
        Read::Missing | Read::Found(..) => State::None,
    };
    let last = match &state {
        State::Known(state, _) => state.last_instant,
        State::None | State::Unreadable => None,
    };
    owned.change_task(name, |slot| {
        slot.state = state;
        slot.cursor = last.map_or(slot.cursor, |last| slot.cursor.max(last));
    });
}
