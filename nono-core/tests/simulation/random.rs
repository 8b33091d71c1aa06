//! Random stories: a seed decides the cluster, its tasks, which faults there are, and when each strikes.
//!
//! Each story takes a few kinds of faults and leaves out the others, so that rare combinations are not drowned by common
//! ones. Half of the stories only watch that nothing wrong is ever done (safety); in the others the faults end, and
//! everything must settle (liveness). A story that fails prints what its seed decided.

use std::fmt::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use nono_core::time::Utc;
use serde_json::{Value, json};

use crate::S;
use crate::world::{Blow, Dice, Moment, START, Trap, Until, World};

/// What can happen, each with how often it does where it does at all.
const KINDS: [(Kind, u64); 28] = [
    (Kind::Kill, 4),
    (Kind::Stop, 3),
    (Kind::Pause, 4),
    (Kind::Hang, 2),
    (Kind::HangUntilMarked, 2),
    (Kind::Cut, 4),
    (Kind::Blink, 5),
    (Kind::Away, 2),
    (Kind::Slow, 3),
    (Kind::DropWatches, 3),
    (Kind::TrapKill, 8),
    (Kind::TrapCut, 6),
    (Kind::TrapPause, 3),
    (Kind::TrapHang, 4),
    (Kind::Step, 3),
    (Kind::Trigger, 4),
    (Kind::Recreate, 4),
    (Kind::EditSchedule, 6),
    (Kind::EditPolicy, 4),
    (Kind::EditLabel, 2),
    (Kind::PauseTask, 3),
    (Kind::ResumeTask, 3),
    (Kind::Drain, 2),
    (Kind::Backfill, 2),
    (Kind::Replay, 2),
    (Kind::Cancel, 6),
    (Kind::Withdraw, 2),
    (Kind::PauseCluster, 3),
];

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Kill,
    Stop,
    Pause,
    Hang,
    HangUntilMarked,
    Cut,
    Blink,
    Away,
    Slow,
    DropWatches,
    TrapKill,
    TrapCut,
    TrapPause,
    TrapHang,
    Step,
    Trigger,
    Recreate,
    EditSchedule,
    EditPolicy,
    EditLabel,
    PauseTask,
    ResumeTask,
    Drain,
    Backfill,
    Replay,
    Cancel,
    Withdraw,
    PauseCluster,
}

/// What a seed decides before the story begins.
#[derive(Debug)]
struct Plot {
    seed: u64,
    members: usize,
    partitions: u16,
    tasks: Vec<Value>,
    weights: Vec<u64>,
    /// Wall clocks may be wrong and step.
    clocks: bool,
    /// Faults end, and everything must settle.
    settles: bool,
    /// How long faults strike, in seconds.
    faults_for: u64,
    /// The mean time between two, in milliseconds.
    pace_ms: u64,
}

impl Plot {
    fn of(seed: u64) -> Self {
        let mut dice = Dice(seed ^ 0x5EED);
        let clocks = dice.chance(40);
        let usual = dice.chance(30);
        let weights = KINDS.map(|(kind, weight)| {
            let is_on = usual || dice.chance(45);
            let clock = kind == Kind::Step;
            if (clock && clocks) || (!clock && is_on) { weight } else { 0 }
        });
        let mut weights = weights.to_vec();
        if weights.iter().all(|weight| *weight == 0) {
            weights[0] = 1;
        }
        let tasks = (0..4 + dice.below(7)).map(|_| random_task(&mut dice)).collect();
        Self {
            seed,
            members: *dice.one_of(&[2, 2, 3, 3, 3, 4, 5, 7]),
            partitions: *dice.one_of(&[1, 2, 3, 4, 6]),
            tasks,
            weights,
            clocks,
            settles: dice.chance(50),
            faults_for: 15 + dice.below(20),
            pace_ms: *dice.one_of(&[300, 800, 1500, 3000]),
        }
    }

    fn words(&self) -> String {
        let Self { seed, members, partitions, clocks, settles, faults_for, pace_ms, .. } = self;
        let kinds = KINDS.iter().zip(&self.weights).filter(|(_, weight)| **weight > 0).map(|((kind, _), _)| *kind);
        let mut words = format!(
            "seed {seed}: {members} schedulers, {partitions} partitions, clocks wrong {clocks}, settles {settles}, \
             faults for {faults_for} s, one about every {pace_ms} ms, of {:?}",
            kinds.collect::<Vec<_>>()
        );
        for (number, task) in self.tasks.iter().enumerate() {
            let _ = write!(words, "\n    t{number} {task}");
        }
        words
    }
}

