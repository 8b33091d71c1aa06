//! View 4: runs as they end, the newest first; and rows of runs for other screens.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Rect};

use super::frame::{filtered_title, is_narrow, pane};
use super::overview::millis;
use super::vtable::{Value, draw as table, left, plain, right, value};
use super::{Canvas, WIDE, states};
use crate::tasks::runs::outcome_mark;
use crate::terminal::in_zone;
use crate::top::app::{RUNS_KEPT, TableId, View, lists};
use crate::top::data::SeenRun;
use crate::words;

/// Draws it.
pub(super) fn draw(canvas: &Canvas<'_>, area: Rect, buffer: &mut Buffer) {
    let model = canvas.model;
    let bar = canvas.theme.bar();
    let following = if model.following { format!(" {bar} following") } else { String::new() };
    let sampled = if model.shown().sampled { format!(" {bar} sampled") } else { String::new() };
    let remark = format!("newest first{following}{sampled} {bar} kept {}", words::count(RUNS_KEPT as u64));
    let title = filtered_title(canvas, "Runs", View::Runs, &remark, area);
    let inner = pane(canvas, &title, &remark, canvas.has_keys(0), area, buffer);
    let all: Vec<&SeenRun> = lists::runs(model).collect();
    if all.is_empty() {
        canvas.has_room(TableId::Runs, usize::from(inner.height));
        return states::no_rows(canvas, View::Runs, inner, buffer);
    }
    rows(canvas, TableId::Runs, &all, inner, buffer);
}

/// Rows of runs that schedulers told of.
pub(super) fn rows(canvas: &Canvas<'_>, id: TableId, all: &[&SeenRun], area: Rect, buffer: &mut Buffer) {
    use Constraint::{Length, Min};
    let roomy = area.width >= WIDE - 2;
    let mut columns = vec![left("ENDED", Length(if roomy { 12 } else { 8 })), left("TASK", Min(20))];
    // Of one scheduler's runs it is not said again whose they are.
    if !is_narrow(area) && id != TableId::SchedulerRuns {
        columns.push(left("SCHEDULER", Length(if roomy { 16 } else { 10 })));
    }
    if !is_narrow(area) {
        columns.push(right("LATE", Length(7)));
    }
    if roomy {
        columns.push(right("TRIES", Length(5)));
    }
    columns.push(left("STATE", Length(11)));
    columns.push(right("TOOK", Length(8)));
    table(canvas, id, &columns, area, buffer, |place| {
        let run = all.get(place)?;
        Some(columns.iter().map(|column| cell(canvas, run, column.title, roomy)).collect())
    });
}

fn cell(canvas: &Canvas<'_>, run: &SeenRun, column: &str, roomy: bool) -> Value {
    let model = canvas.model;
    match column {
        "ENDED" => plain(in_zone(run.ended_at, &zone(canvas), if roomy { "%H:%M:%S%.3f" } else { "%H:%M:%S" })),
        "TASK" => plain(run.task.as_str()),
        "SCHEDULER" if roomy => plain(run.scheduler.as_str()),
        "SCHEDULER" => plain(run.scheduler.name().to_string()),
        "LATE" => plain(run.lateness_ms.map_or_else(|| "-".to_owned(), |ms| millis(ms as f64))),
        "TRIES" => plain(run.attempts.to_string()),
        "STATE" => {
            let mark = outcome_mark(run.outcome);
            value(canvas.theme.mark(mark), canvas.theme.tone(mark.tone))
        }
        "TOOK" => plain(run.duration_ms.map_or_else(|| "-".to_owned(), |ms| millis(ms as f64))),
        _ => plain(model.place.clone()),
    }
}

/// The zone in which moments are shown.
pub(super) fn zone(canvas: &Canvas<'_>) -> jiff::tz::TimeZone {
    match canvas.model.times {
        crate::terminal::TimeStyle::Utc => jiff::tz::TimeZone::UTC,
        _ => canvas.model.zone.clone(),
    }
}
