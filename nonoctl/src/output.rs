//! One model of what a command has to say; every format is written from it.
//!
//! A command defines its data once, as a [`Report`]: cells for people and a JSON document for programs. Which format is
//! written depends on `-o` and on whether standard output is a terminal; what is in it never does.

mod card;
pub(crate) mod cell;
pub(crate) mod json;
mod jsonl;
pub(crate) mod lines;
pub(crate) mod name;
pub(crate) mod paint;
pub(crate) mod shape;
mod table;
pub(crate) mod tsv;
pub(crate) mod wrap;
pub(crate) mod yaml;

use std::borrow::Cow;
use std::io::{self, Write};

use clap::ValueEnum;
use serde_json::{Map, Value, json};

use crate::output::cell::{Cell, Mark};
use crate::output::lines::Lines;
use crate::output::paint::Paint;
use crate::terminal::Clock;

pub(crate) use self::table::{cut, room_for_last};

/// A format of `-o`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Format {
    /// Aligned, for people
    Table,
    /// The table with more columns
    Wide,
    /// One JSON document
    Json,
    /// One JSON document per line
    Jsonl,
    /// YAML; tasks as the manifests that `apply` takes
    Yaml,
    /// Names only, one per line
    Name,
    /// Tab-separated, nothing cut, no header
    Tsv,
}

impl Format {
    /// Whether errors are to be JSON, too.
    pub(crate) const fn is_json(self) -> bool {
        matches!(self, Self::Json | Self::Jsonl)
    }
}

/// What a command has to say.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Report {
    /// Any number of objects.
    List(List),
    /// The same, of which only lines are wanted: written as they are, whatever the format.
    Lines(Lines),
    /// One object.
    Card(Box<Card>),
    /// What was changed, or would be.
    Changes(Vec<Change>),
    /// A document whose form is its content, such as a JSON Schema: JSON in every format but `yaml`.
    Document(Value),
    /// Text whose form is its content, such as a shell script: the same in every format.
    Text(String),
    /// Text for people and pipes, and a document for programs.
    Told {
        /// With its line ends.
        text: String,
        /// What `json`, `jsonl` and `yaml` write.
        document: Value,
    },
}

/// Objects of one kind.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct List {
    /// Of what, such as `task`; `-o name` writes `task/NAME`.
    pub(crate) kind: &'static str,
    /// In a fixed order; new ones are only appended.
    pub(crate) columns: Vec<Column>,
    /// In the order to be shown.
    pub(crate) rows: Vec<Row>,
    /// A line above the table, for people only.
    pub(crate) heading: Option<String>,
    /// A line on standard error, for people only.
    pub(crate) summary: Option<String>,
    /// Said on standard error when there are no rows.
    pub(crate) empty: String,
}

/// A column of a [`List`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Column {
    /// In capitals.
    pub(crate) title: Cow<'static, str>,
    /// Left out of `table`; `wide`, and `tsv` after the others, have it.
    pub(crate) wide: bool,
    /// Numbers stand to the right.
    pub(crate) right: bool,
    /// Where a row of `table` is too long, columns are left out: the highest first, those of 0 never.
    pub(crate) yields: u8,
}

impl Column {
    /// Text, in every table.
    pub(crate) const fn text(title: &'static str) -> Self {
        Self { title: Cow::Borrowed(title), wide: false, right: false, yields: 0 }
    }

    /// A number, in every table.
    pub(crate) const fn number(title: &'static str) -> Self {
        Self { title: Cow::Borrowed(title), wide: false, right: true, yields: 0 }
    }

    /// Text, in `wide` and `tsv` only. Comes after the others.
    pub(crate) const fn wide(title: &'static str) -> Self {
        Self { title: Cow::Borrowed(title), wide: true, right: false, yields: 0 }
    }

    /// The same, to be left out where a row is too long.
    pub(crate) const fn yields(mut self, rank: u8) -> Self {
        self.yields = rank;
        self
    }
}

