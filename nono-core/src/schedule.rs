//! Which instants a task is due.
//!
//! A [`Schedule`] is made of a [`Spec`] by [`Schedule::new`], which refuses what can never fire, and answers questions
//! about instants: next, previous, how many, how often, in which words. docs/cron.md is the written dialect and the rules
//! for changes of the clock; this follows it. It must not read a clock, and no question may take unbounded time.

mod counted;
mod counting;
mod element;
mod error;
mod expansion;
mod expression;
mod fields;
mod interval;
mod spread;
mod timeline;
mod union;
mod words;
mod years;
mod zone;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

pub use self::error::ScheduleError;
use self::fields::Fields;
use self::interval::Interval;
use self::timeline::{Policies, Timeline};
pub use self::union::MOST_LINES;
use self::zone::{FIRST, LAST, Zone};
use crate::name::{RunId, TaskName};
use crate::time::{Instant, Utc};

/// What a schedule says, as the user typed it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spec {
    /// Cron expression, interval or fixed instants.
    pub kind: Kind,
    /// An IANA name. Absent: UTC. For intervals and fixed instants it only says how they are shown.
    pub time_zone: Option<String>,
    /// What becomes of a wall time that a change of the clock leaves out.
    pub gap: Gap,
    /// What becomes of a wall time that a change of the clock repeats.
    pub overlap: DstOverlap,
    /// The first instant that can be due.
    pub start: Option<Instant>,
    /// The first instant that cannot be due any more.
    pub end: Option<Instant>,
    /// Runs are sent up to this much after their instant; whole milliseconds.
    pub jitter: Duration,
    /// The task that it is the schedule of: what `H` in an expression depends on. Nothing else does, and a schedule
    /// without `H`, which tasks share, names none.
    pub task: Option<TaskName>,
}

/// The three kinds of schedules.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Expressions of docs/cron.md, 1 to [`MOST_LINES`]; due whenever one of them is.
    Cron(Vec<String>),
    /// Every `interval` since 1970-01-01T00:00:00Z plus `offset`, whatever the zone. Whole seconds.
    Every {
        /// At least one second.
        interval: Duration,
        /// Less than the interval.
        offset: Duration,
    },
    /// These instants; order and repetition do not matter.
    At(Vec<Instant>),
}

/// What becomes of a wall time that does not exist because the clock is set forward over it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Gap {
    /// It is due at the first instant after the gap.
    #[default]
    Next,
    /// It is not due that day.
    Skip,
}

/// What becomes of a wall time that comes twice because the clock is set back.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DstOverlap {
    /// It is due the first time.
    #[default]
    First,
    /// It is due the second time.
    Last,
    /// It is due both times.
    Both,
}

/// A schedule: cron expression, interval or fixed instants, with zone, DST policy, window and jitter.
///
/// Two are equal when they mean the same: `@daily` is `0 0 * * *`, and no zone is UTC.
#[derive(Clone)]
pub struct Schedule(Arc<Parsed>);

struct Parsed {
    spec: Spec,
    rule: Rule,
    zone: Zone,
}

/// A [`Kind`], read.
enum Rule {
    /// Each expression once, in the order given; and whether the name of the task decides some of them.
    Cron {
        lines: Box<[Fields]>,
        depends_on_name: bool,
    },
    Every(Interval),
    /// Sorted.
    At(Box<[i64]>),
}

/// The longest jitter: a year and a day.
const MAX_JITTER: Duration = Duration::from_secs(366 * 86_400);

impl Kind {
    /// A single expression.
    #[must_use]
    pub fn cron(expression: impl Into<String>) -> Self {
        Self::Cron(vec![expression.into()])
    }

    /// A specification with this kind and every other field at its default.
    #[must_use]
    pub fn spec(self) -> Spec {
        Spec {
            kind: self,
            time_zone: None,
            gap: Gap::default(),
            overlap: DstOverlap::default(),
            start: None,
            end: None,
            jitter: Duration::ZERO,
            task: None,
        }
    }
}

impl Rule {
    const fn depends_on_name(&self) -> bool {
        matches!(self, Self::Cron { depends_on_name: true, .. })
    }

    fn of(kind: &Kind, task: Option<&TaskName>) -> Result<Self, ScheduleError> {
        match kind {
            Kind::Cron(expressions) => Self::of_expressions(expressions, task.map(TaskName::as_str)),
            Kind::Every { interval, offset } => Interval::new(*interval, *offset).map(Self::Every),
            Kind::At(instants) => sorted(instants).map(Self::At),
        }
    }

