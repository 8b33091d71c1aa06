//! What TAB offers: commands and flags from the tree, names from the cluster.
//!
//! The shell's script calls nonoctl itself at every TAB. Names come from a small file that lists refresh; one that is
//! older than a moment is read anew from the cluster, for 80 ms at most. What takes longer is left to a process in the
//! background, so that the next TAB knows it: TAB itself never waits for a cluster that is large or away.

mod cache;
mod live;
mod narrow;

use std::ffi::{OsStr, OsString};

use clap_complete::CompleteEnv;
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};

use self::narrow::narrowed;
use crate::cli;
use crate::contexts;
use crate::environment::Environment;

/// The environment variable with which a shell asks.
const ASKED: &str = "COMPLETE";
/// The one with which a TAB starts a process that reads the names for the next one.
const REFRESHES: &str = "NONOCTL_REFRESHES_NAMES";
/// More than so many are shown by their beginnings.
const MOST: usize = 200;

/// Answers a shell that asks, and ends the process then.
pub(crate) fn answer(environment: &Environment) {
    if environment.value(REFRESHES).is_some() {
        refresh(environment);
        std::process::exit(0);
    }
    if environment.value(ASKED).is_some() {
        CompleteEnv::with_factory(|| offering(cli::command(None))).bin("nonoctl").completer("nonoctl").complete();
    }
}

/// Reads the names of this command line's cluster anew: what a TAB that was too slow leaves behind.
fn refresh(environment: &Environment) {
    let args: Vec<OsString> = std::env::args_os().collect();
    let _ = live::read(&cli::wish_of(&args, environment), environment, live::AT_LEISURE);
}

/// Keeps the names of all tasks for the next TAB, where there is a place for them.
pub(crate) fn keep_tasks<'n>(environment: &Environment, place: &contexts::Place, tasks: impl FnOnce() -> Vec<&'n str>) {
    let Some(path) = cache::path(environment, place) else { return };
    // Without it the next TAB reads them itself.
    let _ = cache::write(&path, &tasks(), &cache::schedulers(&path));
}

/// What a name is a name of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Of {
    Task,
    Scheduler,
    Context,
}

/// The arguments that are names, by command: `task get NAME`, but not `task add NAME`, which is a new one.
fn of(noun: &str, verb: &str, argument: &str) -> Option<Of> {
    match (noun, verb, argument) {
        (_, _, "context") => Some(Of::Context),
        ("task", "add", _) => None,
        ("task", _, "name" | "names") => Some(Of::Task),
        ("run", "list", "task") => Some(Of::Task),
        ("run", "list", "scheduler") | ("scheduler", "get", "scheduler") => Some(Of::Scheduler),
        ("scheduler", "drain" | "undrain", "name") => Some(Of::Scheduler),
        ("context", "use" | "show", "name") | ("context", "rm", "names") | ("context", "rename", "old") => {
            Some(Of::Context)
        }
        _ => None,
    }
}

/// The tree, whose arguments know where their names are.
fn offering(tree: clap::Command) -> clap::Command {
    let tree = known(tree, "", "");
    tree.mut_subcommands(|noun| {
        let name = noun.get_name().to_owned();
        let noun = known(noun, &name, "");
        noun.mut_subcommands(|verb| {
            let verb_name = verb.get_name().to_owned();
            known(verb, &name, &verb_name)
        })
    })
}

fn known(command: clap::Command, noun: &str, verb: &str) -> clap::Command {
    command.mut_args(|argument| match of(noun, verb, argument.get_id().as_str()) {
        Some(of) => argument.add(ArgValueCompleter::new(move |typed: &OsStr| candidates(of, typed))),
        None => argument,
    })
}

fn candidates(of: Of, typed: &OsStr) -> Vec<CompletionCandidate> {
    let Some(typed) = typed.to_str() else { return Vec::new() };
    let environment = Environment::of_process();
    let words: Vec<OsString> = std::env::args_os().skip_while(|word| word != "--").skip(1).collect();
    let wish = cli::wish_of(&words, &environment);
    let names = match of {
        Of::Context => wish
            .file
            .as_ref()
            .and_then(|(path, must)| contexts::read(path, *must).ok())
            .map(|file| file.contexts.into_keys().collect())
            .unwrap_or_default(),
        Of::Task => live::fresh(&wish, &words, &environment).tasks,
        Of::Scheduler => live::fresh(&wish, &words, &environment).schedulers,
    };
    narrowed(&names, typed, MOST).into_iter().map(CompletionCandidate::new).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_argument_that_names_something_known_is_offered_its_names() {
        let mut offered = Vec::new();
        let tree = offering(cli::command(None));
        for noun in tree.get_subcommands() {
            for verb in noun.get_subcommands() {
                for argument in verb.get_arguments().filter(|argument| argument.get::<ArgValueCompleter>().is_some()) {
                    offered.push(format!("{} {} {}", noun.get_name(), verb.get_name(), argument.get_id()));
                }
            }
        }
        for wanted in [
            "task get name",
            "task rm names",
            "task run names",
            "task edit name",
            "task copy name",
            "task explain name",
            "task rollback name",
            "task pause names",
            "scheduler get scheduler",
            "scheduler drain name",
            "context use name",
            "context rm names",
            "run list task",
            "run list scheduler",
        ] {
            assert!(offered.iter().any(|one| one == wanted), "{wanted}: {offered:?}");
        }
        assert!(!offered.iter().any(|one| one.starts_with("task add")), "{offered:?}");
        assert!(tree.get_arguments().any(|argument| argument.get::<ArgValueCompleter>().is_some()), "--context");
    }
}
