//! The transactions, one after another: what each says of owners, claims, records, outcomes and tasks, and whether it may.

use std::collections::BTreeSet;

use nono_core::cluster::Lease;
use nono_core::name::{MemberId, Partition, RunId, TaskName};
use nono_core::node::{Node, Op, Record};
use nono_core::run::{
    Claims, Delivery, Entry, MissedEntry, Outcome, Phase, RunEntry, RunOutcome, RunRecord, TaskState,
};
use nono_core::store::memory::Applied;
use nono_core::time::Utc;

use super::plan::Plan;
use super::{Checker, Handed, Story, Verdict, instant_of, is_success, must};

impl Checker {
    /// A transaction was applied.
    pub(crate) fn applied(&mut self, applied: &Applied) -> Verdict {
        let writer = self.members.get(&applied.session).cloned();
        if let Some(writer) = &writer {
            self.fenced(writer, &applied.ops)?;
        }
        for op in &applied.ops {
            match op {
                Op::Check(..) => {}
                Op::Create(node, record) => self.wrote(applied, node, record, None)?,
                Op::Set(node, record, version) => self.wrote(applied, node, record, *version)?,
                Op::Delete(node, _) => self.deleted(node, applied.at),
            }
        }
        Ok(())
    }

    /// G3: what is a partition's is written by its owner; an executor may say in a record how its own attempt ended.
    fn fenced(&self, writer: &MemberId, ops: &[Op]) -> Verdict {
        for op in ops {
            let partition = match op {
                Op::Check(..) => continue,
                Op::Create(node, _) | Op::Set(node, _, _) | Op::Delete(node, _) => match node {
                    Node::Claims(partition) | Node::State(partition, _) | Node::Command(partition, _) => *partition,
                    Node::Run(id) => id.partition(),
                    _ => continue,
                },
            };
            let owner = self.places[usize::from(partition.0)].owner.as_ref();
            let own_end =
                || matches!(op, Op::Set(Node::Run(id), Record::Run(record), _) if self.is_own_end(writer, id, record));
            must(owner == Some(writer) || own_end(), || {
                format!("G3: {writer} writes {:?} of partition {partition}, which is {owner:?}'s", op.node())
            })?;
        }
        Ok(())
    }

    fn is_own_end(&self, writer: &MemberId, id: &RunId, record: &RunRecord) -> bool {
        let before = self.runs.get(id).and_then(|story| story.record.as_ref());
        before.is_some_and(|before| {
            let own = before.executor.name() == writer.name() && before.executor == record.executor;
            // Where nothing left, what was in doubt before stays so; another attempt is no end.
            let ends = record.phase != Phase::Sent || record.entry.attempt == before.entry.attempt;
            own && before.phase == Phase::Sent && ends
        })
    }

    fn wrote(&mut self, applied: &Applied, node: &Node, record: &Record, version: Option<i32>) -> Verdict {
        match (node, record) {
            (Node::Member(id), _) if version.is_none() => {
                self.members.insert(applied.session, id.clone());
                self.alive.insert(id.clone());
            }
            (Node::Assignment, Record::Assignment(assignment)) => {
                self.hung = assignment.hung.keys().cloned().collect();
            }
            // What lies below another partition than its own is nobody's task.
            (Node::Task(partition, name), Record::Task(stored))
                if *partition == Partition::of(name, self.partitions) =>
            {
                let version = version.map_or(0, |version| version.wrapping_add(1));
                let mut plan = Plan::new(stored, version, applied.at);
                if let Some(old) = self.tasks.get(name).filter(|old| old.uid == plan.uid) {
                    plan.follow(old);
                }
                self.asked.edited(&plan);
                self.tasks.insert(name.clone(), plan);
            }
            (Node::Lease(partition), Record::Lease(lease)) => self.leased(*partition, lease, applied)?,
            (Node::Intents, Record::Intents(intents)) => self.asked.intended(intents, applied.at),
            (Node::Claims(partition), Record::Claims(claims)) => self.claimed(*partition, claims)?,
            (Node::Run(id), Record::Run(record)) => {
                let Some(story) = self.runs.get_mut(id) else { return Err(format!("a record of {id}, never claimed")) };
                story.handed = Some(record).filter(|record| record.phase == Phase::Sent).map(|record| Handed {
                    executor: record.executor.clone(),
                    number: record.entry.attempt,
                    removed_at: None,
                });
                story.written_end = match &record.phase {
                    Phase::Ended(end) => Some(end.outcome),
                    _ => None,
                };
                story.record = Some((**record).clone());
            }
            (Node::State(_, name), Record::State(state)) => self.stored(name, state)?,
            _ => {}
        }
        Ok(())
    }

