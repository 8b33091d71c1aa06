//! Stories of what a person with a shell can do to a tree: each harms what it is about and nothing else, nothing of a newer
//! release is written over, and what is mended counts again without a restart.

use nono_core::name::{Partition, TaskName};
use nono_core::node::{Cause, Folder, Node, Read, Record};
use nono_core::store::record;
use serde_json::{Value, json};

use crate::world::{PARTITIONS, World};
use crate::{S, settle, three};

fn name(task: &str) -> TaskName {
    task.parse().unwrap()
}

fn home(task: &str) -> Partition {
    Partition::of(&name(task), PARTITIONS)
}

fn peek(world: &World, node: &Node) -> Read {
    world.model.lock().unwrap().peek(node)
}

/// The bytes of a record that can be read.
fn bytes(world: &World, node: &Node) -> Vec<u8> {
    match peek(world, node) {
        Read::Found(found, _) => record::encode(node, &found).unwrap(),
        other => panic!("{node:?}: {other:?}"),
    }
}

fn json_of(world: &World, node: &Node) -> Value {
    serde_json::from_slice(&bytes(world, node)).unwrap()
}

fn version(world: &World, node: &Node) -> i32 {
    match peek(world, node) {
        Read::Found(_, stat) | Read::Unreadable { stat, .. } => stat.version,
        Read::Missing => panic!("{node:?} is missing"),
    }
}

/// How many requests the tasks of a cluster of eight have had, but for one.
fn of_others(world: &World, but: &str) -> usize {
    let others = (0..8).map(|n| format!("task-{n}")).filter(|task| task != but);
    others.map(|task| world.checker.attempts_of(&task)).sum()
}

