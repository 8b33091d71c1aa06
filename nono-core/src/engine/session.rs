//! Membership: registering, the time lease, and leaving.
//!
//! The right to send comes from acknowledged renewals alone: from the start of the last one, for two thirds of the
//! session timeout. Nothing else renews. A znode of ours that vanishes is made again, never read as an order to stop.

use std::collections::BTreeSet;
use std::time::Duration;

use super::clock::Sample;
use super::leader::Lead;
use super::mutant;
use super::owned::CALM_WITHIN;
use super::silence::Silence;
use super::tenure::Joining;
use super::{Command, Engine, Note, Waiting, Watch};
use crate::cluster::{Assignment, Member, Stats};
use crate::name::{CandidateName, MemberId, Partition, Version};
use crate::node::{Answer, Cause, Folder, Node, Op, Record, Refusal, Request};
use crate::time::Boot;

/// Renewals and sweeps come this often.
pub(super) const SECOND: Duration = Duration::from_secs(1);
/// A renewal without an answer is repeated after this.
const AGAIN: Duration = Duration::from_millis(100);

/// One session with ZooKeeper.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) id: MemberId,
    pub(super) member: Box<Member>,
    pub(super) timeout: Duration,
    pub(super) partitions: u16,
    pub(super) registered: bool,
    pub(super) registering: bool,
    pub(super) renew_at: Option<Boot>,
    pub(super) sweep_at: Option<Boot>,
    /// Since when a sweep is on its way: where answers take longer than a second, sweeps must not pile up.
    pub(super) sweeping: Option<Boot>,
    pub(super) assignment: Assignment,
    pub(super) assignment_version: Option<Version>,
    /// Why the plan that stands there cannot be read: the one before it counts.
    pub(super) assignment_unreadable: Option<Cause>,
    pub(super) intents_version: Option<Version>,
    pub(super) intents_missing: bool,
    /// Why `/intents` cannot be gone by: a newer release wrote it, or access is denied.
    pub(super) intents_unreadable: Option<String>,
    /// How often candidates had come and gone when they were last listed.
    pub(super) candidates_version: Option<i32>,
    pub(super) standing: Option<CandidateName>,
    pub(super) asked_to_stand: bool,
    pub(super) lead: Option<Lead>,
    pub(super) leader: Option<(CandidateName, Silence)>,
    pub(super) off_clock: u32,
    /// Whether the others' clocks say that ZooKeeper's is the wrong one, so that being off it means nothing.
    pub(super) excused: bool,
    /// Whether its member record is to be written again with the next sweep.
    pub(super) member_unwritten: bool,
    /// Whether this member may not own anything because of its clock.
    pub(super) banned: bool,
}

impl Session {
    pub(super) fn new(id: MemberId, member: Box<Member>, timeout: Duration, partitions: u16) -> Self {
        Self {
            id,
            member,
            timeout,
            partitions,
            registered: false,
            registering: false,
            renew_at: None,
            sweep_at: None,
            sweeping: None,
            assignment: Assignment::default(),
            assignment_version: None,
            assignment_unreadable: None,
            intents_version: None,
            intents_missing: false,
            intents_unreadable: None,
            candidates_version: None,
            standing: None,
            asked_to_stand: false,
            lead: None,
            leader: None,
            off_clock: 0,
            excused: false,
            member_unwritten: false,
            banned: false,
        }
    }

    /// A member acquires nothing before its first renewal, without its time lease, or with a clock that is off.
    pub(super) fn may_acquire(&self, now: Boot, lease_until: Boot) -> bool {
        let clock = self.off_clock == 0 || self.excused;
        self.registered && lease_until > now && clock && !self.banned && !self.member.leaving
    }

    pub(super) fn next_wakeup(&self) -> Option<Boot> {
        let gathered_at = self.lead.as_ref().and_then(|lead| lead.gathered_at);
        [self.renew_at, self.sweep_at, gathered_at].into_iter().flatten().min()
    }
}

impl Engine {
    pub(super) fn session_started(&mut self, mut session: Session) {
        if self.session.is_some() {
            self.session_lost();
        }
        self.last_id = session.id.clone();
        session.member.leaving = self.stopping.is_some();
        self.lease_until = Boot(0);
        // What was asked in the old session has no answer in this one.
        self.orphans.values_mut().for_each(|orphan| orphan.writing = false);
        self.session = Some(session);
        self.register();
    }

    pub(super) fn session_lost(&mut self) {
        if self.session.as_ref().is_some_and(|session| session.lead.is_some()) {
            self.note(Note::Leading(false));
        }
        self.session = None;
        self.waiting.clear();
        self.outbox.put_back(self.now);
        self.watches.clear();
        self.lease_until = Boot(0);
        self.lose_everything();
        self.look_at_stop();
    }

    pub(super) fn register(&mut self) {
        let Some(session) = &mut self.session else { return };
        if session.registering {
            return;
        }
        session.registering = true;
        let member = Record::Member(session.member.clone());
        let op = Op::Create(Node::Member(session.id.clone()), member);
        self.request(Request::Commit(vec![op]), Waiting::Registered);
    }

