//! View 2: all tasks.

use std::time::Duration;

use jiff::tz::TimeZone;
use nono_core::time::Utc;
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::frame::{filtered_title, is_narrow, pane};
use super::overview::below;
use super::vtable::{Column, Value, draw as table, left, plain, right, value};
use super::{Canvas, WIDE, chart, states};
use crate::output::paint::Tone;
use crate::tasks::runs::outcome_mark;
use crate::tasks::view::TaskCondition;
use crate::terminal::{Clock, TimeStyle, in_zone};
use crate::top::app::{Model, TableId, View};
use crate::top::data::TaskRow;
use crate::top::keys::Action;
use crate::words;

/// Rows of the preview.
const PREVIEW: u16 = 9;
/// Columns of its labels.
const LABEL: u16 = 11;
/// So many runs are drawn in it at most.
const STRIP: usize = 20;

/// Draws it.
pub(super) fn draw(canvas: &Canvas<'_>, area: Rect, buffer: &mut Buffer) {
    let model = canvas.model;
    let (list, preview) = match model.preview && !model.expanded && area.height >= PREVIEW * 2 {
        true => {
            let [list, preview] = Layout::vertical([Constraint::Min(0), Constraint::Length(PREVIEW)]).areas(area);
            (list, Some(preview))
        }
        false => (area, None),
    };
    let remark = remark(canvas);
    let title = filtered_title(canvas, "Tasks", View::Tasks, &remark, list);
    let inner = pane(canvas, &title, &remark, canvas.has_keys(0), list, buffer);
    if model.shown().tasks.len() == 0 {
        canvas.has_room(TableId::Tasks, usize::from(inner.height.saturating_sub(1)));
        states::no_rows(canvas, View::Tasks, inner, buffer);
    } else {
        let columns = columns(canvas, inner);
        let names: Vec<&str> = columns.iter().map(|column| column.title).collect();
        table(canvas, TableId::Tasks, &columns, inner, buffer, |place| row(canvas, place, &names, strip_room(inner)));
    }
    if let Some(area) = preview {
        draw_preview(canvas, area, buffer);
    }
}

/// `6 of 4,812 shown │ sort LAST↓ │ 2 marked`
fn remark(canvas: &Canvas<'_>) -> String {
    let (model, theme) = (canvas.model, canvas.theme);
    let tasks = &model.shown().tasks;
    let table = model.table(TableId::Tasks);
    let mut parts = Vec::new();
    let (shown, all) = (words::count(tasks.len() as u64), words::count(tasks.all() as u64));
    let is_bad = model.filters.get(&View::Tasks).is_some_and(|filtering| filtering.error.is_some());
    parts.push(match (is_bad, tasks.len() == tasks.all()) {
        (true, _) => format!("last good filter kept: {shown} of {all}"),
        (false, true) => all,
        (false, false) => format!("{shown} of {all} shown"),
    });
    let column = crate::top::app::tasks::Column::ALL[table.sort.min(7)];
    parts.push(format!("sort {}{}", column.title(), theme.arrow(table.descending)));
    if !table.marked.is_empty() {
        parts.push(format!("{} marked", table.marked.len()));
    }
    parts.join(&format!(" {} ", theme.bar()))
}

/// From this width on there is room for the owner.
const OWNED: u16 = 116;

/// How many of the newest runs fit: what is left by the other columns, or the newest would be cut off.
fn strip_room(area: Rect) -> usize {
    let others = if area.width >= OWNED { 108 } else { 94 };
    if area.width >= WIDE - 2 { usize::from(area.width - others).clamp(6, 20) } else { 8 }
}

