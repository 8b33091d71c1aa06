//! What schedulers write down in `/events`: who came, went and hangs, what moved, which tasks fail; seldom, and nothing where
//! nothing happens.

use std::collections::BTreeMap;
use std::time::Duration;

use nono_core::cluster::{Event, Events};
use nono_core::node::{Node, Read, Record};
use serde_json::json;

use crate::world::World;
use crate::{S, settle};

fn ring(world: &World) -> Events {
    match world.model.lock().unwrap().peek(&Node::Events) {
        Read::Found(Record::Events(events), _) => *events,
        other => panic!("{other:?}"),
    }
}

/// What schedulers wrote down: the kind, to whom (a member by its scheduler's name), and the rest.
fn told(world: &World) -> Vec<(String, String, String)> {
    let object = |event: &Event| {
        let object = event.object.clone().unwrap_or_default();
        object
            .strip_prefix("scheduler/")
            .and_then(|id| id.rsplit_once('-'))
            .map_or(object.clone(), |(name, _)| name.to_owned())
    };
    let of_schedulers = ring(world).entries.into_iter().filter(Event::is_of_a_scheduler);
    of_schedulers.map(|event| (event.kind.clone(), object(&event), event.message)).collect()
}

/// How often each kind was told of an object.
fn counts(world: &World, object: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for (kind, of, _) in told(world) {
        if of == object {
            *counts.entry(kind).or_default() += 1;
        }
    }
    counts
}

fn assert_counts(world: &World, object: &str, expected: &[(&str, usize)]) {
    let expected = expected.iter().map(|(kind, count)| ((*kind).to_owned(), *count)).collect();
    assert_eq!(counts(world, object), expected, "of {object}: {:?}\n{}", told(world), world.tail());
}

/// How often the record was written.
fn writes(world: &World) -> i32 {
    match world.model.lock().unwrap().peek(&Node::Events) {
        Read::Found(_, stat) | Read::Unreadable { stat, .. } => stat.version,
        Read::Missing => panic!("/events is missing"),
    }
}

fn two(seed: u64) -> World {
    let mut world = World::new(seed);
    world.start("a");
    world.run_until(S);
    world.start("b");
    world.run_until(15 * S);
    world
}

#[test]
fn who_joins_leads_and_gets_partitions_is_told_once_and_an_idle_minute_writes_nothing() {
    let mut world = two(1);
    assert_counts(&world, "a", &[("joined", 1), ("leads", 1)]);
    assert_counts(&world, "b", &[("joined", 1)]);
    let moves: Vec<_> = told(&world).into_iter().filter(|(kind, ..)| kind == "moved").collect();
    let words: Vec<&str> = moves.iter().map(|(_, _, words)| words.split(" to ").next().unwrap()).collect();
    assert_eq!(words, ["4 partitions", "2 partitions"], "{moves:?}");
    assert!(ring(&world).entries.iter().all(|event| event.number > 0 && event.at >= crate::world::START));

    for task in 0..8 {
        world.add_task(&format!("well-{task}"), &json!({"schedule": {"every": "2s"}}));
    }
    world.run_until(30 * S);
    let before = writes(&world);
    settle(&mut world, 90 * S);
    assert_eq!(writes(&world), before, "{:?}", told(&world));
}

#[test]
fn who_leaves_in_order_has_left_and_who_is_killed_is_lost() {
    for seed in 0..6 {
        // The second time it is the leader that goes, and the next one that tells it.
        for name in ["b", "a"] {
            let mut world = two(seed);
            world.stop(name);
            world.run_until(35 * S);
            assert_eq!(counts(&world, name).get("left"), Some(&1), "{name}: {:?}\n{}", told(&world), world.tail());
            assert_eq!(counts(&world, name).get("lost"), None, "{name}: {:?}\n{}", told(&world), world.tail());

            let mut world = two(seed);
            world.kill(name);
            world.run_until(35 * S);
            assert_eq!(counts(&world, name).get("lost"), Some(&1), "{name}: {:?}\n{}", told(&world), world.tail());
            assert_eq!(counts(&world, name).get("left"), None, "{name}: {:?}\n{}", told(&world), world.tail());
            let lost = told(&world).into_iter().find(|(kind, ..)| kind == "lost").unwrap();
            assert_eq!(lost.2, "2 partitions to take over");
        }
    }
}

#[test]
fn who_is_drained_and_stopped_has_left_though_nobody_saw_it_leaving() {
    for seed in 0..6 {
        let mut world = two(seed);
        world.drain("b", true);
        world.run_until(20 * S);
        world.stop("b");
        world.run_until(30 * S);
        assert_counts(&world, "b", &[("joined", 1), ("left", 1)]);
    }
}

#[test]
fn who_hangs_is_told_and_that_it_moves_again() {
    let mut world = two(3);
    world.hang("b", Duration::from_secs(25));
    world.run_until(60 * S);
    assert_counts(&world, "b", &[("joined", 1), ("hung", 1), ("awake", 1)]);
}

