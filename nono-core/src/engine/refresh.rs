//! Keeping an owned partition's view true: plans that moved, users' commands, records that others changed.
//!
//! Watches only say when to look; the second's sweep finds what they missed. The version is read first, tasks after it.

use super::commit::Tenure;
use super::load::state_of;
use super::run::{Run, Stage};
use super::task::{Slot, State};
use super::tenure::Former;
use super::{Engine, Note, Waiting};
use crate::name::{CommandName, Partition, RunId, TaskName, Version};
use crate::node::{Answer, Folder, Node, Read, Record, Request, Stat};
use crate::run::{Entry, Phase};

impl Engine {
    fn tenure(&self, partition: Partition) -> Option<Tenure> {
        self.owned.get(&partition).map(|owned| Tenure { partition, epoch: owned.epoch })
    }

    pub(super) fn holds(&self, tenure: Tenure) -> bool {
        self.owned.get(&tenure.partition).is_some_and(|owned| owned.epoch == tenure.epoch)
    }

    /// A plan is not the one that memory shows: nothing is claimed there until it is read again.
    pub(super) fn plan_moved(&mut self, partition: Partition) {
        let Some(owned) = self.owned.get_mut(&partition) else { return };
        if !owned.plan_stale {
            owned.plan_stale = true;
            self.read_plan(partition);
        }
    }

    fn read_plan(&mut self, partition: Partition) {
        if let Some(tenure) = self.tenure(partition) {
            self.request(Request::Read(vec![Node::Plan(partition)]), Waiting::Plan(tenure));
        }
    }

    pub(super) fn plan_read(&mut self, tenure: Tenure, answer: Answer) {
        let partition = tenure.partition;
        if !self.holds(tenure) {
            return;
        }
        let Some(owned) = self.owned.get_mut(&partition) else { return };
        let (plan, stat) = match answer {
            Answer::Read(mut reads) => match reads.pop() {
                Some(Read::Found(Record::Plan(plan), stat)) => (Some(plan), stat),
                Some(Read::Unreadable { stat, .. }) => (None, stat),
                _ => return,
            },
            _ => {
                // No answer: the sweep finds the plan moved, and asks again.
                owned.plan_stale = false;
                return;
            }
        };
        if stat.version == owned.plan_version {
            owned.plan_stale = false;
            return;
        }
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
        let listed = listings.first().into_iter().flat_map(|listing| &listing.names);
        let mut names: Vec<TaskName> = listed.filter_map(|name| name.parse().ok()).collect();
        let owned = &self.owned[&tenure.partition];
        names.extend(owned.tasks.keys().chain(&owned.unreadable).cloned());
        names.sort_unstable();
        names.dedup();
        self.read_tasks(tenure, version, names);
    }

    fn plan_unread(&mut self, tenure: Tenure) {
        if let Some(owned) = self.owned.get_mut(&tenure.partition) {
            owned.plan_stale = false;
        }
    }

