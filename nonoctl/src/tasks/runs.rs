//! Runs as rows, cards and documents: ended ones from a task's history, open ones from claims and records, and those that
//! were only asked for from commands.

mod standing;

use std::time::Duration;

use nono_core::name::{Epoch, MemberId, RunId, TaskName};
use nono_core::run::{RunOutcome, Trigger, UserAction};
use nono_core::task::SchedulerTask;
use nono_core::time::{Instant, Utc};
use serde_json::{Value, json};

pub(crate) use self::standing::{Standing, outcome_mark};
use super::asked::{AskedRun, Hold};
use super::open::{OpenRun, Progress};
use super::view::TaskView;
use crate::output::cell::Cell;
use crate::output::{Card, Column, Row};
use crate::words;

/// A run, open or ended.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct RunView {
    /// Its id.
    pub(crate) run: RunId,
    /// Its task's name.
    pub(crate) task: TaskName,
    /// Why it exists.
    pub(crate) trigger: Trigger,
    /// The instant it stands for; of a run that is asked for now and not claimed yet, when that was.
    pub(crate) scheduled_at: Instant,
    /// How it stands, or ended.
    pub(crate) standing: Standing,
    /// First byte of the first attempt.
    pub(crate) started_at: Option<Utc>,
    /// When it ended.
    pub(crate) ended_at: Option<Utc>,
    /// First byte minus send time, in milliseconds.
    pub(crate) lateness_ms: Option<i64>,
    /// The number of the last attempt that was sent.
    pub(crate) attempts: u32,
    /// Whether it was sent again, or will be, because a crash left an earlier attempt in doubt.
    pub(crate) redelivered: bool,
    /// Counts the owners of its partition: under which it ended, or was claimed.
    pub(crate) epoch: Option<Epoch>,
    /// How many attempts its task allows.
    pub(crate) most_attempts: Option<u32>,
    /// Who sent it.
    pub(crate) scheduler: Option<MemberId>,
    /// The HTTP status of the last answer.
    pub(crate) status: Option<u16>,
    /// The worker's words, or the cause.
    pub(crate) message: Option<String>,
    /// Of a range of missed instants: the last one, and how many.
    pub(crate) missed: Option<(Instant, u64)>,
    /// Of a run that nobody has claimed, or of a backfill not wholly: what was asked, and what it waits for.
    pub(crate) asked: Option<(AskedRun, Hold)>,
}

impl RunView {
    /// Of a run that is over.
    pub(crate) fn ended(task: &TaskName, plan: Option<&SchedulerTask>, outcome: &RunOutcome) -> Self {
        Self {
            run: outcome.run.clone(),
            task: task.clone(),
            trigger: outcome.trigger,
            scheduled_at: outcome.scheduled_at,
            standing: Standing::Ended(outcome.outcome),
            started_at: outcome.started_at,
            ended_at: Some(outcome.ended_at),
            lateness_ms: outcome.lateness_ms,
            attempts: outcome.attempts,
            redelivered: outcome.redelivered,
            epoch: Some(outcome.epoch),
            most_attempts: plan.map(|plan| plan.policy.retry.attempts),
            scheduler: Some(outcome.scheduler.clone()),
            status: outcome.status,
            message: outcome.message.clone(),
            missed: outcome.missed_to.zip(outcome.missed_count),
            asked: None,
        }
    }

    /// Of a run that is open. `owner` owns its partition.
    pub(crate) fn open(plan: Option<&SchedulerTask>, owner: Option<&MemberId>, open: &OpenRun, now: Utc) -> Self {
        let progress = match plan {
            Some(plan) => open.progress(&plan.schedule, now),
            None => open.progress_without_plan(now),
        };
        let (standing, sent) = match progress {
            Progress::Unsent(_) => (Standing::Waiting, open.entry.attempt.saturating_sub(1)),
            Progress::Sent => (Standing::Running, open.entry.attempt),
            Progress::Retrying(_) => (Standing::Retrying, open.entry.attempt.saturating_sub(1)),
        };
        let executor = open.record.as_deref().map(|record| &record.executor);
        Self {
            run: open.entry.run.clone(),
            task: open.entry.task.clone(),
            trigger: open.entry.trigger,
            scheduled_at: open.entry.scheduled_at,
            standing,
            started_at: open.started_at(),
            ended_at: None,
            lateness_ms: None,
            attempts: sent,
            redelivered: open.entry.is_redelivered(),
            epoch: Some(open.entry.epoch),
            most_attempts: plan.map(|plan| plan.policy.retry.attempts),
            scheduler: executor.or(owner).cloned(),
            status: None,
            message: None,
            missed: None,
            asked: None,
        }
    }

