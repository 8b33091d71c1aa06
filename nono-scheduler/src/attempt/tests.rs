//! Attempts against real sockets that behave as badly as workers do.

mod hostile;
mod workers;

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use futures::future::BoxFuture;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use super::*;
use crate::clock;
use workers::{PATIENCE, answered, attempts, carry_out, header, read_request, rogue, sending, task, worker};

#[tokio::test]
async fn a_worker_gets_the_request_that_the_documents_promise() {
    let (url, mut requests) = worker(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\ndone").await;
    let target = json!({ "method": "PUT", "headers": { "X-Team": "billing" }, "body": { "day": 1 } });
    let mut sending = sending(task(&format!("{url}jobs?x=1"), target));
    sending.redelivery = true;
    let before = clock::boot();
    let (end, sent) = carry_out(&attempts(), &sending).await;
    assert_eq!(end, answered(200, "done"));
    assert!(matches!(sent[..], [at] if at >= before && at <= clock::boot()), "{sent:?}");
    let (_, request) = requests.recv().await.unwrap();
    assert!(request.starts_with("PUT /jobs?x=1 HTTP/1.1\r\n"), "{request}");
    assert!(request.ends_with("\r\n\r\n{\"day\":1}"), "{request}");
    for (name, expected) in [
        ("nono-task", "t"),
        ("nono-run-id", "r-017-k3f9x2m4-20261124T010000Z"),
        ("nono-attempt", "2"),
        ("nono-scheduled-at", "2026-11-24T01:00:00Z"),
        ("nono-trigger", "schedule"),
        ("nono-epoch", "7"),
        ("nono-redelivery", "true"),
        ("idempotency-key", "r-017-k3f9x2m4-20261124T010000Z"),
        ("x-team", "billing"),
        ("content-type", "application/json"),
        ("accept-encoding", "identity"),
        ("user-agent", concat!("nono/", env!("CARGO_PKG_VERSION"))),
        ("host", url.strip_prefix("http://").unwrap().trim_end_matches('/')),
    ] {
        assert_eq!(header(&request, name), Some(expected), "{name} in {request}");
    }
}

#[tokio::test]
async fn one_trace_a_run_and_one_span_an_attempt() {
    let (url, mut requests) = worker(b"HTTP/1.1 204 No Content\r\n\r\n").await;
    let mut sending = sending(task(&url, json!({})));
    let attempts = attempts();
    let mut parents = Vec::new();
    for number in [1, 2] {
        sending.number = number;
        assert_eq!(carry_out(&attempts, &sending).await.0, answered(204, ""));
        let (_, request) = requests.recv().await.unwrap();
        assert_eq!(header(&request, "nono-redelivery"), None);
        assert_eq!(header(&request, "content-type"), None, "there is no body");
        parents.push(header(&request, "traceparent").unwrap().to_owned());
    }
    let parts: Vec<Vec<&str>> = parents.iter().map(|parent| parent.split('-').collect()).collect();
    assert_eq!(parts[0][1], parts[1][1]);
    assert_ne!(parts[0][2], parts[1][2]);
    for part in parts {
        let lengths: Vec<usize> = part.iter().map(|part| part.len()).collect();
        assert_eq!(lengths, [2, 32, 16, 2]);
        assert!(part.iter().all(|part| part.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))));
    }
}

#[tokio::test]
async fn answers_are_read_whatever_they_are() {
    for (answer, expected) in [
        (
            &b"HTTP/1.1 302 Found\r\nlocation: http://169.254.169.254/\r\ncontent-length: 0\r\n\r\n"[..],
            answered(302, ""),
        ),
        (b"HTTP/1.1 500 Oops\r\ncontent-length: 9\r\n\r\n\x1b[31mno\xff\n", answered(500, "[31mno\u{fffd}")),
        (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", answered(200, "ok")),
        (
            b"HTTP/1.1 503 Later\r\nretry-after: 7\r\ncontent-length: 0\r\n\r\n",
            AttemptEnd::Answered { status: 503, message: None, retry_after: Some(Duration::from_secs(7)) },
        ),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Made\r\ncontent-length: 0\r\n\r\n", answered(201, "")),
    ] {
        let (url, mut requests) = worker(answer).await;
        let (end, sent) = carry_out(&attempts(), &sending(task(&url, json!({})))).await;
        assert_eq!((end, sent.len()), (expected, 1));
        assert!(requests.recv().await.is_some());
        assert!(requests.try_recv().is_err(), "one attempt is one request");
    }
}

#[tokio::test]
async fn a_worker_that_refuses_got_nothing() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let (end, sent) = carry_out(&attempts(), &sending(task(&url, json!({})))).await;
    assert!(matches!(&end, AttemptEnd::NotConnected(why) if why.contains("refused")), "{end:?}");
    assert_eq!(sent, []);
}

