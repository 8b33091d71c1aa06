//! `-o name`: `kind/NAME`, one a line; what commands accept as a name again.

use std::io::{self, Write};

use super::Report;

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    match report {
        Report::List(list) => list.rows.iter().try_for_each(|row| writeln!(out, "{}/{}", list.kind, row.name)),
        Report::Card(card) => writeln!(out, "{}/{}", card.kind, card.name),
        Report::Changes(changes) => {
            changes.iter().try_for_each(|change| writeln!(out, "{}/{}", change.kind, change.name))
        }
        Report::Document(document) => super::json::write_document(document, out),
        Report::Text(text) | Report::Told { text, .. } => out.write_all(text.as_bytes()),
    }
}
