//! What a failed attempt means: final, or tried again, and when. A pure sequence.
//!
//! Nothing is remembered between attempts but how many have failed, and nothing is drawn at random: the wait comes from
//! run id and number, so that another scheduler that takes a run over computes the same.

use std::time::Duration;

use crate::name::RunId;
use crate::run::Delivery;
use crate::task::{Retry, RetryOn};

/// How an attempt ended, as far as the network tells.
#[derive(Clone, PartialEq, Debug)]
pub enum AttemptEnd {
    /// It never began: the time lease had ended, or the daemon could not start it. Nothing was sent.
    NotSent,
    /// It was refused before a connection was tried: egress, TLS configuration, a URL that names no host. Final.
    Blocked(String),
    /// No connection came about: not one byte of the request left.
    NotConnected(String),
    /// The connection broke, or what came back was not HTTP, after bytes may have left.
    Broken(String),
    /// The attempt used up its time.
    TimedOut(String),
    /// The daemon aborted it because the engine asked for it.
    Aborted,
    /// The worker answered in full.
    Answered {
        /// The HTTP status.
        status: u16,
        /// The first KiB of the body, cleaned.
        message: Option<String>,
        /// What `Retry-After` asked for.
        retry_after: Option<Duration>,
    },
}

/// What follows from an attempt's end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// The run succeeded.
    Succeeded,
    /// The run failed for good.
    Failed,
    /// The run timed out for good.
    TimedOut,
    /// The next attempt is due after this long.
    Again(Duration),
}

/// Judges the end of an attempt after which there is no other, whatever the policy.
#[must_use]
pub const fn judge_last(end: &AttemptEnd) -> Verdict {
    match end {
        AttemptEnd::Answered { status: 200..=299, .. } => Verdict::Succeeded,
        AttemptEnd::TimedOut(_) => Verdict::TimedOut,
        _ => Verdict::Failed,
    }
}

/// Judges an attempt's end. `failed` counts the failed attempts of the run, this one included; `delivery` is the claim's.
///
/// A redelivery after a crash is no failed attempt and does not count. [`AttemptEnd::NotSent`] is none either: the engine
/// puts such an attempt back by itself; asked all the same, it may begin again at once. An aborted attempt was given up
/// by the engine, which knows its outcome; here it is final.
#[must_use]
pub fn judge(end: &AttemptEnd, failed: u32, policy: &Retry, delivery: Delivery, run: &RunId) -> Verdict {
    let (class, retry_after) = match end {
        AttemptEnd::NotSent => return Verdict::Again(Duration::ZERO),
        AttemptEnd::Blocked(_) | AttemptEnd::Aborted => return Verdict::Failed,
        AttemptEnd::Answered { status: 200..=299, .. } => return Verdict::Succeeded,
        AttemptEnd::NotConnected(_) => (RetryOn::Connect, None),
        AttemptEnd::Broken(_) => (RetryOn::Reset, None),
        AttemptEnd::TimedOut(_) => (RetryOn::Timeout, None),
        AttemptEnd::Answered { status, retry_after, .. } => (RetryOn::Status(*status, *status), *retry_after),
    };
    // After a byte has left, the worker may have done the work (G5).
    let may_be_sent_again = delivery == Delivery::AtLeastOnce || class == RetryOn::Connect;
    if failed >= policy.attempts || !may_be_sent_again || !is_listed(policy, class) {
        return judge_last(end);
    }
    let asked = retry_after.unwrap_or_default().min(policy.max_backoff);
    Verdict::Again(backoff(failed, policy, run).max(asked))
}

fn is_listed(policy: &Retry, failure: RetryOn) -> bool {
    policy.on.iter().any(|class| match (class, failure) {
        (RetryOn::Status(from, to), RetryOn::Status(status, _)) => (*from..=*to).contains(&status),
        (class, failure) => *class == failure,
    })
}

