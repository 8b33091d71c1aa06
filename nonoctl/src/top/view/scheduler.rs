//! One scheduler: what it does, the machine it runs on, its newest runs.

use nono_core::name::MemberId;
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::frame::pane;
use super::overview::below;
use super::schedulers::{how_lost, machine};
use super::{Canvas, chart, runs};
use crate::output::paint::Tone;
use crate::top::app::{TableId, lists, lost};
use crate::words;

/// Draws it.
pub(super) fn draw(canvas: &Canvas<'_>, id: &MemberId, area: Rect, buffer: &mut Buffer) {
    use Constraint::{Length, Min};
    let model = canvas.model;
    let Some(one) = lists::schedulers(model).into_iter().find(|one| one.id == *id) else {
        let inner = pane(canvas, &format!("Scheduler {id}"), "", false, area, buffer);
        canvas.has_room(TableId::SchedulerRuns, 0);
        let lines = vec![Line::raw(format!("{id} is not a member any more.")), super::states::way_back(canvas)];
        return super::states::middle(lines, inner, buffer);
    };
    if let Some(it) = lost::find(model.shown(), id) {
        let mark = canvas.theme.mark(one.state.mark());
        let inner = pane(canvas, &format!("Scheduler {id}"), &mark, true, area, buffer);
        canvas.has_room(TableId::SchedulerRuns, 0);
        return below(how_lost(canvas, it), inner, buffer);
    }
    let tall = area.height >= 22;
    let short = area.height < 12;
    let plan = match (tall, short) {
        (true, _) => 9,
        (_, true) => 4,
        _ => 6,
    };
    let [facts, host, ended] = Layout::vertical([Length(plan), Length(if tall { 8 } else { 0 }), Min(4)]).areas(area);
    let mark = one.state.mark();
    let inner = pane(canvas, &format!("Scheduler {id}"), &canvas.theme.mark(mark), canvas.has_keys(1), facts, buffer);
    let pair = |label: &str, text: String| {
        Line::from(vec![Span::styled(format!(" {label:<11}"), canvas.theme.tone(Tone::Dim)), Span::raw(text)])
    };
    let clock = model.clock();
    let member = &one.member;
    let stats = one.stats.as_ref().map(|(stats, _)| stats);
    let role = if one.is_leader { "leader" } else { "member" };
    let mut lines = vec![
        pair(
            "process",
            format!(
                "{} pid {}, {role} since {}",
                words::harmless(&member.host),
                member.pid,
                clock.moment(member.since)
            ),
        ),
        pair(
            "release",
            format!(
                "{} (zones {}), serves {}",
                words::harmless(&member.version),
                words::harmless(&member.tzdb),
                words::harmless(&member.address)
            ),
        ),
        drain(canvas, one),
    ];
    if let Some(stats) = stats {
        let waiting = if stats.waiting > 0 {
            format!(", {} waiting for room", words::count(stats.waiting))
        } else {
            String::new()
        };
        lines.push(pair(
            "work",
            format!(
                "{} tasks, {} on their way, {} open{waiting}",
                words::count(stats.tasks),
                words::count(stats.in_flight),
                words::count(stats.open)
            ),
        ));
        let states: Vec<String> =
            stats.states.iter().map(|(state, count)| format!("{} {state}", words::count(*count))).collect();
        lines.push(pair("tasks", states.join(", ")));
        for host in stats.full_hosts.iter().take(2) {
            lines.push(pair(
                "full host",
                format!("{}: {} on their way, {} waiting", words::harmless(&host.host), host.in_flight, host.waiting),
            ));
        }
    }
    if short {
        // What it owns and does before what it is.
        lines.rotate_left(2);
    }
    below(lines, inner, buffer);
    if tall {
        let inner = pane(canvas, "Machine", "", false, host, buffer);
        below(machine(canvas, one, inner.width), inner, buffer);
    }
    let inner = pane(canvas, "Newest runs", "as it told of them", canvas.has_keys(0), ended, buffer);
    let all: Vec<_> = lists::scheduler_runs(model).collect();
    runs::rows(canvas, TableId::SchedulerRuns, &all, inner, buffer);
}

/// How far it is with what it should own.
fn drain(canvas: &Canvas<'_>, one: &crate::commands::scheduler::census::Scheduler) -> Line<'static> {
    let owned = one.partitions.len();
    let plan = canvas.model.shown().fleet.as_ref().and_then(|fleet| fleet.census.assignment.as_ref());
    let wanted = plan.and_then(|plan| plan.owners.get(&one.id)).map_or(0, Vec::len);
    let mut spans = vec![
        Span::styled(" partitions ", canvas.theme.tone(Tone::Dim)),
        Span::raw(format!("{owned} owned, {wanted} planned  ")),
    ];
    if let Some(intent) = one.intent.as_ref().filter(|intent| intent.drain) {
        // Of what it was seen to own: how much it owned when the drain began nobody wrote down.
        let most =
            canvas.model.shown().trend.members.get(&one.id).map_or(owned, |figures| figures.most_owned.max(owned));
        let moved = most - owned;
        spans.extend(chart::bar(canvas, moved as f64 / most.max(1) as f64, 16).spans);
        spans.push(Span::raw(format!(" {moved} of {most} moved")));
        let why = intent.reason.as_deref().map(|reason| format!(": {}", words::harmless(reason))).unwrap_or_default();
        spans.push(Span::raw(format!("  drained by {}{why}", words::harmless(&intent.by))));
    }
    Line::from(spans)
}
