//! What a task's versions ask for: which instants are due, reckoned here from the document, not by the product's schedules.

use nono_core::task::{PauseEnd, StoredTask};
use nono_core::time::Utc;

/// A task by its newest version.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) uid: String,
    pub(crate) version: i32,
    every: i64,
    offset: i64,
    /// Instants after this are this schedule's, in milliseconds.
    changed_ms: i64,
    /// `[since, until)`, in milliseconds.
    pause: Option<(i64, Option<i64>)>,
    /// When that was written: a pause that is prolonged keeps its beginning.
    pause_written_ms: i64,
    pub(crate) history: usize,
    /// Commands given.
    pub(crate) triggers: usize,
    /// Outcomes that its state counts.
    pub(crate) total: u64,
    /// Whether its state was removed since it was made.
    pub(crate) counts_anew: bool,
    /// Whether it was deleted.
    pub(crate) gone: bool,
}

impl Plan {
    /// A version that was written at `at`.
    pub(crate) fn new(stored: &StoredTask, version: i32, at: Utc) -> Self {
        let schedule = &stored.document["schedule"];
        let seconds = |field: &str| schedule[field].as_str().and_then(|text| text.strip_suffix('s')?.parse().ok());
        let pause = stored.task.paused.as_ref().map(|pause| {
            let since = pause.since.unwrap_or(at).0;
            let until = pause.until.map(|until| match until {
                PauseEnd::At(at) => at.0,
                PauseEnd::After(span) => since + span.as_millis() as i64,
            });
            (since, until)
        });
        Self {
            uid: stored.uid.to_string(),
            version,
            every: seconds("every").unwrap_or(0),
            offset: seconds("offset").unwrap_or(0),
            changed_ms: stored.schedule_changed_at.unwrap_or(at).0,
            pause,
            pause_written_ms: at.0,
            history: stored.document["policy"]["historyLimit"].as_u64().unwrap_or(20) as usize,
            triggers: 0,
            total: 0,
            counts_anew: false,
            gone: false,
        }
    }

    /// As the version before: an edit of something else makes no pause news.
    pub(crate) fn follow(&mut self, old: &Self) {
        (self.triggers, self.total, self.counts_anew) = (old.triggers, old.total, old.counts_anew);
        if self.pause == old.pause {
            self.pause_written_ms = old.pause_written_ms;
        }
    }

    /// Every so many seconds, and so many after the beginning of time.
    pub(crate) const fn schedule(&self) -> (i64, i64) {
        (self.every, self.offset)
    }

    pub(crate) fn holds(&self, instant: i64) -> bool {
        self.every > 0 && (instant - self.offset).rem_euclid(self.every) == 0
    }

    /// Whether this version lets the instant be claimed, by clocks that may differ by `slack_ms`.
    pub(crate) fn allows(&self, instant: i64, slack_ms: i64) -> bool {
        let ms = instant * 1000;
        let paused = self
            .pause
            .is_some_and(|(since, until)| since + slack_ms <= ms && until.is_none_or(|until| ms < until - slack_ms));
        self.holds(instant) && ms > self.changed_ms - slack_ms && !paused
    }

    /// Whether the instant must be accounted for, whatever clocks within `slack_ms` said.
    pub(crate) fn requires(&self, instant: i64, slack_ms: i64) -> bool {
        let ms = instant * 1000;
        let paused = self
            .pause
            .is_some_and(|(since, until)| since - slack_ms <= ms && until.is_none_or(|until| ms < until + slack_ms));
        self.holds(instant) && ms > self.changed_ms + slack_ms && !paused
    }

    /// Whether this version may end a claim of the instant unsent at `now`: it is not due by it, or a pause holds about then.
    pub(crate) fn lets_go(&self, instant: i64, now: Utc, slack_ms: i64) -> bool {
        let about = slack_ms + 2000;
        let paused = self
            .pause
            .is_some_and(|(since, until)| since <= now.0 + slack_ms && until.is_none_or(|until| now.0 < until + about));
        paused || !self.requires(instant, slack_ms)
    }

    /// Whether a first request for the instant at `now` is wrong by this version, where who sends must have heard of it
    /// within `grace_ms`.
    pub(crate) fn forbids(&self, instant: i64, now: Utc, slack_ms: i64, grace_ms: i64) -> bool {
        let (ms, late) = (instant * 1000, grace_ms + slack_ms);
        let heard = self.pause_written_ms + late <= now.0;
        let paused = self.pause.is_some_and(|(since, until)| {
            heard && since + late <= now.0 && until.is_none_or(|until| now.0 < until - slack_ms)
        });
        let left_out = self.pause.is_some_and(|(since, until)| {
            heard && since + late <= now.0 && since + slack_ms <= ms && until.is_none_or(|until| ms < until - slack_ms)
        });
        let is_of_it = self.holds(instant) && ms > self.changed_ms - slack_ms;
        // A moment is known to the millisecond, and moved by the distance of two clocks.
        let not_due = self.changed_ms + slack_ms + 5 <= ms && self.changed_ms + late <= now.0 && !is_of_it;
        paused || left_out || not_due
    }

    /// The instants that must be accounted for by `until`.
    pub(crate) fn required(&self, until: Utc, slack_ms: i64) -> impl Iterator<Item = i64> {
        let first = self.changed_ms.div_euclid(1000);
        let every = self.every.max(1);
        let first = first + (self.offset - first).rem_euclid(every);
        let last = (until.0 - 1).div_euclid(1000);
        let count = if self.every > 0 { (last - first).div_euclid(every).max(-1) + 1 } else { 0 };
        (0..count).map(move |number| first + number * every).filter(move |at| self.requires(*at, slack_ms))
    }
}
