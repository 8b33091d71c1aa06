//! `-o yaml`: what `apply` takes, where there is such a thing; else the JSON document in YAML.
//!
//! Several manifests are several documents of one stream, so that `task list -o yaml` is a backup.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;

use super::{Change, List, Report};

pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    match report {
        Report::List(list) => write_list(list, out),
        Report::Lines(lines) => lines.write(out),
        Report::Card(card) => write_document(card.manifest.as_ref().unwrap_or(&card.document), out),
        Report::Changes(changes) => write_document(&changes.iter().map(Change::document).collect::<Vec<_>>(), out),
        Report::Document(document) | Report::Told { document, .. } => write_document(document, out),
        Report::Text(text) => out.write_all(text.as_bytes()),
    }
}

/// Rows that have no manifest among others that do (a task that cannot be read) are left out.
fn write_list(list: &List, out: &mut dyn Write) -> io::Result<()> {
    let manifests: Vec<&Value> = list.rows.iter().filter_map(|row| row.manifest.as_deref()).collect();
    if manifests.is_empty() {
        return write_document(&list.rows.iter().map(|row| &row.document).collect::<Vec<_>>(), out);
    }
    write_stream(&manifests, out)
}

fn write_stream(manifests: &[&Value], out: &mut dyn Write) -> io::Result<()> {
    for (index, manifest) in manifests.iter().enumerate() {
        if index > 0 {
            writeln!(out, "---")?;
        }
        write_document(manifest, out)?;
    }
    Ok(())
}

/// The document as YAML.
pub(crate) fn text_of(document: &impl Serialize) -> io::Result<String> {
    let text = serde_saphyr::to_string(document).map_err(io::Error::other)?;
    if !loses_line_feeds(&text) {
        return Ok(text);
    }
    let quoted = serde_saphyr::ser_options! { prefer_block_scalars: false };
    serde_saphyr::to_string_with_options(document, quoted).map_err(io::Error::other)
}

/// Whether a block begins with an empty line: the library writes a text of nothing but line feeds as a block of one, however
/// many they are, and that reads as another text. In quotes it stays what it is.
fn loses_line_feeds(text: &str) -> bool {
    let begins = |line: &str| line.ends_with('|') || line.ends_with("|+");
    text.lines().zip(text.lines().skip(1)).any(|(line, next)| begins(line) && next.trim().is_empty())
}

fn write_document(document: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let text = text_of(document)?;
    out.write_all(text.as_bytes())?;
    if text.ends_with('\n') { Ok(()) } else { writeln!(out) }
}
