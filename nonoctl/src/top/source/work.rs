//! What is read for the screen over one session, and when.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use nono_core::name::{MemberId, Partition, RunId, TaskName};
use nono_core::node::{Folder, Node, Read, Record};
use nono_core::store::admin::AdminError;
use nono_core::store::zookeeper::ZooKeeper;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{Instant as Moment, MissedTickBehavior};

use super::beside::Beside;
use super::census::{self, Shared};
use super::hints::{Hint, Hints};
use super::{End, Sender, deeds, servers};
use crate::commands::scheduler::census::{Census, Found};
use crate::connect::Cluster;
use crate::error::{CommandError, ErrorKind};
use crate::invocation::{Invocation, wall_clock};
use crate::tasks::{asked, read};
use crate::top::data::{Catalogue, Fleet, Link, News, Order, Report, TaskDetail, Wants};

/// Between two looks at who belongs to the cluster.
const WHO: Duration = Duration::from_secs(5);
/// The same where something has told that it moved: what moves together is looked at once.
const MOVED: Duration = Duration::from_millis(500);
/// Rows on the screen are read again after this, though nothing told of a change.
const ROWS: Duration = Duration::from_secs(10);
/// And never sooner than this.
const ROWS_AT_MOST: Duration = Duration::from_secs(2);
/// Between two questions to ZooKeeper's servers.
const SERVERS: Duration = Duration::from_secs(15);
/// The same while they are on the screen.
const SERVERS_SHOWN: Duration = Duration::from_secs(3);
/// Names that could not be listed are tried again after this.
const LIST_AGAIN: Duration = Duration::from_secs(5);
/// Plans that changed are listed together after this.
const GATHER: Duration = Duration::from_millis(300);

/// What outlives a session: what the screen looks at, how often, and all names.
#[derive(Default)]
pub(super) struct Known {
    wants: Wants,
    interval: Option<Duration>,
    names: HashMap<Partition, Vec<TaskName>>,
    /// The number of the newest event of the cluster that was told.
    event: u64,
    /// Orders that were given while there was no session.
    pending: Vec<Order>,
}

impl Known {
    /// Keeps an order for when there is a session.
    pub(super) fn remember(&mut self, order: &Order) {
        match order {
            Order::Want(wants) => self.wants = wants.clone(),
            Order::Interval(interval) => self.interval = Some(*interval),
            Order::Count | Order::Examine if !self.pending.contains(order) => self.pending.push(order.clone()),
            _ => {}
        }
    }
}

/// What something is read for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Purpose {
    Fleet,
    Names,
    Rows,
    Task,
}

/// See the module.
pub(super) struct Work<'a> {
    cluster: Cluster,
    zookeeper: Arc<ZooKeeper>,
    invocation: Invocation,
    known: &'a mut Known,
    news: Sender,
    found: Option<Found>,
    /// What was last seen of who owns what: leases are read again when it changes.
    owned: Option<(u64, Vec<(MemberId, usize)>)>,
    who_at: Option<Moment>,
    rows_at: Option<Moment>,
    servers_at: Option<Moment>,
    seen_runs: BTreeSet<RunId>,
    /// Who there is, who leads, what is planned or whether the cluster is paused has changed.
    moved: bool,
    /// Something that is on the screen has changed.
    touched: bool,
    dirty: BTreeSet<Partition>,
    /// What must not be read, by what it was wanted for: as long as there is something, that is how the connection is.
    denied: BTreeMap<Purpose, String>,
    shared: Shared,
    jobs: JoinSet<()>,
    beside: Beside,
}

impl<'a> Work<'a> {
    pub(super) fn new(
        cluster: Cluster,
        zookeeper: Arc<ZooKeeper>,
        invocation: Invocation,
        known: &'a mut Known,
        news: Sender,
    ) -> Self {
        Self {
            cluster,
            zookeeper,
            invocation,
            known,
            news,
            found: None,
            owned: None,
            who_at: None,
            rows_at: None,
            servers_at: None,
            seen_runs: BTreeSet::new(),
            moved: false,
            touched: true,
            dirty: BTreeSet::new(),
            denied: BTreeMap::new(),
            shared: Shared::default(),
            jobs: JoinSet::new(),
            beside: Beside::default(),
        }
    }

