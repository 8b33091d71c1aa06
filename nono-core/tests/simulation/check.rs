//! What must hold, whatever happens: judged from the transactions that were applied and the requests that were sent, by
//! rules written here alone, from docs/protocol.md.
//!
//! A run is open while an entry of its partition's claims or a record shows it. It may begin to be open once, ever (G1),
//! under the newest version of its task (G6); a request needs an open run (G2) and comes from the partition's owner, as
//! every write does (G3); what is due ends in one outcome (G4); what may have been carried out is repeated as the claim's
//! delivery says (G5); nothing is stuck where a scheduler has been well for long (G9).

mod asked;
mod end;
mod ledger;
mod plan;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use nono_core::engine::Sending;
use nono_core::name::{Epoch, MemberId, Partition, RunId, RunKey, TaskName};
use nono_core::node::{Folder, Node, Read, Record};
use nono_core::retry::AttemptEnd;
use nono_core::run::{Delivery, Entry, Outcome, RunRecord, Trigger};
use nono_core::store::memory::{Model, SessionId};
use nono_core::task::Overlap;
use nono_core::time::Utc;

use self::asked::Asked;
use self::plan::Plan;

/// One request to a worker.
#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    number: u32,
    end: AttemptEnd,
}

/// What is known of a run.
#[derive(Clone, Debug)]
struct Story {
    task: TaskName,
    trigger: Trigger,
    delivery: Delivery,
    /// Acquisitions of its partition when it was claimed.
    tenures: u64,
    attempts: Vec<Attempt>,
    outcome: Option<Outcome>,
    ended_at: Option<Utc>,
    listed: bool,
    record: Option<RunRecord>,
    /// How its last record said that it ended.
    written_end: Option<Outcome>,
    /// What its record said of an attempt on its way.
    handed: Option<Handed>,
    /// Who has a request of it on its way, as far as that process knows.
    flying: Option<String>,
}

/// An attempt that a record showed as sent.
#[derive(Clone, Debug)]
struct Handed {
    executor: MemberId,
    number: u32,
    /// When the record was removed, if it was.
    removed_at: Option<Utc>,
}

impl Story {
    const fn is_open(&self) -> bool {
        self.listed || self.record.is_some()
    }
}

/// What is known of a partition.
#[derive(Clone, Debug, Default)]
struct Place {
    owner: Option<MemberId>,
    epoch: Epoch,
    /// How often it was acquired.
    tenures: u64,
    owned_since: Option<Utc>,
    listed: BTreeSet<RunId>,
    ranges: BTreeSet<(String, i64, i64)>,
}

/// Who sends, and what its clock shows.
pub(crate) struct Sender {
    pub(crate) member: Option<MemberId>,
    /// Own time,
    pub(crate) own: Utc,
    /// and how long ago it jumped, in milliseconds.
    pub(crate) jumped_ago_ms: Option<i64>,
    /// True time.
    pub(crate) now: Utc,
    /// How long it may not have heard of a change of a task's, in milliseconds: less where nothing has befallen it.
    pub(crate) deaf_ms: i64,
}

pub(crate) struct Checker {
    partitions: u16,
    places: Vec<Place>,
    members: HashMap<SessionId, MemberId>,
    alive: BTreeSet<MemberId>,
    hung: BTreeSet<MemberId>,
    /// Those whom another has taken a partition from.
    pub(crate) robbed: BTreeSet<MemberId>,
    tasks: BTreeMap<TaskName, Plan>,
    runs: HashMap<RunId, Story>,
    /// Claimed ranges of missed instants by uid: from, to, and how many instants they hold.
    missed: BTreeMap<String, BTreeMap<(i64, i64), u64>>,
    asked: Asked,
    /// Whether clocks differ: then an owner may see an edit that much earlier or later than ZooKeeper does.
    pub(crate) skewed: bool,
    pub(crate) claims: usize,
    pub(crate) requests: usize,
    pub(crate) redeliveries: usize,
}

