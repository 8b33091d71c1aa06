//! Many tasks in one cluster: applied, loaded, and taken over after a kill -9 within the session timeout, ZooKeeper's tick
//! and a second or two. The long form (`NONO_FULL=1`): 100,000 tasks on three schedulers.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::HashMap;
use std::time::{Duration, Instant};

use nono_tests::board::Board;
use nono_tests::checker::{Duty, judge, orphans};
use nono_tests::cluster::{Cluster, SESSION, TICK};
use nono_tests::manifest::{self, Manifest};
use nono_tests::programs::full;
use nono_tests::receipts::{Receipt, Spread};
use nono_tests::samples::{cpu_seconds, memory_mib};
use nono_tests::wait::{figure, now_ms, until, until_ms};
use nonoctl::dev::zookeeper::Options;

const STORY: &str = "scale";
/// Of so many tasks one is due every five seconds, so that the orphans of each partition can be seen.
fn quick() -> usize {
    if full() { 50 } else { 4 }
}

/// A daily and an hourly half, due at any second of their period, and the quick ones.
fn task(cluster: &Cluster, number: usize) -> Manifest {
    let (kind, period) = match number % quick() {
        0 => ("quick", 5),
        n if n % 2 == 0 => ("hourly", 3600),
        _ => ("daily", 86_400),
    };
    let offset = i64::try_from(number / quick() * 7919 + number).unwrap() % period;
    Manifest::new(format!("{kind}-{number:06}"), cluster.url("/ok"))
        .every(period, offset)
        .policy("overlap", "allow")
        .policy("misfire", "{ run: all }")
}

