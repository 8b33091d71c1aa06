//! The signals that end a command.

use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::error::{CommandError, ErrorKind};

/// Which signal came.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum EndSignal {
    /// Ctrl-C.
    Interrupt,
    /// SIGTERM.
    Terminate,
}

impl EndSignal {
    /// The error that a command ends with; it says nothing, the person knows.
    pub(crate) fn error(self) -> CommandError {
        let kind = match self {
            Self::Interrupt => ErrorKind::Interrupted,
            Self::Terminate => ErrorKind::Terminated,
        };
        CommandError::new(kind, "")
    }
}

/// Both signals, listened to from now on: they no longer end the process by themselves.
#[derive(Debug)]
pub(crate) struct Listening {
    interrupt: Signal,
    terminate: Signal,
}

impl Listening {
    /// Begins to listen, within a runtime; `None` where that is not possible.
    pub(crate) fn begin() -> Option<Self> {
        let (interrupt, terminate) = (signal(SignalKind::interrupt()).ok()?, signal(SignalKind::terminate()).ok()?);
        Some(Self { interrupt, terminate })
    }

    /// Waits for one of them.
    pub(crate) async fn heard(mut self) -> EndSignal {
        tokio::select! {
            _ = self.interrupt.recv() => EndSignal::Interrupt,
            _ = self.terminate.recv() => EndSignal::Terminate,
        }
    }
}

/// Waits for one of them. Where signals cannot be listened to, their default action ends the process.
pub(crate) async fn end() -> EndSignal {
    match Listening::begin() {
        Some(listening) => listening.heard().await,
        None => std::future::pending().await,
    }
}
