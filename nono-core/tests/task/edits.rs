//! What an edit makes of the times of a task (docs/tasks.md, "Edits"): admins' clocks do not count.

use std::time::Duration;

use nono_core::task::edit::{self, PauseRule, Previous};
use nono_core::task::{PauseEnd, StoredTask, Unknown};
use nono_core::time::Utc;
use serde_json::{Map, Value, json};

/// The mtime of the version before the edit.
const BEFORE: Utc = Utc(1_000_000_000);
/// The present, ten minutes later.
const NOW: Utc = Utc(1_000_600_000);

fn document(rest: Value) -> Map<String, Value> {
    let mut whole = json!({ "name": "a.task", "schedule": { "every": "10m" }, "target": { "url": "http://worker/" } });
    let more = rest.as_object().unwrap().clone();
    whole.as_object_mut().unwrap().extend(more);
    whole.as_object().unwrap().clone()
}

fn created(rest: Value) -> StoredTask {
    edit::create("k3f9x2m4".parse().unwrap(), document(rest), Unknown::Keep).unwrap()
}

fn changed_at(moment: i64, rest: Value) -> StoredTask {
    StoredTask { schedule_changed_at: Some(Utc(moment)), ..created(rest) }
}

fn previous(stored: &StoredTask) -> Previous<'_> {
    Previous { stored, mtime: BEFORE, now: NOW }
}

fn replaced(stored: &StoredTask, rest: Value) -> StoredTask {
    let next = edit::replace_document(previous(stored), document(rest), Unknown::Keep, PauseRule::AsWritten).unwrap();
    assert_eq!(next.uid, stored.uid);
    let again = StoredTask::read(&next.task.name, &next.write()).unwrap();
    assert_eq!(again, next, "the document says the same as the task");
    next
}

/// A pause of an hour that is in force at [`NOW`], and one that ended before.
fn running() -> Value {
    json!({ "paused": { "since": "1970-01-12T13:46:40.000Z", "until": "1h" } })
}

fn over() -> Value {
    json!({ "paused": { "since": "1970-01-12T13:46:40.000Z", "until": "1m" } })
}

/// When [`over`] ended; an instant at this very moment is due.
const ENDED: Utc = Utc(1_000_060_000);
/// Between the last instant of the pause and the first after it.
const COUNTS_FROM: Utc = Utc(1_000_059_500);

#[test]
fn a_new_task_counts_from_its_own_mtime() {
    let stored = created(json!({ "paused": { "since": "2026-01-01T00:00:00Z", "reason": "r" } }));
    assert_eq!((stored.schedule_changed_at, stored.task.paused.as_ref().unwrap().since), (None, None));
    assert_eq!(stored.schedule_changed_at(Utc(5)), Utc(5));
    assert!(!stored.document["paused"].as_object().unwrap().contains_key("since"));
}

#[test]
fn a_change_of_schedule_zone_or_window_counts_from_the_new_version() {
    let stored = changed_at(7, json!({}));
    for schedule in [
        json!({ "every": "20m" }),
        json!({ "cron": "0 2 * * *" }),
        json!({ "every": "10m", "offset": "1m" }),
        json!({ "every": "10m", "timeZone": "Europe/Berlin" }),
        json!({ "every": "10m", "dst": { "gap": "skip" } }),
        json!({ "every": "10m", "start": "2026-01-01T00:00:00Z" }),
        json!({ "every": "10m", "end": "2096-01-01T00:00:00Z" }),
    ] {
        assert_eq!(replaced(&stored, json!({ "schedule": schedule })).schedule_changed_at, None, "{schedule}");
    }
}

#[test]
fn any_other_change_keeps_the_time_and_writes_down_one_that_was_open() {
    for rest in [
        json!({ "labels": { "team": "billing" } }),
        json!({ "schedule": { "every": "600s", "offset": "0s", "timeZone": "UTC", "dst": {} } }),
        json!({ "schedule": { "every": "10m", "jitter": "3s" } }),
        json!({ "target": { "url": "http://other/" } }),
        json!({ "policy": { "misfire": { "run": "all" } } }),
        json!({ "paused": {} }),
    ] {
        assert_eq!(replaced(&changed_at(7, json!({})), rest.clone()).schedule_changed_at, Some(Utc(7)), "{rest}");
        assert_eq!(replaced(&created(json!({})), rest.clone()).schedule_changed_at, Some(BEFORE), "{rest}");
    }
}

