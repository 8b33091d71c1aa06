//! Which instants a task is due.

use std::time::Duration;

use crate::name::RunId;
use crate::time::{Instant, Utc};

/// A schedule: cron expression, interval or fixed instants, with zone, DST policy, window and jitter.
#[derive(Clone, PartialEq, Debug)]
pub struct Schedule {}

/// What a schedule is made from.
#[derive(Clone, PartialEq, Debug)]
pub struct Spec {
    /// Which instants.
    pub kind: Kind,
    /// IANA name; `None`: UTC.
    pub time_zone: Option<String>,
    /// Wall times that do not exist.
    pub gap: Gap,
    /// Wall times that come twice.
    pub overlap: DstOverlap,
    /// Instants before this do not count.
    pub start: Option<Instant>,
    /// Instants from this on do not count.
    pub end: Option<Instant>,
    /// Requests are delayed by less than this.
    pub jitter: Duration,
}

/// The three kinds of schedules.
#[derive(Clone, PartialEq, Debug)]
pub enum Kind {
    /// A cron expression.
    Cron(String),
    /// Counted from 1970-01-01T00:00:00Z plus the offset.
    Every {
        /// Whole seconds, at least one.
        interval: Duration,
        /// Whole seconds, shorter than the interval.
        offset: Duration,
    },
    /// These.
    At(Vec<Instant>),
}

/// What to do with a wall time that does not exist.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Gap {
    /// The first instant after it.
    Next,
    /// Leave it out.
    Skip,
}

/// What to do with a wall time that comes twice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DstOverlap {
    /// The first counts.
    First,
    /// The last counts.
    Last,
    /// Both count.
    Both,
}

/// Why a schedule cannot be made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ScheduleError {
    /// The field of the section `schedule`, such as `cron`.
    pub field: &'static str,
    /// What was given.
    pub given: String,
    /// The column in it, from 1.
    pub column: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Schedule {
    /// Makes a schedule.
    ///
    /// # Errors
    /// The first field that cannot be understood.
    pub fn new(spec: Spec) -> Result<Self, ScheduleError> {
        let _ = spec;
        Ok(Self {})
    }

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
