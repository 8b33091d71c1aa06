//! The text of one outcome in a task's state: an ordinary one is a line.
//!
//! A state is written whole with each outcome, so its size is what a run costs ZooKeeper. What most outcomes have in common
//! is said once: `runs`, how the ids of its runs begin, and `by`, who ended them. A line is
//!
//! ```text
//! INSTANT TRIGGER OUTCOME STATUS STARTED ENDED LATENESS ATTEMPTS BY MESSAGE
//! 20261124T010000Z schedule succeeded 200 14 37 9 1 0 done
//! ```
//!
//! with `STARTED` and `ENDED` in milliseconds after the instant, `BY` a place in `by`, `-` for what there is not, and a
//! message only where there is one: all after the ninth space. Any other outcome (of a command, of a range of misses,
//! redelivered, with fields of a newer release) is an object, and any outcome may be one.

use serde_json::Map;

use super::{Outcome, RunOutcome, Trigger};
use crate::name::{Epoch, MemberId, RunId, RunKey};
use crate::time::{Instant, Utc};

/// `r-PPP-UID-`, in bytes.
const PREFIX: usize = 15;
/// `-`: there is none.
const NONE: &str = "-";

/// How the id of a run begins, and what a line says of it.
pub(super) fn parts_of(run: &RunId) -> (&str, &str) {
    run.as_str().split_at(PREFIX)
}

/// Writes an outcome's line without its message. `None`: a line cannot say it, and what was written counts for nothing.
pub(super) fn write(line: &mut String, outcome: &RunOutcome, by: usize) -> Option<()> {
    let key = parts_of(&outcome.run).1;
    let from = outcome.scheduled_at.utc().0;
    let ended = outcome.ended_at.0.checked_sub(from)?;
    let started = match outcome.started_at {
        Some(at) => Some(at.0.checked_sub(from)?),
        None => None,
    };
    for word in [key, outcome.trigger.as_str(), outcome.outcome.as_str()] {
        line.push_str(word);
        line.push(' ');
    }
    optional(line, outcome.status);
    optional(line, started);
    optional(line, Some(ended));
    optional(line, outcome.lateness_ms);
    optional(line, Some(outcome.attempts));
    line.push_str(itoa::Buffer::new().format(by));
    Some(())
}

/// Whether a line can say all of it.
pub(super) fn is_ordinary(outcome: &RunOutcome) -> bool {
    let is_plain = !outcome.redelivered && outcome.token.is_none() && outcome.extra.is_empty();
    let is_one = outcome.missed_to.is_none() && outcome.missed_count.is_none();
    is_plain && is_one && is_of_instant(&outcome.run, outcome.scheduled_at)
}

/// Whether the id of a run says its instant.
pub(super) fn is_of_instant(run: &RunId, at: Instant) -> bool {
    run.key() == RunKey::Instant(at)
}

fn optional(line: &mut String, number: Option<impl itoa::Integer>) {
    match number {
        Some(number) => line.push_str(itoa::Buffer::new().format(number)),
        None => line.push_str(NONE),
    }
    line.push(' ');
}

/// A line as it is read, without a copy.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    pub(super) key: &'a str,
    pub(super) trigger: Trigger,
    pub(super) outcome: Outcome,
    pub(super) by: usize,
    pub(super) message: Option<&'a str>,
    scheduled_at: Instant,
    started_at: Option<Utc>,
    ended_at: Utc,
    lateness_ms: Option<i64>,
    attempts: u32,
    status: Option<u16>,
}

impl<'a> Line<'a> {
    /// `None`: it is no line, or of none of those who are known.
    pub(super) fn read(line: &'a str, known: usize) -> Option<Self> {
        let mut parts = line.splitn(10, ' ');
        let key = parts.next()?;
        let scheduled_at = Instant::from_compact(key)?;
        let mut next = || parts.next().map(|text| Some(text).filter(|text| *text != NONE));
        let (trigger, outcome) = (trigger_of(next()??)?, outcome_of(next()??)?);
        let status = number(next()?)?;
        let moment = |after: i64| scheduled_at.utc().0.checked_add(after).map(Utc);
        let started_at = match number(next()?)? {
            Some(after) => Some(moment(after)?),
            None => None,
        };
        let ended_at = moment(next()??.parse().ok()?)?;
        let lateness_ms = number(next()?)?;
        let attempts = next()??.parse().ok()?;
        let by = next()??.parse().ok().filter(|by| *by < known)?;
        let message = parts.next();
        Some(Self {
            key,
            trigger,
            outcome,
            by,
            message,
            scheduled_at,
            started_at,
            ended_at,
            lateness_ms,
            attempts,
            status,
        })
    }

    /// What it says of `run`, which `by` ended.
    pub(super) fn outcome(&self, run: RunId, (scheduler, epoch): (MemberId, Epoch)) -> RunOutcome {
        RunOutcome {
            run,
            trigger: self.trigger,
            outcome: self.outcome,
            scheduled_at: self.scheduled_at,
            started_at: self.started_at,
            ended_at: self.ended_at,
            lateness_ms: self.lateness_ms,
            attempts: self.attempts,
            redelivered: false,
            scheduler,
            epoch,
            status: self.status,
            message: self.message.map(str::to_owned),
            missed_to: None,
            missed_count: None,
            token: None,
            extra: Map::new(),
        }
    }
}

/// `None`: it is no number.
fn number<T: std::str::FromStr>(text: Option<&str>) -> Option<Option<T>> {
    match text {
        Some(text) => text.parse().ok().map(Some),
        None => Some(None),
    }
}

pub(super) fn trigger_of(word: &str) -> Option<Trigger> {
    Trigger::ALL.into_iter().find(|trigger| trigger.as_str() == word)
}

fn outcome_of(word: &str) -> Option<Outcome> {
    Outcome::ALL.into_iter().find(|outcome| outcome.as_str() == word)
}
