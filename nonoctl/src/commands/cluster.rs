//! `nonoctl cluster`: the cluster as a whole.

pub(crate) mod doctor;
mod events;
mod init;
pub(crate) mod outlook;
pub(crate) mod pause;
mod screen;
pub(crate) mod status;

use clap::Subcommand;

use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;

/// Lay out a cluster, and see how it is
#[derive(Debug, Subcommand)]
pub(crate) enum ClusterCommand {
    Init(init::InitArgs),
    Status(status::StatusArgs),
    Doctor(doctor::DoctorArgs),
    Events(events::EventsArgs),
    Pause(pause::PauseArgs),
    Resume(pause::ResumeArgs),
}

impl ClusterCommand {
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        match self {
            Self::Init(args) => args.execute(invocation),
            Self::Status(args) => args.execute(invocation),
            Self::Doctor(args) => args.execute(invocation),
            Self::Events(args) => args.execute(invocation),
            Self::Pause(args) => args.execute(invocation),
            Self::Resume(args) => args.execute(invocation),
        }
    }
}

#[cfg(test)]
mod tests;
