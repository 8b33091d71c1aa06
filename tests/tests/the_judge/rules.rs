//! A flawless story passes, and each way of breaking it is caught by its own rule.

use nono_tests::board::Board;
use nono_tests::checker::{Duty, Edit, Orphans, edited, orphans};
use nono_tests::ledger::{Claim, Entry, Outcome, Record, Task, Write};
use nono_tests::receipts::Receipt;
use serde_json::{Value, json};

use crate::story::{START, Story, UID, claim, flawless, outcome, receipt, run_at};

#[test]
fn a_flawless_story_passes() {
    let verdict = flawless().judge();
    verdict.expect_flawless();
    assert_eq!((verdict.due, verdict.requests, verdict.redeliveries), (3, 4, 1));
    assert_eq!(verdict.outcomes["succeeded"], 3);
}

#[test]
fn orphans_are_timed_from_the_kill() {
    let story = flawless();
    let killed = (START + 5) * 1000;
    let orphans = orphans(&Board::replay(&story.steps), &story.receipts, &[story.duty()], "a-000001", killed);
    assert_eq!((orphans.first.count, orphans.first.max), (1, 1000.0));
    orphans.expect_within(1000.0);
}

/// The same killed a second before an instant, so that something comes due while nobody owns its partition.
fn orphaned(until: impl Fn(&mut Story)) -> Orphans {
    let mut story = flawless();
    until(&mut story);
    let board = Board::replay(&story.steps);
    orphans(&board, &story.receipts, &[story.duty()], "a-000001", (START + 4) * 1000)
}

#[test]
#[should_panic(expected = "nothing can be judged")]
fn a_partition_of_which_no_request_came_after_the_take_over_is_counted() {
    let silent = orphaned(|story| story.receipts.retain(|receipt| receipt.at_us < (START + 6) * 1_000_000));
    assert_eq!((silent.first.count, silent.unjudged.len(), silent.idle.len()), (0, 1, 0), "{silent}");
    silent.expect_within(f64::MAX);
}

#[test]
#[should_panic(expected = "never taken over")]
fn a_partition_that_nobody_takes_over_is_caught() {
    let mut story = Story::begin();
    story.fire(1, START, 1);
    let board = Board::replay(&story.steps);
    orphans(&board, &story.receipts, &[story.duty()], "a-000001", START * 1000 + 500).expect_within(f64::MAX);
}

#[test]
fn an_acknowledged_edit_that_no_version_shows_is_caught() {
    let mut story = flawless();
    for (version, body) in [(1, "first"), (2, "second")] {
        let document = json!({ "task": { "target": { "body": body } } });
        let (name, uid) = ("t".to_owned(), UID.to_owned());
        story.step(3, vec![Write::Task(Task { partition: 17, name, uid, version, document })]);
    }
    let edit = |task: &str, body: &str| Edit { task: task.to_owned(), body: body.to_owned() };
    let board = Board::replay(&story.steps);
    // One that was replaced since is there all the same.
    assert_eq!(edited(&board, &[edit("t", "first"), edit("t", "second")]), []);
    let lost = edited(&board, &[edit("t", "first"), edit("t", "third"), edit("other", "second")]);
    assert_eq!(lost.len(), 2, "{lost:?}");
}

#[test]
fn what_a_jitter_sends_after_the_take_over_did_not_wait_for_it() {
    let story = flawless();
    let killed = (START + 5) * 1000;
    let spread = Duty { jitter_ms: 86_400_000, ..story.duty() };
    let orphans = orphans(&Board::replay(&story.steps), &story.receipts, &[spread], "a-000001", killed);
    assert_eq!((orphans.first.count, orphans.unjudged.len()), (0, 0), "{orphans}");
}

#[test]
fn a_run_claimed_again_after_it_left_is_caught() {
    let mut story = flawless();
    story.claim(2, START + 10, 2);
    story.is_caught_by("never again after it left claims");
}

#[test]
fn a_run_listed_twice_is_caught() {
    let mut story = flawless();
    story.claims.push(Entry::Run(claim(START + 15, 2)));
    story.claim(2, START + 15, 2);
    story.is_caught_by("claims list a run once");
}