    /// Reads and does until the screen is gone; whoever watches the session drops this when it ends.
    pub(super) async fn run(mut self, orders: &mut mpsc::UnboundedReceiver<Order>) -> End {
        for order in std::mem::take(&mut self.known.pending) {
            self.obey(order).await;
        }
        self.look().await;
        let mut hints = Hints::over(Arc::clone(&self.zookeeper), self.cluster.partitions());
        hints.follow(self.members());
        self.dirty.extend(self.cluster.partitions());
        self.list().await;
        let mut tick = tokio::time::interval(Duration::from_millis(250));
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut looked = Moment::now();
        let mut gathered: Option<Moment> = None;
        loop {
            tokio::select! {
                order = orders.recv() => match order {
                    None => return End::Gone,
                    Some(order) => self.obey(order).await,
                },
                Some(hint) = hints.next() => match hint {
                    Hint::Cluster => self.moved = true,
                    Hint::Member(id) => self.see_leave(&id).await,
                    Hint::Plan(partition) => {
                        self.dirty.insert(partition);
                        // Not later than a list that is to be tried again anyway.
                        let soon = Moment::now() + GATHER;
                        gathered = Some(gathered.map_or(soon, |at| at.min(soon)));
                    }
                },
                Some(_) = self.jobs.join_next(), if !self.jobs.is_empty() => {}
                _ = tick.tick() => {
                    let interval = self.known.interval.unwrap_or(Duration::from_secs(1));
                    let pace = if self.moved { interval.min(MOVED) } else { interval };
                    if looked.elapsed() + Duration::from_millis(20) >= pace {
                        looked = Moment::now();
                        if std::mem::take(&mut self.moved) {
                            self.who_at = None;
                        }
                        self.look().await;
                        hints.follow(self.members());
                    }
                    if gathered.is_none() && !self.dirty.is_empty() {
                        gathered = Some(Moment::now() + LIST_AGAIN);
                    }
                    if gathered.is_some_and(|at| at <= Moment::now()) {
                        gathered = None;
                        self.touched = true;
                        self.list().await;
                    }
                    self.read_wanted().await;
                    self.ask_servers();
                }
            }
        }
    }

    /// The members as they were seen last.
    fn members(&self) -> BTreeSet<MemberId> {
        self.found.iter().flat_map(|found| found.members.keys().cloned()).collect()
    }

    fn tell(&self, news: News) {
        let _ = self.news.send(news);
    }

    /// Tells what went wrong. That nobody answers is told by who watches the session.
    fn fail(&mut self, purpose: Purpose, error: &CommandError) {
        match error.kind {
            ErrorKind::Denied => {
                self.denied.insert(purpose, error.message.clone());
                self.tell(News::Link(Link::Denied { why: error.message.clone() }));
            }
            ErrorKind::Unavailable | ErrorKind::Timeout => {}
            _ => self.tell(News::Done(Report { text: error.message.clone(), ok: Some(false), undo: None })),
        }
    }

    /// The schedulers' figures; now and then who they are, and, when it moved, what each owns.
    async fn look(&mut self) {
        let began = Moment::now();
        let result = self.read_fleet().await;
        let round_trip = began.elapsed();
        match result {
            Ok(()) => {
                self.denied.remove(&Purpose::Fleet);
                self.tell(News::Link(match self.denied.values().next() {
                    Some(why) => Link::Denied { why: why.clone() },
                    None => Link::Live { round_trip },
                }));
                self.tell_fleet();
            }
            Err(error) => self.fail(Purpose::Fleet, &error),
        }
    }

    async fn read_fleet(&mut self) -> Result<(), CommandError> {
        let is_due = self.who_at.is_none_or(|at| at.elapsed() >= WHO);
        let figures_lack = self.found.as_ref().is_none_or(|found| found.stats.len() < found.members.len());
        match &mut self.found {
            Some(found) if !is_due && !figures_lack => {
                found.read_figures(&self.cluster).await?;
                // Figures go with the session: who has none any more is gone, and not as one that starts.
                if found.stats.len() < found.members.len() {
                    self.read_who().await?;
                }
            }
            _ => self.read_who().await?,
        }
        self.read_leases().await
    }

    async fn read_who(&mut self) -> Result<(), CommandError> {
        let mut found = Found::read(&self.cluster, false).await?;
        found.owners = self.found.take().map(|before| before.owners).unwrap_or_default();
        self.found = Some(found);
        self.who_at = Some(Moment::now());
        self.read_events().await;
        Ok(())
    }

