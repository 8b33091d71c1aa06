//! A task's state after one more outcome: totals, streak, and the ring of the newest outcomes within its limits.

use crate::run::{Outcome, RunOutcome, TaskState};

/// A state record stays below this, in bytes; fewer outcomes are kept if need be.
const MOST_BYTES: usize = 16 * 1024 - 512;

/// Adds an outcome to a state.
pub(super) fn record(state: &mut TaskState, outcome: &RunOutcome, history_limit: usize) {
    if outcome.trigger.is_of_schedule() {
        let newest = outcome.missed_to.unwrap_or(outcome.scheduled_at);
        state.last_instant = Some(state.last_instant.map_or(newest, |last| last.max(newest)));
    }
    let total = state.totals.of(outcome.outcome);
    *total = total.saturating_add(outcome.missed_count.unwrap_or(1));
    match outcome.outcome {
        Outcome::Succeeded => state.failures_in_a_row = 0,
        end if end.tells_health() => state.failures_in_a_row = state.failures_in_a_row.saturating_add(1),
        _ => {}
    }
    state.outcomes.push(outcome);
    state.outcomes.trim(history_limit.max(1), MOST_BYTES - unknown_bytes(&state.extra).min(MOST_BYTES));
}

/// What fields of a newer release take as JSON.
pub(super) fn unknown_bytes(extra: &serde_json::Map<String, serde_json::Value>) -> usize {
    if extra.is_empty() { 0 } else { serde_json::to_vec(extra).map_or(0, |json| json.len()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::{Epoch, Partition, RunId, RunKey};
    use crate::run::Trigger;
    use crate::time::{Instant, Utc};

    fn outcome(at: i64, end: Outcome, message: &str) -> RunOutcome {
        let uid = "k3f9x2m4".parse().unwrap();
        RunOutcome {
            run: RunId::new(Partition(1), &uid, RunKey::Instant(Instant(at))),
            trigger: Trigger::Schedule,
            outcome: end,
            scheduled_at: Instant(at),
            started_at: Some(Utc(at * 1000)),
            ended_at: Utc(at * 1000 + 5),
            lateness_ms: Some(2),
            attempts: 1,
            redelivered: false,
            scheduler: "sched-a1-0a1b2c".parse().unwrap(),
            epoch: Epoch(4),
            status: Some(200),
            message: Some(message.to_owned()),
            missed_to: None,
            missed_count: None,
            token: None,
            extra: serde_json::Map::new(),
        }
    }

    #[test]
    fn the_ring_keeps_the_newest_within_its_limit() {
        let mut state = TaskState::new("k3f9x2m4".parse().unwrap());
        for at in 0..30 {
            record(&mut state, &outcome(at, Outcome::Succeeded, "fine"), 20);
        }
        assert_eq!(state.outcomes.len(), 20);
        assert_eq!(state.outcomes[0].scheduled_at, Instant(10));
        assert_eq!((state.totals.succeeded, state.last_instant), (30, Some(Instant(29))));
    }

    #[test]
    fn a_state_stays_below_sixteen_kilobytes() {
        let mut state = TaskState::new("k3f9x2m4".parse().unwrap());
        for at in 0..200 {
            // As different as can be: each is of a kind of its own.
            let attempts = u32::MAX - u32::try_from(at).unwrap();
            let ended = RunOutcome { attempts, ..outcome(at, Outcome::Failed, &"\"x".repeat(512)) };
            record(&mut state, &ended, 100);
            let json = state.write();
            assert!(json.len() <= 16 * 1024, "{} bytes after {at}", json.len());
            assert!(state.outcomes.bytes() + 300 >= json.len(), "what outcomes take, and the rest of a state");
        }
        assert!(state.outcomes.len() > 20);
        assert_eq!(state.failures_in_a_row, 200);
    }
}
