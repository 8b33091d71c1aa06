//! Transactions on their way: gathering parts, and what follows from each answer.
//!
//! A refusal names one operation: its part is looked into, the others are composed anew. An unknown answer is no error:
//! `sync`, read back what the transaction wrote, decide. Nothing here guesses.

use std::time::Duration;

use super::compose::{Looked, MOST_OUTCOME_BYTES, Writer, compose};
use super::mutant;
use super::run::{Run, Stage};
use super::task::State;
use super::timer::Timer;
use super::write::Part;
use super::{Engine, Note, Waiting};
use crate::name::{Epoch, Partition, RunId};
use crate::node::{Answer, Node, Op, Read, Record, Refusal, Request};
use crate::time::Boot;

/// A transaction spans at most so many partitions,
const MOST_PARTS: usize = 32;
/// and holds at most so many bytes.
const MOST_BYTES: usize = 220 * 1024;
/// How long outcomes are gathered.
const GATHER: Duration = Duration::from_millis(30);
/// The same while a crowd is being sent: what is late goes before what is only to be written down.
const GATHER_IN_CROWD: Duration = Duration::from_millis(100);
/// What a write left undone, because another was on its way, follows after this.
const SHORTLY: Duration = Duration::from_millis(10);
/// How long to wait before an unknown answer is looked into again.
const AGAIN: Duration = Duration::from_millis(100);

/// Writes that somebody stands in the way of are tried again after this.
const HELD: Duration = Duration::from_secs(1);

/// A transaction on its way, or being looked into.
#[derive(Debug)]
pub(super) struct Write {
    pub(super) parts: Vec<Part>,
}

/// What the tree says of a transaction whose answer was lost.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Found {
    Applied,
    NotApplied,
    /// This operation does not tell.
    Silent,
}

impl Engine {
    /// Writes what is to be written, in as few transactions as possible: of all partitions when outcomes are due, else
    /// of those with something to claim.
    pub(super) fn flush(&mut self, all: bool) {
        let Some(me) = self.session.as_ref().map(|session| session.id.clone()) else { return };
        let now = self.clock.utc(self.now);
        let may_claim = self.may_claim();
        let intents_version = self.session.as_ref().and_then(|session| session.intents_version);
        let boot = self.now;
        let is_paused = self.is_paused;
        let queue = &self.queue;
        let writer = Writer { me: &me, now, boot, may_claim, is_paused, intents_version, queue };
        let mut parts = Vec::new();
        let mut looked = Looked::default();
        let mut waits = false;
        let mut held = None;
        for (partition, owned) in self.owned.iter_mut() {
            waits |= owned.releasing && !owned.writing && !owned.releases_at(boot);
            let claims_due = may_claim && owned.next_claim(is_paused).is_some_and(|at| at <= now);
            if owned.denied_until > boot {
                held = Some(held.map_or(owned.denied_until, |at: Boot| at.min(owned.denied_until)));
                continue;
            }
            if owned.writing || !(claims_due || all && owned.has_work()) {
                continue;
            }
            if let Some(part) = compose(owned, &writer, &mut looked) {
                owned.writing = true;
                parts.push(part);
            }
            for (name, due) in looked.offered.drain(..) {
                owned.tasks.entry(name).and_modify(|slot| slot.offered = slot.offered.max(due.last()));
            }
            for name in looked.partly.drain(..) {
                owned.tasks.entry(name).and_modify(|slot| slot.consider(now));
            }
            for name in looked.passed.drain(..) {
                owned.change_task(&name, |slot| slot.pass_over(now));
            }
            debug_assert_eq!(owned.partition, partition, "a partition stands under its own key");
        }
        self.send_parts(parts);
        if waits {
            self.flush_soon(SHORTLY);
        }
        if let Some(at) = held {
            self.flush_soon(at.since(boot));
        }
    }

    fn send_parts(&mut self, parts: Vec<Part>) {
        let mut batch: Vec<Part> = Vec::new();
        let mut bytes = 0;
        for part in parts {
            let alone = self.owned.get(&part.partition).is_some_and(|owned| owned.refused >= 2);
            if !batch.is_empty() && (alone || batch.len() >= MOST_PARTS || bytes + part.bytes > MOST_BYTES) {
                self.send_batch(std::mem::take(&mut batch));
                bytes = 0;
            }
            bytes += part.bytes;
            batch.push(part);
            if alone {
                self.send_batch(std::mem::take(&mut batch));
                bytes = 0;
            }
        }
        if !batch.is_empty() {
            self.send_batch(batch);
        }
    }

