//! A task with everything that says how it is, and what follows from it.
//!
//! The rules are the table of docs/protocol.md: unreadable, else paused, else late, else failing, else running, else ok. Pure; `now` is
//! given, and everything was read before.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use nono_core::name::{MemberId, Partition, RunId, RunKey, TaskName};
use nono_core::node::Stat;
use nono_core::run::{MissedEntry, Outcome, RunOutcome, TaskState};
use nono_core::schedule::Kind;
use nono_core::task::StoredTask;
use nono_core::task::edit::to_manifest;
use nono_core::time::{Instant, Utc};
use serde_json::{Map, Value, json};

use super::open::{OpenRun, Progress};
use crate::output::cell::Mark;
use crate::output::paint::{Glyph, Tone};

/// A send time so long ago that what is unsent is late.
const LATE_AFTER: Duration = Duration::from_secs(1);

/// A task as it stands in the cluster.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct TaskView {
    /// What its znode holds.
    pub(crate) stored: Box<StoredTask>,
    /// Of that znode.
    pub(crate) stat: Stat,
    /// Which share of the tasks it is in.
    pub(crate) partition: Partition,
    /// What became of its runs; none has ended without it.
    pub(crate) state: Option<TaskState>,
    /// Why that cannot be read: the task stands still.
    pub(crate) spoilt: Option<String>,
    /// Its open runs, oldest first.
    pub(crate) open: Vec<OpenRun>,
    /// Ranges that are about to be recorded as missed.
    pub(crate) missed: Vec<MissedEntry>,
    /// Who owns its partition.
    pub(crate) owner: Option<MemberId>,
    /// When the whole cluster was paused, or is.
    pub(crate) pauses: ClusterPauses,
}

/// Spans `[from, to)` in which no task is due, by ZooKeeper's clock; the last has no end while the cluster is paused.
pub(crate) type ClusterPauses = Arc<[(Utc, Option<Utc>)]>;

/// What a list shows of a task.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Glance {
    /// What it is now.
    pub(crate) condition: TaskCondition,
    /// When it last did something.
    pub(crate) last: Option<Utc>,
    /// When it is due next.
    pub(crate) next: Option<Instant>,
}

/// What a task is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum TaskCondition {
    /// What became of its runs cannot be read, and so it stands still.
    Unreadable,
    /// Its instants are not due.
    Paused,
    /// A send time is more than a second ago, and nothing was sent.
    Late,
    /// The newest run that tells health did not succeed; also while the next one is on its way, or waits to be tried again: else
    /// a task that always fails and retries would hardly ever be seen as one.
    Failing,
    /// Sent, not ended.
    Running,
    /// None of these.
    Ok,
}

impl TaskCondition {
    /// Every one, in the order in which they win.
    pub(crate) const ALL: [Self; 6] =
        [Self::Unreadable, Self::Paused, Self::Late, Self::Failing, Self::Running, Self::Ok];

    /// The word, as shown and in JSON.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Paused => "paused",
            Self::Late => "late",
            Self::Running => "running",
            Self::Failing => "failing",
            Self::Ok => "ok",
        }
    }

    /// As shown to people.
    pub(crate) const fn mark(self) -> Mark {
        let (glyph, tone) = match self {
            Self::Unreadable => (Glyph::Question, Tone::Lost),
            Self::Paused => (Glyph::Pause, Tone::Dim),
            Self::Late => (Glyph::Warning, Tone::Warn),
            Self::Running => (Glyph::Play, Tone::Busy),
            Self::Failing => (Glyph::Cross, Tone::Bad),
            Self::Ok => (Glyph::Check, Tone::Plain),
        };
        Mark::new(glyph, self.word(), tone)
    }
}

impl TaskView {
    /// Its name.
    pub(crate) fn name(&self) -> &TaskName {
        &self.stored.task.name
    }

    /// Its labels.
    pub(crate) fn labels(&self) -> &BTreeMap<String, String> {
        &self.stored.task.labels
    }

    /// Its version as people count.
    pub(crate) fn version(&self) -> i64 {
        i64::from(self.stat.version) + 1
    }

    /// Its outcomes, newest first.
    pub(crate) fn outcomes(&self) -> impl Iterator<Item = &RunOutcome> {
        self.state.iter().flat_map(|state| state.outcomes.iter().rev())
    }

    /// The newest outcome that says something about the worker.
    pub(crate) fn health(&self) -> Option<&RunOutcome> {
        self.outcomes().find(|outcome| outcome.outcome.tells_health())
    }

    /// What it is now.
    pub(crate) fn condition(&self, now: Utc) -> TaskCondition {
        // To find the first instant to come is most of the work, and a pause needs none.
        match self.is_still(now) {
            Some(condition) => condition,
            None => self.moving(now, self.unclaimed(now)),
        }
    }

