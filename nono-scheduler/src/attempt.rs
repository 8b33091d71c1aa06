//! One HTTP request to a worker: built, connected, sent if the time lease still holds, answered, judged by nobody.
//!
//! Not a general client but hyper's connection under a small pool, for two statements that a general client cannot
//! make: the last look at [`Sending::not_after`] stands in front of the very write, in the same step (see `wire`), and
//! "not one byte left" is counted at the socket and not guessed from an error. HTTP/1.1, no redirects, no proxies, no
//! decompression, nothing resent but what provably never left. Here nothing decides what an end means for the run.

mod answer;
mod connect;
mod egress;
mod first_byte;
mod pace;
mod pool;
mod request;
mod wire;

use std::error::Error;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::Full;
use hyper::Request;
use hyper::body::Bytes;
use nono_core::engine::Sending;
use nono_core::retry::AttemptEnd;
use nono_core::time::Boot;
use tokio::time::Instant;

use crate::clock;

pub use answer::cleaned;
pub use connect::{Resolve, SystemResolver};
pub use egress::Egress;
pub use first_byte::FirstByte;

use connect::{Connection, Connector, Origin};
use pace::{Pace, YOUNG};
use pool::Pool;

/// Carries out attempts. Cheap to share; lives in a runtime.
#[derive(Debug)]
pub struct Attempts {
    connector: Connector,
    pool: Arc<Pool>,
    pace: Pace,
}

/// What one exchange on one connection came to, if not an answer.
enum Failed {
    /// The time lease had ended when the first byte was about to go.
    Withheld,
    /// The connection broke, and not one byte of the request had left.
    Unsent(String),
    /// It broke later.
    Broken(String),
    /// Time was up.
    TimedOut,
}

impl Attempts {
    /// Attempts that go where `egress` lets them, to addresses that `resolver` finds.
    #[must_use]
    pub fn new(egress: Arc<Egress>, resolver: Arc<dyn Resolve>) -> Self {
        Self { connector: Connector::new(egress, resolver), pool: Arc::new(Pool::default()), pace: Pace::default() }
    }

    /// Closes connections that nobody used for a while. To be called about once a second.
    pub fn sweep(&self) {
        self.pool.sweep();
        self.pace.sweep();
    }

    /// Carries out one attempt. `sent` knows when the first byte was written, as soon as it was.
    ///
    /// Dropping the future gives the attempt up: its connection is closed, and nothing is written any more.
    pub async fn carry_out(&self, sending: &Sending, sent: Arc<FirstByte>) -> AttemptEnd {
        let deadline = Instant::now() + sending.timeout;
        let built = Origin::of(&sending.task.target.url).and_then(|origin| Ok((origin, request::build(sending)?)));
        let (origin, mut request) = match built {
            Ok((origin, request)) => (origin, Some(request)),
            Err(why) => return AttemptEnd::Blocked(why),
        };
        if let Some(end) = self.on_kept(&origin, &mut request, sending, &sent, deadline).await {
            return end;
        }
        // Apart, so that the many that find a connection take no room for making one.
        Box::pin(self.on_new(&origin, request, sending, &sent)).await
    }

    /// Carries it out on a connection that is made for it, or one that somebody left meanwhile.
    async fn on_new(
        &self,
        origin: &Origin,
        mut request: Option<Request<Full<Bytes>>>,
        sending: &Sending,
        sent: &Arc<FirstByte>,
    ) -> AttemptEnd {
        let permit = self.pace.enter(origin).await;
        // Whoever went before has perhaps left one. The time of the attempt begins when it may.
        let begun = Instant::now();
        let deadline = begun + sending.timeout;
        if let Some(end) = self.on_kept(origin, &mut request, sending, sent, deadline).await {
            return end;
        }
        let limit = sending.task.target.timeout.connect.min(sending.timeout);
        let carrying = async {
            let connection = self.connector.connect(origin, limit, begun + limit).await?;
            if clock::boot() > sending.not_after {
                // Made too late for this right to send; kept for the next, or a slow worker would never be reached.
                self.pool.settle(connection).await;
                return Ok(AttemptEnd::NotSent);
            }
            let request = made(&mut request, sending).map_err(AttemptEnd::Blocked)?;
            let ended = self.exchange(connection, request, sending.not_after, sent, deadline).await;
            Ok(end_of(ended, sending))
        };
        let mut carrying = pin!(carrying);
        let ended = match tokio::time::timeout(YOUNG, carrying.as_mut()).await {
            Ok(ended) => ended,
            Err(_) => {
                drop(permit);
                carrying.await
            }
        };
        ended.unwrap_or_else(|end| end)
    }

