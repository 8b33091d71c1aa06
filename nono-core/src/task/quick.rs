//! Reads a record that is as nearly all are: small, of fields that this release knows, and with nothing wrong.
//!
//! A list of tasks and a scheduler's start read a hundred thousand. Here no tree is made of a record, and what others said
//! in the same words is not read again (see [`super::shared`]). Whatever is odd is left to the reading with care, which
//! alone says what is wrong; what is read here is what that would have read.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Map;
use serde_json::value::RawValue;

use super::document::Document;
use super::parse::{DEEPEST_DOCUMENT, LARGEST_DOCUMENT, depth_is_within, labels, pause};
use super::record::OWN;
use super::report::{Report, Unknown};
use super::section::Section;
use super::shared::{LABELS, POLICIES, SCHEDULES, WAYS};
use super::strict::Strict;
use super::target::{Way, carries_none, way};
use super::value::moment;
use super::{Body, Policy, SchedulerTask, StoredTask, Target, parse_url, policy, timing};
use crate::name::TaskName;
use crate::run::FORMAT;
use crate::schedule::Schedule;

/// A number may be written in eight times the letters that it was typed in: a document of a record of this size is surely
/// not too large.
const LARGEST: usize = LARGEST_DOCUMENT / 8;

/// The record, if there is nothing odd about it.
pub(super) fn read(name: &TaskName, bytes: &[u8]) -> Option<StoredTask> {
    if bytes.len() > LARGEST {
        return None;
    }
    let record = entries(std::str::from_utf8(bytes).ok()?)?;
    if serde_json::from_str(record.text("format")?).ok() != Some(FORMAT) {
        return None;
    }
    let uid = unquoted(record.text("uid")?)?.parse().ok()?;
    let schedule_changed_at = match record.text("scheduleChangedAt") {
        None => None,
        Some(text) => Some(moment(unquoted(text)?).ok()?),
    };
    let document = record.value("task")?;
    let task = task(name, document.get())?;
    let extra = extra(&record)?;
    Some(StoredTask { uid, schedule_changed_at, task, document: Document::of_text(document.to_owned()), extra })
}

fn task(name: &TaskName, document: &str) -> Option<SchedulerTask> {
    let document = entries(document)?;
    let known = ["name", "description", "labels", "paused", "schedule", "target", "policy"];
    if !document.has_only(&known) || unquoted(document.text("name")?)? != name.as_str() {
        return None;
    }
    let described = document.of(&["description", "paused"]);
    let (description, paused) = match described.as_str() {
        "{}" => (None, None),
        some => section(some, |top| (top.text("description").map(str::to_owned), pause(top)))?,
    };
    let labels = labels_of(document.text("labels").unwrap_or("null"))?;
    let schedule = schedule_of(name, document.text("schedule")?)?;
    let target = target_of(document.text("target")?)?;
    let policy = policy_of(document.text("policy").unwrap_or("null"))?;
    Some(SchedulerTask { name: name.clone(), description, labels, paused, schedule, target, policy })
}

fn labels_of(text: &str) -> Option<Arc<BTreeMap<String, String>>> {
    let read = || section(&format!("{{\"labels\":{text}}}"), labels).map(Arc::new);
    LABELS.with(|shared| shared.of(text, read, |_| true))
}

fn schedule_of(name: &TaskName, text: &str) -> Option<Schedule> {
    let read = || section(&format!("{{\"schedule\":{text}}}"), |top| timing::read(top, Some(name)))?;
    SCHEDULES.with(|shared| shared.of(text, read, |schedule| !schedule.depends_on_name()))
}

fn policy_of(text: &str) -> Option<Arc<Policy>> {
    let read = || section(&format!("{{\"policy\":{text}}}"), policy::read).map(Arc::new);
    POLICIES.with(|shared| shared.of(text, read, |_| true))
}

fn target_of(text: &str) -> Option<Target> {
    let target = entries(text)?;
    if !target.has_only(&["url", "method", "headers", "body", "timeout"]) {
        return None;
    }
    let url = parse_url(unquoted(target.text("url")?)?).ok()?;
    let way = way_of(&target.of(&["method", "headers", "timeout"]))?;
    let body = match target.text("body") {
        None => Body::None,
        Some(_) if carries_none(way.method) => return None,
        Some(text) => match value(text)? {
            serde_json::Value::String(text) => Body::Text(text),
            other => Body::Json(Box::new(other)),
        },
    };
    Some(way.to(url, body))
}

fn way_of(text: &str) -> Option<Way> {
    let read = || section(&format!("{{\"target\":{text}}}"), |top| way(top.section("target")));
    WAYS.with(|shared| shared.of(text, read, |_| true))
}

/// A field of an object that is there or not. `None`: the object is odd.
pub(super) fn field(document: &str, key: &str) -> Option<Option<serde_json::Value>> {
    match entries(document)?.value(key) {
        Some(raw) => value(raw.get()).map(Some),
        None => Some(None),
    }
}

