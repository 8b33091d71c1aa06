//! Watches: hints that nothing slips between.

use super::{Fixture, cluster, commit, epoch, lease, read, set_lease};
use crate::name::Partition;
use crate::node::{Answer, Folder, Node, Op, Read, Watch};
use crate::store::{Store, Watching};

const LEASE: Watch = Watch::Data(Node::Lease(Partition(0)));

async fn set(store: &dyn Store, to: u64) {
    let done = commit(store, vec![set_lease(to, None)]).await;
    assert!(matches!(done, Answer::Committed(_)), "{done:?}");
}

/// What a scheduler does with hints: reads after each, until it sees what it waits for.
async fn until(hints: &mut crate::store::Hints, store: &dyn Store, wanted: u64) {
    while epoch(store).await != wanted {
        hints.changed().await.expect("the session lives");
    }
}

pub(super) async fn a_hint_comes_for_each_read_that_would_differ<F: Fixture>(fixture: &F) {
    let (writer, session) = (cluster(fixture).await, fixture.open().await);
    let mut hints = session.watch(LEASE);
    assert_eq!(epoch(&*session).await, 0);
    for to in 1..=20 {
        set(&*writer, to).await;
        until(&mut hints, &*session, to).await;
    }
}

pub(super) async fn a_missing_node_can_be_watched<F: Fixture>(fixture: &F) {
    let (writer, session) = (cluster(fixture).await, fixture.open().await);
    let node = Node::Lease(Partition(800));
    let mut hints = session.watch(Watch::Data(node.clone()));
    for _ in 0..3 {
        assert_eq!(read(&*session, node.clone()).await, Read::Missing);
        let made = commit(&*writer, vec![Op::Create(node.clone(), lease(1))]).await;
        assert!(matches!(made, Answer::Committed(_)), "{made:?}");
        while read(&*session, node.clone()).await == Read::Missing {
            hints.changed().await.expect("the session lives");
        }
        let gone = commit(&*writer, vec![Op::Delete(node.clone(), None)]).await;
        assert!(matches!(gone, Answer::Committed(_)), "{gone:?}");
        while read(&*session, node.clone()).await != Read::Missing {
            hints.changed().await.expect("the session lives");
        }
    }
}

async fn children(store: &dyn Store, folder: Folder) -> usize {
    match store.request(crate::node::Request::List(vec![folder])).await {
        Answer::List(listings) => listings[0].names.len(),
        other => panic!("{other:?}"),
    }
}

pub(super) async fn children_can_be_watched<F: Fixture>(fixture: &F) {
    let (writer, session) = (cluster(fixture).await, fixture.open().await);
    let mut hints = session.watch(Watch::Children(Folder::Runs(Partition(1))));
    for number in 1..=5_usize {
        let run = format!("r-001-k3f9x2m4-m{number:010}");
        let create = Op::Create(Node::Run(run.parse().expect("a run id")), super::reads::run_record(&run));
        assert!(matches!(commit(&*writer, vec![create]).await, Answer::Committed(_)));
        while children(&*session, Folder::Runs(Partition(1))).await != number {
            hints.changed().await.expect("the session lives");
        }
    }
}

pub(super) async fn a_missing_folder_can_be_watched<F: Fixture>(fixture: &F) {
    let (writer, session) = (cluster(fixture).await, fixture.open().await);
    let p = Partition(800);
    let mut hints = session.watch(Watch::Children(Folder::Runs(p)));
    // Answered behind the watch: whatever the other session does from here on must make a hint.
    assert_eq!(children(&*session, Folder::Runs(p)).await, 0);
    let run = "r-800-k3f9x2m4-m0000000001";
    let folder = Op::Create(Node::Holder(crate::node::Holder::RunsOf(p)), crate::node::Record::Empty);
    assert!(matches!(commit(&*writer, vec![folder]).await, Answer::Committed(_)));
    hints.changed().await.expect("the session lives");
    let create = Op::Create(Node::Run(run.parse().expect("a run id")), super::reads::run_record(run));
    assert!(matches!(commit(&*writer, vec![create]).await, Answer::Committed(_)));
    while children(&*session, Folder::Runs(p)).await != 1 {
        hints.changed().await.expect("the session lives");
    }
}

pub(super) async fn hints_survive_a_reconnect<F: Fixture>(fixture: &F) {
    let (writer, session) = (cluster(fixture).await, fixture.open().await);
    let mut hints = session.watch(LEASE);
    for to in 1..=3 {
        assert_eq!(epoch(&*session).await, to - 1);
        fixture.block(&session, super::Way::Answers).await;
        set(&*writer, to).await;
        fixture.reconnect(&session).await;
        hints.changed().await.expect("the session lives");
        until(&mut hints, &*session, to).await;
    }
}

pub(super) async fn hints_end_with_the_session<F: Fixture>(fixture: &F) {
    let session = cluster(fixture).await;
    let mut hints = session.watch(LEASE);
    assert_eq!(epoch(&*session).await, 0);
    fixture.close(&session).await;
    while hints.changed().await.is_some() {}
    let mut late = session.watch(LEASE);
    assert_eq!(late.changed().await, None, "a session that is over has no hints");
}