    fn deleted(&mut self, node: &Node, at: Utc) {
        match node {
            Node::Run(id) => {
                if let Some(story) = self.runs.get_mut(id) {
                    story.record = None;
                    if let Some(handed) = &mut story.handed {
                        handed.removed_at = Some(at);
                    }
                }
            }
            Node::Task(_, name) => {
                if let Some(task) = self.tasks.get_mut(name) {
                    task.gone = true;
                }
            }
            Node::Member(id) => drop(self.alive.remove(id)),
            Node::Claims(partition) => self.forfeit(*partition),
            Node::State(_, name) => {
                // Of a task that is gone; where somebody puts the same one back, it counts anew.
                if let Some(task) = self.tasks.get_mut(name) {
                    task.total = 0;
                    task.counts_anew = true;
                }
            }
            _ => {}
        }
    }

    /// An admin deleted the claims of a partition: what only they showed may be claimed again.
    fn forfeit(&mut self, partition: Partition) {
        let listed = std::mem::take(&mut self.place(partition).listed);
        self.runs.retain(|id, story| story.outcome.is_some() || story.record.is_some() || !listed.contains(id));
    }

    fn leased(&mut self, partition: Partition, lease: &Lease, applied: &Applied) -> Verdict {
        let (alive, hung) = (self.alive.clone(), self.hung.clone());
        let writer = self.members.get(&applied.session).cloned();
        let place = self.place(partition);
        if lease.owner.is_none() {
            place.owner = None;
            return Ok(());
        }
        must(lease.epoch > place.epoch, || {
            format!("partition {partition}: epoch {:?} after {:?}", lease.epoch, place.epoch)
        })?;
        must(lease.owner == writer, || format!("partition {partition} is taken for {:?} by {writer:?}", lease.owner))?;
        let robbed = place
            .owner
            .as_ref()
            .filter(|old| alive.contains(old) && !hung.contains(old) && Some(*old) != writer.as_ref());
        must(robbed.is_none(), || {
            format!("G3: partition {partition} is taken from {robbed:?}, who lives, by {writer:?}")
        })?;
        let former = std::mem::replace(&mut place.owner, lease.owner.clone());
        place.epoch = lease.epoch;
        place.tenures += 1;
        place.owned_since = Some(applied.at);
        self.robbed.extend(former.filter(|former| Some(former) != writer.as_ref()));
        Ok(())
    }

    fn claimed(&mut self, partition: Partition, claims: &Claims) -> Verdict {
        let mut listed = BTreeSet::new();
        let mut ranges = BTreeSet::new();
        let before = std::mem::take(&mut self.place(partition).listed);
        let old_ranges = std::mem::take(&mut self.place(partition).ranges);
        for entry in &claims.entries {
            match &**entry {
                Entry::Run(run) => {
                    must(listed.insert(run.run.clone()), || format!("G1: claims list {} twice", run.run))?;
                    if !before.contains(&run.run) {
                        self.claim(partition, run)?;
                    }
                }
                Entry::Missed(missed) => {
                    let range = (missed.uid.to_string(), missed.missed_from.0, missed.missed_to.0);
                    if !old_ranges.contains(&range) {
                        self.claim_range(missed)?;
                    }
                    ranges.insert(range);
                }
            }
        }
        for id in before.difference(&listed) {
            if let Some(story) = self.runs.get_mut(id) {
                story.listed = false;
            }
        }
        let place = self.place(partition);
        (place.listed, place.ranges) = (listed, ranges);
        Ok(())
    }

