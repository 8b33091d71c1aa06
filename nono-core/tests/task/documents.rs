//! What a manifest may say: each bad input is refused with its place and a remedy, all at once, and nothing panics.

use std::time::Duration;

use nono_core::run::Delivery;
use nono_core::task::egress;
use nono_core::task::{Body, MisfireRun, Overlap, PauseEnd, Problems, RetryOn, SchedulerTask, Unknown};
use nono_core::time::Utc;
use serde_json::{Map, Value, json};

fn smallest() -> Value {
    json!({
        "apiVersion": "nono/v1", "kind": "SchedulerTask", "name": "a.task",
        "schedule": { "cron": "0 2 * * *" }, "target": { "url": "http://worker/" },
    })
}

/// The smallest manifest with one value put at a dotted path; null takes it away.
fn with(path: &str, value: Value) -> Map<String, Value> {
    let mut manifest = smallest();
    let mut place = &mut manifest;
    for part in path.split('.') {
        place = place.as_object_mut().unwrap().entry(part).or_insert_with(|| json!({}));
    }
    *place = value;
    manifest.as_object().unwrap().clone()
}

fn parse(manifest: &Map<String, Value>) -> Result<SchedulerTask, Problems> {
    SchedulerTask::parse(manifest, Unknown::Refuse)
}

#[track_caller]
fn refused(path: &str, value: Value, place: &str, part: &str) {
    let shown: String = value.to_string().chars().take(80).collect();
    let problems = parse(&with(path, value)).expect_err(&format!("{path}: {shown}"));
    let found = problems.0.iter().find(|problem| problem.path == place && problem.message.contains(part));
    let found = found.unwrap_or_else(|| panic!("{path}: {shown}: expected {place}: {part}, found\n{problems}"));
    assert!(found.hint.is_some(), "{path}: {shown}: no remedy in {found}");
    assert!(found.message.len() < 500 && !found.message.ends_with('.'), "{found}");
}

#[test]
fn absent_fields_have_their_defaults() {
    let task = parse(smallest().as_object().unwrap()).unwrap();
    assert_eq!((task.description, task.labels.len(), task.paused), (None, 0, None));
    assert_eq!((task.target.method, task.target.headers.len(), &task.target.body), ("POST", 0, &Body::None));
    let timeout = task.target.timeout;
    let seconds = [timeout.connect, timeout.attempt, timeout.run].map(|span| span.as_secs());
    assert_eq!(seconds, [3, 30, 3600]);
    let policy = task.policy;
    assert_eq!((policy.overlap, policy.delivery, policy.history_limit), (Overlap::Skip, Delivery::AtLeastOnce, 20));
    assert_eq!((policy.misfire.run, policy.misfire.within.as_secs()), (MisfireRun::Last, 3600));
    let retry = &policy.retry;
    assert_eq!((retry.attempts, retry.backoff.as_secs(), retry.max_backoff.as_secs()), (1, 10, 300));
    assert_eq!((retry.factor, retry.jitter, retry.on.len()), (2.0, true, 7));
}

#[test]
fn every_field_is_read() {
    let manifest = json!({
        "apiVersion": "nono/v1", "kind": "SchedulerTask", "name": "a.task", "status": { "state": "ok" },
        "description": "two\nlines", "labels": { "team": "billing", "app/tier": "gold plus" },
        "paused": { "reason": "OPS-1", "since": "nonsense, ignored", "until": "2h" },
        "schedule": { "every": "10m", "offset": "30s", "timeZone": "Europe/Berlin", "jitter": "1500ms",
            "dst": { "gap": "skip", "overlap": "both" }, "start": "2026-01-01T00:00:00Z", "end": "2096-01-01T00:00:00+01:00" },
        "target": { "url": "https://worker:8443/x", "method": "put", "headers": { "X-B": "2", "X-A": "1" },
            "body": { "day": [1, null] }, "timeout": { "connect": "500ms", "attempt": "2m", "run": "1d" } },
        "policy": { "overlap": "allow", "misfire": { "run": "all", "max": 7, "within": "2d" }, "delivery": "at_least_once",
            "retry": { "attempts": 4, "backoff": "1s", "maxBackoff": "1m", "factor": 1.5, "jitter": false, "on": ["connect", 503, "500-502"] },
            "historyLimit": 100 },
    });
    let task = parse(manifest.as_object().unwrap()).unwrap();
    assert_eq!(task.labels["app/tier"], "gold plus");
    let pause = task.paused.unwrap();
    assert_eq!((pause.since, pause.until), (None, Some(PauseEnd::After(Duration::from_secs(7200)))));
    assert_eq!(task.target.method, "PUT");
    assert_eq!(task.target.headers[0], ("X-B".to_owned(), "2".to_owned()));
    assert_eq!(task.target.body, Body::Json(Box::new(json!({ "day": [1, null] }))));
    assert_eq!(task.target.timeout.connect, Duration::from_millis(500));
    assert_eq!((task.policy.misfire.run, task.policy.history_limit), (MisfireRun::All(7), 100));
    assert_eq!(*task.policy.retry.on, [RetryOn::Connect, RetryOn::Status(503, 503), RetryOn::Status(500, 502)]);
}