fn columns(canvas: &Canvas<'_>, area: Rect) -> Vec<Column> {
    use Constraint::{Length, Min};
    let wide = canvas.model.wide;
    let strip = strip_room(area) as u16;
    if is_narrow(area) {
        return vec![
            left("NAME", Min(20)).sorted(0),
            left("STATE", Length(12)).sorted(2),
            left("NEXT", Length(12)).sorted(6),
        ];
    }
    let mut columns = vec![left("NAME", Min(if wide { 40 } else { 24 })).sorted(0)];
    if area.width >= WIDE - 2 {
        columns.push(left("SCHEDULE", Length(if wide { 24 } else { 16 })).sorted(1));
    }
    columns.push(left("STATE", Length(12)).sorted(2));
    columns.push(left("LAST", Length(8)).sorted(3));
    columns.push(left("RUNS", Length(strip)).sorted(4));
    if area.width >= WIDE - 2 {
        columns.push(right("P50", Length(6)).sorted(5));
    }
    columns.push(left("NEXT", Length(12)).sorted(6));
    if area.width >= OWNED {
        columns.push(left("OWNER", Length(if wide { 20 } else { 12 })).sorted(7));
    }
    columns
}

fn row(canvas: &Canvas<'_>, place: usize, columns: &[&str], strip: usize) -> Option<Vec<Value>> {
    let (model, theme) = (canvas.model, canvas.theme);
    let tasks = &model.shown().tasks;
    let name = tasks.name(place)?.to_string();
    let Some(row) = tasks.row(place) else {
        // Its state is on the way.
        return Some(
            columns
                .iter()
                .map(|column| if *column == "NAME" { plain(&name) } else { value("", theme.tone(Tone::Dim)) })
                .collect(),
        );
    };
    Some(columns.iter().map(|column| cell(canvas, model, row, column, strip)).collect())
}

fn cell(canvas: &Canvas<'_>, model: &Model, row: &TaskRow, column: &str, strip: usize) -> Value {
    let theme = canvas.theme;
    let clock = model.clock();
    match column {
        "NAME" => plain(row.name.as_str()),
        "SCHEDULE" => plain(words::harmless(&row.schedule)),
        "STATE" => {
            let mark = row.condition.mark();
            value(theme.mark(mark), theme.tone(mark.tone))
        }
        "LAST" => plain(row.last_at.map_or_else(|| "-".to_owned(), |at| words::rough_span(model.now.since(at)))),
        "RUNS" => outcomes(canvas, row, strip),
        "P50" => plain(row.p50.map_or_else(|| "-".to_owned(), words::took)),
        "NEXT" => match row.next {
            Some(_) if row.condition == TaskCondition::Paused => value("-", theme.tone(Tone::Dim)),
            Some(next) => {
                let late = row.condition == TaskCondition::Late;
                value(due_in_short(&clock, next, late), theme.tone(if late { Tone::Warn } else { Tone::Plain }))
            }
            None => value("-", theme.tone(Tone::Dim)),
        },
        "OWNER" => plain(row.owner.as_ref().map_or_else(|| "-".to_owned(), |owner| owner.name().to_string())),
        _ => plain(""),
    }
}

/// When it is due. The row is some seconds old: what has passed meanwhile is late only if it was late when it was read.
pub(super) fn due(clock: &Clock, at: Utc, late: bool) -> String {
    if !late && at < clock.now { "now".to_owned() } else { clock.due(at) }
}

/// The same in twelve columns: today the time alone says it, and else the seconds do not matter.
fn due_in_short(clock: &Clock, at: Utc, late: bool) -> String {
    let (zone, mark) = match clock.style {
        TimeStyle::Relative => return due(clock, at, late),
        TimeStyle::Local => (clock.zone.clone(), ""),
        TimeStyle::Utc => (TimeZone::UTC, "Z"),
    };
    let is_today = in_zone(at, &zone, "%F") == in_zone(clock.now, &zone, "%F");
    in_zone(at, &zone, if is_today { "%H:%M:%S" } else { "%m-%d %H:%M" }) + mark
}

/// A sign for each of the last runs, the newest on the right.
pub(super) fn outcomes(canvas: &Canvas<'_>, row: &TaskRow, most: usize) -> Value {
    let from = row.strip.len().saturating_sub(most);
    let theme = canvas.theme;
    let signs = row.strip[from..].iter().map(|outcome| {
        let mark = outcome_mark(*outcome);
        Span::styled(theme.glyph(mark.glyph), theme.tone(mark.tone))
    });
    Line::from(signs.collect::<Vec<_>>())
}

