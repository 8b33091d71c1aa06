//! What differs between two looks: objects by name, compared by what programs read of them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::error::CommandError;
use crate::invocation::Invocation;
use crate::output::{Report, Row};

/// What was seen at the last look.
#[derive(Default)]
pub(super) struct Seen {
    rows: BTreeMap<String, Row>,
}

/// Something that happened to one object.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Change {
    what: &'static str,
    kind: &'static str,
    row: Row,
}

impl Change {
    /// What programs read.
    pub(super) fn document(&self) -> Value {
        json!({ "type": self.what, "object": self.row.document })
    }

    /// What people read, with the moment.
    pub(super) fn line(&self, invocation: &Invocation) -> String {
        let style = invocation.style();
        let cells: Vec<String> = self.row.cells.iter().map(|cell| cell.people(&style)).collect();
        let at = crate::terminal::in_zone(style.clock.now, &style.clock.zone, "%H:%M:%S");
        format!("{at} {} {}/{}: {}\n", self.what, self.kind, self.row.name, cells.join("  "))
    }
}

impl Seen {
    /// What differs now; in the order of the report, what is gone last.
    pub(super) fn changes(&mut self, report: &Report) -> Result<Vec<Change>, CommandError> {
        let (kind, rows) = rows_of(report)?;
        let names: BTreeSet<String> = rows.iter().map(|row| row.name.clone()).collect();
        let mut changes = Vec::new();
        for row in rows {
            let what = match self.rows.get(&row.name) {
                None => "added",
                Some(old) if old.document != row.document => "updated",
                Some(_) => continue,
            };
            self.rows.insert(row.name.clone(), row.clone());
            changes.push(Change { what, kind, row });
        }
        let gone: Vec<String> = self.rows.keys().filter(|name| !names.contains(*name)).cloned().collect();
        let gone = gone.iter().filter_map(|name| self.rows.remove(name));
        changes.extend(gone.map(|row| Change { what: "removed", kind, row }));
        Ok(changes)
    }
}

/// The objects of a report; a single one is a list of one.
fn rows_of(report: &Report) -> Result<(&'static str, Vec<Row>), CommandError> {
    match report {
        Report::List(list) => Ok((list.kind, list.rows.clone())),
        Report::Card(card) => {
            let mut cells: Vec<_> = card.mark.iter().map(|mark| crate::output::cell::Cell::State(*mark)).collect();
            cells.extend(card.fields.iter().map(|field| field.cell.clone()));
            let row = Row { name: card.name.clone(), cells, document: card.document.clone(), manifest: None };
            Ok((card.kind, vec![row]))
        }
        _ => Err(CommandError::usage("there is nothing to watch in a list of fields: leave out --watch")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::{Column, List};

    fn list(rows: &[(&str, u64)]) -> Report {
        let row = |(name, count): &(&str, u64)| Row {
            name: (*name).to_owned(),
            cells: Vec::new(),
            document: json!({ "name": name, "count": count }),
            manifest: None,
        };
        Report::List(List {
            kind: "task",
            columns: vec![Column::text("NAME")],
            rows: rows.iter().map(row).collect(),
            heading: None,
            summary: None,
            empty: String::new(),
        })
    }

    #[test]
    fn each_object_is_told_once_for_each_time_that_it_differs() {
        let mut seen = Seen::default();
        let mut told = |rows: &[(&str, u64)]| -> Vec<String> {
            let changes = seen.changes(&list(rows)).unwrap();
            changes.iter().map(|change| format!("{} {}", change.what, change.row.name)).collect()
        };
        assert_eq!(told(&[("b", 1), ("a", 1)]), ["added b", "added a"]);
        assert_eq!(told(&[("a", 1), ("b", 1)]), Vec::<String>::new(), "another order is no change");
        assert_eq!(told(&[("a", 2), ("c", 1)]), ["updated a", "added c", "removed b"]);
        assert_eq!(told(&[]), ["removed a", "removed c"]);
        assert_eq!(told(&[("a", 2)]), ["added a"]);
    }

    #[test]
    fn what_is_gone_is_told_as_it_was() {
        let mut seen = Seen::default();
        seen.changes(&list(&[("a", 7)])).unwrap();
        let gone = seen.changes(&list(&[])).unwrap();
        assert_eq!(gone[0].document(), json!({ "type": "removed", "object": { "name": "a", "count": 7 } }));
        assert!(seen.changes(&Report::Text("x".into())).is_err());
    }
}
