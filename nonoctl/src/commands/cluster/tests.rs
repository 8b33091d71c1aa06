use std::collections::BTreeMap;
use std::time::Duration;

use nono_core::cluster::{Assignment, ClusterInfo};
use nono_core::name::Partition;
use nono_core::run::FORMAT;
use nono_core::time::{Instant, Utc};
use serde_json::{Map, Value, json};

use super::outlook::{Gathering, Outlook};
use super::screen::{Facts, Health};
use crate::commands::scheduler::census::Census;
use crate::commands::scheduler::tests::{NOW, Someone, found, member, owning, style, with_stats, written};
use crate::output::Format;

fn fleet() -> Vec<Someone> {
    let state = |mut one: Someone, states: &[(&str, u64)]| {
        let (stats, _) = one.stats.as_mut().unwrap();
        stats.states = states.iter().map(|(state, count)| ((*state).to_owned(), *count)).collect();
        one
    };
    vec![
        state(owning(with_stats(member("sched-a1-000001"), 1, NOW), &[0, 1]), &[("ok", 900), ("paused", 31)]),
        state(owning(with_stats(member("sched-b2-000001"), 0, NOW), &[2, 3]), &[("ok", 960)]),
    ]
}

fn facts(all: &[Someone]) -> Facts {
    let mut found = found(all);
    found.assignment = Some(Assignment { epoch: 41, ..Assignment::default() });
    Facts {
        place: "zk1:2181,zk2:2181/nono".into(),
        info: ClusterInfo { format: FORMAT, id: "c0ffee".into(), partitions: 4, extra: Map::new() },
        servers: ["zk1:2181", "zk2:2181"].map(|host| (host.to_owned(), Ok(()))).into(),
        round_trip: Duration::from_millis(2),
        census: Census::of(found),
        tasks: 1_891,
        outlook: Outlook { fires: 61_204, peak: Some((Instant(NOW + 1_673), 914)) },
        last_claim: None,
    }
}

fn screen(facts: &Facts) -> String {
    written(&facts.report(&style()), Format::Table)
}

#[test]
fn a_healthy_cluster_is_five_lines_without_a_warning() {
    let facts = facts(&fleet());
    let expected = "\
cluster zk1:2181,zk2:2181/nono                                     ✓ ok
  zookeeper   ✓ 2 of 2 up, rtt 2ms
  schedulers  ✓ 2 active; leader sched-b2, epoch 41
  tasks       ✓ 1,891: 1,860 ok, 31 paused
  dispatch    ✓ 8.1 runs/s in the last second, lateness p50 12ms p99 180ms (target 1s)
  next hour   ✓ 61,204 fires, 914 of them at 14:00:00
";
    let shown = screen(&facts);
    let words = |text: &str| text.split_whitespace().map(ToOwned::to_owned).collect::<Vec<_>>();
    assert_eq!(words(&shown), words(expected), "{shown}");
    assert_eq!(facts.health(), Health::Ok);
}

