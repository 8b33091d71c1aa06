//! What needs attention, the worst first, each with the next step: from what the schedulers publish.

use std::cmp::Reverse;

use nono_core::cluster::WorstTask;
use nono_core::time::Utc;

use crate::commands::scheduler::census::{Scheduler, State};
use crate::output::cell::Mark;
use crate::output::paint::{Glyph, Tone};
use crate::top::app::happened::Happened;
use crate::top::app::{Facts, Object, Since};
use crate::top::data::{Fleet, Link};
use crate::words;

/// Something that is not as it should be.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Problem {
    /// How bad.
    pub(crate) mark: Mark,
    /// `task web.ping`, `scheduler a-000001`.
    pub(crate) object: String,
    /// What is wrong, in a few words.
    pub(crate) what: String,
    /// Of a task that fails: how often in a row.
    pub(crate) in_a_row: u64,
    /// Since when, as far as somebody knows.
    pub(crate) since: Option<Since>,
    /// What to do next.
    pub(crate) step: &'static str,
    /// What Enter opens.
    pub(crate) opens: Option<Object>,
}

/// How many tasks are in a state, by what the schedulers publish.
pub(crate) fn count(facts: &Facts, state: &str) -> u64 {
    let stats = facts.fleet.iter().flat_map(|fleet| &fleet.census.schedulers).filter_map(|one| one.stats.as_ref());
    stats.filter_map(|(stats, _)| stats.states.get(state)).sum()
}

/// Records that were set aside.
pub(crate) fn set_aside(facts: &Facts) -> u64 {
    let stats = facts.fleet.iter().flat_map(|fleet| &fleet.census.schedulers).filter_map(|one| one.stats.as_ref());
    stats.map(|(stats, _)| stats.set_aside).sum()
}

/// Schedulers that are being emptied.
pub(crate) fn draining(facts: &Facts) -> usize {
    let schedulers = facts.fleet.iter().flat_map(|fleet| &fleet.census.schedulers);
    schedulers.filter(|one| matches!(one.state, State::Draining | State::Leaving)).count()
}

/// Everything that is wrong, the worst first.
pub(crate) fn problems(facts: &Facts) -> Vec<Problem> {
    let Some(fleet) = &facts.fleet else { return Vec::new() };
    let mut found = Vec::new();
    let cluster = |mark, what: String, step| Problem {
        mark,
        object: "cluster".to_owned(),
        what,
        in_a_row: 0,
        since: None,
        step,
        opens: None,
    };
    let bad = |word| Mark::new(Glyph::Cross, word, Tone::Bad);
    let warn = |word| Mark::new(Glyph::Warning, word, Tone::Warn);
    if fleet.census.schedulers.is_empty() {
        let since = facts.unstaffed;
        let what = "no scheduler is running".to_owned();
        found.push(Problem { since, ..cluster(bad("failing"), what, "start nono-scheduler") });
    } else if fleet.census.leader().is_none() {
        let since = facts.leaderless;
        found.push(Problem { since, ..cluster(warn("warning"), "no scheduler leads".to_owned(), "6: doctor") });
    }
    if let Some((pause, since)) = &fleet.census.paused {
        let why = pause.reason.as_ref().map(|why| format!(": {}", words::harmless(why))).unwrap_or_default();
        let what = format!("paused by {}{why}", words::harmless(&pause.by));
        found.push(Problem {
            since: Some(Since::at(*since)),
            ..cluster(Mark::new(Glyph::Pause, "paused", Tone::Bad), what, "6: P resumes it")
        });
    }
    let orphans = orphans(fleet);
    if orphans > 0 {
        let what = format!("{} without an owner", words::counted(orphans as u64, "partition"));
        found.push(Problem { since: facts.unowned, ..cluster(warn("warning"), what, "6: doctor") });
    }
    found.extend(lost(facts, fleet));
    for one in &fleet.census.schedulers {
        found.extend(scheduler(facts, one));
        for task in one.stats.iter().flat_map(|(stats, _)| &stats.worst) {
            let late = task.state == "late";
            let mark = if late { warn("late") } else { bad("failing") };
            found.push(Problem {
                mark,
                object: format!("task {}", task.task),
                what: told(task, fleet.at),
                in_a_row: in_a_row(task),
                since: began_to_fail(facts, task),
                step: if late { "Enter: why late" } else { "Enter: last run" },
                opens: Some(Object::Task(task.task.clone())),
            });
        }
    }
    if let Some(first) = fleet.census.unreadable.first() {
        let more = match fleet.census.unreadable.len() {
            1 => String::new(),
            count => format!(", and {} more", words::counted(count as u64 - 1, "record")),
        };
        let what = format!("{}{more}", words::harmless(first));
        found.push(cluster(Mark::new(Glyph::Question, "unreadable", Tone::Lost), what, "6: doctor"));
    }
    let aside = set_aside(facts);
    if aside > 0 {
        let what = format!("{} set aside: unreadable", words::counted(aside, "record"));
        found.push(cluster(Mark::new(Glyph::Question, "unreadable", Tone::Lost), what, "6: doctor"));
    }
    found.sort_by(|a, b| order(a).cmp(&order(b)));
    // What is told below it is as old as this.
    found.splice(0..0, no_connection(facts));
    found
}

