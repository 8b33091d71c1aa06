//! An open run in the owner's memory, and what its newest task says when it is about to be sent.
//!
//! Pure values and rules; the flows that move a run from stage to stage live in the modules beside this one.

use std::time::Duration;

use serde_json::Map;

use super::AttemptId;
use super::dispatch::Flight;
use super::mutant;
use super::task::Slot;
use crate::name::{Epoch, MemberId, Version};
use crate::node::Stat;
use crate::run::{FORMAT, Outcome, Phase, RunEntry, RunOutcome, RunRecord};
use crate::task::Overlap;
use crate::time::{Boot, Instant, Utc};

/// An attempt that goes so much later than it was written down is not written down anew.
const DEADLINE_SLACK: Duration = Duration::from_secs(1);

/// A run that is claimed and has no stored outcome.
#[derive(Clone, Debug)]
pub(super) struct Run {
    /// What was claimed; `attempt` is the next one's number, or that of the one on its way.
    pub(super) entry: RunEntry,
    /// Instant plus jitter.
    pub(super) send_at: Utc,
    /// When the next attempt may go.
    pub(super) due: Boot,
    /// When this owner came to know of it.
    pub(super) claimed: Boot,
    /// How far it is.
    pub(super) stage: Stage,
    /// Its record as ZooKeeper acknowledged it.
    pub(super) record: Option<Recorded>,
    /// Whether it has been open long enough to need a record.
    pub(super) aged: bool,
    /// Whether an earlier attempt may have been carried out.
    pub(super) redelivery: bool,
    /// Whether its record names another executor than this one.
    pub(super) stale_record: bool,
    /// A write that moves it is on its way: it must not be sent meanwhile.
    pub(super) moving: bool,
    /// First byte of the first attempt.
    pub(super) started: Option<Utc>,
    /// The same minus send time, in milliseconds; not known of runs that another process began.
    pub(super) lateness_ms: Option<i64>,
    /// First byte of the attempt on its way, or when it was handed out.
    pub(super) sent: Option<Boot>,
    /// When the attempt on its way must have ended.
    pub(super) deadline: Option<Utc>,
    /// It is over because the newest version known of its task says so: that version must still be the newest when this
    /// is stored, else it is asked again.
    pub(super) ended_by_plan: bool,
    /// The version of its task that last said so.
    pub(super) unwanted_by: Option<Version>,
    /// A user asked for its end: by whom and why. Its attempt on its way is being given up, and none follows.
    pub(super) cancelled: Option<String>,
}

/// A run's record, and the version of its node. Most runs have none.
pub(super) type Recorded = (Box<RunRecord>, Version);

/// How far a run is.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Stage {
    /// Never sent by this claim; its timer runs.
    Timed,
    /// Due, and waiting for room, for the time lease or for a misfire run before it.
    Queued,
    /// The next attempt is being written into its record; it goes once that is acknowledged.
    Preparing,
    /// On its way.
    Flying(AttemptId),
    /// The last attempt failed; the next is due at this time.
    Backoff(Utc),
    /// Another process sent it, and has not ended it as far as is known.
    Foreign,
    /// Over; the outcome is not stored yet.
    Done(Box<RunOutcome>),
}

impl Run {
    /// A run as it enters memory: timed, without a record.
    pub(super) fn new(entry: RunEntry, send_at: Utc, due: Boot, claimed: Boot) -> Self {
        Self {
            entry,
            send_at,
            due,
            claimed,
            stage: Stage::Timed,
            record: None,
            aged: false,
            redelivery: false,
            stale_record: false,
            moving: false,
            started: None,
            lateness_ms: None,
            sent: None,
            deadline: None,
            ended_by_plan: false,
            unwanted_by: None,
            cancelled: None,
        }
    }

    /// Whether overlap counts it: from its first byte to the end of its last attempt, waiting retries included.
    pub(super) const fn occupies(&self) -> bool {
        match self.stage {
            Stage::Preparing | Stage::Flying(_) | Stage::Backoff(_) | Stage::Foreign => true,
            // What an earlier attempt began is not over because the next one waits.
            Stage::Timed | Stage::Queued => !self.is_unsent(),
            Stage::Done(_) => false,
        }
    }

    /// Whether its first attempt has not gone, as far as this owner knows.
    pub(super) const fn is_unsent(&self) -> bool {
        self.started.is_none() && !self.redelivery && self.entry.failed == 0
    }

