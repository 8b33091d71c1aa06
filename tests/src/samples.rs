//! What processes and ZooKeeper hold, sampled over time, and whether it grows: least squares, with the spread of the slope.
//!
//! A process that is started anew is another series: series share a slope and nothing else.

use std::collections::BTreeMap;
use std::fmt;

/// Readings of one kind of figure, in several series.
#[derive(Clone, Debug, Default)]
pub struct Samples {
    series: BTreeMap<String, Vec<(f64, f64)>>,
}

/// How a figure moves.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Trend {
    /// Of all readings.
    pub mean: f64,
    /// Per hour.
    pub slope: f64,
    /// One standard error of the slope.
    pub error: f64,
    /// Readings that counted.
    pub count: usize,
    /// The largest reading.
    pub max: f64,
}

impl Samples {
    /// A reading of one series, so many seconds after the begin.
    pub fn push(&mut self, series: &str, seconds: f64, value: f64) {
        self.series.entry(series.to_owned()).or_default().push((seconds, value));
    }

    /// The least reading in each span of so many seconds: what comes and goes above it does not count, and a leak raises it.
    #[must_use]
    pub fn floor(&self, seconds: f64) -> Self {
        let mut floor = Self::default();
        for (name, points) in &self.series {
            let mut spans: BTreeMap<i64, (f64, f64)> = BTreeMap::new();
            for &(at, value) in points {
                let least = spans.entry((at / seconds).floor() as i64).or_insert((at, value));
                if value < least.1 {
                    *least = (at, value);
                }
            }
            floor.series.insert(name.clone(), spans.into_values().collect());
        }
        floor
    }

    /// The common trend of all series, each without its first `warm_up` seconds. None where too little is left to tell.
    #[must_use]
    pub fn trend(&self, warm_up: f64) -> Option<Trend> {
        let (mut xx, mut xy, mut yy, mut sum, mut count, mut kept, mut max) = (0.0, 0.0, 0.0, 0.0, 0, 0, 0.0_f64);
        for series in self.series.values() {
            let begun = series.first().map_or(0.0, |(at, _)| *at);
            let points: Vec<_> = series.iter().filter(|(at, _)| at - begun >= warm_up).collect();
            if points.len() < 3 {
                continue;
            }
            let mean =
                |of: fn(&(f64, f64)) -> f64| points.iter().map(|point| of(point)).sum::<f64>() / points.len() as f64;
            let (mean_x, mean_y) = (mean(|point| point.0 / 3600.0), mean(|point| point.1));
            for (at, value) in &points {
                let (x, y) = (at / 3600.0 - mean_x, value - mean_y);
                xx += x * x;
                xy += x * y;
                yy += y * y;
                sum += value;
                max = max.max(*value);
            }
            count += points.len();
            kept += 1;
        }
        if xx <= 0.0 || count < kept + 3 {
            return None;
        }
        let slope = xy / xx;
        let residual = (yy - slope * xy).max(0.0) / (count - kept - 1) as f64;
        Some(Trend { mean: sum / count as f64, slope, error: (residual / xx).sqrt(), count, max })
    }
}

/// What a trend says of growth.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Course {
    /// It grows by less than the bound, or shrinks.
    Flat,
    /// It grows by more.
    Grows,
    /// Either may be: the readings are too noisy, or too few.
    Unclear,
}

impl Trend {
    /// Standard errors on each side of the slope that count as its uncertainty.
    const SURE: f64 = 2.0;

    /// Whether an hour of it is less than `share` of the figure, with the slope's uncertainty held against it.
    #[must_use]
    pub fn course(&self, share: f64) -> Course {
        let bound = self.mean * share;
        if self.slope + Self::SURE * self.error <= bound {
            Course::Flat
        } else if self.slope - Self::SURE * self.error > bound {
            Course::Grows
        } else {
            Course::Unclear
        }
    }
}

impl fmt::Display for Course {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Flat => "flat",
            Self::Grows => "grows",
            Self::Unclear => "unclear",
        })
    }
}

impl fmt::Display for Trend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { mean, slope, error, count, max } = self;
        write!(f, "mean {mean:.1}, max {max:.1}, slope {slope:+.2} ± {error:.2} per hour ({count} readings)")
    }
}

