//! From a claim to its request and back: what happens when a run is due, and when an attempt ends.
//!
//! The right to send is the time lease alone, checked here at the last moment and once more by the daemon. A run that
//! has a record is written there as `sent` before its first byte leaves.

use std::time::Duration;

use super::mutant;
use super::orphan::Orphan;
use super::owned::Owned;
use super::queue::Host;
use super::run::{Decision, Run, Stage, decide};
use super::task::{Slot, State};
use super::timer::Timer;
use super::{AGED, AttemptId, Command, Engine, Finished, Sending};
use crate::name::{Partition, RunId, TaskName, Version};
use crate::retry::{AttemptEnd, Verdict, judge, judge_last};
use crate::run::{Delivery, Outcome, RunOutcome, Trigger};
use crate::task::Overlap;
use crate::time::Boot;

/// An attempt on its way.
#[derive(Clone, Debug)]
pub(super) struct Flight {
    pub(super) partition: Partition,
    pub(super) run: RunId,
    pub(super) host: Host,
    /// Whether the run begins with it, as far as this process knows.
    pub(super) begins: bool,
    /// When the attempt before it went, if this process sent one.
    pub(super) before: Option<Boot>,
}

impl Engine {
    /// A run is to be written about soon.
    pub(super) fn touch(&mut self, partition: Partition, id: RunId) {
        if let Some(owned) = self.owned.get_mut(&partition) {
            owned.touched.insert(id);
            self.flush_gathered();
        }
    }

    pub(super) fn timer_fired(&mut self, timer: Timer) {
        match timer {
            Timer::Due(partition, id) => {
                self.due(partition, &id);
                self.age_while_waiting(partition, id);
            }
            Timer::Aged(partition, id) => self.aged(partition, &id),
            Timer::Load(partition) => self.load(partition),
            Timer::Again(partition, id) => self.write_again(partition, id),
            Timer::Resolve(number) => self.resolve_again(number),
        }
    }

    /// Looks at a run again that was held back while a write moved it.
    pub(super) fn due_again(&mut self, partition: Partition, id: &RunId) {
        let run = self.owned.get(&partition).and_then(|owned| owned.runs.get(id));
        let Some(run) = run else { return };
        match run.stage {
            Stage::Timed | Stage::Backoff(_) if run.due <= self.now => self.due(partition, id),
            Stage::Queued => self.enqueue(partition, id),
            _ => {}
        }
    }

    fn aged(&mut self, partition: Partition, id: &RunId) {
        let Some(owned) = self.owned.get_mut(&partition) else { return };
        let Some(run) = owned.runs.get_mut(id) else { return };
        run.aged = true;
        if run.needs_write() {
            self.touch(partition, id.clone());
        }
    }

    /// What was due and did not go, or may yet be asked again, gets a record when it has waited long enough.
    fn age_while_waiting(&mut self, partition: Partition, id: RunId) {
        let run = self.owned.get(&partition).and_then(|owned| owned.runs.get(&id));
        if let Some(run) =
            run.filter(|run| !run.aged && (run.ended_by_plan || matches!(run.stage, Stage::Timed | Stage::Queued)))
        {
            let aged = self.aged_at(run);
            self.timers.set(aged, Timer::Aged(partition, id));
        }
    }

    /// When a run that was not sent has been open for long enough to need a record.
    pub(super) fn aged_at(&self, run: &Run) -> Boot {
        let of_instant = self.clock.boot_at(run.entry.scheduled_at.utc(), Boot(0)) + AGED;
        of_instant.max(run.claimed + AGED * 2)
    }

    /// The run, or its next attempt, is due.
    fn due(&mut self, partition: Partition, id: &RunId) {
        let now = self.now;
        let Some(owned) = self.owned.get_mut(&partition) else { return };
        if owned.handing_over {
            return;
        }
        let Some(run) = owned.runs.get_mut(id) else { return };
        if run.moving || run.due > now || !matches!(run.stage, Stage::Timed | Stage::Backoff(_)) {
            return;
        }
        if run.stage == Stage::Timed
            && let Some(later) = self.clock.corrected(run.send_at, run.claimed, now)
        {
            run.due = later;
            self.timers.set(later, Timer::Due(partition, id.clone()));
            return;
        }
        if self.queue.is_free() {
            self.send_or_end(partition, id);
        } else {
            self.wait(partition, id, None);
        }
    }

