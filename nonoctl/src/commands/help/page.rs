//! Lays a page of Markdown out for a terminal: as much of it as the pages of docs/ use.

use unicode_width::UnicodeWidthStr;

use crate::output::paint::{Paint, Tone};
use crate::output::wrap::lines;

/// The first column of a table is no wider than this.
const WIDEST_TERM: usize = 34;

/// The page in lines of `width` columns; code stays as it is.
pub(super) fn laid_out(page: &str, width: usize, paint: Paint) -> String {
    let mut text = String::new();
    let mut paragraph = String::new();
    let mut table: Vec<Vec<String>> = Vec::new();
    let mut is_code = false;
    for line in page.lines() {
        if !line.starts_with('|') {
            flush_table(&mut table, width, paint, &mut text);
        }
        if line.starts_with("```") {
            flush(&mut paragraph, width, &mut text);
            is_code = !is_code;
        } else if is_code {
            text.push_str(&format!("  {line}\n"));
        } else if let Some(title) = line.strip_prefix('#') {
            flush(&mut paragraph, width, &mut text);
            text.push_str(&format!("{}\n", paint.tint(Tone::Strong, &plain(title.trim_start_matches('#').trim()))));
        } else if line.starts_with('|') {
            flush(&mut paragraph, width, &mut text);
            table.extend(cells(line));
        } else if line.is_empty() {
            flush(&mut paragraph, width, &mut text);
            text.push('\n');
        } else {
            if line.starts_with("- ") {
                flush(&mut paragraph, width, &mut text);
            }
            paragraph.push_str(line.trim());
            paragraph.push(' ');
        }
    }
    flush(&mut paragraph, width, &mut text);
    flush_table(&mut table, width, paint, &mut text);
    text
}

/// What the pages have beyond ASCII, in ASCII.
pub(super) fn in_ascii(text: &str) -> String {
    let ascii = |letter: char| match letter {
        '–' | '—' | '─' => "-",
        '│' => "|",
        '┌' | '└' | '├' => "+",
        '→' => "->",
        '×' => "x",
        '²' => "^2",
        '≥' => ">=",
        '≤' => "<=",
        '…' => "...",
        '“' | '”' => "\"",
        '’' => "'",
        _ => "?",
    };
    text.chars().map(|letter| if letter.is_ascii() { letter.to_string() } else { ascii(letter).to_owned() }).collect()
}

/// Without the marks of code and links: what they wrap is clear from the words.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['`', '[', '*']) {
        plain.push_str(&rest[..at]);
        let mark = &rest[at..];
        if let Some((label, after)) = link(mark) {
            plain.push_str(label);
            rest = after;
        } else if let Some((code, after)) = mark.strip_prefix('`').and_then(|code| code.split_once('`')) {
            plain.push_str(code);
            rest = after;
        } else if let Some((word, after)) = emphasis(mark) {
            plain.push_str(word);
            rest = after;
        } else {
            plain.push_str(&mark[..1]);
            rest = &mark[1..];
        }
    }
    plain + rest
}

/// `[label](target)`
fn link(text: &str) -> Option<(&str, &str)> {
    let (label, after) = text.strip_prefix('[')?.split_once("](")?;
    let (_, after) = after.split_once(')')?;
    (!label.contains('[')).then_some((label, after))
}

/// `*word*`
fn emphasis(text: &str) -> Option<(&str, &str)> {
    let (word, after) = text.strip_prefix('*')?.split_once('*')?;
    (!word.is_empty() && word.chars().all(|letter| letter.is_alphanumeric() || letter == ' ')).then_some((word, after))
}

fn flush(paragraph: &mut String, width: usize, text: &mut String) {
    let indent = if paragraph.starts_with("- ") { 2 } else { 0 };
    let said = plain(paragraph.trim());
    if !said.is_empty() {
        lines(&said, width, indent).iter().for_each(|line| text.push_str(&format!("{line}\n")));
    }
    paragraph.clear();
}

/// The cells of a row; the line below the header has none.
fn cells(line: &str) -> Option<Vec<String>> {
    let mut cells = vec![String::new()];
    let mut letters = line.trim().trim_start_matches('|').trim_end_matches('|').chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if letters.peek() == Some(&'|') => cells.last_mut()?.extend(letters.next()),
            '|' => cells.push(String::new()),
            other => cells.last_mut()?.push(other),
        }
    }
    let cells: Vec<String> = cells.iter().map(|cell| plain(cell.trim())).collect();
    (!cells.iter().all(|cell| cell.starts_with("---"))).then_some(cells)
}

/// A row is a term and, beside it, what is said of it.
fn flush_table(table: &mut Vec<Vec<String>>, width: usize, paint: Paint, text: &mut String) {
    let widest = table.iter().map(|row| row[0].width()).max().unwrap_or(0).min(WIDEST_TERM).min(width / 2);
    let indent = widest + 4;
    for (number, row) in table.drain(..).enumerate() {
        let said: Vec<&str> = row[1..].iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
        let said = said.join("; ");
        let term = if number == 0 { paint.tint(Tone::Strong, &row[0]) } else { row[0].clone() };
        text.push_str(&format!("  {term}"));
        let at = 2 + row[0].width();
        if at + 2 > indent {
            text.push_str(&format!("\n{}", " ".repeat(indent)));
        } else {
            text.push_str(&" ".repeat(indent - at));
        }
        let said = lines(&said, width.saturating_sub(indent), 0);
        text.push_str(&format!("{}\n", said.join(&format!("\n{}", " ".repeat(indent)))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_becomes_text_with_tables_as_terms() {
        let page = "# Title\n\nSome `code` and a [link](a.md), *really*, 2 * 3 and `* * *`.\n\n- one\n- two, which is long enough\n\n\
                    | term | means |\n| --- | --- |\n| `a\\|b` | `first` thing that is said of it |\n\n```sh\nnonoctl  x\n```\n";
        let text = laid_out(page, 30, Paint { colour: false, ascii: false });
        assert_eq!(
            text,
            "Title\n\nSome code and a link, really,\n2 * 3 and * * *.\n\n- one\n- two, which is long enough\n\n\
             \u{20} term  means\n  a|b   first thing that is\n        said of it\n\n  nonoctl  x\n"
        );
    }
}
