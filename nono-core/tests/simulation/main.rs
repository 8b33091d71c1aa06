//! Engines on the in-memory ZooKeeper, on virtual time: stories told step by step, and random ones by a seed.
//!
//! `NONO_SEEDS=1000` tells that many random stories, `NONO_SEED=7` one of them, `NONO_TRACE=1` prints what happens.
//! With the feature `mutants`, `NONO_MUTANT=no-sync` breaks the engine (`scripts/mutants.sh`).

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test: it may stop, speak, and be told by the environment which story to tell"
)]

mod asked;
mod check;
mod edits;
mod hangs;
mod lapse;
mod limits;
mod mend;
mod random;
mod records;
mod scenario;
mod spoilt;
mod told;
mod variant;
mod world;

use std::time::Duration;

use serde_json::json;
use world::World;

const S: u64 = 1_000_000;

fn settle(world: &mut World, until: u64) {
    world.run_until(until + 20 * S);
    let at = nono_core::time::Utc(world::START.0 + (until / 1000) as i64);
    let problems = world.settled(at);
    assert!(problems.is_empty(), "{}\n{}", problems.join("\n"), world.tail());
}

fn three(seed: u64) -> World {
    let mut world = World::new(seed);
    for name in ["a", "b", "c"] {
        world.start(name);
    }
    for task in 0..8 {
        world.add_task(&format!("task-{task}"), &json!({}));
    }
    world
}

#[test]
fn every_scenario_file_comes_true() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/simulation/scenarios");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    files.iter().for_each(|file| scenario::tell(file));
}

#[test]
fn g1_every_instant_is_claimed_and_ended_once() {
    let mut world = three(1);
    settle(&mut world, 60 * S);
    assert_eq!(world.checker.redeliveries, 0);
    assert!(world.checker.requests >= 8 * 12, "{} requests", world.checker.requests);
}

#[test]
fn g4_nothing_is_lost_when_a_scheduler_is_killed() {
    for seed in 0..20 {
        let mut world = three(seed);
        world.run_until(20 * S + seed * 137_000);
        world.kill("a");
        world.run_until(45 * S);
        world.start("a");
        settle(&mut world, 80 * S);
    }
}

#[test]
fn an_orderly_stop_hands_over_without_a_redelivery() {
    for seed in 0..20 {
        let mut world = three(seed);
        world.run_until(20 * S + seed * 53_000);
        world.stop("b");
        world.run_until(30 * S);
        assert!(!world.lives("b"), "it has stopped\n{}", world.tail());
        settle(&mut world, 60 * S);
        assert_eq!(world.checker.redeliveries, 0, "{}", world.tail());
    }
}

#[test]
fn an_attempt_that_ends_while_its_partition_is_handed_over_is_not_forgotten() {
    for seed in 0..10 {
        let mut world = three(seed);
        for task in 0..40 {
            let busy = json!({"schedule": {"every": "1s"}, "target": {"url": "http://worker.internal/any/900"}});
            world.add_task(&format!("busy-{task}"), &busy);
        }
        world.run_until(8 * S + seed * 31_000);
        world.lag = 80;
        world.stop("b");
        world.run_until(12 * S);
        world.lag = 1;
        settle(&mut world, 14 * S);
        assert_eq!(world.checker.redeliveries, 0, "{}", world.tail());
    }
}

#[test]
fn g5_at_most_once_is_never_sent_twice() {
    for seed in 0..20 {
        let mut world = three(seed);
        for task in 0..4 {
            let slow =
                json!({"target": {"url": "http://worker.internal/slow/2500"}, "policy": {"delivery": "at_most_once"}});
            world.add_task(&format!("careful-{task}"), &slow);
        }
        world.run_until(21 * S + seed * 137_000);
        world.kill("a");
        world.run_until(33 * S);
        world.kill("b");
        settle(&mut world, 80 * S);
    }
}

#[test]
fn a_lost_session_is_taken_up_again() {
    for seed in 0..20 {
        let mut world = three(seed);
        world.add_task("long", &json!({"target": {"url": "http://worker.internal/slow/9000"}}));
        world.run_until(20 * S + seed * 77_000);
        world.cut("a", Duration::from_secs(9));
        world.run_until(40 * S);
        world.pause("c", Duration::from_secs(15));
        settle(&mut world, 90 * S);
    }
}

#[test]
fn retries_wait_in_the_tree() {
    let mut world = three(5);
    let flaky = json!({
        "target": {"url": "http://worker.internal/flaky/60"},
        "policy": {"retry": {"attempts": 5, "backoff": "2s", "maxBackoff": "4s"}},
    });
    for task in 0..6 {
        world.add_task(&format!("flaky-{task}"), &flaky);
    }
    world.run_until(30 * S);
    world.kill("a");
    settle(&mut world, 90 * S);
}

#[test]
fn a_command_runs_once_and_a_deleted_task_is_dropped() {
    let mut world = three(9);
    world.run_until(12 * S);
    world.trigger("task-1");
    world.run_until(13 * S);
    world.kill("a");
    world.trigger("task-2");
    world.trigger("task-2");
    world.run_until(25 * S);
    world.remove_task("task-3");
    world.run_until(27 * S);
    world.add_task("task-3", &json!({}));
    settle(&mut world, 60 * S);
}

#[test]
fn a_run_waits_on_where_the_clock_was_slowed_down() {
    let mut world = three(12);
    for task in 0..6 {
        world.add_task(&format!("spread-{task}"), &json!({"schedule": {"every": "60s", "jitter": "55s"}}));
    }
    world.run_until(62 * S);
    for name in ["a", "b", "c"] {
        world.step_clock(name, -900);
    }
    settle(&mut world, 118 * S);
    for task in 0..6 {
        assert!(world.checker.attempts_of(&format!("spread-{task}")) > 0, "{}", world.tail());
    }
}

#[test]
fn a_step_of_the_wall_clock_is_quiet() {
    let mut world = three(11);
    world.run_until(20 * S);
    world.step_clock("a", 3_600_000);
    world.step_clock("b", -3_600_000);
    settle(&mut world, 60 * S);
    assert_eq!(world.checker.redeliveries, 0, "{}", world.tail());
}
