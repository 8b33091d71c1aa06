//! Cases by hand: what is known in, what is found out.

use std::time::Duration;

use nono_core::cluster::{Assignment, FullHost, Intent};
use nono_core::name::{Epoch, MemberId, Partition, RunKey};
use nono_core::node::Stat;
use nono_core::run::{
    Delivery, FORMAT, MissedEntry, Outcome, Phase, RunEntry, RunOutcome, RunRecord, TaskState, Trigger, UserAction,
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
    state.outcomes = ["2026-11-24T11:59:00Z", "2026-11-24T12:00:00Z"].map(|due| ended(due, Outcome::Succeeded)).into();
    let task = TaskView {
        stored,
        stat,
        partition: P,
        state: Some(state),
        spoilt: None,
        open: Vec::new(),
        missed: Vec::new(),
        owner: Some(owner()),
    };
    Facts {
        task,
        versions: Vec::new(),
        fleet: fleet_of(&[3], 1),
        claims_broken: None,
        commands: Vec::new(),
        now: now(),
    }
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
    change(outcomes.back_mut().unwrap());
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
    state.outcomes.pop_back();
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

fn of_what_ran() -> Vec<Case> {
    use Verdict::{Cancelled, Failed, InDoubt, LeftOut, Missed, Ran, RanLate};
    let overlap = {
        let mut facts = last_is(Outcome::Skipped, None, "");
        let outcomes = &mut facts.task.state.as_mut().unwrap().outcomes;
        outcomes.front_mut().unwrap().ended_at = utc("2026-11-24T12:00:05Z");
        outcomes.back_mut().unwrap().started_at = None;
        facts
    };
    let cancelled = {
        let mut facts = with_last(json!({}), |last| {
            last.outcome = Outcome::Cancelled;
            last.started_at = None;
        });
        facts.versions = vec![version(3, "2026-11-24T11:59:59Z", json!({}), json!({}))];
        facts
    };
    let range = |policy: &str| {
        let mut facts = with_last(json!({ "policy": { "misfire": { "run": policy } } }), |last| {
            last.outcome = Outcome::Missed;
            last.scheduled_at = at("2026-11-24T11:50:00Z");
            last.missed_to = Some(at("2026-11-24T12:00:00Z"));
            last.missed_count = Some(11);
        });
        facts.task.state.as_mut().unwrap().outcomes.pop_front();
        facts
    };
    let about_to_miss = {
        let mut facts = late();
        facts.task.missed.push(MissedEntry {
            missed_from: at("2026-11-24T12:00:00Z"),
            missed_to: at("2026-11-24T12:00:00Z"),
            count: 1,
            task: "web.ping".parse().unwrap(),
            uid: "k3f9x2m4".parse().unwrap(),
            epoch: Epoch(4),
            extra: Map::new(),
        });
        facts
    };
    let retried = with_last(json!({ "policy": { "retry": { "attempts": 3 } } }), |last| {
        (last.outcome, last.status, last.attempts) = (Outcome::Failed, Some(503), 3);
    });
    let not_retried = with_last(json!({ "policy": { "retry": { "attempts": 3 } } }), |last| {
        (last.outcome, last.status) = (Outcome::Failed, Some(404));
    });
    let misfire = with_last(json!({}), |last| (last.trigger, last.lateness_ms) = (Trigger::Misfire, Some(63_000)));
    let moved = with_last(json!({}), |last| {
        (last.epoch, last.lateness_ms) = (Epoch(5), Some(4_000));
        last.scheduler = "sched-b2-0a1b2c".parse().unwrap();
    });
    let busy = with_last(json!({}), |last| last.lateness_ms = Some(4_000));
    vec![
        case(
            "a success",
            plain(),
            NOON,
            Ran,
            "succeeded",
            "sched-a1 sent it at 2026-11-24 12:00:00 UTC, and it succeeded",
        ),
        case("a late misfire", misfire, NOON, RanLate, "succeeded misfire owner-busy", "1m03s late, as a misfire"),
        case(
            "late with a new owner",
            moved,
            NOON,
            RanLate,
            "succeeded late new-owner",
            "from sched-a1-0a1b2c to sched-b2",
        ),
        case("late with the same owner", busy, NOON, RanLate, "succeeded late owner-busy", "had it all the while"),
        case(
            "an error",
            last_is(Outcome::Failed, Some(503), "no memory"),
            NOON,
            Failed,
            "answer attempts",
            "HTTP 503: no memory. That is an error of the worker",
        ),
        case("credentials", last_is(Outcome::Failed, Some(401), ""), NOON, Failed, "answer attempts", "credentials"),
        case(
            "no such path",
            not_retried,
            NOON,
            Failed,
            "answer attempts",
            "1 times of 3: what happened is not in retry.on",
        ),
        case("all retries", retried, NOON, Failed, "answer attempts", "All of its 3 attempts failed"),
        case("a redirect", last_is(Outcome::Failed, Some(302), ""), NOON, Failed, "answer attempts", "not followed"),
        case("too many", last_is(Outcome::Failed, Some(429), ""), NOON, Failed, "answer attempts", "asked too often"),
        case(
            "nobody listens",
            last_is(Outcome::Failed, None, "connection refused"),
            NOON,
            Failed,
            "no-answer attempts",
            "Nobody listens",
        ),
        case(
            "no such host",
            last_is(Outcome::Failed, None, "dns: no address"),
            NOON,
            Failed,
            "no-answer attempts",
            "has no address",
        ),
        case(
            "a bad certificate",
            last_is(Outcome::Failed, None, "invalid certificate"),
            NOON,
            Failed,
            "no-answer attempts",
            "secure",
        ),
        case(
            "no answer in time",
            last_is(Outcome::TimedOut, None, "30s are over"),
            NOON,
            Failed,
            "no-answer attempts",
            "no whole answer in time",
        ),
        case("overlap", overlap, NOON, LeftOut, "skipped", "run r-003-k3f9x2m4-20261124T115900Z was on its way until"),
        case(
            "a change",
            cancelled,
            NOON,
            Cancelled,
            "cancelled",
            "alice@laptop changed the task just before (task pause, version 3)",
        ),
        case("at most once", last_is(Outcome::Unknown, None, ""), NOON, InDoubt, "at-most-once", "never sent twice"),
        case(
            "a range of misses",
            range("none"),
            Some("2026-11-24T11:55:00Z"),
            Missed,
            "missed misfire-policy",
            "one of 11 from",
        ),
        case("its policy none", range("none"), NOON, Missed, "missed misfire-policy", "misfire is none"),
        case("its policy last", range("last"), NOON, Missed, "missed misfire-policy", "only the newest missed instant"),
        case("its policy all", range("all"), NOON, Missed, "missed misfire-policy", "none older than"),
        case("a miss not yet recorded", about_to_miss, NOON, Missed, "missed misfire-policy", "Nobody could claim it"),
    ]
}

fn of_what_is_open() -> Vec<Case> {
    use Verdict::{Late, Running, Waiting};
    let gone = {
        let mut facts = with_open(Some(Phase::Sent));
        facts.fleet = census(&[owning(with_stats(member("sched-b2-0a1b2c"), 0, now().0 / 1_000), &[3])]);
        facts.task.owner = Some("sched-b2-0a1b2c".parse().unwrap());
        facts
    };
    let moved = {
        let mut facts = with_open(Some(Phase::Sent));
        facts.task.owner = Some("sched-b2-0a1b2c".parse().unwrap());
        facts
    };
    let retry = Phase::RetryWait { next_at: utc("2026-11-24T12:00:40Z") };
    let waiting = with_open(Some(Phase::Waiting));
    let full = {
        let mut facts = with_open(Some(Phase::Waiting));
        let host = FullHost { host: "http://worker:8080".into(), in_flight: 64, waiting: 9 };
        facts.fleet.schedulers[0].stats.as_mut().unwrap().0.full_hosts = vec![host];
        facts
    };
    let jitter = {
        let mut facts = facts(json!({ "schedule": { "every": "1m", "jitter": "40s" } }));
        facts = without_last(facts);
        facts.task.open.push(open("2026-11-24T12:00:00Z", Some(Phase::Waiting)));
        let send = facts.task.open[0].send_time(&facts.plan().schedule);
        facts.now = send - Duration::from_millis(500);
        facts
    };
    vec![
        case(
            "on its way",
            with_open(Some(Phase::Sent)),
            NOON,
            Running,
            "running deadline",
            "Attempt 2 of 1 is on its way, for 10s",
        ),
        case("its executor gone", gone, NOON, Running, "running executor-gone", "which sent it, is gone"),
        case(
            "sent before it moved",
            moved,
            NOON,
            Running,
            "running sent-by-former-owner",
            "before the partition moved on",
        ),
        case(
            "between attempts",
            with_open(Some(retry)),
            NOON,
            Waiting,
            "retry-wait",
            "the next one is due at 2026-11-24 12:00:40",
        ),
        case("claimed, unsent", waiting, NOON, Late, "claimed-unsent owner-behind", "was to be sent 10s ago"),
        case("its host full", full, NOON, Late, "claimed-unsent host-full", "9 runs wait for it"),
        case("its jitter", jitter, NOON, Waiting, "claimed", "(jitter)"),
    ]
}

fn of_owners() -> Vec<Case> {
    use crate::commands::scheduler::census::State;
    use Verdict::{Late, Waiting};
    let unowned = || {
        let mut facts = late();
        facts.task.owner = None;
        facts
    };
    let planned = {
        let mut facts = unowned();
        let owners = [("sched-b2-0a1b2c".parse().unwrap(), vec![P])].into();
        facts.fleet.assignment = Some(Assignment { owners, ..Assignment::default() });
        facts
    };
    let drained = {
        let mut facts = unowned();
        facts.fleet.schedulers.iter_mut().for_each(|one| one.state = State::Drained);
        facts
    };
    let leaderless = {
        let mut facts = unowned();
        let mut found = found(&[with_stats(member("sched-b2-0a1b2c"), 0, now().0 / 1_000)]);
        found.candidates.clear();
        facts.fleet = Census::of(found);
        facts
    };
    let draining = {
        let mut facts = with_state(State::Draining);
        let (by, reason) = ("bob@bastion".to_owned(), Some("kernel".to_owned()));
        let intent = Intent { format: FORMAT, drain: true, weight: None, by, reason, extra: Map::new() };
        facts.fleet.schedulers[0].intent = Some(intent);
        facts
    };
    let broken = {
        let mut facts = late();
        facts.claims_broken = Some("/claims/003: it is empty".into());
        facts
    };
    let just_due = Facts { now: utc("2026-11-24T12:00:00.400Z"), ..late() };
    vec![
        case("due this moment", just_due, NOON, Waiting, "due-now", "this very moment"),
        case(
            "no scheduler",
            with_fleet(late(), census(&[])),
            NOON,
            Late,
            "unclaimed no-schedulers misfire-policy",
            "No scheduler is running",
        ),
        case("no owner", unowned(), NOON, Late, "unclaimed no-owner misfire-policy", "has not assigned it yet"),
        case(
            "an owner meant",
            planned,
            NOON,
            Late,
            "unclaimed no-owner misfire-policy",
            "the leader means sched-b2-0a1b2c",
        ),
        case("no leader", leaderless, NOON, Late, "unclaimed no-owner misfire-policy", "no leader"),
        case("all drained", drained, NOON, Late, "unclaimed no-taker misfire-policy", "sched-a1 is drained"),
        case(
            "an owner that is gone",
            with_fleet(late(), census(&[member("sched-b2-0a1b2c")])),
            NOON,
            Late,
            "unclaimed owner-gone misfire-policy",
            "which is gone",
        ),
        case(
            "a silent owner",
            with_fleet(late(), fleet_of(&[3], 40)),
            NOON,
            Late,
            "unclaimed owner-silent misfire-policy",
            "nothing for 40s",
        ),
        case("a hung owner", with_state(State::Hung), NOON, Late, "unclaimed owner-hung misfire-policy", "hangs"),
        case(
            "a leaving owner",
            with_state(State::Leaving),
            NOON,
            Late,
            "unclaimed owner-leaving misfire-policy",
            "about to stop",
        ),
        case(
            "a drained owner",
            draining,
            NOON,
            Late,
            "unclaimed owner-draining misfire-policy",
            "drained by bob@bastion: kernel",
        ),
        case(
            "an owner not ready",
            with_state(State::NotReady("its clock is off".into())),
            NOON,
            Late,
            "unclaimed owner-not-ready misfire-policy",
            "its clock is off",
        ),
        case(
            "an owner that is well",
            late(),
            NOON,
            Late,
            "unclaimed owner-behind misfire-policy",
            "the newest of its missed instants",
        ),
        case(
            "claims that cannot be read",
            broken,
            NOON,
            Late,
            "unclaimed claims-unreadable misfire-policy",
            "it is empty",
        ),
    ]
}

fn of_what_was_not_due() -> Vec<Case> {
    use Verdict::{NotDue, NotKnown};
    let nightly = |more: serde_json::Value| {
        let mut schedule = json!({ "cron": "0 2 * * *", "timeZone": "Europe/Berlin" });
        schedule.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let mut facts = facts(json!({ "schedule": schedule }));
        let state = facts.task.state.as_mut().unwrap();
        state.outcomes.clear();
        state.last_instant = None;
        facts
    };
    let made = {
        let mut facts = plain();
        let created = json!({ "at": "2026-11-24T11:00:30Z", "by": "ann@host", "command": "task add" });
        facts.task.stored.extra.insert("created".into(), created);
        facts
    };
    let then_paused = {
        let mut facts = plain();
        facts.task.stat.modified = utc("2026-11-24T11:30:30Z").0;
        let was = json!({ "name": "web.ping", "schedule": { "every": "1m" }, "target": { "url": "http://w/" }, "paused": { "reason": "OPS-1" } });
        facts.versions = vec![
            version(3, "2026-11-24T11:30:30Z", json!({}), json!({})),
            version(2, "2026-11-24T11:10:00Z", was, json!({ "paused": true })),
        ];
        facts
    };
    let then_hourly = {
        let mut facts = plain();
        let was = json!({ "name": "web.ping", "schedule": { "every": "1h" }, "target": { "url": "http://w/" } });
        facts.versions = vec![
            version(3, "2026-11-24T11:30:30Z", json!({}), json!({})),
            version(2, "2026-11-24T11:10:00Z", was, json!({})),
        ];
        facts
    };
    vec![
        case(
            "no instant",
            plain(),
            Some("2026-11-24T11:59:30Z"),
            NotDue,
            "not-an-instant neighbours",
            "before that at 2026-11-24 11:59:00 UTC, and after that at",
        ),
        case(
            "an earlier schedule",
            then_hourly,
            Some("2026-11-24T11:20:00Z"),
            NotDue,
            "not-an-instant neighbours",
            "at version 2 then, is every 1h",
        ),
        case(
            "the other zone",
            nightly(json!({})),
            Some("2026-11-24T02:00:00Z"),
            NotDue,
            "not-an-instant other-zone neighbours",
            "2026-11-24 02:00:00 CET there is 2026-11-24T01:00:00Z",
        ),
        case(
            "before its start",
            nightly(json!({ "start": "2026-12-01T00:00:00Z" })),
            Some("2026-11-24T01:00:00Z"),
            NotDue,
            "not-an-instant before-start neighbours",
            "It starts at 2026-12-01",
        ),
        case(
            "after its end",
            nightly(json!({ "end": "2026-11-01T00:00:00Z" })),
            Some("2026-11-24T01:00:00Z"),
            NotDue,
            "not-an-instant after-end neighbours",
            "It ended at 2026-11-01",
        ),
        case(
            "before it was made",
            made,
            Some("2026-11-24T10:00:00Z"),
            NotDue,
            "not-made-yet",
            "ann@host made it at 2026-11-24 11:00:30 UTC",
        ),
        case(
            "before its change",
            {
                let mut facts = nightly(json!({}));
                facts.now = now();
                facts
            },
            Some("2026-11-24T01:00:00Z"),
            NotDue,
            "schedule-changed",
            "goes with the old schedule",
        ),
        case(
            "paused then",
            then_paused,
            Some("2026-11-24T11:20:00Z"),
            NotDue,
            "was-paused",
            "paused then, since 2026-11-24 11:10:00 UTC (version 2, alice@laptop): OPS-1",
        ),
        case(
            "paused now",
            without_last(paused(json!({}))),
            NOON,
            NotDue,
            "paused",
            "by alice@laptop, until it is resumed",
        ),
        case(
            "no longer kept",
            plain(),
            Some("2026-11-24T11:30:00Z"),
            NotKnown,
            "no-longer-kept",
            "its last 20 outcomes; the oldest kept is 2026-11-24 11:59:00",
        ),
    ]
}

fn of_what_comes() -> Vec<Case> {
    use Verdict::{AtRisk, WillNotRun, WillRun};
    let busy = {
        let mut facts = plain();
        facts.task.open.push(open("2026-11-24T11:58:00Z", Some(Phase::Sent)));
        facts
    };
    let failing = {
        let mut facts = last_is(Outcome::Failed, Some(500), "");
        facts.task.state.as_mut().unwrap().failures_in_a_row = 4;
        facts
    };
    let asked = {
        let mut facts = plain();
        facts.commands.push(UserCommand {
            format: FORMAT,
            action: UserAction::Trigger,
            task: "web.ping".parse().unwrap(),
            uid: "k3f9x2m4".parse().unwrap(),
            by: "carol@host".into(),
            reason: None,
            extra: Map::new(),
        });
        facts
    };
    let over = facts(json!({ "schedule": { "every": "1m", "end": "2026-11-24T12:00:05Z" } }));
    let spoilt = {
        let mut facts = plain();
        facts.task.spoilt = Some("/states/003/web.ping: it is empty".into());
        facts
    };
    let in_an_hour = paused(json!({ "until": "2026-11-24T13:00:00Z" }));
    let jitter = facts(json!({ "schedule": { "every": "1m", "jitter": "5s" } }));
    let spring = facts(json!({ "schedule": { "cron": "30 2 * * *", "timeZone": "Europe/Berlin" } }));
    vec![
        case("all is well", plain(), None, WillRun, "due owner-alive", "in 50s"),
        case("a moment to come", plain(), Some("2026-11-24T13:00:00Z"), WillRun, "due owner-alive", "in 59m50s"),
        case(
            "a run on its way",
            busy,
            None,
            WillRun,
            "due overlap owner-alive",
            "the instant is left out, as overlap is skip",
        ),
        case(
            "a worker that fails",
            failing,
            None,
            WillRun,
            "due failing owner-alive",
            "Its last 4 runs did not succeed",
        ),
        case("a run asked for", asked, None, WillRun, "due commands-waiting owner-alive", "carol@host asked for"),
        case("jitter ahead", jitter, None, WillRun, "due jitter owner-alive", "less than 5s"),
        case(
            "no scheduler ahead",
            with_fleet(plain(), census(&[])),
            None,
            AtRisk,
            "due no-schedulers",
            "nothing fires",
        ),
        case(
            "a silent owner ahead",
            with_fleet(plain(), fleet_of(&[3], 40)),
            None,
            AtRisk,
            "due owner-silent",
            "may not send",
        ),
        case(
            "paused for good",
            paused(json!({ "reason": "OPS-1" })),
            None,
            WillNotRun,
            "paused",
            "by alice@laptop, until it is resumed: OPS-1",
        ),
        case(
            "paused for a while",
            in_an_hour.clone(),
            None,
            WillRun,
            "due paused owner-alive",
            "until 2026-11-24 13:00:00 UTC",
        ),
        case(
            "within the pause",
            in_an_hour,
            Some("2026-11-24T12:30:00Z"),
            WillNotRun,
            "paused",
            "its next instant is 2026-11-24 13:00:00",
        ),
        case("its end has passed", over, None, WillNotRun, "never-again", "Its schedule ended at 2026-11-24 12:00:05"),
        case("a state that cannot be read", spoilt, None, WillNotRun, "state-unreadable", "stands still"),
        case(
            "a clock set forward",
            spring,
            Some("2027-03-28T01:00:00Z"),
            WillRun,
            "due owner-alive clock-change",
            "does not exist",
        ),
    ]
}

#[test]
fn each_case_is_explained_by_its_cause() {
    let cases = [of_what_ran(), of_what_is_open(), of_owners(), of_what_was_not_due(), of_what_comes()];
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
