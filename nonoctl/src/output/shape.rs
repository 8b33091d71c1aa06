//! What `--sort-by`, `--fields` and `--jq` make of a report, before any format is written from it.
//!
//! A field is a column of the table or a member of the JSON document (`status.state`). Tables show its column where it
//! has one, JSON and YAML its member where it has one: each reader gets the form that it knows.

mod field;
pub(crate) mod jq;
mod sort;

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use self::field::{Key, paths};
pub(crate) use self::sort::SortBy;
use super::cell::Cell;
use super::{Card, Column, Field, List, Report, Row};
use crate::error::CommandError;
use crate::words;

/// What was asked for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Shape {
    /// `--fields`.
    pub(crate) fields: Option<Fields>,
    /// `--sort-by`.
    pub(crate) sort: Option<SortBy>,
}

/// The value of `--fields`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Fields {
    /// None given: which there are is the answer.
    Known,
    /// These, in this order.
    These(Vec<String>),
}

impl std::str::FromStr for Fields {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Ok(Self::Known);
        }
        let names: Vec<String> = text.split(',').map(|name| name.trim().to_owned()).collect();
        if names.iter().any(String::is_empty) {
            return Err("write the fields with a comma between them, such as name,status.state".to_owned());
        }
        Ok(Self::These(names))
    }
}

impl Shape {
    /// Whether a field is asked for that is none of these columns: it stands in the documents.
    pub(crate) fn reads_documents(&self, columns: &[Column]) -> bool {
        let is_column = |sort: &SortBy| field::column_of(&sort.field, columns).is_some();
        self.fields.is_some() || !self.sort.as_ref().is_none_or(is_column)
    }

    /// The report as it was asked for; of a list only the first `limit` rows.
    pub(crate) fn apply<'r>(&self, report: &'r Report, limit: Option<usize>) -> Result<Cow<'r, Report>, CommandError> {
        let mut shaped = Cow::Borrowed(report);
        if let Some(sort) = &self.sort {
            shaped = Cow::Owned(Report::List(sorted(report, sort)?));
        }
        if let (Some(limit), Report::List(list)) = (limit, &*shaped)
            && list.rows.len() > limit
        {
            let mut list = list.clone();
            list.rows.truncate(limit);
            shaped = Cow::Owned(Report::List(list));
        }
        match &self.fields {
            None => Ok(shaped),
            Some(Fields::Known) => Ok(Cow::Owned(listed(&shaped)?)),
            Some(Fields::These(names)) => Ok(Cow::Owned(picked(&shaped, names)?)),
        }
    }
}

fn sorted(report: &Report, sort: &SortBy) -> Result<List, CommandError> {
    let Report::List(list) = report else {
        return Err(CommandError::usage("--sort-by is for lists").with_hint("leave it out"));
    };
    let mut list = list.clone();
    let key = Key::of(&sort.field, &list.columns, &list.rows, list.kind).map_err(|error| error.named("--sort-by"))?;
    sort.order(&mut list.rows, &key);
    Ok(list)
}

fn picked(report: &Report, names: &[String]) -> Result<Report, CommandError> {
    match report {
        Report::List(list) => picked_list(list, names).map(Report::List),
        Report::Card(card) => picked_card(card, names).map(|card| Report::Card(Box::new(card))),
        Report::Changes(changes) => {
            let rows = changes.iter().map(|change| Row {
                name: change.name.clone(),
                cells: Vec::new(),
                document: change.document(),
                manifest: None,
            });
            let kind = changes.first().map_or("change", |change| change.kind);
            picked_list(&plain(kind, rows.collect()), names).map(Report::List)
        }
        Report::Document(document) | Report::Told { document, .. } => {
            let rows = vec![Row { name: String::new(), cells: Vec::new(), document: document.clone(), manifest: None }];
            let list = picked_list(&plain("document", rows), names)?;
            Ok(Report::Document(list.rows.into_iter().next().map_or(Value::Null, |row| row.document)))
        }
        Report::Text(_) | Report::Lines(_) => Err(no_fields()),
    }
}

