//! `-o table` and `-o wide`: for people.
//!
//! Columns are aligned by display width, which is tabled's work. What to cut is ours: on a terminal a row never wraps,
//! columns that yield are left out, then the last column is cut, then those before it, and what was cut ends in an
//! ellipsis; the first column keeps 24 columns. What is told in lines is broken between words and never cut. Off a terminal
//! nothing is cut and nothing broken.

use std::io::{self, Write};

use tabled::builder::Builder;
use tabled::settings::object::Columns;
use tabled::settings::{Alignment, Padding, Style as Borders};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::card;
use super::paint::Tone;
use super::wrap::paragraph;
use super::{Change, Column, List, Report, Style};

/// How many columns are shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Extent {
    /// Those of `-o table`.
    Short,
    /// All.
    Wide,
}

/// Columns between columns.
const GAP: usize = 2;
const SHORTEST_NAME: usize = 24;
const SHORTEST: usize = 4;
/// What is worth showing of a last column before others are left out for it.
const SHORTEST_LAST: usize = 16;

pub(super) fn write(report: &Report, style: &Style, extent: Extent, out: &mut dyn Write) -> io::Result<()> {
    match report {
        Report::List(list) => write_list(list, style, extent, out),
        Report::Lines(lines) => lines.write(out),
        Report::Card(card) => card::write(card, style, out),
        Report::Changes(changes) => {
            changes.iter().filter(|change| !change.silent).try_for_each(|change| write_change(change, style, out))
        }
        Report::Document(document) => super::json::write_document(document, out),
        Report::Text(text) => out.write_all(text.as_bytes()),
        Report::Told { text, .. } => out.write_all(paragraph(text, style.width).as_bytes()),
    }
}

/// How many columns of a terminal are left for the last column of a table, once columns have yielded to what is worth showing
/// of it.
pub(crate) fn room_for_last(list: &List, style: &Style) -> Option<usize> {
    let limit = style.width?;
    let columns: Vec<Column> = list.columns.iter().filter(|column| !column.wide).cloned().collect();
    let shown = |row: &super::Row| row.cells.iter().map(|cell| (cell.people(style), cell.tone(style))).collect();
    let rows: Vec<Vec<(String, Tone)>> = list.rows.iter().map(shown).collect();
    let natural = natural_widths(&columns, &rows, style);
    let kept = that_stay(&columns, &natural, Some(limit));
    let mut kept = of_kept(natural, &kept);
    kept.pop();
    Some(limit.saturating_sub(kept.iter().map(|width| width + GAP).sum()))
}

fn write_list(list: &List, style: &Style, extent: Extent, out: &mut dyn Write) -> io::Result<()> {
    if list.rows.is_empty() {
        return Ok(());
    }
    if let Some(heading) = &list.heading {
        writeln!(out, "{}", paragraph(heading, style.width))?;
    }
    let shown: Vec<usize> =
        (0..list.columns.len()).filter(|&at| extent == Extent::Wide || !list.columns[at].wide).collect();
    let columns: Vec<Column> = shown.iter().map(|&at| list.columns[at].clone()).collect();
    let rows: Vec<Vec<(String, Tone)>> = list
        .rows
        .iter()
        .map(|row| shown.iter().map(|&at| (row.cells[at].people(style), row.cells[at].tone(style))).collect())
        .collect();
    let natural = natural_widths(&columns, &rows, style);
    let kept =
        if extent == Extent::Short { that_stay(&columns, &natural, style.width) } else { vec![true; natural.len()] };
    let mut natural = of_kept(natural, &kept);
    let mut columns = of_kept(columns, &kept);
    let mut rows: Vec<_> = rows.into_iter().map(|row| of_kept(row, &kept)).collect();
    let shown = that_fit(&natural, style.width);
    natural.truncate(shown);
    columns.truncate(shown);
    rows.iter_mut().for_each(|row| row.truncate(shown));
    let does_yield = list.columns.iter().any(|column| column.yields > 0);
    let natural = if does_yield && extent == Extent::Short { with_short_name(natural, style.width) } else { natural };
    let widths = fitted(natural, style.width);
    let mut grid = Builder::with_capacity(rows.len() + 1, columns.len());
    if style.headers {
        let titles: Vec<_> = columns.iter().map(|column| (column.title.clone().into_owned(), Tone::Strong)).collect();
        grid.push_record(painted(&titles, &widths, style));
    }
    rows.iter().for_each(|row| grid.push_record(painted(row, &widths, style)));
    // The last column needs no room behind it, on whichever side its text stands.
    aligned(grid, &columns).lines().try_for_each(|line| writeln!(out, "{}", line.trim_end_matches(' ')))
}

