//! One field of `--fields` or `--sort-by`: where its values are.

use serde_json::Value;

use super::UnknownField;
use crate::output::cell::Cell;
use crate::output::{Column, Row};

/// So many documents are looked at to know which members there are.
const LOOKED_AT: usize = 200;

/// A field that can be had.
pub(super) struct Key {
    /// As it was typed.
    pub(super) name: String,
    /// Its column, if it has one.
    pub(super) column: Option<usize>,
}

/// A title as a field is typed: `LATE p99` is `late-p99`.
pub(super) fn spelling(title: &str) -> String {
    title.to_lowercase().replace(' ', "-")
}

/// The column that a field is called after.
pub(super) fn column_of(name: &str, columns: &[Column]) -> Option<usize> {
    let typed = spelling(name);
    columns.iter().position(|column| spelling(&column.title) == typed)
}

impl Key {
    /// The field of that name. With no row to look at every name will do: the next call may find some.
    pub(super) fn of(name: &str, columns: &[Column], rows: &[Row], kind: &str) -> Result<Self, UnknownField> {
        let column = column_of(name, columns);
        let first = name.split('.').next().unwrap_or(name);
        let is_member = |row: &Row| seek(&row.document, name).is_some() || row.document.get(first).is_some();
        // Labels are whatever people say; a row without one has nothing there, and so may all.
        let is_label = || first == "labels" && name.len() > "labels.".len();
        let may_be = || kind == "task" && (nono_core::task::field::field(name).is_some() || is_label());
        if column.is_some() || rows.is_empty() || rows.iter().any(is_member) || may_be() {
            return Ok(Self { name: name.to_owned(), column });
        }
        let mut known: Vec<String> = columns.iter().map(|column| spelling(&column.title)).collect();
        let members = paths(rows.iter().map(|row| &row.document));
        known.extend(members.into_iter().filter(|path| columns.iter().all(|column| spelling(&column.title) != *path)));
        Err(UnknownField { name: name.to_owned(), known })
    }

    /// For tables: the column, else the member.
    pub(super) fn cell(&self, row: &Row) -> Cell {
        let of_column = self.column.and_then(|at| row.cells.get(at)).cloned();
        of_column.unwrap_or_else(|| seek(&row.document, &self.name).map_or(Cell::Empty, cell_of))
    }

    /// For programs: the member, else the column.
    pub(super) fn value(&self, row: &Row) -> Value {
        let member = seek(&row.document, &self.name).cloned();
        member.or_else(|| self.column.and_then(|at| row.cells.get(at)).map(Cell::value)).unwrap_or(Value::Null)
    }
}

fn cell_of(value: &Value) -> Cell {
    match value {
        Value::Null => Cell::Empty,
        Value::String(text) => Cell::Text(text.clone()),
        Value::Number(number) if number.is_u64() => Cell::Count(number.as_u64().unwrap_or_default()),
        other => Cell::Text(other.to_string()),
    }
}

/// A member by its path. The longest name fits first: a label's key may have dots.
pub(super) fn seek<'d>(document: &'d Value, path: &str) -> Option<&'d Value> {
    if let Some(found) = document.get(path) {
        return Some(found);
    }
    let dots = path.match_indices('.').map(|(at, _)| at).collect::<Vec<_>>();
    dots.into_iter().rev().find_map(|at| seek(document.get(&path[..at])?, &path[at + 1..]))
}

/// The members of these documents: those of the first level, and below them what is no object.
pub(super) fn paths<'d>(documents: impl IntoIterator<Item = &'d Value>) -> Vec<String> {
    let mut found = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for document in documents.into_iter().take(LOOKED_AT) {
        gather("", document, &mut |path| {
            if seen.insert(path.clone()) {
                found.push(path);
            }
        });
    }
    found
}

fn gather(above: &str, value: &Value, add: &mut impl FnMut(String)) {
    for (name, value) in value.as_object().into_iter().flatten() {
        let path = if above.is_empty() { name.clone() } else { format!("{above}.{name}") };
        if above.is_empty() || !value.is_object() {
            add(path.clone());
        }
        gather(&path, value, add);
    }
}
