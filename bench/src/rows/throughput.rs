//! TP1, TP2, TP3, TP5: what one scheduler sustains when more is due than it can do, and five of them.
//!
//! Turn by turn: references while no scheduler runs, one scheduler, five. The load is tasks that are due every second,
//! as many as the most a second that one scheduler did within some seconds; of TP4 and TP5 nine tenths of what it then
//! sustained.

use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use nono_tests::cluster::Keeper;
use nono_tests::wait::now_ms;

use crate::bench::Bench;
use crate::figures::median;
use crate::guard::{Outcome, guarded, once};
use crate::load;
use crate::probe::requests;
use crate::reference::http;
use crate::reference::nodes::Raw;
use crate::rig::{PARTITIONS, Rig};
use crate::row::{Better, Part, Reading, Row};
use crate::say::say;
use crate::spent::{Spent, applied, processors, since};
use crate::window::{Packets, Window, window};

const fn share(target: f64, moonshot: f64) -> Part {
    Part { what: "", unit: "", better: Better::Higher, target, moonshot }
}

pub(crate) const ROWS: [Row; 4] = [
    Row {
        id: "TP1",
        metric: "sustained runs/s, one scheduler: claimed, sent over HTTP, outcome stored",
        reference: "1/(1/Zm + 1/H)",
        parts: &[share(0.60, 0.85)],
        measure: |bench| async { readings(bench, Turn::of_combined).await }.boxed_local(),
    },
    Row {
        id: "TP2",
        metric: "the same",
        reference: "Z1",
        parts: &[share(1.0, 1.5)],
        measure: |bench| async { readings(bench, |turn| turn.one.per_second / turn.singles).await }.boxed_local(),
    },
    Row {
        id: "TP3",
        metric: "ZooKeeper requests per run at saturation",
        reference: "",
        parts: &[Part { what: "", unit: "", better: Better::Lower, target: 0.1, moonshot: 0.02 }],
        measure: |bench| async { readings(bench, |turn| turn.one.requests_per_run).await }.boxed_local(),
    },
    Row {
        id: "TP5",
        metric: "runs/s of five schedulers, at nine tenths of what one sustains",
        reference: "one",
        parts: &[share(0.95, 1.0)],
        measure: |bench| async { of_five(bench).await }.boxed_local(),
    },
];

/// What all turns gave.
#[derive(Clone, Debug)]
pub(crate) struct Throughput {
    /// Tasks due each second.
    pub(crate) flood: usize,
    /// The step at which one scheduler no longer kept up, if there was one.
    pub(crate) beyond: Beyond,
    /// One each.
    pub(crate) turns: Vec<Turn>,
    /// The long window: runs a second, and its worst second divided by its mean.
    pub(crate) long: Option<Window>,
    /// What each run of the long window cost.
    pub(crate) spent: Option<Spent>,
    /// What could not be measured.
    pub(crate) broken: Vec<String>,
}

/// References, one scheduler, five.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Turn {
    /// Z1, writes a second.
    pub(crate) singles: f64,
    /// Zm, writes a second.
    pub(crate) transactions: f64,
    /// H, requests a second.
    pub(crate) requests: f64,
    /// One scheduler.
    pub(crate) one: Window,
}

impl Throughput {
    /// The median of one scheduler.
    pub(crate) fn one_per_second(&self) -> f64 {
        median(&self.turns.iter().map(|turn| turn.one.per_second).collect::<Vec<f64>>())
    }

    /// Nine tenths of that median, or of the long window where that is less: the load of what is not about the edge. At the
    /// edge schedulers that come late to tasks which are due already find more instants of one than its history keeps: they
    /// are claimed at once and end together, and what no write ever showed cannot be proved.
    pub(crate) fn with_room(&self) -> usize {
        let median = self.one_per_second();
        let sustained = self.long.as_ref().map_or(median, |long| long.per_second.min(median));
        ((sustained * 0.9) as usize).max(1)
    }
}

impl Turn {
    fn of_combined(&self) -> f64 {
        self.one.per_second * (1.0 / self.transactions + 1.0 / self.requests)
    }
}

async fn readings(bench: &Bench, figure: impl Fn(&Turn) -> f64) -> Outcome<Vec<Reading>> {
    let one = standalone(bench).await?;
    let of = |trial: &Throughput, setting: &str| {
        let each = |figure: &dyn Fn(&Turn) -> f64| trial.turns.iter().map(figure).collect::<Vec<f64>>();
        let setting = [&[setting.to_owned()], &trial.broken[..]].concat().join("; not measured: ");
        Reading::new(0, setting, each(&figure))
            .beside("runs/s", median(&each(&|turn| turn.one.per_second)))
            .beside("runs/s that are due", trial.flood as f64)
            .beside("asked for, runs/s", trial.beyond.due)
            .beside("done of that, runs/s", trial.beyond.done)
            .beside("Z1/s", median(&each(&|turn| turn.singles)))
            .beside("Zm/s", median(&each(&|turn| turn.transactions)))
            .beside("H/s", median(&each(&|turn| turn.requests)))
    };
    let mut first = of(&one, "one server");
    if let Some(long) = &one.long {
        first = first.beside("runs/s over the long window", long.per_second);
    }
    let mut readings = vec![first];
    if bench.size.ensemble {
        readings.push(match on_three(bench).await {
            Ok(three) => of(&three, "three servers"),
            // What one server did stands all the same.
            Err(why) => Reading::new(0, format!("three servers; not measured: {why}"), Vec::new()),
        });
    }
    Ok(readings)
}