type Verdict = Result<(), String>;

/// Ends in a problem if what must hold does not.
fn must(holds: bool, words: impl FnOnce() -> String) -> Verdict {
    if holds { Ok(()) } else { Err(words()) }
}

impl Checker {
    pub(crate) fn new(partitions: u16) -> Self {
        Self {
            partitions,
            places: vec![Place::default(); usize::from(partitions)],
            members: HashMap::new(),
            alive: BTreeSet::new(),
            hung: BTreeSet::new(),
            robbed: BTreeSet::new(),
            tasks: BTreeMap::new(),
            runs: HashMap::new(),
            missed: BTreeMap::new(),
            asked: Asked::default(),
            skewed: false,
            claims: 0,
            requests: 0,
            redeliveries: 0,
        }
    }

    /// What clocks may differ by without anybody's fault, in milliseconds.
    const fn slack_ms(&self) -> i64 {
        if self.skewed { 5000 } else { 0 }
    }

    fn place(&mut self, partition: Partition) -> &mut Place {
        &mut self.places[usize::from(partition.0)]
    }

    pub(crate) fn is_hung(&self, member: &MemberId) -> bool {
        self.hung.contains(member)
    }

    pub(crate) fn owner_of(&self, partition: Partition) -> Option<&MemberId> {
        self.places[usize::from(partition.0)].owner.as_ref()
    }

    /// Somebody removed a task behind everybody's back.
    pub(crate) fn gone(&mut self, name: &str) {
        if let Some(task) = self.tasks.get_mut(&name.parse::<TaskName>().unwrap()) {
            task.gone = true;
        }
    }

    pub(crate) fn triggered(&mut self, name: &str) {
        if let Some(task) = self.tasks.get_mut(&name.parse::<TaskName>().unwrap()) {
            task.triggers += 1;
        }
    }

    /// A request is given to those who connect and send.
    pub(crate) fn handed_out(&mut self, sending: &Sending, sender: &Sender) -> Verdict {
        self.alone(sending, sender)?;
        if let Some(story) = self.runs.get_mut(&sending.run) {
            story.flying = sender.member.as_ref().map(|id| id.name().to_string());
        }
        Ok(())
    }

    /// It did not leave.
    pub(crate) fn taken_back(&mut self, sending: &Sending) {
        if let Some(story) = self.runs.get_mut(&sending.run) {
            story.flying = None;
        }
    }

    /// A request is about to leave; it will end as `end`, whoever hears of it.
    pub(crate) fn sent(&mut self, sending: &Sending, sender: &Sender, end: &AttemptEnd) -> Verdict {
        self.requests += 1;
        self.redeliveries += usize::from(sending.redelivery);
        let (id, number, skew) = (&sending.run, sending.number, self.slack_ms());
        let place = &self.places[usize::from(id.partition().0)];
        let left_behind = place.owner != sender.member && self.left_behind(sending, sender);
        must(left_behind || place.owner.is_some() && place.owner == sender.member, || {
            let record = self.runs.get(id).and_then(|story| story.record.as_ref());
            format!("G3: {id} is sent by {:?}, its partition is {:?}'s: {record:?}", sender.member, place.owner)
        })?;
        not_early(sending, sender, skew)?;
        let tenures = place.tenures;
        self.wanted(sending, sender)?;
        self.still_wanted(sending, sender)?;
        let Some(story) = self.runs.get_mut(id) else { return Err(format!("G2: {id} is sent without a claim")) };
        must(story.is_open() || left_behind, || format!("G2: {id} is sent, and is not open: {story:?}"))?;
        let late = left_behind && story.outcome == Some(Outcome::Cancelled);
        must(story.outcome.is_none() || late, || format!("{id} is sent after its outcome {:?}", story.outcome))?;
        repeated_rightly(story, sending, tenures)?;
        if number > 1 && sending.redelivery {
            let written = story.record.as_ref().is_none_or(|record| record.entry.attempt >= number);
            must(written, || format!("G5: {id} attempt {number} is not the one in its record: {:?}", story.record))?;
        }
        story.attempts.push(Attempt { number, end: end.clone() });
        Ok(())
    }