#[test]
fn null_is_absent() {
    for path in [
        "description",
        "labels",
        "paused",
        "schedule.timeZone",
        "schedule.dst",
        "schedule.every",
        "target.body",
        "target.headers",
        "target.timeout",
        "target.timeout.run",
        "policy",
        "policy.retry.on",
        "policy.retry.attempts",
    ] {
        let task = parse(&with(path, Value::Null)).unwrap_or_else(|problems| panic!("{path}: {problems}"));
        assert_eq!(task, parse(smallest().as_object().unwrap()).unwrap(), "{path}");
    }
}

#[test]
fn an_empty_pause_is_a_pause() {
    assert!(parse(&with("paused", json!({}))).unwrap().paused.is_some());
    let until = parse(&with("paused.until", json!("2026-12-01T00:00:00+01:00"))).unwrap().paused.unwrap().until;
    assert_eq!(until, Some(PauseEnd::At(Utc(1_796_079_600_000))));
}

#[test]
fn at_most_once_retries_connections_only() {
    let task = parse(&with("policy.delivery", json!("at_most_once"))).unwrap();
    assert_eq!(*task.policy.retry.on, [RetryOn::Connect]);
    for classes in [json!(["connect", "timeout"]), json!([503])] {
        let policy = json!({ "delivery": "at_most_once", "retry": { "on": classes } });
        refused("policy", policy, "policy.retry.on", "at_most_once retries only");
    }
    assert!(parse(&with("policy", json!({ "delivery": "at_most_once", "retry": { "on": ["connect"] } }))).is_ok());
    assert!(parse(&with("policy", json!({ "delivery": "at_most_once", "retry": { "on": [] } }))).is_ok());
}

#[test]
fn all_problems_come_at_once() {
    let manifest = json!({
        "apiVersion": "nono/v2", "name": "A Task", "scheduel": {},
        "schedule": { "crom": "* * * * *", "jitter": "5" },
        "target": { "url": "ftp://h/", "timeout": { "connect": 3 }, "headers": { "Host": "x", "X-A": 1 } },
        "policy": { "overlap": "Skip", "retry": { "attempts": 0, "on": ["conect"] } },
    });
    let problems = parse(manifest.as_object().unwrap()).unwrap_err();
    let places: Vec<_> = problems.0.iter().map(|problem| problem.path.as_str()).collect();
    for place in [
        "apiVersion",
        "kind",
        "name",
        "scheduel",
        "schedule.crom",
        "schedule",
        "target.url",
        "target.timeout.connect",
        "target.headers",
        "policy.overlap",
        "policy.retry.attempts",
        "policy.retry.on",
    ] {
        assert!(places.contains(&place), "{place} is not among {places:?}");
    }
    assert_eq!(problems.to_string().lines().count(), problems.0.len());
}

#[test]
fn an_unknown_field_names_the_nearest_known_one() {
    for (path, remedy) in [
        ("lables", "did you mean labels?"),
        ("cron", "did you mean schedule.cron?"),
        ("schedule.timezone", "did you mean schedule.timeZone?"),
        ("schedule.after", "the nearest known field is"),
        ("schedule.dst.overlapp", "did you mean schedule.dst.overlap?"),
        ("target.urls", "did you mean target.url?"),
        ("target.timeouts", "did you mean target.timeout?"),
        ("target.timeout.total", "the fields of target.timeout are connect, attempt, run"),
        ("policy.retries", "did you mean policy.retry?"),
        ("policy.pauseAfterFailures", "the fields of policy are"),
        ("policy.misfire.maximum", "the nearest known field is policy.misfire.max;"),
        ("paused.untill", "did you mean paused.until?"),
        ("", "the nearest known field is"),
    ] {
        let problems = parse(&with(path, json!("x"))).expect_err(path);
        let unknown = problems.0.iter().find(|problem| problem.path == path).unwrap();
        assert!(unknown.message.starts_with("unknown field"), "{unknown}");
        assert!(unknown.hint.as_deref().unwrap().contains(remedy), "{unknown}");
        if !path.starts_with("schedule.after") {
            assert!(SchedulerTask::parse(&with(path, json!("x")), Unknown::Keep).is_ok(), "{path} in a znode");
        }
    }
}

