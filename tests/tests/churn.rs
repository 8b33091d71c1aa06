//! Schedulers that come and go all the time, and many that come at once: there is progress all the while, ZooKeeper is not
//! drowned, nothing is lost and nothing sent twice but marked. The long form (`NONO_FULL=1`): 5 minutes (or
//! `MINUTES`), and 50 at once.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use nono_tests::board::Board;
use nono_tests::checker::{Duty, Verdict, judge};
use nono_tests::cluster::Cluster;
use nono_tests::ledger::{Write, refused};
use nono_tests::manifest::{self, Manifest};
use nono_tests::programs::full;
use nono_tests::receipts::{Receipt, Spread};
use nono_tests::samples::figure_of;
use nono_tests::wait::{figure, now_ms, until_ms};
use zookeeper_client::{Acls, Client, CreateMode};

const TASKS: usize = 120;
const PARTITIONS: u16 = 64;

fn load(cluster: &Cluster) -> String {
    let task = |number: usize| {
        Manifest::new(format!("load-{number:03}"), cluster.url("/ok"))
            .every(2, i64::try_from(number % 2).unwrap())
            .policy("overlap", "allow")
            .policy("misfire", "{ run: all }")
            .policy("historyLimit", "20")
    };
    let manifests: Vec<Manifest> = (0..TASKS).map(task).collect();
    manifest::file(&manifests)
}

fn duties(board: &Board, until_ms: i64) -> Vec<Duty> {
    let duty = |(after_ms, task): &(i64, nono_tests::ledger::Task)| {
        let offset = task.name[5..].parse::<i64>().unwrap() % 2;
        Duty { task: task.name.clone(), every: 2, offset, after_ms: *after_ms, until_ms, jitter_ms: 0 }
    };
    board.versions.iter().map(duty).collect()
}

/// How long ZooKeeper takes for a write of a node beside the cluster's, again and again.
struct Probe {
    stop: Arc<AtomicBool>,
    measuring: tokio::task::JoinHandle<Vec<f64>>,
}

impl Probe {
    async fn begin(cluster: &Cluster) -> Self {
        let client = Client::connect(&cluster.zookeeper.connect_string()).await.unwrap();
        client.create("/probe", b"", &CreateMode::Persistent.with_acls(Acls::anyone_all())).await.unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let measuring = tokio::spawn(async move {
            let mut took = Vec::new();
            while !stopped.load(Ordering::Acquire) {
                let begun = Instant::now();
                client.set_data("/probe", b"x", None).await.unwrap();
                took.push(begun.elapsed().as_secs_f64() * 1000.0);
                until_ms(now_ms() + 20).await;
            }
            took
        });
        Self { stop, measuring }
    }

    async fn end(self) -> Spread {
        self.stop.store(true, Ordering::Release);
        Spread::of(self.measuring.await.unwrap())
    }
}

async fn packets(cluster: &Cluster) -> f64 {
    figure_of(&cluster.zookeeper.ask("mntr").await.unwrap(), "zk_packets_received").unwrap()
}