fn draw_preview(canvas: &Canvas<'_>, area: Rect, buffer: &mut Buffer) {
    let (model, theme) = (canvas.model, canvas.theme);
    let table = model.table(TableId::Tasks);
    let Some(name) = table.selected.clone() else {
        pane(canvas, "Preview", "", false, area, buffer);
        return;
    };
    let inner = pane(canvas, &name, &preview_keys(canvas), false, area, buffer);
    let tasks = &model.shown().tasks;
    let Some(row) = tasks.row(table.place) else { return };
    let mark = row.condition.mark();
    let clock = model.clock();
    let pair = |label: &'static str, text: Line<'static>| {
        let mut spans =
            vec![Span::styled(format!(" {label:<width$}", width = usize::from(LABEL) - 1), theme.tone(Tone::Dim))];
        spans.extend(text.spans);
        Line::from(spans)
    };
    let labels: Vec<String> = row.labels.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let mut plan = vec![
        pair("state", value(format!("{}{}", theme.mark(mark), in_a_row(row)), theme.tone(mark.tone))),
        pair("schedule", plain(words::harmless(&row.schedule))),
        pair(
            "next",
            plain(row.next.map_or_else(
                || "-".to_owned(),
                |at| format!("{}, {}", clock.moment(at), due(&clock, at, row.condition == TaskCondition::Late)),
            )),
        ),
        pair("target", plain(words::harmless(&row.target))),
    ];
    if let Some(problem) = &row.problem {
        plan.insert(1, pair("problem", value(words::harmless(problem), theme.tone(mark.tone))));
    }
    let [left, right] = match inner.width < WIDE - 2 {
        true => [inner; 2],
        false => Layout::horizontal([Constraint::Fill(3), Constraint::Fill(2)]).areas(inner),
    };
    let room = usize::from(right.width.saturating_sub(LABEL + 1));
    let mut course = vec![
        pair("runs", outcomes(canvas, row, STRIP)),
        pair("took", took(canvas, row, room)),
        pair("last", plain(last(&clock, row))),
        pair("owner", plain(row.owner.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string))),
        pair("labels", plain(if labels.is_empty() { "-".to_owned() } else { labels.join(" ") })),
        pair("version", plain(row.version.to_string())),
    ];
    if inner.width < WIDE - 2 {
        plan.append(&mut course);
        return below(plan, inner, buffer);
    }
    below(plan, left, buffer);
    below(course, right, buffer);
}

fn preview_keys(canvas: &Canvas<'_>) -> String {
    format!("{} closes, {} opens it", canvas.key(Action::Preview), canvas.key(Action::Open))
}

/// How long its last runs took, the newest on the right; figures as far as there is room.
fn took(canvas: &Canvas<'_>, row: &TaskRow, room: usize) -> Line<'static> {
    let (Some(newest), Some(most)) = (row.took.last(), row.took.iter().max()) else { return plain("-") };
    let millis = |ms: u32| words::took(Duration::from_millis(ms.into()));
    let p50 = row.p50.map_or_else(String::new, |p50| format!("  p50 {}", words::took(p50)));
    let mut figures = format!("{p50}  max {}", millis(*most));
    let more = format!("{figures}  newest {}", millis(*newest));
    if more.len() + STRIP <= room {
        figures = more;
    }
    let values: Vec<f64> = row.took.iter().map(|ms| f64::from(*ms)).collect();
    let mut text = chart::spark(canvas, &values, room.saturating_sub(figures.len()).min(STRIP), None);
    text.push_span(Span::raw(figures));
    text
}

/// The newest run: when, and how late it was sent.
fn last(clock: &Clock, row: &TaskRow) -> String {
    let Some(at) = row.last_at else { return "-".to_owned() };
    let late = row.lateness_ms.map_or_else(String::new, |ms| {
        format!(", sent {} after its time", words::took(Duration::from_millis(ms.max(0).unsigned_abs())))
    });
    format!("{}{late}", clock.ago(at))
}

fn in_a_row(row: &TaskRow) -> String {
    if row.failures > 1 { format!(", {} in a row", row.failures) } else { String::new() }
}
