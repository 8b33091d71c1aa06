//! One task: its plan, how it is, when it is due, how its runs went.

use nono_core::name::TaskName;
use nono_core::run::Delivery;
use nono_core::task::Overlap;
use nono_core::time::Instant;
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::frame::{is_narrow, pane};
use super::overview::{below, millis};
use super::vtable::{Value, draw as table, left, plain, right, value};
use super::{Canvas, WIDE, chart, states};
use crate::output::paint::Tone;
use crate::tasks::runs::RunView;
use crate::terminal::in_zone;
use crate::top::app::{TableId, lists};
use crate::top::data::TaskDetail;
use crate::top::keys::Action;
use crate::words;

/// Draws it.
pub(super) fn draw(canvas: &Canvas<'_>, name: &TaskName, area: Rect, buffer: &mut Buffer) {
    use Constraint::{Fill, Length, Min};
    let model = canvas.model;
    let facts = model.shown();
    let Some(detail) = facts.task.clone().filter(|detail| detail.view.name() == name) else {
        let inner = pane(canvas, &format!("Task {name}"), "", true, area, buffer);
        canvas.has_room(TableId::TaskRuns, 0);
        let lines = match &facts.gone {
            Some(gone) if gone == name => vec![Line::raw(format!("Task {name} is gone.")), states::way_back(canvas)],
            _ => match facts.unreadable.as_ref().filter(|(task, _)| task == name) {
                Some((_, why)) => vec![
                    Line::raw(format!("Task {name} is there and cannot be understood:")),
                    Line::styled(words::harmless(why), canvas.theme.tone(Tone::Bad)),
                    Line::raw("It is not run as long as that is so."),
                ],
                None => vec![Line::raw(format!("reading {name}"))],
            },
        };
        return states::middle(lines, inner, buffer);
    };
    if model.expanded {
        return runs(canvas, area, buffer);
    }
    let roomy = area.width >= WIDE;
    let graphs = if roomy && area.height >= 28 { 6 } else { 0 };
    let plan = if area.height >= 18 { 11 } else { 7 };
    let [top, middle, bottom] = Layout::vertical([Length(plan), Length(graphs), Min(4)]).areas(area);
    // As it was when it was read: what came due since then may have been sent.
    let mark = detail.view.condition(detail.at).mark();
    if roomy {
        let [left, right] = Layout::horizontal([Fill(3), Fill(2)]).areas(top);
        let inner = pane(canvas, &format!("Task {name}"), &canvas.theme.mark(mark), canvas.has_keys(1), left, buffer);
        below(plan_lines(canvas, &detail, true), inner, buffer);
        next(canvas, &detail, right, buffer);
    } else {
        let inner = pane(canvas, name.as_str(), &canvas.theme.mark(mark), canvas.has_keys(1), top, buffer);
        below(fitting(canvas, &detail, inner.height.into()), inner, buffer);
    }
    if graphs > 0 {
        let [took, late] = Layout::horizontal([Fill(1), Fill(1)]).areas(middle);
        let (all, good) = (durations(&detail), succeeded(&detail));
        let of = match good.len() {
            0 => " none has succeeded".to_owned(),
            count if count == all.len() => figures(&good),
            count => format!("{}   of {} that succeeded", figures(&good), words::count(count as u64)),
        };
        graph(canvas, "Took", &all, of, took, buffer);
        let all = latenesses(&detail);
        graph(canvas, "Lateness", &all, figures(&all), late, buffer);
    }
    runs(canvas, bottom, buffer);
}

