//! A table's state: which row is selected, which are marked, by which column it is sorted, where the window stands.
//!
//! A selection is of an object, not of a row's number: rows come and go, and it stays with what was selected. Rows do
//! not jump under the cursor; see [`Table::window`].

use std::collections::BTreeSet;

use super::TableId;

/// See the module.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Table {
    /// The key of the selected row.
    pub(crate) selected: Option<String>,
    /// Where it stood when it was last seen, for when it vanishes.
    pub(crate) place: usize,
    /// The first row of the window.
    pub(crate) offset: usize,
    /// Rows that fit, as they were last drawn.
    pub(crate) height: usize,
    /// The column sorted by.
    pub(crate) sort: usize,
    /// Largest first.
    pub(crate) descending: bool,
    /// Rows that are marked.
    pub(crate) marked: BTreeSet<String>,
}

impl Table {
    /// A table as it is at first.
    pub(crate) fn of(id: TableId) -> Self {
        let (sort, descending) = match id {
            TableId::Runs | TableId::Events | TableId::TaskRuns | TableId::SchedulerRuns => (0, true),
            _ => (0, false),
        };
        Self { selected: None, place: 0, offset: 0, height: 20, sort, descending, marked: BTreeSet::new() }
    }

    /// Selects the row at `to`, or the last one there is, and moves the window there.
    pub(crate) fn select(&mut self, to: usize, len: usize, key: impl FnOnce(usize) -> String) {
        if len == 0 {
            self.selected = None;
            self.place = 0;
            self.offset = 0;
            return;
        }
        self.place = to.min(len - 1);
        self.selected = Some(key(self.place));
        self.offset = self.window(len);
    }

    /// Where the window begins so that the selected row is in it, and no room is left empty.
    pub(crate) fn window(&self, len: usize) -> usize {
        let height = self.height.max(1);
        let last = len.saturating_sub(height);
        let from = if self.place < self.offset {
            self.place
        } else if self.place >= self.offset + height {
            self.place + 1 - height
        } else {
            self.offset
        };
        from.min(last)
    }

    /// Marks a row, or takes its mark away.
    pub(crate) fn mark(&mut self, key: &str) {
        if !self.marked.remove(key) {
            self.marked.insert(key.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(place: usize, offset: usize, height: usize) -> Table {
        Table { place, offset, height, ..Table::of(TableId::Tasks) }
    }

    #[test]
    fn the_window_moves_no_more_than_it_must() {
        assert_eq!(at(3, 0, 10).window(100), 0);
        assert_eq!(at(10, 0, 10).window(100), 1);
        assert_eq!(at(4, 5, 10).window(100), 4);
        assert_eq!(at(99, 0, 10).window(100), 90);
        assert_eq!(at(5, 95, 10).window(6), 0);
        assert_eq!(at(0, 0, 0).window(0), 0);
    }

    #[test]
    fn a_selection_beyond_the_end_is_the_last_row() {
        let mut table = at(0, 0, 3);
        table.select(9, 5, |index| index.to_string());
        assert_eq!((table.selected.as_deref(), table.offset), (Some("4"), 2));
        table.select(0, 0, |_| unreachable!());
        assert_eq!(table.selected, None);
    }
}
