//! What a member counts about itself and publishes once a second. At most 16 KiB: runs are cut first, then tasks, never weights.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use super::map::ByPartition;
use super::owned::Owned;
use super::queue::Queue;
use super::run::Stage;
use super::task::{PASSED_FOR, Slot, State};
use crate::cluster::{HostFigures, RecentRun, Stats, WorstTask};
use crate::name::TaskName;
use crate::run::{FORMAT, Outcome, RunOutcome};
use crate::time::Utc;

/// Runs and tasks that are published.
const MOST_LISTED: usize = 50;
/// Lateness is taken over the newest so many first attempts of the last minute.
const MOST_LATENESS: usize = 6000;
/// The record stays below this, in bytes.
const MOST_BYTES: usize = 15 * 1024;
/// A run whose send time passed longer ago than this, unsent, makes its task late.
const LATE: Duration = Duration::from_secs(1);

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Figures {
    pub(super) sent: u64,
    pub(super) lateness: Lateness,
    pub(super) host: HostFigures,
    ended: BTreeMap<Outcome, u64>,
    recent: VecDeque<RecentRun>,
    published: Option<(Utc, u64)>,
}

/// Lateness of the newest first attempts, in milliseconds.
#[derive(Debug, Default)]
pub(super) struct Lateness {
    fresh: Vec<i64>,
    minute: VecDeque<(Utc, Vec<i64>)>,
}

impl Lateness {
    pub(super) fn push(&mut self, millis: i64) {
        if self.fresh.len() < MOST_LATENESS {
            self.fresh.push(millis);
        }
    }

    /// p50, p99 and the largest of the last minute.
    fn roll(&mut self, now: Utc) -> Option<[f64; 3]> {
        self.minute.push_back((now, std::mem::take(&mut self.fresh)));
        while self.minute.front().is_some_and(|(at, _)| now.since(*at) > Duration::from_secs(60)) {
            self.minute.pop_front();
        }
        let mut all: Vec<i64> = self.minute.iter().flat_map(|(_, values)| values).copied().collect();
        if all.is_empty() {
            return None;
        }
        all.sort_unstable();
        let at = |share: usize| all[(all.len() - 1) * share / 100] as f64;
        Some([at(50), at(99), at(100)])
    }
}

impl Figures {
    pub(super) fn ended(&mut self, task: &TaskName, outcome: &RunOutcome, duration: Option<Duration>) {
        *self.ended.entry(outcome.outcome).or_default() += outcome.missed_count.unwrap_or(1);
        self.recent.push_back(RecentRun {
            run: outcome.run.clone(),
            task: task.clone(),
            outcome: outcome.outcome,
            ended_at: outcome.ended_at,
            lateness_ms: outcome.lateness_ms,
            duration_ms: duration.and_then(|span| i64::try_from(span.as_millis()).ok()),
            attempts: outcome.attempts,
        });
        while self.recent.len() > MOST_LISTED {
            self.recent.pop_front();
        }
    }

    pub(super) fn publish(
        &mut self,
        now: Utc,
        not_ready: Option<String>,
        (owned, is_paused): (&ByPartition<Owned>, bool),
        (in_flight, queue): (usize, &Queue),
    ) -> Stats {
        let (then, sent) = self.published.replace((now, self.sent)).unwrap_or((now, self.sent));
        let seconds = now.since(then).as_secs_f64().max(0.001);
        let mut stats = Stats {
            format: FORMAT,
            at: Some(now),
            weights: owned.iter().map(|(partition, owned)| (partition, short(owned.weight()))).collect(),
            tasks: owned.values().map(|owned| owned.tasks.len() as u64).sum(),
            in_flight: in_flight as u64,
            waiting: queue.waiting() as u64,
            full_hosts: queue.full_hosts(),
            open: owned.values().map(|owned| owned.runs.len() as u64).sum(),
            ended: std::mem::take(&mut self.ended),
            sent_per_second: ((self.sent - sent) as f64 / seconds * 10.0).round() / 10.0,
            lateness_ms: self.lateness.roll(now),
            states: BTreeMap::new(),
            worst: Vec::new(),
            runs: self.recent.iter().cloned().collect(),
            set_aside: owned.values().map(set_aside).sum(),
            host: self.host.clone(),
            not_ready,
        };
        count_states(&mut stats, owned, now);
        if is_paused {
            stats.states = BTreeMap::from([("paused".to_owned(), stats.tasks)]);
        }
        fit(&mut stats);
        stats
    }
}

/// Three digits that count: a thousand of them fit the record, and a day's rate is none the less told.
fn short(weight: f64) -> f32 {
    format!("{weight:.2e}").parse().unwrap_or(weight as f32)
}

fn set_aside(owned: &Owned) -> u64 {
    let is_unreadable = |slot: &&Slot| matches!(slot.state, State::Unreadable);
    debug_assert_eq!(owned.unreadable_states.len(), owned.tasks.values().filter(is_unreadable).count());
    let records = owned.commands_unreadable.len() + owned.runs_unreadable.len() + usize::from(owned.claims_unreadable);
    (owned.unreadable.len() + owned.unreadable_states.len() + records) as u64
}

