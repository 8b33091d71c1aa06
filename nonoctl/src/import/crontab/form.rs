//! Whose crontab a text is. Five fields and a command look much like five fields, a user and a command.

use super::schedule_and_rest;

/// Users that nearly every machine has, and that are no programs.
const USERS: [&str; 14] = [
    "root", "www-data", "nobody", "daemon", "postgres", "mysql", "apache", "nginx", "redis", "jenkins", "ubuntu",
    "debian", "ec2-user", "_apt",
];
/// Programs that are often given a path.
const PROGRAMS: [&str; 17] = [
    "sh", "bash", "dash", "zsh", "cd", "env", "nice", "ionice", "flock", "timeout", "test", "find", "python",
    "python3", "perl", "php", "ruby",
];

/// Whose crontab it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Form {
    /// Five fields and a command.
    User,
    /// Five fields, a user, and a command.
    System,
}

/// What a text looks like.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Guess {
    /// A user's; nothing says otherwise.
    User,
    /// The system's, and why.
    System(&'static str),
    /// It may be either; this word would be a user or a program.
    Unclear(String),
}

/// Guesses whose crontab it is: by the line that names its columns, else by the sixth field of every entry.
pub(crate) fn guess(text: &str) -> Guess {
    match text.lines().find_map(columns) {
        Some(Form::System) => return Guess::System("its header has a column for the user"),
        Some(Form::User) => return Guess::User,
        None => {}
    }
    let entries =
        text.lines().map(str::trim).filter(|line| !line.starts_with('#') && super::assignment(line).is_none());
    let sixth: Vec<(&str, &str)> = entries.filter_map(|line| split(schedule_and_rest(line)?.1)).collect();
    let known = || sixth.iter().find(|(word, _)| USERS.contains(word));
    let all_are_names = sixth.iter().all(|(word, command)| is_plain_name(word) && !command.is_empty());
    let is_a_program = |(word, command): &&(&str, &str)| PROGRAMS.contains(word) || !command.starts_with('/');
    match (known(), sixth.iter().find(|entry| !is_a_program(entry))) {
        (Some(_), _) if all_are_names => Guess::System("the sixth field of each entry is a user"),
        (Some((word, _)), _) => Guess::Unclear((*word).to_owned()),
        (None, Some((word, _))) if all_are_names => Guess::Unclear((*word).to_owned()),
        _ => Guess::User,
    }
}

/// The form, by a comment that is the header of a table, such as `# m h dom mon dow user command`.
fn columns(line: &str) -> Option<Form> {
    let words: Vec<String> = line.trim().strip_prefix('#')?.split_whitespace().map(str::to_ascii_lowercase).collect();
    let rest = words.strip_prefix(["m", "h", "dom", "mon", "dow"].map(str::to_owned).as_slice())?;
    match rest.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["user" | "user-name" | "username", ..] => Some(Form::System),
        ["command", ..] => Some(Form::User),
        _ => None,
    }
}

/// The first word, and what follows it.
fn split(rest: &str) -> Option<(&str, &str)> {
    let (word, command) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    (!word.is_empty()).then(|| (word, command.trim_start()))
}

/// What `useradd` takes.
fn is_plain_name(word: &str) -> bool {
    let fits = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "_-".contains(letter);
    word.starts_with(|letter: char| letter.is_ascii_lowercase() || letter == '_') && word.chars().all(fits)
}
