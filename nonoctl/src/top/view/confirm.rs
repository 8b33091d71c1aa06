//! The question before a change.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget};
use unicode_width::UnicodeWidthStr;

use super::Canvas;
use super::frame::{middle, pane, scrolled, shortened};
use super::overview::below;
use crate::output::paint::Tone;
use crate::top::app::dialog::{Dialog, Focus, shell_words};
use crate::top::keys::Action;

const WIDTH: u16 = 76;
const REASON: &str = " Reason (kept in the history): ";

/// What a line of the question is: where there is little room, the least important go first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    Blank,
    Same,
    Detail,
    First,
    Reason,
    Wanted,
    Typed,
    Buttons,
}

type Lines = Vec<(Part, Line<'static>)>;

/// The question in a body of this size: where it stands, and its lines as far as they fit.
fn layout(canvas: &Canvas<'_>, dialog: &Dialog, body: Rect) -> (Rect, Lines) {
    let width = WIDTH.min(body.width);
    let mut lines = lines(canvas, dialog, width);
    let room = usize::from(body.height.saturating_sub(2));
    fit(&mut lines, &[Part::Blank], room);
    if lines.len() > room {
        // Half a command is none: it is said how to get the whole.
        let key = canvas.model.keys.typing_key(Action::CopyCommand).unwrap_or_else(|| canvas.key(Action::CopyCommand));
        if let Some(at) = lines.iter().position(|(part, _)| *part == Part::Same) {
            lines.retain(|(part, _)| *part != Part::Same);
            let text = format!(" {key} copies the command that does the same");
            lines.insert(at, (Part::Same, Line::styled(text, canvas.theme.tone(Tone::Dim))));
        }
    }
    fit(&mut lines, &[Part::Detail, Part::Same], room);
    (middle(body, width, lines.len() as u16 + 2), lines)
}

/// Takes lines of these kinds away, the last ones first, until the rest fits.
fn fit(lines: &mut Lines, parts: &[Part], room: usize) {
    for part in parts {
        while lines.len() > room {
            match lines.iter().rposition(|(of, _)| of == part) {
                Some(at) => drop(lines.remove(at)),
                None => break,
            }
        }
    }
}

fn lines(canvas: &Canvas<'_>, dialog: &Dialog, width: u16) -> Lines {
    let theme = canvas.theme;
    let room = usize::from(width.saturating_sub(2));
    let mut lines: Lines = Vec::new();
    for (index, text) in dialog.lines.iter().enumerate() {
        let part = if index == 0 { Part::First } else { Part::Detail };
        lines.push((part, Line::raw(shortened(&format!(" {text}"), room, theme.ellipsis()))));
    }
    lines.push((Part::Blank, Line::raw("")));
    if let Some(reason) = &dialog.reason {
        let typed = scrolled(reason, room.saturating_sub(REASON.len())).0;
        lines.push((Part::Reason, field(canvas, REASON, &typed, dialog.focus == Focus::Reason)));
    }
    if let Some((wanted, input)) = &dialog.confirm {
        let (label, own_line) = wanted_label(wanted, room);
        if own_line {
            lines.push((Part::Wanted, Line::raw(format!(" Type {wanted} to go on:"))));
        }
        let typed = scrolled(input, room.saturating_sub(label.width() + 1)).0;
        lines.push((Part::Typed, field(canvas, &label, &typed, dialog.focus == Focus::Confirm)));
    }
    lines.push((Part::Blank, Line::raw("")));
    lines.push((Part::Same, Line::styled(" Same as:", theme.tone(Tone::Dim))));
    let command = dialog.same_as(&canvas.model.command, canvas.model.guard());
    for text in wrapped(&command, room.saturating_sub(4), theme.ellipsis()) {
        lines.push((Part::Same, Line::styled(format!("   {text}"), theme.tone(Tone::Dim))));
    }
    lines.push((Part::Blank, Line::raw("")));
    lines.push((Part::Buttons, buttons(canvas, dialog)));
    lines
}

/// What stands before the name that is to be typed, and whether it needs a line of its own above.
fn wanted_label(wanted: &str, room: usize) -> (String, bool) {
    let label = format!(" Type {wanted} to go on: ");
    let fits = label.width() + wanted.width() < room;
    if fits { (label, false) } else { ("   ".to_owned(), true) }
}

/// A command over several lines, as a shell takes it: what is quoted stays whole, and what is longer than a line is cut.
fn wrapped(command: &str, room: usize, sign: &str) -> Vec<String> {
    let room = room.saturating_sub(" \\".len());
    let mut lines: Vec<String> = Vec::new();
    for word in together(shell_words(command), room) {
        match lines.last_mut() {
            Some(last) if last.width() + 1 + word.width() <= room => {
                last.push(' ');
                last.push_str(&word);
            }
            _ => lines.push(shortened(&word, room, sign)),
        }
    }
    let last = lines.len().saturating_sub(1);
    lines.iter_mut().take(last).for_each(|line| line.push_str(" \\"));
    lines
}

/// A flag and its value in one piece, where that fits into a line.
fn together(words: Vec<String>, room: usize) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for word in words {
        match pieces.last_mut() {
            Some(flag) if is_flag(flag) && !is_flag(&word) && flag.width() + 1 + word.width() <= room => {
                flag.push(' ');
                flag.push_str(&word);
            }
            _ => pieces.push(word),
        }
    }
    pieces
}

