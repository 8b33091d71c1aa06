//! The scheduler's state machine: events in, commands out. No clock, no I/O, no randomness.
//!
//! The daemon feeds [`Event`]s with what its clocks showed, carries out [`Command`]s in the order they come, and calls
//! again at [`Engine::next_wakeup`]. A simulation does the same on virtual time.

mod aside;
mod cancel;
mod clock;
mod commit;
mod compose;
mod dispatch;
mod event;
mod figures;
mod held;
mod history;
mod leader;
mod load;
mod map;
mod mutant;
mod orphan;
mod owned;
mod queue;
mod refresh;
mod run;
mod session;
mod silence;
mod skew;
mod standing;
mod sweep;
mod task;
mod tenure;
mod timer;
mod write;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use self::clock::Clock;
use self::commit::{Tenure, Write};
use self::dispatch::Flight;
use self::event::Outbox;
use self::figures::Figures;
pub use self::held::goes_first;
use self::load::Step;
use self::map::{ByPartition, HashMap};
#[cfg(feature = "mutants")]
pub use self::mutant::choose as choose_mutant;
use self::orphan::Orphan;
use self::owned::Owned;
use self::queue::Queue;
use self::session::Session;
use self::task::Pauses;
use self::tenure::{Attempted, Former, Joining};
use self::timer::Timers;
use crate::cluster::{HostFigures, Lease, Member};
use crate::name::{Epoch, MemberId, Partition, RunId, TaskName, Version};
pub use crate::node::Watch;
use crate::node::{Answer, Folder, Node, Request};
use crate::retry::AttemptEnd;
use crate::run::{RunOutcome, Trigger};
use crate::task::SchedulerTask;
use crate::time::{Boot, Instant, Reading, Utc};

/// A run that has been open for so long needs a record of its own.
const AGED: Duration = Duration::from_secs(1);
/// Rounds of claims are at least this far apart.
const ROUND: Duration = Duration::from_millis(20);

/// Numbers a request; its answer carries the same.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RequestId(pub u64);

/// Numbers one HTTP request of this process.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct AttemptId(pub u64);

/// What the engine is told once.
#[derive(Clone, Debug)]
pub struct Options {
    /// How long a stop may take before what is open is left to others. Default 30 s.
    pub drain_timeout: Duration,
    /// Attempts on their way at once; more wait, late and counted.
    pub max_in_flight: usize,
    /// Of these, attempts to one host (scheme, name and port of the URL); more wait, and nobody else does for them.
    pub max_in_flight_per_host: usize,
}

/// Everything that can happen.
#[derive(Clone, PartialEq, Debug)]
pub enum Event {
    /// A session was established (the first, or one after a loss). Requests of the former one are never answered again.
    SessionStarted {
        /// The member record to register; its id is new for each session.
        id: MemberId,
        /// What to register.
        member: Box<Member>,
        /// The negotiated session timeout.
        timeout: Duration,
        /// From `/cluster`.
        partitions: u16,
    },
    /// The session is over (expired, or closed by us): leases and ephemeral nodes are gone.
    SessionLost,
    /// The answer to a request.
    Answered(RequestId, Answer),
    /// A watch says that this node may have changed (data or children). A hint only.
    Changed(Watch),
    /// The first byte of an attempt was on the wire at this moment. It may be told a while after, and always in front of its
    /// [`Event::Ended`].
    Sent(AttemptId, Boot),
    /// An attempt has ended; no event of it follows.
    Ended(AttemptId, AttemptEnd),
    /// Figures of the process and its host, about once a second.
    Measured(HostFigures),
    /// The process is to stop: hand over, then [`Command::Stopped`].
    Stop,
    /// A write would have to wait in the daemon, which may not ask ZooKeeper for as much as is wanted; or no longer would.
    /// What never waits is told by [`goes_first`].
    Held(bool),
    /// Nothing but time passed.
    Woke,
}

