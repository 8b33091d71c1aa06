//! What `task run --follow` says of a run while it is waited for: a line for each change that a look finds.

use nono_core::name::{MemberId, RunId, TaskName};
use nono_core::run::Phase;
use nono_core::store::admin::FoundRun;
use nono_core::task::SchedulerTask;
use nono_core::time::Utc;
use serde_json::{Map, Value, json};

use crate::tasks::open::OpenRun;
use crate::tasks::runs::{RunView, Standing};
use crate::words;

/// What was said of one run so far.
pub(super) struct Follower<'a> {
    task: &'a TaskName,
    plan: Option<&'a SchedulerTask>,
    run: &'a RunId,
    claimed: bool,
    /// The last attempt that was said to be sent, and to have failed.
    sent: u32,
    failed: u32,
}

/// A change of a run.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Step {
    /// A scheduler has taken it.
    Claimed,
    /// This attempt was sent.
    Sent(u32, Option<MemberId>),
    /// This attempt failed; the next one follows at this moment, or has followed.
    Failed(u32, Option<Utc>),
    /// It is over.
    Ended(Box<RunView>),
}

impl<'a> Follower<'a> {
    /// Nothing was said yet.
    pub(super) const fn of(plan: &'a SchedulerTask, run: &'a RunId) -> Self {
        Self { task: &plan.name, plan: Some(plan), run, claimed: false, sent: 0, failed: 0 }
    }

    /// What is new in what a look found; what passed between two looks is told as far as it can be known.
    pub(super) fn look(&mut self, found: &FoundRun, now: Utc) -> Vec<Step> {
        let open = match found {
            FoundRun::Commanded(..) => return Vec::new(),
            FoundRun::Claimed(entry) => OpenRun { entry: (**entry).clone(), record: None },
            FoundRun::Open(record) => OpenRun { entry: record.entry.clone(), record: Some(record.clone()) },
            FoundRun::Ended(task, outcome) => {
                let mut steps = self.claim();
                steps.push(Step::Ended(Box::new(RunView::ended(task, self.plan, outcome))));
                return steps;
            }
        };
        let next_at = match open.record.as_deref().map(|record| &record.phase) {
            Some(Phase::RetryWait { next_at }) => Some(*next_at),
            _ => None,
        };
        let view = RunView::open(self.plan, None, &open, now);
        let mut steps = self.claim();
        match view.standing {
            Standing::Running => {
                // The attempt before a redelivered one is in doubt.
                if !view.redelivered {
                    steps.extend(self.fail(view.attempts.saturating_sub(1), None));
                }
                if view.attempts > self.sent {
                    self.sent = view.attempts;
                    steps.push(Step::Sent(view.attempts, view.scheduler));
                }
            }
            Standing::Retrying => {
                self.sent = self.sent.max(view.attempts);
                steps.extend(self.fail(view.attempts, next_at));
            }
            Standing::Asked | Standing::Waiting | Standing::Ended(_) => {}
        }
        steps
    }

    fn claim(&mut self) -> Vec<Step> {
        let is_new = !std::mem::replace(&mut self.claimed, true);
        if is_new { vec![Step::Claimed] } else { Vec::new() }
    }

    fn fail(&mut self, attempt: u32, next_at: Option<Utc>) -> Option<Step> {
        let is_new = attempt > self.failed;
        self.failed = self.failed.max(attempt);
        is_new.then_some(Step::Failed(attempt, next_at))
    }

    /// A line for people.
    pub(super) fn line(&self, step: &Step, now: Utc) -> String {
        let of = match self.plan.map_or(1, |plan| plan.policy.retry.attempts) {
            1 => String::new(),
            most => format!(" of {most}"),
        };
        let said = match step {
            Step::Claimed => "claimed".to_owned(),
            Step::Sent(attempt, by) => {
                let by = by.as_ref().map(|by| format!(" by {}", by.name())).unwrap_or_default();
                format!("attempt {attempt}{of} sent{by}")
            }
            Step::Failed(attempt, Some(next_at)) => {
                format!("attempt {attempt}{of} failed, the next one in {}", words::took(next_at.since(now)))
            }
            Step::Failed(attempt, None) => format!("attempt {attempt}{of} failed"),
            Step::Ended(view) => {
                let result = view.result().map(|result| format!(": {}", words::harmless(&result))).unwrap_or_default();
                format!("{}{result}", view.standing.mark().word)
            }
        };
        format!("{}  {} {said}", self.task, self.run)
    }

    /// An object for programs.
    pub(super) fn document(&self, step: &Step, now: Utc) -> Value {
        let mut document = Map::new();
        let mut put = |key: &str, value: Value| drop(document.insert(key.to_owned(), value));
        put("run", json!(self.run));
        put("task", json!(self.task));
        put("at", json!(now));
        match step {
            Step::Claimed => put("event", json!("claimed")),
            Step::Sent(attempt, by) => {
                put("event", json!("sent"));
                put("attempt", json!(attempt));
                put("scheduler", json!(by));
            }
            Step::Failed(attempt, next_at) => {
                put("event", json!("attempt-failed"));
                put("attempt", json!(attempt));
                put("nextAttemptAt", json!(next_at));
            }
            Step::Ended(view) => {
                put("event", json!("ended"));
                put("result", view.document(now));
            }
        }
        Value::Object(document)
    }
}

#[cfg(test)]
mod tests {
    use nono_core::run::RunRecord;

    use super::*;

    const NOW: Utc = Utc(1_795_482_010_000);

    fn found(attempt: u32, phase: Value) -> FoundRun {
        let record = json!({
            "format": 1, "run": "r-001-k3f9x2m4-m0000000012", "task": "a", "trigger": "manual",
            "scheduledAt": "2026-11-24T01:00:00Z", "version": 0, "delivery": "at_least_once", "attempt": attempt, "failed": attempt - 1,
            "epoch": 1, "phase": phase,
            "executor": "sched-a-0a1b2c",
        });
        FoundRun::Open(Box::new(serde_json::from_value::<RunRecord>(record).unwrap()))
    }

    #[test]
    fn each_change_is_said_once_and_what_passed_between_two_looks_is_made_up_for() {
        let document = json!({
            "name": "a", "schedule": { "every": "1h" }, "target": { "url": "http://a.example/" },
            "policy": { "retry": { "attempts": 3 } },
        });
        let plan = SchedulerTask::parse(document.as_object().unwrap(), nono_core::task::Unknown::Keep).unwrap();
        let run: RunId = "r-001-k3f9x2m4-m0000000012".parse().unwrap();
        let mut follower = Follower::of(&plan, &run);
        let waits = json!({ "retry_wait": { "nextAt": Utc(NOW.0 + 5_000) } });
        let looks = [
            found(1, json!("waiting")),
            found(1, json!("sent")),
            found(1, json!("sent")),
            found(2, waits),
            // The second attempt failed unseen.
            found(3, json!("sent")),
        ];
        let mut said = Vec::new();
        for look in &looks {
            for step in follower.look(look, NOW) {
                assert!(follower.document(&step, NOW)["event"].is_string());
                said.push(follower.line(&step, NOW).replace("a  r-001-k3f9x2m4-m0000000012 ", ""));
            }
        }
        let expected = [
            "claimed",
            "attempt 1 of 3 sent by sched-a",
            "attempt 1 of 3 failed, the next one in 5.0s",
            "attempt 2 of 3 failed",
            "attempt 3 of 3 sent by sched-a",
        ];
        assert_eq!(said, expected);
    }
}
