//! Stories that the judge is told: as a log and as receipts.

use nono_tests::board::Board;
use nono_tests::checker::{Duty, Verdict, judge};
use nono_tests::ledger::{Claim, Entry, Lease, Outcome, State, Step, Task, Write};
use nono_tests::receipts::Receipt;
use serde_json::Value;

pub(crate) const UID: &str = "k3f9x2m4";
/// 2026-11-24T01:00:00Z
pub(crate) const START: i64 = 1_795_482_000;

/// A story as log and receipts: one partition, a task every five seconds, owners 1 and 2 by session.
#[derive(Default, Clone)]
pub(crate) struct Story {
    pub(crate) steps: Vec<Step>,
    pub(crate) receipts: Vec<Receipt>,
    pub(crate) claims: Vec<Entry>,
    pub(crate) outcomes: Vec<Outcome>,
    pub(crate) lease_version: i32,
    pub(crate) now_ms: i64,
}

pub(crate) fn run_at(instant: i64) -> String {
    let at = jiff::Timestamp::from_second(instant).unwrap();
    format!("r-017-{UID}-{}", at.strftime("%Y%m%dT%H%M%SZ"))
}

pub(crate) fn claim(instant: i64, epoch: u64) -> Claim {
    Claim {
        run: run_at(instant),
        task: "t".to_owned(),
        trigger: "schedule".to_owned(),
        scheduled_at: instant,
        version: 0,
        delivery: "at_least_once".to_owned(),
        attempt: 1,
        epoch,
    }
}

pub(crate) fn outcome(instant: i64, word: &str) -> Outcome {
    Outcome {
        run: run_at(instant),
        word: word.to_owned(),
        scheduled_at: instant,
        ended_at: format!("{instant}"),
        attempts: 1,
        missed_to: None,
        count: 1,
        lateness_ms: Some(2),
    }
}

pub(crate) fn receipt(instant: i64, attempt: u32, epoch: u64) -> Receipt {
    Receipt {
        at_us: instant * 1_000_000 + 2_000,
        task: "t".to_owned(),
        run: run_at(instant),
        attempt,
        epoch,
        scheduled_at: instant,
        trigger: "schedule".to_owned(),
        answer: 200,
        ..Receipt::default()
    }
}

impl Story {
    /// Two members, one task, the partition owned by the first.
    pub(crate) fn begin() -> Self {
        let mut story = Self { now_ms: (START - 2) * 1000, ..Self::default() };
        story.step(0, vec![Write::Lease(17, Lease { owner: None, epoch: 0 }, 0)]);
        story.step(0, vec![Write::Claims(17, Vec::new())]);
        story.step(1, vec![Write::Member("a-000001".to_owned())]);
        story.step(2, vec![Write::Member("b-000002".to_owned())]);
        let (name, uid) = ("t".to_owned(), UID.to_owned());
        story.step(3, vec![Write::Task(Task { partition: 17, name, uid, version: 0, document: Value::Null })]);
        story.acquire(1, "a-000001", 1);
        story
    }

    pub(crate) fn step(&mut self, session: i64, writes: Vec<Write>) {
        self.now_ms += 1;
        let checks = vec![("/leases/017".to_owned(), self.lease_version)];
        let zxid = i64::try_from(self.steps.len()).unwrap();
        self.steps.push(Step { zxid, time_ms: self.now_ms, session, checks, writes });
    }

    pub(crate) fn acquire(&mut self, session: i64, owner: &str, epoch: u64) {
        let version = self.lease_version + 1;
        self.step(session, vec![Write::Lease(17, Lease { owner: Some(owner.to_owned()), epoch }, version)]);
        self.lease_version = version;
    }

    pub(crate) fn set_claims(&mut self, session: i64) {
        self.step(session, vec![Write::Claims(17, self.claims.clone())]);
    }

    pub(crate) fn claim(&mut self, session: i64, instant: i64, epoch: u64) {
        self.now_ms = instant * 1000 - 400;
        self.claims.push(Entry::Run(claim(instant, epoch)));
        self.set_claims(session);
    }

    pub(crate) fn settle(&mut self, session: i64, instant: i64, word: &str) {
        self.now_ms = instant * 1000 + 50;
        self.outcomes.push(outcome(instant, word));
        self.set_state(session);
        self.claims.retain(|entry| !matches!(entry, Entry::Run(claim) if claim.scheduled_at == instant));
        self.set_claims(session);
    }

    pub(crate) fn set_state(&mut self, session: i64) {
        let total = self.outcomes.iter().map(|outcome| outcome.count).sum();
        let outcomes = self.outcomes.clone();
        let (task, uid) = ("t".to_owned(), UID.to_owned());
        self.step(session, vec![Write::State(State { partition: 17, task, uid, total, outcomes })]);
    }

    pub(crate) fn fire(&mut self, session: i64, instant: i64, epoch: u64) {
        self.claim(session, instant, epoch);
        self.receipts.push(receipt(instant, 1, epoch));
        self.settle(session, instant, "succeeded");
    }

    pub(crate) fn duty(&self) -> Duty {
        Duty {
            task: "t".to_owned(),
            every: 5,
            offset: 0,
            after_ms: START * 1000 - 2000,
            until_ms: (START + 10) * 1000,
            jitter_ms: 0,
        }
    }

    pub(crate) fn judge(&self) -> Verdict {
        judge(&Board::replay(&self.steps), &self.receipts, &[self.duty()])
    }

    #[track_caller]
    pub(crate) fn is_caught_by(&self, rule: &str) {
        let verdict = self.judge();
        let rules: Vec<&str> = verdict.breaches.iter().map(|breach| breach.rule).collect();
        assert!(rules.iter().any(|found| found.contains(rule)), "wanted {rule:?} among {:#?}", verdict.breaches);
    }
}

/// Three instants; the second's owner is killed after sending, and its successor sends again.
pub(crate) fn flawless() -> Story {
    let mut story = Story::begin();
    story.fire(1, START, 1);
    story.claim(1, START + 5, 1);
    story.receipts.push(receipt(START + 5, 1, 1));
    story.now_ms = (START + 5) * 1000 + 1;
    story.step(1, vec![Write::MemberGone("a-000001".to_owned())]);
    story.acquire(2, "b-000002", 2);
    let again = Receipt { redelivery: true, at_us: (START + 6) * 1_000_000, ..receipt(START + 5, 2, 2) };
    story.receipts.push(again);
    story.settle(2, START + 5, "succeeded");
    story.fire(2, START + 10, 2);
    story
}
