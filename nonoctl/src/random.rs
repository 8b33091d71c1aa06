//! Random ids: of tasks, of clusters, of what was asked for.
//!
//! The only place that asks the system for randomness.

use nono_core::name::TaskUid;

use crate::error::CommandError;

const LETTERS: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";

/// `length` letters and digits, each equally likely.
pub(crate) fn text(length: usize) -> Result<String, CommandError> {
    let mut text = String::with_capacity(length);
    let mut bytes = [0_u8; 64];
    while text.len() < length {
        getrandom::fill(&mut bytes)
            .map_err(|error| CommandError::failed(format!("the system gives no randomness: {error}")))?;
        // 252 is the largest multiple of 36: bytes above it would favour the first letters.
        let fair = bytes.iter().filter(|byte| **byte < 252);
        text.extend(fair.take(length - text.len()).map(|byte| char::from(LETTERS[usize::from(byte % 36)])));
    }
    Ok(text)
}

/// The uid of a new task.
pub(crate) fn task_uid() -> Result<TaskUid, CommandError> {
    text(8).map(|text| text.parse().expect("eight letters and digits are a uid"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_valid_and_differ() {
        let uids: std::collections::BTreeSet<String> = (0..1_000).map(|_| task_uid().unwrap().to_string()).collect();
        assert_eq!(uids.len(), 1_000);
        assert_eq!(text(100).unwrap().len(), 100);
    }
}
