//! What is found in a cluster made by hand, check by check.

use nono_core::name::{Partition, TaskName};
use nono_core::node::{Cause, Folder, Node, Read, Stat};
use nono_core::store::admin::{Frame, Part, Seen, Stray};
use nono_core::store::connect::ConnectString;
use nono_core::store::{path, record};
use serde_json::{Value, json};

use super::access::is_on_a_network;
use super::exam::Exam;
use super::finding::{Check, Severity};
use super::servers::{Facts, RoundTrip, Standing};
use super::show;
use crate::commands::scheduler::tests::written;
use crate::output::Format;

const NOW: &str = "2026-11-24T12:00:00.000Z";
const PARTITIONS: u16 = 4;

fn stat(ephemeral: bool) -> Stat {
    let now: nono_core::time::Utc = NOW.parse().unwrap();
    Stat { version: 3, created_zxid: 9, modified: now.0, ephemeral, ..Stat::default() }
}

fn seen(place: &str, value: &Value) -> Seen {
    let node = path::node_at(place).unwrap_or_else(|| panic!("nothing stands at {place}"));
    let read = record::decode(&node, value.to_string().as_bytes(), stat(record::is_ephemeral(&node)));
    assert!(matches!(read, Read::Found(..)), "{read:?}");
    Seen { node, read }
}

fn task_name(partition: u16) -> TaskName {
    let mut names = (0..).map(|number| format!("task-{number}").parse::<TaskName>().unwrap());
    names.find(|name| Partition::of(name, PARTITIONS).0 == partition).unwrap()
}

fn member(id: &str, off_ms: i64, version: &str) -> [Seen; 2] {
    let name = id.rsplit_once('-').unwrap().0;
    let member = json!({"format": 1, "name": name, "host": "h", "pid": 1, "version": version, "tzdb": "2026b",
        "address": "h:1", "since": NOW});
    let stats = json!({"format": 1, "at": NOW, "host": {"clockOffsetMs": off_ms}});
    [seen(&format!("/schedulers/{id}"), &member), seen(&format!("/stats/{id}"), &stats)]
}

fn frame(more: impl IntoIterator<Item = Seen>) -> Frame {
    let mut part = Part::default();
    part.seen.push(seen("/cluster", &json!({"format": 1, "id": "c", "partitions": PARTITIONS})));
    part.seen.push(seen("/leader/a-000001-0000000001", &json!({})));
    part.seen.extend(more);
    Frame { partitions: PARTITIONS, part }
}

fn healthy() -> Frame {
    frame(member("a-000001", 2, "1.0.0"))
}

fn lease(partition: u16, owner: Option<&str>) -> Seen {
    seen(&format!("/leases/{partition:03}"), &json!({"format": 1, "owner": owner, "epoch": 4}))
}

fn task(partition: u16) -> Seen {
    let name = task_name(partition);
    let document = json!({"apiVersion": "nono/v1", "kind": "SchedulerTask", "name": name.as_str(),
        "schedule": {"every": "1m"}, "target": {"url": "http://127.0.0.1:1/"}});
    let stored = json!({"format": 1, "uid": "k3f9x2m4", "scheduleChangedAt": null, "task": document});
    seen(&format!("/tasks/{partition:03}/{name}"), &stored)
}

fn examined(frame: Frame, seen: Vec<Seen>) -> Exam {
    let mut exam = Exam::new(NOW.parse().unwrap(), "zk1:2181/nono".to_owned(), frame, None);
    exam.ward(Part { seen, ..Part::default() });
    exam.conclude();
    exam
}

/// Check, severity, object of all that was found.
fn found(exam: &Exam) -> Vec<(Check, Severity, String)> {
    exam.findings.iter().map(|finding| (finding.check, finding.severity, finding.object.clone())).collect()
}

#[track_caller]
fn finds(exam: &Exam, check: Check, severity: Severity, object: &str, what: &str) {
    let finding = exam.findings.iter().find(|finding| finding.check == check && finding.object == object);
    let finding = finding.unwrap_or_else(|| panic!("{object} is not among {:?}", exam.findings));
    assert!(finding.severity == severity && finding.what.contains(what), "{finding:?}");
}

#[test]
fn a_healthy_cluster_has_nothing_to_find() {
    let exam = examined(healthy(), vec![lease(0, Some("a-000001")), task(0)]);
    assert_eq!(found(&exam), []);
    assert!(!exam.fails());
}

