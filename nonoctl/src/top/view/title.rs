//! The title row: where, how the connection is, who leads, how old what is shown is, the clock.
//!
//! Where there is little room the parts grow shorter, one after the other, and the least important go. What must not be
//! missed stays at any width: the state of the connection, that nobody leads or the cluster is paused, and that the picture is
//! frozen or stale.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::frame::shortened;
use super::{Canvas, WIDE, line};
use crate::output::paint::{Glyph, Tone};
use crate::terminal::{TimeStyle, in_zone};
use crate::top::app::Model;
use crate::top::data::{ANSWERS, Link};
use crate::words;

/// A part of the row: its forms, the longest first; an empty form leaves it out.
pub(super) struct Part {
    forms: Vec<String>,
    /// The form that is shown.
    shown: usize,
    /// What it is lit with, if it says that something is not as it should be.
    tone: Option<Tone>,
}

impl Part {
    fn new(forms: Vec<String>, tone: Option<Tone>) -> Self {
        Self { forms, shown: 0, tone }
    }

    /// The longest of its forms that has room; the shortest where none has, and nothing where there is none.
    pub(super) fn whole(self, room: usize) -> Option<String> {
        let forms = self.forms.into_iter().filter(|form| !form.is_empty()).collect::<Vec<_>>();
        forms.iter().find(|form| form.width() <= room).or(forms.last()).cloned()
    }

    fn text(&self) -> &str {
        self.forms.get(self.shown).map_or("", String::as_str)
    }
}

const BRAND: usize = 0;
const PLACE: usize = 1;
const LINK: usize = 2;
const LEADER: usize = 3;
const PAUSED: usize = 4;

/// What gives way, in this order: a part, and the form it takes then (or the last it has).
const GIVING_WAY: [(usize, usize); 7] =
    [(LINK, 1), (BRAND, 1), (LEADER, 1), (PLACE, 1), (PAUSED, 1), (LINK, 2), (PLACE, 2)];

/// `nono top │ place │ ● ZK 3/3 rtt 2ms │ leader … │ live 0.4s      14:32:07 CET`
pub(super) fn draw(canvas: &Canvas<'_>, area: Rect, buffer: &mut Buffer) {
    let (model, theme) = (canvas.model, canvas.theme);
    let style = theme.title();
    buffer.set_style(area, style);
    let mut clock = clock(model, area.width >= WIDE);
    let mut parts = parts(canvas, area.width >= WIDE);
    let bar = format!(" {} ", theme.bar());
    let room =
        |clock: &str| usize::from(area.width).saturating_sub(if clock.is_empty() { 2 } else { clock.width() + 3 });
    for (part, form) in GIVING_WAY {
        if width(&parts, &bar) <= room(&clock) {
            break;
        }
        let last = parts[part].forms.len().saturating_sub(1);
        parts[part].shown = form.min(last);
    }
    if width(&parts, &bar) > room(&clock) {
        clock.clear();
    }
    let at = area.right().saturating_sub(clock.width() as u16 + 1);
    // What cannot be trusted is lit.
    let lit = match &model.facts.link {
        Link::Live { .. } if model.protected => theme.tone(Tone::Bad),
        Link::Live { .. } => Style::new(),
        _ => theme.tone(Tone::Warn),
    };
    buffer.set_style(Rect { width: at.saturating_sub(area.x), ..area }, lit);
    let mut spans = vec![Span::raw(" ")];
    for part in parts.iter().filter(|part| !part.text().is_empty()) {
        if spans.len() > 1 {
            spans.push(Span::raw(bar.clone()));
        }
        let tone = part.tone.map_or_else(Style::new, |tone| theme.tone(tone));
        spans.push(Span::styled(part.text().to_owned(), tone));
    }
    let left = Rect { width: at.saturating_sub(area.x), ..area };
    line(Line::from(spans), left, buffer);
    line(Line::raw(clock), Rect { x: at, width: area.right() - at, ..area }, buffer);
}

fn width(parts: &[Part], bar: &str) -> usize {
    let shown = || parts.iter().map(Part::text).filter(|text| !text.is_empty());
    shown().map(UnicodeWidthStr::width).sum::<usize>() + bar.width() * shown().count().saturating_sub(1)
}

fn parts(canvas: &Canvas<'_>, roomy: bool) -> Vec<Part> {
    let model = canvas.model;
    let brand = if roomy { "nono top" } else { "nono" };
    let age = age(model);
    let is_old = age.as_ref().is_some_and(|(_, is_old)| *is_old);
    vec![
        Part::new(vec![brand.to_owned(), String::new()], None),
        Part::new(place(canvas, roomy), None),
        Part::new(link(canvas), None),
        leader(canvas, roomy),
        paused(model),
        Part::new(age.into_iter().map(|(text, _)| text).collect(), is_old.then_some(Tone::Warn)),
    ]
}

