//! Reads: missing, unreadable, many.

use super::{Fixture, cluster, commit, lease, lease_node, read};
use crate::name::{Partition, RunId};
use crate::node::{Answer, Folder, Listing, Node, Op, Read, Record, Request};
use crate::run::{Phase, RunRecord};
use crate::store::Store;

/// An open run.
pub(super) fn run_record(run: &str) -> Record {
    let record = serde_json::json!({
        "format": 1, "run": run, "task": "a.b", "trigger": "schedule", "scheduledAt": "2026-11-24T01:00:00Z",
        "version": 3, "delivery": "at_least_once", "attempt": 1, "failed": 0, "epoch": 4, "phase": "sent", "executor": "a-a1b2c3",
    });
    let record: RunRecord = serde_json::from_value(record).expect("a run record");
    assert_eq!(record.phase, Phase::Sent);
    Record::Run(Box::new(record))
}

pub(super) async fn tells_missing_from_found<F: Fixture>(fixture: &F) {
    let session = cluster(fixture).await;
    let nodes = vec![lease_node(0), Node::Lease(Partition(900)), Node::Intents, Node::Commands(Partition(1))];
    let Answer::Read(reads) = session.request(Request::Read(nodes)).await else { panic!("no answer") };
    assert!(matches!(&reads[0], Read::Found(record, _) if *record == lease(0)), "{reads:?}");
    assert_eq!(reads[1], Read::Missing);
    assert!(matches!(&reads[2], Read::Found(Record::Intents(_), _)), "{reads:?}");
    assert!(matches!(&reads[3], Read::Found(Record::Empty, _)), "{reads:?}");
    assert_eq!(session.request(Request::Read(Vec::new())).await, Answer::Read(Vec::new()));
}

pub(super) async fn the_unreadable_harms_only_itself<F: Fixture>(fixture: &F) {
    let session = cluster(fixture).await;
    let run: RunId = "r-001-k3f9x2m4-20261124T010000Z".parse().expect("a run id");
    let p = Partition(1);
    let places = [
        Node::Plan(p),
        Node::Task(p, super::name("a.b")),
        Node::State(p, super::name("a.b")),
        Node::Lease(p),
        Node::Claims(p),
        Node::Run(run),
        Node::Command(p, "a1b2c3d4e5f6g7h8-0000000001".parse().expect("a command name")),
        Node::Member("a-a1b2c3".parse().expect("a member id")),
        Node::Stats("a-a1b2c3".parse().expect("a member id")),
        Node::Intents,
        Node::Intent("a".parse().expect("a scheduler name")),
        Node::Changes(p, super::name("a.b")),
        Node::Assignment,
        Node::Events,
        Node::Cluster,
    ];
    for junk in
        [&b""[..], b"{", b"[]", b"\xff\xfe", b"null", br#"{"format":2}"#, br#"{"format":"x"}"#, br#"{"format":-1}"#]
    {
        for place in &places {
            fixture.plant(place, junk).await;
            let nodes = vec![lease_node(0), place.clone(), lease_node(2)];
            let Answer::Read(reads) = session.request(Request::Read(nodes)).await else { panic!("no answer") };
            let path = crate::store::path::of_node(place);
            let Read::Unreadable { why, stat, .. } = &reads[1] else {
                panic!("{path} with {junk:?} is {:?}", reads[1])
            };
            assert!(why.starts_with(&format!("{path}: ")) && why.len() > path.len() + 5, "{why}");
            assert!(stat.created_zxid > 0, "{stat:?}");
            assert!(matches!((&reads[0], &reads[2]), (Read::Found(..), Read::Found(..))), "{reads:?}");
        }
    }
    let newer = read(&*session, Node::Lease(p)).await;
    assert!(matches!(&newer, Read::Unreadable { .. }), "{newer:?}");
    fixture.plant(&Node::Lease(p), br#"{"format":2,"owner":null,"epoch":3}"#).await;
    let Read::Unreadable { why, .. } = read(&*session, Node::Lease(p)).await else { panic!("it is read") };
    assert!(why.contains("format is 2") && why.contains("upgrade"), "{why}");
}

pub(super) async fn many_nodes_are_read_in_order<F: Fixture>(fixture: &F) {
    let session = cluster(fixture).await;
    let runs: Vec<RunId> = (0..1_000).map(|n| format!("r-001-k3f9x2m4-m{n:010}").parse().expect("a run id")).collect();
    for some in runs.chunks(200) {
        let create = |run: &RunId| Op::Create(Node::Run(run.clone()), run_record(run.as_str()));
        let made = commit(&*session, some.iter().map(create).collect()).await;
        assert!(matches!(made, Answer::Committed(_)), "{made:?}");
    }
    let nodes = runs.iter().rev().cloned().map(Node::Run).collect();
    let Answer::Read(reads) = session.request(Request::Read(nodes)).await else { panic!("no answer") };
    assert_eq!(reads.len(), runs.len());
    for (run, read) in runs.iter().rev().zip(&reads) {
        assert!(matches!(read, Read::Found(Record::Run(record), _) if record.entry.run == *run), "{run} is {read:?}");
    }
}

pub(super) async fn lists_folders_with_their_stats<F: Fixture>(fixture: &F) {
    let session = cluster(fixture).await;
    let run = "r-001-k3f9x2m4-m0000000001";
    let create = Op::Create(Node::Run(run.parse().expect("a run id")), run_record(run));
    assert!(matches!(commit(&*session, vec![create]).await, Answer::Committed(_)));
    let mut folders: Vec<Folder> = (0..40).map(|n| Folder::Runs(Partition(n))).collect();
    folders.push(Folder::Members);
    let Answer::List(listings) = session.request(Request::List(folders)).await else { panic!("no answer") };
    assert_eq!(listings[1].names, [run]);
    assert_eq!((listings[1].stat.children, listings[1].stat.children_version), (1, 1));
    assert!(listings[2].names.is_empty() && listings[2].stat.created_zxid > 0);
    assert_eq!(listings[39], Listing::default(), "a folder that is missing has no children");
    assert!(listings[40].names.is_empty());
    let delete = Op::Delete(Node::Run(run.parse().expect("a run id")), None);
    assert!(matches!(commit(&*session, vec![delete]).await, Answer::Committed(_)));
    let Answer::List(listings) = session.request(Request::List(vec![Folder::Runs(Partition(1))])).await else {
        panic!("no answer")
    };
    assert_eq!((listings[0].stat.children, listings[0].stat.children_version), (0, 2));
}
