//! Exactly once under load, through a kill -9, an orderly leave and a join; all of it by the transaction log and the
//! worker's receipts. The long form (`NONO_FULL=1`): 1,000 tasks for a minute.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use nono_tests::board::{Board, Run};
use nono_tests::checker::{Duty, judge, orphans};
use nono_tests::cluster::{Cluster, SESSION, TICK};
use nono_tests::manifest::{self, Manifest};
use nono_tests::programs::full;
use nono_tests::receipts::{Receipt, Spread};
use nono_tests::wait::{figure, now_ms, until_ms};

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
        let run = &board.runs[receipt.run.as_str()];
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
