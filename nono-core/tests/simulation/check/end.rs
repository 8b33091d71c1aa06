//! When all faults are over and time has passed: everything due is accounted for, and nothing is left open.

use std::collections::BTreeMap;

use nono_core::name::{Partition, RunId, RunKey};
use nono_core::node::{Folder, Node, Read, Record};
use nono_core::store::memory::Model;
use nono_core::time::{Instant, Utc};

use super::plan::Plan;
use super::{Checker, Story, instant_of};

impl Checker {
    /// What was due before `until` has one outcome, and whatever was claimed for it is over.
    pub(crate) fn settled(&self, until: Utc, model: &Model) -> Vec<String> {
        let mut problems = Vec::new();
        for (name, task) in self.tasks.iter().filter(|(_, task)| !task.gone) {
            let partition = Partition::of(name, self.partitions);
            let claimed: Vec<(&RunId, &Story)> =
                self.runs.iter().filter(|(id, _)| id.uid().as_str() == task.uid).collect();
            let due = task.required(until, self.slack_ms()).filter(|at| !self.asked.maybe_paused(*at, self.slack_ms()));
            problems.extend(due.filter_map(|at| self.instant(task, partition, at)));
            problems.extend(self.short(&task.uid, task));
            // Misfires of a task go one after another, retries included: where one is at it, the others wait.
            let in_line = |story: &Story| story.trigger.stands_in_line();
            let is_open =
                |story: &Story| story.outcome.is_none() && (!story.attempts.is_empty() || story.flying.is_some());
            // One of a long line ended a short while ago, and the next is about to begin.
            let lately = |story: &Story| story.ended_at.is_some_and(|at| at.0 > until.0 + 10_000);
            let busy = claimed.iter().any(|(_, story)| is_open(story) || in_line(story) && lately(story));
            let due = claimed.iter().filter(|(_, story)| !(busy && in_line(story)));
            let many = self.asked.backfills_of(&task.uid);
            problems.extend(due.filter_map(|(id, story)| open_still(task, id, story, until, many)));
            problems.extend(miscounted(&claimed, name.as_str(), task));
            problems.extend(self.uncounted(&claimed, name.as_str(), task));
        }
        for partition in Partition::all(self.partitions) {
            problems.extend(self.left_over(partition, until, model));
        }
        problems
    }

    fn instant(&self, task: &Plan, partition: Partition, at: i64) -> Option<String> {
        let id = RunId::new(partition, &task.uid.parse().ok()?, RunKey::Instant(Instant(at)));
        let claimed = self.runs.contains_key(&id);
        let ranges = self.missed.get(&task.uid).into_iter().flat_map(BTreeMap::keys);
        let missed = ranges.filter(|(from, to)| (*from..=*to).contains(&at)).count();
        match (claimed, missed) {
            (true, 0) | (false, 1) => None,
            (false, 0) => Some(format!("G4: {id} was due and is not accounted for: {task:?}")),
            _ => Some(format!("G4: {id} was claimed {claimed}, and missed {missed} times")),
        }
    }

    /// G4: a state counts each run that ended, and each instant that was missed, once.
    fn uncounted(&self, claimed: &[(&RunId, &Story)], name: &str, task: &Plan) -> Option<String> {
        let open = claimed.iter().any(|(_, story)| story.outcome.is_none() && story.is_open());
        if open || task.counts_anew {
            return None;
        }
        let missed: u64 = self.missed.get(&task.uid).into_iter().flat_map(BTreeMap::values).sum();
        let expected = claimed.len() as u64 + missed;
        (task.total != expected).then(|| format!("G4: the state of {name} counts {}, {expected} ended", task.total))
    }

    fn left_over(&self, partition: Partition, until: Utc, model: &Model) -> Vec<String> {
        let mut problems = Vec::new();
        let place = &self.places[usize::from(partition.0)];
        if place.owner.as_ref().is_none_or(|owner| !self.alive.contains(owner)) {
            problems.push(format!("G9: partition {partition} is {:?}'s, who is not there", place.owner));
        }
        let mut commands = model.peek_children(Folder::Commands(partition)).names;
        commands.retain(|name| !self.is_in_line(partition, name));
        if !commands.is_empty() {
            problems.push(format!("G9: partition {partition} has commands: {commands:?}"));
        }
        for id in model.peek_children(Folder::Runs(partition)).names {
            let Ok(id) = id.parse::<RunId>() else { continue };
            let due = instant_of(&id).is_none_or(|at| at * 1000 < until.0);
            let story = self.runs.get(&id);
            let task = story.and_then(|story| self.tasks.get(&story.task));
            let gone = task.is_none_or(|task| task.gone || task.uid != id.uid().as_str());
            if due && gone {
                problems.push(format!("G9: a record of {id} is left, whose task is gone"));
            }
        }
        for name in model.peek_children(Folder::States(partition)).names {
            let Ok(name) = name.parse() else { continue };
            let node = Node::State(partition, name);
            let Read::Found(Record::State(state), stat) = model.peek(&node) else { continue };
            let Node::State(_, name) = &node else { continue };
            // Nothing can be removed that somebody put something below.
            if stat.children == 0 && self.tasks.get(name).is_none_or(|task| task.gone) {
                problems.push(format!("G9: a state of {name}, {}, is left, whose task is gone", state.uid));
            }
        }
        problems
    }
}

fn open_still(task: &Plan, id: &RunId, story: &Story, until: Utc, many: bool) -> Option<String> {
    let due = instant_of(id).is_none_or(|at| at * 1000 < until.0);
    // A history may drop an outcome in the very write that stores it, with many others; then the count of the state tells.
    let over = story.outcome.is_some() || (task.history < 100 || many) && !story.is_open();
    (due && !over).then(|| format!("G4: {id} has no outcome: {story:?}"))
}

fn miscounted(claimed: &[(&RunId, &Story)], name: &str, task: &Plan) -> Option<String> {
    let commands = claimed.iter().filter(|(id, _)| matches!(id.key(), RunKey::Command(_))).count();
    (commands != task.triggers).then(|| format!("{name}: {} commands were given, {commands} claimed", task.triggers))
}
