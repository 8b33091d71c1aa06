//! Questions before something dangerous.
//!
//! Three degrees: what is mild is not asked at all; what is moderate is asked with `[y/N]`; what is severe wants the
//! cluster's name typed. Nothing is ever asked without a terminal: there the flags decide, and their absence is exit 8.

use std::io::{BufRead, Write};

use crate::error::CommandError;

/// How dangerous a change is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Danger<'a> {
    /// One object, easily undone.
    Mild,
    /// Removal, or more than one object.
    Moderate,
    /// Everything. Wants `name` typed, or `--yes --confirm NAME`.
    Severe {
        /// What must be typed: the connect string.
        name: &'a str,
        /// What `--confirm` gave.
        confirmed: Option<&'a str>,
    },
}

/// What is about to happen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Question {
    /// In one clause, such as `delete 3 tasks in zk1:2181/nono`.
    pub(crate) what: String,
    /// What is hit; the first ten are listed.
    pub(crate) items: Vec<String>,
}

/// What follows from the flags.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Rule {
    /// Go on.
    Proceed,
    /// Ask first.
    Ask,
}

const LISTED: usize = 10;

/// Whether to go on with `what`, to ask, or to stop with exit 8.
pub(crate) fn rule(danger: Danger<'_>, what: &str, yes: bool, can_ask: bool) -> Result<Rule, CommandError> {
    let unasked =
        || CommandError::cancelled(format!("will not {what} without a confirmation, and nobody can be asked here"));
    match danger {
        Danger::Mild => Ok(Rule::Proceed),
        Danger::Moderate if yes => Ok(Rule::Proceed),
        Danger::Severe { name, confirmed: Some(given) } if yes && given == name => Ok(Rule::Proceed),
        Danger::Severe { name, confirmed: Some(given) } if yes => {
            Err(CommandError::cancelled(format!("--confirm says {given}, but this is {name}")))
        }
        _ if can_ask => Ok(Rule::Ask),
        Danger::Moderate => Err(unasked().with_hint("add --yes to go on without being asked")),
        Danger::Severe { name, .. } => {
            Err(unasked().with_hint(format!("add --yes --confirm {name} to go on without being asked")))
        }
    }
}

/// Asks, and reads one line.
pub(crate) fn ask(
    danger: Danger<'_>,
    question: &Question,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> Result<(), CommandError> {
    write_question(danger, question, output)?;
    let mut line = String::new();
    input.read_line(&mut line).map_err(|error| CommandError::cancelled(format!("no answer: {error}")))?;
    let answer = line.trim();
    let agreed = match danger {
        Danger::Mild => true,
        Danger::Moderate => matches!(answer.to_ascii_lowercase().as_str(), "y" | "yes"),
        Danger::Severe { name, .. } => answer == name,
    };
    if agreed { Ok(()) } else { Err(CommandError::cancelled("cancelled, nothing was changed")) }
}

fn write_question(danger: Danger<'_>, question: &Question, output: &mut dyn Write) -> Result<(), CommandError> {
    let mut text = format!("This will {}", question.what);
    text.push_str(if question.items.is_empty() { ".\n" } else { ":\n" });
    for item in question.items.iter().take(LISTED) {
        text.push_str(&format!("  {item}\n"));
    }
    if question.items.len() > LISTED {
        text.push_str(&format!("  and {} more\n", question.items.len() - LISTED));
    }
    match danger {
        Danger::Mild | Danger::Moderate => text.push_str("Continue? [y/N] "),
        Danger::Severe { name, .. } => text.push_str(&format!("Type {name} to go on: ")),
    }
    output.write_all(text.as_bytes())?;
    output.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    const SEVERE: Danger<'_> = Danger::Severe { name: "zk1/nono", confirmed: None };

    fn answered(danger: Danger<'_>, answer: &str, items: usize) -> (Result<(), ErrorKind>, String) {
        let items = (0..items).map(|index| format!("task/t{index}")).collect();
        let question = Question { what: "delete some tasks in zk1/nono".into(), items };
        let mut shown = Vec::new();
        let outcome = ask(danger, &question, &mut answer.as_bytes(), &mut shown).map_err(|error| error.kind);
        (outcome, String::from_utf8(shown).unwrap())
    }

    #[test]
    fn only_yes_is_yes() {
        for (answer, agreed) in
            [("y\n", true), ("YES\n", true), ("\n", false), ("", false), ("n\n", false), ("yep\n", false)]
        {
            let expected = if agreed { Ok(()) } else { Err(ErrorKind::Cancelled) };
            assert_eq!(answered(Danger::Moderate, answer, 1).0, expected, "{answer:?}");
        }
    }

    #[test]
    fn what_is_severe_wants_the_name() {
        assert_eq!(answered(SEVERE, "zk1/nono\n", 1).0, Ok(()));
        assert_eq!(answered(SEVERE, "y\n", 1).0, Err(ErrorKind::Cancelled));
        assert!(answered(SEVERE, "", 1).1.ends_with("Type zk1/nono to go on: "));
    }

    #[test]
    fn the_question_lists_the_first_ten_and_counts_the_rest() {
        let (_, shown) = answered(Danger::Moderate, "y\n", 13);
        assert!(shown.starts_with("This will delete some tasks in zk1/nono:\n  task/t0\n"), "{shown}");
        assert!(shown.ends_with("  task/t9\n  and 3 more\nContinue? [y/N] "), "{shown}");
    }

    #[test]
    fn without_a_terminal_the_flags_decide() {
        let rule = |danger, yes, can_ask| rule(danger, "delete 2 tasks in zk1/nono", yes, can_ask);
        let confirmed = |given| Danger::Severe { name: "zk1/nono", confirmed: Some(given) };
        assert_eq!(rule(Danger::Mild, false, false), Ok(Rule::Proceed));
        assert_eq!(rule(Danger::Moderate, true, false), Ok(Rule::Proceed));
        assert_eq!(rule(Danger::Moderate, false, true), Ok(Rule::Ask));
        let unasked = rule(Danger::Moderate, false, false).unwrap_err();
        assert_eq!(unasked.exit(), 8);
        assert!(unasked.message.starts_with("will not delete 2 tasks in zk1/nono without"), "{unasked:?}");
        assert_eq!(rule(SEVERE, true, false).unwrap_err().exit(), 8, "--yes alone is not enough");
        assert_eq!(rule(SEVERE, true, true), Ok(Rule::Ask));
        assert_eq!(rule(confirmed("zk1/nono"), true, false), Ok(Rule::Proceed));
        assert_eq!(rule(confirmed("zk2/nono"), true, true).unwrap_err().exit(), 8);
    }
}
