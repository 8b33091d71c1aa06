//! What every store must do, as cases that each of them passes: the happy half and the unhappy one.
//!
//! A store is brought by a [`Fixture`], which also breaks it. The model in memory is worth what this suite shows of
//! its likeness to ZooKeeper: simulation proves nothing on a kinder server.

mod admins;
mod faults;
mod reads;
mod sessions;
mod transactions;
mod watches;

use std::sync::Arc;

use futures::future::BoxFuture;

use crate::cluster::Lease;
use crate::name::{Epoch, Partition, TaskName};
use crate::node::{Answer, Node, Op, Read, Record, Request, Stat};
use crate::store::admin::{Admin, init};
use crate::store::{Store, Watching};
use crate::task::StoredTask;

/// Partitions of the clusters made here.
const PARTITIONS: u16 = 4;

/// A store, and the means to break it.
pub trait Fixture: Send + Sync {
    /// Its sessions.
    type Session: Watching + 'static;

    /// An empty tree: sessions that are opened from now on see it.
    fn clear(&self) -> BoxFuture<'_, ()>;

    /// A new session.
    fn open(&self) -> BoxFuture<'_, Arc<Self::Session>>;

    /// Puts bytes at a node, whatever they are.
    fn plant<'a>(&'a self, node: &'a Node, bytes: &'a [u8]) -> BoxFuture<'a, ()>;

    /// Nothing gets through any more this way, and nobody notices yet.
    fn block<'a>(&'a self, session: &'a Self::Session, way: Way) -> BoxFuture<'a, ()>;

    /// Breaks the connection, once something that was on its way when it was blocked is lost, and lets the session find
    /// another.
    fn reconnect<'a>(&'a self, session: &'a Self::Session) -> BoxFuture<'a, ()>;

    /// The server ends the session, having heard nothing of it.
    fn expire<'a>(&'a self, session: &'a Self::Session) -> BoxFuture<'a, ()>;

    /// The session ends itself, in order.
    fn close<'a>(&'a self, session: &'a Self::Session) -> BoxFuture<'a, ()>;

    /// Runs a case, and fails with its name if it takes too long.
    fn bounded<'a>(&'a self, name: &'static str, case: BoxFuture<'a, ()>) -> BoxFuture<'a, ()>;
}

/// A direction of a connection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// From the session to the server.
    Requests,
    /// From the server to the session. Requests arrive and are carried out.
    Answers,
}

type Case<F> = (&'static str, for<'a> fn(&'a F) -> BoxFuture<'a, ()>);

macro_rules! cases {
    ($($module:ident :: $case:ident),* $(,)?) => {
        vec![$((concat!(stringify!($module), "::", stringify!($case)), |fixture| Box::pin($module::$case(fixture)))),*]
    };
}

fn cases<F: Fixture>() -> Vec<Case<F>> {
    cases![
        transactions::refuses_another_version_and_names_the_operation,
        transactions::refuses_what_exists_or_is_missing_or_has_children,
        transactions::applies_whole_or_not_at_all,
        transactions::reports_the_stat_of_sets_alone,
        transactions::an_operation_sees_those_before_it,
        transactions::refuses_the_oversized_before_sending,
        transactions::requests_are_carried_out_in_order,
        reads::tells_missing_from_found,
        reads::the_unreadable_harms_only_itself,
        reads::many_nodes_are_read_in_order,
        reads::lists_folders_with_their_stats,
        sessions::ephemerals_vanish_when_a_session_closes,
        sessions::ephemerals_vanish_when_a_session_expires,
        sessions::a_session_that_is_over_knows_nothing,
        sessions::candidates_are_numbered_in_order,
        sessions::commands_are_numbered_and_kept,
        watches::a_hint_comes_for_each_read_that_would_differ,
        watches::a_missing_node_can_be_watched,
        watches::children_can_be_watched,
        watches::a_missing_folder_can_be_watched,
        watches::hints_survive_a_reconnect,
        watches::hints_end_with_the_session,
        faults::a_request_that_never_arrived_is_unknown_and_then_decided,
        faults::an_answer_that_was_lost_is_unknown_and_then_decided,
        faults::a_read_in_flight_is_unknown,
        faults::ephemerals_survive_a_reconnect,
        admins::init_is_idempotent,
        admins::tasks_are_added_changed_and_removed,
        admins::two_admins_lose_nothing,
        admins::many_edits_stand_each_for_itself,
        admins::the_history_is_bounded,
        admins::a_lost_answer_to_an_edit_is_read_back,
        admins::a_run_is_asked_for_and_found_by_its_token,
        admins::a_lost_answer_to_a_trigger_is_looked_up,
        admins::intents_are_set_and_withdrawn,
        admins::events_of_several_writers_are_all_kept,
        admins::an_unreadable_task_is_shown_and_can_be_removed,
    ]
}

/// Runs every case on an empty tree of its own.
///
/// # Panics
/// When the store does not what it must.
pub async fn run(fixture: &impl Fixture) {
    for (name, case) in cases() {
        fixture.clear().await;
        fixture.bounded(name, case(fixture)).await;
    }
}

async fn cluster<F: Fixture>(fixture: &F) -> Arc<F::Session> {
    let session = fixture.open().await;
    init(&*session, Some(PARTITIONS), "c1").await.expect("a cluster is made");
    session
}

async fn admin<F: Fixture>(fixture: &F) -> (Arc<F::Session>, Admin) {
    let session = cluster(fixture).await;
    let store: Arc<dyn Store> = Arc::<F::Session>::clone(&session);
    (session, Admin::open(store).await.expect("there is a cluster"))
}

async fn commit(store: &dyn Store, ops: Vec<Op>) -> Answer {
    store.request(Request::Commit(ops)).await
}

async fn read(store: &dyn Store, node: Node) -> Read {
    match store.request(Request::Read(vec![node])).await {
        Answer::Read(mut reads) if reads.len() == 1 => reads.remove(0),
        other => panic!("one read was answered with {other:?}"),
    }
}

async fn stat(store: &dyn Store, node: Node) -> Stat {
    match read(store, node).await {
        Read::Found(_, stat) | Read::Unreadable { stat, .. } => stat,
        Read::Missing => panic!("it is missing"),
    }
}

const fn lease_node(partition: u16) -> Node {
    Node::Lease(Partition(partition))
}

fn lease(epoch: u64) -> Record {
    Record::Lease(Lease::free(Epoch(epoch)))
}

fn set_lease(epoch: u64, version: Option<i32>) -> Op {
    Op::Set(lease_node(0), lease(epoch), version)
}

async fn epoch(store: &dyn Store) -> u64 {
    match read(store, lease_node(0)).await {
        Read::Found(Record::Lease(lease), _) => lease.epoch.0,
        other => panic!("lease 000 is {other:?}"),
    }
}

fn name(text: &str) -> TaskName {
    text.parse().expect("a task name")
}

fn task(name: &str, description: &str) -> StoredTask {
    let document = serde_json::json!({
        "apiVersion": "nono/v1",
        "kind": "SchedulerTask",
        "name": name,
        "description": description,
        "schedule": { "every": "10m" },
        "target": { "url": "http://127.0.0.1:9/work" },
    });
    let serde_json::Value::Object(document) = document else { panic!("an object") };
    let uid: String =
        name.bytes().filter(u8::is_ascii_alphanumeric).map(char::from).chain("00000000".chars()).take(8).collect();
    let uid = uid.parse().expect("a uid");
    crate::task::edit::create(uid, document, crate::task::Unknown::Refuse).expect("a task")
}