/// The cells of a row, cut to `widths`; the colour is put on last, so that it is never cut through.
fn painted(row: &[(String, Tone)], widths: &[usize], style: &Style) -> Vec<String> {
    let cut_to = |((text, tone), width): (&(String, Tone), &usize)| {
        style.paint.tint(*tone, &cut(text, *width, style.paint.ellipsis()))
    };
    row.iter().zip(widths).map(cut_to).collect()
}

/// Without borders, a gap between the columns, numbers to the right.
fn aligned(grid: Builder, columns: &[Column]) -> String {
    let mut table = grid.build();
    table.with(Borders::empty()).with(Padding::new(0, GAP, 0, 0)).modify(Columns::last(), Padding::zero());
    for (at, _) in columns.iter().enumerate().filter(|(_, column)| column.right) {
        table.modify(Columns::one(at), Alignment::right());
    }
    table.to_string()
}

fn natural_widths(columns: &[Column], rows: &[Vec<(String, Tone)>], style: &Style) -> Vec<usize> {
    let mut widths: Vec<usize> =
        columns.iter().map(|column| if style.headers { column.title.width() } else { 0 }).collect();
    for row in rows {
        for (width, (text, _)) in widths.iter_mut().zip(row) {
            *width = (*width).max(text.width());
        }
    }
    widths
}

/// Which columns stay so that nothing but the first and the last need be cut.
fn that_stay(columns: &[Column], natural: &[usize], limit: Option<usize>) -> Vec<bool> {
    let mut kept = vec![true; columns.len()];
    let Some(limit) = limit else { return kept };
    let last = columns.len().saturating_sub(1);
    loop {
        let shown: Vec<usize> = (0..columns.len()).filter(|&at| kept[at]).collect();
        let first = shown.first().copied();
        let need = |&at: &usize| match at {
            _ if at == last => natural[at].min(SHORTEST_LAST),
            _ if Some(at) == first && columns[at].yields == 0 => natural[at].min(SHORTEST_NAME),
            _ => natural[at],
        };
        let used: usize = shown.iter().map(need).sum::<usize>() + GAP * shown.len().saturating_sub(1);
        let next = shown.into_iter().filter(|&at| columns[at].yields > 0).max_by_key(|&at| columns[at].yields);
        match next.filter(|_| used > limit) {
            Some(at) => kept[at] = false,
            None => return kept,
        }
    }
}

fn of_kept<T>(all: Vec<T>, kept: &[bool]) -> Vec<T> {
    all.into_iter().zip(kept).filter_map(|(one, kept)| kept.then_some(one)).collect()
}

/// How many columns fit, each cut as far as can be: the others are left out, so that no row wraps.
fn that_fit(natural: &[usize], limit: Option<usize>) -> usize {
    let Some(limit) = limit else { return natural.len() };
    let mut used = 0;
    let fits = |(at, width): (usize, &usize)| {
        used += (*width).min(if at == 0 { SHORTEST_NAME } else { SHORTEST }) + if at == 0 { 0 } else { GAP };
        used <= limit
    };
    natural.iter().enumerate().map(fits).take_while(|fits| *fits).count().max(1)
}

