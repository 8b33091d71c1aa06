//! `nonoctl scheduler get`

use clap::Args;

use super::census::{Census, Scheduler};
use super::{live, show};
use crate::connect::Cluster;
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::watch::WatchFlag;

/// Show one scheduler: its process, what it owns, how it is
///
/// Asks the scheduler itself, at its address, how it is right now. Where that cannot be reached from here, its figures are
/// those that it wrote into ZooKeeper last, at most a second or so ago; `source` in `-o json` tells which.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  nonoctl scheduler get sched-a1\n  nonoctl scheduler get sched-a1-0a1b2c -o json")]
pub(crate) struct GetArgs {
    /// Its id, or its name where no other process has the same
    #[arg(value_name = "ID|NAME")]
    scheduler: String,
    #[command(flatten)]
    watch: WatchFlag,
}

impl GetArgs {
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        let look = async |invocation: &Invocation, cluster: &Cluster| {
            let census = Census::watch(cluster).await?;
            let scheduler = find(&census, &self.scheduler).map_err(|error| cluster.named(error))?;
            let asking = live::ask(&scheduler.member);
            let told = invocation.progress().during("asking the scheduler", asking).await;
            Ok(show::card(&census, scheduler, &told))
        };
        invocation.block_on(self.watch.print(invocation, None, look))?;
        Ok(Exit::Ok)
    }
}

fn find<'a>(census: &'a Census, given: &str) -> Result<&'a Scheduler, CommandError> {
    if let Some(one) = census.schedulers.iter().find(|one| one.id.as_str() == given) {
        return Ok(one);
    }
    let named: Vec<&Scheduler> = census.named(given).collect();
    match named.as_slice() {
        [one] => Ok(one),
        [] => Err(CommandError::not_found("scheduler", given, census.known()).with_hint("nonoctl scheduler list")),
        several => {
            let mut error =
                CommandError::usage(format!("{} processes are named {given}: say which by its id", several.len()));
            error.suggestions = several.iter().map(|one| one.id.to_string()).collect();
            Err(error)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{census, member};
    use super::*;

    #[test]
    fn a_scheduler_is_found_by_its_id_or_by_a_name_of_its_own() {
        let census = census(&[member("a-000001"), member("b-000001"), member("b-000002")]);
        assert_eq!(find(&census, "a").unwrap().id.as_str(), "a-000001");
        assert_eq!(find(&census, "b-000002").unwrap().id.as_str(), "b-000002");
        let several = find(&census, "b").unwrap_err();
        assert_eq!(
            (several.exit(), several.suggestions.as_slice()),
            (2, &["b-000001".to_owned(), "b-000002".to_owned()][..])
        );
        assert_eq!(find(&census, "c").unwrap_err().exit(), 3);
    }
}