    fn send_batch(&mut self, parts: Vec<Part>) {
        for part in &parts {
            self.hold_back(part);
        }
        let ops: Vec<Op> = parts.iter().flat_map(|part| part.ops.iter().cloned()).collect();
        let number = self.next_write;
        self.next_write += 1;
        self.writes.insert(number, Write { parts });
        self.request(Request::Commit(ops), Waiting::Write(number));
    }

    /// Runs that a part moves are not sent while it is on its way.
    fn hold_back(&mut self, part: &Part) {
        let Some(owned) = self.owned.get_mut(&part.partition) else { return };
        for op in &part.ops {
            let (Op::Create(Node::Run(id), _) | Op::Set(Node::Run(id), _, _)) = op else { continue };
            if let Some(run) = owned.runs.get_mut(id) {
                run.moving = matches!(run.stage, Stage::Timed | Stage::Queued);
            }
        }
        owned.handing_over = part.effect.releases;
    }

    pub(super) fn written(&mut self, number: u64, answer: Answer) {
        let Some(write) = self.writes.remove(&number) else { return };
        match answer {
            Answer::Committed(_) => {
                let is_urgent = write.parts.iter().any(|part| self.has_more(part));
                for part in write.parts {
                    self.apply_if_owned(part);
                }
                if is_urgent {
                    self.flush_soon(SHORTLY);
                } else {
                    self.gather(SHORTLY);
                }
            }
            Answer::Refused { index, why } => self.refused(write, index, why),
            Answer::Failed(why) => self.failed(write, &why),
            _ if mutant::on!(UNKNOWN_NEW_ID) => self.claim_anew(write),
            _ => {
                self.writes.insert(number, write);
                self.resolve_again(number);
            }
        }
    }

    fn apply_if_owned(&mut self, part: Part) {
        if self.owned.get(&part.partition).is_some_and(|owned| owned.epoch == part.epoch) {
            self.apply(part);
        }
    }

    /// The transaction was not applied: its partitions may be written again.
    fn give_back(&mut self, part: &Part) {
        let Some(owned) = self.owned.get_mut(&part.partition) else { return };
        if owned.epoch != part.epoch {
            return;
        }
        owned.writing = false;
        owned.handing_over = false;
        let held: Vec<_> = owned.runs.values().filter(|run| run.moving).map(|run| run.entry.run.clone()).collect();
        for id in &held {
            if let Some(run) = owned.runs.get_mut(id) {
                run.moving = false;
            }
        }
        owned.runs.values_mut().for_each(Run::ask_plan_again);
        self.look_at_cancels(part.partition);
        let Some(owned) = self.owned.get_mut(&part.partition) else { return };
        let now = self.now;
        // Whatever came due meanwhile found the partition closed, and left its timer or the queue.
        let waits =
            |run: &&Run| matches!(run.stage, Stage::Timed | Stage::Backoff(_) | Stage::Queued) && run.due <= now;
        let overdue: Vec<_> = owned.runs.values().filter(waits).map(|run| run.entry.run.clone()).collect();
        for id in overdue.iter().chain(&held) {
            self.due_again(part.partition, id);
        }
    }

    fn refused(&mut self, write: Write, index: usize, why: Refusal) {
        for part in &write.parts {
            self.give_back(part);
            if let Some(owned) = self.owned.get_mut(&part.partition) {
                owned.refused = owned.refused.saturating_add(1);
            }
        }
        self.flush_soon(SHORTLY);
        match operation_at(&write, index) {
            Some((partition, op)) => self.look_into(partition, &op, why),
            None => self.intents_moved(),
        }
    }

