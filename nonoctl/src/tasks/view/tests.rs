//! The table of states, row by row, on tasks made by hand.

use nono_core::name::{Epoch, MemberId, TaskUid};
use nono_core::run::{Delivery, FORMAT, Phase, RunEntry, RunRecord, Trigger, UserAction, UserCommand};
use nono_core::task::{Unknown, edit};
use serde_json::json;

use super::*;
use crate::filter::subject::{Answer, RunSubject, TaskSubject};
use crate::filter::{Filter, Kind, Subject};
use crate::tasks::asked::{AskedRun, Hold, still_asked};
use crate::tasks::open::OpenRun;
use crate::tasks::read::{BrokenTask, Census};
use crate::tasks::runs::{RunView, Standing};

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
        stored: Box::new(stored),
        stat,
        partition: Partition(3),
        state: Some(state),
        spoilt: None,
        open: Vec::new(),
        missed: Vec::new(),
        owner,
        pauses: [].into(),
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
        redelivered: false,
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
fn what_was_sent_is_running_and_hides_no_failure() {
    let retry = Phase::RetryWait { next_at: utc("2026-11-24T12:01:00Z") };
    for (newest, expected) in [
        (Outcome::Succeeded, TaskCondition::Running),
        (Outcome::Skipped, TaskCondition::Running),
        (Outcome::Failed, TaskCondition::Failing),
        (Outcome::TimedOut, TaskCondition::Failing),
    ] {
        for phase in [Some(Phase::Sent), Some(retry.clone()), None] {
            let mut view = with_outcomes(&[newest]);
            view.open.push(open(if phase.is_some() { "2026-11-24T12:00:00Z" } else { "2026-11-24T12:00:09Z" }, phase));
            assert_eq!(view.condition(now()), expected, "{newest:?}, {:?}", view.open);
            assert_eq!(view.last_at(now()), Some(now()), "{newest:?}");
            let asked = TaskSubject::new(&view, now());
            assert_eq!(asked.is_in_state("failing"), Answer::Is(expected == TaskCondition::Failing));
        }
    }
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

/// Runs of 1 s, 2 s, … that succeeded, and one of an hour that did not.
fn with_durations(succeeded: u64) -> TaskView {
    let mut view = task(json!({}));
    let outcomes = &mut view.state.as_mut().unwrap().outcomes;
    outcomes.push(&lasting(3_600, Outcome::TimedOut));
    (1..=succeeded).rev().for_each(|seconds| outcomes.push(&lasting(seconds, Outcome::Succeeded)));
    view
}

fn lasting(seconds: u64, became: Outcome) -> RunOutcome {
    let mut outcome = outcome("2026-11-24T11:00:00Z", became);
    outcome.ended_at = outcome.started_at.unwrap() + Duration::from_secs(seconds);
    outcome
}

#[test]
fn the_median_is_of_runs_that_succeeded() {
    for (succeeded, seconds) in [(0, None), (1, Some(1)), (2, Some(1)), (3, Some(2)), (20, Some(10))] {
        assert_eq!(with_durations(succeeded).p50(), seconds.map(Duration::from_secs), "{succeeded} runs");
    }
}

#[test]
fn a_task_lags_as_much_as_it_is_late_now_or_else_as_its_newest_run() {
    assert_eq!(task(json!({})).lag(now()), None);
    let mut view = with_outcomes(&[Outcome::Succeeded, Outcome::Succeeded]);
    assert_eq!(view.lag(now()), Some(Duration::from_millis(12)));
    view.state.as_mut().unwrap().outcomes.edit(|all| all[1].lateness_ms = Some(-3));
    assert_eq!(view.lag(now()), Some(Duration::ZERO), "clocks may differ");
    assert_eq!(with_open("2026-11-24T12:00:05Z", None).lag(now()), Some(Duration::from_secs(5)));
}

fn is_meant(query: &str, view: &TaskView) -> bool {
    Filter::parse_for(query, Kind::Task).unwrap().matches(&TaskSubject::new(view, now()))
}

#[test]
fn a_filter_asks_a_task() {
    let mut view = with_durations(3);
    std::sync::Arc::make_mut(&mut view.stored.task.labels).insert("team".to_owned(), "web".to_owned());
    view.stat.bytes = 5_000;
    view.state.as_mut().unwrap().failures_in_a_row = 4;
    for query in [
        "web.p state:ok team=web tier!=gold owner:sched-a1",
        "lag=12ms p50=2s fails>3 next=50s last=1h10s size>4k",
        "!(state:failing,late or last>1d or next<15s)",
    ] {
        assert!(is_meant(query, &view), "{query}");
    }
}

#[test]
fn a_filter_does_not_know_what_stands_in_a_state_that_cannot_be_read() {
    let mut view = task(json!({}));
    view.spoilt = Some("it is empty".to_owned());
    assert!(is_meant("state:unreadable ping size=0", &view));
    for query in ["fails=0", "!fails=0", "next<1d", "!next<1d", "!last<1d", "!p50>1s"] {
        assert!(!is_meant(query, &view), "{query}");
    }
    let broken = BrokenTask { name: "web.ping".parse().unwrap(), why: "it is empty".to_owned() };
    let is_meant = |query| Filter::parse(query).unwrap().matches(&broken);
    assert!(is_meant("state:unreadable") && is_meant("ping") && !is_meant("!team=web") && !is_meant("!owner:a"));
}

#[test]
fn a_filter_leaves_the_tasks_that_it_means_those_that_cannot_be_read_included() {
    let broken = BrokenTask { name: "web.odd".parse().unwrap(), why: "it is empty".to_owned() };
    let census = Census { tasks: vec![task(json!({})), with_outcomes(&[Outcome::Failed])], broken: vec![broken] };
    for (query, tasks, broken) in [("", 2, 1), ("web", 2, 1), ("state:failing", 1, 0), ("state:unreadable", 0, 1)] {
        let left = census.clone().filter(&Filter::parse(query).unwrap(), now());
        assert_eq!((left.tasks.len(), left.broken.len()), (tasks, broken), "{query}");
    }
}

#[test]
fn a_run_that_was_sent_again_says_so() {
    let view = with_durations(0);
    let mut ended = outcome("2026-11-24T11:00:00Z", Outcome::Succeeded);
    (ended.attempts, ended.redelivered, ended.epoch) = (2, true, Epoch(7));
    let document = RunView::ended(view.name(), None, &ended).document(now());
    assert_eq!(
        (&document["attempts"], &document["redelivered"], &document["epoch"]),
        (&2.into(), &true.into(), &7.into())
    );
    // An entry says it without a word of its own: a failed attempt counts twice, one in doubt only once.
    for (attempt, failed, again) in [(1, 0, false), (2, 1, false), (2, 0, true), (4, 2, true)] {
        let entry = RunEntry { attempt, failed, ..entry("2026-11-24T12:00:00Z") };
        let open = RunView::open(None, None, &OpenRun { entry, record: None }, now());
        assert_eq!(open.document(now())["redelivered"], again, "attempt {attempt} after {failed} failures");
    }
}

#[test]
fn a_run_that_stands_in_line_is_not_shown_as_running() {
    let of_backfill = |at: &str, number: u32, phase: Option<Phase>| {
        let mut open = open(at, phase);
        open.entry.trigger = Trigger::Backfill;
        open.entry.run = RunId::new(Partition(3), &open.entry.run.uid(), RunKey::Backfill(12, number));
        if let Some(record) = &mut open.record {
            record.entry = open.entry.clone();
        }
        open
    };
    let standings =
        |task: &TaskView| -> Vec<Standing> { RunView::open_of(task, now()).map(|run| run.standing).collect() };
    let mut view = task(json!({}));
    view.open = ["2026-11-24T10:00:00Z", "2026-11-24T10:01:00Z", "2026-11-24T10:02:00Z"]
        .into_iter()
        .zip(1..)
        .map(|(at, number)| of_backfill(at, number, None))
        .collect();
    assert_eq!(standings(&view), [Standing::Waiting, Standing::Waiting, Standing::Running], "the newest first");
    assert_eq!(RunView::open_of(&view, now()).next().unwrap().document(now())["attempts"], 0);
    // One of the schedule is on its way: all wait behind it.
    view.open.push(open("2026-11-24T12:00:00Z", Some(Phase::Sent)));
    assert_eq!(standings(&view)[1..], [Standing::Waiting, Standing::Waiting, Standing::Waiting]);
    let mut beside = task(json!({ "policy": { "overlap": "allow" } }));
    beside.open = view.open.clone();
    assert!(standings(&beside).iter().all(|standing| *standing == Standing::Running));
}

#[test]
fn what_is_asked_of_a_task_is_told_until_it_is_found_anywhere_else() {
    let mut view = task(json!({}));
    let command = UserCommand {
        format: FORMAT,
        action: UserAction::Trigger,
        task: view.name().clone(),
        uid: view.stored.uid.clone(),
        by: "carol@host".into(),
        reason: None,
        extra: Map::new(),
    };
    let name = "0123456789abcdef-0000000012".parse().unwrap();
    let of = |command: &UserCommand| AskedRun::of(Partition(3), &name, command.clone(), now());
    let asked = of(&command).unwrap();
    let cancel = UserCommand { action: UserAction::Cancel { run: asked.run.clone() }, ..command.clone() };
    assert_eq!(of(&cancel), None, "it makes no run");
    let of_another = of(&UserCommand { uid: "aaaaaaaa".parse().unwrap(), ..command.clone() }).unwrap();
    let all = [asked.clone(), of_another];
    assert_eq!(still_asked(&view, &all), [&asked]);
    let row = RunView::asked(&asked, Hold::of(&view)).document(now());
    assert_eq!((&row["state"], &row["scheduledAt"], &row["by"]), (&json!("asked"), &json!(null), &json!("carol@host")));
    view.pauses = [(now(), None)].into();
    assert_eq!(Hold::of(&view), Hold::ClusterPaused);
    let mut claimed = open("2026-11-24T12:00:00Z", None);
    claimed.entry.run = asked.run.clone();
    view.open.push(claimed);
    assert!(still_asked(&view, &all).is_empty(), "it was claimed meanwhile");
}

#[test]
fn a_filter_asks_a_run() {
    let view = with_durations(0);
    let mut ended = outcome("2026-11-24T11:00:00Z", Outcome::TimedOut);
    ended.attempts = 3;
    let run = RunView::ended(view.name(), None, &ended);
    let labels = BTreeMap::from([("team".to_owned(), "web".to_owned())]);
    let is_meant = |query: &str, labels| {
        Filter::parse_for(query, Kind::Run).unwrap().matches(&RunSubject::new(&run, labels, now()))
    };
    assert!(is_meant("web state:timed_out team=web owner=sched-a1 lag=12ms took=2s tries>2", Some(&labels)));
    assert!(!is_meant("state:running", None) && !is_meant("team=web", None) && !is_meant("!team=web", None));
}
