//! The command line, at the bottom, with what can be typed above it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget};

use super::Canvas;
use super::frame::{pane, scrolled};
use super::overview::below;
use crate::output::paint::Tone;
use crate::top::app::Palette;
use crate::top::update::COMMANDS;

fn place(area: Rect) -> Rect {
    let height = (COMMANDS.len() as u16 + 3).min(area.height.saturating_sub(3));
    Rect { y: area.bottom().saturating_sub(height + 1), height, ..area }
}

/// Draws it.
pub(super) fn draw(canvas: &Canvas<'_>, state: &Palette, area: Rect, buffer: &mut Buffer) {
    let area = place(area);
    Clear.render(area, buffer);
    let inner = pane(canvas, "Command", "", true, area, buffer);
    let typed = state.input.value();
    let first = typed.split(' ').next().unwrap_or_default();
    let room = usize::from(inner.height.saturating_sub(1));
    let fitting: Vec<Line<'static>> = COMMANDS
        .iter()
        .filter(|(command, _)| command.starts_with(first))
        .take(room)
        .map(|(command, what)| {
            Line::from(vec![Span::raw(format!(" {command:<30}")), Span::styled(*what, canvas.theme.tone(Tone::Dim))])
        })
        .collect();
    below(fitting, Rect { height: room as u16, ..inner }, buffer);
    let mut line = vec![Span::raw(" : "), Span::styled(scrolled(&state.input, 50).0, canvas.theme.focus())];
    if let Some(error) = &state.error {
        line.push(Span::styled(format!("   {error}"), canvas.theme.tone(Tone::Bad)));
    }
    let last = Rect { y: inner.bottom().saturating_sub(1), height: 1, ..inner };
    super::line(Line::from(line), last, buffer);
}

/// Where the next letter goes.
pub(super) fn cursor(state: &Palette, area: Rect) -> (u16, u16) {
    let area = place(area);
    (area.x + 4 + scrolled(&state.input, 50).1, area.bottom().saturating_sub(2))
}
