//! Instants that are still to come.

use super::*;

pub(super) fn cases() -> Vec<Case> {
    use Verdict::{AtRisk, WillNotRun, WillRun};
    let busy = {
        let mut facts = plain();
        facts.task.open.push(open("2026-11-24T11:58:00Z", Some(Phase::Sent)));
        facts
    };
    let failing = {
        let mut facts = last_is(Outcome::Failed, Some(500), "");
        facts.task.state.as_mut().unwrap().failures_in_a_row = 4;
        facts
    };
    let asked = {
        let mut facts = plain();
        facts.asked.push(run_asked());
        facts
    };
    let asked_while_paused = {
        let mut facts = with_cluster_pause(plain());
        facts.asked.push(run_asked());
        facts
    };
    let over = facts(json!({ "schedule": { "every": "1m", "end": "2026-11-24T12:00:05Z" } }));
    let spoilt = {
        let mut facts = plain();
        facts.task.spoilt = Some("/states/003/web.ping: it is empty".into());
        facts
    };
    let in_an_hour = paused(json!({ "until": "2026-11-24T13:00:00Z" }));
    let jitter = facts(json!({ "schedule": { "every": "1m", "jitter": "5s" } }));
    let spring = facts(json!({ "schedule": { "cron": "30 2 * * *", "timeZone": "Europe/Berlin" } }));
    vec![
        case("all is well", plain(), None, WillRun, "due owner-alive", "in 50s"),
        case("a moment to come", plain(), Some("2026-11-24T13:00:00Z"), WillRun, "due owner-alive", "in 59m50s"),
        case(
            "a run on its way",
            busy,
            None,
            WillRun,
            "due overlap owner-alive",
            "the instant is left out, as overlap is skip",
        ),
        case(
            "a worker that fails",
            failing,
            None,
            WillRun,
            "due failing owner-alive",
            "Its last 4 runs did not succeed",
        ),
        case("a run asked for", asked, None, WillRun, "due commands-waiting owner-alive", "carol@host asked for"),
        case(
            "a run asked for while all stands still",
            asked_while_paused,
            None,
            WillNotRun,
            "cluster-paused commands-waiting",
            "A run that carol@host asked for waits until the paused cluster is resumed.",
        ),
        case("jitter ahead", jitter, None, WillRun, "due jitter owner-alive", "less than 5s"),
        case(
            "no scheduler ahead",
            with_fleet(plain(), census(&[])),
            None,
            AtRisk,
            "due no-schedulers",
            "nothing fires",
        ),
        case(
            "a silent owner ahead",
            with_fleet(plain(), fleet_of(&[3], 40)),
            None,
            AtRisk,
            "due owner-silent",
            "may not send",
        ),
        case(
            "paused for good",
            paused(json!({ "reason": "OPS-1" })),
            None,
            WillNotRun,
            "paused",
            "by alice@laptop, until it is resumed: OPS-1",
        ),
        case(
            "paused for a while",
            in_an_hour.clone(),
            None,
            WillRun,
            "due paused owner-alive",
            "until 2026-11-24 13:00:00 UTC",
        ),
        case(
            "within the pause",
            in_an_hour,
            Some("2026-11-24T12:30:00Z"),
            WillNotRun,
            "paused",
            "its next instant is 2026-11-24 13:00:00",
        ),
        case("its end has passed", over, None, WillNotRun, "never-again", "Its schedule ended at 2026-11-24 12:00:05"),
        case("a state that cannot be read", spoilt, None, WillNotRun, "state-unreadable", "stands still"),
        case(
            "a clock set forward",
            spring,
            Some("2027-03-28T01:00:00Z"),
            WillRun,
            "due owner-alive clock-change",
            "does not exist",
        ),
    ]
}

fn run_asked() -> AskedRun {
    let command = UserCommand {
        format: FORMAT,
        action: UserAction::Trigger,
        task: "web.ping".parse().unwrap(),
        uid: "k3f9x2m4".parse().unwrap(),
        by: "carol@host".into(),
        reason: None,
        extra: Map::new(),
    };
    AskedRun::of(P, &"0123456789abcdef-0000000012".parse().unwrap(), command, now()).unwrap()
}

fn with_cluster_pause(mut facts: Facts) -> Facts {
    let since = utc("2026-11-24T12:00:05Z");
    let paused = ClusterPause { since: Some(since), by: "carol@host".into(), reason: None };
    facts.fleet.paused = Some((paused, since));
    facts.task.pauses = [(since, None)].into();
    facts
}
