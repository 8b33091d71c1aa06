//! The leader's work: who is there, who hangs, who should own what. Any member can do it; one does.
//!
//! Once a second, and when a watch says so, it reads the members, their stats and the operators' intents, and writes a new
//! assignment only when there is a reason. The write checks its own candidacy, so a leader that was deposed writes nothing.

mod told;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use self::told::Told;
use super::silence::Silence;
use super::{Engine, Waiting, Watch};
use crate::assignment::{Load, Owners, Share, imbalance, plan};
use crate::cluster::{Assignment, Intent, Member, Stats};
use crate::name::{MemberId, SchedulerName, Version};
use crate::node::{Answer, Cause, Folder, Node, Op, Read, Record, Request, Stat};
use crate::run::FORMAT;
use crate::time::Boot;

/// A newcomer waits this long, so that a rolling deploy is planned for once.
const GATHER_JOINS: Duration = Duration::from_millis(500);
/// Load alone moves partitions at most this often,
const REBALANCE: Duration = Duration::from_secs(5);
/// and only when the largest load exceeds the mean by this factor.
const UNEVEN: f64 = 1.05;

/// What a leader remembers between its rounds.
#[derive(Debug)]
pub(super) struct Lead {
    asking: bool,
    writing: bool,
    loads: Vec<Load>,
    silences: BTreeMap<MemberId, Silence>,
    newest_join: Boot,
    /// When those who joined have been gathered: sooner than the next second's round.
    pub(super) gathered_at: Option<Boot>,
    /// As they could last be read: a record that somebody spoils makes nobody lose partitions.
    known: BTreeMap<MemberId, Box<Member>>,
    rebalanced: Boot,
    /// Who is to be read in a round; none when that is to be listed first.
    listed: Option<Listed>,
    /// Whether it has not looked at anybody yet.
    is_new: bool,
    /// What is to be told once the plan on its way is written.
    planned: Vec<Told>,
}

/// The members of a round.
#[derive(Debug, Default)]
struct Census {
    members: BTreeMap<MemberId, Box<Member>>,
    stats: BTreeMap<MemberId, (Box<Stats>, Version)>,
    intents: BTreeMap<SchedulerName, Intent>,
}

impl Lead {
    pub(super) fn new(now: Boot) -> Self {
        Self {
            asking: false,
            writing: false,
            loads: Vec::new(),
            silences: BTreeMap::new(),
            newest_join: now,
            gathered_at: None,
            known: BTreeMap::new(),
            rebalanced: Boot(0),
            listed: None,
            is_new: true,
            planned: Vec::new(),
        }
    }
}

impl Census {
    fn is_drained(&self, member: &Member) -> bool {
        self.intents.get(&member.name).is_some_and(|intent| intent.drain)
    }
}

/// Who was there when members and intents were last listed, and how often children of both had come and gone.
#[derive(Debug)]
pub(super) struct Listed {
    pub(super) members_version: i32,
    pub(super) intents_version: i32,
    members: Vec<MemberId>,
    intents: Vec<SchedulerName>,
}

impl Listed {
    fn nodes(&self) -> Vec<Node> {
        let mut nodes = vec![Node::Assignment];
        nodes.extend(self.members.iter().cloned().map(Node::Member));
        nodes.extend(self.members.iter().cloned().map(Node::Stats));
        nodes.extend(self.intents.iter().cloned().map(Node::Intent));
        nodes
    }
}

impl Engine {
    /// A watch says that members or intents came or went: they are listed anew.
    pub(super) fn lead_lists(&mut self) {
        if let Some(lead) = self.session.as_mut().and_then(|session| session.lead.as_mut()) {
            lead.listed = None;
        }
        self.lead_round();
    }

    /// The same where the second's sweep sees that a watch was lost.
    pub(super) fn lead_looks_again(&mut self, stat: Option<Stat>, known: impl Fn(&mut Listed) -> &mut i32) {
        let lead = self.session.as_mut().and_then(|session| session.lead.as_mut());
        let Some(listed) = lead.and_then(|lead| lead.listed.as_mut()) else { return };
        if stat.is_none_or(|stat| stat.children_version != *known(listed)) {
            self.lead_lists();
        }
    }

    /// Begins a round, if this member leads.
    pub(super) fn lead_round(&mut self) {
        let Some(lead) = self.session.as_mut().and_then(|session| session.lead.as_mut()) else { return };
        if lead.asking || lead.writing {
            return;
        }
        lead.asking = true;
        if let Some(listed) = &lead.listed {
            let nodes = listed.nodes();
            self.request(Request::Read(nodes.clone()), Waiting::LeadRead(nodes));
            return;
        }
        self.watch(Watch::Children(Folder::Members));
        self.watch(Watch::Children(Folder::Intents));
        self.request(Request::List(vec![Folder::Members, Folder::Intents]), Waiting::LeadListed);
    }

