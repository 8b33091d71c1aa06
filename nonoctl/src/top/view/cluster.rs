//! View 6: ZooKeeper's servers, the dispatcher, the doctor, what happened.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::frame::pane;
use super::overview::{below, events, told};
use super::vtable::{draw as table, left, plain, value};
use super::{Canvas, NARROW, WIDE, states};
use crate::output::cell::Mark;
use crate::output::paint::{Glyph, Tone};
use crate::top::app::TableId;
use crate::top::data::Level;
use crate::top::keys::Action;
use crate::words;

/// Draws it.
pub(super) fn draw(canvas: &Canvas<'_>, area: Rect, buffer: &mut Buffer) {
    use Constraint::{Fill, Length, Min};
    if canvas.model.expanded {
        return if canvas.model.pane == 0 { doctor(canvas, area, buffer) } else { events(canvas, area, buffer) };
    }
    let tall = area.height >= 26;
    let lines = canvas.model.shown().servers.len() as u16 + 4;
    let top = match area.height {
        0..12 => 0,
        _ if tall => lines.clamp(7, 10),
        _ => (lines + 1).clamp(6, 8),
    };
    let log = if area.height >= 16 { area.height / 3 } else { 0 };
    let [servers, checks, log] = Layout::vertical([Length(top), Min(5), Length(log)]).areas(area);
    if area.width >= WIDE {
        let [ensemble, dispatcher] = Layout::horizontal([Fill(1), Fill(1)]).areas(servers);
        zookeeper(canvas, ensemble, buffer);
        let inner = pane(canvas, "Dispatcher", "", false, dispatcher, buffer);
        below(facts(canvas), inner, buffer);
    } else if servers.height > 0 {
        zookeeper(canvas, servers, buffer);
    }
    doctor(canvas, checks, buffer);
    if log.height > 2 {
        events(canvas, log, buffer);
    }
}

fn zookeeper(canvas: &Canvas<'_>, area: Rect, buffer: &mut Buffer) {
    let (model, theme) = (canvas.model, canvas.theme);
    let facts = model.shown();
    let inner = pane(canvas, "ZooKeeper", &model.place, false, area, buffer);
    if facts.servers.is_empty() {
        return states::middle(vec![Line::styled("asking the servers", theme.tone(Tone::Dim))], inner, buffer);
    }
    let head = format!(" {:<19}{:<11}{:<8}{:>6}{:>6}{:>6}", "SERVER", "ROLE", "RELEASE", "RTT", "CONNS", "QUEUE");
    let mut lines = vec![Line::styled(head, theme.tone(Tone::Dim))];
    for server in &facts.servers {
        lines.push(match &server.why_down {
            // Nobody asks them without a session.
            None if model.facts.lost_since().is_some() => {
                let role = server.role.as_ref().map_or_else(String::new, |role| format!(", {role} before"));
                let text = format!(" {:<19}{} unknown{role}", server.host, theme.glyph(Glyph::Question));
                Line::styled(text, theme.tone(Tone::Lost))
            }
            Some(why) => Line::styled(format!(" {:<19}{}", server.host, words::harmless(why)), theme.tone(Tone::Bad)),
            None => {
                let text = |value: &Option<String>| value.as_deref().unwrap_or("-").to_owned();
                let number = |value: Option<u64>| value.map_or_else(|| "-".to_owned(), words::count);
                let trip = server.round_trip.map_or_else(|| "-".to_owned(), words::took);
                Line::raw(format!(
                    " {:<19}{:<11}{:<8}{trip:>6}{:>6}{:>6}",
                    server.host,
                    text(&server.role),
                    text(&server.version),
                    number(server.connections),
                    number(server.outstanding)
                ))
            }
        });
    }
    if let Some(nodes) = facts.servers.iter().find_map(|server| server.nodes) {
        let before = if model.facts.lost_since().is_some() { " before" } else { "" };
        lines.push(Line::raw(format!(" {} znodes in the whole tree{before}", words::count(nodes))));
    }
    if area.width >= NARROW && canvas.model.size.0 < WIDE {
        lines.push(in_short(canvas));
    }
    below(lines, inner, buffer);
}

