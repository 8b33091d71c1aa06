//! A short ASCII text without an allocation: ids are copied, compared and hashed dozens of times for each run.

use std::hash::{Hash, Hasher};
use std::ops::Deref;

/// At most `N` bytes of ASCII, padded with zeros: so the order of the bytes is that of the texts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Inline<const N: usize> {
    bytes: [u8; N],
    length: u8,
}

impl<const N: usize> From<&str> for Inline<N> {
    /// Whoever makes an id has checked what it may hold, and so how long it is.
    fn from(text: &str) -> Self {
        debug_assert!(text.is_ascii() && text.len() <= N, "{text:?} is no ASCII of {N} bytes");
        let mut bytes = [0; N];
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        Self { bytes, length: u8::try_from(text.len()).expect("an id is shorter than 256 bytes") }
    }
}

impl<const N: usize> Deref for Inline<N> {
    type Target = str;

    fn deref(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.length)]).expect("made from a text of ASCII")
    }
}

impl<const N: usize> Hash for Inline<N> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write(&self.bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_ordered_as_its_text() {
        let texts = ["", "a", "a-", "a-b", "ab", "b", "zzzzzzzz"];
        let mut inline = texts.map(Inline::<8>::from);
        inline.reverse();
        inline.sort();
        assert_eq!(inline.map(|text| text.to_string()), texts);
    }
}
