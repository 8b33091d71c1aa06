//! What is on the screen, as values: which view is open, what is selected, what is typed, and what is known.
//!
//! [`crate::top::update`] changes it, [`crate::top::view`] draws it. It does no I/O; the moment of now is put into it.

pub(crate) mod attention;
pub(crate) mod dialog;
pub(crate) mod happened;
pub(crate) mod help;
pub(crate) mod lists;
pub(crate) mod lost;
pub(crate) mod subjects;
pub(crate) mod table;
pub(crate) mod tasks;
pub(crate) mod trend;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use jiff::tz::TimeZone;
use nono_core::name::{MemberId, RunId, TaskName};
use nono_core::time::Utc;
use tui_input::Input;

use self::dialog::Dialog;
use self::happened::Happened;
use self::help::Help;
use self::lost::Lost;
use self::table::Table;
use self::tasks::TaskList;
use self::trend::Trend;
use super::data::{Checkup, Fleet, Link, Report, SeenRun, Server, TaskDetail};
use super::keys::{Action, KeyMap};
use crate::filter::{Filter, FilterError};
use crate::terminal::{Clock, TimeStyle};

/// Runs that are kept of those the schedulers told of.
pub(crate) const RUNS_KEPT: usize = 5_000;

/// Everything that the screen shows.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    /// The context, or the connect string, as it is shown.
    pub(crate) place: String,
    /// The contexts there are.
    pub(crate) contexts: Vec<String>,
    /// The one to go to.
    pub(crate) switch_to: Option<String>,
    /// The beginning of every command that stands for what is done here.
    pub(crate) command: String,
    /// Nothing can be changed from here.
    pub(crate) read_only: bool,
    /// Of an open task only the runs that failed are listed.
    pub(crate) failed_only: bool,
    /// It was started so: nothing takes that back.
    pub(crate) stays_read_only: bool,
    /// What `:ro` and `:rw` said, here and in other contexts.
    pub(crate) said: Said,
    /// Changes want the place typed.
    pub(crate) protected: bool,
    /// Now, by this machine.
    pub(crate) now: Utc,
    /// The person's zone.
    pub(crate) zone: TimeZone,
    /// How moments are shown.
    pub(crate) times: TimeStyle,
    /// Columns and rows of the terminal.
    pub(crate) size: (u16, u16),
    /// Which keys do what.
    pub(crate) keys: KeyMap,
    /// Seconds between two looks at the figures.
    pub(crate) interval: u64,

    /// What is open; the last one is shown.
    pub(crate) screens: Vec<Screen>,
    /// Screens that were left, to go forward to again.
    pub(crate) forward: Vec<Screen>,
    /// What lies over it.
    pub(crate) overlay: Option<Overlay>,
    /// The line at the bottom in which a filter is typed.
    pub(crate) filter_box: Option<Input>,
    /// The filter that counts, by view.
    pub(crate) filters: BTreeMap<View, Filtering>,
    /// Each table's selection and order.
    pub(crate) tables: BTreeMap<TableId, Table>,
    /// The pane that has the keys, by its place on the view.
    pub(crate) pane: usize,
    /// One pane fills the body.
    pub(crate) expanded: bool,
    /// The preview under a table.
    pub(crate) preview: bool,
    /// More columns, cut less.
    pub(crate) wide: bool,
    /// The newest run stays selected.
    pub(crate) following: bool,
    /// Minutes that Upcoming shows.
    pub(crate) window: u64,
    /// The minute of Upcoming under the cursor.
    pub(crate) minute: u64,
    /// Mouse events are taken.
    pub(crate) mouse: bool,
    /// What happened to the last change, and since when it is shown.
    pub(crate) toast: Option<(Report, Utc)>,

    /// What the person asked for and what must be read first; keys wait for it.
    pub(crate) pending: Option<Pending>,
    /// What the source was last told to look at.
    pub(crate) wanted: Option<super::data::Wants>,
    /// What is shown stands still since then: the picture of that moment, while more comes in.
    pub(crate) frozen: Option<(Utc, Box<Facts>)>,
    /// What is known.
    pub(crate) facts: Facts,
}

/// What a person said of changes, which goes along to other contexts.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Said {
    /// `:ro`: no changes, wherever one goes.
    pub(crate) read_only: bool,
    /// `:rw` after it: changes again, in these places alone.
    pub(crate) writable: BTreeSet<String>,
}

impl Said {
    /// Whether it forbids changes in a place.
    pub(crate) fn forbids(&self, place: &str) -> bool {
        self.read_only && !self.writable.contains(place)
    }
}

/// What waits for something to be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Pending {
    /// A question about these tasks, or about a scheduler if there are none.
    Ask(Action, Vec<TaskName>),
    /// The editor on this task.
    Edit(TaskName),
}

