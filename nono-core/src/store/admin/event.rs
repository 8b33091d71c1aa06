//! What happens to the cluster is written down in `/events`, and what operators want of schedulers with it.
//!
//! A wish and its event are one transaction. An event that stands for a change already made is written after it; a ring
//! that cannot be read is left as it is, since history must not stand in the way of an operator.

use crate::cluster::{Event, Events, Intent, Intents};
use crate::name::SchedulerName;
use crate::node::{Answer, Node, Op, Read, Record, Refusal, Request};
use crate::store::admin::{Admin, AdminError, Kept, found, in_words};
use crate::store::path;
use crate::time::Utc;

/// How often an event is tried anew while others write theirs.
const MOST_RACES: usize = 20;

impl Admin {
    /// Writes down that something happened. Its number is given here.
    ///
    /// # Errors
    /// [`AdminError::Unreadable`], [`AdminError::Denied`], [`AdminError::Contended`], [`AdminError::UnknownOutcome`].
    pub async fn note(&self, event: Event) -> Result<(), AdminError> {
        let what = || "the note in /events".to_owned();
        let mut lost = None;
        for _ in 0..MOST_RACES {
            let ring = found(&Node::Events, self.read(vec![Node::Events]).await?.pop().unwrap_or(Read::Missing))?;
            if lost.is_some() && ring.as_ref().is_some_and(|ring| holds(ring, &event)) {
                return Ok(());
            }
            if self.commits(vec![event_op(ring, event.clone())], &[&Node::Events], &what, &mut lost).await? {
                return Ok(());
            }
        }
        Err(given_up(what(), lost, MOST_RACES))
    }

    /// Whether these operations, one on each of `nodes`, were committed. Else they are to be tried again: somebody came
    /// first, or the answer was `lost` and everything is in step with the server again.
    async fn commits(
        &self,
        ops: Vec<Op>,
        nodes: &[&Node],
        what: &impl Fn() -> String,
        lost: &mut Option<String>,
    ) -> Result<bool, AdminError> {
        match self.store.request(Request::Commit(ops)).await {
            Answer::Committed(_) => Ok(true),
            Answer::Refused { index, why: Refusal::Denied } => {
                Err(AdminError::Denied { place: path::of_node(nodes[index.min(nodes.len() - 1)]) })
            }
            Answer::Refused { .. } => Ok(false),
            Answer::Failed(why) => Err(AdminError::Refused { why }),
            other => {
                let why = in_words(&other);
                self.sync().await.map_err(|_| AdminError::UnknownOutcome { what: what(), why: why.clone() })?;
                *lost = Some(why);
                Ok(false)
            }
        }
    }

    /// Says what operators want of a scheduler; `None` withdraws it. False: it is so already. `event` is written down in
    /// the same transaction.
    ///
    /// # Errors
    /// [`AdminError::Denied`], [`AdminError::Contended`], [`AdminError::UnknownOutcome`].
    pub async fn set_intent(
        &self,
        name: &SchedulerName,
        wanted: Option<Intent>,
        event: Event,
    ) -> Result<bool, AdminError> {
        let node = Node::Intent(name.clone());
        let what = || format!("the intent for scheduler \"{name}\"");
        let mut lost = None;
        for _ in 0..MOST_RACES {
            let mut reads = self.read(vec![node.clone(), Node::Events]).await?.into_iter();
            let current = found(&node, reads.next().unwrap_or(Read::Missing))?;
            let Some(op) = intent_op(&node, current, wanted.as_ref()) else { return Ok(lost.is_some()) };
            let ring = found(&Node::Events, reads.next().unwrap_or(Read::Missing));
            let noted = ring.ok().map(|ring| event_op(ring, event.clone()));
            let ops = std::iter::once(op).chain(noted).collect();
            if self.commits(ops, &[&node, &Node::Events], &what, &mut lost).await? {
                return Ok(true);
            }
        }
        Err(given_up(what(), lost, MOST_RACES))
    }
}

impl Admin {
    /// What operators want of the whole cluster.
    ///
    /// # Errors
    /// [`AdminError::Incomplete`], [`AdminError::Unreadable`], [`AdminError::Denied`].
    pub async fn cluster_intents(&self) -> Result<Kept<Intents>, AdminError> {
        match found(&Node::Intents, self.read(vec![Node::Intents]).await?.pop().unwrap_or(Read::Missing))? {
            Some(Kept { value: Record::Intents(value), stat }) => Ok(Kept { value, stat }),
            _ => Err(AdminError::Incomplete { place: path::of_node(&Node::Intents) }),
        }
    }

