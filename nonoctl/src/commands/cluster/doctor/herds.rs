//! Seconds in which more is due than the schedulers send in one.

use std::collections::BTreeMap;

use nono_core::node::{Read, Record};
use nono_core::store::admin::Part;

use super::exam::Exam;
use super::finding::{Check, Severity};
use crate::commands::cluster::outlook::EASY_SECOND;
use crate::commands::cluster::status::enabled_from;
use crate::words;

impl Exam {
    /// The tasks of some partitions, for what comes within the hour.
    pub(super) fn gather(&mut self, part: &Part) {
        for seen in &part.seen {
            let Read::Found(Record::Task(stored), stat) = &seen.read else { continue };
            let Some(from) = enabled_from(stored, stat.mtime(), self.now) else { continue };
            let typed = stored.document.get("schedule").map(ToString::to_string).unwrap_or_default();
            if !stored.task.labels.is_empty() {
                let counts = self.labels.entry(typed.clone()).or_default();
                for (key, value) in stored.task.labels.iter() {
                    *counts.entry(format!("{key}={value}")).or_default() += 1;
                }
            }
            self.coming.add(&typed, &stored.task.schedule, from);
        }
    }

    /// Whether nothing of any task is claimed.
    pub(super) fn is_paused(&self) -> bool {
        self.fleet.wishes.as_ref().is_some_and(|wishes| wishes.paused.is_some())
    }

    pub(super) fn herds(&mut self) {
        let coming = std::mem::take(&mut self.coming);
        let outlook = coming.count(self.now.floor());
        self.counts.due = outlook.fires;
        let easy = EASY_SECOND * (self.living().len() as u64).max(1);
        let Some((at, due)) = outlook.peak.filter(|(_, due)| *due > easy) else { return };
        let what = format!("{} at {at}, in one second", words::counted(due, "run"));
        let pause = if self.is_paused() { "; none is sent while the cluster is paused" } else { "" };
        let most = words::count(easy);
        let why = format!("more than {most} in a second go late, and all reach the workers at once{pause}");
        let (label, having) = self.commonest_label(coming.due_at(at));
        let fix = format!(
            "spread them by a jitter: nonoctl task update -l {label} --jitter 60s --dry-run{having}; which minutes are full: \
             nonoctl task next --all --within 1h"
        );
        self.find((Check::Herds, Severity::Warning), "next hour", [what, why, fix]);
    }

    /// The label that most tasks of these schedules have, and how many do.
    fn commonest_label<'s>(&self, schedules: impl Iterator<Item = &'s str>) -> (String, String) {
        let mut sums: BTreeMap<&str, u64> = BTreeMap::new();
        for (label, count) in schedules.filter_map(|typed| self.labels.get(typed)).flatten() {
            *sums.entry(label).or_default() += count;
        }
        match sums.into_iter().max_by_key(|(_, count)| *count) {
            Some((label, count)) => (label.to_owned(), format!(" (of {})", words::counted(count, "task"))),
            None => ("SELECTOR".to_owned(), String::new()),
        }
    }
}
