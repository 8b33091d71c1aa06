//! The table of states, row by row, on tasks made by hand.

use nono_core::name::{Epoch, MemberId, TaskUid};
use nono_core::run::{Delivery, FORMAT, Outcome, Phase, RunEntry, RunRecord, Trigger};
use nono_core::task::{Unknown, edit};
use serde_json::json;

use super::*;

const MINUTE: i64 = 60_000;

fn utc(text: &str) -> Utc {
    text.parse().unwrap()
}

/// 10 s after the instant 12:00 of a task that is due every minute and was made at 11:00:30.
fn now() -> Utc {
    utc("2026-11-24T12:00:10Z")
}

fn uid() -> TaskUid {
    "k3f9x2m4".parse().unwrap()
}

fn member() -> MemberId {
    "sched-a1-0a1b2c".parse().unwrap()
}

fn task(more: Value) -> TaskView {
    let Value::Object(mut document) =
        json!({ "name": "web.ping", "schedule": { "every": "1m" }, "target": { "url": "http://127.0.0.1/" } })
    else {
        unreachable!()
    };
    document.extend(more.as_object().unwrap().clone());
    let stored = edit::create(uid(), document, Unknown::Keep).unwrap();
    let stat = Stat { version: 2, modified: utc("2026-11-24T11:00:30Z").0, ..Stat::default() };
    let mut state = TaskState::new(uid());
    state.last_instant = Some("2026-11-24T12:00:00Z".parse().unwrap());
    let owner = Some(member());
    TaskView {
        stored,
        stat,
        partition: Partition(3),
        state: Some(state),
        spoilt: None,
        open: Vec::new(),
        missed: Vec::new(),
        owner,
    }
}

fn outcome(at: &str, outcome: Outcome) -> RunOutcome {
    let scheduled_at: Instant = at.parse().unwrap();
    RunOutcome {
        run: RunId::new(Partition(3), &uid(), RunKey::Instant(scheduled_at)),
        trigger: Trigger::Schedule,
        outcome,
        scheduled_at,
        started_at: Some(scheduled_at.utc()),
        ended_at: scheduled_at.utc() + Duration::from_secs(2),
        lateness_ms: Some(12),
        attempts: 1,
        scheduler: member(),
        epoch: Epoch(1),
        status: Some(200),
        message: None,
        missed_to: None,
        missed_count: None,
        token: None,
        extra: Map::new(),
    }
}

fn with_outcomes(outcomes: &[Outcome]) -> TaskView {
    let mut view = task(json!({}));
    let instants = ["2026-11-24T11:58:00Z", "2026-11-24T11:59:00Z", "2026-11-24T12:00:00Z"];
    let recorded = outcomes.iter().zip(instants).map(|(one, at)| outcome(at, *one));
    view.state.as_mut().unwrap().outcomes = recorded.collect();
    view
}

fn entry(at: &str) -> RunEntry {
    let scheduled_at: Instant = at.parse().unwrap();
    RunEntry {
        run: RunId::new(Partition(3), &uid(), RunKey::Instant(scheduled_at)),
        task: "web.ping".parse().unwrap(),
        trigger: Trigger::Schedule,
        scheduled_at,
        version: 2,
        delivery: Delivery::AtLeastOnce,
        attempt: 1,
        failed: 0,
        epoch: Epoch(1),
        token: None,
        extra: Map::new(),
    }
}

fn open(at: &str, phase: Option<Phase>) -> OpenRun {
    let entry = entry(at);
    let record = phase.map(|phase| {
        let executor = member();
        Box::new(RunRecord { format: FORMAT, entry: entry.clone(), phase, executor, deadline: None, started_at: None })
    });
    OpenRun { entry, record }
}

fn with_open(at: &str, phase: Option<Phase>) -> TaskView {
    let mut view = with_outcomes(&[Outcome::Failed]);
    view.open.push(open(at, phase));
    view
}

#[test]
fn a_task_whose_state_cannot_be_read_is_unreadable_whatever_else_it_is() {
    let mut view = task(json!({"paused": {}}));
    view.spoilt = Some("/states/003/web.ping: it is empty".to_owned());
    assert_eq!(view.condition(now()), TaskCondition::Unreadable);
    assert_eq!(view.status(now())["why"], "/states/003/web.ping: it is empty");
    assert_eq!(task(json!({})).status(now()).get("why"), None);
}

#[test]
fn a_task_whose_newest_telling_run_succeeded_is_ok() {
    assert_eq!(task(json!({})).condition(now()), TaskCondition::Ok, "it has not run yet");
    assert_eq!(with_outcomes(&[Outcome::Failed, Outcome::Succeeded]).condition(now()), TaskCondition::Ok);
}

#[test]
fn skipped_and_cancelled_runs_say_nothing_about_health() {
    for newest in [Outcome::Failed, Outcome::TimedOut, Outcome::Unknown] {
        let view = with_outcomes(&[Outcome::Succeeded, newest, Outcome::Skipped]);
        assert_eq!(view.condition(now()), TaskCondition::Failing, "{newest:?}");
    }
    let view = with_outcomes(&[Outcome::Succeeded, Outcome::Missed, Outcome::Cancelled]);
    assert_eq!(view.condition(now()), TaskCondition::Ok);
}

