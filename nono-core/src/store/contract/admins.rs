//! The sequences of admins, on every store: done is durable, failed changed nothing, lost is read back.

use std::collections::BTreeSet;

use super::{Fixture, Way, admin, cluster, commit, name, read, stat, task};
use crate::cluster::{Event, Intent};
use crate::name::{Partition, RunKey};
use crate::node::{Answer, Node, Op, Read, Record, Request};
use crate::run::Claims;
use crate::store::Store;
use crate::store::admin::{AdminError, Author, Edit, FoundRun, Kept, creation_of, init};
use crate::task::{SchedulerTask, StoredTask, Unknown};
use crate::time::Utc;

fn author(by: &str) -> Author {
    Author {
        by: by.to_owned(),
        command: "task update".to_owned(),
        identity: None,
        reason: None,
        at: Utc(1_795_482_000_000),
    }
}

fn described(mut task: StoredTask, text: &str) -> StoredTask {
    task.task.description = Some(text.to_owned());
    task.document.insert("description".to_owned(), text.into());
    task
}

/// With a body of so many bytes.
fn sending(mut task: StoredTask, bytes: usize) -> StoredTask {
    task.document["target"]["body"] = "y".repeat(bytes).into();
    task.task = SchedulerTask::parse(&task.document, Unknown::Keep).expect("a task");
    task
}

fn description(task: &StoredTask) -> &str {
    task.task.description.as_deref().unwrap_or("")
}

pub(super) async fn init_is_idempotent<F: Fixture>(fixture: &F) {
    let session = fixture.open().await;
    let first = init(&*session, Some(3), "c1").await.expect("it is made");
    assert!(first.new && first.made == 13 + 3 * 7 + 1, "{first:?}");
    let again = init(&*session, None, "c2").await.expect("it is there");
    assert_eq!((again.new, again.made, again.cluster.id.as_str()), (false, 0, "c1"));
    assert_eq!(init(&*session, Some(4), "c3").await, Err(AdminError::Partitions { have: 3, wanted: 4 }));
    let gone = vec![Op::Delete(Node::Claims(Partition(1)), None), Op::Delete(Node::Lease(Partition(1)), None)];
    assert!(matches!(commit(&*session, gone).await, Answer::Committed(_)));
    assert_eq!(init(&*session, Some(3), "c4").await.expect("it is repaired").made, 1, "claims, and never a lease");
    assert_eq!(read(&*session, Node::Lease(Partition(1))).await, Read::Missing);
}

pub(super) async fn tasks_are_added_changed_and_removed<F: Fixture>(fixture: &F) {
    let (session, admin) = admin(fixture).await;
    let (a, p) = (name("a.b"), admin.partition_of(&name("a.b")));
    let me = author("me@here");
    let plan_version = async || stat(&*session, Node::Plan(p)).await.version;
    assert_eq!(admin.task(&a).await, Err(AdminError::no_task(&a)));
    assert_eq!(admin.add(task("a.b", "one"), &me).await.expect("it is added").version, Some(0));
    assert_eq!(plan_version().await, 1);
    assert_eq!(admin.add(task("a.b", "two"), &me).await, Err(AdminError::Exists { name: a.clone() }));
    assert_eq!(plan_version().await, 1, "what is refused changes nothing");
    assert!(admin.changes(&a).await.expect("they are read").is_empty());
    let made = creation_of(&admin.task(&a).await.expect("it is there").value).expect("who made it is known");
    assert_eq!((made.by.as_str(), made.command.as_str(), made.at), ("me@here", "task update", me.at));
    let edited =
        admin.update(&a, Some(0), &me, |base| Ok::<_, AdminError>(Some(described(base.value.clone(), "two")))).await;
    assert_eq!(edited.expect("it is changed").and_then(|it| it.version), Some(1));
    assert_eq!(plan_version().await, 2);
    let Read::Found(Record::Plan(plan), _) = read(&*session, Node::Plan(p)).await else { panic!("no plan") };
    assert_eq!(plan.names, std::slice::from_ref(&a));
    let left = admin.update(&a, None, &me, |_| Ok::<_, AdminError>(None)).await;
    assert_eq!((left, plan_version().await), (Ok(None), 2));
    let refused = admin.update(&a, Some(0), &me, |base| Ok::<_, AdminError>(Some(base.value.clone()))).await;
    assert!(
        matches!(&refused, Err(AdminError::Conflict { have: 0, is: 1, by: Some(by), .. }) if by == "me@here"),
        "{refused:?}"
    );
    let changes = admin.changes(&a).await.expect("they are read");
    assert_eq!(changes.len(), 1);
    assert_eq!((changes[0].version, changes[0].before["task"]["description"].as_str()), (1, Some("one")));
    assert!(matches!(admin.remove(&a, Some(0), &me).await, Err(AdminError::Conflict { is: 1, .. })));
    admin.remove(&a, Some(1), &me).await.expect("it is removed");
    assert_eq!(plan_version().await, 3);
    assert_eq!(read(&*session, Node::Task(p, a.clone())).await, Read::Missing);
    assert_eq!(read(&*session, Node::Changes(p, a.clone())).await, Read::Missing);
    assert_eq!(admin.remove(&a, None, &me).await, Err(AdminError::no_task(&a)));
}

