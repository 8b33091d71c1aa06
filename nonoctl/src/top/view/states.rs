//! What stands in the place of the body: nothing yet, nothing there, nothing that fits, nothing allowed.

use nono_core::run::FORMAT;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget};

use super::frame::{pane, problems};
use super::overview::below;
use super::{Canvas, SMALLEST, line};
use crate::output::paint::Tone;
use crate::top::app::{Model, Screen, View};
use crate::top::data::Link;
use crate::top::keys::Action;
use crate::words;

/// Lines in the middle of an area.
pub(super) fn middle(lines: Vec<Line<'static>>, area: Rect, buffer: &mut Buffer) {
    let width = lines.iter().map(Line::width).max().unwrap_or(0).min(area.width.into()) as u16;
    let height = (lines.len() as u16).min(area.height);
    let at = Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height };
    for (index, text) in lines.into_iter().enumerate().take(height.into()) {
        line(text, Rect { y: at.y + index as u16, height: 1, ..at }, buffer);
    }
}

/// The screen of a terminal that is too small for anything else: what must not be missed first, as far as there is room.
pub(super) fn too_small(canvas: &Canvas<'_>, area: Rect, buffer: &mut Buffer) {
    let (model, theme) = (canvas.model, canvas.theme);
    let (columns, rows) = SMALLEST;
    let area = Rect { x: area.x + 1.min(area.width), width: area.width.saturating_sub(1), ..area };
    let mut counters = problems(canvas, true);
    if counters.width() > usize::from(area.width) {
        counters = problems(canvas, false);
    }
    let round_trip = match &model.facts.link {
        Link::Live { round_trip, .. } => format!("ZK {} rtt {}", theme.light(true), words::took(*round_trip)),
        _ => format!("ZK {} no connection", theme.light(false)),
    };
    let age = match super::title::age(model) {
        Some((age, true)) => Span::styled(age, theme.tone(Tone::Warn)),
        Some((age, false)) => Span::raw(age),
        None => Span::raw(""),
    };
    let mut live = vec![Span::raw(round_trip), Span::raw("   "), age];
    let warnings = [super::title::paused(model), super::title::leader(canvas, false)];
    for warning in warnings.into_iter().filter_map(|part| part.whole(usize::from(area.width) / 3)) {
        live.push(Span::styled(format!("   {warning}"), theme.tone(Tone::Warn)));
    }
    // Where not all has room, that nothing runs comes before how the connection is.
    if live.iter().map(Span::width).sum::<usize>() > usize::from(area.width) && live.len() > 3 {
        live.rotate_left(3);
        live[0] = Span::styled(live[0].content.trim_start().to_owned(), live[0].style);
        let last = live.len() - 3;
        live.insert(last, Span::raw("   "));
    }
    let needs = Line::raw(format!("nonoctl top needs {columns}x{rows}; this is {}x{}.", area.width + 1, area.height));
    let rate = Line::raw(format!("{:.0} runs/min", super::frame::rate(model) * 60.0));
    let command = format!("  {} cluster status --watch", model.command);
    let instead = Line::raw(match command.len() <= usize::from(area.width) {
        true => command,
        false => format!("  nonoctl {} cluster status --watch", theme.ellipsis()),
    });
    let blank = || Line::raw("");
    let enlarge = Line::raw("Enlarge the window, or use:");
    let lines = match area.height {
        0..3 => vec![counters, Line::from(live)],
        3..8 => vec![counters, Line::from(live), needs, rate, enlarge, instead],
        _ => vec![needs, blank(), counters, Line::from(live), rate, blank(), enlarge, instead],
    };
    let from = area.height.saturating_sub(lines.len() as u16) / 2;
    for (index, text) in lines.into_iter().enumerate() {
        let y = area.y + from + index as u16;
        if y < area.bottom() {
            line(text, Rect { y, height: 1, ..area }, buffer);
        }
    }
}

/// Draws what stands in the place of the whole body, if anything does.
pub(super) fn instead(canvas: &Canvas<'_>, area: Rect, buffer: &mut Buffer) -> bool {
    let model = canvas.model;
    let text = |lines: &[&str]| lines.iter().map(|text| Line::raw((*text).to_owned())).collect::<Vec<_>>();
    let lines = match &model.facts.link {
        Link::Connecting { hosts, .. } if !model.facts.was_live => {
            let mut lines =
                vec![Line::raw(format!("connecting to {}{}", model.place, canvas.theme.ellipsis())), Line::raw("")];
            lines.extend(reasons(hosts));
            lines
        }
        Link::Lost { hosts, .. } if !model.facts.was_live => {
            let mut lines = vec![Line::raw(format!("cannot reach ZooKeeper at {}", model.place)), Line::raw("")];
            lines.extend(reasons(hosts));
            lines
        }
        Link::Denied { why } if !is_read(model) => {
            let mut lines = text(&["Access is denied:", ""]);
            lines.push(Line::styled(words::harmless(why), canvas.theme.tone(Tone::Bad)));
            lines.extend(text(&["", "Ask whoever set the ACLs of these znodes, or connect as another user."]));
            lines
        }
        Link::NotLaidOut => {
            let mut lines = vec![Line::raw(format!("There is no nono cluster at {}.", model.place))];
            lines.extend(text(&["", "Check the path after the hosts, such as /nono, or make one there:"]));
            lines.push(Line::raw(format!("  {} cluster init", model.command)));
            lines
        }
        Link::Newer { format } if !is_read(model) => {
            let mut lines = vec![
                Line::raw(format!("The cluster is of format {format}: a newer release made it.")),
                Line::raw(format!("This nonoctl reads up to format {FORMAT}.")),
            ];
            lines.extend(text(&[
                "",
                "Use the nonoctl of that release: nothing is shown",
                "and nothing changed with this one.",
            ]));
            lines
        }
        _ if model.facts.fleet.is_none() => text(&["reading the cluster"]),
        _ => return false,
    };
    let title = match model.screen() {
        Screen::View(view) => capitalised(view.word()),
        Screen::Task(name) => format!("Task {name}"),
        Screen::Scheduler(id) => format!("Scheduler {id}"),
        Screen::Run(_, run) => format!("Run {run}"),
    };
    let inner = pane(canvas, &title, "", false, area, buffer);
    middle(lines, inner, buffer);
    true
}

