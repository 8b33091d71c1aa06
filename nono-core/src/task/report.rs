//! Gathers the problems of one document, and knows whether it is a manifest or a znode's.
//!
//! A manifest is written by a person, who wants to hear of every slip; a znode may be a newer release's, whose fields
//! are none of our business. Nothing else differs between the two.

use std::cell::RefCell;

use super::problem::{Fault, Problem, Problems};

/// What to do with a field that this release does not know.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unknown {
    /// It is a problem: the document is a manifest, and a slip must not pass in silence.
    Refuse,
    /// It is passed over: the document is a znode's, and a newer release may have written it.
    Keep,
}

/// Gathers the problems of one document.
#[derive(Debug)]
pub(super) struct Report {
    unknown: Unknown,
    problems: RefCell<Vec<Problem>>,
}

impl Report {
    pub(super) fn new(unknown: Unknown) -> Self {
        Self { unknown, problems: RefCell::default() }
    }

    pub(super) fn is_manifest(&self) -> bool {
        self.unknown == Unknown::Refuse
    }

    /// Whether nothing was noted yet.
    pub(super) fn is_clean(&self) -> bool {
        self.problems.borrow().is_empty()
    }

    pub(super) fn note(&self, path: impl Into<String>, fault: impl Into<Fault>) {
        self.add(Problem::new(path, fault));
    }

    pub(super) fn add(&self, problem: Problem) {
        self.problems.borrow_mut().push(problem);
    }

    pub(super) fn finish(self) -> Result<(), Problems> {
        let problems = self.problems.into_inner();
        if problems.is_empty() { Ok(()) } else { Err(Problems(problems)) }
    }
}
