//! Compares what two documents mean, not how they were typed: `30s` is `30000ms`, and absent is the default.
//!
//! Works on documents, field by field along the table, so that `diff` and the result lines of `update` can name each
//! field as people write it. What cannot be read is compared as it stands.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::duration::{format_duration, parse_duration};
use super::field::{FIELDS, Field, Kind};
use super::value::{instant, moment};
use super::{PauseEnd, RetryOn, address, parse, policy};
use crate::run::Delivery;
use crate::schedule::{self, Schedule, Spec};

/// A field whose meaning differs.
#[derive(Clone, PartialEq, Debug)]
pub struct FieldChange {
    /// The dotted path, such as `schedule.cron` or `labels.team`.
    pub field: String,
    /// What it was, default applied; null: nothing.
    pub from: Value,
    /// What it is now.
    pub to: Value,
}

/// The fields whose meaning differs, in the order of the table. An empty old document stands for a task that is new.
#[must_use]
pub fn document_diff(old: &Map<String, Value>, new: &Map<String, Value>) -> Vec<FieldChange> {
    let compared = FIELDS.iter().filter(|field| is_compared(field));
    compared.flat_map(|field| field_changes(field, old, new)).collect()
}

/// Whether the two are due at different instants: schedule, zone or window, but not jitter, which moves only requests.
pub(super) fn schedule_differs(old: &Map<String, Value>, new: &Map<String, Value>) -> bool {
    let of_schedule = |field: &&Field| field.path.starts_with("schedule.") && field.path != "schedule.jitter";
    let compared = FIELDS.iter().filter(|field| is_compared(field)).filter(of_schedule);
    compared.into_iter().any(|field| !field_changes(field, old, new).is_empty())
}

/// The manifest's envelope says nothing about the task, and when a pause began is not the user's to say.
fn is_compared(field: &Field) -> bool {
    let section = field.kind == Kind::Section && field.path != "paused";
    !section && !matches!(field.path, "apiVersion" | "kind" | "status" | "paused.since")
}

fn field_changes(field: &Field, old: &Map<String, Value>, new: &Map<String, Value>) -> Vec<FieldChange> {
    if matches!(field.kind, Kind::Labels | Kind::Headers) {
        return entry_changes(field, typed(old, field.path), typed(new, field.path));
    }
    let (from, to) = (in_force(field, old), in_force(field, new));
    let expressions = matches!(field.kind, Kind::Expressions { .. });
    if from == to || expressions && same_instants((&from, old), (&to, new)) {
        Vec::new()
    } else {
        vec![FieldChange { field: field.path.to_owned(), from, to }]
    }
}

/// Whether two lists of cron expressions mean the same, each in its document: `@daily` is `0 0 * * *`.
fn same_instants(old: (&Value, &Map<String, Value>), new: (&Value, &Map<String, Value>)) -> bool {
    let read = |(value, document): (&Value, &Map<String, Value>)| {
        let lines = match value {
            Value::Array(lines) => lines.iter().map(|line| line.as_str().map(str::to_owned)).collect(),
            one => one.as_str().map(|line| vec![line.to_owned()]),
        };
        let task = document.get("name").and_then(Value::as_str).and_then(|name| name.parse().ok());
        Schedule::new(Spec { task, ..schedule::Kind::Cron(lines?).spec() }).ok()
    };
    read(old).zip(read(new)).is_some_and(|(old, new)| old == new)
}

/// Labels and headers change one by one. Header names are compared without case.
fn entry_changes(field: &Field, old: Option<&Value>, new: Option<&Value>) -> Vec<FieldChange> {
    let entries = |value: Option<&Value>| value.and_then(Value::as_object).cloned().unwrap_or_default();
    let (old, new) = (entries(old), entries(new));
    let same = |a: &str, b: &str| if field.kind == Kind::Headers { a.eq_ignore_ascii_case(b) } else { a == b };
    let find = |map: &Map<String, Value>, key: &str| {
        map.iter().find(|(other, _)| same(other, key)).map_or(Value::Null, |(_, value)| value.clone())
    };
    let added = new.keys().filter(|key| !old.keys().any(|other| same(other, key)));
    let keys = old.keys().chain(added);
    let changes = keys.map(|key| (key, find(&old, key), find(&new, key))).filter(|(_, from, to)| from != to);
    changes.map(|(key, from, to)| FieldChange { field: format!("{}.{key}", field.path), from, to }).collect()
}

/// What stands at a path; null counts as absent.
fn typed<'a>(document: &'a Map<String, Value>, path: &str) -> Option<&'a Value> {
    let mut parts = path.split('.');
    let first = document.get(parts.next()?)?;
    parts.try_fold(first, |value, part| value.as_object()?.get(part)).filter(|value| !value.is_null())
}