#[test]
fn what_was_sent_is_running_whatever_came_before() {
    let retry = Phase::RetryWait { next_at: utc("2026-11-24T12:01:00Z") };
    for phase in [Phase::Sent, retry] {
        let view = with_open("2026-11-24T12:00:00Z", Some(phase.clone()));
        assert_eq!(view.condition(now()), TaskCondition::Running, "{phase:?}");
        assert_eq!(view.last_at(now()), Some(now()));
    }
    assert_eq!(with_open("2026-11-24T12:00:09Z", None).condition(now()), TaskCondition::Running, "sent a second ago");
}

#[test]
fn a_send_time_that_passed_unsent_is_late_even_while_another_runs() {
    let mut view = with_open("2026-11-24T12:00:00Z", Some(Phase::Sent));
    view.open.push(open("2026-11-24T12:00:05Z", Some(Phase::Waiting)));
    assert_eq!(view.condition(now()), TaskCondition::Late);
    assert_eq!(view.late_since(now()), Some(utc("2026-11-24T12:00:05Z")));
    assert_eq!(with_open("2026-11-24T12:00:05Z", None).condition(now()), TaskCondition::Late, "an old entry");
}

#[test]
fn an_instant_that_nobody_claimed_is_late_after_a_second_and_next_until_then() {
    let mut view = with_outcomes(&[Outcome::Succeeded]);
    view.state.as_mut().unwrap().last_instant = Some("2026-11-24T11:59:00Z".parse().unwrap());
    assert_eq!(view.condition(utc("2026-11-24T12:00:01Z")), TaskCondition::Ok);
    assert_eq!(view.condition(utc("2026-11-24T12:00:01.001Z")), TaskCondition::Late);
    assert_eq!(view.next(now()), Some("2026-11-24T12:00:00Z".parse().unwrap()));
}

#[test]
fn what_is_claimed_or_missed_is_no_more_to_come() {
    let view = task(json!({}));
    assert_eq!(view.next(now()), Some("2026-11-24T12:01:00Z".parse().unwrap()));
    let mut missed = view.clone();
    missed.missed.push(MissedEntry {
        missed_from: "2026-11-24T12:01:00Z".parse().unwrap(),
        missed_to: "2026-11-24T12:05:00Z".parse().unwrap(),
        count: 5,
        task: "web.ping".parse().unwrap(),
        uid: uid(),
        epoch: Epoch(1),
        extra: Map::new(),
    });
    assert_eq!(missed.next(now()), Some("2026-11-24T12:06:00Z".parse().unwrap()));
}

#[test]
fn a_task_is_not_due_before_its_last_change() {
    let mut view = task(json!({}));
    view.state = None;
    view.stat.modified = now().0;
    assert_eq!(view.next(now()), Some("2026-11-24T12:01:00Z".parse().unwrap()));
    assert_eq!(view.condition(now()), TaskCondition::Ok);
}

#[test]
fn a_pause_wins_and_an_end_that_has_passed_ends_it() {
    let endless = task(json!({ "paused": { "reason": "OPS-1" } }));
    assert_eq!((endless.condition(now()), endless.next(now())), (TaskCondition::Paused, None));
    let mut ends = task(json!({ "paused": { "until": "2026-11-24T12:30:00Z" } }));
    ends.state = None;
    assert_eq!(ends.condition(now()), TaskCondition::Paused);
    assert_eq!(ends.next(now()), Some("2026-11-24T12:30:00Z".parse().unwrap()), "the end is not in the pause");
    let after = Utc(utc("2026-11-24T12:30:00Z").0 + MINUTE / 2);
    assert_eq!(ends.condition(after), TaskCondition::Late, "12:30 is due and nobody claimed it");
}

#[test]
fn the_document_is_the_manifest_and_a_status() {
    let document = with_outcomes(&[Outcome::Failed]).document(now());
    assert_eq!((&document["kind"], &document["status"]["state"]), (&json!("SchedulerTask"), &json!("failing")));
    assert_eq!((&document["status"]["version"], &document["status"]["uid"]), (&json!(3), &json!("k3f9x2m4")));
    assert_eq!(document["status"]["last"]["outcome"], "failed");
    assert_eq!(document["status"]["owner"], "sched-a1-0a1b2c");
    assert!(with_outcomes(&[]).manifest().get("status").is_none());
}

#[test]
fn a_schedule_is_one_cell() {
    let with = |schedule: Value| task(json!({ "schedule": schedule })).schedule_words();
    assert_eq!(with(json!({ "cron": "0 2 * * *" })), "0 2 * * *");
    assert_eq!(with(json!({ "cron": ["0 2 * * *", "0 9 L * *"] })), "0 2 * * *, 0 9 L * *");
    assert_eq!(with(json!({ "every": "10m" })), "every 10m");
    let at = ["2030-12-24T18:00:00Z", "2030-12-25T18:00:00Z"];
    assert_eq!(with(json!({ "at": at })), "at 2030-12-24T18:00:00Z and 1 more");
}
