//! What each flag writes into a document.

use super::*;
use clap::Parser;
use serde_json::json;

#[derive(Debug, Parser)]
struct Line {
    #[command(flatten)]
    flags: TaskFlags,
}

fn written(before: Value, args: &[&str]) -> Value {
    let line = Line::try_parse_from(std::iter::once(&"x").chain(args)).unwrap();
    let Value::Object(mut document) = before else { unreachable!() };
    let body = line.flags.read_body().unwrap();
    line.flags.write(body.as_ref(), &mut document).unwrap();
    Value::Object(document)
}

#[test]
fn every_flag_of_the_table_exists_and_writes_its_field() {
    let command = <Line as clap::CommandFactory>::command();
    for field in field::FIELDS {
        let Some(flag) = field.flag.and_then(|flag| flag.strip_prefix("--")) else { continue };
        assert!(command.get_arguments().any(|arg| arg.get_long() == Some(flag)), "no --{flag}");
        let value = match flag {
            "label" => "team=web",
            "header" => "X-Team: web",
            "retries" | "history-limit" => "3",
            _ => "text",
        };
        let document = written(json!({}), &[&format!("--{flag}"), value]);
        let found = field.path.split('.').try_fold(&document, |at, part| at.get(part));
        assert!(found.is_some(), "--{flag} does not write {}: {document}", field.path);
    }
}

#[test]
fn another_kind_of_schedule_takes_the_place_of_the_old_one() {
    let before = json!({ "schedule": { "every": "10m", "offset": "1m", "timeZone": "Europe/Berlin" } });
    assert_eq!(
        written(before.clone(), &["--cron", "0 2 * * *"]),
        json!({ "schedule": { "timeZone": "Europe/Berlin", "cron": "0 2 * * *" } })
    );
    assert_eq!(
        written(before.clone(), &["--cron", "0 2 * * *", "--cron", "0 9 L * *"])["schedule"]["cron"],
        json!(["0 2 * * *", "0 9 L * *"])
    );
    assert_eq!(
        written(before.clone(), &["--at", "2026-12-24T18:00:00Z", "--at", "2026-12-25T18:00:00Z"])["schedule"]["at"],
        json!(["2026-12-24T18:00:00Z", "2026-12-25T18:00:00Z"])
    );
    assert_eq!(written(before, &["--every", "5m"])["schedule"]["offset"], "1m");
}

#[test]
fn labels_and_headers_change_one_by_one() {
    let before = json!({ "labels": { "team": "web", "a.b/c": "x" }, "target": { "headers": { "X-Team": "web" } } });
    let after = written(before, &["--label", "tier=gold", "--label", "a.b/c-", "--header", "x-team: api: 2"]);
    assert_eq!(after["labels"], json!({ "team": "web", "tier": "gold" }));
    assert_eq!(after["target"]["headers"], json!({ "x-team": "api: 2" }));
    let bad = Line::try_parse_from(["x", "--label", "team"]).unwrap();
    assert_eq!(bad.flags.write(None, &mut Map::new()).unwrap_err().exit(), 2);
}

#[test]
fn a_body_is_json_when_it_is_an_object_and_retries_count_without_the_first_attempt() {
    assert_eq!(written(json!({}), &["--body", "{\"day\": 1}"])["target"]["body"], json!({ "day": 1 }));
    assert_eq!(written(json!({}), &["--body", "17"])["target"]["body"], "17");
    assert_eq!(written(json!({}), &["--retries", "2"])["policy"]["retry"]["attempts"], 3);
}

#[test]
fn a_body_comes_from_a_file() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "hello\n").unwrap();
    let document = written(json!({}), &["--body", &format!("@{}", file.path().display())]);
    assert_eq!(document["target"]["body"], "hello\n");
    let missing = Line::try_parse_from(["x", "--body", "@/does/not/exist"]).unwrap();
    assert_eq!(missing.flags.read_body().unwrap_err().exit(), 3);
}

#[test]
fn unset_takes_a_path_or_a_flag_and_guesses() {
    assert_eq!(unset_path("jitter").unwrap(), "schedule.jitter");
    assert_eq!(unset_path("--retries").unwrap(), "policy.retry.attempts");
    assert_eq!(unset_path("labels.team").unwrap(), "labels.team");
    assert_eq!(unset_path("policy.retry").unwrap(), "policy.retry");
    assert!(unset_path("name").is_err() && unset_path("paused.reason").is_err());
    assert!(unset_path("schedule.jiter").unwrap_err().contains("did you mean schedule.jitter?"));
    let mut document = json!({ "policy": { "retry": { "attempts": 3 } }, "name": "x" }).as_object().unwrap().clone();
    assert!(take(&mut document, "policy.retry.attempts"));
    assert_eq!(Value::Object(document), json!({ "name": "x" }), "empty sections go, too");
}
