//! Random ids: of tasks, of clusters, of what was asked for.
//!
//! The only place that asks the system for randomness.

use nono_core::name::TaskUid;

use crate::error::CommandError;

const LETTERS: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";

/// `length` letters and digits, each equally likely.
pub(crate) fn text(length: usize) -> Result<String, CommandError> {
    let mut text = String::with_capacity(length);
    let mut bytes = [0_u8; 512];
    while text.len() < length {
        let bytes = &mut bytes[..(2 * (length - text.len())).min(512)];
        getrandom::fill(bytes)
            .map_err(|error| CommandError::failed(format!("the system gives no randomness: {error}")))?;
        // 252 is the largest multiple of 36: bytes above it would favour the first letters.
        let fair = bytes.iter().filter(|byte| **byte < 252);
        text.extend(fair.take(length - text.len()).map(|byte| char::from(LETTERS[usize::from(byte % 36)])));
    }
    Ok(text)
}

/// The uid of a new task.
pub(crate) fn task_uid() -> Result<TaskUid, CommandError> {
    TaskUids::default().next()
}

/// Uids of many new tasks, for which the system is asked together.
#[derive(Default)]
pub(crate) struct TaskUids(Vec<TaskUid>);

impl TaskUids {
    /// The next one.
    pub(crate) fn next(&mut self) -> Result<TaskUid, CommandError> {
        if self.0.is_empty() {
            const LENGTH: usize = 8;
            let letters = text(32 * LENGTH)?;
            let uids = (0..letters.len()).step_by(LENGTH).map(|from| &letters[from..from + LENGTH]);
            self.0.extend(uids.map(|uid| uid.parse::<TaskUid>().expect("eight letters and digits are a uid")));
        }
        Ok(self.0.pop().expect("there are some now"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_valid_and_differ() {
        let (mut many, mut uids) = (TaskUids::default(), std::collections::BTreeSet::new());
        for _ in 0..1_000 {
            uids.extend([task_uid().unwrap(), many.next().unwrap()]);
        }
        assert_eq!(uids.len(), 2_000);
        for length in [0, 1, 100, 5_000] {
            assert_eq!(text(length).unwrap().len(), length);
        }
    }
}
