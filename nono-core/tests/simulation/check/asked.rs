//! What people asked for beside the schedules: runs of instants gone by, the end of a run, a pause of the whole cluster.
//!
//! Reckoned from what was asked and from the record of the pauses, by rules written here alone.

use std::collections::{BTreeMap, BTreeSet};

use nono_core::cluster::Intents;
use nono_core::engine::Sending;
use nono_core::name::{CommandName, MemberId, Partition, RunId, RunKey};
use nono_core::run::{RunEntry, Trigger};
use nono_core::time::Utc;

use super::{Checker, Plan, Sender, Story, Verdict, must};

/// What was asked for, and how far it is.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    /// By the id of the command's run, its number left out.
    backfills: BTreeMap<RunId, Span>,
    /// The instants that replays stand for.
    replays: BTreeMap<RunId, i64>,
    /// Runs whose end was asked for, and when.
    cancels: BTreeMap<RunId, Utc>,
    /// Commands whose runs were taken back before anybody claimed them.
    pub(super) withdrawn: BTreeSet<RunId>,
    /// Spans in which the cluster was paused, in milliseconds: by their beginnings, each with its end.
    pauses: BTreeMap<i64, Option<i64>>,
    not_due_before: i64,
}

/// The run that a command's number names, of one of a backfill that of the whole.
fn whole(id: &RunId) -> RunId {
    match id.key() {
        RunKey::Backfill(sequence, _) => RunId::new(id.partition(), &id.uid(), RunKey::Command(sequence)),
        RunKey::Command(_) | RunKey::Instant(_) => id.clone(),
    }
}

#[derive(Debug)]
struct Span {
    from: i64,
    to: i64,
    /// The schedule when it was asked for,
    schedule: (i64, i64),
    /// and whether it has been another one since.
    is_edited: bool,
    claimed: u32,
    last: i64,
}

impl Asked {
    /// The record of what operators want was written at `at`.
    pub(super) fn intended(&mut self, intents: &Intents, at: Utc) {
        for span in &intents.pauses {
            self.pauses.insert(span.from.0, Some(span.to.unwrap_or(at).0));
        }
        if let Some(paused) = &intents.paused {
            self.pauses.insert(paused.since.unwrap_or(at).0, None);
        }
        self.not_due_before = intents.not_due_before.map_or(self.not_due_before, |before| before.0);
    }

    /// A version of a task was written.
    pub(super) fn edited(&mut self, plan: &Plan) {
        for (id, span) in &mut self.backfills {
            span.is_edited |= id.uid().as_str() == plan.uid && span.schedule != plan.schedule();
        }
    }

    pub(super) fn is_paused(&self) -> bool {
        self.pauses.values().any(Option::is_none)
    }

    /// Whether a pause covers the instant by every clock within `slack_ms`; or, below 0, by some.
    fn covers(&self, instant: i64, slack_ms: i64) -> bool {
        let ms = instant * 1000;
        let within = |(from, to): (&i64, &Option<i64>)| from + slack_ms <= ms && to.is_none_or(|to| ms < to - slack_ms);
        ms < self.not_due_before - slack_ms || self.pauses.iter().any(within)
    }

    pub(super) fn surely_paused(&self, instant: i64, slack_ms: i64) -> bool {
        self.covers(instant, slack_ms)
    }

    pub(super) fn maybe_paused(&self, instant: i64, slack_ms: i64) -> bool {
        self.covers(instant, -slack_ms)
    }

    pub(super) fn is_cancelled(&self, id: &RunId) -> bool {
        self.cancels.contains_key(id)
    }

    /// What a claim of a command's run must be.
    pub(super) fn claim(&mut self, entry: &RunEntry, plan: &Plan) -> Verdict {
        let (id, at) = (&entry.run, entry.scheduled_at.0);
        must(!self.is_paused(), || format!("{id} is claimed while the cluster is paused"))?;
        must(!self.withdrawn.contains(&whole(id)), || format!("{id} is claimed, and was taken back"))?;
        match id.key() {
            RunKey::Instant(_) => Ok(()),
            RunKey::Command(_) => {
                let instant = self.replays.get(id);
                must((entry.trigger == Trigger::Replay) == instant.is_some(), || format!("{entry:?} is no replay"))?;
                must(instant.is_none_or(|instant| *instant == at), || format!("{entry:?} replays {instant:?}"))
            }
            RunKey::Backfill(_, number) => {
                let Some(span) = self.backfills.get_mut(&whole(id)) else {
                    return Err(format!("{id}: no such backfill"));
                };
                must(number == span.claimed + 1 && at > span.last, || format!("{id} of {at} follows {span:?}"))?;
                must((span.from..=span.to).contains(&at) && plan.holds(at), || {
                    format!("{id}: {at} is not in {span:?}")
                })?;
                (span.claimed, span.last) = (number, at);
                Ok(())
            }
        }
    }

    /// Whether many runs of the task can end at once.
    pub(super) fn backfills_of(&self, uid: &str) -> bool {
        self.backfills.keys().any(|id| id.uid().as_str() == uid)
    }
}

