//! Coming to own a partition, and ceasing to.
//!
//! Reads only decide whether to try; the compare-and-set of the lease decides. A lost partition is given up at once:
//! what this process still has on its way there goes on, but it writes nothing more (one exception, in `orphan`).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Map, Value};

use super::load::Loading;
use super::map::HashMap;
use super::mutant;
use super::orphan::Orphan;
use super::owned::Owned;
use super::run::{Run, Stage};
use super::write::Effect;
use super::{Command, Engine, Note, Waiting, Watch};
use crate::cluster::Lease;
use crate::name::{Epoch, MemberId, Partition, RunId, Version};
use crate::node::{Answer, Cause, Node, Op, Read, Record, Refusal, Request};
use crate::run::{FORMAT, Phase, RunEntry, RunRecord};
use crate::task::SchedulerTask;

/// Leases set in one transaction.
const MOST_LEASES: usize = 64;

/// How far this member is in coming to own a partition.
#[derive(Debug)]
pub(super) enum Joining {
    /// Its lease is being read or set. With the epoch of a set whose answer was lost.
    Trying(Option<Epoch>),
    /// The lease is ours; the partition is being read.
    Loading(Box<Loading>),
}

/// What this process remembers of a partition that it lost with its session.
#[derive(Debug)]
pub(super) struct Former {
    pub(super) epoch: Epoch,
    pub(super) runs: HashMap<RunId, Run>,
    /// The tasks of the runs on their way, to judge their end by.
    pub(super) tasks: HashMap<RunId, Arc<SchedulerTask>>,
}

/// A lease about to be set.
#[derive(Clone, Debug)]
pub(super) struct Attempted {
    partition: Partition,
    epoch: Epoch,
    version: Version,
    /// Fields of a newer release, kept.
    extra: Map<String, Value>,
    /// A member that hangs, with the version of its stats: it must have been silent to the end.
    hung: Option<(MemberId, Version)>,
}

impl Engine {
    /// Tries to acquire every partition that the plan gives to this member and that it does not own.
    pub(super) fn acquire_assigned(&mut self) {
        let Some(session) = &self.session else { return };
        if !session.may_acquire(self.now, self.lease_until) {
            return;
        }
        let mine = session.assignment.owners.get(&session.id).cloned().unwrap_or_default();
        let partitions = session.partitions;
        let free = |partition: &Partition| {
            partition.0 < partitions && !self.owned.contains_key(partition) && !self.joining.contains_key(partition)
        };
        let wanted: Vec<Partition> = mine.into_iter().filter(free).collect();
        self.read_leases(wanted);
    }

    fn read_leases(&mut self, wanted: Vec<Partition>) {
        if wanted.is_empty() {
            return;
        }
        for partition in &wanted {
            let tried = self.tried.remove(partition).flatten();
            self.joining.entry(*partition).or_insert(Joining::Trying(tried));
        }
        let nodes = wanted.iter().map(|partition| Node::Lease(*partition)).collect();
        self.request(Request::Read(nodes), Waiting::Leases(wanted));
    }

    pub(super) fn leases_read(&mut self, wanted: Vec<Partition>, answer: Answer) {
        let Answer::Read(reads) = answer else {
            wanted.iter().for_each(|partition| self.stop_joining(*partition));
            return;
        };
        let mut found = Vec::new();
        for (partition, read) in wanted.into_iter().zip(reads) {
            match read {
                Read::Found(Record::Lease(lease), stat) => found.push((partition, lease, stat.version)),
                Read::Unreadable { cause: Cause::Newer | Cause::Denied, why, .. } => self.leave_lease(partition, why),
                Read::Missing | Read::Unreadable { .. } | Read::Found(..) => self.lease_unusable(partition),
            }
        }
        let owners: BTreeSet<MemberId> = found.iter().filter_map(|(_, lease, _)| lease.owner.clone()).collect();
        let owners: Vec<MemberId> = owners.into_iter().collect();
        if owners.is_empty() {
            self.set_leases_of(found, &BTreeSet::new());
            return;
        }
        let nodes = owners.iter().map(|owner| Node::Member(owner.clone())).collect();
        self.request(Request::Read(nodes), Waiting::LeaseOwners(found, owners));
    }

    pub(super) fn lease_owners_read(
        &mut self,
        found: Vec<(Partition, Lease, Version)>,
        owners: Vec<MemberId>,
        answer: Answer,
    ) {
        let Answer::Read(reads) = answer else {
            found.iter().for_each(|(partition, ..)| self.stop_joining(*partition));
            return;
        };
        let alive = owners.into_iter().zip(reads).filter(|(_, read)| read.shows_a_session()).map(|(owner, _)| owner);
        let alive: BTreeSet<MemberId> = alive.collect();
        self.set_leases_of(found, &alive);
    }

