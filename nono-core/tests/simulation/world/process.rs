//! One scheduler process: its engine, its session, its requests to workers; alive, held still, cut off, or gone.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::time::Duration;

use nono_core::cluster::Member;
use nono_core::engine::{AttemptId, Command, Engine, Event, Note, Options, RequestId, Sending, goes_first};
use nono_core::name::MemberId;
use nono_core::node::{Op, Record, Request};
use nono_core::retry::AttemptEnd;
use nono_core::run::Phase;
use nono_core::store::memory::{Model, SessionId, Ticket};
use nono_core::time::Boot;
use serde_json::Map;

use super::fault::{Moment, Trap};
use super::{Happening, SESSION, World, worker};
use crate::check::Sender;

/// What a request would do, as far as traps tell such apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Aim {
    /// It changes nothing.
    Look,
    Write,
    /// It says `sent` in the record of a run.
    Prepare,
    /// It makes the partition its own.
    Take,
}

impl Aim {
    fn of(request: &Request) -> Self {
        let Request::Commit(ops) = request else { return Self::Look };
        let prepares = |op: &Op| match op {
            Op::Create(_, Record::Run(record)) | Op::Set(_, Record::Run(record), _) => record.phase == Phase::Sent,
            _ => false,
        };
        let takes = |op: &Op| matches!(op, Op::Set(_, Record::Lease(lease), _) if lease.owner.is_some());
        if ops.iter().any(takes) {
            Self::Take
        } else if ops.iter().any(prepares) {
            Self::Prepare
        } else {
            Self::Write
        }
    }
}

pub(crate) struct Process {
    pub(crate) name: String,
    pub(super) engine: Option<Engine>,
    pub(super) session: Option<SessionId>,
    pub(super) member: Option<MemberId>,
    /// Rises with each session and each start, so that what belongs to an earlier one is ignored.
    pub(super) generation: u64,
    /// Requests on their way, and what each would do.
    pub(super) tickets: HashMap<Ticket, (RequestId, Aim)>,
    /// Writes that it would have handed over when it was held still.
    pub(super) unsent: Vec<(RequestId, Request)>,
    /// While its daemon holds requests back: those that wait, in their order.
    pub(super) held: Option<VecDeque<(RequestId, Request)>>,
    /// How long it is between two that it lets go, in microseconds, on average.
    pub(super) held_pace: u64,
    /// Whether its engine was told that writes wait.
    holds_writes: bool,
    pub(super) flying: BTreeMap<AttemptId, (u64, Sending, AttemptEnd)>,
    /// Attempts that were given up, until who sent them knows.
    pub(super) aborting: BTreeMap<AttemptId, u64>,
    /// First bytes that left, and that the engine was not told of yet.
    pub(super) untold: BTreeMap<AttemptId, Boot>,
    /// Attempts whose connections are being made, and since when.
    pub(super) connecting: BTreeMap<AttemptId, (u64, u64, Sending)>,
    /// Paths of workers to which a connection was made too late: it is kept.
    pub(super) kept: BTreeSet<String>,
    pub(super) paused: Option<Vec<Event>>,
    pub(super) cut: bool,
    pub(crate) stopped: bool,
    pub(super) wakes: Option<u64>,
    pub(super) skew_ms: i64,
    pub(super) trap: Option<Trap>,
    /// Since when nothing has befallen it.
    pub(super) well_since: u64,
    /// Own time minus boot clock at the last send, and when it last jumped.
    offset_ms: i64,
    jumped_at: Option<u64>,
}

impl Process {
    fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            engine: None,
            session: None,
            member: None,
            generation: 0,
            tickets: HashMap::new(),
            unsent: Vec::new(),
            held: None,
            held_pace: 0,
            holds_writes: false,
            flying: BTreeMap::new(),
            connecting: BTreeMap::new(),
            aborting: BTreeMap::new(),
            untold: BTreeMap::new(),
            kept: BTreeSet::new(),
            paused: None,
            cut: false,
            stopped: false,
            wakes: None,
            skew_ms: 0,
            trap: None,
            well_since: 0,
            offset_ms: 0,
            jumped_at: None,
        }
    }

    /// Those of a session that is over are never asked.
    pub(super) fn forget_held(&mut self) {
        self.held.iter_mut().for_each(VecDeque::clear);
    }

    pub(super) fn is_well_since(&self, moment: u64) -> bool {
        self.engine.is_some()
            && self.session.is_some()
            && self.paused.is_none()
            && !self.cut
            && self.held.is_none()
            && self.well_since <= moment
    }
}

