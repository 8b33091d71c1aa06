//! Instants that nobody claimed: whose partition it is, and how its owner is.

use super::*;

pub(super) fn cases() -> Vec<Case> {
    use crate::commands::scheduler::census::State;
    use Verdict::{Late, Waiting};
    let unowned = || {
        let mut facts = late();
        facts.task.owner = None;
        facts
    };
    let planned = {
        let mut facts = unowned();
        let owners = [("sched-b2-0a1b2c".parse().unwrap(), vec![P])].into();
        facts.fleet.assignment = Some(Assignment { owners, ..Assignment::default() });
        facts
    };
    let drained = {
        let mut facts = unowned();
        facts.fleet.schedulers.iter_mut().for_each(|one| one.state = State::Drained);
        facts
    };
    let leaderless = {
        let mut facts = unowned();
        let mut found = found(&[with_stats(member("sched-b2-0a1b2c"), 0, now().0 / 1_000)]);
        found.candidates.clear();
        facts.fleet = Census::of(found);
        facts
    };
    let draining = {
        let mut facts = with_state(State::Draining);
        let (by, reason) = ("bob@bastion".to_owned(), Some("kernel".to_owned()));
        let intent = Intent { format: FORMAT, drain: true, weight: None, by, reason, extra: Map::new() };
        facts.fleet.schedulers[0].intent = Some(intent);
        facts
    };
    let broken = {
        let mut facts = late();
        facts.claims_broken = Some("/claims/003: it is empty".into());
        facts
    };
    let just_due = Facts { now: utc("2026-11-24T12:00:00.400Z"), ..late() };
    vec![
        case("due this moment", just_due, NOON, Waiting, "due-now", "this very moment"),
        case(
            "no scheduler",
            with_fleet(late(), census(&[])),
            NOON,
            Late,
            "unclaimed no-schedulers misfire-policy",
            "No scheduler is running",
        ),
        case("no owner", unowned(), NOON, Late, "unclaimed no-owner misfire-policy", "has not assigned it yet"),
        case(
            "an owner meant",
            planned,
            NOON,
            Late,
            "unclaimed no-owner misfire-policy",
            "the leader means sched-b2-0a1b2c",
        ),
        case("no leader", leaderless, NOON, Late, "unclaimed no-owner misfire-policy", "no leader"),
        case("all drained", drained, NOON, Late, "unclaimed no-taker misfire-policy", "sched-a1 is drained"),
        case(
            "an owner that is gone",
            with_fleet(late(), census(&[member("sched-b2-0a1b2c")])),
            NOON,
            Late,
            "unclaimed owner-gone misfire-policy",
            "which is gone",
        ),
        case(
            "a silent owner",
            with_fleet(late(), fleet_of(&[3], 40)),
            NOON,
            Late,
            "unclaimed owner-silent misfire-policy",
            "nothing for 40s",
        ),
        case("a hung owner", with_state(State::Hung), NOON, Late, "unclaimed owner-hung misfire-policy", "hangs"),
        case(
            "a leaving owner",
            with_state(State::Leaving),
            NOON,
            Late,
            "unclaimed owner-leaving misfire-policy",
            "about to stop",
        ),
        case(
            "a drained owner",
            draining,
            NOON,
            Late,
            "unclaimed owner-draining misfire-policy",
            "drained by bob@bastion: kernel",
        ),
        case(
            "an owner not ready",
            with_state(State::NotReady("its clock is off".into())),
            NOON,
            Late,
            "unclaimed owner-not-ready misfire-policy",
            "its clock is off",
        ),
        case(
            "an owner that is well",
            late(),
            NOON,
            Late,
            "unclaimed owner-behind misfire-policy",
            "the newest of its missed instants",
        ),
        case(
            "claims that cannot be read",
            broken,
            NOON,
            Late,
            "unclaimed claims-unreadable misfire-policy",
            "it is empty",
        ),
    ]
}
