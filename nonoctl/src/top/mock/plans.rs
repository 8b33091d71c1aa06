//! Made-up tasks and their runs.

use std::collections::VecDeque;

use nono_core::cluster::Change;
use nono_core::name::{Epoch, MemberId, Partition, RunId, RunKey, TaskName};
use nono_core::node::Stat;
use nono_core::run::{FORMAT, Outcome, RunOutcome, TaskState, Trigger};
use nono_core::task::edit::create;
use nono_core::task::{StoredTask, Unknown};
use nono_core::time::{Instant, Utc};
use serde_json::{Map, Value, json};

use super::dice;
use crate::tasks::view::TaskView;
use crate::top::data::TaskDetail;
use crate::top::source::runs_of;

/// The first tasks have names and troubles that a picture can tell a story of.
const KNOWN: [(&str, &str, &str, &str, &str); 12] = [
    ("billing.nightly-invoices", "0 2 * * *", "billing", "gold", "failing"),
    ("etl.orders-sync", "*/15 * * * *", "data", "silver", "failing"),
    ("web.sitemap", "*/30 * * * *", "web", "silver", "failing"),
    ("report.eu-daily", "30 14 * * MON-FRI", "billing", "gold", "ok"),
    ("report.us-daily", "31 14 * * MON-FRI", "billing", "gold", "ok"),
    ("ml.feature-refresh", "*/10 * * * *", "data", "bronze", "ok"),
    ("web.ping-eu", "*/10 * * * * *", "web", "bronze", "ok"),
    ("web.ping-us", "*/10 * * * * *", "web", "bronze", "ok"),
    ("queue.reaper", "* * * * *", "core", "silver", "ok"),
    ("cache.warm-42", "* * * * *", "core", "bronze", "ok"),
    ("crm.export", "0 */6 * * *", "sales", "silver", "paused"),
    ("etl.clicks-5m", "*/5 * * * *", "data", "silver", "ok"),
];
const CRONS: [&str; 6] = ["*/5 * * * *", "0 * * * *", "*/15 * * * *", "* * * * *", "0 3 * * *", "30 */2 * * *"];
/// The made-up schedulers.
pub(super) const SCHEDULERS: [&str; 5] =
    ["sched-a1-4f2k9x", "sched-b2-7m3p1q", "sched-c3-9t8w2z", "sched-d4-2h6n5v", "sched-e5-8j1c4b"];

/// The name of a task.
pub(crate) fn name(number: usize) -> TaskName {
    let text = match KNOWN.get(number) {
        Some((name, ..)) => (*name).to_owned(),
        None => format!("team-{:02}.task-{number:06}", number % 40),
    };
    text.parse().expect("names of the table are names")
}

/// The number of a task of this name.
pub(super) fn number(name: &TaskName, tasks: usize) -> Option<usize> {
    let known = KNOWN.iter().position(|(known, ..)| *known == name.as_str());
    let number = known.or_else(|| name.as_str().rsplit_once("task-")?.1.parse().ok())?;
    (number < tasks).then_some(number)
}

fn trouble(number: usize) -> &'static str {
    match KNOWN.get(number) {
        Some((.., trouble)) => trouble,
        None if number.is_multiple_of(997) => "failing",
        None if number.is_multiple_of(151) => "paused",
        None => "ok",
    }
}

fn document(number: usize) -> Map<String, Value> {
    let (cron, team, tier) = match KNOWN.get(number) {
        Some((_, cron, team, tier, _)) => (*cron, *team, *tier),
        None => (
            CRONS[number % CRONS.len()],
            ["web", "data", "core"][number % 3],
            ["gold", "silver", "bronze"][number % 7 % 3],
        ),
    };
    let name = name(number);
    let mut document = json!({
        "apiVersion": "nono/v1",
        "kind": "SchedulerTask",
        "name": name,
        "labels": {"team": team, "tier": tier},
        "schedule": {"cron": cron},
        "target": {"url": format!("https://{team}.example.com/{}", name.as_str().replace('.', "/"))},
        "policy": {"retry": {"attempts": 3}},
    });
    if trouble(number) == "paused" {
        document["paused"] = json!({"reason": "OPS-4121, waits for the new schema"});
    }
    document.as_object().cloned().unwrap_or_default()
}

