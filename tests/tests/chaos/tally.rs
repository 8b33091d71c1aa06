//! What a story did and what came of it, as a line for people and, for `make chaos`, as a row of a table.
//!
//! Faults are counted where they are done, not where they are planned.

use std::io::Write;

use nono_tests::checker::Verdict;
use nono_tests::wait::figure;

/// Counts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) kills: u64,
    pub(crate) pauses: u64,
    pub(crate) restarts: u64,
    pub(crate) leader_kills: u64,
    pub(crate) leader_changes: u64,
    pub(crate) cuts: u64,
    pub(crate) lost_answers: u64,
    pub(crate) clock_steps: u64,
    pub(crate) edits: u64,
    pub(crate) triggers: u64,
    pub(crate) due: u64,
    pub(crate) claims: u64,
    pub(crate) requests: u64,
    pub(crate) redeliveries: u64,
    pub(crate) lost: u64,
    pub(crate) doubled: u64,
    pub(crate) breaches: u64,
}

impl Tally {
    /// What the judge found.
    pub(crate) fn judged(&mut self, verdict: &Verdict, claims: usize) {
        let of = |begin: &[&str]| {
            let breaches = verdict.breaches.iter();
            breaches.filter(|breach| begin.iter().any(|begin| breach.rule.starts_with(begin))).count() as u64
        };
        self.due = verdict.due as u64;
        self.claims = claims as u64;
        self.requests = verdict.requests as u64;
        self.redeliveries = verdict.redeliveries as u64;
        self.lost = of(&["G4"]);
        self.doubled = of(&["G1", "G5: a repeated", "G5: only what", "G5: at_most_once"]);
        self.breaches = verdict.breaches.len() as u64;
    }

    fn columns(&self) -> [(&'static str, u64); 17] {
        [
            ("kill-9", self.kills),
            ("pauses", self.pauses),
            ("restarts", self.restarts),
            ("zk-kills", self.leader_kills),
            ("zk-leaders", self.leader_changes),
            ("cuts", self.cuts),
            ("answers", self.lost_answers),
            ("clock", self.clock_steps),
            ("edits", self.edits),
            ("triggers", self.triggers),
            ("due", self.due),
            ("claims", self.claims),
            ("requests", self.requests),
            ("redelivered", self.redeliveries),
            ("lost", self.lost),
            ("doubled", self.doubled),
            ("breaches", self.breaches),
        ]
    }

    /// Prints it, and adds it to the table that `NONO_TALLY` names.
    pub(crate) fn report(&self, story: &str) {
        let columns = self.columns();
        let words: Vec<String> = columns.iter().map(|(name, count)| format!("{name} {count}")).collect();
        figure(story, words.join(", "));
        let Some(file) = std::env::var_os("NONO_TALLY").filter(|file| !file.is_empty()) else { return };
        let is_new =
            std::fs::metadata(&file).is_ok_and(|file| file.len() == 0) || !std::path::Path::new(&file).exists();
        let mut file = std::fs::OpenOptions::new().create(true).append(true).open(file).unwrap();
        let row = |first: &str, cells: Vec<String>| format!("{first}\t{}\n", cells.join("\t"));
        if is_new {
            let names = columns.iter().map(|(name, _)| (*name).to_owned()).collect();
            file.write_all(row("story", names).as_bytes()).unwrap();
        }
        let counts = columns.iter().map(|(_, count)| count.to_string()).collect();
        file.write_all(row(&story.replace(' ', "-"), counts).as_bytes()).unwrap();
    }
}