    /// Whose connection was still being made when its partition moved on sends all the same, as the record says; also where
    /// the next owner has just removed that, since the task is gone or somebody wants the run ended, and it has not looked since.
    fn left_behind(&self, sending: &Sending, sender: &Sender) -> bool {
        let Some(handed) = self.runs.get(&sending.run).and_then(|story| story.handed.as_ref()) else { return false };
        let task = self.tasks.get(&sending.task.name);
        let is_gone = task.is_none_or(|task| task.gone || task.uid != sending.run.uid().as_str());
        let unwanted = is_gone || self.asked.is_cancelled(&sending.run);
        let heard = |at: Utc| unwanted && sender.now.0 - at.0 <= sender.deaf_ms;
        let is_its = sender.member.as_ref() == Some(&handed.executor) && handed.number == sending.number;
        is_its && handed.removed_at.is_none_or(heard)
    }

    /// Overlap `skip`: no first attempt beside a run that this process itself has on its way.
    fn alone(&self, sending: &Sending, sender: &Sender) -> Verdict {
        if sending.task.policy.overlap == Overlap::Allow || sending.redelivery || sending.number > 1 {
            return Ok(());
        }
        let process = sender.member.as_ref().map(|id| id.name().to_string());
        let beside = self.runs.iter().find(|(id, story)| {
            story.task == sending.task.name
                && **id != sending.run
                && id.uid() == sending.run.uid()
                && story.flying.is_some()
                && story.flying == process
                && story.outcome.is_none()
        });
        must(beside.is_none(), || format!("overlap: {} is sent beside {beside:?}", sending.run))
    }

    /// G6: no first attempt, and none after one in doubt, that the newest version of its task has not wanted for as long
    /// as its sender may be deaf.
    fn wanted(&self, sending: &Sending, sender: &Sender) -> Verdict {
        let first = (sending.number == 1 || sending.redelivery) && sending.trigger.is_of_schedule();
        let plan = self.tasks.get(&sending.task.name).filter(|plan| plan.uid == sending.run.uid().as_str());
        let (Some(plan), Some(at), true) = (plan, instant_of(&sending.run), first) else { return Ok(()) };
        let forbidden = plan.forbids(at, sender.now, self.slack_ms(), sender.deaf_ms);
        must(!forbidden, || format!("G6: {} is sent, and not wanted by {plan:?}", sending.run))
    }

    /// The process that sent it knows that an attempt is over.
    pub(crate) fn over(&mut self, sending: &Sending) {
        if let Some(story) = self.runs.get_mut(&sending.run)
            && story.attempts.last().is_some_and(|last| last.number == sending.number)
        {
            story.flying = None;
        }
    }

    /// A process is gone, and with it all that it had on its way.
    pub(crate) fn process_gone(&mut self, name: &str) {
        for story in self.runs.values_mut().filter(|story| story.flying.as_deref() == Some(name)) {
            story.flying = None;
        }
    }

    pub(crate) fn session_over(&mut self, session: SessionId) {
        if let Some(member) = self.members.get(&session) {
            self.alive.remove(member);
        }
    }

    /// How the runs of a task ended, by the word of the outcome; ranges of missed instants are counted by instant.
    pub(crate) fn outcomes(&self, name: &str) -> BTreeMap<String, usize> {
        let mut ends: BTreeMap<String, usize> = BTreeMap::new();
        let Some(task) = name.parse::<TaskName>().ok().and_then(|name| self.tasks.get(&name)) else { return ends };
        let runs = self.runs.iter().filter(|(id, _)| id.uid().as_str() == task.uid);
        for outcome in runs.filter_map(|(_, story)| story.outcome) {
            *ends.entry(outcome.as_str().to_owned()).or_default() += 1;
        }
        for count in self.missed.get(&task.uid).into_iter().flat_map(BTreeMap::values) {
            *ends.entry("missed".to_owned()).or_default() += *count as usize;
        }
        ends
    }