fn no_fields() -> CommandError {
    CommandError::usage("what this command prints has no fields").with_hint("leave out --fields")
}

/// Objects without columns.
fn plain(kind: &'static str, rows: Vec<Row>) -> List {
    List { kind, columns: Vec::new(), rows, heading: None, summary: None, empty: String::new() }
}

fn picked_list(list: &List, names: &[String]) -> Result<List, CommandError> {
    let keys: Vec<Key> = names
        .iter()
        .map(|name| Key::of(name, &list.columns, &list.rows, list.kind).map_err(|error| error.named("--fields")))
        .collect::<Result<_, _>>()?;
    let columns = keys.iter().map(|key| Column {
        title: Cow::Owned(key.name.to_uppercase()),
        wide: false,
        yields: 0,
        right: key.column.is_some_and(|at| list.columns[at].right),
    });
    let rows = list.rows.iter().map(|row| Row {
        name: row.name.clone(),
        cells: keys.iter().map(|key| key.cell(row)).collect(),
        document: keys.iter().map(|key| (key.name.clone(), key.value(row))).collect::<Map<_, _>>().into(),
        manifest: None,
    });
    Ok(List {
        kind: list.kind,
        columns: columns.collect(),
        rows: rows.collect(),
        heading: None,
        summary: list.summary.clone(),
        empty: list.empty.clone(),
    })
}

/// A card's facts, as if they were columns of a list of one.
fn as_list(card: &Card) -> List {
    let mut columns = vec![Column::text("name")];
    let mut cells = vec![Cell::Text(card.name.clone())];
    if let Some(mark) = card.mark {
        columns.push(Column::text("state"));
        cells.push(Cell::State(mark));
    }
    for field in card.fields.iter().filter(|field| !field.label.is_empty()) {
        columns.push(Column { title: field.label.clone(), wide: false, right: false, yields: 0 });
        cells.push(field.cell.clone());
    }
    let row = Row { name: card.name.clone(), cells, document: card.document.clone(), manifest: None };
    List { columns, ..plain(card.kind, vec![row]) }
}

fn picked_card(card: &Card, names: &[String]) -> Result<Card, CommandError> {
    let list = picked_list(&as_list(card), names)?;
    let mut picked = Card::new(card.kind, card.name.clone(), Value::Null);
    picked.title = String::new();
    for row in list.rows {
        picked.document = row.document;
        let fields = names.iter().zip(row.cells);
        picked.fields.extend(fields.map(|(name, cell)| Field { label: Cow::Owned(name.clone()), cell }));
    }
    Ok(picked)
}

/// The fields that there are, one a line.
fn listed(report: &Report) -> Result<Report, CommandError> {
    let names = match report {
        Report::List(list) => names_of(list),
        Report::Card(card) => names_of(&as_list(card)),
        Report::Changes(changes) => {
            let documents: Vec<Value> = changes.iter().map(super::Change::document).collect();
            paths(documents.iter())
        }
        Report::Document(document) | Report::Told { document, .. } => paths([document]),
        Report::Text(_) | Report::Lines(_) => return Err(no_fields()),
    };
    Ok(Report::Told { text: names.iter().map(|name| format!("{name}\n")).collect(), document: json!(names) })
}

fn names_of(list: &List) -> Vec<String> {
    let mut names: Vec<String> = list.columns.iter().map(|column| field::spelling(&column.title)).collect();
    for path in paths(list.rows.iter().map(|row| &row.document)) {
        if !names.contains(&path) {
            names.push(path);
        }
    }
    names
}

/// Why a field cannot be had.
struct UnknownField {
    name: String,
    known: Vec<String>,
}

impl UnknownField {
    fn named(self, flag: &str) -> CommandError {
        let mut error = CommandError::usage(format!("{flag}: there is no field \"{}\" here", self.name));
        error.suggestions = words::nearest(&self.name, self.known.iter().map(String::as_str));
        error.with_hint("add --fields alone at the end of the command: it lists them")
    }
}

#[cfg(test)]
mod tests;