async fn end(story: &str, cluster: &mut Cluster) -> (Board, Vec<Receipt>, Verdict) {
    let end_ms = now_ms();
    cluster.quiet(|board| duties(board, end_ms)).await;
    for scheduler in &mut cluster.schedulers {
        if scheduler.process.is_running() {
            scheduler.terminate().await;
        }
    }
    let (board, receipts) = (cluster.board(), cluster.receipts());
    let verdict = judge(&board, &receipts, &duties(&board, end_ms));
    figure(story, &verdict);
    verdict.expect_flawless();
    (board, receipts, verdict)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f10_there_is_progress_while_schedulers_come_and_go_every_two_seconds() {
    let minutes = std::env::var("MINUTES").map_or(5, |text| text.parse().unwrap());
    let seconds = if full() { minutes * 60 } else { 20 };
    let mut cluster = Cluster::start(PARTITIONS).await;
    for name in ["m00", "m01"] {
        cluster.join(name).await;
    }
    cluster.settled(2).await;
    cluster.apply(&load(&cluster)).await;
    let probe = Probe::begin(&cluster).await;
    let (begun_ms, before) = (now_ms(), packets(&cluster).await);
    let mut changes = 0_usize;
    while now_ms() < begun_ms + seconds * 1000 {
        changes += 1;
        let next_ms = now_ms() + 2000;
        come_or_go(&mut cluster, changes).await;
        until_ms(next_ms).await;
    }
    let end_ms = now_ms();
    let asked = (packets(&cluster).await - before) / (end_ms - begun_ms) as f64 * 1000.0;
    let took = probe.end().await;
    let (board, receipts, _) = end("churn", &mut cluster).await;
    figure("churn", format!("{changes} changes; ZooKeeper: {asked:.0} packets/s, a write took ms {took}"));
    progress_in_every_ten_seconds(&receipts, begun_ms, end_ms);
    no_herd(&cluster, &board, changes);
    assert!(took.p99 < 1000.0, "{took}");
}

/// Comes, comes, goes in order, is killed: three to five members at any time.
async fn come_or_go(cluster: &mut Cluster, change: usize) {
    let living = |cluster: &mut Cluster| {
        let running =
            cluster.schedulers.iter_mut().filter_map(|one| one.process.is_running().then(|| one.name.clone()));
        running.collect::<Vec<String>>()
    };
    match change % 4 {
        1 | 2 => {
            cluster.join(&format!("m{:02}", change + 1)).await;
        }
        3 => {
            let oldest = living(cluster).remove(0);
            cluster.scheduler(&oldest).terminate().await;
        }
        _ => {
            let oldest = living(cluster).remove(0);
            let _ = cluster.scheduler(&oldest).kill().await;
        }
    }
}

/// At least a third of what is due in ten seconds is sent in them, whoever was killed.
fn progress_in_every_ten_seconds(receipts: &[Receipt], from_ms: i64, until_ms: i64) {
    let windows: Vec<usize> = (from_ms..until_ms - 10_000)
        .step_by(1000)
        .map(|from| receipts.iter().filter(|receipt| (from..from + 10_000).contains(&(receipt.at_us / 1000))).count())
        .collect();
    let least = windows.iter().min().copied().unwrap_or_default();
    figure("churn", format!("requests in ten seconds: {least} at least, {} would be due", TASKS * 5));
    assert!(least * 3 >= TASKS * 5, "{windows:?}");
}

/// What a change costs ZooKeeper is bounded by what moves: no member writes leases that it does not get.
fn no_herd(cluster: &Cluster, board: &Board, changes: usize) {
    let log = cluster.log();
    let steps = cluster.steps();
    let plans = steps
        .iter()
        .filter(|step| step.writes.iter().any(|write| matches!(write, Write::Other(path) if path == "/assignment")))
        .count();
    let (taken, refused) = (board.takeovers.len(), refused(&log));
    figure("churn", format!("{plans} plans, {taken} take-overs, {refused} refused of {} transactions", log.len()));
    assert!(plans <= changes * 4 + 10, "{plans} plans for {changes} changes");
    assert!(taken <= (changes + 2) * usize::from(PARTITIONS), "{taken} take-overs for {changes} changes");
    assert!(refused <= log.len() / 10 + 20, "{refused} of {} transactions were refused", log.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f10_many_that_come_at_once_drown_nobody() {
    let many = if full() { 50 } else { 8 };
    let mut cluster = Cluster::start(PARTITIONS).await;
    cluster.join("first").await;
    cluster.settled(1).await;
    cluster.apply(&load(&cluster)).await;
    let probe = Probe::begin(&cluster).await;
    let (begun_ms, before) = (now_ms(), packets(&cluster).await);
    let names: Vec<String> = (0..many).map(|number| format!("n{number:02}")).collect();
    cluster.join_all(&names).await;
    cluster.settled(many + 1).await;
    let settled_ms = now_ms();
    let asked = packets(&cluster).await - before;
    let took = probe.end().await;
    until_ms(now_ms() + 3000).await;
    let after_ms = now_ms();
    let (board, receipts, verdict) = end("many at once", &mut cluster).await;
    figure(
        "many at once",
        format!(
            "{many} joined and have their share after {} ms; ZooKeeper: {asked:.0} packets, a write took ms {took}",
            settled_ms - begun_ms
        ),
    );
    let joined = board.takeovers.iter().filter(|takeover| (begun_ms..settled_ms).contains(&takeover.time_ms)).count();
    figure("many at once", format!("{joined} take-overs while they joined, of {PARTITIONS} partitions"));
    assert!(took.p99 < 1000.0, "{took}");
    assert_eq!(verdict.redeliveries, 0, "nobody was killed");
    assert!(joined <= usize::from(PARTITIONS) * 4, "{joined} take-overs");
    let calm = receipts.iter().filter(|receipt| (settled_ms + 1000..after_ms).contains(&(receipt.scheduled_at * 1000)));
    let calm = Spread::of(calm.map(|receipt| receipt.lateness_ms(receipt.scheduled_at * 1000)));
    figure("many at once", format!("lateness once they are there, ms: {calm}"));
    assert!(calm.count > 0 && calm.p50 < 500.0, "{calm}");
}
