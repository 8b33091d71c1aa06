//! The life of each task by the log: its versions in order, what each of them makes due, and whether that is what was
//! claimed and sent. For stories in which people edit, pause, remove and make anew while tasks fire.
//!
//! Only tasks with `every` and `offset` in whole seconds, without jitter, `overlap: allow`, whose body is a text and whose
//! worker says 200. What is due is worked out from the documents alone.

use std::collections::{BTreeMap, HashMap};

use crate::board::{Board, Breach, Run};
use crate::ledger::Task;
use crate::receipts::Receipt;

/// Within it, whether an instant is before or after an edit is for the clocks to say, in milliseconds.
const CLOCKS: i64 = 5;
/// An instant that stays due for so long must be claimed, in milliseconds.
const STAYS: i64 = 1000;

/// One version of a task, from the moment that ZooKeeper gave it.
#[derive(Clone, Debug)]
struct Version {
    from_ms: i64,
    number: i32,
    every: i64,
    offset: i64,
    is_paused: bool,
    /// Instants up to here are of an older schedule, or of a pause.
    changed_ms: i64,
    body: String,
}

/// A task from its making to its removal.
#[derive(Clone, Debug)]
struct Life {
    name: String,
    versions: Vec<Version>,
    removed_ms: i64,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Findings {
    /// What is wrong.
    pub breaches: Vec<Breach>,
    /// Instants that had to be claimed and sent.
    pub due: usize,
    /// Tasks made, and made anew.
    pub lives: usize,
    /// Versions in all.
    pub versions: usize,
    /// How long after a version was replaced, or its task was removed, the last request of it came, in milliseconds.
    pub latest_ms: i64,
}

impl Version {
    /// Whether it makes this instant due, with what clocks may differ by taken for it or against it.
    fn is_due(&self, at: i64, doubt: i64) -> bool {
        !self.is_paused && (at - self.offset).rem_euclid(self.every) == 0 && at * 1000 + doubt > self.changed_ms
    }
}

impl Life {
    fn begin(first: &Task, from_ms: i64) -> Self {
        let version = read(first, from_ms, from_ms);
        Self { name: first.name.clone(), versions: vec![version], removed_ms: i64::MAX }
    }

    fn edited(&mut self, task: &Task, from_ms: i64) {
        let Some(last) = self.versions.last() else { return };
        let mut next = read(task, from_ms, last.changed_ms);
        let resumed = last.is_paused && !next.is_paused;
        if resumed || (last.every, last.offset) != (next.every, next.offset) {
            next.changed_ms = from_ms;
        }
        self.versions.push(next);
    }

    /// The versions in force at any time from `from_ms` to `to_ms`.
    fn within(&self, from_ms: i64, to_ms: i64) -> impl Iterator<Item = &Version> {
        let ends = self.versions.iter().skip(1).map(|next| next.from_ms).chain([self.removed_ms]);
        let with_ends = self.versions.iter().zip(ends);
        with_ends.filter(move |(version, end)| version.from_ms <= to_ms && *end >= from_ms).map(|(version, _)| version)
    }

    /// Whether the instant is due from `before_ms` before it comes, and stays so until it must have been claimed.
    fn must(&self, at: i64, before_ms: i64) -> bool {
        let (from_ms, to_ms) = (at * 1000 - before_ms, at * 1000 + STAYS);
        let mut versions = self.within(from_ms, to_ms).peekable();
        let is_there = self.versions[0].from_ms < from_ms && self.removed_ms > to_ms && versions.peek().is_some();
        is_there && versions.all(|version| version.is_due(at, -CLOCKS))
    }
}

/// Runs of schedules, by uid and instant.
type Runs<'a> = HashMap<(&'a str, i64), &'a Run>;

fn read(task: &Task, from_ms: i64, changed_ms: i64) -> Version {
    let document = &task.document["task"];
    let seconds = |field: &str| {
        let text = document["schedule"][field].as_str().unwrap_or("0s");
        text.strip_suffix('s').and_then(|digits| digits.parse().ok()).unwrap_or_else(|| panic!("{field} is {text}"))
    };
    Version {
        from_ms,
        number: task.version,
        every: seconds("every"),
        offset: seconds("offset"),
        is_paused: document["paused"].is_object(),
        changed_ms,
        body: document["target"]["body"].as_str().unwrap_or_default().to_owned(),
    }
}

fn lives(board: &Board) -> BTreeMap<&str, Life> {
    let mut lives: BTreeMap<&str, Life> = BTreeMap::new();
    for (from_ms, task) in &board.versions {
        let life = lives.entry(&task.uid);
        life.and_modify(|life| life.edited(task, *from_ms)).or_insert_with(|| Life::begin(task, *from_ms));
    }
    for (uid, removed_ms) in &board.removed {
        lives.entry(uid).and_modify(|life| life.removed_ms = *removed_ms);
    }
    lives
}

