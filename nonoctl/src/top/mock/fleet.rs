//! Made-up schedulers, servers, and a doctor who found something.

use std::collections::BTreeMap;
use std::time::Duration;

use nono_core::cluster::{Assignment, Event, HostFigures, Intent, Member, RecentRun, Stats, WorstTask};
use nono_core::name::{CandidateName, MemberId, Partition};
use nono_core::run::{FORMAT, Outcome};
use nono_core::time::Utc;
use serde_json::Map;

use super::dice;
use super::plans::{self, SCHEDULERS};
use crate::commands::scheduler::census::{Census, Found};
use crate::top::data::{CheckLine, Checkup, Fleet, Level, Server};

/// The schedulers at a moment; the third is being drained.
pub(crate) fn fleet(tasks: usize, now: Utc) -> Fleet {
    let ids: Vec<MemberId> = SCHEDULERS.iter().map(|id| id.parse().expect("ids of the table are ids")).collect();
    let mut found = Found::default();
    let mut owners: BTreeMap<MemberId, Vec<Partition>> = BTreeMap::new();
    for partition in 0..256_u16 {
        let owner = owner(Partition(partition));
        found.owners.insert(Partition(partition), Some(ids[owner].clone()));
        let planned = if owner == 2 { usize::from(partition) % 2 } else { owner };
        owners.entry(ids[planned].clone()).or_default().push(Partition(partition));
    }
    for (index, id) in ids.iter().enumerate() {
        found.members.insert(id.clone(), member(index, id, now));
        found.stats.insert(id.clone(), (stats(index, tasks, now), Utc(now.0 - 400)));
    }
    found.intents.insert(ids[2].name(), intent());
    found.wanted_since.insert(ids[2].name(), drained_at(now));
    found.candidates =
        vec![format!("{}-0000000041", ids[1]).parse::<CandidateName>().expect("a member and ten digits")];
    found.assignment =
        Some(Assignment { format: FORMAT, epoch: 41, leader: Some(ids[1].clone()), owners, ..Assignment::default() });
    Fleet { at: Utc(now.0 - 400), census: Census::of(found), partitions: 256 }
}

/// The place of a partition's owner in the table; the third has most of its share handed over.
pub(super) fn owner(Partition(partition): Partition) -> usize {
    match usize::from(partition) % 5 {
        2 if partition > 40 => usize::from(partition) % 4 + usize::from(partition % 4 > 1),
        other => other,
    }
}

fn member(index: usize, id: &MemberId, now: Utc) -> Member {
    Member {
        format: FORMAT,
        name: id.name(),
        host: format!("node-{}", 11 + index),
        pid: 4_000 + index as u32,
        version: "0.1.0".to_owned(),
        tzdb: "2026b".to_owned(),
        address: format!("10.0.0.{}:7070", 11 + index),
        since: Utc(now.0 - 500_000_000),
        leaving: false,
        extra: Map::new(),
    }
}

fn intent() -> Intent {
    Intent {
        format: FORMAT,
        drain: true,
        weight: None,
        by: "alice@bastion".to_owned(),
        reason: Some("kernel upgrade".to_owned()),
        extra: Map::new(),
    }
}

/// When the third was drained.
fn drained_at(now: Utc) -> Utc {
    Utc(now.0 - now.0.rem_euclid(600_000) - 49_000)
}

/// What was written down of the cluster before.
pub(crate) fn events(now: Utc) -> Vec<Event> {
    let one = |number: u64, at: Utc, kind: &str, object: &str, by: &str, reason: Option<&str>| Event {
        number,
        at,
        kind: kind.to_owned(),
        object: Some(object.to_owned()),
        message: String::new(),
        by: by.to_owned(),
        identity: None,
        reason: reason.map(ToOwned::to_owned),
        extra: Map::new(),
    };
    let drained = drained_at(now);
    let before = |minutes: i64| Utc(drained.0 - minutes * 60_000);
    vec![
        one(1, before(47), "delete", "task/web.old-banner", "bob@bastion", None),
        one(2, before(31), "pause", "cluster", "carol@bastion", Some("database move")),
        one(3, before(26), "resume", "cluster", "carol@bastion", None),
        one(4, drained, "drain", "scheduler/sched-c3", "alice@bastion", Some("kernel upgrade")),
    ]
}

