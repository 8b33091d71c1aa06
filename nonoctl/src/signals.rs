//! The signals that end a command.

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

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

/// Both signals, listened to since it was made: they no longer end the process by themselves. Whoever waits hears also of
/// one that came before.
#[derive(Clone, Debug)]
pub(crate) struct EndSignals(watch::Receiver<Option<EndSignal>>);

impl EndSignals {
    /// Begins to listen, within a runtime. Where that is not possible, their default action ends the process.
    pub(crate) fn begin() -> Self {
        let (told, signals) = watch::channel(None);
        if let (Ok(mut interrupt), Ok(mut terminate)) =
            (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
        {
            tokio::spawn(async move {
                let heard = tokio::select! {
                    _ = interrupt.recv() => EndSignal::Interrupt,
                    _ = terminate.recv() => EndSignal::Terminate,
                };
                told.send(Some(heard))
            });
        }
        Self(signals)
    }

    /// Waits for one of them.
    pub(crate) async fn heard(mut self) -> EndSignal {
        let heard = self.0.wait_for(Option::is_some).await.ok().and_then(|heard| *heard);
        match heard {
            Some(signal) => signal,
            None => std::future::pending().await,
        }
    }
}

/// Waits for one of them, from now on.
pub(crate) async fn end() -> EndSignal {
    EndSignals::begin().heard().await
}
