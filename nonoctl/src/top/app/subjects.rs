//! Rows of the screen as those whom a filter asks.

use nono_core::name::MemberId;
use nono_core::time::Utc;

use crate::filter::Subject;
use crate::filter::field::Measure;
use crate::filter::subject::Answer;
use crate::top::app::tasks::TaskList;
use crate::top::data::{SeenRun, TaskRow};

/// A task of which at least the name is known.
pub(crate) struct TaskFacts<'a> {
    pub(crate) name: &'a str,
    /// As it was read, if it was.
    pub(crate) row: Option<&'a TaskRow>,
    pub(crate) now: Utc,
}

impl TaskFacts<'_> {
    fn figure_of(&self, row: &TaskRow, measure: Measure) -> Option<i64> {
        let millis = |span: std::time::Duration| i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
        match measure {
            Measure::Lag => match row.next.filter(|_| row.condition == crate::tasks::view::TaskCondition::Late) {
                Some(due) => Some(self.now.0.saturating_sub(due.0)),
                None => row.lateness_ms,
            },
            Measure::P50 => row.p50.map(millis),
            Measure::Fails => i64::try_from(row.failures).ok(),
            Measure::Next => row.next.map(|next| next.0.saturating_sub(self.now.0)),
            Measure::Last => row.last_at.map(|last| self.now.0.saturating_sub(last.0)),
            Measure::Size => Some(i64::from(row.size)),
            Measure::Took | Measure::Tries => None,
        }
    }
}

impl Subject for TaskFacts<'_> {
    fn name(&self) -> &str {
        self.name
    }

    fn is_in_state(&self, word: &str) -> Answer<bool> {
        self.row.map_or(Answer::Unread, |row| Answer::Is(row.condition.word() == word))
    }

    fn label(&self, key: &str) -> Answer<&str> {
        self.row.map_or(Answer::Unread, |row| row.labels.get(key).map(String::as_str).into())
    }

    fn owner(&self) -> Answer<&MemberId> {
        self.row.map_or(Answer::Unread, |row| row.owner.as_ref().into())
    }

    fn figure(&self, measure: Measure) -> Answer<i64> {
        self.row.map_or(Answer::Unread, |row| self.figure_of(row, measure).into())
    }
}

/// A run that a scheduler told of. Its labels are its task's, as far as that was read.
pub(crate) struct RunFacts<'a> {
    pub(crate) run: &'a SeenRun,
    pub(crate) tasks: &'a TaskList,
}

impl Subject for RunFacts<'_> {
    fn name(&self) -> &str {
        self.run.task.as_str()
    }

    fn is_in_state(&self, word: &str) -> Answer<bool> {
        Answer::Is(self.run.outcome.as_str() == word)
    }

    fn label(&self, key: &str) -> Answer<&str> {
        let task = self.tasks.known(&self.run.task);
        task.map_or(Answer::Unread, |row| row.labels.get(key).map(String::as_str).into())
    }

    fn owner(&self) -> Answer<&MemberId> {
        Answer::Is(&self.run.scheduler)
    }

    fn figure(&self, measure: Measure) -> Answer<i64> {
        match measure {
            Measure::Lag => self.run.lateness_ms.into(),
            Measure::Took => self.run.duration_ms.into(),
            Measure::Tries => Answer::Is(i64::from(self.run.attempts)),
            Measure::P50 | Measure::Fails | Measure::Next | Measure::Last | Measure::Size => Answer::Nothing,
        }
    }
}