    /// The newest version of the task decides once more; then the run is ended, prepared, or sent.
    fn send_or_end(&mut self, partition: Partition, id: &RunId) {
        let utc = self.clock.utc(self.now);
        let Some(owned) = self.owned.get(&partition) else { return };
        let Some(run) = owned.runs.get(id) else { return };
        if run.moving || owned.handing_over {
            return;
        }
        let Some(slot) = owned.slot(&run.entry.task, &id.uid()) else {
            self.drop_run(partition, id);
            return;
        };
        if matches!(slot.state, State::Unreadable) {
            self.stage(partition, id, Stage::Queued);
            return;
        }
        if self.may_send_until(partition) <= self.now {
            // What is known of the plan may be as old as the lapse: not even an end is decided by it.
            self.wait_for_renewal(partition, id);
            return;
        }
        if let Some(cause) = run.cancelled.clone() {
            self.end_cancelled(partition, id, cause);
            return;
        }
        let limit = slot.task.target.timeout.run;
        if run.started.is_some_and(|started| utc.since(started) >= limit) {
            self.end(
                partition,
                id,
                Outcome::TimedOut,
                Some("the run used up its time before its next attempt".to_owned()),
            );
            return;
        }
        let (host, version) = (slot.host().clone(), slot.version);
        match self.decision(owned, run, slot) {
            Decision::Go if self.queue.has_room_at(&host) => self.prepare(partition, id, host),
            Decision::Go => self.wait(partition, id, Some(host)),
            other => self.hold_or_end(partition, id, other, version),
        }
    }

    fn decision(&self, owned: &Owned, run: &Run, slot: &Slot) -> Decision {
        if mutant::on!(NO_RECHECK) {
            return Decision::Go;
        }
        let others = owned.runs_of(&run.entry.task).filter(|other| other.entry.run.uid() == slot.uid);
        decide(run, slot, self.clock.utc(self.now), others)
    }

    /// Does what was decided by a version of the task, but for sending.
    fn hold_or_end(&mut self, partition: Partition, id: &RunId, decision: Decision, version: Version) {
        match decision {
            Decision::End(outcome, cause) => self.end(partition, id, outcome, Some(cause.to_owned())),
            Decision::Unwanted(outcome, cause) => {
                self.end(partition, id, outcome, Some(cause.to_owned()));
                let Some(owned) = self.owned.get_mut(&partition) else { return };
                let Some(run) = owned.runs.get_mut(id) else { return };
                run.ended_by_plan = !mutant::on!(CANCEL_UNCHECKED);
                run.unwanted_by = Some(version);
                owned.unwanted.insert(id.clone());
            }
            Decision::Wait | Decision::Go => self.stage(partition, id, Stage::Queued),
        }
    }

    /// Until when this member may send for a partition: by its time lease, and by the renewal that last checked the
    /// partition's lease.
    fn may_send_until(&self, partition: Partition) -> Boot {
        let checked = self.owned.get(&partition).filter(|owned| !owned.is_unsure());
        let checked = checked.map_or(Boot(0), |owned| owned.checked_until);
        if mutant::on!(UNCHECKED_RIGHT) { self.lease_until } else { self.lease_until.min(checked) }
    }

    /// The run could go, had the next renewal been acknowledged, or the plan been read after a lapse.
    fn wait_for_renewal(&mut self, partition: Partition, id: &RunId) {
        if self.lease_until <= self.now {
            self.wait(partition, id, None);
        } else if let Some(owned) = self.owned.get_mut(&partition)
            && let Some(run) = owned.runs.get_mut(id)
        {
            if !matches!(run.stage, Stage::Backoff(_)) {
                run.stage = Stage::Queued;
            }
            owned.unchecked.insert(id.clone());
        }
    }

    /// The run waits: in the line of a host, or in that of those who could go.
    fn wait(&mut self, partition: Partition, id: &RunId, host: Option<Host>) {
        let Some(run) = self.owned.get_mut(&partition).and_then(|owned| owned.runs.get_mut(id)) else { return };
        let at = match run.stage {
            // Between two attempts, as far as overlap and its record are concerned.
            Stage::Backoff(next_at) => next_at,
            _ => {
                run.stage = Stage::Queued;
                run.send_at
            }
        };
        match host {
            Some(host) => self.queue.push_for(host, id.clone(), at),
            None => self.queue.push(id.clone(), at),
        }
    }

