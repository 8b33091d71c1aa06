//! The text of one outcome in a task's state: an ordinary one is a line.
//!
//! A state is written whole with each outcome, so its size is what a run costs ZooKeeper. What most outcomes have in common
//! is said once: `runs`, how the ids of its runs begin; `from`, the instant that lines count from; and `kinds`, the ways in
//! which runs ended. A kind and a line are
//!
//! ```text
//! TRIGGER OUTCOME STATUS ATTEMPTS SCHEDULER EPOCH       schedule succeeded 200 1 sched-a1-0a1b2c 4
//! AFTER KIND STARTED ENDED LATENESS MESSAGE             60 0 14 37 9 done
//! AFTER KIND TO ENDED COUNT MESSAGE                     60 1 4 5037 5
//! ```
//!
//! with `AFTER` in seconds from `from` to the instant, `KIND` a place in `kinds`, `STARTED` and `ENDED` in milliseconds after
//! the instant, `-` for what there is not, and a message only where there is one: all after the fifth space. The last is that of
//! a kind that is `missed`: `TO` in seconds from the first instant of the range to its last, and how many were missed. In an
//! overload a history is full of these: were they larger, what is too much would make itself more. Any other outcome (of a
//! command, redelivered, with fields of a newer release) is an object, and any outcome may be one.

use serde_json::Map;

use super::{Outcome, RunOutcome, Trigger};
use crate::name::{Epoch, MemberId, RunId, RunKey};
use crate::time::{Instant, Utc};

/// `r-PPP-UID-`, in bytes.
const PREFIX: usize = 15;
/// `-`: there is none.
const NONE: &str = "-";

/// How the id of a run begins.
pub(super) fn beginning_of(run: &RunId) -> &str {
    &run.as_str()[..PREFIX]
}

/// What many outcomes of a task have in common.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Kind {
    trigger: Trigger,
    pub(super) outcome: Outcome,
    status: Option<u16>,
    attempts: u32,
    scheduler: MemberId,
    epoch: Epoch,
    /// It is written with each outcome of its task.
    text: Box<str>,
}

impl Kind {
    pub(super) fn of(outcome: &RunOutcome) -> Self {
        Self {
            trigger: outcome.trigger,
            outcome: outcome.outcome,
            status: outcome.status,
            attempts: outcome.attempts,
            scheduler: outcome.scheduler.clone(),
            epoch: outcome.epoch,
            text: Box::default(),
        }
        .with_text()
    }

    fn with_text(mut self) -> Self {
        let status = self.status.map_or_else(|| NONE.to_owned(), |status| status.to_string());
        let (trigger, outcome) = (self.trigger.as_str(), self.outcome.as_str());
        let text = format!("{trigger} {outcome} {status} {} {} {}", self.attempts, self.scheduler, self.epoch);
        self.text = text.into();
        self
    }

    /// As in the record.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    pub(super) fn is_of(&self, outcome: &RunOutcome) -> bool {
        let ended = (self.trigger, self.outcome, self.status) == (outcome.trigger, outcome.outcome, outcome.status);
        ended && (self.attempts, self.epoch) == (outcome.attempts, outcome.epoch) && self.scheduler == outcome.scheduler
    }

    /// What it takes in a record at most, in bytes.
    pub(super) fn bytes(&self) -> usize {
        60 + self.scheduler.as_str().len()
    }

    /// `None`: it is none.
    pub(super) fn read(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let mut next = || parts.next();
        let kind = Self {
            trigger: trigger_of(next()?)?,
            outcome: outcome_of(next()?)?,
            status: optional(next()?)?,
            attempts: next()?.parse().ok()?,
            scheduler: next()?.parse().ok()?,
            epoch: next()?.parse().ok()?,
            text: Box::default(),
        };
        parts.next().is_none().then(|| kind.with_text())
    }
}

/// Writes an outcome's line without its message. `None`: a line cannot say it, and what was written counts for nothing.
pub(super) fn write(line: &mut String, outcome: &RunOutcome, from: Instant, kind: u16) -> Option<()> {
    let at = outcome.scheduled_at.utc().0;
    let ended = outcome.ended_at.0.checked_sub(at)?;
    let after = |moment: Option<i64>, from: i64| match moment {
        Some(moment) => moment.checked_sub(from).map(Some),
        None => Some(None),
    };
    number(line, Some(outcome.scheduled_at.0.checked_sub(from.0)?));
    number(line, Some(kind));
    if outcome.outcome == Outcome::Missed {
        number(line, after(outcome.missed_to.map(|to| to.0), outcome.scheduled_at.0)?);
        number(line, Some(ended));
        number(line, outcome.missed_count);
    } else {
        number(line, after(outcome.started_at.map(|started| started.0), at)?);
        number(line, Some(ended));
        number(line, outcome.lateness_ms);
    }
    // The space after the last.
    line.pop();
    Some(())
}

