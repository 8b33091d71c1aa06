//! Reads the cluster for the screen, and does what the screen asks for.
//!
//! One session, made anew when it ends. While nothing but the overview is looked at it costs ZooKeeper the figures of each
//! scheduler once a second, a look at who there is every few seconds, and a watch for each partition's plan: leases are read
//! when ownership moved, tasks when they are on the screen, all of them when the screen asks.

mod beside;
mod census;
mod deeds;
mod hints;
mod servers;
mod session;
mod work;

use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use nono_core::time::Utc;
use tokio::sync::{Notify, mpsc};

use super::data::{Link, News, Order, Report};
use crate::connect::ConnectString;
use crate::invocation::{Invocation, wall_clock};

pub(crate) use self::census::{Shared, forecast_of, row_of, runs_of, succeeded};

/// Between two tries to connect, at first and at most.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(8);

/// Where the news go.
pub(crate) type Sender = mpsc::UnboundedSender<News>;

/// Why a session's work ended.
enum End {
    /// The screen is gone.
    Gone,
    /// The session is over: another one is needed.
    Over {
        /// Since when nothing was read over it.
        since: Utc,
    },
}

/// What the screen asks for: its orders, and that it wants a connection now, which cannot wait behind them.
struct Asked {
    orders: mpsc::UnboundedReceiver<Order>,
    retry: Arc<Notify>,
}

impl Asked {
    /// Takes the wish for a connection out of the row.
    fn from(mut all: mpsc::UnboundedReceiver<Order>) -> Self {
        let (forward, orders) = mpsc::unbounded_channel();
        let retry = Arc::new(Notify::new());
        let pressed = Arc::clone(&retry);
        tokio::spawn(async move {
            while let Some(order) = all.recv().await {
                if order == Order::Retry {
                    pressed.notify_one();
                } else if forward.send(order).is_err() {
                    return;
                }
            }
        });
        Self { orders, retry }
    }
}

/// A wish that came while there was a connection is over.
fn forget(retry: &Notify) {
    let _ = retry.notified().now_or_never();
}

/// Reads and does until the screen is gone.
pub(crate) async fn run(
    invocation: Invocation,
    connect: ConnectString,
    orders: mpsc::UnboundedReceiver<Order>,
    news: Sender,
) {
    let mut asked = Asked::from(orders);
    let began = wall_clock();
    let mut known = work::Known::default();
    let mut tries = 0;
    let mut pause = FIRST_PAUSE;
    let mut lost: Option<Utc> = None;
    loop {
        let patience = Duration::from_secs(3);
        match session::connect(&invocation, &connect, patience).await {
            Ok(zookeeper) => {
                (tries, pause) = (0, FIRST_PAUSE);
                match session::serve(zookeeper, &invocation, &connect, &mut asked, &mut known, &news).await {
                    End::Gone => return,
                    End::Over { since } => lost = Some(since),
                }
                let _ = news.send(News::Abandoned);
                forget(&asked.retry);
                continue;
            }
            Err(session::Refused::Denied(why)) => {
                let _ = news.send(News::Link(Link::Denied { why }));
            }
            Err(session::Refused::NoAnswer(hosts)) => {
                tries += 1;
                let link = match lost {
                    None => Link::Connecting { since: began, hosts },
                    Some(since) => Link::Lost { since, tries, next_try: wall_clock() + pause, hosts },
                };
                let _ = news.send(News::Link(link));
            }
        }
        if !wait(&mut asked, &mut known, &news, pause).await {
            return;
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// Waits, or until the screen asks to try at once. False: it is gone.
async fn wait(asked: &mut Asked, known: &mut work::Known, news: &Sender, pause: Duration) -> bool {
    let end = tokio::time::Instant::now() + pause;
    loop {
        tokio::select! {
            () = tokio::time::sleep_until(end) => return true,
            () = asked.retry.notified() => return true,
            order = asked.orders.recv() => match order {
                None => return false,
                Some(Order::Do(_)) => {
                    let text = "not done: there is no connection to ZooKeeper".to_owned();
                    let _ = news.send(News::Done(Report { text, ok: Some(false), undo: None }));
                }
                Some(order) => known.remember(&order),
            },
        }
    }
}
