//! Questions before something dangerous.
//!
//! Three degrees: what is mild is not asked at all; what is moderate is asked with `[y/N]`; what is severe wants the
//! cluster's name typed. Nothing is ever asked without a terminal: there the flags decide, and their absence is exit 8.

use std::io::{self, Write};
use std::sync::mpsc;

use tokio::runtime::Handle;

use crate::contexts::ContextColor;
use crate::error::CommandError;
use crate::signals::{EndSignal, EndSignals};

/// How dangerous a change is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Danger {
    /// One object, easily undone.
    Mild,
    /// Removal, or more than one object. In a protected context it is severe.
    Moderate,
    /// Everything. Wants the cluster's name typed, or `--yes --confirm NAME`.
    Severe,
}

/// What must be typed where it is severe: the context's name, or the connect string.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Name<'a> {
    /// The name itself.
    pub(crate) text: &'a str,
    /// Its colour, where colours can be shown.
    pub(crate) color: Option<ContextColor>,
}

/// What was said beforehand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Flags<'a> {
    /// `--yes`.
    pub(crate) yes: bool,
    /// `--confirm`.
    pub(crate) confirmed: Option<&'a str>,
    /// Whether there is somebody to ask.
    pub(crate) can_ask: bool,
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
pub(crate) fn rule(danger: Danger, name: Name<'_>, what: &str, flags: Flags<'_>) -> Result<Rule, CommandError> {
    let Flags { yes, confirmed, can_ask } = flags;
    let name = name.text;
    let unasked =
        || CommandError::cancelled(format!("will not {what} without a confirmation, and nobody can be asked here"));
    match danger {
        Danger::Mild => Ok(Rule::Proceed),
        Danger::Moderate if yes => Ok(Rule::Proceed),
        Danger::Severe => match confirmed {
            Some(given) if yes && given == name => Ok(Rule::Proceed),
            Some(given) if yes => {
                Err(CommandError::cancelled(format!("--confirm says {given}, but this is {name}: nothing was changed")))
            }
            _ if can_ask => Ok(Rule::Ask),
            _ => Err(unasked().with_hint(format!("add --yes --confirm {name} to go on without being asked"))),
        },
        Danger::Moderate if can_ask => Ok(Rule::Ask),
        Danger::Moderate => Err(unasked().with_hint("add --yes to go on without being asked")),
    }
}

/// What came in place of an answer, or with it.
#[derive(Debug)]
enum Heard {
    Line(io::Result<String>),
    Signal(EndSignal),
}

/// The line that `read` gives. A signal that came since `signals` are listened to, be it before the question was
/// written, ends the waiting at once, and so the command.
///
/// # Errors
/// Exit 8 if nothing can be read; exit 130 or 143 for a signal.
pub(crate) fn line_or_signal(
    signals: Option<EndSignals>,
    read: impl FnOnce() -> io::Result<String> + Send + 'static,
    output: &mut dyn Write,
) -> Result<String, CommandError> {
    // A question that is asked outside of a runtime comes before any: nobody has taken the signals, and they end the process.
    let Ok(runtime) = Handle::try_current() else { return read().map_err(no_answer) };
    let signals = signals.unwrap_or_else(EndSignals::begin);
    let (answer, answers) = mpsc::channel();
    let signalled = answer.clone();
    runtime.spawn(async move { signalled.send(Heard::Signal(signals.heard().await)) });
    // Reading cannot be given up: the thread that does so ends with the process.
    std::thread::spawn(move || answer.send(Heard::Line(read())));
    match answers.recv() {
        Ok(Heard::Line(line)) => line.map_err(no_answer),
        Ok(Heard::Signal(signal)) => {
            writeln!(output)?;
            Err(signal.error())
        }
        Err(error) => Err(CommandError::cancelled(format!("no answer: {error}"))),
    }
}

/// A line of standard input; nothing at its end.
///
/// # Errors
/// What the system says.
pub(crate) fn line_of_stdin() -> io::Result<String> {
    io::stdin().lines().next().unwrap_or_else(|| Ok(String::new()))
}

fn no_answer(error: io::Error) -> CommandError {
    CommandError::cancelled(format!("no answer: {error}"))
}

/// Asks, and takes the line that `read` gives for the answer.
pub(crate) fn ask(
    danger: Danger,
    name: Name<'_>,
    question: &Question,
    read: impl FnOnce(&mut dyn Write) -> Result<String, CommandError>,
    output: &mut dyn Write,
) -> Result<(), CommandError> {
    write_question(danger, name, question, output)?;
    let line = read(output)?;
    let answer = line.trim();
    let agreed = match danger {
        Danger::Mild => true,
        Danger::Moderate => matches!(answer.to_ascii_lowercase().as_str(), "y" | "yes"),
        Danger::Severe => answer == name.text,
    };
    if agreed { Ok(()) } else { Err(CommandError::cancelled("cancelled, nothing was changed")) }
}

