//! What can be typed: the command tree and the flags that every command has.
//!
//! Two levels, `NOUN VERB`; a flag works before and after the verb. The arguments of a command, and its help, are in
//! its own file below `commands`.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::error::{ContextKind, ContextValue, ErrorKind as ClapKind};
use clap::parser::ValueSource;
use clap::{Args, ColorChoice, CommandFactory, FromArgMatches, Parser};

use crate::commands::Command;
use crate::contexts::Wish;
use crate::defect;
use crate::environment::Environment;
use crate::error::CommandError;
use crate::invocation::{self, Invocation};
use crate::output::Format;
use crate::output::paint::Paint;
use crate::output::shape::{Fields, SortBy, jq};
use crate::output::wrap::paragraph;
use crate::terminal::{self, ColorWhen, Streams, TimeStyle};
use crate::top::log::Log;
use crate::words;

/// Plan tasks, see what becomes of them, and run the cluster that fires them
///
/// nono fires timed HTTP tasks, each due time claimed once, from several schedulers that share their state in ZooKeeper. This
/// tool talks to ZooKeeper; say where it is with a context (nonoctl context --help), --connect or NONOCTL_CONNECT.
#[derive(Debug, Parser)]
#[command(
    name = "nonoctl",
    version,
    arg_required_else_help = true,
    subcommand_required = true,
    infer_subcommands = false,
    disable_help_subcommand = true,
    max_term_width = 100,
    after_help = "Examples:\n  nonoctl dev                  a cluster of its own on this machine, to try things on\n  \
        nonoctl --connect zk1:2181,zk2:2181,zk3:2181/nono cluster status\n  \
        nonoctl context add prod --connect zk1:2181,zk2:2181,zk3:2181/nono --protected\n\n\
        Exit codes: 0 ok, 1 failed, 2 usage, 3 not found, 4 conflict, 5 unavailable, 6 denied, 7 timeout,\n\
        8 cancelled, 9 changes (with --exit-code), 10 unhealthy, 130 Ctrl-C, 143 SIGTERM"
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: GlobalArgs,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The flags of every command.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct GlobalArgs {
    /// The cluster, by the name of its context
    #[arg(short, long, global = true, env = "NONOCTL_CONTEXT", hide_env_values = true, value_name = "NAME")]
    pub(crate) context: Option<String>,
    /// The cluster: ZooKeeper's hosts and the path below which it lives; instead of a context
    #[arg(long, global = true, env = "NONOCTL_CONNECT", hide_env_values = true, value_name = "HOSTS/CHROOT")]
    pub(crate) connect: Option<String>,
    /// The file of contexts; without it $XDG_CONFIG_HOME/nonoctl/config.toml
    #[arg(long, global = true, env = "NONOCTL_CONFIG", hide_env_values = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// How to write data; without it a table on a terminal, tab-separated values into a pipe
    #[arg(
        short,
        long,
        global = true,
        env = "NONOCTL_OUTPUT",
        hide_env_values = true,
        value_name = "FORMAT",
        hide_possible_values = true
    )]
    #[arg(
        help = "How to write data: table, wide, json, jsonl, yaml, name or tsv; without it a table on a terminal, tab-separated values into a pipe"
    )]
    pub(crate) output: Option<Format>,
    /// Only these fields: columns of the table or members of the JSON document; without a value it lists them
    #[arg(long, global = true, value_name = "A,B", num_args = 0..=1, default_missing_value = "")]
    pub(crate) fields: Option<Fields>,
    /// Run the JSON document through an expression of jq; texts are printed as they are
    #[arg(long, global = true, value_name = "EXPR")]
    pub(crate) jq: Option<String>,
    /// The order of a list: a field, then :desc for the greatest first
    #[arg(long, global = true, value_name = "FIELD[:desc]")]
    pub(crate) sort_by: Option<SortBy>,
    /// Leave out the header of tables
    #[arg(long, global = true)]
    pub(crate) no_headers: bool,
    /// Say only what was asked for
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Say more, on standard error; twice: each request to ZooKeeper
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
    /// Colours: auto, always or never; NO_COLOR and CLICOLOR_FORCE count, too
    #[arg(long, global = true, value_name = "WHEN", hide_possible_values = true)]
    pub(crate) color: Option<ColorWhen>,
    /// Nothing but ASCII in tables
    #[arg(long, global = true, env = "NONOCTL_ASCII", hide_env_values = true, value_parser = clap::builder::FalseyValueParser::new())]
    pub(crate) ascii: bool,
    /// Show long texts at once, not through a pager
    #[arg(long, global = true)]
    pub(crate) no_pager: bool,
    /// For screen readers: no spinner, nothing is drawn over, plain lines
    #[arg(long, global = true, env = "NONOCTL_ACCESSIBLE", hide_env_values = true, value_parser = clap::builder::FalseyValueParser::new())]
    pub(crate) accessible: bool,
    /// Moments for people: relative, local or utc; data for programs is always RFC 3339 UTC
    #[arg(
        long,
        global = true,
        env = "NONOCTL_TIME",
        hide_env_values = true,
        value_name = "STYLE",
        hide_possible_values = true
    )]
    pub(crate) time: Option<TimeStyle>,
    /// Answer prompts with yes
    #[arg(short, long, global = true)]
    pub(crate) yes: bool,
    /// With --yes, where the cluster's name must be typed: the context (or connect string) that is meant
    #[arg(long, global = true, value_name = "NAME")]
    pub(crate) confirm: Option<String>,
    /// Never prompt: what needs an answer ends with exit code 8
    #[arg(long, global = true, env = "NONOCTL_NO_INPUT", hide_env_values = true, value_parser = clap::builder::FalseyValueParser::new())]
    pub(crate) no_input: bool,
    /// The longest that one request may take
    #[arg(long = "timeout", env = "NONOCTL_TIMEOUT", hide_env_values = true, value_name = "DURATION", default_value = "10s", value_parser = crate::words::patience)]
    pub(crate) request_timeout: Duration,
    /// What of these was typed, and not the environment's.
    #[arg(skip)]
    pub(crate) typed: Typed,
}

