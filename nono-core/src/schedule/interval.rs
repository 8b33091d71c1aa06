//! Intervals: every so many seconds since the epoch plus an offset.
//!
//! Counting from a fixed moment, not from the last run, lets every scheduler compute the same instants without asking. Real
//! time only: no zone and no change of a clock touches it.

use std::time::Duration;

use super::error::ScheduleError;
use super::zone::LAST;

/// An interval, in seconds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Interval {
    /// At least 1.
    pub(super) every: i64,
    /// Less than `every`.
    pub(super) offset: i64,
}

impl Interval {
    pub(super) fn new(interval: Duration, offset: Duration) -> Result<Self, ScheduleError> {
        let every = whole_seconds("every", interval)?;
        if every == 0 {
            return Err(ScheduleError::new("every", "0s", "is not at least one second").hint("such as 10m"));
        }
        let seconds = whole_seconds("offset", offset)?;
        if seconds >= every {
            let error = ScheduleError::new("offset", &show(offset), "is not shorter than the interval");
            return Err(error.hint(format!("less than {}", show(interval))));
        }
        Ok(Self { every, offset: seconds })
    }

    /// The first instant at or after `from`, which is not before the epoch.
    pub(super) fn first_from(self, from: i64) -> Option<i64> {
        let passed = (from - self.offset).max(0);
        let steps = passed / self.every + i64::from(passed % self.every != 0);
        steps.checked_mul(self.every)?.checked_add(self.offset)
    }

    /// The last instant at or before `to`.
    pub(super) fn last_to(self, to: i64) -> Option<i64> {
        (to >= self.offset).then(|| to - (to - self.offset) % self.every)
    }

    /// How many instants lie in `[from, to]`, with `from` not before the epoch.
    pub(super) fn count(self, from: i64, to: i64) -> u64 {
        let up_to = |at: i64| if at < self.offset { 0 } else { (at - self.offset) / self.every + 1 };
        u64::try_from(up_to(to) - up_to(from - 1)).unwrap_or(0)
    }
}

fn whole_seconds(field: &'static str, span: Duration) -> Result<i64, ScheduleError> {
    if span.subsec_nanos() != 0 {
        return Err(ScheduleError::new(field, &show(span), "is not a whole number of seconds"));
    }
    i64::try_from(span.as_secs())
        .ok()
        .filter(|seconds| *seconds <= LAST)
        .ok_or_else(|| ScheduleError::new(field, &show(span), "is longer than the calendar"))
}

/// A span as one types it: `1d2h`, `10m`, `90ms`.
pub(super) fn show(span: Duration) -> String {
    let mut rest = span.as_secs();
    let mut out = String::new();
    for (unit, seconds) in [("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)] {
        if rest >= seconds {
            out += &format!("{}{unit}", rest / seconds);
            rest %= seconds;
        }
    }
    match (span.subsec_nanos(), out.is_empty()) {
        (0, true) => "0s".to_owned(),
        (0, false) => out,
        (nanos, _) if nanos % 1_000_000 == 0 => out + &format!("{}ms", nanos / 1_000_000),
        (nanos, _) => out + &format!("{nanos}ns"),
    }
}