#[test]
fn bad_envelopes_and_names_are_refused() {
    refused("apiVersion", Value::Null, "apiVersion", "is missing");
    refused("apiVersion", json!("nono/v2"), "apiVersion", "not known to this release");
    refused("kind", json!("Task"), "kind", "not known to this release");
    refused("kind", json!(1), "kind", "is no text");
    refused("name", Value::Null, "name", "is missing");
    refused("name", json!(7), "name", "expected a text, found a number");
    let long = "a".repeat(1024);
    for name in [
        "",
        ".",
        "..",
        "a/b",
        "zookeeper",
        &long,
        "a\0b",
        "a\u{1}",
        "a\u{1f}",
        "\u{7f}",
        "\u{9f}",
        "\u{e000}",
        "\u{fff0}",
        "-a",
        "a ",
        " a",
        "A",
        "é",
        "e\u{301}",
        "\u{202e}a",
        "😀",
        "a:b",
        "а",
    ] {
        refused("name", json!(name), "name", "is no task name");
    }
}

#[test]
fn bad_schedules_are_refused() {
    refused("schedule", Value::Null, "schedule", "is missing");
    refused("schedule", json!({}), "schedule", "says no instants");
    refused("schedule", json!("0 2 * * *"), "schedule", "expected an object, found a text");
    refused("schedule.every", json!("10m"), "schedule", "has cron and every");
    refused("schedule.offset", json!("10s"), "schedule.offset", "moves nothing without every");
    for (every, part) in [
        ("0s", "out of range"),
        ("500ms", "out of range"),
        ("1500ms", "whole seconds"),
        ("10", "no unit"),
        ("-1s", "negative"),
        ("1M", "unknown unit"),
        ("99999d", "too long"),
        ("3651d", "out of range"),
    ] {
        refused("schedule", json!({ "every": every }), "schedule.every", part);
    }
    refused("schedule", json!({ "every": 10 }), "schedule.every", "expected a duration, found a number");
    refused("schedule", json!({ "every": "10s", "offset": "10s" }), "schedule.offset", "not shorter than the interval");
    refused("schedule", json!({ "at": [] }), "schedule.at", "empty list");
    refused("schedule", json!({ "at": "2026-12-24T18:00:00Z" }), "schedule.at", "expected a list");
    for at in [
        json!("tomorrow"),
        json!("2026-12-24"),
        json!("2026-12-24T18:00:00"),
        json!("2026-13-01T00:00:00Z"),
        json!("1969-12-31T23:59:59Z"),
        json!("0000-01-01T00:00:00Z"),
    ] {
        refused("schedule", json!({ "at": [at] }), "schedule.at", "is not a time");
    }
    refused("schedule", json!({ "at": ["2026-12-24T18:00:00.5Z"] }), "schedule.at", "fraction of a second");
    refused("schedule", json!({ "at": [1_796_079_600] }), "schedule.at", "holds a number");
    refused("schedule", json!({ "at": vec!["2026-12-24T18:00:00Z"; 1001] }), "schedule.at", "1001 elements");
    refused("schedule.start", json!("2026-12-24"), "schedule.start", "is not a time");
    let window = json!({ "every": "1h", "start": "2027-01-01T00:00:00Z", "end": "2027-01-01T00:00:00Z" });
    refused("schedule", window, "schedule.end", "is not after the start");
    refused("schedule.dst", json!({ "gap": "nxt" }), "schedule.dst.gap", "not one of next, skip");
    refused("schedule.dst", json!({ "overlap": true }), "schedule.dst.overlap", "expected a word");
    refused("schedule.jitter", json!("25h"), "schedule.jitter", "out of range");
    refused("schedule.cron", json!("x".repeat(10_240)), "schedule.cron", "10240 bytes");
    refused("schedule.cron", json!(5), "schedule.cron", "expected a text");
    refused("schedule.cron", json!([]), "schedule.cron", "empty list");
    refused("schedule.cron", json!({ "a": 1 }), "schedule.cron", "expected a text");
    refused("schedule.cron", json!(["@daily", 5]), "schedule.cron", "expected a text, found a number");
    refused("schedule.cron", json!(["@daily", ["@daily"]]), "schedule.cron", "expected a text, found a list");
    refused("schedule.cron", json!(["@daily", "\u{1b}[31m"]), "schedule.cron", "control character");
    refused("schedule.cron", json!(["@daily", ""]), "schedule.cron", "is empty");
    refused("schedule.cron", json!(["@daily", "x".repeat(513)]), "schedule.cron", "513 bytes");
    refused("schedule.cron", json!(vec!["@daily"; 33]), "schedule.cron", "33 elements");
    let long = format!("{} * * * *", vec!["1"; 250].join(","));
    refused("schedule.cron", json!(vec![long; 9]), "schedule.cron", "4563 bytes in all");
    refused("schedule.cron", json!(",".repeat(500)), "schedule.cron", "has only 1 field");
    refused("schedule.cron", json!(format!("{} * * * *", ",".repeat(500))), "schedule.cron", "a value is missing");
    refused("schedule.timeZone", json!("z".repeat(65)), "schedule.timeZone", "65 bytes");
}

