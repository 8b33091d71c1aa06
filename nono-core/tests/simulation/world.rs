//! A cluster on virtual time: engines, the in-memory ZooKeeper, workers. One seed decides everything.
//!
//! A heap of events in the order of time, ties by number. Requests to the store and their answers each take a moment, in
//! order per session; workers answer after what the task's URL asks for. Nothing here knows the rules that are checked.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::FutureExt;
use nono_core::cluster::Member;
use nono_core::engine::{AttemptId, Command, Engine, Event, Note, Options, RequestId, Sending};
use nono_core::node::Answer;
use nono_core::node::{Node, Op, Record, Request, Watch};
use nono_core::retry::AttemptEnd;
use nono_core::store::admin::{Admin, Author, Edit};
use nono_core::store::memory::{Cut, Model, SessionId, Ticket};
use nono_core::store::{Pending, Store};
use nono_core::task::{Unknown, edit};
use nono_core::time::{Boot, Reading, Utc};
use serde_json::{Map, Value, json};

use crate::check::Checker;
use crate::limits::Meter;

/// 2026-11-24T00:00:00Z, where every simulation begins.
pub(crate) const START: Utc = Utc(1_795_478_400_000);
pub(crate) const SESSION: Duration = Duration::from_secs(6);
pub(crate) const PARTITIONS: u16 = 4;

/// A small deterministic generator (SplitMix64).
pub(crate) struct Dice(pub u64);

impl Dice {
    pub(crate) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.roll() % bound.max(1)
    }
    pub(crate) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Happening {
    Wake(usize),
    Process(usize, u64),
    Deliver(usize, u64),
    Hint(usize, u64),
    End(usize, u64, u64),
    Connect(usize, u64),
    Expire(usize, u64),
    Reconnect(usize, u64),
    Resume(usize),
}

/// One scheduler process.
pub(crate) struct Process {
    pub(crate) name: String,
    engine: Option<Engine>,
    session: Option<SessionId>,
    /// Rises with each session and each start, so that what belongs to an earlier one is ignored.
    generation: u64,
    tickets: HashMap<Ticket, RequestId>,
    flying: BTreeMap<AttemptId, (u64, Sending, AttemptEnd)>,
    paused: Option<Vec<Event>>,
    cut: bool,
    pub(crate) stopped: bool,
    wakes: Option<u64>,
    skew_ms: i64,
}

pub(crate) struct World {
    pub(crate) now: u64,
    pub(crate) dice: Dice,
    pub(crate) model: Arc<Mutex<Model>>,
    pub(crate) processes: Vec<Process>,
    heap: BinaryHeap<Reverse<(u64, u64, Happening)>>,
    number: u64,
    pub(crate) checker: Checker,
    ids: u64,
    /// How many times slower than usual ZooKeeper is.
    pub(crate) lag: u64,
    /// Of each request that a session has sent: whether it may change the tree.
    writes: HashMap<SessionId, VecDeque<bool>>,
    pub(crate) trace: Vec<String>,
    made: usize,
    /// Attempts on their way at once in a process started from now on: in all, and to one host.
    pub(crate) limits: (usize, usize),
    pub(crate) meter: Meter,
    /// In bytes, as the records' JSON.
    pub(crate) largest_write: usize,
}

/// The store as admins use it: every request is served at once.
struct Direct(Arc<Mutex<Model>>, SessionId, Utc);

impl Store for Direct {
    fn request(&self, request: Request) -> Pending {
        let mut model = self.0.lock().unwrap();
        let ticket = model.send(self.1, request);
        model.process(self.2, self.1);
        let answer = model.answer(self.1).filter(|(known, _)| *known == ticket).map(|(_, answer)| answer);
        futures::future::ready(answer.unwrap_or_else(|| Answer::Unknown("not served".to_owned()))).boxed()
    }
}

