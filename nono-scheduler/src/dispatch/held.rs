//! What waits for the rate of requests to ZooKeeper, and what is said of it.

use std::time::Duration;

use nono_core::engine::{Event, RequestId, goes_first};
use nono_core::name::Partition;
use nono_core::node::{Node, Request, Watch};
use nono_core::store::Watching;

use super::{Dispatch, Errand};
use crate::clock;

/// Whoever goes within the turn in which it was asked for has not waited.
const A_TURN: Duration = Duration::from_millis(1);
/// Who waits for less than this is not worth a line.
const WORTH_SAYING: Duration = Duration::from_secs(1);
/// And it is said again after this at the earliest.
const AGAIN: Duration = Duration::from_secs(60);

impl Dispatch {
    /// Asks at once, or when its turn comes.
    pub(super) fn request(&mut self, id: RequestId, request: Request) {
        let Some(session) = self.session.as_ref().filter(|_| self.rate.is_limited()) else {
            return self.ask(id, request);
        };
        let (now, cost) = (clock::boot(), session.store.cost(&request));
        if goes_first(&request) {
            self.rate.take(now, cost);
            self.ask(id, request);
        } else {
            self.rate.wait(now, cost, Errand::Request(id, request));
        }
    }

    /// Who would own all partitions, as the last scheduler of a cluster does, must be able to keep up with itself.
    pub(super) fn warn_of_low_rate(&self, store: &dyn Watching, began: &Event) {
        let (Some(rate), Event::SessionStarted { partitions, .. }) = (self.around.zookeeper_rate, began) else {
            return;
        };
        let each =
            (0..*partitions).map(Partition).flat_map(|partition| [Node::Plan(partition), Node::Commands(partition)]);
        let sweep = Request::Read([Node::Intents, Node::Assignment].into_iter().chain(each).collect());
        // The renewal, and the leader's round.
        let needs = store.cost(&sweep) + 2;
        if rate <= needs {
            tracing::warn!(
                "zookeeper-rate {rate} leaves no room for claims: {needs} requests a second are what a scheduler with all \
                 {partitions} partitions asks when nothing is due"
            );
        }
    }

    /// Watches at once, or when its turn comes: in front of whatever is asked for after it.
    pub(super) fn watch(&mut self, watch: Watch) {
        if self.session.is_some() && self.rate.is_limited() {
            self.rate.wait(clock::boot(), 1, Errand::Watch(watch));
        } else {
            self.begin_to_watch(watch);
        }
    }

    /// No longer, also where it waits to begin.
    pub(super) fn unwatch(&mut self, watch: &Watch) {
        self.rate.retain(|errand| !matches!(errand, Errand::Watch(waiting) if waiting == watch));
        self.end_watching(watch);
    }

    /// Lets go what may go now, and tells the engine whether writes wait. True: that was news to it.
    pub(super) fn let_go(&mut self) -> bool {
        if !self.rate.is_limited() {
            return false;
        }
        while let Some(next) = self.rate.next(clock::boot()) {
            if next.waited >= A_TURN {
                self.around.figures.held_back(next.waited);
            }
            match next.what {
                Errand::Request(id, request) => self.ask(id, request),
                Errand::Watch(watch) => self.begin_to_watch(watch),
            }
        }
        self.say_what_waits();
        // A write that would have to wait is not composed yet: it would be stale when it goes. Nor what waits for a reading
        // back of one.
        let holds = self.rate.room_at().is_some_and(|at| at > clock::boot());
        if std::mem::replace(&mut self.holds_writes, holds) == holds {
            return false;
        }
        self.engine.handle(clock::read(), Event::Held(holds));
        true
    }

    fn say_what_waits(&mut self) {
        let now = clock::boot();
        let (wait, count) = (self.rate.longest_wait(now), self.rate.count_waiting());
        self.around.figures.waits_for_rate(wait);
        let said_lately = self.said.is_some_and(|said| now.since(said) < AGAIN);
        if wait < WORTH_SAYING || said_lately {
            return;
        }
        self.said = Some(now);
        let rate = self.around.zookeeper_rate.unwrap_or_default();
        tracing::warn!(
            "held back by zookeeper-rate {rate}: {count} requests to ZooKeeper wait, the first for {} ms; runs may be late",
            wait.as_millis()
        );
    }
}
