//! View 3: all schedulers, with the machines they run on.

use nono_core::cluster::HostFigures;
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::frame::{is_narrow, pane, shortened};
use super::overview::{below, millis};
use super::vtable::{Column, Value, draw as table, left, plain, right, value};
use super::{Canvas, NARROW, WIDE, chart};
use crate::commands::scheduler::census::Scheduler;
use crate::output::paint::Tone;
use crate::top::app::lost::{self, Lost};
use crate::top::app::{TableId, lists};
use crate::words;

/// Rows of the preview.
const PREVIEW: u16 = 8;

/// Draws it.
pub(super) fn draw(canvas: &Canvas<'_>, area: Rect, buffer: &mut Buffer) {
    use Constraint::{Fill, Length, Min};
    let model = canvas.model;
    let size = lists::len(model, TableId::Schedulers) as u16;
    // The list first: what there is no room for besides it goes, the graphs before the preview.
    let room = area.height.saturating_sub((size + 3).clamp(4, 12)) * u16::from(!model.expanded);
    let preview = if model.preview && room >= PREVIEW { PREVIEW } else { 0 };
    let graphs = (size + 2).clamp(5, 12);
    let graphs = if area.width >= NARROW && room >= preview + graphs { graphs } else { 0 };
    let [list, detail, bottom] = Layout::vertical([Min(4), Length(preview), Length(graphs)]).areas(area);
    let table = model.table(TableId::Schedulers);
    let column = lists::SCHEDULER_COLUMNS[table.sort.min(9)];
    let remark = format!("sort {column}{}", canvas.theme.arrow(table.descending));
    let inner = pane(canvas, "Schedulers", &remark, canvas.has_keys(0), list, buffer);
    rows(canvas, inner, buffer);
    if preview > 0 {
        selected(canvas, detail, buffer);
    }
    if graphs > 0 {
        let [shares, sent] = Layout::horizontal([Fill(1), Fill(1)]).areas(bottom);
        partitions(canvas, shares, buffer);
        per_second(canvas, sent, buffer);
    }
}

fn rows(canvas: &Canvas<'_>, area: Rect, buffer: &mut Buffer) {
    let columns = columns(area);
    let all = lists::schedulers(canvas.model);
    if all.is_empty() {
        canvas.has_room(TableId::Schedulers, usize::from(area.height));
        let text = "No scheduler is running. Start nono-scheduler with this cluster's connect string.";
        return super::states::middle(vec![Line::raw(text)], area, buffer);
    }
    table(canvas, TableId::Schedulers, &columns, area, buffer, |place| {
        let one = all.get(place)?;
        Some(columns.iter().map(|column| cell(canvas, one, column.title)).collect())
    });
}

fn columns(area: Rect) -> Vec<Column> {
    use Constraint::{Length, Min};
    let mut columns = vec![left("ID", Min(14)).sorted(0)];
    if area.width >= WIDE - 2 {
        columns.push(left("HOST", Length(12)));
    }
    columns.push(left("ROLE", Length(6)).sorted(1));
    columns.push(left("STATE", Length(11)).sorted(2));
    if !is_narrow(area) {
        columns.push(right("PARTS", Length(5)).sorted(3));
    }
    columns.push(right("TASKS", Length(7)).sorted(4));
    if !is_narrow(area) {
        columns.push(right("RUNS/S", Length(6)).sorted(6));
        columns.push(right("LATE P99", Length(8)).sorted(7));
    }
    if area.width >= WIDE - 2 {
        columns.push(right("RUNNING", Length(7)).sorted(5));
        columns.push(right("CPU", Length(5)).sorted(8));
        columns.push(right("MEMORY", Length(6)).sorted(9));
    }
    columns.push(right("BEAT", Length(4)));
    columns
}

