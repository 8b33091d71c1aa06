//! Every command in the documentation, as typed into a shell: what clap does not take is a lie told to a reader.

use std::path::{Path, PathBuf};

use clap::error::ErrorKind;

use super::command;

/// Stands for what a command in `$(…)` prints.
const PRINTED: &str = "r-017-k3f9x2m4-m0000000012";

/// A command, and where it stands.
#[derive(Debug)]
struct Typed {
    place: String,
    call: String,
    /// Within a sentence: it may name a command without what that needs, and have `NAME` in a name's place.
    is_mentioned: bool,
}

fn pages() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let listed = std::fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let mut pages: Vec<PathBuf> = listed.filter(|path| path.extension().is_some_and(|end| end == "md")).collect();
    pages.extend([root.join("README.md"), root.join("CONTRIBUTING.md")]);
    pages.sort();
    pages
}

/// Lines of blocks of code, and pieces of code in sentences.
fn commands_in(page: &Path) -> Vec<Typed> {
    let text = std::fs::read_to_string(page).unwrap();
    let mut found = Vec::new();
    let mut in_block = false;
    for (number, line) in (1..).zip(text.lines()) {
        let place = format!("{}:{number}", page.file_name().unwrap().display());
        if line.trim_start().starts_with("```") {
            in_block = !in_block;
        } else if in_block {
            let calls = calls_of(line).into_iter();
            found.extend(calls.map(|call| Typed { place: place.clone(), call, is_mentioned: false }));
        } else {
            let pieces = line.split('`').skip(1).step_by(2).flat_map(calls_of);
            found.extend(pieces.map(|call| Typed { place: place.clone(), call, is_mentioned: true }));
        }
    }
    found
}

/// The calls of this tool in a line of shell, those in `$(…)` first.
fn calls_of(line: &str) -> Vec<String> {
    let (mut calls, mut rest) = (Vec::new(), line.to_owned());
    while let Some(open) = rest.find("$(nonoctl") {
        let Some(length) = rest[open..].find(')') else { break };
        calls.extend(calls_of(&rest[open + 2..open + length]));
        rest.replace_range(open..=open + length, PRINTED);
    }
    let (mut call, mut quote) = (String::new(), None);
    for letter in format!("{rest};").chars() {
        match (quote, letter) {
            (None, '|' | ';' | '>' | '<' | '&' | '#') if letter != '#' || call.is_empty() || call.ends_with(' ') => {
                let typed = call.trim().trim_start_matches("until ").trim_start_matches("target/debug/");
                calls.extend(typed.starts_with("nonoctl ").then(|| typed.to_owned()));
                call.clear();
                if letter == '#' {
                    break;
                }
                continue;
            }
            (None, '\'' | '"') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            _ => {}
        }
        call.push(letter);
    }
    calls
}

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
