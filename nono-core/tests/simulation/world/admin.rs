//! What admins do, by the product's own sequences: adding, editing, pausing, removing, triggering, draining.

use std::sync::Arc;

use futures::FutureExt;
use nono_core::cluster::Intent;
use nono_core::name::{CommandName, Partition, RunId, RunKey, TaskName};
use nono_core::node::{Answer, Folder, Node, Op, Read, Record, Request};
use nono_core::run::{Backfill, UserAction};
use nono_core::store::admin::{Admin, Asker, Author, Edit, Kept};
use nono_core::store::memory::{Applied, Model, SessionId};
use nono_core::store::{Pending, Store};
use nono_core::task::edit::{self, PauseRule, Previous};
use nono_core::task::{PauseEnd, StoredTask, Unknown};
use nono_core::time::{Instant, Utc};
use serde_json::{Map, Value, json};
use std::sync::Mutex;
use std::time::Duration;

use super::{SESSION, World};

/// The store as admins use it: every request is served at once.
pub(super) struct Direct(pub(super) Arc<Mutex<Model>>, pub(super) SessionId, pub(super) Utc);

impl Store for Direct {
    fn request(&self, request: Request) -> Pending {
        let mut model = self.0.lock().unwrap();
        let ticket = model.send(self.1, request);
        model.process(self.2, self.1);
        let answer = model.answer(self.1).filter(|(known, _)| *known == ticket).map(|(_, answer)| answer);
        futures::future::ready(answer.unwrap_or_else(|| Answer::Unknown("not served".to_owned()))).boxed()
    }
}

impl World {
    fn admin<T>(&mut self, act: impl AsyncFnOnce(&Admin, &Author) -> T) -> T {
        let now = self.utc();
        let session = self.model.lock().unwrap().open(SESSION);
        let direct = Direct(self.model.clone(), session, now);
        let author = Author { by: "simulation".into(), command: "edit".into(), identity: None, reason: None, at: now };
        let done = futures::executor::block_on(async {
            let admin = Admin::open(Arc::new(direct)).await.unwrap();
            act(&admin, &author).await
        });
        self.model.lock().unwrap().close(now, session);
        self.after_change();
        done
    }

    /// Makes a task: `patch` is laid over a plain one.
    pub(crate) fn add_task(&mut self, name: &str, patch: &Value) {
        self.ids += 1;
        let uid = format!("u{:07}", self.ids);
        self.say(format!("add {name} {patch}"));
        let stored = edit::create(uid.parse().unwrap(), document(name, patch), Unknown::Refuse).unwrap();
        self.admin(async |admin, author| admin.edit(Edit::Add(Box::new(stored)), author).await.unwrap());
    }

    /// Deletes a task.
    pub(crate) fn remove_task(&mut self, name: &str) {
        self.say(format!("remove {name}"));
        self.admin(async |admin, author| {
            let kept = admin.task(&name.parse().unwrap()).await.unwrap();
            admin.edit(Edit::Remove { name: name.parse().unwrap(), stat: kept.stat }, author).await.unwrap();
        });
    }

