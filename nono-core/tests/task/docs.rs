//! The table, the manifests and the schema that people see agree with what the reader does.
#![expect(clippy::disallowed_methods, reason = "it reads the documents")]

use std::path::Path;

use nono_core::task::field::{FIELDS, Field, Kind, METHODS};
use nono_core::task::{SchedulerTask, StoredTask, Unknown, format_duration, schema};
use serde_json::{Map, Value, json};

fn file(path: &str) -> String {
    let whole = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    std::fs::read_to_string(&whole).unwrap_or_else(|error| panic!("{}: {error}", whole.display()))
}

/// The fenced blocks of a language.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    text.split(&fence).skip(1).map(|rest| rest.split("```").next().unwrap().to_owned()).collect()
}

fn manifests_of(yaml: &str) -> Vec<Map<String, Value>> {
    serde_saphyr::from_multiple::<Value>(yaml)
        .unwrap()
        .into_iter()
        .map(|value| value.as_object().unwrap().clone())
        .collect()
}

/// Every manifest that a person can copy from us.
fn samples() -> Vec<(String, Map<String, Value>)> {
    let mut samples: Vec<_> =
        blocks(&file("docs/tasks.md"), "yaml").into_iter().map(|text| ("docs/tasks.md".to_owned(), text)).collect();
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/tasks");
    for entry in std::fs::read_dir(examples).unwrap() {
        let path = entry.unwrap().path();
        samples.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
    }
    let read = |(place, text): (String, String)| {
        manifests_of(&text).into_iter().map(move |manifest| (place.clone(), manifest))
    };
    samples.into_iter().flat_map(read).collect()
}

fn bounds(kind: Kind) -> String {
    let words = |words: &[&str]| words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    match kind {
        Kind::Section => "an object".to_owned(),
        Kind::Expressions { longest, most } => format!("text, at most {longest} bytes, or a list of 1 to {most}"),
        Kind::Text { longest } => format!("text, at most {longest} bytes"),
        Kind::Name => "see *Names*".to_owned(),
        Kind::Word(METHODS) => format!("{}, in either case", words(METHODS)),
        Kind::Word(all) => words(all),
        Kind::Duration { least, most, .. } => format!("{} to {}", format_duration(least), format_duration(most)),
        Kind::Moment | Kind::Instant => "a time".to_owned(),
        Kind::Instants { most } => format!("1 to {most} times"),
        Kind::MomentOrDuration => "a time, or 1s to 3650d".to_owned(),
        Kind::Integer { least, most } => format!("{least} to {most}"),
        Kind::Number { least, most } => format!("{least} to {most}, fractions too"),
        Kind::Switch => "`true`, `false`".to_owned(),
        Kind::Labels => "see *Labels*".to_owned(),
        Kind::Headers => "see *Headers*".to_owned(),
        Kind::Url => "see *URLs*".to_owned(),
        Kind::Body => "text or any JSON".to_owned(),
        Kind::RetryClasses => "see *Retries*".to_owned(),
        Kind::Ignored => "anything".to_owned(),
    }
}

fn row(field: &Field) -> String {
    let code = |text: Option<&str>| text.map_or(String::new(), |text| format!("`{text}`"));
    let (path, flag, default) = (field.path, code(field.flag), code(field.default));
    format!("| `{path}` | {flag} | {default} | {} | {} |", bounds(field.kind), field.about)
}

#[test]
fn the_table_of_the_docs_is_that_of_the_code() {
    let text = file("docs/tasks.md");
    let rows: Vec<_> = FIELDS.iter().map(row).collect();
    let missing: Vec<_> = rows.iter().filter(|row| !text.contains(row.as_str())).collect();
    assert!(missing.is_empty(), "docs/tasks.md lacks these rows:\n{missing:#?}");
    let table = text.split("## Fields").nth(1).unwrap().split("## Rules").next().unwrap();
    assert_eq!(
        table.lines().filter(|line| line.starts_with("| `")).count(),
        rows.len(),
        "rows of fields that are gone"
    );
}

