//! What is around the body: the title row, the views, the line of news, the legend, and a pane's border.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::symbols::border;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Widget};
use tui_input::Input;
use unicode_width::UnicodeWidthStr;

use super::{Canvas, NARROW, WIDE, line};
use crate::output::paint::{Glyph, Tone};
use crate::terminal::in_zone;
use crate::top::app::{Model, Overlay, Screen, View, attention};
use crate::top::data::{ANSWERS, Link};
use crate::top::keys::Action;
use crate::top::update::applies;
use crate::words;

/// Title, views, body, news, legend.
pub(super) fn rows(area: Rect) -> [Rect; 5] {
    let one = Constraint::Length(1);
    Layout::vertical([one, one, Constraint::Min(0), one, one]).areas(area)
}

/// `nono top │ place │ ● ZK rtt 2ms │ leader … │ live 0.4s      14:32:07 CET`
pub(super) fn title(canvas: &Canvas<'_>, area: Rect, buffer: &mut Buffer) {
    let (model, theme) = (canvas.model, canvas.theme);
    let style = theme.title();
    let roomy = area.width >= WIDE;
    buffer.set_style(area, style);
    let mut parts = vec![if roomy { "nono top".to_owned() } else { "nono".to_owned() }];
    let guard = match (model.protected, model.read_only) {
        (true, _) if roomy => "! (protected)",
        (true, _) => "!",
        (false, true) if roomy => " (read-only)",
        (false, true) => " ro",
        (false, false) => "",
    };
    parts.push(format!("{}{guard}", shortened(&model.place, if roomy { 40 } else { 24 }, theme.ellipsis())));
    parts.push(link(canvas));
    if let (true, Some(fleet)) = (roomy, &model.shown().fleet) {
        parts.push(match fleet.census.leader() {
            Some(leader) => {
                let epoch = fleet.census.assignment.as_ref().map_or(0, |plan| plan.epoch);
                format!("leader {} e{epoch}", fleet.census.shown_name(leader))
            }
            None => format!("{} no leader", theme.glyph(Glyph::Warning)),
        });
    }
    parts.extend(age(model));
    let text = parts.join(&format!(" {} ", theme.bar()));
    let clock = clock(model, roomy);
    let room = (area.width as usize).saturating_sub(clock.width() + 3);
    line(Line::styled(format!(" {}", shortened(&text, room, theme.ellipsis())), style), area, buffer);
    let at = area.right().saturating_sub(clock.width() as u16 + 1);
    line(Line::styled(clock, style), Rect { x: at, width: area.right() - at, ..area }, buffer);
    if !matches!(model.facts.link, Link::Live { .. }) {
        // What cannot be trusted is lit.
        buffer.set_style(Rect { width: at.saturating_sub(area.x), ..area }, theme.tone(Tone::Warn));
    } else if model.protected {
        buffer.set_style(Rect { width: at.saturating_sub(area.x), ..area }, theme.tone(Tone::Bad));
    }
}

fn clock(model: &Model, roomy: bool) -> String {
    use crate::terminal::TimeStyle;
    let form = if roomy { "%H:%M:%S %Z" } else { "%H:%M:%S" };
    match model.times {
        TimeStyle::Utc => in_zone(model.now, &jiff::tz::TimeZone::UTC, form),
        TimeStyle::Local | TimeStyle::Relative => in_zone(model.now, &model.zone, form),
    }
}

/// The connection, in a few words.
fn link(canvas: &Canvas<'_>) -> String {
    let (model, theme) = (canvas.model, canvas.theme);
    let for_so_long = |since| words::span(model.now.since(since));
    let (on, off) = (theme.light(true), theme.light(false));
    match &model.facts.link {
        Link::Connecting { since, .. } => format!("{off} ZK connecting {}", for_so_long(*since)),
        Link::Live { round_trip } => {
            let up = model.facts.servers.iter().filter(|server| server.why_down.is_none()).count();
            let all = model.facts.servers.len();
            let servers = if all > 0 { format!("{up}/{all} ") } else { String::new() };
            format!("{on} ZK {servers}rtt {}", words::took(*round_trip))
        }
        Link::Lost { hosts, .. } => {
            let up = hosts.iter().filter(|(_, said)| said == ANSWERS).count();
            format!("{off} ZK {up}/{} RECONNECTING", hosts.len())
        }
        Link::Expired { .. } => format!("{off} ZK SESSION EXPIRED, new session{}", theme.ellipsis()),
        Link::Denied { why } => format!("{} {}", theme.glyph(Glyph::Warning), words::harmless(why)),
        Link::NotLaidOut => format!("{on} ZK, no nono cluster here"),
        Link::Newer { format } => format!("{} cluster of format {format}: view only", theme.glyph(Glyph::Warning)),
    }
}

