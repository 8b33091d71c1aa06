//! A ZooKeeper in memory that is driven step by step: nothing happens unless it is told to.
//!
//! Sessions send requests, which wait until [`Model::process`] lets the server take the oldest; answers wait until
//! they are taken. In between, a connection can be cut in every way that ZooKeeper's clients meet: requests that never
//! arrived, answers that were lost, and writes that are applied only after the reconnect. Deterministic: time is an
//! argument, nothing is random. What it must not do: be kinder than the real one.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::time::Duration;

use crate::node::{Answer, Folder, Listing, Node, Op, Read, Record, Request, Stat, Watch};
use crate::store::memory::tree::{Fault, Touched, Tree};
use crate::store::memory::{Cut, InFlight, SessionId, Ticket};
use crate::store::path;
use crate::store::record::{self, RawOp};
use crate::time::Utc;

/// A server and its sessions.
#[derive(Clone, Debug)]
pub struct Model {
    tree: Tree,
    sessions: BTreeMap<SessionId, Session>,
    last_session: u64,
    last_ticket: u64,
    journal: Vec<Applied>,
    read_before: RefCell<HashMap<String, Understood>>,
}

/// A record that was read before, and of which version of its node it is: most are read far more often than written.
#[derive(Clone, Debug)]
struct Understood {
    created_zxid: i64,
    version: i32,
    record: Record,
}

/// A transaction that was applied, as a judge of a simulation wants to see it.
#[derive(Clone, PartialEq, Debug)]
pub struct Applied {
    /// Whose it was.
    pub session: SessionId,
    /// By the server's clock.
    pub at: Utc,
    /// What it did.
    pub ops: Vec<Op>,
}

#[derive(Clone, Debug)]
struct Session {
    timeout: Duration,
    phase: Phase,
    /// Sent and not processed, oldest first.
    queue: VecDeque<(Ticket, Request)>,
    /// Lost with a connection, and to be applied later all the same.
    late: VecDeque<Request>,
    answers: VecDeque<(Ticket, Answer)>,
    watches: BTreeSet<Watch>,
    fired: BTreeSet<Watch>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Phase {
    Connected,
    Disconnected { since: Utc },
    Ended,
}

impl Default for Model {
    fn default() -> Self {
        Self::new()
    }
}

impl Model {
    /// An empty tree without sessions.
    #[must_use]
    pub fn new() -> Self {
        let (tree, sessions, journal) = (Tree::new(), BTreeMap::new(), Vec::new());
        Self { tree, sessions, last_session: 0, last_ticket: 0, journal, read_before: RefCell::default() }
    }

    /// Opens a session, connected.
    pub fn open(&mut self, timeout: Duration) -> SessionId {
        self.last_session += 1;
        let id = SessionId(self.last_session);
        self.sessions.insert(id, Session::new(timeout));
        id
    }

    /// Sends a request. Without a connection it waits for one; on a session that is over its answer is unknown.
    pub fn send(&mut self, session: SessionId, request: Request) -> Ticket {
        self.last_ticket += 1;
        let ticket = Ticket(self.last_ticket);
        let Some(session) = self.sessions.get_mut(&session) else { return ticket };
        if session.phase == Phase::Ended {
            session.answers.push_back((ticket, Answer::Unknown("the session is over".to_owned())));
        } else {
            session.queue.push_back((ticket, request));
        }
        ticket
    }

    /// Lets the server take the oldest request of a session. False: there is none, or no connection.
    pub fn process(&mut self, now: Utc, id: SessionId) -> bool {
        let Some(session) = self.sessions.get_mut(&id).filter(|it| it.phase == Phase::Connected) else { return false };
        let Some((ticket, request)) = session.queue.pop_front() else { return false };
        if request == Request::Sync {
            self.apply_late(now, id);
        }
        let answer = self.serve(now, id, &request);
        if let Some(session) = self.sessions.get_mut(&id) {
            session.answers.push_back((ticket, answer));
        }
        true
    }

    /// The oldest answer that a session has not taken yet.
    pub fn answer(&mut self, id: SessionId) -> Option<(Ticket, Answer)> {
        self.sessions.get_mut(&id)?.answers.pop_front()
    }

    /// How many requests of a session wait to be processed.
    #[must_use]
    pub fn waiting(&self, id: SessionId) -> usize {
        self.sessions.get(&id).map_or(0, |session| session.queue.len())
    }

    /// Breaks a session's connection: answers not taken yet are lost, and `cut` says what becomes of requests.
    pub fn disconnect(&mut self, now: Utc, id: SessionId, cut: Cut) {
        let Some(session) = self.sessions.get_mut(&id).filter(|it| it.phase == Phase::Connected) else { return };
        session.phase = Phase::Disconnected { since: now };
        let lost: Vec<Ticket> = session.answers.drain(..).map(|(ticket, _)| ticket).collect();
        let in_flight: Vec<(Ticket, Request)> = session.queue.drain(..).collect();
        let tickets = lost.into_iter().chain(in_flight.iter().map(|(ticket, _)| *ticket));
        let unknown = |ticket| (ticket, Answer::Unknown("the connection was lost".to_owned()));
        session.answers.extend(tickets.map(unknown));
        if cut.loses_watches {
            session.watches.clear();
        }
        let requests = in_flight.into_iter().map(|(_, request)| request);
        match cut.in_flight {
            InFlight::Dropped => {}
            InFlight::Late => session.late.extend(requests),
            InFlight::Applied => requests.for_each(|request| drop(self.serve(now, id, &request))),
        }
    }

