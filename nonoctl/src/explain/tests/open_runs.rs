//! Runs that are on their way.

use super::*;

pub(super) fn cases() -> Vec<Case> {
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
