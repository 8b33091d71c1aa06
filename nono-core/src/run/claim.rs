//! Claims as a record: an ordinary entry is a line of text in it.
//!
//! Claims are written whole with each round of claims, so their size is what a claim costs ZooKeeper. A line is
//!
//! ```text
//! RUN TASK TRIGGER DELIVERY VERSION ATTEMPT FAILED EPOCH
//! r-017-k3f9x2m4-20261124T010000Z billing.nightly schedule at_least_once 3 1 0 4
//! ```
//!
//! Any other entry (of a command, of a range of misses, with fields of a newer release) is an object, and any may be one.

use std::borrow::Cow;
use std::fmt::{self, Write};
use std::sync::Arc;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::line::{is_of_instant, trigger_of};
use super::{Claims, Delivery, Entry, RunEntry};
use crate::name::{RunId, RunKey};

impl Serialize for Claims {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let entries = self.entries.iter().map(|entry| Element(Cow::Borrowed(&**entry))).collect();
        Written { format: self.format, entries, extra: Cow::Borrowed(&self.extra) }.serialize(to)
    }
}

impl<'de> Deserialize<'de> for Claims {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let read = Written::deserialize(from)?;
        let entries = read.entries.into_iter().map(|Element(entry)| Arc::new(entry.into_owned())).collect();
        Ok(Self { format: read.format, entries, extra: read.extra.into_owned() })
    }
}

#[derive(Serialize, Deserialize)]
struct Written<'a> {
    format: u32,
    entries: Vec<Element<'a>>,
    #[serde(flatten)]
    extra: Cow<'a, Map<String, Value>>,
}

struct Element<'a>(Cow<'a, Entry>);

impl Serialize for Element<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match &*self.0 {
            Entry::Run(run) if is_ordinary(run) => to.serialize_str(&line(run)),
            entry => entry.serialize(to),
        }
    }
}

impl<'de> Deserialize<'de> for Element<'_> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(LineOrObject).map(|entry| Self(Cow::Owned(entry)))
    }
}

struct LineOrObject;

