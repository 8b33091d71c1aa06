//! Long lines on a terminal: broken between words, what follows a little further in, nothing cut.
//!
//! A word that is longer than a line is broken where it can be read on: behind a comma, a slash and the like. Colours take
//! no room. Nothing here is used off a terminal.

use unicode_width::UnicodeWidthChar;

/// How much further in a line goes on.
const HANG: usize = 2;

/// Each line of `text` in lines of at most `width` columns; what goes on stands further in than what it belongs to.
/// Without a width as it is.
pub(crate) fn paragraph(text: &str, width: Option<usize>) -> String {
    let Some(width) = width else { return text.to_owned() };
    let fitted = |line: &str| lines(line, width, leading(line) + HANG).join("\n");
    let mut fitted = text.lines().map(fitted).collect::<Vec<_>>().join("\n");
    if text.ends_with('\n') {
        fitted.push('\n');
    }
    fitted
}

/// One line of text in lines of at most `width` columns, all but the first `hang` columns in, or half of `width` at most.
pub(crate) fn lines(text: &str, width: usize, hang: usize) -> Vec<String> {
    let width = width.max(2);
    if columns(text) <= width {
        return vec![text.to_owned()];
    }
    let mut broken =
        Broken { lines: Vec::new(), line: String::new(), used: 0, is_fresh: true, width, hang: hang.min(width / 2) };
    let mut rest = text;
    while !rest.is_empty() {
        let (gap, word) = rest.split_at(leading(rest));
        let (word, after) = word.split_at(word.find(' ').unwrap_or(word.len()));
        broken.push(gap, word);
        rest = after;
    }
    if !broken.line.trim_start_matches(' ').is_empty() {
        broken.lines.push(broken.line);
    }
    broken.lines
}

/// Columns that are seen of a text.
pub(crate) fn columns(text: &str) -> usize {
    letters(text).map(|(_, columns)| columns).sum()
}

/// How many spaces it begins with.
pub(crate) fn leading(text: &str) -> usize {
    text.len() - text.trim_start_matches(' ').len()
}

/// Each letter's place and its columns; those of a colour have none.
fn letters(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut is_colour = false;
    text.char_indices().map(move |(at, letter)| {
        let was_colour = is_colour;
        is_colour = (letter == '\x1b' || is_colour) && !(was_colour && letter.is_ascii_alphabetic());
        let columns = if was_colour || is_colour { 0 } else { letter.width().unwrap_or(0) };
        (at, columns)
    })
}

/// Lines that are done, and the one that is not.
struct Broken {
    lines: Vec<String>,
    line: String,
    used: usize,
    /// Whether no word stands in the line yet.
    is_fresh: bool,
    width: usize,
    hang: usize,
}

impl Broken {
    fn push(&mut self, gap: &str, word: &str) {
        if !self.is_fresh && self.used + gap.len() + columns(word) > self.width {
            self.begin();
        } else {
            // Of what stands far to the right something is to be seen.
            let gap = if self.is_fresh { &gap[..gap.len().min(self.width / 2)] } else { gap };
            self.line.push_str(gap);
            self.used += gap.len();
        }
        let mut rest = word;
        while self.used + columns(rest) > self.width {
            let (head, tail) = rest.split_at(place_to_break(rest, self.width.saturating_sub(self.used)));
            self.line.push_str(head);
            self.begin();
            rest = tail;
        }
        self.line.push_str(rest);
        self.used += columns(rest);
        self.is_fresh &= word.is_empty();
    }

    fn begin(&mut self) {
        let next = " ".repeat(self.hang);
        self.lines.push(std::mem::replace(&mut self.line, next).trim_end_matches(' ').to_owned());
        self.used = self.hang;
        self.is_fresh = true;
    }
}

/// Where to break a word of which `room` columns fit: behind the last sign of the second half, else as far as it fits.
fn place_to_break(word: &str, room: usize) -> usize {
    let mut used = 0;
    let (mut fits, mut sign) = (0, None);
    for (at, columns) in letters(word) {
        let letter = word[at..].chars().next().unwrap_or(' ');
        // A line takes at least one letter, or there would be no end.
        if used + columns > room && fits > 0 {
            break;
        }
        used += columns;
        fits = at + letter.len_utf8();
        if used * 2 > room && ",/;&?=-_.|".contains(letter) {
            sign = Some(fits);
        }
    }
    sign.unwrap_or(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_whole_and_further_lines_stand_in() {
        assert_eq!(lines("one two three four", 9, 2), ["one two", "  three", "  four"]);
        assert_eq!(lines("  label:   and a value", 14, 4), ["  label:   and", "    a value"], "gaps inside are kept");
        assert_eq!(lines("short", 9, 2), ["short"]);
        assert_eq!(lines("日本語 日本語", 8, 1), ["日本語", " 日本語"]);
    }

    #[test]
    fn a_word_that_is_too_long_is_broken_where_it_can_be_read_on_and_nothing_is_lost() {
        assert_eq!(lines("cluster zk1:2181,zk2:2181/nono", 16, 2), ["cluster", "  zk1:2181,", "  zk2:2181/nono"]);
        assert_eq!(lines("aaaaaaaaaa", 4, 2), ["aaaa", "  aa", "  aa", "  aa"]);
        assert_eq!(lines("日本語", 2, 9), ["日", " 本", " 語"], "one letter at least");
    }

    #[test]
    fn colours_take_no_room() {
        let painted = "\x1b[1mone two\x1b[0m three";
        assert_eq!(columns(painted), 13);
        assert_eq!(lines(painted, 8, 0), ["\x1b[1mone two\x1b[0m", "three"]);
    }

    #[test]
    fn each_line_of_a_paragraph_is_broken_by_itself_and_off_a_terminal_none() {
        let text = "first line\n  hint: nonoctl task list\n";
        assert_eq!(paragraph(text, Some(16)), "first line\n  hint: nonoctl\n    task list\n");
        assert_eq!(paragraph(text, None), text);
        assert_eq!(paragraph("no end", Some(3)), "no\n en\n d");
    }
}
