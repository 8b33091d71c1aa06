//! What people ask for: the end of a run, an instant once more, the instants of a span of time.

use std::time::Duration;

use serde_json::json;

use crate::world::{Blow, Moment, Trap, World};
use crate::{S, settle};

fn with_a_long_run(seed: u64, policy: &serde_json::Value) -> World {
    let mut world = World::of(seed, 1);
    world.start("a");
    world.start("b");
    let long =
        json!({"target": {"url": "http://worker.internal/slow/9000"}, "schedule": {"every": "30s"}, "policy": policy});
    world.add_task("long", &long);
    world.run_until(31 * S);
    assert_eq!(world.checker.open_runs_of("long").len(), 1, "{}", world.tail());
    world
}

#[test]
fn a_run_on_its_way_is_given_up_at_once() {
    let mut world = with_a_long_run(1, &json!({}));
    let run = world.checker.open_runs_of("long").remove(0);
    world.cancel("long", &run);
    world.run_until(32 * S);
    assert_eq!(world.checker.open_runs_of("long"), [], "{}", world.tail());
    assert_eq!(world.checker.outcomes("long").get("cancelled"), Some(&1));
    settle(&mut world, 40 * S);
}

#[test]
fn what_is_in_doubt_is_not_called_cancelled() {
    for delivery in ["at_least_once", "at_most_once"] {
        let mut world = with_a_long_run(2, &json!({"delivery": delivery}));
        let run = world.checker.open_runs_of("long").remove(0);
        let owner = world.owner_of(0);
        world.kill(&owner);
        world.cancel("long", &run);
        world.run_until(55 * S);
        assert_eq!(world.checker.outcomes("long").get("unknown"), Some(&1), "{}", world.tail());
        assert_eq!(world.checker.attempts_of("long"), 1, "{}", world.tail());
        settle(&mut world, 56 * S);
    }
}

#[test]
fn who_dies_before_it_stores_that_a_run_was_given_up_leaves_the_wish_to_the_next_owner() {
    for seed in 0..40 {
        let mut world = with_a_long_run(seed, &json!({}));
        let run = world.checker.open_runs_of("long").remove(0);
        let owner = world.owner_of(0);
        world.cancel("long", &run);
        // Held still about when the attempt is given up: it writes what is due before it hears that the attempt is over.
        world.run_until(31 * S + 2000 + seed % 10 * 300);
        world.pause(&owner, Duration::from_millis(100));
        world.run_until(world.now + 105_000);
        world.kill(&owner);
        world.run_until(55 * S);
        assert_eq!(world.checker.attempts_of("long"), 1, "seed {seed}\n{}", world.tail());
        settle(&mut world, 56 * S);
    }
}

#[test]
fn an_attempt_that_is_given_up_while_its_session_ends_is_not_forgotten() {
    for seed in 0..40 {
        let mut world = with_a_long_run(seed, &json!({}));
        let run = world.checker.open_runs_of("long").remove(0);
        let owner = world.owner_of(0);
        world.cancel("long", &run);
        world.run_until(31 * S + seed * 150);
        world.pause(&owner, Duration::from_secs(15));
        settle(&mut world, 80 * S);
    }
}

#[test]
fn g4_a_run_whose_claim_was_thought_lost_and_comes_late_is_not_forgotten() {
    // A slow ZooKeeper leaves time for that between reading back and what is written next.
    for seed in 0..20 {
        let mut world = World::of(seed, 1);
        world.start("a");
        world.add_task("rare", &json!({"schedule": {"every": "30s"}}));
        for second in [6, 10, 14, 18, 22, 26] {
            world.run_until(second * S + seed * 4_000);
            world.slow(20, Duration::from_secs(1));
            let blow = Blow::Cut(Duration::from_millis(20));
            world.trap("a", Trap { moment: Moment::Asked, count: 1, blow });
            world.trigger("rare");
        }
        settle(&mut world, 32 * S);
    }
}

#[test]
fn several_replays_of_a_task_go_one_after_another_and_none_is_left_out() {
    let mut world = World::of(3, 2);
    world.start("a");
    let slow = json!({
        "target": {"url": "http://worker.internal/slow/1500"}, "schedule": {"every": "4s"}, "policy": {"overlap": "skip"},
    });
    world.add_task("slow", &slow);
    world.run_until(10 * S);
    for _ in 0..4 {
        assert!(world.replay("slow"));
    }
    world.backfill("slow", 40);
    settle(&mut world, 90 * S);
    assert_eq!(world.checker.asked_runs_of("slow"), 15, "{}", world.tail());
}

#[test]
fn a_long_backfill_is_claimed_a_part_at_a_time_and_outlives_its_owners() {
    for seed in 0..10 {
        let mut world = World::of(seed, 1);
        world.start("a");
        world.start("b");
        world.add_task("past", &json!({"schedule": {"every": "1s"}, "policy": {"historyLimit": 1}}));
        world.run_until(12 * S);
        world.backfill("past", 600);
        world.run_until(12 * S + seed * 23_000);
        let owner = world.owner_of(0);
        world.kill(&owner);
        world.run_until(30 * S);
        world.start(&owner);
        settle(&mut world, 60 * S);
        assert_eq!(world.checker.asked_runs_of("past"), 601, "{}", world.tail());
    }
}
