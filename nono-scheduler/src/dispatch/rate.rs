//! No more than so many requests to ZooKeeper a second: a token bucket in front of the store.
//!
//! What may not wait goes at once and takes its tokens all the same, into debt if need be; the rest waits for tokens, in its
//! order. In any span of `T` seconds at most `T` times the rate goes, and a fifth of a second's worth, as long as what may not
//! wait is less than that and no single request costs more. It reads no clock: it is told the time.

use std::collections::VecDeque;
use std::time::Duration;

use nono_core::time::Boot;

/// Even in debt something goes after this, or what may not wait could keep all the rest from ever going.
const LONGEST_DEBT: Duration = Duration::from_secs(1);

/// Something that waits, what it costs, and since when.
#[derive(Debug)]
struct Waiting<T> {
    what: T,
    cost: u32,
    since: Boot,
}

/// See the module. Without a rate nothing ever waits.
#[derive(Debug)]
pub(super) struct Rate<T> {
    per_second: Option<f64>,
    /// Below 0: debt.
    tokens: f64,
    /// When tokens were last counted.
    counted: Boot,
    /// Until when debt alone does not let something go that waits: a second after the last that went, or longer if that cost more.
    in_debt_until: Boot,
    waiting: VecDeque<Waiting<T>>,
}

/// Something that may go now.
#[derive(PartialEq, Debug)]
pub(super) struct LetGo<T> {
    pub(super) what: T,
    /// How long it waited.
    pub(super) waited: Duration,
}

impl<T> Rate<T> {
    pub(super) fn new(per_second: Option<u32>, now: Boot) -> Self {
        let per_second = per_second.map(f64::from);
        let tokens = per_second.map_or(0.0, most);
        Self { per_second, tokens, counted: now, in_debt_until: now + LONGEST_DEBT, waiting: VecDeque::new() }
    }

    /// Whether there is a rate.
    pub(super) const fn is_limited(&self) -> bool {
        self.per_second.is_some()
    }

    /// Something goes that may not wait.
    pub(super) fn take(&mut self, now: Boot, cost: u32) {
        self.count(now);
        let Some(per_second) = self.per_second else { return };
        // A second's worth is all that is ever owed for it: what was long ago must not hold back what is now.
        let least = self.tokens.min(-per_second);
        self.tokens = (self.tokens - f64::from(cost)).max(least);
    }

    /// Something is to go when its turn comes.
    pub(super) fn wait(&mut self, now: Boot, cost: u32, what: T) {
        self.waiting.push_back(Waiting { what, cost, since: now });
    }

    /// The first that waits, if it may go now.
    pub(super) fn next(&mut self, now: Boot) -> Option<LetGo<T>> {
        if self.ready_at()? > now {
            return None;
        }
        self.count(now);
        let first = self.waiting.pop_front()?;
        if let Some(per_second) = self.per_second {
            self.tokens -= f64::from(first.cost);
            let worth = Duration::from_secs_f64(f64::from(first.cost) / per_second);
            self.in_debt_until = now + worth.max(LONGEST_DEBT);
        }
        Some(LetGo { what: first.what, waited: now.since(first.since) })
    }

    /// When the first that waits may go.
    pub(super) fn ready_at(&self) -> Option<Boot> {
        let first = self.waiting.front()?;
        let Some(per_second) = self.per_second else { return Some(first.since) };
        Some(self.token_at(per_second).min(self.in_debt_until.max(first.since)))
    }

    /// When something that came now could go, should nothing else come: past, if at once. Without a rate always.
    pub(super) fn room_at(&self) -> Option<Boot> {
        let per_second = self.per_second?;
        let ahead: f64 = self.waiting.iter().map(|waiting| f64::from(waiting.cost)).sum();
        let seconds = Duration::from_secs_f64(ahead / per_second);
        Some(self.token_at(per_second) + seconds)
    }

    /// When there is a token. Never a moment too early, or the one who waits for it would turn in place.
    fn token_at(&self, per_second: f64) -> Boot {
        let missing = (1.0 - self.tokens).max(0.0);
        Boot(self.counted.0 + (missing / per_second * 1e6).ceil() as u64)
    }

    /// How many wait.
    pub(super) fn count_waiting(&self) -> usize {
        self.waiting.len()
    }

    /// How long the first has been waiting.
    pub(super) fn longest_wait(&self, now: Boot) -> Duration {
        self.waiting.front().map_or(Duration::ZERO, |first| now.since(first.since))
    }

    /// Nothing waits any more.
    pub(super) fn clear(&mut self) {
        self.waiting.clear();
    }

    /// Forgets what nobody wants any more.
    pub(super) fn retain(&mut self, keep: impl Fn(&T) -> bool) {
        self.waiting.retain(|waiting| keep(&waiting.what));
    }