/// How old what is shown is.
fn age(model: &Model) -> Option<String> {
    if let Some((since, _)) = &model.frozen {
        return Some(format!("FROZEN {}", words::span(model.now.since(*since))));
    }
    let read = model.facts.fleet.as_ref()?.at;
    let age = model.now.since(read);
    match &model.facts.link {
        Link::Lost { .. } | Link::Expired { .. } | Link::Connecting { .. } => {
            Some(format!("STALE {}", words::span(age)))
        }
        _ if age.as_secs() > 3 + 2 * model.interval => Some(format!("STALE {}", words::span(age))),
        _ => Some(format!("live {}.{}s", age.as_secs(), age.subsec_millis() / 100)),
    }
}

/// `[1 Overview]  2 Tasks 4,812  …        ✗ 3 failing  ▲ 2 late  ◌ 1 draining`
pub(super) fn tabs(canvas: &Canvas<'_>, area: Rect, buffer: &mut Buffer) {
    let model = canvas.model;
    let roomy = area.width >= WIDE;
    let lit = model.screen().view();
    let mut spans = vec![Span::raw(" ")];
    for (index, view) in View::ALL.into_iter().enumerate() {
        let text = format!("{} {}", index + 1, tab(model, view, roomy));
        if view == lit {
            spans.push(Span::styled(format!("[{text}]"), Style::new().add_modifier(Modifier::BOLD)));
        } else {
            spans.push(Span::raw(format!(" {text} ")));
        }
    }
    let counters = problems(canvas, area.width >= WIDE);
    let width = counters.width() as u16;
    let room = area.width.saturating_sub(width + 2);
    line(Line::from(spans), Rect { width: room, ..area }, buffer);
    let at = area.right().saturating_sub(width + 1);
    line(counters, Rect { x: at, width: width.min(area.width), ..area }, buffer);
}

fn tab(model: &Model, view: View, roomy: bool) -> String {
    let facts = model.shown();
    let counted = |word: &str, count: Option<u64>| match count {
        Some(count) if roomy => format!("{word} {}", words::count(count)),
        _ => word.to_owned(),
    };
    match (view, roomy) {
        (View::Overview, true) => "Overview".to_owned(),
        (View::Overview, false) => "Over".to_owned(),
        (View::Tasks, _) => counted("Tasks", facts.tasks.catalogue.as_ref().map(|all| all.names.len() as u64)),
        (View::Schedulers, true) => {
            counted("Schedulers", facts.fleet.as_ref().map(|fleet| fleet.census.schedulers.len() as u64))
        }
        (View::Schedulers, false) => "Sched".to_owned(),
        (View::Runs, _) => "Runs".to_owned(),
        (View::Upcoming, true) => "Upcoming".to_owned(),
        (View::Upcoming, false) => "Next".to_owned(),
        (View::Cluster, true) => "Cluster".to_owned(),
        (View::Cluster, false) => "ZK".to_owned(),
    }
}

