use std::collections::BTreeMap;

use nono_core::cluster::{Assignment, FullHost, HostFigures, Intent, Member, Stats};
use nono_core::name::{MemberId, Partition};
use nono_core::run::FORMAT;
use nono_core::time::Utc;
use serde_json::Map;

use super::census::{Census, Found, State};
use super::live::Live;
use super::show;
use crate::output::paint::Paint;
use crate::output::{self, Format, Style};
use crate::terminal::{Clock, TimeStyle};

/// The second that tests call now.
pub(crate) const NOW: i64 = 1_795_527_127;

/// One member as a census finds it.
#[derive(Clone)]
pub(crate) struct Someone {
    pub(crate) id: MemberId,
    pub(crate) member: Member,
    pub(crate) stats: Option<(Stats, Utc)>,
    pub(crate) owns: Vec<u16>,
}

pub(crate) fn member(id: &str) -> Someone {
    let id: MemberId = id.parse().unwrap();
    let member = Member {
        format: FORMAT,
        name: id.name(),
        host: format!("node-{}", id.name()),
        pid: 4711,
        version: "0.1.0".into(),
        tzdb: "2026b".into(),
        address: "10.0.0.1:7070".into(),
        since: Utc((NOW - 3_600) * 1_000),
        leaving: false,
        extra: Map::new(),
    };
    Someone { id, member, stats: None, owns: Vec::new() }
}

/// With figures written in second `written`.
pub(crate) fn with_stats(mut one: Someone, in_flight: u64, written: i64) -> Someone {
    let stats = Stats {
        in_flight,
        tasks: 240,
        sent_per_second: 4.05,
        lateness_ms: Some([12.0, 180.4, 300.0]),
        ..Stats::default()
    };
    one.stats = Some((stats, Utc(written * 1_000)));
    one
}

pub(crate) fn owning(mut one: Someone, partitions: &[u16]) -> Someone {
    one.owns = partitions.to_vec();
    one
}

pub(crate) fn found(all: &[Someone]) -> Found {
    let mut found = Found::default();
    for (index, one) in all.iter().enumerate() {
        found.members.insert(one.id.clone(), one.member.clone());
        found.stats.extend(one.stats.clone().map(|stats| (one.id.clone(), stats)));
        found.owners.extend(one.owns.iter().map(|number| (Partition(*number), Some(one.id.clone()))));
        found.candidates.push(format!("{}-{:010}", one.id, 99 - index).parse().unwrap());
    }
    found
}

pub(crate) fn census(all: &[Someone]) -> Census {
    Census::of(found(all))
}

pub(crate) fn style() -> Style {
    let clock = Clock { now: Utc(NOW * 1_000), zone: jiff::tz::TimeZone::UTC, style: TimeStyle::Relative };
    Style { paint: Paint { colour: false, ascii: false }, clock, width: None, headers: true }
}