/// The lines of its plan; where not all have room what is wrong comes first, and when it is due.
fn fitting(canvas: &Canvas<'_>, detail: &TaskDetail, room: usize) -> Vec<Line<'static>> {
    let mut lines = plan_lines(canvas, detail, false);
    if lines.len() > room {
        // When it is due stands behind what its schedule is, and means.
        let next = 1 + usize::from(means(detail).is_some());
        lines.swap(0, next);
        lines.splice(0..0, problem(canvas, detail));
    }
    lines
}

/// How long its runs took, oldest first, in milliseconds.
fn durations(detail: &TaskDetail) -> Vec<f64> {
    let took = detail.view.outcomes().filter_map(|outcome| Some((outcome.ended_at.0 - outcome.started_at?.0) as f64));
    let mut took: Vec<f64> = took.collect();
    took.reverse();
    took
}

/// The same of those that succeeded: as in the list of tasks.
fn succeeded(detail: &TaskDetail) -> Vec<f64> {
    crate::top::source::succeeded(&detail.view).iter().map(|took| took.as_secs_f64() * 1_000.0).collect()
}

fn latenesses(detail: &TaskDetail) -> Vec<f64> {
    let mut late: Vec<f64> = detail.view.outcomes().filter_map(|outcome| Some(outcome.lateness_ms? as f64)).collect();
    late.reverse();
    late
}

/// The value of which so large a share is smaller.
fn share(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let index = ((sorted.len() as f64 * share).ceil() as usize).clamp(1, sorted.len().max(1)) - 1;
    sorted.get(index).copied().unwrap_or(0.0)
}

fn figures(values: &[f64]) -> String {
    let most = chart::largest(values);
    format!(" p50 {}   p90 {}   max {}", millis(share(values, 0.5)), millis(share(values, 0.9)), millis(most))
}

fn graph(canvas: &Canvas<'_>, title: &str, values: &[f64], figures: String, area: Rect, buffer: &mut Buffer) {
    let title = format!("{title}, {}", words::counted(values.len() as u64, "run"));
    let inner = pane(canvas, &title, "newest right", false, area, buffer);
    if values.is_empty() {
        return states::middle(vec![Line::styled("no run was sent yet", canvas.theme.tone(Tone::Dim))], inner, buffer);
    }
    let height = usize::from(inner.height.saturating_sub(1)).max(1);
    let mut lines = Vec::new();
    let wide: Vec<f64> = values.iter().flat_map(|value| [*value, *value]).collect();
    for (index, row) in chart::columns(canvas, &wide, height).into_iter().enumerate() {
        let label = if index == 0 { millis(chart::largest(values)) } else { String::new() };
        let mut spans = vec![Span::raw(format!("{label:>8} {}", canvas.theme.bar()))];
        spans.extend(row.spans);
        lines.push(Line::from(spans));
    }
    lines.push(Line::raw(figures));
    below(lines, inner, buffer);
}

fn plan_lines(canvas: &Canvas<'_>, detail: &TaskDetail, roomy: bool) -> Vec<Line<'static>> {
    let (model, theme) = (canvas.model, canvas.theme);
    let view = &detail.view;
    let task = &view.stored.task;
    let clock = model.clock();
    let pair = |label: &str, text: String| {
        Line::from(vec![
            Span::styled(format!(" {label:<10}"), theme.tone(Tone::Dim)),
            Span::raw(words::harmless(&text)),
        ])
    };
    let mut lines = vec![pair("schedule", format!("{}   {}", view.schedule_words(), task.schedule.time_zone_name()))];
    lines.extend(means(detail).map(|means| pair("means", means)));
    let next = view.next(model.now).map(nono_core::time::Instant::utc);
    let late = view.late_since(detail.at).is_some();
    let next = next.map_or_else(
        || not_due(view, model.now).to_owned(),
        |at| once(clock.moment(at), super::tasks::due(&clock, at, late), |moment, due| format!("{moment}, {due}")),
    );
    lines.push(pair("next", next));
    lines.push(pair("target", format!("{} {}", task.target.method, task.target.url)));
    lines.push(pair("policy", policy(detail)));
    let owner = view.owner.as_ref().map_or_else(|| "nobody".to_owned(), ToString::to_string);
    let labels: Vec<String> = view.labels().iter().map(|(key, value)| format!("{key}={value}")).collect();
    lines.push(pair("owner", format!("{owner} (partition {})   {}", view.partition, labels.join(" "))));
    if !roomy {
        let took = durations(detail);
        let mut spans = vec![Span::styled(" took      ", theme.tone(Tone::Dim))];
        spans.extend(chart::spark(canvas, &took, 20, None).spans);
        let good = succeeded(detail);
        let p50 = if good.is_empty() { "-".to_owned() } else { millis(share(&good, 0.5)) };
        spans.push(Span::raw(format!(" p50 {p50}")));
        lines.push(Line::from(spans));
    }
    if let Some(change) = detail.changes.last() {
        lines.push(pair("changed", format!("{} by {} (v{})", clock.ago(change.at), change.by, view.version())));
    }
    lines.extend(problem(canvas, detail));
    lines
}

/// The schedule in words, where it does not stand there so.
fn means(detail: &TaskDetail) -> Option<String> {
    let means = detail.view.stored.task.schedule.describe();
    (means != detail.view.schedule_words()).then_some(means)
}

fn policy(detail: &TaskDetail) -> String {
    let policy = &detail.view.stored.task.policy;
    let timeout = words::took(detail.view.stored.task.target.timeout.attempt);
    let overlap = match policy.overlap {
        Overlap::Skip => "skip",
        Overlap::Allow => "allow",
    };
    let delivery = match policy.delivery {
        Delivery::AtLeastOnce => "at_least_once",
        Delivery::AtMostOnce => "at_most_once",
    };
    format!(
        "overlap {overlap}, {delivery}, {} at most, timeout {timeout}",
        words::counted(policy.retry.attempts.into(), "attempt")
    )
}

fn problem(canvas: &Canvas<'_>, detail: &TaskDetail) -> Vec<Line<'static>> {
    let (model, theme) = (canvas.model, canvas.theme);
    let view = &detail.view;
    let bad = |label: &str, text: String, tone: Tone| {
        Line::from(vec![
            Span::styled(format!(" {label:<10}"), theme.tone(Tone::Dim)),
            Span::styled(words::harmless(&text), theme.tone(tone)),
        ])
    };
    let mut lines = Vec::new();
    if let Some(why) = &view.spoilt {
        lines.push(bad("problem", format!("stands still: {why}"), Tone::Lost));
    }
    if let Some(pause) =
        view.stored.task.paused.as_ref().filter(|_| view.stored.task.is_paused_at(model.now, view.stat.mtime()))
    {
        let why = pause.reason.as_deref().unwrap_or("no reason given");
        lines.push(bad("paused", why.to_owned(), Tone::Warn));
    }
    if let Some(since) = view.late_since(detail.at) {
        let why = match &view.owner {
            Some(owner) => format!("due {}, not sent yet by {owner}", model.clock().ago(since)),
            None => format!("due {}, and nobody owns its partition", model.clock().ago(since)),
        };
        lines.push(bad("problem", why, Tone::Warn));
    }
    let failures = view.state.as_ref().map_or(0, |state| state.failures_in_a_row);
    if let Some(health) = view.health().filter(|_| failures > 0) {
        let text = health
            .message
            .clone()
            .or_else(|| health.status.map(|status| format!("HTTP {status}")))
            .unwrap_or_else(|| health.outcome.as_str().to_owned());
        lines.push(bad(
            "problem",
            format!("{} in a row, the last: {text}", words::counted(failures, "failure")),
            Tone::Bad,
        ));
    }
    lines
}

fn next(canvas: &Canvas<'_>, detail: &TaskDetail, area: Rect, buffer: &mut Buffer) {
    let model = canvas.model;
    let schedule = &detail.view.stored.task.schedule;
    let inner = pane(canvas, "Next", schedule.time_zone_name(), false, area, buffer);
    let mut lines = Vec::new();
    let late = detail.view.late_since(detail.at).is_some();
    let mut after: Option<Instant> = detail.view.next(model.now);
    while let Some(at) = after.filter(|_| lines.len() < usize::from(inner.height)) {
        let due = super::tasks::due(&model.clock(), at.utc(), late && lines.is_empty());
        let at_place = model.clock().moment(at.utc());
        let told = match due == at_place {
            // In the same zone it is the same twice.
            true if is_same(&schedule.local(at), &at_place) => schedule.local(at),
            _ => format!("{}   {due}", schedule.local(at)),
        };
        lines.push(Line::raw(format!(" {told}")));
        if let Some(note) = schedule.note(at) {
            lines.push(Line::styled(format!("   {}", words::harmless(&note)), canvas.theme.tone(Tone::Warn)));
        }
        after = schedule.next_after(at);
    }
    if lines.is_empty() {
        lines.push(Line::raw(" It is not due again."));
    }
    below(lines, inner, buffer);
}

/// Two ways to write a moment, unless they are one.
pub(super) fn once(moment: String, other: String, both: impl FnOnce(&str, &str) -> String) -> String {
    if moment == other { moment } else { both(&moment, &other) }
}

/// Whether a moment of a zone, `2027-03-28 03:00:00 UTC`, reads as one of here, `2027-03-28 03:00:00` or
/// `2027-03-28T03:00:00Z`.
fn is_same(there: &str, here: &str) -> bool {
    match here.strip_suffix('Z') {
        Some(utc) => there.strip_suffix(" UTC").is_some_and(|there| there == utc.replace('T', " ")),
        None => there.rsplit_once(' ').is_some_and(|(there, _)| there == here),
    }
}

fn runs(canvas: &Canvas<'_>, area: Rect, buffer: &mut Buffer) {
    use Constraint::{Length, Min};
    let model = canvas.model;
    let problems = model.failed_only;
    let (key, open) = (canvas.key(Action::Problems), canvas.key(Action::Open));
    let remark = match problems {
        true => format!("failed only, {key} shows all"),
        false => format!("{open} opens one, {key} failed only"),
    };
    let inner = pane(canvas, "Runs", &remark, canvas.has_keys(0), area, buffer);
    let all = lists::task_runs(model);
    if all.is_empty() {
        canvas.has_room(TableId::TaskRuns, usize::from(inner.height));
        let text = if problems { "None of the runs kept has failed." } else { "It has not run yet." };
        return states::middle(vec![Line::raw(text)], inner, buffer);
    }
    let roomy = inner.width >= WIDE - 2;
    let mut columns = vec![left("SCHEDULED", Length(if roomy { 19 } else { 14 }))];
    if !is_narrow(inner) {
        columns.push(right("LATE", Length(if roomy { 7 } else { 6 })));
        columns.push(left("SCHEDULER", Length(if roomy { 18 } else { 9 })));
    }
    if roomy {
        columns.push(left("TRIGGER", Length(8)));
    }
    columns.push(right("TRIES", Length(5)));
    columns.push(left("STATE", Length(11)));
    columns.push(right("TOOK", Length(if roomy { 8 } else { 6 })));
    columns.push(left("RESULT", Min(10)));
    table(canvas, TableId::TaskRuns, &columns, inner, buffer, |place| {
        let run = all.get(place)?;
        Some(columns.iter().map(|column| cell(canvas, run, column.title, roomy)).collect())
    });
}

fn cell(canvas: &Canvas<'_>, run: &RunView, column: &str, roomy: bool) -> Value {
    let (model, theme) = (canvas.model, canvas.theme);
    let dash = || value("-", theme.tone(Tone::Dim));
    match column {
        "SCHEDULED" => {
            let form = if roomy { "%Y-%m-%d %H:%M:%S" } else { "%m-%d %H:%M:%S" };
            plain(in_zone(run.scheduled_at.utc(), &super::runs::zone(canvas), form))
        }
        "LATE" => run.lateness_ms.map_or_else(dash, |ms| plain(millis(ms as f64))),
        "SCHEDULER" if roomy => run.scheduler.as_ref().map_or_else(dash, |id| plain(id.as_str())),
        "SCHEDULER" => run.scheduler.as_ref().map_or_else(dash, |id| plain(id.name().as_str())),
        "TRIGGER" => plain(run.trigger.as_str()),
        "TRIES" if run.asked.is_some() => dash(),
        "TRIES" => plain(match run.most_attempts {
            Some(most) => format!("{}/{most}", run.attempts),
            None => run.attempts.to_string(),
        }),
        "STATE" => {
            let mark = run.standing.mark();
            value(theme.mark(mark), theme.tone(mark.tone))
        }
        "TOOK" => run.duration(model.now).map_or_else(dash, |span| plain(words::took(span))),
        _ => run.result().map_or_else(dash, |text| plain(words::harmless(&text))),
    }
}

/// Why a task has no next instant.
fn not_due(view: &crate::tasks::view::TaskView, now: nono_core::time::Utc) -> &'static str {
    match view.condition(now) {
        _ if view.is_cluster_paused() => "not until the cluster is resumed",
        crate::tasks::view::TaskCondition::Paused => "not until it is resumed",
        _ => "never again",
    }
}
