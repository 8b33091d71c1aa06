//! RD1, RD2, RD3: many tasks listed, applied, loaded by a scheduler that starts, each beside the same records as raw
//! bytes.

use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use nono_tests::admin::Admin;
use nono_tests::wait::now_ms;
use nono_tests::worker::micros;
use rustix::time::ClockId;
use zookeeper_client::Client;

use crate::bench::Bench;
use crate::figures::median;
use crate::guard::{Outcome, once};
use crate::load;
use crate::probe::armed_us;
use crate::reference::nodes;
use crate::rig::{PARTITIONS, Rig};
use crate::row::{Better, Part, Reading, Row};
use crate::rows::failover::all_known;
use crate::say::say;

const fn less(moonshot: f64) -> Part {
    Part { what: "", unit: "", better: Better::Lower, target: 1.5, moonshot }
}

pub(crate) const ROWS: [Row; 3] = [
    Row {
        id: "RD1",
        metric: "`task list` of 100,000 tasks",
        reference: "raw MultiReader",
        parts: &[less(1.1)],
        measure: |bench| async { readings(bench, |reads| &reads.list).await }.boxed_local(),
    },
    Row {
        id: "RD2",
        metric: "`apply` of 100,000 new tasks",
        reference: "raw transactions of 100 creates",
        parts: &[less(1.1)],
        measure: |bench| async { readings(bench, |reads| &reads.apply).await }.boxed_local(),
    },
    Row {
        id: "RD3",
        metric: "cold start with 100,000 tasks, all armed",
        reference: "raw MultiReader",
        parts: &[less(1.15)],
        measure: |bench| async { readings(bench, |reads| &reads.start).await }.boxed_local(),
    },
];

/// Turn by turn: seconds of the product, seconds of the raw loop.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reads {
    tasks: usize,
    list: Vec<(f64, f64)>,
    apply: Vec<(f64, f64)>,
    start: Vec<(f64, f64)>,
}

async fn readings(bench: &Bench, of: fn(&Reads) -> &Vec<(f64, f64)>) -> Outcome<Vec<Reading>> {
    let reads = reads(bench).await?;
    let turns = of(&reads);
    let (own, raw): (Vec<f64>, Vec<f64>) = turns.iter().copied().unzip();
    let ratios = turns.iter().map(|(own, raw)| own / raw).collect();
    let reading = Reading::new(0, format!("{} tasks", reads.tasks), ratios);
    Ok(vec![reading.beside("seconds", median(&own)).beside("raw, seconds", median(&raw))])
}

async fn reads(bench: &Bench) -> Outcome<Arc<Reads>> {
    once(&bench.reads, async {
        let (size, count) = (&bench.size, bench.size.tasks);
        let mut reads = Reads { tasks: count, ..Reads::default() };
        let mut rig = Rig::start(PARTITIONS, 2048).await;
        let servers = rig.cluster.zookeeper.connect_string();
        let client = Client::connect(&servers).await.map_err(|error| error.to_string())?;
        let manifests = load::idle(0, count, now_ms() / 1000, &rig.url());
        let main = rig.cluster.admin();
        drop(main.nonoctl(&["apply", "-f", "-", "--yes"], &manifests).await.ok());
        let payload = nodes::a_task(&client, "/nono").await.ok_or("no task was applied")?;
        for turn in 0..size.rounds {
            let raw = nodes::read_tasks(&client, "/nono").await.2.as_secs_f64();
            let list = main.nonoctl(&["task", "list"], "").await.ok().took.as_secs_f64();
            reads.list.push((list, raw));
            let start = cold_start(&mut rig, &servers, count).await.as_secs_f64();
            reads.start.push((start, raw));
            let raw_creates = raw_creates(&client, turn, count, &payload).await.as_secs_f64();
            let apply = applied(&main, &servers, turn, &manifests).await.as_secs_f64();
            reads.apply.push((apply, raw_creates));
            say(format_args!(
                "    raw read {raw:.2} s, list {list:.2} s, cold start {start:.2} s; raw creates {raw_creates:.2} s, apply {apply:.2} s"
            ));
        }
        Ok(Arc::new(reads))
    })
    .await
}

/// Of as many nodes of the same payload in as many folders.
async fn raw_creates(client: &Client, turn: usize, count: usize, payload: &[u8]) -> Duration {
    let folders = nodes::folders(client, &format!("/raw{turn}"), PARTITIONS).await;
    let paths: Vec<String> =
        (0..count).map(|number| format!("{}/billing.task-{number:07}", folders[number % folders.len()])).collect();
    nodes::create_all(client, &paths, payload).await
}

/// Into a cluster of its own on the same server, so that every turn's tasks are new.
async fn applied(main: &Admin, servers: &str, turn: usize, manifests: &str) -> Duration {
    let admin = Admin { place: format!("{servers}/turn{turn}"), folder: main.folder.clone() };
    let partitions = PARTITIONS.to_string();
    drop(admin.nonoctl(&["cluster", "init", "--partitions", &partitions, "--yes"], "").await.ok());
    admin.nonoctl(&["apply", "-f", "-", "--yes"], manifests).await.ok().took
}

/// From the start of a scheduler's process until it has loaded and claimed for every partition.
pub(crate) async fn cold_start(rig: &mut Rig, servers: &str, count: usize) -> Duration {
    let client = Client::connect(&format!("{servers}/nono")).await.unwrap();
    let begun_us = micros(ClockId::Realtime);
    rig.launch("cold");
    all_known(&client, count).await;
    let armed_us = armed_us(&rig.cluster, "cold", 0, PARTITIONS).await;
    rig.stop().await;
    Duration::from_micros(u64::try_from(armed_us - begun_us).unwrap_or_default())
}