    fn set_leases_of(&mut self, found: Vec<(Partition, Lease, Version)>, alive: &BTreeSet<MemberId>) {
        let mut tries = Vec::new();
        let mut newly_watched = Vec::new();
        for (partition, lease, version) in found {
            let tried = match self.joining.get(&partition) {
                Some(Joining::Trying(tried)) => *tried,
                _ => continue,
            };
            self.lease_missing.remove(&partition);
            let me = self.session.as_ref().map(|session| session.id.clone());
            if lease.owner.is_some() && lease.owner == me && tried == Some(lease.epoch) {
                self.acquired((partition, lease.epoch), version, lease.extra);
                continue;
            }
            let (epoch, extra) = (lease.epoch.next(), lease.extra);
            let owner = lease.owner.filter(|owner| Some(owner) != me.as_ref() && alive.contains(owner));
            let hung = owner.as_ref().and_then(|owner| {
                let version = self.session.as_ref()?.assignment.hung.get(owner)?;
                Some((owner.clone(), *version))
            });
            if owner.is_some() && hung.is_none() {
                self.stop_joining(partition);
                if self.watch(Watch::Data(Node::Lease(partition))) {
                    newly_watched.push(partition);
                }
                continue;
            }
            tries.push(Attempted { partition, epoch, version, extra, hung });
        }
        self.set_leases(tries);
        // A release between the read and the watch would show to nobody.
        self.read_leases(newly_watched);
    }

    fn set_leases(&mut self, tries: Vec<Attempted>) {
        let Some(me) = self.session.as_ref().map(|session| session.id.clone()) else { return };
        for group in tries.chunks(MOST_LEASES) {
            let mut ops = Vec::new();
            for attempted in group {
                let extra = attempted.extra.clone();
                let lease = Lease { format: FORMAT, owner: Some(me.clone()), epoch: attempted.epoch, extra };
                ops.push(Op::Set(Node::Lease(attempted.partition), Record::Lease(lease), Some(attempted.version)));
                self.joining.insert(attempted.partition, Joining::Trying(Some(attempted.epoch)));
            }
            let hung: BTreeMap<MemberId, Version> =
                group.iter().filter_map(|attempted| attempted.hung.clone()).collect();
            let silent = hung.into_iter().map(|(owner, version)| Op::Check(Node::Stats(owner), version));
            ops.extend(silent.filter(|_| !mutant::on!(HUNG_UNCHECKED)));
            self.request(Request::Commit(ops), Waiting::LeasesSet(group.to_vec()));
        }
    }

    pub(super) fn leases_set(&mut self, mut tries: Vec<Attempted>, answer: Answer) {
        match answer {
            Answer::Committed(_) => {
                for attempted in tries {
                    let version = attempted.version.wrapping_add(1);
                    self.acquired((attempted.partition, attempted.epoch), version, attempted.extra);
                }
            }
            Answer::Refused { index, why: why @ (Refusal::Version | Refusal::Missing | Refusal::Denied) } => {
                if why == Refusal::Denied {
                    self.warn_of_denied(&tries, index);
                }
                self.drop_refused(&mut tries, index);
                self.set_leases(tries);
            }
            Answer::Unknown(_) => {
                let partitions = tries.into_iter().map(|attempted| attempted.partition).collect();
                self.request(Request::Sync, Waiting::LeasesSynced(partitions));
            }
            other => {
                self.warn(format!("leases cannot be set: {other:?}"));
                tries.iter().for_each(|attempted| self.stop_joining(attempted.partition));
            }
        }
    }

    /// Gives up what the refusal was about: one lease, or all that a hanging owner still holds.
    fn drop_refused(&mut self, tries: &mut Vec<Attempted>, index: usize) {
        if index < tries.len() {
            let attempted = tries.remove(index);
            self.stop_joining(attempted.partition);
            self.watch(Watch::Data(Node::Lease(attempted.partition)));
            return;
        }
        let (hung, rest) = std::mem::take(tries).into_iter().partition(|attempted| attempted.hung.is_some());
        *tries = rest;
        let hung: Vec<Attempted> = hung;
        hung.iter().for_each(|attempted| self.stop_joining(attempted.partition));
    }

