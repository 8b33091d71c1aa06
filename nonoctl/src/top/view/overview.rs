//! View 1: what is wrong, and how it goes.

mod ahead;

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::frame::pane;
use super::vtable::{draw as table, left, plain, right, value};
use super::{Canvas, WIDE, chart, line};
use crate::output::paint::Tone;
use crate::tasks::runs::outcome_mark;
use crate::terminal::in_zone;
use crate::top::app::trend::{MINUTE, Trend};
use crate::top::app::{Since, TableId, attention, lists};
use crate::top::keys::Action;
use crate::words;
use nono_core::run::Outcome;
use nono_core::time::Utc;

/// Draws it: side by side where there is room, else one below the other.
pub(super) fn draw(canvas: &Canvas<'_>, area: Rect, buffer: &mut Buffer) {
    if canvas.model.expanded {
        return match canvas.model.pane {
            0 => needs(canvas, area, buffer),
            1 => schedulers(canvas, area, buffer),
            _ => events(canvas, area, buffer),
        };
    }
    if area.width >= WIDE && area.height >= 28 {
        wide(canvas, area, buffer);
    } else {
        small(canvas, area, buffer);
    }
}

fn wide(canvas: &Canvas<'_>, area: Rect, buffer: &mut Buffer) {
    use Constraint::{Fill, Length, Min};
    let [top, needed, middle, bottom] = Layout::vertical([Length(8), Min(6), Length(8), Length(6)]).areas(area);
    let [rate, lateness, runs] = Layout::horizontal([Fill(5), Fill(3), Fill(3)]).areas(top);
    fires(canvas, rate, buffer);
    late(canvas, lateness, buffer);
    outcomes(canvas, runs, buffer);
    needs(canvas, needed, buffer);
    let [fleet, next] = Layout::horizontal([Fill(1), Fill(1)]).areas(middle);
    schedulers(canvas, fleet, buffer);
    ahead::graph(canvas, next, buffer);
    events(canvas, bottom, buffer);
}

fn small(canvas: &Canvas<'_>, area: Rect, buffer: &mut Buffer) {
    use Constraint::{Length, Min};
    let charts = if area.height >= 18 { 2 } else { 0 };
    let tail = if area.height >= 18 { 2 } else { 0 };
    let fleet = if area.height >= 14 { (fleet_size(canvas) as u16 + 3).clamp(4, 8) } else { 0 };
    let [top, needed, middle, bottom] =
        Layout::vertical([Length(charts), Min(4), Length(fleet), Length(tail)]).areas(area);
    let theme = canvas.theme;
    let trend = &canvas.model.shown().trend;
    let per_minute = per_minute(trend);
    let peak = trend.peak.map_or_else(String::new, |(most, _)| format!("  peak {}", words::count(most.round() as u64)));
    let mut first = vec![Span::raw(format!(" runs/min {:<6} ", now_per_minute(trend)))];
    first.extend(chart::spark(canvas, &per_minute, 24, None).spans);
    first.push(Span::raw(peak));
    line(Line::from(first), top, buffer);
    let [p50, p99, _] = trend.lateness_now.unwrap_or_default();
    let worst: Vec<f64> = trend.lateness.iter().map(|[_, p99, _]| *p99).collect();
    let mut second = vec![Span::raw(format!(" late p50 {} p99 {} ", millis(p50), millis(p99)))];
    second.extend(chart::spark(canvas, &worst, 18, None).spans);
    let told = totals(canvas).into_iter().filter(|(_, count)| *count > 0).take(2);
    second.extend(told.map(|(outcome, count)| {
        let mark = outcome_mark(outcome);
        Span::styled(format!("  {} {}", mark.word, words::count(count)), theme.tone(mark.tone))
    }));
    if top.height > 1 {
        line(Line::from(second), Rect { y: top.y + 1, height: 1, ..top }, buffer);
    }
    needs(canvas, needed, buffer);
    if fleet > 0 {
        schedulers(canvas, middle, buffer);
    }
    if tail > 0 {
        line(ahead::in_a_line(canvas, bottom.width), Rect { height: 1, ..bottom }, buffer);
        let newest = canvas.model.shown().happened.front();
        let text = match newest {
            Some(it) => {
                let text = format!("{} {}", words::harmless(&it.object), words::harmless(&it.what));
                Line::raw(format!(" {} {}", in_zone(it.at, &canvas.model.zone, "%H:%M"), text.trim_start()))
            }
            None => Line::styled(" no event yet", theme.tone(Tone::Dim)),
        };
        line(text, Rect { y: bottom.y + 1, height: 1, ..bottom }, buffer);
    }
}

