//! The last row: the keys of what has the keys, made from the map of keys itself.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use unicode_width::UnicodeWidthStr;

use super::{Canvas, line};
use crate::top::app::dialog::{Dialog, Focus};
use crate::top::app::{Model, Overlay, Screen};
use crate::top::keys::Action;
use crate::top::update::applies;

/// Draws it.
pub(super) fn draw(canvas: &Canvas<'_>, area: Rect, buffer: &mut Buffer) {
    line(Line::raw(text(canvas.model, area.width)), area, buffer);
}

fn text(model: &Model, width: u16) -> String {
    use Action::{Back, CopyCommand, Filter, NextPane, Open};
    let typing = |pieces: &[(Action, &str)]| joined(pieces, width, |action| model.keys.typing_key(action));
    let listed = |pieces: &[(Action, &str)]| {
        let moves = pair(model, Action::Down, Action::Up).map(|keys| format!("{keys} move  ")).unwrap_or_default();
        format!(" {moves}{}", joined(pieces, width, |action| model.keys.key(action)).trim_start())
    };
    match &model.overlay {
        Some(Overlay::Confirm(dialog)) => confirm(model, dialog, width),
        Some(Overlay::Help(help)) if help.searching => typing(&[(Open, "keep"), (Back, "show all")]),
        Some(Overlay::Help(_)) => listed(&[(Filter, "search"), (Action::PageDown, "page"), (Back, "close")]),
        Some(Overlay::Palette(_)) => typing(&[(Open, "do it"), (NextPane, "complete"), (Back, "close")]),
        Some(Overlay::Sort(_)) => listed(&[(Open, "choose"), (Back, "close")]),
        Some(Overlay::Menu(_)) => listed(&[(Open, "choose"), (Back, "close")]),
        Some(Overlay::Text { .. }) => {
            listed(&[(Action::PageDown, "page"), (CopyCommand, "copy as CLI"), (Back, "close")])
        }
        None if model.filter_box.is_some() => {
            typing(&[(Open, "keep"), (Back, "clear"), (NextPane, "complete"), (CopyCommand, "copy as CLI")])
        }
        None => keys(model, width),
    }
}

/// The keys of a question: what Enter does depends on where it is pressed.
fn confirm(model: &Model, dialog: &Dialog, width: u16) -> String {
    let button = dialog.button.to_lowercase();
    let entered = match dialog.focus {
        Focus::Reason | Focus::Confirm => "next",
        Focus::Cancel => "cancel",
        Focus::Do if dialog.is_confirmed() => &button,
        Focus::Do => "type the name first",
    };
    let pieces = [
        (Action::NextPane, "move"),
        (Action::Open, entered),
        (Action::Back, "cancel"),
        (Action::CopyCommand, "copy as CLI"),
    ];
    let types = matches!(dialog.focus, Focus::Reason | Focus::Confirm);
    joined(&pieces, width, |action| match model.keys.typing_key(action) {
        _ if !types && action == Action::CopyCommand => model.keys.key(action),
        key => key,
    })
}

fn joined(pieces: &[(Action, &str)], width: u16, key: impl Fn(Action) -> Option<String>) -> String {
    let mut text = String::from(" ");
    for (action, word) in pieces {
        let Some(key) = key(*action) else { continue };
        let piece = format!("{key} {word}  ");
        if text.width() + piece.trim_end().width() <= usize::from(width) {
            text.push_str(&piece);
        }
    }
    text
}

/// `j/k`.
fn pair(model: &Model, one: Action, other: Action) -> Option<String> {
    Some(format!("{}/{}", model.keys.key(one)?, model.keys.key(other)?))
}

fn keys(model: &Model, width: u16) -> String {
    const WANTED: [Action; 24] = [
        Action::Retry,
        Action::Back,
        Action::Open,
        Action::Mark,
        Action::Filter,
        Action::Problems,
        Action::Follow,
        Action::Sort,
        Action::Doctor,
        Action::Drain,
        Action::Undrain,
        Action::Manifest,
        Action::History,
        Action::Edit,
        Action::Pause,
        Action::Run,
        Action::Slower,
        Action::NextPane,
        Action::Preview,
        Action::Wide,
        Action::Menu,
        Action::CopyCommand,
        Action::Freeze,
        Action::Times,
    ];
    let shown = |action: Action| model.keys.key(action).map(|key| format!("{key} {}", action.short()));
    let mut text = String::from(" ");
    if model.table_id().is_some() {
        if let Some(keys) = pair(model, Action::Down, Action::Up) {
            text.push_str(&format!("{keys}  "));
        }
    }
    let is_top = matches!(model.screen(), Screen::View(_));
    let end: String = [Action::Palette, Action::Help, Action::Quit]
        .into_iter()
        .filter_map(|action| {
            Some(if action == Action::Quit && !is_top {
                format!("{} back", model.keys.key(action)?)
            } else {
                shown(action)?
            })
        })
        .collect::<Vec<_>>()
        .join("  ");
    for action in WANTED.into_iter().filter(|action| applies(model, *action) && (*action != Action::Back || !is_top)) {
        let Some(piece) = shown(action) else { continue };
        if text.width() + piece.width() + 2 + end.width() + 1 > width as usize {
            break;
        }
        text.push_str(&piece);
        text.push_str("  ");
    }
    text + &end
}