impl GlobalArgs {
    /// The cluster that is meant, as far as it was said.
    pub(crate) fn wish(&self, environment: &Environment) -> Wish {
        let full = |text: &Option<String>, typed| text.clone().filter(|text| typed && !text.is_empty());
        let config = self.config.clone().filter(|path| !path.as_os_str().is_empty());
        let (connect, context) = (full(&self.connect, self.typed.connect), full(&self.context, self.typed.context));
        invocation::wish(connect, context, config, environment)
    }

    /// How much is said: whether nothing but what was asked for, and how much more. A flag beats `NONOCTL_LOG`.
    pub(crate) fn loudness(&self, environment: &Environment) -> Result<(bool, u8), CommandError> {
        if self.quiet || self.verbose > 0 {
            return Ok((self.quiet, self.verbose));
        }
        match environment.value("NONOCTL_LOG") {
            None | Some("normal") => Ok((false, 0)),
            Some("quiet") => Ok((true, 0)),
            Some("verbose") => Ok((false, 1)),
            Some(other) => {
                let message = format!("NONOCTL_LOG: \"{other}\" is none of quiet, normal and verbose");
                Err(CommandError::usage(message).with_hint("nonoctl help environment"))
            }
        }
    }

    /// `-o`; an expression of jq works on JSON, whatever the environment says.
    pub(crate) fn format(&self) -> Option<Format> {
        let implied = self.jq.as_ref().map(|_| Format::Json);
        implied.filter(|_| self.output != Some(Format::Jsonl)).or(self.output)
    }
}

/// Which of two ways to say the same was typed: that one counts.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Typed {
    /// `--connect`.
    pub(crate) connect: bool,
    /// `--context`.
    pub(crate) context: bool,
    /// `--output`.
    pub(crate) output: bool,
}

/// The id of `--timeout` as a flag of one request. `task add` and `task update` have a flag of that name for the
/// attempts of the task; there this one is given before the noun.
const REQUEST_TIMEOUT: &str = "request_timeout";