/// An object of a [`List`].
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Row {
    /// Its name.
    pub(crate) name: String,
    /// One for each column.
    pub(crate) cells: Vec<Cell>,
    /// What `json` and `jsonl` write.
    pub(crate) document: Value,
    /// What `yaml` writes, when it is not the document. Boxed: most rows have none, and there may be a million.
    pub(crate) manifest: Option<Box<Value>>,
}

/// One object, told in lines.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Card {
    /// Of what, such as `task`.
    pub(crate) kind: &'static str,
    /// Its name.
    pub(crate) name: String,
    /// The first line; `task/web.ping` for an object.
    pub(crate) title: String,
    /// Its state, at the end of the first line.
    pub(crate) mark: Option<Mark>,
    /// Its facts.
    pub(crate) fields: Vec<Field>,
    /// Lines below the facts, for people only: what is wrong and what to do.
    pub(crate) footer: Vec<String>,
    /// What `json` and `jsonl` write.
    pub(crate) document: Value,
    /// What `yaml` writes, when it is not the document.
    pub(crate) manifest: Option<Value>,
}

impl Card {
    /// A card titled `kind/name`, without facts.
    pub(crate) fn new(kind: &'static str, name: impl Into<String>, document: Value) -> Self {
        let name = name.into();
        let title = format!("{kind}/{name}");
        Self { kind, name, title, mark: None, fields: Vec::new(), footer: Vec::new(), document, manifest: None }
    }

    /// Adds a fact.
    pub(crate) fn field(&mut self, label: &'static str, cell: Cell) {
        self.fields.push(Field { label: Cow::Borrowed(label), cell });
    }
}

/// A fact of a [`Card`].
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Field {
    /// In small letters; empty to go on with the fact above.
    pub(crate) label: Cow<'static, str>,
    /// What it is.
    pub(crate) cell: Cell,
}

/// What a command did to one object.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Change {
    /// Of what, such as `task`.
    pub(crate) kind: &'static str,
    /// Its name.
    pub(crate) name: String,
    /// In one word: `created`, `updated`, `unchanged`, `deleted`, `paused`, …
    pub(crate) action: &'static str,
    /// Its version afterwards, as people count (the znode's plus one).
    pub(crate) version: Option<i64>,
    /// What differs.
    pub(crate) changes: Vec<FieldChange>,
    /// Whether nothing was written, because of `--dry-run`.
    pub(crate) dry_run: bool,
    /// Left out of the lines for people (an unchanged object of many), never of the data.
    pub(crate) silent: bool,
    /// What differs is left out of the lines for people.
    pub(crate) terse: bool,
    /// Further lines for people, below what differs.
    pub(crate) details: Vec<String>,
    /// Further members of the JSON object, such as the id of a run.
    pub(crate) more: Map<String, Value>,
    /// For people, on standard error: what happens next, how to undo it.
    pub(crate) notes: Vec<String>,
}

impl Change {
    /// A change that was made.
    pub(crate) fn new(kind: &'static str, name: impl Into<String>, action: &'static str) -> Self {
        Self {
            kind,
            name: name.into(),
            action,
            version: None,
            changes: Vec::new(),
            dry_run: false,
            silent: false,
            terse: false,
            details: Vec::new(),
            more: Map::new(),
            notes: Vec::new(),
        }
    }

    /// `updated task/web.ping (v2)`; in a rehearsal `would update task/web.ping (v2) (dry run)`.
    pub(crate) fn line(&self) -> String {
        let version = self.version.map(|version| format!(" (v{version})")).unwrap_or_default();
        let (action, dry) = if self.dry_run { (would(self.action), " (dry run)") } else { (self.action, "") };
        format!("{action} {}/{}{version}{dry}", self.kind, self.name)
    }

