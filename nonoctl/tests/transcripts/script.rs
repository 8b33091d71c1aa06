//! A script: what is typed, and what happens in the cluster meanwhile.
//!
//! ```text
//! # said in the transcript
//! nonoctl task get a          a command; `NAME=value` before it is its environment, `| head -3` keeps its first lines
//! nonoctl task list | xargs nonoctl task get     … with the words that the first printed as arguments of the second
//! nonoctl apply -f - <<END    up to END is its standard input
//! @file tasks.yaml <<END      a file where commands are run
//! @join sched-a1 0 1          a scheduler joins and owns these partitions
//! @lead sched-a1              … and leads
//! @settle a succeeded         the run of a that was asked for ends so
//! @ran a 2026-11-02T14:30:00Z failed 3 12        a run of a's schedule ended so, in attempt 3, 12 ms late
//! @claimed a 2026-11-02T14:30:00Z                one was claimed, and nothing came of it
//! @hand-over sched-a1 sched-b2 0 1               once sched-a1 is drained, sched-b2 has its partitions
//! @leave sched-a1             a scheduler ends
//! @meanwhile settle a failed  another line with @, while the next command is under way
//! @herd 1001                  a file herd.jsonl with so many tasks that are due together
//! @scribble /tasks/{a} x      bytes into a znode; {a} is partition and name of the task a
//! @close /tasks/{a}           takes all rights away
//! @no-cluster                 from here on no cluster is named
//! ```
//! `$RUN` is the id of the last run that was printed.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use nono_core::name::{MemberId, Partition, TaskName};
use nono_core::node::{Node, Op};
use nono_core::run::Outcome;
use regex::Regex;

use super::mask::Masks;
use crate::play;
use crate::trial::{self, Done, Session, Trial};

/// How data is written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Format {
    Table,
    Tsv,
    Json,
}

impl Format {
    pub(super) const ALL: [Self; 3] = [Self::Table, Self::Tsv, Self::Json];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Tsv => "tsv",
            Self::Json => "json",
        }
    }
}

/// One file.
#[derive(Debug)]
pub(super) struct Script {
    pub(super) name: String,
    steps: Vec<Step>,
}

/// A line, and the text that follows it.
#[derive(Debug)]
struct Step {
    line: String,
    text: String,
}

/// What came of a script.
pub(super) struct Told {
    pub(super) text: String,
    /// Which commands ended with which code.
    pub(super) ended: Vec<(String, i32)>,
}

/// All of them.
pub(super) fn all() -> Vec<Script> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transcripts");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    files.sort();
    assert!(files.len() > 4, "{files:?}");
    files.iter().map(|path| Script::read(path)).collect()
}

impl Script {
    fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).unwrap();
        let mut lines = text.lines();
        let mut steps = Vec::new();
        while let Some(line) = lines.next() {
            let text = match line.split_once("<<END") {
                Some(_) => lines.by_ref().take_while(|line| *line != "END").map(|line| format!("{line}\n")).collect(),
                None => String::new(),
            };
            steps.push(Step { line: line.replace("<<END", "").trim_end().to_owned(), text });
        }
        steps.retain(|step| !step.line.is_empty());
        Self { name: path.file_stem().unwrap().to_str().unwrap().to_owned(), steps }
    }

    /// In a cluster of its own.
    pub(super) fn run(&self, trial: &Trial, format: Format) -> Told {
        let chroot = format!("/{}-{}", self.name, format.name());
        let home = tempfile::tempdir().unwrap();
        let place = trial.connect(&chroot);
        let masks = Masks::new(&place, home.path());
        let mut stage = Stage {
            trial,
            format,
            chroot,
            home: home.path(),
            session: None,
            run: String::new(),
            cluster: true,
            members: Vec::new(),
            meanwhile: Vec::new(),
            told: Told { text: String::new(), ended: Vec::new() },
        };
        self.steps.iter().for_each(|step| stage.step(step));
        stage.told.text = masks.mask(&stage.told.text);
        stage.told
    }
}