impl World {
    pub(crate) fn new(seed: u64) -> Self {
        let mut model = Model::new();
        let admin = model.open(SESSION);
        let model = Arc::new(Mutex::new(model));
        let direct = Direct(model.clone(), admin, START);
        let made = nono_core::store::admin::init(&direct, Some(PARTITIONS), "simulated");
        futures::executor::block_on(made).unwrap();
        Self {
            now: 0,
            dice: Dice(seed),
            model,
            processes: Vec::new(),
            heap: BinaryHeap::new(),
            number: 0,
            checker: Checker::new(PARTITIONS),
            ids: 0,
            lag: 1,
            writes: HashMap::new(),
            trace: Vec::new(),
            made: 0,
            limits: (1000, 1000),
            meter: Meter::default(),
            largest_write: 0,
        }
    }

    pub(crate) fn utc(&self) -> Utc {
        Utc(START.0 + (self.now / 1000) as i64)
    }

    pub(crate) fn say(&mut self, words: String) {
        let line = format!("{:>12.6} {words}", self.now as f64 / 1e6);
        if std::env::var_os("NONO_TRACE").is_some() {
            eprintln!("{line}");
        }
        self.trace.push(line);
        if self.trace.len() > 4000 {
            self.trace.drain(..2000);
        }
    }

    fn at(&mut self, after_us: u64, what: Happening) {
        self.number += 1;
        self.heap.push(Reverse((self.now + after_us, self.number, what)));
    }

    fn reading(&self, index: usize) -> Reading {
        Reading { boot: Boot(1_000_000_000 + self.now), wall: Utc(self.utc().0 + self.processes[index].skew_ms) }
    }

    pub(crate) fn start(&mut self, name: &str) -> usize {
        let known = self.processes.iter().position(|process| process.name == name);
        let index = known.unwrap_or_else(|| {
            self.processes.push(Process {
                name: name.to_owned(),
                engine: None,
                session: None,
                generation: 0,
                tickets: HashMap::new(),
                flying: BTreeMap::new(),
                paused: None,
                cut: false,
                stopped: false,
                wakes: None,
                skew_ms: 0,
            });
            self.processes.len() - 1
        });
        self.say(format!("start {name}"));
        // A clock that is wrong by an hour when its process starts, and alone, is trusted: not a fault to survive.
        self.processes[index].skew_ms = self.processes[index].skew_ms.clamp(-3000, 3000);
        let options = Options {
            drain_timeout: Duration::from_secs(30),
            max_in_flight: self.limits.0,
            max_in_flight_per_host: self.limits.1,
        };
        let reading = self.reading(index);
        let process = &mut self.processes[index];
        process.engine = Some(Engine::new(options, reading));
        process.generation += 1;
        process.stopped = false;
        let generation = process.generation;
        self.at(1000, Happening::Connect(index, generation));
        index
    }

    fn connect(&mut self, index: usize) {
        let session = self.model.lock().unwrap().open(SESSION);
        self.ids += 1;
        let name = self.processes[index].name.clone();
        let id = format!("{name}-{:06}", self.ids).parse().unwrap();
        let member = Member {
            format: 1,
            name: name.parse().unwrap(),
            host: "host".into(),
            pid: 1,
            version: "0".into(),
            tzdb: "0".into(),
            address: "host:1".into(),
            since: self.utc(),
            leaving: false,
            extra: Map::new(),
        };
        let process = &mut self.processes[index];
        process.session = Some(session);
        process.cut = false;
        process.tickets.clear();
        self.tell(
            index,
            Event::SessionStarted { id, member: Box::new(member), timeout: SESSION, partitions: PARTITIONS },
        );
    }

    /// Gives an event to a process, now or when it runs again.
    fn tell(&mut self, index: usize, event: Event) {
        let reading = self.reading(index);
        let process = &mut self.processes[index];
        if let Some(held) = &mut process.paused {
            held.push(event);
            return;
        }
        let Some(engine) = &mut process.engine else { return };
        engine.handle(reading, event);
        self.carry_out(index);
    }

