//! Why a task ran, did not run, ran late, or will not run: facts in, sentences out.
//!
//! Pure: everything was read before, and `now` is given. One module a kind of answer: [`ahead`] what comes, [`past`] what
//! is recorded, [`open`] what is claimed, [`owner`] who should have done it, [`worker`] what an answer means, [`due`]
//! whether there was anything to do at all.

mod ahead;
mod due;
mod open;
mod owner;
mod past;
mod worker;

use nono_core::name::{RunId, RunKey};
use nono_core::task::SchedulerTask;
use nono_core::time::{Instant, Utc};
use serde_json::{Value, json};

use crate::commands::scheduler::census::Census;
use crate::output::cell::Mark;
use crate::output::paint::{Glyph, Tone};
use crate::tasks::asked::AskedRun;
use crate::tasks::versions::Version;
use crate::tasks::view::TaskView;

/// What is known of a task and of those who run it.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Facts {
    /// The task, its state, its open runs, its owner.
    pub(crate) task: TaskView,
    /// Its versions and who made them, newest first.
    pub(crate) versions: Vec<Version>,
    /// The schedulers.
    pub(crate) fleet: Census,
    /// Why the claims of its partition cannot be read, if they cannot.
    pub(crate) claims_broken: Option<String>,
    /// Runs that were asked for and not claimed yet.
    pub(crate) asked: Vec<AskedRun>,
    /// The present.
    pub(crate) now: Utc,
}

impl Facts {
    fn plan(&self) -> &SchedulerTask {
        &self.task.stored.task
    }

    fn name(&self) -> &str {
        self.plan().name.as_str()
    }

    /// An instant on the task's own wall clock.
    fn local(&self, at: Instant) -> String {
        self.plan().schedule.local(at)
    }

    /// A moment there, to the second.
    fn moment(&self, at: Utc) -> String {
        self.local(at.floor())
    }

    fn run_at(&self, at: Instant) -> RunId {
        RunId::new(self.task.partition, &self.task.stored.uid, RunKey::Instant(at))
    }
}

/// One thing that explains something, and what to do about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Finding {
    /// For programs; never changes.
    pub(crate) code: &'static str,
    /// A sentence.
    pub(crate) text: String,
    /// The command to type next, or what to do.
    pub(crate) hint: Option<String>,
}

impl Finding {
    fn new(code: &'static str, text: impl Into<String>) -> Self {
        Self { code, text: text.into(), hint: None }
    }

    fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// What became, or becomes, of an instant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Verdict {
    Ran,
    RanLate,
    Failed,
    LeftOut,
    Missed,
    Cancelled,
    InDoubt,
    Running,
    Waiting,
    Late,
    WillRun,
    AtRisk,
    WillNotRun,
    NotDue,
    NotKnown,
}

impl Verdict {
    /// Glyph, words and colour.
    pub(crate) const fn mark(self) -> Mark {
        match self {
            Self::Ran => Mark::new(Glyph::Check, "ran", Tone::Plain),
            Self::RanLate => Mark::new(Glyph::Warning, "ran late", Tone::Warn),
            Self::Failed => Mark::new(Glyph::Cross, "ran and failed", Tone::Bad),
            Self::LeftOut => Mark::new(Glyph::Skip, "was left out", Tone::Warn),
            Self::Missed => Mark::new(Glyph::Warning, "was missed", Tone::Warn),
            Self::Cancelled => Mark::new(Glyph::Skip, "was cancelled", Tone::Dim),
            Self::InDoubt => Mark::new(Glyph::Question, "is in doubt", Tone::Lost),
            Self::Running => Mark::new(Glyph::Play, "is running", Tone::Busy),
            Self::Waiting => Mark::new(Glyph::Moving, "is waiting", Tone::Busy),
            Self::Late => Mark::new(Glyph::Warning, "is late", Tone::Warn),
            Self::WillRun => Mark::new(Glyph::Check, "will run", Tone::Plain),
            Self::AtRisk => Mark::new(Glyph::Warning, "is at risk", Tone::Warn),
            Self::WillNotRun => Mark::new(Glyph::Cross, "will not run", Tone::Bad),
            Self::NotDue => Mark::new(Glyph::Skip, "was not due", Tone::Dim),
            Self::NotKnown => Mark::new(Glyph::Question, "is not known", Tone::Dim),
        }
    }
}

/// What is said about one instant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Part {
    /// `last`, `next` or `at`.
    pub(crate) about: &'static str,
    /// The instant, if there is one.
    pub(crate) instant: Option<Instant>,
    /// In a word.
    pub(crate) verdict: Verdict,
    /// Why, the cause first.
    pub(crate) findings: Vec<Finding>,
}

impl Part {
    fn new(instant: impl Into<Option<Instant>>, verdict: Verdict, findings: Vec<Finding>) -> Self {
        Self { about: "at", instant: instant.into(), verdict, findings }
    }

    fn about(self, about: &'static str) -> Self {
        Self { about, ..self }
    }

    /// For programs.
    pub(crate) fn document(&self, facts: &Facts) -> Value {
        let findings: Vec<Value> = self
            .findings
            .iter()
            .map(|finding| json!({ "code": finding.code, "text": finding.text, "hint": finding.hint }))
            .collect();
        json!({
            "about": self.about,
            "instant": self.instant,
            "local": self.instant.map(|at| facts.local(at)),
            "verdict": self.verdict.mark().word,
            "findings": findings,
        })
    }
}

/// Explains an instant, or, without one, what last came of the task and what comes next.
pub(crate) fn explain(facts: &Facts, at: Option<Utc>) -> Vec<Part> {
    if let Some(at) = at {
        return vec![due::at(facts, at)];
    }
    let next = ahead::next(facts).about("next");
    let last = past::newest(facts).map(|part| part.about("last"));
    // What is late or running now is both the last and the next; it is told once.
    let last = last.filter(|part| part.instant.is_none() || part.instant != next.instant);
    last.into_iter().chain([next]).collect()
}

/// Why the instant at `at`, which has passed, did or did not run.
fn passed(facts: &Facts, at: Instant) -> Part {
    past::recorded(facts, at)
        .or_else(|| open::claimed(facts, at))
        .or_else(|| past::paused(facts, at))
        .or_else(|| past::behind_the_cursor(facts, at))
        .unwrap_or_else(|| open::unclaimed(facts, at))
}

#[cfg(test)]
mod tests;