/// Carries out one command line.
pub(crate) fn run(args: Vec<OsString>, environment: &Environment) -> ExitCode {
    let plain = Peek::at(&args, environment);
    let log = Log::below(environment.state_folder().as_deref());
    defect::catch(log, plain.json, || carried_out(&args, &plain, environment)).unwrap_or(ExitCode::FAILURE)
}

fn carried_out(args: &[OsString], plain: &Peek, environment: &Environment) -> ExitCode {
    let mut tree = command(plain.color).mut_args(|arg| {
        let is_empty = arg.get_env().and_then(|name| name.to_str()).is_some_and(|name| environment.is_empty(name));
        if is_empty { arg.env(None::<&str>) } else { arg }
    });
    let parsed = tree.try_get_matches_from_mut(args).and_then(|matches| understood(&matches));
    match parsed {
        Ok(cli) => execute(&cli, environment),
        Err(error) => {
            let error = variable::named(error, &tree, args, environment);
            refuse(&with_plain_usage(error, &mut tree, args), plain, environment)
        }
    }
}

/// Clap's usage names each flag that was given, also by the environment, as if it were needed: here it is the command's own.
fn with_plain_usage(mut error: clap::Error, tree: &mut clap::Command, args: &[OsString]) -> clap::Error {
    // "-- -1" makes it an argument, and what was meant is the value of a flag.
    if let Some(ContextValue::String(typed)) = error.get(ContextKind::InvalidArg)
        && typed.strip_prefix('-').is_some_and(|rest| rest.starts_with(|letter: char| letter.is_ascii_digit()))
    {
        error.remove(ContextKind::Suggested);
    }
    if error.get(ContextKind::Usage).is_none() {
        return error;
    }
    tree.build();
    let mut at = &*tree;
    for word in args.iter().skip(1).filter_map(|arg| arg.to_str()) {
        at = at.find_subcommand(word).unwrap_or(at);
    }
    let usage = at.clone().render_usage();
    error.insert(ContextKind::Usage, ContextValue::StyledStr(usage));
    error
}

/// The whole tree, as clap knows it.
pub(crate) fn command(color: Option<ColorWhen>) -> clap::Command {
    let choice = match color {
        Some(ColorWhen::Always) => ColorChoice::Always,
        Some(ColorWhen::Never) => ColorChoice::Never,
        Some(ColorWhen::Auto) | None => ColorChoice::Auto,
    };
    with_timeout(Cli::command().color(choice))
}

/// Gives `--timeout` to every command that has no flag of that name.
fn with_timeout(command: clap::Command) -> clap::Command {
    let Some(timeout) = command.get_arguments().find(|arg| arg.get_id() == REQUEST_TIMEOUT).cloned() else {
        return command;
    };
    let timeout = timeout.default_value(None::<&str>).env(None::<&str>);
    add_below(command, &timeout)
}

fn add_below(command: clap::Command, timeout: &clap::Arg) -> clap::Command {
    command.mut_subcommands(|below| {
        let below = add_below(below, timeout);
        let has_its_own = below.get_arguments().any(|arg| arg.get_long() == timeout.get_long());
        if has_its_own { below } else { below.arg(timeout) }
    })
}

/// The arguments as values; of several `--timeout` the last one counts.
fn understood(matches: &clap::ArgMatches) -> Result<Cli, clap::Error> {
    let mut cli = Cli::from_arg_matches(matches)?;
    let typed = |id| matches.value_source(id) == Some(ValueSource::CommandLine);
    cli.global.typed = Typed { connect: typed("connect"), context: typed("context"), output: typed("output") };
    let mut at = matches;
    while let Some((_, below)) = at.subcommand() {
        if let Ok(Some(timeout)) = below.try_get_one::<Duration>(REQUEST_TIMEOUT) {
            cli.global.request_timeout = *timeout;
        }
        at = below;
    }
    Ok(cli)
}

fn execute(cli: &Cli, environment: &Environment) -> ExitCode {
    let invocation = Invocation::new(&cli.global, environment);
    match check(&cli.global, environment).and_then(|()| cli.command.execute(&invocation)) {
        Ok(exit) => ExitCode::from(exit.code()),
        Err(error) => {
            let error = invocation.placed(error);
            report(&error, invocation.format.is_some_and(Format::is_json), invocation.error_paint(), environment);
            ExitCode::from(error.exit())
        }
    }
}

