//! The report as Markdown.

use std::fmt::Write;

use crate::figures::{Middle, short};
use crate::report::{Report, Told};
use crate::row::{Better, Part, Reading};

/// The whole page: the table, what was seen beside it, plots.
pub(super) fn page(report: &Report) -> String {
    let mut text = format!("# Speed, measured\n\n{}", section(report));
    text.push_str("\n![Every row beside its target](rows.svg)\n");
    for curve in &report.curves {
        let _ = writeln!(text, "![{}]({}.svg)", curve.title, curve.id);
    }
    text
}

/// The table, and where it was measured: what docs/performance.md holds.
pub(super) fn section(report: &Report) -> String {
    let machine = &report.machine;
    let mut text = format!(
        "Commit {}, {} build, {} mode, {}: {}, {} cores, {} GiB, Linux {}; ZooKeeper {} on the same machine, {}. Load before \
         the run: {}. It took {:.0} minutes.\n\n",
        machine.commit,
        machine.build,
        report.mode.word(),
        report.began,
        machine.processor,
        machine.cores,
        machine.memory_gib,
        machine.kernel,
        machine.zookeeper,
        machine.java,
        machine.load_before,
        report.took_s / 60.0,
    );
    text.push_str("| | measured | ÷ | median (least to greatest of turns) | target | moonshot | |\n");
    text.push_str("| --- | --- | --- | --- | --- | --- | --- |\n");
    for told in &report.rows {
        rows(&mut text, told);
    }
    for why in &report.failures {
        let _ = writeln!(text, "\nNot measured: {why}");
    }
    seen_beside(&mut text, report);
    curves(&mut text, report);
    if let Some(spent) = &report.spent {
        let _ = write!(text, "\n### Where the time goes\n\n{}", spent.table());
    }
    text
}

/// The figures that the ratios are made of, and others: a line for what was seen, whichever rows it was seen for.
fn seen_beside(text: &mut String, report: &Report) {
    text.push_str("\n### Seen beside\n\n");
    let mut lines: Vec<(String, Vec<&str>)> = Vec::new();
    for told in &report.rows {
        for reading in told.measured.iter().flatten().filter(|reading| !reading.beside.is_empty()) {
            let seen: Vec<String> =
                reading.beside.iter().map(|(name, figure)| format!("{name} {}", short(*figure))).collect();
            let line = format!("({}): {}", reading.setting, seen.join(", "));
            match lines.iter_mut().find(|(known, _)| *known == line) {
                Some((_, rows)) => rows.push(told.row.id),
                None => lines.push((line, vec![told.row.id])),
            }
        }
    }
    for (line, rows) in lines {
        let _ = writeln!(text, "- {} {line}", rows.join(", "));
    }
}

fn rows(text: &mut String, told: &Told) {
    let row = &told.row;
    let reference = if row.reference.is_empty() { "" } else { row.reference };
    match &told.measured {
        Ok(readings) => {
            for reading in readings {
                let part = &row.parts[reading.part];
                let what = if part.what.is_empty() { String::new() } else { format!(": {}", part.what) };
                let (figure, verdict) = match reading.middle() {
                    Some(middle) => (figure(reading, middle, part.unit), part.verdict(middle.value)),
                    None => ("no figure".to_owned(), "failed"),
                };
                let _ = writeln!(
                    text,
                    "| {} | {}{what} ({}) | {reference} | {figure} | {} | {} | {verdict} |",
                    row.id,
                    row.metric,
                    reading.setting,
                    bound(part, part.target),
                    bound(part, part.moonshot),
                );
            }
        }
        Err(why) => {
            let why = why.replace(['|', '\n'], " ");
            let _ = writeln!(text, "| {} | {} | {reference} | not measured: {why} | | | failed |", row.id, row.metric);
        }
    }
}

/// A bound as it was set, and on which side of it is good.
fn bound(part: &Part, value: f64) -> String {
    match part.better {
        Better::Higher => format!("≥ {value}"),
        Better::Lower => format!("≤ {value}"),
    }
}

fn figure(reading: &Reading, middle: Middle, unit: &str) -> String {
    let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
    let Middle { value, min, max, count } = middle;
    if reading.values.len() < 2 {
        return format!("{}{unit}", precise(value));
    }
    format!("{}{unit} ({} to {}, {count})", precise(value), precise(min), precise(max))
}

/// Shares near 100 % are told to the digit that counts.
fn precise(value: f64) -> String {
    if value > 99.0 && value < 100.0 { format!("{value:.3}") } else { short(value) }
}

fn curves(text: &mut String, report: &Report) {
    if report.curves.is_empty() {
        return;
    }
    text.push_str("\n| by | what | |\n| --- | --- | --- |\n");
    for curve in &report.curves {
        let points: Vec<String> = curve.points.iter().map(|(x, y)| format!("{}: {}", short(*x), short(*y))).collect();
        let _ = writeln!(text, "| {} | {}, {} | {} |", curve.x, curve.title, curve.y, points.join("; "));
    }
}
