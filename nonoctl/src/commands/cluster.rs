//! `nonoctl cluster`: the cluster as a whole.

pub(crate) mod doctor;
mod events;
mod init;
pub(crate) mod outlook;
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
}

impl ClusterCommand {
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        match self {
            Self::Init(args) => args.execute(invocation),
            Self::Status(args) => args.execute(invocation),
            Self::Doctor(args) => args.execute(invocation),
            Self::Events(args) => args.execute(invocation),
        }
    }
}

#[cfg(test)]
mod tests;
