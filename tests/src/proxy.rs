//! A TCP proxy in front of ZooKeeper's servers, for one client: what befalls a network, at the moment a story wants it.
//!
//! It knows frames, so that it can lose the answers of writes and nothing else, or watch events and nothing else. What
//! it lost once never arrives: a connection that lost something is broken before anything behind it can arrive.

mod frame;
mod line;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::chance::Chance;

/// Which way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// From the client to a server.
    Requests,
    /// And back.
    Answers,
}

/// What befalls all that goes one way.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Flow {
    /// Nothing.
    #[default]
    Pass,
    /// Each frame arrives later by something between the two, in order.
    Slow(Duration, Duration),
    /// Nothing arrives until this is over, not even that the other side has gone; then all of it does.
    Hold,
    /// What comes is lost, and nothing behind it arrives on this connection.
    Swallow,
}

/// What befalls watch events.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Events {
    /// Nothing.
    #[default]
    Pass,
    /// None arrives.
    Drop,
}

/// How a client comes not to know whether its write was applied. In each case the connection breaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Loss {
    /// It was taken up; the answer is lost.
    Answer,
    /// The request is lost.
    Request,
    /// The request arrives after the connection broke, when the client may be back already.
    Late,
}

/// Which writes meet a loss from now on.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Losing {
    /// So many more.
    pub left: u64,
    /// One in so many writes.
    pub one_in: u64,
    /// In one of these ways.
    pub ways: Vec<Loss>,
}

/// Ends with all its connections when it is dropped.
#[derive(Debug)]
pub struct Proxy {
    gates: Vec<Arc<Gate>>,
    weather: Arc<Weather>,
    accepting: Vec<JoinHandle<()>>,
}

/// The way to one server.
#[derive(Debug)]
struct Gate {
    server: SocketAddr,
    address: SocketAddr,
    open: watch::Sender<bool>,
    /// Counts the breaks.
    breaks: watch::Sender<u64>,
}

/// What befalls the connections, whichever server they go to.
#[derive(Debug)]
struct Weather {
    requests: watch::Sender<Flow>,
    answers: watch::Sender<Flow>,
    events: watch::Sender<Events>,
    losing: Mutex<(Losing, Chance)>,
    swallowed: watch::Sender<u64>,
    lost: AtomicU64,
    dropped: AtomicU64,
    /// Requests so far, by what they ask for.
    asked: Mutex<BTreeMap<i32, u64>>,
}

/// How long to wait for something to be swallowed before a connection is broken all the same.
const PATIENCE: Duration = Duration::from_secs(2);

impl Proxy {
    /// A way to each of these servers.
    ///
    /// # Panics
    /// If no port is free.
    pub async fn before(servers: &[SocketAddr]) -> Self {
        let weather = Arc::new(Weather {
            requests: watch::Sender::default(),
            answers: watch::Sender::default(),
            events: watch::Sender::default(),
            losing: Mutex::new((Losing::default(), Chance::new(1))),
            swallowed: watch::Sender::default(),
            lost: AtomicU64::new(0),
            dropped: AtomicU64::new(0),
            asked: Mutex::default(),
        });
        let (mut gates, mut accepting) = (Vec::new(), Vec::new());
        for &server in servers {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = listener.local_addr().unwrap();
            let gate =
                Arc::new(Gate { server, address, open: watch::Sender::new(true), breaks: watch::Sender::default() });
            accepting.push(tokio::spawn(accept(listener, Arc::clone(&gate), Arc::clone(&weather))));
            gates.push(gate);
        }
        Self { gates, weather, accepting }
    }

    /// Where the client finds ZooKeeper, without a chroot.
    #[must_use]
    pub fn connect_string(&self) -> String {
        let addresses: Vec<String> = self.gates.iter().map(|gate| gate.address.to_string()).collect();
        addresses.join(",")
    }

