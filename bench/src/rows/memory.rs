//! ME1, ME2: what a task takes, in a scheduler and in ZooKeeper.

use std::sync::Arc;

use futures::FutureExt;
use nono_tests::samples::memory_mib;
use nono_tests::wait::now_ms;
use zookeeper_client::Client;

use crate::bench::Bench;
use crate::guard::{Outcome, once};
use crate::host::heap_bytes;
use crate::load;
use crate::reference::nodes;
use crate::rig::{PARTITIONS, Rig};
use crate::row::{Better, Part, Reading, Row};
use crate::say::say;
use crate::scale;

pub(crate) const ROWS: [Row; 2] = [
    Row {
        id: "ME1",
        metric: "scheduler memory per task",
        reference: "",
        parts: &[Part { what: "", unit: "bytes", better: Better::Lower, target: 1024.0, moonshot: 512.0 }],
        measure: |bench| async { of_scheduler(bench).await }.boxed_local(),
    },
    Row {
        id: "ME2",
        metric: "ZooKeeper's heap per task",
        reference: "raw znodes of the same payload",
        parts: &[Part { what: "", unit: "", better: Better::Lower, target: 1.5, moonshot: 1.1 }],
        measure: |bench| async { of_zookeeper(bench).await }.boxed_local(),
    },
];

async fn of_scheduler(bench: &Bench) -> Outcome<Vec<Reading>> {
    let scale = scale::scale(bench).await?;
    let reading = |step: &scale::Step| {
        let setting = format!("{} tasks", step.tasks);
        Reading::new(0, setting, vec![step.bytes_per_task]).beside("resident MiB", step.resident_mib)
    };
    let mut readings: Vec<Reading> =
        scale.steps.iter().filter(|step| step.tasks >= bench.size.tasks).map(reading).collect();
    // What two schedulers did among the most tasks, after all were there.
    if let (Some((fired, due)), Some(taken_over_s)) = (scale.fired, scale.taken_over_s)
        && let Some(last) = readings.pop()
    {
        let last = last.beside("runs/s among them", fired).beside("of that are due", due);
        readings.push(last.beside("kill -9 until another had all, s", taken_over_s));
    }
    match &scale.broken {
        Some(why) if readings.is_empty() => Err(why.clone()),
        _ => Ok(readings),
    }
}

/// What ZooKeeper's heap grew by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Heap {
    tasks: usize,
    of_raw: f64,
    of_tasks: f64,
    of_run_tasks: f64,
}

async fn of_zookeeper(bench: &Bench) -> Outcome<Vec<Reading>> {
    let heap = heap(bench).await?;
    let per_task = |bytes: f64| bytes / heap.tasks as f64;
    Ok(vec![
        Reading::new(0, format!("{} tasks", heap.tasks), vec![heap.of_tasks / heap.of_raw])
            .beside("bytes a task", per_task(heap.of_tasks))
            .beside("bytes a raw znode", per_task(heap.of_raw))
            .beside("scheduler's own, bytes a task", per_task(heap.of_run_tasks)),
    ])
}

async fn heap(bench: &Bench) -> Outcome<Arc<Heap>> {
    once(&bench.heap, async {
        let count = bench.size.tasks;
        let mut rig = Rig::start(PARTITIONS, 1024).await;
        let pid = rig.cluster.zookeeper.pid().ok_or("ZooKeeper does not run")?;
        let client =
            Client::connect(&rig.cluster.zookeeper.connect_string()).await.map_err(|error| error.to_string())?;
        let manifests = load::idle(0, count, now_ms() / 1000, &rig.url());
        let empty = heap_of_nodes(&client, pid).await?;
        drop(rig.cluster.apply(&manifests).await);
        let with_tasks = heap_of_nodes(&client, pid).await?;
        let payload = nodes::a_task(&client, "/nono").await.ok_or("no task was applied")?;
        let folders = nodes::folders(&client, "/raw", PARTITIONS).await;
        let path = |number: usize| format!("{}/billing.task-{number:07}", folders[number % folders.len()]);
        let before_raw = heap_of_nodes(&client, pid).await?;
        nodes::create_all(&client, &(0..count).map(path).collect::<Vec<_>>(), &payload).await;
        let with_raw = heap_of_nodes(&client, pid).await?;
        rig.join(1).await;
        let with_scheduler = heap_of_nodes(&client, pid).await?;
        rig.stop().await;
        let heap = Heap {
            tasks: count,
            of_raw: with_raw - before_raw,
            of_tasks: with_tasks - empty,
            of_run_tasks: with_scheduler - with_raw,
        };
        say(format_args!("    {count} tasks: {heap:?}"));
        Ok(Arc::new(heap))
    })
    .await
}

/// The heap without the transactions that ZooKeeper keeps in memory for its followers, the last 500: a hundred thousand
/// creations, a hundred in each, would be half of what is measured. What a collection leaves because something was still
/// under way goes with the next.
async fn heap_of_nodes(client: &Client, pid: u32) -> Outcome<f64> {
    let mut least = f64::INFINITY;
    for _ in 0..3 {
        nodes::rinse(client).await;
        least = least.min(heap_bytes(pid)?);
    }
    Ok(least)
}

/// A process's memory, in MiB; not a number once it has ended.
pub(crate) fn resident_mib(pid: u32) -> f64 {
    memory_mib(pid).unwrap_or(f64::NAN)
}
