//! The list of tasks: every name, what is known of each, and which are shown in which order.
//!
//! There may be 100,000. Names are always known; rows are read for what is on the screen, or of all tasks once. The order
//! is worked out anew only when something it depends on has changed.

use std::collections::HashMap;
use std::sync::Arc;

use nono_core::name::{MemberId, TaskName};
use nono_core::time::Utc;

use crate::filter::Filter;
use crate::tasks::view::TaskCondition;
use crate::top::app::subjects::TaskFacts;
use crate::top::data::{Catalogue, Forecast, TaskRow};

/// See the module.
#[derive(Clone, Debug, Default)]
pub(crate) struct TaskList {
    /// All names, once they were listed.
    pub(crate) catalogue: Option<Arc<Catalogue>>,
    /// When all were read.
    pub(crate) counted_at: Option<Utc>,
    /// When all were last asked for, whatever came of it.
    pub(crate) asked_at: Option<Utc>,
    /// Why they were not read when they were asked for last.
    pub(crate) failed: Option<String>,
    /// All are being read: how many were, of how many.
    pub(crate) reading: Option<(usize, usize)>,
    /// What is due within the next hour, worked out when all were read.
    pub(crate) forecast: Option<Arc<Forecast>>,
    /// What was read of each, in the order of the catalogue.
    rows: Vec<Option<Arc<TaskRow>>>,
    /// Places in the catalogue, in the order shown.
    order: Vec<u32>,
    /// What the order was worked out for.
    made_for: Option<OrderBy>,
}

/// What an order depends on.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct OrderBy {
    /// Which column.
    pub(crate) column: Column,
    /// Largest first.
    pub(crate) descending: bool,
    /// The filter's text; the filter itself follows from it.
    pub(crate) text: String,
    /// Failing, late and unreadable ones only.
    pub(crate) problems: bool,
}

/// A column of the list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Column {
    /// Name.
    Name,
    /// Schedule, as typed.
    Schedule,
    /// What it is, the worst first.
    State,
    /// When it last did something.
    Last,
    /// Failures in a row.
    Runs,
    /// p50 of its durations.
    P50,
    /// When it is due next.
    Next,
    /// Who owns it.
    Owner,
}

impl Column {
    /// In the order of the table.
    pub(crate) const ALL: [Self; 8] =
        [Self::Name, Self::Schedule, Self::State, Self::Last, Self::Runs, Self::P50, Self::Next, Self::Owner];

    /// Its title.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Name => "NAME",
            Self::Schedule => "SCHEDULE",
            Self::State => "STATE",
            Self::Last => "LAST",
            Self::Runs => "RUNS",
            Self::P50 => "P50",
            Self::Next => "NEXT",
            Self::Owner => "OWNER",
        }
    }

    /// Whether names alone decide the order.
    pub(crate) const fn needs_rows(self) -> bool {
        !matches!(self, Self::Name)
    }
}

impl TaskList {
    /// How many are shown.
    pub(crate) fn len(&self) -> usize {
        self.order.len()
    }

    /// How many there are.
    pub(crate) fn all(&self) -> usize {
        self.catalogue.as_ref().map_or(0, |catalogue| catalogue.names.len())
    }

    /// The name shown at `place`.
    pub(crate) fn name(&self, place: usize) -> Option<&TaskName> {
        let catalogue = self.catalogue.as_ref()?;
        catalogue.names.get(*self.order.get(place)? as usize)
    }

    /// What is known of the task at `place`.
    pub(crate) fn row(&self, place: usize) -> Option<&Arc<TaskRow>> {
        self.rows.get(*self.order.get(place)? as usize)?.as_ref()
    }

    /// What is known of a task, shown or not.
    pub(crate) fn known(&self, name: &TaskName) -> Option<&Arc<TaskRow>> {
        self.rows.get(self.number(name.as_str())?)?.as_ref()
    }

    /// All that is known.
    pub(crate) fn all_known(&self) -> impl Iterator<Item = &Arc<TaskRow>> {
        self.rows.iter().flatten()
    }

    /// Where a task is shown.
    pub(crate) fn place_of(&self, name: &str) -> Option<usize> {
        let number = u32::try_from(self.number(name)?).ok()?;
        self.order.iter().position(|known| *known == number)
    }

    /// A task's place in the catalogue.
    fn number(&self, name: &str) -> Option<usize> {
        self.catalogue.as_ref()?.names.binary_search_by(|known| known.as_str().cmp(name)).ok()
    }

    /// New names: what is known of those that are gone is dropped.
    pub(crate) fn list(&mut self, catalogue: Arc<Catalogue>) {
        let mut known = std::mem::take(&mut self.rows).into_iter().flatten().peekable();
        let row_of = |name: &TaskName| {
            while known.next_if(|row| row.name < *name).is_some() {}
            known.next_if(|row| row.name == *name)
        };
        self.rows = catalogue.names.iter().map(row_of).collect();
        self.catalogue = Some(catalogue);
        self.made_for = None;
    }

