//! Curves: what grows with the number of tasks, schedulers and partitions.
//!
//! Tasks are added step by step to one cluster, up to the most: loaded, read by one scheduler that starts, listed by name,
//! by page and by filter, fired, taken over. ME1 reads its figures from here.

use std::sync::Arc;
use std::time::Instant;

use futures::FutureExt;
use futures::future::LocalBoxFuture;
use nono_tests::wait::now_ms;
use nono_tests::worker::micros;
use rustix::time::ClockId;
use zookeeper_client::Client;

use crate::bench::Bench;
use crate::figures::median;
use crate::guard::{Outcome, guarded, once};
use crate::load;
use crate::probe::armed_us;
use crate::report::Curve;
use crate::rig::{PARTITIONS, Rig};
use crate::rows::failover::{all_known, taken_over};
use crate::rows::memory::resident_mib;
use crate::rows::throughput::{flood, saturated};
use crate::say::say;

/// One number of tasks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Step {
    /// How many there are.
    pub(crate) tasks: usize,
    /// Tasks a second while those that this step added were applied.
    pub(crate) applied_per_second: f64,
    /// From the start of a scheduler until it has all, in seconds.
    pub(crate) start_s: f64,
    /// What that scheduler holds then.
    pub(crate) resident_mib: f64,
    /// What it holds beyond one without tasks.
    pub(crate) bytes_per_task: f64,
    /// `task list -o name`, in seconds.
    pub(crate) names_s: f64,
    /// `task list --limit 50`, in seconds.
    pub(crate) page_s: f64,
    /// `task list --filter`, in seconds.
    pub(crate) filter_s: f64,
    /// What ZooKeeper's process holds.
    pub(crate) zookeeper_mib: f64,
}

/// All steps that could be measured; why no more, if so.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scale {
    /// By the number of tasks.
    pub(crate) steps: Vec<Step>,
    /// Runs a second that one of two schedulers did among the most tasks, and those that were due.
    pub(crate) fired: Option<(f64, f64)>,
    /// Seconds from `kill -9` until the other one had all of the most tasks.
    pub(crate) taken_over_s: Option<f64>,
    /// What ended it early.
    pub(crate) broken: Option<String>,
}

/// Applied at once: a file of more would only show how much memory a parser takes.
const CHUNK: usize = 50_000;

/// Step by step.
pub(crate) async fn scale(bench: &Bench) -> Outcome<Arc<Scale>> {
    once(&bench.scale, async {
        let most = bench.size.curve.last().copied().unwrap_or_default();
        let heap_mib = if most > 200_000 { 4096 } else { 1024 };
        let mut rig = Rig::start(PARTITIONS, heap_mib).await;
        let mut scale = Scale::default();
        let done = guarded(async {
            let empty_mib = alone(&mut rig, 0).await?.1;
            for &tasks in &bench.size.curve {
                let step = step(&mut rig, scale.steps.last().map_or(0, |step| step.tasks), tasks, empty_mib).await?;
                say(format_args!("    {step:?}"));
                scale.steps.push(step);
            }
            let (fired, taken_over_s) = fire_and_take_over(&mut rig, bench, most).await?;
            (scale.fired, scale.taken_over_s) = (Some(fired), Some(taken_over_s));
            Ok(())
        });
        if let Err(why) = done.await {
            say(format_args!("    no further: {why}"));
            scale.broken = Some(why);
        }
        Ok(Arc::new(scale))
    })
    .await
}

async fn step(rig: &mut Rig, had: usize, tasks: usize, empty_mib: f64) -> Outcome<Step> {
    let begun = Instant::now();
    for from in (had..tasks).step_by(CHUNK) {
        drop(rig.cluster.apply(&load::slow(from, CHUNK.min(tasks - from), &rig.url())).await);
    }
    let applied_per_second = (tasks - had) as f64 / begun.elapsed().as_secs_f64();
    let (start_s, resident) = alone(rig, tasks).await?;
    let admin = rig.cluster.admin();
    let list = async |arguments: &[&str]| {
        let command = [&["task", "list"], arguments].concat();
        admin.nonoctl(&command, "").await.ok().took.as_secs_f64()
    };
    Ok(Step {
        tasks,
        applied_per_second,
        start_s,
        resident_mib: resident,
        bytes_per_task: (resident - empty_mib) * 1024.0 * 1024.0 / tasks as f64,
        names_s: list(&["-o", "name"]).await,
        page_s: list(&["--limit", "50"]).await,
        filter_s: list(&["--filter", "slow-0000007 team=shop", "-o", "name"]).await,
        zookeeper_mib: rig.cluster.zookeeper.pid().map_or(f64::NAN, resident_mib),
    })
}

/// One scheduler from its start until it has all tasks: seconds, and the MiB that it holds then.
async fn alone(rig: &mut Rig, tasks: usize) -> Outcome<(f64, f64)> {
    let client = Client::connect(&rig.cluster.place()).await.map_err(|error| error.to_string())?;
    let begun_us = micros(ClockId::Realtime);
    rig.launch("alone");
    if tasks == 0 {
        rig.cluster.arrived("alone").await;
        rig.cluster.settled(1).await;
    } else {
        all_known(&client, tasks).await;
    }
    let armed_us = armed_us(&rig.cluster, "alone", 0, PARTITIONS).await;
    let took = (armed_us - begun_us) as f64 / 1e6;
    let resident = resident_mib(rig.cluster.scheduler("alone").process.pid());
    rig.stop().await;
    Ok((took, resident))
}

