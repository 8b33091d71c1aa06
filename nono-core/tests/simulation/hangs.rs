//! Who hangs is waited for only so long, and does nothing by old rights when it wakes.
//!
//! It wakes just when another has taken its partition: that one has read nothing yet, and what stands in the tree is still
//! as whoever hung knows it. So no version of a record refuses its writes, and nothing but the lease tells it to be quiet.

use std::time::Duration;

use serde_json::json;

use crate::world::{Blow, Moment, Trap, Until, World};
use crate::{S, settle};

/// Has it hang at such a moment, its session alive, until another has taken a partition from it.
fn hang_at(world: &mut World, name: &str, moment: Moment) {
    world.trap(name, Trap { moment, count: 1, blow: Blow::Hang(Until::Robbed) });
}

/// A story in which it never came to that tells nothing.
fn assert_robbed(world: &World, name: &str) {
    let words = format!("{name} has lost a partition");
    assert!(world.trace.iter().any(|line| line.ends_with(&words)), "{words}\n{}", world.tail());
}

#[test]
fn g3_who_hangs_with_something_to_write_writes_nothing_when_it_wakes() {
    // An outcome, or the next attempt in its record: alone in its transaction, which no other check refuses.
    let slow = json!({"target": {"url": "http://worker.internal/slow/700"}});
    let flaky = json!({
        "target": {"url": "http://worker.internal/flaky/100"},
        "policy": {"retry": {"attempts": 4, "backoff": "1s", "maxBackoff": "1s"}},
    });
    for seed in 0..12 {
        let (kind, moment) = if seed % 2 == 0 { (&slow, Moment::Noted) } else { (&flaky, Moment::Preparing) };
        let mut world = World::of(seed, 1);
        world.start("a");
        world.start("b");
        let mut rare = kind.clone();
        rare["schedule"] = json!({"every": "16s"});
        world.add_task("rare", &rare);
        world.run_until(12 * S + seed * 41_000);
        let owner = world.owner_of(0);
        hang_at(&mut world, &owner, moment);
        settle(&mut world, 80 * S);
        assert_robbed(&world, &owner);
    }
}

#[test]
fn g3_who_hangs_while_it_takes_a_partition_sends_nothing_for_it_when_it_wakes() {
    // Runs that the last owner leaves in doubt, to be sent again at once.
    let slow = json!({"schedule": {"every": "2s"}, "target": {"url": "http://worker.internal/slow/1800"}});
    for seed in 0..12 {
        let mut world = World::of(seed, 1);
        world.start("a");
        world.add_task("slow", &slow);
        world.run_until(8 * S);
        world.start("b");
        world.run_until(12 * S + seed * 171_000);
        assert_eq!(world.owner_of(0), "a");
        world.kill("a");
        // It has the only lease there is and does not know it: its first renewal when it wakes checks none.
        hang_at(&mut world, "b", Moment::Taken);
        world.run_until(world.now + 8 * S);
        world.start("c");
        settle(&mut world, 80 * S);
        assert_robbed(&world, "b");
    }
}

#[test]
fn g3_a_blink_of_the_connection_costs_nobody_a_partition() {
    // Where a member's znode went and came again with the connection, others would take what it still sends for.
    for seed in 0..8 {
        let mut world = World::of(seed, 2);
        world.start("b");
        world.run_until(2 * S);
        world.start("a");
        world.add_task("rare", &json!({"schedule": {"every": "60s"}}));
        world.run_until(14 * S + seed * 90_000);
        let before = (world.owner_of(0), world.owner_of(1));
        assert_ne!(before.0, before.1, "each has one");
        // Nothing is due: the next write is a renewal.
        let blow = Blow::Cut(Duration::from_millis(20));
        world.trap("a", Trap { moment: Moment::Asked, count: 1, blow });
        for _ in 0..40 {
            world.run_until(world.now + 100_000);
            assert_eq!((world.owner_of(0), world.owner_of(1)), before, "seed {seed}\n{}", world.tail());
        }
        assert!(world.trace.iter().any(|line| line.contains("cut a")), "seed {seed}: its connection broke");
    }
}

#[test]
fn g3_who_wakes_just_as_it_is_called_hung_is_not_robbed_of_what_it_may_send_for() {
    // ZooKeeper is slow, so that its renewal comes in between the mark and whoever takes its partitions by it.
    let often = json!({"schedule": {"every": "1s", "jitter": "900ms"}, "policy": {"overlap": "allow"}});
    for seed in 0..160 {
        let mut world = World::of(seed, 2);
        for name in ["a", "b", "c"] {
            world.start(name);
        }
        for task in 0..6 {
            world.add_task(&format!("often-{task}"), &often);
        }
        world.run_until(12 * S + seed * 37_000);
        let owner = world.owner_of(0);
        world.hang_until(&owner, Until::Marked(Duration::from_millis(seed % 40 * 5)));
        world.run_until(40 * S);
        settle(&mut world, 50 * S);
    }
}

#[test]
fn g9_an_executor_that_hangs_is_waited_for_until_the_deadline() {
    let slow = json!({
        "schedule": {"every": "4s"},
        "target": {"url": "http://worker.internal/slow/2500", "timeout": {"attempt": "3s", "run": "6s"}},
    });
    for seed in 0..12 {
        let mut world = World::new(seed);
        world.start("a");
        for task in 0..8 {
            world.add_task(&format!("slow-{task}"), &slow);
        }
        world.run_until(13 * S + seed * 330_000);
        // The newcomer is given partitions whose requests a goes on executing; then a hangs, its session alive.
        world.start("b");
        world.run_until(world.now + 2 * S);
        let hung_since = world.utc();
        world.hang("a", Duration::from_secs(90));
        world.run_until(world.now + 45 * S);
        let open = world.settled(hung_since);
        assert!(open.is_empty(), "seed {seed}: {}\n{}", open.join("\n"), world.tail());
    }
}