    fn look_into(&mut self, partition: Partition, op: &Op, why: Refusal) {
        match (op, why) {
            (op, Refusal::Denied | Refusal::NotEmpty) => self.hold(partition, op.node(), why),
            (Op::Check(Node::Lease(_), _) | Op::Set(Node::Lease(_), _, _), _) => self.lost(partition, "another owner"),
            (Op::Check(Node::Plan(_), _), _) => self.plan_moved(partition),
            (Op::Check(Node::Intents, _), _) => self.intents_moved(),
            // Who asked for it has withdrawn it.
            (Op::Delete(Node::Command(_, name), _), Refusal::Missing) => {
                if let Some(owned) = self.owned.get_mut(&partition) {
                    owned.drop_command(name.sequence());
                }
            }
            (Op::Create(Node::Run(id), _), Refusal::Exists) if mutant::on!(RECORD_UNREAD) => {
                self.leave_to_another(partition, id);
            }
            (op, _) => self.mend(partition, op.node().clone()),
        }
    }

    /// Of a broken variant.
    fn leave_to_another(&mut self, partition: Partition, id: &crate::name::RunId) {
        if let Some(run) = self.owned.get_mut(&partition).and_then(|owned| owned.runs.get_mut(id)) {
            run.stage = Stage::Foreign;
        }
    }

    /// What stands in the way of a write, and will for long: the least that can be left out of the next one is, and
    /// tried again each second.
    fn hold(&mut self, partition: Partition, node: &Node, why: Refusal) {
        let words = match why {
            Refusal::NotEmpty => "it has children, and none belong there: remove them",
            _ => "access is denied: check the ACLs of the cluster's znodes",
        };
        self.warn(format!("partition {partition}: {node:?} cannot be written: {words}"));
        let again = self.now + HELD;
        let Some(owned) = self.owned.get_mut(&partition) else { return };
        match node {
            Node::State(_, name) => {
                owned.stray_states.remove(name);
                owned.change_task(name, |slot| slot.state = State::Unreadable);
            }
            Node::Run(id) => {
                owned.stray_records.remove(id);
                owned.touched.remove(id);
                self.timers.set(again, Timer::Again(partition, id.clone()));
            }
            Node::Command(_, name) => {
                owned.drop_command(name.sequence());
                owned.commands_unreadable.insert(name.clone());
            }
            _ => owned.denied_until = again,
        }
    }

    /// A run is to be written about, if anything is left to be written.
    pub(super) fn write_again(&mut self, partition: Partition, id: RunId) {
        let run = self.owned.get(&partition).and_then(|owned| owned.runs.get(&id));
        if run.is_some_and(Run::needs_write) {
            self.touch(partition, id);
        }
    }

    /// A transaction that the store would not send, such as one too large: nothing was written. Smaller ones may do.
    fn failed(&mut self, write: Write, why: &str) {
        self.warn(format!("a transaction was not sent: {why}"));
        for part in &write.parts {
            self.give_back(part);
            if let Some(owned) = self.owned.get_mut(&part.partition) {
                owned.refused = 2;
            }
        }
        self.flush_soon(Duration::from_secs(1));
    }

    pub(super) fn write_synced(&mut self, number: u64, answer: &Answer) {
        if *answer != Answer::Synced {
            self.timers.set(self.now + AGAIN, Timer::Resolve(number));
            return;
        }
        let Some(write) = self.writes.get(&number) else { return };
        let nodes = write.parts.iter().flat_map(|part| part.ops.iter().map(|op| op.node().clone())).collect();
        self.request(Request::Read(nodes), Waiting::WriteReadBack(number));
    }

    pub(super) fn resolve_again(&mut self, number: u64) {
        if mutant::on!(NO_SYNC) {
            self.write_synced(number, &Answer::Synced);
        } else if self.writes.contains_key(&number) {
            self.request(Request::Sync, Waiting::WriteSynced(number));
        }
    }

    /// Of a broken variant.
    fn claim_anew(&mut self, write: Write) {
        for part in &write.parts {
            self.give_back(part);
            if let Some(owned) = self.owned.get_mut(&part.partition) {
                owned.in_the_dark = true;
            }
        }
        self.flush_soon(SHORTLY);
    }

    pub(super) fn write_read_back(&mut self, number: u64, answer: Answer) {
        let Answer::Read(reads) = answer else {
            self.timers.set(self.now + AGAIN, Timer::Resolve(number));
            return;
        };
        let Some(write) = self.writes.remove(&number) else { return };
        let ops: Vec<&Op> = write.parts.iter().flat_map(|part| &part.ops).collect();
        let applied = ops.iter().zip(&reads).map(|(op, read)| found(op, read)).find(|found| *found != Found::Silent);
        let lost = partitions_lost(&write, &reads);
        for part in write.parts {
            if lost.contains(&part.partition) && !(part.effect.releases && applied == Some(Found::Applied)) {
                self.lost(part.partition, "another owner");
            } else if applied == Some(Found::Applied) {
                self.apply_if_owned(part);
            } else {
                self.give_back(&part);
            }
        }
        self.flush_soon(SHORTLY);
    }