/// Everything the engine asks for.
#[derive(Clone, PartialEq, Debug)]
pub enum Command {
    /// Ask the store; in this order, on the current session.
    Request(RequestId, Request),
    /// Report changes of this until told otherwise, or the session ends.
    Watch(Watch),
    /// No longer.
    Unwatch(Watch),
    /// Send an HTTP request now.
    Send(Box<Sending>),
    /// Give up an attempt; its `Ended` still comes.
    Abort(AttemptId),
    /// A run has its outcome stored.
    Finished(Box<Finished>),
    /// Something a person should know.
    Note(Note),
    /// Whether the member counts as ready changed; with the reason when not.
    Ready(Result<(), String>),
    /// The hand-over is complete: the process may close its session and exit.
    Stopped,
}

/// One HTTP request.
#[derive(Clone, PartialEq, Debug)]
pub struct Sending {
    /// Which attempt of this process.
    pub attempt: AttemptId,
    /// Whose request.
    pub task: Arc<SchedulerTask>,
    /// Of which run.
    pub run: RunId,
    /// Its number, from 1.
    pub number: u32,
    /// The instant it stands for.
    pub scheduled_at: Instant,
    /// Why the run exists.
    pub trigger: Trigger,
    /// Of the lease.
    pub epoch: Epoch,
    /// Whether an earlier attempt may have been carried out.
    pub redelivery: bool,
    /// No byte may leave after this: the end of the time lease. Checked last before connecting or writing.
    pub not_after: Boot,
    /// The attempt's deadline counts from now; never longer than this.
    pub timeout: Duration,
}

/// A run that is over, for the run log and the metrics.
#[derive(Clone, PartialEq, Debug)]
pub struct Finished {
    /// Its task.
    pub task: TaskName,
    /// As it was stored.
    pub outcome: RunOutcome,
    /// First byte to end.
    pub duration: Option<Duration>,
}

