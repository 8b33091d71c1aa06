//! The flags that say what a task is, and the document that they write.
//!
//! A flag puts what was typed at its field's place, unread; the document is then read as a whole, so that flags and
//! manifests obey the same rules. Which flag belongs to which field stands in the table of `nono_core::task::field`.

use std::collections::HashSet;
use std::io::Read;

use nono_core::task::field::{self, Kind};
use serde_json::{Map, Value};

use crate::error::CommandError;
use crate::words;

/// What a task is.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct TaskFlags {
    /// A sentence for people
    #[arg(long, value_name = "TEXT")]
    pub(super) description: Option<String>,
    /// A label; `KEY-` takes one away (repeat for more)
    #[arg(long, value_name = "KEY=VALUE")]
    pub(super) label: Vec<String>,

    /// Due by a cron expression of 5 fields, of 6 with seconds first, or of 7 with the year last (repeat for more)
    #[arg(long, value_name = "EXPR", help_heading = "Schedule", conflicts_with_all = ["every", "at", "offset"])]
    pub(super) cron: Vec<String>,
    /// Due at an interval, counted from 1970-01-01T00:00:00Z
    #[arg(long, value_name = "DURATION", help_heading = "Schedule", conflicts_with = "at")]
    pub(super) every: Option<String>,
    /// Moves the instants of --every
    #[arg(long, value_name = "DURATION", help_heading = "Schedule")]
    pub(super) offset: Option<String>,
    /// Due at this moment, RFC 3339 (repeat for more)
    #[arg(long, value_name = "TIME", help_heading = "Schedule", conflicts_with = "offset")]
    pub(super) at: Vec<String>,
    /// The IANA time zone of the schedule [default: UTC]
    #[arg(long, value_name = "ZONE", help_heading = "Schedule")]
    pub(super) tz: Option<String>,
    /// Of a wall time that does not exist: at the first instant after it, or not at all [default: next]
    #[arg(long, value_name = "next|skip", help_heading = "Schedule")]
    pub(super) dst_gap: Option<String>,
    /// Of a wall time that comes twice: which counts [default: first]
    #[arg(long, value_name = "first|last|both", help_heading = "Schedule")]
    pub(super) dst_overlap: Option<String>,
    /// Instants before this do not count
    #[arg(long, value_name = "TIME", help_heading = "Schedule")]
    pub(super) start: Option<String>,
    /// Instants from this on do not count
    #[arg(long, value_name = "TIME", help_heading = "Schedule")]
    pub(super) end: Option<String>,
    /// Delays each request by less than this, the same for the same run [default: 0s]
    #[arg(long, value_name = "DURATION", help_heading = "Schedule")]
    pub(super) jitter: Option<String>,

    /// Whom to call, http or https
    #[arg(long, value_name = "URL", help_heading = "Target")]
    pub(super) url: Option<String>,
    /// The HTTP method [default: POST]
    #[arg(long, value_name = "METHOD", help_heading = "Target")]
    pub(super) method: Option<String>,
    /// A request header (repeat for more)
    #[arg(long, value_name = "NAME: VALUE", help_heading = "Target")]
    pub(super) header: Vec<String>,
    /// What is sent; a JSON object or array goes as JSON, anything else as text; @FILE and @- read it
    #[arg(long, value_name = "TEXT|@FILE|@-", help_heading = "Target")]
    pub(super) body: Option<String>,
    /// To connect, TLS included [default: 3s]
    #[arg(long, value_name = "DURATION", help_heading = "Target")]
    pub(super) connect_timeout: Option<String>,
    /// One attempt, from its start to the end of the answer [default: 30s]
    #[arg(long, value_name = "DURATION", help_heading = "Target")]
    pub(super) timeout: Option<String>,
    /// The whole run, from its first byte, waits included [default: 1h]
    #[arg(long, value_name = "DURATION", help_heading = "Target")]
    pub(super) run_timeout: Option<String>,

    /// While an earlier run is not over: leave the new one out, or run both [default: skip]
    #[arg(long, value_name = "skip|allow", help_heading = "Policy")]
    pub(super) overlap: Option<String>,
    /// Which missed instants run [default: last]
    #[arg(long, value_name = "none|last|all", help_heading = "Policy")]
    pub(super) misfire: Option<String>,
    /// Missed instants older than this do not run [default: 1h]
    #[arg(long, value_name = "DURATION", help_heading = "Policy")]
    pub(super) misfire_within: Option<String>,
    /// What a crash may cost: a run sent twice, or a run lost [default: at_least_once]
    #[arg(long, value_name = "at_least_once|at_most_once", help_heading = "Policy")]
    pub(super) delivery: Option<String>,
    /// How often a failed attempt is tried again [default: 0]
    #[arg(long, value_name = "N", help_heading = "Policy", value_parser = clap::value_parser!(u64).range(0..100))]
    pub(super) retries: Option<u64>,
    /// The wait before the first retry; it doubles [default: 10s]
    #[arg(long, value_name = "DURATION", help_heading = "Policy")]
    pub(super) backoff: Option<String>,
    /// No wait is longer [default: 5m]
    #[arg(long, value_name = "DURATION", help_heading = "Policy")]
    pub(super) max_backoff: Option<String>,
    /// How many outcomes are kept [default: 20]
    #[arg(long, value_name = "N", help_heading = "Policy")]
    pub(super) history_limit: Option<u64>,
}

