//! The dispatch thread with a real engine and a store that is a table: what it is told, and what becomes of it.

use std::sync::Mutex;
use std::sync::mpsc::Receiver;
use std::time::Instant;

use nono_core::cluster::Member;
use nono_core::engine::Options;
use nono_core::node::Request;
use nono_core::retry::AttemptEnd;
use nono_core::store::{Hints, Pending, Store};

use super::*;
use crate::attempt::{Egress, SystemResolver};

const PATIENCE: Duration = Duration::from_secs(10);

/// A store that never answers and remembers what it was asked.
#[derive(Debug, Default)]
struct Silent {
    asked: Mutex<Vec<Request>>,
}

impl Store for Silent {
    fn request(&self, request: Request) -> Pending {
        self.asked.lock().unwrap().push(request);
        Box::pin(std::future::pending())
    }
}

impl Watching for Silent {
    fn watch(&self, _: Watch) -> Hints {
        Hints::channel().1
    }
}

struct Thread {
    inbox: Inbox,
    stopped: watch::Receiver<bool>,
    readiness: Arc<Readiness>,
    heartbeat: Arc<Heartbeat>,
    handle: std::thread::JoinHandle<()>,
}

fn begin() -> Thread {
    let (inbox, messages): (Inbox, Receiver<Message>) = Inbox::new();
    let (stopped, seen) = watch::channel(false);
    let dispatch = unbegun(inbox.clone(), stopped);
    let readiness = Arc::clone(&dispatch.around.readiness);
    let heartbeat = Arc::clone(&dispatch.around.heartbeat);
    let handle = dispatch.begin(messages).unwrap();
    Thread { inbox, stopped: seen, readiness, heartbeat, handle }
}

fn unbegun(inbox: Inbox, stopped: watch::Sender<bool>) -> Dispatch {
    held_to(None, inbox, stopped)
}

fn held_to(rate: Option<u32>, inbox: Inbox, stopped: watch::Sender<bool>) -> Dispatch {
    let around = Surroundings {
        inbox,
        attempts: Arc::new(Attempts::new(Arc::new(Egress::default()), Arc::new(SystemResolver))),
        runtime: Handle::current(),
        figures: Arc::default(),
        run_log: None,
        readiness: Arc::default(),
        heartbeat: Arc::new(Heartbeat::new(Duration::from_secs(6))),
        stopped,
        zookeeper_rate: rate,
    };
    let options = Options { drain_timeout: Duration::from_secs(1), max_in_flight: 10, max_in_flight_per_host: 10 };
    Dispatch::new(Engine::new(options, clock::read()), around)
}

fn began(store: &Arc<Silent>) -> Message {
    let member = Member {
        format: 1,
        name: "a".parse().unwrap(),
        host: "h".to_owned(),
        pid: 1,
        version: "0".to_owned(),
        tzdb: "0".to_owned(),
        address: "127.0.0.1:1".to_owned(),
        since: clock::wall(),
        leaving: false,
        extra: serde_json::Map::new(),
    };
    let event = Event::SessionStarted {
        id: "a-000000".parse().unwrap(),
        member: Box::new(member),
        timeout: Duration::from_secs(6),
        partitions: 4,
    };
    Message::Began(Arc::clone(store) as Arc<dyn Watching>, Box::new(event))
}

