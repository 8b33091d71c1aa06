//! Every command in the documentation, as typed into a shell: what clap does not take is a lie told to a reader.

mod typed;

use clap::error::ErrorKind;

use self::typed::{Typed, calls_of, commands_in, pages};
use super::command;

fn refusal(typed: &Typed) -> Option<String> {
    let words = shlex::split(&typed.call)?;
    let error = command(None).try_get_matches_from(&words).err()?;
    let is_fine = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => true,
        ErrorKind::MissingRequiredArgument
        | ErrorKind::MissingSubcommand
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => typed.is_mentioned,
        ErrorKind::InvalidValue => typed.is_mentioned && words.last().is_some_and(|word| word.starts_with('-')),
        ErrorKind::ValueValidation => typed.is_mentioned && words.iter().any(|word| is_placeholder(word)),
        _ => false,
    };
    (!is_fine).then(|| format!("{}: {}\n{error}", typed.place, typed.call))
}

/// `NAME`, `EXPR`.
fn is_placeholder(word: &str) -> bool {
    word.len() > 2 && word.chars().all(|letter| letter.is_ascii_uppercase())
}

#[test]
fn every_command_in_the_documentation_can_be_typed() {
    let all: Vec<Typed> = pages().iter().flat_map(|page| commands_in(page)).collect();
    assert!(all.len() > 60, "{} commands: {all:?}", all.len());
    let refused: Vec<String> = all.iter().filter_map(refusal).collect();
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}

#[test]
fn commands_are_found_wherever_a_shell_finds_them() {
    let line =
        "pid=$(nonoctl scheduler get two -o json | jq .pid); until nonoctl cluster doctor --quiet; do sleep 2; done";
    assert_eq!(calls_of(line), ["nonoctl scheduler get two -o json", "nonoctl cluster doctor --quiet"]);
    assert_eq!(
        calls_of("cat x | nonoctl task list --filter 'a or b|c' -o name # nonoctl no"),
        ["nonoctl task list --filter 'a or b|c' -o name"]
    );
    assert_eq!(calls_of("nonoctl run get \"$(nonoctl task run a)\"").len(), 2);
    for wrong in ["nonoctl task lst", "nonoctl task list --fitler x", "nonoctl task get"] {
        let typed = Typed { place: String::new(), call: wrong.to_owned(), is_mentioned: false };
        assert!(refusal(&typed).is_some(), "{wrong}");
    }
}
