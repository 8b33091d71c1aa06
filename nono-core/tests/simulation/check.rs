//! What must hold, whatever happens: judged from requests and from the tree, by rules written here alone.
//!
//! A run is open while an entry of its partition's claims or a record shows it. It may begin to be open once, ever (G1);
//! a request needs an open run (G2); attempt numbers only rise; what is due ends in one outcome (G4); at most once means
//! that no second request follows one that may have been carried out (G5).

use std::collections::{BTreeMap, BTreeSet};

use nono_core::engine::Sending;
use nono_core::name::{Partition, RunId, RunKey, TaskName};
use nono_core::node::{Folder, Node, Read, Record};
use nono_core::run::{Delivery, Entry, Outcome};
use nono_core::store::memory::Model;
use nono_core::time::Utc;
use serde_json::{Map, Value};

#[derive(Default)]
struct Story {
    attempts: Vec<(u32, bool)>,
    open: bool,
    outcome: Option<Outcome>,
}

struct Task {
    uid: String,
    since: Utc,
    every: i64,
    gone: bool,
    plain: bool,
    triggers: usize,
}

pub(crate) struct Checker {
    partitions: u16,
    runs: BTreeMap<RunId, Story>,
    missed: BTreeMap<String, Vec<(i64, i64)>>,
    tasks: BTreeMap<String, Task>,
    /// Whether clocks differ: then an owner may see a task's making that much later than ZooKeeper does.
    pub(crate) skewed: bool,
    pub(crate) problems: Vec<String>,
    pub(crate) claims: usize,
    pub(crate) requests: usize,
    pub(crate) redeliveries: usize,
}

impl Checker {
    pub(crate) fn new(partitions: u16) -> Self {
        Self {
            partitions,
            runs: BTreeMap::new(),
            missed: BTreeMap::new(),
            tasks: BTreeMap::new(),
            skewed: false,
            problems: Vec::new(),
            claims: 0,
            requests: 0,
            redeliveries: 0,
        }
    }

    pub(crate) fn task(&mut self, name: &str, uid: &str, document: &Map<String, Value>, since: Utc) {
        let every = document["schedule"]["every"].as_str().and_then(|text| text.trim_end_matches('s').parse().ok());
        let plain = document["schedule"].as_object().is_some_and(|schedule| !schedule.contains_key("offset"));
        let task = Task { uid: uid.to_owned(), since, every: every.unwrap_or(0), gone: false, plain, triggers: 0 };
        if let Some(old) = self.tasks.insert(name.to_owned(), task) {
            assert!(old.gone, "a task of this name is there already");
        }
    }

    pub(crate) fn gone(&mut self, name: &str) {
        if let Some(task) = self.tasks.get_mut(name) {
            task.gone = true;
        }
    }

    pub(crate) fn triggered(&mut self, name: &str) {
        if let Some(task) = self.tasks.get_mut(name) {
            task.triggers += 1;
        }
    }

    /// How the runs of a task ended, by the word of the outcome; ranges of missed instants are counted by instant.
    pub(crate) fn outcomes(&self, name: &str) -> BTreeMap<String, usize> {
        let mut ends: BTreeMap<String, usize> = BTreeMap::new();
        let Some(task) = self.tasks.get(name) else { return ends };
        let runs = self.runs.iter().filter(|(id, _)| id.uid().as_str() == task.uid);
        for outcome in runs.filter_map(|(_, story)| story.outcome) {
            *ends.entry(outcome.as_str().to_owned()).or_default() += 1;
        }
        for (from, to) in self.missed.get(&task.uid).into_iter().flatten() {
            let count = (to - from) / task.every.max(1) + 1;
            *ends.entry("missed".to_owned()).or_default() += usize::try_from(count).unwrap();
        }
        ends
    }

    fn problem(&mut self, words: String) {
        self.problems.push(words);
    }

    pub(crate) fn sent(&mut self, sending: &Sending, now: Utc, model: &Model) {
        self.requests += 1;
        self.redeliveries += usize::from(sending.redelivery);
        let id = sending.run.clone();
        if !open_runs(model, id.partition()).contains(&id) {
            self.problem(format!("G2: {id} attempt {} is sent without a claim", sending.number));
        }
        let due = sending.scheduled_at.utc() + sending.task.schedule.jitter_of(&id);
        if !self.skewed && sending.trigger.is_of_schedule() && now.0 + 1 < due.0 {
            self.problem(format!("early: {id} is sent {} ms before its send time", due.0 - now.0));
        }
        let story = self.runs.entry(id.clone()).or_default();
        let before = story.attempts.clone();
        story.attempts.push((sending.number, sending.redelivery));
        if before.iter().any(|(number, _)| *number >= sending.number) {
            self.problem(format!("G5: {id} attempt {} after {before:?}", sending.number));
        }
        if sending.task.policy.delivery == Delivery::AtMostOnce && !before.is_empty() {
            self.problem(format!("G5: {id} is at most once, and sent again after {before:?}"));
        }
    }

