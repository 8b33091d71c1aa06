//! Instants that are accounted for: by an outcome, by a pause, or by a change.

use std::time::Duration;

use nono_core::run::{Outcome, RunOutcome, Trigger};
use nono_core::store::admin::creation_of;
use nono_core::task::{MisfireRun, SchedulerTask, Unknown};
use nono_core::time::Instant;

use super::{Facts, Finding, Part, Verdict, ahead, passed, worker};
use crate::tasks::versions::{Version, in_force};
use crate::words;

/// First bytes later than this after the send time are late.
const LATE: Duration = Duration::from_secs(1);

/// The newest instant of the schedule that has an outcome or an open run.
pub(super) fn newest(facts: &Facts) -> Option<Part> {
    let ended = facts.task.outcomes().find(|outcome| outcome.trigger.is_of_schedule());
    let ended = ended.map(|outcome| outcome.missed_to.unwrap_or(outcome.scheduled_at));
    let open = facts.task.open.iter().filter(|open| open.entry.trigger.is_of_schedule());
    let open = open.map(|open| open.entry.scheduled_at).filter(|at| at.utc() <= facts.now).max();
    ended.max(open).map(|at| passed(facts, at))
}

/// What is recorded of an instant.
pub(super) fn recorded(facts: &Facts, at: Instant) -> Option<Part> {
    let run = facts.run_at(at);
    let of = |outcome: &&RunOutcome| {
        outcome.trigger.is_of_schedule()
            && (outcome.run == run || outcome.scheduled_at == at)
            && outcome.missed_to.is_none()
    };
    if let Some(outcome) = facts.task.outcomes().find(of) {
        return Some(ended(facts, at, outcome));
    }
    let holds = |from: Instant, to: Instant| from <= at && at <= to;
    let range = facts.task.outcomes().find(|outcome| {
        outcome.outcome == Outcome::Missed && outcome.missed_to.is_some_and(|to| holds(outcome.scheduled_at, to))
    });
    if let Some(range) = range {
        let to = range.missed_to.unwrap_or(range.scheduled_at);
        return Some(missed(facts, at, (range.scheduled_at, to, range.missed_count.unwrap_or(1))));
    }
    let about_to = facts.task.missed.iter().find(|range| holds(range.missed_from, range.missed_to))?;
    Some(missed(facts, at, (about_to.missed_from, about_to.missed_to, about_to.count)))
}

fn ended(facts: &Facts, at: Instant, outcome: &RunOutcome) -> Part {
    let late = outcome.lateness_ms.and_then(|millis| u64::try_from(millis).ok()).map(Duration::from_millis);
    let late = late.filter(|late| *late > LATE);
    let (verdict, mut findings) = match outcome.outcome {
        Outcome::Succeeded if late.is_some() => (Verdict::RanLate, vec![succeeded(facts, outcome)]),
        Outcome::Succeeded => (Verdict::Ran, vec![succeeded(facts, outcome)]),
        Outcome::Failed | Outcome::TimedOut => (Verdict::Failed, failed(facts, outcome)),
        Outcome::Skipped => (Verdict::LeftOut, vec![skipped(facts, outcome)]),
        Outcome::Cancelled => (Verdict::Cancelled, vec![cancelled(facts, outcome)]),
        Outcome::Missed => return missed(facts, at, (at, at, 1)),
        Outcome::Unknown => (Verdict::InDoubt, vec![in_doubt(facts, outcome)]),
    };
    if let Some(late) = late {
        findings.extend(why_late(facts, outcome, late));
    }
    Part::new(at, verdict, findings)
}

fn succeeded(facts: &Facts, outcome: &RunOutcome) -> Finding {
    let began = outcome.started_at.map(|at| format!(" at {}", facts.moment(at))).unwrap_or_default();
    let took = outcome.started_at.map(|at| format!(" after {}", words::took(outcome.ended_at.since(at))));
    let status = outcome.status.map(|status| format!(" (HTTP {status})")).unwrap_or_default();
    let tries = match outcome.attempts {
        0 | 1 => String::new(),
        more => format!(", in attempt {more}"),
    };
    let text = format!(
        "{} sent it{began}, and it succeeded{}{status}{tries}.",
        outcome.scheduler.name(),
        took.unwrap_or_default()
    );
    Finding::new("succeeded", text).hint(format!("nonoctl run get {}", outcome.run))
}