    fn carry_out(&mut self, index: usize) {
        while let Some(command) = self.processes[index].engine.as_mut().and_then(Engine::next_command) {
            self.obey(index, command);
        }
        let boot = self.reading(index).boot;
        let process = &mut self.processes[index];
        let Some(next) = process.engine.as_ref().and_then(Engine::next_wakeup) else { return };
        let at = self.now + next.0.saturating_sub(boot.0);
        if process.wakes.is_none_or(|known| at < known || known <= self.now) {
            process.wakes = Some(at);
            self.at(at - self.now, Happening::Wake(index));
        }
    }

    fn obey(&mut self, index: usize, command: Command) {
        let (session, generation) = (self.processes[index].session, self.processes[index].generation);
        match command {
            Command::Request(id, request) => {
                let Some(session) = session else { return };
                self.made += 1;
                self.largest_write = self.largest_write.max(bytes(&request));
                self.meter.asked(&request);
                self.writes
                    .entry(session)
                    .or_default()
                    .push_back(!matches!(request, Request::Read(_) | Request::List(_)));
                let ticket = self.model.lock().unwrap().send(session, request);
                self.processes[index].tickets.insert(ticket, id);
                let delay = (300 + self.dice.below(700)) * self.lag;
                self.at(delay, Happening::Process(index, generation));
            }
            Command::Watch(watch) => self.with_session(session, |model, id| model.watch(id, watch)),
            Command::Unwatch(watch) => self.with_session(session, |model, id| model.unwatch(id, &watch)),
            Command::Send(sending) => self.send(index, *sending),
            Command::Abort(attempt) => self.abort(index, attempt),
            Command::Stopped => {
                self.say(format!("{} stopped", self.processes[index].name));
                self.processes[index].stopped = true;
                self.end_process(index, true);
            }
            Command::Note(note) => {
                let important = matches!(note, Note::Warning(_) | Note::SetAside(_));
                self.say(format!("{}: {}{note:?}", self.processes[index].name, if important { "! " } else { "" }));
            }
            Command::Finished(_) | Command::Ready(_) => {}
        }
    }

    fn with_session(&mut self, session: Option<SessionId>, act: impl FnOnce(&mut Model, SessionId)) {
        if let Some(session) = session {
            act(&mut self.model.lock().unwrap(), session);
        }
    }

    fn send(&mut self, index: usize, sending: Sending) {
        let name = self.processes[index].name.clone();
        self.say(format!("{name} sends {} attempt {} redelivery {}", sending.run, sending.number, sending.redelivery));
        let reading = self.reading(index);
        let own = self.processes[index].engine.as_ref().map_or(reading.wall, |engine| engine.utc(reading));
        self.checker.sent(&sending, own, &self.model.lock().unwrap());
        let flying = self.processes[index].flying.values().map(|(_, sending, _)| sending);
        self.meter.sent((index, own), flying, &sending);
        let (took_us, end) = worker(&sending, &mut self.dice);
        let (attempt, generation) = (sending.attempt, self.processes[index].generation);
        let boot = self.reading(index).boot;
        self.processes[index].flying.insert(attempt, (generation, sending, end));
        self.at(took_us, Happening::End(index, generation, attempt.0));
        self.tell(index, Event::Sent(attempt, boot));
    }

    fn abort(&mut self, index: usize, attempt: AttemptId) {
        if self.processes[index].flying.remove(&attempt).is_some() {
            self.tell(index, Event::Ended(attempt, AttemptEnd::Aborted));
        }
    }

    /// Ends a process: in order, or as `kill -9` does.
    pub(crate) fn end_process(&mut self, index: usize, orderly: bool) {
        let now = self.utc();
        let process = &mut self.processes[index];
        process.engine = None;
        process.generation += 1;
        process.wakes = None;
        process.paused = None;
        process.tickets.clear();
        process.flying.clear();
        let session = process.session.take();
        let Some(session) = session else { return };
        if orderly {
            self.model.lock().unwrap().close(now, session);
            self.after_change();
        } else {
            let cut = Cut { in_flight: self.fate(), loses_watches: true };
            self.model.lock().unwrap().disconnect(now, session, cut);
            let tick = self.dice.below(500_000);
            self.at(SESSION.as_micros() as u64 + tick, Happening::Expire(usize::MAX, session.0));
        }
    }

