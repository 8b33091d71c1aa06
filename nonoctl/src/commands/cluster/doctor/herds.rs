//! Seconds in which more is due than the schedulers send in one.

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
            self.coming.add(&typed, &stored.task.schedule, from);
        }
    }

    /// Whether nothing of any task is claimed.
    pub(super) fn is_paused(&self) -> bool {
        self.fleet.wishes.as_ref().is_some_and(|wishes| wishes.paused.is_some())
    }

    pub(super) fn herds(&mut self) {
        let outlook = std::mem::take(&mut self.coming).count(self.now.floor());
        self.counts.due = outlook.fires;
        let easy = EASY_SECOND * (self.living().len() as u64).max(1);
        let Some((at, due)) = outlook.peak.filter(|(_, due)| *due > easy) else { return };
        let what = format!("{} at {at}, in one second", words::counted(due, "run"));
        let pause = if self.is_paused() { "; none is sent while the cluster is paused" } else { "" };
        let most = words::count(easy);
        let why = format!("more than {most} in a second go late, and all reach the workers at once{pause}");
        let fix = "spread them by a jitter: nonoctl task update NAME --jitter 60s; which minutes are full: nonoctl task next \
                   --all --within 1h";
        self.find((Check::Herds, Severity::Warning), "next hour", [what, why, fix.to_owned()]);
    }
}
