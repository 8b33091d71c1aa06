//! `-o name`: `kind/NAME`, one a line; what commands accept as a name again.

use std::io::{self, Write};

use super::Report;

/// The line of an object, behind what stands in `text`.
pub(crate) fn push_line(text: &mut String, kind: &str, name: &str) {
    [kind, "/", name, "\n"].into_iter().for_each(|part| text.push_str(part));
}

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    match report {
        Report::List(list) => list.rows.iter().try_for_each(|row| writeln!(out, "{}/{}", list.kind, row.name)),
        Report::Lines(lines) => lines.write(out),
        Report::Card(card) => writeln!(out, "{}/{}", card.kind, card.name),
        Report::Changes(changes) => {
            changes.iter().try_for_each(|change| writeln!(out, "{}/{}", change.kind, change.name))
        }
        Report::Document(document) => super::json::write_document(document, out),
        Report::Text(text) | Report::Told { text, .. } => out.write_all(text.as_bytes()),
    }
}
