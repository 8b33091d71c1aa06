//! The table of what was measured, beside its bounds.

use std::fmt;
use std::time::Duration;

/// One line each.
#[derive(Debug, Default)]
pub(super) struct Report(Vec<Line>);

#[derive(Debug)]
struct Line {
    what: &'static str,
    bound: Option<f64>,
    measured: f64,
    unit: &'static str,
}

impl Report {
    /// A figure, and what it must stay below, if anything was promised.
    pub(super) fn add(&mut self, what: &'static str, bound: Option<f64>, measured: f64, unit: &'static str) {
        self.0.push(Line { what, bound, measured, unit });
    }

    /// Those that are not below their bound.
    pub(super) fn broken(&self) -> Vec<String> {
        let is_broken = |line: &&Line| line.bound.is_some_and(|bound| line.measured >= bound);
        self.0.iter().filter(is_broken).map(|line| line.what.to_owned()).collect()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| what | bound | measured |")?;
        writeln!(f, "| --- | --- | --- |")?;
        for Line { what, bound, measured, unit } in &self.0 {
            let bound = bound.map_or_else(|| "-".to_owned(), |bound| format!("< {} {unit}", number(bound)));
            writeln!(f, "| {what} | {bound} | {} {unit} |", number(*measured))?;
        }
        Ok(())
    }
}

/// Two digits where they say something.
fn number(value: f64) -> String {
    if value < 10.0 && value.fract() != 0.0 { format!("{value:.2}") } else { format!("{value:.0}") }
}

/// In milliseconds: 99 of 100 took no longer.
pub(super) fn p99(took: &[Duration]) -> f64 {
    quantile(took, 99)
}

/// In milliseconds: half of them took no longer.
pub(super) fn p50(took: &[Duration]) -> f64 {
    quantile(took, 50)
}

fn quantile(took: &[Duration], percent: usize) -> f64 {
    let mut took = took.to_vec();
    took.sort_unstable();
    let place = (took.len() * percent).div_ceil(100).saturating_sub(1);
    took[place].as_secs_f64() * 1000.0
}

/// `100,000`, as the dashboard writes it.
pub(super) fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The processor and how many of it, and how busy it was.
pub(super) fn machine() -> String {
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let info = read("/proc/cpuinfo");
    let model = info.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("unknown processor");
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let load = read("/proc/loadavg");
    let load = load.split(' ').nth(1).unwrap_or("?");
    format!("{} ({cores} cores), load of the last five minutes {load}", model.trim_matches([' ', '\t', ':']))
}