/// The value that counts, in one spelling.
fn in_force(field: &Field, document: &Map<String, Value>) -> Value {
    let given = typed(document, field.path);
    if field.path == "paused" {
        return Value::Bool(given.is_some());
    }
    if field.kind == Kind::RetryClasses {
        return classes(given, document);
    }
    let Some(given) = given else {
        return field.default.map_or(Value::Null, |text| default_value(field.kind, text));
    };
    spelled(field, given).unwrap_or_else(|| given.clone())
}

fn default_value(kind: Kind, text: &str) -> Value {
    match kind {
        Kind::Integer { .. } | Kind::Number { .. } | Kind::Switch => {
            serde_json::from_str(text).unwrap_or_else(|_| text.into())
        }
        _ => text.into(),
    }
}

/// The one spelling of a value; `None` when it cannot be read or has only one.
fn spelled(field: &Field, given: &Value) -> Option<Value> {
    if let (Kind::Integer { .. } | Kind::Number { .. }, Some(number)) = (field.kind, given.as_f64()) {
        return (number.fract() == 0.0 && (0.0..1e15).contains(&number)).then(|| Value::from(number as u64));
    }
    if let (Kind::Instants { .. }, Some(items)) = (field.kind, given.as_array()) {
        let read: Option<Vec<_>> = items.iter().map(|item| instant(item.as_str()?).ok()).collect();
        let mut instants = read?;
        instants.sort_unstable();
        instants.dedup();
        return Some(instants.into_iter().map(|at| Value::from(at.to_string())).collect());
    }
    if let (Kind::Expressions { .. }, Some(lines)) = (field.kind, given.as_array()) {
        return spelled_lines(lines);
    }
    let text = given.as_str()?;
    match field.kind {
        Kind::Duration { .. } => parse_duration(text).ok().map(|span| format_duration(span).into()),
        Kind::Moment => moment(text).ok().map(|at| at.to_string().into()),
        Kind::Instant => instant(text).ok().map(|at| at.to_string().into()),
        Kind::MomentOrDuration => parse::pause_end(text).ok().map(|end| match end {
            PauseEnd::At(at) => at.to_string().into(),
            PauseEnd::After(span) => format_duration(span).into(),
        }),
        Kind::Url => address::parse_url(text).ok().map(|url| url.as_str().into()),
        Kind::Word(_) if field.path == "target.method" => Some(text.to_ascii_uppercase().into()),
        Kind::Expressions { .. } => Some(spelled_line(text).into()),
        _ => None,
    }
}

fn spelled_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A list of one line is that line.
fn spelled_lines(lines: &[Value]) -> Option<Value> {
    let mut read: Vec<String> = lines.iter().map(|line| line.as_str().map(spelled_line)).collect::<Option<_>>()?;
    let mut seen = BTreeSet::new();
    read.retain(|line| seen.insert(line.clone()));
    Some(if read.len() == 1 { read.remove(0).into() } else { read.into() })
}

/// Retry classes in one order; their default depends on the delivery.
fn classes(given: Option<&Value>, document: &Map<String, Value>) -> Value {
    let read = match given {
        Some(Value::Array(items)) => items.iter().map(|item| policy::class(item).ok()).collect(),
        Some(_) => None,
        None => {
            let once = typed(document, "policy.delivery").is_some_and(|word| word == "at_most_once");
            let delivery = if once { Delivery::AtMostOnce } else { Delivery::AtLeastOnce };
            Some(policy::default_classes(delivery).to_vec())
        }
    };
    let Some(mut classes): Option<Vec<RetryOn>> = read else { return given.cloned().unwrap_or_default() };
    classes.sort_by_key(|class| match class {
        RetryOn::Connect => (0, 0),
        RetryOn::Reset => (1, 0),
        RetryOn::Timeout => (2, 0),
        RetryOn::Status(from, to) => (*from, *to),
    });
    classes.dedup();
    classes.into_iter().map(|class| Value::from(class.to_string())).collect()
}

impl std::fmt::Display for RetryOn {
    /// As it is written in a document.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Connect => f.write_str("connect"),
            Self::Reset => f.write_str("reset"),
            Self::Timeout => f.write_str("timeout"),
            Self::Status(from, to) if from == to => write!(f, "{from}"),
            Self::Status(from, to) => write!(f, "{from}-{to}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn diff(old: Value, new: Value) -> Vec<(String, Value, Value)> {
        let maps = (old.as_object().unwrap(), new.as_object().unwrap());
        document_diff(maps.0, maps.1).into_iter().map(|change| (change.field, change.from, change.to)).collect()
    }

