//! What the recording worker saw: one receipt per request, as the worker wrote it down before it answered.
//!
//! The ground truth for requests. Times are the worker's own readings at the moment the request's head was in.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

/// One request.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Receipt {
    /// Counts the worker's requests from 0, in the order they were written down.
    pub number: u64,
    /// `CLOCK_REALTIME` when the request arrived, in microseconds since 1970.
    pub at_us: i64,
    /// `CLOCK_BOOTTIME` at the same moment, in microseconds.
    pub boot_us: i64,
    /// The path, without the query.
    pub path: String,
    /// The method.
    pub method: String,
    /// `Nono-Task`
    pub task: String,
    /// `Nono-Run-Id`
    pub run: String,
    /// `Nono-Attempt`; 0 when absent or no number.
    pub attempt: u32,
    /// `Nono-Scheduled-At`, seconds since 1970; 0 when absent or unreadable.
    pub scheduled_at: i64,
    /// `Nono-Trigger`
    pub trigger: String,
    /// `Nono-Epoch`; 0 when absent or no number.
    pub epoch: u64,
    /// `Nono-Redelivery` is `true`.
    pub redelivery: bool,
    /// All other headers, names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body, as text.
    pub body: String,
    /// The status that the worker answers with; 0 when it never answers.
    pub answer: u16,
}

impl Receipt {
    /// Milliseconds from `send_time` (milliseconds since 1970) to the arrival; negative is early.
    #[must_use]
    pub fn lateness_ms(&self, send_time_ms: i64) -> f64 {
        (self.at_us - send_time_ms * 1000) as f64 / 1000.0
    }
}

/// Reads the worker's file; a last line without its end was never answered and does not count.
///
/// # Panics
/// If the file is missing or a line is no receipt: the judge must not overlook evidence.
#[must_use]
pub fn read(file: &Path) -> Vec<Receipt> {
    let text = std::fs::read_to_string(file).unwrap();
    let whole = text.rfind('\n').map_or("", |end| &text[..end]);
    whole.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Percentiles of some figures, in their own unit.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Spread {
    /// How many figures.
    pub count: usize,
    /// The median.
    pub p50: f64,
    /// 99 % are not above.
    pub p99: f64,
    /// The least.
    pub min: f64,
    /// The greatest.
    pub max: f64,
}

impl Spread {
    /// Of all figures; zeros when there are none.
    #[must_use]
    pub fn of(figures: impl IntoIterator<Item = f64>) -> Self {
        let mut sorted: Vec<f64> = figures.into_iter().collect();
        sorted.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let rank = (share * sorted.len() as f64).ceil() as usize;
            sorted.get(rank.saturating_sub(1)).copied().unwrap_or_default()
        };
        Self { count: sorted.len(), p50: at(0.5), p99: at(0.99), min: at(0.0), max: at(1.0) }
    }
}

impl std::fmt::Display for Spread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { count, p50, p99, min, max } = self;
        write!(f, "{count}: min {min:.1} p50 {p50:.1} p99 {p99:.1} max {max:.1}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_nearest_ranks() {
        let spread = Spread::of((1..=200).map(f64::from));
        assert_eq!((spread.count, spread.min, spread.max), (200, 1.0, 200.0));
        assert_eq!((spread.p50, spread.p99), (100.0, 198.0));
        assert_eq!(Spread::of([]), Spread::default());
    }

    #[test]
    fn a_line_that_was_cut_short_does_not_count() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("receipts");
        std::fs::write(&file, "{\"run\":\"a\"}\n{\"run\":\"b").unwrap();
        let read = read(&file);
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].run, "a");
    }
}
