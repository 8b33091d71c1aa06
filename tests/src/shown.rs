//! Which outcomes of a state were in it before.
//!
//! A state is written whole with each outcome, so a log of a million runs shows each of them twenty times. A line that was
//! there before, among lines that mean what they meant, says nothing new: it is told once. Only where every element is
//! a line and each is of a later instant than the one before it; whatever else a state may hold is looked at again each time.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::value::RawValue;

/// States as they were shown last, by path.
#[derive(Debug, Default)]
pub struct Shown(HashMap<String, Last>);

#[derive(Debug)]
struct Last {
    /// What lines refer to.
    runs: String,
    from: String,
    kinds: Vec<String>,
    lines: Vec<Box<str>>,
}

#[derive(Deserialize)]
struct Seen<'a> {
    #[serde(default)]
    runs: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    kinds: Vec<String>,
    #[serde(borrow)]
    outcomes: Vec<&'a RawValue>,
}

impl Shown {
    /// The places, counted from 0, of the outcomes that this write of a state shows for the first time. `None`: look at all.
    pub fn new_ones(&mut self, path: &str, data: &[u8]) -> Option<Vec<usize>> {
        let Some(now) = serde_json::from_slice::<Seen<'_>>(data).ok().filter(ascends) else {
            self.0.remove(path);
            return None;
        };
        let before = self.0.get(path).filter(|last| last.means_the_same_in(&now));
        let new = before.map(|last| {
            let mut rest = &*last.lines;
            let mut places = Vec::new();
            for (place, line) in now.outcomes.iter().enumerate() {
                match rest.iter().position(|known| **known == *line.get()) {
                    Some(known) => rest = &rest[known + 1..],
                    None => places.push(place),
                }
            }
            places
        });
        let lines = now.outcomes.iter().map(|line| line.get().into()).collect();
        self.0.insert(path.to_owned(), Last { runs: now.runs, from: now.from, kinds: now.kinds, lines });
        new
    }

    /// The state is gone.
    pub fn forget(&mut self, path: &str) {
        self.0.remove(path);
    }
}

impl Last {
    fn means_the_same_in(&self, now: &Seen<'_>) -> bool {
        (&self.runs, &self.from) == (&now.runs, &now.from) && now.kinds.starts_with(&self.kinds)
    }
}

/// Whether all are lines, each of a later instant than the one before.
fn ascends(state: &Seen<'_>) -> bool {
    let after = |line: &&RawValue| line.get().strip_prefix('"')?.split(' ').next()?.parse::<i64>().ok();
    let all: Option<Vec<i64>> = state.outcomes.iter().map(after).collect();
    all.is_some_and(|all| all.is_sorted_by(|one, next| one < next))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(kinds: &str, outcomes: &str) -> Vec<u8> {
        format!(r#"{{"runs":"r-","from":"x","kinds":[{kinds}],"outcomes":[{outcomes}]}}"#).into_bytes()
    }

    #[test]
    fn what_was_there_before_is_told_once() {
        let mut shown = Shown::default();
        let mut told = |kinds: &str, outcomes: &str| shown.new_ones("/s", &state(kinds, outcomes));
        assert_eq!(told(r#""a""#, r#""0 0 1","1 0 1""#), None, "nothing is known yet");
        assert_eq!(told(r#""a""#, r#""0 0 1","1 0 1","2 0 1""#), Some(vec![2]));
        assert_eq!(told(r#""a","b""#, r#""1 0 1","2 0 1","3 1 1""#), Some(vec![2]));
        assert_eq!(told(r#""a","b""#, r#""1 0 1","2 0 9","3 1 1""#), Some(vec![1]), "one that changed is new");
        assert_eq!(told(r#""b","a""#, r#""1 0 1","2 0 9","3 1 1""#), None, "the kinds mean something else");
        assert_eq!(told(r#""b","a""#, r#""1 0 1","3 1 1","3 1 1""#), None, "one came twice");
        assert_eq!(told(r#""b","a""#, r#""1 0 1",{"run":"r"}"#), None, "not a line");
        assert_eq!(told(r#""b","a""#, r#""1 0 1","3 1 1""#), None, "after such a one all is looked at");
        shown.forget("/s");
        assert_eq!(shown.new_ones("/s", &state(r#""b","a""#, r#""1 0 1""#)), None);
    }
}
