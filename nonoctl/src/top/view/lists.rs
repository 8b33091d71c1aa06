//! Lists to choose from: columns to sort by, and everything that can be done with what is selected.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Clear, Widget};

use super::Canvas;
use super::frame::{middle, pane};
use crate::top::app::Object;
use crate::top::update::{menu as offered, sortable, told};

fn draw(canvas: &Canvas<'_>, title: &str, lines: &[String], chosen: usize, body: Rect, buffer: &mut Buffer) {
    let area = middle(body, 44, lines.len() as u16 + 2);
    Clear.render(area, buffer);
    let all = lines.len();
    let is_cut = all + 2 > usize::from(area.height);
    let remark = if is_cut { format!("{} of {all}", chosen + 1) } else { String::new() };
    let inner = pane(canvas, title, &remark, true, area, buffer);
    let from = chosen.saturating_sub(usize::from(inner.height).saturating_sub(1));
    for (index, text) in lines.iter().enumerate().skip(from).take(inner.height.into()) {
        let at = Rect { y: inner.y + (index - from) as u16, height: 1, ..inner };
        super::line(Line::raw(format!(" {text}")), at, buffer);
        if index == chosen {
            buffer.set_style(at, canvas.theme.selected());
        }
    }
}

/// Which column to sort by.
pub(super) fn sort(canvas: &Canvas<'_>, chosen: usize, body: Rect, buffer: &mut Buffer) {
    let Some((id, columns)) = sortable(canvas.model) else { return };
    let table = canvas.model.table(id);
    let line = |(index, column): (usize, &&str)| {
        let arrow = if index == table.sort { canvas.theme.arrow(table.descending) } else { " " };
        format!("{column} {arrow}")
    };
    let lines: Vec<String> = columns.iter().enumerate().map(line).collect();
    draw(canvas, "Sort by", &lines, chosen, body, buffer);
}

/// Everything that can be done.
pub(super) fn menu(canvas: &Canvas<'_>, chosen: usize, body: Rect, buffer: &mut Buffer) {
    let title = match canvas.model.selected() {
        Some(Object::Task(name)) => format!("task {name}"),
        Some(Object::Scheduler(id)) => format!("scheduler {id}"),
        Some(Object::Run(_, run)) => format!("run {run}"),
        None => "Actions".to_owned(),
    };
    let lines: Vec<String> = offered(canvas.model)
        .into_iter()
        .map(|action| {
            format!("{:<6} {}", canvas.model.keys.key(action).unwrap_or_default(), told(canvas.model, action))
        })
        .collect();
    draw(canvas, &title, &lines, chosen, body, buffer);
}
