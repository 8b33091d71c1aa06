//! What this member writes down in `/events` for people: who came and went, as the leader sees it, and tasks that began to
//! fail or recovered, as their owner does.
//!
//! Nothing depends on it. So it gathers for a moment, goes out rarely, waits while the daemon holds writes back, and gives up
//! where the record cannot be used. Of tasks' health one event names a few and counts the rest, and the more of it there is,
//! the longer it gathers: neither a herd nor a task that fails every other time can push everything else out of the record.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use serde_json::Map;

use super::figures::how_it_fails;
use super::{Engine, Note, Waiting};
use crate::cluster::{Event, Events};
use crate::name::{MemberId, Partition, TaskName};
use crate::node::{Answer, Node, Op, Read, Record, Refusal, Request};
use crate::time::Boot;

/// What happens together is written down together.
const GATHER: Duration = Duration::from_millis(500);
/// Two writes are at least this far apart, and so are a write that came to nothing and the next try.
const PACE: Duration = Duration::from_secs(3);
/// Where it may not be written now, it is looked at again after this.
const LATER: Duration = Duration::from_secs(1);
/// How often one write is tried anew at once while others write theirs.
const MOST_RACES: u8 = 5;
/// So many events wait at most; the oldest make room, and are counted.
const MOST_PENDING: usize = 32;
/// So many events of tasks' health go out as soon as they can,
const HEALTH_BURST: u32 = 10;
/// and then one each
const HEALTH_PACE: Duration = Duration::from_secs(60);
/// So many tasks are named in one event,
const MOST_NAMED: usize = 3;
/// and so many are known apart, to see which of them are as they were before.
const MOST_CHANGED: usize = 10_000;

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    pending: VecDeque<Event>,
    /// Events that made room since the last that was written.
    dropped: u64,
    /// Tasks that began to fail (true) or recovered and are not written about.
    changed: BTreeMap<TaskName, bool>,
    /// How many of each kind there are beside those.
    changed_more: [usize; 2],
    /// When `pending`, or `changed`, is to be written.
    pending_at: Option<Boot>,
    changed_at: Option<Boot>,
    /// On their way: they wait for the record, or for the answer to its write.
    sending: Vec<Event>,
    races: u8,
    not_before: Boot,
    /// When the burst of events of tasks' health is whole again.
    health_whole: Boot,
    /// Why the record could not be used, said once.
    unusable: Option<String>,
}

impl Outbox {
    /// When something is to be written.
    pub(super) fn next_wakeup(&self) -> Option<Boot> {
        let is_free = self.sending.is_empty();
        [self.pending_at, self.changed_at].into_iter().flatten().min().filter(|_| is_free)
    }

    fn push(&mut self, event: Event, now: Boot) {
        self.pending.push_back(event);
        self.bound();
        self.pending_at.get_or_insert((now + GATHER).max(self.not_before));
    }

    fn bound(&mut self) {
        let surplus = self.pending.len().saturating_sub(MOST_PENDING);
        self.pending.drain(..surplus);
        self.dropped += surplus as u64;
    }

    /// A task began to fail, or succeeds again. What is as it was when it was last written about is no news.
    pub(super) fn health(&mut self, task: &TaskName, fails: bool, now: Boot) {
        match self.changed.remove(task) {
            Some(before) if before != fails => {}
            _ if self.changed.len() < MOST_CHANGED => drop(self.changed.insert(task.clone(), fails)),
            _ => self.changed_more[usize::from(!fails)] += 1,
        }
        let at = (now + GATHER).max(self.not_before).max(self.health_whole - HEALTH_PACE * (HEALTH_BURST - 1));
        let any = !self.changed.is_empty() || self.changed_more != [0, 0];
        self.changed_at = self.changed_at.or(Some(at)).filter(|_| any);
    }

    /// The tasks that are to be written about now, with how many more: those that fail, and those that recovered.
    fn take_changed(&mut self, now: Boot) -> [(Vec<TaskName>, usize); 2] {
        if self.changed_at.is_none_or(|at| at > now) {
            return Default::default();
        }
        self.changed_at = None;
        let (failing, recovered): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.changed).into_iter().partition(|(_, fails)| *fails);
        let [more_fail, more_recovered] = std::mem::take(&mut self.changed_more);
        let names = |changed: Vec<(TaskName, bool)>| changed.into_iter().map(|(name, _)| name).collect();
        let kinds: [(Vec<TaskName>, usize); 2] = [(names(failing), more_fail), (names(recovered), more_recovered)];
        let count = kinds.iter().map(|(names, more)| u32::from(!names.is_empty() || *more > 0)).sum::<u32>();
        self.health_whole = self.health_whole.max(now) + HEALTH_PACE * count;
        kinds
    }

    /// What was on its way did not arrive: it goes out with what comes next.
    pub(super) fn put_back(&mut self, now: Boot) {
        if self.sending.is_empty() {
            return;
        }
        for event in std::mem::take(&mut self.sending).into_iter().rev() {
            self.pending.push_front(event);
        }
        self.bound();
        self.wait(now + PACE);
        self.pending_at = Some(self.not_before);
    }

    fn wait(&mut self, until: Boot) {
        self.not_before = self.not_before.max(until);
        for at in [&mut self.pending_at, &mut self.changed_at].into_iter().flatten() {
            *at = (*at).max(self.not_before);
        }
    }

    fn done(&mut self, now: Boot) {
        self.sending.clear();
        self.wait(now + PACE);
    }
}