    /// Whether its record, or its outcome, is behind what is known here.
    pub(super) fn needs_write(&self) -> bool {
        let phase = self.record.as_ref().map(|(record, _)| &record.phase);
        match &self.stage {
            Stage::Done(_) | Stage::Preparing => true,
            _ if self.stale_record => true,
            Stage::Foreign => false,
            Stage::Backoff(next_at) => phase != Some(&Phase::RetryWait { next_at: *next_at }),
            // What was written down as sent and then was not must not be taken for sent.
            Stage::Timed | Stage::Queued if phase == Some(&Phase::Sent) => !self.redelivery && !mutant::on!(SENT_LEFT),
            Stage::Timed | Stage::Queued | Stage::Flying(_) => self.aged && phase.is_none(),
        }
    }

    /// The first byte of the attempt on its way left. How late the run is in milliseconds, if that counts.
    pub(super) fn begins(&mut self, at: Boot, utc: Utc) -> Option<i64> {
        self.sent = Some(at);
        if self.entry.failed > 0 {
            return None;
        }
        if self.lateness_ms.is_some() {
            let lateness = utc.0 - self.send_at.0;
            (self.started, self.lateness_ms) = (Some(utc), Some(lateness));
            return (!self.redelivery).then_some(lateness);
        }
        if self.entry.trigger.is_of_the_past() && self.started.is_some() {
            self.started = Some(utc);
        }
        None
    }

    /// The attempt that was handed out never left: the run is as it was before, and waits.
    pub(super) fn take_back(&mut self, flight: &Flight) {
        self.stage = Stage::Queued;
        self.sent = flight.before;
        if flight.begins {
            self.started = None;
            self.lateness_ms = None;
        }
    }

    /// Whether an attempt is in doubt, and this process has sent none after it.
    pub(super) const fn is_doubtful(&self) -> bool {
        self.redelivery && self.sent.is_none()
    }

    /// Its end rested on a version of the task that may be an old one: it is to be decided again.
    pub(super) fn ask_plan_again(&mut self) {
        if std::mem::take(&mut self.ended_by_plan) {
            self.stage = Stage::Queued;
        }
    }

    /// Whether its end rests on another version of its task than the newest known: nothing stores that.
    pub(super) fn is_outdated(&self, slot: &Slot) -> bool {
        self.ended_by_plan && self.unwanted_by != Some(slot.version)
    }

    /// Whether the next attempt stands in the record already, as `executor`'s, and may take until `deadline`.
    pub(super) fn is_prepared(&self, executor: &MemberId, deadline: Utc) -> bool {
        self.record.as_ref().is_some_and(|(record, _)| {
            let is_next = record.phase == Phase::Sent && record.entry.attempt == self.entry.attempt;
            let lasts = record.deadline.is_some_and(|known| known + DEADLINE_SLACK >= deadline);
            is_next && record.executor == *executor && lasts
        })
    }

    /// Its outcome, if it ended now in this way.
    pub(super) fn ended(&self, outcome: Outcome, at: Utc, by: (&MemberId, Epoch)) -> RunOutcome {
        let sent = self.started.is_some() || self.entry.failed > 0 || self.redelivery;
        let waits = matches!(self.stage, Stage::Timed | Stage::Queued | Stage::Preparing | Stage::Backoff(_));
        let is_next = self.is_doubtful() || waits && self.entry.failed > 0 && !self.redelivery;
        RunOutcome {
            run: self.entry.run.clone(),
            trigger: self.entry.trigger,
            outcome,
            scheduled_at: self.entry.scheduled_at,
            started_at: self.started,
            ended_at: at,
            lateness_ms: self.lateness_ms,
            // The next number is not one that was sent; the last that was may be smaller still.
            attempts: if sent { self.entry.attempt.saturating_sub(u32::from(is_next)) } else { 0 },
            redelivered: !self.is_doubtful() && self.entry.is_redelivered(),
            scheduler: by.0.clone(),
            epoch: by.1,
            status: None,
            message: None,
            missed_to: None,
            missed_count: None,
            token: self.entry.token.clone(),
            extra: Map::new(),
        }
    }