    #[test]
    fn spellings_of_one_meaning_are_equal() {
        for (old, new) in [
            (json!({"target": {"timeout": {"attempt": "30000ms"}}}), json!({})),
            (json!({"policy": {"retry": {"factor": 2.0}}}), json!({"policy": null})),
            (
                json!({"policy": {"retry": {"on": ["500-599", "timeout", "connect", "reset", 408, "425", 429]}}}),
                json!({}),
            ),
            (
                json!({"policy": {"delivery": "at_most_once", "retry": {"on": ["connect"]}}}),
                json!({"policy": {"delivery": "at_most_once"}}),
            ),
            (
                json!({"schedule": {"cron": "0  2 * * *", "timeZone": "UTC"}}),
                json!({"schedule": {"cron": "0 2 * * *"}}),
            ),
            (json!({"schedule": {"cron": ["0 2  * * *"]}}), json!({"schedule": {"cron": "0 2 * * *"}})),
            (json!({"schedule": {"cron": "@daily"}}), json!({"schedule": {"cron": "0 0 * * ?"}})),
            (
                json!({"schedule": {"cron": ["0 2 * * *", "0 9 l * MON"]}}),
                json!({"schedule": {"cron": ["0 9 L * 1", "0 2 * * *", "0 2 * * *"]}}),
            ),
            (
                json!({"name": "billing.nightly", "schedule": {"cron": "H H * * *"}}),
                json!({"name": "billing.nightly", "schedule": {"cron": "24 21 * * *"}}),
            ),
            (
                json!({"schedule": {"at": ["2026-12-24T18:00:00+01:00", "2026-12-25T00:00:00Z"]}}),
                json!({"schedule": {"at": ["2026-12-25T00:00:00Z", "2026-12-24T17:00:00Z"]}}),
            ),
            (json!({"target": {"url": "HTTP://H", "method": "post"}}), json!({"target": {"url": "http://h/"}})),
            (json!({"target": {"headers": {"X-A": "1"}}}), json!({"target": {"headers": {"x-a": "1"}}})),
            (json!({"paused": {"until": "2h", "since": "2026-01-01T00:00:00Z"}}), json!({"paused": {"until": "120m"}})),
            (json!({"labels": {}}), json!({"description": null})),
            (json!({"apiVersion": "nono/v1", "status": {"state": "ok"}, "newer": 1}), json!({})),
        ] {
            assert_eq!(diff(old.clone(), new.clone()), [], "{old} {new}");
        }
    }

    #[test]
    fn each_change_names_its_field_with_both_meanings() {
        let text = |text: &str| json!(text);
        for (old, new, change) in [
            (
                json!({}),
                json!({"target": {"timeout": {"attempt": "45s"}}}),
                ("target.timeout.attempt", text("30s"), text("45s")),
            ),
            (
                json!({"schedule": {"cron": "0 2 * * *"}}),
                json!({"schedule": {"cron": ["0 2 * * *", "0 9 L * *"]}}),
                ("schedule.cron", text("0 2 * * *"), json!(["0 2 * * *", "0 9 L * *"])),
            ),
            (json!({"schedule": {"cron": "0 2 * * *"}}), json!({}), ("schedule.cron", text("0 2 * * *"), Value::Null)),
            (
                json!({"labels": {"a": "1", "b": "2"}}),
                json!({"labels": {"a": "1", "b": "3"}}),
                ("labels.b", text("2"), text("3")),
            ),
            (json!({"labels": {"a": "1"}}), json!({}), ("labels.a", text("1"), Value::Null)),
            (json!({}), json!({"target": {"headers": {"X-A": "1"}}}), ("target.headers.X-A", Value::Null, text("1"))),
            (json!({}), json!({"paused": {}}), ("paused", json!(false), json!(true))),
            (json!({"policy": {"historyLimit": 5}}), json!({}), ("policy.historyLimit", json!(5), json!(20))),
            (
                json!({"target": {"body": {"a": 1}}}),
                json!({"target": {"body": {"a": 2}}}),
                ("target.body", json!({"a": 1}), json!({"a": 2})),
            ),
            (
                json!({}),
                json!({"policy": {"retry": {"jitter": false}}}),
                ("policy.retry.jitter", json!(true), json!(false)),
            ),
            (
                json!({}),
                json!({"schedule": {"timeZone": "Europe/Berlin"}}),
                ("schedule.timeZone", text("UTC"), text("Europe/Berlin")),
            ),
        ] {
            assert_eq!(diff(old, new), [(change.0.to_owned(), change.1, change.2)]);
        }
    }

    #[test]
    fn jitter_does_not_move_instants_and_the_zone_does() {
        let differs = |old: Value, new: Value| schedule_differs(old.as_object().unwrap(), new.as_object().unwrap());
        assert!(!differs(json!({"schedule": {"jitter": "3s"}}), json!({})));
        assert!(!differs(json!({"labels": {"a": "1"}}), json!({})));
        assert!(differs(json!({"schedule": {"timeZone": "Europe/Berlin"}}), json!({})));
        assert!(differs(json!({"schedule": {"dst": {"gap": "skip"}}}), json!({})));
        assert!(differs(json!({"schedule": {"end": "2026-12-24T18:00:00Z"}}), json!({})));
    }
}
