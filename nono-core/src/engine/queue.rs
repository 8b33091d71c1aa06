//! Who waits for room. Attempts on their way are limited, in all and for each host; what is due beyond that waits.
//!
//! What could go if there were room in all stands in one line, what finds its host full in a line of that host, where it
//! holds nobody else up. Each line is in the order of send times, and each step costs the logarithm of what waits, so that
//! a herd is not quadratic. It decides nothing about runs: whoever comes out of a line is looked at anew.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use url::Url;

use super::map::HashMap;
use crate::cluster::FullHost;
use crate::name::RunId;
use crate::time::Utc;

/// Hosts that are named in a member's stats.
const MOST_NAMED: usize = 5;

/// A host is crowded when so many times what it may have on its way waits for it, and never below [`LEAST_CROWD`].
const CROWD: usize = 4;
/// See [`CROWD`].
const LEAST_CROWD: usize = 1000;

/// Whom an attempt goes to: scheme, host and port of its URL.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct Host(Arc<str>);

impl Host {
    pub(super) fn of(url: &Url) -> Self {
        Self(url.origin().ascii_serialization().into())
    }
}

/// When the run was to be sent, and which: the order of every line.
type Place = (Utc, RunId);

/// See the module.
#[derive(Debug)]
pub(super) struct Queue {
    limit: usize,
    limit_of_host: usize,
    /// Attempts on their way, or being prepared.
    busy: usize,
    /// What waits for room in all, or for the time lease; with the host whose line it came from.
    ready: BTreeMap<Place, Option<Host>>,
    hosts: HashMap<Host, Line>,
    /// Where each run stands that waits; no host is `ready`.
    places: HashMap<RunId, (Utc, Option<Host>)>,
    /// Runs whose next attempt is being written into their record: they hold their room already.
    preparing: HashMap<RunId, Host>,
}

/// Of one host.
#[derive(Debug, Default)]
struct Line {
    busy: usize,
    /// Runs of its line that have come to stand in `ready`.
    called: usize,
    waiting: BTreeSet<Place>,
}

impl Queue {
    pub(super) fn new(limit: usize, limit_of_host: usize) -> Self {
        Self {
            limit,
            limit_of_host,
            busy: 0,
            ready: BTreeMap::new(),
            hosts: HashMap::default(),
            places: HashMap::default(),
            preparing: HashMap::default(),
        }
    }

    /// Whether one that comes now may go at once: there is room, and nobody stands before it.
    pub(super) fn is_free(&self) -> bool {
        self.busy < self.limit && self.ready.is_empty()
    }

    /// How many wait, in all lines.
    pub(super) fn waiting(&self) -> usize {
        self.places.len()
    }

    /// Whether anybody is crowded at all, so that it is worth asking of whom.
    pub(super) fn has_crowd(&self) -> bool {
        self.places.len() >= LEAST_CROWD
    }

    /// Whether more waits for the host, or for room in all, than will go soon: to claim more for it would only make the
    /// lines longer.
    pub(super) fn is_crowded(&self, host: &Host) -> bool {
        let of_host = (CROWD * self.limit_of_host).max(LEAST_CROWD);
        let waiting = |line: &Line| line.waiting.len() + line.called;
        self.ready.len() >= self.limit.max(of_host) || self.hosts.get(host).is_some_and(|line| waiting(line) >= of_host)
    }

    pub(super) fn holds(&self, run: &RunId) -> bool {
        self.places.contains_key(run)
    }

    /// A run waits for room in all, or for the time lease. One that waits already keeps its place.
    pub(super) fn push(&mut self, run: RunId, at: Utc) {
        if !self.places.contains_key(&run) {
            self.places.insert(run.clone(), (at, None));
            self.ready.insert((at, run), None);
        }
    }

    /// The same for the host's line.
    pub(super) fn push_for(&mut self, host: Host, run: RunId, at: Utc) {
        if !self.places.contains_key(&run) {
            self.places.insert(run.clone(), (at, Some(host.clone())));
            self.hosts.entry(host).or_default().waiting.insert((at, run));
        }
    }