    /// Events are no reason to show less: who may not read them sees the rest.
    async fn read_events(&mut self) {
        let Ok(mut events) = self.cluster.admin.events().await else { return };
        let newest = events.last().map_or(0, |event| event.number);
        // A smaller number: the record was made anew, and counts from the beginning.
        let told = if newest < self.known.event { 0 } else { self.known.event };
        events.retain(|event| event.number > told);
        self.known.event = newest;
        if !events.is_empty() {
            self.tell(News::Events(events));
        }
    }

    /// Leases are read when the plan, the members, or how much they say they own is another than before.
    async fn read_leases(&mut self) -> Result<(), CommandError> {
        let Some(found) = &mut self.found else { return Ok(()) };
        let epoch = found.assignment.as_ref().map_or(0, |plan| plan.epoch);
        let sizes: Vec<(MemberId, usize)> = found
            .members
            .keys()
            .map(|id| (id.clone(), found.stats.get(id).map_or(0, |(stats, _)| stats.weights.len())))
            .collect();
        let seen = Some((epoch, sizes));
        if self.owned == seen && !found.owners.is_empty() {
            return Ok(());
        }
        found.read_leases(&self.cluster).await?;
        self.owned = seen;
        Ok(())
    }

    /// Who leaves in order says so for some tenths of a second, and is told apart from who is lost by that alone: it is read
    /// and told at once.
    async fn see_leave(&mut self, id: &MemberId) {
        self.moved = true;
        let Ok(reads) = self.cluster.read(vec![Node::Member(id.clone())]).await else { return };
        let leaves = matches!(reads.first(), Some(Read::Found(Record::Member(member), _)) if member.leaving);
        let known = self.found.as_mut().and_then(|found| found.members.get_mut(id));
        if let Some(member) = known.filter(|member| leaves && !member.leaving) {
            member.leaving = true;
            self.tell_fleet();
        }
    }

    fn tell_fleet(&mut self) {
        let Some(found) = self.found.clone() else { return };
        let runs = found.stats.values().flat_map(|(stats, _)| &stats.runs);
        let new: BTreeSet<RunId> = runs.clone().map(|run| run.run.clone()).collect();
        // A run that ended of a task on the screen: its row is another now.
        let on_screen =
            |task: &TaskName| self.known.wants.rows.contains(task) || self.known.wants.task.as_ref() == Some(task);
        self.touched |= runs.clone().any(|run| on_screen(&run.task) && !self.seen_runs.contains(&run.run));
        self.seen_runs = new;
        let partitions = self.cluster.admin.cluster().partitions;
        let fleet = Fleet { at: wall_clock(), census: Census::of(found), partitions };
        self.tell(News::Fleet(Arc::new(fleet)));
    }

    /// The names in partitions whose plan has changed.
    async fn list(&mut self) {
        let partitions: Vec<Partition> = std::mem::take(&mut self.dirty).into_iter().collect();
        match self.cluster.list(partitions.iter().map(|partition| Folder::Tasks(*partition)).collect()).await {
            Ok(listings) => {
                for (partition, listing) in partitions.iter().zip(&listings) {
                    self.known.names.insert(*partition, read::valid_names(listing).collect());
                }
                let mut names: Vec<TaskName> = self.known.names.values().flatten().cloned().collect();
                names.sort_unstable();
                self.denied.remove(&Purpose::Names);
                self.tell(News::Catalogue(Arc::new(Catalogue { names })));
            }
            Err(error) => {
                self.dirty.extend(partitions);
                self.fail(Purpose::Names, &error);
            }
        }
    }

