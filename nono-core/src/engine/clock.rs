//! The one clock of a scheduler: the boot clock plus an offset to UTC.
//!
//! The offset is taken from the wall clock at the start and follows it by at most 1 ms per second, and who waits for a
//! moment looks again when it should have come: so a small correction never makes a run early. A step of the wall clock by
//! more than a second is not followed: claiming stops until the next acknowledged renewal says which of the two is nearer
//! ZooKeeper's clock. It must never read a clock itself.

use super::mutant;
use crate::time::{Boot, Reading, Utc};

/// A wall clock that is further from the own time than this has stepped.
const STEP_US: i64 = 1_000_000;

/// See the module.
#[derive(Debug)]
pub(super) struct Clock {
    /// UTC minus boot, in microseconds.
    offset_us: i64,
    /// The same of the wall clock as last seen.
    wall_offset_us: i64,
    /// When the offset was last adjusted.
    adjusted: Boot,
    /// Whether a step waits for the next renewal.
    stepped: bool,
    /// When the own time jumped to the wall clock's; or began.
    jumped: Boot,
}

/// What a renewal told about ZooKeeper's clock.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sample {
    /// When the renewal was sent.
    pub(super) sent: Boot,
    /// When its answer was here.
    pub(super) answered: Boot,
    /// ZooKeeper's time in between.
    pub(super) zookeeper: Utc,
}

fn wall_offset(now: Reading) -> i64 {
    let boot = i64::try_from(now.boot.0).unwrap_or(i64::MAX);
    now.wall_us.saturating_sub(boot)
}

fn at(boot: Boot, offset_us: i64) -> i64 {
    i64::try_from(boot.0).unwrap_or(i64::MAX).saturating_add(offset_us)
}

/// How far `[sent, answered]`, seen through an offset, lies from ZooKeeper's time; positive: the offset is ahead.
fn distance_us(sample: Sample, offset_us: i64) -> i64 {
    let zookeeper = sample.zookeeper.0.saturating_mul(1000);
    let (from, to) = (at(sample.sent, offset_us), at(sample.answered, offset_us));
    if from > zookeeper + 999 {
        from - zookeeper
    } else if to < zookeeper {
        to - zookeeper
    } else {
        0
    }
}

impl Clock {
    pub(super) fn new(now: Reading) -> Self {
        let offset = wall_offset(now);
        Self { offset_us: offset, wall_offset_us: offset, adjusted: now.boot, stepped: false, jumped: now.boot }
    }

    /// Follows the wall clock. Returns whether it stepped just now.
    pub(super) fn observe(&mut self, now: Reading) -> bool {
        let wall = wall_offset(now);
        let stepped = wall.abs_diff(self.wall_offset_us) > STEP_US.unsigned_abs();
        self.wall_offset_us = wall;
        if mutant::on!(FOLLOW_STEPS) && stepped {
            self.offset_us = wall;
            return false;
        }
        self.stepped |= stepped;
        let elapsed_us = i64::try_from(now.boot.since(self.adjusted).as_micros()).unwrap_or(i64::MAX);
        if elapsed_us >= 1000 {
            let most = elapsed_us / 1000;
            let behind = wall - self.offset_us;
            if behind.abs() <= STEP_US {
                self.offset_us += behind.clamp(-most, most);
            }
            self.adjusted = now.boot;
        }
        stepped
    }

    /// Own time at a reading of the boot clock.
    pub(super) fn utc(&self, boot: Boot) -> Utc {
        Utc(at(boot, self.offset_us).div_euclid(1000))
    }

    /// When the own time will be `moment`; now at the earliest.
    pub(super) fn boot_at(&self, moment: Utc, now: Boot) -> Boot {
        let offset_us = if mutant::on!(WALL_CLOCK_SENDS) { self.wall_offset_us } else { self.offset_us };
        let boot = moment.0.saturating_mul(1000).saturating_sub(offset_us);
        Boot(u64::try_from(boot).unwrap_or(0)).max(now)
    }

    /// When a moment comes that should have come by now: since `claimed`, which is hours ago where jitter is long, own time
    /// has followed a wall clock that was slowed down. Not if it has jumped since: what was claimed before goes by the time of
    /// its claim.
    pub(super) fn corrected(&self, moment: Utc, claimed: Boot, now: Boot) -> Option<Boot> {
        let is_early = moment > self.utc(now) && claimed >= self.jumped;
        let is_left = mutant::on!(WALL_CLOCK_SENDS) || mutant::on!(UNCORRECTED);
        (is_early && !is_left).then(|| self.boot_at(moment, now))
    }