/// Something a person should know; the daemon logs it.
#[derive(Clone, PartialEq, Debug)]
pub enum Note {
    /// This member now owns the partition.
    Acquired(Partition, Epoch),
    /// It no longer does, and why.
    Released(Partition, &'static str),
    /// It leads, or no longer does.
    Leading(bool),
    /// A record could not be read and was set aside.
    SetAside(String),
    /// Anything else that is unusual, in words.
    Warning(String),
    /// Anything else worth a line.
    Info(String),
}

/// What an answer is for.
#[derive(Debug)]
enum Waiting {
    /// Nothing depends on it.
    Nothing,
    Registered,
    StatsMade,
    MemberWritten,
    Renewed(Boot, Vec<(Partition, Version)>),
    ClocksListed,
    ClocksRead,
    Swept(Vec<Node>),
    /// The second's sweep, of which one is on its way at a time.
    Sweep(Vec<Node>),
    Candidates,
    Standing,
    LeadListed,
    LeadRead(Vec<Node>),
    Assigned,
    Leases(Vec<Partition>),
    LeaseOwners(Vec<(Partition, Lease, Version)>, Vec<MemberId>),
    LeasesSet(Vec<Attempted>),
    LeasesSynced(Vec<Partition>),
    LeaseAnew(Partition, Option<Vec<Node>>),
    Load(Partition, u64, Step),
    Write(u64),
    WriteSynced(u64),
    WriteReadBack(u64),
    Plan(Tenure),
    AllTasks(Tenure, Version),
    Tasks(Tenure, Version, Vec<Node>),
    CommandsListed(Tenure, Boot),
    CommandsRead(Tenure, Boot, Vec<Node>),
    Mend(Tenure, Node),
    Orphan(RunId, Version),
    EventsRead,
    EventsWritten,
}

/// The state machine of one scheduler process.
#[derive(Debug)]
pub struct Engine {
    options: Options,
    clock: Clock,
    now: Boot,
    /// Own time minus ZooKeeper's, in milliseconds, as the last renewal measured it.
    ahead_ms: i64,
    out: VecDeque<Command>,
    next_request: u64,
    next_attempt: u64,
    next_write: u64,
    waiting: HashMap<RequestId, Waiting>,
    session: Option<Session>,
    /// The newest member id of this process, also between sessions.
    last_id: MemberId,
    /// Until when this member may send.
    lease_until: Boot,
    owned: ByPartition<Owned>,
    joining: BTreeMap<Partition, Joining>,
    /// Epochs of lease writes whose answer was lost.
    tried: BTreeMap<Partition, Option<Epoch>>,
    lease_missing: BTreeMap<Partition, Boot>,
    formers: BTreeMap<Partition, Former>,
    orphans: HashMap<RunId, Orphan>,
    flights: HashMap<AttemptId, Flight>,
    /// Where the next sweep goes on reading what cannot be read.
    reread_from: usize,
    /// When no instant was due, and whether nothing is claimed now: as the version of `/intents` says that claims check.
    pauses: Pauses,
    /// The same by ZooKeeper's clock, as it was read, and how far own time was ahead of that clock.
    pauses_read: (Vec<(Utc, Option<Utc>)>, i64),
    is_paused: bool,
    /// Owned partitions whose commands that ask for the end of a run are to be looked at.
    cancelling: BTreeSet<Partition>,
    /// Due, and waiting for room or for the time lease.
    queue: Queue,
    /// When a run that had waited was sent last.
    drained: Boot,
    timers: Timers,
    writes: HashMap<u64, Write>,
    watches: BTreeSet<Watch>,
    flush_at: Option<Boot>,
    /// When something can be claimed, as of the last turn: that asks every partition.
    round_at: Option<Boot>,
    claims_from: Boot,
    /// While the daemon holds writes back: when what came due is looked at next.
    consider_at: Option<Boot>,
    stopping: Option<Boot>,
    stopped: bool,
    ready: Option<Result<(), String>>,
    figures: Figures,
    /// What is to be written down for people.
    outbox: Outbox,
}

impl Engine {
    /// An engine that has not met a session yet.
    #[must_use]
    pub fn new(options: Options, now: Reading) -> Self {
        let queue = Queue::new(options.max_in_flight, options.max_in_flight_per_host);
        Self {
            options,
            clock: Clock::new(now),
            now: now.boot,
            ahead_ms: 0,
            out: VecDeque::new(),
            next_request: 1,
            next_attempt: 1,
            next_write: 1,
            waiting: HashMap::default(),
            session: None,
            last_id: "nobody-000000".parse().expect("a valid member id"),
            lease_until: Boot(0),
            owned: ByPartition::default(),
            joining: BTreeMap::new(),
            tried: BTreeMap::new(),
            lease_missing: BTreeMap::new(),
            formers: BTreeMap::new(),
            orphans: HashMap::default(),
            flights: HashMap::default(),
            reread_from: 0,
            pauses: Pauses::from([]),
            pauses_read: (Vec::new(), 0),
            is_paused: false,
            cancelling: BTreeSet::new(),
            queue,
            drained: Boot(0),
            timers: Timers::default(),
            writes: HashMap::default(),
            watches: BTreeSet::new(),
            flush_at: None,
            round_at: None,
            claims_from: Boot(0),
            consider_at: None,
            stopping: None,
            stopped: false,
            ready: None,
            figures: Figures::default(),
            outbox: Outbox::default(),
        }
    }

    /// Takes a fact in, and does what follows from it.
    pub fn handle(&mut self, now: Reading, event: Event) {
        self.take(now, event);
        self.turn();
    }

