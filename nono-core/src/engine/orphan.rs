//! Requests of this process for runs whose partition it no longer owns: the one write such an executor may do.
//!
//! It says in the run's own record how its attempt ended, compare-and-set on that record, and nothing else. Once a second
//! it looks whether the record is still there and its own: what is gone was ended by the owner, and is aborted.

use std::time::Duration;

use super::dispatch::{Flight, next_stage};
use super::run::{Run, Stage};
use super::{AttemptId, Command, Engine, Waiting};
use crate::name::{Epoch, RunId, Version};
use crate::node::{Answer, Node, Op, Read, Record, Request};
use crate::retry::AttemptEnd;
use crate::run::{Phase, RunRecord};
use crate::task::Retry;

/// A run on its way whose partition has another owner, or none.
#[derive(Clone, Debug)]
pub(super) struct Orphan {
    /// `None` once the attempt has ended and only the record is to be written.
    pub(super) attempt: Option<AttemptId>,
    pub(super) run: Run,
    pub(super) record: RunRecord,
    pub(super) version: Version,
    pub(super) policy: Option<(Retry, Duration)>,
    pub(super) epoch: Epoch,
    /// Whether its write is on its way: where a daemon holds writes back, many looks come before its answer.
    pub(super) writing: bool,
}

impl Engine {
    pub(super) fn conclude_orphan(&mut self, mut orphan: Orphan, flight: &Flight, end: &AttemptEnd) {
        let id = orphan.run.entry.run.clone();
        if *end == AttemptEnd::Aborted {
            self.orphans.remove(&id);
            self.look_at_stop();
            return;
        }
        let utc = self.clock.utc(self.now);
        let me = self.last_id.clone();
        orphan.attempt = None;
        if *end == AttemptEnd::NotSent {
            orphan.run.take_back(flight);
            // What may have been carried out before stays in doubt: its record goes on saying `sent`.
            orphan.record.phase = match (orphan.run.redelivery, orphan.run.entry.failed) {
                (true, _) => Phase::Sent,
                (false, 0) => Phase::Waiting,
                (false, _) => Phase::RetryWait { next_at: utc },
            };
        } else {
            match next_stage(&orphan.run, end, orphan.policy.clone(), utc, (&me, orphan.epoch)) {
                Stage::Backoff(next_at) => {
                    orphan.record.phase = Phase::RetryWait { next_at };
                    orphan.record.entry.failed = orphan.record.entry.failed.saturating_add(1);
                    orphan.record.entry.attempt = orphan.record.entry.attempt.saturating_add(1);
                }
                Stage::Done(outcome) => orphan.record.phase = Phase::Ended(outcome),
                _ => {}
            }
        }
        orphan.record.started_at = orphan.run.started;
        self.orphans.insert(id.clone(), orphan);
        self.write_orphan(&id);
    }

    pub(super) fn write_orphan(&mut self, id: &RunId) {
        let Some(orphan) = self.orphans.get_mut(id) else { return };
        if self.session.is_none() || orphan.attempt.is_some() || orphan.writing {
            return;
        }
        orphan.writing = true;
        let version = orphan.version;
        let record = Record::Run(Box::new(orphan.record.clone()));
        let op = Op::Set(Node::Run(id.clone()), record, Some(version));
        self.request(Request::Commit(vec![op]), Waiting::Orphan(id.clone(), version));
    }

    /// An acknowledged or refused write ends the matter; only an unknown one is tried again, by the next look.
    /// The answer about an earlier one of that run says nothing about this one.
    pub(super) fn orphan_written(&mut self, id: &RunId, version: Version, answer: &Answer) {
        let Some(orphan) = self.orphans.get_mut(id).filter(|orphan| orphan.version == version) else { return };
        if matches!(answer, Answer::Unknown(_)) {
            orphan.writing = false;
        } else {
            self.orphans.remove(id);
            self.look_at_stop();
        }
    }

    /// The records of all orphans, to be read with the second's sweep.
    pub(super) fn orphan_nodes(&self) -> Vec<Node> {
        self.orphans.keys().map(|id| Node::Run(id.clone())).collect()
    }

    pub(super) fn orphan_seen(&mut self, id: &RunId, read: &Read) {
        let Some(orphan) = self.orphans.get(id) else { return };
        let ours = match read {
            Read::Found(Record::Run(record), stat) => {
                stat.version == orphan.version && record.executor == orphan.record.executor
            }
            _ => false,
        };
        match (ours, orphan.attempt) {
            (true, None) => self.write_orphan(id),
            (true, Some(_)) => {}
            (false, None) => {
                self.orphans.remove(id);
                self.look_at_stop();
            }
            (false, Some(attempt)) if *read == Read::Missing => self.out.push_back(Command::Abort(attempt)),
            (false, Some(_)) => {}
        }
    }
}

impl Orphan {
    /// The run, given back to the process that sent it.
    pub(super) fn into_run(self) -> Run {
        let ended = match self.record.phase {
            Phase::Ended(outcome) if self.attempt.is_none() => Some(Stage::Done(outcome)),
            Phase::RetryWait { next_at } if self.attempt.is_none() => Some(Stage::Backoff(next_at)),
            _ => None,
        };
        let entry = if ended.is_some() { self.record.entry } else { self.run.entry.clone() };
        Run { stage: ended.unwrap_or(self.run.stage.clone()), entry, ..self.run }
    }
}
