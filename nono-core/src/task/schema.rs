//! The JSON Schema of the manifest, for editors and for checks before a commit.
//!
//! Assembled from the table of fields, so that it knows the same names, bounds and defaults as the reader. It says less
//! than the reader checks (rules between fields, cron, zones): a manifest that the reader takes is always valid here.

use serde_json::{Map, Value, json};

use super::field::{Field, Kind, fields_of};
use super::header::MOST_HEADERS;
use super::{API_VERSION, KIND, LONGEST_URL};

/// Whole numbers with units; their order is left to the reader.
const DURATION: &str = r"^(\d+(d|h|ms|m|s))+$";

/// The schema of a manifest.
#[must_use]
pub fn schema() -> Value {
    let mut schema = section("");
    let head = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": KIND,
        "description": format!("A task of nono, {API_VERSION}: what to call, when, and how to treat its runs."),
    });
    let Value::Object(mut whole) = head else { unreachable!("it is written as an object above") };
    whole.append(&mut schema);
    Value::Object(whole)
}

/// The schema of a section: its fields and nothing else.
fn section(path: &str) -> Map<String, Value> {
    let properties: Map<_, _> = fields_of(path).map(|field| (field.name().to_owned(), property(field))).collect();
    let mut schema = Map::new();
    schema.insert("type".to_owned(), "object".into());
    schema.insert("properties".to_owned(), properties.into());
    schema.insert("additionalProperties".to_owned(), false.into());
    match path {
        "" => schema.insert("required".to_owned(), json!(["apiVersion", "kind", "name", "schedule", "target"])),
        "target" => schema.insert("required".to_owned(), json!(["url"])),
        "schedule" => {
            let one = |name: &str| json!({ "required": [name] });
            schema.insert("oneOf".to_owned(), json!([one("cron"), one("every"), one("at")]))
        }
        _ => None,
    };
    schema
}

fn property(field: &Field) -> Value {
    let mut schema = match of_kind(field) {
        Value::Object(schema) => schema,
        _ => Map::new(),
    };
    schema.insert("description".to_owned(), field.about.into());
    if let Some(default) = default(field) {
        schema.insert("default".to_owned(), default);
    }
    Value::Object(schema)
}

fn of_kind(field: &Field) -> Value {
    let duration = json!({ "type": "string", "pattern": DURATION, "examples": ["30s", "10m", "1h30m"] });
    let time = json!({ "type": "string", "format": "date-time" });
    let texts = json!({ "type": "object", "additionalProperties": { "type": "string" } });
    match field.kind {
        Kind::Section if field.path == "paused" => {
            let mut schema = section(field.path);
            schema.insert("type".to_owned(), json!(["object", "null"]));
            Value::Object(schema)
        }
        Kind::Section => Value::Object(section(field.path)),
        Kind::Text { longest } => json!({ "type": "string", "maxLength": longest }),
        Kind::Expressions { longest, most } => {
            let one = json!({ "type": "string", "maxLength": longest });
            json!({ "anyOf": [one, { "type": "array", "items": one, "minItems": 1, "maxItems": most }] })
        }
        Kind::Name => {
            json!({ "type": "string", "pattern": "^[a-z0-9][a-z0-9._-]{0,127}$", "not": { "const": "zookeeper" } })
        }
        Kind::Word(words) if field.path == "target.method" => json!({ "type": "string", "pattern": any_case(words) }),
        Kind::Word([only]) => json!({ "const": only }),
        Kind::Word(words) => json!({ "enum": words }),
        Kind::Duration { .. } => duration,
        // The reader of manifests ignores it, whatever it is.
        Kind::Moment => json!({ "format": "date-time" }),
        Kind::Instant => time,
        Kind::Instants { most } => json!({ "type": "array", "items": time, "minItems": 1, "maxItems": most }),
        Kind::MomentOrDuration => json!({ "anyOf": [time, duration] }),
        Kind::Integer { least, most } => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Kind::Number { least, most } => json!({ "type": "number", "minimum": least, "maximum": most }),
        Kind::Switch => json!({ "type": "boolean" }),
        Kind::Labels => texts,
        Kind::Headers => {
            json!({ "type": "object", "additionalProperties": { "type": "string" }, "maxProperties": MOST_HEADERS })
        }
        Kind::Url => json!({ "type": "string", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://", "maxLength": LONGEST_URL }),
        Kind::Body | Kind::Ignored => json!({}),
        Kind::RetryClasses => json!({ "type": "array", "maxItems": 64, "items": { "anyOf": [
            { "enum": ["connect", "reset", "timeout"] },
            { "type": "integer", "minimum": 400, "maximum": 599 },
            { "type": "string", "pattern": "^[45]\\d\\d(-[45]\\d\\d)?$" },
        ] } }),
    }
}

/// A pattern for words in either case.
fn any_case(words: &[&str]) -> String {
    let either = |word: &&str| word.chars().map(|c| format!("[{c}{}]", c.to_ascii_lowercase())).collect::<String>();
    format!("^({})$", words.iter().map(either).collect::<Vec<_>>().join("|"))
}

fn default(field: &Field) -> Option<Value> {
    let text = field.default?;
    Some(match field.kind {
        Kind::Integer { .. } | Kind::Number { .. } | Kind::Switch => serde_json::from_str(text).ok()?,
        Kind::RetryClasses => {
            text.split(", ").map(|class| class.parse::<u16>().map_or_else(|_| class.into(), Value::from)).collect()
        }
        _ => text.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::field::{FIELDS, field};
    use super::*;

    #[test]
    fn the_schema_describes_every_field_of_the_table() {
        let whole = schema();
        for known in FIELDS {
            let pointer: String = known.path.split('.').map(|part| format!("/properties/{part}")).collect();
            let found = whole.pointer(&pointer).unwrap_or_else(|| panic!("{} is missing", known.path));
            assert_eq!(found["description"], known.about);
            assert_eq!(found.get("default").is_some(), known.default.is_some(), "{}", known.path);
        }
        assert!(field("policy.retry.on").is_some_and(|on| default(on).unwrap().as_array().unwrap().len() == 7));
    }
}