    /// What it is, when it last did something and is due next: what a list shows of each of many.
    pub(crate) fn glance(&self, now: Utc) -> Glance {
        let unclaimed = self.unclaimed(now);
        let condition = self.is_still(now).unwrap_or_else(|| self.moving(now, unclaimed));
        Glance { condition, last: self.last_in(condition, now), next: self.next_of(now, unclaimed) }
    }

    /// What it is whatever its schedule says.
    fn is_still(&self, now: Utc) -> Option<TaskCondition> {
        if self.spoilt.is_some() {
            return Some(TaskCondition::Unreadable);
        }
        let is_paused = self.is_cluster_paused() || self.stored.task.is_paused_at(now, self.stat.mtime());
        is_paused.then_some(TaskCondition::Paused)
    }

    fn moving(&self, now: Utc, unclaimed: Option<Instant>) -> TaskCondition {
        if self.late_of(now, unclaimed).is_some() {
            return TaskCondition::Late;
        }
        match self.health() {
            Some(outcome) if outcome.outcome != Outcome::Succeeded => TaskCondition::Failing,
            _ if self.is_under_way(now) => TaskCondition::Running,
            _ => TaskCondition::Ok,
        }
    }

    /// Whether a run of it was sent and has not ended.
    fn is_under_way(&self, now: Utc) -> bool {
        let schedule = &self.stored.task.schedule;
        self.open.iter().any(|open| !matches!(open.progress(schedule, now), Progress::Unsent(_)))
    }

    /// The oldest send time that has passed by more than a second with nothing sent.
    pub(crate) fn late_since(&self, now: Utc) -> Option<Utc> {
        self.late_of(now, self.unclaimed(now))
    }

    fn late_of(&self, now: Utc, unclaimed: Option<Instant>) -> Option<Utc> {
        // Of instants that people asked for when they had passed nothing is late.
        let open = self.open.iter().filter(|open| !open.entry.trigger.is_of_the_past());
        let claimed = open.filter_map(|open| match open.progress(&self.stored.task.schedule, now) {
            Progress::Unsent(send) => Some(send),
            Progress::Sent | Progress::Retrying(_) => None,
        });
        // A send time never comes before its instant.
        let unclaimed = unclaimed.filter(|due| due.utc() <= now).map(|due| self.send_time(due));
        claimed.chain(unclaimed).filter(|send| now.since(*send) > LATE_AFTER).min()
    }

    fn send_time(&self, due: Instant) -> Utc {
        let run = RunId::new(self.partition, &self.stored.uid, RunKey::Instant(due));
        due.utc() + self.stored.task.schedule.jitter_of(&run)
    }

    /// The latest instant that is dealt with; those after it can be claimed.
    pub(crate) fn cursor(&self) -> Instant {
        let mtime = self.stat.mtime();
        let changed = self.stored.schedule_changed_at(mtime).floor();
        let last = self.state.iter().filter_map(|state| state.last_instant);
        let of_schedule = self.open.iter().filter(|open| open.entry.trigger.is_of_schedule());
        let open = of_schedule.map(|open| open.entry.scheduled_at);
        let missed = self.missed.iter().map(|range| range.missed_to);
        let paused = self.stored.task.paused.as_ref().and_then(|pause| pause.ends_at(mtime));
        let paused = paused.map(|end| Instant(end.0.saturating_sub(1).div_euclid(1_000)));
        last.chain(open).chain(missed).chain(paused).fold(changed, Instant::max)
    }

    /// The first instant that nobody has claimed yet. A pause without end has none.
    fn unclaimed(&self, now: Utc) -> Option<Instant> {
        let mtime = self.stat.mtime();
        let endless = self.stored.task.paused.as_ref().is_some_and(|pause| pause.ends_at(mtime).is_none());
        let paused = endless && self.stored.task.is_paused_at(now, mtime);
        if paused {
            return None;
        }
        let schedule = &self.stored.task.schedule;
        let mut next = schedule.next_after(self.cursor())?;
        while let Some((_, to)) = self.cluster_pause_over(next) {
            let last = Instant(to?.0.saturating_sub(1).div_euclid(1_000));
            next = schedule.next_after(last)?;
        }
        Some(next)
    }

    /// Whether nothing of any task is claimed now.
    pub(crate) fn is_cluster_paused(&self) -> bool {
        self.pauses.iter().any(|(_, to)| to.is_none())
    }

    /// The pause of the whole cluster that an instant lies in.
    pub(crate) fn cluster_pause_over(&self, at: Instant) -> Option<(Utc, Option<Utc>)> {
        let at = at.utc();
        self.pauses.iter().copied().find(|(from, to)| *from <= at && to.is_none_or(|to| at < to))
    }