    fn read_tasks(&mut self, tenure: Tenure, version: Version, names: Vec<TaskName>) {
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
        let mut states = std::collections::HashMap::new();
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
            owned.plan_stale = false;
        }
    }

    /// One task as it is now.
    fn take_in(&mut self, partition: Partition, name: TaskName, read: Read, state: Option<Read>) {
        match read {
            Read::Found(Record::Task(task), stat) => self.take_in_task(partition, name, *task, &stat, state),
            Read::Unreadable { why, .. } => {
                self.note(Note::SetAside(why));
                let Some(owned) = self.owned.get_mut(&partition) else { return };
                owned.take_task(&name);
                owned.unreadable.insert(name);
            }
            Read::Missing | Read::Found(..) => self.take_out(partition, &name),
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
        let (now, ahead) = (self.clock.utc(self.now), self.ahead_ms);
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
        let slot = Slot::new(task, stat, state, ahead, now);
        owned.put_task(name.clone(), slot);
        if gone || was_unreadable {
            self.resettle(partition, &name);
        }
    }

    /// The task was deleted: its state goes, and its open runs are dropped when their turn comes.
    fn take_out(&mut self, partition: Partition, name: &TaskName) {
        let Some(owned) = self.owned.get_mut(&partition) else { return };
        owned.unreadable.remove(name);
        if let Some(slot) = owned.take_task(name)
            && let State::Known(_, version) = slot.state
        {
            owned.stray_states.insert(name.clone(), version);
        }
        self.resettle(partition, name);
        self.flush_soon(super::commit::GATHER);
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
        let entries: Vec<Entry> = owned.live_claims().filter(|entry| of_task(entry)).cloned().collect();
        for id in dead {
            let cause = Some("the task was deleted".to_owned());
            self.end(partition, &id, crate::run::Outcome::Cancelled, cause);
        }
        let epoch = self.owned[&partition].epoch;
        let mut nothing = Former { epoch, runs: Default::default(), tasks: Default::default() };
        for entry in entries {
            let known = self
                .owned
                .get(&partition)
                .is_some_and(|owned| owned.runs.contains_key(&super::run::entry_id(&entry, partition)));
            if !known {
                self.settle_entry(partition, entry, &mut nothing);
            }
        }
    }

    /// Commands came or went.
    pub(super) fn commands_moved(&mut self, partition: Partition) {
        if let Some(tenure) = self.tenure(partition) {
            self.request(Request::List(vec![Folder::Commands(partition)]), Waiting::CommandsListed(tenure));
        }
    }

    pub(super) fn commands_listed(&mut self, tenure: Tenure, answer: Answer) {
        let Answer::List(mut listings) = answer else { return };
        let (Some(owned), Some(listing)) = (self.owned.get_mut(&tenure.partition), listings.pop()) else { return };
        if owned.epoch != tenure.epoch {
            return;
        }
        owned.commands_version = listing.stat.children_version;
        let parsed = listing.names.iter().filter_map(|name| name.parse::<CommandName>().ok());
        let fresh = parsed
            .filter(|name| !owned.commands.contains_key(&name.sequence()) && !owned.commands_unreadable.contains(name));
        let nodes: Vec<Node> = fresh.map(|name| Node::Command(tenure.partition, name)).collect();
        if !nodes.is_empty() {
            self.request(Request::Read(nodes.clone()), Waiting::CommandsRead(tenure, nodes));
        }
    }

    pub(super) fn commands_read(&mut self, tenure: Tenure, nodes: Vec<Node>, answer: Answer) {
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
                (Node::Command(_, name), Read::Found(Record::Command(command), _)) => {
                    owned.commands.insert(name.sequence(), (name, *command));
                }
                (Node::Command(_, name), Read::Unreadable { why, .. }) => {
                    owned.commands_unreadable.insert(name);
                    self.note(Note::SetAside(why));
                }
                _ => {}
            }
        }
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
            (Node::Claims(_), Read::Found(_, stat)) => owned.claims_version = Some(stat.version),
            (Node::Claims(_), Read::Unreadable { why, .. }) => {
                owned.claims_unreadable = true;
                self.note(Note::SetAside(why));
            }
            (Node::State(_, name), read) => mend_state(owned, name, read),
            (Node::Run(id), read) => self.mend_record(tenure.partition, id, read),
            _ => {}
        }
        self.flush_soon(super::commit::GATHER);
    }

    fn mend_record(&mut self, partition: Partition, id: &RunId, read: Read) {
        let Some(owned) = self.owned.get_mut(&partition) else { return };
        owned.stray_records.remove(id);
        let Some(run) = owned.runs.get_mut(id) else {
            if let Read::Found(_, stat) = read {
                owned.stray_records.insert(id.clone(), stat.version);
            }
            return;
        };
        run.record = match read {
            Read::Found(Record::Run(record), stat) => Some((*record, stat.version)),
            _ => None,
        };
    }

    /// Runs whose attempt another process sent, to be read with the second's sweep: each, and its executor.
    pub(super) fn foreign_nodes(&self) -> Vec<Node> {
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
        if record.phase == Phase::Sent && lives && waits {
            return;
        }
        owned.remove_run(id);
        let run = self.run_of_record(&record, &std::collections::BTreeSet::new());
        self.install(partition, Run { record: Some((record, version)), ..run });
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
    owned.change_task(name, |slot| slot.state = state);
}