/// Since when something is so.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Since {
    /// The moment.
    pub(crate) at: Utc,
    /// It was so before: the moment is the earliest that is known.
    pub(crate) or_before: bool,
}

impl Since {
    /// It began at this moment.
    pub(crate) const fn at(at: Utc) -> Self {
        Self { at, or_before: false }
    }

    /// It was so at this moment.
    pub(crate) const fn before(at: Utc) -> Self {
        Self { at, or_before: true }
    }
}

/// What is known of the cluster.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    /// How the connection is.
    pub(crate) link: Link,
    /// There was a session before.
    pub(crate) was_live: bool,
    /// Schedulers.
    pub(crate) fleet: Option<Arc<Fleet>>,
    /// Schedulers that were lost some minutes ago, the last one last.
    pub(crate) lost: Vec<Lost>,
    /// Since when nobody leads.
    pub(crate) leaderless: Option<Since>,
    /// Since when no scheduler is there, as far as this screen has seen it.
    pub(crate) unstaffed: Option<Since>,
    /// Since when some partition has no owner, as far as this screen has seen it.
    pub(crate) unowned: Option<Since>,
    /// Since when the tasks fail that the schedulers name, as it was first told, and how often in a row by now.
    pub(crate) failing: BTreeMap<TaskName, (Since, u64)>,
    /// Figures over time, as far as this screen has seen them.
    pub(crate) trend: Trend,
    /// Tasks.
    pub(crate) tasks: TaskList,
    /// Runs that ended, newest first.
    pub(crate) runs: VecDeque<SeenRun>,
    /// Runs ended that no scheduler told of, since there was no room: more than so many a second.
    pub(crate) sampled: bool,
    /// The open task.
    pub(crate) task: Option<Arc<TaskDetail>>,
    /// A task that was open and is gone.
    pub(crate) gone: Option<TaskName>,
    /// A task that is open and cannot be understood, and why.
    pub(crate) unreadable: Option<(TaskName, String)>,
    /// Everything is being read again.
    pub(crate) refreshing: bool,
    /// Tasks that some scheduler told to be late or failing, and which of it; until one tells that they no longer are.
    pub(crate) troubled: BTreeMap<TaskName, String>,
    /// ZooKeeper's servers.
    pub(crate) servers: Vec<Server>,
    /// What the doctor found.
    pub(crate) checkup: Option<Arc<Checkup>>,
    /// The doctor is looking.
    pub(crate) examining: bool,
    /// What happened while this screen looked, newest first.
    pub(crate) happened: VecDeque<Happened>,
    /// Whether what was written down before it looked is among that.
    pub(crate) knows_the_past: bool,
}

impl Facts {
    /// Since when there is no session any more: what is known is from before.
    pub(crate) fn lost_since(&self) -> Option<Utc> {
        match &self.link {
            Link::Lost { since, .. } | Link::Expired { since } | Link::Connecting { since, .. } if self.was_live => {
                Some(*since)
            }
            _ => None,
        }
    }
}

/// One of the six views.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum View {
    /// What is wrong, and how it goes.
    Overview,
    /// All tasks.
    Tasks,
    /// All schedulers.
    Schedulers,
    /// Runs as they end.
    Runs,
    /// What comes.
    Upcoming,
    /// ZooKeeper, the doctor, what happened.
    Cluster,
}

impl View {
    /// In the order of their numbers.
    pub(crate) const ALL: [Self; 6] =
        [Self::Overview, Self::Tasks, Self::Schedulers, Self::Runs, Self::Upcoming, Self::Cluster];

    /// As it is typed.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Tasks => "tasks",
            Self::Schedulers => "schedulers",
            Self::Runs => "runs",
            Self::Upcoming => "upcoming",
            Self::Cluster => "cluster",
        }
    }
}

/// What can be open.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Screen {
    /// A view.
    View(View),
    /// One task.
    Task(TaskName),
    /// One scheduler.
    Scheduler(MemberId),
    /// One run of a task.
    Run(TaskName, RunId),
}

impl Screen {
    /// The view whose number is lit.
    pub(crate) const fn view(&self) -> View {
        match self {
            Self::View(view) => *view,
            Self::Task(_) => View::Tasks,
            Self::Scheduler(_) => View::Schedulers,
            Self::Run(..) => View::Runs,
        }
    }
}

/// A table of some screen.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum TableId {
    /// Overview: what needs attention.
    Attention,
    /// All tasks.
    Tasks,
    /// All schedulers.
    Schedulers,
    /// Runs as they end.
    Runs,
    /// The next instants.
    Upcoming,
    /// What happened.
    Events,
    /// The doctor's lines.
    Doctor,
    /// The runs of the open task.
    TaskRuns,
    /// The newest runs that the open scheduler told of.
    SchedulerRuns,
}