#[test]
fn what_a_schedule_says_of_itself_comes_with_its_place() {
    for (cron, column) in
        [("60 * * * *", Some(1)), ("*/0 * * * *", Some(3)), ("0 5-1 * * *", None), ("* * * *", None), ("@reboot", None)]
    {
        let problems = parse(&with("schedule.cron", json!(cron))).unwrap_err();
        let shown = problems.0[0].to_string();
        assert_eq!(problems.0[0].path, "schedule.cron");
        assert!(column.is_none() || problems.0[0].column == column, "{shown}");
        assert!(
            problems.0[0].column.is_none_or(|column| shown.starts_with(&format!("schedule.cron, column {column}: "))),
            "{shown}"
        );
    }
    let problems = parse(&with("schedule.cron", json!(["@daily", "60 * * * *"]))).unwrap_err();
    assert!(problems.0[0].to_string().starts_with("schedule.cron, line 2, column 1: "), "{problems}");
    for zone in ["", "Mars/Olympus", "UTC+25", "../../etc/passwd", "europe/berlinn"] {
        refused("schedule.timeZone", json!(zone), "schedule.timeZone", "");
    }
}

#[test]
fn bad_targets_are_refused() {
    refused("target", Value::Null, "target", "is missing");
    refused("target", json!({}), "target.url", "is missing");
    refused("target.url", json!("http://169.254.169.254/"), "target.url", "metadata");
    refused("target.url", json!("worker"), "target.url", "no scheme");
    refused("target.method", json!("TRACE"), "target.method", "not one of");
    refused("target.method", json!("CONNECT"), "target.method", "not one of");
    refused("target.method", json!("GET\r\n"), "target.method", "not one of");
    refused("target.headers", json!({ "X": 1 }), "target.headers", "the value of \"X\" is a number");
    refused("target.headers", json!(["X: 1"]), "target.headers", "expected an object");
    refused("target.headers", json!({ "Content-Length": "1" }), "target.headers", "set by the scheduler");
    refused("target.headers", json!({ "X-A": "1", "x-a": "2" }), "target.headers", "stands twice");
    refused("target.headers", json!({ "X-A": "a\r\nB: c" }), "target.headers", "holds");
    refused("target", json!({ "url": "http://w/", "method": "get", "body": "x" }), "target.body", "carries no body");
    refused("target.body", json!("x".repeat(2 << 20)), "", "bytes");
    refused("target.body", (0..200).fold(json!(1), |inner, _| json!([inner])), "", "nested too deeply");
    for (limit, part) in [
        (json!("0s"), "out of range"),
        (json!("-1s"), "negative"),
        (json!("NaN"), "not a duration"),
        (json!("1e99s"), "unknown unit"),
        (json!("10"), "no unit"),
        (json!(10), "found a number"),
        (json!("3650d"), "out of range"),
        (json!(true), "expected a duration"),
    ] {
        for name in ["connect", "attempt", "run"] {
            refused(&format!("target.timeout.{name}"), limit.clone(), &format!("target.timeout.{name}"), part);
        }
    }
    refused("target.timeout.attempt", json!("2h"), "target.timeout.attempt", "longer than the whole run");
}