    fn fate(&mut self) -> nono_core::store::memory::InFlight {
        use nono_core::store::memory::InFlight::{Applied, Dropped, Late};
        [Applied, Dropped, Late][self.dice.below(3) as usize]
    }

    pub(crate) fn kill(&mut self, name: &str) {
        self.say(format!("kill -9 {name}"));
        let index = self.index(name);
        self.end_process(index, false);
    }

    pub(crate) fn stop(&mut self, name: &str) {
        self.say(format!("stop {name}"));
        let index = self.index(name);
        self.tell(index, Event::Stop);
    }

    /// Holds a process still, as SIGSTOP does; its session may expire meanwhile.
    pub(crate) fn pause(&mut self, name: &str, span: Duration) {
        self.say(format!("pause {name} for {span:?}"));
        let index = self.index(name);
        if self.processes[index].engine.is_none() || self.processes[index].paused.is_some() {
            return;
        }
        self.processes[index].paused = Some(Vec::new());
        if let Some(session) = self.processes[index].session.filter(|_| span > SESSION) {
            self.at(SESSION.as_micros() as u64, Happening::Expire(index, session.0));
        }
        self.at(span.as_micros() as u64, Happening::Resume(index));
    }

    /// Holds a process still while its client keeps the session alive.
    pub(crate) fn hang(&mut self, name: &str, span: Duration) {
        self.say(format!("{name} hangs for {span:?}"));
        let index = self.index(name);
        if self.processes[index].engine.is_some() && self.processes[index].paused.is_none() {
            self.processes[index].paused = Some(Vec::new());
            self.at(span.as_micros() as u64, Happening::Resume(index));
        }
    }

    pub(crate) const fn requests_made(&self) -> usize {
        self.made
    }

    /// Puts bytes at a node, as somebody with a shell would.
    pub(crate) fn plant(&mut self, node: &Node, bytes: &[u8]) {
        self.say(format!("plant {node:?}"));
        let now = self.utc();
        self.model.lock().unwrap().plant(now, node, bytes);
        self.after_change();
    }

    pub(crate) fn delete(&mut self, node: &Node) {
        self.say(format!("delete {node:?}"));
        let now = self.utc();
        let session = self.model.lock().unwrap().open(SESSION);
        let direct = Direct(self.model.clone(), session, now);
        drop(futures::executor::block_on(direct.request(Request::Commit(vec![Op::Delete(node.clone(), None)]))));
        self.model.lock().unwrap().close(now, session);
        self.after_change();
    }

    /// The JSON of a state, to put it back.
    pub(crate) fn bytes_of(&self, node: &Node) -> String {
        match self.model.lock().unwrap().peek(node) {
            nono_core::node::Read::Found(nono_core::node::Record::State(state), _) => {
                serde_json::to_string(&state).unwrap()
            }
            other => panic!("no state: {other:?}"),
        }
    }

    /// Breaks the connection to ZooKeeper for a while.
    pub(crate) fn cut(&mut self, name: &str, span: Duration) {
        self.say(format!("cut {name} for {span:?}"));
        let index = self.index(name);
        let Some(session) = self.processes[index].session.filter(|_| !self.processes[index].cut) else { return };
        let cut = Cut { in_flight: self.fate(), loses_watches: self.dice.chance(50) };
        self.say(format!("  {cut:?}"));
        let now = self.utc();
        self.model.lock().unwrap().disconnect(now, session, cut);
        self.writes.remove(&session);
        self.after_change();
        self.processes[index].cut = true;
        let generation = self.processes[index].generation;
        self.at(span.as_micros() as u64, Happening::Reconnect(index, generation));
        if span >= SESSION {
            self.at(SESSION.as_micros() as u64, Happening::Expire(index, session.0));
        }
        self.at(1000, Happening::Deliver(index, generation));
    }