    fn count(&mut self, now: Boot) {
        let Some(per_second) = self.per_second else { return };
        let gained = now.since(self.counted).as_secs_f64() * per_second;
        self.tokens = (self.tokens + gained).min(most(per_second));
        self.counted = self.counted.max(now);
    }
}

/// As many tokens are kept for later.
fn most(per_second: f64) -> f64 {
    (per_second / 5.0).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Boot = Boot(5_000_000);

    fn rate(per_second: u32) -> Rate<u32> {
        Rate::new(Some(per_second), START)
    }

    /// Lets everything go that may by `until`, and says when each went, in milliseconds.
    fn gone(rate: &mut Rate<u32>, until: Duration) -> Vec<(u64, u32)> {
        let mut gone = Vec::new();
        while let Some(at) = rate.ready_at().filter(|at| *at <= START + until) {
            let at = at.max(START);
            let next = rate.next(at).expect("it said that it was ready");
            gone.push((at.since(START).as_millis() as u64, next.what));
        }
        gone
    }

    #[test]
    fn what_waits_goes_in_its_order_at_the_rate() {
        let mut rate = rate(10);
        (0..100).for_each(|number| rate.wait(START, 1, number));
        let gone = gone(&mut rate, Duration::from_secs(5));
        let order: Vec<u32> = gone.iter().map(|(_, what)| *what).collect();
        assert_eq!(order, (0..52).collect::<Vec<u32>>(), "fifty in five seconds, and two that were kept");
        assert_eq!(gone[..4], [(0, 0), (0, 1), (100, 2), (200, 3)]);
        assert_eq!(rate.longest_wait(START + Duration::from_secs(5)), Duration::from_secs(5));
    }

    #[test]
    fn what_may_not_wait_takes_from_what_can() {
        let mut rate = rate(10);
        (0..100).for_each(|number| rate.wait(START, 1, number));
        let mut all = 0;
        for second in 0..10 {
            let now = START + Duration::from_secs(second);
            rate.take(now, 4);
            all += 4 + gone(&mut rate, Duration::from_secs(second + 1) - Duration::from_micros(1)).len();
        }
        assert!((98..=102).contains(&all), "{all} in ten seconds");
    }

    #[test]
    fn a_request_of_many_parts_pays_for_each() {
        let mut rate = rate(10);
        (0..10).for_each(|number| rate.wait(START, 6, number));
        let gone = gone(&mut rate, Duration::from_secs(3));
        assert_eq!(gone.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [0, 500, 1100, 1700, 2300, 2900]);
    }

    #[test]
    fn what_costs_more_than_a_second_is_paid_for_in_full() {
        let mut rate = rate(10);
        (0..4).for_each(|number| rate.wait(START, 50, number));
        rate.take(START + Duration::from_secs(1), 1);
        let gone = gone(&mut rate, Duration::from_secs(20));
        assert_eq!(gone.iter().map(|(at, _)| at / 1000).collect::<Vec<_>>(), [1, 6, 11, 16]);
    }

    #[test]
    fn there_is_room_once_what_waits_has_gone_and_a_token_is_left() {
        let mut rate = rate(10);
        assert_eq!(rate.room_at(), Some(START));
        (0..2).for_each(|number| rate.wait(START, 1, number));
        assert_eq!(rate.room_at(), Some(START + Duration::from_millis(200)));
        while rate.next(START).is_some() {}
        assert_eq!(rate.room_at(), Some(START + Duration::from_millis(100)));
        assert_eq!(Rate::<u32>::new(None, START).room_at(), None);
    }

    #[test]
    fn even_in_debt_something_goes_each_second() {
        let mut rate = rate(5);
        (0..10).for_each(|number| rate.wait(START, 1, number));
        let mut went = 0;
        for tenth in 0..50 {
            rate.take(START + Duration::from_millis(tenth * 100), 2);
            went += gone(&mut rate, Duration::from_millis(tenth * 100)).len();
        }
        assert!((4..=5).contains(&went), "{went} in five seconds");
    }

    #[test]
    fn without_a_rate_nothing_waits_and_nothing_is_counted() {
        let mut rate = Rate::new(None, START);
        (0..1000).for_each(|number| rate.wait(START, 1, number));
        assert_eq!(gone(&mut rate, Duration::ZERO).len(), 1000);
        assert!(!rate.is_limited());
        assert_eq!(rate.next(START), None);
    }

    #[test]
    fn idle_time_is_kept_for_a_fifth_of_a_second_only() {
        let mut rate = rate(50);
        rate.take(START + Duration::from_secs(60), 0);
        let later = START + Duration::from_secs(60);
        (0..100).for_each(|number| rate.wait(later, 1, number));
        let at_once = std::iter::from_fn(|| rate.next(later)).count();
        assert_eq!(at_once, 10);
    }
}
