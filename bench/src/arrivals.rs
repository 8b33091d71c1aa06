//! What the worker wrote down: which run arrived when.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Command as Program;
use std::time::Duration;

use nono_tests::cluster::PATIENCE;
use nono_tests::receipts::Receipt;
use nono_tests::wait::until;
use nonoctl::dev::guard::Guarded;
use xxhash_rust::xxh3::xxh3_64;

/// Runs of the raw reference are called so; they are nobody's.
pub(crate) const RAW: &str = "h-";

/// The worker's process.
#[derive(Debug)]
pub(crate) struct Sink {
    /// `http://HOST:PORT`
    pub(crate) url: String,
    file: PathBuf,
    /// Ends with this.
    process: Guarded,
}

/// One request.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Arrival {
    /// In microseconds since 1970.
    pub(crate) at_us: i64,
    /// Of the run.
    pub(crate) run: String,
    /// Whose.
    pub(crate) task: String,
    /// Its number.
    pub(crate) attempt: u32,
    /// The owner's.
    pub(crate) epoch: u64,
    /// Why.
    pub(crate) trigger: String,
    /// The instant, in seconds since 1970.
    pub(crate) scheduled_at: i64,
    /// Whether it is marked as one.
    pub(crate) redelivery: bool,
}

impl Sink {
    /// Starts it; its files lie in `folder`.
    ///
    /// # Panics
    /// If it does not come up.
    pub(crate) async fn start(folder: &Path) -> Self {
        let (file, address) = (folder.join("arrivals"), folder.join("sink.address"));
        let output = File::create(&address).unwrap();
        let errors = File::create(folder.join("sink.log")).unwrap();
        let mut program = Program::new(std::env::current_exe().unwrap());
        program.arg("sink").arg(&file);
        let process = Guarded::spawn(&program, output, errors).unwrap();
        let address = until("a sink that listens", PATIENCE, async || {
            let text = std::fs::read_to_string(&address).unwrap();
            text.strip_suffix('\n').map(str::to_owned).ok_or(text)
        })
        .await;
        Self { url: format!("http://{address}"), file, process }
    }

    /// The worker's process.
    pub(crate) fn pid(&self) -> u32 {
        self.process.pid()
    }

    /// All that arrived so far, in order.
    ///
    /// # Panics
    /// If the file cannot be read, or a line is none of ours.
    pub(crate) async fn arrivals(&self) -> Vec<Arrival> {
        self.written().await;
        self.that(|_| true)
    }

    /// The same without the raw reference's own.
    pub(crate) async fn of_runs(&self) -> Vec<Arrival> {
        self.written().await;
        self.of_runs_that(|_| true)
    }

    /// Waits until what has arrived is in the file: a few paces of the writer.
    pub(crate) async fn written(&self) {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }

    /// Of what is written, without the raw reference's own, all for which that holds: there may be millions of others.
    pub(crate) fn of_runs_that(&self, holds: impl Fn(&Arrival) -> bool) -> Vec<Arrival> {
        self.that(|arrival| !arrival.run.starts_with(RAW) && holds(arrival))
    }

    fn that(&self, holds: impl Fn(&Arrival) -> bool) -> Vec<Arrival> {
        let (mut lines, mut line, mut arrivals) =
            (BufReader::new(File::open(&self.file).unwrap()), String::new(), Vec::new());
        while lines.read_line(&mut line).unwrap() > 0 {
            // The last one may be on its way.
            if let Some(whole) = line.strip_suffix('\n') {
                arrivals.extend(Some(read(whole)).filter(&holds));
            }
            line.clear();
        }
        arrivals
    }

    /// How many bytes are written.
    pub(crate) fn size(&self) -> u64 {
        std::fs::metadata(&self.file).unwrap().len()
    }
}

fn read(line: &str) -> Arrival {
    let parts: Vec<&str> = line.split(' ').collect();
    let [at_us, run, task, attempt, epoch, trigger, scheduled_at, redelivery] = parts.as_slice() else {
        panic!("{line:?} is no line of the sink");
    };
    Arrival {
        at_us: at_us.parse().unwrap_or_default(),
        run: (*run).to_owned(),
        task: (*task).to_owned(),
        attempt: attempt.parse().unwrap_or_default(),
        epoch: epoch.parse().unwrap_or_default(),
        trigger: (*trigger).to_owned(),
        scheduled_at: scheduled_at.parse::<jiff::Timestamp>().map_or(0, jiff::Timestamp::as_second),
        redelivery: *redelivery == "true",
    }
}

impl Arrival {
    /// When the run was to be sent, in milliseconds since 1970; `jitter_ms` is the task's.
    pub(crate) fn send_time_ms(&self, jitter_ms: u64) -> i64 {
        self.scheduled_at * 1000 + delay_ms(&self.run, jitter_ms)
    }

    /// Milliseconds from the send time to the arrival; negative is early.
    pub(crate) fn lateness_ms(&self, jitter_ms: u64) -> f64 {
        (self.at_us - self.send_time_ms(jitter_ms) * 1000) as f64 / 1000.0
    }

    /// The partition, from the run's id.
    pub(crate) fn partition(&self) -> Option<u16> {
        self.run.get(2..5)?.parse().ok()
    }

    /// As the judge takes it.
    pub(crate) fn receipt(self, number: u64) -> Receipt {
        Receipt {
            number,
            at_us: self.at_us,
            boot_us: 0,
            path: "/ok".to_owned(),
            method: String::new(),
            task: self.task,
            run: self.run,
            attempt: self.attempt,
            scheduled_at: self.scheduled_at,
            trigger: self.trigger,
            epoch: self.epoch,
            redelivery: self.redelivery,
            headers: BTreeMap::new(),
            body: String::new(),
            answer: 200,
        }
    }
}

/// A run's delay by its jitter, as docs/protocol.md defines it.
fn delay_ms(run: &str, jitter_ms: u64) -> i64 {
    let scaled = (u128::from(xxh3_64(run.as_bytes())) * u128::from(jitter_ms)) >> 64;
    i64::try_from(scaled).expect("below a number that fits")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_back() {
        let arrival =
            read("1795482000250000 r-017-k3f9x2m4-20261124T010000Z t1 2 7 schedule 2026-11-24T01:00:00Z true");
        assert_eq!((arrival.attempt, arrival.epoch, arrival.redelivery), (2, 7, true));
        assert_eq!((arrival.scheduled_at, arrival.partition()), (1_795_482_000, Some(17)));
        assert!((arrival.lateness_ms(0) - 250.0).abs() < 1e-9);
        assert!(arrival.send_time_ms(1000) - arrival.send_time_ms(0) < 1000);
    }
}