#[test]
fn a_second_with_more_runs_than_can_be_sent_in_one_is_told() {
    let hourly = |number: usize| {
        let name = format!("hourly-{number}");
        let document = json!({"apiVersion": "nono/v1", "kind": "SchedulerTask", "name": name.as_str(),
            "labels": {"team": if number < 900 { "web" } else { "ops" }}, "schedule": {"cron": "0 * * * *"}, "target": {"url": "http://127.0.0.1:1/"}});
        let partition = Partition::of(&name.parse().unwrap(), PARTITIONS);
        let stored = json!({"format": 1, "uid": "k3f9x2m4", "scheduleChangedAt": null, "task": document});
        seen(&format!("/tasks/{partition}/{name}"), &stored)
    };
    let owned = || lease(0, Some("a-000001"));
    let exam = examined(healthy(), (0..1_001).map(hourly).chain([owned()]).collect());
    finds(&exam, Check::Herds, Severity::Warning, "next hour", "1,001 runs at 2026-11-24T13:00:00Z, in one second");
    let fix = &exam.findings[0].fix;
    assert!(fix.contains("nonoctl task update -l team=web --jitter 60s --dry-run (of 900 tasks)"), "{fix}");
    let exam = examined(healthy(), (0..1_000).map(hourly).chain([owned()]).collect());
    assert_eq!(found(&exam), []);
}

#[test]
fn a_record_that_cannot_be_read_is_told_with_a_remedy_of_its_kind() {
    let spoilt = |place: &str, cause, why: &str| Seen {
        node: path::node_at(place).unwrap(),
        read: Read::Unreadable { cause, why: format!("{place}: {why}"), stat: stat(false) },
    };
    let name = task_name(1);
    let cases = [
        (format!("/tasks/001/{name}"), Cause::Broken, format!("nonoctl task rm {name} --yes")),
        (format!("/states/001/{name}"), Cause::Broken, format!("delete /states/001/{name}")),
        ("/claims/001".to_owned(), Cause::Broken, "zkCli.sh -server zk1:2181/nono delete /claims/001".to_owned()),
        ("/leases/001".to_owned(), Cause::Broken, "schedulers make it anew".to_owned()),
        ("/leases/002".to_owned(), Cause::Newer, "upgrade".to_owned()),
        ("/assignment".to_owned(), Cause::Denied, "getAcl /assignment".to_owned()),
    ];
    for (place, cause, fix) in cases {
        let exam = examined(healthy(), vec![task(1), spoilt(&place, cause, "it is empty")]);
        finds(&exam, Check::Records, Severity::Failed, &place, "it is empty");
        let finding = exam.findings.iter().find(|finding| finding.object == place).unwrap();
        assert!(finding.fix.contains(&fix), "{finding:?}");
        assert!(exam.fails());
    }
}

#[test]
fn a_task_runs_on_until_its_owner_reads_that_it_is_spoilt() {
    let at = |mut seen: Seen, ms: i64| {
        let (Read::Found(_, stat) | Read::Unreadable { stat, .. }) = &mut seen.read else { unreachable!() };
        stat.modified += ms;
        seen
    };
    let name = task_name(1);
    let spoilt = |version| {
        let read =
            Read::Unreadable { cause: Cause::Broken, why: "it is empty".into(), stat: Stat { version, ..stat(false) } };
        Seen { node: Node::Task(Partition(1), name.clone()), read }
    };
    let plan = |ms| at(seen("/tasks/001", &json!({"format": 1, "names": []})), ms);
    let lease = |ms| at(lease(1, Some("a-000001")), ms);
    let (runs_on, stands_still) = ("goes on with the last version", "it is set aside: nothing of this task runs");
    for (plan, lease, spoilt, follows) in [
        (plan(-1), lease(-1), spoilt(3), runs_on),
        (plan(0), lease(-1), spoilt(3), stands_still),
        (plan(-1), lease(7), spoilt(3), stands_still),
        // That a node came is noticed without an edit.
        (plan(-1), lease(-1), spoilt(0), stands_still),
    ] {
        let exam = examined(healthy(), vec![plan, lease, spoilt]);
        assert!(exam.findings[0].why.contains(follows), "{:?} instead of {follows}", exam.findings);
    }
}

