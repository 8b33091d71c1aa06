//! The keys of this view, made from the map of keys itself; what is typed narrows them.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget};

use super::Canvas;
use super::frame::{middle, pane, scrolled, shortened};
use super::overview::below;
use crate::output::paint::Tone;
use crate::top::app::help::{Entry, Help};
use crate::top::keys::{Action, Group};
use crate::top::update::{applies, told as what_it_does};
use crate::words;

const SEARCH: &str = " search: ";
const ROOM: usize = 40;

fn place(canvas: &Canvas<'_>, body: Rect) -> Rect {
    let (width, height) = Help::size(canvas.model, body);
    middle(body, width, height)
}

/// Draws it.
pub(super) fn draw(canvas: &Canvas<'_>, help: &Help, body: Rect, buffer: &mut Buffer) {
    let area = place(canvas, body);
    Clear.render(area, buffer);
    let entries = help.entries(canvas.model);
    let columns = Help::columns(area.width);
    let rows = Help::rows(entries.len(), columns);
    let height = usize::from(area.height.saturating_sub(3));
    let from = help.from.min(rows.saturating_sub(height));
    let title = format!("Keys: {}", canvas.model.screen().view().word());
    let inner = pane(canvas, &title, &seen(from, height, rows), true, area, buffer);
    super::line(search(canvas, help), inner, buffer);
    let body = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    if entries.is_empty() {
        return super::line(Line::raw(" no key is described so"), body, buffer);
    }
    let places = Layout::horizontal(vec![Constraint::Fill(1); columns]).split(body);
    for (chunk, place) in entries.chunks(rows.max(1)).zip(places.iter()) {
        let lines = chunk.iter().skip(from).take(height).map(|entry| told(canvas, *entry));
        below(lines.collect(), *place, buffer);
    }
}

/// How much there is above and below.
fn seen(from: usize, height: usize, rows: usize) -> String {
    let (above, under) = (from, rows.saturating_sub(from + height));
    let mut parts = Vec::new();
    if above > 0 {
        parts.push(format!("{} above", words::counted(above as u64, "row")));
    }
    if under > 0 {
        parts.push(format!("{} more below", words::counted(under as u64, "row")));
    }
    parts.join(", ")
}

fn search(canvas: &Canvas<'_>, help: &Help) -> Line<'static> {
    if !help.searching && help.input.value().is_empty() {
        let key = canvas.key(Action::Filter);
        return Line::styled(format!(" {key} searches"), canvas.theme.tone(Tone::Dim));
    }
    let style = if help.searching { canvas.theme.focus() } else { canvas.theme.tone(Tone::Plain) };
    Line::from(vec![Span::raw(SEARCH), Span::styled(scrolled(&help.input, ROOM).0, style)])
}

fn told(canvas: &Canvas<'_>, entry: Entry) -> Line<'static> {
    let action = match entry {
        Entry::Title(title) => return Line::styled(format!(" {title}"), canvas.theme.tone(Tone::Strong)),
        Entry::Key(action) => action,
    };
    let keys = shortened(&canvas.model.keys.keys_of(action).join(" "), 11, canvas.theme.ellipsis());
    let is_off = action.group() == Group::Change && canvas.model.no_changes().is_some();
    let style = if applies(canvas.model, action) && !is_off { Tone::Plain } else { Tone::Dim };
    Line::from(vec![
        Span::styled(format!("   {keys:<11} "), canvas.theme.focus()),
        Span::styled(what_it_does(canvas.model, action), canvas.theme.tone(style)),
    ])
}

/// Where the next letter goes, if it goes into the search.
pub(super) fn cursor(canvas: &Canvas<'_>, help: &Help, body: Rect) -> Option<(u16, u16)> {
    let area = place(canvas, body);
    let at = area.x + 1 + SEARCH.len() as u16 + scrolled(&help.input, ROOM).1;
    help.searching.then_some((at, area.y + 1))
}
