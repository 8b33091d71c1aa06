//! A task in the owner's memory: its newest version, its state, and how far its instants are claimed.
//!
//! The cursor is the latest of: the last change of its schedule, the last instant in its state, the instants of its open
//! runs, its missed ranges. Instants after it can be claimed; nothing ever moves it back.

use std::cell::OnceCell;
use std::sync::Arc;
use std::time::Duration;

use crate::name::{TaskUid, Version};
use crate::node::Stat;
use crate::run::{Delivery, TaskState, Trigger};
use crate::task::{Misfire, MisfireRun, PauseEnd, SchedulerTask, StoredTask};
use crate::time::{Instant, Utc};

use super::mutant;
use super::queue::Host;
use super::run::{cursor_at, modified_at, own_time};

/// How far ahead instants are claimed, in milliseconds: less than a second, so that a task has at most one in it.
pub(super) fn look_ahead_ms() -> i64 {
    if mutant::on!(TWO_AHEAD) { 1600 } else { 600 }
}

/// An instant that is older than this before a round of claims could include it is a misfire.
const MISFIRE_MS: i64 = 1000;

/// Late instants that one round takes of a task.
const MOST_LATE: usize = 100;
/// While writes are held back, instants of a task are kept as late ones up to this age of its oldest.
const LONGEST_LATE: Duration = Duration::from_secs(60);

/// A task whose host is crowded is looked at again after this: well within the age of a misfire.
pub(super) const PASSED_FOR: Duration = Duration::from_millis(250);

/// When no instant of any task was due, by own time: spans `[from, to)` in which the cluster was paused.
pub(super) type Pauses = Arc<[(Utc, Option<Utc>)]>;

/// See the module.
#[derive(Debug)]
pub(super) struct Slot {
    pub(super) task: Arc<SchedulerTask>,
    pub(super) uid: TaskUid,
    pub(super) version: Version,
    /// The last change of the schedule, by own time.
    pub(super) changed_at: Utc,
    /// `[since, until)` of its pause, by own time.
    pub(super) pause: Option<(Utc, Option<Utc>)>,
    /// Those of the whole cluster. What was claimed before one goes on in it.
    pub(super) pauses: Pauses,
    pub(super) state: State,
    pub(super) cursor: Instant,
    /// The newest instant that a round of claims has considered: from there back, instants are late, not missed.
    pub(super) offered: Instant,
    /// It is not looked at before this: its host is crowded.
    pub(super) passed_until: Utc,
    /// Whom it calls; known once it is about to.
    host: OnceCell<Host>,
    /// Expected runs per second.
    pub(super) rate: f64,
    /// Under which time the partition's agenda holds it.
    pub(super) on_agenda: Option<Utc>,
}

/// What is known of a task's state record.
#[derive(Debug)]
pub(super) enum State {
    /// There is none.
    None,
    /// As last written or read.
    Known(Arc<TaskState>, Version),
    /// It is there and cannot be read: the task stands still.
    Unreadable,
}

/// What a round of claims should take of a task, in this order.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Due {
    /// Instants that the misfire policy leaves out.
    Missed { from: Instant, to: Instant, count: u64 },
    /// An instant to execute.
    Run(Instant, Trigger),
}

impl Slot {
    /// A task as read, at own time `now`, whose ZooKeeper is `ahead_ms` behind.
    pub(super) fn new(stored: StoredTask, stat: &Stat, state: State, pauses: Pauses, ahead_ms: i64, now: Utc) -> Self {
        let mtime = modified_at(stat, ahead_ms, now);
        let changed_at = stored.schedule_changed_at.map_or(mtime, |at| own_time(at, ahead_ms, now));
        let pause = stored.task.paused.as_ref().map(|pause| {
            let since = pause.since.map_or(mtime, |at| own_time(at, ahead_ms, now));
            let until = pause.until.map(|until| match until {
                PauseEnd::At(at) => at,
                PauseEnd::After(span) => since + span,
            });
            (since, until)
        });
        let mut cursor = cursor_at(changed_at);
        if let State::Known(state, _) = &state
            && let Some(last) = state.last_instant
        {
            cursor = cursor.max(last);
        }
        let rate =
            if pause.is_some_and(|(_, until)| until.is_none()) { 0.0 } else { stored.task.schedule.mean_rate(now) };
        Self {
            task: Arc::new(stored.task),
            uid: stored.uid,
            version: stat.version,
            changed_at,
            pause,
            pauses,
            state,
            cursor,
            offered: Instant(i64::MIN),
            passed_until: Utc(i64::MIN),
            host: OnceCell::new(),
            rate,
            on_agenda: None,
        }
    }

