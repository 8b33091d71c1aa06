//! S: a timer and nothing else. That of the runtime, as a program would use it, and a thread that sleeps, beside it.

use std::time::{Duration, Instant};

/// How late each firing of the runtime's timer was, in milliseconds, at so many a second.
pub(crate) async fn of_runtime(rate: usize, span: Duration) -> Vec<f64> {
    let begun = Instant::now();
    let mut late = Vec::new();
    for due in plan(begun, rate, span) {
        tokio::time::sleep_until(due.into()).await;
        late.push(ms_since(due));
    }
    late
}

/// The same of a thread that sleeps.
pub(crate) async fn of_thread(rate: usize, span: Duration) -> Vec<f64> {
    let sleeper = move || {
        let begun = Instant::now();
        let fire = |due: Instant| {
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            ms_since(due)
        };
        plan(begun, rate, span).map(fire).collect()
    };
    tokio::task::spawn_blocking(sleeper).await.unwrap_or_default()
}

/// Moments that lie as unevenly as a jitter makes them, in order.
pub(crate) fn plan(begun: Instant, rate: usize, span: Duration) -> impl Iterator<Item = Instant> {
    let count = (rate as f64 * span.as_secs_f64()).ceil() as u32;
    let step = span / count.max(1);
    (0..count).map(move |turn| begun + step * turn + step.mul_f64(f64::from(turn * 7919 % 1000) / 1000.0))
}

fn ms_since(due: Instant) -> f64 {
    due.elapsed().as_secs_f64() * 1000.0
}