#[test]
fn an_instant_that_nobody_claimed_is_caught() {
    let mut story = Story::begin();
    story.fire(1, START, 1);
    story.fire(1, START + 10, 1);
    story.is_caught_by("an instant that is due is claimed or recorded");
}

#[test]
fn an_instant_recorded_as_missed_is_not_lost_and_not_run_as_well() {
    let mut story = Story::begin();
    story.fire(1, START, 1);
    story.outcomes.push(Outcome { missed_to: Some(START + 5), ..outcome(START + 5, "missed") });
    story.set_state(1);
    story.fire(1, START + 10, 1);
    story.judge().expect_flawless();
    story.fire(1, START + 5, 1);
    story.is_caught_by("an instant has one outcome");
}

#[test]
fn a_run_without_an_outcome_is_caught() {
    let mut story = flawless();
    story
        .steps
        .retain(|step| !step.writes.iter().any(|write| matches!(write, Write::State(state) if state.total == 3)));
    story.is_caught_by("a claimed run has an outcome");
}

#[test]
fn an_instant_that_was_not_due_is_caught() {
    let mut story = flawless();
    story.fire(2, START + 11, 2);
    story.is_caught_by("only what is due is claimed");
}

#[test]
fn a_write_of_a_dead_owner_is_caught() {
    let mut story = flawless();
    story.claim(1, START + 15, 1);
    story.is_caught_by("written by its owner alone");
}

#[test]
fn a_write_without_the_leases_check_is_caught() {
    let mut story = flawless();
    story.steps.last_mut().unwrap().checks.clear();
    story.is_caught_by("checks the lease's version");
}

#[test]
fn a_claim_under_a_replaced_version_is_caught() {
    let mut story = flawless();
    let (name, uid) = ("t".to_owned(), UID.to_owned());
    story.step(3, vec![Write::Task(Task { partition: 17, name, uid, version: 1, document: Value::Null })]);
    story.claim(2, START + 15, 2);
    story.is_caught_by("newest version");
}

#[test]
fn a_claim_for_a_task_that_was_removed_is_caught() {
    let mut story = flawless();
    story.step(3, vec![Write::TaskGone(17, "t".to_owned())]);
    story.claim(2, START + 15, 2);
    story.is_caught_by("newest version");
}

#[test]
fn a_second_or_changed_outcome_is_caught() {
    let mut story = flawless();
    story.outcomes[0].word = "failed".to_owned();
    story.set_state(2);
    story.is_caught_by("never changes");
    let mut story = flawless();
    story.outcomes.push(outcome(START, "succeeded"));
    story.set_state(2);
    story.is_caught_by("a run has one outcome");
    story.is_caught_by("counts each outcome once");
}

#[test]
fn an_outcome_better_than_the_truth_is_caught() {
    let mut story = flawless();
    story.receipts[0].answer = 500;
    story.is_caught_by("an outcome is the truth");
    let mut story = flawless();
    story.receipts.remove(0);
    story.is_caught_by("an outcome is the truth");
}

#[test]
fn a_repeated_request_without_cause_mark_or_number_is_caught() {
    let mut story = flawless();
    story.receipts.push(Receipt { at_us: (START + 11) * 1_000_000, ..receipt(START + 10, 2, 2) });
    story.is_caught_by("a repeated request is marked");
    let mut story = flawless();
    story.receipts.push(Receipt { at_us: (START + 11) * 1_000_000, redelivery: true, ..receipt(START + 10, 2, 2) });
    story.is_caught_by("only what is in doubt is redelivered");
    let mut story = flawless();
    story.receipts[2].attempt = 1;
    story.is_caught_by("attempts rise");
    let mut story = flawless();
    story.receipts[2].redelivery = false;
    story.is_caught_by("a repeated request is marked");
    let mut story = flawless();
    story.receipts[2].epoch = 0;
    story.is_caught_by("epochs rise");
}

#[test]
fn a_retry_of_a_failed_attempt_is_no_repetition() {
    let mut story = Story::begin();
    story.claim(1, START, 1);
    story.receipts.push(Receipt { answer: 503, ..receipt(START, 1, 1) });
    story.receipts.push(Receipt { at_us: (START + 1) * 1_000_000, ..receipt(START, 2, 1) });
    story.settle(1, START, "succeeded");
    story.fire(1, START + 5, 1);
    story.fire(1, START + 10, 1);
    story.judge().expect_flawless();
}

