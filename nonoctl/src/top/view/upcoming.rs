//! View 5: what comes within the hour, minute by minute, and where herds stand.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::frame::{is_narrow, pane};
use super::overview::below;
use super::vtable::{draw as table, left, plain, right, value};
use super::{Canvas, WIDE, chart, line, states};
use crate::commands::cluster::outlook::EASY_SECOND;
use crate::output::paint::Tone;
use crate::terminal::in_zone;
use crate::top::app::{TableId, lists};
use crate::top::data::Forecast;
use crate::top::keys::Action;
use crate::words;

/// Draws it.
pub(super) fn draw(canvas: &Canvas<'_>, area: Rect, buffer: &mut Buffer) {
    use Constraint::{Length, Min};
    let model = canvas.model;
    let facts = model.shown();
    let forecast = facts.tasks.forecast.clone();
    let Some(forecast) = forecast.filter(|it| it.minutes.is_empty() || !it.ahead(model.now).0.is_empty()) else {
        let inner = pane(canvas, "Upcoming", "", true, area, buffer);
        canvas.has_room(TableId::Upcoming, 0);
        let text = match facts.tasks.reading {
            Some((done, all)) => {
                format!("reading all tasks: {} of {}", words::count(done as u64), words::count(all as u64))
            }
            None => match &facts.tasks.failed {
                Some(why) => return states::middle(states::not_read(canvas, why), inner, buffer),
                None => format!("{} reads all tasks and works out what is due", canvas.key(Action::Refresh)),
            },
        };
        return states::middle(vec![Line::raw(text)], inner, buffer);
    };
    // Where there is little room the graph goes first.
    let tall = match area.height {
        0..14 => 0,
        14..24 => 8,
        _ => 12,
    };
    let [graph, list] = Layout::vertical([Length(tall), Min(4)]).areas(area);
    if graph.height > 0 {
        minutes(canvas, &forecast, graph, buffer);
    }
    next(canvas, list, buffer);
}

fn minutes(canvas: &Canvas<'_>, forecast: &Forecast, area: Rect, buffer: &mut Buffer) {
    let model = canvas.model;
    let (ahead, _) = forecast.ahead(model.now);
    let gone = forecast.gone(model.now) as i64;
    let window = (model.window as usize).min(ahead.len()).max(1);
    let start =
        |minute: usize| forecast.from.map(|from| nono_core::time::Utc(from.utc().0 + (gone + minute as i64) * 60_000));
    let hour = |minute: usize| start(minute).map_or_else(String::new, |at| in_zone(at, &model.zone, "%H:%M"));
    let cursor = (model.minute as usize).min(window - 1);
    let bar = canvas.theme.bar();
    let remark = format!("next {window} min {bar} cursor {}", hour(cursor));
    let inner = pane(canvas, "Due per minute", &remark, false, area, buffer);
    let values: Vec<f64> = ahead.iter().take(window).map(|count| *count as f64).collect();
    let room = usize::from(inner.width.saturating_sub(9));
    let step = (room / window).max(1);
    let each = chart::per_cell(canvas);
    let spread: Vec<f64> =
        values.iter().flat_map(|value| std::iter::repeat_n(*value, step * each)).take(room * each).collect();
    let height = usize::from(inner.height.saturating_sub(3)).max(1);
    let most = words::count(chart::largest(&values) as u64);
    let rows = chart::columns(canvas, &spread, height);
    for (index, row) in rows.into_iter().enumerate() {
        let label = if index == 0 { most.as_str() } else { "" };
        let mut spans = vec![Span::raw(format!("{label:>6} {bar}"))];
        spans.extend(row.spans);
        line(Line::from(spans), Rect { y: inner.y + index as u16, height: 1, ..inner }, buffer);
    }
    // The cursor is a column of its own look, also where nothing is due.
    let x = inner.x + 8 + (cursor * step) as u16;
    let lit = Rect { x, y: inner.y, width: (step as u16).min(inner.right().saturating_sub(x)), height: height as u16 };
    buffer.set_style(lit.intersection(inner), canvas.theme.selected());
    let axis = inner.y + height as u16;
    let quarter = (window / 4).max(1);
    for minute in (0..window).step_by(quarter) {
        let x = inner.x + 8 + (minute * step) as u16;
        if x + 5 <= inner.right() {
            line(Line::raw(hour(minute)), Rect { x, y: axis, width: 5, height: 1 }, buffer);
        }
    }
    let told = Rect { y: axis + 1, height: inner.bottom().saturating_sub(axis + 1), ..inner };
    below(herd(canvas, forecast, cursor), told, buffer);
}