fn random_task(dice: &mut Dice) -> Value {
    let every = *dice.one_of(&[1, 1, 2, 3, 5, 7]);
    let mut schedule = json!({ "every": format!("{every}s") });
    if every > 1 {
        schedule["offset"] = json!(format!("{}s", dice.below(every)));
    }
    if dice.chance(25) {
        schedule["jitter"] = json!(format!("{}ms", 200 + dice.below(2500)));
    }
    let target = match dice.below(10) {
        0 | 1 => json!({"url": "http://worker.internal/ok"}),
        2 => json!({"url": "http://worker.internal/slow/1500"}),
        3 => json!({"url": "http://worker.internal/slow/6000"}),
        4 => json!({"url": "http://worker.internal/any/2500"}),
        5 => json!({"url": "http://worker.internal/slow/9000", "timeout": {"attempt": "2s", "run": "20s"}}),
        6 => json!({"url": "http://worker.internal/late/60/1500"}),
        7 => json!({"url": "http://worker.internal/refuse/60"}),
        8 => json!({
            "url": "http://worker.internal/connect/25/4500/300",
            "timeout": {"connect": "8s", "attempt": "9s", "run": "40s"},
        }),
        _ => json!({"url": "http://worker.internal/flaky/50"}),
    };
    json!({"schedule": schedule, "target": target, "policy": random_policy(dice)})
}

fn random_policy(dice: &mut Dice) -> Value {
    let at_most_once = dice.chance(35);
    let mut policy = json!({
        "overlap": *dice.one_of(&["allow", "allow", "skip"]),
        "delivery": if at_most_once { "at_most_once" } else { "at_least_once" },
        "historyLimit": *dice.one_of(&[1, 2, 20, 100]),
        "misfire": match dice.below(4) {
            0 => json!({"run": "none"}),
            1 => json!({"run": "last", "within": "1h"}),
            2 => json!({"run": "all", "within": "5s"}),
            _ => json!({"run": "all", "within": "1h"}),
        },
    });
    if dice.chance(50) {
        let backoff = *dice.one_of(&["100ms", "1s", "3s"]);
        policy["retry"] = json!({"attempts": 2 + dice.below(3), "backoff": backoff, "maxBackoff": "4s"});
    }
    policy
}

/// Tells the story of a seed.
fn tell(seed: u64) {
    let plot = Plot::of(seed);
    let mut world = World::of(seed, plot.partitions);
    world.say(plot.words());
    world.checker.skewed = plot.clocks;
    let names: Vec<String> = (0..plot.members).map(|number| format!("s{number}")).collect();
    for name in &names {
        world.start(name);
    }
    for (number, task) in plot.tasks.iter().enumerate() {
        world.run_until(world.now + 90_000);
        world.add_task(&format!("t{number}"), task);
    }
    // By dice of their own, so that these stories leave those of other seeds as they are.
    let mut held = Dice(seed ^ 0x4E1D);
    let holds = held.chance(20);
    let mut at = 4 * S;
    while at < plot.faults_for * S {
        at += 1000 + world.dice.below(plot.pace_ms * 2000);
        world.run_until(at);
        strike(&mut world, &plot, &names);
        if holds && held.chance(30) {
            let name = held.one_of(&names).clone();
            let pace = *held.one_of(&[20, 200, 1500]);
            let (span, pace) = (Duration::from_millis(500 + held.below(12_000)), Duration::from_millis(pace));
            world.hold_requests(&name, span, pace);
        }
    }
    if plot.settles {
        settle(&mut world, &names);
    }
}

/// The faults end; then nothing may be left.
fn settle(world: &mut World, names: &[String]) {
    world.say("the faults end".to_owned());
    world.end_faults();
    world.pause_cluster(false);
    for name in names {
        world.drain(name, false);
    }
    world.repair_clocks();
    world.run_until(world.now + 12 * S);
    for name in names {
        if !world.lives(name) {
            world.start(name);
        }
    }
    let until = world.now;
    world.run_until(until + 38 * S);
    let problems = world.settled(Utc(START.0 + (until / 1000) as i64));
    assert!(problems.is_empty(), "{}\n{}", problems.join("\n"), world.tail());
}

