//! How a run stands, in a word and a glyph.

use nono_core::run::Outcome;

use crate::output::cell::Mark;
use crate::output::paint::{Glyph, Tone};

/// How a run stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Standing {
    /// Asked for; no scheduler has claimed it yet.
    Asked,
    /// Nothing was sent yet.
    Waiting,
    /// Sent, not ended.
    Running,
    /// Waits for its next attempt.
    Retrying,
    /// Over.
    Ended(Outcome),
}

impl Standing {
    /// Every one, in the order of a run's life.
    pub(crate) const ALL: [Self; 11] = [
        Self::Asked,
        Self::Waiting,
        Self::Running,
        Self::Retrying,
        Self::Ended(Outcome::Succeeded),
        Self::Ended(Outcome::Failed),
        Self::Ended(Outcome::TimedOut),
        Self::Ended(Outcome::Cancelled),
        Self::Ended(Outcome::Skipped),
        Self::Ended(Outcome::Missed),
        Self::Ended(Outcome::Unknown),
    ];

    /// As shown.
    pub(crate) const fn mark(self) -> Mark {
        match self {
            Self::Asked => Mark::new(Glyph::Moving, "asked", Tone::Dim),
            Self::Waiting => Mark::new(Glyph::Moving, "waiting", Tone::Dim),
            Self::Running => Mark::new(Glyph::Play, "running", Tone::Busy),
            Self::Retrying => Mark::new(Glyph::Moving, "retrying", Tone::Warn),
            Self::Ended(outcome) => outcome_mark(outcome),
        }
    }

    /// Whether it is over and did not go well.
    pub(crate) const fn is_failure(self) -> bool {
        matches!(self, Self::Ended(Outcome::Failed | Outcome::TimedOut | Outcome::Unknown | Outcome::Missed))
    }
}

/// An outcome as shown.
pub(crate) const fn outcome_mark(outcome: Outcome) -> Mark {
    let (glyph, tone) = match outcome {
        Outcome::Succeeded => (Glyph::Check, Tone::Plain),
        Outcome::Failed | Outcome::TimedOut => (Glyph::Cross, Tone::Bad),
        Outcome::Missed => (Glyph::Warning, Tone::Warn),
        Outcome::Cancelled | Outcome::Skipped => (Glyph::Skip, Tone::Dim),
        Outcome::Unknown => (Glyph::Question, Tone::Lost),
    };
    Mark::new(glyph, outcome.as_str(), tone)
}
