//! What is due within the hour, as the overview shows it.

use nono_core::time::Instant;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::output::paint::Tone;
use crate::terminal::in_zone;
use crate::top::keys::Action;
use crate::top::view::frame::pane;
use crate::top::view::{Canvas, chart, line, states};
use crate::words;

/// What is left of the hour that was worked out.
struct Ahead {
    /// Instants per minute.
    minutes: Vec<f64>,
    due: u64,
    /// The fullest second.
    busiest: Option<(Instant, u64)>,
}

fn ahead(canvas: &Canvas<'_>) -> Option<Ahead> {
    let forecast = canvas.model.shown().tasks.forecast.as_ref()?;
    let gone = canvas.model.now.since(forecast.from?.utc()).as_secs() as usize / 60;
    let minutes = forecast.minutes.get(gone..).filter(|left| !left.is_empty())?;
    let peaks = forecast.peaks.iter().skip(gone).flatten().copied();
    Some(Ahead {
        minutes: minutes.iter().map(|count| *count as f64).collect(),
        due: minutes.iter().sum(),
        busiest: peaks.max_by_key(|(at, count)| (*count, std::cmp::Reverse(at.0))),
    })
}

/// By the minute, with the fullest second below.
pub(super) fn graph(canvas: &Canvas<'_>, area: Rect, buffer: &mut Buffer) {
    let model = canvas.model;
    let Some(ahead) = ahead(canvas) else {
        let key = canvas.key(Action::Upcoming);
        let inner = pane(canvas, "Next 60 min", &format!("key {key}"), false, area, buffer);
        let text = format!("{key} reads all tasks and shows what is due");
        return states::middle(vec![Line::raw(text)], inner, buffer);
    };
    let title = format!("Next {} min: {} due", ahead.minutes.len(), words::count(ahead.due));
    let inner = pane(canvas, &title, &format!("key {}", canvas.key(Action::Upcoming)), false, area, buffer);
    let values = ahead.minutes;
    let room = usize::from(inner.width.saturating_sub(2));
    let room = room * chart::per_cell(canvas);
    let values = if room < values.len() { chart::fitted(&values, room) } else { values };
    let rows = chart::columns(canvas, &values, usize::from(inner.height.saturating_sub(1)).max(1));
    for (index, row) in rows.into_iter().enumerate() {
        let y = inner.y + index as u16;
        line(row, Rect { x: inner.x + 1, width: inner.width.saturating_sub(1), y, height: 1 }, buffer);
    }
    if let Some((at, count)) = ahead.busiest {
        let text =
            format!(" busiest {}  {} in one second", in_zone(at.utc(), &model.zone, "%H:%M:%S"), words::count(count));
        line(Line::raw(text), Rect { y: inner.bottom().saturating_sub(1), height: 1, ..inner }, buffer);
    }
}

/// The same, where there is one line for it.
pub(super) fn in_a_line(canvas: &Canvas<'_>, width: u16) -> Line<'static> {
    let Some(ahead) = ahead(canvas) else {
        return Line::styled(
            format!(" next 60m: key {} reads it", canvas.key(Action::Upcoming)),
            canvas.theme.tone(Tone::Dim),
        );
    };
    let mut spans = vec![Span::raw(format!(" next {}m ", ahead.minutes.len()))];
    let room = usize::from(width.saturating_sub(26)).min(60);
    spans.extend(chart::spark(canvas, &chart::fitted(&ahead.minutes, room), room, None).spans);
    if let Some((at, count)) = ahead.busiest {
        spans.push(Span::raw(format!("  {} {}", in_zone(at.utc(), &canvas.model.zone, "%H:%M"), words::count(count))));
    }
    Line::from(spans)
}
