//! The model step by step: what the contract cannot see, because a real server cannot be held still.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::cluster::{Intent, Lease};
use crate::name::{Epoch, Partition};
use crate::node::{Answer, Holder, Node, Op, Read, Record, Refusal, Request, Stat, Watch};
use crate::store::memory::{Cut, InFlight, Model, SessionId};
use crate::time::Utc;

const NOW: Utc = Utc(1_000);
const TIMEOUT: Duration = Duration::from_secs(6);

fn lease(epoch: u64) -> Record {
    Record::Lease(Lease::free(Epoch(epoch)))
}

fn set_up() -> (Model, SessionId) {
    let mut model = Model::new();
    let id = model.open(TIMEOUT);
    let ops = vec![
        Op::Create(Node::Holder(Holder::Leases), Record::Empty),
        Op::Create(Node::Lease(Partition(0)), lease(0)),
        Op::Create(Node::Holder(Holder::Candidates), Record::Empty),
    ];
    assert!(matches!(ask(&mut model, id, Request::Commit(ops)), Answer::Committed(_)));
    (model, id)
}

fn ask(model: &mut Model, id: SessionId, request: Request) -> Answer {
    let ticket = model.send(id, request);
    assert!(model.process(NOW, id));
    let (answered, answer) = model.answer(id).unwrap();
    assert_eq!(answered, ticket);
    answer
}

fn epoch_of(model: &Model) -> u64 {
    match model.peek(&Node::Lease(Partition(0))) {
        Read::Found(Record::Lease(lease), _) => lease.epoch.0,
        other => panic!("{other:?}"),
    }
}

fn set(epoch: u64) -> Request {
    Request::Commit(vec![Op::Set(Node::Lease(Partition(0)), lease(epoch), None)])
}

#[test]
fn a_refused_transaction_leaves_no_trace() {
    let (mut model, id) = set_up();
    let before = model.dump();
    let ops = vec![
        Op::Set(Node::Lease(Partition(0)), lease(9), Some(0)),
        Op::Create(Node::Lease(Partition(1)), lease(0)),
        Op::Delete(Node::Holder(Holder::Candidates), Some(0)),
        Op::Check(Node::Lease(Partition(0)), 0),
    ];
    assert_eq!(ask(&mut model, id, Request::Commit(ops)), Answer::Refused { index: 3, why: Refusal::Version });
    assert_eq!(model.dump(), before);
    assert_eq!(model.peek_children(crate::node::Folder::Candidates).stat.children, 0);
}

#[test]
fn a_cut_decides_what_becomes_of_what_is_in_flight() {
    for (in_flight, at_once, after_sync) in
        [(InFlight::Dropped, 0, 0), (InFlight::Applied, 7, 7), (InFlight::Late, 0, 7)]
    {
        let (mut model, id) = set_up();
        model.send(id, set(7));
        model.disconnect(NOW, id, Cut { in_flight, loses_watches: false });
        assert!(matches!(model.answer(id), Some((_, Answer::Unknown(_)))));
        assert!(!model.process(NOW, id), "nothing is processed without a connection");
        assert!(model.reconnect(id));
        assert_eq!(epoch_of(&model), at_once, "{in_flight:?}");
        assert_eq!(ask(&mut model, id, Request::Sync), Answer::Synced);
        assert_eq!(epoch_of(&model), after_sync, "{in_flight:?}");
    }
}

#[test]
fn the_end_of_a_session_forgets_its_late_writes_and_its_ephemerals() {
    let (mut model, id) = set_up();
    let member: crate::name::MemberId = "a-a1b2c3".parse().unwrap();
    assert!(matches!(ask(&mut model, id, Request::Stand(member)), Answer::Standing(_)));
    model.send(id, set(7));
    model.disconnect(NOW, id, Cut { in_flight: InFlight::Late, loses_watches: false });
    assert_eq!(model.advance(Utc(NOW.0 + 5_999)), []);
    assert_eq!(model.advance(Utc(NOW.0 + 6_000)), [id]);
    model.apply_late(NOW, id);
    assert_eq!(epoch_of(&model), 0);
    assert!(model.peek_children(crate::node::Folder::Candidates).names.is_empty());
    assert!(!model.reconnect(id));
    assert!(
        matches!(
            {
                model.send(id, Request::Sync);
                model.answer(id)
            },
            Some((_, Answer::Unknown(_)))
        ),
        "the one cut"
    );
}

#[test]
fn answers_that_were_not_taken_are_lost_with_the_connection() {
    let (mut model, id) = set_up();
    model.send(id, set(7));
    assert!(model.process(NOW, id));
    model.disconnect(NOW, id, Cut { in_flight: InFlight::Dropped, loses_watches: false });
    assert!(matches!(model.answer(id), Some((_, Answer::Unknown(_)))));
    assert_eq!(epoch_of(&model), 7);
}

#[test]
fn a_watch_fires_once_and_may_be_lost_with_the_connection() {
    let watch = Watch::Data(Node::Lease(Partition(0)));
    let (mut model, id) = set_up();
    let other = model.open(TIMEOUT);
    model.watch(id, watch.clone());
    ask(&mut model, other, set(1));
    ask(&mut model, other, set(2));
    assert_eq!(model.fired(id), BTreeSet::from([watch.clone()]));
    ask(&mut model, other, set(3));
    assert!(model.fired(id).is_empty());
    for loses_watches in [false, true] {
        model.watch(id, watch.clone());
        model.disconnect(NOW, id, Cut { in_flight: InFlight::Dropped, loses_watches });
        ask(&mut model, other, set(4));
        assert!(model.fired(id).is_empty(), "nothing is heard without a connection");
        model.reconnect(id);
        assert_eq!(model.fired(id).is_empty(), loses_watches);
    }
}

#[test]
fn misplaced_records_are_refused() {
    let (mut model, id) = set_up();
    let intent: Intent = serde_json::from_str(r#"{"format":1,"by":"me"}"#).unwrap();
    let ops = vec![Op::Set(Node::Lease(Partition(0)), Record::Intent(intent), None)];
    assert!(matches!(ask(&mut model, id, Request::Commit(ops)), Answer::Failed(_)));
}

#[test]
fn a_planted_record_has_a_stat() {
    let (mut model, _) = set_up();
    model.plant(Utc(5), &Node::Lease(Partition(0)), b"junk");
    match model.peek(&Node::Lease(Partition(0))) {
        Read::Unreadable { why, stat: Stat { version: 1, modified: 5, .. }, .. } => {
            assert!(why.starts_with("/leases/000: "), "{why}");
        }
        other => panic!("{other:?}"),
    }
}