async fn of_five(bench: &Bench) -> Outcome<Vec<Reading>> {
    let turns = fleet(bench).await?;
    let (one, five): (Vec<f64>, Vec<f64>) = turns.iter().copied().unzip();
    let ratios = turns.iter().map(|(one, five)| five / one).collect();
    let due = with_room(bench).await? as f64;
    let reading = Reading::new(0, "one server", ratios).beside("runs/s that are due", due);
    Ok(vec![
        reading.beside("runs/s of one", median(&one)).beside(format!("runs/s of {}", bench.size.fleet), median(&five)),
    ])
}

/// One scheduler and several, in turns: runs a second. On a server of its own, so that what a fleet cannot do costs no other
/// row.
async fn fleet(bench: &Bench) -> Outcome<Arc<Vec<(f64, f64)>>> {
    let due = with_room(bench).await?;
    once(&bench.fleet, async {
        let mut rig = Rig::start(PARTITIONS, 1024).await;
        flood(&rig, 0..due).await;
        let mut turns = Vec::new();
        for _ in 0..bench.size.fleet_rounds {
            let one = saturated(&mut rig, bench, (1, due), bench.size.window).await?.per_second;
            let several = saturated(&mut rig, bench, (bench.size.fleet, due), bench.size.window).await?.per_second;
            say(format_args!("    one {one:.0} runs/s, {} schedulers {several:.0}", bench.size.fleet));
            turns.push((one, several));
        }
        rig.prove(|board| load::duties(board, 1, 0, load::JITTER_MS, 0)).await?;
        Ok(Arc::new(turns))
    })
    .await
}

async fn standalone(bench: &Bench) -> Outcome<Arc<Throughput>> {
    once(&bench.throughput, async {
        let mut rig = Rig::start(PARTITIONS, 1024).await;
        let mut trial = in_turns(&mut rig, bench).await?;
        match guarded(at_length(&mut rig, bench)).await {
            Ok((long, spent)) => (trial.long, trial.spent) = (Some(long), Some(spent)),
            Err(why) => trial.broken.push(format!("the long window: {why}")),
        }
        rig.leave().await;
        proved(&rig, &trial).await?;
        Ok(Arc::new(trial))
    })
    .await
}

async fn on_three(bench: &Bench) -> Outcome<Arc<Throughput>> {
    once(&bench.on_three, async {
        let mut rig = Rig::on_three(1024).await;
        let trial = in_turns(&mut rig, bench).await?;
        proved(&rig, &trial).await?;
        Ok(Arc::new(trial))
    })
    .await
}

/// A run that is not right says what broke off during it, which is why, more often than not.
async fn proved<K: Keeper + Sync>(rig: &Rig<K>, trial: &Throughput) -> Outcome<()> {
    let proof = rig.prove(|board| load::duties(board, 1, 0, load::JITTER_MS, 0)).await;
    let wrong = |why: String| [&[why], &trial.broken[..]].concat().join("; not measured: ");
    proof.map(drop).map_err(wrong)
}

/// Finds the load, then references and one scheduler in turns. A turn that cannot be measured costs those after it, and not
/// those before.
async fn in_turns<K: Keeper + Packets>(rig: &mut Rig<K>, bench: &Bench) -> Outcome<Throughput> {
    let (flood, beyond) = saturate(rig, bench).await?;
    let raw = Raw::prepare(&rig.cluster.zookeeper.connect_string()).await;
    let mut trial = Throughput { flood, beyond, turns: Vec::new(), long: None, spent: None, broken: Vec::new() };
    for number in 0..bench.size.rounds {
        let turn = guarded(async {
            let mut turn = references(rig, &raw, bench.size.slice).await;
            turn.one = saturated(rig, bench, (1, flood), bench.size.window).await?;
            Ok(turn)
        });
        match turn.await {
            Ok(turn) => {
                tell(number, &turn);
                trial.turns.push(turn);
            }
            Err(why) if trial.turns.is_empty() => return Err(why),
            Err(why) => {
                say(format_args!("    turn {} was not measured, and none after it: {why}", number + 1));
                trial.broken.push(format!("turn {}: {why}", number + 1));
                rig.leave().await;
                break;
            }
        }
    }
    Ok(trial)
}

