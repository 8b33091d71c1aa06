//! What a cluster costs ZooKeeper when nothing is due: nodes per task, watches, writes; and that it costs no more than it
//! may, when much is.

#![allow(clippy::unwrap_used, reason = "tests")]

use nono_tests::board::Board;
use nono_tests::checker::{Duty, judge};
use nono_tests::cluster::{Cluster, PATIENCE};
use nono_tests::manifest::{self, Manifest};
use nono_tests::programs::full;
use nono_tests::receipts::Receipt;
use nono_tests::samples::figure_of;
use nono_tests::wait::{figure, now_ms, until, until_ms};

const TASKS: usize = 10_000;
const RUN: usize = 40;
const EDITED: usize = 7;

/// Due once a day, twelve hours from now.
fn far(cluster: &Cluster, number: usize) -> Manifest {
    let offset = (now_ms() / 1000 + 43_200) % 86_400;
    Manifest::new(format!("far-{number:05}"), cluster.url("/ok")).every(86_400, offset)
}

async fn watches(cluster: &Cluster) -> u64 {
    let answer = cluster.zookeeper.ask("wchs").await.unwrap();
    let total = answer.lines().find_map(|line| line.strip_prefix("Total watches:")).unwrap();
    total.trim().parse().unwrap()
}

/// Their number once it has stayed the same for a second: a scheduler that says what it owns may still be setting them.
async fn watches_at_rest(cluster: &Cluster) -> u64 {
    let mut before = watches(cluster).await;
    for _ in 0..PATIENCE.as_secs() {
        until_ms(now_ms() + 1000).await;
        let now = watches(cluster).await;
        if now == before {
            return now;
        }
        before = now;
    }
    panic!("watches never stay the same: {before} by now");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn g10_nodes_watches_and_writes_at_rest() {
    let mut cluster = Cluster::start(256).await;
    cluster.join("a").await;
    cluster.join("b").await;
    let first: Vec<Manifest> = (0..10).map(|number| far(&cluster, number)).collect();
    cluster.apply(&manifest::file(&first)).await;
    cluster.settled(2).await;
    let few = watches_at_rest(&cluster).await;
    let rest: Vec<Manifest> = (10..TASKS).map(|number| far(&cluster, number)).collect();
    cluster.apply(&manifest::file(&rest)).await;

    for number in 0..RUN {
        let _ = cluster.nonoctl(&["task", "run", &format!("far-{number:05}"), "--wait"]).await.ok();
    }
    for number in 0..EDITED {
        let _ = cluster.nonoctl(&["task", "update", &format!("far-{number:05}"), "--label", "edited=yes"]).await.ok();
    }
    let tree = cluster.tree().await;
    let census = until("nothing but tasks, states and changes", PATIENCE, async || {
        let census = tree.census().await;
        let count = |kind: &str| census.get(kind).copied().unwrap_or_default();
        let counts = [count("tasks"), count("states"), count("changes"), count("runs"), count("commands")];
        if counts == [TASKS, RUN, EDITED, 0, 0] { Ok(census) } else { Err(format!("{counts:?}")) }
    })
    .await;
    figure("at rest", format!("nodes {census:?}"));

    lists_fast(&cluster).await;
    nothing_is_wrong(&cluster).await;
    cluster.settled(2).await;
    let many = watches_at_rest(&cluster).await;
    figure("at rest", format!("watches: {few} with 10 tasks, {many} with {TASKS}"));
    assert_eq!(few, many, "watches depend on the number of tasks");
    writes_nothing_but_stats(&cluster).await;
}

/// Half a second for all tasks with all that is shown of them, by the fastest of five: what else runs here is not the
/// product's. Builds without optimisation get more.
async fn lists_fast(cluster: &Cluster) {
    let bound_ms = if full() { 500 } else { 5000 };
    for format in ["json", "table"] {
        let mut took = Vec::new();
        for _ in 0..5 {
            let listed = cluster.nonoctl(&["task", "list", "-o", format]).await.ok();
            took.push(listed.took.as_millis());
            if format == "json" {
                assert_eq!(listed.json().as_array().map(Vec::len), Some(TASKS));
            }
        }
        took.sort_unstable();
        figure("at rest", format!("task list -o {format} of {TASKS} tasks took {took:?} ms"));
        assert!(took[0] < bound_ms, "{format}: {took:?}");
    }
}

/// Doctor reads all of it and finds nothing.
async fn nothing_is_wrong(cluster: &Cluster) {
    let doctor = cluster.nonoctl(&["cluster", "doctor", "-o", "json"]).await.ok();
    figure("at rest", format!("cluster doctor on {TASKS} tasks took {} ms", doctor.took.as_millis()));
    let found: Vec<_> =
        doctor.json()["checks"].as_array().unwrap().iter().map(|check| check["findings"].clone()).collect();
    assert!(found.iter().all(|findings| findings == &serde_json::json!([])), "{found:?}");
}

async fn writes_nothing_but_stats(cluster: &Cluster) {
    let from = now_ms();
    until_ms(from + 8_000).await;
    let until = now_ms();
    let steps = cluster.steps();
    let in_window = steps.iter().filter(|step| step.time_ms > from && step.time_ms <= until);
    let mut stats = 0;
    for step in in_window {
        for write in &step.writes {
            assert!(matches!(write, nono_tests::ledger::Write::Stats(_)), "an idle cluster wrote {write:?}");
            stats += 1;
        }
    }
    figure("at rest", format!("{stats} writes of stats in {} ms, and nothing else", until - from));
    assert!(stats > 0, "not even stats: does the window lie in the log?");
}

const RATE: i64 = 10;
const HELD: usize = 60;
const HELD_SECONDS: i64 = 10;

fn held_duty(board: &Board, number: usize, until_ms: i64) -> Duty {
    let task = format!("held-{number:02}");
    let (after_ms, _) = board.versions.iter().find(|(_, version)| version.name == task).unwrap();
    Duty { task, every: 1, offset: 0, after_ms: *after_ms, until_ms, jitter_ms: 1000 }
}

/// A scheduler that is held to a rate which its load would exceed stays below it, by ZooKeeper's own count, and does every
/// run once: later, and in fewer writes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_scheduler_that_is_held_to_a_rate_is_late_and_loses_nothing() {
    let mut cluster = Cluster::start(4).await;
    cluster.arguments = ["--zookeeper-rate", &RATE.to_string()].map(str::to_owned).to_vec();
    cluster.join("a").await;
    // Its leases are its own before it has read, at its rate, what they stand for.
    until("all partitions", PATIENCE, async || {
        let (_, page) = cluster.scheduler("a").fetch("/metrics").await.unwrap();
        let owned = figure_of(&page, "nono_partitions_owned");
        if owned == Some(4.0) { Ok(()) } else { Err(format!("{owned:?}")) }
    })
    .await;
    let task = |number: usize| {
        let spread =
            Manifest::new(format!("held-{number:02}"), cluster.url("/ok")).every(1, 0).schedule("jitter", "1s");
        spread.policy("overlap", "allow").policy("misfire", "{ run: none }").policy("historyLimit", "100")
    };
    let tasks: Vec<Manifest> = (0..HELD).map(task).collect();
    cluster.apply(&manifest::file(&tasks)).await;
    let loaded_ms = now_ms() + 1500;
    until_ms(loaded_ms).await;

    let packets = async || figure_of(&cluster.zookeeper.ask("mntr").await.unwrap(), "zk_packets_received").unwrap();
    let (before, begun_ms) = (packets().await, now_ms());
    until_ms(begun_ms + HELD_SECONDS * 1000).await;
    let (received, took_s) = (packets().await - before, (now_ms() - begun_ms) as f64 / 1000.0);
    let (_, page) = cluster.scheduler("a").fetch("/metrics").await.unwrap();
    let end_ms = now_ms();
    let duties = |board: &Board| (0..HELD).map(|number| held_duty(board, number, end_ms)).collect::<Vec<Duty>>();
    cluster.quiet(duties).await;
    cluster.scheduler("a").terminate().await;

    let board = cluster.board();
    let receipts = cluster.receipts();
    judge(&board, &receipts, &duties(&board)).expect_flawless();
    let in_window = |receipt: &&Receipt| receipt.at_us / 1000 >= begun_ms;
    let runs = receipts.iter().filter(in_window).count();
    let held = figure_of(&page, "nono_zookeeper_requests_held_total").unwrap();
    figure("held to a rate", format!("{received} requests in {took_s:.1} s for {runs} runs; {held} were held back"));
    let missed = figure_of(&page, "nono_runs_total{outcome=\"missed\"}");
    assert_eq!(missed, Some(0.0), "late is not missed");
    // A second and a half's worth may have been kept, owed, or asked by who counts.
    assert!(received <= (took_s + 1.5) * RATE as f64, "{received} in {took_s} s");
    assert!(held >= 10.0, "only {held} requests were held back: the load says nothing about the rate");
}