fn cell(canvas: &Canvas<'_>, one: &Scheduler, column: &str) -> Value {
    let theme = canvas.theme;
    let stats = one.stats.as_ref().map(|(stats, _)| stats);
    let figure = |text: Option<String>| match text {
        Some(text) => plain(text),
        None => value("-", theme.tone(Tone::Dim)),
    };
    match column {
        "ID" => plain(shown_name(canvas, one)),
        "HOST" => plain(words::harmless(&one.member.host)),
        "ROLE" if one.is_leader => plain(format!("{}lead", theme.star())),
        "ROLE" => plain("member"),
        "STATE" => {
            let mark = one.state.mark();
            value(theme.mark(mark), theme.tone(mark.tone))
        }
        "PARTS" => plain(one.partitions.len().to_string()),
        "TASKS" => figure(stats.map(|stats| words::count(stats.tasks))),
        "RUNNING" => figure(stats.map(|stats| words::count(stats.in_flight))),
        "RUNS/S" => figure(stats.map(|stats| format!("{:.1}", stats.sent_per_second))),
        "LATE P99" => figure(stats.and_then(|stats| stats.lateness_ms).map(|[_, p99, _]| millis(p99))),
        "CPU" => figure(stats.map(|stats| format!("{:.0}%", stats.host.cpu * 100.0))),
        "MEMORY" => figure(stats.map(|stats| bytes(stats.host.memory))),
        "BEAT" => match &one.stats {
            Some((_, at)) => {
                let age = canvas.model.now.since(*at);
                let tone = if age.as_secs() > 5 { Tone::Warn } else { Tone::Plain };
                value(words::rough_span(age), theme.tone(tone))
            }
            None => value("-", theme.tone(Tone::Dim)),
        },
        _ => plain(""),
    }
}

/// What people call it.
pub(super) fn shown_name(canvas: &Canvas<'_>, one: &Scheduler) -> String {
    let fleet = canvas.model.shown().fleet.as_ref();
    fleet.map_or_else(|| one.id.to_string(), |fleet| fleet.census.shown_name(one))
}

/// `42M`, `1.2G`.
pub(super) fn bytes(bytes: u64) -> String {
    let mib = bytes as f64 / 1_048_576.0;
    if mib >= 1024.0 { format!("{:.1}G", mib / 1024.0) } else { format!("{mib:.0}M") }
}

fn selected(canvas: &Canvas<'_>, area: Rect, buffer: &mut Buffer) {
    let model = canvas.model;
    let key = model.table(TableId::Schedulers).selected.unwrap_or_default();
    let all = lists::schedulers(model);
    let Some(one) = all.into_iter().find(|one| one.id.as_str() == key) else {
        pane(canvas, "Preview", "", false, area, buffer);
        return;
    };
    let mark = one.state.mark();
    let inner = pane(canvas, &shown_name(canvas, one), &canvas.theme.mark(mark), false, area, buffer);
    let lines = match lost::find(model.shown(), &one.id) {
        Some(it) => how_lost(canvas, it),
        None => machine(canvas, one, inner.width),
    };
    below(lines, inner, buffer);
}

