//! `-o tsv`, and what a pipe gets: the table's columns in their order, nothing cut, no header, moments in UTC.
//!
//! A card is a line for each fact: its label, a tab, its value. A change is a line: kind, name, action, version, and the
//! run that was asked for, if any.

use std::io::{self, Write};

use serde_json::Value;

use super::cell::Cell;
use super::{Card, Change, List, Report};

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    match report {
        Report::List(list) => write_list(list, out),
        Report::Lines(lines) => lines.write(out),
        Report::Card(card) => write_card(card, out),
        Report::Changes(changes) => changes.iter().try_for_each(|change| write_change(change, out)),
        Report::Document(document) => super::json::write_document(document, out),
        Report::Text(text) | Report::Told { text, .. } => out.write_all(text.as_bytes()),
    }
}

fn write_list(list: &List, out: &mut dyn Write) -> io::Result<()> {
    let mut line = String::new();
    for row in &list.rows {
        line.clear();
        push_line(&mut line, &row.cells);
        out.write_all(line.as_bytes())?;
    }
    Ok(())
}

/// The line of a row with these cells, behind what stands in `text`.
pub(crate) fn push_line(text: &mut String, cells: &[Cell]) {
    for (number, cell) in cells.iter().enumerate() {
        if number > 0 {
            text.push('\t');
        }
        text.push_str(&cell.pipe());
    }
    text.push('\n');
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
