//! The keys of the view that is open: which are listed, and how many of them are seen at once.

use ratatui::layout::Rect;
use tui_input::Input;

use super::Model;
use crate::top::keys::{Action, Group};
use crate::top::update::{has_object, told};

/// The help that lies over the screen.
#[derive(Clone, Debug, Default)]
pub(crate) struct Help {
    /// What is searched for.
    pub(crate) input: Input,
    /// Letters go into the search; else keys move.
    pub(crate) searching: bool,
    /// The first row shown.
    pub(crate) from: usize,
}

/// A line of the help.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Entry {
    /// The name of a group.
    Title(&'static str),
    /// What a key does.
    Key(Action),
}

const GROUPS: [(&str, Group); 5] = [
    ("MOVE", Group::Move),
    ("LOOK", Group::Look),
    ("CHANGE (asks first)", Group::Change),
    ("COPY", Group::Copy),
    ("EVERYWHERE", Group::Global),
];

/// The columns of text that an entry takes.
const ENTRY: u16 = 36;
/// Rows around the entries: title row, views, search line, borders, news, legend.
const AROUND: u16 = 7;
/// So large it grows at most.
const MOST: (u16, u16) = (112, 30);

impl Help {
    /// What is listed.
    pub(crate) fn entries(&self, model: &Model) -> Vec<Entry> {
        let typed = self.input.value().to_lowercase();
        let mut entries = Vec::new();
        for (title, group) in GROUPS {
            let of_group = Action::ALL.iter().filter(|action| action.group() == group && fits(model, **action, &typed));
            let before = entries.len();
            entries.push(Entry::Title(title));
            entries.extend(of_group.map(|action| Entry::Key(*action)));
            if entries.len() == before + 1 {
                entries.pop();
            }
        }
        entries
    }

    /// The size of its box in a body of this size: room for all keys, also while a search shows fewer.
    pub(crate) fn size(model: &Model, body: Rect) -> (u16, u16) {
        let width = MOST.0.min(body.width);
        let rows = Self::rows(Self::default().entries(model).len(), Self::columns(width)) as u16;
        (width, (rows + 3).min(MOST.1).min(body.height))
    }

    /// How many entries stand side by side.
    pub(crate) fn columns(width: u16) -> usize {
        usize::from(width.saturating_sub(2) / ENTRY).clamp(1, 3)
    }

    /// Rows that so many entries take.
    pub(crate) fn rows(entries: usize, columns: usize) -> usize {
        entries.div_ceil(columns)
    }

    /// The last row that it may begin with: so that the end is seen, and nothing below it.
    pub(crate) fn last_from(&self, model: &Model) -> usize {
        let (columns, rows) = model.size;
        let height = usize::from((MOST.1 - 3).min(rows.saturating_sub(AROUND)));
        Self::rows(self.entries(model).len(), Self::columns(MOST.0.min(columns))).saturating_sub(height)
    }

    /// So many rows further down, or up.
    pub(crate) fn scroll(&mut self, model: &Model, rows: isize) {
        self.from = self.from.saturating_add_signed(rows).min(self.last_from(model));
    }
}

fn fits(model: &Model, action: Action, typed: &str) -> bool {
    if typed.is_empty() {
        return has_object(model, action);
    }
    let keys = model.keys.keys_of(action).join(" ").to_lowercase();
    told(model, action).to_lowercase().contains(typed)
        || action.word().contains(typed)
        || keys.split(' ').any(|key| key == typed)
}
