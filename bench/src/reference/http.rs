//! H: raw requests with the daemon's HTTP client (hyper's connections, kept alive), to the same worker.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use futures::future::join_all;
use http_body_util::{BodyExt, Full};
use hyper::Request;
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use nono_tests::worker::micros;
use rustix::time::ClockId;
use tokio::net::TcpStream;

use crate::arrivals::{RAW, Sink};
use crate::reference::timer;

/// Connections at once: more make it no faster.
const CONNECTIONS: usize = 32;

type Sender = SendRequest<Full<Bytes>>;

async fn connect(address: &str) -> Sender {
    let stream = TcpStream::connect(address).await.unwrap();
    let (sender, connection) = handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(async move { drop(connection.await) });
    sender
}

/// With as many headers as the daemon sends.
fn request(address: &str, run: &str) -> Request<Full<Bytes>> {
    Request::get("/ok")
        .header("accept", "*/*")
        .header("user-agent", "nono-bench")
        .header("accept-encoding", "identity")
        .header("host", address)
        .header("nono-task", "raw")
        .header("nono-run-id", run)
        .header("nono-attempt", "1")
        .header("nono-scheduled-at", "2026-01-01T00:00:00Z")
        .header("nono-trigger", "raw")
        .header("nono-epoch", "1")
        .header("idempotency-key", run)
        .header("traceparent", "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01")
        .body(Full::default())
        .unwrap()
}

async fn call(sender: &mut Sender, address: &str, run: &str) {
    sender.ready().await.unwrap();
    let response = sender.send_request(request(address, run)).await.unwrap();
    drop(response.into_body().collect().await);
}

fn address(sink: &Sink) -> &str {
    sink.url.trim_start_matches("http://")
}

/// Requests a second, over some connections at once.
pub(crate) async fn throughput(sink: &Sink, span: Duration) -> f64 {
    let address = address(sink).to_owned();
    let begun = Instant::now();
    let worker = |number: usize| {
        let address = address.clone();
        tokio::spawn(async move {
            let mut sender = connect(&address).await;
            let mut count = 0_usize;
            while begun.elapsed() < span {
                call(&mut sender, &address, &format!("{RAW}{number}-{count}")).await;
                count += 1;
            }
            count
        })
    };
    let counts = join_all((0..CONNECTIONS).map(worker)).await;
    let count: usize = counts.into_iter().map(Result::unwrap_or_default).sum();
    count as f64 / begun.elapsed().as_secs_f64()
}

/// From the decision to send to the arrival, in milliseconds, at so many a second.
pub(crate) async fn latency(sink: &Sink, rate: usize, span: Duration) -> Vec<f64> {
    let address = address(sink).to_owned();
    let turn = micros(ClockId::Realtime);
    let mut idle: Vec<Sender> = join_all((0..8).map(|_| connect(&address))).await;
    let (back, mut returned) = tokio::sync::mpsc::unbounded_channel();
    let mut sent = HashMap::new();
    for (number, due) in timer::plan(Instant::now(), rate, span).enumerate() {
        tokio::time::sleep_until(due.into()).await;
        while let Ok(sender) = returned.try_recv() {
            idle.push(sender);
        }
        let mut sender = match idle.pop() {
            Some(sender) => sender,
            None => connect(&address).await,
        };
        let run = format!("{RAW}{turn}-{number}");
        sent.insert(run.clone(), micros(ClockId::Realtime));
        let (address, back) = (address.clone(), back.clone());
        tokio::spawn(async move {
            call(&mut sender, &address, &run).await;
            // Nobody waits for it once the turn is over.
            let _ = back.send(sender);
        });
    }
    let arrivals = sink.arrivals().await;
    let took = |arrival: &crate::arrivals::Arrival| Some((arrival.at_us - sent.get(&arrival.run)?) as f64 / 1000.0);
    arrivals.iter().filter_map(took).collect()
}
