//! The signals that end a command.

use tokio::signal::unix::{SignalKind, signal};

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

/// Waits for one of them. Where signals cannot be listened to, their default action ends the process.
pub(crate) async fn end() -> EndSignal {
    let (Ok(mut interrupt), Ok(mut terminate)) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = interrupt.recv() => EndSignal::Interrupt,
        _ = terminate.recv() => EndSignal::Terminate,
    }
}
