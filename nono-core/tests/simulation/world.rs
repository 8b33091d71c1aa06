//! A cluster on virtual time: engines, the in-memory ZooKeeper, workers. One seed decides everything.
//!
//! A heap of events in the order of time, ties by number. Requests to the store and their answers each take a moment, in
//! order per session; workers answer after what the task's URL asks for. Nothing here knows the rules that are checked.

mod admin;
mod dice;
mod fault;
mod process;
mod worker;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use nono_core::engine::{AttemptId, Event};
use nono_core::name::Partition;
use nono_core::node::Watch;
use nono_core::store::memory::{Model, SessionId};
use nono_core::time::{Boot, Reading, Utc};

use self::admin::Direct;
pub(crate) use self::dice::Dice;
pub(crate) use self::fault::{Blow, Moment, Trap, Until};
use self::process::{Aim, Process};
use crate::check::Checker;
use crate::limits::Meter;

/// 2026-11-24T00:00:00Z, where every simulation begins.
pub(crate) const START: Utc = Utc(1_795_478_400_000);
pub(crate) const SESSION: Duration = Duration::from_secs(6);
pub(crate) const PARTITIONS: u16 = 4;

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Happening {
    Wake(usize),
    Process(usize, u64),
    Deliver(usize, u64),
    Hint(usize, u64),
    End(usize, u64, u64),
    Connected(usize, u64, u64),
    FirstByte(usize, u64, u64),
    Aborted(usize, u64, u64),
    Connect(usize, u64),
    Expire(usize, u64),
    Reconnect(usize, u64),
    Resume(usize, u64),
    /// Its daemon lets a request go that it held back; after a moment, all of them.
    LetGo(usize, u64),
    /// What a lost connection of this session delayed is applied.
    Late(u64),
    /// ZooKeeper is as quick as usual again.
    Quick,
    /// The checker looks for what is stuck.
    Inspect,
}

pub(crate) struct World {
    pub(crate) now: u64,
    pub(crate) dice: Dice,
    pub(crate) model: Arc<Mutex<Model>>,
    pub(crate) processes: Vec<Process>,
    heap: BinaryHeap<Reverse<(u64, u64, Happening)>>,
    number: u64,
    pub(crate) checker: Checker,
    pub(crate) partitions: u16,
    ids: u64,
    /// How many times slower than usual ZooKeeper is.
    pub(crate) lag: u64,
    /// Since when it is as quick as usual.
    quick_since: u64,
    pub(crate) trace: Vec<String>,
    made: usize,
    /// In bytes, as the records' JSON; measured only where a story asks for it.
    pub(crate) largest_write: Option<usize>,
    /// Attempts on their way at once in a process started from now on: in all, and to one host.
    pub(crate) limits: (usize, usize),
    /// Where a story wants to know how much was sent, and how large everything became.
    pub(crate) meter: Option<Meter>,
    /// Processes that hang until others do something about it: their generation, and what.
    awaiting: BTreeMap<usize, (u64, Until)>,
}

impl World {
    pub(crate) fn new(seed: u64) -> Self {
        Self::of(seed, PARTITIONS)
    }

    pub(crate) fn of(seed: u64, partitions: u16) -> Self {
        crate::variant::chosen();
        let mut model = Model::new();
        let admin = model.open(SESSION);
        let model = Arc::new(Mutex::new(model));
        let direct = Direct(model.clone(), admin, START);
        let made = nono_core::store::admin::init(&direct, Some(partitions), "simulated");
        futures::executor::block_on(made).unwrap();
        let mut world = Self {
            now: 0,
            dice: Dice(seed),
            model,
            processes: Vec::new(),
            heap: BinaryHeap::new(),
            number: 0,
            checker: Checker::new(partitions),
            partitions,
            ids: 0,
            lag: 1,
            quick_since: 0,
            trace: Vec::new(),
            made: 0,
            largest_write: None,
            limits: (1000, 1000),
            meter: None,
            awaiting: BTreeMap::new(),
        };
        world.after_change();
        world.at(1_000_000, Happening::Inspect);
        world
    }

    pub(crate) fn utc(&self) -> Utc {
        Utc(START.0 + (self.now / 1000) as i64)
    }

    pub(crate) fn say(&mut self, words: String) {
        let line = format!("{:>12.6} {words}", self.now as f64 / 1e6);
        if *TRACING {
            eprintln!("{line}");
        }
        self.trace.push(line);
        if self.trace.len() > 4000 {
            self.trace.drain(..2000);
        }
    }

    /// What a story that wants to know it has measured.
    pub(crate) fn meter(&self) -> &Meter {
        self.meter.as_ref().expect("this story measures")
    }

    pub(crate) fn tail(&self) -> String {
        let from = self.trace.len().saturating_sub(400);
        self.trace[from..].join("\n")
    }

    /// What has not come to its end of what was due before `until`.
    pub(crate) fn settled(&self, until: Utc) -> Vec<String> {
        self.checker.settled(until, &self.model.lock().unwrap())
    }

