//! The only place of the daemon that reads a clock.
//!
//! The boot clock is asked of the kernel: std's `Instant` stops while a machine is suspended, and a time lease must
//! not. The wall clock comes from std, which goes through the C library, so that tests can shift it.

use std::time::SystemTime;

use nono_core::time::{Boot, Reading, Utc};
use rustix::time::{ClockId, clock_gettime};

/// What `CLOCK_BOOTTIME` shows.
#[must_use]
pub fn boot() -> Boot {
    let now = clock_gettime(ClockId::Boottime);
    let seconds = u64::try_from(now.tv_sec).unwrap_or(0);
    let micros = u64::try_from(now.tv_nsec).unwrap_or(0) / 1000;
    Boot(seconds * 1_000_000 + micros)
}

/// What `CLOCK_REALTIME` shows.
#[must_use]
pub fn wall() -> Utc {
    Utc(wall_us().div_euclid(1000))
}

/// Both, at one moment as near as it can be had. The wall clock is first: whatever comes between makes runs late, never early.
#[must_use]
pub fn read() -> Reading {
    let wall_us = wall_us();
    Reading { boot: boot(), wall_us }
}

/// The same in microseconds.
fn wall_us() -> i64 {
    match SystemTime::now().duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_micros()).unwrap_or(i64::MAX),
        Err(before) => -i64::try_from(before.duration().as_micros()).unwrap_or(i64::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_boot_clock_never_goes_back_and_the_wall_clock_is_of_this_century() {
        let first = read();
        let second = read();
        assert!(second.boot >= first.boot);
        assert!(first.wall() > Utc(1_577_836_800_000), "{first:?}");
    }
}