#[test]
fn a_task_mended_with_a_shell_runs_again_without_an_edit() {
    let mut world = three(31);
    world.run_until(20 * S);
    let (task, plan) = (Node::Task(home("task-1"), name("task-1")), Node::Plan(home("task-1")));
    let good = bytes(&world, &task);
    world.plant(&task, b"{\"format\":1,");
    world.plant(&plan, br#"{"format":1,"all":true}"#);
    world.run_until(26 * S);
    let (still, others) = (world.checker.attempts_of("task-1"), of_others(&world, "task-1"));
    world.run_until(46 * S);
    assert_eq!(world.checker.attempts_of("task-1"), still, "it runs unread\n{}", world.tail());
    assert!(of_others(&world, "task-1") >= others + 7 * 3, "the others go on\n{}", world.tail());
    world.plant(&task, &good);
    world.run_until(60 * S);
    assert!(world.checker.attempts_of("task-1") >= still + 2, "it goes on\n{}", world.tail());
}

#[test]
fn what_succeeds_while_its_task_cannot_be_read_has_succeeded() {
    let mut world = three(34);
    world.add_task(
        "long",
        &json!({"schedule": {"every": "30s"}, "target": {"url": "http://worker.internal/slow/6000"}}),
    );
    world.run_until(31 * S);
    let (task, plan) = (Node::Task(home("long"), name("long")), Node::Plan(home("long")));
    let good = bytes(&world, &task);
    world.plant(&task, b"{");
    // Its owner reads it, since something of its partition was edited.
    world.plant(&plan, br#"{"format":1,"all":true}"#);
    world.run_until(40 * S);
    assert_eq!(world.checker.attempts_of("long"), 1, "its request has ended\n{}", world.tail());
    world.plant(&task, &good);
    world.run_until(50 * S);
    assert_eq!(world.checker.outcomes("long").get("succeeded"), Some(&1), "{}", world.tail());
}

#[test]
fn a_task_deleted_with_a_shell_is_noticed_though_the_list_of_tasks_was_lost() {
    for step in 0..50 {
        let mut world = three(35);
        world.run_until(20 * S);
        world.checker.gone("task-1");
        world.delete(&Node::Task(home("task-1"), name("task-1")));
        // The owner looks once a second: at the plan, whose children have changed, then for a list of tasks.
        world.lag = 100;
        world.run_until(20 * S + step * 25_000);
        let owner = world.owner_of(home("task-1").0);
        world.cut(&owner, std::time::Duration::from_millis(40));
        world.lag = 1;
        world.run_until(26 * S);
        let before = world.checker.attempts_of("task-1");
        world.run_until(40 * S);
        assert_eq!(world.checker.attempts_of("task-1"), before, "step {step}: a deleted task runs\n{}", world.tail());
    }
}

#[test]
fn a_task_deleted_or_made_with_a_shell_is_noticed_without_an_edit() {
    let mut world = three(32);
    world.run_until(20 * S);
    let task = Node::Task(home("task-1"), name("task-1"));
    let good = bytes(&world, &task);
    world.checker.gone("task-1");
    world.delete(&task);
    world.run_until(22 * S);
    let before = world.checker.attempts_of("task-1");
    world.run_until(40 * S);
    assert_eq!(world.checker.attempts_of("task-1"), before, "a deleted task runs\n{}", world.tail());
    assert_eq!(peek(&world, &Node::State(home("task-1"), name("task-1"))), Read::Missing);
    world.plant(&task, &good);
    world.run_until(56 * S);
    assert!(world.checker.attempts_of("task-1") > before, "a task that was put back does not run\n{}", world.tail());
}

#[test]
fn the_state_of_a_task_that_could_not_be_read_goes_with_it() {
    for restart in [false, true] {
        let mut world = three(36);
        world.run_until(20 * S);
        let (task, state) = (Node::Task(home("task-1"), name("task-1")), Node::State(home("task-1"), name("task-1")));
        world.plant(&task, b"{\"format\":1,");
        world.plant(&Node::Plan(home("task-1")), br#"{"format":1,"all":true}"#);
        if restart {
            // Whoever loads the partition has never been able to read it.
            for scheduler in ["a", "b", "c"] {
                world.kill(scheduler);
            }
            world.start("d");
        }
        world.run_until(36 * S);
        assert!(matches!(peek(&world, &state), Read::Found(..)), "it went with a task that may be mended");
        world.checker.gone("task-1");
        world.delete(&task);
        world.run_until(40 * S);
        assert_eq!(peek(&world, &state), Read::Missing, "restart {restart}: its state is left\n{}", world.tail());
    }
}

#[test]
fn a_task_below_another_partition_than_its_own_is_not_run_from_there() {
    for restart in [false, true] {
        let mut world = three(33);
        world.run_until(20 * S);
        let good = bytes(&world, &Node::Task(home("task-1"), name("task-1")));
        let wrong = Partition((home("task-1").0 + 1) % PARTITIONS);
        world.plant(&Node::Task(wrong, name("task-1")), &good);
        if restart {
            for scheduler in ["a", "b", "c"] {
                world.kill(scheduler);
            }
            world.start("a");
        }
        settle(&mut world, 50 * S);
        assert_eq!(peek(&world, &Node::State(wrong, name("task-1"))), Read::Missing, "it ran from there");
    }
}

#[test]
fn a_child_below_a_state_or_a_record_holds_up_nothing_else() {
    let mut world = three(34);
    world.add_task("long", &json!({"target": {"url": "http://worker.internal/slow/4000"}}));
    world.run_until(17 * S + 500_000);
    let partition = home("long");
    let runs = world.model.lock().unwrap().peek_children(Folder::Runs(partition)).names;
    assert!(!runs.is_empty(), "a run has a record\n{}", world.tail());
    for run in &runs {
        world.plant_at(&format!("/runs/{partition}/{run}/child"), b"");
    }
    let neighbour = (0..8).map(|n| format!("task-{n}")).find(|task| home(task) == partition).unwrap();
    world.plant_at(&format!("/states/{partition}/{neighbour}/child"), b"");
    world.remove_task(&neighbour);
    let (requests, others) = (world.requests_made(), of_others(&world, &neighbour));
    world.run_until(37 * S + 500_000);
    assert!(of_others(&world, &neighbour) >= others + 7 * 3, "others are held up\n{}", world.tail());
    assert!(world.requests_made() - requests < 3_000, "it writes without end: {}", world.requests_made() - requests);
    for run in &runs {
        world.delete_at(&format!("/runs/{partition}/{run}/child"));
    }
    settle(&mut world, 40 * S);
}

#[test]
fn a_lease_that_a_hand_gave_to_nobody_who_lives_is_taken_over() {
    let mut world = three(35);
    world.run_until(20 * S);
    // Neither a member that is gone, nor one that a hand made: no session stands for it.
    let lease = |owner: &str| json!({"format": 1, "owner": owner, "epoch": 50}).to_string();
    let member = json_of(&world, &Node::Member(owner_of(&world, Partition(0))));
    let mut by_hand = member;
    by_hand["name"] = "hand".into();
    world.plant(&Node::Member("hand-000001".parse().unwrap()), by_hand.to_string().as_bytes());
    world.plant(&Node::Lease(Partition(0)), lease("ghost-000001").as_bytes());
    world.plant(&Node::Lease(Partition(1)), lease("hand-000001").as_bytes());
    settle(&mut world, 40 * S);
    for partition in [Partition(0), Partition(1)] {
        assert!(!["ghost", "hand"].contains(&owner_of(&world, partition).name().as_str()), "{}", world.tail());
    }
}

fn owner_of(world: &World, partition: Partition) -> nono_core::name::MemberId {
    match peek(world, &Node::Lease(partition)) {
        Read::Found(Record::Lease(lease), _) => lease.owner.unwrap(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn unknown_fields_of_claims_leases_and_the_plan_survive_every_rewrite() {
    let mut world = three(36);
    world.run_until(12 * S);
    let nodes = [Node::Claims(home("task-1")), Node::Lease(home("task-1")), Node::Assignment];
    for node in &nodes {
        let mut later = json_of(&world, node);
        later["later"] = json!({"deep": [1, {"x": null}]});
        world.plant(node, later.to_string().as_bytes());
    }
    let before: Vec<i32> = nodes.iter().map(|node| version(&world, node)).collect();
    world.run_until(25 * S);
    world.stop("a");
    world.run_until(35 * S);
    world.kill("b");
    settle(&mut world, 60 * S);
    for (node, before) in nodes.iter().zip(before) {
        assert!(version(&world, node) > before, "{node:?} is written again\n{}", world.tail());
        assert_eq!(json_of(&world, node)["later"], json!({"deep": [1, {"x": null}]}), "{node:?}\n{}", world.tail());
    }
}

#[test]
fn what_a_newer_release_wrote_is_never_written_over() {
    let partition = home("task-1");
    let newer = br#"{"format":2,"what":"nobody knows"}"#;
    let nodes = [
        Node::Assignment,
        Node::Lease(partition),
        Node::Claims(Partition((partition.0 + 1) % PARTITIONS)),
        Node::State(Partition((partition.0 + 2) % PARTITIONS), name("x")),
    ];
    for node in &nodes {
        let mut world = three(37);
        let node = match node {
            Node::State(..) => Node::State(home("task-2"), name("task-2")),
            other => other.clone(),
        };
        world.run_until(22 * S + 500_000);
        world.plant(&node, newer);
        let planted = version(&world, &node);
        world.run_until(30 * S);
        world.kill("a");
        world.run_until(60 * S);
        let found = peek(&world, &node);
        assert!(matches!(found, Read::Unreadable { cause: Cause::Newer, .. }), "{found:?}\n{}", world.tail());
        assert_eq!(version(&world, &node), planted, "{}", world.tail());
    }
}

#[test]
fn a_spoilt_plan_member_or_lease_is_made_good_by_the_schedulers_themselves() {
    let mut world = three(38);
    world.run_until(20 * S);
    let member = Node::Member(owner_of(&world, Partition(2)));
    let nodes = [Node::Assignment, Node::Lease(Partition(0)), member];
    for node in &nodes {
        world.plant(node, b"\0");
    }
    settle(&mut world, 60 * S);
    for node in &nodes {
        assert!(
            matches!(peek(&world, node), Read::Found(..)),
            "{node:?} is {:?}\n{}",
            peek(&world, node),
            world.tail()
        );
    }
    assert!(world.lives("a") && world.lives("b") && world.lives("c"));
}

#[test]
fn a_record_of_a_run_that_is_mended_is_taken_up_where_it_was() {
    let mut world = three(39);
    world.add_task("long", &json!({"target": {"url": "http://worker.internal/slow/9000"}}));
    world.run_until(17 * S + 500_000);
    let runs = world.model.lock().unwrap().peek_children(Folder::Runs(home("long"))).names;
    let nodes: Vec<Node> = runs.iter().map(|run| Node::Run(run.parse().unwrap())).collect();
    assert!(!nodes.is_empty(), "a run is open\n{}", world.tail());
    let good: Vec<Vec<u8>> = nodes.iter().map(|node| bytes(&world, node)).collect();
    for scheduler in ["a", "b", "c"] {
        world.kill(scheduler);
    }
    for node in &nodes {
        world.plant(node, b"[");
    }
    world.start("a");
    world.run_until(40 * S);
    for node in &nodes {
        assert!(matches!(peek(&world, node), Read::Unreadable { .. }), "it is left alone\n{}", world.tail());
    }
    for (node, good) in nodes.iter().zip(&good) {
        world.plant(node, good);
    }
    settle(&mut world, 70 * S);
    for node in &nodes {
        assert_eq!(peek(&world, node), Read::Missing, "{node:?} is left\n{}", world.tail());
    }
}

#[test]
fn a_command_that_is_mended_is_carried_out() {
    let mut world = three(40);
    world.run_until(15 * S);
    let uid = json_of(&world, &Node::Task(home("task-1"), name("task-1")))["uid"].clone();
    let command = json!({"format": 1, "action": "trigger", "task": "task-1", "uid": uid, "by": "a hand"});
    let node = Node::Command(home("task-1"), "tok0000000000abc-0000000007".parse().unwrap());
    world.plant(&node, &command.to_string().as_bytes()[1..]);
    world.run_until(25 * S);
    assert!(matches!(peek(&world, &node), Read::Unreadable { .. }), "it waits");
    world.plant(&node, command.to_string().as_bytes());
    world.checker.triggered("task-1");
    settle(&mut world, 35 * S);
    assert_eq!(peek(&world, &node), Read::Missing);
}
