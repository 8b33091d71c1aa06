//! The worker that does nothing, in a process of its own: it answers 200 and writes down which run arrived when.
//!
//! HTTP/1.1 by hand, on one thread, so that it is never the bound; lines go to the file some tens of milliseconds later.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Write};
use std::net::Ipv4Addr;
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;

use nono_tests::worker::micros;
use rustix::time::ClockId;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::LocalSet;

const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";
/// How long a line may wait for the file.
const PACE: Duration = Duration::from_millis(20);
/// No head of a request is as large.
const MOST: usize = 64 * 1024;

/// Serves until the process ends; the address goes to standard output.
///
/// # Errors
/// If the file or a port cannot be had.
pub(crate) fn main(file: &Path) -> io::Result<()> {
    let file = File::create(file)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    LocalSet::new().block_on(&runtime, serve(file))
}

async fn serve(mut file: File) -> io::Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let mut output = io::stdout();
    writeln!(output, "{}", listener.local_addr()?).and_then(|()| output.flush())?;
    let lines = Rc::new(RefCell::new(Vec::new()));
    let written = Rc::clone(&lines);
    tokio::task::spawn_local(async move {
        loop {
            tokio::time::sleep(PACE).await;
            let text = std::mem::take(&mut *written.borrow_mut());
            // Without its evidence a run proves nothing.
            if file.write_all(&text).is_err() {
                std::process::abort();
            }
        }
    });
    loop {
        let (stream, _) = listener.accept().await?;
        let lines = Rc::clone(&lines);
        // A client that goes away ends its own connection and nothing else.
        tokio::task::spawn_local(async move { drop(converse(stream, &lines).await) });
    }
}

async fn converse(mut stream: TcpStream, lines: &RefCell<Vec<u8>>) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut buffer = Vec::with_capacity(4096);
    loop {
        let at_us = {
            if stream.read_buf(&mut buffer).await? == 0 || buffer.len() > MOST {
                return Ok(());
            }
            micros(ClockId::Realtime)
        };
        let mut answers = 0;
        while let Some(length) = request(&buffer, at_us, lines) {
            buffer.drain(..length);
            answers += 1;
        }
        for _ in 0..answers {
            stream.write_all(ANSWER).await?;
        }
    }
}

/// Writes down the request at the buffer's begin, and says how long it is; none while it is not whole.
fn request(buffer: &[u8], at_us: i64, lines: &RefCell<Vec<u8>>) -> Option<usize> {
    let end = buffer.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&buffer[..end]).ok()?;
    let mut said = Said::default();
    for line in head.split("\r\n").skip(1) {
        let Some((name, value)) = line.split_once(": ") else { continue };
        match name {
            "nono-run-id" => said.run = value,
            "nono-task" => said.task = value,
            "nono-attempt" => said.attempt = value,
            "nono-epoch" => said.epoch = value,
            "nono-trigger" => said.trigger = value,
            "nono-scheduled-at" => said.scheduled_at = value,
            "nono-redelivery" => said.redelivery = value,
            "content-length" => said.length = value.parse().ok()?,
            _ => {}
        }
    }
    let length = end + said.length;
    if buffer.len() < length {
        return None;
    }
    said.write(at_us, &mut lines.borrow_mut());
    Some(length)
}

/// What a request says of itself; `-` where it says nothing.
struct Said<'a> {
    run: &'a str,
    task: &'a str,
    attempt: &'a str,
    epoch: &'a str,
    trigger: &'a str,
    scheduled_at: &'a str,
    redelivery: &'a str,
    length: usize,
}

impl Default for Said<'_> {
    fn default() -> Self {
        let none = "-";
        Self {
            run: none,
            task: none,
            attempt: none,
            epoch: none,
            trigger: none,
            scheduled_at: none,
            redelivery: none,
            length: 0,
        }
    }
}

impl Said<'_> {
    fn write(&self, at_us: i64, lines: &mut Vec<u8>) {
        let Self { run, task, attempt, epoch, trigger, scheduled_at, redelivery, length: _ } = self;
        // Writing to memory does not fail.
        let _ = writeln!(lines, "{at_us} {run} {task} {attempt} {epoch} {trigger} {scheduled_at} {redelivery}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_counts_once_it_is_whole() {
        let lines = RefCell::new(Vec::new());
        let head = b"POST /ok HTTP/1.1\r\nhost: x\r\nnono-run-id: r-1\r\nnono-attempt: 2\r\ncontent-length: 3\r\n\r\n";
        let mut buffer = head.to_vec();
        assert_eq!(request(&buffer, 5, &lines), None);
        buffer.extend_from_slice(b"abcGET");
        assert_eq!(request(&buffer, 5, &lines), Some(head.len() + 3));
        assert_eq!(request(&buffer[head.len() + 3..], 5, &lines), None);
        assert_eq!(String::from_utf8(lines.into_inner()).unwrap(), "5 r-1 - 2 - - - -\n");
    }
}
