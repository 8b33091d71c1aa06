//! The connection to a worker, watched at two places: at the socket, where bytes are counted, and above TLS, where the
//! first byte of a request must pass a gate.
//!
//! The gate reads the boot clock and writes in one step, without a wait between: what is left between the check of the
//! time lease and the first byte is a stop of the process at that very place (docs/protocol.md). It must not let a
//! byte of a request through that has been given up.

use std::fmt;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use nono_core::time::Boot;
use rustix::io::Errno;
use rustix::net::{RecvFlags, recv};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use super::first_byte::FirstByte;
use crate::{clock, failpoint};

/// No answer may take more bytes until it is over: what is read of one is far less, so only who sends head after head, or
/// wraps each byte of a body in a chunk of its own, comes this far. Reading on would cost a processor until the deadline.
const MOST_RECEIVED: u64 = 1024 * 1024;

/// What the two watched places of one connection know.
#[derive(Default)]
pub(super) struct Wire {
    accepted: AtomicU64,
    received: AtomicU64,
    was_idle: AtomicBool,
    gate: Mutex<Gate>,
}

/// Whether a request may begin.
#[derive(Default)]
enum Gate {
    /// No request is expected: nothing passes.
    #[default]
    Shut,
    /// The next byte is the first of a request.
    Armed(Boot, Arc<FirstByte>),
    /// It has begun.
    Open,
    /// It came too late.
    Withheld,
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wire").field("accepted", &self.accepted).finish_non_exhaustive()
    }
}

/// What had left when a request was over.
pub(super) struct Left {
    /// Whether the time lease kept it back.
    pub(super) withheld: bool,
    /// Whether the socket accepted any byte since it was armed.
    pub(super) any_byte: bool,
}

/// A gate that is armed; dropped, it is shut, and the request can no longer begin.
pub(super) struct Armed {
    wire: Arc<Wire>,
    before: u64,
}

impl Wire {
    /// Expects one request, whose first byte may pass until `not_after` and is then reported to `sent`.
    pub(super) fn arm(self: &Arc<Self>, not_after: Boot, sent: Arc<FirstByte>) -> Armed {
        *self.gate() = Gate::Armed(not_after, sent);
        self.received.store(0, Ordering::Release);
        Armed { wire: Arc::clone(self), before: self.accepted.load(Ordering::Acquire) }
    }

    /// The connection was idle: it is looked at once more in front of its next write. Not for a new one, on which a
    /// server may rightly speak first (TLS tickets).
    pub(super) fn was_idle(&self) {
        self.was_idle.store(true, Ordering::Release);
    }

    fn gate(&self) -> MutexGuard<'_, Gate> {
        self.gate.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets `write` happen if the gate allows it. The lock is held over the write, which never blocks, so that a
    /// request that was given up cannot begin afterwards.
    fn pass(&self, write: impl FnOnce() -> Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        let mut gate = self.gate();
        let (not_after, sent) = match &*gate {
            Gate::Open => return write(),
            Gate::Shut | Gate::Withheld => return Poll::Ready(Err(io::Error::other("the request was given up"))),
            Gate::Armed(not_after, sent) => (*not_after, Arc::clone(sent)),
        };
        let now = clock::boot();
        if now > not_after {
            *gate = Gate::Withheld;
            return Poll::Ready(Err(io::Error::other("the time lease ended before the first byte")));
        }
        let written = write();
        if matches!(written, Poll::Ready(Ok(count)) if count > 0) {
            *gate = Gate::Open;
            sent.left(now);
        }
        written
    }
}

impl Armed {
    /// Shuts the gate and tells what had left.
    pub(super) fn disarm(self) -> Left {
        let withheld = matches!(*self.wire.gate(), Gate::Withheld);
        Left { withheld, any_byte: self.wire.accepted.load(Ordering::Acquire) > self.before }
    }
}

impl Drop for Armed {
    fn drop(&mut self) {
        *self.wire.gate() = Gate::Shut;
    }
}

/// Anything that bytes go through.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// Counts what the socket accepts.
pub(super) struct Counted {
    pub(super) inner: TcpStream,
    pub(super) wire: Arc<Wire>,
}

/// Lets requests through by the gate.
pub(super) struct Gated {
    pub(super) inner: Box<dyn Stream>,
    pub(super) wire: Arc<Wire>,
}

impl Counted {
    fn count(&self, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if let Poll::Ready(Ok(count)) = &written {
            self.wire.accepted.fetch_add(u64::try_from(*count).unwrap_or(1), Ordering::AcqRel);
        }
        written
    }

    /// The last look at a connection that was kept, in front of its next request: a worker that closed it meanwhile has
    /// told so to the kernel, if not yet to the runtime. Then nothing is written, and another connection is taken.
    fn look(&self) -> io::Result<()> {
        if !self.wire.was_idle.swap(false, Ordering::AcqRel) {
            return Ok(());
        }
        match recv(&self.inner, &mut [0_u8; 1], RecvFlags::PEEK | RecvFlags::DONTWAIT) {
            Err(Errno::WOULDBLOCK | Errno::INTR) => Ok(()),
            Err(error) => Err(error.into()),
            Ok(_) => Err(io::Error::new(io::ErrorKind::ConnectionAborted, "the worker closed the idle connection")),
        }
    }
}

impl AsyncWrite for Counted {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.look()?;
        let written = Pin::new(&mut self.inner).poll_write(cx, bytes);
        self.count(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.look()?;
        let written = Pin::new(&mut self.inner).poll_write_vectored(cx, bytes);
        self.count(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}

impl AsyncWrite for Gated {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let Self { inner, wire } = &mut *self;
        wire.pass(|| Pin::new(inner).poll_write(cx, bytes))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let Self { inner, wire } = &mut *self;
        let bytes = failpoint::head_alone(bytes);
        let written = wire.pass(|| Pin::new(inner).poll_write_vectored(cx, bytes));
        failpoint::written(bytes, &written);
        written
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}

impl AsyncRead for Counted {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, to: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(cx, to)
    }
}

impl AsyncRead for Gated {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, to: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = to.filled().len();
        let read = Pin::new(&mut self.inner).poll_read(cx, to);
        let count = u64::try_from(to.filled().len() - before).unwrap_or(u64::MAX);
        if self.wire.received.fetch_add(count, Ordering::AcqRel) > MOST_RECEIVED {
            return Poll::Ready(Err(io::Error::other("over 1 MiB came, and still no whole answer")));
        }
        read
    }
}