/// How many are failing, late, unreadable, draining.
pub(super) fn problems(canvas: &Canvas<'_>, words_too: bool) -> Line<'static> {
    let (facts, theme) = (canvas.model.shown(), canvas.theme);
    let counts = [
        (attention::count(facts, "failing"), Glyph::Cross, "failing", Tone::Bad),
        (attention::count(facts, "late"), Glyph::Warning, "late", Tone::Warn),
        (attention::set_aside(facts), Glyph::Question, "unreadable", Tone::Lost),
        (attention::draining(facts) as u64, Glyph::Moving, "draining", Tone::Leaving),
    ];
    let mut spans = Vec::new();
    for (count, glyph, word, tone) in counts.into_iter().filter(|(count, ..)| *count > 0) {
        if !spans.is_empty() {
            spans.push(Span::raw(if words_too { "  " } else { " " }));
        }
        let count = words::count(count);
        let text = if words_too {
            format!("{} {count} {word}", theme.glyph(glyph))
        } else {
            format!("{}{count}", theme.glyph(glyph))
        };
        spans.push(Span::styled(text, theme.tone(tone)));
    }
    if spans.is_empty() && facts.fleet.is_some() {
        spans.push(Span::raw("no problems"));
    }
    Line::from(spans)
}

/// The filter as it is typed, what became of a change, or what the view says of itself.
pub(super) fn news(canvas: &Canvas<'_>, area: Rect, buffer: &mut Buffer) {
    let (model, theme) = (canvas.model, canvas.theme);
    if let Some(input) = &model.filter_box {
        return filter(canvas, input, area, buffer);
    }
    if let Some((report, _)) = &model.toast {
        let tone = if report.ok { Tone::Strong } else { Tone::Bad };
        let glyph = theme.glyph(if report.ok { Glyph::Check } else { Glyph::Cross });
        let undo = report.undo.as_ref().map(|undo| format!("   undo: {undo}")).unwrap_or_default();
        let text = format!(" {glyph} {}{undo}", words::harmless(&report.text));
        return line(
            Line::styled(shortened(&text, area.width.into(), theme.ellipsis()), theme.tone(tone)),
            area,
            buffer,
        );
    }
    if let Link::Lost { since, tries, next_try, .. } = &model.facts.link {
        let gone = words::span(model.now.since(*since));
        let when = match next_try.since(model.now).as_secs() {
            0 => "now".to_owned(),
            wait => format!("in {wait}s"),
        };
        let key = model.keys.key(Action::Retry).map(|key| format!(" ({key} now)")).unwrap_or_default();
        let text = format!(
            " {} connection lost {gone} ago: retry {} {when}{key}   actions are off",
            theme.glyph(Glyph::Warning),
            tries + 1
        );
        return line(Line::styled(text, theme.tone(Tone::Warn)), area, buffer);
    }
    if let Link::Denied { why } = &model.facts.link {
        let text = format!(" {} {}   actions are off", theme.glyph(Glyph::Warning), words::harmless(why));
        return line(
            Line::styled(shortened(&text, area.width.into(), theme.ellipsis()), theme.tone(Tone::Warn)),
            area,
            buffer,
        );
    }
    line(
        Line::styled(
            shortened(&format!(" {}", said(model)), area.width.into(), theme.ellipsis()),
            theme.tone(Tone::Dim),
        ),
        area,
        buffer,
    );
}

/// What the view says of itself.
fn said(model: &Model) -> String {
    let facts = model.shown();
    let mut parts = Vec::new();
    match model.screen() {
        Screen::View(view @ (View::Tasks | View::Runs)) => {
            if let Some(filtering) = model.filters.get(view) {
                if filtering.problems {
                    parts.push("problems only".to_owned());
                }
                if !filtering.text.is_empty() {
                    parts.push(format!("filter: {}", filtering.text));
                    parts.extend(filtering.error.as_ref().map(ToString::to_string));
                }
            }
            if *view == View::Tasks {
                if let Some((done, all)) = facts.tasks.reading {
                    parts.push(format!(
                        "reading all tasks: {} of {}",
                        words::count(done as u64),
                        words::count(all as u64)
                    ));
                } else if let Some(why) = facts.tasks.failed.as_ref().filter(|_| model.needs_all()) {
                    parts.push(format!("not all tasks were read: {} (Ctrl-r reads them again)", words::harmless(why)));
                } else if let Some(at) = facts.tasks.counted_at.filter(|_| model.chooses_by_state()) {
                    parts.push(format!(
                        "states of all tasks as of {} ago (Ctrl-r reads them again)",
                        words::span(model.now.since(at))
                    ));
                }
            } else {
                let rate: f64 = rate(model);
                parts.push(format!("{rate:.1} runs/s"));
                if facts.sampled {
                    parts.push("sampled: more run than the schedulers tell of".to_owned());
                }
            }
        }
        Screen::View(View::Upcoming) => {
            if let Some(forecast) = &facts.tasks.forecast {
                let fires: u64 = forecast.ahead(model.now).0.iter().take(model.window as usize).sum();
                parts.push(format!("window {} min", model.window));
                parts.push(format!("{} due", words::count(fires)));
            }
            parts.push(format!("zone {}", model.zone.iana_name().unwrap_or("local")));
        }
        Screen::Task(name) => {
            parts.push(name.to_string());
            if let Some(detail) = &facts.task {
                parts.push(format!("version {}", detail.view.version()));
                parts.push(format!("read {} ago", words::span(model.now.since(detail.at))));
            }
        }
        _ => {}
    }
    if parts.is_empty() {
        parts.push(format!("a look every {}s", model.interval));
        if let Some(why) = model.no_changes().filter(|_| model.read_only) {
            parts.push(why.to_owned());
        }
    }
    parts.join("   ")
}

/// Runs sent in the last second, by all.
pub(crate) fn rate(model: &Model) -> f64 {
    let schedulers = model.shown().fleet.iter().flat_map(|fleet| &fleet.census.schedulers);
    schedulers.filter_map(|one| one.stats.as_ref()).map(|(stats, _)| stats.sent_per_second).sum()
}

fn filter(canvas: &Canvas<'_>, input: &Input, area: Rect, buffer: &mut Buffer) {
    let (model, theme) = (canvas.model, canvas.theme);
    let (shown, _) = scrolled(input, filter_room(area));
    let mut spans = vec![Span::raw(" / "), Span::styled(shown, Style::new().add_modifier(Modifier::BOLD))];
    let filtering = model.filtering();
    match filtering.and_then(|filtering| filtering.error.as_ref()) {
        Some(error) => spans.push(Span::styled(format!("   {error}"), theme.tone(Tone::Bad))),
        None => {
            let id = model.table_id();
            let shown = id.map_or(0, |id| crate::top::app::lists::len(model, id)) as u64;
            let all = match model.screen().view() {
                View::Tasks => model.shown().tasks.all(),
                _ => model.shown().runs.len(),
            };
            spans.push(Span::raw(format!("   {} of {}", words::count(shown), words::count(all as u64))));
        }
    }
    line(Line::from(spans), area, buffer);
}

fn filter_room(area: Rect) -> usize {
    (area.width as usize / 2).max(20)
}

/// Where the next letter of the filter goes.
pub(super) fn filter_cursor(input: &Input, area: Rect) -> (u16, u16) {
    let (_, at) = scrolled(input, filter_room(area));
    (area.x + 3 + at, area.y)
}

/// As much of what is typed as fits, and where its cursor is in it.
pub(super) fn scrolled(input: &Input, room: usize) -> (String, u16) {
    let scroll = input.visual_scroll(room.saturating_sub(1));
    let mut skipped = 0;
    let text: String = input
        .value()
        .chars()
        .skip_while(|letter| {
            let skip = skipped < scroll;
            skipped += unicode_width::UnicodeWidthChar::width(*letter).unwrap_or(0);
            skip
        })
        .collect();
    let at = input.visual_cursor().saturating_sub(scroll);
    (shortened(&text, room, ""), at as u16)
}

/// The keys of what has the keys, made from the map of keys itself.
pub(super) fn legend(canvas: &Canvas<'_>, area: Rect, buffer: &mut Buffer) {
    let model = canvas.model;
    let text = match &model.overlay {
        Some(Overlay::Confirm(_)) => " Tab moves   Enter presses the selected button   Esc cancels".to_owned(),
        Some(Overlay::Help(_)) => " Esc or ? closes   letters narrow the list".to_owned(),
        Some(Overlay::Palette(_)) => " Enter does it   Tab completes   Esc closes".to_owned(),
        Some(Overlay::Sort(_) | Overlay::Menu(_)) => " j/k moves   Enter chooses   Esc closes".to_owned(),
        Some(Overlay::Text { .. }) => " j/k scrolls   Esc closes".to_owned(),
        None if model.filter_box.is_some() => " Esc clears   Enter keeps   Tab completes".to_owned(),
        None => keys(model, area.width),
    };
    line(Line::raw(text), area, buffer);
}

fn keys(model: &Model, width: u16) -> String {
    const WANTED: [Action; 24] = [
        Action::Retry,
        Action::Back,
        Action::Open,
        Action::Mark,
        Action::Filter,
        Action::Problems,
        Action::Follow,
        Action::Sort,
        Action::Doctor,
        Action::Drain,
        Action::Undrain,
        Action::Manifest,
        Action::History,
        Action::Edit,
        Action::Pause,
        Action::Run,
        Action::Slower,
        Action::NextPane,
        Action::Preview,
        Action::Wide,
        Action::Menu,
        Action::CopyCommand,
        Action::Freeze,
        Action::Times,
    ];
    let shown = |action: Action| model.keys.key(action).map(|key| format!("{key} {}", action.short()));
    let mut text = String::from(" ");
    if model.table_id().is_some() {
        let (down, up) = (model.keys.key(Action::Down), model.keys.key(Action::Up));
        if let (Some(down), Some(up)) = (down, up) {
            text.push_str(&format!("{down}/{up}  "));
        }
    }
    let is_top = matches!(model.screen(), Screen::View(_));
    let end: String = [Action::Palette, Action::Help, Action::Quit]
        .into_iter()
        .filter_map(|action| {
            Some(if action == Action::Quit && !is_top {
                format!("{} back", model.keys.key(action)?)
            } else {
                shown(action)?
            })
        })
        .collect::<Vec<_>>()
        .join("  ");
    for action in WANTED.into_iter().filter(|action| applies(model, *action) && (*action != Action::Back || !is_top)) {
        let Some(piece) = shown(action) else { continue };
        if text.width() + piece.width() + 2 + end.width() + 1 > width as usize {
            break;
        }
        text.push_str(&piece);
        text.push_str("  ");
    }
    text + &end
}

/// A pane: its border, with a title on the left and a remark on the right. Gives the room inside.
pub(super) fn pane(
    canvas: &Canvas<'_>,
    title: &str,
    remark: &str,
    has_keys: bool,
    area: Rect,
    buffer: &mut Buffer,
) -> Rect {
    let theme = canvas.theme;
    let style = if has_keys { theme.focus() } else { Style::new() };
    let room = (area.width as usize).saturating_sub(6);
    let remark = shortened(remark, room.saturating_sub(title.width().min(room / 2)), theme.ellipsis());
    let title = shortened(title, room.saturating_sub(remark.width() + 1), theme.ellipsis());
    let mut block = Block::bordered().border_set(if theme.ascii { ASCII } else { border::PLAIN });
    if !title.is_empty() {
        block = block.title_top(Line::styled(format!(" {title} "), style).left_aligned());
    }
    if !remark.is_empty() {
        block = block.title_top(Line::raw(format!(" {remark} ")).right_aligned());
    }
    let inner = block.inner(area);
    block.render(area, buffer);
    inner
}

const ASCII: border::Set<'static> = border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

/// A box over the body, in its middle, of at most this size.
pub(super) fn middle(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height }
}

/// The text, cut to so many columns, with a sign where it was cut.
pub(crate) fn shortened(text: &str, room: usize, sign: &str) -> String {
    if text.width() <= room {
        return text.to_owned();
    }
    let keep = room.saturating_sub(sign.width());
    let mut width = 0;
    let mut cut = String::new();
    for letter in text.chars() {
        width += unicode_width::UnicodeWidthChar::width(letter).unwrap_or(0);
        if width > keep {
            break;
        }
        cut.push(letter);
    }
    if room > 0 { cut + sign } else { String::new() }
}

/// Whether only the most important columns have room.
pub(super) const fn is_narrow(area: Rect) -> bool {
    area.width < NARROW - 2
}