fn fleet_size(canvas: &Canvas<'_>) -> usize {
    lists::len(canvas.model, TableId::Schedulers)
}

/// `230`; where the screen has not looked for a minute, `230 in 12s`.
fn now_per_minute(trend: &Trend) -> String {
    match trend.now() {
        None => "-".to_owned(),
        Some((now, over)) if over < MINUTE => format!("{} in {}", words::count(now.round() as u64), words::span(over)),
        Some((now, _)) => words::count(now.round() as u64),
    }
}

/// The whole minutes, and how it goes now: all of them are runs a minute.
fn per_minute(trend: &Trend) -> Vec<f64> {
    trend.whole_minutes().chain(trend.now().map(|(now, _)| now)).collect()
}

/// Milliseconds as a person reads them.
pub(super) fn millis(ms: f64) -> String {
    match ms {
        ms if ms < 9.95 => format!("{:.1}ms", ms.max(0.0)),
        ms => words::took(std::time::Duration::try_from_secs_f64(ms / 1_000.0).unwrap_or_default()),
    }
}

fn fires(canvas: &Canvas<'_>, area: Rect, buffer: &mut Buffer) {
    let trend = &canvas.model.shown().trend;
    let zone = &canvas.model.zone;
    let since = trend.since.map_or_else(String::new, |at| format!("since {}", in_zone(at, zone, "%H:%M")));
    let inner = pane(canvas, "Runs / min", &since, false, area, buffer);
    let values = per_minute(trend);
    let peak = trend.peak.map_or_else(String::new, |(most, at)| {
        format!("peak {} ({})", words::count(most.round() as u64), in_zone(at, zone, "%H:%M"))
    });
    let average =
        trend.average().map_or_else(String::new, |average| format!("avg {}", words::count(average.round() as u64)));
    let head = format!("now {}   {average}   {peak}", now_per_minute(trend));
    line(Line::raw(format!(" {head}")), inner, buffer);
    let most = chart::largest(&values);
    let room = usize::from(inner.width.saturating_sub(9)).min(60);
    let height = usize::from(inner.height.saturating_sub(2)).max(1);
    let from = values.len().saturating_sub(room * chart::per_cell(canvas));
    let rows = chart::columns(canvas, &values[from..], height);
    for (index, row) in rows.into_iter().enumerate() {
        let y = inner.y + 1 + index as u16;
        let label = if index == 0 { words::count(most.round() as u64) } else { String::new() };
        let mut spans = vec![Span::raw(format!("{label:>6}{}", canvas.theme.bar()))];
        spans.extend(row.spans);
        if y < inner.bottom() {
            line(Line::from(spans), Rect { y, height: 1, ..inner }, buffer);
        }
    }
}

fn late(canvas: &Canvas<'_>, area: Rect, buffer: &mut Buffer) {
    let theme = canvas.theme;
    let inner = pane(canvas, "Lateness", "last minute", false, area, buffer);
    let trend = &canvas.model.shown().trend;
    let room = usize::from(inner.width).saturating_sub(16);
    let mut lines = Vec::new();
    for (index, label) in ["p50", "p99", "max"].into_iter().enumerate() {
        let values: Vec<f64> = trend.lateness.iter().map(|figures| figures[index]).collect();
        let now = trend.lateness_now.map_or_else(|| "-".to_owned(), |now| millis(now[index]));
        let mut spans = vec![Span::raw(format!(" {label} {now:>8}  "))];
        spans.extend(chart::spark(canvas, &values, room, None).spans);
        lines.push(Line::from(spans));
    }
    if let Some((most, at)) = trend.worst_lateness {
        lines.push(Line::raw(format!(" worst {} at {}", millis(most), in_zone(at, &canvas.model.zone, "%H:%M:%S"))));
    }
    let p99 = trend.lateness_now.map(|[_, p99, _]| p99);
    lines.push(match p99 {
        Some(p99) if p99 > 1_000.0 => Line::styled(" target p99 < 1s   missed", theme.tone(Tone::Warn)),
        Some(_) => Line::raw(" target p99 < 1s   ok"),
        None => Line::styled(" nothing was sent in the last minute", theme.tone(Tone::Dim)),
    });
    below(lines, inner, buffer);
}