    pub(crate) fn step_clock(&mut self, name: &str, by_ms: i64) {
        self.say(format!("clock of {name} steps by {by_ms} ms"));
        let index = self.index(name);
        self.processes[index].skew_ms += by_ms;
        self.checker.skewed = true;
        self.tell(index, Event::Woke);
    }

    /// Every wall clock is right again.
    pub(crate) fn repair_clocks(&mut self) {
        for index in 0..self.processes.len() {
            self.processes[index].skew_ms = 0;
            self.tell(index, Event::Woke);
        }
    }

    pub(crate) fn index(&self, name: &str) -> usize {
        self.processes.iter().position(|process| process.name == name).expect("a process of this name was started")
    }

    pub(crate) fn lives(&self, name: &str) -> bool {
        self.processes.iter().any(|process| process.name == name && process.engine.is_some())
    }

    /// Runs until `until` (microseconds since the start).
    pub(crate) fn run_until(&mut self, until: u64) {
        while let Some(Reverse((at, _, _))) = self.heap.peek() {
            if *at > until {
                break;
            }
            let Reverse((at, _, what)) = self.heap.pop().expect("peeked");
            self.now = self.now.max(at);
            self.happen(what);
        }
        self.now = until;
    }

    fn happen(&mut self, what: Happening) {
        match what {
            Happening::Wake(index) => {
                if self.processes[index].wakes.is_some_and(|at| at <= self.now) {
                    self.processes[index].wakes = None;
                    self.tell(index, Event::Woke);
                }
            }
            Happening::Connect(index, generation) => {
                if self.processes[index].generation == generation {
                    self.connect(index);
                }
            }
            Happening::Process(index, generation) => self.process(index, generation),
            Happening::Deliver(index, generation) => self.deliver(index, generation),
            Happening::Hint(index, generation) => self.hint(index, generation),
            Happening::End(index, _, attempt) => {
                let ended = self.processes[index].flying.remove(&AttemptId(attempt));
                if let Some((_, _, end)) = ended {
                    self.tell(index, Event::Ended(AttemptId(attempt), end));
                }
            }
            Happening::Expire(index, session) => self.expire(index, SessionId(session)),
            Happening::Reconnect(index, generation) => self.reconnect(index, generation),
            Happening::Resume(index) => self.resume(index),
        }
    }

    fn current(&self, index: usize, generation: u64) -> Option<SessionId> {
        let process = self.processes.get(index)?;
        process.session.filter(|_| process.generation == generation)
    }

    fn process(&mut self, index: usize, generation: u64) {
        let Some(session) = self.current(index, generation) else { return };
        let now = self.utc();
        if self.model.lock().unwrap().process(now, session) {
            if self.writes.get_mut(&session).and_then(VecDeque::pop_front).unwrap_or(true) {
                self.after_change();
            }
            let delay = (200 + self.dice.below(500)) * self.lag;
            self.at(delay, Happening::Deliver(index, generation));
        }
    }

    /// What every change of the tree leads to: the checker looks, hints are on their way.
    fn after_change(&mut self) {
        let now = self.utc();
        let found = self.checker.look(&self.model.lock().unwrap(), now);
        assert!(found.is_ok(), "{}\n{}", found.unwrap_err(), self.tail());
        for index in 0..self.processes.len() {
            let generation = self.processes[index].generation;
            if self.processes[index].session.is_some() {
                self.at(150, Happening::Hint(index, generation));
            }
        }
    }

    fn deliver(&mut self, index: usize, generation: u64) {
        let Some(session) = self.current(index, generation) else { return };
        loop {
            let Some((ticket, answer)) = self.model.lock().unwrap().answer(session) else { return };
            if let Some(id) = self.processes[index].tickets.remove(&ticket) {
                self.tell(index, Event::Answered(id, answer));
            }
            if self.current(index, generation) != Some(session) {
                return;
            }
        }
    }