#[test]
fn every_manifest_we_show_is_a_task_and_valid_by_the_schema() {
    let (schema, samples) = (schema(), samples());
    assert!(samples.len() >= 5, "only {} manifests were found", samples.len());
    for (place, manifest) in samples {
        SchedulerTask::parse(&manifest, Unknown::Refuse).unwrap_or_else(|problems| panic!("{place}: {problems}"));
        assert_eq!(check(&schema, &Value::Object(manifest), ""), Ok(()), "{place}");
    }
}

#[test]
fn the_record_we_show_is_a_task() {
    let shown = blocks(&file("docs/tasks.md"), "json");
    let read = StoredTask::read(&"web.ping".parse().unwrap(), shown[0].trim().as_bytes()).unwrap();
    assert_eq!(String::from_utf8(read.write()).unwrap(), shown[0].trim());
}

/// The values that a manifest of every kind of field is tried with.
fn trials() -> Vec<Value> {
    vec![
        json!(true),
        json!(-1),
        json!(0),
        json!(1),
        json!(3),
        json!(2.5),
        json!(503),
        json!(1e9),
        json!(""),
        json!("x"),
        json!("10m"),
        json!("30s500ms"),
        json!("skip"),
        json!("last"),
        json!("all"),
        json!("allow"),
        json!("get"),
        json!("PUT"),
        json!("at_most_once"),
        json!("2096-12-24T18:00:00Z"),
        json!("http://h/"),
        json!("Europe/Berlin"),
        json!("0 2 * * *"),
        json!("a.task"),
        json!("nono/v1"),
        json!("SchedulerTask"),
        json!([]),
        json!(["connect", 503, "500-599"]),
        json!(["2096-12-24T18:00:00Z"]),
        json!(["0 2 * * *", "H 9 LW * FRI#2"]),
        json!([1]),
        json!({}),
        json!({ "k": "v" }),
        json!({ "k": 1 }),
        json!({ "run": "none" }),
        json!({ "gap": "skip" }),
        json!("x".repeat(2000)),
    ]
}

fn with(path: &str, value: Value) -> Value {
    let mut manifest = json!({ "apiVersion": "nono/v1", "kind": "SchedulerTask", "name": "a.task",
        "schedule": { "cron": "0 2 * * *" }, "target": { "url": "http://worker/" } });
    if let Some(kind) = path.strip_prefix("schedule.").filter(|kind| ["every", "at", "offset"].contains(kind)) {
        manifest["schedule"] = if kind == "offset" { json!({ "every": "1h" }) } else { json!({}) };
    }
    let mut place = &mut manifest;
    for part in path.split('.') {
        place = place.as_object_mut().unwrap().entry(part).or_insert_with(|| json!({}));
    }
    *place = value;
    manifest
}

#[test]
fn what_the_reader_takes_is_valid_by_the_schema() {
    let schema = schema();
    for field in FIELDS {
        let mut taken = 0;
        for value in trials() {
            let manifest = with(field.path, value.clone());
            let Ok(_) = SchedulerTask::parse(manifest.as_object().unwrap(), Unknown::Refuse) else { continue };
            taken += 1;
            assert_eq!(check(&schema, &manifest, ""), Ok(()), "{} {value}", field.path);
        }
        let composed = ["schedule", "target"].contains(&field.path);
        assert!(taken > 0 || composed, "no trial of {} was taken", field.path);
    }
}

#[test]
fn what_the_schema_refuses_by_name_the_reader_refuses_too() {
    let schema = schema();
    let sections = FIELDS.iter().filter(|field| field.kind == Kind::Section).map(|field| format!("{}.", field.path));
    for place in sections.chain([String::new()]) {
        let manifest = with(&format!("{place}newer"), json!("x"));
        assert!(check(&schema, &manifest, "").is_err(), "the schema takes {place}newer");
        assert!(
            SchedulerTask::parse(manifest.as_object().unwrap(), Unknown::Refuse).is_err(),
            "the reader takes {place}newer"
        );
    }
    for missing in ["apiVersion", "kind", "name", "schedule", "target", "target.url", "schedule.cron"] {
        let mut manifest = with("description", json!("x"));
        let (section, name) = missing.rsplit_once('.').map_or(("", missing), |parts| parts);
        let home = if section.is_empty() { &mut manifest } else { &mut manifest[section] };
        home.as_object_mut().unwrap().shift_remove(name);
        assert!(check(&schema, &manifest, "").is_err(), "the schema does without {missing}");
        assert!(
            SchedulerTask::parse(manifest.as_object().unwrap(), Unknown::Refuse).is_err(),
            "the reader does without {missing}"
        );
    }
}