/// Whether a line can say all of it.
pub(super) fn is_ordinary(outcome: &RunOutcome) -> bool {
    let is_plain = !outcome.redelivered && outcome.token.is_none() && outcome.extra.is_empty();
    let says_all = match outcome.outcome {
        Outcome::Missed => outcome.started_at.is_none() && outcome.lateness_ms.is_none(),
        _ => outcome.missed_to.is_none() && outcome.missed_count.is_none(),
    };
    let at = outcome.scheduled_at;
    let have_form = at.has_compact_form() && outcome.missed_to.is_none_or(Instant::has_compact_form);
    is_plain && says_all && have_form && is_of_instant(&outcome.run, at)
}

/// Whether the id of a run says its instant.
pub(super) fn is_of_instant(run: &RunId, at: Instant) -> bool {
    run.key() == RunKey::Instant(at)
}

fn number(line: &mut String, number: Option<impl itoa::Integer>) {
    match number {
        Some(number) => line.push_str(itoa::Buffer::new().format(number)),
        None => line.push_str(NONE),
    }
    line.push(' ');
}

/// A line as it is read, without a copy.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    pub(super) at: Instant,
    pub(super) kind: u16,
    pub(super) message: Option<&'a str>,
    started_at: Option<Utc>,
    ended_at: Utc,
    lateness_ms: Option<i64>,
    missed_to: Option<Instant>,
    missed_count: Option<u64>,
}

impl<'a> Line<'a> {
    /// `None`: it is no line, or of none of the kinds.
    pub(super) fn read(line: &'a str, from: Instant, kinds: &[Kind]) -> Option<Self> {
        let mut parts = line.splitn(6, ' ');
        let mut next = || parts.next();
        let after = next()?;
        let seconds: i64 = after.parse().ok()?;
        // One text for each, so that a run is found by the text.
        if itoa::Buffer::new().format(seconds) != after {
            return None;
        }
        let at = from.0.checked_add(seconds).map(Instant).filter(|at| at.has_compact_form())?;
        let kind: u16 = next()?.parse().ok()?;
        let is_range = kinds.get(usize::from(kind))?.outcome == Outcome::Missed;
        let moment = |after: i64| at.utc().0.checked_add(after).map(Utc);
        let (first, ended, last) = (next()?, next()?, next()?);
        let ended_at = moment(ended.parse().ok()?)?;
        let of_kind = Self {
            at,
            kind,
            message: parts.next(),
            started_at: None,
            ended_at,
            lateness_ms: None,
            missed_to: None,
            missed_count: None,
        };
        if is_range {
            let to = |after: i64| at.0.checked_add(after).map(Instant).filter(|to| to.has_compact_form());
            let missed_to = all(optional(first)?, to)?;
            Some(Self { missed_to, missed_count: optional(last)?, ..of_kind })
        } else {
            let started_at = all(optional(first)?, moment)?;
            Some(Self { started_at, lateness_ms: optional(last)?, ..of_kind })
        }
    }

    /// What it says of `run`, which ended in this way.
    pub(super) fn outcome(&self, run: RunId, kind: &Kind) -> RunOutcome {
        RunOutcome {
            run,
            trigger: kind.trigger,
            outcome: kind.outcome,
            scheduled_at: self.at,
            started_at: self.started_at,
            ended_at: self.ended_at,
            lateness_ms: self.lateness_ms,
            attempts: kind.attempts,
            redelivered: false,
            scheduler: kind.scheduler.clone(),
            epoch: kind.epoch,
            status: kind.status,
            message: self.message.map(str::to_owned),
            missed_to: self.missed_to,
            missed_count: self.missed_count,
            token: None,
            extra: Map::new(),
        }
    }
}

/// What becomes of what there is. `None`: nothing can become of it.
fn all<T, U>(one: Option<T>, become_of: impl FnOnce(T) -> Option<U>) -> Option<Option<U>> {
    match one {
        Some(one) => become_of(one).map(Some),
        None => Some(None),
    }
}

/// `None`: it is no number, and not `-`.
fn optional<T: std::str::FromStr>(text: &str) -> Option<Option<T>> {
    if text == NONE { Some(None) } else { text.parse().ok().map(Some) }
}

pub(super) fn trigger_of(word: &str) -> Option<Trigger> {
    Trigger::ALL.into_iter().find(|trigger| trigger.as_str() == word)
}

fn outcome_of(word: &str) -> Option<Outcome> {
    Outcome::ALL.into_iter().find(|outcome| outcome.as_str() == word)
}
