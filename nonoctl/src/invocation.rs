//! What every command is given: the global flags, resolved, and the ways to speak to the person and to the cluster.
//!
//! Commands write through it only, so that streams, formats and quietness are decided in one place.

use std::fmt::Display;
use std::future::Future;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use nono_core::store::connect::InvalidConnectString;
use nono_core::time::Utc;

use crate::cli::GlobalArgs;
use crate::confirm::{self, Danger, Question};
use crate::connect::{Cluster, ConnectString};
use crate::environment::Environment;
use crate::error::CommandError;
use crate::output::paint::{Paint, Tone};
use crate::output::{self, Format, Report, Style};
use crate::progress::Progress;
use crate::signals;
use crate::terminal::{self, Clock, Streams, Terminal, TimeStyle};

/// One command line, understood.
#[derive(Clone, Debug)]
pub(crate) struct Invocation {
    /// The streams, and how to write for people.
    pub(crate) terminal: Terminal,
    /// `-o`.
    pub(crate) format: Option<Format>,
    /// `-q`.
    pub(crate) quiet: bool,
    /// How often `-v`.
    pub(crate) verbose: u8,
    /// `--timeout`: the longest that one request may take.
    pub(crate) timeout: Duration,
    /// Who works here, for the history of changes.
    pub(crate) person: String,
    /// `$VISUAL`, `$EDITOR`, or `vi`.
    pub(crate) editor: String,
    /// `$XDG_CONFIG_HOME/nonoctl`, also on macOS.
    pub(crate) config_folder: Option<PathBuf>,
    /// `$XDG_STATE_HOME/nonoctl`, also on macOS.
    pub(crate) state_folder: Option<PathBuf>,
    farewell: Arc<Mutex<Option<String>>>,
    identity: Arc<Mutex<Option<String>>>,
    headers: bool,
    yes: bool,
    prompts: bool,
    connect: Option<String>,
    /// The environment says the same.
    connect_is_usual: bool,
}

impl Invocation {
    /// From the flags, the environment and the process's streams.
    pub(crate) fn new(global: &GlobalArgs, environment: &Environment) -> Self {
        let streams = Streams::of_process();
        let clock = Clock {
            now: wall_clock(),
            zone: terminal::local_zone(environment),
            style: global.time.unwrap_or(TimeStyle::Relative),
        };
        let terminal = Terminal {
            streams,
            width: terminal::width(environment).filter(|_| streams.stdout),
            colour_out: terminal::takes_colour(global.color, environment, streams.stdout),
            colour_err: terminal::takes_colour(global.color, environment, streams.stderr),
            ascii: global.ascii || terminal::needs_ascii(environment),
            clock,
        };
        Self {
            terminal,
            format: global.output,
            quiet: global.quiet,
            verbose: global.verbose,
            timeout: global.request_timeout,
            person: environment.person(),
            editor: environment.value("VISUAL").or_else(|| environment.value("EDITOR")).unwrap_or("vi").to_owned(),
            config_folder: environment.config_folder(),
            state_folder: environment.state_folder(),
            farewell: Arc::default(),
            identity: Arc::default(),
            headers: !global.no_headers,
            yes: global.yes,
            prompts: !global.no_input,
            connect: global.connect.clone(),
            connect_is_usual: global.connect.as_deref() == environment.value("NONOCTL_CONNECT"),
        }
    }

    /// The moment the command began.
    pub(crate) fn now(&self) -> Utc {
        self.terminal.clock.now
    }

    /// The same, as if it began now, with nothing said on the way: for what owns the screen.
    pub(crate) fn silent(&self) -> Self {
        let mut silent = self.clone();
        silent.quiet = true;
        silent.verbose = 0;
        silent.terminal.clock.now = wall_clock();
        silent
    }

    /// Says as whom ZooKeeper knows the session, once there is one.
    pub(crate) fn is_known_as(&self, identity: Option<String>) {
        *self.identity.lock().unwrap_or_else(PoisonError::into_inner) = identity;
    }