    /// Carries it out on a connection that was kept, if there is one that takes it. What it used up is made anew.
    async fn on_kept(
        &self,
        origin: &Origin,
        request: &mut Option<Request<Full<Bytes>>>,
        sending: &Sending,
        sent: &Arc<FirstByte>,
        deadline: Instant,
    ) -> Option<AttemptEnd> {
        while let Some(connection) = self.pool.take(origin) {
            let request = match made(request, sending) {
                Ok(request) => request,
                Err(why) => return Some(AttemptEnd::Blocked(why)),
            };
            match self.exchange(connection, request, sending.not_after, sent, deadline).await {
                // The worker closed the connection while it was idle: known, since nothing was accepted by the socket.
                Err(Failed::Unsent(_)) => {}
                other => return Some(end_of(other, sending)),
            }
        }
        None
    }

    async fn exchange(
        &self,
        mut connection: Connection,
        request: Request<Full<Bytes>>,
        not_after: Boot,
        sent: &Arc<FirstByte>,
        deadline: Instant,
    ) -> Result<AttemptEnd, Failed> {
        let armed = connection.wire.arm(not_after, Arc::clone(sent));
        let answering = async {
            let response = connection.sender.send_request(request).await?;
            answer::read(response).await
        };
        let ended = tokio::time::timeout_at(deadline, answering).await;
        let left = armed.disarm();
        match ended {
            Ok(Ok(answer)) => {
                if answer.whole {
                    self.pool.put_when_ready(connection);
                }
                Ok(answer.end)
            }
            _ if left.withheld => Err(Failed::Withheld),
            Ok(Err(error)) if !left.any_byte => Err(Failed::Unsent(causes(&error))),
            Ok(Err(error)) => Err(Failed::Broken(causes(&error))),
            Err(_) if !left.any_byte => Err(Failed::Unsent("the connection took no byte of the request".to_owned())),
            Err(_) => Err(Failed::TimedOut),
        }
    }
}

/// The request that was made before, if it has not been used.
fn made(request: &mut Option<Request<Full<Bytes>>>, sending: &Sending) -> Result<Request<Full<Bytes>>, String> {
    request.take().map_or_else(|| request::build(sending), Ok)
}

fn end_of(ended: Result<AttemptEnd, Failed>, sending: &Sending) -> AttemptEnd {
    match ended {
        Ok(end) => end,
        Err(Failed::Withheld) => AttemptEnd::NotSent,
        Err(Failed::Unsent(why)) => AttemptEnd::NotConnected(why),
        Err(Failed::Broken(why)) => AttemptEnd::Broken(why),
        Err(Failed::TimedOut) => AttemptEnd::TimedOut(format!("no whole answer within {}", in_words(sending.timeout))),
    }
}

/// A duration for a message: `30s`, `1.5s`.
fn in_words(span: Duration) -> String {
    format!("{span:?}")
}

/// An error and what caused it, each said once, fit for a terminal: a worker's certificate can put words into it.
fn causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let said = cause.to_string();
        if !text.contains(&said) {
            text.push_str(": ");
            text.push_str(&said);
        }
        next = cause.source();
    }
    cleaned(text.as_bytes(), answer::MESSAGE)
}

#[cfg(test)]
mod tests;