impl World {
    pub(crate) fn start(&mut self, name: &str) -> usize {
        let known = self.processes.iter().position(|process| process.name == name);
        let index = known.unwrap_or_else(|| {
            self.processes.push(Process::new(name));
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
        let now = self.now;
        let process = &mut self.processes[index];
        process.engine = Some(Engine::new(options, reading));
        (process.held, process.holds_writes) = (None, false);
        process.generation += 1;
        process.stopped = false;
        process.well_since = now;
        process.jumped_at = Some(now);
        let generation = process.generation;
        self.at(1000, Happening::Connect(index, generation));
        index
    }

    pub(super) fn connect(&mut self, index: usize) {
        let session = self.model.lock().unwrap().open(SESSION);
        self.ids += 1;
        let name = self.processes[index].name.clone();
        let id: MemberId = format!("{name}-{:06}", self.ids).parse().unwrap();
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
        let now = self.now;
        let process = &mut self.processes[index];
        process.session = Some(session);
        process.member = Some(id.clone());
        process.cut = false;
        process.well_since = now;
        process.tickets.clear();
        process.forget_held();
        let partitions = self.partitions;
        self.tell(index, Event::SessionStarted { id, member: Box::new(member), timeout: SESSION, partitions });
    }

    /// Gives an event to a process, now or when it runs again.
    pub(super) fn tell(&mut self, index: usize, event: Event) {
        let reading = self.reading(index);
        let process = &mut self.processes[index];
        if let Some(held) = &mut process.paused {
            held.push(event);
            return;
        }
        let Some(engine) = &mut process.engine else { return };
        engine.handle(reading, event);
        self.follow_clock(index);
        self.carry_out(index);
    }

    fn carry_out(&mut self, index: usize) {
        loop {
            while let Some(command) = self.next_command(index) {
                self.obey(index, command);
            }
            if !self.tell_held(index) {
                break;
            }
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

    /// Tells the engine whether writes wait, if that is news.
    fn tell_held(&mut self, index: usize) -> bool {
        let reading = self.reading(index);
        let process = &mut self.processes[index];
        let holds = process.held.as_ref().is_some_and(|held| !held.is_empty());
        let Some(engine) = process.engine.as_mut().filter(|_| process.paused.is_none()) else { return false };
        if std::mem::replace(&mut process.holds_writes, holds) == holds {
            return false;
        }
        engine.handle(reading, Event::Held(holds));
        true
    }

    /// The daemon of a process lets one request go that it held back, or after `until` all of them.
    pub(super) fn let_go(&mut self, index: usize, until: u64) {
        if self.processes[index].held.is_none() {
            return;
        }
        let ends = until <= self.now;
        if self.processes[index].paused.is_none() {
            let held = self.processes[index].held.as_mut().expect("it was looked at");
            let going: Vec<_> = if ends { held.drain(..).collect() } else { held.pop_front().into_iter().collect() };
            if ends {
                self.processes[index].held = None;
                self.processes[index].well_since = self.now;
            }
            for (id, request) in going {
                self.ask(index, id, request);
            }
            self.tell(index, Event::Woke);
        }
        if self.processes[index].held.is_some() {
            let pace = self.processes[index].held_pace;
            let next = pace / 2 + self.dice.below(pace);
            self.at(next, Happening::LetGo(index, until));
        }
    }

    /// What it would do next; nothing while it is held still.
    fn next_command(&mut self, index: usize) -> Option<Command> {
        let process = &mut self.processes[index];
        process.engine.as_mut().filter(|_| process.paused.is_none()).and_then(Engine::next_command)
    }

    fn obey(&mut self, index: usize, command: Command) {
        let session = self.processes[index].session;
        match command {
            Command::Request(id, request) => self.request(index, id, request),
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

    /// Asks at once, or holds back.
    fn request(&mut self, index: usize, id: RequestId, request: Request) {
        match &mut self.processes[index].held {
            Some(held) if !goes_first(&request) => held.push_back((id, request)),
            _ => self.ask(index, id, request),
        }
    }

    fn ask(&mut self, index: usize, id: RequestId, request: Request) {
        let aim = Aim::of(&request);
        if aim != Aim::Look && self.springs(index, Moment::Asking)
            || aim == Aim::Prepare && self.springs(index, Moment::Preparing)
        {
            return;
        }
        if self.processes[index].paused.is_some() {
            self.processes[index].unsent.push((id, request));
            return;
        }
        let (Some(session), generation) = (self.processes[index].session, self.processes[index].generation) else {
            return;
        };
        self.made += 1;
        if let Some(largest) = &mut self.largest_write {
            *largest = (*largest).max(bytes(&request));
        }
        if let Some(meter) = &mut self.meter {
            meter.asked(&request);
        }
        let ticket = self.model.lock().unwrap().send(session, request);
        self.processes[index].tickets.insert(ticket, (id, aim));
        let delay = (300 + self.dice.below(700)) * self.lag;
        self.at(delay, Happening::Process(index, generation));
        if aim != Aim::Look {
            self.springs(index, Moment::Asked);
        }
    }

    fn with_session(&mut self, session: Option<SessionId>, act: impl FnOnce(&mut Model, SessionId)) {
        if let Some(session) = session {
            act(&mut self.model.lock().unwrap(), session);
        }
    }

    fn send(&mut self, index: usize, sending: Sending) {
        let sender = self.sender(index);
        if let Err(problem) = self.checker.handed_out(&sending, &sender) {
            panic!("{problem}\n{}", self.tail());
        }
        let kept = self.processes[index].kept.remove(sending.task.target.url.path());
        let wait = if kept { 0 } else { worker::connects(&sending, &mut self.dice) };
        if wait == 0 {
            return self.first_byte(index, sending, 0);
        }
        let (attempt, generation, now) = (sending.attempt, self.processes[index].generation, self.now);
        self.processes[index].connecting.insert(attempt, (generation, now, sending));
        self.at(wait, Happening::Connected(index, generation, attempt.0));
    }

    /// The connection that an attempt waited for is there; who is held still finds it when it runs again.
    pub(super) fn connected(&mut self, index: usize, generation: u64, attempt: AttemptId) {
        if self.processes[index].paused.is_some() {
            return self.at(20_000, Happening::Connected(index, generation, attempt.0));
        }
        let known = self.processes[index].connecting.get(&attempt).is_some_and(|(of, ..)| *of == generation);
        if let Some((_, since, sending)) = self.processes[index].connecting.remove(&attempt).filter(|_| known) {
            if self.reading(index).boot > sending.not_after {
                self.processes[index].kept.insert(sending.task.target.url.path().to_owned());
            }
            self.first_byte(index, sending, (self.now - since) / 1000);
        }
    }

    /// The daemon's last look, in front of the first byte; so many milliseconds after the engine's.
    fn first_byte(&mut self, index: usize, sending: Sending, after_ms: u64) {
        if self.reading(index).boot > sending.not_after {
            self.checker.taken_back(&sending);
            self.tell(index, Event::Ended(sending.attempt, AttemptEnd::NotSent));
            return;
        }
        let name = self.processes[index].name.clone();
        self.say(format!("{name} sends {} attempt {} redelivery {}", sending.run, sending.number, sending.redelivery));
        let (took_us, end) = worker::answer(&sending, &mut self.dice);
        let mut sender = self.sender(index);
        sender.deaf_ms += after_ms as i64;
        if let Some(meter) = &mut self.meter {
            let flying = self.processes[index].flying.values().map(|(_, sending, _)| sending);
            meter.sent((index, sender.own), flying, &sending);
        }
        if let Err(problem) = self.checker.sent(&sending, &sender, &end) {
            panic!("{problem}\n{}", self.tail());
        }
        let (attempt, generation) = (sending.attempt, self.processes[index].generation);
        let boot = self.reading(index).boot;
        self.processes[index].flying.insert(attempt, (generation, sending, end));
        self.at(took_us, Happening::End(index, generation, attempt.0));
        if self.springs(index, Moment::Sent) {
            return;
        }
        self.processes[index].untold.insert(attempt, boot);
        // A daemon tells it a little later, or with the end.
        let soon = self.dice.below(3) * self.dice.below(125_000);
        self.at(soon, Happening::FirstByte(index, generation, attempt.0));
    }

    pub(super) fn first_byte_told(&mut self, index: usize, generation: u64, attempt: AttemptId) {
        if self.processes[index].generation == generation {
            self.tell_first_byte(index, attempt);
        }
    }

    fn tell_first_byte(&mut self, index: usize, attempt: AttemptId) {
        if let Some(boot) = self.processes[index].untold.remove(&attempt) {
            self.tell(index, Event::Sent(attempt, boot));
        }
    }

    /// Sees when the time that a process goes by has jumped.
    fn follow_clock(&mut self, index: usize) {
        let (now, reading) = (self.now, self.reading(index));
        let process = &mut self.processes[index];
        let own = process.engine.as_ref().map_or_else(|| reading.wall(), |engine| engine.utc(reading));
        let offset_ms = own.0 - (reading.boot.0 / 1000) as i64;
        if offset_ms.abs_diff(process.offset_ms) > 1000 {
            process.offset_ms = offset_ms;
            process.jumped_at = Some(now);
        }
    }

    fn sender(&mut self, index: usize) -> Sender {
        self.follow_clock(index);
        let reading = self.reading(index);
        let (now, utc) = (self.now, self.utc());
        let process = &mut self.processes[index];
        let own = process.engine.as_ref().map_or_else(|| reading.wall(), |engine| engine.utc(reading));
        let jumped_ago_ms = process.jumped_at.map(|at| (now.saturating_sub(at) / 1000) as i64);
        let member = process.member.clone();
        // Plan versions are read once a second, and tasks after; without ZooKeeper the right to send ends before this.
        let well = self.quick_since.saturating_add(3_000_000) <= now
            && self.lag == 1
            && self.processes[index].is_well_since(now.saturating_sub(3_000_000));
        Sender { member, own, jumped_ago_ms, now: utc, deaf_ms: if well { 1500 } else { 6000 } }
    }

    fn abort(&mut self, index: usize, attempt: AttemptId) {
        let connecting = self.processes[index].connecting.remove(&attempt);
        if let Some((.., sending)) = &connecting {
            self.checker.taken_back(sending);
        }
        let flying = self.processes[index].flying.remove(&attempt);
        if let Some((_, sending, _)) = &flying {
            self.checker.over(sending);
        }
        if connecting.is_some() || flying.is_some() {
            let generation = self.processes[index].generation;
            self.processes[index].aborting.insert(attempt, generation);
            let soon = self.dice.below(3000);
            self.at(soon, Happening::Aborted(index, generation, attempt.0));
        }
    }

    /// Who sent it learns that it was given up; who is held still does so later.
    pub(super) fn aborted(&mut self, index: usize, generation: u64, attempt: AttemptId) {
        if self.processes[index].paused.is_some() {
            return self.at(20_000, Happening::Aborted(index, generation, attempt.0));
        }
        if self.processes[index].aborting.get(&attempt) == Some(&generation) {
            self.processes[index].aborting.remove(&attempt);
            self.tell_first_byte(index, attempt);
            self.tell(index, Event::Ended(attempt, AttemptEnd::Aborted));
        }
    }

    pub(super) fn attempt_ends(&mut self, index: usize, generation: u64, attempt: AttemptId) {
        let known = self.processes[index].flying.get(&attempt).is_some_and(|(of, ..)| *of == generation);
        if !known || self.springs(index, Moment::Ended) {
            return;
        }
        if let Some((_, sending, end)) = self.processes[index].flying.remove(&attempt) {
            self.checker.over(&sending);
            self.tell_first_byte(index, attempt);
            self.tell(index, Event::Ended(attempt, end));
            self.springs(index, Moment::Noted);
        }
    }

    pub(super) fn reconnect(&mut self, index: usize, generation: u64) {
        if self.processes[index].generation != generation || !self.processes[index].cut {
            return;
        }
        self.processes[index].cut = false;
        self.processes[index].well_since = self.now;
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
            self.at(500, Happening::Hint(index, generation));
            return;
        }
        if self.processes[index].paused.is_some() {
            // Whoever is held still learns nothing, and asks nothing on another session.
            return;
        }
        self.say(format!("{} learns that its session is over", self.processes[index].name));
        self.processes[index].session = None;
        self.processes[index].member = None;
        self.processes[index].tickets.clear();
        self.processes[index].forget_held();
        self.tell(index, Event::SessionLost);
        self.at(50_000, Happening::Connect(index, generation));
    }

    pub(super) fn resume(&mut self, index: usize, generation: u64) {
        if self.processes[index].generation != generation {
            return;
        }
        let Some(held) = self.processes[index].paused.take() else { return };
        self.say(format!("{} runs again", self.processes[index].name));
        self.processes[index].well_since = self.now;
        for (id, request) in std::mem::take(&mut self.processes[index].unsent) {
            self.ask(index, id, request);
        }
        self.tell(index, Event::Woke);
        for event in held {
            self.tell(index, event);
        }
        if !self.processes[index].cut {
            self.find_session(index);
        }
    }
}

fn bytes(request: &Request) -> usize {
    let Request::Commit(ops) = request else { return 0 };
    let record = |op: &Op| match op {
        Op::Create(_, Record::State(state)) | Op::Set(_, Record::State(state), _) => state.write().len(),
        Op::Create(_, Record::Claims(claims)) | Op::Set(_, Record::Claims(claims), _) => {
            serde_json::to_vec(claims).unwrap().len()
        }
        _ => 100,
    };
    ops.iter().map(record).sum()
}
