//! From a document to what it means: the top of the document, its description, labels and pause.
//!
//! The only way to a [`SchedulerTask`]: what cannot be carried out never becomes one. Sections are read by their own
//! modules ([`super::timing`], [`super::target`], [`super::policy`]); all of them note their problems in one report.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::problem::{Fault, Problems, quoted};
use super::report::{Report, Unknown};
use super::section::Section;
use super::shared::{LABELS, POLICIES, SCHEDULES};
use super::value::moment;
use super::{Pause, PauseEnd, Policy, SchedulerTask, policy, target, timing};
use crate::name::{InvalidName, TaskName};
use crate::schedule::Schedule;

/// The largest document, in bytes of JSON.
pub const LARGEST_DOCUMENT: usize = 32 * 1024;

/// The deepest nesting of a document: below what a reader of the znode accepts.
pub const DEEPEST_DOCUMENT: usize = 64;

/// How many labels a task may have.
const MOST_LABELS: usize = 64;

impl SchedulerTask {
    /// Reads a document: of a manifest with [`Unknown::Refuse`], of a znode with [`Unknown::Keep`].
    ///
    /// # Errors
    /// Every problem of the document, not only the first.
    pub fn parse(document: &Map<String, Value>, unknown: Unknown) -> Result<Self, Problems> {
        check_size(document)?;
        let report = Report::new(unknown);
        let top = Section::top(&report, document);
        if report.is_manifest() {
            check_envelope(top);
        }
        let name = name(top);
        let description = top.text("description").map(str::to_owned);
        let labels = shared_labels(top);
        let paused = pause(top);
        let schedule = schedule(top, name.as_ref());
        let target = target::read(top);
        let policy = policy(top);
        report.finish()?;
        let (Some(name), Some(schedule), Some(target)) = (name, schedule, target) else {
            unreachable!("what is missing was reported");
        };
        Ok(Self { name, description, labels, paused, schedule, target, policy })
    }
}

/// As [`timing::read`]; what another task said in the same words is not read again.
fn schedule(top: Section<'_>, name: Option<&TaskName>) -> Option<Schedule> {
    let read = || timing::read(top, name);
    let may_be_kept = |schedule: &Schedule| !schedule.depends_on_name() && top.report.is_clean();
    SCHEDULES.with(|shared| shared.of(&words_of(top, "schedule"), read, may_be_kept))
}

/// As [`policy::read`], in the same way.
fn policy(top: Section<'_>) -> Arc<Policy> {
    let read = || Some(Arc::new(policy::read(top)));
    let read = POLICIES.with(|shared| shared.of(&words_of(top, "policy"), read, |_| top.report.is_clean()));
    read.expect("it is read whatever it says")
}

/// As [`labels`], in the same way.
fn shared_labels(top: Section<'_>) -> Arc<BTreeMap<String, String>> {
    let read = || Some(Arc::new(labels(top)));
    let read = LABELS.with(|shared| shared.of(&words_of(top, "labels"), read, |_| top.report.is_clean()));
    read.expect("they are read whatever they say")
}

/// A section as text. A manifest's is another than a znode's, which may have fields that nobody knows.
fn words_of(top: Section<'_>, name: &str) -> String {
    let text = top.value(name).map_or_else(|| "null".to_owned(), Value::to_string);
    if top.report.is_manifest() { format!("manifest {text}") } else { text }
}

fn check_size(document: &Map<String, Value>) -> Result<(), Problems> {
    if !document.values().all(|value| depth_is_within(value, DEEPEST_DOCUMENT - 1)) {
        let hint = format!("at most {DEEPEST_DOCUMENT} levels are allowed");
        return Err(Problems::one("", Fault::new("the task is nested too deeply", hint)));
    }
    let size = written_size(document);
    if size > LARGEST_DOCUMENT {
        let hint = format!("at most {LARGEST_DOCUMENT} are allowed; let the worker fetch what does not fit");
        return Err(Problems::one("", Fault::new(format!("the task has {size} bytes"), hint)));
    }
    Ok(())
}

