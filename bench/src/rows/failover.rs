//! FO1, FO2, ME3: a scheduler is killed, and the other one goes on with its tasks; and what many tasks cost while none is
//! due.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::FutureExt;
use nono_tests::cluster::{PATIENCE, SESSION, TICK};
use nono_tests::wait::{now_ms, until, until_ms};
use nono_tests::worker::micros;
use rustix::time::ClockId;
use zookeeper_client::Client;

use crate::bench::Bench;
use crate::figures::median;
use crate::guard::{Outcome, once};
use crate::host::cpu_seconds;
use crate::load;
use crate::probe::{armed_us, counted};
use crate::reference::{expiry, nodes};
use crate::rig::{PARTITIONS, Rig};
use crate::row::{Better, Part, Reading, Row};
use crate::say::say;

const fn less(what: &'static str, unit: &'static str, target: f64, moonshot: f64) -> Part {
    Part { what, unit, better: Better::Lower, target, moonshot }
}

pub(crate) const ROWS: [Row; 3] = [
    Row {
        id: "FO1",
        metric: "kill -9 to first request of an orphaned task",
        reference: "E",
        parts: &[less("", "", 1.10, 1.03)],
        measure: |bench| async { first_request(bench).await }.boxed_local(),
    },
    Row {
        id: "FO2",
        metric: "all orphans of 100,000 tasks re-armed after expiry",
        reference: "own tasks / ZR",
        parts: &[less("", "", 1.5, 1.2)],
        measure: |bench| async { rearmed(bench).await }.boxed_local(),
    },
    Row {
        id: "ME3",
        metric: "100,000 tasks, none due",
        reference: "",
        parts: &[less("CPU", "% of a core", 0.5, 0.1), less("ZooKeeper requests", "/s a scheduler", 3.0, 2.0)],
        measure: |bench| async { idle(bench).await }.boxed_local(),
    },
];

/// Turns of FO2 before which the idle cluster is watched: one look of a few seconds says more of the machine. Whether two
/// schedulers have rested so long before one is killed changes FO2 by less than its turns differ.
const IDLE_TURNS: usize = 3;
/// Tasks of FO1, due every second: some in each partition.
const QUICK: usize = 512;

async fn first_request(bench: &Bench) -> Outcome<Vec<Reading>> {
    let mut rig = Rig::start(PARTITIONS, 512).await;
    let servers = rig.cluster.zookeeper.connect_string();
    let count = QUICK.min(bench.size.tasks);
    drop(rig.cluster.apply(&load::every_second("quick", 0..count, &rig.url(), "all")).await);
    let (mut ratios, mut took, mut raw) = (Vec::new(), Vec::new(), Vec::new());
    for turn in 0..bench.size.falls {
        let phase = (turn as f64 * 0.37 + 0.13).fract();
        rig.join(2).await;
        // Both do nothing but wait for ZooKeeper: they may at the same time.
        let (expiry, killed) =
            tokio::join!(expiry::of_ephemeral(&servers, Duration::from_secs_f64(1.0 + phase)), killed(&mut rig, phase));
        let (expiry_ms, kill_ms) = (expiry.as_secs_f64() * 1000.0, killed?);
        say(format_args!("    kill -9 to the first request: {kill_ms:.0} ms; an ephemeral's end {expiry_ms:.0} ms"));
        ratios.push(kill_ms / expiry_ms);
        took.push(kill_ms);
        raw.push(expiry_ms);
    }
    rig.prove(|board| load::duties(board, 1, 0, load::JITTER_MS, 0)).await?;
    let ratio = median(&took) / median(&raw);
    Ok(vec![
        Reading::new(0, format!("{count} tasks"), ratios)
            .beside("kill to request, ms", median(&took))
            .beside("E ms", median(&raw))
            .beside("median ÷ median", ratio),
    ])
}

