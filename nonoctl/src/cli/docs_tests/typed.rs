//! The commands in the documentation: for tests in here and for those that run the program.

use std::path::{Path, PathBuf};

/// Stands for what a command in `$(…)` prints.
const PRINTED: &str = "r-017-k3f9x2m4-m0000000012";

/// A command, and where it stands.
#[derive(Debug)]
pub(crate) struct Typed {
    pub(crate) place: String,
    pub(crate) call: String,
    /// Within a sentence: it may name a command without what that needs, and have `NAME` in a name's place.
    pub(crate) is_mentioned: bool,
}

pub(crate) fn pages() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let listed = std::fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let mut pages: Vec<PathBuf> = listed.filter(|path| path.extension().is_some_and(|end| end == "md")).collect();
    pages.extend([root.join("README.md"), root.join("CONTRIBUTING.md")]);
    pages.sort();
    pages
}

/// Lines of blocks of code, and pieces of code in sentences.
pub(crate) fn commands_in(page: &Path) -> Vec<Typed> {
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
pub(crate) fn calls_of(line: &str) -> Vec<String> {
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
