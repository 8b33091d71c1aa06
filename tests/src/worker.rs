//! The recording worker: it writes each request down, durably, before it answers.
//!
//! So a request that the product believes answered is on the disk whatever dies next. One thread writes and syncs
//! for all requests that wait at that moment, which makes thousands a second possible. Paths say how it behaves:
//! `/ok`, `/slow?ms=`, `/fail?status=` (`&after=` adds `Retry-After`), `/flaky?n=` (the first n attempts of each run
//! fail), `/hang?n=` (the first n attempts of each run are never answered; without n, none is).

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rustix::time::{ClockId, clock_gettime};
use serde::Deserialize;
use tokio::sync::oneshot;

use crate::receipts::Receipt;

/// What a path's query can say.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
struct Wish {
    ms: u64,
    status: u16,
    after: Option<u64>,
    n: u32,
}

/// The thread that writes ends when the last sender is gone.
#[derive(Debug, Clone)]
struct Worker {
    journal: mpsc::Sender<Line>,
    attempts: Arc<Mutex<HashMap<String, u32>>>,
}

#[derive(Debug)]
struct Line {
    receipt: Receipt,
    durable: oneshot::Sender<()>,
}

/// Serves on `address` until the process ends; receipts are appended to `file`, a line each. Once it listens it calls
/// `listening` with the port it got.
///
/// # Errors
/// If the file or the port cannot be had.
pub async fn serve(address: SocketAddr, file: &Path, listening: impl FnOnce(SocketAddr)) -> io::Result<()> {
    let journal = journal(file)?;
    let worker = Worker { journal, attempts: Arc::default() };
    let listener = tokio::net::TcpListener::bind(address).await?;
    listening(listener.local_addr()?);
    let app = Router::new().fallback(answer).with_state(worker);
    axum::serve(listener, app).await
}

/// Starts the thread that writes. A disk that fails ends the process: a worker that answers without writing down
/// would make every story worthless.
fn journal(file: &Path) -> io::Result<mpsc::Sender<Line>> {
    let output = std::fs::OpenOptions::new().create(true).append(true).open(file)?;
    let (sender, lines) = mpsc::channel::<Line>();
    std::thread::Builder::new().name("journal".to_owned()).spawn(move || write_down(&output, &lines))?;
    Ok(sender)
}

fn write_down(mut output: &File, lines: &mpsc::Receiver<Line>) {
    let mut number = 0;
    while let Ok(first) = lines.recv() {
        let mut text = Vec::new();
        let mut waiting = Vec::new();
        for mut line in std::iter::once(first).chain(lines.try_iter()) {
            line.receipt.number = number;
            number += 1;
            serde_json::to_writer(&mut text, &line.receipt).expect("a receipt is JSON");
            text.push(b'\n');
            waiting.push(line.durable);
        }
        if output.write_all(&text).and_then(|()| output.sync_data()).is_err() {
            std::process::abort();
        }
        for durable in waiting {
            // A client that went away does not wait any more.
            let _ = durable.send(());
        }
    }
}

async fn answer(
    State(worker): State<Worker>,
    method: Method,
    uri: Uri,
    Query(wish): Query<Wish>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let mut receipt = receipt(&method, &uri, &headers, &body);
    receipt.answer = worker.decide(&uri, wish, &receipt.run);
    let status = receipt.answer;
    let (durable, written) = oneshot::channel();
    worker.journal.send(Line { receipt, durable }).expect("the journal lives as long as the process");
    written.await.expect("the journal lives as long as the process");
    if uri.path() == "/slow" {
        tokio::time::sleep(Duration::from_millis(wish.ms)).await;
    }
    let Ok(status) = StatusCode::from_u16(status) else { return std::future::pending().await };
    let mut headers = HeaderMap::new();
    if let Some(seconds) = wish.after {
        headers.insert(header::RETRY_AFTER, seconds.into());
    }
    (status, headers, "done\n").into_response()
}

impl Worker {
    /// The status to answer with; 0 never answers.
    fn decide(&self, uri: &Uri, wish: Wish, run: &str) -> u16 {
        match uri.path() {
            "/hang" if wish.n == 0 || self.is_early(run, wish.n) => 0,
            "/fail" if wish.status == 0 => 500,
            "/fail" => wish.status,
            "/flaky" if self.is_early(run, wish.n) => 503,
            "/ok" | "/slow" | "/flaky" | "/hang" => 200,
            _ => 404,
        }
    }

    /// Whether this is among the first `n` attempts of a run.
    fn is_early(&self, run: &str, n: u32) -> bool {
        let mut attempts = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = attempts.entry(run.to_owned()).or_default();
        *seen += 1;
        *seen <= n
    }
}

