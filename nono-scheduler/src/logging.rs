//! Logs on stderr, as text or JSON, written by a thread of their own.
//!
//! A pipe that nobody empties must not hold up the dispatch thread: lines are handed over, and dropped and counted when
//! too many wait.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::time::Duration;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use crate::config::LogFormat;

/// So many lines may wait.
const WAITING: usize = 8192;

/// Libraries that say at `info` what only their authors need.
const QUIET: &str = "zookeeper_client=error,hyper=warn,hyper_util=warn,rustls=warn";

enum Piece {
    Line(Vec<u8>),
    Flush(SyncSender<()>),
}

/// Where lines are handed over.
#[derive(Clone, Debug)]
pub struct Log {
    lines: SyncSender<Piece>,
    dropped: Arc<AtomicU64>,
}

impl std::fmt::Debug for Piece {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Line(_) => "Line",
            Self::Flush(_) => "Flush",
        })
    }
}

/// Checks what `--log-level` takes; returns it as it was.
pub fn checked(text: &str) -> Result<String, String> {
    const WORDS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];
    let is_word = |directive: &str| directive.contains('=') || WORDS.contains(&directive.trim());
    let parsed = EnvFilter::builder().parse(text);
    match (text.split(',').find(|directive| !is_word(directive)), parsed) {
        (None, Ok(_)) => Ok(text.to_owned()),
        (Some(odd), _) => {
            Err(format!("{odd:?} is not a log level; use error, warn, info, debug or trace, or MODULE=LEVEL"))
        }
        (None, Err(error)) => Err(format!("{text:?} cannot be read: {error}")),
    }
}

/// Makes stderr the log of this process.
///
/// # Errors
/// When the process has a log already.
pub fn begin(format: LogFormat, level: &str) -> anyhow::Result<Log> {
    let log = Log::to(io::stderr());
    let filter = EnvFilter::builder().parse(format!("{QUIET},{level}"))?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(log.clone()).with_ansi(false);
    let begun = match format {
        LogFormat::Text => builder.with_target(false).try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
    begun.map_err(|error| anyhow::anyhow!("cannot begin the log: {error}"))?;
    Ok(log)
}

impl Log {
    fn to(out: impl Write + Send + 'static) -> Self {
        let (lines, waiting) = sync_channel(WAITING);
        std::thread::Builder::new()
            .name("log".to_owned())
            .spawn(move || write_all(out, &waiting))
            .expect("a process that cannot have a thread cannot start");
        Self { lines, dropped: Arc::new(AtomicU64::new(0)) }
    }

    /// Lines that were dropped because too many waited.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    /// Waits until what was handed over is written, but not for long.
    pub fn flush(&self) {
        let (done, written) = sync_channel(1);
        if self.lines.try_send(Piece::Flush(done)).is_ok() {
            // Nobody empties the pipe: the lines are lost, and the caller goes on.
            let _ = written.recv_timeout(Duration::from_secs(1));
        }
    }
}

fn write_all(mut out: impl Write, waiting: &Receiver<Piece>) {
    for piece in waiting {
        match piece {
            // There is no place to tell that the place to tell things is broken.
            Piece::Line(line) => drop(out.write_all(&line)),
            Piece::Flush(done) => {
                drop(out.flush());
                let _ = done.try_send(());
            }
        }
    }
}

impl Write for Log {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if let Err(TrySendError::Full(_)) = self.lines.try_send(Piece::Line(line.to_vec())) {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_and_directives_are_taken_and_slips_are_not() {
        for good in ["info", "debug", "off", "info,nono_scheduler=trace", "warn,hyper=debug"] {
            assert_eq!(checked(good).as_deref(), Ok(good));
        }
        for bad in ["inof", "", "info,loud", "hyper=loud"] {
            assert!(checked(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_reader_that_hangs_holds_nobody_up() {
        let (held, release) = sync_channel::<()>(0);
        struct Stuck(Receiver<()>);
        impl Write for Stuck {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                let _ = self.0.recv();
                Ok(bytes.len())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut log = Log::to(Stuck(release));
        for _ in 0..WAITING + 10 {
            log.write_all(b"line\n").unwrap();
        }
        assert!((8..=10).contains(&log.dropped()), "{} dropped", log.dropped());
        drop(held);
        log.flush();
    }
}
