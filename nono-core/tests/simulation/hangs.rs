//! Who hangs is waited for only so long.

use std::time::Duration;

use serde_json::json;

use crate::S;
use crate::world::World;

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