    /// Pauses the whole cluster: nothing is claimed from now on, and what comes due is not due. False: it was paused
    /// already. `event` is written down in the same transaction.
    ///
    /// # Errors
    /// [`AdminError::Incomplete`], [`AdminError::Unreadable`], [`AdminError::Denied`], [`AdminError::Contended`],
    /// [`AdminError::UnknownOutcome`].
    pub async fn pause_cluster(&self, event: Event) -> Result<bool, AdminError> {
        let (by, reason) = (event.by.clone(), event.reason.clone());
        self.set_cluster_intents(event, |intents, mtime| intents.pause(mtime, by.clone(), reason.clone())).await
    }

    /// Ends the pause of the whole cluster. False: it was not paused. `event` as in [`Admin::pause_cluster`].
    ///
    /// # Errors
    /// As [`Admin::pause_cluster`].
    pub async fn resume_cluster(&self, event: Event) -> Result<bool, AdminError> {
        self.set_cluster_intents(event, Intents::resume).await
    }

    async fn set_cluster_intents(
        &self,
        event: Event,
        change: impl Fn(&Intents, Utc) -> Option<Intents>,
    ) -> Result<bool, AdminError> {
        let what = || "the change of /intents".to_owned();
        let mut lost = None;
        let mut is_noted = true;
        for _ in 0..MOST_RACES {
            let Kept { value, stat } = self.cluster_intents().await?;
            let ring = found(&Node::Events, self.read(vec![Node::Events]).await?.pop().unwrap_or(Read::Missing));
            let ring = ring.ok().filter(|_| is_noted);
            // It was done, whatever others did after it.
            let was_done = ring.as_ref().and_then(Option::as_ref).is_some_and(|ring| holds(ring, &event));
            if lost.is_some() && was_done {
                return Ok(true);
            }
            let Some(next) = change(&value, stat.mtime()) else { return Ok(lost.is_some()) };
            let noted = ring.map(|ring| event_op(ring, event.clone()));
            let op = Op::Set(Node::Intents, Record::Intents(next), Some(stat.version));
            let ops = std::iter::once(op).chain(noted).collect();
            match self.commits(ops, &[&Node::Intents, &Node::Events], &what, &mut lost).await {
                Ok(true) => return Ok(true),
                Ok(false) => {}
                // History must not stand in the way.
                Err(AdminError::Denied { place }) if is_noted && place == path::of_node(&Node::Events) => {
                    is_noted = false;
                }
                Err(error) => return Err(error),
            }
        }
        Err(given_up(what(), lost, MOST_RACES))
    }
}

fn given_up(what: String, lost: Option<String>, tries: usize) -> AdminError {
    match lost {
        Some(why) => AdminError::UnknownOutcome { what, why },
        None => AdminError::Contended { what, tries },
    }
}

fn holds(ring: &Kept<Record>, event: &Event) -> bool {
    matches!(&ring.value, Record::Events(events) if events.holds(event))
}

/// What adds the event to what was read.
fn event_op(ring: Option<Kept<Record>>, event: Event) -> Op {
    let record = |events: Events| Record::Events(Box::new(events.pushed(event)));
    match ring {
        Some(Kept { value: Record::Events(events), stat }) => {
            Op::Set(Node::Events, record(*events), Some(stat.version))
        }
        Some(Kept { stat, .. }) => Op::Set(Node::Events, record(Events::default()), Some(stat.version)),
        None => Op::Create(Node::Events, record(Events::default())),
    }
}

/// `None`: nothing to do.
fn intent_op(node: &Node, current: Option<Kept<Record>>, wanted: Option<&Intent>) -> Option<Op> {
    match (current, wanted) {
        (None, None) => None,
        (None, Some(wanted)) => Some(Op::Create(node.clone(), Record::Intent(wanted.clone()))),
        (Some(current), None) => Some(Op::Delete(node.clone(), Some(current.stat.version))),
        (Some(Kept { value: Record::Intent(is), .. }), Some(wanted)) if is == *wanted => None,
        (Some(current), Some(wanted)) => {
            Some(Op::Set(node.clone(), Record::Intent(wanted.clone()), Some(current.stat.version)))
        }
    }
}