/// The fullest second of the minute under the cursor, and what could be done about it.
fn herd(canvas: &Canvas<'_>, forecast: &Forecast, cursor: usize) -> Vec<Line<'static>> {
    let (model, theme) = (canvas.model, canvas.theme);
    let (ahead, peaks) = forecast.ahead(model.now);
    let Some((at, count)) = peaks.get(cursor).copied().flatten() else {
        return vec![Line::styled(" nothing is due in this minute", theme.tone(Tone::Dim))];
    };
    let schedulers = model.shown().fleet.as_ref().map_or(0, |fleet| fleet.census.takers().count()).max(1) as u64;
    let easy = EASY_SECOND * schedulers;
    let when = in_zone(at.utc(), &model.zone, "%H:%M:%S");
    let all = ahead.get(cursor).copied().unwrap_or(0);
    let text = format!(" {} due, {} of them at {when}", words::count(all), words::count(count));
    let crowd = forecast.next.iter().find(|due| due.at == at);
    let groups = crowd.map(|due| {
        due.groups
            .iter()
            .map(|(prefix, count)| format!("{prefix} {}", words::count(*count)))
            .collect::<Vec<_>>()
            .join("   ")
    });
    let mut lines = vec![Line::raw(text)];
    if count > easy {
        let advice = format!(
            " more than {} in a second are sent late; a jitter spreads them: task update -l SELECTOR --jitter 60s",
            words::count(easy)
        );
        lines.push(Line::styled(advice, theme.tone(Tone::Warn)));
    } else if let Some(groups) = groups.filter(|groups| !groups.is_empty()) {
        lines.push(Line::raw(format!(" largest: {groups}")));
    }
    lines
}

fn next(canvas: &Canvas<'_>, area: Rect, buffer: &mut Buffer) {
    use Constraint::{Length, Min};
    let model = canvas.model;
    let counted = model
        .shown()
        .tasks
        .counted_at
        .map_or_else(String::new, |at| format!("worked out {} ago", words::span(model.now.since(at))));
    let inner = pane(canvas, "Next", &counted, canvas.has_keys(0), area, buffer);
    let mut columns =
        vec![left("WHEN", Length(8)), left("IN", Length(8)), right("TASKS", Length(6)), left("TASK", Min(20))];
    if inner.width >= WIDE - 2 {
        columns.push(left("STATE", Length(14)));
    }
    if !is_narrow(inner) {
        columns.push(left("OWNER", Length(14)));
    }
    table(canvas, TableId::Upcoming, &columns, inner, buffer, |place| {
        let due = lists::upcoming(model).get(place)?;
        let first = due.some.first()?;
        let row = model.shown().tasks.known(first);
        let name =
            if due.count > 1 { format!("{first} and {} more", words::count(due.count - 1)) } else { first.to_string() };
        let values = columns.iter().map(|column| match column.title {
            "WHEN" => plain(in_zone(due.at.utc(), &super::runs::zone(canvas), "%H:%M:%S")),
            "IN" => plain(words::span(due.at.utc().since(model.now))),
            "TASKS" => plain(words::count(due.count)),
            "TASK" => plain(name.clone()),
            "STATE" => row.map_or_else(
                || plain(""),
                |row| {
                    let mark = row.condition.mark();
                    value(canvas.theme.mark(mark), canvas.theme.tone(mark.tone))
                },
            ),
            _ => match lists::owner(model, first) {
                Some(owner) => plain(owner.name().to_string()),
                None => value("nobody", canvas.theme.tone(Tone::Warn)),
            },
        });
        Some(values.collect())
    });
}
