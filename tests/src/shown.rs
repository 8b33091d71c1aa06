//! Which outcomes of a state were in it before.
//!
//! A state is written whole with each outcome, so a log of a million runs shows each of them twenty times. Lines that it ended
//! with before and begins with now, to the byte, among others that mean what they meant, say nothing new: they are told once.
//! Only where every element is a line, and no two are of one instant; whatever else a state may hold is looked at each time.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use serde_json::value::RawValue;

/// States as they were shown last, by path.
#[derive(Debug, Default)]
pub struct Shown(HashMap<String, Last>);

/// A state in which nothing is out of the ordinary.
#[derive(Deserialize, Debug)]
pub struct Seen<'a> {
    /// The task's.
    #[serde(borrow)]
    pub uid: Cow<'a, str>,
    /// Outcomes, by word.
    pub totals: BTreeMap<String, u64>,
    /// How the ids of runs begin.
    #[serde(borrow)]
    pub runs: Cow<'a, str>,
    /// The instant that lines count from.
    #[serde(borrow)]
    pub from: Cow<'a, str>,
    /// What lines refer to.
    pub kinds: Vec<String>,
    /// Lines, as they stand there.
    #[serde(borrow)]
    pub outcomes: Vec<&'a RawValue>,
}

#[derive(Debug, Default)]
struct Last {
    runs: String,
    from: String,
    kinds: Vec<String>,
    lines: String,
    ends: Vec<usize>,
}

impl<'a> Seen<'a> {
    /// Reads one; none if it is another kind of state.
    #[must_use]
    pub fn read(data: &'a [u8]) -> Option<Self> {
        serde_json::from_slice(data).ok().filter(Self::is_of_lines)
    }

    /// Whether all are lines, each of an instant of its own.
    fn is_of_lines(&self) -> bool {
        let after = |line: &&RawValue| line.get().strip_prefix('"')?.split(' ').next()?.parse::<i64>().ok();
        let Some(mut all) = self.outcomes.iter().map(after).collect::<Option<Vec<i64>>>() else { return false };
        all.sort_unstable();
        all.windows(2).all(|pair| pair[0] != pair[1])
    }
}

impl Shown {
    /// How many of the outcomes, from the first on, the state of that path had when it was shown last.
    pub fn known(&mut self, path: &str, now: &Seen<'_>) -> usize {
        let Some(last) = self.0.get_mut(path) else {
            let mut last = Last::default();
            last.becomes(now);
            self.0.insert(path.to_owned(), last);
            return 0;
        };
        let known = last.in_common(now);
        last.becomes(now);
        known
    }

    /// The state is gone, or another kind of state.
    pub fn forget(&mut self, path: &str) {
        self.0.remove(path);
    }
}

impl Last {
    fn in_common(&self, now: &Seen<'_>) -> usize {
        let means_the_same =
            (&*self.runs, &*self.from) == (&*now.runs, &*now.from) && now.kinds.starts_with(&self.kinds);
        let Some(first) = now.outcomes.first().filter(|_| means_the_same) else { return 0 };
        let gone = self.lines().take_while(|line| *line != first.get()).count();
        let (kept, mut after) = (self.ends.len() - gone, now.outcomes.iter());
        let is_same = self.lines().skip(gone).all(|line| after.next().is_some_and(|now| now.get() == line));
        if is_same { kept } else { 0 }
    }

    fn lines(&self) -> impl Iterator<Item = &str> {
        let begins = [0].into_iter().chain(self.ends.iter().copied());
        begins.zip(&self.ends).map(|(begin, &end)| &self.lines[begin..end])
    }

    fn becomes(&mut self, now: &Seen<'_>) {
        replace(&mut self.runs, &now.runs);
        replace(&mut self.from, &now.from);
        self.kinds.clone_from(&now.kinds);
        self.lines.clear();
        self.ends.clear();
        for line in &now.outcomes {
            self.lines.push_str(line.get());
            self.ends.push(self.lines.len());
        }
    }
}

fn replace(text: &mut String, by: &str) {
    text.clear();
    text.push_str(by);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(kinds: &str, outcomes: &str) -> String {
        format!(
            r#"{{"uid":"u","totals":{{"failed":1}},"runs":"r-","from":"x","kinds":[{kinds}],"outcomes":[{outcomes}]}}"#
        )
    }

    #[test]
    fn what_was_there_before_is_told_once() {
        let mut shown = Shown::default();
        let mut known = |kinds: &str, outcomes: &str| {
            let text = state(kinds, outcomes);
            shown.known("/s", &Seen::read(text.as_bytes()).unwrap())
        };
        assert_eq!(known(r#""a""#, r#""0 0 1","1 0 1""#), 0, "nothing is known yet");
        assert_eq!(known(r#""a""#, r#""0 0 1","1 0 1","2 0 1""#), 2);
        assert_eq!(known(r#""a","b""#, r#""1 0 1","2 0 1","3 1 1""#), 2);
        assert_eq!(known(r#""a","b""#, r#""1 0 1","2 0 9","3 1 1""#), 0, "one of them changed");
        assert_eq!(known(r#""a","b""#, r#""3 1 1","5 1 1","4 1 1""#), 1, "not in the order of instants");
        assert_eq!(known(r#""b","a""#, r#""3 1 1","5 1 1","4 1 1""#), 0, "the kinds mean something else");
        assert_eq!(known(r#""b","a""#, r#""3 1 1","4 1 1""#), 0, "one is missing");
        assert_eq!(known(r#""b","a""#, r#""3 1 1""#), 0, "the newest is missing");
        assert_eq!(known(r#""b","a""#, r#""3 1 1x""#), 0, "longer");
        assert_eq!(known(r#""b","a""#, r#""6 1 1""#), 0, "nothing is left of them");
        assert_eq!(known(r#""b","a""#, ""), 0);
        assert_eq!(known(r#""b","a""#, r#""6 1 1""#), 0, "there was none");
        shown.forget("/s");
        let text = state(r#""b","a""#, r#""6 1 1""#);
        assert_eq!(shown.known("/s", &Seen::read(text.as_bytes()).unwrap()), 0);
    }

    #[test]
    fn another_kind_of_state_is_looked_at_whole() {
        let reads = |outcomes: &str| Seen::read(state("", outcomes).as_bytes()).is_some();
        assert!(reads(r#""3 1 1","2 1 1""#));
        assert!(!reads(r#""3 1 1","2 1 1","3 0 1""#), "one came twice");
        assert!(!reads(r#""3 1 1","03 1 1""#), "one came twice");
        assert!(!reads(r#""1 0 1",{"run":"r"}"#), "not a line");
        assert!(Seen::read(state("", "").replace("\"uid\":\"u\",", "").as_bytes()).is_none());
        assert!(Seen::read(state("", "").replace("1}", "-1}").as_bytes()).is_none());
    }
}
