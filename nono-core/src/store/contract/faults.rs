//! Broken connections: unknown at first, decided by sync and reading back.

use super::{Fixture, Way, cluster, epoch, read, set_lease};
use crate::node::{Answer, Node, Read, Request};
use crate::store::Store;

/// Sends a write into a connection that is blocked one way, breaks it, and tells what the lease's epoch is afterwards.
async fn write_lost<F: Fixture>(fixture: &F, way: Way) -> u64 {
    let (watcher, session) = (cluster(fixture).await, fixture.open().await);
    assert_eq!(session.request(Request::Sync).await, Answer::Synced);
    fixture.block(&session, way).await;
    let pending = session.request(Request::Commit(vec![set_lease(7, Some(0))]));
    if way == Way::Answers {
        while epoch(&*watcher).await != 7 {}
    }
    fixture.reconnect(&session).await;
    let answer = pending.await;
    assert!(matches!(answer, Answer::Unknown(_)), "{way:?} {answer:?}");
    sync(&*session).await;
    let found = epoch(&*session).await;
    let again = session.request(Request::Commit(vec![set_lease(8, Some(0))])).await;
    assert_eq!(matches!(again, Answer::Committed(_)), found == 0, "what was read back decides: {again:?}");
    found
}

/// The first may be lost with the connection too.
async fn sync(store: &dyn Store) {
    for _ in 0..10 {
        if store.request(Request::Sync).await == Answer::Synced {
            return;
        }
    }
    panic!("ten syncs in a row were lost");
}

pub(super) async fn a_request_that_never_arrived_is_unknown_and_then_decided<F: Fixture>(fixture: &F) {
    assert_eq!(write_lost(fixture, Way::Requests).await, 0);
}

pub(super) async fn an_answer_that_was_lost_is_unknown_and_then_decided<F: Fixture>(fixture: &F) {
    assert_eq!(write_lost(fixture, Way::Answers).await, 7);
}

pub(super) async fn a_read_in_flight_is_unknown<F: Fixture>(fixture: &F) {
    let session = cluster(fixture).await;
    fixture.block(&session, Way::Answers).await;
    let pending = session.request(Request::Read(vec![Node::Cluster]));
    fixture.reconnect(&session).await;
    assert!(matches!(pending.await, Answer::Unknown(_)));
    sync(&*session).await;
    assert!(matches!(read(&*session, Node::Cluster).await, Read::Found(..)));
}

pub(super) async fn ephemerals_survive_a_reconnect<F: Fixture>(fixture: &F) {
    let session = cluster(fixture).await;
    let member = "a-a1b2c3".parse().expect("a member id");
    let Answer::Standing(candidate) = session.request(Request::Stand(member)).await else { panic!("it is refused") };
    fixture.block(&session, Way::Requests).await;
    let lost = session.request(Request::Read(vec![Node::Cluster]));
    fixture.reconnect(&session).await;
    assert!(matches!(lost.await, Answer::Unknown(_)));
    sync(&*session).await;
    assert!(matches!(read(&*session, Node::Candidate(candidate)).await, Read::Found(..)));
}
