//! A task's state after one more outcome: totals, streak, and the ring of the newest outcomes within its limits.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::run::line::is_ordinary;
use crate::run::{Outcome, RunOutcome, TaskState};

/// A state record stays below this, in bytes; fewer outcomes are kept if need be.
const MOST_BYTES: usize = 16 * 1024 - 512;
/// What an older outcome keeps of its message, in bytes.
const OLD_MESSAGE: usize = 100;

/// Adds an outcome to a state.
pub(super) fn record(state: &mut TaskState, outcome: RunOutcome, history_limit: usize) {
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
    state.outcomes.push_back(Arc::new(outcome));
    trim(&mut state.outcomes, history_limit.max(1), MOST_BYTES - unknown_bytes(&state.extra).min(MOST_BYTES));
}

fn trim(outcomes: &mut VecDeque<Arc<RunOutcome>>, limit: usize, most: usize) {
    while outcomes.len() > limit {
        outcomes.pop_front();
    }
    shorten_messages(outcomes);
    while outcomes.len() > 1 && bytes(outcomes) > most {
        outcomes.pop_front();
    }
}

/// The last success and the last failure keep their message, others the beginning of it.
fn shorten_messages(outcomes: &mut VecDeque<Arc<RunOutcome>>) {
    let (mut success, mut failure) = (false, false);
    for outcome in outcomes.iter_mut().rev() {
        let newest = match outcome.outcome {
            Outcome::Succeeded => !std::mem::replace(&mut success, true),
            _ => !std::mem::replace(&mut failure, true),
        };
        if newest || outcome.message.as_ref().is_none_or(|message| message.len() <= OLD_MESSAGE) {
            continue;
        }
        if let Some(message) = &mut Arc::make_mut(outcome).message {
            let end = (0..=OLD_MESSAGE).rev().find(|&at| message.is_char_boundary(at)).unwrap_or(0);
            message.truncate(end);
        }
    }
}

/// An upper estimate of what the outcomes take as JSON: serializing them for each run would cost more than the write.
pub(super) fn bytes(outcomes: &VecDeque<Arc<RunOutcome>>) -> usize {
    outcomes.iter().map(|outcome| outcome_bytes(outcome)).sum()
}

/// The same of one outcome.
pub(super) fn outcome_bytes(outcome: &RunOutcome) -> usize {
    // Of a line, with the words of its scheduler as if each had one of its own.
    const LINE: usize = 160;
    const OBJECT: usize = 300;
    let fixed = if is_ordinary(outcome) { LINE } else { OBJECT };
    // Quotes and backslashes double; control characters never come this far.
    let message = outcome.message.as_ref().map_or(0, |text| 14 + text.len() + text.matches(['"', '\\']).count());
    let missed = if outcome.missed_count.is_some() { 80 } else { 0 };
    let redelivered = if outcome.redelivered { 19 } else { 0 };
    let token = if outcome.token.is_some() { 28 } else { 0 };
    fixed + outcome.scheduler.as_str().len() + message + missed + redelivered + token + unknown_bytes(&outcome.extra)
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
            record(&mut state, outcome(at, Outcome::Succeeded, "fine"), 20);
        }
        assert_eq!(state.outcomes.len(), 20);
        assert_eq!(state.outcomes[0].scheduled_at, Instant(10));
        assert_eq!((state.totals.succeeded, state.last_instant), (30, Some(Instant(29))));
    }

    #[test]
    fn a_state_stays_below_sixteen_kilobytes() {
        let mut state = TaskState::new("k3f9x2m4".parse().unwrap());
        for at in 0..200 {
            record(&mut state, outcome(at, Outcome::Failed, &"\"x".repeat(512)), 100);
            let json = serde_json::to_vec(&state).unwrap();
            assert!(json.len() <= 16 * 1024, "{} bytes after {at}", json.len());
            assert!(bytes(&state.outcomes) + 512 >= json.len().saturating_sub(300), "the estimate is an upper one");
        }
        assert!(state.outcomes.len() > 20);
        assert_eq!(state.failures_in_a_row, 200);
    }
}
