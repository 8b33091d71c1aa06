//! One run of a task, as its task's history or the open work tells of it.

use nono_core::name::{RunId, TaskName};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::frame::pane;
use super::overview::{below, millis};
use super::task::once;
use super::{Canvas, states};
use crate::output::paint::Tone;
use crate::words;

/// Draws it.
pub(super) fn draw(canvas: &Canvas<'_>, task: &TaskName, id: &RunId, area: Rect, buffer: &mut Buffer) {
    let (model, theme) = (canvas.model, canvas.theme);
    let facts = model.shown();
    let detail = facts.task.as_ref().filter(|detail| detail.view.name() == task);
    let known = detail.and_then(|detail| detail.runs.iter().find(|run| run.run == *id));
    let Some(run) = known else {
        let inner = pane(canvas, &format!("Run {id}"), "", true, area, buffer);
        let text = match (detail, &facts.gone) {
            (None, Some(gone)) if gone == task => format!("Task {task} is gone, and its runs with it."),
            (None, _) => format!("reading {task}"),
            (Some(_), _) => "It is no longer among the last runs that are kept of its task.".to_owned(),
        };
        return states::middle(vec![Line::raw(text)], inner, buffer);
    };
    let mark = run.standing.mark();
    let inner = pane(canvas, &format!("Run {id}"), &theme.mark(mark), true, area, buffer);
    let clock = model.clock();
    let pair = |label: &str, text: String| {
        Line::from(vec![Span::styled(format!(" {label:<12}"), theme.tone(Tone::Dim)), Span::raw(text)])
    };
    let at = |at: Option<nono_core::time::Utc>| {
        let told = |at| once(clock.moment(at), clock.ago(at), |moment, ago| format!("{moment} ({ago})"));
        at.map_or_else(|| "-".to_owned(), told)
    };
    let most = run.most_attempts.map(|most| format!(" of {most}")).unwrap_or_default();
    let mut lines = vec![pair("task", task.to_string())];
    if let Some(result) = run.result() {
        let label = Span::styled(format!(" {:<12}", "result"), theme.tone(Tone::Dim));
        lines.push(Line::from(vec![label, Span::styled(words::harmless(&result), theme.tone(mark.tone))]));
    }
    lines.extend([
        pair("why", run.trigger.as_str().to_owned()),
        match &run.asked {
            Some((asked, _)) => {
                pair("asked", format!("{} by {}", at(Some(asked.at)), words::harmless(&asked.command.by)))
            }
            None => pair("due", clock.moment(run.scheduled_at.utc())),
        },
        pair("first byte", at(run.started_at)),
        pair("ended", at(run.ended_at)),
        pair("late", run.lateness_ms.map_or_else(|| "-".to_owned(), |ms| millis(ms as f64))),
        pair("took", run.duration(model.now).map_or_else(|| "-".to_owned(), words::took)),
        pair("tries", format!("{}{most}{}", run.attempts, if run.redelivered { ", redelivered" } else { "" })),
        pair("scheduler", run.scheduler.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string)),
        pair("HTTP status", run.status.map_or_else(|| "-".to_owned(), |status| status.to_string())),
    ]);
    if let Some((to, count)) = run.missed {
        lines.push(pair("missed", format!("{} up to {}", words::counted(count, "instant"), clock.moment(to.utc()))));
    }
    lines.push(Line::raw(""));
    let command = format!(" {} run get {id}", model.command);
    if command.len() <= usize::from(inner.width) {
        lines.push(Line::styled(command, theme.tone(Tone::Dim)));
    }
    below(lines, inner, buffer);
}