    pub(super) fn lead_listed(&mut self, answer: Answer) {
        let Answer::List(listings) = answer else {
            self.lead_done();
            return;
        };
        let names = |index: usize| listings.get(index).into_iter().flat_map(|listing| &listing.names);
        let version = |index: usize| listings.get(index).map_or(-1, |listing| listing.stat.children_version);
        let members: Vec<MemberId> = names(0).filter_map(|name| name.parse().ok()).collect();
        let listed = Listed {
            members_version: version(0),
            intents_version: version(1),
            members: members.clone(),
            intents: names(1).filter_map(|name| name.parse().ok()).collect(),
        };
        for member in members {
            self.watch(Watch::Data(Node::Member(member)));
        }
        let nodes = listed.nodes();
        if let Some(lead) = self.session.as_mut().and_then(|session| session.lead.as_mut()) {
            lead.listed = Some(listed);
        }
        self.request(Request::Read(nodes.clone()), Waiting::LeadRead(nodes));
    }

    fn lead_done(&mut self) {
        if let Some(lead) = self.session.as_mut().and_then(|session| session.lead.as_mut()) {
            lead.asking = false;
            lead.writing = false;
        }
    }

    pub(super) fn lead_read(&mut self, nodes: Vec<Node>, answer: Answer) {
        self.lead_done();
        let Answer::Read(reads) = answer else { return };
        let mut census = Census::default();
        let mut gone = Vec::new();
        for (node, read) in nodes.into_iter().zip(reads) {
            match (node, read) {
                (Node::Assignment, read) => self.saw_assignment(read),
                (Node::Member(id), read) => match self.member_of(&id, read) {
                    Some(member) => drop(census.members.insert(id, member)),
                    None => gone.push(id),
                },
                (Node::Stats(id), Read::Found(Record::Stats(stats), stat)) => {
                    census.stats.insert(id, (stats, stat.version));
                }
                (Node::Intent(name), Read::Found(Record::Intent(intent), _)) => {
                    census.intents.insert(name, intent);
                }
                _ => {}
            }
        }
        for id in gone {
            self.unwatch(&Watch::Data(Node::Member(id)));
        }
        self.consider(&census);
    }

    fn member_of(&self, id: &MemberId, read: Read) -> Option<Box<Member>> {
        let lives = read.shows_a_session();
        let known = || self.session.as_ref()?.lead.as_ref()?.known.get(id).cloned();
        match read {
            Read::Found(Record::Member(member), _) if lives => Some(member),
            Read::Unreadable { .. } if lives => known(),
            _ => None,
        }
    }

    /// Decides whether a new assignment is due, and asks for it.
    fn consider(&mut self, census: &Census) {
        let (now, renewing) = (self.now, self.lease_until > self.now);
        let Some(session) = &mut self.session else { return };
        let Some(lead) = &mut session.lead else { return };
        // What a newer leader planned is not written over.
        let spoilt = match session.assignment_unreadable {
            Some(Cause::Newer | Cause::Denied) => return,
            Some(Cause::Broken) => true,
            None => session.assignment_version.is_none(),
        };
        if !renewing {
            return;
        }
        let comings = told::comings(lead, census, &session.assignment, session.timeout);
        learn_loads(&mut lead.loads, census, session.partitions);
        let hung = find_hung(lead, census, &session.assignment.hung, now, session.timeout * 2);
        let shares = shares(census, &hung);
        if census.members.keys().any(|id| !lead.known.contains_key(id)) {
            lead.newest_join = now;
        }
        lead.gathered_at = Some(lead.newest_join + GATHER_JOINS).filter(|at| *at > now);
        lead.known.clone_from(&census.members);
        lead.is_new = false;
        self.write_plan(census, hung, &shares, spoilt);
        self.tell_all(comings);
    }

    /// Writes a new plan where one is due.
    fn write_plan(&mut self, census: &Census, hung: BTreeMap<MemberId, Version>, shares: &[Share], spoilt: bool) {
        let now = self.now;
        let Some(session) = &mut self.session else { return };
        let Some(lead) = &mut session.lead else { return };
        let previous = &session.assignment;
        let owners = plan(shares, &lead.loads, &previous.owners);
        if !spoilt && !is_due(lead, previous, shares, &owners, &hung, now) {
            return;
        }
        let Some(standing) = session.standing.clone() else { return };
        lead.writing = true;
        lead.rebalanced = now;
        let assignment = Assignment {
            format: FORMAT,
            epoch: previous.epoch.saturating_add(1),
            leader: Some(session.id.clone()),
            owners,
            hung,
            extra: previous.extra.clone(),
        };
        lead.planned = told::changes(census, previous, &assignment);
        let write = match session.assignment_version {
            Some(version) => Op::Set(Node::Assignment, Record::Assignment(assignment), Some(version)),
            None => Op::Create(Node::Assignment, Record::Assignment(assignment)),
        };
        let ops = vec![Op::Check(Node::Candidate(standing), 0), write];
        self.request(Request::Commit(ops), Waiting::Assigned);
    }

