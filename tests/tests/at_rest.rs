//! What a cluster costs ZooKeeper when nothing is due: nodes per task, watches, writes.

#![allow(clippy::unwrap_used, reason = "tests")]

use nono_tests::cluster::{Cluster, PATIENCE};
use nono_tests::manifest::{self, Manifest};
use nono_tests::programs::full;
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn g10_nodes_watches_and_writes_at_rest() {
    let mut cluster = Cluster::start(256).await;
    cluster.join("a").await;
    cluster.join("b").await;
    let first: Vec<Manifest> = (0..10).map(|number| far(&cluster, number)).collect();
    cluster.apply(&manifest::file(&first)).await;
    cluster.settled(2).await;
    let few = watches(&cluster).await;
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
    let many = watches(&cluster).await;
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
