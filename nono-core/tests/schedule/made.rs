//! Schedules from text, and what they are due at, for the tables of schedules.
//!
//! Short hands only: each says what a table's row says. Nothing here judges.

use nono_core::schedule::{Kind, Schedule, ScheduleError, Spec};
use nono_core::time::Instant;

pub(crate) fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

pub(crate) fn cron(text: &str) -> Spec {
    Kind::cron(text).spec()
}

/// An expression of a task.
pub(crate) fn of_task(text: &str, name: &str) -> Spec {
    Spec { task: Some(name.parse().unwrap()), ..cron(text) }
}

/// Several expressions.
#[allow(dead_code, reason = "not every table has several")]
pub(crate) fn lines(texts: &[&str]) -> Spec {
    Kind::Cron(texts.iter().map(|text| (*text).to_owned()).collect()).spec()
}

pub(crate) fn made(spec: Spec) -> Schedule {
    let words = format!("{spec:?}");
    Schedule::new(spec).unwrap_or_else(|error| panic!("{words}: {error}"))
}

pub(crate) fn refused(spec: Spec) -> ScheduleError {
    match Schedule::new(spec) {
        Ok(schedule) => panic!("{schedule:?} was taken"),
        Err(error) => error,
    }
}

/// The instants in `[from, to]`, as the wall shows them.
pub(crate) fn walls(schedule: &Schedule, from: &str, to: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut last = Instant(at(from).0 - 1);
    while let Some(next) = schedule.next_after(last).filter(|next| *next <= at(to)) {
        found.push(schedule.local(next));
        last = next;
    }
    found
}