#[test]
fn at_most_once_is_never_redelivered() {
    let mut story = flawless();
    for step in &mut story.steps {
        for write in &mut step.writes {
            let Write::Claims(_, entries) = write else { continue };
            for entry in entries {
                let Entry::Run(claim) = entry else { continue };
                claim.delivery = "at_most_once".to_owned();
            }
        }
    }
    story.is_caught_by("at_most_once is never redelivered");
}

#[test]
fn at_most_once_is_sent_once_even_where_a_retry_would_be_right() {
    let mut story = Story::begin();
    let most = Claim { delivery: "at_most_once".to_owned(), ..claim(START, 1) };
    story.claims.push(Entry::Run(most));
    story.set_claims(1);
    story.receipts.push(Receipt { answer: 503, ..receipt(START, 1, 1) });
    story.receipts.push(Receipt { at_us: (START + 1) * 1_000_000, ..receipt(START, 2, 1) });
    story.settle(1, START, "succeeded");
    story.is_caught_by("at_most_once is sent once");
}

#[test]
fn a_run_that_was_promised_to_an_admin_and_never_ended_is_caught() {
    let mut story = flawless();
    story.claim(2, START + 15, 2);
    let board = Board::replay(&story.steps);
    let rules = |run: String| nono_tests::checker::triggered(&board, &[run]).len();
    assert_eq!(rules(run_at(START)), 0);
    assert_eq!((rules(run_at(START + 15)), rules("r-017-k3f9x2m4-m0000000001".to_owned())), (1, 1));
}

#[test]
fn a_scheduler_that_may_be_ahead_is_early_only_beyond_that() {
    let mut story = flawless();
    story.receipts[0].at_us = START * 1_000_000 - 300_000;
    story.is_caught_by("nothing is sent early");
    let (board, duty) = (Board::replay(&story.steps), story.duty());
    let judged =
        |ahead_ms| nono_tests::checker::judge_skewed(&board, &story.receipts, std::slice::from_ref(&duty), ahead_ms);
    judged(300).expect_flawless();
    assert_eq!(judged(290).breaches.len(), 1);
}

#[test]
fn a_request_before_its_claim_or_without_one_is_caught() {
    let mut story = flawless();
    story.receipts.push(Receipt { run: "r-017-k3f9x2m4-m0000000001".to_owned(), ..receipt(START, 1, 1) });
    story.is_caught_by("a request is of a run that was claimed");
    let mut story = flawless();
    story.receipts[0].at_us = (START - 1) * 1_000_000;
    story.is_caught_by("a claim comes before its request");
}

#[test]
fn a_request_that_is_early_is_caught_and_one_within_a_clock_reading_is_not() {
    let mut story = flawless();
    story.receipts[0].at_us = START * 1_000_000 - 900;
    story.judge().expect_flawless();
    story.receipts[0].at_us = START * 1_000_000 - 1_100;
    story.is_caught_by("nothing is sent early");
}

#[test]
fn an_epoch_that_falls_and_a_lease_taken_for_another_are_caught() {
    let mut story = flawless();
    story.acquire(2, "b-000002", 2);
    story.is_caught_by("a lease's epoch rises");
    let mut story = flawless();
    story.acquire(1, "b-000002", 3);
    story.is_caught_by("takes partitions for itself alone");
}

#[test]
fn a_record_of_nothing_and_an_unreadable_one_are_caught() {
    let mut story = flawless();
    let record = Record { claim: claim(START + 20, 2), phase: "sent".to_owned(), executor: "b-000002".to_owned() };
    story.step(2, vec![Write::Record(record)]);
    story.is_caught_by("a record is of a run that was claimed");
    let mut story = flawless();
    story.step(2, vec![Write::Unreadable("/claims/017".to_owned(), "no entries".to_owned())]);
    story.is_caught_by("records are as docs/protocol.md says");
}

