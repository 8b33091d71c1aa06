//! A crontab: of a user, or of the system with a user in each line.
//!
//! `curl` and `wget` that do no more than call a URL become that request. Any other command needs a worker that runs it:
//! the command, its input, its environment and its user are the body of the request.

use serde_json::{Map, Value, json};

use super::{Imported, Names, Wishes, worker};

mod call;
mod form;

use call::Call;
pub(crate) use form::{Form, Guess, guess};

/// Reads a crontab.
pub(crate) fn read(text: &str, form: Form, wishes: &Wishes) -> Imported {
    Names::settled(|names| {
        let mut reading = Reading { form, names, ..Reading::new(wishes) };
        for (index, line) in text.lines().enumerate() {
            reading.line(&format!("line {}", index + 1), line.trim());
        }
        (reading.imported, reading.names)
    })
}

struct Reading<'a> {
    form: Form,
    wishes: &'a Wishes,
    imported: Imported,
    names: Names,
    environment: Map<String, Value>,
    zone: Option<String>,
    comment: Vec<String>,
}

impl<'a> Reading<'a> {
    fn new(wishes: &'a Wishes) -> Self {
        Self {
            form: Form::User,
            wishes,
            imported: Imported::default(),
            names: Names::default(),
            environment: Map::new(),
            zone: wishes.zone.clone(),
            comment: Vec::new(),
        }
    }

    fn line(&mut self, place: &str, line: &str) {
        if line.is_empty() {
            self.comment.clear();
        } else if let Some(comment) = line.strip_prefix('#') {
            self.comment.push(comment.trim().to_owned());
        } else if let Some((name, value)) = assignment(line) {
            self.assign(place, name, value);
        } else {
            self.entry(place, line);
            self.comment.clear();
        }
    }

    fn assign(&mut self, place: &str, name: &str, value: &str) {
        match name {
            "CRON_TZ" | "TZ" => self.zone = Some(value.to_owned()),
            "MAILTO" | "MAILFROM" => {
                self.imported.remark(
                    place,
                    None,
                    format!(
                        "{name}: nothing is mailed; watch tasks with task list --filter state:failing, or the metrics"
                    ),
                );
            }
            "RANDOM_DELAY" => {
                self.imported.remark(place, None, "RANDOM_DELAY: give the tasks a jitter: task update NAME --jitter");
            }
            _ => {
                self.environment.insert(name.to_owned(), value.into());
            }
        }
    }

    fn entry(&mut self, place: &str, line: &str) {
        let Some((schedule, rest)) = schedule_and_rest(line) else {
            return self.imported.unread(place, "not an entry: five fields, or a word such as @daily, and a command");
        };
        let (user, command) = match self.form {
            Form::User => (None, rest),
            Form::System => match rest.split_once(char::is_whitespace) {
                Some((user, command)) => (Some(user), command.trim_start()),
                None => {
                    return self
                        .imported
                        .unread(place, "not an entry of a system crontab: it has no command after the user");
                }
            },
        };
        if schedule.eq_ignore_ascii_case("@reboot") {
            return self.imported.remark(
                place,
                None,
                "@reboot: a task belongs to no machine; use the machine's own start-up",
            );
        }
        let (command, input) = input_of(command);
        let call = Call::of(&command);
        let parts = [self.wishes.prefix.as_deref().unwrap_or("cron"), &title(&command, call.as_ref())];
        let name = self.names.make(&parts, &format!("{schedule} {rest}"));
        let target = match &call {
            Some(call) => Some(call.target()),
            None => worker(self.wishes, &name, self.body(&command, user, input)),
        };
        let Some(target) = target else {
            let what = format!("\"{command}\" is no HTTP request: name a worker that runs commands with --url");
            return self.imported.remark(place, None, what);
        };
        if let Some(user) = user.filter(|_| call.is_some()) {
            let what = format!("the user {user} is left out: the scheduler calls the URL itself");
            self.imported.remark(place, Some(&name), what);
        }
        let mut document = Map::new();
        document.insert("name".to_owned(), name.into());
        let description = self.comment.join(" ");
        if !description.is_empty() {
            document.insert("description".to_owned(), description.into());
        }
        let mut when = Map::new();
        when.insert("cron".to_owned(), schedule.into());
        if let Some(zone) = &self.zone {
            when.insert("timeZone".to_owned(), zone.as_str().into());
        }
        document.insert("schedule".to_owned(), Value::Object(when));
        document.insert("target".to_owned(), target);
        // cron starts a job whether or not the last one is over.
        document.insert("policy".to_owned(), json!({ "overlap": "allow" }));
        self.imported.take(place, document, self.wishes);
    }