    /// Rows that were read.
    pub(crate) fn learn(&mut self, asked: &[TaskName], rows: Vec<TaskRow>) {
        for name in asked {
            if let Some(number) = self.number(name.as_str()) {
                self.rows[number] = None;
            }
        }
        for row in rows {
            if let Some(number) = self.number(row.name.as_str()) {
                self.rows[number] = Some(Arc::new(row));
            }
        }
    }

    /// All rows, read once.
    pub(crate) fn count(&mut self, at: Utc, mut rows: Vec<Arc<TaskRow>>, forecast: Arc<Forecast>) {
        rows.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        let names = rows.iter().map(|row| row.name.clone()).collect();
        self.catalogue = Some(Arc::new(Catalogue { names }));
        self.rows = rows.into_iter().map(Some).collect();
        self.counted_at = Some(at);
        self.reading = None;
        self.failed = None;
        self.forecast = Some(forecast);
        self.made_for = None;
    }

    /// The reading of all of them has ended without them.
    pub(crate) fn fail(&mut self, why: String) {
        if self.reading.take().is_some() {
            self.failed = Some(why);
        }
    }

    /// Whether there is such a task, as far as names are known.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.catalogue.is_none() || self.number(name).is_some()
    }

    /// Puts them in order, unless they are.
    pub(crate) fn arrange(&mut self, by: OrderBy, filter: &Filter, now: Utc) {
        if self.made_for.as_ref() == Some(&by) {
            return;
        }
        let Some(catalogue) = &self.catalogue else {
            self.order.clear();
            return;
        };
        let is_shown = |(name, row): (&TaskName, &Option<Arc<TaskRow>>)| {
            let row = row.as_deref();
            let problem = row.is_some_and(TaskRow::is_problem);
            (!by.problems || problem) && filter.matches(&TaskFacts { name: name.as_str(), row, now })
        };
        let numbered = (0..).zip(catalogue.names.iter().zip(&self.rows));
        let mut order: Vec<u32> = numbered.filter(|(_, task)| is_shown(*task)).map(|(number, _)| number).collect();
        if by.column.needs_rows() {
            sort(&mut order, &self.rows, by.column, by.descending);
        } else if by.descending {
            order.reverse();
        }
        self.order = order;
        self.made_for = Some(by);
    }
}

/// Each row is looked at once, not once a comparison: there are 100,000. Ties stay in the order of names.
fn sort(order: &mut [u32], rows: &[Option<Arc<TaskRow>>], column: Column, descending: bool) {
    let row = |number: &u32| rows[*number as usize].as_deref();
    let ranks: Vec<Option<u64>> = match column {
        Column::Schedule | Column::Owner => {
            ranks_of(&order.iter().map(|number| word(column, row(number)?)).collect::<Vec<_>>())
        }
        _ => order.iter().map(|number| rank(column, row(number)?)).collect(),
    };
    // What is not known comes last, whichever way it is sorted by.
    let key = |rank: u64| if descending { !rank } else { rank }.min(u64::MAX - 1);
    let ranks = ranks.into_iter().map(|rank| rank.map_or(u64::MAX, key));
    let mut keys: Vec<(u64, u32)> = ranks.zip(order.iter().copied()).collect();
    keys.sort_unstable();
    for (place, (_, number)) in order.iter_mut().zip(keys) {
        *place = number;
    }
}

/// The place of each word among all of them.
fn ranks_of(words: &[Option<&str>]) -> Vec<Option<u64>> {
    let mut known: HashMap<&str, u64> = words.iter().flatten().map(|word| (*word, 0)).collect();
    let mut sorted: Vec<&str> = known.keys().copied().collect();
    sorted.sort_unstable();
    known.extend(sorted.into_iter().zip(0..));
    words.iter().map(|word| known.get((*word)?).copied()).collect()
}

/// What columns of words are sorted by: there are far fewer words than rows.
fn word(column: Column, row: &TaskRow) -> Option<&str> {
    match column {
        Column::Schedule => Some(&row.schedule),
        Column::Owner => row.owner.as_ref().map(MemberId::as_str),
        _ => None,
    }
}

/// A number that grows in the order of the column: the worst, the newest and the longest first.
fn rank(column: Column, row: &TaskRow) -> Option<u64> {
    let moment = |at: Utc| at.0.cast_unsigned() ^ (1 << 63);
    match column {
        Column::State => {
            Some(((row.condition as u64) << 32) | (u64::from(u32::MAX) - row.failures.min(u32::MAX.into())))
        }
        Column::Last => row.last_at.map(|at| !moment(at)),
        Column::Runs => Some(!row.failures),
        Column::P50 => row.p50.map(|span| !u64::try_from(span.as_micros()).unwrap_or(u64::MAX)),
        Column::Next => row.next.map(moment),
        Column::Name | Column::Schedule | Column::Owner => None,
    }
}

impl TaskRow {
    /// Whether somebody should look at it.
    pub(crate) fn is_problem(&self) -> bool {
        matches!(self.condition, TaskCondition::Failing | TaskCondition::Late | TaskCondition::Unreadable)
    }
}
