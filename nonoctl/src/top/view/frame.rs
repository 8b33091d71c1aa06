//! What is around the body: the views, the line of news, and a pane's border.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::symbols::border;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Widget};
use tui_input::Input;
use unicode_width::UnicodeWidthStr;

use super::{Canvas, NARROW, WIDE, line};
use crate::filter::FilterError;
use crate::output::paint::{Glyph, Tone};
use crate::top::app::{Model, Object, Screen, View, attention};
use crate::top::data::Link;
use crate::top::keys::Action;
use crate::words;

/// Title, views, body, news, legend.
pub(super) fn rows(area: Rect) -> [Rect; 5] {
    let one = Constraint::Length(1);
    Layout::vertical([one, one, Constraint::Min(0), one, one]).areas(area)
}

/// `[1 Overview]  2 Tasks 4,812  …        ✗ 3 failing  ▲ 2 late  ◌ 1 draining`: the counters are always whole.
pub(super) fn tabs(canvas: &Canvas<'_>, area: Rect, buffer: &mut Buffer) {
    let model = canvas.model;
    let room = |counters: &Line<'_>| usize::from(area.width).saturating_sub(counters.width() + 2);
    let mut counters = problems(canvas, area.width >= WIDE);
    let mut views = views(model, if area.width >= WIDE { Names::Long } else { Names::Short });
    if views.width() > room(&counters) {
        counters = problems(canvas, false);
        views = self::views(model, Names::Short);
    }
    if views.width() > room(&counters) {
        views = self::views(model, Names::OfTheOpenOne);
    }
    line(views, Rect { width: room(&counters) as u16, ..area }, buffer);
    let width = counters.width() as u16;
    let at = area.right().saturating_sub(width + 1).max(area.x);
    line(counters, Rect { x: at, width: width.min(area.width), ..area }, buffer);
}

/// How the views are called.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Names {
    Long,
    Short,
    OfTheOpenOne,
}

fn views(model: &Model, names: Names) -> Line<'static> {
    let mut spans = vec![Span::raw(" ")];
    for (index, view) in View::ALL.into_iter().enumerate() {
        let is_open = view == model.screen().view();
        let text = match names {
            Names::OfTheOpenOne if !is_open => (index + 1).to_string(),
            _ => format!("{} {}", index + 1, tab(model, view, names == Names::Long)),
        };
        if is_open {
            spans.push(Span::styled(format!("[{text}]"), Style::new().add_modifier(Modifier::BOLD)));
        } else {
            spans.push(Span::raw(format!(" {text} ")));
        }
    }
    Line::from(spans)
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

