//! What a person types, handed over as bytes: for fuzzers, which must not find a panic, a message that a terminal would
//! choke on, or a text that does not mean the same when it is written down and read again.
//!
//! `fuzz/` has a target for each of these for cargo-fuzz; the test below drives them without it.

use nono_core::schedule::{Kind as ScheduleKind, Schedule};
use nono_core::store::connect::ConnectString;
use nono_core::task::{SchedulerTask, Unknown, format_duration, parse_duration};
use nono_core::time::Instant;

use crate::error::CommandError;
use crate::filter::{Filter, Kind};
use crate::import::crontab::{self, Form};
use crate::import::{Imported, Wishes, dkron, kubernetes};
use crate::manifest;
use crate::output::paint::Paint;
use crate::output::yaml;

#[cfg(test)]
mod tests;

/// A target: takes any bytes, and panics where something is wrong.
pub type Target = fn(&[u8]);

/// All of them, by name.
pub const TARGETS: [(&str, Target); 6] = [
    ("manifest", manifest),
    ("cron", cron),
    ("filter", filter),
    ("connect", connect),
    ("duration", duration),
    ("import", import),
];

/// Some instants of a schedule are enough.
const INSTANTS: usize = 8;

/// A manifest means a task, or says what is wrong; a task means the same once it is a manifest again.
pub fn manifest(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for name in ["task.yaml", "task.json"] {
        assert!(manifest::reads_alike(name, text), "{name}: {text}");
        let items = match manifest::read_text(name, text) {
            Ok(items) => items,
            Err(error) => return is_plain(&error),
        };
        for item in items {
            let again = yaml::text_of(&item.document).expect("a document has YAML");
            let read = manifest::read_text("again", &again).unwrap_or_else(|error| panic!("{error:?} of\n{again}"));
            assert_eq!(read.len(), 1, "{again}");
            assert_eq!(read[0].document, item.document, "of\n{again}");
        }
    }
}

/// A cron expression has instants that rise, and words.
pub fn cron(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    let mut spec = ScheduleKind::Cron(lines).spec();
    spec.time_zone = Some("Europe/Berlin".to_owned());
    spec.task = "fuzz".parse().ok();
    let schedule = match Schedule::new(spec) {
        Ok(schedule) => schedule,
        Err(error) => {
            assert!(error.column.is_none_or(|column| column > 0), "{error:?}");
            return is_one_line(&error.to_string());
        }
    };
    assert!(!schedule.describe().is_empty());
    let mut at = Instant(1_795_482_000);
    for _ in 0..INSTANTS {
        let Some(next) = schedule.next_after(at) else { break };
        assert!(next > at, "{next} after {at} of {text:?}");
        assert_eq!(schedule.count_between(next, next), 1, "{next} of {text:?}");
        at = next;
    }
}

/// A filter reads as itself when it is written down.
pub fn filter(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for kind in [Kind::Task, Kind::Run, Kind::Any] {
        match Filter::parse_for(text, kind) {
            Ok(filter) => {
                let written = filter.to_string();
                assert_eq!(Filter::parse_for(&written, kind).as_ref(), Ok(&filter), "{text:?} as {written:?}");
            }
            Err(error) => is_plain(&error.refusal(text)),
        }
    }
}

/// A connect string reads as itself when it is written down.
pub fn connect(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match text.parse::<ConnectString>() {
        Ok(connect) => {
            let written = connect.to_string();
            assert_eq!(written.parse().as_ref(), Ok(&connect), "{text:?} as {written:?}");
            assert!(connect.chroot().starts_with('/') && !connect.hosts().is_empty());
        }
        Err(error) => is_one_line(&error.to_string()),
    }
}

/// A duration reads as itself when it is written down.
pub fn duration(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match parse_duration(text) {
        Ok(span) => assert_eq!(parse_duration(&format_duration(span)), Ok(span), "{text:?}"),
        Err(fault) => is_one_line(&fault.to_string()),
    }
}

/// What is imported is a manifest that `apply` takes.
pub fn import(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let url = Some("http://runner:8080/run/{name}".to_owned());
    for wishes in [
        Wishes::default(),
        Wishes { url, prefix: Some("X y".to_owned()), zone: Some("Asia/Tokyo".to_owned()), limit: None },
    ] {
        is_importable(&crontab::read(text, Form::User, &wishes));
        is_importable(&crontab::read(text, Form::System, &wishes));
        match manifest::values_of("file", text) {
            Ok(documents) => {
                is_importable(&kubernetes::read(&documents, &wishes));
                is_importable(&dkron::read(&documents, &wishes));
            }
            Err(error) => is_plain(&error),
        }
    }
}

fn is_importable(imported: &Imported) {
    for document in &imported.manifests {
        let fields = document.as_object().expect("a manifest is an object");
        let task = SchedulerTask::parse(fields, Unknown::Refuse).unwrap_or_else(|problems| panic!("{problems}"));
        let text = yaml::text_of(document).expect("a document has YAML");
        let items = manifest::read_text("imported", &text).unwrap_or_else(|error| panic!("{error:?} of\n{text}"));
        assert_eq!(items.first().map(|item| &item.task), Some(&task), "{text}");
    }
}

/// What an error says is a line each, and can be written to a terminal.
fn is_plain(error: &CommandError) {
    let mut written = Vec::new();
    error.write_text(Paint { colour: false, ascii: false }, &mut written).expect("a vector takes everything");
    let text = String::from_utf8(written).expect("texts are UTF-8");
    text.lines().for_each(is_one_line);
    assert!(!error.message.trim().is_empty() && error.exit() == 2, "{error:?}");
}

fn is_one_line(text: &str) {
    assert!(!text.trim().is_empty() && !text.chars().any(char::is_control), "{text:?}");
}