/// Two schedulers, one of which is killed: milliseconds until a request comes that the other one sends for it.
async fn killed(rig: &mut Rig, phase: f64) -> Outcome<f64> {
    let client = Client::connect(&rig.cluster.place()).await.map_err(|error| error.to_string())?;
    let begun_ms = now_ms() + 1000;
    until_ms(begun_ms + (phase * 1000.0) as i64).await;
    let victim = rig.cluster.schedulers[1].member.clone();
    let mut leases = nodes::leases(&client, "").await;
    leases.retain(|_, (owner, _)| *owner == victim);
    let killed_ms = rig.cluster.schedulers[1].kill().await;
    // Nothing can come before the session expires, and looking costs time.
    tokio::time::sleep(SESSION - TICK * 3).await;
    let first_us = until("a request for an orphan", PATIENCE, async || {
        let arrivals = rig.sink.of_runs().await;
        let orphan = |arrival: &&crate::arrivals::Arrival| {
            let lease = arrival.partition().and_then(|partition| leases.get(&partition));
            arrival.at_us > killed_ms * 1000 && lease.is_some_and(|(_, epoch)| arrival.epoch > *epoch)
        };
        let first = arrivals.iter().filter(orphan).map(|arrival| arrival.at_us).min();
        first.ok_or_else(|| format!("{} requests came", arrivals.len()))
    })
    .await;
    rig.leave().await;
    Ok((first_us - killed_ms * 1000) as f64 / 1000.0)
}

/// Many tasks, none due.
#[derive(Clone, Debug, Default)]
pub(crate) struct Many {
    tasks: usize,
    /// Turn by turn.
    taken: Vec<TakeOver>,
    /// Of each scheduler: % of a core, requests a second.
    idle: Vec<(f64, f64)>,
}

/// One turn of FO2.
#[derive(Clone, Copy, Debug)]
struct TakeOver {
    /// From the end of the killed member's node until the other one has all tasks.
    seconds: f64,
    /// Tasks that it had to read.
    orphans: f64,
    /// Nodes that a raw reader reads a second when nobody has read any for as long as a take-over finds them unread,
    rate: f64,
    /// and at once afterwards, while the processor's caches hold them.
    warm: f64,
}

async fn rearmed(bench: &Bench) -> Outcome<Vec<Reading>> {
    let many = many(bench).await?;
    let ratio = |taken: &TakeOver| taken.seconds / (taken.orphans / taken.rate);
    let of = |figure: fn(&TakeOver) -> f64| median(&many.taken.iter().map(figure).collect::<Vec<f64>>());
    Ok(vec![
        Reading::new(0, format!("{} tasks", many.tasks), many.taken.iter().map(ratio).collect())
            .beside("re-armed after, ms", of(|taken| taken.seconds * 1000.0))
            .beside("orphans", of(|taken| taken.orphans))
            .beside("ZR nodes/s", of(|taken| taken.rate))
            .beside("ZR nodes/s at once again", of(|taken| taken.warm))
            .beside("ratio to that", of(|taken| taken.seconds / (taken.orphans / taken.warm))),
    ])
}

async fn idle(bench: &Bench) -> Outcome<Vec<Reading>> {
    let many = many(bench).await?;
    let setting = format!("{} tasks on two schedulers", many.tasks);
    let (cpu, requests) = many.idle.iter().copied().unzip();
    Ok(vec![Reading::new(0, setting.clone(), cpu), Reading::new(1, setting, requests)])
}

async fn many(bench: &Bench) -> Outcome<Arc<Many>> {
    once(&bench.many, async {
        let (size, mut many) = (&bench.size, Many { tasks: bench.size.tasks, ..Many::default() });
        let mut rig = Rig::start(PARTITIONS, 1024).await;
        drop(rig.cluster.apply(&load::idle(0, size.tasks, now_ms() / 1000, &rig.url())).await);
        let client = Client::connect(&rig.cluster.place()).await.map_err(|error| error.to_string())?;
        for turn in 0..size.falls {
            // As long as ZooKeeper waits for a killed member, and its tasks are out of all caches when they are read.
            tokio::time::sleep(SESSION).await;
            let (rate, warm) = (raw_rate(&client).await, raw_rate(&client).await);
            rig.join(2).await;
            all_known(&client, size.tasks).await;
            if turn < IDLE_TURNS {
                many.idle.extend(at_rest(&rig, size.idle).await?);
            }
            let Taken { since_expiry_s: seconds, orphans, .. } = taken_over(&mut rig, &client, size.tasks).await;
            let (ms, of_raw) = (seconds * 1000.0, orphans as f64 / rate * 1000.0);
            say(format_args!(
                "    {orphans} orphans re-armed {ms:.0} ms after the expiry, a raw read of them {of_raw:.0} ms"
            ));
            many.taken.push(TakeOver { seconds, orphans: orphans as f64, rate, warm });
            rig.stop().await;
        }
        Ok(Arc::new(many))
    })
    .await
}

