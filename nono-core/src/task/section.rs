//! Reads one section of a document, field by field, and gathers what is wrong.
//!
//! A reading never stops at a problem: it notes it and goes on with the default, so that one pass finds them all. The
//! values it hands out are only used when nothing was noted. Names, bounds and defaults come from [`super::field`].

use std::time::Duration;

use serde_json::{Map, Value};

use super::duration::parse_duration;
use super::field::{Field, Kind, Named, named_fields_of};
use super::problem::{Fault, Problem, quoted};
use super::report::Report;
use super::suggest;
use super::value::{instant, kind_of, moment, whole, within};
use crate::time::{Instant, Utc};

/// One section of a document, or the top of it.
#[derive(Clone, Copy)]
pub(super) struct Section<'a> {
    pub(super) report: &'a Report,
    path: &'static str,
    fields: &'static [Named],
    map: Option<&'a Map<String, Value>>,
}

impl<'a> Section<'a> {
    /// The top of a document.
    pub(super) fn top(report: &'a Report, map: &'a Map<String, Value>) -> Self {
        let section = Self { report, path: "", fields: named_fields_of(""), map: Some(map) };
        section.refuse_unknown_fields();
        section
    }

    /// The section of this name. Absent ones read as empty.
    pub(super) fn section(&self, name: &str) -> Self {
        let known = self.field(name);
        let map = match self.value(name) {
            None => None,
            Some(Value::Object(map)) => Some(map),
            Some(other) => {
                let names: Vec<_> = named_fields_of(known.path).iter().map(|(name, _)| *name).collect();
                self.wrong_kind(name, other, "an object", &format!("its fields are {}", names.join(", ")));
                None
            }
        };
        let section = Self { report: self.report, path: known.path, fields: named_fields_of(known.path), map };
        section.refuse_unknown_fields();
        section
    }

    fn refuse_unknown_fields(&self) {
        if !self.report.is_manifest() {
            return;
        }
        for key in self.map.into_iter().flat_map(Map::keys).filter(|key| self.known(key).is_none()) {
            let message = format!("unknown field {}", quoted(key));
            self.report.note(self.path_of(key), Fault { message, hint: Some(suggest::for_unknown(self.path, key)) });
        }
    }