#[test]
fn a_pause_begins_with_its_version_and_the_next_edit_writes_that_down() {
    let stored = changed_at(7, json!({}));
    let paused =
        edit::pause(previous(&stored), Some("OPS-1"), Some(PauseEnd::After(Duration::from_secs(7200)))).unwrap();
    let pause = paused.task.paused.clone().unwrap();
    assert_eq!((pause.since, pause.reason.as_deref()), (None, Some("OPS-1")));
    assert_eq!(paused.document["paused"], json!({ "reason": "OPS-1", "until": "2h" }));
    assert_eq!(paused.schedule_changed_at, Some(Utc(7)));
    assert_eq!((pause.since_at(BEFORE), pause.ends_at(BEFORE)), (BEFORE, Some(BEFORE + Duration::from_secs(7200))));

    let mut labelled = paused.document.clone().into_map();
    labelled.insert("labels".to_owned(), json!({ "a": "b" }));
    let next = edit::replace_document(previous(&paused), labelled, Unknown::Keep, PauseRule::AsWritten).unwrap();
    assert_eq!(next.task.paused.unwrap().since, Some(BEFORE));
    assert_eq!(next.document["paused"]["since"], json!(BEFORE.to_string()));
}

#[test]
fn a_pause_of_a_paused_task_keeps_its_beginning() {
    let stored = changed_at(7, json!({ "paused": { "reason": "first" } }));
    let mut stored = stored;
    stored.task.paused.as_mut().unwrap().since = Some(Utc(900_000_000));
    stored.document["paused"]["since"] = json!(Utc(900_000_000).to_string());
    let until = PauseEnd::After(Duration::from_secs(60));
    let again = edit::pause(previous(&stored), None, Some(until)).unwrap();
    let pause = again.task.paused.clone().unwrap();
    assert_eq!((pause.since, pause.reason.as_deref()), (Some(Utc(900_000_000)), Some("first")));
    assert_eq!(
        pause.until,
        Some(PauseEnd::At(NOW + Duration::from_secs(60))),
        "a minute from now, not from its beginning"
    );
    assert_eq!(again.schedule_changed_at, Some(Utc(7)));
    let renamed = edit::pause(previous(&again), Some("second"), None).unwrap().task.paused.unwrap();
    let end = Some(PauseEnd::At(NOW + Duration::from_secs(60)));
    assert_eq!(
        (renamed.since, renamed.until, renamed.reason.as_deref()),
        (Some(Utc(900_000_000)), end, Some("second")),
        "another reason leaves the end"
    );
}

/// A pause that was made and began with the mtime of the version that holds it.
fn stored_with(rest: Value, schedule_changed_at: i64) -> StoredTask {
    let bytes = json!({ "format": 1, "uid": "k3f9x2m4", "scheduleChangedAt": Utc(schedule_changed_at).to_string(), "task": document(rest) });
    StoredTask::read(&"a.task".parse().unwrap(), bytes.to_string().as_bytes()).unwrap()
}

#[test]
fn a_resume_counts_from_its_version() {
    let stored = stored_with(running(), 7);
    let resumed = edit::resume(previous(&stored)).unwrap().unwrap();
    assert_eq!((resumed.task.paused.clone(), resumed.schedule_changed_at), (None, None));
    assert!(!resumed.document.contains_key("paused"));
    assert_eq!(edit::resume(previous(&resumed)), Ok(None));
    assert_eq!(replaced(&stored, json!({})).schedule_changed_at, None, "removal");
    assert_eq!(replaced(&stored, json!({ "paused": null })).schedule_changed_at, None, "null");
}

#[test]
fn an_end_that_is_already_past_is_a_resume() {
    let stored = stored_with(running(), 7);
    let cut = replaced(&stored, json!({ "paused": { "until": "1970-01-12T13:50:00Z" } }));
    assert_eq!(cut.schedule_changed_at, None);
    assert_eq!(cut.task.paused.as_ref().unwrap().since, Some(BEFORE));
    assert!(!cut.task.is_paused_at(NOW, NOW));
    let longer = replaced(&stored, json!({ "paused": { "until": "3h" } }));
    assert_eq!((longer.schedule_changed_at, longer.task.paused.unwrap().since), (Some(Utc(7)), Some(BEFORE)));
}

