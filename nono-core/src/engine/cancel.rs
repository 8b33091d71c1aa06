//! Ending runs that users asked to be cancelled.
//!
//! The command that asks stays until the run is over and goes in the transaction that stores its outcome, so that a new owner
//! finds both or neither. What is on its way is given up by the one who sent it: this process at once, another when it finds
//! its record gone. What was claimed goes on in a paused cluster, and what ends it too.

use super::mutant;
use super::owned::Owned;
use super::run::{Run, Stage};
use super::{Command, Engine};
use crate::name::{Partition, RunId};
use crate::run::{Outcome, UserAction, UserCommand};

impl Engine {
    /// Runs of the partition have come a step further, or a command has come: those that are to end are looked at before
    /// anything else is done.
    pub(super) fn look_at_cancels(&mut self, partition: Partition) {
        if self.owned.get(&partition).is_some_and(|owned| !owned.cancels.is_empty()) {
            self.cancelling.insert(partition);
        }
    }

    /// Does what can be done now for the commands that ask for the end of a run.
    pub(super) fn cancel_runs(&mut self) {
        for partition in std::mem::take(&mut self.cancelling) {
            let Some(owned) = self.owned.get(&partition) else { continue };
            let wanted: Vec<(u64, RunId)> = owned
                .cancels
                .iter()
                .filter_map(|(sequence, asked)| {
                    let UserAction::Cancel { run } = &asked.command.action else { return None };
                    owned.runs.contains_key(run).then(|| (*sequence, run.clone()))
                })
                .collect();
            for (sequence, run) in wanted {
                self.cancel(partition, &run, sequence);
            }
        }
    }

    fn cancel(&mut self, partition: Partition, id: &RunId, sequence: u64) {
        let Some(owned) = self.owned.get_mut(&partition).filter(|owned| !owned.handing_over) else { return };
        let cause = words_of(owned, sequence);
        let Some(run) = owned.runs.get_mut(id).filter(|run| !run.moving) else { return };
        match run.stage {
            Stage::Done(_) => {}
            // It is ended when it is about to go.
            Stage::Preparing => run.cancelled = Some(cause),
            Stage::Flying(attempt) => {
                if run.cancelled.replace(cause).is_none() && !mutant::on!(ABORT_UNSENT) {
                    self.out.push_back(Command::Abort(attempt));
                }
            }
            Stage::Timed | Stage::Queued | Stage::Backoff(_) | Stage::Foreign => {
                self.end_cancelled(partition, id, cause);
            }
        }
    }

    /// Ends a run of which nothing is on its way from here. What may have been carried out unseen is not called cancelled.
    pub(super) fn end_cancelled(&mut self, partition: Partition, id: &RunId, cause: String) {
        let Some(run) = self.owned.get_mut(&partition).and_then(|owned| owned.runs.get_mut(id)) else { return };
        let in_doubt = run.is_doubtful() && !mutant::on!(DOUBT_CANCELLED);
        run.cancelled = Some(cause.clone());
        let outcome = if in_doubt { Outcome::Unknown } else { Outcome::Cancelled };
        self.end(partition, id, outcome, Some(cause));
    }
}

impl Run {
    /// Somebody asked for its end, and another process has written how its attempt ended: that stands.
    pub(super) fn hear_of_end(&mut self, outcome: &crate::run::RunOutcome) {
        if self.cancelled.is_some() && matches!(self.stage, Stage::Done(_)) {
            self.stage = Stage::Done(Box::new(outcome.clone()));
        }
    }
}

/// `cancelled by alice@host: OPS-4121`
fn words_of(owned: &Owned, sequence: u64) -> String {
    owned.cancels.get(&sequence).map(|asked| words(&asked.command)).unwrap_or_default()
}

fn words(command: &UserCommand) -> String {
    const LONGEST: usize = 200;
    let mut words = format!("cancelled by {}", command.by);
    if let Some(reason) = &command.reason {
        words.push_str(": ");
        words.push_str(reason);
    }
    let end = (0..=LONGEST.min(words.len())).rev().find(|&at| words.is_char_boundary(at)).unwrap_or(0);
    words.truncate(end);
    // A message holds no control characters: as JSON each takes six bytes, and histories are reckoned without them.
    words.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn why_a_run_was_ended_is_short_and_holds_no_control_characters() {
        let command = |reason: &str| -> UserCommand {
            serde_json::from_value(serde_json::json!({
                "format": 1, "action": {"cancel": {"run": "r-003-k3f9x2m4-m0000000012"}}, "task": "web.ping",
                "uid": "k3f9x2m4", "by": "ann@host", "reason": reason,
            }))
            .unwrap()
        };
        assert_eq!(words(&command("OPS-4121")), "cancelled by ann@host: OPS-4121");
        assert_eq!(words(&command("a\u{1b}[31m\n")), "cancelled by ann@host: a [31m ");
        assert_eq!(words(&command(&"é".repeat(500))).len(), 199);
    }
}
