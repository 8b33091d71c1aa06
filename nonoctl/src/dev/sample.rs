//! The tasks of a trial: a dozen, of different pace, so that something happens every second and each scheduler has some.
//!
//! Whether they fired as they should is the checker's business, which knows them by pace and offset only.

use nono_core::task::{API_VERSION, KIND};
use serde_json::{Map, Value, json};

/// One task of the trial.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sample {
    /// Its name.
    pub(super) name: &'static str,
    /// Seconds between two instants.
    pub(super) every: i64,
    /// Seconds after the whole multiple of `every`, counted from 1970.
    pub(super) offset: i64,
    /// How it is planned.
    plan: Plan,
    /// What it is for.
    description: &'static str,
}

#[derive(Clone, Copy, Debug)]
enum Plan {
    Every,
    Cron(&'static str),
}

const fn every(name: &'static str, every: i64, offset: i64, description: &'static str) -> Sample {
    Sample { name, every, offset, plan: Plan::Every, description }
}

const fn cron(name: &'static str, expression: &'static str, every: i64, description: &'static str) -> Sample {
    Sample { name, every, offset: 0, plan: Plan::Cron(expression), description }
}

/// The worker takes its time over this one, so that a kill finds it open.
pub(super) const SLOW: &str = "reports.render";

/// The worker refuses the first attempt of each run of this one.
pub(super) const FLAKY: &str = "orders.sync";

/// All of them.
pub(super) const SAMPLES: [Sample; 12] = [
    every("heartbeat", 1, 0, "every second"),
    every("metrics.collect", 2, 0, "every two seconds"),
    every("cache.refresh", 2, 1, "every two seconds, a second after the whole ones"),
    every("queue.poll", 3, 0, "every three seconds"),
    every("sessions.expire", 3, 1, "every three seconds"),
    every("thumbnails.make", 4, 0, "every four seconds"),
    every(SLOW, 4, 2, "every four seconds; the worker takes 1.5 s over it"),
    every("mail.digest", 5, 0, "every five seconds"),
    cron("stock.quotes", "*/5 * * * * *", 5, "a cron expression with seconds"),
    cron("invoices.send", "0/10 * * * * MON-SUN", 10, "a cron expression with seconds and days"),
    every(FLAKY, 10, 3, "every ten seconds; the worker refuses the first attempt, the second succeeds"),
    cron("backup.rotate", "0,15,30,45 * * * * *", 15, "a cron expression with a list"),
];

impl Sample {
    /// As it would stand in a manifest. Nothing is left out: a run that is late is made up for, and none waits for another.
    pub(super) fn document(&self, worker: &str) -> Map<String, Value> {
        let schedule = match self.plan {
            Plan::Every => json!({ "every": format!("{}s", self.every), "offset": format!("{}s", self.offset) }),
            Plan::Cron(expression) => json!({ "cron": expression, "timeZone": "UTC" }),
        };
        let document = json!({
            "apiVersion": API_VERSION,
            "kind": KIND,
            "name": self.name,
            "description": self.description,
            "labels": { "trial": "sample" },
            "schedule": schedule,
            "target": { "url": format!("{worker}/{}", self.name.replace('.', "/")), "body": { "hello": "from nono" } },
            "policy": {
                "overlap": "allow",
                "misfire": { "run": "all", "within": "1h" },
                "retry": { "attempts": 3, "backoff": "1s", "jitter": false },
            },
        });
        match document {
            Value::Object(document) => document,
            _ => unreachable!("it is written as an object"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nono_core::name::TaskUid;
    use nono_core::task::{Unknown, edit};

    #[test]
    fn every_sample_is_a_task() {
        let uid: TaskUid = "k3f9x2m4".parse().unwrap();
        for sample in SAMPLES {
            let made = edit::create(uid.clone(), sample.document("http://127.0.0.1:9"), Unknown::Refuse);
            assert!(made.is_ok(), "{}: {made:?}", sample.name);
        }
    }
}
