//! `-l`: which tasks are meant, by their labels.
//!
//! Terms are joined by commas and all must hold: `key=value`, `key!=value`, `key` (it is there), `!key` (it is not).

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use crate::words;

/// Picks tasks by label.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Selector {
    terms: Vec<Term>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Term {
    Is(String, String),
    IsNot(String, String),
    Has(String),
    Lacks(String),
}

impl Term {
    fn key(&self) -> &str {
        match self {
            Self::Is(key, _) | Self::IsNot(key, _) | Self::Has(key) | Self::Lacks(key) => key,
        }
    }
}

impl Selector {
    /// Whether a task with these labels is meant.
    pub(crate) fn matches(&self, labels: &BTreeMap<String, String>) -> bool {
        self.terms.iter().all(|term| match term {
            Term::Is(key, value) => labels.get(key) == Some(value),
            Term::IsNot(key, value) => labels.get(key) != Some(value),
            Term::Has(key) => labels.contains_key(key),
            Term::Lacks(key) => !labels.contains_key(key),
        })
    }

    /// What to say of keys that no task has: `no task has label key teem (team?)`.
    pub(crate) fn unknown_keys(&self, known: &BTreeSet<&str>) -> Vec<String> {
        unknown_keys(self.terms.iter().map(Term::key), known)
    }
}

/// What to say of those of these keys that no task has.
pub(crate) fn unknown_keys<'a>(keys: impl IntoIterator<Item = &'a str>, known: &BTreeSet<&str>) -> Vec<String> {
    let unknown = keys.into_iter().filter(|key| !known.contains(key));
    unknown
        .map(|key| match words::nearest(key, known.iter().copied()).first() {
            Some(guess) => format!("no task has label key {key} ({guess}?)"),
            None => format!("no task has label key {key}"),
        })
        .collect()
}

impl FromStr for Selector {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.split(',').map(term).collect::<Result<_, _>>().map(|terms| Self { terms })
    }
}

fn term(text: &str) -> Result<Term, String> {
    let text = text.trim();
    let parsed = match (text.split_once("!="), text.split_once('='), text.strip_prefix('!')) {
        (Some((key, value)), _, _) => Term::IsNot(key.to_owned(), value.to_owned()),
        (None, Some((key, value)), _) => Term::Is(key.to_owned(), value.strip_prefix('=').unwrap_or(value).to_owned()),
        (None, None, Some(key)) => Term::Lacks(key.to_owned()),
        (None, None, None) => Term::Has(text.to_owned()),
    };
    let key = parsed.key();
    if key.is_empty() || key.contains(['=', '!', ' ']) {
        return Err(format!("\"{text}\" is no label selector; write key=value, key!=value, key or !key"));
    }
    Ok(parsed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_terms_must_hold() {
        let labels = BTreeMap::from([("team".to_owned(), "web".to_owned()), ("tier".to_owned(), "gold".to_owned())]);
        let cases = [
            ("team=web", true),
            ("team==web", true),
            ("team=api", false),
            ("team!=api", true),
            ("zone!=eu", true),
            ("tier", true),
            ("zone", false),
            ("!zone", true),
            ("!team", false),
            ("team=web,tier=gold", true),
            ("team=web,tier=silver", false),
        ];
        for (text, expected) in cases {
            assert_eq!(text.parse::<Selector>().unwrap().matches(&labels), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_selector_is_refused() {
        for text in ["", "=web", "a b", "team=web,", "!"] {
            assert!(text.parse::<Selector>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_key_that_nobody_has_is_said() {
        let selector: Selector = "teem=web,tier=gold".parse().unwrap();
        assert_eq!(selector.unknown_keys(&BTreeSet::from(["team", "tier"])), ["no task has label key teem (team?)"]);
    }
}