fn stored(number: usize) -> StoredTask {
    let uid = format!("u{number:07}").parse().expect("a letter and digits are a uid");
    create(uid, document(number), Unknown::Refuse).expect("the made-up documents are tasks")
}

/// Where it belongs.
fn partition(number: usize) -> Partition {
    Partition::of(&name(number), 256)
}

/// Who owns it.
pub(super) fn owner(number: usize) -> MemberId {
    SCHEDULERS[super::fleet::owner(partition(number))].parse().expect("ids of the table are ids")
}

/// A task as it stands at `now`.
pub(crate) fn view(number: usize, now: Utc) -> TaskView {
    let stored = stored(number);
    let partition = partition(number);
    let made = Utc(now.0 - 30 * 86_400_000);
    let stat = Stat { version: 13, bytes: 480, modified: made.0, ..Stat::default() };
    let state = state(number, &stored, partition, now);
    TaskView {
        stored: Box::new(stored),
        stat,
        partition,
        state: Some(state),
        spoilt: None,
        open: Vec::new(),
        missed: Vec::new(),
        owner: Some(owner(number)),
        pauses: [].into(),
    }
}

fn state(number: usize, stored: &StoredTask, partition: Partition, now: Utc) -> TaskState {
    let schedule = &stored.task.schedule;
    let mut instants: VecDeque<Instant> = VecDeque::new();
    let mut before = Instant(now.floor().0 + 1);
    while let Some(instant) = schedule.previous_before(before).filter(|_| instants.len() < 20) {
        instants.push_front(instant);
        before = instant;
    }
    let failing = if trouble(number) == "failing" { 1 + 2 * (number % 3) } else { 0 };
    let all = instants.len();
    let of = |(index, instant): (usize, &Instant)| outcome(number, stored, partition, *instant, index + failing >= all);
    let mut state = TaskState::new(stored.uid.clone());
    state.last_instant = instants.back().copied();
    state.failures_in_a_row = failing as u64;
    state.totals.succeeded = 412;
    state.outcomes = instants.iter().enumerate().map(of).collect();
    state
}

fn outcome(number: usize, stored: &StoredTask, partition: Partition, at: Instant, fails: bool) -> RunOutcome {
    let chance = dice(at.0.unsigned_abs() ^ number as u64);
    let took = 200 + i64::try_from(chance % 1_800).unwrap_or(0);
    let late = i64::try_from(chance % 31).unwrap_or(0);
    let started = Utc(at.utc().0 + late);
    let skipped = !fails && chance.is_multiple_of(19);
    let outcome = match (fails, skipped) {
        (true, _) => Outcome::Failed,
        (false, true) => Outcome::Skipped,
        (false, false) => Outcome::Succeeded,
    };
    let message = if fails {
        "upstream out of memory"
    } else if skipped {
        "an earlier run of the task was not over"
    } else {
        "done"
    };
    RunOutcome {
        run: RunId::new(partition, &stored.uid, RunKey::Instant(at)),
        trigger: Trigger::Schedule,
        outcome,
        scheduled_at: at,
        started_at: (!skipped).then_some(started),
        ended_at: Utc(started.0 + if skipped { 0 } else { took }),
        lateness_ms: (!skipped).then_some(late),
        attempts: if fails { 3 } else { u32::from(!skipped) },
        redelivered: false,
        scheduler: owner(number),
        epoch: Epoch(41),
        status: (!skipped).then_some(if fails { 503 } else { 200 }),
        message: Some(message.to_owned()),
        missed_to: None,
        missed_count: None,
        token: None,
        extra: Map::new(),
    }
}

/// A task with everything around it.
pub(crate) fn detail(number: usize, now: Utc) -> TaskDetail {
    let view = view(number, now);
    let runs = runs_of(&view, &[], now);
    let change = Change {
        version: 13,
        at: Utc(now.0 - 6 * 86_400_000),
        by: "bob@bastion".to_owned(),
        identity: None,
        command: "task update".to_owned(),
        reason: Some("a wider window".to_owned()),
        before: json!({ "format": FORMAT }),
        extra: Map::new(),
    };
    TaskDetail { at: now, runs, changes: vec![change], view }
}