    /// Takes a fact in. What time itself asks for, and what goes out together, follows with [`Engine::turn`]: a driver that
    /// has many facts takes them all in first.
    pub fn take(&mut self, now: Reading, event: Event) {
        self.now = self.now.max(now.boot);
        if self.clock.observe(now) {
            self.note(Note::Warning(
                "the wall clock stepped: nothing is claimed until ZooKeeper's clock is known".into(),
            ));
        }
        match event {
            Event::SessionStarted { id, member, timeout, partitions } => {
                self.session_started(Session::new(id, member, timeout, partitions));
            }
            Event::SessionLost => self.session_lost(),
            Event::Answered(id, answer) => self.answered(id, answer),
            Event::Changed(watch) => self.changed(&watch),
            Event::Sent(attempt, at) => self.first_byte(attempt, at),
            Event::Ended(attempt, end) => self.attempt_ended(attempt, end),
            Event::Measured(host) => {
                let (offset, trip) = (self.figures.host.clock_offset_ms, self.figures.host.zookeeper_rtt_ms);
                self.figures.host = HostFigures { clock_offset_ms: offset, zookeeper_rtt_ms: trip, ..host };
            }
            Event::Stop => self.stop(),
            Event::Held(held) => self.held(held),
            Event::Woke => {}
        }
        // Before anything is sent that nobody wants any more.
        self.cancel_runs();
    }

    /// What time itself asks for, after the facts.
    pub fn turn(&mut self) {
        while let Some(timer) = self.timers.take_due(self.now) {
            self.timer_fired(timer);
        }
        self.session_woke();
        self.events_woke();
        self.drain_queue();
        self.held_woke();
        let is_known = self.write_what_is_due() && self.stopping.is_none();
        if self.stopping.is_some() {
            self.look_at_stop();
        }
        let ready = self.readiness();
        if self.ready.as_ref() != Some(&ready) {
            self.ready = Some(ready.clone());
            self.out.push_back(Command::Ready(ready));
        }
        if !is_known {
            self.round_at = self.next_round();
        }
    }

    /// Writes outcomes or claims whose time has come. True: nothing was to be written, and when something can be claimed is
    /// known; that asks every partition, and so only once a turn.
    fn write_what_is_due(&mut self) -> bool {
        if self.consider_at.is_some() {
            // Writes follow when there is room.
            return false;
        }
        let flushes = self.flush_at.is_some_and(|at| at <= self.now);
        if flushes {
            self.flush_at = None;
        } else {
            self.round_at = self.next_round();
            if self.round_at.is_none_or(|at| at > self.now) {
                return true;
            }
        }
        self.claims_from = self.now + ROUND;
        self.flush(flushes);
        false
    }

    fn answered(&mut self, id: RequestId, answer: Answer) {
        let Some(waiting) = self.waiting.remove(&id) else { return };
        match waiting {
            Waiting::Nothing => {}
            Waiting::Registered => self.registered(&answer),
            Waiting::StatsMade => self.stats_made(&answer),
            Waiting::MemberWritten => self.member_written(&answer),
            Waiting::Renewed(started, held) => self.renewed(started, &held, answer),
            Waiting::ClocksListed => self.clocks_listed(answer),
            Waiting::ClocksRead => self.clocks_read(answer),
            Waiting::Swept(nodes) => self.swept(nodes, answer),
            Waiting::Sweep(nodes) => self.sweep_answered(nodes, answer),
            Waiting::Candidates => self.candidates_listed(answer),
            Waiting::Standing => self.stood(&answer),
            Waiting::LeadListed => self.lead_listed(answer),
            Waiting::LeadRead(nodes) => self.lead_read(nodes, answer),
            Waiting::Assigned => self.assigned(&answer),
            Waiting::EventsRead => self.events_read(answer),
            Waiting::EventsWritten => self.events_written(answer),
            Waiting::Orphan(run, version) => self.orphan_written(&run, version, &answer),
            of_partition => self.answered_partition(of_partition, answer),
        }
    }

