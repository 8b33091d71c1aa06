//! What lies over the screen to be read: the help, and texts such as a manifest.

use crossterm::event::{Event as TermEvent, KeyEvent};
use tui_input::backend::crossterm::EventHandler;

use super::boxes::{closes, open};
use super::{Effect, changes};
use crate::top::app::help::Help;
use crate::top::app::{Model, Overlay};
use crate::top::keys::{Action, Press};

/// Rows of a page of what is read.
const PAGE: isize = 10;

/// How far an action moves what is read.
fn rows(action: Option<Action>) -> Option<isize> {
    match action? {
        Action::Down => Some(1),
        Action::Up => Some(-1),
        Action::PageDown | Action::HalfDown => Some(PAGE),
        Action::PageUp | Action::HalfUp => Some(-PAGE),
        Action::First => Some(-isize::MAX),
        Action::Last => Some(isize::MAX),
        _ => None,
    }
}

/// The keys while the help is open: they move it, until a search is begun.
pub(super) fn help(model: &mut Model, mut help: Help, key: &KeyEvent, action: Option<Action>) -> Vec<Effect> {
    if help.searching {
        match Press::of(key).and_then(|press| model.keys.typing(press)) {
            Some(Action::Back) => help = Help::default(),
            Some(Action::Open) => help.searching = false,
            Some(typing) if rows(Some(typing)).is_some() => help.scroll(model, rows(Some(typing)).unwrap_or_default()),
            _ => {
                help.input.handle_event(&TermEvent::Key(*key));
                help.from = 0;
            }
        }
        return open(model, Overlay::Help(help));
    }
    match action {
        Some(Action::Filter) => help.searching = true,
        Some(Action::Help) => return Vec::new(),
        _ if rows(action).is_some() => help.scroll(model, rows(action).unwrap_or_default()),
        // A search is taken away first.
        _ if closes(key, action) && !help.input.value().is_empty() => help = Help::default(),
        _ if closes(key, action) => return Vec::new(),
        _ => {}
    }
    open(model, Overlay::Help(help))
}

/// A text to be read, and the command that prints it.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) title: String,
    pub(super) lines: Vec<String>,
    pub(super) from: usize,
    pub(super) command: String,
}

/// The keys while a text is open.
pub(super) fn text(model: &mut Model, text: Text, key: &KeyEvent, action: Option<Action>) -> Vec<Effect> {
    if closes(key, action) {
        return Vec::new();
    }
    let Text { title, lines, from, command } = text;
    let last = lines.len().saturating_sub(1);
    let from = rows(action).map_or(from, |by| from.saturating_add_signed(by).min(last));
    let effects = match action {
        Some(Action::CopyCommand) => changes::copied(model, command.clone()),
        _ => Vec::new(),
    };
    model.overlay = Some(Overlay::Text { title, lines, from, command });
    effects
}

/// The wheel of the mouse over what lies over the screen: what can be moved moves, and nothing below it.
pub(super) fn wheel(model: &mut Model, by: isize) {
    let sortable = super::sortable(model).map_or(0, |(_, columns)| columns.len());
    let offered = super::menu(model).len();
    let to = |place: usize, len: usize| place.saturating_add_signed(by).min(len.saturating_sub(1));
    match model.overlay.take() {
        Some(Overlay::Help(mut help)) => {
            help.scroll(model, by);
            model.overlay = Some(Overlay::Help(help));
        }
        Some(Overlay::Text { title, lines, from, command }) => {
            let from = to(from, lines.len());
            model.overlay = Some(Overlay::Text { title, lines, from, command });
        }
        Some(Overlay::Sort(place)) => model.overlay = Some(Overlay::Sort(to(place, sortable))),
        Some(Overlay::Menu(place)) => model.overlay = Some(Overlay::Menu(to(place, offered))),
        other => model.overlay = other,
    }
}