pub(crate) fn written(report: &output::Report, format: Format) -> String {
    let mut out = Vec::new();
    output::write(report, Some(format), true, &style(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn drained(name: &str) -> (nono_core::name::SchedulerName, Intent) {
    let intent = Intent {
        format: FORMAT,
        drain: true,
        weight: None,
        by: "ann@host".into(),
        reason: Some("kernel".into()),
        extra: Map::new(),
    };
    (name.parse().unwrap(), intent)
}

#[test]
fn a_member_is_what_the_weightiest_fact_says() {
    let mut all = vec![
        owning(with_stats(member("active-000001"), 0, NOW), &[0]),
        member("starting-000001"),
        owning(with_stats(member("draining-000001"), 0, NOW), &[1]),
        with_stats(member("sending-000001"), 3, NOW),
        with_stats(member("drained-000001"), 0, NOW),
        with_stats(member("leaving-000001"), 0, NOW),
        with_stats(member("hung-000001"), 0, NOW),
        with_stats(member("unready-000001"), 0, NOW),
    ];
    all[5].member.leaving = true;
    all[7].stats.as_mut().unwrap().0.not_ready = Some("clock is 9 s off".into());
    let mut found = found(&all);
    found.intents = ["draining", "sending", "drained", "hung"].map(drained).into();
    found.assignment = Some(Assignment { hung: BTreeMap::from([(all[6].id.clone(), 7)]), ..Assignment::default() });
    let census = Census::of(found);
    let states: BTreeMap<String, State> =
        census.schedulers.iter().map(|one| (one.member.name.to_string(), one.state.clone())).collect();
    let expected = [
        ("active", State::Active),
        ("starting", State::Starting),
        ("draining", State::Draining),
        ("sending", State::Draining),
        ("drained", State::Drained),
        ("leaving", State::Leaving),
        ("hung", State::Hung),
        ("unready", State::NotReady("clock is 9 s off".into())),
    ];
    for (name, state) in expected {
        assert_eq!(states[name], state, "{name}");
    }
    assert_eq!(census.leader().map(|one| one.member.name.as_str()), Some("unready"), "the lowest candidate leads");
    assert_eq!(census.takers().count(), 2);
}

#[test]
fn the_list_is_the_table_that_people_know() {
    let all = [
        owning(with_stats(member("sched-a1-000001"), 0, NOW - 2), &[0, 1, 2, 7]),
        with_stats(member("twin-000001"), 0, NOW),
        member("twin-000002"),
    ];
    let mut found = found(&all);
    found.owners.insert(Partition(9), None);
    found.owners.insert(Partition(10), Some("dead-000001".parse().unwrap()));
    found.intents.extend([drained("away")]);
    let census = Census::of(found);
    let report = show::list(&census);
    assert_eq!(
        written(&report, Format::Table),
        "\
NAME         HOST                ROLE    STATE       PARTS  TASKS  RUNS/S  LATE p99  HEARTBEAT  VERSION
sched-a1     node-sched-a1:7070  member  ✓ active        4    240     4.0     180ms  2s ago     0.1.0
twin-000001  node-twin:7070      member  ✓ active        0    240     4.0     180ms  now        0.1.0
twin-000002  node-twin:7070      leader  ◌ starting      0      -       -         -  -          0.1.0
"
    );
    let output::Report::List(list) = &report else { panic!("a list") };
    assert_eq!(
        list.summary.as_deref(),
        Some(
            "1 partition without an owner; 1 partition still leased to schedulers that are gone; to be drained when they come: away."
        )
    );
    let json: serde_json::Value = serde_json::from_str(&written(&report, Format::Json)).unwrap();
    assert_eq!(json[0]["id"], "sched-a1-000001");
    assert_eq!(json[0]["partitions"], serde_json::json!([0, 1, 2, 7]));
    assert_eq!(json[2]["heartbeat"], serde_json::Value::Null);
}

#[test]
fn a_card_says_what_it_owns_and_why_it_is_drained() {
    let mut found = found(&[owning(with_stats(member("sched-a1-000001"), 2, NOW), &[0, 1, 2, 7])]);
    found.intents.extend([drained("sched-a1")]);
    let census = Census::of(found);
    let text = written(&show::card(&census, &census.schedulers[0], &Err("connection refused".into())), Format::Table);
    for expected in [
        "scheduler/sched-a1 ",
        "◌ draining",
        "partitions  4 (0-2, 7)",
        "lateness    p50 12ms p99 180ms most 300ms",
        "figures     from ZooKeeper: 10.0.0.1:7070 is not reachable from here (connection refused)",
        "drained by ann@host: kernel",
        "hint: nonoctl scheduler undrain sched-a1",
    ] {
        assert!(text.contains(expected), "{expected:?} is not in\n{text}");
    }
}

#[test]
fn what_a_scheduler_says_itself_goes_before_what_it_wrote() {
    let census = census(&[with_stats(member("sched-a1-000001"), 2, NOW - 3)]);
    let told = |told: Result<Live, String>| {
        let report = show::card(&census, &census.schedulers[0], &told);
        let json: serde_json::Value = serde_json::from_str(&written(&report, Format::Json)).unwrap();
        (written(&report, Format::Table), json)
    };
    let figures = Stats { in_flight: 31, ..Stats::default() };
    let (text, json) = told(Ok(Live { ready: Err("no session".into()), stats: Some(figures) }));
    assert!(text.contains("live from 10.0.0.1:7070") && text.contains("31 in flight"), "{text}");
    assert!(text.contains("ready       no: no session") && text.contains("heartbeat   3s ago"), "{text}");
    assert_eq!((&json["source"], &json["inFlight"]), (&"live".into(), &31.into()));
    assert_eq!(json["live"], serde_json::json!({ "reachable": true, "ready": false, "why": "no session" }));
    let (_, json) = told(Err("connection refused".into()));
    assert_eq!((&json["source"], &json["inFlight"]), (&"zookeeper".into(), &2.into()));
    assert_eq!(json["live"], serde_json::json!({ "reachable": false, "ready": null, "why": "connection refused" }));
}

#[test]
fn many_partitions_are_cut_for_people_alone() {
    let every_other: Vec<u16> = (0..24).step_by(2).collect();
    let census = census(&[owning(member("sched-a1-000001"), &every_other)]);
    let report = show::card(&census, &census.schedulers[0], &Err("connection refused".into()));
    let text = written(&report, Format::Table);
    assert!(text.contains("12 (0, 2, 4, 6, 8, 10, 12, 14, 16, 18 and 2 more ranges)"), "{text}");
    let pipe = written(&report, Format::Tsv);
    assert!(pipe.contains("12 (0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22)"), "{pipe}");
}

#[test]
fn runs_that_wait_for_a_full_host_are_counted_and_the_host_is_named() {
    let census = census(&[with_stats(member("sched-a1-000001"), 2, NOW - 3)]);
    let full = FullHost { host: "http://hung.example\u{1b}".into(), in_flight: 1000, waiting: 7 };
    let figures = Stats { waiting: 9, full_hosts: vec![full], ..Stats::default() };
    let told = Ok(Live { ready: Ok(()), stats: Some(figures) });
    let report = show::card(&census, &census.schedulers[0], &told);
    let text = written(&report, Format::Table);
    assert!(text.contains("9 runs for room; 7 of them for http://hung.example"), "{text}");
    assert!(text.contains("(1000 in flight)") && !text.contains('\u{1b}'), "{text}");
    let json: serde_json::Value = serde_json::from_str(&written(&report, Format::Json)).unwrap();
    assert_eq!((&json["waiting"], &json["fullHosts"][0]["waiting"]), (&9.into(), &7.into()));
}

#[test]
fn a_scheduler_that_may_not_ask_for_as_much_as_it_wants_says_so() {
    let census = census(&[with_stats(member("sched-a1-000001"), 2, NOW - 3)]);
    let written_of = |zookeeper_rate_wait_ms| {
        let host = HostFigures { zookeeper_rate_wait_ms, ..HostFigures::default() };
        let told = Ok(Live { ready: Ok(()), stats: Some(Stats { host, ..Stats::default() }) });
        written(&show::card(&census, &census.schedulers[0], &told), Format::Table)
    };
    assert!(written_of(1_200).contains("the first for 1.2s; runs may be late"), "{}", written_of(1_200));
    assert!(!written_of(0).contains("held back"));
}
