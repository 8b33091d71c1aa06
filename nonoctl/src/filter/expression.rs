//! Terms joined by and, or and not.
//!
//! The logic has three values: what hangs on a state that was not read yet is neither so nor not so, and `!` leaves it
//! that way. Only what is certain decides.

use std::fmt;

use super::subject::Subject;
use super::term::Term;

/// A filter as a tree. The parser bounds its depth.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Expression {
    /// All hold; of none that is so.
    All(Vec<Expression>),
    /// At least one holds.
    Any(Vec<Expression>),
    /// It does not hold.
    Not(Box<Expression>),
    /// One question.
    Term(Term),
}

impl Default for Expression {
    fn default() -> Self {
        Self::All(Vec::new())
    }
}

impl Expression {
    /// All of these; of a single one that one.
    pub(super) fn all(parts: Vec<Self>) -> Self {
        single(parts).unwrap_or_else(Self::All)
    }

    /// Any of these; of a single one that one.
    pub(super) fn any(sides: Vec<Self>) -> Self {
        single(sides).unwrap_or_else(Self::Any)
    }

    /// The opposite.
    pub(super) fn not(self) -> Self {
        Self::Not(Box::new(self))
    }

    /// Whether it holds, if that is known.
    pub(super) fn holds(&self, subject: &dyn Subject) -> Option<bool> {
        match self {
            Self::All(parts) => decided(parts, subject, false),
            Self::Any(sides) => decided(sides, subject, true),
            Self::Not(inner) => inner.holds(subject).map(|holds| !holds),
            Self::Term(term) => term.holds(subject),
        }
    }

    /// Every question in it.
    pub(super) fn terms(&self) -> Vec<&Term> {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::terms).collect(),
            Self::Not(inner) => inner.terms(),
            Self::Term(term) => vec![term],
        }
    }

    fn write_within(&self, f: &mut fmt::Formatter<'_>, bare: bool) -> fmt::Result {
        if bare { write!(f, "{self}") } else { write!(f, "({self})") }
    }
}

fn single(mut parts: Vec<Expression>) -> Result<Expression, Vec<Expression>> {
    match parts.pop() {
        Some(one) if parts.is_empty() => Ok(one),
        last => {
            parts.extend(last);
            Err(parts)
        }
    }
}

/// One part with the answer `decisive` decides; else one that is not known leaves all open.
fn decided(parts: &[Expression], subject: &dyn Subject, decisive: bool) -> Option<bool> {
    let mut known = Some(!decisive);
    for part in parts {
        match part.holds(subject) {
            Some(holds) if holds == decisive => return Some(decisive),
            Some(_) => {}
            None => known = None,
        }
    }
    known
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Term(term) => term.fmt(f),
            Self::Not(inner) => {
                f.write_str("!")?;
                inner.write_within(f, matches!(**inner, Self::Term(_) | Self::Not(_)))
            }
            Self::All(parts) => joined(f, parts, " ", |part| matches!(part, Self::Term(_) | Self::Not(_))),
            Self::Any(sides) => joined(f, sides, " or ", |side| !matches!(side, Self::Any(_))),
        }
    }
}

fn joined(
    f: &mut fmt::Formatter<'_>,
    parts: &[Expression],
    between: &str,
    is_bare: fn(&Expression) -> bool,
) -> fmt::Result {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            f.write_str(between)?;
        }
        part.write_within(f, is_bare(part))?;
    }
    Ok(())
}