impl TaskFlags {
    /// What is to be sent, read from where it stands. Standard input can be read only once.
    pub(super) fn read_body(&self) -> Result<Option<Value>, CommandError> {
        self.body.as_deref().map(body_of).transpose()
    }

    /// Writes what was typed into `document`, and the body that [`TaskFlags::read_body`] read.
    pub(super) fn write(&self, body: Option<&Value>, document: &mut Map<String, Value>) -> Result<(), CommandError> {
        self.refuse_twins()?;
        self.write_texts(document, &["description"]);
        for label in &self.label {
            write_label(document, label)?;
        }
        self.write_kind(document);
        self.write_texts(document, &["tz", "dst-gap", "dst-overlap", "start", "end", "jitter", "url", "method"]);
        for header in &self.header {
            write_header(document, header)?;
        }
        if let Some(body) = body {
            put(document, "target.body", body.clone());
        }
        self.write_texts(document, &["connect-timeout", "timeout", "run-timeout", "overlap", "misfire"]);
        self.write_texts(document, &["misfire-within", "delivery"]);
        if let Some(retries) = self.retries {
            put(document, "policy.retry.attempts", (retries + 1).into());
        }
        self.write_texts(document, &["backoff", "max-backoff"]);
        if let Some(limit) = self.history_limit {
            put(document, "policy.historyLimit", limit.into());
        }
        Ok(())
    }

    /// Exit 2 where two flags say something of the same label or header, as in a manifest.
    fn refuse_twins(&self) -> Result<(), CommandError> {
        let label =
            |typed: &String| typed.split_once('=').map_or(typed.trim_end_matches('-'), |(key, _)| key).to_owned();
        let header = |typed: &String| typed.split(':').next().unwrap_or_default().trim().to_ascii_lowercase();
        let twin = |keys: Vec<String>| {
            let mut seen = HashSet::new();
            keys.into_iter().find(|key| !seen.insert(key.clone()))
        };
        if let Some(key) = twin(self.label.iter().map(label).collect()) {
            return Err(CommandError::usage(format!("--label: the key {key:?} stands twice")));
        }
        match twin(self.header.iter().map(header).collect()) {
            Some(name) => Err(CommandError::usage(format!(
                "--header: {name:?} stands twice; capital letters make no other header"
            ))),
            None => Ok(()),
        }
    }

    /// The flags whose text is the field's value.
    fn text(&self, flag: &str) -> Option<&String> {
        match flag {
            "description" => self.description.as_ref(),
            "tz" => self.tz.as_ref(),
            "dst-gap" => self.dst_gap.as_ref(),
            "dst-overlap" => self.dst_overlap.as_ref(),
            "start" => self.start.as_ref(),
            "end" => self.end.as_ref(),
            "jitter" => self.jitter.as_ref(),
            "url" => self.url.as_ref(),
            "method" => self.method.as_ref(),
            "connect-timeout" => self.connect_timeout.as_ref(),
            "timeout" => self.timeout.as_ref(),
            "run-timeout" => self.run_timeout.as_ref(),
            "overlap" => self.overlap.as_ref(),
            "misfire" => self.misfire.as_ref(),
            "misfire-within" => self.misfire_within.as_ref(),
            "delivery" => self.delivery.as_ref(),
            "backoff" => self.backoff.as_ref(),
            "max-backoff" => self.max_backoff.as_ref(),
            _ => None,
        }
    }

    fn write_texts(&self, document: &mut Map<String, Value>, flags: &[&str]) {
        for flag in flags {
            if let (Some(text), Some(path)) = (self.text(flag), path_of(flag)) {
                put(document, path, Value::String(text.clone()));
            }
        }
    }

    /// A task has one kind of schedule: a new one takes the place of the old.
    fn write_kind(&self, document: &mut Map<String, Value>) {
        let kinds = [
            ("schedule.cron", one_or_more(&self.cron)),
            ("schedule.every", self.every.clone().map(Value::String)),
            ("schedule.at", (!self.at.is_empty()).then(|| self.at.clone().into())),
        ];
        if let Some((chosen, _)) = kinds.iter().find(|(_, value)| value.is_some()) {
            for (path, _) in kinds.iter().filter(|(path, _)| path != chosen) {
                take(document, path);
            }
            if *chosen != "schedule.every" {
                take(document, "schedule.offset");
            }
        }
        for (path, value) in kinds {
            value.into_iter().for_each(|value| put(document, path, value));
        }
        if let Some(offset) = &self.offset {
            put(document, "schedule.offset", Value::String(offset.clone()));
        }
    }
}

/// A text by itself, several as a list.
fn one_or_more(texts: &[String]) -> Option<Value> {
    match texts {
        [] => None,
        [only] => Some(only.as_str().into()),
        several => Some(several.into()),
    }
}