#[test]
fn schedulers_that_are_all_silent_are_told_from_a_clock_that_is_ahead() {
    let quiet = || {
        let mut quiet = member("a-000001", 0, "1.0.0");
        let Read::Found(_, at) = &mut quiet[1].read else { unreachable!() };
        at.modified -= 30_000;
        frame(quiet)
    };
    let looked = |former: Option<&super::exam::Figures>| {
        let mut exam = Exam::new(NOW.parse().unwrap(), "zk".to_owned(), quiet(), former);
        exam.conclude();
        exam
    };
    let first = looked(None);
    finds(&first, Check::Schedulers, Severity::Failed, "scheduler/a-000001", "30s ago");
    finds(&first, Check::Clocks, Severity::Warning, "the clock of this machine", "30000 ms off");
    let mut figures = first.figures();
    let unchanged = looked(Some(&figures));
    finds(&unchanged, Check::Schedulers, Severity::Failed, "scheduler/a-000001", "30s ago");
    assert_eq!(unchanged.findings.len(), 1, "{:?}", unchanged.findings);
    figures.values_mut().for_each(|version| *version -= 1);
    let moving = looked(Some(&figures));
    finds(&moving, Check::Clocks, Severity::Warning, "the clock of this machine", "30000 ms off");
    assert_eq!(moving.findings.len(), 1, "{:?}", moving.findings);
}

#[test]
fn what_stands_in_the_wrong_place_is_told() {
    let mut stray = Part::default();
    stray.strays.push(Stray { path: "/tasks/000/x".to_owned(), why: "task \"x\" belongs to partition 002".to_owned() });
    let mut below = task(0);
    if let Read::Found(_, stat) = &mut below.read {
        stat.children = 2;
    }
    let mut by_hand = member("ghost-000001", 0, "1.0.0");
    for seen in &mut by_hand {
        let Read::Found(_, stat) = &mut seen.read else { unreachable!() };
        stat.ephemeral = false;
    }
    let mut exam = examined(frame(member("a-000001", 0, "1.0.0").into_iter().chain(by_hand)), vec![below]);
    exam.ward(stray);
    finds(&exam, Check::Places, Severity::Failed, "/tasks/000/x", "belongs to partition 002");
    finds(&exam, Check::Places, Severity::Failed, &format!("/tasks/000/{}", task_name(0)), "2 of its own");
    finds(&exam, Check::Places, Severity::Failed, "/schedulers/ghost-000001", "not ephemeral");
    let state = json!({"format": 1, "uid": "aaaaaaaa"});
    let exam = examined(healthy(), vec![seen(&format!("/states/001/{}", task_name(1)), &state)]);
    finds(&exam, Check::Places, Severity::Warning, &format!("/states/001/{}", task_name(1)), "there is no task");
}

#[test]
fn partitions_without_a_living_owner_are_told_by_their_reason() {
    let leases = vec![lease(0, None), lease(1, None), lease(2, Some("dead-000001")), lease(3, Some("a-000001"))];
    let exam = examined(healthy(), leases.clone());
    finds(&exam, Check::Partitions, Severity::Failed, "partitions 000, 001", "no owner");
    finds(&exam, Check::Partitions, Severity::Failed, "partition/002", "dead-000001 is gone");
    assert_eq!(exam.findings.len(), 2);
    let exam = examined(frame([]), leases);
    finds(&exam, Check::Schedulers, Severity::Failed, "schedulers", "none is running");
    assert_eq!(exam.findings.len(), 1, "one reason is told once: {:?}", exam.findings);
}

#[test]
fn clocks_releases_drains_and_silence_of_schedulers_are_told() {
    let mut fleet: Vec<Seen> = Vec::new();
    fleet.extend(member("a-000001", 1_500, "1.0.0"));
    fleet.extend(member("b-000001", -7_000, "1.1.0"));
    let mut quiet = member("c-000001", 0, "1.0.0");
    let Read::Found(_, at) = &mut quiet[1].read else { unreachable!() };
    at.modified -= 30_000;
    fleet.extend(quiet);
    fleet.push(seen("/intents/a", &json!({"format": 1, "drain": true, "by": "ann@host", "reason": "kernel"})));
    let exam = examined(frame(fleet), Vec::new());
    finds(&exam, Check::Clocks, Severity::Warning, "scheduler/a-000001", "1500 ms ahead");
    finds(&exam, Check::Clocks, Severity::Failed, "scheduler/b-000001", "7000 ms behind");
    finds(&exam, Check::Schedulers, Severity::Failed, "scheduler/c-000001", "30s ago");
    finds(&exam, Check::Versions, Severity::Warning, "release of the schedulers", "1.1.0 on b-000001");
    finds(&exam, Check::Intents, Severity::Warning, "scheduler/a-000001", "kernel");
}

