//! `nonoctl help`: of a command, or on a topic.
//!
//! A topic is a page of docs/, so that there is one text; it is laid out for the terminal here.

mod page;

use clap::Args;
use serde_json::json;

use crate::cli;
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::output::Report;
use crate::words;

/// Each topic, what it is about, and its page.
const TOPICS: [(&str, &str, &str); 6] = [
    ("exit-codes", "what each exit code means", include_str!("../../../docs/exit-codes.md")),
    ("environment", "the variables that matter", include_str!("../../../docs/environment.md")),
    ("formatting", "formats, fields, jq, watching", include_str!("../../../docs/formatting.md")),
    ("filters", "the language of --filter", include_str!("../../../docs/filters.md")),
    ("cron", "expressions, zones, changes of the clock", include_str!("../../../docs/cron.md")),
    ("manifests", "everything a task can say", include_str!("../../../docs/tasks.md")),
];

/// A line of text has this many columns at most, as wide as the terminal may be.
const WIDEST: usize = 100;

/// Show the help of a command, or explain a topic
///
/// Topics: exit-codes, environment, formatting, filters, cron, manifests.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  nonoctl help task add\n  nonoctl help exit-codes\n  nonoctl help filters --no-pager"
)]
pub(crate) struct HelpArgs {
    /// A command, such as task add, or a topic
    #[arg(value_name = "COMMAND|TOPIC")]
    about: Vec<String>,
}

impl HelpArgs {
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        let words: Vec<&str> = self.about.iter().map(String::as_str).collect();
        let text = match words.as_slice() {
            [topic] if TOPICS.iter().any(|(name, ..)| name == topic) => topic_text(topic, invocation),
            words => command_text(words, invocation)?,
        };
        let document =
            json!({ "about": self.about.join(" "), "text": anstream::adapter::strip_str(&text).to_string() });
        invocation.print_paged(&Report::Told { text, document })?;
        Ok(Exit::Ok)
    }
}

fn topic_text(topic: &str, invocation: &Invocation) -> String {
    let page = TOPICS.iter().find(|(name, ..)| *name == topic).map_or("", |(_, _, page)| page);
    let width = width(invocation);
    let paint = invocation.style().paint;
    let text = page::laid_out(page, width, paint);
    if paint.ascii { page::in_ascii(&text) } else { text }
}

/// For people as wide as the terminal, up to a point; for others always the same.
fn width(invocation: &Invocation) -> usize {
    let told = invocation.terminal.width.filter(|_| invocation.is_for_people());
    told.unwrap_or(WIDEST).min(WIDEST)
}

fn command_text(words: &[&str], invocation: &Invocation) -> Result<String, CommandError> {
    let mut at = cli::command(None).term_width(width(invocation));
    at.build();
    let mut path = String::from("nonoctl");
    for word in words {
        let Some(below) = at.find_subcommand(word) else {
            return Err(unknown(&path, word, &at));
        };
        path = format!("{path} {}", below.get_name());
        at = below.clone();
    }
    let help = at.render_long_help();
    let mut text = if invocation.style().paint.colour { help.ansi().to_string() } else { help.to_string() };
    if words.is_empty() {
        text.push_str("\nTopics of nonoctl help:\n");
        TOPICS.iter().for_each(|(name, about, _)| text.push_str(&format!("  {name:<12} {about}\n")));
    }
    Ok(text)
}

fn unknown(path: &str, word: &str, at: &clap::Command) -> CommandError {
    let mut known: Vec<&str> = at.get_subcommands().map(clap::Command::get_name).collect();
    if path == "nonoctl" {
        known.extend(TOPICS.iter().map(|(name, ..)| *name));
    }
    let mut error = CommandError::usage(format!("there is no command \"{path} {word}\" and no such topic"));
    error.suggestions = words::nearest(word, known);
    error.with_hint("nonoctl help")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{ErrorKind, Exit};
    use crate::output::paint::Paint;

    fn page(topic: &str) -> &'static str {
        TOPICS.iter().find(|(name, ..)| *name == topic).unwrap().2
    }

    #[test]
    fn the_page_of_exit_codes_has_each_of_them() {
        let page = page("exit-codes");
        let kinds = [
            ErrorKind::Failed,
            ErrorKind::Usage,
            ErrorKind::NotFound,
            ErrorKind::Conflict,
            ErrorKind::Unavailable,
            ErrorKind::Denied,
            ErrorKind::Timeout,
            ErrorKind::Cancelled,
            ErrorKind::Interrupted,
            ErrorKind::Terminated,
        ];
        for kind in kinds {
            let row = format!("| {} | {} |", kind.exit(), kind.code());
            assert!(page.contains(&row), "{row}");
        }
        for exit in [Exit::Ok, Exit::Changes, Exit::Unhealthy] {
            assert!(page.contains(&format!("\n| {} | ", exit.code())), "{exit:?}");
        }
    }

    #[test]
    fn the_page_of_the_environment_has_the_variable_of_every_flag() {
        let page = page("environment");
        let mut variables = 0;
        for arg in cli::command(None).get_arguments() {
            let Some(variable) = arg.get_env().and_then(|name| name.to_str()) else { continue };
            variables += 1;
            let row = format!("| `{variable}` | `--{}` |", arg.get_long().unwrap());
            assert!(page.contains(&row), "{row}");
        }
        assert!(variables > 8, "{variables}");
    }

    #[test]
    fn each_page_is_laid_out_in_lines_that_fit() {
        for (name, _, page) in TOPICS {
            for width in [40, 100] {
                let text = page::laid_out(page, width, Paint { colour: false, ascii: false });
                assert!(!text.contains("```") && !text.contains("| --- |"), "{name}");
                let ascii = page::in_ascii(&text);
                assert!(ascii.is_ascii(), "{name}: {:?}", ascii.chars().find(|letter| !letter.is_ascii()));
            }
        }
    }
}