#[test]
fn a_new_leader_does_not_tell_again_who_was_there() {
    let mut world = two(4);
    world.start("c");
    world.run_until(25 * S);
    world.stop("a");
    world.run_until(45 * S);
    assert_counts(&world, "b", &[("joined", 1), ("leads", 1)]);
    assert_counts(&world, "c", &[("joined", 1)]);
    assert_counts(&world, "a", &[("joined", 1), ("leads", 1), ("left", 1)]);
}

#[test]
fn a_task_that_fails_and_recovers_is_told_twice() {
    let mut world = two(5);
    world.add_task(
        "frail",
        &json!({"schedule": {"every": "2s"}, "target": {"url": "http://worker.internal/flaky/100"}}),
    );
    world.run_until(30 * S);
    assert_counts(&world, "task/frail", &[("failing", 1)]);
    let words = told(&world).into_iter().find(|(kind, ..)| kind == "failing").unwrap().2;
    assert!(words.ends_with("HTTP 503"), "{words}");
    world.edit_task("frail", &json!({"target": {"url": "http://worker.internal/ok"}}));
    world.run_until(45 * S);
    assert_counts(&world, "task/frail", &[("failing", 1), ("recovered", 1)]);
}

#[test]
fn a_herd_that_fails_and_tasks_that_fail_every_other_time_write_few_events() {
    let mut world = two(6);
    for task in 0..60 {
        let url = if task % 2 == 0 { "http://worker.internal/flaky/100" } else { "http://worker.internal/flaky/50" };
        world.add_task(&format!("frail-{task:02}"), &json!({"schedule": {"every": "2s"}, "target": {"url": url}}));
    }
    let before = (writes(&world), told(&world).len());
    world.run_until(20 * S);
    let first = told(&world).into_iter().find(|(kind, ..)| kind == "failing").unwrap().2;
    assert!(first.contains(" tasks: frail-") && first.contains(" more"), "{first}");
    world.run_until(315 * S);
    let (written, events) = (writes(&world) - before.0, told(&world).len() - before.1);
    // Of two schedulers, in five minutes: ten at once, and then one a minute.
    assert!((4..=30).contains(&written), "{written} writes\n{:?}", told(&world));
    assert!((4..=30).contains(&events), "{events} events\n{:?}", told(&world));
}

#[test]
fn a_record_that_cannot_be_read_or_is_of_a_newer_release_is_left_alone() {
    for bytes in [&b"{\"format\":1,"[..], br#"{"format":9,"entries":[]}"#] {
        let mut world = two(7);
        world.plant(&Node::Events, bytes);
        let before = writes(&world);
        world.kill("b");
        world.run_until(30 * S);
        world.start("b");
        world.run_until(50 * S);
        assert_eq!(writes(&world), before, "{}", world.tail());
        let said = world.trace.iter().filter(|line| line.contains("a: ! SetAside")).count();
        assert_eq!(said, 1, "{}", world.tail());
        // It goes on once it can be read.
        world.plant(&Node::Events, br#"{"format":1}"#);
        world.stop("b");
        world.run_until(60 * S);
        assert_counts(&world, "b", &[("left", 1)]);
    }
}

#[test]
fn a_record_that_is_missing_is_made() {
    let mut world = two(8);
    world.delete(&Node::Events);
    world.kill("b");
    world.run_until(30 * S);
    assert_eq!(counts(&world, "b").get("lost"), Some(&1), "{}", world.tail());
}

#[test]
fn while_requests_are_held_back_nothing_is_written_down_and_afterwards_it_is() {
    let mut world = two(9);
    world.start("c");
    world.run_until(25 * S);
    let task = json!({"schedule": {"every": "1s"}});
    for number in 0..12 {
        world.add_task(&format!("often-{number:02}"), &task);
    }
    let before = writes(&world);
    world.hold_requests("a", Duration::from_secs(15), Duration::from_secs(2));
    world.kill("c");
    world.run_until(39 * S);
    assert_eq!(writes(&world), before, "{:?}\n{}", told(&world), world.tail());
    world.run_until(60 * S);
    assert_eq!(counts(&world, "c").get("lost"), Some(&1), "{:?}\n{}", told(&world), world.tail());
}

#[test]
fn an_event_whose_answer_is_lost_is_told_once() {
    use crate::world::{Blow, Moment, Trap};
    for seed in 0..12 {
        let mut world = two(seed);
        world.start("c");
        world.run_until(25 * S);
        world.kill("c");
        // Its connection breaks with writes on their way, again and again.
        for half in 0..16 {
            let blow = Blow::Cut(Duration::from_millis(150));
            world.trap("a", Trap { moment: Moment::Asked, count: 1 + half % 3, blow });
            world.run_until(world.now + S / 2);
        }
        world.run_until(60 * S);
        assert_counts(&world, "c", &[("joined", 1), ("lost", 1)]);
        let mut seen = std::collections::BTreeSet::new();
        for event in ring(&world).entries {
            let (at, words) = (event.at, format!("{} {:?} {}", event.kind, event.object, event.message));
            assert!(seen.insert((at, words.clone())), "{words} twice, seed {seed}\n{}", world.tail());
        }
    }
}
