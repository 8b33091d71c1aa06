//! When the first byte of an attempt left: written where it leaves, read by whoever wants to know.

use std::sync::atomic::{AtomicU64, Ordering};

use nono_core::time::Boot;

/// A moment that comes once, or not at all; twice only where TLS took the bytes of a request that its socket then refused. A message for
/// each would cost as much as the one that tells the end.
#[derive(Debug, Default)]
pub struct FirstByte(AtomicU64);

impl FirstByte {
    /// It left now.
    pub fn left(&self, at: Boot) {
        self.0.store(at.0, Ordering::Release);
    }

    /// When it left, if it has and nobody was told yet.
    pub fn take(&self) -> Option<Boot> {
        // Most of the time it is looked at, nothing is new.
        if self.0.load(Ordering::Acquire) == 0 {
            return None;
        }
        Some(Boot(self.0.swap(0, Ordering::AcqRel))).filter(|at| at.0 > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_once() {
        let first = FirstByte::default();
        assert_eq!(first.take(), None);
        first.left(Boot(7));
        assert_eq!([first.take(), first.take()], [Some(Boot(7)), None]);
    }
}