    fn at(&mut self, after_us: u64, what: Happening) {
        self.number += 1;
        self.heap.push(Reverse((self.now + after_us, self.number, what)));
    }

    fn reading(&self, index: usize) -> Reading {
        let true_us = START.0 * 1000 + self.now as i64;
        Reading { boot: Boot(1_000_000_000 + self.now), wall_us: true_us + self.processes[index].skew_ms * 1000 }
    }

    /// ZooKeeper answers so many times slower than usual, for a while.
    pub(crate) fn slow(&mut self, times: u64, span: Duration) {
        self.say(format!("ZooKeeper is {times} times slower for {span:?}"));
        self.lag = times;
        self.quick_since = u64::MAX;
        self.at(span.as_micros() as u64, Happening::Quick);
    }

    pub(crate) const fn requests_made(&self) -> usize {
        self.made
    }

    pub(crate) fn index(&self, name: &str) -> usize {
        self.processes.iter().position(|process| process.name == name).expect("a process of this name was started")
    }

    /// The process that owns a partition.
    pub(crate) fn owner_of(&self, partition: u16) -> String {
        let owner = self.checker.owner_of(Partition(partition)).expect("somebody owns it");
        owner.name().to_string()
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
            Happening::FirstByte(index, generation, attempt) => {
                self.first_byte_told(index, generation, AttemptId(attempt));
            }
            Happening::Aborted(index, generation, attempt) => self.aborted(index, generation, AttemptId(attempt)),
            Happening::Connect(index, generation) => {
                if self.processes[index].generation == generation {
                    self.connect(index);
                }
            }
            Happening::Process(index, generation) => self.process(index, generation),
            Happening::Deliver(index, generation) => self.deliver(index, generation),
            Happening::Hint(index, generation) => self.hint(index, generation),
            Happening::End(index, generation, attempt) => self.attempt_ends(index, generation, AttemptId(attempt)),
            Happening::Connected(index, generation, attempt) => self.connected(index, generation, AttemptId(attempt)),
            Happening::Expire(index, session) => self.expire(index, SessionId(session)),
            Happening::Reconnect(index, generation) => self.reconnect(index, generation),
            Happening::Resume(index, generation) => self.resume(index, generation),
            Happening::LetGo(index, until) => self.let_go(index, until),
            Happening::Late(session) => {
                let now = self.utc();
                self.model.lock().unwrap().apply_late(now, SessionId(session));
                self.after_change();
            }
            Happening::Quick => {
                self.lag = 1;
                self.quick_since = self.now;
            }
            Happening::Inspect => self.inspect(),
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
            if self.after_change() && self.springs(index, Moment::Applied) {
                return;
            }
            let delay = (200 + self.dice.below(500)) * self.lag;
            self.at(delay, Happening::Deliver(index, generation));
        }
    }

    /// What every change of the tree leads to: the checker looks, hints are on their way. Whether there was one.
    pub(crate) fn after_change(&mut self) -> bool {
        let journal = self.model.lock().unwrap().take_journal();
        for applied in &journal {
            if let Err(problem) = self.checker.applied(applied) {
                panic!("{problem}\n{}", self.tail());
            }
        }
        self.hints_go_out();
        self.look_after_the_hanging();
        !journal.is_empty()
    }

    fn hints_go_out(&mut self) {
        for index in 0..self.processes.len() {
            let generation = self.processes[index].generation;
            let session = self.processes[index].session;
            if session.is_some_and(|session| self.model.lock().unwrap().has_fired(session)) {
                self.at(150, Happening::Hint(index, generation));
            }
        }
    }

    fn deliver(&mut self, index: usize, generation: u64) {
        let Some(session) = self.current(index, generation) else { return };
        loop {
            let Some((ticket, answer)) = self.model.lock().unwrap().answer(session) else { return };
            if let Some((id, aim)) = self.processes[index].tickets.remove(&ticket) {
                if aim != Aim::Look && self.springs(index, Moment::Answered)
                    || aim == Aim::Take && self.springs(index, Moment::Taken)
                {
                    return;
                }
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
        self.checker.session_over(session);
        self.hints_go_out();
    }

    /// Once a second: nothing may be stuck where a scheduler has been well for long.
    fn inspect(&mut self) {
        let now = self.now;
        let quick = self.lag == 1 && self.quick_since.saturating_add(15_000_000) <= now;
        let well =
            self.processes.iter().filter(|process| quick && process.is_well_since(now.saturating_sub(15_000_000)));
        let well = well.filter_map(|process| process.member.clone()).collect();
        let utc = self.utc();
        if let Err(problem) = self.checker.inspect(utc, &well) {
            panic!("{problem}\n{}", self.tail());
        }
        self.at(1_000_000, Happening::Inspect);
    }
}

static TRACING: std::sync::LazyLock<bool> = std::sync::LazyLock::new(|| std::env::var_os("NONO_TRACE").is_some());
