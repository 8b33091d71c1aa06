//! The second's sweep: one batched read of all that a lost watch could hide, and what follows from each node.
//!
//! Watches only say when to look; this is why none of them can be missed for longer than a second.

use std::collections::BTreeSet;

use super::leader::Lead;
use super::mutant;
use super::owned::Owned;
use super::run::{Stage, own_time};
use super::silence::Silence;
use super::task::Pauses;
use super::{Engine, Note, Waiting};
use crate::cluster::Event;
use crate::name::{CandidateName, MemberId, Partition, RunId};
use crate::node::{Answer, Cause, Folder, Holder, Listing, Node, Op, Read, Record, Request, Stat};
use crate::time::Utc;

impl Engine {
    /// One batched read of everything that a lost watch could hide.
    pub(super) fn sweep(&mut self) {
        let aside = self.nodes_set_aside();
        self.queue.keep_preparing(|id| {
            let run = self.owned.get(&id.partition()).and_then(|owned| owned.runs.get(id));
            run.is_some_and(|run| run.stage == Stage::Preparing)
        });
        let Some(session) = &self.session else { return };
        let mut nodes = vec![Node::Intents, Node::Assignment, Node::Member(session.id.clone())];
        nodes.push(Node::Holder(Holder::Candidates));
        if session.lead.is_some() {
            nodes.push(Node::Holder(Holder::Members));
        }
        if let Some((leader, _)) = &session.leader {
            nodes.push(Node::Stats(leader.member()));
        }
        for partition in self.owned.keys().filter(|_| !mutant::on!(NO_REREAD)) {
            nodes.extend([Node::Plan(partition), Node::Commands(partition)]);
        }
        nodes.extend(self.formers.keys().filter(|p| !self.joining.contains_key(p)).map(|p| Node::Lease(*p)));
        nodes.extend(aside);
        nodes.extend(self.foreign_nodes());
        nodes.extend(self.orphan_nodes());
        self.request(Request::Read(nodes.clone()), Waiting::Sweep(nodes));
        if let Some(session) = &mut self.session {
            session.sweeping = Some(self.now);
        }
    }

    pub(super) fn sweep_answered(&mut self, nodes: Vec<Node>, answer: Answer) {
        if let Some(session) = &mut self.session {
            session.sweeping = None;
        }
        self.swept(nodes, answer);
    }