/// Narrows the first column, down to 24, by what the last cannot give without becoming useless.
fn with_short_name(mut widths: Vec<usize>, limit: Option<usize>) -> Vec<usize> {
    let (Some(limit), [first, .., last]) = (limit, &widths[..]) else { return widths };
    let gaps = GAP * (widths.len() - 1);
    let excess = (widths.iter().sum::<usize>() + gaps).saturating_sub(limit);
    let excess = excess.saturating_sub(last.saturating_sub(SHORTEST_LAST));
    widths[0] = first.saturating_sub(excess).max(SHORTEST_NAME.min(*first));
    widths
}

/// Narrows columns from the last to the first until a row fits `limit`.
fn fitted(mut widths: Vec<usize>, limit: Option<usize>) -> Vec<usize> {
    let Some(limit) = limit else { return widths };
    let gaps = GAP * widths.len().saturating_sub(1);
    for at in (0..widths.len()).rev() {
        let excess = (widths.iter().sum::<usize>() + gaps).saturating_sub(limit);
        let shortest = if at == 0 { SHORTEST_NAME } else { SHORTEST };
        widths[at] = widths[at].saturating_sub(excess).max(shortest.min(widths[at]));
    }
    widths
}

/// At most `width` columns of `text`; what is cut ends in `ellipsis`.
pub(crate) fn cut(text: &str, width: usize, ellipsis: &str) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let room = width.saturating_sub(ellipsis.width());
    let mut kept = String::new();
    let mut used = 0;
    for letter in text.chars() {
        used += letter.width().unwrap_or(0);
        if used > room {
            break;
        }
        kept.push(letter);
    }
    kept + ellipsis
}

fn write_change(change: &Change, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut line = |line: String| writeln!(out, "{}", paragraph(&line, style.width));
    line(change.line())?;
    if !change.terse {
        change.changes.iter().try_for_each(|field| line(format!("  {}", field.line())))?;
    }
    change.details.iter().try_for_each(|detail| line(format!("  {detail}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_column_is_cut_first_and_the_name_keeps_24() {
        assert_eq!(fitted(vec![30, 10, 40], Some(70)), [30, 10, 26]);
        assert_eq!(fitted(vec![30, 10, 40], Some(45)), [30, 7, 4]);
        assert_eq!(fitted(vec![60, 10, 40], Some(20)), [24, 4, 4]);
        assert_eq!(fitted(vec![60, 10, 40], None), [60, 10, 40]);
    }

    #[test]
    fn columns_that_yield_are_left_out_before_another_is_cut() {
        let columns = [
            Column::text("RUN").yields(2),
            Column::text("TASK"),
            Column::number("LATENESS").yields(1),
            Column::text("OUTCOME"),
            Column::text("RESULT"),
        ];
        let natural = [32, 30, 8, 11, 90];
        let stay = |limit| that_stay(&columns, &natural, limit);
        assert_eq!(stay(None), [true; 5]);
        assert_eq!(stay(Some(105)), [true; 5]);
        assert_eq!(stay(Some(104)), [false, true, true, true, true]);
        assert_eq!(stay(Some(65)), [false, true, true, true, true], "the name is cut before");
        assert_eq!(stay(Some(64)), [false, true, false, true, true]);
        assert_eq!(fitted(with_short_name(vec![30, 11, 90], Some(55)), Some(55)), [24, 11, 16]);
        assert_eq!(stay(Some(10)), [false, true, false, true, true], "what never yields is cut");
    }

    #[test]
    fn columns_that_cannot_fit_are_left_out_from_the_last() {
        assert_eq!(that_fit(&[60, 10, 40, 3], Some(40)), 3);
        assert_eq!(that_fit(&[60, 10, 40, 3], Some(41)), 4);
        assert_eq!(that_fit(&[60, 10], Some(10)), 1);
        assert_eq!(that_fit(&[60, 10, 40], None), 3);
    }

    #[test]
    fn what_is_cut_says_so_and_fits() {
        assert_eq!(cut("billing.nightly", 8, "…"), "billing…");
        assert_eq!(cut("billing.nightly", 8, "..."), "billi...");
        assert_eq!(cut("日本語の名前", 7, "…"), "日本語…");
        assert_eq!(cut("short", 8, "…"), "short");
    }
}
