//! Workers that behave badly, on raw sockets: each path of one server is another way to be broken or hostile.
//!
//! Nothing here is HTTP by a library, since a library would not say such things. Every connection is left as the
//! behaviour leaves it; what the other side does then is its own affair.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// How an attempt at such a worker must end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Expected {
    /// Success: what comes after the head of a 2xx is not worth a failure.
    Succeeded,
    /// A failure that says why.
    Failed,
    /// The deadline.
    TimedOut,
    /// One of the two, as the race goes.
    FailedOrTimedOut,
}

use Expected::{Failed, FailedOrTimedOut, Succeeded, TimedOut};

/// Every behaviour: its path, and what must come of it.
pub const BEHAVIOURS: &[(&str, Expected)] = &[
    ("reset-at-once", Failed),
    ("never-read", TimedOut),
    ("read-and-hang", TimedOut),
    ("close", Failed),
    ("half-headers", Failed),
    ("no-status-line", Failed),
    ("http-0.9", Failed),
    ("ssh", Failed),
    ("status-999", Failed),
    ("status-000", Failed),
    ("status-1000", Failed),
    ("length-negative", Failed),
    ("length-twice", Failed),
    ("length-huge-short", Failed),
    ("length-10gb-hang", TimedOut),
    ("length-and-chunked", FailedOrTimedOut),
    ("chunked-endless", Succeeded),
    ("chunk-size-bad", Failed),
    ("chunk-size-huge", Failed),
    ("chunk-extension-1mb", Failed),
    ("trickle-head", TimedOut),
    ("trickle-body", TimedOut),
    ("headers-100000", Failed),
    ("header-10mb", Failed),
    ("header-nul", Failed),
    ("header-escape", FailedOrTimedOut),
    ("body-escapes", Failed),
    ("body-invalid-utf8", Failed),
    ("gzip-bomb", Failed),
    ("gzip-bomb-unsaid", Failed),
    ("continue-flood", Failed),
    ("early-hints-flood", Failed),
    ("204-with-body", Succeeded),
    ("200-then-reset", Failed),
    ("redirect-self", Failed),
    ("redirect-metadata", Failed),
    ("redirect-file", Failed),
    ("401", Failed),
    ("407", Failed),
    ("408", Failed),
    ("410", Failed),
    ("421", Failed),
    ("425", Failed),
    ("429-negative", Failed),
    ("429-huge", Failed),
    ("429-year-2999", Failed),
    ("429-garbage", Failed),
    ("500-5mb", Failed),
    ("upgrade", Failed),
    ("answer-before-body", FailedOrTimedOut),
    ("answer-twice", Succeeded),
    ("endless-garbage", Failed),
];

/// Serves all of it on a free port until the runtime ends.
///
/// # Panics
/// If there is no port.
pub async fn serve() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            tokio::spawn(behave(socket));
        }
    });
    address
}

/// A server that accepts nothing: connections end in its full backlog, or hang there.
///
/// # Panics
/// If there is no port.
pub async fn blackhole() -> (SocketAddr, Vec<TcpStream>, TcpListener) {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut held = Vec::new();
    // Whoever comes now gets no answer to its SYN.
    while let Ok(Ok(stream)) = tokio::time::timeout(Duration::from_millis(200), TcpStream::connect(address)).await {
        held.push(stream);
        assert!(held.len() < 64, "the backlog never fills");
    }
    (address, held, listener)
}

async fn behave(mut socket: TcpStream) {
    let mut head = [0_u8; 2048];
    // The path decides; one behaviour must not read, so it is only looked at.
    let Ok(count) = socket.peek(&mut head).await else { return };
    let text = String::from_utf8_lossy(&head[..count]).into_owned();
    let path = text.split(' ').nth(1).unwrap_or("").trim_start_matches('/').to_owned();
    if path == "never-read" {
        return forever(socket).await;
    }
    if path == "answer-before-body" {
        let _ = socket.write_all(b"HTTP/1.1 413 Too Large\r\ncontent-length: 2\r\n\r\nno").await;
        return reset(socket);
    }
    // A client that begins TLS here reads nothing but this.
    if !text.starts_with("POST") && !text.starts_with("GET") {
        let _ = socket.write_all(b"\x15\x03\x01\x00\x02\x02\x28 garbage").await;
        return forever(socket).await;
    }
    let _ = socket.read(&mut head).await;
    // A write fails when the client has had enough; that is the point.
    let _ = answer(&path, &mut socket).await;
    match path.as_str() {
        "reset-at-once" | "200-then-reset" => reset(socket),
        "read-and-hang" | "length-10gb-hang" | "header-escape" | "length-and-chunked" => forever(socket).await,
        _ => {
            // So that what was written is not lost to a reset.
            let _ = socket.shutdown().await;
            let _ = tokio::time::timeout(Duration::from_secs(5), socket.read(&mut head)).await;
        }
    }
}