    fn of_expressions(expressions: &[String], name: Option<&str>) -> Result<Self, ScheduleError> {
        if expressions.is_empty() {
            return Err(ScheduleError::new("cron", "", "never fires: it is empty").hint("such as \"0 2 * * *\""));
        }
        if expressions.len() > MOST_LINES {
            let error = ScheduleError::new("cron", "", format!("has {} lines", expressions.len()));
            return Err(error.hint(format!("at most {MOST_LINES}; make a second task of the others")));
        }
        let (mut lines, mut depends_on_name) = (Vec::with_capacity(expressions.len()), false);
        for (index, given) in expressions.iter().enumerate() {
            let in_its_line = |error: ScheduleError| if expressions.len() > 1 { error.on(index + 1) } else { error };
            let read = expression::read(given, name).map_err(in_its_line)?;
            depends_on_name |= read.depends_on_name;
            if !lines.contains(&read.fields) {
                lines.push(read.fields);
            }
        }
        Ok(Self::Cron { lines: lines.into(), depends_on_name })
    }
}

/// Two rules are equal when they mean the same: the order of lines does not matter, nor where a number came from.
impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Cron { lines: a, .. }, Self::Cron { lines: b, .. }) => {
                a.len() == b.len() && a.iter().all(|line| b.contains(line))
            }
            (Self::Every(a), Self::Every(b)) => a == b,
            (Self::At(a), Self::At(b)) => a == b,
            _ => false,
        }
    }
}

impl Schedule {
    /// Reads a specification.
    ///
    /// # Errors
    ///
    /// When a field is malformed, and when no instant at all, past or future, would be due. A schedule that is merely over
    /// is taken: see [`Schedule::never_again`].
    pub fn new(mut spec: Spec) -> Result<Self, ScheduleError> {
        let rule = Rule::of(&spec.kind, spec.task.as_ref())?;
        if !rule.depends_on_name() {
            spec.task = None;
        }
        let zone = Zone::named(spec.time_zone.as_deref())?;
        check_jitter(spec.jitter)?;
        if let (Some(start), Some(end)) = (spec.start, spec.end)
            && start >= end
        {
            let error = ScheduleError::new("end", &end.to_string(), format!("is not after the start, {start}"));
            return Err(error.hint("start is the first instant that counts, end the first that does not"));
        }
        let schedule = Self(Arc::new(Parsed { spec, rule, zone }));
        if schedule.fires() { Ok(schedule) } else { Err(schedule.empty_window()) }
    }

    /// What it was made of, without a task's name that nothing depends on.
    #[must_use]
    pub fn spec(&self) -> &Spec {
        &self.0.spec
    }

    /// The first instant strictly after `after` that the schedule holds, window applied. `None`: never again.
    #[must_use]
    pub fn next_after(&self, after: Instant) -> Option<Instant> {
        let from = after.0.saturating_add(1).max(self.first());
        let last = self.last();
        let found = match &self.0.rule {
            Rule::Cron { lines, .. } => self.timeline(lines).first_from(from, last),
            Rule::Every(interval) => interval.first_from(from),
            Rule::At(instants) => instants.get(instants.partition_point(|at| *at < from)).copied(),
        };
        found.filter(|at| *at <= last).map(Instant)
    }

    /// The last instant strictly before `before`, window applied.
    #[must_use]
    pub fn previous_before(&self, before: Instant) -> Option<Instant> {
        let to = before.0.saturating_sub(1).min(self.last());
        let first = self.first();
        let found = match &self.0.rule {
            Rule::Cron { lines, .. } => self.timeline(lines).last_to(first, to),
            Rule::Every(interval) => interval.last_to(to),
            Rule::At(instants) => instants[..instants.partition_point(|at| *at <= to)].last().copied(),
        };
        found.filter(|at| *at >= first).map(Instant)
    }

    /// How many instants lie in `[from, to]`; exact, in bounded time even for a second's interval over years.
    #[must_use]
    pub fn count_between(&self, from: Instant, to: Instant) -> u64 {
        let (from, to) = (from.0.max(self.first()), to.0.min(self.last()));
        if from > to {
            return 0;
        }
        match &self.0.rule {
            Rule::Cron { lines, .. } => self.timeline(lines).count(from, to),
            Rule::Every(interval) => interval.count(from, to),
            Rule::At(instants) => {
                let until = instants.partition_point(|at| *at <= to);
                (until - instants.partition_point(|at| *at < from)) as u64
            }
        }
    }

    /// Expected runs per second over the day that begins at `from`. Cheap: bounded work, no walk over 86,400 instants.
    #[must_use]
    pub fn mean_rate(&self, from: Utc) -> f64 {
        let first = from.floor().0;
        let runs = self.count_between(Instant(first), Instant(first.saturating_add(fields::DAY_SECONDS - 1)));
        f64::from(u32::try_from(runs).unwrap_or(u32::MAX)) / fields::DAY_SECONDS as f64
    }

    /// How long after its instant the run is sent: stable for the run, below the schedule's jitter, whole milliseconds.
    #[must_use]
    pub fn jitter_of(&self, run: &RunId) -> Duration {
        let millis = self.0.spec.jitter.as_millis();
        let hash = u128::from(xxh3_64(run.as_str().as_bytes()));
        Duration::from_millis(u64::try_from((hash * millis) >> 64).expect("below a jitter of at most a year"))
    }

