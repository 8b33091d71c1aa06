//! What is read quickly is what the reading with care reads, and what that refuses is never read quickly.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::record::ReadError;
use super::*;

fn name() -> TaskName {
    "billing.nightly".parse().unwrap()
}

fn carefully(bytes: &[u8]) -> Result<StoredTask, ReadError> {
    StoredTask::read_with_care(&name(), bytes)
}

fn record(task: &Value) -> Value {
    json!({
        "format": 1, "uid": "k3f9x2m4", "scheduleChangedAt": null,
        "created": {"at": "2026-11-25T10:00:00Z", "by": "ann@host"}, "task": task,
    })
}

fn plain() -> Value {
    json!({
        "name": "billing.nightly",
        "schedule": {"cron": "0 2 * * *", "timeZone": "Europe/Berlin"},
        "target": {"url": "https://jobs.example.com/nightly"},
    })
}

/// Whether both agree; `Some` when it was read quickly.
fn compared(bytes: &[u8]) -> Option<StoredTask> {
    // Twice: the second time what was kept answers.
    for _ in 0..2 {
        let quick = read(&name(), bytes);
        if let Some(quick) = &quick {
            let careful = carefully(bytes);
            let text = String::from_utf8_lossy(bytes);
            assert_eq!(careful.as_ref(), Ok(quick), "{text}");
            let (careful, quick) = (careful.unwrap(), quick);
            assert_eq!(careful.document.clone().into_map(), quick.document.clone().into_map(), "{text}");
            assert_eq!(careful.extra.clone().into_map(), quick.extra.clone().into_map(), "{text}");
            assert_eq!(careful.write().len() <= LARGEST_DOCUMENT, quick.write().len() <= LARGEST_DOCUMENT);
            let again = carefully(&quick.write());
            assert_eq!(again.as_ref(), Ok(quick), "written again, {text}");
        }
    }
    read(&name(), bytes)
}

#[test]
fn what_tasks_say_is_read_quickly() {
    let rest = [
        json!({}),
        json!({"description": "Bills of the day", "labels": {"team": "billing", "tier": "1"}}),
        json!({"paused": {"reason": "OPS-1", "since": "2026-11-25T10:00:00Z", "until": "2h"}}),
        json!({"paused": null, "labels": null, "policy": null, "description": null}),
        json!({"schedule": {"every": "1m", "jitter": "5s", "newer": [1]}}),
        json!({"schedule": {"cron": ["H H * * *", "0 9 L * *"]}}),
        json!({"schedule": {"at": ["2026-12-24T18:00:00Z"]}}),
        json!({"policy": {"overlap": "allow", "retry": {"attempts": 3, "on": ["connect", 503]}, "newer": {}}}),
        json!({"target": {"url": "http://h/", "method": "get", "headers": {"X-A": "1"}, "timeout": {"attempt": "5s"}}}),
        json!({"target": {"url": "http://h/", "body": "text"}}),
        json!({"target": {"url": "http://h/", "body": {"a": [1.5, {"b": null}]}}}),
        json!({"target": {"url": "http://h/", "method": "GET", "body": null}}),
    ];
    for rest in rest {
        let mut task = plain();
        task.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        assert!(compared(record(&task).to_string().as_bytes()).is_some(), "{task}");
    }
}

#[test]
fn what_depends_on_its_name_is_no_other_tasks() {
    let mut task = plain();
    task["schedule"] = json!({"cron": "H H * * *"});
    let of = |name: &str| {
        let mut task = task.clone();
        task["name"] = name.into();
        read(&name.parse().unwrap(), record(&task).to_string().as_bytes()).unwrap().task.schedule
    };
    assert_ne!(of("billing.nightly"), of("billing.weekly"));
}

