//! The dashboard in a pseudo-terminal, its session through a proxy that counts what it asks ZooKeeper for.

use std::time::Duration;

use crate::programs::program;
use crate::proxy::Proxy;
use crate::pty::Pty;

/// What one idle dashboard may ask ZooKeeper for in a second, besides one read of each scheduler's figures.
pub const REQUESTS: f64 = 1.0;

/// `nonoctl top` on the cluster behind the proxy.
#[must_use]
pub fn open(size: (u16, u16), proxy: &Proxy) -> Pty {
    let nonoctl = program("nonoctl").display().to_string();
    let place = format!("{}/nono", proxy.connect_string());
    Pty::start(size, &nonoctl, &["--connect", &place, "top"])
}

/// Requests of all kinds, pings left out, while nobody presses anything.
pub fn requests_per_second(proxy: &Proxy, top: &mut Pty, idle: Duration) -> f64 {
    let all = || proxy.asked().values().sum::<u64>();
    let before = all();
    top.watch(idle);
    (all() - before) as f64 / idle.as_secs_f64()
}
