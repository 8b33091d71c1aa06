//! The check of a run: every instant claimed once, every request received once, every outcome stored.
//!
//! By the judge of the repository's stories, from ZooKeeper's transaction log and what the worker wrote down.

use std::collections::{BTreeMap, HashSet};

use nono_tests::board::Board;
use nono_tests::checker::{Duty, judge};
use nono_tests::cluster::Keeper;
use nono_tests::receipts::Receipt;

use crate::arrivals::Arrival;
use crate::guard::Outcome;
use crate::rig::Rig;
use crate::say::say;

/// What was proved.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Proof {
    /// Runs that were claimed, each once.
    pub(crate) claimed: usize,
    /// Requests that arrived, each once.
    pub(crate) received: usize,
    /// Runs whose outcome is stored.
    pub(crate) stored: usize,
}

impl<K: Keeper> Rig<K> {
    /// Reads the log and judges. `duties` says what was to be done; of one whose end lies in the past nothing need be
    /// left.
    ///
    /// # Errors
    /// All that is wrong, by rule, with an example each.
    pub(crate) async fn prove(&self, duties: impl Fn(&Board) -> Vec<Duty>) -> Outcome<Proof> {
        let arrivals = self.sink.of_runs().await;
        let board = self.cluster.board();
        let proof = prove(&board, &arrivals, &duties(&board))?;
        say(format_args!(
            "    proved by the log: {} claimed once, {} received once, {} stored",
            proof.claimed, proof.received, proof.stored
        ));
        Ok(proof)
    }
}

fn prove(board: &Board, arrivals: &[Arrival], duties: &[Duty]) -> Outcome<Proof> {
    let receipts: Vec<Receipt> = (0..).zip(arrivals).map(|(number, arrival)| arrival.receipt(number)).collect();
    let verdict = judge(board, &receipts, duties);
    let mut wrong: BTreeMap<&str, (usize, String)> = BTreeMap::new();
    let mut note = |rule, detail: &str| {
        wrong.entry(rule).or_insert_with(|| (0, detail.chars().take(300).collect())).0 += 1;
    };
    for breach in &verdict.breaches {
        note(breach.rule, &breach.detail);
    }
    // With a task goes its state: what ended after it was removed is stored nowhere.
    let removed: HashSet<&str> = board.removed.iter().map(|(uid, _)| uid.as_str()).collect();
    let of_removed = |run: &str| run.split('-').nth(2).is_some_and(|uid| removed.contains(uid));
    for receipt in receipts.iter().filter(|receipt| !of_removed(&receipt.run)) {
        let run = board.runs.get(&receipt.run);
        let ended = |phase: &str| phase == "ended";
        let stored = run
            .is_some_and(|run| run.outcome.is_some() || run.record.as_ref().is_some_and(|record| ended(&record.phase)));
        if !stored {
            note("a request that was answered has its outcome stored", &receipt.run);
        }
    }
    if wrong.is_empty() {
        let stored = board.runs.values().filter(|run| run.outcome.is_some()).count();
        return Ok(Proof { claimed: board.runs.len(), received: receipts.len(), stored });
    }
    let told: Vec<String> =
        wrong.into_iter().map(|(rule, (count, example))| format!("{count} x {rule}, such as {example}")).collect();
    Err(format!("the run is not right: {}", told.join("; ")))
}
