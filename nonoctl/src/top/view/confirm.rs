//! The question before a change.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget};
use unicode_width::UnicodeWidthStr;

use super::Canvas;
use super::frame::{middle, pane, scrolled, shortened};
use super::overview::below;
use crate::output::paint::Tone;
use crate::top::app::dialog::{Dialog, Focus};

const WIDTH: u16 = 76;
const REASON: &str = " Reason (kept in the history): ";

fn place(dialog: &Dialog, command: &str, body: Rect) -> Rect {
    let rows = dialog.lines.len() + wrapped(&dialog.same_as(command), WIDTH.min(body.width)).len() + 6 + 2 * usize::from(dialog.confirm.is_some());
    middle(body, WIDTH, rows as u16 + 2)
}

/// A command over several lines, as a shell takes it.
fn wrapped(command: &str, width: u16) -> Vec<String> {
    let room = usize::from(width).saturating_sub(10);
    let mut lines = vec![String::new()];
    for word in command.split(' ') {
        let last = lines.last_mut().expect("there is one");
        if !last.is_empty() && last.width() + word.width() + 1 > room {
            last.push_str(" \\");
            lines.push(word.to_owned());
        } else {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines
}

/// Draws it.
pub(super) fn draw(canvas: &Canvas<'_>, dialog: &Dialog, body: Rect, buffer: &mut Buffer) {
    let theme = canvas.theme;
    let area = place(dialog, &canvas.model.command, body);
    Clear.render(area, buffer);
    let inner = pane(canvas, &dialog.title, "", true, area, buffer);
    let room = usize::from(inner.width);
    let mut lines: Vec<Line<'static>> =
        dialog.lines.iter().map(|text| Line::raw(shortened(&format!(" {text}"), room, theme.ellipsis()))).collect();
    lines.push(Line::raw(""));
    if let Some(reason) = &dialog.reason {
        lines.push(field(canvas, REASON, &scrolled(reason, room.saturating_sub(REASON.len())).0, dialog.focus == Focus::Reason));
    }
    if let Some((wanted, typed)) = &dialog.confirm {
        lines.push(Line::raw(format!(" Type {wanted} to go on:")));
        lines.push(field(canvas, "   ", &scrolled(typed, room.saturating_sub(4)).0, dialog.focus == Focus::Confirm));
    }
    lines.push(Line::raw(""));
    lines.push(Line::styled(" Same as:", theme.tone(Tone::Dim)));
    let command = wrapped(&dialog.same_as(&canvas.model.command), area.width);
    lines.extend(command.into_iter().map(|text| Line::styled(format!("   {text}"), theme.tone(Tone::Dim))));
    lines.push(Line::raw(""));
    lines.push(buttons(canvas, dialog));
    below(lines, inner, buffer);
}

fn field(canvas: &Canvas<'_>, label: &str, text: &str, has_keys: bool) -> Line<'static> {
    let style = if has_keys { canvas.theme.focus() } else { canvas.theme.tone(Tone::Plain) };
    Line::from(vec![Span::raw(label.to_owned()), Span::styled(text.to_owned(), style)])
}

fn buttons(canvas: &Canvas<'_>, dialog: &Dialog) -> Line<'static> {
    let button = |text: &str, focus: Focus| {
        let shown = if dialog.focus == focus { format!("[ {text} ]") } else { format!("  {text}  ") };
        let style = if dialog.focus == focus { canvas.theme.selected() } else { canvas.theme.tone(Tone::Plain) };
        Span::styled(shown, style)
    };
    let act = if dialog.is_confirmed() { button(dialog.button, Focus::Do) } else {
        Span::styled(format!("  {}  ", dialog.button), canvas.theme.tone(Tone::Dim))
    };
    Line::from(vec![Span::raw(" ".repeat(20)), button("Cancel", Focus::Cancel), Span::raw("    "), act])
}

/// Where the next letter goes.
pub(super) fn cursor(canvas: &Canvas<'_>, dialog: &Dialog, body: Rect) -> Option<(u16, u16)> {
    let area = place(dialog, &canvas.model.command, body);
    let room = usize::from(area.width.saturating_sub(2));
    let first = area.y + 1 + dialog.lines.len() as u16 + 1;
    let reason = u16::from(dialog.reason.is_some());
    let at = match (dialog.focus, &dialog.reason, &dialog.confirm) {
        (Focus::Reason, Some(input), _) => {
            (area.x + 1 + REASON.len() as u16 + scrolled(input, room.saturating_sub(REASON.len())).1, first)
        }
        (Focus::Confirm, _, Some((_, input))) => (area.x + 4 + scrolled(input, room.saturating_sub(4)).1, first + reason + 1),
        _ => return None,
    };
    (at.0 < area.right() && at.1 < area.bottom()).then_some(at)
}