    /// G1 and G6: once, under the newest version of the task, and due by it.
    fn claim(&mut self, partition: Partition, entry: &RunEntry) -> Verdict {
        let id = &entry.run;
        let (slack, tenures) = (self.slack_ms(), self.place(partition).tenures);
        must(!self.runs.contains_key(id), || format!("G1: {id} is claimed again: {:?}", self.runs.get(id)))?;
        let task = self.tasks.get(&entry.task);
        let plan = task.filter(|plan| !plan.gone && plan.uid == id.uid().as_str() && plan.version == entry.version);
        let Some(plan) = plan else {
            return Err(format!("G6: {id} is claimed under {}, the task is {task:?}", entry.version));
        };
        if let Some(at) = instant_of(id) {
            let due = plan.allows(at, slack) && !self.asked.surely_paused(at, slack);
            must(due, || format!("G6: {id} is claimed and not due by {plan:?}, {:?}", self.asked))?;
        }
        self.asked.claim(entry, plan)?;
        self.claims += 1;
        let story = Story {
            task: entry.task.clone(),
            trigger: entry.trigger,
            delivery: entry.delivery,
            tenures,
            attempts: Vec::new(),
            outcome: None,
            ended_at: None,
            listed: true,
            record: None,
            written_end: None,
            handed: None,
            flying: None,
        };
        self.runs.insert(id.clone(), story);
        self.few_at_once(id)
    }

    /// G1: an instant is missed once, and every instant of the range is due.
    fn claim_range(&mut self, missed: &MissedEntry) -> Verdict {
        let (from, to, slack) = (missed.missed_from.0, missed.missed_to.0, self.slack_ms());
        let task = self.tasks.get(&missed.task).filter(|plan| plan.uid == missed.uid.as_str());
        let due = task.map_or(0, |plan| {
            (from..=to).filter(|at| plan.allows(*at, slack) && !self.asked.surely_paused(*at, slack)).count()
        });
        must(!self.asked.is_paused(), || format!("{missed:?} is claimed while the cluster is paused"))?;
        let ranges = self.missed.entry(missed.uid.to_string()).or_default();
        let overlaps = ranges.keys().any(|(first, last)| *first <= to && from <= *last);
        must(!overlaps, || format!("G1: {} claims {from} to {to} as missed again: {ranges:?}", missed.task))?;
        must(due as u64 == missed.count || slack > 0, || {
            format!(
                "G4: {} claims {} instants from {from} to {to} as missed, {due} were due",
                missed.task, missed.count
            )
        })?;
        ranges.insert((from, to), missed.count);
        Ok(())
    }

    fn stored(&mut self, name: &TaskName, state: &TaskState) -> Verdict {
        let slack = self.slack_ms();
        let tenures = self.places[usize::from(Partition::of(name, self.partitions).0)].tenures;
        let plan = self.tasks.get(name).filter(|task| task.uid == state.uid.as_str() && !task.gone);
        for end in &state.outcomes {
            if end.missed_to.is_some() {
                continue;
            }
            let Some(story) = self.runs.get_mut(&end.run) else {
                return Err(format!("an outcome of {}, never claimed", end.run));
            };
            match story.outcome {
                Some(known) => {
                    must(known == end.outcome, || format!("{}: its outcome was {known:?} and is {end:?}", end.run))?;
                }
                None => {
                    let asked = self.asked.is_cancelled(&end.run);
                    truthful(story, end, asked)?;
                    undoubted(story, end, plan.filter(|_| !asked), tenures, slack, asked)?;
                    if let (Outcome::Cancelled, Some(at), Some(plan), false) =
                        (end.outcome, instant_of(&end.run), plan, asked)
                    {
                        must(!story.attempts.is_empty() || plan.lets_go(at, end.ended_at, slack), || {
                            format!("G6: {} is cancelled, and due by {plan:?}", end.run)
                        })?;
                    }
                    story.outcome = Some(end.outcome);
                    story.ended_at = Some(end.ended_at);
                }
            }
        }
        let totals = state.totals;
        let total = totals.succeeded
            + totals.failed
            + totals.timed_out
            + totals.cancelled
            + totals.skipped
            + totals.missed
            + totals.unknown;
        if let Some(task) = self.tasks.get_mut(name).filter(|task| task.uid == state.uid.as_str()) {
            must(total >= task.total, || format!("{name}: its totals fell from {} to {total}", task.total))?;
            task.total = total;
        }
        Ok(())
    }

