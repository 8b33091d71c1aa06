//! The committed transactions of an ensemble, in their order.
//!
//! One server's log is not the truth there: a leader that dies leaves proposals in its own log that were never
//! committed, and a server that was brought up to date by a snapshot has a hole. The truth is put together so:
//!
//! 1. The recorder is an observer that runs without a break. Leaders tell observers what is committed and never what is
//!    only proposed, and what an observer catches up with it logs once a quorum follows that leader. So **all that the
//!    recorder's log has is committed**, in order. It can lack something: where a snapshot caught it up, or where the
//!    leader that had just caught it up was gone before it had written what it took in.
//! 2. A transaction that the recorder lacks counts if **two of the three voters' logs hold it**. It is committed: a
//!    server logs a transaction only from its proposer or from a later leader whose history has it, and a log loses it
//!    again only by being cut back, so the two held it at the same time. Then each quorum has one of them, whose history
//!    wins the election. And one that the recorder lacks and that only one voter holds was either never committed, or
//!    hides in a hole that rule 3 shows.
//! 3. The result is **replayed and compared**: each change of a node must bring the version after the one before it,
//!    and in the end every node must be as ZooKeeper shows it ([`Nodes`]). A transaction too many or too few that
//!    changed anything breaks one or the other, whatever rules 1 and 2 overlooked.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use crate::txnlog::{self, Body, Op, Transaction, Wanted};

/// Reads the record from the `version-2` folders of the recorder and of the voters: what was done to the wanted paths.
///
/// # Panics
/// If the recorder's log cannot be understood. A voter's log that is being written, cut back or rolled at this moment is
/// read again.
#[must_use]
pub fn read(recorder: &Path, voters: &[PathBuf], wanted: Wanted<'_>) -> Vec<Transaction> {
    let own = txnlog::read_of_killed(recorder, wanted).unwrap_or_else(|broken| panic!("{broken:?}"));
    let voters: Vec<Vec<Transaction>> = voters.iter().map(|folder| stable(folder, wanted)).collect();
    merged(own, &voters)
}