    /// The record it should have now, with `executor` as the one who sends.
    pub(super) fn record_now(&self, executor: &MemberId) -> RunRecord {
        let phase = match &self.stage {
            Stage::Timed | Stage::Queued if self.redelivery => Phase::Sent,
            // A retry that was prepared and did not go: due since it was sent for.
            Stage::Timed | Stage::Queued if self.entry.failed > 0 => Phase::RetryWait { next_at: self.send_at },
            Stage::Timed | Stage::Queued => Phase::Waiting,
            Stage::Preparing | Stage::Flying(_) | Stage::Foreign => Phase::Sent,
            Stage::Backoff(next_at) => Phase::RetryWait { next_at: *next_at },
            Stage::Done(outcome) => Phase::Ended(outcome.clone()),
        };
        RunRecord {
            format: FORMAT,
            entry: self.entry.clone(),
            phase,
            executor: executor.clone(),
            deadline: self.deadline,
            started_at: self.started,
        }
    }
}

/// What the newest version of the task says of a run that is due.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Decision {
    /// Send it.
    Go,
    /// An earlier misfire run comes first.
    Wait,
    /// End it without a request.
    End(Outcome, &'static str),
    /// The task's newest version does not want it: end it, if that version is still the newest when it is stored.
    Unwanted(Outcome, &'static str),
}

/// Decides on a run that is due. `others` are the other open runs of the task.
pub(super) fn decide<'a>(run: &Run, slot: &Slot, now: Utc, others: impl Iterator<Item = &'a Run>) -> Decision {
    let first = run.is_unsent() || run.is_doubtful();
    if run.entry.trigger.is_of_schedule()
        && first
        && let Some(cause) = not_due_any_more(run, slot, now).or_else(|| was_not_due(run, slot))
    {
        let outcome = if run.redelivery { Outcome::Unknown } else { Outcome::Cancelled };
        return Decision::Unwanted(outcome, cause);
    }
    if !run.is_unsent() || slot.task.policy.overlap == Overlap::Allow {
        return Decision::Go;
    }
    overlap(run, others)
}

fn not_due_any_more(run: &Run, slot: &Slot, now: Utc) -> Option<&'static str> {
    if slot.is_paused_at(now) {
        return Some("the task was paused before the run was sent");
    }
    let instant = run.entry.scheduled_at;
    if slot.is_paused_at(instant.utc()) {
        return Some("the task was paused when the run was due");
    }
    let changed = slot.changed_at <= instant.utc();
    (changed && !slot.is_due_at(instant)).then_some("the schedule was changed before the run was due")
}

/// What a version did not want that was in force at the instant stays unwanted, whatever its successor says: that came
/// after the instant. Versions that were never read in between leave open what was in force, and the newest decides.
fn was_not_due(run: &Run, slot: &Slot) -> Option<&'static str> {
    let succeeds = run.unwanted_by.is_some_and(|version| slot.version == version + 1);
    let later = slot.changed_at > run.entry.scheduled_at.utc();
    (succeeds && later).then_some("the task was paused or changed when the run was due")
}

fn overlap<'a>(run: &Run, others: impl Iterator<Item = &'a Run>) -> Decision {
    let trigger = run.entry.trigger;
    let mut decision = Decision::Go;
    for other in others.filter(|other| other.entry.run != run.entry.run) {
        let sibling = trigger.stands_in_line() && other.entry.trigger == trigger;
        let occupies = other.occupies() && !comes_later(other, run);
        // Nobody asks for an instant of the past to have it left out.
        let waits = trigger.is_of_the_past() && occupies;
        if waits || sibling && (occupies || earlier(other, run) && !matches!(other.stage, Stage::Done(_))) {
            decision = Decision::Wait;
        } else if occupies && !sibling {
            return Decision::End(Outcome::Skipped, "an earlier run of the task was not over");
        }
    }
    decision
}

/// Whether `other` is only being prepared and has the later send time: it is asked again before it goes.
fn comes_later(other: &Run, run: &Run) -> bool {
    let after = (other.send_at, &other.entry.run) > (run.send_at, &run.entry.run);
    other.stage == Stage::Preparing && other.is_unsent() && after
}

fn earlier(one: &Run, other: &Run) -> bool {
    (one.entry.scheduled_at, &one.entry.run) < (other.entry.scheduled_at, &other.entry.run)
}

/// A moment of ZooKeeper's clock as own time, never later than `read` (when its version was first read).
pub(super) fn own_time(moment: Utc, ahead_ms: i64, read: Utc) -> Utc {
    Utc(moment.0.saturating_add(ahead_ms)).min(read)
}

/// The own time of a Stat's modification.
pub(super) fn modified_at(stat: &Stat, ahead_ms: i64, read: Utc) -> Utc {
    own_time(stat.mtime(), ahead_ms, read)
}

/// The latest second that does not come after `moment`: instants after it are strictly after the moment.
pub(super) const fn cursor_at(moment: Utc) -> Instant {
    moment.floor()
}
