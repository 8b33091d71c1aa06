//! What befalls processes, connections and clocks.
//!
//! A trap waits for a moment that is hard to hit by the clock (a write handed over and not answered, an attempt that has
//! just ended) and kills or cuts there.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use nono_core::engine::Event;
use nono_core::store::memory::{Cut, InFlight, SessionId};

use super::{Happening, SESSION, World};

/// A moment in the life of a process at which a trap can strike.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Moment {
    /// A write is about to be handed to the store; who is held still then hands it over when it runs again.
    Asking,
    /// The same of one that says `sent` in the record of a run.
    Preparing,
    /// It is handed over.
    Asked,
    /// The server has applied it; no answer was taken.
    Applied,
    /// Its answer is here, and not taken in.
    Answered,
    /// The same of one that set a lease.
    Taken,
    /// A request to a worker has begun.
    Sent,
    /// An attempt has ended, and nobody knows it yet.
    Ended,
    /// The engine knows it, and has written nothing about it.
    Noted,
}

impl Moment {
    pub(crate) const ALL: [Self; 9] = [
        Self::Asking,
        Self::Preparing,
        Self::Asked,
        Self::Applied,
        Self::Answered,
        Self::Taken,
        Self::Sent,
        Self::Ended,
        Self::Noted,
    ];
}

/// What a process that hangs waits for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Until {
    /// Others take it for hung, and so much longer.
    Marked(Duration),
    /// Another has just taken a partition from it.
    Robbed,
}

/// What a trap does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Blow {
    Kill,
    Cut(Duration),
    Pause(Duration),
    Hang(Until),
}

/// Strikes when its moment has come so many times.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Trap {
    pub(crate) moment: Moment,
    pub(crate) count: u64,
    pub(crate) blow: Blow,
}

impl World {
    /// Ends a process: in order, or as `kill -9` does.
    pub(crate) fn end_process(&mut self, index: usize, orderly: bool) {
        let now = self.utc();
        let process = &mut self.processes[index];
        process.engine = None;
        process.generation += 1;
        process.wakes = None;
        process.paused = None;
        process.trap = None;
        process.member = None;
        process.tickets.clear();
        process.held = None;
        process.unsent.clear();
        process.flying.clear();
        process.connecting.clear();
        process.aborting.clear();
        process.untold.clear();
        process.kept.clear();
        let (name, session) = (process.name.clone(), process.session.take());
        self.checker.process_gone(&name);
        let Some(session) = session else { return };
        if orderly {
            self.model.lock().unwrap().close(now, session);
            self.after_change();
            self.checker.session_over(session);
        } else {
            let cut = Cut { in_flight: self.fate(), loses_watches: true };
            self.model.lock().unwrap().disconnect(now, session, cut);
            self.after_change();
            self.apply_late_some_time(session, 0);
            let tick = self.dice.below(500_000);
            self.at(SESSION.as_micros() as u64 + tick, Happening::Expire(usize::MAX, session.0));
        }
    }

    fn fate(&mut self) -> InFlight {
        *self.dice.one_of(&[InFlight::Applied, InFlight::Dropped, InFlight::Late])
    }

    /// A write that a lost connection delayed reaches the leader at some time, if nothing made it earlier or void.
    /// Often that is just when the client, connected again, looks.
    fn apply_late_some_time(&mut self, session: SessionId, back_after_us: u64) {
        let just_then = back_after_us + self.dice.below(12_000);
        let some_time = self.dice.below(2_500_000);
        let after = if self.dice.chance(50) { just_then } else { some_time };
        self.at(after, Happening::Late(session.0));
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
        self.hold(index, span);
        if let Some(session) = self.processes[index].session.filter(|_| span > SESSION) {
            self.at(SESSION.as_micros() as u64, Happening::Expire(index, session.0));
        }
    }

    /// Holds a process still while its client keeps the session alive.
    pub(crate) fn hang(&mut self, name: &str, span: Duration) {
        self.say(format!("{name} hangs for {span:?}"));
        let index = self.index(name);
        if self.processes[index].engine.is_some() && self.processes[index].paused.is_none() {
            self.hold(index, span);
        }
    }

    fn hold(&mut self, index: usize, span: Duration) {
        self.processes[index].paused = Some(Vec::new());
        let generation = self.processes[index].generation;
        self.at(span.as_micros() as u64, Happening::Resume(index, generation));
    }

    /// Holds a process still until others do something about it.
    pub(crate) fn hang_until(&mut self, name: &str, until: Until) {
        let index = self.index(name);
        if self.processes[index].engine.is_none() || self.processes[index].paused.is_some() {
            return;
        }
        self.say(format!("{name} hangs until {until:?}"));
        if let Some(member) = &self.processes[index].member {
            self.checker.robbed.remove(member);
        }
        self.processes[index].paused = Some(Vec::new());
        let generation = self.processes[index].generation;
        self.awaiting.insert(index, (generation, until));
        // Where nobody is left to do that, it wakes all the same.
        self.at(60_000_000, Happening::Resume(index, generation));
    }