pub(super) async fn two_admins_lose_nothing<F: Fixture>(fixture: &F) {
    let (_first, one) = admin(fixture).await;
    let second: std::sync::Arc<dyn Store> = fixture.open().await;
    let two = super::Admin::open(second).await.expect("there is a cluster");
    one.add(task("a.b", ""), &author("one")).await.expect("it is added");
    let edit = async |admin: &super::Admin, letter: char| {
        for _ in 0..10 {
            let append = |base: &Kept<StoredTask>| {
                let text = format!("{}{letter}", description(&base.value));
                Ok::<_, AdminError>(Some(described(base.value.clone(), &text)))
            };
            admin.update(&name("a.b"), None, &author("x"), append).await.expect("it is changed");
        }
    };
    futures::join!(edit(&one, 'a'), edit(&two, 'b'));
    let kept = one.task(&name("a.b")).await.expect("it is there");
    let count = |letter| description(&kept.value).matches(letter).count();
    assert_eq!((count('a'), count('b'), kept.stat.version), (10, 10, 20), "{}", description(&kept.value));
}

pub(super) async fn many_edits_stand_each_for_itself<F: Fixture>(fixture: &F) {
    let (_session, admin) = admin(fixture).await;
    let me = author("me");
    // Another task of that name, so with another uid.
    let other = StoredTask { uid: "another0".parse().expect("a uid"), ..task("t-0007", "") };
    admin.add(other, &me).await.expect("it is added");
    let long = "x".repeat(600);
    let edits = (0..1_500).map(|n| Edit::Add(Box::new(task(&format!("t-{n:04}"), &long)))).collect();
    let results = admin.edit_all(edits, &me).await;
    for (n, result) in results.iter().enumerate() {
        match result {
            Err(AdminError::Exists { name }) => assert_eq!((n, name.as_str()), (7, "t-0007")),
            Ok(edited) => assert_eq!(edited.name.as_str(), format!("t-{n:04}")),
            other => panic!("{n}: {other:?}"),
        }
    }
    assert!(results[7].is_err());
    let all = admin.read_all_tasks().await.expect("they are read");
    assert_eq!((all.found.len(), all.unreadable.len()), (1_500, 0));
    assert!(all.found.windows(2).all(|pair| pair[0].value.task.name < pair[1].value.task.name));
    let stale = all.found[3].clone();
    admin.remove(&stale.value.task.name, None, &me).await.expect("it is removed");
    let replace = |kept: &Kept<StoredTask>| Edit::Replace {
        base: Box::new(kept.clone()),
        task: Box::new(described(kept.value.clone(), "new")),
    };
    let results = admin.edit_all(all.found.iter().map(replace).collect(), &me).await;
    let failed: Vec<_> = results.iter().filter(|result| result.is_err()).collect();
    assert_eq!(failed, [&Err(AdminError::no_task(&stale.value.task.name))]);
}

pub(super) async fn the_history_is_bounded<F: Fixture>(fixture: &F) {
    let (_session, admin) = admin(fixture).await;
    let (me, a) = (author("me"), name("a.b"));
    admin.add(task("a.b", ""), &me).await.expect("it is added");
    for round in 0..13 {
        let bytes = if round < 12 { round } else { 20_000 };
        let longer = |base: &Kept<StoredTask>| Ok::<_, AdminError>(Some(sending(base.value.clone(), bytes)));
        admin.update(&a, None, &me, longer).await.expect("it is changed");
    }
    let changes = admin.changes(&a).await.expect("they are read");
    let versions: Vec<i32> = changes.iter().map(|change| change.version).collect();
    assert_eq!(versions, (4..=13).collect::<Vec<_>>());
    for round in 0..4 {
        let longer = |base: &Kept<StoredTask>| Ok::<_, AdminError>(Some(sending(base.value.clone(), 20_000 + round)));
        admin.update(&a, None, &me, longer).await.expect("it is changed");
    }
    let changes = admin.changes(&a).await.expect("they are read");
    assert!((2..=3).contains(&changes.len()), "as many as fit 64 KiB: {}", changes.len());
    assert_eq!(changes.last().map(|change| change.version), Some(17));
}

