//! Whether a task was, or is, due at a moment at all, by the schedule that was in force then.

use nono_core::task::{SchedulerTask, Unknown};
use nono_core::time::{Instant, Utc};

use super::{Facts, Finding, Part, Verdict, ahead, passed, past};
use crate::tasks::versions::in_force;

/// Explains the moment `at`.
pub(super) fn at(facts: &Facts, at: Utc) -> Part {
    let second = at.floor();
    if past::recorded(facts, second).is_some() {
        return passed(facts, second);
    }
    let ruling = Ruling::at(facts, at);
    if ruling.plan.schedule.next_after(Instant(second.0 - 1)) != Some(second) {
        return not_due(facts, &ruling, second);
    }
    if let Some(part) = in_a_pause(facts, second) {
        return part;
    }
    let mut part = if second.utc() > facts.now { ahead::at(facts, second) } else { passed(facts, second) };
    if let Some(note) = ruling.plan.schedule.note(second) {
        part.findings.push(Finding::new("clock-change", format!("The clock changes there: {note}.")));
    }
    part
}

/// The whole cluster was paused then, and nothing had been claimed before.
fn in_a_pause(facts: &Facts, at: Instant) -> Option<Part> {
    let run = facts.run_at(at);
    let (from, to) = facts.task.cluster_pause_over(at)?;
    let to = to.filter(|_| !facts.task.open.iter().any(|open| open.entry.run == run))?;
    let text = match from {
        Utc(i64::MIN) => format!(
            "If nobody had claimed it before, it is not due any more: the whole cluster was paused more than {} times since, \
             the last of those that are no longer kept until {}.",
            nono_core::cluster::Intents::MOST_PAUSES,
            facts.moment(to)
        ),
        from => format!(
            "The whole cluster was paused from {} to {}: what came due then was not due.",
            facts.moment(from),
            facts.moment(to)
        ),
    };
    let verdict = if from == Utc(i64::MIN) { Verdict::NotKnown } else { Verdict::NotDue };
    let finding = Finding::new("cluster-was-paused", text).hint("nonoctl cluster events");
    Some(Part::new(at, verdict, vec![finding]))
}

/// The plan that counted at a moment.
struct Ruling {
    plan: SchedulerTask,
    /// Which version, if it is not the one of now.
    version: Option<i64>,
}

impl Ruling {
    fn at(facts: &Facts, at: Utc) -> Self {
        let newest = facts.task.version();
        let then = in_force(&facts.versions, at).filter(|version| version.number != newest);
        let document = then.and_then(|version| Some((version.number, version.document.as_ref()?)));
        let parsed =
            document.and_then(|(number, document)| Some((number, SchedulerTask::parse(document, Unknown::Keep).ok()?)));
        match parsed {
            Some((number, plan)) => Self { plan, version: Some(number) },
            None => Self { plan: facts.plan().clone(), version: None },
        }
    }
}

fn not_due(facts: &Facts, ruling: &Ruling, at: Instant) -> Part {
    let schedule = &ruling.plan.schedule;
    let of = ruling.version.map(|version| format!(", at version {version} then,")).unwrap_or_default();
    let mut findings = vec![Finding::new(
        "not-an-instant",
        format!(
            "The schedule{of} is {} in {}, and {} is none of its instants.",
            schedule.describe(),
            schedule.time_zone_name(),
            schedule.local(at)
        ),
    )];
    let spec = schedule.spec();
    if let Some(start) = spec.start.filter(|start| at < *start) {
        findings.push(Finding::new("before-start", format!("It starts at {}.", schedule.local(start))));
    }
    if let Some(end) = spec.end.filter(|end| at >= *end) {
        findings.push(Finding::new("after-end", format!("It ended at {}.", schedule.local(end))));
    }
    findings.extend(other_zone(facts, ruling, at));
    findings.push(neighbours(facts, ruling, at));
    Part::new(at, Verdict::NotDue, findings)
}

/// Who types 02:00Z for 02:00 of the task's zone is told so.
fn other_zone(facts: &Facts, ruling: &Ruling, at: Instant) -> Option<Finding> {
    let schedule = &ruling.plan.schedule;
    let zone = jiff::tz::TimeZone::get(schedule.time_zone_name()).ok()?;
    let wall = jiff::Timestamp::from_second(at.0).ok()?.to_zoned(jiff::tz::TimeZone::UTC).datetime();
    let meant = Instant(wall.to_zoned(zone).ok()?.timestamp().as_second());
    let is_due = meant != at && schedule.next_after(Instant(meant.0 - 1)) == Some(meant);
    is_due.then(|| {
        Finding::new("other-zone", format!("{} there is {meant}: perhaps that is meant.", schedule.local(meant)))
            .hint(format!("nonoctl task explain {} --at {meant}", facts.name()))
    })
}

fn neighbours(facts: &Facts, ruling: &Ruling, at: Instant) -> Finding {
    let schedule = &ruling.plan.schedule;
    let before = schedule.previous_before(at);
    let after = schedule.next_after(at);
    let told = |at: Option<Instant>| at.map(|at| schedule.local(at));
    let text = match (told(before), told(after)) {
        (Some(before), Some(after)) => format!("It is due before that at {before}, and after that at {after}."),
        (Some(before), None) => format!("It is due before that at {before}, and never after."),
        (None, Some(after)) => format!("It is due for the first time after that, at {after}."),
        (None, None) => "It is never due.".to_owned(),
    };
    let finding = Finding::new("neighbours", text);
    match before.or(after) {
        Some(near) => finding.hint(format!("nonoctl task explain {} --at {near}", facts.name())),
        None => finding,
    }
}