/// A script under way.
struct Stage<'a> {
    trial: &'a Trial,
    format: Format,
    chroot: String,
    home: &'a Path,
    session: Option<Session>,
    run: String,
    cluster: bool,
    /// Those who joined, live, and write their figures.
    members: Vec<MemberId>,
    /// What happens during the next command.
    meanwhile: Vec<String>,
    told: Told,
}

impl Stage<'_> {
    fn step(&mut self, step: &Step) {
        match step.line.split_at(1) {
            ("#", _) => self.say(&format!("\n{}", step.line)),
            ("@", rest) => self.event(rest, &step.text),
            _ => self.command(&step.line, &step.text),
        }
    }

    fn say(&mut self, line: &str) {
        self.told.text.push_str(line);
        self.told.text.push('\n');
    }

    fn event(&mut self, line: &str, text: &str) {
        if let Some(later) = line.strip_prefix("meanwhile ") {
            self.meanwhile.push(later.to_owned());
            return;
        }
        let words: Vec<String> = line.split(' ').map(in_place).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["file", name] => std::fs::write(self.home.join(name), text).unwrap(),
            ["no-cluster"] => self.cluster = false,
            ["scribble", path, text] => self.trial.scribble(&self.chroot, path, text.as_bytes()),
            ["close", path] => self.trial.close(&self.chroot, path, ""),
            ["join", id, partitions @ ..] => {
                let numbers: Vec<u16> = partitions.iter().map(|number| number.parse().unwrap()).collect();
                let member = self.session().join(id, &numbers);
                self.members.push(member);
            }
            ["lead", id] => play::lead(self.session(), id),
            ["settle", task, outcome] => play::settle_next(self.session(), task, outcome_of(outcome)),
            ["ran", task, at, outcome, attempts, late] => {
                let how = (attempts.parse().unwrap(), Duration::from_millis(late.parse().unwrap()));
                play::ran(self.session(), task, at.parse().unwrap(), outcome_of(outcome), how);
            }
            ["claimed", task, at] => play::claim(self.session(), task, at.parse().unwrap()),
            ["hand-over", from, to, partitions @ ..] => {
                let numbers: Vec<u16> = partitions.iter().map(|number| number.parse().unwrap()).collect();
                self.members.retain(|member| member.as_str() != *from);
                play::hand_over(self.session(), from, to, &numbers);
            }
            ["leave", id] => self.session().commit(vec![Op::Delete(Node::Member(id.parse().unwrap()), None)]),
            ["herd", tasks] => {
                let tasks = (0..tasks.parse().unwrap()).map(herded).collect::<String>();
                std::fs::write(self.home.join("herd.jsonl"), tasks).unwrap();
            }
            other => panic!("{other:?} is nothing that a script can do"),
        }
    }

    fn session(&mut self) -> &Session {
        self.session.get_or_insert_with(|| self.trial.session(&self.chroot))
    }

    fn command(&mut self, line: &str, stdin: &str) {
        self.say(&format!("$ {line}"));
        let (typed, most) = match line.split_once(" | head -") {
            Some((typed, most)) => (typed, most.parse().unwrap()),
            None => (line, usize::MAX),
        };
        let (typed, then) = match typed.split_once(" | xargs ") {
            Some((first, second)) => (first, Some(second)),
            None => (typed, None),
        };
        let done = self.carried_out(typed, stdin);
        match then {
            None => self.tell(&done, most),
            // What the first prints goes nowhere else.
            Some(second) => {
                self.shown("! ", &done.err, most);
                let done = self.carried_out(&format!("{second} {}", done.out.replace('\n', " ")), "");
                self.tell(&done, most);
            }
        }
    }

    /// Runs one command, with what is to happen meanwhile.
    fn carried_out(&mut self, typed: &str, stdin: &str) -> Done {
        // However slow the machine is, none of them falls silent.
        let session = self.session.as_ref();
        session.iter().for_each(|session| self.members.iter().for_each(|member| session.beat(member, 0)));
        let words = shlex::split(&typed.replace("$RUN", &self.run)).unwrap();
        let (variables, args): (Vec<&String>, Vec<&String>) = words.iter().partition(|word| is_variable(word));
        assert_eq!(args[0], "nonoctl", "{typed}");
        let args: Vec<&str> = args[1..].iter().map(|arg| arg.as_str()).collect();
        let mut command = self.trial.command(&self.chroot, &args);
        self.settle_in(&mut command);
        command.envs(variables.iter().filter_map(|variable| variable.split_once('=')));
        let mut child = command.spawn().unwrap();
        // A command that does not read its input may be gone by now.
        let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
        std::mem::take(&mut self.meanwhile).iter().for_each(|event| self.event(event, ""));
        let done = trial::done(child);
        self.told.ended.push((of_the_tree(&args), done.code.unwrap_or(-1)));
        done
    }

    fn tell(&mut self, done: &Done, most: usize) {
        let code = done.code.unwrap_or(-1);
        self.remember(&done.out);
        self.shown("", &done.out, most);
        self.shown("! ", &done.err, most);
        if code != 0 {
            self.say(&format!("[exit {code}]"));
        }
    }

    fn settle_in(&self, command: &mut Command) {
        command
            .current_dir(self.home)
            .env("HOME", self.home)
            .env("TMPDIR", self.home)
            .env("TZ", "UTC")
            .env("NONOCTL_TIME", "utc");
        command.env("NONOCTL_OUTPUT", self.format.name()).stderr(Stdio::piped());
        if !self.cluster {
            command.env_remove("NONOCTL_CONNECT");
        }
    }

    fn remember(&mut self, out: &str) {
        let run = Regex::new(r"\br-\d{3}-[a-z0-9]{8}-[A-Za-z0-9]+").unwrap();
        if let Some(found) = run.find_iter(out).last() {
            found.as_str().clone_into(&mut self.run);
        }
    }

    fn shown(&mut self, mark: &str, text: &str, most: usize) {
        let lines: Vec<&str> = text.lines().collect();
        for line in lines.iter().take(most) {
            self.say(&format!("{mark}{line}").replace('\t', "→"));
        }
        if lines.len() > most {
            self.say("…");
        }
    }
}

