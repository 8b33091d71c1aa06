//! Why a schedule was refused: which field, where in it, what is wrong, what to write instead.
//!
//! One error type for all of a schedule, so that a flag, a manifest and a preview show the same words. It must not know
//! who asked: the caller puts its own place (a flag, a file and line) around it.

/// A schedule that cannot be taken.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{field}: {}{message} (in \"{given}\")", place(*line, *column))]
pub struct ScheduleError {
    /// The field of the manifest's `schedule`, such as `cron` or `timeZone`.
    pub field: &'static str,
    /// What stood in it, cut to 80 characters.
    pub given: String,
    /// Which of several lines of `cron`, counted from 1; absent when there is only one.
    pub line: Option<usize>,
    /// The character of `given` where it goes wrong, counted from 1; absent when the whole is at fault.
    pub column: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub hint: Option<String>,
}

/// How much of a refused text is repeated in the error.
const SHOWN_CHARS: usize = 80;

impl ScheduleError {
    pub(super) fn new(field: &'static str, given: &str, message: impl Into<String>) -> Self {
        Self {
            field,
            given: shortened(given),
            line: None,
            column: None,
            message: harmless(&message.into()),
            hint: None,
        }
    }

    pub(super) fn on(mut self, line: usize) -> Self {
        self.line = Some(line);
        self
    }

    pub(super) fn at(mut self, column: usize) -> Self {
        self.column = Some(column);
        self
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(harmless(&hint.into()));
        self
    }
}

fn place(line: Option<usize>, column: Option<usize>) -> String {
    match (line, column) {
        (None, None) => String::new(),
        (None, Some(column)) => format!("column {column}: "),
        (Some(line), None) => format!("line {line}: "),
        (Some(line), Some(column)) => format!("line {line}, column {column}: "),
    }
}

/// What a terminal or a log would obey is replaced, one for one, so that columns stay where they are.
fn harmless(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { char::REPLACEMENT_CHARACTER } else { letter }).collect()
}

fn shortened(given: &str) -> String {
    let given = harmless(given);
    if given.chars().nth(SHOWN_CHARS).is_none() {
        return given;
    }
    given.chars().take(SHOWN_CHARS - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_repeats_nothing_that_a_terminal_would_obey() {
        let error = ScheduleError::new("cron", "a\u{1b}[31m\n", "no \u{9b}word").hint("not \t");
        assert!(!error.to_string().chars().any(char::is_control), "{error}");
        assert_eq!((error.given.chars().count(), error.hint.as_deref()), (7, Some("not \u{fffd}")));
    }
}
