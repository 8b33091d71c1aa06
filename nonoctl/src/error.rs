//! What went wrong, and what the shell is told about it.
//!
//! A [`CommandError`] says what happened and to what, the best guess at what was meant, and the command to type next.
//! Its kind alone decides the exit code. It is printed for people or, with `-o json`, as one JSON object; always on
//! standard error, and standard output stays free of it.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::contexts::Place;
use crate::output::paint::{Paint, Tone};
use crate::words::harmless;

/// How a command ended, when it did what it was asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Exit {
    /// 0.
    Ok,
    /// 9: asked with `--exit-code`, there are differences.
    Changes,
    /// 10: it ran and found something unhealthy.
    Unhealthy,
}

impl Exit {
    /// The process's exit code.
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::Ok => 0,
            Self::Changes => 9,
            Self::Unhealthy => 10,
        }
    }
}

/// Why a command did not do what it was asked: one kind for each exit code that means so.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ErrorKind {
    /// 1: nothing of the below; of several objects at least one failed.
    Failed,
    /// 2: a bad flag, expression or manifest.
    Usage,
    /// 3: a named object does not exist.
    NotFound,
    /// 4: it exists already, or changed since it was read.
    Conflict,
    /// 5: ZooKeeper cannot be reached, or did not say whether a change was made.
    Unavailable,
    /// 6: access refused.
    Denied,
    /// 7: a wait took longer than allowed.
    Timeout,
    /// 8: a prompt was declined, or none could be shown.
    Cancelled,
    /// 130: Ctrl-C.
    Interrupted,
    /// 143: asked to end.
    Terminated,
    /// 0: nobody reads the output any more.
    ClosedPipe,
}

impl ErrorKind {
    /// The word in JSON.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Usage => "usage",
            Self::NotFound => "not-found",
            Self::Conflict => "conflict",
            Self::Unavailable => "unavailable",
            Self::Denied => "denied",
            Self::Timeout => "timeout",
            Self::Cancelled => "cancelled",
            Self::Interrupted | Self::Terminated => "signal",
            Self::ClosedPipe => "closed-pipe",
        }
    }

    /// The process's exit code.
    pub(crate) const fn exit(self) -> u8 {
        match self {
            Self::Failed => 1,
            Self::Usage => 2,
            Self::NotFound => 3,
            Self::Conflict => 4,
            Self::Unavailable => 5,
            Self::Denied => 6,
            Self::Timeout => 7,
            Self::Cancelled => 8,
            Self::Interrupted => 130,
            Self::Terminated => 143,
            Self::ClosedPipe => 0,
        }
    }
}

/// An error as the user meets it. Built by the kind's constructor and the `with_…` methods.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct CommandError {
    /// Decides the exit code.
    pub(crate) kind: ErrorKind,
    /// What happened, with the object's name: one sentence, lower case, no full stop.
    pub(crate) message: String,
    /// Details, a line each, such as every host that was tried.
    pub(crate) causes: Vec<String>,
    /// Names that may have been meant.
    pub(crate) suggestions: Vec<String>,
    /// Commands to type next.
    pub(crate) hints: Vec<String>,
    /// What it is about: kind and name, such as `task` and `web.ping`.
    pub(crate) object: Option<(&'static str, String)>,
    /// The cluster it is about, once one is known.
    pub(crate) context: Option<Place>,
    /// Whether the same command may succeed later.
    pub(crate) retryable: bool,
    /// Set when nobody can say whether the change was made.
    pub(crate) applied_unknown: bool,
    /// Of a change of many that was cut off: how many are known to be done, and of how many.
    pub(crate) progress: Option<(u64, u64)>,
}