fn failed(facts: &Facts, outcome: &RunOutcome) -> Vec<Finding> {
    let plan = facts.plan();
    let mut findings = vec![worker::answer(facts.name(), plan.target.url.as_str(), outcome)];
    let most = plan.policy.retry.attempts;
    let text = match outcome.attempts {
        1 if most <= 1 => "It was tried once: the task has no retries.".to_owned(),
        tried if tried >= most => format!("All of its {tried} attempts failed."),
        tried => format!("It was tried {tried} times of {most}: what happened is not in retry.on, or its time was up."),
    };
    let finding = Finding::new("attempts", text);
    findings.push(match most {
        0 | 1 => finding.hint(format!("nonoctl task update {} --retries 3", facts.name())),
        _ => finding,
    });
    findings
}

/// By what run it was kept out.
fn skipped(facts: &Facts, outcome: &RunOutcome) -> Finding {
    let at = outcome.scheduled_at.utc();
    let covers = |other: &&RunOutcome| {
        other.run != outcome.run
            && other.started_at.is_some_and(|start| start <= outcome.ended_at)
            && other.ended_at >= at
    };
    let before = facts.task.outcomes().find(covers).map(|other| (other.run.clone(), Some(other.ended_at)));
    let open = || {
        let open = facts.task.open.iter().find(|open| open.entry.scheduled_at < outcome.scheduled_at);
        open.map(|open| (open.entry.run.clone(), None))
    };
    let (by, hint) = match before.or_else(open) {
        Some((run, Some(ended))) => (format!("run {run} was on its way until {}", facts.moment(ended)), Some(run)),
        Some((run, None)) => (format!("run {run} has been on its way ever since"), Some(run)),
        None => ("an earlier run was on its way, or queued before it".to_owned(), None),
    };
    let finding = Finding::new("skipped", format!("Overlap is skip, and {by}."));
    match hint {
        Some(run) => {
            finding.hint(format!("nonoctl run get {run}; nonoctl task update {} --overlap allow", facts.name()))
        }
        None => finding.hint(format!("nonoctl task update {} --overlap allow", facts.name())),
    }
}

/// By which change, if it is known.
fn cancelled(facts: &Facts, outcome: &RunOutcome) -> Finding {
    let said = outcome.message.as_deref().map(|text| format!(" ({})", words::harmless(text))).unwrap_or_default();
    let near = |version: &&Version| {
        version.at <= outcome.ended_at && outcome.ended_at.since(version.at) < Duration::from_secs(120)
    };
    let text = match facts.versions.iter().find(near) {
        Some(version) => format!(
            "{} changed the task just before ({}, version {}): it was not to run any more{said}.",
            version.by, version.command, version.number
        ),
        None => format!("A pause, a change or a person ended it before its first request{said}."),
    };
    Finding::new("cancelled", text).hint(format!("nonoctl task history {} --changes", facts.name()))
}

fn in_doubt(facts: &Facts, outcome: &RunOutcome) -> Finding {
    let text = format!(
        "The scheduler that was to send it stopped in the middle, {} found it so, and delivery is at_most_once: it is never sent twice, so nobody knows whether it ran.",
        outcome.scheduler.name()
    );
    Finding::new("at-most-once", text).hint(format!(
        "ask the worker for {}; nonoctl task run {} sends it anew",
        outcome.run,
        facts.name()
    ))
}

fn missed(facts: &Facts, at: Instant, (from, to, count): (Instant, Instant, u64)) -> Part {
    let policy = facts.plan().policy.misfire;
    let range = match count {
        0 | 1 => String::new(),
        many => format!(" It is one of {} from {} to {}.", words::count(many), facts.local(from), facts.local(to)),
    };
    let text = format!(
        "Nobody could claim it within a second: its partition had no owner, the owner stood still, ZooKeeper was away, or a clock stepped.{range}"
    );
    let why = match policy.run {
        MisfireRun::None => "It was not run later, as misfire is none.".to_owned(),
        MisfireRun::Last => format!(
            "It was not run later: misfire is last, so only the newest missed instant runs, and only within {}.",
            words::span(policy.within)
        ),
        MisfireRun::All(most) => format!(
            "It was not run later: misfire is all, but no more than {most}, and none older than {}.",
            words::span(policy.within)
        ),
    };
    let hint = format!("nonoctl task update {} --misfire all --misfire-within 24h", facts.name());
    let causes = Finding::new("missed", text).hint(format!("nonoctl cluster events --since {}", since(facts, from)));
    Part::new(at, Verdict::Missed, vec![causes, Finding::new("misfire-policy", why).hint(hint)])
}

/// A little before an instant.
fn since(facts: &Facts, at: Instant) -> String {
    let from = Instant(at.0 - 60);
    if from.utc() < facts.now { from.to_string() } else { at.to_string() }
}