#[test]
fn bad_policies_are_refused() {
    refused("policy.overlap", json!("queue"), "policy.overlap", "not one of skip, allow");
    refused("policy.misfire", json!("last"), "policy.misfire", "expected an object");
    refused("policy.misfire.run", json!("every"), "policy.misfire.run", "not one of");
    refused("policy.misfire.max", json!(1_000_000_000), "policy.misfire.max", "out of range");
    refused("policy.misfire.within", json!("0s"), "policy.misfire.within", "out of range");
    refused("policy.delivery", json!("exactly_once"), "policy.delivery", "not one of");
    for attempts in [json!(0), json!(-1), json!(1_000_000_000), json!(2.5), json!(1e300)] {
        refused("policy.retry.attempts", attempts, "policy.retry.attempts", "out of range");
    }
    refused("policy.retry.attempts", json!("3"), "policy.retry.attempts", "expected a number, found a text");
    refused("policy.retry.factor", json!(0.5), "policy.retry.factor", "out of range");
    refused("policy.retry.jitter", json!("yes"), "policy.retry.jitter", "expected true or false");
    refused("policy.retry.backoff", json!("10m"), "policy.retry.backoff", "longer than maxBackoff");
    refused("policy.retry.on", json!("connect"), "policy.retry.on", "expected a list");
    refused("policy.retry.on", json!([302]), "policy.retry.on", "no class of failures");
    refused("policy.historyLimit", json!(0), "policy.historyLimit", "out of range");
    refused("policy.historyLimit", json!(101), "policy.historyLimit", "out of range");
}

#[test]
fn bad_texts_for_people_are_refused() {
    refused("description", json!("x".repeat(1025)), "description", "1025 bytes");
    refused("description", json!("\u{1b}[2J"), "description", "control character");
    refused("paused", json!(true), "paused", "expected an object");
    refused("paused.until", json!("soon"), "paused.until", "neither a time nor a duration");
    refused("paused.until", json!("0s"), "paused.until", "out of range");
    for key in ["", "a b", "a=b", "a,b", "a-", "-a", "é", &"k".repeat(64)] {
        refused("labels", json!({ key: "v" }), "labels", "the key");
    }
    for value in ["a,b", " a", "a\n", "a=b", &"v".repeat(129)] {
        refused("labels", json!({ "k": value }), "labels", "the value");
    }
    refused("labels", json!({ "k": 1 }), "labels", "is a number");
    let many: Map<_, _> = (0..65).map(|index| (format!("k{index}"), json!("v"))).collect();
    refused("labels", many.into(), "labels", "65 labels");
}

/// What many tasks say alike is read once, and nothing that is wrong stays.
#[test]
fn labels_that_are_refused_are_refused_again() {
    for _ in 0..2 {
        refused("labels", json!({ "a b": "v" }), "labels", "the key");
        let kept = SchedulerTask::parse(&with("labels", json!({ "a b": "v" })), Unknown::Keep);
        assert!(kept.is_err(), "{kept:?}");
        let good = parse(&with("labels", json!({ "a": "v" }))).unwrap();
        assert_eq!(good.labels["a"], "v");
    }
}

#[test]
fn a_task_may_not_call_zookeeper() {
    let own = [("zk-1.internal".to_owned(), 2181), ("127.0.0.1".to_owned(), 2181)];
    let check = |url: &str| egress::check_target(&parse(&with("target.url", json!(url))).unwrap(), &own);
    let problems = check("http://LOCALHOST:2181/commands/dump").unwrap_err();
    assert_eq!(
        (problems.0[0].path.as_str(), problems.0[0].message.as_str()),
        ("target.url", "127.0.0.1:2181 is ZooKeeper's own address")
    );
    assert!(check("http://zk-1.internal:2181/").is_err());
    assert_eq!(check("http://zk-1.internal:8080/"), Ok(()));
}

#[test]
fn h_comes_from_the_name_in_the_document() {
    let schedule = |name: &str, cron: Value| {
        let mut manifest = with("schedule.cron", cron);
        manifest.insert("name".to_owned(), json!(name));
        parse(&manifest).unwrap().schedule
    };
    assert_eq!(schedule("billing.nightly", json!("H H * * *")), schedule("billing.nightly", json!("24 21 * * *")));
    assert_ne!(schedule("billing.nightly", json!("H H * * *")), schedule("billing.nightly.2", json!("H H * * *")));
    let lines = json!(["H H * * *", "0 9 L * *"]);
    assert!(schedule("a", lines).depends_on_name());
    // A name that is refused is the only problem.
    let mut manifest = with("schedule.cron", json!("H H * * *"));
    manifest.insert("name".to_owned(), json!("NO"));
    assert_eq!(parse(&manifest).unwrap_err().0.len(), 1);
}