impl CommandError {
    /// An error of `kind`.
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            causes: Vec::new(),
            suggestions: Vec::new(),
            hints: Vec::new(),
            object: None,
            context: None,
            retryable: kind == ErrorKind::Unavailable,
            applied_unknown: false,
            progress: None,
        }
    }

    /// Exit 1.
    pub(crate) fn failed(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Failed, message)
    }

    /// Exit 2.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Usage, message)
    }

    /// Exit 3: no `kind` named `name`; `known` are the names that exist, for a guess.
    pub(crate) fn not_found<'a>(kind: &'static str, name: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let mut error = Self::new(ErrorKind::NotFound, format!("{kind} \"{name}\" not found"));
        error.suggestions = crate::words::nearest(name, known);
        error.object = Some((kind, name.to_owned()));
        error
    }

    /// Exit 4.
    pub(crate) fn conflict(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Conflict, message)
    }

    /// Exit 5.
    pub(crate) fn unavailable(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Unavailable, message)
    }

    /// Exit 6.
    pub(crate) fn denied(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Denied, message)
    }

    /// Exit 7.
    pub(crate) fn timeout(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Timeout, message)
    }

    /// Exit 8.
    pub(crate) fn cancelled(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Cancelled, message)
    }

    /// Adds a line of detail.
    pub(crate) fn with_cause(mut self, cause: impl Into<String>) -> Self {
        self.causes.push(cause.into());
        self
    }

    /// Adds a command to type next.
    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Says what it is about.
    pub(crate) fn about(mut self, kind: &'static str, name: impl Into<String>) -> Self {
        self.object = Some((kind, name.into()));
        self
    }

    /// Says that the change may or may not have been made.
    pub(crate) fn with_unknown_result(mut self) -> Self {
        self.applied_unknown = true;
        self
    }

    /// Says how many of how many are known to be done.
    pub(crate) fn with_progress(mut self, done: u64, all: u64) -> Self {
        self.progress = Some((done, all));
        self
    }

    /// The process's exit code.
    pub(crate) const fn exit(&self) -> u8 {
        self.kind.exit()
    }

    /// Writes it for people: message, details, guess, hints.
    pub(crate) fn write_text(&self, paint: Paint, out: &mut dyn Write) -> io::Result<()> {
        if self.kind == ErrorKind::ClosedPipe || self.message.is_empty() {
            return Ok(());
        }
        let message = harmless(&self.message);
        writeln!(out, "{} {message}{}", paint.tint(Tone::Bad, "error:"), self.place())?;
        for cause in &self.causes {
            writeln!(out, "  {}", harmless(cause))?;
        }
        if !self.suggestions.is_empty() {
            writeln!(out, "  did you mean: {}", harmless(&self.suggestions.join(", ")))?;
        }
        for hint in &self.hints {
            writeln!(out, "  {} {}", paint.tint(Tone::Dim, "hint:"), harmless(hint))?;
        }
        Ok(())
    }

    /// In which cluster something was looked for. A context is always named; a connect string is one the reader gave.
    fn place(&self) -> String {
        match (&self.context, self.kind) {
            (Some(place), _) if self.message.contains(&place.to_string()) => String::new(),
            (Some(place), ErrorKind::NotFound) => format!(" in {place}"),
            (Some(place @ Place::Context(_)), _) => format!(" ({place})"),
            _ => String::new(),
        }
    }

    /// Writes it for programs: one JSON object on one line.
    pub(crate) fn write_json(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.kind == ErrorKind::ClosedPipe {
            return Ok(());
        }
        writeln!(out, "{}", self.json())
    }

    /// The message; a signal has one for programs alone, since people know what they did.
    fn words(&self) -> &str {
        match (self.message.as_str(), self.kind) {
            ("", ErrorKind::Interrupted) => "interrupted",
            ("", ErrorKind::Terminated) => "asked to end",
            (message, _) => message,
        }
    }

    fn json(&self) -> Value {
        let mut error = Map::new();
        error.insert("code".into(), json!(self.kind.code()));
        error.insert("exit".into(), json!(self.exit()));
        error.insert("message".into(), json!(self.words()));
        error.insert("context".into(), json!(self.context.as_ref().map(Place::name)));
        let object = self.object.as_ref().map(|(kind, name)| json!({"kind": kind, "name": name}));
        error.insert("object".into(), json!(object));
        error.insert("causes".into(), json!(self.causes));
        error.insert("suggestions".into(), json!(self.suggestions));
        error.insert("hints".into(), json!(self.hints));
        error.insert("retryable".into(), json!(self.retryable));
        if self.applied_unknown {
            error.insert("applied".into(), json!("unknown"));
        }
        if let Some((done, all)) = self.progress {
            error.insert("progress".into(), json!({ "applied": done, "of": all }));
        }
        json!({ "error": error })
    }
}

/// Of writing to standard output. A reader that went away is no error.
impl From<io::Error> for CommandError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::new(ErrorKind::ClosedPipe, "");
        }
        Self::failed(format!("cannot write the output: {error}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing() -> CommandError {
        let mut error =
            CommandError::not_found("task", "billing.nightly-invoice", ["billing.nightly-invoices", "web.ping"])
                .with_hint("nonoctl task list");
        error.context = Some(Place::Connect("zk1:2181/nono".into()));
        error
    }

    #[test]
    fn for_people_it_names_object_cluster_guess_and_next_command() {
        let mut out = Vec::new();
        missing().write_text(Paint::plain(), &mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "error: task \"billing.nightly-invoice\" not found in zk1:2181/nono\n  did you mean: billing.nightly-invoices\n  \
             hint: nonoctl task list\n"
        );
    }

    #[test]
    fn for_programs_it_is_one_object_on_one_line() {
        let mut out = Vec::new();
        missing().write_json(&mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "{\"error\":{\"code\":\"not-found\",\"exit\":3,\"message\":\"task \\\"billing.nightly-invoice\\\" not found\",\
             \"context\":\"zk1:2181/nono\",\"object\":{\"kind\":\"task\",\"name\":\"billing.nightly-invoice\"},\"causes\":[],\
             \"suggestions\":[\"billing.nightly-invoices\"],\"hints\":[\"nonoctl task list\"],\"retryable\":false}}\n"
        );
    }

    #[test]
    fn a_closed_pipe_is_quiet() {
        let error = CommandError::from(io::Error::from(io::ErrorKind::BrokenPipe));
        let mut out = Vec::new();
        error.write_text(Paint::plain(), &mut out).unwrap();
        error.write_json(&mut out).unwrap();
        assert_eq!((error.exit(), out.len()), (0, 0));
    }

    #[test]
    fn an_unknown_result_is_said_to_programs() {
        let error = CommandError::unavailable("lost").with_unknown_result();
        assert_eq!(error.json()["error"]["applied"], "unknown");
        assert_eq!(error.json()["error"]["retryable"], true);
    }
}
