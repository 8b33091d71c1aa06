//! The scheduler's state machine: events in, commands out. No clock, no I/O, no randomness.
//!
//! The daemon feeds [`Event`]s with what its clocks showed, carries out [`Command`]s in the order they come, and calls
//! again at [`Engine::next_wakeup`]. A simulation does the same on virtual time.

use std::sync::Arc;
use std::time::Duration;

use crate::cluster::{HostFigures, Member};
use crate::name::{Epoch, MemberId, Partition, RunId, TaskName};
pub use crate::node::Watch;
use crate::node::{Answer, Request};
use crate::retry::AttemptEnd;
use crate::run::{RunOutcome, Trigger};
use crate::task::SchedulerTask;
use crate::time::{Boot, Instant, Reading, Utc};

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
    /// The first byte of an attempt is on the wire.
    Sent(AttemptId, Boot),
    /// An attempt has ended; no event of it follows.
    Ended(AttemptId, AttemptEnd),
    /// Figures of the process and its host, about once a second.
    Measured(HostFigures),
    /// The process is to stop: hand over, then [`Command::Stopped`].
    Stop,
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

/// The state machine of one scheduler process.
#[derive(Debug)]
pub struct Engine {}

impl Engine {
    /// An engine that has not met a session yet.
    #[must_use]
    pub fn new(options: Options, now: Reading) -> Self {
        let _ = (options, now);
        Self {}
    }

    /// Takes a fact in.
    pub fn handle(&mut self, now: Reading, event: Event) {
        let _ = (now, event);
    }

    /// When [`Event::Woke`] is due, if nothing else happens before.
    #[must_use]
    pub fn next_wakeup(&self) -> Option<Boot> {
        None
    }

    /// The next effect to carry out; order matters.
    pub fn next_command(&mut self) -> Option<Command> {
        None
    }

    /// The engine's own time (boot clock plus offset) at a reading; for logs and stats.
    #[must_use]
    pub fn utc(&self, now: Reading) -> Utc {
        now.wall
    }
}
