//! The keys of this view, made from the map of keys itself; what is typed narrows them.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget};
use tui_input::Input;

use super::Canvas;
use super::frame::{middle, pane, scrolled};
use super::overview::below;
use crate::output::paint::Tone;
use crate::top::keys::{Action, Group};
use crate::top::update::applies;

fn place(body: Rect) -> Rect {
    middle(body, 110.min(body.width), 30.min(body.height))
}

/// Draws it.
pub(super) fn draw(canvas: &Canvas<'_>, input: &Input, body: Rect, buffer: &mut Buffer) {
    let area = place(body);
    Clear.render(area, buffer);
    let title = format!("Keys: {}", canvas.model.screen().view().word());
    let inner = pane(canvas, &title, "type to search", true, area, buffer);
    let typed = input.value().to_lowercase();
    super::line(Line::raw(format!(" search: {}", scrolled(input, 40).0)), inner, buffer);
    let body = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    let groups = [
        ("MOVE", Group::Move),
        ("LOOK", Group::Look),
        ("CHANGE (asks first)", Group::Change),
        ("COPY", Group::Copy),
        ("EVERYWHERE", Group::Global),
    ];
    let mut lines: Vec<Line<'static>> = Vec::new();
    for (title, group) in groups {
        let of_group: Vec<Line<'static>> = Action::ALL
            .iter()
            .filter(|action| action.group() == group && fits(canvas, **action, &typed))
            .map(|action| entry(canvas, *action))
            .collect();
        if !of_group.is_empty() {
            lines.push(Line::styled(format!(" {title}"), canvas.theme.tone(Tone::Strong)));
            lines.extend(of_group);
        }
    }
    if lines.is_empty() {
        lines.push(Line::raw(" no key is described so"));
    }
    let fits_two = lines.len().div_ceil(2) <= usize::from(body.height);
    let columns = if body.width < 60 {
        1
    } else if fits_two {
        2
    } else {
        3
    };
    let each = lines.len().div_ceil(columns).max(1);
    let places = Layout::horizontal(vec![Constraint::Fill(1); columns]).split(body);
    for (index, chunk) in lines.chunks(each).enumerate() {
        below(chunk.to_vec(), places[index.min(columns - 1)], buffer);
    }
}

fn fits(canvas: &Canvas<'_>, action: Action, typed: &str) -> bool {
    if typed.is_empty() {
        return applies(canvas.model, action) || action.group() == Group::Change;
    }
    let keys = canvas.model.keys.keys_of(action).join(" ").to_lowercase();
    action.long().to_lowercase().contains(typed)
        || action.word().contains(typed)
        || keys.split(' ').any(|key| key == typed)
}

fn entry(canvas: &Canvas<'_>, action: Action) -> Line<'static> {
    let keys = canvas.model.keys.keys_of(action).join(" ");
    let style = if applies(canvas.model, action) { Tone::Plain } else { Tone::Dim };
    Line::from(vec![
        Span::styled(format!("   {keys:<11}"), canvas.theme.focus()),
        Span::styled(action.long(), canvas.theme.tone(style)),
    ])
}

/// Where the next letter goes.
pub(super) fn cursor(_canvas: &Canvas<'_>, input: &Input, body: Rect) -> (u16, u16) {
    let area = place(body);
    (area.x + 10 + scrolled(input, 40).1, area.y + 1)
}