    /// Gives a session a connection again. False: it is over.
    pub fn reconnect(&mut self, id: SessionId) -> bool {
        let Some(session) = self.sessions.get_mut(&id).filter(|it| it.phase != Phase::Ended) else { return false };
        session.phase = Phase::Connected;
        true
    }

    /// Applies the writes of a session that a lost connection delayed. A sync of the session does so too, before it is
    /// answered; the session's end forgets them.
    pub fn apply_late(&mut self, now: Utc, id: SessionId) {
        let late: Vec<Request> = self.sessions.get_mut(&id).map(|it| it.late.drain(..).collect()).unwrap_or_default();
        for request in late {
            self.serve(now, id, &request);
        }
    }

    /// Ends the sessions that have been without a connection for their timeout; returns them.
    pub fn advance(&mut self, now: Utc) -> Vec<SessionId> {
        let over = |session: &Session| match session.phase {
            Phase::Disconnected { since } => now.since(since) >= session.timeout,
            Phase::Connected | Phase::Ended => false,
        };
        let expired: Vec<SessionId> = self.sessions.iter().filter(|(_, it)| over(it)).map(|(id, _)| *id).collect();
        for id in &expired {
            self.expire(now, *id);
        }
        expired
    }

    /// Ends a session: its ephemerals go, and whatever it has in flight is never applied and stays unknown.
    pub fn expire(&mut self, now: Utc, id: SessionId) {
        let Some(session) = self.sessions.get_mut(&id).filter(|it| it.phase != Phase::Ended) else { return };
        session.phase = Phase::Ended;
        session.late.clear();
        session.watches.clear();
        let lost: Vec<_> = session.queue.drain(..).map(|(ticket, _)| ticket).collect();
        let unknown = |ticket| (ticket, Answer::Unknown("the session is over".to_owned()));
        session.answers.extend(lost.into_iter().map(unknown));
        let touched = self.tree.remove_ephemerals(now, id);
        self.fire(&touched);
    }

    /// Ends a session in order: what it sent is processed before.
    pub fn close(&mut self, now: Utc, id: SessionId) {
        while self.process(now, id) {}
        self.expire(now, id);
    }

    /// Whether a session is neither expired nor closed.
    #[must_use]
    pub fn lives(&self, id: SessionId) -> bool {
        self.sessions.get(&id).is_some_and(|session| session.phase != Phase::Ended)
    }

    /// Watches once: the next change is reported by [`Model::fired`], and the watch is gone then.
    pub fn watch(&mut self, id: SessionId, watch: Watch) {
        if let Some(session) = self.sessions.get_mut(&id).filter(|it| it.phase != Phase::Ended) {
            session.watches.insert(watch);
        }
    }

    /// No longer.
    pub fn unwatch(&mut self, id: SessionId, watch: &Watch) {
        if let Some(session) = self.sessions.get_mut(&id) {
            session.watches.remove(watch);
            session.fired.remove(watch);
        }
    }

    /// Forgets all that a session watches, as a client does that does not set its watches again; returns how many.
    pub fn forget_watches(&mut self, id: SessionId) -> usize {
        self.sessions.get_mut(&id).map_or(0, |session| std::mem::take(&mut session.watches).len())
    }

    /// Whether a watch of a session fired that was not taken yet.
    #[must_use]
    pub fn has_fired(&self, id: SessionId) -> bool {
        self.sessions.get(&id).is_some_and(|session| session.phase == Phase::Connected && !session.fired.is_empty())
    }

    /// The watches of a session that fired since they were last taken; none while it has no connection.
    pub fn fired(&mut self, id: SessionId) -> BTreeSet<Watch> {
        match self.sessions.get_mut(&id) {
            Some(session) if session.phase == Phase::Connected => std::mem::take(&mut session.fired),
            _ => BTreeSet::new(),
        }
    }

    /// What stands at a node, without a session.
    #[must_use]
    pub fn peek(&self, node: &Node) -> Read {
        let path = path::of_node(node);
        let Some((data, stat)) = self.tree.read(&path) else { return Read::Missing };
        let mut read_before = self.read_before.borrow_mut();
        if let Some(known) = read_before.get(&path)
            && (known.created_zxid, known.version) == (stat.created_zxid, stat.version)
        {
            return Read::Found(known.record.clone(), stat);
        }
        let read = record::decode(node, data, stat);
        if let Read::Found(record, Stat { created_zxid, version, .. }) = &read {
            let understood = Understood { created_zxid: *created_zxid, version: *version, record: record.clone() };
            read_before.insert(path, understood);
        }
        read
    }