pub(super) async fn a_lost_answer_to_an_edit_is_read_back<F: Fixture>(fixture: &F) {
    let (session, admin) = admin(fixture).await;
    let (me, a) = (author("me"), name("a.b"));
    for (round, way) in [Way::Requests, Way::Answers].into_iter().enumerate() {
        let versions = round as i32;
        let lose = async {
            fixture.block(&session, way).await;
            fixture.reconnect(&session).await;
        };
        if round == 0 {
            let (added, ()) = futures::join!(admin.add(task("a.b", "one"), &me), lose);
            assert_eq!(added.expect("it is added").version, Some(0), "{way:?}");
        } else {
            let update = admin.update(&a, Some(versions - 1), &me, |base| {
                Ok::<_, AdminError>(Some(described(base.value.clone(), "two")))
            });
            let (updated, ()) = futures::join!(update, lose);
            assert_eq!(updated.expect("it is changed").and_then(|it| it.version), Some(1), "{way:?}");
        }
    }
    assert_eq!(admin.changes(&a).await.expect("they are read").len(), 1);
}

pub(super) async fn a_run_is_asked_for_and_found_by_its_token<F: Fixture>(fixture: &F) {
    let (session, admin) = admin(fixture).await;
    let (a, p) = (name("a.b"), admin.partition_of(&name("a.b")));
    let token = "a1b2c3d4e5f6g7h8".parse::<crate::name::Token>().expect("a token");
    assert_eq!(admin.trigger(&a, token.clone(), "me", None).await, Err(AdminError::no_task(&a)));
    let added = task("a.b", "");
    admin.add(added.clone(), &author("me")).await.expect("it is added");
    let triggered = admin.trigger(&a, token.clone(), "me", Some("why".to_owned())).await.expect("it is asked for");
    assert_eq!((triggered.run.partition(), triggered.run.uid()), (p, added.uid.clone()));
    assert_eq!(triggered.run.key(), RunKey::Command(triggered.command.sequence()));
    let found = admin.find_run(&triggered.run, Some(&a)).await.expect("it is looked for");
    assert!(matches!(&found, Some(FoundRun::Commanded(command, _)) if *command == triggered.command), "{found:?}");
    // The owner claims it.
    let Record::Run(mut record) = super::reads::run_record(triggered.run.as_str()) else { panic!("a record") };
    record.entry.token = Some(token.clone());
    let claims = Claims { entries: vec![crate::run::Entry::Run(record.entry.clone()).into()], ..Claims::default() };
    let claim = vec![
        Op::Delete(Node::Command(p, triggered.command.clone()), None),
        Op::Set(Node::Claims(p), Record::Claims(claims), None),
    ];
    assert!(matches!(commit(&*session, claim).await, Answer::Committed(_)));
    assert!(matches!(admin.find_token(&a, &token).await, Ok(Some(FoundRun::Claimed(_)))));
    assert!(matches!(admin.find_run(&triggered.run, None).await, Ok(Some(FoundRun::Claimed(_)))));
    // It outlives a second.
    let record = vec![
        Op::Set(Node::Claims(p), Record::Claims(Claims::default()), None),
        Op::Create(Node::Run(triggered.run.clone()), Record::Run(record)),
    ];
    assert!(matches!(commit(&*session, record).await, Answer::Committed(_)));
    assert!(matches!(admin.find_token(&a, &token).await, Ok(Some(FoundRun::Open(_)))));
    assert_eq!(admin.open_runs_of(&a).await.expect("they are read").len(), 1);
    let other = "z1b2c3d4e5f6g7h8".parse().expect("a token");
    assert_eq!(admin.find_token(&a, &other).await, Ok(None));
}

pub(super) async fn a_lost_answer_to_a_trigger_is_looked_up<F: Fixture>(fixture: &F) {
    let (session, admin) = admin(fixture).await;
    let a = name("a.b");
    admin.add(task("a.b", ""), &author("me")).await.expect("it is added");
    let mut runs = BTreeSet::new();
    for n in 0..5 {
        let token = format!("a1b2c3d4e5f6g7h{n}").parse::<crate::name::Token>().expect("a token");
        let lose = async {
            fixture.block(&session, Way::Answers).await;
            fixture.reconnect(&session).await;
        };
        let (triggered, ()) = futures::join!(admin.trigger(&a, token.clone(), "me", None), lose);
        match triggered {
            Ok(triggered) => {
                assert_eq!(triggered.command.token(), token);
                assert!(runs.insert(triggered.run));
            }
            Err(AdminError::UnknownOutcome { .. }) => {
                assert_eq!(admin.find_token(&a, &token).await, Ok(None), "what is said to be unknown was not found");
            }
            other => panic!("{other:?}"),
        }
    }
}