    /// The JSON object.
    pub(crate) fn document(&self) -> Value {
        let mut document = Map::new();
        document.insert("kind".into(), json!(self.kind));
        document.insert("name".into(), json!(self.name));
        document.insert("action".into(), json!(self.action));
        document.insert("version".into(), json!(self.version));
        document.insert("changes".into(), self.changes.iter().map(FieldChange::document).collect());
        if self.dry_run {
            document.insert("dryRun".into(), json!(true));
        }
        document.extend(self.more.clone());
        Value::Object(document)
    }
}

/// What an action is called that was not done; of what stays as it is nothing else is to be said.
fn would(action: &str) -> &str {
    match action {
        "created" => "would create",
        "updated" => "would update",
        "deleted" => "would delete",
        "paused" => "would pause",
        "resumed" => "would resume",
        "triggered" => "would run",
        "replayed" => "would replay",
        "backfilled" => "would backfill",
        "cancelled" => "would cancel",
        "withdrawn" => "would withdraw",
        "rolled back" => "would roll back",
        "draining" => "would drain",
        "undrained" => "would undrain",
        "repaired" => "would repair",
        "renamed" => "would rename",
        "selected" => "would select",
        other => other,
    }
}

impl From<nono_core::task::meaning::FieldChange> for FieldChange {
    fn from(change: nono_core::task::meaning::FieldChange) -> Self {
        let some = |value: Value| Some(value).filter(|value| !value.is_null());
        Self { field: change.field, from: some(change.from), to: some(change.to) }
    }
}

/// A field of a document that differs.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct FieldChange {
    /// Its place, such as `schedule.cron`.
    pub(crate) field: String,
    /// What was there, if anything.
    pub(crate) from: Option<Value>,
    /// What is there now, if anything.
    pub(crate) to: Option<Value>,
}

impl FieldChange {
    /// `timeout: 30s -> 45s`. A text is quoted only if it would be unclear without.
    pub(crate) fn line(&self) -> String {
        format!("{}: {} -> {}", self.field, shown(self.from.as_ref()), shown(self.to.as_ref()))
    }

    /// For programs.
    pub(crate) fn document(&self) -> Value {
        json!({ "field": self.field, "from": self.from, "to": self.to })
    }
}

fn shown(value: Option<&Value>) -> String {
    match value {
        None => "(none)".to_owned(),
        Some(Value::String(text)) if is_plain(text) => text.clone(),
        Some(other) => other.to_string(),
    }
}

fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|letter| letter.is_alphanumeric() || "-_.:/+@=&?%~".contains(letter))
}

/// How to write for people.
#[derive(Clone, Debug)]
pub(crate) struct Style {
    /// Colours and glyphs.
    pub(crate) paint: Paint,
    /// How moments are shown.
    pub(crate) clock: Clock,
    /// Columns, on a terminal.
    pub(crate) width: Option<usize>,
    /// Whether tables have a header.
    pub(crate) headers: bool,
}

/// Writes `report` in `format`; without one as a table on a terminal, and as tab-separated values into a pipe.
pub(crate) fn write(
    report: &Report,
    format: Option<Format>,
    is_terminal: bool,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    if let Report::Text(text) = report {
        return out.write_all(text.as_bytes());
    }
    let usual = match report {
        Report::Changes(_) | Report::Told { .. } => Format::Table,
        _ => usual_of_list(is_terminal),
    };
    match format.unwrap_or(usual) {
        Format::Table => table::write(report, style, table::Extent::Short, out),
        Format::Wide => table::write(report, style, table::Extent::Wide, out),
        Format::Json => json::write(report, out),
        Format::Jsonl => jsonl::write(report, out),
        Format::Yaml => yaml::write(report, out),
        Format::Name => name::write(report, out),
        Format::Tsv => tsv::write(report, out),
    }
}

/// The format of a list for which none was asked.
pub(crate) const fn usual_of_list(is_terminal: bool) -> Format {
    if is_terminal { Format::Table } else { Format::Tsv }
}

#[cfg(test)]
mod tests;
