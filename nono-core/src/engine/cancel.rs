//! Ending runs that users asked to be cancelled.
//!
//! The command that asks stays until the run is over and goes in the transaction that stores its outcome, so that a new owner
//! finds both or neither. What is on its way is given up by the one who sent it: this process at once, another when it finds
//! its record gone. What was claimed goes on in a paused cluster, and what ends it too.

use super::run::Stage;
use super::{Command, Engine};
use crate::name::{Partition, RunId};
use crate::run::{Outcome, UserAction, UserCommand};

impl Engine {
    /// Does what can be done now for the commands that ask for the end of a run.
    pub(super) fn cancel_runs(&mut self) {
        for partition in self.cancelling.iter().copied().collect::<Vec<_>>() {
            let cancels = self.owned.get(&partition).map(|owned| &owned.cancels).filter(|cancels| !cancels.is_empty());
            let Some(cancels) = cancels else {
                self.cancelling.remove(&partition);
                continue;
            };
            let wanted: Vec<(RunId, String)> = cancels
                .values()
                .filter_map(|asked| match &asked.command.action {
                    UserAction::Cancel { run } => Some((run.clone(), words(&asked.command))),
                    _ => None,
                })
                .collect();
            for (run, cause) in wanted {
                self.cancel(partition, &run, cause);
            }
        }
    }

    fn cancel(&mut self, partition: Partition, id: &RunId, cause: String) {
        let Some(owned) = self.owned.get_mut(&partition).filter(|owned| !owned.handing_over) else { return };
        let Some(run) = owned.runs.get_mut(id).filter(|run| !run.moving) else { return };
        match run.stage {
            Stage::Done(_) => {}
            // It is ended when it is about to go.
            Stage::Preparing => run.cancelled = Some(cause),
            Stage::Flying(attempt) => {
                if run.cancelled.replace(cause).is_none() {
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
        let run = self.owned.get(&partition).and_then(|owned| owned.runs.get(id));
        let outcome = if run.is_some_and(super::run::Run::is_doubtful) { Outcome::Unknown } else { Outcome::Cancelled };
        self.end(partition, id, outcome, Some(cause));
    }
}

/// `cancelled by alice@host: OPS-4121`
fn words(command: &UserCommand) -> String {
    const LONGEST: usize = 200;
    let mut words = format!("cancelled by {}", command.by);
    if let Some(reason) = &command.reason {
        words.push_str(": ");
        words.push_str(reason);
    }
    let end = (0..=LONGEST.min(words.len())).rev().find(|&at| words.is_char_boundary(at)).unwrap_or(0);
    words.truncate(end);
    words
}