#[test]
fn stuck_runs_and_instants_far_ahead_are_told_and_those_on_their_way_are_not() {
    let name = task_name(1);
    let entry = |at: &str| {
        let compact: String = at.chars().filter(|letter| !"-:".contains(*letter)).collect();
        json!({"run": format!("r-001-k3f9x2m4-{compact}"), "task": name.as_str(), "trigger": "schedule", "scheduledAt": at,
            "version": 0, "delivery": "at_least_once", "attempt": 1, "failed": 0, "epoch": 4})
    };
    let claims = |at: &str| seen("/claims/001", &json!({"format": 1, "entries": [entry(at)]}));
    let record = |at: &str, phase: Value, executor: &str, deadline: &str| {
        let mut record = entry(at);
        record["format"] = json!(1);
        record["phase"] = phase;
        record["executor"] = json!(executor);
        record["deadline"] = json!(deadline);
        seen(&format!("/runs/001/{}", record["run"].as_str().unwrap()), &record)
    };
    let state = |last: &str| {
        seen(&format!("/states/001/{name}"), &json!({"format": 1, "uid": "k3f9x2m4", "lastInstant": last}))
    };
    let stuck = "run/r-001-k3f9x2m4-20261124T115900Z";
    let exam = examined(healthy(), vec![task(1), claims("2026-11-24T11:59:00Z")]);
    finds(&exam, Check::Runs, Severity::Failed, stuck, "due 1m00s ago");
    let exam = examined(healthy(), vec![task(1), claims("2026-11-24T11:59:55Z")]);
    assert!(!exam.fails(), "{:?}", exam.findings);
    for (phase, executor, deadline, is_stuck) in [
        (json!("sent"), "a-000001", "2026-11-24T12:00:30Z", false),
        (json!("sent"), "dead-000001", "2026-11-24T11:59:30Z", true),
        (json!("waiting"), "a-000001", "2026-11-24T11:59:30Z", true),
        (json!({"retry_wait": {"nextAt": "2026-11-24T12:00:10Z"}}), "a-000001", "2026-11-24T11:59:30Z", false),
        (json!({"retry_wait": {"nextAt": "2026-11-24T11:59:10Z"}}), "a-000001", "2026-11-24T11:59:30Z", true),
    ] {
        let record = record("2026-11-24T11:59:00Z", phase.clone(), executor, deadline);
        let exam = examined(healthy(), vec![task(1), record]);
        assert_eq!(exam.fails(), is_stuck, "{phase} by {executor}: {:?}", exam.findings);
    }
    let exam = examined(healthy(), vec![task(1), state("2026-11-24T13:00:01Z")]);
    finds(&exam, Check::Cursors, Severity::Failed, &format!("task/{name}"), "more than an hour ahead");
    assert!(exam.findings[0].fix.contains(&format!("nonoctl task rm {name} --yes; nonoctl apply -f {name}.yaml")));
    let exam = examined(healthy(), vec![task(1), state("2026-11-24T12:59:59Z")]);
    assert_eq!(found(&exam), []);
}

#[test]
fn records_and_folders_near_their_limits_are_told() {
    let mut full = seen("/claims/001", &json!({"format": 1, "entries": []}));
    if let Read::Found(_, stat) = &mut full.read {
        stat.bytes = 60 * 1024;
    }
    let exam = examined(healthy(), vec![full]);
    finds(&exam, Check::Sizes, Severity::Warning, "/claims/001", "61440 bytes");
    let mut exam = Exam::new(NOW.parse().unwrap(), "zk".to_owned(), healthy(), None);
    exam.ward(Part { sizes: vec![(Folder::Commands(Partition(1)), 9_000)], ..Part::default() });
    finds(&exam, Check::Sizes, Severity::Failed, "/commands/001", "9000 nodes");
}

#[test]
fn people_are_told_what_why_and_how_and_programs_get_all() {
    let nobody = Seen { node: Node::Assignment, read: Read::Missing };
    let mut exam = examined(healthy(), vec![lease(0, None), nobody]);
    exam.servers(&[("zk1:2181".to_owned(), Standing::Serves(None))]);
    let table = written(&show::report(&exam, &Check::ALL, "zk1:2181/nono"), Format::Table);
    for line in [
        "cluster zk1:2181/nono",
        "  servers     ✓ 1 of 1 answer",
        "  partitions  ✗ 1 finding",
        "              ✗ partition/000: it has no owner",
        "                  so:  nothing of it is claimed or sent",
        "                  fix: ",
        "2 failed, 0 warnings, 13 ok",
    ] {
        assert!(table.contains(line), "{line:?} is not in\n{table}");
    }
    let json: Value = serde_json::from_str(&written(&show::report(&exam, &Check::ALL, "zk"), Format::Json)).unwrap();
    assert_eq!((&json["state"], json["checks"].as_array().unwrap().len()), (&json!("failed"), Check::ALL.len()));
    assert_eq!(json["checks"][3]["findings"][0]["object"], "/assignment");
    let few = written(&show::report(&exam, &[Check::Servers], "zk"), Format::Json);
    assert_eq!(serde_json::from_str::<Value>(&few).unwrap()["checks"].as_array().unwrap().len(), 1);
}

