//! What takes its time and is read beside the rest, each once at a time: all tasks, and what the doctor looks at.

use std::sync::Arc;

use tokio::task::{AbortHandle, JoinSet};

use super::{Sender, census};
use crate::commands::cluster::doctor;
use crate::connect::Cluster;
use crate::invocation::{Invocation, wall_clock};
use crate::top::data::{CheckLine, Checkup, Level, News};

/// What is under way, if it still is.
#[derive(Default)]
pub(super) struct Beside {
    counting: Option<AbortHandle>,
    examining: Option<AbortHandle>,
}

fn is_under_way(job: Option<&AbortHandle>) -> bool {
    job.is_some_and(|job| !job.is_finished())
}

impl Beside {
    /// Reads all tasks.
    pub(super) fn count(&mut self, jobs: &mut JoinSet<()>, cluster: &Cluster, news: &Sender) {
        if is_under_way(self.counting.as_ref()) {
            return;
        }
        let (cluster, news) = (cluster.clone(), news.clone());
        self.counting = Some(jobs.spawn(async move { census::count(&cluster, &news).await }));
    }

    /// Has the doctor look.
    pub(super) fn examine(&mut self, jobs: &mut JoinSet<()>, cluster: &Cluster, news: &Sender, invocation: Invocation) {
        if is_under_way(self.examining.as_ref()) {
            return;
        }
        let (cluster, news) = (cluster.clone(), news.clone());
        self.examining = Some(jobs.spawn(async move {
            let lines = match doctor::checks(&invocation, cluster.store.as_ref(), &cluster.connect).await {
                Ok(found) => check_lines(found),
                Err(error) => {
                    vec![CheckLine { level: Level::Fail, name: "doctor".to_owned(), text: error.message, fix: None }]
                }
            };
            let _ = news.send(News::Checkup(Arc::new(Checkup { at: wall_clock(), lines })));
        }));
    }
}

/// The worst first.
fn check_lines(found: Vec<(&'static str, Option<bool>, String, Option<String>)>) -> Vec<CheckLine> {
    let line = |(name, failed, text, fix): (&str, Option<bool>, String, Option<String>)| {
        let level = match failed {
            None => Level::Ok,
            Some(false) => Level::Warn,
            Some(true) => Level::Fail,
        };
        CheckLine { level, name: name.to_owned(), text, fix }
    };
    let mut lines: Vec<CheckLine> = found.into_iter().map(line).collect();
    lines.sort_by_key(|line| line.level);
    lines
}
