//! Instants that have passed and have no outcome yet: claimed, or not even that.

use std::time::Duration;

use nono_core::run::{Phase, RunRecord};
use nono_core::time::Instant;

use super::{Facts, Finding, Part, Verdict, owner};
use crate::tasks::open::{OpenRun, Progress};
use crate::words;

/// What is due is claimed ahead and sent on time; only after this is it late.
const ON_TIME: Duration = Duration::from_secs(1);

/// The open run of an instant.
pub(super) fn claimed(facts: &Facts, at: Instant) -> Option<Part> {
    let of = |open: &&OpenRun| open.entry.trigger.is_of_schedule() && open.entry.scheduled_at == at;
    let open = facts.task.open.iter().find(of)?;
    let schedule = &facts.plan().schedule;
    let (verdict, findings) = match open.progress(schedule, facts.now) {
        Progress::Unsent(send) if send > facts.now || facts.now.since(send) <= ON_TIME => {
            let text = format!("It is claimed, and its request is to leave at {} (jitter).", facts.moment(send));
            (Verdict::Waiting, vec![Finding::new("claimed", text)])
        }
        Progress::Unsent(send) => (Verdict::Late, unsent(facts, open, facts.now.since(send))),
        Progress::Sent => (Verdict::Running, sent(facts, open)),
        Progress::Retrying(next) => {
            let tried = open.entry.attempt.saturating_sub(1);
            let most = facts.plan().policy.retry.attempts;
            let text = format!("Attempt {tried} of {most} failed; the next one is due at {}.", facts.moment(next));
            (Verdict::Waiting, vec![Finding::new("retry-wait", text).hint(get(open))])
        }
    };
    Some(Part::new(at, verdict, findings))
}

fn get(open: &OpenRun) -> String {
    format!("nonoctl run get {}", open.entry.run)
}

fn unsent(facts: &Facts, open: &OpenRun, late: Duration) -> Vec<Finding> {
    let text = format!("It is claimed as {} and was to be sent {} ago.", open.entry.run, words::span(late));
    let mut findings = vec![Finding::new("claimed-unsent", text).hint(get(open))];
    let trouble = owner::trouble(facts);
    if trouble.is_empty() {
        findings.push(busy(facts));
    }
    findings.extend(trouble);
    findings
}

/// The owner is well and has not sent it: it waits for room.
fn busy(facts: &Facts) -> Finding {
    let figures = facts.task.owner.as_ref().and_then(|owner| {
        let one = facts.fleet.schedulers.iter().find(|one| one.id == *owner)?;
        Some((facts.fleet.shown_name(one), one.stats.as_ref()?.0.waiting))
    });
    match figures {
        Some((name, waiting)) if waiting > 0 => {
            let text = format!("{name} has {} waiting for room among its requests.", words::counted(waiting, "run"));
            Finding::new("owner-busy", text).hint(format!("nonoctl scheduler get {name}"))
        }
        Some((name, _)) => Finding::new("owner-behind", format!("{name} owns it and has not sent it yet."))
            .hint(format!("nonoctl scheduler get {name}")),
        None => Finding::new("owner-behind", "Its owner has not sent it yet.").hint("nonoctl scheduler list"),
    }
}

fn sent(facts: &Facts, open: &OpenRun) -> Vec<Finding> {
    let most = facts.plan().policy.retry.attempts;
    let since = open.started_at().map(|at| format!(", for {} now", words::span(facts.now.since(at))));
    let text = format!("Attempt {} of {most} is on its way{}.", open.entry.attempt, since.unwrap_or_default());
    let mut findings = vec![Finding::new("running", text).hint(get(open))];
    if let Some(record) = open.record.as_deref() {
        findings.extend(executor(facts, record));
    }
    findings
}

/// Who sent it, if that is not who owns it now.
fn executor(facts: &Facts, record: &RunRecord) -> Option<Finding> {
    if matches!(record.phase, Phase::Ended(_)) {
        return Some(Finding::new("ended-unstored", "It has ended; its owner stores how within a second."));
    }
    let lives = facts.fleet.schedulers.iter().any(|one| one.id == record.executor);
    let by = record.deadline.map(|at| format!(" by {}", facts.moment(at))).unwrap_or_default();
    if lives && facts.task.owner.as_ref() == Some(&record.executor) {
        return record
            .deadline
            .map(|_| Finding::new("deadline", format!("The attempt ends{by}, one way or the other.")));
    }
    Some(if lives {
        let text = format!("{} sent it before the partition moved on, and waits for its end{by}.", record.executor);
        Finding::new("sent-by-former-owner", text)
    } else {
        let text = format!(
            "{}, which sent it, is gone: how it ended is in doubt, and the owner decides by the task's delivery{by}.",
            record.executor
        );
        Finding::new("executor-gone", text)
    })
}

/// An instant that nobody claimed, though it could be.
pub(super) fn unclaimed(facts: &Facts, at: Instant) -> Part {
    let late = facts.now.since(at.utc());
    if late <= ON_TIME {
        return Part::new(at, Verdict::Waiting, vec![Finding::new("due-now", "It is due this very moment.")]);
    }
    let text = format!("It was due {} ago, and nobody has claimed it.", words::span(late));
    let mut findings = vec![Finding::new("unclaimed", text)];
    let trouble = owner::trouble(facts);
    if trouble.is_empty() {
        findings.push(busy(facts));
    }
    findings.extend(trouble);
    findings.push(misfire(facts));
    Part::new(at, Verdict::Late, findings)
}

/// What becomes of it once somebody can.
fn misfire(facts: &Facts) -> Finding {
    use nono_core::task::MisfireRun::{All, Last, None};
    let policy = facts.plan().policy.misfire;
    let within = words::span(policy.within);
    let text = match policy.run {
        None => "Once somebody can, it is recorded as missed and not run: misfire is none.".to_owned(),
        Last => format!("Once somebody can, the newest of its missed instants runs, if it is no older than {within}."),
        All(most) => {
            format!("Once somebody can, its missed instants run, at most {most}, none older than {within}.")
        }
    };
    Finding::new("misfire-policy", text)
}