    /// Candidates came or went; or this member is not among them yet.
    fn saw_candidates(&mut self, stat: Option<Stat>) {
        let Some(session) = &self.session else { return };
        let same = stat.is_some_and(|stat| session.candidates_version == Some(stat.children_version));
        if !same || session.standing.is_none() {
            self.request(Request::List(vec![Folder::Candidates]), Waiting::Candidates);
        }
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
                (Node::Member(id), read) if read.shows_a_session() => Some(id.clone()),
                _ => None,
            })
            .collect();
        for (node, read) in nodes.into_iter().zip(reads) {
            self.swept_node(node, read, &alive);
        }
        self.acquire_assigned();
    }

    pub(super) fn swept_node(&mut self, node: Node, read: Read, alive: &BTreeSet<MemberId>) {
        let stat = match &read {
            Read::Found(_, stat) | Read::Unreadable { stat, .. } => Some(*stat),
            Read::Missing => None,
        };
        match node {
            Node::Intents => {
                self.lead_looks_again(stat, |listed| &mut listed.intents_version);
                self.saw_intents(read);
            }
            Node::Holder(Holder::Members) => self.lead_looks_again(stat, |listed| &mut listed.members_version),
            Node::Holder(Holder::Candidates) => self.saw_candidates(stat),
            Node::Assignment => self.saw_assignment(read),
            Node::Stats(leader) => self.saw_leader(&leader, stat),
            Node::Member(id) => self.saw_member(&id, &read),
            Node::Plan(partition) => {
                let owned = self.owned.get(&partition).filter(|owned| !owned.plan_reading);
                let moved = owned.is_some_and(|owned| {
                    owned.plan_stale
                        || owned.plan_unsure
                        || stat.is_some_and(|stat| {
                            stat.version != owned.plan_version || stat.children_version != owned.plan_children
                        })
                });
                if moved {
                    self.plan_moved(partition);
                }
            }
            Node::Commands(partition) => {
                let owned = self.owned.get(&partition);
                let moved = |owned: &Owned| {
                    owned.commands_unsure || stat.is_some_and(|stat| stat.children_version != owned.commands_version)
                };
                if owned.is_some_and(moved) {
                    self.commands_moved(partition);
                }
            }
            Node::Lease(partition) => self.saw_former_lease(partition, &read),
            Node::Run(id) => self.saw_run(&id, read, alive),
            Node::Claims(partition) => self.saw_claims(partition, read),
            Node::State(partition, name) => self.saw_state(partition, &name, read),
            Node::Task(partition, name) => self.saw_task(partition, name, &read),
            Node::Command(partition, name) => self.saw_command(partition, name, read),
            _ => {}
        }
    }

    /// What operators want, and the version of it that claims check. Of a record that is spoilt the last pauses known go on;
    /// what a newer release wrote may ask for more than is known here, and nothing is claimed.
    pub(super) fn saw_intents(&mut self, read: Read) {
        let (version, unreadable) = match &read {
            Read::Found(_, stat) | Read::Unreadable { cause: Cause::Broken, stat, .. } => (Some(stat.version), None),
            Read::Unreadable { why, .. } => (None, Some(why.clone())),
            Read::Missing => (None, None),
        };
        let Some(session) = &mut self.session else { return };
        let is_news = session.intents_version != version || session.intents_unreadable != unreadable;
        session.intents_version = version;
        session.intents_missing = read == Read::Missing;
        session.intents_unreadable = unreadable;
        match read {
            Read::Found(Record::Intents(intents), stat) => self.go_by(&intents.not_due(stat.mtime())),
            Read::Unreadable { why, .. } if is_news => self.note(Note::SetAside(why)),
            _ => {}
        }
    }

    /// Pauses of the cluster, by ZooKeeper's clock: instants in them are not due, and in one that lasts nothing is claimed.
    fn go_by(&mut self, pauses: &[(Utc, Option<Utc>)]) {
        let (ahead, now) = (self.ahead_ms, self.clock.utc(self.now));
        let known = &self.pauses_read;
        if known.0 == pauses && known.1.abs_diff(ahead) < 1000 {
            return;
        }
        self.pauses_read = (pauses.to_vec(), ahead);
        self.is_paused = pauses.iter().any(|(_, to)| to.is_none());
        // Of the one that lasts tasks need not know: nothing is claimed in it. When it is over they look again.
        let own = |moment: Utc| own_time(moment, ahead, now);
        let over: Pauses = pauses.iter().filter_map(|(from, to)| Some((own(*from), Some(own((*to)?))))).collect();
        if over == self.pauses {
            return;
        }
        self.pauses = over;
        for owned in self.owned.values_mut() {
            owned.set_pauses(&self.pauses, now);
        }
    }

    pub(super) fn saw_member(&mut self, id: &MemberId, read: &Read) {
        let Some(session) = &mut self.session else { return };
        if session.id != *id || !session.registered {
            return;
        }
        match read {
            Read::Missing => {
                session.registered = false;
                session.renew_at = Some(self.now);
                self.warn("this member's znode was gone while its session lives: made again".to_owned());
            }
            Read::Unreadable { cause: Cause::Broken, why, .. } => {
                self.warn(format!("this member's own record was spoilt, and is written anew: {why}"));
                self.write_member();
            }
            _ => {}
        }
    }

    pub(super) fn saw_run(&mut self, id: &RunId, read: Read, alive: &BTreeSet<MemberId>) {
        let executor = match &read {
            Read::Found(Record::Run(record), _) => Some(&record.executor),
            _ => None,
        };
        let lives = executor.is_some_and(|executor| alive.contains(executor));
        self.foreign_seen(id, &read, lives);
        self.orphan_seen(id, &read);
        self.saw_spoilt_run(id, read);
    }

    /// Another owner came between: what this process remembers of the partition counts no more.
    pub(super) fn saw_former_lease(&mut self, partition: Partition, read: &Read) {
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
                session.assignment_unreadable = None;
                if !same {
                    self.release_unassigned();
                    self.acquire_assigned();
                }
            }
            Read::Missing => {
                session.assignment_version = None;
                session.assignment_unreadable = None;
            }
            Read::Unreadable { cause, why, stat } => {
                session.assignment_version = Some(stat.version).filter(|_| cause != Cause::Denied);
                if session.assignment_unreadable.replace(cause) != Some(cause) {
                    self.note(Note::SetAside(why));
                }
            }
            Read::Found(..) => {}
        }
    }

    pub(super) fn candidates_listed(&mut self, answer: Answer) {
        let Answer::List(mut listings) = answer else { return };
        let Listing { names, stat } = listings.pop().unwrap_or_default();
        let mut candidates: Vec<CandidateName> = names.iter().filter_map(|name| name.parse().ok()).collect();
        candidates.sort_by_key(CandidateName::sequence);
        let now = self.now;
        let Some(session) = &mut self.session else { return };
        session.candidates_version = Some(stat.children_version);
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
            let me = session.id.clone();
            self.note(Note::Leading(leads));
            if leads {
                self.tell_of(Event::LEADS, &me, String::new());
            }
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
    pub(super) fn saw_leader(&mut self, member: &MemberId, stat: Option<Stat>) {
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
}
