//! What schedulers do, played by a test.
#![allow(dead_code, reason = "each test binary uses its part")]

use std::time::{Duration, Instant};

use nono_core::name::{Epoch, MemberId, Partition, RunId, RunKey, TaskName};
use nono_core::node::{Answer, Folder, Node, Op, Read, Record, Request};
use nono_core::run::{Claims, Delivery, Entry, Outcome, RunEntry, RunOutcome, TaskState, Trigger, UserCommand};
use nono_core::time::Instant as Due;
use serde_json::Map;

use crate::trial::Session;

/// Stands for election; the first who does so leads.
pub(crate) fn lead(session: &Session, id: &str) {
    let member: MemberId = id.parse().unwrap();
    let answer = session.ask(Request::Stand(member));
    assert!(matches!(answer, Answer::Standing(_)), "{answer:?}");
}

/// Ends the run that was asked for next.
pub(crate) fn settle_next(session: &Session, name: &str, outcome: Outcome) {
    let (number, command) = command_of(session, name);
    settle(session, name, (&number, &command), outcome);
}

fn partition(name: &str) -> Partition {
    Partition::of(&name.parse::<TaskName>().unwrap(), 4)
}

/// Plays the owner: stores the outcome of a command's run and takes the command away.
pub(crate) fn settle(session: &Session, name: &str, command: (&str, &UserCommand), outcome: Outcome) {
    let partition = partition(name);
    let number: nono_core::name::CommandName = command.0.parse().unwrap();
    let scheduled_at = Due(1_795_482_000);
    let node = Node::State(partition, name.parse().unwrap());
    let before = match session.read(node.clone()) {
        Read::Found(Record::State(state), _) => Some(std::sync::Arc::unwrap_or_clone(state)),
        _ => None,
    };
    let is_new = before.is_none();
    let mut state = before.unwrap_or_else(|| TaskState::new(command.1.uid.clone()));
    let ended = RunOutcome {
        run: RunId::new(partition, &command.1.uid, RunKey::Command(number.sequence())),
        trigger: Trigger::Manual,
        outcome,
        scheduled_at,
        started_at: Some(scheduled_at.utc()),
        ended_at: scheduled_at.utc() + Duration::from_millis(2_500),
        lateness_ms: Some(12),
        attempts: 1,
        redelivered: false,
        scheduler: "sched-a-0a1b2c".parse().unwrap(),
        epoch: Epoch(1),
        status: Some(503),
        message: Some("no\u{1b}[31m memory".into()),
        missed_to: None,
        missed_count: None,
        token: Some(number.token()),
        extra: Map::new(),
    };
    state.outcomes.push(&ended);
    let state = Record::State(state.into());
    let write = if is_new { Op::Create(node, state) } else { Op::Set(node, state, None) };
    session.commit(vec![write, Op::Delete(Node::Command(partition, number), None)]);
}

/// A run of the schedule that ended so, after so many attempts, the first of which went out so late.
pub(crate) fn ran(session: &Session, name: &str, at: Due, outcome: Outcome, (attempts, late): (u32, Duration)) {
    let partition = partition(name);
    let uid = uid_of(session, name);
    let node = Node::State(partition, name.parse().unwrap());
    let before = match session.read(node.clone()) {
        Read::Found(Record::State(state), _) => Some(std::sync::Arc::unwrap_or_clone(state)),
        _ => None,
    };
    let is_new = before.is_none();
    let mut state = before.unwrap_or_else(|| TaskState::new(uid.clone()));
    let is_well = outcome == Outcome::Succeeded;
    let started_at = at.utc() + late;
    let ended = RunOutcome {
        run: RunId::new(partition, &uid, RunKey::Instant(at)),
        trigger: Trigger::Schedule,
        outcome,
        scheduled_at: at,
        started_at: Some(started_at),
        ended_at: started_at + Duration::from_millis(2_500),
        lateness_ms: Some(i64::try_from(late.as_millis()).unwrap()),
        attempts,
        redelivered: false,
        scheduler: "sched-a1-000001".parse().unwrap(),
        epoch: Epoch(1),
        status: Some(if is_well { 200 } else { 503 }),
        message: (!is_well).then(|| "no memory".into()),
        missed_to: None,
        missed_count: None,
        token: None,
        extra: Map::new(),
    };
    state.last_instant = Some(at);
    state.failures_in_a_row = if is_well { 0 } else { state.failures_in_a_row + 1 };
    state.outcomes.push(&ended);
    let state = Record::State(state.into());
    session.commit(vec![if is_new { Op::Create(node, state) } else { Op::Set(node, state, None) }]);
}

/// A run of the schedule is claimed, and nothing more comes of it.
pub(crate) fn claim(session: &Session, name: &str, at: Due) {
    let partition = partition(name);
    let entry = RunEntry {
        run: RunId::new(partition, &uid_of(session, name), RunKey::Instant(at)),
        task: name.parse().unwrap(),
        trigger: Trigger::Schedule,
        scheduled_at: at,
        version: 0,
        delivery: Delivery::AtLeastOnce,
        attempt: 1,
        failed: 0,
        epoch: Epoch(1),
        token: None,
        extra: Map::new(),
    };
    let claims = Claims { entries: vec![Entry::Run(entry).into()], ..Claims::default() };
    session.commit(vec![Op::Set(Node::Claims(partition), Record::Claims(claims), None)]);
}

/// Waits until a scheduler is asked to go out of service, and hands what it owns to another one.
pub(crate) fn hand_over(session: &Session, from: &str, to: &str, partitions: &[u16]) {
    let from: MemberId = from.parse().unwrap();
    let is_drained = |read: &Read| matches!(read, Read::Found(Record::Intent(intent), _) if intent.drain).then_some(());
    session.until(&Node::Intent(from.name()), is_drained);
    // Its last figures would have to be newer than the last partition.
    session.commit(vec![Op::Delete(Node::Stats(from), None)]);
    let to = to.parse().unwrap();
    partitions.iter().for_each(|number| session.lease(*number, Some(&to)));
}

fn uid_of(session: &Session, name: &str) -> nono_core::name::TaskUid {
    match session.read(Node::Task(partition(name), name.parse().unwrap())) {
        Read::Found(Record::Task(task), _) => task.uid.clone(),
        other => panic!("{other:?}"),
    }
}

/// Waits for the command of a trigger of a task.
pub(crate) fn command_of(session: &Session, name: &str) -> (String, UserCommand) {
    let partition = partition(name);
    let begun = Instant::now();
    loop {
        let answer = session.ask(Request::List(vec![Folder::Commands(partition)]));
        let Answer::List(lists) = &answer else { panic!("{answer:?}") };
        // Of several the first that was asked for, whichever the server lists first.
        let mut names = lists[0].names.clone();
        names.sort_by_key(|name| name.parse::<nono_core::name::CommandName>().unwrap().sequence());
        for found in names {
            match session.read(Node::Command(partition, found.parse().unwrap())) {
                Read::Found(Record::Command(command), _) if command.task.as_str() == name => return (found, *command),
                Read::Found(..) => {}
                other => panic!("{other:?}"),
            }
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "no command came: {answer:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}
