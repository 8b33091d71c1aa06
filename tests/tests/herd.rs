//! A herd: thousands of tasks due in one second, on three schedulers. All are sent within seconds, each once, and what
//! comes after is on time. The long form (`NONO_FULL=1`): 10,000 tasks, twice, a minute apart, within 3 s.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use nono_tests::board::Board;
use nono_tests::checker::{Duty, judge};
use nono_tests::cluster::Cluster;
use nono_tests::manifest::{self, Manifest};
use nono_tests::programs::full;
use nono_tests::receipts::{Receipt, Spread};
use nono_tests::samples::cpu_seconds;
use nono_tests::txnlog::{Body, Op, Transaction};
use nono_tests::wait::{figure, now_ms, until_ms};

const STORY: &str = "herd";
/// Tasks that are due every second beside the herd.
const STEADY: usize = 20;

/// How large, how often, and within what.
struct Script {
    herd: usize,
    period: i64,
    bound_ms: f64,
}

/// Builds without optimisation need several times as long for each run.
fn script() -> Script {
    if full() {
        Script { herd: 10_000, period: 60, bound_ms: 3000.0 }
    } else {
        Script { herd: 1500, period: 10, bound_ms: 5000.0 }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_of_a_herd_is_sent_within_seconds_each_once_and_what_follows_is_on_time() {
    let script = script();
    let mut cluster = Cluster::start(256).await;
    for name in ["a", "b", "c"] {
        cluster.join(name).await;
    }
    cluster.settled(3).await;
    let offset = (now_ms() / 1000 + script.period / 2 + 3) % script.period;
    let mut tasks: Vec<Manifest> = (0..script.herd)
        .map(|number| Manifest::new(format!("herd-{number:05}"), cluster.url("/ok")).every(script.period, offset))
        .collect();
    tasks
        .extend((0..STEADY).map(|number| Manifest::new(format!("steady-{number:02}"), cluster.url("/ok")).every(1, 0)));
    let applied = cluster.apply(&manifest::file(&tasks)).await;
    figure(STORY, format!("apply of {} tasks took {} ms", tasks.len(), applied.took.as_millis()));
    let second = now_ms() / 1000 + 2;
    let first = second + (offset - second).rem_euclid(script.period);
    until_ms(first * 1000).await;
    let before = cpu(&cluster);
    until_ms(first * 1000 + 4000).await;
    let used: Vec<String> =
        cpu(&cluster).iter().map(|(name, seconds)| format!("{name} {:.2}", seconds - before[name])).collect();
    figure(STORY, format!("CPU seconds in the 4 s after the instant: {}", used.join(", ")));
    let end_ms = (first + script.period) * 1000 + 5000;
    until_ms(end_ms).await;
    let duties = |board: &Board| duties(board, &script, offset, end_ms);
    cluster.quiet(duties).await;
    for name in ["a", "b", "c"] {
        cluster.scheduler(name).terminate().await;
    }
    let (board, receipts) = (cluster.board(), cluster.receipts());
    let verdict = judge(&board, &receipts, &duties(&board));
    figure(STORY, &verdict);
    verdict.expect_flawless();
    assert_eq!(verdict.redeliveries, 0);
    for instant in [first, first + script.period] {
        let herd = herd(&receipts, instant);
        figure(STORY, format!("from the instant to each request, ms: {herd}"));
        assert_eq!(herd.count, script.herd, "each once");
        assert!(herd.max <= script.bound_ms, "the last of the herd came after {} ms", herd.max);
    }
    let between = steady(&receipts, first + 5, first + script.period);
    figure(STORY, format!("the others between the herds, ms: {between}"));
    assert!(between.max < if full() { 100.0 } else { 500.0 }, "{between}");
    sizes_hold(&cluster.log());
}

fn cpu(cluster: &Cluster) -> BTreeMap<String, f64> {
    let of = |name: &str, pid: u32| Some((name.to_owned(), cpu_seconds(pid)?));
    let mut used: BTreeMap<String, f64> =
        cluster.schedulers.iter().filter_map(|scheduler| of(&scheduler.name, scheduler.process.pid())).collect();
    used.extend(cluster.zookeeper.pid().and_then(|pid| of("ZooKeeper", pid)));
    used.extend(of("worker", cluster.worker_pid()));
    used.extend(of("this test", std::process::id()));
    used
}

fn duties(board: &Board, script: &Script, offset: i64, until_ms: i64) -> Vec<Duty> {
    let duty = |(after_ms, task): &(i64, nono_tests::ledger::Task)| {
        let (every, offset) = if task.name.starts_with("herd") { (script.period, offset) } else { (1, 0) };
        Duty { task: task.name.clone(), every, offset, after_ms: *after_ms, until_ms, jitter_ms: 0 }
    };
    board.versions.iter().map(duty).collect()
}

fn herd(receipts: &[Receipt], instant: i64) -> Spread {
    let of = receipts.iter().filter(|receipt| receipt.task.starts_with("herd") && receipt.scheduled_at == instant);
    Spread::of(of.map(|receipt| receipt.lateness_ms(instant * 1000)))
}

fn steady(receipts: &[Receipt], from: i64, until: i64) -> Spread {
    let of = receipts
        .iter()
        .filter(|receipt| receipt.task.starts_with("steady") && (from..until).contains(&receipt.scheduled_at));
    Spread::of(of.map(|receipt| receipt.lateness_ms(receipt.scheduled_at * 1000)))
}

/// No record and no transaction outgrew what docs/protocol.md allows.
fn sizes_hold(log: &[Transaction]) {
    let mut largest: BTreeMap<String, usize> = BTreeMap::new();
    for transaction in log {
        let Body::Applied(ops) = &transaction.body else { continue };
        let mut all = 0;
        for op in ops {
            let (path, bytes) = match op {
                Op::Create { path, data, .. } | Op::Set { path, data, .. } => (path, data.len()),
                Op::Delete { path } | Op::Check { path, .. } => (path, 0),
                Op::Other(_) => continue,
            };
            all += path.len() + bytes;
            let kind = path.split('/').nth(2).unwrap_or_default();
            let most = largest.entry(kind.to_owned()).or_default();
            *most = (*most).max(bytes);
        }
        let most = largest.entry("(transaction)".to_owned()).or_default();
        *most = (*most).max(all);
    }
    figure(STORY, format!("the largest records, in bytes: {largest:?}"));
    for (kind, most) in [("claims", 64), ("states", 16), ("stats", 16), ("(transaction)", 256)] {
        assert!((1..most * 1024).contains(&largest[kind]), "{kind}: {largest:?}");
    }
}