    /// The open runs of a task, the newest first.
    pub(crate) fn open_of(task: &TaskView, now: Utc) -> impl Iterator<Item = Self> {
        let plan = &task.stored.task;
        task.open.iter().rev().map(move |open| {
            let mut view = Self::open(Some(plan), task.owner.as_ref(), open, now);
            if open.is_in_line(&task.open, plan.policy.overlap) {
                (view.standing, view.attempts) = (Standing::Waiting, 0);
            }
            view
        })
    }

    /// Of a run that was asked for and not claimed yet.
    pub(crate) fn asked(asked: &AskedRun, hold: Hold) -> Self {
        Self {
            run: asked.run.clone(),
            task: asked.command.task.clone(),
            trigger: asked.trigger(),
            scheduled_at: asked.scheduled_at().unwrap_or(asked.at.floor()),
            standing: Standing::Asked,
            started_at: None,
            ended_at: None,
            lateness_ms: None,
            attempts: 0,
            redelivered: false,
            epoch: None,
            most_attempts: None,
            scheduler: None,
            status: None,
            message: None,
            missed: None,
            asked: Some((asked.clone(), hold)),
        }
    }

    /// Whether it has not ended.
    pub(crate) const fn is_open(&self) -> bool {
        !matches!(self.standing, Standing::Ended(_))
    }

    /// First byte to end, or to now.
    pub(crate) fn duration(&self, now: Utc) -> Option<Duration> {
        self.started_at.map(|started| self.ended_at.unwrap_or(now).since(started))
    }

    /// `HTTP 503: no memory`.
    pub(crate) fn result(&self) -> Option<String> {
        if let Some((asked, hold)) = &self.asked {
            let some = asked.claimed();
            let some = if some > 0 { format!("{} claimed; the rest ", words::count(some)) } else { String::new() };
            return Some(format!("{some}{}", hold.words()));
        }
        let missed = self.missed.filter(|(_, count)| *count > 1);
        if let Some((to, count)) = missed {
            return Some(format!("missed {} from {} to {to}", words::count(count), self.scheduled_at));
        }
        match (self.status, &self.message) {
            (Some(status), Some(message)) if !message.is_empty() => Some(format!("HTTP {status}: {message}")),
            (Some(status), _) => Some(format!("HTTP {status}")),
            (None, message) => message.clone(),
        }
    }

    fn attempts_cell(&self) -> Cell {
        let again = if self.redelivered { ", redelivered" } else { "" };
        match self.most_attempts {
            _ if self.attempts == 0 => Cell::Empty,
            Some(most) if most >= self.attempts => Cell::Text(format!("{} of {most}{again}", self.attempts)),
            _ => Cell::Text(format!("{}{again}", self.attempts)),
        }
    }

    fn lateness_cell(&self) -> Cell {
        let lateness = self.lateness_ms.map(|millis| u64::try_from(millis).unwrap_or(0));
        lateness.map_or(Cell::Empty, |millis| Cell::Took(Duration::from_millis(millis)))
    }

    /// The columns of [`RunView::row`].
    pub(crate) fn columns(of: Of) -> Vec<Column> {
        let mut columns = vec![Column::text("RUN").yields(4)];
        if of == Of::AllTasks {
            columns.push(Column::text("TASK"));
        }
        columns.extend([
            Column::text("SCHEDULED"),
            Column::number("LATENESS").yields(2),
            Column::text("SCHEDULER").yields(1),
            Column::text("ATTEMPTS").yields(3),
            Column::text("OUTCOME"),
            Column::number("DURATION"),
            Column::text("RESULT"),
        ]);
        columns.extend([
            Column::wide("TRIGGER"),
            Column::wide("STARTED"),
            Column::wide("ENDED"),
            Column::wide("EPOCH"),
        ]);
        columns
    }

    /// As a row of a list.
    pub(crate) fn row(&self, of: Of, now: Utc) -> Row {
        let mut cells = vec![Cell::Text(self.run.to_string())];
        if of == Of::AllTasks {
            cells.push(Cell::Text(self.task.to_string()));
        }
        let duration = self.duration(now).map_or(Cell::Empty, Cell::Took);
        cells.extend([
            self.scheduled().map_or(Cell::Empty, |at| Cell::At(at.utc())),
            self.lateness_cell(),
            Cell::maybe(self.scheduler.as_ref().map(|scheduler| scheduler.name().to_string())),
            self.attempts_cell(),
            Cell::State(self.standing.mark()),
            duration,
            Cell::maybe(self.result()),
            Cell::Text(self.trigger.as_str().to_owned()),
            self.started_at.map_or(Cell::Empty, Cell::At),
            self.ended_at.map_or(Cell::Empty, Cell::At),
            Cell::maybe(self.epoch.map(|epoch| epoch.0.to_string())),
        ]);
        Row { name: self.run.to_string(), cells, document: self.document(now), manifest: None }
    }

