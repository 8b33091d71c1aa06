//! The command tree: one file a command, whose arguments' doc comments are its help.
//!
//! A command reads its arguments, asks the cluster, and prints one [`crate::output::Report`]; it never writes to a
//! stream by itself, so that every format and every stream rule holds for all of them.

mod apply;
pub(crate) mod cluster;
mod completion;
mod config;
mod context;
mod cron;
mod diff;
mod help;
mod import;
mod man;
pub(crate) mod run;
pub(crate) mod scheduler;
mod schema;
pub(crate) mod task;
mod version;

use clap::Subcommand;

use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;

/// What can be done, by noun.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Plan tasks, change them, run them, see what became of them
    #[command(
        subcommand,
        after_help = "Examples:\n  nonoctl task add web.ping --every 10s --url http://127.0.0.1:8080/ping\n  nonoctl task list"
    )]
    Task(task::TaskCommand),
    /// See runs: those on their way, and how the others ended
    #[command(
        subcommand,
        after_help = "Examples:\n  nonoctl run list --state failed --since 24h\n  nonoctl run list --state running"
    )]
    Run(run::RunCommand),
    Apply(apply::ApplyArgs),
    Diff(diff::DiffArgs),
    Import(import::ImportArgs),
    #[command(subcommand, after_help = "Examples:\n  nonoctl scheduler list\n  nonoctl scheduler drain sched-a1")]
    Scheduler(scheduler::SchedulerCommand),
    #[command(subcommand, after_help = "Examples:\n  nonoctl cluster init\n  nonoctl cluster status")]
    Cluster(cluster::ClusterCommand),
    Top(crate::top::args::TopArgs),
    Cron(cron::CronArgs),
    Schema(schema::SchemaArgs),
    Dev(crate::dev::command::DevArgs),
    #[command(
        subcommand,
        after_help = "Examples:\n  nonoctl context add prod --connect zk1:2181,zk2:2181,zk3:2181/nono --protected\n  nonoctl context use prod"
    )]
    Context(context::ContextCommand),
    #[command(subcommand, after_help = "Examples:\n  nonoctl config path\n  nonoctl config view")]
    Config(config::ConfigCommand),
    Completion(completion::CompletionArgs),
    Help(help::HelpArgs),
    #[command(hide = true)]
    Man(man::ManArgs),
    Version(version::VersionArgs),
}

impl Command {
    /// Does it.
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        match self {
            Self::Task(command) => command.execute(invocation),
            Self::Run(command) => command.execute(invocation),
            Self::Apply(command) => command.execute(invocation),
            Self::Diff(command) => command.execute(invocation),
            Self::Import(command) => command.execute(invocation),
            Self::Scheduler(command) => command.execute(invocation),
            Self::Cluster(command) => command.execute(invocation),
            Self::Top(command) => command.execute(invocation),
            Self::Cron(command) => command.execute(invocation),
            Self::Schema(command) => command.execute(invocation),
            Self::Dev(command) => command.execute(invocation),
            Self::Context(command) => command.execute(invocation),
            Self::Config(command) => command.execute(invocation),
            Self::Completion(command) => command.execute(invocation),
            Self::Help(command) => command.execute(invocation),
            Self::Man(command) => command.execute(invocation),
            Self::Version(command) => command.execute(invocation),
        }
    }
}
