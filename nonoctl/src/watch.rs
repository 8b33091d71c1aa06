//! `--watch`: looks again and again, and shows what changed.
//!
//! On a terminal a table that is drawn anew in its place; in a pipe, and with `-o json` or `jsonl`, one line of JSON for
//! each change; where nothing can be drawn over (`--accessible`, `TERM=dumb`, `-o table` in a pipe) a plain line for each.
//! It only reads: Ctrl-C leaves nothing behind. A ZooKeeper that is away is waited for.

mod changes;
mod screen;

use std::io::Write;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use self::changes::{Change, Seen};
use self::screen::Screen;
use crate::connect::Cluster;
use crate::error::{CommandError, ErrorKind};
use crate::invocation::Invocation;
use crate::output::{Format, Report};

/// Between two looks at least; a look that takes long is rested from for four times as long.
const PAUSE: Duration = Duration::from_secs(2);
/// Between two tries to connect again.
const AGAIN: Duration = Duration::from_secs(1);

/// The flag of every list and of what has a state.
#[derive(Debug, clap::Args)]
pub(crate) struct WatchFlag {
    /// Go on until Ctrl-C: a table drawn anew in its place, or into a pipe a line of JSON for each change
    #[arg(short, long)]
    pub(crate) watch: bool,
}

impl WatchFlag {
    /// Prints what `look` finds: once, or with the flag again and again. Of a list only the first `limit` rows.
    pub(crate) async fn print(
        &self,
        invocation: &Invocation,
        limit: Option<usize>,
        look: impl AsyncFn(&Invocation, &Cluster) -> Result<Report, CommandError>,
    ) -> Result<(), CommandError> {
        self.shown(invocation, limit, look, |report| invocation.print_first(report, limit)).await
    }

    /// The same of one object, which is paged where it is shown once.
    pub(crate) async fn print_paged(
        &self,
        invocation: &Invocation,
        look: impl AsyncFn(&Invocation, &Cluster) -> Result<Report, CommandError>,
    ) -> Result<(), CommandError> {
        self.shown(invocation, None, look, |report| invocation.print_paged(report)).await
    }

    async fn shown(
        &self,
        invocation: &Invocation,
        limit: Option<usize>,
        look: impl AsyncFn(&Invocation, &Cluster) -> Result<Report, CommandError>,
        once: impl FnOnce(&Report) -> Result<(), CommandError>,
    ) -> Result<(), CommandError> {
        if self.watch {
            return watch(invocation, limit, look).await;
        }
        let cluster = invocation.cluster().await?;
        once(&look(invocation, &cluster).await?)
    }

    /// Whether it was given.
    pub(crate) const fn is_on(&self) -> bool {
        self.watch
    }
}

/// How changes are shown.
enum View {
    /// Drawn over.
    Screen(Screen),
    /// A line of JSON for each.
    Events(Seen),
    /// A plain line for each, after the whole table.
    Lines(Seen),
}

impl View {
    fn of(invocation: &Invocation) -> Result<Self, CommandError> {
        let is_terminal = invocation.terminal.streams.stdout;
        match invocation.format {
            Some(Format::Json | Format::Jsonl) => Ok(Self::Events(Seen::default())),
            Some(Format::Yaml | Format::Name | Format::Tsv) => Err(CommandError::usage(
                "--watch shows a table or writes lines of JSON: leave out -o, or write -o table, wide or jsonl",
            )),
            None if !is_terminal => Ok(Self::Events(Seen::default())),
            _ if is_terminal && invocation.terminal.redraws => Ok(Self::Screen(Screen::default())),
            _ => Ok(Self::Lines(Seen::default())),
        }
    }

    fn show(&mut self, report: &Report, invocation: &Invocation, first: bool) -> Result<(), CommandError> {
        match self {
            Self::Screen(screen) => screen.draw(report, invocation),
            Self::Events(seen) => {
                for change in seen.changes(report)? {
                    write_event(invocation, change.document())?;
                }
                if first {
                    write_event(invocation, json!({ "type": "synced" }))?;
                }
                Ok(())
            }
            Self::Lines(seen) => {
                let changes = seen.changes(report)?;
                if first {
                    return invocation.print_shaped(report);
                }
                let line = |change: &Change| change.line(invocation);
                invocation.print_plain(&changes.iter().map(line).collect::<String>())
            }
        }
    }
}

fn write_event(invocation: &Invocation, event: Value) -> Result<(), CommandError> {
    invocation.print_line(&event)
}

async fn watch(
    invocation: &Invocation,
    limit: Option<usize>,
    look: impl AsyncFn(&Invocation, &Cluster) -> Result<Report, CommandError>,
) -> Result<(), CommandError> {
    let mut view = View::of(invocation)?;
    let mut cluster = invocation.cluster().await?;
    let mut first = true;
    loop {
        let began = Instant::now();
        // What is wrong with single objects is said once; a line in between would spoil what is drawn over.
        let again = if first { invocation.clone() } else { invocation.hushed() };
        match look(&again, &cluster).await {
            Ok(report) => {
                let report = invocation.shaped(&report, limit)?.into_owned();
                view.show(&report, &again, first)?;
                first = false;
            }
            Err(error) if !first && error.kind == ErrorKind::Unavailable => {
                cluster = connect_again(invocation, &error).await?;
                continue;
            }
            Err(error) => return Err(error),
        }
        rest(PAUSE.max(began.elapsed() * 4)).await?;
    }
}

/// Waits, and notices meanwhile that nobody reads any more.
async fn rest(pause: Duration) -> Result<(), CommandError> {
    let end = Instant::now() + pause;
    while Instant::now() < end {
        if nobody_reads() {
            return Err(CommandError::new(ErrorKind::ClosedPipe, ""));
        }
        tokio::time::sleep_until(end.min(Instant::now() + Duration::from_millis(250))).await;
    }
    Ok(())
}

/// Whether standard output is a pipe whose other end is closed.
fn nobody_reads() -> bool {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let out = std::io::stdout();
    let mut polled = [PollFd::new(&out, PollFlags::empty())];
    let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
    poll(&mut polled, Some(&at_once)).is_ok() && polled[0].revents().contains(PollFlags::ERR)
}

async fn connect_again(invocation: &Invocation, error: &CommandError) -> Result<Cluster, CommandError> {
    invocation.note(format_args!("{}; trying again until Ctrl-C", error.message));
    let _ = std::io::stderr().flush();
    loop {
        match invocation.hushed().cluster().await {
            Ok(cluster) => {
                invocation.note("connected again");
                return Ok(cluster);
            }
            Err(error) if error.kind == ErrorKind::Unavailable => tokio::time::sleep(AGAIN).await,
            Err(error) => return Err(error),
        }
    }
}