#[tokio::test]
async fn a_worker_that_speaks_no_tls_got_nothing() {
    let (url, mut requests) = worker(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    let url = url.replace("http:", "https:");
    let target = json!({ "timeout": { "connect": "500ms" } });
    let (end, sent) = carry_out(&attempts(), &sending(task(&url, target))).await;
    // Without trust roots on this machine it does not even come to a connection.
    assert!(matches!(&end, AttemptEnd::NotConnected(_) | AttemptEnd::Blocked(_)), "{end:?}");
    assert_eq!(sent, []);
    assert!(requests.try_recv().is_err());
}

#[tokio::test]
async fn a_connection_that_does_not_come_about_in_time_sent_nothing() {
    #[derive(Debug)]
    struct Never;
    impl Resolve for Never {
        fn resolve(&self, _: String, _: u16) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
            Box::pin(std::future::pending())
        }
    }
    let attempts = Attempts::new(Arc::default(), Arc::new(Never));
    let target = json!({ "timeout": { "connect": "50ms" } });
    let (end, sent) = carry_out(&attempts, &sending(task("http://worker.example/", target))).await;
    assert_eq!(end, AttemptEnd::NotConnected("no connection to worker.example:80 within 50ms".to_owned()));
    assert_eq!(sent, []);
}

#[tokio::test]
async fn a_connection_that_breaks_after_the_request_is_broken() {
    let reset = rogue(|socket| async move {
        socket.set_zero_linger().unwrap();
        drop(socket);
    })
    .await;
    let closed = rogue(|socket| async move { drop(socket) }).await;
    let cut = rogue(|mut socket| async move {
        socket.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf").await.unwrap();
    })
    .await;
    let garbage = rogue(|mut socket| async move {
        socket.write_all(b"SSH-2.0-OpenSSH_9.2\r\n\r\n").await.unwrap();
    })
    .await;
    let headers = rogue(|mut socket| async move {
        let many: String = (0..200).map(|n| format!("x-{n}: 1\r\n")).collect();
        socket.write_all(format!("HTTP/1.1 200 OK\r\n{many}\r\n").as_bytes()).await.unwrap();
    })
    .await;
    let head = rogue(|mut socket| async move {
        // It may be cut off in the middle of this.
        let _ = socket.write_all(format!("HTTP/1.1 200 OK\r\nx: {}\r\n\r\n", "y".repeat(200_000)).as_bytes()).await;
    })
    .await;
    for (what, url) in
        [("reset", reset), ("closed", closed), ("cut", cut), ("garbage", garbage), ("headers", headers), ("head", head)]
    {
        let (end, sent) = carry_out(&attempts(), &sending(task(&url, json!({})))).await;
        assert!(matches!(end, AttemptEnd::Broken(_)), "{what}: {end:?}");
        assert_eq!(sent.len(), 1, "{what}");
    }
}

#[tokio::test]
async fn a_worker_that_takes_its_time_is_given_up_at_the_deadline() {
    let hang = rogue(|socket| async move {
        std::future::pending::<()>().await;
        drop(socket);
    })
    .await;
    let trickle = |start: &'static [u8]| {
        rogue(move |mut socket| async move {
            let mut bytes = start.to_vec();
            while socket.write_all(&bytes).await.is_ok() {
                tokio::time::sleep(Duration::from_millis(20)).await;
                bytes = b"x".to_vec();
            }
        })
    };
    let slow_head = trickle(b"HTTP/1.1 200 OK\r\nx-slow: ").await;
    let slow_body = trickle(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n").await;
    for (what, url) in [("hang", hang), ("slow head", slow_head), ("slow body", slow_body)] {
        let target = json!({ "timeout": { "attempt": "300ms" } });
        let begun = Instant::now();
        let (end, sent) = carry_out(&attempts(), &sending(task(&url, target))).await;
        assert_eq!(end, AttemptEnd::TimedOut("no whole answer within 300ms".to_owned()), "{what}");
        assert_eq!(sent.len(), 1, "{what}");
        assert!(begun.elapsed() >= Duration::from_millis(300), "{what}");
    }
}

#[tokio::test]
async fn no_more_than_the_limit_of_an_answer_is_read() {
    let (told, mut written) = mpsc::unbounded_channel();
    let endless = rogue(move |mut socket| async move {
        socket.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").await.unwrap();
        let chunk = format!("1000\r\n{}\r\n", "a".repeat(4096));
        let mut count = 0_usize;
        while socket.write_all(chunk.as_bytes()).await.is_ok() {
            count += 4096;
        }
        told.send(count).unwrap();
    })
    .await;
    let (end, _) = carry_out(&attempts(), &sending(task(&endless, json!({})))).await;
    assert_eq!(end, answered(200, &"a".repeat(1024)));
    let written = tokio::time::timeout(PATIENCE, written.recv()).await.expect("the connection is closed").unwrap();
    assert!(written < 64 << 20, "{written} bytes were taken");
}