/// What is wrong with the flags whatever the command is.
fn check(global: &GlobalArgs, environment: &Environment) -> Result<(), CommandError> {
    global.loudness(environment)?;
    let Some(expression) = &global.jq else { return Ok(()) };
    if global.typed.output && !global.output.is_some_and(Format::is_json) {
        return Err(CommandError::usage("--jq works on JSON: leave out -o, or write -o json or -o jsonl"));
    }
    jq::check(expression)
}

/// A standard error that is gone is no reason to fail in another way.
fn report(error: &CommandError, json: bool, paint: Paint, environment: &Environment) {
    let mut out = io::stderr().lock();
    if json {
        let _ = error.write_json(&mut out);
        return;
    }
    let mut text = Vec::new();
    let _ = error.write_text(paint, &mut text);
    let text = paragraph(&String::from_utf8_lossy(&text), terminal::error_width(environment));
    let _ = out.write_all(text.as_bytes());
}

/// Help and version go to standard output; everything else that clap says is exit 2.
fn refuse(error: &clap::Error, peek: &Peek, environment: &Environment) -> ExitCode {
    if matches!(error.kind(), ClapKind::DisplayHelp | ClapKind::DisplayVersion) {
        let width = Some(io::stdout()).filter(io::IsTerminal::is_terminal);
        let width = width.and_then(|stream| terminal::width(environment, stream));
        let _ = write_clap(error, peek.color, width, io::stdout());
        return ExitCode::SUCCESS;
    }
    if peek.json {
        let paint = Paint { colour: false, ascii: terminal::needs_ascii(environment) };
        report(&in_our_words(error), true, paint, environment);
    } else if is_harmful(&error.render().to_string()) {
        // What was typed is said again, and a terminal must not obey it.
        let lines = error.render().to_string().lines().map(words::harmless).collect::<Vec<_>>().join("\n");
        let _ = writeln!(io::stderr(), "{lines}");
    } else {
        let _ = write_clap(error, peek.color, terminal::error_width(environment), io::stderr());
    }
    ExitCode::from(2)
}

/// What clap says, in lines that fit: it breaks no word, and not what is wrong with a value.
fn write_clap(
    error: &clap::Error,
    color: Option<ColorWhen>,
    width: Option<usize>,
    stream: impl anstream::stream::RawStream + anstream::stream::AsLockedWrite,
) -> io::Result<()> {
    let color = match color {
        Some(ColorWhen::Always) => anstream::ColorChoice::Always,
        Some(ColorWhen::Never) => anstream::ColorChoice::Never,
        Some(ColorWhen::Auto) | None => anstream::ColorChoice::Auto,
    };
    let mut stream = anstream::AutoStream::new(stream, color);
    stream.write_all(paragraph(&error.render().ansi().to_string(), width).as_bytes())?;
    stream.flush()
}

fn is_harmful(text: &str) -> bool {
    // The colours of clap are its own.
    text.chars().any(|letter| words::is_harmful(letter) && letter != '\n')
}

fn in_our_words(error: &clap::Error) -> CommandError {
    let text = error.render().to_string();
    let first = words::harmless(text.lines().next().unwrap_or("bad usage").trim_start_matches("error: "));
    let mut ours = CommandError::usage(first);
    for (kind, value) in error.context() {
        match (kind, value) {
            (
                ContextKind::SuggestedArg | ContextKind::SuggestedSubcommand | ContextKind::SuggestedValue,
                ContextValue::String(one),
            ) => {
                ours.suggestions.push(one.clone());
            }
            (
                ContextKind::SuggestedArg | ContextKind::SuggestedSubcommand | ContextKind::SuggestedValue,
                ContextValue::Strings(all),
            ) => {
                ours.suggestions.extend(all.iter().cloned());
            }
            _ => {}
        }
    }
    ours
}