    fn known(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|(known, _)| *known == name).map(|(_, field)| *field)
    }

    fn field(&self, name: &str) -> &'static Field {
        self.known(name).expect("readers ask for fields of the table")
    }

    fn path_of(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    /// The value of a field; null counts as absent.
    pub(super) fn value(&self, name: &str) -> Option<&'a Value> {
        self.map?.get(name).filter(|value| !value.is_null())
    }

    /// Whether the field is there with a value.
    pub(super) fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    /// Notes a problem of the field.
    pub(super) fn note(&self, name: &str, fault: impl Into<Fault>) {
        self.report.note(self.path_of(name), fault);
    }

    fn wrong_kind(&self, name: &str, found: &Value, wanted: &str, hint: &str) {
        self.note(name, Fault::new(format!("expected {wanted}, found {}", kind_of(found)), hint));
    }

    /// Runs a reader over the field's text; a fault is noted.
    fn parsed<T>(&self, name: &str, wanted: &str, read: impl FnOnce(&'a str) -> Result<T, Fault>) -> Option<T> {
        match self.value(name)? {
            Value::String(text) => read(text).map_err(|fault| self.note(name, fault)).ok(),
            number @ Value::Number(_) if wanted == "a duration" => {
                self.wrong_kind(name, number, wanted, &format!("a duration has a unit: \"{number}s\" is seconds"));
                None
            }
            other => {
                self.wrong_kind(name, other, wanted, "write it as text");
                None
            }
        }
    }

    /// A text within its length, without control characters but line breaks and tabs.
    pub(super) fn text(&self, name: &str) -> Option<&'a str> {
        let (Kind::Text { longest } | Kind::Expressions { longest, .. }) = self.field(name).kind else {
            unreachable!("the table says that {name} is a text")
        };
        let text = match self.value(name)? {
            Value::String(text) => text.as_str(),
            other => {
                self.wrong_kind(name, other, "a text", "put it in quotes");
                return None;
            }
        };
        checked(text, longest).map_err(|fault| self.note(name, fault)).ok()
    }

    /// A text, or a list of at most so many of them, each as in [`Section::text`].
    pub(super) fn lines(&self, name: &str) -> Option<Vec<&'a str>> {
        let Kind::Expressions { longest, most } = self.field(name).kind else {
            unreachable!("the table says that {name} holds expressions")
        };
        let Some(Value::Array(_)) = self.value(name) else {
            return self.text(name).map(|text| vec![text]);
        };
        let items = self.list(name, most)?;
        if items.is_empty() {
            self.note(name, Fault::new("is an empty list", "write at least one text"));
            return None;
        }
        let read = |(index, item): (usize, &'a Value)| match item {
            Value::String(text) => checked(text, longest).map_err(|fault| self.note_line(name, index + 1, fault)).ok(),
            other => {
                let message = format!("expected a text, found {}", kind_of(other));
                self.note_line(name, index + 1, Fault::new(message, "put it in quotes"));
                None
            }
        };
        items.iter().enumerate().map(read).collect()
    }

    fn note_line(&self, name: &str, line: usize, fault: Fault) {
        self.report.add(Problem { line: Some(line), ..Problem::new(self.path_of(name), fault) });
    }

    /// One of the field's words, or its default. Only a field with a default, or one that is there, may be asked.
    pub(super) fn word(&self, name: &str) -> &'static str {
        let field = self.field(name);
        let Kind::Word(words) = field.kind else { unreachable!("the table says that {name} is a word") };
        let default = field.default.unwrap_or(words[0]);
        let read = self.parsed(name, "a word", |text| {
            let found = words.iter().find(|word| **word == text);
            found.copied().ok_or_else(|| suggest::for_word(text, words))
        });
        read.unwrap_or(default)
    }

    /// The duration, or its default, if there is either.
    pub(super) fn duration(&self, name: &str) -> Option<Duration> {
        let field = self.field(name);
        let read = self.parsed(name, "a duration", |text| {
            let span = parse_duration(text)?;
            within(span, field.kind).map(|()| span)
        });
        read.or_else(|| parse_duration(field.default?).ok())
    }

    /// The duration of a field that has a default.
    pub(super) fn duration_or_default(&self, name: &str) -> Duration {
        self.duration(name).expect("the table has a default for it")
    }

    /// The whole number, or its default.
    pub(super) fn integer(&self, name: &str) -> u64 {
        let field = self.field(name);
        let Kind::Integer { least, most } = field.kind else {
            unreachable!("the table says that {name} is an integer")
        };
        let default = field.default.and_then(|text| text.parse().ok()).unwrap_or(least);
        let hint = format!("use a whole number from {least} to {most}");
        match self.value(name) {
            None => default,
            Some(Value::Number(number)) => match whole(number).filter(|found| (least..=most).contains(found)) {
                Some(found) => found,
                None => {
                    self.note(name, Fault::new(format!("{number} is out of range"), hint));
                    default
                }
            },
            Some(other) => {
                self.wrong_kind(name, other, "a number", &hint);
                default
            }
        }
    }

    /// The number, or its default.
    pub(super) fn number(&self, name: &str) -> f64 {
        let field = self.field(name);
        let Kind::Number { least, most } = field.kind else { unreachable!("the table says that {name} is a number") };
        let default = field.default.and_then(|text| text.parse().ok()).unwrap_or(least);
        let hint = format!("use a number from {least} to {most}");
        match self.value(name) {
            None => default,
            Some(Value::Number(number)) => {
                let found = number.as_f64().filter(|found| (least..=most).contains(found));
                found.unwrap_or_else(|| {
                    self.note(name, Fault::new(format!("{number} is out of range"), hint));
                    default
                })
            }
            Some(other) => {
                self.wrong_kind(name, other, "a number", &hint);
                default
            }
        }
    }

    /// The switch, or its default.
    pub(super) fn switch(&self, name: &str) -> bool {
        let default = self.field(name).default == Some("true");
        match self.value(name) {
            None => default,
            Some(Value::Bool(on)) => *on,
            Some(other) => {
                self.wrong_kind(name, other, "true or false", "write it without quotes");
                default
            }
        }
    }

    /// The moment, if it is there.
    pub(super) fn moment(&self, name: &str) -> Option<Utc> {
        self.parsed(name, "a time", moment)
    }

    /// The due time, if it is there.
    pub(super) fn instant(&self, name: &str) -> Option<Instant> {
        self.parsed(name, "a time", instant)
    }

    /// The text of a field that its caller reads by itself.
    pub(super) fn raw_text<T>(&self, name: &str, read: impl FnOnce(&'a str) -> Result<T, Fault>) -> Option<T> {
        self.parsed(name, "a text", read)
    }

    /// The list, if it is there and one.
    pub(super) fn list(&self, name: &str, most: usize) -> Option<&'a [Value]> {
        match self.value(name)? {
            Value::Array(items) if items.len() > most => {
                self.note(
                    name,
                    Fault::new(format!("has {} elements", items.len()), format!("at most {most} are allowed")),
                );
                None
            }
            Value::Array(items) => Some(items),
            other => {
                self.wrong_kind(name, other, "a list", "put it in brackets, [like, this]");
                None
            }
        }
    }

    /// The texts by key, if it is there; what is no text is noted.
    pub(super) fn texts(&self, name: &str) -> Vec<(&'a str, &'a str)> {
        let map = match self.value(name) {
            None => return Vec::new(),
            Some(Value::Object(map)) => map,
            Some(other) => {
                self.wrong_kind(name, other, "an object", "write key: value, one a line");
                return Vec::new();
            }
        };
        let read = |(key, value): (&'a String, &'a Value)| match value {
            Value::String(text) => Some((key.as_str(), text.as_str())),
            other => {
                let fault =
                    Fault::new(format!("the value of {} is {}", quoted(key), kind_of(other)), "put it in quotes");
                self.note(name, fault);
                None
            }
        };
        map.iter().filter_map(read).collect()
    }
}

/// The text, if it is short enough and holds no control characters but line breaks and tabs.
fn checked(text: &str, longest: usize) -> Result<&str, Fault> {
    if text.len() > longest {
        return Err(Fault::new(format!("has {} bytes", text.len()), format!("at most {longest} are kept")));
    }
    match text.chars().find(|&c| c.is_control() && c != '\n' && c != '\t') {
        Some(control) => Err(Fault::new(format!("holds the control character {control:?}"), "take it out")),
        None => Ok(text),
    }
}