    /// Whether a step of the wall clock waits for a decision: nothing is claimed until then.
    pub(super) const fn is_in_doubt(&self) -> bool {
        self.stepped
    }

    /// Decides between own time and wall clock by ZooKeeper's. Returns whether the own time jumped to the wall clock's.
    pub(super) fn decide(&mut self, sample: Sample) -> bool {
        self.stepped = false;
        if self.wall_offset_us.abs_diff(self.offset_us) <= STEP_US.unsigned_abs() {
            return false;
        }
        let own = distance_us(sample, self.offset_us).abs();
        let wall = distance_us(sample, self.wall_offset_us).abs();
        if wall < own {
            self.offset_us = self.wall_offset_us;
            self.jumped = sample.answered;
        }
        wall < own
    }

    /// Own time minus ZooKeeper's, in milliseconds: the distance of the sample from its interval.
    pub(super) fn ahead_of_zookeeper_ms(&self, sample: Sample) -> i64 {
        distance_us(sample, self.offset_us) / 1000
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn reading(boot_ms: u64, wall_ms: i64) -> Reading {
        Reading { boot: Boot(boot_ms * 1000), wall_us: wall_ms * 1000 }
    }

    #[test]
    fn a_small_correction_is_followed_slowly() {
        let mut clock = Clock::new(reading(0, 1_000_000));
        assert!(!clock.observe(reading(10_000, 1_010_500)));
        assert_eq!(clock.utc(Boot(10_000_000)), Utc(1_010_010));
        assert!(!clock.is_in_doubt());
    }

    #[test]
    fn a_step_waits_for_zookeeper_and_the_nearer_wins() {
        for (zookeeper, expected, jumped) in [(1_001_000, 1_001_000, false), (4_601_000, 4_601_000, true)] {
            let mut clock = Clock::new(reading(0, 1_000_000));
            assert!(clock.observe(reading(1000, 4_601_000)));
            assert!(clock.is_in_doubt());
            let sample = Sample { sent: Boot(999_000), answered: Boot(1_001_000), zookeeper: Utc(zookeeper) };
            assert_eq!(clock.decide(sample), jumped);
            assert!(!clock.is_in_doubt());
            assert_eq!(clock.utc(Boot(1_000_000)), Utc(expected));
        }
    }

    #[test]
    fn a_moment_maps_back_to_the_boot_clock() {
        let clock = Clock::new(reading(5000, 1_000_000));
        let now = Boot(5_000_000);
        assert_eq!(clock.boot_at(Utc(1_000_250), now), now + Duration::from_millis(250));
        assert_eq!(clock.boot_at(Utc(0), now), now);
    }

    #[test]
    fn the_own_time_is_that_of_the_wall_clock_to_the_microsecond() {
        let clock = Clock::new(Reading { boot: Boot(700), wall_us: 1_000_000_999 });
        let due = clock.boot_at(Utc(1_000_001), Boot(700));
        assert_eq!((due, clock.utc(due), clock.utc(Boot(700))), (Boot(701), Utc(1_000_001), Utc(1_000_000)));
    }

    #[test]
    fn a_timer_that_was_set_before_the_own_time_was_corrected_is_set_anew() {
        let mut clock = Clock::new(reading(0, 1_000_000));
        let (moment, claimed) = (Utc(1_100_000), Boot(0));
        let set = clock.boot_at(moment, claimed);
        assert_eq!(clock.corrected(moment, claimed, set), None);
        // The wall clock was slowed down: after 100 s it shows 50 ms less.
        clock.observe(reading(50_000, 1_049_950));
        assert_eq!(clock.utc(set), Utc(1_099_950));
        let later = clock.corrected(moment, claimed, set);
        assert_eq!(later, Some(set + Duration::from_millis(50)));
        assert_eq!(clock.corrected(moment, claimed, later.unwrap()), None);
        // It jumped back by three seconds: runs that were claimed before go by the time of their claim, others by the new one.
        clock.observe(reading(100_000, 1_097_000));
        let sample = Sample { sent: Boot(99_900_000), answered: Boot(99_900_000), zookeeper: Utc(1_096_900) };
        assert!(clock.decide(sample));
        assert_eq!(clock.corrected(moment, claimed, set), None);
        assert_eq!(clock.corrected(moment, Boot(99_900_000), set), Some(set + Duration::from_secs(3)));
    }
}