/// Resident memory of a process, in MiB; none when it is gone.
#[must_use]
pub fn memory_mib(pid: u32) -> Option<f64> {
    status_mib(pid, "VmRSS:")
}

/// The most that it ever was.
#[must_use]
pub fn peak_memory_mib(pid: u32) -> Option<f64> {
    status_mib(pid, "VmHWM:")
}

fn status_mib(pid: u32, field: &str) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(field))?;
    Some(line.trim().trim_end_matches(" kB").trim().parse::<f64>().ok()? / 1024.0)
}

/// How many files a process has open.
#[must_use]
pub fn open_files(pid: u32) -> Option<f64> {
    Some(std::fs::read_dir(format!("/proc/{pid}/fd")).ok()?.count() as f64)
}

/// CPU time that a process has used so far, in seconds.
#[must_use]
pub fn cpu_seconds(pid: u32) -> Option<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    let ticks: f64 = fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?;
    Some(ticks / 100.0)
}

/// A figure of ZooKeeper's `mntr`.
#[must_use]
pub fn figure_of(mntr: &str, name: &str) -> Option<f64> {
    let line = mntr.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(samples: &mut Samples, name: &str, from: f64, value: impl Fn(f64) -> f64) {
        for step in 0..60 {
            let at = from + f64::from(step) * 10.0;
            samples.push(name, at, value(at));
        }
    }

    #[test]
    fn a_leak_shows_through_restarts_and_a_saw_does_not_count_as_one() {
        let mut samples = Samples::default();
        let noise = |at: f64| (at * 1.7).sin();
        series(&mut samples, "one", 0.0, |at| 100.0 + at / 3600.0 * 50.0 + noise(at));
        series(&mut samples, "two", 600.0, |at| 40.0 + (at - 600.0) / 3600.0 * 50.0 + noise(at));
        let trend = samples.trend(60.0).unwrap();
        assert!((trend.slope - 50.0).abs() < 3.0 * trend.error + 1.0 && trend.error < 2.0, "{trend}");
        assert_eq!(trend.course(0.1), Course::Grows, "{trend}");
        let mut saw = Samples::default();
        series(&mut saw, "one", 0.0, |at| 100.0 + (at % 50.0) + noise(at));
        let saw = saw.trend(60.0).unwrap();
        assert_eq!((saw.course(0.1), saw.course(2.0)), (Course::Unclear, Course::Flat), "{saw}");
    }

    #[test]
    fn noise_alone_is_not_flat_and_hides_no_leak() {
        let noisy = |leak: f64| {
            let mut samples = Samples::default();
            series(&mut samples, "one", 0.0, |at| 20.0 + leak * at / 3600.0 + (at / 10.0 % 6.0) * 8.0);
            samples
        };
        let flat = noisy(0.0).trend(0.0).unwrap();
        assert_eq!(flat.course(0.1), Course::Unclear, "{flat}");
        let (still, leaking) =
            (noisy(0.0).floor(60.0).trend(0.0).unwrap(), noisy(30.0).floor(60.0).trend(0.0).unwrap());
        assert_eq!((still.course(0.1), leaking.course(0.1)), (Course::Flat, Course::Grows), "{still}; {leaking}");
    }

    #[test]
    fn the_warm_up_does_not_count_and_too_little_tells_nothing() {
        let mut samples = Samples::default();
        series(&mut samples, "one", 0.0, |at| if at < 120.0 { at } else { 120.0 });
        assert_eq!(samples.trend(120.0).unwrap().slope, 0.0);
        assert_eq!(samples.trend(600.0), None);
    }

    #[test]
    fn ones_own_process_has_memory_files_and_time() {
        let pid = std::process::id();
        assert!(memory_mib(pid).unwrap() > 1.0 && open_files(pid).unwrap() >= 3.0 && cpu_seconds(pid).is_some());
        assert_eq!(memory_mib(u32::MAX), None);
        assert_eq!(figure_of("zk_version\t3\nzk_znode_count\t17\n", "zk_znode_count"), Some(17.0));
    }
}