    fn hint(&mut self, index: usize, generation: u64) {
        let Some(session) = self.current(index, generation) else { return };
        let fired: BTreeSet<Watch> = self.model.lock().unwrap().fired(session);
        for watch in fired {
            self.model.lock().unwrap().watch(session, watch.clone());
            self.tell(index, Event::Changed(watch));
        }
    }

    fn expire(&mut self, index: usize, session: SessionId) {
        let now = self.utc();
        if !self.model.lock().unwrap().lives(session) {
            return;
        }
        if index != usize::MAX && !self.processes[index].cut && self.processes[index].paused.is_none() {
            return;
        }
        self.say(format!("session {session:?} expires"));
        self.model.lock().unwrap().expire(now, session);
        self.after_change();
    }

    fn reconnect(&mut self, index: usize, generation: u64) {
        if self.processes[index].generation != generation || !self.processes[index].cut {
            return;
        }
        self.processes[index].cut = false;
        self.find_session(index);
    }

    /// The client learns whether its session still lives; if not, it makes another.
    fn find_session(&mut self, index: usize) {
        let Some(session) = self.processes[index].session else { return };
        let generation = self.processes[index].generation;
        if self.model.lock().unwrap().lives(session) {
            self.model.lock().unwrap().reconnect(session);
            let waiting = self.model.lock().unwrap().waiting(session);
            for _ in 0..waiting {
                self.at(500, Happening::Process(index, generation));
            }
            self.at(500, Happening::Deliver(index, generation));
            return;
        }
        self.say(format!("{} learns that its session is over", self.processes[index].name));
        self.processes[index].session = None;
        self.processes[index].tickets.clear();
        self.tell(index, Event::SessionLost);
        self.at(50_000, Happening::Connect(index, generation));
    }

    fn resume(&mut self, index: usize) {
        let Some(held) = self.processes[index].paused.take() else { return };
        self.say(format!("{} runs again", self.processes[index].name));
        self.tell(index, Event::Woke);
        for event in held {
            self.tell(index, event);
        }
        if !self.processes[index].cut {
            self.find_session(index);
        }
    }

    pub(crate) fn tail(&self) -> String {
        let from = self.trace.len().saturating_sub(400);
        self.trace[from..].join("\n")
    }

    fn admin<T>(&mut self, act: impl AsyncFnOnce(&Admin, &Author) -> T) -> T {
        let now = self.utc();
        let session = self.model.lock().unwrap().open(SESSION);
        let direct = Direct(self.model.clone(), session, now);
        let author = Author { by: "simulation".into(), command: "edit".into(), reason: None, at: now };
        let done = futures::executor::block_on(async {
            let admin = Admin::open(Arc::new(direct)).await.unwrap();
            act(&admin, &author).await
        });
        self.model.lock().unwrap().close(now, session);
        self.after_change();
        done
    }

    /// Makes a task: `patch` is laid over a plain one.
    pub(crate) fn add_task(&mut self, name: &str, patch: &Value) {
        self.ids += 1;
        let uid = format!("u{:07}", self.ids);
        let document = document(name, patch);
        self.say(format!("add {name} {patch}"));
        self.checker.task(name, &uid, &document, self.utc());
        let stored = edit::create(uid.parse().unwrap(), document, Unknown::Refuse).unwrap();
        self.admin(async |admin, author| admin.edit(Edit::Add(Box::new(stored)), author).await.unwrap());
    }

    /// Deletes a task.
    pub(crate) fn remove_task(&mut self, name: &str) {
        self.say(format!("remove {name}"));
        self.checker.gone(name);
        self.admin(async |admin, author| {
            let kept = admin.task(&name.parse().unwrap()).await.unwrap();
            admin.edit(Edit::Remove { name: name.parse().unwrap(), stat: kept.stat }, author).await.unwrap();
        });
    }