    /// Whether no instant after `after` is due any more.
    #[must_use]
    pub fn never_again(&self, after: Instant) -> bool {
        self.next_after(after).is_none()
    }

    /// The schedule in words, without zone, window and jitter: `every day at 02:00`.
    #[must_use]
    pub fn describe(&self) -> String {
        match &self.0.rule {
            Rule::Cron { lines, .. } => words::lines(lines),
            Rule::Every(interval) => words::every(interval),
            Rule::At(instants) => words::at(instants, &self.0.zone),
        }
    }

    /// Whether the name of the task decides some of its instants: it has an `H`.
    #[must_use]
    pub fn depends_on_name(&self) -> bool {
        self.0.rule.depends_on_name()
    }

    /// The zone's IANA name.
    #[must_use]
    pub fn time_zone_name(&self) -> &str {
        self.0.zone.name()
    }

    /// A moment on the schedule's wall clock: `2027-03-28 03:00:00 CEST`.
    #[must_use]
    pub fn local(&self, at: Instant) -> String {
        self.0.zone.show(at.0)
    }

    /// What a change of the clock does to an instant of this schedule: `02:00 does not exist (DST): moved to 03:00`.
    #[must_use]
    pub fn note(&self, at: Instant) -> Option<String> {
        match &self.0.rule {
            Rule::Cron { lines, .. } if (FIRST..=LAST).contains(&at.0) => self.timeline(lines).note(at.0),
            _ => None,
        }
    }

    /// The first second of the window.
    fn first(&self) -> i64 {
        self.0.spec.start.map_or(FIRST, |start| start.0.max(FIRST))
    }

    /// The last second of the window.
    fn last(&self) -> i64 {
        self.0.spec.end.map_or(LAST, |end| end.0.saturating_sub(1).min(LAST))
    }

    fn timeline<'a>(&'a self, lines: &'a [Fields]) -> Timeline<'a> {
        let Parsed { spec, zone, .. } = &*self.0;
        Timeline { lines, policies: Policies { zone, gap: spec.gap, overlap: spec.overlap } }
    }

    fn fires(&self) -> bool {
        self.next_after(Instant(self.first() - 1)).is_some()
    }

    fn empty_window(&self) -> ScheduleError {
        let spec = &self.0.spec;
        let (field, given) = match (spec.start, spec.end, &spec.kind) {
            (None, None, Kind::Cron(lines)) => {
                let error = ScheduleError::new("cron", &lines.join(", "), "never fires: no wall time of it is shown");
                return error.hint("it may lie in a gap that is skipped, or after 9999-12-28T23:59:59Z");
            }
            (None, Some(end), _) => ("end", end),
            (start, ..) => ("start", start.unwrap_or(Instant::EPOCH)),
        };
        let words = format!("never fires: no instant of \"{}\" lies between start and end", self.describe());
        ScheduleError::new(field, &given.to_string(), words).hint("widen the window or take it away")
    }
}

fn sorted(instants: &[Instant]) -> Result<Box<[i64]>, ScheduleError> {
    if instants.is_empty() {
        return Err(ScheduleError::new("at", "", "never fires: it is empty").hint("such as 2026-12-24T18:00:00+01:00"));
    }
    if let Some(outside) = instants.iter().find(|at| !(FIRST..=LAST).contains(&at.0)) {
        let error = ScheduleError::new("at", &outside.to_string(), "is out of range");
        return Err(error.hint("1970-01-01T00:00:00Z to 9999-12-28T23:59:59Z"));
    }
    let mut sorted: Vec<i64> = instants.iter().map(|at| at.0).collect();
    sorted.sort_unstable();
    sorted.dedup();
    Ok(sorted.into())
}

fn check_jitter(jitter: Duration) -> Result<(), ScheduleError> {
    let refused = |words: &str| Err(ScheduleError::new("jitter", &format!("{jitter:?}"), words));
    if !jitter.subsec_nanos().is_multiple_of(1_000_000) {
        return refused("is not a whole number of milliseconds");
    }
    if jitter > MAX_JITTER { refused("is longer than 366 days") } else { Ok(()) }
}

impl PartialEq for Schedule {
    fn eq(&self, other: &Self) -> bool {
        let (a, b) = (&self.0.spec, &other.0.spec);
        Arc::ptr_eq(&self.0, &other.0)
            || (self.0.rule == other.0.rule
                && self.time_zone_name() == other.time_zone_name()
                && (a.gap, a.overlap, a.start, a.end, a.jitter) == (b.gap, b.overlap, b.start, b.end, b.jitter))
    }
}

impl Eq for Schedule {}

impl fmt::Debug for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Schedule").field(&self.0.spec).finish()
    }
}