    /// Whatever the answer: what stands there now is read, and considered again.
    pub(super) fn assigned(&mut self, answer: &Answer) {
        self.lead_done();
        let lead = self.session.as_mut().and_then(|session| session.lead.as_mut());
        let planned = lead.map(|lead| std::mem::take(&mut lead.planned)).unwrap_or_default();
        if matches!(answer, Answer::Committed(_)) {
            self.tell_all(planned);
        } else {
            self.request(Request::List(vec![Folder::Candidates]), Waiting::Candidates);
        }
        self.request(Request::Read(vec![Node::Assignment]), Waiting::Swept(vec![Node::Assignment]));
    }
}

impl Engine {
    fn tell_all(&mut self, told: Vec<Told>) {
        for (kind, member, words) in told {
            let object = member.map_or_else(|| "cluster".to_owned(), |id| format!("scheduler/{id}"));
            self.tell(kind, Some(object), words);
        }
    }
}

fn learn_loads(loads: &mut Vec<Load>, census: &Census, partitions: u16) {
    loads.resize(usize::from(partitions), Load::default());
    for (stats, _) in census.stats.values() {
        for (partition, rate) in &stats.weights {
            if let Some(load) = loads.get_mut(usize::from(partition.0)) {
                load.rate = f64::from(*rate);
            }
        }
    }
}

/// Members whose stats have not changed for `patience`, or since `marked` by an earlier leader, each with the version
/// they stand at.
fn find_hung(
    lead: &mut Lead,
    census: &Census,
    marked: &BTreeMap<MemberId, Version>,
    now: Boot,
    patience: Duration,
) -> BTreeMap<MemberId, Version> {
    let silences = &mut lead.silences;
    silences.retain(|id, _| census.members.contains_key(id));
    let mut hung = BTreeMap::new();
    for id in census.members.keys() {
        let silence = silences.entry(id.clone()).or_default();
        silence.observe(census.stats.get(id).map(|(_, version)| *version), now, true);
        if let Some(version) =
            silence.version.filter(|version| silence.silent >= patience || marked.get(id) == Some(version))
        {
            hung.insert(id.clone(), version);
        }
    }
    hung
}

/// Members that may own partitions.
fn shares(census: &Census, hung: &BTreeMap<MemberId, Version>) -> Vec<Share> {
    let may = |id: &MemberId, member: &Member| {
        !member.leaving && !census.is_drained(member) && !hung.contains_key(id) && census.stats.contains_key(id)
    };
    let members = census.members.iter().filter(|(id, member)| may(id, member));
    let weigh = |member: &Member| census.intents.get(&member.name).and_then(|intent| intent.weight);
    members
        .map(|(id, member)| Share { member: id.clone(), weight: weigh(member).filter(|w| *w > 0.0).unwrap_or(1.0) })
        .collect()
}

fn is_due(
    lead: &Lead,
    previous: &Assignment,
    shares: &[Share],
    owners: &Owners,
    hung: &BTreeMap<MemberId, Version>,
    now: Boot,
) -> bool {
    let may: BTreeSet<&MemberId> = shares.iter().map(|share| &share.member).collect();
    let old: BTreeSet<&MemberId> =
        previous.owners.iter().filter(|(_, owned)| !owned.is_empty()).map(|(id, _)| id).collect();
    let planned: usize = previous.owners.values().map(Vec::len).sum();
    let all_planned = planned == lead.loads.len() || shares.is_empty() && planned == 0;
    // Where nobody owns anything whoever is there begins: who comes right after takes its share from it.
    let is_first = old.is_empty() && *owners != previous.owners;
    if is_first || old.difference(&may).next().is_some() || previous.hung != *hung {
        return true;
    }
    if *owners == previous.owners {
        return false;
    }
    let joined = may.iter().any(|id| !previous.owners.contains_key(*id));
    if joined || !all_planned {
        return now.since(lead.newest_join) >= GATHER_JOINS;
    }
    let before = imbalance(shares, &lead.loads, &previous.owners);
    let after = imbalance(shares, &lead.loads, owners);
    // Two members may hold equally much: a plan that relieves one of them leaves the largest load as it was.
    before > UNEVEN && after <= before && now.since(lead.rebalanced) >= REBALANCE
}