    fn body(&self, command: &str, user: Option<&str>, input: Option<String>) -> Value {
        let mut body = Map::new();
        body.insert("command".to_owned(), command.into());
        user.into_iter().for_each(|user| drop(body.insert("user".to_owned(), user.into())));
        input.into_iter().for_each(|input| drop(body.insert("stdin".to_owned(), input.into())));
        if !self.environment.is_empty() {
            body.insert("env".to_owned(), Value::Object(self.environment.clone()));
        }
        Value::Object(body)
    }
}

/// `NAME = value`, quotes taken away.
fn assignment(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once('=')?;
    let name = name.trim();
    let fits = |(at, letter): (usize, char)| {
        letter == '_' || letter.is_ascii_alphabetic() || (at > 0 && letter.is_ascii_digit())
    };
    if name.is_empty() || !name.char_indices().all(fits) {
        return None;
    }
    let value = value.trim();
    let unquoted = ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote));
    Some((name, unquoted.unwrap_or(value)))
}

/// The expression, its fields one space apart, and what follows it.
fn schedule_and_rest(line: &str) -> Option<(String, &str)> {
    let fields = if line.starts_with('@') { 1 } else { 5 };
    let mut rest = line;
    let mut taken = Vec::with_capacity(fields);
    for _ in 0..fields {
        let (field, after) = rest.split_once(char::is_whitespace)?;
        taken.push(field);
        rest = after.trim_start();
    }
    (!rest.is_empty()).then(|| (taken.join(" "), rest))
}

/// The first bare `%` ends a command; the others are line ends of its input. `\%` is a percent sign.
fn input_of(command: &str) -> (String, Option<String>) {
    let marked = command.replace("\\%", "\u{0}");
    let plain = |text: &str| text.replace('\u{0}', "%");
    match marked.split_once('%') {
        Some((command, input)) => (plain(command.trim_end()), Some(plain(&input.replace('%', "\n")))),
        None => (plain(&marked), None),
    }
}

/// What to call it: the program without its folder and ending; of what is called over the network the path, else the host.
fn title(command: &str, call: Option<&Call>) -> String {
    if let Some(call) = call {
        let host = || url::Url::parse(&call.url).ok().and_then(|url| url.host_str().map(ToOwned::to_owned));
        return path_of(&call.url).or_else(host).unwrap_or_else(|| "call".to_owned());
    }
    let words = command.split_whitespace().skip_while(|word| assignment(word).is_some());
    let shells = [
        "sh", "bash", "nice", "flock", "timeout", "env", "sudo", "cd", "test", "[", "python3", "python", "perl", "php",
    ];
    let file =
        |word: &str| word.rsplit('/').next().unwrap_or_default().split('.').next().unwrap_or_default().to_owned();
    let fits = |word: &&str| {
        !word.starts_with('-') && !shells.contains(&file(word).as_str()) && word.chars().any(char::is_alphabetic)
    };
    let mut rest = words.clone().skip_while(|word| !fits(word));
    let program = rest.next().or_else(|| words.clone().next()).map(file).unwrap_or_default();
    let path = || rest.filter(|word| !word.starts_with('-')).find_map(path_of);
    let calls = ["curl", "wget"].contains(&program.as_str());
    calls.then(path).flatten().unwrap_or(program)
}

/// `http://host/a/b?c` as `a.b`; the host may be a variable.
fn path_of(url: &str) -> Option<String> {
    let url = url.trim_matches(['"', '\'']);
    let (_, path) = url.split_once("://").map_or(url, |(_, rest)| rest).split_once('/')?;
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join("."))
}