/// What is known of a scheduler that is no member any more and did not say that it leaves.
pub(super) fn how_lost(canvas: &Canvas<'_>, it: &Lost) -> Vec<Line<'static>> {
    let model = canvas.model;
    let clock = model.clock();
    let member = &it.scheduler.member;
    let fate = model.shown().fleet.as_ref().map(|fleet| it.fate(fleet)).unwrap_or_default();
    vec![
        Line::raw(format!(" Its session ended {}, and it had not said that it leaves.", clock.ago(it.since))),
        Line::raw(format!(" It ran on {} as process {}.", words::harmless(&member.host), member.pid)),
        Line::raw(format!(" What it owned: {fate}.")),
        Line::raw(" Look there for what ended it: its log, the kernel's, a network that was cut."),
    ]
}

/// A scheduler's machine over time.
pub(super) fn machine(canvas: &Canvas<'_>, one: &Scheduler, width: u16) -> Vec<Line<'static>> {
    let trend = canvas.model.shown().trend.members.get(&one.id);
    let stats = one.stats.as_ref().map(|(stats, _)| stats);
    let Some((figures, stats)) = trend.zip(stats) else {
        return vec![Line::raw(" It has published no figures yet.")];
    };
    let host = &stats.host;
    let room = usize::from(width).saturating_sub(48).min(60);
    let graph = |label: &str, values: &std::collections::VecDeque<f64>, most: Option<f64>, now: String| {
        let values: Vec<f64> = values.iter().copied().collect();
        let mut spans =
            vec![Span::styled(format!(" {label:<11}"), canvas.theme.tone(Tone::Dim)), Span::raw(format!("{now:<34}"))];
        spans.extend(chart::spark(canvas, &values, room, most).spans);
        Line::from(spans)
    };
    let of_host = format!("{:.0}% of a core, host {:.0}%", host.cpu * 100.0, host.host_cpu * 100.0);
    let memory = format!("{} of {}", bytes(host.memory), bytes(host.host_memory));
    let clock: std::collections::VecDeque<f64> = figures.clock.iter().map(|ms| ms.abs()).collect();
    vec![
        graph("cpu", &figures.cpu, None, of_host),
        graph("memory", &figures.memory, None, memory),
        graph(
            "clock",
            &clock,
            Some(f64::max(chart::largest(&clock.iter().copied().collect::<Vec<_>>()), 100.0)),
            format!("{:+}ms from ZooKeeper's", host.clock_offset_ms),
        ),
        graph("round trip", &figures.round_trip, None, to_zookeeper(host)),
        graph(
            "lateness",
            &figures.lateness,
            None,
            stats.lateness_ms.map_or_else(
                || "-".to_owned(),
                |[p50, p99, max]| format!("p50 {} p99 {} max {}", millis(p50), millis(p99), millis(max)),
            ),
        ),
        Line::from(vec![
            Span::styled(" files      ", canvas.theme.tone(Tone::Dim)),
            Span::raw(format!("{} of {} open", words::count(host.open_files), words::count(host.open_files_limit))),
        ]),
    ]
}

/// How long ZooKeeper takes; and where the scheduler may not ask for as much as it wants, for how long that waits.
fn to_zookeeper(host: &HostFigures) -> String {
    match host.zookeeper_rate_wait_ms {
        0 => format!("{} to ZooKeeper", millis(host.zookeeper_rtt_ms)),
        wait => format!("{}, held back for {}", millis(host.zookeeper_rtt_ms), millis(wait as f64)),
    }
}

fn partitions(canvas: &Canvas<'_>, area: Rect, buffer: &mut Buffer) {
    let model = canvas.model;
    let all = lists::schedulers(model);
    let fleet = model.shown().fleet.as_ref();
    let count = fleet.map_or(0, |fleet| fleet.partitions);
    let inner = pane(canvas, "Partitions per scheduler", &format!("{count} in all"), false, area, buffer);
    let most = all.iter().map(|one| one.partitions.len()).max().unwrap_or(0).max(1);
    let room = usize::from(inner.width).saturating_sub(28);
    let plan = fleet.and_then(|fleet| fleet.census.assignment.as_ref());
    let lines = all.iter().map(|one| {
        let owned = one.partitions.len();
        let wanted = plan.and_then(|plan| plan.owners.get(&one.id)).map_or(0, Vec::len);
        let mut spans =
            vec![Span::raw(format!(" {:<14} ", shortened(&shown_name(canvas, one), 14, canvas.theme.ellipsis())))];
        let full = owned * room / most;
        spans.extend(chart::bar(canvas, 1.0, full).spans);
        spans.push(Span::raw(" ".repeat(room - full.min(room))));
        let arrow = if canvas.theme.ascii { "->" } else { "→" };
        let moving = if wanted == owned { String::new() } else { format!(" {arrow} {wanted}") };
        spans.push(Span::raw(format!(" {owned:>3}{moving}")));
        Line::from(spans)
    });
    below(lines.collect(), inner, buffer);
}

fn per_second(canvas: &Canvas<'_>, area: Rect, buffer: &mut Buffer) {
    let model = canvas.model;
    let inner = pane(canvas, "Runs/s by scheduler", "15 min at most", false, area, buffer);
    let room = usize::from(inner.width).saturating_sub(24);
    let trend = &model.shown().trend;
    let all = lists::schedulers(model);
    let most = all
        .iter()
        .filter_map(|one| trend.members.get(&one.id))
        .flat_map(|figures| figures.sent.iter().copied())
        .fold(0.0, f64::max);
    let lines = all.iter().map(|one| {
        let values: Vec<f64> =
            trend.members.get(&one.id).map(|figures| figures.sent.iter().copied().collect()).unwrap_or_default();
        let mut spans =
            vec![Span::raw(format!(" {:<14} ", shortened(&shown_name(canvas, one), 14, canvas.theme.ellipsis())))];
        spans.extend(chart::spark(canvas, &values, room, Some(most)).spans);
        spans.push(Span::raw(format!(" {:.1}", values.last().copied().unwrap_or(0.0))));
        Line::from(spans)
    });
    below(lines.collect(), inner, buffer);
}