fn receipt(method: &Method, uri: &Uri, headers: &HeaderMap, body: &Bytes) -> Receipt {
    let (at_us, boot_us) = (micros(ClockId::Realtime), micros(ClockId::Boottime));
    let mut named: BTreeMap<String, String> = headers
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
        .collect();
    let mut take = |name: &str| named.remove(name).unwrap_or_default();
    Receipt {
        number: 0,
        at_us,
        boot_us,
        path: uri.path().to_owned(),
        method: method.to_string(),
        task: take("nono-task"),
        run: take("nono-run-id"),
        attempt: take("nono-attempt").parse().unwrap_or_default(),
        scheduled_at: take("nono-scheduled-at").parse::<jiff::Timestamp>().map_or(0, jiff::Timestamp::as_second),
        trigger: take("nono-trigger"),
        epoch: take("nono-epoch").parse().unwrap_or_default(),
        redelivery: take("nono-redelivery") == "true",
        headers: named,
        body: String::from_utf8_lossy(body).into_owned(),
        answer: 0,
    }
}

/// A clock's reading in microseconds.
#[must_use]
pub fn micros(clock: ClockId) -> i64 {
    let now = clock_gettime(clock);
    now.tv_sec * 1_000_000 + now.tv_nsec / 1_000
}

const HELP: &str = "\
A worker that writes down each request that it answers, for stories and for trying things by hand.

Usage: recording-worker FILE

FILE gets a line of JSON for each request, on the disk before the answer leaves. The address that it listens on, a free port
of 127.0.0.1, goes to standard output. Ends with the signal that ends it.
";

/// The worker's program, from its command line: the file for the receipts, or `--help`. The address goes to standard output.
///
/// # Errors
/// As [`serve`].
pub async fn main(arguments: impl Iterator<Item = String>) -> io::Result<()> {
    let arguments: Vec<String> = arguments.skip(1).collect();
    let file = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["-h" | "--help"] => return io::stdout().write_all(HELP.as_bytes()),
        [file] if !file.starts_with('-') => PathBuf::from(file),
        _ => {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                format!("one file for the receipts is wanted\n{HELP}"),
            ));
        }
    };
    serve(SocketAddr::from(([127, 0, 0, 1], 0)), &file, |address| {
        let mut output = io::stdout();
        writeln!(output, "{address}").and_then(|()| output.flush()).expect("whoever started the worker reads this");
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn help_is_asked_for_and_nothing_else_than_a_file_starts_a_server() {
        let run = |arguments: &[&str]| {
            main(["worker"].iter().chain(arguments).map(|it| (*it).to_owned()).collect::<Vec<_>>().into_iter())
        };
        assert!(run(&["--help"]).await.is_ok());
        for wrong in [&[][..], &["--port"], &["a", "b"]] {
            let refused = run(wrong).await.unwrap_err().to_string();
            assert!(refused.contains("Usage: recording-worker FILE"), "{wrong:?}: {refused}");
        }
    }

    async fn start(file: &Path) -> String {
        let (tell, told) = oneshot::channel();
        let file = file.to_owned();
        tokio::spawn(async move {
            serve(SocketAddr::from(([127, 0, 0, 1], 0)), &file, |address| tell.send(address).unwrap()).await
        });
        format!("http://{}", told.await.unwrap())
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn each_answered_request_is_on_the_disk_with_all_it_said() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("receipts");
        let worker = start(&file).await;
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let before = micros(ClockId::Realtime);
        let response = client
            .post(format!("{worker}/ok"))
            .header("Nono-Task", "t1")
            .header("Nono-Run-Id", "r-000-aaaaaaaa-20261124T010000Z")
            .header("Nono-Attempt", "2")
            .header("Nono-Scheduled-At", "2026-11-24T01:00:00Z")
            .header("Nono-Epoch", "7")
            .header("Nono-Redelivery", "true")
            .body("hello")
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 200);
        let receipts = crate::receipts::read(&file);
        let [receipt] = receipts.as_slice() else { panic!("{receipts:?}") };
        assert_eq!((receipt.task.as_str(), receipt.attempt, receipt.epoch), ("t1", 2, 7));
        assert_eq!((receipt.scheduled_at, receipt.redelivery), (1_795_482_000, true));
        assert_eq!((receipt.body.as_str(), receipt.method.as_str()), ("hello", "POST"));
        assert!(receipt.at_us >= before && receipt.boot_us > 0);
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn paths_say_how_it_behaves() {
        let folder = tempfile::tempdir().unwrap();
        let worker = start(&folder.path().join("receipts")).await;
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let send = async |path: &str| {
            let request = client.get(format!("{worker}{path}")).header("Nono-Run-Id", "r1");
            request.timeout(Duration::from_millis(300)).send().await
        };
        assert_eq!(send("/fail?status=429&after=3").await.unwrap().headers()["retry-after"], "3");
        assert_eq!(send("/fail").await.unwrap().status(), 500);
        assert_eq!(send("/flaky?n=1").await.unwrap().status(), 503);
        assert_eq!(send("/flaky?n=1").await.unwrap().status(), 200);
        assert!(send("/hang?n=3").await.unwrap_err().is_timeout());
        assert_eq!(send("/hang?n=3").await.unwrap().status(), 200);
        assert_eq!(send("/elsewhere").await.unwrap().status(), 404);
        assert!(send("/hang").await.unwrap_err().is_timeout());
        assert!(send("/slow?ms=5000").await.unwrap_err().is_timeout());
    }
}
