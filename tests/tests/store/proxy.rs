//! A TCP proxy in front of ZooKeeper, for one session: each direction can be swallowed, connections can be broken.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Ends with all its connections when it is dropped.
#[derive(Debug)]
pub(crate) struct Proxy {
    address: SocketAddr,
    valves: Arc<Valves>,
    accepting: JoinHandle<()>,
}

#[derive(Debug)]
struct Valves {
    requests: AtomicBool,
    answers: AtomicBool,
    /// Raised to break all connections that are open.
    generation: watch::Sender<u64>,
}

impl Proxy {
    pub(crate) async fn before(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let valves = Arc::new(Valves {
            requests: AtomicBool::new(true),
            answers: AtomicBool::new(true),
            generation: watch::Sender::new(0),
        });
        let accepting = tokio::spawn(accept(listener, server, Arc::clone(&valves)));
        Self { address, valves, accepting }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Swallows what comes this way from now on.
    pub(crate) fn swallow_requests(&self) {
        self.valves.requests.store(false, Ordering::SeqCst);
    }

    /// Swallows what comes this way from now on.
    pub(crate) fn swallow_answers(&self) {
        self.valves.answers.store(false, Ordering::SeqCst);
    }

    /// Breaks every connection; new ones let everything through.
    pub(crate) fn reconnect(&self) {
        self.valves.generation.send_modify(|generation| *generation += 1);
        self.valves.requests.store(true, Ordering::SeqCst);
        self.valves.answers.store(true, Ordering::SeqCst);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
        self.valves.generation.send_modify(|generation| *generation += 1);
    }
}

async fn accept(listener: TcpListener, server: SocketAddr, valves: Arc<Valves>) {
    while let Ok((client, _)) = listener.accept().await {
        let broken = valves.generation.subscribe();
        tokio::spawn(serve(client, server, Arc::clone(&valves), broken));
    }
}

async fn serve(client: TcpStream, server: SocketAddr, valves: Arc<Valves>, mut broken: watch::Receiver<u64>) {
    let Ok(server) = TcpStream::connect(server).await else { return };
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    tokio::select! {
        () = copy(from_client, to_server, &valves.requests) => {}
        () = copy(from_server, to_client, &valves.answers) => {}
        _ = broken.changed() => {}
    }
}

async fn copy(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, open: &AtomicBool) {
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(count @ 1..) = from.read(&mut buffer).await {
        if open.load(Ordering::SeqCst) && to.write_all(&buffer[..count]).await.is_err() {
            return;
        }
    }
}
