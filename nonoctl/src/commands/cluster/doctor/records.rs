//! Records that cannot be read, and nodes of the layout that are missing: what follows from each kind, and what to do.

use nono_core::name::Partition;
use nono_core::node::{Cause, Node, Read, Record, Stat};
use nono_core::store::admin::Part;
use nono_core::store::path;

use super::exam::Exam;
use super::finding::{Check, Severity};

/// Of what its kind may hold, a record takes so much, in percent, before that is said.
const CROWDED: usize = 75;

impl Exam {
    /// Looks at each record by itself.
    pub(super) fn records(&mut self, part: &Part) {
        for seen in &part.seen {
            match &seen.read {
                Read::Missing => self.missing(&seen.node),
                Read::Unreadable { cause, why, stat } => {
                    let follows = match &seen.node {
                        Node::Task(partition, _) if !was_read(part, *partition, stat) => NOT_READ_YET.to_owned(),
                        node => consequence(node),
                    };
                    self.unreadable(&seen.node, *cause, why, follows);
                }
                Read::Found(record, stat) => {
                    if !matches!(record, Record::Empty) {
                        self.counts.records += 1;
                    }
                    self.counts.tasks += u64::from(matches!(record, Record::Task(_)));
                    self.crowded(&seen.node, stat.bytes as usize);
                }
            }
        }
        for path in &part.denied {
            let fix = self.shell(&format!("getAcl {path}"));
            let why =
                "what stands below it cannot be seen, by schedulers perhaps no more than by this command".to_owned();
            self.find((Check::Records, Severity::Failed), path, ["access is denied".to_owned(), why, fix]);
        }
    }

    fn missing(&mut self, node: &Node) {
        let path = path::of_node(node);
        let (why, fix) = match node {
            Node::Lease(partition) => (
                format!("nobody can own partition {partition} meanwhile"),
                "none needed: schedulers make it anew after two session timeouts".to_owned(),
            ),
            Node::Claims(partition) => (
                format!("what was claimed in partition {partition} and had not ended is forgotten"),
                "none needed: its owner makes it anew".to_owned(),
            ),
            Node::Assignment => (
                "schedulers go by the last plan they read".to_owned(),
                "none needed: the leader makes it anew".to_owned(),
            ),
            Node::Intents => ("nothing is claimed without it".to_owned(), self.init()),
            Node::Cluster => ("no program can work with this cluster".to_owned(), self.init()),
            _ => ("part of the cluster cannot be written".to_owned(), self.init()),
        };
        self.find((Check::Layout, Severity::Failed), path, ["it is missing".to_owned(), why, fix]);
    }

    fn init(&self) -> String {
        match self.partitions {
            0 => format!("nonoctl --connect {} cluster init", self.place),
            known => format!("nonoctl --connect {} cluster init --partitions {known}", self.place),
        }
    }

    fn unreadable(&mut self, node: &Node, cause: Cause, why: &str, follows: String) {
        let path = path::of_node(node);
        let what = why.strip_prefix(&format!("{path}: ")).unwrap_or(why).to_owned();
        let fix = match cause {
            Cause::Newer => {
                "upgrade nonoctl and the schedulers: a newer release wrote it, and nothing else may".to_owned()
            }
            Cause::Denied => format!("give the schedulers access again; see {}", self.shell(&format!("getAcl {path}"))),
            Cause::Broken => self.mending(node, &path),
        };
        self.find((Check::Records, Severity::Failed), path, [what, follows, fix]);
    }