/// A filter that counts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filtering {
    /// As it was typed.
    pub(crate) text: String,
    /// The last one that could be understood.
    pub(crate) filter: Filter,
    /// What is wrong with the text.
    pub(crate) error: Option<FilterError>,
    /// Problems only (`!`).
    pub(crate) problems: bool,
}

/// What lies over the screen.
#[derive(Clone, Debug)]
pub(crate) enum Overlay {
    /// The keys of this view.
    Help(Help),
    /// A change, before it is made.
    Confirm(Box<Dialog>),
    /// The command line.
    Palette(Palette),
    /// Which column to sort by: the chosen place in the list.
    Sort(usize),
    /// Everything that can be done here: the chosen place in the list.
    Menu(usize),
    /// Why something that would have asked for a reason is not done: what is typed ahead goes nowhere.
    Notice {
        /// What is not done.
        title: String,
        /// Why, line by line.
        lines: Vec<String>,
    },
    /// A text to be read, such as a manifest.
    Text {
        /// Its title.
        title: String,
        /// Its lines.
        lines: Vec<String>,
        /// The first line shown.
        from: usize,
        /// The command that prints it.
        command: String,
    },
}

/// The command line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Palette {
    /// What is typed.
    pub(crate) input: Input,
    /// What could not be understood.
    pub(crate) error: Option<String>,
}

impl Model {
    /// What is open.
    pub(crate) fn screen(&self) -> &Screen {
        self.screens.last().expect("a view is open as long as there is a screen")
    }

    /// What is shown: the facts of now, or of the moment at which the display was frozen.
    pub(crate) fn shown(&self) -> &Facts {
        self.frozen.as_ref().map_or(&self.facts, |(_, facts)| facts)
    }

    /// How moments are written.
    pub(crate) fn clock(&self) -> Clock {
        Clock { now: self.now, zone: self.zone.clone(), style: self.times }
    }

    /// The table that has the keys, if the pane is one.
    pub(crate) fn table_id(&self) -> Option<TableId> {
        lists::panes(self.screen()).get(self.pane).copied().flatten()
    }

    /// Its state.
    pub(crate) fn table(&self, id: TableId) -> Table {
        self.tables.get(&id).cloned().unwrap_or_else(|| Table::of(id))
    }

    /// The filter of the view that is open.
    pub(crate) fn filtering(&self) -> Option<&Filtering> {
        self.filters.get(&self.screen().view())
    }

    /// Whether the state of every task decides which are listed, or in which order.
    pub(crate) fn chooses_by_state(&self) -> bool {
        let filtering = self.filters.get(&View::Tasks);
        let asks = filtering.is_some_and(|filtering| filtering.problems || filtering.filter.needs_rows());
        asks || tasks::Column::ALL.get(self.table(TableId::Tasks).sort).is_some_and(|column| column.needs_rows())
    }

    /// What a command must be given to change something here without being asked, besides `--yes`.
    pub(crate) fn guard(&self) -> Option<&str> {
        self.protected.then_some(self.place.as_str())
    }

    /// Whether what the view shows hangs on the states or the labels of all tasks.
    pub(crate) fn needs_all(&self) -> bool {
        match self.screen() {
            Screen::View(View::Tasks) => self.chooses_by_state(),
            Screen::View(View::Runs) => {
                self.filters.get(&View::Runs).is_some_and(|filtering| !filtering.filter.label_keys().is_empty())
            }
            Screen::View(View::Upcoming) => true,
            _ => false,
        }
    }

    /// Why nothing can be changed now.
    pub(crate) fn no_changes(&self) -> Option<&'static str> {
        if self.read_only {
            return Some(if self.stays_read_only {
                "read-only: start without --read-only, in a protected place with --read-write"
            } else {
                "read-only: :rw ends that"
            });
        }
        match &self.facts.link {
            Link::Live { .. } => None,
            Link::Denied { .. } => Some("actions are off while not everything may be read"),
            Link::Newer { .. } => Some("the cluster is of a newer release: view only"),
            _ => Some("actions are off while there is no connection"),
        }
    }

    /// What is selected in the table that has the keys.
    pub(crate) fn selected(&self) -> Option<Object> {
        let in_table = || {
            let id = self.table_id()?;
            let key = self.table(id).selected?;
            lists::object(self, id, &key)
        };
        // What is open is meant where none of its rows is.
        match self.screen() {
            Screen::Task(name) => in_table().or_else(|| Some(Object::Task(name.clone()))),
            Screen::Scheduler(id) => in_table().or_else(|| Some(Object::Scheduler(id.clone()))),
            Screen::Run(task, run) => Some(Object::Run(task.clone(), run.clone())),
            Screen::View(_) => in_table(),
        }
    }
}

/// What can be opened, or acted on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Object {
    /// A task.
    Task(TaskName),
    /// A scheduler.
    Scheduler(MemberId),
    /// A run, and its task.
    Run(TaskName, RunId),
}