/// Two schedulers among the most tasks: what they fire, and how long one takes to have the tasks of the other.
async fn fire_and_take_over(rig: &mut Rig, bench: &Bench, most: usize) -> Outcome<((f64, f64), f64)> {
    let client = Client::connect(&rig.cluster.place()).await.map_err(|error| error.to_string())?;
    rig.join(2).await;
    all_known(&client, most).await;
    let (before, begun_ms) = (rig.sink.of_runs().await.len(), now_ms());
    tokio::time::sleep(bench.size.window).await;
    let fired = (rig.sink.of_runs().await.len() - before) as f64 * 1000.0 / (now_ms() - begun_ms) as f64;
    let due = most as f64 / 1000.0;
    say(format_args!("    among {most} tasks {fired:.0} runs/s of {due:.0} due"));
    let took = taken_over(rig, &client, most).await.since_kill_s;
    say(format_args!("    kill -9 of one of two: the other has all {most} tasks after {took:.1} s"));
    rig.leave().await;
    rig.prove(|board| load::duties(board, 1, 0, load::JITTER_MS, 0)).await?;
    Ok(((fired, due), took))
}

/// Curves of a family; why they end early, if they do.
#[derive(Debug, Default)]
pub(crate) struct Known {
    pub(crate) curves: Vec<Curve>,
    pub(crate) broken: Option<String>,
}

/// Makes the curves of a family.
type Make = for<'b> fn(&'b Bench) -> LocalBoxFuture<'b, Outcome<Known>>;

/// All curves, by what grows: each family stands for itself.
pub(crate) const FAMILIES: [(&str, Make); 3] = [
    ("tasks", |bench| async { by_tasks(bench).await }.boxed_local()),
    ("schedulers", |bench| async { Ok(Known::of("schedulers", of_schedulers(bench).await?)) }.boxed_local()),
    ("partitions", |bench| async { Ok(Known::of("partitions", of_partitions(bench).await?)) }.boxed_local()),
];

impl Known {
    fn of(name: &str, (points, broken): Points) -> Self {
        Self { curves: vec![Curve::new(name, &format!("runs/s by {name}"), name, "runs/s", points)], broken }
    }
}

/// Points of a curve, and what ended it early.
type Points = (Vec<(f64, f64)>, Option<String>);

async fn by_tasks(bench: &Bench) -> Outcome<Known> {
    let scale = scale(bench).await?;
    Ok(Known { curves: of_tasks(&scale), broken: scale.broken.clone() })
}

fn of_tasks(scale: &Scale) -> Vec<Curve> {
    let curve = |id: &str, title: &str, unit: &str, of: fn(&Step) -> f64| {
        let points = scale.steps.iter().map(|step| (step.tasks as f64, of(step))).collect();
        Curve::new(id, title, "tasks", unit, points)
    };
    vec![
        curve("apply", "tasks applied a second", "tasks/s", |step| step.applied_per_second),
        curve("start", "cold start of one scheduler until all tasks are armed", "s", |step| step.start_s),
        curve("memory", "memory of that scheduler", "MiB", |step| step.resident_mib),
        curve("names", "task list -o name", "s", |step| step.names_s),
        curve("page", "task list --limit 50", "s", |step| step.page_s),
        curve("filter", "task list --filter", "s", |step| step.filter_s),
        curve("zookeeper", "memory of ZooKeeper's process", "MiB", |step| step.zookeeper_mib),
    ]
}

async fn of_schedulers(bench: &Bench) -> Outcome<Points> {
    let trial = bench.throughput.get().cloned().unwrap_or_else(|| Err("TP1 was not measured".to_owned()))?;
    let (due, mut points) = (trial.with_room(), Vec::new());
    if let Some(Ok(turns)) = bench.fleet.get() {
        let (one, several): (Vec<f64>, Vec<f64>) = turns.iter().copied().unzip();
        points.extend([(1.0, median(&one)), (bench.size.fleet as f64, median(&several))]);
    }
    let done = guarded(async {
        let mut rig = Rig::start(PARTITIONS, 1024).await;
        flood(&rig, 0..due).await;
        for &fleet in &bench.size.fleets {
            let window = saturated(&mut rig, bench, (fleet, due), bench.size.window).await?;
            say(format_args!("    {fleet} schedulers: {:.0} runs/s", window.per_second));
            points.push((fleet as f64, window.per_second));
        }
        Ok(())
    });
    let broken = done.await.err();
    Ok((in_order(points), broken))
}

async fn of_partitions(bench: &Bench) -> Outcome<Points> {
    let trial = bench.throughput.get().cloned().unwrap_or_else(|| Err("TP1 was not measured".to_owned()))?;
    let mut points = vec![(f64::from(PARTITIONS), trial.one_per_second())];
    let done = guarded(async {
        for &partitions in &bench.size.partitions {
            let mut rig = Rig::start(partitions, 1024).await;
            flood(&rig, 0..trial.flood).await;
            let window = saturated(&mut rig, bench, (1, trial.flood), bench.size.window).await?;
            say(format_args!("    {partitions} partitions: {:.0} runs/s", window.per_second));
            points.push((f64::from(partitions), window.per_second));
        }
        Ok(())
    });
    let broken = done.await.err();
    Ok((in_order(points), broken))
}

fn in_order(mut points: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    points.sort_by(|one, other| one.0.total_cmp(&other.0));
    points
}