    fn mending(&self, node: &Node, path: &str) -> String {
        let delete = || self.shell(&format!("delete {path}"));
        match node {
            Node::Task(_, name) => format!("nonoctl task rm {name} --yes, then apply its manifest again"),
            Node::State(..) => format!(
                "put the record back from a backup, or give it up, with the task's history: {}; its instants since its last \
                 change count as missed then",
                delete()
            ),
            Node::Claims(_) => format!(
                "put the record back, or give up what it listed: {}; runs that it alone knew have no outcome then",
                delete()
            ),
            Node::Run(_) => format!("put the record back, or give the run up: {}; it has no outcome then", delete()),
            Node::Command(..) => format!("{}, and ask for the run again with nonoctl task run", delete()),
            Node::Intent(name) => format!("{}, then nonoctl scheduler drain {name} if it is to be drained", delete()),
            Node::Events => format!("give up the events: {}", self.shell("set /events '{\"format\":1}'")),
            Node::Changes(..) => format!("give up the history of changes: {}", delete()),
            Node::Plan(_) => "none needed: the next edit of a task in it writes it anew".to_owned(),
            Node::Lease(_) => "none needed: schedulers make it anew after two session timeouts".to_owned(),
            Node::Assignment => "none needed: the leader writes it anew".to_owned(),
            Node::Member(_) | Node::Stats(_) => "none needed: the scheduler writes it anew".to_owned(),
            Node::Intents => self.shell("set /intents '{\"format\":1}'"),
            Node::Cluster => self.shell(&format!(
                "set /cluster '{{\"format\":1,\"id\":\"restored\",\"partitions\":{}}}'",
                self.partitions
            )),
            Node::Commands(_) | Node::Candidate(_) | Node::Holder(_) => delete(),
        }
    }

    /// Records that trim themselves may be full; of the others that says that something goes on growing.
    fn crowded(&mut self, node: &Node, bytes: usize) {
        if !matches!(node, Node::Claims(_) | Node::Assignment | Node::Member(_) | Node::Intent(_) | Node::Cluster) {
            return;
        }
        let most = nono_core::store::record::most_bytes(node);
        if bytes * 100 < most * CROWDED {
            return;
        }
        let what = format!("it has {bytes} bytes, of at most {most}");
        let (why, fix) = match node {
            Node::Claims(_) => (
                "instants that do not fit wait, and are late".to_owned(),
                "spread what is due at once with schedule.jitter; see nonoctl task next".to_owned(),
            ),
            _ => (
                "once it is full it cannot be written any more".to_owned(),
                "remove what does not belong there".to_owned(),
            ),
        };
        self.find((Check::Sizes, Severity::Warning), path::of_node(node), [what, why, fix]);
    }
}

/// Of a task that was spoilt behind the back of its owner.
const NOT_READ_YET: &str = "its owner goes on with the last version that it read, until the next edit in the partition or a \
                            take-over: from then on nothing of this task runs";

/// Whether the owner of a partition has read a task as it stands there now: it reads tasks after an edit, which sets the
/// plan, after it has taken the lease, and when one came without either.
fn was_read(part: &Part, partition: Partition, task: &Stat) -> bool {
    let is_cause = |node: &Node| *node == Node::Plan(partition) || *node == Node::Lease(partition);
    let causes = part.seen.iter().filter(|seen| is_cause(&seen.node));
    let newest = causes.filter_map(|seen| match &seen.read {
        Read::Found(_, stat) | Read::Unreadable { stat, .. } => Some(stat.modified),
        Read::Missing => None,
    });
    task.version == 0 || newest.max().is_some_and(|newest| newest >= task.modified)
}

/// What follows from a record that cannot be read.
fn consequence(node: &Node) -> String {
    match node {
        Node::Task(..) => "it is set aside: nothing of this task runs".to_owned(),
        Node::State(_, name) => format!("task {name} stands still: nobody knows what of it ran already"),
        Node::Claims(partition) => format!("nothing is claimed in partition {partition}: nobody knows what was"),
        Node::Lease(partition) => format!("nobody can own partition {partition}"),
        Node::Run(_) => "the run is not sent or ended: nobody knows how far it is".to_owned(),
        Node::Command(..) => "the run that was asked for waits".to_owned(),
        Node::Assignment => "schedulers go by the last plan they could read, new ones by none".to_owned(),
        Node::Intent(_) => "it counts for nothing: a drain is not kept".to_owned(),
        Node::Intents => "what is wanted of the whole cluster is not known".to_owned(),
        Node::Member(_) => "the leader goes by what it read of it before".to_owned(),
        Node::Stats(_) => "its figures are not known".to_owned(),
        Node::Changes(..) => "edits of the task are made and not recorded".to_owned(),
        Node::Events => "what happens to the cluster is not written down".to_owned(),
        Node::Plan(_) => "its owner reads all of the partition after each edit".to_owned(),
        Node::Cluster => "no program can begin to work with this cluster".to_owned(),
        Node::Commands(_) | Node::Candidate(_) | Node::Holder(_) => "what stands below it cannot be used".to_owned(),
    }
}