    /// The children of a folder, without a session.
    #[must_use]
    pub fn peek_children(&self, folder: Folder) -> Listing {
        let children = self.tree.children(&path::of_folder(folder));
        children.map_or_else(Listing::default, |(names, stat)| Listing { names, stat })
    }

    /// The transactions applied since this was last asked, in their order; sequential nodes and ends of sessions are none.
    pub fn take_journal(&mut self) -> Vec<Applied> {
        std::mem::take(&mut self.journal)
    }

    /// Puts bytes at a node, whatever they are, as somebody with ZooKeeper's own shell would.
    pub fn plant(&mut self, now: Utc, node: &Node, bytes: &[u8]) {
        self.plant_at(now, path::of_node(node), bytes);
    }

    /// The same at any path, also where nothing of the layout stands.
    pub fn plant_at(&mut self, now: Utc, path: String, bytes: &[u8]) {
        let op = match self.tree.read(&path) {
            Some(_) => RawOp::Set(path, bytes.to_vec(), None),
            None => RawOp::Create(path, bytes.to_vec(), false),
        };
        if let Ok((_, touched)) = self.tree.commit(now, None, &[op]) {
            self.fire(&touched);
        }
    }

    /// Deletes what stands at any path, if it has no children.
    pub fn delete_at(&mut self, now: Utc, path: &str) {
        if let Ok((_, touched)) = self.tree.commit(now, None, &[RawOp::Delete(path.to_owned(), None)]) {
            self.fire(&touched);
        }
    }

    /// Every path and what it holds, sorted: for the message of a test that failed.
    #[must_use]
    pub fn dump(&self) -> String {
        let line = |(path, data): (&str, &[u8])| format!("{path} {}\n", String::from_utf8_lossy(data));
        self.tree.paths().map(line).collect()
    }

    fn serve(&mut self, now: Utc, id: SessionId, request: &Request) -> Answer {
        match request {
            Request::Read(nodes) => Answer::Read(nodes.iter().map(|node| self.peek(node)).collect()),
            Request::List(folders) => Answer::List(folders.iter().map(|folder| self.peek_children(*folder)).collect()),
            Request::Commit(ops) => self.commit(now, id, ops),
            Request::Stand(member) => {
                let made = self.tree.create_numbered(now, Some(id), &path::of_candidacy(member), Vec::new());
                self.numbered(made, Answer::Standing)
            }
            Request::Submit(partition, token, command) => match record::submission(*partition, token, command) {
                Err(cannot) => Answer::Failed(cannot.to_string()),
                Ok(data) => {
                    let made = self.tree.create_numbered(now, None, &path::of_submission(*partition, token), data);
                    self.numbered(made, Answer::Submitted)
                }
            },
            Request::Sync => Answer::Synced,
        }
    }

    fn commit(&mut self, now: Utc, id: SessionId, ops: &[Op]) -> Answer {
        let raw = match record::transaction(ops) {
            Ok(raw) => raw,
            Err(cannot) => return Answer::Failed(cannot.to_string()),
        };
        match self.tree.commit(now, Some(id), &raw) {
            Ok((stats, touched)) => {
                self.fire(&touched);
                self.journal.push(Applied { session: id, at: now, ops: ops.to_vec() });
                Answer::Committed(stats)
            }
            Err((index, fault)) => refusal(index, &fault),
        }
    }

    fn numbered<T: std::str::FromStr>(
        &mut self,
        made: Result<(String, Vec<Touched>), Fault>,
        answer: fn(T) -> Answer,
    ) -> Answer {
        match made {
            Ok((path, touched)) => {
                self.fire(&touched);
                let name = path.rsplit('/').next().and_then(|name| name.parse().ok());
                name.map_or_else(|| Answer::Unknown(format!("{path} is no valid name")), answer)
            }
            Err(fault) => refusal(0, &fault),
        }
    }

    fn fire(&mut self, touched: &[Touched]) {
        let touched: BTreeSet<&Touched> = touched.iter().collect();
        for session in self.sessions.values_mut() {
            let hit: Vec<Watch> =
                session.watches.iter().filter(|watch| touched.contains(&target(watch))).cloned().collect();
            for watch in hit {
                session.watches.remove(&watch);
                session.fired.insert(watch);
            }
        }
    }
}

impl Session {
    fn new(timeout: Duration) -> Self {
        Self {
            timeout,
            phase: Phase::Connected,
            queue: VecDeque::new(),
            late: VecDeque::new(),
            answers: VecDeque::new(),
            watches: BTreeSet::new(),
            fired: BTreeSet::new(),
        }
    }
}

fn target(watch: &Watch) -> Touched {
    match watch {
        Watch::Data(node) => Touched::Data(path::of_node(node)),
        Watch::Children(folder) => Touched::Children(path::of_folder(*folder)),
    }
}

fn refusal(index: usize, fault: &Fault) -> Answer {
    match fault {
        Fault::Refused(why) => Answer::Refused { index, why: *why },
        Fault::Hopeless(why) => Answer::Failed(format!("operation {index} of the transaction: {why}")),
    }
}
