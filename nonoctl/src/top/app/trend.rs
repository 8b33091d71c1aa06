//! Figures over time, as far as this screen has seen them: a value a second, or a minute's sum.
//!
//! The schedulers publish what is, not what was. So the graphs begin when the screen does, and say since when.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use nono_core::name::MemberId;
use nono_core::run::Outcome;
use nono_core::time::Utc;

use crate::top::data::Fleet;

/// Seconds that are kept of each figure.
pub(crate) const SECONDS: usize = 900;
/// Over so long it is said how many run a minute now.
pub(crate) const MINUTE: Duration = Duration::from_secs(60);
/// Minutes that are kept.
pub(crate) const MINUTES: usize = 60;

/// See the module.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Trend {
    /// When the first figure came.
    pub(crate) since: Option<Utc>,
    /// Runs sent in each minute, oldest first; the last is the current one, and the first may have been seen only in part.
    per_minute: VecDeque<f64>,
    /// Which minute the last one is, since 1970.
    minute: i64,
    /// Runs sent between the looks of the last minute: when each look was, and how many.
    recent: VecDeque<(Utc, f64)>,
    /// p50, p99 and the largest lateness of each look, in milliseconds: the highest of any scheduler.
    pub(crate) lateness: VecDeque<[f64; 3]>,
    /// The same now; none where nothing was sent for a minute.
    pub(crate) lateness_now: Option<[f64; 3]>,
    /// The largest lateness of all, and when it was.
    pub(crate) worst_lateness: Option<(f64, Utc)>,
    /// The fullest whole minute, and when it began.
    pub(crate) peak: Option<(f64, Utc)>,
    /// Runs that ended while this screen looked, by outcome.
    pub(crate) ended: BTreeMap<Outcome, u64>,
    /// Of each scheduler.
    pub(crate) members: BTreeMap<MemberId, Figures>,
}

/// One scheduler's figures over time, oldest first.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Figures {
    /// Runs sent in a second.
    pub(crate) sent: VecDeque<f64>,
    /// CPU of the process, in cores.
    pub(crate) cpu: VecDeque<f64>,
    /// CPU of the host, 0 to 1.
    pub(crate) host_cpu: VecDeque<f64>,
    /// Resident memory, in bytes.
    pub(crate) memory: VecDeque<f64>,
    /// Clock minus ZooKeeper's, in milliseconds.
    pub(crate) clock: VecDeque<f64>,
    /// p99 of the lateness, in milliseconds.
    pub(crate) lateness: VecDeque<f64>,
    /// Round trips to ZooKeeper, in milliseconds.
    pub(crate) round_trip: VecDeque<f64>,
    /// The most partitions that it was seen to own.
    pub(crate) most_owned: usize,
    /// The moment of the figures that came last.
    pub(crate) written: Option<Utc>,
}

impl Trend {
    /// Runs sent in each minute that was seen from its beginning to its end, oldest first.
    pub(crate) fn whole_minutes(&self) -> impl ExactSizeIterator<Item = f64> {
        let first = self.minute - (self.per_minute.len() as i64 - 1);
        let is_cut = self.since.is_some_and(|since| since.0 > first * 60_000);
        let end = self.per_minute.len().saturating_sub(1);
        self.per_minute.range(usize::from(is_cut).min(end)..end).copied()
    }

    /// Of the whole minutes.
    pub(crate) fn average(&self) -> Option<f64> {
        let minutes = self.whole_minutes();
        let count = minutes.len();
        (count > 0).then(|| minutes.sum::<f64>() / count as f64)
    }

    /// Runs a minute by the last one up to the newest look, or by the time since this screen looks: over how long.
    pub(crate) fn now(&self) -> Option<(f64, Duration)> {
        let (since, (last, _)) = (self.since?, *self.recent.back()?);
        // What was published first is of the second before.
        let over = (last.since(since) + Duration::from_secs(1)).min(MINUTE);
        let sent: f64 = self.recent.iter().map(|(_, sent)| sent).sum();
        Some((sent * MINUTE.as_secs_f64() / over.as_secs_f64(), over))
    }

    /// Takes in what the schedulers published. What was seen before counts once.
    pub(crate) fn add(&mut self, fleet: &Fleet) {
        self.since.get_or_insert(fleet.at);
        self.turn_to(fleet.at);
        let mut sent = 0.0;
        let mut lateness: Option<[f64; 3]> = None;
        for scheduler in &fleet.census.schedulers {
            let Some((stats, written)) = &scheduler.stats else { continue };
            if let Some(now) = stats.lateness_ms {
                let highest = lateness.unwrap_or_default();
                lateness = Some([0, 1, 2].map(|index| f64::max(highest[index], now[index])));
            }
            let figures = self.members.entry(scheduler.id.clone()).or_default();
            figures.most_owned = figures.most_owned.max(scheduler.partitions.len());
            if figures.written == Some(*written) {
                continue;
            }
            // Written once a second, and perhaps not looked at so often: the rate stands for the time in between.
            let seconds = figures.written.map_or(1.0, |before| written.since(before).as_secs_f64().round());
            figures.written = Some(*written);
            sent += stats.sent_per_second * seconds.clamp(1.0, 60.0);
            for (outcome, count) in &stats.ended {
                *self.ended.entry(*outcome).or_default() += count;
            }
            push(&mut figures.sent, stats.sent_per_second);
            push(&mut figures.cpu, stats.host.cpu);
            push(&mut figures.host_cpu, stats.host.host_cpu);
            push(&mut figures.memory, stats.host.memory as f64);
            push(&mut figures.clock, stats.host.clock_offset_ms as f64);
            push(&mut figures.round_trip, stats.host.zookeeper_rtt_ms);
            push(&mut figures.lateness, stats.lateness_ms.map_or(0.0, |[_, p99, _]| p99));
        }
        if let Some(minute) = self.per_minute.back_mut() {
            *minute += sent;
        }
        self.recent.push_back((fleet.at, sent));
        while self.recent.front().is_some_and(|(at, _)| fleet.at.since(*at) >= MINUTE) {
            self.recent.pop_front();
        }
        self.lateness_now = lateness;
        if let Some(lateness) = lateness {
            push(&mut self.lateness, lateness);
            if self.worst_lateness.is_none_or(|(most, _)| lateness[2] > most) {
                self.worst_lateness = Some((lateness[2], fleet.at));
            }
        }
        self.members.retain(|id, _| fleet.census.schedulers.iter().any(|scheduler| scheduler.id == *id));
    }

    fn turn_to(&mut self, now: Utc) {
        let minute = now.0.div_euclid(60_000);
        if self.per_minute.is_empty() {
            self.minute = minute;
            self.per_minute.push_back(0.0);
        }
        while self.minute < minute {
            // Whole minutes only: of one that began before this screen did the rest says little.
            let is_whole = self.since.is_none_or(|since| since.0 <= self.minute * 60_000);
            let whole = self.per_minute.back().filter(|_| is_whole);
            if let Some(whole) = whole.filter(|whole| self.peak.is_none_or(|(most, _)| **whole > most)) {
                self.peak = Some((*whole, Utc(self.minute * 60_000)));
            }
            self.minute += 1;
            self.per_minute.push_back(0.0);
            if self.per_minute.len() > MINUTES {
                self.per_minute.pop_front();
            }
            if minute - self.minute > MINUTES as i64 {
                self.minute = minute - MINUTES as i64;
            }
        }
    }
}

fn push<T>(values: &mut VecDeque<T>, value: T) {
    if values.len() == SECONDS {
        values.pop_front();
    }
    values.push_back(value);
}