    /// Sends, or has the attempt written into the record first.
    fn prepare(&mut self, partition: Partition, id: &RunId, host: Host) {
        let Some(me) = self.session.as_ref().map(|session| session.id.clone()) else { return };
        let utc = self.clock.utc(self.now);
        let Some(owned) = self.owned.get_mut(&partition) else { return };
        let Some(run) = owned.runs.get_mut(id) else { return };
        let timeout = owned.tasks.get(&run.entry.task).map_or(Duration::ZERO, |slot| slot.task.target.timeout.attempt);
        let deadline = utc + timeout;
        let unprepared = mutant::on!(NO_RECORD_BEFORE_RETRY);
        if run.record.is_none() && run.entry.failed == 0 || run.is_prepared(&me, deadline) || unprepared {
            self.send(partition, id, host);
            return;
        }
        run.deadline = Some(deadline);
        run.stage = Stage::Preparing;
        owned.touched.insert(id.clone());
        self.queue.prepare(id, &host);
        self.flush_soon(Duration::ZERO);
    }

    /// The attempt stands in the record: it may go, if the task still wants it.
    pub(super) fn launch(&mut self, partition: Partition, id: &RunId) {
        let Some(owned) = self.owned.get(&partition) else { return };
        let Some(run) = owned.runs.get(id).filter(|run| run.stage == Stage::Preparing) else { return };
        let room = self.queue.prepared(id);
        let task = run.entry.task.clone();
        match owned.slot(&task, &id.uid()) {
            None => self.drop_run(partition, id),
            Some(_) if run.cancelled.is_some() => {
                let cause = run.cancelled.clone().unwrap_or_default();
                self.end_cancelled(partition, id, cause);
                self.not_gone(partition, id, &task);
            }
            Some(_) if self.may_send_until(partition) <= self.now => {
                self.wait_for_renewal(partition, id);
                self.not_gone(partition, id, &task);
            }
            Some(slot) => {
                // An edit may have sent it elsewhere: then that host has one more than it should, once.
                let (host, version) = (slot.host().clone(), slot.version);
                match if mutant::on!(LAUNCH_UNASKED) { Decision::Go } else { self.decision(owned, run, slot) } {
                    Decision::Go => self.send(partition, id, host),
                    other => {
                        self.hold_or_end(partition, id, other, version);
                        self.not_gone(partition, id, &task);
                    }
                }
            }
        }
        if let Some(host) = room {
            self.queue.call_next(&host);
        }
    }

    /// An attempt stands in the record and did not go: that is written, and those who waited for it are asked again.
    fn not_gone(&mut self, partition: Partition, id: &RunId, task: &TaskName) {
        self.touch(partition, id.clone());
        self.wake_siblings(partition, task);
    }

    /// Ends that rest on a version of their task that is not the newest any more are decided again.
    pub(super) fn ask_outdated(&mut self, partition: Partition) {
        let Some(owned) = self.owned.get_mut(&partition) else { return };
        let tasks = owned.ask_outdated();
        for task in tasks {
            self.wake_siblings(partition, &task);
        }
    }

    fn send(&mut self, partition: Partition, id: &RunId, host: Host) {
        let (now, utc, not_after) = (self.now, self.clock.utc(self.now), self.may_send_until(partition));
        let attempt = AttemptId(self.next_attempt);
        let Some(owned) = self.owned.get_mut(&partition) else { return };
        let epoch = owned.epoch;
        let Some(run) = owned.runs.get_mut(id) else { return };
        let Some(slot) = owned.tasks.get(&run.entry.task).filter(|slot| slot.uid == id.uid()) else { return };
        let limits = slot.task.target.timeout;
        let left = run.started.map_or(limits.run, |started| limits.run.saturating_sub(utc.since(started)));
        let timeout = limits.attempt.min(left);
        self.next_attempt += 1;
        run.stage = Stage::Flying(attempt);
        run.deadline = Some(utc + timeout);
        let before = run.sent.replace(now);
        let begins = run.started.is_none();
        if begins {
            run.started = Some(utc);
            run.lateness_ms = (!run.entry.trigger.is_of_the_past()).then(|| utc.0 - run.send_at.0);
        }
        let sending = Sending {
            attempt,
            task: slot.task.clone(),
            run: id.clone(),
            number: run.entry.attempt,
            scheduled_at: run.entry.scheduled_at,
            trigger: run.entry.trigger,
            epoch,
            redelivery: run.redelivery,
            not_after,
            timeout,
        };
        self.timers.set_in_line(now + AGED, Timer::Aged(partition, id.clone()));
        self.queue.take(&host);
        self.flights.insert(attempt, Flight { partition, run: id.clone(), host, begins, before });
        self.figures.sent += 1;
        self.out.push_back(Command::Send(Box::new(sending)));
    }

