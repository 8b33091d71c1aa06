//! A JSON object that is read when it is looked into.
//!
//! A scheduler and a list of tasks read a hundred thousand records and look into few of their documents: as text each is
//! one allocation, as a tree some twenty.

use std::borrow::Cow;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::OnceLock;

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::parse::{DEEPEST_DOCUMENT, depth_is_within};
use super::quick;
use super::strict::Strict;

/// A JSON object with its keys in the order in which they were typed.
pub struct Document {
    /// As it was read; nothing once it was changed.
    text: Option<Box<RawValue>>,
    tree: OnceLock<Map<String, Value>>,
}

impl Document {
    /// Of the text of an object that names no key twice and is not nested too deeply to be read.
    pub(super) fn of_text(text: Box<RawValue>) -> Self {
        Self { text: Some(text), tree: OnceLock::new() }
    }

    /// The same as text: a tenth of the memory.
    #[must_use]
    pub fn compact(map: Map<String, Value>) -> Self {
        let text = serde_json::value::to_raw_value(&map).ok();
        // What is nested too deeply to be read again stays as it is.
        match text.filter(|_| map.values().all(|value| depth_is_within(value, DEEPEST_DOCUMENT))) {
            Some(text) => Self::of_text(text),
            None => map.into(),
        }
    }

    /// The object.
    #[must_use]
    pub fn into_map(mut self) -> Map<String, Value> {
        std::mem::take(&mut *self)
    }

    /// One of its fields: the others are not read for it.
    #[must_use]
    pub fn field(&self, key: &str) -> Option<Cow<'_, Value>> {
        let known = self.tree.get().is_some();
        match self.text.as_deref().filter(|_| !known).and_then(|text| quick::field(text.get(), key)) {
            Some(read) => read.map(Cow::Owned),
            None => self.tree().get(key).map(Cow::Borrowed),
        }
    }

    /// As it was read, until it is changed.
    pub(super) fn text(&self) -> Option<&str> {
        self.text.as_deref().map(RawValue::get)
    }

    /// Itself, as serde_json writes it: the text, if it has one.
    pub(super) const fn in_json(&self) -> InJson<'_> {
        InJson(self)
    }

    fn tree(&self) -> &Map<String, Value> {
        // With care: to serde_json's own values some keys are no keys.
        let read = || match serde_json::from_str(self.text()?) {
            Ok(Strict(Value::Object(map))) => Some(map),
            _ => unreachable!("only the text of an object becomes a document"),
        };
        self.tree.get_or_init(|| read().unwrap_or_default())
    }
}

impl Deref for Document {
    type Target = Map<String, Value>;

    fn deref(&self) -> &Self::Target {
        self.tree()
    }
}

impl DerefMut for Document {
    fn deref_mut(&mut self) -> &mut Self::Target {
        self.tree();
        self.text = None;
        self.tree.get_mut().expect("it was read a moment ago")
    }
}

impl From<Map<String, Value>> for Document {
    fn from(map: Map<String, Value>) -> Self {
        Self { text: None, tree: OnceLock::from(map) }
    }
}

impl Default for Document {
    fn default() -> Self {
        Map::new().into()
    }
}

impl Clone for Document {
    fn clone(&self) -> Self {
        match &self.text {
            Some(text) => Self::of_text(text.clone()),
            None => self.tree().clone().into(),
        }
    }
}

/// As objects: the order of keys does not matter.
impl PartialEq for Document {
    fn eq(&self, other: &Self) -> bool {
        match (self.text(), other.text()) {
            (Some(one), Some(other)) if one == other => true,
            _ => self.tree() == other.tree(),
        }
    }
}

impl PartialEq<Map<String, Value>> for Document {
    fn eq(&self, other: &Map<String, Value>) -> bool {
        self.tree() == other
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tree().fmt(f)
    }
}

impl Serialize for Document {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.len()))?;
        self.iter().try_for_each(|(key, value)| map.serialize_entry(key, value))?;
        map.end()
    }
}

/// See [`Document::in_json`]. To any other writer a text would be no object.
pub(super) struct InJson<'a>(&'a Document);

impl Serialize for InJson<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match &self.0.text {
            Some(text) => text.serialize(to),
            None => self.0.serialize(to),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(text: &str) -> Document {
        Document::of_text(RawValue::from_string(text.to_owned()).unwrap())
    }

    #[test]
    fn it_is_written_as_it_was_read_until_it_is_changed() {
        let text = r#"{"b":1.0e2,"a":{"y":[],"x":null}}"#;
        let mut document = of(text);
        assert_eq!(document["a"], json!({"x": null, "y": []}));
        assert_eq!(serde_json::to_string(&document.in_json()).unwrap(), text);
        assert_eq!(serde_saphyr::to_string(&document).unwrap(), "b: 100.0\na:\n  \"y\": []\n  x: null\n");
        document.insert("c".to_owned(), json!(2));
        assert_eq!(serde_json::to_string(&document).unwrap(), r#"{"b":100.0,"a":{"y":[],"x":null},"c":2}"#);
        assert_eq!(
            serde_json::to_string(&document.clone().into_map()).unwrap(),
            serde_json::to_string(&document).unwrap()
        );
    }

    #[test]
    fn a_field_is_read_alone() {
        let text = r#"{"a":{"y":[],"x":null},"\u0062":"\u0063","n":null}"#;
        // Escapes are for the reading with care.
        let plain = text.replace("\\u0062", "b").replace("\\u0063", "c");
        for (text, read_before) in [(text, false), (text, true), (&plain, false), (&plain, true)] {
            let document = of(text);
            if read_before {
                assert_eq!(document.len(), 3);
            }
            assert_eq!(document.field("a").as_deref(), Some(&json!({"x": null, "y": []})));
            assert_eq!(document.field("b").as_deref(), Some(&json!("c")));
            assert_eq!(document.field("n").as_deref(), Some(&Value::Null));
            assert_eq!(document.field("z"), None);
        }
        assert_eq!(quick::field(&plain, "z"), Some(None));
        assert_eq!(quick::field(text, "z"), None);
        assert_eq!(Document::default().field("a"), None);
    }

    #[test]
    fn it_is_what_it_means() {
        assert_eq!(of(r#"{"a":1,"b":2}"#), of(r#"{ "b": 2, "a": 1 }"#));
        assert_ne!(of(r#"{"a":1}"#), of(r#"{"a":2}"#));
        assert_eq!(of(r#"{"a":1}"#), *json!({"a": 1}).as_object().unwrap());
        assert_eq!(of(r#"{"a":1}"#).clone().into_map(), *json!({"a": 1}).as_object().unwrap());
        assert!(Document::default().is_empty());
    }

    #[test]
    fn no_key_is_more_than_a_key() {
        let odd = json!({"body": {"$serde_json::private::RawValue": "{\"a\":1}"}, "b": 1});
        let map = odd.as_object().unwrap();
        assert_eq!(Document::compact(map.clone()).into_map(), *map);
        let mut deep = json!(1);
        (0..200).for_each(|_| deep = json!([deep]));
        let deep = Map::from_iter([("deep".to_owned(), deep)]);
        assert_eq!(Document::compact(deep.clone()).into_map(), deep);
    }
}
