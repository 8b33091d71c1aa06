//! A right to send that ends before the request does leave: what was handed out comes back as it was, and nothing is
//! decided by a plan that is as old as the silence.

use std::time::Duration;

use serde_json::{Value, json};

use crate::world::{Blow, Moment, Trap, Until, World};
use crate::{S, settle};

/// Requests of the tasks of this prefix, numbered from 0.
fn sent(world: &World, prefix: &str, tasks: usize) -> usize {
    (0..tasks).map(|task| world.checker.attempts_of(&format!("{prefix}-{task}"))).sum()
}

/// Their runs that ended so.
fn ended(world: &World, prefix: &str, tasks: usize, how: &str) -> usize {
    (0..tasks).filter_map(|task| world.checker.outcomes(&format!("{prefix}-{task}")).remove(how)).sum()
}

/// Four runs are in doubt and handed out at once; the process hangs after the first, and wakes after a minute: nobody is
/// there to rob it.
fn hung_while_it_sends(seed: u64, target: &Value) -> World {
    let mut world = World::of(seed, 1);
    world.start("a");
    for task in 0..4 {
        world.add_task(&format!("slow-{task}"), &json!({"schedule": {"every": "60s"}, "target": target}));
    }
    world.run_until(60 * S + 500_000);
    world.kill("a");
    world.start("b");
    world.trap("b", Trap { moment: Moment::Sent, count: 1, blow: Blow::Hang(Until::Robbed) });
    world
}

#[test]
fn what_was_handed_out_and_did_not_go_has_not_begun() {
    // It hangs for longer than a run may take.
    let slow = json!({"url": "http://worker.internal/slow/3000", "timeout": {"attempt": "4s", "run": "20s"}});
    for seed in 0..6 {
        let mut world = hung_while_it_sends(seed, &slow);
        settle(&mut world, 170 * S);
        assert_eq!(ended(&world, "slow", 4, "timed_out"), 0, "seed {seed}: all ended in time\n{}", world.tail());
    }
}

#[test]
fn g6_what_was_in_doubt_handed_out_and_not_sent_is_asked_again() {
    // While it hangs all tasks are paused.
    let slow = json!({"url": "http://worker.internal/slow/3000"});
    for seed in 0..6 {
        let mut world = hung_while_it_sends(seed, &slow);
        world.run_until(80 * S);
        for task in 0..4 {
            world.pause_task(&format!("slow-{task}"), None);
        }
        let before = sent(&world, "slow", 4);
        settle(&mut world, 170 * S);
        let after = sent(&world, "slow", 4);
        assert_eq!((before, after), (5, 5), "seed {seed}: one of those in doubt was sent again\n{}", world.tail());
        assert_eq!(ended(&world, "slow", 4, "unknown"), 3, "seed {seed}\n{}", world.tail());
    }
}

#[test]
fn g6_what_its_former_owner_could_not_send_is_asked_again_by_the_new_one() {
    // Its connection takes longer than the partition stays: the record says `sent` when the successor takes over. Then
    // the first owner is held still until its right to send is over, and says so.
    let far = json!({
        "schedule": {"every": "30s"},
        "target": {"url": "http://worker.internal/connect/100/5200/10", "timeout": {"connect": "8s", "attempt": "9s", "run": "12s"}},
    });
    let mut moved = 0;
    for seed in 0..24 {
        let mut world = World::of(seed, 1);
        world.start("a");
        for task in 0..3 {
            world.add_task(&format!("far-{task}"), &far);
        }
        world.run_until(8 * S);
        world.start("b");
        world.run_until(31 * S + 100_000);
        world.drain("a", true);
        world.run_until(32 * S + seed * 20_000);
        assert_eq!(sent(&world, "far", 3), 0, "seed {seed}: all are still connecting");
        moved += usize::from(world.owner_of(0) == "b");
        world.hang("a", Duration::from_millis(5_000));
        world.run_until(33 * S);
        for task in 0..3 {
            world.pause_task(&format!("far-{task}"), None);
        }
        settle(&mut world, 80 * S);
        let ends = (sent(&world, "far", 3), ended(&world, "far", 3, "cancelled"));
        assert_eq!(ends, (0, 3), "seed {seed}\n{}", world.tail());
    }
    assert!(moved > 12, "the partition had moved in {moved} of 24: too few to tell anything");
}

#[test]
fn g6_an_instant_of_a_pause_that_ended_by_itself_is_not_sent_when_its_owner_comes_back() {
    // It left the instant out and could not write that; versions that it never read came in between.
    let mut claimed = 0;
    for seed in 0..12 {
        let mut world = World::of(seed, 1);
        world.start("a");
        world.add_task("rare", &json!({"schedule": {"every": "20s"}}));
        world.run_until(19 * S + 800_000);
        claimed += world.checker.claims;
        world.pause_task("rare", Some(Duration::from_secs(5)));
        world.run_until(20 * S + seed * 300);
        world.cut("a", Duration::from_secs(12));
        for every in ["10s", "5s", "20s"] {
            world.run_until(world.now + S);
            world.edit_task("rare", &json!({"schedule": {"every": every}}));
        }
        world.run_until(39 * S);
        assert_eq!(world.checker.attempts_of("rare"), 0, "seed {seed}\n{}", world.tail());
        settle(&mut world, 50 * S);
    }
    assert!(claimed > 6, "the instant was claimed in {claimed} of 12: too few to tell anything");
}

#[test]
fn overlap_after_a_lapse_is_decided_by_the_plan_of_now() {
    // The second run of each task is claimed when the process stands still; meanwhile both may fly.
    let long = json!({
        "schedule": {"every": "10s", "jitter": "6s"},
        "target": {"url": "http://worker.internal/slow/25000"},
        "policy": {"overlap": "skip"},
    });
    for seed in 0..12 {
        let mut world = World::of(seed, 1);
        world.start("a");
        for task in 0..8 {
            world.add_task(&format!("long-{task}"), &long);
        }
        // Its session outlives it: nobody else is there.
        world.run_until(19 * S + 900_000);
        world.hang("a", Duration::from_secs(12));
        world.run_until(20 * S + seed * 10_000);
        for task in 0..8 {
            world.edit_task(&format!("long-{task}"), &json!({"policy": {"overlap": "allow"}}));
        }
        world.run_until(50 * S);
        assert_eq!(ended(&world, "long", 8, "skipped"), 0, "seed {seed}\n{}", world.tail());
        assert!(sent(&world, "long", 8) > 16, "seed {seed}\n{}", world.tail());
    }
}

#[test]
fn g9_edits_all_the_time_keep_nothing_from_being_sent_after_a_lapse() {
    // Claimed before the lapse, their send times after it.
    let wide = json!({"schedule": {"every": "60s", "jitter": "24s"}});
    for seed in 0..6 {
        let mut world = World::of(seed, 1);
        world.start("a");
        for task in 0..12 {
            world.add_task(&format!("wide-{task}"), &wide);
        }
        world.add_task("other", &json!({"schedule": {"every": "3600s"}}));
        world.run_until(60 * S + 500_000);
        world.hang("a", Duration::from_millis(5_000));
        // A reading of the plan takes longer than the time between two edits.
        world.run_until(65 * S);
        world.lag = 700;
        for step in 0..150 {
            world.run_until(65 * S + step * 200_000 + seed * 9_000);
            world.edit_task("other", &json!({"labels": {"step": step.to_string()}}));
        }
        assert_eq!(sent(&world, "wide", 12), 12, "seed {seed}\n{}", world.tail());
        world.lag = 1;
        settle(&mut world, 110 * S);
    }
}