/// Judges all instants up to `until_ms`; an edit may take `tolerance_ms` to be heeded by what is claimed already.
#[must_use]
pub fn judge(board: &Board, receipts: &[Receipt], until_ms: i64, tolerance_ms: i64) -> Findings {
    let lives = lives(board);
    let versions = lives.values().map(|life| life.versions.len()).sum();
    let mut findings = Findings { lives: lives.len(), versions, ..Findings::default() };
    one_life_each(board, &mut findings);
    let mut runs = Runs::new();
    for (id, run) in board.runs.iter().filter(|(_, run)| run.claim.trigger != "manual") {
        let uid = id.split('-').nth(2).unwrap_or_default();
        runs.insert((uid, run.claim.scheduled_at), run);
        claimed_as_due(id, run, lives.get(uid), &mut findings);
    }
    for (uid, life) in &lives {
        all_that_must(uid, life, &runs, until_ms, tolerance_ms, &mut findings);
    }
    for receipt in receipts.iter().filter(|receipt| receipt.trigger != "manual") {
        let uid = receipt.run.split('-').nth(2).unwrap_or_default();
        sent_as_due(receipt, lives.get(uid), tolerance_ms, &mut findings);
    }
    findings
}

impl Findings {
    fn breach(&mut self, rule: &'static str, detail: String) {
        self.breaches.push(Breach { rule, detail });
    }
}

/// A task that is made anew has a uid that none had before, of its own name or another.
fn one_life_each(board: &Board, findings: &mut Findings) {
    let mut made = BTreeMap::new();
    for (from_ms, task) in board.versions.iter().filter(|(_, task)| task.version == 0) {
        if let Some(before) = made.insert(&task.uid, from_ms) {
            findings.breach("a task made anew has a new uid", format!("{} at {before} and {from_ms}", task.uid));
        }
    }
}

/// In the log's order: the version that a claim names makes its instant due, and that instant is after its change.
fn claimed_as_due(id: &str, run: &Run, life: Option<&Life>, findings: &mut Findings) {
    let version = life.and_then(|life| life.versions.iter().find(|version| version.number == run.claim.version));
    if !version.is_some_and(|version| version.is_due(run.claim.scheduled_at, CLOCKS)) {
        let detail = format!("{id} under {version:?}, {}", run.claim.trigger);
        findings.breach("G6: what is claimed is due by the version that claims it", detail);
    }
}

/// What stays due is claimed. It succeeds too, but where an edit came so shortly before the instant that what had been
/// claimed ahead was still cancelled by what stood before it.
fn all_that_must(uid: &str, life: &Life, runs: &Runs<'_>, until_ms: i64, tolerance_ms: i64, findings: &mut Findings) {
    let first = life.versions[0].from_ms.div_euclid(1000);
    let last = (until_ms - STAYS).min(life.removed_ms).div_euclid(1000);
    for at in (first..=last).filter(|at| life.must(*at, CLOCKS)) {
        findings.due += 1;
        let run = runs.get(&(uid, at));
        let word = run.and_then(|run| run.outcome.as_ref()).map(|(outcome, _)| outcome.word.as_str());
        let is_close = !life.must(at, tolerance_ms);
        if word != Some("succeeded") && !(is_close && word == Some("cancelled")) {
            let versions: Vec<&Version> = life.within(at * 1000 - 2 * STAYS, at * 1000 + STAYS).collect();
            let detail = format!("{} {uid} at {at} is {word:?}, {run:?}, {versions:?}", life.name);
            findings.breach("G6: what stays due is sent", detail);
        }
    }
}

/// What is sent is due, and as it stands, by a version that was in force a moment ago.
fn sent_as_due(receipt: &Receipt, life: Option<&Life>, tolerance_ms: i64, findings: &mut Findings) {
    let arrived_ms = receipt.at_us / 1000;
    let says = |version: &&Version| version.is_due(receipt.scheduled_at, CLOCKS) && version.body == receipt.body;
    let Some(life) = life else {
        return findings.breach("a request is of a task that there was", format!("{receipt:?}"));
    };
    let ends = life.versions.iter().skip(1).map(|next| next.from_ms).chain([life.removed_ms]);
    let lives_on = life.versions.iter().zip(ends).filter(|(version, _)| says(version)).map(|(_, end)| end).max();
    findings.latest_ms = findings.latest_ms.max(lives_on.map_or(0, |end| arrived_ms.saturating_sub(end)));
    if life.within(arrived_ms - tolerance_ms, arrived_ms).filter(says).count() == 0 {
        let versions: Vec<&Version> = life.within(arrived_ms - 2000, arrived_ms).collect();
        let detail = format!("{} {} arrived {arrived_ms}, body {}: {versions:?}", receipt.run, life.name, receipt.body);
        findings.breach("G6: what is sent is as the newest version says", detail);
    }
}
