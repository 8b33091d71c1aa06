//! What comes next, and whether it will.

use std::time::Duration;

use nono_core::run::Outcome;
use nono_core::task::{Overlap, Pause, format_duration};
use nono_core::time::Instant;

use super::{Facts, Finding, Part, Verdict, owner, passed};
use crate::tasks::asked::{self, AskedRun, Hold};
use crate::tasks::open::Progress;
use crate::tasks::versions::Version;
use crate::words;

/// The next instant, or why there is none.
pub(super) fn next(facts: &Facts) -> Part {
    if let Some(part) = stuck(facts) {
        return part;
    }
    if let Some(part) = paused_for_good(facts) {
        return part;
    }
    match facts.task.next(facts.now) {
        None => over(facts),
        Some(at) if at.utc() <= facts.now => passed(facts, at),
        Some(next) => at(facts, next),
    }
}

/// An instant that is to come.
pub(super) fn at(facts: &Facts, at: Instant) -> Part {
    if let Some(part) = stuck(facts).or_else(|| paused_for_good(facts)) {
        return Part { instant: Some(at), ..part };
    }
    let mtime = facts.task.stat.mtime();
    let pause = facts.plan().paused.as_ref();
    if pause.is_some_and(|pause| pause.covers(at.utc(), mtime)) {
        return Part::new(at, Verdict::WillNotRun, who_paused(facts).into_iter().collect());
    }
    let mut findings = Vec::new();
    let trouble = owner::trouble(facts);
    let verdict = if trouble.is_empty() { Verdict::WillRun } else { Verdict::AtRisk };
    let span = words::span(at.utc().since(facts.now));
    findings.push(Finding::new("due", format!("It is due at {}, in {span}.", facts.local(at))));
    if pause.is_some() {
        findings.extend(who_paused(facts));
    }
    findings.extend(trouble);
    findings.extend(overlap(facts));
    findings.extend(jitter(facts));
    findings.extend(failing(facts));
    findings.extend(commands(facts));
    findings.extend(owner::alive(facts));
    Part::new(at, verdict, findings)
}

fn stuck(facts: &Facts) -> Option<Part> {
    if let Some(finding) = cluster_paused(facts) {
        let own = facts.plan().paused.as_ref().and_then(|_| who_paused(facts));
        let findings = std::iter::once(finding).chain(own).chain(commands(facts)).collect();
        return Some(Part::new(None::<Instant>, Verdict::WillNotRun, findings));
    }
    let why = facts.task.spoilt.as_ref()?;
    let text = format!(
        "Its state cannot be read, so nobody knows what of it ran, and it stands still: {}.",
        words::harmless(why)
    );
    let finding = Finding::new("state-unreadable", text).hint("nonoctl cluster doctor --check records");
    let findings = std::iter::once(finding).chain(commands(facts)).collect();
    Some(Part::new(None::<Instant>, Verdict::WillNotRun, findings))
}

/// The whole cluster stands still.
pub(super) fn cluster_paused(facts: &Facts) -> Option<Finding> {
    let (paused, since) = facts.fleet.paused.as_ref()?;
    let reason = paused.reason.as_ref().map(|reason| format!(": {}", words::harmless(reason))).unwrap_or_default();
    let text = format!(
        "The whole cluster is paused since {} by {}{reason}: nothing is claimed, and what comes due is not due.",
        facts.moment(*since),
        words::harmless(&paused.by)
    );
    Some(Finding::new("cluster-paused", text).hint("nonoctl cluster resume"))
}

fn paused_for_good(facts: &Facts) -> Option<Part> {
    let mtime = facts.task.stat.mtime();
    let pause = facts.plan().paused.as_ref()?;
    if pause.ends_at(mtime).is_some() || !facts.plan().is_paused_at(facts.now, mtime) {
        return None;
    }
    let mut findings: Vec<Finding> = who_paused(facts).into_iter().collect();
    findings.extend(commands(facts));
    Some(Part::new(None::<Instant>, Verdict::WillNotRun, findings))
}

