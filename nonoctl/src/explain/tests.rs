//! Cases by hand: what is known in, what is found out.

mod ahead;
mod not_due;
mod open_runs;
mod owners;
mod ran;

use std::time::Duration;

use nono_core::cluster::{Assignment, ClusterPause, FullHost, Intent};
use nono_core::name::{Epoch, MemberId, Partition, RunKey};
use nono_core::node::Stat;
use nono_core::run::{
    Delivery, FORMAT, MissedEntry, Outcome, Phase, RunEntry, RunOutcome, RunRecord, TaskState, Trigger, UserAction,
    UserCommand,
};
use nono_core::task::{Unknown, edit};
use serde_json::Map;

use super::*;
use crate::commands::scheduler::tests::{census, found, member, owning, with_stats};
use crate::tasks::open::OpenRun;

/// 10 s after the instant 12:00 of a task that is due each minute and was made at 11:00:30. The schedulers' helper counts
/// seconds from there.
const NOW: &str = "2026-11-24T12:00:10Z";
const OWNER: &str = "sched-a1-0a1b2c";
const P: Partition = Partition(3);

fn utc(text: &str) -> Utc {
    text.parse().unwrap()
}

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn now() -> Utc {
    utc(NOW)
}

fn owner() -> MemberId {
    OWNER.parse().unwrap()
}

fn fleet_of(owns: &[u16], silent_for: i64) -> Census {
    let written = now().0 / 1_000 - silent_for;
    census(&[owning(with_stats(member(OWNER), 0, written), owns), with_stats(member("sched-b2-0a1b2c"), 0, written)])
}

/// Due each minute, alive, its last run a success.
fn facts(more: serde_json::Value) -> Facts {
    let serde_json::Value::Object(mut document) = json!({
        "name": "web.ping", "schedule": { "every": "1m" }, "target": { "url": "http://worker:8080/ping" },
    }) else {
        unreachable!("an object")
    };
    document.extend(more.as_object().unwrap().clone());
    let stored = edit::create("k3f9x2m4".parse().unwrap(), document, Unknown::Keep).unwrap();
    let stat = Stat { version: 2, modified: utc("2026-11-24T11:00:30Z").0, ..Stat::default() };
    let mut state = TaskState::new("k3f9x2m4".parse().unwrap());
    state.last_instant = Some(at("2026-11-24T12:00:00Z"));
    state.outcomes =
        ["2026-11-24T11:59:00Z", "2026-11-24T12:00:00Z"].map(|due| ended(due, Outcome::Succeeded)).iter().collect();
    let task = TaskView {
        stored: Box::new(stored),
        stat,
        partition: P,
        state: Some(state),
        spoilt: None,
        open: Vec::new(),
        missed: Vec::new(),
        owner: Some(owner()),
        pauses: [].into(),
    };
    Facts { task, versions: Vec::new(), fleet: fleet_of(&[3], 1), claims_broken: None, asked: Vec::new(), now: now() }
}

fn plain() -> Facts {
    facts(json!({}))
}

fn ended(due: &str, outcome: Outcome) -> RunOutcome {
    let scheduled_at = at(due);
    RunOutcome {
        run: RunId::new(P, &"k3f9x2m4".parse().unwrap(), RunKey::Instant(scheduled_at)),
        trigger: Trigger::Schedule,
        outcome,
        scheduled_at,
        started_at: Some(scheduled_at.utc()),
        ended_at: scheduled_at.utc() + Duration::from_secs(2),
        lateness_ms: Some(12),
        attempts: 1,
        redelivered: false,
        scheduler: owner(),
        epoch: Epoch(4),
        status: Some(200),
        message: None,
        missed_to: None,
        missed_count: None,
        token: None,
        extra: Map::new(),
    }
}

/// The newest outcome is of 12:00 and changed by `change`.
fn with_last(more: serde_json::Value, change: impl Fn(&mut RunOutcome)) -> Facts {
    let mut facts = facts(more);
    let outcomes = &mut facts.task.state.as_mut().unwrap().outcomes;
    outcomes.edit(|all| change(all.last_mut().unwrap()));
    facts
}

fn last_is(outcome: Outcome, status: Option<u16>, message: &str) -> Facts {
    with_last(json!({}), |last| {
        last.outcome = outcome;
        last.status = status;
        last.message = Some(message.to_owned()).filter(|text| !text.is_empty());
    })
}

/// Nothing is recorded of 12:00.
fn without_last(mut facts: Facts) -> Facts {
    let state = facts.task.state.as_mut().unwrap();
    state.outcomes.edit(|all| drop(all.pop()));
    state.last_instant = Some(at("2026-11-24T11:59:00Z"));
    facts
}

