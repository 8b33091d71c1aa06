//! The soak: 100 runs a second on three schedulers while random faults strike, for `MINUTES` (30 unless told otherwise, by
//! `make soak`); judged as a whole at the end. Every ten seconds it reads what each process and ZooKeeper hold, and says
//! whether that grows. `NONO_SEED` tells the faults of an earlier run again.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use nono_tests::board::Board;
use nono_tests::checker::{Duty, judge};
use nono_tests::cluster::{Cluster, SESSION, TICK};
use nono_tests::manifest::{self, Manifest};
use nono_tests::samples::{Course, Samples, figure_of, memory_mib, open_files};
use nono_tests::wait::{figure, now_ms, until_ms};
use nonoctl::dev::zookeeper::Options;
use rustix::process::Signal;

const STORY: &str = "soak";
const TASKS: usize = 500;
const PERIOD: i64 = 5;
/// Between two readings.
const EVERY_MS: i64 = 10_000;
/// What a process needs until its memory says something.
const WARM_UP: f64 = 120.0;
/// So much of a figure may come in an hour, with the slope's uncertainty held against it.
const SHARE: f64 = 0.10;
/// Connections come and go by the dozen: what counts of open files is the least in a minute.
const FLOOR: f64 = 60.0;
/// Shorter soaks show that it works and say nothing about slopes.
const TELLING_MINUTES: i64 = 30;
/// This one is never ended: it lives through pauses and ZooKeeper's restarts, and its memory is one long series.
const VETERAN: &str = "a";

/// SplitMix64.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % bound
    }
}

fn number(name: &str, default: i64) -> i64 {
    std::env::var(name).map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{name}={text} is no number")))
}

fn load(cluster: &Cluster) -> String {
    let task = |number: usize| {
        Manifest::new(format!("load-{number:03}"), cluster.url("/ok"))
            .every(PERIOD, i64::try_from(number).unwrap() % PERIOD)
            .policy("overlap", "allow")
            .policy("misfire", "{ run: all }")
            .policy("historyLimit", "12")
    };
    let manifests: Vec<Manifest> = (0..TASKS).map(task).collect();
    manifest::file(&manifests)
}

fn duties(board: &Board, until_ms: i64) -> Vec<Duty> {
    let duty = |(after_ms, task): &(i64, nono_tests::ledger::Task)| {
        let offset = task.name[5..].parse::<i64>().unwrap() % PERIOD;
        Duty { task: task.name.clone(), every: PERIOD, offset, after_ms: *after_ms, until_ms, jitter_ms: 0 }
    };
    board.versions.iter().map(duty).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f15_everything_holds_and_nothing_grows_while_faults_strike() {
    let minutes = number("MINUTES", 30);
    let seed = number("NONO_SEED", now_ms() / 1000);
    figure(STORY, format!("{minutes} minutes, NONO_SEED={seed}"));
    let mut dice = Dice(seed.unsigned_abs());
    let mut cluster = Cluster::start_with(64, Options { heap_mib: 512, ..Options::default() }).await;
    for name in [VETERAN, "b", "c"] {
        cluster.join(name).await;
    }
    cluster.settled(3).await;
    cluster.apply(&load(&cluster)).await;
    let (begun, end_ms) = (Instant::now(), now_ms() + minutes * 60_000);
    let (mut held, mut faults) = (Held::default(), BTreeMap::new());
    let (mut read_ms, mut fault_ms) = (now_ms(), now_ms() + 10_000);
    while now_ms() < end_ms {
        if now_ms() >= read_ms {
            held.read(&mut cluster, begun.elapsed().as_secs_f64()).await;
            read_ms += EVERY_MS;
        }
        if now_ms() >= fault_ms {
            let fault = strike(&mut cluster, &mut dice).await;
            *faults.entry(fault).or_insert(0) += 1;
            fault_ms = now_ms() + 8000 + i64::try_from(dice.below(12_000)).unwrap();
        }
        until_ms(read_ms.min(fault_ms).min(end_ms)).await;
    }
    figure(STORY, format!("faults: {faults:?}"));
    let until_ms = now_ms();
    cluster.settled(3).await;
    cluster.quiet(|board| duties(board, until_ms)).await;
    for name in [VETERAN, "b", "c"] {
        cluster.scheduler(name).terminate().await;
    }
    let judging = Instant::now();
    let (board, receipts) = (cluster.board(), cluster.receipts());
    let verdict = judge(&board, &receipts, &duties(&board, until_ms));
    figure(STORY, &verdict);
    let own = memory_mib(std::process::id()).unwrap();
    figure(STORY, format!("judged in {:.1} s with {own:.0} MiB", judging.elapsed().as_secs_f64()));
    verdict.expect_flawless();
    held.judge(minutes);
}

/// Does something bad, and undoes it.
async fn strike(cluster: &mut Cluster, dice: &mut Dice) -> &'static str {
    let mortal = ["b", "c"][usize::from(dice.below(2) == 1)];
    let any = [VETERAN, "b", "c"][usize::try_from(dice.below(3)).unwrap()];
    let pause = Duration::from_millis(1000 + dice.below(9000));
    match dice.below(6) {
        0 | 1 => {
            let _ = cluster.scheduler(mortal).kill().await;
            cluster.join(mortal).await;
            "kill -9"
        }
        2 => {
            cluster.scheduler(mortal).terminate().await;
            cluster.join(mortal).await;
            "SIGTERM"
        }
        3 | 4 => {
            cluster.scheduler(any).process.signal(Signal::STOP).unwrap();
            until_ms(now_ms() + i64::try_from(pause.as_millis()).unwrap()).await;
            cluster.scheduler(any).process.signal(Signal::CONT).unwrap();
            if pause > SESSION + TICK { "long pause" } else { "short pause" }
        }
        _ => {
            cluster.zookeeper.kill().await.unwrap();
            until_ms(now_ms() + i64::try_from(dice.below(6000)).unwrap()).await;
            cluster.zookeeper.restart().await.unwrap();
            "ZooKeeper killed"
        }
    }
}

