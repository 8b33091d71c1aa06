//! How many instants fall into the next hour, and into its fullest second.
//!
//! Tasks of one schedule are due together, so each different schedule is walked once, however many tasks share it; where
//! the name of the task decides, each is walked by itself.
//! Pure. Jitter is left out: it delays the request, not the instant.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use nono_core::schedule::Schedule;
use nono_core::time::Instant;

/// The span looked at.
pub(crate) const SPAN: Duration = Duration::from_secs(3_600);

/// What a scheduler sends within a second without keeping anything waiting.
pub(crate) const EASY_SECOND: u64 = 1_000;

/// What becomes of instants to come while the whole cluster is paused.
pub(crate) const NONE_SENT: &str = "the cluster is paused: none of these will be sent until nonoctl cluster resume";

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
pub(crate) struct Gathering {
    shared: HashMap<String, (Schedule, BTreeMap<Instant, u64>)>,
    /// Those whose instants depend on the task's name.
    own: Vec<(Schedule, BTreeMap<Instant, u64>)>,
}

impl Gathering {
    /// Adds a task whose instants count from `from` on. `typed` is its schedule as it stands in the document: what is
    /// typed alike means the same, unless it depends on the task's name.
    pub(crate) fn add(&mut self, typed: &str, schedule: &Schedule, from: Instant) {
        if schedule.depends_on_name() {
            self.own.push((schedule.clone(), BTreeMap::from([(from, 1)])));
        } else if let Some((_, starts)) = self.shared.get_mut(typed) {
            *starts.entry(from).or_default() += 1;
        } else {
            self.shared.insert(typed.to_owned(), (schedule.clone(), BTreeMap::from([(from, 1)])));
        }
    }

    /// The schedules, as they were typed, that many tasks may share and that are due at this second.
    pub(crate) fn due_at(&self, at: Instant) -> impl Iterator<Item = &str> {
        let before = Instant(at.0.saturating_sub(1));
        let is_due = move |schedule: &Schedule| schedule.next_after(before) == Some(at);
        self.shared.iter().filter(move |(_, (schedule, _))| is_due(schedule)).map(|(typed, _)| typed.as_str())
    }

    /// Counts the instants after `now` and up to [`SPAN`] later.
    pub(crate) fn count(&self, now: Instant) -> Outlook {
        let end = Instant(now.0 + SPAN.as_secs() as i64);
        let mut seconds: BTreeMap<Instant, u64> = BTreeMap::new();
        for (schedule, starts) in self.shared.values().chain(&self.own) {
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
