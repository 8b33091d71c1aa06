//! What is wrong with a document, said so that a person can put it right.
//!
//! A document is read to its end and all its problems come at once: a person who fixes one should not meet the next
//! by running the command again. Nothing here decides; the readers of the single fields do.

use std::fmt;

/// One thing that is wrong with a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// The field, such as `policy.retry.backoff`; empty for the document as a whole.
    pub path: String,
    /// The line, from 1, of a field that holds a list of texts.
    pub line: Option<usize>,
    /// The column inside the field's text, from 1, where that is known (cron expressions).
    pub column: Option<usize>,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Problem {
    /// A problem of the field at `path`.
    pub fn new(path: impl Into<String>, fault: impl Into<Fault>) -> Self {
        let fault = fault.into();
        Self { path: path.into(), line: None, column: None, message: fault.message, hint: fault.hint }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}", self.path)?;
            if let Some(line) = self.line {
                write!(f, ", line {line}")?;
            }
            if let Some(column) = self.column {
                write!(f, ", column {column}")?;
            }
            f.write_str(": ")?;
        }
        f.write_str(&self.message)?;
        match &self.hint {
            Some(hint) => write!(f, " ({hint})"),
            None => Ok(()),
        }
    }
}

/// A problem that does not know yet which field it is about.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{message}")]
pub struct Fault {
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Fault {
    /// A fault with a remedy.
    pub fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: Some(hint.into()) }
    }
}

impl From<String> for Fault {
    fn from(message: String) -> Self {
        Self { message, hint: None }
    }
}

impl From<&str> for Fault {
    fn from(message: &str) -> Self {
        message.to_owned().into()
    }
}

/// Everything that is wrong with a document; never empty. Shown one a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// A single problem.
    pub fn one(path: impl Into<String>, fault: impl Into<Fault>) -> Self {
        Self(vec![Problem::new(path, fault)])
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { "\n" };
            write!(f, "{separator}{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

/// `text` for a message: quoted, cut to 60 characters, its control characters escaped.
pub(super) fn quoted(text: &str) -> String {
    if text.chars().count() > 60 {
        let head: String = text.chars().take(60).collect();
        format!("{head:?}…")
    } else {
        format!("{text:?}")
    }
}
