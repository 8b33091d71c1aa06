//! A table that is drawn over, in the terminal's normal screen: what was above it stays, and the last one remains.

use std::io::Write;

use unicode_width::UnicodeWidthStr;

use crate::error::CommandError;
use crate::invocation::Invocation;
use crate::output::{self, Report};
use crate::terminal::in_zone;

/// How many rows of the terminal the last picture took.
#[derive(Default)]
pub(super) struct Screen {
    rows: usize,
}

impl Screen {
    /// Draws the report where the last one stands.
    pub(super) fn draw(&mut self, report: &Report, invocation: &Invocation) -> Result<(), CommandError> {
        let size = terminal_size::terminal_size_of(std::io::stdout());
        let (columns, height) = size.map_or((80, 24), |(width, height)| (usize::from(width.0), usize::from(height.0)));
        let picture = picture(report, invocation, columns.max(1), height.max(2))?;
        let up = if self.rows > 0 { format!("\x1b[{}A\r", self.rows) } else { String::new() };
        let text: String = picture.lines.iter().map(|line| format!("{line}\x1b[K\n")).collect();
        let mut out = std::io::stdout().lock();
        out.write_all(format!("{up}{text}\x1b[J").as_bytes())?;
        out.flush()?;
        self.rows = picture.rows;
        Ok(())
    }
}

struct Picture {
    lines: Vec<String>,
    /// Of the terminal: a line that is too long takes several.
    rows: usize,
}

/// The report, a line with what goes with it and the moment; never higher than the terminal, of which the last row is
/// the cursor's.
fn picture(report: &Report, invocation: &Invocation, columns: usize, height: usize) -> Result<Picture, CommandError> {
    let mut style = invocation.style();
    style.width = Some(columns.min(style.width.unwrap_or(columns)));
    let mut bytes = Vec::new();
    output::write(report, invocation.format, true, &style, &mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let remark = match report {
        Report::List(list) if list.rows.is_empty() => list.empty.clone(),
        Report::List(list) => list.summary.clone().unwrap_or_default(),
        _ => String::new(),
    };
    let at = in_zone(style.clock.now, &style.clock.zone, "%H:%M:%S");
    let taken = |line: &str| {
        let width = anstream::adapter::strip_str(line).to_string().width();
        width.div_ceil(columns).max(1)
    };
    // The last line takes one row, and the cursor stands in the one below.
    let room = height - 2;
    let all = lines.len();
    let mut rows = 0;
    let fits = lines.iter().take_while(|line| {
        rows += taken(line);
        rows <= room
    });
    let fits = fits.count();
    let mut last = format!("{at}, Ctrl-C ends. ");
    if fits < all {
        lines.truncate(fits);
        last.push_str(&format!("{} more lines do not fit. ", all - fits));
    }
    last.push_str(&remark);
    lines.push(output::cut(last.trim_end(), columns, style.paint.ellipsis()));
    let rows = lines.iter().map(|line| taken(line)).sum();
    Ok(Picture { lines, rows })
}
