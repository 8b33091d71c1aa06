//! The question before a change: what it will do, to whom, and which command does the same.
//!
//! Cancel is chosen at first. Where the place is protected, or much is at stake, its name must be typed.

use nono_core::name::{RunId, SchedulerName, TaskName};
use tui_input::Input;

use crate::top::data::Deed;

/// See the module.
#[derive(Clone, Debug)]
pub(crate) struct Dialog {
    /// What is about to happen, such as `Pause 1 task in zk1/nono`.
    pub(crate) title: String,
    /// To whom, and what to know of it.
    pub(crate) lines: Vec<String>,
    /// What will be done; the reason is filled in from the field.
    pub(crate) act: Act,
    /// The reason, where the change keeps one.
    pub(crate) reason: Option<Input>,
    /// What must be typed, and what was.
    pub(crate) confirm: Option<(String, Input)>,
    /// Where the keys go.
    pub(crate) focus: Focus,
    /// The word on the button.
    pub(crate) button: &'static str,
}

/// A change without its reason.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Act {
    /// Pause these.
    Pause(Vec<TaskName>),
    /// Resume these.
    Resume(Vec<TaskName>),
    /// Run these once.
    Run(Vec<TaskName>),
    /// End this run of this task.
    Cancel(TaskName, RunId),
    /// Run the instant of this run of this task once more; also if it succeeded.
    Replay(TaskName, RunId, bool),
    /// Delete these.
    Delete(Vec<TaskName>),
    /// Put this manifest in place of the task's, if it still has this version.
    Replace(TaskName, Manifest),
    /// Drain this scheduler.
    Drain(SchedulerName),
    /// Undrain it.
    Undrain(SchedulerName),
    /// Pause the whole cluster.
    PauseCluster,
    /// Resume it.
    ResumeCluster,
}

/// What came out of an editor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Manifest {
    /// As it went in.
    pub(crate) before: String,
    /// As it came out.
    pub(crate) after: String,
    /// The version that went in.
    pub(crate) version: i64,
}

/// Where the keys of a dialog go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Focus {
    /// Into the reason.
    Reason,
    /// Into what must be typed.
    Confirm,
    /// The button that leaves everything as it is.
    Cancel,
    /// The button that does it.
    Do,
}

impl Dialog {
    /// The places that the keys can go to, in order.
    pub(crate) fn places(&self) -> Vec<Focus> {
        let mut places = Vec::new();
        if self.reason.is_some() {
            places.push(Focus::Reason);
        }
        if self.confirm.is_some() {
            places.push(Focus::Confirm);
        }
        places.extend([Focus::Cancel, Focus::Do]);
        places
    }

    /// The reason as typed.
    pub(crate) fn reason(&self) -> &str {
        self.reason.as_ref().map_or("", |input| input.value().trim())
    }

    /// Whether what had to be typed was.
    pub(crate) fn is_confirmed(&self) -> bool {
        self.confirm.as_ref().is_none_or(|(wanted, typed)| typed.value().trim() == wanted)
    }

    /// The change.
    pub(crate) fn deed(&self) -> Deed {
        let reason = self.reason().to_owned();
        match self.act.clone() {
            Act::Pause(tasks) => Deed::Pause { tasks, reason },
            Act::Resume(tasks) => Deed::Resume { tasks },
            Act::Run(tasks) => Deed::Run { tasks, reason },
            Act::Cancel(_, run) => Deed::Cancel { run, reason },
            Act::Replay(_, run, force) => Deed::Replay { run, force, reason },
            Act::Delete(tasks) => Deed::Delete { tasks, reason },
            Act::Replace(task, Manifest { after, version, .. }) => Deed::Replace { task, yaml: after, version },
            Act::Drain(scheduler) => Deed::Drain { scheduler, reason },
            Act::Undrain(scheduler) => Deed::Undrain { scheduler },
            Act::PauseCluster => Deed::PauseCluster { reason },
            Act::ResumeCluster => Deed::ResumeCluster { reason },
        }
    }