#[test]
fn each_line_is_degraded_by_what_belongs_to_it_and_the_outlook_is_only_told() {
    type Change = fn(&mut Facts);
    let cases: &[(Change, &str, Health)] = &[
        (
            |facts| facts.servers[1].1 = Err("connection refused".into()),
            "▲ 1 of 2 up, rtt 2ms; zk2:2181 connection refused",
            Health::Degraded,
        ),
        (|facts| facts.census.schedulers[0].member.version = "0.2.0".into(), "✓ 2 active", Health::Ok),
        (|facts| facts.census.schedulers[0].is_leader = false, "✓ 2 active", Health::Ok),
        (|facts| facts.census.schedulers[1].is_leader = false, "▲ 2 active; no leader, epoch 41", Health::Degraded),
        (|facts| facts.census.schedulers.clear(), "✗ 0 active; no leader", Health::Failing),
        (
            |facts| facts.census.unowned = 3,
            "✗ 8.1 runs/s in the last second, lateness p50 12ms p99 180ms (target 1s); 3 partitions without an owner",
            Health::Failing,
        ),
        (
            |facts| lateness(facts, 1_200.0),
            "▲ 8.1 runs/s in the last second, lateness p50 12ms p99 1.2s (target 1s)",
            Health::Degraded,
        ),
        (|facts| facts.tasks += 10, "✓ 1,901: 1,860 ok, 31 paused, 10 not known yet", Health::Ok),
        (
            |facts| (facts.tasks, facts.census.unowned) = (1_901, 2),
            "✓ 1,901: 1,860 ok, 31 paused, 10 not known yet: their partitions are being taken over",
            Health::Failing,
        ),
        (pause, "✓ 1,891: 1,891 paused", Health::Degraded),
        (|facts| state(facts, "failing", 3), "✗ 1,891: 1,860 ok, 3 failing, 31 paused", Health::Failing),
        (|facts| state(facts, "late", 2), "▲ 1,891: 1,860 ok, 2 late, 31 paused", Health::Degraded),
        (|facts| facts.outlook.peak = Some((Instant(NOW), 2_001)), "▲ 61,204 fires, 2,001 of them", Health::Ok),
    ];
    for (change, expected, health) in cases {
        let mut facts = facts(&fleet());
        change(&mut facts);
        let shown = screen(&facts);
        assert!(shown.contains(expected), "{expected:?} is not in\n{shown}");
        assert_eq!(facts.health(), *health, "{shown}");
    }
}

/// The figures are older than the pause.
fn pause(facts: &mut Facts) {
    let paused = nono_core::cluster::ClusterPause { since: None, by: "ann@host".into(), reason: None };
    facts.census.paused = Some((paused, Utc(NOW * 1_000)));
    state(facts, "failing", 2);
}

fn lateness(facts: &mut Facts, p99: f64) {
    facts.census.schedulers[0].stats.as_mut().unwrap().0.lateness_ms = Some([12.0, p99, p99]);
}

fn state(facts: &mut Facts, state: &str, count: u64) {
    facts.census.schedulers[0].stats.as_mut().unwrap().0.states.insert(state.into(), count);
}

#[test]
fn a_silent_scheduler_is_told_with_since_when_and_one_that_is_gone_with_what_it_left() {
    let mut fleet = fleet();
    fleet[0].stats.as_mut().unwrap().1 = Utc((NOW - 34) * 1_000);
    let mut found = found(&fleet);
    found.owners.insert(Partition(1), Some("dead-000001".parse().unwrap()));
    let mut facts = facts(&fleet);
    facts.census = Census::of(found);
    let shown = screen(&facts);
    let lines = [
        "▲ 1 active, 1 silent (sched-a1 for 34s), 1 gone (dead-000001 left 1); leader sched-b2",
        "1 partition without an owner, waiting to be taken over",
        "tasks of 1 partition are not fired: sched-a1 is silent since 2026-11-24T13:31:33Z",
        "931 not known yet: their scheduler does not move",
    ];
    assert!(lines.iter().all(|line| shown.contains(line)), "{shown}");
    assert_eq!(facts.health(), Health::Failing);
    let json: Value = serde_json::from_str(&written(&facts.report(&style()), Format::Json)).unwrap();
    let since = Utc((NOW - 34) * 1_000);
    assert_eq!(
        (&json["schedulers"][0]["state"], &json["schedulers"][0]["silentSince"]),
        (&"silent".into(), &json!(since))
    );
    assert_eq!(json["gone"], json!([{"id": "dead-000001", "name": "dead", "partitions": 1}]));
}

#[test]
fn where_no_scheduler_is_nothing_is_said_to_be_well() {
    let mut facts = facts(&[]);
    facts.last_claim = Some(Utc((NOW - 250) * 1_000));
    let shown = screen(&facts);
    for line in [
        "✗ 0 active; no leader",
        "▲ 1,891: 1,891 not known yet: no scheduler takes their partitions",
        "✗ 0.0 runs/s in the last second; nothing is fired: no scheduler is running; the last run was claimed at 2026-11-24T13:27:57Z",
    ] {
        assert!(shown.contains(line), "{line:?} is not in\n{shown}");
    }
    assert_eq!(facts.health(), Health::Failing);
    facts.tasks = 0;
    assert!(!screen(&facts).contains("nothing is fired"), "there is nothing to fire");
}

