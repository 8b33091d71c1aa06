//! Tasks that are edited, paused, removed and made anew: what their versions say is what fires.

use nono_tests::board::Board;
use nono_tests::ledger::{Claim, Entry, Outcome, State, Step, Task, Write};
use nono_tests::lives;
use nono_tests::receipts::Receipt;

use crate::story::{START, Story, UID, claim, outcome, receipt, run_at};

/// A task that is edited, paused, resumed, removed and made anew, and fires as its versions say.
fn edited_life() -> Story {
    let mut story = Story { now_ms: (START - 2) * 1000, ..Story::default() };
    story.step(1, vec![Write::Member("a-000001".to_owned())]);
    story.acquire(1, "a-000001", 1);
    story.version_at(START * 1000 - 1500, UID, 0, 5, false, "one");
    story.fire_version(START, UID, 0, "one");
    story.version_at(START * 1000 + 3000, UID, 1, 5, false, "two");
    story.fire_version(START + 5, UID, 1, "two");
    story.version_at(START * 1000 + 8000, UID, 2, 5, true, "two");
    story.version_at(START * 1000 + 11_000, UID, 3, 5, false, "two");
    story.fire_version(START + 15, UID, 3, "two");
    story.version_at(START * 1000 + 16_000, UID, 4, 7, false, "two");
    story
}

impl Story {
    fn version_at(&mut self, now_ms: i64, uid: &str, version: i32, every: i64, is_paused: bool, body: &str) {
        self.now_ms = now_ms;
        let mut document = serde_json::json!({"task": {
            "schedule": {"every": format!("{every}s"), "offset": format!("{}s", START % every)}, "target": {"body": body},
        }});
        if is_paused {
            document["task"]["paused"] = serde_json::json!({});
        }
        let (name, uid) = ("t".to_owned(), uid.to_owned());
        self.step(3, vec![Write::Task(Task { partition: 17, name, uid, version, document })]);
    }

    fn fire_version(&mut self, instant: i64, uid: &str, version: i32, body: &str) {
        let run = run_at(instant).replace(UID, uid);
        self.now_ms = instant * 1000 - 400;
        self.claims = vec![Entry::Run(Claim { version, run: run.clone(), ..claim(instant, 1) })];
        self.set_claims(1);
        self.receipts.push(Receipt { body: body.to_owned(), run: run.clone(), ..receipt(instant, 1, 1) });
        self.now_ms = instant * 1000 + 50;
        self.outcomes.push(Outcome { run, ..outcome(instant, "succeeded") });
        let (task, total) = ("t".to_owned(), u64::try_from(self.outcomes.len()).unwrap());
        let outcomes = self.outcomes.clone();
        self.step(1, vec![Write::State(State { partition: 17, task, uid: uid.to_owned(), total, outcomes })]);
    }

    fn judge_life(&self) -> lives::Findings {
        lives::judge(&Board::replay(&self.steps), &self.receipts, (START + 18) * 1000, 300)
    }

    #[track_caller]
    fn life_is_caught_by(&self, rule: &str) {
        let found = self.judge_life();
        assert!(found.breaches.iter().any(|breach| breach.rule.contains(rule)), "wanted {rule:?} among {found:#?}");
    }
}

#[test]
fn a_life_that_is_as_its_versions_say_passes() {
    let found = edited_life().judge_life();
    assert_eq!(found.breaches, []);
    assert_eq!((found.lives, found.versions, found.due), (1, 5, 3));
}

#[test]
fn an_instant_that_stays_due_and_is_not_sent_is_caught() {
    let mut story = edited_life();
    let last = run_at(START + 15);
    story.steps.retain(|step| {
        !step.writes.iter().any(|write| match write {
            Write::Claims(_, entries) => {
                entries.iter().any(|entry| matches!(entry, Entry::Run(claim) if claim.run == last))
            }
            Write::State(state) => state.outcomes.iter().any(|outcome| outcome.run == last),
            _ => false,
        })
    });
    story.life_is_caught_by("what stays due is sent");
}

#[test]
fn a_run_cancelled_by_what_an_edit_had_replaced_is_caught_unless_the_edit_had_only_just_come() {
    for (before_ms, breaches) in [(200, 0), (400, 1)] {
        let mut story = edited_life();
        for step in &mut story.steps {
            for write in &mut step.writes {
                match write {
                    // The resume, moved towards the instant after it.
                    Write::Task(task) if task.version == 3 => step.time_ms = (START + 15) * 1000 - before_ms,
                    Write::State(state) => {
                        let last = state.outcomes.iter_mut().filter(|outcome| outcome.scheduled_at == START + 15);
                        last.for_each(|outcome| outcome.word = "cancelled".to_owned());
                    }
                    _ => {}
                }
            }
        }
        let found = story.judge_life();
        let rule = "G6: what stays due is sent";
        assert_eq!(found.breaches.iter().filter(|breach| breach.rule == rule).count(), breaches, "{found:#?}");
    }
}

#[test]
fn a_claim_of_the_past_of_a_pause_or_of_an_older_schedule_is_caught() {
    // While paused, right after the resume for an instant before it, and by the schedule that was replaced.
    for (instant, version) in [(START + 10, 2), (START + 10, 3), (START + 20, 4)] {
        let mut story = edited_life();
        story.fire_version(instant, UID, version, "two");
        story.life_is_caught_by("what is claimed is due by the version that claims it");
    }
}

#[test]
fn a_request_of_an_old_version_or_a_removed_task_is_caught_unless_it_had_only_just_gone() {
    let mut story = edited_life();
    story.receipts[1].body = "one".to_owned();
    story.life_is_caught_by("what is sent is as the newest version says");
    let removed_at = |moment_ms: i64| {
        let mut story = edited_life();
        let last = story.steps.pop().unwrap();
        let step = Step { time_ms: moment_ms, writes: vec![Write::TaskGone(17, "t".to_owned())], ..last };
        story.steps.push(step);
        story
    };
    // The last request came at START + 15 s and 2 ms.
    assert_eq!(removed_at((START + 15) * 1000 - 200).judge_life().latest_ms, 202);
    removed_at((START + 15) * 1000 - 400).life_is_caught_by("what is sent is as the newest version says");
}

#[test]
fn a_task_made_anew_under_its_old_uid_is_caught() {
    let mut story = edited_life();
    story.step(3, vec![Write::TaskGone(17, "t".to_owned())]);
    story.version_at(START * 1000 + 17_000, UID, 0, 5, false, "one");
    story.life_is_caught_by("a task made anew has a new uid");
}
