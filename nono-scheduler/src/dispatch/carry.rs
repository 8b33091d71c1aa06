//! One command, one effect.

use std::sync::Arc;

use nono_core::cluster::Stats;
use nono_core::engine::{AttemptId, Command, Event, Note, RequestId, Sending};
use nono_core::name::Partition;
use nono_core::node::{Node, Op, Record, Request, Watch};
use nono_core::retry::AttemptEnd;
use tokio::sync::oneshot;

use super::{Dispatch, Flight, Inbox, Message, Move};
use crate::attempt::FirstByte;
use crate::failpoint;

impl Dispatch {
    /// All but [`Command::Stopped`], which the loop sees to.
    pub(super) fn carry_out(&mut self, command: Command) {
        match command {
            Command::Request(id, request) => self.request(id, request),
            Command::Watch(watch) => self.watch(watch),
            Command::Unwatch(watch) => self.unwatch(&watch),
            Command::Send(sending) => self.send(sending),
            Command::Abort(attempt) => self.abort(attempt),
            Command::Finished(finished) => {
                self.around.figures.finished(&finished);
                if let Some(log) = &self.around.run_log {
                    log.record(&finished);
                }
            }
            Command::Note(note) => self.note(note),
            Command::Ready(ready) => {
                self.around.readiness.say_engine(ready);
            }
            Command::Stopped => {}
        }
    }

    /// Hands a request to the store.
    pub(super) fn ask(&mut self, id: RequestId, request: Request) {
        let Some(session) = &self.session else {
            // Of a session that is over; the engine expects no answer of it.
            return;
        };
        if let Some(stats) = stats_in(&request) {
            self.around.figures.written(stats);
            self.renewals.insert(id);
        }
        let kind = self.around.figures.requested(&request);
        let errand = failpoint::Errand::begin(&request);
        let pending = session.store.request(request);
        errand.sent();
        let (inbox, number) = (self.around.inbox.clone(), self.number);
        let figures = Arc::clone(&self.around.figures);
        self.around.runtime.spawn(async move {
            let answer = pending.await;
            errand.answered(&answer);
            figures.answered(kind, &answer);
            inbox.tell(Message::Answered(number, id, answer));
        });
    }

    /// Hands a watch to the store.
    pub(super) fn begin_to_watch(&mut self, watch: Watch) {
        let Some(session) = &mut self.session else { return };
        let mut hints = session.store.watch(watch.clone());
        let (inbox, number, about) = (self.around.inbox.clone(), self.number, watch.clone());
        let listening = self.around.runtime.spawn(async move {
            while hints.changed().await.is_some() {
                inbox.tell(Message::Hint(number, about.clone()));
            }
        });
        if let Some(former) = session.watches.insert(watch, listening.abort_handle()) {
            former.abort();
        }
    }

    pub(super) fn end_watching(&mut self, watch: &Watch) {
        if let Some(listening) = self.session.as_mut().and_then(|session| session.watches.remove(watch)) {
            listening.abort();
        }
    }

    fn send(&mut self, sending: Box<Sending>) {
        failpoint::pass("send", &sending);
        let (abort, aborted) = oneshot::channel();
        let first_byte = Arc::new(FirstByte::default());
        self.flights.insert(
            sending.attempt,
            Flight { abort: Some(abort), first_byte: Arc::clone(&first_byte), is_told: false },
        );
        let attempts = Arc::clone(&self.around.attempts);
        let mut report = Report { inbox: self.around.inbox.clone(), attempt: sending.attempt, end: None };
        self.around.runtime.spawn(async move {
            // In a block of its own: an attempt that is given up is dropped, and so cannot begin, before it is reported.
            let end = {
                // Thousands of bytes: made where it runs, and not moved there.
                let mut carrying = Box::pin(attempts.carry_out(&sending, first_byte));
                tokio::select! {
                    biased;
                    Ok(()) = aborted => None,
                    end = &mut carrying => Some(end),
                }
            };
            failpoint::pass("answer", &sending);
            report.ended(end.unwrap_or(AttemptEnd::Aborted));
        });
    }

    fn abort(&mut self, attempt: AttemptId) {
        if let Some(abort) = self.flights.get_mut(&attempt).and_then(|flight| flight.abort.take()) {
            // It may have ended meanwhile: its end is in the inbox then.
            let _ = abort.send(());
        }
    }

    fn note(&mut self, note: Note) {
        match note {
            Note::Acquired(partition, epoch) => {
                failpoint::pass("settled", &partition);
                tracing::debug!("owns partition {partition}, epoch {epoch}");
                self.moves.entry(Move::Acquired).or_default().push(partition);
            }
            Note::Released(partition, why) => self.moves.entry(Move::Released(why)).or_default().push(partition),
            Note::Leading(now) => {
                self.around.figures.leading(now);
                tracing::info!("{}", if now { "leads the cluster" } else { "no longer leads the cluster" });
            }
            Note::SetAside(what) => tracing::warn!("set aside: {what}"),
            Note::Warning(text) => tracing::warn!("{text}"),
            Note::Info(text) => tracing::info!("{text}"),
        }
    }
}

impl Dispatch {
    /// Logs what moved in this turn.
    pub(super) fn tell_moves(&mut self) {
        for (what, mut partitions) in std::mem::take(&mut self.moves) {
            let (count, which) = (partitions.len(), listed(&mut partitions));
            match what {
                Move::Acquired => tracing::info!("owns {count} partitions more: {which}"),
                Move::Released(why) => tracing::info!("owns {count} partitions less ({why}): {which}"),
            }
        }
    }
}

/// Partitions in ascending order, runs of neighbours as one: `000-012 040`.
fn listed(partitions: &mut [Partition]) -> String {
    partitions.sort_unstable();
    let runs = partitions.chunk_by(|one, next| next.0 == one.0 + 1).map(|run| match run {
        [first, .., last] => format!("{first}-{last}"),
        run => run.iter().map(ToString::to_string).collect(),
    });
    runs.collect::<Vec<_>>().join(" ")
}

/// Reports the end of an attempt when it is dropped, so that none goes unreported, whatever ends its task.
struct Report {
    inbox: Inbox,
    attempt: AttemptId,
    end: Option<AttemptEnd>,
}

impl Report {
    fn ended(&mut self, end: AttemptEnd) {
        self.end = Some(end);
    }
}

impl Drop for Report {
    fn drop(&mut self) {
        let end = self.end.take().unwrap_or_else(|| AttemptEnd::Broken("the scheduler lost the attempt".to_owned()));
        self.inbox.event(Event::Ended(self.attempt, end));
    }
}

/// The stats record that a transaction writes: such a transaction is a renewal of the time lease.
fn stats_in(request: &Request) -> Option<&Stats> {
    let Request::Commit(ops) = request else { return None };
    ops.iter().find_map(|op| match op {
        Op::Create(Node::Stats(_), Record::Stats(stats)) | Op::Set(Node::Stats(_), Record::Stats(stats), _) => {
            Some(&**stats)
        }
        _ => None,
    })
}
