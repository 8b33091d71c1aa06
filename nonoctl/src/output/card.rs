//! One object for people: a title, facts, and what is wrong with it.
//!
//! On a terminal facts are broken between words and go on below themselves. Where a terminal is so narrow that this would
//! leave ladders, a fact that does not fit beside its label stands below it.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::cell::Cell;
use super::paint::Tone;
use super::wrap::{leading, lines, paragraph};
use super::{Card, Field, Style};

/// Where the state stands in the title, if there is room.
const STATE_AT: usize = 64;
/// Between title and state at least.
const SHORTEST_GAP: usize = 3;
/// A terminal with fewer columns has no room for two columns of text.
const NARROW: usize = 60;
/// Fewer columns beside a label are no room.
const SHORTEST_FACT: usize = 24;
/// How far in a fact stands below its label.
const BELOW: usize = 4;

pub(super) fn write(card: &Card, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    write_title(card, style, out)?;
    let widest = card.fields.iter().map(|field| field.label.width()).max().unwrap_or(0);
    card.fields.iter().try_for_each(|field| write_field(field, widest, style, out))?;
    card.footer.iter().try_for_each(|line| writeln!(out, "{}", paragraph(line, style.width)))
}

fn write_title(card: &Card, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let title = style.paint.tint(Tone::Strong, &card.title);
    let Some(mark) = card.mark else {
        // Facts that were picked stand for themselves.
        return if card.title.is_empty() { Ok(()) } else { writeln!(out, "{}", paragraph(&title, style.width)) };
    };
    let state = Cell::State(mark).people(style);
    let width = style.width.unwrap_or(usize::MAX);
    let painted = style.paint.tint(mark.tone, &state);
    if card.title.width() + SHORTEST_GAP + state.width() > width {
        return writeln!(out, "{}\n  {painted}", paragraph(&title, style.width));
    }
    let gap = STATE_AT.min(width - state.width()).saturating_sub(card.title.width()).max(SHORTEST_GAP);
    writeln!(out, "{title}{}{painted}", " ".repeat(gap))
}

fn write_field(field: &Field, widest: usize, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let text = field.cell.people(style);
    let tone = field.cell.tone(style);
    let label = style.paint.tint(Tone::Dim, &field.label);
    let beside = format!("  {label}{}  ", " ".repeat(widest - field.label.width()));
    let indent = widest + 4;
    let Some(width) = style.width else { return writeln!(out, "{beside}{}", style.paint.tint(tone, &text)) };
    let room = width.saturating_sub(indent);
    let is_narrow = width < NARROW || room < SHORTEST_FACT;
    let goes_on = field.label.is_empty();
    if text.width() <= room && !(is_narrow && goes_on) {
        return writeln!(out, "{beside}{}", style.paint.tint(tone, &text));
    }
    let (indent, first) = if is_narrow { (BELOW, " ".repeat(BELOW)) } else { (indent, beside) };
    if is_narrow && !goes_on {
        writeln!(out, "{}", paragraph(&format!("  {label}"), style.width))?;
    }
    let broken = lines(&text, width.saturating_sub(indent), hang(&field.cell, &text));
    let broken = broken.iter().map(|line| style.paint.tint(tone, line));
    broken.enumerate().try_for_each(|(at, line)| match at {
        0 => writeln!(out, "{first}{line}"),
        _ => writeln!(out, "{}{line}", " ".repeat(indent)),
    })
}

/// What goes on stands below the words and not below the glyph, and further in than a line that is indented itself.
fn hang(cell: &Cell, text: &str) -> usize {
    match cell {
        Cell::State(_) | Cell::Judged(..) => 2,
        _ if leading(text) > 0 => leading(text) + 2,
        _ => 0,
    }
}