    /// The instant it stands for, as far as it has one.
    fn scheduled(&self) -> Option<Instant> {
        match &self.asked {
            Some((asked, _)) => asked.scheduled_at(),
            None => Some(self.scheduled_at),
        }
    }

    /// For programs.
    pub(crate) fn document(&self, now: Utc) -> Value {
        let mut document = self.facts(now);
        if let (Some((asked, hold)), Some(members)) = (&self.asked, document.as_object_mut()) {
            members.insert("by".to_owned(), json!(asked.command.by));
            members.insert("reason".to_owned(), json!(asked.command.reason));
            members.insert("askedAt".to_owned(), json!(asked.at));
            members.insert("waitsFor".to_owned(), json!(hold.code()));
            if let UserAction::Backfill(span) = &asked.command.action {
                members.insert("backfill".to_owned(), json!(span));
            }
        }
        document
    }

    fn facts(&self, now: Utc) -> Value {
        let outcome = match self.standing {
            Standing::Ended(outcome) => Some(outcome.as_str()),
            _ => None,
        };
        json!({
            "run": self.run,
            "task": self.task,
            "state": self.standing.mark().word,
            "outcome": outcome,
            "trigger": self.trigger.as_str(),
            "scheduledAt": self.scheduled(),
            "startedAt": self.started_at,
            "endedAt": self.ended_at,
            "latenessMs": self.lateness_ms,
            "durationMs": self.ended_at.and(self.duration(now)).map(|span| span.as_millis() as u64),
            "attempts": self.attempts,
            "redelivered": self.redelivered,
            "epoch": self.epoch,
            "scheduler": self.scheduler,
            "status": self.status,
            "message": self.message,
            "missedTo": self.missed.map(|(to, _)| to),
            "missedCount": self.missed.map(|(_, count)| count),
        })
    }

    /// In lines.
    pub(crate) fn card(&self, now: Utc) -> Card {
        let mut card = Card::new("run", self.run.as_str(), self.document(now));
        card.mark = Some(self.standing.mark());
        card.field("task", Cell::Text(self.task.to_string()));
        card.field("trigger", Cell::Text(self.trigger.as_str().to_owned()));
        if let Some((asked, hold)) = &self.asked {
            asked_fields(asked, *hold, &mut card);
            return card;
        }
        card.field("scheduled", Cell::At(self.scheduled_at.utc()));
        card.field("started", self.started_at.map_or(Cell::Empty, Cell::At));
        card.field("ended", self.ended_at.map_or(Cell::Empty, Cell::At));
        card.field("duration", self.duration(now).map_or(Cell::Empty, Cell::Took));
        card.field("lateness", self.lateness_cell());
        card.field("attempts", self.attempts_cell());
        card.field("scheduler", Cell::maybe(self.scheduler.as_ref().map(ToString::to_string)));
        card.field("epoch", Cell::maybe(self.epoch.map(|epoch| epoch.0.to_string())));
        card.field("result", Cell::maybe(self.result()));
        card
    }
}

/// What there is to say of a run before it is one.
fn asked_fields(asked: &AskedRun, hold: Hold, card: &mut Card) {
    card.field("asked by", Cell::Text(asked.command.by.clone()));
    card.field("asked", Cell::At(asked.at));
    card.field("reason", Cell::maybe(asked.command.reason.as_ref()));
    match &asked.command.action {
        UserAction::Backfill(span) => {
            card.field("instants", Cell::Text(format!("from {} to {}", span.from, span.to)));
            let far = span.after.map(|at| format!(", the last of {at}")).unwrap_or_default();
            card.field("claimed", Cell::Text(format!("{}{far}", words::count(u64::from(span.claimed)))));
        }
        UserAction::Replay { of, scheduled_at } => {
            card.field("scheduled", Cell::At(scheduled_at.utc()));
            card.field("repeats", Cell::Text(of.to_string()));
        }
        UserAction::Trigger | UserAction::Cancel { .. } => {}
    }
    card.field("why", Cell::Text(format!("no scheduler has claimed it yet: it {}", hold.words())));
    card.footer.extend(hold.remedy().map(|remedy| format!("  hint: {remedy}")));
    card.footer.push(format!("  take it back: nonoctl run cancel {}", asked.run));
}

/// Whose runs a list holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Of {
    /// One task's: its name needs no column.
    OneTask,
    /// Any task's.
    AllTasks,
}