    fn answered_partition(&mut self, waiting: Waiting, answer: Answer) {
        match waiting {
            Waiting::Leases(wanted) => self.leases_read(wanted, answer),
            Waiting::LeaseOwners(found, owners) => self.lease_owners_read(found, owners, answer),
            Waiting::LeasesSet(tries) => self.leases_set(tries, answer),
            Waiting::LeasesSynced(partitions) => self.leases_synced(partitions),
            Waiting::LeaseAnew(partition, step) => self.lease_anew(partition, step, answer),
            Waiting::Load(partition, round, step) => self.loaded(partition, round, step, answer),
            Waiting::Write(number) => self.written(number, answer),
            Waiting::WriteSynced(number) => self.write_synced(number, &answer),
            Waiting::WriteReadBack(number) => self.write_read_back(number, answer),
            Waiting::Plan(tenure) => self.plan_read(tenure, answer),
            Waiting::AllTasks(tenure, version) => self.all_tasks_listed(tenure, version, answer),
            Waiting::Tasks(tenure, version, nodes) => self.tasks_read(tenure, version, nodes, answer),
            Waiting::CommandsListed(tenure, asked_at) => self.commands_listed(tenure, asked_at, answer),
            Waiting::CommandsRead(tenure, asked_at, nodes) => self.commands_read(tenure, asked_at, nodes, answer),
            Waiting::Mend(tenure, node) => self.mended(tenure, node, answer),
            _ => {}
        }
    }

    /// A watch says when to look, never what to believe.
    fn changed(&mut self, watch: &Watch) {
        match watch {
            Watch::Data(Node::Plan(partition)) => self.plan_moved(*partition),
            Watch::Children(Folder::Commands(partition)) => self.commands_moved(*partition),
            Watch::Data(Node::Lease(_)) => self.acquire_assigned(),
            Watch::Data(Node::Intents) => self.intents_moved(),
            Watch::Data(Node::Assignment) => {
                self.request(Request::Read(vec![Node::Assignment]), Waiting::Swept(vec![Node::Assignment]));
            }
            Watch::Children(Folder::Candidates) => {
                self.request(Request::List(vec![Folder::Candidates]), Waiting::Candidates);
            }
            Watch::Children(Folder::Members | Folder::Intents) => self.lead_lists(),
            Watch::Data(Node::Member(_)) => self.lead_round(),
            _ => {}
        }
    }

    /// When [`Event::Woke`] is due, if nothing else happens before.
    #[must_use]
    pub fn next_wakeup(&self) -> Option<Boot> {
        let session = self.session.as_ref().and_then(Session::next_wakeup);
        let lapse = Some(self.lease_until).filter(|until| *until > self.now);
        let stop = self.stopping.map(|since| since + self.options.drain_timeout).filter(|_| !self.stopped);
        let write = [self.flush_at, self.round_at].into_iter().flatten().filter(|_| self.consider_at.is_none()).min();
        let events = self.session.as_ref().and_then(|_| self.outbox.next_wakeup());
        [self.timers.next(), session, write, self.consider_at, lapse, stop, events].into_iter().flatten().min()
    }

    /// When something can be claimed.
    fn next_round(&self) -> Option<Boot> {
        if !self.may_claim() {
            return None;
        }
        let open = self.owned.values().filter(|owned| owned.denied_until <= self.now);
        let next = open.filter_map(|owned| owned.next_claim(self.is_paused)).min()?;
        Some(self.clock.boot_at(next, self.now).max(self.claims_from))
    }

    /// Whether this member may claim at all.
    fn may_claim(&self) -> bool {
        let known = self.session.as_ref().is_some_and(|session| session.intents_version.is_some());
        known && self.lease_until > self.now && !self.clock.is_in_doubt()
    }

    /// The next effect to carry out; order matters.
    pub fn next_command(&mut self) -> Option<Command> {
        self.out.pop_front()
    }

    /// The engine's own time (boot clock plus offset) at a reading; for logs and stats.
    #[must_use]
    pub fn utc(&self, now: Reading) -> Utc {
        self.clock.utc(now.boot)
    }

    fn request(&mut self, request: Request, waiting: Waiting) {
        let id = RequestId(self.next_request);
        self.next_request += 1;
        self.waiting.insert(id, waiting);
        self.out.push_back(Command::Request(id, request));
    }

    fn note(&mut self, note: Note) {
        self.out.push_back(Command::Note(note));
    }
}
