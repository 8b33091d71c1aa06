//! Writes whose answers are lost, whose requests are lost, and whose requests come late (F7).

use nono_tests::chance::Chance;
use nono_tests::cluster::SESSION;
use nono_tests::mixture::Mixture;
use nono_tests::programs::full;
use nono_tests::proxy::{Losing, Loss, Proxy};
use nono_tests::wait::{now_ms, until_ms};

use crate::story::{Story, millis, seeded};

/// How many writes whose answer is lost.
fn wanted() -> u64 {
    if full() { 1000 } else { 40 }
}

/// One in so many writes: a scheduler that cannot even renew its time lease stops, rightly, and then writes nothing.
const ONE_IN: u64 = 4;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f7_lost_answers_lose_nothing_and_double_nothing() {
    let mut story = Story::on_one("f7 lost answers", &["a", "b", "c"], Mixture::usual()).await;
    let mut chance = seeded(story.name);
    let begun_ms = now_ms();
    for proxy in story.proxies.values() {
        let ways = vec![Loss::Answer, Loss::Answer, Loss::Request, Loss::Late];
        proxy.lose(Losing { left: u64::MAX, one_in: ONE_IN, ways }, Chance::new(chance.any()));
    }
    let lost = |proxies: &std::collections::BTreeMap<String, Proxy>| proxies.values().map(Proxy::lost).sum::<u64>();
    // Long enough for the slowest machine; what is lost is lost at the pace of the schedulers' writes.
    let limit_ms = begun_ms + if full() { 400_000 } else { 60_000 };
    let mut runs = 0;
    while lost(&story.proxies) < wanted() {
        assert!(now_ms() < limit_ms, "only {} answers were lost", lost(&story.proxies));
        let output = story.cluster.nonoctl(&["task", "run", "least-00"]).await.ok();
        story.acknowledged(&output.stdout);
        runs += 1;
        until_ms(now_ms() + 1000).await;
    }
    let done_ms = now_ms();
    story.figure(format!("{} answers lost in {} ms, {runs} runs by hand", lost(&story.proxies), done_ms - begun_ms));
    // What comes after the losses must be there to be judged.
    let bound = millis(2 * SESSION);
    let calm_ms = done_ms + if full() { bound } else { 0 };
    if full() {
        story.proxies.values().for_each(Proxy::mend);
        until_ms(calm_ms + 20_000).await;
    }
    let end_ms = now_ms();
    let ended = story.end(3).await;
    let late = ended.lateness_of(begun_ms, done_ms);
    nono_tests::wait::figure("f7 lost answers", format!("lateness while answers were lost, ms: {late}"));
    assert!(late.max <= bound as f64, "a request came {} ms late, more than two session timeouts", late.max);
    // Some thirty instants a second are due, whatever is lost.
    let seconds = (done_ms - begun_ms) / 1000;
    assert!(late.count as i64 >= 20 * seconds, "only {late} in {seconds} s");
    ended.disturbed_only_within(&[(begun_ms - 1000, done_ms + bound)]);
    if full() {
        let calm = ended.lateness_of(calm_ms, end_ms);
        nono_tests::wait::figure("f7 lost answers", format!("lateness once no more were lost, ms: {calm}"));
        assert!(calm.count > 60, "nothing was due once no answers were lost: {calm}");
        // What is lost costs a new connection and a look at what was written: tens of milliseconds, rarely hundreds.
        assert!(late.p99 > 2.0 * calm.p99, "the fault did not show: {late}, and then {calm}");
    }
}
