//! `nonoctl cluster doctor`
//!
//! Reads everything that stands in the cluster, a few partitions at a time, and judges it; what is wrong is looked at a
//! second time before it is told, so that what was only under way is not. It changes nothing.

mod access;
mod exam;
mod finding;
mod fleet;
mod herds;
mod late;
mod places;
mod reach;
mod records;
mod runs;
mod servers;
mod show;

use std::collections::BTreeSet;
use std::time::Duration;

use clap::Args;
use nono_core::name::{Partition, TaskName};
use nono_core::node::{Holder, Node, Read};
use nono_core::store::Store;
use nono_core::store::admin::{self, AdminError};
use nono_core::store::zookeeper::ConnectOptions;

use self::exam::{Exam, Figures};
use self::finding::{Check, Finding};
use self::reach::{End, Way};
use crate::connect::{ConnectString, not_laid_out, zookeeper};
use crate::error::{CommandError, Exit};
use crate::invocation::{Invocation, wall_clock};
use crate::progress::Progress;

/// So many partitions are read at a time: their tasks and states are held until they are judged.
const AT_ONCE: usize = 16;
/// What is wrong is looked at again after this.
const AGAIN: Duration = Duration::from_millis(1_500);

/// Check the cluster: ZooKeeper, rights, records that cannot be read, what stands in the wrong place, partitions,
/// schedulers, runs, clocks
///
/// Says of each thing that is wrong what it is, why it matters, and what to do about it. A check passes (✓), warns (▲)
/// or fails (✗). What is wrong is looked at twice, a moment apart, so that what is only under way is not told. Where the
/// cluster cannot be reached or read, says how far the way to it goes: names, connections, TLS, session, path, rights. Ends
/// with exit code 10 when a check or a step fails.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  nonoctl cluster doctor\n  nonoctl cluster doctor --check records --check places\n  nonoctl cluster doctor -o json"
)]
pub(crate) struct DoctorArgs {
    /// Only this check (repeat for more)
    #[arg(long, value_name = "NAME")]
    check: Vec<Check>,
}

impl DoctorArgs {
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        let options = invocation.connect_options()?;
        let place = options.connect.to_string();
        match invocation.block_on(self.examine(invocation, &options))? {
            Ok(exam) => {
                invocation.print(&show::report(&exam, &self.wanted(), &place))?;
                Ok(if exam.fails() { Exit::Unhealthy } else { Exit::Ok })
            }
            Err(way) => {
                invocation.print(&way.report(&place))?;
                Ok(Exit::Unhealthy)
            }
        }
    }

    fn wanted(&self) -> Vec<Check> {
        let chosen = |check: &Check| self.check.is_empty() || self.check.contains(check);
        Check::ALL.into_iter().filter(chosen).collect()
    }

    /// What is found; or, where there is nothing to examine, how far the way goes.
    async fn examine(
        &self,
        invocation: &Invocation,
        options: &ConnectOptions,
    ) -> Result<Result<Exam, Way>, CommandError> {
        let stopped = async |end: End<'_>| {
            let going = invocation.progress().during("going the way step by step", Way::go(invocation, options, &end));
            if end.is_of_the_way() { Some(going.await) } else { None }
        };
        let store = match zookeeper(invocation, options.clone()).await {
            Ok(store) => store,
            Err(error) => return stopped(End::NoSession(&error)).await.map(Err).ok_or(error),
        };
        match self.examine_over(invocation, &store, &options.connect).await {
            Ok(exam) => Ok(Ok(exam)),
            Err(error) => stopped(End::Session(&store, &error)).await.map(Err).ok_or(error),
        }
    }

    async fn examine_over(
        &self,
        invocation: &Invocation,
        store: &dyn Store,
        connect: &ConnectString,
    ) -> Result<Exam, CommandError> {
        let wanted = self.wanted();
        let (mut exam, late) = self.look(invocation, store, connect, None).await?;
        exam.retain(|finding| wanted.contains(&finding.check));
        if exam.findings.is_empty() {
            return Ok(exam);
        }
        invocation.progress().during("looking again at what is wrong", tokio::time::sleep(AGAIN)).await;
        let before: BTreeSet<(Check, String)> = exam.findings.iter().map(Finding::key).collect();
        let former = (exam.figures(), late);
        let (mut again, _) = self.look(invocation, store, connect, Some(&former)).await?;
        again.retain(|finding| wanted.contains(&finding.check) && before.contains(&finding.key()));
        Ok(again)
    }

    /// What is found, and which tasks are late; of them only those that were late before.
    async fn look(
        &self,
        invocation: &Invocation,
        store: &dyn Store,
        connect: &ConnectString,
        former: Option<&(Figures, BTreeSet<TaskName>)>,
    ) -> Result<(Exam, BTreeSet<TaskName>), CommandError> {
        let place = connect.to_string();
        let mut progress = invocation.progress();
        let figures = former.map(|(figures, _)| figures);
        let reading = read(invocation, store, (&place, figures), &mut progress);
        // What is measured must not wait behind what is read.
        let round_trip = servers::round_trip(store).await;
        let (standing, read) = tokio::join!(servers::ask_all(connect.hosts()), reading);
        let mut exam = read.map_err(|error| invocation.placed(error))?;
        exam.servers(&standing);
        exam.takes(round_trip);
        let nodes = access::of_interest(&exam);
        if let Some(rights) = store.rights(&nodes).await {
            let held: Vec<_> = nodes.into_iter().zip(rights).collect();
            exam.access(&held, access::is_on_a_network(connect.hosts()));
        }
        if let Some((_, late)) = former {
            exam.keep_late(late);
        }
        let late = exam.late_tasks();
        exam.conclude();
        Ok((exam, late))
    }
}

