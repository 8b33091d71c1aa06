//! The worker of a trial: an HTTP service inside this process that notes each request before it answers.
//!
//! It knows two tasks that behave badly on purpose (see [`sample`](super::sample)); everything else succeeds at once.

use std::io;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::checker::Receipt;
use super::sample::{FLAKY, SLOW};
use crate::invocation::wall_clock;

/// How long the slow task takes.
const SLOWLY: Duration = Duration::from_millis(1_500);

/// A worker that listens until it is dropped.
#[derive(Debug)]
pub(super) struct Worker {
    /// Where, without a trailing slash.
    pub(super) url: String,
    book: Book,
    server: JoinHandle<io::Result<()>>,
}

/// Every request, in the order they came.
#[derive(Clone, Debug, Default)]
struct Book(Arc<Mutex<Vec<Receipt>>>);

impl Worker {
    /// Listens on a free port of 127.0.0.1.
    pub(super) async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let book = Book::default();
        let router = Router::new().fallback(answer).with_state(book.clone());
        let server = tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { url, book, server })
    }

    /// What came so far, from the `first` receipt on.
    pub(super) fn receipts_from(&self, first: usize) -> Vec<Receipt> {
        self.book.lock().get(first..).unwrap_or_default().to_vec()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Book {
    fn lock(&self) -> MutexGuard<'_, Vec<Receipt>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, receipt: Receipt) -> usize {
        let mut receipts = self.lock();
        receipts.push(receipt);
        receipts.len() - 1
    }
}

async fn answer(State(book): State<Book>, headers: HeaderMap) -> (StatusCode, &'static str) {
    let Some(receipt) = read(&headers, wall_clock().0) else {
        return (StatusCode::OK, "this is the worker of nonoctl dev; tasks call it\n");
    };
    let (slow, refuse) = (receipt.task == SLOW, receipt.task == FLAKY && receipt.attempt == 1);
    let place = book.note(receipt);
    if slow {
        tokio::time::sleep(SLOWLY).await;
    }
    book.lock()[place].answered = Some((wall_clock().0, !refuse));
    if refuse { (StatusCode::SERVICE_UNAVAILABLE, "try again\n") } else { (StatusCode::OK, "done\n") }
}

/// What a scheduler's headers say; `None` for anybody else's request.
fn read(headers: &HeaderMap, now: i64) -> Option<Receipt> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    Some(Receipt {
        task: text("nono-task")?.to_owned(),
        run: text("nono-run-id")?.to_owned(),
        attempt: text("nono-attempt").and_then(|number| number.parse().ok()).unwrap_or(0),
        instant: text("nono-scheduled-at")
            .and_then(|at| at.parse::<jiff::Timestamp>().ok())
            .map(jiff::Timestamp::as_second),
        manual: matches!(text("nono-trigger"), Some("manual" | "backfill" | "replay")),
        redelivery: text("nono-redelivery") == Some("true"),
        epoch: text("nono-epoch").and_then(|number| number.parse().ok()),
        arrived: now,
        answered: None,
    })
}
