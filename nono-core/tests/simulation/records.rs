//! What stands in the record of a run is what happened: a successor has nothing else to go by.

use nono_core::name::{Partition, RunId};
use nono_core::node::{Folder, Node, Read, Record};
use nono_core::run::{Phase, RunRecord};
use serde_json::json;

use crate::world::World;
use crate::{S, settle};

/// The records of open runs in partition 0.
fn records(world: &World) -> Vec<RunRecord> {
    let model = world.model.lock().unwrap();
    let ids = model.peek_children(Folder::Runs(Partition(0))).names;
    let ids = ids.iter().filter_map(|name| name.parse::<RunId>().ok());
    let reads = ids.map(|id| model.peek(&Node::Run(id)));
    reads.filter_map(|read| if let Read::Found(Record::Run(record), _) = read { Some(*record) } else { None }).collect()
}

fn was_sent(world: &World, record: &RunRecord) -> bool {
    let words = format!(" sends {} ", record.entry.run);
    world.trace.iter().any(|line| line.contains(&words))
}

#[test]
fn g5_what_did_not_go_since_the_right_to_send_was_over_is_not_left_as_sent() {
    // Its jitter gives it a record, which says `sent` before it goes. ZooKeeper answers that so late that it may not go.
    let careful = json!({
        "schedule": {"every": "20s", "jitter": "5s"},
        "target": {"url": "http://worker.internal/slow/1000"},
        "policy": {"delivery": "at_most_once"},
    });
    let mut held_back = 0;
    for seed in 0..16 {
        let mut world = World::of(seed, 1);
        world.start("a");
        for task in 0..12 {
            world.add_task(&format!("careful-{task}"), &careful);
        }
        world.run_until(22 * S + 500_000 + seed * 60_000);
        world.lag = 9_000;
        world.run_until(world.now + 33 * S);
        let unsent = records(&world).into_iter().filter(|record| !was_sent(&world, record));
        for record in unsent {
            assert_eq!(record.phase, Phase::Waiting, "seed {seed}: {record:?}\n{}", world.tail());
            held_back += 1;
        }
        world.kill("a");
        world.lag = 1;
        world.start("b");
        settle(&mut world, 80 * S);
    }
    assert!(held_back > 20, "{held_back} runs were held back: too few to tell anything");
}