fn reset(socket: TcpStream) {
    let _ = socket.set_zero_linger();
}

async fn forever(socket: TcpStream) {
    std::future::pending::<()>().await;
    drop(socket);
}

async fn answer(path: &str, socket: &mut TcpStream) -> std::io::Result<()> {
    if let Some(fixed) = fixed(path) {
        return socket.write_all(fixed).await;
    }
    match path {
        "chunked-endless" => {
            socket.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").await?;
            repeat(socket, format!("1000\r\n{}\r\n", "a".repeat(4096)).as_bytes(), usize::MAX).await
        }
        "chunk-extension-1mb" => {
            socket.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2;x=").await?;
            repeat(socket, &[b'y'; 4096], 256).await?;
            socket.write_all(b"\r\nok\r\n0\r\n\r\n").await
        }
        "trickle-head" => trickle(socket, b"HTTP/1.1 200 OK\r\nx-slow: ").await,
        "trickle-body" => trickle(socket, b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n").await,
        "headers-100000" => {
            socket.write_all(b"HTTP/1.1 200 OK\r\n").await?;
            repeat(socket, b"x-a: 1\r\n", 100_000).await?;
            socket.write_all(b"\r\n").await
        }
        "header-10mb" => {
            socket.write_all(b"HTTP/1.1 200 OK\r\nx: ").await?;
            repeat(socket, &[b'y'; 4096], 2560).await?;
            socket.write_all(b"\r\n\r\n").await
        }
        "gzip-bomb" => {
            socket
                .write_all(b"HTTP/1.1 500 Bomb\r\ncontent-encoding: gzip\r\ncontent-length: 10485760\r\n\r\n")
                .await?;
            bomb(socket).await
        }
        "gzip-bomb-unsaid" => {
            socket.write_all(b"HTTP/1.1 500 Bomb\r\ncontent-length: 10485760\r\n\r\n").await?;
            bomb(socket).await
        }
        "continue-flood" => repeat(socket, b"HTTP/1.1 100 Continue\r\n\r\n", 10_000_000).await,
        "early-hints-flood" => repeat(socket, b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n", 10_000_000).await,
        "500-5mb" => {
            socket
                .write_all(b"HTTP/1.1 500 Oops\r\ncontent-type: text/html\r\ncontent-length: 5242880\r\n\r\n")
                .await?;
            repeat(socket, &[b'<'; 4096], 1280).await
        }
        "endless-garbage" => repeat(socket, &[0xa5; 4096], usize::MAX).await,
        _ => Ok(()),
    }
}

fn fixed(path: &str) -> Option<&'static [u8]> {
    let answer: &'static [u8] = match path {
        "half-headers" => b"HTTP/1.1 200 OK\r\ncontent-le",
        "no-status-line" => b"content-length: 2\r\n\r\nok",
        "http-0.9" => b"<html>hello</html>\n",
        "ssh" => b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
        "status-999" => b"HTTP/1.1 999 What\r\ncontent-length: 0\r\n\r\n",
        "status-000" => b"HTTP/1.1 000 What\r\ncontent-length: 0\r\n\r\n",
        "status-1000" => b"HTTP/1.1 1000 What\r\ncontent-length: 0\r\n\r\n",
        "length-negative" => b"HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\nok",
        "length-twice" => b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\noks",
        "length-huge-short" => b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999999\r\n\r\nx",
        "length-10gb-hang" => b"HTTP/1.1 200 OK\r\ncontent-length: 10737418240\r\n\r\nx",
        "length-and-chunked" => b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\nnope",
        "chunk-size-bad" => b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nok\r\n0\r\n\r\n",
        "chunk-size-huge" => b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\nok",
        "header-nul" => b"HTTP/1.1 200 OK\r\nx: a\0b\r\ncontent-length: 0\r\n\r\n",
        "header-escape" => b"HTTP/1.1 500 \x1b[31mred\r\nx: \x1b]0;owned\x07\r\ncontent-length: 4\r\n\r\nfine",
        "body-escapes" => {
            "HTTP/1.1 500 Oops\r\ncontent-length: 30\r\n\r\n\x1b[2J\x1b]0;owned\x07\u{202e}evil\u{2066}\0\u{9b}31m"
                .as_bytes()
        }
        "body-invalid-utf8" => b"HTTP/1.1 500 Oops\r\ncontent-length: 6\r\n\r\n\xff\xfe\xc0\x80ok",
        "204-with-body" => b"HTTP/1.1 204 No Content\r\ncontent-length: 5\r\n\r\nhello",
        "200-then-reset" => b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf",
        "redirect-self" => b"HTTP/1.1 302 Found\r\nlocation: /redirect-self\r\ncontent-length: 0\r\n\r\n",
        "redirect-metadata" => b"HTTP/1.1 307 T\r\nlocation: http://169.254.169.254/\r\ncontent-length: 0\r\n\r\n",
        "redirect-file" => b"HTTP/1.1 301 Moved\r\nlocation: file:///etc/passwd\r\ncontent-length: 0\r\n\r\n",
        "401" => b"HTTP/1.1 401 No\r\nwww-authenticate: Basic realm=\"x\"\r\ncontent-length: 0\r\n\r\n",
        "407" => b"HTTP/1.1 407 No\r\nproxy-authenticate: Basic\r\ncontent-length: 0\r\n\r\n",
        "408" => b"HTTP/1.1 408 Late\r\ncontent-length: 0\r\n\r\n",
        "410" => b"HTTP/1.1 410 Gone\r\ncontent-length: 0\r\n\r\n",
        "421" => b"HTTP/1.1 421 Wrong\r\ncontent-length: 0\r\n\r\n",
        "425" => b"HTTP/1.1 425 Early\r\ncontent-length: 0\r\n\r\n",
        "429-negative" => b"HTTP/1.1 429 Slow\r\nretry-after: -1\r\ncontent-length: 0\r\n\r\n",
        "429-huge" => b"HTTP/1.1 429 Slow\r\nretry-after: 1000000000000\r\ncontent-length: 0\r\n\r\n",
        "429-year-2999" => {
            b"HTTP/1.1 429 Slow\r\nretry-after: Tue, 31 Dec 2999 00:00:00 GMT\r\ncontent-length: 0\r\n\r\n"
        }
        "429-garbage" => b"HTTP/1.1 429 Slow\r\nretry-after: \xe9soon\r\ncontent-length: 0\r\n\r\n",
        "upgrade" => b"HTTP/1.1 101 Switching\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\nPRI *",
        "answer-twice" => {
            b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nokHTTP/1.1 500 Oops\r\ncontent-length: 2\r\n\r\nno"
        }
        _ => return None,
    };
    Some(answer)
}

async fn repeat(socket: &mut TcpStream, bytes: &[u8], times: usize) -> std::io::Result<()> {
    // Small pieces in one write: the flood is what counts, not the calls.
    let many = bytes.repeat((16_384 / bytes.len()).clamp(1, times));
    for _ in 0..times.div_ceil(many.len() / bytes.len()) {
        socket.write_all(&many).await?;
    }
    Ok(())
}

async fn trickle(socket: &mut TcpStream, start: &[u8]) -> std::io::Result<()> {
    socket.write_all(start).await?;
    loop {
        tokio::time::sleep(Duration::from_millis(100)).await;
        socket.write_all(b"x").await?;
    }
}

/// What unpacks to gigabytes begins like this; nobody is to try.
async fn bomb(socket: &mut TcpStream) -> std::io::Result<()> {
    socket
        .write_all(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xec\xc1\x01\x01\x00\x00\x00\x80\x90\xfe\xaf\xee\x08")
        .await?;
    repeat(socket, &[0; 4096], 2560).await
}
