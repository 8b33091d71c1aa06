//! What doctor has found so far. Facts go in part by part, so that a large cluster is never held as a whole.
//!
//! Pure: what is read is given to it, and so is the time. The time that counts is ZooKeeper's, as the schedulers' figures
//! show it; this machine's clock stands in for it where no scheduler lives.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

use nono_core::cluster::{Assignment, Intent, Intents, Member, Stats};
use nono_core::name::{CandidateName, MemberId, Partition, SchedulerName, TaskName};
use nono_core::node::{Node, Read, Record, Stat};
use nono_core::store::admin::{Frame, Part};
use nono_core::time::Utc;

use super::finding::{Check, Finding, Severity};
use super::late::Late;
use super::servers::RoundTrip;
use crate::commands::cluster::outlook::Gathering;
use crate::commands::scheduler::census::SILENT;
use crate::tasks::view::ClusterPauses;

/// Which version of its figures each member has written.
pub(super) type Figures = BTreeMap<MemberId, i32>;

/// See the module.
#[derive(Debug)]
pub(super) struct Exam {
    pub(super) findings: Vec<Finding>,
    /// The connect string, for commands.
    pub(super) place: String,
    pub(super) now: Utc,
    /// This machine's clock minus ZooKeeper's, where that is known.
    pub(super) own_clock_ms: Option<i64>,
    pub(super) partitions: u16,
    pub(super) fleet: Fleet,
    pub(super) counts: Counts,
    /// The server that says that it leads.
    pub(super) leader: Option<String>,
    /// How long a request takes from here.
    pub(super) round_trip: Option<RoundTrip>,
    /// Partitions without a living owner, each with the reason.
    pub(super) orphans: BTreeMap<String, Vec<Partition>>,
    /// What comes within the hour.
    pub(super) coming: Gathering,
    /// By schedule as it is typed: how many of its tasks have each label.
    pub(super) labels: HashMap<String, BTreeMap<String, u64>>,
    /// Tasks that are late.
    pub(super) late: BTreeMap<TaskName, Late>,
}

/// The schedulers and what is wanted of them.
#[derive(Debug, Default)]
pub(super) struct Fleet {
    pub(super) members: BTreeMap<MemberId, Member>,
    /// Members that are there, readable or not.
    pub(super) alive: BTreeSet<MemberId>,
    pub(super) stats: BTreeMap<MemberId, (Stats, Stat)>,
    pub(super) candidates: Vec<CandidateName>,
    pub(super) intents: BTreeMap<SchedulerName, Intent>,
    pub(super) wishes: Option<Intents>,
    /// When the whole cluster was paused, or is.
    pub(super) pauses: ClusterPauses,
    pub(super) assignment: Option<Assignment>,
}

/// What was looked at.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub(super) records: u64,
    pub(super) tasks: u64,
    pub(super) open: u64,
    pub(super) servers: u64,
    pub(super) largest_folder: usize,
    /// Of the server that holds most; none if none says.
    pub(super) nodes: Option<u64>,
    /// Nodes whose rights were looked at.
    pub(super) rights: u64,
    pub(super) due: u64,
}

impl Exam {
    /// `former` are the figures of an earlier look, by which those that stand still are known.
    pub(super) fn new(own_clock: Utc, place: String, frame: Frame, former: Option<&Figures>) -> Self {
        let mut exam = Self {
            findings: Vec::new(),
            place,
            now: own_clock,
            own_clock_ms: None,
            partitions: frame.partitions,
            fleet: Fleet::default(),
            counts: Counts::default(),
            leader: None,
            round_trip: None,
            orphans: BTreeMap::new(),
            coming: Gathering::default(),
            labels: HashMap::new(),
            late: BTreeMap::new(),
        };
        exam.meet(&frame.part);
        if let Some(newest) = exam.fleet.stats.values().map(|(_, stat)| stat.mtime()).max() {
            exam.own_clock_ms = Some(own_clock.0 - newest.0);
            exam.now = newest;
            // Old figures mean a clock that is ahead here, or that nobody writes: which, the second look tells.
            let is_old = own_clock.since(newest) > SILENT;
            if is_old && former.is_none_or(|former| *former == exam.figures()) {
                exam.now = own_clock;
                exam.own_clock_ms = exam.own_clock_ms.filter(|_| former.is_none());
            }
        }
        exam.places(&frame.part);
        exam.records(&frame.part);
        exam
    }

    /// The versions of all figures.
    pub(super) fn figures(&self) -> Figures {
        self.fleet.stats.iter().map(|(id, (_, stat))| (id.clone(), stat.version)).collect()
    }

    /// Some partitions.
    pub(super) fn ward(&mut self, part: Part) {
        self.places(&part);
        self.records(&part);
        self.gather(&part);
        self.runs(&part);
        self.late(part);
    }

    /// What can be said once everything was read.
    pub(super) fn conclude(&mut self) {
        self.judge_fleet();
        self.herds();
        self.findings.sort_by(|a, b| (a.check, &a.object).cmp(&(b.check, &b.object)));
    }

    fn meet(&mut self, part: &Part) {
        let fleet = &mut self.fleet;
        for seen in &part.seen {
            if let Node::Member(id) = &seen.node
                && seen.read.shows_a_session()
            {
                fleet.alive.insert(id.clone());
            }
            let Read::Found(record, stat) = &seen.read else { continue };
            match (&seen.node, record) {
                (Node::Member(id), Record::Member(member)) if stat.ephemeral => {
                    fleet.members.insert(id.clone(), (**member).clone());
                }
                (Node::Stats(id), Record::Stats(stats)) if stat.ephemeral => {
                    fleet.stats.insert(id.clone(), ((**stats).clone(), *stat));
                }
                (Node::Candidate(name), _) => fleet.candidates.push(name.clone()),
                (Node::Intent(name), Record::Intent(intent)) => {
                    fleet.intents.insert(name.clone(), intent.clone());
                }
                (Node::Intents, Record::Intents(wishes)) => {
                    fleet.pauses = wishes.not_due(stat.mtime()).into();
                    fleet.wishes = Some(wishes.clone());
                }
                (Node::Assignment, Record::Assignment(assignment)) => fleet.assignment = Some(assignment.clone()),
                _ => {}
            }
        }
    }

    pub(super) fn retain(&mut self, keep: impl Fn(&Finding) -> bool) {
        self.findings.retain(|finding| keep(finding));
    }

    /// Whether a check fails.
    pub(super) fn fails(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Failed)
    }

    pub(super) fn find(
        &mut self,
        (check, severity): (Check, Severity),
        object: impl Into<String>,
        [what, why, fix]: [String; 3],
    ) {
        self.findings.push(Finding { check, severity, object: object.into(), what, why, fix });
    }

    /// A line of ZooKeeper's own shell.
    pub(super) fn shell(&self, command: &str) -> String {
        format!("zkCli.sh -server {} {command}", self.place)
    }

    /// How long ago a moment is; none if it is to come.
    pub(super) fn since(&self, moment: Utc) -> Option<Duration> {
        (moment < self.now).then(|| self.now.since(moment))
    }
}