/// The long window of one scheduler, and what each of its runs cost.
async fn at_length(rig: &mut Rig, bench: &Bench) -> Outcome<(Window, Spent)> {
    rig.join(1).await;
    tokio::time::sleep(bench.size.warm_up).await;
    let pid = rig.cluster.zookeeper.pid();
    let (requests, cpu_us, begun_ms) = (requests(&rig.cluster).await?, processors(rig, pid), now_ms());
    let long = window(rig, Duration::ZERO, bench.size.long).await?;
    let (cpu_us, until_ms) = (since(processors(rig, pid), &cpu_us), now_ms());
    let requests = since(crate::probe::requests(&rig.cluster).await?, &requests);
    say(format_args!("    the long window: {:.0} runs/s, worst second {:.2}", long.per_second, long.worst_second));
    let runs = long.per_second * (until_ms - begun_ms) as f64 / 1000.0;
    let spent = Spent {
        runs_per_second: long.per_second,
        received: long.requests_per_run * runs,
        requests,
        operations: applied(&rig.cluster, begun_ms, until_ms),
        cpu_us,
    };
    let spent = spent.per_run(runs);
    Ok((long, spent))
}

fn tell(number: usize, turn: &Turn) {
    say(format_args!(
        "    turn {}: Z1 {:.0}, Zm {:.0}, H {:.0}; one {:.0} runs/s with {:.3} requests each",
        number + 1,
        turn.singles,
        turn.transactions,
        turn.requests,
        turn.one.per_second,
        turn.one.requests_per_run,
    ));
}

/// Applies the load, step by step, until one scheduler does not keep up, and takes back what is beyond the most that it did.
/// So many tasks, and what it did when it was asked for too much.
async fn saturate<K: Keeper + Packets>(rig: &mut Rig<K>, bench: &Bench) -> Outcome<(usize, Beyond)> {
    let (mut had, mut most, mut beyond) = (0, 0.0_f64, Beyond::default());
    rig.join(1).await;
    for &count in &bench.size.floods {
        flood(rig, had..count).await;
        had = count;
        let done = window(rig, bench.size.warm_up, bench.size.window.min(PROBE)).await?.per_second;
        say(format_args!("    of {count} runs/s that are due it does {done:.0}"));
        most = most.max(done.min(count as f64));
        beyond = Beyond { due: count as f64, done };
        if done < KEEPS_UP * count as f64 {
            break;
        }
    }
    rig.leave().await;
    let kept = (most as usize).clamp(1, had);
    if kept < had {
        let names: Vec<String> = (kept..had).map(load::of_flood).collect();
        let command: Vec<&str> = ["task", "rm", "--yes"].into_iter().chain(names.iter().map(String::as_str)).collect();
        drop(rig.cluster.nonoctl(&command).await.ok());
    }
    say(format_args!("    {kept} runs/s are due from here on"));
    Ok((kept, beyond))
}

/// What was asked for at the last step, and what was done of it, a second.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Beyond {
    due: f64,
    done: f64,
}

/// A scheduler that does less of what is due does not keep up.
const KEEPS_UP: f64 = 0.95;

/// How long a step of the load is watched.
const PROBE: Duration = Duration::from_secs(4);

/// Applies tasks of the load. What nobody could claim in time is left out and recorded as missed, so that no backlog makes
/// many runs of a task one write.
pub(crate) async fn flood<K: Keeper>(rig: &Rig<K>, tasks: Range<usize>) {
    drop(rig.cluster.apply(&load::every_second("flood", tasks, &rig.url(), "none")).await);
}

/// Nine tenths of what one scheduler sustains on one server.
///
/// # Errors
/// If that could not be found.
pub(crate) async fn with_room(bench: &Bench) -> Outcome<usize> {
    standalone(bench).await.map(|trial| trial.with_room())
}

async fn references<K: Keeper>(rig: &Rig<K>, raw: &Raw, slice: Duration) -> Turn {
    Turn {
        singles: raw.singles(slice).await,
        transactions: raw.transactions(slice).await,
        requests: http::throughput(&rig.sink, slice).await,
        ..Turn::default()
    }
}

/// What so many schedulers do in a span, once they have warmed up. They end after it.
///
/// No more than is `due` each second counts: what is done beyond that was left from before, and nobody can sustain it.
pub(crate) async fn saturated<K: Keeper + Packets>(
    rig: &mut Rig<K>,
    bench: &Bench,
    (schedulers, due): (usize, usize),
    span: Duration,
) -> Outcome<Window> {
    rig.join(schedulers).await;
    let window = window(rig, bench.size.warm_up, span).await?;
    rig.leave().await;
    Ok(Window { per_second: window.per_second.min(due as f64), ..window })
}
