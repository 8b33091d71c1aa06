//! Membership: registering, the time lease, the second's sweep, and leaving.
//!
//! The right to send comes from acknowledged renewals alone: from the start of the last one, for two thirds of the
//! session timeout. Nothing else renews. A znode of ours that vanishes is made again, never read as an order to stop.

use std::collections::BTreeSet;
use std::time::Duration;

use super::clock::Sample;
use super::leader::Lead;
use super::owned::CALM_WITHIN;
use super::tenure::Joining;
use super::{Command, Engine, Note, Waiting, Watch};
use crate::cluster::{Assignment, Member, Stats};
use crate::name::{CandidateName, MemberId, Partition, RunId, Version};
use crate::node::{Answer, Folder, Listing, Node, Op, Read, Record, Refusal, Request, Stat};
use crate::time::Boot;

/// Renewals and sweeps come this often.
pub(super) const SECOND: Duration = Duration::from_secs(1);
/// A renewal without an answer is repeated after this.
const AGAIN: Duration = Duration::from_millis(100);
/// A clock that is further off than this is not to be trusted with schedules.
const TOLERANCE_MS: i64 = 5000;
/// Stats that are no older than this, beside the newest, are fresh.
const FRESH: Duration = Duration::from_secs(3);
/// In so many renewals running.
const OFF_RENEWALS: u32 = 3;

/// One session with ZooKeeper.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) id: MemberId,
    pub(super) member: Box<Member>,
    pub(super) timeout: Duration,
    pub(super) partitions: u16,
    pub(super) registered: bool,
    registering: bool,
    renew_at: Option<Boot>,
    sweep_at: Option<Boot>,
    pub(super) assignment: Assignment,
    pub(super) assignment_version: Option<Version>,
    pub(super) intents_version: Option<Version>,
    intents_missing: bool,
    pub(super) standing: Option<CandidateName>,
    asked_to_stand: bool,
    pub(super) lead: Option<Lead>,
    leader: Option<(CandidateName, Silence)>,
    off_clock: u32,
    /// Whether the others' clocks say that ZooKeeper's is the wrong one, so that being off it means nothing.
    excused: bool,
    /// Whether its member record is to be written again with the next sweep.
    member_unwritten: bool,
    /// Whether this member may not own anything because of its clock.
    banned: bool,
}

/// For how long a member's stats have not changed, counting only time in which the observer itself could renew.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Silence {
    pub(super) version: Option<Version>,
    pub(super) silent: Duration,
    seen: Option<Boot>,
}