/// The document without what only a manifest has, if it is text and its name stands first in what is left.
pub(super) fn stripped(document: &Document) -> Option<Document> {
    let fields = entries(document.text()?)?;
    let is_left = |(key, value): &&(&str, &RawValue)| match *key {
        "apiVersion" | "kind" | "status" => false,
        "paused" => value.get() != "null",
        _ => true,
    };
    let left: Vec<_> = fields.0.iter().filter(is_left).collect();
    if left.first()?.0 != "name" {
        return None;
    }
    let mut text = String::with_capacity(document.text()?.len());
    left.iter().for_each(|(key, value)| add(&mut text, key, value.get()));
    text.push('}');
    Some(Document::of_text(RawValue::from_string(text).ok()?))
}

/// What a section means that has no problem.
fn section<T>(document: &str, read: impl FnOnce(Section<'_>) -> T) -> Option<T> {
    let serde_json::Value::Object(map) = value(document)? else { return None };
    let report = Report::new(Unknown::Keep);
    let read = read(Section::top(&report, &map));
    report.finish().ok().map(|()| read)
}

/// A value that no limit of a document is near.
fn value(text: &str) -> Option<serde_json::Value> {
    let Strict(value) = serde_json::from_str(text).ok()?;
    // It stands two levels below the top at most.
    depth_is_within(&value, DEEPEST_DOCUMENT - 3).then_some(value)
}

/// The fields beside the document.
fn extra(record: &Entries<'_>) -> Option<Document> {
    let others: Vec<_> = record.0.iter().filter(|(key, _)| !OWN.contains(key)).collect();
    if others.is_empty() {
        return Some(Document::from(Map::new()));
    }
    let mut text = String::with_capacity(128);
    others.iter().for_each(|(key, value)| add(&mut text, key, value.get()));
    text.push('}');
    // The whole of it, which is as deep as the record.
    let Distinct = serde_json::from_str(&text).ok()?;
    Some(Document::of_text(RawValue::from_string(text).ok()?))
}

/// The fields of an object as they were written, each once.
struct Entries<'a>(Vec<(&'a str, &'a RawValue)>);

impl<'a> Entries<'a> {
    fn value(&self, name: &str) -> Option<&'a RawValue> {
        self.0.iter().find(|(key, _)| *key == name).map(|(_, value)| *value)
    }

    /// A field's text; null counts as absent.
    fn text(&self, name: &str) -> Option<&'a str> {
        self.value(name).map(RawValue::get).filter(|text| *text != "null")
    }

    fn has_only(&self, names: &[&str]) -> bool {
        self.0.iter().all(|(key, _)| names.contains(key))
    }

    /// An object of some of the fields, in the order given.
    fn of(&self, names: &[&str]) -> String {
        let mut text = String::new();
        for name in names {
            if let Some(value) = self.text(name) {
                add(&mut text, name, value);
            }
        }
        if text.is_empty() { "{}".to_owned() } else { text + "}" }
    }
}

fn add(text: &mut String, key: &str, value: &str) {
    text.push(if text.is_empty() { '{' } else { ',' });
    text.push('"');
    text.push_str(key);
    text.push_str("\":");
    text.push_str(value);
}

fn entries(text: &str) -> Option<Entries<'_>> {
    serde_json::from_str(text).ok()
}

/// The text of a JSON string without escapes.
fn unquoted(text: &str) -> Option<&str> {
    serde_json::from_str(text).ok()
}

impl<'de: 'a, 'a> Deserialize<'de> for Entries<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Of;
        impl<'de> Visitor<'de> for Of {
            type Value = Entries<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
                let mut found: Vec<(&str, &RawValue)> = Vec::with_capacity(8);
                while let Some((key, value)) = entries.next_entry()? {
                    add_once(&mut found, key, value)?;
                }
                Ok(Entries(found))
            }
        }
        from.deserialize_map(Of)
    }
}

/// Refuses a key that stands there already, or one that is not written as it reads: another could be the same.
fn add_once<'a, T, E: Error>(found: &mut Vec<(&'a str, T)>, key: &'a str, value: T) -> Result<(), E> {
    // Nobody writes so many; to compare each with each would take long.
    if found.len() >= 64 || found.iter().any(|(other, _)| *other == key) {
        return Err(E::custom("it is for the reading with care"));
    }
    found.push((key, value));
    Ok(())
}

/// Any JSON in which no object names a key twice; nothing is kept of it.
struct Distinct;

impl<'de> Deserialize<'de> for Distinct {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(DistinctVisitor)
    }
}

struct DistinctVisitor;

impl<'de> Visitor<'de> for DistinctVisitor {
    type Value = Distinct;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Distinct, E> {
        Ok(Distinct)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Distinct, E> {
        Ok(Distinct)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Distinct, E> {
        Ok(Distinct)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Distinct, E> {
        Ok(Distinct)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Distinct, E> {
        Ok(Distinct)
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Distinct, E> {
        Ok(Distinct)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Distinct, A::Error> {
        while items.next_element::<Distinct>()?.is_some() {}
        Ok(Distinct)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Distinct, A::Error> {
        let mut found = Vec::with_capacity(8);
        while let Some((key, Distinct)) = entries.next_entry()? {
            add_once(&mut found, key, IgnoredAny)?;
        }
        Ok(Distinct)
    }
}

#[cfg(test)]
mod tests;
