//! `-o jsonl`: one document a line; an empty list is no line.

use std::io::{self, Write};

use super::Report;
use super::json::write_line;

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    match report {
        Report::List(list) => list.rows.iter().try_for_each(|row| write_line(&row.document, out)),
        Report::Lines(lines) => lines.write(out),
        Report::Card(card) => write_line(&card.document, out),
        Report::Changes(changes) => changes.iter().try_for_each(|change| write_line(&change.document(), out)),
        Report::Document(document) | Report::Told { document, .. } => write_line(document, out),
        Report::Text(text) => out.write_all(text.as_bytes()),
    }
}