fn stats(index: usize, tasks: usize, now: Utc) -> Stats {
    let share = if index == 2 { tasks / 20 } else { tasks * 19 / 80 };
    let second = now.floor().0.unsigned_abs();
    let wave = (dice(second / 7 + index as u64) % 40) as f64 / 10.0;
    let sent = if index == 2 { 0.3 } else { 2.0 + wave };
    let worst = if index == 0 { worst(now) } else { Vec::new() };
    Stats {
        format: FORMAT,
        at: Some(now),
        weights: BTreeMap::new(),
        tasks: share as u64,
        in_flight: [61, 70, 12, 122, 123][index],
        open: [70, 80, 12, 130, 140][index],
        ended: BTreeMap::from([
            (Outcome::Succeeded, sent as u64),
            (Outcome::Failed, u64::from(second.is_multiple_of(31))),
        ]),
        sent_per_second: sent,
        lateness_ms: Some([12.0, 170.0 + (index as f64) * 9.0, 300.0 + wave]),
        states: BTreeMap::from([
            ("ok".to_owned(), share as u64),
            ("failing".to_owned(), if index == 0 { 3 } else { 0 }),
            ("late".to_owned(), if index == 0 { 2 } else { 0 }),
            ("paused".to_owned(), 6),
            ("running".to_owned(), 4),
        ]),
        worst,
        runs: runs(index, now),
        host: host(index, second, wave),
        ..Stats::default()
    }
}

fn worst(now: Utc) -> Vec<WorstTask> {
    // What began some time ago does not begin anew with each look.
    let began = |state: &str| now.0 - now.0.rem_euclid(if state == "failing" { 3_600_000 } else { 60_000 });
    let one = |task: &str, state: &str, why: &str, minutes: i64| WorstTask {
        task: task.parse().expect("a name"),
        state: state.to_owned(),
        why: why.to_owned(),
        since: Some(Utc(began(state) - minutes * 60_000)),
    };
    vec![
        one("billing.nightly-invoices", "failing", "5 failures in a row: HTTP 503", 420),
        one("etl.orders-sync", "failing", "3 failures in a row: HTTP 503", 5),
        one("web.sitemap", "failing", "1 failure: timeout after 30s", 30),
        one("report.eu-daily", "late", "127.0 s late", 2),
        one("report.us-daily", "late", "67.0 s late", 1),
    ]
}

fn runs(index: usize, now: Utc) -> Vec<RecentRun> {
    let run = |back: i64| {
        let number = (dice((now.floor().0 - back).unsigned_abs() * 5 + index as u64) % 12) as usize;
        let view = plans::view(number, now);
        let outcome = view.outcomes().next()?;
        let ended_at = Utc((now.floor().0 - back) * 1_000 + 31 * index as i64);
        Some(RecentRun {
            run: format!("{}", outcome.run).parse().ok()?,
            task: view.name().clone(),
            outcome: outcome.outcome,
            ended_at,
            lateness_ms: outcome.lateness_ms,
            duration_ms: outcome.started_at.map(|started| outcome.ended_at.0 - started.0),
            attempts: outcome.attempts,
        })
    };
    let mut runs: Vec<RecentRun> = (0..8).rev().filter_map(|back| run(back * 6)).collect();
    runs.dedup_by(|a, b| a.run == b.run);
    runs
}

fn host(index: usize, second: u64, wave: f64) -> HostFigures {
    HostFigures {
        cpu: 0.04 + wave / 50.0,
        memory: (61 + index as u64) << 20,
        open_files: 41 + index as u64,
        open_files_limit: 65_536,
        host_cpu: 0.2 + wave / 20.0,
        host_load: 0.8,
        host_memory: 16 << 30,
        host_memory_available: 9 << 30,
        clock_offset_ms: [3, -2, 7, 14, -5][index],
        zookeeper_rtt_ms: 1.0 + (dice(second + index as u64) % 20) as f64 / 10.0,
        zookeeper_rate_wait_ms: 0,
    }
}

/// Three servers.
pub(crate) fn servers() -> Vec<Server> {
    let one = |number: u64, role: &str| Server {
        host: format!("zk{number}:2181"),
        why_down: None,
        role: Some(role.to_owned()),
        version: Some("3.9.3".to_owned()),
        round_trip: Some(Duration::from_millis(2)),
        connections: Some(38 + number),
        outstanding: Some(0),
        nodes: Some(38_204),
    };
    vec![one(1, "follower"), one(2, "leader"), one(3, "follower")]
}

/// What a doctor could find.
pub(crate) fn checkup(now: Utc) -> Checkup {
    let ok = |name: &str, text: &str| CheckLine {
        level: Level::Ok,
        name: name.to_owned(),
        text: text.to_owned(),
        fix: None,
    };
    let late = CheckLine {
        level: Level::Warn,
        name: "runs".to_owned(),
        text: "task/report.eu-daily: due 14:30:00, not sent, and 1 more".to_owned(),
        fix: Some("nonoctl scheduler undrain sched-c3".to_owned()),
    };
    let lines = vec![
        late,
        ok("servers", "3 of 3 answer"),
        ok("layout", "256 partitions"),
        ok("records", "9,671 records can be read, of 4,812 tasks"),
        ok("partitions", "each has an owner that lives"),
        ok("schedulers", "5 schedulers, one leads"),
        ok("clocks", "at most 14 ms off ZooKeeper's"),
        ok("versions", "all schedulers have the same"),
    ];
    Checkup { at: now, lines }
}
