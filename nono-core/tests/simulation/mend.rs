//! Stories of a tree that somebody damaged, and of plans that change while they fire: only what is damaged stands still,
//! and it goes on once it is mended.

use std::time::Duration;

use nono_core::name::{Partition, TaskName};
use nono_core::node::{Node, Read, Record};
use nono_core::run::Phase;
use nono_core::time::Utc;
use serde_json::json;

use crate::check::open_runs;
use crate::world::{self, PARTITIONS, World};
use crate::{S, settle, three};

fn partition_of(task: &str) -> Partition {
    Partition::of(&name(task), PARTITIONS)
}

fn name(task: &str) -> TaskName {
    task.parse().unwrap()
}

fn stored(world: &World, task: &str) -> usize {
    let read = world.model.lock().unwrap().peek(&Node::State(partition_of(task), name(task)));
    match read {
        Read::Found(Record::State(state), _) => state.outcomes.len(),
        _ => 0,
    }
}

#[test]
fn unreadable_claims_stop_their_partition_until_they_are_deleted() {
    for restart in [false, true] {
        let mut world = three(21);
        world.run_until(22 * S + 500_000);
        let partition = partition_of("task-1");
        world.plant(&Node::Claims(partition), b"not a record");
        if restart {
            world.kill("a");
            world.kill("b");
            world.kill("c");
            world.start("a");
            world.start("b");
        }
        world.run_until(47 * S + 500_000);
        let before = stored(&world, "task-1");
        let other = (0..8).map(|n| format!("task-{n}")).find(|task| partition_of(task) != partition).unwrap();
        assert!(stored(&world, &other) >= 5, "another partition goes on\n{}", world.tail());
        world.delete(&Node::Claims(partition));
        world.run_until(70 * S);
        assert!(stored(&world, "task-1") > before + 3, "restart {restart}: it goes on\n{}", world.tail());
    }
}

#[test]
fn an_unreadable_state_stops_its_task_alone_until_it_is_mended() {
    let mut world = three(22);
    world.run_until(20 * S);
    let node = Node::State(partition_of("task-1"), name("task-1"));
    let good = world.bytes_of(&node);
    world.plant(&node, b"{");
    for scheduler in ["a", "b", "c"] {
        world.kill(scheduler);
    }
    world.start("a");
    world.run_until(40 * S);
    let requests = world.checker.attempts_of("task-1");
    assert!(stored(&world, "task-2") >= 5, "others go on\n{}", world.tail());
    world.plant(&node, good.as_bytes());
    settle(&mut world, 60 * S);
    assert!(world.checker.attempts_of("task-1") > requests, "it goes on\n{}", world.tail());
}

#[test]
fn a_spoilt_record_of_a_run_holds_nothing_up() {
    let mut world = three(23);
    world.add_task("long", &json!({"target": {"url": "http://worker.internal/slow/4000"}}));
    world.run_until(17 * S + 500_000);
    let spoilt = open_runs(&world.model.lock().unwrap(), partition_of("long"));
    let records: Vec<Node> = spoilt.into_iter().map(Node::Run).collect();
    let records: Vec<Node> =
        records.into_iter().filter(|node| world.model.lock().unwrap().peek(node) != Read::Missing).collect();
    assert!(!records.is_empty(), "a run is open\n{}", world.tail());
    for node in &records {
        world.plant(node, b"spoilt");
    }
    settle(&mut world, 50 * S);
    for node in &records {
        assert!(world.model.lock().unwrap().peek(node) == Read::Missing, "{node:?} is left\n{}", world.tail());
    }
}

fn next_attempt(world: &World, partition: Partition) -> Option<Utc> {
    let model = world.model.lock().unwrap();
    open_runs(&model, partition).into_iter().find_map(|id| match model.peek(&Node::Run(id)) {
        Read::Found(Record::Run(record), _) => match record.phase {
            Phase::RetryWait { next_at } if next_at.0 > world.utc().0 + 5 => Some(next_at),
            _ => None,
        },
        _ => None,
    })
}

#[test]
fn a_task_deleted_between_two_attempts_leaves_nothing_behind() {
    for seed in 0..16 {
        let mut world = three(seed);
        let flaky = json!({
            "schedule": {"every": "1s"},
            "target": {"url": "http://worker.internal/flaky/100"},
            "policy": {"retry": {"attempts": 5, "backoff": "100ms", "maxBackoff": "100ms"}},
        });
        world.add_task("flaky", &flaky);
        world.run_until(15 * S);
        let next = (0..).find_map(|_| {
            world.run_until(world.now + 1000);
            next_attempt(&world, partition_of("flaky"))
        });
        // The deletion is read while the next attempt is being written into its record.
        let soon = (next.unwrap().0 - world::START.0) as u64 * 1000;
        world.run_until((soon - 3000 + seed * 200).max(world.now));
        world.remove_task("flaky");
        if seed % 2 == 0 {
            world.add_task("flaky", &flaky);
        }
        world.run_until(20 * S);
        let writes = world.requests_made();
        world.run_until(21 * S);
        assert!(world.requests_made() - writes < 2000, "it writes without end\n{}", world.tail());
        world.run_until(40 * S);
        if seed % 2 == 1 {
            assert!(
                world.model.lock().unwrap().peek(&Node::State(partition_of("flaky"), name("flaky"))) == Read::Missing
            );
        }
    }
}

#[test]
fn many_large_histories_fit_their_transactions() {
    let mut world = World::new(24);
    world.start("a");
    world.largest_write = Some(0);
    let long = json!({"schedule": {"every": "1s"}, "policy": {"historyLimit": 100}});
    let names = (0..).map(|n| format!("task-{n}")).filter(|task| partition_of(task) == Partition(0));
    for task in names.take(70) {
        world.add_task(&task, &long);
    }
    world.run_until(50 * S);
    let largest = world.largest_write.unwrap();
    assert!((1..150_000).contains(&largest), "a transaction of {largest} bytes");
}

#[test]
fn an_unreadable_plan_node_is_read_as_a_change_of_everything() {
    let mut world = three(25);
    world.run_until(20 * S);
    let node = Node::Plan(partition_of("task-1"));
    world.plant(&node, b"{}");
    world.plant(&node, b"what is this");
    settle(&mut world, 40 * S);
}

#[test]
fn a_hanging_leader_is_replaced_and_nothing_is_lost() {
    for seed in 0..10 {
        let mut world = three(seed);
        world.run_until(20 * S);
        world.hang("a", Duration::from_secs(40));
        world.run_until(45 * S);
        world.kill("b");
        world.run_until(75 * S);
        settle(&mut world, 90 * S);
    }
}