/// How many are failing, late, unreadable, lost, draining.
pub(super) fn problems(canvas: &Canvas<'_>, words_too: bool) -> Line<'static> {
    let (facts, theme) = (canvas.model.shown(), canvas.theme);
    let counts = [
        (attention::count(facts, "failing"), Glyph::Cross, "failing", Tone::Bad),
        (attention::count(facts, "late"), Glyph::Warning, "late", Tone::Warn),
        (attention::set_aside(facts), Glyph::Question, "unreadable", Tone::Lost),
        (facts.lost.len() as u64, Glyph::Question, "lost", Tone::Lost),
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
        // No task is wrong; something else may be.
        spans.push(match attention::problems(facts).len() {
            0 => Span::raw("no problems"),
            count if words_too => {
                let text = format!("{} {} to look at", theme.glyph(Glyph::Warning), words::count(count as u64));
                Span::styled(text, theme.tone(Tone::Warn))
            }
            count => Span::styled(format!("{}{count}", theme.glyph(Glyph::Warning)), theme.tone(Tone::Warn)),
        });
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
        let (sign, tone) = match report.ok {
            Some(true) => (format!("{} ", theme.glyph(Glyph::Check)), Tone::Strong),
            Some(false) => (format!("{} ", theme.glyph(Glyph::Cross)), Tone::Bad),
            None => (String::new(), Tone::Strong),
        };
        let undo = report.undo.as_ref().map(|undo| format!("   undo: {undo}")).unwrap_or_default();
        let text = format!(" {sign}{}{undo}", words::harmless(&report.text));
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
        let (sign, next) = (theme.glyph(Glyph::Warning), tries + 1);
        let text = match area.width {
            0..NARROW => format!(" {sign} lost {gone} ago: retry {next} {when}{key}, actions off"),
            _ => format!(" {sign} connection lost {gone} ago: retry {next} {when}{key}   actions are off"),
        };
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
    let text = shortened(&format!(" {}", said(model)), area.width.into(), theme.ellipsis());
    line(Line::styled(text.clone(), theme.tone(Tone::Dim)), area, buffer);
    // A filter that was kept though it cannot be read.
    let kept = model.filtering().filter(|_| matches!(model.screen(), Screen::View(_)));
    let error = kept.and_then(|kept| Some((kept, kept.error.as_ref()?)));
    if let Some(((kept, error), at)) = error.zip(text.find("filter: ")) {
        let (from, to) = place_of(error, &kept.text);
        let x = area.x + (text[..at].width() + "filter: ".len() + from) as u16;
        buffer.set_style(Rect { x, width: (to - from) as u16, ..area }.intersection(area), spot_style(canvas));
    }
}

/// What reads all tasks again, if a key does.
fn reads_again(model: &Model) -> String {
    model.keys.key(Action::Refresh).map(|key| format!(" ({key} reads them again)")).unwrap_or_default()
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
                    parts.push(format!("not all tasks were read: {}{}", words::harmless(why), reads_again(model)));
                } else if let Some(at) = facts.tasks.counted_at.filter(|_| model.chooses_by_state()) {
                    parts.push(format!(
                        "states of all tasks as of {} ago{}",
                        words::span(model.now.since(at)),
                        reads_again(model)
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
            // As the clock and the schedules call it.
            let zone = model.zone.iana_name().unwrap_or("local");
            parts.push(format!("zone {}", if zone == "Etc/UTC" { "UTC" } else { zone }));
        }
        Screen::Task(name) => {
            parts.push(name.to_string());
            if let Some(detail) = &facts.task {
                parts.push(format!("version {}", detail.view.version()));
                parts.push(format!("read {} ago", words::span(model.now.since(detail.at))));
            }
            if let Some(Object::Run(_, run)) = model.selected() {
                let known = facts.task.iter().flat_map(|detail| &detail.runs).find(|known| known.run == run);
                let trigger = known.map_or("", |known| known.trigger.as_str());
                // Whole or not at all: an id that is cut is none.
                parts = vec![format!("run {run}"), trigger.to_owned(), parts.split_off(1).join("   ")];
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
    let room = filter_room(area);
    let (shown, _) = scrolled(input, room);
    let typed = shown.width();
    let mut spans = vec![Span::raw(" / "), Span::styled(shown, Style::new().add_modifier(Modifier::BOLD))];
    let Some(error) = model.filtering().and_then(|filtering| filtering.error.as_ref()) else {
        let id = model.table_id();
        let shown = id.map_or(0, |id| crate::top::app::lists::len(model, id)) as u64;
        let all = match model.screen().view() {
            View::Tasks => model.shown().tasks.all(),
            _ => model.shown().runs.len(),
        };
        spans.push(Span::raw(format!("   {} of {}", words::count(shown), words::count(all as u64))));
        return line(Line::from(spans), area, buffer);
    };
    let left = usize::from(area.width).saturating_sub(3 + typed + 3);
    let why = shortened(&error.to_string(), left, theme.ellipsis());
    spans.push(Span::styled(format!("   {why}"), theme.tone(Tone::Bad)));
    line(Line::from(spans), area, buffer);
    let scroll = input.visual_scroll(room.saturating_sub(1));
    let (from, to) = place_of(error, input.value());
    let (from, to) = (from.max(scroll) - scroll, to.max(scroll + 1) - scroll);
    let from = from.min(room);
    let spot = Rect { x: area.x + 3 + from as u16, width: (to.min(room + 1) - from) as u16, ..area };
    buffer.set_style(spot.intersection(area), spot_style(canvas));
}

/// The columns of a text in which its error stands; where something is missing, the one in which it would begin.
fn place_of(error: &FilterError, text: &str) -> (usize, usize) {
    let from = text.get(..error.at).unwrap_or(text).width();
    (from, from + error.piece.width().max(1))
}

/// What cannot be read is lit, also where there are no colours.
fn spot_style(canvas: &Canvas<'_>) -> Style {
    canvas.theme.tone(Tone::Bad).add_modifier(Modifier::REVERSED)
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

/// The title of a view with the filter that counts, as far as there is room beside its remark.
pub(super) fn filtered_title(canvas: &Canvas<'_>, title: &str, view: View, remark: &str, area: Rect) -> String {
    // One that cannot be read is not the one that counts.
    let filtering = canvas.model.filters.get(&view).filter(|filtering| filtering.error.is_none());
    let text = filtering.map(|filtering| filtering.text.trim()).unwrap_or_default();
    let room = usize::from(area.width).saturating_sub(6 + remark.width() + 1);
    let full = format!("{title}: {}", words::harmless(text));
    let is_of_use = !text.is_empty() && room >= title.width() + 8;
    if is_of_use { shortened(&full, room, canvas.theme.ellipsis()) } else { title.to_owned() }
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