/// How to leave what is no more.
pub(super) fn way_back(canvas: &Canvas<'_>) -> Line<'static> {
    Line::raw(format!("{} goes back.", canvas.key(Action::Back)))
}

/// Whether what the view is made from was read, though something else must not be.
fn is_read(model: &Model) -> bool {
    let facts = model.shown();
    let names = facts.tasks.catalogue.is_some();
    match model.screen() {
        Screen::View(View::Tasks | View::Upcoming) => names,
        Screen::Task(name) => facts.task.as_ref().is_some_and(|detail| detail.view.name() == name),
        _ => facts.fleet.is_some(),
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What each server says.
pub(super) fn reasons(hosts: &[(String, String)]) -> Vec<Line<'static>> {
    let widest = hosts.iter().map(|(host, _)| host.len()).max().unwrap_or(0);
    hosts.iter().map(|(host, why)| Line::raw(format!("{host:widest$}  {}", words::harmless(why)))).collect()
}

/// What no task is known of says nothing of them.
pub(super) fn not_read(canvas: &Canvas<'_>, why: &str) -> Vec<Line<'static>> {
    let model = canvas.model;
    let key = model.keys.key(Action::Refresh).map_or_else(String::new, |key| format!("{key} reads them again."));
    vec![
        Line::raw("Not all tasks were read, and what is shown hangs on all of them:"),
        Line::styled(words::harmless(why), canvas.theme.tone(Tone::Bad)),
        Line::raw(""),
        Line::raw(key),
    ]
}

/// Over the foot of what was read before: why there is no connection, server by server, and what that does not mean.
pub(super) fn why_lost(canvas: &Canvas<'_>, body: Rect, buffer: &mut Buffer) {
    let model = canvas.model;
    let Link::Lost { hosts, .. } = &model.facts.link else { return };
    if !model.facts.was_live || hosts.is_empty() {
        return;
    }
    let mut lines = reasons(hosts);
    if body.height >= 12 {
        lines.push(Line::raw("The schedulers may still be running: this is only the view of this terminal."));
        lines.push(Line::raw(format!("{} cluster doctor", model.command)));
    }
    let height = (lines.len() as u16 + 2).min(body.height / 2);
    let area = Rect { y: body.bottom().saturating_sub(height), height, ..body };
    Clear.render(area, buffer);
    let inner = pane(canvas, "No connection", "", false, area, buffer);
    below(lines, inner, buffer);
}

/// A table without a row: because there is nothing, or because nothing fits the filter.
pub(super) fn no_rows(canvas: &Canvas<'_>, view: View, area: Rect, buffer: &mut Buffer) {
    let model = canvas.model;
    let facts = model.shown();
    let all = if view == View::Tasks { facts.tasks.all() } else { facts.runs.len() };
    let noun = if view == View::Tasks { "task" } else { "run" };
    let filtering = model.filters.get(&view);
    if all > 0 && filtering.is_some() {
        let text = filtering.map(|filtering| filtering.text.as_str()).unwrap_or_default();
        let which = if text.is_empty() { "is a problem".to_owned() } else { format!("matches  {text}") };
        let first = match filtering.and_then(|filtering| filtering.error.as_ref()) {
            Some(_) => format!("Not understood:  {text}"),
            None => format!("No {noun} {which}"),
        };
        let mut lines = vec![Line::raw(first), Line::raw("")];
        let hangs_on_all = model.needs_all();
        if let Some((done, of)) = facts.tasks.reading.filter(|_| view == View::Tasks || hangs_on_all) {
            lines.push(Line::raw(format!(
                "reading all tasks: {} of {}",
                words::count(done as u64),
                words::count(of as u64)
            )));
        } else if let Some(why) = facts.tasks.failed.as_ref().filter(|_| hangs_on_all) {
            lines = not_read(canvas, why);
        } else {
            lines.push(Line::raw(format!(
                "{} hidden by the filter. {} shows them.",
                words::counted(all as u64, noun),
                canvas.key(Action::Back)
            )));
        }
        return middle(lines, area, buffer);
    }
    if view == View::Runs {
        return middle(vec![Line::raw("No run has ended yet while this screen looked.")], area, buffer);
    }
    if facts.tasks.catalogue.is_none() {
        return middle(vec![Line::raw("reading the names of all tasks")], area, buffer);
    }
    let ready = facts.fleet.as_ref().map_or(0, |fleet| fleet.census.schedulers.len());
    let lines = vec![
        Line::raw(format!("No tasks yet in {}.", model.place)),
        Line::raw(""),
        Line::raw("Add one from a shell:"),
        Line::raw(format!("  {} task add web.ping --cron \"*/5 * * * *\" \\", model.command)),
        Line::raw("    --url https://example.com/health"),
        Line::raw("or from a file:"),
        Line::raw(format!("  {} apply -f tasks/", model.command)),
        Line::raw(""),
        Line::raw(format!("{} ready.", words::counted(ready as u64, "scheduler"))),
    ];
    middle(lines, area, buffer);
}
