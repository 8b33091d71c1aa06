use std::sync::{Arc, Mutex};
use std::time::Duration;

use nono_core::name::Partition;
use nono_core::node::{Answer, Node, Op, Record, Request};
use nono_core::store::admin;
use nono_core::store::memory::{Memory, MemorySession};
use nono_core::store::{Pending, Store};
use nono_core::task::edit::create;
use nono_core::task::{StoredTask, Unknown};

use super::*;

/// Somebody else who is faster: what they do reaches the server just before our first change.
struct Overtaken {
    session: MemorySession,
    theirs: Mutex<Vec<Op>>,
}

impl Store for Overtaken {
    fn request(&self, request: Request) -> Pending {
        let theirs = match &request {
            Request::Commit(_) => std::mem::take(&mut *self.theirs.lock().unwrap()),
            _ => Vec::new(),
        };
        if !theirs.is_empty() {
            drop(self.session.request(Request::Commit(theirs)));
        }
        self.session.request(request)
    }
}

const PLACE: Partition = Partition(0);

fn item(every: &str) -> Item {
    let text = format!(
        "apiVersion: nono/v1\nkind: SchedulerTask\nname: a\nschedule: {{ every: {every} }}\ntarget: {{ url: \"http://a/\" }}\n"
    );
    manifest::read(&["-".to_owned()], Depth::Flat, &mut text.as_bytes()).unwrap().remove(0)
}

fn stored(every: &str) -> StoredTask {
    create("k3f9x2m4".parse().unwrap(), item(every).document.clone().into_map(), Unknown::Refuse).unwrap()
}

fn node() -> Node {
    Node::Task(PLACE, "a".parse().unwrap())
}

fn written(every: &str) -> Record {
    Record::Task(Box::new(stored(every)))
}

/// Applies `every: 5m` over what is there, overtaken by `theirs`: action and version of the result.
fn applied(there: Option<&str>, theirs: Vec<Op>) -> (&'static str, Option<i64>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let session = Memory::new().open(Duration::from_secs(6));
        admin::init(&session, Some(1), "test").await.unwrap();
        let author = Author {
            by: "me@here".into(),
            command: "apply".into(),
            identity: None,
            reason: None,
            at: Utc(1_795_527_127_000),
        };
        if let Some(every) = there {
            let admin = Admin::open(Arc::new(session.clone())).await.unwrap();
            admin.add(stored(every), &author).await.unwrap();
        }
        let admin = Admin::open(Arc::new(Overtaken { session, theirs: Mutex::new(theirs) })).await.unwrap();
        let tally = Tally::new(&admin, "applied", 1);
        let work = Work { admin, author, dry_run: false, tally };
        let applied = work.portion(vec![&item("5m")]).await.unwrap();
        assert!(applied.failures.is_empty(), "{:?}", applied.failures);
        assert_eq!(work.tally.done(), 1, "made or as it is to be");
        (applied.changes[0].action, applied.changes[0].version)
    })
}

#[test]
fn a_task_that_others_touch_meanwhile_is_decided_anew() {
    assert_eq!(applied(None, Vec::new()), ("created", Some(1)));
    assert_eq!(applied(Some("5m"), Vec::new()), ("unchanged", Some(1)));
    assert_eq!(applied(Some("9m"), Vec::new()), ("updated", Some(2)));
    assert_eq!(applied(None, vec![Op::Create(node(), written("5m"))]), ("unchanged", Some(1)), "made by them");
    assert_eq!(applied(None, vec![Op::Create(node(), written("7m"))]), ("updated", Some(2)), "made otherwise by them");
    assert_eq!(
        applied(Some("9m"), vec![Op::Set(node(), written("7m"), None)]),
        ("updated", Some(3)),
        "changed by them"
    );
    assert_eq!(
        applied(Some("9m"), vec![Op::Set(node(), written("5m"), None)]),
        ("unchanged", Some(2)),
        "as we want it"
    );
    assert_eq!(applied(Some("9m"), vec![Op::Delete(node(), None)]), ("created", Some(1)), "removed by them");
}

/// Gone for good after so many transactions.
struct Cut {
    session: MemorySession,
    left: Mutex<u32>,
}

impl Store for Cut {
    fn request(&self, request: Request) -> Pending {
        let mut left = self.left.lock().unwrap();
        let is_cut = *left == 0;
        if matches!(request, Request::Commit(_)) {
            *left = left.saturating_sub(1);
        }
        match is_cut {
            true => Box::pin(std::future::ready(Answer::Unknown("session expired".to_owned()))),
            false => self.session.request(request),
        }
    }
}

#[test]
fn one_that_is_cut_off_knows_what_it_did() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let session = Memory::new().open(Duration::from_secs(6));
        admin::init(&session, Some(1), "test").await.unwrap();
        let admin = Admin::open(Arc::new(Cut { session, left: Mutex::new(1) })).await.unwrap();
        let author =
            Author { by: "me@here".into(), command: "apply".into(), identity: None, reason: None, at: Utc(1_795_527_127_000) };
        let tally = Tally::new(&admin, "applied", 3_000);
        let work = Work { admin, author, dry_run: false, tally: tally.clone() };
        work.portion(vec![&item("5m")]).await.unwrap();
        let Err(error) = work.portion(vec![&item("9m")]).await else { panic!("nobody answers") };
        let told = "1 of 3,000 tasks were applied, the rest is unknown or untouched; the same command again continues where it \
                    stopped";
        let cut = work.tally.cuts(error.into());
        assert_eq!((cut.causes.last().map(String::as_str), cut.progress, cut.exit()), (Some(told), Some((1, 3_000)), 5));
        let interrupted = tally.interrupts(CommandError::new(crate::error::ErrorKind::Interrupted, ""));
        assert_eq!(interrupted.message, format!("interrupted: {told}"));
        assert_eq!((interrupted.progress, interrupted.exit()), (Some((1, 3_000)), 130));
        tally.settle(2_999);
        assert_eq!(
            tally.interrupts(interrupted).message,
            "interrupted: 3,000 of 3,000 tasks were applied",
            "there is no rest"
        );
    });
}
