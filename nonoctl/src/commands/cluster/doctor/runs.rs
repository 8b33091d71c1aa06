//! Runs that are stuck or late, instants from a clock that was once wrong, and partitions that nobody owns.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use nono_core::name::{Partition, RunId, RunKey, TaskName, TaskUid};
use nono_core::node::{Node, Read, Record};
use nono_core::run::{Entry, Phase, RunRecord, TaskState};
use nono_core::store::admin::Part;
use nono_core::store::path;
use nono_core::task::StoredTask;
use nono_core::time::{Instant, Utc};

use super::exam::Exam;
use super::finding::{Check, Severity};
use crate::words;

/// What a run that something is due of may wait, beyond what an owner needs for it at the worst.
const GRACE: Duration = Duration::from_secs(15);
/// Nothing is claimed further ahead than this.
const AHEAD: Duration = Duration::from_secs(3_600);

/// The tasks and states of some partitions.
#[derive(Default)]
struct Known<'p> {
    tasks: BTreeMap<(Partition, &'p TaskName), &'p StoredTask>,
    states: BTreeMap<(Partition, &'p TaskName), &'p TaskState>,
    records: BTreeSet<&'p RunId>,
}

impl<'p> Known<'p> {
    fn of(part: &'p Part) -> Self {
        let mut known = Self::default();
        for seen in &part.seen {
            match (&seen.node, &seen.read) {
                (Node::Task(partition, name), Read::Found(Record::Task(task), _)) => {
                    known.tasks.insert((*partition, name), task);
                }
                (Node::State(partition, name), Read::Found(Record::State(state), _)) => {
                    known.states.insert((*partition, name), state);
                }
                (Node::Run(run), _) => {
                    known.records.insert(run);
                }
                _ => {}
            }
        }
        known
    }

    fn has_ended(&self, at: (Partition, &TaskName), run: &RunId) -> bool {
        self.states.get(&at).is_some_and(|state| state.outcomes.iter().any(|outcome| outcome.run == *run))
    }

    fn is_of(&self, at: (Partition, &TaskName), uid: &TaskUid) -> bool {
        self.tasks.get(&at).is_some_and(|task| task.uid == *uid)
    }
}

impl Exam {
    pub(super) fn runs(&mut self, part: &Part) {
        let known = Known::of(part);
        self.tasks(&known);
        for seen in &part.seen {
            match (&seen.node, &seen.read) {
                (Node::Lease(partition), read) => self.lease(*partition, read),
                (Node::Claims(partition), Read::Found(Record::Claims(claims), _)) => {
                    self.claims(*partition, &claims.entries, &known);
                }
                (Node::Run(_), Read::Found(Record::Run(record), _)) => self.record(record, &known),
                _ => {}
            }
        }
    }

    fn tasks(&mut self, known: &Known<'_>) {
        for ((_, name), task) in &known.tasks {
            let changed = task.schedule_changed_at.map(Utc::floor);
            self.ahead(name, changed, "the change of its schedule");
        }
        for ((partition, name), state) in &known.states {
            self.ahead(name, state.last_instant, "the last instant in its state");
            if let Some(task) = known.tasks.get(&(*partition, *name)).filter(|task| task.uid != state.uid) {
                let what = format!("it is of uid {}, and the task's is {}", state.uid, task.uid);
                let why = "it is that of a task long gone; its owner writes over it when the task runs".to_owned();
                let path = path::of_node(&Node::State(*partition, (*name).clone()));
                let fix = "none needed".to_owned();
                self.find((Check::Places, Severity::Warning), path, [what, why, fix]);
            }
        }
    }

    /// A cursor only rises: one that is far ahead stops its task until then.
    fn ahead(&mut self, name: &TaskName, instant: Option<Instant>, whose: &str) {
        let Some(instant) = instant.filter(|instant| instant.utc() > self.now + AHEAD) else { return };
        let what = format!("{whose} is {instant}, more than an hour ahead");
        let why =
            "nothing of it is claimed until then: the clock of a scheduler, or of ZooKeeper, was once wrong".to_owned();
        let fix = format!(
            "give it a new uid: nonoctl task get {name} -o yaml > {name}.yaml; nonoctl task rm {name} --yes; \
             nonoctl apply -f {name}.yaml"
        );
        self.find((Check::Cursors, Severity::Failed), format!("task/{name}"), [what, why, fix]);
    }

    fn lease(&mut self, partition: Partition, read: &Read) {
        let reason = match read {
            Read::Missing => "its lease is missing".to_owned(),
            Read::Unreadable { .. } => "its lease cannot be read".to_owned(),
            Read::Found(Record::Lease(lease), _) => match &lease.owner {
                None => "it has no owner".to_owned(),
                Some(owner) if !self.fleet.alive.contains(owner) => format!("its owner {owner} is gone"),
                Some(_) => return,
            },
            Read::Found(..) => return,
        };
        self.orphans.entry(reason).or_default().push(partition);
    }

    fn claims(&mut self, partition: Partition, entries: &[Arc<Entry>], known: &Known<'_>) {
        for entry in entries {
            let (run, task, due) = match &**entry {
                Entry::Run(entry) => {
                    self.far(&entry.task, &entry.run, entry.scheduled_at);
                    // An instant that had passed when somebody asked for it: it goes at once, or has a record soon.
                    if entry.trigger.is_of_the_past() {
                        self.counts.open += 1;
                        continue;
                    }
                    let jitter = known.tasks.get(&(partition, &entry.task)).filter(|_| entry.trigger.is_of_schedule());
                    let jitter = jitter.map_or(Duration::ZERO, |task| task.task.schedule.jitter_of(&entry.run));
                    (entry.run.clone(), &entry.task, entry.scheduled_at.utc() + jitter)
                }
                Entry::Missed(missed) => {
                    self.ahead(&missed.task, Some(missed.missed_to), "a range of missed instants");
                    let run = RunId::new(partition, &missed.uid, RunKey::Instant(missed.missed_from));
                    (run, &missed.task, missed.missed_to.utc())
                }
            };
            self.counts.open += 1;
            let at = (partition, task);
            let open = known.is_of(at, &run.uid()) && !known.has_ended(at, &run) && !known.records.contains(&run);
            if let Some(age) = self.since(due + GRACE).filter(|_| open) {
                let what = format!("task {}: claimed, due {} ago, and not ended", at.1, words::took(age + GRACE));
                self.stuck(partition, &run, what);
            }
        }
    }

    fn far(&mut self, task: &TaskName, run: &RunId, instant: Instant) {
        if matches!(run.key(), RunKey::Instant(_)) {
            self.ahead(task, Some(instant), "an instant that is claimed");
        }
    }

    fn record(&mut self, record: &RunRecord, known: &Known<'_>) {
        let (run, task) = (&record.entry.run, &record.entry.task);
        self.counts.open += 1;
        self.far(task, run, record.entry.scheduled_at);
        let partition = run.partition();
        let jitter = known.tasks.get(&(partition, task)).filter(|_| record.entry.trigger.is_of_schedule());
        let jitter = jitter.map_or(Duration::ZERO, |task| task.task.schedule.jitter_of(run));
        let gone = !self.fleet.alive.contains(&record.executor);
        let (until, told) = match &record.phase {
            // It stands in line, behind others of its task.
            Phase::Waiting if record.entry.trigger.is_of_the_past() => return,
            Phase::Waiting => (record.entry.scheduled_at.utc() + jitter, "it was to be sent"),
            Phase::RetryWait { next_at } => (*next_at, "its next attempt was due"),
            Phase::Ended(outcome) => (outcome.ended_at, "it ended, and that is not stored,"),
            Phase::Sent => match record.deadline {
                Some(deadline) => {
                    (deadline, if gone { "its executor is gone, and its time was over" } else { "its time was over" })
                }
                None if gone => (record.entry.scheduled_at.utc(), "its executor is gone, and it was due"),
                None => return,
            },
        };
        if let Some(age) = self.since(until + GRACE) {
            self.stuck(partition, run, format!("task {task}: {told} {} ago", words::took(age + GRACE)));
        }
    }

    fn stuck(&mut self, partition: Partition, run: &RunId, what: String) {
        let why = "it stays open: under overlap \"skip\" the task's further runs are left out".to_owned();
        let fix = format!(
            "see what keeps the owner of partition {partition} from it: nonoctl run get {run}, its log, and the findings above"
        );
        self.find((Check::Runs, Severity::Failed), format!("run/{run}"), [what, why, fix]);
    }
}