    /// The member exists, by this or an earlier request: its id is ours alone.
    pub(super) fn registered(&mut self, answer: &Answer) {
        let done = matches!(answer, Answer::Committed(_) | Answer::Refused { why: Refusal::Exists, .. });
        let Some(session) = &mut self.session else { return };
        session.registering = false;
        if done {
            let op = Op::Create(Node::Stats(session.id.clone()), Record::Stats(Box::default()));
            self.request(Request::Commit(vec![op]), Waiting::StatsMade);
            return;
        }
        session.renew_at = Some(self.now + AGAIN);
        self.unexpected("registering", answer);
    }

    pub(super) fn stats_made(&mut self, answer: &Answer) {
        let done = matches!(answer, Answer::Committed(_) | Answer::Refused { why: Refusal::Exists, .. });
        let Some(session) = &mut self.session else { return };
        session.registered |= done;
        session.renew_at = Some(if done { self.now } else { self.now + AGAIN });
        if !done {
            self.unexpected("registering", answer);
            return;
        }
        session.sweep_at.get_or_insert(self.now);
        self.watch(Watch::Data(Node::Assignment));
        self.watch(Watch::Data(Node::Intents));
        self.watch(Watch::Children(Folder::Candidates));
    }

    pub(super) fn unexpected(&mut self, doing: &str, answer: &Answer) {
        match answer {
            Answer::Unknown(_) => {}
            other => self.warn(format!("{doing} was refused: {other:?}")),
        }
    }

    /// What the passing of time asks of a member.
    pub(super) fn session_woke(&mut self) {
        let now = self.now;
        let Some(session) = &mut self.session else { return };
        if session.renew_at.is_some_and(|at| at <= now) {
            session.renew_at = None;
            if session.registered { self.renew() } else { self.register() }
        }
        let Some(session) = &mut self.session else { return };
        if session.sweep_at.is_some_and(|at| at <= now) {
            session.sweep_at = Some(now + SECOND);
            let sweeping = session.sweeping.is_some_and(|since| now.since(since) < session.timeout);
            if std::mem::take(&mut session.member_unwritten) {
                self.write_member();
            }
            if !sweeping {
                self.sweep();
            }
            self.lead_round();
        }
        let lead = self.session.as_mut().and_then(|session| session.lead.as_mut());
        if lead.is_some_and(|lead| lead.gathered_at.take_if(|at| *at <= now).is_some()) {
            self.lead_round();
        }
    }

    /// Renews the time lease: the stats, in one transaction with a check of every lease held.
    pub(super) fn renew(&mut self) {
        let stats = self.stats_now();
        let Some(session) = &self.session else { return };
        let id = session.id.clone();
        let mut held: Vec<(Partition, Version)> = Vec::new();
        held.extend(self.owned.values().filter(|o| !o.handing_over).map(|o| (o.partition, o.lease_version)));
        held.extend(self.joining.iter().filter_map(|(partition, joining)| match joining {
            Joining::Loading(loading) => Some((*partition, loading.lease_version()?)),
            Joining::Trying(_) => None,
        }));
        let mut ops: Vec<Op> =
            held.iter().map(|(partition, version)| Op::Check(Node::Lease(*partition), *version)).collect();
        ops.push(Op::Set(Node::Stats(id), Record::Stats(Box::new(stats)), None));
        let started = self.now;
        self.request(Request::Commit(ops), Waiting::Renewed(started, held));
    }

    pub(super) fn renewed(&mut self, started: Boot, held: &[(Partition, Version)], answer: Answer) {
        let now = self.now;
        let Some(session) = &mut self.session else { return };
        match answer {
            Answer::Committed(stats) => {
                session.renew_at = Some((started + SECOND).max(now));
                let lapsed = self.lease_until < now && !mutant::on!(LAPSE_UNREAD);
                self.lease_until = started + session.timeout * 2 / 3;
                self.leases_checked(held, lapsed);
                if let Some(stat) = stats.get(&held.len()) {
                    self.clock_sampled(Sample { sent: started, answered: now, zookeeper: stat.mtime() });
                }
                self.acquire_assigned();
            }
            Answer::Refused { index, .. } if index < held.len() => {
                session.renew_at = Some(now);
                let (partition, version) = held[index];
                let same = self.owned.get(&partition).is_some_and(|owned| owned.lease_version == version);
                let loading = matches!(self.joining.get(&partition), Some(Joining::Loading(loading))
                    if loading.lease_version() == Some(version));
                if same || loading {
                    self.lost(partition, "another owner");
                }
            }
            Answer::Refused { .. } => {
                session.registered = false;
                session.renew_at = Some(now);
                self.warn("this member's stats were gone while its session lives: made again".to_owned());
            }
            other => {
                session.renew_at = Some(now + AGAIN);
                self.unexpected("the renewal", &other);
                if mutant::on!(EPHEMERAL_REMADE) {
                    self.make_member_anew();
                }
            }
        }
    }

