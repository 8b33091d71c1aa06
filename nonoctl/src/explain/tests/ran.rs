//! Instants that were claimed, and how their runs ended.

use super::*;

pub(super) fn cases() -> Vec<Case> {
    use Verdict::{Cancelled, Failed, InDoubt, LeftOut, Missed, Ran, RanLate};
    let overlap = {
        let mut facts = last_is(Outcome::Skipped, None, "");
        let outcomes = &mut facts.task.state.as_mut().unwrap().outcomes;
        outcomes.edit(|all| {
            all[0].ended_at = utc("2026-11-24T12:00:05Z");
            all.last_mut().unwrap().started_at = None;
        });
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
        facts.task.state.as_mut().unwrap().outcomes.edit(|all| drop(all.remove(0)));
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
