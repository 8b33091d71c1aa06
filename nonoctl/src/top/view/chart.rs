//! Graphs of one line or more, from blocks, dots, or ASCII.

use ratatui::text::{Line, Span};

use super::Canvas;

/// Eight heights.
const BLOCKS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
/// The same in ASCII.
const ASCII: [&str; 8] = [".", ".", ":", ":", "-", "=", "#", "#"];
/// Two values in one cell, each of 0 to 4 dots.
const LEFT_DOTS: [u32; 5] = [0x00, 0x40, 0x44, 0x46, 0x47];
const RIGHT_DOTS: [u32; 5] = [0x00, 0x80, 0xA0, 0xB0, 0xB8];

/// The last values in one line, the newest on the right; the largest is as high as the line. Where all are the same they stand
/// at half its height, and zeros at its foot.
pub(super) fn spark(canvas: &Canvas<'_>, values: &[f64], room: usize, most: Option<f64>) -> Line<'static> {
    let shown = &values[values.len().saturating_sub(room * per_cell(canvas))..];
    let is_constant = shown.iter().all(|value| Some(value) == shown.first());
    let most = most.unwrap_or_else(|| largest(shown) * if is_constant { 2.0 } else { 1.0 });
    if canvas.theme.braille {
        return Line::from(Span::styled(dots(values, room, most), canvas.theme.graph()));
    }
    let from = values.len().saturating_sub(room);
    let text: String = values[from..].iter().map(|value| level(canvas, *value, most)).collect();
    Line::from(Span::styled(text, canvas.theme.graph()))
}

fn dots(values: &[f64], room: usize, most: f64) -> String {
    let from = values.len().saturating_sub(room * 2);
    let dots = |value: f64| ((value / most.max(f64::MIN_POSITIVE) * 4.0).ceil() as usize).min(4);
    let cell = |pair: &[f64]| {
        let right = pair.get(1).map_or(0, |value| RIGHT_DOTS[dots(*value)]);
        dots_of(LEFT_DOTS[dots(pair[0])] + right)
    };
    values[from..].chunks(2).map(cell).collect()
}

fn level(canvas: &Canvas<'_>, value: f64, most: f64) -> &'static str {
    let share = if most > 0.0 { (value / most).clamp(0.0, 1.0) } else { 0.0 };
    let index = ((share * 8.0).ceil() as usize).clamp(1, 8) - 1;
    if canvas.theme.ascii { ASCII[index] } else { BLOCKS[index] }
}

/// The largest value, at least so that a graph of zeros is flat.
pub(super) fn largest(values: &[f64]) -> f64 {
    values.iter().copied().fold(0.0, f64::max)
}

/// How many values a cell of a graph shows side by side.
pub(super) const fn per_cell(canvas: &Canvas<'_>) -> usize {
    if canvas.theme.braille { 2 } else { 1 }
}

/// The values as columns of several lines, the lowest line last; [`per_cell`] values a cell.
pub(super) fn columns(canvas: &Canvas<'_>, values: &[f64], height: usize) -> Vec<Line<'static>> {
    let most = largest(values).max(f64::MIN_POSITIVE);
    let row = |row: usize| {
        let cells: String =
            values.chunks(per_cell(canvas)).map(|cell| column_cell(canvas, cell, most, row, height)).collect();
        Line::from(Span::styled(cells, canvas.theme.graph()))
    };
    (0..height).rev().map(row).collect()
}

/// One cell of a graph of several lines: `row` counts from below.
fn column_cell(canvas: &Canvas<'_>, values: &[f64], most: f64, row: usize, height: usize) -> char {
    let steps = if canvas.theme.braille { 4 } else { 8 };
    let here = |value: f64| {
        let filled = (value / most * (height * steps) as f64).ceil() as usize;
        filled.saturating_sub(row * steps).min(steps)
    };
    if canvas.theme.braille {
        let right = values.get(1).map_or(0, |value| RIGHT_DOTS[here(*value)]);
        return dots_of(LEFT_DOTS[here(values[0])] + right);
    }
    let signs = if canvas.theme.ascii { ASCII } else { BLOCKS };
    match here(values[0]) {
        0 => ' ',
        some => signs[some - 1].chars().next().unwrap_or(' '),
    }
}

/// A cell of dots; one without any is a space, as the rest of the screen.
fn dots_of(dots: u32) -> char {
    char::from_u32(0x2800 + dots).filter(|_| dots > 0).unwrap_or(' ')
}

/// The values squeezed or stretched into so many, each the largest of those it stands for.
pub(super) fn fitted(values: &[f64], room: usize) -> Vec<f64> {
    if values.is_empty() || room == 0 {
        return Vec::new();
    }
    (0..room)
        .map(|index| {
            let from = index * values.len() / room;
            let to = ((index + 1) * values.len()).div_ceil(room).clamp(from + 1, values.len());
            largest(&values[from..to])
        })
        .collect()
}

/// A bar of so many cells, filled to a share of 0 to 1.
pub(super) fn bar(canvas: &Canvas<'_>, share: f64, room: usize) -> Line<'static> {
    let full = (share.clamp(0.0, 1.0) * room as f64).round() as usize;
    let (on, off) = match (canvas.theme.ascii, canvas.theme.braille) {
        (true, _) => ("#", "."),
        (false, true) => ("⣿", "⣀"),
        (false, false) => ("█", "·"),
    };
    Line::from(vec![
        Span::styled(on.repeat(full), canvas.theme.graph()),
        Span::raw(off.repeat(room.saturating_sub(full))),
    ])
}