/// Tasks per state, and the worst of them; costs what is open, failing or paused, not what is owned. One that fails is
/// failing and not running, and neither when it is paused or late, as in `nonoctl task list`.
fn count_states(stats: &mut Stats, owned: &ByPartition<Owned>, now: Utc) {
    let (mut late, mut running, mut failing, mut paused) = (0, 0, 0, 0);
    for owned in owned.values() {
        let is_paused = |name: &&TaskName| owned.tasks.get(*name).is_some_and(|slot| slot.is_paused_at(now));
        paused += owned.paused.iter().filter(is_paused).count();
        let mut behind = BTreeSet::new();
        for (name, ids) in &owned.by_task {
            let runs = || ids.iter().filter_map(|id| owned.runs.get(id));
            let unsent = |stage: &Stage| matches!(stage, Stage::Timed | Stage::Queued | Stage::Preparing);
            let first = runs()
                .filter(|run| unsent(&run.stage) && run.sent.is_none() && !run.entry.trigger.is_of_the_past())
                .map(|run| run.send_at)
                .min();
            if let Some(due) = first.filter(|due| now.since(*due) > LATE) {
                late += 1;
                behind.insert(name);
                let told = || (format!("{:.1} s late", now.since(due).as_secs_f64()), Some(due));
                note_worst(stats, name, "late", told);
            } else if !owned.failing.contains(name) && runs().any(super::run::Run::occupies) {
                running += 1;
            }
        }
        for (name, due) in passed_over(owned, now) {
            late += 1;
            behind.insert(name);
            let told =
                || (format!("{:.1} s late: too much waits for its host", now.since(due).as_secs_f64()), Some(due));
            note_worst(stats, name, "late", told);
        }
        let is_told = |name: &&TaskName| behind.contains(*name) || (owned.paused.contains(*name) && is_paused(name));
        for name in owned.failing.iter().filter(|name| !is_told(name)) {
            failing += 1;
            note_worst(stats, name, "failing", || owned.tasks.get(name).map_or_else(Default::default, how_it_fails));
        }
    }
    let ok = stats.tasks.saturating_sub(late + running + failing + paused as u64);
    let counts = [("late", late), ("running", running), ("failing", failing), ("paused", paused as u64), ("ok", ok)];
    stats.states =
        counts.into_iter().filter(|(_, count)| *count > 0).map(|(word, count)| (word.to_owned(), count)).collect();
}

/// Tasks of crowded hosts, of which nothing is open; they stand at the head of the agenda.
fn passed_over(owned: &Owned, now: Utc) -> impl Iterator<Item = (&TaskName, Utc)> {
    let soon = owned.agenda.iter().take_while(move |(at, _)| *at <= now + PASSED_FOR);
    let idle = soon.filter(|(_, name)| !owned.by_task.contains_key(name));
    idle.filter_map(move |(_, name)| {
        let slot = owned.tasks.get(name).filter(|slot| slot.passed_until > now - PASSED_FOR)?;
        let due = slot.due_after(slot.cursor)?.utc();
        (now.since(due) > LATE).then_some((name, due))
    })
}

fn note_worst(stats: &mut Stats, task: &TaskName, state: &str, told: impl FnOnce() -> (String, Option<Utc>)) {
    if stats.worst.len() < MOST_LISTED {
        let (why, since) = told();
        stats.worst.push(WorstTask { task: task.clone(), state: state.to_owned(), why, since });
    }
}

/// `3 failures in a row: HTTP 503`, and when the first of them ended, as far as the history goes back.
pub(super) fn how_it_fails(slot: &Slot) -> (String, Option<Utc>) {
    let State::Known(state, _) = &slot.state else { return Default::default() };
    let health = || state.outcomes.iter().rev().filter(|outcome| outcome.outcome.tells_health());
    let since = health().take_while(|outcome| outcome.outcome != Outcome::Succeeded).last();
    let newest = health().next().map_or_else(String::new, |newest| match (newest.status, &newest.message) {
        (Some(status), _) => format!("HTTP {status}"),
        (None, Some(message)) => short_words(message),
        (None, None) => newest.outcome.as_str().to_owned(),
    });
    let why = match state.failures_in_a_row {
        0 | 1 => format!("1 failure: {newest}"),
        count => format!("{count} failures in a row: {newest}"),
    };
    (why, since.map(|first| first.ended_at))
}

/// The beginning of a message: fifty of them are part of a record.
fn short_words(message: &str) -> String {
    const MOST: usize = 60;
    match message.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}...", &message[..end]),
        None => message.to_owned(),
    }
}

fn fit(stats: &mut Stats) {
    while serde_json::to_vec(&*stats).map_or(0, |json| json.len()) > MOST_BYTES {
        if stats.runs.len() > 5 {
            stats.runs.drain(..stats.runs.len() / 2);
        } else if !stats.runs.is_empty() {
            stats.runs.clear();
        } else if !stats.worst.is_empty() {
            stats.worst.truncate(stats.worst.len() / 2);
        } else if !stats.full_hosts.is_empty() {
            stats.full_hosts.clear();
        } else {
            return;
        }
    }
}