#[test]
fn servers_without_a_quorum_or_of_two_ensembles_and_too_many_znodes_are_told() {
    let facts = |mode: &str, nodes| Standing::Serves(Some(Facts { mode: mode.to_owned(), nodes }));
    let asked = |standing: [Standing; 3]| {
        let mut exam = examined(healthy(), Vec::new());
        let servers: Vec<_> = (1..).map(|number| format!("zk{number}:2181")).zip(standing).collect();
        exam.servers(&servers);
        exam
    };
    let exam = asked([facts("leader", 10), facts("follower", 12), Standing::Serves(None)]);
    assert_eq!(found(&exam), []);
    assert!(show::summary(&exam, Check::Servers, 0).contains("zk1:2181 leads"));
    assert!(show::summary(&exam, Check::Sizes, 0).starts_with("12 znodes, "));
    let exam = asked([Standing::Down("connection refused".into()), Standing::Idle, facts("follower", 1)]);
    finds(&exam, Check::Servers, Severity::Failed, "server/zk1:2181", "connection refused");
    finds(&exam, Check::Servers, Severity::Failed, "server/zk2:2181", "serves nobody");
    let exam = asked([facts("leader", 3_000_000), facts("standalone", 1), facts("follower", 1)]);
    finds(&exam, Check::Servers, Severity::Failed, "servers", "zk1:2181 and zk2:2181");
    finds(&exam, Check::Sizes, Severity::Warning, "znodes", "3,000,000 znodes");
}

#[test]
fn requests_that_take_long_are_told_from_here_and_of_each_scheduler() {
    let ms = std::time::Duration::from_millis;
    let mut exam = examined(healthy(), Vec::new());
    exam.takes(Some(RoundTrip { read: ms(2), sync: ms(99) }));
    assert_eq!(found(&exam), []);
    exam.takes(Some(RoundTrip { read: ms(2), sync: ms(100) }));
    finds(&exam, Check::Latency, Severity::Warning, "from this machine", "2ms, and 100ms");
    let id: nono_core::name::MemberId = "a-000001".parse().unwrap();
    exam.distant(&id, 99.0);
    exam.distant(&id, f64::NAN);
    assert_eq!(exam.findings.len(), 1);
    exam.distant(&id, 150.0);
    finds(&exam, Check::Latency, Severity::Warning, "scheduler/a-000001", "150ms");
    let mut exam = examined(healthy(), Vec::new());
    exam.distant(&id, 1_200.0);
    finds(&exam, Check::Latency, Severity::Failed, "scheduler/a-000001", "1.2s");
}

#[test]
fn a_tree_that_is_open_to_a_network_or_closed_in_part_is_told() {
    let of = |rights: &[(&str, &str)]| Some(rights.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect());
    let open = of(&[("world:anyone", "cdrwa")]);
    let closed = of(&[("digest:admin", "cdrwa"), ("world:anyone", "r")]);
    let looked = |lease: &Option<_>, on_a_network| {
        let mut exam = examined(healthy(), Vec::new());
        let plan = (Node::Plan(Partition(0)), open.clone());
        exam.access(&[plan, (Node::Lease(Partition(0)), lease.clone()), (Node::Intents, None)], on_a_network);
        exam
    };
    assert_eq!(found(&looked(&open, false)), []);
    finds(&looked(&open, true), Check::Acl, Severity::Warning, "/", "everybody");
    let mixed = looked(&closed, false);
    finds(&mixed, Check::Acl, Severity::Warning, "/leases/000", "1 of 2 nodes are closed to everybody (/leases/000)");
    assert!(mixed.findings[0].fix.contains("setAcl /leases/000"), "{:?}", mixed.findings);
    let hosts = |connect: &str| connect.parse::<ConnectString>().unwrap().hosts().to_vec();
    assert!(!is_on_a_network(&hosts("127.0.0.1:1,localhost:2,[::1]:3")) && is_on_a_network(&hosts("localhost,zk2")));
}

