//! Workers on real sockets, good and bad, and attempts to send them.

use std::sync::Arc;
use std::time::Duration;

use nono_core::engine::{AttemptId, Sending};
use nono_core::name::{Epoch, Partition, RunId, RunKey};
use nono_core::retry::AttemptEnd;
use nono_core::run::Trigger;
use nono_core::task::{SchedulerTask, Unknown};
use nono_core::time::Boot;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

use crate::attempt::{Attempts, FirstByte, SystemResolver};
use crate::clock;

pub(super) const PATIENCE: Duration = Duration::from_secs(10);

pub(super) fn task(url: &str, target: Value) -> SchedulerTask {
    let mut document = json!({
        "apiVersion": "nono/v1", "kind": "SchedulerTask", "name": "t", "schedule": { "every": "1m" },
        "target": { "url": url }
    });
    for (field, value) in target.as_object().unwrap() {
        document["target"][field] = value.clone();
    }
    SchedulerTask::parse(document.as_object().unwrap(), Unknown::Refuse).unwrap()
}

pub(super) fn sending(task: SchedulerTask) -> Sending {
    let due = nono_core::time::Instant(1_795_482_000);
    Sending {
        attempt: AttemptId(1),
        timeout: task.target.timeout.attempt,
        task: Arc::new(task),
        run: RunId::new(Partition(17), &"k3f9x2m4".parse().unwrap(), RunKey::Instant(due)),
        number: 2,
        scheduled_at: due,
        trigger: Trigger::Schedule,
        epoch: Epoch(7),
        redelivery: false,
        not_after: clock::boot() + Duration::from_secs(60),
    }
}

pub(super) fn attempts() -> Attempts {
    Attempts::new(Arc::default(), Arc::new(SystemResolver))
}

/// Carries out an attempt; also tells when its first byte went.
pub(super) async fn carry_out(attempts: &Attempts, sending: &Sending) -> (AttemptEnd, Vec<Boot>) {
    let sent = Arc::new(FirstByte::default());
    let ended = attempts.carry_out(sending, Arc::clone(&sent));
    let end = tokio::time::timeout(PATIENCE, ended).await.expect("every attempt ends by its deadline");
    (end, sent.take().into_iter().collect())
}

/// A worker that answers each request on each connection with `answer`, as it stands, and tells what it was asked.
pub(super) async fn worker(answer: &'static [u8]) -> (String, mpsc::UnboundedReceiver<(usize, String)>) {
    let (asked, requests) = mpsc::unbounded_channel();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move {
        for number in 0.. {
            let (mut socket, _) = listener.accept().await.unwrap();
            let asked = asked.clone();
            tokio::spawn(async move {
                while let Some(request) = read_request(&mut socket).await {
                    asked.send((number, request)).unwrap();
                    socket.write_all(answer).await.unwrap();
                }
            });
        }
    });
    (url, requests)
}

/// A request: its head, and as much of a body as its length says.
pub(super) async fn read_request(socket: &mut TcpStream) -> Option<String> {
    let mut text = String::new();
    let mut chunk = [0; 4096];
    loop {
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            if body.len() >= length.map_or(0, |length| length.parse().unwrap()) {
                return Some(text);
            }
        }
        match socket.read(&mut chunk).await {
            Ok(0) | Err(_) => return None,
            Ok(count) => text.push_str(std::str::from_utf8(&chunk[..count]).unwrap()),
        }
    }
}

/// A worker that does as `behaviour` says with its first connection, once a request came.
pub(super) async fn rogue<F>(behaviour: impl FnOnce(TcpStream) -> F + Send + 'static) -> String
where
    F: Future<Output = ()> + Send,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        read_request(&mut socket).await.unwrap();
        behaviour(socket).await;
    });
    url
}

pub(super) fn header<'a>(request: &'a str, name: &str) -> Option<&'a str> {
    request.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

pub(super) fn answered(status: u16, message: &str) -> AttemptEnd {
    let message = Some(message.to_owned()).filter(|text| !text.is_empty());
    AttemptEnd::Answered { status, message, retry_after: None }
}
