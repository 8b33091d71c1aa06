//! A text to be read, such as a manifest.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Clear, Widget};
use unicode_width::UnicodeWidthStr;

use super::Canvas;
use super::frame::{middle, pane};
use super::overview::below;

/// Draws it over the body.
pub(super) fn draw(canvas: &Canvas<'_>, title: &str, lines: &[String], from: usize, body: Rect, buffer: &mut Buffer) {
    Clear.render(body, buffer);
    let remark = format!("line {} of {}", from + 1, lines.len());
    let inner = pane(canvas, title, &remark, true, body, buffer);
    let shown = lines.iter().skip(from).map(|text| Line::raw(format!(" {text}")));
    below(shown.take(inner.height.into()).collect(), inner, buffer);
}

/// Draws a few lines in the middle of the body.
pub(super) fn notice(canvas: &Canvas<'_>, title: &str, lines: &[String], body: Rect, buffer: &mut Buffer) {
    let width = lines.iter().map(|text| text.width() as u16 + 4).max().unwrap_or(0).max(40);
    let area = middle(body, width, lines.len() as u16 + 2);
    Clear.render(area, buffer);
    let inner = pane(canvas, title, "", true, area, buffer);
    below(lines.iter().map(|text| Line::raw(format!(" {text}"))).collect(), inner, buffer);
}
