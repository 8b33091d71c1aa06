//! The run log: one JSON line per finished run, appended to a file by a thread of its own.
//!
//! A disk that is slow or full must not hold up the dispatch thread: lines are dropped and counted when too many wait,
//! and a file that cannot be written is opened again with each batch until it can. The truth about runs is in
//! ZooKeeper; this is a convenience.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use nono_core::engine::Finished;
use nono_core::name::TaskName;
use nono_core::run::RunOutcome;
use serde::Serialize;

/// So many lines may wait.
const WAITING: usize = 65_536;

/// So many bytes are written at once.
const BATCH: usize = 256 * 1024;

enum Piece {
    Line(Vec<u8>),
    Reopen,
    Flush(SyncSender<()>),
}

/// Where finished runs are handed over.
#[derive(Clone)]
pub struct RunLog {
    pieces: SyncSender<Piece>,
    dropped: Arc<AtomicU64>,
}

impl std::fmt::Debug for RunLog {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RunLog").field("dropped", &self.dropped).finish_non_exhaustive()
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Line<'a> {
    task: &'a TaskName,
    #[serde(flatten)]
    outcome: &'a RunOutcome,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_ms: Option<f64>,
}

impl RunLog {
    /// Opens the file, so that a wrong path is told at the start.
    ///
    /// # Errors
    /// When it cannot be opened for appending.
    pub fn open(path: &Path) -> io::Result<Self> {
        let file = append(path)?;
        let (pieces, waiting) = sync_channel(WAITING);
        let mut writer = Writer { path: path.to_owned(), file: Some(file), failing: false };
        std::thread::Builder::new().name("run-log".to_owned()).spawn(move || writer.run(&waiting))?;
        Ok(Self { pieces, dropped: Arc::new(AtomicU64::new(0)) })
    }

    /// Hands a finished run over. Never waits.
    pub fn record(&self, finished: &Finished) {
        let duration_ms = finished.duration.map(|span| span.as_secs_f64() * 1000.0);
        let line = Line { task: &finished.task, outcome: &finished.outcome, duration_ms };
        let mut bytes = serde_json::to_vec(&line).expect("outcomes are stored as JSON, too");
        bytes.push(b'\n');
        if self.pieces.try_send(Piece::Line(bytes)).is_err() {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Opens the file anew: it was moved away by whoever rotates logs.
    pub fn reopen(&self) {
        drop(self.pieces.try_send(Piece::Reopen));
    }

    /// Lines that were dropped because too many waited.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    /// Waits until what was handed over is written. False: it was not, in 5 s.
    #[must_use]
    pub fn flush(&self) -> bool {
        let (done, written) = sync_channel(1);
        self.pieces.send(Piece::Flush(done)).is_ok() && written.recv_timeout(Duration::from_secs(5)).is_ok()
    }
}

fn append(path: &Path) -> io::Result<File> {
    OpenOptions::new().create(true).append(true).open(path)
}

struct Writer {
    path: PathBuf,
    file: Option<File>,
    failing: bool,
}

impl Writer {
    fn run(&mut self, waiting: &Receiver<Piece>) {
        let mut batch = Vec::new();
        while let Ok(first) = waiting.recv() {
            let mut next = Some(first);
            while let Some(piece) = next {
                self.take(piece, &mut batch);
                next = if batch.len() < BATCH { waiting.try_recv().ok() } else { None };
            }
            self.write(&mut batch);
        }
    }

    fn take(&mut self, piece: Piece, batch: &mut Vec<u8>) {
        match piece {
            Piece::Line(line) => batch.extend_from_slice(&line),
            Piece::Reopen => {
                self.write(batch);
                self.file = None;
                self.write(batch);
            }
            Piece::Flush(done) => {
                self.write(batch);
                let _ = done.try_send(());
            }
        }
    }

    /// Writes the batch and empties it, also when it fails: what cannot be written is lost, and told once.
    fn write(&mut self, batch: &mut Vec<u8>) {
        let written = self.opened().and_then(|file| file.write_all(batch));
        if let Err(error) = &written {
            self.file = None;
            if !self.failing {
                tracing::warn!("cannot write the run log {}: {error}; its lines are lost", self.path.display());
            }
        } else if self.failing {
            tracing::info!("the run log {} can be written again", self.path.display());
        }
        self.failing = written.is_err();
        batch.clear();
    }

    fn opened(&mut self) -> io::Result<&mut File> {
        if self.file.is_none() {
            self.file = Some(append(&self.path)?);
        }
        Ok(self.file.as_mut().expect("just opened"))
    }
}

#[cfg(test)]
mod tests {
    use nono_core::name::Epoch;
    use nono_core::run::{Outcome, Trigger};
    use nono_core::time::{Instant, Utc};
    use serde_json::{Map, Value};

    use super::*;

    fn finished(run: &str) -> Finished {
        Finished {
            task: "billing.nightly".parse().unwrap(),
            duration: Some(Duration::from_micros(1500)),
            outcome: RunOutcome {
                run: run.parse().unwrap(),
                trigger: Trigger::Schedule,
                outcome: Outcome::Succeeded,
                scheduled_at: Instant(1_795_482_000),
                started_at: Some(Utc(1_795_482_000_003)),
                ended_at: Utc(1_795_482_000_005),
                lateness_ms: Some(3),
                attempts: 1,
                redelivered: false,
                scheduler: "a-000000".parse().unwrap(),
                epoch: Epoch(7),
                status: Some(200),
                message: Some("done".to_owned()),
                missed_to: None,
                missed_count: None,
                token: None,
                extra: Map::new(),
            },
        }
    }

    fn lines(path: &Path) -> Vec<Value> {
        let text = std::fs::read_to_string(path).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn a_line_is_one_json_object_that_tells_the_run() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("runs.jsonl");
        std::fs::write(&path, "{\"old\":true}\n").unwrap();
        let log = RunLog::open(&path).unwrap();
        log.record(&finished("r-017-k3f9x2m4-20261124T010000Z"));
        assert!(log.flush());
        let lines = lines(&path);
        assert_eq!(lines.len(), 2, "it appends");
        assert_eq!(lines[1]["task"], "billing.nightly");
        assert_eq!(lines[1]["run"], "r-017-k3f9x2m4-20261124T010000Z");
        assert_eq!(lines[1]["outcome"], "succeeded");
        assert_eq!(lines[1]["durationMs"], 1.5);
    }

    #[test]
    fn after_a_rotation_lines_go_to_the_new_file_and_none_is_lost() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("runs.jsonl");
        let moved = folder.path().join("runs.jsonl.1");
        let log = RunLog::open(&path).unwrap();
        log.record(&finished("r-017-k3f9x2m4-20261124T010000Z"));
        assert!(log.flush());
        std::fs::rename(&path, &moved).unwrap();
        log.record(&finished("r-017-k3f9x2m4-20261124T010001Z"));
        log.reopen();
        log.record(&finished("r-017-k3f9x2m4-20261124T010002Z"));
        assert!(log.flush());
        assert_eq!((lines(&moved).len(), lines(&path).len()), (2, 1));
    }

    #[test]
    fn a_path_that_cannot_be_opened_is_told_at_the_start() {
        assert!(RunLog::open(Path::new("/nowhere/runs.jsonl")).is_err());
    }
}
