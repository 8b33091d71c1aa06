//! Which instants a task is due.

use std::time::Duration;

use crate::name::RunId;
use crate::time::{Instant, Utc};

/// A schedule: cron expression, interval or fixed instants, with zone, DST policy, window and jitter.
#[derive(Clone, PartialEq, Debug)]
pub struct Schedule {}

impl Schedule {
    /// The first instant strictly after `after` that the schedule holds, window applied. `None`: never again.
    #[must_use]
    pub fn next_after(&self, after: Instant) -> Option<Instant> {
        let _ = after;
        None
    }

    /// The last instant strictly before `before`, window applied.
    #[must_use]
    pub fn previous_before(&self, before: Instant) -> Option<Instant> {
        let _ = before;
        None
    }

    /// How long after its instant the run is sent: stable for the run, below the schedule's jitter, whole milliseconds.
    #[must_use]
    pub fn jitter_of(&self, run: &RunId) -> Duration {
        let _ = run;
        Duration::ZERO
    }

    /// Expected runs per second over the day that begins at `from`. Cheap: bounded work, no walk over 86,400 instants.
    #[must_use]
    pub fn mean_rate(&self, from: Utc) -> f64 {
        let _ = from;
        0.0
    }

    /// How many instants lie in `[from, to]`; exact, in bounded time even for a second's interval over years.
    #[must_use]
    pub fn count_between(&self, from: Instant, to: Instant) -> u64 {
        let _ = (from, to);
        0
    }
}