    /// When it is due next: an instant that is due and unsent, or the first one to come.
    pub(crate) fn next(&self, now: Utc) -> Option<Instant> {
        self.next_of(now, self.unclaimed(now))
    }

    fn next_of(&self, now: Utc, unclaimed: Option<Instant>) -> Option<Instant> {
        let schedule = &self.stored.task.schedule;
        let unsent = self.open.iter().filter(|open| {
            open.entry.trigger.is_of_schedule() && matches!(open.progress(schedule, now), Progress::Unsent(_))
        });
        unsent.map(|open| open.entry.scheduled_at).chain(unclaimed).min()
    }

    /// When it last did something.
    pub(crate) fn last_at(&self, now: Utc) -> Option<Utc> {
        self.last_in(self.condition(now), now)
    }

    fn last_in(&self, condition: TaskCondition, now: Utc) -> Option<Utc> {
        let is_now = match condition {
            TaskCondition::Running => true,
            TaskCondition::Failing => self.is_under_way(now),
            _ => false,
        };
        if is_now {
            return Some(now);
        }
        self.outcomes().next().map(|outcome| outcome.started_at.unwrap_or(outcome.ended_at))
    }

    /// How late it is: now, or its newest run that was sent.
    pub(crate) fn lag(&self, now: Utc) -> Option<Duration> {
        let newest = || self.outcomes().find_map(|outcome| outcome.lateness_ms);
        let newest = || newest().map(|millis| Duration::from_millis(u64::try_from(millis).unwrap_or(0)));
        self.late_since(now).map(|since| now.since(since)).or_else(newest)
    }

    /// The median duration of the runs that succeeded, of those that it keeps.
    pub(crate) fn p50(&self) -> Option<Duration> {
        let succeeded = self.outcomes().filter(|outcome| outcome.outcome == Outcome::Succeeded);
        let mut spans: Vec<Duration> =
            succeeded.filter_map(|outcome| Some(outcome.ended_at.since(outcome.started_at?))).collect();
        spans.sort_unstable();
        spans.get(spans.len().saturating_sub(1) / 2).copied()
    }

    /// How many runs in a row have not succeeded, of those that tell health.
    pub(crate) fn failures_in_a_row(&self) -> u64 {
        self.state.as_ref().map_or(0, |state| state.failures_in_a_row)
    }

    /// Bytes of its record.
    pub(crate) fn size(&self) -> u32 {
        self.stat.bytes
    }

    /// How it is, for programs.
    pub(crate) fn status(&self, now: Utc) -> Value {
        let last = self.outcomes().next().map(outcome_document);
        let open: Vec<Value> = self.open.iter().map(|open| json!(open.entry.run)).collect();
        let mut status = json!({
            "state": self.condition(now).word(),
            "uid": self.stored.uid,
            "version": self.version(),
            "modifiedAt": crate::terminal::rfc3339(self.stat.mtime()),
            "partition": self.partition,
            "owner": self.owner,
            "next": self.next(now),
            "last": last,
            "openRuns": open,
            "failuresInARow": self.failures_in_a_row(),
            "totals": self.state.as_ref().map(|state| state.totals).unwrap_or_default(),
        });
        if let (Some(why), Some(status)) = (&self.spoilt, status.as_object_mut()) {
            status.insert("why".to_owned(), json!(why));
        }
        status
    }

    /// The manifest, as `apply` takes it.
    pub(crate) fn manifest(&self) -> Map<String, Value> {
        to_manifest(&self.stored)
    }

    /// The manifest and the status.
    pub(crate) fn document(&self, now: Utc) -> Value {
        let mut document = self.manifest();
        document.insert("status".to_owned(), self.status(now));
        Value::Object(document)
    }

    /// The schedule as it is typed, in one cell.
    pub(crate) fn schedule_words(&self) -> String {
        // Of most tasks that is known without a look into the document.
        if let Kind::Cron(lines) = &self.stored.task.schedule.spec().kind {
            return lines.join(", ");
        }
        let schedule = self.stored.document.field("schedule");
        let schedule = schedule.as_deref().and_then(Value::as_object);
        let text = |key: &str| schedule.and_then(|schedule| schedule.get(key)).and_then(Value::as_str);
        if let Some(every) = text("every") {
            return format!("every {every}");
        }
        let list = schedule.and_then(|schedule| schedule.get("at"));
        let instants: Vec<&str> = match list {
            Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(one)) => vec![one],
            _ => Vec::new(),
        };
        match instants.as_slice() {
            [] => "-".to_owned(),
            [one] => format!("at {one}"),
            [first, rest @ ..] => format!("at {first} and {} more", rest.len()),
        }
    }
}

/// An outcome for programs.
pub(crate) fn outcome_document(outcome: &RunOutcome) -> Value {
    serde_json::to_value(outcome).expect("a record of text keys becomes JSON")
}

#[cfg(test)]
mod tests;
