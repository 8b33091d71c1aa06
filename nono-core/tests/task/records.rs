//! A task's record survives being written and read, whatever it holds, and nothing that is read panics.

use nono_core::name::TaskName;
use nono_core::task::edit::{self, PauseRule, Previous};
use nono_core::task::{ReadError, SchedulerTask, StoredTask, Unknown};
use nono_core::time::Utc;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn object(value: Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

fn name() -> TaskName {
    "a.task".parse().unwrap()
}

fn record(task: Value) -> Value {
    json!({ "format": 1, "uid": "k3f9x2m4", "scheduleChangedAt": null, "task": task })
}

fn smallest() -> Value {
    json!({ "name": "a.task", "schedule": { "every": "10m" }, "target": { "url": "http://worker/" } })
}

fn read(bytes: &[u8]) -> Result<StoredTask, ReadError> {
    StoredTask::read(&name(), bytes)
}

#[test]
fn a_record_keeps_fields_of_a_newer_release_at_any_depth() {
    let mut whole = record(json!({
        "name": "a.task", "newer": [1], "labels": { "a": "b" },
        "schedule": { "every": "10m", "calendars": ["de"], "dst": { "gap": "skip", "newer": null } },
        "target": { "url": "http://worker/", "auth": { "bearer": { "secret": "x" } }, "timeout": { "idle": "1s" } },
        "policy": { "pauseAfterFailures": 3, "retry": { "budget": 0.5 }, "misfire": { "newer": true } },
    }));
    whole["resumes"] = json!(7);
    let stored = read(whole.to_string().as_bytes()).unwrap();
    let again: Value = serde_json::from_slice(&stored.write()).unwrap();
    assert_eq!(again, whole);

    let previous = Previous { stored: &stored, mtime: Utc(5_000), now: Utc(9_000) };
    let paused = edit::pause(previous, Some("a reason"), None).unwrap();
    let replaced = edit::replace_document(
        previous,
        object(json!({ "apiVersion": "nono/v1", "kind": "SchedulerTask", "name": "a.task",
            "schedule": { "every": "20m" }, "target": { "url": "http://other/" } })),
        Unknown::Refuse,
        PauseRule::LeaveUnlessNamed,
    )
    .unwrap();
    for next in [paused, replaced] {
        let next: Value = serde_json::from_slice(&next.write()).unwrap();
        for kept in [
            "/resumes",
            "/task/newer",
            "/task/schedule/calendars",
            "/task/target/auth/bearer/secret",
            "/task/target/timeout/idle",
            "/task/policy/pauseAfterFailures",
            "/task/policy/retry/budget",
            "/task/policy/misfire/newer",
        ] {
            assert_eq!(next.pointer(kept), whole.pointer(kept), "{kept} in {next}");
        }
    }
}

#[test]
fn a_broken_record_is_refused_with_what_is_wrong() {
    let good = record(smallest()).to_string();
    assert!(read(good.as_bytes()).is_ok());
    let with = |key: &str, value: Value| {
        let mut whole = record(smallest());
        whole[key] = value;
        whole.to_string().into_bytes()
    };
    let deep = format!("{{\"format\":1,\"task\":{}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let shallow = with("task", (0..70).fold(json!(1), |inner, _| json!([inner])));
    let deep_body = with(
        "task",
        json!({ "name": "a.task", "schedule": { "every": "10m" },
        "target": { "url": "http://worker/", "body": (0..80).fold(json!(1), |inner, _| json!([inner])) } }),
    );
    let doubled = good.replace("\"format\":1", "\"format\":1,\"format\":1");
    let doubled_inside = good.replace("\"every\":\"10m\"", "\"every\":\"10m\",\"every\":\"20m\"");
    for (bytes, part) in [
        (b"".to_vec(), "not a JSON object"),
        (b"{".to_vec(), "not a JSON object"),
        (good.as_bytes()[..good.len() - 1].to_vec(), "not a JSON object"),
        (format!("{good}x").into_bytes(), "not a JSON object"),
        (format!("\u{feff}{good}").into_bytes(), "not a JSON object"),
        (b"[]".to_vec(), "it is a list"),
        (b"null".to_vec(), "it is null"),
        (b"\0".to_vec(), "not a JSON object"),
        (b"{\"format\":\"\xff\"}".to_vec(), "not a JSON object"),
        (b"{\"format\":1e400}".to_vec(), "not a JSON object"),
        (doubled.into_bytes(), "stands twice"),
        (doubled_inside.into_bytes(), "stands twice"),
        (deep.into_bytes()[..60_000].to_vec(), "recursion limit"),
        (vec![b' '; 1 << 20], "1048576 bytes"),
        (shallow, "field task is a list"),
        (deep_body, "nested too deeply"),
        (b"{}".to_vec(), "format is missing"),
        (with("format", json!(2)), "newer than 1"),
        (with("format", json!(0)), "format is 0"),
        (with("format", json!("1")), "format is \"1\""),
        (with("format", json!(1.5)), "format is 1.5"),
        (with("uid", json!("K3f9x2m4")), "uid is \"K3f9x2m4\""),
        (with("uid", Value::Null), "uid is null"),
        (with("scheduleChangedAt", json!("yesterday")), "scheduleChangedAt is \"yesterday\""),
        (with("scheduleChangedAt", json!("0000-01-01T00:00:00Z")), "scheduleChangedAt"),
        (with("scheduleChangedAt", json!("-000001-01-01T00:00:00Z")), "scheduleChangedAt"),
        (with("scheduleChangedAt", json!(5)), "scheduleChangedAt is 5"),
        (with("task", Value::Null), "task is null"),
        (with("task", json!({})), "name: is missing"),
        (
            with("task", json!({ "name": "b.task", "schedule": { "every": "10m" }, "target": { "url": "http://w/" } })),
            "b.task",
        ),
    ] {
        let error = read(&bytes).unwrap_err().to_string();
        assert!(error.contains(part), "{part:?} is not in {error:?}");
        assert!(!error.contains('\n') && error.len() < 2000, "{error}");
    }
}

/// JSON of any shape, with the words of a task in its keys, so that readers get past their first look.
fn any_json() -> impl Strategy<Value = Value> {
    let words = prop_oneof![
        Just("10m".to_owned()),
        Just("http://worker/".to_owned()),
        Just("0 2 * * *".to_owned()),
        Just("skip".to_owned()),
        Just("2026-12-24T18:00:00Z".to_owned()),
        Just("last".to_owned()),
        Just("a.task".to_owned()),
        ".{0,8}",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        words.prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 8, |inner| {
        let keys = prop_oneof![
            Just("name"),
            Just("labels"),
            Just("paused"),
            Just("until"),
            Just("since"),
            Just("schedule"),
            Just("cron"),
            Just("every"),
            Just("offset"),
            Just("at"),
            Just("timeZone"),
            Just("dst"),
            Just("gap"),
            Just("start"),
            Just("end"),
            Just("jitter"),
            Just("target"),
            Just("url"),
            Just("method"),
            Just("headers"),
            Just("body"),
            Just("timeout"),
            Just("run"),
            Just("policy"),
            Just("misfire"),
            Just("retry"),
            Just("attempts"),
            Just("factor"),
            Just("on"),
            Just("x"),
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((keys, inner), 0..6).prop_map(|entries| entries
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect::<Map<_, _>>()
                .into()),
        ]
    })
}

/// A valid document with something of everything.
fn any_task() -> impl Strategy<Value = Value> {
    let schedule = prop_oneof![
        Just(json!({ "cron": "*/5 * * * *", "timeZone": "Europe/Berlin" })),
        (1u32..100_000).prop_map(|seconds| json!({ "every": format!("{seconds}s"), "jitter": "500ms" })),
        Just(json!({ "at": ["2096-12-24T18:00:00+01:00"], "dst": { "gap": "skip" } })),
    ];
    let body =
        prop_oneof![Just(Value::Null), ".{0,20}".prop_map(Value::from), (0i64..9).prop_map(|n| json!({ "n": [n] }))];
    let paused = prop_oneof![
        Just(Value::Null),
        Just(json!({})),
        Just(json!({ "until": "2h", "since": "2026-01-01T00:00:00.250Z" })),
        Just(json!({ "reason": "why", "until": "2026-01-01T00:00:00Z" })),
    ];
    (schedule, body, paused, any_json()).prop_map(|(schedule, body, paused, newer)| {
        json!({ "name": "a.task", "paused": paused, "schedule": schedule, "newer": newer,
            "target": { "url": "https://worker:8443/x?y=1", "body": body, "headers": { "X-A": "b" } } })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes);
    }

    #[test]
    fn any_json_is_read_or_refused(value in any_json(), with_name: bool) {
        let mut value = value;
        if let (true, Some(map)) = (with_name, value.as_object_mut()) {
            map.insert("name".to_owned(), "a.task".into());
        }
        let _ = read(record(value.clone()).to_string().as_bytes());
        if let Value::Object(document) = value {
            let kept = SchedulerTask::parse(&document, Unknown::Keep);
            let strict = SchedulerTask::parse(&document, Unknown::Refuse);
            if let (Err(lenient), Err(strict)) = (&kept, &strict) {
                prop_assert!(strict.0.len() >= lenient.0.len());
            }
            prop_assert!(kept.is_ok() || strict.is_err(), "a manifest is checked at least as strictly");
            if let Ok(task) = &kept {
                prop_assert_eq!(&task.name, &name());
            }
        }
    }

    #[test]
    fn what_is_written_is_read_back_the_same(task in any_task(), changed in prop::option::of(0i64..4_000_000_000_000)) {
        let mut stored = read(record(task).to_string().as_bytes()).unwrap();
        stored.schedule_changed_at = changed.map(Utc);
        stored.extra.insert("resumes".to_owned(), json!(3));
        let bytes = stored.write();
        let again = read(&bytes).unwrap();
        prop_assert_eq!(again.write(), bytes);
        prop_assert_eq!(again, stored);
    }

    #[test]
    fn a_manifest_of_a_task_makes_the_same_task(task in any_task()) {
        let mut task = object(task);
        task.shift_remove("newer");
        let stored = edit::create("k3f9x2m4".parse().unwrap(), task, Unknown::Keep).unwrap();
        let manifest = edit::to_manifest(&stored);
        let again = edit::create("k3f9x2m4".parse().unwrap(), manifest, Unknown::Refuse).unwrap();
        prop_assert_eq!(again, stored);
    }
}