fn strike(world: &mut World, plot: &Plot, names: &[String]) {
    let (kind, _) = KINDS[world.dice.weighted(&plot.weights)];
    let name = world.dice.one_of(names).clone();
    let number = world.dice.below(plot.tasks.len() as u64) as usize;
    let task = format!("t{number}");
    if !world.lives(&name) {
        world.start(&name);
    }
    let span = Duration::from_millis(*world.dice.one_of(&[300, 2500, 4500, 6500, 9000, 14_000]));
    match kind {
        Kind::Kill => world.kill(&name),
        Kind::Stop => world.stop(&name),
        Kind::Pause => world.pause(&name, span),
        Kind::Hang => world.hang(&name, span * 3),
        Kind::HangUntilMarked => {
            let longer = world.dice.below(900);
            world.hang_until(&name, Until::Marked(Duration::from_millis(longer)));
        }
        Kind::Cut => world.cut(&name, span),
        Kind::Blink => world.cut(&name, Duration::from_millis(20)),
        Kind::Away => names.iter().for_each(|name| world.cut(name, span)),
        Kind::Slow => {
            let times = *world.dice.one_of(&[20, 100, 600]);
            world.slow(times, span);
        }
        Kind::DropWatches => world.drop_watches(&name),
        Kind::TrapKill | Kind::TrapCut | Kind::TrapPause | Kind::TrapHang => set_trap(world, kind, &name, span),
        Kind::Step => {
            let by = *world.dice.one_of(&[3000, -3000, 3_600_000, -3_600_000]);
            world.step_clock(&name, by);
        }
        Kind::Trigger => world.trigger(&task),
        Kind::Recreate => {
            world.remove_task(&task);
            world.add_task(&task, &plot.tasks[number]);
        }
        Kind::EditSchedule => {
            let every = 1 + world.dice.below(5);
            let offset = world.dice.below(every);
            world
                .edit_task(&task, &json!({"schedule": {"every": format!("{every}s"), "offset": format!("{offset}s")}}));
        }
        Kind::EditPolicy => edit_policy(world, &task),
        Kind::EditLabel => {
            let tier = world.dice.below(5).to_string();
            world.edit_task(&task, &json!({"labels": {"tier": tier}}));
        }
        Kind::PauseTask => {
            let span = *world.dice.one_of(&[None, Some(Duration::from_secs(2)), Some(Duration::from_secs(7))]);
            world.pause_task(&task, span);
        }
        Kind::ResumeTask => world.resume_task(&task),
        Kind::Backfill => {
            let span = *world.dice.one_of(&[3, 20, 150]);
            world.backfill(&task, span);
        }
        Kind::Replay => drop(world.replay(&task)),
        Kind::Cancel => {
            let open = world.checker.open_runs_of(&task);
            if !open.is_empty() {
                let run = world.dice.one_of(&open).clone();
                world.cancel(&task, &run);
            }
        }
        Kind::Withdraw => world.withdraw(&task),
        Kind::PauseCluster => {
            let wanted = world.dice.chance(60);
            world.pause_cluster(wanted);
        }
        Kind::Drain => {
            let wanted = world.dice.chance(50);
            world.drain(&name, wanted);
        }
    }
}

fn set_trap(world: &mut World, kind: Kind, name: &str, span: Duration) {
    let moment = *world.dice.one_of(&Moment::ALL);
    let count = 1 + world.dice.below(6);
    let blow = match kind {
        Kind::TrapKill => Blow::Kill,
        Kind::TrapCut => Blow::Cut(*world.dice.one_of(&[Duration::from_millis(20), span])),
        Kind::TrapHang if world.dice.chance(50) => Blow::Hang(Until::Robbed),
        Kind::TrapHang => Blow::Hang(Until::Marked(Duration::from_millis(world.dice.below(900)))),
        _ => Blow::Pause(span),
    };
    world.trap(name, Trap { moment, count, blow });
}

fn edit_policy(world: &mut World, task: &str) {
    let delivery = *world.dice.one_of(&["at_most_once", "at_least_once"]);
    let overlap = *world.dice.one_of(&["allow", "skip"]);
    let mut policy = json!({"delivery": delivery, "overlap": overlap});
    if world.dice.chance(25) {
        policy["retry"] = Value::Null;
    }
    world.edit_task(task, &json!({"policy": policy}));
}

/// Tells the stories of seeds `from..to` on several threads; the first that fails ends it.
fn tell_all(from: u64, to: u64) {
    let threads =
        number("NONO_JOBS").unwrap_or_else(|| std::thread::available_parallelism().map_or(1, |n| n.get() as u64));
    let (next, failed) = (AtomicU64::new(from), Mutex::new(None::<u64>));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= to || failed.lock().unwrap().is_some() {
                        return;
                    }
                    if (seed - from) % 5000 == 4999 {
                        eprintln!("{} stories told", seed - from + 1);
                    }
                    if catch_unwind(AssertUnwindSafe(|| tell(seed))).is_err() {
                        failed.lock().unwrap().get_or_insert(seed);
                    }
                }
            });
        }
    });
    if let Some(seed) = *failed.lock().unwrap() {
        let words = Plot::of(seed).words();
        panic!("a story failed; NONO_SEED={seed} NONO_TRACE=1 tells it again\n{words}");
    }
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{variable}={text} is no number")))
}

#[test]
fn random_stories_keep_every_promise() {
    match number("NONO_SEED") {
        Some(seed) => tell_all(seed, seed + 1),
        None => {
            let from = number("NONO_FROM").unwrap_or(0);
            tell_all(from, from + number("NONO_SEEDS").unwrap_or(200));
        }
    }
}

#[test]
fn a_seed_tells_the_same_story_twice() {
    let trace = |seed: u64| {
        let mut world = World::of(seed, 3);
        for name in ["a", "b", "c"] {
            world.start(name);
        }
        (0..6).for_each(|number| world.add_task(&format!("t{number}"), &random_task(&mut Dice(number))));
        world.run_until(8 * S);
        world.kill("a");
        world.cut("b", Duration::from_secs(3));
        world.run_until(25 * S);
        world.trace.join("\n")
    };
    assert_eq!(trace(3), trace(3));
}
