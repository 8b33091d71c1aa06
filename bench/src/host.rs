//! The machine, the commit, and what processes hold.

use std::path::Path;
use std::process::Command as Program;

use serde::Serialize;

use crate::guard::Outcome;

/// Where a run was made, and of what.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Machine {
    /// The processor.
    pub(crate) processor: String,
    /// How many of it.
    pub(crate) cores: usize,
    /// In GiB.
    pub(crate) memory_gib: u64,
    /// The kernel's release.
    pub(crate) kernel: String,
    /// The first line of `java -version`.
    pub(crate) java: String,
    /// ZooKeeper's version, as its server says.
    pub(crate) zookeeper: String,
    /// Of the sources; with a `+` if they were changed.
    pub(crate) commit: String,
    /// `release` or `debug`.
    pub(crate) build: &'static str,
    /// How many processes wanted a processor before the run began, on average over a minute.
    pub(crate) load_before: String,
}

impl Machine {
    /// This one.
    pub(crate) fn this() -> Self {
        let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
        let field = |text: &str, name: &str| {
            let line = text.lines().find(|line| line.starts_with(name)).unwrap_or_default();
            line.split_once(':').map_or("unknown", |(_, value)| value).trim().to_owned()
        };
        let memory = field(&read("/proc/meminfo"), "MemTotal");
        let kib: u64 = memory.split(' ').next().and_then(|digits| digits.parse().ok()).unwrap_or_default();
        let changed = !output("git", &["status", "--porcelain", "--untracked-files=no"]).is_empty();
        Self {
            processor: field(&read("/proc/cpuinfo"), "model name"),
            cores: std::thread::available_parallelism().map_or(0, std::num::NonZero::get),
            memory_gib: kib.div_ceil(1024 * 1024),
            kernel: read("/proc/sys/kernel/osrelease").trim().to_owned(),
            java: output("java", &["-version"]).lines().next().unwrap_or("unknown").to_owned(),
            zookeeper: "unknown".to_owned(),
            commit: format!("{}{}", output("git", &["rev-parse", "--short", "HEAD"]), if changed { "+" } else { "" }),
            build: if cfg!(debug_assertions) { "debug" } else { "release" },
            load_before: read("/proc/loadavg").split(' ').next().unwrap_or("unknown").to_owned(),
        }
    }
}

/// What a program says, on either stream; nothing if it cannot be run.
fn output(program: &str, arguments: &[&str]) -> String {
    let Ok(output) = Program::new(program).args(arguments).output() else { return String::new() };
    let said = if output.stdout.is_empty() { output.stderr } else { output.stdout };
    String::from_utf8_lossy(&said).trim().to_owned()
}

/// What is free for us on the disk of a folder.
pub(crate) fn free_gib(folder: &Path) -> Option<f64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some((disk.f_bavail * disk.f_frsize) as f64 / f64::from(1 << 30))
}

/// CPU time of all threads of a process, in seconds: to the nanosecond, where `stat` counts ticks of ten milliseconds.
pub(crate) fn cpu_seconds(pid: u32) -> Option<f64> {
    let mut nanos = 0_u64;
    for thread in std::fs::read_dir(format!("/proc/{pid}/task")).ok()?.flatten() {
        let text = std::fs::read_to_string(thread.path().join("schedstat")).unwrap_or_default();
        nanos += text.split(' ').next().and_then(|digits| digits.parse::<u64>().ok()).unwrap_or_default();
    }
    Some(nanos as f64 / 1e9)
}

/// What a JVM's heap holds after a collection, in bytes.
///
/// # Errors
/// If the JDK's `jcmd` is missing, or does not understand this JVM.
pub(crate) fn heap_bytes(pid: u32) -> Outcome<f64> {
    let pid = pid.to_string();
    let ask = |command: &str| {
        let output = Program::new("jcmd").args([&pid, command]).output();
        let output = output.map_err(|error| format!("jcmd cannot be run ({error}): install a JDK, not only a JRE"))?;
        Ok::<_, String>(String::from_utf8_lossy(&output.stdout).into_owned())
    };
    ask("GC.run")?;
    let text = ask("GC.heap_info")?;
    used(&text).ok_or_else(|| format!("jcmd GC.heap_info says nothing of a heap in use: {text}"))
}

/// The sum of `used …K` over the generations.
fn used(text: &str) -> Option<f64> {
    let generations = text.lines().filter(|line| line.contains("generation") || line.contains("garbage-first"));
    let of_line = |line: &str| -> Option<f64> {
        let figure = line.split("used ").nth(1)?.split('K').next()?;
        Some(figure.trim().parse::<f64>().ok()? * 1024.0)
    };
    let found: Vec<f64> = generations.filter_map(of_line).collect();
    if found.is_empty() { None } else { Some(found.iter().sum()) }
}

/// The size of a program without its symbols, in bytes.
///
/// # Errors
/// If `strip` (binutils) is missing.
pub(crate) fn stripped_bytes(program: &Path) -> Outcome<f64> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let copy = folder.path().join("stripped");
    let done = Program::new("strip").arg("-o").arg(&copy).arg(program).status();
    let done = done.map_err(|error| format!("strip cannot be run ({error}): install binutils"))?;
    if !done.success() {
        return Err(format!("strip of {} ended with {done}", program.display()));
    }
    std::fs::metadata(&copy).map(|file| file.len() as f64).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heap_is_the_sum_of_its_generations() {
        let text = "123:\n def new generation   total 78656K, used 1000K [0x1)\n  eden space 69952K,   6% used [0x)\n \
                    tenured generation   total 174784K, used 500K [0x)\n Metaspace       used 11222K, committed";
        assert_eq!(used(text), Some(1500.0 * 1024.0));
        assert_eq!(used("no such process"), None);
    }

    #[test]
    fn ones_own_time_is_known() {
        assert!(cpu_seconds(std::process::id()).unwrap() > 0.0);
        assert_eq!(cpu_seconds(u32::MAX), None);
    }
}