    /// Gives a task another document: `patch` laid over a plain one.
    pub(crate) fn replace_task(&mut self, name: &str, patch: &Value) {
        self.say(format!("replace {name} {patch}"));
        let (document, now) = (document(name, patch), self.utc());
        self.admin(async |admin, author| {
            let base = admin.task(&name.parse().unwrap()).await.unwrap();
            let previous = edit::Previous { stored: &base.value, mtime: base.stat.mtime(), now };
            let rule = edit::PauseRule::AsWritten;
            let task = edit::replace_document(previous, document, Unknown::Refuse, rule).unwrap();
            admin.edit(Edit::Replace { base: Box::new(base), task: Box::new(task) }, author).await.unwrap();
        });
    }

    /// Asks for a run now.
    pub(crate) fn trigger(&mut self, name: &str) {
        self.say(format!("trigger {name}"));
        self.ids += 1;
        let token = format!("tok{:013}", self.ids).parse().unwrap();
        self.admin(async |admin, author| admin.trigger(&name.parse().unwrap(), token, &author.by, None).await.unwrap());
        self.checker.triggered(name);
    }
}

fn document(name: &str, patch: &Value) -> Map<String, Value> {
    let mut document = json!({
        "apiVersion": "nono/v1", "kind": "SchedulerTask", "name": name,
        "schedule": { "every": "5s" },
        "target": { "url": "http://worker.internal/ok" },
        "policy": { "misfire": { "run": "all", "within": "1h" }, "overlap": "allow", "historyLimit": 100 },
    });
    merge(&mut document, patch);
    document.as_object().cloned().unwrap_or_default()
}

fn merge(base: &mut Value, patch: &Value) {
    match (base, patch) {
        (Value::Object(base), Value::Object(patch)) => {
            for (key, value) in patch {
                merge(base.entry(key).or_insert(Value::Null), value);
            }
        }
        (base, patch) => *base = patch.clone(),
    }
}

/// How long the worker takes, and what it answers: `/ok`, `/slow/MS`, `/any/MS` (up to), `/flaky/PERCENT`, `/refuse`,
/// `/wordy`.
fn worker(sending: &Sending, dice: &mut Dice) -> (u64, AttemptEnd) {
    let path = sending.task.target.url.path().to_owned();
    let mut parts = path.trim_start_matches('/').split('/');
    let kind = parts.next().unwrap_or("ok");
    let number: u64 = parts.next().and_then(|text| text.parse().ok()).unwrap_or(0);
    let answer = |status| AttemptEnd::Answered { status, message: None, retry_after: None };
    let quick = 1000 + dice.below(4000);
    let (took, end) = match kind {
        "slow" => (number * 1000 + dice.below(1000), answer(200)),
        "any" => (dice.below(number * 1000), answer(200)),
        "wordy" => (quick, AttemptEnd::Answered { status: 200, message: Some("w".repeat(1024)), retry_after: None }),
        "flaky" if dice.chance(number) => (quick, answer(503)),
        "refuse" => (quick, AttemptEnd::NotConnected("connection refused".to_owned())),
        _ => (quick, answer(200)),
    };
    let limit = sending.timeout.as_micros() as u64;
    if took > limit { (limit, AttemptEnd::TimedOut("no answer in time".to_owned())) } else { (took, end) }
}

fn bytes(request: &Request) -> usize {
    let Request::Commit(ops) = request else { return 0 };
    let record = |op: &Op| match op {
        Op::Create(_, Record::State(state)) | Op::Set(_, Record::State(state), _) => {
            serde_json::to_vec(state).unwrap().len()
        }
        Op::Create(_, Record::Claims(claims)) | Op::Set(_, Record::Claims(claims), _) => {
            serde_json::to_vec(claims).unwrap().len()
        }
        _ => 100,
    };
    ops.iter().map(record).sum()
}
