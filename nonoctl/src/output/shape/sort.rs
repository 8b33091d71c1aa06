//! `--sort-by FIELD[:desc]`: numbers by size, moments by time, the rest by letter; what is missing comes last.

use std::cmp::Ordering;
use std::str::FromStr;

use serde_json::Value;

use super::field::Key;
use crate::output::Row;
use crate::output::cell::Cell;

/// The order that was asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct SortBy {
    /// A column or a member.
    pub(crate) field: String,
    /// The greatest first.
    pub(crate) descending: bool,
}

impl FromStr for SortBy {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (field, descending) = match text.rsplit_once(':') {
            None => (text, false),
            Some((field, "asc")) => (field, false),
            Some((field, "desc")) => (field, true),
            Some((_, other)) => return Err(format!("after the colon stands asc or desc, and not {other:?}")),
        };
        if field.is_empty() {
            return Err("write a field, such as next or next:desc".to_owned());
        }
        Ok(Self { field: field.to_owned(), descending })
    }
}

impl SortBy {
    /// Puts the rows into this order; those that are alike stay as they were.
    pub(super) fn order(&self, rows: &mut Vec<Row>, key: &Key) {
        let mut keyed: Vec<(Sortable, Row)> = rows.drain(..).map(|row| (sortable(key, &row), row)).collect();
        keyed.sort_by(|(a, _), (b, _)| match (a, b) {
            (Sortable::Missing, Sortable::Missing) => Ordering::Equal,
            (Sortable::Missing, _) => Ordering::Greater,
            (_, Sortable::Missing) => Ordering::Less,
            _ if self.descending => b.compare(a),
            _ => a.compare(b),
        });
        rows.extend(keyed.into_iter().map(|(_, row)| row));
    }
}

/// A value with an order.
enum Sortable {
    Number(f64),
    Text(String),
    Missing,
}

impl Sortable {
    fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::Number(_), _) | (_, Self::Missing) => Ordering::Less,
            (_, Self::Number(_)) | (Self::Missing, _) => Ordering::Greater,
        }
    }
}

fn sortable(key: &Key, row: &Row) -> Sortable {
    match key.column.and_then(|at| row.cells.get(at)) {
        Some(Cell::Ago(at) | Cell::Due(at) | Cell::At(at)) => Sortable::Number(at.0 as f64),
        Some(Cell::Took(span)) => Sortable::Number(span.as_secs_f64()),
        Some(Cell::Count(number)) => Sortable::Number(*number as f64),
        Some(cell) => of_text(cell.pipe().into_owned()),
        None => match key.value(row) {
            Value::Null => Sortable::Missing,
            Value::Number(number) => Sortable::Number(number.as_f64().unwrap_or(f64::MAX)),
            Value::String(text) => of_text(text),
            other => Sortable::Text(other.to_string()),
        },
    }
}

fn of_text(text: String) -> Sortable {
    if text.is_empty() {
        return Sortable::Missing;
    }
    let measured =
        crate::words::duration(&text).ok().filter(|_| text.ends_with(|unit: char| unit.is_ascii_lowercase()));
    match (text.parse::<f64>().ok().filter(|number| number.is_finite()), measured) {
        (Some(number), _) => Sortable::Number(number),
        (None, Some(span)) => Sortable::Number(span.as_secs_f64()),
        (None, None) => Sortable::Text(text),
    }
}
