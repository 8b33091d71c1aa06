//! The screen as it begins, and when a picture of it is whole.

use nono_core::time::Utc;

use super::app::tasks::TaskList;
use super::app::trend::Trend;
use super::app::{Facts, Filtering, Model, Screen, View};
use super::args::TopArgs;
use super::data::Link;
use super::keys::KeyMap;
use crate::contexts::Place;
use crate::error::{CommandError, ErrorKind};
use crate::filter::{Filter, Kind};
use crate::invocation::Invocation;

/// Nothing is known yet.
pub(super) fn facts(now: Utc) -> Facts {
    Facts {
        link: Link::Connecting { since: now, hosts: Vec::new() },
        was_live: false,
        fleet: None,
        trend: Trend::default(),
        tasks: TaskList::default(),
        runs: std::collections::VecDeque::new(),
        sampled: false,
        task: None,
        gone: None,
        unreadable: None,
        refreshing: false,
        troubled: std::collections::BTreeMap::new(),
        lost: Vec::new(),
        leaderless: None,
        unstaffed: None,
        unowned: None,
        failing: std::collections::BTreeMap::new(),
        servers: Vec::new(),
        checkup: None,
        examining: false,
        happened: std::collections::VecDeque::new(),
        knows_the_past: false,
    }
}

/// The screen as the flags ask for it. `is_first`: of the place that they were typed for, and not of one that was gone to.
pub(super) fn model(
    args: &TopArgs,
    invocation: &Invocation,
    keys: KeyMap,
    is_first: bool,
) -> Result<Model, CommandError> {
    let (place, is_protected) = match args.mock {
        Some(_) => ("zk1,zk2,zk3:2181/mock".to_owned(), false),
        None => {
            let target = invocation.target()?;
            target.connect()?;
            (target.place.name().to_owned(), target.context.protected)
        }
    };
    let now = invocation.now();
    let view = args.view.view();
    let mut model = blank(place, keys, now);
    model.command = invocation.as_typed();
    model.contexts = if args.mock.is_some() { Vec::new() } else { invocation.contexts() };
    model.protected = args.protected || is_protected;
    model.stays_read_only = args.read_only || (is_protected && !(args.read_write && is_first));
    model.read_only = model.stays_read_only;
    model.zone = invocation.terminal.clock.zone.clone();
    model.times = invocation.terminal.clock.style;
    model.size = crossterm::terminal::size().unwrap_or((80, 24));
    model.interval = args.interval.as_secs().max(1);
    model.mouse = args.mouse;
    model.screens = vec![Screen::View(view)];
    if let Some(text) = &args.filter {
        let (view, kind) = if view == View::Runs { (View::Runs, Kind::Run) } else { (View::Tasks, Kind::Task) };
        let filter = Filter::of_flag(Some(text), kind)?;
        model.filters.insert(view, Filtering { text: text.clone(), filter, error: None, problems: false });
    }
    Ok(model)
}

/// What a person said of changes counts in every context: `:ro` stays, and `:rw` is of one place.
pub(super) fn take_along(there: &mut Model, left: &Model) {
    there.said = left.said.clone();
    there.read_only = there.stays_read_only || there.said.forbids(&there.place);
}

/// A screen on which nothing is known.
pub(super) fn blank(place: String, keys: KeyMap, now: Utc) -> Model {
    Model {
        command: format!("nonoctl --connect {place}"),
        place,
        contexts: Vec::new(),
        switch_to: None,
        read_only: false,
        failed_only: false,
        stays_read_only: false,
        said: super::app::Said::default(),
        protected: false,
        now,
        zone: jiff::tz::TimeZone::UTC,
        times: crate::terminal::TimeStyle::Relative,
        size: (120, 35),
        keys,
        interval: 1,
        screens: vec![Screen::View(View::Overview)],
        forward: Vec::new(),
        overlay: None,
        filter_box: None,
        filters: std::collections::BTreeMap::new(),
        tables: std::collections::BTreeMap::new(),
        pane: 0,
        expanded: false,
        preview: true,
        wide: false,
        following: true,
        window: 60,
        minute: 0,
        mouse: false,
        toast: None,
        pending: None,
        wanted: None,
        frozen: None,
        facts: facts(now),
    }
}

/// Whether everything that the view shows was read.
pub(super) fn is_whole(model: &Model) -> bool {
    let facts = &model.facts;
    let tasks = &facts.tasks;
    if facts.fleet.is_none() || tasks.catalogue.is_none() || facts.servers.is_empty() {
        return false;
    }
    match model.screen() {
        Screen::View(View::Tasks) => {
            let shown = super::update::wants(model).rows;
            tasks.reading.is_none() && shown.iter().all(|name| tasks.known(name).is_some())
        }
        Screen::View(View::Upcoming) => tasks.forecast.is_some(),
        Screen::View(View::Runs) => tasks.reading.is_none(),
        Screen::View(View::Cluster) => facts.checkup.is_some(),
        Screen::View(View::Overview) => tasks.reading.is_none(),
        _ => true,
    }
}

/// Waiting longer would change nothing.
pub(super) fn is_hopeless(model: &Model, place: &Place) -> Option<CommandError> {
    match &model.facts.link {
        Link::Denied { why } => Some(crate::connect::denied(why)),
        Link::NotLaidOut => Some(crate::connect::not_laid_out(place)),
        Link::Newer { format } => {
            Some(CommandError::failed(format!("the cluster's format is {format}: upgrade nonoctl")))
        }
        _ if model.needs_all() && model.facts.tasks.failed.is_some() => {
            let why = model.facts.tasks.failed.as_deref().unwrap_or_default();
            Some(CommandError::unavailable(format!("not all tasks were read, and the view hangs on them: {why}")))
        }
        Link::Connecting { hosts, .. } if !hosts.is_empty() => Some(why_not(model)),
        _ => None,
    }
}

/// Nothing came in time.
pub(super) fn why_not(model: &Model) -> CommandError {
    if let Link::Live { .. } = &model.facts.link {
        let message = format!("{} answers, but not everything that the view shows was read in time", model.place);
        return CommandError::new(ErrorKind::Timeout, message);
    }
    let error = CommandError::unavailable(format!("cannot reach ZooKeeper at {}", model.place));
    match &model.facts.link {
        Link::Connecting { hosts, .. } | Link::Lost { hosts, .. } => {
            hosts.iter().fold(error, |error, (host, why)| error.with_cause(format!("{host}  {why}")))
        }
        _ => error,
    }
}