#[test]
fn what_is_odd_is_left_to_the_reading_with_care() {
    let whole = record(&plain()).to_string();
    for (from, to) in [
        ("\"format\":1", "\"format\":2"),
        ("\"format\":1", "\"format\":1,\"format\":1"),
        ("\"format\":1", "\"f\\u006frmat\":1"),
        ("\"at\":", "\"by\":\"bob\",\"at\":"),
        ("k3f9x2m4", "K3"),
        ("billing.nightly", "billing.other"),
        ("0 2 * * *", "0 25 * * *"),
        ("https:", "ftp:"),
        ("\"target\":{", "\"target\":{\"body\":{\"a\":1,\"a\":2},"),
        ("\"target\":{", "\"target\":{\"method\":\"GET\",\"body\":1,"),
        ("\"target\":{", "\"target\":{\"newer\":1,"),
        ("\"target\":{", "\"newer\":1,\"target\":{"),
        ("\"schedule\":{", "\"schedule\":{\"timeZone\":\"UTC\","),
    ] {
        let odd = whole.replacen(from, to, 1);
        assert_ne!(odd, whole);
        assert_eq!(read(&name(), odd.as_bytes()), None, "{odd}");
    }
    for levels in [125, 126, 127, 128, 129] {
        let deep = format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        compared(whole.replacen("\"task\":", &format!("\"newer\":{deep},\"task\":"), 1).as_bytes());
    }
    for text in ["x", "{\\\"a\\\":1}"] {
        let odd = format!("{{\"$serde_json::private::RawValue\":\"{text}\"}}");
        let body = format!("\"target\":{{\"body\":{odd},");
        let read = compared(whole.replacen("\"target\":{", &body, 1).as_bytes()).unwrap();
        assert_eq!(read.document["target"]["body"].as_object().unwrap().len(), 1, "{text}");
        compared(whole.replacen("\"task\":", &format!("\"newer\":{odd},\"task\":"), 1).as_bytes()).unwrap();
    }
    let nested = format!("{}1{}", "[".repeat(70), "]".repeat(70));
    let deep = whole.replace("\"target\":{", &format!("\"target\":{{\"body\":{nested},"));
    assert_eq!((read(&name(), deep.as_bytes()), carefully(deep.as_bytes()).is_err()), (None, true));
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[ -~]{0,12}|\\PC{0,6}".prop_map(Value::from),
        prop::sample::select(vec![
            "1m",
            "0 2 * * *",
            "H 3 * * *",
            "UTC",
            "GET",
            "skip",
            "http://a/",
            "2026-12-24T18:00:00Z"
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec(("[a-z]{1,8}", inner), 0..4)
                .prop_map(|items| Value::Object(items.into_iter().collect())),
        ]
    })
}

const PLACES: [&str; 20] = [
    "/format",
    "/uid",
    "/scheduleChangedAt",
    "/created",
    "/newer",
    "/task/name",
    "/task/description",
    "/task/labels",
    "/task/paused",
    "/task/schedule",
    "/task/schedule/cron",
    "/task/schedule/timeZone",
    "/task/schedule/every",
    "/task/target",
    "/task/target/url",
    "/task/target/body",
    "/task/target/headers",
    "/task/target/method",
    "/task/policy",
    "/task/newer",
];

proptest! {
    #[test]
    fn a_record_with_anything_anywhere_is_read_alike(
        changes in prop::collection::vec((prop::sample::select(&PLACES[..]), any_value()), 0..4),
    ) {
        let mut whole = record(&plain());
        for (place, value) in changes {
            let (home, key) = place.rsplit_once('/').unwrap();
            if let Some(Value::Object(home)) = whole.pointer_mut(home) {
                home.insert(key.to_owned(), value);
            }
        }
        compared(whole.to_string().as_bytes());
    }

    #[test]
    fn bytes_changed_at_random_are_read_alike(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3), 1..4),
    ) {
        let mut bytes = record(&plain()).to_string().into_bytes();
        for (at, byte, how) in changes {
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                _ => drop(bytes.remove(at)),
            }
        }
        compared(&bytes);
    }
}