fn write_question(
    danger: Danger,
    name: Name<'_>,
    question: &Question,
    output: &mut dyn Write,
) -> Result<(), CommandError> {
    let painted = name.color.map_or_else(|| name.text.to_owned(), |color| color.tint(name.text));
    let what = if name.text.is_empty() { question.what.clone() } else { question.what.replace(name.text, &painted) };
    let mut text = format!("This will {what}");
    text.push_str(if question.items.is_empty() { ".\n" } else { ":\n" });
    for item in question.items.iter().take(LISTED) {
        text.push_str(&format!("  {item}\n"));
    }
    if question.items.len() > LISTED {
        text.push_str(&format!("  and {} more\n", question.items.len() - LISTED));
    }
    match danger {
        Danger::Mild | Danger::Moderate => text.push_str("Continue? [y/N] "),
        Danger::Severe => text.push_str(&format!("Type {painted} to go on: ")),
    }
    output.write_all(text.as_bytes())?;
    output.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    const NAME: Name<'_> = Name { text: "zk1/nono", color: None };

    fn answered(danger: Danger, answer: &str, items: usize) -> (Result<(), ErrorKind>, String) {
        let items = (0..items).map(|index| format!("task/t{index}")).collect();
        let question = Question { what: "delete some tasks in zk1/nono".into(), items };
        let mut shown = Vec::new();
        let outcome = ask(danger, NAME, &question, |_| Ok(answer.to_owned()), &mut shown).map_err(|error| error.kind);
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
        assert_eq!(answered(Danger::Severe, "zk1/nono\n", 1).0, Ok(()));
        assert_eq!(answered(Danger::Severe, "y\n", 1).0, Err(ErrorKind::Cancelled));
        assert!(answered(Danger::Severe, "", 1).1.ends_with("Type zk1/nono to go on: "));
    }

    #[test]
    fn the_question_lists_the_first_ten_and_counts_the_rest() {
        let (_, shown) = answered(Danger::Moderate, "y\n", 13);
        assert!(shown.starts_with("This will delete some tasks in zk1/nono:\n  task/t0\n"), "{shown}");
        assert!(shown.ends_with("  task/t9\n  and 3 more\nContinue? [y/N] "), "{shown}");
    }

    /// What Ctrl-C right after the last letter of the question does.
    struct Impatient;

    impl Write for Impatient {
        fn write(&mut self, text: &[u8]) -> io::Result<usize> {
            Ok(text.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::INT)?)
        }
    }

    #[test]
    fn a_signal_that_comes_as_the_question_is_written_is_not_missed() {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let ended = runtime.block_on(async {
            let signals = EndSignals::begin();
            let (come, came) = mpsc::channel();
            tokio::spawn({
                let signals = signals.clone();
                async move { come.send(signals.heard().await) }
            });
            let question = Question { what: "delete a task".into(), items: Vec::new() };
            let (nobody_answers, answers) = mpsc::channel::<String>();
            let read = move || answers.recv().map_err(io::Error::other);
            let ended = ask(
                Danger::Moderate,
                NAME,
                &question,
                |output| {
                    // What was sent has arrived before anybody waits for it.
                    assert_eq!(came.recv(), Ok(EndSignal::Interrupt));
                    line_or_signal(Some(signals), read, output)
                },
                &mut Impatient,
            );
            drop(nobody_answers);
            ended
        });
        assert_eq!(ended.map_err(|error| error.exit()), Err(130));
    }

    #[test]
    fn without_a_terminal_the_flags_decide() {
        let what = "delete 2 tasks in zk1/nono";
        let rule = |danger, yes, can_ask| super::rule(danger, NAME, what, Flags { yes, confirmed: None, can_ask });
        let confirmed = |given, can_ask| {
            super::rule(Danger::Severe, NAME, what, Flags { yes: true, confirmed: Some(given), can_ask })
        };
        assert_eq!(rule(Danger::Mild, false, false), Ok(Rule::Proceed));
        assert_eq!(rule(Danger::Moderate, true, false), Ok(Rule::Proceed));
        assert_eq!(rule(Danger::Moderate, false, true), Ok(Rule::Ask));
        let unasked = rule(Danger::Moderate, false, false).unwrap_err();
        assert_eq!(unasked.exit(), 8);
        assert!(unasked.message.starts_with("will not delete 2 tasks in zk1/nono without"), "{unasked:?}");
        assert_eq!(rule(Danger::Severe, true, false).unwrap_err().exit(), 8, "--yes alone is not enough");
        assert_eq!(rule(Danger::Severe, true, true), Ok(Rule::Ask));
        assert_eq!(confirmed("zk1/nono", false), Ok(Rule::Proceed));
        assert_eq!(confirmed("zk2/nono", true).unwrap_err().exit(), 8);
    }
}