    /// G9: what a scheduler that is well has owned for long is not stuck.
    pub(crate) fn inspect(&mut self, now: Utc, well: &BTreeSet<MemberId>) -> Verdict {
        const PATIENCE_MS: i64 = 20_000;
        for story in self.runs.values() {
            let Some(record) = &story.record else { continue };
            let place = &self.places[usize::from(record.entry.run.partition().0)];
            let is_well = place.owner.as_ref().is_some_and(|owner| well.contains(owner));
            if !is_well || place.owned_since.is_none_or(|since| now.0 - since.0 < PATIENCE_MS) {
                continue;
            }
            let since = match &record.phase {
                Phase::Sent => record.deadline,
                Phase::RetryWait { next_at } => Some(*next_at),
                Phase::Ended(end) => Some(end.ended_at),
                Phase::Waiting => None,
            };
            must(since.is_none_or(|since| now.0 - since.0 < PATIENCE_MS + self.slack_ms()), || {
                format!("G9: {} is stuck: {record:?}", record.entry.run)
            })?;
        }
        self.ends_follow(now, well, PATIENCE_MS)
    }
}

/// An outcome is not better than the truth.
fn truthful(story: &Story, end: &RunOutcome, asked: bool) -> Verdict {
    let succeeded = story.attempts.iter().any(|attempt| is_success(&attempt.end));
    let holds = match end.outcome {
        Outcome::Succeeded => succeeded,
        // Nobody asks for an instant of the past to have it left out.
        Outcome::Skipped => story.attempts.is_empty() && !story.trigger.is_of_the_past(),
        Outcome::Missed => story.attempts.is_empty(),
        Outcome::Failed => story.attempts.iter().any(|attempt| !is_success(&attempt.end)),
        // What was sent is never called cancelled where nobody asked for that.
        // And what another wrote of its end before stands.
        Outcome::Cancelled => {
            let written = story.written_end.is_none_or(|end| end == Outcome::Cancelled);
            written && (asked || story.attempts.is_empty())
        }
        Outcome::TimedOut => !story.attempts.is_empty(),
        Outcome::Unknown => true,
    };
    must(holds, || format!("{end:?} is not what happened: {story:?}"))
}

/// G5: only a change of owner leaves a run in doubt, and only what is delivered at most once, or is not wanted any more,
/// is left so.
fn undoubted(story: &Story, end: &RunOutcome, plan: Option<&Plan>, tenures: u64, slack: i64, asked: bool) -> Verdict {
    if end.outcome != Outcome::Unknown {
        return Ok(());
    }
    must(tenures > story.tenures, || format!("G5: {end:?}, and its partition never changed hands: {story:?}"))?;
    let unwanted = match (instant_of(&end.run), plan) {
        (Some(at), Some(plan)) => plan.lets_go(at, end.ended_at, slack),
        _ => false,
    };
    must(asked || story.delivery == Delivery::AtMostOnce || unwanted, || {
        format!("G5: {end:?} is to be sent again, by {plan:?}: {story:?}")
    })
}
