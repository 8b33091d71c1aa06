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

#[test]
fn g4_what_a_pause_ended_is_stored_though_another_task_was_edited_just_then() {
    for seed in 0..12 {
        let mut world = World::of(seed, 1);
        world.start("a");
        world.add_task("late", &json!({"schedule": {"every": "60s", "jitter": "10s"}}));
        world.add_task("other", &json!({"schedule": {"every": "3600s"}}));
        world.run_until(63 * S);
        world.pause_task("late", None);
        // Whenever its send time comes, the plan has just been changed and is being read.
        world.lag = 20;
        for step in 0..90 {
            world.edit_task("other", &json!({"labels": {"step": step.to_string()}}));
            world.run_until(64 * S + step * 80_000 + seed * 7_000);
        }
        world.lag = 1;
        world.run_until(76 * S);
        let open = world.settled(nono_core::time::Utc(crate::world::START.0 + 70_000));
        assert!(open.is_empty(), "seed {seed}: {}\n{}", open.join("\n"), world.tail());
    }
}

#[test]
fn g6_an_end_by_an_old_version_is_not_stored_under_the_check_of_a_newer_one() {
    for seed in 0..60 {
        let mut world = World::of(seed, 1);
        world.start("a");
        for task in 0..6 {
            let busy = json!({"schedule": {"every": "1s", "jitter": "900ms"}, "policy": {"overlap": "allow"}});
            world.add_task(&format!("busy-{task}"), &busy);
        }
        world.add_task("held", &json!({"schedule": {"every": "10s"}}));
        world.run_until(29 * S + 500_000);
        world.lag = 60;
        world.pause_task("held", None);
        world.run_until(30 * S - 2_000 - seed * 3_000);
        world.resume_task("held");
        world.run_until(34 * S);
        world.lag = 1;
        world.run_until(36 * S);
        let open = world.settled(nono_core::time::Utc(crate::world::START.0 + 33_000));
        assert!(open.is_empty(), "seed {seed}: {}\n{}", open.join("\n"), world.tail());
        let held = world
            .trace
            .iter()
            .any(|line| line.contains(" sends ") && line.contains("000030Z") && line.contains("u0000007"));
        assert!(held, "seed {seed}: resumed before its instant, and not sent\n{}", world.tail());
    }
}

#[test]
fn g6_who_has_not_read_a_resume_cancels_nothing_by_the_pause_before_it() {
    for seed in 0..12 {
        let mut world = World::of(seed, 1);
        world.start("a");
        world.add_task("resumed", &json!({}));
        // It is claimed for 30 s, then paused. The owner reads that, and hears nothing of the resume until it looks by itself.
        world.run_until(29 * S + 700_000);
        world.pause_task("resumed", None);
        world.run_until(30 * S - 20_000 - seed * 1_000);
        world.drop_watches("a");
        world.resume_task("resumed");
        world.run_until(31 * S);
        assert_eq!(sends(&world, "000030Z"), 1, "seed {seed}: the resume came before the instant\n{}", world.tail());
        settle(&mut world, 50 * S);
    }
}

#[test]
fn g6_who_heard_nothing_for_long_reads_the_plan_before_it_sends_again() {
    let mut unsent = 0;
    for seed in 0..12 {
        let mut world = World::of(seed, 1);
        world.start("a");
        for task in 0..10 {
            world.add_task(&format!("late-{task}"), &json!({"schedule": {"every": "30s", "jitter": "8s"}}));
        }
        // All are claimed; nothing of the pauses reaches their owner, whose right to send ends before it is back.
        world.run_until(29 * S + 900_000);
        world.cut("a", std::time::Duration::from_millis(5_500));
        world.run_until(31 * S);
        (0..10).for_each(|task| world.pause_task(&format!("late-{task}"), None));
        world.run_until(35 * S);
        let before = sends(&world, "000030Z");
        unsent += 10 - before;
        world.run_until(50 * S);
        assert_eq!(sends(&world, "000030Z"), before, "seed {seed}: paused before they were sent\n{}", world.tail());
    }
    assert!(unsent > 12, "{unsent} were not sent before: too few to tell anything");
}

#[test]
fn g9_a_plan_that_was_not_read_after_a_lapse_is_asked_for_again() {
    for step in 0..120 {
        let mut world = World::of(step, 1);
        world.start("a");
        world.add_task("often", &json!({"schedule": {"every": "2s"}}));
        world.run_until(9 * S + 900_000);
        world.cut("a", std::time::Duration::from_millis(5_000));
        // It reads the plan twice, since that moves meanwhile, and is cut off from the second answer.
        world.run_until(14 * S + 900_000 + step * 20);
        world.edit_task("often", &json!({"labels": {"step": step.to_string()}}));
        world.run_until(14 * S + 901_000 + step * 50);
        world.cut("a", std::time::Duration::from_millis(20));
        settle(&mut world, 30 * S);
    }
}
