//! Transactions: whole or not at all, and the index of what was refused.

use super::{Fixture, cluster, commit, epoch, lease, lease_node, read, set_lease, stat};
use crate::name::Partition;
use crate::node::{Answer, Holder, Node, Op, Read, Record, Refusal, Request};
use crate::store::Store;

pub(super) async fn refuses_another_version_and_names_the_operation<F: Fixture>(fixture: &F) {
    let session = cluster(fixture).await;
    let checks = (0..4).map(|partition| Op::Check(lease_node(partition), i32::from(partition == 2)));
    let refused = commit(&*session, checks.collect()).await;
    assert_eq!(refused, Answer::Refused { index: 2, why: Refusal::Version });
    let refused = commit(&*session, vec![set_lease(1, Some(0)), set_lease(2, Some(0))]).await;
    assert_eq!(refused, Answer::Refused { index: 1, why: Refusal::Version }, "the first set raised the version");
    let refused = commit(&*session, vec![Op::Delete(lease_node(0), Some(3))]).await;
    assert_eq!(refused, Answer::Refused { index: 0, why: Refusal::Version });
}

pub(super) async fn refuses_what_exists_or_is_missing_or_has_children<F: Fixture>(fixture: &F) {
    let session = cluster(fixture).await;
    let outside = Partition(700);
    for (op, why) in [
        (Op::Create(lease_node(0), lease(0)), Refusal::Exists),
        (
            Op::Create(
                Node::Run("r-700-k3f9x2m4-m0000000001".parse().expect("a run id")),
                super::reads::run_record("r-700-k3f9x2m4-m0000000001"),
            ),
            Refusal::Missing,
        ),
        (Op::Set(Node::Lease(outside), lease(0), None), Refusal::Missing),
        (Op::Check(Node::Lease(outside), 0), Refusal::Missing),
        (Op::Delete(Node::Lease(outside), None), Refusal::Missing),
        (Op::Delete(Node::Holder(Holder::Leases), None), Refusal::NotEmpty),
    ] {
        let refused = commit(&*session, vec![Op::Check(lease_node(1), 0), op.clone()]).await;
        assert_eq!(refused, Answer::Refused { index: 1, why }, "{op:?}");
    }
}

pub(super) async fn applies_whole_or_not_at_all<F: Fixture>(fixture: &F) {
    let session = cluster(fixture).await;
    let ops = vec![set_lease(7, None), Op::Delete(lease_node(1), None), Op::Check(lease_node(2), 9)];
    assert_eq!(commit(&*session, ops).await, Answer::Refused { index: 2, why: Refusal::Version });
    assert_eq!(epoch(&*session).await, 0);
    assert!(matches!(read(&*session, lease_node(1)).await, Read::Found(..)));
    assert_eq!(stat(&*session, Node::Holder(Holder::Leases)).await.children, 4);
    let ops = vec![set_lease(7, Some(0)), Op::Delete(lease_node(1), Some(0)), Op::Check(lease_node(2), 0)];
    assert!(matches!(commit(&*session, ops).await, Answer::Committed(_)));
    assert_eq!(epoch(&*session).await, 7);
    assert_eq!(read(&*session, lease_node(1)).await, Read::Missing);
    assert_eq!(stat(&*session, Node::Holder(Holder::Leases)).await.children, 3);
}

pub(super) async fn reports_the_stat_of_sets_alone<F: Fixture>(fixture: &F) {
    let session = cluster(fixture).await;
    let ops = vec![
        Op::Check(lease_node(1), 0),
        Op::Create(Node::Lease(Partition(900)), lease(0)),
        set_lease(1, Some(0)),
        Op::Delete(lease_node(3), None),
    ];
    let Answer::Committed(stats) = commit(&*session, ops).await else { panic!("it is refused") };
    assert_eq!(stats.keys().copied().collect::<Vec<_>>(), [2]);
    let (told, kept) = (stats[&2], stat(&*session, lease_node(0)).await);
    assert_eq!(told, kept);
    assert_eq!(told.version, 1);
    assert!(told.modified > 0 && told.created_zxid > 0, "{told:?}");
}

pub(super) async fn an_operation_sees_those_before_it<F: Fixture>(fixture: &F) {
    let session = cluster(fixture).await;
    let before = stat(&*session, lease_node(0)).await;
    let ops =
        vec![Op::Delete(lease_node(0), Some(0)), Op::Create(lease_node(0), lease(5)), Op::Check(lease_node(0), 0)];
    assert!(matches!(commit(&*session, ops).await, Answer::Committed(_)));
    let after = stat(&*session, lease_node(0)).await;
    assert!(after.created_zxid > before.created_zxid, "a node made anew is another node");
    assert_eq!(after.version, 0);
}

pub(super) async fn refuses_the_oversized_before_sending<F: Fixture>(fixture: &F) {
    let session = cluster(fixture).await;
    let others = session.request(Request::Commit(vec![set_lease(1, None)]));
    let long = |bytes: usize| {
        let mut lease = crate::cluster::Lease::free(crate::name::Epoch(9));
        lease.extra.insert("note".to_owned(), "x".repeat(bytes).into());
        Record::Lease(lease)
    };
    let record = commit(&*session, vec![set_lease(8, None), Op::Set(lease_node(1), long(64 * 1024), None)]).await;
    assert!(matches!(&record, Answer::Failed(why) if why.contains("/leases/001")), "{record:?}");
    let all = (0..4).cycle().take(5).map(|partition| Op::Set(lease_node(partition), long(60_000), None)).collect();
    let whole = commit(&*session, all).await;
    assert!(matches!(&whole, Answer::Failed(why) if why.contains("nothing was written")), "{whole:?}");
    assert!(matches!(others.await, Answer::Committed(_)), "others are not hurt");
    assert_eq!(epoch(&*session).await, 1);
}

pub(super) async fn requests_are_carried_out_in_order<F: Fixture>(fixture: &F) {
    let session = cluster(fixture).await;
    let mut pending = Vec::new();
    for version in 0..50 {
        pending.push(session.request(Request::Commit(vec![set_lease(100, Some(version))])));
    }
    let last = session.request(Request::Read(vec![lease_node(0)]));
    // Awaited last first: a request is sent when it is made, not when it is awaited.
    let Answer::Read(reads) = last.await else { panic!("no answer") };
    assert!(matches!(&reads[0], Read::Found(_, stat) if stat.version == 50), "{reads:?}");
    for answer in futures::future::join_all(pending).await {
        assert!(matches!(answer, Answer::Committed(_)), "{answer:?}");
    }
    drop(session.request(Request::Commit(vec![set_lease(101, None)])));
    assert_eq!(epoch(&*session).await, 101, "a pending that is dropped is sent all the same");
}