/// Everything that must not grow.
#[derive(Default)]
struct Held {
    memory: Samples,
    veteran: Samples,
    files: Samples,
    znodes: Samples,
    data: Samples,
    zookeeper: Samples,
}

impl Held {
    async fn read(&mut self, cluster: &mut Cluster, at: f64) {
        for scheduler in &mut cluster.schedulers {
            if !scheduler.process.is_running() {
                continue;
            }
            let pid = scheduler.process.pid();
            let series = format!("{}/{pid}", scheduler.name);
            let (Some(memory), Some(files)) = (memory_mib(pid), open_files(pid)) else { continue };
            self.memory.push(&series, at, memory);
            if scheduler.name == VETERAN {
                self.veteran.push(&series, at, memory);
                self.files.push(&series, at, files);
            }
        }
        let Some(pid) = cluster.zookeeper.pid() else { return };
        self.zookeeper.push(&pid.to_string(), at, memory_mib(pid).unwrap_or_default());
        let Ok(mntr) = cluster.zookeeper.ask("mntr").await else { return };
        let figures = [(&mut self.znodes, "zk_znode_count"), (&mut self.data, "zk_approximate_data_size")];
        for (samples, name) in figures {
            // The same tree whatever serves it: one series.
            samples.push("tree", at, figure_of(&mntr, name).unwrap());
        }
    }

    /// Says how everything moved; if the time was long enough to tell, whatever is not surely flat is an error. ZooKeeper's own memory is a
    /// heap that grows to its limit before it is swept: it is said, and not judged.
    fn judge(&self, minutes: i64) {
        let warm_up = WARM_UP.min(minutes as f64 * 10.0);
        let files = self.files.floor(FLOOR);
        let all = [
            ("memory of all schedulers, MiB", &self.memory, true),
            ("memory of the scheduler that lived throughout, MiB", &self.veteran, true),
            ("open files of the scheduler that lived throughout, the least in a minute", &files, true),
            ("znodes", &self.znodes, true),
            ("data in ZooKeeper, bytes", &self.data, true),
            ("memory of ZooKeeper, MiB", &self.zookeeper, false),
        ];
        let mut growing = Vec::new();
        for (what, samples, is_judged) in all {
            let Some(trend) = samples.trend(warm_up) else {
                figure(STORY, format!("{what}: too few readings for a slope"));
                growing.extend(is_judged.then(|| format!("{what}: too few readings")));
                continue;
            };
            let course = trend.course(SHARE);
            figure(STORY, format!("{what}: {trend}: {course}"));
            if is_judged && course != Course::Flat {
                growing.push(format!("{what}: {trend}: {course}"));
            }
        }
        assert!(minutes < TELLING_MINUTES || growing.is_empty(), "{growing:?}");
    }
}
