//! The one thread that owns the engine: it feeds events with what the clocks show and carries commands out in order.
//!
//! A plain thread that waits on a channel until the engine's next wake-up, since that is more precise than a runtime's
//! timers and nothing else can hold it up. It must never block on anything else: requests are sent at the call and
//! answered elsewhere, files and logs have threads of their own.

mod carry;
mod held;
mod rate;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use nono_core::engine::{AttemptId, Command, Engine, Event, RequestId};
use nono_core::name::Partition;
use nono_core::node::{Answer, Request, Watch};
use nono_core::store::Watching;
use nono_core::time::Boot;
use tokio::runtime::Handle;
use tokio::sync::{oneshot, watch};
use tokio::task::AbortHandle;

use crate::attempt::{Attempts, FirstByte};
use crate::clock;
use crate::figures::Figures;
use crate::readiness::Readiness;
use crate::run_log::RunLog;
use crate::watchdog::Heartbeat;
use rate::Rate;

/// The loop turns at least so often, so that a heartbeat means something.
const LONGEST_WAIT: Duration = Duration::from_millis(500);

/// The same while requests are on their way.
const LONGEST_WAIT_IN_FLIGHT: Duration = Duration::from_millis(200);

/// Attempts that last longer than this, and than the loop waits for something to happen, are told as sent while they last; of
/// others the end tells it.
const ASKED: Duration = Duration::from_millis(50);

/// So many messages are taken in before commands are carried out.
const BATCH: usize = 256;

/// Counts the sessions of this process: answers and hints of a former one are dropped.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct SessionNumber(u64);

/// What the dispatch thread is told.
pub enum Message {
    /// A session began; the event is its [`Event::SessionStarted`].
    Began(Arc<dyn Watching>, Box<Event>),
    /// It is over.
    Lost,
    /// A request of a session was answered.
    Answered(SessionNumber, RequestId, Answer),
    /// A watch of a session said something.
    Hint(SessionNumber, Watch),
    /// Anything else the engine should know.
    Event(Event),
}

/// Where the dispatch thread is told things. Telling never waits; after its end nobody listens.
#[derive(Clone, Debug)]
pub struct Inbox(Sender<Message>);

impl Inbox {
    /// An inbox and its other end.
    #[must_use]
    pub fn new() -> (Self, Receiver<Message>) {
        let (sender, receiver) = channel();
        (Self(sender), receiver)
    }

    /// Tells. After the thread's end this does nothing, as nothing is left to be done then.
    pub fn tell(&self, message: Message) {
        drop(self.0.send(message));
    }

    /// Tells the engine.
    pub fn event(&self, event: Event) {
        self.tell(Message::Event(event));
    }
}

/// What the thread works with.
#[derive(Debug)]
pub struct Surroundings {
    /// Where answers come back to.
    pub inbox: Inbox,
    /// Carries out HTTP requests.
    pub attempts: Arc<Attempts>,
    /// Where answers and attempts are waited for.
    pub runtime: Handle,
    /// Counts.
    pub figures: Arc<Figures>,
    /// If one is wanted.
    pub run_log: Option<RunLog>,
    /// What `/readyz` says.
    pub readiness: Arc<Readiness>,
    /// Says that the loop turns.
    pub heartbeat: Arc<Heartbeat>,
    /// Becomes true when the hand-over is complete.
    pub stopped: watch::Sender<bool>,
    /// As many requests may go to ZooKeeper a second.
    pub zookeeper_rate: Option<u32>,
}

/// The thread's state.
pub struct Dispatch {
    engine: Engine,
    around: Surroundings,
    number: SessionNumber,
    session: Option<Session>,
    flights: HashMap<AttemptId, Flight>,
    /// When it was last asked whose first byte has left.
    asked: Boot,
    renewals: HashSet<RequestId>,
    /// Partitions that came and went in this turn: a join moves dozens, and is one line.
    moves: BTreeMap<Move, Vec<Partition>>,
    /// What may wait for the rate.
    rate: Rate<Errand>,
    /// Whether the engine was told that a write would have to wait.
    holds_writes: bool,
    /// When it was last said that requests are held back.
    said: Option<Boot>,
}

/// An attempt on its way.
struct Flight {
    /// Taken by who gives it up.
    abort: Option<oneshot::Sender<()>>,
    first_byte: Arc<FirstByte>,
    /// Whether the engine knows when it left.
    is_told: bool,
}

/// What is to go to ZooKeeper, and may wait.
enum Errand {
    Request(RequestId, Request),
    Watch(Watch),
}

/// What happened to partitions.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Move {
    Acquired,
    Released(&'static str),
}

struct Session {
    store: Arc<dyn Watching>,
    watches: HashMap<Watch, AbortHandle>,
}