    /// Wakes those who hang and have waited for what is true now.
    pub(super) fn look_after_the_hanging(&mut self) {
        let waiting: BTreeMap<usize, (u64, Until)> = std::mem::take(&mut self.awaiting);
        for (index, (generation, until)) in waiting {
            let process = &self.processes[index];
            if process.generation != generation || process.paused.is_none() {
                continue;
            }
            let member = process.member.as_ref();
            match until {
                Until::Marked(longer) if member.is_some_and(|id| self.checker.is_hung(id)) => {
                    // What it does when it wakes often meets slow answers.
                    if self.dice.chance(50) {
                        self.slow(60, longer + Duration::from_secs(1));
                    }
                    self.at(longer.as_micros() as u64, Happening::Resume(index, generation));
                }
                Until::Robbed if member.is_some_and(|id| self.checker.robbed.contains(id)) => {
                    self.say(format!("{} has lost a partition", self.processes[index].name));
                    self.at(0, Happening::Resume(index, generation));
                }
                Until::Marked(_) | Until::Robbed => drop(self.awaiting.insert(index, (generation, until))),
            }
        }
    }

    /// Has a process's daemon hold requests back for a while: what may wait goes one by one, in its order, one each `pace`.
    pub(crate) fn hold_requests(&mut self, name: &str, span: Duration, pace: Duration) {
        self.say(format!("requests of {name} are held back for {span:?}, one goes each {pace:?}"));
        let index = self.index(name);
        if self.processes[index].engine.is_none() || self.processes[index].held.is_some() {
            return;
        }
        self.processes[index].held = Some(VecDeque::new());
        self.processes[index].held_pace = pace.as_micros() as u64;
        self.at(100_000, Happening::LetGo(index, self.now + span.as_micros() as u64));
    }

    /// How many requests its daemon holds back now.
    pub(crate) fn requests_held(&self, name: &str) -> usize {
        self.processes[self.index(name)].held.as_ref().map_or(0, VecDeque::len)
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
        self.after_change();
        self.apply_late_some_time(session, span.as_micros() as u64);
        self.processes[index].cut = true;
        self.processes[index].well_since = u64::MAX;
        let generation = self.processes[index].generation;
        self.at(span.as_micros() as u64, Happening::Reconnect(index, generation));
        if span >= SESSION {
            self.at(SESSION.as_micros() as u64, Happening::Expire(index, session.0));
        }
        self.at(1000, Happening::Deliver(index, generation));
    }

    /// No change is reported to anyone who watches now, until its next connection.
    pub(crate) fn drop_watches(&mut self, name: &str) {
        self.say(format!("{name} loses its watches"));
        let index = self.index(name);
        if let Some(session) = self.processes[index].session {
            let watches = self.model.lock().unwrap().forget_watches(session);
            self.say(format!("  {watches} of them"));
        }
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
            if self.processes[index].skew_ms != 0 {
                self.processes[index].skew_ms = 0;
                self.tell(index, Event::Woke);
            }
        }
    }

    /// Nobody is held still or cut off any more, no trap is set, ZooKeeper is quick.
    pub(crate) fn end_faults(&mut self) {
        self.awaiting.clear();
        for index in 0..self.processes.len() {
            let generation = self.processes[index].generation;
            self.processes[index].trap = None;
            self.let_go(index, 0);
            self.reconnect(index, generation);
            self.resume(index, generation);
        }
        self.happen(Happening::Quick);
    }

    /// Sets a trap, in the place of an earlier one.
    pub(crate) fn trap(&mut self, name: &str, trap: Trap) {
        self.say(format!("{trap:?} for {name}"));
        let index = self.index(name);
        self.processes[index].trap = Some(trap);
    }

    /// Whether the process dies at this moment.
    pub(super) fn springs(&mut self, index: usize, moment: Moment) -> bool {
        let Some(trap) = &mut self.processes[index].trap else { return false };
        if trap.moment != moment {
            return false;
        }
        trap.count = trap.count.saturating_sub(1);
        if trap.count > 0 {
            return false;
        }
        let blow = trap.blow;
        self.processes[index].trap = None;
        let name = self.processes[index].name.clone();
        self.say(format!("the trap of {name} springs at {moment:?}"));
        match blow {
            Blow::Kill => self.kill(&name),
            Blow::Cut(span) => self.cut(&name, span),
            Blow::Pause(span) => self.pause(&name, span),
            Blow::Hang(until) => self.hang_until(&name, until),
        }
        blow == Blow::Kill
    }
}