/// What made a run late.
fn why_late(facts: &Facts, outcome: &RunOutcome, late: Duration) -> Vec<Finding> {
    let late = words::took(late);
    let mut findings = Vec::new();
    if outcome.trigger == Trigger::Misfire {
        let text = format!(
            "It was sent {late} late, as a misfire: nobody could claim it in time, and the misfire policy had it run all the same."
        );
        findings.push(Finding::new("misfire", text));
    } else {
        findings.push(Finding::new("late", format!("Its first byte left {late} late.")));
    }
    let before = facts
        .task
        .outcomes()
        .filter(|other| other.ended_at < outcome.ended_at)
        .find(|other| other.epoch != outcome.epoch && other.scheduled_at < outcome.scheduled_at);
    match before {
        Some(other) if other.epoch < outcome.epoch => {
            let text = format!(
                "Its partition had changed hands since the run before: from {} to {}.",
                other.scheduler, outcome.scheduler
            );
            findings.push(Finding::new("new-owner", text).hint("nonoctl cluster events"));
        }
        _ => findings.push(
            Finding::new(
                "owner-busy",
                format!(
                    "{} had it all the while: it was busy, stood still, or the worker's host was full.",
                    outcome.scheduler.name()
                ),
            )
            .hint(format!("nonoctl scheduler get {}", outcome.scheduler.name())),
        ),
    }
    findings
}

/// A pause that covers the instant now, or that did by the version that was in force then.
pub(super) fn paused(facts: &Facts, at: Instant) -> Option<Part> {
    let mtime = facts.task.stat.mtime();
    if facts.plan().paused.as_ref().is_some_and(|pause| pause.covers(at.utc(), mtime)) {
        return Some(Part::new(at, Verdict::NotDue, ahead::who_paused(facts).into_iter().collect()));
    }
    let then = in_force(&facts.versions, at.utc()).filter(|version| version.number != facts.task.version())?;
    let plan = SchedulerTask::parse(then.document.as_ref()?, Unknown::Keep).ok()?;
    let pause = plan.paused.filter(|pause| pause.covers(at.utc(), then.at))?;
    let reason = pause.reason.map(|reason| format!(": {}", words::harmless(&reason))).unwrap_or_default();
    let since = pause.since.unwrap_or(then.at);
    let text = format!(
        "The task was paused then, since {} (version {}, {}){reason}.",
        facts.moment(since),
        then.number,
        then.by
    );
    let finding = Finding::new("was-paused", text).hint(format!("nonoctl task history {} --changes", facts.name()));
    Some(Part::new(at, Verdict::NotDue, vec![finding]))
}

/// Why an instant that can no longer be claimed has no outcome.
pub(super) fn behind_the_cursor(facts: &Facts, at: Instant) -> Option<Part> {
    if at > facts.task.cursor() {
        return None;
    }
    let history = format!("nonoctl task history {} --changes", facts.name());
    if let Some(creation) = creation_of(&facts.task.stored).filter(|creation| creation.at.floor() >= at) {
        let text = format!("There was no such task yet: {} made it at {}.", creation.by, facts.moment(creation.at));
        return Some(Part::new(at, Verdict::NotDue, vec![Finding::new("not-made-yet", text).hint(history)]));
    }
    let last = facts.task.state.as_ref().and_then(|state| state.last_instant);
    let changed = facts.task.stored.schedule_changed_at(facts.task.stat.mtime());
    if changed.floor() >= at && last.is_none_or(|last| last < at) {
        let by = facts.versions.iter().find(|version| version.at.floor() <= changed.floor());
        let by = by.map(|version| format!(" by {} ({})", version.by, version.command)).unwrap_or_default();
        let text = format!(
            "Its schedule was changed, or a pause ended, at {}{by}: what was due before goes with the old schedule.",
            facts.moment(changed)
        );
        return Some(Part::new(at, Verdict::NotDue, vec![Finding::new("schedule-changed", text).hint(history)]));
    }
    let oldest = facts.task.outcomes().last().map(|outcome| outcome.scheduled_at);
    let limit = facts.plan().policy.history_limit;
    let kept = oldest.map(|at| format!("; the oldest kept is {}", facts.local(at))).unwrap_or_default();
    let text = format!("What became of it is no longer kept: the task keeps its last {limit} outcomes{kept}.");
    let hint = format!("nonoctl task update {} --history-limit 100, or the schedulers' log of runs", facts.name());
    Some(Part::new(at, Verdict::NotKnown, vec![Finding::new("no-longer-kept", text).hint(hint)]))
}
