//! More outcomes at once than a history keeps: counted where nothing else is wrong.

use nono_tests::board::{Board, Run};
use nono_tests::checker::{Duty, Verdict, judge};
use nono_tests::ledger::{State, Write};

use crate::story::{START, Story, UID, outcome, receipt};

/// Runs that all ended at once: the state keeps `kept` of them and counts `counted`.
fn crowded(runs: i64, kept: usize, counted: u64) -> Story {
    let mut story = Story::begin();
    let instants: Vec<i64> = (0..runs).map(|number| START + number * 5).collect();
    for &instant in &instants {
        story.claim(1, instant, 1);
        story.receipts.push(receipt(instant, 1, 1));
    }
    let ended = instants.iter().map(|&instant| outcome(instant, "succeeded"));
    story.outcomes = ended.skip(instants.len() - kept).collect();
    story.claims.clear();
    let (task, uid, outcomes) = ("t".to_owned(), UID.to_owned(), story.outcomes.clone());
    let state = State { partition: 17, task, uid, total: counted, outcomes };
    story.step(1, vec![Write::Claims(17, Vec::new()), Write::State(state)]);
    story
}

impl Story {
    /// Of as many instants as were claimed by [`crowded`].
    fn judge_crowd(&self, runs: i64) -> Verdict {
        let duty = Duty { until_ms: (START + runs * 5) * 1000 - 1, ..self.duty() };
        judge(&Board::replay(&self.steps), &self.receipts, &[duty])
    }

    #[track_caller]
    fn crowd_is_caught_by(&self, rule: &str) {
        let verdict = self.judge_crowd(23);
        assert!(verdict.breaches.iter().any(|breach| breach.rule == rule), "wanted {rule:?} among {verdict:#?}");
    }
}

#[test]
fn outcomes_that_a_full_history_had_no_room_for_are_counted() {
    let story = crowded(23, 20, 23);
    assert_eq!(story.judge_crowd(23).breaches, []);
    let board = Board::replay(&story.steps);
    assert_eq!(board.runs.values().filter(|run| run.crowded_out).count(), 3);
    assert!(board.runs.values().all(Run::is_stored));
}

#[test]
fn outcomes_that_nothing_counts_or_that_had_room_or_that_are_of_no_run_are_caught() {
    for (kept, counted) in [(20, 22), (19, 23), (20, 24)] {
        crowded(23, kept, counted).crowd_is_caught_by("a state counts each outcome once");
    }
}

#[test]
fn what_a_history_had_no_room_for_and_stays_in_claims_is_caught() {
    let mut story = crowded(23, 20, 23);
    let last = story.steps.last_mut().unwrap();
    last.writes.retain(|write| !matches!(write, Write::Claims(..)));
    story.set_claims(1);
    story.crowd_is_caught_by("a state counts each outcome once");
}

#[test]
fn a_second_outcome_of_what_a_history_had_no_room_for_is_caught() {
    let mut story = crowded(23, 20, 23);
    story.outcomes.push(outcome(START, "succeeded"));
    story.set_state(1);
    story.crowd_is_caught_by("a run has one outcome");
}

#[test]
fn what_a_history_had_no_room_for_and_nobody_was_asked_for_is_caught() {
    let mut story = crowded(23, 20, 23);
    story.receipts.remove(0);
    story.crowd_is_caught_by("an outcome is the truth");
}