    /// As whom ZooKeeper knows who works here, for the history of changes.
    pub(crate) fn identity(&self) -> Option<String> {
        self.identity.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The same, without the header of tables: for what goes on after them.
    pub(crate) fn without_headers(&self) -> Self {
        Self { headers: false, ..self.clone() }
    }

    /// How to write for people on standard output.
    pub(crate) fn style(&self) -> Style {
        Style {
            paint: Paint { colour: self.terminal.colour_out, ascii: self.terminal.ascii },
            clock: self.terminal.clock.clone(),
            width: self.terminal.width,
            headers: self.headers,
        }
    }

    /// How to write for people on standard error.
    pub(crate) fn error_paint(&self) -> Paint {
        Paint { colour: self.terminal.colour_err, ascii: self.terminal.ascii }
    }

    /// Writes data to standard output, and what goes with it to standard error.
    pub(crate) fn print(&self, report: &Report) -> Result<(), CommandError> {
        let mut out = BufWriter::new(io::stdout().lock());
        output::write(report, self.format, self.terminal.streams.stdout, &self.style(), &mut out)?;
        out.flush()?;
        drop(out);
        self.print_remarks(report);
        Ok(())
    }

    fn print_remarks(&self, report: &Report) {
        match report {
            Report::List(list) if list.rows.is_empty() => self.note(&list.empty),
            Report::List(list) if self.is_for_people() => list.summary.iter().for_each(|line| self.note(line)),
            Report::Changes(changes) if self.format.is_none_or(|format| format == Format::Table) => {
                changes.iter().flat_map(|change| &change.notes).for_each(|line| self.note(line));
            }
            _ => {}
        }
    }

    /// Whether standard output is read by a person rather than by a program.
    pub(crate) fn is_for_people(&self) -> bool {
        match self.format {
            Some(format) => matches!(format, Format::Table | Format::Wide),
            None => self.terminal.streams.stdout,
        }
    }

    /// A line on standard error, unless quiet. A standard error that is gone is no reason to stop.
    pub(crate) fn note(&self, line: impl Display) {
        if !self.quiet {
            let _ = writeln!(io::stderr(), "{line}");
        }
    }

    /// A line on standard error with `-v`.
    pub(crate) fn detail(&self, line: impl Display) {
        if self.verbose > 0 {
            let _ = writeln!(io::stderr(), "{}", self.error_paint().tint(Tone::Dim, &line.to_string()));
        }
    }

    /// A warning on standard error; it is shown even when quiet.
    pub(crate) fn warn(&self, line: impl Display) {
        let _ = writeln!(io::stderr(), "{} {line}", self.error_paint().tint(Tone::Warn, "warning:"));
    }

    /// Asks before something dangerous, as far as `danger` asks for it. `Err` (exit 8) unless it may go on.
    pub(crate) fn confirm(&self, danger: Danger<'_>, question: &Question) -> Result<(), CommandError> {
        let can_ask = self.prompts && self.terminal.streams.stdin && self.terminal.streams.stderr;
        match confirm::rule(danger, &question.what, self.yes, can_ask)? {
            confirm::Rule::Proceed => Ok(()),
            confirm::Rule::Ask => confirm::ask(danger, question, &mut io::stdin().lock(), &mut io::stderr()),
        }
    }

    /// A line of progress on standard error: on a terminal after 300 ms, else a plain line every ten seconds.
    pub(crate) fn progress(&self) -> Progress {
        Progress::new(self.terminal.streams.stderr, self.quiet)
    }

    /// What to say, from now on, when a signal ends the command: what it leaves going.
    pub(crate) fn on_signal_say(&self, line: String) {
        *self.farewell.lock().unwrap_or_else(PoisonError::into_inner) = Some(line);
    }

    /// Runs `work` to its end, or to Ctrl-C (130) or a request to end (143).
    pub(crate) fn block_on<T>(&self, work: impl Future<Output = Result<T, CommandError>>) -> Result<T, CommandError> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.map_err(|error| CommandError::failed(format!("cannot start: {error}")))?;
        let ended = runtime.block_on(async {
            tokio::select! {
                biased;
                ended = work => ended,
                signal = signals::end() => {
                    let farewell = self.farewell.lock().unwrap_or_else(PoisonError::into_inner).take();
                    farewell.into_iter().for_each(|line| self.note(line));
                    Err(signal.error())
                }
            }
        });
        runtime.shutdown_background();
        ended
    }

    /// How a command for this cluster begins: with `--connect` where the environment does not say it.
    pub(crate) fn as_typed(&self) -> String {
        match &self.connect {
            Some(connect) if !self.connect_is_usual => format!("nonoctl --connect {connect}"),
            _ => "nonoctl".to_owned(),
        }
    }

    /// Whether there is a cluster to talk to.
    pub(crate) fn names_a_cluster(&self) -> bool {
        self.connect.as_deref().is_some_and(|text| !text.is_empty())
    }

    /// The cluster that `--connect` names.
    pub(crate) fn connect_string(&self) -> Result<ConnectString, CommandError> {
        let Some(text) = self.connect.as_deref().filter(|text| !text.is_empty()) else {
            return Err(CommandError::usage("no cluster given: say which with --connect or NONOCTL_CONNECT")
                .with_hint("nonoctl --connect zk1:2181,zk2:2181,zk3:2181/nono cluster status")
                .with_hint("nonoctl dev          runs a whole cluster on this machine to try things on"));
        };
        text.parse().map_err(|error: InvalidConnectString| CommandError::usage(error.to_string()))
    }

    /// Connects to the cluster. Its layout has been read: `/cluster` exists.
    pub(crate) async fn cluster(&self) -> Result<Cluster, CommandError> {
        crate::connect::open(self).await
    }
}

/// The wall clock. The only place that reads it.
pub(crate) fn wall_clock() -> Utc {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Utc(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
