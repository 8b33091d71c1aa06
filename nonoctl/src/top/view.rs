//! Draws the model: a title row, the views' row, a body, a line of news, the legend. One file a screen and an overlay.
//!
//! Nothing is remembered here but how many rows fit into each table, which the next key needs to know.

mod chart;
mod cluster;
mod confirm;
mod frame;
mod help;
mod legend;
mod lists;
mod overview;
mod palette;
mod run;
mod runs;
mod scheduler;
mod schedulers;
mod states;
mod task;
mod tasks;
mod text;
mod title;
mod upcoming;
mod vtable;

use std::cell::RefCell;
use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::widgets::Widget;

use super::app::{Model, Overlay, Screen, TableId, View};
use super::keys::Action;
use super::theme::Theme;

/// From here on side panes and all columns are shown.
pub(crate) const WIDE: u16 = 110;
/// Below this only the most important columns are.
pub(crate) const NARROW: u16 = 80;
/// Below these the small screen is shown.
pub(crate) const SMALLEST: (u16, u16) = (60, 12);

/// What drawing found out: how many rows each table has room for.
pub(crate) type Heights = BTreeMap<TableId, usize>;

/// What the panes are drawn from.
pub(crate) struct Canvas<'a> {
    pub(crate) model: &'a Model,
    pub(crate) theme: &'a Theme,
    heights: &'a RefCell<Heights>,
}

impl Canvas<'_> {
    /// Says how many rows a table has room for.
    pub(crate) fn has_room(&self, id: TableId, rows: usize) {
        self.heights.borrow_mut().insert(id, rows);
    }

    /// The first key of an action, as it is bound; a dash where none is.
    pub(crate) fn key(&self, action: Action) -> String {
        self.model.keys.key(action).unwrap_or_else(|| "-".to_owned())
    }

    /// Whether the pane at this place has the keys.
    pub(crate) fn has_keys(&self, pane: usize) -> bool {
        self.model.overlay.is_none() && self.model.pane == pane
    }
}

/// Draws everything, and says how many rows each table has room for.
pub(crate) fn view(model: &Model, theme: &Theme, frame: &mut Frame<'_>) -> Heights {
    let heights = RefCell::new(Heights::new());
    let canvas = Canvas { model, theme, heights: &heights };
    let area = frame.area();
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        states::too_small(&canvas, area, frame.buffer_mut());
        if theme.ascii {
            to_ascii(frame.buffer_mut());
        }
        return heights.into_inner();
    }
    let [title, tabs, body, news, legend] = frame::rows(area);
    let buffer = frame.buffer_mut();
    title::draw(&canvas, title, buffer);
    frame::tabs(&canvas, tabs, buffer);
    draw_body(&canvas, body, buffer);
    if is_old(model) {
        buffer.set_style(body, Style::new().add_modifier(Modifier::DIM));
        states::why_lost(&canvas, body, buffer);
    }
    frame::news(&canvas, news, buffer);
    legend::draw(&canvas, legend, buffer);
    if let Some(overlay) = &model.overlay {
        draw_overlay(&canvas, overlay, area, body, buffer);
    }
    if theme.ascii {
        to_ascii(buffer);
    }
    if let Some(at) = cursor(&canvas, area, body, news) {
        frame.set_cursor_position(at);
    }
    heights.into_inner()
}

/// Whatever the pieces drew: a terminal without UTF-8 gets nothing else.
fn to_ascii(buffer: &mut ratatui::buffer::Buffer) {
    for cell in buffer.content.iter_mut().filter(|cell| !cell.symbol().is_ascii()) {
        let plain = match cell.symbol() {
            "…" => "~",
            "↑" => "^",
            "↓" => "v",
            "←" => "<",
            "→" => ">",
            "±" => "~",
            _ => "?",
        };
        cell.set_symbol(plain);
    }
}

/// Whether what is shown is what was, and not what is.
fn is_old(model: &Model) -> bool {
    model.facts.lost_since().is_some()
}

fn draw_body(canvas: &Canvas<'_>, area: Rect, buffer: &mut ratatui::buffer::Buffer) {
    if states::instead(canvas, area, buffer) {
        return;
    }
    match canvas.model.screen() {
        Screen::View(View::Overview) => overview::draw(canvas, area, buffer),
        Screen::View(View::Tasks) => tasks::draw(canvas, area, buffer),
        Screen::View(View::Schedulers) => schedulers::draw(canvas, area, buffer),
        Screen::View(View::Runs) => runs::draw(canvas, area, buffer),
        Screen::View(View::Upcoming) => upcoming::draw(canvas, area, buffer),
        Screen::View(View::Cluster) => cluster::draw(canvas, area, buffer),
        Screen::Task(name) => task::draw(canvas, name, area, buffer),
        Screen::Scheduler(id) => scheduler::draw(canvas, id, area, buffer),
        Screen::Run(task, id) => run::draw(canvas, task, id, area, buffer),
    }
}

fn draw_overlay(canvas: &Canvas<'_>, overlay: &Overlay, area: Rect, body: Rect, buffer: &mut ratatui::buffer::Buffer) {
    match overlay {
        Overlay::Help(help) => help::draw(canvas, help, body, buffer),
        Overlay::Confirm(dialog) => confirm::draw(canvas, dialog, body, buffer),
        Overlay::Palette(state) => palette::draw(canvas, state, area, buffer),
        Overlay::Sort(place) => lists::sort(canvas, *place, body, buffer),
        Overlay::Menu(place) => lists::menu(canvas, *place, body, buffer),
        Overlay::Notice { title, lines } => text::notice(canvas, title, lines, body, buffer),
        Overlay::Text { title, lines, from, .. } => text::draw(canvas, title, lines, *from, body, buffer),
    }
}

/// Where letters go, if they go anywhere.
fn cursor(canvas: &Canvas<'_>, area: Rect, body: Rect, news: Rect) -> Option<(u16, u16)> {
    match &canvas.model.overlay {
        Some(Overlay::Help(help)) => help::cursor(canvas, help, body),
        Some(Overlay::Confirm(dialog)) => confirm::cursor(canvas, dialog, body),
        Some(Overlay::Palette(state)) => Some(palette::cursor(state, area)),
        Some(_) => None,
        None => canvas.model.filter_box.as_ref().map(|input| frame::filter_cursor(input, news)),
    }
}

/// A line of text in an area, cut at its end.
pub(crate) fn line<'a>(text: impl Into<ratatui::text::Line<'a>>, area: Rect, buffer: &mut ratatui::buffer::Buffer) {
    if area.height > 0 && area.width > 0 {
        text.into().render(Rect { height: 1, ..area }, buffer);
    }
}

#[cfg(test)]
mod tests;
