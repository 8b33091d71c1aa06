//! How large each measurement is, by mode. The table's own sizes are those of the full one.

use std::time::Duration;

use crate::arguments::Mode;

/// Sizes of one run.
#[derive(Clone, Debug)]
pub(crate) struct Size {
    /// Turns of reference and measurement; of each the median counts.
    pub(crate) rounds: usize,
    /// The same where a turn is a scheduler that ends.
    pub(crate) falls: usize,
    /// How long a reference runs each turn.
    pub(crate) slice: Duration,
    /// How long a measurement runs each turn.
    pub(crate) window: Duration,
    /// How long a load runs before its window begins.
    pub(crate) warm_up: Duration,
    /// The long window, and that with snapshots.
    pub(crate) long: Duration,
    /// Tasks due each second, step by step, until a scheduler does not keep up: saturated, and not far beyond.
    pub(crate) floods: Vec<usize>,
    /// Runs a second of LA1; of LA2; of the second part of LA3.
    pub(crate) rates: [usize; 3],
    /// Tasks due in one second.
    pub(crate) herd: usize,
    /// Seconds from one such second to the next.
    pub(crate) herd_period: i64,
    /// Tasks of what is measured on many.
    pub(crate) tasks: usize,
    /// Where tasks are counted on a curve: the last is the most.
    pub(crate) curve: Vec<usize>,
    /// Schedulers whose throughput is measured, beside one and five.
    pub(crate) fleets: Vec<usize>,
    /// Schedulers of TP5: five, but where figures do not matter.
    pub(crate) fleet: usize,
    /// Turns of TP5, each of which starts and stops all of these.
    pub(crate) fleet_rounds: usize,
    /// Numbers of partitions whose throughput is measured, beside 256.
    pub(crate) partitions: Vec<u16>,
    /// Edits of FO4.
    pub(crate) edits: usize,
    /// How long an idle cluster is watched.
    pub(crate) idle: Duration,
    /// Whether it is also measured on three ZooKeeper servers.
    pub(crate) ensemble: bool,
    /// Transactions between two snapshots of TP4.
    pub(crate) snap_count: u32,
    /// Families that are measured at the same time: more than one where figures do not matter.
    pub(crate) at_once: usize,
}

impl Size {
    /// Of a mode.
    pub(crate) fn of(mode: Mode) -> Self {
        let (seconds, millis) = (Duration::from_secs, Duration::from_millis);
        match mode {
            Mode::Full => Self {
                rounds: 5,
                falls: 5,
                slice: millis(1500),
                window: seconds(6),
                warm_up: seconds(3),
                long: seconds(60),
                floods: vec![8000, 12_000, 15_000, 18_000, 21_000, 25_000, 30_000, 36_000, 43_000],
                rates: [100, 1000, 5000],
                herd: 10_000,
                herd_period: 10,
                tasks: 100_000,
                curve: vec![10_000, 100_000, 300_000, 1_000_000],
                fleets: vec![2, 3],
                fleet: 5,
                fleet_rounds: 5,
                partitions: vec![64, 999],
                edits: 200,
                idle: seconds(20),
                ensemble: true,
                snap_count: 10_000,
                at_once: 1,
            },
            Mode::Quick => Self {
                rounds: 2,
                falls: 1,
                slice: millis(300),
                window: seconds(2),
                warm_up: seconds(1),
                long: seconds(6),
                floods: vec![6000, 12_000, 18_000, 24_000],
                rates: [100, 500, 2000],
                herd: 3000,
                herd_period: 7,
                tasks: 10_000,
                curve: vec![2000, 10_000],
                fleets: vec![],
                fleet: 5,
                fleet_rounds: 1,
                partitions: vec![],
                edits: 30,
                idle: seconds(5),
                ensemble: false,
                snap_count: 2000,
                at_once: 1,
            },
            Mode::Check => Self {
                rounds: 1,
                falls: 1,
                slice: millis(50),
                window: millis(1000),
                warm_up: millis(500),
                long: seconds(2),
                floods: vec![200],
                rates: [20, 40, 60],
                herd: 100,
                herd_period: 7,
                tasks: 300,
                curve: vec![300, 600],
                fleets: vec![],
                fleet: 2,
                fleet_rounds: 1,
                partitions: vec![],
                edits: 5,
                idle: seconds(1),
                ensemble: false,
                snap_count: 100,
                at_once: 8,
            },
        }
    }
}