impl Engine {
    /// Something happened that people may want to know later.
    pub(super) fn tell(&mut self, kind: &str, object: Option<String>, message: String) {
        let Some(event) = self.event(kind, object, message) else { return };
        self.outbox.push(event, self.now);
    }

    /// The same of a member.
    pub(super) fn tell_of(&mut self, kind: &str, member: &MemberId, message: String) {
        self.tell(kind, Some(format!("scheduler/{member}")), message);
    }

    fn event(&self, kind: &str, object: Option<String>, message: String) -> Option<Event> {
        let by = self.session.as_ref()?.id.to_string();
        let (number, at, kind) = (0, self.clock.utc(self.now), kind.to_owned());
        Some(Event { number, at, kind, object, message, by, identity: None, reason: None, extra: Map::new() })
    }

    /// Begins to write down what is due to be.
    pub(super) fn events_woke(&mut self) {
        let now = self.now;
        if self.outbox.next_wakeup().is_none_or(|at| at > now) {
            return;
        }
        let registered = self.session.as_ref().is_some_and(|session| session.registered);
        if !registered || self.lease_until <= now || self.consider_at.is_some() {
            return self.outbox.wait(now + LATER);
        }
        let [failing, recovered] = self.outbox.take_changed(now);
        let told = [(Event::FAILING, failing), (Event::RECOVERED, recovered)];
        let told = told.map(|(kind, (names, more))| self.health_event(kind, &names, more));
        let dropped = std::mem::take(&mut self.outbox.dropped);
        let words = || format!("{dropped} events before this were not written down");
        let unwritten = if dropped > 0 { self.event(Event::UNWRITTEN, None, words()) } else { None };
        let outbox = &mut self.outbox;
        outbox.pending_at = None;
        outbox.sending =
            unwritten.into_iter().chain(outbox.pending.drain(..)).chain(told.into_iter().flatten()).collect();
        outbox.races = 0;
        if !outbox.sending.is_empty() {
            self.request(Request::Read(vec![Node::Events]), Waiting::EventsRead);
        }
    }

    fn health_event(&self, kind: &str, names: &[TaskName], more: usize) -> Option<Event> {
        match names {
            [] if more == 0 => None,
            [name] if more == 0 => {
                let partitions = self.session.as_ref()?.partitions;
                let owned = self.owned.get(&Partition::of(name, partitions));
                let slot = owned.and_then(|owned| owned.tasks.get(name)).filter(|_| kind == Event::FAILING);
                self.event(
                    kind,
                    Some(format!("task/{name}")),
                    slot.map_or_else(String::new, |slot| how_it_fails(slot).0),
                )
            }
            names => {
                let named: Vec<&str> = names.iter().take(MOST_NAMED).map(TaskName::as_str).collect();
                let (all, rest) = (names.len() + more, names.len() + more - named.len());
                let rest = if rest > 0 { format!(" and {rest} more") } else { String::new() };
                self.event(kind, None, format!("{all} tasks: {}{rest}", named.join(", ")))
            }
        }
    }

    pub(super) fn events_read(&mut self, answer: Answer) {
        let Answer::Read(mut reads) = answer else { return self.outbox.put_back(self.now) };
        let (events, version) = match reads.pop() {
            Some(Read::Found(Record::Events(events), stat)) => (*events, Some(stat.version)),
            Some(Read::Unreadable { why, .. }) => return self.events_unusable(why),
            _ => (Events::default(), None),
        };
        let outbox = &mut self.outbox;
        outbox.sending.retain(|event| !is_told(&events, event));
        if outbox.sending.is_empty() {
            return outbox.done(self.now);
        }
        let record = Record::Events(Box::new(events.extended(outbox.sending.iter().cloned())));
        let op = match version {
            Some(version) => Op::Set(Node::Events, record, Some(version)),
            None => Op::Create(Node::Events, record),
        };
        self.request(Request::Commit(vec![op]), Waiting::EventsWritten);
    }

    pub(super) fn events_written(&mut self, answer: Answer) {
        match answer {
            Answer::Committed(_) => {
                self.outbox.unusable = None;
                self.outbox.done(self.now);
            }
            Answer::Refused { why: Refusal::Denied, .. } => {
                self.events_unusable("access to /events is denied".to_owned());
            }
            Answer::Failed(why) => self.events_unusable(format!("/events cannot be written: {why}")),
            // Others wrote theirs: what stands there now is read again.
            Answer::Refused { .. } if self.outbox.races < MOST_RACES => {
                self.outbox.races += 1;
                self.request(Request::Read(vec![Node::Events]), Waiting::EventsRead);
            }
            // Where nobody knows whether it was written, what is read next tells.
            _ => self.outbox.put_back(self.now),
        }
    }

    /// Left as it is, and what happens meanwhile is not written down.
    fn events_unusable(&mut self, why: String) {
        self.outbox.done(self.now);
        if self.outbox.unusable.as_ref() != Some(&why) {
            self.outbox.unusable = Some(why.clone());
            self.note(Note::SetAside(why));
        }
    }
}

/// Whether it stands there already: by an answer that was lost, or since another leader saw the same. Of a
/// member the newest counts.
fn is_told(events: &Events, event: &Event) -> bool {
    let comes = |kind: &str| match kind {
        Event::JOINED => Some(true),
        Event::LEFT | Event::LOST => Some(false),
        _ => None,
    };
    let Some(now) = comes(&event.kind) else { return events.holds(event) };
    // A node that a hand removed is made again, and its member comes a second time.
    let of_member = events.entries.iter().rev().filter(|one| one.object == event.object);
    of_member.filter_map(|one| comes(&one.kind)).next() == Some(now)
}