#[test]
fn a_pause_that_ended_by_itself_leaves_its_end_behind() {
    let stored = stored_with(over(), 7);
    assert!(!stored.task.is_paused_at(NOW, BEFORE) && stored.task.is_paused_at(Utc(ENDED.0 - 1), BEFORE));
    let removed = edit::resume(previous(&stored)).unwrap().unwrap();
    assert_eq!(
        removed.schedule_changed_at,
        Some(COUNTS_FROM),
        "instants since its end stay due, those in it do not become due"
    );
    let again = edit::pause(previous(&stored), None, None).unwrap();
    assert_eq!((again.schedule_changed_at, again.task.paused.unwrap().since), (Some(COUNTS_FROM), None));
    let later = Utc(ENDED.0 + 5);
    let edited_since = edit::resume(previous(&stored_with(over(), later.0))).unwrap().unwrap();
    assert_eq!(edited_since.schedule_changed_at, Some(later), "the time never goes back");
    let kept = replaced(&stored, json!({ "paused": { "until": "60s" }, "labels": { "a": "b" } }));
    assert_eq!((kept.schedule_changed_at, kept.task.paused.unwrap().since), (Some(Utc(7)), Some(BEFORE)));
}

#[test]
fn apply_leaves_a_pause_alone_unless_it_is_named() {
    let stored = stored_with(running(), 7);
    let apply = |rest: Value| {
        let mut manifest = document(rest);
        manifest.insert("apiVersion".to_owned(), json!("nono/v1"));
        manifest.insert("kind".to_owned(), json!("SchedulerTask"));
        manifest.insert("status".to_owned(), json!({ "state": "paused" }));
        edit::replace_document(previous(&stored), manifest, Unknown::Refuse, PauseRule::LeaveUnlessNamed).unwrap()
    };
    let left = apply(json!({ "labels": { "a": "b" } }));
    assert_eq!((left.task.paused.clone(), left.schedule_changed_at), (stored.task.paused.clone(), Some(Utc(7))));
    assert!(["apiVersion", "kind", "status"].iter().all(|key| !left.document.contains_key(*key)));
    assert_eq!(apply(json!({ "paused": null })).task.paused, None);
    let moved = apply(json!({ "paused": { "since": "1980-01-01T00:00:00Z", "until": "2h" } }));
    assert_eq!(moved.task.paused.unwrap().since, Some(BEFORE), "since in a manifest is ignored");
}

#[test]
fn a_task_keeps_its_name() {
    let stored = created(json!({}));
    let other = document(json!({ "name": "b.task" }));
    let problems = edit::replace_document(previous(&stored), other, Unknown::Keep, PauseRule::AsWritten).unwrap_err();
    assert_eq!(problems.0[0].path, "name");
}

#[test]
fn a_manifest_begins_with_its_envelope_and_repeats_what_was_typed() {
    let mut typed = Map::new();
    typed.insert("target".to_owned(), json!({ "url": "HTTP://Worker" }));
    typed.insert("schedule".to_owned(), json!({ "every": "600s" }));
    typed.insert("name".to_owned(), json!("a.task"));
    let stored = edit::create("k3f9x2m4".parse().unwrap(), typed, Unknown::Keep).unwrap();
    let manifest = edit::to_manifest(&stored);
    let keys: Vec<_> = manifest.keys().map(String::as_str).collect();
    assert_eq!(keys, ["apiVersion", "kind", "name", "target", "schedule"]);
    assert_eq!((&manifest["target"]["url"], &manifest["schedule"]["every"]), (&json!("HTTP://Worker"), &json!("600s")));
}

#[test]
fn a_pause_that_ended_within_a_second_leaves_the_next_one_due() {
    for (until, counts_from) in
        [("1970-01-12T13:47:00.001Z", 1_000_020_500), ("1970-01-12T13:47:00.999Z", 1_000_020_500)]
    {
        let stored = stored_with(json!({ "paused": { "since": "1970-01-12T13:46:40.000Z", "until": until } }), 7);
        let resumed = edit::resume(previous(&stored)).unwrap().unwrap();
        assert_eq!(resumed.schedule_changed_at, Some(Utc(counts_from)), "{until}");
    }
}
