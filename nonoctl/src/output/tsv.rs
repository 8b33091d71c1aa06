//! `-o tsv`, and what a pipe gets: the table's columns in their order, nothing cut, no header, moments in UTC.
//!
//! A card is a line for each fact: its label, a tab, its value. A change is a line: kind, name, action, version, and the
//! run that was asked for, if any.

use std::io::{self, Write};

use serde_json::Value;

use super::cell::Cell;
use super::{Card, Change, List, Report, Row};

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    match report {
        Report::List(list) => write_list(list, out),
        Report::Card(card) => write_card(card, out),
        Report::Changes(changes) => changes.iter().try_for_each(|change| write_change(change, out)),
        Report::Document(document) => super::json::write_document(document, out),
        Report::Text(text) | Report::Told { text, .. } => out.write_all(text.as_bytes()),
    }
}

fn write_list(list: &List, out: &mut dyn Write) -> io::Result<()> {
    for row in &list.rows {
        write_cells(&row.cells, out)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn write_cells(cells: &[Cell], out: &mut dyn Write) -> io::Result<()> {
    for (number, cell) in cells.iter().enumerate() {
        if number > 0 {
            out.write_all(b"\t")?;
        }
        out.write_all(cell.pipe().as_bytes())?;
    }
    Ok(())
}

/// A row whose cells are put together already. `scratch` is there for many rows to share it: what is kept has no room to
/// spare.
pub(crate) fn in_line(row: Row, scratch: &mut Vec<u8>) -> Row {
    scratch.clear();
    let written = write_cells(&row.cells, scratch).ok().and_then(|()| std::str::from_utf8(scratch).ok());
    match written {
        Some(line) => Row { cells: vec![Cell::Line(line.to_owned())], ..row },
        None => row,
    }
}

fn write_card(card: &Card, out: &mut dyn Write) -> io::Result<()> {
    if !card.title.is_empty() {
        writeln!(out, "name\t{}", card.name)?;
    }
    if let Some(mark) = &card.mark {
        writeln!(out, "state\t{}", mark.word)?;
    }
    let mut label: &str = "";
    for field in &card.fields {
        label = if field.label.is_empty() { label } else { &field.label };
        writeln!(out, "{label}\t{}", field.cell.pipe())?;
    }
    Ok(())
}

fn write_change(change: &Change, out: &mut dyn Write) -> io::Result<()> {
    let version = change.version.map(|version| version.to_string()).unwrap_or_default();
    write!(out, "{}\t{}\t{}\t{version}", change.kind, change.name, change.action)?;
    match change.more.get("run").and_then(Value::as_str) {
        Some(run) => writeln!(out, "\t{run}"),
        None => writeln!(out),
    }
}
