//! What a task was before: its last versions, from its record and the ring of its changes.
//!
//! A change keeps the document that it replaced. So a version is whole where the change after it is kept, or where it is
//! the newest; who made it is known where its own change is kept, or where it is the first. Pure.

use nono_core::cluster::{Change, Creation};
use nono_core::store::admin::{Kept, creation_of};
use nono_core::task::StoredTask;
use nono_core::task::meaning::document_diff;
use nono_core::time::Utc;
use serde_json::{Map, Value, json};

use crate::output::FieldChange;

/// One version of a task, and who made it.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Version {
    /// As people count: 1 is the task as it was made.
    pub(crate) number: i64,
    /// When, by the clock of who made it.
    pub(crate) at: Utc,
    /// As `user@host`.
    pub(crate) by: String,
    /// As whom ZooKeeper knew them.
    pub(crate) identity: Option<String>,
    /// By which command.
    pub(crate) command: String,
    /// In their words.
    pub(crate) reason: Option<String>,
    /// What the task was from then on, if that is kept.
    pub(crate) document: Option<Map<String, Value>>,
    /// What it changed, if both documents are kept; of the first version nothing.
    pub(crate) changes: Option<Vec<FieldChange>>,
}

impl Version {
    /// For programs.
    pub(crate) fn document(&self) -> Value {
        let changes =
            self.changes.as_ref().map(|changes| changes.iter().map(FieldChange::document).collect::<Vec<_>>());
        json!({
            "version": self.number,
            "at": self.at,
            "by": self.by,
            "identity": self.identity,
            "command": self.command,
            "reason": self.reason,
            "changes": changes,
            "document": self.document,
        })
    }
}

/// The versions that are known of, newest first. `changes` as they stand in the ring.
pub(crate) fn versions(task: &Kept<StoredTask>, changes: &[Change]) -> Vec<Version> {
    let made = changes.iter().filter(|change| is_of(task, change)).map(|change| {
        let document = document_of(task, changes, i64::from(change.version) + 1);
        let before = replaced(change);
        let differ = document
            .as_ref()
            .zip(before)
            .map(|(after, before)| document_diff(before, after).into_iter().map(FieldChange::from).collect::<Vec<_>>());
        let Change { version, at, by, identity, command, reason, .. } = change.clone();
        Version { number: i64::from(version) + 1, at, by, identity, command, reason, document, changes: differ }
    });
    let first = creation_of(&task.value).map(|creation| {
        let Creation { at, by, identity, command, reason, .. } = creation;
        let document = document_of(task, changes, 1);
        Version { number: 1, at, by, identity, command, reason, document, changes: Some(Vec::new()) }
    });
    let mut all: Vec<Version> = made.chain(first).collect();
    all.sort_by_key(|version| std::cmp::Reverse(version.number));
    all
}

/// What the task was at a version, if that is kept.
pub(crate) fn document_of(task: &Kept<StoredTask>, changes: &[Change], number: i64) -> Option<Map<String, Value>> {
    if number == i64::from(task.stat.version) + 1 {
        return Some(task.value.document.clone().into_map());
    }
    let next = changes.iter().find(|change| is_of(task, change) && i64::from(change.version) == number)?;
    replaced(next).cloned()
}

/// Which version was in force at a moment, by the clocks of those who made them; `None` where it is not known any more,
/// or the task was not there yet.
pub(crate) fn in_force(versions: &[Version], at: Utc) -> Option<&Version> {
    versions.iter().find(|version| version.at <= at)
}

/// A ring outlives nothing but its own task; what somebody put there by hand counts for nothing.
fn is_of(task: &Kept<StoredTask>, change: &Change) -> bool {
    change.before.get("uid").and_then(Value::as_str).is_none_or(|uid| uid == task.value.uid.as_str())
}

fn replaced(change: &Change) -> Option<&Map<String, Value>> {
    change.before.get("task").and_then(Value::as_object)
}

#[cfg(test)]
mod tests {
    use nono_core::node::Stat;
    use nono_core::task::Unknown;
    use nono_core::task::edit::create;

    use super::*;

    fn document(every: &str) -> Value {
        json!({ "name": "a", "schedule": { "every": every }, "target": { "url": "http://a/" } })
    }

    fn task(every: &str, version: i32) -> Kept<StoredTask> {
        let Value::Object(document) = document(every) else { unreachable!("an object") };
        let mut value = create("k3f9x2m4".parse().unwrap(), document, Unknown::Keep).unwrap();
        value.extra.insert(
            "created".into(),
            json!({ "at": "2026-11-24T00:00:00Z", "by": "ann@host", "command": "task add", "later": 1 }),
        );
        Kept { value, stat: Stat { version, ..Stat::default() } }
    }

    fn change(version: i32, before: &str, uid: &str) -> Change {
        serde_json::from_value(json!({
            "version": version, "at": format!("2026-11-24T0{version}:00:00Z"), "by": "bob@host", "command": "task update",
            "before": { "format": 1, "uid": uid, "task": document(before) },
        }))
        .unwrap()
    }

    #[test]
    fn each_version_says_who_made_it_what_it_was_and_what_it_changed() {
        let changes = [change(1, "1m", "k3f9x2m4"), change(2, "2m", "k3f9x2m4")];
        let all = versions(&task("3m", 2), &changes);
        let told: Vec<_> = all
            .iter()
            .map(|version| {
                let changes = version.changes.iter().flatten().map(FieldChange::line).collect::<Vec<_>>().join("; ");
                let every = version.document.as_ref().and_then(|it| it["schedule"]["every"].as_str()).unwrap_or("?");
                (version.number, version.by.as_str(), every.to_owned(), changes)
            })
            .collect();
        assert_eq!(
            told,
            [
                (3, "bob@host", "3m".to_owned(), "schedule.every: 2m -> 3m".to_owned()),
                (2, "bob@host", "2m".to_owned(), "schedule.every: 1m -> 2m".to_owned()),
                (1, "ann@host", "1m".to_owned(), String::new()),
            ]
        );
        let at = |text: &str| in_force(&all, text.parse().unwrap()).map(|version| version.number);
        let moments = ["2026-11-23T00:00:00Z", "2026-11-24T00:30:00Z", "2026-11-24T01:00:00Z", "2026-11-25T00:00:00Z"];
        assert_eq!(moments.map(at), [None, Some(1), Some(2), Some(3)]);
    }

    #[test]
    fn what_is_no_longer_kept_is_not_made_up() {
        // The ring begins at version 4, and the change to version 5 could not be written into it.
        let changes = [change(3, "3m", "k3f9x2m4")];
        let of = |number| document_of(&task("9m", 5), &changes, number).map(|it| it["schedule"]["every"].clone());
        assert_eq!([1, 2, 3, 4, 5, 6].map(of), [None, None, Some(json!("3m")), None, None, Some(json!("9m"))]);
        let newest = &versions(&task("9m", 5), &changes)[0];
        assert_eq!((newest.number, &newest.document, &newest.changes), (4, &None, &None));
    }

    #[test]
    fn changes_of_another_task_of_that_name_do_not_count() {
        let all = versions(&task("3m", 1), &[change(1, "1m", "zzzzzzzz")]);
        assert_eq!(all.iter().map(|version| version.number).collect::<Vec<_>>(), [1]);
    }
}
