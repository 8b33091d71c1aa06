//! What many tasks say in the same words is read once, and kept once.
//!
//! Of a hundred thousand tasks nearly all share their schedule, their policy, their way of calling a worker and their
//! labels with others. To read a cron expression takes longer than all the rest of a record, and a schedule is larger.
//! Each thread keeps what it read last; what is kept is only ever what the same words mean again.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::Policy;
use super::target::Way;
use crate::schedule::Schedule;

/// So many bytes of texts of a kind are kept, some thousands of them; then it begins anew.
const MOST_BYTES: usize = 256 * 1024;
/// A longer text is none that many tasks share.
const LONGEST: usize = 1024;

/// What was read of each text.
pub(super) struct Shared<T>(RefCell<Kept<T>>);

struct Kept<T> {
    read: HashMap<Box<str>, T>,
    bytes: usize,
}

thread_local! {
    /// Those that do not depend on the name of their task.
    pub(super) static SCHEDULES: Shared<Schedule> = Shared::new();
    pub(super) static POLICIES: Shared<Arc<Policy>> = Shared::new();
    pub(super) static WAYS: Shared<Way> = Shared::new();
    pub(super) static LABELS: Shared<Arc<BTreeMap<String, String>>> = Shared::new();
}

impl<T: Clone> Shared<T> {
    fn new() -> Self {
        Self(RefCell::new(Kept { read: HashMap::new(), bytes: 0 }))
    }

    /// What the text means: as it was read before, or read now, and kept if it may be.
    pub(super) fn of(
        &self,
        text: &str,
        read: impl FnOnce() -> Option<T>,
        may_be_kept: impl FnOnce(&T) -> bool,
    ) -> Option<T> {
        if let Some(known) = self.0.borrow().read.get(text) {
            return Some(known.clone());
        }
        let read = read()?;
        if text.len() <= LONGEST && may_be_kept(&read) {
            let mut kept = self.0.borrow_mut();
            if kept.bytes + text.len() > MOST_BYTES {
                kept.read.clear();
                kept.bytes = 0;
            }
            kept.bytes += text.len();
            kept.read.insert(text.into(), read.clone());
        }
        Some(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_once_and_the_kept_ones_stay_few() {
        let shared = Shared::<usize>::new();
        assert_eq!(shared.of("a", || Some(1), |_| true), Some(1));
        assert_eq!(shared.of("a", || panic!("it is known"), |_| true), Some(1));
        assert_eq!(shared.of("b", || Some(2), |_| false), Some(2));
        assert_eq!(shared.of("b", || Some(3), |_| true), Some(3));
        assert_eq!(shared.of("c", || None, |_| true), None);
        let long = "c".repeat(LONGEST + 1);
        assert_eq!(shared.of(&long, || Some(4), |_| true), Some(4));
        assert_eq!(shared.of(&long, || Some(5), |_| true), Some(5));
        for number in 0..MOST_BYTES / 20 {
            assert_eq!(shared.of(&format!("{number:040}"), || Some(number), |_| true), Some(number));
            let kept = shared.0.borrow();
            assert!(kept.read.keys().map(|text| text.len()).sum::<usize>() == kept.bytes && kept.bytes <= MOST_BYTES);
        }
    }
}