#[test]
fn all_are_silent_if_the_present_is_known_to_be_later_than_their_figures() {
    let mut found = found(&fleet());
    let word =
        |found: &crate::commands::scheduler::census::Found| Census::of(found.clone()).schedulers[0].state.mark().word;
    assert_eq!(word(&found), "active", "the newest figures are the present");
    found.now = Some(Utc((NOW + 11) * 1_000));
    assert_eq!(word(&found), "silent");
}

#[test]
fn a_draining_scheduler_is_named() {
    let mut found = found(&fleet());
    let intent = serde_json::json!({"format": 1, "drain": true, "by": "ann@host"});
    found.intents = BTreeMap::from([("sched-a1".parse().unwrap(), serde_json::from_value(intent).unwrap())]);
    let mut facts = facts(&fleet());
    facts.census = Census::of(found);
    assert!(screen(&facts).contains("▲ 1 active, 1 draining (sched-a1); leader sched-b2"), "{}", screen(&facts));
    assert_eq!(facts.health(), Health::Degraded);
    assert!(screen(&facts).ends_with("details: nonoctl cluster doctor\n"), "{}", screen(&facts));
}

#[test]
fn programs_get_every_figure() {
    let mut facts = facts(&fleet());
    facts.census.gone.insert("dead-000001".parse().unwrap(), Partition(1).0.into());
    let json: Value = serde_json::from_str(&written(&facts.report(&style()), Format::Json)).unwrap();
    assert_eq!(json["health"], "degraded");
    assert_eq!(json["lines"]["dispatch"], "failing");
    assert_eq!(json["dispatch"]["partitionsWithoutOwner"], 1);
    assert_eq!(json["tasks"]["byState"]["paused"], 31);
    assert_eq!(json["nextHour"]["peak"]["fires"], 914);
    assert_eq!(json["zookeeper"]["servers"][0]["up"], true);
}

#[test]
fn the_outlook_counts_each_task_once_and_only_from_when_it_is_enabled() {
    let cron = |text: &str| nono_core::schedule::Schedule::new(nono_core::schedule::Kind::cron(text).spec()).unwrap();
    let now: Instant = "2026-11-24T13:30:00Z".parse().unwrap();
    let mut gathering = Gathering::default();
    for _ in 0..3 {
        gathering.add("hourly", &cron("0 * * * *"), now);
    }
    gathering.add("quarterly", &cron("*/15 * * * *"), now);
    gathering.add("quarterly", &cron("*/15 * * * *"), Instant(now.0 + 1_801));
    gathering.add("daily", &cron("0 3 * * *"), now);
    let peak = ("2026-11-24T14:00:00Z".parse().unwrap(), 4);
    // 14:00 of three; 13:45, 14:00, 14:15, 14:30 of one; 14:15 and 14:30 of one that resumes after 14:00.
    assert_eq!(gathering.count(now), Outlook { fires: 3 + 4 + 2, peak: Some(peak) });
    assert_eq!(Gathering::default().count(now), Outlook { fires: 0, peak: None });
}

#[test]
fn the_outlook_walks_tasks_that_h_spreads_each_by_itself() {
    let now: Instant = "2026-11-24T13:30:00Z".parse().unwrap();
    let mut gathering = Gathering::default();
    for name in ["a", "b", "c", "d", "e", "f"] {
        let spec = nono_core::schedule::Spec {
            task: Some(name.parse().unwrap()),
            ..nono_core::schedule::Kind::cron("H H * * * *").spec()
        };
        gathering.add("H H * * * *", &nono_core::schedule::Schedule::new(spec).unwrap(), now);
    }
    let outlook = gathering.count(now);
    assert_eq!(outlook.fires, 6);
    assert!(outlook.peak.is_some_and(|(_, due)| due < 6), "they do not come in one second: {outlook:?}");
}
