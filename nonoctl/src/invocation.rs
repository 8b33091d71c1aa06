//! What every command is given: the global flags, resolved, and the ways to speak to the person and to the cluster.
//!
//! Commands write through it only, so that streams, formats and quietness are decided in one place.

use std::borrow::Cow;
use std::fmt::Display;
use std::future::Future;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use nono_core::store::zookeeper::ConnectOptions;
use nono_core::time::Utc;
use serde_json::Value;

use crate::cli::GlobalArgs;
use crate::completion;
use crate::confirm::{self, Danger, Question};
use crate::connect::{Cluster, ConnectString};
use crate::contexts::{self, Place, Target, Wish};
use crate::environment::Environment;
use crate::error::CommandError;
use crate::output::paint::{Paint, Tone};
use crate::output::shape::{Shape, jq};
use crate::output::wrap::paragraph;
use crate::output::{self, Column, Format, Report, Style};
use crate::pager;
use crate::progress::Progress;
use crate::signals::EndSignals;
use crate::tally::Tally;
use crate::terminal::{self, Clock, Streams, Terminal, TimeStyle};

/// What to say when a signal ends the command.
#[derive(Debug, Default)]
enum Farewell {
    #[default]
    Nothing,
    /// What it leaves going.
    Line(String),
    /// How far it is.
    Count(Tally),
}

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
    farewell: Arc<Mutex<Farewell>>,
    /// Listened to since the work that goes on has begun.
    signals: Arc<Mutex<Option<EndSignals>>>,
    identity: Arc<Mutex<Option<String>>>,
    headers: bool,
    /// What pages, on a terminal.
    pager: Option<String>,
    /// Nothing is said, not even a warning.
    hushed: bool,
    shape: Shape,
    jq: Option<String>,
    yes: bool,
    prompts: bool,
    confirmed: Option<String>,
    wish: Wish,
    environment: Environment,
    /// Decided when it is first asked for, and the same for the whole command.
    target: Arc<OnceLock<Result<Option<Target>, CommandError>>>,
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
        let accessible = global.accessible || environment.is_on("ACCESSIBLE");
        let redraws = !accessible && environment.value("TERM") != Some("dumb");
        let terminal = Terminal {
            streams,
            width: terminal::width(environment, std::io::stdout()).filter(|_| streams.stdout),
            width_err: terminal::error_width(environment),
            colour_out: terminal::takes_colour(global.color, environment, streams.stdout),
            colour_err: terminal::takes_colour(global.color, environment, streams.stderr),
            redraws,
            ascii: global.ascii || terminal::needs_ascii(environment),
            clock,
        };
        // One that cannot be understood is refused before any command begins.
        let (quiet, verbose) = global.loudness(environment).unwrap_or_default();
        Self {
            terminal,
            format: global.format(),
            quiet,
            verbose,
            timeout: global.request_timeout,
            person: environment.person(),
            editor: environment.value("VISUAL").or_else(|| environment.value("EDITOR")).unwrap_or("vi").to_owned(),
            config_folder: environment.config_folder(),
            state_folder: environment.state_folder(),
            farewell: Arc::default(),
            signals: Arc::default(),
            identity: Arc::default(),
            headers: !global.no_headers,
            pager: pager::chosen(environment, global.no_pager).filter(|_| streams.stdout && redraws),
            hushed: false,
            shape: Shape { fields: global.fields.clone(), sort: global.sort_by.clone() },
            jq: global.jq.clone(),
            yes: global.yes,
            prompts: !global.no_input,
            confirmed: global.confirm.clone(),
            wish: global.wish(environment),
            environment: environment.clone(),
            target: Arc::default(),
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
        self.print_first(report, None)
    }

    /// The same, of a list only the first `limit` rows in the order that was asked for.
    pub(crate) fn print_first(&self, report: &Report, limit: Option<usize>) -> Result<(), CommandError> {
        let shaped = self.shaped(report, limit)?;
        self.print_shaped(&shaped)
    }

    /// The same as `print`; on a terminal through a pager.
    pub(crate) fn print_paged(&self, report: &Report) -> Result<(), CommandError> {
        let Some(pager) = self.pager.as_deref().filter(|_| self.jq.is_none()) else { return self.print(report) };
        let report = self.shaped(report, None)?;
        let mut bytes = Vec::new();
        output::write(&report, self.format, true, &self.style(), &mut bytes)?;
        if !pager::show(pager, &bytes)? {
            return self.print_shaped(&report);
        }
        self.print_remarks(&report);
        Ok(())
    }

    /// Writes a report that is as the flags ask for already.
    pub(crate) fn print_shaped(&self, report: &Report) -> Result<(), CommandError> {
        // As much as a pipe holds: each write wakes who reads it.
        let mut out = BufWriter::with_capacity(64 * 1024, io::stdout().lock());
        match &self.jq {
            Some(expression) => jq::write(expression, &self.documents(report)?, &mut out)?,
            None => output::write(report, self.format, self.terminal.streams.stdout, &self.style(), &mut out)?,
        }
        out.flush()?;
        drop(out);
        self.print_remarks(report);
        Ok(())
    }

    /// The report, sorted, cut and picked from as the flags say.
    pub(crate) fn shaped<'r>(&self, report: &'r Report, limit: Option<usize>) -> Result<Cow<'r, Report>, CommandError> {
        self.shape.apply(report, limit)
    }

    /// One line of JSON, or what `--jq` makes of it, at once.
    pub(crate) fn print_line(&self, document: &Value) -> Result<(), CommandError> {
        let mut out = io::stdout().lock();
        match &self.jq {
            Some(expression) => jq::write(expression, std::slice::from_ref(document), &mut out)?,
            None => writeln!(out, "{document}")?,
        }
        Ok(out.flush()?)
    }

    /// Text for people, in lines that fit.
    pub(crate) fn print_plain(&self, text: &str) -> Result<(), CommandError> {
        let mut out = io::stdout().lock();
        out.write_all(paragraph(text, self.terminal.width).as_bytes())?;
        Ok(out.flush()?)
    }

    /// The same command a moment later, with nothing said on the way: for who looks again and again.
    pub(crate) fn hushed(&self) -> Self {
        let mut hushed = self.silent();
        hushed.hushed = true;
        hushed
    }

    /// What `--jq` works on: one document, or with `-o jsonl` one for each object.
    fn documents(&self, report: &Report) -> Result<Vec<Value>, CommandError> {
        let document = output::json::documents(report).ok_or_else(|| {
            CommandError::usage("--jq: what this command prints is no JSON").with_hint("leave out --jq")
        })?;
        Ok(match document {
            Value::Array(all) if self.format == Some(Format::Jsonl) => all,
            other => vec![other],
        })
    }

    /// How many rows are needed to show `limit` of them: all, if they are put in order first.
    pub(crate) fn keeps(&self, limit: Option<usize>) -> usize {
        limit.filter(|_| self.shape.sort.is_none()).unwrap_or(usize::MAX)
    }

    /// Whether anything looks into the JSON documents of the rows of a list with these columns.
    pub(crate) fn reads_documents(&self, columns: &[Column]) -> bool {
        self.format.is_some_and(Format::is_json) || self.jq.is_some() || self.shape.reads_documents(columns)
    }

    /// The format of a list, if all that is written of it are cells and names, as they come.
    pub(crate) fn format_of_cells(&self) -> Option<Format> {
        let format = self.format.unwrap_or(output::usual_of_list(self.terminal.streams.stdout));
        let as_they_come = self.shape == Shape::default() && self.jq.is_none() && !format.is_json();
        as_they_come.then_some(format)
    }

    /// Whether only some fields are wanted, or the names of all.
    pub(crate) fn picks_fields(&self) -> bool {
        self.shape.fields.is_some()
    }

    fn print_remarks(&self, report: &Report) {
        match report {
            Report::List(list) if list.rows.is_empty() => self.note(self.addressed(&list.empty)),
            Report::List(list) if self.is_for_people() => list.summary.iter().for_each(|line| self.note(line)),
            Report::Changes(changes) if self.format.is_none_or(|format| format == Format::Table) => {
                changes.iter().flat_map(|change| &change.notes).for_each(|line| self.note(self.addressed(line)));
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
            self.tell(line);
        }
    }

    /// A line on standard error that was asked for: it is shown even when quiet.
    pub(crate) fn tell(&self, line: impl Display) {
        let _ = writeln!(io::stderr(), "{}", paragraph(&line.to_string(), self.terminal.width_err));
    }

    /// A line on standard error with `-v`.
    pub(crate) fn detail(&self, line: impl Display) {
        if self.verbose > 0 {
            self.tell(self.error_paint().tint(Tone::Dim, &line.to_string()));
        }
    }

    /// A warning on standard error; it is shown even when quiet.
    pub(crate) fn warn(&self, line: impl Display) {
        if self.hushed {
            return;
        }
        self.tell(format_args!("{} {line}", self.error_paint().tint(Tone::Warn, "warning:")));
    }

    /// Asks before something dangerous, as far as `danger` asks for it. `Err` (exit 8) unless it may go on.
    pub(crate) fn confirm(&self, danger: Danger, question: &Question) -> Result<(), CommandError> {
        let target = self.target()?;
        let danger = match danger {
            Danger::Moderate if target.context.protected => Danger::Severe,
            other => other,
        };
        let color = target.context.color.filter(|_| self.terminal.colour_err);
        let name = confirm::Name { text: target.place.name(), color };
        self.ask(danger, question, name)
    }

    /// The same for what changes this machine only; with a name for what is protected.
    pub(crate) fn confirm_here(&self, question: &Question, protected: Option<&str>) -> Result<(), CommandError> {
        let danger = if protected.is_some() { Danger::Severe } else { Danger::Moderate };
        self.ask(danger, question, confirm::Name { text: protected.unwrap_or_default(), color: None })
    }

    fn ask(&self, danger: Danger, question: &Question, name: confirm::Name<'_>) -> Result<(), CommandError> {
        let can_ask = self.prompts && self.terminal.streams.stdin && self.terminal.streams.stderr;
        let flags = confirm::Flags { yes: self.yes, confirmed: self.confirmed.as_deref(), can_ask };
        match confirm::rule(danger, name, &question.what, flags)? {
            confirm::Rule::Proceed => Ok(()),
            confirm::Rule::Ask => {
                let signals = self.signals.lock().unwrap_or_else(PoisonError::into_inner).clone();
                let answer = |output: &mut dyn Write| confirm::line_or_signal(signals, confirm::line_of_stdin, output);
                confirm::ask(danger, name, question, answer, &mut io::stderr())
            }
        }
    }

    /// A line of progress on standard error: on a terminal after 300 ms, else a plain line every ten seconds.
    pub(crate) fn progress(&self) -> Progress {
        Progress::new(self.terminal.streams.stderr && self.terminal.redraws, self.quiet)
    }

    /// What to say, from now on, when a signal ends the command: what it leaves going.
    pub(crate) fn on_signal_say(&self, line: String) {
        *self.farewell.lock().unwrap_or_else(PoisonError::into_inner) = Farewell::Line(line);
    }

    /// From now on a signal ends the command with how far `tally` is.
    pub(crate) fn on_signal_count(&self, tally: &Tally) {
        *self.farewell.lock().unwrap_or_else(PoisonError::into_inner) = Farewell::Count(tally.clone());
    }

    /// Runs `work` to its end, or to Ctrl-C (130) or a request to end (143).
    pub(crate) fn block_on<T>(&self, work: impl Future<Output = Result<T, CommandError>>) -> Result<T, CommandError> {
        // Records of tens of thousands of tasks are understood on all of them.
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(4);
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(threads).enable_all().build();
        let runtime = runtime.map_err(|error| CommandError::failed(format!("cannot start: {error}")))?;
        // Begun once the work waits for the first time: what it reads from standard input before is ended as a system does it.
        let signal = async {
            let signals = EndSignals::begin();
            *self.signals.lock().unwrap_or_else(PoisonError::into_inner) = Some(signals.clone());
            signals.heard().await
        };
        let ended = runtime.block_on(async {
            tokio::select! {
                biased;
                ended = work => ended,
                signal = signal => {
                    let farewell = std::mem::take(&mut *self.farewell.lock().unwrap_or_else(PoisonError::into_inner));
                    Err(match farewell {
                        Farewell::Nothing => signal.error(),
                        Farewell::Line(line) => {
                            self.note(line);
                            signal.error()
                        }
                        Farewell::Count(tally) => tally.interrupts(signal.error()),
                    })
                }
            }
        });
        runtime.shutdown_background();
        *self.signals.lock().unwrap_or_else(PoisonError::into_inner) = None;
        ended
    }

    /// How a command for this cluster begins: with the flag that says which, where it was typed.
    pub(crate) fn as_typed(&self) -> String {
        let wish = &self.wish;
        match (&wish.connect_typed, &wish.context_typed) {
            (Some(connect), _) if wish.connect_usual.as_ref() != Some(connect) => {
                format!("nonoctl --connect {connect}")
            }
            (None, Some(context)) => format!("nonoctl -c {context}"),
            _ => "nonoctl".to_owned(),
        }
    }

    /// The line, with each command in it said for this cluster.
    fn addressed(&self, line: &str) -> String {
        const SCHEDULER: &str = "nono-scheduler --connect HOSTS/CHROOT";
        if let (true, Ok(connect)) = (line.contains(SCHEDULER), self.connect_string()) {
            return line.replace(SCHEDULER, &format!("nono-scheduler --connect {connect}"));
        }
        let begins = self.as_typed();
        let says_where = [" -c ", "--connect", "nonoctl dev", "nonoctl config", "nonoctl context"];
        if begins == "nonoctl" || says_where.iter().any(|flag| line.contains(flag)) {
            return line.to_owned();
        }
        line.replace("nonoctl ", &format!("{begins} "))
    }

    /// The error, as its reader needs it: with the cluster that it is about, and with hints for that one.
    pub(crate) fn placed(&self, mut error: CommandError) -> CommandError {
        if let (None, Some(Ok(Some(target)))) = (&error.context, self.target.get()) {
            error.context = Some(target.place.clone());
        }
        error.hints.iter_mut().for_each(|hint| *hint = self.addressed(hint));
        error
    }

    /// The cluster that is meant, or exit 2 if nothing says one.
    pub(crate) fn target(&self) -> Result<Target, CommandError> {
        let target = self.target.get_or_init(|| {
            let target = contexts::resolve(&self.wish)?;
            target.iter().flat_map(|target| &target.slips).for_each(|slip| self.warn(slip));
            Ok(target)
        });
        target.clone()?.ok_or_else(|| {
            CommandError::usage("no cluster given: say which with --context, --connect or NONOCTL_CONNECT")
                .with_hint("nonoctl --connect zk1:2181,zk2:2181,zk3:2181/nono cluster status")
                .with_hint("nonoctl context add NAME --connect HOSTS/CHROOT          gives it a name for the next time")
                .with_hint("nonoctl dev          runs a whole cluster on this machine to try things on")
        })
    }

    /// Keeps the names of all tasks for completion.
    pub(crate) fn remember_tasks<'n>(&self, names: impl FnOnce() -> Vec<&'n str>) {
        if let (false, Ok(place)) = (self.hushed, self.place()) {
            completion::keep_tasks(&self.environment, &place, names);
        }
    }

    /// Whether there is a cluster to talk to.
    pub(crate) fn names_a_cluster(&self) -> Result<bool, CommandError> {
        match self.target() {
            Ok(_) => Ok(true),
            Err(error) if matches!(self.target.get(), Some(Err(_))) => Err(error),
            Err(_) => Ok(false),
        }
    }

    /// The same for the cluster of another context.
    pub(crate) fn in_context(&self, name: String) -> Self {
        let mut other = self.clone();
        other.wish.connect_typed = None;
        other.wish.context_typed = Some(name);
        other.target = Arc::default();
        other
    }

    /// The contexts there are; none where the file cannot be read.
    pub(crate) fn contexts(&self) -> Vec<String> {
        let file = self.wish.file.as_ref().and_then(|(path, must)| contexts::read(path, *must).ok());
        file.map(|file| file.contexts.into_keys().collect()).unwrap_or_default()
    }

    /// How the cluster is called.
    pub(crate) fn place(&self) -> Result<Place, CommandError> {
        Ok(self.target()?.place)
    }

    /// Where the cluster is.
    pub(crate) fn connect_string(&self) -> Result<ConnectString, CommandError> {
        self.target()?.connect()
    }

    /// How to connect to it, credentials included.
    pub(crate) fn connect_options(&self) -> Result<ConnectOptions, CommandError> {
        let (options, warnings) = self.target()?.options()?;
        warnings.iter().for_each(|warning| self.warn(warning));
        Ok(options)
    }

    /// The file of contexts, and whether somebody named it.
    pub(crate) fn context_file(&self) -> Result<(PathBuf, bool), CommandError> {
        self.wish.file.clone().ok_or_else(|| {
            CommandError::usage("there is no place for the file of contexts: neither HOME nor XDG_CONFIG_HOME is set")
                .with_hint("name the file with --config or NONOCTL_CONFIG")
        })
    }

    /// What says a cluster before the file is asked.
    pub(crate) fn overriding(&self) -> Option<&'static str> {
        match (&self.wish.connect_usual, &self.wish.context_usual) {
            (Some(_), _) => Some("NONOCTL_CONNECT"),
            (None, Some(_)) => Some("NONOCTL_CONTEXT"),
            (None, None) => None,
        }
    }

    /// What the environment says in place of the current context: a connect string, a context.
    pub(crate) fn usual(&self) -> (Option<&str>, Option<&str>) {
        (self.wish.connect_usual.as_deref(), self.wish.context_usual.as_deref())
    }

    /// The connect string that was typed or is usual here.
    pub(crate) fn given_connect(&self) -> Option<&str> {
        self.wish.connect_typed.as_deref().or(self.wish.connect_usual.as_deref())
    }

    /// Connects to the cluster. Its layout has been read: `/cluster` exists.
    pub(crate) async fn cluster(&self) -> Result<Cluster, CommandError> {
        crate::connect::open(self).await
    }
}

/// What the flags and the environment say of the cluster; the flags as far as they were typed.
pub(crate) fn wish(
    connect_typed: Option<String>,
    context_typed: Option<String>,
    config: Option<PathBuf>,
    environment: &Environment,
) -> Wish {
    let usual = |key: &str| environment.value(key).map(str::to_owned);
    let usual_file = || environment.config_folder().map(|folder| (folder.join("config.toml"), false));
    Wish {
        connect_typed,
        context_typed,
        connect_usual: usual("NONOCTL_CONNECT"),
        context_usual: usual("NONOCTL_CONTEXT"),
        auth_file: usual("NONOCTL_AUTH_FILE").map(PathBuf::from),
        file: config.map(|path| (path, true)).or_else(usual_file),
        home: usual("HOME").map(PathBuf::from),
    }
}

/// The wall clock. The only place that reads it.
pub(crate) fn wall_clock() -> Utc {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Utc(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