    /// The next to be looked at, if there is room in all; with the host whose line it came from, to be told to
    /// [`Self::call_next`] when that is done.
    pub(super) fn pop(&mut self) -> Option<(RunId, Option<Host>)> {
        if self.busy >= self.limit {
            return None;
        }
        let ((_, run), from) = self.ready.pop_first()?;
        self.places.remove(&run);
        if let Some(line) = from.as_ref().and_then(|host| self.hosts.get_mut(host)) {
            line.called -= 1;
        }
        Some((run, from))
    }

    /// Whether the host has room for one more.
    pub(super) fn has_room_at(&self, host: &Host) -> bool {
        self.hosts.get(host).is_none_or(|line| line.busy + line.called < self.limit_of_host)
    }

    /// An attempt goes to the host.
    pub(super) fn take(&mut self, host: &Host) {
        self.busy += 1;
        self.hosts.entry(host.clone()).or_default().busy += 1;
    }

    /// It is over: the next of the host's line may be looked at.
    pub(super) fn give_back(&mut self, host: &Host) {
        self.busy -= 1;
        if let Some(line) = self.hosts.get_mut(host) {
            line.busy -= 1;
        }
        self.call_next(host);
    }

    /// An attempt is being written into the run's record: it has its room from now on.
    pub(super) fn prepare(&mut self, run: &RunId, host: &Host) {
        if !self.preparing.contains_key(run) {
            self.take(host);
            self.preparing.insert(run.clone(), host.clone());
        }
    }

    /// Whether anybody waits for its record, and holds room meanwhile.
    pub(super) fn is_preparing(&self) -> bool {
        !self.preparing.is_empty()
    }

    /// That is done: whoever sends takes the room anew. Returns the host, to be told to [`Self::call_next`] then.
    pub(super) fn prepared(&mut self, run: &RunId) -> Option<Host> {
        let host = self.preparing.remove(run)?;
        self.busy -= 1;
        if let Some(line) = self.hosts.get_mut(&host) {
            line.busy -= 1;
        }
        Some(host)
    }

    /// Gives back the room of what is not being prepared any more, however that came.
    pub(super) fn keep_preparing(&mut self, is_prepared: impl Fn(&RunId) -> bool) {
        let over: Vec<RunId> = self.preparing.keys().filter(|run| !is_prepared(run)).cloned().collect();
        for run in over {
            if let Some(host) = self.preparing.remove(&run) {
                self.give_back(&host);
            }
        }
    }

    /// Lets the first of a host's line come to stand with those who could go, as far as the host has room.
    pub(super) fn call_next(&mut self, host: &Host) {
        let Some(line) = self.hosts.get_mut(host) else { return };
        while line.busy + line.called < self.limit_of_host {
            let Some((at, run)) = line.waiting.pop_first() else { break };
            line.called += 1;
            self.places.insert(run.clone(), (at, None));
            self.ready.insert((at, run), Some(host.clone()));
        }
        if line.busy + line.called == 0 && line.waiting.is_empty() {
            self.hosts.remove(host);
        }
    }

    /// A run of a host's line goes elsewhere now: it is looked at anew.
    pub(super) fn recall(&mut self, run: &RunId) {
        let Some((at, Some(host))) = self.places.get(run).cloned() else { return };
        if let Some(line) = self.hosts.get_mut(&host) {
            line.waiting.remove(&(at, run.clone()));
        }
        self.places.remove(run);
        self.call_next(&host);
        self.push(run.clone(), at);
    }