/// The worst first: how bad, what of all, how often in a row, since when.
fn order(it: &Problem) -> (u8, u8, Reverse<u64>, i64, &str) {
    let kind = match it.object.split(' ').next() {
        Some("cluster") => 0,
        Some("scheduler") => 1,
        _ => 2,
    };
    let since = it.since.map_or(i64::MAX, |since| since.at.0);
    (rank(it), kind, Reverse(it.in_a_row), since, &it.object)
}

/// That there was a session and is none.
fn no_connection(facts: &Facts) -> Option<Problem> {
    let since = facts.lost_since()?;
    let what = match facts.link {
        Link::Expired { .. } => "session expired: what is shown is from before",
        _ => "connection lost: what is shown is from before",
    };
    Some(Problem {
        mark: Mark::new(Glyph::Cross, "lost", Tone::Bad),
        object: "zookeeper".to_owned(),
        what: what.to_owned(),
        in_a_row: 0,
        since: Some(Since::at(since)),
        step: "r: connect now",
        opens: None,
    })
}

/// How often in a row a task fails, by the words of its owner: `3 failures in a row: HTTP 503`.
pub(crate) fn in_a_row(task: &WorstTask) -> u64 {
    let count = || task.why.split(' ').next()?.parse().ok();
    if task.state == "failing" { count().unwrap_or(0) } else { 0 }
}

/// Partitions that nobody owns.
pub(crate) fn orphans(fleet: &Fleet) -> usize {
    fleet.census.unowned + fleet.census.gone.values().sum::<usize>()
}

/// A lateness grows while the figures are a second old.
fn told(task: &WorstTask, now: Utc) -> String {
    match task.since.filter(|_| task.state == "late") {
        Some(since) => format!("due and not sent, {} late", words::span(now.since(since))),
        None => words::harmless(&task.why),
    }
}

/// The first moment that was told: where the history is full of failures the oldest of it goes on and on.
fn began_to_fail(facts: &Facts, task: &WorstTask) -> Option<Since> {
    let known = facts.failing.get(&task.task).map(|(since, _)| *since).filter(|_| task.state != "late");
    let seen = || seen(facts, "task", task.task.as_str());
    known.or_else(|| task.since.or_else(seen).map(Since::at))
}

/// Schedulers that are gone and should not be: those that this screen saw go, and those whose leases still stand.
fn lost(facts: &Facts, fleet: &Fleet) -> Vec<Problem> {
    let problem = |id: &nono_core::name::MemberId, what: String, since| Problem {
        mark: Mark::new(Glyph::Question, "lost", Tone::Lost),
        object: format!("scheduler {id}"),
        what,
        in_a_row: 0,
        since,
        step: "Enter: how it went",
        opens: Some(Object::Scheduler(id.clone())),
    };
    let seen = facts
        .lost
        .iter()
        .map(|it| problem(&it.scheduler.id, format!("lost: {}", it.fate(fleet)), Some(Since::at(it.since))));
    let others = fleet.census.gone.iter().filter(|(id, _)| super::lost::find(facts, id).is_none());
    let others = others.map(|(id, left)| {
        let left = words::counted(*left as u64, "partition");
        problem(id, format!("lost: {left} to take over"), None)
    });
    seen.chain(others).collect()
}

fn rank(problem: &Problem) -> u8 {
    match problem.mark.tone {
        Tone::Bad => 0,
        Tone::Lost => 1,
        Tone::Warn => 2,
        _ => 3,
    }
}

fn scheduler(facts: &Facts, one: &Scheduler) -> Option<Problem> {
    let (id, state, partitions) = (&one.id, &one.state, one.partitions.len());
    let what = match state {
        State::Hung => "does not move: taken for hung".to_owned(),
        State::Silent(_) => "silent: it writes no figures, and may send nothing".to_owned(),
        State::NotReady(why) => format!("not ready: {}", words::harmless(why)),
        State::Draining | State::Leaving => {
            format!("{}: {} to hand over", state.mark().word, words::counted(partitions as u64, "partition"))
        }
        State::Active | State::Starting | State::Drained | State::Lost(_) => return None,
    };
    Some(Problem {
        mark: state.mark(),
        object: format!("scheduler {id}"),
        what,
        in_a_row: 0,
        since: began(facts, one).map(Since::at),
        step: "Enter: progress",
        opens: Some(Object::Scheduler(id.clone())),
    })
}

/// Since when a scheduler is not as it should be: silent since its last figures, drained since somebody wanted it so.
fn began(facts: &Facts, one: &Scheduler) -> Option<Utc> {
    let told = |object: &str, what: &str| {
        let is_it = |it: &&Happened| it.kind == "scheduler" && it.object == object && it.what.starts_with(what);
        facts.happened.iter().find(is_it).map(|it| it.at)
    };
    match &one.state {
        State::Silent(since) => Some(*since),
        State::Draining => one.wanted_since.or_else(|| told(one.member.name.as_str(), "drain ")),
        State::Leaving => told(one.id.as_str(), "is leaving"),
        _ => seen(facts, "scheduler", one.id.as_str()),
    }
}

/// When this screen saw it begin.
fn seen(facts: &Facts, kind: &str, object: &str) -> Option<Utc> {
    facts.happened.iter().find(|it| it.kind == kind && it.object == object && it.bad).map(|it| it.at)
}
