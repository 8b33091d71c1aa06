//! A table of which only the rows in the window are made: its cost is the screen's, not the data's.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::frame::shortened;
use super::{Canvas, line};
use crate::top::app::{TableId, lists};
use crate::words;

/// A column: its title, its width, and whether its values stand on the right.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub(super) title: &'static str,
    pub(super) width: Constraint,
    pub(super) right: bool,
    /// Its place in the order that the table is sorted by, if it can be.
    pub(super) sort: Option<usize>,
}

/// A column whose values stand on the left.
pub(super) const fn left(title: &'static str, width: Constraint) -> Column {
    Column { title, width, right: false, sort: None }
}

/// A column whose values stand on the right.
pub(super) const fn right(title: &'static str, width: Constraint) -> Column {
    Column { title, width, right: true, sort: None }
}

impl Column {
    /// A column that the table can be sorted by.
    pub(super) const fn sorted(mut self, place: usize) -> Self {
        self.sort = Some(place);
        self
    }
}

/// A value: its text and its look; of several pieces where they differ.
pub(super) type Value = Line<'static>;

/// Draws the header and the rows in the window. `row` makes the values of the row at a place.
pub(super) fn draw(
    canvas: &Canvas<'_>,
    id: TableId,
    columns: &[Column],
    area: Rect,
    buffer: &mut Buffer,
    row: impl Fn(usize) -> Option<Vec<Value>>,
) {
    let (model, theme) = (canvas.model, canvas.theme);
    let height = usize::from(area.height.saturating_sub(1));
    canvas.has_room(id, height);
    let mut table = model.table(id);
    table.height = height;
    let len = lists::len(model, id);
    let offset = table.window(len);
    let widths = columns.iter().map(|column| column.width);
    // On the left the sign of the selected row, on the right a column that keeps figures off the border.
    let inner = Rect { x: area.x + 3, width: area.width.saturating_sub(4), ..area };
    let places = Layout::horizontal(widths).spacing(2).split(inner);
    for (column, place) in columns.iter().zip(places.iter()) {
        let mut title = column.title.to_owned();
        let is_sorted = column.sort == Some(table.sort) && column.sort.is_some();
        if is_sorted {
            title.push_str(theme.arrow(table.descending));
        }
        let style = if is_sorted { theme.focus() } else { theme.tone(crate::output::paint::Tone::Dim) };
        put(Line::styled(title, style), column.right, Rect { height: 1, ..*place }, theme.ellipsis(), buffer);
    }
    more(canvas, len.saturating_sub(offset + height), area, buffer);
    for (index, place) in (offset..len.min(offset + height)).enumerate() {
        let y = area.y + 1 + index as u16;
        let Some(values) = row(place) else { continue };
        let is_selected = table.selected.is_some() && table.place == place;
        let key = (!table.marked.is_empty()).then(|| lists::key(model, id, place)).flatten();
        let is_marked = key.is_some_and(|key| table.marked.contains(&key));
        let sign = match (is_selected, is_marked) {
            (true, true) => ">*",
            (true, false) => "> ",
            (false, true) => " *",
            (false, false) => "  ",
        };
        line(Line::raw(sign), Rect { x: area.x + 1, y, width: 2.min(area.width), height: 1 }, buffer);
        for ((column, at), value) in columns.iter().zip(places.iter()).zip(values) {
            put(value, column.right, Rect { y, height: 1, ..*at }, theme.ellipsis(), buffer);
        }
        if is_selected && canvas.model.table_id() == Some(id) {
            buffer.set_style(Rect { x: area.x, y, width: area.width, height: 1 }, theme.selected());
        }
    }
}

/// On the lower edge of the pane: how many rows there are below.
fn more(canvas: &Canvas<'_>, below: usize, area: Rect, buffer: &mut Buffer) {
    let edge = Rect { x: area.x, y: area.bottom(), width: area.width, height: 1 };
    if below == 0 || area.height == 0 || !buffer.area.contains((edge.x, edge.y).into()) {
        return;
    }
    let text = format!(" {} more ", words::count(below as u64));
    let width = (text.len() as u16).min(edge.width);
    let x = edge.right().saturating_sub(width + 1).max(edge.x);
    let tone = canvas.theme.tone(crate::output::paint::Tone::Dim);
    line(Line::styled(text, tone), Rect { x, width, ..edge }, buffer);
}

/// A value in its place, cut with a sign.
fn put(mut value: Line<'static>, right: bool, area: Rect, sign: &str, buffer: &mut Buffer) {
    let room = usize::from(area.width);
    if value.width() > room {
        let mut left = room;
        let mut spans: Vec<Span<'static>> = Vec::new();
        for span in value.spans {
            let width = span.width();
            if width > left {
                spans.push(Span::styled(shortened(&span.content, left, sign), span.style));
                break;
            }
            left -= width;
            spans.push(span);
        }
        value = Line { spans, ..value };
    }
    let value = if right { value.right_aligned() } else { value };
    line(value, area, buffer);
}

/// A value of one look.
pub(super) fn value(text: impl Into<String>, style: Style) -> Value {
    Line::from(Span::styled(text.into(), style))
}

/// A value without a look of its own.
pub(super) fn plain(text: impl Into<String>) -> Value {
    value(text, Style::new())
}