/// Since when it is paused, by whom, why, and until when.
pub(super) fn who_paused(facts: &Facts) -> Option<Finding> {
    let pause: &Pause = facts.plan().paused.as_ref()?;
    let mtime = facts.task.stat.mtime();
    let since = pause.since_at(mtime);
    let by = paused_by(&facts.versions).map(|version| format!(" by {}", version.by)).unwrap_or_default();
    let reason = pause.reason.as_ref().map(|reason| format!(": {}", words::harmless(reason))).unwrap_or_default();
    let until = pause.ends_at(mtime).map_or_else(
        || "until it is resumed".to_owned(),
        |end| {
            let next = facts.task.next(facts.now).map(|next| format!("; its next instant is {}", facts.local(next)));
            format!("until {}{}", facts.moment(end), next.unwrap_or_default())
        },
    );
    let over = pause.is_over_at(facts.now, mtime);
    let verb = if over { "was" } else { "is" };
    let text = format!("It {verb} paused since {}{by}, {until}{reason}.", facts.moment(since));
    let finding = Finding::new("paused", text);
    Some(if over { finding } else { finding.hint(format!("nonoctl task resume {}", facts.name())) })
}

/// The newest version that began a pause.
fn paused_by(versions: &[Version]) -> Option<&Version> {
    let begins = |version: &&Version| {
        let told = version.changes.iter().flatten();
        let changed = told.filter(|change| change.field == "paused").any(|change| change.to == Some(true.into()));
        changed || (version.number == 1 && version.document.as_ref().is_some_and(|it| it.contains_key("paused")))
    };
    versions.iter().find(begins)
}

fn over(facts: &Facts) -> Part {
    let schedule = &facts.plan().schedule;
    let last = schedule.previous_before(facts.now.floor());
    let last = last.map(|at| format!("; the last one was {}", facts.local(at))).unwrap_or_default();
    let text = match schedule.spec().end {
        Some(end) if end.utc() <= facts.now => {
            format!("Its schedule ended at {}: it has no instant left{last}.", facts.local(end))
        }
        _ => format!("Its schedule has no instant left{last}."),
    };
    let hint = format!("nonoctl task update {} --unset end, or --cron, --every, --at", facts.name());
    let mut findings = vec![Finding::new("never-again", text).hint(hint)];
    findings.extend(commands(facts));
    Part::new(None::<Instant>, Verdict::WillNotRun, findings)
}

/// A run on its way may cost the next instant.
fn overlap(facts: &Facts) -> Option<Finding> {
    if facts.plan().policy.overlap != Overlap::Skip {
        return None;
    }
    let schedule = &facts.plan().schedule;
    let busy =
        facts.task.open.iter().find(|open| !matches!(open.progress(schedule, facts.now), Progress::Unsent(_)))?;
    let since = busy.started_at().map(|at| format!(" for {}", words::span(facts.now.since(at)))).unwrap_or_default();
    let usual = facts.task.p50().map(|span| format!(" (runs take {} as a rule)", words::took(span)));
    let text = format!(
        "Run {} has been on its way{since}{}: if it still is then, the instant is left out, as overlap is skip.",
        busy.entry.run,
        usual.unwrap_or_default()
    );
    Some(Finding::new("overlap", text).hint(format!("nonoctl run get {}", busy.entry.run)))
}

fn jitter(facts: &Facts) -> Option<Finding> {
    let jitter = facts.plan().schedule.spec().jitter;
    (jitter > Duration::ZERO).then(|| {
        Finding::new("jitter", format!("Its request is delayed by less than {} (jitter).", format_duration(jitter)))
    })
}

fn failing(facts: &Facts) -> Option<Finding> {
    let count = facts.task.failures_in_a_row();
    let ill = facts.task.health().is_some_and(|outcome| outcome.outcome != Outcome::Succeeded);
    (ill && count > 1).then(|| {
        Finding::new("failing", format!("Its last {count} runs did not succeed: this one may not, either."))
            .hint(format!("nonoctl task history {} --failed", facts.name()))
    })
}

/// Runs that somebody asked for and nobody has claimed yet.
fn commands(facts: &Facts) -> Option<Finding> {
    let asked: Vec<&AskedRun> = facts.asked.iter().collect();
    let first = asked.first()?;
    // One run waits, two wait.
    let waits = Hold::of(&facts.task).words();
    let waits = if asked.len() == 1 { waits.to_owned() } else { waits.replacen("waits", "wait", 1) };
    let hint = match asked.as_slice() {
        [one] => format!("nonoctl run get {}", one.run),
        _ => format!("nonoctl run list --state asked --task {}", first.command.task),
    };
    let text = format!("{} {waits}.", capital(&asked::counted(&asked)));
    Some(Finding::new("commands-waiting", text).hint(hint))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