/// What ended since this screen looks, with its share.
pub(super) fn totals(canvas: &Canvas<'_>) -> Vec<(Outcome, u64)> {
    let ended = &canvas.model.shown().trend.ended;
    Outcome::ALL.into_iter().map(|outcome| (outcome, ended.get(&outcome).copied().unwrap_or(0))).collect()
}

fn outcomes(canvas: &Canvas<'_>, area: Rect, buffer: &mut Buffer) {
    let theme = canvas.theme;
    let inner = pane(canvas, "Runs", "ended meanwhile", false, area, buffer);
    let totals = totals(canvas);
    let all: u64 = totals.iter().map(|(_, count)| count).sum();
    let running = attention::count(canvas.model.shown(), "running");
    let mut lines: Vec<Line<'static>> = Vec::new();
    for (outcome, count) in totals.into_iter().filter(|(outcome, count)| *count > 0 || outcome.tells_health()) {
        let mark = outcome_mark(outcome);
        let share = if all > 0 { count as f64 * 100.0 / all as f64 } else { 0.0 };
        let text = format!(" {:<12}{:>9} {share:>7.2}%", theme.mark(mark), words::count(count));
        lines.push(Line::styled(text, if count > 0 { theme.tone(mark.tone) } else { theme.tone(Tone::Dim) }));
    }
    lines.truncate(usize::from(inner.height.saturating_sub(1)));
    lines.push(Line::raw(format!(" {} running", words::counted(running, "task"))));
    below(lines, inner, buffer);
}

/// Lines, one below the other, as far as there is room.
pub(super) fn below(lines: Vec<Line<'static>>, area: Rect, buffer: &mut Buffer) {
    for (index, text) in lines.into_iter().enumerate().take(area.height.into()) {
        let at = Rect { y: area.y + index as u16, height: 1, ..area };
        let is_cut = text.width() > usize::from(at.width);
        line(text, at, buffer);
        if is_cut && at.width > 0 {
            buffer[(at.right() - 1, at.y)].set_symbol("…");
        }
    }
}

fn needs(canvas: &Canvas<'_>, area: Rect, buffer: &mut Buffer) {
    use Constraint::{Length, Min};
    let (model, theme) = (canvas.model, canvas.theme);
    let problems = attention::problems(model.shown());
    let title = format!("Needs attention ({})", problems.len());
    let inner = pane(canvas, &title, "the worst first", canvas.has_keys(0), area, buffer);
    if problems.is_empty() {
        canvas.has_room(TableId::Attention, usize::from(inner.height));
        let tasks = words::counted(model.shown().tasks.all() as u64, "task");
        return super::states::middle(
            vec![Line::raw(format!("Nothing. {tasks}, none late, none failing."))],
            inner,
            buffer,
        );
    }
    let since: Vec<String> =
        problems.iter().map(|it| it.since.map_or_else(|| "-".to_owned(), |since| told(canvas, since))).collect();
    let longest = since.iter().map(String::len).max().unwrap_or(0).max(8);
    let roomy = inner.width >= WIDE - 2;
    let object = match inner.width {
        0..70 => 24,
        _ if roomy => 34,
        _ => 28,
    };
    let mut columns = vec![left("", Length(1)), left("OBJECT", Length(object)), left("PROBLEM", Min(20))];
    if inner.width >= 70 {
        columns.push(left("SINCE", Length(longest as u16)));
    }
    if roomy {
        columns.push(left("NEXT STEP", Length(18)));
    }
    table(canvas, TableId::Attention, &columns, inner, buffer, |place| {
        let it = problems.get(place)?;
        let object = if roomy { it.object.clone() } else { it.object.trim_start_matches("task ").to_owned() };
        Some(vec![
            value(theme.glyph(it.mark.glyph), theme.tone(it.mark.tone)),
            plain(object),
            value(it.what.clone(), theme.tone(it.mark.tone)),
            plain(since[place].clone()),
            plain(bound(canvas, it.step)),
        ])
    });
}