    /// The same as a command, which asks nothing more. `command` begins it; `guard` is the name that a protected context
    /// wants to be given.
    pub(crate) fn same_as(&self, command: &str, guard: Option<&str>) -> String {
        let names = |tasks: &[TaskName]| tasks.iter().map(TaskName::as_str).collect::<Vec<_>>().join(" ");
        let reason = match self.reason() {
            "" => String::new(),
            reason => format!(" --reason {}", quoted(reason)),
        };
        let confirm = guard.map(|name| format!(" --confirm {}", quoted(name))).unwrap_or_default();
        let sure = format!(" --yes{confirm}");
        // One task is changed without a question, several are not.
        let sure_of = |tasks: &[TaskName]| if tasks.len() > 1 { sure.as_str() } else { "" };
        match &self.act {
            Act::Pause(tasks) => format!("{command} task pause {}{reason}{}", names(tasks), sure_of(tasks)),
            Act::Resume(tasks) => format!("{command} task resume {}{}", names(tasks), sure_of(tasks)),
            Act::Run(tasks) => format!("{command} task run {}{reason}{}", names(tasks), sure_of(tasks)),
            Act::Cancel(_, run) => format!("{command} run cancel {run}{reason} --detach"),
            Act::Replay(_, run, force) => {
                format!("{command} run replay {run}{}{reason}", if *force { " --force" } else { "" })
            }
            Act::Delete(tasks) => format!("{command} task rm {}{reason}{sure}", names(tasks)),
            Act::Replace(task, _) => format!("{command} task edit {task}"),
            Act::Drain(name) => format!("{command} scheduler drain {name}{reason} --detach{sure}"),
            Act::Undrain(name) => format!("{command} scheduler undrain {name}"),
            Act::PauseCluster => format!("{command} cluster pause{reason}{sure}"),
            Act::ResumeCluster => format!("{command} cluster resume{reason}"),
        }
    }
}

/// The words of a command, each with what is quoted in it.
pub(crate) fn shell_words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut is_quoted = false;
    let mut letters = command.chars();
    while let Some(letter) = letters.next() {
        match letter {
            ' ' if !is_quoted => {
                words.push(String::new());
                continue;
            }
            '\'' => is_quoted = !is_quoted,
            _ => {}
        }
        let word = words.last_mut().expect("there is one");
        word.push(letter);
        if letter == '\\' && !is_quoted {
            word.extend(letters.next());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// As a shell takes it.
pub(crate) fn quoted(text: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./:,=@%+".contains(letter);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(act: Act, reason: &str) -> Dialog {
        Dialog {
            title: String::new(),
            lines: Vec::new(),
            act,
            reason: Some(reason.to_owned().into()),
            confirm: None,
            focus: Focus::Cancel,
            button: "Do",
        }
    }

    #[test]
    fn the_same_command_asks_nothing_more() {
        let named = |names: &[&str]| names.iter().map(|name| name.parse().unwrap()).collect::<Vec<TaskName>>();
        let same = |act, guard| asked(act, "memory limit").same_as("nonoctl -c prod", guard);
        assert_eq!(
            same(Act::Delete(named(&["a"])), Some("prod")),
            "nonoctl -c prod task rm a --reason 'memory limit' --yes --confirm prod"
        );
        assert_eq!(
            same(Act::Pause(named(&["a"])), Some("prod")),
            "nonoctl -c prod task pause a --reason 'memory limit'"
        );
        assert_eq!(
            same(Act::Run(named(&["a", "b"])), None),
            "nonoctl -c prod task run a b --reason 'memory limit' --yes"
        );
        let run: RunId = "r-017-k3f9x2m4-20261124T010000Z".parse().unwrap();
        let web: TaskName = "web.ping".parse().unwrap();
        let (cancel, replay) = (Act::Cancel(web.clone(), run.clone()), Act::Replay(web, run.clone(), true));
        assert_eq!(
            same(cancel, Some("prod")),
            format!("nonoctl -c prod run cancel {run} --reason 'memory limit' --detach")
        );
        assert_eq!(same(replay, None), format!("nonoctl -c prod run replay {run} --force --reason 'memory limit'"));
        assert_eq!(
            same(Act::PauseCluster, Some("prod")),
            "nonoctl -c prod cluster pause --reason 'memory limit' --yes --confirm prod"
        );
        assert_eq!(same(Act::ResumeCluster, None), "nonoctl -c prod cluster resume --reason 'memory limit'");
        let drain = Act::Drain("sched-a1".parse().unwrap());
        assert!(same(drain, Some("prod")).ends_with("--reason 'memory limit' --detach --yes --confirm prod"));
    }

    #[test]
    fn a_command_is_taken_apart_as_a_shell_does() {
        let command = format!("rm a --reason {} --yes", quoted("it's a  memory limit"));
        assert_eq!(shell_words(&command), ["rm", "a", "--reason", "'it'\\''s a  memory limit'", "--yes"]);
    }

    #[test]
    fn what_a_shell_would_take_apart_is_quoted() {
        assert_eq!(quoted("OPS-4121"), "OPS-4121");
        assert_eq!(quoted("memory limit"), "'memory limit'");
        assert_eq!(quoted("it's $HOME"), "'it'\\''s $HOME'");
        assert_eq!(quoted(""), "''");
    }
}
