//! Edits that come while a run is decided upon: between its decision and what is written of it.

use serde_json::json;

use crate::world::World;
use crate::{S, settle, three};

/// How many requests of runs of this instant were sent.
fn sends(world: &World, instant: &str) -> usize {
    world.trace.iter().filter(|line| line.contains(" sends ") && line.contains(instant)).count()
}

fn jittered(overlap: &str) -> serde_json::Value {
    json!({
        "schedule": {"every": "5s", "jitter": "4s"},
        "target": {"url": "http://worker.internal/slow/8000"},
        "policy": {"overlap": overlap},
    })
}

#[test]
fn g6_an_instant_of_a_pause_is_not_sent_though_the_task_is_resumed_before_that_is_written() {
    for seed in 0..40 {
        let mut world = three(seed);
        world.run_until(29 * S + 700_000);
        world.pause_task("task-0", None);
        // The owner knows of the pause when the instant comes, and decides by it; while it writes that, it is resumed.
        world.run_until(30 * S + 2_000 + seed * 1_000);
        world.resume_task("task-0");
        world.run_until(36 * S);
        assert_eq!(sends(&world, "000030Z"), 7, "seed {seed}: seven of eight tasks are not paused\n{}", world.tail());
        settle(&mut world, 50 * S);
    }
}

#[test]
fn overlap_is_decided_again_when_the_record_of_the_attempt_is_written() {
    for seed in 0..40 {
        let mut world = three(seed);
        for task in 0..6 {
            world.add_task(&format!("wide-{task}"), &jittered("allow"));
        }
        world.run_until(31 * S);
        // Records are written slowly: an edit is known before a decision of before it is acknowledged.
        world.lag = 200;
        for step in 0..30 {
            let overlap = if step % 2 == 0 { "skip" } else { "allow" };
            world.edit_task(&format!("wide-{}", step % 6), &json!({"policy": {"overlap": overlap}}));
            world.run_until(31 * S + (step + 1) * 250_000 + seed * 3_000);
        }
        world.lag = 1;
        settle(&mut world, 80 * S);
    }
}