fn is_flag(word: &str) -> bool {
    word.starts_with('-') && !word.contains(' ')
}

/// Draws it.
pub(super) fn draw(canvas: &Canvas<'_>, dialog: &Dialog, body: Rect, buffer: &mut Buffer) {
    let (area, lines) = layout(canvas, dialog, body);
    Clear.render(area, buffer);
    let remark = if canvas.model.protected { "protected" } else { "" };
    let inner = pane(canvas, &dialog.title, remark, true, area, buffer);
    below(lines.into_iter().map(|(_, line)| line).collect(), inner, buffer);
}

fn field(canvas: &Canvas<'_>, label: &str, text: &str, has_keys: bool) -> Line<'static> {
    let style = if has_keys { canvas.theme.focus() } else { canvas.theme.tone(Tone::Plain) };
    Line::from(vec![Span::raw(label.to_owned()), Span::styled(text.to_owned(), style)])
}

fn buttons(canvas: &Canvas<'_>, dialog: &Dialog) -> Line<'static> {
    let button = |text: &str, focus: Focus| {
        let shown = if dialog.focus == focus { format!("[ {text} ]") } else { format!("  {text}  ") };
        let style = if dialog.focus == focus { canvas.theme.selected() } else { canvas.theme.tone(Tone::Plain) };
        Span::styled(shown, style)
    };
    let act = match dialog.is_confirmed() || dialog.focus == Focus::Do {
        true => button(dialog.button, Focus::Do),
        false => Span::styled(format!("  {}  ", dialog.button), canvas.theme.tone(Tone::Dim)),
    };
    Line::from(vec![Span::raw(" ".repeat(20)), button("Cancel", Focus::Cancel), Span::raw("    "), act])
}

/// Where the next letter goes.
pub(super) fn cursor(canvas: &Canvas<'_>, dialog: &Dialog, body: Rect) -> Option<(u16, u16)> {
    let (area, lines) = layout(canvas, dialog, body);
    let room = usize::from(area.width.saturating_sub(2));
    let (part, at) = match (dialog.focus, &dialog.reason, &dialog.confirm) {
        (Focus::Reason, Some(input), _) => {
            (Part::Reason, REASON.len() as u16 + scrolled(input, room.saturating_sub(REASON.len())).1)
        }
        (Focus::Confirm, _, Some((wanted, input))) => {
            let label = wanted_label(wanted, room).0.width();
            (Part::Typed, label as u16 + scrolled(input, room.saturating_sub(label + 1)).1)
        }
        _ => return None,
    };
    let row = lines.iter().position(|(of, _)| *of == part)? as u16;
    let at = (area.x + 1 + at, area.y + 1 + row);
    (at.0 < area.right() && at.1 < area.bottom()).then_some(at)
}