    /// Forgets these runs, whether they wait or are being prepared: those of a partition that is lost. Costs what they are,
    /// and not what waits besides: in an overload partitions come and go while tens of thousands wait.
    pub(super) fn forget<'a>(&mut self, runs: impl Iterator<Item = &'a RunId>) {
        for run in runs {
            self.leave(run);
            if let Some(host) = self.preparing.remove(run) {
                self.give_back(&host);
            }
        }
    }

    fn leave(&mut self, run: &RunId) {
        let Some((at, host)) = self.places.remove(run) else { return };
        let place = (at, run.clone());
        match host {
            Some(host) => {
                if let Some(line) = self.hosts.get_mut(&host) {
                    line.waiting.remove(&place);
                }
                self.call_next(&host);
            }
            None => {
                let from = self.ready.remove(&place).flatten();
                if let Some(line) = from.as_ref().and_then(|host| self.hosts.get_mut(host)) {
                    line.called -= 1;
                }
                if let Some(host) = from {
                    self.call_next(&host);
                }
            }
        }
    }

    /// Forgets who waits and what is being prepared; what is on its way stays so.
    pub(super) fn clear(&mut self) {
        self.places.clear();
        self.ready.clear();
        for line in self.hosts.values_mut() {
            line.called = 0;
            line.waiting.clear();
        }
        self.keep_preparing(|_| false);
        self.call_all();
    }

    fn call_all(&mut self) {
        let hosts: Vec<Host> = self.hosts.keys().cloned().collect();
        hosts.iter().for_each(|host| self.call_next(host));
    }

    /// The hosts with the longest lines, for the member's stats.
    pub(super) fn full_hosts(&self) -> Vec<FullHost> {
        let mut full: Vec<_> = self.hosts.iter().filter(|(_, line)| !line.waiting.is_empty()).collect();
        full.sort_unstable_by_key(|(host, line)| (std::cmp::Reverse(line.waiting.len()), *host));
        let shown = full.into_iter().take(MOST_NAMED);
        shown
            .map(|(host, line)| FullHost {
                host: FullHost::called(&host.0),
                in_flight: line.busy as u64,
                waiting: line.waiting.len() as u64,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::{Partition, RunKey};
    use crate::time::Instant;

    fn run(partition: u16, at: i64) -> RunId {
        RunId::new(Partition(partition), &"k3f9x2m4".parse().unwrap(), RunKey::Instant(Instant(at)))
    }

    fn host(text: &str) -> Host {
        Host::of(&text.parse().unwrap())
    }

    #[test]
    fn a_host_is_scheme_name_and_port_and_nothing_else() {
        assert_eq!(host("http://worker:80/a?b"), host("http://worker/c"));
        assert_eq!(host("https://WORKER/a"), host("https://worker:443/"));
        for other in ["https://worker/", "http://worker:81/", "http://worker.example/", "http://10.0.0.1/"] {
            assert_ne!(host(other), host("http://worker/"), "{other}");
        }
    }

    #[test]
    fn whose_host_is_full_is_told_by_all_of_its_name() {
        let long = format!("http://{}.internal/", "w".repeat(120));
        for (url, full) in [("http://api/a", "http://api:80/b"), ("https://10.0.0.1:8443/", "https://10.0.0.1:8443/x")]
        {
            let full = FullHost { host: FullHost::called(&host(full).0), ..FullHost::default() };
            assert!(full.is_of(&url.parse().unwrap()), "{url}");
        }
        let full = FullHost { host: FullHost::called(&host(&long).0), ..FullHost::default() };
        assert!(full.host.len() == 100 && full.is_of(&long.parse().unwrap()));
        let api = FullHost { host: FullHost::called(&host("http://api-2/").0), ..FullHost::default() };
        for other in ["http://api/", "https://api-2/", "http://api-2:81/", "http://pi-2/"] {
            assert!(!api.is_of(&other.parse().unwrap()), "{other}");
        }
    }

    #[test]
    fn a_full_host_holds_nobody_else_up_and_its_line_goes_in_order() {
        let (hung, well) = (host("http://hung/"), host("http://well/"));
        let mut queue = Queue::new(10, 2);
        queue.take(&hung);
        queue.take(&hung);
        assert!(!queue.has_room_at(&hung) && queue.has_room_at(&well) && queue.is_free());
        for at in [3, 1, 2] {
            queue.push_for(hung.clone(), run(1, at), Utc(at));
        }
        queue.push_for(hung.clone(), run(1, 2), Utc(2));
        assert_eq!((queue.waiting(), queue.pop()), (3, None));
        assert_eq!(queue.full_hosts(), [FullHost { host: "http://hung".into(), in_flight: 2, waiting: 3 }]);
        for at in [1, 2, 3] {
            queue.give_back(&hung);
            assert_eq!(queue.pop(), Some((run(1, at), Some(hung.clone()))));
            assert_eq!(queue.pop(), None, "one went, so one may come");
            assert!(queue.has_room_at(&hung));
            queue.take(&hung);
        }
        queue.give_back(&hung);
        queue.give_back(&hung);
        assert_eq!((queue.waiting(), queue.hosts.len(), queue.busy), (0, 0, 0));
    }

    #[test]
    fn one_that_is_called_and_does_not_go_makes_room_for_the_next() {
        let hung = host("http://hung/");
        let mut queue = Queue::new(10, 1);
        queue.take(&hung);
        queue.push_for(hung.clone(), run(1, 1), Utc(1));
        queue.push_for(hung.clone(), run(1, 2), Utc(2));
        queue.give_back(&hung);
        assert!(!queue.has_room_at(&hung), "the room is that of the one who was called");
        let (first, from) = queue.pop().unwrap();
        assert_eq!((first, from.as_ref()), (run(1, 1), Some(&hung)));
        assert_eq!(queue.pop(), None);
        queue.call_next(&from.unwrap());
        assert_eq!(queue.pop().map(|(run, _)| run), Some(run(1, 2)));
    }

    #[test]
    fn nothing_comes_out_while_all_room_is_taken() {
        let well = host("http://well/");
        let mut queue = Queue::new(1, 1);
        queue.take(&well);
        queue.push(run(1, 2), Utc(2));
        queue.push(run(2, 1), Utc(1));
        queue.push(run(2, 1), Utc(7));
        assert_eq!((queue.pop(), queue.waiting()), (None, 2));
        queue.give_back(&well);
        assert_eq!(queue.pop(), Some((run(2, 1), None)));
    }

    #[test]
    fn what_leaves_with_its_partition_leaves_no_room_taken() {
        let hung = host("http://hung/");
        let mut queue = Queue::new(10, 1);
        queue.take(&hung);
        for partition in [1, 2] {
            queue.push_for(hung.clone(), run(partition, i64::from(partition)), Utc(i64::from(partition)));
        }
        queue.give_back(&hung);
        queue.forget([run(1, 1)].iter());
        assert_eq!(queue.pop().map(|(run, _)| run), Some(run(2, 2)), "called in the place of the one that left");
        queue.prepare(&run(3, 1), &hung);
        queue.prepare(&run(3, 1), &hung);
        assert_eq!((queue.busy, queue.has_room_at(&hung)), (1, false));
        queue.forget([run(3, 1)].iter());
        assert_eq!((queue.busy, queue.has_room_at(&hung)), (0, true));
        queue.push(run(4, 1), Utc(1));
        queue.push_for(hung, run(4, 2), Utc(2));
        queue.clear();
        assert_eq!((queue.waiting(), queue.hosts.len(), queue.ready.len()), (0, 0, 0));
    }

    #[test]
    fn a_run_that_goes_elsewhere_now_leaves_its_hosts_line() {
        let hung = host("http://hung/");
        let mut queue = Queue::new(10, 1);
        queue.take(&hung);
        queue.push_for(hung.clone(), run(1, 1), Utc(1));
        queue.recall(&run(1, 1));
        assert_eq!(queue.pop(), Some((run(1, 1), None)));
        assert_eq!((queue.waiting(), queue.hosts[&hung].waiting.len()), (0, 0));
    }
}
