//! Workers: how long they take and what they answer, as the task's URL asks.
//!
//! `/ok`, `/slow/MS`, `/any/MS` (up to), `/flaky/PERCENT`, `/late/PERCENT/MS` (fails in some, takes up to), `/refuse/PERCENT`,
//! `/connect/PERCENT/MS/MS` (in some a connection takes half of that to all of it; then an answer).

use nono_core::engine::Sending;
use nono_core::retry::AttemptEnd;

use super::dice::Dice;

/// For how many microseconds a new connection is being made; it is made in time.
pub(crate) fn connects(sending: &Sending, dice: &mut Dice) -> u64 {
    let target = &sending.task.target;
    let mut parts = target.url.path().trim_start_matches('/').split('/');
    if parts.next() != Some("connect") {
        return 0;
    }
    let mut number = || parts.next().and_then(|text| text.parse::<u64>().ok()).unwrap_or(0);
    let (percent, most) = (number(), number());
    if !dice.chance(percent) {
        return 0;
    }
    let limit = target.timeout.connect.min(sending.timeout).as_micros() as u64;
    (most * 500 + dice.below(most * 500)).min(limit - 1)
}

/// After how many microseconds an attempt ends, and how.
pub(crate) fn answer(sending: &Sending, dice: &mut Dice) -> (u64, AttemptEnd) {
    let path = sending.task.target.url.path().to_owned();
    let mut parts = path.trim_start_matches('/').split('/');
    let kind = parts.next().unwrap_or("ok");
    if kind == "connect" {
        parts.nth(1);
    }
    let mut number = || parts.next().and_then(|text| text.parse::<u64>().ok()).unwrap_or(0);
    let status = |status| AttemptEnd::Answered { status, message: None, retry_after: None };
    let quick = 1000 + dice.below(4000);
    let (took, end) = match kind {
        "slow" | "connect" => (number() * 1000 + dice.below(1000), status(200)),
        "any" => (dice.below(number() * 1000), status(200)),
        "flaky" if dice.chance(number()) => (quick, status(503)),
        "late" => {
            let fails = dice.chance(number());
            (dice.below(number() * 1000), status(if fails { 503 } else { 200 }))
        }
        "refuse" if dice.chance(number()) => (quick, AttemptEnd::NotConnected("connection refused".to_owned())),
        _ => (quick, status(200)),
    };
    let limit = sending.timeout.as_micros() as u64;
    if took > limit { (limit, AttemptEnd::TimedOut("no answer in time".to_owned())) } else { (took, end) }
}
