//! `-o json`: one document. A list is an array, an empty one `[]`.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;

use super::{Change, Report};

/// What `-o json` prints; of text there is none.
pub(crate) fn documents(report: &Report) -> Option<Value> {
    match report {
        Report::List(list) => Some(list.rows.iter().map(|row| row.document.clone()).collect()),
        Report::Card(card) => Some(card.document.clone()),
        Report::Changes(changes) => Some(changes.iter().map(Change::document).collect()),
        Report::Document(document) | Report::Told { document, .. } => Some(document.clone()),
        Report::Text(_) | Report::Lines(_) => None,
    }
}

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    match report {
        Report::List(list) => write_document(&list.rows.iter().map(|row| &row.document).collect::<Vec<_>>(), out),
        Report::Card(card) => write_document(&card.document, out),
        Report::Changes(changes) => write_document(&changes.iter().map(Change::document).collect::<Vec<_>>(), out),
        Report::Document(document) | Report::Told { document, .. } => write_document(document, out),
        Report::Lines(lines) => lines.write(out),
        Report::Text(text) => out.write_all(text.as_bytes()),
    }
}

pub(super) fn write_document(document: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, document).map_err(io::Error::from)?;
    writeln!(out)
}

/// Of one line.
pub(super) fn write_line(document: &Value, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, document).map_err(io::Error::from)?;
    writeln!(out)
}
