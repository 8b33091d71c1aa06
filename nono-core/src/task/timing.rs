//! The section `schedule`: which instants a task is due.
//!
//! Only the fields are read here; what a cron expression or a zone means is the schedule's own business.

use serde_json::Value;

use super::problem::{Fault, Problem};
use super::section::Section;
use super::value::{instant, kind_of};
use crate::name::TaskName;
use crate::schedule::{DstOverlap, Gap, Kind, Schedule, ScheduleError, Spec};
use crate::time::Instant;

const KINDS: [&str; 3] = ["cron", "every", "at"];

/// All lines of a cron schedule together have at most so many bytes.
const LONGEST_LINES: usize = 4096;

/// Reads the section; `None` when something was noted. A task without a `name` was noted already: what depends on the
/// name is read as that of any task, so that no second problem comes of the first.
pub(super) fn read(top: Section<'_>, name: Option<&TaskName>) -> Option<Schedule> {
    let section = top.section("schedule");
    if !top.has("schedule") {
        top.note("schedule", Fault::new("is missing", "write schedule: with one of cron, every and at"));
        return None;
    }
    let kind = kind(section);
    let dst = section.section("dst");
    let spec = Spec {
        kind: kind?,
        time_zone: section.text("timeZone").map(str::to_owned),
        gap: match dst.word("gap") {
            "skip" => Gap::Skip,
            _ => Gap::Next,
        },
        overlap: match dst.word("overlap") {
            "last" => DstOverlap::Last,
            "both" => DstOverlap::Both,
            _ => DstOverlap::First,
        },
        start: section.instant("start"),
        end: section.instant("end"),
        jitter: section.duration_or_default("jitter"),
        task: name.cloned().or_else(|| "nameless".parse().ok()),
    };
    Schedule::new(spec).map_err(|error| top.report.add(problem(error))).ok()
}

fn kind(section: Section<'_>) -> Option<Kind> {
    let given: Vec<_> = KINDS.into_iter().filter(|name| section.has(name)).collect();
    if section.has("offset") && !section.has("every") {
        section.note("offset", Fault::new("moves nothing without every", "add every, or take offset away"));
    }
    match given[..] {
        ["cron"] => cron(section).map(Kind::Cron),
        ["every"] => every(section),
        ["at"] => at(section).map(Kind::At),
        [] => {
            section.report.note("schedule", Fault::new("says no instants", "write one of cron, every and at"));
            None
        }
        _ => {
            let message = format!("has {}", given.join(" and "));
            section.report.note("schedule", Fault::new(message, "keep one of them, or make a second task"));
            None
        }
    }
}

/// One expression, or a list of them.
fn cron(section: Section<'_>) -> Option<Vec<String>> {
    let lines = section.lines("cron")?;
    let bytes: usize = lines.iter().map(|line| line.len()).sum();
    if bytes > LONGEST_LINES {
        let message = format!("has {bytes} bytes in all its lines");
        section.note("cron", Fault::new(message, format!("at most {LONGEST_LINES} are kept")));
        return None;
    }
    Some(lines.into_iter().map(str::to_owned).collect())
}

fn every(section: Section<'_>) -> Option<Kind> {
    let interval = section.duration("every")?;
    let offset = section.duration_or_default("offset");
    Some(Kind::Every { interval, offset })
}

fn at(section: Section<'_>) -> Option<Vec<Instant>> {
    let items = section.list("at", 1000)?;
    if items.is_empty() {
        section.note("at", Fault::new("is an empty list", "write at least one time"));
        return None;
    }
    let read = |item: &Value| match item {
        Value::String(text) => instant(text),
        other => Err(Fault::new(format!("holds {}", kind_of(other)), "write times as text")),
    };
    items.iter().map(|item| read(item).map_err(|fault| section.note("at", fault)).ok()).collect()
}

fn problem(error: ScheduleError) -> Problem {
    let ScheduleError { field, line, column, message, hint, .. } = error;
    Problem { path: path_of(field), line, column, message, hint }
}

/// The schedule names its fields without the section.
fn path_of(field: &str) -> String {
    if field.starts_with("schedule") { field.to_owned() } else { format!("schedule.{field}") }
}
