//! A TCP proxy in front of ZooKeeper, for one session: each direction can be swallowed, connections can be broken.
//!
//! A connection that swallows does so until it is broken: what was swallowed never arrives, and nothing behind it.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// The larger of a ping and its answer: anything longer is what a test is about.
const PING: usize = 20;
/// How long to wait for something to be swallowed before a connection is broken all the same.
const PATIENCE: Duration = Duration::from_secs(2);

/// Ends with all its connections when it is dropped.
#[derive(Debug)]
pub(crate) struct Proxy {
    address: SocketAddr,
    line: Arc<Mutex<Arc<Line>>>,
    accepting: JoinHandle<()>,
}

/// What befalls the connections between two breaks.
#[derive(Debug)]
struct Line {
    requests: watch::Sender<bool>,
    answers: watch::Sender<bool>,
    swallowed: watch::Sender<bool>,
    broken: watch::Sender<bool>,
}

impl Line {
    fn new() -> Arc<Self> {
        Arc::new(Self {
            requests: watch::Sender::new(true),
            answers: watch::Sender::new(true),
            swallowed: watch::Sender::new(false),
            broken: watch::Sender::new(false),
        })
    }
}

impl Proxy {
    pub(crate) async fn before(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let line = Arc::new(Mutex::new(Line::new()));
        let accepting = tokio::spawn(accept(listener, server, Arc::clone(&line)));
        Self { address, line, accepting }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Swallows what comes this way from now on.
    pub(crate) fn swallow_requests(&self) {
        self.line.lock().unwrap().requests.send_replace(false);
    }

    /// Swallows what comes this way from now on.
    pub(crate) fn swallow_answers(&self) {
        self.line.lock().unwrap().answers.send_replace(false);
    }

    /// Breaks every connection once one has swallowed something; new ones let everything through.
    pub(crate) fn reconnect(&self) -> impl Future<Output = ()> + Send + use<> {
        let line = Arc::clone(&self.line);
        async move {
            let old = Arc::clone(&*line.lock().unwrap());
            let mut swallowed = old.swallowed.subscribe();
            // Nothing may have been on its way: then the connection is broken without a loss.
            drop(tokio::time::timeout(PATIENCE, swallowed.wait_for(|&swallowed| swallowed)).await);
            *line.lock().unwrap() = Line::new();
            old.broken.send_replace(true);
        }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
        self.line.lock().unwrap().broken.send_replace(true);
    }
}

async fn accept(listener: TcpListener, server: SocketAddr, line: Arc<Mutex<Arc<Line>>>) {
    while let Ok((client, _)) = listener.accept().await {
        let line = Arc::clone(&*line.lock().unwrap());
        tokio::spawn(serve(client, server, line));
    }
}

async fn serve(client: TcpStream, server: SocketAddr, line: Arc<Line>) {
    let Ok(server) = TcpStream::connect(server).await else { return };
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let mut broken = line.broken.subscribe();
    tokio::select! {
        () = copy(from_client, to_server, &line.requests, &line.swallowed) => {}
        () = copy(from_server, to_client, &line.answers, &line.swallowed) => {}
        _ = broken.wait_for(|&broken| broken) => {}
    }
}

async fn copy(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    open: &watch::Sender<bool>,
    swallowed: &watch::Sender<bool>,
) {
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(count @ 1..) = from.read(&mut buffer).await {
        if !*open.borrow() {
            swallowed.send_if_modified(|seen| count > PING && !std::mem::replace(seen, true));
        } else if to.write_all(&buffer[..count]).await.is_err() {
            return;
        }
    }
}