/// Where this is, and what may be changed there.
fn place(canvas: &Canvas<'_>, roomy: bool) -> Vec<String> {
    let (model, sign) = (canvas.model, canvas.theme.ellipsis());
    let guard = match (model.protected, model.read_only, roomy) {
        (true, true, true) => "! (protected, read-only)",
        (true, false, true) => "! (protected)",
        (true, true, false) => "! ro",
        (true, false, false) => "!",
        (false, true, true) => " (read-only)",
        (false, true, false) => " ro",
        (false, false, _) => "",
    };
    let cut = |room| format!("{}{guard}", shortened(&model.place, room, sign));
    vec![cut(if roomy { 40 } else { 24 }), cut(12), cut(4)]
}

/// The connection, in a few words; the shortest says no less.
fn link(canvas: &Canvas<'_>) -> Vec<String> {
    let (model, theme) = (canvas.model, canvas.theme);
    let (on, off, warning) = (theme.light(true), theme.light(false), theme.glyph(Glyph::Warning));
    match &model.facts.link {
        Link::Connecting { since, .. } => {
            let span = words::span(model.now.since(*since));
            vec![format!("{off} ZK connecting {span}"), format!("{off} connecting {span}")]
        }
        Link::Live { round_trip } => {
            let up = model.facts.servers.iter().filter(|server| server.why_down.is_none()).count();
            let all = model.facts.servers.len();
            let servers = if all > 0 { format!(" {up}/{all}") } else { String::new() };
            vec![format!("{on} ZK{servers} rtt {}", words::took(*round_trip)), format!("{on} ZK{servers}")]
        }
        Link::Lost { hosts, .. } => {
            // One that takes connections may still hang: which of them serve is known once there is a session.
            let refuse = hosts.iter().filter(|(_, said)| said != ANSWERS).count();
            let up = if !hosts.is_empty() && refuse == hosts.len() { "0" } else { "?" };
            vec![format!("{off} ZK {up}/{} RECONNECTING", hosts.len()), format!("{off} RECONNECTING")]
        }
        Link::Expired { .. } => {
            let told = format!("{off} ZK SESSION EXPIRED");
            vec![format!("{told}, new session{}", theme.ellipsis()), told, format!("{off} EXPIRED")]
        }
        Link::Denied { why } => {
            vec![format!("{warning} {}", words::harmless(why)), format!("{warning} ACCESS DENIED")]
        }
        Link::NotLaidOut => vec![format!("{on} ZK, no nono cluster here"), format!("{on} no cluster")],
        Link::Newer { format } => {
            vec![format!("{warning} cluster of format {format}: view only"), format!("{warning} view only")]
        }
    }
}

/// Who leads, where there is room; that nobody does, always.
pub(super) fn leader(canvas: &Canvas<'_>, roomy: bool) -> Part {
    let Some(fleet) = &canvas.model.shown().fleet else { return Part::new(Vec::new(), None) };
    match fleet.census.leader() {
        Some(_) if !roomy => Part::new(Vec::new(), None),
        Some(leader) => {
            let epoch = fleet.census.assignment.as_ref().map_or(0, |plan| plan.epoch);
            let text = format!("leader {} e{epoch}", fleet.census.shown_name(leader));
            Part::new(vec![text, String::new()], None)
        }
        None => {
            let (now, bare) = (canvas.model.now, format!("{} no leader", canvas.theme.glyph(Glyph::Warning)));
            let since = canvas.model.shown().leaderless.map(|since| words::span(now.since(since.at)));
            let long = since.map_or_else(|| bare.clone(), |span| format!("{bare} {span}"));
            Part::new(vec![long, bare], Some(Tone::Warn))
        }
    }
}

/// That nothing runs by itself, and for how long.
pub(super) fn paused(model: &Model) -> Part {
    let fleet = model.shown().fleet.as_ref();
    let Some((_, since)) = fleet.and_then(|fleet| fleet.census.paused.as_ref()) else {
        return Part::new(Vec::new(), None);
    };
    let span = words::span(model.now.since(*since));
    Part::new(vec![format!("PAUSED {span}"), "PAUSED".to_owned()], Some(Tone::Warn))
}

/// How old what is shown is, and whether that is older than it should be.
pub(super) fn age(model: &Model) -> Option<(String, bool)> {
    if let Some((since, _)) = &model.frozen {
        return Some((format!("FROZEN {}", words::span(model.now.since(*since))), true));
    }
    let age = model.now.since(model.facts.fleet.as_ref()?.at);
    let is_cut_off = matches!(&model.facts.link, Link::Lost { .. } | Link::Expired { .. } | Link::Connecting { .. });
    if is_cut_off || age.as_secs() > 3 + 2 * model.interval {
        return Some((format!("STALE {}", words::span(age)), true));
    }
    Some((format!("live {}.{}s", age.as_secs(), age.subsec_millis() / 100), false))
}

fn clock(model: &Model, roomy: bool) -> String {
    let form = if roomy { "%H:%M:%S %Z" } else { "%H:%M:%S" };
    match model.times {
        TimeStyle::Utc => in_zone(model.now, &jiff::tz::TimeZone::UTC, form),
        TimeStyle::Local | TimeStyle::Relative => in_zone(model.now, &model.zone, form),
    }
}