/// The field that a flag, named without dashes, sets.
fn path_of(flag: &str) -> Option<&'static str> {
    field::FIELDS.iter().find(|field| field.flag.and_then(|name| name.strip_prefix("--")) == Some(flag)).map(|f| f.path)
}

/// Puts a value at a dotted path, making the sections on the way.
fn put(document: &mut Map<String, Value>, path: &str, value: Value) {
    match path.split_once('.') {
        None => {
            document.insert(path.to_owned(), value);
        }
        Some((section, rest)) => {
            let entry = document.entry(section).or_insert_with(|| Value::Object(Map::new()));
            if !entry.is_object() {
                *entry = Value::Object(Map::new());
            }
            if let Value::Object(section) = entry {
                put(section, rest, value);
            }
        }
    }
}

/// Takes away what stands at a dotted path, and sections that it leaves empty. Keys of labels and headers may hold
/// dots, so a path is tried whole before it is split.
pub(super) fn take(document: &mut Map<String, Value>, path: &str) -> bool {
    if document.shift_remove(path).is_some() {
        return true;
    }
    let Some((section, rest)) = path.split_once('.') else { return false };
    let Some(Value::Object(inside)) = document.get_mut(section) else { return false };
    let taken = take(inside, rest);
    if taken && inside.is_empty() {
        document.shift_remove(section);
    }
    taken
}

/// What `--unset` names: a path such as `schedule.jitter` or `labels.team`, or a flag without its dashes.
pub(super) fn unset_path(text: &str) -> Result<String, String> {
    let name = text.trim_start_matches("--");
    if let Some(path) = path_of(name) {
        return Ok(path.to_owned());
    }
    let entry =
        ["labels.", "target.headers."].iter().any(|section| name.len() > section.len() && name.starts_with(section));
    let known = |path: &str| {
        field::field(path)
            .is_some_and(|field| !matches!(field.kind, Kind::Name | Kind::Ignored) && !field.path.starts_with("paused"))
    };
    if entry || known(name) {
        return Ok(name.to_owned());
    }
    let paths = field::FIELDS.iter().map(|field| field.path);
    let guesses = words::nearest(name, paths);
    let guess = guesses.first().map(|guess| format!(", did you mean {guess}?")).unwrap_or_default();
    Err(format!("a task has no field \"{name}\"{guess}"))
}

fn write_label(document: &mut Map<String, Value>, label: &str) -> Result<(), CommandError> {
    match (label.split_once('='), label.strip_suffix('-')) {
        (Some((key, value)), _) => {
            let labels = document.entry("labels").or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(labels) = labels {
                labels.insert(key.to_owned(), value.into());
            }
        }
        (None, Some(key)) => {
            take(document, &format!("labels.{key}"));
        }
        (None, None) => {
            return Err(CommandError::usage(format!("--label {label}: write KEY=VALUE, or KEY- to take one away")));
        }
    }
    Ok(())
}

/// A header of the same name, whatever its case, is replaced.
fn write_header(document: &mut Map<String, Value>, header: &str) -> Result<(), CommandError> {
    let Some((name, value)) = header.split_once(':') else {
        return Err(CommandError::usage(format!("--header {header:?}: write 'NAME: VALUE'")));
    };
    let old: Vec<String> = match document.get("target").and_then(|target| target.get("headers")) {
        Some(Value::Object(headers)) => {
            headers.keys().filter(|key| key.eq_ignore_ascii_case(name.trim())).cloned().collect()
        }
        _ => Vec::new(),
    };
    for key in old {
        take(document, &format!("target.headers.{key}"));
    }
    let target = document.entry("target").or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(target) = target {
        let headers = target.entry("headers").or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(headers) = headers {
            headers.insert(name.trim().to_owned(), value.trim().into());
        }
    }
    Ok(())
}

fn body_of(given: &str) -> Result<Value, CommandError> {
    let text = match given.strip_prefix('@') {
        None => given.to_owned(),
        Some("-") => match read_text("standard input", |text| std::io::stdin().read_to_string(text))? {
            // One that is closed cannot be told from one with nothing in it.
            empty if empty.is_empty() => {
                let error = CommandError::usage("--body @-: standard input is closed, or has nothing in it");
                return Err(error.with_hint("leave out --body to send none"));
            }
            text => text,
        },
        Some(path) => read_text(path, |text| std::fs::File::open(path)?.read_to_string(text))?,
    };
    let json = serde_json::from_str::<Value>(&text).ok().filter(|value| value.is_object() || value.is_array());
    Ok(json.unwrap_or(Value::String(text)))
}

fn read_text(place: &str, read: impl FnOnce(&mut String) -> std::io::Result<usize>) -> Result<String, CommandError> {
    let mut text = String::new();
    match read(&mut text) {
        Ok(_) => Ok(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(CommandError::not_found("file", place, [])
            .with_hint("--body @FILE reads a file; a body that begins with @ goes into one")),
        Err(error) => Err(CommandError::usage(format!("--body: cannot read {place}: {error}"))),
    }
}

#[cfg(test)]
mod tests;