fn stable(folder: &Path, wanted: Wanted<'_>) -> Vec<Transaction> {
    for _ in 0..20 {
        if let Ok(log) = txnlog::read_of_killed(folder, wanted) {
            return log;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    txnlog::read_of_killed(folder, wanted).unwrap_or_else(|broken| panic!("{broken:?}"))
}

/// Rule 2: the recorder's transactions and those that a majority of voters holds.
///
/// # Panics
/// If two logs hold different transactions under one number: then one of them is no log of this ensemble.
#[must_use]
pub fn merged(recorder: Vec<Transaction>, voters: &[Vec<Transaction>]) -> Vec<Transaction> {
    let mut record: BTreeMap<i64, Transaction> = recorder.into_iter().map(|found| (found.zxid, found)).collect();
    // What is not in the recorder's log yet, because it is the newest, is no hole.
    let newest = record.keys().next_back().copied().unwrap_or_default();
    let mut held: HashMap<i64, (usize, &Transaction)> = HashMap::new();
    for transaction in voters.iter().flatten() {
        let (count, first) = held.entry(transaction.zxid).or_insert((0, transaction));
        assert!(
            is_same(first, transaction),
            "two voters hold different ones under one number: {first:?}, {transaction:?}"
        );
        *count += 1;
    }
    for (zxid, (count, transaction)) in held {
        if count * 2 > voters.len() && zxid < newest {
            let known = record.entry(zxid).or_insert_with(|| transaction.clone());
            assert!(
                is_same(known, transaction),
                "the recorder holds another one than the voters: {known:?}, {transaction:?}"
            );
        }
    }
    record.into_values().collect()
}

/// Whether two logs mean the same. Of a refused transaction they do not always say alike which part was refused: the types
/// of its parts are found changed in one server's log and not in another's. It changed nothing in either.
fn is_same(one: &Transaction, other: &Transaction) -> bool {
    let refused = |it: &Transaction| matches!(it.body, Body::Refused { .. });
    let head = |it: &Transaction| (it.zxid, it.time_ms, it.session);
    one == other || head(one) == head(other) && refused(one) && refused(other)
}

/// How often another server came to lead: each leader numbers its transactions anew.
#[must_use]
pub fn leader_changes(record: &[Transaction]) -> usize {
    let mut epochs: Vec<i64> = record.iter().map(|transaction| transaction.zxid >> 32).collect();
    epochs.dedup();
    epochs.len().saturating_sub(1)
}

/// What a record makes of the nodes below a path: their versions and data.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Nodes(BTreeMap<String, (i32, Vec<u8>)>);

impl Nodes {
    /// Replays a record of the nodes below `root`, from an empty tree.
    ///
    /// # Errors
    /// The first change that does not follow from what was before it.
    pub fn replay(record: &[Transaction], root: &str) -> Result<Self, String> {
        let mut nodes = Self::default();
        for transaction in record {
            nodes.apply(transaction, root).map_err(|why| format!("zxid {:x}: {why}", transaction.zxid))?;
        }
        Ok(nodes)
    }

    fn apply(&mut self, transaction: &Transaction, root: &str) -> Result<(), String> {
        let below = |path: &str| path.starts_with(root);
        match &transaction.body {
            Body::Applied(ops) => {
                for op in ops {
                    match op {
                        Op::Create { path, data, .. } if below(path) => self.create(path, data)?,
                        Op::Set { path, data, version } if below(path) => self.set(path, data, *version)?,
                        Op::Delete { path } if below(path) => self.delete(path)?,
                        Op::Check { path, version } if below(path) => self.check(path, *version)?,
                        _ => {}
                    }
                }
            }
            Body::SessionClosed(paths) => {
                for path in paths.iter().filter(|path| below(path)) {
                    self.delete(path)?;
                }
            }
            Body::Refused { .. } | Body::SessionOpened => {}
        }
        Ok(())
    }

    fn create(&mut self, path: &str, data: &[u8]) -> Result<(), String> {
        match self.0.insert(path.to_owned(), (0, data.to_vec())) {
            None => Ok(()),
            Some((version, _)) => Err(format!("{path} is made, and was there with version {version}")),
        }
    }

    fn set(&mut self, path: &str, data: &[u8], version: i32) -> Result<(), String> {
        match self.0.insert(path.to_owned(), (version, data.to_vec())) {
            Some((before, _)) if before + 1 == version => Ok(()),
            before => Err(format!("{path} gets version {version} after {:?}", before.map(|(version, _)| version))),
        }
    }

    fn delete(&mut self, path: &str) -> Result<(), String> {
        self.0.remove(path).map(drop).ok_or_else(|| format!("{path} is removed, and was not there"))
    }

    fn check(&self, path: &str, version: i32) -> Result<(), String> {
        match self.0.get(path) {
            Some((found, _)) if *found == version => Ok(()),
            found => Err(format!("{path} was checked for version {version}, and had {:?}", found.map(|(at, _)| at))),
        }
    }

    /// A node that was read from ZooKeeper.
    pub fn found(&mut self, path: &str, version: i32, data: Vec<u8>) {
        self.0.insert(path.to_owned(), (version, data));
    }

    /// What differs from another view: the paths.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Vec<String> {
        let all = self.0.keys().chain(other.0.keys());
        let mut paths: Vec<String> = all.filter(|path| self.0.get(*path) != other.0.get(*path)).cloned().collect();
        paths.sort();
        paths.dedup();
        paths
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(zxid: i64, version: i32) -> Transaction {
        let op = Op::Set { path: "/nono/a".to_owned(), data: zxid.to_be_bytes().to_vec(), version };
        Transaction { zxid, time_ms: zxid, session: 1, body: Body::Applied(vec![op]) }
    }

    fn create() -> Transaction {
        let op = Op::Create { path: "/nono/a".to_owned(), data: Vec::new(), ephemeral: false };
        Transaction { zxid: 1, time_ms: 1, session: 1, body: Body::Applied(vec![op]) }
    }

    fn numbers(record: &[Transaction]) -> Vec<i64> {
        record.iter().map(|transaction| transaction.zxid).collect()
    }

    const SECOND: i64 = 1 << 32;

    #[test]
    fn a_dead_leaders_proposals_do_not_count() {
        // The first voter led, proposed 3 and died; the others went on without it under the next leader.
        let first = vec![create(), set(2, 1), set(3, 2)];
        let others = vec![create(), set(2, 1), set(SECOND + 1, 2)];
        let record = merged(others.clone(), &[first, others.clone(), others]);
        assert_eq!(numbers(&record), [1, 2, SECOND + 1]);
        assert!(Nodes::replay(&record, "/nono").is_ok());
    }

    #[test]
    fn a_hole_of_the_recorder_is_filled_with_what_a_majority_holds() {
        let whole = vec![create(), set(2, 1), set(3, 2), set(SECOND + 1, 3)];
        let by_snapshot = vec![create(), set(SECOND + 1, 3)];
        let record = merged(by_snapshot.clone(), &[whole.clone(), by_snapshot.clone(), whole.clone()]);
        assert_eq!(record, whole);
        // What only one holds cannot be told from a proposal that nobody else saw: the replay says so.
        let record = merged(by_snapshot.clone(), &[whole, by_snapshot.clone(), by_snapshot]);
        assert_eq!(numbers(&record), [1, SECOND + 1]);
        let error = Nodes::replay(&record, "/nono").unwrap_err();
        assert!(error.contains("version 3 after Some(0)"), "{error}");
    }

    #[test]
    fn the_newest_transactions_that_the_recorder_has_not_heard_of_wait() {
        let voter = vec![create(), set(2, 1), set(3, 2)];
        assert_eq!(numbers(&merged(vec![create(), set(2, 1)], &[voter.clone(), voter.clone(), voter])), [1, 2]);
    }

    #[test]
    fn a_transaction_too_many_shows_in_the_versions_or_in_the_end() {
        let error = Nodes::replay(&[create(), set(2, 1), set(3, 1)], "/nono").unwrap_err();
        assert!(error.starts_with("zxid 3: /nono/a gets version 1"), "{error}");
        let right = Nodes::replay(&[create(), set(2, 1)], "/nono").unwrap();
        let more = Nodes::replay(&[create(), set(2, 1), set(3, 2)], "/nono").unwrap();
        assert_eq!(right.difference(&more), ["/nono/a"]);
        assert_eq!(right.difference(&right), Vec::<String>::new());
    }

    #[test]
    fn a_change_of_a_node_that_was_never_made_shows() {
        assert!(Nodes::replay(&[set(2, 1)], "/nono").is_err());
        assert!(Nodes::replay(&[create(), create()], "/nono").is_err());
        let gone = Transaction { body: Body::SessionClosed(vec!["/nono/b".to_owned()]), ..create() };
        assert!(Nodes::replay(std::slice::from_ref(&gone), "/nono").is_err());
        assert!(Nodes::replay(&[gone], "/other").is_ok());
    }

    #[test]
    fn leaders_are_counted_by_their_numbers() {
        assert_eq!(leader_changes(&[]), 0);
        assert_eq!(leader_changes(&[create(), set(2, 1), set(SECOND, 2), set(SECOND * 3 + 7, 3)]), 2);
    }
}
