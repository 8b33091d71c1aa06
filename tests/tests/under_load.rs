//! Exactly once under load, through a kill -9, an orderly leave and a join; all of it by the transaction log and the
//! worker's receipts; and held to a rate of requests to ZooKeeper. The long form (`NONO_FULL=1`): 1,000 tasks for a minute.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use nono_tests::board::{Board, Run};
use nono_tests::checker::{Duty, judge, orphans};
use nono_tests::cluster::{Cluster, PATIENCE, SESSION, TICK};
use nono_tests::manifest::{self, Manifest};
use nono_tests::programs::full;
use nono_tests::receipts::{Receipt, Spread};
use nono_tests::samples::figure_of;
use nono_tests::wait::{figure, now_ms, until, until_ms};

const STORY: &str = "under load";

/// When what happens, in seconds from the first load.
struct Script {
    tasks: usize,
    kill: i64,
    leave: i64,
    join: i64,
    end: i64,
}

fn script() -> Script {
    if full() {
        Script { tasks: 1000, kill: 15, leave: 35, join: 45, end: 60 }
    } else {
        Script { tasks: 200, kill: 3, leave: 11, join: 14, end: 19 }
    }
}

fn load(cluster: &Cluster, tasks: usize) -> Vec<Manifest> {
    let task = |number: usize| {
        Manifest::new(format!("load-{number:04}"), cluster.url("/ok"))
            .every(5, i64::try_from(number % 5).unwrap())
            .policy("overlap", "allow")
            .policy("misfire", "{ run: all }")
            .policy("historyLimit", "100")
    };
    (0..tasks).map(task).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn g1_to_g5_hold_through_a_kill_a_leave_and_a_join() {
    let script = script();
    let mut cluster = Cluster::start(256).await;
    for name in ["a", "b", "c"] {
        cluster.join(name).await;
    }
    cluster.settled(3).await;
    let tasks = load(&cluster, script.tasks);
    cluster.apply(&manifest::file(&tasks)).await;
    let begun = now_ms();

    until_ms(begun + script.kill * 1000).await;
    let killed = cluster.scheduler("a").member.clone();
    let killed_ms = cluster.scheduler("a").kill().await;
    until_ms(begun + script.leave * 1000).await;
    let left = cluster.scheduler("b").member.clone();
    let leave_ms = now_ms();
    cluster.scheduler("b").terminate().await;
    let left_ms = now_ms();
    until_ms(begun + script.join * 1000).await;
    cluster.join("d").await;
    let end_ms = begun + script.end * 1000;
    until_ms(end_ms).await;
    let duties = |board: &Board| (0..script.tasks).map(|number| duty(board, number, end_ms)).collect::<Vec<Duty>>();
    cluster.quiet(duties).await;
    for name in ["c", "d"] {
        cluster.scheduler(name).terminate().await;
    }

    let board = cluster.board();
    let receipts = cluster.receipts();
    let verdict = judge(&board, &receipts, &duties(&board));
    figure(STORY, &verdict);
    verdict.expect_flawless();

    nothing_sent_is_left_open(&board, &receipts);
    let orphans = orphans(&board, &receipts, &duties(&board), &killed, killed_ms);
    figure(STORY, format!("kill -9 to the first request of each orphaned partition, ms: {orphans}"));
    orphans.expect_within((SESSION + TICK).as_secs_f64() * 1000.0 + 1000.0);
    redelivered_only_around_the_kill(&board, &receipts, killed_ms);
    leave_delays_nothing(&board, &receipts, &left, leave_ms, left_ms);
}

fn duty(board: &Board, number: usize, until_ms: i64) -> Duty {
    let task = format!("load-{number:04}");
    let (after_ms, _) = board.versions.iter().find(|(_, version)| version.name == task).unwrap();
    let offset = i64::try_from(number % 5).unwrap();
    Duty { task, every: 5, offset, after_ms: *after_ms, until_ms, jitter_ms: 0 }
}

/// The last schedulers to leave hand on to nobody: what they had claimed ahead stays an entry, what they had sent says
/// in its record how it ended.
fn nothing_sent_is_left_open(board: &Board, receipts: &[Receipt]) {
    let sent: BTreeSet<&str> = receipts.iter().map(|receipt| receipt.run.as_str()).collect();
    let said = |run: &Run| run.record.as_ref().is_some_and(|record| record.phase == "ended");
    let left: Vec<&str> = board.open().filter(|(id, run)| sent.contains(id) && !said(run)).map(|(id, _)| id).collect();
    assert_eq!(left, Vec::<&str>::new(), "sent, and nothing says how it ended");
}

fn redelivered_only_around_the_kill(board: &Board, receipts: &[Receipt], killed_ms: i64) {
    for receipt in receipts.iter().filter(|receipt| receipt.redelivery) {
        let run = &board.runs[&receipt.run];
        let was_open = run.claimed_ms <= killed_ms && receipt.at_us / 1000 >= killed_ms;
        assert!(was_open, "not open at the kill ({killed_ms}): {receipt:?}, {run:?}");
    }
}

/// The runs of partitions that were handed over are not later than those of the others in the same seconds, but by
/// 100 ms.
fn leave_delays_nothing(board: &Board, receipts: &[Receipt], left: &str, leave_ms: i64, left_ms: i64) {
    let moved: BTreeSet<u16> = board
        .takeovers
        .iter()
        .filter(|takeover| takeover.last_owner.as_deref() == Some(left) && takeover.time_ms >= leave_ms)
        .map(|takeover| takeover.partition)
        .collect();
    let forced = board
        .takeovers
        .iter()
        .filter(|takeover| takeover.last_owner.as_deref() == Some(left) && takeover.released_ms.is_none());
    assert_eq!(forced.count(), 0, "an orderly leave gives every partition away");
    let window = (leave_ms / 1000 - 1)..=(left_ms / 1000 + 2);
    let lateness = |of_moved: bool| {
        let of = receipts.iter().filter(|receipt| {
            let partition: u16 = receipt.run[2..5].parse().unwrap();
            window.contains(&receipt.scheduled_at) && moved.contains(&partition) == of_moved
        });
        Spread::of(of.map(|receipt| receipt.lateness_ms(receipt.scheduled_at * 1000)))
    };
    let (handed_over, others) = (lateness(true), lateness(false));
    let gaps = board.takeovers.iter().filter(|takeover| takeover.last_owner.as_deref() == Some(left));
    let gaps = Spread::of(gaps.filter_map(|takeover| Some((takeover.time_ms - takeover.released_ms?) as f64)));
    figure(STORY, format!("from a release to the next owner, ms: {gaps}"));
    figure(STORY, format!("lateness around SIGTERM, ms: handed over {handed_over}; others {others}"));
    assert!(!moved.is_empty() && handed_over.count > 0, "nothing was handed over");
    assert!(handed_over.max <= others.max + 100.0, "the leave delayed: {handed_over}, others {others}");
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
    figure(STORY, format!("{received} requests in {took_s:.1} s for {runs} runs; {held} were held back"));
    let missed = figure_of(&page, "nono_runs_total{outcome=\"missed\"}");
    assert_eq!(missed, Some(0.0), "late is not missed");
    // A second and a half's worth may have been kept, owed, or asked by who counts.
    assert!(received <= (took_s + 1.5) * RATE as f64, "{received} in {took_s} s");
    assert!(held >= 10.0, "only {held} requests were held back: the load says nothing about the rate");
}