    /// The way to the first server.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.gates[0].address
    }

    /// What befalls one way from now on, on the connections that there are too.
    pub fn set(&self, way: Way, flow: Flow) {
        match way {
            Way::Requests => self.weather.requests.send_replace(flow),
            Way::Answers => self.weather.answers.send_replace(flow),
        };
    }

    /// What befalls both ways.
    pub fn set_both(&self, flow: Flow) {
        self.set(Way::Requests, flow);
        self.set(Way::Answers, flow);
    }

    /// What befalls watch events.
    pub fn events(&self, events: Events) {
        self.weather.events.send_replace(events);
    }

    /// Which writes meet a loss from now on, chosen by `chance`.
    ///
    /// # Panics
    /// Never: nothing panics while it is held.
    pub fn lose(&self, losing: Losing, chance: Chance) {
        *self.weather.losing.lock().unwrap() = (losing, chance);
    }

    /// Breaks the connections to one server and refuses new ones.
    pub fn cut(&self, server: usize) {
        self.gates[server].open.send_replace(false);
        self.break_off(server);
    }

    /// The same for all servers.
    pub fn cut_all(&self) {
        (0..self.gates.len()).for_each(|server| self.cut(server));
    }

    /// Lets everything through again: every way is open, nothing is held, slow or lost.
    pub fn mend(&self) {
        for gate in &self.gates {
            gate.open.send_replace(true);
        }
        self.set_both(Flow::Pass);
        self.events(Events::Pass);
        self.weather.losing.lock().unwrap().0 = Losing::default();
    }

    /// Breaks the connections to one server once; new ones are taken.
    pub fn break_off(&self, server: usize) {
        self.gates[server].breaks.send_modify(|breaks| *breaks += 1);
    }

    /// The servers that the client has a connection to.
    #[must_use]
    pub fn connected(&self) -> Vec<usize> {
        // Each connection listens for breaks.
        (0..self.gates.len()).filter(|&gate| self.gates[gate].breaks.receiver_count() > 0).collect()
    }

    /// Lets all through, and breaks every connection once one has swallowed something that is no ping.
    pub fn reconnect(&self) -> impl Future<Output = ()> + Send + use<> {
        let (weather, gates) = (Arc::clone(&self.weather), self.gates.clone());
        async move {
            let mut swallowed = weather.swallowed.subscribe();
            // Nothing may have been on its way: then the connection is broken without a loss.
            drop(tokio::time::timeout(PATIENCE, swallowed.wait_for(|&count| count > 0)).await);
            // Before the break: a client that is back at once must find the way open.
            weather.requests.send_replace(Flow::Pass);
            weather.answers.send_replace(Flow::Pass);
            weather.swallowed.send_replace(0);
            for gate in &gates {
                gate.breaks.send_modify(|breaks| *breaks += 1);
            }
        }
    }

    /// How many writes met a loss: each was given to a server, or kept from it, and its answer never arrived.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.weather.lost.load(Ordering::Relaxed)
    }

    /// How many requests the client has made so far, by what they ask for as ZooKeeper numbers it (4 is `getData`, 12
    /// `getChildren2`, 22 several reads at once). Pings are none.
    ///
    /// # Panics
    /// Never: nothing panics while it is held.
    #[must_use]
    pub fn asked(&self) -> BTreeMap<i32, u64> {
        self.weather.asked.lock().unwrap().clone()
    }

    /// How many watch events never arrived.
    #[must_use]
    pub fn events_dropped(&self) -> u64 {
        self.weather.dropped.load(Ordering::Relaxed)
    }
}

impl Weather {
    /// Whether this write is to meet a loss, and which. Counted when it has.
    fn meets(&self) -> Option<Loss> {
        let mut losing = self.losing.lock().unwrap();
        let (Losing { left, one_in, ways }, chance) = &mut *losing;
        if *left == 0 || ways.is_empty() || chance.any() % (*one_in).max(1) != 0 {
            return None;
        }
        *left -= 1;
        Some(chance.of(ways))
    }

    /// A request came.
    fn count_asked(&self, operation: i32) {
        *self.asked.lock().unwrap().entry(operation).or_default() += 1;
    }

    /// A write's answer will never arrive.
    fn count_lost(&self) {
        self.lost.fetch_add(1, Ordering::Relaxed);
    }

    /// How much later the next frame is to arrive.
    fn delay(&self, flow: Flow) -> Duration {
        let Flow::Slow(least, most) = flow else { return Duration::ZERO };
        let millis = |span: Duration| u64::try_from(span.as_millis()).unwrap_or(u64::MAX);
        self.losing.lock().unwrap().1.span(millis(least), millis(most))
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        for accepting in &self.accepting {
            accepting.abort();
        }
        (0..self.gates.len()).for_each(|server| self.cut(server));
    }
}

async fn accept(listener: TcpListener, gate: Arc<Gate>, weather: Arc<Weather>) {
    while let Ok((client, _)) = listener.accept().await {
        if *gate.open.borrow() {
            tokio::spawn(line::serve(client, gate.server, gate.breaks.subscribe(), Arc::clone(&weather)));
        }
    }
}
