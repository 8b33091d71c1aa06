//! The filter language: which rows are meant, in one line that a person types.
//!
//! `state:failing,late team=billing or lag>1s`: `--filter` of the lists and the box of the dashboard read it by this one
//! path, so that both show the same rows. Pure: a filter asks a [`Subject`] and knows neither where its answers come
//! from nor how they are shown. docs/filters.md is the rule book.
//!
//! Read in this order: `expression` (what a filter is), `term` and `field` (what can be asked), `parse` and `reading` over
//! `scan` (how it is read), `subject` (tasks and runs as those who are asked), `complete` (what may be typed next).

pub(crate) mod complete;
mod error;
mod expression;
pub(crate) mod field;
mod parse;
mod reading;
mod scan;
pub(crate) mod subject;
mod term;
mod unit;

use std::collections::BTreeSet;
use std::fmt;

pub(crate) use error::FilterError;
pub(crate) use field::Kind;
pub(crate) use subject::Subject;

use crate::error::CommandError;
use expression::Expression;
use term::Term;

/// Which rows are meant. The default is all of them.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Filter {
    expression: Expression,
}

impl Filter {
    /// Reads a filter for rows of any kind; an empty text means all rows.
    ///
    /// # Errors
    /// Says where it cannot be read and what is wanted there.
    #[cfg(test)]
    pub(crate) fn parse(text: &str) -> Result<Self, FilterError> {
        Self::parse_for(text, Kind::Any)
    }

    /// Reads a filter for rows of one kind: what these do not have is an error, and not a filter that nothing matches.
    ///
    /// # Errors
    /// Says where it cannot be read and what is wanted there.
    pub(crate) fn parse_for(text: &str, kind: Kind) -> Result<Self, FilterError> {
        parse::parse(text, kind).map(|expression| Self { expression })
    }

    /// The value of `--filter`.
    ///
    /// # Errors
    /// Exit 2, with a mark below the place; also if the flag is there and says nothing: a variable that is not set in a script
    /// must not mean every task.
    pub(crate) fn of_flag(text: Option<&str>, kind: Kind) -> Result<Self, CommandError> {
        let Some(text) = text else { return Ok(Self::default()) };
        if text.trim().is_empty() {
            return Err(CommandError::usage("--filter is empty, and an empty filter would mean everything")
                .with_hint(format!("say which {} are meant, or leave the flag out", kind.plural())));
        }
        Self::parse_for(text, kind).map_err(|error| error.refusal(text))
    }

    /// Whether this row is meant. One is not as long as the answer hangs on what was not read yet.
    pub(crate) fn matches(&self, subject: &dyn Subject) -> bool {
        self.expression.holds(subject) == Some(true)
    }

    /// Whether more than the names of rows must be read to know which are meant.
    pub(crate) fn needs_rows(&self) -> bool {
        !self.expression.terms().into_iter().all(Term::asks_the_name_alone)
    }

    /// The labels it asks for, to warn of those that nobody has.
    pub(crate) fn label_keys(&self) -> BTreeSet<&str> {
        self.expression.terms().into_iter().filter_map(Term::label_key).collect()
    }
}

/// A text that reads as the same filter.
impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.expression.fmt(f)
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