    /// Flushes when outcomes have been gathered for a while.
    pub(super) fn flush_gathered(&mut self) {
        self.gather(GATHER);
    }

    fn gather(&mut self, span: Duration) {
        self.flush_soon(if self.is_sending_a_crowd() { GATHER_IN_CROWD } else { span });
    }

    /// Whether runs that had waited are being sent, and many more wait: not where each is written down before it goes.
    fn is_sending_a_crowd(&self) -> bool {
        let is_moving = self.now.since(self.drained) < GATHER_IN_CROWD;
        is_moving && self.queue.has_crowd() && !self.queue.is_preparing()
    }

    /// Whether more than outcomes is to follow a write of a partition, or more of them than fit one.
    fn has_more(&self, part: &Part) -> bool {
        let owned = self.owned.get(&part.partition);
        part.bytes > MOST_OUTCOME_BYTES || owned.is_some_and(|owned| owned.releasing || !owned.cancels.is_empty())
    }

    /// Flushes everything after `span`, or earlier if that was asked before.
    pub(super) fn flush_soon(&mut self, span: Duration) {
        let at = self.now + span;
        self.flush_at = Some(self.flush_at.map_or(at, |before: Boot| before.min(at)));
    }

    pub(super) fn warn(&mut self, words: String) {
        self.note(Note::Warning(words));
    }
}

fn operation_at(write: &Write, index: usize) -> Option<(Partition, Op)> {
    let mut ops = write.parts.iter().flat_map(|part| part.ops.iter().map(move |op| (part.partition, op.clone())));
    ops.nth(index)
}

/// Whether a read shows that an operation was applied.
fn found(op: &Op, read: &Read) -> Found {
    match (op, read) {
        (Op::Create(Node::Run(_), _), Read::Found(..)) if mutant::on!(RECORD_UNREAD) => Found::NotApplied,
        (Op::Create(Node::Run(_), Record::Run(want)), Read::Found(Record::Run(is), _)) => {
            if is.entry.epoch == want.entry.epoch && is.entry.run == want.entry.run {
                Found::Applied
            } else {
                Found::Silent
            }
        }
        (Op::Create(..), Read::Missing) => Found::NotApplied,
        (Op::Create(_, want), Read::Found(is, _)) if want == is => Found::Applied,
        (Op::Set(_, want, Some(version)), Read::Found(is, stat)) => {
            if stat.version == *version {
                Found::NotApplied
            } else if stat.version == version.wrapping_add(1) && want == is {
                Found::Applied
            } else {
                Found::Silent
            }
        }
        (Op::Delete(Node::Run(_) | Node::State(..), _), Read::Missing) => Found::Applied,
        (Op::Delete(_, Some(version)), Read::Found(_, stat)) if stat.version == *version => Found::NotApplied,
        (Op::Delete(Node::Command(..), None), Read::Found(..)) => Found::NotApplied,
        _ => Found::Silent,
    }
}

/// Partitions whose lease is not the one that the write checked.
fn partitions_lost(write: &Write, reads: &[Read]) -> Vec<Partition> {
    let places = write.parts.iter().flat_map(|part| part.ops.iter().map(move |op| (part.partition, op)));
    let lost = places.zip(reads).filter_map(|((partition, op), read)| match (op, read) {
        (Op::Check(Node::Lease(_), version), Read::Found(_, stat)) if stat.version != *version => Some(partition),
        (Op::Set(Node::Lease(_), _, Some(version)), Read::Found(_, stat)) if stat.version != *version => {
            Some(partition)
        }
        (Op::Check(Node::Lease(_), _) | Op::Set(Node::Lease(_), _, _), Read::Missing | Read::Unreadable { .. }) => {
            Some(partition)
        }
        _ => None,
    });
    lost.collect()
}

/// Which tenure an answer belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Tenure {
    pub(super) partition: Partition,
    pub(super) epoch: Epoch,
}