/// Waits on a condition; the last state is in the message when it does not come.
async fn until<T>(what: &str, mut look: impl FnMut() -> Result<T, String>) -> T {
    let begun = Instant::now();
    loop {
        match look() {
            Ok(seen) => return seen,
            Err(state) if begun.elapsed() > PATIENCE => panic!("{what} did not come: {state}"),
            Err(_) => tokio::task::yield_now().await,
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_makes_the_engine_ask_its_store() {
    let thread = begin();
    let store = Arc::new(Silent::default());
    thread.inbox.tell(began(&store));
    until("a request", || {
        let asked = store.asked.lock().unwrap();
        if asked.is_empty() { Err("nothing was asked".to_owned()) } else { Ok(()) }
    })
    .await;
    assert!(thread.readiness.now().is_err(), "a member that has renewed nothing is not ready");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_of_a_former_session_are_dropped() {
    let mut dispatch = unbegun(Inbox::new().0, watch::channel(false).0);
    let (first, second) = (Arc::new(Silent::default()), Arc::new(Silent::default()));
    for message in [began(&first), Message::Lost, began(&second)] {
        dispatch.take(message);
        assert!(dispatch.carry_out_all());
    }
    let asked = second.asked.lock().unwrap().len();
    assert!(asked > 0);
    let mut answer = |number| {
        for id in 0..100 {
            dispatch.take(Message::Answered(
                SessionNumber(number),
                RequestId(id),
                Answer::Committed(Default::default()),
            ));
        }
        assert!(dispatch.carry_out_all());
        second.asked.lock().unwrap().len()
    };
    assert_eq!(answer(1), asked, "nothing follows from answers of another session");
    assert!(answer(2) > asked, "much follows from answers of this one");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_session_a_stop_is_over_at_once() {
    let mut thread = begin();
    thread.inbox.event(Event::Stop);
    let seen = tokio::time::timeout(PATIENCE, thread.stopped.wait_for(|stopped| *stopped)).await;
    seen.expect("nothing is to be handed over").unwrap();
    // Closing the session may take longer than a loop may stand still.
    assert!(thread.heartbeat.is_over(), "the watchdog goes on waiting for a loop that has ended");
    tokio::task::spawn_blocking(|| thread.handle.join()).await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_loop_turns_when_nothing_happens() {
    let thread = begin();
    let turns = thread.heartbeat.turns();
    until("two turns", || {
        let now = thread.heartbeat.turns();
        if now >= turns + 2 { Ok(()) } else { Err(format!("{now} turns")) }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_what_may_wait_the_first_goes_and_the_rest_waits_in_its_order() {
    let mut dispatch = held_to(Some(5), Inbox::new().0, watch::channel(false).0);
    let store = Arc::new(Silent::default());
    dispatch.take(began(&store));
    assert!(dispatch.carry_out_all());
    let registering = store.asked.lock().unwrap().len();
    let claims = |partition: u16| Request::Read(vec![nono_core::node::Node::Claims(Partition(partition))]);
    let plan = Request::Read(vec![nono_core::node::Node::Plan(Partition(9))]);
    for partition in 0..3 {
        dispatch.carry_out(Command::Request(RequestId(1000 + u64::from(partition)), claims(partition)));
    }
    dispatch.carry_out(Command::Request(RequestId(2000), plan.clone()));
    assert_eq!(store.asked.lock().unwrap()[registering..], *std::slice::from_ref(&plan), "a plan does not wait");
    let everything = [plan, claims(0), claims(1), claims(2)];
    until("all that waited", || {
        assert!(dispatch.carry_out_all());
        let asked = store.asked.lock().unwrap()[registering..].to_vec();
        assert!(everything.starts_with(&asked), "{asked:?}");
        if asked.len() == 4 { Ok(()) } else { Err(format!("{asked:?}")) }
    })
    .await;
    let page = dispatch.around.figures.page();
    assert!(page.lines().any(|line| line == "nono_zookeeper_requests_held_total 3"), "{page}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_session_takes_with_it_what_waits() {
    let mut dispatch = held_to(Some(5), Inbox::new().0, watch::channel(false).0);
    let store = Arc::new(Silent::default());
    dispatch.take(began(&store));
    for number in 0..50 {
        dispatch.carry_out(Command::Request(RequestId(1000 + number), Request::Commit(Vec::new())));
    }
    assert!(dispatch.carry_out_all());
    assert!(dispatch.holds_writes);
    dispatch.take(Message::Lost);
    assert_eq!(dispatch.rate.count_waiting(), 0);
    until("there is room", || {
        assert!(dispatch.carry_out_all());
        if dispatch.holds_writes { Err("it holds writes".to_owned()) } else { Ok(()) }
    })
    .await;
}

#[tokio::test]
async fn a_first_byte_is_told_with_its_end_or_before_when_that_takes_long() {
    let mut dispatch = unbegun(Inbox::new().0, watch::channel(false).0);
    let fly = |dispatch: &mut Dispatch, number| {
        let first_byte = Arc::new(FirstByte::default());
        first_byte.left(clock::boot());
        let flight = Flight { abort: None, first_byte: Arc::clone(&first_byte), is_told: false };
        dispatch.flights.insert(AttemptId(number), flight);
        first_byte
    };
    let quick = fly(&mut dispatch, 1);
    dispatch.take(Message::Event(Event::Ended(AttemptId(1), AttemptEnd::NotSent)));
    assert!(quick.take().is_none() && dispatch.flights.is_empty());
    let slow = fly(&mut dispatch, 2);
    dispatch.asked = clock::boot();
    dispatch.tell_first_bytes();
    assert!(!dispatch.flights[&AttemptId(2)].is_told, "a moment ago they were asked");
    dispatch.asked = Boot(0);
    dispatch.tell_first_bytes();
    assert!(slow.take().is_none() && dispatch.flights[&AttemptId(2)].is_told);
}