impl Checker {
    /// A backfill claims every instant of its span, where nobody changed the schedule or took it back meanwhile.
    pub(super) fn short(&self, uid: &str, plan: &Plan) -> Option<String> {
        let asked = &self.asked;
        let of_task =
            asked.backfills.iter().filter(|(id, _)| id.uid().as_str() == uid && !asked.withdrawn.contains(*id));
        of_task.filter(|(id, span)| !span.is_edited && !self.goes_on(id)).find_map(|(id, span)| {
            let wanted = (span.from..=span.to).filter(|at| plan.holds(*at)).count();
            (wanted != span.claimed as usize).then(|| format!("{id}: {wanted} instants were asked for: {span:?}"))
        })
    }

    /// Whether runs of a backfill are open: others of it may wait for them.
    fn goes_on(&self, whole: &RunId) -> bool {
        let RunKey::Command(number) = whole.key() else { return false };
        self.runs.iter().any(|(id, story)| {
            let is_of_it = matches!(id.key(), RunKey::Backfill(sequence, _) if sequence == number);
            is_of_it && id.partition() == whole.partition() && story.is_open() && story.outcome.is_none()
        })
    }

    /// Whether a command is that of a backfill that goes on.
    pub(super) fn is_in_line(&self, partition: Partition, command: &str) -> bool {
        let Ok(command) = command.parse::<CommandName>() else { return false };
        let number = command.sequence();
        let mut asked = self.asked.backfills.keys().filter(|id| id.partition() == partition);
        asked.any(|id| id.key() == RunKey::Command(number) && self.goes_on(id))
    }
}

impl Checker {
    /// Somebody asked for the instants from `from` to `to`.
    pub(crate) fn asked_to_backfill(&mut self, whole: RunId, name: &str, (from, to): (i64, i64)) {
        let Some(plan) = self.tasks.get(&name.parse().unwrap()) else { return };
        let span = Span { from, to, schedule: plan.schedule(), is_edited: false, claimed: 0, last: i64::MIN };
        self.asked.backfills.insert(whole, span);
    }

    /// Somebody asked for an instant once more.
    pub(crate) fn asked_to_replay(&mut self, run: RunId, instant: i64) {
        self.asked.replays.insert(run, instant);
    }

    /// Somebody asked for the end of a run.
    pub(crate) fn asked_to_cancel(&mut self, run: RunId, at: Utc) {
        self.asked.cancels.entry(run).or_insert(at);
    }

    /// Somebody took a command back.
    pub(crate) fn withdrawn(&mut self, name: &str, run: RunId) {
        if let (Some(task), RunKey::Command(_)) = (self.tasks.get_mut(&name.parse().unwrap()), run.key())
            && !self.asked.backfills.contains_key(&run)
            && task.uid == run.uid().as_str()
        {
            task.triggers -= 1;
        }
        self.asked.withdrawn.insert(run);
    }

    /// How many runs of a task were claimed because somebody asked for instants that had passed.
    pub(crate) fn asked_runs_of(&self, name: &str) -> usize {
        self.runs.values().filter(|story| story.task.as_str() == name && story.trigger.is_of_the_past()).count()
    }

    /// Open runs of a task, by their ids.
    pub(crate) fn open_runs_of(&self, name: &str) -> Vec<RunId> {
        let of_task = self.runs.iter().filter(|(_, story)| story.task.as_str() == name);
        let mut open: Vec<RunId> =
            of_task.filter(|(_, story)| story.is_open() && story.outcome.is_none()).map(|(id, _)| id.clone()).collect();
        open.sort_unstable();
        open
    }

    /// No more than 64 runs of a backfill are open at once.
    pub(super) fn few_at_once(&self, id: &RunId) -> Verdict {
        let RunKey::Backfill(..) = id.key() else { return Ok(()) };
        let of_it = self.runs.iter().filter(|(other, story)| story.outcome.is_none() && whole(other) == whole(id));
        let open = of_it.filter(|(other, story)| story.is_open() && *other != &whole(id)).count();
        must(open <= 64, || format!("{open} runs of {} are open at once", whole(id)))
    }

    /// What somebody asked to end ends, where its owner is well.
    pub(super) fn ends_follow(&self, now: Utc, well: &BTreeSet<MemberId>, patience_ms: i64) -> Verdict {
        for (id, asked) in self.asked.cancels.iter().filter(|(_, asked)| now.0 - asked.0 > patience_ms) {
            let place = &self.places[usize::from(id.partition().0)];
            let is_well = place.owner.as_ref().is_some_and(|owner| well.contains(owner));
            let long = place.owned_since.is_some_and(|since| now.0 - since.0 > patience_ms);
            // What is left of a task that is gone leaves claims with their next write.
            let is_there = |story: &Story| {
                self.tasks.get(&story.task).is_some_and(|task| !task.gone && task.uid == id.uid().as_str())
            };
            let open = self.runs.get(id).is_some_and(|s| s.is_open() && s.outcome.is_none() && is_there(s));
            must(!(is_well && long && open), || {
                format!("cancel: {id} is open, and its end was asked for at {asked:?}")
            })?;
        }
        Ok(())
    }

    /// Who sends must have heard of a wish to end the run.
    pub(super) fn still_wanted(&self, sending: &Sending, sender: &Sender) -> Verdict {
        let asked = self.asked.cancels.get(&sending.run);
        must(asked.is_none_or(|at| sender.now.0 - at.0 <= sender.deaf_ms), || {
            format!(
                "cancel: {} attempt {} is sent, and its end was asked for at {asked:?}",
                sending.run, sending.number
            )
        })
    }
}