/// The wait after this many failed attempts, in whole milliseconds: `backoff * factor^(failed - 1)`, at most
/// `max_backoff`; with jitter, anything from zero to that, the same for the same run and number.
#[must_use]
pub fn backoff(failed: u32, policy: &Retry, run: &RunId) -> Duration {
    let steps = i32::try_from(failed.saturating_sub(1)).unwrap_or(i32::MAX);
    let grown = policy.backoff.as_secs_f64() * policy.factor.powi(steps);
    let most = Duration::try_from_secs_f64(grown).map_or(policy.max_backoff, |wait| wait.min(policy.max_backoff));
    let millis = u64::try_from(most.as_millis()).unwrap_or(u64::MAX - 1);
    if !policy.jitter {
        return Duration::from_millis(millis);
    }
    let drawn = xxhash_rust::xxh3::xxh3_64_with_seed(run.as_str().as_bytes(), u64::from(failed));
    // The high half of the product spreads the hash evenly over 0..=millis, without the bias of a remainder.
    let scaled = (u128::from(drawn) * (u128::from(millis) + 1)) >> 64;
    Duration::from_millis(u64::try_from(scaled).unwrap_or(millis))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn run(number: u64) -> RunId {
        format!("r-017-k3f9x2m4-m{number:010}").parse().unwrap()
    }

    fn policy(attempts: u32) -> Retry {
        Retry {
            attempts,
            backoff: Duration::from_secs(10),
            max_backoff: Duration::from_secs(300),
            factor: 2.0,
            jitter: false,
            on: [
                RetryOn::Connect,
                RetryOn::Reset,
                RetryOn::Timeout,
                RetryOn::Status(429, 429),
                RetryOn::Status(500, 599),
            ]
            .into(),
        }
    }

    fn answered(status: u16, retry_after: Option<u64>) -> AttemptEnd {
        AttemptEnd::Answered { status, message: None, retry_after: retry_after.map(Duration::from_secs) }
    }

    fn again(seconds: u64) -> Verdict {
        Verdict::Again(Duration::from_secs(seconds))
    }

    #[test]
    fn each_end_has_its_verdict() {
        let why = String::new;
        for (end, at_least_once, at_most_once) in [
            (AttemptEnd::NotSent, again(0), again(0)),
            (AttemptEnd::Blocked(why()), Verdict::Failed, Verdict::Failed),
            (AttemptEnd::Aborted, Verdict::Failed, Verdict::Failed),
            (AttemptEnd::NotConnected(why()), again(10), again(10)),
            (AttemptEnd::Broken(why()), again(10), Verdict::Failed),
            (AttemptEnd::TimedOut(why()), again(10), Verdict::TimedOut),
            (answered(200, None), Verdict::Succeeded, Verdict::Succeeded),
            (answered(202, Some(9)), Verdict::Succeeded, Verdict::Succeeded),
            (answered(299, None), Verdict::Succeeded, Verdict::Succeeded),
            (answered(301, None), Verdict::Failed, Verdict::Failed),
            (answered(302, Some(9)), Verdict::Failed, Verdict::Failed),
            (answered(400, None), Verdict::Failed, Verdict::Failed),
            (answered(404, Some(9)), Verdict::Failed, Verdict::Failed),
            (answered(429, None), again(10), Verdict::Failed),
            (answered(429, Some(9)), again(10), Verdict::Failed),
            (answered(429, Some(60)), again(60), Verdict::Failed),
            (answered(503, Some(100_000)), again(300), Verdict::Failed),
            (answered(500, None), again(10), Verdict::Failed),
            (answered(599, None), again(10), Verdict::Failed),
            (answered(999, None), Verdict::Failed, Verdict::Failed),
            (answered(100, None), Verdict::Failed, Verdict::Failed),
        ] {
            let verdict = |delivery| judge(&end, 1, &policy(2), delivery, &run(1));
            assert_eq!(verdict(Delivery::AtLeastOnce), at_least_once, "{end:?}");
            assert_eq!(verdict(Delivery::AtMostOnce), at_most_once, "{end:?}");
        }
    }

    #[test]
    fn the_last_attempt_is_final_whatever_went_wrong() {
        for (end, last) in [
            (AttemptEnd::NotConnected(String::new()), Verdict::Failed),
            (AttemptEnd::TimedOut(String::new()), Verdict::TimedOut),
            (answered(503, Some(1)), Verdict::Failed),
        ] {
            for (failed, attempts) in [(1, 1), (3, 3), (4, 3)] {
                assert_eq!(judge(&end, failed, &policy(attempts), Delivery::AtLeastOnce, &run(1)), last, "{end:?}");
            }
        }
    }

    #[test]
    fn waits_grow_by_the_factor_up_to_the_longest() {
        let waits: Vec<_> = (1..=8).map(|failed| backoff(failed, &policy(9), &run(1)).as_secs()).collect();
        assert_eq!(waits, [10, 20, 40, 80, 160, 300, 300, 300]);
        assert_eq!(backoff(u32::MAX, &policy(9), &run(1)).as_secs(), 300);
    }

    #[test]
    fn jitter_spreads_waits_over_the_whole_span() {
        let spread = Retry { jitter: true, ..policy(9) };
        let waits: Vec<_> = (0..1000).map(|number| backoff(1, &spread, &run(number)).as_millis()).collect();
        for tenth in 0..10 {
            let inside = waits.iter().filter(|&&wait| wait / 1000 == tenth).count();
            assert!((60..140).contains(&inside), "{inside} of 1000 waits in second {tenth}");
        }
        let attempts: std::collections::BTreeSet<_> = (1..9).map(|failed| backoff(failed, &spread, &run(1))).collect();
        assert!(attempts.len() > 6, "{attempts:?}");
    }

    proptest! {
        #[test]
        fn no_wait_is_longer_than_allowed_and_all_are_the_same_again(
            failed in 0u32..200, base in 1u64..90_000_000, most in 1u64..90_000_000, factor in 1.0f64..100.0,
            jitter: bool, asked in proptest::option::of(0u64..u64::MAX), number in 0u64..1000,
        ) {
            let max_backoff = Duration::from_millis(most);
            let policy = Retry { attempts: u32::MAX, backoff: Duration::from_millis(base), max_backoff, factor, jitter, ..policy(9) };
            let judged = || judge(&answered(503, asked), failed, &policy, Delivery::AtLeastOnce, &run(number));
            let Verdict::Again(wait) = judged() else { panic!("a listed status is tried again") };
            prop_assert!(wait <= max_backoff);
            prop_assert!(asked.is_none_or(|asked| wait >= Duration::from_secs(asked).min(max_backoff)));
            prop_assert_eq!(judged(), Verdict::Again(wait));
        }
    }
}