    pub(super) fn leases_synced(&mut self, partitions: Vec<Partition>) {
        self.read_leases(partitions);
    }

    /// Forgets a try; the next look at the assignment, or the lease's watch, starts another.
    fn stop_joining(&mut self, partition: Partition) {
        if let Some(Joining::Trying(None)) = self.joining.get(&partition) {
            self.joining.remove(&partition);
        } else if let Some(Joining::Trying(tried)) = self.joining.remove(&partition) {
            // A set whose answer was lost may yet be ours: remembered for the next try.
            self.tried.insert(partition, tried);
        }
    }

    fn acquired(&mut self, (partition, epoch): (Partition, Epoch), version: Version, extra: Map<String, Value>) {
        self.unwatch(&Watch::Data(Node::Lease(partition)));
        self.watch(Watch::Data(Node::Plan(partition)));
        self.watch(Watch::Children(crate::node::Folder::Commands(partition)));
        let mut owned = Owned::new(partition, epoch, version);
        owned.lease_extra = extra;
        let loading = Loading::new(owned);
        self.joining.insert(partition, Joining::Loading(Box::new(loading)));
        self.load(partition);
        // With the next renewal comes the right to send; it is answered before what is read now.
        if let Some(session) = self.session.as_mut().filter(|_| !mutant::on!(UNCHECKED_RIGHT)) {
            session.renew_at = Some(self.now);
        }
    }

    /// A partition is lost: nothing more is written or sent there by this owner.
    pub(super) fn lost(&mut self, partition: Partition, why: &'static str) {
        self.joining.remove(&partition);
        self.stop_watching(partition);
        let Some(owned) = self.owned.remove(&partition) else { return };
        self.queue.forget(owned.runs.keys());
        self.keep_orphans(&owned);
        self.note(Note::Released(partition, why));
    }

    /// The lease is nobody's now: what is still on its way is ours to end, in its record.
    pub(super) fn released(&mut self, partition: Partition, effect: Effect) {
        let Some(mut owned) = self.owned.remove(&partition) else { return };
        let stored = effect.over.clone();
        for (id, record) in effect.into_records() {
            if let Some(run) = owned.runs.get_mut(&id) {
                run.record = record;
            }
        }
        self.stop_watching(partition);
        self.queue.forget(owned.runs.keys());
        self.keep_orphans(&owned);
        self.report_stored(&owned, &stored);
        self.note(Note::Released(partition, "handed over"));
        self.look_at_stop();
    }

    /// Outcomes that went out with the release.
    fn report_stored(&mut self, owned: &Owned, stored: &[RunId]) {
        for run in stored.iter().filter_map(|id| owned.runs.get(id)) {
            if let Stage::Done(outcome) = &run.stage
                && owned.slot(&run.entry.task, &run.entry.run.uid()).is_some()
            {
                self.finished(&run.entry.task.clone(), (**outcome).clone(), run.sent);
            }
        }
    }

    fn stop_watching(&mut self, partition: Partition) {
        self.unwatch(&Watch::Data(Node::Plan(partition)));
        self.unwatch(&Watch::Children(crate::node::Folder::Commands(partition)));
    }

    /// What this process sent stays its own to end: also what ended while the partition was on its way to another.
    fn keep_orphans(&mut self, owned: &Owned) {
        let me = self.last_id.clone();
        for (id, run) in &owned.runs {
            let Some((mut record, version)) = run.record.clone() else { continue };
            let attempt = match run.stage {
                Stage::Flying(attempt) => Some(attempt),
                _ if record.phase == Phase::Sent && record.executor == me => None,
                _ => continue,
            };
            let mut run = run.clone();
            // Whether it was wanted is the next owner's to decide, by the plan as it is then.
            run.ask_plan_again();
            if attempt.is_none() {
                let now = run.record_now(&me);
                if now.phase == Phase::Sent {
                    continue;
                }
                *record = RunRecord { entry: RunEntry { epoch: record.entry.epoch, ..now.entry }, ..now };
            }
            let policy = owned
                .slot(&run.entry.task, &run.entry.run.uid())
                .map(|slot| (slot.task.policy.retry.clone(), slot.task.target.timeout.run));
            let orphan = Orphan { attempt, run, record: *record, version, policy, epoch: owned.epoch, writing: false };
            self.orphans.insert(id.clone(), orphan);
            self.write_orphan(id);
        }
    }