impl Silence {
    /// Takes in what was just read; `renewing`: whether the observer's own time lease holds.
    pub(super) fn observe(&mut self, version: Option<Version>, now: Boot, renewing: bool) {
        let elapsed = self.seen.map_or(Duration::ZERO, |seen| now.since(seen)).min(SECOND * 2);
        self.seen = Some(now);
        if version != self.version {
            self.version = version;
            self.silent = Duration::ZERO;
        } else if renewing {
            self.silent += elapsed;
        }
    }
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
            assignment: Assignment::default(),
            assignment_version: None,
            intents_version: None,
            intents_missing: false,
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
        [self.renew_at, self.sweep_at].into_iter().flatten().min()
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
        self.session = Some(session);
        self.register();
    }

    pub(super) fn session_lost(&mut self) {
        if self.session.as_ref().is_some_and(|session| session.lead.is_some()) {
            self.note(Note::Leading(false));
        }
        self.session = None;
        self.waiting.clear();
        self.watches.clear();
        self.lease_until = Boot(0);
        self.lose_everything();
        self.look_at_stop();
    }

    fn register(&mut self) {
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
        self.watch(Watch::Children(Folder::Candidates));
    }

    fn unexpected(&mut self, doing: &str, answer: &Answer) {
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
            if std::mem::take(&mut session.member_unwritten) {
                self.write_member();
            }
            self.sweep();
            self.lead_round();
        }
    }

    /// Renews the time lease: the stats, in one transaction with a check of every lease held.
    fn renew(&mut self) {
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
                let timeout = session.timeout;
                self.lease_until = started + timeout * 2 / 3;
                if let Some(stat) = stats.get(&held.len()) {
                    self.clock_sampled(Sample { sent: started, answered: now, zookeeper: stat.mtime() });
                }
                self.acquire_assigned();
                self.drain_queue();
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
            }
        }
    }

    /// What a renewal says about the clocks.
    fn clock_sampled(&mut self, sample: Sample) {
        let jumped = self.clock.decide(sample);
        if jumped {
            self.warn("the clock stepped: following the wall clock, which is nearer ZooKeeper's".to_owned());
        }
        self.ahead_ms = self.clock.ahead_of_zookeeper_ms(sample);
        self.figures.host.clock_offset_ms = self.ahead_ms;
        self.figures.host.zookeeper_rtt_ms = sample.answered.since(sample.sent).as_secs_f64() * 1000.0;
        let off = self.ahead_ms.abs() > TOLERANCE_MS;
        let Some(session) = &mut self.session else { return };
        session.off_clock = if off { session.off_clock + 1 } else { 0 };
        session.excused &= off;
        if !off && session.banned {
            session.banned = false;
            self.write_member();
        } else if off && session.off_clock % OFF_RENEWALS == 0 {
            self.request(Request::List(vec![Folder::Stats]), Waiting::ClocksListed);
        }
    }

    pub(super) fn clocks_listed(&mut self, answer: Answer) {
        let Answer::List(mut listings) = answer else { return };
        let names = listings.pop().unwrap_or_default().names;
        let nodes: Vec<Node> = names.iter().filter_map(|name| Some(Node::Stats(name.parse().ok()?))).collect();
        self.request(Request::Read(nodes), Waiting::ClocksRead);
    }

    /// Whose clock is wrong: if most members agree with this one, ZooKeeper's; one alone trusts itself.
    pub(super) fn clocks_read(&mut self, answer: Answer) {
        let Answer::Read(reads) = answer else { return };
        let ahead = self.ahead_ms;
        let newest = reads.iter().filter_map(|read| match read {
            Read::Found(_, stat) => Some(stat.mtime()),
            _ => None,
        });
        let newest = newest.max();
        let offsets = reads.iter().filter_map(|read| match read {
            Read::Found(Record::Stats(stats), stat) if stat.version > 0 && Some(stat.mtime() + FRESH) >= newest => {
                Some(stats.host.clock_offset_ms)
            }
            _ => None,
        });
        let offsets: Vec<i64> = offsets.collect();
        let agree = offsets.iter().filter(|offset| offset.abs_diff(ahead) <= TOLERANCE_MS.unsigned_abs()).count();
        if offsets.len() <= 1 || agree * 2 > offsets.len() {
            self.warn(format!(
                "ZooKeeper's clock is {ahead} ms behind the schedulers' and is not followed: check its host"
            ));
            return;
        }
        self.warn(format!(
            "this host's clock is {ahead} ms off ZooKeeper's: partitions are released until it is right"
        ));
        if let Some(session) = &mut self.session {
            session.banned = true;
        }
        self.write_member();
        self.release_unassigned();
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

    /// One batched read of everything that a lost watch could hide.
    fn sweep(&mut self) {
        let Some(session) = &self.session else { return };
        let mut nodes = vec![Node::Intents, Node::Assignment, Node::Member(session.id.clone())];
        if let Some((leader, _)) = &session.leader {
            nodes.push(Node::Stats(leader.member()));
        }
        for partition in self.owned.keys() {
            nodes.extend([Node::Plan(*partition), Node::Commands(*partition)]);
        }
        nodes.extend(self.formers.keys().filter(|p| !self.joining.contains_key(p)).map(|p| Node::Lease(*p)));
        nodes.extend(self.unreadable_nodes());
        nodes.extend(self.foreign_nodes());
        nodes.extend(self.orphan_nodes());
        self.request(Request::Read(nodes.clone()), Waiting::Swept(nodes));
        self.request(Request::List(vec![Folder::Candidates]), Waiting::Candidates);
    }

    pub(super) fn intents_moved(&mut self) {
        self.request(Request::Read(vec![Node::Intents]), Waiting::Swept(vec![Node::Intents]));
    }

    pub(super) fn swept(&mut self, nodes: Vec<Node>, answer: Answer) {
        let Answer::Read(reads) = answer else { return };
        let alive: BTreeSet<MemberId> = nodes
            .iter()
            .zip(&reads)
            .filter_map(|(node, read)| match (node, read) {
                (Node::Member(id), Read::Found(..)) => Some(id.clone()),
                _ => None,
            })
            .collect();
        for (node, read) in nodes.into_iter().zip(reads) {
            self.swept_node(node, read, &alive);
        }
        self.acquire_assigned();
    }

    fn swept_node(&mut self, node: Node, read: Read, alive: &BTreeSet<MemberId>) {
        let stat = match &read {
            Read::Found(_, stat) | Read::Unreadable { stat, .. } => Some(*stat),
            Read::Missing => None,
        };
        match node {
            Node::Intents => self.saw_intents(stat),
            Node::Assignment => self.saw_assignment(read),
            Node::Stats(leader) => self.saw_leader(&leader, stat),
            Node::Member(id) => self.saw_member(&id, stat.is_some()),
            Node::Plan(partition) => {
                let owned = self.owned.get(&partition).filter(|owned| !owned.plan_reading);
                let moved = owned.is_some_and(|owned| {
                    owned.plan_stale || stat.is_some_and(|stat| stat.version != owned.plan_version)
                });
                if moved {
                    self.plan_moved(partition);
                }
            }
            Node::Commands(partition) => {
                let known = self.owned.get(&partition).map(|owned| owned.commands_version);
                if stat.is_some_and(|stat| Some(stat.children_version) != known) && known.is_some() {
                    self.commands_moved(partition);
                }
            }
            Node::Lease(partition) => self.saw_former_lease(partition, &read),
            Node::Run(id) => self.saw_run(&id, &read, alive),
            Node::Claims(partition) => self.saw_claims(partition, read),
            Node::State(partition, name) => self.saw_state(partition, &name, read),
            _ => {}
        }
    }

    fn saw_intents(&mut self, stat: Option<Stat>) {
        if let Some(session) = &mut self.session {
            session.intents_version = stat.map(|stat| stat.version);
            session.intents_missing = stat.is_none();
        }
    }

    fn saw_member(&mut self, id: &MemberId, exists: bool) {
        let Some(session) = &mut self.session else { return };
        if session.id == *id && !exists && session.registered {
            session.registered = false;
            session.renew_at = Some(self.now);
            self.warn("this member's znode was gone while its session lives: made again".to_owned());
        }
    }

    fn saw_run(&mut self, id: &RunId, read: &Read, alive: &BTreeSet<MemberId>) {
        let executor = match read {
            Read::Found(Record::Run(record), _) => Some(&record.executor),
            _ => None,
        };
        let lives = executor.is_some_and(|executor| alive.contains(executor));
        self.foreign_seen(id, read, lives);
        self.orphan_seen(id, read);
    }

    /// Another owner came between: what this process remembers of the partition counts no more.
    fn saw_former_lease(&mut self, partition: Partition, read: &Read) {
        let Some(former) = self.formers.get(&partition) else { return };
        let moved = match read {
            Read::Found(Record::Lease(lease), _) => {
                lease.epoch > former.epoch && lease.owner.as_ref() != Some(&self.last_id)
            }
            _ => false,
        };
        if moved {
            self.formers.remove(&partition);
        }
    }

    pub(super) fn saw_assignment(&mut self, read: Read) {
        let Some(session) = &mut self.session else { return };
        match read {
            Read::Found(Record::Assignment(assignment), stat) => {
                let same = session.assignment_version == Some(stat.version);
                session.assignment_version = Some(stat.version);
                session.assignment = assignment;
                if !same {
                    self.release_unassigned();
                    self.acquire_assigned();
                }
            }
            Read::Missing => session.assignment_version = None,
            Read::Unreadable { why, stat } => {
                session.assignment_version = Some(stat.version);
                self.note(Note::SetAside(why));
            }
            Read::Found(..) => {}
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
        for (partition, owned) in &mut self.owned {
            let releasing = banned || !keep.contains(partition);
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

    pub(super) fn candidates_listed(&mut self, answer: Answer) {
        let Answer::List(mut listings) = answer else { return };
        let Listing { names, .. } = listings.pop().unwrap_or_default();
        let mut candidates: Vec<CandidateName> = names.iter().filter_map(|name| name.parse().ok()).collect();
        candidates.sort_by_key(CandidateName::sequence);
        let now = self.now;
        let Some(session) = &mut self.session else { return };
        let mine = candidates.iter().find(|candidate| candidate.member() == session.id).cloned();
        let leads = mine.is_some() && candidates.first() == mine.as_ref();
        if mine.is_none() && !session.asked_to_stand && session.registered {
            session.asked_to_stand = true;
            let id = session.id.clone();
            self.request(Request::Stand(id), Waiting::Standing);
        }
        let Some(session) = &mut self.session else { return };
        session.standing = mine;
        match candidates.into_iter().next().filter(|_| !leads) {
            Some(first) if session.leader.as_ref().is_none_or(|(known, _)| *known != first) => {
                session.leader = Some((first, Silence::default()));
            }
            Some(_) => {}
            None => session.leader = None,
        }
        if leads != session.lead.is_some() {
            session.lead = leads.then(|| Lead::new(now));
            self.note(Note::Leading(leads));
            self.lead_round();
        }
    }

    pub(super) fn stood(&mut self, answer: &Answer) {
        let Some(session) = &mut self.session else { return };
        session.asked_to_stand = false;
        if matches!(answer, Answer::Standing(_)) {
            self.request(Request::List(vec![Folder::Candidates]), Waiting::Candidates);
        }
    }

    /// A leader whose stats stand still loses its candidacy, if they still do when that is written.
    fn saw_leader(&mut self, member: &MemberId, stat: Option<Stat>) {
        let (now, renewing) = (self.now, self.lease_until > self.now);
        let Some(session) = &mut self.session else { return };
        let Some((candidate, silence)) = session.leader.as_mut().filter(|(leader, _)| leader.member() == *member)
        else {
            return;
        };
        silence.observe(stat.map(|stat| stat.version), now, renewing);
        if silence.silent < session.timeout * 2 {
            return;
        }
        let mut ops = Vec::new();
        if let Some(version) = silence.version {
            ops.push(Op::Check(Node::Stats(member.clone()), version));
        }
        ops.push(Op::Delete(Node::Candidate(candidate.clone()), None));
        *silence = Silence::default();
        self.warn(format!("the leader {member} hangs: its candidacy is removed"));
        self.request(Request::Commit(ops), Waiting::Nothing);
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
    fn stats_now(&mut self) -> Stats {
        let utc = self.clock.utc(self.now);
        let ready = self.readiness().err();
        self.figures.publish(utc, ready, &self.owned, self.flights.len())
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
        } else if self.lease_until <= self.now {
            Err("no acknowledged renewal: the time lease has ended".to_owned())
        } else {
            Ok(())
        }
    }
}