/// Which cluster a command line means that may not be complete.
pub(crate) fn wish_of(words: &[OsString], environment: &Environment) -> Wish {
    let texts: Vec<&str> = words.iter().skip(1).filter_map(|word| word.to_str()).collect();
    let typed = |names: &[&str]| value_of(&texts, names).filter(|value| !value.is_empty()).map(str::to_owned);
    let (connect, context) = (typed(&["--connect"]), typed(&["--context", "-c"]));
    let config = typed(&["--config"]).or_else(|| environment.value("NONOCTL_CONFIG").map(str::to_owned));
    invocation::wish(connect, context, config.map(PathBuf::from), environment)
}

/// What must be known of arguments that cannot be understood: how to say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Peek {
    json: bool,
    color: Option<ColorWhen>,
}

impl Peek {
    fn at(args: &[OsString], environment: &Environment) -> Self {
        let texts: Vec<&str> = args.iter().skip(1).map_while(|arg| arg.to_str().filter(|text| *text != "--")).collect();
        let format = value_of(&texts, &["--output", "-o"]).or_else(|| environment.value("NONOCTL_OUTPUT"));
        let color = match value_of(&texts, &["--color"]) {
            Some("always") => Some(ColorWhen::Always),
            Some("never") => Some(ColorWhen::Never),
            _ => plain_color(environment),
        };
        let json = matches!(format, Some("json" | "jsonl")) || value_of(&texts, &["--jq"]).is_some();
        Self { json, color }
    }
}

/// Help is written by clap, which asks the environment in an order of its own.
fn plain_color(environment: &Environment) -> Option<ColorWhen> {
    let streams = Streams::of_process();
    let takes = |is_terminal| terminal::takes_colour(None, environment, is_terminal);
    match (takes(streams.stdout), takes(streams.stderr)) {
        (true, true) => Some(ColorWhen::Always),
        (false, false) => Some(ColorWhen::Never),
        _ => None,
    }
}

/// The last value of a flag, in any of the ways to write it.
fn value_of<'a>(args: &[&'a str], names: &[&str]) -> Option<&'a str> {
    let mut found = None;
    for (index, arg) in args.iter().enumerate() {
        for name in names {
            match arg.strip_prefix(name) {
                Some("") => found = args.get(index + 1).copied().or(found),
                Some(rest) if rest.starts_with('=') => found = Some(&rest[1..]),
                Some(rest) if name.len() == 2 => found = Some(rest),
                _ => {}
            }
        }
    }
    found
}

mod variable;

#[cfg(test)]
mod docs_tests;
#[cfg(test)]
mod help_tests;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_is_consistent() {
        command(None).debug_assert();
    }

    #[test]
    fn the_format_of_an_error_is_found_in_arguments_that_cannot_be_understood() {
        let peek = |args: &[&str], environment: &[(&str, &str)]| {
            let args: Vec<OsString> = args.iter().map(OsString::from).collect();
            Peek::at(&args, &Environment::of(environment)).json
        };
        for args in [["-o", "json"], ["--output", "jsonl"], ["-ojson", "x"], ["-o=json", "x"], ["x", "--output=json"]] {
            assert!(peek(&["nonoctl", args[0], args[1]], &[]), "{args:?}");
        }
        assert!(peek(&["nonoctl"], &[("NONOCTL_OUTPUT", "json")]));
        assert!(!peek(&["nonoctl", "-o", "yaml"], &[("NONOCTL_OUTPUT", "json")]));
        assert!(!peek(&["nonoctl", "--", "-o", "json"], &[]));
    }

    #[test]
    fn how_much_is_said_is_the_flags_and_else_the_environments() {
        let loudness = |args: &[&str], log: &str| {
            let cli = Cli::try_parse_from([&["nonoctl", "version"], args].concat()).unwrap();
            cli.global.loudness(&Environment::of(&[("NONOCTL_LOG", log)])).map_err(|error| error.kind)
        };
        assert_eq!(loudness(&[], ""), Ok((false, 0)));
        assert_eq!(loudness(&[], "quiet"), Ok((true, 0)));
        assert_eq!(loudness(&[], "verbose"), Ok((false, 1)));
        assert_eq!((loudness(&["-v"], "quiet"), loudness(&["-q"], "verbose")), (Ok((false, 1)), Ok((true, 0))));
        assert_eq!(loudness(&[], "loud"), Err(crate::error::ErrorKind::Usage));
    }
}
