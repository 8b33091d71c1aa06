//! How many instants fall into the next hour, and into its fullest second.
//!
//! Tasks of one schedule are due together, so each different schedule is walked once, however many tasks share it.
//! Pure. Jitter is left out: it delays the request, not the instant.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use nono_core::schedule::Schedule;
use nono_core::time::Instant;

/// The span looked at.
pub(crate) const SPAN: Duration = Duration::from_secs(3_600);

/// What comes within [`SPAN`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Outlook {
    /// All instants of all tasks.
    pub(crate) fires: u64,
    /// The first of the fullest seconds, and how many tasks are due in it.
    pub(crate) peak: Option<(Instant, u64)>,
}

/// Gathers tasks before they are counted.
#[derive(Debug, Default)]
pub(crate) struct Gathering(HashMap<String, (Schedule, BTreeMap<Instant, u64>)>);

impl Gathering {
    /// Adds a task whose instants count from `from` on. `typed` is its schedule as it stands in the document: what is
    /// typed alike means the same.
    pub(crate) fn add(&mut self, typed: &str, schedule: &Schedule, from: Instant) {
        if let Some((_, starts)) = self.0.get_mut(typed) {
            *starts.entry(from).or_default() += 1;
        } else {
            self.0.insert(typed.to_owned(), (schedule.clone(), BTreeMap::from([(from, 1)])));
        }
    }

    /// Counts the instants after `now` and up to [`SPAN`] later.
    pub(crate) fn count(&self, now: Instant) -> Outlook {
        let end = Instant(now.0 + SPAN.as_secs() as i64);
        let mut seconds: BTreeMap<Instant, u64> = BTreeMap::new();
        for (schedule, starts) in self.0.values() {
            let mut at = now;
            while let Some(next) = schedule.next_after(at).filter(|next| *next <= end) {
                let due: u64 = starts.range(..=next).map(|(_, tasks)| tasks).sum();
                *seconds.entry(next).or_default() += due;
                at = next;
            }
        }
        let fires = seconds.values().sum();
        let peak = seconds.into_iter().rev().max_by_key(|(_, due)| *due).filter(|(_, due)| *due > 0);
        Outlook { fires, peak }
    }
}