fn outcome_of(word: &str) -> Outcome {
    if word == "succeeded" { Outcome::Succeeded } else { Outcome::Failed }
}

/// One of many tasks that are due at each full hour.
fn herded(number: usize) -> String {
    let task = serde_json::json!({
        "apiVersion": "nono/v1", "kind": "SchedulerTask", "name": format!("herd.{number:04}"), "labels": { "tier": "batch" },
        "schedule": { "cron": "0 * * * *" }, "target": { "url": "http://127.0.0.1:9/" },
    });
    format!("{task}\n")
}

fn is_variable(word: &str) -> bool {
    word.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty() && name.chars().all(|letter| letter.is_ascii_uppercase() || letter == '_')
    })
}

/// `{a}` is where the task a stands.
fn in_place(word: &str) -> String {
    let Some((before, rest)) = word.split_once('{') else { return word.to_owned() };
    let Some((name, after)) = rest.split_once('}') else { return word.to_owned() };
    let Ok(task) = name.parse::<TaskName>() else { return word.to_owned() };
    format!("{before}{}/{name}{after}", Partition::of(&task, 4))
}

/// The command that was meant, such as `task get`.
fn of_the_tree(args: &[&str]) -> String {
    let known = crate::commands_of_the_tree();
    let words: Vec<&str> = args.iter().copied().filter(|arg| !arg.starts_with('-')).collect();
    let longest =
        (1..=words.len().min(2)).rev().map(|count| words[..count].join(" ")).find(|path| known.contains(path));
    longest.unwrap_or_default()
}