/// Tasks of the cluster that a raw reader reads a second.
async fn raw_rate(client: &Client) -> f64 {
    let (count, _, took) = nodes::read_tasks(client, "").await;
    count as f64 / took.as_secs_f64()
}

/// Waits until the living members' memory has so many tasks, and each of them a share: who comes first has all of them for a
/// moment.
pub(crate) async fn all_known(client: &Client, count: usize) {
    until("all tasks known", 3 * PATIENCE, async || {
        let shares = shares(client).await;
        let is_shared = shares.iter().sum::<usize>() == count && !shares.contains(&0);
        if is_shared { Ok(()) } else { Err(format!("of {count} tasks {shares:?} are known")) }
    })
    .await;
}

/// Tasks in the memory of each member, by its stats.
async fn shares(client: &Client) -> Vec<usize> {
    let mut shares = Vec::new();
    for member in client.list_children("/stats").await.unwrap_or_default() {
        shares.push(tasks_of(client, &member).await);
    }
    shares
}

async fn tasks_of(client: &Client, member: &str) -> usize {
    let Ok((data, _)) = client.get_data(&format!("/stats/{member}")).await else { return 0 };
    let stats: serde_json::Value = serde_json::from_slice(&data).unwrap_or_default();
    usize::try_from(stats["tasks"].as_u64().unwrap_or_default()).unwrap_or_default()
}

/// What became of the tasks of a scheduler that was killed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Taken {
    /// From the kill until the other one had loaded and claimed for all partitions.
    pub(crate) since_kill_s: f64,
    /// The same from the end of the killed one's node.
    pub(crate) since_expiry_s: f64,
    /// Tasks that the other one had to load.
    pub(crate) orphans: usize,
}

/// Kills the second scheduler of two, among so many tasks.
pub(crate) async fn taken_over(rig: &mut Rig, client: &Client, count: usize) -> Taken {
    let (heir, victim) = (rig.cluster.schedulers[0].member.clone(), rig.cluster.schedulers[1].member.clone());
    let had = tasks_of(client, &heir).await;
    let (_, gone) = client.check_and_watch_stat(&format!("/schedulers/{victim}")).await.unwrap();
    let killed_us = micros(ClockId::Realtime);
    let _ = rig.cluster.schedulers[1].kill().await;
    gone.changed().await;
    let expired_us = micros(ClockId::Realtime);
    until("all orphans re-armed", 3 * PATIENCE, async || {
        let has = tasks_of(client, &heir).await;
        if has == count { Ok(()) } else { Err(format!("{has} of {count}")) }
    })
    .await;
    let armed_us = armed_us(&rig.cluster, "s0", 0, PARTITIONS).await;
    let since = |begun_us: i64| (armed_us - begun_us) as f64 / 1e6;
    Taken { since_kill_s: since(killed_us), since_expiry_s: since(expired_us), orphans: count - had }
}

/// Of each scheduler, while nothing happens: % of a core, requests to ZooKeeper a second.
async fn at_rest(rig: &Rig, span: Duration) -> Outcome<Vec<(f64, f64)>> {
    // What follows a load, such as a last balance, is over by then.
    tokio::time::sleep(span / 4).await;
    let cpu = || {
        let pids = rig.cluster.schedulers.iter().map(|scheduler| scheduler.process.pid());
        pids.map(|pid| cpu_seconds(pid).unwrap_or(f64::NAN)).collect::<Vec<f64>>()
    };
    let (requests, before, begun) = (counted(&rig.cluster).await?, cpu(), Instant::now());
    tokio::time::sleep(span).await;
    let (after, took) = (cpu(), begun.elapsed().as_secs_f64());
    let requests = (counted(&rig.cluster).await? - requests).requests / took / before.len() as f64;
    Ok(before.iter().zip(after).map(|(before, after)| ((after - before) / took * 100.0, requests)).collect())
}