#[test]
fn late_tasks_are_found_in_the_tree_with_what_keeps_their_owner_from_them() {
    let entry = |partition: u16, at: &str| {
        let name = task_name(partition);
        let compact: String = at.chars().filter(|letter| !"-:".contains(*letter)).collect();
        let entry = json!({"run": format!("r-{partition:03}-k3f9x2m4-{compact}"), "task": name.as_str(),
            "trigger": "schedule", "scheduledAt": at, "version": 0, "delivery": "at_least_once", "attempt": 1, "failed": 0,
            "epoch": 4});
        seen(&format!("/claims/{partition:03}"), &json!({"format": 1, "entries": [entry]}))
    };
    let late =
        |fleet: Frame, owner: Option<&str>, at: &str| examined(fleet, vec![task(1), lease(1, owner), entry(1, at)]);
    let told = |exam: &Exam, severity, parts: [&str; 2]| {
        let finding = exam.findings.iter().find(|finding| finding.object == "late-dispatch").unwrap();
        let text = format!("{} {}", finding.what, finding.fix);
        assert!(parts.iter().all(|part| text.contains(part)) && finding.severity == severity, "{finding:?}");
    };
    let owner = Some("a-000001");
    let by_20s = "2026-11-24T11:59:40Z";
    let exam = late(healthy(), owner, "2026-11-24T11:59:55Z");
    told(&exam, Severity::Warning, [&format!("1 task is late ({} by 5.0s)", task_name(1)), "nonoctl task explain"]);
    told(
        &late(frame([]), owner, by_20s),
        Severity::Failed,
        ["no scheduler is running", "nono-scheduler --connect zk1"],
    );
    told(&late(healthy(), None, by_20s), Severity::Failed, ["partition 001 has no owner", "scheduler list"]);
    told(&late(healthy(), Some("dead-000001"), by_20s), Severity::Failed, ["dead-000001 is gone", "take over"]);
    let with = |change: fn(&mut Value)| {
        let [one, _] = member("a-000001", 0, "1.0.0");
        let mut stats = json!({"format": 1, "at": NOW, "host": {"clockOffsetMs": 0}});
        change(&mut stats);
        frame([one, seen("/stats/a-000001", &stats)])
    };
    let full = with(|stats| stats["fullHosts"] = json!([{"host": "http://127.0.0.1:1", "inFlight": 64, "waiting": 9}]));
    told(&late(full, owner, by_20s), Severity::Failed, ["64 requests", "--max-in-flight-per-host"]);
    let waiting = with(|stats| stats["waiting"] = json!(3));
    told(&late(waiting, owner, by_20s), Severity::Failed, ["at its limit", "add schedulers"]);
    let not_ready = with(|stats| stats["notReady"] = json!("no time lease"));
    told(&late(not_ready, owner, by_20s), Severity::Failed, ["not ready: no time lease", "scheduler get a-000001"]);
    let mut hung = healthy();
    hung.part.seen.push(seen("/assignment", &json!({"format": 1, "epoch": 2, "hung": {"a-000001": 9}})));
    told(&late(hung, owner, by_20s), Severity::Failed, ["a-000001 hangs", "scheduler get a-000001"]);
    let mut paused = healthy();
    paused.part.seen.push(seen("/intents", &json!({"format": 1, "paused": {"by": "ann@host"}})));
    assert!(late(paused, owner, by_20s).findings.iter().all(|finding| finding.object != "late-dispatch"));
}

#[test]
fn only_what_is_late_in_both_looks_is_told_as_late() {
    let look = |partitions: &[u16]| {
        let mut exam = Exam::new(NOW.parse().unwrap(), "zk".to_owned(), frame([]), None);
        let mut old = partitions.iter().map(|partition| task(*partition)).collect::<Vec<_>>();
        for seen in &mut old {
            let Read::Found(_, stat) = &mut seen.read else { unreachable!() };
            stat.modified -= 300_000;
        }
        exam.ward(Part { seen: old, ..Part::default() });
        exam
    };
    let first = look(&[0, 1]).late_tasks();
    assert_eq!(first.len(), 2);
    let mut second = look(&[1, 2]);
    second.keep_late(&first);
    second.conclude();
    finds(&second, Check::Runs, Severity::Failed, "late-dispatch", &format!("1 task is late ({} by ", task_name(1)));
}
