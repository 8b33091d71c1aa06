//! All runs of a log, by their ids: millions, so they are found by a hash of the id, and the id is kept once.

use std::collections::HashMap;
use std::ops::Index;

use xxhash_rust::xxh3::xxh3_64;

use crate::board::Run;

/// Every run ever claimed, in the order in which they were.
#[derive(Debug, Default)]
pub struct Runs {
    all: Vec<Run>,
    places: HashMap<u64, usize>,
    /// Those whose hash another has.
    others: HashMap<String, usize>,
}

impl Runs {
    /// The run of that id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Run> {
        self.place(id).map(|place| &self.all[place])
    }

    /// The same, to change it.
    pub fn get_mut(&mut self, id: &str) -> Option<&mut Run> {
        self.place(id).map(|place| &mut self.all[place])
    }

    /// Whether there is one.
    #[must_use]
    pub fn contains_key(&self, id: &str) -> bool {
        self.place(id).is_some()
    }

    /// One more, or another in place of one.
    pub fn insert(&mut self, run: Run) {
        self.insert_by(xxh3_64(run.claim.run.as_bytes()), run);
    }

    fn insert_by(&mut self, hash: u64, run: Run) {
        if let Some(place) = self.place_by(hash, &run.claim.run) {
            self.all[place] = run;
            return;
        }
        let place = self.all.len();
        if *self.places.entry(hash).or_insert(place) != place {
            self.others.insert(run.claim.run.clone(), place);
        }
        self.all.push(run);
    }

    /// Each, with its id.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Run)> {
        self.all.iter().map(|run| (run.claim.run.as_str(), run))
    }

    /// Each.
    pub fn values(&self) -> impl Iterator<Item = &Run> {
        self.all.iter()
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    fn place(&self, id: &str) -> Option<usize> {
        self.place_by(xxh3_64(id.as_bytes()), id)
    }

    fn place_by(&self, hash: u64, id: &str) -> Option<usize> {
        let place = *self.places.get(&hash)?;
        if self.all[place].claim.run == id { Some(place) } else { self.others.get(id).copied() }
    }
}

impl Index<&str> for Runs {
    type Output = Run;

    fn index(&self, id: &str) -> &Run {
        self.get(id).unwrap_or_else(|| panic!("no run {id}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Claim;

    fn run(id: &str, epoch: u64) -> Run {
        let claim = Claim { run: id.to_owned(), epoch, ..Claim::default() };
        Run { claim, ..Run::default() }
    }

    #[test]
    fn runs_of_one_hash_are_told_apart() {
        let mut runs = Runs::default();
        for (id, epoch) in [("a", 1), ("b", 2), ("c", 3), ("b", 4), ("a", 5)] {
            runs.insert_by(7, run(id, epoch));
        }
        let epoch = |id| runs.place_by(7, id).map(|place| runs.all[place].claim.epoch);
        assert_eq!([epoch("a"), epoch("b"), epoch("c"), epoch("d")], [Some(5), Some(4), Some(3), None]);
        assert_eq!(runs.iter().map(|(id, _)| id).collect::<Vec<&str>>(), ["a", "b", "c"]);
    }

    #[test]
    fn a_run_is_found_by_its_id() {
        let mut runs = Runs::default();
        runs.insert(run("r-1", 1));
        runs.insert(run("r-2", 2));
        assert_eq!((runs["r-2"].claim.epoch, runs.len()), (2, 2));
        assert!(runs.get("r-3").is_none() && runs.contains_key("r-1"));
    }
}
