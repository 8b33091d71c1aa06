//! The list of tasks: every name, what is known of each, and which are shown in which order.
//!
//! There may be 100,000. Names are always known; rows are read for what is on the screen, or of all tasks once. The order
//! is worked out anew only when something it depends on has changed.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

use nono_core::name::TaskName;
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
    /// What was read, by name.
    pub(crate) rows: HashMap<TaskName, Arc<TaskRow>>,
    /// When all were read.
    pub(crate) counted_at: Option<Utc>,
    /// All are being read: how many were, of how many.
    pub(crate) reading: Option<(usize, usize)>,
    /// What is due within the next hour, worked out when all were read.
    pub(crate) forecast: Option<Arc<Forecast>>,
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
        self.rows.get(self.name(place)?)
    }

    /// Where a task is shown.
    pub(crate) fn place_of(&self, name: &str) -> Option<usize> {
        (0..self.order.len()).find(|place| self.name(*place).is_some_and(|known| known.as_str() == name))
    }

    /// New names: what is known of those that are gone is dropped.
    pub(crate) fn list(&mut self, catalogue: Arc<Catalogue>) {
        self.rows.retain(|name, _| catalogue.names.binary_search(name).is_ok());
        self.catalogue = Some(catalogue);
        self.made_for = None;
    }

    /// Rows that were read.
    pub(crate) fn learn(&mut self, asked: &[TaskName], rows: Vec<TaskRow>) {
        for name in asked {
            self.rows.remove(name);
        }
        self.rows.extend(rows.into_iter().map(|row| (row.name.clone(), Arc::new(row))));
    }

    /// All rows, read once.
    pub(crate) fn count(&mut self, at: Utc, rows: Vec<TaskRow>, forecast: Arc<Forecast>) {
        let names = rows.iter().map(|row| row.name.clone()).collect();
        self.rows = rows.into_iter().map(|row| (row.name.clone(), Arc::new(row))).collect();
        let mut catalogue = Catalogue { names };
        catalogue.names.sort();
        self.catalogue = Some(Arc::new(catalogue));
        self.counted_at = Some(at);
        self.reading = None;
        self.forecast = Some(forecast);
        self.made_for = None;
    }

    /// Puts them in order, unless they are.
    pub(crate) fn arrange(&mut self, by: OrderBy, filter: &Filter, now: Utc) {
        if self.made_for.as_ref() == Some(&by) {
            return;
        }
        let Some(catalogue) = self.catalogue.clone() else {
            self.order.clear();
            return;
        };
        let names = &catalogue.names;
        let is_shown = |place: &u32| {
            let name = &names[*place as usize];
            let row = self.rows.get(name).map(Arc::as_ref);
            let problem = row.is_some_and(super::super::data::TaskRow::is_problem);
            (!by.problems || problem) && filter.matches(&TaskFacts { name: name.as_str(), row, now })
        };
        let mut order: Vec<u32> = (0..u32::try_from(names.len()).unwrap_or(u32::MAX)).filter(is_shown).collect();
        if by.column.needs_rows() {
            let row = |place: u32| self.rows.get(&names[place as usize]).map(Arc::as_ref);
            // A stable sort: ties stay in the order of names.
            order.sort_by(|a, b| {
                let order = compare(by.column, row(*a), row(*b));
                if by.descending { order.reverse() } else { order }
            });
        } else if by.descending {
            order.reverse();
        }
        self.order = order;
        self.made_for = Some(by);
    }
}

/// What is not known comes last, whichever way it is sorted by.
fn compare(column: Column, a: Option<&TaskRow>, b: Option<&TaskRow>) -> Ordering {
    let (Some(a), Some(b)) = (a, b) else { return b.is_some().cmp(&a.is_some()) };
    match column {
        Column::Name => a.name.cmp(&b.name),
        Column::Schedule => a.schedule.cmp(&b.schedule),
        Column::State => a.condition.cmp(&b.condition).then(b.failures.cmp(&a.failures)),
        Column::Last => b.last_at.cmp(&a.last_at),
        Column::Runs => b.failures.cmp(&a.failures),
        Column::P50 => b.p50.cmp(&a.p50),
        Column::Next => match (a.next, b.next) {
            (Some(a), Some(b)) => a.cmp(&b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        },
        Column::Owner => a.owner.cmp(&b.owner),
    }
}

impl TaskRow {
    /// Whether somebody should look at it.
    pub(crate) fn is_problem(&self) -> bool {
        matches!(self.condition, TaskCondition::Failing | TaskCondition::Late | TaskCondition::Unreadable)
    }
}
