//! ZooKeeper's frames, as far as a proxy must tell them apart: a length, then the message.
//!
//! The first message each way opens the session and has no header. Then requests begin with a number and an operation,
//! answers with the number of their request; an answer without a request is a watch event.

use tokio::io::{AsyncRead, AsyncReadExt};

/// Larger than anything a server or a client takes.
const LARGEST: usize = 64 << 20;
/// The number of a watch event, among answers.
const EVENT: i32 = -1;
/// Operations that change something: create, delete, set, their container and TTL forms, and several at once.
const WRITES: [i32; 7] = [1, 2, 5, 14, 15, 19, 21];

/// One message with its length before it, as it goes over the wire.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Frame(pub(super) Vec<u8>);

impl Frame {
    /// The next one; none when the connection ends.
    pub(super) async fn read(from: &mut (impl AsyncRead + Unpin)) -> Option<Self> {
        let mut length = [0; 4];
        from.read_exact(&mut length).await.ok()?;
        let size = usize::try_from(i32::from_be_bytes(length)).ok().filter(|&size| size <= LARGEST)?;
        let mut bytes = vec![0; 4 + size];
        bytes[..4].copy_from_slice(&length);
        from.read_exact(&mut bytes[4..]).await.ok()?;
        Some(Self(bytes))
    }

    fn int(&self, at: usize) -> Option<i32> {
        Some(i32::from_be_bytes(self.0.get(at..at + 4)?.try_into().expect("four bytes")))
    }

    /// The number of a request, or of the request that an answer belongs to.
    pub(super) fn number(&self) -> Option<i32> {
        self.int(4)
    }

    /// What a request asks for, as ZooKeeper numbers it; none of what comes by itself, such as a ping.
    pub(super) fn operation(&self) -> Option<i32> {
        self.int(8).filter(|_| self.number().is_some_and(|number| number >= 0))
    }

    /// Whether a request would change something.
    pub(super) fn is_write(&self) -> bool {
        self.int(8).is_some_and(|operation| WRITES.contains(&operation))
    }

    /// Whether an answer is a watch event.
    pub(super) fn is_event(&self) -> bool {
        self.number() == Some(EVENT)
    }

    /// Whether it is a ping or the answer to one: those are never what a story is about.
    pub(super) fn is_ping(&self) -> bool {
        self.number() == Some(-2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(number: i32, then: i32) -> Vec<u8> {
        [8_i32, number, then].iter().flat_map(|word| word.to_be_bytes()).collect()
    }

    #[tokio::test]
    async fn frames_are_told_apart() {
        let mut wire: Vec<u8> = [frame(7, 14), frame(8, 4), frame(-1, 0), frame(-2, 11)].concat();
        wire.extend([0, 0, 0, 9, 1]);
        let mut wire = wire.as_slice();
        let mut next = async || Frame::read(&mut wire).await;
        let write = next().await.unwrap();
        assert!(write.is_write() && write.number() == Some(7) && !write.is_event() && !write.is_ping());
        assert!(!next().await.unwrap().is_write());
        assert!(next().await.unwrap().is_event());
        assert!(next().await.unwrap().is_ping());
        assert_eq!(next().await, None, "one that is cut short");
    }
}