    /// A renewal gives the right to send for the partitions whose leases it checked, and for no other. Where that right
    /// had lapsed, what is known of their plans and commands may be as old as the silence was: they are read again first.
    fn leases_checked(&mut self, held: &[(Partition, Version)], lapsed: bool) {
        for (partition, version) in held {
            let joining = match self.joining.get_mut(partition) {
                Some(Joining::Loading(loading)) => loading.owned_mut(),
                _ => None,
            };
            let owned = self.owned.get_mut(partition).or(joining);
            let Some(owned) = owned.filter(|owned| owned.lease_version == *version) else { continue };
            owned.checked_until = self.lease_until;
            if lapsed {
                owned.plan_unsure = true;
                owned.commands_unsure = !mutant::on!(CANCELS_UNREAD);
                owned.plan_unsure_since = self.now;
                self.plan_moved(*partition);
                self.commands_moved(*partition);
            } else {
                self.call_unchecked(*partition);
            }
        }
    }

    /// Those who waited for a renewal, or for the plan, can go.
    pub(super) fn call_unchecked(&mut self, partition: Partition) {
        let Some(owned) = self.owned.get_mut(&partition).filter(|owned| !owned.is_unsure()) else { return };
        for id in std::mem::take(&mut owned.unchecked) {
            self.enqueue(partition, &id);
        }
    }

    /// Of a broken variant.
    fn make_member_anew(&mut self) {
        let Some(session) = &mut self.session else { return };
        session.registered = false;
        let gone = Op::Delete(Node::Member(session.id.clone()), None);
        self.request(Request::Commit(vec![gone]), Waiting::Nothing);
    }

    /// Writes the member's record anew, `leaving` as it is now.
    pub(super) fn write_member(&mut self) {
        let stopping = self.stopping.is_some();
        let Some(session) = &mut self.session else { return };
        session.member.leaving = stopping || session.banned;
        if session.registered {
            let op = Op::Set(Node::Member(session.id.clone()), Record::Member(session.member.clone()), None);
            self.request(Request::Commit(vec![op]), Waiting::MemberWritten);
        }
    }

    pub(super) fn member_written(&mut self, answer: &Answer) {
        let Some(session) = &mut self.session else { return };
        match answer {
            Answer::Committed(_) => {}
            Answer::Refused { why: Refusal::Missing, .. } => {
                session.registered = false;
                session.renew_at = Some(self.now);
            }
            _ => session.member_unwritten = true,
        }
    }

    /// Releases what the assignment gives to another member, or to none.
    pub(super) fn release_unassigned(&mut self) {
        let Some(session) = &self.session else { return };
        let keep: BTreeSet<Partition> =
            session.assignment.owners.get(&session.id).into_iter().flatten().copied().collect();
        let banned = session.banned;
        let mut any = false;
        let release_by = if banned { self.now } else { self.now + CALM_WITHIN };
        for owned in self.owned.values_mut() {
            let releasing = banned || !keep.contains(&owned.partition);
            if releasing && !owned.releasing {
                owned.release_by = release_by;
                any = true;
            }
            owned.releasing = releasing || owned.handing_over;
        }
        if any {
            self.flush_soon(Duration::ZERO);
        }
    }

    /// The process is to stop.
    pub(super) fn stop(&mut self) {
        if self.stopping.is_some() {
            return;
        }
        self.stopping = Some(self.now);
        self.write_member();
        self.look_at_stop();
    }

    /// Whether the hand-over is complete, or its time is up.
    pub(super) fn look_at_stop(&mut self) {
        let Some(since) = self.stopping else { return };
        if self.stopped {
            return;
        }
        let idle =
            self.owned.is_empty() && self.joining.is_empty() && self.orphans.is_empty() && self.flights.is_empty();
        let unregistered = self.session.as_ref().is_none_or(|session| !session.registered);
        let late = self.now.since(since) + SECOND >= self.options.drain_timeout;
        if late || idle || unregistered && self.flights.is_empty() {
            self.stopped = true;
            self.out.push_back(Command::Stopped);
        }
    }

    /// What this member publishes now.
    pub(super) fn stats_now(&mut self) -> Stats {
        let utc = self.clock.utc(self.now);
        let ready = self.readiness().err();
        self.figures.publish(utc, ready, (&self.owned, self.is_paused), (self.flights.len(), &self.queue))
    }

    /// Whether this member can do its work.
    pub(super) fn readiness(&self) -> Result<(), String> {
        let Some(session) = &self.session else { return Err("no session with ZooKeeper".to_owned()) };
        if self.stopping.is_some() {
            Err("stopping".to_owned())
        } else if !session.registered {
            Err("not registered yet".to_owned())
        } else if session.banned {
            Err(format!("this host's clock is {} ms off ZooKeeper's", self.ahead_ms))
        } else if session.intents_missing {
            Err("the znode /intents is missing, and nothing is claimed without it: run `nonoctl cluster init`"
                .to_owned())
        } else if let Some(why) = &session.intents_unreadable {
            Err(format!("nothing is claimed, since what operators want cannot be read: {why}"))
        } else if self.lease_until <= self.now {
            Err("no acknowledged renewal: the time lease has ended".to_owned())
        } else {
            Ok(())
        }
    }
}
