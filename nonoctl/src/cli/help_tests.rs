//! Every help text, in one file that a change of any of them changes too; and every example, as typed into a shell.

use super::command;

/// All commands with what a shell would call them, the tool itself first.
fn all() -> Vec<(String, clap::Command)> {
    let mut root = command(None).term_width(100);
    root.build();
    let mut found = Vec::new();
    gather("nonoctl", &root, &mut found);
    found
}

fn gather(path: &str, at: &clap::Command, found: &mut Vec<(String, clap::Command)>) {
    found.push((path.to_owned(), at.clone()));
    for below in
        at.get_subcommands().filter(|below| !below.is_hide_set() && (below.get_name() != "help" || path == "nonoctl"))
    {
        gather(&format!("{path} {}", below.get_name()), below, found);
    }
}

/// The flags of every command are shown once, with the tool's own help.
fn without_global_options(help: &str) -> String {
    let paragraphs: Vec<&str> = help.split("\n\n").collect();
    let from = paragraphs.iter().position(|one| one.starts_with("Global options:"));
    let to = paragraphs.iter().position(|one| one.starts_with("Example"));
    match (from, to) {
        (Some(from), Some(to)) if from < to => [&paragraphs[..from], &paragraphs[to..]].concat().join("\n\n"),
        _ => help.to_owned(),
    }
}

#[test]
fn the_help_of_every_command() {
    let mut texts = String::new();
    for (path, mut command) in all() {
        let help = command.render_long_help().to_string();
        let help = if path == "nonoctl" { help } else { without_global_options(&help) };
        let help: Vec<&str> = help.trim_end().lines().map(str::trim_end).collect();
        texts.push_str(&format!("$ {path} --help\n{}\n\n", help.join("\n")));
    }
    insta::assert_snapshot!("help", texts);
}

#[test]
fn every_help_has_examples_and_each_can_be_typed() {
    let mut tried = 0;
    for (path, at) in all() {
        let help = at.get_after_help().map(ToString::to_string).unwrap_or_default();
        assert!(help.contains("Example"), "{path} --help has no example");
        for line in help.lines().filter_map(|line| line.strip_prefix("  ")) {
            assert!(line.len() <= 98, "it would be broken in two: {line}");
            for typed in commands_of(line) {
                tried += 1;
                command(None).try_get_matches_from(&typed).unwrap_or_else(|error| panic!("{line}\n{error}"));
            }
        }
    }
    assert!(tried > 50, "{tried} examples");
}

/// The calls of this tool in a line of shell; what is said behind wide space is no part of it.
fn commands_of(line: &str) -> Vec<Vec<String>> {
    let line = line.split("    ").next().unwrap_or(line);
    let substituted = line.replace("\"$(nonoctl task run billing.nightly)\"", "r-017-k3f9x2m4-m0000000012");
    let calls = substituted.split(['|', ';', '>']).map(str::trim).filter(|call| call.starts_with("nonoctl"));
    calls.map(words).collect()
}

/// As a shell splits them: by spaces, but for what is quoted.
fn words(call: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for letter in call.chars() {
        match (quote, letter) {
            (Some(open), _) if letter == open => quote = None,
            (None, '\'' | '"') => quote = Some(letter),
            (None, ' ') => words.push(String::new()),
            _ => words.last_mut().expect("begins with a word").push(letter),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
