//! What was set aside because it could not be used: looked at again each second, so that a mended record counts at once.
//!
//! Mending is a person's doing, with a shell, and no watch or plan version tells of it. What is looked at in one second is
//! bounded; where more is set aside, it is gone round.

use std::collections::BTreeSet;

use super::owned::Asked;
use super::tenure::Former;
use super::{Engine, Note};
use crate::name::{CommandName, MemberId, Partition, RunId, TaskName};
use crate::node::{Node, Read, Record};
use crate::run::Phase;

/// So many records are read again in a second, beside claims.
const MOST: usize = 200;

impl Engine {
    /// The nodes to be read again with this sweep.
    pub(super) fn nodes_set_aside(&mut self) -> Vec<Node> {
        let claims = self.owned.values().filter(|owned| owned.claims_unreadable);
        let claims: Vec<Node> = claims.map(|owned| Node::Claims(owned.partition)).collect();
        let mut records = Vec::new();
        for owned in self.owned.values() {
            let partition = owned.partition;
            records.extend(owned.unreadable_states.iter().map(|name| Node::State(partition, name.clone())));
            records.extend(owned.unreadable.iter().map(|name| Node::Task(partition, name.clone())));
            records.extend(owned.commands_unreadable.iter().map(|name| Node::Command(partition, name.clone())));
            records.extend(owned.runs_unreadable.iter().cloned().map(Node::Run));
        }
        if records.len() > MOST {
            records.sort_unstable();
            let from = self.reread_from % records.len();
            records.rotate_left(from);
            records.truncate(MOST);
            self.reread_from = from + MOST;
        }
        claims.into_iter().chain(records).collect()
    }

    /// A task that could not be read: with its state it is taken in as a changed one is.
    pub(super) fn saw_task(&mut self, partition: Partition, name: TaskName, read: &Read) {
        if matches!(read, Read::Unreadable { .. }) {
            return;
        }
        let Some(tenure) = self.tenure(partition) else { return };
        let Some(owned) = self.owned.get_mut(&partition) else { return };
        if owned.plan_stale || owned.plan_reading || !owned.unreadable.contains(&name) {
            return;
        }
        owned.plan_reading = true;
        let version = owned.plan_version;
        owned.plan_children_read = owned.plan_children;
        let names = owned.unreadable.iter().take(MOST).cloned().collect();
        self.read_tasks(tenure, version, names);
    }

    /// A command that could not be read, or not be removed.
    pub(super) fn saw_command(&mut self, partition: Partition, name: CommandName, read: Read) {
        let Some(owned) = self.owned.get_mut(&partition) else { return };
        match read {
            Read::Found(Record::Command(command), stat) if owned.commands_unreadable.remove(&name) => {
                owned.put_command(Asked { name, version: stat.version, command: *command });
                self.look_at_cancels(partition);
            }
            Read::Missing => drop(owned.commands_unreadable.remove(&name)),
            _ => {}
        }
    }

    /// A run's record that could not be read. Whoever it names as executor is taken to live: the next look tells.
    pub(super) fn saw_spoilt_run(&mut self, id: &RunId, read: Read) {
        let partition = id.partition();
        let Some(owned) = self.owned.get_mut(&partition) else { return };
        if matches!(read, Read::Unreadable { .. }) || !owned.runs_unreadable.remove(id) {
            return;
        }
        let Read::Found(Record::Run(record), stat) = read else { return };
        if owned.runs.contains_key(id) || owned.stands_still(&record.entry.task) {
            owned.runs_unreadable.insert(id.clone());
            return;
        }
        let alive: BTreeSet<MemberId> =
            Some(record.executor.clone()).filter(|_| record.phase == Phase::Sent).into_iter().collect();
        let epoch = owned.epoch;
        let mut nothing = Former { epoch, runs: Default::default(), tasks: Default::default() };
        self.note(Note::Info(format!("the record of {id} can be read again")));
        self.settle_record(partition, *record, stat.version, &alive, &mut nothing);
        self.flush_gathered();
    }
}