impl<'de> Visitor<'de> for LineOrObject {
    type Value = Entry;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("an entry of claims: a line or an object")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Entry, E> {
        parse(text).map(Entry::Run).ok_or_else(|| E::custom(format!("`{text}` is no entry of claims")))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Entry, A::Error> {
        Entry::deserialize(MapAccessDeserializer::new(map))
    }
}

/// Whether a line can say all of it.
pub(crate) fn is_ordinary(entry: &RunEntry) -> bool {
    entry.token.is_none() && entry.extra.is_empty() && is_of_instant(&entry.run, entry.scheduled_at)
}

fn line(entry: &RunEntry) -> String {
    let RunEntry { run, task, trigger, version, delivery, attempt, failed, epoch, .. } = entry;
    let (trigger, delivery) = (trigger.as_str(), delivery.as_str());
    let mut line = String::with_capacity(128);
    write!(line, "{run} {task} {trigger} {delivery} {version} {attempt} {failed} {epoch}")
        .expect("writing to a String never fails");
    line
}

fn parse(line: &str) -> Option<RunEntry> {
    let mut words = line.split(' ');
    let run: RunId = words.next()?.parse().ok()?;
    let RunKey::Instant(scheduled_at) = run.key() else { return None };
    let task = words.next()?.parse().ok()?;
    let trigger = trigger_of(words.next()?)?;
    let word = words.next()?;
    let entry = RunEntry {
        run,
        task,
        trigger,
        scheduled_at,
        delivery: Delivery::ALL.into_iter().find(|delivery| delivery.as_str() == word)?,
        version: words.next()?.parse().ok()?,
        attempt: words.next()?.parse().ok()?,
        failed: words.next()?.parse().ok()?,
        epoch: words.next()?.parse().ok()?,
        token: None,
        extra: Map::new(),
    };
    words.next().is_none().then_some(entry)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::name::{Epoch, Partition, TaskUid};
    use crate::run::{MissedEntry, Trigger};
    use crate::time::Instant;

    const AT: Instant = Instant(1_795_482_000);

    fn uid() -> TaskUid {
        "k3f9x2m4".parse().unwrap()
    }

    fn entry() -> RunEntry {
        RunEntry {
            run: RunId::new(Partition(17), &uid(), RunKey::Instant(AT)),
            task: "billing.nightly".parse().unwrap(),
            trigger: Trigger::Schedule,
            scheduled_at: AT,
            version: 3,
            delivery: Delivery::AtMostOnce,
            attempt: 2,
            failed: 1,
            epoch: Epoch(4),
            token: None,
            extra: Map::new(),
        }
    }

    fn again(entries: Vec<Entry>) -> (Value, Claims) {
        let extra = json!({"later": true}).as_object().unwrap().clone();
        let claims = Claims { entries: entries.into_iter().map(Arc::new).collect(), extra, ..Claims::default() };
        let json = serde_json::to_vec(&claims).unwrap();
        assert_eq!(serde_json::from_slice::<Claims>(&json).unwrap(), claims);
        (serde_json::from_slice(&json).unwrap(), claims)
    }

    #[test]
    fn an_ordinary_entry_is_a_line_and_any_other_an_object() {
        let missed = MissedEntry {
            missed_from: AT,
            missed_to: AT,
            count: 1,
            task: "t".parse().unwrap(),
            uid: uid(),
            epoch: Epoch(4),
            extra: Map::new(),
        };
        let asked = RunEntry { run: "r-017-k3f9x2m4-m0000000042".parse().unwrap(), ..entry() };
        let newer = RunEntry { extra: json!({"later": 1}).as_object().unwrap().clone(), ..entry() };
        let other = RunEntry { scheduled_at: Instant(7), ..entry() };
        let runs = [entry(), asked, newer, other].map(Entry::Run);
        let (json, _) = again(runs.into_iter().chain([Entry::Missed(missed)]).collect());
        let entries = json["entries"].as_array().unwrap();
        let line = "r-017-k3f9x2m4-20261124T010000Z billing.nightly schedule at_most_once 3 2 1 4";
        assert_eq!(entries[0], json!(line));
        assert!(entries[1..].iter().all(Value::is_object), "{entries:?}");
        assert_eq!(json["later"], json!(true));
    }

    #[test]
    fn every_object_is_understood_and_a_line_that_says_something_else_refused() {
        let object = serde_json::to_value(Entry::Run(entry())).unwrap();
        let read: Claims = serde_json::from_value(json!({"format": 1, "entries": [object]})).unwrap();
        assert_eq!(*read.entries[0], Entry::Run(entry()));
        for line in [
            "",
            "r-017-k3f9x2m4-20261124T010000Z billing.nightly schedule at_most_once 3 2 1",
            "r-017-k3f9x2m4-20261124T010000Z billing.nightly schedule at_most_once 3 2 1 4 5",
            "r-017-k3f9x2m4-20261124T010000Z billing.nightly schedule twice 3 2 1 4",
            "r-017-k3f9x2m4-20261124T010000Z billing.nightly clock at_most_once 3 2 1 4",
            "r-017-k3f9x2m4-20261124T010000Z billing.nightly schedule at_most_once 3 -2 1 4",
            "r-017-k3f9x2m4-m0000000042 billing.nightly schedule at_most_once 3 2 1 4",
            "r-017-k3f9x2m4-20261124T010000Z billing.nightly schedule at_most_once 3 2 1 9007199254740992",
        ] {
            let refused = serde_json::from_value::<Claims>(json!({"format": 1, "entries": [line]}));
            let why = refused.unwrap_err().to_string();
            assert!(why.contains(&format!("`{line}` is no entry of claims")), "{why}");
        }
    }
}