/// The dispatcher in one line, where it has no pane of its own.
fn in_short(canvas: &Canvas<'_>) -> Line<'static> {
    let facts = canvas.model.shown();
    let Some(fleet) = &facts.fleet else { return Line::raw("") };
    let census = &fleet.census;
    let leader = census.leader().map_or_else(|| "nobody".to_owned(), |leader| census.shown_name(leader));
    let owned: usize = census.schedulers.iter().map(|one| one.partitions.len()).sum();
    let paused = crate::top::app::attention::count(facts, "paused");
    Line::raw(format!(
        " leader {leader}   {owned} of {} partitions owned   {} ({} paused)",
        fleet.partitions,
        words::counted(facts.tasks.all() as u64, "task"),
        words::count(paused)
    ))
}

fn facts(canvas: &Canvas<'_>) -> Vec<Line<'static>> {
    let (model, theme) = (canvas.model, canvas.theme);
    let facts = model.shown();
    let Some(fleet) = &facts.fleet else { return Vec::new() };
    let census = &fleet.census;
    let pair = |label: &str, text: String| {
        Line::from(vec![Span::styled(format!(" {label:<12}"), theme.tone(Tone::Dim)), Span::raw(text)])
    };
    let plan = census.assignment.as_ref();
    let since = || facts.leaderless.map_or_else(String::new, |since| format!(" since {}", told(canvas, since)));
    let leader = census.leader().map_or_else(|| format!("nobody{}", since()), |leader| leader.id.to_string());
    let owned: usize = census.schedulers.iter().map(|one| one.partitions.len()).sum();
    let moving: usize = plan.map_or(0, |plan| {
        census
            .schedulers
            .iter()
            .map(|one| {
                plan.owners
                    .get(&one.id)
                    .map_or(0, |planned| planned.iter().filter(|partition| !one.partitions.contains(partition)).count())
            })
            .sum()
    });
    let mut versions = std::collections::BTreeMap::<String, usize>::new();
    census.schedulers.iter().for_each(|one| *versions.entry(words::harmless(&one.member.version)).or_default() += 1);
    let versions: Vec<String> = versions.into_iter().map(|(version, count)| format!("{version} x{count}")).collect();
    let paused = crate::top::app::attention::count(facts, "paused");
    vec![
        pair("leader", format!("{leader}  plan {}", plan.map_or(0, |plan| plan.epoch))),
        pair("partitions", format!("{owned} of {} owned, {moving} to move", fleet.partitions)),
        pair("tasks", format!("{}  ({} paused)", words::count(facts.tasks.all() as u64), words::count(paused))),
        pair("set aside", format!("{} unreadable", words::count(crate::top::app::attention::set_aside(facts)))),
        pair("releases", if versions.is_empty() { "-".to_owned() } else { versions.join(", ") }),
    ]
}

fn doctor(canvas: &Canvas<'_>, area: Rect, buffer: &mut Buffer) {
    use Constraint::{Length, Min};
    let (model, theme) = (canvas.model, canvas.theme);
    let facts = model.shown();
    let key = canvas.key(Action::Doctor);
    let is_lost = model.facts.lost_since().is_some();
    let remark = match (&facts.checkup, facts.examining) {
        (Some(checkup), _) if is_lost => {
            format!("{} ago, before the connection was lost", words::span(model.now.since(checkup.at)))
        }
        (_, true) => "looking".to_owned(),
        (Some(checkup), false) => format!("{} ago, {key} looks again", words::span(model.now.since(checkup.at))),
        (None, false) => format!("{key} looks"),
    };
    let inner = pane(canvas, "Doctor", &remark, canvas.has_keys(0), area, buffer);
    let Some(checkup) = &facts.checkup else {
        canvas.has_room(TableId::Doctor, usize::from(inner.height));
        let text = match facts.examining {
            true => "reading everything that stands in the cluster".to_owned(),
            false => format!("{key} has the doctor look"),
        };
        return states::middle(vec![Line::styled(text, theme.tone(Tone::Dim))], inner, buffer);
    };
    let columns = [left("", Length(1)), left("CHECK", Length(12)), left("FOUND", Min(20))];
    table(canvas, TableId::Doctor, &columns, inner, buffer, |place| {
        let found = checkup.lines.get(place)?;
        let mark = match found.level {
            Level::Ok if is_lost => Mark::new(Glyph::Question, "before", Tone::Lost),
            Level::Ok => Mark::new(Glyph::Check, "ok", Tone::Plain),
            Level::Warn => Mark::new(Glyph::Warning, "warning", Tone::Warn),
            Level::Fail => Mark::new(Glyph::Cross, "failed", Tone::Bad),
        };
        let fix = found.fix.as_ref().map(|fix| format!("   fix: {fix}")).unwrap_or_default();
        Some(vec![
            value(theme.glyph(mark.glyph), theme.tone(mark.tone)),
            plain(found.name.clone()),
            value(words::harmless(&format!("{}{fix}", found.text)), theme.tone(mark.tone)),
        ])
    });
}