fn duty(after_ms: i64, name: &str, until_ms: i64) -> Duty {
    let (kind, number) = name.split_once('-').unwrap();
    let number: usize = number.parse().unwrap();
    let every = match kind {
        "quick" => 5,
        "hourly" => 3600,
        _ => 86_400,
    };
    let offset = i64::try_from(number / quick() * 7919 + number).unwrap() % every;
    Duty { task: name.to_owned(), every, offset, after_ms, until_ms, jitter_ms: 0 }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_tasks_are_taken_over_within_the_bound() {
    let count = if full() { 100_000 } else { 1000 };
    let heap_mib = if full() { 1024 } else { 256 };
    let mut cluster = Cluster::start_with(256, Options { heap_mib, ..Options::default() }).await;
    for name in ["a", "b", "c"] {
        cluster.join(name).await;
    }
    cluster.settled(3).await;
    let tasks: Vec<Manifest> = (0..count).map(|number| task(&cluster, number)).collect();
    let applied = cluster.apply(&manifest::file(&tasks)).await;
    figure(STORY, format!("apply of {count} tasks took {} ms", applied.took.as_millis()));
    all_known(&cluster, count).await;
    cluster.settled(3).await;
    at_rest(&cluster, count).await;

    // A kill in the middle of a second, while requests are on their way.
    let killed = cluster.scheduler("b").member.clone();
    let killed_ms = cluster.scheduler("b").kill().await;
    let enough = i64::try_from((SESSION + TICK).as_millis()).unwrap() + if full() { 12_000 } else { 5000 };
    until_ms(killed_ms + enough).await;
    let begun = Instant::now();
    cluster.join("d").await;
    cluster.settled(3).await;
    figure(STORY, format!("a newcomer has its share {} ms after its start", begun.elapsed().as_millis()));
    let end_ms = now_ms();
    let duties = |board: &Board| duties(board, end_ms);
    cluster.quiet(duties).await;
    all_known(&cluster, count).await;
    for name in ["a", "c", "d"] {
        cluster.scheduler(name).terminate().await;
    }
    let (board, receipts) = (cluster.board(), cluster.receipts());
    let verdict = judge(&board, &receipts, &duties(&board));
    figure(STORY, &verdict);
    verdict.expect_flawless();
    let orphans = orphans(&board, &receipts, &duties(&board), &killed, killed_ms);
    figure(STORY, format!("kill -9 to the first request of each orphaned partition, ms: {orphans}"));
    let each = each_orphan(&board, &receipts, &killed, killed_ms);
    figure(STORY, format!("kill -9 to the request of each run that waited for the take-over, ms: {each}"));
    assert!(orphans.first.count > 20, "too few partitions had an orphan that was due: {orphans}");
    let bound = (SESSION + TICK).as_secs_f64() * 1000.0;
    orphans.expect_within(bound + 1000.0);
    assert!(each.max <= bound + 2000.0, "the last orphan: {each}, bound {}", bound + 2000.0);
    cold_start(&mut cluster, count).await;
}

/// Every run that came due in the killed member's partitions before they had a new owner, and had not been sent.
fn each_orphan(board: &Board, receipts: &[Receipt], member: &str, killed_ms: i64) -> Spread {
    let taken: HashMap<u16, i64> = board
        .takeovers
        .iter()
        .filter(|takeover| takeover.last_owner.as_deref() == Some(member) && takeover.time_ms > killed_ms)
        .map(|takeover| (takeover.partition, takeover.time_ms))
        .collect();
    let mut first: HashMap<&str, &Receipt> = HashMap::new();
    for receipt in receipts {
        let known = first.entry(&receipt.run).or_insert(receipt);
        if receipt.at_us < known.at_us {
            *known = receipt;
        }
    }
    let waited = first.values().filter(|receipt| {
        let taken_ms = receipt.run[2..5].parse().ok().and_then(|partition: u16| taken.get(&partition));
        taken_ms.is_some_and(|taken| receipt.scheduled_at * 1000 <= *taken && receipt.at_us / 1000 >= *taken)
    });
    Spread::of(waited.map(|receipt| (receipt.at_us / 1000 - killed_ms) as f64))
}

/// Every task is in some living member's memory.
async fn all_known(cluster: &Cluster, count: usize) {
    let tree = cluster.tree().await;
    until("all tasks known", Duration::from_secs(120), async || {
        let stats = tree.all("/stats").await;
        let known: u64 = stats.values().filter_map(|stats| stats["tasks"].as_u64()).sum();
        if known == count as u64 { Ok(()) } else { Err(format!("{known} of {count} tasks are known")) }
    })
    .await;
}

/// What it costs while little is due.
async fn at_rest(cluster: &Cluster, count: usize) {
    let seconds = if full() { 10 } else { 2 };
    let pids: Vec<(&str, u32)> =
        cluster.schedulers.iter().map(|scheduler| (scheduler.name.as_str(), scheduler.process.pid())).collect();
    let before: Vec<f64> = pids.iter().map(|(_, pid)| cpu_seconds(*pid).unwrap()).collect();
    until_ms(now_ms() + seconds * 1000).await;
    for ((name, pid), before) in pids.iter().zip(before) {
        let cpu = (cpu_seconds(*pid).unwrap() - before) / seconds as f64 * 100.0;
        let memory = memory_mib(*pid).unwrap();
        figure(STORY, format!("{name}: {memory:.1} MiB, {cpu:.1} % of a core, a third of {count} tasks"));
    }
    let zookeeper = cluster.zookeeper.pid().and_then(memory_mib).unwrap();
    figure(STORY, format!("ZooKeeper: {zookeeper:.0} MiB"));
}

fn duties(board: &Board, until_ms: i64) -> Vec<Duty> {
    board.versions.iter().map(|(after_ms, task)| duty(*after_ms, &task.name, until_ms)).collect()
}

/// One scheduler alone, from its start until it has everything.
async fn cold_start(cluster: &mut Cluster, count: usize) {
    let begun = Instant::now();
    cluster.join("e").await;
    all_known(cluster, count).await;
    let pid = cluster.scheduler("e").process.pid();
    let memory = memory_mib(pid).unwrap();
    figure(
        STORY,
        format!(
            "one scheduler has all {count} tasks {} ms after its start, {memory:.1} MiB",
            begun.elapsed().as_millis()
        ),
    );
    cluster.scheduler("e").terminate().await;
}
