//! The last row: the keys of what has the keys, made from the map of keys itself.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use unicode_width::UnicodeWidthStr;

use super::{Canvas, NARROW, WIDE, line};
use crate::top::app::dialog::{Dialog, Focus};
use crate::top::app::{Model, Overlay, Screen, View, lists};
use crate::top::keys::{Action, Group};
use crate::top::update::{applies, is_cluster_paused};

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
        Some(Overlay::Notice { .. }) => typing(&[(Back, "close")]),
        Some(Overlay::Text { .. }) => {
            listed(&[(Action::PageDown, "page"), (CopyCommand, "copy as CLI"), (Back, "close")])
        }
        None if model.filter_box.is_some() => {
            let keys = [(Open, "keep"), (Back, "clear"), (NextPane, "complete"), (CopyCommand, "copy as CLI")];
            // What is wanted in the place of the error has room here where it has none in the line above.
            match model.filtering().and_then(|filtering| filtering.error.as_ref()).filter(|_| width < NARROW) {
                Some(error) => format!(" want {}  {}", error.want, typing(&keys[1..2]).trim_start()),
                None => typing(&keys),
            }
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
    let pieces: Vec<(Action, &str)> = match dialog.focus {
        // There is one way to say it.
        Focus::Cancel => pieces.into_iter().filter(|(action, _)| *action != Action::Back).collect(),
        _ => pieces.to_vec(),
    };
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

/// What the legend names of a view, as far as there is room: the most wanted first.
const WANTED: [Action; 29] = [
    Action::Retry,
    Action::Back,
    Action::Open,
    Action::Filter,
    Action::Problems,
    Action::Follow,
    Action::Sort,
    Action::Doctor,
    Action::Drain,
    Action::Undrain,
    Action::Manifest,
    Action::History,
    Action::Mark,
    Action::Menu,
    Action::Freeze,
    Action::CopyCommand,
    Action::Palette,
    Action::Preview,
    Action::NextPane,
    Action::Edit,
    Action::Pause,
    Action::Run,
    Action::Cancel,
    Action::Replay,
    Action::Faster,
    Action::Slower,
    Action::Times,
    Action::Wide,
    Action::Unmark,
];
/// Of an open task or run these come before what a view has.
const OF_A_TASK: [Action; 5] = [Action::Edit, Action::Pause, Action::Run, Action::Cancel, Action::Replay];

fn keys(model: &Model, width: u16) -> String {
    let screen = model.screen();
    let is_top = matches!(screen, Screen::View(_));
    let is_bare = model.shown().fleet.is_none();
    let mut text = String::from(" ");
    let has_rows = model.table_id().is_some_and(|id| lists::len(model, id) > 0);
    if let Some(keys) = pair(model, Action::Down, Action::Up).filter(|_| has_rows && !is_bare) {
        text.push_str(&format!("{keys}  "));
    }
    if let Some(keys) = pair(model, Action::Left, Action::Right).filter(|_| applies(model, Action::Left) && has_rows) {
        text.push_str(&format!("{keys} minute  "));
    }
    let shown = |action: Action| Some(format!("{} {}", model.keys.key(action)?, short(model, action)));
    let end = [Action::Help, Action::Quit].into_iter().filter_map(shown).collect::<Vec<_>>().join("  ");
    let is_task = matches!(screen, Screen::Task(_) | Screen::Run(..));
    let mut wanted: Vec<Action> = WANTED.to_vec();
    if is_task {
        wanted.retain(|action| !OF_A_TASK.contains(action));
        let after = wanted.iter().position(|action| *action == Action::Manifest).map_or(0, |at| at + 1);
        wanted.splice(after..after, OF_A_TASK);
    }
    if *screen == Screen::View(View::Cluster) {
        // There it is of everything.
        wanted.retain(|action| *action != Action::Pause);
        let after = wanted.iter().position(|action| *action == Action::Doctor).map_or(0, |at| at + 1);
        wanted.insert(after, Action::Pause);
    }
    // While nothing is known there is nothing to look at.
    let is_of_use = |action: Action| match action {
        Action::Retry | Action::Palette => true,
        Action::Back => !is_top,
        // What would only be refused is not offered.
        _ if action.group() == Group::Change && model.no_changes().is_some() => false,
        _ => !is_bare,
    };
    for action in wanted.into_iter().filter(|action| is_of_use(*action) && applies(model, *action)) {
        let Some(piece) = shown(action) else { continue };
        if text.width() + piece.width() + 2 + end.width() <= width as usize {
            text.push_str(&piece);
            text.push_str("  ");
        }
    }
    text + &end
}

/// What it does here, in a word or two.
fn short(model: &Model, action: Action) -> &'static str {
    let is_upcoming = *model.screen() == Screen::View(View::Upcoming);
    match action {
        Action::Quit if !matches!(model.screen(), Screen::View(_)) => "back",
        Action::Slower if is_upcoming => "wider",
        Action::Faster if is_upcoming => "narrower",
        Action::CopyCommand if model.size.0 < WIDE => "CLI",
        Action::Pause if *model.screen() == Screen::View(View::Cluster) && is_cluster_paused(model) => "resume all…",
        Action::Pause if *model.screen() == Screen::View(View::Cluster) => "pause all…",
        other => other.short(),
    }
}