/// As much of JSON Schema as ours uses; an unknown keyword is an error, so that none goes unchecked. Patterns are left
/// to [`the_patterns_of_the_schema_are_these`].
fn check(schema: &Value, value: &Value, place: &str) -> Result<(), String> {
    for (keyword, rule) in schema.as_object().unwrap() {
        let holds = match keyword.as_str() {
            "description" | "default" | "title" | "examples" | "format" | "$schema" | "pattern" => true,
            "type" => rule.as_array().map_or_else(|| is_a(value, rule), |any| any.iter().any(|rule| is_a(value, rule))),
            "const" => value == rule,
            "enum" => rule.as_array().unwrap().contains(value),
            "not" => check(rule, value, place).is_err(),
            "anyOf" => rule.as_array().unwrap().iter().any(|rule| check(rule, value, place).is_ok()),
            "oneOf" => rule.as_array().unwrap().iter().filter(|rule| check(rule, value, place).is_ok()).count() == 1,
            "required" => rule.as_array().unwrap().iter().all(|name| value.get(name.as_str().unwrap()).is_some()),
            "minimum" => value.as_f64().is_none_or(|number| number >= rule.as_f64().unwrap()),
            "maximum" => value.as_f64().is_none_or(|number| number <= rule.as_f64().unwrap()),
            "maxLength" => value.as_str().is_none_or(|text| text.chars().count() as u64 <= rule.as_u64().unwrap()),
            "minItems" => value.as_array().is_none_or(|items| items.len() as u64 >= rule.as_u64().unwrap()),
            "maxItems" => value.as_array().is_none_or(|items| items.len() as u64 <= rule.as_u64().unwrap()),
            "maxProperties" => value.as_object().is_none_or(|map| map.len() as u64 <= rule.as_u64().unwrap()),
            "items" => return_first(value.as_array().into_iter().flatten().map(|item| check(rule, item, place)))?,
            "properties" => {
                let known =
                    rule.as_object().unwrap().iter().filter_map(|(name, rule)| Some((name, rule, value.get(name)?)));
                return_first(known.map(|(name, rule, value)| check(rule, value, &format!("{place}/{name}"))))?
            }
            "additionalProperties" => {
                let known = schema.get("properties").and_then(Value::as_object);
                let others = value
                    .as_object()
                    .into_iter()
                    .flatten()
                    .filter(|(name, _)| known.is_none_or(|known| !known.contains_key(*name)));
                match rule {
                    Value::Bool(allowed) => *allowed || others.count() == 0,
                    rule => return_first(others.map(|(name, value)| check(rule, value, &format!("{place}/{name}"))))?,
                }
            }
            other => return Err(format!("the checker does not know {other}")),
        };
        if !holds {
            return Err(format!("{place}: {keyword} {rule} does not hold"));
        }
    }
    Ok(())
}

fn return_first(mut results: impl Iterator<Item = Result<(), String>>) -> Result<bool, String> {
    results.find(Result::is_err).unwrap_or(Ok(())).map(|()| true)
}

fn is_a(value: &Value, kind: &Value) -> bool {
    match kind.as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "null" => value.is_null(),
        other => panic!("the checker does not know the type {other}"),
    }
}

#[test]
fn the_patterns_of_the_schema_are_these() {
    let schema = schema();
    let pattern = |pointer: &str| schema.pointer(pointer).unwrap()["pattern"].as_str().unwrap().to_owned();
    assert_eq!(pattern("/properties/name"), "^[a-z0-9][a-z0-9._-]{0,127}$");
    assert_eq!(pattern("/properties/schedule/properties/every"), r"^(\d+(d|h|ms|m|s))+$");
    assert_eq!(pattern("/properties/target/properties/url"), "^[Hh][Tt][Tt][Pp][Ss]?://");
    assert!(pattern("/properties/target/properties/method").starts_with("^([Gg][Ee][Tt]|[Hh][Ee]"));
    assert_eq!(
        schema.pointer("/properties/policy/properties/retry/properties/on/items/anyOf/2/pattern"),
        Some(&json!(r"^[45]\d\d(-[45]\d\d)?$"))
    );
}