    fn stage(&mut self, partition: Partition, id: &RunId, stage: Stage) {
        if let Some(run) = self.owned.get_mut(&partition).and_then(|owned| owned.runs.get_mut(id)) {
            run.stage = stage;
        }
    }

    /// Its task is gone: nothing is sent and nothing recorded.
    fn drop_run(&mut self, partition: Partition, id: &RunId) {
        let unreadable = self
            .owned
            .get(&partition)
            .is_some_and(|owned| owned.runs.get(id).is_some_and(|run| owned.unreadable.contains(&run.entry.task)));
        if unreadable {
            self.stage(partition, id, Stage::Queued);
            return;
        }
        self.end(partition, id, Outcome::Cancelled, Some("the task was deleted".to_owned()));
    }

    /// Ends a run without (another) request.
    pub(super) fn end(&mut self, partition: Partition, id: &RunId, outcome: Outcome, cause: Option<String>) {
        let utc = self.clock.utc(self.now);
        let Some(me) = self.session.as_ref().map(|session| session.id.clone()) else { return };
        let Some(owned) = self.owned.get_mut(&partition) else { return };
        let epoch = owned.epoch;
        let Some(run) = owned.runs.get_mut(id) else { return };
        let mut ended = run.ended(outcome, utc, (&me, epoch));
        ended.message = cause;
        run.stage = Stage::Done(Box::new(ended));
        let task = run.entry.task.clone();
        self.touch(partition, id.clone());
        self.wake_siblings(partition, &task);
    }

    /// Misfire runs of a task go one after another, as those that people ask for do: the next may be due. Those after it would be looked at in vain.
    pub(super) fn wake_siblings(&mut self, partition: Partition, task: &TaskName) {
        let Some(owned) = self.owned.get(&partition) else { return };
        let is_waiting = |run: &&Run| run.stage == Stage::Queued && !self.queue.holds(&run.entry.run);
        let (in_line, others): (Vec<&Run>, Vec<&Run>) =
            owned.runs_of(task).filter(is_waiting).partition(|run| run.entry.trigger.stands_in_line());
        if in_line.is_empty() && others.is_empty() {
            return;
        }
        let first = |trigger: Trigger| {
            let line = in_line.iter().copied().filter(move |run| run.entry.trigger == trigger);
            line.min_by_key(|run| (run.entry.scheduled_at, &run.entry.run))
        };
        let allowed = owned.tasks.get(task).is_some_and(|slot| slot.task.policy.overlap == Overlap::Allow);
        let firsts: Vec<&Run> = match allowed {
            // There is no line any more.
            true => in_line.clone(),
            false => [Trigger::Misfire, Trigger::Backfill, Trigger::Replay].into_iter().filter_map(first).collect(),
        };
        let woken: Vec<RunId> = others.into_iter().chain(firsts).map(|run| run.entry.run.clone()).collect();
        for id in woken {
            self.enqueue(partition, &id);
        }
    }

    pub(super) fn enqueue(&mut self, partition: Partition, id: &RunId) {
        if let Some(run) = self.owned.get(&partition).and_then(|owned| owned.runs.get(id)) {
            self.queue.push(id.clone(), run.send_at);
        }
    }

    /// The task calls another host now: its runs need not wait for the old one.
    pub(super) fn host_changed(&mut self, partition: Partition, task: &TaskName) {
        let Some(owned) = self.owned.get(&partition) else { return };
        for run in owned.runs_of(task) {
            self.queue.recall(&run.entry.run);
        }
    }

