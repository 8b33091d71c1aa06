//! What is wrong with a filter: where, which piece, and what is wanted in its place.

use std::fmt;

use unicode_width::UnicodeWidthStr;

use crate::error::CommandError;
use crate::words;

/// A filter that cannot be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct FilterError {
    /// Where the piece begins, in bytes of the text.
    pub(crate) at: usize,
    /// What cannot be read; empty where something is missing.
    pub(crate) piece: String,
    /// What is wrong, without full stop.
    pub(crate) message: String,
    /// What to write there.
    pub(crate) want: String,
    /// Words that may have been meant, the nearest first.
    pub(crate) meant: Vec<String>,
}

impl FilterError {
    /// Something is wrong with `piece` at `at`.
    pub(super) fn new(at: usize, piece: &str, message: impl Into<String>, want: impl Into<String>) -> Self {
        Self { at, piece: piece.to_owned(), message: message.into(), want: want.into(), meant: Vec::new() }
    }

    /// With words that may have been meant.
    pub(super) fn or(mut self, meant: Vec<String>) -> Self {
        self.meant = meant;
        self
    }

    /// As a command ends with it: exit 2, the text, and a mark below the place.
    pub(crate) fn refusal(&self, text: &str) -> CommandError {
        let before = words::harmless(text.get(..self.at).unwrap_or(text));
        let column = before.chars().count() + 1;
        let said = if self.meant.is_empty() { self.to_string() } else { self.message.clone() };
        let mut refusal = CommandError::usage(format!("--filter, column {column}: {said}"))
            .with_cause(words::harmless(text))
            .with_cause(format!("{}^", " ".repeat(before.width())));
        refusal.suggestions.clone_from(&self.meant);
        refusal
    }
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.meant.as_slice() {
            [] => write!(f, "{} (want {})", self.message, self.want),
            meant => write!(f, "{} (did you mean {}?)", self.message, meant.join(" or ")),
        }
    }
}

impl std::error::Error for FilterError {}
