//! Who is asked: a row that says what it knows of itself.
//!
//! An answer may be that it was not read yet, which is not the same as having none: a task that never ran has no last
//! run, and `!last<1d` means it, too; of a task whose state is still to be read nobody can say.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::time::Duration;

use nono_core::name::MemberId;
use nono_core::time::Utc;

use super::field::Measure;
use crate::tasks::read::BrokenTask;
use crate::tasks::runs::RunView;
use crate::tasks::view::{TaskCondition, TaskView};

/// What a row says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Answer<T> {
    /// Nobody knows: it was not read yet, or cannot be read.
    Unread,
    /// It has none.
    Nothing,
    /// This.
    Is(T),
}

impl<T> Answer<T> {
    /// Whether it is one that `holds`, if that is known.
    pub(super) fn is(self, holds: impl FnOnce(T) -> bool) -> Option<bool> {
        match self {
            Self::Unread => None,
            Self::Nothing => Some(false),
            Self::Is(value) => Some(holds(value)),
        }
    }
}

/// Of something that was read.
impl<T> From<Option<T>> for Answer<T> {
    fn from(read: Option<T>) -> Self {
        read.map_or(Self::Nothing, Self::Is)
    }
}

/// A row that can be asked.
pub(crate) trait Subject {
    /// Its name; of a run the task's.
    fn name(&self) -> &str;
    /// Whether this word of `state:` is said of it.
    fn is_in_state(&self, word: &str) -> Answer<bool>;
    /// The value of a label.
    fn label(&self, key: &str) -> Answer<&str>;
    /// Who owns it; of a run its scheduler.
    fn owner(&self) -> Answer<&MemberId>;
    /// A figure: milliseconds, a count or bytes.
    fn figure(&self, measure: Measure) -> Answer<i64>;
}

/// A task as it was read, at a moment.
#[derive(Debug)]
pub(crate) struct TaskSubject<'a> {
    task: &'a TaskView,
    now: Utc,
    condition: OnceCell<TaskCondition>,
}

impl<'a> TaskSubject<'a> {
    /// As it is at `now`.
    pub(crate) fn new(task: &'a TaskView, now: Utc) -> Self {
        Self { task, now, condition: OnceCell::new() }
    }

    /// What follows from a state that cannot be read is not known.
    fn of_state(&self, figure: Option<i64>) -> Answer<i64> {
        if self.task.spoilt.is_some() { Answer::Unread } else { figure.into() }
    }
}

impl Subject for TaskSubject<'_> {
    fn name(&self) -> &str {
        self.task.name().as_str()
    }

    fn is_in_state(&self, word: &str) -> Answer<bool> {
        Answer::Is(self.condition.get_or_init(|| self.task.condition(self.now)).word() == word)
    }

    fn label(&self, key: &str) -> Answer<&str> {
        self.task.labels().get(key).map(String::as_str).into()
    }

    fn owner(&self) -> Answer<&MemberId> {
        self.task.owner.as_ref().into()
    }

    fn figure(&self, measure: Measure) -> Answer<i64> {
        let (task, now) = (self.task, self.now);
        match measure {
            Measure::Lag => self.of_state(task.lag(now).map(millis)),
            Measure::P50 => self.of_state(task.p50().map(millis)),
            Measure::Fails => self.of_state(Some(whole(task.failures_in_a_row()))),
            Measure::Next => self.of_state(task.next(now).map(|next| next.utc().0.saturating_sub(now.0))),
            Measure::Last => self.of_state(task.last_at(now).map(|last| now.0.saturating_sub(last.0))),
            Measure::Size => Answer::Is(i64::from(task.size())),
            Measure::Took | Measure::Tries => Answer::Nothing,
        }
    }
}

/// A run as it was read, at a moment.
#[derive(Debug)]
pub(crate) struct RunSubject<'a> {
    run: &'a RunView,
    labels: Option<&'a BTreeMap<String, String>>,
    now: Utc,
}

impl<'a> RunSubject<'a> {
    /// As it is at `now`; `labels` are its task's, if that was read.
    pub(crate) fn new(run: &'a RunView, labels: Option<&'a BTreeMap<String, String>>, now: Utc) -> Self {
        Self { run, labels, now }
    }
}

impl Subject for RunSubject<'_> {
    fn name(&self) -> &str {
        self.run.task.as_str()
    }

    fn is_in_state(&self, word: &str) -> Answer<bool> {
        Answer::Is(self.run.standing.mark().word == word)
    }

    fn label(&self, key: &str) -> Answer<&str> {
        self.labels.map_or(Answer::Unread, |labels| labels.get(key).map(String::as_str).into())
    }

    fn owner(&self) -> Answer<&MemberId> {
        self.run.scheduler.as_ref().into()
    }

    fn figure(&self, measure: Measure) -> Answer<i64> {
        match measure {
            Measure::Lag => self.run.lateness_ms.into(),
            Measure::Took => self.run.duration(self.now).map(millis).into(),
            Measure::Tries => Answer::Is(i64::from(self.run.attempts)),
            Measure::P50 | Measure::Fails | Measure::Next | Measure::Last | Measure::Size => Answer::Nothing,
        }
    }
}

/// A task that is there and cannot be read: all that is known is its name, and that.
impl Subject for BrokenTask {
    fn name(&self) -> &str {
        self.name.as_str()
    }

    fn is_in_state(&self, word: &str) -> Answer<bool> {
        Answer::Is(word == TaskCondition::Unreadable.word())
    }

    fn label(&self, _: &str) -> Answer<&str> {
        Answer::Unread
    }

    fn owner(&self) -> Answer<&MemberId> {
        Answer::Unread
    }

    fn figure(&self, _: Measure) -> Answer<i64> {
        Answer::Unread
    }
}

fn millis(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}

fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