#[tokio::test]
async fn a_connection_is_used_again_and_one_that_the_worker_closed_is_not() {
    let (url, mut requests) = worker(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok").await;
    let attempts = attempts();
    let sending = sending(task(&url, json!({})));
    for _ in 0..3 {
        assert_eq!(carry_out(&attempts, &sending).await.0, answered(200, "ok"));
        assert_eq!(requests.recv().await.unwrap().0, 0, "the first connection carries all");
    }

    let (url, mut requests) = worker(b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok").await;
    let closing = self::sending(task(&url, json!({})));
    for number in 0..3 {
        assert_eq!(carry_out(&attempts, &closing).await.0, answered(200, "ok"));
        assert_eq!(requests.recv().await.unwrap().0, number);
    }
}

#[tokio::test]
async fn an_idle_connection_that_the_worker_closes_fails_no_attempt() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let (told, mut closed) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        loop {
            let (mut socket, _) = listener.accept().await.unwrap();
            read_request(&mut socket).await.unwrap();
            socket.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok").await.unwrap();
            drop(socket);
            told.send(()).unwrap();
        }
    });
    let attempts = attempts();
    let sending = sending(task(&url, json!({})));
    for _ in 0..20 {
        let (end, sent) = carry_out(&attempts, &sending).await;
        assert_eq!((end, sent.len()), (answered(200, "ok"), 1));
        closed.recv().await.unwrap();
    }
}

#[tokio::test]
async fn nothing_leaves_after_the_time_lease() {
    let (url, mut requests) = worker(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok").await;
    let attempts = attempts();
    let mut sending = sending(task(&url, json!({})));
    assert_eq!(carry_out(&attempts, &sending).await.0, answered(200, "ok"));
    requests.recv().await.unwrap();
    sending.not_after = clock::boot() - Duration::from_micros(1);
    for connection in ["kept", "new"] {
        let (end, sent) = carry_out(&attempts, &sending).await;
        assert_eq!((end, sent), (AttemptEnd::NotSent, vec![]), "on a {connection} connection");
    }
    sending.not_after = clock::boot() + Duration::from_secs(60);
    assert_eq!(carry_out(&attempts, &sending).await.0, answered(200, "ok"));
    assert_eq!(requests.recv().await.unwrap().0, 1, "the connection that came too late for its attempt was kept");
    assert!(requests.try_recv().is_err(), "only the first and the last request came");
}

#[tokio::test]
async fn refused_addresses_are_refused_in_every_form() {
    #[derive(Debug)]
    struct Fixed(Vec<IpAddr>);
    impl Resolve for Fixed {
        fn resolve(&self, _: String, port: u16) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
            let found = self.0.iter().map(|ip| SocketAddr::new(*ip, port)).collect();
            Box::pin(async move { Ok(found) })
        }
    }
    let (url, mut requests) = worker(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok").await;
    let port: u16 = url.trim_end_matches('/').rsplit(':').next().unwrap().parse().unwrap();
    let loopback = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let metadata: IpAddr = "169.254.169.254".parse().unwrap();
    let named = format!("http://worker.example:{port}/");
    let with = |found: &[IpAddr], refused: &[SocketAddr]| {
        let egress = Arc::new(Egress::default());
        egress.refuse(refused.iter().copied());
        Attempts::new(egress, Arc::new(Fixed(found.to_vec())))
    };
    let own = SocketAddr::new(loopback, port);
    for (attempts, url) in [
        (with(&[metadata], &[]), named.as_str()),
        (with(&["::ffff:169.254.169.254".parse().unwrap()], &[]), &named),
        (with(&[loopback], &[own]), &named),
        (with(&[loopback], &[SocketAddr::new("0.0.0.0".parse().unwrap(), port)]), &named),
        (with(&[loopback], &[own]), &format!("http://127.0.0.1:{port}/")),
        (with(&[loopback], &[own]), &format!("http://127.0.0.2:{port}/")),
    ] {
        let (end, sent) = carry_out(&attempts, &sending(task(url, json!({})))).await;
        assert!(matches!(&end, AttemptEnd::Blocked(why) if why.contains("is refused")), "{url}: {end:?}");
        assert_eq!(sent, []);
    }
    assert!(requests.try_recv().is_err());
    let mixed = with(&[metadata, loopback], &[]);
    let (end, _) = carry_out(&mixed, &sending(task(&named, json!({})))).await;
    assert_eq!(end, answered(200, "ok"), "the good address of a name is called");
}

#[tokio::test]
async fn an_attempt_that_is_dropped_closes_its_connection() {
    let (told, mut ended) = mpsc::unbounded_channel();
    let url = rogue(move |mut socket| async move {
        told.send("asked").unwrap();
        let mut rest = Vec::new();
        // An end or a reset: both say that nobody waits any more.
        let _ = socket.read_to_end(&mut rest).await;
        told.send("closed").unwrap();
    })
    .await;
    let attempts = attempts();
    let sending = sending(task(&url, json!({})));
    let mut carrying = Box::pin(attempts.carry_out(&sending, Arc::default()));
    tokio::select! {
        end = &mut carrying => panic!("{end:?}"),
        said = ended.recv() => assert_eq!(said, Some("asked")),
    }
    drop(carrying);
    let said = tokio::time::timeout(PATIENCE, ended.recv()).await.expect("the connection is closed");
    assert_eq!(said, Some("closed"));
}