    /// Sends what waited for room or for the time lease, in the order of send times.
    pub(super) fn drain_queue(&mut self) {
        while self.lease_until > self.now {
            let Some((id, from)) = self.queue.pop() else { return };
            let partition = id.partition();
            let stage = self.owned.get(&partition).and_then(|owned| owned.runs.get(&id)).map(|run| &run.stage);
            if matches!(stage, Some(Stage::Queued | Stage::Backoff(_))) {
                let before = self.figures.sent;
                self.send_or_end(partition, &id);
                if self.figures.sent > before {
                    self.drained = self.now;
                }
            }
            if let Some(host) = from {
                self.queue.call_next(&host);
            }
        }
    }

    /// The first byte of an attempt is on the wire.
    pub(super) fn first_byte(&mut self, attempt: AttemptId, at: Boot) {
        let utc = self.clock.utc(at);
        let Some(flight) = self.flights.get(&attempt).cloned() else { return };
        // It may be told a while later: its partition is another's by then, or was and came back.
        let lateness = if self.is_flying(&flight, attempt) {
            self.run_of(&flight).and_then(|run| run.begins(at, utc))
        } else {
            let orphan = self.orphans.get_mut(&flight.run).filter(|orphan| orphan.attempt == Some(attempt));
            orphan.and_then(|orphan| orphan.run.begins(at, utc))
        };
        if let Some(lateness) = lateness {
            self.figures.lateness.push(lateness);
        }
    }

    fn run_of(&mut self, flight: &Flight) -> Option<&mut Run> {
        let owned = self.owned.get_mut(&flight.partition).and_then(|owned| owned.runs.get_mut(&flight.run));
        owned.or_else(|| self.formers.get_mut(&flight.partition).and_then(|former| former.runs.get_mut(&flight.run)))
    }

    /// An attempt has ended.
    pub(super) fn attempt_ended(&mut self, attempt: AttemptId, end: AttemptEnd) {
        let Some(flight) = self.flights.remove(&attempt) else { return };
        self.queue.give_back(&flight.host);
        if self.is_flying(&flight, attempt) {
            self.conclude(&flight, end);
            self.look_at_cancels(flight.partition);
        } else if let Some(orphan) = self.orphans.get(&flight.run).filter(|orphan| orphan.attempt == Some(attempt)) {
            let orphan: Orphan = orphan.clone();
            self.conclude_orphan(orphan, &flight, &end);
        }
    }

    fn is_flying(&mut self, flight: &Flight, attempt: AttemptId) -> bool {
        self.run_of(flight).is_some_and(|run| run.stage == Stage::Flying(attempt))
    }

    /// What follows for a run of a partition that this process owns, or owned last.
    fn conclude(&mut self, flight: &Flight, end: AttemptEnd) {
        let Flight { partition, run: id, .. } = flight;
        if end == AttemptEnd::NotSent {
            self.not_sent(flight);
            return;
        }
        if end == AttemptEnd::Aborted {
            self.given_up(flight);
            return;
        }
        let (now, utc) = (self.now, self.clock.utc(self.now));
        let me = self.last_id.clone();
        let epoch = self.epoch_of(*partition);
        let policy = self.policy_of(*partition, id);
        let Some(run) = self.run_of(flight) else { return };
        let stage = next_stage(run, &end, policy, utc, (&me, epoch));
        run.stage = stage;
        if let Stage::Backoff(next_at) = run.stage {
            run.entry.failed = run.entry.failed.saturating_add(1);
            run.entry.attempt = run.entry.attempt.saturating_add(1);
            run.redelivery = false;
            run.due = now + next_at.since(utc);
            let due = run.due;
            self.timers.set(due, Timer::Due(*partition, id.clone()));
        }
        if let Some(task) = self.owned.get(partition).and_then(|o| o.runs.get(id)).map(|run| run.entry.task.clone()) {
            self.touch(*partition, id.clone());
            self.wake_siblings(*partition, &task);
        }
    }