    pub(super) fn host(&self) -> &Host {
        self.host.get_or_init(|| Host::of(&self.task.target.url))
    }

    pub(super) fn is_paused_at(&self, now: Utc) -> bool {
        self.pause.is_some_and(|(since, until)| since <= now && until.is_none_or(|until| now < until))
    }

    /// Whether the schedule holds this instant and no pause of the task covers it.
    pub(super) fn is_due_at(&self, instant: Instant) -> bool {
        self.task.schedule.next_after(Instant(instant.0 - 1)) == Some(instant) && !self.is_paused_at(instant.utc())
    }

    /// The first due instant after `after`.
    pub(super) fn due_after(&self, after: Instant) -> Option<Instant> {
        let mut next = self.task.schedule.next_after(after)?;
        while let Some((_, until)) = self.pause_at(next) {
            let last_paused = Instant(first_from(until?).0 - 1);
            next = self.task.schedule.next_after(last_paused)?;
        }
        Some(next)
    }

    /// The pause, of the task or of the cluster, that covers an instant.
    fn pause_at(&self, instant: Instant) -> Option<(Utc, Option<Utc>)> {
        let at = instant.utc();
        let covers = |(since, until): &(Utc, Option<Utc>)| *since <= at && until.is_none_or(|until| at < until);
        self.pause.iter().chain(self.pauses.iter()).copied().find(covers)
    }

    /// Whether it was passed over of late: then what gathered is claimed bit by bit, so that the next crowd is no larger.
    pub(super) fn was_passed_over(&self, now: Utc) -> bool {
        self.passed_until + PASSED_FOR * 4 > now
    }

    /// When the next instant can be claimed, in own time.
    pub(super) fn claim_at(&self) -> Option<Utc> {
        if matches!(self.state, State::Unreadable) {
            return None;
        }
        let next = self.due_after(self.cursor)?.utc();
        let at = match self.task.policy.delivery {
            Delivery::AtLeastOnce => Utc(next.0 - look_ahead_ms()),
            Delivery::AtMostOnce => next,
        };
        Some(at.max(self.passed_until))
    }

    /// A round of claims passed it over, since its host is crowded: what is due is late, and looked at again after this.
    pub(super) fn pass_over(&mut self, now: Utc) {
        self.consider(now);
        self.passed_until = now + PASSED_FOR;
    }

    /// What is to be claimed now, oldest first, at most `most` items.
    pub(super) fn due(&self, now: Utc, most: usize) -> Vec<Due> {
        let horizon = self.horizon(now);
        let mut due = self.misfires(now);
        if due.len() >= MOST_LATE {
            due.truncate(most);
            return due;
        }
        let mut after = due.last().map_or(self.cursor, Due::last).max(self.misfire_line(now));
        while due.len() < most {
            match self.due_after(after.max(self.cursor)) {
                Some(next) if next.utc() <= horizon => {
                    due.push(Due::Run(next, Trigger::Schedule));
                    after = next;
                }
                _ => break,
            }
        }
        due.truncate(most);
        due
    }

    /// What is due counts as offered, though nothing could be written: late, and no misfire. Not for longer than
    /// [`LONGEST_LATE`] behind: then the misfire policy says what of it is still wanted.
    pub(super) fn consider(&mut self, now: Utc) {
        if self.due_after(self.cursor).is_none_or(|oldest| oldest.utc() + LONGEST_LATE < now) {
            return;
        }
        let (line, horizon) = (self.misfire_line(now), self.horizon(now));
        let mut after = self.cursor.max(self.offered);
        while let Some(next) = self.due_after(after).filter(|next| *next > line && next.utc() <= horizon) {
            self.offered = next;
            after = next;
        }
    }

    /// How far ahead instants are claimed.
    fn horizon(&self, now: Utc) -> Utc {
        match self.task.policy.delivery {
            Delivery::AtLeastOnce => Utc(now.0 + look_ahead_ms()),
            Delivery::AtMostOnce => now,
        }
    }