    /// Requests of a task so far.
    pub(crate) fn attempts_of(&self, name: &str) -> usize {
        let of = self.runs.values().filter(|story| story.task.as_str() == name);
        of.map(|story| story.attempts.len()).sum()
    }
}

/// Not before the send time by its own clock, and not far from it by the true one.
fn not_early(sending: &Sending, sender: &Sender, skew_ms: i64) -> Verdict {
    if !sending.trigger.is_of_schedule() {
        return Ok(());
    }
    let due = sending.scheduled_at.utc() + sending.task.schedule.jitter_of(&sending.run);
    let early_by = |now: Utc| due.0 - now.0;
    // A retry follows what another scheduler, whose clock was ahead, may have begun.
    let begins = sending.number == 1 || sending.redelivery;
    // What was claimed before a jump goes by the time of its claim: from there to its send time is its jitter, and what it
    // may have waited.
    let jitter = due.0 - sending.scheduled_at.utc().0;
    let is_steady = sender.jumped_ago_ms.is_none_or(|ago| ago > 3000 + jitter);
    must(!begins || !is_steady || early_by(sender.own) <= 0, || {
        let early = early_by(sender.own);
        format!("early: {} is sent {early} ms before its send time, by its own clock", sending.run)
    })?;
    must(early_by(sender.now) <= 1 + skew_ms, || {
        format!("early: {} is sent {} ms before its send time", sending.run, early_by(sender.now))
    })
}

/// G5: numbers rise; what may have been carried out is repeated only when in doubt, marked, and never at most once.
fn repeated_rightly(story: &Story, sending: &Sending, tenures: u64) -> Verdict {
    let (id, number) = (&sending.run, sending.number);
    let before = &story.attempts;
    must(before.iter().all(|attempt| attempt.number < number), || {
        format!("G5: {id} attempt {number} after {before:?}")
    })?;
    must(!sending.redelivery || tenures > story.tenures, || {
        format!("G5: {id} attempt {number} is marked as a redelivery, and its partition never changed hands")
    })?;
    let never_left = |attempt: &Attempt| matches!(attempt.end, AttemptEnd::NotConnected(_) | AttemptEnd::NotSent);
    let at_most_once = story.delivery == Delivery::AtMostOnce;
    must(!at_most_once || before.iter().all(never_left), || {
        format!("G5: {id} is at most once, and attempt {number} follows {before:?}")
    })?;
    let failed = |attempt: &Attempt| !is_success(&attempt.end);
    must(sending.redelivery || before.last().is_none_or(failed), || {
        format!("G5: {id} attempt {number} repeats what succeeded, unmarked: {before:?}")
    })
}

fn is_success(end: &AttemptEnd) -> bool {
    matches!(end, AttemptEnd::Answered { status, .. } if (200..300).contains(status))
}

/// The runs that an entry of claims or a record shows in the tree, of one partition.
pub(crate) fn open_runs(model: &Model, partition: Partition) -> BTreeSet<RunId> {
    let mut open = BTreeSet::new();
    if let Read::Found(Record::Claims(claims), _) = model.peek(&Node::Claims(partition)) {
        open.extend(claims.entries.into_iter().filter_map(|entry| match &*entry {
            Entry::Run(run) => Some(run.run.clone()),
            Entry::Missed(_) => None,
        }));
    }
    let names = model.peek_children(Folder::Runs(partition)).names;
    open.extend(names.into_iter().filter_map(|name| name.parse::<RunId>().ok()));
    open
}

/// The instant of a run of the schedule.
fn instant_of(id: &RunId) -> Option<i64> {
    match id.key() {
        RunKey::Instant(at) => Some(at.0),
        RunKey::Command(_) | RunKey::Backfill(..) => None,
    }
}
