//! The next version of a task: what an edit makes of the one before.
//!
//! Pure, so that it can be tried without a cluster. Clocks of admins do not count: a change of the schedule, a pause
//! and a resume store no time of their own, which means the mtime that ZooKeeper gives the version; the next edit, which
//! holds that mtime by its compare-and-set, writes it down. Fields that this release does not know stay where they are.

use serde_json::{Map, Value};

use super::field::{Kind, fields_of};
use super::meaning;
use super::problem::{Fault, Problems, quoted};
use super::quick;
use super::report::Unknown;
use super::{Document, Pause, PauseEnd, SchedulerTask, StoredTask};
use crate::name::TaskUid;
use crate::time::Utc;

/// The version that an edit replaces, as it was read.
#[derive(Clone, Copy, Debug)]
pub struct Previous<'a> {
    /// What it holds.
    pub stored: &'a StoredTask,
    /// Its mtime.
    pub mtime: Utc,
    /// The present by ZooKeeper's clock, as well as the caller knows it. It only decides whether a pause is over.
    pub now: Utc,
}

/// What the absence of `paused` in a new document means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PauseRule {
    /// The task's pause stays; only `paused: null` ends it. For manifests.
    LeaveUnlessNamed,
    /// The task is not paused. For an edit of the whole document.
    AsWritten,
}

/// A new task. `uid` is random, made by the caller.
///
/// # Errors
/// Every problem of the document.
pub fn create(uid: TaskUid, document: Map<String, Value>, unknown: Unknown) -> Result<StoredTask, Problems> {
    let task = SchedulerTask::parse(&document, unknown)?;
    create_from(uid, task, document.into())
}

/// A new task of a document that was read already: `task` is what it means. Reading is most of the work.
///
/// # Errors
/// None that a document without one can cause.
pub fn create_from(uid: TaskUid, task: SchedulerTask, document: Document) -> Result<StoredTask, Problems> {
    let document = match quick::stripped(&document) {
        Some(document) => document,
        None => stripped(document.into_map()).into(),
    };
    // The envelope means nothing; of what is left only a pause can change by what follows.
    if task.paused.is_none() {
        return Ok(StoredTask { uid, schedule_changed_at: None, task, document, extra: Document::default() });
    }
    let mut document = document.into_map();
    set_since(&mut document, None);
    let task = SchedulerTask::parse(&document, Unknown::Keep)?;
    Ok(StoredTask { uid, schedule_changed_at: None, task, document: document.into(), extra: Document::default() })
}

/// The task with another document. Its name stays.
///
/// # Errors
/// Every problem of the new document; another name than the previous version's is one.
pub fn replace_document(
    previous: Previous<'_>,
    document: Map<String, Value>,
    unknown: Unknown,
    rule: PauseRule,
) -> Result<StoredTask, Problems> {
    let named = document.contains_key("paused");
    let given = SchedulerTask::parse(&document, unknown)?;
    if given.name != previous.stored.task.name {
        let message = format!("{} is another task than {}", quoted(given.name.as_str()), previous.stored.task.name);
        return Err(Problems::one(
            "name",
            Fault::new(message, "a task keeps its name; add a new one and remove this one"),
        ));
    }
    let mut document = stripped(document);
    if rule == PauseRule::LeaveUnlessNamed
        && !named
        && let Some(paused) = previous.stored.document.get("paused")
    {
        document.insert("paused".to_owned(), paused.clone());
    }
    carry_unknown("", &previous.stored.document, &mut document);
    next_version(previous, document)
}

/// The task paused. A pause that holds keeps its beginning, and its reason and end unless others are given.
///
/// # Errors
/// The reason is too long, or the document grew over its limit.
pub fn pause(previous: Previous<'_>, reason: Option<&str>, until: Option<PauseEnd>) -> Result<StoredTask, Problems> {
    let current = previous.stored.task.paused.as_ref();
    let running = current.filter(|pause| !pause.is_over_at(previous.now, previous.mtime));
    let mut document = previous.stored.document.clone().into_map();
    let mut section = match (running, document.get("paused")) {
        (Some(_), Some(Value::Object(section))) => section.clone(),
        _ => Map::new(),
    };
    if let Some(reason) = reason {
        section.insert("reason".to_owned(), reason.into());
    }
    if let Some(until) = until.map(|until| end_of(until, running.is_some(), previous.now)) {
        section.insert("until".to_owned(), text_of(until).into());
    }
    document.insert("paused".to_owned(), Value::Object(section));
    next_version(previous, document)
}

/// A duration counts from the beginning of the pause; asked of a pause that holds already, it means from now.
fn end_of(until: PauseEnd, running: bool, now: Utc) -> PauseEnd {
    match until {
        PauseEnd::After(span) if running => PauseEnd::At(now + span),
        until => until,
    }
}

fn text_of(until: PauseEnd) -> String {
    match until {
        PauseEnd::At(at) => at.to_string(),
        PauseEnd::After(span) => super::format_duration(span),
    }
}

/// The task without its pause; `None` when it has none.
///
/// # Errors
/// None that a stored task can cause: it was read by the same rules.
pub fn resume(previous: Previous<'_>) -> Result<Option<StoredTask>, Problems> {
    if previous.stored.task.paused.is_none() {
        return Ok(None);
    }
    let mut document = previous.stored.document.clone().into_map();
    document.shift_remove("paused");
    next_version(previous, document).map(Some)
}