async fn read(
    invocation: &Invocation,
    store: &dyn Store,
    (place, former): (&str, Option<&Figures>),
    progress: &mut Progress,
) -> Result<Exam, CommandError> {
    let frame = admin::frame(store).await.map_err(CommandError::from)?;
    let is_missing = |node: &Node| frame.part.seen.iter().any(|it| it.node == *node && it.read == Read::Missing);
    if is_missing(&Node::Cluster) && is_missing(&Node::Holder(Holder::Tasks)) {
        return Err(not_laid_out(&invocation.place()?));
    }
    let all = frame.partitions;
    let mut exam = Exam::new(wall_clock(), place.to_owned(), frame, former);
    let partitions: Vec<Partition> = Partition::all(all).collect();
    for some in partitions.chunks(AT_ONCE) {
        progress.say(&format!("read {} of {all} partitions", some[0].0));
        let part = admin::ward(store, some, all).await.map_err(|error: AdminError| CommandError::from(error))?;
        exam.ward(part);
    }
    Ok(exam)
}

/// Every check over a session that is there: its name, whether it failed (`Some(true)`), warns or passes, what was found,
/// and what to do about the first of it.
pub(crate) async fn checks(
    invocation: &Invocation,
    store: &dyn Store,
    connect: &ConnectString,
) -> Result<Vec<(&'static str, Option<bool>, String, Option<String>)>, CommandError> {
    let exam = DoctorArgs { check: Vec::new() }.examine_over(invocation, store, connect).await?;
    let line = |check: Check| {
        let of: Vec<&Finding> = exam.findings.iter().filter(|finding| finding.check == check).collect();
        let worst = of.iter().max_by_key(|finding| finding.severity);
        let failed = worst.map(|finding| finding.severity == finding::Severity::Failed);
        let text = match (worst, of.len()) {
            (None, _) => show::summary(&exam, check, 0),
            (Some(first), 1) => format!("{}: {}", first.object, first.what),
            (Some(first), count) => format!("{}: {}, and {} more", first.object, first.what, count - 1),
        };
        (check.name(), failed, text, worst.map(|finding| finding.fix.clone()))
    };
    Ok(Check::ALL.into_iter().map(line).collect())
}

#[cfg(test)]
mod tests;
