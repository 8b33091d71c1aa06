//! One session: made, watched over, served until it ends.

use std::sync::Arc;
use std::time::Duration;

use nono_core::store::admin::AdminError;
use nono_core::store::zookeeper::{ConnectError, ConnectOptions, SessionState, States, ZooKeeper};
use tokio::sync::Notify;

use super::work::{Known, Work};
use super::{Asked, End, Sender, forget};
use crate::commands::cluster::status::check_all;
use crate::connect::{Cluster, ConnectString};
use crate::contexts::Place;
use crate::invocation::{Invocation, wall_clock};
use crate::top::data::{ANSWERS, Link, News, Report};

/// Between two looks at servers that do not answer.
const AGAIN: Duration = Duration::from_secs(3);

/// Why there is no session.
pub(super) enum Refused {
    /// What each server said.
    NoAnswer(Vec<(String, String)>),
    /// We may not.
    Denied(String),
}

/// Makes a session, with the credentials that are in the files now.
pub(super) async fn connect(
    invocation: &Invocation,
    connect: &ConnectString,
    patience: Duration,
) -> Result<Arc<ZooKeeper>, Refused> {
    let target = invocation.target().and_then(|target| target.options());
    let (options, _) = target.map_err(|error| Refused::Denied(error.message))?;
    let options = ConnectOptions { patience, ..options };
    match ZooKeeper::connect(&options).await {
        Ok(zookeeper) => Ok(Arc::new(zookeeper)),
        Err(ConnectError::NoAnswer { hosts, .. }) => {
            Err(Refused::NoAnswer(hosts.into_iter().map(|failure| (failure.host, failure.why)).collect()))
        }
        Err(error @ ConnectError::Denied { .. }) => Err(Refused::Denied(error.to_string())),
        Err(error) => Err(Refused::NoAnswer(vec![(connect.to_string(), error.to_string())])),
    }
}

/// Does the screen's work over this session until it ends.
pub(super) async fn serve(
    zookeeper: Arc<ZooKeeper>,
    invocation: &Invocation,
    connect: &ConnectString,
    asked: &mut Asked,
    known: &mut Known,
    news: &Sender,
) -> End {
    let retry = Arc::clone(&asked.retry);
    let states = zookeeper.states();
    let end = tokio::select! {
        biased;
        end = follow(states, connect, &retry, news) => end,
        end = work(Arc::clone(&zookeeper), invocation, connect, asked, known, news) => end,
    };
    if matches!(end, End::Gone) {
        // The screen is gone: what is on its way is not waited for long.
        let _ = tokio::time::timeout(Duration::from_millis(300), zookeeper.close()).await;
    }
    end
}

/// Tells of lost connections and of the session's end.
///
/// The client looks for a server by itself, and the session goes on when it finds one. A person who does not want to wait
/// for that gets a session anew, as soon as there is a server that takes connections.
async fn follow(mut states: States, connect: &ConnectString, retry: &Notify, news: &Sender) -> End {
    let mut state = states.now();
    loop {
        match state {
            SessionState::Connected => state = states.changed().await,
            SessionState::Disconnected => {
                let since = wall_clock();
                let mut tries = 0;
                let mut is_asked = false;
                forget(retry);
                while state == SessionState::Disconnected {
                    let hosts = said(connect).await;
                    if is_asked && hosts.iter().any(|(_, said)| said == ANSWERS) {
                        return End::Over { since };
                    }
                    let link = Link::Lost { since, tries, next_try: wall_clock() + AGAIN, hosts };
                    let _ = news.send(News::Link(link));
                    tries += 1;
                    is_asked = tokio::select! {
                        changed = states.changed() => { state = changed; false }
                        () = tokio::time::sleep(AGAIN) => false,
                        () = retry.notified() => true,
                    };
                }
            }
            SessionState::Expired => {
                let since = wall_clock();
                let _ = news.send(News::Link(Link::Expired { since }));
                return End::Over { since };
            }
            SessionState::Denied | SessionState::Closed => return End::Over { since: wall_clock() },
        }
    }
}

/// What each server says to a connection.
async fn said(connect: &ConnectString) -> Vec<(String, String)> {
    let servers = check_all(connect.hosts()).await;
    servers.into_iter().map(|(host, up)| (host, up.err().unwrap_or_else(|| ANSWERS.to_owned()))).collect()
}

async fn work(
    zookeeper: Arc<ZooKeeper>,
    invocation: &Invocation,
    connect: &ConnectString,
    asked: &mut Asked,
    known: &mut Known,
    news: &Sender,
) -> End {
    let place = invocation.place().unwrap_or_else(|_| Place::Connect(connect.to_string()));
    loop {
        let opened =
            Cluster::over(Arc::clone(&zookeeper) as _, connect.clone(), place.clone(), invocation.timeout).await;
        let link = match opened {
            Ok(cluster) => {
                return Work::new(cluster, zookeeper, invocation.clone(), known, news.clone())
                    .run(&mut asked.orders)
                    .await;
            }
            Err(AdminError::NotInitialised) => Some(Link::NotLaidOut),
            Err(error @ AdminError::Denied { .. }) => Some(Link::Denied { why: error.to_string() }),
            Err(error) => {
                let link = newer(&error);
                if link.is_none() && matches!(error, AdminError::Unreadable { .. }) {
                    let _ = news.send(News::Done(Report { text: error.to_string(), ok: Some(false), undo: None }));
                }
                link
            }
        };
        if let Some(link) = link {
            let _ = news.send(News::Link(link));
        }
        if !super::wait(asked, known, news, AGAIN).await {
            return End::Gone;
        }
    }
}

/// A cluster that a newer release laid out cannot be understood: only that is told.
fn newer(error: &AdminError) -> Option<Link> {
    let text = error.to_string();
    let format =
        text.split("format is ").nth(1)?.split(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok()?;
    Some(Link::Newer { format })
}
