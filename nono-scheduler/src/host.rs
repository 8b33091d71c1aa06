//! This process and its host, as the kernel shows them: figures from `/proc`, the host's name, the limit of files.
//!
//! What cannot be read counts as zero: figures are for people, and no scheduler stops for want of them.

use std::fs;

use nono_core::cluster::HostFigures;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use rustix::time::{ClockId, clock_gettime};

use crate::clock;

/// The name of this machine.
#[must_use]
pub fn name() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

/// Lets this process open as many files as it is allowed to: each request to a worker is one. Returns the limit.
pub fn raise_open_files() -> u64 {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let wanted = maximum.unwrap_or(1 << 20).min(1 << 20).max(current.unwrap_or(0));
    match setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum }) {
        Ok(()) => wanted,
        Err(_) => current.unwrap_or(wanted),
    }
}

/// Measures; rates are those since it measured last.
#[derive(Debug, Default)]
pub struct Meter {
    last: Option<Sample>,
}

#[derive(Clone, Copy, Debug)]
struct Sample {
    boot_micros: u64,
    process_micros: u64,
    host_busy: u64,
    host_all: u64,
}

impl Meter {
    /// The figures now.
    pub fn measure(&mut self) -> HostFigures {
        let now = sample();
        let (cpu, host_cpu) = self.last.map_or((0.0, 0.0), |last| rates(last, now));
        self.last = Some(now);
        let (host_memory, host_memory_available) = memory(&text("/proc/meminfo"));
        HostFigures {
            cpu,
            memory: kibibytes(&text("/proc/self/status"), "VmRSS:").unwrap_or(0),
            // Reading the directory opens it, which is one more.
            open_files: fs::read_dir("/proc/self/fd").map_or(0, |entries| entries.count().saturating_sub(1) as u64),
            open_files_limit: getrlimit(Resource::Nofile).current.unwrap_or(0),
            host_cpu,
            host_load: text("/proc/loadavg").split(' ').next().and_then(|load| load.parse().ok()).unwrap_or(0.0),
            host_memory,
            host_memory_available,
            // The engine knows these two, from its renewals.
            clock_offset_ms: 0,
            zookeeper_rtt_ms: 0.0,
            zookeeper_rate_wait_ms: 0,
        }
    }
}

fn sample() -> Sample {
    let process = clock_gettime(ClockId::ProcessCPUTime);
    let (host_busy, host_all) = ticks(&text("/proc/stat"));
    Sample {
        boot_micros: clock::boot().0,
        process_micros: process.tv_sec.unsigned_abs() * 1_000_000 + process.tv_nsec.unsigned_abs() / 1000,
        host_busy,
        host_all,
    }
}

fn rates(last: Sample, now: Sample) -> (f64, f64) {
    let share = |part: u64, whole: u64| if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
    let process = now.process_micros.saturating_sub(last.process_micros);
    let busy = now.host_busy.saturating_sub(last.host_busy);
    (
        share(process, now.boot_micros.saturating_sub(last.boot_micros)),
        share(busy, now.host_all.saturating_sub(last.host_all)).min(1.0),
    )
}

/// Busy and all ticks of the host's processors, from `/proc/stat`: idle and waiting for disks are the fields 4 and 5.
fn ticks(stat: &str) -> (u64, u64) {
    let first = stat.lines().next().unwrap_or_default();
    let fields: Vec<u64> = first.split_whitespace().skip(1).take(8).filter_map(|field| field.parse().ok()).collect();
    let all = fields.iter().sum();
    let idle: u64 = fields.iter().skip(3).take(2).sum();
    (all - idle, all)
}

fn memory(meminfo: &str) -> (u64, u64) {
    let of = |key| kibibytes(meminfo, key).unwrap_or(0);
    (of("MemTotal:"), of("MemAvailable:"))
}

/// The value of a line `KEY   123 kB`, in bytes.
fn kibibytes(text: &str, key: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(key))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|count| count * 1024)
}

fn text(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proc_files_are_read_as_they_stand() {
        assert_eq!(ticks("cpu  10 1 5 80 4 0 0 0 7 7\ncpu0 1 1 1 1\n"), (16, 100));
        assert_eq!(ticks(""), (0, 0));
        assert_eq!(memory("MemTotal:  100 kB\nMemFree: 1 kB\nMemAvailable:   50 kB\n"), (102_400, 51_200));
    }

    #[test]
    fn this_process_uses_something() {
        let mut meter = Meter::default();
        meter.measure();
        let figures = meter.measure();
        assert!(figures.memory > 0 && figures.open_files > 0 && figures.open_files_limit >= figures.open_files);
        assert!(figures.host_memory > figures.host_memory_available && figures.host_memory_available > 0);
        assert!((0.0..=1.0).contains(&figures.host_cpu), "{figures:?}");
    }
}