    /// What is on the screen, when it may have changed, or was not read for a while.
    async fn read_wanted(&mut self) {
        let wants = self.known.wants.clone();
        let age = self.rows_at.map(|at| at.elapsed());
        let is_due = age.is_none_or(|age| age >= ROWS || (self.touched && age >= ROWS_AT_MOST));
        if wants.rows.is_empty() && wants.task.is_none() {
            self.denied.retain(|purpose, _| !matches!(purpose, Purpose::Rows | Purpose::Task));
            return;
        }
        if !is_due {
            return;
        }
        self.rows_at = Some(Moment::now());
        self.touched = false;
        if !wants.rows.is_empty() {
            if let Err(error) = self.read_rows(wants.rows).await {
                self.fail(Purpose::Rows, &error);
            }
        } else {
            self.denied.remove(&Purpose::Rows);
        }
        let Some(name) = wants.task else {
            self.denied.remove(&Purpose::Task);
            return;
        };
        match self.detail(&name).await {
            Ok(detail) => {
                self.denied.remove(&Purpose::Task);
                self.tell(News::Task(Arc::new(detail)));
            }
            Err(error) if error.kind == ErrorKind::NotFound => {
                self.denied.remove(&Purpose::Task);
                self.tell(News::TaskGone(name));
            }
            // It is there, and so it is told where it would be shown.
            Err(error) if error.kind == ErrorKind::Failed => {
                self.denied.remove(&Purpose::Task);
                self.tell(News::TaskUnreadable { task: name, why: error.message });
            }
            Err(error) => self.fail(Purpose::Task, &error),
        }
    }

    async fn read_rows(&mut self, names: Vec<TaskName>) -> Result<(), CommandError> {
        // Before, as where all are read.
        let now = wall_clock();
        let census = read::of_names(&self.cluster, &names).await?;
        let rows = census::rows_of(&census, now, &mut self.shared);
        self.denied.remove(&Purpose::Rows);
        self.tell(News::Rows { asked: names, rows });
        Ok(())
    }

    /// What a question is about, as it is now.
    async fn read_again(&mut self, names: Vec<TaskName>) {
        self.who_at = None;
        self.look().await;
        self.rows_at = None;
        self.read_wanted().await;
        if names.is_empty() {
            return;
        }
        if let Err(error) = self.read_rows(names).await {
            self.tell(News::NotRead { why: error.message.clone() });
            self.fail(Purpose::Rows, &error);
        }
    }

    async fn detail(&self, name: &TaskName) -> Result<TaskDetail, CommandError> {
        let now = wall_clock();
        // Before the task: what is claimed meanwhile is among its runs.
        let asked = asked::of_task(&self.cluster, &self.invocation.hushed(), name).await?;
        let view = read::one(&self.cluster, name).await?;
        let changes = match self.cluster.admin.changes(name).await {
            // The task itself is shown all the same.
            Err(AdminError::Unreadable { .. }) => Vec::new(),
            other => other.map_err(|error| self.cluster.admin_error(error))?,
        };
        let runs = census::runs_of(&view, &asked, now);
        Ok(TaskDetail { at: now, runs, changes, view })
    }

    fn ask_servers(&mut self) {
        let pace = if self.known.wants.servers { SERVERS_SHOWN } else { SERVERS };
        if self.servers_at.is_some_and(|at| at.elapsed() < pace) {
            return;
        }
        self.servers_at = Some(Moment::now());
        let (hosts, news) = (self.cluster.connect.hosts().to_vec(), self.news.clone());
        self.jobs.spawn(async move {
            let _ = news.send(News::Servers(servers::ask_all(&hosts).await));
        });
    }

    async fn obey(&mut self, order: Order) {
        match order {
            Order::Want(wants) => {
                let more = wants.task != self.known.wants.task || wants.rows != self.known.wants.rows;
                self.known.wants = wants;
                if more {
                    self.rows_at = None;
                    self.read_wanted().await;
                }
            }
            Order::Interval(interval) => self.known.interval = Some(interval),
            Order::Refresh => {
                self.who_at = None;
                self.owned = None;
                self.rows_at = None;
                self.servers_at = None;
                self.dirty.extend(self.cluster.partitions());
                self.list().await;
                self.look().await;
                self.tell(News::Refreshed);
            }
            Order::Read(names) => self.read_again(names).await,
            // Whoever watches the session takes it.
            Order::Retry => {}
            Order::Count => self.beside.count(&mut self.jobs, &self.cluster, &self.news),
            Order::Examine => self.beside.examine(&mut self.jobs, &self.cluster, &self.news, self.invocation.silent()),
            Order::Do(deed) => {
                let (cluster, invocation, news) = (self.cluster.clone(), self.invocation.silent(), self.news.clone());
                let report = deeds::carry_out(&cluster, &invocation, deed).await;
                let _ = news.send(News::Done(report));
                self.rows_at = None;
                self.who_at = None;
            }
        }
    }
}