    /// Instants up to here, and not offered before, are misfires.
    fn misfire_line(&self, now: Utc) -> Instant {
        let line = Instant((now.0 - MISFIRE_MS).div_euclid(1000));
        if line.utc().0 == now.0 - MISFIRE_MS { Instant(line.0 - 1) } else { line }
    }

    /// Up to where instants are late, and no misfires: none where the oldest is too old, or a pause came after it.
    fn late_until(&self, now: Utc) -> Instant {
        let Some(oldest) = self.due_after(self.cursor).map(Instant::utc) else { return self.offered };
        let came_after = |(since, _): &(Utc, Option<Utc>)| oldest < *since && *since <= now;
        let is_left = oldest + LONGEST_LATE < now || self.pause.iter().chain(self.pauses.iter()).any(came_after);
        if is_left { Instant(i64::MIN) } else { self.offered }
    }

    fn misfires(&self, now: Utc) -> Vec<Due> {
        let line = self.misfire_line(now);
        let late_until = self.late_until(now).min(line);
        // Offered instants are the first after the cursor: they are late, and go before everything that came later.
        let mut late = Vec::new();
        let mut after = self.cursor;
        while let Some(next) = self.due_after(after).filter(|next| *next <= late_until && late.len() < MOST_LATE) {
            late.push(Due::Run(next, Trigger::Schedule));
            after = next;
        }
        if late.len() >= MOST_LATE || self.due_after(after).is_none_or(|next| next > line) {
            return late;
        }
        late.extend(self.apply_policy(after, line, now));
        late
    }

    /// The misfire policy on all instants in `(after, line]`.
    fn apply_policy(&self, after: Instant, line: Instant, now: Utc) -> Vec<Due> {
        let Misfire { run, within } = self.task.policy.misfire;
        let most = match run {
            MisfireRun::None => 0,
            MisfireRun::Last => 1,
            MisfireRun::All(most) => most as usize,
        };
        let oldest = (now - within).floor();
        let mut chosen = Vec::new();
        let mut before = Instant(line.0 + 1);
        while chosen.len() < most {
            match self.due_before(before).filter(|at| *at > after && *at >= oldest) {
                Some(at) => {
                    chosen.push(at);
                    before = at;
                }
                None => break,
            }
        }
        let mut due = self.missed_ranges(after, Instant(before.0 - 1));
        due.extend(chosen.into_iter().rev().map(|at| Due::Run(at, Trigger::Misfire)));
        due
    }

    fn due_before(&self, before: Instant) -> Option<Instant> {
        let mut previous = self.task.schedule.previous_before(before)?;
        while let Some((since, _)) = self.pause_at(previous) {
            previous = self.task.schedule.previous_before(first_from(since))?;
        }
        Some(previous)
    }

    /// The due instants in `(after, to]` as ranges: one, or several around pauses.
    fn missed_ranges(&self, after: Instant, to: Instant) -> Vec<Due> {
        let mut pauses: Vec<(Instant, Instant)> = self
            .pause
            .iter()
            .chain(self.pauses.iter())
            .map(|(since, until)| (first_from(*since), until.map_or(Instant(i64::MAX), first_from)))
            .filter(|(first, end)| first < end)
            .collect();
        pauses.sort_unstable();
        let mut from = Instant(after.0 + 1);
        let mut due = Vec::new();
        for (first, end) in pauses {
            due.extend(self.missed_range(from, to.min(Instant(first.0.saturating_sub(1)))));
            from = from.max(end);
        }
        due.extend(self.missed_range(from, to));
        due
    }

    fn missed_range(&self, from: Instant, to: Instant) -> Option<Due> {
        if from > to {
            return None;
        }
        let schedule = &self.task.schedule;
        let first = schedule.next_after(Instant(from.0 - 1)).filter(|first| *first <= to)?;
        let last = schedule.previous_before(Instant(to.0 + 1)).unwrap_or(first);
        Some(Due::Missed { from: first, to: last, count: schedule.count_between(first, last) })
    }
}

/// The first whole second that does not come before `moment`.
const fn first_from(moment: Utc) -> Instant {
    Instant(moment.0.saturating_add(999).div_euclid(1000))
}

impl Due {
    /// The newest instant it covers: the cursor once it is claimed.
    pub(super) const fn last(&self) -> Instant {
        match self {
            Self::Missed { to, .. } => *to,
            Self::Run(at, _) => *at,
        }
    }
}