pub(super) async fn intents_are_set_and_withdrawn<F: Fixture>(fixture: &F) {
    let (session, admin) = admin(fixture).await;
    let web = "web-1".parse::<crate::name::SchedulerName>().expect("a scheduler name");
    let intent: Intent =
        serde_json::from_value(serde_json::json!({"format":1,"drain":true,"by":"me"})).expect("an intent");
    assert_eq!(admin.set_intent(&web, Some(intent.clone()), event("drain")).await, Ok(true));
    assert_eq!(admin.set_intent(&web, Some(intent.clone()), event("drain")).await, Ok(false));
    let intents = admin.intents().await.expect("they are read");
    assert_eq!(intents.get(&web).map(|kept| &kept.value), Some(&intent));
    assert_eq!(admin.set_intent(&web, None, event("undrain")).await, Ok(true));
    assert_eq!(admin.set_intent(&web, None, event("undrain")).await, Ok(false));
    assert_eq!(session.request(Request::Sync).await, Answer::Synced);
    assert!(admin.intents().await.expect("they are read").is_empty());
    let kinds: Vec<String> = admin.events().await.expect("they are read").into_iter().map(|event| event.kind).collect();
    assert_eq!(kinds, ["drain", "undrain"], "what changed nothing is no event");
    assert_eq!(admin.leases().await.expect("they are read").len(), 4);
    assert!(admin.members().await.expect("they are read").is_empty());
    assert_eq!(admin.assignment().await.expect("it is read").map(|kept| kept.value.epoch), Some(0));
}

fn event(kind: &str) -> Event {
    Event {
        number: 0,
        at: Utc(1_795_482_000_000),
        kind: kind.to_owned(),
        object: Some("scheduler/web-1".to_owned()),
        message: String::new(),
        by: "me@here".to_owned(),
        identity: None,
        reason: None,
        extra: serde_json::Map::new(),
    }
}

pub(super) async fn events_of_several_writers_are_all_kept<F: Fixture>(fixture: &F) {
    let (session, one) = admin(fixture).await;
    let second: std::sync::Arc<dyn Store> = fixture.open().await;
    let two = super::Admin::open(second).await.expect("there is a cluster");
    let write = async |admin: &super::Admin, who: &str| {
        for number in 0..5 {
            admin.note(event(&format!("{who}{number}"))).await.expect("it is written");
        }
    };
    futures::join!(write(&one, "a"), write(&two, "b"));
    let kinds: BTreeSet<String> =
        one.events().await.expect("they are read").into_iter().map(|event| event.kind).collect();
    assert_eq!(kinds.len(), 10, "{kinds:?}");
    // An answer that is lost: the event stands there once.
    let lose = async {
        fixture.block(&session, Way::Answers).await;
        fixture.reconnect(&session).await;
    };
    let (noted, ()) = futures::join!(one.note(event("lost")), lose);
    noted.expect("it is written");
    let events = one.events().await.expect("they are read");
    assert_eq!(events.iter().filter(|event| event.kind == "lost").count(), 1, "{events:?}");
    assert!(events.windows(2).all(|pair| pair[0].number + 1 == pair[1].number), "{events:?}");
    // A cluster of an older release has no such node: the first event makes it.
    let gone = vec![Op::Delete(Node::Events, None)];
    assert!(matches!(commit(&*session, gone).await, Answer::Committed(_)));
    assert!(two.events().await.expect("they are read").is_empty());
    two.note(event("first")).await.expect("it is written");
    assert_eq!(two.events().await.expect("they are read").len(), 1);
}

pub(super) async fn an_unreadable_task_is_shown_and_can_be_removed<F: Fixture>(fixture: &F) {
    let (session, admin) = admin(fixture).await;
    admin.add(task("a.b", ""), &author("me")).await.expect("it is added");
    let (bad, me) = (name("bad"), author("me"));
    let node = Node::Task(admin.partition_of(&bad), bad.clone());
    fixture.plant(&node, b"{").await;
    assert_eq!(session.request(Request::Sync).await, Answer::Synced);
    assert!(matches!(admin.task(&bad).await, Err(AdminError::Unreadable { .. })));
    let all = admin.read_all_tasks().await.expect("they are read");
    assert_eq!((all.found.len(), all.unreadable.keys().map(String::as_str).collect::<Vec<_>>()), (1, vec!["bad"]));
    assert_eq!(admin.add(task("bad", ""), &me).await, Err(AdminError::Exists { name: bad.clone() }));
    admin.remove(&bad, None, &me).await.expect("it is removed");
    assert_eq!(read(&*session, node).await, Read::Missing);
    drop(cluster(fixture).await);
}