    /// An attempt was given up because somebody asked for the end of its run; its partition may be lost meanwhile.
    fn given_up(&mut self, flight: &Flight) {
        let (partition, utc, me) = (flight.partition, self.clock.utc(self.now), self.last_id.clone());
        let epoch = self.epoch_of(partition);
        let Some(run) = self.run_of(flight) else { return };
        // What an attempt before this one did is as unknown as before.
        let outcome =
            if run.redelivery && !mutant::on!(DOUBT_CANCELLED) { Outcome::Unknown } else { Outcome::Cancelled };
        let mut ended = run.ended(outcome, utc, (&me, epoch));
        ended.message = Some(run.cancelled.clone().unwrap_or_else(|| "cancelled while it was running".to_owned()));
        run.stage = Stage::Done(Box::new(ended));
        let task = run.entry.task.clone();
        self.touch(partition, flight.run.clone());
        self.wake_siblings(partition, &task);
    }

    fn epoch_of(&self, partition: Partition) -> crate::name::Epoch {
        let owned = self.owned.get(&partition).map(|owned| owned.epoch);
        owned.or_else(|| self.formers.get(&partition).map(|former| former.epoch)).unwrap_or_default()
    }

    fn policy_of(&self, partition: Partition, id: &RunId) -> Option<(crate::task::Retry, Duration)> {
        let owned = self.owned.get(&partition);
        let task =
            owned.and_then(|owned| owned.slot(&owned.runs.get(id)?.entry.task, &id.uid())).map(|slot| &slot.task);
        let former = self.formers.get(&partition).and_then(|former| former.tasks.get(id));
        let task = task.or(former)?;
        Some((task.policy.retry.clone(), task.target.timeout.run))
    }

    /// Nothing left: it waits for the time lease, as the same attempt.
    fn not_sent(&mut self, flight: &Flight) {
        let Some(run) = self.run_of(flight) else { return };
        run.take_back(flight);
        self.touch(flight.partition, flight.run.clone());
        self.enqueue(flight.partition, &flight.run);
    }

    /// A run's outcome is stored: for the run log and the figures.
    pub(super) fn finished(&mut self, task: &TaskName, outcome: RunOutcome, sent: Option<Boot>) {
        let duration = outcome.started_at.map(|started| outcome.ended_at.since(started));
        let duration = duration.or_else(|| sent.map(|sent| self.now.since(sent)));
        self.figures.ended(task, &outcome, duration);
        let finished = Finished { task: task.clone(), outcome, duration };
        self.out.push_back(Command::Finished(Box::new(finished)));
    }
}

/// Where an attempt's end leads.
pub(super) fn next_stage(
    run: &Run,
    end: &AttemptEnd,
    policy: Option<(crate::task::Retry, Duration)>,
    now: crate::time::Utc,
    by: (&crate::name::MemberId, crate::name::Epoch),
) -> Stage {
    let verdict = match &policy {
        Some((retry, _)) => judge(end, run.entry.failed.saturating_add(1), retry, run.entry.delivery, &run.entry.run),
        // Nobody knows whether it wants another attempt: how this one ended is the end.
        None => judge_last(end),
    };
    let outcome = match verdict {
        Verdict::Succeeded => Outcome::Succeeded,
        Verdict::Failed => Outcome::Failed,
        Verdict::TimedOut => Outcome::TimedOut,
        Verdict::Again(wait) => {
            let limit = policy.map_or(Duration::ZERO, |(_, limit)| limit);
            let started = run.started.unwrap_or(now);
            if now + wait < started + limit {
                return Stage::Backoff(now + wait);
            }
            Outcome::TimedOut
        }
    };
    let mut ended = run.ended(outcome, now, by);
    let (status, message) = words(end);
    ended.status = status;
    ended.message = message;
    Stage::Done(Box::new(ended))
}

fn words(end: &AttemptEnd) -> (Option<u16>, Option<String>) {
    match end {
        AttemptEnd::Answered { status, message, .. } => (Some(*status), message.clone()),
        AttemptEnd::Blocked(why)
        | AttemptEnd::NotConnected(why)
        | AttemptEnd::Broken(why)
        | AttemptEnd::TimedOut(why) => (None, Some(why.clone())),
        AttemptEnd::NotSent | AttemptEnd::Aborted => (None, None),
    }
}

/// Whether the delivery that counts forbids another request once one may have left.
pub(super) const fn at_most_once(delivery: Delivery) -> bool {
    matches!(delivery, Delivery::AtMostOnce)
}