    fn replace(&mut self, name: &str, change: impl Fn(Previous<'_>) -> Option<StoredTask>) {
        let now = self.utc();
        self.admin(async |admin, author| {
            let kept: Kept<StoredTask> = admin.task(&name.parse().unwrap()).await.unwrap();
            let previous = Previous { stored: &kept.value, mtime: kept.stat.mtime(), now };
            if let Some(task) = change(previous) {
                let edit = Edit::Replace { base: Box::new(kept.clone()), task: Box::new(task) };
                admin.edit(edit, author).await.unwrap();
            }
        });
    }

    /// Lays `patch` over a task's document; the pause stays.
    pub(crate) fn edit_task(&mut self, name: &str, patch: &Value) {
        self.say(format!("edit {name} {patch}"));
        self.replace(name, |previous| {
            let mut document = Value::Object(edit::to_manifest(previous.stored));
            merge(&mut document, patch);
            let document = document.as_object().cloned().unwrap_or_default();
            Some(edit::replace_document(previous, document, Unknown::Refuse, PauseRule::LeaveUnlessNamed).unwrap())
        });
    }

    /// The task made anew from a plain one with `patch` over it, under its uid.
    pub(crate) fn replace_task(&mut self, name: &str, patch: &Value) {
        self.say(format!("replace {name} {patch}"));
        self.replace(name, |previous| {
            let document = document(name, patch);
            Some(edit::replace_document(previous, document, Unknown::Refuse, PauseRule::AsWritten).unwrap())
        });
    }

    /// Pauses a task, for a while or until it is resumed.
    pub(crate) fn pause_task(&mut self, name: &str, span: Option<Duration>) {
        self.say(format!("pause task {name} for {span:?}"));
        self.replace(name, |previous| Some(edit::pause(previous, None, span.map(PauseEnd::After)).unwrap()));
    }

    pub(crate) fn resume_task(&mut self, name: &str) {
        self.say(format!("resume task {name}"));
        self.replace(name, |previous| edit::resume(previous).unwrap());
    }

    /// Asks for a run now.
    pub(crate) fn trigger(&mut self, name: &str) {
        self.say(format!("trigger {name}"));
        self.ids += 1;
        let token = format!("tok{:013}", self.ids).parse().unwrap();
        self.checker.triggered(name);
        self.admin(async |admin, author| admin.trigger(&name.parse().unwrap(), token, &author.by, None).await.unwrap());
    }

    fn asker(&mut self) -> Asker {
        self.ids += 1;
        Asker { token: format!("tok{:013}", self.ids).parse().unwrap(), by: "simulation".into(), reason: None }
    }

    /// Asks for the instants of the last `span` seconds but ten.
    pub(crate) fn backfill(&mut self, name: &str, span: i64) {
        let to = self.utc().floor().0 - 10;
        self.say(format!("backfill {name}: {span} s until {to}"));
        let asker = self.asker();
        let wanted = Backfill { from: Instant(to - span), to: Instant(to), after: None, claimed: 0 };
        let action = UserAction::Backfill(wanted);
        let asked = self.admin(async |admin, _| admin.ask(&name.parse().unwrap(), action, asker).await.unwrap());
        self.checker.asked_to_backfill(asked.run, name, (to - span, to));
    }

    /// Asks for the newest run that a task's state shows once more; whether there was one.
    pub(crate) fn replay(&mut self, name: &str) -> bool {
        let task = name.parse().unwrap();
        let state = self.admin(async |admin, _| admin.state(&task).await.ok().flatten());
        let uid = self.admin(async |admin, _| admin.task(&task).await.unwrap().value.uid);
        let outcomes = state.filter(|state| state.value.uid == uid).map(|state| state.value.outcomes);
        let Some(ended) = outcomes.and_then(|outcomes| outcomes.into_iter().rfind(|end| end.missed_to.is_none()))
        else {
            return false;
        };
        self.say(format!("replay {}", ended.run));
        let asker = self.asker();
        self.checker.triggered(name);
        let action = UserAction::Replay { of: ended.run.clone(), scheduled_at: ended.scheduled_at };
        let asked = self.admin(async |admin, _| admin.ask(&task, action, asker).await.unwrap());
        self.checker.asked_to_replay(asked.run, ended.scheduled_at.0);
        true
    }

    /// Asks for the end of a run.
    pub(crate) fn cancel(&mut self, name: &str, run: &RunId) {
        self.say(format!("cancel {run}"));
        let (asker, now) = (self.asker(), self.utc());
        self.admin(async |admin, _| admin.cancel(&name.parse().unwrap(), run, asker).await.unwrap());
        self.checker.asked_to_cancel(run.clone(), now);
    }

    /// Takes back a command of a task that was not claimed yet, if there is one.
    pub(crate) fn withdraw(&mut self, name: &str) {
        let task: TaskName = name.parse().unwrap();
        let partition = Partition::of(&task, self.partitions);
        let names = self.model.lock().unwrap().peek_children(Folder::Commands(partition)).names;
        for command in names.into_iter().filter_map(|name| name.parse::<CommandName>().ok()) {
            let node = Node::Command(partition, command.clone());
            let read = self.model.lock().unwrap().peek(&node);
            let Read::Found(Record::Command(asked), _) = read else { continue };
            if asked.task != task || matches!(asked.action, UserAction::Cancel { .. }) {
                continue;
            }
            self.say(format!("withdraw {command}"));
            if self.admin(async |admin, _| admin.withdraw(partition, &command).await.unwrap()) {
                let run = RunId::new(partition, &asked.uid, RunKey::Command(command.sequence()));
                self.checker.withdrawn(name, run);
            }
            return;
        }
    }

    /// Pauses the whole cluster, or ends that.
    pub(crate) fn pause_cluster(&mut self, wanted: bool) {
        self.say(format!("{} the cluster", if wanted { "pause" } else { "resume" }));
        self.admin(async |admin, author| {
            let event = author.event(None, String::new());
            let done = if wanted { admin.pause_cluster(event).await } else { admin.resume_cluster(event).await };
            done.unwrap();
        });
    }

    /// Says that a scheduler is to own nothing, or that it may again.
    pub(crate) fn drain(&mut self, name: &str, wanted: bool) {
        self.say(format!("{} {name}", if wanted { "drain" } else { "undrain" }));
        let intent = wanted.then(|| Intent {
            format: 1,
            drain: true,
            weight: None,
            by: "simulation".into(),
            reason: None,
            extra: Map::new(),
        });
        self.admin(async |admin, author| {
            let event = author.event(Some(format!("scheduler/{name}")), String::new());
            admin.set_intent(&name.parse().unwrap(), intent, event).await.unwrap()
        });
    }

    /// Puts bytes at a node, as somebody with a shell would.
    pub(crate) fn plant(&mut self, node: &Node, bytes: &[u8]) {
        self.say(format!("plant {node:?}"));
        let now = self.utc();
        let before = match self.model.lock().unwrap().peek(node) {
            Read::Found(_, stat) | Read::Unreadable { stat, .. } => Some(stat.version),
            Read::Missing => None,
        };
        self.model.lock().unwrap().plant(now, node, bytes);
        self.after_change();
        // Who judges has to know the versions of a task, whoever wrote them.
        let planted = self.model.lock().unwrap().peek(node);
        if let (Node::Task(..), Read::Found(record, _)) = (node, planted) {
            let op = match before {
                Some(version) => Op::Set(node.clone(), record, Some(version)),
                None => Op::Create(node.clone(), record),
            };
            self.checker.applied(&Applied { session: SessionId(0), at: now, ops: vec![op] }).unwrap();
        }
    }

    /// The same anywhere, also where nothing belongs.
    pub(crate) fn plant_at(&mut self, path: &str, bytes: &[u8]) {
        self.say(format!("plant {path}"));
        let now = self.utc();
        self.model.lock().unwrap().plant_at(now, path.to_owned(), bytes);
        self.after_change();
    }

    pub(crate) fn delete_at(&mut self, path: &str) {
        self.say(format!("delete {path}"));
        let now = self.utc();
        self.model.lock().unwrap().delete_at(now, path);
        self.after_change();
    }

    pub(crate) fn delete(&mut self, node: &Node) {
        self.say(format!("delete {node:?}"));
        let now = self.utc();
        let session = self.model.lock().unwrap().open(SESSION);
        let direct = Direct(self.model.clone(), session, now);
        drop(futures::executor::block_on(direct.request(Request::Commit(vec![Op::Delete(node.clone(), None)]))));
        self.model.lock().unwrap().close(now, session);
        self.after_change();
    }

    /// The JSON of a state, to put it back.
    pub(crate) fn bytes_of(&self, node: &Node) -> String {
        match self.model.lock().unwrap().peek(node) {
            Read::Found(Record::State(state), _) => String::from_utf8(state.write()).unwrap(),
            other => panic!("no state: {other:?}"),
        }
    }
}

fn document(name: &str, patch: &Value) -> Map<String, Value> {
    let mut document = json!({
        "apiVersion": "nono/v1", "kind": "SchedulerTask", "name": name,
        "schedule": { "every": "5s" },
        "target": { "url": "http://worker.internal/ok" },
        "policy": { "misfire": { "run": "all", "within": "1h" }, "overlap": "allow", "historyLimit": 100 },
    });
    merge(&mut document, patch);
    document.as_object().cloned().unwrap_or_default()
}

fn merge(base: &mut Value, patch: &Value) {
    match (base, patch) {
        (Value::Object(base), Value::Object(patch)) => {
            for (key, value) in patch {
                merge(base.entry(key).or_insert(Value::Null), value);
            }
        }
        (base, patch) => *base = patch.clone(),
    }
}