    /// The session is gone, and every lease with it. What was in memory counts again where nobody else came between.
    pub(super) fn lose_everything(&mut self) {
        self.writes.clear();
        self.joining.clear();
        self.tried.clear();
        self.queue.clear();
        for owned in std::mem::take(&mut self.owned).into_values() {
            let partition = owned.partition;
            let tasks = owned.runs.values().filter_map(|run| {
                let slot = owned.slot(&run.entry.task, &run.entry.run.uid())?;
                Some((run.entry.run.clone(), slot.task.clone()))
            });
            let tasks = tasks.collect();
            self.formers.insert(partition, Former { epoch: owned.epoch, runs: owned.runs, tasks });
            self.note(Note::Released(partition, "session lost"));
        }
    }

    fn warn_of_denied(&mut self, tries: &[Attempted], index: usize) {
        let partition = tries.get(index).map(|attempted| attempted.partition.to_string());
        let whose = partition.map_or_else(String::new, |partition| format!(" of partition {partition}"));
        self.warn(format!("the write of the lease{whose} was denied: check the ACLs of the cluster's znodes"));
    }

    /// A lease that only a newer release can read, or that access is denied to, is left alone; said once.
    fn leave_lease(&mut self, partition: Partition, why: String) {
        self.stop_joining(partition);
        if self.lease_missing.insert(partition, self.now).is_none() {
            self.note(Note::SetAside(why));
        }
    }

    /// A lease that is missing or unreadable is made anew after two session timeouts without one: by then every living
    /// owner's renewal has been refused.
    fn lease_unusable(&mut self, partition: Partition) {
        self.stop_joining(partition);
        let now = self.now;
        let since = *self.lease_missing.entry(partition).or_insert(now);
        let patience = self.session.as_ref().map(|session| session.timeout * 2).unwrap_or_default();
        if now.since(since) > patience {
            self.joining.insert(partition, Joining::Trying(None));
            self.request(
                Request::List(vec![crate::node::Folder::Runs(partition)]),
                Waiting::LeaseAnew(partition, None),
            );
        }
    }

    /// Learns the epochs in use, then makes the lease anew with one above them all.
    pub(super) fn lease_anew(&mut self, partition: Partition, step: Option<Vec<Node>>, answer: Answer) {
        match (step, answer) {
            (None, Answer::List(listings)) => {
                let runs = listings.iter().flat_map(|listing| &listing.names).filter_map(|name| name.parse().ok());
                let mut nodes = vec![Node::Claims(partition), Node::Lease(partition)];
                nodes.extend(runs.map(Node::Run));
                self.request(Request::Read(nodes.clone()), Waiting::LeaseAnew(partition, Some(nodes)));
            }
            (Some(_), Answer::Read(reads)) => self.make_lease(partition, &reads),
            _ => self.stop_joining(partition),
        }
    }

    fn make_lease(&mut self, partition: Partition, reads: &[Read]) {
        let seconds = u64::try_from(self.clock.utc(self.now).floor().0).unwrap_or(0);
        let in_use = reads.iter().flat_map(epochs).max().unwrap_or_default();
        let lease = Record::Lease(Lease::free(Epoch(seconds.max(in_use.next().0))));
        let op = match reads.get(1) {
            Some(Read::Unreadable { cause: Cause::Broken, stat, .. }) => {
                Op::Set(Node::Lease(partition), lease, Some(stat.version))
            }
            Some(Read::Unreadable { .. }) => {
                self.stop_joining(partition);
                return;
            }
            _ => Op::Create(Node::Lease(partition), lease),
        };
        self.warn(format!("the lease of partition {partition} was missing or unreadable: made anew"));
        self.lease_missing.remove(&partition);
        self.joining.remove(&partition);
        self.request(Request::Commit(vec![op]), Waiting::Nothing);
    }

    /// Whether it is new.
    pub(super) fn watch(&mut self, watch: Watch) -> bool {
        let is_new = self.watches.insert(watch.clone());
        if is_new {
            self.out.push_back(Command::Watch(watch));
        }
        is_new
    }

    pub(super) fn unwatch(&mut self, watch: &Watch) {
        if self.watches.remove(watch) {
            self.out.push_back(Command::Unwatch(watch.clone()));
        }
    }
}

fn epochs(read: &Read) -> Vec<Epoch> {
    match read {
        Read::Found(Record::Claims(claims), _) => claims
            .entries
            .iter()
            .map(|entry| match &**entry {
                crate::run::Entry::Run(run) => run.epoch,
                crate::run::Entry::Missed(missed) => missed.epoch,
            })
            .collect(),
        Read::Found(Record::Run(record), _) => vec![record.entry.epoch],
        _ => Vec::new(),
    }
}