#[test]
fn a_sent_record_of_a_dead_executor_is_in_doubt() {
    let mut story = Story::begin();
    story.claim(1, START, 1);
    story.receipts.push(receipt(START, 1, 1));
    let record = Record { claim: claim(START, 1), phase: "sent".to_owned(), executor: "a-000001".to_owned() };
    story.claims.clear();
    story.step(1, vec![Write::Record(record), Write::Claims(17, Vec::new())]);
    story.step(1, vec![Write::MemberGone("a-000001".to_owned())]);
    story.acquire(2, "b-000002", 2);
    let again = Receipt { redelivery: true, at_us: (START + 1) * 1_000_000, ..receipt(START, 2, 2) };
    story.receipts.push(again);
    story.settle(2, START, "succeeded");
    story.step(2, vec![Write::RecordGone(run_at(START))]);
    story.fire(2, START + 5, 2);
    story.fire(2, START + 10, 2);
    story.judge().expect_flawless();
}

/// The same story, delivered at most once.
fn flawless_at_most_once() -> Story {
    let mut story = flawless();
    story.receipts.remove(2);
    for step in &mut story.steps {
        for write in &mut step.writes {
            match write {
                Write::Claims(_, entries) => entries.iter_mut().for_each(|entry| {
                    let Entry::Run(claim) = entry else { return };
                    claim.delivery = "at_most_once".to_owned();
                }),
                Write::State(state) => {
                    let doubtful = state.outcomes.iter_mut().filter(|outcome| outcome.scheduled_at == START + 5);
                    doubtful.for_each(|outcome| outcome.word = "unknown".to_owned());
                }
                _ => {}
            }
        }
    }
    story
}

#[test]
fn at_most_once_is_requested_once_and_what_is_in_doubt_is_unknown() {
    flawless_at_most_once().judge().expect_flawless();
    let mut story = flawless_at_most_once();
    story.receipts.push(Receipt { at_us: START * 1_000_000 + 9_000, ..receipt(START, 2, 1) });
    story.is_caught_by("at_most_once is requested once");
    let mut story = flawless_at_most_once();
    for step in &mut story.steps {
        for write in &mut step.writes {
            let Write::State(state) = write else { continue };
            state.outcomes.iter_mut().for_each(|outcome| outcome.word = "succeeded".to_owned());
        }
    }
    story.is_caught_by("at_most_once in doubt is unknown");
}

#[test]
fn a_repeated_request_with_another_body_is_caught_unless_its_task_was_edited() {
    let mut story = flawless();
    story.receipts[2].body = "another".to_owned();
    story.is_caught_by("a repeated request is the same");
    let (name, uid) = ("t".to_owned(), UID.to_owned());
    story.step(3, vec![Write::Task(Task { partition: 17, name, uid, version: 1, document: Value::Null })]);
    story.judge().expect_flawless();
}

#[test]
fn a_claim_under_another_epoch_than_its_owners_is_caught() {
    let mut story = flawless();
    story.claim(2, START + 15, 1);
    story.is_caught_by("made under its owner's epoch");
}

#[test]
fn a_record_that_another_than_the_owner_writes_or_removes_is_caught_but_for_the_end_of_its_attempt() {
    let record = |phase: &str| {
        let claim = Claim { ..claim(START + 5, 2) };
        Write::Record(Record { claim, phase: phase.to_owned(), executor: "a-000001".to_owned() })
    };
    let mut story = flawless();
    story.step(1, vec![record("ended")]);
    story.judge().expect_flawless();
    let mut story = flawless();
    story.step(1, vec![record("sent")]);
    story.is_caught_by("written by its owner alone");
    let mut story = flawless();
    story.step(1, vec![Write::RecordGone(run_at(START + 5))]);
    story.is_caught_by("written by its owner alone");
}

#[test]
fn a_claim_of_a_paused_task_is_caught() {
    let mut story = flawless();
    let (name, uid) = ("t".to_owned(), UID.to_owned());
    let document = serde_json::json!({"task": {"paused": {"reason": "a story"}}});
    story.step(3, vec![Write::Task(Task { partition: 17, name, uid, version: 1, document })]);
    story.claims.push(Entry::Run(Claim { version: 1, ..claim(START + 15, 2) }));
    story.set_claims(2);
    story.is_caught_by("a paused task claims nothing");
}
