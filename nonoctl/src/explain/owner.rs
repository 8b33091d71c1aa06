//! Who should claim and send, and what keeps them from it.

use std::time::Duration;

use super::{Facts, Finding};
use crate::commands::scheduler::census::{Scheduler, State};
use crate::words;

/// Figures are written once a second; a member without new ones for so long has lost its right to send.
const SILENT: Duration = Duration::from_secs(12);

/// Everything that keeps the partition's owner from working. Empty: nothing does.
pub(super) fn trouble(facts: &Facts) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(why) = &facts.claims_broken {
        let text = format!(
            "The claims of partition {} cannot be read, so nothing of it is claimed: {}.",
            facts.task.partition,
            words::harmless(why)
        );
        findings.push(Finding::new("claims-unreadable", text).hint("nonoctl cluster doctor --check records"));
    }
    if facts.fleet.schedulers.is_empty() {
        let text = "No scheduler is running: nothing fires.";
        findings.push(Finding::new("no-schedulers", text).hint("start one: nono-scheduler --connect HOSTS/CHROOT"));
        return findings;
    }
    match &facts.task.owner {
        None => findings.push(unowned(facts)),
        Some(owner) => match facts.fleet.schedulers.iter().find(|one| one.id == *owner) {
            None => findings.push(gone(facts, owner.as_str())),
            Some(one) => findings.extend(unfit(facts, one)),
        },
    }
    findings
}

/// That its owner is there, when nothing is wrong with it.
pub(super) fn alive(facts: &Facts) -> Option<Finding> {
    if !trouble(facts).is_empty() {
        return None;
    }
    let owner = facts.task.owner.as_ref()?;
    let one = facts.fleet.schedulers.iter().find(|one| one.id == *owner)?;
    let seen = one.stats.as_ref().map(|(_, at)| format!(", seen {} ago", words::span(facts.now.since(*at))));
    let text = format!(
        "{} owns its partition ({}) and is alive{}.",
        facts.fleet.shown_name(one),
        facts.task.partition,
        seen.unwrap_or_default()
    );
    Some(Finding::new("owner-alive", text))
}

fn unowned(facts: &Facts) -> Finding {
    let partition = facts.task.partition;
    if facts.fleet.takers().next().is_none() {
        let who: Vec<String> = facts
            .fleet
            .schedulers
            .iter()
            .map(|one| format!("{} is {}", facts.fleet.shown_name(one), one.state.mark().word))
            .collect();
        let text = format!("Nobody owns partition {partition}, and no scheduler can take it: {}.", who.join(", "));
        return Finding::new("no-taker", text).hint(undrain(facts).unwrap_or_else(|| "nonoctl scheduler list".into()));
    }
    let planned = facts.fleet.assignment.as_ref().and_then(|plan| plan.owner_of(partition));
    let text = match planned {
        Some(member) => format!("Nobody owns partition {partition}; the leader means {member} to take it."),
        None if facts.fleet.leader().is_none() => {
            format!("Nobody owns partition {partition}, and there is no leader to assign it.")
        }
        None => format!("Nobody owns partition {partition}, and the leader has not assigned it yet."),
    };
    Finding::new("no-owner", text).hint("nonoctl cluster doctor")
}

fn undrain(facts: &Facts) -> Option<String> {
    let drained = |one: &&Scheduler| matches!(one.state, State::Drained | State::Draining);
    facts.fleet.schedulers.iter().find(drained).map(|one| format!("nonoctl scheduler undrain {}", one.member.name))
}

fn gone(facts: &Facts, owner: &str) -> Finding {
    let text = format!(
        "Partition {} belongs to {owner}, which is gone. Another scheduler takes it over within seconds, and sends what is due.",
        facts.task.partition
    );
    Finding::new("owner-gone", text).hint("nonoctl scheduler list -w")
}

/// What is wrong with an owner that is a member.
fn unfit(facts: &Facts, one: &Scheduler) -> Vec<Finding> {
    let name = facts.fleet.shown_name(one);
    let get = format!("nonoctl scheduler get {name}");
    let owns = format!("its owner {name}");
    let mut findings = Vec::new();
    match &one.state {
        State::Hung => findings.push(
            Finding::new("owner-hung", format!("The leader found that {owns} hangs; the others take over from it."))
                .hint(&get),
        ),
        State::Leaving => findings.push(
            Finding::new("owner-leaving", format!("It moves to another scheduler: {owns} is about to stop."))
                .hint(&get),
        ),
        State::Draining | State::Drained => {
            let reason = one.intent.as_ref().map(|intent| {
                let why = intent.reason.as_ref().map(|why| format!(": {}", words::harmless(why))).unwrap_or_default();
                format!(" by {}{why}", intent.by)
            });
            let text = format!("It moves to another scheduler: {owns} is drained{}.", reason.unwrap_or_default());
            findings.push(
                Finding::new("owner-draining", text).hint(format!("nonoctl scheduler undrain {}", one.member.name)),
            );
        }
        State::NotReady(why) => findings.push(
            Finding::new("owner-not-ready", format!("Of {owns} it is said: {}.", words::harmless(why))).hint(&get),
        ),
        State::Starting | State::Active | State::Silent(_) | State::Lost(_) => {}
    }
    findings.extend(silent(facts, one, &name));
    findings.extend(full(facts, one, &name));
    findings
}

fn silent(facts: &Facts, one: &Scheduler, name: &str) -> Option<Finding> {
    let (_, at) = one.stats.as_ref()?;
    let silence = facts.now.since(*at);
    (silence > SILENT).then(|| {
        let text = format!(
            "Its owner {name} has written nothing for {}, so it may not send. If it stays silent, another one takes over.",
            words::span(silence)
        );
        Finding::new("owner-silent", text).hint(format!("nonoctl scheduler get {name}"))
    })
}

/// The worker's host has as many requests on their way as it may.
fn full(facts: &Facts, one: &Scheduler, name: &str) -> Option<Finding> {
    let (stats, _) = one.stats.as_ref()?;
    let full = stats.full_hosts.iter().find(|full| full.waiting > 0 && full.is_of(&facts.plan().target.url))?;
    let text = format!(
        "Its worker {} has {} from {name} on their way, which is the most; {} wait for it.",
        words::harmless(&full.host),
        words::counted(full.in_flight, "request"),
        words::counted(full.waiting, "run")
    );
    Some(
        Finding::new("host-full", text)
            .hint("make the worker faster, spread the tasks with --jitter, or raise --max-in-flight-per-host"),
    )
}