/// How many bytes it has as JSON; nothing is kept of them.
fn written_size(document: &Map<String, Value>) -> usize {
    struct Counter(usize);
    impl std::io::Write for Counter {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut counter = Counter(0);
    serde_json::to_writer(&mut counter, document).map_or(usize::MAX, |()| counter.0)
}

/// Looks no deeper than `levels`, so that a hostile document costs no stack.
pub(super) fn depth_is_within(value: &Value, levels: usize) -> bool {
    match value {
        Value::Array(items) => levels > 0 && items.iter().all(|item| depth_is_within(item, levels - 1)),
        Value::Object(map) => levels > 0 && map.values().all(|item| depth_is_within(item, levels - 1)),
        _ => true,
    }
}

fn check_envelope(top: Section<'_>) {
    for (name, wanted) in [("apiVersion", super::API_VERSION), ("kind", super::KIND)] {
        match top.value(name) {
            None => top.note(name, Fault::new("is missing", format!("write {name}: {wanted}"))),
            Some(Value::String(found)) if found == wanted => {}
            Some(Value::String(found)) => {
                let message = format!("{} is not known to this release", quoted(found));
                top.note(name, Fault::new(message, format!("write {name}: {wanted}")));
            }
            Some(_) => top.note(name, Fault::new("is no text", format!("write {name}: {wanted}"))),
        }
    }
}

fn name(top: Section<'_>) -> Option<TaskName> {
    if !top.has("name") {
        top.note("name", Fault::new("is missing", "write name: and the task's name"));
        return None;
    }
    top.raw_text("name", |text| {
        let refused = |error: InvalidName| Fault::new(format!("{} is no task name", quoted(&error.text)), error.rule);
        text.parse().map_err(refused)
    })
}

pub(super) fn labels(top: Section<'_>) -> BTreeMap<String, String> {
    let labels = top.texts("labels");
    if labels.len() > MOST_LABELS {
        let message = format!("has {} labels", labels.len());
        top.note("labels", Fault::new(message, format!("at most {MOST_LABELS} are allowed")));
    }
    for (key, value) in &labels {
        if let Err(fault) = check_label(key, value) {
            top.note("labels", fault);
        }
    }
    labels.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
}

/// Keys and values must survive being written as `key=value,key=value`, and a key as `key-` (which takes it away).
fn check_label(key: &str, value: &str) -> Result<(), Fault> {
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/');
    let outer = |c: char| c.is_ascii_alphanumeric();
    if key.is_empty() || key.len() > 63 || !key.chars().all(inner) || !key.starts_with(outer) || !key.ends_with(outer) {
        let hint = "use 1 to 63 of letters, digits, . _ - /, beginning and ending with a letter or digit";
        return Err(Fault::new(format!("the key {} is not valid", quoted(key)), hint));
    }
    let odd = value.chars().any(|c| c.is_control() || c == ',' || c == '=');
    if value.len() > 128 || odd || value.trim() != value {
        let hint = "use at most 128 bytes without commas, equals signs, line breaks and spaces at either end";
        return Err(Fault::new(format!("the value {} of {key} is not valid", quoted(value)), hint));
    }
    Ok(())
}

/// A manifest's `since` is ignored: when a pause began is for the cluster to say.
pub(super) fn pause(top: Section<'_>) -> Option<Pause> {
    let section = top.section("paused");
    if !top.has("paused") {
        return None;
    }
    let since = if top.report.is_manifest() { None } else { section.moment("since") };
    let until = section.raw_text("until", pause_end);
    Some(Pause { reason: section.text("reason").map(str::to_owned), since, until })
}

/// Reads the end of a pause: a time, or a duration.
///
/// # Errors
/// The text is neither, or the duration is not between 1 s and 3,650 days.
pub fn pause_end(text: &str) -> Result<PauseEnd, Fault> {
    if let Ok(at) = moment(text) {
        return Ok(PauseEnd::At(at));
    }
    let hint = "write a time like 2026-12-24T18:00:00Z, or a duration from 1s to 3650d such as 2h";
    let span = super::duration::parse_duration(text)
        .map_err(|_| Fault::new(format!("{} is neither a time nor a duration", quoted(text)), hint))?;
    if span.as_secs() < 1 || span.as_secs() > 3650 * 86_400 {
        return Err(Fault::new(format!("{} is out of range", quoted(text)), hint));
    }
    Ok(PauseEnd::After(span))
}
