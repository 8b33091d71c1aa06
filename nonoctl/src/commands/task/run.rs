//! `nonoctl task run`.

use std::time::Duration;

use nono_core::name::{TaskName, Token};
use serde_json::json;

use super::wait::{self, Ended};
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::output::{Change, Format, Report};
use crate::tasks::edit::ChangeFlags;
use crate::tasks::read;
use crate::words;

/// Run a task now, whatever its schedule and its pause say
///
/// Prints the run's id. With --wait it waits for the end: exit code 0 if the run succeeded, 10 if it did not, 7 if the
/// deadline passed before. Ctrl-C leaves the run going.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    nonoctl task run billing.nightly\n  \
    nonoctl task run billing.nightly --wait --deadline 10m\n  \
    nonoctl run get \"$(nonoctl task run billing.nightly)\"")]
pub(crate) struct Args {
    /// The task
    #[arg(value_name = "NAME", value_parser = crate::tasks::task_name)]
    name: TaskName,
    /// Wait until the run has ended
    #[arg(long)]
    wait: bool,
    /// With --wait: no longer than this
    #[arg(long, value_name = "DURATION", value_parser = words::duration, requires = "wait")]
    deadline: Option<Duration>,
    #[command(flatten)]
    change: ChangeFlags,
}

pub(crate) async fn run(args: &Args, invocation: &Invocation) -> Result<Exit, CommandError> {
    let cluster = invocation.cluster().await?;
    let (task, _) = read::plain(&cluster, &args.name).await?;
    if args.change.dry_run {
        let mut change = Change::new("task", args.name.as_str(), "triggered");
        change.dry_run = true;
        invocation.print(&Report::Changes(vec![change]))?;
        return Ok(Exit::Ok);
    }
    let token: Token = crate::random::text(16)?.parse().expect("sixteen letters and digits are a token");
    let asked = cluster.admin.trigger(&args.name, token, &invocation.person, args.change.reason.clone()).await;
    let run = asked.map_err(|error| cluster.admin_error(error))?.run;
    invocation.on_signal_say(format!("left the run going. See: nonoctl run get {run}"));
    let lines = invocation.format.is_none_or(|format| matches!(format, Format::Table | Format::Wide));
    if lines {
        invocation.print(&Report::Text(format!("{run}\n")))?;
    }
    if !args.wait {
        return if lines { Ok(Exit::Ok) } else { print_change(args, invocation, run.as_str(), None) };
    }
    let ended = wait::ended(&cluster, invocation, &task.task, &run, args.deadline).await?;
    if lines {
        invocation.print(&Report::Text(line(&ended, invocation)))?;
        return Ok(exit(&ended));
    }
    print_change(args, invocation, run.as_str(), Some(&ended))
}

/// `r-… succeeded after 5m58s`
fn line(ended: &Ended, invocation: &Invocation) -> String {
    let run = &ended.0;
    let took = run.duration(invocation.now()).map(|span| format!(" after {}", words::took(span))).unwrap_or_default();
    let why = match ended.succeeded() {
        true => String::new(),
        false => run.result().map(|result| format!(": {}", words::harmless(&result))).unwrap_or_default(),
    };
    format!("{} {}{took}{why}\n", run.run, run.standing.mark().word)
}

fn exit(ended: &Ended) -> Exit {
    if ended.succeeded() { Exit::Ok } else { Exit::Unhealthy }
}

fn print_change(args: &Args, invocation: &Invocation, run: &str, ended: Option<&Ended>) -> Result<Exit, CommandError> {
    let mut change = Change::new("task", args.name.as_str(), "triggered");
    if invocation.format == Some(Format::Name) {
        change = Change::new("run", run, "triggered");
    }
    change.more.insert("run".to_owned(), json!(run));
    if let Some(Ended(view)) = ended {
        change.more.insert("result".to_owned(), view.document(invocation.now()));
    }
    invocation.print(&Report::Changes(vec![change]))?;
    Ok(ended.map_or(Exit::Ok, exit))
}
