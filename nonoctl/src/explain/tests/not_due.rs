//! Instants that no version of the task wanted, or a pause left out.

use super::*;

pub(super) fn cases() -> Vec<Case> {
    use Verdict::{NotDue, NotKnown};
    let nightly = |more: serde_json::Value| {
        let mut schedule = json!({ "cron": "0 2 * * *", "timeZone": "Europe/Berlin" });
        schedule.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let mut facts = facts(json!({ "schedule": schedule }));
        let state = facts.task.state.as_mut().unwrap();
        state.outcomes.edit(Vec::clear);
        state.last_instant = None;
        facts
    };
    let made = {
        let mut facts = plain();
        let created = json!({ "at": "2026-11-24T11:00:30Z", "by": "ann@host", "command": "task add" });
        facts.task.stored.extra.insert("created".into(), created);
        facts
    };
    let then_paused = {
        let mut facts = plain();
        facts.task.stat.modified = utc("2026-11-24T11:30:30Z").0;
        let was = json!({ "name": "web.ping", "schedule": { "every": "1m" }, "target": { "url": "http://w/" }, "paused": { "reason": "OPS-1" } });
        facts.versions = vec![
            version(3, "2026-11-24T11:30:30Z", json!({}), json!({})),
            version(2, "2026-11-24T11:10:00Z", was, json!({ "paused": true })),
        ];
        facts
    };
    let then_hourly = {
        let mut facts = plain();
        let was = json!({ "name": "web.ping", "schedule": { "every": "1h" }, "target": { "url": "http://w/" } });
        facts.versions = vec![
            version(3, "2026-11-24T11:30:30Z", json!({}), json!({})),
            version(2, "2026-11-24T11:10:00Z", was, json!({})),
        ];
        facts
    };
    vec![
        case(
            "no instant",
            plain(),
            Some("2026-11-24T11:59:30Z"),
            NotDue,
            "not-an-instant neighbours",
            "before that at 2026-11-24 11:59:00 UTC, and after that at",
        ),
        case(
            "an earlier schedule",
            then_hourly,
            Some("2026-11-24T11:20:00Z"),
            NotDue,
            "not-an-instant neighbours",
            "at version 2 then, is every 1h",
        ),
        case(
            "the other zone",
            nightly(json!({})),
            Some("2026-11-24T02:00:00Z"),
            NotDue,
            "not-an-instant other-zone neighbours",
            "2026-11-24 02:00:00 CET there is 2026-11-24T01:00:00Z",
        ),
        case(
            "before its start",
            nightly(json!({ "start": "2026-12-01T00:00:00Z" })),
            Some("2026-11-24T01:00:00Z"),
            NotDue,
            "not-an-instant before-start neighbours",
            "It starts at 2026-12-01",
        ),
        case(
            "after its end",
            nightly(json!({ "end": "2026-11-01T00:00:00Z" })),
            Some("2026-11-24T01:00:00Z"),
            NotDue,
            "not-an-instant after-end neighbours",
            "It ended at 2026-11-01",
        ),
        case(
            "before it was made",
            made,
            Some("2026-11-24T10:00:00Z"),
            NotDue,
            "not-made-yet",
            "ann@host made it at 2026-11-24 11:00:30 UTC",
        ),
        case(
            "before its change",
            {
                let mut facts = nightly(json!({}));
                facts.now = now();
                facts
            },
            Some("2026-11-24T01:00:00Z"),
            NotDue,
            "schedule-changed",
            "goes with the old schedule",
        ),
        case(
            "paused then",
            then_paused,
            Some("2026-11-24T11:20:00Z"),
            NotDue,
            "was-paused",
            "paused then, since 2026-11-24 11:10:00 UTC (version 2, alice@laptop): OPS-1",
        ),
        case(
            "paused now",
            without_last(paused(json!({}))),
            NOON,
            NotDue,
            "paused",
            "by alice@laptop, until it is resumed",
        ),
        case(
            "no longer kept",
            plain(),
            Some("2026-11-24T11:30:00Z"),
            NotKnown,
            "no-longer-kept",
            "its last 20 outcomes; the oldest kept is 2026-11-24 11:59:00",
        ),
    ]
}
