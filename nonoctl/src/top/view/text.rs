//! A text to be read, such as a manifest.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Clear, Widget};

use super::Canvas;
use super::frame::pane;
use super::overview::below;

/// Draws it over the body.
pub(super) fn draw(canvas: &Canvas<'_>, title: &str, lines: &[String], from: usize, body: Rect, buffer: &mut Buffer) {
    Clear.render(body, buffer);
    let remark = format!("line {} of {}", from + 1, lines.len());
    let inner = pane(canvas, title, &remark, true, body, buffer);
    let shown = lines.iter().skip(from).map(|text| Line::raw(format!(" {text}")));
    below(shown.take(inner.height.into()).collect(), inner, buffer);
}