fn open(due: &str, phase: Option<Phase>) -> OpenRun {
    let scheduled_at = at(due);
    let entry = RunEntry {
        run: RunId::new(P, &"k3f9x2m4".parse().unwrap(), RunKey::Instant(scheduled_at)),
        task: "web.ping".parse().unwrap(),
        trigger: Trigger::Schedule,
        scheduled_at,
        version: 2,
        delivery: Delivery::AtLeastOnce,
        attempt: 2,
        failed: 1,
        epoch: Epoch(4),
        token: None,
        extra: Map::new(),
    };
    let record = |phase| {
        let (entry, executor) = (entry.clone(), owner());
        let started_at = Some(utc("2026-11-24T12:00:00Z"));
        Box::new(RunRecord {
            format: FORMAT,
            entry,
            phase,
            executor,
            deadline: Some(utc("2026-11-24T12:00:30Z")),
            started_at,
        })
    };
    OpenRun { record: phase.map(record), entry: entry.clone() }
}

fn with_open(phase: Option<Phase>) -> Facts {
    let mut facts = without_last(plain());
    facts.task.open.push(open("2026-11-24T12:00:00Z", phase));
    facts
}

fn late() -> Facts {
    without_last(plain())
}

fn with_fleet(mut facts: Facts, fleet: Census) -> Facts {
    facts.fleet = fleet;
    facts
}

fn with_state(state: crate::commands::scheduler::census::State) -> Facts {
    let mut facts = late();
    facts.fleet.schedulers[0].state = state;
    facts
}

fn version(number: i64, made: &str, document: serde_json::Value, changes: serde_json::Value) -> Version {
    let change = |(field, to): (&String, &serde_json::Value)| crate::output::FieldChange {
        field: field.clone(),
        from: None,
        to: Some(to.clone()),
    };
    Version {
        number,
        at: utc(made),
        by: "alice@laptop".into(),
        identity: None,
        command: "task pause".into(),
        reason: None,
        document: document.as_object().cloned(),
        changes: Some(changes.as_object().unwrap().iter().map(change).collect()),
    }
}

fn paused(more: serde_json::Value) -> Facts {
    let mut facts = facts(json!({ "paused": more }));
    facts.versions = vec![version(3, "2026-11-24T11:00:30Z", json!({}), json!({ "paused": true }))];
    facts
}

/// What is asked, what is said: of the part that explains it the verdict, the codes in order, and words of it.
struct Case {
    what: &'static str,
    facts: Facts,
    at: Option<&'static str>,
    verdict: Verdict,
    codes: &'static str,
    words: &'static str,
}

fn case(
    what: &'static str,
    facts: Facts,
    at: Option<&'static str>,
    verdict: Verdict,
    codes: &'static str,
    words: &'static str,
) -> Case {
    Case { what, facts, at, verdict, codes, words }
}

const NOON: Option<&str> = Some("2026-11-24T12:00:00Z");

#[test]
fn each_case_is_explained_by_its_cause() {
    let cases = [ran::cases(), open_runs::cases(), owners::cases(), not_due::cases(), ahead::cases()];
    let mut wrong = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for case in cases.into_iter().flatten() {
        let parts = explain(&case.facts, case.at.map(utc));
        let part = parts.last().expect("something is always said");
        let codes: Vec<&str> = part.findings.iter().map(|finding| finding.code).collect();
        let text: Vec<&str> = part.findings.iter().map(|finding| finding.text.as_str()).collect();
        let text = text.join("\n");
        seen.extend(codes.iter().copied());
        if part.verdict != case.verdict || codes.join(" ") != case.codes || !text.contains(case.words) {
            wrong.push(format!("{}: {:?} {}\n{text}", case.what, part.verdict, codes.join(" ")));
        }
    }
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n\n"));
    assert!(seen.len() >= 40, "only {} causes are found: {seen:?}", seen.len());
}

#[test]
fn without_a_moment_the_last_instant_and_the_next_are_told_and_what_is_both_once() {
    let abouts = |facts: &Facts| {
        let parts = explain(facts, None);
        parts.iter().map(|part| (part.about, part.instant.map(|at| at.to_string()))).collect::<Vec<_>>()
    };
    let noon = || Some("2026-11-24T12:00:00Z".to_owned());
    assert_eq!(abouts(&plain()), [("last", noon()), ("next", Some("2026-11-24T12:01:00Z".to_owned()))]);
    assert_eq!(
        abouts(&late()),
        [("last", Some("2026-11-24T11:59:00Z".to_owned())), ("next", noon())],
        "what is late comes next"
    );
    let mut new = plain();
    new.task.state = None;
    new.task.stat.modified = now().0;
    assert_eq!(abouts(&new), [("next", Some("2026-11-24T12:01:00Z".to_owned()))]);
}

#[test]
fn a_worker_cannot_write_to_the_terminal() {
    let facts = last_is(Outcome::Failed, Some(500), "no\u{1b}[31m memory");
    let parts = explain(&facts, None);
    let text: String = parts.iter().flat_map(|part| &part.findings).map(|finding| finding.text.as_str()).collect();
    assert!(text.contains("memory") && !text.contains('\u{1b}'), "{text}");
}