/// A next step with its key as it is bound: the steps name the usual ones.
fn bound(canvas: &Canvas<'_>, step: &str) -> String {
    let Some((key, what)) = step.split_once(": ") else { return step.to_owned() };
    match key {
        "Enter" => format!("{}: {what}", canvas.key(Action::Open)),
        "r" => format!("{}: {what}", canvas.key(Action::Retry)),
        "6" => format!("{}: {}", canvas.key(Action::Cluster), what.replace('P', &canvas.key(Action::Pause))),
        _ => step.to_owned(),
    }
}

fn schedulers(canvas: &Canvas<'_>, area: Rect, buffer: &mut Buffer) {
    use Constraint::{Length, Min};
    let (model, theme) = (canvas.model, canvas.theme);
    let key = match canvas.has_keys(1) {
        true => String::new(),
        false => format!("key {}", canvas.key(Action::Schedulers)),
    };
    let title = match model.shown().lost.len() {
        0 => format!("Schedulers ({})", fleet_size(canvas)),
        lost => format!("Schedulers ({}, {lost} lost)", fleet_size(canvas) - lost),
    };
    let inner = pane(canvas, &title, &key, canvas.has_keys(1), area, buffer);
    let columns = [
        left("ID", Min(12)).sorted(0),
        left("", Length(1)),
        left("STATE", Length(11)).sorted(2),
        right("TASKS", Length(6)).sorted(4),
        right("RUNS/S", Length(6)).sorted(6),
        right("LATE P99", Length(8)).sorted(7),
    ];
    let all = lists::schedulers(model);
    table(canvas, TableId::Schedulers, &columns, inner, buffer, |place| {
        let one = all.get(place)?;
        let mark = one.state.mark();
        let stats = one.stats.as_ref().map(|(stats, _)| stats);
        let figure = |text: Option<String>| plain(text.unwrap_or_else(|| "-".to_owned()));
        Some(vec![
            plain(super::schedulers::shown_name(canvas, one)),
            plain(if one.is_leader { theme.star() } else { "" }),
            value(theme.mark(mark), theme.tone(mark.tone)),
            figure(stats.map(|stats| words::count(stats.tasks))),
            figure(stats.map(|stats| format!("{:.1}", stats.sent_per_second))),
            figure(stats.and_then(|stats| stats.lateness_ms).map(|[_, p99, _]| millis(p99))),
        ])
    });
}

/// Since when; where it was so before, that.
pub(super) fn told(canvas: &Canvas<'_>, since: Since) -> String {
    let at = hour_or_day(canvas, since.at);
    if since.or_before { format!("before {at}") } else { at }
}

/// The time of today, the day and the minute of before.
fn hour_or_day(canvas: &Canvas<'_>, at: Utc) -> String {
    let (now, zone) = (canvas.model.now, &canvas.model.zone);
    let is_today = in_zone(at, zone, "%F") == in_zone(now, zone, "%F");
    in_zone(at, zone, if is_today { "%H:%M:%S" } else { "%m-%d %H:%M" })
}

/// What happened, the newest first.
pub(super) fn events(canvas: &Canvas<'_>, area: Rect, buffer: &mut Buffer) {
    use Constraint::{Length, Min};
    let (model, theme) = (canvas.model, canvas.theme);
    let pane_number = lists::panes(model.screen()).iter().position(|id| *id == Some(TableId::Events)).unwrap_or(0);
    let inner = pane(canvas, "Events", "the newest first", canvas.has_keys(pane_number), area, buffer);
    let facts = model.shown();
    if facts.happened.is_empty() {
        canvas.has_room(TableId::Events, usize::from(inner.height));
        return super::states::middle(vec![Line::styled("nothing yet", theme.tone(Tone::Dim))], inner, buffer);
    }
    let object = if inner.width >= WIDE - 2 { 34 } else { 26 };
    let columns = [left("TIME", Length(11)), left("OBJECT", Length(object)), left("WHAT", Min(20))];
    table(canvas, TableId::Events, &columns, inner, buffer, |place| {
        let it = facts.happened.get(place)?;
        let tone = if it.bad { Tone::Warn } else { Tone::Plain };
        Some(vec![
            plain(hour_or_day(canvas, it.at)),
            plain(format!("{} {}", it.kind, words::harmless(&it.object))),
            value(words::harmless(&it.what), theme.tone(tone)),
        ])
    });
}
