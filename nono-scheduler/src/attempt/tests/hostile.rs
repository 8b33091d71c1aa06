//! Answers that no library would give: each ends its attempt, with words that say why.

use super::workers::{PATIENCE, answered, attempts, carry_out, read_request, rogue, sending, task};
use super::*;

/// Answers as they stand on the wire, and what the end says; the connection is closed after them.
const BROKEN: [(&[u8], &str); 13] = [
    (b"", "closed"),
    (b"HTTP/1.1 200 OK\r\ncontent-le", "closed"),
    (b"content-length: 2\r\n\r\nok", "invalid"),
    (b"<html>hello</html>\n\n", "invalid"),
    (b"HTTP/1.1 000 What\r\ncontent-length: 0\r\n\r\n", "status"),
    (b"HTTP/1.1 1000 What\r\ncontent-length: 0\r\n\r\n", "invalid"),
    (b"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\nok", "content-length"),
    (b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\noks", "content-length"),
    (b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999999\r\n\r\nx", "content-length"),
    (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nok\r\n0\r\n\r\n", "chunk"),
    (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\nok", "chunk"),
    (b"HTTP/1.1 200 OK\r\nx: a\0b\r\ncontent-length: 0\r\n\r\n", "invalid"),
    (b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf", "end of file"),
];

#[tokio::test]
async fn broken_answers_end_the_attempt_and_say_why() {
    let mut unsaid = Vec::new();
    for (answer, word) in BROKEN {
        let url = rogue(move |mut socket| async move {
            let _ = socket.write_all(answer).await;
        })
        .await;
        let (end, sent) = carry_out(&attempts(), &sending(task(&url, json!({})))).await;
        let shown = String::from_utf8_lossy(answer);
        match &end {
            AttemptEnd::Broken(why) if why.to_lowercase().contains(word) => {}
            end => unsaid.push(format!("{shown:?}: {end:?} does not say {word:?}")),
        }
        assert_eq!(sent.len(), 1, "{shown:?}");
    }
    assert!(unsaid.is_empty(), "{}", unsaid.join("\n"));
}

#[tokio::test]
async fn a_flood_of_heads_is_given_up_long_before_the_deadline() {
    for head in [&b"HTTP/1.1 100 Continue\r\n\r\n"[..], b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n"] {
        let url = rogue(move |mut socket| async move {
            let many = head.repeat(500);
            while socket.write_all(&many).await.is_ok() {}
        })
        .await;
        let begun = Instant::now();
        let (end, _) = carry_out(&attempts(), &sending(task(&url, json!({})))).await;
        assert!(matches!(&end, AttemptEnd::Broken(why) if why.contains("1 MiB")), "{end:?}");
        assert!(begun.elapsed() < PATIENCE, "{:?}", begun.elapsed());
    }
}

#[tokio::test]
async fn many_answers_on_one_connection_are_not_one_flood() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let answer = [&b"HTTP/1.1 200 OK\r\ncontent-length: 60000\r\n\r\n"[..], &[b'a'; 60_000]].concat();
        while read_request(&mut socket).await.is_some() {
            socket.write_all(&answer).await.unwrap();
        }
    });
    let attempts = attempts();
    let sending = sending(task(&url, json!({})));
    for _ in 0..40 {
        assert_eq!(carry_out(&attempts, &sending).await.0, answered(200, &"a".repeat(1024)));
    }
}

/// The kernel drops what overflows a worker's queue and tries again after a second. A pace keeps a herd below that unless
/// this process itself stands still for longer than a connection is young, as on a machine that is busy with other tests;
/// without a pace every round overflows.
#[tokio::test]
async fn a_herd_of_new_connections_does_not_overflow_a_workers_queue() {
    let mut latest = Vec::new();
    for _ in 0..8 {
        latest.push(latest_of_a_herd().await);
        if latest.last() < Some(&Duration::from_millis(900)) {
            return;
        }
    }
    panic!("in each round something was sent late: {latest:?}");
}

/// When the last of 400 requests left, of three schedulers for one worker whose queue holds 128.
async fn latest_of_a_herd() -> Duration {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(128).unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let worker = tokio::spawn(async move {
        loop {
            let (mut socket, _) = listener.accept().await.unwrap();
            tokio::spawn(async move {
                // Long enough that each of the herd needs a connection of its own.
                while read_request(&mut socket).await.is_some() {
                    tokio::time::sleep(Duration::from_millis(300)).await;
                    let _ = socket.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok").await;
                }
            });
        }
    });
    let (schedulers, sending) = ([attempts(), attempts(), attempts()], sending(task(&url, json!({}))));
    let begun = clock::boot();
    let herd = (0..400).map(|number| carry_out(&schedulers[number % 3], &sending));
    let mut latest = Duration::ZERO;
    for (end, sent) in futures::future::join_all(herd).await {
        assert_eq!(end, answered(200, "ok"));
        latest = latest.max(sent[0].since(begun));
    }
    worker.abort();
    latest
}