impl Drop for Session {
    fn drop(&mut self) {
        self.watches.values().for_each(AbortHandle::abort);
    }
}

impl Dispatch {
    /// A thread that has not begun.
    #[must_use]
    pub fn new(engine: Engine, around: Surroundings) -> Self {
        let rate = Rate::new(around.zookeeper_rate, clock::boot());
        Self {
            engine,
            around,
            rate,
            holds_writes: false,
            said: None,
            number: SessionNumber::default(),
            session: None,
            flights: HashMap::new(),
            asked: Boot::default(),
            renewals: HashSet::new(),
            moves: BTreeMap::new(),
        }
    }

    /// Begins, on a thread of its own. It ends with the engine's [`Command::Stopped`].
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn begin(mut self, messages: Receiver<Message>) -> std::io::Result<std::thread::JoinHandle<()>> {
        std::thread::Builder::new().name("dispatch".to_owned()).spawn(move || {
            let runtime = self.around.runtime.clone();
            let _entered = runtime.enter();
            while self.turn(&messages) {}
        })
    }

    /// Waits for something to happen and does what follows from it. False: this was the last turn.
    fn turn(&mut self, messages: &Receiver<Message>) -> bool {
        let first = match messages.recv_timeout(self.patience()) {
            Ok(message) => Some(message),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => return false,
        };
        self.around.heartbeat.beat();
        let told = first.is_some();
        for message in first.into_iter().chain(messages.try_iter().take(BATCH)) {
            self.take(message);
        }
        self.tell_first_bytes();
        self.wake_if_due(told);
        let goes_on = self.carry_out_all();
        self.around.figures.in_flight(self.flights.len());
        goes_on
    }

    fn patience(&self) -> Duration {
        let room = self.rate.room_at().filter(|_| self.holds_writes);
        let due = [self.engine.next_wakeup(), self.rate.ready_at(), room].into_iter().flatten().min();
        let most = if self.flights.is_empty() { LONGEST_WAIT } else { LONGEST_WAIT_IN_FLIGHT };
        let most = most.min(self.around.heartbeat.limit() / 2);
        due.map_or(most, |at| at.since(clock::boot())).min(most)
    }

    /// What is on its way for longer than a moment is told as sent before it ends.
    fn tell_first_bytes(&mut self) {
        let now = clock::read();
        if now.boot.since(self.asked) < ASKED {
            return;
        }
        self.asked = now.boot;
        for (attempt, flight) in self.flights.iter_mut().filter(|(_, flight)| !flight.is_told) {
            if let Some(left) = flight.first_byte.take() {
                flight.is_told = true;
                self.engine.take(now, Event::Sent(*attempt, left));
            }
        }
    }

    /// The engine's turn, once for all that it was told.
    fn wake_if_due(&mut self, told: bool) {
        let now = clock::read();
        if told || self.engine.next_wakeup().is_some_and(|due| due <= now.boot) {
            self.engine.handle(now, Event::Woke);
        }
    }

    fn take(&mut self, message: Message) {
        let event = match message {
            Message::Began(store, event) => {
                self.number.0 += 1;
                self.renewals.clear();
                self.rate.clear();
                self.warn_of_low_rate(&*store, &event);
                self.session = Some(Session { store, watches: HashMap::new() });
                *event
            }
            Message::Lost => {
                self.session = None;
                self.rate.clear();
                Event::SessionLost
            }
            Message::Answered(number, id, answer) => {
                if !self.is_current(number) {
                    return;
                }
                if self.renewals.remove(&id) && matches!(answer, Answer::Committed(_)) {
                    self.around.figures.renewed();
                }
                Event::Answered(id, answer)
            }
            Message::Hint(number, watch) => {
                if !self.is_current(number) {
                    return;
                }
                // It was set again before this was said.
                self.rate.take(clock::boot(), 1);
                Event::Changed(watch)
            }
            Message::Event(event) => event,
        };
        if let Event::Ended(attempt, end) = &event {
            if let Some(left) = self.flights.remove(attempt).and_then(|flight| flight.first_byte.take()) {
                self.engine.take(clock::read(), Event::Sent(*attempt, left));
            }
            self.around.figures.ended(end);
        }
        self.engine.take(clock::read(), event);
    }

    fn is_current(&self, number: SessionNumber) -> bool {
        self.session.is_some() && number == self.number
    }

    fn carry_out_all(&mut self) -> bool {
        loop {
            while let Some(command) = self.engine.next_command() {
                if matches!(command, Command::Stopped) {
                    self.session = None;
                    self.around.heartbeat.end();
                    self.around.stopped.send_replace(true);
                    return false;
                }
                self.carry_out(command);
            }
            if !self.let_go() {
                break;
            }
        }
        self.tell_moves();
        true
    }
}

#[cfg(test)]
mod tests;
