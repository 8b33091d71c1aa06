//! Sessions: what lives as long as they do, and what they number.

use super::{Fixture, cluster, commit, read};
use crate::cluster::Stats;
use crate::name::{CandidateName, MemberId, Partition};
use crate::node::{Answer, Folder, Node, Op, Read, Record, Refusal, Request};
use crate::run::{FORMAT, UserCommand};
use crate::store::Store;

fn member_id() -> MemberId {
    "a-a1b2c3".parse().expect("a member id")
}

fn stats() -> Op {
    Op::Create(Node::Stats(member_id()), Record::Stats(Box::new(Stats { format: FORMAT, ..Stats::default() })))
}

async fn stand(store: &dyn Store) -> CandidateName {
    match store.request(Request::Stand(member_id())).await {
        Answer::Standing(name) => name,
        other => panic!("{other:?}"),
    }
}

pub(super) async fn ephemerals_vanish_when_a_session_closes<F: Fixture>(fixture: &F) {
    let (watcher, session) = (cluster(fixture).await, fixture.open().await);
    let candidate = stand(&*session).await;
    assert!(matches!(commit(&*session, vec![stats()]).await, Answer::Committed(_)));
    let Read::Found(_, stat) = read(&*watcher, Node::Stats(member_id())).await else { panic!("it is missing") };
    assert!(stat.ephemeral);
    fixture.close(&session).await;
    assert_eq!(watcher.request(Request::Sync).await, Answer::Synced);
    assert_eq!(read(&*watcher, Node::Stats(member_id())).await, Read::Missing);
    assert_eq!(read(&*watcher, Node::Candidate(candidate)).await, Read::Missing);
}

pub(super) async fn ephemerals_vanish_when_a_session_expires<F: Fixture>(fixture: &F) {
    let (watcher, session) = (cluster(fixture).await, fixture.open().await);
    assert!(matches!(commit(&*session, vec![stats()]).await, Answer::Committed(_)));
    fixture.expire(&session).await;
    assert_eq!(watcher.request(Request::Sync).await, Answer::Synced);
    assert_eq!(read(&*watcher, Node::Stats(member_id())).await, Read::Missing);
}

pub(super) async fn a_session_that_is_over_knows_nothing<F: Fixture>(fixture: &F) {
    let (watcher, session) = (cluster(fixture).await, fixture.open().await);
    fixture.expire(&session).await;
    let requests = [
        Request::Read(vec![Node::Cluster]),
        Request::List(vec![Folder::Members]),
        Request::Commit(vec![super::set_lease(9, None)]),
        Request::Stand(member_id()),
        Request::Sync,
    ];
    for request in requests {
        let answer = session.request(request.clone()).await;
        assert!(matches!(answer, Answer::Unknown(_)), "{request:?} was answered with {answer:?}");
    }
    assert_eq!(super::epoch(&*watcher).await, 0);
}

pub(super) async fn candidates_are_numbered_in_order<F: Fixture>(fixture: &F) {
    let (first, second) = (cluster(fixture).await, fixture.open().await);
    let names = [stand(&*first).await, stand(&*second).await, stand(&*first).await];
    assert!(names.windows(2).all(|pair| pair[0].sequence() < pair[1].sequence()), "{names:?}");
    assert!(names.iter().all(|name| name.member() == member_id()));
    let Answer::List(listings) = first.request(Request::List(vec![Folder::Candidates])).await else {
        panic!("no answer")
    };
    assert_eq!(listings[0].names.len(), 3);
    fixture.close(&second).await;
    let again = stand(&*first).await;
    assert!(again.sequence() > names[2].sequence(), "a number is never used again");
}

pub(super) async fn commands_are_numbered_and_kept<F: Fixture>(fixture: &F) {
    let (watcher, session) = (cluster(fixture).await, fixture.open().await);
    let command: UserCommand = serde_json::from_value(
        serde_json::json!({"format":1,"action":"trigger","task":"a.b","uid":"k3f9x2m4","by":"me@here"}),
    )
    .expect("a command");
    let submit = |partition| {
        Request::Submit(Partition(partition), "a1b2c3d4e5f6g7h8".parse().expect("a token"), Box::new(command.clone()))
    };
    let Answer::Submitted(first) = session.request(submit(1)).await else { panic!("it is refused") };
    let Answer::Submitted(second) = session.request(submit(1)).await else { panic!("it is refused") };
    assert!(first.sequence() < second.sequence());
    fixture.close(&session).await;
    let found = read(&*watcher, Node::Command(Partition(1), first)).await;
    assert!(
        matches!(&found, Read::Found(Record::Command(kept), stat) if **kept == command && !stat.ephemeral),
        "{found:?}"
    );
    let refused = watcher.request(submit(700)).await;
    assert_eq!(refused, Answer::Refused { index: 0, why: Refusal::Missing });
}
