//! The check of a run: every instant claimed once, every request received once, every outcome stored.
//!
//! By the judge of the repository's stories, from ZooKeeper's transaction log and what the worker wrote down.

//!
//! A full run is millions of requests and a log of gigabytes. It is judged in parts of the partitions, each in one reading of
//! the log, so that memory is bounded by the part.

use std::collections::{BTreeMap, HashSet};
use std::panic::resume_unwind;
use std::thread;

use nono_tests::board::Board;
use nono_tests::checker::{Duty, judge};
use nono_tests::cluster::Keeper;
use nono_tests::part::Part;
use nono_tests::receipts::Receipt;

use crate::guard::Outcome;
use crate::rig::Rig;
use crate::say::say;

/// So many bytes of what arrived are judged at one go: some half a million requests, which take half a gigabyte.
const AT_ONCE: u64 = 50_000_000;
/// So many parts are judged at the same time.
const JUDGES: usize = 2;

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

impl<K: Keeper + Sync> Rig<K> {
    /// Reads the log and judges. `duties` says what was to be done; of one whose end lies in the past nothing need be
    /// left.
    ///
    /// # Errors
    /// All that is wrong, by rule, with an example each.
    pub(crate) async fn prove(&self, duties: impl Fn(&Board) -> Vec<Duty> + Sync) -> Outcome<Proof> {
        self.sink.written().await;
        let parts = u16::try_from(self.sink.size() / AT_ONCE + 1).unwrap_or(u16::MAX);
        let proof = self.judged(parts, &duties).outcome()?;
        say(format_args!(
            "    proved by the log: {} claimed once, {} received once, {} stored",
            proof.claimed, proof.received, proof.stored
        ));
        Ok(proof)
    }

    fn judged(&self, parts: u16, duties: &(impl Fn(&Board) -> Vec<Duty> + Sync)) -> Judged {
        thread::scope(|scope| {
            let judge = |first| {
                let mine = Part::all(parts).skip(first).step_by(JUDGES);
                mine.fold(Judged::default(), |so_far, part| so_far.and(self.judged_in(part, duties)))
            };
            let judges: Vec<_> = (0..JUDGES).map(|first| scope.spawn(move || judge(first))).collect();
            let verdicts = judges.into_iter().map(|judge| judge.join().unwrap_or_else(|panic| resume_unwind(panic)));
            verdicts.fold(Judged::default(), Judged::and)
        })
    }

    fn judged_in(&self, part: Part, duties: &impl Fn(&Board) -> Vec<Duty>) -> Judged {
        let board = self.cluster.board_of(part);
        let arrivals = self.sink.of_runs_that(|arrival| part.has_run(&arrival.run));
        let receipts: Vec<Receipt> = (0..).zip(arrivals).map(|(number, arrival)| arrival.receipt(number)).collect();
        Judged::of(&board, &receipts, &duties(&board))
    }
}

/// The proof, and what is wrong with it: how often, and an example, by rule.
#[derive(Default)]
struct Judged {
    proof: Proof,
    wrong: BTreeMap<&'static str, (usize, String)>,
}

impl Judged {
    fn of(board: &Board, receipts: &[Receipt], duties: &[Duty]) -> Self {
        let stored = board.runs.values().filter(|run| run.is_stored()).count();
        let proof = Proof { claimed: board.runs.len(), received: receipts.len(), stored };
        let mut judged = Self { proof, ..Self::default() };
        for breach in &judge(board, receipts, duties).breaches {
            judged.note(breach.rule, 1, &breach.detail);
        }
        // With a task goes its state: what ended after it was removed is stored nowhere.
        let removed: HashSet<&str> = board.removed.iter().map(|(uid, _)| uid.as_str()).collect();
        let of_removed = |run: &str| run.split('-').nth(2).is_some_and(|uid| removed.contains(uid));
        for receipt in receipts.iter().filter(|receipt| !of_removed(&receipt.run)) {
            let run = board.runs.get(&receipt.run);
            let ended = |phase: &str| phase == "ended";
            let stored = run
                .is_some_and(|run| run.is_stored() || run.record.as_ref().is_some_and(|record| ended(&record.phase)));
            if !stored {
                judged.note("a request that was answered has its outcome stored", 1, &receipt.run);
            }
        }
        judged
    }

    fn note(&mut self, rule: &'static str, count: usize, detail: &str) {
        self.wrong.entry(rule).or_insert_with(|| (0, detail.chars().take(300).collect())).0 += count;
    }

    /// Both parts.
    fn and(mut self, other: Self) -> Self {
        self.proof.claimed += other.proof.claimed;
        self.proof.received += other.proof.received;
        self.proof.stored += other.proof.stored;
        for (rule, (count, example)) in other.wrong {
            self.note(rule, count, &example);
        }
        self
    }

    fn outcome(self) -> Outcome<Proof> {
        if self.wrong.is_empty() {
            return Ok(self.proof);
        }
        let each =
            self.wrong.into_iter().map(|(rule, (count, example))| format!("{count} x {rule}, such as {example}"));
        Err(format!("the run is not right: {}", each.collect::<Vec<String>>().join("; ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_in_one_part_is_wrong_with_the_whole() {
        let part = |claimed| Judged { proof: Proof { claimed, received: 1, stored: 0 }, ..Judged::default() };
        assert_eq!(part(1).and(part(2)).outcome(), Ok(Proof { claimed: 3, received: 2, stored: 0 }));
        let mut wrong = part(1);
        wrong.note("G1", 2, "r-1");
        let whole = part(1).and(wrong).and(part(1)).outcome();
        assert_eq!(whole, Err("the run is not right: 2 x G1, such as r-1".to_owned()));
    }

    #[test]
    fn a_request_of_a_run_that_was_never_claimed_is_wrong() {
        let receipt = Receipt { run: "r-017-k3f9x2m4-20261124T010000Z".to_owned(), ..Receipt::default() };
        let why = Judged::of(&Board::default(), &[receipt], &[]).outcome().unwrap_err();
        assert!(why.contains("1 x G2: a request is of a run that was claimed, such as"), "{why}");
        assert!(why.contains("1 x a request that was answered has its outcome stored, such as r-017"), "{why}");
    }
}
