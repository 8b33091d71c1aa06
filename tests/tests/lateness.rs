//! How late the first byte of a request is: tasks whose send times spread over each second. Alone in its binary, so
//! that no other story takes the processors. The long form (`NONO_FULL=1`): 1,000 requests a second for a minute.

#![allow(clippy::unwrap_used, reason = "tests")]

use nono_tests::board::Board;
use nono_tests::checker::{Duty, judge};
use nono_tests::cluster::Cluster;
use nono_tests::manifest::{self, Manifest};
use nono_tests::programs::full;
use nono_tests::wait::{figure, now_ms, until_ms};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_leave_at_their_send_time_and_none_is_early_or_lost() {
    // The short form also runs on a machine that is busy with something else.
    let (tasks, seconds, p99) = if full() { (1000, 60, 25.0) } else { (200, 12, 100.0) };
    let mut cluster = Cluster::start(256).await;
    cluster.join("a").await;
    cluster.join("b").await;
    cluster.settled(2).await;
    let task = |number: usize| {
        Manifest::new(format!("spread-{number:04}"), cluster.url("/ok"))
            .every(1, 0)
            .schedule("jitter", "1s")
            .policy("overlap", "allow")
            .policy("misfire", "{ run: all }")
            .policy("historyLimit", "5")
    };
    let manifests: Vec<Manifest> = (0..tasks).map(task).collect();
    cluster.apply(&manifest::file(&manifests)).await;
    let end_ms = now_ms() + seconds * 1000;
    until_ms(end_ms).await;
    cluster.quiet(|board| duties(board, end_ms)).await;
    cluster.scheduler("a").terminate().await;
    cluster.scheduler("b").terminate().await;

    let board = cluster.board();
    let verdict = judge(&board, &cluster.receipts(), &duties(&board, end_ms));
    figure("lateness", &verdict);
    verdict.expect_flawless();
    assert!(verdict.lateness.p99 <= p99, "p99 is {} ms", verdict.lateness.p99);
    assert!(verdict.lateness.min >= -1.0, "the earliest is {} ms", verdict.lateness.min);
    assert_eq!(verdict.redeliveries, 0);
}

fn duties(board: &Board, until_ms: i64) -> Vec<Duty> {
    let versions = board.versions.iter();
    versions
        .map(|(after_ms, task)| Duty {
            task: task.name.clone(),
            every: 1,
            offset: 0,
            after_ms: *after_ms,
            until_ms,
            jitter_ms: 1000,
        })
        .collect()
}