    /// Requests of a task so far.
    pub(crate) fn attempts_of(&self, name: &str) -> usize {
        let uid = self.tasks.get(name).map(|task| task.uid.clone()).unwrap_or_default();
        let of = self.runs.iter().filter(|(id, _)| id.uid().as_str() == uid);
        of.map(|(_, story)| story.attempts.len()).sum()
    }

    /// Looks at the tree after a change.
    pub(crate) fn look(&mut self, model: &Model, _now: Utc) -> Result<(), String> {
        for partition in Partition::all(self.partitions) {
            self.look_at(model, partition);
        }
        if self.problems.is_empty() { Ok(()) } else { Err(self.problems.join("\n")) }
    }

    fn look_at(&mut self, model: &Model, partition: Partition) {
        let open = open_runs(model, partition);
        for id in &open {
            let story = self.runs.entry(id.clone()).or_default();
            if !story.open && story.outcome.is_some() {
                self.problems.push(format!("G1: {id} is claimed again after its outcome"));
            }
            self.claims += usize::from(!story.open);
            story.open = true;
        }
        for name in model.peek_children(Folder::States(partition)).names {
            let Ok(name) = name.parse::<TaskName>() else { continue };
            let Read::Found(Record::State(state), _) = model.peek(&Node::State(partition, name.clone())) else {
                continue;
            };
            for end in &state.outcomes {
                if let (Some(to), RunKey::Instant(from)) = (end.missed_to, end.run.key()) {
                    let ranges = self.missed.entry(state.uid.to_string()).or_default();
                    if !ranges.contains(&(from.0, to.0)) {
                        ranges.push((from.0, to.0));
                    }
                    continue;
                }
                let story = self.runs.entry(end.run.clone()).or_default();
                match story.outcome {
                    Some(known) if known != end.outcome => self
                        .problems
                        .push(format!("{}: its outcome was {known:?} and is {:?} now", end.run, end.outcome)),
                    _ => story.outcome = Some(end.outcome),
                }
            }
        }
    }

    /// Everything has settled: every instant of a plain task has one outcome, and nothing is open.
    pub(crate) fn settled(&self, until: Utc) -> Vec<String> {
        let mut problems = self.problems.clone();
        for (name, task) in self.tasks.iter().filter(|(_, task)| !task.gone && task.plain && task.every > 0) {
            let since = task.since.0 + if self.skewed { 5000 } else { 0 };
            let first = since.div_euclid(1000) / task.every * task.every + task.every;
            let mut at = first;
            while at * 1000 < until.0 {
                if let Some(problem) = self.instant(name, task, at) {
                    problems.push(problem);
                }
                at += task.every;
            }
            let commands = self.runs.iter().filter(|(id, story)| {
                id.uid().as_str() == task.uid && matches!(id.key(), RunKey::Command(_)) && story.outcome.is_some()
            });
            let commands = commands.count();
            if commands != task.triggers {
                problems.push(format!("{name}: {} commands were given, {commands} ended", task.triggers));
            }
        }
        problems
    }

    fn instant(&self, name: &str, task: &Task, at: i64) -> Option<String> {
        let partition = Partition::of(&name.parse().ok()?, self.partitions);
        let id = RunId::new(partition, &task.uid.parse().ok()?, RunKey::Instant(nono_core::time::Instant(at)));
        let ended = self.runs.get(&id).is_some_and(|story| story.outcome.is_some());
        let ranges = self.missed.get(&task.uid).into_iter().flatten();
        let missed = ranges.filter(|(from, to)| (*from..=*to).contains(&at)).count();
        match (ended, missed) {
            (true, 0) | (false, 1) => None,
            (false, 0) => Some(format!("G4: {id} of {name} has no outcome")),
            _ => Some(format!("G4: {id} of {name} has several outcomes: ended {ended}, missed {missed} times")),
        }
    }
}

/// The runs that an entry of claims or a record shows, of one partition.
pub(crate) fn open_runs(model: &Model, partition: Partition) -> BTreeSet<RunId> {
    let mut open = BTreeSet::new();
    if let Read::Found(Record::Claims(claims), _) = model.peek(&Node::Claims(partition)) {
        open.extend(claims.entries.into_iter().filter_map(|entry| match entry {
            Entry::Run(run) => Some(run.run),
            Entry::Missed(_) => None,
        }));
    }
    let names = model.peek_children(Folder::Runs(partition)).names;
    open.extend(names.into_iter().filter_map(|name| name.parse::<RunId>().ok()));
    open
}