/// What an edit does to the pause of a task.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum PauseChange {
    /// There was none and is none.
    None,
    /// A pause begins with this version; one before it, if any, had ended by itself.
    Begins(Option<Utc>),
    /// It goes on, and began then.
    GoesOn(Utc),
    /// It ended by itself at this moment, and leaves the document now.
    WasOver(Utc),
    /// It ends with this version.
    Resumed,
    /// It ends with this version, because its new end has passed; it began then.
    CutShort(Utc),
}

fn pause_change(previous: Previous<'_>, new: Option<&Pause>) -> PauseChange {
    let Previous { stored, mtime, now } = previous;
    let Some(old) = stored.task.paused.as_ref() else {
        return if new.is_some() { PauseChange::Begins(None) } else { PauseChange::None };
    };
    let over = old.ends_at(mtime).filter(|end| *end <= now);
    let since = old.since_at(mtime);
    match (new, over) {
        (None, Some(end)) => PauseChange::WasOver(end),
        (None, None) => PauseChange::Resumed,
        (Some(new), _) if new.until == old.until => PauseChange::GoesOn(since),
        (Some(_), Some(end)) => PauseChange::Begins(Some(end)),
        (Some(new), None) => {
            let kept = Pause { since: Some(since), ..new.clone() };
            if kept.is_over_at(now, mtime) { PauseChange::CutShort(since) } else { PauseChange::GoesOn(since) }
        }
    }
}

fn next_version(previous: Previous<'_>, mut document: Map<String, Value>) -> Result<StoredTask, Problems> {
    if document.get("paused").is_some_and(Value::is_null) {
        document.shift_remove("paused");
    }
    let given = SchedulerTask::parse(&document, Unknown::Keep)?;
    let change = pause_change(previous, given.paused.as_ref());
    let since = match change {
        PauseChange::GoesOn(since) | PauseChange::CutShort(since) => Some(since),
        PauseChange::None | PauseChange::Begins(_) | PauseChange::WasOver(_) | PauseChange::Resumed => None,
    };
    set_since(&mut document, since);
    let stored = previous.stored;
    let task = SchedulerTask::parse(&document, Unknown::Keep)?;
    let moved = meaning::schedule_differs(&stored.document, &document);
    let before = stored.schedule_changed_at(previous.mtime);
    let schedule_changed_at = match change {
        _ if moved => None,
        PauseChange::Resumed | PauseChange::CutShort(_) => None,
        PauseChange::WasOver(end) | PauseChange::Begins(Some(end)) => Some(before.max(before_first_due(end))),
        PauseChange::None | PauseChange::Begins(None) | PauseChange::GoesOn(_) => Some(before),
    };
    let (uid, extra) = (stored.uid.clone(), stored.extra.clone());
    Ok(StoredTask { uid, schedule_changed_at, task, document: document.into(), extra })
}

/// Half a second before the first instant that a pause with this end leaves due. Instants strictly after the time of a
/// change count, and the one at the very end of the pause is due; half a second, because readers move this time by the
/// distance of their clock from ZooKeeper's.
fn before_first_due(end: Utc) -> Utc {
    let second = if end.floor().utc() == end { end } else { Utc(end.floor().utc().0 + 1000) };
    Utc(second.0 - 500)
}

/// Writes when the pause began, or takes it away: then it began with this version.
fn set_since(document: &mut Map<String, Value>, since: Option<Utc>) {
    let Some(Value::Object(paused)) = document.get_mut("paused") else { return };
    match since {
        Some(since) => paused.insert("since".to_owned(), since.to_string().into()),
        None => paused.shift_remove("since"),
    };
}

/// The document without the manifest's envelope, its name first.
fn stripped(mut document: Map<String, Value>) -> Map<String, Value> {
    for key in ["apiVersion", "kind", "status"] {
        document.shift_remove(key);
    }
    if document.get("paused").is_some_and(Value::is_null) {
        document.shift_remove("paused");
    }
    if let Some(name) = document.shift_remove("name") {
        document.shift_insert(0, "name".to_owned(), name);
    }
    document
}

/// Brings fields that this release does not know from the old document into the new one, at any depth: a manifest cannot
/// name them, so its silence does not mean that they should go.
fn carry_unknown(section: &str, old: &Map<String, Value>, new: &mut Map<String, Value>) {
    for (key, value) in old {
        let Some(field) = fields_of(section).find(|field| field.name() == key) else {
            if !new.contains_key(key) {
                new.insert(key.clone(), value.clone());
            }
            continue;
        };
        if let (Kind::Section, Value::Object(inside)) = (field.kind, value) {
            carry_into(field.path, key, inside, new);
        }
    }
}

/// A section that is gone comes back only for the sake of unknown fields in it; a pause that ended takes them along.
fn carry_into(path: &str, key: &str, inside: &Map<String, Value>, new: &mut Map<String, Value>) {
    match new.get_mut(key) {
        Some(Value::Object(section)) => carry_unknown(path, inside, section),
        None | Some(Value::Null) if path != "paused" => {
            let mut section = Map::new();
            carry_unknown(path, inside, &mut section);
            if !section.is_empty() {
                new.insert(key.to_owned(), Value::Object(section));
            }
        }
        _ => {}
    }
}

/// The manifest of a task: what `apply` takes, as it was typed.
#[must_use]
pub fn to_manifest(stored: &StoredTask) -> Map<String, Value> {
    let mut manifest = Map::new();
    manifest.insert("apiVersion".to_owned(), super::API_VERSION.into());
    manifest.insert("kind".to_owned(), super::KIND.into());
    manifest.insert("name".to_owned(), stored.task.name.as_str().into());
    manifest.extend(stored.document.iter().filter(|(key, _)| *key != "name").map(|(k, v)| (k.clone(), v.clone())));
    manifest
}
